//! Larger networks made of one: more industries, more sites, finer periods.
//!
//! Copies are not the same: their numbers differ by some percent, or the solver would see ties that no data have. What stands, what
//! may be added and what is limited is shared among the copies, so that the whole is as large as before.

use sunward_network::{Demand, Limit, Line, Location, Market, Network, Period, Place, Process, Series};

/// From 0.97 to 1.03, by what is copied and by the number of the copy; the first is as it was.
fn near_one(thing: usize, copy: usize) -> f64 {
    if copy == 0 { 1.0 } else { 0.97 + 0.01 * ((thing * 37 + copy * 101) % 7) as f64 }
}

fn times(series: &Series, factor: f64) -> Series {
    match series {
        Series::Constant(value) => Series::Constant(value * factor),
        Series::ByPeriod(values) => values.iter().map(|value| value * factor).collect::<Vec<_>>().into(),
    }
}

/// One of so many copies of a process.
fn share(process: &Process, index: usize, copy: usize, copies: usize) -> Process {
    let (part, near) = (1.0 / copies as f64, near_one(index, copy));
    let mut own = process.clone();
    if copy > 0 {
        own.title = format!("{} {}", process.title, copy + 1);
    }
    own.standing *= part;
    own.coming.iter_mut().for_each(|capacity| *capacity *= part);
    own.seed = own.seed.map(|seed| seed * part);
    own.most = own.most.map(|most| times(&most, part));
    own.price = times(&own.price, near);
    own.running_cost = times(&own.running_cost, near);
    for line in own.uses.iter_mut().chain(&mut own.capital) {
        line.amount = times(&line.amount, near);
    }
    own
}

/// Each process so many times, in the same markets: other ways of doing the same.
pub fn with_industries(network: &Network, copies: usize) -> Network {
    let mut grown = network.clone();
    let processes = network.processes.len();
    grown.processes = (0..copies)
        .flat_map(|copy| network.processes.iter().enumerate().map(move |(at, own)| share(own, at, copy, copies)))
        .collect();
    for limit in &mut grown.limits {
        let takes = std::mem::take(&mut limit.takes);
        for copy in 0..copies {
            let own = takes.iter().map(|(process, counted, amount)| {
                (process + copy * processes, *counted, times(amount, near_one(*process, copy)))
            });
            limit.takes.extend(own);
        }
    }
    grown
}

/// Each location so many times, with its own markets, processes and demands; what is traded in a whole world joins them.
pub fn with_sites(network: &Network, copies: usize) -> Network {
    let mut grown = with_industries(network, copies);
    let (locations, processes) = (network.locations.len(), network.processes.len());
    for copy in 1..copies {
        grown.locations.extend(network.locations.iter().map(|own| Location {
            name: format!("{}_{}", own.name, copy + 1),
            title: format!("{} {}", own.title, copy + 1),
            world: own.world,
        }));
    }
    // Where each market of each copy stands; markets of worlds stand once.
    let mut markets: Vec<Vec<usize>> = vec![(0..network.markets.len()).collect()];
    for copy in 1..copies {
        let mut own = Vec::new();
        for (index, market) in network.markets.iter().enumerate() {
            own.push(match market.place {
                Place::World(_) => index,
                Place::Location(location) => {
                    let place = Place::Location(location + copy * locations);
                    grown.markets.push(Market { commodity: market.commodity, place });
                    grown.markets.len() - 1
                }
            });
        }
        markets.push(own);
    }
    for (at, process) in grown.processes.iter_mut().enumerate() {
        let copy = at / processes;
        process.location += copy * locations;
        process.to = process.to.map(|to| to + copy * locations);
        let lines = process.makes.iter_mut().chain(&mut process.uses).chain(&mut process.capital);
        lines.for_each(|line: &mut Line| line.market = markets[copy][line.market]);
    }
    let local = |demand: &Demand| matches!(network.markets[demand.market].place, Place::Location(_));
    grown.demands = Vec::new();
    for demand in &network.demands {
        let copies = if local(demand) { copies } else { 1 };
        for markets in markets.iter().take(copies) {
            let amount = times(&demand.amount, 1.0 / copies as f64);
            grown.demands.push(Demand { market: markets[demand.market], amount, ..demand.clone() });
        }
    }
    // A limit of one location holds at each of its copies.
    let limits = std::mem::take(&mut grown.limits);
    for limit in limits {
        let Some(location) = limit.location else {
            grown.limits.push(limit);
            continue;
        };
        for copy in 0..copies {
            let own = limit.takes.iter().filter(|take| take.0 / processes == copy).cloned().collect();
            grown.limits.push(Limit {
                location: Some(location + copy * locations),
                takes: own,
                amount: times(&limit.amount, 1.0 / copies as f64),
                ..limit.clone()
            });
        }
    }
    grown
}

/// Each period cut into so many.
pub fn with_periods(network: &Network, parts: usize) -> Network {
    let mut grown = network.clone();
    let part = |period: &Period, at: usize| {
        let years = period.years / parts as f64;
        Period { year: period.year, start: period.start + at as f64 * years, years }
    };
    grown.periods = network.periods.iter().flat_map(|own| (0..parts).map(move |at| part(own, at))).collect();
    let cut = |series: &mut Series| {
        if let Series::ByPeriod(values) = series {
            *values = values.iter().flat_map(|value| std::iter::repeat_n(*value, parts)).collect();
        }
    };
    for process in &mut grown.processes {
        let lines = process.makes.iter_mut().chain(&mut process.uses).chain(&mut process.capital);
        lines.for_each(|line| cut(&mut line.amount));
        let series =
            [&mut process.price, &mut process.fixed_cost, &mut process.running_cost, &mut process.availability];
        series.into_iter().chain(&mut process.most).for_each(cut);
        let coming = process.coming.iter();
        process.coming = coming.flat_map(|all| std::iter::repeat_n(all / parts as f64, parts)).collect();
    }
    for demand in &mut grown.demands {
        cut(&mut demand.amount);
        demand.price.iter_mut().for_each(cut);
    }
    for limit in &mut grown.limits {
        cut(&mut limit.amount);
        limit.takes.iter_mut().for_each(|take| cut(&mut take.2));
    }
    grown.budget.iter_mut().for_each(cut);
    grown
}
