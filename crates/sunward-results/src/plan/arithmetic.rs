//! The plan's arithmetic: what it takes to add a terawatt a year, by this scenario's own recipes, against what stands today.
//!
//! For each world in which chips serve: so much capacity is commissioned and run for a year, and what serves it (halls,
//! power plants) is commissioned with it. The chain behind is made year after year with the makers of the plan; building the
//! makers themselves is left out.

use super::amounts::{amount, counted, large, per_year};
use super::build_out::servers;
use super::chain::{Takes, Wanted, takes};
use crate::report::words;
use sunward_network::{Counted, Network, Plan, Process, Span};
use sunward_quantity::elementary::log10;

/// What a row counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Made a year.
    Made,
    /// Standing at the makers.
    Standing,
    /// Mass carried by flights or to another world a year.
    Carried,
    /// Flights a year.
    Flights,
}

impl Counts {
    /// A word for documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Standing => "standing",
            Self::Carried => "carried",
            Self::Flights => "flights",
        }
    }
}

/// One line of the arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is counted.
    pub counts: Counts,
    /// Name of the commodity.
    pub name: String,
    /// Words for it.
    pub title: String,
    /// Unit of the amounts.
    pub unit: String,
    /// How much it takes.
    pub amount: f64,
    /// How much there is today, where the scenario says: what the makers that stand could make, or a limit.
    pub today: Option<f64>,
    /// What it means, in a sentence.
    pub means: String,
    /// The same in a few words, where the amounts do not say it.
    pub brief: String,
}

impl Row {
    /// How many times what there is today.
    pub fn times(&self) -> Option<f64> {
        self.today.filter(|today| *today > 0.0).map(|today| self.amount / today)
    }
}

/// What it takes in one world.
#[derive(Debug, Clone, PartialEq)]
pub struct Arithmetic {
    /// The world: `Low orbit`.
    pub world: String,
    /// The process that is commissioned, in words.
    pub process: String,
    /// How much of it, a year.
    pub added: f64,
    /// Unit of that.
    pub unit: String,
    /// How much of it the plan commissions over the whole horizon.
    pub built: f64,
    /// The year whose recipes and makers it takes.
    pub year: i32,
    /// What it takes; mass and flights first, then from many to few times what there is today.
    pub rows: Vec<Row>,
}

/// How much is added: the target where it is measured alike, else a thousand of units that are power, else one.
fn added(network: &Network, unit: &str) -> f64 {
    let target = network.target.as_ref();
    let alike = |commodity: usize| {
        let of = &network.commodities[commodity].unit;
        of == unit || per_year(of) == unit
    };
    match target {
        Some(target) if alike(target.commodity) => target.amount,
        _ if unit == "GW" => 1000.0,
        _ => 1.0,
    }
}

/// Of each world the process of which the plan commissions most, and what adding to it takes; worlds in the order of the
/// network.
pub fn arithmetic(network: &Network, plan: &Plan) -> Vec<Arithmetic> {
    let servers = servers(network);
    let mut all = Vec::new();
    for (world, name) in network.worlds.iter().enumerate() {
        let built = |process: usize| plan.builds[process].iter().sum::<f64>();
        let here = servers.iter().copied().filter(|process| {
            network.locations[network.processes[*process].location].world == world && built(*process) > 0.0
        });
        let Some(process) = here.max_by(|a, b| built(*a).total_cmp(&built(*b))) else { continue };
        // The last year in which as much is built as ever.
        let most = plan.builds[process].iter().copied().fold(0.0, f64::max);
        let Some(period) = plan.builds[process].iter().rposition(|built| *built >= 0.5 * most) else { continue };
        let unit = per_year(&network.processes[process].unit);
        let added = added(network, &unit);
        let Some(takes) = adding(network, plan, period, process, added) else { continue };
        all.push(Arithmetic {
            world: name.clone(),
            process: network.process_title(process),
            added,
            unit,
            built: built(process),
            year: network.periods[period].year,
            rows: rows(network, period, &takes),
        });
    }
    all
}

/// What it takes to commission so much of a process, with what serves it, and to run it.
fn adding(network: &Network, plan: &Plan, period: usize, process: usize, added: f64) -> Option<Takes> {
    let run = Wanted::Activity(process, added * network.processes[process].availability.at(period));
    let serving = takes(network, plan, period, &[run])?;
    let mut wanted = vec![run];
    for (index, standing) in serving.standing.iter().enumerate() {
        if *standing > 0.0 && serves(&network.processes[index]) {
            wanted.push(Wanted::Capacity(index, *standing));
        }
    }
    takes(network, plan, period, &wanted)
}

/// Whether capacity is what a process gives, a year of it at a time: halls, power plants, chips in service.
fn serves(process: &Process) -> bool {
    process.unit.ends_with(" year") && !counted(process.unit.trim_end_matches(" year")).0.starts_with("person")
}

fn rows(network: &Network, period: usize, takes: &Takes) -> Vec<Row> {
    let mut first = Vec::new();
    let mut mass = 0.0;
    let carried = carried(network);
    for (commodity, about) in network.commodities.iter().enumerate().filter(|row| carried[row.0]) {
        let tonnes = tonnes(&about.unit).unwrap_or(1.0) * total(network, &takes.made, |index| index == commodity);
        if tonnes > 1e-9 {
            mass += tonnes;
            first.push(Row {
                counts: Counts::Carried,
                name: about.name.clone(),
                title: about.title.clone(),
                unit: "t/year".into(),
                amount: tonnes,
                today: None,
                means: String::new(),
                brief: String::new(),
            });
        }
    }
    let flights = total(network, &takes.made, |commodity| counted(&network.commodities[commodity].unit).0 == "flight");
    let flights = if flights > 0.0 {
        flights
    } else {
        let flown =
            network.processes.iter().zip(&takes.runs).filter(|(process, _)| counted(&process.unit).0 == "flight");
        flown.map(|(process, run)| run * counted(&process.unit).1).sum()
    };
    if flights > 0.0 {
        first.push(Row {
            counts: Counts::Flights,
            name: "flights".into(),
            title: "Flights".into(),
            unit: "flight/year".into(),
            amount: flights,
            today: None,
            means: flights_mean(flights, mass),
            brief: flights_brief(flights, mass),
        });
    }
    let mut rest = Vec::new();
    for (commodity, about) in network.commodities.iter().enumerate() {
        let made = total(network, &takes.made, |index| index == commodity);
        if made > 1e-12 && !carried[commodity] && counted(&about.unit).0 != "flight" {
            let today = made_today(network, commodity);
            rest.push(row(Counts::Made, about, per_year(&about.unit), made, today));
        }
        let held = |capacity: &dyn Fn(usize) -> f64| -> f64 {
            let lines = |process: usize| network.processes[process].capital.iter();
            let of = |process: usize| {
                let lines = lines(process).filter(|line| network.markets[line.market].commodity == commodity);
                lines.map(|line| line.amount.at(period)).sum::<f64>()
            };
            (0..network.processes.len()).map(|process| capacity(process) * of(process)).sum()
        };
        // What is held by those who serve is already counted as made.
        let maker = |process: usize| !serves(&network.processes[process]);
        let standing = held(&|process| if maker(process) { takes.standing[process] } else { 0.0 });
        if standing > 1e-12 {
            let today = held(&|process| if maker(process) { network.processes[process].standing } else { 0.0 });
            rest.push(row(Counts::Standing, about, about.unit.clone(), standing, (today > 0.0).then_some(today)));
        }
    }
    let key = |row: &Row| row.times().unwrap_or(-1.0);
    rest.sort_by(|a, b| key(b).total_cmp(&key(a)));
    first.extend(rest);
    for row in &mut first {
        if row.counts == Counts::Carried {
            row.means = mass_means(network, period, takes, row.amount);
            row.brief = words::lower(row.means.trim_end_matches('.'));
        }
    }
    first
}

fn row(counts: Counts, commodity: &sunward_network::Commodity, unit: String, amount: f64, today: Option<f64>) -> Row {
    let standing = counts == Counts::Standing;
    let title = if standing { format!("{} at work", commodity.title) } else { commodity.title.clone() };
    let means = means(amount, today, &unit, standing);
    Row { counts, name: commodity.name.clone(), title, unit, amount, today, means, brief: String::new() }
}

/// Sum over the markets of the commodities that count.
fn total(network: &Network, made: &[f64], counts: impl Fn(usize) -> bool) -> f64 {
    let of = network.markets.iter().zip(made).filter(|(market, _)| counts(market.commodity));
    of.map(|(market, made)| {
        let unit = &network.commodities[market.commodity].unit;
        if counted(unit).0 == "flight" { made * counted(unit).1 } else { *made }
    })
    .sum()
}

/// Which commodities are mass carried by flights or to another world, `[commodity]`.
fn carried(network: &Network) -> Vec<bool> {
    let unit = |line: &sunward_network::Line| &network.commodities[network.markets[line.market].commodity].unit;
    let mut carried = vec![false; network.commodities.len()];
    for process in &network.processes {
        let flies =
            counted(&process.unit).0 == "flight" || process.uses.iter().any(|line| counted(unit(line)).0 == "flight");
        let leaves =
            process.to.is_some_and(|to| network.locations[to].world != network.locations[process.location].world);
        for line in process.makes.iter().filter(|line| (flies || leaves) && tonnes(unit(line)).is_some()) {
            carried[network.markets[line.market].commodity] = true;
        }
    }
    carried
}

/// Tonnes in a unit, if it is one of mass.
fn tonnes(unit: &str) -> Option<f64> {
    [("kg", 1e-3), ("t", 1.0), ("kt", 1e3), ("Mt", 1e6), ("Gt", 1e9)].iter().find(|row| row.0 == unit).map(|row| row.1)
}

/// How much of a commodity can be made a year by what stands at the start; of what needs no capacity, how much a limit of
/// the first year lets be made. `None` where nothing says.
fn made_today(network: &Network, commodity: usize) -> Option<f64> {
    let mut sum = 0.0;
    for (index, process) in network.processes.iter().enumerate() {
        let lines = process.makes.iter().filter(|line| network.markets[line.market].commodity == commodity);
        let made: f64 = lines.map(|line| line.amount.at(0)).sum();
        if made == 0.0 {
            continue;
        }
        if process.free || (process.standing == 0.0 && process.most.is_none()) {
            let limits = network.limits.iter().filter(|limit| limit.span == Span::Year);
            let most = limits.flat_map(|limit| {
                let takes = limit.takes.iter().filter(|row| row.0 == index && row.1 == Counted::Activity);
                takes.map(|row| limit.amount.at(0) / row.2.at(0)).filter(|most| most.is_finite())
            });
            match most.min_by(f64::total_cmp) {
                Some(most) => sum += most * made,
                None if process.free => return None,
                None => {}
            }
        } else {
            sum += process.standing * process.availability.at(0) * made;
        }
    }
    (sum > 0.0).then_some(sum)
}

/// `35 times what can be made a year today (20 kt).`
fn means(needed: f64, today: Option<f64>, unit: &str, standing: bool) -> String {
    let Some(today) = today.filter(|today| *today > 0.0) else {
        return "Nothing in this scenario says how much there is today.".into();
    };
    let what = match (standing, unit.ends_with("/year")) {
        (true, _) => "what stands today",
        (false, true) => "what can be made a year today",
        (false, false) => "what there is today",
    };
    format!("{} {what}, {}.", times(needed / today), amount(today, unit))
}

/// `35 times`, `12 % of`.
pub fn times(ratio: f64) -> String {
    if ratio >= 1.05 {
        format!("{} times", words::digits(ratio, if ratio < 10.0 { 2 } else { 3 }))
    } else if ratio >= 1e-3 {
        format!("{} % of", words::digits(100.0 * ratio, 2))
    } else {
        "less than 0.1 % of".into()
    }
}

/// How many flights a day, and how many at other payloads.
fn flights_mean(flights: f64, mass: f64) -> String {
    let days = 365.25;
    let minutes = days * 24.0 * 60.0 / flights;
    let every = if minutes >= 120.0 {
        format!("{} hours", words::digits(minutes / 60.0, 2))
    } else {
        format!("{} minutes", words::digits(minutes, 2))
    };
    let mut out = format!("{} a day, one every {every}", words::brief(flights / days));
    if mass > 0.0 {
        let at = |payload: f64| format!("{} a day", words::brief(mass / payload / days));
        out.push_str(&format!(
            ", with {} t each; {} at 100 t, {} at 200 t",
            words::brief(mass / flights),
            at(100.0),
            at(200.0)
        ));
    }
    out.push('.');
    out
}

/// The same on one line.
fn flights_brief(flights: f64, mass: f64) -> String {
    let days = 365.25;
    let mut out = format!("{} a day", words::brief(flights / days));
    if mass > 0.0 {
        let at = |payload: f64| words::digits(mass / payload / days, 3);
        out.push_str(&format!(
            " at {} t; {} at 100 t, {} at 200 t",
            words::brief(mass / flights),
            at(100.0),
            at(200.0)
        ));
    }
    out
}

/// How much power a tonne carries.
fn mass_means(network: &Network, period: usize, takes: &Takes, mass: f64) -> String {
    let servers = servers(network);
    let power: f64 = servers
        .iter()
        .filter(|process| per_year(&network.processes[**process].unit) == "GW")
        .map(|process| takes.runs[*process] / network.processes[*process].availability.at(period).max(1e-9))
        .sum();
    if power > 0.0 && log10(power).is_finite() {
        format!("{} kW of chips a tonne.", large(power * 1e6 / mass))
    } else {
        String::new()
    }
}

/// The rows that a planner looks for first, at most so many: mass, flights, wafers, scanners, people, methane, silver; then
/// those of which there is least today.
pub fn foremost(arithmetic: &Arithmetic, most: usize) -> Vec<&Row> {
    const FIRST: &[&str] = &["scanner", "wafer", "methane", "gas", "silver", "engineer", "technician", "turbine"];
    let rows = &arithmetic.rows;
    let mut chosen: Vec<usize> =
        (0..rows.len()).filter(|index| matches!(rows[*index].counts, Counts::Carried | Counts::Flights)).collect();
    let mut add = |index: usize| {
        if chosen.len() < most && !chosen.contains(&index) {
            chosen.push(index);
        }
    };
    for wanted in FIRST {
        let is = |row: &Row| {
            let by_unit = counted(row.unit.split([' ', '/']).next().unwrap_or("")).0 == *wanted;
            by_unit || row.name.contains(wanted)
        };
        // Of scanners those at work, of all else what is made.
        let kind = if *wanted == "scanner" { Counts::Standing } else { Counts::Made };
        if let Some(index) = rows.iter().position(|row| row.counts == kind && is(row)) {
            add(index);
        }
    }
    for (index, row) in rows.iter().enumerate() {
        if row.times().is_some() {
            add(index);
        }
    }
    chosen.into_iter().map(|index| &rows[index]).collect()
}
