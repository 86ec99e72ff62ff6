//! Why there is no answer: what the program is like, or what went wrong on the way.

use crate::certificate::Certificate;
use std::fmt;

/// What went wrong on the way to an answer. It says nothing of whether the program has one.
#[derive(Debug, Clone, PartialEq)]
pub enum SolverError {
    /// Coefficients lie too far apart, also after rows and columns were scaled: the solver would drop small ones without a word.
    BadlyScaled {
        /// Least absolute coefficient after scaling.
        least: f64,
        /// Greatest absolute coefficient after scaling.
        greatest: f64,
    },
    /// A cost, bound or coefficient that is no number, or infinite where only finite numbers mean something.
    NotANumber(String),
    /// A bound or cost so large that the solver would take it for infinite.
    TooGreat(String),
    /// A row or column that the program does not have.
    Unknown(String),
    /// The solver would need more memory than it may use.
    TooLarge {
        /// Estimated need.
        bytes: u64,
        /// What it may use.
        limit: u64,
    },
    /// HiGHS warned of something; what it did may not be what was asked.
    Warning(String),
    /// HiGHS refused or failed.
    Internal(String),
    /// HiGHS says optimal, and in the user's units that does not hold.
    NotOptimal(Certificate),
    /// Somebody asked to stop before an irreducible set was found.
    Interrupted,
    /// An irreducible set was asked for, and the program has a solution.
    NotInfeasible,
}

impl fmt::Display for SolverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadlyScaled { least, greatest } => write!(
                f,
                "coefficients lie too far apart: from {least:e} to {greatest:e} after scaling, where 1e-6 to 1e6 is allowed"
            ),
            Self::NotANumber(what) => write!(f, "{what} is no finite number"),
            Self::TooGreat(what) => write!(f, "{what} is so large that the solver would take it for infinite"),
            Self::Unknown(what) => write!(f, "the program has no {what}"),
            Self::TooLarge { bytes, limit } => {
                write!(f, "solving may need {bytes} bytes of memory, and {limit} are allowed")
            }
            Self::Warning(text) => write!(f, "the solver warns: {text}"),
            Self::Internal(text) => write!(f, "the solver failed: {text}"),
            Self::NotOptimal(certificate) => {
                write!(f, "the solver says optimal, and the answer does not hold: {certificate}")
            }
            Self::Interrupted => write!(f, "stopped on request"),
            Self::NotInfeasible => {
                write!(f, "the program has a solution, so there is no set of rows that excludes one")
            }
        }
    }
}

impl std::error::Error for SolverError {}

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq)]
pub enum Failure {
    /// No point keeps all rows and bounds.
    Infeasible,
    /// The cost can fall without end.
    Unbounded,
    /// One of the two, and the solver cannot say which.
    UnboundedOrInfeasible,
    /// Somebody asked to stop.
    Interrupted,
    /// The time allowed is over.
    TimeLimit,
    /// Something went wrong on the way.
    Solver(SolverError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Infeasible => write!(f, "no point keeps all rows and bounds"),
            Self::Unbounded => write!(f, "the cost can fall without end"),
            Self::UnboundedOrInfeasible => {
                write!(f, "either no point keeps all rows, or the cost can fall without end")
            }
            Self::Interrupted => write!(f, "stopped on request"),
            Self::TimeLimit => write!(f, "the time allowed is over"),
            Self::Solver(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<SolverError> for Failure {
    fn from(error: SolverError) -> Self {
        Self::Solver(error)
    }
}
