//! Elements of satellites: the two-line sets of old, and Orbit Mean-Elements Messages as JSON, CSV, XML or keywords.
//!
//! Source: `ccsds_odm`, `celestrak_omm` and `celestrak_tle`.

use crate::date::{Day, Moment};
use crate::reading::{Fault, Refusal, Rows, text};
use crate::{omm, tle};
use std::collections::BTreeMap;

/// Mean elements of one satellite at one moment, for SGP4; angles in degrees as published.
#[derive(Debug, Clone, PartialEq)]
pub struct ElementSet {
    /// Name, or nothing where the file gives none, as sets of two lines do.
    pub name: Option<String>,
    /// Catalogue number; above 339,999 only in messages, for five characters of the two-line form reach no further.
    pub catalogue_number: u32,
    /// International designator, like `2019-074B`.
    pub designator: Option<String>,
    /// The moment that the elements hold for.
    pub epoch: Moment,
    /// Between the orbit's plane and the equator, degrees.
    pub inclination: f64,
    /// Right ascension of the ascending node, degrees.
    pub ascending_node: f64,
    /// Eccentricity, from 0 to less than 1.
    pub eccentricity: f64,
    /// Argument of perigee, degrees.
    pub argument_of_perigee: f64,
    /// Mean anomaly, degrees.
    pub mean_anomaly: f64,
    /// Mean motion in Kozai's sense, revolutions a day.
    pub mean_motion: f64,
    /// *Half* the rate of the mean motion, revolutions a day squared: as the two lines hold it, and as the services that publish
    /// messages copy it into `MEAN_MOTION_DOT`.
    pub half_mean_motion_rate: Option<f64>,
    /// Drag term B*, per Earth radius.
    pub drag_term: Option<f64>,
}

impl ElementSet {
    /// The set itself, if its numbers are such that an orbit round the Earth can have.
    pub(crate) fn checked(self) -> Result<Self, Fault> {
        let within = |name: &str, value: f64, low: f64, high: f64| {
            if value >= low && value <= high {
                return Ok(());
            }
            Err(Fault::new(format!("{name} is {value}"), format!("it lies between {low} and {high}")))
        };
        within("the inclination", self.inclination, 0.0, 180.0)?;
        within("the right ascension of the node", self.ascending_node, 0.0, 360.0)?;
        within("the argument of perigee", self.argument_of_perigee, 0.0, 360.0)?;
        within("the mean anomaly", self.mean_anomaly, 0.0, 360.0)?;
        within("the eccentricity", self.eccentricity, 0.0, 0.999_999_9)?;
        // A circle at the Earth's surface is gone round 17 times a day, the orbit of the Moon 0.037 times.
        within("the mean motion", self.mean_motion, 0.01, 18.0)?;
        Ok(self)
    }
}

/// Forms in which elements come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Two lines a satellite, or three with its name.
    Lines,
    /// A list of messages as JSON.
    Json,
    /// One message a line, comma-separated.
    Csv,
    /// Messages as XML.
    Xml,
    /// Messages as lines of `KEYWORD = value`.
    Keywords,
}

/// The form that a file seems to have, by how it begins. What fits no other is taken for two-line sets.
pub fn form(bytes: &[u8]) -> Result<Form, Refusal> {
    let text = text(bytes)?;
    let start = text.trim_start();
    let first = start.lines().next().unwrap_or_default();
    Ok(if start.starts_with(['{', '[']) {
        Form::Json
    } else if start.starts_with('<') {
        Form::Xml
    } else if first.split_once('=').is_some_and(|(key, _)| key.trim() == "CCSDS_OMM_VERS") {
        Form::Keywords
    } else if first.contains(',') && first.to_ascii_uppercase().contains("MEAN_MOTION") {
        Form::Csv
    } else {
        Form::Lines
    })
}

/// Whether one of the first lines is the first or second line of a set, however broken its rest.
pub(crate) fn looks_like_lines(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(20).any(tle::is_numbered)
}

/// Reads elements in whichever form they come; a set that stands twice, with the same number and epoch, is listed as bad.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn read(bytes: &[u8]) -> Result<Rows<ElementSet>, Refusal> {
    let text = text(bytes)?;
    let rows = match form(bytes)? {
        Form::Lines => tle::read(text),
        Form::Json => omm::json(text),
        Form::Csv => omm::csv(bytes)?,
        Form::Xml => omm::xml(text),
        Form::Keywords => omm::keywords(text),
    };
    if rows.rows.is_empty() && rows.bad.is_empty() {
        return Err(Refusal::new(
            "the file holds no element set",
            "give two-line sets, or messages as JSON, CSV, XML or keywords",
        ));
    }
    Ok(rows.without_repeats("set", |set| (set.catalogue_number, set.epoch.day, set.epoch.seconds.to_bits())))
}

/// The newest set of each satellite, by catalogue number.
pub fn newest(sets: &[ElementSet]) -> BTreeMap<u32, &ElementSet> {
    let mut newest: BTreeMap<u32, &ElementSet> = BTreeMap::new();
    for set in sets {
        let kept = newest.entry(set.catalogue_number).or_insert(set);
        if set.epoch > kept.epoch {
            *kept = set;
        }
    }
    newest
}

/// The day of a snapshot, which 99 of 100 sets are no newer than: a few are predicted ahead, so the very last is not taken. Nothing where
/// there is no set.
pub(crate) fn snapshot_day<'a>(sets: impl Iterator<Item = &'a ElementSet>) -> Option<Day> {
    let mut days: Vec<Day> = sets.map(|set| set.epoch.day).collect();
    days.sort();
    days.get(days.len().checked_sub(1)? * 99 / 100).copied()
}
