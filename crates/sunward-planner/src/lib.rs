//! What to build and run, when and where.
//!
//! Takes a [`Network`](sunward_network::Network), gives a [`Planned`]: the plan with its prices, a certificate worked out
//! without the program that was solved, and the solver kept alive for questions; or a [`Shortage`] in the user's words.
//! Knows no chips, satellites or rockets, and no scenario.
pub mod analysis;
pub mod bottlenecks;
mod certificate;
pub mod critical;
pub mod ensemble;
pub mod growth;
mod layout;
mod learning;
mod money;
pub mod outside;
mod planning;
pub mod price;
mod program;
mod reach;
pub mod relaxation;
pub mod rents;
mod shortage;
pub mod valuation;

pub use analysis::{Analysis, AnalysisError, Questions, analyse};
pub use certificate::{Certificate, Checked, Rule, certify};
pub use layout::{Layout, Named, Variable};
pub use learning::{LearningReport, Start, StartReport};
pub use money::capital_charge;
pub use planning::{Earliest, Exported, Foresight, PlanError, Planned, Question, plan, write_mps};
pub use program::{Built, program};
pub use reach::{Reach, reach};
pub use shortage::{Cause, Missing, Shortage};
