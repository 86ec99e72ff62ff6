//! The price of compute taken apart.
//!
//! By zero profit, a price is what is paid for inputs at their prices, for running, for capital that is paid back, and in rents;
//! inputs and capital goods are taken apart in the same way. The shares solve one system of linear equations a period, since things that
//! make one another have no last step; capital goods of earlier periods are taken apart there.

use crate::analysis::Yardstick;
use crate::valuation::{Primary, Solved, Valuation};
use sunward_network::Network;

/// What a part of a price pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Running cost of a process.
    Running(usize),
    /// Price and upkeep of the capacity of a process.
    Capital(usize),
    /// Wages: running cost of a process that makes labour.
    Labour(usize),
    /// Scarcity of a process: its growth or lead time.
    Scarcity(usize),
    /// Room for a process.
    Most(usize),
    /// A limit.
    Limit(usize),
    /// Money beyond its own cost, where the budget binds.
    Budget,
    /// A demand that goes unmet: the price is that of doing without.
    Unmet(usize),
    /// What rounding leaves.
    Rest,
}

/// A price in one period, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceParts {
    /// The period.
    pub period: usize,
    /// Price, a unit.
    pub price: f64,
    /// Component and share of the price, greatest first; the shares add up to one.
    pub parts: Vec<(Component, f64)>,
}

impl PriceParts {
    /// Share of a component; nothing where it has none.
    pub fn share(&self, component: Component) -> f64 {
        self.parts.iter().filter(|part| part.0 == component).map(|part| part.1).sum()
    }
}

/// Whether a process makes labour: its products are counted in years of people.
fn makes_labour(network: &Network, process: usize) -> bool {
    let makes = &network.processes[process].makes;
    let of_people = |unit: &str| unit.ends_with("person year");
    !makes.is_empty()
        && makes.iter().all(|line| of_people(&network.commodities[network.markets[line.market].commodity].unit))
}

/// The price of the yardstick in every period in which it has one.
pub fn take_apart(solved: &Solved<'_>, valuation: &Valuation, yardstick: &Yardstick) -> Vec<PriceParts> {
    let mut prices = Vec::new();
    for period in 0..solved.horizon {
        let paid = &yardstick.paid[period];
        let total: f64 = paid.iter().map(|entry| entry.1).sum();
        if total <= 0.0 {
            continue;
        }
        let wanted: Vec<(usize, f64)> = paid.iter().map(|(node, value)| (*node, value / total)).collect();
        prices.push(PriceParts {
            period,
            price: yardstick.price[period],
            parts: parts(solved, valuation, &wanted, period),
        });
    }
    prices
}

/// What ends behind a value, by component, greatest first.
fn parts(solved: &Solved<'_>, valuation: &Valuation, wanted: &[(usize, f64)], period: usize) -> Vec<(Component, f64)> {
    let mut sums = std::collections::BTreeMap::new();
    for (at, nodes) in valuation.behind(wanted, period).iter().enumerate() {
        for (node, value) in nodes.iter().enumerate().filter(|entry| *entry.1 != 0.0) {
            for (what, _, share) in &valuation.origins[at][node].primaries {
                let component = match *what {
                    Primary::Running(process) if makes_labour(solved.network, process) => Component::Labour(process),
                    Primary::Running(process) => Component::Running(process),
                    Primary::Capital(process) => Component::Capital(process),
                    Primary::Scarcity(process) => Component::Scarcity(process),
                    Primary::Most(process) => Component::Most(process),
                    Primary::Limit(limit) => Component::Limit(limit),
                    Primary::Budget => Component::Budget,
                    Primary::Unmet(demand) => Component::Unmet(demand),
                    Primary::Rest => Component::Rest,
                };
                *sums.entry(component).or_insert(0.0) += value * share;
            }
        }
    }
    let rest = 1.0 - sums.values().sum::<f64>();
    if rest.abs() > 1e-12 {
        *sums.entry(Component::Rest).or_insert(0.0) += rest;
    }
    let mut parts: Vec<(Component, f64)> = sums.into_iter().filter(|entry| entry.1 != 0.0).collect();
    parts.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    parts
}
