//! Why a question about uncertainty has no answer, and what to do.

use std::fmt;

/// Why a method refuses; the text says what to do instead.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// A setting is not what the method can work with.
    Setting {
        /// Which.
        what: &'static str,
        /// What it is.
        found: f64,
        /// What it must be.
        wanted: &'static str,
    },
    /// Two lists that belong together differ in length.
    Length {
        /// Of what.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there must be.
        wanted: usize,
    },
    /// Groups are numbered with a gap.
    EmptyGroup {
        /// The group with no inputs.
        group: usize,
    },
    /// Inputs of different groups go together, and the method takes them one at a time.
    Correlated {
        /// The pairs, inputs counted from 0.
        pairs: Vec<(usize, usize)>,
    },
    /// Inputs determine each other, so that one cannot move alone.
    Tied {
        /// The input that the others determine, counted from 0.
        input: usize,
    },
    /// An outcome has no variance because it is infinite somewhere.
    Infinite {
        /// Which evaluation, counted from 0.
        evaluation: usize,
        /// What came out.
        value: f64,
    },
    /// An outcome or an input is not a number.
    NotANumber {
        /// Which evaluation or draw, counted from 0.
        evaluation: usize,
    },
    /// The outcome is the same at every point: nothing to share out.
    Constant {
        /// The value.
        value: f64,
    },
    /// Outcomes are so large that their squares are not numbers.
    TooLarge {
        /// The largest in size.
        size: f64,
    },
    /// The estimator was asked before all evaluations were in.
    Unfinished {
        /// How many are in.
        found: usize,
        /// How many there must be.
        wanted: usize,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { what, found, wanted } => write!(f, "{what} is {found}; it must be {wanted}"),
            Self::Length { what, found, wanted } => write!(f, "there are {found} {what}; there must be {wanted}"),
            Self::EmptyGroup { group } => {
                write!(f, "group {group} has no inputs; number the groups 0, 1, 2 … without a gap")
            }
            Self::Correlated { pairs } => write!(
                f,
                "inputs {pairs:?} go together but stand in different groups, and this method moves groups one at a time; \
                 put inputs that go together into one group, or ask for Shapley effects"
            ),
            Self::Tied { input } => write!(
                f,
                "input {input} is determined by others (correlation 1 or -1) and cannot move alone; move them as one \
                 group, or drop it"
            ),
            Self::Infinite { evaluation, value } => write!(
                f,
                "the outcome is {value} at evaluation {evaluation}, so it has no variance; ask about an indicator \
                 (crossed by some year: 0 or 1), cap it at the horizon, or use PAWN, which needs only an order"
            ),
            Self::NotANumber { evaluation } => {
                write!(f, "evaluation {evaluation} is not a number; leave the draw out or give it an outcome")
            }
            Self::Constant { value } => {
                write!(f, "the outcome is {value} at every point: no input moves it within its range")
            }
            Self::TooLarge { size } => {
                write!(
                    f,
                    "outcomes reach {size:e}, whose square is no number; give them in a larger unit or as a logarithm"
                )
            }
            Self::Unfinished { found, wanted } => {
                write!(f, "{found} evaluations of {wanted} are in; add the others first")
            }
        }
    }
}

impl std::error::Error for Refusal {}

/// A count that must lie in a range.
pub(crate) fn count_within(
    what: &'static str,
    found: usize,
    range: std::ops::RangeInclusive<usize>,
    wanted: &'static str,
) -> Result<(), Refusal> {
    if range.contains(&found) { Ok(()) } else { Err(Refusal::Setting { what, found: found as f64, wanted }) }
}

/// The largest size of an outcome that has a variance: squares and their sums stay far from the largest number.
pub(crate) const LARGEST: f64 = 1e150;

/// How many evaluations some factors make, if they can be counted.
pub(crate) fn countable(factors: &[usize]) -> Result<(), Refusal> {
    let product = factors.iter().try_fold(1usize, |product, &factor| product.checked_mul(factor));
    match product {
        Some(_) => Ok(()),
        None => Err(Refusal::Setting {
            what: "number of evaluations",
            found: factors.iter().map(|&factor| factor as f64).product(),
            wanted: "small enough to be counted; take fewer points or replicates",
        }),
    }
}

/// A share that must lie between two others, both left out.
pub(crate) fn share_between(
    what: &'static str,
    found: f64,
    low: f64,
    high: f64,
    wanted: &'static str,
) -> Result<(), Refusal> {
    if found > low && found < high { Ok(()) } else { Err(Refusal::Setting { what, found, wanted }) }
}

/// A list as long as another.
pub(crate) fn same_length(what: &'static str, found: usize, wanted: usize) -> Result<(), Refusal> {
    if found == wanted { Ok(()) } else { Err(Refusal::Length { what, found, wanted }) }
}

/// Several faults, each on a line of its own.
pub(crate) fn lines(f: &mut fmt::Formatter<'_>, faults: &[impl fmt::Display]) -> fmt::Result {
    for (i, fault) in faults.iter().enumerate() {
        if i > 0 {
            writeln!(f)?;
        }
        write!(f, "{fault}")?;
    }
    Ok(())
}
