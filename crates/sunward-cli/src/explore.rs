//! Draws of what is not known: how sure the answer is, what moves it, and what would have to be true.

use crate::arguments::{Everywhere, Format};
use crate::commands::{Done, INTERRUPTED, Stop, no_plan, read, refuse, results, say};
use crate::folder::{NewFolder, PartFile, stop_solver_when_interrupted, write_whole};
use crate::screen::{print, print_json};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use sunward::Asked;
use sunward::documents;
use sunward::exploration::{Explorer, Inquiry};
use sunward::exploring::{self, ExploreStop, Exploring};
use sunward::exploring_plans::{MOST_PLANS, PlanDrawing, PlanDrawingError, draw_plans};
use sunward::kept_plans;
use sunward::model_room::Model;
use sunward::planner::ensemble::Drawn;
use sunward::results::explore::{screen as explore_screen, tables as explore_tables};
use sunward::results::plan::draws as plan_draws;
use sunward::results::{report, threshold as threshold_results};
use sunward_parquet::{Draws, columns};

/// Draws to go on with, in a folder of results.
const DRAWS: &str = "explore.draws";

/// Plans of draws to go on with, in a folder of results; and beside it while they are made.
const PLANS: &str = "plan.draws";

/// How often plans of draws are kept while they are made: that much, and what was under way, is lost to a run that is killed.
const KEPT_EVERY: Duration = Duration::from_secs(2);

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
    let part = words.table.map(PartFile::create).transpose()?;
    let open = |part: &PartFile| anyhow::Ok(Draws::new(part.open()?, columns(&model, &explorer))?);
    let mut table = part.as_ref().map(open).transpose()?;
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
    let spinner = waiting("what moves the answer, and what would have to be true", everywhere);
    let drawn = exploration.draws() - before.get().unwrap_or(0);
    let findings = exploring::findings(&model, &explorer, &asked, &inquiry, (exploration, &sample));
    spinner.finish_and_clear();
    let findings = findings?;
    if let Some((table, part)) = table.zip(part) {
        table.finish()?;
        part.finish()?;
    }
    let speed = Speed::of(&explorer, drawn, seconds);
    // What took how long is no result: the same question gives the same file.
    let body = || documents::explored(&model, &findings, everywhere.seed);
    if let Some(folder) = folder {
        for table in explore_tables::tables(&model, &findings) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &sunward_parquet::bytes(&table)?)?;
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
        say_stopped(findings.exploration.draws(), asked.draws, words.out);
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
        (true, None) => return say(NOWHERE),
        (true, Some(out)) => Some(kept(&out.join(DRAWS))?),
    };
    Ok((Exploring { resume, ..Exploring::new(words.draws, threads) }, inquiry))
}

/// Said where `--resume` has no folder to go on in.
const NOWHERE: &str = "--resume: say with `--out` where the draws lie that it goes on with";

/// The bytes of a file that is gone on with.
fn kept(file: &Path) -> Result<Vec<u8>, Stop> {
    std::fs::read(file)
        .or_else(|error| say(format!("--resume: cannot read `{}`: {error}; start anew without it", file.display())))
}

fn progress(draws: u64, everywhere: &Everywhere) -> ProgressBar {
    bar(draws, "{bar:24} {human_pos} of {human_len} draws, {eta} left", everywhere)
}

fn bar(length: u64, template: &str, everywhere: &Everywhere) -> ProgressBar {
    let bar = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new(length) };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// For work whose length is not known.
fn waiting(what: &'static str, everywhere: &Everywhere) -> ProgressBar {
    let spinner = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    spinner.set_message(what);
    spinner.enable_steady_tick(Duration::from_millis(200));
    spinner
}

/// What is asked of `explore --plan`, as it was written.
pub struct PlanDrawWords<'a> {
    pub draws: u64,
    pub in_full: bool,
    pub resume: bool,
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
    let beside = words.out.map(beside);
    let resume = match (words.resume, words.out, &beside) {
        (false, ..) => None,
        // What was kept beside the folder is younger: a drawing that ends removes it.
        (true, Some(_), Some(beside)) if beside.is_file() => Some(kept(beside)?),
        (true, Some(out), _) => Some(kept(&out.join(PLANS))?),
        (true, None, _) => return say(NOWHERE),
    };
    let folder = words.out.map(NewFolder::start).transpose()?;
    let interrupt = stop_solver_when_interrupted();
    let asked = Asked::read(None, None, None, None, Some(interrupt)).or_else(say)?;
    let how = PlanDrawing {
        draws: usize::try_from(words.draws).unwrap_or(usize::MAX),
        seed: everywhere.seed,
        threads: usize::try_from(everywhere.threads).unwrap_or(1),
        fixed: &[],
        in_full: words.in_full,
        resume: resume.as_deref(),
    };
    let bar = progress(words.draws, everywhere);
    let spinner = waiting("the plan at best values, which draws are near", everywhere);
    let start = Instant::now();
    let mut before = None;
    let mut written = (start, Duration::ZERO);
    let mut told = |draws: &[Option<Drawn>], done: usize| {
        if before.is_none() {
            before = Some(done);
            spinner.finish_and_clear();
            bar.set_position(done as u64);
            // Draws of an earlier time say nothing of how fast this one is.
            bar.reset_eta();
        }
        bar.set_position(done as u64);
        let Some(beside) = &beside else { return Ok(()) };
        // Never more than a twentieth of the time is spent writing, however many draws there are.
        if before == Some(done) || written.0.elapsed() < KEPT_EVERY.max(20 * written.1) {
            return Ok(());
        }
        let began = Instant::now();
        write_whole(beside, &kept_plans::saved(model, &asked, &how, draws)).map_err(|error| format!("{error:#}"))?;
        written = (Instant::now(), began.elapsed());
        Ok(())
    };
    let found = draw_plans(model, &results.costs, &asked, &how, &mut told);
    spinner.finish_and_clear();
    bar.finish_and_clear();
    let draws = match found {
        Ok(draws) => draws,
        Err(PlanDrawingError::Stop(stop)) => return no_plan(stop),
        Err(error @ PlanDrawingError::Told(_)) => return Err(error.into()),
        Err(error) => return say(format!("sunward explore --plan: {error}")),
    };
    let done = draws.draws.iter().flatten().count();
    if done == 0 {
        // Nothing to show, and nothing to put in the place of what is there.
        return Err(Stop::Interrupted);
    }
    let objective = asked.question(model).objective;
    let body = || documents::plans_drawn(&model.name, &draws, objective, everywhere.seed);
    if let Some(folder) = folder {
        for table in plan_draws::tables(&draws) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &sunward_parquet::bytes(&table)?)?;
        }
        folder.write("explore.html", report::plan_draws_page(&model.name, &draws).as_bytes())?;
        folder.write("scenario.lock.toml", sunward::scenario::lock(model).as_bytes())?;
        folder.write(PLANS, &kept_plans::saved(model, &asked, &how, &draws.draws))?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body())?).as_bytes())?;
        folder.finish()?;
        if let Some(beside) = &beside {
            // It is in the folder now. What cannot be removed does no harm: the same draws stand in it.
            let _ = std::fs::remove_file(beside);
        }
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
                print(&format!("\n  {} plans in {seconds:.0} s\n", done - before.unwrap_or(0)))?;
            }
            if let Some(out) = words.out {
                print(&format!("  page: {}\n", out.join("explore.html").display()))?;
            }
        }
    }
    if !draws.interrupted {
        return Ok(ExitCode::SUCCESS);
    }
    say_stopped(done as u64, words.draws, words.out);
    Ok(ExitCode::from(INTERRUPTED))
}

/// The file beside a folder of results in which draws are kept while they are made: what was in the folder stays until they are done.
fn beside(out: &Path) -> PathBuf {
    // `out/` and `out` are one folder.
    let mut name = out.components().collect::<PathBuf>().into_os_string();
    name.push(format!(".{PLANS}"));
    name.into()
}

/// Says how far the draws came, and how they go on.
fn say_stopped(done: u64, asked: u64, out: Option<&Path>) {
    let goes_on = match out {
        Some(out) => format!("; `--resume --out {}` goes on", out.display()),
        None => "; with `--out` it could be gone on with".into(),
    };
    eprintln!("sunward: interrupted after {done} of {asked} draws; what stands here is what they say{goes_on}");
}

/// What one number would have to be.
pub fn threshold(scenario: &Path, words: &sunward::threshold::Words, everywhere: &Everywhere) -> Done {
    let model = read(scenario, everywhere)?;
    let interrupt = stop_solver_when_interrupted();
    let bar = bar(1, "{bar:24} {human_pos} of at most {human_len} runs, {eta} left", everywhere);
    let watch = |done: u64, most: u64| {
        bar.set_length(most);
        bar.set_position(done);
        !interrupt.load(Ordering::Relaxed)
    };
    let found = sunward::threshold::threshold(&model, words, &watch);
    bar.finish_and_clear();
    let found = found.or_else(|error| say(format!("sunward threshold: {error}")))?;
    let Some(found) = found else { return Err(Stop::Interrupted) };
    let (asked, frontier) = &found;
    match everywhere.format {
        Format::Json => print_json(&documents::threshold(&model, &found, everywhere.seed))?,
        Format::Csv => print(&threshold_results::table(&model, asked).csv())?,
        Format::Table => print(&threshold_results::screen(&model, asked, frontier.as_ref()))?,
    }
    let rows_left = frontier.as_ref().is_some_and(|frontier| frontier.answers.len() < frontier.asked);
    if asked.answer.complete && !rows_left {
        return Ok(ExitCode::SUCCESS);
    }
    let goes_on = match threshold_results::goes_on(&model, asked) {
        Some(bounds) => format!("goes on with: {}", command(scenario, words, &bounds, everywhere)),
        None if asked.answer.complete => "the rows that are missing are worked out by the same command".into(),
        None => "too little is known to go on with: the same command begins anew".into(),
    };
    eprintln!(
        "sunward: interrupted after {} values; what stands here is what they say; {goes_on}",
        asked.answer.points.len()
    );
    Ok(ExitCode::from(INTERRUPTED))
}

/// The command that asks the same between other bounds, as a shell reads it.
fn command(
    scenario: &Path,
    words: &sunward::threshold::Words,
    bounds: &[String; 2],
    everywhere: &Everywhere,
) -> String {
    let quoted = |word: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/=".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word.to_string()
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    let mut all =
        vec!["sunward".to_string(), "threshold".into(), quoted(&scenario.display().to_string()), quoted(words.path)];
    let [from, to] = bounds;
    for (option, value) in [("--goal", words.goal), ("--from", from), ("--to", to)] {
        all.extend([option.to_string(), quoted(value)]);
    }
    if let Some(and) = words.and {
        all.extend(["--and".into(), quoted(and)]);
    }
    for change in &everywhere.set {
        all.extend(["--set".into(), quoted(change)]);
    }
    all.extend(["--draws".into(), words.draws.to_string(), "--seed".into(), words.seed.to_string()]);
    all.join(" ")
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
