//! The log of orbital launches of GCAT, tab-separated.
//!
//! Source: `gcat` for the columns and codes. The file is its `launch.tsv`.

use crate::date::VagueDate;
use crate::reading::{Fault, Refusal, Rows, quoted};
use crate::table::{self, Column, Fields, Shape, wanted, welcome};

/// One launch as the log has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Launch {
    /// Launch tag, like `2025-001`.
    pub tag: String,
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
    /// Where to: the orbit, or empty.
    pub destination: String,
    /// Mass put in orbit, tonnes, where the log has it. Placeholders for unknown masses stand in the log, so a sum is good to about 5 %.
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
    /// `E`: it exploded on the pad, which is not counted as an attempt.
    PadExplosion,
    /// `U`: not known.
    Unknown,
}

impl Launch {
    /// Whether it was an attempt at an orbit or farther: category `O` or `D`, and it left the pad.
    pub fn is_orbital_attempt(&self) -> bool {
        matches!(self.category, 'O' | 'D') && self.outcome != Outcome::PadExplosion
    }
}

const COLUMNS: &[Column] = &[
    wanted("Launch_Tag", &[]),
    wanted("Launch_Date", &[]),
    wanted("LV_Type", &[]),
    wanted("Launch_Code", &["LaunchCode"]),
    welcome("Mission", &[]),
    welcome("Launch_Site", &[]),
    welcome("Agency", &["LaunchAgency"]),
    welcome("Dest", &[]),
    welcome("OrbPay", &[]),
];

/// Reads `launch.tsv`. Lines that begin with `#` below the header are comments, `-` is an empty field, and two rows of one tag are
/// one too many.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn read(bytes: &[u8]) -> Result<Rows<Launch>, Refusal> {
    table::read(bytes, Shape::Tabs, COLUMNS, launch, |fields| fields.text("Launch_Tag").to_string())
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
        destination: field("Dest"),
        orbital_payload: payload,
        tag,
        category,
        outcome,
    })
}
