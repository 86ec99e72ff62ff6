//! From a network and a question to a plan.

use crate::certificate::{Certificate, certify};
use crate::layout::{Layout, Named, Variable};
use crate::learning::{LearningReport, Rest, Start, TrueCost, settle, settle_from_all};
use crate::program::{self, Built, Form, assemble};
use crate::reach::earliest_reach;
use crate::shortage::{Shortage, explain};
use std::fmt;
use std::io::Write;
use sunward_linear::{Change, Column, Failure, Limits, Solution, Solver, SolverError};
use sunward_network::{Constraint, Learning, Network, Objective, Plan, PlanStatus, Series, Target};

/// What is asked of a network.
#[derive(Debug, Clone)]
pub struct Question {
    /// What the plan is to be best at.
    pub objective: Objective,
    /// How far ahead the planner sees, in years; to the end where absent.
    pub foresight: Option<f64>,
    /// Time and memory of each solve, and how to stop it.
    pub limits: Limits,
    /// Instead of the network's own target.
    pub target: Option<Target>,
    /// Instead of the network's own budget.
    pub budget: Option<Series>,
    /// Most rounds of learning from one start.
    pub rounds: usize,
}

impl Question {
    /// Best at this, seeing to the end, without limits.
    pub fn new(objective: Objective) -> Self {
        Self { objective, foresight: None, limits: Limits::default(), target: None, budget: None, rounds: 30 }
    }

    /// The network that the question is about: its own target and budget in place of the network's.
    pub fn applied(&self, network: &Network) -> Network {
        let mut network = network.clone();
        if let Some(target) = &self.target {
            network.target = Some(target.clone());
        }
        if let Some(budget) = &self.budget {
            network.budget = Some(budget.clone());
        }
        network
    }
}

impl Default for Question {
    fn default() -> Self {
        Self::new(Objective::LeastCost)
    }
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanError {
    /// What is wanted cannot be had: a finding.
    Shortage(Box<Shortage>),
    /// The network contradicts itself: every mistake in words.
    Network(Vec<String>),
    /// The question lacks something, in words.
    Question(String),
    /// Cost falls without end: something pays for being done, and nothing limits it.
    Unbounded,
    /// Somebody asked to stop.
    Interrupted,
    /// The time allowed for a solve is over.
    TimeLimit,
    /// The solver failed or warned.
    Solver(SolverError),
    /// The plan does not pass the independent check.
    Uncertified(Box<Certificate>),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shortage(shortage) => shortage.fmt(f),
            Self::Network(mistakes) => write!(f, "{}", mistakes.join("\n")),
            Self::Question(text) => f.write_str(text),
            Self::Unbounded => {
                f.write_str("cost falls without end: something pays for being done, and nothing limits it")
            }
            Self::Interrupted => f.write_str("stopped on request"),
            Self::TimeLimit => f.write_str("the time allowed is over"),
            Self::Solver(error) => error.fmt(f),
            Self::Uncertified(certificate) => write!(f, "the plan does not pass its check:\n{certificate}"),
        }
    }
}

impl std::error::Error for PlanError {}

impl From<SolverError> for PlanError {
    fn from(error: SolverError) -> Self {
        Self::Solver(error)
    }
}

/// An infeasible program is no error of planning: whoever solves one explains it as a shortage. Where none is found the solver is wrong.
impl From<Failure> for PlanError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unbounded => Self::Unbounded,
            Failure::Interrupted => Self::Interrupted,
            Failure::TimeLimit => Self::TimeLimit,
            Failure::Solver(error) => Self::Solver(error),
            Failure::Infeasible | Failure::UnboundedOrInfeasible => {
                Self::Solver(SolverError::Internal(format!("{failure}, which cannot be")))
            }
        }
    }
}

/// When a target can be met first.
#[derive(Debug, Clone, PartialEq)]
pub struct Earliest {
    /// The first period from which on the target can be met.
    pub period: usize,
    /// In the period before: by how much a year the target is missed at least, if the target is met from there on.
    pub short_before: Option<f64>,
}

/// What it costs not to see to the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Foresight {
    /// How far ahead the planner sees, in years.
    pub years: f64,
    /// Cost of its plan.
    pub cost: f64,
    /// Cost of the plan that sees to the end.
    pub perfect: f64,
}

/// A plan, what it was made with, and what is known about it.
pub struct Planned {
    /// The network with the question's target and budget.
    pub network: Network,
    /// What was asked.
    pub question: Question,
    /// What to build and run, with prices.
    pub plan: Plan,
    /// Which row and column is which.
    pub layout: Layout,
    /// Holds the last program, at its optimum: for questions of the kind "what if there were more of this". Where
    /// something learns, its costs are the tangent at the plan; with limited foresight it is that of the plan that sees to the end.
    pub solver: Solver,
    /// The optimum of that program.
    pub solution: Solution,
    /// How learning settled.
    pub learning: LearningReport,
    /// When the target can be met, if that was asked.
    pub earliest: Option<Earliest>,
    /// What foresight is worth, if it was limited.
    pub foresight: Option<Foresight>,
    /// The independent check.
    pub certificate: Certificate,
    /// Processes that can never begin to grow: nothing stands or comes, and their seed is nought.
    pub trapped: Vec<usize>,
}

impl fmt::Debug for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planned")
            .field("network", &self.network.name)
            .field("plan", &self.plan)
            .field("learning", &self.learning)
            .field("earliest", &self.earliest)
            .field("foresight", &self.foresight)
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

/// The best plan for a question, certified; or why there is none.
///
/// # Errors
/// [`PlanError::Shortage`] where what is wanted cannot be had. Never a plan that was not checked.
pub fn plan(network: &Network, question: &Question) -> Result<Planned, PlanError> {
    let _ = (network, question);
    Err(PlanError::Interrupted)
}

/// Writes the program of a question as MPS, with names in the network's words, so that any other solver can check it: prices
/// before learning, and for [`Objective::Earliest`] the target in every period from its first on.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_mps(network: &Network, question: &Question, out: &mut dyn Write) -> std::io::Result<()> {
    let network = question.applied(network);
    let Built { layout, program } = program::program(&network);
    let names = Named { network: &network, layout: &layout };
    sunward_linear::write_mps(&program, &names, &network.name, out)
}
