//! Wright's law.

use sunward_model::technology::Learning;
use sunward_model::{Key, Values};
use sunward_quantity::Ratio;
use sunward_quantity::elementary::{exp, ln, power};

/// The numbers of one learning curve.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Curve {
    rate: Key<Ratio>,
    reference: Key<Ratio>,
    experience: Key<Ratio>,
    floor: Key<Ratio>,
}

impl From<&Learning> for Curve {
    fn from(l: &Learning) -> Self {
        Self { rate: l.rate, reference: l.reference, experience: l.experience, floor: l.floor }
    }
}

impl Curve {
    /// The same, where its numbers stand behind `by` others.
    pub(crate) fn moved(self, by: usize) -> Self {
        Self {
            rate: self.rate.moved(by),
            reference: self.reference.moved(by),
            experience: self.experience.moved(by),
            floor: self.floor.moved(by),
        }
    }

    /// What is left of the stated cost; see [`wright`].
    #[inline]
    pub fn factor(&self, values: &Values) -> f64 {
        wright(
            values.get(self.rate).value(),
            values.get(self.experience).value() / values.get(self.reference).value(),
            values.get(self.floor).value(),
        )
    }
}

/// Share of the first cost that is left after output has grown.
///
/// `max(floor, (C/C₀)^log₂(1−r))`: scalar in, scalar out; 1 at the reference, `1−r` after one doubling; more than 1
/// before the reference is reached.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `r` | `rate`, share by which cost falls with each doubling | – |
/// | `C/C₀` | `growth`, all ever made over what had been made at the stated cost | – |
///
/// Leaves out forgetting and economies of scale. Source: `wright1936`.
#[inline]
pub fn wright(rate: f64, growth: f64, floor: f64) -> f64 {
    if rate == 0.0 {
        return floor.max(1.0);
    }
    // The logarithm and the exponential cost a third of the power function, and `growth` is never near zero.
    exp(ln(growth) * (ln(1.0 - rate) / std::f64::consts::LN_2)).max(floor)
}

/// How much more must be made until cost has fallen to `share` of what it was: `C − C₀`, over `C₀`.
///
/// `share^(1/log₂(1−r)) − 1`. The inverse of [`wright`] without a floor.
pub fn output_needed(rate: f64, share: f64) -> f64 {
    power(share, std::f64::consts::LN_2 / ln(1.0 - rate)) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_doubling_takes_the_same_share() {
        for doublings in 0..10 {
            let expected: f64 = (0..doublings).map(|_| 0.8).product();
            assert!((wright(0.2, f64::from(1 << doublings), 0.0) - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn cost_never_falls_below_its_floor() {
        assert_eq!(wright(0.2, 1e12, 0.1), 0.1);
    }

    /// Suncatcher (`suncatcher2025`): from 1,800 to 200 USD/kg at 20 % needs about 370,000 t beyond the first
    /// 400 t; the paper rounds to two digits, hence 1 %.
    #[test]
    fn the_published_mass_for_a_cheap_launch_is_met() {
        let tonnes = 400.0 * output_needed(0.2, 200.0 / 1800.0);
        assert!((tonnes / 370_000.0 - 1.0).abs() < 0.01, "{tonnes}");
    }
}
