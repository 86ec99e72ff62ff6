//! What passes from stage to stage in a year, by its value: amount times price.

use sunward_network::{Network, Plan};

/// What passes from one stage to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// The stage that makes it, by its place in [`Flows::stages`].
    pub from: usize,
    /// The stage that uses it; one past the last stage is who asks for compute.
    pub to: usize,
    /// Dollars a year.
    pub value: f64,
    /// What passes, the most valuable first: name of the commodity in words, dollars a year, and amount with its unit.
    pub goods: Vec<(String, f64, String)>,
}

/// All flows of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Flows {
    /// Stages, in the order in which they first stand in the network.
    pub stages: Vec<String>,
    /// Flows between different stages, the most valuable first.
    pub flows: Vec<Flow>,
    /// What stays within stages, dollars a year.
    pub within: f64,
}

/// The stages of a network, in the order of its commodities and then of its processes.
pub fn stages(network: &Network) -> Vec<String> {
    let mut stages: Vec<String> = Vec::new();
    let all = network.commodities.iter().map(|c| &c.stage).chain(network.processes.iter().map(|p| &p.stage));
    for stage in all {
        if !stages.contains(stage) {
            stages.push(stage.clone());
        }
    }
    stages
}

/// Who uses how much of each market in a period: by stage, dollars of demand last.
fn uses(network: &Network, plan: &Plan, period: usize, stages: &[String]) -> Vec<Vec<f64>> {
    let years = network.periods[period].years;
    let mut used = vec![vec![0.0; stages.len() + 1]; network.markets.len()];
    let stage = |name: &str| stages.iter().position(|stage| stage == name).unwrap_or(stages.len());
    for (index, process) in network.processes.iter().enumerate() {
        let place = stage(&process.stage);
        for line in &process.uses {
            used[line.market][place] += plan.runs[index][period] * line.amount.at(period);
        }
        for built in (0..network.periods.len()).filter(|built| plan.builds[index][*built] > 0.0) {
            let spread = network.spread(process, built);
            let share: f64 = spread.iter().filter(|row| row.0 == period).map(|row| row.1).sum();
            for line in process.capital.iter().filter(|_| share > 0.0) {
                let amount = plan.builds[index][built] * line.amount.at(built);
                used[line.market][place] += amount * share / years;
            }
        }
    }
    for (demand, short) in network.demands.iter().zip(&plan.shorts) {
        used[demand.market][stages.len()] += (demand.amount.at(period) - short[period]).max(0.0);
    }
    used
}

/// What passes between stages in a period. What several stages make, each gives to all users alike.
pub fn flows(network: &Network, plan: &Plan, period: usize) -> Flows {
    let stages = stages(network);
    let used = uses(network, plan, period, &stages);
    let mut between: Vec<Vec<Vec<(usize, f64, f64)>>> = vec![vec![Vec::new(); stages.len() + 1]; stages.len()];
    let mut within = 0.0;
    for (market, about) in network.markets.iter().enumerate() {
        let price = plan.prices[market][period];
        let mut made = vec![0.0; stages.len()];
        for (process, runs) in network.processes.iter().zip(&plan.runs) {
            let lines = process.makes.iter().filter(|line| line.market == market);
            let amount: f64 = lines.map(|line| runs[period] * line.amount.at(period)).sum();
            if let Some(place) = stages.iter().position(|stage| *stage == process.stage) {
                made[place] += amount;
            }
        }
        let all: f64 = made.iter().sum();
        if price <= 0.0 || all <= 0.0 {
            continue;
        }
        for (from, made) in made.iter().enumerate().filter(|row| *row.1 > 0.0) {
            for (to, used) in used[market].iter().enumerate().filter(|row| *row.1 > 0.0) {
                let amount = used * made / all;
                if from == to {
                    within += amount * price;
                } else {
                    between[from][to].push((about.commodity, amount * price, amount));
                }
            }
        }
    }
    let mut flows: Vec<Flow> = Vec::new();
    for (from, row) in between.into_iter().enumerate() {
        for (to, goods) in row.into_iter().enumerate() {
            let mut by_commodity: Vec<(usize, f64, f64)> = Vec::new();
            for (commodity, value, amount) in goods {
                match by_commodity.iter_mut().find(|row| row.0 == commodity) {
                    Some(row) => {
                        row.1 += value;
                        row.2 += amount;
                    }
                    None => by_commodity.push((commodity, value, amount)),
                }
            }
            by_commodity.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            let value: f64 = by_commodity.iter().map(|row| row.1).sum();
            if value > 0.0 {
                let words = |(commodity, value, amount): (usize, f64, f64)| {
                    let about = &network.commodities[commodity];
                    let unit = super::amounts::per_year(&about.unit);
                    (about.title.clone(), value, super::amounts::amount(amount, &unit))
                };
                flows.push(Flow { from, to, value, goods: by_commodity.into_iter().map(words).collect() });
            }
        }
    }
    flows.sort_by(|a, b| b.value.total_cmp(&a.value).then((a.from, a.to).cmp(&(b.from, b.to))));
    Flows { stages, flows, within }
}
