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
    let subject = subject(basis, inputs, asked);
    let found = match asked.evaluate(expression, inputs) {
        Ok(found) => found,
        Err(Lack::Missing(why)) => return untestable(format!("It cannot be asked of this scenario: {why}.")),
        Err(Lack::None(why)) => {
            let none = format!("{subject} no value at all that would do ({why})");
            let (verdict, tail) = match (held_elsewhere(asked, claim), held_by(lever)) {
                (Some(words), _) | (None, Some(words)) => (Verdict::HoldsIf, format!("; {words}.")),
                (None, None) => (Verdict::Contradicted, format!(", where {} was claimed.", claimed(claim))),
            };
            return Decision { verdict, found: None, factor: None, why: format!("{none}{tail}") };
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
    let decided = |verdict, tail: String| Decision {
        verdict,
        found: Some(found.clone()),
        factor,
        why: format!("{result}, {miss}{tail}"),
    };
    if let Some(words) = held_elsewhere(asked, claim).or_else(|| held_by(lever)) {
        return decided(Verdict::HoldsIf, format!("; {words}."));
    }
    let outside = outside(lever);
    let for_speaker = (found.best.si < span(claim).0) == claim.favours_high;
    match basis {
        _ if never => decided(Verdict::Contradicted, format!(".{outside}")),
        Basis::Arithmetic | Basis::Observation => decided(Verdict::Contradicted, format!(".{outside}")),
        _ if for_speaker => decided(Verdict::Optimistic, format!(".{outside}")),
        _ => decided(Verdict::Contradicted, format!(", though the number speaks for the other side.{outside}")),
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
                Some(series) => format!("What is {} gives", kind_words(series.evidence)),
                None => "Another source gives".into(),
            }
        }
        Basis::Scenario => "The scenario has".into(),
        Basis::Engine => "The engine finds".into(),
        Basis::Draws => "The draws give".into(),
        Basis::Plan => "The plan gives".into(),
    }
}

fn kind_words(evidence: sunward_model::Evidence) -> &'static str {
    use sunward_model::Evidence;
    match evidence {
        Evidence::Measured => "measured",
        Evidence::Filed => "filed",
        Evidence::Claimed => "claimed elsewhere",
        _ => "estimated",
    }
}

/// The claimed value, or its range: `10 Mt/year`, `50,000 to 100,000 flights/year`.
fn claimed(claim: &Claim) -> String {
    let unit = &claim.value.unit;
    let amount = |si: f64| Amount { si, unit: unit.clone() };
    match &claim.range {
        Some([low, high]) => {
            format!("{} to {}", show_number(amount(low.si).in_unit()), amount(high.si).show())
        }
        None => amount(claim.value.si).show(),
    }
}

fn agreement(claim: &Claim, found: &Known) -> String {
    let about = if claim.within > 1.0 {
        format!(" within the factor of {} allowed", show_number(claim.within))
    } else {
        String::new()
    };
    match claim.relation {
        Relation::Is if claim.range.is_some() => format!("and {} was claimed{about}", claimed(claim)),
        Relation::Is => format!("and {} was claimed{about}", claimed(claim)),
        Relation::AtLeast if found.best.si == f64::INFINITY => format!("which is later than {}", claimed(claim)),
        Relation::AtLeast if found.best.si < claim.value.si => {
            format!("against at least {} claimed,{about}", claimed(claim))
        }
        Relation::AtLeast => format!("at least the {} claimed", claimed(claim)),
        Relation::AtMost if found.best.si > claim.value.si => {
            format!("against at most {} claimed,{about}", claimed(claim))
        }
        Relation::AtMost => format!("at most the {} claimed", claimed(claim)),
    }
    .replace(", within", " within")
}

/// How far it misses.
fn miss(claim: &Claim, factor: Option<f64>, never: bool) -> String {
    let claimed = claimed(claim);
    if never {
        return format!("and {claimed} was claimed");
    }
    if is_year(claim) {
        return format!("and {claimed} was claimed");
    }
    match factor {
        Some(factor) if factor >= 1.0 => format!("{} times the {claimed} claimed", show_number(rounded(factor))),
        Some(factor) if factor > 0.0 => {
            format!("and {claimed} was claimed, {} times as much", show_number(rounded(1.0 / factor)))
        }
        _ => format!("and {claimed} was claimed"),
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

/// In which other scenario the same formula agrees, in words.
fn held_elsewhere(asked: &Asked, claim: &Claim) -> Option<String> {
    let Answer::Formula { text: first, .. } = &claim.tests.first()?.answer else { return None };
    for test in claim.tests.iter().skip(1) {
        let Answer::Formula { text, expression, inputs, .. } = &test.answer else { continue };
        let scenario = inputs.iter().find_map(|row| match &row.1 {
            Input::Document(wanted) => wanted.scenario.as_deref(),
            _ => None,
        });
        let Some(scenario) = scenario.filter(|name| text == first && **name != asked.world.results.model.name) else {
            continue;
        };
        let Ok(found) = asked.evaluate(expression, inputs) else { continue };
        if measures(&found, claim.value.unit.dimension) && agrees(claim, found.best.si) {
            let shown = computed(&found, Some(&claim.value.unit)).show();
            return Some(format!("with the numbers of `{scenario}` it is {shown}, and holds"));
        }
    }
    None
}

/// At which value of the lever, within its range, it holds, in words.
fn held_by(lever: Option<&LeverAnswer>) -> Option<String> {
    let lever = lever?;
    let LeverFound::At { value, or_more, within_range: true } = &lever.found else { return None };
    let range = lever.range.as_ref().map_or(String::new(), |[low, high]| format!(", range {low} to {high}"));
    let now = lever.now.as_deref().unwrap_or("not given");
    Some(format!("it holds with `{}` at {value} or {} (now {now}{range})", lever.path, more(*or_more)))
}

fn more(or_more: bool) -> &'static str {
    if or_more { "more" } else { "less" }
}

/// What is said of a lever that would have to leave its range.
fn outside(lever: Option<&LeverAnswer>) -> String {
    let Some(lever) = lever else { return String::new() };
    let now = lever.now.as_deref().unwrap_or("not given");
    match &lever.found {
        LeverFound::At { value, or_more, .. } => {
            let range = match &lever.range {
                Some([low, high]) => format!(", range {low} to {high}"),
                None => ", worked out".into(),
            };
            format!(" It would take `{}` of {value} or {} (now {now}{range}).", lever.path, more(*or_more))
        }
        LeverFound::Nowhere { searched: [low, high] } => {
            format!(" No value of `{}` from {low} to {high} alone would do.", lever.path)
        }
        LeverFound::NotAsked(_) => String::new(),
    }
}

/// At which value of the lever it would cease to hold.
fn margin(lever: Option<&LeverAnswer>) -> String {
    let Some(lever) = lever else { return String::new() };
    let LeverFound::At { value, or_more, .. } = &lever.found else { return String::new() };
    let now = lever.now.as_deref().unwrap_or("not given");
    format!(" It holds as long as `{}` is {value} or {} (now {now}).", lever.path, more(*or_more))
}
