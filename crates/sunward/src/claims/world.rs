//! What a claim can ask of a scenario: its numbers, and the documents of its commands, each worked out once and when it is asked for.

use super::expression::Term;
use super::key::Found;
use super::reading::{Document, Wanted};
use crate::pipeline::evaluate;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use sunward_economics::Datasheet;
use sunward_model::{Estimate, Model, Parameter, Value};
use sunward_quantity::reading::describe;
use sunward_quantity::{Dimension, TemplateUnit, YEAR};
use sunward_results::{PlanOutcome, Results, document, explore, plan, supply};

/// Why there is no number.
#[derive(Debug, Clone, PartialEq)]
pub enum Lack {
    /// The document says that there is none: no value does what is asked.
    None(String),
    /// There is nothing to ask: no such scenario, option, number or plan.
    Missing(String),
}

impl Lack {
    /// In words.
    pub fn words(&self) -> &str {
        match self {
            Self::None(why) | Self::Missing(why) => why,
        }
    }
}

/// A number and its range, with the unit to show it in.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The best value.
    pub best: Term,
    /// The ends of its range, in SI.
    pub range: Option<(f64, f64)>,
    /// The unit it stood in; none for a pure number.
    pub unit: Option<TemplateUnit>,
}

type Sheets = Mutex<BTreeMap<(String, i32), Arc<Result<Json, String>>>>;

/// A scenario with its documents.
pub struct World<'a> {
    /// Its numbers and costs; its plan and its draws where they are there.
    pub results: std::borrow::Cow<'a, Results>,
    cost: OnceLock<Json>,
    sheets: Sheets,
    explore: OnceLock<Result<Json, String>>,
    plan: OnceLock<Result<Json, String>>,
}

impl<'a> World<'a> {
    /// Of results; what they hold of plan and draws is taken as it is.
    pub fn of(results: std::borrow::Cow<'a, Results>) -> Self {
        let (explore, plan) = (OnceLock::new(), OnceLock::new());
        if let Some(findings) = &results.explored {
            let _ = explore.set(Ok(explore::document::document(&results.model, findings)));
        }
        if let Some(outcome) = &results.plan {
            let _ = plan.set(plan_document(outcome));
        }
        Self { results, cost: OnceLock::new(), sheets: Mutex::default(), explore, plan }
    }

    /// Keeps the plan, or why there is none.
    pub fn keep_plan(&self, outcome: Result<PlanOutcome, String>) {
        let _ = self.plan.set(outcome.and_then(|outcome| plan_document(&outcome)));
    }

    /// Keeps what draws say, or why they say nothing.
    pub fn keep_draws(&self, found: Result<Json, String>) {
        let _ = self.explore.set(found);
    }

    /// A number of the scenario.
    ///
    /// # Errors
    /// [`Lack::Missing`].
    pub fn parameter(&self, path: &str, year: Option<i32>, count: Option<&TemplateUnit>) -> Result<Known, Lack> {
        let model = &self.results.model;
        let found = model.register.find(path);
        let parameter = found.ok_or_else(|| Lack::Missing(format!("the scenario has no number `{path}`")))?;
        let year = year.unwrap_or(model.scenario.focus);
        let scale = parameter.unit.as_ref().map_or(1.0, |unit| unit.scale);
        let best = parameter.value.at(year) * scale;
        if best.is_nan() {
            return Err(Lack::Missing(format!("`{path}` is not given; it is worked out")));
        }
        let range = range_in(&parameter.value, year).map(|(low, high)| (low * scale, high * scale));
        Ok(Known {
            best: Term::new(best, dimension_of(parameter)),
            range,
            unit: count.cloned().or_else(|| unit_of(parameter)),
        })
    }

    /// A number of a document.
    ///
    /// # Errors
    /// [`Lack`].
    pub fn number(&self, wanted: &Wanted) -> Result<Known, Lack> {
        let sheet;
        let document = match wanted.document {
            Document::Cost => Ok(self.cost.get_or_init(|| document::cost(&self.results))),
            Document::Datasheet => {
                sheet = self.datasheet(wanted.of.as_deref().unwrap_or(""), wanted.year);
                sheet.as_ref().as_ref().map_err(Clone::clone)
            }
            Document::Explore => held(&self.explore),
            Document::Plan => held(&self.plan),
        };
        let document = document.map_err(Lack::Missing)?;
        let mut year = wanted.year.filter(|_| wanted.document != Document::Datasheet);
        let mut period = 1.0;
        if wanted.document == Document::Plan
            && let Some(asked) = year
        {
            let (first, length) = period_of(document, asked)
                .ok_or_else(|| Lack::Missing(format!("{asked} is outside the years of the plan")))?;
            (year, period) = (Some(first), length);
        }
        if let Some(process) = wanted.key.process()
            && !self.results.model.industries.contains_key(process)
        {
            return Err(Lack::Missing(format!("no industry `{process}` takes part in this plan")));
        }
        let found = if wanted.count {
            wanted.key.count(document, year)
        } else {
            wanted.key.find(document, year, wanted.unit.as_deref())
        };
        match found.map_err(Lack::Missing)? {
            // What is built in a period is told whole; claims ask for a year's.
            Found::Number(best, unit) if wanted.key.starts_with("builds") && !wanted.count => {
                let year = Dimension { time: 1, ..Dimension::NONE };
                let best =
                    Term { si: best.si / (period * YEAR), dimension: best.dimension.map(|dimension| dimension / year) };
                let unit = unit.and_then(|unit| TemplateUnit::of(&format!("{}/year", unit.text)).ok());
                Ok(Known { best, range: None, unit })
            }
            Found::Number(best, unit) => Ok(Known { best, range: None, unit }),
            Found::Never => Ok(Known { best: Term::pure(f64::INFINITY), range: None, unit: None }),
            Found::None => Err(Lack::None(format!("`{}` is none", wanted.key.text))),
        }
    }

    fn datasheet(&self, name: &str, year: Option<i32>) -> Arc<Result<Json, String>> {
        let year = year.unwrap_or(self.results.model.scenario.focus);
        let key = (name.to_string(), year);
        let mut sheets = self.sheets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        sheets.entry(key).or_insert_with(|| Arc::new(self.new_datasheet(name, year))).clone()
    }

    fn new_datasheet(&self, name: &str, year: i32) -> Result<Json, String> {
        let results = &self.results;
        let costs = &results.costs;
        let at = costs.years.iter().position(|own| *own == year);
        let at = at.ok_or_else(|| format!("{year} is outside the years of the scenario"))?;
        if name.split_once('.').is_some_and(|parts| supply::TABLES.contains(&parts.0)) {
            let sheet = supply::sheet(results, name, year);
            return sheet.map(|sheet| supply::document(&sheet)).ok_or_else(|| format!("the scenario has no `{name}`"));
        }
        let series = costs.series.iter().find(|series| series.name.to_string() == name);
        let series = series.ok_or_else(|| format!("the scenario has no option `{name}`"))?;
        let found: Result<Datasheet, _> = series.years[at].as_ref().map(|found| found.0).map_err(|why| *why);
        match &found {
            Ok(_) => Ok(document::datasheet(&results.model, series, year, &found)),
            Err(why) => Err(format!("{name} in {year}: {why}")),
        }
    }
}

fn held(cell: &OnceLock<Result<Json, String>>) -> Result<&Json, String> {
    match cell.get() {
        Some(found) => found.as_ref().map_err(Clone::clone),
        None => Err("it is not asked here; `sunward claims` does".into()),
    }
}

/// The first year of the plan's period that holds a year, and how many years it has.
fn period_of(plan: &Json, year: i32) -> Option<(i32, f64)> {
    let years = plan.get("years")?.as_array()?;
    let years: Vec<i32> = years.iter().filter_map(|own| own.as_i64().and_then(|own| i32::try_from(own).ok())).collect();
    let place = years.iter().rposition(|own| *own <= year)?;
    // The last period is as long as the one before.
    let length = match (years.get(place + 1), place.checked_sub(1)) {
        (Some(next), _) => next - years[place],
        (None, Some(before)) => years[place] - years[before],
        (None, None) => 1,
    };
    (year < years[place] + length).then_some((years[place], f64::from(length)))
}

fn plan_document(outcome: &PlanOutcome) -> Result<Json, String> {
    match outcome {
        PlanOutcome::Planned(planned) => Ok(plan::document::document(planned)),
        PlanOutcome::Short(_) => Err("no plan exists for this scenario; `sunward plan` says what is short".into()),
    }
}

/// What a number of the scenario measures.
pub fn dimension_of(parameter: &Parameter) -> Dimension {
    parameter.unit.as_ref().map_or(parameter.kind.dimension(), |unit| unit.dimension)
}

/// The unit that shows it best; none for a pure number.
fn unit_of(parameter: &Parameter) -> Option<TemplateUnit> {
    match &parameter.unit {
        Some(unit) => Some(unit.clone()),
        None if parameter.kind == sunward_quantity::Kind::Ratio => None,
        None => TemplateUnit::of(parameter.kind.unit()).ok(),
    }
}

/// The ends of a number's range in a year: between its years as the number itself.
fn range_in(value: &Value, year: i32) -> Option<(f64, f64)> {
    let end = |pick: fn((f64, f64)) -> f64| {
        let at = |estimate: &Estimate| Estimate { best: estimate.range.map_or(estimate.best, pick), range: None };
        match value {
            Value::Absent => f64::NAN,
            Value::Constant(estimate) => at(estimate).best,
            Value::OverTime { interpolation, points } => {
                let points = points.iter().map(|(year, estimate)| (*year, at(estimate))).collect();
                Value::OverTime { interpolation: *interpolation, points }.at(year)
            }
        }
    };
    let (low, high) = (end(|range| range.0), end(|range| range.1));
    (low < high).then_some((low, high))
}

/// The numbers and costs of a model alone, for one year where only that is asked: many are tried.
///
/// # Errors
/// In words.
pub fn trial(mut model: Model, year: Option<i32>) -> Result<World<'static>, String> {
    if let Some(year) = year.filter(|year| model.years().contains(year)) {
        (model.scenario.start, model.scenario.end, model.scenario.focus) = (year, year, year);
    }
    let results = evaluate(model, Vec::new(), 0).map_err(|error| error.to_string())?;
    Ok(World::of(std::borrow::Cow::Owned(results)))
}

/// A model whose changed number only a claim reads: what stands beside it stays.
pub fn beside(model: Model, of: &World) -> World<'static> {
    World::of(std::borrow::Cow::Owned(Results::gather(model, of.results.costs.clone(), Vec::new(), 0)))
}

/// What something measures, in words.
pub fn measured(dimension: Option<Dimension>) -> String {
    dimension.map_or("a number without a unit".into(), describe)
}
