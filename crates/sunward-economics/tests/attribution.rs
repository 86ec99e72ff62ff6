//! The difference of two scenarios is shared out wholly, fairly, and alike in both directions.

use sunward_economics::attribution::{attribute_agreed, group_of, shapley};
use sunward_economics::{Attribution, Depth, Group, Outcome, Question, attribute};
use sunward_model::Model;
use sunward_scenario::{DiskFiles, MemoryFiles};

fn scenario(name: &str) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    sunward_scenario::read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn question(outcome: &str) -> Question {
    Question { outcome: Outcome::read(outcome).unwrap(), workload: None, year: None }
}

fn compared(a: &Model, b: &Model, outcome: &str) -> Attribution {
    attribute(a, b, &question(outcome)).unwrap_or_else(|why| panic!("{why}"))
}

fn share(attribution: &Attribution, group: Group) -> f64 {
    attribution.shares.iter().find(|share| share.group == group).unwrap().difference
}

/// A study typed in, against the same ground.
fn study() -> Model {
    let text = r#"
include = ["library"]
[scenario]
question = "?"
summary = "A study typed in."
start = 2030
end = 2030
focus = 2030
number_format = "dense FP8"
challengers = ["typed.orbit"]
incumbents = ["typed.ground"]
workloads = ["training"]
delay_margin = 0.0
companions = []
[typed.orbit]
title = "Orbit"
site = "orbit"
way = "Sun"
chip = "frontier"
capex = "22 USD_2025/W"
life = "5 years"
specific_power = "36.5 W/kg"
launch_price = "500 USD_2025/kg"
insurance = 0.05
upkeep = "1 %/year"
operations = "0 USD_2025/kW/year"
replacement = "9 %/year"
development = "1000 MUSD_2025"
fleet = "1 GW"
unit = "27 kW"
power_duty = 0.93
availability = 1.0
network = "400 Gbit/s/kW"
lead_time = "12 months"
construction = "0 months"
wacc = "0 %/year"
[typed.ground]
title = "Ground"
site = "ground"
way = "gas"
chip = "frontier"
capex = "14.66 USD_2025/W"
life = "5 years"
operations = "0 USD_2025/kW/year"
energy_price = "26.7 USD_2025/MWh"
pue = 1.2
load = 1.0
replacement = "0 %/year"
power_duty = 1.0
availability = 0.85
network = "400 Gbit/s/kW"
lead_time = "12 months"
construction = "0 months"
wacc = "0 %/year"
"#;
    let sourced: String = text
        .lines()
        .map(|line| match line.split_once(" = ") {
            Some((key, value))
                if !["include", "question", "summary", "start", "end", "focus", "number_format", "companions"]
                    .contains(&key)
                    && !["challengers", "incumbents", "workloads", "title", "site", "way", "chip"].contains(&key) =>
            {
                format!("{key} = {{ best = {value}, source = \"guess\" }}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    sunward_scenario::read(&MemoryFiles::new("study.toml", sourced)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

#[test]
fn the_shares_add_up_to_the_difference() {
    let models = [scenario("terawatt"), scenario("as_claimed"), scenario("sceptic"), study()];
    for a in &models {
        for b in &models {
            for outcome in [
                "ratio",
                "challenger.it_energy",
                "incumbent.compute",
                "challenger.mass",
                "challenger.area.radiator",
                "ratio.capital",
            ] {
                let found = compared(a, b, outcome);
                let difference = found.to.value - found.from.value;
                let sum: f64 = found.shares.iter().map(|share| share.difference).sum();
                let scale = found.to.value.abs().max(found.from.value.abs());
                assert!(
                    (sum - difference).abs() <= 1e-9 * scale,
                    "{} {} {outcome}: {sum} {difference}",
                    a.name,
                    b.name
                );
                // What one of them has none of has no factors.
                if let Some(product) = found.shares.iter().map(|share| share.factor).product::<Option<f64>>() {
                    assert!((product * found.from.value / found.to.value - 1.0).abs() < 1e-9);
                }
            }
        }
    }
}

#[test]
fn exchanging_the_scenarios_changes_signs_only() {
    let models = [scenario("terawatt"), scenario("sceptic"), study()];
    for (a, b) in [(0, 1), (1, 2), (2, 0)] {
        let (forth, back) = (compared(&models[a], &models[b], "ratio"), compared(&models[b], &models[a], "ratio"));
        for (one, other) in forth.shares.iter().zip(&back.shares) {
            assert_eq!(one.difference.to_bits(), (-other.difference).to_bits(), "{}", one.group.key());
        }
        assert_eq!(forth.depth, back.depth);
    }
}

#[test]
fn a_scenario_agrees_with_itself() {
    for model in [scenario("terawatt"), study()] {
        for share in compared(&model, &model, "ratio").shares {
            assert_eq!(share.difference, 0.0, "{}", share.group.key());
            assert_eq!(share.factor, Some(1.0));
        }
    }
}

/// A change of one number belongs to its group alone.
#[test]
fn a_group_in_which_the_scenarios_agree_gets_nothing() {
    let base = scenario("terawatt");
    for (path, value) in [
        ("satellite.d3.launch_price", "900 USD_2025/kg"),
        ("radiator.pumped_panel.emissivity", "0.7"),
        ("chip.frontier.price", "9000 USD_2025"),
        ("satellite.d3.wacc", "20 %/year"),
        ("satellite.d3.life", "3 years"),
        ("bus.compute_bus.structure", "0.4"),
        ("cell.silicon_thin.efficiency", "0.15"),
        ("workload.training.software", "0.2"),
        ("centre.hyperscale.shell", "9 USD_2025/W"),
        ("scenario.delay_margin", "0.5"),
        ("scenario.payments", "12"),
    ] {
        let mut other = base.clone();
        other.register.set(path, value).unwrap();
        let found = compared(&base, &other, "ratio");
        assert_eq!(found.depth, [Some(Depth::Parameters); 2], "{path}");
        let (table, field) = (path.split('.').next().unwrap(), path.split('.').next_back().unwrap());
        let whose = group_of(table, field);
        for row in &found.shares {
            if row.group == whose {
                assert!(row.difference != 0.0, "{path} moves {}", row.group.key());
            } else {
                assert!(row.difference.abs() < 1e-12, "{path} moves {} by {}", row.group.key(), row.difference);
            }
        }
    }
}

#[test]
fn a_typed_in_study_is_compared_line_by_line() {
    let found = compared(&study(), &scenario("terawatt"), "challenger.it_energy");
    assert_eq!(found.depth, [Some(Depth::Sheets), None]);
    assert_eq!(share(&found, Group::Ground), 0.0, "the ground is no part of what orbit costs");
    let mut cheaper = study();
    cheaper.register.set("typed.orbit.launch_price", "100 USD_2025/kg").unwrap();
    let found = compared(&study(), &cheaper, "ratio");
    for row in &found.shares {
        assert_eq!(row.difference != 0.0, row.group == Group::Launch, "{}", row.group.key());
    }
}

/// Once some groups are agreed on, the factors of the others multiply to what is left of the difference.
#[test]
fn agreed_groups_take_no_part() {
    let agreed = [Group::Definitions, Group::Chips, Group::Finance, Group::Workload];
    for (a, b) in [(study(), scenario("terawatt")), (scenario("as_claimed"), scenario("sceptic"))] {
        let (common, factors) = attribute_agreed(&a, &b, &question("ratio"), &agreed).unwrap();
        let whole = compared(&a, &b, "ratio");
        let product: f64 = factors.iter().map(|row| row.1).product();
        assert!((common * product / whole.to.value - 1.0).abs() < 1e-9);
        assert!(factors.iter().all(|row| !agreed.contains(&row.0)));
        let (same, all) = attribute_agreed(&a, &b, &question("ratio"), &[]).unwrap();
        assert!((same / whole.from.value - 1.0).abs() < 1e-12);
        for (row, share) in all.iter().zip(&whole.shares) {
            assert!((row.1 / share.factor.unwrap() - 1.0).abs() < 1e-9, "{}", row.0.key());
        }
    }
}

/// The glove game: one has a left glove, two have a right one; a pair is worth 1. The textbook's answer is 4/6, 1/6, 1/6.
#[test]
fn the_shapley_value_is_the_textbooks() {
    let worth = |set: usize| f64::from(u8::from(set & 1 != 0 && set & 0b110 != 0));
    let values: Vec<f64> = (0..8).map(worth).collect();
    let found = shapley(3, &values);
    for (found, wanted) in found.iter().zip([4.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0]) {
        assert!((found - wanted).abs() < 1e-15);
    }
    // A sum of contributions gives each its own.
    let own = [3.0, -1.0, 0.5, 7.0];
    let values: Vec<f64> =
        (0..16usize).map(|set| (0..4).filter(|i| set & (1 << i) != 0).map(|i| own[i]).sum()).collect();
    for (found, wanted) in shapley(4, &values).iter().zip(own) {
        assert!((found - wanted).abs() < 1e-12);
    }
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let (a, b) = (scenario("terawatt"), study());
    let refused = |outcome: &str, workload: Option<&str>, year| {
        let question = Question { outcome: Outcome::read(outcome).unwrap(), workload: workload.map(Into::into), year };
        attribute(&a, &b, &question).unwrap_err().to_string()
    };
    assert!(refused("ratio", Some("mining"), None).contains("training, batch, interactive"));
    assert!(refused("ratio", None, Some(2050)).contains("outside the years"));
    assert!(refused("ratio.capital.shell", None, None).contains("zero"));
}

/// The failures of hot chips grow without bound in some mixtures, and leave nothing of a difference of a few per cent.
#[test]
fn a_difference_that_rounding_swallows_is_refused() {
    let (mut a, b) = (scenario("terawatt"), scenario("first_light"));
    a.register.set("chip.frontier.activation_energy", "90 eV").unwrap();
    let question = Question { year: Some(2035), ..question("ratio") };
    let why = attribute(&a, &b, &question).unwrap_err().to_string();
    assert!(why.contains("lost in rounding"), "{why}");
}
