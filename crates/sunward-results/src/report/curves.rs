//! Cost over the years, and when the curves cross.

use super::chart::{Curves, Line, Mark};
use super::figure::{Figure, Section, tabs};
use super::html::{Html, escape, table, tag};
use super::story::{Story, Verdict, span, verdict};
use super::words;

/// Cost curves by use, ratio curves, and every pair.
pub fn section(story: &Story) -> Section {
    let count = story.workloads.len();
    let panels: Vec<Html> = (0..count).map(|w| costs(story, w)).collect();
    let tabs = if count > 1 { tabs("use", "Use of compute", &story.workloads, &panels) } else { Html::join(panels) };
    let body = Html::join([tabs, refusals(story), ratio(story), pairs(story)]);
    let lead = Html::from(format!(
        "What an hour of compute costs when everything is counted: chips, power, cooling, building or satellite, launch, money and waiting. Operations are counted in {} on both sides.",
        story.results.model.scenario.number_format.as_deref().unwrap_or_default()
    ));
    Section { id: "curves", short: "Cost curves", title: "Cost over the years".into(), lead, body }
}

fn costs(story: &Story, workload: usize) -> Html {
    let costs = &story.results.costs;
    let best = story.best(workload);
    let in_hours = |v: f64| v * 1e15 * sunward_quantity::HOUR;
    let lines: Vec<Line> = story
        .options()
        .into_iter()
        .map(|i| {
            let weight = if costs.challengers.contains(&i) {
                " strong"
            } else if best.1 == Some(i) {
                " best"
            } else {
                ""
            };
            Line {
                name: story.title(i).to_string(),
                class: format!("{}{weight}", story.colour(i)),
                values: costs.series[i].compute(workload).into_iter().map(|v| v.map(in_hours)).collect(),
            }
        })
        .collect();
    // What is many times dearer than every incumbent ever is would squeeze all that matters.
    let all = costs.incumbents.iter().flat_map(|i| costs.series[*i].compute(workload)).flatten();
    let incumbents = all.map(in_hours).max_by(f64::total_cmp);
    let headline = costs.headline(workload);
    let marks: Vec<Mark> = headline
        .year
        .map(|year| {
            let at = costs.index_of(year);
            let value =
                costs.cheapest(&costs.challengers, workload, at).and_then(|i| costs.series[i].compute(workload)[at]);
            Mark {
                at,
                class: "o0".into(),
                words: format!("{year}: {} becomes cheaper", story.challenger),
                short: format!("{year}: {} cheaper", words::clip(&story.challenger, 18)),
                value: value.map(in_hours),
            }
        })
        .into_iter()
        .collect();
    let unit = format!("{} for an hour of one PFLOP/s", words::dollars());
    let title = match story.verdict(workload) {
        Verdict::Unknown => format!("{}: the two sides cannot be compared", story.workloads[workload]),
        Verdict::Never(year) => {
            format!("{}: {} stays dearer up to {year}", story.workloads[workload], story.challenger)
        }
        Verdict::Always(_) => format!(
            "{}: {} is cheaper {}",
            story.workloads[workload],
            story.challenger,
            story.when(story.verdict(workload))
        ),
        v => format!(
            "{}: {} becomes cheaper {}",
            story.workloads[workload],
            story.challenger,
            story.when(v).trim_end_matches(',')
        ),
    };
    let curves = Curves {
        says: format!("{title}. Cost of compute by year, logarithmic scale"),
        years: &costs.years,
        lines,
        marks,
        focus: Some(story.focus),
        level: None,
        cap: incumbents.map(|most| 5.0 * most),
        unit: unit.clone(),
        height: 460.0,
    };
    let figure = Figure {
        title,
        measures: format!("{unit}, delivered; levelised; each step up is the same factor (log scale)"),
        legend: Html::empty(),
        note: Html::empty(),
        table: curves.table(&format!("{}: {unit}, delivered", story.workloads[workload])),
    };
    Figure { legend: curves.letters(), ..figure }.with(|size| curves.draw(size))
}

/// Years in which an option cannot be had, and why.
fn refusals(story: &Story) -> Html {
    let rows: Vec<Html> = story
        .options()
        .into_iter()
        .flat_map(|i| {
            story.refusals(i).into_iter().map(move |(first, last, reason)| {
                let head = Html(format!("<b>{}</b> cannot be had in {}: ", escape(story.title(i)), span(first, last)));
                tag("li", "", Html::join([head, reason.into(), ".".into()]))
            })
        })
        .collect();
    if rows.is_empty() { Html::empty() } else { tag("ul", "refusals", Html::join(rows)) }
}

/// All uses in one picture: challenger over incumbent.
fn ratio(story: &Story) -> Html {
    let costs = &story.results.costs;
    let lines: Vec<Line> = story
        .workloads
        .iter()
        .enumerate()
        .map(|(w, name)| Line {
            name: name.clone(),
            class: format!("w{} strong", w % 8),
            values: costs.headline(w).ratio.clone(),
        })
        .collect();
    // Uses that cross in the same year share a mark.
    let mut crossed: Vec<(i32, Vec<usize>)> = Vec::new();
    for w in 0..story.workloads.len() {
        let Some(year) = costs.headline(w).year else { continue };
        match crossed.iter_mut().find(|row| row.0 == year) {
            Some(row) => row.1.push(w),
            None => crossed.push((year, vec![w])),
        }
    }
    crossed.sort_unstable();
    let marks: Vec<Mark> = crossed
        .into_iter()
        .map(|(year, uses)| {
            let at = costs.index_of(year);
            let names: Vec<String> = uses.iter().map(|w| story.workloads[*w].to_lowercase()).collect();
            let class = if uses.len() == 1 { format!("w{}", uses[0] % 8) } else { "q".into() };
            let words = format!("{year}: {}", words::list(&names));
            Mark { at, class, short: words::clip(&words, 34), words, value: costs.headline(uses[0]).ratio[at] }
        })
        .collect();
    let curves = Curves {
        says: format!(
            "Cost of {} over cost of {} by year and use; below 1 {} is cheaper",
            story.challenger, story.incumbent, story.challenger
        ),
        years: &costs.years,
        lines,
        marks,
        focus: None,
        level: Some((1.0, format!("{} is cheaper", story.challenger), format!("{} is cheaper", story.incumbent))),
        cap: Some(10.0),
        unit: format!("{} / {}", story.challenger, story.incumbent),
        height: 340.0,
    };
    let close = |a: &Option<f64>, b: &Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a / b - 1.0).abs() < 0.01,
        (None, None) => true,
        _ => false,
    };
    let mut pairs = Vec::new();
    for (i, a) in curves.lines.iter().enumerate() {
        for b in &curves.lines[i + 1..] {
            if a.values.iter().zip(&b.values).all(|(a, b)| close(a, b)) {
                pairs.push(format!("{} and {}", a.name, b.name.to_lowercase()));
            }
        }
    }
    let same = if pairs.is_empty() {
        String::new()
    } else {
        format!("The lines of {} lie on each other.", pairs.join("; of "))
    };
    let many = costs.challengers.len() + costs.incumbents.len() > 2;
    let figure = Figure {
        title: format!("How many times dearer {} is", story.challenger),
        measures: format!(
            "Cost of {} divided by cost of {}, a pure number (log scale)",
            side(&story.challenger, "cheapest challenger", many),
            side(&story.incumbent, "cheapest incumbent", many)
        ),
        legend: curves.letters(),
        note: same.into(),
        table: curves.table("Cost of the cheapest challenger over cost of the cheapest incumbent"),
    };
    figure.with(|size| curves.draw(size))
}

fn side(name: &str, role: &str, many: bool) -> String {
    if many && !name.contains("cheapest") { format!("{name} ({role} of the year)") } else { name.to_string() }
}

/// Each challenger against each incumbent.
fn pairs(story: &Story) -> Html {
    let costs = &story.results.costs;
    if costs.incumbents.len() < 2 && costs.challengers.len() < 2 {
        return Html::empty();
    }
    let mut head: Vec<Html> = vec!["Challenger".into(), "Against".into()];
    head.extend(story.workloads.iter().map(Html::from));
    let mut rows = Vec::new();
    for challenger in &costs.challengers {
        for against in costs.incumbents.iter().filter(|i| *i != challenger) {
            let mut row = vec![Html::from(story.title(*challenger)), Html::from(story.title(*against))];
            for w in 0..story.workloads.len() {
                let found = costs
                    .crossovers
                    .iter()
                    .find(|c| c.workload == w && c.challenger == Some(*challenger) && c.against == Some(*against));
                row.push(found.map_or("–".into(), |c| pair(verdict(c, &costs.years), c.ratio[story.at])));
            }
            rows.push(row);
        }
    }
    let table = table(
        &format!(
            "First year in which the challenger is cheaper; in brackets its cost over the incumbent's in {}",
            story.focus
        ),
        2,
        &head,
        &rows,
    );
    Html(format!(
        "<details class=\"data pairs\"><summary>Every pair: when does each challenger become cheaper than each incumbent?</summary>{table}</details>"
    ))
}

fn pair(verdict: Verdict, ratio: Option<f64>) -> Html {
    let words = match verdict {
        Verdict::Always(year) | Verdict::From(year) => tag("b", "good", year.to_string()),
        Verdict::Once(year) => Html::from(format!("{year}, not for good")),
        Verdict::Never(year) => Html::from(format!("not by {year}")),
        Verdict::Unknown => Html::from("–"),
    };
    match ratio {
        Some(ratio) => Html::join([words, tag("small", "", format!("(× {})", words::brief(ratio)))]),
        None => words,
    }
}
