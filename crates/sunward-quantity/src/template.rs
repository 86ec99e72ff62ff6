//! Units that follow from what is described: the amount of a recipe is in the commodity's unit for each unit of activity,
//! `t/wafer`.

use crate::reading::{describe, read, read_in};
use crate::showing::{in_document_unit, show, show_number, with_money_year};
use crate::unit::{Counted, UnitError, read_unit_and_words};
use crate::{Dimension, Kind, ReadError, YEAR};

/// Longest unit that a user may make up.
const LONGEST: usize = 60;

/// A unit in which numbers are kept, with the words of what is counted in it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TemplateUnit {
    /// As it is shown and can be read back: `t/wafer`, `USD_2025/GW`.
    pub text: String,
    /// Its size in SI units.
    pub scale: f64,
    /// What it measures.
    pub dimension: Dimension,
    /// Words of what is counted, and their powers.
    pub counted: Counted,
}

impl From<TemplateUnit> for String {
    fn from(unit: TemplateUnit) -> Self {
        unit.text
    }
}

impl TryFrom<String> for TemplateUnit {
    type Error = UnitError;
    fn try_from(text: String) -> Result<Self, UnitError> {
        Self::of(&text)
    }
}

impl TemplateUnit {
    /// Reads a unit; money without a year is of the base year.
    ///
    /// # Errors
    /// [`UnitError`]: it cannot be read, or it is too long, too large or too small for numbers in it to be kept.
    pub fn of(text: &str) -> Result<Self, UnitError> {
        let text = with_money_year(text.trim());
        // Two such units, and a year beside them, make the longest that follows from others.
        if text.chars().count() > 3 * LONGEST {
            return Err(UnitError::Malformed(text.chars().take(LONGEST).collect()));
        }
        let (unit, counted) = read_unit_and_words(&text)?;
        if unit.celsius {
            return Err(UnitError::CelsiusIsNotADifference);
        }
        if !(1e-100..=1e100).contains(&unit.scale) {
            return Err(UnitError::Malformed(text));
        }
        Ok(Self { text, scale: unit.scale, dimension: unit.dimension, counted })
    }

    /// Reads the unit that a user gives a commodity or an activity.
    ///
    /// # Errors
    /// [`UnitError`], as for [`of`](Self::of); money is no such unit.
    pub fn given(text: &str) -> Result<Self, UnitError> {
        let malformed = || UnitError::Malformed(text.chars().take(LONGEST).collect());
        if text.chars().count() > LONGEST {
            return Err(malformed());
        }
        let unit = read_unit_and_words(text)?.0;
        // It will stand below a line, beside another of its kind.
        Self::of(&format!("1/({text})"))?;
        let ordinary = (1e-40..=1e40).contains(&unit.scale) && unit.dimension.money == 0;
        if ordinary { Self::of(text) } else { Err(malformed()) }
    }

    /// Whether nothing is measured or counted in it: a number in it may stand alone.
    pub fn is_pure(&self) -> bool {
        self.dimension == Dimension::NONE && self.counted.is_empty() && self.scale == 1.0
    }

    /// A number in a unit of size `scale` (in SI) as a number in this one.
    pub(crate) fn scaled(&self, number: f64, scale: f64) -> f64 {
        if scale == self.scale {
            return number;
        }
        // What is meant to be a round number may miss it by a bit: 1000, and 0.13 divided by it.
        let round = |x: f64| {
            let near: f64 = format!("{x:.13e}").parse().unwrap_or(x);
            if (near - x).abs() <= 4e-16 * x.abs() { near } else { x }
        };
        round(if scale > self.scale { number * round(scale / self.scale) } else { number / round(self.scale / scale) })
    }

    /// The unit of a rate of this: of `wafer` it is `wafer/year`, of `GW year` it is `GW`.
    pub fn in_a_year(&self) -> String {
        let same = |text: &str| {
            let (unit, counted) = read_unit_and_words(text).ok()?;
            let scale = unit.scale * YEAR / self.scale;
            let time = Dimension { time: 1, ..Dimension::NONE };
            let fits =
                counted == self.counted && unit.dimension * time == self.dimension && (scale - 1.0).abs() < 1e-12;
            fits.then(|| text.to_string())
        };
        let without = self.text.strip_suffix(" year").or_else(|| self.text.strip_suffix(" years"));
        without.and_then(|text| same(text.trim())).unwrap_or_else(|| format!("{}/year", self.text))
    }
}

/// Puts units into a template: in `{line.unit}/({unit}/year)` the words in braces become what `unit_of` says.
///
/// `None` if `unit_of` knows one of them not, or what comes out is no unit.
pub fn fill(template: &str, unit_of: impl Fn(&str) -> Option<TemplateUnit>) -> Option<TemplateUnit> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}')?;
        let unit = unit_of(&rest[open + 1..close])?;
        let (mut before, mut after) = (&rest[..open], &rest[close + 1..]);
        let mut text = unit.text.clone();
        if let Some(further) = after.strip_prefix("/year") {
            (text, after) = (unit.in_a_year(), further);
        }
        if let (Some(outside), Some(further)) = (before.strip_suffix('('), after.strip_prefix(')')) {
            (before, after) = (outside, further);
        }
        out.push_str(before);
        // Below a line only what is in parentheses holds together.
        let apart = text.contains([' ', '*', '·', '/']) && out.ends_with('/');
        out.push_str(&if apart { format!("({text})") } else { text });
        rest = after;
    }
    out.push_str(rest);
    let filled = TemplateUnit::of(&out).ok()?;
    // What is divided by itself is a pure number, whatever it was.
    let same = filled.dimension == Dimension::NONE && filled.counted.is_empty() && (filled.scale - 1.0).abs() < 1e-12;
    Some(if same { TemplateUnit { scale: 1.0, ..filled } } else { filled })
}

/// What a number measures: a kind of quantity, kept in SI; or something in a unit that follows from what is described.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure<'a> {
    /// A kind of quantity.
    Kind(Kind),
    /// A unit that follows from what is described.
    Unit(&'a TemplateUnit),
}

impl From<Kind> for Measure<'_> {
    fn from(kind: Kind) -> Self {
        Self::Kind(kind)
    }
}

impl Measure<'_> {
    /// In a sentence: `a mass`, `a number in t/wafer`.
    pub fn name(self) -> String {
        match self {
            Self::Kind(kind) => kind.name().into(),
            Self::Unit(unit) if unit.is_pure() => describe(unit.dimension),
            Self::Unit(unit) => format!("a number in {}", unit.text),
        }
    }

    /// How a user would write one.
    pub fn example(self) -> String {
        match self {
            Self::Kind(kind) => kind.example().into(),
            Self::Unit(unit) if unit.is_pure() => "1.2".into(),
            Self::Unit(unit) => format!("12 {}", unit.text),
        }
    }

    /// Whether a number may stand alone, without a unit.
    pub fn stands_alone(self) -> bool {
        match self {
            Self::Kind(kind) => kind.dimension() == Dimension::NONE && kind != Kind::Angle,
            Self::Unit(unit) => unit.is_pure(),
        }
    }

    /// Reads a text as one; gives its size as it is kept.
    ///
    /// # Errors
    /// [`ReadError`] says what is wrong; [`ReadError::remedy`] what to write instead.
    pub fn read(self, text: &str) -> Result<f64, ReadError> {
        match self {
            Self::Kind(kind) => read(kind, text),
            Self::Unit(unit) => read_in(unit, text),
        }
    }

    /// What is said of a number without its unit.
    pub fn unit_missing(self) -> ReadError {
        match self {
            Self::Kind(kind) => ReadError::UnitMissing(kind),
            Self::Unit(unit) => ReadError::TemplateMissing(unit.text.clone()),
        }
    }

    /// Shows a kept number to a person: `40 MWh`, `0.00013 t/wafer`.
    pub fn show(self, kept: f64) -> String {
        match self {
            Self::Kind(kind) => show(kind, kept),
            Self::Unit(unit) if unit.is_pure() => show_number(kept),
            Self::Unit(unit) => format!("{} {}", show_number(kept), unit.text),
        }
    }

    /// The one unit used in JSON and in tables, with the year of its money.
    pub fn unit(self) -> String {
        match self {
            Self::Kind(kind) => with_money_year(kind.unit()),
            Self::Unit(unit) if unit.is_pure() => Kind::Ratio.unit().into(),
            Self::Unit(unit) => unit.text.clone(),
        }
    }

    /// A kept number in that unit.
    pub fn in_document_unit(self, kept: f64) -> f64 {
        match self {
            Self::Kind(kind) => in_document_unit(kind, kept),
            Self::Unit(_) => kept,
        }
    }
}
