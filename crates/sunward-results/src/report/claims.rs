//! What has been claimed, and what comes of it: a list with filters, and a page for each claim.
//!
//! Without a script all claims stand in a plain list that opens by hand. With it the list can be filtered by side, verdict and words,
//! and the address of a claim (`#claim-ID`) shows it alone.

use super::bars::{self, Bar, Piece};
use super::figure::{Figure, Section, legend};
use super::html::{Html, escape, link, table, tag};
use super::words;
use crate::claims::{Judged, JudgedInput, JudgedTest, Origin, Side, Verdict, Work, counts, screen};
use sunward_quantity::show_number;

/// The claims: how many have which verdict, filters, and each with its page.
pub fn section(scenario: &str, claims: &[Judged]) -> Section {
    let all = counts(claims);
    let of = |verdict: Verdict| all.iter().find(|row| row.0 == verdict).map_or(0, |row| row.1);
    let lead = Html(format!(
        "{} public claims of planners, analysts and critics, put to the same test in the world of this scenario. <b>{}</b> hold, <b>{}</b> hold if \
         one number or the scenario changes, <b>{}</b> are optimistic for whoever made them, <b>{}</b> are contradicted, <b>{}</b> cannot be tested.",
        claims.len(),
        of(Verdict::Holds),
        of(Verdict::HoldsIf),
        of(Verdict::Optimistic),
        of(Verdict::Contradicted),
        of(Verdict::Untestable),
    ));
    let list = Html::join(claims.iter().map(|claim| entry(scenario, claim)));
    let body = Html::join([chart(claims), filters(claims), tag("div", "claims", list)]);
    Section { id: "claims", short: "Claims", title: "What has been claimed, and what comes of it".into(), lead, body }
}

/// Class of a verdict's colour.
fn class_of(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "v0",
        Verdict::HoldsIf => "v1",
        Verdict::Optimistic => "v2",
        Verdict::Contradicted => "v3",
        Verdict::Untestable => "v4",
    }
}

fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "what comes out is what was claimed",
        Verdict::HoldsIf => "another value of one number within its range, or another scenario, makes it so",
        Verdict::Optimistic => "it misses in the direction that speaks for who said it",
        Verdict::Contradicted => {
            "a measurement, a law, its own arithmetic or the engine says otherwise, or the year never comes"
        }
        Verdict::Untestable => "there is nothing to test it with",
    }
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::Plan => "The plan",
        Side::Study => "Papers and analysts",
        Side::Critic => "Critics",
    }
}

fn chart(claims: &[Judged]) -> Html {
    let sides: Vec<(Side, Vec<Judged>)> = Side::NAMES
        .iter()
        .map(|row| (row.1, claims.iter().filter(|claim| claim.side == row.1).cloned().collect::<Vec<_>>()))
        .filter(|row| !row.1.is_empty())
        .collect();
    let rows: Vec<Bar> = sides
        .iter()
        .map(|(side, own)| Bar {
            name: side_words(*side).into(),
            pieces: counts(own)
                .into_iter()
                .map(|(verdict, count)| Piece {
                    class: class_of(verdict).into(),
                    value: count as f64,
                    says: format!("{}, {}: {count} claims\n{}", side_words(*side), verdict.name(), meaning(verdict)),
                    label: count.to_string(),
                })
                .collect(),
            value: own.len().to_string(),
        })
        .collect();
    let keys: Vec<(String, String)> = counts(claims)
        .into_iter()
        .map(|(verdict, count)| (format!("swatch {}", class_of(verdict)), format!("{} {count}", verdict.name())))
        .collect();
    let mut head = vec![Html::from("Side")];
    head.extend(Verdict::NAMES.iter().map(|row| Html::from(words::capital(row.0))));
    let numbers: Vec<Vec<Html>> = sides
        .iter()
        .map(|(side, own)| {
            let mut row = vec![Html::from(side_words(*side))];
            row.extend(counts(own).into_iter().map(|(_, count)| Html::from(count.to_string())));
            row
        })
        .collect();
    let figure = Figure {
        title: "Verdicts on both sides of the argument".into(),
        measures: "Number of claims by verdict".into(),
        legend: legend(&keys),
        note: Html::empty(),
        table: table("Number of claims by side and verdict", 1, &head, &numbers),
    };
    figure.with(|size| bars::draw("Number of claims by verdict", &rows, size, size.pick(190.0, 4.0), 28.0))
}

/// What the script filters by; without it there is nothing to press.
fn filters(claims: &[Judged]) -> Html {
    let choice = |group: &str, value: &str, words: &str, class: &str, count: usize| {
        Html(format!(
            "<label class=\"choice {class}\"><input type=\"checkbox\" data-group=\"{group}\" value=\"{value}\">{} <small>{count}</small></label>",
            escape(words)
        ))
    };
    let sides = Side::NAMES.iter().map(|(name, side)| {
        choice("side", name, side_words(*side), "", claims.iter().filter(|claim| claim.side == *side).count())
    });
    let verdicts = counts(claims)
        .into_iter()
        .map(|(verdict, count)| choice("verdict", verdict.name(), verdict.name(), class_of(verdict), count));
    Html(format!(
        "<div class=\"filter claim-filter\" id=\"claim-filter\" hidden><label for=\"claim-words\">Find a claim</label>\
         <input id=\"claim-words\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"launch, radiator, Musk …\">\
         <output id=\"claim-found\" for=\"claim-words\" aria-live=\"polite\"></output>\
         <div class=\"choices\" role=\"group\" aria-label=\"Side\">{}</div><div class=\"choices\" role=\"group\" aria-label=\"Verdict\">{}</div></div>\
         <p class=\"claim-back\" id=\"claim-back\" hidden><a href=\"#claims\">All claims</a></p>",
        Html::join(sides),
        Html::join(verdicts),
    ))
}

fn entry(scenario: &str, claim: &Judged) -> Html {
    let computed = screen::computed(claim);
    Html(format!(
        "<details class=\"entry claim\" id=\"claim-{id}\" data-side=\"{side}\" data-verdict=\"{verdict}\"><summary>\
         <span class=\"badge {class}\">{verdict}</span><span class=\"work\">{title}</span>\
         <span class=\"numbers-of\">{sign}{claimed} <span aria-label=\"against\">→</span> <b>{computed}</b></span></summary><div class=\"claim-page\">{page}</div></details>",
        id = escape(&claim.id),
        side = claim.side.name(),
        verdict = claim.verdict.name(),
        class = class_of(claim.verdict),
        title = escape(&claim.title),
        sign = screen::sign(claim),
        claimed = said(&screen::value(claim)),
        computed = said(&computed),
        page = page(scenario, claim),
    ))
}

fn page(scenario: &str, claim: &Judged) -> Html {
    let fact = |name: &str, words: Html| Html(format!("<div><dt>{}</dt><dd>{words}</dd></div>", escape(name)));
    let mut facts = vec![
        fact("Said by", Html::from(format!("{}, {}", claim.who, claim.date))),
        fact("Claimed", said(&screen::claimed(claim))),
    ];
    if let Some(computed) = &claim.computed {
        facts.push(fact("Computed", said(&computed.show())));
    }
    if let Some(factor) = claim.factor {
        facts.push(fact("Computed over claimed", Html::from(show_number(rounded(factor)))));
    }
    let optional = |title: &str, text: Option<Html>| match text {
        Some(text) => Html::join([tag("h4", "", title), tag("p", "", text)]),
        None => Html::empty(),
    };
    let tests = claim.tests.iter().enumerate().map(|(place, own)| test(place, own));
    let sources = screen::works(claim).into_iter().map(|own| tag("li", "", work(own)));
    let command = format!(
        "<p class=\"note\">At the terminal: <code>sunward claims {}.toml {}</code></p>",
        escape(scenario),
        escape(&claim.id)
    );
    Html::join([
        tag("p", "statement", Html::from(&claim.statement)),
        tag(
            "p",
            "why",
            Html::join([tag("b", "", words::capital(claim.verdict.name())), Html::from(". "), code(&claim.why)]),
        ),
        tag("dl", "facts", Html::join(facts)),
        optional(
            "What would change it",
            claim.lever.as_ref().map(|lever| {
                Html::join([
                    code(&format!("{}. ", words::capital(&lever.meaning))),
                    code(&format!("`{}`", lever.path)),
                    code(screen::lever_words(lever).strip_prefix(lever.path.as_str()).unwrap_or("")),
                    Html::from("."),
                ])
            }),
        ),
        optional("When it would hold", claim.condition.as_ref().map(|text| code(text))),
        optional("To know", claim.note.as_ref().map(|text| code(text))),
        Html::join(tests),
        tag("h4", "", "Sources"),
        tag("ul", "works-of", Html::join(sources)),
        Html(command),
    ])
}

/// To three digits.
fn rounded(factor: f64) -> f64 {
    format!("{factor:.2e}").parse().unwrap_or(factor)
}

/// A text in which words in backticks are code, and units are written for a reader.
fn code(text: &str) -> Html {
    let parts = text.split('`').enumerate().map(|(place, part)| {
        if place % 2 == 1 { Html(format!("<code>{}</code>", super::break_even::breakable(part))) } else { said(part) }
    });
    Html::join(parts)
}

/// Numbers with their units for a reader: `25 BUSD_2026` is 25 billion USD₂₀₂₆.
fn said(text: &str) -> Html {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("USD_") {
        let (before, after) = rest.split_at(at);
        let year = after[4..].chars().take_while(char::is_ascii_digit).count();
        let prefix =
            [("k", "thousand "), ("M", "million "), ("B", "billion "), ("T", "trillion ")].iter().find(|(short, _)| {
                before.strip_suffix(short).is_some_and(|start| start.is_empty() || start.ends_with(' '))
            });
        match prefix {
            Some((short, long)) => {
                out.push_str(before.strip_suffix(short).unwrap_or(before));
                out.push_str(long);
            }
            None => out.push_str(before),
        }
        out.push_str("USD");
        let small = |digit: char| digit.to_digit(10).and_then(|d| char::from_u32(0x2080 + d)).unwrap_or(digit);
        out.extend(after[4..4 + year].chars().map(small));
        rest = &after[4 + year..];
    }
    out.push_str(rest);
    Html::from(words::unit(&out).replace("/K4", "/K⁴"))
}

fn test(place: usize, test: &JudgedTest) -> Html {
    let head = match (place, test.conditional) {
        (0, _) => "The test that decides",
        (_, true) => "The same under its condition",
        _ => "Another test",
    };
    let asks = test.asks.as_ref().map_or(Html::empty(), |asks| tag("p", "asks", asks.clone()));
    let result = match &test.result {
        Ok(found) => Html::join([
            tag("b", "", said(&found.show())),
            Html::from(match test.agrees {
                Some(true) => ", which agrees with the claim",
                Some(false) => ", which does not agree with the claim",
                None => "",
            }),
        ]),
        Err(why) => code(why),
    };
    let hand = match (&test.hand, &test.result) {
        (Some(hand), Ok(_)) => said(&format!(" On paper: {}.", hand.show())),
        _ => Html::empty(),
    };
    let line = match &test.formula {
        Some(formula) => Html(format!("<p class=\"working\"><code>{}</code> = {result}.{hand}</p>", escape(formula))),
        None => tag("p", "working", result),
    };
    let inputs = if test.inputs.is_empty() {
        Html::empty()
    } else {
        let rows: Vec<Vec<Html>> = test.inputs.iter().map(input).collect();
        let head = ["Input", "Value", "From"].map(Html::from);
        Html(
            table("What goes in", 3, &head, &rows)
                .0
                .replace("<div class=\"scroll\"", "<div class=\"scroll inputs-of\""),
        )
    };
    Html::join([tag("h4", "", head), asks, line, inputs])
}

fn input(input: &JudgedInput) -> Vec<Html> {
    let value = match &input.value {
        Ok(found) => said(&found.show()),
        Err(why) => code(why),
    };
    let mut from = match &input.from {
        Origin::Parameter(path, year) => {
            let year = year.map_or(String::new(), |year| format!(" in {year}"));
            Html::join([code(&format!("`{path}`")), Html::from(year)])
        }
        Origin::Document(command, key) => Html::join([code(&format!("`{command}`: `{key}`"))]),
        other => Html::from(words::capital(&other.words())),
    };
    if let Some(own) = &input.source {
        from = Html::join([from, tag("small", "", Html::from(&own.key))]);
    }
    vec![Html(format!("<code>{}</code>", escape(&input.name))), value, from]
}

fn work(work: &Work) -> Html {
    match &work.work {
        Some(source) => Html(format!(
            "{}, <i>{}</i>, {}. {} <code>{}</code>",
            Html::from(&source.author),
            Html::from(&source.title),
            Html::from(&source.year),
            link(&source.address, &Html::from(&source.address)),
            escape(&work.key)
        )),
        None if work.key == "guess" => Html::from("A guess: nobody’s word but ours"),
        None => Html::from(&work.key),
    }
}
