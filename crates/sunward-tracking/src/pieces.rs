//! A JSON file as the objects of its list, each on its own: one that is broken or cut off spoils no other.

use crate::reading::{Fault, Rows};
use serde_json::{Map, Value};

/// An object of the list, where it begins, and whether it ends.
struct Piece<'a> {
    line: usize,
    text: &'a str,
    whole: bool,
}

/// Reads the objects of a list: of the file's only list, of the list that the key `within` names, or one after the other.
pub(crate) fn read<T>(
    text: &str,
    within: Option<&str>,
    row: impl Fn(&Map<String, Value>) -> Result<T, Fault>,
) -> Rows<T> {
    let mut rows = Rows::none();
    for piece in pieces(text, within) {
        rows.take(piece.line, object(&piece).and_then(|object| row(&object)));
    }
    rows
}

/// The longest entry of a list, in bytes. A detailed launch has up to some hundred thousand; a list of zeros alone would take thirty times its
/// length in memory.
const LONGEST_ENTRY: usize = 4 << 20;

fn object(piece: &Piece<'_>) -> Result<Map<String, Value>, Fault> {
    if piece.text.len() > LONGEST_ENTRY {
        return Err(Fault::new(
            format!("the entry has {} bytes", piece.text.len()),
            format!("one launch or satellite has at most {LONGEST_ENTRY}; give the file as it is published"),
        ));
    }
    if !piece.whole {
        return Err(Fault::new("the entry is cut off", "fetch the file again"));
    }
    match serde_json::from_str(piece.text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Fault::new("the entry is no object", "write it between `{` and `}`")),
        Err(error) => {
            Err(Fault::new(format!("the entry is no JSON: {error}"), "lines are counted from where the entry begins"))
        }
    }
}

/// Finds the objects by their brackets; what stands within them is left to the parser.
///
/// Without `within`, objects of the outermost list, or that stand alone. With it, a file that is one object is searched for
/// `"within": [` at its first level; a file that is a list is read as without.
fn pieces<'a>(text: &'a str, within: Option<&str>) -> Vec<Piece<'a>> {
    let wrapped = within.filter(|_| text.trim_start().starts_with('{'));
    let mut pieces = Vec::new();
    // How deep an object of the list lies in braces: the wrapper is one.
    let level = usize::from(wrapped.is_some());
    let (mut line, mut depth, mut start) = (1, 0_usize, None);
    let mut string: Option<usize> = None;
    let mut escaped = false;
    // The last string at the first level, which is a key if a list follows; and how deep in square brackets its list lies.
    let mut key = "";
    let mut squares = 0_usize;
    let mut in_list = wrapped.is_none();
    // Something in the list that is no object.
    let mut stray: Option<(usize, usize)> = None;
    for (at, letter) in text.char_indices() {
        if letter == '\n' {
            line += 1;
        }
        if let Some(opened) = string {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    if depth == 1 && squares == 0 {
                        key = text.get(opened + 1..at).unwrap_or_default();
                    }
                    string = None;
                }
                _ => {}
            }
            continue;
        }
        if in_list && depth == level {
            let ends = matches!(letter, ',' | '[' | ']' | '{' | '}' | '\n');
            if let Some((line, from)) = stray.take_if(|_| ends) {
                pieces.push(Piece { line, text: text.get(from..at).unwrap_or_default(), whole: true });
            } else if stray.is_none() && !ends && !letter.is_whitespace() {
                stray = Some((line, at));
            }
        }
        match letter {
            '"' => string = Some(at),
            '[' => {
                if depth == level && wrapped.is_some() && squares == 0 {
                    in_list = wrapped == Some(key);
                }
                squares += 1;
            }
            ']' => {
                squares = squares.saturating_sub(1);
                if wrapped.is_some() && squares == 0 && depth == level {
                    in_list = false;
                }
            }
            '{' => {
                if depth == level && in_list {
                    start = Some((line, at));
                }
                depth += 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == level
                    && let Some((line, from)) = start.take()
                {
                    pieces.push(Piece { line, text: text.get(from..=at).unwrap_or_default(), whole: true });
                }
            }
            _ => {}
        }
    }
    if let Some((line, from)) = stray {
        pieces.push(Piece { line, text: text.get(from..).unwrap_or_default(), whole: true });
    }
    if let Some((line, from)) = start {
        pieces.push(Piece { line, text: text.get(from..).unwrap_or_default(), whole: false });
    }
    pieces
}

/// A value as text: a string as it is, a number as it is written; nothing for null.
pub(crate) fn as_text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, within: Option<&str>) -> Vec<(usize, String, bool)> {
        pieces(text, within).into_iter().map(|piece| (piece.line, piece.text.to_string(), piece.whole)).collect()
    }

    #[test]
    fn objects_are_found_by_their_brackets() {
        let wanted = vec![(1, r#"{"a":"}]{"}"#.to_string(), true), (2, r#"{"b":[{"c":1}]}"#.to_string(), true)];
        assert_eq!(texts("[{\"a\":\"}]{\"},\n{\"b\":[{\"c\":1}]}]", None), wanted);
        assert_eq!(texts("{\"a\":\"}]{\"}\n{\"b\":[{\"c\":1}]}", None), wanted);
        let page =
            "{\"count\":2,\"next\":[{\"d\":1}],\"results\":[{\"a\":\"}]{\"},\n{\"b\":[{\"c\":1}]}],\"last\":{\"e\":2}}";
        assert_eq!(texts(page, Some("results")), wanted);
    }

    #[test]
    fn what_is_no_object_is_an_entry_all_the_same() {
        let wanted = ["7", "\"a,b\"", "{}", "nul"];
        let found = texts("[7, \"a,b\",\n{}, nul", None);
        assert_eq!(found.iter().map(|(_, text, _)| text.as_str()).collect::<Vec<_>>(), wanted);
        let page = texts("{\"count\": 1, \"results\": [7,\n{}], \"last\": 9}", Some("results"));
        assert_eq!(page, [(1, "7".to_string(), true), (2, "{}".to_string(), true)]);
        assert_eq!(read("[7, {}]", None, |_| Ok(())).bad.len(), 1);
    }

    #[test]
    fn an_object_that_is_cut_off_is_the_last_one_and_says_so() {
        assert_eq!(texts("[{\"a\":1},\n{\"b\":\"x", None)[1], (2, "{\"b\":\"x".to_string(), false));
    }
}
