//! TOML files that people write, with a line for every mistake: what the readers of observations, of forecasts and of claims share.

use crate::date::Period;
use crate::observed::{Mistake, Place};
use crate::reading::{Fault, LARGEST_FILE, quoted};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// How many mistakes of one file are kept.
pub const MOST_MISTAKES: usize = 200;

/// Longest text of which all mistakes against TOML are gathered; of a longer one the first.
const LONGEST_GATHERED: usize = 1 << 20;

/// Longest title, note or name of a source, in characters.
const LONGEST_TEXT: usize = 2000;

/// A name, with its place.
pub type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;
/// What stands behind it, with its place.
pub type Value<'a> = toml::Spanned<DeValue<'a>>;

/// In the order of the file.
pub fn members<'t, 'a>(table: &'t DeTable<'a>) -> Vec<(&'t Key<'a>, &'t Value<'a>)> {
    let mut all: Vec<_> = table.iter().collect();
    all.sort_by_key(|(key, _)| key.span().start);
    all
}

/// Reads a file, and gathers what is wrong with it.
pub struct Reader<'t> {
    file: &'t str,
    /// The page that says how such files are written.
    page: &'static str,
    /// Where each line begins.
    lines: Vec<usize>,
    /// What is wrong, as it was found.
    pub mistakes: Vec<Mistake>,
}

/// A table of the file, with what has been asked of it.
pub struct Entry<'t, 'a> {
    /// What messages call it.
    pub name: String,
    /// What stands in it, by name.
    pub members: BTreeMap<&'t str, &'t Value<'a>>,
    /// Its place.
    pub at: Range<usize>,
}

/// The whole file: what could be read of it, and a reader that knows what could not. `page` says how such files are written.
pub fn whole<'a, 'f>(text: &'a str, file: &'f str, page: &'static str) -> (toml::Spanned<DeTable<'a>>, Reader<'f>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut reader = Reader { file, page, lines, mistakes: Vec::new() };
    let nothing = || DeTable::parse_recoverable("").0;
    if text.len() > LARGEST_FILE {
        reader.mistake(&(0..0), format!("the file has {} bytes", text.len()), format!("give at most {LARGEST_FILE}"));
        return (nothing(), reader);
    }
    let (root, errors) = if text.len() > LONGEST_GATHERED {
        match DeTable::parse(text) {
            Ok(root) => (root, Vec::new()),
            Err(error) => (nothing(), vec![error]),
        }
    } else {
        DeTable::parse_recoverable(text)
    };
    for error in errors.iter().take(MOST_MISTAKES) {
        let message = format!("this is not TOML: {}", error.message());
        reader.mistake(&error.span().unwrap_or(0..0), message, "correct it; https://toml.io says how TOML is written");
    }
    (root, reader)
}

impl Reader<'_> {
    /// A place of the file.
    pub fn place(&self, at: &Range<usize>) -> Place {
        Place { file: self.file.into(), line: self.lines.partition_point(|start| *start <= at.start).max(1) }
    }

    /// Something is wrong; of very many things the first are kept.
    pub fn mistake(&mut self, at: &Range<usize>, why: impl Into<String>, right: impl Into<String>) {
        if self.mistakes.len() < MOST_MISTAKES {
            let place = self.place(at);
            self.mistakes.push(Mistake { place, fault: Fault::new(why, right) });
        }
    }

    /// A table, whose members must be known; nothing where it is none.
    pub fn entry<'v, 'a>(&mut self, name: String, value: &'v Value<'a>, fields: &[&str]) -> Option<Entry<'v, 'a>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.mistake(&value.span(), format!("{name} is no table"), format!("write it as `{}` shows", self.page));
            return None;
        };
        let mut found = BTreeMap::new();
        for (key, value) in members(table) {
            if fields.contains(&key.get_ref().as_ref()) {
                found.insert(key.get_ref().as_ref(), value);
            } else {
                let why = format!("{name} has an unknown field {}", quoted(key.get_ref()));
                self.mistake(&key.span(), why, format!("known are `{}`", fields.join("`, `")));
            }
        }
        Some(Entry { name, members: found, at: value.span() })
    }

    /// A member is not there.
    pub fn missing(&mut self, entry: &Entry<'_, '_>, field: &str, example: &str) {
        self.mistake(&entry.at, format!("{} has no `{field}`", entry.name), format!("add `{field} = {example}`"));
    }

    /// A text that must be there.
    pub fn needed_text(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
        if !entry.members.contains_key(field) {
            self.missing(entry, field, "\"…\"");
        }
        self.text(entry, field)
    }

    /// A text, if it is there.
    pub fn text(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
        let value = entry.members.get(field)?;
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                self.mistake(
                    &value.span(),
                    format!("`{field}` of {} is empty", entry.name),
                    "fill it in or leave it out",
                );
            }
            DeValue::String(text) if text.chars().any(char::is_control) || text.chars().count() > LONGEST_TEXT => {
                let why = format!("`{field}` of {} holds control characters or is too long", entry.name);
                self.mistake(&value.span(), why, format!("write one line of at most {LONGEST_TEXT} characters"));
            }
            DeValue::String(text) => return Some(text.trim().to_string()),
            _ => {
                let why = format!("`{field}` of {} is no text", entry.name);
                self.mistake(&value.span(), why, format!("put it in quotes: `{field} = \"…\"`"));
            }
        }
        None
    }

    /// A text or a whole number, if it is there.
    pub fn text_or_count(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
        match entry.members.get(field)?.get_ref() {
            DeValue::Integer(count) if count.radix() == 10 => Some(count.as_str().to_string()),
            _ => self.text(entry, field),
        }
    }

    /// A number of zero or more, if it is there.
    pub fn number(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<f64> {
        let value = entry.members.get(field)?;
        let text = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        let number = text.and_then(|text| text.replace('_', "").parse::<f64>().ok());
        let allowed = number.filter(|number| (0.0..=1e30).contains(number) && (*number == 0.0 || *number >= 1e-30));
        if allowed.is_none() {
            let why = format!("`{field}` of {} is no number of zero or more", entry.name);
            self.mistake(&value.span(), why, format!("write it without its unit: `{field} = 7.08`"));
        }
        allowed
    }

    /// One of some words, which must be there.
    pub fn one_of<T: Copy>(&mut self, entry: &Entry<'_, '_>, field: &str, names: &[(&str, T)]) -> Option<T> {
        let text = self.needed_text(entry, field)?;
        let found = names.iter().find(|row| row.0 == text).map(|row| row.1);
        if found.is_none() {
            let all: Vec<&str> = names.iter().map(|row| row.0).collect();
            let why = format!("`{field}` of {} is {}", entry.name, quoted(&text));
            self.mistake(&entry.members[field].span(), why, format!("it is one of `{}`", all.join("`, `")));
        }
        found
    }

    /// A date.
    pub fn period(&mut self, entry: &Entry<'_, '_>, field: &str, text: &str) -> Option<Period> {
        Period::read(text)
            .map_err(|fault| {
                let why = format!("`{field}` of {}: {}", entry.name, fault.why);
                self.mistake(&entry.members[field].span(), why, fault.right);
            })
            .ok()
    }
}
