//! The scenarios that can be asked about by name: the user's own, those that come with Sunward, and the published studies.

use crate::kept::Kept;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use sunward::mistakes::Mistake;
use sunward::model_room::Model;
use sunward::shipped;
use sunward::{InputError, Opened};
use sunward_page::Shelf;

/// A scenario that is read before the server starts.
#[derive(Debug, Clone)]
pub struct Own {
    /// What it is asked for by.
    pub name: String,
    /// What it says.
    pub model: Model,
}

/// A scenario with a name: read when it is first asked for, and kept.
#[derive(Debug, Default)]
struct Named {
    read: OnceLock<Arc<Model>>,
    /// Made ready for changes when its costs are first asked for; `None` where its world cannot be.
    opened: OnceLock<Option<Arc<Opened>>>,
}

/// Every scenario with a name, and answers that took long.
#[derive(Debug)]
pub struct Library {
    own: Option<String>,
    names: Vec<String>,
    all: BTreeMap<String, Named>,
    /// Answers that took long.
    pub kept: Kept,
    /// Scenarios as pages open them.
    pub pages: Arc<Shelf>,
}

impl Library {
    /// With the user's own scenario first; it takes the place of a shipped one with its name.
    pub fn new(own: Option<Own>) -> Self {
        let mut names: Vec<String> = own.iter().map(|own| own.name.clone()).collect();
        names.extend(shipped::names().into_iter().filter(|name| own.as_ref().is_none_or(|own| own.name != *name)));
        let mut all: BTreeMap<String, Named> = names.iter().map(|name| (name.clone(), Named::default())).collect();
        let pages = Arc::new(Shelf::new(own.clone().map(|own| (own.name, own.model))));
        let own = own.map(|own| {
            let read = OnceLock::from(Arc::new(own.model));
            all.insert(own.name.clone(), Named { read, opened: OnceLock::new() });
            own.name
        });
        Self { own, names, all, kept: Kept::default(), pages }
    }

    /// What is asked about where no scenario is named.
    pub fn first(&self) -> &str {
        &self.names[0]
    }

    /// Name of the user's own.
    pub fn own(&self) -> Option<&str> {
        self.own.as_deref()
    }

    fn find(&self, field: &str, name: &str) -> Result<&Named, Box<Mistake>> {
        self.all.get(name).ok_or_else(|| {
            let remedy = format!("there is {}; a text of your own goes into `text`", self.names.join(", "));
            Box::new(Mistake::of_question(Some(field), format!("no scenario `{name}`"), Some(&remedy)))
        })
    }

    /// A scenario by its name.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn named(&self, field: &str, name: &str) -> Result<Arc<Model>, Box<Mistake>> {
        let read = || {
            let model = shipped::model(name).expect("every name of the list is shipped");
            Arc::new(model.expect("what is shipped can be read, as a test shows"))
        };
        Ok(self.find(field, name)?.read.get_or_init(read).clone())
    }

    /// A scenario made ready for changes; `None` where its world cannot be as it stands.
    ///
    /// # Errors
    /// There is none of this name.
    pub fn opened(&self, field: &str, name: &str) -> Result<Option<Arc<Opened>>, Box<Mistake>> {
        let model = self.named(field, name)?;
        let open = || Opened::new(Arc::unwrap_or_clone(model)).ok().map(Arc::new);
        Ok(self.find(field, name)?.opened.get_or_init(open).clone())
    }

    /// The document of all scenarios.
    pub fn document(&self, seed: u64) -> Json {
        let row = |name: &String| {
            let model = self.named("scenario", name).expect("it is in the list");
            let scenario = &model.scenario;
            let kind = match name {
                name if self.own() == Some(name) => "own",
                name if name.starts_with(shipped::STUDY) => "study",
                _ => "scenario",
            };
            json!({
                "name": name,
                "kind": kind,
                "question": scenario.question,
                "start": scenario.start,
                "focus": scenario.focus,
                "end": scenario.end,
                "compares": !scenario.challengers.is_empty() && !scenario.incumbents.is_empty(),
                "plans": model.planning.is_some(),
            })
        };
        let rows: Vec<Json> = self.names.iter().map(row).collect();
        sunward::results::document::document("", seed, json!({ "scenarios": rows }))
    }
}

/// A text of somebody's own, read; what it may include are the library and the shipped scenarios.
///
/// # Errors
/// Every mistake.
pub fn of_text(name: &str, text: &str) -> Result<Arc<Model>, InputError> {
    sunward::model(&shipped::files(name, text), &[]).map(Arc::new)
}
