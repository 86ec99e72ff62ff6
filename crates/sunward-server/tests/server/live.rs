//! The live connection.

use crate::client::{Running, eventually};
use crate::socket::Socket;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::time::Duration;
use sunward::DiskFiles;
use sunward_page::Session;
use sunward_server::{Limits, Own, Settings};

const SOON: Duration = Duration::from_millis(700);

fn server() -> Running {
    Running::with(Limits::default())
}

fn open(id: u64) -> Json {
    json!({"id": id, "do": "open", "scenario": "first_light", "seed": 3})
}

fn draw(id: u64, years: u64) -> Json {
    let changes = json!([["satellite.lantern.life", format!("{years} years")]]);
    json!({"id": id, "do": "draw", "changes": changes, "draws": 64, "exact": true})
}

/// So many draws take days.
fn endless(id: u64) -> Json {
    json!({"id": id, "do": "explore", "draws": 4_000_000_000_u64, "changes": []})
}

/// Without what differs from time to time.
fn timeless(mut reply: Json) -> Json {
    if let Some(ok) = reply["ok"].as_object_mut() {
        ok.remove("milliseconds");
    }
    reply
}

#[test]
fn a_connection_says_what_the_engine_says() {
    let server = server();
    let (mut socket, mut session) = (Socket::open(&server), Session::new());
    let document = json!({"id": 4, "do": "document", "of": "cost", "changes": []});
    for question in [draw(1, 7), open(2), draw(3, 7), document, draw(5, 9), json!({"id": 6, "do": "dance"}), json!([1])]
    {
        socket.ask(&question);
        let own: Json = serde_json::from_str(&session.answer(&question.to_string())).unwrap();
        assert_eq!(timeless(socket.reply()), timeless(own), "{question}");
    }
    socket.say("{\"id\": 7, ");
    assert!(socket.reply()["mistakes"].is_array());
    socket.ask(&draw(8, 7));
    assert!(socket.reply_to(8)["ok"].is_object());
}

#[test]
fn each_connection_has_a_session_of_its_own() {
    let server = server();
    let (mut first, mut second) = (Socket::open(&server), Socket::open(&server));
    first.ask(&open(1));
    assert!(first.reply_to(1)["ok"].is_object());
    second.ask(&draw(1, 7));
    assert!(second.reply_to(1)["mistakes"].is_array(), "nothing is open here");
    assert_eq!(server.get("/api/health").json()["live"], 2);
    drop(second);
    eventually("one has gone", || server.get("/api/health").json()["live"] == 1);
}

#[test]
fn of_draws_that_wait_only_the_latest_is_answered_and_none_is_forgotten() {
    let server = server();
    let mut socket = Socket::open(&server);
    socket.ask(&open(0));
    let last = 60;
    for id in 1..=last {
        socket.ask(&draw(id, 5 + id % 10));
    }
    let mut replies = BTreeMap::new();
    while replies.len() < last as usize + 1 {
        let reply = socket.reply();
        let id = reply["id"].as_u64().unwrap();
        assert!(replies.insert(id, reply).is_none(), "{id} was answered twice");
    }
    assert!(replies[&0]["ok"].is_object());
    assert!(replies[&last]["ok"].is_object(), "{}", replies[&last]);
    let superseded = replies.values().filter(|reply| reply["mistakes"][0]["code"] == "superseded").count();
    assert!(superseded > 0, "sixty draws were answered one by one");
    assert_eq!(replies.values().filter(|reply| reply["ok"].is_object()).count(), replies.len() - superseded);
}

#[test]
fn a_plan_tells_how_far_it_is_and_is_the_plan_of_the_other_doors() {
    let server = server();
    let mut socket = Socket::open(&server);
    socket.ask(&json!({"id": 1, "do": "plan", "scenario": "first_plan", "changes": []}));
    let mut shares = Vec::new();
    let found = loop {
        let reply = socket.reply();
        match reply["progress"].as_f64() {
            Some(share) => shares.push(share),
            None => break reply,
        }
        assert!(reply["says"].is_string());
    };
    assert!(!shares.is_empty() && shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
    assert_eq!(found["ok"], server.post("/api/plan", "{\"scenario\": \"first_plan\"}").json());
    socket.ask(&json!({"id": 2, "do": "plan", "scenario": "nowhere"}));
    assert!(socket.reply_to(2)["mistakes"][0]["text"].as_str().unwrap().contains("nowhere"));
    socket.ask(&json!({"id": 3, "do": "plan", "senario": "first_plan"}));
    assert_eq!(socket.reply_to(3)["mistakes"][0]["path"], "senario");
}

#[test]
fn claims_and_progress_are_asked_here_too_tell_how_far_they_are_and_can_be_cancelled() {
    let server = server();
    let mut socket = Socket::open(&server);
    let working = || server.get("/api/health").json()["long"]["working"].as_u64();
    for (id, word, about) in [(1, "track", json!({})), (2, "claims", json!({"claim": "abi_ratio"}))] {
        let mut question = json!({"scenario": "first_light"});
        question.as_object_mut().unwrap().extend(about.as_object().unwrap().clone());
        let posted = server.post(&format!("/api/{word}"), &question.to_string());
        assert_eq!(posted.status, 200, "{}", posted.text());
        // Another seed: the answer is not there already.
        question["seed"] = json!(5);
        (question["id"], question["do"]) = (json!(id), json!(word));
        socket.ask(&question);
        let mut shares = Vec::new();
        let found = loop {
            let reply = socket.reply();
            match reply["progress"].as_f64() {
                Some(share) => shares.push(share),
                None => break reply,
            }
        };
        assert!(!shares.is_empty() && shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
        assert_eq!((&found["ok"]["seed"], &found["ok"]["scenario"]), (&json!(5), &json!("first_light")), "{found}");
        let keys = |document: &Json| document.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&found["ok"]), keys(&posted.json()));
    }
    // All claims rest on plans that take minutes.
    socket.ask(&json!({"id": 3, "do": "claims", "scenario": "terawatt"}));
    eventually("they are at work", || working() == Some(1));
    socket.ask(&json!({"id": 3, "do": "cancel"}));
    let stopped = loop {
        let reply = socket.reply();
        if reply["progress"].is_null() {
            break reply;
        }
    };
    assert_eq!(stopped["mistakes"][0]["code"], "stopped", "{stopped}");
    eventually("they were given up", || working() == Some(0));
    socket.ask(&json!({"id": 4, "do": "claims", "side": "nobody"}));
    assert_eq!(socket.reply_to(4)["mistakes"][0]["path"], "side");
}

#[test]
fn an_exploration_is_of_what_was_opened_runs_beside_draws_and_can_be_cancelled() {
    let server = server();
    let mut socket = Socket::open(&server);
    let working = || server.get("/api/health").json()["long"]["working"].as_u64();
    socket.ask(&open(1));
    assert!(socket.reply_to(1)["ok"].is_object());
    socket.ask(&json!({"id": 2, "do": "explore", "draws": 64, "changes": []}));
    let found = socket.reply_to(2);
    assert_eq!((&found["ok"]["scenario"], &found["ok"]["seed"]), (&json!("first_light"), &json!(3)));
    socket.ask(&endless(3));
    eventually("it is at work", || working() == Some(1));
    socket.ask(&draw(4, 7));
    assert!(socket.reply_to(4)["ok"].is_object());
    socket.ask(&json!({"id": 3, "do": "cancel"}));
    assert_eq!(socket.reply_to(3)["mistakes"][0]["code"], "stopped");
    eventually("it was given up", || working() == Some(0));
    // A connection that ends takes its work along.
    socket.ask(&endless(5));
    eventually("it is at work", || working() == Some(1));
    drop(socket);
    eventually("it was given up", || working() == Some(0));
}

#[test]
fn connections_have_bounds() {
    let server = Running::with(Limits { sessions: 2, ..Limits::default() });
    let mut first = Socket::open(&server);
    let mut second = Socket::open(&server);
    let third = Socket::try_open(&server, "").err().expect("there is no room");
    assert_eq!((third.status, third.header("retry-after")), (429, Some("5")));
    // Binary messages, and messages larger than any question.
    first.frame(2, b"\0\0").unwrap();
    assert_eq!(first.end(), 1003);
    let _ = second.frame(1, &vec![b' '; (2 << 20) + 1]);
    assert!([0, 1009, 1001].contains(&second.end()));
    eventually("there is room again", || server.get("/api/health").json()["live"] == 0);
    let own = format!("Origin: http://{}\r\n", server.address);
    assert!(Socket::try_open(&server, &own).is_ok());
    for foreign in ["Origin: http://evil.example\r\n", "Origin: null\r\n"] {
        assert_eq!(Socket::try_open(&server, foreign).err().map(|answer| answer.status), Some(403), "{foreign}");
    }
}

#[test]
fn questions_that_nobody_could_wait_for_are_refused() {
    let server = server();
    let mut socket = Socket::open(&server);
    socket.ask(&open(0));
    for id in 1..=200 {
        socket.ask(&json!({"id": id, "do": "document", "of": "cost", "changes": []}));
    }
    let replies: Vec<Json> = (0..=200).map(|_| socket.reply()).collect();
    let refused = replies.iter().filter(|reply| reply["mistakes"][0]["code"] == "too-many").count();
    assert!(refused > 0 && refused < 200, "{refused}");
    for id in 300..320 {
        socket.ask(&endless(id));
    }
    assert_eq!(socket.reply_to(319)["mistakes"][0]["code"], "too-many");
}

#[test]
fn whoever_is_silent_for_long_is_let_go() {
    let server = Running::with(Limits { silence: SOON, ..Limits::default() });
    let mut gone = Socket::open(&server);
    gone.is_there = false;
    assert_eq!(gone.end(), 1001);
    let idle = Running::with(Limits { silence: SOON, idle: SOON, ..Limits::default() });
    let mut socket = Socket::open(&idle);
    let start = std::time::Instant::now();
    while start.elapsed() < 4 * SOON && socket.frame(10, b"").is_ok() {
        std::thread::sleep(SOON / 10);
    }
    socket.is_there = false;
    // What was sent after the end may cut off its code.
    assert!([0, 1001].contains(&socket.end()));
}

#[test]
fn a_server_that_stops_says_so() {
    let mut server = server();
    let mut socket = Socket::open(&server);
    socket.ask(&open(1));
    socket.ask(&endless(2));
    assert!(socket.reply_to(1)["ok"].is_object());
    server.stop.store(true, Ordering::Relaxed);
    assert_eq!(socket.end(), 1001);
    server.join();
}

#[test]
fn the_users_own_scenario_is_opened_by_its_name() {
    let files = DiskFiles::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/first_light.toml"));
    let change = ("satellite.lantern.life".to_string(), "9 years".to_string());
    let model = sunward::model(&files, &[change]).expect("it is without mistakes");
    let server = Running::start(Settings { own: Some(Own { name: "mine".into(), model }), ..Settings::default() });
    let mut socket = Socket::open(&server);
    socket.ask(&json!({"id": 1, "do": "open", "scenario": "mine", "seed": 0}));
    let opened = socket.reply_to(1);
    assert_eq!(opened["ok"]["name"], "mine", "{opened}");
    assert_eq!(opened["ok"]["scenarios"][0], json!({"name": "mine", "title": "first_light"}));
    socket.ask(&json!({"id": 2, "do": "document", "of": "cost", "changes": []}));
    assert_eq!(socket.reply_to(2)["ok"]["costs"], server.post("/api/cost", "{}").json()["costs"]);
}
