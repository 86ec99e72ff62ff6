//! Reads the cases of a study, computes them, and judges how near they come.

use super::asked::{self, Asked, Wanted};
use super::formulas::{self, Formula};
use super::inputs::Inputs;
use super::{CaseResult, Verdict};
use std::collections::BTreeMap;
use sunward_model::Model;
use sunward_quantity::unit::{Unit, read_unit};
use sunward_quantity::{Kind, read, show_number};

/// How near ours must come to the published number.
#[derive(Debug, Clone, PartialEq)]
pub enum Tolerance {
    /// Equal but for the last bits of a double: both are the same arithmetic.
    Exact,
    /// Half a step of the last digit printed, in SI: `1.9e3 m2` allows 50 m2.
    Printed(f64),
    /// This share of the published number.
    Relative(f64),
    /// This much, in SI; with the text as written.
    Absolute(f64, String),
    /// The published number is a bound: ours must be less.
    Below,
    /// The study finds no number, and ours must be none: at no price of zero or more do both sides cost the same.
    Nothing,
    /// Ours must be more: a bound from the other side, or a claim that ours does not share.
    Above,
}

/// What a case publishes where the study finds no number; such numbers are undefined (`NaN`) in SI.
const NONE: &str = "none";

/// What doubles lose on the way.
const ROUNDING: f64 = 1e-9;

impl Tolerance {
    /// Whether `ours` is as near to `published` (both in SI) as this asks.
    pub fn allows(&self, published: f64, ours: f64) -> bool {
        let off = (ours - published).abs();
        let slack = ROUNDING * published.abs();
        match self {
            Self::Exact => off <= slack,
            Self::Printed(step) => off <= step + slack,
            Self::Relative(share) => off <= share * published.abs(),
            Self::Absolute(most, _) => off <= *most,
            Self::Below => ours < published,
            Self::Nothing => ours.is_nan(),
            Self::Above => ours > published,
        }
    }

    fn describe(&self, printed: &str) -> String {
        match self {
            Self::Exact => "exact".into(),
            Self::Printed(step) => format!("as printed (±{})", difference_in_unit_of(printed, *step)),
            Self::Relative(share) => format!("{} %", show_number(share * 100.0)),
            Self::Absolute(_, text) => format!("±{text}"),
            Self::Below => "less than".into(),
            Self::Nothing => "must be none".into(),
            Self::Above => "more than".into(),
        }
    }
}

/// One published number with all that leads to it.
#[derive(Debug)]
pub struct Case {
    /// See [`CaseResult::id`].
    pub id: String,
    /// See [`CaseResult::study`].
    pub study: String,
    /// See [`CaseResult::title`].
    pub title: String,
    /// See [`CaseResult::source`].
    pub source: String,
    /// See [`CaseResult::grade`].
    pub grade: String,
    /// Name of the formula, or of the result of the study's scenario.
    pub formula: String,
    /// Inputs by name, as written; of a scenario, the numbers that are changed in it, by path.
    pub inputs: BTreeMap<String, String>,
    /// See [`CaseResult::printed`].
    pub printed: String,
    /// The published number in SI; undefined (`NaN`) where that is `none`.
    pub published: f64,
    /// How near ours must come.
    pub tolerance: Tolerance,
    /// Why that near.
    pub reason: String,
    /// What a reader should beware of.
    pub trap: Option<String>,
    /// Why ours lies outside the tolerance, where it is known to: the published number is then the one in doubt.
    pub outside: Option<String>,
    entry: Entry,
}

/// Where ours comes from.
#[derive(Debug)]
enum Entry {
    Formula(&'static Formula),
    Scenario(Box<Asked>),
}

impl Case {
    /// What the published number measures.
    pub fn kind(&self) -> Kind {
        match &self.entry {
            Entry::Formula(formula) => formula.kind,
            Entry::Scenario(asked) => asked.kind,
        }
    }

    /// Ours, in SI.
    ///
    /// # Errors
    /// A missing, misread or unused input, or what the engine refuses.
    pub fn evaluate(&self) -> Result<f64, String> {
        let formula = match &self.entry {
            Entry::Formula(formula) => formula,
            Entry::Scenario(asked) => return asked.evaluate(None),
        };
        let inputs = Inputs::new(&self.inputs, None);
        let ours = (formula.function)(&inputs)?;
        match inputs.unused().as_slice() {
            [] if ours.is_finite() => Ok(ours),
            [] => Err(format!("the result is {ours}")),
            unused => Err(format!("`{}` does not use the input `{}`", self.formula, unused.join("`, `"))),
        }
    }

    /// Ours with one input made `factor` times larger.
    ///
    /// # Errors
    /// As [`Case::evaluate`].
    pub fn evaluate_with(&self, input: &str, factor: f64) -> Result<f64, String> {
        match &self.entry {
            Entry::Formula(formula) => (formula.function)(&Inputs::new(&self.inputs, Some((input, factor)))),
            Entry::Scenario(asked) => asked.evaluate(Some((input, factor))),
        }
    }

    /// Computes it and judges.
    pub fn result(&self) -> CaseResult {
        let ours = self.evaluate().and_then(|ours| match self.tolerance {
            Tolerance::Nothing => Ok(ours),
            _ if ours.is_nan() => Err("none: at no value of it do both sides cost the same".into()),
            _ => Ok(ours),
        });
        let verdict = match &ours {
            Err(_) => Verdict::Failed,
            Ok(ours) if self.tolerance.allows(self.published, *ours) => Verdict::Within,
            Ok(_) if self.outside.is_some() => Verdict::Explained,
            Ok(_) => Verdict::Outside,
        };
        let trap = self.trap.as_ref().or(self.outside.as_ref());
        CaseResult {
            id: self.id.clone(),
            study: self.study.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            grade: self.grade.clone(),
            published: (self.kind(), self.published),
            printed: self.printed.clone(),
            ours,
            tolerance: self.tolerance.describe(&self.printed),
            reason: self.reason.clone(),
            verdict,
            note: Some(trap.map_or_else(|| self.reason.clone(), |trap| format!("trap: {trap}"))),
        }
    }
}

/// A number by which a study is known, and where its scenario says the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The study.
    pub study: String,
    /// What it is called in a table: `McCalip 2025`.
    pub title: String,
    /// Key of the list of sources.
    pub source: String,
    /// Orbit over ground, as the study prints it or as follows from what it prints.
    pub ratio: f64,
    /// What the ratio is of, in the study's own words and boundary.
    pub of: String,
    /// The use of compute in its scenario; the first if none is named.
    pub workload: Option<String>,
    /// The year; the scenario's focus if none is named.
    pub year: Option<i32>,
    /// Which result of its scenario the headline is.
    pub outcome: String,
    /// Numbers changed in the scenario, by path.
    pub set: BTreeMap<String, String>,
}

/// Reads the headlines of a study.
///
/// # Errors
/// What is wrong, with the study.
pub fn read_headlines(study: &str, text: &str) -> Result<Vec<Headline>, String> {
    let mut table: toml::Table = text.parse().map_err(|error| format!("validation/{study}/expected.toml: {error}"))?;
    let Some(headlines) = table.remove("headline") else { return Ok(Vec::new()) };
    let toml::Value::Array(headlines) = headlines else {
        return Err(format!("validation/{study}: write [[headline]]"));
    };
    headlines
        .into_iter()
        .map(|headline| {
            let toml::Value::Table(table) = headline else {
                return Err(format!("validation/{study}: headline is no table"));
            };
            read_headline(study, table).map_err(|error| format!("validation/{study}, headline: {error}"))
        })
        .collect()
}

fn read_headline(study: &str, mut table: toml::Table) -> Result<Headline, String> {
    let ratio = match table.remove("ratio") {
        Some(toml::Value::Float(ratio)) if ratio > 0.0 => ratio,
        _ => return Err("`ratio` must be a number above zero, with a point".into()),
    };
    let year = match table.remove("year") {
        None => None,
        Some(toml::Value::Integer(year)) => Some(i32::try_from(year).map_err(|_| format!("no year {year}"))?),
        Some(_) => return Err("`year` must be a year".into()),
    };
    let set = if table.contains_key("set") { read_inputs(table.remove("set"), "set")? } else { BTreeMap::new() };
    let workload = if table.contains_key("workload") { Some(take_text(&mut table, "workload")?) } else { None };
    let (title, source) = (take_text(&mut table, "title")?, take_text(&mut table, "source")?);
    let (of, outcome) = (take_text(&mut table, "of")?, take_text(&mut table, "outcome")?);
    match table.keys().next() {
        Some(key) => Err(format!("unknown key `{key}`")),
        None => Ok(Headline { study: study.into(), title, source, ratio, of, workload, year, outcome, set }),
    }
}

/// Reads the cases of a study.
///
/// # Errors
/// What is wrong, with the study and the case.
pub fn read_cases(study: &str, text: &str) -> Result<Vec<Case>, String> {
    let mut table: toml::Table = text.parse().map_err(|error| format!("validation/{study}/expected.toml: {error}"))?;
    let cases = table.remove("case");
    // Read by [`read_headlines`].
    table.remove("headline");
    if let Some(key) = table.keys().next() {
        return Err(format!("validation/{study}/expected.toml: unknown key `{key}`"));
    }
    let Some(toml::Value::Array(cases)) = cases else {
        return Err(format!("validation/{study}/expected.toml: no [[case]]"));
    };
    // The study's scenario, once a case has asked for it.
    let mut scenario = None;
    cases
        .into_iter()
        .enumerate()
        .map(|(index, case)| {
            let toml::Value::Table(table) = case else {
                return Err(format!("validation/{study}: case is no table"));
            };
            let name = table.get("id").and_then(toml::Value::as_str).unwrap_or("without id").to_string();
            read_case(study, table, &mut scenario)
                .map_err(|error| format!("validation/{study}, case {} ({name}): {error}", index + 1))
        })
        .collect()
}

fn read_case(study: &str, mut table: toml::Table, scenario: &mut Option<Model>) -> Result<Case, String> {
    let mut text = |key: &str| match table.remove(key) {
        Some(toml::Value::String(text)) if !text.trim().is_empty() => Ok(text),
        _ => Err(format!("`{key}` must be a text")),
    };
    let (id, title, source, grade) = (text("id")?, text("title")?, text("source")?, text("grade")?);
    let (printed, reason) = (text("published")?, text("reason")?);
    let mut some = |key: &str| if table.contains_key(key) { take_text(&mut table, key).map(Some) } else { Ok(None) };
    let (trap, outside) = (some("trap")?, some("outside")?);
    let (entry, formula, inputs) = if table.contains_key("outcome") {
        read_asked(study, &mut table, scenario)?
    } else {
        let formula = take_text(&mut table, "formula").map_err(|_| "`formula` or `outcome` must be a text")?;
        let inputs = read_inputs(table.remove("inputs"), "inputs")?;
        (Entry::Formula(formulas::find(&formula)?), formula, inputs)
    };
    let kind = match &entry {
        Entry::Formula(formula) => formula.kind,
        Entry::Scenario(asked) => asked.kind,
    };
    let tolerance = table.remove("tolerance");
    let (published, tolerance) = if printed == NONE {
        if !matches!(&entry, Entry::Scenario(asked) if matches!(asked.result, Wanted::BreakEven(_))) {
            return Err("only a break-even can be `none`".into());
        }
        if tolerance.is_some() {
            return Err("`none` is met or not: it has no `tolerance`".into());
        }
        (f64::NAN, Tolerance::Nothing)
    } else {
        let published =
            read(kind, &printed).map_err(|error| format!("published `{printed}`: {error}; {}", error.remedy(kind)))?;
        (published, read_tolerance(&tolerance.ok_or("`tolerance` is missing")?, kind, &printed)?)
    };
    if let Some(key) = table.keys().next() {
        return Err(format!("unknown key `{key}`"));
    }
    let study = study.to_string();
    Ok(Case {
        id,
        study,
        title,
        source,
        grade,
        formula,
        inputs,
        printed,
        published,
        tolerance,
        reason,
        trap,
        outside,
        entry,
    })
}

/// A case that asks the study's scenario.
fn read_asked(
    study: &str,
    table: &mut toml::Table,
    scenario: &mut Option<Model>,
) -> Result<(Entry, String, BTreeMap<String, String>), String> {
    let name = take_text(table, "outcome")?;
    let wanted = Wanted::read(&name)?;
    let scenario = match scenario {
        Some(read) => read,
        None => scenario.insert(super::scenario(study)?),
    };
    let inputs = if table.contains_key("set") { read_inputs(table.remove("set"), "set")? } else { BTreeMap::new() };
    let mut some = |key: &str| if table.contains_key(key) { take_text(table, key).map(Some) } else { Ok(None) };
    let (workload, gives, times) = (some("workload")?, some("gives")?, some("times")?);
    let year = match table.remove("year") {
        None => None,
        Some(toml::Value::Integer(year)) => Some(i32::try_from(year).map_err(|_| format!("no year {year}"))?),
        Some(_) => return Err("`year` must be a year".into()),
    };
    let model = asked::changed(scenario.clone(), &inputs)?;
    let (kind, times) = asked::kind_and_factor(&wanted, &model, gives.as_deref(), times.as_deref())?;
    let asked = Asked { model, result: wanted, workload, year, times, kind };
    Ok((Entry::Scenario(Box::new(asked)), name, inputs))
}

fn read_inputs(table: Option<toml::Value>, key: &str) -> Result<BTreeMap<String, String>, String> {
    match table {
        Some(toml::Value::Table(inputs)) => inputs.into_iter().map(read_input).collect::<Result<_, _>>(),
        _ => Err(format!("`{key}` must be a table")),
    }
}

fn take_text(table: &mut toml::Table, key: &str) -> Result<String, String> {
    match table.remove(key) {
        Some(toml::Value::String(text)) => Ok(text),
        _ => Err(format!("`{key}` must be a text")),
    }
}

/// A quantity with its unit, or a bare number where it is a pure number.
fn read_input((name, value): (String, toml::Value)) -> Result<(String, String), String> {
    let text = match value {
        toml::Value::String(text) => text,
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        _ => return Err(format!("the input `{name}` must be a quantity")),
    };
    Ok((name, text))
}

fn read_tolerance(value: &toml::Value, kind: Kind, printed: &str) -> Result<Tolerance, String> {
    match value {
        toml::Value::String(word) if word == "exact" => Ok(Tolerance::Exact),
        toml::Value::String(word) if word == "below" => Ok(Tolerance::Below),
        toml::Value::String(word) if word == "above" => Ok(Tolerance::Above),
        toml::Value::String(word) if word == "printed" => Ok(Tolerance::Printed(half_a_digit(printed)?)),
        toml::Value::Table(table) if table.len() == 1 => match table.iter().next().map(|row| (row.0.as_str(), row.1)) {
            Some(("relative", toml::Value::Float(share))) if *share > 0.0 && *share < 1.0 => {
                Ok(Tolerance::Relative(*share))
            }
            Some(("absolute", toml::Value::String(text))) => {
                let kind = if kind == Kind::Temperature { Kind::TemperatureDifference } else { kind };
                let most = read(kind, text).map_err(|error| format!("tolerance `{text}`: {error}"))?;
                Ok(Tolerance::Absolute(most, text.clone()))
            }
            _ => Err("`tolerance` is { relative = 0.01 } or { absolute = \"0.1 K\" }".into()),
        },
        _ => {
            Err("`tolerance` is \"exact\", \"printed\", \"below\", \"above\", { relative = … } or { absolute = … }"
                .into())
        }
    }
}

/// Number and unit of a quantity as printed; a space stands between them.
fn split(printed: &str) -> (&str, &str) {
    printed.trim().split_once(' ').map_or((printed.trim(), ""), |(number, unit)| (number, unit.trim()))
}

fn unit_of(printed: &str) -> Unit {
    // A pure number has no unit; a text that was read has a readable one.
    read_unit(split(printed).1).or_else(|_| read_unit("1")).expect("`1` is a unit")
}

/// Half of the last digit that `printed` shows, in SI.
fn half_a_digit(printed: &str) -> Result<f64, String> {
    let number = split(printed).0;
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let decimals = mantissa.split_once('.').map_or(0, |parts| parts.1.len());
    let exponent: i32 = exponent.parse().map_err(|_| format!("`{number}` is not a printed number"))?;
    let decimals = i32::try_from(decimals).map_err(|_| format!("`{number}` is too long"))?;
    let step = sunward_quantity::elementary::power(10.0, f64::from(exponent - decimals));
    Ok(0.5 * step * unit_of(printed).scale)
}

/// `si` in the unit that `printed` has.
pub fn in_unit_of(printed: &str, si: f64) -> String {
    if si.is_nan() {
        return NONE.into();
    }
    let unit = unit_of(printed);
    let zero = if unit.celsius { 273.15 } else { 0.0 };
    let number = digits_like(split(printed).0, (si - zero) / unit.scale);
    format!("{number} {}", split(printed).1).trim_end().to_string()
}

/// `x` with four digits, or as many as `printed` has if those are more; a power of ten where that has one.
fn digits_like(printed: &str, x: f64) -> String {
    let mantissa = printed.split(['e', 'E']).next().unwrap_or("");
    let digits = mantissa.chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0').count().clamp(4, 15);
    let text = format!("{x:.*e}", digits - 1);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    if x == 0.0 || printed.contains(['e', 'E']) {
        let mantissa = without_zeros(mantissa);
        return if exponent == "0" { mantissa.into() } else { format!("{mantissa}e{exponent}") };
    }
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let decimals = usize::try_from(digits as i32 - 1 - exponent).unwrap_or(0);
    without_zeros(&format!("{x:.decimals$}")).into()
}

fn without_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

fn difference_in_unit_of(printed: &str, si: f64) -> String {
    let unit = unit_of(printed);
    let name = if unit.celsius { "K" } else { split(printed).1 };
    format!("{} {name}", show_number(si / unit.scale)).trim_end().to_string()
}
