//! A question in a user's words → the document that answers it: what the command line prints as JSON, and what every other door says.

use crate::pipeline::InputError;
use crate::sky::{OrbitAnswer, OrbitQuestion};
#[cfg(feature = "plan")]
use crate::tracking::Watched;
use crate::validation::CaseResult;
use serde_json::{Value as Json, json};
use sunward_economics::trade::{Trade, curves};
use sunward_economics::{Attribution, Datasheet, Prepared, Refusal, Series};
use sunward_model::{Model, OptionName};
#[cfg(feature = "plan")]
use sunward_network::Objective;
#[cfg(feature = "plan")]
use sunward_planner::{Shortage, ensemble::PlanDraws};
#[cfg(feature = "plan")]
use sunward_results::PlanResults;
#[cfg(feature = "plan")]
use sunward_results::claims::{Judged, document as claims_document};
use sunward_results::document::{self, document};
#[cfg(feature = "plan")]
use sunward_results::plan::{document as plan_document, draws as plan_draws};
use sunward_results::threshold::{Answered, Frontier};
#[cfg(feature = "plan")]
use sunward_results::track::document as track_document;
use sunward_results::{Ledger, Results, attribution, explore, supply, threshold, trade};
#[cfg(feature = "plan")]
use sunward_tracking::checkpoints::Tracked;
#[cfg(feature = "plan")]
use sunward_tracking::forecast::Scored;
#[cfg(feature = "plan")]
use sunward_tracking::points::Said;

/// A scenario without a mistake: how many numbers it has, and how many of them are guesses.
pub fn check(results: &Results) -> Json {
    let ledger = Ledger::of(&results.model);
    let body = json!({"mistakes": [], "parameters": ledger.numbers, "guesses": ledger.guesses()});
    document(&results.model.name, results.seed, body)
}

/// Every parameter whose path holds a text; all of them without one.
pub fn parameters(model: &Model, containing: Option<&str>, seed: u64) -> Json {
    let wanted = |path: &str| containing.is_none_or(|text| path.contains(text));
    let rows: Vec<_> =
        model.register.parameters().iter().filter(|p| wanted(&p.path)).map(document::parameter).collect();
    document(&model.name, seed, json!({"parameters": rows}))
}

/// One orbit over a year; every day of it where `days` are wanted.
pub fn orbit(question: &OrbitQuestion, answer: &OrbitAnswer, days: bool, seed: u64) -> Json {
    let year = &answer.year;
    let mut body = document::orbit(year, answer.orbit.perigee_altitude());
    body["apogee"] = document::quantity(answer.orbit.apogee_altitude());
    body["year"] = json!(question.year);
    let drag = answer.drag.iter().map(|row| {
        json!({
            "activity": row.activity,
            "density": row.density.map(document::quantity),
            "makeup_per_year": row.makeup.map(document::quantity),
            "decay": row.decay.map(document::quantity),
        })
    });
    body["drag"] = drag.collect();
    body["dose"] = answer.dose.map_or(Json::Null, |[low, high]| {
        json!({"low_activity": document::quantity(low), "high_activity": document::quantity(high), "factor_of_uncertainty": 2})
    });
    if days {
        let days = year.days.iter().map(|d| {
            json!({
                "day": d.day,
                "beta": d.beta.in_degrees(),
                "eclipse_minutes": d.eclipse.in_minutes(),
                "sunlit_fraction": d.sunlit_fraction,
                "flux": d.flux.in_watts_per_square_metre(),
            })
        });
        body["days"] = days.collect();
    }
    document("", seed, body)
}

/// What has a datasheet, in one year.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // there is one at a time
pub enum Sheet<'a> {
    /// An option of compute.
    Option {
        /// Which.
        series: &'a Series,
        /// The year.
        year: i32,
        /// Its datasheet, or why it cannot be had.
        found: Result<Datasheet, Refusal>,
    },
    /// What a chip, a vehicle or a robot asks of its makers.
    Supply(Box<supply::SupplySheet>),
}

/// The datasheet of a name: an option (`satellite.d3`, or `d3` alone), or what makers are asked for (`chip.frontier`). Without a name the
/// first challenger, without a year the scenario's focus.
///
/// # Errors
/// In words: no such name, no such year.
pub fn sheet<'a>(results: &'a Results, name: Option<&str>, year: Option<i32>) -> Result<Sheet<'a>, String> {
    let (scenario, costs) = (&results.model.scenario, &results.costs);
    let year = year.unwrap_or(scenario.focus);
    let at = || {
        let outside = || format!("{year} is outside the scenario: {} to {}", scenario.start, scenario.end);
        costs.years.iter().position(|y| *y == year).ok_or_else(outside)
    };
    if let Some(name) = name.filter(|n| n.split_once('.').is_some_and(|parts| supply::TABLES.contains(&parts.0))) {
        at()?;
        let unknown = || format!("no `{name}` in this scenario; there is {}", supply::names(results).join(", "));
        return supply::sheet(results, name, year).map(|sheet| Sheet::Supply(Box::new(sheet))).ok_or_else(unknown);
    }
    let series = match name {
        None => costs
            .series
            .first()
            .ok_or_else(|| format!("no option stands in {}, so there is no datasheet", results.model.name))?,
        Some(name) => {
            let named = |s: &&Series| s.name.to_string() == name || s.name.entry == name;
            costs.series.iter().find(named).ok_or_else(|| {
                let names: Vec<String> = costs.series.iter().map(|s| s.name.to_string()).collect();
                let names = names.into_iter().chain(supply::names(results)).collect::<Vec<_>>();
                format!("no option `{name}`; there is {}", names.join(", "))
            })?
        }
    };
    let found = series.years[at()?].as_ref().map(|found| found.0).map_err(|why| *why);
    Ok(Sheet::Option { series, year, found })
}

/// A datasheet.
pub fn datasheet(results: &Results, sheet: &Sheet<'_>) -> Json {
    let body = match sheet {
        Sheet::Option { series, year, found } => document::datasheet(&results.model, series, *year, found),
        Sheet::Supply(sheet) => supply::document(sheet),
    };
    document(&results.model.name, results.seed, body)
}

/// Why there are no curves of what a design trades.
#[derive(Debug, Clone, PartialEq)]
pub enum NoTrades {
    /// No such satellite, in words.
    Name(String),
    /// The world described cannot be.
    Input(InputError),
}

/// What the design of a satellite trades, decision by decision; of the first one without a name.
///
/// # Errors
/// [`NoTrades`].
pub fn trades(model: &Model, name: Option<&str>) -> Result<Vec<Trade>, NoTrades> {
    let flying: Vec<&OptionName> = model.options().into_iter().filter(|option| option.table == "satellite").collect();
    let wanted = |option: &&&OptionName| name.is_none_or(|name| option.to_string() == name || option.entry == name);
    let Some(option) = flying.iter().find(wanted) else {
        let names: Vec<String> = flying.iter().map(ToString::to_string).collect();
        return Err(NoTrades::Name(match name.filter(|_| !names.is_empty()) {
            Some(name) => format!("no satellite `{name}`; there is {}", names.join(", ")),
            None => "no satellite stands in this scenario".into(),
        }));
    };
    // A world that cannot be is an error; a point that cannot be is a finding.
    Prepared::new(model).map_err(|errors| NoTrades::Input(InputError::Impossible(errors)))?;
    Ok(curves(model, option))
}

/// What the design of a satellite trades.
pub fn traded(model: &Model, curves: &[Trade], seed: u64) -> Json {
    document(&model.name, seed, json!({"trades": trade::document(model, curves)}))
}

/// What compute costs.
pub fn cost(results: &Results) -> Json {
    document(&results.model.name, results.seed, document::cost(results))
}

/// The same as bytes: what the command line prints.
pub fn cost_written(results: &Results) -> Vec<u8> {
    document::cost_written(results)
}

/// Why two scenarios disagree.
pub fn comparison([first, second]: [&str; 2], found: &Attribution, seed: u64) -> Json {
    document(&format!("{first} and {second}"), seed, attribution::document(found))
}

/// The headlines of all studies on one boundary.
pub fn studies(spread: &sunward_results::studies::Spread, seed: u64) -> Json {
    document(&spread.reference, seed, spread.document())
}

/// A plan.
#[cfg(feature = "plan")]
pub fn planned(name: &str, planned: &PlanResults, seed: u64) -> Json {
    document(name, seed, plan_document::document(planned))
}

/// What is short, where there is no plan.
#[cfg(feature = "plan")]
pub fn short(name: &str, shortage: &Shortage, seed: u64) -> Json {
    document(name, seed, plan_document::shortage(shortage))
}

/// What draws say; how long they took is no result, and no part of it.
pub fn explored(model: &Model, findings: &sunward_exploration::Findings, seed: u64) -> Json {
    document(&model.name, seed, explore::document::document(model, findings))
}

/// What plans of draws say.
#[cfg(feature = "plan")]
pub fn plans_drawn(name: &str, draws: &PlanDraws, objective: Objective, seed: u64) -> Json {
    document(name, seed, json!({"plan": plan_draws::document(draws, objective)}))
}

/// What one number would have to be.
pub fn threshold(model: &Model, (asked, frontier): &(Answered, Option<Frontier>), seed: u64) -> Json {
    document(&model.name, seed, threshold::document(model, asked, frontier.as_ref()))
}

/// Published cases.
pub fn validation(cases: &[CaseResult], seed: u64) -> Json {
    document("", seed, crate::verdicts::document(cases))
}

/// Public claims and what they come to.
#[cfg(feature = "plan")]
pub fn claims(name: &str, judged: &[Judged], seed: u64) -> Json {
    document(name, seed, claims_document::document(judged))
}

/// What was observed, beside what a scenario says; `planned` tells whether there is a plan. The satellites are those of catalogues among
/// the files that were given.
#[cfg(feature = "plan")]
pub fn tracked(
    name: &str,
    (tracked, planned): (&Tracked, bool),
    watched: &Watched,
    scores: &[(String, Scored)],
    satellites: Option<Json>,
    seed: u64,
) -> Json {
    let mut body = track_document::document(tracked, scores);
    body["planned"] = json!(planned);
    body["observed_files"] = watched.said.iter().map(|(file, said)| observed_file(file, said)).collect();
    body["satellites"] = satellites.unwrap_or(Json::Null);
    document(name, seed, body)
}

#[cfg(feature = "plan")]
fn observed_file(name: &str, said: &Said) -> Json {
    json!({
        "file": name,
        "format": said.format.key(),
        "points": said.found.len(),
        "rows": said.rows,
        "left_out": said.bad.iter().map(|row| json!({"line": row.line, "why": row.fault.why, "right": row.fault.right})).collect::<Vec<_>>(),
        "left_out_unlisted": said.unlisted,
        "open": said.open,
    })
}
