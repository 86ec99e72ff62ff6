//! The description of the interface, from the table of routes.

use crate::field::{Field, Holds};
use crate::routes::{LIVE, ROUTES, Route, Verb};
use serde_json::{Map, Value as Json, json};

/// OpenAPI 3.1.
pub fn openapi() -> Json {
    let mut paths = Map::new();
    for route in ROUTES {
        let methods = paths.entry(route.path).or_insert_with(|| json!({}));
        methods[route.method.to_ascii_lowercase()] = operation(route);
    }
    paths.insert(LIVE.into(), live());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sunward",
            "version": sunward::results::VERSION,
            "summary": "What AI compute costs, on Earth and in orbit",
            "description": "The interface of `sunward serve`, on this machine alone. Documents are those that the command line prints with `--format json`, byte for byte.",
            "license": {"name": "Apache-2.0 OR MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": {"Document": document(), "Mistakes": mistakes(), "Scenario": scenario()}},
    })
}

fn operation(route: &Route) -> Json {
    let name = route.path.trim_start_matches("/api/").trim_end_matches(".json");
    let mut operation = json!({
        "operationId": format!("{}_{name}", route.method.to_ascii_lowercase()),
        "summary": route.title,
        "responses": responses(route),
    });
    if route.method == "GET" && !route.fields.is_empty() {
        let row = |field: &Field| json!({"name": field.name, "in": "query", "required": field.needed, "description": field.meaning, "schema": schema(field.holds)});
        operation["parameters"] = route.fields.iter().map(row).collect();
    }
    if route.method == "POST" {
        let properties: Map<String, Json> = route
            .fields
            .iter()
            .map(|field| {
                let mut schema = schema(field.holds);
                schema["description"] = json!(field.meaning);
                (field.name.to_string(), schema)
            })
            .collect();
        let needed: Vec<&str> = route.fields.iter().filter(|field| field.needed).map(|field| field.name).collect();
        let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
        if !needed.is_empty() {
            schema["required"] = json!(needed);
        }
        operation["requestBody"] =
            json!({"required": !needed.is_empty(), "content": {"application/json": {"schema": schema}}});
    }
    operation
}

fn schema(holds: Holds) -> Json {
    match holds {
        Holds::Text => json!({"type": "string"}),
        Holds::Whole => json!({"type": "integer", "minimum": 0}),
        Holds::Year => json!({"type": "integer"}),
        Holds::Number => json!({"type": "number"}),
        Holds::Yes => json!({"type": "boolean"}),
        Holds::Changes => json!({
            "type": "array",
            "items": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
        }),
        Holds::Scenario => json!({"$ref": "#/components/schemas/Scenario"}),
    }
}

fn responses(route: &Route) -> Json {
    let document = match route.verb {
        Verb::Table => json!({
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
        }),
        Verb::Kept => json!({"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}),
        // What a page is told has the keys of the live connection.
        Verb::Opened | Verb::Details => json!({"application/json": {"schema": {"type": "object"}}}),
        _ => json!({"application/json": {"schema": {"$ref": "#/components/schemas/Document"}}}),
    };
    let mut all = json!({"200": {"description": "the answer", "content": document}});
    let mut refusals = vec![
        ("403", "the request is for or from somebody else"),
        ("429", "too many at once; `Retry-After` says when to ask again"),
    ];
    if !route.fields.is_empty() {
        refusals.push(("422", "the question is wrong: every mistake with place and remedy"));
        refusals.push(("503", "it takes too long, or the server stops"));
    }
    if route.method == "POST" {
        refusals.extend([
            ("400", "the body is not JSON"),
            ("408", "the body came too slowly"),
            ("413", "the body is too large"),
            ("415", "the body does not say that it is JSON"),
        ]);
    }
    for (status, text) in refusals {
        all[status] = json!({
            "description": text,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Mistakes"}}},
        });
    }
    all
}

fn live() -> Json {
    json!({"get": {
        "operationId": "live",
        "summary": "The live connection, a WebSocket: JSON text both ways",
        "description": "Each request carries a number `id` that its reply repeats: `{\"id\", \"ok\"}`, `{\"id\", \"mistakes\"}`, or `{\"id\", \"progress\", \"says\"}` on the way. The messages stand in docs/reference/http.md.",
        "responses": {
            "101": {"description": "the connection is open"},
            "403": {"description": "the request is for or from somebody else"},
            "426": {"description": "this is no WebSocket"},
            "429": {"description": "too many connections are open"},
        },
    }})
}

fn document() -> Json {
    json!({
        "type": "object",
        "description": "starts with version, scenario and seed; its keys stand in docs/reference/json.md",
        "properties": {"sunward": {"type": "string"}, "scenario": {"type": "string"}, "seed": {"type": "integer"}},
        "required": ["sunward"],
    })
}

fn scenario() -> Json {
    let one = |name: &str, text: &str| {
        json!({
            "type": "object",
            "properties": {name: {"type": "string", "description": text}},
            "required": [name],
            "additionalProperties": false,
        })
    };
    json!({"oneOf": [
        {"type": "string", "description": "its name"},
        one("scenario", "its name"),
        one("text", "the scenario itself, as TOML"),
    ]})
}

fn mistakes() -> Json {
    let text = json!({"type": ["string", "null"]});
    json!({
        "type": "object",
        "required": ["mistakes"],
        "properties": {"mistakes": {"type": "array", "items": {
            "type": "object",
            "required": ["code", "path", "place", "text", "remedy"],
            "properties": {
                "code": {"type": "string", "description": "`S014` for what is wrong with a scenario (docs/reference/mistakes.md), else a word"},
                "path": text,
                "place": {
                    "type": ["object", "null"],
                    "properties": {"file": {"type": "string"}, "line": {"type": "integer"}, "column": {"type": "integer"}},
                },
                "text": {"type": "string"},
                "remedy": text,
            },
        }}},
    })
}
