//! What is under construction when.

use sunward_network::{Network, Plan};

/// One process over the periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Works {
    /// Index of the process.
    pub process: usize,
    /// Words for it, with its place.
    pub title: String,
    /// Unit of its capacity.
    pub unit: String,
    /// Years from order to service.
    pub lead_time: f64,
    /// Capacity under construction on average over each period.
    pub building: Vec<f64>,
    /// What is bound in it at the unit prices of the plan, dollars, by period: half of it is paid on average.
    pub bound: Vec<f64>,
}

/// All processes that are built in the plan and take time to build, those that bind most money first.
pub fn works(network: &Network, plan: &Plan) -> Vec<Works> {
    let mut all: Vec<Works> = Vec::new();
    for (index, process) in network.processes.iter().enumerate() {
        if process.free || process.lead_time <= 0.0 {
            continue;
        }
        let mut building = vec![0.0; network.periods.len()];
        let mut bound = building.clone();
        for built in 0..network.periods.len() {
            let coming = process.coming.get(built).copied().unwrap_or(0.0);
            let amount = plan.builds[index][built] + coming;
            if amount <= 0.0 {
                continue;
            }
            let to = network.periods[built].start;
            let from = to - process.lead_time;
            for (period, about) in network.periods.iter().enumerate() {
                let share = (about.end().min(to) - about.start.max(from)).max(0.0) / about.years;
                building[period] += amount * share;
                bound[period] += amount * share * plan.unit_prices[index][built] * 0.5;
            }
        }
        if building.iter().any(|amount| *amount > 1e-9) {
            all.push(Works {
                process: index,
                title: network.process_title(index),
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
