//! Everything said together: tables, documents, the ledger of sources, the report.
//!
//! Without the feature `plan`, which is on by default, there is nothing of plans and no report: what runs in a page goes without
//! the planner, for HiGHS is C++.
//!
//! Works nothing out that the rooms below have not; gives text and bytes, and never touches a disk.
pub mod attribution;
pub mod case;
#[cfg(feature = "plan")]
pub mod catalogue;
#[cfg(feature = "plan")]
pub mod claims;
pub mod document;
pub mod explore;
pub mod ledger;
#[cfg(feature = "plan")]
pub mod observe;
#[cfg(feature = "plan")]
pub mod plan;
#[cfg(feature = "plan")]
pub mod report;
pub mod studies;
pub mod summary;
pub mod supply;
pub mod table;
pub mod threshold;
#[cfg(feature = "plan")]
pub mod track;
pub mod trade;
// The report says most of them.
#[cfg_attr(not(feature = "plan"), allow(dead_code))]
mod words;
mod written;

pub use case::Case;
pub use ledger::Ledger;
#[cfg(feature = "plan")]
pub use plan::{PlanOutcome, PlanResults};
pub use table::{Column, Table};

#[cfg(feature = "plan")]
use claims::Judged;
use sunward_economics::{Attribution, Costs, Trade};
use sunward_exploration::Findings;
use sunward_model::Model;
#[cfg(feature = "plan")]
use sunward_tracking::checkpoints::Tracked;

/// Everything there is to say about a scenario.
#[derive(Debug, Clone)]
pub struct Results {
    /// The scenario, with every number and its source.
    pub model: Model,
    /// The cost of compute by option and year, crossovers and break-evens.
    pub costs: Costs,
    /// This scenario and its companions side by side; this one first.
    pub cases: Vec<Case>,
    /// Why this scenario and each companion disagree, where they can be compared.
    pub attributions: Vec<Attribution>,
    /// What the designs of its satellites trade, in the focus year; empty where nobody asked.
    pub trades: Vec<Trade>,
    /// What to build and what binds, where the scenario asks for a plan.
    #[cfg(feature = "plan")]
    pub plan: Option<PlanOutcome>,
    /// What many draws of the uncertain numbers say, where somebody had them drawn.
    pub explored: Option<Findings>,
    /// Observed progress against the plan, where somebody asked.
    #[cfg(feature = "plan")]
    pub tracked: Option<Tracked>,
    /// What public claims come to; empty where nobody asked.
    #[cfg(feature = "plan")]
    pub claims: Vec<Judged>,
    /// The seed of everything random.
    pub seed: u64,
}

/// A scenario that stands beside another.
#[derive(Debug, Clone)]
pub struct Companion {
    /// In a few numbers.
    pub case: Case,
    /// Why the two disagree, if they can be compared.
    pub attribution: Option<Attribution>,
}

/// The version of Sunward that wrote a result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Results {
    /// Gathers what the rooms below have said.
    pub fn gather(model: Model, costs: Costs, companions: Vec<Companion>, seed: u64) -> Self {
        let mut cases = vec![Case::of(&model, &costs)];
        let mut attributions = Vec::new();
        for companion in companions {
            cases.push(companion.case);
            attributions.extend(companion.attribution);
        }
        Self {
            model,
            costs,
            cases,
            attributions,
            trades: Vec::new(),
            #[cfg(feature = "plan")]
            plan: None,
            explored: None,
            #[cfg(feature = "plan")]
            tracked: None,
            #[cfg(feature = "plan")]
            claims: Vec::new(),
            seed,
        }
    }
}
