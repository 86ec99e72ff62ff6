//! Claims for a person at a terminal of a hundred columns.

use super::{Judged, JudgedTest, LeverAnswer, LeverFound, Relation, Side, Verdict, Work, counts};
use sunward_quantity::show_number;

/// Columns of a terminal.
const WIDE: usize = 100;

/// Columns of the list: verdict, claim, claimed, computed; two between each.
const COLUMNS: [usize; 4] = [12, 44, 18, 20];

/// The list of claims, side by side of the argument, with how many have each verdict.
pub fn list(name: &str, claims: &[Judged]) -> String {
    let mut out = String::new();
    let heads = [(Side::Plan, "the plan"), (Side::Study, "papers and analysts"), (Side::Critic, "critics")];
    for (side, title) in heads {
        let of: Vec<&Judged> = claims.iter().filter(|claim| claim.side == side).collect();
        if of.is_empty() {
            continue;
        }
        let head = ["verdict", title, "claimed", "computed"].map(|text| vec![text.to_string()]);
        out.push_str(&row(&head));
        out.push_str(&format!("{}\n", "─".repeat(WIDE)));
        for claim in of {
            let mut middle = wrapped(&claim.title, COLUMNS[1]);
            middle.push(format!("  {}", claim.id));
            let computed = computed(claim);
            out.push_str(&row(&[
                vec![claim.verdict.name().to_string()],
                middle,
                wrapped(&format!("{}{}", sign(claim), value(claim)), COLUMNS[2]),
                wrapped(&computed, COLUMNS[3]),
            ]));
        }
        out.push('\n');
    }
    out.push_str(&total(name, claims));
    out
}

/// What a claimed number is an end of; a range says it itself.
pub fn sign(claim: &Judged) -> &'static str {
    match claim.relation {
        Relation::AtLeast if claim.claimed_range.is_none() => "≥ ",
        Relation::AtMost if claim.claimed_range.is_none() => "≤ ",
        _ => "",
    }
}

/// The claimed number or range with its unit.
pub fn value(claim: &Judged) -> String {
    match &claim.claimed_range {
        Some([low, high]) => format!("{} to {}", show_number(low.in_unit()), high.show()),
        None => claim.claimed.show(),
    }
}

/// What came out, in its unit; `none` where no value does what is asked.
pub fn computed(claim: &Judged) -> String {
    match &claim.computed {
        Some(computed) => computed.best.show(),
        None if claim.verdict == Verdict::Untestable => "–".into(),
        None => "none".into(),
    }
}

/// How many have each verdict, in a line or two.
pub fn total(name: &str, claims: &[Judged]) -> String {
    let of: Vec<String> = counts(claims)
        .into_iter()
        .filter(|row| row.1 > 0)
        .map(|(verdict, count)| format!("{count} {}", words(verdict, count)))
        .collect();
    let many = if claims.len() == 1 { "1 claim".into() } else { format!("{} claims", claims.len()) };
    let tail = if of.is_empty() { String::new() } else { format!(": {}", of.join(", ")) };
    let line = format!("{many} put to {name}{tail}. `sunward claims SCENARIO ID` says why.");
    format!("{}\n", wrapped(&line, WIDE).join("\n"))
}

/// The verdict as the verb of a sentence.
pub fn words(verdict: Verdict, count: usize) -> &'static str {
    match (verdict, count) {
        (Verdict::Holds, 1) => "holds",
        (Verdict::Holds, _) => "hold",
        (Verdict::HoldsIf, 1) => "holds if something changes",
        (Verdict::HoldsIf, _) => "hold if something changes",
        (Verdict::Optimistic, _) => "optimistic",
        (Verdict::Contradicted, _) => "contradicted",
        (Verdict::Untestable, _) => "untestable",
    }
}

fn row(cells: &[Vec<String>; 4]) -> String {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for line in 0..lines {
        let mut text = String::new();
        for (cell, width) in cells.iter().zip(COLUMNS) {
            let part = cell.get(line).map_or("", String::as_str);
            text.push_str(part);
            text.push_str(&" ".repeat((width + 2).saturating_sub(part.chars().count())));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// A text in lines of at most so many letters; a word that is longer stands alone.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}

/// One claim in full.
pub fn whole(claim: &Judged) -> String {
    let mut out = format!("{}  ({})\n\n", claim.title, claim.id);
    let mut field = |name: &str, text: &str| {
        for (line, part) in wrapped(text, WIDE - 12).iter().enumerate() {
            let name = if line == 0 { name } else { "" };
            out.push_str(format!("{name:<12}{part}").trim_end());
            out.push('\n');
        }
    };
    field("verdict", claim.verdict.name());
    field("why", &claim.why);
    field("statement", &claim.statement);
    field("said by", &format!("{}, {} ({}, {})", claim.who, claim.date, claim.side.name(), claim.evidence.name()));
    field("claimed", &claimed(claim));
    if let Some(computed) = &claim.computed {
        field("computed", &computed.show());
    }
    if let Some(lever) = &claim.lever {
        field("lever", &lever_words(lever));
    }
    if let Some(condition) = &claim.condition {
        field("would hold", condition);
    }
    if let Some(note) = &claim.note {
        field("note", note);
    }
    for (place, test) in claim.tests.iter().enumerate() {
        out.push_str(match (place, test.conditional) {
            (0, _) => "\nthe test that decides\n",
            (_, true) => "\nthe same under its condition\n",
            _ => "\nanother test\n",
        });
        out.push_str(&test_words(test));
    }
    out.push_str("\nsources\n");
    for work in works(claim) {
        for (line, part) in wrapped(&work_words(work), WIDE - 4).iter().enumerate() {
            out.push_str(&format!("{}{part}\n", if line == 0 { "  " } else { "    " }));
        }
    }
    out
}

/// The claimed number with what a result must be to it.
pub fn claimed(claim: &Judged) -> String {
    let word = match claim.relation {
        Relation::Is => "",
        Relation::AtLeast => "at least ",
        Relation::AtMost => "at most ",
    };
    let within =
        if claim.within > 1.0 { format!(", within a factor of {}", show_number(claim.within)) } else { String::new() };
    format!("{word}{}{within}", value(claim))
}

/// What would change the verdict, in a sentence.
pub fn lever_words(lever: &LeverAnswer) -> String {
    let now = lever.now.as_ref().map_or("not given".into(), |now| format!("now {now}"));
    let range = lever.range.as_ref().map_or(String::new(), |[low, high]| format!(", range {low} to {high}"));
    let head = format!("{} ({now}{range})", lever.path);
    match &lever.found {
        found @ LeverFound::At { .. } => format!("{head}: it holds at {}", found.values().unwrap_or_default()),
        LeverFound::Nowhere { searched: [low, high] } => {
            format!("{head}: no value from {low} to {high} alone makes a difference")
        }
        LeverFound::NotAsked(why) => format!("{head}: {why}"),
    }
}

fn test_words(test: &JudgedTest) -> String {
    let mut lines: Vec<(usize, String)> = Vec::new();
    if let Some(asks) = &test.asks {
        lines.push((2, asks.clone()));
    }
    let result = match &test.result {
        Ok(found) => found.show(),
        Err(why) => why.clone(),
    };
    match &test.formula {
        Some(formula) => {
            let agrees = match test.agrees {
                Some(true) => "  (agrees with the claim)",
                Some(false) => "  (does not agree)",
                None => "",
            };
            lines.push((4, format!("{formula} = {result}{agrees}")));
        }
        None => lines.push((4, result)),
    }
    for input in &test.inputs {
        let value = match &input.value {
            Ok(found) => found.show(),
            Err(why) => why.clone(),
        };
        let source = input.source.as_ref().map_or(String::new(), |work| format!(" [{}]", work.key));
        lines.push((6, format!("{} = {value}, {}{source}", input.name, input.from.words())));
    }
    let mut out = String::new();
    for (indent, text) in lines {
        for (line, part) in wrapped(&text, WIDE - indent - 2).iter().enumerate() {
            let indent = if line == 0 { indent } else { indent + 2 };
            out.push_str(&format!("{}{part}\n", " ".repeat(indent)));
        }
    }
    out
}

/// All works that a claim and its tests name, each once.
pub fn works(claim: &Judged) -> Vec<&Work> {
    let mut all = vec![&claim.source];
    let inputs = claim.tests.iter().flat_map(|test| &test.inputs).filter_map(|input| input.source.as_ref());
    for work in inputs.chain(claim.lever.as_ref().map(|lever| &lever.source)) {
        if !all.iter().any(|own| own.key == work.key) {
            all.push(work);
        }
    }
    all
}

/// A work in a line.
pub fn work_words(work: &Work) -> String {
    match &work.work {
        Some(source) => {
            format!("{}: {}, {} ({}). {}", work.key, source.author, source.title, source.year, source.address)
        }
        None if work.key == "guess" => "guess: nobody's but ours".into(),
        None => work.key.clone(),
    }
}
