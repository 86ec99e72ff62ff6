//! What failures that come at random cost over a life.

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
