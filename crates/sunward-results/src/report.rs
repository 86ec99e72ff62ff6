//! The report: one self-contained page that answers the scenario's question and shows what the answer rests on.
//!
//! Works offline: style, script and drawings are inside. Every chart is drawn twice, for a wide and for a narrow page,
//! and has its numbers in a table below. The script adds hover cards, arrow keys and a filter; without it nothing is
//! lost, since values stand in tables. Everything that a scenario says is escaped (`html::Html`).
mod answer;
mod area;
mod attribution;
mod axis;
mod bands;
mod bars;
mod break_even;
mod budgets;
mod build_out;
mod calendar;
mod cases;
mod chart;
mod claims;
mod crossings;
mod curves;
mod delivered;
mod draws;
mod explore;
mod fan;
mod figure;
mod heat;
mod html;
mod launch;
mod ledger;
mod limits;
mod makers;
mod method;
mod page;
mod plan;
mod progress;
mod sankey;
mod satellite;
mod schedule;
mod shares;
mod stack;
mod story;
pub mod studies;
mod svg;
mod tornado;
mod track;
mod trades;
pub(crate) mod words;

use crate::Results;
use crate::explore::Told;
use crate::plan::{PlanOutcome, PlanResults};
use story::Story;
use sunward_economics::Attribution;
use sunward_exploration::Findings;
use sunward_model::Model;
use sunward_planner::ensemble::PlanDraws;
use sunward_tracking::checkpoints::Tracked;

/// The page as HTML.
pub fn report(results: &Results) -> String {
    let story = Story::of(results);
    let mut sections = Vec::new();
    // A scenario without options compares nothing: it has a plan alone.
    let compares = !results.costs.series.is_empty();
    if compares {
        sections.push(cases::section(&story));
    }
    // A scenario without companions disagrees with nobody.
    if !results.attributions.is_empty() {
        sections.push(attribution::section(&results.attributions));
    }
    match &results.plan {
        Some(PlanOutcome::Planned(planned)) => sections.extend(plan::sections(planned)),
        Some(PlanOutcome::Short(shortage)) => sections.push(plan::short(shortage)),
        None => {}
    }
    if let Some(tracked) = &results.tracked {
        sections.extend(track::sections(tracked));
    }
    if compares {
        sections.push(curves::section(&story));
    }
    // Ranges stand beside the curves that they belong to.
    if let Some(findings) = &results.explored {
        sections.extend(explore::sections(&results.model, findings));
    }
    if compares {
        sections.extend([
            stack::section(&story),
            delivered::section(&story),
            satellite::section(&story),
            trades::section(&story),
            launch::section(&story),
            makers::section(&story),
            calendar::section(&story),
            break_even::section(&story),
        ]);
    }
    if !results.claims.is_empty() {
        sections.push(claims::section(&results.model.name, &results.claims));
    }
    sections.extend([ledger::section(&story), method::section(&story)]);
    let name = words::name(&results.model.name);
    page::page(&name, &answer::header(&story), &sections).0
}

/// The page of one plan.
pub fn plan_page(name: &str, results: &PlanResults) -> String {
    let name = words::name(name);
    let header = html::Html(format!(
        "<header><p class=\"eyebrow\"><b>Sunward</b></p><h1>{}: the plan</h1></header>",
        html::escape(&name)
    ));
    page::page(&format!("{name}: the plan"), &header, &plan::sections(results)).0
}

/// The page of an exploration.
pub fn explore_page(model: &Model, findings: &Findings) -> String {
    let name = words::name(&model.name);
    let told = Told::of(model, findings);
    let answer = explore::sentence(&told).unwrap_or_else(|| format!("{name}: what is not known"));
    let header = html::Html(format!(
        "<header><p class=\"eyebrow\"><b>Sunward</b><span>Scenario <b>{}</b></span></p><p class=\"question\">{}</p><h1>{}</h1></header>",
        html::escape(&name),
        html::escape(&model.scenario.question),
        html::escape(&answer)
    ));
    page::page(&format!("{name}: what is not known"), &header, &explore::sections(model, findings)).0
}

/// The page of progress.
pub fn track_page(name: &str, tracked: &Tracked) -> String {
    let name = words::name(name);
    let header = html::Html(format!(
        "<header><p class=\"eyebrow\"><b>Sunward</b><span>Scenario <b>{}</b></span><span>known on <b>{}</b></span></p><h1>{}</h1></header>",
        html::escape(&name),
        tracked.on,
        html::escape(&track::sentence(tracked))
    ));
    page::page(&format!("{name}: progress"), &header, &track::sections(tracked)).0
}

/// The page of many plans of one scenario.
pub fn plan_draws_page(name: &str, draws: &PlanDraws) -> String {
    let name = words::name(name);
    let header = html::Html(format!(
        "<header><p class=\"eyebrow\"><b>Sunward</b></p><h1>{}: the plans of {} draws</h1></header>",
        html::escape(&name),
        draws.draws.len()
    ));
    page::page(&format!("{name}: plans drawn"), &header, &[draws::section(draws)]).0
}

/// The page of one comparison.
pub fn comparison(attribution: &Attribution) -> String {
    let (from, to) = (words::name(&attribution.from.scenario), words::name(&attribution.to.scenario));
    let header = html::Html(format!(
        "<header><p class=\"eyebrow\"><b>Sunward</b></p><h1>{} and {}: why they disagree</h1></header>",
        html::escape(&from),
        html::escape(&to)
    ));
    page::page(&format!("{from} and {to}"), &header, &[attribution::section(std::slice::from_ref(attribution))]).0
}
