//! A user's own file of observations: what is added, what is not, and that everything else stays.

use sunward_tracking::date::{Day, Period};
use sunward_tracking::observations::{Fate, HEAD, join, with_changes};
use sunward_tracking::observed::{Observed, read_observed};
use sunward_tracking::points::{Found, said};

fn day(text: &str) -> Day {
    Period::read(text).unwrap().last
}

/// Launches of 2025 and of 2026 up to a day, as a table of months says them.
fn found(months_of_2026: &[u32], known: &str) -> Vec<Found> {
    let mut table = "month,launch_attempts\n2024-12,20\n".to_string();
    for month in 1..=12 {
        table.push_str(&format!("2025-{month:02},30\n"));
    }
    for (index, count) in months_of_2026.iter().enumerate() {
        table.push_str(&format!("2026-{:02},{count}\n", index + 1));
    }
    let mut found = said(table.as_bytes(), "months.csv", day(known), &Observed::shipped()).unwrap().found;
    for found in &mut found {
        found.point.file = Some("months.csv".into());
        found.point.rows = Some("14 rows, 0 left out".into());
    }
    found
}

const OWN: &str = "# My own numbers.\r\n\r\n[series.orbital_launches] # seen by myself\r\ntitle = \"Launches\"\r\ncounts = \"rate\"\r\nunit = \"launches/year\"\r\nsource = \"me\"\r\nkind = \"measured\"\r\npoints = [\r\n    # The year of the count.\r\n    { date = \"2024\", value = 261, known = \"2025-01\" }, # by hand\r\n    { date = \"2027\", value = 500, known = \"2026-01\", kind = \"claimed\" } # no comma here\r\n]\r\n";

#[test]
fn a_new_file_reads_back_to_what_was_put_in() {
    let joined = join(Observed::default(), &found(&[25, 20], "2026-03-01"), &Observed::shipped());
    assert_eq!(joined.fates, [Fate::Added, Fate::Added]);
    let text = with_changes(HEAD, &joined).unwrap();
    let read = read_observed(&text, "observations.toml").unwrap();
    assert_eq!(read.series[0].points.len(), 2);
    // 360 launches a year are kept in launches a second; eleven digits pass through the text.
    assert!((read.series[0].in_unit(read.series[0].points[0].value) - 360.0).abs() < 1e-8);
    assert_eq!(read.series[0].points[1].until, Some(day("2026-02-28")));
    assert_eq!(read.series[0].points[1].rows.as_deref(), Some("14 rows, 0 left out"));
    assert!(text.starts_with(HEAD) && text.contains("file = \"months.csv\""), "{text}");
}

#[test]
fn the_same_is_never_added_twice_and_more_of_a_year_takes_the_place_of_less() {
    let first = join(Observed::default(), &found(&[25], "2026-02-01"), &Observed::shipped());
    let again = join(first.observed.clone(), &found(&[25], "2026-05-01"), &Observed::shipped());
    assert_eq!((again.fates.clone(), again.has_changes()), (vec![Fate::There, Fate::There], false));
    let more = join(first.observed.clone(), &found(&[25, 20], "2026-05-01"), &Observed::shipped());
    assert!(matches!(more.fates[..], [Fate::There, Fate::Replaced(_)]), "{:?}", more.fates);
    let less = join(more.observed.clone(), &found(&[25], "2026-06-01"), &Observed::shipped());
    assert!(matches!(less.fates[..], [Fate::There, Fate::Kept(_)]), "{:?}", less.fates);
    let text = with_changes(&with_changes(HEAD, &first).unwrap(), &more).unwrap();
    assert_eq!(text.matches("date = \"2026\"").count(), 1, "{text}");
}

#[test]
fn comments_line_ends_and_what_else_stands_in_the_file_stay() {
    let own = read_observed(OWN, "own").unwrap();
    let joined = join(own, &found(&[25, 20], "2026-03-01"), &Observed::shipped());
    let text = with_changes(OWN, &joined).unwrap();
    assert!(!text.replace("\r\n", "").contains('\n'), "{text:?}");
    for kept in [
        "# My own numbers.\r\n",
        "# seen by myself",
        "    # The year of the count.\r\n",
        "known = \"2025-01\" }, # by hand\r\n",
    ] {
        assert!(text.contains(kept), "{kept:?} is not in\n{text}");
    }
    let read = read_observed(&text, "own").unwrap();
    let dates: Vec<&str> = read.series[0].points.iter().map(|point| point.date.text.as_str()).collect();
    assert_eq!(dates, ["2024", "2025", "2026", "2027"]);
    assert!(text.contains("no comma here"), "{text}");
}

#[test]
fn a_new_series_comes_behind_those_that_are_there() {
    let own = OWN.replace("orbital_launches", "mine");
    let joined = join(read_observed(&own, "own").unwrap(), &found(&[25], "2026-03-01"), &Observed::shipped());
    let text = with_changes(&own, &joined).unwrap();
    assert!(text.starts_with(&own), "{text}");
    let read = read_observed(&text, "own").unwrap();
    assert_eq!(read.series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>(), ["mine", "orbital_launches"]);
}

#[test]
fn what_the_shipped_tables_say_already_is_not_added() {
    let shipped = Observed::shipped();
    let series = shipped.find("orbital_launches").unwrap();
    let found: Vec<Found> =
        series.points.iter().map(|point| Found { series: series.clone(), point: point.clone() }).collect();
    let joined = join(Observed::default(), &found, &shipped);
    assert!(joined.fates.iter().all(|fate| *fate == Fate::Shipped) && !joined.has_changes());
    // Less of a period than the shipped table covers.
    let series = shipped.find("orbital_launch_successes").unwrap();
    let mut point = series.points.last().unwrap().clone();
    point.until = Some(day("2026-03-04"));
    let joined = join(Observed::default(), &[Found { series: series.clone(), point }], &shipped);
    assert_eq!(joined.fates, [Fate::Behind(day("2026-09-28"))]);
}

#[test]
fn a_series_that_counts_something_else_is_refused_and_a_form_that_cannot_be_added_to_is_too() {
    let other = OWN.replace("launches/year", "t/year");
    let own = read_observed(&other, "own").unwrap();
    let joined = join(own, &found(&[25], "2026-03-01"), &Observed::shipped());
    assert!(matches!(joined.fates[0], Fate::Refused(_)) && !joined.has_changes());
    let tables = "[series.orbital_launches]\ntitle = \"L\"\ncounts = \"rate\"\nunit = \"launches/year\"\nsource = \"me\"\nkind = \"measured\"\n[[series.orbital_launches.points]]\ndate = \"2024\"\nvalue = 261\nknown = \"2025-01\"\n";
    let joined = join(read_observed(tables, "own").unwrap(), &found(&[25], "2026-03-01"), &Observed::shipped());
    assert!(with_changes(tables, &joined).unwrap_err().to_string().contains("cannot be added to"));
}
