//! What one number would have to be for a goal to be met: in the single run, or with a probability, all others drawn.

use crate::evaluation::{Evaluation, Scratch};
use crate::explore::Explorer;
use crate::goal::{Asked, Goal};
use crate::uncertain::{NotDrawn, Uncertain};
use std::cell::Cell;
use std::ops::Range;
use sunward_economics::{PrepareError, Prepared};
use sunward_model::chain::only_plans_read;
use sunward_model::{Interpolation, Model, Parameter, SetError, Value};
use sunward_quantity::elementary::{exp, ln};
use sunward_uncertainty::threshold::{self, Answer as Point, Goal as Bound, Question as Search, Threshold};

/// Standard deviations on both sides of a probability that hold 95 % of what other draws would give.
const DEVIATIONS: f64 = 1.96;

/// Watches a search: told how many runs of the model are done, and how many there are at most as far as is known, it says whether to go
/// on. Of a goal with a probability each draw at each value is a run.
pub type Watch<'a> = &'a dyn Fn(u64, u64) -> bool;

/// After so many draws at one value somebody who watches is told.
const TOLD_EVERY: usize = 256;

/// Over which values of a number an answer is searched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Where steps become equal ratios: above this value, below it they are equal. `None` where all steps are equal.
    pub ratios_above: Option<f64>,
}

impl Span {
    /// What a number may be, joined with what is worth searching.
    ///
    /// Where its field has finite bounds they are the ends. Else the ends are a hundredth of the low end of its range and a hundred
    /// times the high end (of the best value where it has no range), in equal ratios if all of that lies above zero; zero itself is
    /// looked at too where it is allowed. A number that may be negative and has no bounds is searched ten widths of its range to
    /// both sides.
    ///
    /// # Errors
    /// In words, where the number has no value and its field no bounds that a range could follow from.
    pub fn of(parameter: &Parameter) -> Result<Self, String> {
        let bounds = &parameter.bounds;
        let grows = matches!(parameter.value, Value::OverTime { interpolation: Interpolation::Geometric, .. });
        // Open ends are no values; a path that grows by ratios has no zero.
        let inward = |low: f64, high: f64| {
            let step = 1e-9 * (high - low);
            let open = bounds.low_open || (grows && low <= 0.0);
            (if open { low + step } else { low }, if bounds.high_open { high - step } else { high })
        };
        if bounds.low.is_finite() && bounds.high.is_finite() {
            let (low, high) = inward(bounds.low, bounds.high);
            return Ok(Self { low, high, ratios_above: None });
        }
        let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
        for (_, estimate) in parameter.value.estimates() {
            let (low, high) = estimate.range.unwrap_or((estimate.best, estimate.best));
            least = least.min(low).min(estimate.best);
            greatest = greatest.max(high).max(estimate.best);
        }
        if least > greatest {
            return Err(format!("`{}` has no value to search around; state the bounds to search in", parameter.path));
        }
        if bounds.low >= 0.0 && greatest > 0.0 {
            let positive = if least > 0.0 { least } else { greatest / 100.0 };
            let low = (positive / 100.0).max(bounds.low);
            let zero = bounds.low == 0.0 && !bounds.low_open && !grows;
            return Ok(Self {
                low: if zero { 0.0 } else { low },
                high: (100.0 * greatest).min(bounds.high),
                ratios_above: Some(low),
            });
        }
        let width = 10.0 * (greatest - least).max(least.abs()).max(greatest.abs());
        if width == 0.0 {
            return Err(format!("`{}` is 0 and has no range; state the bounds to search in", parameter.path));
        }
        let (low, high) = inward((least - width).max(bounds.low), (greatest + width).min(bounds.high));
        Ok(Self { low, high, ratios_above: None })
    }

    /// Bounds that somebody stated, in equal ratios where they are above zero and span more than a factor of ten.
    ///
    /// # Errors
    /// In words, where they are no range or leave what the number may be.
    pub fn stated(parameter: &Parameter, (low, high): (f64, f64)) -> Result<Self, String> {
        let measure = parameter.measure();
        if !(low < high && low.is_finite() && high.is_finite()) {
            return Err(format!(
                "from {} to {} is no range to search in: the first must be less than the second",
                measure.show(low),
                measure.show(high)
            ));
        }
        for end in [low, high] {
            if !parameter.bounds.allow(end) {
                let bounds = parameter.bounds.describe(measure);
                return Err(format!(
                    "`{}` must be {bounds}, but the search would reach {}",
                    parameter.path,
                    measure.show(end)
                ));
            }
        }
        Ok(Self { low, high, ratios_above: (low > 0.0 && high > 10.0 * low).then_some(low) })
    }

    /// Where a search walks in equal steps: the value itself; or its logarithm above, and shares of the rest below.
    fn walk(&self) -> (f64, f64) {
        match self.ratios_above {
            Some(above) if self.low < above => (ln(above) - 1.0, ln(self.high)),
            Some(_) => (ln(self.low), ln(self.high)),
            None => (self.low, self.high),
        }
    }

    fn value(&self, place: f64) -> f64 {
        let (first, last) = self.walk();
        // The ends are the ends to the last bit.
        if place == first {
            return self.low;
        }
        if place == last {
            return self.high;
        }
        match self.ratios_above {
            Some(above) if place < ln(above) => self.low + (above - self.low) * (place - first),
            Some(_) => exp(place).clamp(self.low, self.high),
            None => place,
        }
    }

    /// Where a value lies on the walk; nothing outside the span.
    fn place(&self, value: f64) -> Option<f64> {
        let inside = value > self.low && value < self.high;
        inside.then(|| match self.ratios_above {
            Some(above) if value < above => ln(above) - 1.0 + (value - self.low) / (above - self.low),
            Some(_) => ln(value),
            None => value,
        })
    }

    /// Searches with so many points in a first scan, to a precision: a share of the value in equal ratios; in equal steps of the range, or
    /// of the least value if that is more.
    ///
    /// Values of `near` are looked at too: a scan over much that is far off could step over what lies among them.
    ///
    /// `outcome` is told a value and how many are left at most with it, and gives `None` when somebody wants to stop.
    pub(crate) fn search(
        &self,
        goals: &[Bound],
        near: &[f64],
        scan: usize,
        precision: f64,
        mut outcome: impl FnMut(f64, usize) -> Option<Result<f64, String>>,
    ) -> Looked {
        let (low, high) = self.walk();
        let steps = (high - low).max(low);
        let tolerance = if self.ratios_above.is_some() { precision } else { precision * steps };
        // A logarithm and back is not the same number, and a goal may hang on the last bit of a stated one.
        let stated: Vec<(f64, f64)> =
            near.iter().filter_map(|value| self.place(*value).map(|place| (place, *value))).collect();
        let value =
            |place: f64| stated.iter().find(|row| row.0 == place).map_or_else(|| self.value(place), |row| row.1);
        let question = |goal: &Bound| {
            Search::new(low, high, *goal)
                .and_then(|question| question.with_scan(scan, threshold::Spacing::Linear))
                .and_then(|question| question.with_tolerance(tolerance))
        };
        // A span is finite and rising.
        let questions: Vec<Search> = goals.iter().filter_map(|goal| question(goal).ok()).collect();
        let Some(first) = questions.first() else { return Looked::default() };
        let left = |stated: usize, asked: &[Search], points: &[Point<String>]| {
            let halvings = asked.iter().map(|question| threshold::halvings_left(question, points));
            stated + threshold::scan_left(first, points) + halvings.sum::<usize>()
        };
        let mut looked = Looked { whole: true, ..Looked::default() };
        let points = &mut looked.points;
        for (at, (place, value)) in stated.iter().enumerate() {
            let Some(found) = outcome(*value, left(stated.len() - at, &questions, points)) else {
                looked.whole = false;
                break;
            };
            threshold::insert(points, *place, found);
        }
        for (at, question) in questions.iter().enumerate() {
            while looked.whole
                && let Some(place) = threshold::next(question, points)
            {
                match outcome(value(place), left(0, &questions[at..], points)) {
                    Some(found) => threshold::insert(points, place, found),
                    None => looked.whole = false,
                }
            }
        }
        looked.scanned = threshold::scan_left(first, points) == 0;
        points.iter_mut().for_each(|point| point.0 = value(point.0));
        looked
    }

    /// What points say of a goal.
    pub(crate) fn conclude(&self, goal: Bound, points: &[Point<String>]) -> Threshold {
        match Search::new(self.low, self.high, goal) {
            Ok(question) => threshold::conclude(&question, points),
            Err(_) => Threshold::Never { refused: points.len() },
        }
    }
}

/// What a search looked at.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// By rising value.
    pub(crate) points: Vec<Point<String>>,
    /// Whether all of the first scan is among them.
    pub(crate) scanned: bool,
    /// Whether it came to its end.
    pub(crate) whole: bool,
}

/// The values of a number that somebody stated: best ones, and ends of ranges.
pub(crate) fn landmarks(parameter: &Parameter) -> Vec<f64> {
    let of = |estimate: sunward_model::Estimate| {
        let (low, high) = estimate.range.unwrap_or((estimate.best, estimate.best));
        [low, estimate.best, high]
    };
    let mut all: Vec<f64> = parameter.value.estimates().into_iter().flat_map(|row| of(row.1)).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// A question about one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its slot.
    pub slot: usize,
    /// One of its own years; `None` makes it the same in all years.
    pub year: Option<i32>,
    /// What must be met.
    pub goal: Goal,
    /// Where to search, in SI; `None` searches where [`Span::of`] says.
    pub bounds: Option<(f64, f64)>,
    /// Draws, where the goal has a probability: the same for every value of the number.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
}

/// What the number would have to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Where it was searched.
    pub span: Span,
    /// Where the goal is met: always, never, or between which values.
    pub found: Threshold,
    /// The same for a probability that is lower, and one that is higher, by what 95 of 100 samples of as many independent draws
    /// differ at most; the draws here are spread more evenly, so that the true answer is at least as probably between.
    pub within: Option<[Threshold; 2]>,
    /// What the number is today, in the focus year; for one of its own years in that year. `None` where it is absent.
    pub value_today: Option<f64>,
    /// What the goal asks about is today: a year (−∞ for already, ∞ for never), a ratio, or a probability.
    pub outcome_today: f64,
    /// Whether the goal is met today.
    pub met_today: bool,
    /// All values looked at, with what came out or why nothing did.
    pub points: Vec<(f64, Result<f64, String>)>,
    /// Whether nobody stopped the search.
    pub complete: bool,
    /// Where to search on after a stop: around all borders known. `None` where nothing was stopped, or the first scan is not done, so that
    /// others may lie anywhere.
    pub goes_on: Option<(f64, f64)>,
}

impl Answer {
    /// The one value to quote: of all values at which the goal begins to be met the nearest to today's, and whether greater values
    /// meet it too. `None` where no value does, or all do.
    pub fn value(&self) -> Option<(f64, bool)> {
        nearest(&self.found, self.value_today)
    }
}

/// Of the borders of what is met the one nearest to a value, and whether it is met above.
pub(crate) fn nearest(found: &Threshold, today: Option<f64>) -> Option<(f64, bool)> {
    let Threshold::Borders(borders) = found else { return None };
    let met = borders.iter().filter_map(|border| border.met_at().map(|value| (value, value == border.high)));
    let far = |value: f64| today.map_or(0.0, |today| (value - today).abs());
    met.min_by(|a, b| far(a.0).total_cmp(&far(b.0)))
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum NotAnswered {
    /// No such number, or it cannot be set like that.
    Number(SetError),
    /// The number is one that only a plan reads.
    OnlyPlans(String),
    /// Where to search, in words.
    Span(String),
    /// The model cannot be evaluated as it is.
    Prepare(Vec<PrepareError>),
    /// A number cannot be drawn.
    NotDrawn(Vec<NotDrawn>),
    /// Too few or too many draws for a probability.
    Draws(u64),
    /// Somebody asked to stop before anything was known.
    Stopped,
}

impl std::fmt::Display for NotAnswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines = |rows: Vec<String>| rows.join("\n");
        match self {
            Self::Number(error) => write!(f, "{error}"),
            Self::OnlyPlans(path) => write!(
                f,
                "`{path}` is read by plans only, and neither a crossover nor a ratio rests on it; `sunward plan` shows what it does"
            ),
            Self::Span(reason) => f.write_str(reason),
            Self::Prepare(errors) => f.write_str(&lines(errors.iter().map(ToString::to_string).collect())),
            Self::NotDrawn(faults) => f.write_str(&lines(faults.iter().map(ToString::to_string).collect())),
            Self::Stopped => f.write_str("stopped before anything was known"),
            Self::Draws(draws) => {
                write!(f, "a probability cannot be asked of {draws} draws; take between 16 and 1,000,000, like 2000")
            }
        }
    }
}

impl std::error::Error for NotAnswered {}

/// Where the number stands that is tried.
enum Place {
    /// Among the values of a draw.
    Drawn(Range<usize>),
    /// In the values that no draw changes.
    Held,
    /// Skies and routes rest on it: the model is prepared anew for each value.
    Prepared,
}

/// A model in which one number is tried at many values, and the draws it is tried with.
struct Trial {
    model: Model,
    uncertain: Uncertain,
    evaluation: Evaluation,
    scratch: Scratch,
    rows: Vec<Vec<f64>>,
    slot: usize,
    year: Option<i32>,
    path: String,
    place: Place,
    goal: Goal,
    found: Vec<f64>,
}

impl Trial {
    /// What the goal asks about, with the number at a value; why there is nothing, in words. `None` if somebody, told after how many rows,
    /// asks to stop.
    fn at(&mut self, value: f64, watch: &dyn Fn(u64) -> bool) -> Option<Result<f64, String>> {
        match self.put(value) {
            Ok(()) => self.outcome(watch).map(Ok),
            Err(why) => watch(0).then_some(Err(why)),
        }
    }

    fn put(&mut self, value: f64) -> Result<(), String> {
        self.model.register.set_number(self.slot, self.year, value, &self.path).map_err(|error| error.to_string())?;
        match &self.place {
            Place::Drawn(places) => {
                let places = places.clone();
                self.rows.iter_mut().for_each(|row| row[places.clone()].fill(value));
            }
            Place::Held => {
                self.evaluation.put(self.slot, &self.model.register.parameters()[self.slot].value);
                self.scratch = self.evaluation.scratch();
            }
            Place::Prepared => {
                let prepared = Prepared::new(&self.model)
                    .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<String>>().join("; "))?;
                self.evaluation = Evaluation::new(&self.model, prepared, &self.uncertain);
                self.scratch = self.evaluation.scratch();
            }
        }
        Ok(())
    }

    /// What the goal asks about: in the only row, or in what share of rows it is so.
    fn outcome(&mut self, watch: &dyn Fn(u64) -> bool) -> Option<f64> {
        if self.goal.probability.is_none() {
            return watch(0).then(|| self.of_row(0, self.evaluation.pairs()));
        }
        // Later years change nothing about whether a year's bound is met.
        let years = match (self.goal.asked, self.goal.bound) {
            (Asked::Crossover, Bound::AtMost(year) | Bound::AtLeast(year)) => {
                self.evaluation.outcomes().years.iter().filter(|own| f64::from(**own) <= year).count()
            }
            _ => self.evaluation.pairs(),
        };
        let bound = self.goal.bound;
        let mut met = 0_u64;
        for row in 0..self.rows.len() {
            if row % TOLD_EVERY == 0 && !watch(row as u64) {
                return None;
            }
            met += u64::from(bound.met(self.of_row(row, years)));
        }
        Some(met as f64 / self.rows.len() as f64)
    }

    fn of_row(&mut self, row: usize, years: usize) -> f64 {
        match self.goal.asked {
            Asked::Crossover => {
                self.evaluation.crossovers(years, &self.rows[row], &mut self.scratch, &mut self.found);
            }
            Asked::Ratio(year) => {
                let index = self.evaluation.outcomes().years.iter().position(|own| *own == year).unwrap_or(0);
                self.evaluation.ratios_in(index, &self.rows[row], &mut self.scratch, &mut self.found);
            }
        }
        match self.found[self.goal.workload] {
            // Only the incumbent cannot be had: no ratio is less.
            ratio if self.goal.asked != Asked::Crossover && ratio == f64::NEG_INFINITY => 0.0,
            found => found,
        }
    }
}

/// The value of one number at which a goal is just met.
///
/// For a goal of the single run all others stay at their best. For one with a probability all others are drawn, the same draws for
/// every value; a number that is itself drawn is drawn for *today's* outcome and then set, so that what goes with it stays as it
/// was drawn. A number over time is the same in all years, or moved in one of its own years only. Where skies and routes rest on
/// the number the model is prepared anew at each value; one that they refuse (an orbit inside the Earth) is neither met nor missed.
///
/// A first scan looks over the whole span (33 points; 17 with a probability; and the best values and ends of ranges), and every change is
/// narrowed to a millionth (a thousandth) of the value, or of the range where that is stated and more. Two borders closer than the scan's
/// steps can be missed.
///
/// Somebody who watches may stop it at any time: what is known by then is the answer, and [`Answer::goes_on`] says between which bounds the
/// same question goes on. It finds the same borders, to the same precision or better.
///
/// # Errors
/// [`NotAnswered`].
pub fn what_would_have_to_be(model: &Model, question: &Question, watch: Watch<'_>) -> Result<Answer, NotAnswered> {
    let parameters = model.register.parameters();
    let Some(parameter) = parameters.get(question.slot) else {
        return Err(NotAnswered::Number(SetError::UnknownPath(format!("slot {}", question.slot), None)));
    };
    if only_plans_read(&parameter.path) {
        return Err(NotAnswered::OnlyPlans(parameter.path.clone()));
    }
    let span = match question.bounds {
        Some(bounds) => Span::stated(parameter, bounds),
        None => Span::of(parameter),
    };
    let span = span.map_err(NotAnswered::Span)?;
    let path = question.year.map_or(parameter.path.clone(), |year| format!("{}.{year}", parameter.path));
    // Whether it can be set at all is known by trying.
    let mut tried = model.clone();
    tried.register.set_number(question.slot, question.year, span.high, &path).map_err(NotAnswered::Number)?;
    let prepared = Prepared::new(model).map_err(NotAnswered::Prepare)?;
    let rests_on_it = prepared.depends_on().contains(&question.slot);
    let probable = question.goal.probability.is_some();
    if probable && !(16..=1_000_000).contains(&question.draws) {
        return Err(NotAnswered::Draws(question.draws));
    }
    let uncertain =
        if probable { Uncertain::of(model, &prepared, &[]) } else { Uncertain::these(model, Vec::new(), Vec::new()) };
    let uncertain = uncertain.map_err(NotAnswered::NotDrawn)?;
    let evaluation = Evaluation::new(model, prepared, &uncertain);
    let place = match uncertain.numbers.iter().find(|number| number.slot == question.slot) {
        Some(number) => {
            let first = number.values.start;
            let own = question.year.and_then(|year| {
                parameter.value.estimates().iter().position(|point| point.0 == Some(year)).map(|point| first + point)
            });
            Place::Drawn(own.map_or(number.values.clone(), |place| place..place + 1))
        }
        None if rests_on_it => Place::Prepared,
        None => Place::Held,
    };
    let workloads = evaluation.outcomes().workloads.len();
    let explorer = Explorer::new(uncertain, evaluation, question.seed);
    let rows = if probable { explorer.values(question.draws) } else { vec![explorer.uncertain.best.clone()] };
    let scratch = explorer.evaluation.scratch();
    let (uncertain, evaluation) = (explorer.uncertain, explorer.evaluation);
    let mut trial = Trial {
        model: tried,
        uncertain,
        evaluation,
        scratch,
        rows,
        slot: question.slot,
        year: question.year,
        path,
        place,
        goal: question.goal,
        found: vec![0.0; workloads],
    };
    let goal = question.goal.probability.unwrap_or(question.goal.bound);
    let (mut goals, mut scan, mut precision) = (vec![goal], 33, 1e-6);
    if let (Some(Bound::AtLeast(share) | Bound::AtMost(share)), true) = (question.goal.probability, probable) {
        (scan, precision) = (17, 1e-3);
        if let Ok((Bound::AtLeast(low) | Bound::AtMost(low), Bound::AtLeast(high) | Bound::AtMost(high))) =
            threshold::goals_within_sampling(share, question.draws as usize, DEVIATIONS)
        {
            let like =
                |share| if matches!(goal, Bound::AtLeast(_)) { Bound::AtLeast(share) } else { Bound::AtMost(share) };
            goals.extend([like(low), like(high)]);
        }
    }
    let runs = trial.rows.len() as u64;
    let Some(outcome_today) = trial.outcome(&|row| watch(row, runs * (1 + scan as u64))) else {
        return Err(NotAnswered::Stopped);
    };
    let mut done = runs;
    let looked = span.search(&goals, &landmarks(parameter), scan, precision, |value, left| {
        let most = done + runs * left as u64;
        let found = trial.at(value, &|row| watch(done + row, most))?;
        done += runs;
        Some(found)
    });
    let Looked { points, scanned, whole: complete } = looked;
    let mut concluded: Vec<Threshold> = goals.iter().map(|goal| span.conclude(*goal, &points)).collect();
    let goes_on = if scanned && !complete { around(&concluded) } else { None };
    let value_today = parameter.value.at(question.year.unwrap_or(model.scenario.focus));
    Ok(Answer {
        span,
        within: <[Threshold; 2]>::try_from(concluded.split_off(1)).ok(),
        found: concluded.swap_remove(0),
        value_today: (!value_today.is_nan()).then_some(value_today),
        outcome_today,
        met_today: goal.met(outcome_today),
        points,
        complete,
        goes_on,
    })
}

/// The least range around all borders.
fn around(found: &[Threshold]) -> Option<(f64, f64)> {
    let borders = found.iter().filter_map(|found| match found {
        Threshold::Borders(borders) => Some(borders),
        Threshold::Always | Threshold::Never { .. } => None,
    });
    let ends = borders.flatten().map(|border| (border.low, border.high));
    ends.reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))
}

/// What one number would have to be for each of some values of another one: the frontier between them.
///
/// `first` is a slot and one of its years (`None`: all years alike), and `question` asks about the second number. Gives an answer, or
/// why there is none, for each value; stops early when somebody wants to.
pub fn frontier(
    model: &Model,
    first: (usize, Option<i32>),
    values: &[f64],
    question: &Question,
    watch: Watch<'_>,
) -> Vec<(f64, Result<Answer, NotAnswered>)> {
    let mut tried = model.clone();
    let path = model.register.parameters().get(first.0).map_or(String::new(), |parameter| parameter.path.clone());
    let mut answers = Vec::new();
    let (before, stopped) = (Cell::new(0), Cell::new(false));
    for (row, value) in values.iter().copied().enumerate() {
        let rows = (values.len() - row) as u64;
        let told = Cell::new(0);
        // Rows to come are taken to be as long as this one.
        let watch = |done: u64, most: u64| {
            told.set(done);
            stopped.set(stopped.get() || !watch(before.get() + done, before.get() + most * rows));
            !stopped.get()
        };
        let set = if path.is_empty() {
            Err(SetError::UnknownPath(format!("slot {}", first.0), None))
        } else {
            tried.register.set_number(first.0, first.1, value, &path)
        };
        let answer = match set {
            Ok(()) => what_would_have_to_be(&tried, question, &watch),
            Err(error) => Err(NotAnswered::Number(error)),
        };
        // Half an answer about one row is none about the frontier.
        if stopped.get() {
            break;
        }
        before.set(before.get() + told.get());
        answers.push((value, answer));
    }
    answers
}
