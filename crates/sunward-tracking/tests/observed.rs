//! Files of observations: those that come with Sunward, a user's own, and what is wrong with others.

use sunward_model::Evidence;
use sunward_quantity::Kind;
use sunward_tracking::date::Day;
use sunward_tracking::observed::{Counts, Observed, read_observed};

const SMALL: &str = r#"
[series.launches]
title = "Launches"
counts = "rate"
unit = "launches/year"
source = "gcat"
kind = "measured"
points = [
    { date = "2024", value = 10, known = "2025-01" },
    { date = "2025", value = 20, low = 19, high = 22, known = "2026-01", note = "a note" },
]
"#;

fn messages(text: &str) -> Vec<String> {
    read_observed(text, "mine.toml").unwrap_err().iter().map(ToString::to_string).collect()
}

/// 63 series are counted by hand in `data/observed`.
#[test]
fn every_series_that_comes_with_sunward_is_read() {
    let observed = Observed::shipped();
    assert_eq!(observed.series.len(), 63);
    let mut names: Vec<&str> = observed.series.iter().map(|series| series.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 63, "two series have one name");
    for series in &observed.series {
        assert!(!series.points.is_empty(), "{}", series.name);
        for point in &series.points {
            assert!(point.value >= 0.0 && point.low.unwrap_or(point.value) <= point.value, "{}", series.name);
            assert!(point.high.unwrap_or(point.value) >= point.value, "{}", series.name);
            // What has happened is known when it is over; what is said of the future is a claim.
            let over = point.until.unwrap_or(point.date.first) <= point.known;
            assert!(over || point.evidence == Evidence::Claimed, "{} {}", series.name, point.date.text);
        }
        for pair in series.points.windows(2) {
            assert!(pair[0].date.first <= pair[1].date.first, "{}", series.name);
            assert!(pair[0].year(series.counts) <= pair[1].year(series.counts), "{}", series.name);
        }
    }
}

/// 329 launches of 2025 in `launches_gcat_2025_2026q1.csv`; a rate in SI is by the second, and shown by the year.
#[test]
fn a_value_is_kept_in_si_and_shown_in_the_unit_of_its_series() {
    let observed = Observed::shipped();
    let launches = observed.find("orbital_launches").unwrap();
    let last = launches.points.last().unwrap();
    assert_eq!(launches.kind(), Some(Kind::Rate));
    assert_eq!(launches.show(last.value), "329 launches/year");
    assert!((last.value - 329.0 / (365.25 * 86_400.0)).abs() < 1e-18);
    assert_eq!(last.year(launches.counts), 2025.5);
}

/// Consumer prices: 3,360 dollars of 2026 are 3,277.2 of 2025 (321.943 / 330.079).
#[test]
fn money_of_different_years_is_made_comparable() {
    let observed = Observed::shipped();
    let price = observed.find("falcon_price").unwrap();
    let last = price.points.last().unwrap();
    assert_eq!((last.unit.as_str(), last.evidence.name()), ("USD_2026/kg", "estimated"));
    assert!((last.value - 3360.0 * 321.943 / 330.079).abs() < 1e-9);
    assert_eq!(price.show(last.value), "3277 USD_2025/kg");
}

#[test]
fn what_stands_stands_at_the_end_of_its_period() {
    let observed = Observed::shipped();
    let power = observed.find("ai_chip_power_sold").unwrap();
    assert_eq!(power.points.last().unwrap().year(power.counts), 2026.0);
    let capacity = observed.find("logic_wafer_capacity").unwrap();
    assert_eq!(capacity.points.last().unwrap().year(capacity.counts), 2026.0);
}

#[test]
fn a_point_is_known_from_the_last_day_that_its_date_may_mean() {
    let observed = read_observed(SMALL, "small.toml").unwrap();
    let series = &observed.series[0];
    assert_eq!(series.points[1].known, Day::new(2026, 1, 31).unwrap());
    assert_eq!(series.known_by(Day::new(2026, 1, 30).unwrap()).points.len(), 1);
    assert_eq!(observed.newest_known(), Day::new(2026, 1, 31));
}

#[test]
fn own_points_replace_those_of_the_same_date_and_are_added_to_the_others() {
    let own = SMALL.replace("2024\", value = 10", "2026\", value = 31, file = \"log.tsv\", rows = \"3-33\"");
    // Out of order now: put it right.
    let (first, second) = own.split_once("    { date = \"2026\"").unwrap();
    let (moved, rest) = second.split_once('\n').unwrap();
    let own = format!("{first}{}    {{ date = \"2026\"{moved}\n]", rest.trim_end().trim_end_matches(']'));
    let own = read_observed(&own.replace("value = 20", "value = 21"), "own.toml").unwrap();
    let series = read_observed(SMALL, "small.toml").unwrap().with(own).unwrap().series.remove(0);
    let shown: Vec<(&str, f64)> =
        series.points.iter().map(|point| (point.date.text.as_str(), series.in_unit(point.value).round())).collect();
    assert_eq!(shown, [("2024", 10.0), ("2025", 21.0), ("2026", 31.0)]);
    assert_eq!(series.points[2].file.as_deref(), Some("log.tsv"));
    assert_eq!(series.points[2].rows.as_deref(), Some("3-33"));
}

#[test]
fn a_series_that_counts_something_else_is_not_mixed_in() {
    let shipped = read_observed(SMALL, "small.toml").unwrap();
    for own in [SMALL.replace("launches/year", "t/year"), SMALL.replace("\"rate\"", "\"event\"")] {
        let mistakes = shipped.clone().with(read_observed(&own, "own.toml").unwrap()).unwrap_err();
        assert!(mistakes[0].to_string().starts_with("own.toml:2: `launches` is a "), "{}", mistakes[0]);
    }
    assert_eq!(shipped.series[0].counts, Counts::Rate);
}

#[test]
fn every_mistake_is_listed_with_its_line_and_a_remedy() {
    let text = r#"
[series.a]
title = "A"
counts = "sum"
unit = "launchs/year"
source = 5
kind = "guess"
points = [{ date = "2025", value = 1, known = "2026" }]
colour = "red"

[series.b]
title = "B"
counts = "price"
unit = "USD_2025/kg"
source = "x"
kind = "filed"
points = [
    { date = "2025-13", value = 1, known = "2026" },
    { date = "2025", value = -1, known = "2026" },
    { date = "2025", value = nan, known = "2026" },
    { date = "2025", value = 2, low = 3, known = "2026" },
    { date = "2024", value = 2, unit = "USD_2024/t", known = "2026" },
    { date = "2024", value = 2, unit = "kg", known = "2026" },
    { date = "2026", value = 2, unit = "USD/kg", known = "2026" },
    { date = "2027", value = 2, until = "2028", known = "2026" },
    { date = "2028", value = "2", known = "2026" },
    { date = "2029" },
    7,
]

[other]
"#;
    let wanted = [
        "mine.toml:4: `counts` of series `a` is `sum`; it is one of `rate`, `standing`, `event`, `price`",
        "mine.toml:5: `unit` of series `a` is `launchs/year`, which is no unit; did you mean `launch`?",
        "mine.toml:6: `source` of series `a` is no text; put it in quotes: `source = \"…\"`",
        "mine.toml:7: `kind` of series `a` is `guess`; it is one of `measured`, `filed`, `claimed`, `estimated`",
        "mine.toml:9: series `a` has an unknown field `colour`; known are `title`, `counts`, `unit`, `source`, `kind`, `via`, `note`, `points`",
        "mine.toml:18: `date` of point 1 of `b`: `2025-13` is no date; write it like `2025`, `2025-12` or `2025-12-31`",
        "mine.toml:19: `value` of point 2 of `b` is no number of zero or more; write it without its unit: `value = 7.08`",
        "mine.toml:20: `value` of point 3 of `b` is no number of zero or more; write it without its unit: `value = 7.08`",
        "mine.toml:21: point 4 of `b` lies outside its range; give `low` <= `value` <= `high`",
        "mine.toml:22: `2024` of `b` comes after `2025`; write points in the order of their dates",
        "mine.toml:23: point 6 of `b` is in `kg`, the series in `USD_2025/kg`; only the size of a unit and the year of its money may differ",
        "mine.toml:24: `unit` of point 7 of `b` is a price without a year; say which year's dollars: `USD_2025`",
        "mine.toml:25: `until` of point 8 of `b` is no day of `2027`; give the last day of the period that had passed, or leave it out",
        "mine.toml:26: `value` of point 9 of `b` is no number of zero or more; write it without its unit: `value = 7.08`",
        "mine.toml:27: point 10 of `b` has no `known`; add `known = \"…\"`",
        "mine.toml:27: point 10 of `b` has no `value`; add `value = 1.5`",
        "mine.toml:28: point 11 of `b` is no table; write it as `data/observed/README.md` shows",
        "mine.toml:31: unknown table `other`; write `[series.some_name]`",
    ];
    assert_eq!(messages(text), wanted);
}

#[test]
fn hostile_files_give_messages_and_no_panic() {
    for text in ["", "[series]", "series = 1", "[series.a]", "[[series]]", "= = =", "[series.\"a b\"]", "\u{feff}"] {
        assert!(!messages(text).is_empty(), "{text}");
    }
    let deep = format!("series = {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!messages(&deep).is_empty());
    let escape = SMALL.replace("\"a note\"", "\"\\u001b[31m\"");
    assert!(messages(&escape)[0].contains("control characters"));
    let windows = SMALL.replace('\n', "\r\n");
    assert_eq!(read_observed(&windows, "a").unwrap().series[0].points.len(), 2);
    for cut in (0..SMALL.len()).filter(|cut| SMALL.is_char_boundary(*cut)) {
        let _ = read_observed(&SMALL[..cut], "cut.toml");
    }
}

/// So many mistakes that nobody reads them: the list ends.
#[test]
fn the_list_of_mistakes_ends() {
    let text: String = (0..5000).map(|index| format!("[wrong{index}]\n")).collect();
    assert_eq!(messages(&text).len(), sunward_tracking::observed::MOST_MISTAKES);
}
