//! What is not known: fans, crossings, what moves them, what would have to be true, and what knowing is worth.

use super::bars::{self, Bar, Piece};
use super::break_even::breakable;
use super::figure::{Figure, Section, tabs};
use super::html::{Html, escape, named_table, table, tag};
use super::limits::{source, today};
use super::{crossings, fan, limits, shares, tornado, words};
use crate::explore::{CONFIDENCE, Told, interval_words, ratio_words, share_words};
use sunward_exploration::{Findings, Lever, Worth};
use sunward_model::Model;

/// Everything about an exploration; parts that were not asked for are left out.
pub fn sections(model: &Model, findings: &Findings) -> Vec<Section> {
    let told = Told::of(model, findings);
    if told.draws() == 0 {
        return vec![Section {
            id: "uncertainty",
            short: "Uncertainty",
            title: "What is not known".into(),
            lead: Html::empty(),
            body: tag("p", "empty", "No draw was made: there is nothing to tell."),
        }];
    }
    let mut sections = vec![spread(&told), crossing(&told)];
    sections.extend(movers(&told));
    sections.extend(must_be_true(&told));
    sections.extend(knowing(&told));
    sections
}

/// The answer in a sentence, as a probability: from the least to the most likely use.
pub fn sentence(told: &Told) -> Option<String> {
    let (challenger, incumbent) = told.sides();
    let last = told.last();
    let chances: Option<Vec<(f64, String)>> = (0..told.outcomes().workloads.len())
        .map(|w| Some((told.crossed_by(w, last)?.value, words::lower(&told.use_name(w)))))
        .collect();
    let mut chances = chances?;
    chances.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (least, most) = (chances.first()?, chances.last()?);
    let (low, high) = (share_words(least.0), share_words(most.0));
    let shares = match chances.len() {
        1 => low,
        _ if low == high => format!("{low} for every use of compute"),
        _ => format!("{low} ({}) to {high} ({})", least.1, most.1),
    };
    Some(words::unbroken(&format!(
        "Of {} draws of what is not known, {challenger} becomes cheaper than {incumbent} by {last} in {shares}.",
        words::count(told.draws())
    )))
}

/// Probabilities of one use, for its card.
pub fn card(told: &Told, workload: usize) -> Option<Html> {
    let years = told.milestones();
    let by: Option<Vec<String>> = years
        .iter()
        .map(|year| {
            Some(words::unbroken(&format!("{} by {year}", share_words(told.crossed_by(workload, *year)?.value))))
        })
        .collect();
    let focus = told.ratio(workload, told.outcomes().focus);
    Some(Html(format!(
        "Drawn {} times: cheaper in <b>{}</b>; the ratio in {} lies between <b>{}</b> and <b>{}</b> in nine of ten draws.",
        words::count(told.draws()),
        escape(&words::list(&by?)),
        told.focus(),
        ratio_words(focus.quantile(0.05)),
        ratio_words(focus.quantile(0.95)),
    )))
}

/// How many numbers are drawn, and what that leaves out.
fn basis(told: &Told) -> Html {
    let findings = told.findings;
    let mut facts = vec![
        ("Draws", words::count(told.draws())),
        ("Numbers drawn", findings.numbers.len().to_string()),
        ("of them guesses", told.guesses().to_string()),
        ("Held at their best", findings.held.len().to_string()),
        ("How", findings.method.clone()),
        ("Seed", findings.seed.to_string()),
    ];
    let stopped = if told.complete() {
        Html::empty()
    } else {
        facts.insert(1, ("asked for", words::count(findings.asked)));
        let says = format!(
            "<b>Stopped.</b> Somebody stopped after {} of {} draws. What is shown is what those draws say; intervals are as wide as so few draws make them.",
            words::count(told.draws()),
            words::count(findings.asked)
        );
        tag("div", "alarm", Html(says))
    };
    let facts =
        facts.into_iter().map(|(name, value)| Html(format!("<div><dt>{name}</dt><dd>{}</dd></div>", escape(&value))));
    Html::join([stopped, tag("dl", "facts", Html::join(facts))])
}

fn spread(told: &Told) -> Section {
    let (challenger, incumbent) = told.sides();
    let lead = format!(
        "Every number with a range is drawn from it, both sides are worked out in every year, and all draws are counted: also those in which {challenger} never becomes cheaper than {incumbent}. {}.",
        told.together()
    );
    let figures: Vec<Html> = (0..told.outcomes().workloads.len()).map(|w| fan::figure(told, w)).collect();
    let held = &told.findings.held;
    let held = if held.is_empty() {
        Html::empty()
    } else {
        let paths: Vec<String> = held.iter().map(|path| format!("<code>{}</code>", breakable(path))).collect();
        tag(
            "p",
            "note",
            Html(format!(
                "Held at their best, though not known, since orbits and routes are worked out from them once: {}.",
                paths.join(", ")
            )),
        )
    };
    Section {
        id: "uncertainty",
        short: "Uncertainty",
        title: "What is not known, and how far the answer moves with it".into(),
        lead: lead.into(),
        body: Html::join([basis(told), in_tabs(told, "fan", figures), held]),
    }
}

/// One panel for each use that has something to show.
fn in_tabs(told: &Told, name: &str, figures: Vec<Html>) -> Html {
    let names: Vec<String> = (0..figures.len()).map(|w| told.use_name(w)).collect();
    let (names, figures): (Vec<String>, Vec<Html>) =
        names.into_iter().zip(figures).filter(|row| !row.1.is_empty()).unzip();
    if figures.len() > 1 { tabs(name, "Use of compute", &names, &figures) } else { Html::join(figures) }
}

fn crossing(told: &Told) -> Section {
    let (challenger, incumbent) = told.sides();
    let years = told.milestones();
    let mut head = vec![Html::from("Share of draws in which it is cheaper"), "already".into()];
    head.extend(years.iter().map(|year| Html::from(format!("by {year}"))));
    head.push("never".into());
    let cell = |chance: Option<crate::explore::Chance>| {
        chance.map_or(Html::from("–"), |chance| {
            let interval = interval_words(chance.low, chance.high);
            Html(format!("<b>{}</b><small>{}</small>", escape(&share_words(chance.value)), escape(&interval)))
        })
    };
    let rows: Vec<Vec<Html>> = (0..told.outcomes().workloads.len())
        .map(|w| {
            let mut row = vec![Html::from(told.use_name(w)), cell(told.already(w))];
            row.extend(years.iter().map(|year| cell(told.crossed_by(w, *year))));
            row.push(cell(told.never(w)));
            row
        })
        .collect();
    let names: Vec<String> = ["".to_string(), "already".into()]
        .into_iter()
        .chain(years.iter().map(|year| format!("by {year}")))
        .chain(["never".into()])
        .collect();
    let chances = tag("div", "break-even chances", named_table("Chances of crossing", 1, &head, &rows, &names));
    Section {
        id: "crossing",
        short: "When",
        title: words::unbroken(&format!("How likely it is, and when, that {challenger} is cheaper than {incumbent}")),
        lead: "Shares of all draws, with the 95 % interval that comes of drawing only so often. “Already” and “never” are answers too: no year is a mean over the draws that cross.".into(),
        body: Html::join([chances, crossings::cumulative(told), crossings::histogram(told)]),
    }
}

fn movers(told: &Told) -> Option<Section> {
    let of = |figure: &dyn Fn(usize) -> Option<Html>| -> Vec<Html> {
        (0..told.outcomes().workloads.len()).map(|w| figure(w).unwrap_or_default()).collect()
    };
    let found = |w: usize| told.of_use(w);
    let tornados = of(&|w| tornado::figure(told, w, &found(w)?.tornado));
    let indices = of(&|w| shares::figure(told, w, &found(w)?.indices, "number"));
    let groups = of(&|w| shares::figure(told, w, &found(w)?.groups, "group"));
    let pawn = of(&|w| pawn(told, w, &found(w)?.pawn));
    let parts = [("shares", indices), ("groups", groups), ("tornado", tornados), ("pawn", pawn)];
    let parts: Vec<Html> = parts.into_iter().map(|(name, figures)| in_tabs(told, name, figures)).collect();
    if parts.iter().all(Html::is_empty) {
        return None;
    }
    Some(Section {
        id: "movers",
        short: "What moves it",
        title: "Which numbers move the answer".into(),
        lead: "All numbers at once, as shares of what is not known; then one at a time, from the low to the high end of its range.".into(),
        body: Html::join(parts),
    })
}

/// How far the law of the crossover year moves with each number.
fn pawn(told: &Told, workload: usize, found: &[(usize, f64)]) -> Option<Html> {
    let rows: Vec<(String, f64)> = found
        .iter()
        .take(10)
        .filter(|row| row.1.is_finite())
        .filter_map(|(of, distance)| Some((told.number(*of)?.label.to_string(), *distance)))
        .collect();
    let first = rows.first()?;
    let bars: Vec<Bar> =
        rows.iter().map(|(name, distance)| Bar::plain(name, "e0", *distance, &words::brief(*distance))).collect();
    let cells: Vec<Vec<Html>> =
        rows.iter().map(|(name, distance)| vec![Html::from(name), words::brief(*distance).into()]).collect();
    let use_name = words::lower(&told.use_name(workload));
    let title = format!("{} moves the year of crossing most, for {use_name}", words::capital(&first.0));
    let figure = Figure {
        title: words::unbroken(&title),
        measures: "Greatest distance between the distribution of the crossover year, never and already included, and that with the number known; 0 is none, 1 is all".into(),
        legend: Html::empty(),
        note: Html::empty(),
        table: table("Distance of distributions", 1, &["Number".into(), "Distance".into()], &cells),
    };
    Some(figure.with(|size| bars::draw("How far the crossover year's distribution moves", &bars, size, 262.0, 18.0)))
}

fn must_be_true(told: &Told) -> Option<Section> {
    let uses = told.outcomes().workloads.len();
    let regions: Vec<Html> = (0..uses)
        .map(|w| {
            let region = told.of_use(w).and_then(|found| found.region.as_ref());
            region.and_then(|region| limits::figure(told, w, region)).unwrap_or_default()
        })
        .collect();
    let levers: Vec<Html> = (0..uses)
        .map(|w| told.of_use(w).map_or(Html::empty(), |found| levers(told, w, &found.levers)))
        .filter(|html| !html.is_empty())
        .collect();
    if levers.is_empty() && regions.iter().all(Html::is_empty) {
        return None;
    }
    Some(Section {
        id: "must",
        short: "Must be true",
        title: "What would have to be true, while all else is unknown".into(),
        lead: "First the part of all draws in which it comes true, as limits on a few numbers together; then what single numbers would have to be, with all others drawn.".into(),
        body: Html::join([in_tabs(told, "region", regions), Html::join(levers)]),
    })
}

fn levers(told: &Told, workload: usize, all: &[Lever]) -> Html {
    let rows: Vec<(&Lever, Vec<Html>)> = all
        .iter()
        .filter_map(|lever| {
            let drawn = told.number(lever.number)?;
            let bound = if lever.above { "at least" } else { "at most" };
            let asked = lever.value.map_or_else(
                || tag("span", "none", "no value does it"),
                |value| Html(format!("<b>{bound} {}</b><small>in all years alike</small>", escape(&drawn.show(value)))),
            );
            let row = vec![
                Html(format!(
                    "{}<small><code>{}</code></small>",
                    escape(drawn.label),
                    breakable(&drawn.parameter.path)
                )),
                asked,
                Html::from(today(&drawn)),
                source(told, &drawn),
            ];
            Some((lever, row))
        })
        .collect();
    let Some((first, _)) = rows.first() else { return Html::empty() };
    let title = format!(
        "{}: one number alone, for a chance of {} instead of {}",
        told.use_name(workload),
        share_words(first.wanted),
        share_words(first.today)
    );
    let names = ["", "Must be", "Today", "Who says so"].map(str::to_string);
    let head = ["If only this changed", "Must be", "Today", "Who says so"].map(Html::from);
    let rows: Vec<Vec<Html>> = rows.into_iter().map(|row| row.1).collect();
    let table = named_table("What single numbers would have to be", 4, &head, &rows, &names);
    tag("div", "break-even", Html::join([tag("h3", "", title), table]))
}

fn knowing(told: &Told) -> Option<Section> {
    let figures: Vec<Html> = (0..told.outcomes().workloads.len())
        .map(|w| {
            let worth = told.of_use(w).and_then(|found| found.worth.as_ref());
            worth.map_or(Html::empty(), |worth| worth_of(told, w, worth))
        })
        .collect();
    if figures.iter().all(Html::is_empty) {
        return None;
    }
    Some(Section {
        id: "knowing",
        short: "Worth knowing",
        title: "What knowing more is worth".into(),
        lead: Html::from(format!(
            "Whoever must choose one side in {} without knowing chooses the one that is cheaper on average, and is sometimes wrong. Knowing saves what those mistakes cost: that is what a measurement, a test flight or a quotation is worth at most.",
            told.focus()
        )),
        body: in_tabs(told, "worth", figures),
    })
}

fn worth_of(told: &Told, workload: usize, worth: &Worth) -> Html {
    let (challenger, incumbent) = told.sides();
    let choice = if worth.challenger { challenger } else { incumbent };
    let everything = ("Everything".to_string(), &worth.everything, Html::empty(), String::new());
    let numbers = worth.numbers.iter().filter_map(|(of, share)| {
        let drawn = told.number(*of)?;
        Some((drawn.label.to_string(), share, source(told, &drawn), drawn.source()))
    });
    let rows: Vec<_> = std::iter::once(everything).chain(numbers.take(10)).collect();
    let said = |estimate: &sunward_uncertainty::estimate::Estimate| {
        let (low, high) = estimate.interval(CONFIDENCE);
        format!("{} ({})", share_words(estimate.value.max(0.0)), interval_words(low.max(0.0), high))
    };
    let bars: Vec<Bar> = rows
        .iter()
        .enumerate()
        .map(|(index, (name, estimate, _, who))| {
            let value = said(estimate);
            let class = if index == 0 { "f0" } else { "f5" };
            let says = format!("{name}: {value}\n{who}");
            let long = if estimate.value.is_finite() { estimate.value.max(0.0) } else { 0.0 };
            let piece = Piece { class: class.into(), value: long, says, label: String::new() };
            let who = if who.is_empty() { String::new() } else { format!(" · {who}") };
            Bar { name: name.clone(), pieces: vec![piece], value: share_words(long) + &who }
        })
        .collect();
    let cells: Vec<Vec<Html>> = rows
        .iter()
        .map(|(name, estimate, who, _)| vec![Html::from(name), who.clone(), Html::from(said(estimate))])
        .collect();
    let per_hour = worth.cost * 1e15 * sunward_quantity::HOUR;
    let figure = Figure {
        title: words::unbroken(&format!(
            "{}: knowing everything would save {} of what {choice} costs",
            told.use_name(workload),
            share_words(worth.everything.value.max(0.0))
        )),
        measures: format!(
            "Share of the mean cost of {choice}, which is chosen today: {} {} for an hour of one PFLOP/s",
            words::brief(per_hour),
            words::dollars()
        ),
        legend: Html::empty(),
        note: Html::from(
            "Worths of single numbers do not add up: knowing one can make another worthless, or worth more.",
        ),
        table: table(
            "What knowing is worth, 95 % interval, and who says so today",
            2,
            &["Known".into(), "Who says so today".into(), "Worth".into()],
            &cells,
        ),
    };
    figure.with(|size| bars::draw("What knowing is worth", &bars, size, 262.0, 20.0))
}
