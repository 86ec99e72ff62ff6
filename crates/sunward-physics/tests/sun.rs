//! The Sun's place and brightness against an ephemeris and an almanac.

use sunward_physics::calendar::{Instant, days_in_year, start_of_year};
use sunward_physics::constants::{ASTRONOMICAL_UNIT, SOLAR_RADIUS};
use sunward_physics::sun::{InsideTheSun, mean_sun, sun_at, sunlight};
use sunward_quantity::elementary::{acos, cos, sin};
use sunward_quantity::{DAY, Flux, Length};

const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// VSOP87D: geometric, ecliptic and equinox of date. Light takes 8 minutes, in which the Sun seems to lag 20.4898″.
fn ephemeris(at: Instant) -> ([f64; 3], f64) {
    let earth = vsop87::vsop87d::earth(2_451_545.0 + at.0 / DAY);
    let longitude = earth.longitude() + std::f64::consts::PI - DEGREE * 20.4898 / 3600.0 / earth.distance();
    let (latitude, t) = (-earth.latitude(), at.0 / DAY / 36_525.0);
    let tilt = DEGREE * (23.439_291_11 - 0.013_004_167 * t);
    let (x, y, z) = (cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude));
    ([x, y * cos(tilt) - z * sin(tilt), y * sin(tilt) + z * cos(tilt)], earth.distance())
}

/// Wanted are 0.01°. The terms left out are below 0.0001° and 4·10⁻⁶ au each; ten of them may add up.
#[test]
fn the_sun_stands_where_vsop87_says_from_2025_to_2065() {
    let (mut widest, mut farthest) = (0.0_f64, 0.0_f64);
    for step in 0..4000 {
        let at = start_of_year(2025).after(f64::from(step) * 3.7 * DAY);
        let ([x, y, z], distance) = ephemeris(at);
        let sun = sun_at(at);
        let [u, v, w] = sun.direction;
        let apart = ((x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)).sqrt() / DEGREE;
        widest = widest.max(apart);
        farthest = farthest.max((sun.distance / ASTRONOMICAL_UNIT - distance).abs());
    }
    println!("farthest from VSOP87: {widest:.5} deg, {farthest:.2e} au");
    assert!(widest < 0.001, "{widest} degrees");
    assert!(farthest < 1.5e-5, "{farthest} au");
}

/// Meeus, example 25.b: 13 October 1992, 0h TD. Published with nutation (0.0044°), which is left out here.
#[test]
fn the_almanac_example_is_met() {
    let at = Instant((2_448_908.5 - 2_451_545.0) * DAY);
    let sun = sun_at(at);
    assert!((sun.right_ascension.in_degrees() - 198.378_129).abs() < 0.006);
    assert!((sun.declination.in_degrees() + 7.783_816).abs() < 0.006);
    assert!((sun.distance / ASTRONOMICAL_UNIT - 0.997_608).abs() < 2e-5);
}

/// Equinox of March 2027: 20 March 20:25 UTC (printed in almanacs to the minute; a minute moves the Sun 0.0003°).
#[test]
fn spring_comes_on_time() {
    let at = start_of_year(2027).after((31.0 + 28.0 + 19.0) * DAY + 20.0 * 3600.0 + 25.0 * 60.0);
    assert!(sun_at(at).declination.in_degrees().abs() < 0.004);
}

/// The equation of time of mid-February (−14.2 minutes) and early November (+16.4): mean Sun less true Sun.
#[test]
fn sundials_and_clocks_differ_as_the_almanac_says() {
    for (day, minutes) in [(42.0, -14.2), (307.0, 16.4)] {
        let at = start_of_year(2030).after((day - 0.5) * DAY);
        let behind = (mean_sun(at).in_degrees() - sun_at(at).right_ascension.in_degrees() + 180.0).rem_euclid(360.0);
        assert!(((behind - 180.0) * 4.0 - minutes).abs() < 0.1, "day {day}");
    }
}

#[test]
fn the_direction_is_a_unit_vector_at_any_date() {
    for year in [i32::MIN, -5000, 1, 1900, 2030, 2500, i32::MAX] {
        let [x, y, z] = sun_at(start_of_year(year)).direction;
        assert!((x * x + y * y + z * z - 1.0).abs() < 1e-12, "{year}");
    }
}

/// J2000.0 is noon TT, 64.184 s after noon UTC.
#[test]
fn the_clock_starts_at_noon() {
    assert!((start_of_year(2000).0 - (64.184 - 43_200.0)).abs() < 1e-6);
    let year = start_of_year(2031).0 - start_of_year(2030).0;
    assert!((year - 365.0 * DAY).abs() < 1e-3);
    assert_eq!([2023, 2024, 2100, 2000].map(days_in_year), [365, 366, 365, 366]);
}

/// IAU 2015 Resolution B3 states the answer too, to the nearest watt.
#[test]
fn sunlight_at_one_au_is_the_nominal_irradiance() {
    let published = Flux::watts_per_square_metre(1361.0);
    let found = sunlight(ASTRONOMICAL_UNIT).unwrap();
    assert!((found / published - 1.0).abs() < 0.5 / 1361.0);
}

#[test]
fn twice_as_far_is_a_quarter_as_bright() {
    let near = sunlight(ASTRONOMICAL_UNIT).unwrap();
    let far = sunlight(ASTRONOMICAL_UNIT * 2.0).unwrap();
    assert!((near / far / 4.0 - 1.0).abs() < 1e-12);
}

/// The Sun's own brightness, S₀ (au/R☉)² = σT⁴ with the nominal 5,772 K of the same resolution, which is rounded
/// to a kelvin (4/5772).
#[test]
fn the_surface_of_the_sun_is_as_hot_as_it_is() {
    let surface = sunlight(SOLAR_RADIUS).unwrap().in_watts_per_square_metre();
    let kelvin = (surface / 5.670_374_419e-8).sqrt().sqrt();
    assert!((kelvin - 5772.0).abs() < 1.0);
    // And Earth sees it under half a degree.
    assert!(
        (acos(1.0 - 0.5 * (SOLAR_RADIUS / ASTRONOMICAL_UNIT) * (SOLAR_RADIUS / ASTRONOMICAL_UNIT)) - 0.00465).abs()
            < 1e-5
    );
}

#[test]
fn there_is_no_sunlight_inside_the_sun() {
    let centre = Length::metres(0.0);
    assert_eq!(sunlight(centre), Err(InsideTheSun(centre)));
    assert!(sunlight(Length::metres(f64::NAN)).is_err());
    assert!(InsideTheSun(centre).to_string().contains("lies inside it"));
}
