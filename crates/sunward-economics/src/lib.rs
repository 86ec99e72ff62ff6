//! What one of each option takes, gives, weighs and costs, by year; and the cost of compute.
//!
//! Earth and orbit are not rooms here: [`satellite`] and [`ground`] each fill the same [`Datasheet`], and
//! [`levelise`] knows nothing of either. The hot path is [`Prepared::evaluate`]: no allocation, no
//! string, no hashing, no orbit propagation; what does not vary between draws is prepared once.
pub mod attribution;
pub mod break_even;
pub mod chips;
pub mod cost;
pub mod costs;
pub mod crossover;
pub mod datasheet;
pub mod finance;
pub mod fleet;
pub mod ground;
pub mod launch;
pub mod learning;
pub mod network;
pub mod outcome;
pub mod prepare;
pub mod radiation;
pub mod running;
pub mod satellite;
pub mod supply;
pub mod trade;
pub mod typed;

pub use attribution::{Attribution, AttributionError, Depth, Group, Question, attribute};
pub use break_even::{BreakEven, Lever};
pub use chips::{CannotMake, ChipDemand, ChipPrice, Made};
pub use cost::{Cost, MOST_WORKLOADS, PreparedTerms, Terms, WorkloadCost, WorkloadTerms, levelise};
pub use costs::{Costs, Ready, Series, SiteInsolation, VehicleRides, costs};
pub use crossover::Crossover;
pub use datasheet::{Capital, Datasheet, Part, Refusal};
pub use outcome::Outcome;
pub use prepare::{PrepareError, Prepared, PreparedOption};
pub use supply::{Supply, supply};
pub use trade::{Decision, Trade, trades};
