//! Eclipses against three independent sources: the closed form of a cylinder, SGP4 with an ephemeris, and the
//! table of the reference note.

use proptest::prelude::*;
use sunward_physics::calendar::{days_in_year, start_of_year};
use sunward_physics::constants::EARTH_RADIUS;
use sunward_physics::eclipse::*;
use sunward_physics::orbit::*;
use sunward_physics::sun::{mean_sun, sun_at};
use sunward_quantity::elementary::{acos, asin, cos, sin};
use sunward_quantity::{Angle, DAY, Flux, Length, TimeSpan};

fn km(value: f64) -> Length {
    Length::kilometres(value)
}

fn sun_synchronous(altitude: f64, hours: f64) -> Orbit {
    Orbit::circular(km(altitude), Inclination::SunSynchronous, Node::LocalTime(hours)).unwrap()
}

fn inclined(altitude: f64, inclination: f64, node: f64) -> Orbit {
    let tilt = Inclination::Of(Angle::degrees(inclination));
    Orbit::circular(km(altitude), tilt, Node::RightAscension(Angle::degrees(node))).unwrap()
}

fn molniya() -> Orbit {
    let tilt = Inclination::Of(Angle::degrees(63.4));
    let node = Node::RightAscension(Angle::degrees(40.0));
    Orbit::elliptic(km(600.0), km(39_750.0), tilt, node, Angle::degrees(270.0)).unwrap()
}

/// Mean over the year of the closed form, eight times a day.
fn closed_form(orbit: &Orbit, year: i32) -> f64 {
    let looks = 8 * days_in_year(year);
    let dark = |j: u32| {
        let at = start_of_year(year).after((f64::from(j) + 0.5) * DAY / 8.0);
        cylinder_fraction(orbit.semi_major_axis(), orbit.beta_angle(year, at))
    };
    (0..looks).map(dark).sum::<f64>() / f64::from(looks)
}

/// Geometry alone: 96.0–96.2 % lit, one season of 87–92 days, 20 minutes (brief and reference note; the days there
/// are those of a cylinder, between full shadow and any shadow).
#[test]
fn dawn_dusk_at_650_km_in_2030() {
    for (hours, lit, (first, last)) in [(6.0, 0.962, (310, 35)), (18.0, 0.960, (126, 218))] {
        let year = survey(&sun_synchronous(650.0, hours), 2030);
        println!(
            "650 km {hours} h 2030: lit {:.5}, {} days ({} of umbra), {:?}, longest {:.2} min, umbra {:.2} min, {:.0} a year",
            year.sunlit_fraction,
            year.eclipse_days,
            year.umbra_days,
            year.seasons,
            year.longest_eclipse.in_minutes(),
            year.longest_umbra.in_minutes(),
            year.eclipses_per_year
        );
        assert!((year.sunlit_fraction - lit).abs() < 1e-3);
        assert_eq!(year.seasons.len(), 1);
        assert!((year.seasons[0].first_day as i32 - first).abs() <= 1);
        assert!((year.seasons[0].last_day as i32 - last).abs() <= 1);
        assert!(year.umbra_days <= 92 && year.eclipse_days >= 87);
        assert!((year.longest_eclipse.in_minutes() - 20.2).abs() < 0.15);
        // About 1,300 eclipses a year by Orekit's count.
        assert!((year.eclipses_per_year - 1330.0).abs() < 50.0);
    }
}

/// The table for 2027. Shares: the note's own spread between methods is 1.3e-4, and its first-order inclinations
/// lie 0.024° lower (1e-4); near the edge of the eclipse-free band both weigh double. Lengths: printed to 0.1
/// minutes from steps of 10 s. Days: those of a cylinder lie between full shadow and any shadow.
#[test]
fn the_table_of_2027_is_met() {
    let any = |days: u32| (days, days);
    let rows = [
        (sun_synchronous(400.0, 18.0), 0.0700, 25.2, any(118)),
        (sun_synchronous(500.0, 18.0), 0.0561, 23.2, any(107)),
        (sun_synchronous(560.0, 18.0), 0.0492, 22.0, any(101)),
        (sun_synchronous(650.0, 18.0), 0.0401, 20.2, any(92)),
        (sun_synchronous(800.0, 18.0), 0.0278, 17.5, any(77)),
        (sun_synchronous(1000.0, 18.0), 0.0154, 13.8, any(58)),
        (sun_synchronous(1200.0, 18.0), 0.0064, 9.7, any(38)),
        (sun_synchronous(1500.0, 18.0), 0.0, 0.0, any(0)),
        (sun_synchronous(2000.0, 18.0), 0.0, 0.0, any(0)),
        (sun_synchronous(650.0, 6.0), 0.0384, 20.3, any(88)),
        (sun_synchronous(650.0, 17.5), 0.0463, 21.3, any(102)),
        (sun_synchronous(550.0, 12.0), 0.3721, 35.8, any(365)),
        (sun_synchronous(550.0, 10.5), 0.3619, 35.5, any(365)),
        (inclined(550.0, 53.0, 0.0), 0.3081, 35.8, any(344)),
        (inclined(550.0, 30.0, 0.0), 0.3536, 35.8, any(365)),
        (inclined(1000.0, 30.0, 0.0), 0.3081, 35.2, any(365)),
        (inclined(2000.0, 30.0, 0.0), 0.2359, 35.3, any(355)),
        (inclined(8062.0, 0.0, 0.0), 0.1112, 42.3, any(365)),
        (inclined(20_182.0, 55.0, 0.0), 0.0172, 56.7, any(106)),
        (inclined(35_786.0, 0.0, 0.0), 0.0094, 71.8, (92, 93)),
    ];
    for (orbit, dark, longest, (from, to)) in rows {
        let year = survey(&orbit, 2027);
        let at = orbit.perigee_altitude().in_kilometres();
        let found = 1.0 - year.sunlit_fraction;
        println!("{at} km: dark {found:.5} ({dark}), longest {:.2} ({longest})", year.longest_eclipse.in_minutes());
        assert!((found - dark).abs() < 3e-4, "{at} km: {found}, published {dark}");
        assert!((year.longest_eclipse.in_minutes() - longest).abs() < 0.2, "{at} km");
        assert!(year.umbra_days <= to && from <= year.eclipse_days, "{at} km");
    }
}

/// 71.8 minutes with penumbra; 69.4 for the cylinder; two seasons round the equinoxes.
#[test]
fn the_geostationary_ring_has_two_seasons() {
    let year = survey(&inclined(35_786.0, 0.0, 0.0), 2030);
    println!(
        "GEO 2030: {:.2} min, umbra {:.2} min, {:?}",
        year.longest_eclipse.in_minutes(),
        year.longest_umbra.in_minutes(),
        year.seasons
    );
    assert_eq!(year.seasons.len(), 2);
    assert!((year.longest_eclipse.in_minutes() - 71.8).abs() < 0.1);
    assert!((longest_eclipse_circular(EARTH_RADIUS + km(35_786.0)).in_minutes() - 69.4).abs() < 0.05);
    // The cone narrows by the Sun's half-angle on either side where the penumbra widens by it.
    let (any, full) = (year.longest_eclipse.in_minutes(), year.longest_umbra.in_minutes());
    assert!((0.5 * (any + full) - 69.6).abs() < 0.1, "{any} {full}");
    assert!((85.0..=97.0).contains(&year.eclipses_per_year));
}

/// Case B14: 35.61 minutes, printed 35.6.
#[test]
fn the_longest_eclipse_at_550_km_is_the_published_one() {
    let radius = EARTH_RADIUS + km(550.0);
    assert!((longest_eclipse_circular(radius).in_minutes() - 35.61).abs() < 0.01);
    // The survey adds the penumbra (0.14 minutes) and the slower turn of a polar orbit over the bulge (0.04).
    let year = survey(&sun_synchronous(550.0, 12.0), 2030);
    assert!((year.longest_eclipse.in_minutes() - 35.61 - 0.18).abs() < 0.03, "{}", year.longest_eclipse.in_minutes());
}

/// The band of dawn-dusk orbits without eclipse, 1,391 to 3,330 km: cylinder, first-order inclination, plane kept
/// on the mean Sun. The edges move by 1 km for each 0.01° in the smallest beta.
#[test]
fn the_band_without_eclipses_is_the_published_one() {
    let dark = |altitude: f64| {
        let inclination = first_order_sun_synchronous_inclination(km(altitude)).unwrap();
        (0..4 * 365).any(|j| {
            let at = start_of_year(2027).after(f64::from(j) * DAY / 4.0);
            let node = mean_sun(at) + Angle::degrees(90.0);
            cylinder_fraction(EARTH_RADIUS + km(altitude), beta_angle(inclination, node, &sun_at(at))) > 0.0
        })
    };
    let edge = |mut dark_side: f64, mut lit_side: f64| {
        while (dark_side - lit_side).abs() > 0.1 {
            let middle = 0.5 * (dark_side + lit_side);
            *(if dark(middle) { &mut dark_side } else { &mut lit_side }) = middle;
        }
        lit_side
    };
    let (low, high) = (edge(1000.0, 2000.0), edge(4500.0, 2500.0));
    println!("no eclipses (cylinder, first order) from {low:.1} to {high:.1} km");
    assert!((low - 1391.0).abs() < 3.0 && (high - 3330.0).abs() < 5.0, "{low} {high}");

    // The survey knows the penumbra, so its band is a little narrower: 0.27° on either side, 30 km.
    for (altitude, free) in [(1380.0, false), (1450.0, true), (2400.0, true), (3200.0, true), (3400.0, false)] {
        let year = survey(&sun_synchronous(altitude, 18.0), 2027);
        assert_eq!(year.eclipse_days == 0, free, "{altitude} km: {} days", year.eclipse_days);
        assert_eq!(year.sunlit_fraction == 1.0, free);
    }
}

/// SGP4 in its standard WGS-72 form, 45 s steps through the year, Sun by VSOP87, disc of Earth against disc of the
/// Sun. Same mean semi-major axis at the start. SGP4 also knows that the bulge lifts the mean distance of polar orbits
/// by 4 km, lowers that of equatorial ones by 10 km, and that Earth's pear shape (`J₃`) lowers them by 7 km in the
/// north and lifts them in the south. That is 10 km or less, and 1 km is 1.1e-4 of share at most. Steps of 45 s give
/// each share to 2e-4. For Molniya SGP4 adds Sun and Moon, which move the perigee by tens of km and the plane by a degree.
#[test]
fn a_year_with_sgp4_sees_the_same_shadow() {
    for (name, orbit, within) in [
        ("dawn-dusk 650", sun_synchronous(650.0, 6.0), 1e-3),
        ("dusk-dawn 1000", sun_synchronous(1000.0, 18.0), 1e-3),
        ("53 deg 550", inclined(550.0, 53.0, 70.0), 1e-3),
        ("51.6 deg 420", inclined(420.0, 51.6, 200.0), 1e-3),
        ("equatorial 550", inclined(550.0, 0.5, 0.0), 1.3e-3),
        ("Molniya", molniya(), 2e-3),
    ] {
        let year = survey(&orbit, 2030);
        let (dark, longest, days) = with_sgp4(&orbit, 2030, 0.75);
        let ours = 1.0 - year.sunlit_fraction;
        println!(
            "{name}: dark {ours:.5}, SGP4 {dark:.5}; longest {:.2}, SGP4 {longest:.2}; days {}, SGP4 {days}",
            year.longest_eclipse.in_minutes(),
            year.eclipse_days
        );
        assert!((ours - dark).abs() < within, "{name}");
        // Counted in whole steps, so up to one too few or too many; perigee heights of Molniya matter too.
        assert!((year.longest_eclipse.in_minutes() - longest).abs() < 1.0, "{name}");
        let slack = if name == "Molniya" { 8 } else { 3 };
        assert!(year.eclipse_days.abs_diff(days) <= slack, "{name}");
    }
}

/// Share of light lost, longest run of steps with any light lost (minutes), days with any.
fn with_sgp4(orbit: &Orbit, year: i32, step: f64) -> (f64, f64, u32) {
    let elements = sgp4::Orbit {
        inclination: orbit.inclination().in_radians(),
        right_ascension: orbit.node_at_start_of(year).in_radians().rem_euclid(std::f64::consts::TAU),
        eccentricity: orbit.eccentricity().max(1e-6),
        argument_of_perigee: orbit.argument_of_perigee().in_radians(),
        mean_anomaly: 0.0,
        mean_motion: std::f64::consts::TAU / orbit.period().in_minutes(),
    };
    let years = start_of_year(year).0 / (365.25 * DAY);
    let constants =
        sgp4::Constants::new(sgp4::WGS72, sgp4::afspc_epoch_to_sidereal_time, years, 0.0, elements).unwrap();
    let earth = EARTH_RADIUS.in_kilometres();
    let days = days_in_year(year);
    let mut state = constants.initial_state();
    let (mut dark, mut run, mut longest, mut dark_days) = (0.0, 0, 0, 0);
    let per_day = (1440.0 / step) as u32;
    let mut tomorrow = ephemeris(year, 0.0);
    for day in 0..days {
        let today = tomorrow;
        tomorrow = ephemeris(year, f64::from(day) + 1.0);
        let mut seen = false;
        for j in 0..per_day {
            let part = (f64::from(j) + 0.5) / f64::from(per_day);
            let minutes = sgp4::MinutesSinceEpoch(1440.0 * (f64::from(day) + part));
            let position = constants.propagate_from_state(minutes, state.as_mut(), true).unwrap().position;
            let sun: [f64; 3] = std::array::from_fn(|k| today[k] + part * (tomorrow[k] - today[k]) - position[k]);
            let (r, d) = (length(position), length(sun));
            let dot = position[0] * sun[0] + position[1] * sun[1] + position[2] * sun[2];
            if dot >= 0.0 {
                run = 0;
                continue;
            }
            let (apart, disc) = (acos(-dot / (r * d)), asin(695_700.0 / d));
            let covered = 0.5 - 0.5 * ((apart - asin(earth / r)) / disc).clamp(-1.0, 1.0);
            dark += covered;
            run = if covered > 0.0 { run + 1 } else { 0 };
            longest = longest.max(run);
            seen |= covered > 0.0;
        }
        dark_days += u32::from(seen);
    }
    (dark / f64::from(days * per_day), f64::from(longest) * step, dark_days)
}

fn length([x, y, z]: [f64; 3]) -> f64 {
    (x * x + y * y + z * z).sqrt()
}

/// The Sun by VSOP87D in km, mean equator of date.
fn ephemeris(year: i32, day: f64) -> [f64; 3] {
    let jd = 2_451_545.0 + start_of_year(year).0 / DAY + day;
    let earth = vsop87::vsop87d::earth(jd);
    let (lon, lat, far) = (earth.longitude(), earth.latitude(), -earth.distance() * 149_597_870.7);
    let tilt = (23.439_291_11 - 0.013_004_167 * (jd - 2_451_545.0) / 36_525.0f64).to_radians();
    let (x, y, z) = (far * cos(lat) * cos(lon), far * cos(lat) * sin(lon), far * sin(lat));
    [x, y * cos(tilt) - z * sin(tilt), y * sin(tilt) + z * cos(tilt)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cone and cylinder differ by 5e-5 in the year's mean, 1.8e-4 at the edge of the band, and more where the
    /// shadow is hardly wider than its own penumbra: the Sun's half-angle times (r/R) against the shadow's share.
    #[test]
    fn round_orbits_agree_with_the_closed_form(
        altitude in 150.0..40_000.0f64, inclination in 0.0..180.0f64, node in 0.0..360.0f64, year in 2025..2065,
    ) {
        let orbit = inclined(altitude, inclination, node);
        let found = survey(&orbit, year);
        let closed = closed_form(&orbit, year);
        prop_assert!((1.0 - found.sunlit_fraction - closed).abs() < 2.5e-4, "{} {}", found.sunlit_fraction, closed);
        prop_assert!(found.umbra_days <= found.eclipse_days);
        prop_assert!(found.longest_umbra <= found.longest_eclipse);
    }

    /// Whatever the orbit: shares are shares, days add up, and the sky asks for no less than the worst day does.
    #[test]
    fn every_survey_is_sound(
        low in 150.0..20_000.0f64, more in 0.0..250_000.0f64, inclination in 0.0..180.0f64,
        node in 0.0..360.0f64, perigee in 0.0..360.0f64,
    ) {
        let tilt = Inclination::Of(Angle::degrees(inclination));
        let node = Node::RightAscension(Angle::degrees(node));
        let orbit = Orbit::elliptic(km(low), km(low + more), tilt, node, Angle::degrees(perigee)).unwrap();
        let year = survey(&orbit, 2040);
        prop_assert_eq!(year.days.len(), 366);
        prop_assert!(year.eclipse_days >= year.umbra_days);
        prop_assert!(year.longest_eclipse < year.period && year.longest_eclipse.is_finite());
        for day in &year.days {
            prop_assert!((0.0..=1.0).contains(&day.sunlit_fraction) && day.umbra <= day.eclipse);
        }
        let in_season: u32 = year.seasons.iter().map(|s| (s.last_day + 366 - s.first_day) % 366 + 1).sum();
        prop_assert_eq!(in_season, year.eclipse_days);
        sky_covers_every_day(&year, 3e-4);
    }
}

/// The need on the worst day, by looking at all days.
fn sky_covers_every_day(year: &OrbitYear, within: f64) {
    let sky = Sky::of(year);
    for step in 0..200 {
        let storing = 0.05 * f64::from(step);
        let need =
            |d: &OrbitDay| (1.0 + storing * (1.0 / d.sunlit_fraction - 1.0)) / d.flux.in_watts_per_square_metre();
        let exact = year.days.iter().map(need).fold(0.0, f64::max);
        let over = sky.worst_requirement(storing) / exact - 1.0;
        assert!(over > -1e-12 && over < within, "{storing}: {over}");
    }
}

#[test]
fn the_corners_of_dawn_dusk_skies_lose_nothing() {
    for altitude in [500.0, 650.0, 1000.0, 1400.0, 1600.0] {
        for hours in [6.0, 18.0] {
            sky_covers_every_day(&survey(&sun_synchronous(altitude, hours), 2030), 1e-12);
        }
    }
}

#[test]
fn an_equatorial_sky_of_eighty_corners_is_overrated_by_little() {
    for altitude in [550.0, 2000.0, 8062.0, 35_786.0] {
        sky_covers_every_day(&survey(&inclined(altitude, 0.0, 0.0), 2030), 2e-4);
    }
}

/// A wider Earth casts a wider shadow. 7 km of 6,378 is 1.1e-3; the day side of the Sun does not care.
#[test]
fn the_radius_of_the_earth_can_be_chosen() {
    let orbit = inclined(550.0, 53.0, 0.0);
    let small = orbit.over_earth_of(km(6371.0)).unwrap();
    let (wide, narrow) = (survey(&orbit, 2030), survey(&small, 2030));
    assert!(narrow.longest_eclipse < wide.longest_eclipse);
    assert!(narrow.longest_eclipse.in_minutes() > wide.longest_eclipse.in_minutes() - 0.1);
}

#[test]
fn an_eclipse_where_the_sun_hangs_over_the_pole_of_the_orbit_is_none() {
    assert_eq!(cylinder_fraction(EARTH_RADIUS + km(550.0), Angle::degrees(90.0)), 0.0);
    assert_eq!(cylinder_fraction(EARTH_RADIUS, Angle::ZERO), 0.5);
}

#[test]
fn skies_without_an_orbit() {
    let lagrange = Sky::always_lit(Flux::watts_per_square_metre(1389.0)).unwrap();
    assert_eq!(lagrange.worst_requirement(1.2), 1.0 / 1389.0);
    assert_eq!(lagrange.worst_requirement(0.0), 1.0 / 1389.0);
    // A ridge near the Moon's pole: 85 % lit, five days dark at a time.
    let ridge = Sky::typed_in(0.85, TimeSpan::days(5.0)).unwrap();
    assert!((ridge.period.in_days() - 5.0 / 0.15).abs() < 1e-9);
    assert!((ridge.worst_requirement(1.0) * 1361.0 - 1.0 / 0.85).abs() < 1e-12);
    assert!((ridge.eclipses_per_year * 5.0 / 365.25 - 0.15).abs() < 1e-12);
}

#[test]
fn impossible_skies_are_refused() {
    assert_eq!(Sky::typed_in(0.0, TimeSpan::days(1.0)), Err(SkyError::SunlitFraction(0.0)));
    assert_eq!(Sky::typed_in(1.5, TimeSpan::days(1.0)), Err(SkyError::SunlitFraction(1.5)));
    assert!(Sky::typed_in(f64::NAN, TimeSpan::ZERO).is_err());
    assert_eq!(Sky::typed_in(0.5, TimeSpan::ZERO), Err(SkyError::LongestEclipse(TimeSpan::ZERO)));
    assert!(Sky::always_lit(Flux::ZERO).is_err());
}
