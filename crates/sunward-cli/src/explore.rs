//! Draws of what is not known: how sure the answer is, what moves it, and what would have to be true.

use crate::arguments::{Everywhere, Format};
use crate::commands::{Done, INTERRUPTED, Stop, no_plan, read, refuse, results, say};
use crate::folder::{NewFolder, stop_solver_when_interrupted};
use crate::parquet::{DrawColumn, DrawsFile};
use crate::screen::{print, print_json};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;
use sunward::Asked;
use sunward::documents;
use sunward::exploration::{Explorer, Inquiry, Outcomes};
use sunward::exploring::{self, ExploreStop, Exploring};
use sunward::exploring_plans::{MOST_PLANS, PlanDrawing, PlanDrawingError, draw_plans};
use sunward::model_room::{Model, Value};
use sunward::results::explore::{screen as explore_screen, tables as explore_tables};
use sunward::results::plan::draws as plan_draws;
use sunward::results::{report, threshold as threshold_results};

/// Draws to go on with, in a folder of results.
const DRAWS: &str = "explore.draws";

/// What is asked of `explore`, as it was written.
pub struct Words<'a> {
    pub draws: u64,
    pub by: Option<i32>,
    pub probability: f64,
    pub table: Option<&'a Path>,
    pub resume: bool,
    pub out: Option<&'a Path>,
}

/// Many draws of both sides in every year.
pub fn explore(scenario: &Path, words: &Words, everywhere: &Everywhere) -> Done {
    let model = read(scenario, everywhere)?;
    let (asked, inquiry) = asked(&model, words, everywhere)?;
    let explorer = sunward::exploring::explorer(&model, everywhere.seed).or_else(|error| refuse(&error))?;
    // Places that may not be written are said before anything is drawn.
    let folder = words.out.map(NewFolder::start).transpose()?;
    let mut table = words.table.map(|file| DrawsFile::create(file, columns(&model, &explorer))).transpose()?;
    let interrupt = stop_solver_when_interrupted();
    let asked = Exploring { interrupt: Some(interrupt.clone()), ..asked };
    let bar = progress(asked.draws, everywhere);
    let start = Instant::now();
    let mut rows = |draws: &sunward::exploration::Sample| match &mut table {
        Some(table) => table.add(draws).map_err(|error| format!("{error:#}")),
        None => Ok(()),
    };
    let rows = words.table.is_some().then_some(&mut rows as exploring::Rows);
    // Draws of an earlier time took none of this one's.
    let before = std::cell::Cell::new(None);
    let told = |done: u64| {
        before.set(before.get().or(Some(done)));
        bar.set_position(done);
    };
    let found = exploring::explore(&model, &explorer, &asked, &told, rows);
    let seconds = start.elapsed().as_secs_f64();
    bar.finish_and_clear();
    let (exploration, sample) = match found {
        Ok(found) => found,
        Err(stop @ ExploreStop::Resume(_)) => return say(format!("sunward explore: {stop}")),
        // A full disk, or a bug.
        Err(stop) => return Err(stop.into()),
    };
    if exploration.draws() == 0 {
        // Nothing to show, and nothing to put in the place of what is there.
        return Err(Stop::Interrupted);
    }
    let stopped = exploration.draws() < asked.draws;
    let kept = exploring::saved(&model, &explorer, &exploration, everywhere.seed);
    let spinner = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    spinner.set_message("what moves the answer, and what would have to be true");
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let drawn = exploration.draws() - before.get().unwrap_or(0);
    let findings = exploring::findings(&model, &explorer, &asked, &inquiry, (exploration, &sample));
    spinner.finish_and_clear();
    let findings = findings?;
    if let Some(table) = table {
        table.finish()?;
    }
    let speed = Speed::of(&explorer, drawn, seconds);
    // What took how long is no result: the same question gives the same file.
    let body = || documents::explored(&model, &findings, everywhere.seed);
    if let Some(folder) = folder {
        for table in explore_tables::tables(&model, &findings) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &crate::parquet::bytes(&table)?)?;
        }
        folder.write("explore.html", report::explore_page(&model, &findings).as_bytes())?;
        folder.write("scenario.lock.toml", sunward::scenario::lock(&model).as_bytes())?;
        folder.write(DRAWS, &kept)?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body())?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&speed.beside(body()))?,
        Format::Csv => match explore_tables::tables(&model, &findings).first() {
            Some(table) => print(&table.csv())?,
            None => print("")?,
        },
        Format::Table => {
            print(&explore_screen::screen(&model, &findings))?;
            if !everywhere.quiet {
                print(&speed.line())?;
            }
            if let Some(out) = words.out {
                print(&format!("  page: {}\n", out.join("explore.html").display()))?;
            }
        }
    }
    if !interrupt.load(Ordering::Relaxed) {
        return Ok(ExitCode::SUCCESS);
    }
    if stopped {
        let goes_on = match words.out {
            Some(out) => format!("; `--resume --out {}` goes on", out.display()),
            None => "; with `--out` it could be gone on with".into(),
        };
        eprintln!(
            "sunward: interrupted after {} of {} draws; what stands here is what they say{goes_on}",
            findings.exploration.draws(),
            asked.draws
        );
    } else {
        eprintln!(
            "sunward: interrupted after the last draw; of what moves the answer only what was done by then stands here"
        );
    }
    Ok(ExitCode::from(INTERRUPTED))
}

fn asked(model: &Model, words: &Words, everywhere: &Everywhere) -> Result<(Exploring, Inquiry), Stop> {
    let inquiry = sunward::exploring::inquiry(model, words.draws, words.by, words.probability)
        .or_else(|why| say(format!("sunward explore: {why}")))?;
    let threads = usize::try_from(everywhere.threads).unwrap_or(1);
    let resume = match (words.resume, words.out) {
        (false, _) => None,
        (true, None) => return say("--resume: say with `--out` where the draws lie that it goes on with"),
        (true, Some(out)) => match std::fs::read(out.join(DRAWS)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                return say(format!(
                    "--resume: cannot read `{}`: {error}; start anew without it",
                    out.join(DRAWS).display()
                ));
            }
        },
    };
    Ok((Exploring { resume, ..Exploring::new(words.draws, threads) }, inquiry))
}

fn progress(draws: u64, everywhere: &Everywhere) -> ProgressBar {
    let bar = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new(draws) };
    bar.set_style(
        ProgressStyle::with_template("{bar:24} {human_pos} of {human_len} draws, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

/// What is asked of `explore --plan`, as it was written.
pub struct PlanDrawWords<'a> {
    pub draws: u64,
    pub in_full: bool,
    pub out: Option<&'a Path>,
}

/// A plan for each of many draws.
pub fn plans(scenario: &Path, words: &PlanDrawWords, everywhere: &Everywhere) -> Done {
    if !(1..=MOST_PLANS).contains(&words.draws) {
        return say(format!("--draws {}: ask for 1 to {MOST_PLANS} with `--plan`", words.draws));
    }
    let results = results(scenario, everywhere)?;
    let model = &results.model;
    if model.planning.is_none() {
        return say(format!(
            "sunward explore --plan: `{}` asks for no plan; give it a table `[plan]`, or leave `--plan` out",
            model.name
        ));
    }
    let folder = words.out.map(NewFolder::start).transpose()?;
    let interrupt = stop_solver_when_interrupted();
    let asked = Asked::read(None, None, None, None, Some(interrupt)).or_else(say)?;
    let bar = progress(words.draws, everywhere);
    let start = Instant::now();
    let how = PlanDrawing {
        draws: usize::try_from(words.draws).unwrap_or(usize::MAX),
        seed: everywhere.seed,
        threads: usize::try_from(everywhere.threads).unwrap_or(1),
        fixed: &[],
        in_full: words.in_full,
    };
    let told = |done: usize| bar.set_position(done as u64);
    let found = draw_plans(model, &results.costs, &asked, &how, &told);
    bar.finish_and_clear();
    let draws = match found {
        Ok(draws) => draws,
        Err(PlanDrawingError::Stop(stop)) => return no_plan(stop),
        Err(error) => return say(format!("sunward explore --plan: {error}")),
    };
    let objective = asked.question(model).objective;
    let body = || documents::plans_drawn(&model.name, &draws, objective, everywhere.seed);
    if let Some(folder) = folder {
        for table in plan_draws::tables(&draws) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &crate::parquet::bytes(&table)?)?;
        }
        folder.write("explore.html", report::plan_draws_page(&model.name, &draws).as_bytes())?;
        folder.write("scenario.lock.toml", sunward::scenario::lock(model).as_bytes())?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body())?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&body())?,
        Format::Csv => match plan_draws::tables(&draws).first() {
            Some(table) => print(&table.csv())?,
            None => print("")?,
        },
        Format::Table => {
            print(&format!("{}: plans drawn\n\n{}", model.name, plan_draws::lines(&draws, objective)))?;
            if !everywhere.quiet {
                let seconds = start.elapsed().as_secs_f64();
                let done = draws.draws.iter().flatten().count();
                print(&format!("\n  {done} plans in {seconds:.0} s\n"))?;
            }
            if let Some(out) = words.out {
                print(&format!("  page: {}\n", out.join("explore.html").display()))?;
            }
        }
    }
    Ok(if draws.interrupted { ExitCode::from(INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// What one number would have to be.
pub fn threshold(scenario: &Path, words: &sunward::threshold::Words, everywhere: &Everywhere) -> Done {
    let model = read(scenario, everywhere)?;
    let interrupt = stop_solver_when_interrupted();
    let spinner = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    spinner.set_message("looking for the value at which the goal is met");
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let found = sunward::threshold::threshold(&model, words, &|| !interrupt.load(Ordering::Relaxed));
    spinner.finish_and_clear();
    let (asked, frontier) = found.or_else(|error| say(format!("sunward threshold: {error}")))?;
    match everywhere.format {
        Format::Json => print_json(&documents::threshold(&model, &(asked.clone(), frontier), everywhere.seed))?,
        Format::Csv => print(&threshold_results::table(&model, &asked).csv())?,
        Format::Table => print(&threshold_results::screen(&model, &asked, frontier.as_ref()))?,
    }
    Ok(if asked.answer.complete { ExitCode::SUCCESS } else { ExitCode::from(INTERRUPTED) })
}

/// How fast it was; no result, for it is another each time.
struct Speed {
    seconds: f64,
    draws: f64,
    years: f64,
    options: f64,
}

impl Speed {
    fn of(explorer: &Explorer, draws: u64, seconds: f64) -> Self {
        Self {
            seconds,
            draws: draws as f64,
            years: explorer.outcomes().years.len() as f64,
            options: explorer.evaluation.options() as f64,
        }
    }

    fn beside(&self, mut body: Json) -> Json {
        body["elapsed_seconds"] = json!(self.seconds);
        body["evaluations_per_second"] = json!(self.draws * self.years * self.options / self.seconds);
        body
    }

    fn line(&self) -> String {
        let each = self.years * self.options;
        format!(
            "\n  {} draws of {} options in {} years: {:.1} s, {:.0} draws and {:.2} million evaluations (one option in one year) a second\n",
            self.draws,
            self.options,
            self.years,
            self.seconds,
            self.draws / self.seconds,
            self.draws * each / self.seconds / 1e6
        )
    }
}

/// Columns of the table of draws: every drawn number, then every outcome.
fn columns(model: &Model, explorer: &Explorer) -> Vec<DrawColumn> {
    let mut columns = Vec::new();
    for number in &explorer.uncertain.numbers {
        let parameter = &model.register.parameters()[number.slot];
        let years: Vec<Option<i32>> = match &parameter.value {
            Value::OverTime { points, .. } => points.iter().map(|point| Some(point.0)).collect(),
            Value::Constant(_) | Value::Absent => vec![None],
        };
        let measure = parameter.measure();
        let scale = measure.in_document_unit(1.0);
        let offset = measure.in_document_unit(0.0);
        for year in years {
            let name = year.map_or(number.path.clone(), |year| format!("{}.{year}", number.path));
            let show = move |value: f64| offset + value * (scale - offset);
            columns.push(DrawColumn { name, unit: measure.unit(), show: Box::new(show) });
        }
    }
    let Outcomes { all, .. } = explorer.outcomes();
    columns.extend(all.iter().map(|outcome| DrawColumn {
        name: outcome.name.clone(),
        unit: outcome.unit.into(),
        show: Box::new(|value| value),
    }));
    columns
}
