//! `sunward track`, as a user runs it: with what comes with Sunward, with files of his own, and with wrong ones.
//!
//! The small scenario has no plan, so that nothing is solved here but where a test says so.

#[path = "support/running.rs"]
mod support;

use std::path::Path;
use support::{answer, json, place, refusal};

const SMALL: &str = "scenarios/first_light.toml";

fn measure<'a>(document: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
    let checkpoints = document["checkpoints"].as_array().unwrap();
    let mut all = checkpoints.iter().flat_map(|checkpoint| checkpoint["measures"].as_array().unwrap());
    all.find(|measure| measure["name"] == name).unwrap_or_else(|| panic!("no measure {name}"))
}

/// 7.08 GW of chips in 2025, 141 times below a terawatt a year; 329 launches; 2,885 t.
#[test]
fn the_document_has_the_published_figures_and_never_beside_the_dates() {
    let document = json(&["track", SMALL]);
    assert_eq!((document["as_of"].as_str(), document["planned"].as_bool()), (Some("2026-10-09"), Some(false)));
    let names: Vec<&str> =
        document["checkpoints"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["chips", "power", "launch"]);
    let chips = measure(&document, "ai_chip_power_shipped");
    assert!((chips["latest"]["value"].as_f64().unwrap() - 7.0753).abs() < 1e-9);
    assert!((chips["milestone"]["times"].as_f64().unwrap() - 141.3).abs() < 0.1);
    let never = chips["milestone"]["never"].as_f64().unwrap();
    let by: Vec<f64> =
        chips["milestone"]["probability"].as_array().unwrap().iter().map(|p| p["value"].as_f64().unwrap()).collect();
    assert!((by[4] + never - 1.0).abs() < 1e-9);
    assert_eq!(measure(&document, "orbital_launches")["latest"]["value"], 329.0);
    assert!((measure(&document, "world_mass_to_orbit")["latest"]["value"].as_f64().unwrap() - 2885.0).abs() < 1e-6);
    let calibration = &document["calibration"]["backtest"];
    assert!(calibration["forecasts"].as_u64().unwrap() > 40);
    assert_eq!(calibration["bands"].as_array().unwrap().len(), 3);
}

#[test]
fn the_screen_says_each_checkpoint_and_how_good_such_forecasts_were() {
    let text = answer(&["track", SMALL]);
    for says in
        ["7.08 GW/year in 2025", "141 ×", "329 launches/year", "2885 t/year", "doublings", "not by 2060", "How good"]
    {
        assert!(text.contains(says), "{says}:\n{text}");
    }
    let longest = text.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(longest <= 130, "{longest}");
    assert!(answer(&["track", SMALL, "--format", "csv"]).starts_with("measure,what,time,value,unit\n"));
}

#[test]
fn an_earlier_day_sees_less_and_a_folder_keeps_forecasts_that_are_scored_later() {
    let place = place("tracked");
    let out = place.join("then");
    let out = out.to_str().unwrap();
    let then = json(&["track", SMALL, "--as-of", "2022", "--out", out]);
    assert_eq!(then["as_of"], "2022-12-31");
    assert_eq!(measure(&then, "orbital_launches")["latest"]["date"], "2021");
    for file in ["track.html", "results.json", "forecasts.toml", "tables/checkpoints.csv", "tables/milestones.parquet"]
    {
        assert!(Path::new(out).join(file).is_file(), "{file}");
    }
    let forecasts = format!("{out}/forecasts.toml");
    let now = json(&["track", SMALL, "--score", &forecasts]);
    let scored = &now["scores"][0];
    assert!(scored["values"].as_array().unwrap().len() > 10, "{scored}");
    assert!(scored["crps"].as_f64().unwrap() > 0.0 && scored["brier"].is_null());
    assert!(scored["milestones_to_come"].as_u64().unwrap() > 0);
    let text = answer(&["track", SMALL, "--score", &forecasts]);
    assert!(text.contains("held against what was known on 2026-10-09") && text.contains("none is due"), "{text}");
}

/// The log of launches of the project's tables, cut to its shape: it is told by what stands in it.
#[test]
fn files_of_ones_own_move_what_is_observed() {
    let place = place("observed");
    let own = place.join("mine.toml");
    let text = r#"
[series.orbital_launches]
title = "Launches to orbit in a year, world, attempts"
counts = "rate"
unit = "launches/year"
source = "gcat"
kind = "measured"
points = [{ date = "2026", value = 350, known = "2027-01-05", file = "log.tsv", rows = "350" }]
"#;
    std::fs::write(&own, text).unwrap();
    let own = own.to_str().unwrap();
    let document = json(&["track", SMALL, "--observed", own]);
    let launches = measure(&document, "orbital_launches");
    assert_eq!(document["as_of"], "2027-01-05", "the newest day in the tables");
    assert_eq!(
        (launches["latest"]["date"].as_str(), launches["latest"]["file"].as_str()),
        (Some("2026"), Some("log.tsv"))
    );
    let before = json(&["track", SMALL, "--observed", own, "--as-of", "2026-10-09"]);
    assert_eq!(measure(&before, "orbital_launches")["latest"]["date"], "2025", "it was not known then");
    assert_ne!(document["data"], before["data"]);
}

#[test]
fn what_cannot_be_read_is_said_with_its_place_before_anything_is_worked_out() {
    let place = place("wrong");
    let wrong = place.join("wrong.toml");
    std::fs::write(&wrong, "[series.a]\ntitle = \"A\"\ncounts = \"rate\"\n").unwrap();
    let wrong = wrong.to_str().unwrap();
    let says = refusal(&["track", SMALL, "--observed", wrong]);
    assert!(says.contains("wrong.toml:1: series `a` has no `unit`"), "{says}");
    let says = refusal(&["track", SMALL, "--observed", "no/such.toml", "nor/this.csv"]);
    assert!(says.contains("no/such.toml") && says.contains("nor/this.csv"), "{says}");
    let says = refusal(&["track", SMALL, "--as-of", "soon"]);
    assert!(says.contains("--as-of: `soon` is no date; write it like `2025`"), "{says}");
    let says = refusal(&["track", SMALL, "--score", SMALL]);
    assert!(says.contains("first_light.toml:") && says.contains("unknown table"), "{says}");
    std::fs::write(place.join("bytes"), [0xff, 0xfe, 0x00]).unwrap();
    let bytes = place.join("bytes");
    let says = refusal(&["track", SMALL, "--score", bytes.to_str().unwrap()]);
    assert!(says.contains("UTF-8"), "{says}");
    refusal(&["track", SMALL, "--observed", bytes.to_str().unwrap()]);
}

/// With a plan: the ratio to it, and the page with its charts. The first plan is small.
#[test]
fn a_plan_stands_beside_what_is_observed() {
    let document = json(&["track", "scenarios/first_plan.toml"]);
    assert_eq!(document["planned"], true);
}
