//! The one register of parameters.

use crate::parameter::{Estimate, Evidence, Parameter, Provenance, Value};
use crate::spread::Uncertainty;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use sunward_quantity::{Quantity, ReadError};

/// The slot of a number that is always there.
#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent, bound = "")]
pub struct Key<T>(u32, PhantomData<T>);

/// The slot of a number that may be absent: a datasheet that may be typed in instead of computed.
#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent, bound = "")]
pub struct OptionalKey<T>(u32, PhantomData<T>);

/// The slot of what means nothing here.
const NOWHERE: u32 = u32::MAX;

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Key<T> {}
impl<T> Clone for OptionalKey<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for OptionalKey<T> {}

impl<T: Quantity> Key<T> {
    /// The slot with this index, which the register gave out for a number of kind `T`.
    pub fn new(slot: u32) -> Self {
        Self(slot, PhantomData)
    }
    /// Its index in the register.
    pub fn slot(self) -> usize {
        self.0 as usize
    }
    /// The same number where its values stand behind `by` others: see [`Values::followed_by`].
    pub fn moved(self, by: usize) -> Self {
        Self::new(moved(self.0, by))
    }
}

impl<T: Quantity> OptionalKey<T> {
    /// The slot with this index, which the register gave out for a number of kind `T`.
    pub fn new(slot: u32) -> Self {
        Self(slot, PhantomData)
    }
    /// No slot: the number means nothing here and is always absent.
    pub fn nowhere() -> Self {
        Self(NOWHERE, PhantomData)
    }
    /// Its index in the register, if it has one.
    pub fn slot(self) -> Option<usize> {
        if self.0 == NOWHERE { None } else { Some(self.0 as usize) }
    }
    /// As [`Key::moved`]; what is nowhere stays there.
    pub fn moved(self, by: usize) -> Self {
        if self.0 == NOWHERE { self } else { Self::new(moved(self.0, by)) }
    }
}

fn moved(slot: u32, by: usize) -> u32 {
    u32::try_from(slot as usize + by).expect("fewer than four billion parameters")
}

/// Every number of the model in one year, in SI: what the evaluation reads.
///
/// A draw or a slider changes slots here and touches nothing else.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Values(Vec<f64>);

impl Values {
    /// The number in this slot.
    #[inline]
    pub fn get<T: Quantity>(&self, key: Key<T>) -> T {
        T::from_si(self.0[key.slot()])
    }

    /// The number in this slot, unless absent.
    #[inline]
    pub fn get_optional<T: Quantity>(&self, key: OptionalKey<T>) -> Option<T> {
        // What is nowhere lies beyond the end.
        let value = self.0.get(key.0 as usize).copied().unwrap_or(f64::NAN);
        if value.is_nan() { None } else { Some(T::from_si(value)) }
    }

    /// Puts `value` (in SI; `NaN` for absent) into a slot.
    pub fn put(&mut self, slot: usize, value: f64) {
        self.0[slot] = value;
    }

    /// The numbers of two models in one array: those of the other stand behind these.
    ///
    /// A shape of the other model reads its own numbers there once it is [moved](crate::Shaped::moved) by the length of
    /// these.
    pub fn followed_by(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).copied().collect())
    }

    /// Whether some slots hold the same bits in another set of values of the same register.
    pub fn same_at(&self, other: &Self, slots: &[usize]) -> bool {
        slots.iter().all(|slot| self.0[*slot].to_bits() == other.0[*slot].to_bits())
    }

    /// All slots in order.
    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }
}

/// Every number of the model, each reachable by its path.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(from = "Vec<Parameter>", into = "Vec<Parameter>")]
pub struct Register {
    parameters: Vec<Parameter>,
    by_path: BTreeMap<String, usize>,
}

/// Why a parameter could not be set.
#[derive(Debug, Clone, PartialEq)]
pub enum SetError {
    /// No parameter has this path; the nearest that exists.
    UnknownPath(String, Option<String>),
    /// The text is not a quantity of the wanted kind; what to write instead.
    Unreadable(String, ReadError, String),
    /// The number makes no sense here: its bounds, and the number.
    OutOfBounds(String, String, String),
    /// `PATH.YEAR` on a parameter that is constant or has no such year.
    NoSuchYear(String, i32),
    /// A value for every year, where each holds in its own year only.
    YearMissing(String),
    /// A value between two points that must grow at a constant rate would be zero or negative.
    NotGeometric(String),
}

/// Why a parameter was not set, before it is put in words.
#[derive(Debug, Clone, PartialEq)]
pub enum NotSet {
    /// No parameter has this path.
    UnknownPath,
    /// The text is not a quantity of the wanted kind.
    Unreadable(ReadError),
    /// The number makes no sense here.
    OutOfBounds(f64),
    /// The parameter is constant or has no such year.
    NoSuchYear(i32),
    /// A value for every year, where each holds in its own year only.
    YearMissing,
    /// A value between two points that must grow at a constant rate would be zero or negative.
    NotGeometric,
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPath(path, nearest) => {
                write!(f, "no parameter `{path}`")?;
                match nearest {
                    Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
                    None => write!(f, "; `sunward parameters SCENARIO` lists them all"),
                }
            }
            Self::Unreadable(path, error, remedy) => write!(f, "`{path}`: {error}; {remedy}"),
            Self::OutOfBounds(path, bounds, value) => write!(f, "`{path}` must be {bounds}, but this is {value}"),
            Self::YearMissing(path) => {
                write!(f, "each number of `{path}` holds in one year only; say which, like `{path}.2030`")
            }
            Self::NoSuchYear(path, year) => {
                write!(f, "`{path}` has no value of its own for {year}; set `{path}` to make it the same in every year")
            }
            Self::NotGeometric(path) => {
                write!(f, "`{path}` is interpolated geometrically: every value must be more than zero")
            }
        }
    }
}

impl std::error::Error for SetError {}

impl From<Register> for Vec<Parameter> {
    fn from(register: Register) -> Self {
        register.parameters
    }
}

impl From<Vec<Parameter>> for Register {
    fn from(parameters: Vec<Parameter>) -> Self {
        let mut by_path = BTreeMap::new();
        for (slot, parameter) in parameters.iter().enumerate().filter(|row| !row.1.path.is_empty()) {
            by_path.insert(parameter.path.clone(), slot);
        }
        Self { parameters, by_path }
    }
}

impl Register {
    /// Adds a parameter and gives its slot.
    ///
    /// # Panics
    /// If the path is taken: the reader gives each field of each entry one path.
    pub fn add(&mut self, parameter: Parameter) -> u32 {
        let slot = self.parameters.len();
        let taken = self.by_path.insert(parameter.path.clone(), slot);
        assert!(taken.is_none(), "two parameters with the path {}", parameter.path);
        self.parameters.push(parameter);
        u32::try_from(slot).expect("fewer than four billion parameters")
    }

    /// All parameters in the order of their slots.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The parameter with this path.
    pub fn find(&self, path: &str) -> Option<&Parameter> {
        self.by_path.get(path).map(|slot| &self.parameters[*slot])
    }

    /// The slot of the parameter with this path.
    pub fn slot(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// The same register with those slots only that are asked for: the others have no path and no value. What is left says nothing of
    /// how far it may be off, but for numbers over time, whose years are told apart by it.
    pub fn thinned(&self, keep: impl Fn(usize) -> bool) -> Self {
        let thin = |(slot, parameter): (usize, &Parameter)| {
            let kept = keep(slot);
            let value = match &parameter.value {
                Value::Constant(estimate) => Value::Constant(Estimate { range: None, ..*estimate }),
                value => value.clone(),
            };
            Parameter {
                path: if kept { parameter.path.clone() } else { String::new() },
                unit: parameter.unit.clone().filter(|_| kept),
                value: if kept { value } else { Value::Absent },
                bounds: if kept { parameter.bounds } else { crate::parameter::ANY },
                kind: if kept { parameter.kind } else { sunward_quantity::Kind::Ratio },
                optional: kept && parameter.optional,
                distribution: None,
                uncertainty: Uncertainty::default(),
                ..parameter.clone()
            }
        };
        self.parameters.iter().enumerate().map(thin).collect::<Vec<Parameter>>().into()
    }

    /// All paths in alphabetical order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// Every number in `year`.
    pub fn values(&self, year: i32) -> Values {
        Values(self.parameters.iter().map(|p| p.value.at(year)).collect())
    }

    /// Every number in `year`, into a buffer that is already there.
    pub fn values_into(&self, year: i32, values: &mut Values) {
        values.0.clear();
        values.0.extend(self.parameters.iter().map(|p| p.value.at(year)));
    }

    /// Sets `path`, or one year of it (`path.2030`), to a quantity as a user writes it.
    ///
    /// A plain path makes the value the same in every year.
    ///
    /// # Errors
    /// [`SetError`], with the remedy in its text.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), SetError> {
        self.try_set(path, text).map_err(|why| self.in_words(path, why))
    }

    /// The same for those who have the words from elsewhere.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn try_set(&mut self, path: &str, text: &str) -> Result<(), NotSet> {
        let (slot, year) = self.resolve(path).ok_or(NotSet::UnknownPath)?;
        let text = text.trim().trim_matches('"');
        let value = self.parameters[slot].measure().read(text).map_err(NotSet::Unreadable)?;
        self.try_set_number(slot, year, value)
    }

    /// Sets a slot, or one year of it, to `value` in SI, or in its own unit where it has one.
    ///
    /// # Errors
    /// [`SetError`], with the remedy in its text; it names `path`.
    pub fn set_number(&mut self, slot: usize, year: Option<i32>, value: f64, path: &str) -> Result<(), SetError> {
        self.try_set_number(slot, year, value).map_err(|why| self.of_slot_in_words(slot, path, why))
    }

    /// What a user is told of a path that was not set.
    pub fn in_words(&self, path: &str, why: NotSet) -> SetError {
        match self.resolve(path) {
            Some((slot, _)) => self.of_slot_in_words(slot, path, why),
            None => SetError::UnknownPath(path.to_string(), self.nearest(path)),
        }
    }

    fn of_slot_in_words(&self, slot: usize, path: &str, why: NotSet) -> SetError {
        let parameter = &self.parameters[slot];
        let measure = parameter.measure();
        match why {
            NotSet::UnknownPath => SetError::UnknownPath(path.to_string(), self.nearest(path)),
            NotSet::Unreadable(error) => {
                let remedy = error.remedy(measure);
                SetError::Unreadable(path.to_string(), error, remedy)
            }
            NotSet::OutOfBounds(value) => {
                SetError::OutOfBounds(path.to_string(), parameter.bounds.describe(measure), measure.show(value))
            }
            NotSet::NoSuchYear(year) => SetError::NoSuchYear(parameter.path.clone(), year),
            NotSet::YearMissing => SetError::YearMissing(parameter.path.clone()),
            NotSet::NotGeometric => SetError::NotGeometric(path.to_string()),
        }
    }

    fn try_set_number(&mut self, slot: usize, year: Option<i32>, value: f64) -> Result<(), NotSet> {
        let parameter = &mut self.parameters[slot];
        if !value.is_finite() || !parameter.bounds.allow(value) {
            return Err(NotSet::OutOfBounds(value));
        }
        let estimate = Estimate { best: value, range: None };
        let decided = crate::spread::is_decided(&parameter.provenance);
        match (year, &mut parameter.value) {
            (None, Value::OverTime { interpolation: crate::Interpolation::Exact, .. }) => {
                return Err(NotSet::YearMissing);
            }
            (None, value) => {
                *value = Value::Constant(estimate);
                parameter.uncertainty = Uncertainty::default();
            }
            (Some(year), Value::OverTime { points, interpolation }) => {
                let Some(index) = points.iter().position(|point| point.0 == year) else {
                    return Err(NotSet::NoSuchYear(year));
                };
                if *interpolation == crate::Interpolation::Geometric && value <= 0.0 {
                    return Err(NotSet::NotGeometric);
                }
                points[index].1 = estimate;
                if let Some(table) = parameter.uncertainty.tables.get_mut(index) {
                    *table = None;
                }
                if decided {
                    // Ranges of a decision are not drawn, and those of what is set on the command line are.
                    points.iter_mut().for_each(|point| point.1.range = None);
                }
            }
            (Some(year), _) => return Err(NotSet::NoSuchYear(year)),
        }
        if parameter.value.estimates().iter().all(|row| row.1.range.is_none()) {
            // Nothing is left to spread it over.
            parameter.distribution = None;
            parameter.uncertainty = Uncertainty::default();
        }
        parameter.provenance = Provenance {
            source: "command line".into(),
            evidence: Evidence::Decision,
            date: None,
            note: None,
            place: None,
        };
        Ok(())
    }

    /// Puts a parameter into a slot as it was before it was [set](Self::set).
    ///
    /// # Panics
    /// If it is another one: each slot keeps its path.
    pub fn put_back(&mut self, slot: usize, parameter: Parameter) {
        assert_eq!(self.parameters[slot].path, parameter.path, "each slot keeps its path");
        self.parameters[slot] = parameter;
    }

    /// The slot that a path names, and the year if it names one: `launch_price.2035`.
    pub fn resolve(&self, path: &str) -> Option<(usize, Option<i32>)> {
        if let Some(slot) = self.slot(path) {
            return Some((slot, None));
        }
        let (head, tail) = path.rsplit_once('.')?;
        Some((self.slot(head)?, Some(tail.parse::<i32>().ok()?)))
    }

    /// The path most like `path`, if any is near.
    pub fn nearest(&self, path: &str) -> Option<String> {
        if path.len() > 200 {
            return None;
        }
        self.paths()
            .map(|known| (strsim::normalized_damerau_levenshtein(path, known), known))
            .filter(|scored| scored.0 > 0.6)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|scored| scored.1.to_string())
    }
}
