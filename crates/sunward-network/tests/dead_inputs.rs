//! Every number of the chain moves the network.

use sunward_economics::costs;
use sunward_model::chain::TABLES;
use sunward_model::{Model, Parameter, Value};
use sunward_network::connect::{beyond, foresight};
use sunward_network::{Network, connect};
use sunward_quantity::{Kind, YEAR};
use sunward_scenario::DiskFiles;

fn scenario(name: &str) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    sunward_scenario::read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn is_of_the_chain(parameter: &Parameter) -> bool {
    TABLES.contains(&parameter.path.split('.').next().unwrap_or_default())
}

/// What could be typed in for a number that is absent, as it is kept.
fn typed_in(parameter: &Parameter) -> Vec<f64> {
    let all = match parameter.kind {
        Kind::Rate => vec![0.07 / YEAR],
        Kind::TimeSpan => vec![2.0 * YEAR],
        Kind::MoneyRate => vec![1e9 / YEAR],
        _ => vec![0.5, 1.5],
    };
    all.into_iter().filter(|value| parameter.bounds.allow(*value)).collect()
}

fn trials(value: f64, parameter: &Parameter) -> Vec<f64> {
    let mut trials = vec![value * 1.05, value * 0.95, value * 2.0, value * 0.5, value + 1.0, value + 0.1, value * 0.1];
    trials.extend(typed_in(parameter));
    trials.retain(|trial| *trial != value && trial.is_finite() && parameter.bounds.allow(*trial));
    trials
}

/// A number that says mass, for checks of what goes in and comes out, makes no network; the reader uses it.
fn is_for_the_reader(parameter: &Parameter) -> bool {
    parameter.path.starts_with("commodity.") && parameter.path.ends_with(".mass")
}

/// A share of a price that is not there.
fn is_share_of_nothing(model: &Model, parameter: &Parameter) -> bool {
    let industry = parameter.path.strip_prefix("industry.").and_then(|rest| rest.strip_suffix(".upkeep"));
    industry.is_some_and(|name| model.industries[name].price.is_none())
}

/// A dead input is worse than none: a user would turn it and believe what he sees. Years outside the plan are read by nobody
/// and move nothing: they shape what lies between.
#[test]
fn every_number_of_the_chain_moves_the_network() {
    let model = scenario("terawatt");
    let costs = costs(&model).unwrap_or_else(|errors| panic!("{errors:?}"));
    let asked = |model: &Model| connect(model, &costs).map(|network| (network, foresight(model), beyond(model)));
    let base: (Network, Option<f64>, f64) = asked(&model).unwrap_or_else(|errors| panic!("{errors:?}"));
    let mut dead = Vec::new();
    let mut tried = 0;
    let mut changed = model.clone();
    for (slot, parameter) in model.register.parameters().iter().enumerate() {
        if !is_of_the_chain(parameter) || is_for_the_reader(parameter) || is_share_of_nothing(&model, parameter) {
            continue;
        }
        let years: Vec<(Option<i32>, f64)> = match &parameter.value {
            Value::Absent => vec![(None, f64::NAN)],
            value => value.estimates().iter().map(|(year, estimate)| (*year, estimate.best)).collect(),
        };
        for (year, value) in years {
            let absent = parameter.value == Value::Absent;
            let tries = if absent { typed_in(parameter) } else { trials(value, parameter) };
            let moves = tries.iter().any(|trial| {
                changed.register.clone_from(&model.register);
                if changed.register.set_number(slot, year, *trial, &parameter.path).is_err() {
                    return false;
                }
                asked(&changed).is_ok_and(|found| found != base)
            });
            tried += 1;
            if !moves {
                dead.push(format!("{}{}", parameter.path, year.map_or(String::new(), |year| format!(".{year}"))));
            }
        }
    }
    assert!(tried > 500, "{tried} numbers");
    assert!(dead.is_empty(), "{} dead inputs:\n{}", dead.len(), dead.join("\n"));
}
