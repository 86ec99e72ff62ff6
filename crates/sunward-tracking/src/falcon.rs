//! Flights of Falcon 9's boosters and what they carried, and flights of Starship; comma-separated tables made from GCAT and Launch Library 2.
//!
//! Source: `gcat`, `launch_library2` and `starship_flights2026`.

use crate::date::{Day, Moment};
use crate::reading::{Fault, Refusal, Rows, quoted};
use crate::table::{self, Column, Fields, Shape, wanted, welcome};

/// One flight of one booster.
#[derive(Debug, Clone, PartialEq)]
pub struct BoosterFlight {
    /// Day.
    pub day: Day,
    /// The booster, like `B1067`.
    pub booster: String,
    /// Which flight of it this was, from 1.
    pub flight: u32,
    /// Days since the one before; nothing for the first, and where it is not known.
    pub days_since: Option<f64>,
}

pub(crate) const BOOSTERS: &[Column] = &[
    wanted("date_utc", &[]),
    wanted("booster", &[]),
    wanted("flight_no", &[]),
    wanted("days_since_previous_flight", &[]),
];

/// Reads flights of boosters.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn booster_flights(bytes: &[u8]) -> Result<Rows<BoosterFlight>, Refusal> {
    // A Falcon Heavy flies three boosters on one day, so the day alone is no key.
    table::read(bytes, Shape::Commas, BOOSTERS, booster_flight, |fields| {
        ["date_utc", "booster", "flight_no"].map(|name| fields.text(name)).join("\u{1f}")
    })
}

fn flight_number(name: &str, text: &str) -> Result<u32, Fault> {
    text.parse().ok().filter(|number| (1..=100_000).contains(number)).ok_or_else(|| {
        Fault::new(format!("{name} is {}", quoted(text)), "flights are counted from 1: write a whole number")
    })
}

fn booster_flight(fields: &Fields<'_>) -> Result<BoosterFlight, Fault> {
    Ok(BoosterFlight {
        day: Day::read("date_utc", fields.text("date_utc"))?,
        booster: fields.needed("booster")?,
        flight: flight_number("flight_no", fields.text("flight_no"))?,
        days_since: fields.amount("days_since_previous_flight")?,
    })
}

/// What one flight of Falcon 9 carried.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// Day.
    pub day: Day,
    /// Kilograms; nothing where it is not known.
    pub mass: Option<f64>,
    /// Kind of orbit, or empty.
    pub orbit: String,
}

pub(crate) const PAYLOADS: &[Column] =
    &[wanted("date_utc", &[]), wanted("payload_mass_kg", &[]), welcome("orbit_class", &[])];

/// Reads masses of payloads by flight. Two rows that are the same in every field are one too many.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn payloads(bytes: &[u8]) -> Result<Rows<Payload>, Refusal> {
    table::read(
        bytes,
        Shape::Commas,
        PAYLOADS,
        |fields| {
            Ok(Payload {
                day: Day::read("date_utc", fields.text("date_utc"))?,
                mass: fields.amount("payload_mass_kg")?,
                orbit: fields.text("orbit_class").to_string(),
            })
        },
        table::whole,
    )
}

/// One flight of Starship with its booster.
#[derive(Debug, Clone, PartialEq)]
pub struct StarshipFlight {
    /// Which flight, from 1.
    pub flight: u32,
    /// When.
    pub moment: Moment,
    /// What it carried, tonnes; nothing where it is not known or it carried nothing.
    pub payload: Option<f64>,
    /// What the payload was, or empty.
    pub what: String,
}

pub(crate) const STARSHIPS: &[Column] = &[
    wanted("flight", &[]),
    wanted("datetime_utc", &[]),
    wanted("version", &[]),
    wanted("payload_t", &[]),
    welcome("payload", &[]),
];

/// Reads flights of Starship.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn starship_flights(bytes: &[u8]) -> Result<Rows<StarshipFlight>, Refusal> {
    table::read(bytes, Shape::Commas, STARSHIPS, starship_flight, |fields| fields.text("flight").to_string())
}

fn starship_flight(fields: &Fields<'_>) -> Result<StarshipFlight, Fault> {
    Ok(StarshipFlight {
        flight: flight_number("flight", fields.text("flight"))?,
        moment: Moment::read("datetime_utc", fields.text("datetime_utc"))?,
        payload: fields.amount("payload_t")?,
        what: fields.text("payload").to_string(),
    })
}
