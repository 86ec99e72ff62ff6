//! The price of compute taken apart.

/// What a part of a price pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Running cost of a process.
    Running(usize),
    /// Price and upkeep of the capacity of a process.
    Capital(usize),
    /// Wages: running cost of a process that makes labour.
    Labour(usize),
    /// Scarcity of a process: its growth or lead time.
    Scarcity(usize),
    /// Room for a process.
    Most(usize),
    /// A limit.
    Limit(usize),
    /// Money beyond its own cost, where the budget binds.
    Budget,
    /// A demand that goes unmet: the price is that of doing without.
    Unmet(usize),
    /// What rounding leaves.
    Rest,
}

/// A price in one period, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceParts {
    /// The period.
    pub period: usize,
    /// Price, a unit.
    pub price: f64,
    /// Component and share of the price, greatest first; the shares add up to one.
    pub parts: Vec<(Component, f64)>,
}
