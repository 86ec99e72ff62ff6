//! A question as it came → its fields, each checked.

use serde_json::{Map, Value as Json, json};
use sunward::Change;
use sunward::mistakes::Mistake;

/// Most changes of one question.
const MOST_CHANGES: usize = 2000;

/// The fields of a question.
#[derive(Debug)]
pub struct Fields<'a>(pub &'a Map<String, Json>);

/// What is wrong with a field.
pub fn wrong(field: &str, text: impl Into<String>, remedy: &str) -> Vec<Mistake> {
    vec![Mistake::of_question(Some(field), text, Some(remedy))]
}

type Read<T> = Result<T, Vec<Mistake>>;

/// What a question is answered with, or what is wrong with it.
pub type Answer = Read<Json>;

/// The reply to a question, both in JSON: `{"id", "ok"}`, or `{"id", "mistakes": [{code, path, place, text, remedy}]}`.
pub fn replied(question: &str, answer: impl FnOnce(&Map<String, Json>) -> Answer) -> String {
    let refused = |text: String, remedy| (Json::Null, Err(vec![Mistake::of_question(None, text, Some(remedy))]));
    let (id, answer) = match serde_json::from_str(question) {
        Ok(Json::Object(fields)) => {
            let id = fields.get("id").filter(|id| id.is_number()).cloned().unwrap_or(Json::Null);
            (id, answer(&fields))
        }
        Ok(_) => refused("a question is a JSON object".into(), "write it like `{\"id\": 1, \"do\": \"open\", …}`"),
        Err(error) => refused(format!("the question is not JSON: {error}"), "send one JSON object"),
    };
    let reply = match answer {
        Ok(ok) => json!({"id": id, "ok": ok}),
        Err(mistakes) => json!({"id": id, "mistakes": mistakes.iter().map(Mistake::document).collect::<Vec<_>>()}),
    };
    reply.to_string()
}

impl<'a> Fields<'a> {
    /// A text, if it is there.
    pub fn text(&self, field: &str) -> Read<Option<&'a str>> {
        match self.0.get(field) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(field, format!("`{field}` is no text"), "write it in quotation marks")),
        }
    }

    /// A text that must be there.
    pub fn wanted(&self, field: &str) -> Read<&'a str> {
        self.text(field)?.ok_or_else(|| wrong(field, format!("`{field}` is missing"), "say it as a text"))
    }

    /// A whole number within bounds, if it is there.
    pub fn whole(&self, field: &str, least: u64, most: u64) -> Read<Option<u64>> {
        match self.0.get(field) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => match value.as_u64().filter(|number| (least..=most).contains(number)) {
                Some(number) => Ok(Some(number)),
                None => {
                    let remedy = format!("give a whole number from {least} to {most}");
                    Err(wrong(field, format!("`{field}` cannot be {}", brief(value)), &remedy))
                }
            },
        }
    }

    /// A year, if it is there.
    pub fn year(&self) -> Read<Option<i32>> {
        Ok(self.whole("year", 1900, 2300)?.map(|year| year as i32))
    }

    /// Yes or no; no where nothing is said.
    pub fn yes(&self, field: &str) -> Read<bool> {
        match self.0.get(field) {
            None | Some(Json::Null) => Ok(false),
            Some(Json::Bool(yes)) => Ok(*yes),
            Some(_) => Err(wrong(field, format!("`{field}` is neither true nor false"), "write `true` or `false`")),
        }
    }

    /// The changes: pairs of path and value; none where nothing is said.
    pub fn changes(&self) -> Read<Vec<Change>> {
        let shape = || {
            wrong("changes", "`changes` is no list of pairs", "write it like `[[\"satellite.d3.life\", \"7 years\"]]`")
        };
        let rows = match self.0.get("changes") {
            None | Some(Json::Null) => return Ok(Vec::new()),
            Some(Json::Array(rows)) => rows,
            Some(_) => return Err(shape()),
        };
        if rows.len() > MOST_CHANGES {
            let text = format!("{} changes are too many", rows.len());
            return Err(wrong("changes", text, &format!("make at most {MOST_CHANGES}, or send a scenario as `text`")));
        }
        rows.iter()
            .map(|row| match row.as_array().map(Vec::as_slice) {
                Some([Json::String(path), Json::String(value)]) => Ok((path.clone(), value.clone())),
                _ => Err(shape()),
            })
            .collect()
    }
}

/// The beginning of a value, for a sentence.
fn brief(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
