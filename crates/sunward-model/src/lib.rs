//! The world a scenario describes, valid by construction.
//!
//! Two halves. The [`Register`] holds every number, each reachable by its path, with unit, range, source and
//! kind. The shapes ([`technology`], [`chain`], [`network`], [`supply`], [`place`], [`option`](mod@option), [`correlation`], [`world`]) say what belongs together; their number fields are
//! [`Key`]s into the register, so that a draw, a slider or `--set` is a change of one slot and nothing else.
//!
//! Knows no files (see `sunward-scenario`) and works nothing out (see `sunward-economics`).
pub mod chain;
pub mod correlation;
pub mod network;
pub mod option;
pub mod parameter;
pub mod place;
pub mod register;
pub mod shape;
pub mod spread;
pub mod supply;
pub mod technology;
pub mod world;

pub use chain::{Amount, Commodity, Demand, Experience, Industry, Limit, Location, Planning, RecipeLine};
pub use correlation::{Correlation, Group};
pub use option::{Ground, OptionName, Satellite, Typed};
pub use parameter::{Bounds, Distribution, Estimate, Evidence, Interpolation, Parameter, Provenance, Value};
pub use register::{Key, NotSet, OptionalKey, Register, SetError, Values};
pub use shape::{Field, Raw, Rule, Shape, Shaped, What};
pub use spread::{Path, Spread, StatedLaw, Table, Uncertainty};
pub use world::{Model, Scenario, Source};
