//! What is answered. That it is byte for byte what the command line prints is shown where the command line is tested.

use crate::client::Running;
use serde_json::json;
use std::time::Instant;
use sunward::{DiskFiles, TERAWATT};
use sunward_server::{Limits, Own, Settings};

fn server() -> Running {
    Running::with(Limits::default())
}

#[test]
fn a_text_is_answered_like_the_scenario_it_is() {
    let server = server();
    let text = include_str!("../../../../scenarios/first_light.toml");
    let named = server.post("/api/cost", &json!({"scenario": "first_light"}).to_string());
    assert_eq!(named.status, 200, "{}", named.text());
    assert_eq!(named.header("content-type"), Some("application/json"));
    assert_eq!(named.header("cache-control"), Some("no-store"));
    let written = server.post("/api/cost", &json!({"text": text}).to_string());
    assert_eq!(named.json()["costs"], written.json()["costs"]);
    // A text may stand on a shipped scenario, as a file beside it may.
    let on_top = "include = [\"first_light.toml\"]\n";
    let on_top = server.post("/api/check", &json!({"text": on_top}).to_string());
    assert_eq!(on_top.status, 200, "{}", on_top.text());
}

#[test]
fn changes_and_seeds_are_heard() {
    let server = server();
    let ask = |question: serde_json::Value| server.post("/api/cost", &question.to_string());
    let plain = ask(json!({"scenario": "first_light"})).json();
    let path = server.get("/api/parameters?scenario=first_light&containing=satellite").json()["parameters"]
        .as_array()
        .and_then(|rows| rows.iter().find(|row| row["path"].as_str().is_some_and(|path| path.ends_with(".life"))))
        .map(|row| row["path"].clone())
        .expect("a satellite has a life");
    let changed = ask(json!({"scenario": "first_light", "changes": [[path, "9 years"]], "seed": 7})).json();
    assert_ne!(plain["costs"], changed["costs"]);
    assert_eq!((&plain["seed"], &changed["seed"]), (&json!(0), &json!(7)));
}

#[test]
fn mistakes_come_all_at_once_with_code_place_and_remedy() {
    let server = server();
    let text = include_str!("../../../../scenarios/first_light.toml").replacen("\nquestion", "\nqestion", 1);
    let answer = server.post("/api/check", &json!({"scenario": "mine.toml", "text": text}).to_string());
    answer.refuses(422, "qestion");
    let said = answer.json();
    let rows = said["mistakes"].as_array().expect("a list");
    let codes: Vec<&str> = rows.iter().filter_map(|row| row["code"].as_str()).collect();
    assert!(codes.contains(&"S011") && codes.contains(&"S012"), "{codes:?}");
    let unknown = rows.iter().find(|row| row["code"] == "S011").expect("found above");
    let line = text.lines().position(|line| line.starts_with("qestion")).expect("it was put there") + 1;
    assert_eq!(unknown["place"], json!({"file": "mine.toml", "line": line, "column": 1}));
    assert!(unknown["remedy"].as_str().is_some_and(|remedy| remedy.contains("question")), "{unknown}");

    let changes = json!({"changes": [["satellite.d3.lief", "7 years"], ["satellite.d3.life", "7 kg"], ["satellite.d3.life", "-7 years"]]});
    let answer = server.post("/api/cost", &changes.to_string());
    answer.refuses(422, "did you mean `satellite.d3.life`?");
    let rows = answer.json()["mistakes"].as_array().expect("a list").len();
    assert_eq!(rows, 3, "{}", answer.text());
}

#[test]
fn questions_that_say_nothing_are_refused_in_words() {
    let server = server();
    for (path, question, words) in [
        ("/api/cost", json!({"scenario": "nowhere"}), "there is terawatt"),
        ("/api/cost", json!({"scenario": "../terawatt"}), "no scenario"),
        ("/api/cost", json!({"scnario": "terawatt"}), "there is scenario, text"),
        ("/api/cost", json!({"seed": -1}), "zero or more"),
        ("/api/cost", json!({"changes": {"a": "b"}}), "pairs of texts"),
        ("/api/cost", json!({"changes": vec![["satellite.d3.life", "7 years"]; 2001]}), "at most 2000"),
        ("/api/datasheet", json!({"scenario": "first_light", "name": "nobody"}), "there is"),
        ("/api/datasheet", json!({"scenario": "first_light", "year": 1999}), "1999 is outside"),
        ("/api/datasheet", json!({"scenario": "first_light", "name": "nobody", "trades": true}), "no satellite"),
        ("/api/orbit", json!({"altitude": "650 kg"}), "altitude"),
        ("/api/orbit", json!({"altitude": "-7000 km"}), "mistakes"),
        ("/api/orbit", json!({"local_time": "06:00", "node": "10 deg"}), "not both"),
        ("/api/plan", json!({"scenario": "first_light"}), "asks for no plan"),
        ("/api/plan", json!({"scenario": "first_plan", "objective": "best"}), "least-cost"),
        ("/api/explore", json!({"scenario": "first_light", "draws": 3}), "64"),
        ("/api/explore", json!({"scenario": "first_light", "probability": 2}), "between 0 and 1"),
        ("/api/explore", json!({"scenario": "first_light", "plan": true}), "asks for no plan"),
        ("/api/threshold", json!({"scenario": "first_light", "goal": "crossover <= 2035"}), "`path` is missing"),
        ("/api/threshold", json!({"path": "satellite.d3.life", "goal": "cheap"}), "goal"),
        ("/api/compare", json!({"first": "terawatt"}), "two scenarios"),
        ("/api/compare", json!({"first": "terawatt", "second": {"text": "x"}}), "S0"),
        ("/api/compare", json!({"first": {"txt": "x"}, "second": "terawatt"}), "the name of a scenario"),
        ("/api/compare", json!({"studies": true, "first_changes": [["a", "b"]]}), "nothing changes them"),
        (
            "/api/compare",
            json!({"first": "terawatt", "second": "sceptic", "first_changes": [["satellite.d3.lief", "7 years"]]}),
            "did you mean `satellite.d3.life`?",
        ),
        ("/api/validate", json!({"case": "nobody"}), "nobody"),
        ("/api/claims", json!({"claim": "abi_rati"}), "did you mean `abi_ratio`?"),
        ("/api/claims", json!({"side": "nobody"}), "there is plan, study, critic"),
        ("/api/claims", json!({"verdict": "\u{1b}[31m"}), "there is holds"),
        ("/api/claims", json!({"claim": "abi_ratio", "time_limit": "soon"}), "60 s"),
        ("/api/track", json!({"as_of": "yesterday"}), "as_of"),
        ("/api/track", json!({"as_of": "2024-13-45"}), "as_of"),
        ("/api/track", json!({"observed": "/etc/passwd"}), "no field `observed`"),
        ("/api/table", json!({"of": "../../etc/passwd"}), "there is costs"),
        ("/api/table", json!({"of": "attribution"}), "there is costs"),
        ("/api/table", json!({"format": "xlsx"}), "there is csv, parquet"),
        ("/api/table", json!({"of": "draws"}), "Parquet alone"),
        ("/api/table", json!({"of": "draws", "format": "parquet", "draws": 10_001}), "at most 10000"),
        ("/api/table", json!({"of": "draws", "format": "parquet", "draws": 3}), "64"),
        ("/api/table", json!({"draws": 100}), "only with"),
        ("/api/table", json!({"scenario": "first_light", "of": "plan_builds"}), "has no table `plan_builds`"),
        ("/api/table", json!({"changes": [["satellite.d3.life", "7 kg"]]}), "satellite.d3.life"),
    ] {
        server.post(path, &question.to_string()).refuses(422, words);
    }
    server.get("/api/parameters?scenrio=terawatt").refuses(422, "no field `scenrio`");
    server.get("/api/parameters?containing=%ff").refuses(422, "no text");
}

#[test]
fn the_users_own_scenario_comes_first_and_takes_the_place_of_its_name() {
    let files = DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/first_light.toml"));
    let model = sunward::model(&files, &[]).expect("it is without mistakes");
    let own = Own { name: "terawatt".into(), model };
    let server = Running::start(Settings { own: Some(own), ..Settings::default() });
    let list = server.get("/api/scenarios").json();
    let rows = list["scenarios"].as_array().expect("a list");
    assert_eq!((&rows[0]["name"], &rows[0]["kind"]), (&json!("terawatt"), &json!("own")));
    assert_eq!(rows.iter().filter(|row| row["name"] == "terawatt").count(), 1);
    assert!(rows.iter().any(|row| row["name"] == "study:suncatcher" && row["kind"] == "study"));
    let first = server.post("/api/cost", "");
    assert_eq!(first.json()["scenario"], json!("first_light"));
    assert!(TERAWATT.contains("[scenario]"));
}

/// The same question is worked out once, whoever asks and in whatever order it is written; another one is not.
#[test]
fn what_took_long_is_answered_at_once_the_second_time() {
    let server = server();
    let ask = |question: serde_json::Value| {
        let start = Instant::now();
        let answer = server.post("/api/plan", &question.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text());
        (answer.body, start.elapsed())
    };
    let change = json!([["plan.target_amount", "1 MW"]]);
    let (first, long) = ask(json!({"scenario": "first_plan", "changes": change}));
    let (second, short) = ask(json!({"changes": change, "scenario": "first_plan", "seed": null}));
    assert!(first == second);
    assert!(short < long, "{short:?} after {long:?}");
    let (other, _) = ask(json!({"scenario": "first_plan"}));
    assert!(other != first);
}

#[test]
fn a_comparison_may_change_its_first_side_alone() {
    let server = server();
    let ask = |question: serde_json::Value| server.post("/api/compare", &question.to_string()).json();
    let change = json!([["satellite.d3.life", "9 years"]]);
    // With itself a scenario agrees until one side is changed.
    let both = ask(json!({"first": "terawatt", "second": "terawatt", "changes": change}));
    let first = ask(json!({"first": "terawatt", "second": "terawatt", "first_changes": change}));
    assert_eq!(both["from"], both["to"], "{both}");
    assert_eq!(first["from"], both["from"], "{first}");
    assert_ne!(first["from"], first["to"], "{first}");
    // What is said of the first side comes last.
    let over = json!([["satellite.d3.life", "5 years"]]);
    let last = ask(json!({"first": "terawatt", "second": "terawatt", "changes": over, "first_changes": change}));
    assert_eq!(last["from"], first["from"]);
}

#[test]
fn tables_are_files_with_their_types() {
    let server = server();
    let ask = |question: serde_json::Value| {
        let answer = server.post("/api/table", &question.to_string());
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
    };
    let csv = ask(json!({"scenario": "first_light", "of": "ratio"}));
    assert!(csv.text().starts_with("workload,challenger,against,year,value,unit\n"), "{}", csv.text());
    let changed = json!({"scenario": "first_light", "of": "ratio", "changes": [["satellite.lantern.life", "9 years"]]});
    assert_ne!(ask(changed).body, csv.body);
    for of in ["costs", "trade", "explore_fan"] {
        let file = ask(json!({"scenario": "first_light", "of": of, "format": "parquet"}));
        assert_eq!(file.header("content-type"), Some("application/vnd.apache.parquet"));
        assert!(file.body.starts_with(b"PAR1") && file.body.ends_with(b"PAR1"), "{of}");
    }
}
