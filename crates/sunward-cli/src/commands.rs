//! What each word of the command line does.

use crate::arguments::{Arguments, Everywhere, Format, SolverLimits, Verb};
use crate::folder::{NewFolder, say_interrupted, stop_solver_when_interrupted, write_whole};
use crate::observe;
use crate::screen::{drawn, lined_up, print, print_json, show_mistakes};
use crate::serve;
use crate::track;
use crate::{claims, explore};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::path::Path;
use std::process::ExitCode;
use sunward::documents::{self, NoTrades, Sheet};
use sunward::economics::{Outcome, Question};
use sunward::explain::{Explained, explain};
use sunward::model_room::{Model, Value, What};
use sunward::physics::calendar::{date, days_in_year};
use sunward::planner::Shortage;
use sunward::quantity::show_number;
use sunward::results::plan::{screen, tables as plan_tables};
use sunward::results::{
    PlanOutcome, PlanResults, Results, attribution, document, report, summary, supply, table, trade,
};
use sunward::sky::{OrbitAnswer, OrbitQuestion};
use sunward::{Asked, Change, DiskFiles, InputError, MemoryFiles, PlanStop};

/// The input is wrong, and the user has been told why.
const WRONG_INPUT: u8 = 2;

/// A finding: what is wanted cannot be had, and the user has been told why.
const NO_PLAN: u8 = 3;

/// Interrupted on request.
pub const INTERRUPTED: u8 = 130;

/// Does what was asked.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let everywhere = &arguments.everywhere;
    let outcome = match &arguments.verb {
        Verb::Run { scenario, limits, out } => job(scenario, out, limits, everywhere, true),
        Verb::Report { scenario, limits, out } => job(scenario, out, limits, everywhere, false),
        Verb::Plan { scenario, objective, foresight, limits, mps, out } => {
            let question = PlanWords { objective: objective.as_deref(), foresight: foresight.as_deref(), limits };
            plan(scenario, &question, mps.as_deref(), out.as_deref(), everywhere)
        }
        Verb::Explore { scenario, draws, plan: true, in_full, resume, out, .. } => {
            let words = explore::PlanDrawWords {
                draws: draws.unwrap_or(1000),
                in_full: *in_full,
                resume: *resume,
                out: out.as_deref(),
            };
            explore::plans(scenario, &words, everywhere)
        }
        Verb::Explore { scenario, draws, by, probability, table, resume, out, .. } => {
            let words = explore::Words {
                draws: draws.unwrap_or(100_000),
                by: *by,
                probability: *probability,
                table: table.as_deref(),
                resume: *resume,
                out: out.as_deref(),
            };
            explore::explore(scenario, &words, everywhere)
        }
        Verb::Threshold { scenario, path, goal, from, to, and, draws } => {
            let words = sunward::threshold::Words {
                path,
                goal,
                bounds: from.as_deref().zip(to.as_deref()),
                and: and.as_deref(),
                draws: *draws,
                seed: everywhere.seed,
            };
            explore::threshold(scenario, &words, everywhere)
        }
        Verb::Check { scenario } => check(scenario, everywhere),
        Verb::Parameters { scenario, containing } => parameters(scenario, containing.as_deref(), everywhere),
        Verb::Explain { what, scenario } => explanation(what, scenario.as_deref(), everywhere),
        Verb::Orbit {
            altitude,
            apogee,
            inclination,
            local_time,
            node,
            argument_of_perigee,
            year,
            drag,
            shielding,
            days,
        } => {
            let question = OrbitQuestion {
                altitude: altitude.clone(),
                apogee: apogee.clone(),
                inclination: inclination.clone(),
                local_time: local_time.clone(),
                node: node.clone(),
                argument_of_perigee: argument_of_perigee.clone(),
                year: *year,
                drag: drag.clone(),
                shielding: shielding.clone(),
            };
            orbit(&question, *days, everywhere)
        }
        Verb::Datasheet { scenario, name, year: _, trades: true } => trades(scenario, name.as_deref(), everywhere),
        Verb::Datasheet { scenario, name, year, trades: false } => {
            datasheet(scenario, name.as_deref(), *year, everywhere)
        }
        Verb::Cost { scenario } => cost(scenario, everywhere),
        Verb::Compare { studies: true, out, .. } => studies(out.as_deref(), everywhere),
        Verb::Compare { first, second, outcome, workload, year, out, .. } => {
            let (Some(first), Some(second)) = (first, second) else {
                eprintln!("sunward compare: two scenario files are needed");
                return Ok(ExitCode::from(WRONG_INPUT));
            };
            let question = match Outcome::read(outcome) {
                Ok(outcome) => Question { outcome, workload: workload.clone(), year: *year },
                Err(why) => {
                    eprintln!("--outcome: {why}");
                    return Ok(ExitCode::from(WRONG_INPUT));
                }
            };
            compare([first, second], &question, out.as_deref(), everywhere)
        }
        Verb::Observe { files, into, known, dry_run, scenario, drag } => {
            let (known, scenario) = (known.as_deref(), scenario.as_deref());
            let words = observe::Words { into, known, dry_run: *dry_run, scenario, drag };
            observe::observe(files, &words, everywhere)
        }
        Verb::Track { scenario, observed, as_of, known, score, limits, out } => {
            let (as_of, known) = (as_of.as_deref(), known.as_deref());
            let words = track::Words { observed, as_of, known, score, limits, out: out.as_deref() };
            track::track(scenario, &words, everywhere)
        }
        Verb::Claims { scenario, id, side, verdict, limits } => {
            let words = claims::Words { id: id.as_deref(), side: side.as_deref(), verdict: verdict.as_deref(), limits };
            claims::claims(scenario, &words, everywhere)
        }
        Verb::Validate { case } => validate(case.as_deref(), everywhere),
        Verb::Serve { scenario, port } => serve::serve(scenario.as_deref(), *port, everywhere),
    };
    match outcome {
        Ok(code) => Ok(code),
        Err(Stop::Input) => Ok(ExitCode::from(WRONG_INPUT)),
        Err(Stop::Interrupted) => {
            say_interrupted();
            Ok(ExitCode::from(INTERRUPTED))
        }
        Err(Stop::Failure(error)) => Err(error),
    }
}

/// Why a command ends early.
pub enum Stop {
    /// The input is wrong; it has been said.
    Input,
    /// Somebody asked to stop.
    Interrupted,
    /// The system refuses, or there is a bug.
    Failure(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failure(error.into())
    }
}

pub type Done = Result<ExitCode, Stop>;

pub fn refuse<T>(error: &InputError) -> Result<T, Stop> {
    match error {
        InputError::Mistakes(mistakes) => show_mistakes(mistakes),
        other => eprint!("{other}"),
    }
    Err(Stop::Input)
}

/// Says why there is no plan, and ends accordingly.
pub fn no_plan<T>(stop: PlanStop) -> Result<T, Stop> {
    match stop {
        PlanStop::Input(error) => refuse(&error),
        PlanStop::Question(text) => say(format!("sunward plan: {text}")),
        PlanStop::Interrupted => Err(Stop::Interrupted),
        PlanStop::Limit(_) | PlanStop::Failed(_) => Err(Stop::Failure(anyhow::anyhow!("{stop}"))),
    }
}

pub fn say<T>(message: impl std::fmt::Display) -> Result<T, Stop> {
    eprintln!("{message}");
    Err(Stop::Input)
}

fn changes(everywhere: &Everywhere) -> Result<Vec<Change>, Stop> {
    everywhere
        .set
        .iter()
        .map(|text| match text.split_once('=') {
            Some((path, value)) => Ok((path.trim().to_string(), value.trim().to_string())),
            None => say(format!(
                "--set {text}: write it like `--set PATH=VALUE`, as in `--set satellite.d3.life=\"7 years\"`"
            )),
        })
        .collect()
}

pub fn read(scenario: &Path, everywhere: &Everywhere) -> Result<Model, Stop> {
    sunward::model(&DiskFiles::new(scenario), &changes(everywhere)?).or_else(|error| refuse(&error))
}

/// The scenario on its own, without its companions and without what its designs trade.
pub fn results(scenario: &Path, everywhere: &Everywhere) -> Result<Results, Stop> {
    let model = read(scenario, everywhere)?;
    sunward::evaluate(model, Vec::new(), everywhere.seed).or_else(|error| refuse(&error))
}

fn job(scenario: &Path, out: &Path, limits: &SolverLimits, everywhere: &Everywhere, with_summary: bool) -> Done {
    let steps = [
        "reading",
        "working out skies, designs, costs and the plan",
        "putting public claims to it",
        "writing the tables",
        "writing the report",
    ];
    let bar = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new(steps.len() as u64) };
    bar.set_style(
        ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let step = |index: usize| {
        bar.set_position(index as u64);
        bar.set_message(steps[index]);
    };
    step(0);
    // Wrong input is said before a folder is touched.
    let words = PlanWords { objective: None, foresight: None, limits };
    let asked = words.read(false).inspect_err(|_| bar.finish_and_clear())?;
    let model = read(scenario, everywhere).inspect_err(|_| bar.finish_and_clear())?;
    step(1);
    let folder = NewFolder::start(out)?;
    let threads = usize::try_from(everywhere.threads).unwrap_or(1);
    let asked = if model.planning.is_some() { words.read(true)? } else { asked };
    let asked = Asked { threads, ..asked };
    let gathered = sunward::companions(&model, scenario, threads)
        .map_err(PlanStop::from)
        .and_then(|beside| sunward::run(model, beside, everywhere.seed, &asked));
    let mut results = match gathered {
        Ok(results) => results,
        Err(stop) => {
            bar.finish_and_clear();
            return no_plan(stop);
        }
    };
    step(2);
    results.claims = sunward::claims::beside(&results, scenario.parent(), threads);
    step(3);
    for table in table::tables(&results) {
        folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
        folder.write(&format!("tables/{}.parquet", table.name), &sunward_parquet::bytes(&table)?)?;
    }
    folder.write("scenario.lock.toml", sunward::scenario::lock(&results.model).as_bytes())?;
    step(4);
    folder.write("report.html", report::report(&results).as_bytes())?;
    folder.write(
        "results.json",
        format!("{}\n", serde_json::to_string_pretty(&document::results(&results))?).as_bytes(),
    )?;
    folder.finish()?;
    bar.finish_and_clear();
    if with_summary && !everywhere.quiet {
        match everywhere.format {
            Format::Table => {
                print(&format!("{}\n  report: {}\n", summary::summary(&results), out.join("report.html").display()))?
            }
            Format::Json => print_json(&document::results(&results))?,
            Format::Csv => print(&table::costs(&results).csv())?,
        }
    }
    if let Some(PlanOutcome::Short(shortage)) = &results.plan {
        eprint!("{}", screen::shortage(&results.model.name, shortage));
        return Ok(ExitCode::from(NO_PLAN));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked of a plan, as it was written.
pub struct PlanWords<'a> {
    pub objective: Option<&'a str>,
    pub foresight: Option<&'a str>,
    pub limits: &'a SolverLimits,
}

impl PlanWords<'_> {
    /// Reads it; `at_work` says that a solver is about to work, so that an interrupt asks it to stop.
    pub fn read(&self, at_work: bool) -> Result<Asked, Stop> {
        let interrupt = at_work.then(stop_solver_when_interrupted);
        let (time, memory) = (self.limits.time_limit.as_deref(), self.limits.memory_limit.as_deref());
        Asked::read(self.objective, self.foresight, time, memory, interrupt).or_else(say)
    }
}

/// What to build and run, and what binds.
fn plan(scenario: &Path, words: &PlanWords, mps: Option<&Path>, out: Option<&Path>, everywhere: &Everywhere) -> Done {
    words.read(false)?;
    let results = results(scenario, everywhere)?;
    let (model, costs) = (&results.model, &results.costs);
    if model.planning.is_none() {
        return say(format!(
            "sunward plan: `{}` asks for no plan. A table `[plan]` says which industries take part, what is demanded and what limits them; `sunward explain plan` says what belongs into it",
            model.name
        ));
    }
    let asked = Asked { mps: mps.is_some(), ..words.read(true)? };
    // A folder that may not be replaced is said before anything is solved.
    let folder = out.map(NewFolder::start).transpose()?;
    let spinner = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    spinner.set_message("planning, and planning anew with what binds relaxed");
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let outcome = sunward::plan(model, costs, &asked);
    spinner.finish_and_clear();
    let outcome = outcome.or_else(no_plan)?;
    if let Some(file) = mps {
        let program = match &outcome {
            PlanOutcome::Planned(planned) => planned.mps.clone().unwrap_or_default(),
            PlanOutcome::Short(_) => {
                let network = sunward::connect(model, costs).or_else(|error| refuse(&error))?;
                // What is short is told without the years beyond the plan, and so is its program.
                let question = sunward::planner::Question { beyond: 0.0, ..asked.question(model) };
                sunward::planning::unsolved_mps(&network, &question)
            }
        };
        write_whole(file, &program)?;
    }
    match outcome {
        PlanOutcome::Planned(planned) => show_plan(&model.name, &planned, folder, out, everywhere),
        PlanOutcome::Short(shortage) => show_shortage(&model.name, &shortage, everywhere),
    }
}

fn show_plan(
    name: &str,
    planned: &PlanResults,
    folder: Option<NewFolder>,
    out: Option<&Path>,
    everywhere: &Everywhere,
) -> Done {
    let body = || documents::planned(name, planned, everywhere.seed);
    if let Some(folder) = folder {
        for table in plan_tables::tables(planned) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &sunward_parquet::bytes(&table)?)?;
        }
        folder.write("plan.html", report::plan_page(name, planned).as_bytes())?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body())?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&body())?,
        Format::Csv => print(&plan_tables::builds(planned).csv())?,
        Format::Table => {
            print(&screen::screen(planned))?;
            if let Some(out) = out {
                print(&format!("\n  page: {}\n", out.join("plan.html").display()))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A finding: said where it can be read, whatever the format; status 3.
fn show_shortage(name: &str, shortage: &Shortage, everywhere: &Everywhere) -> Done {
    if everywhere.format == Format::Json {
        print_json(&documents::short(name, shortage, everywhere.seed))?;
    }
    eprint!("{}", screen::shortage(name, shortage));
    Ok(ExitCode::from(NO_PLAN))
}

fn check(scenario: &Path, everywhere: &Everywhere) -> Done {
    // A world that reads well may still be impossible: an orbit inside the Earth.
    let results = results(scenario, everywhere)?;
    let name = &results.model.name;
    let ledger = sunward::results::Ledger::of(&results.model);
    match everywhere.format {
        Format::Json => print_json(&documents::check(&results))?,
        _ => print(&format!(
            "{name}: no mistakes; {} numbers, {} of them guesses, from {} sources\n",
            ledger.numbers,
            ledger.guesses(),
            results.model.sources.len()
        ))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn parameters(scenario: &Path, containing: Option<&str>, everywhere: &Everywhere) -> Done {
    let model = read(scenario, everywhere)?;
    let wanted = |path: &str| containing.is_none_or(|text| path.contains(text));
    match everywhere.format {
        Format::Json => print_json(&documents::parameters(&model, containing, everywhere.seed))?,
        Format::Csv => {
            let results = sunward::evaluate(model, Vec::new(), everywhere.seed).or_else(|error| refuse(&error))?;
            print(&table::parameters(&results).csv())?;
        }
        Format::Table => {
            let mut rows = vec![["path", "value", "range", "kind", "source"].map(String::from).to_vec()];
            for p in model.register.parameters().iter().filter(|p| wanted(&p.path)) {
                let estimates = p.value.estimates();
                if estimates.is_empty() {
                    rows.push(vec![p.path.clone(), "worked out".into(), String::new(), String::new(), String::new()]);
                }
                for (i, (year, estimate)) in estimates.iter().enumerate() {
                    let path = match year {
                        Some(year) => format!("{}.{year}", p.path),
                        None => p.path.clone(),
                    };
                    let range = estimate.range.map_or(String::new(), |(low, high)| {
                        format!("{} … {}", p.measure().show(low), p.measure().show(high))
                    });
                    let (kind, source) = if i == 0 {
                        (p.provenance.evidence.name().to_string(), p.provenance.source.clone())
                    } else {
                        Default::default()
                    };
                    rows.push(vec![path, p.measure().show(estimate.best), range, kind, source]);
                }
            }
            print(&lined_up(&rows, &[false, true, false, false, false]))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn explanation(what: &str, scenario: Option<&Path>, everywhere: &Everywhere) -> Done {
    let model = match scenario {
        Some(path) => read(path, everywhere)?,
        None => sunward::model(&MemoryFiles::new("terawatt.toml", sunward::TERAWATT), &changes(everywhere)?)
            .or_else(|error| refuse(&error))?,
    };
    let mut out = String::new();
    match explain(what, &model) {
        Explained::Code(code) => out.push_str(&format!("{}: {}\n\n{}\n", code.code(), code.title(), code.text())),
        Explained::Shape(shape) => {
            out.push_str(&format!("[{}]\n{}\n\n", shape.table, shape.meaning.trim()));
            let mut rows = vec![["field", "holds", "meaning"].map(String::from).to_vec()];
            for field in shape.fields {
                let holds = match field.what {
                    What::Number { kind, .. } => kind.name().to_string(),
                    What::Decision { kind, .. } => format!("{}, a decision", kind.name()),
                    What::Optional { kind, .. } => format!("{}, or worked out", kind.name()),
                    What::Choice { words } => words.join(" | "),
                    What::Reference { table } => format!("an entry of {table}"),
                    What::OptionalReference { table } => format!("an entry of {table}, or none"),
                    What::References { table } => format!("entries of {table}"),
                    What::OptionalReferences { table } => format!("entries of {table}, or none"),
                    What::Options => "options".into(),
                    What::OptionalOptions => "options, or none".into(),
                    What::Year => "a year".into(),
                    What::Text => "words".into(),
                    What::OptionalText => "words, or none".into(),
                    What::Files => "files".into(),
                    What::Paths { beginnings: false } => "paths of numbers".into(),
                    What::Paths { beginnings: true } => "paths of numbers, or their beginnings".into(),
                    What::Measured { template, optional: false, .. } => format!("a number in {}", template.describe()),
                    What::Measured { template, .. } => format!("a number in {}, or none", template.describe()),
                    What::Recipe { template } => format!("a recipe, each line in {}, or none", template.describe()),
                    What::Amount { template } => {
                        format!("a number in {}, or a line of a datasheet, or none", template.describe())
                    }
                    What::Each { table, template, .. } => {
                        format!("a number in {} for each {table}, or none", template.describe())
                    }
                    What::OptionalChoice { words } => format!("{}, or nothing", words.join(" | ")),
                    What::OptionalYear => "a year, or nothing".into(),
                    What::Datasheet => "what has a datasheet, or nothing".into(),
                    What::Unit => "a unit".into(),
                };
                rows.push(vec![field.name.to_string(), holds, field.meaning.trim().to_string()]);
            }
            out.push_str(&lined_up(&rows, &[false, false, false]));
        }
        Explained::Unknown(nearest) => {
            let hint = nearest.map_or("`sunward parameters SCENARIO` lists all paths".to_string(), |n| {
                format!("did you mean `{n}`?")
            });
            return say(format!("nothing is called `{what}` in {}; {hint}", model.name));
        }
        Explained::Parameter(p, effects) => {
            if everywhere.format == Format::Json {
                let rows: Vec<_> = effects
                    .rows
                    .iter()
                    .map(
                        |e| json!({"outcome": e.outcome, "low": e.values[0], "best": e.values[1], "high": e.values[2]}),
                    )
                    .collect();
                let tried: Vec<_> = effects.tried.iter().map(|x| p.measure().in_document_unit(*x)).collect();
                let body = json!({"parameter": document::parameter(p), "tried": tried, "effects": rows});
                print_json(&document::document(&model.name, everywhere.seed, body))?;
                return Ok(ExitCode::SUCCESS);
            }
            out.push_str(&format!("{}\n{}\n\n", p.path, p.meaning.trim()));
            let mut line = |label: &str, text: String| out.push_str(&format!("  {label:<9}{text}\n"));
            match &p.value {
                Value::Absent => line("value", "worked out; it may be typed in".into()),
                value => {
                    for (year, e) in value.estimates() {
                        let range = e.range.map_or(String::new(), |(low, high)| {
                            format!("   range {} … {}", p.measure().show(low), p.measure().show(high))
                        });
                        let year = year.map_or(String::new(), |year| format!("{year}  "));
                        line("value", format!("{year}{}{range}", p.measure().show(e.best)));
                    }
                }
            }
            line("measures", format!("{}; {}", p.measure().name(), p.bounds.describe(p.measure())));
            match model.sources.get(&p.provenance.source) {
                Some(source) => line(
                    "source",
                    format!(
                        "{} — {}: {} ({}), {}",
                        source.key, source.author, source.title, source.year, source.address
                    ),
                ),
                None => line("source", p.provenance.source.clone()),
            }
            line("kind", p.provenance.evidence.name().into());
            if let Some(date) = &p.provenance.date {
                line("date", date.clone());
            }
            if let Some(note) = &p.provenance.note {
                line("note", note.clone());
            }
            if let Some((file, row, column)) = &p.provenance.place {
                line("stands in", format!(" {file}:{row}:{column}"));
            }
            let how = if effects.own_range { "its own range" } else { "10 % to either side" };
            let focus = model.scenario.focus;
            out.push_str(&format!(
                "\nWhat it moves, over {how}: cost of compute in {focus} ({}), USD_{}/(PFLOP/s h)\n",
                model.workloads[0].name,
                sunward::quantity::money::BASE_YEAR
            ));
            let mut rows = vec![
                std::iter::once("".to_string())
                    .chain(effects.tried.iter().map(|x| if x.is_nan() { "–".into() } else { p.measure().show(*x) }))
                    .collect::<Vec<_>>(),
            ];
            for effect in &effects.rows {
                rows.push(
                    std::iter::once(effect.outcome.clone())
                        .chain(effect.values.iter().map(|v| v.map_or("–".into(), show_number)))
                        .collect(),
                );
            }
            out.push_str(&lined_up(&rows, &[false, true, true, true]));
        }
    }
    print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn orbit(question: &OrbitQuestion, days: bool, everywhere: &Everywhere) -> Done {
    let answer = match sunward::sky::orbit(question) {
        Ok(answer) => answer,
        Err(error) => return say(format!("sunward orbit: {error}")),
    };
    let year = &answer.year;
    match everywhere.format {
        Format::Json => print_json(&documents::orbit(question, &answer, days, everywhere.seed))?,
        Format::Csv => {
            let mut out = String::from(
                "day,beta_deg,eclipse_min_per_revolution,umbra_min_per_revolution,sunlit_fraction,flux_w_per_m2\n",
            );
            for d in &year.days {
                out.push_str(&format!(
                    "{},{},{},{},{},{}\n",
                    d.day,
                    d.beta.in_degrees(),
                    d.eclipse.in_minutes(),
                    d.umbra.in_minutes(),
                    d.sunlit_fraction,
                    d.flux.in_watts_per_square_metre()
                ));
            }
            print(&out)?;
        }
        Format::Table => print(&orbit_words(question, &answer, days))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn orbit_words(question: &OrbitQuestion, answer: &OrbitAnswer, days: bool) -> String {
    let y = &answer.year;
    let length = days_in_year(question.year);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |label: &str, text: String| rows.push(vec![label.to_string(), text]);
    let (low, high) = (answer.orbit.perigee_altitude(), answer.orbit.apogee_altitude());
    row("altitude", if low == high { low.to_string() } else { format!("{low} to {high}") });
    row("inclination", format!("{:.2}°", y.inclination.in_degrees()));
    row("period", format!("{:.2} min", y.period.in_minutes()));
    row("beta angle", format!("{:.1}° to {:.1}°", y.beta_min.in_degrees(), y.beta_max.in_degrees()));
    row("in sunlight", format!("{:.2} % of {}", 100.0 * y.sunlit_fraction, question.year));
    row("eclipse days", format!("{} (in the umbra {})", y.eclipse_days, y.umbra_days));
    for season in &y.seasons {
        row("  season", format!("{} to {}", date(length, season.first_day), date(length, season.last_day)));
    }
    row(
        "longest eclipse",
        format!("{:.1} min (umbra {:.1} min)", y.longest_eclipse.in_minutes(), y.longest_umbra.in_minutes()),
    );
    row("eclipses", format!("{:.0} in the year", y.eclipses_per_year));
    row(
        "sunlight",
        format!(
            "{:.0} W/m², from {:.0} to {:.0}",
            y.mean_flux.in_watts_per_square_metre(),
            y.least_flux.in_watts_per_square_metre(),
            y.greatest_flux.in_watts_per_square_metre()
        ),
    );
    for d in &answer.drag {
        let mut text = d.density.map_or("hardly any air".to_string(), |rho| {
            format!("air {:.2e} kg/m³", rho.in_kilograms_per_cubic_metre())
        });
        if let Some(makeup) = d.makeup {
            text.push_str(&format!(", drag to make up {} m/s a year", show_number(makeup.in_metres_per_second())));
        }
        if let Some(decay) = d.decay {
            text.push_str(&format!(", falls to 300 km in {} years", show_number(decay.in_years())));
        }
        row(&format!("solar activity {}", d.activity), text);
    }
    match (answer.dose, &answer.no_dose) {
        (Some([quiet, active]), _) => row(
            "dose",
            format!(
                "{} to {} rad a year behind {} of aluminium, within a factor of 2",
                show_number(quiet.in_rads_per_year().min(active.in_rads_per_year())),
                show_number(quiet.in_rads_per_year().max(active.in_rads_per_year())),
                question.shielding
            ),
        ),
        (None, Some(why)) => row("dose", why.clone()),
        (None, None) => {}
    }
    let mut out = summary::aligned_left(&rows);
    if days {
        let mut rows = vec![["day", "beta", "eclipse min", "sunlit %", "W/m²"].map(String::from).to_vec()];
        for d in &y.days {
            rows.push(vec![
                date(length, d.day),
                format!("{:.1}°", d.beta.in_degrees()),
                format!("{:.1}", d.eclipse.in_minutes()),
                format!("{:.1}", 100.0 * d.sunlit_fraction),
                format!("{:.0}", d.flux.in_watts_per_square_metre()),
            ]);
        }
        out.push('\n');
        out.push_str(&lined_up(&rows, &[true, true, true, true, true]));
    }
    out
}

fn datasheet(scenario: &Path, name: Option<&str>, year: Option<i32>, everywhere: &Everywhere) -> Done {
    let results = results(scenario, everywhere)?;
    let sheet = documents::sheet(&results, name, year).or_else(say)?;
    match (everywhere.format, &sheet) {
        (Format::Json, sheet) => print_json(&documents::datasheet(&results, sheet))?,
        (Format::Csv, Sheet::Supply(sheet)) => print(&supply::table(sheet).csv())?,
        (Format::Table, Sheet::Supply(sheet)) => print(&supply::text(sheet))?,
        (format, Sheet::Option { series, year, found }) => {
            let sheet = found.or_else(|why| say(format!("{} in {year}: {why}", series.name)))?;
            if format == Format::Csv {
                print(&summary::datasheet_table(&sheet).csv())?
            } else {
                print(&summary::datasheet(&results.model, series, *year, &sheet))?
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What the design of a satellite trades, decision by decision.
fn trades(scenario: &Path, name: Option<&str>, everywhere: &Everywhere) -> Done {
    let model = read(scenario, everywhere)?;
    let curves = match documents::trades(&model, name) {
        Ok(curves) => curves,
        Err(NoTrades::Name(why)) => return say(format!("--trades: {why}")),
        Err(NoTrades::Input(error)) => return refuse(&error),
    };
    match everywhere.format {
        Format::Json => print_json(&documents::traded(&model, &curves, everywhere.seed))?,
        Format::Csv => print(&trade::table(&model, &curves).csv())?,
        Format::Table => print(&trade::text(&model, &curves))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn cost(scenario: &Path, everywhere: &Everywhere) -> Done {
    let results = results(scenario, everywhere)?;
    match everywhere.format {
        Format::Json => print_json(&documents::cost(&results))?,
        Format::Csv => print(&table::costs(&results).csv())?,
        Format::Table => print(&summary::costs(&results))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn studies(out: Option<&Path>, everywhere: &Everywhere) -> Done {
    if !everywhere.set.is_empty() {
        return say("sunward compare --studies: the studies stand as they were published; --set changes none of them");
    }
    let spread = match sunward::studies::spread() {
        Ok(spread) => spread,
        Err(why) => return say(format!("sunward compare: {why}")),
    };
    let body = documents::studies(&spread, everywhere.seed);
    if let Some(out) = out {
        let folder = NewFolder::start(out)?;
        folder.write("why-studies-disagree.md", spread.page("why-studies-disagree.svg").as_bytes())?;
        folder.write("why-studies-disagree.svg", report::studies::chart(&spread).as_bytes())?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body)?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&body)?,
        Format::Csv => print(&spread.table().csv())?,
        Format::Table => print(&spread.page("why-studies-disagree.svg"))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn compare(scenarios: [&Path; 2], question: &Question, out: Option<&Path>, everywhere: &Everywhere) -> Done {
    let read = |path: &Path| sunward::model(&DiskFiles::new(path), &[]).or_else(|error| refuse(&error));
    let models = [read(scenarios[0])?, read(scenarios[1])?];
    let [first, second] =
        sunward::pipeline::changed_both(models, &changes(everywhere)?).or_else(|error| refuse(&error))?;
    let found = match sunward::compare(&first, &second, question) {
        Ok(found) => found,
        Err(why) => return say(format!("sunward compare: {why}")),
    };
    let body = documents::comparison([&first.name, &second.name], &found, everywhere.seed);
    let table = attribution::table(std::slice::from_ref(&found));
    if let Some(out) = out {
        let folder = NewFolder::start(out)?;
        folder.write("tables/attribution.csv", table.csv().as_bytes())?;
        folder.write("tables/attribution.parquet", &sunward_parquet::bytes(&table)?)?;
        folder.write("comparison.html", report::comparison(&found).as_bytes())?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body)?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&body)?,
        Format::Csv => print(&table.csv())?,
        Format::Table => {
            print(&attribution::words(&found))?;
            if let Some(out) = out {
                print(&format!("  page: {}\n", out.join("comparison.html").display()))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn validate(case: Option<&str>, everywhere: &Everywhere) -> Done {
    let cases = match sunward::validation::validate(case) {
        Ok(cases) => cases,
        Err(why) => return say(why),
    };
    if cases.is_empty() {
        return say(format!(
            "no published case or study starts with `{}`; `sunward validate` lists all",
            case.unwrap_or("")
        ));
    }
    let (within, explained) = (sunward::verdicts::within(&cases), sunward::verdicts::explained(&cases));
    let outside = cases.len() - within - explained;
    match everywhere.format {
        Format::Json => print_json(&documents::validation(&cases, everywhere.seed))?,
        Format::Csv => print(&sunward::verdicts::table(&cases).csv())?,
        Format::Table => {
            print(&drawn(&sunward::verdicts::table(&cases)))?;
            // The rest of the notes say why a tolerance is what it is; they stand in the JSON.
            let notes: Vec<_> = cases
                .iter()
                .filter_map(|c| c.note.as_ref().filter(|note| note.starts_with("trap")).map(|note| (note, &c.id)))
                .collect();
            if !notes.is_empty() {
                print("\nto beware of\n")?;
            }
            // One note may hold for several cases.
            let mut said: Vec<&String> = Vec::new();
            for (note, _) in &notes {
                if !said.contains(note) {
                    let ids: Vec<&str> =
                        notes.iter().filter(|other| other.0 == *note).map(|other| other.1.as_str()).collect();
                    print(&format!("  {}: {note}\n", ids.join(", ")))?;
                    said.push(note);
                }
            }
            print(&format!(
                "\n{} cases, {within} within tolerance, {explained} outside for a stated reason, {outside} outside\n",
                cases.len()
            ))?;
        }
    }
    Ok(if outside == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
