//! Where the compute of a plan stands and is made, year by year.
//!
//! Compute is what belongs to the stage `compute`. In a network without such a stage it is what the target counts, or what
//! is asked for first.

use super::amounts::per_year;
use sunward_network::{Network, Plan, Process};

/// The stage of the chain in which chips serve.
pub const STAGE: &str = "compute";

/// Compute by place and period.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildOut {
    /// Unit of what is delivered in a year.
    pub unit: String,
    /// Unit of the capacity that stands.
    pub capacity_unit: String,
    /// Years in which periods begin.
    pub years: Vec<i32>,
    /// Places, the largest first.
    pub places: Vec<PlaceOutput>,
    /// What counts towards the target, if there is one.
    pub target: Option<TargetOutput>,
}

/// What one place has.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceOutput {
    /// Words for the place.
    pub title: String,
    /// Name in the scenario.
    pub name: String,
    /// Delivered a year, by period.
    pub delivered: Vec<f64>,
    /// Capacity that stands, by period.
    pub standing: Vec<f64>,
    /// Capacity commissioned a year, by period.
    pub built: Vec<f64>,
}

/// What counts towards the target.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetOutput {
    /// Words for it.
    pub title: String,
    /// Unit of what is made in a year.
    pub unit: String,
    /// Made a year, by period.
    pub made: Vec<f64>,
    /// What is to be reached.
    pub wanted: f64,
}

/// Which commodities count as compute.
fn compute(network: &Network) -> Vec<bool> {
    let staged: Vec<bool> = network.commodities.iter().map(|commodity| commodity.stage == STAGE).collect();
    if staged.contains(&true) {
        return staged;
    }
    let target = network.target.as_ref().map(|target| target.commodity);
    let one = target.or_else(|| network.demands.first().map(|demand| network.markets[demand.market].commodity));
    (0..network.commodities.len()).map(|commodity| one == Some(commodity)).collect()
}

/// How much one unit of activity adds to the commodities that count: what it makes less what it uses of the same.
fn adds(network: &Network, process: &Process, counts: &[bool], period: usize) -> f64 {
    let mut sum = 0.0;
    for (commodity, _) in counts.iter().enumerate().filter(|row| *row.1) {
        let of = |lines: &[sunward_network::Line]| -> f64 {
            let of = lines.iter().filter(|line| network.markets[line.market].commodity == commodity);
            of.map(|line| line.amount.at(period)).sum()
        };
        sum += (of(&process.makes) - of(&process.uses)).max(0.0);
    }
    sum
}

/// Processes with capacity that belong to that stage or make what counts as compute: chips in service, by where they stand.
pub fn servers(network: &Network) -> Vec<usize> {
    let counts = compute(network);
    let serves = |process: &Process| {
        let makes = process.makes.iter().any(|line| counts[network.markets[line.market].commodity]);
        !process.free && (makes || process.stage == STAGE)
    };
    (0..network.processes.len()).filter(|index| serves(&network.processes[*index])).collect()
}

/// Made a year of what the target counts, by period.
pub fn towards_target(network: &Network, plan: &Plan) -> Option<TargetOutput> {
    let target = network.target.as_ref()?;
    let commodity = &network.commodities[target.commodity];
    let counts: Vec<bool> = (0..network.commodities.len()).map(|index| index == target.commodity).collect();
    let made = (0..network.periods.len())
        .map(|period| {
            let of = |(process, runs): (&Process, &Vec<f64>)| runs[period] * adds(network, process, &counts, period);
            network.processes.iter().zip(&plan.runs).map(of).sum()
        })
        .collect();
    Some(TargetOutput { title: commodity.title.clone(), unit: per_year(&commodity.unit), made, wanted: target.amount })
}

/// Compute by place.
pub fn build_out(network: &Network, plan: &Plan) -> BuildOut {
    let counts = compute(network);
    // What is delivered is what is asked for; where that is not among what counts, everything that counts.
    let mut asked = vec![false; counts.len()];
    for demand in &network.demands {
        let commodity = network.markets[demand.market].commodity;
        asked[commodity] = counts[commodity];
    }
    let delivers = if asked.contains(&true) { &asked } else { &counts };
    let servers = servers(network);
    let periods = 0..network.periods.len();
    let mut places: Vec<PlaceOutput> = Vec::new();
    for (index, location) in network.locations.iter().enumerate() {
        let here = |process: &usize| network.processes[*process].location == index;
        let all: Vec<usize> = (0..network.processes.len()).filter(here).collect();
        let serving: Vec<usize> = servers.iter().copied().filter(here).collect();
        let sum = |among: &[usize], take: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
            periods.clone().map(|period| among.iter().map(|process| take(*process, period)).sum()).collect()
        };
        places.push(PlaceOutput {
            title: location.title.clone(),
            name: location.name.clone(),
            delivered: sum(&all, &|process, period| {
                plan.runs[process][period] * adds(network, &network.processes[process], delivers, period)
            }),
            standing: sum(&serving, &|process, period| plan.capacities[process][period]),
            built: sum(&serving, &|process, period| plan.builds[process][period] / network.periods[period].years),
        });
    }
    places.retain(|place| place.delivered.iter().chain(&place.standing).any(|amount| *amount > 1e-9));
    let weight = |place: &PlaceOutput| place.standing.iter().chain(&place.delivered).sum::<f64>();
    places.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let first = delivers.iter().position(|counts| *counts).map(|index| network.commodities[index].unit.as_str());
    let unit = per_year(first.unwrap_or("1"));
    BuildOut {
        capacity_unit: servers.first().map_or_else(|| unit.clone(), |i| per_year(&network.processes[*i].unit)),
        unit,
        years: network.periods.iter().map(|period| period.year).collect(),
        places,
        target: towards_target(network, plan),
    }
}

impl BuildOut {
    /// Delivered a year at all places together.
    pub fn delivered(&self) -> Vec<f64> {
        self.sum(&|place| &place.delivered)
    }

    /// Capacity that stands at all places together.
    pub fn standing(&self) -> Vec<f64> {
        self.sum(&|place| &place.standing)
    }

    fn sum(&self, of: &dyn Fn(&PlaceOutput) -> &Vec<f64>) -> Vec<f64> {
        (0..self.years.len()).map(|period| self.places.iter().map(|place| of(place)[period]).sum()).collect()
    }
}
