//! `sunward observe` as a user runs it: in a folder of its own, with small files of every format.

#[path = "support/running.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use support::place;

/// A small file of a format.
fn seed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sunward-tracking/fuzz/seeds").join(name);
    path.canonicalize().unwrap().display().to_string()
}

fn command(place: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sunward"));
    command.arg("observe").args(arguments).current_dir(place).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(place: &Path, arguments: &[&str]) -> Output {
    command(place, arguments).output().unwrap()
}

fn answer(place: &Path, arguments: &[&str]) -> String {
    let output = run(place, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(place: &Path, arguments: &[&str]) -> serde_json::Value {
    let mut arguments = arguments.to_vec();
    arguments.extend(["--format", "json"]);
    serde_json::from_str(&answer(place, &arguments)).unwrap()
}

fn refusal(place: &Path, arguments: &[&str]) -> String {
    let output = run(place, arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty() && !error.contains("panicked"), "{error}");
    error
}

/// What lies in a folder.
fn names(place: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(place).unwrap().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

const MONTHS: &str = "month,launch_attempts\n2025-12,40\n2026-01,24\n2026-02,18\n";

#[test]
fn points_are_added_once_with_where_they_come_from() {
    let place = place("observe-once");
    fs::write(place.join("months.csv"), MONTHS).unwrap();
    let text = answer(&place, &["months.csv", "--known", "2026-03"]);
    assert!(text.contains("orbital_launches 2026 until 2026-02-28: 260 launches/year added"), "{text}");
    assert!(text.contains("2025 begins before the file does"), "{text}");
    assert!(text.ends_with("1 point written to observations.toml, known from 2026-03\n"), "{text}");
    let written = fs::read_to_string(place.join("observations.toml")).unwrap();
    for part in [
        "known = \"2026-03-31\"",
        "until = \"2026-02-28\"",
        "file = \"months.csv\"",
        "3 rows read, 0 left out (launches_by_month)",
    ] {
        assert!(written.contains(part), "{part} is not in\n{written}");
    }
    let again = answer(&place, &["months.csv", "--known", "2026-03"]);
    assert!(again.ends_with("nothing new: observations.toml is as it was\n"), "{again}");
    assert_eq!(fs::read_to_string(place.join("observations.toml")).unwrap(), written);
    assert_eq!(names(&place), ["months.csv", "observations.toml"]);
}

#[test]
fn a_dry_run_writes_nothing_and_says_what_it_would() {
    let place = place("observe-dry");
    fs::write(place.join("months.csv"), MONTHS).unwrap();
    let document = json(&place, &["months.csv", "--known", "2026-03", "--dry-run"]);
    assert_eq!(document["written"], false);
    assert_eq!(document["files"][0]["points"][0]["fate"], "added");
    assert_eq!(document["files"][0]["points"][0]["value"]["unit"], "launches/year");
    assert_eq!(names(&place), ["months.csv"]);
    let csv = answer(&place, &["months.csv", "--known", "2026-03", "--dry-run", "--format", "csv"]);
    assert!(csv.starts_with("series,date,until,value,") && csv.lines().count() == 2, "{csv}");
}

#[test]
fn every_format_is_read_in_one_command() {
    let place = place("observe-all");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sunward-tracking/fuzz/seeds");
    let files: Vec<String> = names(&folder).iter().map(|name| seed(name)).collect();
    let mut arguments: Vec<&str> = files.iter().map(String::as_str).collect();
    arguments.extend(["--known", "2026-11-26"]);
    let document = json(&place, &arguments);
    let read = document["files"].as_array().unwrap();
    assert_eq!(read.len(), files.len());
    for file in read {
        let name = file["file"].as_str().unwrap();
        assert_eq!(name.split('.').next(), file["format"].as_str(), "{name}");
        assert_eq!(file["left_out"], 0, "{name}: {}", file["bad"]);
    }
    // Two-line sets, and four forms of messages.
    assert_eq!(document["satellites"]["catalogues"].as_array().unwrap().len(), 5);
    assert_eq!(document["written"], true);
    // Read back as a file of observations, it adds nothing to itself.
    let again = json(&place, &["observations.toml", "--known", "2026-11-26"]);
    assert_eq!(again["written"], false, "{again}");
}

#[test]
fn files_that_cannot_be_read_are_all_named_and_nothing_is_written() {
    let place = place("observe-refused");
    fs::write(place.join("months.csv"), MONTHS).unwrap();
    fs::write(place.join("page.html"), "<html>404</html>").unwrap();
    fs::write(place.join("other.csv"), "a,b\n1,2\n").unwrap();
    let error = refusal(&place, &["months.csv", "page.html", "other.csv"]);
    assert!(
        error.contains("page.html: the file is XML or a web page") && error.contains("other.csv: the first line"),
        "{error}"
    );
    assert!(error.contains("known are: GCAT's list"), "{error}");
    for (arguments, part) in [
        (&["nowhere.csv"][..], "nowhere.csv: No such file"),
        (&["."], "this is a folder"),
        (&["months.csv", "--known", "yesterday"], "--known is wrong: `yesterday` is no date; write it like `2025`"),
        (&["months.csv", "--drag", "2 kg"], "--drag: "),
        (&["months.csv", "--drag", "0 m2/kg"], "not above zero"),
        (&["months.csv", "--set", "a=b"], "give one with --scenario"),
        (&["months.csv", "--into", "other.csv"], "other.csv:1: "),
        (&["months.csv", "--into", "."], "this is a folder"),
    ] {
        let error = refusal(&place, arguments);
        assert!(error.contains(part), "{arguments:?}: {error}");
    }
    assert_eq!(names(&place), ["months.csv", "other.csv", "page.html"]);
}

#[test]
fn of_many_bad_rows_twenty_are_shown_and_all_are_in_the_document() {
    let place = place("observe-bad");
    let mut table = MONTHS.to_string();
    for row in 0..30 {
        table.push_str(&format!("2026-13,{row}\n"));
    }
    fs::write(place.join("months.csv"), table).unwrap();
    let text = answer(&place, &["months.csv", "--dry-run"]);
    assert_eq!(text.matches("month is `2026-13`; write it like `2025-01`").count(), 20, "{text}");
    assert!(text.contains("3 rows read, 30 left out") && text.contains("… and 10 more rows"), "{text}");
    let document = json(&place, &["months.csv", "--dry-run"]);
    assert_eq!(document["files"][0]["bad"].as_array().unwrap().len(), 30);
    assert_eq!(document["files"][0]["bad"][0]["line"], 5);
}

/// Eight commands at once, each with another series: none loses what another wrote.
#[test]
fn commands_at_once_lose_no_points() {
    let place = place("observe-at-once");
    let files = [
        "gcat_launches_csv.csv",
        "launches_by_month.csv",
        "launch_library_csv.csv",
        "booster_flights.csv",
        "starship_flights.csv",
        "owid_chart.csv",
        "epoch_data_center_timelines.csv",
        "launches_by_provider.csv",
    ]
    .map(seed);
    let running: Vec<_> = files
        .iter()
        .map(|file| command(&place, &[file, "--quiet"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for run in running {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    // Whatever each of them would add is there, or gave way to another: none is added a second time.
    for file in &files {
        let document = json(&place, &[file, "--dry-run"]);
        let points = document["files"][0]["points"].as_array().unwrap();
        let added: Vec<_> = points.iter().filter(|point| point["fate"] == "added").collect();
        assert!(added.is_empty(), "{file}: {added:?}");
    }
    assert_eq!(names(&place), ["observations.toml"]);
}

/// A file size limit of zero is what a full disk is: every byte is refused.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let place = place("observe-full");
    fs::write(place.join("months.csv"), MONTHS).unwrap();
    let own = "# Mine.\n[series.mine]\ntitle = \"Mine\"\ncounts = \"rate\"\nunit = \"launches/year\"\nsource = \"me\"\nkind = \"measured\"\npoints = [{ date = \"2024\", value = 1, known = \"2025\" }]\n";
    fs::write(place.join("observations.toml"), own).unwrap();
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{}' observe months.csv", env!("CARGO_BIN_EXE_sunward"));
    let output = Command::new("sh").args(["-c", &script]).current_dir(&place).stdin(Stdio::null()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("cannot write"), "{error}");
    assert_eq!(fs::read_to_string(place.join("observations.toml")).unwrap(), own);
    assert_eq!(names(&place), ["months.csv", "observations.toml"]);
}

/// The elements of Starlink, where a copy of the published file lies beside the repository.
#[test]
fn starlink_is_counted_propagated_and_set_beside_a_scenario() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data/starlink_2026-08-22.tle"))
        .find(|path| path.is_file());
    let Some(file) = found else {
        println!("the elements are not here: nothing was checked");
        return;
    };
    let place = place("observe-starlink");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/terawatt.toml");
    let (file, scenario) = (file.display().to_string(), scenario.display().to_string());
    let document = json(&place, &[&file, "--scenario", &scenario, "--dry-run", "--known", "2026-08-22"]);
    assert_eq!(document["files"][0]["rows"], 10_744);
    let satellites = &document["satellites"];
    assert_eq!(satellites["catalogues"][0]["satellites"], 10_744);
    assert_eq!(satellites["catalogues"][0]["propagated"]["satellites"], 10_744);
    assert!(satellites["catalogues"][0]["propagated"]["elapsed_seconds"].as_f64().unwrap() > 0.0);
    let assumed = satellites["assumed"].as_array().unwrap();
    assert!(!assumed.is_empty());
    for satellite in assumed {
        // The design's drag lies within a factor of ten of what fits of flying satellites give, 0.01 m²/kg.
        let drag = satellite["drag"]["value"].as_f64().unwrap();
        assert!((1e-3..0.1).contains(&drag), "{satellite}");
        assert!(satellite["life"]["value"].as_f64().unwrap() > 0.0);
    }
}
