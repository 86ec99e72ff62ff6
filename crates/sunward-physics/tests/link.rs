//! Laser links against the published cases C1 to C4 and C8 (Suncatcher), laws and refusals.

use sunward_physics::constants::EARTH_RADIUS;
use sunward_physics::link::{
    captured_share, confocal_length, divergence, far_field, from_decibels, gain, in_decibels, light_time,
    received_power, slant_range, spot_radius,
};
use sunward_quantity::{Angle, Length, Power};

#[track_caller]
fn close(ours: f64, published: f64, within: f64) {
    assert!((ours / published - 1.0).abs() <= within, "{ours} is not within {within} of {published}");
}

const WAVE: Length = Length::metres(1.55e-6);
const APERTURE: Length = Length::metres(0.1);

/// Case C1: 105.1 dB.
#[test]
fn ten_centimetres_gain_105_decibels() {
    assert!((in_decibels(gain(APERTURE, WAVE, 0.8).unwrap()) - 105.1).abs() < 0.1);
}

/// Case C2: 1.6 µW.
#[test]
fn five_watts_become_microwatts_over_5000_kilometres() {
    let far = Length::kilometres(5000.0);
    let exact = gain(APERTURE, WAVE, 0.8).unwrap();
    for gain in [from_decibels(105.1), exact] {
        let received = received_power(Power::watts(5.0), [gain, gain], WAVE, far, from_decibels(-3.0)).unwrap();
        close(received.in_watts() * 1e6, 1.6, 0.03);
    }
}

/// Case C3: 18.9 µrad, at least 95 m.
#[test]
fn a_beam_spreads_to_95_metres() {
    let half = divergence(APERTURE, WAVE).unwrap();
    close(half.in_radians() * 1e6, 18.9, 0.01);
    close(spot_radius(half, Length::kilometres(5000.0)).in_metres(), 95.0, 0.01);
}

/// Case C4: 5, 1.25 and 0.32 km.
#[test]
fn smaller_mirrors_keep_a_beam_over_shorter_ways() {
    for (centimetres, published) in [(5.0, 5.0), (2.5, 1.25), (1.25, 0.32)] {
        let length = confocal_length(Length::metres(centimetres / 100.0), WAVE).unwrap();
        close(length.in_kilometres(), published, 0.02);
    }
}

/// Case C8: slope −2 beyond the far field; never more than was sent before it.
#[test]
fn far_power_falls_with_the_square_and_near_power_stops_at_what_was_sent() {
    let gain = gain(APERTURE, WAVE, 1.0).unwrap();
    let at = |kilometres| {
        let distance = Length::kilometres(kilometres);
        received_power(Power::watts(1.0), [gain, gain], WAVE, distance, 1.0).unwrap().in_watts()
    };
    let start = far_field(APERTURE, WAVE).unwrap().in_kilometres();
    close(at(2.0 * start) / at(4.0 * start), 4.0, 1e-12);
    assert_eq!(at(1e-3), 1.0);
    let caught = |kilometres| {
        captured_share(Length::metres(0.03), Length::metres(0.05), WAVE, Length::kilometres(kilometres)).unwrap()
    };
    assert!(caught(0.001) > 0.99 && caught(0.001) <= 1.0);
    close(caught(1e5) / caught(2e5), 4.0, 1e-3);
}

#[test]
fn a_satellite_overhead_is_as_far_as_it_is_high() {
    let high = Length::kilometres(650.0);
    let at = |degrees| slant_range(high, Angle::degrees(degrees), EARTH_RADIUS).unwrap().in_kilometres();
    close(at(90.0), 650.0, 1e-12);
    close(at(0.0), (2.0 * 6378.137 * 650.0 + 650.0 * 650.0_f64).sqrt(), 1e-12);
    assert!(at(10.0) > at(30.0));
    close(light_time(Length::kilometres(299.792_458)).in_seconds(), 1e-3, 1e-12);
}

#[test]
fn links_that_cannot_be_are_refused() {
    assert!(gain(Length::ZERO, WAVE, 0.8).is_err());
    assert!(gain(APERTURE, WAVE, 1.2).is_err());
    assert!(received_power(Power::watts(1.0), [1.0, 1.0], WAVE, Length::ZERO, 1.0).is_err());
    assert!(received_power(Power::watts(f64::NAN), [1.0, 1.0], WAVE, APERTURE, 1.0).is_err());
    assert!(slant_range(Length::kilometres(650.0), Angle::degrees(-1.0), EARTH_RADIUS).is_err());
    let refused = divergence(APERTURE, Length::metres(f64::INFINITY)).unwrap_err();
    assert_eq!(refused.to_string(), "no link has a wavelength of inf");
}
