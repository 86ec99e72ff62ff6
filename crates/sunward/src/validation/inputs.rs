//! What goes into a case.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use sunward_quantity::{Quantity, Ratio, read};

/// The inputs of one case, as written; each is read as the kind that the formula wants.
pub struct Inputs<'a> {
    texts: &'a BTreeMap<String, String>,
    used: RefCell<BTreeSet<&'a str>>,
    /// One input, made this many times larger: to see whether it matters.
    scaled: Option<(&'a str, f64)>,
}

impl<'a> Inputs<'a> {
    pub fn new(texts: &'a BTreeMap<String, String>, scaled: Option<(&'a str, f64)>) -> Self {
        Self { texts, used: RefCell::default(), scaled }
    }

    /// The input of this name, which must be there.
    pub fn get<T: Quantity>(&self, name: &str) -> Result<T, String> {
        self.find(name)?.ok_or_else(|| format!("the input `{name}` ({}) is missing", T::KIND.name()))
    }

    /// The input of this name, or `default` where the case does not give it.
    pub fn get_or<T: Quantity>(&self, name: &str, default: T) -> Result<T, String> {
        Ok(self.find(name)?.unwrap_or(default))
    }

    /// A share, an efficiency, a count.
    pub fn number(&self, name: &str) -> Result<f64, String> {
        Ok(self.get::<Ratio>(name)?.value())
    }

    /// A number that counts things.
    pub fn whole(&self, name: &str) -> Result<u32, String> {
        let value = self.number(name)?;
        if value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0 {
            Ok(value as u32)
        } else {
            Err(format!("the input `{name}` is {value}, which is not a whole number"))
        }
    }

    /// Inputs that nobody asked for.
    pub fn unused(&self) -> Vec<&str> {
        let used = self.used.borrow();
        self.texts.keys().map(String::as_str).filter(|name| !used.contains(name)).collect()
    }

    fn find<T: Quantity>(&self, name: &str) -> Result<Option<T>, String> {
        let Some((key, text)) = self.texts.get_key_value(name) else {
            return Ok(None);
        };
        self.used.borrow_mut().insert(key);
        let value = read(T::KIND, text)
            .map_err(|error| format!("the input `{name}` = `{text}`: {error}; {}", error.remedy(T::KIND)))?;
        let factor = self.scaled.filter(|scaled| scaled.0 == name).map_or(1.0, |scaled| scaled.1);
        Ok(Some(T::from_si(value * factor)))
    }
}
