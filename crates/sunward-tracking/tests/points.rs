//! What published files say about the observed series: the files themselves, where a copy lies beside the repository, and small ones
//! made here for what is missing, partial or wrong.

#[path = "support/files.rs"]
mod support;

use std::path::Path;
use sunward_tracking::date::{Day, Period};
use sunward_tracking::observed::Observed;
use sunward_tracking::points::{NotSaid, Said, said};
use support::published;

fn day(text: &str) -> Day {
    Period::read(text).unwrap().last
}

fn read(text: &str, known: &str) -> Said {
    said(text.as_bytes(), "made here", day(known), &Observed::shipped()).unwrap()
}

/// Values of a series as `date: value`, in its unit, with the last day where a period is not over.
fn values(said: &Said, series: &str) -> Vec<String> {
    said.found
        .iter()
        .filter(|found| found.series.name == series)
        .map(|found| {
            let until = found.point.until.map_or(String::new(), |day| format!(" until {day}"));
            format!("{}: {:.6}{until}", found.point.date.text, found.series.in_unit(found.point.value))
        })
        .collect()
}

/// The shipped tables were made by another program from the same files. Whatever a file says of a span that stands there must be the
/// same: they print at least three digits, so 3e-3 leaves room for the last.
#[test]
fn what_the_files_say_is_what_the_shipped_tables_hold() {
    let shipped = Observed::shipped();
    // When the file was known, how many of its points stand in the shipped tables, and how many do not.
    let files = [
        ("launches_gcat_2025_2026q1.csv", "2026-03-04", 7, 5),
        ("launches_world_monthly.csv", "2026-02-28", 43, 2),
        ("launches_world_cumulative_2026.csv", "2026-09-28", 1, 0),
        ("launches_spacex_ll2.csv", "2026-08-16", 38, 2),
        ("mass_to_orbit_2025_by_provider.csv", "2026-01-31", 4, 0),
        ("falcon9_booster_flights.csv", "2026-03-04", 20, 0),
        ("falcon9_payload_mass.csv", "2026-01-31", 12, 0),
        ("starship_flights.csv", "2026-09-28", 20, 0),
        ("starlink_2026-08-22.tle", "2026-08-22", 5, 0),
        ("starlink_elements_2026-08-22.csv", "2026-08-22", 5, 0),
        ("ai_chip_sales_cumulative.csv", "2026-04-30", 26, 0),
        ("epoch_data_center_timelines.csv", "2026-05-31", 10, 0),
        ("electricity_generation.csv", "2026-04-30", 48, 0),
        ("pv_module_price_capacity.csv", "2026-04-30", 48, 0),
        ("launch_cost_per_kg_owid.csv", "2026-04-30", 2, 0),
    ];
    for (file, known, agree, other) in files {
        let Some(bytes) = published(file) else { continue };
        let said = said(&bytes, file, day(known), &shipped).unwrap();
        assert_eq!(said.left_out(), 0, "{file}: {:?}", said.bad.first());
        let (mut same, mut new) = (0, 0);
        for found in &said.found {
            let series = shipped.find(&found.series.name).unwrap();
            let mut there = series
                .points
                .iter()
                .filter(|point| point.date == found.point.date && point.until == found.point.until)
                .peekable();
            if there.peek().is_none() {
                new += 1;
                continue;
            }
            let value = found.point.value;
            assert!(
                there.clone().any(|point| (point.value - value).abs() <= 3e-3 * value),
                "{file}: {} {}: {} here, {} there",
                series.name,
                found.point.date.text,
                series.show(value),
                series.show(there.next().unwrap().value)
            );
            same += 1;
        }
        println!("{file}: {} rows, {same} points agree with the shipped tables, {new} are new", said.rows);
        said.open.iter().for_each(|line| println!("  {line}"));
        assert_eq!((same, new), (agree, other), "{file}");
    }
}

/// 315, 329, 122 and 2,885 t in 2025 are figures of the table of derived figures; the file also tells of 2026 up to 4 March.
#[test]
fn a_year_that_is_not_over_is_a_rate_with_its_last_day() {
    let Some(bytes) = published("launches_gcat_2025_2026q1.csv") else { return };
    let said = said(&bytes, "launches", day("2026-03-04"), &Observed::shipped()).unwrap();
    assert_eq!(values(&said, "orbital_launches"), ["2025: 329.000000", "2026: 260.893000 until 2026-03-04"]);
    assert_eq!(values(&said, "starlink_launches")[0], "2025: 122.000000");
    assert_eq!(values(&said, "world_mass_to_orbit")[0], "2025: 2885.450000");
    assert!(said.open.iter().any(|line| line.contains("2026 is in the file up to 2026-03-04: 45 in 63 days")));
    let partial = said.found.iter().find(|found| found.point.until.is_some()).unwrap();
    // 45 launches in the 63 days from 1 January to 4 March.
    assert!((partial.series.in_unit(partial.point.value) - 45.0 / 63.0 * 365.25).abs() < 5e-4);
}

#[test]
fn quarters_of_chips_add_up_to_nearly_what_the_cumulative_table_grows_by() {
    let Some(bytes) = published("ai_chip_sales_quarterly.csv") else { return };
    let said = said(&bytes, "chips", day("2026-04-30"), &Observed::shipped()).unwrap();
    let shipped = Observed::shipped();
    for (name, count) in [("ai_compute_shipped", 2), ("ai_chips_shipped", 2), ("ai_chip_power_shipped", 0)] {
        let found: Vec<_> = said.found.iter().filter(|found| found.series.name == name).collect();
        assert_eq!(found.len(), count, "{name}: {:?}", said.open);
        for found in found {
            let there = shipped.find(name).unwrap().points.iter().find(|point| point.date == found.point.date).unwrap();
            // Medians of chips do not add up to the median of all: Epoch draws them together.
            assert!((found.point.value / there.value - 1.0).abs() < 0.02, "{name} {}", found.point.date.text);
        }
    }
    assert!(said.open.iter().any(|line| line.contains("without a value")), "{:?}", said.open);
}

/// Every file of the folder is either read, or refused with the list of what is known.
#[test]
fn every_other_file_of_the_folder_is_refused_with_what_is_known() {
    let Some(_) = published("README.md") else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data"))
        .find(|folder| folder.is_dir())
        .unwrap();
    let (mut read, mut refused) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        match said(&std::fs::read(entry.path()).unwrap(), &name, day("2026-11-26"), &Observed::shipped()) {
            Ok(said) => read.push(format!("{name} ({})", said.format.key())),
            Err(NotSaid::Refused(refusal)) => {
                assert!(
                    refusal.right.contains("known are") || refusal.right.contains("with its header"),
                    "{name}: {refusal}"
                );
                refused.push(name);
            }
            Err(other) => panic!("{name}: {other}"),
        }
    }
    read.sort();
    refused.sort();
    println!("read: {}\nrefused: {}", read.join(", "), refused.join(", "));
    assert_eq!(read.len(), 20, "{read:?}");
}

const LOG: &str = "#Launch_Tag\tLaunch_Date\tLV_Type\tMission\tAgency\tOrbPay\tLaunch_Code\n\
    # Updated 2026 Jan 10 0108:57\n\
    2024-001\t2024 Jan  3\tFalcon 9\tStarlink Group 7-9\tSPX\t17.5\tOS\n\
    2024-F01\t2024 Feb  3\tKinetica\t-\tCAS\t-\tOF\n\
    2024-U01\t2024 Mar  3\tStarship\tFlight\tSPX\t120.0\tSS\n\
    2025-001\t2025 Jan  4\tFalcon 9\tThuraya\tSPX\t5.0\tOS\n\
    2025-002\t2025 Dec 31\tElectron\tOne\tRLAB\t0.3\tOS\n";

#[test]
fn launches_that_nearly_reached_orbit_are_attempts_and_carry_nothing_there() {
    let said = read(LOG, "2026-02-01");
    assert_eq!(values(&said, "orbital_launches"), ["2024: 3.000000", "2025: 2.000000"]);
    assert_eq!(values(&said, "orbital_launch_successes"), ["2024: 1.000000", "2025: 2.000000"]);
    assert_eq!(values(&said, "falcon_launches"), ["2024: 1.000000", "2025: 1.000000"]);
    assert_eq!(values(&said, "starlink_launches"), ["2024: 1.000000"]);
    assert_eq!(values(&said, "world_mass_to_orbit"), ["2024: 17.500000", "2025: 5.300000"]);
}

#[test]
fn a_log_that_begins_within_a_year_or_lacks_launches_gives_no_count_of_that_year() {
    let later = LOG.replace("2024-001\t2024 Jan  3\tFalcon 9\tStarlink Group 7-9\tSPX\t17.5\tOS\n", "");
    let said = read(&later, "2026-02-01");
    assert_eq!(values(&said, "orbital_launches"), ["2025: 2.000000"]);
    assert!(said.open.iter().any(|line| line.contains("2024 begins before the file does")), "{:?}", said.open);
    let gap = LOG.replace("2025-002", "2025-009");
    let said = read(&gap, "2026-02-01");
    assert_eq!(values(&said, "orbital_launches"), ["2024: 3.000000"]);
    assert!(said.open.iter().any(|line| line.contains("7 of the numbers 1 to 9")), "{:?}", said.open);
}

#[test]
fn nothing_is_said_of_days_after_the_one_the_file_is_known_from() {
    let said = read(LOG, "2025-06-30");
    assert_eq!(values(&said, "orbital_launches"), ["2024: 3.000000"]);
    assert!(said.open.iter().any(|line| line.contains("2025 is not over on 2025-06-30")), "{:?}", said.open);
}

#[test]
fn months_that_are_missing_are_said() {
    let table = "month,launch_attempts,starlink_dedicated\n2024-11,20,5\n2024-12,21,6\n2025-01,22,7\n2025-03,23,8\n2026-01,9,1\n";
    let said = read(table, "2026-03-01");
    assert_eq!(values(&said, "orbital_launches"), ["2026: 106.040000 until 2026-01-31"]);
    let open = said.open.join("\n");
    assert!(open.contains("2024 begins before the file does") && open.contains("2025: a month is missing"), "{open}");
}

fn library(launches: &[(&str, &str, &str, u32)], beside: &str) -> String {
    let rows: Vec<String> = launches
        .iter()
        .enumerate()
        .map(|(id, (name, net, status, count))| {
            format!(
                "{{\"id\": \"{id}\", \"name\": \"{name}\", \"net\": \"{net}T00:00:00Z\", \"status\": {{\"abbrev\": \"{status}\"}}, \
                 \"rocket\": {{\"configuration\": {{\"full_name\": \"{}\"}}}}, \"orbital_launch_attempt_count_year\": {count}}}",
                name.split(" | ").next().unwrap()
            )
        })
        .collect();
    format!("{{\"count\": {}, {beside} \"results\": [{}]}}", launches.len(), rows.join(",\n"))
}

#[test]
fn an_answer_of_the_library_counts_falcon_starship_and_the_worlds_attempts() {
    let launches = [
        ("Falcon 1 | Sat", "2024-12-30", "Success", 260),
        ("Falcon 9 Block 5 | Starlink Group 1-1", "2025-02-01", "Success", 20),
        ("Falcon Heavy | X-37B", "2025-03-01", "Failure", 50),
        ("Starship | Flight 9", "2025-05-27", "Failure", 120),
        ("Starship SN8 | Hop", "2025-05-28", "Success", 120),
        ("Starship | Flight 10", "2025-12-31", "Success", 329),
        ("Falcon 9 Block 5 | Later", "2026-05-01", "Go", 1),
    ];
    let said = read(&library(&launches, "\"next\": null, \"previous\": null,"), "2026-02-01");
    assert_eq!(values(&said, "falcon_launches"), ["2025: 2.000000"]);
    assert_eq!(values(&said, "starlink_launches"), ["2025: 1.000000"]);
    assert_eq!(values(&said, "starship_flights"), ["2025: 2.000000"]);
    assert_eq!(values(&said, "starship_interval"), ["2025-12-31: 218.000000"]);
    // The last launch of 2024 in the answer is its 260th, on the day before the last.
    assert_eq!(values(&said, "orbital_launches")[1], "2025: 329.000000");
    assert!(values(&said, "orbital_launches")[0].ends_with("until 2024-12-30"));
    let part =
        read(&library(&launches, "\"next\": \"https://ll.thespacedevs.com/2.3.0/launches/?offset=10\","), "2026-02-01");
    assert!(values(&part, "falcon_launches").is_empty());
    assert!(part.open[0].contains("one page of an answer"), "{:?}", part.open);
}

#[test]
fn charts_are_taken_by_the_words_and_the_unit_of_their_columns() {
    let said = read(
        "Entity,Code,Year,Electricity from solar - TWh,Share of electricity from solar,Solar energy capacity - GW\n\
         World,OWID_WRL,2024,2110.5,6.9,1865\nWorld,OWID_WRL,2025,2778.9,8.7,\nChina,CHN,2025,1000,9,900\n",
        "2026-04-30",
    );
    assert_eq!(values(&said, "solar_energy"), ["2024: 2110.500000", "2025: 2778.900000"]);
    assert_eq!(values(&said, "solar_installed"), ["2024: 1865.000000"]);
    assert!(said.open.iter().any(|line| line.contains("Share of electricity from solar")), "{:?}", said.open);
}

#[test]
fn a_format_is_told_by_what_stands_in_the_file_and_a_near_miss_is_named() {
    let refusal = |text: &str| match said(text.as_bytes(), "x.tle", day("2026-01-01"), &Observed::shipped()) {
        Err(NotSaid::Refused(refusal)) => refusal.to_string(),
        other => panic!("{other:?}"),
    };
    assert!(refusal("<html><body>404</body></html>").contains("web page"));
    assert!(refusal("{\"detail\": \"Request was throttled.\"}").contains("neither elements"));
    assert!(refusal("a,b,c\n1,2,3\n").contains("known are: GCAT's list"));
    assert!(refusal("#Site\tCode\nCC\tX\n").contains("`Launch_Tag`"));
    let near = refusal("launch_tag,date_utc,vehicle,result,payload\n2025-001,2025-01-04,Falcon 9,success,X\n");
    assert!(near.contains("looks like that of a copy of GCAT's list") && near.contains("`orbital_attempt`"), "{near}");
}
