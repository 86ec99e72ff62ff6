//! Words and units for rows, prices and worth.

use super::amounts::{dollars, large, per_year};
use crate::report::words;
use sunward_network::{Constraint, Network, Objective, Plan, Span};
use sunward_planner::price::Component;
use sunward_quantity::money::BASE_YEAR;

/// Unit of what the objective counts in: dollars, or what is demanded.
pub fn worth_unit(network: &Network, objective: Objective) -> String {
    match objective {
        Objective::LeastCost | Objective::Earliest => format!("USD_{BASE_YEAR}"),
        Objective::MostCompute => {
            let commodity = network.demands.first().map(|demand| network.markets[demand.market].commodity);
            commodity.map_or_else(|| "1".into(), |commodity| network.commodities[commodity].unit.clone())
        }
    }
}

/// Unit of money that is so many dollars: `MUSD_2024` for a million.
pub fn money_unit(dollars: f64) -> String {
    let prefix = match dollars {
        1e3 => "k",
        1e6 => "M",
        1e9 => "G",
        _ => "",
    };
    format!("{prefix}USD_{BASE_YEAR}")
}

/// Worth in words: `12.3 billion USD`, or so much of what is demanded.
pub fn worth(network: &Network, plan: &Plan, value: f64) -> String {
    match plan.objective {
        Objective::LeastCost | Objective::Earliest => dollars(value),
        Objective::MostCompute => super::amounts::amount(value, &worth_unit(network, plan.objective)),
    }
}

/// Unit of what a row counts.
pub fn row_unit(network: &Network, constraint: Constraint) -> String {
    match constraint {
        Constraint::Balance { market, .. } => network.commodities[network.markets[market].commodity].unit.clone(),
        Constraint::Capacity { process, .. } => network.processes[process].unit.clone(),
        Constraint::Growth { process, .. } | Constraint::Most { process, .. } => {
            per_year(&network.processes[process].unit)
        }
        Constraint::Limit { limit, .. } => network.limits[limit].unit.clone(),
        Constraint::Budget { .. } => format!("USD_{BASE_YEAR}"),
        Constraint::Target { .. } => network
            .target
            .as_ref()
            .map_or_else(|| "1".into(), |target| network.commodities[target.commodity].unit.clone()),
        Constraint::Demand { demand, .. } => {
            network.commodities[network.markets[network.demands[demand].market].commodity].unit.clone()
        }
    }
}

/// Unit of the amount of a row a year: what there is of it.
pub fn amount_unit(network: &Network, constraint: Constraint) -> String {
    match constraint {
        Constraint::Growth { .. } | Constraint::Most { .. } => row_unit(network, constraint),
        Constraint::Limit { limit, .. } if network.limits[limit].span == Span::Ever => row_unit(network, constraint),
        _ => per_year(&row_unit(network, constraint)),
    }
}

/// A unit in a denominator: `GW year` → `(GW year)`.
pub fn per(unit: &str) -> String {
    if unit.contains([' ', '/']) { format!("({unit})") } else { unit.to_string() }
}

/// What a part of a price pays for, in words; a process with its place only where another has its title.
pub fn component(network: &Network, component: Component) -> String {
    let process = |index: usize| short_process(network, index);
    match component {
        Component::Running(index) => format!("running {}", words::lower(&process(index))),
        Component::Capital(index) => format!("building {}", words::lower(&process(index))),
        Component::Labour(index) => format!("work: {}", words::lower(&process(index))),
        Component::Scarcity(index) => format!("scarcity of {}", words::lower(&process(index))),
        Component::Most(index) => format!("room for {}", words::lower(&process(index))),
        Component::Limit(index) => words::lower(&network.limits[index].title),
        Component::Budget => "scarcity of money".into(),
        Component::Unmet(index) => format!("doing without {}", words::lower(&network.demands[index].title)),
        Component::Rest => "the rest".into(),
    }
}

/// A word for what a part of a price is.
pub fn component_family(component: Component) -> &'static str {
    match component {
        Component::Running(_) => "running",
        Component::Capital(_) => "building",
        Component::Labour(_) => "labour",
        Component::Scarcity(_) => "scarcity",
        Component::Most(_) => "room",
        Component::Limit(_) => "limit",
        Component::Budget => "budget",
        Component::Unmet(_) => "unmet",
        Component::Rest => "rest",
    }
}

/// The stage that a part of a price belongs to.
pub fn component_stage(network: &Network, component: Component) -> Option<&str> {
    match component {
        Component::Running(index)
        | Component::Capital(index)
        | Component::Labour(index)
        | Component::Scarcity(index)
        | Component::Most(index) => Some(&network.processes[index].stage),
        Component::Limit(_) | Component::Budget | Component::Unmet(_) | Component::Rest => None,
    }
}

/// A row in words with a small first letter where it stands inside a sentence.
pub fn row(network: &Network, constraint: Constraint) -> String {
    let process = |index: usize| words::lower(&network.process_title(index));
    match constraint {
        Constraint::Capacity { process: index, .. } => format!("capacity of {}", process(index)),
        Constraint::Growth { process: index, .. } => format!("growth of {}", process(index)),
        Constraint::Most { process: index, .. } => format!("room for {}", process(index)),
        other => words::lower(&other.title(network)),
    }
}

/// A process without its place where no other has its title: short enough for a chart.
pub fn short_process(network: &Network, process: usize) -> String {
    let about = &network.processes[process];
    if network.processes.iter().filter(|other| other.title == about.title).count() == 1 {
        about.title.clone()
    } else {
        network.process_title(process)
    }
}

/// A row in words, with its place only where its industry has several.
pub fn short_row(network: &Network, constraint: Constraint) -> String {
    let process = |index: usize| words::lower(&short_process(network, index));
    match constraint {
        Constraint::Capacity { process: index, .. } => format!("Capacity of {}", process(index)),
        Constraint::Growth { process: index, .. } => format!("Growth of {}", process(index)),
        Constraint::Most { process: index, .. } => format!("Room for {}", process(index)),
        other => words::capital(&other.title(network)),
    }
}

/// Months in words: `14 months`, `less than a month`.
pub fn months(months: f64) -> String {
    match months.abs() {
        small if small < 0.05 => "no time".into(),
        small if small < 1.0 => "less than a month".into(),
        whole if (whole - 1.0).abs() < 0.05 => "1 month".into(),
        many => format!("{} months", large((many * 10.0).round() / 10.0)),
    }
}
