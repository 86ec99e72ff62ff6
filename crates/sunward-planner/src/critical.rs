//! What is ordered when, and which chain of orders decides when something is reached.

use crate::analysis::Yardstick;
use crate::layout::Variable;
use crate::valuation::{Node, Pays, Primary, Solved, Valuation, activity_parts, capital_parts};
use sunward_network::Constraint;

/// Capacity from order to service: one bar of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildStep {
    /// The process.
    pub process: usize,
    /// When it is ordered, in years; before the start for what is under construction then.
    pub ordered: f64,
    /// When it serves, in years.
    pub commissioned: f64,
    /// The period in which it is commissioned.
    pub period: usize,
    /// How much, in all.
    pub amount: f64,
    /// Whether it was under construction at the start.
    pub under_construction: bool,
    /// Whether it is part of a chain that decides when a step is reached.
    pub critical: bool,
}

/// Something reached, and the chain of orders behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// How much of the yardstick a year.
    pub amount: f64,
    /// The period in which it is reached.
    pub period: usize,
    /// Whether it is the target.
    pub target: bool,
    /// The builds that decide it, first ordered first: indices of [`BuildStep`].
    pub chain: Vec<usize>,
}

/// All orders, and what is reached when.
///
/// Steps are the powers of ten of the yardstick that are reached after the first period, and the target.
pub fn chains(
    solved: &Solved<'_>,
    valuation: &Valuation,
    yardstick: &Yardstick,
    target_period: Option<usize>,
) -> (Vec<BuildStep>, Vec<Step>) {
    let mut builds = orders(solved);
    let mut reached: Vec<(f64, usize, bool)> = Vec::new();
    let first = |amount: f64| yardstick.made.iter().position(|made| *made >= amount * (1.0 - 1e-9));
    let most = yardstick.made.iter().copied().fold(0.0_f64, f64::max);
    let least = yardstick.made.iter().copied().filter(|made| *made > 0.0).fold(most, f64::min);
    if least > 0.0 {
        let mut amount = 1.0;
        while amount > least {
            amount /= 10.0;
        }
        while amount <= most {
            if let Some(period) = first(amount).filter(|period| *period > 0) {
                reached.push((amount, period, false));
            }
            amount *= 10.0;
        }
    }
    if let Some(target) = &solved.network.target
        && let Some(period) = target_period.or_else(|| first(target.amount))
    {
        reached.retain(|step| step.0 != target.amount);
        reached.push((target.amount, period, true));
    }
    reached.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.total_cmp(&other.0)));
    let steps: Vec<Step> = reached
        .into_iter()
        .map(|(amount, period, target)| {
            let mut chain = chain(solved, valuation, yardstick, period, &builds);
            chain.sort_by(|one, other| builds[*one].ordered.total_cmp(&builds[*other].ordered).then(one.cmp(other)));
            chain.dedup();
            Step { amount, period, target, chain }
        })
        .collect();
    for index in steps.iter().flat_map(|step| &step.chain) {
        builds[*index].critical = true;
    }
    (builds, steps)
}

/// Everything that is commissioned, by process and then by time.
fn orders(solved: &Solved<'_>) -> Vec<BuildStep> {
    let network = solved.network;
    let mut builds = Vec::new();
    for (index, process) in network.processes.iter().enumerate() {
        let amounts: Vec<f64> =
            (0..solved.horizon).map(|period| solved.amount(Variable::Build { process: index, period })).collect();
        let most = amounts.iter().copied().fold(0.0_f64, f64::max);
        for (period, amount) in amounts.iter().enumerate() {
            let commissioned = network.periods[period].start;
            let mut add = |amount: f64, under_construction: bool| {
                builds.push(BuildStep {
                    process: index,
                    ordered: commissioned - process.lead_time,
                    commissioned,
                    period,
                    amount,
                    under_construction,
                    critical: false,
                });
            };
            if process.coming[period] > 0.0 {
                add(process.coming[period], true);
            }
            if *amount > 1e-9 * most {
                add(*amount, false);
            }
        }
    }
    builds
}

/// The orders that decide what is made of the yardstick in a period.
///
/// From the yardstick upstream along the part of each cost that carries most scarcity, or where nothing is scarce most cost. Where the way
/// leads through capacity, its youngest vintage in service is on it, and then what it is built of, or, where its growth holds it back, its
/// own earlier vintages.
fn chain(
    solved: &Solved<'_>,
    valuation: &Valuation,
    yardstick: &Yardstick,
    period: usize,
    builds: &[BuildStep],
) -> Vec<usize> {
    let mut found = Vec::new();
    let weight = |node: usize, at: usize| valuation.scarce[at][node] + 1e-6;
    let start = yardstick.paid[period]
        .iter()
        .max_by(|one, other| (one.1 * weight(one.0, period)).total_cmp(&(other.1 * weight(other.0, period))));
    let Some(start) = start else { return found };
    let mut here: Node = (start.0, period);
    let mut seen: Vec<Node> = Vec::new();
    'upstream: while !seen.contains(&here) {
        seen.push(here);
        let (node, at) = here;
        let origins = &valuation.origins[at][node];
        // The process through which most comes.
        let scarcity = |parts: &[Pays]| -> f64 {
            parts
                .iter()
                .map(|part| match *part {
                    Pays::Market((from, when), value) => value * weight(from, when),
                    Pays::Primary(what, _, value) if what.is_scarcity() => value,
                    Pays::Primary(_, _, value) => value * 1e-6,
                })
                .sum()
        };
        let maker = origins
            .makers
            .iter()
            .map(|(process, share)| {
                let parts = activity_parts(solved, valuation, *process, at);
                let total: f64 = parts.iter().map(|part| part.value()).sum();
                let weight = if total > 0.0 { share * scarcity(&parts) / total } else { 0.0 };
                (*process, weight)
            })
            .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)));
        let Some((process, _)) = maker else {
            // Out of stock: made before.
            match origins.markets.iter().find(|entry| entry.0.0 == node && entry.0.1 < at) {
                Some(entry) => {
                    here = entry.0;
                    continue;
                }
                None => break,
            }
        };
        // In its cost: inputs, its own scarcity, or what its capacity is built of.
        let inputs = solved.pays(Variable::Run { process, period: at });
        let capacity = &valuation.capacities[process][at];
        let capital: Vec<Pays> =
            capacity.vintage.map(|built| capital_parts(solved, process, built)).unwrap_or_default();
        let best_market = |parts: &[Pays]| -> Option<(Node, f64)> {
            parts
                .iter()
                .filter_map(|part| match *part {
                    Pays::Market((from, when), value) => Some(((from, when.min(at)), value * weight(from, when))),
                    Pays::Primary(..) => None,
                })
                .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
        };
        let input = best_market(&inputs);
        let goods = best_market(&capital).map(|(from, value)| (from, value * capacity.recovered));
        let own_scarcity = capacity.scarcity();
        let own_money: f64 = capital
            .iter()
            .map(|part| match part {
                Pays::Primary(Primary::Capital(_), _, value) => value * capacity.recovered * 1e-6,
                _ => 0.0,
            })
            .sum();
        let through_capacity = own_scarcity.max(own_money).max(goods.map_or(0.0, |goods| goods.1));
        if let Some((from, value)) = input
            && value > through_capacity
        {
            here = from;
            continue;
        }
        if through_capacity <= 0.0 {
            break;
        }
        // Its youngest vintage in service; then, while its growth holds it back, the vintages it grew from.
        let mut latest = at;
        loop {
            let vintage = builds
                .iter()
                .enumerate()
                .filter(|(_, build)| build.process == process && build.period <= latest)
                .max_by_key(|(_, build)| build.period);
            let Some((index, build)) = vintage else { break 'upstream };
            let same = builds
                .iter()
                .enumerate()
                .filter(|(_, other)| other.process == process && other.period == build.period)
                .map(|entry| entry.0);
            found.extend(same);
            debug_assert!(index < builds.len());
            let growth = solved.worth(Constraint::Growth { process, period: build.period });
            let held_back = growth > 0.0 && own_scarcity >= goods.map_or(0.0, |goods| goods.1);
            if !held_back || build.period == 0 {
                break;
            }
            latest = build.period - 1;
        }
        match goods {
            Some((from, value)) if value > own_scarcity => here = from,
            _ => break,
        }
    }
    found
}
