//! Shells and generations of small catalogues whose answers are known.

#[path = "support/files.rs"]
mod support;

use sunward_quantity::Length;
use sunward_tracking::elements::ElementSet;
use sunward_tracking::shells::{
    STARLINK, altitude, apogee, generation, generations, perigee, semi_major_axis, shells, sinking_per_day,
};
use support::set;

/// One revolution in a sidereal day, 86,164.0905 s, is the geostationary orbit: 42,164 km, as every textbook rounds it.
#[test]
fn a_revolution_a_sidereal_day_is_geostationary() {
    let stationary = ElementSet { mean_motion: 86_400.0 / 86_164.090_5, ..set() };
    assert!((semi_major_axis(&stationary).in_kilometres() - 42_164.0).abs() < 0.5);
}

#[test]
fn the_altitude_lies_midway_between_perigee_and_apogee() {
    let set = set();
    let middle = (perigee(&set) + apogee(&set)).in_kilometres() / 2.0;
    assert!((middle - altitude(&set).in_kilometres()).abs() < 1e-9);
}

/// The rate is the difference of the axes a little before and after, divided by the time: the error of a central difference over
/// a day is of the third order, below 1e-6 of it here.
#[test]
fn the_rate_of_sinking_is_the_derivative_of_the_axis() {
    let set = set();
    let rate = 2.0 * set.half_mean_motion_rate.unwrap();
    let axis = |days: f64| {
        semi_major_axis(&ElementSet { mean_motion: set.mean_motion + rate * days, ..set.clone() }).in_kilometres()
    };
    let slope = axis(-0.5) - axis(0.5);
    let found = sinking_per_day(&set).unwrap().in_kilometres();
    assert!(found > 0.0 && (found / slope - 1.0).abs() < 1e-6, "{found} km a day, {slope}");
    assert_eq!(sinking_per_day(&ElementSet { half_mean_motion_rate: None, ..set }), None);
}

#[test]
fn generations_go_by_the_number_in_the_name() {
    let of = |name| generation(name, "STARLINK-", STARLINK);
    assert_eq!(of("STARLINK-1008"), Some("v1.0"));
    assert_eq!(of("STARLINK-2999"), Some("v1.0"));
    assert_eq!(of("STARLINK-3000"), Some("v1.5"));
    assert_eq!(of("STARLINK-11072 [DTC]"), Some("V2 Mini direct-to-cell"));
    assert_eq!(of("STARLINK-38099"), Some("V2 Mini"));
    for name in ["STARLINK-7500", "STARLINK-", "ONEWEB-1008", "STARLINK-99999999999"] {
        assert_eq!(of(name), None, "{name}");
    }
}

#[test]
fn shells_count_every_satellite_once() {
    let at = |inclination: f64, mean_motion: f64| ElementSet { inclination, mean_motion, ..set() };
    // 15.6 a day is at 387 km, 15.0 at 567 km.
    let sets = [at(53.1, 15.6), at(53.2, 15.6), at(43.0, 15.6), at(53.1, 15.0)];
    let found = shells(&sets, 1.0, Length::kilometres(100.0)).unwrap();
    let seen: Vec<_> =
        found.iter().map(|shell| (shell.inclination, shell.altitude.in_kilometres(), shell.satellites)).collect();
    assert_eq!(seen, [(43.0, 300.0, 1), (53.0, 300.0, 2), (53.0, 500.0, 1)]);
}

#[test]
fn bands_without_width_are_refused() {
    for width in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        assert!(shells(&[set()], width, Length::kilometres(1.0)).is_err());
        assert!(shells(&[set()], 1.0, Length::kilometres(width)).is_err());
    }
}

#[test]
fn populations_count_who_sinks_and_who_rises() {
    let with = |rate: Option<f64>| ElementSet { half_mean_motion_rate: rate, ..set() };
    // 1e-4 of half a rate sinks by 2/3 · 6,763 km · 2e-4 / 15.6 = 58 m a day.
    let sets = [with(Some(1e-4)), with(Some(-1e-4)), with(Some(1e-6)), with(None), ElementSet { name: None, ..set() }];
    let groups = generations(&sets, "STARLINK-", STARLINK, Length::metres(50.0));
    let first = &groups[&Some("v1.0")];
    assert_eq!((first.satellites, first.with_rate, first.sinking, first.rising), (4, 3, 1, 1));
    assert_eq!(first.median_sinking, sinking_per_day(&sets[2]));
    assert_eq!(groups[&None].satellites, 1);
    assert!(generations(&[], "STARLINK-", STARLINK, Length::metres(50.0)).is_empty());
}
