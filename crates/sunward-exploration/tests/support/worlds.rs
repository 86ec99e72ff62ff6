//! Scenarios of the project, ready to be drawn.
#![allow(dead_code)]

use sunward_economics::Prepared;
use sunward_exploration::{Evaluation, Explorer, Sample, Uncertain};
use sunward_model::Model;

pub fn model(name: &str) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).expect("a scenario of the project reads")
}

/// The same with lines of a scenario file that come after it.
pub fn model_with(name: &str, lines: &str) -> Model {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))).expect("a file")
    };
    let files = sunward_scenario::MemoryFiles::new("own.toml", format!("include = [\"{name}.toml\"]\n{lines}"))
        .with(&format!("{name}.toml"), read(name))
        .with("terawatt.toml", read("terawatt"));
    sunward_scenario::read(&files).expect("lines that read")
}

pub fn explorer_of(model: &Model) -> Explorer {
    let prepared = Prepared::new(model).expect("the scenario can be prepared");
    let uncertain = Uncertain::of(model, &prepared, &[]).expect("the scenario can be drawn");
    let evaluation = Evaluation::new(model, prepared, &uncertain);
    Explorer::new(uncertain, evaluation, 1)
}

pub fn sample(explorer: &Explorer, draws: u64) -> Sample {
    let mut sample = Sample::of(explorer);
    let mut scratch = explorer.evaluation.scratch();
    for chunk in 0..Explorer::chunks(draws) {
        explorer.chunk(chunk, draws, &mut scratch, |draw, values, outcomes| sample.add(draw, values, outcomes));
    }
    sample
}

/// The ratio of a use in a year from the model alone, without any code of the crate that is tried.
pub fn ratio(model: &Model, prepared: &Prepared, workload: usize, year: i32) -> f64 {
    use sunward_quantity::Quantity;
    let values = model.register.values(year);
    let cheapest = |names: &[sunward_model::OptionName]| {
        names
            .iter()
            .filter_map(|name| prepared.names.iter().position(|known| known == name))
            .filter_map(|option| prepared.cost(option, &values, year).ok())
            .map(|cost| cost.workloads[workload].compute.in_si())
            .fold(f64::INFINITY, f64::min)
    };
    cheapest(&model.scenario.challengers) / cheapest(&model.scenario.incumbents)
}

pub fn slot(model: &Model, path: &str) -> usize {
    model.register.slot(path).unwrap_or_else(|| panic!("a number {path}"))
}

/// The number that is drawn at a path.
pub fn number(explorer: &Explorer, path: &str) -> usize {
    let found = explorer.uncertain.numbers.iter().position(|number| number.path == path);
    found.unwrap_or_else(|| panic!("{path} is drawn"))
}
