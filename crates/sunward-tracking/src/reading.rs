//! What a reader gives back: good rows, bad rows with their remedy, or a refusal of the whole file.

use std::fmt;

/// The largest file that is read, in bytes: 256 MiB. The largest published one, the launch log of GCAT, has about 15 MB.
pub const LARGEST_FILE: usize = 256 << 20;

/// How many bad rows are kept with their reasons; the rest are counted in [`Rows::unlisted`].
pub const MOST_BAD_ROWS: usize = 1000;

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    /// Rows that passed every check, in the order of the file.
    pub rows: Vec<T>,
    /// The line on which the row of the same index begins; the first line is 1.
    pub lines: Vec<usize>,
    /// Rows that were left out, in the order of the file; at most [`MOST_BAD_ROWS`].
    pub bad: Vec<BadRow>,
    /// How many more were left out.
    pub unlisted: usize,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line on which it begins; the first line is 1.
    pub line: usize,
    /// What is wrong, and how to put it right.
    pub fault: Fault,
}

/// What is wrong with a row, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub why: String,
    /// What would be right.
    pub right: String,
}

/// Why nothing of a file can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub why: String,
    /// What would be right.
    pub right: String,
}

impl fmt::Display for BadRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}; {}", self.line, self.fault.why, self.fault.right)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}; {}", self.why, self.right)
    }
}

impl std::error::Error for Refusal {}

impl Fault {
    pub(crate) fn new(why: impl Into<String>, right: impl Into<String>) -> Self {
        Self { why: why.into(), right: right.into() }
    }
}

impl Refusal {
    pub(crate) fn new(why: impl Into<String>, right: impl Into<String>) -> Self {
        Self { why: why.into(), right: right.into() }
    }
}

impl<T> Rows<T> {
    pub(crate) fn none() -> Self {
        Self { rows: Vec::new(), lines: Vec::new(), bad: Vec::new(), unlisted: 0 }
    }

    pub(crate) fn take(&mut self, line: usize, row: Result<T, Fault>) {
        match row {
            Ok(row) => {
                self.rows.push(row);
                self.lines.push(line);
            }
            Err(fault) if self.bad.len() < MOST_BAD_ROWS => self.bad.push(BadRow { line, fault }),
            Err(_) => self.unlisted += 1,
        }
    }

    /// The same, with each row that has the key of one before it among the bad ones.
    pub(crate) fn without_repeats<K: std::hash::Hash + Eq>(self, what: &str, key: impl Fn(&T) -> K) -> Self {
        let mut kept = Self { bad: self.bad, unlisted: self.unlisted, ..Self::none() };
        let mut seen = std::collections::HashMap::new();
        for (row, line) in self.rows.into_iter().zip(self.lines) {
            match seen.get(&key(&row)) {
                Some(first) => kept.take(
                    line,
                    Err(Fault::new(format!("the {what} repeats that of line {first}"), "keep one of the two")),
                ),
                None => {
                    seen.insert(key(&row), line);
                    kept.take(line, Ok(row));
                }
            }
        }
        kept.bad.sort_by_key(|bad| bad.line);
        kept
    }

    /// How many rows were left out.
    pub fn left_out(&self) -> usize {
        self.bad.len() + self.unlisted
    }
}

/// The text of a file, without a byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Refusal> {
    text_up_to(bytes, LARGEST_FILE)
}

fn text_up_to(bytes: &[u8], largest: usize) -> Result<&str, Refusal> {
    if bytes.len() > largest {
        return Err(Refusal::new(
            format!("the file has {} bytes", bytes.len()),
            format!("give at most {largest} bytes; cut the file into several, each with its header"),
        ));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Refusal::new("the file is UTF-16", "save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Refusal::new(format!("line {line} holds bytes that are not UTF-8"), "save the file as UTF-8")
    })?;
    if text.trim().is_empty() {
        return Err(Refusal::new("the file is empty", "give a file with a header and rows"));
    }
    Ok(text)
}

/// A field as it may stand in a message: at most 60 characters, control characters escaped, so that a hostile file cannot write
/// to the terminal.
pub(crate) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// A finite number, or nothing where the field is empty.
pub(crate) fn number(name: &str, text: &str) -> Result<Option<f64>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(Fault::new(
            format!("{name} is {}, which is no number", quoted(text)),
            "write it like `1234.5` or `1.2e6`",
        )),
    }
}

/// A finite number between two bounds, or nothing where the field is empty.
pub(crate) fn number_within(name: &str, text: &str, low: f64, high: f64) -> Result<Option<f64>, Fault> {
    match number(name, text)? {
        Some(value) if value < low || value > high => {
            Err(Fault::new(format!("{name} is {value}"), format!("it lies between {low} and {high}")))
        }
        value => Ok(value),
    }
}

/// A field that must be there.
pub(crate) fn needed<T>(name: &str, value: Option<T>) -> Result<T, Fault> {
    value.ok_or_else(|| Fault::new(format!("{name} is empty"), "fill it in, or leave the row out"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_with_a_remedy() {
        let refusal = text_up_to(b"1234", 3).unwrap_err();
        assert!(refusal.to_string().contains("4 bytes") && refusal.to_string().contains("at most 3"), "{refusal}");
        assert_eq!(text_up_to(b"123", 3), Ok("123"));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(text(b"\xEF\xBB\xBFa"), Ok("a"));
    }

    #[test]
    fn wrong_encodings_name_the_line() {
        assert!(text(b"\xFF\xFEa\0").unwrap_err().why.contains("UTF-16"));
        assert!(text(b"a\nb\n\xE9\n").unwrap_err().why.contains("line 3"));
        assert!(text(b" \r\n").unwrap_err().why.contains("empty"));
    }

    #[test]
    fn a_message_carries_no_escape_codes_and_no_endless_text() {
        let shown = quoted(&format!("\u{1b}[31m{}", "x".repeat(100)));
        assert!(!shown.contains('\u{1b}') && shown.ends_with("…`"), "{shown}");
        assert!(shown.chars().count() < 80);
    }

    #[test]
    fn what_is_no_finite_number_is_refused() {
        assert_eq!(number("x", " 1.5e3 "), Ok(Some(1500.0)));
        assert_eq!(number("x", ""), Ok(None));
        for text in ["inf", "NaN", "1,234", "1e999", "12 kg"] {
            assert!(number("x", text).is_err(), "{text}");
        }
    }

    #[test]
    fn bad_rows_beyond_the_list_are_counted() {
        let mut rows = Rows::<()>::none();
        for line in 0..MOST_BAD_ROWS + 7 {
            rows.take(line, Err(Fault::new("a", "b")));
        }
        assert_eq!((rows.bad.len(), rows.unlisted, rows.left_out()), (MOST_BAD_ROWS, 7, MOST_BAD_ROWS + 7));
    }
}
