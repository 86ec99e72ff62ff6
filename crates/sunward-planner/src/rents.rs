//! Who earns, and what it is worth to be one company.

/// What a process takes in and where it goes, a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Account {
    /// Value of what it makes, at market prices.
    pub revenue: f64,
    /// Value of what running it uses.
    pub inputs: f64,
    /// Running cost in money.
    pub running: f64,
    /// What limits that count its activity, and the budget, take.
    pub limits: f64,
    /// What pays back its building.
    pub recovered: f64,
    /// What it earns by being scarce.
    pub scarcity: f64,
}

/// A chain of companies against one company.
#[derive(Debug, Clone, PartialEq)]
pub struct Integration {
    /// Stage, by the name that processes have.
    pub stage: String,
    /// By how much the price of the yardstick at arm's length falls if this stage alone sells at cost, by period.
    pub saved: Vec<f64>,
}

/// Sum of all right-hand sides times prices against the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duality {
    /// The objective, as the solver counts it.
    pub objective: f64,
    /// The same as the sum over rows of right-hand side times dual, and over columns at a bound of bound times reduced cost.
    pub sum: f64,
    /// Difference, relative.
    pub gap: f64,
}

/// Who earns.
#[derive(Debug, Clone, PartialEq)]
pub struct Rents {
    /// `[process][period]`, a year.
    pub accounts: Vec<Vec<Account>>,
    /// What each limit takes, `[limit][period]`, a year; a limit for ever in the periods of its use.
    pub limits: Vec<Vec<f64>>,
    /// Scarcity by stage, in the order of names: stage, by period, a year.
    pub stages: Vec<(String, Vec<f64>)>,
    /// Scarcity by commodity: of whoever makes it, shared by the value of what they make, `[commodity][period]`, a year.
    pub commodities: Vec<Vec<f64>>,
    /// Price of the yardstick if every company adds its margin, by period, where it has a price.
    pub at_arms_length: Vec<Option<f64>>,
    /// Price of the yardstick at cost, by period, where it has a price.
    pub integrated: Vec<Option<f64>>,
    /// What integration is worth, by stage.
    pub integration: Vec<Integration>,
    /// Strong duality.
    pub duality: Duality,
}
