//! What failures that come at random cost over a life, and what interruptions cost chips that work together.

use sunward_quantity::elementary::{exp, exp_m1};
use sunward_quantity::{Rate, TimeSpan};

/// A hazard or a life that is negative or not a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NotAHazard {
    /// As given.
    pub hazard: Rate,
    /// As given.
    pub life: TimeSpan,
}

impl std::fmt::Display for NotAHazard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a hazard of {} over {} is not possible; neither may be negative", self.hazard, self.life)
    }
}

impl std::error::Error for NotAHazard {}

fn expected_failures(hazard: Rate, life: TimeSpan) -> Result<f64, NotAHazard> {
    let x = hazard.in_per_second() * life.in_seconds();
    if hazard >= Rate::ZERO && life >= TimeSpan::ZERO && x.is_finite() {
        Ok(x)
    } else {
        Err(NotAHazard { hazard, life })
    }
}

/// How much dearer service becomes when units die at random and are not repaired.
///
/// `Γ = λT / (1 − e^{−λT})`: scalars in, scalar out; exactly 1 when `λT` is 0, grows as `1 + λT/2`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `λ` | `hazard`: failures and obsolescence, added | 1/s |
/// | `T` | planned `life` | s |
/// | `Γ` | planned over expected service | – |
///
/// Leaves out early failures and wear-out. Source: `turyshev2026`.
///
/// # Errors
/// [`NotAHazard`] if either is negative or not finite.
pub fn lifetime_penalty(hazard: Rate, life: TimeSpan) -> Result<f64, NotAHazard> {
    let x = expected_failures(hazard, life)?;
    Ok(if x == 0.0 { 1.0 } else { x / -exp_m1(-x) })
}

/// Share still alive at the end: `e^{−λT}`. Symbols, limits and source as [`lifetime_penalty`].
///
/// # Errors
/// [`NotAHazard`] if either is negative or not finite.
pub fn survival(hazard: Rate, life: TimeSpan) -> Result<f64, NotAHazard> {
    Ok(exp(-expected_failures(hazard, life)?))
}

/// What interruptions do to chips that work together, where all wait for the one that stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interruptions {
    /// How often each chip stops the work.
    pub stops: Rate,
    /// How often each chip spoils the work without a word, so that it must be done again.
    pub spoilt: Rate,
    /// To save a checkpoint, while the chips wait.
    pub save: TimeSpan,
    /// From a stop until the work runs again from its last checkpoint.
    pub restart: TimeSpan,
    /// From a spoilt result until it is noticed; the checkpoints since then are worthless.
    pub notice: TimeSpan,
}

/// A rate, a time or a number of chips that is negative or not a number, or a share outside 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NotAnInterruption {
    /// Which number.
    pub what: &'static str,
    /// As given, in SI.
    pub value: f64,
}

impl std::fmt::Display for NotAnInterruption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the {} cannot be {}", self.what, self.value)
    }
}

impl std::error::Error for NotAnInterruption {}

#[inline]
fn possible(what: &'static str, value: f64) -> Result<(), NotAnInterruption> {
    if (0.0..=f64::MAX).contains(&value) { Ok(()) } else { Err(refuse(what, value)) }
}

// Out of the way of what is evaluated millions of times.
#[cold]
#[inline(never)]
fn refuse(what: &'static str, value: f64) -> NotAnInterruption {
    NotAnInterruption { what, value }
}

impl Interruptions {
    #[inline]
    fn check(&self) -> Result<(), NotAnInterruption> {
        possible("rate of stops", self.stops.in_per_second())?;
        possible("rate of spoilt results", self.spoilt.in_per_second())?;
        possible("time to save", self.save.in_seconds())?;
        possible("time to restart", self.restart.in_seconds())?;
        possible("time to notice", self.notice.in_seconds())
    }

    /// For one chip: interruptions in the time to save, and those times to restart or notice that each asks for.
    #[inline]
    fn of_one_chip(&self) -> (f64, f64) {
        let (stops, spoilt) = (self.stops.in_per_second(), self.spoilt.in_per_second());
        let all = stops + spoilt;
        (all * self.save.in_seconds(), all * self.restart.in_seconds() + spoilt * self.notice.in_seconds())
    }

    /// Share of time that `chips` working together spend on work that lasts, with checkpoints at the best interval.
    ///
    /// `u = y e^{−N (λ R + λ_s D)}`, with `y − 1 − ln y = N λ C` and `0 < y ≤ 1`, `λ = λ_i + λ_s`
    ///
    /// | symbol | is | unit |
    /// |---|---|---|
    /// | `N` | `chips` | – |
    /// | `λ_i`, `λ_s` | [`Self::stops`], [`Self::spoilt`] | 1/s |
    /// | `C`, `R`, `D` | [`Self::save`], [`Self::restart`], [`Self::notice`] | s |
    /// | `u` | result | – |
    ///
    /// Daly's exact expected time for a segment `τ`, `M e^{R/M} (e^{(τ+C)/M} − 1)` with `M = 1/(N λ)`, taken at its
    /// minimum: there `τ/M = 1 − y`. For rare interruptions `u ≈ 1 − √(2C/M) − R/M` (Young). A spoilt result counts as a
    /// stop whose restart takes the time to notice as well. Scalars in, scalar out. Interruptions come at random and
    /// also during saving and restart; leaves out that they come in bursts, and work that goes on with fewer chips.
    /// Sources: `young1974`, `daly2006`.
    ///
    /// # Errors
    /// [`NotAnInterruption`] with the number that is negative or not finite.
    #[inline]
    pub fn useful_share(&self, chips: f64) -> Result<f64, NotAnInterruption> {
        self.check()?;
        possible("number of chips", chips)?;
        let (saving, lost) = self.of_one_chip();
        Ok(exp(best_interval(chips * saving) - chips * lost))
    }

    /// The largest number of chips whose useful share stays at `share` or above; infinite without interruptions.
    ///
    /// The inverse of [`Self::useful_share`], by bisection of the logarithm of the number to one part in 10¹². Symbols, limits
    /// and sources there.
    ///
    /// # Errors
    /// [`NotAnInterruption`], also if `share` does not lie between 0 and 1, both excluded.
    pub fn most_chips(&self, share: f64) -> Result<f64, NotAnInterruption> {
        self.check()?;
        if !(share > 0.0 && share < 1.0) {
            return Err(NotAnInterruption { what: "useful share", value: share });
        }
        let (saving, lost) = self.of_one_chip();
        if saving + lost == 0.0 {
            return Ok(f64::INFINITY);
        }
        let share_of = |chips: f64| exp(best_interval(chips * saving) - chips * lost);
        let mut low = 0.0;
        let mut high = 1.0 / (saving + lost);
        while share_of(high) > share {
            low = high;
            high *= 2.0;
        }
        while high - low > 1e-12 * high {
            let middle = 0.5 * (low + high);
            *(if share_of(middle) >= share { &mut low } else { &mut high }) = middle;
        }
        Ok(low)
    }
}

/// Coefficients of the powers, from the first, of `s = −√(2d)` in `u = e^z − 1`, where `e^z − 1 − z = d`.
///
/// Each follows from those before it by the derivative of that equation: `u u′ = s (1 + u)`.
const SERIES: [f64; 12] = [
    1.0,
    1.0 / 3.0,
    1.0 / 36.0,
    -1.0 / 270.0,
    1.0 / 4_320.0,
    1.0 / 17_010.0,
    -139.0 / 5_443_200.0,
    1.0 / 204_120.0,
    -571.0 / 2_351_462_400.0,
    -281.0 / 1_515_591_000.0,
    163_879.0 / 2_172_751_257_600.0,
    -5_221.0 / 354_648_294_000.0,
];

/// Logarithm of the share kept with checkpoints at the best interval: `z ≤ 0` of `e^z − 1 − z = d`.
///
/// `d` is the time to save over the time between interruptions; `1 − e^z` is the best length of work between two
/// checkpoints over the same. To rounding for every `d`: up to `√(2d)` = 1/4 by the series in it, whose next term is below
/// 1e-17 there; beyond, by three steps of Newton's method from the first terms of the series.
#[inline]
fn best_interval(d: f64) -> f64 {
    if d <= 0.0 {
        return 0.0;
    }
    let r = (2.0 * d).sqrt();
    if r <= 0.25 {
        let worked = SERIES.iter().rev().fold(0.0, |sum, coefficient| (sum + coefficient) * -r);
        return worked - d;
    }
    let mut z = -r * (1.0 + r / 6.0 * (1.0 + r / 6.0));
    for _ in 0..3 {
        let m = exp_m1(z);
        z -= (m - z - d) / m;
    }
    z
}
