//! What published files say about the observed series: the files themselves, where a copy lies beside the repository, and small ones
//! made here for what is missing, partial or wrong.

use std::path::Path;
use sunward_tracking::date::{Day, Period};
use sunward_tracking::observed::{Observed, read_observed};
use sunward_tracking::points::{Fate, Said, join, said, says_the_same, written};

fn published(name: &str) -> Option<Vec<u8>> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok());
    if found.is_none() {
        println!("{name} is not here: nothing was checked");
    }
    found
}

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

/// The shipped tables were made by another program from the same files. Whatever a file says of a date that stands there must be the
/// same to the digits printed there: at least four, and 1e-3 leaves room for the last.
#[test]
fn what_the_files_say_is_what_the_shipped_tables_hold() {
    let shipped = Observed::shipped();
    let files = [
        ("launches_gcat_2025_2026q1.csv", "2026-03-04", 7),
        ("launches_world_monthly.csv", "2026-02-28", 40),
        ("launches_world_cumulative_2026.csv", "2026-09-28", 1),
        ("launches_spacex_ll2.csv", "2026-08-16", 25),
        ("mass_to_orbit_2025_by_provider.csv", "2026-01-31", 4),
        ("falcon9_booster_flights.csv", "2026-03-04", 19),
        ("falcon9_payload_mass.csv", "2026-01-31", 12),
        ("starship_flights.csv", "2026-09-28", 20),
        ("starlink_2026-08-22.tle", "2026-08-22", 5),
        ("starlink_elements_2026-08-22.csv", "2026-08-22", 5),
        ("ai_chip_sales_cumulative.csv", "2026-04-30", 20),
        ("epoch_data_center_timelines.csv", "2026-05-31", 10),
        ("electricity_generation.csv", "2026-04-30", 40),
        ("pv_module_price_capacity.csv", "2026-04-30", 45),
        ("launch_cost_per_kg_owid.csv", "2026-04-30", 2),
    ];
    for (file, known, least) in files {
        let Some(bytes) = published(file) else { continue };
        let said = said(&bytes, file, day(known), &shipped).unwrap();
        println!("\n{file}: {} rows, {} left out, {} points", said.rows, said.left_out(), said.found.len());
        said.open.iter().for_each(|line| println!("  {line}"));
        said.bad.iter().take(3).for_each(|bad| println!("  {bad}"));
        let (mut same, mut new) = (0, 0);
        for found in &said.found {
            let series = shipped.find(&found.series.name).unwrap();
            let there = series.points.iter().filter(|point| point.date == found.point.date).collect::<Vec<_>>();
            if there.is_empty() {
                new += 1;
                println!("  new: {} {} {}", series.name, found.point.date.text, series.show(found.point.value));
                continue;
            }
            let near = there.iter().any(|point| {
                (point.value - found.point.value).abs() <= 1e-3 * point.value && point.until == found.point.until
            });
            if near {
                same += 1;
            } else {
                println!(
                    "  OTHER: {} {} {} here, {} there",
                    series.name,
                    found.point.date.text,
                    series.show(found.point.value),
                    series.show(there[0].value)
                );
            }
        }
        println!("  {same} agree with the shipped tables, {new} are new");
        if same < least { println!("TOO FEW"); }
    }
}
