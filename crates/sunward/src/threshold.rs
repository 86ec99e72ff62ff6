//! What one number would have to be, from words to an answer.

use std::cell::Cell;
use sunward_exploration::{Goal, NotAnswered, Question, Watch, frontier, what_would_have_to_be};
use sunward_model::{Model, SetError, Value};
use sunward_results::threshold::{Answered, Frontier};

/// Values of a second number that the threshold is worked out for.
const ROWS: u32 = 9;

/// A question as a user writes it.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    /// Path of a number, with one of its years at its end if only that one is to move.
    pub path: &'a str,
    /// `crossover.batch <= 2035`.
    pub goal: &'a str,
    /// Least and greatest value, with units; both or none.
    pub bounds: Option<(&'a str, &'a str)>,
    /// A second number.
    pub and: Option<&'a str>,
    /// Draws of goals with a probability.
    pub draws: u64,
    /// Seed of the draws.
    pub seed: u64,
}

/// Where a goal is met; with a second number, for each of some values of it. Whoever watches is told of both, and may stop it at any time:
/// what is known by then is the answer, and there is none (`None`) where nothing is known yet.
///
/// # Errors
/// In words: no such number, no goal, no range, nothing to evaluate.
pub fn threshold(
    model: &Model,
    words: &Words,
    watch: Watch<'_>,
) -> Result<Option<(Answered, Option<Frontier>)>, String> {
    if model.scenario.challengers.is_empty() || model.scenario.incumbents.is_empty() {
        return Err(format!("`{}` compares nothing; name `challengers` and `incumbents` in `[scenario]`", model.name));
    }
    let (slot, year) = place(model, words.path)?;
    let goal = Goal::read(words.goal, model).map_err(|error| format!("--goal: {error}"))?;
    let measure = model.register.parameters()[slot].measure();
    let read = |option: &str, text: &str| {
        measure.read(text.trim()).map_err(|error| format!("{option} {text}: {error}; {}", error.remedy(measure)))
    };
    let bounds = match words.bounds {
        Some((low, high)) => Some((read("--from", low)?, read("--to", high)?)),
        None => None,
    };
    let question = Question { slot, year, goal, bounds, draws: words.draws, seed: words.seed };
    // Each row of the frontier is taken to be as long as the first search.
    let rows = if words.and.is_some() { u64::from(ROWS) } else { 0 };
    let told = Cell::new((0, 0));
    let first = |done: u64, most: u64| {
        told.set((done, most));
        watch(done, most * (1 + rows))
    };
    let answer = match what_would_have_to_be(model, &question, &first) {
        Ok(answer) => answer,
        Err(NotAnswered::Stopped) => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let front = match words.and {
        None => None,
        Some(path) => {
            let (other, other_year) = place(model, path).map_err(|error| format!("--and: {error}"))?;
            if other == slot {
                return Err(format!("--and: `{path}` is the number asked about; name another one"));
            }
            let values = values(model, other, other_year)?;
            let (before, _) = told.get();
            let rest = |done: u64, most: u64| watch(before + done, before + most);
            let answers = frontier(model, (other, other_year), &values, &question, &rest);
            Some(Frontier { path: path.into(), slot: other, asked: values.len(), answers })
        }
    };
    Ok(Some((Answered { path: words.path.into(), slot, goal, answer }, front)))
}

/// The slot of a path, and the year at its end.
fn place(model: &Model, path: &str) -> Result<(usize, Option<i32>), String> {
    let register = &model.register;
    if let Some(slot) = register.slot(path) {
        return Ok((slot, None));
    }
    if let Some((head, year)) = path.rsplit_once('.')
        && let (Some(slot), Ok(year)) = (register.slot(head), year.parse())
    {
        return match &register.parameters()[slot].value {
            Value::OverTime { points, .. } if points.iter().any(|point| point.0 == year) => Ok((slot, Some(year))),
            _ => Err(SetError::NoSuchYear(head.into(), year).to_string()),
        };
    }
    // The register knows what is near.
    match register.clone().set(path, "1") {
        Err(error) => Err(error.to_string()),
        Ok(()) => Err(format!("no parameter `{path}`")),
    }
}

/// Values over the range of a number, in equal ratios where it is wide and above zero.
fn values(model: &Model, slot: usize, year: Option<i32>) -> Result<Vec<f64>, String> {
    let parameter = &model.register.parameters()[slot];
    let estimates = parameter.value.estimates();
    let ranges = estimates.iter().filter(|row| year.is_none() || row.0 == year).filter_map(|row| row.1.range);
    let (low, high) = ranges.fold((f64::INFINITY, f64::NEG_INFINITY), |all, own| (all.0.min(own.0), all.1.max(own.1)));
    if low >= high {
        return Err(format!("--and: `{}` has no range to go through; give it one in the scenario", parameter.path));
    }
    let share = |row: u32| f64::from(row) / f64::from(ROWS - 1);
    let wide = low > 0.0 && high > 4.0 * low;
    let value = |row: u32| {
        if wide {
            low * sunward_quantity::elementary::power(high / low, share(row))
        } else {
            low + share(row) * (high - low)
        }
    };
    Ok((0..ROWS).map(value).collect())
}
