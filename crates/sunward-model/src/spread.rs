//! How far a number may be off: the law that each uncertain number follows, and how its years hang together.
//!
//! Description only. Nothing is drawn here, and nothing is random: whoever samples turns each [`StatedLaw`] into quantiles.
//!
//! A number is uncertain where it has a range, or a table of values, that is wider than nothing. A *decision* is not:
//! its range says where a design may be looked for, and no draw changes what the author has chosen. What is set on the
//! command line has lost its range; the other years of a value over time keep theirs.

use crate::parameter::{Distribution, Estimate, Evidence, Interpolation, Parameter, Provenance, Value};
use sunward_quantity::TimeSpan;

/// Shares of draws below the low and the high end of a range of a normal or lognormal number that does not say others.
pub const USUAL_QUANTILES: (f64, f64) = (0.05, 0.95);

/// A range above zero that spans more than this factor is one of magnitudes: half and twice are alike.
pub const WIDE_FACTOR: f64 = 4.0;

/// What a number says of its uncertainty beside its ranges and the name of its distribution.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Uncertainty {
    /// Shares of draws below the two ends of a range; without them [`USUAL_QUANTILES`].
    pub quantiles: Option<(f64, f64)>,
    /// Nothing is drawn outside, in SI.
    pub truncation: Option<(f64, f64)>,
    /// How the years of a value over time hang together.
    pub path: Path,
    /// Tables of a discrete or tabulated number, in the order of [`Value::estimates`]; empty for all others.
    pub tables: Vec<Option<Table>>,
}

/// The values of a discrete or tabulated number.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// In SI, each greater than the one before.
    pub values: Vec<f64>,
    /// As many: the weight of each value where it is discrete, more than zero, of any sum; where it is tabulated, the
    /// share of draws below each value, from 0 to 1.
    pub shares: Vec<f64>,
}

/// How the years of a value over time hang together.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub enum Path {
    /// One quantile for all years: what is high in one year is high in every year.
    #[default]
    Together,
    /// Each year for itself.
    Independent,
    /// The correlation of normal scores falls with the time between two years, `exp(−Δt / τ)`, where `τ` is this time.
    Fading(TimeSpan),
}

impl Path {
    /// Names in scenario files; a time stands for itself.
    pub const NAMES: &[(&str, Self)] = &[("together", Self::Together), ("independent", Self::Independent)];

    /// Correlation of the normal scores of two years.
    ///
    /// `1` together, `0` (or `1` of a year with itself) independent, `exp(−|Δt| / τ)` fading.
    ///
    /// | symbol | is | unit |
    /// |---|---|---|
    /// | `Δt` | time between the two years | year |
    /// | `τ` | correlation time | year |
    pub fn correlation(self, first: i32, second: i32) -> f64 {
        match self {
            Self::Together => 1.0,
            Self::Independent => f64::from(u8::from(first == second)),
            Self::Fading(time) => {
                let apart = (f64::from(first) - f64::from(second)).abs();
                sunward_quantity::elementary::exp(-apart / time.in_years())
            }
        }
    }
}

/// The law of one number in one year, in SI or in the number's own unit.
#[derive(Debug, Clone, PartialEq)]
pub enum StatedLaw {
    /// The same in every draw.
    Constant(f64),
    /// Every value alike.
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Density rises in a straight line to the mode, and falls in one.
    Triangular {
        /// Least value.
        low: f64,
        /// Peak: the best value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Beta distribution of the shape `1 + 4 (mode − low)/(high − low)`, `1 + 4 (high − mode)/(high − low)`.
    Pert {
        /// Least value.
        low: f64,
        /// Peak: the best value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Bell, its two halves of different width where the median is not in the middle.
    Normal {
        /// Value with the first of `shares` below it.
        low: f64,
        /// The best value: half of the draws lie below.
        median: f64,
        /// Value with the second of `shares` below it.
        high: f64,
        /// Shares of draws below `low` and `high`.
        shares: (f64, f64),
    },
    /// As normal, but of the logarithm; all values are more than zero.
    Lognormal {
        /// Value with the first of `shares` below it.
        low: f64,
        /// The best value: half of the draws lie below.
        median: f64,
        /// Value with the second of `shares` below it.
        high: f64,
        /// Shares of draws below `low` and `high`.
        shares: (f64, f64),
    },
    /// One of several values.
    Discrete {
        /// The values, rising.
        values: Vec<f64>,
        /// Their weights, of any sum.
        weights: Vec<f64>,
    },
    /// A straight line of the quantile between the values of a table.
    Tabulated {
        /// Values, rising; the first is the least, the last the greatest.
        values: Vec<f64>,
        /// Share of draws below each, from 0 to 1.
        shares: Vec<f64>,
    },
}

/// How one number is spread in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The value of a single run.
    pub best: f64,
    /// The law before it is cut.
    pub law: StatedLaw,
    /// The law is that of the draws inside these ends (both allowed, either may be infinite): what the number says, what
    /// its field allows, and what its interpolation needs. `None` where nothing lies outside.
    pub truncation: Option<(f64, f64)>,
}

/// Whether a number is spread at all: see the head of this file.
pub fn is_uncertain(value: &Value, provenance: &Provenance) -> bool {
    !is_decided(provenance) && value.estimates().iter().any(|row| is_wide(&row.1))
}

/// Whether a number is its author's choice.
pub fn is_decided(provenance: &Provenance) -> bool {
    // What is set on the command line for one year leaves the ranges of the other years as they were.
    provenance.evidence == Evidence::Decision && provenance.source != "command line"
}

fn is_wide(estimate: &Estimate) -> bool {
    estimate.range.is_some_and(|(low, high)| low < high)
}

impl Parameter {
    /// Whether it differs from draw to draw.
    pub fn is_uncertain(&self) -> bool {
        is_uncertain(&self.value, &self.provenance)
    }

    /// How it is spread: once where it is constant over time, else for each of its years; nothing where it is absent.
    ///
    /// A year without a range is [`StatedLaw::Constant`], and so is every year of a number that is not uncertain. A range
    /// without a distribution is PERT with the best value as its mode; where it lies above zero, spans more than
    /// [`WIDE_FACTOR`] and holds the best value inside, lognormal with the best value as its median and the ends of the
    /// range as its 5 % and 95 % quantiles, cut there: in both cases nothing lies outside the range.
    pub fn spreads(&self) -> Vec<(Option<i32>, Spread)> {
        let uncertain = self.is_uncertain();
        let spread = |(index, (year, estimate)): (usize, (Option<i32>, Estimate))| {
            let range = estimate.range.filter(|_| uncertain && is_wide(&estimate));
            let table = self.uncertainty.tables.get(index).and_then(Option::as_ref);
            let spread = match range {
                None => Spread { best: estimate.best, law: StatedLaw::Constant(estimate.best), truncation: None },
                Some(range) => self.spread(estimate.best, range, table),
            };
            (year, spread)
        };
        self.value.estimates().into_iter().enumerate().map(spread).collect()
    }

    fn spread(&self, best: f64, (low, high): (f64, f64), table: Option<&Table>) -> Spread {
        let shares = self.uncertainty.quantiles.unwrap_or(USUAL_QUANTILES);
        let wide = low > 0.0 && high > WIDE_FACTOR * low && low < best && best < high;
        let law = match (self.distribution, table) {
            (Some(Distribution::Discrete), Some(table)) => {
                StatedLaw::Discrete { values: table.values.clone(), weights: table.shares.clone() }
            }
            (Some(Distribution::Tabulated), Some(table)) => {
                StatedLaw::Tabulated { values: table.values.clone(), shares: table.shares.clone() }
            }
            (Some(Distribution::Uniform), _) => StatedLaw::Uniform { low, high },
            (Some(Distribution::Triangular), _) => StatedLaw::Triangular { low, mode: best, high },
            (Some(Distribution::Normal), _) => StatedLaw::Normal { low, median: best, high, shares },
            (Some(Distribution::Lognormal), _) => StatedLaw::Lognormal { low, median: best, high, shares },
            (None, _) if wide => StatedLaw::Lognormal { low, median: best, high, shares: USUAL_QUANTILES },
            _ => StatedLaw::Pert { low, mode: best, high },
        };
        // What the law reaches by itself, and to what it is cut.
        let everything = (f64::NEG_INFINITY, f64::INFINITY);
        let above_zero = (0.0_f64.next_up(), f64::INFINITY);
        let (reach, own) = match &law {
            StatedLaw::Normal { .. } => (everything, everything),
            StatedLaw::Lognormal { .. } if self.distribution.is_none() => (above_zero, (low, high)),
            StatedLaw::Lognormal { .. } => (above_zero, everything),
            _ => ((low, high), everything),
        };
        let said = self.uncertainty.truncation.unwrap_or(everything);
        let allowed = self.least_and_greatest();
        let cut = (own.0.max(said.0).max(allowed.0), own.1.min(said.1).min(allowed.1));
        let cuts = cut.0 > reach.0 || cut.1 < reach.1;
        Spread { best, law, truncation: cuts.then_some(cut) }
    }

    /// The least and the greatest value that its field allows and its interpolation can bear.
    fn least_and_greatest(&self) -> (f64, f64) {
        let (low, high) = (self.bounds.low, self.bounds.high);
        let low = if self.bounds.low_open { low.next_up() } else { low };
        let high = if self.bounds.high_open { high.next_down() } else { high };
        let grows = matches!(self.value, Value::OverTime { interpolation: Interpolation::Geometric, .. });
        (if grows { low.max(0.0_f64.next_up()) } else { low }, high)
    }
}
