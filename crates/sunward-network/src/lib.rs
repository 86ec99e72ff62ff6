//! Who feeds whom, where, in which year.
//!
//! A [`Network`] is processes that convert, store and carry commodities over periods. It knows no chips, satellites or
//! rockets: those are names in a scenario's data. [`build`] makes small ones in code. [`Plan`] is what to build and run in it, with prices; it lives here, so that
//! whoever reads a plan needs no solver.
pub mod build;
pub mod check;
pub mod connect;
pub mod lines;
pub mod network;
pub mod plan;

pub use connect::{ConnectError, connect, connect_in};
pub use network::{
    Commodity, Counted, Demand, Experience, Learning, Limit, Line, Location, Market, Network, Period, Place, Process,
    Series, Span, Target,
};
pub use plan::{Constraint, Objective, Plan, PlanStatus};
