//! What a scenario's network looks like, for whoever writes its data: who makes and uses what, what is missing, how large the
//! program would be, and how far its numbers lie apart.
//!
//! ```text
//! cargo run -p sunward-network --example summary -- scenarios/terawatt.toml
//! ```

use sunward_economics::costs;
use sunward_network::{Line, Network, Place, Process, Series, connect};
use sunward_quantity::show_number;
use sunward_scenario::DiskFiles;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: summary SCENARIO");
        std::process::exit(2);
    };
    let model = match sunward_scenario::read(&DiskFiles::new(path)) {
        Ok(model) => model,
        Err(mistakes) => {
            eprintln!("{mistakes}");
            std::process::exit(2);
        }
    };
    let costs = match costs(&model) {
        Ok(costs) => costs,
        Err(errors) => {
            for error in errors {
                eprintln!("{}: {}", error.path, error.reason);
            }
            std::process::exit(2);
        }
    };
    match connect(&model, &costs) {
        Ok(network) => summarise(&network),
        Err(errors) => {
            for error in &errors {
                eprintln!("{error}");
            }
            eprintln!("{} mistakes", errors.len());
            std::process::exit(2);
        }
    }
}

fn summarise(network: &Network) {
    sizes(network);
    ranges(network);
    processes(network);
    commodities(network);
    limits(network);
    for note in &network.notes {
        println!("note: {note}");
    }
}

fn sizes(network: &Network) {
    let periods = network.periods.len();
    let built: Vec<&Process> = network.processes.iter().filter(|process| !process.free).collect();
    let builds = |process: &Process| network.first_build(process).map_or(0, |first| periods - first);
    let stored = network.markets.iter().filter(|market| network.commodities[market.commodity].decay.is_some()).count();
    let columns = [
        ("build", built.iter().map(|process| builds(process)).sum::<usize>()),
        ("run", network.processes.len() * periods),
        ("store", stored * periods),
        ("short", network.demands.iter().filter(|demand| demand.price.is_some()).count() * periods),
    ];
    let rows = [
        ("balance", network.markets.len() * periods),
        ("capacity", built.len() * periods),
        ("growth", built.iter().filter(|process| process.seed.is_some()).map(|process| builds(process)).sum()),
        ("most", built.iter().filter(|process| process.most.is_some()).count() * periods),
        ("limit", network.limits.len() * periods),
        ("budget", if network.budget.is_some() { periods } else { 0 }),
        ("target", if network.target.is_some() { periods } else { 0 }),
    ];
    println!("{}: {} to {}", network.name, network.periods[0].year, network.end());
    println!(
        "{periods} periods, {} commodities, {} markets, {} locations, {} worlds",
        network.commodities.len(),
        network.markets.len(),
        network.locations.len(),
        network.worlds.len()
    );
    let mut industries: Vec<&str> = network.processes.iter().map(|process| process.industry.as_str()).collect();
    industries.sort_unstable();
    industries.dedup();
    println!(
        "{} industries, {} processes ({} without capacity), {} demands, {} limits, {} experience groups",
        industries.len(),
        network.processes.len(),
        network.processes.len() - built.len(),
        network.demands.len(),
        network.limits.len(),
        network.experiences.len()
    );
    for (what, counts) in [("columns", &columns[..]), ("rows", &rows[..])] {
        let parts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        let sum: usize = counts.iter().map(|count| count.1).sum();
        println!("{sum} {what}: {}", parts.join(", "));
    }
}

/// Smallest and largest number of each kind that is not zero, and where they stand.
fn ranges(network: &Network) {
    println!("\nsmallest and largest numbers");
    let mut recipes: Vec<(f64, String)> = Vec::new();
    let mut capital: Vec<(f64, String)> = Vec::new();
    let mut prices: Vec<(f64, String)> = Vec::new();
    let mut capacities: Vec<(f64, String)> = Vec::new();
    for (index, process) in network.processes.iter().enumerate() {
        let title = network.process_title(index);
        let name = |line: &Line| format!("{title}: {}", network.market_title(line.market));
        for line in process.makes.iter().chain(&process.uses) {
            recipes.extend(numbers(network, &line.amount).map(|number| (number, name(line))));
        }
        for line in &process.capital {
            capital.extend(numbers(network, &line.amount).map(|number| (number, name(line))));
        }
        for series in [&process.price, &process.running_cost, &process.fixed_cost] {
            prices.extend(numbers(network, series).map(|number| (number, title.clone())));
        }
        let standing = std::iter::once(process.standing).chain(process.coming.iter().copied());
        capacities.extend(standing.filter(|amount| *amount > 0.0).map(|amount| (amount, title.clone())));
    }
    let demands: Vec<(f64, String)> = network
        .demands
        .iter()
        .flat_map(|demand| numbers(network, &demand.amount).map(|number| (number, demand.title.clone())))
        .collect();
    let kinds =
        [("recipes", recipes), ("capital", capital), ("prices", prices), ("capacity", capacities), ("demand", demands)];
    for (what, mut all) in kinds {
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let (Some(least), Some(most)) = (all.first(), all.last()) {
            println!("  {what:9} {:.1e} ({}) … {:.1e} ({})", least.0, least.1, most.0, most.1);
        }
    }
}

fn numbers<'a>(network: &'a Network, series: &'a Series) -> impl Iterator<Item = f64> + 'a {
    let periods = if matches!(series, Series::Constant(_)) { 1 } else { network.periods.len() };
    (0..periods).map(|period| series.at(period)).filter(|number| *number != 0.0)
}

fn processes(network: &Network) {
    println!("\nprocesses (capacity at the start; first year; growth)");
    for (index, process) in network.processes.iter().enumerate() {
        let title = network.process_title(index);
        let to = process.to.map_or(String::new(), |to| format!(" → {}", network.locations[to].title));
        if process.free {
            println!("  {title}{to} [{}]: free", process.unit);
            continue;
        }
        let first = match network.first_build(process) {
            Some(first) => network.periods[first].start.to_string(),
            None => "never".into(),
        };
        let growth = match process.seed {
            Some(seed) => format!("{} + {} %/year", show_number(seed), show_number(process.growth * 100.0)),
            None => "unlimited".into(),
        };
        let coming: f64 = process.coming.iter().sum();
        println!(
            "  {title}{to} [{}/year]: {} + {} coming; {first}; {growth}",
            process.unit,
            show_number(process.standing),
            show_number(coming)
        );
    }
}

/// What all capacity that stands at the start would make or use of a market in a year.
fn at_start(network: &Network, market: usize, recipe: impl Fn(&Process) -> &Vec<Line>) -> f64 {
    let of = |process: &Process| -> f64 {
        let lines = recipe(process).iter().filter(|line| line.market == market);
        let each: f64 = lines.map(|line| line.amount.at(0)).sum();
        each * process.standing * process.availability.at(0)
    };
    network.processes.iter().map(of).sum()
}

fn commodities(network: &Network) {
    println!("\ncommodities (what capacity at the start would make and use in a year)");
    let mut without_maker = Vec::new();
    let mut without_user = Vec::new();
    for (index, market) in network.markets.iter().enumerate() {
        let names = |recipe: &dyn Fn(&Process) -> &Vec<Line>| -> Vec<String> {
            let found =
                network.processes.iter().filter(|process| recipe(process).iter().any(|line| line.market == index));
            by_industry(network, found, matches!(market.place, Place::World(_)))
        };
        let commodity = &network.commodities[market.commodity];
        let (makers, users, builders) =
            (names(&|process| &process.makes), names(&|process| &process.uses), names(&|process| &process.capital));
        let demands: Vec<String> = network
            .demands
            .iter()
            .filter(|demand| demand.market == index)
            .map(|demand| {
                let last = network.periods.len() - 1;
                format!("{} {}…{}", demand.title, show_number(demand.amount.at(0)), show_number(demand.amount.at(last)))
            })
            .collect();
        let title = network.market_title(index);
        println!(
            "  {title} [{}]{}: makes {}, uses {}",
            commodity.unit,
            if commodity.decay.is_some() { ", kept" } else { "" },
            show_number(at_start(network, index, |process| &process.makes)),
            show_number(at_start(network, index, |process| &process.uses))
        );
        for (what, who) in
            [("made by", &makers), ("used by", &users), ("built into", &builders), ("asked by", &demands)]
        {
            if !who.is_empty() {
                println!("      {what}: {}", who.join("; "));
            }
        }
        if makers.is_empty() {
            without_maker.push(title.clone());
        }
        let target = network.target.as_ref().is_some_and(|target| target.commodity == market.commodity);
        if users.is_empty() && builders.is_empty() && demands.is_empty() && !target {
            without_user.push(title);
        }
    }
    println!("\nmade by nobody: {}", listed(&without_maker));
    println!("used by nobody: {}", listed(&without_user));
}

/// Industries with their location, or with how many locations they have.
fn by_industry<'a>(network: &Network, processes: impl Iterator<Item = &'a Process>, named: bool) -> Vec<String> {
    let mut industries: Vec<(&str, Vec<&str>)> = Vec::new();
    for process in processes {
        let place = network.locations[process.location].title.as_str();
        match industries.iter_mut().find(|industry| industry.0 == process.title) {
            Some(industry) => industry.1.push(place),
            None => industries.push((&process.title, vec![place])),
        }
    }
    let words = |(title, places): (&str, Vec<&str>)| match places[..] {
        _ if !named => title.to_string(),
        [place] => format!("{title} ({place})"),
        _ => format!("{title} ({} places)", places.len()),
    };
    industries.into_iter().map(words).collect()
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".into() } else { names.join("; ") }
}

fn limits(network: &Network) {
    println!("\nlimits (what capacity at the start would take)");
    let last = network.periods.len() - 1;
    for limit in &network.limits {
        let taken: f64 =
            limit.takes.iter().map(|(process, _, amount)| network.processes[*process].standing * amount.at(0)).sum();
        println!(
            "  {} [{}]: {} … {}, {} at the start, by {} processes",
            limit.title,
            limit.unit,
            show_number(limit.amount.at(0)),
            show_number(limit.amount.at(last)),
            show_number(taken),
            limit.takes.len()
        );
    }
}
