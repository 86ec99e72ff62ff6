//! What a question may hold: read by the same table that describes it.

use serde_json::{Map, Value as Json, json};
use sunward::Change;
use sunward::mistakes::Mistake;

/// Most changes of one question: whoever makes more has a scenario of his own.
const MOST_CHANGES: usize = 2000;

/// What a field of a question holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// Zero or more, without a fraction.
    Whole,
    /// A year.
    Year,
    /// A number.
    Number,
    /// `true` or `false`.
    Yes,
    /// `[[path, value], …]`.
    Changes,
    /// `{"scenario": name}` or `{"text": TOML}`, or the name alone.
    Scenario,
}

impl Holds {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Whole => "a whole number, zero or more",
            Self::Year => "a year, like 2035",
            Self::Number => "a number",
            Self::Yes => "true or false",
            Self::Changes => "a list of at most 2000 pairs of texts, like [[\"satellite.d3.life\", \"7 years\"]]",
            Self::Scenario => "the name of a scenario, or {\"text\": \"…\"} with the text of one",
        }
    }

    fn takes(self, value: &Json) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Whole => value.is_u64(),
            Self::Year => value.as_i64().is_some_and(|year| i32::try_from(year).is_ok()),
            Self::Number => value.is_number(),
            Self::Yes => value.is_boolean(),
            Self::Changes => value.as_array().is_some_and(|rows| {
                rows.len() <= MOST_CHANGES
                    && rows
                        .iter()
                        .all(|row| row.as_array().is_some_and(|row| row.len() == 2 && row.iter().all(Json::is_string)))
            }),
            Self::Scenario => match value {
                Json::String(_) => true,
                Json::Object(map) => {
                    map.len() == 1
                        && map
                            .iter()
                            .all(|(name, value)| matches!(name.as_str(), "scenario" | "text") && value.is_string())
                }
                _ => false,
            },
        }
    }
}

/// One field of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether there is no question without it.
    pub needed: bool,
    /// What it means, and what holds without it.
    pub meaning: &'static str,
}

/// A question whose fields are all known and hold what they should.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields(Map<String, Json>);

impl Fields {
    /// Reads a question.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(body: Json, fields: &[Field]) -> Result<Self, Vec<Mistake>> {
        let Json::Object(map) = body else {
            return Err(vec![Mistake::of_question(
                None,
                "a question is an object, like {\"scenario\": \"terawatt\"}",
                None,
            )]);
        };
        let mut mistakes = Vec::new();
        for (name, value) in &map {
            match fields.iter().find(|field| field.name == name) {
                None => {
                    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
                    let known = match names.is_empty() {
                        true => "this question has no fields".to_string(),
                        false => format!("there is {}", names.join(", ")),
                    };
                    mistakes.push(Mistake::of_question(Some(name), format!("no field `{name}`"), Some(&known)));
                }
                // Absent is absent, however it is written.
                Some(field) if field.holds.takes(value) || (value.is_null() && !field.needed) => {}
                Some(field) => {
                    let text = format!("`{name}` is {}", field.holds.words());
                    mistakes.push(Mistake::of_question(Some(name), text, None));
                }
            }
        }
        for field in fields.iter().filter(|field| field.needed && !map.contains_key(field.name)) {
            let text = format!("`{}` is missing: {}", field.name, field.meaning);
            mistakes.push(Mistake::of_question(Some(field.name), text, None));
        }
        if mistakes.is_empty() { Ok(Self(map)) } else { Err(mistakes) }
    }

    /// A text that is the same for the same question, in whatever order its fields stand and however absent ones are written:
    /// no changes are as good as none that are given.
    pub fn key(&self) -> String {
        let says = |value: &Json| !matches!(value, Json::Null | Json::Bool(false)) && *value != json!([]);
        let mut fields: Vec<_> = self.0.iter().filter(|row| says(row.1)).collect();
        fields.sort_by_key(|row| row.0);
        let rows: Vec<Json> = fields.into_iter().map(|(name, value)| json!([name, value])).collect();
        Json::Array(rows).to_string()
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<u64> {
        self.0.get(name)?.as_u64()
    }

    /// A year.
    pub fn year(&self, name: &str) -> Option<i32> {
        self.0.get(name)?.as_i64().and_then(|year| i32::try_from(year).ok())
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.0.get(name)?.as_f64()
    }

    /// Whether something is wanted.
    pub fn yes(&self, name: &str) -> bool {
        self.0.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    /// Changes, in their order.
    pub fn changes(&self) -> Vec<Change> {
        self.changes_of("changes")
    }

    /// Changes of another field, in their order.
    pub fn changes_of(&self, name: &str) -> Vec<Change> {
        let rows = self.0.get(name).and_then(Json::as_array);
        let text = |value: &Json| value.as_str().unwrap_or_default().trim().to_string();
        rows.into_iter().flatten().map(|row| (text(&row[0]), text(&row[1]))).collect()
    }

    /// A scenario by name or as text: of a field that holds [`Holds::Scenario`].
    pub fn scenario(&self, name: &str) -> (Option<&str>, Option<&str>) {
        match self.0.get(name) {
            Some(Json::Object(map)) => {
                (map.get("scenario").and_then(Json::as_str), map.get("text").and_then(Json::as_str))
            }
            value => (value.and_then(Json::as_str), None),
        }
    }
}

/// The fields in an address: `scenario=terawatt&containing=launch`.
///
/// # Errors
/// A part that is no field.
pub fn of_query(query: &str) -> Result<Json, Box<Mistake>> {
    let mut map = Map::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (Some(name), Some(value)) = (decoded(name), decoded(value)) else {
            let text = format!("`{part}` in the address is no text");
            return Err(Box::new(Mistake::of_question(
                None,
                text,
                Some("write other characters as %XX of their UTF-8"),
            )));
        };
        if map.insert(name.clone(), Json::String(value)).is_some() {
            let text = format!("`{name}` stands twice in the address");
            return Err(Box::new(Mistake::of_question(Some(&name), text, None)));
        }
    }
    Ok(Json::Object(map))
}

/// `%20` and `+` → a space.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
                if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return None;
                }
                bytes.push(u8::from_str_radix(digits, 16).ok()?);
                rest = &tail[2..];
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field { name: "scenario", holds: Holds::Text, needed: false, meaning: "which" },
        Field { name: "year", holds: Holds::Year, needed: true, meaning: "when" },
        Field { name: "changes", holds: Holds::Changes, needed: false, meaning: "what" },
    ];

    #[test]
    fn everything_wrong_with_a_question_is_said_at_once() {
        let wrong = json!({"scenario": 3, "changes": [["a"]], "yaer": 2035});
        let mistakes = Fields::read(wrong, FIELDS).expect_err("four mistakes");
        let paths: Vec<&str> = mistakes.iter().filter_map(|mistake| mistake.path.as_deref()).collect();
        assert_eq!(paths, ["scenario", "changes", "yaer", "year"]);
        assert!(Fields::read(json!([1]), FIELDS).is_err());
        assert!(Fields::read(json!({"year": 1e300}), FIELDS).is_err());
        assert!(Fields::read(json!({"year": null}), FIELDS).is_err());
    }

    #[test]
    fn null_is_absent() {
        let fields = Fields::read(json!({"scenario": null, "year": 2035}), FIELDS).expect("all is well");
        assert_eq!((fields.text("scenario"), fields.year("year"), fields.changes()), (None, Some(2035), Vec::new()));
    }

    #[test]
    fn addresses_are_decoded_or_refused() {
        assert_eq!(of_query("scenario=a%20b+c&x=%C3%A9"), Ok(json!({"scenario": "a b c", "x": "é"})));
        assert_eq!(of_query(""), Ok(json!({})));
        for wrong in ["a=%", "a=%2", "a=%zz", "a=%+1", "a=%ff", "a=1&a=2"] {
            assert!(of_query(wrong).is_err(), "{wrong}");
        }
    }
}
