//! Money over time.

use sunward_quantity::elementary::{exp, exp_m1, ln_1p};
use sunward_quantity::{Rate, TimeSpan};

/// Interest of one rate, with its logarithm taken once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interest {
    /// `ln(1 + r)` per second.
    force: f64,
    /// `r` per second (of a year's interest, spread over the year's seconds).
    rate: f64,
    /// The one over the other: 1 without interest.
    spread: f64,
}

/// Coefficients of `x², x⁴ …` in `x / (1 − e⁻ˣ) − x/2`, from `x⁰`: Bernoulli's numbers over factorials.
const BERNOULLI: [f64; 8] = [
    1.0,
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30_240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
];

impl Interest {
    /// From a yearly rate, compounded yearly.
    #[inline]
    pub fn new(rate: Rate) -> Self {
        Self::repaid(rate, 1.0)
    }

    /// From a yearly rate that is compounded, and by which sums are repaid, `payments` times a year.
    ///
    /// Of a rate `r` each of `m` payments bears `r/m`, so that the force is `m ln(1 + r/m)`.
    #[inline]
    pub fn repaid(rate: Rate, payments: f64) -> Self {
        let yearly = rate.in_per_year();
        let force = payments * ln_1p(yearly / payments);
        let spread = if force == 0.0 { 1.0 } else { yearly / force };
        Self { force: Rate::per_year(force).in_per_second(), rate: rate.in_per_second(), spread }
    }

    /// Share of a sum paid each second so that it is repaid with interest after `life`: the capital recovery factor.
    ///
    /// `CRF = r / (1 − (1+r/m)⁻ᵐⁿ)`: scalar in, scalar out; `1/n` without interest; rises without limit as the life
    /// goes to nothing.
    ///
    /// | symbol | is | unit |
    /// |---|---|---|
    /// | `r` | interest | 1/year |
    /// | `m` | payments in a year | – |
    /// | `n` | `life` | years |
    ///
    /// Leaves out taxes. Source: `short1995`.
    #[inline]
    pub fn capital_recovery_factor(&self, life: TimeSpan) -> Rate {
        let exponent = self.force * life.in_seconds();
        if exponent.abs() <= 0.5 {
            // Without a loss of digits near no interest, and quicker than an exponential; the next term is below 1e-17.
            let squared = exponent * exponent;
            let even = BERNOULLI.iter().rev().fold(0.0, |sum, coefficient| sum * squared + coefficient);
            return Rate::per_second(self.spread * (even + 0.5 * exponent) / life.in_seconds());
        }
        Rate::per_second(self.rate / -exp_m1(-exponent))
    }

    /// [`discount`](Self::discount) over a life whose capital recovery factor is known: `1 − r / CRF`.
    #[inline]
    pub fn discount_by(&self, factor: Rate) -> f64 {
        1.0 - self.rate / factor.in_per_second()
    }

    /// What one dollar after `wait` is worth today: `(1+r)⁻ᵗ`.
    #[inline]
    pub fn discount(&self, wait: TimeSpan) -> f64 {
        exp(-self.force * wait.in_seconds())
    }

    /// Interest during construction: what one dollar, spent evenly over the building time, has become at its end.
    ///
    /// `((1+r)ᵗ − 1) / (t ln(1+r))`; 1 without interest or without building time. Source: `short1995`.
    #[inline]
    pub fn during_construction(&self, building: TimeSpan) -> f64 {
        let exponent = self.force * building.in_seconds();
        if exponent < 1e-9 { 1.0 + 0.5 * exponent } else { exp_m1(exponent) / exponent }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interest(percent: f64) -> Interest {
        Interest::new(Rate::per_year(percent / 100.0))
    }

    /// Short, Packey and Holt 1995, table of uniform capital recovery factors: 10 % over 20 years is 0.11746,
    /// printed to five digits.
    #[test]
    fn the_capital_recovery_factor_is_the_published_one() {
        let found = interest(10.0).capital_recovery_factor(TimeSpan::years(20.0)).in_per_year();
        assert!((found - 0.11746).abs() < 5e-6, "{found}");
    }

    #[test]
    fn repaying_restores_the_sum() {
        for (percent, years) in [(3.0, 30.0), (10.3, 5.0), (15.0, 12.0)] {
            let payment = interest(percent).capital_recovery_factor(TimeSpan::years(years)).in_per_year();
            let worth: f64 =
                (1..=years as i32).map(|n| payment * interest(percent).discount(TimeSpan::years(f64::from(n)))).sum();
            assert!((worth - 1.0).abs() < 1e-12, "{percent} % over {years} years: {worth}");
        }
    }

    #[test]
    fn without_interest_a_sum_is_split_evenly_and_building_costs_nothing_more() {
        let none = interest(0.0);
        assert!((none.capital_recovery_factor(TimeSpan::years(5.0)).in_per_year() - 0.2).abs() < 1e-15);
        assert_eq!(none.during_construction(TimeSpan::years(3.0)), 1.0);
    }

    /// The sum of what the payments of each year are worth, for lives on both sides of where the series ends (7.3 years at
    /// 7 %): twenty terms, each rounded once or twice.
    #[test]
    fn the_series_for_short_lives_is_the_factor_itself() {
        for years in 1..=20 {
            let life = TimeSpan::years(f64::from(years));
            let factor = interest(7.0).capital_recovery_factor(life);
            let payments: f64 = (1..=years).map(|n| interest(7.0).discount(TimeSpan::years(f64::from(n)))).sum();
            assert!((factor.in_per_year() * payments - 1.0).abs() < 4e-15, "{years} years: {factor}");
            assert!((interest(7.0).discount_by(factor) - interest(7.0).discount(life)).abs() < 1e-15);
        }
    }

    #[test]
    fn a_small_interest_is_continuous_with_none() {
        let near = interest(1e-9).capital_recovery_factor(TimeSpan::years(5.0)).in_per_year();
        assert!((near - 0.2).abs() < 1e-9);
    }

    /// Midpoint rule on `(1+r)^s` over two years at 10 %, by hand: 1.10157.
    #[test]
    fn interest_during_construction_is_the_mean_growth() {
        let steps = 10_000;
        let mean: f64 = (0..steps)
            .map(|i| 1.0 / interest(10.0).discount(TimeSpan::years(2.0 * (f64::from(i) + 0.5) / f64::from(steps))))
            .sum::<f64>()
            / f64::from(steps);
        assert!((interest(10.0).during_construction(TimeSpan::years(2.0)) - mean).abs() < 1e-8);
    }
}
