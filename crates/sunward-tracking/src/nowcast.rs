//! Where a series stands and where it goes: a trend with a stated likelihood, updated by what has been observed.
//!
//! The logarithm of the value, or its logit below a ceiling, is a random walk with drift whose steps are spread over eighteen
//! months, whose drift wanders around its mean, and of which single values scatter:
//!
//! `z(t) = a + b t + w(t)`, `var(w(t + h) − w(t)) = s² (g(h) + 2 k² T² (h/T − 1 + exp(−h/T)))`, `g(h) = h − d/3` from `h = d` on
//! and `h²/d − h³/3d²` before, and each value observed has an error of its own.
//!
//! | symbol | is | prior |
//! |---|---|---|
//! | `a` | level | flat |
//! | `b` | mean growth a year, of the logarithm | normal, 0 ± [`Prior::growth`] |
//! | `s` | volatility in the long run, by the root of a year | lognormal around [`Prior::volatility`] |
//! | `k` | how far growth wanders from its mean, in `s` by the root of a year | the values of [`Prior::wander`], alike |
//! | `T` | how long it stays there | fixed, [`Prior::memory`] |
//! | `d` | over how long a step is spread | fixed, [`Prior::spread`] |
//! | `c` | scatter of single values has the variance `c s²` | the values of [`Prior::scatter`], alike |
//! | ceiling | in multiples of the largest value | none with [`Prior::unlimited`], else those of [`Prior::ceilings`], alike |
//!
//! A walk with drift and a moving average of one year (θ = 0.63) forecast the costs of 53 technologies with errors of the size that
//! it foretold (`farmer2016`); its yearly steps have a correlation of 0.45 with the one before. Steps
//! spread over eighteen months have 0.446, and are defined for every date. Given `s`, `k`, `c` and the ceiling all is normal and
//! closed; over those four a sum is taken, so that the answer is a mixture of normals, without sampling and with the same bits.
//!
//! Leaves out every cause. Theory: `docs/theory/tracking.md`.

use crate::date::Day;
use crate::observed::{Counts, Point, Series};
use crate::trend::tells_of_the_past;
use sunward_model::Evidence;
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Dimension, YEAR};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};

/// What is held likely before anything is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    /// Standard deviation of mean growth, of the logarithm by the year.
    pub growth: f64,
    /// Middle of the volatility, of the logarithm by the root of a year.
    pub volatility: f64,
    /// Standard deviation of the logarithm of the volatility.
    pub volatility_spread: f64,
    /// How far growth may wander.
    pub wander: Vec<f64>,
    /// Variance of the scatter over that of the walk of a year.
    pub scatter: Vec<f64>,
    /// Memory of growth, in years.
    pub memory: f64,
    /// Over how many years a step is spread.
    pub spread: f64,
    /// Ceilings, in multiples of the largest value seen (of the smallest, where it falls: floors).
    pub ceilings: Vec<f64>,
    /// How likely it is that there is no ceiling.
    pub unlimited: f64,
}

impl Default for Prior {
    /// Weak: two points give a very wide fan, ten outweigh it. Mean growth beyond ±22 % a year for ever is one in three;
    /// volatility is 0.12, with a factor of e either way. Ceilings of 2 to 10,000 times today's are as likely, together, as
    /// none.
    fn default() -> Self {
        Self {
            growth: 0.2,
            volatility: 0.12,
            volatility_spread: 1.0,
            wander: vec![0.0, 0.5, 1.0],
            scatter: vec![0.0, 0.1, 0.4],
            memory: 10.0,
            spread: 1.5,
            ceilings: vec![2.0, 5.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0],
            unlimited: 0.5,
        }
    }
}

/// Values of the volatility that are summed over: the least, and the ratio of one to the next.
const VOLATILITIES: (usize, f64, f64) = (28, 0.004, 1.278);

/// Parts of a mixture that together weigh less than this are left out.
const NEGLIGIBLE: f64 = 1e-3;

/// What every printed number errs by: the variance of its logarithm.
const ROUNDING: f64 = 1e-6;

/// Standard deviations between the ends of nine tenths of a normal distribution.
const NINE_TENTHS: f64 = 2.0 * 1.644_853_626_951_472_2;

/// Which way is progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// It grows, perhaps up to a ceiling.
    Rising,
    /// It falls, perhaps down to a floor.
    Falling,
}

impl Heading {
    /// Prices and spans of time fall, all else rises.
    pub fn of(series: &Series) -> Self {
        let time = Dimension { time: 1, ..Dimension::NONE };
        let falls = series.counts == Counts::Price || series.unit.dimension == time;
        if falls { Self::Falling } else { Self::Rising }
    }

    fn sign(self) -> f64 {
        match self {
            Self::Rising => 1.0,
            Self::Falling => -1.0,
        }
    }
}

/// Which curves are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Without a ceiling, and with each of them.
    Either,
    /// Without a ceiling only.
    Exponential,
    /// With a ceiling only.
    Logistic,
}

/// One value as a trend sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// In years of the calendar.
    pub year: f64,
    /// Logarithm of the value in SI.
    pub log: f64,
    /// Variance of its own error.
    pub variance: f64,
}

/// What a trend sees of a series, and how much it does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// In the order of time.
    pub samples: Vec<Sample>,
    /// Claims.
    pub claimed: usize,
    /// Values of zero, which have no logarithm.
    pub zero: usize,
    /// Values that were not known yet.
    pub later: usize,
}

/// What is seen of a series on a day.
pub fn seen(series: &Series, on: Day) -> Seen {
    let mut seen = Seen::default();
    for point in &series.points {
        if point.known > on {
            seen.later += 1;
        } else if point.evidence == Evidence::Claimed {
            seen.claimed += 1;
        } else if !tells_of_the_past(point) {
            seen.zero += 1;
        } else {
            seen.samples.push(sample(series, point));
        }
    }
    seen.samples.sort_by(|a, b| a.year.total_cmp(&b.year));
    seen
}

/// A point as a trend sees it. Its own error is the sum of five: rounding; its range, read as nine tenths of a normal
/// distribution; that of counting, where single things are counted (one over their number); where only a share `f` of the
/// period has passed, a tenth times the root of `1/f − 1`; and a tenth where its source is not that of the series, since two
/// publishers rarely count the same. Errors of different points are taken to be independent.
pub fn sample(series: &Series, point: &Point) -> Sample {
    let mut variance = ROUNDING;
    if let (Some(low), Some(high)) = (point.low, point.high)
        && low > 0.0
        && high > low
    {
        let deviation = ln(high / low) / NINE_TENTHS;
        variance += deviation * deviation;
    }
    let days = f64::from(point.date.last.since_1970() - point.date.first.since_1970() + 1);
    let passed = point.until.map_or(days, |until| f64::from(until.since_1970() - point.date.first.since_1970() + 1));
    variance += counting(series, point.value * YEAR * passed / 365.25);
    if passed < days {
        variance += 0.01 * (days / passed - 1.0);
    }
    if point.source != series.source {
        variance += 0.01;
    }
    Sample { year: point.year(series.counts), log: ln(point.value), variance }
}

/// The variance that the error of a value yet to come will have, by what is known of it now: rounding and counting.
pub fn error_to_come(series: &Series, value: f64) -> f64 {
    ROUNDING + counting(series, value * YEAR)
}

/// What counting single things errs by, if the series counts them in a year.
fn counting(series: &Series, counted: f64) -> f64 {
    let rate = Dimension { time: -1, ..Dimension::NONE };
    let counts = series.counts == Counts::Rate && series.unit.dimension == rate && !series.unit.counted.is_empty();
    if counts && counted > 0.0 { 1.0 / counted } else { 0.0 }
}

/// Volatility, wandering and scatter, with what the dates alone say about them.
#[derive(Debug, Clone, PartialEq)]
struct Unrest {
    volatility: f64,
    wander: f64,
    scatter: f64,
    /// Lower triangle of the root of the covariance, row by row.
    root: Vec<f64>,
    /// Ones, solved by the root.
    ones: Vec<f64>,
    /// Their square.
    information: f64,
}

/// One part of the posterior.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    unrest: usize,
    /// In multiples of the largest value; `None` without one.
    ceiling: Option<f64>,
    weight: f64,
    level: f64,
    /// What is left of the values without the level, solved by the root.
    rest: Vec<f64>,
}

/// A trend, updated by what has been seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    heading: Heading,
    /// Times of the samples.
    years: Vec<f64>,
    /// The largest `sign × log` of the samples.
    base: f64,
    prior: Prior,
    unrests: Vec<Unrest>,
    parts: Vec<Part>,
    /// Before the first sample, where the walk begins; any place gives the same.
    origin: f64,
}

/// The covariance of the walk and its drift between two times, from an origin on.
fn covariance(prior: &Prior, volatility: f64, wander: f64, (t, u): (f64, f64)) -> f64 {
    let grows = |h: f64| grows_apart(prior, wander, h);
    let walk = 0.5 * (grows(t) + grows(u) - grows((t - u).abs()));
    volatility * volatility * walk + prior.growth * prior.growth * t * u
}

/// Variance of the walk over a time, in squares of the volatility.
fn grows_apart(prior: &Prior, wander: f64, h: f64) -> f64 {
    let (d, memory) = (prior.spread, prior.memory);
    let steps = if h >= d { h - d / 3.0 } else { h * h / d - h * h * h / (3.0 * d * d) };
    let drift = if wander > 0.0 {
        2.0 * wander * wander * memory * memory * (h / memory - 1.0 + exp(-h / memory))
    } else {
        0.0
    };
    steps + drift
}

/// The root of a symmetric positive matrix of `n` rows, given by its lower triangle row by row; in place. `false` if there is none.
fn take_root(matrix: &mut [f64], n: usize) -> bool {
    let row = |i: usize| i * (i + 1) / 2;
    for i in 0..n {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| matrix[row(i) + k] * matrix[row(j) + k]).sum();
            let left = matrix[row(i) + j] - sum;
            if i == j {
                if left.is_nan() || left <= 0.0 {
                    return false;
                }
                matrix[row(i) + i] = left.sqrt();
            } else {
                matrix[row(i) + j] = left / matrix[row(j) + j];
            }
        }
    }
    true
}

/// Solves `root × x = right`.
fn solve(root: &[f64], right: &mut [f64]) {
    for i in 0..right.len() {
        let row = i * (i + 1) / 2;
        let sum: f64 = (0..i).map(|k| root[row + k] * right[k]).sum();
        right[i] = (right[i] - sum) / root[row + i];
    }
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `u` (logarithm over the largest seen) → the scale on which the trend is straight, and the logarithm of its slope there.
/// `None` at and above the ceiling.
fn straightened(u: f64, ceiling: Option<f64>) -> Option<(f64, f64)> {
    let Some(most) = ceiling else { return Some((u, 0.0)) };
    let left = most - exp(u);
    (left > 0.0).then(|| (u - ln(left), ln(most / left)))
}

/// Back again.
fn bent(z: f64, ceiling: Option<f64>) -> f64 {
    match ceiling {
        None => z,
        Some(most) if z < -700.0 => z + ln(most),
        Some(most) => ln(most) - ln(1.0 + exp(-z)),
    }
}

impl Fit {
    /// Updates the prior by samples; `None` with fewer than two different times.
    pub fn new(samples: &[Sample], heading: Heading, shape: Shape, prior: &Prior) -> Option<Self> {
        let [fit] = Self::of_shapes(samples, heading, [shape], prior)?;
        Some(fit)
    }

    /// The same for several shapes at once, at little more than the work for one.
    pub fn of_shapes<const N: usize>(
        samples: &[Sample],
        heading: Heading,
        shapes: [Shape; N],
        prior: &Prior,
    ) -> Option<[Self; N]> {
        let first = samples.iter().map(|sample| sample.year).fold(f64::INFINITY, f64::min);
        let last = samples.iter().map(|sample| sample.year).fold(f64::NEG_INFINITY, f64::max);
        if samples.len() < 2 || last - first < 0.01 {
            return None;
        }
        let sign = heading.sign();
        let base = samples.iter().map(|sample| sign * sample.log).fold(f64::NEG_INFINITY, f64::max);
        let years: Vec<f64> = samples.iter().map(|sample| sample.year).collect();
        let origin = first - 1.0;
        let each = (1.0 - prior.unlimited) / prior.ceilings.len().max(1) as f64;
        let ceilings = prior.ceilings.iter().map(|most| (Some(*most), each));
        // Of each ceiling: values on the scale on which the trend is straight, and the logarithm of prior and slopes.
        let mut scales = Vec::new();
        for (ceiling, chance) in std::iter::once((None, prior.unlimited)).chain(ceilings) {
            let straight: Option<Vec<(f64, f64)>> =
                samples.iter().map(|sample| straightened(sign * sample.log - base, ceiling)).collect();
            let Some(straight) = straight.filter(|_| chance > 0.0) else { continue };
            // The first value sets the level: it is no forecast, and its density no evidence.
            let slopes: f64 = straight.iter().skip(1).map(|row| row.1).sum();
            scales.push((ceiling, straight.iter().map(|row| row.0).collect::<Vec<f64>>(), ln(chance) + slopes));
        }
        let mut unrests = Vec::new();
        let mut parts = Vec::new();
        let (count, least, ratio) = VOLATILITIES;
        let mut volatility = least;
        for _ in 0..count {
            let off = ln(volatility / prior.volatility) / prior.volatility_spread;
            for (wander, scatter) in prior.wander.iter().flat_map(|w| prior.scatter.iter().map(move |s| (*w, *s))) {
                let Some((unrest, log_root)) = unrest(samples, prior, origin, (volatility, wander, scatter)) else {
                    continue;
                };
                for (ceiling, values, log_prior) in &scales {
                    let mut rest = values.clone();
                    solve(&unrest.root, &mut rest);
                    let level = product(&unrest.ones, &rest) / unrest.information;
                    rest.iter_mut().zip(&unrest.ones).for_each(|(rest, one)| *rest -= level * one);
                    let square = product(&rest, &rest);
                    let weight = log_prior - 0.5 * (off * off + square + ln(unrest.information)) - log_root;
                    parts.push(Part { unrest: unrests.len(), ceiling: *ceiling, weight, level, rest });
                }
                unrests.push(unrest);
            }
            volatility *= ratio;
        }
        let fits = shapes.map(|shape| {
            let allowed = |part: &&Part| match shape {
                Shape::Either => true,
                Shape::Exponential => part.ceiling.is_none(),
                Shape::Logistic => part.ceiling.is_some(),
            };
            let (parts, unrests) = weighed(parts.iter().filter(allowed), &unrests)?;
            Some(Self { heading, years: years.clone(), base, prior: prior.clone(), unrests, parts, origin })
        });
        if fits.iter().any(Option::is_none) {
            return None;
        }
        Some(fits.map(|fit| fit.expect("each was looked at")))
    }

    /// How likely a trend without a ceiling has become.
    pub fn unlimited(&self) -> f64 {
        self.parts.iter().filter(|part| part.ceiling.is_none()).map(|part| part.weight).sum()
    }

    /// Covariances of a time with the samples, solved by the root.
    fn against(&self, unrest: &Unrest, year: f64) -> Vec<f64> {
        let t = year - self.origin;
        let mut row: Vec<f64> = self
            .years
            .iter()
            .map(|other| covariance(&self.prior, unrest.volatility, unrest.wander, (t, other - self.origin)))
            .collect();
        solve(&unrest.root, &mut row);
        row
    }

    /// The distribution of the value at a time: of the level itself, or with `error` (the variance of the logarithm of a value's
    /// own error) of what will be observed.
    pub fn at(&self, year: f64, error: Option<f64>) -> Forecast {
        let t = year - self.origin;
        let spread = |unrest: &Unrest| {
            let row = self.against(unrest, year);
            let gap = 1.0 - product(&row, &unrest.ones);
            let own = covariance(&self.prior, unrest.volatility, unrest.wander, (t, t));
            let scatter = unrest.scatter * unrest.volatility * unrest.volatility;
            let noise = error.map_or(0.0, |error| error + scatter);
            let variance = own - product(&row, &row) + gap * gap / unrest.information + noise;
            (row, variance.max(1e-12).sqrt())
        };
        let mut of_unrest: Vec<Option<(Vec<f64>, f64)>> = vec![None; self.unrests.len()];
        let parts = self
            .parts
            .iter()
            .map(|part| {
                let (row, deviation) = of_unrest[part.unrest].get_or_insert_with(|| spread(&self.unrests[part.unrest]));
                Bell {
                    weight: part.weight,
                    ceiling: part.ceiling,
                    mean: part.level + product(row, &part.rest),
                    deviation: *deviation,
                }
            })
            .collect();
        Forecast { sign: self.heading.sign(), base: self.base, parts }
    }

    /// Many ways in which the level may go through the times given: `[draw][time]`, values in SI.
    pub fn draws(&self, years: &[f64], seed: Seed, count: usize) -> Vec<Vec<f64>> {
        let sign = self.heading.sign();
        let mut out = Vec::with_capacity(count);
        let mut before = 0.0;
        // One random number picks the parts for all draws, in equal steps of their weights.
        let start = uniform(seed, 0, 0);
        for part in &self.parts {
            let after = before + part.weight;
            let wanted = (0..)
                .map(|draw| draw + out.len())
                .take_while(|draw| *draw < count && (*draw as f64 + start) / count as f64 <= after.max(before));
            let wanted = wanted.count();
            before = after;
            self.draw_part(part, years, seed, (out.len(), wanted), sign, &mut out);
        }
        // Weights sum to one but for the last bits.
        if let Some(part) = self.parts.last() {
            let missing = count - out.len();
            self.draw_part(part, years, seed, (out.len(), missing), sign, &mut out);
        }
        out
    }

    fn draw_part(
        &self,
        part: &Part,
        years: &[f64],
        seed: Seed,
        (first, count): (usize, usize),
        sign: f64,
        out: &mut Vec<Vec<f64>>,
    ) {
        if count == 0 {
            return;
        }
        let unrest = &self.unrests[part.unrest];
        let rows: Vec<Vec<f64>> = years.iter().map(|year| self.against(unrest, *year)).collect();
        let gaps: Vec<f64> = rows.iter().map(|row| 1.0 - product(row, &unrest.ones)).collect();
        let means: Vec<f64> = rows.iter().map(|row| part.level + product(row, &part.rest)).collect();
        let mut root = Vec::with_capacity(years.len() * (years.len() + 1) / 2);
        for i in 0..years.len() {
            for j in 0..=i {
                let times = (years[i] - self.origin, years[j] - self.origin);
                let own = covariance(&self.prior, unrest.volatility, unrest.wander, times);
                let seen = product(&rows[i], &rows[j]) - gaps[i] * gaps[j] / unrest.information;
                // What rounding takes away is given back.
                root.push(own - seen + if i == j { 1e-9 + 1e-12 * own } else { 0.0 });
            }
        }
        let drawn = take_root(&mut root, years.len());
        for draw in first..first + count {
            let bells: Vec<f64> = (0..years.len())
                .map(|dimension| normal::quantile(uniform(seed, draw as u64, 1 + dimension as u32)))
                .collect();
            let value = |i: usize| {
                let row = i * (i + 1) / 2;
                let off = if drawn { product(&root[row..row + i + 1], &bells) } else { 0.0 };
                exp((sign * (self.base + bent(means[i] + off, part.ceiling))).clamp(-690.0, 690.0))
            };
            out.push((0..years.len()).map(value).collect());
        }
    }
}

/// Parts whose logarithms of weights are given, with weights that sum to one. The lightest, that together weigh next to nothing, are
/// left out; so is the unrest that none of the others has.
fn weighed<'a>(parts: impl Iterator<Item = &'a Part> + Clone, unrests: &[Unrest]) -> Option<(Vec<Part>, Vec<Unrest>)> {
    let heaviest = parts.clone().map(|part| part.weight).fold(f64::NEG_INFINITY, f64::max);
    if !heaviest.is_finite() {
        return None;
    }
    let mut weights: Vec<f64> = parts.clone().map(|part| exp(part.weight - heaviest)).collect();
    let all: f64 = weights.iter().sum();
    let mut sorted = weights.clone();
    sorted.sort_by(f64::total_cmp);
    let mut sum = 0.0;
    let least = sorted.into_iter().find(|weight| {
        sum += weight;
        sum > NEGLIGIBLE * all
    });
    let least = least.unwrap_or(0.0);
    weights.iter_mut().filter(|weight| **weight < least).for_each(|weight| *weight = 0.0);
    let all: f64 = weights.iter().sum();
    let mut places = vec![None; unrests.len()];
    let mut kept = Vec::new();
    let mut own = Vec::new();
    for (part, weight) in parts.zip(weights).filter(|row| row.1 > 0.0) {
        let place = *places[part.unrest].get_or_insert_with(|| {
            own.push(unrests[part.unrest].clone());
            own.len() - 1
        });
        kept.push(Part { unrest: place, weight: weight / all, ..part.clone() });
    }
    Some((kept, own))
}

/// The covariance of the samples taken apart, and the logarithm of the product of its root's diagonal.
fn unrest(
    samples: &[Sample],
    prior: &Prior,
    origin: f64,
    (volatility, wander, scatter): (f64, f64, f64),
) -> Option<(Unrest, f64)> {
    let mut root = Vec::with_capacity(samples.len() * (samples.len() + 1) / 2);
    for (i, one) in samples.iter().enumerate() {
        for other in samples.iter().take(i) {
            root.push(covariance(prior, volatility, wander, (one.year - origin, other.year - origin)));
        }
        let t = one.year - origin;
        let own = covariance(prior, volatility, wander, (t, t));
        root.push(own + one.variance + scatter * volatility * volatility);
    }
    if !take_root(&mut root, samples.len()) {
        return None;
    }
    let diagonal = (0..samples.len()).map(|i| ln(root[i * (i + 1) / 2 + i])).sum();
    let mut ones = vec![1.0; samples.len()];
    solve(&root, &mut ones);
    let information = product(&ones, &ones);
    Some((Unrest { volatility, wander, scatter, root, ones, information }, diagonal))
}

/// One normal distribution of a mixture, on the scale on which the trend is straight.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bell {
    weight: f64,
    ceiling: Option<f64>,
    mean: f64,
    deviation: f64,
}

/// The distribution of a value at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    sign: f64,
    base: f64,
    parts: Vec<Bell>,
}

impl Forecast {
    /// How much lies at or below where the trend is `u`.
    fn below(&self, u: f64) -> f64 {
        let share = |bell: &Bell| match straightened(u, bell.ceiling) {
            Some((z, _)) => bell.weight * normal::cdf((z - bell.mean) / bell.deviation),
            None => bell.weight,
        };
        self.parts.iter().map(share).sum::<f64>().clamp(0.0, 1.0)
    }

    /// The share of the distribution at or below a value above zero, in SI.
    pub fn share_below(&self, value: f64) -> f64 {
        let below = self.below(self.sign * ln(value) - self.base);
        if self.sign > 0.0 { below } else { 1.0 - below }
    }

    /// The value that a share of the distribution lies below, in SI; by halving, to a relative precision of 1e-9.
    pub fn quantile(&self, share: f64) -> f64 {
        let share = if self.sign > 0.0 { share } else { 1.0 - share };
        let end = |side: f64| {
            let ends = self.parts.iter().map(|bell| bent(bell.mean + side * 10.0 * bell.deviation, bell.ceiling));
            if side < 0.0 { ends.fold(f64::INFINITY, f64::min) } else { ends.fold(f64::NEG_INFINITY, f64::max) }
        };
        let (mut low, mut high) = (end(-1.0), end(1.0));
        while high - low > 1e-9 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.below(middle) < share { low = middle } else { high = middle }
        }
        exp((self.sign * (self.base + 0.5 * (low + high))).clamp(-690.0, 690.0))
    }

    /// Logarithm of the density of the logarithm of a value: the logarithmic score, higher is better.
    pub fn log_score(&self, value: f64) -> f64 {
        let u = self.sign * ln(value) - self.base;
        let density = |bell: &Bell| match straightened(u, bell.ceiling) {
            Some((z, slope)) => {
                bell.weight * normal::density((z - bell.mean) / bell.deviation) / bell.deviation * exp(slope)
            }
            None => 0.0,
        };
        // What lies beyond all ceilings has no density: no score is worse than that of one in 10⁴³.
        ln(self.parts.iter().map(density).sum::<f64>().max(1e-43))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `farmer2016` have yearly steps with a moving average of 0.63: a correlation of 0.63/(1 + 0.63²) = 0.451 with the step
    /// before. Ours: half the variance of two years over that of one, less one.
    #[test]
    fn a_step_goes_with_the_one_before_as_published() {
        let prior = Prior::default();
        let (one, two) = (grows_apart(&prior, 0.0, 1.0), grows_apart(&prior, 0.0, 2.0));
        assert!((0.5 * two / one - 1.0 - 0.451).abs() < 0.006);
        // In the long run the variance grows by the square of the volatility a year.
        assert!((grows_apart(&prior, 0.0, 51.0) - grows_apart(&prior, 0.0, 50.0) - 1.0).abs() < 1e-12);
        // Both branches meet where a step ends.
        let below = grows_apart(&prior, 0.0, prior.spread - 1e-9);
        assert!((below - grows_apart(&prior, 0.0, prior.spread)).abs() < 1e-8);
    }

    #[test]
    fn a_root_squared_is_the_matrix() {
        // Row by row: 4; 2 5; 1 3 6.
        let matrix = [4.0, 2.0, 5.0, 1.0, 3.0, 6.0];
        let mut root = matrix;
        assert!(take_root(&mut root, 3));
        let entry = |i: usize, j: usize| if j <= i { root[i * (i + 1) / 2 + j] } else { 0.0 };
        for i in 0..3 {
            for j in 0..=i {
                let back: f64 = (0..3).map(|k| entry(i, k) * entry(j, k)).sum();
                assert!((back - matrix[i * (i + 1) / 2 + j]).abs() < 1e-12);
            }
        }
        assert!(!take_root(&mut [1.0, 2.0, 1.0], 2), "a matrix that is not positive has none");
    }

    #[test]
    fn bending_undoes_straightening() {
        for ceiling in [None, Some(2.0), Some(1e4)] {
            for u in [-30.0, -1.0, 0.0, 0.5] {
                let (z, _) = straightened(u, ceiling).unwrap();
                assert!((bent(z, ceiling) - u).abs() < 1e-9, "{ceiling:?} {u}");
            }
        }
        assert_eq!(straightened(ln(2.0), Some(2.0)), None);
    }
}
