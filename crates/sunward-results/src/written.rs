//! Large documents on their way out: series go out as they are, without a tree of their numbers.
//!
//! The bytes are those that `serde_json` prints with indentation: two spaces for each level, and nothing between the brackets of what is empty.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::ser::Formatter;
use serde_json::{Map, Value as Json};
use std::io::{Result, Write};

/// A part of a document.
pub(crate) enum Part<'a> {
    /// What is small, or there already.
    Json(Json),
    /// `{"unit", "years", "values"}`; what is absent or no number is `null`.
    Series { unit: String, years: &'a [i32], values: Vec<Option<f64>> },
    /// A list.
    Rows(Vec<Part<'a>>),
    /// An object.
    Fields(Vec<(&'static str, Part<'a>)>),
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::Series { unit, years, values } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("unit", unit)?;
                map.serialize_entry("years", years)?;
                map.serialize_entry("values", values)?;
                map.end()
            }
            Self::Rows(rows) => serializer.collect_seq(rows),
            Self::Fields(fields) => serializer.collect_map(fields.iter().map(|(name, part)| (name, part))),
        }
    }
}

/// The head of a document, and what follows it in the same object.
pub(crate) struct Whole<'a> {
    pub head: Map<String, Json>,
    pub body: Vec<(&'static str, Part<'a>)>,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in &self.head {
            map.serialize_entry(name, value)?;
        }
        for (name, part) in &self.body {
            map.serialize_entry(name, part)?;
        }
        map.end()
    }
}

/// The bytes of a document, and a new line.
pub(crate) fn written(document: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1 << 20);
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Indented::default());
    document.serialize(&mut serializer).expect("keys are texts, and memory takes every byte");
    bytes.push(b'\n');
    bytes
}

/// Indentation of a line, written at once: it is most of what there is to write.
#[derive(Default)]
struct Indented {
    depth: usize,
    filled: bool,
}

const SPACES: &[u8] = &[b' '; 64];

impl Indented {
    fn line<W: ?Sized + Write>(&self, writer: &mut W) -> Result<()> {
        writer.write_all(b"\n")?;
        let mut left = 2 * self.depth;
        while left > 0 {
            let now = left.min(SPACES.len());
            writer.write_all(&SPACES[..now])?;
            left -= now;
        }
        Ok(())
    }

    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth += 1;
        self.filled = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(writer)?;
        }
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + Write>(&self, writer: &mut W, first: bool) -> Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.line(writer)
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_bytes_are_those_that_serde_json_prints() {
        let deep = (0..40).fold(json!([]), |inner, depth| match depth % 2 {
            0 => json!({"a": inner, "b": {}}),
            _ => json!([inner, [], 1, {"c": null}]),
        });
        for json in [json!([]), json!({}), json!("é\n\"\u{1}"), json!([[], [[]], {"a": {}}]), json!(-0.1e-7), deep] {
            assert_eq!(written(&json), format!("{json:#}\n").into_bytes());
        }
    }

    #[test]
    fn a_series_is_written_as_its_tree_is() {
        let values = vec![Some(1.5), None, Some(f64::NAN), Some(f64::INFINITY), Some(1e300)];
        let series = Part::Series { unit: "USD".into(), years: &[2030, 2031, 2032, 2033, 2034], values };
        let tree =
            json!({"unit": "USD", "years": [2030, 2031, 2032, 2033, 2034], "values": [1.5, null, null, null, 1e300]});
        let rows = Part::Rows(vec![series, Part::Json(json!(3)), Part::Fields(Vec::new())]);
        let whole = Whole { head: Map::from_iter([("seed".into(), json!(0))]), body: vec![("rows", rows)] };
        assert_eq!(written(&whole), written(&json!({"seed": 0, "rows": [tree, 3, {}]})));
    }
}
