//! What binds in which year, what it is worth, and what is behind it.

use sunward_network::{Constraint, Network};

/// What can be relaxed: a family of rows through all periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Capacity of a process.
    Capacity(usize),
    /// Growth of a process.
    Growth(usize),
    /// Room for a process.
    Most(usize),
    /// A limit.
    Limit(usize),
    /// The budget.
    Budget,
}

impl Subject {
    /// The subject that a row belongs to; none for balances, demands and the target, which are wants rather than means.
    pub fn of(constraint: Constraint) -> Option<Self> {
        match constraint {
            Constraint::Capacity { process, .. } => Some(Self::Capacity(process)),
            Constraint::Growth { process, .. } => Some(Self::Growth(process)),
            Constraint::Most { process, .. } => Some(Self::Most(process)),
            Constraint::Limit { limit, .. } => Some(Self::Limit(limit)),
            Constraint::Budget { .. } => Some(Self::Budget),
            Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => None,
        }
    }

    /// Its row in a period. A limit for ever has one row, in the last period.
    pub fn row(self, period: usize) -> Constraint {
        match self {
            Self::Capacity(process) => Constraint::Capacity { process, period },
            Self::Growth(process) => Constraint::Growth { process, period },
            Self::Most(process) => Constraint::Most { process, period },
            Self::Limit(limit) => Constraint::Limit { limit, period },
            Self::Budget => Constraint::Budget { period },
        }
    }

    /// In a user's words: `growth of logic fabs, Taiwan`.
    pub fn title(self, network: &Network) -> String {
        self.row(0).title(network)
    }

    /// A word for documents.
    pub fn family(self) -> &'static str {
        self.row(0).family()
    }

    /// What a tenth more of it means when it is relaxed.
    pub fn relaxing(self) -> &'static str {
        match self {
            Self::Capacity(_) => "a tenth more of what stands at the start and of what is under construction then",
            Self::Growth(_) => "a tenth more may be commissioned in every period",
            Self::Most(_) => "a tenth more room in every period",
            Self::Limit(_) => "a tenth more of it, in every period or in all",
            Self::Budget => "a tenth more money in every period",
        }
    }
}

/// Why capacity is scarce, or what else a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It may not be commissioned faster.
    Growth,
    /// Nothing ordered after the start serves yet.
    LeadTime,
    /// It cannot be built inside the horizon.
    Standing,
    /// It pays back what it costs, and what it is built of is dear: the root is upstream.
    Upstream,
    /// A limit, room or budget, binding by itself.
    Itself,
}

/// Where the scarcity that a row shows begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Root {
    /// The row that is behind it.
    pub constraint: Constraint,
    /// The way from the row to its root: markets through which the scarcity is handed on, nearest first; empty where the row is
    /// its own root.
    pub through: Vec<usize>,
    /// Part of the rent that is scarcity, own and handed on.
    pub scarce: f64,
}

/// A row that binds in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottleneck {
    /// Which.
    pub constraint: Constraint,
    /// Its period.
    pub period: usize,
    /// What one unit more of it in that year is worth, a unit.
    pub shadow_price: f64,
    /// How much of it there is: capacity at work, builds allowed in the period, room, amount of a limit a year (or in all), money.
    pub amount: f64,
    /// Shadow price times amount, a year.
    pub rent: f64,
    /// Part of the rent of capacity that pays back what its building costs, at the prices of what it is built of; nothing for other rows.
    pub recovered: f64,
    /// The rest: what is earned by being scarce, a year.
    pub scarcity: f64,
    /// Scarcity as a share of all scarcity of the year. Growth rows are left out of the sum, since they are why capacity is
    /// scarce in later years and would be counted twice; their share is of the same sum and may exceed one.
    pub share: f64,
    /// Why.
    pub cause: Cause,
    /// Where it begins.
    pub root: Root,
    /// Whether money cannot relax it inside the horizon: see [`beyond_money`].
    pub beyond_money: bool,
    /// How much of the yardstick a year it would allow, used as in the plan.
    pub allows: Option<f64>,
    /// How much of the yardstick one unit more of it is worth: shadow price over the yardstick's price.
    pub gives: Option<f64>,
    /// What relaxing its subject in all periods is worth, where it was planned anew.
    pub relaxation: Option<Relaxation>,
}

/// What relaxing a constraint is worth, planned anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relaxation {
    /// Of a tenth more: gain in the plan's objective, present value.
    pub money: f64,
    /// Of a hundredth more, the same.
    pub at_one_percent: f64,
    /// Of a tenth more: months by which the target can be reached earlier; nothing where there is no target, or it cannot be reached
    /// inside the horizon either way.
    pub months: Option<f64>,
    /// Whether a tenth is worth less than nine times a hundredth: something else binds soon, and together they bind.
    pub jointly: bool,
}

/// A constraint over all periods, relaxed.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// Which.
    pub subject: Subject,
    /// Scarcity over the horizon, present value.
    pub scarcity: f64,
    /// Whether money cannot relax it inside the horizon.
    pub beyond_money: bool,
    /// What relaxing it is worth.
    pub relaxation: Relaxation,
}

/// What binds most in a period, in money.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The period.
    pub period: usize,
    /// The row behind most of the scarcity of the period; none where nothing is scarce.
    pub constraint: Option<Constraint>,
    /// Its share of the scarcity of the period.
    pub share: f64,
    /// Others that bind together with it: within a twentieth of its scarcity.
    pub jointly: Vec<Constraint>,
    /// Scarcity of the period, a year.
    pub scarcity: f64,
    /// Demand not met in the period, a share of what is wanted. Where it is not zero, prices are those of doing without.
    pub unmet: f64,
}
