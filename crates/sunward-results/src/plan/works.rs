//! What is under construction when.

use sunward_network::{Network, Plan};
use sunward_planner::critical::BuildStep;

/// One process over the periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Works {
    /// Index of the process.
    pub process: usize,
    /// Words for it, with its place.
    pub title: String,
    /// The same without its place where no other has its title.
    pub short: String,
    /// Unit of its capacity.
    pub unit: String,
    /// Years from order to service.
    pub lead_time: f64,
    /// Capacity under construction on average over each period.
    pub building: Vec<f64>,
    /// What that costs at the unit prices of the plan, dollars, by period.
    pub bound: Vec<f64>,
}

/// All processes that are built in the plan and take time to build, those that bind most money first.
pub fn works(network: &Network, plan: &Plan, builds: &[BuildStep]) -> Vec<Works> {
    let mut all: Vec<Works> = Vec::new();
    for (index, process) in network.processes.iter().enumerate() {
        let mut building = vec![0.0; network.periods.len()];
        let mut bound = building.clone();
        for step in builds.iter().filter(|step| step.process == index) {
            for (period, about) in network.periods.iter().enumerate() {
                let share = (about.end().min(step.commissioned) - about.start.max(step.ordered)).max(0.0) / about.years;
                building[period] += step.amount * share;
                bound[period] += step.amount * share * plan.unit_prices[index][step.period];
            }
        }
        if building.iter().any(|amount| *amount > 1e-9) {
            all.push(Works {
                process: index,
                title: network.process_title(index),
                short: super::titles::short_process(network, index),
                unit: super::amounts::per_year(&process.unit),
                lead_time: process.lead_time,
                building,
                bound,
            });
        }
    }
    let weight = |works: &Works| works.bound.iter().sum::<f64>();
    all.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.process.cmp(&b.process)));
    all
}
