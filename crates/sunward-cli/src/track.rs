//! Observed progress against a plan.

use crate::arguments::{Everywhere, Format, SolverLimits};
use crate::commands::{Done, PlanWords, Stop, no_plan, results, say};
use crate::folder::NewFolder;
use crate::observe::{all, refusal};
use crate::screen::{print, print_json};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use sunward::documents;
use sunward::observing;
use sunward::results::track::{screen, tables};
use sunward::results::{Results, catalogue, report};
use sunward::tracking::{self, Watched};
use sunward::tracking_room::date::Day;
use sunward::tracking_room::forecast::Scored;
use sunward::tracking_room::observations::Given;

/// What is asked, as it was written.
pub struct Words<'a> {
    pub observed: &'a [PathBuf],
    pub as_of: Option<&'a str>,
    pub known: Option<&'a str>,
    pub score: &'a [PathBuf],
    pub limits: &'a SolverLimits,
    pub out: Option<&'a Path>,
}

/// Most bad rows of a file that are shown.
const BAD_ROWS: usize = 10;

/// Reads what was observed, works out the plan, and shows the one against the other.
pub fn track(scenario: &Path, words: &Words, everywhere: &Everywhere) -> Done {
    let plan_words = PlanWords { objective: None, foresight: None, limits: words.limits };
    plan_words.read(false)?;
    let as_of = day("--as-of", words.as_of)?;
    let known = day("--known", words.known)?;
    // Every file is read before anything is worked out.
    let files = all(words.observed, "--observed ")?;
    let kept = all(words.score, "--score ")?;
    let given: Vec<Given<'_>> = files.iter().map(|(name, bytes)| Given { name, bytes }).collect();
    let watched = tracking::watched(&given, as_of, known).or_else(|nothing| say(refusal(&nothing)))?;
    let scores = scored(&kept, &watched)?;
    let results = results(scenario, everywhere)?;
    let satellites = satellites(&given, &watched, &results)?;
    let (model, costs) = (&results.model, &results.costs);
    let asked = plan_words.read(true)?;
    // A folder that may not be replaced is said before anything is solved.
    let folder = words.out.map(NewFolder::start).transpose()?;
    let spinner = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    spinner.set_message("planning, and looking at what was observed");
    spinner.enable_steady_tick(std::time::Duration::from_millis(200));
    let found = tracking::lines(model, costs, &watched.observed, &asked)
        .and_then(|(lines, planned)| Ok((tracking::look(&watched, &lines, everywhere.seed, &asked)?, planned)));
    spinner.finish_and_clear();
    let (tracked, planned) = found.or_else(no_plan)?;
    let body = || {
        let flown = satellites.as_ref().map(|(found, moved)| catalogue::document(found, moved));
        documents::tracked(&model.name, (&tracked, planned), &watched, &scores, flown, everywhere.seed)
    };
    if let Some(folder) = folder {
        for table in tables::tables(&tracked) {
            folder.write(&format!("tables/{}.csv", table.name), table.csv().as_bytes())?;
            folder.write(&format!("tables/{}.parquet", table.name), &sunward_parquet::bytes(&table)?)?;
        }
        folder.write("forecasts.toml", tracking::forecasts(&tracked, &model.name).as_bytes())?;
        folder.write("track.html", report::track_page(&model.name, &tracked).as_bytes())?;
        folder.write("results.json", format!("{}\n", serde_json::to_string_pretty(&body())?).as_bytes())?;
        folder.finish()?;
    }
    match everywhere.format {
        Format::Json => print_json(&body())?,
        Format::Csv => print(&tables::checkpoints(&tracked).csv())?,
        Format::Table => {
            let mut shown = heard(&watched);
            shown.push_str(&screen::screen(&model.name, &tracked));
            if !planned {
                shown.push_str("  this scenario has no plan to hold the rest against\n");
            }
            scores.iter().for_each(|(file, scored)| shown.push_str(&screen::scored(file, scored)));
            if let Some((found, moved)) = &satellites {
                shown.push_str(&catalogue::screen(found, moved));
            }
            if let Some(out) = words.out {
                let (page, kept) = (out.join("track.html"), out.join("forecasts.toml"));
                shown.push_str(&format!(
                    "\n  page: {}\n  forecasts, to be scored later: {}\n",
                    page.display(),
                    kept.display()
                ));
            }
            print(&shown)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn day(option: &str, text: Option<&str>) -> Result<Option<Day>, Stop> {
    text.map(|text| tracking::day(text).or_else(|why| say(format!("{option}: {why}")))).transpose()
}

fn scored(kept: &[(String, Vec<u8>)], watched: &Watched) -> Result<Vec<(String, Scored)>, Stop> {
    let mut scores = Vec::new();
    let mut wrong = Vec::new();
    for (name, bytes) in kept {
        match std::str::from_utf8(bytes) {
            Err(_) => wrong.push(format!(
                "{name}: this is not UTF-8; give a `forecasts.toml` that `sunward track --out` has written"
            )),
            Ok(text) => match tracking::scored(text, name, watched) {
                Ok(scored) => scores.push((name.clone(), scored)),
                Err(mistakes) => wrong.extend(mistakes.iter().map(ToString::to_string)),
            },
        }
    }
    if wrong.is_empty() { Ok(scores) } else { say(wrong.join("\n")) }
}

type Satellites = (catalogue::Catalogues, Vec<(sunward::tracking_room::catalogue::Propagated, Option<f64>)>);

/// The catalogues of satellites among the files, surveyed with the drag that `sunward observe` takes.
fn satellites(given: &[Given<'_>], watched: &Watched, results: &Results) -> Result<Option<Satellites>, Stop> {
    let assumptions = observing::assuming(observing::USUAL_DRAG).or_else(say)?;
    let mut heard = observing::heard(given, watched.said.clone(), assumptions);
    if heard.catalogues.all.is_empty() {
        return Ok(None);
    }
    heard.beside(results);
    let moved = heard.propagated().map(|moved| (moved, None)).collect();
    Ok(Some((heard.catalogues, moved)))
}

/// What each file said, and what of it was left out.
fn heard(watched: &Watched) -> String {
    let mut out = String::new();
    for (name, said) in &watched.said {
        out.push_str(&format!(
            "{name}: {}, {} points, {} rows left out\n",
            said.format.words(),
            said.found.len(),
            said.left_out()
        ));
        for row in said.bad.iter().take(BAD_ROWS) {
            out.push_str(&format!("  {row}\n"));
        }
        let more = said.left_out() - said.bad.len().min(BAD_ROWS);
        if more > 0 {
            out.push_str(&format!("  … and {more} more; `sunward observe` lists them\n"));
        }
        for open in &said.open {
            out.push_str(&format!("  {open}\n"));
        }
    }
    if out.is_empty() { out } else { format!("{out}\n") }
}
