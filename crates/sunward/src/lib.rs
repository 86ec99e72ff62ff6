//! The hall: the whole pipeline on one page, and the public API.
//!
//! Without the feature `plan`, which is on by default, it builds for WebAssembly and plans nothing.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let files = sunward::DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/first_light.toml"));
//! let model = sunward::model(&files, &[])?;
//! let results = sunward::run(model, Vec::new(), 0, &sunward::Asked::default())?;
//! println!("{}", sunward::results::summary::summary(&results));
//! # Ok(())
//! # }
//! ```
#[cfg(feature = "plan")]
pub mod claims;
pub mod documents;
pub mod explain;
pub mod exploring;
#[cfg(feature = "plan")]
pub mod exploring_plans;
#[cfg(feature = "plan")]
pub mod kept_plans;
pub mod mistakes;
#[cfg(feature = "plan")]
pub mod observing;
pub mod pipeline;
#[cfg(feature = "plan")]
pub mod planning;
pub mod shipped;
pub mod sky;
pub mod studies;
#[cfg(feature = "plan")]
pub mod tables;
pub mod threshold;
#[cfg(feature = "plan")]
pub mod tracking;
pub mod validation;
pub mod verdicts;

pub use pipeline::{Change, InputError, Opened, changed, companions, compare, evaluate, model};
#[cfg(feature = "plan")]
pub use pipeline::{connect, plan, run};
#[cfg(feature = "plan")]
pub use planning::{Asked, AskedError, PlanStop};
pub use sunward_economics as economics;
pub use sunward_exploration as exploration;
#[cfg(feature = "plan")]
pub use sunward_linear as linear;
pub use sunward_model as model_room;
#[cfg(feature = "plan")]
pub use sunward_network as network;
pub use sunward_physics as physics;
#[cfg(feature = "plan")]
pub use sunward_planner as planner;
pub use sunward_quantity as quantity;
pub use sunward_results as results;
pub use sunward_scenario as scenario;
pub use sunward_scenario::{DiskFiles, MemoryFiles};
#[cfg(feature = "plan")]
pub use sunward_tracking as tracking_room;
pub use sunward_uncertainty as uncertainty;

/// The scenario of the plan on the table, inside the program, for questions that name none.
pub const TERAWATT: &str = include_str!("../../../scenarios/terawatt.toml");
