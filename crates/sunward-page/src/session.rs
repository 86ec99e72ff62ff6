//! One scenario, open, with its draws; and the questions that can be asked of it.

use crate::fan;
use crate::lever::levers;
use crate::question::{Fields, wrong};
use serde_json::{Map, Value as Json, json};
use sunward::economics::trade::{Found, Trade};
use sunward::economics::{Outcome, Question};
use sunward::exploration::{Live, NotShown, Work};
use sunward::mistakes::Mistake;
use sunward::model_room::{Model, OptionName};
use sunward::quantity::HOUR;
use sunward::quantity::showing::with_money_year;
use sunward::results::{Column, Ledger, Results, Table, VERSION, document, table};
use sunward::sky::OrbitQuestion;
use sunward::{Change, InputError, documents, shipped, threshold};

/// Fewest and most draws of a fan: more than the most would fill the memory of a page.
const DRAWS: (u64, u64) = (16, 4096);
/// Draws where nothing is said.
const USUAL_DRAWS: u64 = 1000;
/// Most draws of one probability of a threshold: it is drawn anew for each value looked at.
const THRESHOLD_DRAWS: u64 = 100_000;

/// What a page talks to.
#[derive(Debug)]
pub struct Session {
    threads: usize,
    open: Option<Open>,
}

/// A scenario that was opened.
#[derive(Debug)]
struct Open {
    live: Live,
    seed: u64,
    /// Of everything that answers follow from, apart from changes.
    print: u64,
}

type Answer = Result<Json, Vec<Mistake>>;

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// With nothing open, on one thread.
    pub fn new() -> Self {
        Self::on_threads(1)
    }

    /// With nothing open, on so many threads; the bits are the same on any number, and in a page there is one.
    pub fn on_threads(threads: usize) -> Self {
        Self { threads: threads.max(1), open: None }
    }

    /// Answers a question, both in JSON: `{"id", "ok"}`, or `{"id", "mistakes": [{code, path, place, text, remedy}]}`.
    ///
    /// Never fails: what is wrong with a question is an answer too, and leaves what is open as it was.
    pub fn answer(&mut self, question: &str) -> String {
        let read: Result<Json, _> = serde_json::from_str(question);
        let (id, answer) = match &read {
            Ok(Json::Object(fields)) => {
                let id = fields.get("id").filter(|id| id.is_number()).cloned().unwrap_or(Json::Null);
                (id, self.asked(fields))
            }
            Ok(_) => {
                let text = "a question is a JSON object";
                (
                    Json::Null,
                    Err(vec![Mistake::of_question(
                        None,
                        text,
                        Some("write it like `{\"id\": 1, \"do\": \"open\", …}`"),
                    )]),
                )
            }
            Err(error) => {
                let text = format!("the question is not JSON: {error}");
                (Json::Null, Err(vec![Mistake::of_question(None, text, Some("send one JSON object"))]))
            }
        };
        let reply = match answer {
            Ok(ok) => json!({"id": id, "ok": ok}),
            Err(mistakes) => {
                json!({"id": id, "mistakes": mistakes.iter().map(Mistake::document).collect::<Vec<_>>()})
            }
        };
        reply.to_string()
    }

    fn asked(&mut self, fields: &Map<String, Json>) -> Answer {
        let fields = Fields(fields);
        let verb = fields.wanted("do")?;
        if verb == "open" {
            let (open, told) = open(&fields)?;
            self.open = Some(open);
            return Ok(told);
        }
        let verbs = "open, draw, document, threshold, design, table";
        if !verbs.split(", ").any(|known| known == verb) {
            let remedy = format!("there is {verbs}; what needs the planner is asked of a server");
            return Err(wrong("do", format!("nothing answers `{verb}` here"), &remedy));
        }
        let Some(open) = &mut self.open else {
            return Err(wrong("do", "no scenario is open", "ask `open` first"));
        };
        match verb {
            "draw" => open.draw(&fields, self.threads),
            "document" => open.document(&fields),
            "threshold" => open.threshold(&fields),
            "design" => open.design(&fields),
            _ => open.table(&fields, self.threads),
        }
    }
}

/// Mistakes of what cannot be shown, in the words that all doors use.
fn not_shown(error: NotShown) -> Vec<Mistake> {
    match error {
        NotShown::Set(errors) => InputError::Set(errors),
        NotShown::Impossible(errors) => InputError::Impossible(errors),
        NotShown::NotDrawn(errors) => InputError::NotDrawn(errors),
    }
    .mistakes()
}

/// FNV-1a.
fn print_of(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |print, byte| (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn open(fields: &Fields) -> Result<(Open, Json), Vec<Mistake>> {
    let name = fields.wanted("scenario")?;
    let text = fields.text("text")?;
    let seed = fields.whole("seed", 0, u64::MAX)?.unwrap_or(0);
    let model = match text {
        Some(text) => {
            let file = if name.ends_with(".toml") { name.to_string() } else { format!("{name}.toml") };
            sunward::model(&shipped::files(&file, text), &[]).map_err(|error| error.mistakes())?
        }
        None => {
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
    let live = Live::new(model, seed, 0).map_err(not_shown)?;
    let told = opened(&live, name, text.is_some(), seed, print, &beside);
    Ok((Open { live, seed, print }, told))
}

fn opened(live: &Live, name: &str, own: bool, seed: u64, print: u64, beside: &[(String, Model)]) -> Json {
    let model = live.model();
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
                "title": fan::title(model, option),
                "side": side(option),
                "challenger": scenario.challengers.contains(option),
                "incumbent": scenario.incumbents.contains(option),
            })
        })
        .collect();
    let titled = |name: &str| json!({"name": name, "title": words(name)});
    json!({
        "name": name,
        "title": if own { model.name.clone() } else { words(name) },
        "question": scenario.question,
        "summary": scenario.summary,
        "baseline": format!("{name}@{VERSION}"),
        "hash": format!("{print:016x}"),
        "years": model.years().collect::<Vec<i32>>(),
        "focus": scenario.focus,
        "uses": model.workloads.iter().map(|workload| titled(&workload.name)).collect::<Vec<_>>(),
        "scenarios": COMPARING.iter().map(|name| name.to_string()).chain(studies()).map(|name| titled(&name)).collect::<Vec<_>>(),
        "levers": levers(live, beside),
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

/// Runs the parts of the work.
#[cfg(not(target_arch = "wasm32"))]
fn run(works: Vec<Work<'_>>) {
    std::thread::scope(|scope| {
        let mut works = works.into_iter();
        let own = works.next();
        works.for_each(|work| {
            scope.spawn(|| work.run());
        });
        own.into_iter().for_each(Work::run);
    });
}

/// Runs the parts of the work, one after the other.
#[cfg(target_arch = "wasm32")]
fn run(works: Vec<Work<'_>>) {
    works.into_iter().for_each(Work::run);
}

impl Open {
    /// Makes the changes of a question.
    fn change(&mut self, fields: &Fields) -> Result<(Vec<Change>, bool), Vec<Mistake>> {
        let changes = fields.changes()?;
        let moved = self.live.set(&changes).map_err(not_shown)?;
        Ok((changes, moved.prepared_anew))
    }

    /// What answers follow from, with changes.
    fn print(&self, changes: &[Change], draws: u64) -> String {
        let (print, draws) = (format!("{:016x}", self.print), draws.to_string());
        let mut texts = vec![print.as_str(), draws.as_str()];
        texts.extend(changes.iter().flat_map(|change| [change.0.as_str(), change.1.as_str()]));
        format!("{:016x}", print_of(&texts))
    }

    /// Works out the fan for some uses.
    fn work(&mut self, draws: u64, uses: &[usize], exact: bool, threads: usize) -> bool {
        if self.live.draws() as u64 != draws {
            self.live.draw(draws as usize);
        }
        self.live.work(uses, exact, threads, run)
    }

    fn draw(&mut self, fields: &Fields, threads: usize) -> Answer {
        let draws = fields.whole("draws", DRAWS.0, DRAWS.1)?.unwrap_or(USUAL_DRAWS);
        let exact = fields.yes("exact")?;
        let wanted = fields.text("use")?;
        let workloads = &self.live.model().workloads;
        let uses: Vec<usize> = match wanted {
            None => (0..workloads.len()).collect(),
            Some(name) => match workloads.iter().position(|workload| workload.name == name) {
                Some(index) => vec![index],
                None => {
                    let names: Vec<&str> = workloads.iter().map(|workload| workload.name.as_str()).collect();
                    return Err(wrong("use", format!("no use `{name}`"), &format!("there is {}", names.join(", "))));
                }
            },
        };
        let (changes, prepared_anew) = self.change(fields)?;
        let exact = self.work(draws, &uses, exact, threads);
        let best = self.live.best();
        let told: Vec<Json> = self.live.shown().iter().map(|shown| fan::document(&self.live, shown, &best)).collect();
        Ok(json!({
            "hash": self.print(&changes, draws),
            "draws": draws,
            "exact": exact,
            // There is no clock here; who asked knows when.
            "milliseconds": null,
            "prepared_anew": prepared_anew,
            "uses": told,
        }))
    }

    /// The results of the single run.
    fn results(&mut self, fields: &Fields) -> Result<Results, Vec<Mistake>> {
        self.change(fields)?;
        sunward::evaluate(self.live.model().clone(), Vec::new(), self.seed).map_err(|error| error.mistakes())
    }

    fn document(&mut self, fields: &Fields) -> Answer {
        let of = fields.wanted("of")?;
        let (name, year) = (fields.text("name")?, fields.year()?);
        match of {
            "cost" => Ok(documents::cost(&self.results(fields)?)),
            "datasheet" => {
                let results = self.results(fields)?;
                let sheet = documents::sheet(&results, name, year)
                    .map_err(|why| vec![Mistake::of_question(Some("name"), why, None)])?;
                Ok(documents::datasheet(&results, &sheet))
            }
            "parameters" => {
                self.change(fields)?;
                Ok(documents::parameters(self.live.model(), name, self.seed))
            }
            "orbit" => {
                self.change(fields)?;
                self.orbit(name, year)
            }
            "sources" => {
                self.change(fields)?;
                Ok(sources(self.live.model(), self.seed))
            }
            "compare" => {
                self.change(fields)?;
                self.compare(name)
            }
            _ => {
                let remedy = "there is cost, datasheet, parameters, orbit, sources, compare";
                Err(wrong("of", format!("no document `{of}`"), remedy))
            }
        }
    }

    /// The orbit of a satellite (the first without a name) over a year, day by day, as `sunward orbit` gives it.
    fn orbit(&self, name: Option<&str>, year: Option<i32>) -> Answer {
        let model = self.live.model();
        let place = match name {
            Some(name) => model
                .options()
                .into_iter()
                .find(|option| option.to_string() == name)
                .and_then(|option| model.satellites.get(&option.entry))
                .and_then(|satellite| model.orbits.get(&satellite.orbit))
                .or_else(|| model.orbits.get(name)),
            None => model.satellites.values().next().and_then(|satellite| model.orbits.get(&satellite.orbit)),
        };
        let Some(place) = place else {
            let names: Vec<&str> = model.orbits.keys().map(String::as_str).collect();
            let remedy = format!("name a satellite of the scenario or one of its orbits: {}", names.join(", "));
            return Err(wrong("name", "there is no such orbit", &remedy));
        };
        let year = year.unwrap_or(model.scenario.focus);
        let values = model.register.values(model.scenario.focus);
        let question = OrbitQuestion {
            altitude: format!("{} m", values.get(place.altitude).in_metres()),
            apogee: None,
            inclination: match values.get_optional(place.inclination) {
                Some(angle) => format!("{} deg", angle.in_degrees()),
                None => "sun-synchronous".into(),
            },
            local_time: Some(format!("{} h", values.get(place.local_time).in_hours())),
            node: None,
            argument_of_perigee: None,
            year,
            drag: "0.02 m2/kg".into(),
            shielding: "5 mm".into(),
        };
        let answer = sunward::sky::orbit(&question)
            .map_err(|error| vec![Mistake::of_question(Some("name"), error.to_string(), None)])?;
        Ok(documents::orbit(&question, &answer, true, self.seed))
    }

    /// Why this scenario and a shipped one disagree.
    fn compare(&self, name: Option<&str>) -> Answer {
        let other =
            name.and_then(shipped::model).transpose().map_err(|error| InputError::Mistakes(error).mistakes())?;
        let (Some(name), Some(other)) = (name, other) else {
            let remedy = format!("name one of {}", shipped::names().join(", "));
            return Err(wrong("name", "no scenario to compare with", &remedy));
        };
        let model = self.live.model();
        let question = Question { outcome: Outcome::RATIO, workload: None, year: None };
        match sunward::compare(model, &other, &question) {
            Ok(found) => Ok(documents::comparison([&model.name, name], &found, self.seed)),
            Err(error) => Err(vec![Mistake::of_question(Some("name"), error.to_string(), None)]),
        }
    }

    fn threshold(&mut self, fields: &Fields) -> Answer {
        let (path, goal) = (fields.wanted("path")?, fields.wanted("goal")?);
        let draws = fields.whole("draws", DRAWS.0, THRESHOLD_DRAWS)?.unwrap_or(USUAL_DRAWS);
        self.change(fields)?;
        let words = threshold::Words { path, goal, bounds: None, and: None, draws, seed: self.seed };
        let mistake = |why: String| vec![Mistake::of_question(None, why, None)];
        let found = threshold::threshold(self.live.model(), &words, &|_, _| true).map_err(mistake)?;
        let found = found.ok_or_else(|| mistake("the search ended before it began".into()))?;
        Ok(documents::threshold(self.live.model(), &found, self.seed))
    }

    /// The datasheet of an option, and what its decisions trade where it is a satellite.
    fn design(&mut self, fields: &Fields) -> Answer {
        let (option, year) = (fields.wanted("option")?, fields.year()?);
        let results = self.results(fields)?;
        let sheet = documents::sheet(&results, Some(option), year)
            .map_err(|why| vec![Mistake::of_question(Some("option"), why, None)])?;
        let told = documents::datasheet(&results, &sheet);
        let mut model = results.model.clone();
        model.scenario.focus = year.unwrap_or(model.scenario.focus);
        // What does not fly decides nothing here.
        let trades = documents::trades(&model, Some(option)).unwrap_or_default();
        let curves: Vec<Json> = trades.iter().filter(|trade| trade.workload == 0).map(curve).collect();
        Ok(json!({"datasheet": told, "curves": curves}))
    }

    fn table(&mut self, fields: &Fields, threads: usize) -> Answer {
        let of = fields.wanted("of")?;
        if of == "draws" {
            let draws = fields.whole("draws", DRAWS.0, DRAWS.1)?.unwrap_or(USUAL_DRAWS);
            self.change(fields)?;
            let uses: Vec<usize> = (0..self.live.model().workloads.len()).collect();
            self.work(draws, &uses, true, threads);
            return Ok(json!({"csv": self.drawn().csv()}));
        }
        let results = self.results(fields)?;
        let tables = table::tables(&results);
        match tables.iter().find(|table| table.name == of) {
            Some(table) => Ok(json!({"csv": table.csv()})),
            None => {
                let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
                let remedy = format!("there is draws, {}", names.join(", "));
                Err(wrong("of", format!("no table `{of}`"), &remedy))
            }
        }
    }

    /// Inputs and outcomes of every draw, in long form: one number a row.
    fn drawn(&self) -> Table {
        let (live, model) = (&self.live, self.live.model());
        let numbers = &live.explorer().uncertain.numbers;
        let outcomes = live.explorer().outcomes();
        let parameters = model.register.parameters();
        let (mut draws, mut names, mut years) = (Vec::new(), Vec::new(), Vec::new());
        let (mut values, mut units, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let mut row = |draw: usize, name: &str, year: Option<i32>, value: f64, unit: &str, note: &str| {
            draws.push(draw as i64);
            names.push(name.to_string());
            years.push(year.map(f64::from));
            values.push(Some(value).filter(|value| value.is_finite()));
            units.push(unit.to_string());
            notes.push(note.to_string());
        };
        for draw in 0..live.draws() {
            let drawn = live.values(draw);
            for number in numbers {
                let measure = parameters[number.slot].measure();
                let unit = measure.unit();
                for (place, year) in number.values.clone().zip(live.years_of(number)) {
                    row(draw, &number.path, year, measure.in_document_unit(drawn[place]), &unit, "");
                }
            }
            for (workload, name) in outcomes.workloads.iter().enumerate() {
                let (Some(ratios), Some(crossings)) = (live.ratios(workload), live.crossings(workload)) else {
                    continue;
                };
                let ratios = &ratios[draw * outcomes.years.len()..][..outcomes.years.len()];
                for (ratio, year) in ratios.iter().zip(&outcomes.years) {
                    let note = if ratio.is_finite() { "" } else { "one side cannot be had" };
                    row(draw, &format!("ratio.{name}"), Some(*year), *ratio, "1", note);
                }
                let name = format!("crossover.{name}");
                match crossings[draw] as usize {
                    0 => row(draw, &name, None, f64::NAN, "year", "already"),
                    year if year < outcomes.years.len() => {
                        row(draw, &name, None, f64::from(outcomes.years[year]), "year", "");
                    }
                    _ => row(draw, &name, None, f64::NAN, "year", "never"),
                }
            }
        }
        Table {
            name: "draws",
            columns: vec![
                ("draw", Column::Whole(draws)),
                ("name", Column::Text(names)),
                ("year", Column::Number(years)),
                ("value", Column::Number(values)),
                ("unit", Column::Text(units)),
                ("note", Column::Text(notes)),
            ],
        }
    }
}

/// Every source with the numbers that rest on it.
fn sources(model: &Model, seed: u64) -> Json {
    let ledger = Ledger::of(model);
    let rows: Vec<Json> = ledger
        .entries
        .iter()
        .map(|entry| {
            json!({
                "key": entry.key,
                "title": entry.source.map(|source| &source.title),
                "author": entry.source.map(|source| &source.author),
                "year": entry.source.map(|source| &source.year),
                "address": entry.source.map(|source| &source.address),
                "numbers": entry.parameters.iter().map(|parameter| &parameter.path).collect::<Vec<_>>(),
            })
        })
        .collect();
    let evidence: Map<String, Json> =
        ledger.by_evidence.iter().map(|(kind, count)| (kind.name().to_string(), json!(count))).collect();
    let body = json!({"sources": rows, "numbers": ledger.numbers, "guesses": ledger.guesses(), "evidence": evidence});
    document::document(&model.name, seed, body)
}

/// What one decision of a design trades, for the first use.
fn curve(trade: &Trade) -> Json {
    let (unit, scale) = trade.decision.unit();
    let at = |point: Option<(f64, &Found)>| point.map(|point| point.0 / scale);
    let points: Vec<Json> = trade
        .points
        .iter()
        .filter_map(|point| {
            let found = point.found.as_ref().ok()?;
            Some(json!({"x": point.at / scale, "cost": found.cost * 1e15 * HOUR, "delivered": found.delivered}))
        })
        .collect();
    json!({
        "decision": trade.decision.key(),
        "title": trade.decision.title(),
        "path": trade.path,
        "unit": unit,
        "cost_unit": with_money_year("USD/(PFLOP/s h)"),
        "now": at(trade.today()),
        "best": at(trade.best()),
        "reason": trade.reason,
        "points": points,
    })
}
