//! The description of the interface says what there is, and what it says is there.

use crate::client::Running;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use sunward_page::Quick;
use sunward_server::{Limits, ROUTES, openapi};

fn described() -> BTreeSet<(String, String)> {
    let all = openapi();
    let paths = all["paths"].as_object().expect("paths");
    let methods = |(path, methods): (&String, &Json)| {
        let methods = methods.as_object().expect("methods").keys();
        methods.map(|method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}

#[test]
fn every_route_is_described_and_every_description_is_a_route() {
    let mut routes: BTreeSet<(String, String)> =
        ROUTES.iter().map(|route| (route.method.to_string(), route.path.to_string())).collect();
    assert_eq!(routes.len(), ROUTES.len(), "a route stands twice");
    routes.insert(("GET".into(), "/api/live".into()));
    assert_eq!(routes, described());
}

/// The smallest question that a route answers.
fn smallest(path: &str) -> Json {
    match path {
        "/api/plan" => json!({"scenario": "first_plan"}),
        "/api/explore" => json!({"scenario": "first_light", "draws": 64}),
        "/api/threshold" => {
            json!({"scenario": "first_light", "path": "satellite.lantern.life", "goal": "crossover <= 2045"})
        }
        "/api/compare" => json!({"first": "terawatt", "second": "sceptic"}),
        "/api/validate" => json!({"case": "A1"}),
        "/api/orbit" => json!({}),
        // A claim that rests on no plan.
        "/api/claims" => json!({"scenario": "first_light", "claim": "abi_ratio"}),
        _ => json!({"scenario": "first_light"}),
    }
}

#[test]
fn every_route_that_is_described_answers_with_a_document() {
    let server = Running::with(Limits::default());
    for (method, path) in described() {
        if path == "/api/live" {
            assert_eq!(server.get(&path).status, 426);
            continue;
        }
        let answer = match method.as_str() {
            "GET" => server.get(&path),
            _ => server.post(&path, &smallest(&path).to_string()),
        };
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
        if path == "/api/table" {
            assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
            assert!(answer.text().starts_with("option,workload,measure,"), "{}", answer.text());
            continue;
        }
        if path == "/api/kept" {
            assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
            let mut quick = Quick::default();
            quick.open(&answer.body);
            let reply = quick.answer(r#"{"id": 1, "do": "draw", "draws": 16}"#);
            assert!(reply.starts_with(r#"{"id":1,"ok":{"hash":"#), "{reply}");
            continue;
        }
        let document = answer.json();
        if ["/api/opened", "/api/details"].contains(&path.as_str()) {
            assert!(document["levers"].as_array().is_some_and(|levers| !levers.is_empty()), "{path}");
            continue;
        }
        let head = if path.ends_with("openapi.json") { "openapi" } else { "sunward" };
        assert_eq!(document.as_object().and_then(|map| map.keys().next()).map(String::as_str), Some(head), "{path}");
    }
}

#[test]
fn the_description_is_well_formed() {
    let all = openapi();
    assert_eq!(all["openapi"], json!("3.1.0"));
    let mut names = BTreeSet::new();
    let mut open = vec![&all];
    while let Some(value) = open.pop() {
        match value {
            Json::Object(map) => {
                if let Some(target) = map.get("$ref").and_then(Json::as_str) {
                    let pointer = target.strip_prefix('#').expect("a reference within the description");
                    assert!(all.pointer(pointer).is_some(), "{target} leads nowhere");
                }
                if let Some(name) = map.get("operationId").and_then(Json::as_str) {
                    assert!(names.insert(name.to_string()), "{name} stands twice");
                }
                open.extend(map.values());
            }
            Json::Array(rows) => open.extend(rows),
            _ => {}
        }
    }
    assert_eq!(names.len(), ROUTES.len() + 1);
}

/// A table of every route and its fields, as the page of the interface holds it.
fn table() -> String {
    let mut page = String::new();
    for route in ROUTES {
        page.push_str(&format!("\n### `{} {}`\n\n{}.\n", route.method, route.path, route.title));
        if !route.fields.is_empty() {
            page.push_str("\n| field | holds | meaning |\n|---|---|---|\n");
        }
        for field in route.fields {
            let needed = if field.needed { "; needed" } else { "" };
            let meaning = field.meaning.replace('|', "\\|");
            page.push_str(&format!("| `{}` | {}{needed} | {meaning} |\n", field.name, field.holds.words()));
        }
    }
    page.push('\n');
    page
}

/// With `UPDATE_EXPECT=1` in the environment the page is written.
#[test]
fn the_page_of_the_interface_is_complete() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/http.md");
    let before = std::fs::read_to_string(&path).expect("there is a page");
    let (start, end) = ("<!-- routes: written by a test -->\n", "<!-- end of routes -->");
    let from = before.find(start).expect("the page says where") + start.len();
    let to = before.find(end).expect("the page says where");
    if before[from..to] == table() {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_EXPECT").is_some(),
        "docs/reference/http.md is not what the server says; UPDATE_EXPECT=1 writes it anew"
    );
    std::fs::write(&path, format!("{}{}{}", &before[..from], table(), &before[to..])).expect("the page can be written");
}
