//! Files of rows below one header: comma- or tab-separated.

use crate::reading::{Fault, Refusal, Rows, needed, number_within, quoted, text};
use std::collections::{BTreeMap, HashMap};

/// A column that a reader wants, and how else its header may be written.
pub(crate) struct Column {
    pub name: &'static str,
    pub also: &'static [&'static str],
    /// Whether a file without it is refused.
    pub needed: bool,
}

pub(crate) const fn wanted(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: true }
}

pub(crate) const fn welcome(name: &'static str, also: &'static [&'static str]) -> Column {
    Column { name, also, needed: false }
}

/// One row, by the names of its columns.
pub(crate) struct Fields<'a> {
    places: &'a BTreeMap<&'static str, usize>,
    pub record: &'a csv::StringRecord,
}

impl Fields<'_> {
    /// The text of a field, trimmed; empty where the file has no such column.
    pub fn text(&self, name: &str) -> &str {
        self.places.get(name).and_then(|place| self.record.get(*place)).unwrap_or_default().trim()
    }

    /// A number that is not negative.
    pub fn amount(&self, name: &str) -> Result<Option<f64>, Fault> {
        number_within(name, self.text(name), 0.0, f64::MAX)
    }

    pub fn needed(&self, name: &str) -> Result<String, Fault> {
        needed(name, Some(self.text(name)).filter(|text| !text.is_empty())).map(str::to_string)
    }
}

/// How the text is divided.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// Commas, with quotation marks as in RFC 4180; the first line is the header.
    Commas,
    /// Tabs, quotation marks as plain text; the header begins with `#`, as do comments below it.
    Tabs,
}

/// The header as it stands in the file.
pub(crate) fn header(text: &str, shape: Shape) -> Result<csv::StringRecord, Refusal> {
    let mut reader = divided(text, shape);
    let mut record = csv::StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => Ok(record),
        _ => Err(Refusal::new("the file has no header", "begin it with a line of column names")),
    }
}

/// As much of a text as may hold a header: the first 64 KiB. A quotation mark that is never closed would make all of it one.
pub(crate) fn beginning(text: &str) -> &str {
    let mut end = (1 << 16).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

fn divided(text: &str, shape: Shape) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true);
    if shape == Shape::Tabs {
        builder.delimiter(b'\t').quoting(false);
    }
    builder.from_reader(text.as_bytes())
}

fn plain(name: &str) -> String {
    name.trim().trim_start_matches('#').trim().to_ascii_lowercase()
}

fn is_named(column: &Column, name: &str) -> bool {
    plain(column.name) == name || column.also.iter().any(|also| plain(also) == name)
}

/// Needed columns, each by the name it is published with.
pub(crate) fn needed_names(columns: &[Column]) -> Vec<&'static str> {
    columns.iter().filter(|column| column.needed).map(|column| column.name).collect()
}

/// Needed columns that a header does not name.
pub(crate) fn lacking(header: &csv::StringRecord, columns: &[Column]) -> Vec<&'static str> {
    let names: Vec<String> = header.iter().map(plain).collect();
    let lacks = |column: &&Column| column.needed && !names.iter().any(|name| is_named(column, name));
    columns.iter().filter(lacks).map(|column| column.name).collect()
}

/// How many of the columns a header names.
pub(crate) fn found(header: &csv::StringRecord, columns: &[Column]) -> usize {
    let names: Vec<String> = header.iter().map(plain).collect();
    columns.iter().filter(|column| names.iter().any(|name| is_named(column, name))).count()
}

/// Where the columns stand, or what is wrong with the header.
fn places(header: &csv::StringRecord, columns: &[Column]) -> Result<BTreeMap<&'static str, usize>, Refusal> {
    let names: Vec<String> = header.iter().map(plain).collect();
    let found = || quoted(&header.iter().collect::<Vec<_>>().join(", "));
    let mut places = BTreeMap::new();
    let mut missing = Vec::new();
    for column in columns {
        let mut at = names.iter().enumerate().filter(|(_, name)| is_named(column, name)).map(|(place, _)| place);
        match (at.next(), at.next()) {
            (Some(_), Some(_)) => {
                return Err(Refusal::new(
                    format!("the header names `{}` twice", column.name),
                    "leave one of the columns out",
                ));
            }
            (Some(place), None) => {
                places.insert(column.name, place);
            }
            (None, _) if column.needed => missing.push(format!("`{}`", column.name)),
            (None, _) => {}
        }
    }
    if missing.is_empty() {
        return Ok(places);
    }
    Err(Refusal::new(
        format!("the first line, {}, names no column {}", found(), missing.join(", ")),
        "give the file as it is published, with its header on the first line",
    ))
}

/// The longest line of a table, in bytes. The longest published one, with notes on a data centre, has some thousand; a line of commas alone
/// would take sixteen times its length to take apart.
const LONGEST_LINE: usize = 1 << 20;

fn with_short_lines(text: &str) -> Result<&str, Refusal> {
    match text.split('\n').enumerate().find(|(_, line)| line.len() > LONGEST_LINE) {
        Some((index, line)) => Err(Refusal::new(
            format!("line {} has {} bytes", index + 1, line.len()),
            format!("a row of a table has at most {LONGEST_LINE}; give the file as it is published"),
        )),
        None => Ok(text),
    }
}

/// Reads a table; `row` makes a row from its fields, `key` says what no two rows may share.
pub(crate) fn read<T>(
    bytes: &[u8],
    shape: Shape,
    columns: &[Column],
    row: impl Fn(&Fields<'_>) -> Result<T, Fault>,
    key: impl Fn(&Fields<'_>) -> String,
) -> Result<Rows<T>, Refusal> {
    let text = with_short_lines(text(bytes)?)?;
    let mut reader = divided(text, shape);
    let mut record = csv::StringRecord::new();
    let mut rows = Rows::none();
    let head = header(beginning(text), shape)?;
    let places = places(&head, columns)?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    // The parser counts a line end of two characters as one line too few, so lines are counted here.
    let (mut line, mut counted) = (1, 0);
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let line = error.position().map_or(line, |position| position.line() as usize);
                rows.take(
                    line,
                    Err(Fault::new(format!("no row can be read here: {error}"), "compare it with the lines around it")),
                );
                break;
            }
        }
        let from = record.position().map_or(counted, |position| position.byte() as usize);
        let ends_above =
            text.as_bytes().get(from..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let byte = from + ends_above.count();
        line += text.as_bytes().get(counted..byte).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        counted = byte;
        let is_last = reader.position().byte() as usize >= text.len();
        // The header itself, and lines of nothing.
        if from == 0 || record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if shape == Shape::Tabs
            && record.get(0).is_some_and(|first| first.trim_start().starts_with('#'))
            && record != head
        {
            continue;
        }
        let fields = Fields { places: &places, record: &record };
        let made = if record == head {
            Err(Fault::new("the header stands here again", "keep one header, on the first line"))
        } else if shape == Shape::Commas && is_last && ends_inside_quotes(text.get(byte..).unwrap_or_default()) {
            Err(Fault::new(
                "a quotation mark is opened and never closed",
                "close it, or fetch the file again: it may be cut off",
            ))
        } else if record.len() != head.len() {
            Err(Fault::new(
                format!("the row has {} fields", record.len()),
                format!("the header has {}; a field that holds the separator stands in quotation marks", head.len()),
            ))
        } else {
            match seen.get(&key(&fields)) {
                Some(first) => Err(Fault::new(format!("the row repeats line {first}"), "keep one of the two")),
                None => row(&fields),
            }
        };
        if made.is_ok() {
            seen.insert(key(&fields), line);
        }
        rows.take(line, made);
    }
    Ok(rows)
}

/// The whole row as a key: rows that say the same in every field are one.
pub(crate) fn whole(fields: &Fields<'_>) -> String {
    fields.record.iter().collect::<Vec<_>>().join("\u{1f}")
}

/// A year of four digits.
pub(crate) fn year(name: &str, text: &str) -> Result<i32, Fault> {
    text.parse()
        .ok()
        .filter(|year| text.len() == 4 && (1..=9999).contains(year))
        .ok_or_else(|| Fault::new(format!("{name} is {}", quoted(text)), "write it like `2025`"))
}

/// Whether a text from the start of a record ends within a quoted field.
fn ends_inside_quotes(text: &str) -> bool {
    let (mut inside, mut at_start) = (false, true);
    for letter in text.chars() {
        match letter {
            // Only at the start of a field does a quotation mark open one; two in a row close and open again.
            '"' if inside => inside = false,
            '"' if at_start => inside = true,
            '"' => {}
            _ if inside => {}
            _ => at_start = matches!(letter, ',' | '\n' | '\r'),
        }
    }
    inside
}
