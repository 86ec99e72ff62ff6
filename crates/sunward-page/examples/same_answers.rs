//! A thousand random questions and their answers, one a line and in turn: `.ci/run` asks the engine that a page loads the same questions
//! and compares every byte.

use serde_json::{Value as Json, json};
use sunward::uncertainty::random::{Seed, uniform};
use sunward_page::Session;

const QUESTIONS: u64 = 1000;

fn main() {
    let mut session = Session::on_threads(2);
    let mut ask = |question: &Json| {
        let question = question.to_string();
        let answer = session.answer(&question);
        println!("{question}\n{answer}");
        serde_json::from_str::<Json>(&answer).expect("an answer is JSON")
    };
    let opened = ask(&json!({"id": 0, "do": "open", "scenario": "terawatt", "seed": 7}));
    let levers = opened["ok"]["levers"].as_array().cloned().unwrap_or_default();
    for id in 1..=QUESTIONS {
        let draw = |coordinate| uniform(Seed(11), id, coordinate);
        let count = 1 + (draw(0) * 5.0) as u32;
        let changes: Vec<Json> = (0..count)
            .filter_map(|index| {
                let lever = &levers[(draw(2 * index + 1) * levers.len() as f64) as usize];
                let (least, most) = (lever["least"].as_f64()?, lever["most"].as_f64()?);
                let value = least + draw(2 * index + 2) * (most - least);
                let unit = lever["unit"].as_str().filter(|unit| *unit != "1").unwrap_or_default();
                Some(json!([lever["path"], format!("{value} {unit}")]))
            })
            .collect();
        match id % 50 {
            // One that cannot be, now and then.
            0 => ask(&json!({"id": id, "do": "draw", "changes": [["chip.nobody.price", "1 USD"]]})),
            25 => ask(&json!({"id": id, "do": "document", "of": "datasheet", "changes": changes})),
            kind => {
                let exact = kind % 2 == 0;
                ask(&json!({"id": id, "do": "draw", "changes": changes, "draws": 16, "exact": exact}))
            }
        };
    }
}
