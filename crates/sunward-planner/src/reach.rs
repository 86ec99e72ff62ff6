//! How far one could get at most: lead times, growth and recipes, before anything is solved.

use std::fmt;
use sunward_network::{Constraint, Counted, Line, Network, Span};

use crate::program::{fixed_at_beginning, fixed_capacity, kept, target_share};

/// What can be had at most of something wanted, where that is less than what is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// What is wanted.
    pub wanted: Constraint,
    /// In words: `AI compute, Low orbit`.
    pub what: String,
    /// Unit of the amounts, a year.
    pub unit: String,
    /// The first year in which it is out of reach.
    pub year: i32,
    /// How much is wanted in that year.
    pub amount: f64,
    /// How much can be had at most.
    pub most: f64,
    /// The first year in which as much is within reach, if any inside the horizon.
    pub within: Option<i32>,
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = crate::shortage::number;
        write!(
            f,
            "{}: at most {} {} by {} even if everything is ordered today, {} are wanted",
            self.what,
            number(self.most),
            self.unit,
            self.year,
            number(self.amount)
        )?;
        match self.within {
            Some(year) => write!(f, "; not before {year} is that within reach"),
            None => write!(f, "; inside the horizon that is never within reach"),
        }
    }
}

/// Upper bounds of what a network can do, by index and period.
struct Bounds {
    /// Capacity commissioned, in all.
    builds: Vec<Vec<f64>>,
    /// Activity a year.
    runs: Vec<Vec<f64>>,
    /// What is made of each market's commodity a year.
    made: Vec<Vec<f64>>,
}

/// So many times are the bounds of one carried to the others. Every sweep leaves valid bounds, the last is the tightest.
const SWEEPS: usize = 30;

/// What is wanted and out of reach: every bound is worked out as if all else were plenty.
///
/// Forwards in time: capacity as fast as lead time, growth and room allow; activity within capacity, yearly limits and what is
/// made of its inputs; building within what is made of its capital goods; and again, until nothing changes.
pub fn reach(network: &Network, target_from: Option<usize>) -> Vec<Reach> {
    let bounds = bounds(network);
    let mut found = Vec::new();
    let periods = 0..network.periods.len();
    let mut look = |wanted: &dyn Fn(usize) -> Constraint,
                    what: String,
                    unit: &str,
                    amount: &dyn Fn(usize) -> f64,
                    most: &dyn Fn(usize) -> f64| {
        let out = |at: &usize| most(*at) < amount(*at) * (1.0 - 1e-9) - 1e-12;
        let Some(first) = periods.clone().find(out) else { return };
        let wanted_then = amount(first);
        let within = periods.clone().skip(first + 1).find(|at| most(*at) >= wanted_then);
        found.push(Reach {
            wanted: wanted(first),
            what,
            unit: unit.to_string(),
            year: network.periods[first].year,
            amount: wanted_then,
            most: most(first),
            within: within.map(|at| network.periods[at].year),
        });
    };
    for (demand, row) in network.demands.iter().enumerate() {
        if row.price.is_some() {
            continue;
        }
        look(
            &|period| Constraint::Demand { demand, period },
            network.market_title(row.market),
            &network.commodities[network.markets[row.market].commodity].unit,
            &|period| row.amount.at(period),
            &|period| bounds.available(network, row.market, period),
        );
    }
    if let (Some(target), Some(from)) = (&network.target, target_from) {
        let commodity = &network.commodities[target.commodity];
        let made = |period: usize| -> f64 {
            let shares = network.processes.iter().zip(&bounds.runs);
            let shares = shares.map(|(process, run)| (target_share(network, process, target.commodity, period), run));
            shares.filter(|(share, _)| *share > 0.0).map(|(share, run)| share * run[period]).sum()
        };
        look(
            &|period| Constraint::Target { period },
            commodity.title.clone(),
            &commodity.unit,
            &|period| if period >= from { target.amount } else { 0.0 },
            &made,
        );
    }
    found
}

/// First period in which the target can be within reach, if any; a lower bound of what a plan can do.
pub(crate) fn earliest_reach(network: &Network) -> Option<usize> {
    match reach(network, Some(0)).into_iter().find(|reach| matches!(reach.wanted, Constraint::Target { .. })) {
        None => Some(0),
        Some(reach) => {
            let year = reach.within?;
            network.periods.iter().position(|period| period.year == year)
        }
    }
}

fn bounds(network: &Network) -> Bounds {
    let periods = network.periods.len();
    let free = vec![f64::INFINITY; periods];
    let mut bounds = Bounds {
        builds: vec![free.clone(); network.processes.len()],
        runs: vec![free.clone(); network.processes.len()],
        made: vec![free; network.markets.len()],
    };
    for _ in 0..SWEEPS {
        let before = bounds.runs.clone();
        bounds.limit_builds(network);
        bounds.limit_runs(network);
        bounds.limit_made(network);
        if bounds.runs == before {
            break;
        }
    }
    bounds
}

/// A product in which nothing of anything is nothing.
fn times(amount: f64, bound: f64) -> f64 {
    if amount == 0.0 { 0.0 } else { amount * bound }
}

impl Bounds {
    /// What can be had of a market's commodity in a year: what is made, and what may have been kept.
    fn available(&self, network: &Network, market: usize, period: usize) -> f64 {
        let Some(decay) = network.commodities[network.markets[market].commodity].decay else {
            return self.made[market][period];
        };
        let mut stock = 0.0;
        for at in 0..=period {
            let years = network.periods[at].years;
            stock = times(kept(decay, years), stock) + self.made[market][at] * years;
        }
        stock / network.periods[period].years
    }

    fn limit_builds(&mut self, network: &Network) {
        for (index, process) in network.processes.iter().enumerate() {
            let Some(first) = network.first_build(process) else {
                self.builds[index].fill(0.0);
                continue;
            };
            for built in 0..network.periods.len() {
                if built < first {
                    self.builds[index][built] = 0.0;
                    continue;
                }
                let mut most = self.builds[index][built];
                if let Some(seed) = process.seed {
                    let begun = network.periods[built].start;
                    let alive = (0..built).filter(|at| network.periods[*at].start + process.life > begun + 1e-9);
                    let standing: f64 = alive.map(|at| self.builds[index][at]).sum();
                    let standing = standing + fixed_at_beginning(network, process, built);
                    most = most.min(network.periods[built].years * (seed + times(process.growth, standing)));
                }
                if let Some(room) = &process.most {
                    let survival = network.survival(process, built, built);
                    most = most.min((room.at(built) - fixed_capacity(network, process, built)).max(0.0) / survival);
                }
                for line in process.capital.iter().filter(|line| line.amount.at(built) > 0.0) {
                    most = most.min(self.limit_by_capital(network, index, built, line));
                }
                self.builds[index][built] = most;
            }
        }
    }

    /// Capacity that what is made of one capital good allows.
    fn limit_by_capital(&self, network: &Network, index: usize, built: usize, line: &Line) -> f64 {
        let spread = network.spread(&network.processes[index], built);
        let share = |(period, share): &(usize, f64)| {
            let wanted = line.amount.at(built) * share / network.periods[*period].years;
            if wanted > 0.0 { self.available(network, line.market, *period) / wanted } else { f64::INFINITY }
        };
        spread.iter().map(share).fold(f64::INFINITY, f64::min)
    }

    fn limit_runs(&mut self, network: &Network) {
        for (index, process) in network.processes.iter().enumerate() {
            for period in 0..network.periods.len() {
                let mut most = self.runs[index][period];
                if !process.free {
                    let mut capacity = fixed_capacity(network, process, period);
                    for built in 0..=period {
                        capacity += times(network.survival(process, built, period), self.builds[index][built]);
                    }
                    if let Some(room) = &process.most {
                        capacity = capacity.min(room.at(period).max(fixed_capacity(network, process, period)));
                    }
                    most = most.min(times(process.availability.at(period), capacity));
                }
                for line in process.uses.iter().filter(|line| line.amount.at(period) > 0.0) {
                    most = most.min(self.available(network, line.market, period) / line.amount.at(period));
                }
                self.runs[index][period] = most;
            }
        }
        for limit in network.limits.iter().filter(|limit| limit.span == Span::Year) {
            for (process, counted, amount) in &limit.takes {
                if *counted != Counted::Activity {
                    continue;
                }
                for period in 0..network.periods.len() {
                    if amount.at(period) > 0.0 {
                        let run = &mut self.runs[*process][period];
                        *run = run.min(limit.amount.at(period) / amount.at(period));
                    }
                }
            }
        }
    }

    fn limit_made(&mut self, network: &Network) {
        let mut made = vec![vec![0.0; network.periods.len()]; network.markets.len()];
        for (process, runs) in network.processes.iter().zip(&self.runs) {
            for line in &process.makes {
                for (period, run) in runs.iter().enumerate() {
                    made[line.market][period] += times(line.amount.at(period), *run);
                }
            }
        }
        self.made = made;
    }
}
