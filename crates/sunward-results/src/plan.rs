//! What a plan builds and what binds it: for a person, for a program, for the report.
pub mod amounts;
pub mod arithmetic;
pub mod build_out;
pub mod chain;
pub mod document;
pub mod flows;
pub mod screen;
pub mod tables;
pub mod titles;
pub mod unmet;
pub mod works;

use sunward_network::{Network, Plan};
use sunward_planner::analysis::Analysis;
use sunward_planner::{LearningReport, Shortage};

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
