//! A question that was read → the document that answers it.

use crate::field::Fields;
use crate::library::{Library, of_text};
use crate::reply::{Written, written};
use crate::routes::Verb;
use crate::work::Stop;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use sunward::claims::{Filter, Judging, judge};
use sunward::documents::{self, NoTrades};
use sunward::economics::{Outcome, Question};
use sunward::exploring::{self, Exploring};
use sunward::exploring_plans::{MOST_PLANS, PlanDrawing, PlanDrawingError, draw_plans};
use sunward::mistakes::Mistake;
use sunward::model_room::Model;
use sunward::planner::ensemble::Drawn;
use sunward::results::claims::{Side, Verdict};
use sunward::results::{PlanOutcome, Results};
use sunward::sky::OrbitQuestion;
use sunward::tables::{self, Needs};
use sunward::{Asked, InputError, Opened, PlanStop, threshold, tracking};

/// Why there is no document.
#[derive(Debug, Clone, PartialEq)]
pub enum NoAnswer {
    /// Something is wrong with the question.
    Mistakes(Vec<Mistake>),
    /// Nobody waits for it any more.
    Stopped,
    /// A bug, in words.
    Bug(String),
}

impl From<InputError> for NoAnswer {
    fn from(error: InputError) -> Self {
        Self::Mistakes(error.mistakes())
    }
}

impl From<Mistake> for NoAnswer {
    fn from(mistake: Mistake) -> Self {
        Self::Mistakes(vec![mistake])
    }
}

impl From<Box<Mistake>> for NoAnswer {
    fn from(mistake: Box<Mistake>) -> Self {
        Self::Mistakes(vec![*mistake])
    }
}

impl From<PlanStop> for NoAnswer {
    fn from(stop: PlanStop) -> Self {
        match (stop.mistakes(), stop) {
            (Some(mistakes), _) => Self::Mistakes(mistakes),
            (None, PlanStop::Interrupted) => Self::Stopped,
            (None, stop) => Self::Bug(stop.to_string()),
        }
    }
}

/// A mistake in the words of the command line, whose options are fields here.
fn wrong(text: impl Into<String>) -> NoAnswer {
    let text = text.into();
    let option =
        text.strip_prefix("--").and_then(|rest| rest.split([':', ' ']).next()).map(|name| name.replace('-', "_"));
    Mistake::of_question(option.as_deref(), text, None).into()
}

/// What is told of work on the way: which share of it is done, and what is being done.
pub type Told<'a> = &'a (dyn Fn(f64, &str) + Sync);

/// Works out an answer as it goes out over HTTP.
///
/// # Errors
/// [`NoAnswer`].
pub fn written_answer(
    verb: Verb,
    fields: &Fields,
    library: &Library,
    threads: usize,
    stop: &Stop,
) -> Result<Written, NoAnswer> {
    Ok(match verb {
        // Asked while levers are dragged: its bytes are written without a tree of all numbers.
        Verb::Cost => {
            let seed = fields.whole("seed").unwrap_or(0);
            let bytes = match opened(fields, library)? {
                Some(opened) => opened.ask(&fields.changes(), seed, documents::cost_written)?,
                None => documents::cost_written(&results(fields, library)?),
            };
            Written::json(bytes)
        }
        Verb::Table => table(fields, library, threads, stop)?,
        Verb::Opened | Verb::Details | Verb::Kept => begin_page(verb, fields, library).map_err(NoAnswer::Mistakes)?,
        _ => Written::json(written(&answer(verb, fields, library, threads, stop, &|_, _| ())?)),
    })
}

/// What a page begins with.
fn begin_page(verb: Verb, fields: &Fields, library: &Library) -> Result<Written, Vec<Mistake>> {
    let (pages, question) = (&library.pages, question(fields, library));
    // It is read by a program alone: in one line.
    Ok(match verb {
        Verb::Kept => Written { kind: "application/octet-stream", bytes: pages.kept(&question)? },
        Verb::Details => Written::json(pages.details(&question)?.to_string().into_bytes()),
        _ => Written::json(pages.told(&question)?.to_string().into_bytes()),
    })
}

/// A question about a scenario as the page's engine takes it: always with its name.
fn question(fields: &Fields, library: &Library) -> Map<String, Json> {
    let name = fields.text("scenario").unwrap_or(match fields.text("text") {
        Some(_) => "scenario",
        None => library.first(),
    });
    let mut question = Map::new();
    question.insert("scenario".into(), json!(name));
    question.extend(fields.text("text").map(|text| ("text".into(), json!(text))));
    question.extend(fields.whole("seed").map(|seed| ("seed".into(), json!(seed))));
    question
}

/// Works out a document, or finds it among those that took long. Long work looks at `stop`, and tells how far it is.
///
/// # Errors
/// [`NoAnswer`].
pub fn answer(
    verb: Verb,
    fields: &Fields,
    library: &Library,
    threads: usize,
    stop: &Stop,
    told: Told<'_>,
) -> Result<Json, NoAnswer> {
    if !verb.is_long() {
        return worked_out(verb, fields, library, threads, stop, told);
    }
    if let Some(found) = library.kept.find(verb, fields) {
        return Ok(Arc::unwrap_or_clone(found));
    }
    let answer = Arc::new(worked_out(verb, fields, library, threads, stop, told)?);
    library.kept.keep(verb, fields, &answer);
    Ok(Arc::unwrap_or_clone(answer))
}

fn worked_out(
    verb: Verb,
    fields: &Fields,
    library: &Library,
    threads: usize,
    stop: &Stop,
    told: Told<'_>,
) -> Result<Json, NoAnswer> {
    let seed = fields.whole("seed").unwrap_or(0);
    let model = || model(fields, library);
    let results = || results(fields, library);
    Ok(match verb {
        // Answered by the server itself, or written at once (`written_answer`).
        Verb::Health | Verb::OpenApi | Verb::Cost | Verb::Table | Verb::Opened | Verb::Details | Verb::Kept => {
            return Err(NoAnswer::Bug("this is no question".into()));
        }
        Verb::Scenarios => library.document(seed),
        Verb::Check => documents::check(&results()?),
        Verb::Parameters => documents::parameters(&model()?, fields.text("containing"), seed),
        Verb::Datasheet if fields.yes("trades") => {
            let model = model()?;
            match documents::trades(&model, fields.text("name")) {
                Ok(trades) => documents::traded(&model, &trades, seed),
                Err(NoTrades::Name(why)) => return Err(wrong(why)),
                Err(NoTrades::Input(error)) => return Err(error.into()),
            }
        }
        Verb::Datasheet => {
            let results = results()?;
            let sheet = documents::sheet(&results, fields.text("name"), fields.year("year")).map_err(wrong)?;
            documents::datasheet(&results, &sheet)
        }
        Verb::Orbit => orbit(fields, seed)?,
        Verb::Plan => {
            told(0.0, "costs");
            let results = results()?;
            told(0.1, "planning, and planning anew with what binds relaxed");
            plan(fields, &results, stop)?
        }
        Verb::Explore if fields.yes("plan") => explore_plans(fields, &results()?, threads, stop, told)?,
        Verb::Explore => explore(fields, &model()?, threads, stop, told)?,
        Verb::Threshold => {
            let model = model()?;
            let words = threshold_words(fields, seed)?;
            let watch = |done: u64, most: u64| {
                told(done as f64 / most.max(1) as f64, "looking for the value at which the goal is met");
                !stop.load(Ordering::Relaxed)
            };
            let found = threshold::threshold(&model, &words, &watch).map_err(wrong)?;
            let found = found.filter(|found| found.0.answer.complete).ok_or(NoAnswer::Stopped)?;
            documents::threshold(&model, &found, seed)
        }
        Verb::Compare => compare(fields, library, seed)?,
        Verb::Validate => {
            let case = fields.text("case");
            let cases = sunward::validation::validate(case).map_err(wrong)?;
            if cases.is_empty() {
                let text = format!("no published case or study starts with `{}`", case.unwrap_or(""));
                return Err(Mistake::of_question(Some("case"), text, Some("without `case` all are listed")).into());
            }
            documents::validation(&cases, seed)
        }
        Verb::Claims => claims(fields, &results, threads, stop, told)?,
        Verb::Track => track(fields, &results, stop, told)?,
    })
}

/// The scenario asked about, with its changes.
fn model(fields: &Fields, library: &Library) -> Result<Model, NoAnswer> {
    let read = named_or_text(library, "scenario", fields.text("scenario"), fields.text("text"))?;
    Ok(sunward::changed(Arc::unwrap_or_clone(read), &fields.changes())?)
}

/// The scenario asked about, ready for changes, if it has a name.
fn opened(fields: &Fields, library: &Library) -> Result<Option<Arc<Opened>>, NoAnswer> {
    match fields.text("text") {
        Some(_) => Ok(None),
        None => Ok(library.opened("scenario", fields.text("scenario").unwrap_or(library.first()))?),
    }
}

/// The costs of the scenario asked about, with its changes.
fn results(fields: &Fields, library: &Library) -> Result<Results, NoAnswer> {
    let seed = fields.whole("seed").unwrap_or(0);
    Ok(match opened(fields, library)? {
        Some(opened) => opened.evaluate(&fields.changes(), seed)?,
        None => sunward::evaluate(model(fields, library)?, Vec::new(), seed)?,
    })
}

/// What a text of somebody's own is called where it has no name.
const UNNAMED: &str = "scenario.toml";

fn named_or_text(
    library: &Library,
    field: &str,
    name: Option<&str>,
    text: Option<&str>,
) -> Result<Arc<Model>, NoAnswer> {
    match text {
        Some(text) => Ok(of_text(name.unwrap_or(UNNAMED), text)?),
        None => Ok(library.named(field, name.unwrap_or(library.first()))?),
    }
}

fn orbit(fields: &Fields, seed: u64) -> Result<Json, NoAnswer> {
    let text = |name: &str| fields.text(name).map(str::to_string);
    if fields.text("local_time").is_some() && fields.text("node").is_some() {
        return Err(wrong("--node: give `local_time` or `node`, not both"));
    }
    let question = OrbitQuestion {
        altitude: text("altitude").unwrap_or_else(|| "650 km".into()),
        apogee: text("apogee"),
        inclination: text("inclination").unwrap_or_else(|| "sun-synchronous".into()),
        local_time: text("local_time"),
        node: text("node"),
        argument_of_perigee: text("argument_of_perigee"),
        year: fields.year("year").unwrap_or(2030),
        drag: text("drag").unwrap_or_else(|| "0.02 m2/kg".into()),
        shielding: text("shielding").unwrap_or_else(|| "5 mm".into()),
    };
    let found = sunward::sky::orbit(&question).map_err(|error| wrong(error.to_string()))?;
    Ok(documents::orbit(&question, &found, fields.yes("days"), seed))
}

fn plan(fields: &Fields, results: &Results, stop: &Stop) -> Result<Json, NoAnswer> {
    let model = &results.model;
    if model.planning.is_none() {
        return Err(Mistake::of_question(
            Some("scenario"),
            format!("`{}` asks for no plan", model.name),
            Some("a table `[plan]` says which industries take part, what is demanded and what limits them"),
        )
        .into());
    }
    let asked = asked(fields, stop)?;
    Ok(match sunward::plan(model, &results.costs, &asked)? {
        PlanOutcome::Planned(planned) => documents::planned(&model.name, &planned, results.seed),
        PlanOutcome::Short(shortage) => documents::short(&model.name, &shortage, results.seed),
    })
}

/// What is asked of a solver.
fn asked(fields: &Fields, stop: &Stop) -> Result<Asked, NoAnswer> {
    Asked::read(
        fields.text("objective"),
        fields.text("foresight"),
        fields.text("time_limit"),
        fields.text("memory_limit"),
        Some(stop.clone()),
    )
    .map_err(|error| wrong(error.to_string()))
}

fn explore(fields: &Fields, model: &Model, threads: usize, stop: &Stop, told: Told<'_>) -> Result<Json, NoAnswer> {
    let seed = fields.whole("seed").unwrap_or(0);
    let draws = fields.whole("draws").unwrap_or(100_000);
    if fields.yes("in_full") {
        return Err(wrong("--in-full: only with `plan`"));
    }
    let inquiry = exploring::inquiry(model, draws, fields.year("by"), fields.number("probability").unwrap_or(0.5))
        .map_err(wrong)?;
    let explorer = exploring::explorer(model, seed)?;
    let asked = Exploring { interrupt: Some(stop.clone()), ..Exploring::new(draws, threads) };
    // What moves the answer takes about as long as a hundred thousand draws.
    let share = |done: u64| draws as f64 / (draws as f64 + 1e5) * done as f64 / draws as f64;
    let progress = |done: u64| told(share(done), "drawing");
    let bug = |stop: exploring::ExploreStop| NoAnswer::Bug(stop.to_string());
    let (exploration, sample) = exploring::explore(model, &explorer, &asked, &progress, None).map_err(bug)?;
    if stop.load(Ordering::Relaxed) {
        return Err(NoAnswer::Stopped);
    }
    told(share(draws), "what moves the answer, and what would have to be true");
    let findings = exploring::findings(model, &explorer, &asked, &inquiry, (exploration, &sample)).map_err(bug)?;
    if stop.load(Ordering::Relaxed) {
        return Err(NoAnswer::Stopped);
    }
    Ok(documents::explored(model, &findings, seed))
}

fn explore_plans(
    fields: &Fields,
    results: &Results,
    threads: usize,
    stop: &Stop,
    told: Told<'_>,
) -> Result<Json, NoAnswer> {
    let model = &results.model;
    let draws = fields.whole("draws").unwrap_or(1000);
    if let Some(field) = ["by", "probability"].iter().find(|field| fields.number(field).is_some()) {
        return Err(wrong(format!("--{field}: not with `plan`")));
    }
    if !(1..=MOST_PLANS).contains(&draws) {
        return Err(wrong(format!("--draws {draws}: ask for 1 to {MOST_PLANS} with `plan`")));
    }
    if model.planning.is_none() {
        return Err(wrong(format!("`{}` asks for no plan; give it a table `[plan]`, or leave `plan` out", model.name)));
    }
    let asked = Asked::read(None, None, None, None, Some(stop.clone())).map_err(|error| wrong(error.to_string()))?;
    let how = PlanDrawing {
        draws: usize::try_from(draws).unwrap_or(usize::MAX),
        seed: results.seed,
        threads,
        fixed: &[],
        in_full: fields.yes("in_full"),
        resume: None,
    };
    let mut progress = |_: &[Option<Drawn>], done: usize| {
        told(done as f64 / draws as f64, "planning each draw");
        Ok(())
    };
    let found = match draw_plans(model, &results.costs, &asked, &how, &mut progress) {
        Ok(found) => found,
        Err(PlanDrawingError::Stop(stop)) => return Err(stop.into()),
        Err(error) => return Err(wrong(error.to_string())),
    };
    if found.interrupted {
        return Err(NoAnswer::Stopped);
    }
    Ok(documents::plans_drawn(&model.name, &found, asked.question(model).objective, results.seed))
}

fn threshold_words(fields: &Fields, seed: u64) -> Result<threshold::Words<'_>, NoAnswer> {
    let (from, to) = (fields.text("from"), fields.text("to"));
    if from.is_some() != to.is_some() {
        return Err(wrong("--from: `from` and `to` go together"));
    }
    Ok(threshold::Words {
        path: fields.text("path").unwrap_or_default(),
        goal: fields.text("goal").unwrap_or_default(),
        bounds: from.zip(to),
        and: fields.text("and"),
        draws: fields.whole("draws").unwrap_or(2000),
        seed,
    })
}

fn compare(fields: &Fields, library: &Library, seed: u64) -> Result<Json, NoAnswer> {
    if fields.yes("studies") {
        if !fields.changes().is_empty() || !fields.changes_of("first_changes").is_empty() {
            return Err(wrong("--changes: the studies stand as they were published; nothing changes them"));
        }
        let spread = sunward::studies::spread().map_err(NoAnswer::Bug)?;
        return Ok(documents::studies(&spread, seed));
    }
    let read = |field: &str| -> Result<Model, NoAnswer> {
        let (name, text) = fields.scenario(field);
        if name.is_none() && text.is_none() {
            return Err(Mistake::of_question(
                Some(field),
                "two scenarios are needed",
                Some("name `first` and `second`"),
            )
            .into());
        }
        Ok(Arc::unwrap_or_clone(named_or_text(library, field, name, text)?))
    };
    let outcome =
        Outcome::read(fields.text("outcome").unwrap_or("ratio")).map_err(|why| wrong(format!("--outcome: {why}")))?;
    let question =
        Question { outcome, workload: fields.text("workload").map(str::to_string), year: fields.year("year") };
    let models = [read("first")?, read("second")?];
    let [first, second] = sunward::pipeline::changed_both(models, &fields.changes())?;
    let first = match &fields.changes_of("first_changes")[..] {
        [] => first,
        changes => sunward::changed(first, changes)?,
    };
    let found = sunward::compare(&first, &second, &question).map_err(|why| wrong(why.to_string()))?;
    Ok(documents::comparison([&first.name, &second.name], &found, seed))
}

/// The one of some words that a field holds.
fn one_of<T: Copy>(fields: &Fields, field: &str, names: &[(&str, T)]) -> Result<Option<T>, NoAnswer> {
    let Some(word) = fields.text(field) else { return Ok(None) };
    let found = names.iter().find(|row| row.0 == word).map(|row| row.1);
    let unknown = || {
        let names: Vec<&str> = names.iter().map(|row| row.0).collect();
        Mistake::of_question(
            Some(field),
            format!("`{field}` is not `{word}`"),
            Some(&format!("there is {}", names.join(", "))),
        )
    };
    found.map(Some).ok_or_else(|| unknown().into())
}

fn claims(
    fields: &Fields,
    results: &dyn Fn() -> Result<Results, NoAnswer>,
    threads: usize,
    stop: &Stop,
    told: Told<'_>,
) -> Result<Json, NoAnswer> {
    let filter = Filter {
        side: one_of(fields, "side", Side::NAMES)?,
        verdict: one_of(fields, "verdict", Verdict::NAMES)?,
        id: fields.text("claim").map(str::to_string),
    };
    let all = sunward::claims::claims().map_err(|mistakes| NoAnswer::Bug(mistakes[0].to_string()))?;
    let claims = filter.before(all).map_err(|why| Mistake::of_question(Some("claim"), why, None))?;
    let plans = asked(fields, stop)?;
    let results = results()?;
    let progress = |done: usize, all: usize, what: &str| {
        let says = if what.is_empty() { "plans and draws that claims rest on" } else { what };
        told(done as f64 / all.max(1) as f64, says);
    };
    let judging = Judging { threads, seed: results.seed, plans, folder: None, in_full: true, progress: &progress };
    let judged = filter.after(judge(&results, &claims, &judging)?);
    Ok(documents::claims(&results.model.name, &judged, results.seed))
}

fn track(
    fields: &Fields,
    results: &dyn Fn() -> Result<Results, NoAnswer>,
    stop: &Stop,
    told: Told<'_>,
) -> Result<Json, NoAnswer> {
    let day = |text| tracking::day(text).map_err(|why| wrong(format!("--as-of: {why}")));
    let as_of = fields.text("as_of").map(day).transpose()?;
    let asked = asked(fields, stop)?;
    let watched = tracking::watched(&[], as_of, None).map_err(|nothing| NoAnswer::Bug(format!("{nothing:?}")))?;
    let results = results()?;
    told(0.0, "planning");
    let (lines, planned) = tracking::lines(&results.model, &results.costs, &watched.observed, &asked)?;
    told(0.8, "looking at what was observed");
    let tracked = tracking::look(&watched, &lines, results.seed, &asked)?;
    Ok(documents::tracked(&results.model.name, (&tracked, planned), &watched, &[], None, results.seed))
}

/// Most draws that go out as a table: they are held in memory until they have gone.
const MOST_TABLE_DRAWS: u64 = 10_000;

/// What a table is called that is no table of the results.
const DRAWS: &str = "draws";

/// Whether a table takes long to work out.
pub fn is_long_table(fields: &Fields) -> bool {
    match fields.text("of") {
        Some(DRAWS) => true,
        Some(name) => tables::needs(name).is_some_and(|needs| needs != Needs::Costs),
        None => false,
    }
}

fn table(fields: &Fields, library: &Library, threads: usize, stop: &Stop) -> Result<Written, NoAnswer> {
    const PARQUET: &str = "application/vnd.apache.parquet";
    let parquet = one_of(fields, "format", &[("csv", false), ("parquet", true)])?.unwrap_or(false);
    let bug = |error: sunward_parquet::Error| NoAnswer::Bug(error.to_string());
    let of = fields.text("of").unwrap_or("costs");
    if of == DRAWS {
        if !parquet {
            let remedy = "ask for `parquet`, as `sunward explore --table` writes them";
            return Err(Mistake::of_question(Some("format"), "draws are Parquet alone", Some(remedy)).into());
        }
        return Ok(Written { kind: PARQUET, bytes: drawn(fields, &model(fields, library)?, threads, stop)? });
    }
    if fields.whole("draws").is_some() {
        return Err(Mistake::of_question(Some("draws"), "only with `of`: `draws`", None).into());
    }
    if tables::needs(of).is_none() {
        let names: Vec<&str> = tables::TABLES.iter().map(|row| row.0).chain([DRAWS]).collect();
        let remedy = format!("there is {}", names.join(", "));
        return Err(Mistake::of_question(Some("of"), format!("no table `{of}`"), Some(&remedy)).into());
    }
    let results = results(fields, library)?;
    let name = results.model.name.clone();
    let asked = Asked { threads, ..asked(fields, stop)? };
    let Some(table) = tables::table(results, of, &asked)? else {
        let text = format!("`{name}` has no table `{of}`");
        let remedy = "it asks for no plan or has none, or it compares nothing; `/api/plan` and `/api/cost` say which";
        return Err(Mistake::of_question(Some("of"), text, Some(remedy)).into());
    };
    Ok(match parquet {
        true => Written { kind: PARQUET, bytes: sunward_parquet::bytes(&table).map_err(bug)? },
        false => Written { kind: "text/csv; charset=utf-8", bytes: table.csv().into_bytes() },
    })
}

/// The table of draws that `sunward explore --table` writes.
fn drawn(fields: &Fields, model: &Model, threads: usize, stop: &Stop) -> Result<Vec<u8>, NoAnswer> {
    let draws = fields.whole("draws").unwrap_or(1000);
    if draws > MOST_TABLE_DRAWS {
        let remedy = "more of them the command line writes: `sunward explore SCENARIO --draws N --table FILE`";
        let text = format!("at most {MOST_TABLE_DRAWS} draws go out as a table");
        return Err(Mistake::of_question(Some("draws"), text, Some(remedy)).into());
    }
    exploring::inquiry(model, draws, None, 0.5).map_err(wrong)?;
    let explorer = exploring::explorer(model, fields.whole("seed").unwrap_or(0))?;
    let exploring = Exploring { interrupt: Some(stop.clone()), ..Exploring::new(draws, threads) };
    let bug = |error: &dyn std::fmt::Display| NoAnswer::Bug(error.to_string());
    let columns = sunward_parquet::columns(model, &explorer);
    let mut table = sunward_parquet::Draws::new(Vec::new(), columns).map_err(|error| bug(&error))?;
    let mut rows = |sample: &sunward::exploration::Sample| table.add(sample).map_err(|error| error.to_string());
    exploring::explore(model, &explorer, &exploring, &|_| (), Some(&mut rows)).map_err(|error| bug(&error))?;
    if stop.load(Ordering::Relaxed) {
        return Err(NoAnswer::Stopped);
    }
    table.finish().map_err(|error| bug(&error))
}
