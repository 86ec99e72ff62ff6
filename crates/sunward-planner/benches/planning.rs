//! How long a plan takes: to build its program, to solve it, to solve it again after a change; and how that grows with the network.
//!
//! ```text
//! cargo bench -p sunward-planner                             everything; the larger networks take some minutes
//! cargo bench -p sunward-planner -- scenario                 only scenarios/terawatt.toml
//! cargo bench -p sunward-planner -- growing SECONDS          only the larger networks, so long for each solve
//! cargo bench -p sunward-planner -- write FILE               the network as JSON with our figures, for linopy/compare.py
//! ```
//!
//! One core. Beside the time on the clock stands the processor's, which other work on the machine does not lengthen so much.

#[path = "planning/copies.rs"]
mod copies;
#[path = "planning/written.rs"]
mod written;

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;
use sunward_linear::{Change, Failure, Limits, Solution, Solver};
use sunward_network::{Constraint, Network, connect};
use sunward_planner::{Built, Question, Variable, plan, program};

/// Rounds of building; the fastest counts, as the one least disturbed.
const BUILDS: usize = 100;
/// Rounds of each solve after a change; the median counts.
const CHANGES: usize = 5;
/// Seconds for each solve of a larger network.
const SECONDS: &str = "100";
/// The table goes on until there are so many columns.
const COLUMNS: usize = 100_000;

/// The network, and what the scenario asks of it.
fn terawatt() -> (Network, Question) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/terawatt.toml");
    let model =
        sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let costs = sunward_economics::costs(&model).expect("terawatt has costs");
    let network = connect(&model, &costs).expect("terawatt connects");
    let question = Question { beyond: sunward_network::connect::beyond(&model), ..Question::default() };
    (network, question)
}

/// Seconds on the clock, and of the processor.
#[derive(Debug, Clone, Copy)]
struct Took {
    clock: f64,
    processor: Option<f64>,
}

/// Seconds that the threads of this process have run, where the system says so.
fn processor() -> Option<f64> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    let mut nanoseconds = 0.0;
    for task in tasks.flatten() {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds * 1e-9)
}

/// Most memory that this process ever held, in megabytes, where the system says so.
fn peak_memory() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1e3)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (before, start) = (processor(), Instant::now());
    let answer = work();
    let clock = start.elapsed().as_secs_f64();
    let processor = processor().zip(before).map(|(after, before)| after - before);
    (answer, Took { clock, processor })
}

/// The round in the middle by the clock.
fn median(mut rounds: Vec<Took>) -> Took {
    rounds.sort_by(|one, other| one.clock.total_cmp(&other.clock));
    rounds[rounds.len() / 2]
}

/// The fastest of so many rounds, in seconds.
fn fastest<T>(rounds: usize, mut work: impl FnMut() -> T) -> f64 {
    (0..rounds).map(|_| timed(|| black_box(work())).1.clock).fold(f64::INFINITY, f64::min)
}

fn show(what: &str, took: Took, goal: &str) {
    let processor = took.processor.map_or("-".into(), |seconds| format!("{seconds:.3}"));
    println!("  {what:<44}{:>10.3}{processor:>14}   {goal}", took.clock);
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| *word != "--bench").collect();
    match words.as_slice() {
        [] => {
            scenario();
            growing(SECONDS);
        }
        ["scenario"] => scenario(),
        ["growing"] => growing(SECONDS),
        ["growing", seconds] => growing(seconds),
        ["grown", kind, factor, seconds] => {
            let factor = factor.parse().expect("a whole number of times");
            grown(kind, factor, seconds.parse().expect("a number of seconds"));
        }
        ["write", file] => write(file),
        other => panic!("`{}` says nothing here; see the head of benches/planning.rs", other.join(" ")),
    }
}

fn solver(program: sunward_linear::Program, seconds: Option<f64>) -> Solver {
    let limits = Limits { seconds, ..Limits::default() };
    Solver::new(program, limits).unwrap_or_else(|error| panic!("{error}"))
}

fn solve(solver: &mut Solver, change: Change) -> Solution {
    solver.solve(change).unwrap_or_else(|failure| panic!("{failure}"))
}

fn scenario() {
    let (stated, question) = terawatt();
    let network = question.applied(&stated);
    let Built { layout, program } = program(&network);
    println!("{}, least cost at prices before learning", network.name);
    println!(
        "  {} processes, {} locations, {} markets, {} periods and {} beyond the end",
        network.processes.len(),
        network.locations.len(),
        network.markets.len(),
        stated.periods.len(),
        network.periods.len() - stated.periods.len()
    );
    println!("  {} rows, {} columns, {} entries", program.rows(), program.columns(), program.entries());
    let build = fastest(BUILDS, || sunward_planner::program(&network));
    let pass = fastest(10, || solver(program.clone(), None));
    println!("  built in {:.2} ms (goal: under 10 ms), scaled and passed on in {:.2} ms", build * 1e3, pass * 1e3);

    println!("  {:<44}{:>10}{:>14}", "", "seconds", "of processor");
    let mut held = solver(program, None);
    let (optimum, cold) = timed(|| solve(&mut held, Change::Everything));
    show("solved cold", cold, "goal: under 5 s, 2 s wished");
    changes(&network, &layout, &mut held);
    println!("  objective {:.9e}, {} steps cold", optimum.objective, optimum.iterations);
    let (planned, whole) = timed(|| plan(&stated, &question));
    match planned {
        Ok(planned) => {
            let programs = planned.learning.rounds().max(1);
            show(&format!("the plan: learning, {programs} programs, certificate"), whole, "");
        }
        Err(error) => println!("  no plan: {error}"),
    }
    if let Some(megabytes) = peak_memory() {
        println!("  most memory held {megabytes:.0} MB");
    }
}

/// Solves again after changes of costs and of bounds, and back.
fn changes(network: &Network, layout: &sunward_planner::Layout, held: &mut Solver) {
    let program = held.program().clone();
    let costs: Vec<f64> = program.all_columns().map(|column| program.cost(column)).collect();
    let builds = |index: usize| matches!(layout.variables()[index], Variable::Build { .. });
    let cheaper: Vec<f64> =
        costs.iter().enumerate().map(|(at, cost)| if builds(at) { 0.97 * cost } else { *cost }).collect();
    let dearest = (0..network.processes.len())
        .max_by(|one, other| network.processes[*one].price.at(0).total_cmp(&network.processes[*other].price.at(0)))
        .expect("there are processes");
    let one: Vec<f64> = (costs.iter().zip(layout.variables()))
        .map(|(cost, variable)| match variable {
            Variable::Build { process, .. } if *process == dearest => 0.9 * cost,
            _ => *cost,
        })
        .collect();
    for (what, changed) in [("every capacity 3 % cheaper", &cheaper), ("one process 10 % cheaper", &one)] {
        let round = |held: &mut Solver| {
            let (_, took) = timed(|| {
                held.set_costs(changed).unwrap_or_else(|error| panic!("{error}"));
                black_box(solve(held, Change::Costs));
            });
            held.set_costs(&costs).unwrap_or_else(|error| panic!("{error}"));
            solve(held, Change::Costs);
            took
        };
        show(what, median((0..CHANGES).map(|_| round(held)).collect()), "goal: under 0.5 s, 0.15 s wished");
    }
    let is_wanted = |constraint: &Constraint| matches!(constraint, Constraint::Balance { .. });
    let is_there = |constraint: &Constraint| matches!(constraint, Constraint::Capacity { process, .. } if network.processes[*process].standing > 0.0);
    let first = layout.constraints().iter().position(is_there).expect("something stands");
    let process = |at: usize| match layout.constraints()[at] {
        Constraint::Capacity { process, .. } => Some(process),
        _ => None,
    };
    let rows: Vec<usize> = (0..program.rows()).collect();
    let demands: Vec<usize> = rows.iter().copied().filter(|at| is_wanted(&layout.constraints()[*at])).collect();
    let capacity: Vec<usize> = rows.iter().copied().filter(|at| process(*at) == process(first)).collect();
    let cases = [("every demand 1 % higher", &demands, 1.01), ("10 % more of one capacity", &capacity, 1.1)];
    for (what, rows, factor) in cases {
        let bounds = |held: &mut Solver, factor: f64| {
            for at in rows {
                let row = sunward_linear::Row(u32::try_from(*at).expect("rows are counted in 32 bits"));
                let (lower, upper) = program.bounds_of_row(row);
                held.set_row_bounds(row, lower * factor, upper * factor).unwrap_or_else(|error| panic!("{error}"));
            }
        };
        let round = |held: &mut Solver| {
            let (_, took) = timed(|| {
                bounds(held, factor);
                black_box(solve(held, Change::Bounds));
            });
            bounds(held, 1.0);
            solve(held, Change::Bounds);
            took
        };
        show(what, median((0..CHANGES).map(|_| round(held)).collect()), "goal: under 0.5 s, 0.15 s wished");
    }
}

/// Larger networks, each in a process of its own, so that the memory is its own.
fn growing(seconds: &str) {
    let (stated, question) = terawatt();
    let network = question.applied(&stated);
    let columns = |factor: &usize| program(&copies::with_industries(&network, *factor)).program.columns();
    let greatest = (1..).find(|factor| columns(factor) >= COLUMNS).expect("copies add columns");
    println!("\nlarger networks; {seconds} s for each solve");
    println!(
        "{:<16}{:>10}{:>10}{:>9}{:>10}{:>10}{:>10}{:>10}{:>10}{:>11}{:>8}",
        "", "processes", "locations", "periods", "rows", "columns", "entries", "build ms", "solve s", "processor", "MB"
    );
    let mut cases: Vec<(&str, usize)> = vec![("industries", 1)];
    for kind in ["industries", "sites", "periods"] {
        cases.extend([2, 4, 8].map(|factor| (kind, factor)));
    }
    cases.push(("industries", greatest));
    let own = std::env::current_exe().expect("a program knows where it is");
    for (kind, factor) in cases {
        let factor = factor.to_string();
        let status = Command::new(&own).args(["grown", kind, &factor, seconds]).status();
        if !status.is_ok_and(|status| status.success()) {
            println!("{kind} × {factor}: ended early");
        }
    }
}

/// One row of the table.
fn grown(kind: &str, factor: usize, seconds: f64) {
    let (stated, question) = terawatt();
    let network = question.applied(&stated);
    let network = match kind {
        "industries" => copies::with_industries(&network, factor),
        "sites" => copies::with_sites(&network, factor),
        "periods" => copies::with_periods(&network, factor),
        other => panic!("`{other}` cannot be repeated"),
    };
    let mistakes = network.check();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    let build = fastest(5, || program(&network));
    let Built { program, .. } = program(&network);
    print!(
        "{:<16}{:>10}{:>10}{:>9}{:>10}{:>10}{:>10}{:>10.1}",
        format!("{kind} × {factor}"),
        network.processes.len(),
        network.locations.len(),
        network.periods.len(),
        program.rows(),
        program.columns(),
        program.entries(),
        build * 1e3
    );
    let mut held = solver(program, Some(seconds));
    let (answer, took) = timed(|| held.solve(Change::Everything));
    let clock = match answer {
        Ok(_) => format!("{:.2}", took.clock),
        Err(Failure::TimeLimit) => format!("> {seconds}"),
        Err(failure) => failure.to_string(),
    };
    let processor = took.processor.map_or("-".into(), |seconds| format!("{seconds:.2}"));
    let memory = peak_memory().map_or("-".into(), |megabytes| format!("{megabytes:.0}"));
    println!("{clock:>10}{processor:>11}{memory:>8}");
}

/// The network as JSON, with our figures.
fn write(file: &str) {
    let (stated, question) = terawatt();
    let network = question.applied(&stated);
    let build = fastest(BUILDS, || program(&network));
    let built = program(&network).program;
    let pass = fastest(10, || solver(built.clone(), None));
    let (rows, columns, entries) = (built.rows() as f64, built.columns() as f64, built.entries() as f64);
    let optimum = solve(&mut solver(built, None), Change::Everything);
    let ours = [
        ("build_seconds", build),
        ("pass_seconds", pass),
        ("objective", optimum.objective),
        ("rows", rows),
        ("columns", columns),
        ("entries", entries),
    ];
    std::fs::write(file, written::written(&network, &ours)).unwrap_or_else(|error| panic!("{file}: {error}"));
    println!(
        "{file}: {} processes, {} periods; built in {:.2} ms",
        network.processes.len(),
        network.periods.len(),
        build * 1e3
    );
}
