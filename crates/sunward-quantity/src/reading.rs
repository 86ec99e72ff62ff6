//! Reads a quantity as a user writes it: `"40 MWh"`, `"2500 USD_2024/m2"`, `"25 °C"`, `"96.2 %"`.

use crate::unit::{UnitError, read_unit, read_unit_and_words};
use crate::{Dimension, Kind, Measure, TemplateUnit};
use std::fmt;

/// Why a text is not the quantity that was wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum ReadError {
    /// Nothing there.
    Empty,
    /// It does not start with a number.
    NotANumber(String),
    /// Infinite, undefined, or too large to hold.
    NotFinite,
    /// A number, but in which unit?
    UnitMissing(Kind),
    /// A unit that could not be read.
    Unit(UnitError),
    /// A quantity of another kind.
    WrongKind {
        /// What was wanted.
        wanted: Kind,
        /// What it is made of instead.
        found: Dimension,
    },
    /// A number in a unit that follows from what is described, but without it.
    TemplateMissing(String),
    /// Not of the dimension of the unit that follows from what is described.
    WrongUnit {
        /// That unit.
        wanted: String,
        /// What it is made of instead.
        found: Dimension,
    },
    /// Of the same dimension, but something else is counted.
    WrongWords {
        /// The unit that follows from what is described.
        wanted: String,
        /// The unit as it was written.
        found: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "nothing is written here"),
            Self::NotANumber(text) => write!(f, "`{text}` is not a number"),
            Self::NotFinite => write!(f, "a number must be finite"),
            Self::UnitMissing(kind) => write!(f, "{} needs its unit", kind.name()),
            Self::Unit(error) => write!(f, "{error}"),
            Self::WrongKind { wanted, found } => {
                write!(f, "{} belongs here, but this is {}", wanted.name(), describe(*found))
            }
            Self::TemplateMissing(unit) => write!(f, "a number in `{unit}` needs its unit"),
            Self::WrongUnit { wanted, found } => {
                write!(f, "a number in `{wanted}` belongs here, but this is {}", describe(*found))
            }
            Self::WrongWords { wanted, found } => {
                write!(f, "a number in `{wanted}` belongs here, but `{found}` counts something else")
            }
        }
    }
}

impl ReadError {
    /// What to write instead.
    pub fn remedy<'a>(&self, wanted: impl Into<Measure<'a>>) -> String {
        let wanted = wanted.into();
        match self {
            Self::Unit(UnitError::Unknown(name, _)) if name == "per" => "write `/` instead of `per`".into(),
            Self::Unit(UnitError::Unknown(_, Some(nearest))) => format!("did you mean `{nearest}`?"),
            Self::Unit(UnitError::PriceWithoutYear) => {
                format!("say which year's dollars, like `{}`", wanted.example())
            }
            Self::Unit(UnitError::UnknownMoneyYear(_)) => {
                let (first, last) = crate::money::known_years();
                format!("state the price in dollars of a year from {first} to {last}")
            }
            _ => format!("write it like `{}`", wanted.example()),
        }
    }
}

/// The kind with this dimension, as a phrase: `a power`.
pub fn describe(dimension: Dimension) -> String {
    match Kind::ALL.iter().find(|kind| kind.dimension() == dimension) {
        Some(kind) => kind.name().into(),
        None => format!("in {dimension}"),
    }
}

/// Reads `text` as a quantity of `kind`; gives its size in SI units.
///
/// # Errors
/// [`ReadError`] says what is wrong; [`ReadError::remedy`] what to write instead.
pub fn read(kind: Kind, text: &str) -> Result<f64, ReadError> {
    let (number, unit) = number_and_unit(text)?;
    if unit.is_empty() {
        if kind.dimension() == Dimension::NONE && kind != Kind::Angle {
            return finite(number);
        }
        return Err(ReadError::UnitMissing(kind));
    }
    let read = read_unit(unit).map_err(ReadError::Unit)?;
    if read.dimension != kind.dimension() {
        return Err(ReadError::WrongKind { wanted: kind, found: read.dimension });
    }
    if kind == Kind::TemperatureDifference && read.celsius {
        return Err(ReadError::Unit(UnitError::CelsiusIsNotADifference));
    }
    finite(if read.celsius { number + 273.15 } else { number * read.scale })
}

/// Reads `text` as a number of `wanted`, in which something may be counted: `"0.13 kg/wafer"` is 0.00013 of `t/wafer`.
///
/// # Errors
/// [`ReadError`] says what is wrong; [`ReadError::remedy`] what to write instead.
pub fn read_in(wanted: &TemplateUnit, text: &str) -> Result<f64, ReadError> {
    let (number, unit) = number_and_unit(text)?;
    if unit.is_empty() {
        return if wanted.is_pure() { finite(number) } else { Err(ReadError::TemplateMissing(wanted.text.clone())) };
    }
    let (read, counted) = read_unit_and_words(unit).map_err(ReadError::Unit)?;
    if read.celsius {
        return Err(ReadError::Unit(UnitError::CelsiusIsNotADifference));
    }
    if read.dimension != wanted.dimension {
        return Err(ReadError::WrongUnit { wanted: wanted.text.clone(), found: read.dimension });
    }
    if counted != wanted.counted {
        let found = unit.chars().take(60).collect();
        return Err(ReadError::WrongWords { wanted: wanted.text.clone(), found });
    }
    finite(wanted.scaled(number, read.scale))
}

/// Reads `text` as a quantity of whatever kind it is: its size in SI, and the unit it was written in. A temperature in `°C` is
/// kept in kelvin.
///
/// # Errors
/// [`ReadError`]; a price needs its year here as everywhere.
pub fn read_any(text: &str) -> Result<(f64, TemplateUnit), ReadError> {
    let (number, unit) = number_and_unit(text)?;
    let name = if unit.is_empty() { "1" } else { unit };
    // Asked first without the base year that a template would put in, so that a price without a year is refused.
    let read = read_unit(name).map_err(ReadError::Unit)?;
    let unit = TemplateUnit::of(if read.celsius { "K" } else { name }).map_err(ReadError::Unit)?;
    Ok((finite(if read.celsius { number + 273.15 } else { number * read.scale })?, unit))
}

/// The number at the head of a text, and the unit behind it.
fn number_and_unit(text: &str) -> Result<(f64, &str), ReadError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    let end = number_end(text);
    let (digits, unit) = text.split_at(end);
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    let number: f64 = digits.parse().map_err(|_| ReadError::NotANumber(text.chars().take(40).collect()))?;
    Ok((number, unit.trim()))
}

fn finite(value: f64) -> Result<f64, ReadError> {
    if value.is_finite() { Ok(value) } else { Err(ReadError::NotFinite) }
}

/// Where the number at the head of `text` ends: sign, digits with `_`, point, exponent.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut i = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let digits = |mut i: usize| {
        while i < bytes.len() && (bytes[i].is_ascii_digit() || bytes[i] == b'_') {
            i += 1;
        }
        i
    };
    i = digits(i);
    if bytes.get(i) == Some(&b'.') {
        i = digits(i + 1);
    }
    if matches!(bytes.get(i), Some(b'e' | b'E')) {
        let mut j = i + 1;
        j += usize::from(matches!(bytes.get(j), Some(b'+' | b'-')));
        if bytes.get(j).is_some_and(u8::is_ascii_digit) {
            i = digits(j);
        }
    }
    i
}
