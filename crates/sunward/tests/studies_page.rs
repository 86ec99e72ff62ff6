//! `docs/why-studies-disagree.md` and its chart are what the tool says now. To write them again:
//! `UPDATE_EXPECT=1 cargo test -p sunward --test studies_page`.

use sunward::results::report::studies::chart;
use sunward::studies::spread;

fn path(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name)
}

fn holds(name: &str, text: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path(name), text).unwrap();
    }
    let found = std::fs::read_to_string(path(name)).unwrap_or_default();
    assert!(found == text, "docs/{name} is out of date; UPDATE_EXPECT=1 writes it again");
}

#[test]
fn the_page_of_studies_is_what_the_tool_says() {
    let spread = spread().unwrap_or_else(|why| panic!("{why}"));
    holds("why-studies-disagree.md", &spread.page("images/why-studies-disagree.svg"));
    holds("images/why-studies-disagree.svg", &chart(&spread));
}

/// Each scenario gives its own headline, to half of the last digit of two; McCalip's counts totals of unlike energy.
#[test]
fn every_scenario_gives_its_own_headline() {
    let spread = spread().unwrap_or_else(|why| panic!("{why}"));
    assert!(spread.rows.len() >= 12, "{} headlines", spread.rows.len());
    for row in &spread.rows {
        let off = (row.reproduced / row.published - 1.0).abs();
        assert!(off < 0.005 || row.study == "mccalip", "{}: {} against {}", row.title, row.reproduced, row.published);
        assert!(row.common > 0.0 && row.common.is_finite(), "{}", row.title);
        assert_eq!(row.reasons.len(), 2, "{}", row.title);
    }
}
