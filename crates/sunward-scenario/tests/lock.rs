//! What is locked reads back to the same bits.

#[path = "support/whole.rs"]
mod whole;

use proptest::prelude::*;
use sunward_model::{Model, Parameter, Register};
use sunward_quantity::{Kind, read as read_quantity};
use sunward_scenario::lock::exact;
use sunward_scenario::{MemoryFiles, lock, read};
use whole::{Random, whole_scenario};

fn model(text: &str) -> Model {
    match read(&MemoryFiles::new("scenario.toml", text)) {
        Ok(model) => model,
        Err(mistakes) => panic!("{mistakes}\n{text}"),
    }
}

/// All parameters as text, every bit of their numbers included, but for where they were written.
fn parameters(model: &Model) -> Vec<String> {
    let without_place = |p: &Parameter| {
        let mut p = p.clone();
        p.provenance.place = None;
        format!("{p:?}")
    };
    model.register.parameters().iter().map(without_place).collect()
}

fn assert_lock_reads_back(model: &Model) {
    let text = lock(model);
    let mut again = self::model(&text);
    pretty_equal(&parameters(&again), &parameters(model));
    assert_eq!(lock(&again), text);
    let mut model = model.clone();
    assert_eq!(again.correlated_pairs(), model.correlated_pairs());
    (again.register, model.register) = (Register::default(), Register::default());
    assert_eq!(again, model);
}

fn pretty_equal(left: &[String], right: &[String]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        assert_eq!(left, right);
    }
}

#[test]
fn a_scenario_written_from_the_shapes_alone_reads() {
    for seed in 0..20 {
        let whole = whole_scenario(&mut Random(seed));
        let model = model(&whole.text);
        let mut seen = 0;
        for ((path, year), bits) in &whole.numbers {
            if let Some(parameter) = model.register.find(path) {
                assert_eq!(parameter.value.at(*year).to_bits(), *bits, "{path} in {year}");
                seen += 1;
            }
        }
        assert!(seen > 200, "{seen}");
    }
}

#[test]
fn a_lock_reads_back_to_the_same_bits_and_locks_to_the_same_text() {
    for seed in 100..140 {
        assert_lock_reads_back(&model(&whole_scenario(&mut Random(seed)).text));
    }
}

#[test]
fn a_lock_of_the_base_reads_back() {
    let base = model(include_str!("base.toml"));
    assert_lock_reads_back(&base);
    assert!(
        lock(&base).contains("compute = { best = \"4.5 PFLOP/s\", source = \"someone2024\", kind = \"filed\", date")
    );
}

#[test]
fn what_was_set_on_the_command_line_is_locked_too() {
    let mut model = model(include_str!("base.toml"));
    model.register.set("chip.c1.power", "1.5 kW").unwrap();
    model.register.set("chip.c1.price.2030", "10 kUSD_2025").unwrap();
    model.register.set("scenario.delay_margin", "0.25").unwrap();
    assert_lock_reads_back(&model);
}

/// The base with everything that can be said of how numbers are drawn.
fn uncertain() -> String {
    let drawn = r#"
mass = { best = "6 kg", distribution = "discrete", values = ["5 kg", "6 kg", "9 kg"], weights = [0.1, "30 %", 7], source = "guess" }
failure = { best = "5 %/year", distribution = "tabulated", values = ["1 %/year", "5 %/year", "12 %/year"], shares = [0, 0.4, 1], source = "guess" }
life = { best = "5 years", range = ["4 years", "70 months"], distribution = "normal", quantiles = [0.1, 0.8], truncate = ["3 years", "8 years"], source = "guess" }
price = { over_time = { 2026 = "30 kUSD_2025", 2030 = { best = "20 kUSD_2025", range = ["9 kUSD_2025", "26 kUSD_2025"] }, 2034 = { best = "10 kUSD_2025", range = ["7 kUSD_2025", "26 kUSD_2025"] } }, interpolation = "geometric", path = "30 months", source = "guess" }
resale = { over_time = { 2026 = { best = 0.1, values = [0, 0.1], weights = [1, 2] }, 2030 = { best = 0.2, values = [0.2, 0.3], weights = [1, 2] } }, distribution = "discrete", path = "independent", source = "guess" }
"#;
    let base = include_str!("base.toml");
    // In place of the fields of the same names.
    let (before, after) = base.split_once("[chip.c1]").unwrap();
    let (own, after) = after.split_once("[typed.orbit]").unwrap();
    let names = ["mass", "failure", "life", "price", "resale"];
    let own: Vec<&str> =
        own.lines().filter(|line| !names.iter().any(|name| line.starts_with(&format!("{name} =")))).collect();
    let together = r#"
[correlation.chips]
between = ["chip.*.power", "chip.c1.mass", "typed.texas.capex"]
rank = { best = 0.3333333333333333, source = "someone2024", note = "by eye" }

[correlation.aging]
between = ["chip.c1.life", "chip.c1.failure"]
rank = { best = -0.7, source = "guess" }

[group.chips]
title = "Chips"
members = ["chip"]
"#;
    format!("{before}[chip.c1]{}{drawn}[typed.orbit]{after}{together}", own.join("\n"))
}

#[test]
fn how_numbers_are_drawn_is_locked_too() {
    let model = model(&uncertain());
    assert_lock_reads_back(&model);
    let pairs: Vec<(&str, f64)> = model.correlated_pairs().iter().map(|pair| (pair.correlation, pair.rank)).collect();
    let third = 0.333_333_333_333_333_3;
    assert_eq!(pairs, [("aging", -0.7), ("chips", third), ("chips", third), ("chips", third)]);
    assert_eq!(model.check_correlations(), Ok(()));
    assert!(model.members(&model.groups["chips"]).len() > 15);
    let locked = lock(&model);
    for text in [
        "values = [\"5 kg\", \"6 kg\", \"9 kg\"], weights = [\"0.1\", \"0.3\", \"7\"]",
        "shares = [\"0\", \"0.4\", \"1\"], distribution = \"tabulated\"",
        "quantiles = [\"0.1\", \"0.8\"], truncate = [\"3 year\"",
        "interpolation = \"geometric\", path = \"2.5 year\"",
        "path = \"independent\"",
    ] {
        assert!(locked.contains(text), "{text}\n{locked}");
    }
}

#[test]
fn a_number_that_was_set_is_correlated_with_nothing() {
    let mut model = model(&uncertain());
    model.register.set("chip.c1.mass", "7 kg").unwrap();
    model.register.set("chip.c1.price.2034", "11 kUSD_2025").unwrap();
    model.register.set("chip.c1.resale.2026", "0.3").unwrap();
    let locked = lock(&model);
    let again = self::model(&locked);
    pretty_equal(&parameters(&again), &parameters(&model));
    assert_eq!((lock(&again), again.correlated_pairs()), (locked, model.correlated_pairs()));
    assert_eq!(model.correlated_pairs().len(), 2);
    // The last of two: nothing is left to be said of the other.
    model.register.set("chip.c1.life", "5 years").unwrap();
    assert_eq!(model.correlated_pairs().len(), 1);
    let again = self::model(&lock(&model));
    assert!(!again.correlations.contains_key("aging") && again.correlations.contains_key("chips"));
}

/// A rank is a number like any other; a scenario with it would be refused.
#[test]
fn a_rank_that_was_set_is_checked_anew() {
    let mut model = model(&uncertain());
    model.register.set("correlation.chips.rank", "-0.6").unwrap();
    let error = model.check_correlations().unwrap_err().to_string();
    assert!(error.contains("chip.c1.mass") && error.contains("multiply them by 0.8 or less"), "{error}");
    model.register.set("correlation.chips.rank", "-0.4").unwrap();
    assert_eq!(model.check_correlations(), Ok(()));
}

/// A correlation and a group are kept as far as the question reaches what they name.
#[test]
fn of_numbers_that_are_not_reached_nothing_is_said() {
    let mut text = uncertain();
    let chip = text.split("[chip.c1]").nth(1).unwrap().split("[typed.orbit]").next().unwrap().to_string();
    text = text
        .replace("\"chip.c1.life\", ", "\"chip.c2.life\", ")
        .replace("members = [\"chip\"]", "members = [\"chip.c2\", \"chip.c1\"]");
    let model = model(&format!("{text}\n[chip.c2]{chip}"));
    assert!(!model.correlations.contains_key("aging"));
    assert!(model.register.find("correlation.aging.rank").is_none());
    assert_eq!(model.groups["chips"].members, ["chip.c1"]);
    assert_lock_reads_back(&model);
}

/// `chip.c1.power` has a triangular distribution over its range; one value has nothing to be spread over.
#[test]
fn what_was_set_keeps_no_distribution() {
    let mut model = model(include_str!("base.toml"));
    assert!(model.register.find("chip.c1.power").unwrap().distribution.is_some());
    model.register.set("chip.c1.power", "1.5 kW").unwrap();
    assert_eq!(model.register.find("chip.c1.power").unwrap().distribution, None);
}

#[test]
fn what_the_question_does_not_reach_is_not_locked() {
    let text = format!("{}\n[learning.unused]\n{}", include_str!("base.toml"), LEARNING);
    let model = model(&text);
    assert!(model.register.find("learning.unused.rate").is_none());
    assert!(!lock(&model).contains("unused"));
}

const LEARNING: &str = "rate = { best = 0.1, source = \"guess\" }\nreference = { best = 1, source = \"guess\" }\n\
                        experience = { best = 10, source = \"guess\" }\nfloor = { best = 0, source = \"guess\" }\n";

#[test]
fn a_round_number_is_locked_as_it_was_written() {
    for (kind, text) in [
        (Kind::Power, "100 kW"),
        (Kind::Rate, "0.05 1/year"),
        (Kind::PricePerEnergy, "0.06 USD_2025/kWh"),
        (Kind::TimeSpan, "2.5 year"),
        (Kind::Angle, "53 deg"),
        (Kind::ComputeRate, "4.5 PFLOP/s"),
        (Kind::SpecificMass, "29.4 kg/kW"),
    ] {
        assert_eq!(exact(kind, read_quantity(kind, text).unwrap()), format!("\"{text}\""));
    }
}

fn assert_exact(kind: Kind, x: f64) {
    let text = exact(kind, x);
    let inside = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap();
    let back = read_quantity(kind, inside).unwrap_or_else(|error| panic!("{kind:?} {x:e}: {text}: {error}"));
    assert_eq!(back.to_bits(), x.to_bits(), "{kind:?} {x:e}: {text}");
}

#[test]
fn the_ends_of_the_number_line_are_exact() {
    for kind in Kind::ALL {
        for x in [0.0, f64::MIN_POSITIVE, 5e-324, f64::MAX, f64::EPSILON, 1.0 / 3.0, 1e22, 273.15] {
            assert_exact(*kind, x);
            assert_exact(*kind, -x);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_number_of_every_kind_is_exact(index in 0..Kind::ALL.len(), x in proptest::num::f64::ANY) {
        prop_assume!(x.is_finite());
        assert_exact(Kind::ALL[index], x);
    }

    #[test]
    fn every_number_of_everyday_size_is_exact(index in 0..Kind::ALL.len(), x in -1e6f64..1e6) {
        assert_exact(Kind::ALL[index], x);
    }
}
