//! Everything said together: tables, documents, the ledger of sources, the report.
//!
//! Works nothing out that the rooms below have not; gives text and bytes, and never touches a disk.
pub mod case;
pub mod document;
pub mod ledger;
pub mod report;
pub mod summary;
pub mod supply;
pub mod table;

pub use case::Case;
pub use ledger::Ledger;
pub use table::{Column, Table};

use sunward_economics::Costs;
use sunward_model::Model;

/// Everything there is to say about a scenario.
#[derive(Debug, Clone)]
pub struct Results {
    /// The scenario, with every number and its source.
    pub model: Model,
    /// The cost of compute by option and year, crossovers and break-evens.
    pub costs: Costs,
    /// This scenario and its companions side by side; this one first.
    pub cases: Vec<Case>,
    /// The seed of everything random (nothing is, so far).
    pub seed: u64,
}

/// The version of Sunward that wrote a result.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Results {
    /// Gathers what the rooms below have said.
    pub fn gather(model: Model, costs: Costs, companions: Vec<Case>, seed: u64) -> Self {
        let mut cases = vec![Case::of(&model, &costs)];
        cases.extend(companions);
        Self { model, costs, cases, seed }
    }
}
