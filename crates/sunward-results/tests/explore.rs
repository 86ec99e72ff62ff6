//! What is not known, as a person, a program and a page see it.

#[path = "support/explored.rs"]
mod explored;

use explored::{drawn, made_up, model};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use sunward_economics::costs;
use sunward_exploration::{Exploration, Findings};
use sunward_model::Model;
use sunward_results::explore::{Told, document::document, interval_words, screen, share_words, tables::tables};
use sunward_results::report::{explore_page, report};
use sunward_results::{Column, Results, document, summary, table};

/// Few draws of a scenario, in two chunks.
const DRAWS: u64 = 5_000;

static TERAWATT: LazyLock<(Model, Findings)> = LazyLock::new(|| drawn_of("terawatt"));
static AS_CLAIMED: LazyLock<(Model, Findings)> = LazyLock::new(|| drawn_of("as_claimed"));

fn drawn_of(scenario: &str) -> (Model, Findings) {
    let model = model(scenario);
    let findings = drawn(&model, DRAWS);
    (model, findings)
}

/// Drawn once for all tests.
fn both(scenario: &str) -> (Model, Findings) {
    if scenario == "terawatt" { TERAWATT.clone() } else { AS_CLAIMED.clone() }
}

fn every(json: &Json, see: &mut impl FnMut(&Json)) {
    see(json);
    match json {
        Json::Array(rows) => rows.iter().for_each(|row| every(row, see)),
        Json::Object(map) => map.values().for_each(|row| every(row, see)),
        _ => {}
    }
}

#[test]
fn documents_have_the_keys_that_others_read() {
    let (model, findings) = both("terawatt");
    let found = document::document(&model.name, 7, document(&model, &made_up(&model, findings)));
    for key in [
        "sunward",
        "scenario",
        "seed",
        "draws",
        "asked",
        "complete",
        "method",
        "held",
        "outcomes",
        "crossover",
        "sensitivity",
        "tornado",
        "boxes",
        "levers",
        "value_of_information",
    ] {
        assert!(!found[key].is_null(), "no `{key}`");
    }
    assert_eq!((&found["draws"], &found["asked"], &found["complete"]), (&DRAWS.into(), &DRAWS.into(), &true.into()));
    for key in ["name", "unit", "p05", "p25", "p50", "p75", "p95", "p_never", "p_already"] {
        assert!(found["outcomes"][0].get(key).is_some(), "no `{key}` in outcomes");
    }
    let sensitivity = found["sensitivity"].as_array().expect("a list");
    assert!(sensitivity.iter().all(|row| row.get("path").is_some() != row.get("group").is_some()));
    for key in ["outcome", "first_order", "total", "low", "high"] {
        assert!(sensitivity[0].get(key).is_some(), "no `{key}` in sensitivity");
    }
    let limit = &found["boxes"][0]["limits"][0];
    for key in ["path", "best", "source", "high"] {
        assert!(!limit[key].is_null(), "no `{key}` in {limit}");
    }
    assert!(limit["best"]["value"].is_number() && limit["best"]["unit"].is_string(), "{limit}");
    assert!(found["levers"].as_array().expect("a list").iter().any(|row| row["value"].is_null()), "none does it");
    // The made-up bar whose high end cannot be had.
    let never = found["tornado"].as_array().expect("a list").iter().any(|row| row["at_high"] == "never");
    assert!(never, "an end that cannot be had is never");
}

/// In nearly all draws of terawatt orbit stays dearer, so no quantile of the crossover is a year.
#[test]
fn a_quantile_that_is_no_number_is_a_word() {
    let (model, findings) = both("terawatt");
    let found = document(&model, &findings);
    let training = &found["outcomes"][0];
    assert_eq!(training["name"], "crossover.training");
    assert_eq!(training["p50"], "never");
    assert!(training.get("mean").is_none(), "a mean over the draws that cross is none");
    assert!(training["p_never"].as_f64().expect("a number") > 0.9);
    // A ratio in the focus year is a number in the middle, as in the single run.
    let ratio = found["outcomes"].as_array().expect("a list").iter().find(|row| row["name"] == "ratio.batch.2035");
    let ratio = ratio.expect("the ratio of batch in 2035");
    assert!(
        ratio["p50"].as_f64().is_some_and(|x| x > 1.0) && ratio["best"].as_f64().is_some_and(|x| x > 1.0),
        "{ratio}"
    );
    // A text instead of a number is one of two.
    for row in found["outcomes"].as_array().expect("a list") {
        for key in ["p05", "p25", "p50", "p75", "p95", "best"] {
            let sound = row[key].is_number() || row[key] == "never" || row[key] == "already";
            assert!(sound, "{key} of {row}");
        }
    }
}

#[test]
fn what_was_not_asked_for_is_absent_and_nothing_is_broken() {
    let (model, findings) = both("as_claimed");
    let found = document(&model, &findings);
    for key in ["sensitivity", "tornado", "pawn", "boxes", "levers", "value_of_information"] {
        assert_eq!(found[key], Json::Array(Vec::new()), "{key}");
    }
    let page = explore_page(&model, &findings);
    assert!(page.contains("<section id=\"uncertainty\"") && page.contains("<section id=\"crossing\""));
    for id in ["movers", "must", "knowing"] {
        assert!(!page.contains(&format!("id=\"{id}\"")), "no section {id}");
    }
    let empty = ["explore_sensitivity", "explore_tornado", "explore_regions", "explore_levers", "explore_worth"];
    for table in tables(&model, &findings) {
        assert_eq!(table.rows() == 0, empty.contains(&table.name) || table.name == "explore_pawn", "{}", table.name);
    }
    let text = screen::screen(&model, &findings);
    assert!(!text.contains("knowing") && !text.contains("what moves"), "{text}");
}

#[test]
fn nothing_is_told_of_no_draw() {
    let model = model("terawatt");
    let mut findings = drawn(&model, 16);
    findings.exploration = Exploration::new(&findings.exploration.outcomes.clone());
    let found = document(&model, &findings);
    assert_eq!(found["complete"], false);
    assert!(found["outcomes"][0]["p50"].is_null() && found["outcomes"][0]["p_never"].is_null());
    assert!(found["crossover"][0]["never"].is_null() && found["crossover"][0]["by_year"] == Json::Array(Vec::new()));
    assert!(screen::screen(&model, &findings).contains("no draw was made"));
    assert!(explore_page(&model, &findings).contains("No draw was made"));
    assert!(tables(&model, &findings).iter().all(|table| {
        let numbers = table.columns.iter().filter_map(|(_, column)| match column {
            Column::Number(rows) => Some(rows),
            _ => None,
        });
        numbers.flatten().flatten().all(|value| value.is_finite())
    }));
}

/// Each draw crosses already, in one later year, or never: counts are whole numbers and add up exactly, their shares to the
/// rounding of at most 36 sums.
#[test]
fn shares_add_to_one_and_chances_only_grow() {
    let (model, findings) = both("as_claimed");
    let told = Told::of(&model, &findings);
    for workload in 0..3 {
        let (already, never) = (told.already(workload).expect("drawn"), told.never(workload).expect("drawn"));
        let years = &told.outcomes().years;
        let by: Vec<_> = years.iter().map(|year| told.crossed_by(workload, *year).expect("drawn")).collect();
        assert_eq!(by[0].value, already.value);
        assert!((by[by.len() - 1].value + never.value - 1.0).abs() < 36.0 * f64::EPSILON);
        assert!(by.windows(2).all(|pair| pair[0].value <= pair[1].value));
        for chance in by.iter().chain([&never]) {
            assert!(
                0.0 <= chance.low && chance.low <= chance.value && chance.value <= chance.high && chance.high <= 1.0
            );
            // Nothing seen is no proof that there is nothing: Wilson's upper end for none of 5,000 is 0.00077.
            assert!(chance.low < chance.high, "{chance:?}");
        }
    }
    let none = told.already(0).expect("drawn");
    assert_eq!(none.value, 0.0);
    // z² / (n + z²) with z = 1.96, the printed quantile to its four digits.
    assert!((none.high - 3.8415 / 5003.8415).abs() < 1e-7, "{none:?}");
}

#[test]
fn tables_are_long_with_a_unit_and_agree_with_the_document() {
    let (model, findings) = both("terawatt");
    let findings = made_up(&model, findings);
    let all = tables(&model, &findings);
    let names: BTreeSet<&str> = all.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), all.len(), "no two of one name");
    for table in &all {
        assert!(table.rows() > 0, "{} has rows", table.name);
        assert!(table.columns.iter().all(|column| column.1.len() == table.rows()), "{}", table.name);
        for name in ["year", "value", "unit"] {
            assert!(table.columns.iter().any(|column| column.0 == name), "{} has a column {name}", table.name);
        }
        assert!(!table.csv().contains("NaN") && !table.csv().contains("inf"), "{}", table.name);
    }
    // A value is missing only where a state says why, or where no value of a lever does it.
    let fan = all.iter().find(|table| table.name == "explore_fan").expect("a fan");
    let cell =
        |name: &str, row: usize| fan.columns.iter().find(|column| column.0 == name).expect("a column").1.cell(row);
    for row in 0..fan.rows() {
        assert_eq!(cell("value", row).is_empty(), !cell("state", row).is_empty(), "row {row}");
    }
    let found = document(&model, &findings);
    let median = found["outcomes"].as_array().expect("a list").iter().find(|row| row["name"] == "ratio.batch.2035");
    let row = (0..fan.rows())
        .find(|row| {
            cell("workload", *row) == "batch" && cell("statistic", *row) == "p50" && cell("year", *row) == "2035"
        })
        .expect("a median");
    assert_eq!(cell("value", row).parse::<f64>().ok(), median.and_then(|row| row["p50"].as_f64()));
}

#[test]
fn the_screen_is_one_screen() {
    let (model, findings) = both("terawatt");
    let text = screen::screen(&model, &made_up(&model, findings));
    assert!(text.lines().count() <= 52, "{} lines:\n{text}", text.lines().count());
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    for part in [
        "already",
        "by 2035",
        "by 2040",
        "by 2060",
        "never",
        "single run",
        "guesses",
        "held at their best",
        "independently",
        "what moves training",
        "training by 2040 where",
        "one number alone",
        "knowing is worth",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
    assert!(!text.contains("STOPPED"));
}

#[test]
fn who_stopped_is_told_so() {
    let (model, mut findings) = both("terawatt");
    findings.asked = 100_000;
    assert!(screen::screen(&model, &findings).contains("STOPPED after 5000 of 100,000 draws"));
    assert!(explore_page(&model, &findings).contains("stopped after 5000 of 100,000 draws"));
    assert_eq!(document(&model, &findings)["complete"], false);
}

#[test]
fn where_no_index_was_asked_for_the_tornado_stands_in() {
    let (model, findings) = both("terawatt");
    let mut findings = made_up(&model, findings);
    findings.uses.iter_mut().for_each(|found| found.indices.clear());
    let text = screen::screen(&model, &findings);
    assert!(text.contains("ratio, each alone") && !text.contains("share of variance"), "{text}");
}

#[test]
fn no_shape_of_the_page_is_anywhere_odd() {
    let (model, findings) = both("as_claimed");
    let page = explore_page(&model, &made_up(&model, findings));
    let shapes = page[page.find("<main>").expect("a page")..]
        .split('<')
        .filter(|tag| ["path ", "line ", "rect ", "circle ", "text "].iter().any(|start| tag.starts_with(start)));
    let mut count = 0;
    for tag in shapes {
        let inside = &tag[..tag.find('>').expect("every tag ends")];
        assert!(!inside.contains("NaN") && !inside.contains("inf") && !inside.contains("width=\"-"), "<{inside}>");
        count += 1;
    }
    assert!(count > 1_000, "{count} shapes");
    let mut ids = BTreeSet::new();
    for part in page.split(" id=\"").skip(1) {
        let id: String = part.chars().take_while(|letter| *letter != '"').collect();
        assert!(ids.insert(id.clone()), "the id {id} stands once");
    }
    for (start, end) in
        [("<div", "</div>"), ("<figure>", "</figure>"), ("<section", "</section>"), ("<svg", "</svg>"), ("<g ", "</g>")]
    {
        assert_eq!(page.matches(start).count(), page.matches(end).count(), "{start}");
    }
    for part in ["↯", "cannot be had", "Numbers as a table", "Who says so"] {
        assert!(page.contains(part), "no `{part}`");
    }
}

/// Findings may be of fewer uses, and of numbers that a model lacks: nothing panics, and what cannot be named is left out.
#[test]
fn what_does_not_fit_is_left_out() {
    let (model, findings) = both("terawatt");
    let mut findings = made_up(&model, findings);
    findings.uses.truncate(1);
    let found = &mut findings.uses[0];
    found.tornado[0].number = 1_000_000;
    found.pawn[0].0 = 1_000_000;
    found.levers[0].number = 1_000_000;
    found.tornado[1].low = f64::NAN;
    found.indices[0].total.value = f64::NAN;
    findings.best.clear();
    let json = document(&model, &findings);
    let mut texts = 0;
    every(&json, &mut |value| {
        texts += usize::from(value.as_str().is_some_and(|text| text == "NaN" || text == "inf"));
    });
    assert_eq!(texts, 0);
    assert_eq!(json["boxes"].as_array().map(Vec::len), Some(1));
    assert!(explore_page(&model, &findings).contains("id=\"must\""));
    assert!(screen::screen(&model, &findings).contains("what moves training"));
    assert!(
        tables(&model, &findings).iter().all(|table| table.columns.iter().all(|column| column.1.len() == table.rows()))
    );
}

#[test]
fn a_run_that_drew_says_so_in_its_headline_and_else_is_as_before() {
    let (model, findings) = both("terawatt");
    let costs = costs(&model).expect("terawatt can be evaluated");
    let before = Results::gather(model, costs, Vec::new(), 7);
    assert!(before.explored.is_none());
    let plain = report(&before);
    let after = Results { explored: Some(findings), ..before.clone() };
    let page = report(&after);
    assert!(!plain.contains("id=\"uncertainty\"") && page.contains("id=\"uncertainty\""));
    let headline = |page: &str| {
        let start = page.find("<h1>").expect("a headline");
        page[start..start + page[start..].find("</h1>").expect("it ends")].to_string()
    };
    assert!(headline(&page).starts_with(&headline(&plain)));
    assert!(
        headline(&page).contains("Of 5000 draws of what is not known, orbit becomes cheaper than Earth by 2060 in ")
    );
    assert!(
        summary::summary(&after).contains("is cheaper") && !summary::summary(&before).contains("is cheaper   already")
    );
    assert_eq!(table::tables(&after).len(), table::tables(&before).len() + 9);
    assert!(document::results(&before)["explore"].is_null() && document::results(&after)["explore"]["draws"] == DRAWS);
}

#[test]
fn shares_are_never_rounded_to_what_they_are_not() {
    for (share, words) in [
        (0.0, "0 %"),
        (1e-9, "< 0.1 %"),
        (0.0123, "1.2 %"),
        (0.5, "50 %"),
        (0.9312, "93.1 %"),
        (0.99999, "> 99.9 %"),
        (1.0, "100 %"),
    ] {
        assert_eq!(share_words(share), words);
    }
    assert_eq!(interval_words(0.1, 0.2), "10–20 %");
    assert_eq!(interval_words(0.001, 0.002), "0.10–0.20 %");
    assert_eq!(interval_words(f64::NEG_INFINITY, f64::INFINITY), "not known");
}
