//! Opening scenarios, and those that were opened before: for a server whose many sessions look at the same few.

use crate::drawing::{Drawing, not_shown, print_of};
use crate::lever::levers;
use crate::question::{Fields, wrong};
use serde_json::{Map, Value as Json, json};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use sunward::exploration::Live;
use sunward::mistakes::Mistake;
use sunward::model_room::{Model, OptionName};
use sunward::results::VERSION;
use sunward::shipped;

/// Most scenarios that are kept open. Whoever opens others in turn waits for each, as the first one did.
const MOST: usize = 24;

/// A scenario that was opened.
#[derive(Debug, Clone)]
pub struct Open {
    pub drawing: Drawing,
    /// What is told of it.
    pub told: Arc<Json>,
}

/// Name, text and seed.
type Key = (String, Option<String>, u64);

type Opened = Result<Open, Vec<Mistake>>;

/// Scenarios that were opened before, and the user's own.
#[derive(Debug, Default)]
pub struct Shelf {
    own: Option<(String, Model)>,
    /// Those asked for last come last. Each is opened once, however many wait for it.
    opened: Mutex<Vec<(Key, Arc<OnceLock<Opened>>)>>,
}

impl Shelf {
    /// Empty, with a scenario of the user's own that can be opened by its name.
    pub fn new(own: Option<(String, Model)>) -> Self {
        Self { own, opened: Mutex::default() }
    }

    /// What a page is told of a scenario when it opens one: the answer to `open`.
    ///
    /// # Errors
    /// What is wrong with the question or the scenario.
    pub fn told(&self, question: &Map<String, Json>) -> Result<Arc<Json>, Vec<Mistake>> {
        Ok(self.open(&Fields(question))?.told)
    }

    /// What a reader asks of its levers: the answer to `details`.
    ///
    /// # Errors
    /// As [`told`](Self::told).
    pub fn details(&self, question: &Map<String, Json>) -> Result<Json, Vec<Mistake>> {
        self.open(&Fields(question))?.details()
    }

    /// What a [`Quick`](crate::Quick) engine opens.
    ///
    /// # Errors
    /// As [`told`](Self::told).
    pub fn kept(&self, question: &Map<String, Json>) -> Result<Vec<u8>, Vec<Mistake>> {
        Ok(self.open(&Fields(question))?.drawing.keep())
    }

    /// Opens what a question names, or gives what was opened before.
    pub(crate) fn open(&self, fields: &Fields) -> Opened {
        let key = key(fields)?;
        let place = {
            let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
            let found = opened.iter().position(|row| row.0 == key).map(|place| opened.remove(place));
            let (key, place) = found.unwrap_or_else(|| (key.clone(), Arc::default()));
            opened.push((key, place.clone()));
            let over = opened.len().saturating_sub(MOST);
            opened.drain(..over);
            place
        };
        place.get_or_init(|| open(key, self.own.as_ref())).clone()
    }
}

/// What a question asks to open.
pub fn key(fields: &Fields) -> Result<Key, Vec<Mistake>> {
    let name = fields.wanted("scenario")?.to_string();
    let text = fields.text("text")?.map(str::to_string);
    Ok((name, text, fields.whole("seed", 0, u64::MAX)?.unwrap_or(0)))
}

/// Opens a scenario.
pub fn open((name, text, seed): Key, own: Option<&(String, Model)>) -> Opened {
    let (name, text) = (name.as_str(), text.as_deref());
    let model = match (text, own) {
        (Some(text), _) => {
            let file = if name.ends_with(".toml") { name.to_string() } else { format!("{name}.toml") };
            sunward::model(&shipped::files(&file, text), &[]).map_err(|error| error.mistakes())?
        }
        (None, Some((own, model))) if own == name => model.clone(),
        (None, _) => {
            let files = shipped::of(name).ok_or_else(|| {
                let remedy = format!("there is {}; a text of your own goes into `text`", shipped::names().join(", "));
                wrong("scenario", format!("no scenario `{name}`"), &remedy)
            })?;
            sunward::model(&files, &[]).map_err(|error| error.mistakes())?
        }
    };
    if model.scenario.challengers.is_empty() || model.scenario.incumbents.is_empty() {
        let remedy = "open one that names `challengers` and `incumbents` in `[scenario]`; plans are shown by a server";
        return Err(wrong("scenario", format!("`{}` compares nothing", model.name), remedy));
    }
    let print = print_of(&[VERSION, &sunward::scenario::lock(&model), &seed.to_string()]);
    let beside: Vec<(String, Model)> = model
        .scenario
        .companions
        .iter()
        .filter_map(|file| {
            let name = file.strip_suffix(".toml")?;
            Some((name.to_string(), shipped::model(name)?.ok()?))
        })
        .collect();
    let live = Live::new(model.clone(), seed, 0).map_err(not_shown)?;
    let told = Arc::new(opened(&model, &live, (name, text.is_some(), own), seed, print, &beside));
    Ok(Open { drawing: Drawing { live, seed, print }, told })
}

fn opened(
    model: &Model,
    live: &Live,
    (name, is_text, own): (&str, bool, Option<&(String, Model)>),
    seed: u64,
    print: u64,
    beside: &[(String, Model)],
) -> Json {
    let scenario = &model.scenario;
    let side = |option: &OptionName| match option.table.as_str() {
        "satellite" => "orbit".to_string(),
        other => other.to_string(),
    };
    let options: Vec<Json> = model
        .options()
        .into_iter()
        .map(|option| {
            json!({
                "name": option.to_string(),
                "title": model.title(option),
                "side": side(option),
                "challenger": scenario.challengers.contains(option),
                "incumbent": scenario.incumbents.contains(option),
            })
        })
        .collect();
    let titled = |name: &str| json!({"name": name, "title": words(name)});
    let comparing = COMPARING.iter().map(|name| name.to_string()).chain(studies());
    // The user's own takes the place of a shipped one with its name.
    let shipped = comparing.filter(|name| own.is_none_or(|own| own.0 != *name)).map(|name| titled(&name));
    json!({
        "name": name,
        "title": if is_text || own.is_some_and(|own| own.0 == name) { model.name.clone() } else { words(name) },
        "question": scenario.question,
        "summary": scenario.summary,
        "baseline": format!("{name}@{VERSION}"),
        "hash": format!("{print:016x}"),
        "years": model.years().collect::<Vec<i32>>(),
        "focus": scenario.focus,
        "uses": model.workloads.iter().map(|workload| titled(&workload.name)).collect::<Vec<_>>(),
        "scenarios": own.map(|(name, own)| json!({"name": name, "title": own.name})).into_iter().chain(shipped).collect::<Vec<_>>(),
        "levers": levers(model, live, beside),
        "options": options,
        "version": VERSION,
        "seed": seed,
    })
}

/// Scenarios that compare two sides and do not only plan.
const COMPARING: &[&str] = &["terawatt", "as_claimed", "sceptic", "first_light"];

/// Studies that compare two sides.
fn studies() -> impl Iterator<Item = String> {
    let compares = |row: &&(&str, &str)| row.1.contains("challengers");
    sunward::validation::SCENARIOS.iter().filter(compares).map(|row| format!("{}{}", shipped::STUDY, row.0))
}

/// `study:spacedc_mdao` → `Spacedc mdao`.
fn words(name: &str) -> String {
    let text = name.trim_start_matches(shipped::STUDY).replace('_', " ");
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
