//! One screen of what is not known: at most 52 lines of at most 100 letters for up to three uses of compute.

use super::{CONFIDENCE, Chance, Told, interval_words, limit_words, ratio_words, share_words};
use crate::summary::{aligned, aligned_left};
use crate::words;
use sunward_exploration::{Findings, Index, Region, UseFindings, Worth};
use sunward_model::Model;

/// Letters in a line.
const WIDTH: usize = 100;
/// Letters of a name.
const NAME: usize = 44;
/// Letters of a full bar.
const BAR: usize = 16;
/// Limits of a region that are told.
const LIMITS: usize = 2;
/// Lines about all that moves a use, for up to three uses; more uses share them.
const MOVERS: usize = 15;

/// The findings for a person.
pub fn screen(model: &Model, findings: &Findings) -> String {
    let told = Told::of(model, findings);
    let mut out = format!("{}\n\n", wrapped(&model.scenario.question).join("\n"));
    out.push_str(&basis(&told));
    if told.draws() == 0 {
        out.push_str("\n  no draw was made: there is nothing to tell\n");
        return out;
    }
    out.push_str(&format!("\n{}", chances(&told)));
    out.push_str(&format!("\n{}", ratios(&told)));
    let uses = told.outcomes().workloads.len();
    for workload in 0..uses {
        if let Some(found) = told.of_use(workload) {
            out.push_str(&of_use(&told, workload, found, (MOVERS / uses.max(1)).clamp(1, 5)));
        }
    }
    out.lines().map(|line| format!("{}\n", words::clip(line, WIDTH).trim_end())).collect()
}

/// A few lines for a summary of everything.
pub fn lines(model: &Model, findings: &Findings) -> String {
    let told = Told::of(model, findings);
    if told.draws() == 0 {
        return "  what is not known: no draw was made\n".into();
    }
    format!("{}{}", chances(&told), basis(&told))
}

/// Lines of at most so many letters as a screen has.
pub(crate) fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// What is drawn, how, and how far it came.
fn basis(told: &Told) -> String {
    let findings = told.findings;
    let draws = words::count(told.draws());
    let mut out = String::new();
    if !told.complete() {
        out.push_str(&format!("  STOPPED after {draws} of {} draws\n", words::count(findings.asked)));
    }
    out.push_str(&format!("  {draws} draws ({}; seed {})\n", findings.method, findings.seed));
    out.push_str(&format!(
        "  {} numbers are drawn, {} of them guesses; {} more are not known but held at their best\n",
        findings.numbers.len(),
        told.guesses(),
        findings.held.len()
    ));
    out.push_str(&format!("  {}\n", words::lower(&told.together())));
    out
}

fn cell(found: Option<Chance>) -> String {
    found.map_or("–".into(), |found| {
        // An interval of nothing says nothing.
        if found.low == found.high {
            share_words(found.value)
        } else {
            let interval = interval_words(found.low, found.high);
            format!("{} ({})", share_words(found.value), interval.trim_end_matches(" %"))
        }
    })
}

fn chances(told: &Told) -> String {
    let years = told.milestones();
    let mut head = vec!["is cheaper".to_string(), "already".into()];
    head.extend(years.iter().map(|year| format!("by {year}")));
    head.push("never".into());
    let mut rows = vec![head];
    for (workload, name) in told.outcomes().workloads.iter().enumerate() {
        let mut row = vec![name.clone(), told.already(workload).map_or("–".into(), |found| share_words(found.value))];
        row.extend(years.iter().map(|year| cell(told.crossed_by(workload, *year))));
        row.push(told.never(workload).map_or("–".into(), |found| share_words(found.value)));
        rows.push(row);
    }
    aligned(&rows)
}

fn ratios(told: &Told) -> String {
    let head =
        [format!("cost ratio {}", told.focus()), "5 %".into(), "median".into(), "95 %".into(), "single run".into()];
    let mut rows = vec![head.to_vec()];
    let focus = told.outcomes().focus;
    for (workload, name) in told.outcomes().workloads.iter().enumerate() {
        let summary = told.ratio(workload, focus);
        let mut row = vec![name.clone()];
        row.extend([0.05, 0.5, 0.95].map(|share| ratio_words(summary.quantile(share))));
        row.push(ratio_words(told.best(told.outcomes().ratio(workload, focus))));
        rows.push(row);
    }
    aligned(&rows)
}

fn of_use(told: &Told, workload: usize, found: &UseFindings, movers: usize) -> String {
    let name = &told.outcomes().workloads[workload];
    let mut parts = String::new();
    if !found.indices.is_empty() {
        parts.push_str(&indices(told, name, &found.indices, movers));
    } else if !found.tornado.is_empty() {
        parts.push_str(&tornado(told, name, found, movers));
    }
    let mut rows = Vec::new();
    if let Some(region) = &found.region {
        rows.extend(region_lines(told, region).into_iter().enumerate().map(|(index, says)| {
            let label = if index == 0 { format!("{name} by {} where", region.by) } else { String::new() };
            vec![label, says]
        }));
    }
    if let Some(says) = levers_line(told, found) {
        rows.push(vec!["one number alone".into(), says]);
    }
    if let Some(worth) = &found.worth {
        rows.push(vec!["knowing is worth".into(), worth_line(told, worth)]);
    }
    parts.push_str(&aligned_left(&rows));
    if parts.is_empty() { parts } else { format!("\n{parts}") }
}

fn indices(told: &Told, name: &str, all: &[Index], movers: usize) -> String {
    let mut out = format!(
        "  {}  share of variance, alone and with others (95 %)\n",
        padded(&format!("what moves {name} in {}", told.focus()), NAME)
    );
    let mut shown: Vec<&Index> = all.iter().collect();
    shown.sort_by(|a, b| b.total.value.total_cmp(&a.total.value));
    for index in shown.into_iter().take(movers) {
        let total = index.total.value;
        let (low, high) = index.total.interval(CONFIDENCE);
        let interval = interval_words(low.max(0.0), high);
        let bar = "█".repeat((total.clamp(0.0, 1.0) * BAR as f64).round() as usize);
        out.push_str(&format!(
            "    {}  {:>7}  {:>7} {:>12}  {bar}\n",
            padded(&told.subject(index.subject), NAME - 2),
            share_words(index.first.value.max(0.0)),
            share_words(total.max(0.0)),
            format!("({interval})")
        ));
    }
    out
}

fn tornado(told: &Told, name: &str, found: &UseFindings, movers: usize) -> String {
    let mut rows = vec![vec![format!("{name} in {}: ratio, each alone", told.focus()), String::new(), String::new()]];
    for bar in found.tornado.iter().take(movers) {
        let Some(drawn) = told.number(bar.number) else { continue };
        let end = |ratio: f64, si: Option<f64>| {
            let ratio = sunward_uncertainty::ensemble::Quantile::of(ratio);
            format!("{} at {}", ratio_words(Some(ratio)), si.map_or("–".into(), |si| drawn.show_short(si)))
        };
        rows.push(vec![
            words::clip(drawn.label, NAME - 6),
            end(bar.low, drawn.ends.map(|ends| ends.0)),
            end(bar.high, drawn.ends.map(|ends| ends.1)),
        ]);
    }
    aligned(&rows)
}

fn padded(text: &str, width: usize) -> String {
    let text = words::clip(text, width);
    let pad = " ".repeat(width - text.chars().count());
    format!("{text}{pad}")
}

/// The limits of a region in words: the first, and how many more.
fn region_lines(told: &Told, region: &Region) -> Vec<String> {
    let mut lines: Vec<String> = region
        .limits
        .iter()
        .take(LIMITS)
        .filter_map(|limit| {
            let drawn = told.number(limit.number)?;
            let wanted = limit_words(&drawn, limit.low, limit.high);
            Some(format!("{} {wanted} (today {})", words::clip(drawn.label, 28), drawn.show(drawn.best)))
        })
        .collect();
    let more = region.limits.len().saturating_sub(LIMITS);
    let holds = format!(
        "{}so it is in {} of such draws, and in {} of all",
        match more {
            0 => String::new(),
            1 => "and one more limit: ".into(),
            more => format!("and {more} more limits: "),
        },
        share_words(region.density),
        share_words(region.of_all)
    );
    lines.push(holds);
    lines
}

fn levers_line(told: &Told, found: &UseFindings) -> Option<String> {
    let wanted = found.levers.first()?.wanted;
    let reached: Vec<String> = found
        .levers
        .iter()
        .filter_map(|lever| {
            let drawn = told.number(lever.number)?;
            let value = lever.value?;
            let bound = if lever.above { "at least" } else { "at most" };
            Some(format!("{} {bound} {}", drawn.label, drawn.show(value)))
        })
        .take(1)
        .collect();
    Some(match reached.as_slice() {
        [] => format!("for {}: none of {} would do by itself", share_words(wanted), found.levers.len()),
        some => format!("for {}: {}", share_words(wanted), some.join("; or ")),
    })
}

fn worth_line(told: &Told, worth: &Worth) -> String {
    let choice = if worth.challenger { "challenger" } else { "incumbent" };
    let first = worth.numbers.first().and_then(|(of, share)| {
        let label = words::clip(told.number(*of)?.label, 26);
        Some(format!("; {} for {label}", share_words(share.value.max(0.0))))
    });
    format!(
        "{} of the cost of the {choice}, today's choice{}",
        share_words(worth.everything.value.max(0.0)),
        first.unwrap_or_default()
    )
}
