//! Linear programs.
//!
//! Takes rows and columns of numbers, gives the least cost with its prices, or the reason why there is none. HiGHS solves
//! behind one door (`highs.rs`); what comes back is in the user's units and has been checked there. Knows no scenario,
//! no quantity, no plan.
mod certificate;
mod error;
mod highs;
mod mps;
mod program;
mod scaling;
mod solver;

pub use certificate::{Certificate, certify};
pub use error::{Failure, SolverError};
pub use mps::{Names, Numbered, read_mps, write_mps};
pub use program::{Column, Program, Row};
pub use solver::{Basis, Change, Irreducible, Limits, Solution, Solver, Status};

/// The version of HiGHS that is built in: `1.16.0`.
pub fn highs_version() -> String {
    highs::Highs::version()
}
