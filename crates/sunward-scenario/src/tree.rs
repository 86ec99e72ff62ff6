//! TOML with a place for every key and value, owned and of limited depth.

use crate::mistake::{Code, Mistake, Place};
use toml::de::{DeTable, DeValue};

/// Deepest table or list.
const DEEPEST: usize = 8;

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
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let span = span.start.min(text.len())..span.end.min(text.len());
        mistakes.push(Mistake {
            code: Code::Syntax,
            at: Place { file, span },
            message: error.message().to_string(),
            help: "see https://toml.io for how TOML is written".into(),
        });
    }
    table(root.get_ref(), file, 0, mistakes)
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
        mistakes.push(Mistake {
            code: Code::TooDeep,
            at: at.clone(),
            message: format!("nested more than {DEEPEST} deep"),
            help: "no field of a scenario needs that".into(),
        });
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
