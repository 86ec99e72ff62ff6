//! What is to be said of a claim, and the sentence why: written from the numbers.

use super::reading::{Answer, Claim, Input};
use super::testing::{Asked, Basis, agrees, basis, computed, measures, mismatch, span};
use super::world::{Known, Lack};
use sunward_quantity::show_number;
use sunward_results::claims::{Amount, LeverAnswer, LeverFound, Relation, Verdict};

/// A verdict, with its reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What is to be said.
    pub verdict: Verdict,
    /// What came out of the deciding test.
    pub found: Option<Known>,
    /// Result over claimed value.
    pub factor: Option<f64>,
    /// The sentence.
    pub why: String,
}

fn untestable(why: String) -> Decision {
    Decision { verdict: Verdict::Untestable, found: None, factor: None, why }
}

/// Judges a claim; `lever` is what moving its number does.
pub fn decide(asked: &Asked, claim: &Claim, lever: Option<&LeverAnswer>) -> Decision {
    let Some(test) = claim.tests.first() else { return untestable("no test was found for it".into()) };
    let (expression, inputs) = match &test.answer {
        Answer::Untestable(why) => return untestable(why.clone()),
        Answer::Formula { expression, inputs, .. } => (expression, inputs),
    };
    let basis = basis(inputs);
    let asks = test.asks.as_ref().map_or(String::new(), |asks| format!("{asks} "));
    let subject = format!("{asks}{}", subject(basis, inputs, asked));
    let found = match asked.evaluate(expression, inputs) {
        Ok(found) => found,
        Err(Lack::Missing(why)) => return untestable(format!("It cannot be asked of this scenario: {why}.")),
        Err(Lack::None(_)) => {
            let words = format!("{subject} none: no value would do, and {} was claimed", value(claim));
            let held =
                under_condition(asked, claim).or_else(|| held_elsewhere(asked, claim)).or_else(|| held_by(lever));
            let (verdict, tail) = match held {
                Some(words) => (Verdict::HoldsIf, format!("; {words}.")),
                None => (Verdict::Contradicted, ".".into()),
            };
            return Decision { verdict, found: None, factor: None, why: format!("{words}{tail}") };
        }
    };
    if let Some(why) = mismatch(claim, &found) {
        return untestable(format!("It cannot be compared: {why}."));
    }
    let shown = computed(&found, Some(&claim.value.unit)).show();
    let factor = factor(claim, &found);
    let never = found.best.si == f64::INFINITY;
    let result =
        if never { format!("{subject} that it never comes, to {}", end(asked)) } else { format!("{subject} {shown}") };
    if agrees(claim, found.best.si) {
        let why = format!("{result}, {}.{}", agreement(claim, &found), margin(lever));
        return Decision { verdict: Verdict::Holds, found: Some(found), factor, why };
    }
    let miss = miss(claim, factor, never);
    let for_speaker = (found.best.si < span(claim).0) == claim.favours_high;
    let decided = |verdict, tail: String| Decision {
        verdict,
        found: Some(found.clone()),
        factor,
        why: format!("{result}, {miss}{tail}"),
    };
    if let Some(words) =
        under_condition(asked, claim).or_else(|| held_elsewhere(asked, claim)).or_else(|| held_by(lever))
    {
        return decided(Verdict::HoldsIf, format!("; {words}."));
    }
    let outside = outside(lever);
    match basis {
        _ if never => decided(Verdict::Contradicted, format!(".{outside}")),
        Basis::Arithmetic | Basis::Observation => decided(Verdict::Contradicted, format!(".{outside}")),
        _ if for_speaker => decided(Verdict::Optimistic, format!(".{outside}")),
        _ => decided(Verdict::Contradicted, format!(", which does not speak for who said it.{outside}")),
    }
}

/// Who says the result, with the verb.
fn subject(basis: Basis, inputs: &[(String, Input)], asked: &Asked) -> String {
    match basis {
        Basis::Arithmetic => "The arithmetic gives".into(),
        Basis::Observation => {
            let observed = inputs.iter().find_map(|row| match &row.1 {
                Input::Observed { series, .. } => asked.observed.find(series),
                _ => None,
            });
            match observed {
                Some(series) if inputs.len() == 1 => format!("The observed value ({}) is", series.evidence.name()),
                Some(_) => "What has been observed gives".into(),
                None if inputs.len() == 1 => "Another source gives".into(),
                None => "The arithmetic gives".into(),
            }
        }
        Basis::Scenario => "The scenario has".into(),
        Basis::Engine => "The engine finds".into(),
        Basis::Draws => "The draws give".into(),
        Basis::Plan => "The plan gives".into(),
    }
}

/// The claimed value: `10 Mt/year`; of what is claimed to lie in a range the range: `50,000 to 100,000 flights/year`.
fn value(claim: &Claim) -> String {
    let unit = &claim.value.unit;
    let amount = |si: f64| Amount { si, unit: unit.clone() };
    match &claim.range {
        Some([low, high]) if claim.relation == Relation::Is => {
            format!("{} to {}", show_number(amount(low.si).in_unit()), amount(high.si).show())
        }
        _ if is_year(claim) && claim.relation == Relation::AtMost => format!("by {}", amount(claim.value.si).show()),
        _ if is_year(claim) && claim.relation == Relation::AtLeast => {
            format!("not before {}", amount(claim.value.si).show())
        }
        _ => amount(claim.value.si).show(),
    }
}

fn agreement(claim: &Claim, found: &Known) -> String {
    let value = value(claim);
    let (si, wanted) = (found.best.si, claim.value.si);
    let allowed = format!("which lies within the factor of {} that its words allow", show_number(claim.within));
    let inside = claim.range.as_ref().is_some_and(|[low, high]| (low.si..=high.si).contains(&si));
    match claim.relation {
        Relation::Is if inside => format!("which lies in the {value} claimed"),
        Relation::Is if claim.range.is_none() && (si / wanted - 1.0).abs() < 0.005 => {
            format!("and {value} was claimed")
        }
        Relation::Is => format!("and {value} was claimed, {allowed}"),
        _ if is_year(claim) => format!("and {value} was claimed"),
        Relation::AtLeast if si >= wanted => format!("at least the {value} claimed"),
        Relation::AtMost if si <= wanted => format!("at most the {value} claimed"),
        Relation::AtLeast => format!("and at least {value} was claimed, {allowed}"),
        Relation::AtMost => format!("and at most {value} was claimed, {allowed}"),
    }
}

/// How far it misses.
fn miss(claim: &Claim, factor: Option<f64>, never: bool) -> String {
    let value = value(claim);
    match factor.filter(|_| !never) {
        Some(factor) if factor >= 1.0 => format!("{} times the {value} claimed", show_number(rounded(factor))),
        Some(factor) if factor > 0.0 => {
            format!("and {value} was claimed, {} times as much", show_number(rounded(1.0 / factor)))
        }
        _ => format!("and {value} was claimed"),
    }
}

/// To three digits: a factor is no better known.
fn rounded(factor: f64) -> f64 {
    format!("{factor:.2e}").parse().unwrap_or(factor)
}

/// A claim of a year is a date, of which no factor is formed.
pub fn is_year(claim: &Claim) -> bool {
    claim.value.unit.is_pure() && (1900.0..2200.0).contains(&claim.value.si) && claim.value.si.fract() == 0.0
}

/// Result over the claimed value; of a range over the end that is missed.
fn factor(claim: &Claim, found: &Known) -> Option<f64> {
    let (low, high) = claim.range.as_ref().map_or((claim.value.si, claim.value.si), |[low, high]| (low.si, high.si));
    let end = match claim.relation {
        Relation::AtLeast | Relation::AtMost => claim.value.si,
        Relation::Is if found.best.si > high => high,
        Relation::Is if found.best.si < low => low,
        Relation::Is => claim.value.si,
    };
    let factor = found.best.si / end;
    (!is_year(claim) && factor.is_finite() && end > 0.0).then_some(factor)
}

fn end(asked: &Asked) -> i32 {
    asked.world.results.model.scenario.end
}

/// Whether the same, asked under the claim's condition, agrees, in words.
fn under_condition(asked: &Asked, claim: &Claim) -> Option<String> {
    let condition = claim.condition.as_deref()?.trim_end_matches('.');
    for test in claim.tests.iter().filter(|test| test.conditional) {
        let Answer::Formula { expression, inputs, .. } = &test.answer else { continue };
        let Ok(found) = asked.evaluate(expression, inputs) else { continue };
        if measures(&found, claim.value.unit.dimension) && agrees(claim, found.best.si) {
            let shown = computed(&found, Some(&claim.value.unit)).show();
            return Some(format!("{}, it is {shown}, and holds", lower(condition)));
        }
    }
    None
}

/// With a small first letter.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// In which other scenario the same formula agrees, in words.
fn held_elsewhere(asked: &Asked, claim: &Claim) -> Option<String> {
    let Answer::Formula { text: first, .. } = &claim.tests.first()?.answer else { return None };
    for test in claim.tests.iter().skip(1) {
        let Answer::Formula { text, expression, inputs, .. } = &test.answer else { continue };
        let scenario = inputs.iter().find_map(|row| match &row.1 {
            Input::Document(wanted) => wanted.scenario.as_deref(),
            _ => None,
        });
        let other = scenario.filter(|name| text == first && **name != asked.world.results.model.name);
        let Some(scenario) = other else { continue };
        let Ok(found) = asked.evaluate(expression, inputs) else { continue };
        if measures(&found, claim.value.unit.dimension) && agrees(claim, found.best.si) {
            let shown = computed(&found, Some(&claim.value.unit)).show();
            return Some(format!("with all numbers of `{scenario}` it is {shown}, and holds"));
        }
    }
    None
}

/// At which value of the lever, within its range, it holds, in words.
fn held_by(lever: Option<&LeverAnswer>) -> Option<String> {
    let lever = lever?;
    let LeverFound::At { within_range: true, .. } = &lever.found else { return None };
    Some(format!("it holds with `{}` at {} ({})", lever.path, lever.found.values()?, today(lever)))
}

/// What a number is today, and its range.
fn today(lever: &LeverAnswer) -> String {
    let now = lever.now.as_deref().unwrap_or("not given");
    let range = lever.range.as_ref().map_or(String::new(), |[low, high]| format!("; range {low} to {high}"));
    format!("now {now}{range}")
}

/// What is said of a lever that would have to leave its range.
fn outside(lever: Option<&LeverAnswer>) -> String {
    let Some(lever) = lever else { return String::new() };
    match &lever.found {
        LeverFound::At { .. } => {
            let values = lever.found.values().unwrap_or_default();
            format!(" It would take `{}` at {values} ({}).", lever.path, today(lever))
        }
        LeverFound::Nowhere { searched: [low, high] } => {
            format!(" No value of `{}` from {low} to {high} alone would do.", lever.path)
        }
        LeverFound::NotAsked(_) => String::new(),
    }
}

/// As long as which values of the lever it holds.
fn margin(lever: Option<&LeverAnswer>) -> String {
    let Some((lever, values)) = lever.and_then(|lever| Some((lever, lever.found.values()?))) else {
        return String::new();
    };
    format!(" It holds as long as `{}` is {values} ({}).", lever.path, today(lever))
}
