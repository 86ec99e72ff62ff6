//! Draws a scenario's uncertain numbers and writes what they say: `explore SCENARIO DRAWS PAGE.html`. With `made-up` behind
//! it, parts that are worked out elsewhere are made up: for looking at the page.

#[path = "../tests/support/explored.rs"]
mod explored;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenario, draws, page, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: explore SCENARIO DRAWS PAGE.html [made-up]");
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
    match std::fs::write(page, sunward_results::report::explore_page(&model, &findings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{page}: {error}");
            ExitCode::from(2)
        }
    }
}
