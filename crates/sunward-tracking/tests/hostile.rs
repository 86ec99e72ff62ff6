//! No file makes a reader panic, and every row of a broken file is either kept or listed.

use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use sunward_tracking::date::Day;
use sunward_tracking::observations::{Given, add, read};
use sunward_tracking::observed::{Observed, read_observed};
use sunward_tracking::points::{NotSaid, Said, said};
use sunward_tracking::{catalogue, counts, elements, epoch, falcon, launch_library, launch_log, our_world};

static SHIPPED: LazyLock<Observed> = LazyLock::new(Observed::shipped);

/// 2026-11-26, after everything in the seeds.
fn known() -> Day {
    Day::from_1970(20_783)
}

/// Good files, one of each format, from which broken ones are made; the fuzzers begin with the same.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    let mut seeds: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("there is a folder of seeds")
        .flatten()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap()))
        .collect();
    seeds.sort();
    seeds
}

static SEEDS: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(seeds);

fn read_all(bytes: &[u8]) {
    let _ = elements::form(bytes);
    let _ = elements::read(bytes);
    let _ = launch_log::read(bytes);
    let _ = launch_log::read_copy(bytes);
    let _ = launch_log::updated(bytes);
    let _ = launch_library::read(bytes);
    let _ = launch_library::read_copy(bytes);
    let _ = launch_library::page(bytes);
    let _ = our_world::read(bytes);
    let _ = our_world::electricity(bytes);
    let _ = our_world::modules(bytes);
    let _ = our_world::launch_costs(bytes);
    let _ = epoch::chip_sales(bytes);
    let _ = epoch::site_stages(bytes);
    let _ = epoch::sites(bytes);
    let _ = epoch::clusters(bytes);
    let _ = epoch::hardware(bytes);
    let _ = counts::months(bytes);
    let _ = counts::so_far(bytes);
    let _ = counts::by_provider(bytes);
    let _ = falcon::booster_flights(bytes);
    let _ = falcon::payloads(bytes);
    let _ = falcon::starship_flights(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = read_observed(text, "hostile");
    }
    observe(bytes);
}

/// What the command does with a file: points, and a new file of observations, which must read back.
fn observe(bytes: &[u8]) {
    let given = Given { name: "hostile", bytes };
    let Ok(said) = read(&[given], known(), &SHIPPED) else { return };
    let told = said.iter().map(|(_, said)| said.found.len()).sum::<usize>();
    if let Ok(observing) = add(said, &Given { name: "observations.toml", bytes: b"" }, &SHIPPED) {
        assert_eq!(observing.files.iter().map(|file| file.2.len()).sum::<usize>(), told);
        if let Some(text) = observing.text {
            read_observed(&text, "observations.toml").expect("what is written reads back");
        }
    }
}

fn seed(name: &str) -> &'static [u8] {
    &SEEDS.iter().find(|seed| seed.0.starts_with(name)).expect("the seed is there").1
}

fn says(bytes: &[u8]) -> Result<Said, NotSaid> {
    said(bytes, "hostile", known(), &SHIPPED)
}

#[test]
fn every_format_has_a_seed_that_is_read_whole() {
    use sunward_tracking::format::{Format, detect};
    let mut found = Vec::new();
    for (name, bytes) in SEEDS.iter() {
        let format = detect(bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let said = says(bytes).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert!(said.rows > 0 && said.left_out() == 0, "{name}: {:?}", said.bad);
        assert_eq!(name.split('.').next(), Some(format.key()), "{name}");
        found.push(format);
    }
    let lacking: Vec<&str> =
        Format::ALL.iter().filter(|format| !found.contains(format)).map(|format| format.key()).collect();
    assert_eq!(lacking, [""; 0], "formats without a seed");
}

/// Line ends of two characters and a byte order mark change nothing.
#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing_in_any_format() {
    for (name, bytes) in SEEDS.iter() {
        let plain = says(bytes).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let other = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let other = says(other.as_bytes()).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(
            (other.format, other.rows, other.found.len()),
            (plain.format, plain.rows, plain.found.len()),
            "{name}"
        );
    }
}

/// A file that is cut off is read up to where it is, or refused with a remedy; never does a cut make more rows.
#[test]
fn a_file_cut_off_anywhere_gives_no_more_than_the_whole() {
    for (name, bytes) in SEEDS.iter() {
        let whole = says(bytes).unwrap().rows;
        for end in 0..bytes.len() {
            match says(&bytes[..end]) {
                Ok(said) => assert!(said.rows <= whole, "{name} cut at {end}: {} rows of {whole}", said.rows),
                Err(NotSaid::Refused(refusal)) => {
                    assert!(!refusal.why.is_empty() && !refusal.right.is_empty(), "{name} cut at {end}");
                }
                Err(NotSaid::Mistakes(mistakes)) => assert!(!mistakes.is_empty(), "{name} cut at {end}"),
            }
        }
    }
}

/// Every row twice: as many are kept as before, and the rest is listed.
#[test]
fn a_file_with_every_line_twice_counts_nothing_twice() {
    for (name, bytes) in SEEDS.iter() {
        let text = std::str::from_utf8(bytes).unwrap();
        let is_table = name.ends_with(".csv") || name.ends_with(".tsv");
        // A row that is written over two lines does not double line by line.
        if !is_table || text.contains(", \n") {
            continue;
        }
        let mut lines = text.lines();
        let mut twice = format!("{}\n", lines.next().unwrap());
        lines.for_each(|line| twice.push_str(&format!("{line}\n{line}\n")));
        let (plain, found) = (says(bytes).unwrap(), says(twice.as_bytes()).unwrap());
        assert_eq!((found.rows, found.left_out()), (plain.rows, plain.rows), "{name}: {:?}", found.bad);
        let values = |said: &Said| said.found.iter().map(|found| found.point.value).collect::<Vec<_>>();
        assert_eq!(values(&found), values(&plain), "{name}");
    }
}

/// Rows in another order say the same; a header that is not first is refused.
#[test]
fn rows_in_another_order_say_the_same() {
    for (name, bytes) in SEEDS.iter().filter(|(name, _)| name.ends_with(".csv") || name.ends_with(".tsv")) {
        let text = std::str::from_utf8(bytes).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        let found = says(lines.join("\n").as_bytes()).unwrap();
        let sorted = |said: &Said| {
            let mut all: Vec<String> = said
                .found
                .iter()
                .map(|found| format!("{} {} {:e}", found.series.name, found.point.date.text, found.point.value))
                .collect();
            all.sort();
            all
        };
        assert_eq!(sorted(&found), sorted(&says(bytes).unwrap()), "{name}");
        lines.reverse();
        assert!(says(lines.join("\n").as_bytes()).is_err(), "{name}: a header at the end");
    }
}

/// A table that lacks a needed column is refused by name, or taken for another table that needs less.
#[test]
fn a_table_without_a_column_names_it() {
    use sunward_tracking::format::{Format, detect};
    for format in Format::ALL {
        let columns = format.needed_columns();
        let separator = if format == Format::LaunchLog { "\t" } else { "," };
        for lacking in &columns {
            let header: Vec<&str> = columns.iter().filter(|column| *column != lacking).copied().collect();
            match detect(format!("{}\n1\n", header.join(separator)).as_bytes()) {
                Ok(other) => assert_ne!(other, format),
                Err(refusal) => {
                    assert!(
                        refusal.why.contains(lacking) || refusal.right.contains("known are"),
                        "{}: {refusal}",
                        format.key()
                    );
                }
            }
        }
    }
}

#[test]
fn numbers_that_are_none_and_letters_that_write_to_terminals_are_listed_and_shown_harmless() {
    let broken = |name: &str, from: &str, to: &str| {
        let text = std::str::from_utf8(seed(name)).unwrap();
        assert!(text.contains(from), "{name} holds no {from}");
        says(text.replacen(from, to, 1).as_bytes()).unwrap()
    };
    for value in ["NaN", "inf", "-1", "1e999", "0x10", "1,5", "\0", "\u{1b}[31m7", "１２"] {
        for (name, from) in [("launches_by_month", "27"), ("owid_launch_costs", "2600"), ("falcon_payloads", "16100.0")]
        {
            let said = broken(name, from, value);
            assert_eq!(said.left_out(), 1, "{name} with {value:?}: {:?}", said.bad);
            let shown = said.bad[0].to_string();
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
        }
    }
    // Finite, and so large that a sum of two is not.
    let text = "month,launch_attempts\n2024-12,1\n2025-01,1e308\n2025-02,1e308\n";
    assert_eq!(says(text.as_bytes()).unwrap().left_out(), 2);
    let text = "date_utc,payload_mass_kg\n2020-01-01,1e308\n2020-02-01,1.7e308\n2021-01-01,5\n";
    let said = says(text.as_bytes()).unwrap();
    assert!(said.found.iter().all(|found| found.point.value.is_finite()), "{said:?}");
}

#[test]
fn depth_and_entities_are_no_danger() {
    let deep = [
        "[".repeat(300_000),
        "{\"results\":".repeat(100_000),
        format!("{{\"results\": [{{\"net\": {}", "[".repeat(200_000)),
        format!("[{{\"NORAD_CAT_ID\": {}1{}}}]", "[".repeat(100_000), "]".repeat(100_000)),
        format!("<ndm>{}", "<omm>".repeat(100_000)),
        format!("[series.a]\npoints = {}", "[".repeat(100_000)),
        format!("[series.a]\n{}", "a.".repeat(100_000)),
    ];
    for text in deep {
        read_all(text.as_bytes());
    }
    let mut bomb = "<!DOCTYPE ndm [<!ENTITY a0 \"aaaaaaaaaa\">".to_string();
    for level in 1..30 {
        bomb.push_str(&format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    }
    bomb.push_str("]><ndm><omm><OBJECT_NAME>&a29;</OBJECT_NAME></omm></ndm>");
    let said = says(bomb.as_bytes()).unwrap();
    assert!(said.bad[0].to_string().contains("is not known"), "{:?}", said.bad);
}

/// A hundred million bytes without an end of line, of whatever they are, are told from every format within seconds. A generous limit: the
/// machine may be busy.
#[test]
fn a_hundred_megabytes_on_one_line_are_refused_in_time() {
    const SIZE: usize = 100_000_000;
    let starts = [
        "",
        "[",
        "{\"results\":[",
        "<ndm>",
        "Entity,Code,Year,",
        "month,launch_attempts\n",
        "1 44714U ",
        "CCSDS_OMM_VERS = ",
    ];
    for start in starts {
        for letter in *b"a1,[\"<" {
            let mut bytes = start.as_bytes().to_vec();
            bytes.resize(SIZE, letter);
            let begun = Instant::now();
            match says(&bytes) {
                Ok(said) => {
                    assert!(
                        said.found.is_empty() && said.bad.iter().all(|bad| bad.to_string().len() < 1000),
                        "{start}{letter}"
                    );
                }
                Err(why) => assert!(why.to_string().len() < 3000, "{start}{letter}: {why}"),
            }
            let took = begun.elapsed();
            assert!(took < Duration::from_secs(30), "{start:?} and {:?}: {took:?}", char::from(letter));
        }
    }
}

#[test]
fn elements_of_any_orbit_are_counted_and_propagated_or_said_not_to_be() {
    let rows = elements::read(seed("omm_json")).unwrap().rows;
    let assumptions = catalogue::Assumptions {
        drag: sunward_quantity::AreaPerMass::square_metres_per_kilogram(0.02),
        still: sunward_quantity::Length::metres(25.0),
    };
    for (eccentricity, mean_motion) in [(0.0, 18.0), (0.999_999, 18.0), (0.5, 0.01), (0.9, 2.0), (0.0, 1.0)] {
        let set = elements::ElementSet { eccentricity, mean_motion, drag_term: Some(1e30), ..rows[0].clone() };
        let sets = [&set];
        let found = catalogue::survey(&sets, "STARLINK-", sunward_tracking::shells::STARLINK, &assumptions).unwrap();
        assert_eq!(found.satellites, 1);
        let moved = catalogue::propagated(&sets, set.epoch);
        assert_eq!(moved.answered + moved.without.values().sum::<usize>(), 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\x00-\\x7fé€😀]{0,300}") {
        read_all(text.as_bytes());
    }

    #[test]
    fn good_files_with_changed_bytes_are_read_or_refused(
        seed in any::<usize>(),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        cut in any::<usize>(),
    ) {
        let mut bytes = SEEDS[seed % SEEDS.len()].1.clone();
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        bytes.truncate(cut % (bytes.len() + 1));
        read_all(&bytes);
    }

    /// Lines of all formats thrown together, in any order, some twice.
    #[test]
    fn lines_of_all_formats_in_any_order_are_read_or_refused(
        picks in proptest::collection::vec((any::<usize>(), any::<usize>()), 1..30),
    ) {
        let mut bytes = Vec::new();
        for (seed, line) in picks {
            let lines: Vec<&[u8]> = SEEDS[seed % SEEDS.len()].1.split(|byte| *byte == b'\n').collect();
            bytes.extend_from_slice(lines[line % lines.len()]);
            bytes.push(b'\n');
        }
        read_all(&bytes);
    }

    /// Whatever stands in the rows of a table, as many are kept or listed as stand there.
    #[test]
    fn every_row_of_a_table_is_kept_or_listed(cells in proptest::collection::vec("[a-z0-9.-]{1,6}", 1..40)) {
        let mut text = "Entity,Code,Year,Solar\n".to_string();
        for row in cells.chunks(4) {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let table = our_world::read(text.as_bytes()).unwrap();
        prop_assert_eq!(table.entries.rows.len() + table.entries.left_out(), cells.chunks(4).count());
    }
}
