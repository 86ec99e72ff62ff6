//! The question and its answer, in one sentence and in one card for each use of compute.

use super::html::{Html, escape, tag};
use super::story::{Story, Verdict};
use super::words;
use crate::explore::Told;

/// The head of the page.
pub fn header(story: &Story) -> Html {
    let model = &story.results.model;
    let scenario = &model.scenario;
    let told = story.results.explored.as_ref().map(|findings| Told::of(model, findings));
    let cards = (0..story.workloads.len())
        .map(|w| card(story, w, told.as_ref()))
        .chain(story.results.plan.as_ref().map(super::plan::card));
    let answer = match &story.results.plan {
        Some(plan) if story.results.costs.series.is_empty() => super::plan::headline(plan),
        _ => match told.as_ref().and_then(super::explore::sentence) {
            Some(drawn) => format!("{} {drawn}", sentence(story)),
            None => sentence(story),
        },
    };
    Html(format!(
        "<header><p class=\"eyebrow\">{}<span>Scenario <b>{}</b></span><span>{}</span><span>Money in dollars of {}</span></p>\
         <p class=\"question\">{}</p><h1>{}</h1><p class=\"summary\">{}</p><div class=\"answers\">{}</div></header>",
        SUN,
        escape(&words::name(&model.name)),
        super::story::span(story.first(), story.last()),
        sunward_quantity::money::BASE_YEAR,
        escape(&scenario.question),
        escape(&answer),
        escape(&scenario.summary),
        Html::join(cards),
    ))
}

/// A sun that rises over an orbit.
const SUN: &str = "<svg class=\"logo\" viewBox=\"0 0 40 24\" aria-hidden=\"true\"><path class=\"orbit\" d=\"M2 21C10 4 30 4 38 21\"/>\
    <circle class=\"sun\" cx=\"20\" cy=\"15\" r=\"6\"/><circle class=\"sat\" cx=\"31\" cy=\"11.6\" r=\"2\"/></svg><b>Sunward</b>";

/// The answer in one sentence.
pub fn sentence(story: &Story) -> String {
    let verdicts: Vec<Verdict> = (0..story.workloads.len()).map(|w| story.verdict(w)).collect();
    let (challenger, incumbent) = (words::capital(&story.challenger), &story.incumbent);
    // Uses with the same verdict are named together, the earliest first.
    let mut groups: Vec<(Verdict, Vec<String>)> = Vec::new();
    for (verdict, name) in verdicts.iter().zip(&story.workloads) {
        match groups.iter_mut().find(|group| group.0 == *verdict) {
            Some(group) => group.1.push(name.to_lowercase()),
            None => groups.push((*verdict, vec![name.to_lowercase()])),
        }
    }
    groups.sort_by_key(|group| match group.0 {
        Verdict::Always(year) => (0, year),
        Verdict::From(year) => (1, year),
        Verdict::Once(year) => (2, year),
        Verdict::Never(year) => (3, year),
        Verdict::Unknown => (4, 0),
    });
    if let [(verdict, names)] = groups.as_slice() {
        let what = if names.len() > 1 { "every use of compute".to_string() } else { names.join("") };
        return match verdict {
            Verdict::Always(_) => {
                format!("{challenger} is cheaper than {incumbent} {} for {what}.", story.when(*verdict))
            }
            Verdict::Never(year) if names.len() > 1 => {
                format!("{challenger} does not become cheaper than {incumbent} by {year} for any use of compute.")
            }
            Verdict::Never(year) => {
                format!("{challenger} does not become cheaper than {incumbent} by {year} for {what}.")
            }
            Verdict::Unknown => {
                format!("{challenger} and {incumbent} cannot be compared in any year of this scenario.")
            }
            _ => format!("{challenger} becomes cheaper than {incumbent} {} for {what}.", story.when(*verdict)),
        };
    }
    let clauses: Vec<String> =
        groups.iter().map(|(verdict, names)| format!("{} for {}", story.when(*verdict), words::list(names))).collect();
    let Some((last, first)) = clauses.split_last() else { return "Nothing is compared.".into() };
    let joiner =
        if matches!(groups[groups.len() - 1].0, Verdict::Never(_) | Verdict::Unknown) { ", but " } else { " and " };
    format!("{challenger} becomes cheaper than {incumbent} {}{joiner}{last}.", first.join(", "))
}

fn card(story: &Story, workload: usize, told: Option<&Told>) -> Html {
    let verdict = story.verdict(workload);
    let (class, large, small) = match verdict {
        Verdict::Always(year) => (
            "yes",
            year.to_string(),
            format!("{} is cheaper from the first year it can be had", words::capital(&story.challenger)),
        ),
        Verdict::From(year) => {
            ("yes", year.to_string(), format!("First year in which {} is cheaper; it stays so", story.challenger))
        }
        Verdict::Once(year) => (
            "once",
            year.to_string(),
            format!("First year in which {} is cheaper, though not for good", story.challenger),
        ),
        Verdict::Never(year) => (
            "no",
            format!("Not by {year}"),
            format!("{} stays dearer in every year", words::capital(&story.challenger)),
        ),
        Verdict::Unknown => ("no", "No answer".into(), "There is no year in which both sides can be had".into()),
    };
    let costs = &story.results.costs;
    let now = match (story.best(workload), costs.headline(workload).ratio[story.at]) {
        ((Some(a), Some(b)), Some(ratio)) => {
            let cost = |i: usize| {
                story.cell(i).map_or(0.0, |c| c.1.workloads[workload].compute.in_dollars_per_petaflops_hour())
            };
            let unit = words::dollars();
            Html(format!(
                "In {} {} costs <b>{} times</b> as much: {} against {} {unit} for an hour of one PFLOP/s, delivered.",
                story.focus,
                escape(&story.challenger),
                words::brief(ratio),
                words::brief(cost(a)),
                words::brief(cost(b)),
            ))
        }
        ((None, _), _) => Html::from(format!("In {} {} cannot be had.", story.focus, story.challenger)),
        _ => Html::from(format!("In {} the two sides cannot be compared.", story.focus)),
    };
    let inner = Html::join([
        tag("h2", "", &story.workloads[workload]),
        tag("p", "large", large),
        tag("p", "small", small),
        tag("p", "now", now),
        told.and_then(|told| super::explore::card(told, workload))
            .map_or(Html::empty(), |drawn| tag("p", "now", drawn)),
    ]);
    tag("article", class, inner)
}
