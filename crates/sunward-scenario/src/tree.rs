//! TOML with a place for every key and value, owned and of limited depth.

use crate::mistake::{Code, MOST_KEPT, Mistake, Place, keep};
use toml::de::{DeTable, DeValue};

/// Deepest table or list.
const DEEPEST: usize = 9;

/// Longest text of which all mistakes against TOML are gathered; of a longer one the first. Nobody writes so long
/// a scenario by hand, and a few megabytes of something else hold a million mistakes.
const LONGEST_GATHERED: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Text(String),
    Number(String),
    List(Vec<Located>),
    Table(Vec<Member>),
    /// A boolean or a date, which no field wants.
    Other(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Located {
    pub node: Node,
    pub at: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    pub key: String,
    pub key_at: Place,
    pub value: Located,
}

impl Node {
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a bare number",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(what) => what,
        }
    }
}

/// Reads one file; whatever can be read is, however many mistakes there are.
pub(crate) fn parse(text: &str, file: usize, mistakes: &mut Vec<Mistake>) -> Vec<Member> {
    let (root, errors) = if text.len() > LONGEST_GATHERED {
        match DeTable::parse(text) {
            Ok(root) => (root, Vec::new()),
            Err(error) => (DeTable::parse_recoverable("").0, vec![error]),
        }
    } else {
        DeTable::parse_recoverable(text)
    };
    for error in errors.iter().take(MOST_KEPT) {
        let at = Place { file, span: whole_characters(text, error.span().unwrap_or(0..0)) };
        // For a number like `5 years` the parser expects a "literal string", which helps nobody.
        let message = error.message().trim_end_matches(", expected literal string");

        if message.contains("recurs") {
            keep(mistakes, Code::TooDeep, at, format!("nested more than {DEEPEST} deep"), FLATTER.into());
        } else {
            keep(mistakes, Code::Syntax, at, format!("this is not TOML: {message}"), remedy(message));
        }
    }
    table(root.get_ref(), file, 0, mistakes)
}

const FLATTER: &str = "no field of a scenario needs that; take brackets or parts of the key away";

/// The span inside the text, from the start of a character to the end of one.
fn whole_characters(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = (0..=span.start.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = (span.end.clamp(start, text.len())..=text.len()).find(|at| text.is_char_boundary(*at));
    start..end.unwrap_or(text.len())
}

/// What to do about a message of the TOML parser.
fn remedy(message: &str) -> String {
    let remedies = [
        ("string values must be quoted", "put it in quotes, like `\"40 MWh\"`"),
        ("duplicate key", "each key and each table stands once in a file; remove one, or change its name"),
        ("key with no value", "write `key = value`, or put `#` before what is only for the reader"),
        ("missing comma", "put a comma between the two"),
        ("unclosed table", "write the name of a table in brackets: `[radiator.panel]`"),
        ("unclosed array", "close the list with `]`"),
        ("unclosed inline table", "close the table with `}`"),
        ("unquoted keys cannot be empty", "write a key before `=`"),
        ("invalid unquoted key", "use letters, digits, `_` and `-` in a key, or put it in quotes"),
    ];
    match remedies.iter().find(|row| message.contains(row.0)) {
        Some(row) => row.1.into(),
        None => "correct it; https://toml.io says how TOML is written".into(),
    }
}

fn table(table: &DeTable<'_>, file: usize, depth: usize, mistakes: &mut Vec<Mistake>) -> Vec<Member> {
    let mut members: Vec<Member> = table
        .iter()
        .map(|(key, value)| Member {
            key: key.get_ref().to_string(),
            key_at: Place { file, span: key.span() },
            value: located(value.get_ref(), value.span(), file, depth + 1, mistakes),
        })
        .collect();
    members.sort_by_key(|member| member.key_at.span.start);
    members
}

fn located(
    value: &DeValue<'_>,
    span: std::ops::Range<usize>,
    file: usize,
    depth: usize,
    mistakes: &mut Vec<Mistake>,
) -> Located {
    let at = Place { file, span };
    if depth > DEEPEST {
        keep(mistakes, Code::TooDeep, at.clone(), format!("nested more than {DEEPEST} deep"), FLATTER.into());
        return Located { node: Node::Other("something nested too deeply"), at };
    }
    let node = match value {
        DeValue::String(text) => Node::Text(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Node::Number(number.as_str().to_string()),
        DeValue::Integer(_) => Node::Other("a number that is not decimal"),
        DeValue::Float(number) => Node::Number(number.as_str().to_string()),
        DeValue::Boolean(_) => Node::Other("true or false"),
        DeValue::Datetime(_) => Node::Other("a date"),
        DeValue::Array(items) => Node::List(
            items.iter().map(|item| located(item.get_ref(), item.span(), file, depth + 1, mistakes)).collect(),
        ),
        DeValue::Table(inner) => Node::Table(table(inner, file, depth, mistakes)),
    };
    Located { node, at }
}
