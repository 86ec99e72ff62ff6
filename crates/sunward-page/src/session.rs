//! One scenario, open, with its draws; and the questions that can be asked of it.

use crate::drawing::{DRAWS, USUAL_DRAWS, elsewhere, not_shown};
use crate::lever::details;
use crate::question::{Answer, Fields, replied, wrong};
use crate::shelf::{Open, Shelf, key, open};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use sunward::economics::trade::{Found, Trade};
use sunward::economics::{Outcome, Question};
use sunward::exploration::Live;
use sunward::mistakes::Mistake;
use sunward::model_room::Model;
use sunward::quantity::HOUR;
use sunward::quantity::showing::with_money_year;
use sunward::results::{Column, Ledger, Results, Table, document, table};
use sunward::sky::OrbitQuestion;
use sunward::{InputError, documents, shipped, threshold};

/// Most draws of one probability of a threshold: it is drawn anew for each value looked at.
const THRESHOLD_DRAWS: u64 = 100_000;

/// What a page talks to.
#[derive(Debug)]
pub struct Session {
    threads: usize,
    shelf: Option<Arc<Shelf>>,
    open: Option<Open>,
}

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
        Self { threads: threads.max(1), shelf: None, open: None }
    }

    /// The same, which opens what others have opened from a shelf that they share.
    pub fn at_shelf(threads: usize, shelf: Arc<Shelf>) -> Self {
        Self { shelf: Some(shelf), ..Self::on_threads(threads) }
    }

    /// What a [`Quick`](crate::Quick) engine opens: the scenario that is open, as it was opened, without all that draws do not need.
    /// `None` where nothing is open.
    pub fn keep(&self) -> Option<Vec<u8>> {
        self.open.as_ref().map(|open| open.drawing.keep())
    }

    /// Answers a question, both in JSON: `{"id", "ok"}`, or `{"id", "mistakes": [{code, path, place, text, remedy}]}`.
    ///
    /// Never fails: what is wrong with a question is an answer too, and leaves what is open as it was.
    pub fn answer(&mut self, question: &str) -> String {
        replied(question, |fields| self.asked(fields))
    }

    fn asked(&mut self, fields: &Map<String, Json>) -> Answer {
        let fields = Fields(fields);
        let verb = fields.wanted("do")?;
        if verb == "open" {
            let opened = match &self.shelf {
                Some(shelf) => shelf.open(&fields)?,
                None => open(key(&fields)?, None)?,
            };
            return Ok((*self.open.insert(opened).told).clone());
        }
        let verbs = "open, draw, details, document, threshold, design, table";
        if !verbs.split(", ").any(|known| known == verb) {
            let remedy = format!("there is {verbs}; what needs the planner is asked of a server");
            return Err(wrong("do", format!("nothing answers `{verb}` here"), &remedy));
        }
        let Some(open) = &mut self.open else {
            return Err(wrong("do", "no scenario is open", "ask `open` first"));
        };
        match verb {
            "draw" => open.drawing.draw(&fields, self.threads, not_shown),
            "details" => open.details(),
            "document" => open.document(&fields),
            "threshold" => open.threshold(&fields),
            "design" => open.design(&fields),
            _ => open.table(&fields, self.threads),
        }
    }
}

impl Open {
    /// The model with the changes of a question.
    fn changed(&mut self, fields: &Fields) -> Result<Model, Vec<Mistake>> {
        self.drawing.change(fields, not_shown)?;
        self.drawing.live.model().ok_or_else(|| vec![elsewhere(None)])
    }

    /// The results of the single run.
    fn results(&mut self, fields: &Fields) -> Result<Results, Vec<Mistake>> {
        sunward::evaluate(self.changed(fields)?, Vec::new(), self.drawing.seed).map_err(|error| error.mistakes())
    }

    /// What a reader asks of the levers.
    pub(crate) fn details(&mut self) -> Answer {
        let model = self.changed(&Fields(&Map::new()))?;
        let levers = self.told["levers"].as_array().into_iter().flatten();
        let paths: Vec<String> = levers.filter_map(|lever| Some(lever["path"].as_str()?.to_string())).collect();
        Ok(json!({"levers": details(&model, &paths)}))
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
            "parameters" => Ok(documents::parameters(&self.changed(fields)?, name, self.drawing.seed)),
            "orbit" => orbit(&self.changed(fields)?, name, year, self.drawing.seed),
            "sources" => Ok(sources(&self.changed(fields)?, self.drawing.seed)),
            "compare" => compare(&self.changed(fields)?, name, self.drawing.seed),
            _ => {
                let remedy = "there is cost, datasheet, parameters, orbit, sources, compare";
                Err(wrong("of", format!("no document `{of}`"), remedy))
            }
        }
    }

    fn threshold(&mut self, fields: &Fields) -> Answer {
        let (path, goal) = (fields.wanted("path")?, fields.wanted("goal")?);
        let draws = fields.whole("draws", DRAWS.0, THRESHOLD_DRAWS)?.unwrap_or(USUAL_DRAWS);
        let model = self.changed(fields)?;
        let words = threshold::Words { path, goal, bounds: None, and: None, draws, seed: self.drawing.seed };
        let mistake = |why: String| vec![Mistake::of_question(None, why, None)];
        let found = threshold::threshold(&model, &words, &|_, _| true).map_err(mistake)?;
        let found = found.ok_or_else(|| mistake("the search ended before it began".into()))?;
        Ok(documents::threshold(&model, &found, self.drawing.seed))
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
            self.drawing.change(fields, not_shown)?;
            let uses: Vec<usize> = (0..self.drawing.live.outcomes().workloads.len()).collect();
            self.drawing.work(draws, &uses, true, threads);
            return Ok(json!({"csv": drawn(&self.drawing.live).csv()}));
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
}

/// The orbit of a satellite (the first without a name) over a year, day by day, as `sunward orbit` gives it.
fn orbit(model: &Model, name: Option<&str>, year: Option<i32>, seed: u64) -> Answer {
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
    Ok(documents::orbit(&question, &answer, true, seed))
}

/// Why this scenario and a shipped one disagree.
fn compare(model: &Model, name: Option<&str>, seed: u64) -> Answer {
    let other = name.and_then(shipped::model).transpose().map_err(|error| InputError::Mistakes(error).mistakes())?;
    let (Some(name), Some(other)) = (name, other) else {
        let remedy = format!("name one of {}", shipped::names().join(", "));
        return Err(wrong("name", "no scenario to compare with", &remedy));
    };
    let question = Question { outcome: Outcome::RATIO, workload: None, year: None };
    match sunward::compare(model, &other, &question) {
        Ok(found) => Ok(documents::comparison([&model.name, name], &found, seed)),
        Err(error) => Err(vec![Mistake::of_question(Some("name"), error.to_string(), None)]),
    }
}

/// Inputs and outcomes of every draw, in long form: one number a row.
fn drawn(live: &Live) -> Table {
    let numbers = &live.uncertain().numbers;
    let outcomes = live.outcomes();
    let parameters = live.register().parameters();
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
