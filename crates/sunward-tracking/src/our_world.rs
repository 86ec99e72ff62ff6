//! Tables of Our World in Data as its charts give them: entity, code, year or day, and one column or more of values; and copies that
//! join several charts.
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

pub(crate) const YEARS: &[Column] = &[wanted("Entity", &[]), welcome("Code", &[]), wanted("Year", &[])];
pub(crate) const DAYS: &[Column] = &[wanted("Entity", &[]), welcome("Code", &[]), wanted("Day", &["Date"])];

/// The most columns of values that a chart has.
pub const MOST_COLUMNS: usize = 200;

/// Reads a table of years or of days. Columns other than entity, code and time hold values; text in one is a bad row.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column or has no column of values.
pub fn read(bytes: &[u8]) -> Result<Table, Refusal> {
    let header = table::header(table::beginning(text(bytes)?), Shape::Commas)?;
    let is = |name: &str, wanted: &str| name.trim().eq_ignore_ascii_case(wanted);
    let of_days = header.iter().any(|name| is(name, "Day") || is(name, "Date"));
    let values: Vec<(usize, String)> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| !["Entity", "Code", "Year", "Day", "Date"].iter().any(|key| is(name, key)))
        .map(|(place, name)| (place, name.trim().to_string()))
        .collect();
    if values.len() > MOST_COLUMNS {
        return Err(Refusal::new(
            format!("the header names {} columns of values", values.len()),
            format!("a chart has at most {MOST_COLUMNS}; give the download of one chart"),
        ));
    }
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

/// Electricity of one region in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Electricity {
    /// Region.
    pub region: String,
    /// Year.
    pub year: i32,
    /// Generated in all, terawatt hours.
    pub generated: Option<f64>,
    /// From the sun, terawatt hours.
    pub solar: Option<f64>,
}

pub(crate) const ELECTRICITY: &[Column] =
    &[wanted("region", &[]), wanted("year", &[]), wanted("generation_twh", &[]), welcome("solar_twh", &[])];

/// Reads a copy of several charts of electricity side by side: `region`, `year`, `generation_twh`, `solar_twh`.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn electricity(bytes: &[u8]) -> Result<Rows<Electricity>, Refusal> {
    table::read(
        bytes,
        Shape::Commas,
        ELECTRICITY,
        |fields| {
            Ok(Electricity {
                region: fields.needed("region")?,
                year: table::year("year", fields.text("year"))?,
                generated: fields.amount("generation_twh")?,
                solar: fields.amount("solar_twh")?,
            })
        },
        |fields| ["region", "year"].map(|name| fields.text(name)).join("\u{1f}"),
    )
}

/// Solar modules in one year, world.
#[derive(Debug, Clone, PartialEq)]
pub struct Modules {
    /// Year.
    pub year: i32,
    /// Price of a watt, US dollars of 2024.
    pub price: Option<f64>,
    /// Installed so far, megawatts.
    pub installed: Option<f64>,
}

pub(crate) const MODULES: &[Column] =
    &[wanted("year", &[]), wanted("module_price_usd2024_per_w", &[]), wanted("cumulative_capacity_mw", &[])];

/// Reads a copy of the charts of solar modules: `year`, `module_price_usd2024_per_w`, `cumulative_capacity_mw`.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn modules(bytes: &[u8]) -> Result<Rows<Modules>, Refusal> {
    table::read(
        bytes,
        Shape::Commas,
        MODULES,
        |fields| {
            Ok(Modules {
                year: table::year("year", fields.text("year"))?,
                price: fields.amount("module_price_usd2024_per_w")?,
                installed: fields.amount("cumulative_capacity_mw")?,
            })
        },
        |fields| fields.text("year").to_string(),
    )
}

/// What a kilogram to low orbit costs with one vehicle.
#[derive(Debug, Clone, PartialEq)]
pub struct LaunchCost {
    /// Vehicle.
    pub vehicle: String,
    /// Year of its first launch.
    pub first_launch: i32,
    /// US dollars of 2021 for each kilogram.
    pub cost: f64,
}

pub(crate) const LAUNCH_COSTS: &[Column] =
    &[wanted("vehicle", &[]), wanted("first_launch_year", &[]), wanted("cost_usd2021_per_kg_leo", &[])];

/// Reads a copy of the chart of launch costs: `vehicle`, `first_launch_year`, `cost_usd2021_per_kg_leo`.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn launch_costs(bytes: &[u8]) -> Result<Rows<LaunchCost>, Refusal> {
    table::read(
        bytes,
        Shape::Commas,
        LAUNCH_COSTS,
        |fields| {
            Ok(LaunchCost {
                vehicle: fields.needed("vehicle")?,
                first_launch: table::year("first_launch_year", fields.text("first_launch_year"))?,
                cost: crate::reading::needed("cost_usd2021_per_kg_leo", fields.amount("cost_usd2021_per_kg_leo")?)?,
            })
        },
        |fields| fields.text("vehicle").to_string(),
    )
}
