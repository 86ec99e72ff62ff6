//! Tables of Our World in Data as its charts give them: entity, code, year or day, and one column or more of values.
//!
//! Source: `owid_grapher`.

use crate::date::Day;
use crate::reading::{Fault, Refusal, Rows, number, quoted, text};
use crate::table::{self, Column, Shape, wanted, welcome, whole};

/// One entity at one time, with all its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Country, region or whatever the chart is of.
    pub entity: String,
    /// Code of the country, or empty.
    pub code: String,
    /// When.
    pub time: Time,
    /// Values in the order of [`Table::columns`]; nothing where the field is empty.
    pub values: Vec<Option<f64>>,
}

/// The time of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Time {
    /// A year; before our era it is negative.
    Year(i32),
    /// A day.
    Day(Day),
}

/// A table with the names of its value columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the columns of values, in the order of the file.
    pub columns: Vec<String>,
    /// The entries.
    pub entries: Rows<Entry>,
}

const YEARS: &[Column] = &[wanted("Entity", &[]), welcome("Code", &[]), wanted("Year", &[])];
const DAYS: &[Column] = &[wanted("Entity", &[]), welcome("Code", &[]), wanted("Day", &["Date"])];

/// Reads a table of years or of days. Columns other than entity, code and time hold values; text in one is a bad row.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column or has no column of values.
pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
    let header = table::header(text(bytes)?, Shape::Commas)?;
    let is = |name: &str, wanted: &str| name.trim().eq_ignore_ascii_case(wanted);
    let of_days = header.iter().any(|name| is(name, "Day") || is(name, "Date"));
    let values: Vec<(usize, String)> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| !["Entity", "Code", "Year", "Day", "Date"].iter().any(|key| is(name, key)))
        .map(|(place, name)| (place, name.trim().to_string()))
        .collect();
    if values.is_empty() {
        return Err(Refusal::new(
            "the header names no column of values",
            "give the file as the chart's download has it: `Entity,Code,Year,…`",
        ));
    }
    let row = |fields: &table::Fields<'_>| {
        let numbers = values.iter().map(|(place, name)| number(name, fields.record.get(*place).unwrap_or_default()));
        Ok(Entry {
            entity: fields.needed("Entity")?,
            code: fields.text("Code").to_string(),
            time: if of_days { Time::Day(Day::read("Day", fields.text("Day"))?) } else { year(fields.text("Year"))? },
            values: numbers.collect::<Result<_, _>>()?,
        })
    };
    let entries = table::read(bytes, Shape::Commas, if of_days { DAYS } else { YEARS }, row, whole)?;
    let key = |entry: &Entry| (entry.entity.clone(), format!("{:?}", entry.time));
    Ok(Table {
        columns: values.into_iter().map(|(_, name)| name).collect(),
        entries: entries.without_repeats("entry", key),
    })
}

fn year(text: &str) -> Result<Time, Fault> {
    text.parse()
        .ok()
        .filter(|year| (-20_000..=9999).contains(year))
        .map(Time::Year)
        .ok_or_else(|| Fault::new(format!("Year is {}", quoted(text)), "write it like `2025`"))
}
