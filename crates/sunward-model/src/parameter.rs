//! A number, how far it may be off, and who says so.

use crate::spread::Uncertainty;
use sunward_quantity::{Kind, Measure, TemplateUnit};

/// What a number must satisfy to make sense at all.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bounds {
    /// Least value, in SI.
    pub low: f64,
    /// Greatest value, in SI.
    pub high: f64,
    /// Whether the least value itself is refused.
    pub low_open: bool,
    /// Whether the greatest value itself is refused.
    pub high_open: bool,
}

/// Any finite number.
pub const ANY: Bounds = Bounds { low: f64::NEG_INFINITY, high: f64::INFINITY, low_open: false, high_open: false };
/// Zero or more.
pub const NOT_NEGATIVE: Bounds = Bounds { low: 0.0, ..ANY };
/// More than zero.
pub const POSITIVE: Bounds = Bounds { low: 0.0, low_open: true, ..ANY };
/// From 0 to 1, both allowed.
pub const SHARE: Bounds = Bounds { low: 0.0, high: 1.0, low_open: false, high_open: false };
/// More than 0, at most 1.
pub const PART: Bounds = Bounds { low_open: true, ..SHARE };
/// From half to 1: what comes back from a battery.
pub const AT_LEAST_HALF: Bounds = Bounds { low: 0.5, ..SHARE };
/// From 0 to less than 1: a margin, a loss.
pub const LOSS: Bounds = Bounds { high_open: true, ..SHARE };
/// From −1 to 1, both allowed: a correlation.
pub const CORRELATION: Bounds = Bounds { low: -1.0, high: 1.0, low_open: false, high_open: false };
/// At least 1: a power usage effectiveness, a heat rate.
pub const AT_LEAST_ONE: Bounds = Bounds { low: 1.0, ..ANY };

impl Bounds {
    /// Whether `value` (in SI) makes sense.
    pub fn allow(&self, value: f64) -> bool {
        let above = if self.low_open { value > self.low } else { value >= self.low };
        let below = if self.high_open { value < self.high } else { value <= self.high };
        above && below
    }

    /// In words: `more than 0`, `from 0 to 1`.
    pub fn describe<'a>(&self, of: impl Into<Measure<'a>>) -> String {
        let of = of.into();
        let show = |x| of.show(x);
        let low = if self.low_open { "more than" } else { "at least" };
        let high = if self.high_open { "less than" } else { "at most" };
        match (self.low.is_finite(), self.high.is_finite()) {
            (false, false) => "any finite number".into(),
            (true, false) => format!("{low} {}", show(self.low)),
            (false, true) => format!("{high} {}", show(self.high)),
            (true, true) => format!("{low} {} and {high} {}", show(self.low), show(self.high)),
        }
    }
}

/// How a value is spread over its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Distribution {
    /// Every value of the range alike.
    Uniform,
    /// Peak at the best value, nothing outside the range.
    Triangular,
    /// Bell; the range is the 5 % and 95 % quantiles, or others that are said.
    Normal,
    /// Bell of the logarithm; the range as for normal.
    Lognormal,
    /// Beta distribution with the best value as its mode, nothing outside the range.
    Pert,
    /// One of several values, each with its weight; no range, but a [`Table`](crate::spread::Table).
    Discrete,
    /// Straight lines of the quantile between the values of a [`Table`](crate::spread::Table).
    Tabulated,
}

impl Distribution {
    /// Names in scenario files.
    pub const NAMES: &[(&str, Self)] = &[
        ("uniform", Self::Uniform),
        ("triangular", Self::Triangular),
        ("normal", Self::Normal),
        ("lognormal", Self::Lognormal),
        ("pert", Self::Pert),
        ("discrete", Self::Discrete),
        ("tabulated", Self::Tabulated),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    /// Whether a table of values stands in place of a range.
    pub fn has_table(self) -> bool {
        matches!(self, Self::Discrete | Self::Tabulated)
    }

    /// Whether a range gives quantiles, and values lie outside it too.
    pub fn has_quantiles(self) -> bool {
        matches!(self, Self::Normal | Self::Lognormal)
    }
}

/// A best value and how far it may be off, in SI.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// The value used in a single run.
    pub best: f64,
    /// Low and high, around the best value; of a table of values the least and the greatest.
    pub range: Option<(f64, f64)>,
}

/// How to read a value over time between its years. Before the first and after the last year it is constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Interpolation {
    /// A straight line.
    Linear,
    /// A straight line of the logarithm: constant growth. Both ends must be more than zero.
    Geometric,
    /// The value of the last year given.
    Step,
    /// The value of the year itself: zero in years that are not given. The field decides, not the file.
    Exact,
}

impl Interpolation {
    /// Names in scenario files; a file cannot ask for [`Exact`](Self::Exact).
    pub const NAMES: &[(&str, Self)] =
        &[("linear", Self::Linear), ("geometric", Self::Geometric), ("step", Self::Step)];

    /// Its name; [`Exact`](Self::Exact) is `exact`.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("exact", |row| row.0)
    }
}

/// One value, a value for each of several years, or none.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Value {
    /// Not given: worked out from other parameters (a datasheet that may be typed in, but is not).
    Absent,
    /// The same in every year.
    Constant(Estimate),
    /// By year.
    OverTime {
        /// How to read between years.
        interpolation: Interpolation,
        /// Years in order.
        points: Vec<(i32, Estimate)>,
    },
}

impl Value {
    /// The best value in `year`, in SI; undefined (`NaN`) when absent.
    pub fn at(&self, year: i32) -> f64 {
        match self {
            Self::Absent => f64::NAN,
            Self::Constant(estimate) => estimate.best,
            Self::OverTime { interpolation: Interpolation::Exact, points } => {
                points.iter().find(|point| point.0 == year).map_or(0.0, |point| point.1.best)
            }
            Self::OverTime { interpolation, points } => {
                let after = points.partition_point(|point| point.0 <= year);
                if after == 0 {
                    return points[0].1.best;
                }
                let (start, left) = (points[after - 1].0, points[after - 1].1.best);
                let Some(next) = points.get(after) else { return left };
                let share = f64::from(year - start) / f64::from(next.0 - start);
                match interpolation {
                    Interpolation::Step | Interpolation::Exact => left,
                    Interpolation::Linear => left + share * (next.1.best - left),
                    Interpolation::Geometric if share == 0.0 => left,
                    Interpolation::Geometric => left * sunward_quantity::elementary::power(next.1.best / left, share),
                }
            }
        }
    }

    /// Every estimate with its year (`None` for a constant).
    pub fn estimates(&self) -> Vec<(Option<i32>, Estimate)> {
        match self {
            Self::Absent => Vec::new(),
            Self::Constant(estimate) => vec![(None, *estimate)],
            Self::OverTime { points, .. } => points.iter().map(|(year, e)| (Some(*year), *e)).collect(),
        }
    }
}

/// What stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Evidence {
    /// By an instrument or a statistics office, or flown.
    Measured,
    /// With a regulator or a court, or in a securities filing.
    Filed,
    /// Stated by a company or a person as fact, plan or target.
    Claimed,
    /// By an analyst, a model or a paper.
    Estimated,
    /// A design choice of the scenario's author: not a fact about the world.
    Decision,
    /// Nobody's but ours.
    Guess,
}

impl Evidence {
    /// Names in scenario files; `decision` and `guess` follow from the source.
    pub const NAMES: &[(&str, Self)] = &[
        ("measured", Self::Measured),
        ("filed", Self::Filed),
        ("claimed", Self::Claimed),
        ("estimated", Self::Estimated),
        ("decision", Self::Decision),
        ("guess", Self::Guess),
    ];

    /// The name in scenario files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// Who says so, when, and where it was written into the scenario.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Provenance {
    /// Key of the list of sources, `guess`, `decision` or `command line`.
    #[serde(skip)]
    pub source: String,
    /// What stands behind it.
    pub evidence: Evidence,
    /// When the figure was current: `2026`, `2026-05` or `2026-05-20`.
    #[serde(skip)]
    pub date: Option<String>,
    /// What a reader should know.
    #[serde(skip)]
    pub note: Option<String>,
    /// File, line and column.
    #[serde(skip)]
    pub place: Option<(String, usize, usize)>,
}

/// One number of the model.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Parameter {
    /// Its one address: `radiator.pumped.emissivity`.
    pub path: String,
    /// What it measures.
    pub kind: Kind,
    /// Unit in which it is kept, where that follows from the entry; then `kind` is a pure number.
    pub unit: Option<TemplateUnit>,
    /// What it means.
    #[serde(skip)]
    pub meaning: &'static str,
    /// What it must satisfy.
    pub bounds: Bounds,
    /// Whether it may be absent (a datasheet that may be typed in instead of computed).
    pub optional: bool,
    /// The number.
    pub value: Value,
    /// How it is spread over its range.
    pub distribution: Option<Distribution>,
    /// What else it says of its uncertainty; see [`Parameter::spreads`].
    pub uncertainty: Uncertainty,
    /// Who says so.
    pub provenance: Provenance,
}

impl Parameter {
    /// What it measures, and in which unit: how to read and show it.
    pub fn measure(&self) -> Measure<'_> {
        self.unit.as_ref().map_or(Measure::Kind(self.kind), Measure::Unit)
    }
}
