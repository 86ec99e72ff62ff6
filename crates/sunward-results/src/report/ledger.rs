//! Every number that went in, and who says so; guesses stand out.

use super::bars::{self, Bar, Piece};
use super::break_even::breakable;
use super::figure::{Figure, Section, legend};
use super::html::{Html, escape, link, table, tag};
use super::story::Story;
use super::words;
use crate::Ledger;
use crate::ledger::LedgerEntry;
use sunward_model::{Evidence, Parameter};

/// The count by kind of evidence, and every source with its numbers.
pub fn section(story: &Story) -> Section {
    let ledger = Ledger::of(&story.results.model);
    let guesses = ledger.guesses();
    let share = if ledger.numbers > 0 { guesses as f64 / ledger.numbers as f64 } else { 0.0 };
    let works = ledger.entries.iter().filter(|e| e.source.is_some()).count();
    let lead = Html(format!(
        "{} numbers go in. They rest on {works} works; <mark>{guesses} of them ({}) are guesses</mark>: nobody’s word but ours, and the first place to look for a mistake.",
        ledger.numbers,
        words::percent(share)
    ));
    let search = "<div class=\"filter\"><label for=\"filter\">Find a number, a source or a note</label><input id=\"filter\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"launch, emissivity, guess …\"><output for=\"filter\" id=\"found\" aria-live=\"polite\"></output></div>";
    let mut entries: Vec<&LedgerEntry> = ledger.entries.iter().collect();
    // Guesses first: they are what a reader should doubt.
    entries.sort_by_key(|e| e.key != "guess");
    let entries = Html::join(entries.into_iter().map(entry));
    let body = Html::join([kinds(&ledger), Html(search.into()), tag("div", "ledger", entries)]);
    Section { id: "ledger", short: "Sources", title: "Who says so: every number and its source".into(), lead, body }
}

fn class_of(kind: Evidence) -> &'static str {
    match kind {
        Evidence::Measured => "k0",
        Evidence::Filed => "k1",
        Evidence::Claimed => "k2",
        Evidence::Estimated => "k3",
        Evidence::Decision => "k4",
        Evidence::Guess => "k5",
    }
}

fn meaning(kind: Evidence) -> &'static str {
    match kind {
        Evidence::Measured => "by an instrument or a statistics office, or flown",
        Evidence::Filed => "with a regulator, a court or in a securities filing",
        Evidence::Claimed => "stated by a company or a person",
        Evidence::Estimated => "by an analyst, a model or a paper",
        Evidence::Decision => "a choice of the scenario's author",
        Evidence::Guess => "nobody's word but ours",
    }
}

fn kinds(ledger: &Ledger) -> Html {
    let pieces = |rows: &[(Evidence, usize)]| -> Vec<Piece> {
        rows.iter()
            .map(|(kind, count)| Piece {
                class: class_of(*kind).into(),
                value: *count as f64,
                says: format!("{}: {count} numbers\n{}", kind.name(), meaning(*kind)),
                label: count.to_string(),
            })
            .collect()
    };
    let bar = Bar { name: "Numbers".into(), pieces: pieces(&ledger.by_evidence), value: ledger.numbers.to_string() };
    let keys: Vec<(String, String)> = ledger
        .by_evidence
        .iter()
        .filter(|row| row.1 > 0)
        .map(|(kind, count)| (format!("swatch {}", class_of(*kind)), format!("{} {count}", kind.name())))
        .collect();
    let rows: Vec<Vec<Html>> = ledger
        .by_evidence
        .iter()
        .map(|(kind, count)| vec![words::capital(kind.name()).into(), meaning(*kind).into(), count.to_string().into()])
        .collect();
    let figure = Figure {
        title: "What stands behind the numbers".into(),
        measures: "Numbers by kind of evidence".into(),
        legend: legend(&keys),
        note: Html::empty(),
        table: table("Numbers by kind of evidence", 2, &["Kind".into(), "Meaning".into(), "Numbers".into()], &rows),
    };
    figure.with(|size| bars::draw("Numbers by kind of evidence", std::slice::from_ref(&bar), size, 90.0, 28.0))
}

fn entry(entry: &LedgerEntry) -> Html {
    let count = entry.parameters.len();
    let numbers = format!("{count} number{}", if count == 1 { "" } else { "s" });
    let (class, title, about) = match entry.source {
        Some(source) => (
            "entry",
            Html::from(&source.title),
            Html(format!(
                "{}, {}. {} <code>{}</code>",
                Html::from(&source.author),
                Html::from(&source.year),
                link(&source.address, &Html::from(&source.address)),
                escape(entry.key)
            )),
        ),
        None if entry.key == "guess" => (
            "entry guesses",
            "Guesses".into(),
            "Nobody’s word but ours. Each has a wide range on purpose; better sources are welcome.".into(),
        ),
        None if entry.key == "decision" => {
            ("entry", "Decisions".into(), "Choices of the scenario’s author, not facts about the world.".into())
        }
        None => ("entry", words::name(entry.key).into(), "Not in the list of sources.".into()),
    };
    let rows = Html::join(entry.parameters.iter().map(|p| parameter(p)));
    Html(format!(
        "<details class=\"{class}\"><summary><span class=\"work\">{title}</span><span class=\"count\">{numbers}</span></summary><p class=\"about\">{about}</p>\
         <div class=\"scroll\"><table class=\"numbers\"><thead><tr><th scope=\"col\">Number</th><th scope=\"col\">Value</th><th scope=\"col\">Kind</th><th scope=\"col\">Note</th></tr></thead><tbody>{rows}</tbody></table></div></details>"
    ))
}

fn parameter(p: &Parameter) -> Html {
    let kind = p.provenance.evidence;
    let values = p.value.estimates().into_iter().map(|(year, estimate)| {
        let year = year.map_or(String::new(), |year| format!("<i>{year}</i> "));
        let range = estimate.range.map_or(String::new(), |(low, high)| {
            format!(
                " <small>{} to {}</small>",
                Html::from(words::measured(p.measure(), low)),
                Html::from(words::measured(p.measure(), high))
            )
        });
        Html(format!(
            "<span class=\"v\">{year}{}{range}</span>",
            Html::from(words::measured(p.measure(), estimate.best))
        ))
    });
    let date = p.provenance.date.as_deref().map_or(Html::empty(), |date| tag("small", "", date));
    let note = p.provenance.note.as_deref().map_or(Html::empty(), Html::from);
    Html(format!(
        "<tr class=\"{}\"><th scope=\"row\"><code>{}</code><small>{}</small></th><td>{}</td><td><span class=\"badge {}\">{}</span>{date}</td><td>{note}</td></tr>",
        if kind == Evidence::Guess { "is-guess" } else { "" },
        breakable(&p.path),
        Html::from(p.meaning.trim()),
        Html::join(values),
        class_of(kind),
        kind.name(),
    ))
}
