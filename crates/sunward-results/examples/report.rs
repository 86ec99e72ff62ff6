//! Writes the report of a scenario: `report SCENARIO.toml REPORT.html`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use sunward_economics::{Outcome, Question, attribute, costs, trades};
use sunward_results::{Case, Companion, Results, report::report};
use sunward_scenario::{DiskFiles, Paint, draw, read};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(scenario), Some(out)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: report SCENARIO.toml REPORT.html");
        return ExitCode::from(2);
    };
    match page(Path::new(&scenario)) {
        Ok(page) => match std::fs::write(&out, page) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{out}: {error}");
                ExitCode::from(2)
            }
        },
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The page of a scenario and of those it wants beside it.
fn page(scenario: &Path) -> Result<String, String> {
    let model = read(&DiskFiles::new(scenario)).map_err(|mistakes| draw(&mistakes, Paint::Plain))?;
    let folder = scenario.parent().map_or_else(PathBuf::new, Path::to_path_buf);
    let mut companions = Vec::new();
    for companion in &model.scenario.companions {
        let other = read(&DiskFiles::new(folder.join(companion))).map_err(|mistakes| draw(&mistakes, Paint::Plain))?;
        let case = Case::of(&other, &costs(&other).map_err(|errors| listed(&errors))?);
        let question = Question { outcome: Outcome::RATIO, workload: None, year: Some(model.scenario.focus) };
        companions.push(Companion { case, attribution: attribute(&model, &other, &question).ok() });
    }
    let costs = costs(&model).map_err(|errors| listed(&errors))?;
    let results = Results::gather(model, costs, companions, 0);
    let trades = trades(&results.model);
    Ok(report(&Results { trades, ..results }))
}

fn listed(errors: &[sunward_economics::PrepareError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
