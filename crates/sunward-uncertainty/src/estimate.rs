//! A number found by sampling, and how far it may be off.

use crate::normal;
use sunward_quantity::elementary::{cos, sin, tan};

/// A value and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Standard deviation of what other draws would have given.
    pub standard_error: f64,
    /// Degrees of freedom of the standard error: independent parts less one.
    pub freedom: usize,
}

impl Estimate {
    /// Between which values the true one lies with this confidence (0.95 is usual): Student's interval around the
    /// value.
    ///
    /// A confidence outside (0, 1) gives the value alone, or everything.
    pub fn interval(&self, confidence: f64) -> (f64, f64) {
        if confidence.is_nan() || confidence <= 0.0 {
            return (self.value, self.value);
        }
        let off = if confidence >= 1.0 || self.freedom == 0 {
            f64::INFINITY
        } else if self.standard_error == 0.0 {
            0.0
        } else {
            student(confidence, self.freedom) * self.standard_error
        };
        (self.value - off, self.value + off)
    }

    /// Mean of independent values, from their sums: `count` of them, the mean, and the sum of squared deviations from
    /// it.
    pub(crate) fn of_mean(count: usize, mean: f64, deviations: f64) -> Self {
        let freedom = count.saturating_sub(1);
        let variance = deviations.max(0.0) / (freedom.max(1) as f64 * count as f64);
        Self { value: mean, standard_error: variance.sqrt(), freedom }
    }

    /// Ratio of the means of two quantities that were found together in independent replicates, `above[r]/below[r]`.
    ///
    /// ```text
    /// Q = Σ aᵣ / Σ bᵣ          s² = Σ (aᵣ − Q bᵣ)² / (R (R − 1) b̄²)
    /// ```
    ///
    /// The mean of the ratios would be biased by the spread of `b`. Source: `cochran1977`, section 2.11.
    pub(crate) fn of_ratio(above: &[f64], below: &[f64]) -> Self {
        let (sum, base): (f64, f64) = (above.iter().sum(), below.iter().sum());
        let value = sum / base;
        let deviations: f64 = above.iter().zip(below).map(|(a, b)| (a - value * b) * (a - value * b)).sum();
        let freedom = above.len().saturating_sub(1);
        let mean = base / above.len() as f64;
        let variance = deviations / (above.len() as f64 * freedom.max(1) as f64);
        Self { value, standard_error: variance.sqrt() / mean.abs(), freedom }
    }
}

/// How many standard errors a two-sided interval of Student's law reaches to each side.
///
/// The probability between `−t` and `t` is a finite sum for whole degrees of freedom; with `θ = arctan(t/√ν)` it rises
/// from 0 to 1 between 0 and π/2, and bisection finds `θ`. Above 1,000 degrees the normal law with one term of its
/// expansion, `z + (z³ + z)/4ν`, is right to `1e-5`. Source: `abramowitz1964`, 26.7.3 to 26.7.5.
fn student(confidence: f64, freedom: usize) -> f64 {
    let degrees = freedom as f64;
    if freedom > 1000 {
        let z = normal::quantile(0.5 + confidence / 2.0);
        return z + (z * z * z + z) / (4.0 * degrees);
    }
    let (mut low, mut high) = (0.0, std::f64::consts::FRAC_PI_2);
    // Until the halves of the angle are no longer told apart.
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if student_between(middle, freedom) < confidence { low = middle } else { high = middle }
    }
    tan((low + high) / 2.0) * degrees.sqrt()
}

/// `P(|T| ≤ √ν tan θ)`.
fn student_between(angle: f64, freedom: usize) -> f64 {
    let (sine, cosine) = (sin(angle), cos(angle));
    let odd = freedom % 2 == 1;
    // Odd: cos θ + 2/3 cos³θ + 2·4/(3·5) cos⁵θ …; even: 1 + 1/2 cos²θ + 1·3/(2·4) cos⁴θ …; up to the power ν − 2.
    let mut term = if odd { cosine } else { 1.0 };
    let mut sum = 0.0;
    let mut power = usize::from(odd);
    while power + 2 <= freedom {
        sum += term;
        term *= cosine * cosine * (power + 1) as f64 / (power + 2) as f64;
        power += 2;
    }
    if odd { (angle + sine * sum) * std::f64::consts::FRAC_2_PI } else { sine * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed tables of Student's law, to their last digit (two-sided 95 % and 99 %).
    #[test]
    fn students_interval_is_the_printed_one() {
        for (freedom, confidence, published) in [
            (1, 0.95, 12.706),
            (2, 0.95, 4.303),
            (3, 0.95, 3.182),
            (4, 0.99, 4.604),
            (15, 0.95, 2.131),
            (30, 0.99, 2.750),
            (120, 0.95, 1.980),
        ] {
            assert!((student(confidence, freedom) - published).abs() < 6e-4, "{freedom} degrees");
        }
        // Both ways meet where one takes over.
        assert!((student(0.95, 1000) - student(0.95, 1001)).abs() < 1e-5);
    }

    /// A ratio of means whose parts are proportional is known without error.
    #[test]
    fn proportional_parts_leave_no_error() {
        let ratio = Estimate::of_ratio(&[1.0, 2.0, 4.0], &[2.0, 4.0, 8.0]);
        assert_eq!((ratio.value, ratio.standard_error), (0.5, 0.0));
    }
}
