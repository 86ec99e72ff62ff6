//! What is known of one number: its distribution.
//!
//! A [`Law`] turns a share of the unit interval into a value, and a value into a share. The constructors take what a
//! person states: a best value and a range.

use crate::beta::{self, QuantileTable};
use crate::normal;
use crate::pieces::{Pieces, nearer_end};
use serde::{Deserialize, Serialize};
use std::fmt;
use sunward_quantity::elementary::{exp, ln};

/// A range as stated: two values, and the shares of the distribution below them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lower value.
    pub low: f64,
    /// The upper value.
    pub high: f64,
    /// Share of the distribution below `low`, and below `high`.
    pub shares: (f64, f64),
}

impl Range {
    /// The range that holds nine tenths of the distribution: 5 % lies below it and 5 % above.
    pub fn nine_tenths(low: f64, high: f64) -> Self {
        Self { low, high, shares: (0.05, 0.95) }
    }
}

/// How a best value and a range are to be read: the name of a law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// [`Law::uniform`]: the range is the ends, the best value lies somewhere within.
    Uniform,
    /// [`Law::triangular`]: the range is the ends, the best value the most likely one.
    Triangular,
    /// [`Law::pert`]: as triangular.
    Pert,
    /// [`Law::normal`]: the best value is the median, the range's ends are these shares.
    Normal {
        /// Share below the lower end, and below the upper.
        shares: (f64, f64),
    },
    /// [`Law::lognormal`]: as normal.
    Lognormal {
        /// Share below the lower end, and below the upper.
        shares: (f64, f64),
    },
}

/// The distribution of one number.
///
/// | law | stated by | a share `u` becomes |
/// |---|---|---|
/// | [`constant`](Self::constant) | value | the value |
/// | [`uniform`](Self::uniform) | ends | `low + u (high − low)` |
/// | [`triangular`](Self::triangular) | ends, most likely value | `low + √(u (high − low)(best − low))` up to the best, mirrored beyond |
/// | [`pert`](Self::pert) | ends, most likely value | a beta distribution's quantile between the ends |
/// | [`beta`](Self::beta) | ends, shapes | the same |
/// | [`normal`](Self::normal) | median, range | `best + s z`, with `z = Φ⁻¹(u)` and an `s` for each side |
/// | [`lognormal`](Self::lognormal) | median, range | `best eˢᶻ`, with an `s` for each side |
/// | [`discrete`](Self::discrete) | values with weights | the first value whose weight, with those before it, reaches `u` |
/// | [`tabulated`](Self::tabulated) | values at shares | a straight line between them |
///
/// Each may be [truncated](Self::truncated). Quantiles never fall as the share rises, and are exact at its ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Law {
    shape: Shape,
    truncation: Option<Box<Truncation>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Constant(f64),
    Uniform { low: f64, width: f64, high: f64 },
    Triangular { low: f64, best: f64, high: f64, share_below_best: f64 },
    Normal { centre: f64, below: f64, above: f64 },
    Lognormal(Box<Lognormal>),
    Beta(Box<Beta>),
    Discrete(Box<Discrete>),
    Tabulated(Box<Tabulated>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64, f64, f64)", into = "(f64, f64, f64, f64)")]
struct Beta {
    low: f64,
    high: f64,
    a: f64,
    b: f64,
    table: Option<QuantileTable>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "(f64, f64, f64)", into = "(f64, f64, f64)")]
struct Lognormal {
    centre: f64,
    below: f64,
    above: f64,
    /// Quantiles by table, unless the law is too wide for it.
    table: Option<Pieces>,
}

/// Widest half of a lognormal law, by the standard deviation of its logarithm, that has a table: its error is below
/// `1e-9` of the value, and far below for narrower ones (a test measures it). At this width 5 % of the law lie more
/// than a factor 26 from the median.
const WIDEST_TABLE: f64 = 2.0;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Discrete {
    values: Vec<f64>,
    /// Share up to and with each value; the last is 1.
    shares: Vec<f64>,
    guide: Guide,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tabulated {
    shares: Vec<f64>,
    values: Vec<f64>,
    guide: Guide,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Truncation {
    low: f64,
    high: f64,
    /// Share of the whole law below `low`, and between the bounds.
    below: f64,
    within: f64,
}

/// Where to begin a search among rising shares: the first that reaches each of as many equal parts as there are shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Guide(Vec<u32>);

/// Why there is no such law.
#[derive(Debug, Clone, PartialEq)]
pub enum NoLaw {
    /// A number is infinite or not a number.
    NotFinite(f64),
    /// The range does not rise.
    Range {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// The best value lies outside its range.
    BestOutside {
        /// The best value.
        best: f64,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// The best value of a normal or lognormal law lies at an end of its range.
    BestAtEnd {
        /// The best value.
        best: f64,
    },
    /// A lognormal law with a number that is not above nought.
    NotPositive(f64),
    /// The shares of a range do not lie on both sides of one half.
    Shares {
        /// Share below the lower end.
        low: f64,
        /// Share below the upper end.
        high: f64,
    },
    /// A standard deviation or a shape that is not above nought.
    Shape(f64),
    /// A discrete law without a value, or a table with fewer than two.
    TooFew,
    /// A discrete law or table whose lists are not equally long.
    Lengths {
        /// Values.
        values: usize,
        /// Weights or shares.
        weights: usize,
    },
    /// A weight below nought, or all of them nought.
    Weights,
    /// Two equal values of a discrete law.
    SameValue(f64),
    /// Shares of a table that do not rise from 0 to 1.
    TableShares,
    /// Values of a table that fall.
    TableFalls {
        /// A value.
        from: f64,
        /// The next, below it.
        to: f64,
    },
    /// Bounds that leave less than a millionth of the law.
    NothingLeft {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
        /// Share of the law between them.
        share: f64,
    },
}

impl fmt::Display for NoLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite(value) => write!(f, "{value} is no number to draw around; state finite values"),
            Self::Range { low, high } => {
                write!(
                    f,
                    "the range {low} to {high} does not rise; state the lower end first, or a constant if both are equal"
                )
            }
            Self::BestOutside { best, low, high } => {
                write!(
                    f,
                    "the best value {best} lies outside its range {low} to {high}; widen the range or move the value"
                )
            }
            Self::BestAtEnd { best } => write!(
                f,
                "the best value {best} is the median of a normal or lognormal law and cannot stand at an end of its range; \
                 take `pert` or `triangular`, whose most likely value may"
            ),
            Self::NotPositive(value) => {
                write!(f, "{value} is not above nought, as a lognormal law needs; take another law")
            }
            Self::Shares { low, high } => write!(
                f,
                "the ends of a range are said to be the shares {low} and {high}; state one between 0 and 0.5 and one between \
                 0.5 and 1"
            ),
            Self::Shape(value) => {
                write!(f, "{value} is no standard deviation or shape; state a finite number above nought")
            }
            Self::TooFew => write!(f, "a discrete law needs one value and a table two; state more"),
            Self::Lengths { values, weights } => {
                write!(f, "there are {values} values and {weights} weights or shares; state one for each")
            }
            Self::Weights => write!(f, "weights must be finite and not below nought, and one of them above"),
            Self::SameValue(value) => write!(f, "the value {value} is stated twice; add its weights together"),
            Self::TableShares => {
                write!(f, "the shares of a table must rise from 0 to 1; state the lowest and highest value too")
            }
            Self::TableFalls { from, to } => write!(f, "values of a table must not fall, and {to} follows {from}"),
            Self::NothingLeft { low, high, share } => write!(
                f,
                "only the share {share:e} of the law lies between the bounds {low} and {high}; state a law that lies within them"
            ),
        }
    }
}

impl std::error::Error for NoLaw {}

/// Least share of a law that truncation may leave: below it the rounding of shares would be seen in the values.
const LEAST_SHARE: f64 = 1e-6;

impl Law {
    /// The law that a best value, a range and the name of a distribution state.
    ///
    /// # Errors
    /// [`NoLaw`] as the constructor of that law says; also if the best value of a uniform law lies outside.
    pub fn stated(distribution: Distribution, best: f64, low: f64, high: f64) -> Result<Self, NoLaw> {
        match distribution {
            Distribution::Uniform => within(best, low, high).and_then(|()| Self::uniform(low, high)),
            Distribution::Triangular => Self::triangular(best, low, high),
            Distribution::Pert => Self::pert(best, low, high),
            Distribution::Normal { shares } => Self::normal(best, Range { low, high, shares }),
            Distribution::Lognormal { shares } => Self::lognormal(best, Range { low, high, shares }),
        }
    }

    /// Always the same value.
    ///
    /// # Errors
    /// [`NoLaw::NotFinite`].
    pub fn constant(value: f64) -> Result<Self, NoLaw> {
        finite(&[value])?;
        Ok(Shape::Constant(value).into())
    }

    /// Every value between the ends alike.
    ///
    /// # Errors
    /// [`NoLaw`] if an end is not finite or the range does not rise.
    pub fn uniform(low: f64, high: f64) -> Result<Self, NoLaw> {
        rising(low, high)?;
        let width = high - low;
        let width = if low + width < high { width.next_up() } else { width };
        Ok(Shape::Uniform { low, width, high }.into())
    }

    /// A density that rises in a straight line from `low` to `best` and falls in one to `high`.
    ///
    /// # Errors
    /// [`NoLaw`] if a number is not finite, the range does not rise or does not hold `best`.
    pub fn triangular(best: f64, low: f64, high: f64) -> Result<Self, NoLaw> {
        within(best, low, high)?;
        Ok(Shape::Triangular { low, best, high, share_below_best: (best - low) / (high - low) }.into())
    }

    /// PERT: a beta distribution between the ends whose most likely value is `best`, which counts four times an end.
    ///
    /// ```text
    /// a = 1 + 4 (best − low)/(high − low)        b = 6 − a        mean = (low + 4 best + high)/6
    /// ```
    ///
    /// Source: `malcolm1959`, with the weight of four; the shapes that go with it are the usual ones.
    ///
    /// # Errors
    /// [`NoLaw`] if a number is not finite, the range does not rise or does not hold `best`.
    pub fn pert(best: f64, low: f64, high: f64) -> Result<Self, NoLaw> {
        within(best, low, high)?;
        let a = 1.0 + 4.0 * (best - low) / (high - low);
        Self::beta(a, 6.0 - a, low, high)
    }

    /// A beta distribution with shapes `a` and `b` between the ends.
    ///
    /// Quick, and within `1e-10` of the range, for shapes from 0.5 to 6; exact and a hundred times slower beyond.
    ///
    /// # Errors
    /// [`NoLaw`] if a number is not finite, a shape not above nought, or the range does not rise.
    pub fn beta(a: f64, b: f64, low: f64, high: f64) -> Result<Self, NoLaw> {
        rising(low, high)?;
        positive(a)?;
        positive(b)?;
        Ok(Shape::Beta(Box::new((low, high, a, b).into())).into())
    }

    /// A normal law by its median and a range.
    ///
    /// `x = best + s z` with `z` standard normal; `s = (best − low)/(−Φ⁻¹(p_low))` where `z` is negative and
    /// `s = (high − best)/Φ⁻¹(p_high)` where it is not. So the median is the best value and the range's ends are the
    /// quantiles they are said to be, wherever in the range the best value stands. If both `s` are equal this is the
    /// normal law; otherwise it is two halves of different width that meet at the median, with a step in the density
    /// there, and its mean is not the best value.
    ///
    /// # Errors
    /// [`NoLaw`] if a number is not finite, the range does not rise, does not hold `best` or ends there, or its shares
    /// do not lie on both sides of one half.
    pub fn normal(best: f64, range: Range) -> Result<Self, NoLaw> {
        let (below, above) = deviations(best, range, range.low, best, range.high)?;
        Ok(Shape::Normal { centre: best, below, above }.into())
    }

    /// The normal law with a mean and a standard deviation.
    ///
    /// # Errors
    /// [`NoLaw`] if the mean is not finite or the deviation not a finite number above nought.
    pub fn normal_by_deviation(mean: f64, deviation: f64) -> Result<Self, NoLaw> {
        finite(&[mean])?;
        positive(deviation)?;
        Ok(Shape::Normal { centre: mean, below: deviation, above: deviation }.into())
    }

    /// A lognormal law by its median and a range: the logarithm is as [`normal`](Self::normal) says. Quantiles come
    /// from a table that is off by less than `1e-9` of the value.
    ///
    /// # Errors
    /// [`NoLaw`] as for `normal`, and if a number is not above nought.
    pub fn lognormal(best: f64, range: Range) -> Result<Self, NoLaw> {
        within(best, range.low, range.high)?;
        match [range.low, best, range.high].into_iter().find(|value| *value <= 0.0) {
            Some(value) => Err(NoLaw::NotPositive(value)),
            None => {
                let (below, above) = deviations(best, range, ln(range.low), ln(best), ln(range.high))?;
                Ok(Lognormal::shape(best, below, above).into())
            }
        }
    }

    /// The lognormal law with a median and the standard deviation of its logarithm.
    ///
    /// # Errors
    /// [`NoLaw`] if the median or the deviation is not a finite number above nought.
    pub fn lognormal_by_deviation(median: f64, deviation: f64) -> Result<Self, NoLaw> {
        finite(&[median])?;
        positive(deviation)?;
        if median <= 0.0 {
            return Err(NoLaw::NotPositive(median));
        }
        Ok(Lognormal::shape(median, deviation, deviation).into())
    }

    /// One of some values, each as likely as its weight says; weights need not sum to 1.
    ///
    /// # Errors
    /// [`NoLaw`] if the lists are empty or not equally long, a number is not finite, a weight is below nought or all
    /// are nought, or a value stands twice.
    pub fn discrete(values: &[f64], weights: &[f64]) -> Result<Self, NoLaw> {
        if values.len() != weights.len() {
            return Err(NoLaw::Lengths { values: values.len(), weights: weights.len() });
        }
        finite(values)?;
        if values.is_empty() {
            return Err(NoLaw::TooFew);
        }
        let whole: f64 = weights.iter().sum();
        if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) || !(whole.is_finite() && whole > 0.0) {
            return Err(NoLaw::Weights);
        }
        let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some(pair) = pairs.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(NoLaw::SameValue(pair[0].0));
        }
        // What cannot be drawn is no value of the law.
        pairs.retain(|pair| pair.1 > 0.0);
        let mut sum = 0.0;
        let mut shares: Vec<f64> = pairs
            .iter()
            .map(|pair| {
                sum += pair.1;
                (sum / whole).min(1.0)
            })
            .collect();
        *shares.last_mut().expect("one weight is above nought") = 1.0;
        let values: Vec<f64> = pairs.into_iter().map(|pair| pair.0).collect();
        if let [only] = values[..] {
            return Self::constant(only);
        }
        let guide = Guide::new(&shares);
        Ok(Shape::Discrete(Box::new(Discrete { values, shares, guide })).into())
    }

    /// Values at rising shares, straight lines between them: `(share, value)`. The first share is 0 and the last 1.
    ///
    /// # Errors
    /// [`NoLaw`] if there are fewer than two, a value is not finite or less than the one before, or shares do not rise
    /// from 0 to 1.
    pub fn tabulated(quantiles: &[(f64, f64)]) -> Result<Self, NoLaw> {
        let (shares, values): (Vec<f64>, Vec<f64>) = quantiles.iter().copied().unzip();
        finite(&values)?;
        if values.len() < 2 {
            return Err(NoLaw::TooFew);
        }
        let rise = shares.windows(2).all(|pair| pair[0] < pair[1]);
        if !rise || shares[0] != 0.0 || shares[shares.len() - 1] != 1.0 {
            return Err(NoLaw::TableShares);
        }
        if let Some(pair) = values.windows(2).find(|pair| pair[0] > pair[1]) {
            return Err(NoLaw::TableFalls { from: pair[0], to: pair[1] });
        }
        if values[0] == values[values.len() - 1] {
            return Self::constant(values[0]);
        }
        let guide = Guide::new(&shares);
        Ok(Shape::Tabulated(Box::new(Tabulated { shares, values, guide })).into())
    }

    /// A histogram: rising edges and the weight between each two of them, spread evenly there.
    ///
    /// # Errors
    /// [`NoLaw`] if there is not one edge more than weights, edges do not rise, or weights are as
    /// [`discrete`](Self::discrete) refuses them.
    pub fn histogram(edges: &[f64], weights: &[f64]) -> Result<Self, NoLaw> {
        if edges.len() < 2 {
            return Err(NoLaw::TooFew);
        }
        if edges.len() != weights.len() + 1 {
            return Err(NoLaw::Lengths { values: edges.len() - 1, weights: weights.len() });
        }
        finite(edges)?;
        if let Some(pair) = edges.windows(2).find(|pair| pair[0] >= pair[1]) {
            return Err(NoLaw::Range { low: pair[0], high: pair[1] });
        }
        let whole: f64 = weights.iter().sum();
        if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0)) || !(whole.is_finite() && whole > 0.0) {
            return Err(NoLaw::Weights);
        }
        // An empty bin is a jump of the value at one share: both of its edges stand there, and a table needs shares
        // that rise. Between them lies the least step a share can make.
        let mut quantiles = vec![(0.0, edges[0])];
        let mut sum = 0.0;
        for (edge, weight) in edges[1..].iter().zip(weights) {
            sum += weight;
            let share = (sum / whole).min(1.0);
            let last = quantiles[quantiles.len() - 1].0;
            if share > last {
                quantiles.push((share, *edge));
            } else if last == 0.0 {
                quantiles[0].1 = *edge;
            } else if last < 1.0 {
                quantiles.push((last.next_up(), *edge));
            }
        }
        Self::tabulated(&quantiles)
    }

    /// The law between two bounds, given that it falls there: what lies outside is left out and the rest scaled up.
    ///
    /// Values outside are drawn anew, as it were; they do not heap up at the bounds. The stated median and range belong
    /// to the whole law and move a little with it. A truncation of a truncated law is to both.
    ///
    /// # Errors
    /// [`NoLaw`] if the bounds do not rise (a bound may be infinite) or leave less than a millionth of the law.
    pub fn truncated(self, low: f64, high: f64) -> Result<Self, NoLaw> {
        let whole = Self { shape: self.shape, truncation: None };
        let (low, high) = match &self.truncation {
            Some(t) => (if low < t.low { t.low } else { low }, if high > t.high { t.high } else { high }),
            None => (low, high),
        };
        if low.is_nan() || high.is_nan() || low > high {
            return Err(NoLaw::Range { low, high });
        }
        let (least, most) = whole.ends();
        if low <= least && most <= high {
            return Ok(whole);
        }
        let nothing_left = |share| NoLaw::NothingLeft { low, high, share };
        match whole.shape {
            Shape::Constant(_) => Err(nothing_left(0.0)),
            Shape::Uniform { .. } if low.max(least) < high.min(most) => Self::uniform(low.max(least), high.min(most)),
            Shape::Discrete(discrete) => {
                let kept: Vec<usize> =
                    (0..discrete.values.len()).filter(|&i| (low..=high).contains(&discrete.values[i])).collect();
                let values: Vec<f64> = kept.iter().map(|&i| discrete.values[i]).collect();
                let weights: Vec<f64> = kept.iter().map(|&i| discrete.weight(i)).collect();
                let share = weights.iter().sum();
                if share < LEAST_SHARE { Err(nothing_left(share)) } else { Self::discrete(&values, &weights) }
            }
            Shape::Tabulated(table) => {
                let below = table.share_below(low);
                let within = table.cdf(high) - below;
                if within < LEAST_SHARE { Err(nothing_left(within)) } else { table.part(below, within, low, high) }
            }
            shape => {
                let whole = Self { shape, truncation: None };
                let below = whole.cdf(low);
                let within = whole.cdf(high) - below;
                if within < LEAST_SHARE {
                    return Err(nothing_left(within));
                }
                let truncation = Truncation { low: low.max(least), high: high.min(most), below, within };
                Ok(Self { truncation: Some(Box::new(truncation)), ..whole })
            }
        }
    }

    /// The value that a share `u` of the law lies below.
    ///
    /// Scalar in, scalar out. The ends of the law at 0 and 1, which are infinite for a normal law; a share outside is
    /// taken as the nearer end.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        match &self.truncation {
            None => self.shape.quantile(u),
            // The ends are the bounds themselves, not a rounding beside them.
            Some(t) if u <= 0.0 => t.low,
            Some(t) if u >= 1.0 => t.high,
            Some(t) => t.within_bounds(self.shape.quantile(t.below + u * t.within)),
        }
    }

    /// The value for a standard normal `z`: that of the share `Φ(z)`. Normal and lognormal laws need no share for it.
    #[inline]
    pub fn quantile_of_normal(&self, z: f64) -> f64 {
        match (&self.shape, &self.truncation) {
            (Shape::Normal { centre, below, above }, None) => centre + z * if z < 0.0 { below } else { above },
            (Shape::Lognormal(law), None) => law.at(z),
            (Shape::Constant(value), _) => *value,
            _ => self.quantile(normal::cdf(z)),
        }
    }

    /// Whether this is a normal law without bounds: from a normal its values cost next to nothing, from a share they
    /// need one first.
    #[inline]
    pub(crate) fn takes_a_normal(&self) -> bool {
        matches!(self.shape, Shape::Normal { .. }) && self.truncation.is_none()
    }

    /// Share of the law at or below `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match &self.truncation {
            None => self.shape.cdf(x),
            Some(t) if x < t.low => 0.0,
            Some(t) if x >= t.high => 1.0,
            Some(t) => ((self.shape.cdf(x) - t.below) / t.within).clamp(0.0, 1.0),
        }
    }

    /// The least and the greatest value: quantiles of 0 and 1.
    pub fn ends(&self) -> (f64, f64) {
        (self.quantile(0.0), self.quantile(1.0))
    }

    /// Whether a value can be drawn: between the ends, or one of the values of a discrete law.
    pub fn contains(&self, x: f64) -> bool {
        match &self.shape {
            Shape::Discrete(discrete) => discrete.values.contains(&x),
            _ => {
                let (low, high) = self.ends();
                (low..=high).contains(&x)
            }
        }
    }

    /// Whether every draw is the same.
    pub fn is_constant(&self) -> bool {
        matches!(self.shape, Shape::Constant(_))
    }

    /// The mean.
    ///
    /// In closed form; of a truncated triangular or beta law by quadrature, to `1e-10` of its range.
    pub fn mean(&self) -> f64 {
        self.moments().0
    }

    /// The variance. As [`mean`](Self::mean).
    pub fn variance(&self) -> f64 {
        self.moments().1
    }

    fn moments(&self) -> (f64, f64) {
        let (from, to) = self.truncation.as_ref().map_or((0.0, 1.0), |t| (t.below, t.below + t.within));
        match &self.shape {
            Shape::Constant(value) => (*value, 0.0),
            Shape::Uniform { low, high, .. } => (0.5 * (low + high), (high - low) * (high - low) / 12.0),
            Shape::Triangular { low, best, high, .. } if self.truncation.is_none() => {
                let (l, b, h) = (0.0, best - low, high - low);
                (low + (l + b + h) / 3.0, (b * b + h * h - b * h) / 18.0)
            }
            Shape::Beta(beta) if self.truncation.is_none() => {
                let (whole, width) = (beta.a + beta.b, beta.high - beta.low);
                let variance = beta.a * beta.b / (whole * whole * (whole + 1.0)) * width * width;
                (beta.low + width * beta.a / whole, variance)
            }
            Shape::Triangular { .. } | Shape::Beta(_) => self.moments_by_quadrature(),
            Shape::Normal { centre, below, above } => {
                let (zeroth, first, second) = normal_moments(from, to, *below, *above);
                let mean = first / zeroth;
                (centre + mean, second / zeroth - mean * mean)
            }
            Shape::Lognormal(law) => {
                let centre = law.centre;
                let (first, second) = lognormal_moments(from, to, law.below, law.above);
                (centre * (1.0 + first), centre * centre * (second - first * first))
            }
            Shape::Discrete(discrete) => {
                let weighted = |f: &dyn Fn(f64) -> f64| -> f64 {
                    (0..discrete.values.len()).map(|i| discrete.weight(i) * f(discrete.values[i])).sum()
                };
                let mean = weighted(&|x| x);
                (mean, weighted(&|x| (x - mean) * (x - mean)))
            }
            Shape::Tabulated(table) => table.moments(),
        }
    }

    /// Mean and variance from quantiles, by the double exponential rule on each side of the kink.
    ///
    /// Quantiles of these laws rise like roots at their ends and at the kink, which this rule does not mind.
    fn moments_by_quadrature(&self) -> (f64, f64) {
        let kink = match (&self.shape, &self.truncation) {
            (Shape::Triangular { share_below_best, .. }, Some(t)) => (share_below_best - t.below) / t.within,
            _ => 0.5,
        };
        let kink = kink.clamp(0.0, 1.0);
        let integral = |f: &dyn Fn(f64) -> f64| -> f64 {
            let part = |from: f64, to: f64| {
                const STEP: f64 = 1.0 / 16.0;
                let sum: f64 = (-56..=56)
                    .map(|k| {
                        let t = f64::from(k) * STEP;
                        // `x = 1/(1 + e^(−π sinh t))`; its slope is `π cosh t · x (1 − x)`.
                        let (up, down) = (exp(t), exp(-t));
                        let x = 1.0 / (1.0 + exp(-std::f64::consts::FRAC_PI_2 * (up - down)));
                        let rest = 1.0 / (1.0 + exp(std::f64::consts::FRAC_PI_2 * (up - down)));
                        let slope = std::f64::consts::FRAC_PI_2 * (up + down) * x * rest;
                        f(from + (to - from) * x) * slope * STEP
                    })
                    .sum();
                sum * (to - from)
            };
            part(0.0, kink) + part(kink, 1.0)
        };
        // From the middle, so that little is lost between squares of large values.
        let middle = self.quantile(0.5);
        let first = integral(&|u| self.quantile(u) - middle);
        let second = integral(&|u| (self.quantile(u) - middle) * (self.quantile(u) - middle));
        (middle + first, second - first * first)
    }
}

impl From<Shape> for Law {
    fn from(shape: Shape) -> Self {
        Self { shape, truncation: None }
    }
}

impl Shape {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            // The width is rounded up, so that the upper end is reached, and cut there.
            Self::Uniform { low, width, high } => (low + u.clamp(0.0, 1.0) * width).min(*high),
            Self::Triangular { low, high, share_below_best, .. } => {
                let u = u.clamp(0.0, 1.0);
                // Chosen before the root, so that there is one root and no jump that the processor has to guess.
                let lower = u < *share_below_best;
                let share = if lower { u * share_below_best } else { (1.0 - u) * (1.0 - share_below_best) };
                let off = (high - low) * share.sqrt();
                // Rounding may reach past an end.
                (if lower { low + off } else { high - off }).max(*low).min(*high)
            }
            Self::Normal { centre, below, above } => {
                centre + normal::quantile(u.clamp(0.0, 1.0)) * [below, above][usize::from(u >= 0.5)]
            }
            Self::Lognormal(law) => law.quantile(u.clamp(0.0, 1.0)),
            Self::Beta(beta) => {
                let u = u.clamp(0.0, 1.0);
                let width = beta.high - beta.low;
                match &beta.table {
                    // Measured from the nearer end in share, so that both ends are exact.
                    Some(table) => {
                        let (upper, from_end) = table.quantile_from_the_end(u);
                        let off = from_end.clamp(0.0, 1.0) * width;
                        if upper { beta.high - off } else { beta.low + off }
                    }
                    None => between(beta.low, beta.high, beta::quantile(u, beta.a, beta.b)),
                }
            }
            Self::Discrete(discrete) => discrete.values[discrete.guide.find(&discrete.shares, u)],
            Self::Tabulated(table) => table.quantile(u.clamp(0.0, 1.0)),
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x >= *value)),
            Self::Uniform { low, high, .. } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Self::Triangular { low, best, high, .. } => {
                if x <= *low {
                    0.0
                } else if x >= *high {
                    1.0
                } else if x < *best {
                    (x - low) / (high - low) * ((x - low) / (best - low))
                } else {
                    1.0 - (high - x) / (high - low) * ((high - x) / (high - best))
                }
            }
            Self::Normal { centre, below, above } => {
                normal::cdf((x - centre) / if x < *centre { below } else { above })
            }
            Self::Lognormal(law) => law.cdf(x),
            Self::Beta(beta) => beta::cdf((x - beta.low) / (beta.high - beta.low), beta.a, beta.b),
            Self::Discrete(discrete) => match discrete.values.partition_point(|value| *value <= x) {
                0 => 0.0,
                count => discrete.shares[count - 1],
            },
            Self::Tabulated(table) => table.cdf(x),
        }
    }
}

impl Truncation {
    /// A quantile may stand a rounding outside.
    #[inline]
    fn within_bounds(&self, x: f64) -> f64 {
        if x < self.low {
            self.low
        } else if x > self.high {
            self.high
        } else {
            x
        }
    }
}

// Tables follow from the few numbers before them, and stand in no file.
impl From<Lognormal> for (f64, f64, f64) {
    fn from(law: Lognormal) -> Self {
        (law.centre, law.below, law.above)
    }
}

impl From<(f64, f64, f64)> for Lognormal {
    fn from((centre, below, above): (f64, f64, f64)) -> Self {
        let table = (below <= WIDEST_TABLE && above <= WIDEST_TABLE).then(|| {
            // From its own end a share `v` above the median has the normal `−Φ⁻¹(v)`.
            Pieces::new(|v| exp(below * normal::quantile(v)), |v| exp(-above * normal::quantile(v)))
        });
        Self { centre, below, above, table }
    }
}

impl From<Beta> for (f64, f64, f64, f64) {
    fn from(law: Beta) -> Self {
        (law.low, law.high, law.a, law.b)
    }
}

impl From<(f64, f64, f64, f64)> for Beta {
    fn from((low, high, a, b): (f64, f64, f64, f64)) -> Self {
        Self { low, high, a, b, table: QuantileTable::new(a, b) }
    }
}

impl Lognormal {
    fn shape(centre: f64, below: f64, above: f64) -> Shape {
        Shape::Lognormal(Box::new((centre, below, above).into()))
    }

    /// The value for a standard normal.
    #[inline]
    fn at(&self, z: f64) -> f64 {
        self.centre * exp(z * if z < 0.0 { self.below } else { self.above })
    }

    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        let (upper, from_end) = nearer_end(u);
        match self.table.as_ref().and_then(|table| table.value(upper, from_end)) {
            Some(factor) => self.centre * factor,
            None => self.at(normal::quantile(u)),
        }
    }

    fn cdf(&self, x: f64) -> f64 {
        let deviation = if x < self.centre { self.below } else { self.above };
        if x <= 0.0 { 0.0 } else { normal::cdf(ln(x / self.centre) / deviation) }
    }
}

impl Discrete {
    fn weight(&self, place: usize) -> f64 {
        self.shares[place] - if place == 0 { 0.0 } else { self.shares[place - 1] }
    }
}

impl Tabulated {
    #[inline]
    fn quantile(&self, u: f64) -> f64 {
        let above = self.guide.find(&self.shares, u).max(1);
        let (low, high) = (self.shares[above - 1], self.shares[above]);
        between(self.values[above - 1], self.values[above], (u - low) / (high - low))
    }

    fn cdf(&self, x: f64) -> f64 {
        let above = self.values.partition_point(|value| *value <= x);
        if above == 0 {
            return 0.0;
        }
        let Some(high) = self.values.get(above) else { return 1.0 };
        let low = self.values[above - 1];
        between(self.shares[above - 1], self.shares[above], (x - low) / (high - low))
    }

    /// Share below `x`, without `x` itself: a value may stand at many shares.
    fn share_below(&self, x: f64) -> f64 {
        let above = self.values.partition_point(|value| *value < x);
        if above == 0 {
            return 0.0;
        }
        let Some(high) = self.values.get(above) else { return 1.0 };
        let low = self.values[above - 1];
        between(self.shares[above - 1], self.shares[above], (x - low) / (high - low))
    }

    /// The table between two bounds, with the share below the lower one and the share between them.
    fn part(&self, below: f64, within: f64, low: f64, high: f64) -> Result<Law, NoLaw> {
        // A table may jump at the share of the bound: what can be drawn begins above the jump.
        let mut quantiles = vec![(0.0, self.quantile(below + 4.0 * f64::EPSILON).clamp(low, high))];
        for (share, value) in self.shares.iter().zip(&self.values) {
            let share = (share - below) / within;
            if share > quantiles[quantiles.len() - 1].0 + 4.0 * f64::EPSILON
                && share < 1.0
                && (low..=high).contains(value)
            {
                quantiles.push((share, *value));
            }
        }
        quantiles.push((1.0, self.quantile(below + within).clamp(low, high)));
        Law::tabulated(&quantiles)
    }

    /// Mean and variance: exact sums over straight pieces.
    fn moments(&self) -> (f64, f64) {
        let middle = self.quantile(0.5);
        let (mut first, mut second) = (0.0, 0.0);
        for (shares, values) in self.shares.windows(2).zip(self.values.windows(2)) {
            let (width, a, b) = (shares[1] - shares[0], values[0] - middle, values[1] - middle);
            first += width * 0.5 * (a + b);
            second += width * (a * a + a * b + b * b) / 3.0;
        }
        (middle + first, second - first * first)
    }
}

impl Guide {
    fn new(shares: &[f64]) -> Self {
        let parts = shares.len();
        Self((0..parts).map(|part| shares.partition_point(|s| *s < part as f64 / parts as f64) as u32).collect())
    }

    /// The first share that reaches `u`; the last if none does.
    #[inline]
    fn find(&self, shares: &[f64], u: f64) -> usize {
        // A number that is none becomes 0 here, and one outside is taken to the nearer end.
        let part = ((u * self.0.len() as f64) as usize).min(self.0.len() - 1);
        let mut place = self.0[part] as usize;
        // The product above may round up to the next part.
        while place > 0 && shares[place - 1] >= u {
            place -= 1;
        }
        while place + 1 < shares.len() && shares[place] < u {
            place += 1;
        }
        place
    }
}

/// A place between two numbers, exact at both ends, rising with `share`.
#[inline]
fn between(low: f64, high: f64, share: f64) -> f64 {
    if share < 0.5 { low + share * (high - low) } else { high - (1.0 - share) * (high - low) }
}

fn finite(values: &[f64]) -> Result<(), NoLaw> {
    values.iter().find(|value| !value.is_finite()).map_or(Ok(()), |value| Err(NoLaw::NotFinite(*value)))
}

fn positive(value: f64) -> Result<(), NoLaw> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(NoLaw::Shape(value)) }
}

fn rising(low: f64, high: f64) -> Result<(), NoLaw> {
    finite(&[low, high, high - low])?;
    if low < high { Ok(()) } else { Err(NoLaw::Range { low, high }) }
}

fn within(best: f64, low: f64, high: f64) -> Result<(), NoLaw> {
    finite(&[best])?;
    rising(low, high)?;
    if (low..=high).contains(&best) { Ok(()) } else { Err(NoLaw::BestOutside { best, low, high }) }
}

/// The standard deviations of the two halves of a normal law, from where its range and median stand on the normal's axis.
fn deviations(best: f64, range: Range, low: f64, centre: f64, high: f64) -> Result<(f64, f64), NoLaw> {
    within(best, range.low, range.high)?;
    let (p, q) = range.shares;
    if !(p > 0.0 && p < 0.5 && q > 0.5 && q < 1.0) {
        return Err(NoLaw::Shares { low: p, high: q });
    }
    if !(low < centre && centre < high) {
        return Err(NoLaw::BestAtEnd { best });
    }
    Ok(((low - centre) / normal::quantile(p), (high - centre) / normal::quantile(q)))
}

/// `∫ φ`, `∫ s z φ` and `∫ (s z)² φ` between the normals of two shares; `s` is another on each side of nought.
fn normal_moments(from: f64, to: f64, below: f64, above: f64) -> (f64, f64, f64) {
    let mut sums = (0.0, 0.0, 0.0);
    for (low, high, s) in halves(from, to, below, above) {
        let mass = mass_between(low, high);
        let (dense_low, dense_high) = (normal::density(low), normal::density(high));
        let edge = |z: f64, dense: f64| if z.is_finite() { z * dense } else { 0.0 };
        sums.0 += mass;
        sums.1 += s * (dense_low - dense_high);
        sums.2 += s * s * (mass + edge(low, dense_low) - edge(high, dense_high));
    }
    sums
}

/// Means of `eˢᶻ − 1` and of its square between the normals of two shares.
fn lognormal_moments(from: f64, to: f64, below: f64, above: f64) -> (f64, f64) {
    let mut sums = (0.0, 0.0, 0.0);
    for (low, high, s) in halves(from, to, below, above) {
        // `∫ eᵏˢᶻ φ(z) = e^(k²s²/2) (Φ(high − ks) − Φ(low − ks))`.
        let raw = |k: f64| exp(0.5 * k * k * s * s) * mass_between(low - k * s, high - k * s);
        let (zeroth, first, second) = (raw(0.0), raw(1.0), raw(2.0));
        sums.0 += zeroth;
        sums.1 += first - zeroth;
        sums.2 += second - 2.0 * first + zeroth;
    }
    (sums.1 / sums.0, sums.2 / sums.0)
}

/// The parts of an interval of shares on each side of one half, as normals, with the deviation that holds there.
fn halves(from: f64, to: f64, below: f64, above: f64) -> impl Iterator<Item = (f64, f64, f64)> {
    let (low, high) = (normal::quantile(from.max(0.0)), normal::quantile(to.min(1.0)));
    [(low.min(0.0), high.min(0.0), below), (low.max(0.0), high.max(0.0), above)]
        .into_iter()
        .filter(|(low, high, _)| low < high)
}

/// Share of the normal law between two numbers, from the side where less is lost.
fn mass_between(low: f64, high: f64) -> f64 {
    if low > 0.0 { normal::cdf(-low) - normal::cdf(-high) } else { normal::cdf(high) - normal::cdf(low) }
}
