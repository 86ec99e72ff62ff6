//! TOML files that users write, with a line for every mistake: what the readers of observations and of forecasts share.

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

pub(crate) type Key<'a> = toml::Spanned<std::borrow::Cow<'a, str>>;
pub(crate) type Value<'a> = toml::Spanned<DeValue<'a>>;

/// In the order of the file.
pub(crate) fn members<'t, 'a>(table: &'t DeTable<'a>) -> Vec<(&'t Key<'a>, &'t Value<'a>)> {
    let mut all: Vec<_> = table.iter().collect();
    all.sort_by_key(|(key, _)| key.span().start);
    all
}

pub(crate) struct Reader<'t> {
    file: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// A table of the file, with what has been asked of it.
pub(crate) struct Entry<'t, 'a> {
    pub(crate) name: String,
    pub(crate) members: BTreeMap<&'t str, &'t Value<'a>>,
    pub(crate) at: Range<usize>,
}

/// The whole file: what could be read of it, and a reader that knows what could not.
pub(crate) fn whole<'a, 'f>(text: &'a str, file: &'f str) -> (toml::Spanned<DeTable<'a>>, Reader<'f>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::new(text, file);
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

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &str, file: &'t str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, lines, mistakes: Vec::new() }
    }

    pub(crate) fn place(&self, at: &Range<usize>) -> Place {
        Place { file: self.file.into(), line: self.lines.partition_point(|start| *start <= at.start).max(1) }
    }

    pub(crate) fn mistake(&mut self, at: &Range<usize>, why: impl Into<String>, right: impl Into<String>) {
        if self.mistakes.len() < MOST_MISTAKES {
            let place = self.place(at);
            self.mistakes.push(Mistake { place, fault: Fault::new(why, right) });
        }
    }

    pub(crate) fn entry<'v, 'a>(
        &mut self,
        name: String,
        value: &'v Value<'a>,
        fields: &[&str],
    ) -> Option<Entry<'v, 'a>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.mistake(&value.span(), format!("{name} is no table"), "write it as `data/observed/README.md` shows");
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

    pub(crate) fn missing(&mut self, entry: &Entry<'_, '_>, field: &str, example: &str) {
        self.mistake(&entry.at, format!("{} has no `{field}`", entry.name), format!("add `{field} = {example}`"));
    }

    pub(crate) fn needed_text(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
        if !entry.members.contains_key(field) {
            self.missing(entry, field, "\"…\"");
        }
        self.text(entry, field)
    }

    pub(crate) fn text(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
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

    pub(crate) fn text_or_count(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<String> {
        match entry.members.get(field)?.get_ref() {
            DeValue::Integer(count) if count.radix() == 10 => Some(count.as_str().to_string()),
            _ => self.text(entry, field),
        }
    }

    pub(crate) fn number(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<f64> {
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

    pub(crate) fn one_of<T: Copy>(&mut self, entry: &Entry<'_, '_>, field: &str, names: &[(&str, T)]) -> Option<T> {
        let text = self.needed_text(entry, field)?;
        let found = names.iter().find(|row| row.0 == text).map(|row| row.1);
        if found.is_none() {
            let all: Vec<&str> = names.iter().map(|row| row.0).collect();
            let why = format!("`{field}` of {} is {}", entry.name, quoted(&text));
            self.mistake(&entry.members[field].span(), why, format!("it is one of `{}`", all.join("`, `")));
        }
        found
    }

    pub(crate) fn period(&mut self, entry: &Entry<'_, '_>, field: &str, text: &str) -> Option<Period> {
        Period::read(text)
            .map_err(|fault| {
                let why = format!("`{field}` of {}: {}", entry.name, fault.why);
                self.mistake(&entry.members[field].span(), why, fault.right);
            })
            .ok()
    }
}
