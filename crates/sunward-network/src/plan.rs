//! The plan: what to build and run, and what it is worth.

use crate::network::Network;

/// What a plan is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Least present value of cost, unmet demand at its price.
    LeastCost,
    /// Most delivered demand, discounted, within budgets.
    MostCompute,
    /// The first period in which the target can be met, then least cost.
    Earliest,
}

impl Objective {
    /// Names in commands and documents.
    pub const NAMES: &[(&str, Self)] =
        &[("least-cost", Self::LeastCost), ("most-compute", Self::MostCompute), ("earliest", Self::Earliest)];

    /// The name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// How far the planner came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStatus {
    /// Optimal and certified.
    Optimal,
    /// Stopped before the last round of learning: optimal for the costs of the round before.
    Unsettled,
}

/// A row of the program, in the network's words. Indices are those of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constraint {
    /// What is made of a commodity at a place covers what is used.
    Balance {
        /// The market.
        market: usize,
        /// The period.
        period: usize,
    },
    /// A process runs within its capacity.
    Capacity {
        /// The process.
        process: usize,
        /// The period.
        period: usize,
    },
    /// Capacity is commissioned no faster than it may grow.
    Growth {
        /// The process.
        process: usize,
        /// The period.
        period: usize,
    },
    /// Capacity stays below the greatest allowed.
    Most {
        /// The process.
        process: usize,
        /// The period.
        period: usize,
    },
    /// A licence, resource or number of slots; the period is that of a yearly limit, and the last one of a limit for ever.
    Limit {
        /// The limit.
        limit: usize,
        /// The period.
        period: usize,
    },
    /// Spending within the budget.
    Budget {
        /// The period.
        period: usize,
    },
    /// The target is made.
    Target {
        /// The period.
        period: usize,
    },
    /// A demand that must be met, or is met up to what is wanted.
    Demand {
        /// The demand.
        demand: usize,
        /// The period.
        period: usize,
    },
}

impl Constraint {
    /// Its period.
    pub fn period(self) -> usize {
        match self {
            Self::Balance { period, .. }
            | Self::Capacity { period, .. }
            | Self::Growth { period, .. }
            | Self::Most { period, .. }
            | Self::Limit { period, .. }
            | Self::Budget { period }
            | Self::Target { period }
            | Self::Demand { period, .. } => period,
        }
    }

    /// Its family: a word for documents.
    pub fn family(self) -> &'static str {
        match self {
            Self::Balance { .. } => "balance",
            Self::Capacity { .. } => "capacity",
            Self::Growth { .. } => "growth",
            Self::Most { .. } => "most",
            Self::Limit { .. } => "limit",
            Self::Budget { .. } => "budget",
            Self::Target { .. } => "target",
            Self::Demand { .. } => "demand",
        }
    }

    /// In a user's words: `growth of logic fabs, Taiwan`.
    pub fn title(self, network: &Network) -> String {
        match self {
            Self::Balance { market, .. } => network.market_title(market),
            Self::Capacity { process, .. } => format!("capacity of {}", network.process_title(process)),
            Self::Growth { process, .. } => format!("growth of {}", network.process_title(process)),
            Self::Most { process, .. } => format!("room for {}", network.process_title(process)),
            Self::Limit { limit, .. } => network.limits[limit].title.clone(),
            Self::Budget { .. } => "budget".into(),
            Self::Target { .. } => "target".into(),
            Self::Demand { demand, .. } => network.demands[demand].title.clone(),
        }
    }
}

/// What to build and run. Tables are by index and then by period.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What it is best at.
    pub objective: Objective,
    /// Its value: dollars of the base year at the start of the horizon, or delivered demand.
    pub objective_value: f64,
    /// How far it came.
    pub status: PlanStatus,
    /// Capacity commissioned in the period (in all, not a year), `[process][period]`.
    pub builds: Vec<Vec<f64>>,
    /// Activity a year, `[process][period]`.
    pub runs: Vec<Vec<f64>>,
    /// Capacity that stands, on average over the period, `[process][period]`.
    pub capacities: Vec<Vec<f64>>,
    /// Stock at the end of the period, `[market][period]`; zero where it cannot be kept.
    pub stocks: Vec<Vec<f64>>,
    /// Demand not met a year, `[demand][period]`.
    pub shorts: Vec<Vec<f64>>,
    /// Price of what a market trades, dollars of that year a unit (dual of the balance, undiscounted), `[market][period]`.
    pub prices: Vec<Vec<f64>>,
    /// What one more unit of a binding row is worth, in dollars at the start of the horizon (never negative): all rows but
    /// balances, in the order of the program.
    pub duals: Vec<(Constraint, f64)>,
    /// Unit prices of capacity after learning, `[process][period]`.
    pub unit_prices: Vec<Vec<f64>>,
    /// Running costs after learning, `[process][period]`.
    pub unit_running_costs: Vec<Vec<f64>>,
    /// Cumulative experience at the beginning of each period, `[experience][period]`.
    pub experience: Vec<Vec<f64>>,
    /// Spending a year (capital as it is spent, fixed and running), `[process][period]`.
    pub spending: Vec<Vec<f64>>,
    /// First period in which the target is made, if there is one and it is.
    pub target_period: Option<usize>,
}
