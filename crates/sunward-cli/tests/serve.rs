//! `sunward serve` as a user starts it: its answers are those of the other commands, byte for byte, and it ends when it is asked to.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sunward"));
    command.args(arguments).current_dir(root()).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn sunward(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// A server that was started as a user does.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--port", "0"]);
        let mut child = command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/')).expect("an address");
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        Self { address: address.to_string(), child }
    }

    /// Status and body.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(300))).unwrap();
        let kind = if method == "POST" { "Content-Type: application/json\r\n" } else { "" };
        let head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{kind}", self.address);
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let status = String::from_utf8_lossy(&all[..end]).split(' ').nth(1).unwrap().parse().unwrap();
        (status, all[end + 4..].to_vec())
    }

    fn post(&self, path: &str, body: &str) -> Vec<u8> {
        let (status, bytes) = self.ask("POST", path, body);
        assert_eq!(status, 200, "{path} {body}: {}", String::from_utf8_lossy(&bytes));
        bytes
    }

    /// Sends a signal, and waits for the end.
    fn signalled(mut self, signal: &str) -> ExitStatus {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < Duration::from_secs(60), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_starts_answers_and_ends_with_status_zero() {
    for signal in ["-INT", "-TERM"] {
        let served = Served::start(&["serve"]);
        let (status, health) = served.ask("GET", "/api/health", "");
        let health = String::from_utf8(health).unwrap();
        assert_eq!(status, 200);
        assert!(health.contains("\"status\": \"ok\"") && health.contains("\"first\": \"terawatt\""), "{health}");
        let (status, page) = served.ask("GET", "/", "");
        assert!(status == 200 && String::from_utf8(page).unwrap().contains("Sunward"));
        assert_eq!(served.signalled(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn a_port_that_is_taken_is_refused_with_a_remedy() {
    let served = Served::start(&["serve"]);
    let port = served.address.rsplit(':').next().unwrap();
    let second = sunward(&["serve", "--port", port]);
    let error = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(2), "{error}");
    assert!(error.contains(&format!("port {port}")) && error.contains("--port 0"), "{error}");
    let wrong = sunward(&["serve", "scenarios/nowhere.toml", "--port", "0"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8(wrong.stderr).unwrap().contains("S001"));
    assert_eq!(sunward(&["serve", "--set", "a=b", "--port", "0"]).status.code(), Some(2));
}

/// The first byte that differs, for a message that can be read.
fn difference(ours: &[u8], theirs: &[u8]) -> String {
    let at = ours.iter().zip(theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
    let around = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(80).min(bytes.len())..(at + 80).min(bytes.len())]).into_owned()
    };
    format!("byte {at} of {} and {}:\n{}\n{}", ours.len(), theirs.len(), around(ours), around(theirs))
}

/// Each question by HTTP and on the command line.
#[test]
fn answers_are_those_of_the_command_line_byte_for_byte() {
    let served = Served::start(&["serve"]);
    let life = "satellite.d3.life=7 years";
    let suncatcher = "validation/suncatcher/scenario.toml";
    let same: &[(&str, &str, &[&str])] = &[
        ("/api/cost", r#"{"scenario": "first_light"}"#, &["cost", "scenarios/first_light.toml"]),
        ("/api/cost", r#"{}"#, &["cost", "scenarios/terawatt.toml"]),
        ("/api/cost", r#"{"scenario": "sceptic", "seed": 7}"#, &["cost", "scenarios/sceptic.toml", "--seed", "7"]),
        ("/api/cost", r#"{"scenario": "study:suncatcher"}"#, &["cost", suncatcher]),
        (
            "/api/cost",
            r#"{"scenario": "as_claimed", "changes": [["satellite.d3.life", "7 years"]]}"#,
            &["cost", "scenarios/as_claimed.toml", "--set", life],
        ),
        // What skies, routes or the sunlight of a site rest on is worked out anew, and what comes after is as before.
        (
            "/api/cost",
            r#"{"changes": [["orbit.dawn_dusk_650.altitude", "700 km"]]}"#,
            &["cost", "scenarios/terawatt.toml", "--set", "orbit.dawn_dusk_650.altitude=700 km"],
        ),
        (
            "/api/cost",
            r#"{"changes": [["site.texas.latitude", "35 deg"], ["satellite.d3.life", "7 years"]]}"#,
            &["cost", "scenarios/terawatt.toml", "--set", "site.texas.latitude=35 deg", "--set", life],
        ),
        (
            "/api/cost",
            r#"{"changes": [["satellite.d3.life", "7 years"]]}"#,
            &["cost", "scenarios/terawatt.toml", "--set", life],
        ),
        ("/api/cost", r#"{"changes": []}"#, &["cost", "scenarios/terawatt.toml"]),
        ("/api/check", r#"{"scenario": "sceptic"}"#, &["check", "scenarios/sceptic.toml"]),
        ("/api/parameters", r#"{"scenario": "as_claimed"}"#, &["parameters", "scenarios/as_claimed.toml"]),
        (
            "/api/parameters",
            r#"{"scenario": "terawatt", "containing": "launch"}"#,
            &["parameters", "scenarios/terawatt.toml", "--containing", "launch"],
        ),
        ("/api/datasheet", r#"{"scenario": "first_light"}"#, &["datasheet", "scenarios/first_light.toml"]),
        (
            "/api/datasheet",
            r#"{"scenario": "terawatt", "name": "satellite.d3", "year": 2035}"#,
            &["datasheet", "scenarios/terawatt.toml", "satellite.d3", "--year", "2035"],
        ),
        (
            "/api/datasheet",
            r#"{"scenario": "terawatt", "name": "chip.frontier"}"#,
            &["datasheet", "scenarios/terawatt.toml", "chip.frontier"],
        ),
        (
            "/api/datasheet",
            r#"{"scenario": "first_light", "trades": true}"#,
            &["datasheet", "scenarios/first_light.toml", "--trades"],
        ),
        ("/api/orbit", r#"{}"#, &["orbit"]),
        (
            "/api/orbit",
            r#"{"altitude": "35786 km", "inclination": "0 deg", "year": 2040, "days": true}"#,
            &["orbit", "--altitude", "35786 km", "--inclination", "0 deg", "--year", "2040", "--days"],
        ),
        ("/api/plan", r#"{"scenario": "first_plan"}"#, &["plan", "scenarios/first_plan.toml"]),
        (
            "/api/plan",
            r#"{"scenario": "first_plan", "objective": "most-compute"}"#,
            &["plan", "scenarios/first_plan.toml", "--objective", "most-compute"],
        ),
        (
            "/api/explore",
            r#"{"scenario": "first_plan", "plan": true, "draws": 8}"#,
            &["explore", "scenarios/first_plan.toml", "--plan", "--draws", "8"],
        ),
        (
            "/api/threshold",
            r#"{"scenario": "terawatt", "path": "satellite.d3.life", "goal": "crossover <= 2045"}"#,
            &["threshold", "scenarios/terawatt.toml", "satellite.d3.life", "--goal", "crossover <= 2045"],
        ),
        (
            "/api/compare",
            r#"{"first": "terawatt", "second": "sceptic"}"#,
            &["compare", "scenarios/terawatt.toml", "scenarios/sceptic.toml"],
        ),
        ("/api/compare", r#"{"studies": true}"#, &["compare", "--studies"]),
        ("/api/validate", r#"{"case": "A"}"#, &["validate", "A"]),
        (
            "/api/claims",
            r#"{"scenario": "first_light", "side": "critic", "verdict": "untestable", "claim": "abi_ratio"}"#,
            &["claims", "scenarios/first_light.toml", "abi_ratio", "--side", "critic", "--verdict", "untestable"],
        ),
        (
            "/api/claims",
            r#"{"claim": "abi_ratio", "changes": [["satellite.d3.life", "7 years"]]}"#,
            &["claims", "scenarios/terawatt.toml", "abi_ratio", "--set", life],
        ),
        ("/api/track", r#"{"scenario": "first_plan"}"#, &["track", "scenarios/first_plan.toml"]),
        (
            "/api/track",
            r#"{"scenario": "first_light", "as_of": "2024", "seed": 2}"#,
            &["track", "scenarios/first_light.toml", "--as-of", "2024", "--seed", "2"],
        ),
    ];
    for (path, question, words) in same {
        let mut words = words.to_vec();
        words.extend(["--format", "json"]);
        let printed = sunward(&words);
        assert!(printed.status.success(), "{words:?}: {}", String::from_utf8_lossy(&printed.stderr));
        let answer = served.post(path, question);
        assert!(answer == printed.stdout, "{path} {question}: {}", difference(&answer, &printed.stdout));
    }
}

/// What took how long is no part of an answer, as it is none of `results.json`.
#[test]
fn an_exploration_is_the_one_that_is_written() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve_explore");
    let _ = std::fs::remove_dir_all(&out);
    let words = ["explore", "scenarios/first_light.toml", "--draws", "128", "--by", "2040", "--quiet", "--out"];
    let written = sunward(&[&words[..], &[out.to_str().unwrap()]].concat());
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let served = Served::start(&["serve", "--threads", "1"]);
    let answer = served.post("/api/explore", r#"{"scenario": "first_light", "draws": 128, "by": 2040}"#);
    let written = std::fs::read(out.join("results.json")).unwrap();
    assert!(answer == written, "{}", difference(&answer, &written));
}

/// Tables of `run --out`, with and without a plan, and the draws of `explore --table`.
#[test]
fn tables_are_the_files_that_are_written() {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve_tables");
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    let served = Served::start(&["serve"]);
    let change = "satellite.lantern.life=9 years";
    let out = place.join("light");
    let words = ["run", "scenarios/first_light.toml", "--set", change, "--quiet", "--out", out.to_str().unwrap()];
    assert!(sunward(&words).status.success());
    let plan = place.join("plan");
    let words = ["run", "scenarios/first_plan.toml", "--quiet", "--out", plan.to_str().unwrap()];
    assert!(sunward(&words).status.success());
    let light = r#""scenario": "first_light", "changes": [["satellite.lantern.life", "9 years"]]"#;
    for (of, question, folder) in [
        ("costs", light, &out),
        ("datasheet", light, &out),
        ("trade", light, &out),
        ("explore_fan", light, &out),
        ("claims", light, &out),
        ("plan_builds", r#""scenario": "first_plan""#, &plan),
        ("milestones", r#""scenario": "first_plan""#, &plan),
    ] {
        for format in ["csv", "parquet"] {
            let question = format!(r#"{{{question}, "of": "{of}", "format": "{format}"}}"#);
            let written = std::fs::read(folder.join(format!("tables/{of}.{format}"))).unwrap();
            let answer = served.post("/api/table", &question);
            assert!(answer == written, "{question}: {}", difference(&answer, &written));
        }
    }
    let file = place.join("draws.parquet");
    let words =
        ["explore", "scenarios/first_light.toml", "--draws", "300", "--quiet", "--table", file.to_str().unwrap()];
    assert!(sunward(&words).status.success());
    let question = r#"{"scenario": "first_light", "of": "draws", "format": "parquet", "draws": 300}"#;
    assert!(served.post("/api/table", question) == std::fs::read(file).unwrap());
}

/// What is short is the document of status 3.
#[test]
fn a_shortage_is_an_answer() {
    let served = Served::start(&["serve"]);
    let change = "plan.target_amount=100 TW";
    let words = ["plan", "scenarios/first_plan.toml", "--objective", "earliest", "--set", change, "--format", "json"];
    let printed = sunward(&words);
    assert_eq!(printed.status.code(), Some(3), "{}", String::from_utf8_lossy(&printed.stderr));
    let question =
        r#"{"scenario": "first_plan", "objective": "earliest", "changes": [["plan.target_amount", "100 TW"]]}"#;
    let answer = served.post("/api/plan", question);
    assert!(answer == printed.stdout, "{}", difference(&answer, &printed.stdout));
}

/// A file is read once: what is on the disk afterwards changes nothing.
#[test]
fn a_users_scenario_is_read_at_the_start_with_its_changes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("serve_own");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(root().join("scenarios/first_light.toml"), folder.join("first_light.toml")).unwrap();
    let mine = folder.join("mine.toml");
    std::fs::write(&mine, "include = [\"first_light.toml\"]\n").unwrap();
    let change = "satellite.lantern.life=9 years";
    let printed = sunward(&["cost", mine.to_str().unwrap(), "--set", change, "--format", "json"]);
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let served = Served::start(&["serve", mine.to_str().unwrap(), "--set", change]);
    std::fs::remove_dir_all(&folder).unwrap();
    for question in ["", r#"{"scenario": "mine"}"#] {
        let answer = served.post("/api/cost", question);
        assert!(answer == printed.stdout, "{}", difference(&answer, &printed.stdout));
    }
}
