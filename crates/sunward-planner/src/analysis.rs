//! Everything that can be said about a plan, at once.

use crate::bottlenecks::{self, Binding, Bottleneck, Relaxed, Subject};
use crate::critical::{self, BuildStep, Step};
use crate::growth::{Core, GrowthError, Part, Pace, Timing, balanced_growth, closed_parts};
use crate::planning::Planned;
use crate::price::{self, PriceParts};
use crate::rents::{self, Rents};
use crate::valuation::Valuation;
use sunward_linear::Failure;
use sunward_network::{Network, Process};

/// What is asked of a plan beside itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// How many constraints are relaxed and planned anew: the dearest first.
    pub relaxations: usize,
    /// Parts of the network whose balanced growth is wanted.
    pub growth: Vec<GrowthQuestion>,
    /// How time is counted in balanced growth.
    pub timing: Timing,
}

impl Default for Questions {
    /// Ten relaxations; the whole loop, without robots, without the Moon, and without both; time that flows.
    fn default() -> Self {
        let robots = LeaveOut { stages: vec!["robots".into()], ..LeaveOut::default() };
        let moon = LeaveOut { worlds: vec!["Moon".into()], ..LeaveOut::default() };
        let both = LeaveOut { stages: robots.stages.clone(), worlds: moon.worlds.clone(), ..LeaveOut::default() };
        let question = |title: &str, leave_out| GrowthQuestion { title: title.into(), leave_out };
        Self {
            relaxations: 10,
            growth: vec![
                question("the whole loop", LeaveOut::default()),
                question("without robots", robots),
                question("without the Moon", moon),
                question("without robots and the Moon", both),
            ],
            timing: Timing::Continuous,
        }
    }
}

/// A part of the network, by what is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthQuestion {
    /// Words for tables.
    pub title: String,
    /// What is left out.
    pub leave_out: LeaveOut,
}

/// Names of what is left out of a part of the network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveOut {
    /// Stages of processes.
    pub stages: Vec<String>,
    /// Industries.
    pub industries: Vec<String>,
    /// Worlds.
    pub worlds: Vec<String>,
}

impl LeaveOut {
    /// Whether a process is left out.
    pub fn leaves_out(&self, network: &Network, process: &Process) -> bool {
        let world = &network.worlds[network.locations[process.location].world];
        self.stages.contains(&process.stage) || self.industries.contains(&process.industry) || self.worlds.contains(world)
    }
}

/// Balanced growth of one part.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthAnswer {
    /// Words for tables.
    pub title: String,
    /// How fast it can grow with the recipes of `period`.
    pub pace: Pace,
    /// The sets of processes in it that feed one another, each with the growth it has alone.
    pub parts: Vec<Core>,
    /// Whether anything was left out: a question about robots in a network without robots is the question about the whole.
    pub differs: bool,
}

/// What everything is measured by: the amount of this that a constraint allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Yardstick {
    /// Index of the commodity: that of the target, or of the first demand where there is no target.
    pub commodity: usize,
    /// Its unit a year: `GW year`.
    pub unit: String,
    /// How much of it is made in a year, by period.
    pub made: Vec<f64>,
    /// Its price, the mean over its markets by what is made there, by period: what the objective counts in, a unit.
    pub price: Vec<f64>,
}

/// Everything that can be said about a plan.
///
/// Values are in what the plan's objective counts in: dollars of the base year where it is least cost, delivered demand
/// where it is most compute. Values by year are those of that year, not discounted.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The common unit.
    pub yardstick: Yardstick,
    /// Every row that binds, by period and then by what its scarcity costs, dearest first.
    pub bottlenecks: Vec<Bottleneck>,
    /// What binds most in each period.
    pub binding: Vec<Binding>,
    /// How much of the yardstick each subject would allow, `[subject][period]`; nothing where it is not used.
    pub allowed: Vec<(Subject, Vec<Option<f64>>)>,
    /// The dearest constraints over the whole horizon, relaxed and planned anew: worth most first.
    pub relaxations: Vec<Relaxed>,
    /// Who earns.
    pub rents: Rents,
    /// The price of the yardstick taken apart, by period in which it has one.
    pub prices: Vec<PriceParts>,
    /// What is ordered when: rows of a chart of builds.
    pub builds: Vec<BuildStep>,
    /// When what is reached, and the chain of orders that decides it.
    pub steps: Vec<Step>,
    /// How fast the loop can grow, with the recipes of the first period.
    pub growth: Vec<GrowthAnswer>,
}

/// Why a plan could not be taken apart.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisError {
    /// Planning anew with a constraint relaxed failed.
    Relaxation(Failure),
    /// Balanced growth could not be found.
    Growth(GrowthError),
    /// The network wants nothing: there is no demand and no target.
    NothingWanted,
}
