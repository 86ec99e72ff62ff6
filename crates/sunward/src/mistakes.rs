//! What is wrong with what was asked, as plain data: for doors that draw it their own way.

use crate::pipeline::InputError;
#[cfg(feature = "plan")]
use crate::planning::PlanStop;
use serde_json::{Value as Json, json};
use sunward_model::SetError;

/// Most mistakes of files that are told: who has more of them starts with the first.
pub const MOST_TOLD: usize = 200;

/// One thing wrong with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// `S014` for what is wrong with a file, else a word: `change`, `impossible`, `unconnected`, `contradiction`, `not-drawn`, `question`.
    pub code: &'static str,
    /// File, line and column, both from 1, of what stands in a file.
    pub place: Option<(String, usize, usize)>,
    /// The path of the number, or the field of the question, that it is about.
    pub path: Option<String>,
    /// What is wrong, in a sentence.
    pub text: String,
    /// What to do instead.
    pub remedy: Option<String>,
}

impl Mistake {
    /// About a question, or a field of it.
    pub fn of_question(path: Option<&str>, text: impl Into<String>, remedy: Option<&str>) -> Self {
        let owned = |text: &str| text.to_string();
        Self {
            code: "question",
            place: None,
            path: path.map(owned),
            text: text.into().trim_end().to_string(),
            remedy: remedy.map(owned),
        }
    }

    /// As a document holds it: `{code, path, place, text, remedy}`.
    pub fn document(&self) -> Json {
        let place = self.place.as_ref();
        json!({
            "code": self.code,
            "path": self.path,
            "place": place.map(|(file, line, column)| json!({"file": file, "line": line, "column": column})),
            "text": self.text,
            "remedy": self.remedy,
        })
    }
}

fn of_change(error: &SetError) -> Mistake {
    let (path, text, remedy) = match error {
        SetError::UnknownPath(path, nearest) => (
            path,
            format!("no parameter `{path}`"),
            Some(match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "the parameters of the scenario list all paths".into(),
            }),
        ),
        SetError::Unreadable(path, error, remedy) => (path, format!("`{path}`: {error}"), Some(remedy.clone())),
        SetError::OutOfBounds(path, ..)
        | SetError::NoSuchYear(path, _)
        | SetError::YearMissing(path)
        | SetError::NotGeometric(path) => (path, error.to_string(), None),
    };
    Mistake { code: "change", place: None, path: Some(path.clone()), text, remedy }
}

impl InputError {
    /// Every mistake (of files the first [`MOST_TOLD`]), with its place, path and remedy where it has them.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let bare = |code: &'static str, path: Option<String>, text: String| Mistake {
            code,
            place: None,
            path,
            text: text.trim_end().to_string(),
            remedy: None,
        };
        match self {
            Self::Mistakes(mistakes) => mistakes
                .mistakes
                .iter()
                .take(MOST_TOLD)
                .map(|mistake| {
                    let (file, line, column) = mistakes.line_and_column(mistake);
                    Mistake {
                        code: mistake.code.code(),
                        place: Some((file.to_string(), line, column)),
                        path: None,
                        text: mistake.message.clone(),
                        remedy: Some(mistake.help.clone()),
                    }
                })
                .collect(),
            Self::Set(errors) => errors.iter().map(of_change).collect(),
            Self::Impossible(errors) => {
                errors.iter().map(|error| bare("impossible", Some(error.path.clone()), error.reason.clone())).collect()
            }
            #[cfg(feature = "plan")]
            Self::Unconnected(errors) => {
                errors.iter().map(|error| bare("unconnected", Some(error.path.clone()), error.reason.clone())).collect()
            }
            Self::Contradiction(text) => vec![bare("contradiction", None, text.clone())],
            Self::NotDrawn(errors) => {
                errors.iter().map(|error| bare("not-drawn", Some(error.path.clone()), error.to_string())).collect()
            }
        }
    }
}

#[cfg(feature = "plan")]
impl PlanStop {
    /// What is wrong with the question, where that is why there is no plan.
    pub fn mistakes(&self) -> Option<Vec<Mistake>> {
        match self {
            Self::Input(error) => Some(error.mistakes()),
            Self::Question(text) => Some(vec![Mistake::of_question(None, text.as_str(), None)]),
            Self::Limit(text) => {
                Some(vec![Mistake { code: "limit", ..Mistake::of_question(None, text.as_str(), None) }])
            }
            Self::Interrupted | Self::Failed(_) => None,
        }
    }
}
