//! What a dollar of price costs inside the horizon.

use sunward_network::{Network, Process};
use sunward_quantity::elementary::{exp, exp_m1, ln_1p};

/// Value, at the start of the horizon, of what one dollar of price costs until `end`, for capacity commissioned at the
/// beginning of the period `built`.
///
/// `C = I · f / (1 − e^(−f L)) · (1 − e^(−d n)) / d · e^(−d t)` with `n = min(L, end − v)`: the price grows by interest while it
/// is spent evenly over the lead time, and is repaid by an even stream over the life; the stream counts inside the horizon only,
/// so that nothing is left to sell at its end.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `f` | `ln(1 + cost of capital)` of the process | 1/year |
/// | `d` | `ln(1 + discount rate)` of the network | 1/year |
/// | `I` | `(e^(f B) − 1) / (f B)`, interest during a construction of `B` years | – |
/// | `L` | life | years |
/// | `v`, `t` | when it is commissioned; the same counted from the start | years |
///
/// Leaves out taxes. Source: `short1995`.
pub fn capital_charge(network: &Network, process: &Process, built: usize, end: f64) -> f64 {
    CapitalCharge::new(network, process, end).at(network.periods[built].start)
}

/// [`capital_charge`] of one process: what is the same whenever it is commissioned is worked out once.
pub(crate) struct CapitalCharge {
    life: f64,
    discounted: f64,
    start: f64,
    end: f64,
    /// `I · f / (1 − e^(−f L))`
    a_year: f64,
}

impl CapitalCharge {
    /// Until `end`.
    pub(crate) fn new(network: &Network, process: &Process, end: f64) -> Self {
        let repaid = ln_1p(process.wacc);
        let interest = mean_growth(repaid * process.lead_time);
        let stream = 1.0 / (process.life * mean_growth(-repaid * process.life));
        let discounted = ln_1p(network.discount);
        Self { life: process.life, discounted, start: network.start(), end, a_year: interest * stream }
    }

    /// For what is commissioned at that time.
    pub(crate) fn at(&self, commissioned: f64) -> f64 {
        let served = self.life.min(self.end - commissioned).max(0.0);
        let worth = served * mean_growth(-self.discounted * served);
        self.a_year * worth * exp(-self.discounted * (commissioned - self.start))
    }
}

/// `(eˣ − 1) / x`, one where `x` is nought.
fn mean_growth(exponent: f64) -> f64 {
    if exponent.abs() < 1e-9 { 1.0 + 0.5 * exponent } else { exp_m1(exponent) / exponent }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunward_network::build::{Builder, process};

    fn network(years: usize, discount: f64, life: f64, wacc: f64) -> Network {
        Builder::new("one asset", years)
            .discount(discount)
            .commodity("good", "t")
            .process(process("mill").makes("good", 1.0).price(100.0).life(life).wacc(wacc))
            .network()
    }

    #[test]
    fn a_whole_life_inside_the_horizon_costs_the_price() {
        let network = network(12, 0.07, 10.0, 0.07);
        let charge = capital_charge(&network, &network.processes[0], 0, network.end());
        assert!((charge - 1.0).abs() < 1e-12, "{charge}");
    }

    /// Price less what a sinking fund leaves at the end, by hand: `1 − (1 − ((1+r)ⁿ − 1)/((1+r)ᴸ − 1)) (1+r)⁻ⁿ`.
    #[test]
    fn a_life_that_outlasts_the_horizon_leaves_what_a_sinking_fund_leaves() {
        let network = network(4, 0.05, 10.0, 0.05);
        let charge = capital_charge(&network, &network.processes[0], 0, network.end());
        let growth = |years: i32| (0..years).fold(1.0, |product, _| product * 1.05);
        let left = 1.0 - (growth(4) - 1.0) / (growth(10) - 1.0);
        let by_hand = 1.0 - left / growth(4);
        assert!((charge - by_hand).abs() < 1e-12, "{charge} {by_hand}");
    }

    #[test]
    fn without_interest_a_life_is_paid_by_the_share_inside() {
        let network = network(4, 0.0, 10.0, 0.0);
        let charge = capital_charge(&network, &network.processes[0], 1, network.end());
        assert!((charge - 0.3).abs() < 1e-12, "{charge}");
    }
}
