//! Launches of Launch Library 2, as its interface answers (versions 2.0 to 2.3): a page with `results`, or a plain list; and a
//! comma-separated copy.
//!
//! Source: `launch_library2`. Names of the statuses are its own.

use crate::date::Moment;
use crate::pieces::{self, as_text};
use crate::reading::{Fault, Refusal, Rows, needed, quoted, text};
use crate::table::{self, Column, Fields, Shape, wanted, welcome};
use serde_json::{Map, Value};

/// One launch as the library has it.
#[derive(Debug, Clone, PartialEq)]
pub struct LibraryLaunch {
    /// Identifier of the library.
    pub id: String,
    /// `vehicle | mission`.
    pub name: String,
    /// When it was launched, or when it should be at the earliest; see `status`.
    pub net: Moment,
    /// Where it stands.
    pub status: Status,
    /// Full name of the vehicle, or empty.
    pub vehicle: String,
    /// Who launches, or empty.
    pub provider: String,
    /// Abbreviation or name of the orbit, or empty.
    pub orbit: String,
    /// Name of the place, or empty.
    pub place: String,
    /// How many attempts at an orbit the library counts in the year of the launch up to it, all the world's; nothing where the answer
    /// was asked for in its short form, or the launch was no such attempt.
    pub orbital_attempt_of_year: Option<u32>,
}

/// How many launches a page holds, and how many the answer has in all, where the file says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Launches that the question has in all.
    pub count: usize,
    /// Whether another page follows or goes before.
    pub is_part: bool,
}

/// What a page says of itself; nothing for a plain list or a file that is cut off.
pub fn page(bytes: &[u8]) -> Option<Page> {
    let text = text(bytes).ok()?;
    // Only the first level is looked at, and a whole document is never built: numbers and addresses stand before the list.
    let head = text.split_once("\"results\"").map_or(text, |(head, _)| head);
    let after =
        |key: &str| head.split_once(key).map(|(_, rest)| rest.trim_start().trim_start_matches(':').trim_start());
    let digits = after("\"count\"")?;
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    let count = digits.get(..end)?.parse().ok()?;
    let names = |key: &str| after(key).is_some_and(|rest| rest.starts_with('"'));
    Some(Page { count, is_part: names("\"next\"") || names("\"previous\"") })
}

/// Where a launch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It has not been launched: go, to be confirmed or determined, on hold.
    Planned,
    /// It is in flight.
    InFlight,
    /// It succeeded; a deployed payload counts.
    Success,
    /// It failed in part.
    PartialFailure,
    /// It failed.
    Failure,
}

/// Reads a page or a list of launches; a launch that stands twice, by its id, is listed as bad.
///
/// # Errors
/// The file is too large, empty, not UTF-8, no JSON, or holds no launch.
pub fn read(bytes: &[u8]) -> Result<Rows<LibraryLaunch>, Refusal> {
    let text = text(bytes)?;
    if !text.trim_start().starts_with(['{', '[']) {
        return Err(Refusal::new(
            "the file is no JSON",
            "give what the interface answers, with `results`, or a list of launches",
        ));
    }
    let read = pieces::read(text, Some("results"), launch);
    if read.rows.is_empty() && read.bad.is_empty() {
        return Err(Refusal::new(
            "no launch is in the file",
            "give what the interface answers, with `results`, or a list of launches",
        ));
    }
    Ok(read.without_repeats("launch", |launch| launch.id.clone()))
}

/// The text at the end of a path of names; empty where one is missing.
fn at(object: &Map<String, Value>, path: &[&str]) -> Option<String> {
    let (last, path) = path.split_last()?;
    let mut object = object;
    for name in path {
        object = object.get(*name)?.as_object()?;
    }
    as_text(object.get(*last))
}

fn launch(object: &Map<String, Value>) -> Result<LibraryLaunch, Fault> {
    let first = |paths: &[&[&str]]| paths.iter().find_map(|path| at(object, path));
    let must = |name: &'static str| needed(name, at(object, &[name]));
    let name = must("name")?;
    // In its short form an answer names the vehicle only before the bar of the name.
    let named = name.split_once('|').map(|(vehicle, _)| vehicle.trim().to_string());
    Ok(LibraryLaunch {
        id: must("id")?,
        net: Moment::read("net", &must("net")?)?,
        status: status(object)?,
        vehicle: first(&[&["rocket", "configuration", "full_name"], &["rocket", "configuration", "name"]])
            .or(named)
            .unwrap_or_default(),
        name,
        provider: first(&[&["launch_service_provider", "name"], &["lsp_name"]]).unwrap_or_default(),
        orbit: first(&[&["mission", "orbit", "abbrev"], &["mission", "orbit", "name"]]).unwrap_or_default(),
        place: first(&[&["pad", "location", "name"], &["pad", "name"], &["location"], &["pad"]]).unwrap_or_default(),
        orbital_attempt_of_year: at(object, &["orbital_launch_attempt_count_year"])
            .and_then(|count| count.parse().ok()),
    })
}

pub(crate) const COPY: &[Column] = &[
    wanted("datetime_utc", &[]),
    wanted("vehicle", &[]),
    wanted("mission", &[]),
    wanted("result", &[]),
    welcome("family", &[]),
    welcome("starlink", &[]),
];

/// Reads a comma-separated copy of launches that have been flown, with `datetime_utc`, `vehicle`, `mission` and `result`. It has no ids: the
/// moment and the vehicle stand for one.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn read_copy(bytes: &[u8]) -> Result<Rows<LibraryLaunch>, Refusal> {
    table::read(bytes, Shape::Commas, COPY, copied, |fields| {
        ["datetime_utc", "vehicle"].map(|name| fields.text(name)).join(" ")
    })
}

fn copied(fields: &Fields<'_>) -> Result<LibraryLaunch, Fault> {
    let vehicle = fields.needed("vehicle")?;
    let mission = fields.text("mission");
    // A copy calls both the vehicle with its booster and the prototypes that hopped without one `Starship`.
    let vehicle = if fields.text("family").contains("prototype") { format!("{vehicle} prototype") } else { vehicle };
    Ok(LibraryLaunch {
        id: format!("{} {vehicle}", fields.text("datetime_utc")),
        name: format!("{vehicle} | {mission}"),
        net: Moment::read("datetime_utc", fields.text("datetime_utc"))?,
        status: status_named(fields.text("result"))?,
        vehicle,
        provider: String::new(),
        orbit: String::new(),
        place: String::new(),
        orbital_attempt_of_year: None,
    })
}

fn status(object: &Map<String, Value>) -> Result<Status, Fault> {
    // Names differ between versions of the interface; the number does not, but some mirrors leave it out.
    let id = at(object, &["status", "id"]);
    let name = at(object, &["status", "abbrev"]).or_else(|| at(object, &["status", "name"]));
    status_named(id.as_deref().or(name.as_deref()).unwrap_or_default())
}

fn status_named(text: &str) -> Result<Status, Fault> {
    match text {
        "1" | "2" | "5" | "8" | "Go" | "TBD" | "Hold" | "TBC" => Ok(Status::Planned),
        "6" | "In Flight" => Ok(Status::InFlight),
        "3" | "9" | "Success" | "Launch Successful" | "Deployed" | "Payload Deployed" => Ok(Status::Success),
        "7" | "Partial Failure" | "Launch was a Partial Failure" => Ok(Status::PartialFailure),
        "4" | "Failure" | "Launch Failure" => Ok(Status::Failure),
        other => Err(Fault::new(
            format!("the status is {}", quoted(other)),
            "it has an id from 1 to 9, or a name like `Success`, `Failure`, `Partial Failure`, `In Flight`, `Go`, `TBC`, `TBD`, `Hold`",
        )),
    }
}
