//! Tables of a plan in long form.

use super::PlanResults;
use super::amounts::per_year;
use super::titles::{amount_unit, component, component_family, per, row_unit, worth_unit};
use crate::table::{Rows, Table};
use sunward_network::{Constraint, Network, Place};
use sunward_quantity::money::BASE_YEAR;

/// Every table of a plan.
pub fn tables(results: &PlanResults) -> Vec<Table> {
    vec![
        builds(results),
        capacities(results),
        runs(results),
        flows(results),
        stocks(results),
        unmet(results),
        spending(results),
        prices(results),
        bottlenecks(results),
        rents(results),
        price_parts(results),
        arithmetic(results),
    ]
}

/// Name of a place in the scenario.
pub fn place_name(network: &Network, place: Place) -> &str {
    match place {
        Place::Location(index) => &network.locations[index].name,
        Place::World(index) => &network.worlds[index],
    }
}

/// Process, site, year, value and unit of everything that is not zero.
fn by_process(
    results: &PlanResults,
    name: &'static str,
    values: &[Vec<f64>],
    unit: impl Fn(usize) -> String,
    counts: impl Fn(usize) -> bool,
) -> Table {
    let network = &results.network;
    let mut rows = Rows::<2>::new();
    for (index, process) in network.processes.iter().enumerate().filter(|row| counts(row.0)) {
        let unit = unit(index);
        for (period, value) in values[index].iter().enumerate().filter(|row| row.1.abs() > 1e-12) {
            let site = &network.locations[process.location].name;
            rows.push([&process.industry, site], network.periods[period].year, Some(*value), &unit);
        }
    }
    rows.table(name, ["process", "site"])
}

/// Capacity commissioned in each period, in all.
pub fn builds(results: &PlanResults) -> Table {
    let unit = |index: usize| per_year(&results.network.processes[index].unit);
    by_process(results, "plan_builds", &results.plan.builds, unit, |_| true)
}

/// Capacity that stands, on average over each period.
pub fn capacities(results: &PlanResults) -> Table {
    let network = &results.network;
    let unit = |index: usize| per_year(&network.processes[index].unit);
    by_process(results, "plan_capacities", &results.plan.capacities, unit, |index| !network.processes[index].free)
}

/// Activity a year.
pub fn runs(results: &PlanResults) -> Table {
    let unit = |index: usize| per_year(&results.network.processes[index].unit);
    by_process(results, "plan_runs", &results.plan.runs, unit, |_| true)
}

/// Spending a year.
pub fn spending(results: &PlanResults) -> Table {
    let unit = format!("USD_{BASE_YEAR}/year");
    by_process(results, "plan_spending", &results.plan.spending, |_| unit.clone(), |_| true)
}

/// What each process makes (above zero) and uses (below zero) of each commodity a year, running alone.
pub fn flows(results: &PlanResults) -> Table {
    let (network, plan) = (&results.network, &results.plan);
    let mut rows = Rows::<3>::new();
    for (index, process) in network.processes.iter().enumerate() {
        let site = &network.locations[process.location].name;
        let makes = process.makes.iter().map(|line| (line, 1.0));
        let uses = process.uses.iter().map(|line| (line, -1.0));
        for (line, sign) in makes.chain(uses) {
            let commodity = &network.commodities[network.markets[line.market].commodity];
            let unit = per_year(&commodity.unit);
            for (period, run) in plan.runs[index].iter().enumerate() {
                let value = sign * run * line.amount.at(period);
                if value.abs() > 1e-12 {
                    let year = network.periods[period].year;
                    rows.push([&process.industry, &commodity.name, site], year, Some(value), &unit);
                }
            }
        }
    }
    rows.table("plan_flows", ["process", "commodity", "site"])
}

/// Stock at the end of each period.
pub fn stocks(results: &PlanResults) -> Table {
    let network = &results.network;
    let mut rows = Rows::<2>::new();
    for (index, market) in network.markets.iter().enumerate() {
        let commodity = &network.commodities[market.commodity];
        for (period, value) in results.plan.stocks[index].iter().enumerate().filter(|row| row.1.abs() > 1e-12) {
            let site = place_name(network, market.place);
            rows.push([&commodity.name, site], network.periods[period].year, Some(*value), &commodity.unit);
        }
    }
    rows.table("plan_stocks", ["commodity", "site"])
}

/// Demand that goes short, a year.
pub fn unmet(results: &PlanResults) -> Table {
    let network = &results.network;
    let mut rows = Rows::<3>::new();
    for unmet in super::unmet::unmet(network, &results.plan) {
        let demand = &network.demands[unmet.demand];
        let market = &network.markets[demand.market];
        let commodity = &network.commodities[market.commodity];
        let words = [demand.name.as_str(), commodity.name.as_str(), place_name(network, market.place)];
        let (year, unit) = (network.periods[unmet.period].year, per_year(&commodity.unit));
        rows.push(words, year, Some(unmet.short), &unit);
    }
    rows.table("plan_unmet", ["demand", "commodity", "site"])
}

/// Price of everything traded, in the money of that year.
pub fn prices(results: &PlanResults) -> Table {
    let network = &results.network;
    let worth = worth_unit(network, results.plan.objective);
    let mut rows = Rows::<2>::new();
    for (index, market) in network.markets.iter().enumerate() {
        let commodity = &network.commodities[market.commodity];
        let unit = format!("{worth}/{}", per(&commodity.unit));
        for (period, value) in results.plan.prices[index].iter().enumerate() {
            let site = place_name(network, market.place);
            rows.push([&commodity.name, site], network.periods[period].year, Some(*value), &unit);
        }
    }
    rows.table("plan_prices", ["commodity", "site"])
}

/// What a row is about: process or limit or commodity, and site.
pub fn subject_of(network: &Network, constraint: Constraint) -> (String, String) {
    let of_process = |process: usize| {
        let about = &network.processes[process];
        (about.industry.clone(), network.locations[about.location].name.clone())
    };
    let of_market = |market: usize| {
        let about = &network.markets[market];
        (network.commodities[about.commodity].name.clone(), place_name(network, about.place).to_string())
    };
    match constraint {
        Constraint::Balance { market, .. } => of_market(market),
        Constraint::Capacity { process, .. }
        | Constraint::Growth { process, .. }
        | Constraint::Most { process, .. } => of_process(process),
        Constraint::Limit { limit, .. } => {
            let about = &network.limits[limit];
            let site = about.location.map_or(String::new(), |index| network.locations[index].name.clone());
            (about.name.clone(), site)
        }
        Constraint::Budget { .. } => ("budget".into(), String::new()),
        Constraint::Target { .. } => {
            let target = network.target.as_ref().map(|target| network.commodities[target.commodity].name.clone());
            (target.unwrap_or_default(), String::new())
        }
        Constraint::Demand { demand, .. } => of_market(network.demands[demand].market),
    }
}

/// Every row that binds: five measures of it.
pub fn bottlenecks(results: &PlanResults) -> Table {
    let network = &results.network;
    let worth = worth_unit(network, results.plan.objective);
    let mut rows = Rows::<4>::new();
    for found in &results.analysis.bottlenecks {
        let constraint = found.constraint;
        let (name, site) = subject_of(network, constraint);
        let unit = row_unit(network, constraint);
        let year = network.periods[found.period].year;
        let measures: [(&str, Option<f64>, String); 5] = [
            ("shadow price", Some(found.shadow_price), format!("{worth}/{}", per(&unit))),
            ("amount", Some(found.amount), amount_unit(network, constraint)),
            ("scarcity", Some(found.scarcity), format!("{worth}/year")),
            ("share", Some(found.share), "1".into()),
            ("allows", found.allows, results.analysis.yardstick.unit.clone()),
        ];
        for (measure, value, unit) in measures {
            rows.push([constraint.family(), &name, &site, measure], year, value, &unit);
        }
    }
    rows.table("plan_bottlenecks", ["constraint", "name", "site", "measure"])
}

/// What is earned by being scarce, by stage.
pub fn rents(results: &PlanResults) -> Table {
    let network = &results.network;
    let unit = format!("{}/year", worth_unit(network, results.plan.objective));
    let mut rows = Rows::<1>::new();
    for (stage, values) in &results.analysis.rents.stages {
        for (period, value) in values.iter().enumerate() {
            rows.push([stage], network.periods[period].year, Some(*value), &unit);
        }
    }
    rows.table("plan_rents", ["stage"])
}

/// The price of compute taken apart: shares.
pub fn price_parts(results: &PlanResults) -> Table {
    let network = &results.network;
    let mut rows = Rows::<2>::new();
    for parts in &results.analysis.prices {
        for (part, share) in &parts.parts {
            let title = component(network, *part);
            rows.push([component_family(*part), &title], network.periods[parts.period].year, Some(*share), "1");
        }
    }
    rows.table("plan_price_parts", ["kind", "part"])
}

/// What adding to the compute of each world takes, and what there is today.
pub fn arithmetic(results: &PlanResults) -> Table {
    let mut rows = Rows::<4>::new();
    for of_world in super::arithmetic::arithmetic(&results.network, &results.plan) {
        for row in &of_world.rows {
            for (what, value) in [("takes", Some(row.amount)), ("today", row.today)] {
                rows.push([&of_world.world, row.counts.name(), &row.name, what], of_world.year, value, &row.unit);
            }
        }
    }
    rows.table("plan_arithmetic", ["world", "counts", "name", "what"])
}
