//! Sunlight on the ground against the textbook of Duffie and Beckman.

use proptest::prelude::*;
use sunward_physics::insolation::*;
use sunward_quantity::{Angle, Flux, Length};

fn degrees(value: f64) -> Angle {
    Angle::degrees(value)
}

fn watts(value: f64) -> Flux {
    Flux::watts_per_square_metre(value)
}

fn megajoules_a_day(mean: Flux) -> f64 {
    mean.in_watts_per_square_metre() * 0.0864
}

/// Example 1.10.1: 43° N, 15 April (declination 9.4°, day 105, solar constant 1,367 W/m²): 33.8 MJ/m², printed to
/// 0.1; sunset at 98.9°, so 13.2 hours.
#[test]
fn the_textbook_day_at_43_north() {
    let sunlight =
        watts(1367.0 * (1.0 + 0.033 * sunward_quantity::elementary::cos(2.0 * std::f64::consts::PI * 105.0 / 365.0)));
    let mean = without_air(degrees(43.0), degrees(9.4), sunlight).unwrap();
    assert!((megajoules_a_day(mean) - 33.8).abs() < 0.05, "{}", megajoules_a_day(mean));
    let day = length_of_day(degrees(43.0), degrees(9.4)).unwrap().in_hours();
    assert!((day - 2.0 * 98.9 / 15.0).abs() < 0.01);
}

/// With the Sun's true place (9.6°, against 9.4° by the textbook's rule) and 1,361 W/m²: 1 % is what the rule is
/// worth. Seen in the almanac: 13.3 hours with 0.1 of bent light.
#[test]
fn the_same_day_by_the_calendar() {
    assert!((megajoules_a_day(extraterrestrial(degrees(43.0), 105).unwrap()) / 33.8 - 1.0).abs() < 0.01);
    assert!((day_length(degrees(43.0), 105).unwrap().in_hours() - 13.25).abs() < 0.05);
}

/// Examples 2.8.1 and 2.8.2: Madison, 270 m, 22 August 11:30, 31.9° from the zenith, 1,339 W/m² above the air:
/// beam 0.62 and 830 W/m², diffuse 0.089 and 101 W/m², level 803 W/m². Printed to two digits.
#[test]
fn the_textbook_sky_at_madison() {
    let cos_zenith = sunward_quantity::elementary::cos(31.9f64.to_radians());
    let beam = beam_transmittance(cos_zenith, Length::metres(270.0), Climate::MidlatitudeSummer).unwrap();
    assert!((beam - 0.62).abs() < 0.005, "{beam}");
    let diffuse = diffuse_transmittance(beam);
    assert!((diffuse - 0.089).abs() < 0.0015, "{diffuse}");
    assert!((1339.0 * cos_zenith * (beam + diffuse) - 803.0).abs() < 0.008 * 803.0);
}

/// FAO Irrigation Paper 56, equation 37: a clear sky at sea level lets 0.75 through over the day, in clean air with
/// the Sun high. Hottel's standard sky has 23 km of visibility and takes about a tenth more.
#[test]
fn a_clear_day_lets_three_quarters_through() {
    for latitude in [-35.0, 0.0, 20.0, 35.0] {
        let sum = |of: &dyn Fn(u32) -> Flux| (1..=365).map(of).sum::<Flux>();
        let above = sum(&|day| extraterrestrial(degrees(latitude), day).unwrap());
        let below = sum(&|day| clear_sky(degrees(latitude), day, Angle::ZERO).unwrap());
        assert!((below / above / 0.75 - 0.88).abs() < 0.05, "{latitude}: {}", below / above);
    }
}

/// Five times: a panel in a dawn-dusk orbit against one in the desert (fixed, a quarter of its rating). A tracker at
/// 0.33 leaves four times.
#[test]
fn orbit_gives_about_five_times_as_much() {
    let times = |ground: f64| space_to_ground(ground, 0.9615, watts(1361.1)).unwrap();
    assert!((times(0.25) - 5.23).abs() < 0.01);
    assert!((times(0.33) - 3.97).abs() < 0.01);
}

#[test]
fn the_polar_night_is_dark_and_the_midnight_sun_does_not_set() {
    let (june, december) = (172, 355);
    for (latitude, light, dark) in [(75.0, june, december), (-75.0, december, june)] {
        assert_eq!(day_length(degrees(latitude), dark).unwrap().in_hours(), 0.0);
        assert_eq!(clear_sky(degrees(latitude), dark, degrees(40.0)).unwrap(), Flux::ZERO);
        assert_eq!(extraterrestrial(degrees(latitude), dark).unwrap(), Flux::ZERO);
        assert!((day_length(degrees(latitude), light).unwrap().in_hours() - 24.0).abs() < 1e-12);
        assert!(clear_sky(degrees(latitude), light, Angle::ZERO).unwrap() > watts(200.0));
        assert_eq!(darkest_month(degrees(latitude), Angle::ZERO).unwrap(), 0.0);
    }
}

#[test]
fn the_farther_north_the_darker_the_darkest_month() {
    let mut last = 1.0;
    for latitude in [10.0, 20.0, 30.0, 40.0, 50.0, 60.0] {
        let ratio = darkest_month(degrees(latitude), Angle::ZERO).unwrap();
        assert!(ratio < last, "{latitude}");
        last = ratio;
    }
    // A tilt gives winter some of it back.
    assert!(
        darkest_month(degrees(50.0), degrees(50.0)).unwrap() > 1.5 * darkest_month(degrees(50.0), Angle::ZERO).unwrap()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Six months later the other hemisphere has the same day.
    #[test]
    fn the_hemispheres_mirror_each_other(latitude in 0.0..90.0f64, declination in -23.4..23.4f64) {
        let day = |l: f64, d: f64| length_of_day(degrees(l), degrees(d)).unwrap().in_hours();
        prop_assert!((day(latitude, declination) - day(-latitude, -declination)).abs() < 1e-9);
        prop_assert!((day(latitude, declination) + day(latitude, -declination) - 24.0).abs() < 1e-9);
    }

    /// Air takes, whatever the place and day.
    #[test]
    fn no_clear_sky_outshines_no_sky(latitude in -90.0..90.0f64, day in 1..366u32) {
        let above = extraterrestrial(degrees(latitude), day).unwrap();
        let below = clear_sky(degrees(latitude), day, Angle::ZERO).unwrap();
        prop_assert!(below <= above * 0.85 && below >= Flux::ZERO);
    }
}

#[test]
fn impossible_places_and_days_are_refused() {
    let flat = Angle::ZERO;
    assert_eq!(day_length(degrees(91.0), 1), Err(GroundError::Latitude(degrees(91.0))));
    assert!(day_length(degrees(f64::NAN), 1).is_err());
    assert_eq!(day_length(flat, 0), Err(GroundError::Day(0)));
    assert_eq!(clear_sky(flat, 367, flat), Err(GroundError::Day(367)));
    assert_eq!(clear_sky(flat, 1, degrees(-5.0)), Err(GroundError::Tilt(degrees(-5.0))));
    let high = Length::kilometres(9.0);
    assert_eq!(beam_transmittance(1.0, high, Climate::Standard), Err(GroundError::Height(high)));
    assert_eq!(space_to_ground(0.0, 0.9, watts(1361.0)), Err(GroundError::Share(0.0)));
    assert_eq!(space_to_ground(0.2, 0.9, Flux::ZERO), Err(GroundError::Sunlight(Flux::ZERO)));
}
