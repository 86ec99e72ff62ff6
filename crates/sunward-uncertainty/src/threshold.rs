//! What would have to be true: the value of one parameter at which a goal is just met.
//!
//! A question names the bounds of the parameter, the goal, and how closely to look; the answers so far say where to
//! look next ([`next`]), so that a search can stop and go on, and the work of one point be spread as the caller likes.
//! The outcome at a point may be a deterministic one (a cost, a crossover year with −∞ for already and +∞ for never) or
//! a probability over draws. A probability is asked for with the *same draws at every point* (common random numbers):
//! then it is a fixed function of the parameter, and differences between points are not drowned in noise.
//!
//! Nothing is taken for granted: a scan looks over the whole range first, every change between neighbours of the scan
//! is narrowed by bisection, and a point that has no answer (the model refuses it) is neither met nor missed. Two
//! borders closer to each other than the scan's spacing can be missed.

use crate::refusal::{Refusal, count_within};
use sunward_quantity::elementary::{exp, ln};

/// When a goal is met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// The outcome is this or more.
    AtLeast(f64),
    /// The outcome is this or less.
    AtMost(f64),
}

impl Goal {
    /// Whether an outcome meets it.
    pub fn met(&self, outcome: f64) -> bool {
        match *self {
            Self::AtLeast(bound) => outcome >= bound,
            Self::AtMost(bound) => outcome <= bound,
        }
    }
}

/// How the points of the scan are spaced, and what halfway means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Equal steps.
    Linear,
    /// Equal ratios; for bounds above zero.
    Logarithmic,
}

/// What is asked of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    low: f64,
    high: f64,
    goal: Goal,
    spacing: Spacing,
    points: usize,
    tolerance: f64,
}

/// What came out at one value of the parameter; the outcome, or why there is none.
pub type Answer<E> = (f64, Result<f64, E>);

/// What holds on one side of a border.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The goal is met.
    Met,
    /// The goal is not met.
    Missed,
    /// There is no outcome to judge.
    Refused,
}

/// Where the state changes: somewhere between two values that lie no further apart than the tolerance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Border {
    /// The largest value known to belong to the lower side.
    pub low: f64,
    /// The smallest value known to belong to the upper side.
    pub high: f64,
    /// What holds below.
    pub below: State,
    /// What holds above.
    pub above: State,
}

impl Border {
    /// The value that is known to meet the goal, if one side does: what to quote, for the goal holds there.
    pub fn met_at(&self) -> Option<f64> {
        match (self.below, self.above) {
            (State::Met, _) => Some(self.low),
            (_, State::Met) => Some(self.high),
            _ => None,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Threshold {
    /// Met at every point looked at.
    Always,
    /// Met at no point looked at; `refused` says whether some had no outcome, so that the answer might hide there.
    Never {
        /// How many points had no outcome.
        refused: usize,
    },
    /// Met in part of the range: every border, from low to high.
    Borders(Vec<Border>),
}

impl Question {
    /// A question with a linear scan of 17 points and a tolerance of a millionth of the range.
    ///
    /// # Errors
    /// If the bounds are not finite or not in order, or the goal is not a number.
    pub fn new(low: f64, high: f64, goal: Goal) -> Result<Self, Refusal> {
        let (Goal::AtLeast(bound) | Goal::AtMost(bound)) = goal;
        if bound.is_nan() {
            return Err(Refusal::Setting { what: "bound of the goal", found: bound, wanted: "a number" });
        }
        if !low.is_finite() {
            return Err(Refusal::Setting { what: "lower bound of the parameter", found: low, wanted: "finite" });
        }
        if !(high > low && (high - low).is_finite()) {
            return Err(Refusal::Setting {
                what: "upper bound of the parameter",
                found: high,
                wanted: "finite and more than the lower",
            });
        }
        let tolerance = (high - low) * 1e-6;
        // Plus zero: the two zeros are one place.
        Ok(Self { low: low + 0.0, high: high + 0.0, goal, spacing: Spacing::Linear, points: 17, tolerance })
    }

    /// The same with another number of points in the scan, both ends included.
    ///
    /// # Errors
    /// If it is not between 2 and 100,000.
    pub fn with_scan(self, points: usize, spacing: Spacing) -> Result<Self, Refusal> {
        count_within("number of points of the scan", points, 2..=100_000, "between 2 and 100,000")?;
        if spacing == Spacing::Logarithmic && self.low <= 0.0 {
            return Err(Refusal::Setting {
                what: "lower bound of a logarithmic scan",
                found: self.low,
                wanted: "more than 0",
            });
        }
        Ok(Self { points, spacing, ..self })
    }

    /// The same with another distance within which a border is known.
    ///
    /// # Errors
    /// If it is not more than 0. One smaller than the spacing of numbers is allowed: the search ends at neighbours.
    pub fn with_tolerance(self, tolerance: f64) -> Result<Self, Refusal> {
        if tolerance > 0.0 && tolerance.is_finite() {
            Ok(Self { tolerance, ..self })
        } else {
            Err(Refusal::Setting { what: "tolerance", found: tolerance, wanted: "more than 0 and finite" })
        }
    }

    /// The same with another goal: the points already looked at serve again.
    pub fn with_goal(self, goal: Goal) -> Self {
        Self { goal, ..self }
    }

    /// The goal.
    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// A point of the scan.
    fn scanned(&self, point: usize) -> f64 {
        if point == 0 {
            return self.low;
        }
        if point + 1 == self.points {
            return self.high;
        }
        let share = point as f64 / (self.points - 1) as f64;
        match self.spacing {
            Spacing::Linear => self.low + (self.high - self.low) * share,
            Spacing::Logarithmic => exp(ln(self.low) + (ln(self.high) - ln(self.low)) * share),
        }
    }

    fn halfway(&self, low: f64, high: f64) -> f64 {
        match self.spacing {
            Spacing::Linear => low + (high - low) / 2.0,
            Spacing::Logarithmic => low.sqrt() * high.sqrt(),
        }
    }

    fn state<E>(&self, answer: &Answer<E>) -> State {
        match &answer.1 {
            Ok(outcome) if outcome.is_nan() => State::Refused,
            Ok(outcome) if self.goal.met(*outcome) => State::Met,
            Ok(_) => State::Missed,
            Err(_) => State::Refused,
        }
    }

    /// Two neighbours between which the state changes and that could lie closer, and the point between them.
    fn between<E>(&self, left: &Answer<E>, right: &Answer<E>) -> Option<f64> {
        if self.state(left) == self.state(right) || right.0 - left.0 <= self.tolerance {
            return None;
        }
        let halfway = self.halfway(left.0, right.0);
        (halfway > left.0 && halfway < right.0).then_some(halfway)
    }
}

/// How many values of the scan are not looked at yet.
pub fn scan_left<E>(question: &Question, answers: &[Answer<E>]) -> usize {
    (0..question.points).filter(|point| find(answers, question.scanned(*point)).is_err()).count()
}

/// How many values between neighbours are still looked at, at most as far as the answers show: for each change the halvings until it is
/// within the tolerance. While the scan goes on and shows no change, those of one. A halving without an outcome between two that have one
/// makes another change.
pub fn halvings_left<E>(question: &Question, answers: &[Answer<E>]) -> usize {
    let halvings = |low: f64, high: f64| {
        // In ratios the distance of `n` halvings is at most `high ln(high / low) / 2ⁿ`.
        let mut apart = match question.spacing {
            Spacing::Linear => high - low,
            Spacing::Logarithmic => high * ln(high / low),
        };
        let mut count = 0;
        while apart > question.tolerance {
            (apart, count) = (apart / 2.0, count + 1);
        }
        count
    };
    let changes = answers.windows(2).filter(|pair| question.between(&pair[0], &pair[1]).is_some());
    let counts: Vec<usize> = changes.map(|pair| halvings(pair[0].0, pair[1].0)).collect();
    if counts.is_empty() && scan_left(question, answers) > 0 {
        return halvings(question.scanned(question.points - 2), question.high);
    }
    counts.iter().sum()
}

/// The next value of the parameter to look at, or nothing when the search is done.
///
/// `answers` are those so far, in rising order of the value ([`insert`] keeps it). First the scan, from low to high;
/// then the middle of the lowest pair of neighbours between which the state changes, until every such pair is within
/// the tolerance.
pub fn next<E>(question: &Question, answers: &[Answer<E>]) -> Option<f64> {
    (0..question.points)
        .map(|point| question.scanned(point))
        .find(|&value| find(answers, value).is_err())
        .or_else(|| answers.windows(2).find_map(|pair| question.between(&pair[0], &pair[1])))
}

fn find<E>(answers: &[Answer<E>], value: f64) -> Result<usize, usize> {
    answers.binary_search_by(|(known, _)| known.total_cmp(&value))
}

/// Puts an answer among the others; one for the same value is replaced.
pub fn insert<E>(answers: &mut Vec<Answer<E>>, value: f64, outcome: Result<f64, E>) {
    match find(answers, value) {
        Ok(place) => answers[place] = (value, outcome),
        Err(place) => answers.insert(place, (value, outcome)),
    }
}

/// What the answers say: where the goal is met. Asked before [`next`] gives nothing it says what is known so far.
pub fn conclude<E>(question: &Question, answers: &[Answer<E>]) -> Threshold {
    let states: Vec<State> = answers.iter().map(|answer| question.state(answer)).collect();
    if !states.contains(&State::Met) {
        return Threshold::Never { refused: states.iter().filter(|&&state| state == State::Refused).count() };
    }
    if states.iter().all(|&state| state == State::Met) {
        return Threshold::Always;
    }
    let changes = (1..answers.len()).filter(|&i| states[i - 1] != states[i]);
    Threshold::Borders(
        changes
            .map(|i| Border { low: answers[i - 1].0, high: answers[i].0, below: states[i - 1], above: states[i] })
            .collect(),
    )
}

/// Searches to the end: asks `outcome` for points as long as there are any, and adds what it says to `answers`.
pub fn threshold<E>(
    question: &Question,
    answers: &mut Vec<Answer<E>>,
    mut outcome: impl FnMut(f64) -> Result<f64, E>,
) -> Threshold {
    while let Some(value) = next(question, answers) {
        let answer = outcome(value);
        insert(answers, value, answer);
    }
    conclude(question, answers)
}

/// The goals between which a probability's true one lies, when the probability is a share of so many independent draws.
///
/// `p ± z √(p(1 − p)/N)`, within 0 and 1. The thresholds of the two goals enclose that of the true probability;
/// searched with the same `answers` they cost few points more.
///
/// # Errors
/// If the probability does not lie between 0 and 1 or there are no draws.
pub fn goals_within_sampling(probability: f64, draws: usize, deviations: f64) -> Result<(Goal, Goal), Refusal> {
    crate::refusal::share_between("probability", probability, 0.0, 1.0, "between 0 and 1")?;
    count_within("number of draws", draws, 1..=usize::MAX, "at least 1")?;
    let off = deviations.abs() * (probability * (1.0 - probability) / draws as f64).sqrt();
    Ok((Goal::AtLeast((probability - off).max(0.0)), Goal::AtLeast((probability + off).min(1.0))))
}

/// The threshold of one parameter for each value of another.
///
/// `outcome(first, second)`; the answers of each search go with it, so that refusals can be read.
pub fn frontier<E>(
    firsts: &[f64],
    question: &Question,
    mut outcome: impl FnMut(f64, f64) -> Result<f64, E>,
) -> Vec<(f64, Threshold, Vec<Answer<E>>)> {
    firsts
        .iter()
        .map(|&first| {
            let mut answers = Vec::new();
            let found = threshold(question, &mut answers, |second| outcome(first, second));
            (first, found, answers)
        })
        .collect()
}
