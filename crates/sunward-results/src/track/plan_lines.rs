//! What a plan says about each thing that is tracked, year by year.

use crate::plan::amounts::{counted, per_year};
use crate::plan::build_out::build_out;
use sunward_economics::Costs;
use sunward_network::{Line, Network, Plan, Process};
use sunward_quantity::{Dimension, TemplateUnit};
use sunward_tracking::checkpoints::{CHECKPOINTS, InPlan, Measure, PlanLine};
use sunward_tracking::observed::Observed;

/// The world that data centres are watched in.
const HOME: &str = "Earth";

/// What the name of an industry holds that flies Starship.
const STARSHIP: &str = "starship";

/// Lines of every measure that the plan says something about. Without a plan, what the costs say: the price of a kilogram.
pub fn plan_lines(costs: &Costs, plan: Option<(&Network, &Plan)>, observed: &Observed) -> Vec<PlanLine> {
    let measures = CHECKPOINTS.iter().flat_map(|checkpoint| checkpoint.measures);
    let lines = measures.filter_map(|measure| {
        let points = match measure.plan? {
            InPlan::PricePerKilogram => price(costs),
            link => of_plan(plan?, link, measure, observed)?,
        };
        let some = points.iter().any(|point| point.1 > 0.0);
        some.then_some(PlanLine { measure: measure.name, points })
    });
    lines.collect()
}

/// The least price of a flight over what it carries, of all vehicles on sale, at the middle of each year.
fn price(costs: &Costs) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for (at, year) in costs.years.iter().enumerate() {
        let rides = costs.rides.iter().filter_map(|row| row.years.get(at).copied().flatten());
        let priced = rides.filter(|ride| ride.payload.in_kilograms() > 0.0);
        let each = priced.map(|ride| ride.flight_price.in_dollars() / ride.payload.in_kilograms());
        if let Some(least) = each.filter(|price| price.is_finite()).min_by(f64::total_cmp) {
            points.push((f64::from(*year) + 0.5, least));
        }
    }
    points
}

fn of_plan(
    (network, plan): (&Network, &Plan),
    link: InPlan,
    measure: &Measure,
    observed: &Observed,
) -> Option<Vec<(f64, f64)>> {
    let (unit, values) = match link {
        InPlan::Made(commodity) => made(network, plan, commodity)?,
        InPlan::InServiceOnEarth => on_earth(network, plan, false)?,
        InPlan::AddedOnEarth => on_earth(network, plan, true)?,
        InPlan::Flights => ("flight/year".into(), flights(network, plan).into_iter().map(|row| row.0).collect()),
        InPlan::MassToOrbit => ("t/year".into(), flights(network, plan).into_iter().map(|row| row.1).collect()),
        InPlan::StarshipPayload => ("t".into(), flights(network, plan).into_iter().map(|row| row.2).collect()),
        InPlan::PricePerKilogram => return None,
    };
    let unit = TemplateUnit::of(&unit).ok()?;
    // A scenario may call something else by that name.
    let series = observed.find(measure.series)?;
    let time = Dimension { time: -1, ..Dimension::NONE };
    let wanted = if measure.name == measure.series { series.unit.dimension } else { series.unit.dimension * time };
    if unit.dimension != wanted {
        return None;
    }
    let middle = |period: &sunward_network::Period| period.start + 0.5 * period.years;
    Some(network.periods.iter().zip(values).map(|(period, value)| (middle(period), value * unit.scale)).collect())
}

/// How much of a commodity is made a year, by period, and its unit.
fn made(network: &Network, plan: &Plan, name: &str) -> Option<(String, Vec<f64>)> {
    let commodity = network.commodities.iter().position(|commodity| commodity.name == name)?;
    let of = |process: &Process, period: usize| -> f64 {
        let lines = process.makes.iter().filter(|line| network.markets[line.market].commodity == commodity);
        lines.map(|line| line.amount.at(period)).sum()
    };
    let values = (0..network.periods.len())
        .map(|period| {
            network.processes.iter().zip(&plan.runs).map(|(process, runs)| runs[period] * of(process, period)).sum()
        })
        .collect();
    Some((per_year(&network.commodities[commodity].unit), values))
}

/// Chips in service on Earth, or those that begin to serve in a year, by period.
fn on_earth(network: &Network, plan: &Plan, added: bool) -> Option<(String, Vec<f64>)> {
    let home = network.worlds.iter().position(|world| world == HOME)?;
    let out = build_out(network, plan);
    let here = |name: &str| network.locations.iter().any(|place| place.name == name && place.world == home);
    let mut values = vec![0.0; network.periods.len()];
    for place in out.places.iter().filter(|place| here(&place.name)) {
        let own = if added { &place.built } else { &place.standing };
        values.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
    }
    let unit = if added { format!("{}/year", out.capacity_unit) } else { out.capacity_unit };
    Some((unit, values))
}

/// Flights to orbit a year, tonnes that they can carry a year, and the largest payload of Starship in tonnes, by period.
///
/// Where flights are a commodity, what uses them carries; else what is counted in flights does. Crews and ranges are counted in flights
/// too, and carry nothing.
fn flights(network: &Network, plan: &Plan) -> Vec<(f64, f64, f64)> {
    let own = |process: &Process| (counted(&process.unit).0 == "flight").then(|| counted(&process.unit).1);
    let by_runs = carrying(network, plan, own, |_, size| size);
    if by_runs.iter().any(|sums| sums.0 > 0.0) {
        return by_runs;
    }
    let used = |process: &Process, period: usize| -> f64 {
        let lines = process.uses.iter().filter(|line| counted(unit_of(network, line)).0 == "flight");
        lines.map(|line| line.amount.at(period) * counted(unit_of(network, line)).1).sum()
    };
    let uses = |process: &Process| (used(process, 0) > 0.0).then_some(1.0);
    carrying(network, plan, uses, |(process, period), _| used(process, period))
}

fn unit_of<'a>(network: &'a Network, line: &Line) -> &'a str {
    &network.commodities[network.markets[line.market].commodity].unit
}

/// Sums over the processes that fly and carry; `flights` is how many one unit of activity takes.
fn carrying<'a>(
    network: &'a Network,
    plan: &Plan,
    flies: impl Fn(&'a Process) -> Option<f64>,
    flights: impl Fn((&'a Process, usize), f64) -> f64,
) -> Vec<(f64, f64, f64)> {
    let mass = Dimension { mass: 1, ..Dimension::NONE };
    let mut all = vec![(0.0, 0.0, 0.0); network.periods.len()];
    for (process, runs) in network.processes.iter().zip(&plan.runs) {
        let Some(size) = flies(process) else { continue };
        for (period, sums) in all.iter_mut().enumerate() {
            let tonnes = |line: &Line| {
                let unit = TemplateUnit::of(unit_of(network, line)).ok().filter(|unit| unit.dimension == mass)?;
                Some(line.amount.at(period) * unit.scale / 1000.0)
            };
            let carried: f64 = process.makes.iter().filter_map(tonnes).sum();
            let taken = flights((process, period), size);
            if carried > 0.0 && taken > 0.0 && runs[period] > 1e-9 {
                sums.0 += runs[period] * taken;
                sums.1 += runs[period] * carried;
                if process.industry.contains(STARSHIP) {
                    sums.2 = f64::max(sums.2, carried / taken);
                }
            }
        }
    }
    all
}
