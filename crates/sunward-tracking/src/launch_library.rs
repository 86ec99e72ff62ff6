//! Launches of Launch Library 2, as its interface answers: a page with `results`, or a plain list.
//!
//! Source: `launch_library2`. Names of the statuses are its own.

use crate::date::Moment;
use crate::pieces::{self, as_text};
use crate::reading::{Fault, Refusal, Rows, needed, quoted, text};
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
    Ok(LibraryLaunch {
        id: must("id")?,
        name: must("name")?,
        net: Moment::read("net", &must("net")?)?,
        status: status(object)?,
        vehicle: first(&[&["rocket", "configuration", "full_name"], &["rocket", "configuration", "name"]])
            .unwrap_or_default(),
        provider: first(&[&["launch_service_provider", "name"], &["lsp_name"]]).unwrap_or_default(),
        orbit: first(&[&["mission", "orbit", "abbrev"], &["mission", "orbit", "name"]]).unwrap_or_default(),
        place: first(&[&["pad", "location", "name"], &["pad", "name"]]).unwrap_or_default(),
    })
}

fn status(object: &Map<String, Value>) -> Result<Status, Fault> {
    // Names differ between versions of the interface; the number does not, but some mirrors leave it out.
    let id = at(object, &["status", "id"]);
    let name = at(object, &["status", "abbrev"]).or_else(|| at(object, &["status", "name"]));
    match id.as_deref().or(name.as_deref()) {
        Some("1" | "2" | "5" | "8" | "Go" | "TBD" | "Hold" | "TBC") => Ok(Status::Planned),
        Some("6" | "In Flight") => Ok(Status::InFlight),
        Some("3" | "9" | "Success" | "Launch Successful" | "Deployed" | "Payload Deployed") => Ok(Status::Success),
        Some("7" | "Partial Failure" | "Launch was a Partial Failure") => Ok(Status::PartialFailure),
        Some("4" | "Failure" | "Launch Failure") => Ok(Status::Failure),
        other => Err(Fault::new(
            format!("the status is {}", quoted(other.unwrap_or_default())),
            "it has an id from 1 to 9, or a name like `Success`, `Failure`, `Partial Failure`, `In Flight`, `Go`, `TBC`, `TBD`, `Hold`",
        )),
    }
}
