//! What is ordered when, and which chain of orders decides when something is reached.

/// Capacity from order to service: one bar of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct BuildStep {
    /// The process.
    pub process: usize,
    /// When it is ordered, in years; before the start for what is under construction then.
    pub ordered: f64,
    /// When it serves, in years.
    pub commissioned: f64,
    /// The period in which it is commissioned.
    pub period: usize,
    /// How much, in all.
    pub amount: f64,
    /// Whether it was under construction at the start.
    pub under_construction: bool,
    /// Whether it is part of a chain that decides when a step is reached.
    pub critical: bool,
}

/// Something reached, and the chain of orders behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// How much of the yardstick a year.
    pub amount: f64,
    /// The period in which it is reached.
    pub period: usize,
    /// Whether it is the target.
    pub target: bool,
    /// The builds that decide it, first ordered first: indices of [`BuildStep`].
    pub chain: Vec<usize>,
}
