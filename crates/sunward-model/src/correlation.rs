//! Which numbers are uncertain together, and which are one input where sensitivities are asked for.

use crate::parameter::Value;
use crate::shape::shape;
use crate::spread::Path;
use crate::world::Model;
use std::collections::BTreeMap;
use sunward_quantity::elementary::sin;

shape! {
    /// Numbers that are uncertain together: what makes one of them high makes the others high too, or low.
    Correlation in "correlation" {
        /// Paths of numbers with a range, at least two; each is correlated with each other. `chip.*.power` stands for the power of
        /// every chip that has a range.
        between: paths(),
        /// Rank correlation of two of them.
        rank: number(Ratio, CORRELATION),
    }
}

shape! {
    /// Numbers that are one input where sensitivities are asked for; a number is in one group at most.
    Group in "group" {
        /// Name for a person.
        title: text(),
        /// Paths of numbers, or their beginnings: `chip` stands for every number of every chip, `chip.*.power` for the power of each.
        members: beginnings_of_paths(),
    }
}

/// Most numbers that may be correlated with others in one scenario: a draw costs half the square of them.
pub const MOST_CORRELATED: usize = 300;

/// How far the smallest eigenvalue of a matrix of correlations may lie below zero, for rounding.
pub const EIGENVALUE_TOLERANCE: f64 = 1e-9;

/// Whether a pattern, in which `*` stands for any one part, names this path; or its beginning, if that is enough.
pub fn names(pattern: &str, path: &str, beginning: bool) -> bool {
    let mut parts = path.split('.');
    let all = pattern.split('.').all(|wanted| parts.next().is_some_and(|part| wanted == "*" || wanted == part));
    all && (beginning || parts.next().is_none())
}

/// Whether the numbers of this path can be drawn or grouped: those of a correlation itself cannot.
pub fn is_input(path: &str) -> bool {
    !path.starts_with("correlation.")
}

/// Two numbers and their rank correlation.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// Name of the entry that says so.
    pub correlation: &'a str,
    /// Slots of the two numbers, the lower one first.
    pub slots: (usize, usize),
    /// Rank correlation.
    pub rank: f64,
}

impl Model {
    /// Every pair of correlated numbers that are uncertain.
    ///
    /// What was set on the command line has no range any more; its correlations mean nothing then, and are left out.
    pub fn correlated_pairs(&self) -> Vec<Pair<'_>> {
        let parameters = self.register.parameters();
        let mut pairs = Vec::new();
        for (name, correlation) in &self.correlations {
            let mut slots = self.slots_named(&correlation.between, false);
            slots.retain(|slot| parameters[*slot].is_uncertain());
            let rank = parameters[correlation.rank.slot()].value.at(self.scenario.start);
            for (index, first) in slots.iter().enumerate() {
                let pair = |second: &usize| Pair { correlation: name, slots: (*first, *second), rank };
                pairs.extend(slots[index + 1..].iter().map(pair));
            }
        }
        pairs
    }

    /// Slots of a group's numbers, uncertain or not.
    pub fn members(&self, group: &Group) -> Vec<usize> {
        self.slots_named(&group.members, true)
    }

    fn slots_named(&self, patterns: &[String], beginnings: bool) -> Vec<usize> {
        let named = |path: &str| is_input(path) && patterns.iter().any(|pattern| names(pattern, path, beginnings));
        let all = self.register.parameters().iter().enumerate();
        all.filter(|row| named(&row.1.path)).map(|row| row.0).collect()
    }

    /// Whether the model's correlations can all hold at once; to be asked again when a rank was changed.
    ///
    /// # Errors
    /// [`NotTogether`] with paths of numbers.
    pub fn check_correlations(&self) -> Result<(), NotTogether> {
        let parameters = self.register.parameters();
        let pairs = self.correlated_pairs();
        let pairs: Vec<(&str, &str, f64)> = pairs
            .iter()
            .map(|pair| (parameters[pair.slots.0].path.as_str(), parameters[pair.slots.1].path.as_str(), pair.rank))
            .collect();
        let over_time = |path: &str| match self.register.find(path) {
            Some(found) => OverTime::of(found.uncertainty.path, &found.value),
            None => OverTime::default(),
        };
        can_hold(&pairs, over_time)
    }
}

/// How a number goes through the years, as far as its correlations depend on it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OverTime {
    path: Path,
    years: Vec<i32>,
}

impl OverTime {
    /// Of a number with this path and value; where all years go together, it does not matter which they are.
    pub fn of(path: Path, value: &Value) -> Self {
        match (path, value) {
            (Path::Together, _) | (_, Value::Absent | Value::Constant(_)) => Self { path, years: Vec::new() },
            (_, Value::OverTime { points, .. }) => Self { path, years: points.iter().map(|point| point.0).collect() },
        }
    }
}

/// Why correlations cannot all hold.
#[derive(Debug, Clone, PartialEq)]
pub enum NotTogether {
    /// No numbers have these correlations: a matrix of them has a negative eigenvalue.
    Indefinite {
        /// The numbers that are linked with each other.
        numbers: Vec<String>,
        /// With all their ranks times this, or less, there are such numbers.
        factor: f64,
    },
    /// Two numbers whose years do not hang together in the same way, or are not the same.
    PathsDiffer {
        /// One number.
        first: String,
        /// The other.
        second: String,
    },
    /// More than [`MOST_CORRELATED`] numbers.
    TooMany {
        /// So many.
        numbers: usize,
    },
}

impl std::fmt::Display for NotTogether {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Indefinite { numbers, factor } => write!(
                f,
                "no {} numbers can have the rank correlations said of {}; multiply them by {factor} or less",
                numbers.len(),
                listed(numbers)
            ),
            Self::PathsDiffer { first, second } => write!(
                f,
                "`{first}` and `{second}` are correlated, but their years are not the same or do not hang together in the \
                 same way; write the same `path` and the same years for both, or `together` for both"
            ),
            Self::TooMany { numbers } => write!(
                f,
                "{numbers} numbers are correlated with others, at most {MOST_CORRELATED} can be; name fewer, or narrower patterns"
            ),
        }
    }
}

impl std::error::Error for NotTogether {}

/// Some names for a message: never more than five.
pub fn listed(names: &[String]) -> String {
    let mut all: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    match names.len() {
        0..=5 => {}
        more => all.push(format!("{} more", more - 5)),
    }
    all.join(", ")
}

/// Correlation of normal scores from that of ranks.
///
/// `ρ = 2 sin(π ρₛ / 6)`, exact for a pair of normal numbers, and so for a Gaussian copula.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `ρₛ` | `rank`, from −1 to 1 | 1 |
/// | `ρ` | result | 1 |
///
/// Source: `kruskal1958`.
pub fn of_normal_scores(rank: f64) -> f64 {
    2.0 * sin(std::f64::consts::PI * rank / 6.0)
}

/// Whether there are numbers with all these rank correlations: first path, second path, rank; pairs not named are not correlated.
///
/// The matrix of the normal scores must have no eigenvalue below −[`EIGENVALUE_TOLERANCE`]: then a Gaussian copula has these ranks. It is
/// checked for each set of linked numbers by itself. Numbers of one set must go through the same years in the same way, for only then is the product of
/// the matrix with the correlation between years again one of correlations.
///
/// # Errors
/// The first [`NotTogether`], in the order of the paths.
pub fn can_hold(pairs: &[(&str, &str, f64)], over_time: impl Fn(&str) -> OverTime) -> Result<(), NotTogether> {
    let mut index: BTreeMap<&str, usize> = pairs.iter().flat_map(|pair| [(pair.0, 0), (pair.1, 0)]).collect();
    for (place, slot) in index.values_mut().enumerate() {
        *slot = place;
    }
    let n = index.len();
    if n > MOST_CORRELATED {
        return Err(NotTogether::TooMany { numbers: n });
    }
    let paths: Vec<&str> = index.keys().copied().collect();
    let through: Vec<OverTime> = paths.iter().map(|path| over_time(path)).collect();
    let mut ranks = vec![0.0; n * n];
    // The lowest of the numbers that each is linked with.
    let mut set: Vec<usize> = (0..n).collect();
    for (first, second, rank) in pairs {
        let (i, j) = (index[first], index[second]);
        if through[i] != through[j] {
            return Err(NotTogether::PathsDiffer { first: first.to_string(), second: second.to_string() });
        }
        (ranks[i * n + j], ranks[j * n + i]) = (*rank, *rank);
        let (low, high) = (set[i].min(set[j]), set[i].max(set[j]));
        set.iter_mut().filter(|of| **of == high).for_each(|of| *of = low);
    }
    for lowest in 0..n {
        let linked: Vec<usize> = (0..n).filter(|i| set[*i] == lowest).collect();
        let holds = |factor: f64| {
            let score = |i: usize, j: usize| of_normal_scores(factor * ranks[linked[i] * n + linked[j]]);
            is_semidefinite(linked.len(), |i, j| if i == j { 1.0 } else { score(i, j) })
        };
        if holds(1.0) {
            continue;
        }
        // Without correlations it holds: there is a factor between.
        let (mut good, mut bad) = (0.0, 1.0);
        for _ in 0..20 {
            let middle = 0.5 * (good + bad);
            if holds(middle) { good = middle } else { bad = middle }
        }
        // A number to write down, rounded to the side that holds.
        let digits = if good >= 0.1 { 100.0 } else { 10_000.0 };
        let factor = (good * digits).floor() / digits;
        let numbers = linked.iter().map(|i| paths[*i].to_string()).collect();
        return Err(NotTogether::Indefinite { numbers, factor });
    }
    Ok(())
}

/// Whether a symmetric matrix with a unit diagonal has no eigenvalue below −[`EIGENVALUE_TOLERANCE`].
///
/// `A + εI` has a Cholesky factor exactly when every eigenvalue of `A` is greater than `−ε`, but for rounding, which for 300 numbers
/// is below `300² · 2⁻⁵² = 2e−11`.
fn is_semidefinite(n: usize, at: impl Fn(usize, usize) -> f64) -> bool {
    let mut factor = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| factor[i * n + k] * factor[j * n + k]).sum();
            let left = at(i, j) - known;
            if i == j {
                let left = left + EIGENVALUE_TOLERANCE;
                if left.is_nan() || left <= 0.0 {
                    return false;
                }
                factor[i * n + i] = left.sqrt();
            } else {
                factor[i * n + j] = left / factor[j * n + j];
            }
        }
    }
    true
}
