//! What files said about what is observed and what became of it, for a person and for a program.

use crate::document::{number, optional};
use crate::table::{Column, Table};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use sunward_tracking::observations::{Fate, Observing};
use sunward_tracking::points::{Found, Said};

/// How many bad rows of a file stand on a screen.
const BAD_ON_SCREEN: usize = 20;

/// How many points of a file stand on a screen.
const POINTS_ON_SCREEN: usize = 40;

/// What became of the file of observations.
#[derive(Debug, Clone, PartialEq)]
pub enum Written<'a> {
    /// It was written; its name.
    To(&'a str),
    /// Nothing in it had to change; its name.
    AsItWas(&'a str),
    /// It was only asked what would be written.
    NotAsked,
}

/// For a person: each file with its bad rows, what was added, and what it leaves open.
pub fn screen(observing: &Observing, known: &str, written: &Written) -> String {
    let mut out = String::new();
    for (name, said, fates) in &observing.files {
        out.push_str(&format!(
            "{name}: {}; {} rows read, {} left out\n",
            said.format.words(),
            said.rows,
            said.left_out()
        ));
        for bad in said.bad.iter().take(BAD_ON_SCREEN) {
            out.push_str(&format!("  {bad}\n"));
        }
        let more = said.left_out().saturating_sub(BAD_ON_SCREEN);
        if more > 0 {
            out.push_str(&format!("  … and {more} more rows, in the document (--format json)\n"));
        }
        out.push_str(&points(said, fates));
        for line in &said.open {
            out.push_str(&format!("  {line}\n"));
        }
        out.push('\n');
    }
    let changed = observing.files.iter().flat_map(|file| &file.2).filter(|fate| is_change(fate)).count();
    out.push_str(&match written {
        Written::To(name) => format!("{} written to {name}, known from {known}\n", counted(changed)),
        Written::AsItWas(name) => format!("nothing new: {name} is as it was\n"),
        Written::NotAsked => format!("{} would be written, known from {known}; nothing was\n", counted(changed)),
    });
    out
}

fn counted(points: usize) -> String {
    if points == 1 { "1 point".into() } else { format!("{points} points") }
}

fn is_change(fate: &Fate) -> bool {
    matches!(fate, Fate::Added | Fate::Replaced(_))
}

fn points(said: &Said, fates: &[Fate]) -> String {
    let mut out = String::new();
    let mut shown = 0;
    let mut quiet: BTreeMap<&str, usize> = BTreeMap::new();
    for (found, fate) in said.found.iter().zip(fates) {
        let what = match fate {
            Fate::Added => "added".to_string(),
            Fate::Replaced(before) => format!("in place of {}", found.series.show(*before)),
            Fate::Kept(there) => format!(
                "not added: {} stands there, covers as much and was known no earlier",
                found.series.show(*there)
            ),
            Fate::Behind(day) => format!("not added: the tables that come with Sunward reach up to {day}"),
            Fate::Refused(fault) => format!("not added: {}; {}", fault.why, fault.right),
            Fate::There => {
                *quiet.entry("there in the file already").or_insert(0) += 1;
                continue;
            }
            Fate::Shipped => {
                *quiet.entry("said by the tables that come with Sunward too, and not added").or_insert(0) += 1;
                continue;
            }
        };
        shown += 1;
        if shown <= POINTS_ON_SCREEN {
            out.push_str(&format!(
                "  {} {}{}: {} {what}\n",
                found.series.name,
                found.point.date.text,
                until(found),
                found.series.show(found.point.value)
            ));
        }
    }
    if shown > POINTS_ON_SCREEN {
        out.push_str(&format!("  … and {} more points, in the document (--format json)\n", shown - POINTS_ON_SCREEN));
    }
    for (what, count) in quiet {
        out.push_str(&format!("  {} {what}\n", counted(count)));
    }
    out
}

fn until(found: &Found) -> String {
    found.point.until.map_or(String::new(), |day| format!(" until {day}"))
}

/// The word for what became of a point.
fn fate_key(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::There => "there",
        Fate::Replaced(_) => "replaced",
        Fate::Kept(_) => "kept",
        Fate::Shipped => "shipped",
        Fate::Behind(_) => "behind",
        Fate::Refused(_) => "refused",
    }
}

/// For a program.
pub fn document(observing: &Observing, known: &str, written: &Written) -> Json {
    let point = |(found, fate): (&Found, &Fate)| {
        let (series, point) = (&found.series, &found.point);
        let in_unit = |value: f64| number(series.in_unit(value));
        let (other, why) = match fate {
            Fate::Replaced(other) | Fate::Kept(other) => (Some(*other), None),
            Fate::Refused(fault) => (None, Some(format!("{}; {}", fault.why, fault.right))),
            Fate::Behind(day) => (None, Some(format!("the tables that come with Sunward reach up to {day}"))),
            _ => (None, None),
        };
        json!({
            "series": series.name,
            "date": point.date.text,
            "until": point.until.map(|day| day.to_string()),
            "value": {"value": in_unit(point.value), "unit": series.unit.text},
            "low": optional(point.low.map(|value| series.in_unit(value))),
            "high": optional(point.high.map(|value| series.in_unit(value))),
            "known": point.known.to_string(),
            "kind": point.evidence.name(),
            "source": point.source,
            "note": point.note,
            "fate": fate_key(fate),
            "other": optional(other.map(|value| series.in_unit(value))),
            "why": why,
        })
    };
    let (into, is_written) = match written {
        Written::To(name) => (Some(*name), true),
        Written::AsItWas(name) => (Some(*name), false),
        Written::NotAsked => (None, false),
    };
    json!({
        "known": known,
        "into": into,
        "written": is_written,
        "files": observing.files.iter().map(|(name, said, fates)| json!({
            "file": name,
            "format": said.format.key(),
            "rows": said.rows,
            "left_out": said.left_out(),
            "bad": said.bad.iter().map(|bad| json!({
                "line": bad.line, "why": bad.fault.why, "remedy": bad.fault.right,
            })).collect::<Vec<_>>(),
            "unlisted": said.unlisted,
            "points": said.found.iter().zip(fates).map(point).collect::<Vec<_>>(),
            "open": said.open,
        })).collect::<Vec<_>>(),
    })
}

/// Every point as a table.
pub fn table(observing: &Observing) -> Table {
    type Row<'a> = (&'a str, &'a Said, &'a Found, &'a Fate);
    let all: Vec<Row> = observing
        .files
        .iter()
        .flat_map(|(name, said, fates)| {
            said.found.iter().zip(fates).map(move |(found, fate)| (name.as_str(), said, found, fate))
        })
        .collect();
    let text = |of: &dyn Fn(&Row) -> String| Column::Text(all.iter().map(of).collect());
    let real = |of: &dyn Fn(&Found) -> Option<f64>| {
        Column::Number(all.iter().map(|(_, _, found, _)| of(found).map(|value| found.series.in_unit(value))).collect())
    };
    Table {
        name: "observed",
        columns: vec![
            ("series", text(&|row| row.2.series.name.clone())),
            ("date", text(&|row| row.2.point.date.text.clone())),
            ("until", text(&|row| row.2.point.until.map_or(String::new(), |day| day.to_string()))),
            ("value", real(&|found| Some(found.point.value))),
            ("low", real(&|found| found.point.low)),
            ("high", real(&|found| found.point.high)),
            ("unit", text(&|row| row.2.series.unit.text.clone())),
            ("known", text(&|row| row.2.point.known.to_string())),
            ("kind", text(&|row| row.2.point.evidence.name().to_string())),
            ("source", text(&|row| row.2.point.source.clone())),
            ("file", text(&|row| row.0.to_string())),
            ("format", text(&|row| row.1.format.key().to_string())),
            ("fate", text(&|row| fate_key(row.3).to_string())),
            ("note", text(&|row| row.2.point.note.clone().unwrap_or_default())),
        ],
    }
}
