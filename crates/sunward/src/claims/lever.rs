//! Which value of one number would change a verdict: the number is moved, and the deciding formula worked out anew.

use super::reading::{Answer, Claim, Document, Input};
use super::testing::{Asked, Basis, basis, measures, place};
use super::world::{World, beside, dimension_of, trial};
use sunward_model::{Model, Parameter};
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Kind, Measure, TemplateUnit};
use sunward_results::claims::{LeverAnswer, LeverFound, said};
use sunward_uncertainty::threshold::{Goal, Question, Spacing, insert, next};

/// Values of a first scan.
const SCAN: usize = 9;

/// How closely the end of what holds is looked for: a share of the value in equal ratios, of the range in equal steps.
const PRECISION: f64 = 2e-3;

/// How many times beyond its range a number is searched; and around what is worked out, where it is not given.
const BEYOND: f64 = 10.0;

/// Likewise for a temperature: a tenth of one is none that anything works at.
const BEYOND_TEMPERATURE: f64 = 1.3;

/// A value, and whether the result lies below (−1), in (0) or above (1) what the claim asks for; or why there is none.
type Point = (f64, Result<f64, String>);

/// How a number is shown: as it is kept, or in the unit of the claim where both measure the same.
struct Shown<'a> {
    measure: Measure<'a>,
    claimed: Option<(&'a TemplateUnit, f64)>,
}

impl Shown<'_> {
    fn show(&self, kept: f64) -> String {
        said(&match self.claimed {
            Some((unit, scale)) => Measure::Unit(unit).show(kept * scale / unit.scale),
            None => self.measure.show(kept),
        })
    }
}

/// Moves the claim's lever. `None` where it names none, or the scenario has no such number.
pub fn lever(asked: &Asked, claim: &Claim) -> Option<LeverAnswer> {
    let path = claim.lever.as_deref()?;
    let model = &asked.world.results.model;
    let parameter = model.register.find(path)?;
    // Of pure numbers those that count the same.
    let same = dimension_of(parameter) == claim.value.unit.dimension
        && (parameter.kind != Kind::Ratio || parameter.unit.is_some() || claim.value.unit.is_pure());
    let scale = parameter.unit.as_ref().map_or(1.0, |unit| unit.scale);
    let shown = Shown { measure: parameter.measure(), claimed: same.then_some((&claim.value.unit, scale)) };
    let focus = model.scenario.focus;
    let given = parameter.value.at(focus);
    let today = if given.is_nan() { worked_out(asked.world, parameter) } else { Some(given) };
    let stated = stated_range(parameter);
    let found = rests_on_lever(claim, path).and_then(|year| search(asked, claim, parameter, today, year));
    let found = match found {
        Err(why) => LeverFound::NotAsked(why),
        Ok(points) => spoken(&points, &shown, today, stated),
    };
    let worked_out = if given.is_nan() { ", worked out" } else { "" };
    Some(LeverAnswer {
        path: path.into(),
        meaning: parameter.meaning.trim().trim_end_matches('.').into(),
        now: today.map(|value| format!("{} in {focus}{worked_out}", shown.show(value))),
        range: stated.map(|(low, high)| [shown.show(low), shown.show(high)]),
        source: asked.work(&parameter.provenance.source),
        found,
    })
}

/// The values at which the claim holds that lie nearest to today's.
fn spoken(points: &[Point], shown: &Shown, today: Option<f64>, stated: Option<(f64, f64)>) -> LeverFound {
    let holds = |point: &Point| point.1 == Ok(0.0);
    // First and last place of each run of values that hold.
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in points.iter().enumerate().filter(|row| holds(row.1)) {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == at => run.1 = at,
            _ => runs.push((at, at)),
        }
    }
    let (Some(low), Some(high)) = (points.first(), points.last()) else {
        return LeverFound::NotAsked("there is nothing to search".into());
    };
    let nowhere = || LeverFound::Nowhere { searched: [shown.show(low.0), shown.show(high.0)] };
    let far = |run: &&(usize, usize)| {
        let (first, last) = (points[run.0].0, points[run.1].0);
        today.map_or(0.0, |today| (first - today).max(today - last).max(0.0))
    };
    let Some((first, last)) = runs.iter().min_by(|a, b| far(a).total_cmp(&far(b))).copied() else { return nowhere() };
    if (first, last) == (0, points.len() - 1) {
        return nowhere();
    }
    LeverFound::At {
        from: (first > 0).then(|| shown.show(points[first].0)),
        to: (last + 1 < points.len()).then(|| shown.show(points[last].0)),
        within_range: stated.is_some_and(|(low, high)| points[first].0 <= high && points[last].0 >= low),
    }
}

/// Whether the deciding formula follows the number at all; the one year that it asks about, if it is one.
fn rests_on_lever(claim: &Claim, path: &str) -> Result<Option<i32>, String> {
    let Some(Answer::Formula { inputs, .. }) = claim.tests.first().map(|test| &test.answer) else {
        return Err("there is no formula to work out anew".into());
    };
    let named = |input: &Input| matches!(input, Input::Parameter { path: own, .. } if own == path);
    match basis(inputs) {
        Basis::Arithmetic | Basis::Observation => Err("the test that decides does not rest on the scenario".into()),
        Basis::Draws => Err("the test that decides rests on draws; `sunward threshold` asks those".into()),
        Basis::Plan => Err(format!(
            "the test that decides takes a plan for each value; `sunward plan SCENARIO --set {path}=VALUE` makes one"
        )),
        Basis::Scenario if !inputs.iter().any(|row| named(&row.1)) => {
            Err("the test that decides does not rest on it".into())
        }
        Basis::Scenario | Basis::Engine => {
            let mut years = inputs.iter().filter_map(|row| match &row.1 {
                // What a document says for the focus year, or over the years, needs all of them.
                Input::Document(wanted) if wanted.document == Document::Cost && wanted.year.is_none() => Some(None),
                Input::Document(wanted) => Some(wanted.year),
                _ => None,
            });
            let first = years.next().flatten();
            Ok(first.filter(|first| years.all(|year| year == Some(*first))))
        }
    }
}

/// What a number that is not given is worked out to be.
fn worked_out(world: &World, parameter: &Parameter) -> Option<f64> {
    world.results.costs.break_evens.iter().find(|row| row.lever.path == parameter.path).and_then(|row| row.now)
}

/// The least and the greatest of what the scenario holds possible for it.
fn stated_range(parameter: &Parameter) -> Option<(f64, f64)> {
    let ends = parameter.value.estimates().into_iter().filter_map(|row| row.1.range);
    ends.reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))
}

/// Between which values a number is searched.
fn span(parameter: &Parameter, today: Option<f64>, stated: Option<(f64, f64)>) -> Result<(f64, f64), String> {
    let (low, high) = stated.or(today.map(|today| (today, today))).ok_or("it has no value to search around")?;
    let beyond = if parameter.kind == Kind::Temperature { BEYOND_TEMPERATURE } else { BEYOND };
    let bounds = &parameter.bounds;
    let low = if low > 0.0 { low / beyond } else { low };
    let (low, high) = (low.max(bounds.low), (high * beyond).min(bounds.high));
    // An open end is no value.
    let step = 1e-9 * (high - low);
    let low = if bounds.low_open && low == bounds.low { low + step } else { low };
    let high = if bounds.high_open && high == bounds.high { high - step } else { high };
    if low < high { Ok((low, high)) } else { Err("it has no range to search in".into()) }
}

fn search(
    asked: &Asked,
    claim: &Claim,
    parameter: &Parameter,
    today: Option<f64>,
    year: Option<i32>,
) -> Result<Vec<Point>, String> {
    let model = &asked.world.results.model;
    let stated = stated_range(parameter);
    let (low, high) = span(parameter, today, stated)?;
    // Equal ratios are equal steps of the logarithm.
    let ratios = low > 0.0 && high > 10.0 * low;
    let at = |value: f64| if ratios { ln(value) } else { value };
    let tolerance = if ratios { PRECISION } else { PRECISION * (high - low) };
    let question = Question::new(at(low), at(high), Goal::AtLeast(0.0))
        .and_then(|question| question.with_scan(SCAN, Spacing::Linear))
        .and_then(|question| question.with_tolerance(tolerance))
        .map_err(|refusal| refusal.to_string())?;
    let slot = model.register.slot(&parameter.path).ok_or("the scenario has no such number")?;
    let reads_alone = match claim.tests.first().map(|test| &test.answer) {
        Some(Answer::Formula { inputs, .. }) => basis(inputs) == Basis::Scenario,
        _ => false,
    };
    let result = |value: f64| -> Result<f64, String> {
        let mut moved: Model = model.clone();
        moved.register.set_number(slot, None, value, &parameter.path).map_err(|error| error.to_string())?;
        let world = if reads_alone { beside(moved, asked.world) } else { trial(moved, year)? };
        let there = Asked { world: &world, ..*asked };
        let Some(Answer::Formula { expression, inputs, .. }) = claim.tests.first().map(|test| &test.answer) else {
            return Err("there is no formula".into());
        };
        let known = there.evaluate(expression, inputs).map_err(|lack| lack.words().to_string())?;
        if !measures(&known, claim.value.unit.dimension) {
            return Err("it measures something else".into());
        }
        Ok(f64::from(place(claim, known.best.si) as i8))
    };
    // Values that somebody stated are looked at first, and stay as they are: a scan could step over what lies among them.
    let near: Vec<(f64, f64)> = stated
        .map_or(Vec::new(), |(low, high)| vec![low, high])
        .into_iter()
        .chain(today)
        .filter(|value| (low..=high).contains(value))
        .map(|value| (at(value), value))
        .collect();
    let value_at = |place: f64| match near.iter().find(|row| row.0 == place) {
        Some((_, value)) => *value,
        None if ratios => exp(place).clamp(low, high),
        None => place,
    };
    let mut points: Vec<Point> = Vec::new();
    for (place, value) in &near {
        insert(&mut points, *place, result(*value));
    }
    // Both ends of what agrees: where the result is no longer below it, and where it is above.
    for goal in [Goal::AtLeast(0.0), Goal::AtMost(0.0)] {
        let question = question.with_goal(goal);
        while let Some(place) = next(&question, &points) {
            insert(&mut points, place, result(value_at(place)));
        }
    }
    points.iter_mut().for_each(|point| point.0 = value_at(point.0));
    Ok(points)
}
