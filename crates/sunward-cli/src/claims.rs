//! Public claims and their verdicts.

use crate::arguments::{Everywhere, Format, SolverLimits};
use crate::commands::{Done, PlanWords, no_plan, results, say};
use crate::screen::{print, print_json};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use sunward::claims::{Filter, Judging, judge};
use sunward::documents;
use sunward::results::claims::{Side, Verdict, screen, tables};

/// What is asked of `claims`, as it was written.
pub struct Words<'a> {
    pub id: Option<&'a str>,
    pub side: Option<&'a str>,
    pub verdict: Option<&'a str>,
    pub limits: &'a SolverLimits,
}

/// The claims that are asked for, judged for a scenario.
pub fn claims(scenario: &Path, words: &Words, everywhere: &Everywhere) -> Done {
    let plan_words = PlanWords { objective: None, foresight: None, limits: words.limits };
    plan_words.read(false)?;
    fn named<T: Copy>(names: &[(&str, T)], wanted: Option<&str>) -> Option<T> {
        wanted.and_then(|wanted| names.iter().find(|row| row.0 == wanted)).map(|row| row.1)
    }
    let filter = Filter {
        side: named(Side::NAMES, words.side),
        verdict: named(Verdict::NAMES, words.verdict),
        id: words.id.map(str::to_string),
    };
    // A test reads all files of claims.
    let all = sunward::claims::claims().map_err(|mistakes| anyhow::anyhow!("{}", mistakes[0]))?;
    let asked = match filter.before(all) {
        Ok(asked) => asked,
        Err(why) => return say(format!("sunward claims: {why}")),
    };
    let results = results(scenario, everywhere)?;
    let start = Instant::now();
    let bar = if everywhere.quiet { ProgressBar::hidden() } else { ProgressBar::new(1) };
    bar.set_style(
        ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let told = |done: usize, all: usize, what: &str| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        bar.set_message(if what.is_empty() {
            "plans and draws that claims rest on".to_string()
        } else {
            what.to_string()
        });
    };
    let judging = Judging {
        threads: usize::try_from(everywhere.threads).unwrap_or(1),
        seed: everywhere.seed,
        plans: plan_words.read(true)?,
        folder: scenario.parent(),
        in_full: true,
        progress: &told,
    };
    let judged = judge(&results, &asked, &judging);
    bar.finish_and_clear();
    let judged = filter.after(judged.or_else(no_plan)?);
    let name = &results.model.name;
    match everywhere.format {
        Format::Json => {
            print_json(&documents::claims(name, &judged, everywhere.seed))?;
        }
        Format::Csv => print(&tables::table(&judged).csv())?,
        Format::Table => match (&judged[..], words.id) {
            ([one], Some(_)) => print(&screen::whole(one))?,
            _ => print(&screen::list(name, &judged))?,
        },
    }
    if !everywhere.quiet && everywhere.format == Format::Table {
        eprintln!("  worked out in {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(ExitCode::SUCCESS)
}
