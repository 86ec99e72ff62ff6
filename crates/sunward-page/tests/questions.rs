//! Every question has an answer: what is asked for, or what is wrong and what to do instead.

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::sync::Arc;
use sunward::{documents, shipped};
use sunward_page::{Quick, Session, Shelf};

fn ask(session: &mut Session, question: &Json) -> Json {
    serde_json::from_str(&session.answer(&question.to_string())).expect("an answer is JSON")
}

fn opened(name: &str) -> (Session, Json) {
    let mut session = Session::new();
    let reply = ask(&mut session, &json!({"id": 1, "do": "open", "scenario": name, "seed": 3}));
    assert_eq!(reply["mistakes"], Json::Null, "{reply}");
    (session, reply["ok"].clone())
}

fn code(reply: &Json) -> &str {
    reply["mistakes"][0]["code"].as_str().unwrap_or_else(|| panic!("{reply}"))
}

#[test]
fn a_scenario_opens_with_its_levers_each_with_a_source() {
    let (mut session, opened) = opened("terawatt");
    assert_eq!(opened["focus"], 2035);
    assert_eq!(opened["years"].as_array().map(Vec::len), Some(35));
    let levers = opened["levers"].as_array().expect("a list");
    assert!(levers.len() > 200, "{}", levers.len());
    let known = |key: &str, lever: &Json| lever[key].as_f64().unwrap_or_else(|| panic!("{key} of {lever}"));
    for lever in levers {
        let (least, best, most) = (known("least", lever), known("best", lever), known("most", lever));
        assert!(least < most && least <= best && best <= most, "{lever}");
        assert!(lever["scale"] != "logarithmic" || least > 0.0, "{lever}");
        assert!(known("effect", lever) >= 0.0, "{lever}");
        assert!(!lever["source"].as_str().unwrap_or_default().is_empty(), "{lever}");
    }
    let details = ask(&mut session, &json!({"id": 2, "do": "details"}))["ok"]["levers"].clone();
    let details = details.as_array().expect("a list");
    assert_eq!(details.len(), levers.len());
    for (detail, lever) in details.iter().zip(levers) {
        assert_eq!(detail["path"], lever["path"]);
        assert_eq!(detail["units"][0]["unit"], lever["unit"], "{lever}");
        assert!(!detail["meaning"].as_str().unwrap_or_default().is_empty(), "{lever}");
    }
    let effects: Vec<f64> = levers.iter().map(|lever| known("effect", lever)).collect();
    assert!(effects.is_sorted_by(|a, b| a >= b));
    let anchored = levers.iter().filter(|lever| lever["anchors"].as_array().is_some_and(|all| !all.is_empty())).count();
    assert!(anchored > 50, "{anchored}");
    let payload = levers.iter().find(|lever| lever["path"] == "vehicle.starship_v4.payload").expect("a lever");
    let labels: Vec<&str> =
        payload["anchors"].as_array().expect("a list").iter().filter_map(|anchor| anchor["label"].as_str()).collect();
    assert!(labels.contains(&"Falcon 9"), "{labels:?}");
}

#[test]
fn every_scenario_of_the_list_opens_and_can_be_drawn() {
    let (mut session, first) = opened("terawatt");
    for row in first["scenarios"].as_array().expect("a list") {
        let reply = ask(&mut session, &json!({"id": 2, "do": "open", "scenario": row["name"], "seed": 0}));
        assert_eq!(reply["mistakes"], Json::Null, "{row}: {reply}");
        let reply = ask(&mut session, &json!({"id": 3, "do": "draw", "changes": [], "draws": 16, "exact": true}));
        assert_eq!(reply["mistakes"], Json::Null, "{row}: {reply}");
        assert!(reply["ok"]["uses"].as_array().is_some_and(|uses| !uses.is_empty()), "{row}");
    }
}

/// The document is the one of the command line, and the fan's single run is what it says.
#[test]
fn the_page_says_what_the_documents_say() {
    let (mut session, _) = opened("terawatt");
    let changes = [("vehicle.starship_v4.payload".to_string(), "150 t".to_string())];
    let model = shipped::model("terawatt").expect("it is shipped").expect("it reads");
    let model = sunward::changed(model, &changes).expect("a mass it may have");
    let results = sunward::evaluate(model, Vec::new(), 3).expect("a world that can be");
    // Texts are compared: a number that is read back may lose its last bit.
    let question = json!({"id": 4, "do": "document", "of": "cost", "changes": changes});
    let wanted = json!({"id": 4, "ok": documents::cost(&results)});
    assert_eq!(session.answer(&question.to_string()), wanted.to_string());
    let question = json!({"id": 5, "do": "draw", "changes": changes, "draws": 16, "exact": true});
    let drawn = session.answer(&question.to_string());
    for workload in 0..results.model.workloads.len() {
        let ratio = json!({"best": results.costs.headline(workload).ratio}).to_string();
        assert!(drawn.contains(ratio.trim_matches(['{', '}'])), "{ratio} is not in {drawn}");
    }
    let drawn: Json = serde_json::from_str(&drawn).expect("an answer is JSON");
    // Another change is another hash; the same one is the same.
    let again = ask(&mut session, &json!({"id": 6, "do": "draw", "changes": changes, "draws": 16, "exact": false}));
    let none = ask(&mut session, &json!({"id": 7, "do": "draw", "changes": [], "draws": 16, "exact": true}));
    assert_eq!(drawn["ok"]["hash"], again["ok"]["hash"]);
    assert_ne!(drawn["ok"]["hash"], none["ok"]["hash"]);
}

#[test]
fn masses_and_shares_add_up() {
    let (mut session, _) = opened("terawatt");
    let reply = ask(&mut session, &json!({"id": 1, "do": "draw", "changes": [], "draws": 64, "exact": true}));
    for shown in reply["ok"]["uses"].as_array().expect("a list") {
        let crossings = shown["crossings"].as_array().expect("a list").iter().filter_map(Json::as_f64).sum::<f64>();
        let never = shown["never"].as_f64().expect("a share");
        assert!((crossings + never - 1.0).abs() < 1e-12, "{crossings} and {never}");
        for side in ["challenger", "incumbent"] {
            let cost = &shown["costs"][side];
            let parts = cost["stack"].as_array().expect("a list").iter().filter_map(|part| part["value"].as_f64());
            let (sum, total) = (parts.sum::<f64>(), cost["total"].as_f64().expect("a cost"));
            assert!((sum / total - 1.0).abs() < 1e-12, "{sum} is not {total}");
        }
        assert!(shown["sentence"].as_str().is_some_and(|text| text.starts_with("Orbit ")), "{}", shown["sentence"]);
    }
}

#[test]
fn what_is_wrong_is_said_with_its_remedy() {
    let mut session = Session::new();
    let mut wrong = |question: Json, part: &str| {
        let reply = ask(&mut session, &question);
        let text = reply["mistakes"][0].to_string();
        assert!(text.contains(part), "{question}: {text}");
    };
    wrong(json!([]), "JSON object");
    wrong(json!({"id": 1}), "`do` is missing");
    wrong(json!({"id": 1, "do": "fly"}), "nothing answers `fly`");
    wrong(json!({"id": 1, "do": "draw"}), "no scenario is open");
    wrong(json!({"id": 1, "do": "open", "scenario": "nowhere"}), "there is terawatt");
    wrong(json!({"id": 1, "do": "open", "scenario": "study:utopia"}), "compares nothing");
    wrong(
        json!({"id": 1, "do": "open", "scenario": "own", "text": "include = [\"library\"]\n[scenario]\nstart = 1"}),
        "S0",
    );
    let (mut session, _) = opened("first_light");
    let mut wrong = |question: Json, part: &str| {
        let reply = ask(&mut session, &question);
        let text = reply["mistakes"].to_string();
        assert!(text.contains(part), "{question}: {reply}");
    };
    wrong(json!({"id": 1, "do": "draw", "draws": 1e9}), "from 16 to 4096");
    wrong(json!({"id": 1, "do": "draw", "use": "poetry"}), "no use `poetry`");
    wrong(json!({"id": 1, "do": "draw", "changes": [["a"]]}), "write it like");
    wrong(json!({"id": 1, "do": "draw", "changes": [["scenario.nothing", "1"]]}), "no parameter");
    wrong(json!({"id": 1, "do": "document", "of": "poem"}), "there is cost");
    wrong(json!({"id": 1, "do": "document", "of": "datasheet", "name": "satellite.nobody"}), "no option");
    wrong(json!({"id": 1, "do": "table", "of": "poem"}), "there is draws");
    wrong(json!({"id": 1, "do": "threshold", "path": "x.y.z", "goal": "crossover <= 2035"}), "no parameter");
    let reply = ask(&mut session, &json!({"id": 9, "do": "draw", "changes": [["nobody.price", "1"]]}));
    assert_eq!((code(&reply), &reply["id"]), ("change", &json!(9)));
}

#[test]
fn every_verb_answers() {
    let (mut session, opened) = opened("first_light");
    let option = opened["options"][0]["name"].clone();
    let lever = opened["levers"][0]["path"].clone();
    let mut ok = |question: Json| {
        let reply = ask(&mut session, &question);
        assert_eq!(reply["mistakes"], Json::Null, "{question}: {reply}");
        reply["ok"].clone()
    };
    for of in ["cost", "datasheet", "parameters", "orbit", "sources"] {
        assert!(ok(json!({"id": 1, "do": "document", "of": of}))["sunward"].is_string(), "{of}");
    }
    ok(json!({"id": 1, "do": "document", "of": "compare", "name": "terawatt"}));
    let design = ok(json!({"id": 1, "do": "design", "option": option, "year": 2035}));
    assert!(design["curves"].as_array().is_some_and(|curves| !curves.is_empty()));
    let uses = opened["uses"][0]["name"].as_str().unwrap_or_default().to_string();
    ok(json!({"id": 1, "do": "threshold", "path": lever, "goal": format!("crossover.{uses} <= 2045"), "draws": 16}));
    let csv = ok(json!({"id": 1, "do": "table", "of": "draws", "draws": 16}))["csv"].clone();
    assert!(csv.as_str().is_some_and(|text| text.lines().count() > 16 * 20), "{csv}");
    ok(json!({"id": 1, "do": "table", "of": "costs"}));
}

/// Any JSON, of few words so that some of them fit.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        ".{0,12}".prop_map(Json::from),
        prop_oneof![Just("draw"), Just("open"), Just("cost"), Just("table"), Just("terawatt"), Just("satellite.lone")]
            .prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = prop_oneof![
            Just("id"),
            Just("do"),
            Just("of"),
            Just("changes"),
            Just("draws"),
            Just("exact"),
            Just("use"),
            Just("name"),
            Just("year"),
            Just("path"),
            Just("goal"),
            Just("option"),
            Just("scenario"),
            Just("text"),
            Just("seed")
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|rows| Json::Object(rows.into_iter().map(|(key, value)| (key.to_string(), value)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_question_ends_the_session(questions in prop::collection::vec(any_json(), 1..6), text in ".{0,40}") {
        let mut session = Session::new();
        for question in &questions {
            let reply = ask(&mut session, question);
            prop_assert!(reply["ok"].is_null() != reply["mistakes"].is_null(), "{question}: {reply}");
        }
        let reply: Json = serde_json::from_str(&session.answer(&text)).expect("an answer is JSON");
        prop_assert!(reply["mistakes"].is_array());
    }
}

thread_local! {
    /// Opened once: a session must bear whatever came before.
    static OPENED: std::cell::RefCell<(Session, Json)> = std::cell::RefCell::new(opened("first_light"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// Random changes of random levers, far outside their ranges too, in words and out of them.
    #[test]
    fn no_change_ends_the_session(
        picks in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            (-9i32..12, 1.0f64..10.0).prop_map(|(power, lead)| format!("{lead}e{power}")),
            Just("0".to_string()), Just("-1".to_string()), Just("nan".to_string()), ".{0,8}",
        ]), 1..4),
        exact in any::<bool>(),
    ) {
        OPENED.with_borrow_mut(|(session, opened)| {
        let levers = opened["levers"].as_array().cloned().unwrap_or_default();
        let changes: Vec<Json> = picks
            .iter()
            .map(|(pick, text)| {
                let lever = pick.get(&levers);
                let unit = lever["unit"].as_str().filter(|unit| *unit != "1").unwrap_or_default();
                json!([lever["path"], format!("{text} {unit}")])
            })
            .collect();
        for question in [
            json!({"id": 1, "do": "draw", "changes": [], "draws": 16, "exact": true}),
            json!({"id": 2, "do": "draw", "changes": changes, "draws": 16, "exact": exact}),
            json!({"id": 3, "do": "document", "of": "cost", "changes": changes}),
            json!({"id": 4, "do": "document", "of": "datasheet", "changes": changes}),
        ] {
            let reply = ask(session, &question);
            prop_assert!(reply["ok"].is_null() != reply["mistakes"].is_null(), "{question}: {reply}");
        }
        Ok(())
        })?;
    }
}

/// The engine that a page loads first, with a scenario that a session has opened.
fn quick(session: &Session) -> Quick {
    let mut quick = Quick::default();
    quick.open(&session.keep().expect("a scenario is open"));
    quick
}

#[test]
fn the_quick_engine_draws_with_the_bytes_of_the_whole_one() {
    for name in ["terawatt", "as_claimed", "first_light", "study:suncatcher"] {
        let (mut session, opened) = opened(name);
        let mut quick = quick(&session);
        let levers = opened["levers"].as_array().expect("a list");
        let mut answered = 0;
        for (index, lever) in levers.iter().enumerate().step_by(7) {
            let (end, unit) = (&lever[["least", "most"][index % 2]], lever["unit"].as_str().unwrap_or_default());
            let value = format!("{end} {}", if unit == "1" { "" } else { unit });
            let changes = json!([[lever["path"], value]]);
            let question = json!({"id": index, "do": "draw", "changes": changes, "draws": 16, "exact": index % 3 == 0});
            let reply = quick.answer(&question.to_string());
            if !reply.contains("\"code\":\"elsewhere\"") {
                assert_eq!(reply, session.answer(&question.to_string()), "{name}, {question}");
                answered += 1;
            }
        }
        assert!(answered * 2 > levers.len() / 7, "{name}: {answered} of {}", levers.len() / 7);
    }
}

#[test]
fn what_the_quick_engine_does_not_answer_it_says() {
    let (mut session, opened) = opened("terawatt");
    let mut quick = quick(&session);
    let orbit = opened["levers"].as_array().expect("a list").iter().find(|lever| {
        lever["path"].as_str().is_some_and(|path| path.starts_with("orbit.") && path.ends_with(".altitude"))
    });
    let orbit = orbit.expect("an altitude can be moved")["path"].clone();
    for question in [
        json!({"id": 1, "do": "document", "of": "cost"}),
        json!({"id": 1, "do": "open", "scenario": "terawatt"}),
        json!({"id": 1, "do": "draw", "changes": [[orbit, "700 km"]]}),
        json!({"id": 1, "do": "draw", "changes": [["chip.nobody.price", "1 USD_2025"]]}),
        json!({"id": 1, "do": "draw", "changes": [["satellite.d3.life", "7 apples"]]}),
    ] {
        let reply = serde_json::from_str(&quick.answer(&question.to_string())).expect("JSON");
        assert_eq!(code(&reply), "elsewhere", "{question}");
        assert_eq!(reply["id"], 1);
    }
    // And it stays as it was.
    let question = json!({"id": 2, "do": "draw", "changes": [], "draws": 16, "exact": true}).to_string();
    assert_eq!(quick.answer(&question), session.answer(&question));
}

#[test]
fn bytes_that_are_no_scenario_are_refused_by_the_quick_engine() {
    let (session, _) = opened("first_light");
    let kept = session.keep().expect("a scenario is open");
    let question = json!({"id": 2, "do": "draw", "draws": 16}).to_string();
    let mut quick = Quick::default();
    for bytes in [&[][..], b"sunward", &kept[..kept.len() / 2], &kept[1..]] {
        quick.open(bytes);
        let reply = serde_json::from_str(&quick.answer(&question)).expect("JSON");
        assert!(["question", "elsewhere"].contains(&code(&reply)), "{reply}");
    }
    quick.open(&kept);
    assert!(quick.answer(&question).contains("\"ok\""));
}

#[test]
fn sessions_at_one_shelf_answer_as_those_at_none_and_see_the_users_own() {
    let own = shipped::model("first_light").expect("it is shipped").expect("it can be read");
    let shelf = Arc::new(Shelf::new(Some(("mine".into(), own))));
    let mut alone = Session::new();
    for (name, draws) in [("first_light", 16), ("terawatt", 20), ("first_light", 24)] {
        let mut one = Session::at_shelf(1, shelf.clone());
        let question = json!({"id": 1, "do": "draw", "draws": draws, "changes": []}).to_string();
        let open = json!({"id": 1, "do": "open", "scenario": name, "seed": 5});
        let told = ask(&mut one, &open)["ok"].clone();
        assert_eq!(told["levers"], ask(&mut alone, &open)["ok"]["levers"]);
        assert_eq!(told["scenarios"][0]["name"], "mine");
        assert_eq!(one.answer(&question), alone.answer(&question), "{name}");
        assert_eq!(ask(&mut one, &json!({"id": 1, "do": "open", "scenario": "mine"}))["mistakes"], Json::Null);
    }
    let mut one = Session::at_shelf(1, shelf);
    assert_eq!(code(&ask(&mut one, &json!({"id": 1, "do": "open", "scenario": "nobody"}))), "question");
}
