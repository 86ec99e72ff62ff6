//! What many draws say of their outcomes: distributions, in memory that does not grow with the number of draws.
//!
//! An outcome is a number, or −∞ for *already* (a crossover before the horizon) or +∞ for *never* (none within it);
//! these are ordered, so quantiles exist whatever happens, and a quantile may itself be `never`. No statistic here is
//! taken over successful draws alone.
//!
//! Draws are added in chunks, each to an [`Ensemble`] of its own if the caller likes, and chunks are merged in their
//! order. Counts do not mind the order. Means do, in the last bit: so results are the same for any number of threads if
//! the chunks are the same and merged in the order of their draws ([`CHUNK`] is a good length).

use crate::beta;
use crate::estimate::Estimate;
use crate::normal;
use crate::refusal::Refusal;
use std::ops::Range;

/// A good number of draws to add before merging.
pub const CHUNK: usize = 4096;

/// A quantile of an outcome that may have happened before the horizon, or may not happen within it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Quantile {
    /// Before the horizon.
    Already,
    /// A number.
    At(f64),
    /// Not within the horizon.
    Never,
}

impl Quantile {
    /// What a number stands for: −∞ and +∞ are `Already` and `Never`.
    pub fn of(code: f64) -> Self {
        if code == f64::NEG_INFINITY {
            Self::Already
        } else if code == f64::INFINITY {
            Self::Never
        } else {
            Self::At(code)
        }
    }

    /// The number, if it is one.
    pub fn at(self) -> Option<f64> {
        match self {
            Self::At(value) => Some(value),
            Self::Already | Self::Never => None,
        }
    }
}

/// How an outcome is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Whole years from the first to the last, each counted by itself: quantiles and shares are exact.
    Years {
        /// The first that can come.
        first: i32,
        /// The last that can come.
        last: i32,
    },
    /// Any number, counted in bins a thousandth as wide as its distance from an origin: 1/1,024 of it at most.
    Number {
        /// Where the bins are finest: 0 for a cost, whose precision is a share of itself; a year for a date.
        origin: f64,
    },
}

/// Share of draws with some property, and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Draws that have it.
    pub draws: u64,
    /// All draws.
    pub of: u64,
}

impl Share {
    /// The share itself; not a number if there are no draws.
    pub fn value(self) -> f64 {
        self.draws as f64 / self.of as f64
    }

    /// Between which values the probability lies with this confidence: Wilson's interval for independent draws.
    ///
    /// ```text
    /// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
    /// ```
    ///
    /// Right also where no draw, or every draw, has the property. Draws of a scrambled Sobol sequence or a Latin
    /// hypercube are not independent: the interval is then too wide as a rule, and that of [`mean_of_replicates`] is
    /// the better one. Source: `wilson1927`.
    pub fn interval(self, confidence: f64) -> (f64, f64) {
        let n = self.of as f64;
        let z = normal::quantile(0.5 + 0.5 * confidence);
        if self.of == 0 || !z.is_finite() {
            return (0.0, 1.0);
        }
        let (p, z2) = (self.value(), z * z);
        let middle = p + z2 / (2.0 * n);
        let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z2 / n;
        // The ends are 0 and 1 where no draw or every draw has it; rounding would leave a last bit.
        let low = if self.draws == 0 { 0.0 } else { ((middle - half) / scale).max(0.0) };
        let high = if self.draws == self.of { 1.0 } else { ((middle + half) / scale).min(1.0) };
        (low, high)
    }
}

/// The ranks, counted from 1 in rising order, between whose draws a quantile lies with this confidence; none on a side
/// where there are too few draws to say.
///
/// A quantile lies below the draw of rank `r` if fewer than `r` draws fall below the quantile, and their number is
/// binomial: so the lower rank is the greatest with `P(B < r) ≤ (1 − confidence)/2`, the upper the least with
/// `P(B ≥ r) ≤ (1 − confidence)/2`. Holds for any law of the outcome, for independent draws. Source: `wilks1941`.
pub fn quantile_ranks(draws: u64, share: f64, confidence: f64) -> (Option<u64>, Option<u64>) {
    let outside = 0.5 * (1.0 - confidence);
    if !(share > 0.0 && share < 1.0 && outside > 0.0) {
        return (None, None);
    }
    // `P(B ≥ r)` falls from 1 at rank 0 to `shareⁿ` at rank n.
    let at_least = |rank: u64| if rank == 0 { 1.0 } else { beta::cdf(share, rank as f64, (draws - rank + 1) as f64) };
    let fewer =
        |rank: u64| if rank == 0 { 0.0 } else { beta::cdf(1.0 - share, (draws - rank + 1) as f64, rank as f64) };
    let first = |wanted: &dyn Fn(u64) -> bool| {
        let (mut low, mut high) = (1, draws + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if wanted(middle) { high = middle } else { low = middle + 1 }
        }
        low
    };
    let lower = first(&|rank| fewer(rank) > outside) - 1;
    let upper = first(&|rank| at_least(rank) <= outside);
    ((lower > 0).then_some(lower), (upper <= draws).then_some(upper))
}

/// A mean, or a probability, from its values in independent replicates, such as Sobol sequences scrambled by different
/// seeds: their mean, and the standard error of it. `Estimate::interval` is Student's.
///
/// # Errors
/// [`Refusal`] if there are fewer than two, or one is not finite.
pub fn mean_of_replicates(values: &[f64]) -> Result<Estimate, Refusal> {
    if values.len() < 2 {
        return Err(Refusal::Setting {
            what: "the number of replicates",
            found: values.len() as f64,
            wanted: "at least 2",
        });
    }
    let mut moments = Moments::default();
    for (evaluation, &value) in values.iter().enumerate() {
        if value.is_nan() {
            return Err(Refusal::NotANumber { evaluation });
        }
        if value.is_infinite() {
            return Err(Refusal::Infinite { evaluation, value });
        }
        moments.add(value);
    }
    Ok(Estimate::of_mean(values.len(), moments.mean, moments.deviations))
}

/// What many draws say of one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    measure: Measure,
    pub(crate) counts: Counts,
    pub(crate) already: u64,
    pub(crate) never: u64,
    pub(crate) least: f64,
    pub(crate) most: f64,
    pub(crate) moments: Moments,
}

impl Summary {
    pub(crate) fn new(measure: Measure) -> Result<Self, Refusal> {
        match measure {
            // A bin for each year: a slip of digits must not take all memory.
            Measure::Years { first, last } if last < first || i64::from(last) - i64::from(first) > 100_000 => {
                Err(Refusal::Setting {
                    what: "the last year of an outcome",
                    found: f64::from(last),
                    wanted: "not before the first, and at most 100,000 years after it",
                })
            }
            Measure::Number { origin } if !origin.is_finite() => {
                Err(Refusal::Setting { what: "the origin of an outcome", found: origin, wanted: "a finite number" })
            }
            _ => Ok(Self {
                measure,
                counts: Counts::default(),
                already: 0,
                never: 0,
                least: f64::INFINITY,
                most: f64::NEG_INFINITY,
                moments: Moments::default(),
            }),
        }
    }

    /// Whether a value is one that this outcome can have.
    fn check(&self, value: f64, evaluation: usize) -> Result<(), Refusal> {
        if value.is_nan() {
            return Err(Refusal::NotANumber { evaluation });
        }
        match self.measure {
            Measure::Years { first, last }
                if value.is_finite()
                    && (value.floor() != value || value < f64::from(first) || value > f64::from(last)) =>
            {
                Err(Refusal::Setting {
                    what: "an outcome counted in years",
                    found: value,
                    wanted: "a whole year of those stated, or infinite for already and never",
                })
            }
            _ => Ok(()),
        }
    }

    fn add(&mut self, value: f64) {
        if value == f64::NEG_INFINITY {
            self.already += 1;
        } else if value == f64::INFINITY {
            self.never += 1;
        } else {
            self.counts.add(self.bin(value), 1);
            self.least = self.least.min(value);
            self.most = self.most.max(value);
            self.moments.add(value);
        }
    }

    fn merge(&mut self, later: &Self) {
        self.counts.merge(&later.counts);
        self.already += later.already;
        self.never += later.never;
        self.least = self.least.min(later.least);
        self.most = self.most.max(later.most);
        self.moments.merge(&later.moments);
    }

    /// How many draws.
    pub fn draws(&self) -> u64 {
        self.already + self.moments.count + self.never
    }

    /// Draws in which it was so already.
    pub fn already(&self) -> Share {
        Share { draws: self.already, of: self.draws() }
    }

    /// Draws in which it was never so.
    pub fn never(&self) -> Share {
        Share { draws: self.never, of: self.draws() }
    }

    /// The least and the greatest outcome that is a number, if there is one.
    pub fn extremes(&self) -> Option<(f64, f64)> {
        (self.moments.count > 0).then_some((self.least, self.most))
    }

    /// The mean.
    ///
    /// # Errors
    /// [`Refusal::Infinite`] if a draw gave already or never, since a mean over the others would be conditioned on
    /// success; [`Refusal::Unfinished`] without draws.
    pub fn mean(&self) -> Result<f64, Refusal> {
        self.all_numbers(1).map(|()| self.moments.mean)
    }

    /// The variance, with one degree of freedom taken off.
    ///
    /// # Errors
    /// As [`mean`](Self::mean), and with fewer than two draws.
    pub fn variance(&self) -> Result<f64, Refusal> {
        self.all_numbers(2).map(|()| self.moments.deviations / (self.moments.count - 1) as f64)
    }

    fn all_numbers(&self, wanted: usize) -> Result<(), Refusal> {
        if self.already + self.never > 0 {
            let value = if self.never > 0 { f64::INFINITY } else { f64::NEG_INFINITY };
            // Which evaluation it was is not kept; the first number after those that are finite stands for it.
            return Err(Refusal::Infinite { evaluation: self.moments.count as usize, value });
        }
        let found = self.moments.count as usize;
        if found < wanted { Err(Refusal::Unfinished { found, wanted }) } else { Ok(()) }
    }

    /// The least outcome that at least this share of the draws does not exceed; nothing without draws.
    ///
    /// Exact for years. A number is placed within its bin as if the draws there lay evenly: off by less than a
    /// 1,024th of its distance from the origin.
    pub fn quantile(&self, share: f64) -> Option<Quantile> {
        let draws = self.draws();
        let rank = (share.clamp(0.0, 1.0) * draws as f64).ceil() as u64;
        (draws > 0 && !share.is_nan()).then(|| self.of_rank(rank.clamp(1, draws)))
    }

    /// Between which values a quantile of the outcome lies with this confidence, whatever its law: [`quantile_ranks`].
    /// A side on which there are too few draws to say is `Already` or `Never`.
    pub fn quantile_interval(&self, share: f64, confidence: f64) -> (Quantile, Quantile) {
        let (low, high) = quantile_ranks(self.draws(), share, confidence);
        (
            low.map_or(Quantile::Already, |rank| self.of_rank(rank)),
            high.map_or(Quantile::Never, |rank| self.of_rank(rank)),
        )
    }

    /// The outcome of a rank, counted from 1 in rising order.
    fn of_rank(&self, rank: u64) -> Quantile {
        if rank <= self.already {
            return Quantile::Already;
        }
        let mut left = rank - self.already;
        if left > self.moments.count {
            return Quantile::Never;
        }
        // These two are kept.
        if left == 1 {
            return Quantile::At(self.least);
        } else if left == self.moments.count {
            return Quantile::At(self.most);
        }
        for (bin, count) in self.counts.bins() {
            if left <= count {
                let bounds = self.bounds(bin);
                let place = (left as f64 - 0.5) / count as f64;
                let value = bounds.start + (bounds.end - bounds.start) * place;
                return Quantile::At(value.clamp(self.least, self.most));
            }
            left -= count;
        }
        Quantile::Never
    }

    /// Draws whose outcome is at most a value: exact for years, and to the draws of one bin for a number.
    pub fn at_most(&self, value: f64) -> Share {
        Share { draws: self.already + self.numbers_up_to(value).round() as u64, of: self.draws() }
    }

    /// How many draws fall between each two of some rising edges, the lower one left out: a histogram. Draws before the
    /// first edge, after the last, and those without a number are in none; `already` and `never` say how many the
    /// latter are.
    pub fn histogram(&self, edges: &[f64]) -> Vec<f64> {
        let below: Vec<f64> = edges.iter().map(|&edge| self.numbers_up_to(edge)).collect();
        below.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)).collect()
    }

    /// Draws with a number up to a value; those of its bin as if they lay evenly.
    fn numbers_up_to(&self, value: f64) -> f64 {
        if value.is_nan() || value < self.least {
            return 0.0;
        }
        if value >= self.most {
            return self.moments.count as f64;
        }
        let at = self.bin(value);
        let mut sum = 0.0;
        for (bin, count) in self.counts.bins() {
            if bin > at {
                break;
            }
            let part = if bin < at {
                1.0
            } else {
                let bounds = self.bounds(bin);
                // All draws of a year are that year.
                if bounds.start == bounds.end { 1.0 } else { (value - bounds.start) / (bounds.end - bounds.start) }
            };
            sum += part * count as f64;
        }
        sum
    }

    /// The bin of a finite number.
    fn bin(&self, value: f64) -> i64 {
        match self.measure {
            Measure::Years { .. } => value.floor() as i64,
            Measure::Number { origin } => {
                // Digits of a floating-point number rise with it: its exponent and first ten digits number the bin.
                let distance = value - origin;
                let digits = (distance.abs().to_bits() >> DROPPED) as i64;
                if distance < 0.0 { -digits - 1 } else { digits }
            }
        }
    }

    /// Whether a value that this outcome can have falls into a bin.
    pub(crate) fn has_bin(&self, bin: i64) -> bool {
        match self.measure {
            Measure::Years { first, last } => (i64::from(first)..=i64::from(last)).contains(&bin),
            Measure::Number { .. } => {
                let most = (f64::MAX.to_bits() >> DROPPED) as i64;
                (-most - 1..=most).contains(&bin)
            }
        }
    }

    /// Between which numbers a bin lies; a year is one number, and so is the origin, whose bin ends at `2⁻¹⁰³²`.
    fn bounds(&self, bin: i64) -> Range<f64> {
        match self.measure {
            Measure::Years { .. } => bin as f64..bin as f64,
            Measure::Number { origin } => {
                let edge = |digits: i64| f64::from_bits((digits as u64) << DROPPED).min(f64::MAX);
                if bin == 0 {
                    return origin..origin;
                }
                if bin < 0 {
                    origin - edge(-bin)..origin - edge(-bin - 1)
                } else {
                    origin + edge(bin)..origin + edge(bin + 1)
                }
            }
        }
    }
}

/// Binary digits of a number that do not tell its bin: all but the first ten behind the point.
const DROPPED: u32 = 42;

/// Outcomes of many draws.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    summaries: Vec<Summary>,
    draws: u64,
}

impl Ensemble {
    /// No draws yet of outcomes that are counted so.
    ///
    /// # Errors
    /// [`Refusal::Setting`] if years do not rise or an origin is not finite.
    pub fn new(measures: &[Measure]) -> Result<Self, Refusal> {
        let summaries = measures.iter().map(|&measure| Summary::new(measure)).collect::<Result<_, _>>()?;
        Ok(Self { summaries, draws: 0 })
    }

    /// Adds the outcomes of one draw.
    ///
    /// # Errors
    /// [`Refusal`] if there is not one for each measure, one is not a number, or a year is none of those stated;
    /// nothing is added then.
    pub fn add(&mut self, outcomes: &[f64]) -> Result<(), Refusal> {
        if outcomes.len() != self.summaries.len() {
            return Err(Refusal::Length { what: "outcomes", found: outcomes.len(), wanted: self.summaries.len() });
        }
        for (summary, &value) in self.summaries.iter().zip(outcomes) {
            summary.check(value, self.draws as usize)?;
        }
        self.summaries.iter_mut().zip(outcomes).for_each(|(summary, &value)| summary.add(value));
        self.draws += 1;
        Ok(())
    }

    /// Adds the draws of an ensemble that comes after this one.
    ///
    /// # Errors
    /// [`Refusal`] if the other counts other outcomes.
    pub fn merge(&mut self, later: &Self) -> Result<(), Refusal> {
        if later.summaries.len() != self.summaries.len() {
            return Err(Refusal::Length {
                what: "outcomes",
                found: later.summaries.len(),
                wanted: self.summaries.len(),
            });
        }
        let differs = self.summaries.iter().zip(&later.summaries).position(|(a, b)| a.measure != b.measure);
        if let Some(outcome) = differs {
            return Err(Refusal::Setting {
                what: "the measure of outcome",
                found: outcome as f64,
                wanted: "the same in both ensembles",
            });
        }
        self.summaries.iter_mut().zip(&later.summaries).for_each(|(a, b)| a.merge(b));
        self.draws += later.draws;
        Ok(())
    }

    /// Of draws that were counted before.
    pub(crate) fn made(summaries: Vec<Summary>, draws: u64) -> Self {
        Self { summaries, draws }
    }

    /// How many draws.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// What the draws say of each outcome.
    pub fn summaries(&self) -> &[Summary] {
        &self.summaries
    }
}

/// Quantiles of several outcomes, such as one number in each of several years: a row for each share. Nothing where
/// there are no draws.
///
/// The usual shares are 5 %, 25 %, 50 %, 75 % and 95 %. Each year has its own quantiles: a row is not the path of any
/// draw.
pub fn fan(summaries: &[Summary], shares: &[f64]) -> Vec<Vec<Option<Quantile>>> {
    shares.iter().map(|&share| summaries.iter().map(|summary| summary.quantile(share)).collect()).collect()
}

/// Counts of bins, in blocks that are made when the first draw falls there: outcomes of 0 and of 1 are a million bins
/// apart, and what lies between takes no room. Whole numbers: no order of adding changes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    /// Number of the first block of `places`.
    first: i64,
    /// For each block from the first on, its place among the counts and one more; 0 if it has none.
    places: Vec<u32>,
    blocks: Vec<[u64; BLOCK]>,
}

/// Bins of a block.
const BLOCK: usize = 64;

impl Counts {
    #[inline]
    pub(crate) fn add(&mut self, bin: i64, count: u64) {
        let (block, within) = (bin.div_euclid(BLOCK as i64), bin.rem_euclid(BLOCK as i64) as usize);
        let place = usize::try_from(block - self.first).ok().and_then(|at| self.places.get(at).copied()).unwrap_or(0);
        let place = if place == 0 { self.make(block) } else { place };
        self.blocks[place as usize - 1][within] += count;
    }

    #[cold]
    fn make(&mut self, block: i64) -> u32 {
        if self.places.is_empty() {
            self.first = block;
        }
        if block < self.first {
            let new = (self.first - block) as usize;
            self.places.splice(0..0, std::iter::repeat_n(0, new));
            self.first = block;
        }
        let at = (block - self.first) as usize;
        if at >= self.places.len() {
            self.places.resize(at + 1, 0);
        }
        self.blocks.push([0; BLOCK]);
        self.places[at] = self.blocks.len() as u32;
        self.places[at]
    }

    fn merge(&mut self, other: &Self) {
        other.bins().for_each(|(bin, count)| self.add(bin, count));
    }

    /// Bins that have any, in rising order.
    pub(crate) fn bins(&self) -> impl Iterator<Item = (i64, u64)> {
        let made = (self.first..).zip(&self.places).filter(|(_, place)| **place > 0);
        made.flat_map(|(block, &place)| (block * BLOCK as i64..).zip(self.blocks[place as usize - 1]))
            .filter(|(_, count)| *count > 0)
    }
}

impl PartialEq for Counts {
    fn eq(&self, other: &Self) -> bool {
        self.bins().eq(other.bins())
    }
}

/// Mean and sum of squared deviations from it, without loss where both are far from nought.
/// Source: `chan1983`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Moments {
    pub(crate) count: u64,
    pub(crate) mean: f64,
    pub(crate) deviations: f64,
}

impl Moments {
    fn add(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.deviations += before * (value - self.mean);
    }

    fn merge(&mut self, later: &Self) {
        if later.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *later;
            return;
        }
        let (a, b) = (self.count as f64, later.count as f64);
        let difference = later.mean - self.mean;
        self.mean += difference * (b / (a + b));
        self.deviations += later.deviations + difference * difference * (a * b / (a + b));
        self.count += later.count;
    }
}
