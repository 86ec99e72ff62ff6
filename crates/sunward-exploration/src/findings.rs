//! Everything that an exploration found: what tables and pages show.

use crate::explore::Exploration;
use crate::uncertain::{Group, Number};
use sunward_uncertainty::estimate::Estimate;

/// What many draws say, and what moves them.
#[derive(Debug, Clone)]
pub struct Findings {
    /// What all draws say.
    pub exploration: Exploration,
    /// How many draws were asked for; there are fewer where somebody stopped.
    pub asked: u64,
    /// How points were chosen, for a person.
    pub method: String,
    /// Seed of all draws.
    pub seed: u64,
    /// The numbers that are drawn.
    pub numbers: Vec<Number>,
    /// Groups of them.
    pub groups: Vec<Group>,
    /// Paths of uncertain numbers that stay at their best.
    pub held: Vec<String>,
    /// Outcomes of the single run, every number at its best, in the order of the outcomes.
    pub best: Vec<f64>,
    /// What moves each use of compute, one for each.
    pub uses: Vec<UseFindings>,
}

/// What moves the answer for one use of compute. Empty where it was not asked for.
#[derive(Debug, Clone, Default)]
pub struct UseFindings {
    /// The ratio in the focus year with one number at the low and the high end of its law, longest bar first.
    pub tornado: Vec<Bar>,
    /// Variance of the logarithm of the ratio in the focus year, shared out; single numbers first, then what all others do together.
    pub indices: Vec<Index>,
    /// The same by group.
    pub groups: Vec<Index>,
    /// How much the crossover year's distribution moves with each number, strongest first.
    pub pawn: Vec<(usize, f64)>,
    /// What would have to be true: the region of draws in which the use crosses by the year asked; `None` where too few draws do.
    pub region: Option<Region>,
    /// What single numbers would have to be, all others drawn.
    pub levers: Vec<Lever>,
    /// What it is worth to know more, before deciding in the focus year.
    pub worth: Option<Worth>,
}

/// One bar of a tornado.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Index of the number.
    pub number: usize,
    /// The ratio with it at its 5 % quantile, all others at their best.
    pub low: f64,
    /// At its 95 % quantile.
    pub high: f64,
    /// Per cent by which the ratio changes where the number changes by one; `None` where it has none.
    pub elasticity: Option<f64>,
}

/// What an index is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A number, by index.
    Number(usize),
    /// A group, by index.
    Group(usize),
    /// All numbers that have no index of their own.
    Others,
}

/// Shares of variance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// Of what.
    pub subject: Subject,
    /// What it moves by itself.
    pub first: Estimate,
    /// What it moves with all others.
    pub total: Estimate,
    /// Its Shapley effect, where numbers are correlated and first-order and total indices do not add up.
    pub shapley: Option<Estimate>,
}

/// A region of the numbers in which something comes true.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The use has crossed by this year.
    pub by: i32,
    /// Share of all draws in which that is so.
    pub of_all: f64,
    /// Share of those that lie in the region.
    pub coverage: f64,
    /// Share of the region's draws in which it is so.
    pub density: f64,
    /// Share of all draws that lie in the region.
    pub mass: f64,
    /// Its limits, most important first.
    pub limits: Vec<Limit>,
    /// Coverage and density of each step on the way to it, from all draws.
    pub trajectory: Vec<(f64, f64)>,
}

/// A limit of a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Index of the number.
    pub number: usize,
    /// At least, in SI or in its own unit; for a number over time, in its first uncertain year.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// Chance that a limit as good would be found on a number that does nothing.
    pub chance: f64,
}

/// What one number would have to be for a use to cross by a year with a probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lever {
    /// Index of the number.
    pub number: usize,
    /// The probability with the number drawn as it is.
    pub today: f64,
    /// The probability asked for.
    pub wanted: f64,
    /// The value at which it is reached, in all years alike; `None` where no allowed value reaches it.
    pub value: Option<f64>,
    /// Whether values above it do too (else those below).
    pub above: bool,
}

/// What knowing more is worth, where one side or the other must be chosen in the focus year.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// Whether the challenger is cheaper on average.
    pub challenger: bool,
    /// Mean cost of compute of what is chosen today, by operation.
    pub cost: f64,
    /// Knowing everything, as a share of that cost.
    pub everything: Estimate,
    /// Knowing one number, as a share of that cost: strongest first.
    pub numbers: Vec<(usize, Estimate)>,
}
