//! The launches of GCAT, tab-separated: the list of all launches, and the log of orbital ones with a row for each payload; and a
//! comma-separated copy of the list.
//!
//! Source: `gcat` for the columns and codes. The files are its `launch.tsv` and `launchlog.tsv`.

use crate::date::{Day, VagueDate};
use crate::reading::{Fault, Refusal, Rows, quoted};
use crate::table::{self, Column, Fields, Shape, wanted, welcome};
use std::collections::BTreeMap;

/// One launch as the list has it, or one payload of a launch as the log has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Launch {
    /// Launch tag, like `2025-001`; all payloads of a launch share it.
    pub tag: String,
    /// International designator of the payload, in the log; empty in the list.
    pub piece: String,
    /// Name of the payload, in the log; empty in the list.
    pub payload: String,
    /// Date, as precise as it is known.
    pub date: VagueDate,
    /// Type of the vehicle, like `Falcon 9`.
    pub vehicle: String,
    /// Name of the mission, or empty.
    pub mission: String,
    /// Code of the launch site, or empty.
    pub site: String,
    /// Agency that launched, or empty.
    pub agency: String,
    /// Code of the vehicle's state, in the log; empty in the list.
    pub state: String,
    /// Where to: the orbit, or empty.
    pub destination: String,
    /// Mass put in orbit, tonnes, where the list has it. Placeholders for unknown masses stand in it, so a sum is good to about 5 %.
    pub orbital_payload: Option<f64>,
    /// First letter of the launch code: what kind of launch it was; `O` is to an orbit, `D` to deep space.
    pub category: char,
    /// Second letter: how it ended.
    pub outcome: Outcome,
}

/// How a launch ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// `S`: as planned.
    Success,
    /// `F`: it left the pad and failed.
    Failure,
    /// `E`: it never left the pad, which is not counted as an attempt.
    PadExplosion,
    /// `U`: not known.
    Unknown,
}

impl Launch {
    /// Whether it was an attempt at an orbit or farther: category `O` or `D`, or a tag like `2025-U01`, which the list gives to
    /// those that nearly reached one; and it left the pad.
    pub fn is_orbital_attempt(&self) -> bool {
        (matches!(self.category, 'O' | 'D') || self.letter_of_tag() == Some('U'))
            && self.outcome != Outcome::PadExplosion
    }

    /// Whether it reached orbit: its tag is an international designator, like `2025-001`, which only objects in orbit are given.
    /// Before 1963 designators held Greek letters, as in `1957 ALP`.
    pub fn reached_orbit(&self) -> bool {
        match self.tag.split_once('-') {
            Some((_, number)) => !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()),
            None => self.tag.split_once(' ').is_some() && self.is_orbital_attempt(),
        }
    }

    /// The number in the year of a launch that reached orbit, since 1963.
    pub fn number_in_year(&self) -> Option<u32> {
        self.tag.split_once('-').filter(|_| self.reached_orbit()).and_then(|(_, number)| number.parse().ok())
    }

    fn letter_of_tag(&self) -> Option<char> {
        self.tag.split_once('-').and_then(|(_, rest)| rest.chars().next()).filter(char::is_ascii_uppercase)
    }
}

pub(crate) const COLUMNS: &[Column] = &[
    wanted("Launch_Tag", &[]),
    wanted("Launch_Date", &[]),
    wanted("LV_Type", &[]),
    wanted("Launch_Code", &["LaunchCode"]),
    welcome("Mission", &[]),
    welcome("Launch_Site", &[]),
    welcome("Agency", &["Launch_Agency"]),
    welcome("Piece", &[]),
    welcome("Name", &[]),
    welcome("JCAT", &[]),
    welcome("LVState", &["LV_State"]),
    welcome("Dest", &[]),
    welcome("OrbPay", &[]),
];

/// Reads `launch.tsv` or `launchlog.tsv`. Lines that begin with `#` below the header are comments, and `-` is an empty field. Two rows
/// of one tag are one too many, unless they are of two payloads.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn read(bytes: &[u8]) -> Result<Rows<Launch>, Refusal> {
    table::read(bytes, Shape::Tabs, COLUMNS, launch, |fields| {
        ["Launch_Tag", "Piece", "JCAT"].map(|name| fields.text(name)).join("\u{1f}")
    })
}

fn launch(fields: &Fields<'_>) -> Result<Launch, Fault> {
    let field = |name: &str| Some(fields.text(name)).filter(|text| *text != "-").unwrap_or_default().to_string();
    let tag = field("Launch_Tag");
    if tag.is_empty() {
        return Err(Fault::new("Launch_Tag is empty", "write it like `2025-001`"));
    }
    let code = fields.text("Launch_Code");
    let mut letters = code.chars();
    let (category, outcome) = match (letters.next(), letters.next()) {
        (Some(category), Some('S')) if category.is_ascii_uppercase() => (category, Outcome::Success),
        (Some(category), Some('F')) if category.is_ascii_uppercase() => (category, Outcome::Failure),
        (Some(category), Some('E')) if category.is_ascii_uppercase() => (category, Outcome::PadExplosion),
        (Some(category), Some('U')) if category.is_ascii_uppercase() => (category, Outcome::Unknown),
        _ => {
            return Err(Fault::new(
                format!("Launch_Code is {}", quoted(code)),
                "write a letter for the kind and one of S, F, E and U for the outcome, like `OS`",
            ));
        }
    };
    let payload = if fields.text("OrbPay") == "-" { None } else { fields.amount("OrbPay")? };
    Ok(Launch {
        date: VagueDate::read("Launch_Date", fields.text("Launch_Date"))?,
        vehicle: field("LV_Type"),
        mission: field("Mission"),
        site: field("Launch_Site"),
        agency: field("Agency"),
        state: field("LVState"),
        piece: field("Piece"),
        payload: field("Name"),
        destination: field("Dest"),
        orbital_payload: payload,
        tag,
        category,
        outcome,
    })
}

/// The day of the edition, which a comment below the header names: `# Updated 2025 Dec  1 0108:57`.
pub fn updated(bytes: &[u8]) -> Option<Day> {
    let text = crate::reading::text(bytes).ok()?;
    let line = text.lines().take(10).find_map(|line| line.trim_start().strip_prefix("# Updated"))?;
    VagueDate::read("Updated", line).ok().filter(|date| date.first == date.last).map(|date| date.first)
}

pub(crate) const COPY: &[Column] = &[
    wanted("launch_tag", &[]),
    wanted("date_utc", &[]),
    welcome("time_utc", &[]),
    wanted("vehicle", &[]),
    wanted("result", &[]),
    wanted("orbital_attempt", &[]),
    welcome("payload", &[]),
    welcome("site", &[]),
    welcome("provider", &[]),
    welcome("orbit", &[]),
    welcome("payload_mass_t", &[]),
];

/// Reads a comma-separated copy of the list, with `launch_tag`, `date_utc`, `vehicle`, `result` and `orbital_attempt`. It has no launch
/// codes: `marginal` is a failure whose tag holds a `U`, and `failed_before_liftoff` never left the pad.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn read_copy(bytes: &[u8]) -> Result<Rows<Launch>, Refusal> {
    table::read(bytes, Shape::Commas, COPY, copied, |fields| fields.text("launch_tag").to_string())
}

fn copied(fields: &Fields<'_>) -> Result<Launch, Fault> {
    let day = Day::read("date_utc", fields.text("date_utc"))?;
    let outcome = match fields.text("result") {
        "success" => Outcome::Success,
        "failure" | "marginal" => Outcome::Failure,
        "failed_before_liftoff" => Outcome::PadExplosion,
        "unknown" | "" => Outcome::Unknown,
        other => {
            return Err(Fault::new(
                format!("result is {}", quoted(other)),
                "write `success`, `failure`, `marginal`, `failed_before_liftoff` or `unknown`",
            ));
        }
    };
    let category = match fields.text("orbital_attempt") {
        "yes" => 'O',
        // Launched, but not to an orbit; what never left the pad is one of these in such a copy.
        "no" => 'S',
        other => return Err(Fault::new(format!("orbital_attempt is {}", quoted(other)), "write `yes` or `no`")),
    };
    Ok(Launch {
        tag: fields.needed("launch_tag")?,
        piece: String::new(),
        payload: String::new(),
        date: VagueDate { first: day, last: day, seconds: None, doubtful: false },
        vehicle: fields.needed("vehicle")?,
        mission: fields.text("payload").to_string(),
        site: fields.text("site").to_string(),
        agency: fields.text("provider").to_string(),
        state: String::new(),
        destination: fields.text("orbit").to_string(),
        orbital_payload: fields.amount("payload_mass_t")?,
        category,
        outcome,
    })
}

/// Orbital attempts by year of launch, each tag counted once. A launch whose year is not known is counted in the first it may be of.
pub fn attempts_by_year(launches: &[Launch]) -> BTreeMap<i32, usize> {
    let mut tags = BTreeMap::new();
    for launch in launches.iter().filter(|launch| launch.is_orbital_attempt()) {
        tags.entry(launch.tag.as_str()).or_insert(launch.date.first);
    }
    let mut years = BTreeMap::new();
    for day in tags.into_values() {
        *years.entry(day.year()).or_insert(0) += 1;
    }
    years
}
