//! The published files themselves, where a copy of them lies beside the repository; elsewhere these tests have nothing to read.

#[path = "support/files.rs"]
mod support;

use std::collections::BTreeMap;
use std::time::Instant;
use sunward_quantity::Length;
use sunward_tracking::date::{Day, Moment};
use sunward_tracking::elements;
use sunward_tracking::epoch;
use sunward_tracking::propagation::propagate;
use sunward_tracking::shells::{STARLINK, apogee, generations, perigee, shells};
use support::published;

/// Counts of 2026-08-22 by generation, added up over launch years in the table derived from the same file by another program.
#[test]
fn starlink_is_read_counted_and_propagated() {
    let Some(bytes) = published("starlink_2026-08-22.tle") else { return };
    let start = Instant::now();
    let rows = elements::read(&bytes).unwrap();
    let read = start.elapsed();
    assert_eq!((rows.rows.len(), rows.left_out()), (10_744, 0), "{:?}", rows.bad.first());

    let groups = generations(&rows.rows, "STARLINK-", STARLINK, Length::metres(200.0));
    for (generation, group) in &groups {
        let median = group.median_sinking.map_or(f64::NAN, Length::in_metres);
        println!(
            "{}: {} satellites, median {:.1} km ({:.0} to {:.0}), sinking {median:.0} m a day; {} sink and {} rise more than 200 m a day",
            generation.unwrap_or("none"),
            group.satellites,
            group.median_altitude.in_kilometres(),
            group.lowest.in_kilometres(),
            group.highest.in_kilometres(),
            group.sinking,
            group.rising,
        );
    }
    let counts: BTreeMap<_, _> = groups.iter().map(|(generation, group)| (*generation, group.satellites)).collect();
    let wanted = [("V2 Mini", 6884), ("V2 Mini direct-to-cell", 639), ("v1.0", 640), ("v1.5", 2581)];
    assert_eq!(counts, wanted.map(|(generation, count)| (Some(generation), count)).into());

    let bands = shells(&rows.rows, 1.0, Length::kilometres(10.0)).unwrap();
    assert_eq!(bands.iter().map(|shell| shell.satellites).sum::<usize>(), 10_744);
    let mut largest = bands;
    largest.sort_by_key(|shell| std::cmp::Reverse(shell.satellites));
    for shell in largest.iter().take(6) {
        println!("{}° at {} km: {} satellites", shell.inclination, shell.altitude.in_kilometres(), shell.satellites);
    }

    let start = Instant::now();
    let noon = Moment { day: Day::new(2026, 8, 22).unwrap(), seconds: 43_200.0 };
    let mut without = 0;
    for set in &rows.rows {
        match propagate(set, noon) {
            // SGP4's distance differs from the axis by short-period terms of up to 10 km, and by what the satellite sank.
            Ok(state) => {
                let height = state.radius() - Length::kilometres(6378.137);
                assert!(
                    height > perigee(set) - Length::kilometres(40.0) && height < apogee(set) + Length::kilometres(40.0),
                    "{set:?}: {height:?}"
                );
            }
            Err(_) => without += 1,
        }
    }
    println!("read in {read:.0?}, propagated in {:.0?}; {without} sets have no answer", start.elapsed());
    assert!(without < 20, "{without}");
}

/// Perigee and apogee that another program derived from the same sets, printed to 0.1 km; 0.051 leaves room for the rounding.
#[test]
fn heights_agree_with_the_table_derived_from_the_same_sets() {
    let (Some(lines), Some(table)) =
        (published("starlink_2026-08-22.tle"), published("starlink_elements_2026-08-22.csv"))
    else {
        return;
    };
    let from_lines = elements::read(&lines).unwrap().rows;
    let table = String::from_utf8(table).unwrap();
    let from_table = elements::read(table.as_bytes()).unwrap();
    assert_eq!((from_table.rows.len(), from_table.left_out()), (10_744, 0), "{:?}", from_table.bad.first());
    for ((set, again), line) in from_lines.iter().zip(&from_table.rows).zip(table.lines().skip(1)) {
        assert_eq!(
            (set.catalogue_number, set.inclination, set.eccentricity),
            (again.catalogue_number, again.inclination, again.eccentricity)
        );
        let heights: Vec<f64> = line.rsplit(',').take(2).map(|text| text.parse().unwrap()).collect();
        assert!((apogee(set).in_kilometres() - heights[0]).abs() < 0.051, "{line}");
        assert!((perigee(set).in_kilometres() - heights[1]).abs() < 0.051, "{line}");
    }
}

#[test]
fn all_active_satellites_are_read() {
    let Some(bytes) = published("active_satellites_elements_2025-10-07.csv") else { return };
    let rows = elements::read(&bytes).unwrap();
    println!(
        "{} rows, {} left out: {:?}",
        rows.rows.len(),
        rows.left_out(),
        rows.bad.iter().take(3).map(ToString::to_string).collect::<Vec<_>>()
    );
    assert_eq!(rows.rows.len() + rows.left_out(), 12_894);
    assert_eq!(
        rows.rows.iter().filter(|set| set.name.as_deref().is_some_and(|name| name.starts_with("STARLINK-"))).count(),
        8494
    );
}

/// 7.08 GW shipped in 2025, 12.4 GW in all: figures of the table of derived figures, to their last digit.
#[test]
fn sales_of_chips_add_up_to_the_published_power() {
    let Some(bytes) = published("ai_chip_sales_cumulative.csv") else { return };
    let rows = epoch::chip_sales(&bytes).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out()), (46, 0), "{:?}", rows.bad.first());
    let until = |year| {
        let end = Day::new(year, 12, 31).unwrap();
        rows.rows.iter().filter(|sale| sale.end == end).filter_map(|sale| sale.megawatts.median).sum::<f64>() / 1000.0
    };
    assert!((until(2025) - 12.4).abs() < 0.05, "{}", until(2025));
    assert!((until(2025) - until(2024) - 7.08).abs() < 0.005, "{}", until(2025) - until(2024));
    let bytes = published("ai_chip_sales_quarterly.csv").unwrap();
    let rows = epoch::chip_sales(&bytes).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out()), (120, 0), "{:?}", rows.bad.first());
}

#[test]
fn clusters_and_hardware_are_read_whole() {
    let (Some(clusters), Some(hardware)) = (published("epoch_gpu_clusters.csv"), published("epoch_ml_hardware.csv"))
    else {
        return;
    };
    let rows = epoch::clusters(&clusters).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out()), (734, 0), "{:?}", rows.bad.first());
    assert_eq!(rows.rows.iter().filter(|cluster| cluster.may_be_counted_twice).count(), 90);
    let rows = epoch::hardware(&hardware).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out()), (175, 0), "{:?}", rows.bad.first());
    assert_eq!(rows.rows.iter().filter(|chip| chip.watts.is_some()).count(), 152);
}

/// Each line of a shuffled file is part of a set that is kept, or is listed: two lines that by chance stand right are a set.
#[test]
fn a_shuffled_catalogue_gives_no_wrong_set_and_one_cut_off_gives_all_but_one() {
    let Some(bytes) = published("starlink_2026-08-22.tle") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let whole = elements::read(text.as_bytes()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    // 7,919 is prime and does not divide the count of lines, so each line is taken once.
    assert_ne!(lines.len() % 7919, 0);
    let shuffled: Vec<&str> = (0..lines.len()).map(|index| lines[index * 7919 % lines.len()]).collect();
    let found = elements::read(shuffled.join("\n").as_bytes()).unwrap();
    assert!(found.rows.iter().all(|set| whole.rows.iter().any(|good| good.catalogue_number == set.catalogue_number)));
    assert!(found.rows.len() < 20, "{}", found.rows.len());
    println!("shuffled: {} sets, {} lines listed, {} more counted", found.rows.len(), found.bad.len(), found.unlisted);
    assert!(found.bad.len() == sunward_tracking::reading::MOST_BAD_ROWS && found.unlisted > 10_000);
    let cut = elements::read(&text.as_bytes()[..text.len() - 30]).unwrap();
    assert_eq!((cut.rows.len(), cut.left_out()), (10_743, 1));
    assert_eq!(cut.rows, whole.rows[..10_743]);
}
