//! Published numbers, computed again from their inputs.
//!
//! A folder of `validation/` is a study; each `[[case]]` of its `expected.toml` says what went in, what was
//! published, how near we must come and why. Inputs are read like a scenario's and go through the engine's own
//! functions; nothing is looked up. Reads no files: the studies are part of the program.

mod asked;
mod formulas;
mod inputs;
mod reading;

pub use reading::{Case, Headline, Tolerance, read_cases, read_headlines};
use sunward_quantity::Kind;

macro_rules! studies {
    ($($name:literal)*) => {
        /// Every study: the name of its folder in `validation/` and the text of its `expected.toml`.
        pub static STUDIES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../validation/", $name, "/expected.toml")))),*];
    };
}

macro_rules! scenarios {
    ($($name:literal)*) => {
        /// Studies that stand as a scenario: the name of the folder and the text of its `scenario.toml`.
        pub static SCENARIOS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../validation/", $name, "/scenario.toml")))),*];
    };
}

studies! {
    "ai1" "clusters" "diet" "iscr" "jeshap" "launch" "mccalip" "moon" "myana_finance" "myana_physics" "odc" "orbits"
    "product_mix" "ramps" "semianalysis" "spacedc_mdao" "starcloud" "suncatcher" "tether" "transport" "turyshev" "utopia"
}

scenarios! {
    "ai1" "diet" "iscr" "jeshap" "mccalip" "myana_finance" "myana_physics" "odc" "product_mix" "semianalysis" "spacedc_mdao"
    "starcloud" "suncatcher" "tether" "transport" "turyshev" "utopia"
}

/// The scenario of a study, read.
///
/// # Errors
/// If there is none, or it cannot be read: a bug, which the tests find.
pub fn scenario(study: &str) -> Result<sunward_model::Model, String> {
    let (name, text) =
        SCENARIOS.iter().find(|row| row.0 == study).ok_or_else(|| format!("`{study}` has no scenario"))?;
    asked::model(name, text)
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Ours is as near to the published number as the case asks.
    Within,
    /// It is not.
    Outside,
    /// It is not, and the case says why: the published number is the one in doubt.
    Explained,
    /// Ours could not be computed.
    Failed,
}

impl Verdict {
    /// The word in tables and documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Outside => "outside",
            Self::Explained => "outside, explained",
            Self::Failed => "failed",
        }
    }
}

/// A case with what came out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseResult {
    /// Row of the table of published cases, with a suffix where a row has several numbers: `A1.3600`.
    pub id: String,
    /// Folder of `validation/` it stands in.
    pub study: String,
    /// What is computed, in a sentence.
    pub title: String,
    /// Key of the list of sources.
    pub source: String,
    /// How well inputs and output are known: `G1` both seen in the primary text, to `G4` an envelope.
    pub grade: String,
    /// Kind and size in SI of the published number; undefined (`NaN`) where the study finds none.
    pub published: (Kind, f64),
    /// The published number as it was printed: `14700 USD_2025/kW/year`.
    pub printed: String,
    /// Ours in SI, or why there is none.
    pub ours: Result<f64, String>,
    /// How near ours must come, in words.
    pub tolerance: String,
    /// Why that near.
    pub reason: String,
    /// Whether it does.
    pub verdict: Verdict,
    /// What a reader should beware of, or else why the tolerance is what it is.
    pub note: Option<String>,
}

impl CaseResult {
    /// Ours in the unit of the published number: `14786 USD_2025/kW/year`.
    pub fn ours_as_printed(&self) -> String {
        match &self.ours {
            Ok(si) => reading::in_unit_of(&self.printed, *si),
            Err(reason) => reason.clone(),
        }
    }

    /// Ours over published, less one; `None` where that means nothing.
    pub fn deviation(&self) -> Option<f64> {
        let ours = self.ours.as_ref().ok()?;
        (self.published.1 != 0.0 && self.published.1.is_finite()).then(|| ours / self.published.1 - 1.0)
    }
}

/// Every case of every study, in the order of the files.
///
/// # Errors
/// What is wrong with a file of `validation/`: a bug, which the tests find.
pub fn cases() -> Result<Vec<Case>, String> {
    let mut all = Vec::new();
    for (study, text) in STUDIES {
        all.extend(read_cases(study, text)?);
    }
    Ok(all)
}

/// Every headline of every study that stands as a scenario, in the order of the files.
///
/// # Errors
/// What is wrong with a file of `validation/`: a bug, which the tests find.
pub fn headlines() -> Result<Vec<Headline>, String> {
    let mut all = Vec::new();
    for (study, text) in STUDIES {
        all.extend(read_headlines(study, text)?);
    }
    Ok(all)
}

/// The scenario of a headline, with its changes.
///
/// # Errors
/// As [`scenario`], or a change that cannot be made.
pub fn scenario_of(headline: &Headline) -> Result<sunward_model::Model, String> {
    asked::changed(scenario(&headline.study)?, &headline.set)
}

/// Computes the cases again: all, those of a study (`mccalip`), or those whose id starts with `filter` (`A1`, `A1.3600`).
///
/// An id is matched up to a full stop, so that `A1` does not mean `A12`; a letter alone means its whole section.
///
/// # Errors
/// If no case matches, or a file of `validation/` cannot be read.
pub fn validate(filter: Option<&str>) -> Result<Vec<CaseResult>, String> {
    let all = cases()?;
    let wanted = filter.map(str::trim).filter(|filter| !filter.is_empty());
    let results: Vec<_> =
        all.iter().filter(|case| wanted.is_none_or(|w| is_meant(case, w))).map(Case::result).collect();
    match wanted {
        Some(wanted) if results.is_empty() => {
            let studies: Vec<_> = STUDIES.iter().map(|study| study.0).collect();
            Err(format!("no case or study `{wanted}`; the studies are {}", studies.join(", ")))
        }
        _ => Ok(results),
    }
}

fn is_meant(case: &Case, wanted: &str) -> bool {
    if case.study.eq_ignore_ascii_case(wanted) {
        return true;
    }
    let (id, wanted) = (case.id.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    let Some(rest) = id.strip_prefix(&wanted) else {
        return false;
    };
    let is_letter = wanted.len() == 1 && wanted.bytes().all(|b| b.is_ascii_alphabetic());
    is_letter || rest.is_empty() || rest.starts_with('.')
}
