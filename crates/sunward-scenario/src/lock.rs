//! Writes the whole resolved model as one scenario file, with every source, from which the run can be repeated
//! bit for bit.

use std::fmt::Write;
use sunward_model::shape::{RawAmount, What};
use sunward_model::world::Entry;
use sunward_model::world::SHAPES;
use sunward_model::{
    Correlation, Distribution, Estimate, Evidence, Interpolation, Model, Path, Raw, Shaped, Table, Value, correlation,
};
use sunward_quantity::{Dimension, Kind, Measure, Quantity, read, showing};

/// The model as a scenario file that includes nothing.
pub fn lock(model: &Model) -> String {
    let mut out = String::from("# Written by Sunward: everything this run rests on.\n");
    let uncertain: Vec<&str> =
        model.register.parameters().iter().filter(|p| p.is_uncertain()).map(|p| p.path.as_str()).collect();
    for entry in &model.entries {
        // What was set on the command line is certain now, and correlated with nothing.
        if entry.table == Correlation::SHAPE.table && correlated(entry, &uncertain).is_none() {
            continue;
        }
        let shape = SHAPES.iter().find(|shape| shape.table == entry.table).expect("entries have shapes");
        if entry.name.is_empty() {
            let _ = writeln!(out, "\n[{}]", entry.table);
        } else {
            let _ = writeln!(out, "\n[{}.{}]", entry.table, entry.name);
        }
        for (field, raw) in shape.fields.iter().zip(&entry.found) {
            let text = match raw {
                Raw::Slot(slot) => match number(model, *slot as usize) {
                    Some(text) => text,
                    None => continue,
                },
                Raw::Choice(index) => match field.what {
                    What::Choice { words } | What::OptionalChoice { words } => quoted(words[*index]),
                    _ => continue,
                },
                Raw::Name(Some(name)) => quoted(name),
                Raw::Name(None) | Raw::Nowhere => continue,
                Raw::Names(names) => {
                    let left = match field.what {
                        What::Paths { beginnings: false } => correlated(entry, &uncertain),
                        _ => None,
                    };
                    let names = left.unwrap_or_else(|| names.iter().map(String::as_str).collect());
                    format!("[{}]", names.iter().map(|n| quoted(n)).collect::<Vec<_>>().join(", "))
                }
                Raw::Year(year) => year.to_string(),
                Raw::Recipe(lines) => match table(lines.iter().map(|line| (&line.0, amount(model, &line.1)))) {
                    Some(text) => text,
                    None => continue,
                },
                Raw::Amount(found) => match amount(model, found) {
                    Some(text) => text,
                    None => continue,
                },
                Raw::Each(all) => match table(all.iter().map(|line| (&line.0, number(model, line.1 as usize)))) {
                    Some(text) => text,
                    None => continue,
                },
            };
            let _ = writeln!(out, "{} = {text}", field.name);
        }
    }
    for source in model.sources.values() {
        let _ = writeln!(out, "\n[source.{}]", key(&source.key));
        for (field, text) in
            [("title", &source.title), ("author", &source.author), ("year", &source.year), ("address", &source.address)]
        {
            let _ = writeln!(out, "{field} = {}", quoted(text));
        }
    }
    out
}

/// Which of the names of a correlation still stand for something uncertain, if they stand for two numbers at least.
fn correlated<'a>(entry: &'a Entry, uncertain: &[&str]) -> Option<Vec<&'a str>> {
    let names = entry.found.iter().find_map(|raw| if let Raw::Names(names) = raw { Some(names) } else { None })?;
    let has = |name: &str, path: &str| correlation::names(name, path, false);
    let left = names.iter().map(String::as_str).filter(|name| uncertain.iter().any(|path| has(name, path)));
    let left: Vec<&str> = left.collect();
    let numbers = uncertain.iter().filter(|path| left.iter().any(|name| has(name, path))).take(2).count();
    (numbers == 2).then_some(left)
}

/// A key as it stands in a table's name: bare where TOML allows it.
fn key(text: &str) -> String {
    let bare = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { text.to_string() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Lines in a table of one line; nothing where there are none.
fn table<'a>(lines: impl Iterator<Item = (&'a String, Option<String>)>) -> Option<String> {
    let all: Vec<String> = lines.filter_map(|(name, text)| Some(format!("{} = {}", key(name), text?))).collect();
    (!all.is_empty()).then(|| format!("{{ {} }}", all.join(", ")))
}

fn amount(model: &Model, found: &RawAmount) -> Option<String> {
    match found {
        RawAmount::Slot(slot) => number(model, *slot as usize),
        RawAmount::Datasheet { line, of, times } => {
            let mut parts = vec![format!("datasheet = {}", quoted(line))];
            parts.extend(of.iter().map(|of| format!("of = {}", quoted(of))));
            parts.extend(times.and_then(|slot| number(model, slot as usize)).map(|text| format!("times = {text}")));
            Some(format!("{{ {} }}", parts.join(", ")))
        }
    }
}

fn number(model: &Model, slot: usize) -> Option<String> {
    let p = &model.register.parameters()[slot];
    let mut parts = Vec::new();
    let list = |measure: Measure<'_>, all: &[f64]| {
        format!("[{}]", all.iter().map(|x| exact(measure, *x)).collect::<Vec<_>>().join(", "))
    };
    let beside = |index: usize, e: &Estimate| match p.uncertainty.tables.get(index).and_then(Option::as_ref) {
        Some(Table { values, shares }) => {
            let other = if p.distribution == Some(Distribution::Discrete) { "weights" } else { "shares" };
            let (values, shares) = (list(p.measure(), values), list(Kind::Ratio.into(), shares));
            Some(format!("values = {values}, {other} = {shares}"))
        }
        None => e.range.map(|(low, high)| format!("range = {}", list(p.measure(), &[low, high]))),
    };
    match &p.value {
        Value::Absent => return None,
        Value::Constant(estimate) => {
            parts.push(format!("best = {}", exact(p.measure(), estimate.best)));
            parts.extend(beside(0, estimate));
        }
        Value::OverTime { interpolation, points } => {
            let rows: Vec<String> = points
                .iter()
                .enumerate()
                .map(|(index, (year, e))| match beside(index, e) {
                    Some(beside) => format!("{year} = {{ best = {}, {beside} }}", exact(p.measure(), e.best)),
                    None => format!("{year} = {}", exact(p.measure(), e.best)),
                })
                .collect();
            parts.push(format!("over_time = {{ {} }}", rows.join(", ")));
            // What holds in its own years only does so by its field.
            if *interpolation != Interpolation::Exact {
                parts.push(format!("interpolation = {}", quoted(interpolation.name())));
            }
        }
    }
    if let Some(distribution) = p.distribution {
        parts.push(format!("distribution = {}", quoted(distribution.name())));
    }
    let said = &p.uncertainty;
    let pair = |measure, (low, high): (f64, f64)| list(measure, &[low, high]);
    parts.extend(said.quantiles.map(|both| format!("quantiles = {}", pair(Kind::Ratio.into(), both))));
    parts.extend(said.truncation.map(|both| format!("truncate = {}", pair(p.measure(), both))));
    match said.path {
        Path::Fading(time) => parts.push(format!("path = {}", exact(Kind::TimeSpan, time.in_si()))),
        path if path != Path::default() => {
            parts.extend(Path::NAMES.iter().find(|row| row.1 == path).map(|row| format!("path = {}", quoted(row.0))));
        }
        _ => {}
    }
    parts.push(format!("source = {}", quoted(&p.provenance.source)));
    if p.provenance.evidence != Evidence::Guess {
        parts.push(format!("kind = {}", quoted(p.provenance.evidence.name())));
    }
    parts.extend(p.provenance.date.iter().map(|date| format!("date = {}", quoted(date))));
    parts.extend(p.provenance.note.iter().map(|note| format!("note = {}", quoted(note))));
    Some(format!("{{ {} }}", parts.join(", ")))
}

/// A text that reads back to exactly the same bits: in a familiar unit where one does, else in base units.
pub fn exact<'a>(measure: impl Into<Measure<'a>>, si: f64) -> String {
    let measure = measure.into();
    let Measure::Kind(kind) = measure else {
        // A number in its own unit is kept as it is written.
        return if measure.stands_alone() { format!("\"{si}\"") } else { format!("\"{si} {}\"", measure.unit()) };
    };
    if kind.dimension() == Dimension::NONE && kind != Kind::Angle {
        return format!("\"{si}\"");
    }
    for unit in std::iter::once(&kind.unit()).chain(kind.shown_units()) {
        let scaled = si / showing::scale_of(unit);
        let unit = showing::with_money_year(unit);
        for text in [format!("{} {unit}", nearby(scaled)), format!("{scaled} {unit}")] {
            if read(kind, &text).is_ok_and(|back| back.to_bits() == si.to_bits()) {
                return quoted(&text);
            }
        }
    }
    quoted(&format!("{si} {}", base_unit(kind)))
}

/// The value with twelve significant digits, where that is what was meant.
fn nearby(x: f64) -> f64 {
    format!("{x:.11e}").parse().unwrap_or(x)
}

/// The unit of size one: `kg*m^2*s^-3`.
fn base_unit(kind: Kind) -> String {
    if kind == Kind::Angle {
        return "radian".into();
    }
    let d = kind.dimension();
    let money = format!("USD_{}", sunward_quantity::money::BASE_YEAR);
    let names = [
        ("kg", d.mass),
        ("m", d.length),
        ("s", d.time),
        ("K", d.temperature),
        (money.as_str(), d.money),
        ("FLOP", d.operation),
        ("bit", d.bit),
    ];
    let mut above = Vec::new();
    let mut below = String::new();
    for (name, power) in names {
        for _ in 0..power.abs() {
            if power > 0 { above.push(name) } else { below.push_str(&format!("/{name}")) }
        }
    }
    format!("{}{below}", if above.is_empty() { "1".to_string() } else { above.join("*") })
}
