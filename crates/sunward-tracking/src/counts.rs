//! Launches that somebody has counted already: by month, so far in a year, and by who launched; comma-separated, made from GCAT.
//!
//! Source: `gcat`.

use crate::date::Day;
use crate::reading::{Fault, Refusal, Rows, quoted};
use crate::table::{self, Column, Fields, Shape, wanted, welcome};

/// Launches to orbit of one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Attempts, all the world's.
    pub attempts: f64,
    /// Launches with Starlink satellites only; nothing where the table has no such count.
    pub starlink: Option<f64>,
}

pub(crate) const MONTHS: &[Column] =
    &[wanted("month", &[]), wanted("launch_attempts", &[]), welcome("starlink_dedicated", &[])];

/// Reads counts by month: `month`, `launch_attempts`, and `starlink_dedicated` where there is one.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn months(bytes: &[u8]) -> Result<Rows<Month>, Refusal> {
    table::read(bytes, Shape::Commas, MONTHS, month, |fields| fields.text("month").to_string())
}

fn month(fields: &Fields<'_>) -> Result<Month, Fault> {
    let text = fields.text("month");
    let first = Day::read("month", &format!("{text}-01"))
        .map_err(|_| Fault::new(format!("month is {}", quoted(text)), "write it like `2025-01`"))?;
    let (year, month, _) = first.calendar();
    Ok(Month {
        year,
        month,
        attempts: count("launch_attempts", fields)?,
        starlink: whole_number("starlink_dedicated", fields)?,
    })
}

/// A number of things: whole, not negative, below a million.
fn whole_number(name: &'static str, fields: &Fields<'_>) -> Result<Option<f64>, Fault> {
    match fields.amount(name)? {
        Some(value) if value.fract() != 0.0 || value > 1e6 => {
            Err(Fault::new(format!("{name} is {value}"), "launches are counted: write a whole number below a million"))
        }
        value => Ok(value),
    }
}

fn count(name: &'static str, fields: &Fields<'_>) -> Result<f64, Fault> {
    crate::reading::needed(name, whole_number(name, fields)?)
}

/// How many launches of a year had reached orbit by a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoFar {
    /// The day.
    pub day: Day,
    /// Launches of its year up to it that reached orbit.
    pub successes: f64,
}

pub(crate) const SO_FAR: &[Column] = &[wanted("date_utc", &[]), wanted("cumulative_successful_orbital_launches", &[])];

/// Reads counts of a year so far: `date_utc` and `cumulative_successful_orbital_launches`.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn so_far(bytes: &[u8]) -> Result<Rows<SoFar>, Refusal> {
    table::read(
        bytes,
        Shape::Commas,
        SO_FAR,
        |fields| {
            Ok(SoFar {
                day: Day::read("date_utc", fields.text("date_utc"))?,
                successes: count("cumulative_successful_orbital_launches", fields)?,
            })
        },
        table::whole,
    )
}

/// What one provider launched in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderYear {
    /// Year.
    pub year: i32,
    /// Who launched.
    pub provider: String,
    /// Attempts at an orbit.
    pub attempts: f64,
    /// Those that reached it.
    pub successes: f64,
    /// What they carried, tonnes.
    pub payload: f64,
}

pub(crate) const PROVIDERS: &[Column] = &[
    wanted("year", &[]),
    wanted("provider", &[]),
    wanted("attempts", &[]),
    wanted("successes", &[]),
    wanted("payload_mass_t", &[]),
];

/// Reads counts and mass by year and provider.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn by_provider(bytes: &[u8]) -> Result<Rows<ProviderYear>, Refusal> {
    table::read(bytes, Shape::Commas, PROVIDERS, provider, |fields| {
        ["year", "provider"].map(|name| fields.text(name)).join("\u{1f}")
    })
}

fn provider(fields: &Fields<'_>) -> Result<ProviderYear, Fault> {
    let row = ProviderYear {
        year: table::year("year", fields.text("year"))?,
        provider: fields.needed("provider")?,
        attempts: count("attempts", fields)?,
        successes: count("successes", fields)?,
        payload: crate::reading::needed("payload_mass_t", fields.amount("payload_mass_t")?)?,
    };
    if row.successes > row.attempts {
        return Err(Fault::new(
            format!("{} successes stand beside {} attempts", row.successes, row.attempts),
            "every success is an attempt too",
        ));
    }
    Ok(row)
}
