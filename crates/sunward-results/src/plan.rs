//! What a plan builds and what binds it: for a person, for a program, for the report.
pub mod amounts;
pub mod arithmetic;
pub mod build_out;
pub mod chain;
pub mod document;
pub mod draws;
pub mod flows;
pub(crate) mod pace;
pub mod screen;
pub mod tables;
pub mod titles;
pub mod unmet;
pub mod works;

use sunward_network::{Network, Plan};
use sunward_planner::{Analysis, Certificate, Earliest, Exported, Foresight, LearningReport, Planned, Shortage};

/// A plan with everything that is said about it.
#[derive(Debug, Clone)]
pub struct PlanResults {
    /// What could be built.
    pub network: Network,
    /// What is built.
    pub plan: Plan,
    /// What binds, what it is worth, who earns, how fast it could grow.
    pub analysis: Analysis,
    /// How the rounds of learning came to rest.
    pub learning: LearningReport,
    /// When the target can be met, if that was asked.
    pub earliest: Option<Earliest>,
    /// What it costs not to see to the end, if foresight was limited.
    pub foresight: Option<Foresight>,
    /// The independent check.
    pub certificate: Certificate,
    /// The optimum of the program that was solved last, as it is exported.
    pub exported: Exported,
    /// That program as MPS, if somebody wants it.
    pub mps: Option<Vec<u8>>,
    /// The year that is looked at closely.
    pub focus: i32,
}

/// What came of planning.
#[derive(Debug, Clone)]
pub enum PlanOutcome {
    /// A plan.
    Planned(Box<PlanResults>),
    /// There is none, and why.
    Short(Shortage),
}

impl PlanResults {
    /// Gathers what the planner has said; `focus` is the year that is looked at closely.
    pub fn gather(planned: Planned, analysis: Analysis, focus: i32) -> Self {
        // Years beyond the end served the plan; nobody is shown them.
        let (network, plan) = planned.inside();
        Self {
            exported: planned.exported(),
            mps: None,
            network,
            plan,
            analysis,
            learning: planned.learning,
            earliest: planned.earliest,
            foresight: planned.foresight,
            certificate: planned.certificate,
            focus,
        }
    }

    /// How far the plan is from keeping the rule that it keeps worst, relative.
    pub fn worst(&self) -> f64 {
        self.certificate.checks.iter().map(|check| check.worst).fold(0.0, f64::max)
    }

    /// The period that is looked at closely: the one that holds the year.
    pub fn focus_period(&self) -> usize {
        let before = self.network.periods.iter().rposition(|period| period.year <= self.focus);
        before.unwrap_or(0)
    }

    /// Years in which periods begin.
    pub fn years(&self) -> Vec<i32> {
        self.network.periods.iter().map(|period| period.year).collect()
    }
}
