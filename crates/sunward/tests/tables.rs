//! A table that is asked for by its name is the one of the whole job.
#![cfg(feature = "plan")]

use std::collections::BTreeMap;
use sunward::results::table::tables as all_tables;
use sunward::tables::{Needs, TABLES, needs, table};
use sunward::{Asked, shipped};

/// Each table of a scenario, with a plan and one that compares, from the whole job and alone.
#[test]
fn each_table_is_that_of_the_whole_job() {
    let asked = Asked::default();
    let mut seen = BTreeMap::new();
    for name in ["first_plan", "first_light"] {
        let model = shipped::model(name).expect("it is shipped").expect("it can be read");
        let costs = sunward::evaluate(model.clone(), Vec::new(), 3).unwrap();
        let mut whole = sunward::run(model, Vec::new(), 3, &asked).unwrap();
        whole.claims = sunward::claims::beside(&whole, None, 1);
        let found = all_tables(&whole);
        for of in &found {
            seen.insert(of.name, ());
            if of.name == "attribution" {
                assert_eq!(needs(of.name), None);
                continue;
            }
            // The draws of one look give all of them; two tell whether it is the same look.
            if needs(of.name) == Some(Needs::Draws) && !["explore_fan", "explore_worth"].contains(&of.name) {
                continue;
            }
            let alone = table(costs.clone(), of.name, &asked).unwrap().unwrap_or_else(|| panic!("no {}", of.name));
            assert!(alone.csv() == of.csv(), "{name}: {}", of.name);
        }
        let missing = |row: &&(&str, Needs)| found.iter().all(|table| table.name != row.0);
        for (of, _) in TABLES.iter().filter(missing) {
            let alone = table(costs.clone(), of, &asked).unwrap();
            assert!(alone.is_none(), "{name}: {of} is no table of the whole job");
        }
    }
    let named: Vec<&str> = TABLES.iter().map(|row| row.0).filter(|name| !seen.contains_key(name)).collect();
    assert!(named.is_empty(), "no scenario has {named:?}");
    assert_eq!(needs("nobody"), None);
    assert_eq!(needs("claims"), Some(Needs::Claims));
}
