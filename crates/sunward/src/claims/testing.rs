//! A test's formula, with its inputs from the scenario and from what was observed.

use super::expression::{Expression, Term};
use super::reading::{Answer, Claim, Document, Input, Test, Wanted};
use super::world::{Known, Lack, World, measured};
use std::collections::BTreeMap;
use sunward_model::Source;
use sunward_quantity::{Dimension, Kind, TemplateUnit};
use sunward_results::claims::{Amount, Computed, JudgedInput, JudgedTest, Origin, Relation, Work};
use sunward_tracking::observed::Observed;

/// Inputs with a range whose ends are all tried together; of more only those with the widest range matter, and none has more.
const MOST_RANGES: usize = 8;

/// The scenario at hand, the others by name, what was observed, and the list of sources.
pub struct Asked<'a> {
    /// The scenario at hand.
    pub world: &'a World<'a>,
    /// Others, by name; or why one could not be read.
    pub others: &'a BTreeMap<String, Result<World<'static>, String>>,
    /// What has been observed.
    pub observed: &'a Observed,
    /// The list of sources.
    pub sources: &'a BTreeMap<String, Source>,
}

/// What a test rests on, from the weakest to what decides how it is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Numbers of the claim and of nature.
    Arithmetic,
    /// What was observed, or published elsewhere.
    Observation,
    /// Numbers of the scenario as they stand.
    Scenario,
    /// What the engine works out.
    Engine,
    /// Draws.
    Draws,
    /// A plan.
    Plan,
}

/// What a formula rests on.
pub fn basis(inputs: &[(String, Input)]) -> Basis {
    let of = |input: &Input| match input {
        Input::Stated { source: None, .. } => Basis::Arithmetic,
        Input::Stated { .. } | Input::Observed { .. } => Basis::Observation,
        Input::Parameter { .. } => Basis::Scenario,
        Input::Document(wanted) => match wanted.document {
            Document::Cost | Document::Datasheet => Basis::Engine,
            Document::Explore => Basis::Draws,
            Document::Plan => Basis::Plan,
        },
    };
    inputs.iter().map(|row| of(&row.1)).max().unwrap_or(Basis::Arithmetic)
}

impl Asked<'_> {
    /// An input's number.
    ///
    /// # Errors
    /// [`Lack`].
    pub fn input(&self, input: &Input) -> Result<Known, Lack> {
        match input {
            Input::Stated { value, .. } => {
                let unit = Some(value.unit.clone()).filter(|unit| !unit.is_pure());
                Ok(Known { best: Term::new(value.si, value.unit.dimension), range: None, unit })
            }
            Input::Parameter { path, year, count } => self.world.parameter(path, *year, count.as_ref()),
            Input::Observed { series, date } => {
                let missing = |what: &str| Lack::Missing(format!("nothing is observed under {what}"));
                let found = self.observed.find(series).ok_or_else(|| missing(&format!("`{series}`")))?;
                // Of several values at one date the last one is that of the latest.
                let point = found.points.iter().rev().find(|point| point.date.text == *date);
                let point = point.ok_or_else(|| missing(&format!("`{series}` at {date}")))?;
                let (low, high) = (point.low.unwrap_or(point.value), point.high.unwrap_or(point.value));
                let unit = TemplateUnit::of(&point.unit).unwrap_or_else(|_| found.unit.clone());
                let unit = Some(unit).filter(|unit| !unit.is_pure());
                let range = (low < high).then_some((low, high));
                Ok(Known { best: Term::new(point.value, found.unit.dimension), range, unit })
            }
            Input::Document(wanted) => match &wanted.scenario {
                None => self.world.number(wanted),
                Some(name) if *name == self.world.results.model.name => self.world.number(wanted),
                Some(name) => match self.others.get(name) {
                    Some(Ok(world)) => world.number(wanted),
                    Some(Err(why)) => Err(Lack::Missing(format!("the scenario `{name}`: {why}"))),
                    None => Err(Lack::Missing(format!("`{name}` is not asked here; `sunward claims` does"))),
                },
            },
        }
    }

    /// A formula's result: with every input at its best, and the least and greatest with inputs at the ends of their ranges.
    ///
    /// # Errors
    /// [`Lack`].
    pub fn evaluate(&self, expression: &Expression, inputs: &[(String, Input)]) -> Result<Known, Lack> {
        let mut known = Vec::new();
        for (name, input) in inputs {
            known.push((name.as_str(), self.input(input)?));
        }
        let with = |ends: &dyn Fn(usize) -> Option<f64>| {
            expression.evaluate(&|name| {
                let place = known.iter().position(|row| row.0 == name).ok_or("an input is missing")?;
                let best = known[place].1.best;
                Ok(Term { si: ends(place).unwrap_or(best.si), ..best })
            })
        };
        let best = with(&|_| None).map_err(Lack::Missing)?;
        let ranged: Vec<(usize, (f64, f64))> = known
            .iter()
            .enumerate()
            .filter_map(|(place, row)| row.1.range.map(|range| (place, range)))
            .take(MOST_RANGES)
            .collect();
        let mut ends = (best.si, best.si);
        for corner in 0..1_u32 << ranged.len() {
            let end = |place: usize| {
                let at = ranged.iter().position(|row| row.0 == place)?;
                let (low, high) = ranged[at].1;
                Some(if corner & (1 << at) == 0 { low } else { high })
            };
            // A corner without a value bounds nothing.
            if let Ok(term) = with(&end) {
                ends = (ends.0.min(term.si), ends.1.max(term.si));
            }
        }
        let unit = match known.as_slice() {
            [(_, only)] if matches!(expression, Expression::Input(_)) => only.unit.clone(),
            _ => None,
        };
        Ok(Known { best, range: (ends.0 < ends.1).then_some(ends), unit })
    }

    /// The work with a key.
    pub fn work(&self, key: &str) -> Work {
        let work = self.sources.get(key).or_else(|| self.world.results.model.sources.get(key)).cloned();
        Work { key: key.into(), work }
    }

    fn judged_input(&self, name: &str, input: &Input) -> JudgedInput {
        let value = match self.input(input) {
            Ok(known) => Ok(computed(&known, None)),
            Err(lack) => Err(lack.words().to_string()),
        };
        let (from, source) = match input {
            Input::Stated { source: None, .. } => (Origin::Stated, None),
            Input::Stated { source: Some(key), .. } => (Origin::Sourced, Some(self.work(key))),
            Input::Parameter { path, year, .. } => {
                let parameter = self.world.results.model.register.find(path);
                (Origin::Parameter(path.clone(), *year), parameter.map(|own| self.work(&own.provenance.source)))
            }
            Input::Observed { series, date } => {
                let found = self.observed.find(series);
                let title = found.map_or(String::new(), |series| series.title.clone());
                let point = found.and_then(|series| series.points.iter().rev().find(|point| point.date.text == *date));
                (Origin::Observed(series.clone(), title, date.clone()), point.map(|point| self.work(&point.source)))
            }
            Input::Document(wanted) => (Origin::Document(command(wanted), wanted.key.text.clone()), None),
        };
        JudgedInput { name: name.into(), value, from, source }
    }

    /// A test with all that went in and came out.
    pub fn judged_test(&self, claim: &Claim, test: &Test) -> JudgedTest {
        match &test.answer {
            Answer::Untestable(why) => JudgedTest {
                asks: test.asks.clone(),
                conditional: false,
                formula: None,
                inputs: Vec::new(),
                result: Err(why.clone()),
                agrees: None,
                hand: None,
            },
            Answer::Formula { text, expression, inputs, hand } => {
                let result = self.evaluate(expression, inputs);
                let same = |known: &Known| measures(known, claim.value.unit.dimension);
                JudgedTest {
                    asks: test.asks.clone(),
                    conditional: test.conditional,
                    formula: Some(text.clone()),
                    inputs: inputs.iter().map(|(name, input)| self.judged_input(name, input)).collect(),
                    agrees: result.as_ref().ok().filter(|known| same(known)).map(|known| agrees(claim, known.best.si)),
                    result: match &result {
                        Ok(known) if same(known) => Ok(computed(known, Some(&claim.value.unit))),
                        Ok(known) => Ok(computed(known, hand.as_ref().map(|hand| &hand.unit))),
                        Err(lack) => Err(lack.words().to_string()),
                    },
                    hand: hand.as_ref().map(|hand| Amount { si: hand.si, unit: hand.unit.clone() }),
                }
            }
        }
    }
}

/// Whether a number measures this; a zero without a unit measures anything.
pub fn measures(known: &Known, dimension: Dimension) -> bool {
    known.best.dimension.is_none_or(|own| own == dimension)
}

/// The command whose document is asked, as a user would write it.
fn command(wanted: &Wanted) -> String {
    let mut words = format!("sunward {}", wanted.document.name());
    if let Some(name) = &wanted.scenario {
        words.push_str(&format!(" {name}.toml"));
    }
    if let Some(of) = &wanted.of {
        words.push_str(&format!(" {of}"));
    }
    match (wanted.year, wanted.document) {
        (Some(year), Document::Datasheet) => words.push_str(&format!(" --year {year}")),
        (Some(year), _) => words.push_str(&format!(", {year}")),
        _ => {}
    }
    words
}

/// A number to be shown: in a unit that is wanted, else in its own, else in one of its kind.
pub fn computed(known: &Known, wanted: Option<&TemplateUnit>) -> Computed {
    let fits = |unit: &&TemplateUnit| measures(known, unit.dimension);
    let unit = wanted.filter(fits).or(known.unit.as_ref()).cloned().unwrap_or_else(|| unit_for(known));
    let amount = |si: f64| Amount { si, unit: unit.clone() };
    Computed { best: amount(known.best.si), range: known.range.map(|(low, high)| [amount(low), amount(high)]) }
}

/// A unit to show what came out of a formula in: of the units of its kind the one near it.
fn unit_for(known: &Known) -> TemplateUnit {
    let pure = || TemplateUnit::of("1").expect("a pure number has a unit");
    let Some(dimension) = known.best.dimension.filter(|own| *own != Dimension::NONE) else { return pure() };
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.dimension() == dimension) else {
        // Of no kind of the table: in SI.
        return TemplateUnit::of(&dimension.to_string().replace("USD", "USD_2025")).unwrap_or_else(|_| pure());
    };
    let scale = sunward_quantity::showing::scale_of;
    let near = kind.shown_units().iter().rev().find(|unit| known.best.si.abs() >= scale(unit) * 0.99999);
    TemplateUnit::of(near.unwrap_or(&kind.unit())).unwrap_or_else(|_| pure())
}

/// Between which ends a result agrees with a claim, in SI.
pub fn span(claim: &Claim) -> (f64, f64) {
    let (low, high) = match &claim.range {
        Some([low, high]) => (low.si, high.si),
        None => (claim.value.si, claim.value.si),
    };
    // What doubles lose on the way must not decide.
    let slack = 1e-9;
    match claim.relation {
        Relation::Is => (low / claim.within * (1.0 - slack), high * claim.within * (1.0 + slack)),
        Relation::AtLeast => (claim.value.si / claim.within * (1.0 - slack), f64::INFINITY),
        Relation::AtMost => (f64::NEG_INFINITY, claim.value.si * claim.within * (1.0 + slack)),
    }
}

/// Where a result lies: below what agrees, in it, or above. A year that never comes lies above.
pub fn place(claim: &Claim, si: f64) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    match span(claim) {
        _ if agrees(claim, si) => Ordering::Equal,
        (low, _) if si < low => Ordering::Less,
        _ => Ordering::Greater,
    }
}

/// Whether a result has the relation to the claim's value. A year that never comes is later than every year.
pub fn agrees(claim: &Claim, si: f64) -> bool {
    let (low, high) = span(claim);
    let never = si == f64::INFINITY && claim.relation != Relation::AtLeast;
    !never && (low..=high).contains(&si)
}

/// What is wrong with what a test measures, if its result cannot be held against the claim.
pub fn mismatch(claim: &Claim, known: &Known) -> Option<String> {
    if measures(known, claim.value.unit.dimension) {
        return None;
    }
    let wanted = measured(Some(claim.value.unit.dimension));
    Some(format!("the test gives {}, and the claim is {wanted}", measured(known.best.dimension)))
}
