//! Which value of one number would change a verdict: the number is moved, and the deciding formula worked out anew.

use super::reading::{Answer, Claim, Document, Input};
use super::testing::{Asked, Basis, agrees, basis, measures};
use super::world::{Lack, World, trial};
use sunward_exploration::Span;
use sunward_model::{Model, Parameter, Value};
use sunward_quantity::Measure;
use sunward_quantity::elementary::{exp, ln};
use sunward_results::claims::{LeverAnswer, LeverFound};
use sunward_uncertainty::threshold::{Goal, Question, Spacing, State, Threshold, conclude, insert, next};

/// Values of a first scan.
const SCAN: usize = 9;

/// How closely a border is looked for: a share of the value in equal ratios, of the range in equal steps.
const PRECISION: f64 = 2e-3;

/// Where the search for a number that is not given looks: so many times less and more than what is worked out for it.
const WIDE: f64 = 30.0;

/// Where a number was searched, and where the claim holds.
struct Search {
    low: f64,
    high: f64,
    found: Threshold,
}

/// Moves the claim's lever. `None` where it names none, or the scenario has no such number.
pub fn lever(asked: &Asked, claim: &Claim) -> Option<LeverAnswer> {
    let path = claim.lever.as_deref()?;
    let model = &asked.world.results.model;
    let parameter = model.register.find(path)?;
    let measure = parameter.measure();
    let today = value_today(asked.world, parameter);
    let stated = stated_range(parameter);
    let found = match rests_on_lever(claim, path) {
        Err(why) => LeverFound::NotAsked(why),
        Ok(year) => match search(asked, claim, parameter, today, year) {
            Err(why) => LeverFound::NotAsked(why),
            Ok(search) => spoken(&search, measure, today, stated),
        },
    };
    Some(LeverAnswer {
        path: path.into(),
        meaning: parameter.meaning.trim().trim_end_matches('.').into(),
        now: today.map(|value| measure.show(value)),
        range: stated.map(|(low, high)| [measure.show(low), measure.show(high)]),
        source: asked.work(&parameter.provenance.source),
        found,
    })
}

fn spoken(search: &Search, measure: Measure, today: Option<f64>, stated: Option<(f64, f64)>) -> LeverFound {
    match nearest(&search.found, today) {
        Some((value, or_more)) => LeverFound::At {
            value: measure.show(value),
            or_more,
            // `met_at` gives a value at which it is known to hold.
            within_range: stated.is_some_and(|(low, high)| (low..=high).contains(&value)),
        },
        None => LeverFound::Nowhere { searched: [measure.show(search.low), measure.show(search.high)] },
    }
}

/// Of the borders of what holds the one nearest to today's value, and whether it holds above.
fn nearest(found: &Threshold, today: Option<f64>) -> Option<(f64, bool)> {
    let Threshold::Borders(borders) = found else { return None };
    let met = borders.iter().filter_map(|border| border.met_at().map(|value| (value, border.above == State::Met)));
    let far = |value: f64| today.map_or(0.0, |today| (value - today).abs());
    met.min_by(|a, b| far(a.0).total_cmp(&far(b.0)))
}

/// Whether the deciding formula follows the number at all; the one year that it asks about, if it is one.
fn rests_on_lever(claim: &Claim, path: &str) -> Result<Option<i32>, String> {
    let Some(Answer::Formula { inputs, .. }) = claim.tests.first().map(|test| &test.answer) else {
        return Err("there is no formula to work out anew".into());
    };
    match basis(inputs) {
        Basis::Arithmetic | Basis::Observation => Err("the test that decides does not rest on the scenario".into()),
        Basis::Draws => Err("the test that decides rests on draws; `sunward threshold` asks those".into()),
        Basis::Plan => Err(format!(
            "the test that decides takes a plan for each value; `sunward plan SCENARIO --set {path}=VALUE` makes one"
        )),
        Basis::Scenario
            if !inputs.iter().any(|row| matches!(&row.1, Input::Parameter { path: own, .. } if own == path)) =>
        {
            Err("the test that decides does not rest on it".into())
        }
        Basis::Scenario | Basis::Engine => {
            let mut years = inputs.iter().filter_map(|row| match &row.1 {
                Input::Document(wanted) => {
                    // What a document says for the focus year, or over the years, needs all of them.
                    let whole = wanted.document == Document::Cost && wanted.year.is_none();
                    Some(if whole { None } else { wanted.year })
                }
                _ => None,
            });
            let first = years.next().flatten();
            Ok(first.filter(|first| years.all(|year| year == Some(*first))))
        }
    }
}

/// What the number is today: as given, or as it is worked out.
fn value_today(world: &World, parameter: &Parameter) -> Option<f64> {
    let model = &world.results.model;
    let given = parameter.value.at(model.scenario.focus);
    if !given.is_nan() {
        return Some(given);
    }
    world.results.costs.break_evens.iter().find(|row| row.lever.path == parameter.path).and_then(|row| row.now)
}

/// The least and the greatest of what the scenario holds possible for it.
fn stated_range(parameter: &Parameter) -> Option<(f64, f64)> {
    let ends = parameter.value.estimates().into_iter().filter_map(|row| row.1.range);
    ends.reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))
}

fn search(
    asked: &Asked,
    claim: &Claim,
    parameter: &Parameter,
    today: Option<f64>,
    year: Option<i32>,
) -> Result<Search, String> {
    let model = &asked.world.results.model;
    let (low, high) = match (&parameter.value, today) {
        (Value::Absent, Some(today)) if today > 0.0 => (today / WIDE, today * WIDE),
        _ => {
            let span = Span::of(parameter)?;
            // Zero has no place in equal ratios; what lies a hundred times below the range stands for it.
            (span.ratios_above.unwrap_or(span.low), span.high)
        }
    };
    let ratios = low > 0.0 && high > 10.0 * low;
    // Equal ratios are equal steps of the logarithm.
    let place = |value: f64| if ratios { ln(value) } else { value };
    let (first, last) = (place(low), place(high));
    let tolerance = if ratios { PRECISION } else { PRECISION * (high - low) };
    let slot = model.register.slot(&parameter.path).ok_or("the scenario has no such number")?;
    let question = Question::new(first, last, Goal::AtLeast(1.0))
        .and_then(|question| question.with_scan(SCAN, Spacing::Linear))
        .and_then(|question| question.with_tolerance(tolerance))
        .map_err(|refusal| refusal.to_string())?;
    let holds = |value: f64| -> Result<f64, String> {
        let mut moved: Model = model.clone();
        moved.register.set_number(slot, None, value, &parameter.path).map_err(|error| error.to_string())?;
        let world = trial(moved, year)?;
        let there = Asked { world: &world, ..*asked };
        let Some(Answer::Formula { expression, inputs, .. }) = claim.tests.first().map(|test| &test.answer) else {
            return Err("there is no formula".into());
        };
        match there.evaluate(expression, inputs) {
            Ok(known) if measures(&known, claim.value.unit.dimension) => {
                Ok(f64::from(u8::from(agrees(claim, known.best.si))))
            }
            Ok(_) => Err("it measures something else".into()),
            Err(Lack::None(_)) => Ok(0.0),
            Err(Lack::Missing(why)) => Err(why),
        }
    };
    let stated = stated_range(parameter).map_or(Vec::new(), |(low, high)| vec![low, high]);
    // Values that somebody stated are looked at first, and stay as they are: a scan could step over what lies among them.
    let near: Vec<(f64, f64)> = stated
        .into_iter()
        .chain(today)
        .filter(|value| (low..=high).contains(value))
        .map(|value| (place(value), value))
        .collect();
    let value_at = |at: f64| match near.iter().find(|row| row.0 == at) {
        Some((_, value)) => *value,
        None if ratios => exp(at).clamp(low, high),
        None => at,
    };
    let mut points = Vec::new();
    for (at, value) in &near {
        insert(&mut points, *at, holds(*value));
    }
    while let Some(at) = next(&question, &points) {
        insert(&mut points, at, holds(value_at(at)));
    }
    let mut found = conclude(&question, &points);
    if let Threshold::Borders(borders) = &mut found {
        for border in borders {
            (border.low, border.high) = (value_at(border.low), value_at(border.high));
        }
    }
    Ok(Search { low, high, found })
}
