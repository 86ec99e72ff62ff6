//! A catalogue beside the model's air and life.

#[path = "support/files.rs"]
mod support;

use std::time::Instant;
use sunward_physics::atmosphere::{SolarActivity, decay_time, drag};
use sunward_physics::constants::{EARTH_GRAVITY, EARTH_RADIUS};
use sunward_quantity::{AreaPerMass, Length};
use sunward_tracking::catalogue::{
    Assumptions, Motion, area_per_mass, between, drag_sinking_per_day, motion, propagated, survey,
};
use sunward_tracking::date::Moment;
use sunward_tracking::elements::{self, ElementSet};
use sunward_tracking::shells::{STARLINK, sinking_per_day};
use support::set;

const ASSUMED: Assumptions =
    Assumptions { drag: AreaPerMass::square_metres_per_kilogram(0.02), still: Length::metres(25.0) };

fn published(name: &str) -> Option<Vec<ElementSet>> {
    support::published(name).map(|bytes| elements::read(&bytes).unwrap().rows)
}

/// The rate at one height, added up over a fall, is the time that the model's own law gives: by the midpoint rule in steps of 1 km, whose
/// error is (1 km)² of the second derivative, below 1e-3.
#[test]
fn days_of_sinking_add_up_to_the_models_time_of_decay() {
    let spread = AreaPerMass::square_metres_per_kilogram(0.02);
    let days: f64 = (300..550)
        .map(|km| {
            let middle = Length::kilometres(f64::from(km) + 0.5);
            1.0 / drag_sinking_per_day(middle, spread, SolarActivity::Mean).unwrap().in_kilometres()
        })
        .sum();
    let wanted = decay_time(Length::kilometres(550.0), spread, SolarActivity::Mean).unwrap().in_days();
    assert!((days / wanted - 1.0).abs() < 1e-3, "{days} days, the model {wanted}");
}

/// Drag takes `2 a · drag / v` from the axis in a second: another way to the same law.
#[test]
fn sinking_follows_from_the_models_drag() {
    let (height, spread) = (Length::kilometres(480.0), AreaPerMass::square_metres_per_kilogram(0.01));
    let axis = (EARTH_RADIUS + height).in_metres();
    let speed = (EARTH_GRAVITY / axis).sqrt();
    let braking = drag(height, spread, SolarActivity::High).unwrap().in_metres_per_second_squared();
    let found = drag_sinking_per_day(height, spread, SolarActivity::High).unwrap().in_metres();
    assert!((found / (2.0 * axis * braking / speed * 86_400.0) - 1.0).abs() < 1e-12);
}

/// Vallado gives 12.741621 m²/kg for a drag term of one per Earth radius.
#[test]
fn a_drag_term_is_an_area_by_mass() {
    let found = area_per_mass(&ElementSet { drag_term: Some(1.0), ..set() }).unwrap();
    assert!((found.in_square_metres_per_kilogram() - 12.741_621).abs() < 1e-4, "{found:?}");
}

#[test]
fn motions_are_told_by_the_rate_and_the_air() {
    // At 387 km, 1e-4 of half a rate sinks 58 m a day; air at high activity takes 0.02 m²/kg down by about 1,000.
    let with = |rate| ElementSet { half_mean_motion_rate: Some(rate), ..set() };
    assert_eq!(motion(&with(-1e-4), &ASSUMED), Some(Motion::Rises));
    assert_eq!(motion(&with(1e-5), &ASSUMED), Some(Motion::Held));
    assert_eq!(motion(&with(1e-4), &ASSUMED), Some(Motion::Drag));
    assert_eq!(motion(&with(1e-2), &ASSUMED), Some(Motion::Faster));
    assert_eq!(motion(&ElementSet { half_mean_motion_rate: None, ..set() }, &ASSUMED), None);
    // 16.4 revolutions a day are at 170 km, where no air is tabled.
    assert_eq!(motion(&ElementSet { mean_motion: 16.4, ..with(1e-2) }, &ASSUMED), None);
}

#[test]
fn every_satellite_is_in_one_cohort_and_in_one_shell() {
    let other = ElementSet {
        catalogue_number: 1,
        name: Some("STARLINK-31000".into()),
        designator: Some("2023-020D".into()),
        ..set()
    };
    let (one, two) = (set(), other);
    let survey = survey(&[&one, &two], "STARLINK-", STARLINK, &ASSUMED).unwrap();
    assert_eq!(survey.cohorts.iter().map(|cohort| cohort.satellites).sum::<usize>(), 2);
    assert_eq!(survey.shells.iter().map(|shell| shell.satellites).sum::<usize>(), 2);
    let of = |name| survey.cohorts.iter().find(|cohort| cohort.generation == Some(name)).unwrap();
    assert_eq!(
        (of("V2 Mini").launched, of("V2 Mini").launched_at_least, of("v1.0").launched_at_least),
        (Some(2023), 4, 2)
    );
    assert!(nothing_surveyed().is_none());
}

fn nothing_surveyed() -> Option<sunward_tracking::catalogue::Survey> {
    survey(&[], "STARLINK-", STARLINK, &ASSUMED)
}

#[test]
fn between_two_catalogues_each_satellite_stays_goes_or_comes() {
    let day =
        |days: i32| Moment { day: sunward_tracking::date::Day::new(2026, 1, 1 + days as u32).unwrap(), seconds: 0.0 };
    let at =
        |number, mean_motion, days| ElementSet { catalogue_number: number, mean_motion, epoch: day(days), ..set() };
    let before = [at(1, 15.0, 0), at(2, 15.0, 0)];
    let after = [at(1, 15.001, 10), at(3, 15.0, 10)];
    let (before, after): (Vec<&ElementSet>, Vec<&ElementSet>) = (before.iter().collect(), after.iter().collect());
    let found = between(&before, &after, "STARLINK-", STARLINK, Length::metres(25.0)).unwrap();
    let fate = &found.fates[0];
    assert_eq!((fate.before, fate.there, fate.new, fate.held), (2, 1, 1, 0));
    // Half in ten days; and 2/3 · 6,945 km · 0.001/15 in ten days is 31 m a day.
    assert!((fate.lost_per_year.unwrap() - std::f64::consts::LN_2 * 36.525).abs() < 1e-9);
    assert!((fate.median_sinking.unwrap().in_metres() - 30.9).abs() < 0.2, "{:?}", fate.median_sinking);
    assert!(between(&after, &before, "STARLINK-", STARLINK, Length::metres(25.0)).is_none());
}

#[test]
fn starlink_is_surveyed_beside_the_models_air() {
    let Some(sets) = published("starlink_2026-08-22.tle") else { return };
    let sets: Vec<&ElementSet> = sets.iter().collect();
    let start = Instant::now();
    let found = survey(&sets, "STARLINK-", STARLINK, &ASSUMED).unwrap();
    println!("{} satellites on {}, surveyed in {:.0?}", found.satellites, found.day, start.elapsed());
    assert_eq!((found.satellites, found.day.to_string().as_str()), (10_744, "2026-08-22"));
    // Counts by generation and year of launch are those of the table derived from the same file by another program.
    let wanted = [
        ("V2 Mini", 2023, 830),
        ("V2 Mini", 2024, 1502),
        ("V2 Mini", 2025, 2861),
        ("V2 Mini", 2026, 1691),
        ("V2 Mini direct-to-cell", 2024, 359),
        ("V2 Mini direct-to-cell", 2025, 280),
        ("v1.0", 2019, 14),
        ("v1.0", 2020, 212),
        ("v1.0", 2021, 414),
        ("v1.5", 2021, 168),
        ("v1.5", 2022, 1448),
        ("v1.5", 2023, 965),
    ];
    let counts: Vec<(&str, i32, usize)> = found
        .cohorts
        .iter()
        .map(|cohort| (cohort.generation.unwrap(), cohort.launched.unwrap(), cohort.satellites))
        .collect();
    assert_eq!(counts, wanted);
    for cohort in &found.cohorts {
        println!(
            "{} {}: {} of at least {} from {} launches, {:.0} km ({:.0} to {:.0}), {:.0} m a day, {:?}",
            cohort.generation.unwrap(),
            cohort.launched.unwrap(),
            cohort.satellites,
            cohort.launched_at_least,
            cohort.launches,
            cohort.median_altitude.in_kilometres(),
            cohort.lowest.in_kilometres(),
            cohort.highest.in_kilometres(),
            cohort.median_sinking.unwrap().in_metres(),
            cohort.motions
        );
    }
    for shell in found.shells.iter().take(10) {
        println!(
            "{}° {:.0} km: {}, {:.0} m a day, {:?}, air {:.0?}",
            shell.inclination,
            shell.altitude.in_kilometres(),
            shell.satellites,
            shell.median_sinking.unwrap().in_metres(),
            shell.motions,
            shell.drag.unwrap().map(Length::in_metres)
        );
    }
    let start = Instant::now();
    let moved = propagated(&sets, Moment { day: found.day, seconds: 43_200.0 });
    println!("propagated in {:.0?}: {moved:?}", start.elapsed());
    assert!(moved.answered > 10_700 && moved.answered + moved.without.values().sum::<usize>() == 10_744);
    assert_eq!(sets.iter().filter(|set| sinking_per_day(set).is_none()).count(), 0);
}

#[test]
fn what_became_of_starlink_between_two_catalogues() {
    let (Some(before), Some(after)) =
        (published("active_satellites_elements_2025-10-07.csv"), published("starlink_2026-08-22.tle"))
    else {
        return;
    };
    let (before, after): (Vec<&ElementSet>, Vec<&ElementSet>) = (before.iter().collect(), after.iter().collect());
    let found = between(&before, &after, "STARLINK-", STARLINK, Length::metres(25.0)).unwrap();
    println!("{} to {}", found.from, found.to);
    for fate in &found.fates {
        println!("{fate:?}");
    }
    let sum = |of: &dyn Fn(&sunward_tracking::catalogue::Fate) -> usize| found.fates.iter().map(of).sum::<usize>();
    assert_eq!((sum(&|fate| fate.before), sum(&|fate| fate.there + fate.new)), (8494, 10_744));
}
