//! Whole commands, as a user runs them.

#[path = "support/running.rs"]
mod support;

use expect_test::expect_file;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{answer, json, place, refusal, root, sunward};

#[test]
fn orbit_is_as_it_was() {
    let text = answer(&[
        "orbit",
        "--altitude",
        "650 km",
        "--inclination",
        "sun-synchronous",
        "--local-time",
        "06:00",
        "--year",
        "2030",
    ]);
    expect_file!["snapshots/orbit.txt"].assert_eq(&text);
}

/// The issue's own figures: 96.2 % of the year in sunlight, one season of 87 to 92 days, longest about 20 minutes.
#[test]
fn the_dawn_dusk_orbit_has_its_published_year() {
    let at = |time: &str| {
        json(&[
            "orbit",
            "--altitude",
            "650 km",
            "--inclination",
            "sun-synchronous",
            "--local-time",
            time,
            "--year",
            "2030",
        ])
    };
    let dawn = at("06:00");
    let number = |doc: &serde_json::Value, key: &str| doc[key]["value"].as_f64().or(doc[key].as_f64()).unwrap();
    assert!((number(&dawn, "sunlit_fraction") - 0.962).abs() < 0.001);
    assert!((87.0..=92.0).contains(&number(&dawn, "eclipse_days")));
    assert_eq!(dawn["seasons"].as_array().unwrap().len(), 1);
    assert!((number(&dawn, "longest_eclipse") - 20.0).abs() < 0.5);
    assert!((number(&at("18:00"), "sunlit_fraction") - 0.960).abs() < 0.001);
}

#[test]
fn the_geostationary_orbit_has_two_seasons() {
    let doc = json(&["orbit", "--altitude", "35786 km", "--inclination", "0 deg"]);
    assert_eq!(doc["seasons"].as_array().unwrap().len(), 2);
    // 71.8 min with penumbra: 0.1 min for the year and the Sun's distance.
    assert!((doc["longest_eclipse"]["value"].as_f64().unwrap() - 71.8).abs() < 0.1);
}

#[test]
fn small_questions_are_answered_as_they_were() {
    expect_file!["snapshots/explain_code.txt"].assert_eq(&answer(&["explain", "S014"]));
    expect_file!["snapshots/explain_table.txt"].assert_eq(&answer(&["explain", "radiator"]));
    expect_file!["snapshots/check.txt"].assert_eq(&answer(&["check", "scenarios/first_light.toml"]));
    expect_file!["snapshots/parameters.txt"].assert_eq(&answer(&[
        "parameters",
        "scenarios/first_light.toml",
        "--containing",
        "workload",
    ]));
    expect_file!["snapshots/datasheet.txt"].assert_eq(&answer(&["datasheet", "scenarios/first_light.toml"]));
    expect_file!["snapshots/cost.txt"].assert_eq(&answer(&["cost", "scenarios/first_light.toml"]));
}

#[test]
fn an_explained_parameter_says_what_it_moves() {
    let doc = json(&["explain", "satellite.d3.chip_temperature"]);
    let effects = doc["effects"].as_array().unwrap();
    assert!(effects.iter().any(|row| row["low"] != row["high"]), "{effects:?}");
    assert!(answer(&["explain", "satellite.d3.chip_temperature"]).contains("source"));
}

#[test]
fn every_scenario_of_the_project_is_without_mistake() {
    for entry in std::fs::read_dir(root().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "toml") {
            answer(&["check", path.to_str().unwrap()]);
        }
    }
}

#[test]
fn wrong_input_is_refused_with_status_two_and_a_remedy() {
    let place = place("wrong");
    let file = |name: &str, bytes: &[u8]| {
        let path = place.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_string()
    };
    let cases: Vec<(Vec<String>, &str)> = vec![
        (vec!["check".into(), file("empty.toml", b"")], "S013"),
        (vec!["check".into(), file("junk.toml", &[0xff, 0x00, 0x80])], "S003"),
        (vec!["check".into(), place.join("missing.toml").to_str().unwrap().into()], "S001"),
        (
            vec![
                "run".into(),
                file("bad.toml", b"[scenario"),
                "--out".into(),
                place.join("out").to_str().unwrap().into(),
            ],
            "S004",
        ),
        (vec!["cost".into(), "scenarios/first_light.toml".into(), "--set".into(), "nonsense".into()], "PATH=VALUE"),
        (
            vec!["cost".into(), "scenarios/terawatt.toml".into(), "--set".into(), "satellite.d3.lief=7 years".into()],
            "satellite.d3.life",
        ),
        (
            vec!["cost".into(), "scenarios/terawatt.toml".into(), "--set".into(), "satellite.d3.life=7 kg".into()],
            "span of time",
        ),
        (
            vec!["cost".into(), "scenarios/terawatt.toml".into(), "--set".into(), "satellite.d3.life=NaN".into()],
            "not a number",
        ),
        (
            vec!["cost".into(), "scenarios/terawatt.toml".into(), "--set".into(), "satellite.d3.life=-1 years".into()],
            "more than",
        ),
        (
            vec![
                "cost".into(),
                "scenarios/terawatt.toml".into(),
                "--set".into(),
                "orbit.dawn_dusk_650.altitude=10 km".into(),
            ],
            "orbit.dawn_dusk_650",
        ),
        (vec!["datasheet".into(), "scenarios/terawatt.toml".into(), "satellite.nothing".into()], "satellite.d3"),
        (vec!["datasheet".into(), "scenarios/terawatt.toml".into(), "--year".into(), "1999".into()], "2026"),
        (vec!["orbit".into(), "--altitude".into(), "650".into()], "650 km"),
        (vec!["orbit".into(), "--altitude".into(), "-7000 km".into()], "orbit"),
        (vec!["orbit".into(), "--altitude".into(), "650 km".into(), "--local-time".into(), "25:99".into()], "06:00"),
        (vec!["orbit".into(), "--year".into(), "99999".into()], "1950"),
        (vec!["explain".into(), "nothing.at.all".into()], "parameters"),
        (vec!["validate".into(), "Z99".into()], "Z99"),
        (vec!["frobnicate".into()], "Usage"),
    ];
    for (arguments, wanted) in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let error = refusal(&arguments);
        assert!(error.contains(wanted), "{arguments:?} does not say {wanted}:\n{error}");
    }
    assert!(!place.join("out").exists(), "wrong input touches no folder");
}

#[test]
fn results_are_complete_and_the_same_for_any_number_of_threads() {
    let place = place("same");
    let run = |name: &str, threads: &str| {
        let out = place.join(name);
        answer(&["run", FIRST_PLAN, "--out", out.to_str().unwrap(), "--quiet", "--threads", threads]);
        out
    };
    let (one, two) = (run("one", "1"), run("two", "2"));
    for name in [
        "results.json",
        "report.html",
        "scenario.lock.toml",
        "tables/costs.csv",
        "tables/costs.parquet",
        "tables/parameters.csv",
        "tables/plan_builds.csv",
    ] {
        let (a, b) = (std::fs::read(one.join(name)).unwrap(), std::fs::read(two.join(name)).unwrap());
        assert!(!a.is_empty() && a == b, "{name} differs");
    }
    // And the lock file alone gives the same costs bit for bit.
    let lock = one.join("scenario.lock.toml");
    let cost = |scenario: &str| json(&["cost", scenario])["costs"].clone();
    assert_eq!(cost(lock.to_str().unwrap()), cost(FIRST_PLAN));
    let plan = |scenario: &str| json(&["plan", scenario])["builds"].clone();
    assert_eq!(plan(lock.to_str().unwrap()), plan(FIRST_PLAN));
}

#[test]
fn documents_have_the_keys_that_others_read() {
    let head = |doc: &serde_json::Value| ["sunward", "scenario", "seed"].iter().all(|key| doc.get(*key).is_some());
    let has = |doc: &serde_json::Value, keys: &[&str]| {
        for key in keys {
            assert!(doc.get(*key).is_some(), "{key} is missing");
        }
    };
    let orbit = json(&["orbit"]);
    assert!(head(&orbit));
    has(
        &orbit,
        &[
            "altitude",
            "inclination",
            "period",
            "sunlit_fraction",
            "eclipse_days",
            "longest_eclipse",
            "beta_min",
            "beta_max",
        ],
    );
    let sheet = json(&["datasheet", "scenarios/terawatt.toml"]);
    assert!(head(&sheet));
    has(
        &sheet,
        &[
            "name",
            "year",
            "power_it",
            "array_area",
            "array_power_bol",
            "battery_energy",
            "radiator_area",
            "radiator_temperature",
            "radiator_flux_per_panel",
            "radiator_flux_per_face",
            "mass_total",
            "specific_mass",
            "parts",
        ],
    );
    has(&sheet["parts"][0], &["name", "mass", "cost", "area"]);
    let mass: f64 = sheet["parts"].as_array().unwrap().iter().map(|part| part["mass"]["value"].as_f64().unwrap()).sum();
    let total = sheet["mass_total"]["value"].as_f64().unwrap();
    assert!((mass / total - 1.0).abs() < 1e-9, "the parts weigh {mass}, the whole {total}");
    let cost = json(&["cost", "scenarios/terawatt.toml"]);
    assert!(head(&cost));
    has(&cost, &["costs", "crossover", "break_even"]);
    has(&cost["costs"][0], &["site", "way", "workload", "series", "stack"]);
    has(&cost["costs"][0]["series"], &["unit", "years", "values"]);
    has(&cost["crossover"][0], &["workload", "against", "year"]);
    has(&cost["break_even"][0], &["path", "year", "value"]);
    let cases = json(&["validate"]);
    has(&cases["cases"][0], &["id", "source", "published", "ours", "tolerance", "verdict", "note"]);
    assert!(cases["cases"].as_array().unwrap().iter().all(|case| {
        // Row F5 prints its water cut, not rounded, and says so.
        case["verdict"] == "within" || (case["verdict"] == "outside, explained" && case["id"] == "F5.water")
    }));
}

#[test]
fn a_folder_of_somebody_else_is_not_replaced() {
    let place = place("foreign");
    std::fs::write(place.join("thesis.txt"), "years of work").unwrap();
    let output = sunward(&["run", "scenarios/first_light.toml", "--out", place.to_str().unwrap(), "--quiet"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--out"));
    assert_eq!(std::fs::read_to_string(place.join("thesis.txt")).unwrap(), "years of work");
}

/// A disk that takes no more is stood in for by a limit on the size of files.
#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_leaves_the_results_before() {
    let place = place("full");
    let out = place.join("out");
    let arguments = format!("run scenarios/first_light.toml --quiet --out {}", out.display());
    let run = |limit: &str| {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec {} {arguments}", env!("CARGO_BIN_EXE_sunward"));
        Command::new("sh").args(["-c", &script]).current_dir(root()).output().unwrap()
    };
    assert!(run("unlimited").status.success());
    let whole = std::fs::read(out.join("results.json")).unwrap();
    let output = run("4");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"), "{output:?}");
    assert_eq!(std::fs::read(out.join("results.json")).unwrap(), whole);
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1);
}

/// Killed at many moments, the results before stay whole, and nothing half-written is taken for results.
#[test]
fn a_killed_run_leaves_the_results_before_whole() {
    let place = place("killed");
    let out = place.join("out");
    let arguments = ["run", "scenarios/first_light.toml", "--out", out.to_str().unwrap(), "--quiet"];
    answer(&arguments);
    let whole = std::fs::read(out.join("results.json")).unwrap();
    let files = |folder: &Path| {
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (listing, tables) = (files(&out), files(&out.join("tables")));
    for milliseconds in (0..120).step_by(6) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sunward"))
            .args(arguments)
            .current_dir(root())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        let _ = child.kill();
        child.wait().unwrap();
        assert_eq!(std::fs::read(out.join("results.json")).unwrap(), whole, "killed after {milliseconds} ms");
        assert_eq!((files(&out), files(&out.join("tables"))), (listing.clone(), tables.clone()));
    }
    // The next run sweeps up what the killed ones left.
    answer(&arguments);
    assert_eq!(files(&place), ["out"]);
}

#[test]
fn two_runs_at_once_leave_one_whole_folder() {
    let place = place("both");
    let out = place.join("out");
    let arguments = ["run", "scenarios/first_light.toml", "--out", out.to_str().unwrap(), "--quiet"];
    let spawn = || Command::new(env!("CARGO_BIN_EXE_sunward")).args(arguments).current_dir(root()).spawn().unwrap();
    for _ in 0..5 {
        let mut runs = [spawn(), spawn(), spawn()];
        assert!(runs.iter_mut().all(|run| run.wait().unwrap().success()));
        assert!(out.join("report.html").is_file() && out.join("results.json").is_file());
    }
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_so_and_cleans_up() {
    let place = place("interrupted");
    let out = place.join("out");
    let mut seen = 0;
    for milliseconds in [5, 15, 25, 40, 60, 80] {
        let child = Command::new(env!("CARGO_BIN_EXE_sunward"))
            .args(["run", "scenarios/terawatt.toml", "--out", out.to_str().unwrap(), "--quiet"])
            .current_dir(root())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let status = child.wait_with_output().unwrap().status.code();
        // Before the handler is in place the signal ends the run by itself; after the end there is nothing to interrupt.
        assert!(matches!(status, Some(130 | 0) | None), "{status:?}");
        seen += usize::from(status == Some(130));
        let left: Vec<_> =
            std::fs::read_dir(&place).unwrap().map(|e| e.unwrap().file_name()).filter(|n| n != "out").collect();
        assert!(status != Some(130) || left.is_empty(), "{left:?}");
    }
    assert!(seen > 0, "no run was interrupted in its middle");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sunward"))
        .args(["parameters", "scenarios/terawatt.toml"])
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
}

#[test]
fn the_parquet_tables_hold_what_the_csv_tables_hold() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let place = place("parquet");
    let out = place.join("out");
    answer(&["run", "scenarios/first_light.toml", "--out", out.to_str().unwrap(), "--quiet"]);
    let mut compared = 0;
    for entry in std::fs::read_dir(out.join("tables")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "parquet") {
            continue;
        }
        let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
        let rows = reader.metadata().file_metadata().num_rows();
        let csv = std::fs::read_to_string(path.with_extension("csv")).unwrap();
        let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        let names: Vec<String> =
            reader.metadata().file_metadata().schema().get_fields().iter().map(|f| f.name().to_string()).collect();
        assert_eq!(header, names);
        assert_eq!(rows as usize, csv.lines().count() - 1, "{path:?}");
        for (row, line) in reader.get_row_iter(None).unwrap().zip(csv.lines().skip(1)).take(200) {
            let row = row.unwrap();
            if line.contains('"') {
                continue;
            }
            for ((_, field), cell) in row.get_column_iter().zip(line.split(',')) {
                let field = field.to_string();
                let field = field.trim_matches('"');
                let same = field == cell
                    || (field == "null" && cell.is_empty())
                    || matches!((field.parse::<f64>(), cell.parse::<f64>()), (Ok(a), Ok(b)) if a == b);
                assert!(same, "{path:?}: {field} is not {cell}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1000);
}

const MCCALIP: &str = "validation/mccalip/scenario.toml";

#[test]
fn a_comparison_is_as_it_was() {
    let text = answer(&["compare", "scenarios/terawatt.toml", "scenarios/as_claimed.toml", "--workload", "batch"]);
    expect_file!["snapshots/compare.txt"].assert_eq(&text);
}

/// A study against a scenario with physics: the shares add up, and exchanging the files changes signs only.
#[test]
fn a_comparison_adds_up_and_turns_round() {
    let forth = json(&["compare", MCCALIP, "scenarios/terawatt.toml"]);
    let back = json(&["compare", "scenarios/terawatt.toml", MCCALIP]);
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let groups = |doc: &serde_json::Value| doc["groups"].as_array().unwrap().clone();
    assert_eq!(forth["exchanged"]["challenger"], "sheets");
    let sum: f64 = groups(&forth).iter().map(|row| number(&row["difference"])).sum();
    let difference = number(&forth["difference"]);
    assert!((sum - difference).abs() < 1e-9, "{sum} {difference}");
    assert!((number(&forth["to"]["value"]) - number(&forth["from"]["value"]) - difference).abs() < 1e-12);
    assert!(groups(&forth).len() >= 9);
    for (one, other) in groups(&forth).iter().zip(groups(&back)) {
        assert_eq!(one["group"], other["group"]);
        assert_eq!(number(&one["difference"]), -number(&other["difference"]), "{}", one["group"]);
    }
}

#[test]
fn a_comparison_takes_changes_and_leaves_a_page() {
    let out = place("comparison").join("out");
    let folder = out.to_str().unwrap();
    let change = "typed.orbit.launch_price=100 USD_2025/kg";
    let text = answer(&["compare", MCCALIP, "scenarios/terawatt.toml", "--set", change, "--out", folder]);
    assert!(text.contains("comparison.html"));
    let page = std::fs::read_to_string(out.join("comparison.html")).unwrap();
    assert!(page.contains("<svg") && page.contains("Mccalip") && !page.contains("http-equiv=\"refresh\""));
    for file in ["results.json", "tables/attribution.csv", "tables/attribution.parquet"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let csv = answer(&["compare", MCCALIP, MCCALIP, "--format", "csv"]);
    assert!(csv.starts_with("from,to,outcome,workload,group,year,difference,factor,unit\n"));
}

#[test]
fn a_comparison_that_cannot_be_is_refused_with_a_remedy() {
    for (arguments, says) in [
        (vec!["compare", MCCALIP], "<SECOND>"),
        (vec!["compare", MCCALIP, "scenarios/nowhere.toml"], "S001"),
        (vec!["compare", MCCALIP, MCCALIP, "--outcome", "speed"], "`challenger`"),
        (vec!["compare", MCCALIP, MCCALIP, "--outcome", "ratio.capital.wings"], "radiator"),
        (vec!["compare", MCCALIP, MCCALIP, "--workload", "mining"], "batch"),
        (vec!["compare", MCCALIP, MCCALIP, "--year", "1999"], "outside the years"),
        (vec!["compare", MCCALIP, MCCALIP, "--set", "typed.orbit.lief=5 years"], "typed.orbit.life"),
        (vec!["compare", MCCALIP, MCCALIP, "--set", "typed.orbit.life=5 kg"], "span of time"),
        (vec!["compare", MCCALIP, MCCALIP, "--studies"], "cannot be used with"),
        (vec!["compare", "--studies", "--set", "scenario.payments=12"], "changes none of them"),
    ] {
        let error = refusal(&arguments);
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
}

const FIRST_PLAN: &str = "scenarios/first_plan.toml";

#[test]
fn a_plan_is_one_screen_and_as_it_was() {
    let text = answer(&["plan", FIRST_PLAN]);
    assert!(text.lines().count() <= 45, "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    expect_file!["snapshots/plan.txt"].assert_eq(&text);
}

#[test]
fn a_plan_as_a_document_has_the_keys_that_others_read() {
    let doc = json(&["plan", FIRST_PLAN]);
    for key in [
        "sunward",
        "scenario",
        "seed",
        "objective",
        "objective_value",
        "status",
        "compute",
        "power",
        "builds",
        "stocks",
        "flows",
        "bottlenecks",
        "target_year",
        "growth",
        "shortages",
    ] {
        assert!(doc.get(key).is_some(), "{key} is missing");
    }
    assert_eq!((doc["status"].as_str(), doc["objective"].as_str()), (Some("optimal"), Some("least-cost")));
    assert_eq!(doc["target_year"], 2040);
    assert_eq!(doc["power"]["unit"], "GW");
    let rows = doc["bottlenecks"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["year"].is_i64() && row["shadow_price"]["value"].is_number()));
    let csv = answer(&["plan", FIRST_PLAN, "--format", "csv"]);
    assert!(csv.starts_with("process,site,year,value,unit\n") && csv.contains("small_satellites,small_leo,"));
}

/// Whoever reaches the target earliest reaches it no later than whoever pays least, and pays no less.
#[test]
fn the_earliest_plan_is_no_later_and_no_cheaper() {
    let cheap = json(&["plan", FIRST_PLAN]);
    let early = json(&["plan", FIRST_PLAN, "--objective", "earliest"]);
    let year = |doc: &serde_json::Value| doc["target_year"].as_i64().unwrap();
    let cost = |doc: &serde_json::Value| doc["objective_value"].as_f64().unwrap();
    assert!(year(&early) <= year(&cheap) && cost(&early) >= cost(&cheap) * (1.0 - 1e-9));
    assert_eq!(early["earliest"]["year"], early["target_year"]);
    let blind = json(&["plan", FIRST_PLAN, "--foresight", "5 years"]);
    assert!(cost(&blind) >= cost(&cheap) * (1.0 - 1e-9), "who sees less pays no less");
    assert_eq!(blind["foresight"]["years"], 5.0);
}

#[test]
fn what_cannot_be_had_ends_with_status_three_and_a_sentence() {
    let arguments = ["plan", FIRST_PLAN, "--objective", "earliest", "--set", "plan.target_amount=100 TW"];
    let output = sunward(&arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(output.stdout.is_empty());
    assert!(error.contains("Compute") && error.contains("cannot be had") && !error.contains("nfeasible"), "{error}");
    // A program gets the same as a document, and the same status.
    let output = sunward(&[&arguments[..], &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(3));
    let doc: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(doc["status"], "short");
    assert!(doc["shortages"][0]["short"]["value"].as_f64().unwrap() > 0.0);
}

/// The whole chain, not a small one: what is short, where, when and how much, and what stands in the way.
#[test]
fn a_terawatt_next_year_is_refused_in_words() {
    let output = sunward(&["plan", "scenarios/terawatt_in_2027.toml", "--quiet"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{error}");
    assert!(output.stdout.is_empty());
    for says in
        ["AI chips", "Earth", "GW wanted in 2027 cannot be had", "even if everything is ordered today", "serves before"]
    {
        assert!(error.contains(says), "`{says}` is not in: {error}");
    }
    assert!(!error.contains("nfeasible"), "{error}");
}

#[test]
fn questions_to_the_planner_that_say_nothing_are_refused() {
    for (arguments, says) in [
        (vec!["plan", "scenarios/first_light.toml"], "[plan]"),
        (vec!["plan", FIRST_PLAN, "--objective", "best"], "least-cost"),
        (vec!["plan", FIRST_PLAN, "--foresight", "5 kg"], "5 years"),
        (vec!["plan", FIRST_PLAN, "--foresight", "5 years", "--objective", "earliest"], "least-cost"),
        (vec!["plan", FIRST_PLAN, "--time-limit", "0 s"], "60 s"),
        (vec!["plan", FIRST_PLAN, "--memory-limit", "lots"], "4 GB"),
        (vec!["run", FIRST_PLAN, "--time-limit", "soon"], "60 s"),
    ] {
        let error = refusal(&arguments);
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
    // What is too large to solve is said before it is tried.
    let output = sunward(&["plan", FIRST_PLAN, "--memory-limit", "1 kB"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--memory-limit"));
}

#[test]
fn the_program_of_a_plan_is_written_whole_or_not_at_all() {
    let place = place("mps");
    let file = place.join("program.mps");
    answer(&["plan", FIRST_PLAN, "--mps", file.to_str().unwrap()]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("ROWS") && text.contains("COLUMNS") && text.trim_end().ends_with("ENDATA"));
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1, "nothing else is left");
    for wrong in [place.join("nowhere/program.mps"), place.clone()] {
        let output = sunward(&["plan", FIRST_PLAN, "--mps", wrong.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1);
}

#[test]
fn a_plan_leaves_a_page_a_document_and_tables() {
    let out = place("plan").join("out");
    let text = answer(&["plan", FIRST_PLAN, "--out", out.to_str().unwrap()]);
    assert!(text.contains("plan.html"));
    for file in ["plan.html", "results.json", "tables/plan_builds.csv", "tables/plan_builds.parquet"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("results.json")).unwrap()).unwrap();
    assert_eq!(whole, json(&["plan", FIRST_PLAN]));
}

#[test]
fn the_main_job_plans_where_the_scenario_asks_for_it() {
    let out = place("planned").join("out");
    let folder = out.to_str().unwrap();
    let text = answer(&["run", FIRST_PLAN, "--out", folder]);
    assert!(text.contains("the plan") && text.contains("held back by"), "{text}");
    let doc: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("results.json")).unwrap()).unwrap();
    assert_eq!(doc["plan"]["status"], "optimal");
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("<section id=\"bottlenecks\"") && page.contains("<section id=\"curves\""));
    assert!(out.join("tables/plan_bottlenecks.parquet").is_file() && out.join("tables/costs.csv").is_file());
    // Without options there is a plan alone.
    let text = answer(&["run", "validation/transport/scenario.toml", "--out", folder]);
    assert!(text.contains("least cost"), "{text}");
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("<section id=\"plan\"") && !page.contains("<section id=\"curves\""));
    assert!(refusal(&["datasheet", "validation/transport/scenario.toml"]).contains("no option"));
}

/// An interrupt asks the solver to stop; nothing half-written is left.
#[cfg(unix)]
#[test]
fn an_interrupted_plan_says_so_and_leaves_nothing() {
    let place = place("interrupted_plan");
    let (out, file) = (place.join("out"), place.join("program.mps"));
    let mut seen = 0;
    for milliseconds in [50, 150, 300, 600] {
        let child = Command::new(env!("CARGO_BIN_EXE_sunward"))
            .args(["plan", "scenarios/terawatt.toml", "--out", out.to_str().unwrap(), "--mps", file.to_str().unwrap()])
            .current_dir(root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let status = child.wait_with_output().unwrap().status.code();
        assert!(matches!(status, Some(130 | 0) | None), "{status:?}");
        seen += usize::from(status == Some(130));
        let left: Vec<_> = std::fs::read_dir(&place)
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .filter(|name| name != "out" && name != "program.mps")
            .collect();
        assert!(status != Some(130) || (left.is_empty() && !out.exists()), "{left:?}");
    }
    assert!(seen > 0, "no plan was interrupted in its middle");
}

#[test]
fn an_exploration_is_one_screen_and_as_it_was() {
    let screen = answer(&["explore", "scenarios/first_light.toml", "--draws", "2048", "--quiet"]);
    assert!(screen.lines().count() <= 52 && screen.lines().all(|line| line.chars().count() <= 100), "{screen}");
    expect_file!["snapshots/explore.txt"].assert_eq(&screen);
}

#[test]
fn an_exploration_as_a_document_has_the_keys_that_others_read() {
    let doc = json(&["explore", "scenarios/first_light.toml", "--draws", "4096"]);
    for key in
        ["sunward", "scenario", "seed", "outcomes", "sensitivity", "draws", "elapsed_seconds", "evaluations_per_second"]
    {
        assert!(!doc[key].is_null(), "{key}");
    }
    assert_eq!(
        (doc["draws"].as_u64(), doc["asked"].as_u64(), doc["complete"].as_bool()),
        (Some(4096), Some(4096), Some(true))
    );
    let crossover = doc["outcomes"].as_array().unwrap().iter().find(|row| row["name"] == "crossover.batch").unwrap();
    for key in ["unit", "p05", "p25", "p50", "p75", "p95", "p_never", "p_already"] {
        assert!(!crossover[key].is_null(), "{key}");
    }
    let row = &doc["sensitivity"][0];
    for key in ["outcome", "path", "first_order", "total", "low", "high"] {
        assert!(!row[key].is_null(), "{key}: {row}");
    }
}

/// Results follow from the question alone; what took how long is none of them.
#[test]
fn an_exploration_is_the_same_for_any_number_of_threads() {
    let place = place("explored");
    let of = |name: &str, threads: &str| {
        let out = place.join(name);
        let table = place.join(format!("{name}.parquet"));
        let (folder, file) = (out.to_str().unwrap(), table.to_str().unwrap());
        let draws = ["explore", "scenarios/first_light.toml", "--draws", "20000", "--seed", "7", "--quiet"];
        answer(&[&draws[..], &["--threads", threads, "--out", folder, "--table", file]].concat());
        for part in ["explore.html", "explore.draws", "scenario.lock.toml", "tables/explore_outcomes.csv"] {
            assert!(out.join(part).is_file(), "{part}");
        }
        let read = |path: PathBuf| std::fs::read(path).unwrap();
        (read(out.join("results.json")), read(out.join("explore.draws")), read(table))
    };
    assert!(of("one", "1") == of("three", "3"));
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 4);
}

#[test]
fn the_table_of_draws_holds_inputs_and_outcomes_of_each() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let file = place("draws").join("draws.parquet");
    let arguments = ["explore", "scenarios/first_light.toml", "--draws", "5000", "--table", file.to_str().unwrap()];
    let doc = json(&arguments);
    let reader = SerializedFileReader::new(std::fs::File::open(&file).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema_descr();
    let names: Vec<String> = schema.columns().iter().map(|column| column.name().to_string()).collect();
    let at = |name: &str| names.iter().position(|known| known == name).unwrap_or_else(|| panic!("{name}: {names:?}"));
    let (draw, ratio) = (at("draw"), at("ratio.batch.2030"));
    at("radiator.pumped_panel.emissivity");
    let mut numbers = Vec::new();
    let mut ratios = Vec::new();
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        numbers.push(row.get_long(draw).unwrap());
        ratios.push(row.get_double(ratio).unwrap());
    }
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(0..5000), "each draw once");
    ratios.sort_by(f64::total_cmp);
    let median =
        doc["outcomes"].as_array().unwrap().iter().find(|row| row["name"] == "ratio.batch.2030").unwrap()["p50"]
            .as_f64()
            .unwrap();
    // Bins are a thousandth wide.
    assert!((ratios[2500] / median - 1.0).abs() < 2e-3, "{} {median}", ratios[2500]);
    let units = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert!(units.iter().any(|pair| pair.key == "unit of crossover.batch" && pair.value.as_deref() == Some("year")));
}

/// What was drawn by then stands there and says so, and going on gives the same bits as one go.
#[cfg(unix)]
#[test]
fn an_interrupted_exploration_is_usable_and_goes_on() {
    let place = place("interrupted_exploration");
    let out = place.join("out");
    let folder = out.to_str().unwrap();
    let draws =
        ["explore", "scenarios/first_light.toml", "--draws", "3000000", "--out", folder, "--quiet", "--threads", "1"];
    let child = Command::new(env!("CARGO_BIN_EXE_sunward"))
        .args(draws)
        .current_dir(root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{error}");
    assert!(error.contains("interrupted after") && error.contains("--resume"), "{error}");
    let read =
        || -> serde_json::Value { serde_json::from_slice(&std::fs::read(out.join("results.json")).unwrap()).unwrap() };
    let stopped = read();
    let done = stopped["draws"].as_u64().unwrap();
    assert!(stopped["complete"] == false && stopped["asked"] == 3_000_000 && done > 0 && done < 3_000_000);
    // Going on to a little more is the same as going there at once.
    let more = (done + 5000).to_string();
    answer(&["explore", "scenarios/first_light.toml", "--draws", &more, "--out", folder, "--quiet", "--resume"]);
    let resumed = std::fs::read(out.join("results.json")).unwrap();
    let at_once = place.join("at_once");
    answer(&["explore", "scenarios/first_light.toml", "--draws", &more, "--out", at_once.to_str().unwrap(), "--quiet"]);
    assert!(resumed == std::fs::read(at_once.join("results.json")).unwrap());
}

#[test]
fn draws_of_another_question_are_not_gone_on_with() {
    let out = place("resume").join("out");
    let folder = out.to_str().unwrap();
    let ask = |more: &[&'static str]| {
        [&["explore", "scenarios/first_light.toml", "--draws", "8192", "--out", folder, "--resume", "--quiet"], more]
            .concat()
    };
    assert!(refusal(&ask(&[])).contains("cannot read"));
    answer(&["explore", "scenarios/first_light.toml", "--draws", "4096", "--out", folder, "--quiet"]);
    assert!(refusal(&ask(&["--seed", "1"])).contains("another seed"));
    assert!(refusal(&ask(&["--set", "satellite.lantern.life=\"7 years\""])).contains("another scenario"));
    answer(&ask(&[]));
    assert!(refusal(&ask(&["--draws", "4096"])).contains("used multiple times"));
    for (bytes, says) in
        [(&b"sunward draws 1\n123"[..], "cut off"), (b"", "no file of draws"), (b"{}", "no file of draws")]
    {
        std::fs::write(out.join("explore.draws"), bytes).unwrap();
        assert!(refusal(&ask(&[])).contains(says), "{says}");
    }
}

/// A table of draws that does not fit leaves neither a piece of itself nor the folder that would have gone with it.
#[cfg(unix)]
#[test]
fn a_table_of_draws_that_finds_no_room_leaves_nothing() {
    let place = place("full_table");
    let (table, out) = (place.join("draws.parquet"), place.join("out"));
    let arguments = "explore scenarios/first_light.toml --draws 40000 --quiet";
    let program = env!("CARGO_BIN_EXE_sunward");
    let (table, out) = (table.display(), out.display());
    let script = format!("trap '' XFSZ; ulimit -f 64; exec {program} {arguments} --table {table} --out {out}");
    let output = Command::new("sh").args(["-c", &script]).current_dir(root()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 0);
}

#[test]
fn explorations_that_say_nothing_are_refused() {
    for (arguments, says) in [
        (vec!["explore", "validation/utopia/scenario.toml"], "compares nothing"),
        (vec!["explore", "scenarios/first_light.toml", "--draws", "3"], "--draws"),
        (vec!["explore", "scenarios/first_light.toml", "--draws", "many"], "--draws"),
        (vec!["explore", "scenarios/first_light.toml", "--by", "1999"], "2026"),
        (vec!["explore", "scenarios/first_light.toml", "--probability", "NaN"], "--probability"),
        (vec!["explore", "scenarios/first_light.toml", "--resume"], "--out"),
        (
            vec!["threshold", "scenarios/first_light.toml", "satellite.lantern.lif", "--goal", "crossover <= 2040"],
            "did you mean",
        ),
        (
            vec!["threshold", "scenarios/first_light.toml", "satellite.lantern.life", "--goal", "cheap"],
            "crossover <= 2035",
        ),
        (
            vec![
                "threshold",
                "scenarios/first_light.toml",
                "satellite.lantern.life",
                "--goal",
                "crossover <= 2040",
                "--from",
                "1 kg",
                "--to",
                "2 years",
            ],
            "--from",
        ),
        (
            vec![
                "threshold",
                "scenarios/first_light.toml",
                "satellite.lantern.life.2030",
                "--goal",
                "crossover <= 2040",
            ],
            "2030",
        ),
    ] {
        let error = refusal(&arguments);
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
}

/// A price that would have to be negative is none; where there is an answer the goal holds there and not beyond.
#[test]
fn a_threshold_is_a_value_or_none() {
    let ask = |path: &str, goal: &str, more: &[&str]| {
        json(&[&["threshold", "scenarios/first_light.toml", path, "--goal", goal], more].concat())
    };
    // Even launched for nothing this satellite is not cheaper.
    let free = ["--from", "0 USD_2025/kg", "--to", "10000 USD_2025/kg"];
    let launch = ask("satellite.lantern.launch_price", "ratio in 2030 <= 0.2", &free);
    assert_eq!((launch["answer"]["found"].as_str(), launch["answer"]["value"].is_null()), (Some("none"), true));
    let some = ask("satellite.lantern.launch_price", "ratio in 2030 <= 3", &free);
    assert_eq!((some["answer"]["found"].as_str(), some["answer"]["met"].as_str()), (Some("borders"), Some("below")));
    let value = some["answer"]["value"]["value"].as_f64().unwrap();
    let ratio = |price: f64| {
        let set = format!("satellite.lantern.launch_price={price} USD_2025/kg");
        let doc = json(&["cost", "scenarios/first_light.toml", "--set", &set]);
        doc["crossover"][0]["ratio"]["values"][4].as_f64().unwrap()
    };
    assert!(ratio(value) <= 3.0 && ratio(value * 1.0001) > 3.0, "{value}: {} {}", ratio(value), ratio(value * 1.0001));
}

/// The first plan, with ranges for some of its own numbers, as a scenario file in a folder: its draws differ.
fn ranged_plan(place: &Path) -> String {
    let scenarios = root().join("scenarios");
    let text = std::fs::read_to_string(scenarios.join("first_plan.toml")).unwrap();
    let ranges = [
        ("seed = { best = \"4 GW/year^2\"", "range = [\"1 GW/year^2\", \"6 GW/year^2\"]"),
        ("growth = { best = \"40 %/year\"", "range = [\"20 %/year\", \"60 %/year\"]"),
        ("life = { best = \"15 years\"", "range = [\"10 years\", \"20 years\"]"),
    ];
    let with = |text: String, (entry, range): (&str, &str)| {
        assert!(text.contains(entry), "`{entry}` stands in the scenario");
        text.replace(entry, &format!("{entry}, {range}"))
    };
    std::fs::write(place.join("ranged.toml"), ranges.into_iter().fold(text, with)).unwrap();
    for beside in ["first_light.toml", "terawatt.toml"] {
        std::fs::copy(scenarios.join(beside), place.join(beside)).unwrap();
    }
    place.join("ranged.toml").to_str().unwrap().to_string()
}

/// Everything in a folder of results, by path.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            all.extend(files(&entry.path()).into_iter().map(|(own, bytes)| (format!("{name}/{own}"), bytes)));
        } else {
            all.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    all.sort();
    all
}

/// Stopped in its middle and gone on with on another number of threads: each file has the bytes of one go.
#[cfg(unix)]
#[test]
fn interrupted_plans_of_draws_are_usable_and_go_on() {
    let place = place("interrupted_plans");
    let scenario = ranged_plan(&place);
    let out = place.join("out");
    let ask = |draws: &str, threads: &str, out: &Path| -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sunward"));
        command.args(["explore", &scenario, "--plan", "--draws", draws, "--threads", threads, "--quiet", "--out"]);
        command.arg(out).current_dir(root()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let child = ask("1000", "1", &out).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1200));
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(130), "{error}");
    assert!(error.contains("of 1000 draws") && error.contains("`--resume --out"), "{error}");
    assert!(said.contains("Stopped on request after"), "{said}");
    let read =
        || -> serde_json::Value { serde_json::from_slice(&std::fs::read(out.join("results.json")).unwrap()).unwrap() };
    let stopped = read();
    let planned = stopped["plan"]["draws"]["planned"].as_u64().unwrap();
    assert!(stopped["plan"]["draws"]["interrupted"] == true && planned > 0 && planned < 1000);
    let output = ask("1000", "3", &out).arg("--resume").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let at_once = place.join("at_once");
    assert_eq!(ask("1000", "2", &at_once).status().unwrap().code(), Some(0));
    assert!(files(&out) == files(&at_once));
    // Draws that are all there are shown again, and none is planned.
    let output = ask("1000", "1", &out).arg("--resume").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(files(&out) == files(&at_once));
}

/// Nobody asks a run that is killed: what it kept beside the folder is gone on with, and what was in the folder is as it was.
#[cfg(unix)]
#[test]
fn killed_plans_of_draws_go_on_from_what_was_kept() {
    let place = place("killed_plans");
    let scenario = ranged_plan(&place);
    let (out, beside) = (place.join("out"), place.join("out.plan.draws"));
    let ask = |draws: &str, threads: &str, out: &Path| -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sunward"));
        command.args(["explore", &scenario, "--plan", "--draws", draws, "--threads", threads, "--quiet", "--out"]);
        command.arg(out).current_dir(root()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    assert_eq!(ask("10", "2", &out).status().unwrap().code(), Some(0));
    let before = files(&out);
    // A machine may be so quick that there was nothing to keep: then more is asked of it.
    let killed = ["1500", "6000", "24000"].into_iter().find(|draws| {
        let mut child = ask(draws, "1", &out).spawn().unwrap();
        while !beside.exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let _ = child.kill();
        child.wait().unwrap();
        beside.exists()
    });
    let draws = killed.expect("a run that is killed has kept draws");
    assert!(files(&out) == before, "what was in the folder is as it was");
    let output = ask(draws, "2", &out).arg("--resume").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let at_once = place.join("at_once");
    assert_eq!(ask(draws, "2", &at_once).status().unwrap().code(), Some(0));
    assert!(files(&out) == files(&at_once));
    let left: Vec<_> = std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "three scenarios and two folders: {left:?}");
}

#[test]
fn plans_of_draws_of_another_question_are_not_gone_on_with() {
    let out = place("resumed_plans").join("out");
    let folder = out.to_str().unwrap();
    let ask = |draws: &'static str, more: &[&'static str]| {
        let plan = ["explore", "scenarios/first_plan.toml", "--plan", "--out", folder, "--quiet", "--draws", draws];
        [&plan[..], more].concat()
    };
    assert!(refusal(&ask("20", &["--resume"])).contains("cannot read"));
    answer(&ask("20", &[]));
    let before = files(&out);
    for (draws, more, says) in [
        ("20", vec!["--seed", "1"], "another seed"),
        ("20", vec!["--set", "satellite.lantern.life=\"7 years\""], "another scenario"),
        ("30", vec![], "ask for `--draws 20`"),
        ("20", vec!["--in-full"], "`--in-full`"),
    ] {
        let error = refusal(&ask(draws, &[&["--resume"], &more[..]].concat()));
        assert!(error.contains(says) && error.contains("without `--resume`"), "{error}");
    }
    let kept = std::fs::read(out.join("plan.draws")).unwrap();
    let mut changed = kept.clone();
    changed[kept.len() / 2] ^= 1;
    for (bytes, says) in [
        (&kept[..kept.len() - 8], "cut off"),
        (&kept[..30], "cut off"),
        (&changed, "changed"),
        (b"", "no file of plans"),
        (b"{}", "no file of plans"),
    ] {
        std::fs::write(out.join("plan.draws"), bytes).unwrap();
        let error = refusal(&ask("20", &["--resume"]));
        assert!(error.contains(says), "{error}");
    }
    std::fs::write(out.join("plan.draws"), &kept).unwrap();
    assert!(files(&out) == before, "a refusal changes nothing");
    answer(&ask("20", &["--resume"]));
    assert!(refusal(&["explore", "scenarios/first_plan.toml", "--plan", "--resume"]).contains("--out"));
}

/// What was known when somebody stopped is said as that, with the command that goes on; it finds what the whole search finds.
#[cfg(unix)]
#[test]
fn an_interrupted_threshold_says_what_is_known_and_how_it_goes_on() {
    let goal = "P(ratio.batch in 2035 <= 3.5) >= 0.5";
    let path = "satellite.lantern.integration";
    let ask = |draws: &str| -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sunward"));
        command.args(["threshold", "scenarios/first_light.toml", path, "--goal", goal, "--draws", draws, "--quiet"]);
        command.current_dir(root()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    // How long it takes hangs on the machine: it is stopped later and later, until the first scan is done.
    let draws = "6000";
    let start = std::time::Instant::now();
    let whole = ask(draws).args(["--format", "json"]).output().unwrap();
    let time = start.elapsed();
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    let whole: serde_json::Value = serde_json::from_slice(&whole.stdout).unwrap();
    assert!(whole["answer"]["found"] == "borders" && whole["answer"]["goes_on"].is_null(), "{whole}");
    let goes_on = (6..20).find_map(|tenth| {
        let child = ask(draws).spawn().unwrap();
        std::thread::sleep(time * tenth / 20);
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if output.status.code() == Some(0) {
            return None;
        }
        assert_eq!(output.status.code(), Some(130), "{error}");
        assert!(error.contains("interrupted"), "{error}");
        let command = error.split_once("goes on with: ")?.1.trim().to_string();
        assert!(said.contains("not known to the end") && said.contains("missed at"), "{said}");
        Some(command)
    });
    let command = goes_on.expect("a search is stopped between its first scan and its end");
    assert!(command.starts_with("sunward threshold scenarios/first_light.toml"), "{command}");
    let words = command.replacen("sunward", env!("CARGO_BIN_EXE_sunward"), 1);
    let again = Command::new("sh").args(["-c", &format!("{words} --format json --quiet")]).current_dir(root()).output();
    let again = again.unwrap();
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    let again: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    let value = |doc: &serde_json::Value| doc["answer"]["value"]["value"].as_f64().unwrap();
    // Each is narrowed to a thousandth.
    assert!((value(&again) / value(&whole) - 1.0).abs() < 2e-3, "{} and {}", value(&again), value(&whole));
    assert_eq!(again["answer"]["met"], whole["answer"]["met"]);
}

#[test]
fn claims_are_listed_with_verdicts_and_told_in_full() {
    let list = answer(&["claims", "scenarios/first_light.toml", "--side", "critic", "--quiet"]);
    assert!(list.lines().all(|line| line.chars().count() <= 100), "{list}");
    assert!(list.contains("ozone") && list.contains("untestable") && !list.contains("mass_for_a_terawatt"), "{list}");
    let one = answer(&["claims", "scenarios/terawatt.toml", "ships_for_ten_thousand", "--quiet"]);
    for part in ["holds-if", "fleet.megatonne.ships", "ship_turnaround", "the test that decides", "musk_dwarkesh2026: "]
    {
        assert!(one.contains(part), "{part}: {one}");
    }
    let changed = answer(&[
        "claims",
        "scenarios/terawatt.toml",
        "ships_for_ten_thousand",
        "--set",
        "vehicle.starship_v4.ship_turnaround=30 hours",
        "--quiet",
    ]);
    assert!(changed.contains("verdict     holds\n"), "{changed}");
}

#[test]
fn claims_as_a_document_have_the_keys_that_others_read() {
    let document = json(&["claims", "scenarios/terawatt.toml", "thousands_of_times", "--quiet"]);
    assert!(document["sunward"].is_string() && document["scenario"] == "terawatt" && document["seed"] == 0);
    let claim = &document["claims"][0];
    assert_eq!((&claim["id"], &claim["verdict"]), (&"thousands_of_times".into(), &"holds".into()));
    for key in ["who", "date", "statement", "why"] {
        assert!(claim[key].is_string(), "{key}: {claim}");
    }
    let ratio = claim["computed"]["value"].as_f64().unwrap() / (1e7 / 2885.0);
    assert!((ratio - 1.0).abs() < 1e-9, "{claim}");
    assert_eq!(claim["claimed"], serde_json::json!({"value": 1000.0, "unit": "times"}));
    let csv = answer(&["claims", "scenarios/terawatt.toml", "thousands_of_times", "--format", "csv", "--quiet"]);
    assert!(csv.starts_with("id,side,who,") && csv.lines().count() == 2, "{csv}");
}

#[test]
fn claims_that_cannot_be_asked_are_refused_with_a_remedy() {
    let unknown = refusal(&["claims", "scenarios/first_light.toml", "ozon"]);
    assert!(unknown.contains("no claim `ozon`; did you mean `ozone`?"), "{unknown}");
    let verdict = refusal(&["claims", "scenarios/first_light.toml", "--verdict", "true"]);
    assert!(verdict.contains("contradicted"), "{verdict}");
    refusal(&["claims", "scenarios/nowhere.toml"]);
    refusal(&["claims", "scenarios/first_light.toml", "--time-limit", "soon"]);
}
