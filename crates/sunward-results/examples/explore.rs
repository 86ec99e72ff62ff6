//! Draws a scenario's uncertain numbers and writes what they say: `explore SCENARIO DRAWS PAGE.html`. With `made-up` behind
//! it, parts that are worked out elsewhere are made up: for looking at the page. With `report`, the page is the whole report.

#[path = "../tests/support/explored.rs"]
mod explored;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, draws, page, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: explore SCENARIO DRAWS PAGE.html [made-up] [report]");
        return ExitCode::from(2);
    };
    let Ok(draws) = draws.parse() else {
        eprintln!("{draws} is no number of draws");
        return ExitCode::from(2);
    };
    let model = explored::model(scenario);
    let mut findings = explored::drawn(&model, draws);
    if rest.iter().any(|word| word == "made-up") {
        findings = explored::made_up(&model, findings);
    }
    print!("{}", sunward_results::explore::screen::screen(&model, &findings));
    let text = if rest.iter().any(|word| word == "report") {
        let Ok(costs) = sunward_economics::costs(&model) else {
            eprintln!("{scenario} cannot be evaluated");
            return ExitCode::from(2);
        };
        let results = sunward_results::Results::gather(model, costs, Vec::new(), 7);
        sunward_results::report::report(&sunward_results::Results { explored: Some(findings), ..results })
    } else {
        sunward_results::report::explore_page(&model, &findings)
    };
    match std::fs::write(page, text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{page}: {error}");
            ExitCode::from(2)
        }
    }
}
