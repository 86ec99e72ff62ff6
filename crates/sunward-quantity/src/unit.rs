//! Units of measure as a user writes them: `kWh`, `USD_2024/m2`, `W/m^2/K`.

use crate::{DAY, Dimension, HOUR, YEAR, money};

/// A unit: how large in SI, and what it measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Size in SI units.
    pub scale: f64,
    /// What it measures.
    pub dimension: Dimension,
    /// `°C` on its own: the number is counted from 273.15 K.
    pub celsius: bool,
}

/// Why a unit could not be read.
#[derive(Debug, Clone, PartialEq)]
pub enum UnitError {
    /// No such unit; the nearest known name, if one is near.
    Unknown(String, Option<String>),
    /// `USD` without a year.
    PriceWithoutYear,
    /// Dollars of a year outside the price index.
    UnknownMoneyYear(String),
    /// `°C` inside a compound unit.
    CelsiusIsNotADifference,
    /// The expression does not parse: what was met.
    Malformed(String),
}

impl std::fmt::Display for UnitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(name, _) | Self::Malformed(name) => write!(f, "`{name}` is not a unit"),
            Self::PriceWithoutYear => write!(f, "a price without a year"),
            Self::UnknownMoneyYear(year) => write!(f, "no price index for the year `{year}`"),
            Self::CelsiusIsNotADifference => {
                write!(f, "`°C` counts from a zero of its own; a difference or a compound unit is written in `K`")
            }
        }
    }
}

impl std::error::Error for UnitError {}

const fn d(mass: i8, length: i8, time: i8, temperature: i8, operation: i8, bit: i8) -> Dimension {
    Dimension::powers(mass, length, time, temperature, 0, operation, bit)
}

const WATT: Dimension = d(1, 2, -3, 0, 0, 0);
const JOULE: Dimension = d(1, 2, -2, 0, 0, 0);
const SECOND: Dimension = d(0, 0, 1, 0, 0, 0);
const NONE: Dimension = Dimension::NONE;

/// Names that take SI prefixes.
const PREFIXED: &[(&str, f64, Dimension)] = &[
    ("W", 1.0, WATT),
    ("Wh", HOUR, JOULE),
    ("J", 1.0, JOULE),
    ("eV", 1.602176634e-19, JOULE),
    ("g", 1e-3, d(1, 0, 0, 0, 0, 0)),
    ("t", 1e3, d(1, 0, 0, 0, 0, 0)),
    ("m", 1.0, d(0, 1, 0, 0, 0, 0)),
    ("s", 1.0, SECOND),
    ("K", 1.0, d(0, 0, 0, 1, 0, 0)),
    ("N", 1.0, d(1, 1, -2, 0, 0, 0)),
    ("Pa", 1.0, d(1, -1, -2, 0, 0, 0)),
    ("Gy", 1.0, d(0, 2, -2, 0, 0, 0)),
    ("rad", 0.01, d(0, 2, -2, 0, 0, 0)),
    ("FLOP", 1.0, d(0, 0, 0, 0, 1, 0)),
    ("OP", 1.0, d(0, 0, 0, 0, 1, 0)),
    ("bit", 1.0, d(0, 0, 0, 0, 0, 1)),
    ("B", 8.0, d(0, 0, 0, 0, 0, 1)),
];

/// Names that stand as they are.
const PLAIN: &[(&str, f64, Dimension)] = &[
    ("1", 1.0, NONE),
    ("%", 0.01, NONE),
    ("percent", 0.01, NONE),
    ("min", 60.0, SECOND),
    ("minutes", 60.0, SECOND),
    ("h", HOUR, SECOND),
    ("hour", HOUR, SECOND),
    ("hours", HOUR, SECOND),
    ("day", DAY, SECOND),
    ("days", DAY, SECOND),
    ("month", YEAR / 12.0, SECOND),
    ("months", YEAR / 12.0, SECOND),
    ("year", YEAR, SECOND),
    ("years", YEAR, SECOND),
    ("Btu", 1055.05585262, JOULE),
    ("tf", 9806.65, d(1, 1, -2, 0, 0, 0)),
    ("MMBtu", 1055.05585262e6, JOULE),
    ("deg", std::f64::consts::PI / 180.0, NONE),
    ("radian", 1.0, NONE),
    ("TOPS", 1e12, d(0, 0, -1, 0, 1, 0)),
];

/// Things that are counted: pure numbers with a name for the reader, of which recipes keep account. One, and several.
const COUNTED: &[(&str, &str)] = &[
    ("array", "arrays"),
    ("booster", "boosters"),
    ("car", "cars"),
    ("catcher", "catchers"),
    ("chip", "chips"),
    ("cycle", "cycles"),
    ("die", "dies"),
    ("engine", "engines"),
    ("exposure", "exposures"),
    ("flight", "flights"),
    ("lander", "landers"),
    ("launch", "launches"),
    ("licence", "licences"),
    ("package", "packages"),
    ("pad", "pads"),
    ("person", "persons"),
    ("piece", "pieces"),
    ("plant", "plants"),
    ("rack", "racks"),
    ("robot", "robots"),
    ("satellite", "satellites"),
    ("scanner", "scanners"),
    ("ship", "ships"),
    ("shot", "shots"),
    ("slot", "slots"),
    ("stack", "stacks"),
    ("token", "tokens"),
    ("tool", "tools"),
    ("turbine", "turbines"),
    ("vehicle", "vehicles"),
    ("wafer", "wafers"),
];

/// Prefixes of what is counted: thousand, million, billion.
const COUNTED_PREFIXES: &[(&str, f64)] = &[("", 1.0), ("k", 1e3), ("M", 1e6), ("G", 1e9)];

const PREFIXES: &[(&str, f64)] = &[
    ("n", 1e-9),
    ("u", 1e-6),
    ("µ", 1e-6),
    ("m", 1e-3),
    ("c", 1e-2),
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
    ("E", 1e18),
    ("Z", 1e21),
    ("Y", 1e24),
];

/// Prefixes of money: thousand, million, billion, trillion.
const MONEY_PREFIXES: &[(&str, f64)] = &[("", 1.0), ("k", 1e3), ("M", 1e6), ("B", 1e9), ("G", 1e9), ("T", 1e12)];

fn plain(scale: f64, dimension: Dimension) -> Unit {
    Unit { scale, dimension, celsius: false }
}

fn money_unit(name: &str) -> Option<Result<Unit, UnitError>> {
    let at = name.find("USD")?;
    let scale = MONEY_PREFIXES.iter().find(|p| p.0 == &name[..at])?.1;
    let dimension = Dimension { money: 1, ..Dimension::NONE };
    let year = &name[at + 3..];
    if year.is_empty() {
        return Some(Err(UnitError::PriceWithoutYear));
    }
    let Some(year) = year.strip_prefix('_') else {
        return Some(Err(UnitError::Unknown(name.into(), Some(format!("USD_{}", money::BASE_YEAR)))));
    };
    let known = year.parse::<i32>().ok().filter(|_| year.len() == 4).and_then(money::to_base_year);
    Some(known.map(|factor| plain(scale * factor, dimension)).ok_or_else(|| UnitError::UnknownMoneyYear(year.into())))
}

/// What is counted, by name, with its prefix if it has one: how many, and the words for one and for several.
pub fn counted(name: &str) -> Option<(f64, &'static str, &'static str)> {
    COUNTED_PREFIXES.iter().find_map(|(prefix, factor)| {
        let rest = name.strip_prefix(prefix)?;
        COUNTED.iter().find(|row| row.0 == rest || row.1 == rest).map(|row| (*factor, row.0, row.1))
    })
}

/// One name, with its prefix if it takes one.
fn named(name: &str) -> Result<Unit, UnitError> {
    if let Some(result) = money_unit(name) {
        return result;
    }
    if matches!(name, "°C" | "degC") {
        return Ok(Unit { scale: 1.0, dimension: d(0, 0, 0, 1, 0, 0), celsius: true });
    }
    if let Some(row) = PLAIN.iter().chain(PREFIXED).find(|row| row.0 == name) {
        return Ok(plain(row.1, row.2));
    }
    for (prefix, factor) in PREFIXES {
        if let Some(rest) = name.strip_prefix(prefix)
            && let Some(row) = PREFIXED.iter().find(|row| row.0 == rest)
        {
            return Ok(plain(factor * row.1, row.2));
        }
    }
    if let Some((factor, ..)) = counted(name) {
        return Ok(plain(factor, NONE));
    }
    Err(UnitError::Unknown(name.into(), nearest(name)))
}

/// The known name with the fewest differing letters, if at most two and less than half of them differ.
fn nearest(name: &str) -> Option<String> {
    if name.chars().count() > 24 {
        return None;
    }
    let mut best: Option<(usize, String)> = None;
    let prefixed = PREFIXED.iter().flat_map(|row| {
        std::iter::once(row.0.to_string()).chain(PREFIXES.iter().map(move |p| format!("{}{}", p.0, row.0)))
    });
    let counted = COUNTED.iter().flat_map(|row| [row.0, row.1]);
    for candidate in PLAIN.iter().map(|row| row.0).chain(counted).map(str::to_string).chain(prefixed) {
        let distance = if candidate.eq_ignore_ascii_case(name) { 0 } else { edits(name, &candidate) };
        if distance <= 2 && distance * 2 < name.chars().count() && best.as_ref().is_none_or(|b| distance < b.0) {
            best = Some((distance, candidate));
        }
    }
    best.map(|b| b.1)
}

/// Levenshtein distance of two short names.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Reads a unit expression: names with whole exponents (`m2`, `m^2`, `m²`, `s^-1`), `*`, `·` or a space for
/// products, `/` for a quotient by the one name or parenthesis that follows, parentheses.
///
/// # Errors
/// [`UnitError`], with the offending name.
pub fn read_unit(text: &str) -> Result<Unit, UnitError> {
    read_named(text, |_, _| {})
}

/// Words for what is counted, and their powers: `wafer` to the power of -1. In alphabetical order, none to the power of 0.
pub type Counted = Vec<(&'static str, i8)>;

/// Reads a unit expression as [`read_unit`] does, and tells what is counted in it: `t/kwafer` is by `wafer`.
///
/// # Errors
/// [`UnitError`], with the offending name.
pub fn read_unit_and_words(text: &str) -> Result<(Unit, Counted), UnitError> {
    let mut words = std::collections::BTreeMap::<&'static str, i8>::new();
    let unit = read_named(text, |name, exponent| {
        if let Some((_, word, _)) = counted(name) {
            let power = words.entry(word).or_default();
            *power = power.saturating_add(exponent);
        }
    })?;
    Ok((unit, words.into_iter().filter(|row| row.1 != 0).collect()))
}

/// Reads a unit expression; each name and its power is told to `seen`.
fn read_named(text: &str, mut seen: impl FnMut(&str, i8)) -> Result<Unit, UnitError> {
    let mut below = false;
    let mut total = plain(1.0, NONE);
    let mut names = 0;
    let mut celsius = false;
    // Parentheses only group what is below a line: `USD/(PFLOP/s h)`.
    let mut stack: Vec<bool> = Vec::new();
    let mut outer = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            ' ' | '*' | '·' => rest = &rest[c.len_utf8()..],
            '/' => {
                below = true;
                rest = &rest[1..];
            }
            '(' => {
                if stack.len() > 8 {
                    return Err(UnitError::Malformed(text.into()));
                }
                stack.push(outer);
                outer ^= below;
                below = false;
                rest = &rest[1..];
            }
            ')' => {
                if below {
                    return Err(UnitError::Malformed(text.into()));
                }
                outer = stack.pop().ok_or_else(|| UnitError::Malformed(")".into()))?;
                below = false;
                rest = &rest[1..];
            }
            _ => {
                let end = rest.find([' ', '*', '·', '/', '(', ')']).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                rest = after;
                let (name, exponent) = split_exponent(word)?;
                let unit = named(name)?;
                names += 1;
                celsius |= unit.celsius;
                let exponent = if below ^ outer { -exponent } else { exponent };
                below = false;
                seen(name, exponent);
                total.scale *= crate::elementary::power(unit.scale, f64::from(exponent));
                total.dimension = total.dimension * unit.dimension.to_the(exponent);
            }
        }
    }
    if !stack.is_empty() || names == 0 || below {
        return Err(UnitError::Malformed(text.into()));
    }
    if celsius && (names > 1 || total.dimension != d(0, 0, 0, 1, 0, 0)) {
        return Err(UnitError::CelsiusIsNotADifference);
    }
    total.celsius = celsius;
    Ok(total)
}

/// `m2`, `m^2`, `m²` → name and exponent.
fn split_exponent(word: &str) -> Result<(&str, i8), UnitError> {
    if word == "1" || word.contains('_') {
        return Ok((word, 1));
    }
    if let Some(name) = word.strip_suffix('²') {
        return Ok((name, 2));
    }
    if let Some(name) = word.strip_suffix('³') {
        return Ok((name, 3));
    }
    let malformed = || UnitError::Malformed(word.into());
    if let Some((name, exponent)) = word.split_once('^') {
        let exponent: i8 = exponent.parse().map_err(|_| malformed())?;
        return if exponent.abs() <= 6 { Ok((name, exponent)) } else { Err(malformed()) };
    }
    let name = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if name.len() == word.len() || name.is_empty() {
        return Ok((word, 1));
    }
    let exponent: i8 = word[name.len()..].parse().map_err(|_| malformed())?;
    if exponent <= 6 { Ok((name, exponent)) } else { Err(malformed()) }
}
