//! Laser links against the published cases C1 to C4 and C8 (Suncatcher), laws and refusals.

use sunward_physics::constants::EARTH_RADIUS;
use sunward_physics::link::{
    Budget, NoLink, Terminal, beams_that_fit, budget, captured_share, confocal_length, divergence, far_field,
    from_decibels, gain, in_decibels, light_time, pointing_share, received_power, slant_range, spot_radius,
};
use sunward_quantity::elementary::{cos, exp, log10, sin};
use sunward_quantity::{Angle, DataRate, Length, Power};

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

/// Suncatcher's terminal: 5 W, 10 cm, 80 % telescopes, 3 dB of other losses, 24 channels of 400G.
fn suncatcher() -> Terminal {
    Terminal {
        aperture: APERTURE,
        wavelength: WAVE,
        light: Power::watts(5.0),
        efficiency: 0.8,
        passed: from_decibels(-3.0),
        pointing: Angle::ZERO,
        photons_per_bit: 196.0,
        channels: 24.0,
        channel_rate: DataRate::bits_per_second(400e9),
        beams: 1.0,
    }
}

fn at(terminal: &Terminal, kilometres: f64) -> Budget {
    budget(terminal, Length::kilometres(kilometres)).unwrap()
}

/// Case C5: 9.6 and 12.8 Tbit/s, exactly, wherever photons suffice.
#[test]
fn near_neighbours_are_bound_by_their_channels() {
    let narrow = Terminal { channels: 32.0, ..suncatcher() };
    close(at(&suncatcher(), 1.0).rate().in_bits_per_second(), 9.6e12, 1e-12);
    close(at(&narrow, 1.0).rate().in_bits_per_second(), 12.8e12, 1e-12);
}

/// The paper: 196 photons for a bit, and −20 dBm a channel of 400G (case C6: 0.24 mW for 24), are the same demand to the printed
/// digits; and the full rate reaches about 300 km. Ours closes there with less than 3 dB to spare, a usual margin.
#[test]
fn suncatchers_full_rate_closes_at_300_kilometres() {
    let near = at(&suncatcher(), 1.0);
    let needed = 5.0 * near.detected / near.margin();
    close(needed, 0.24e-3, 0.01);
    let margin = in_decibels(at(&suncatcher(), 300.0).margin());
    assert!((0.0..3.0).contains(&margin), "{margin} dB");
    assert!(at(&suncatcher(), 450.0).margin() < 1.0);
}

/// A second way to the same number: a link budget in decibels, item by item, far away (case C2 among them: 1.6 µW).
#[test]
fn a_budget_in_decibels_agrees() {
    let terminal = Terminal { pointing: Angle::radians(2e-6), ..suncatcher() };
    for kilometres in [2000.0, 5000.0, 40_000.0] {
        let pi = std::f64::consts::PI;
        let sent = 10.0 * log10(5.0);
        let aperture = 20.0 * log10(pi * 0.1 / 1.55e-6) + 10.0 * log10(0.8);
        let space = 20.0 * log10(1.55e-6 / (4.0 * pi * kilometres * 1e3));
        // The Gaussian's half angle λ / π w₀, with a waist of 1/√2 of the radius.
        let half = 1.55e-6 / (pi * 0.05 / 2f64.sqrt());
        let aim = -2.0 * (2e-6 / half) * (2e-6 / half) * 10.0 * log10(std::f64::consts::E);
        let received = sent + 2.0 * aperture + space - 3.0 + aim;
        let ours = in_decibels(5.0 * at(&terminal, kilometres).detected);
        // The share caught at 2,000 km is 3e-6, its square is left out here: parts in a million.
        assert!((ours - received).abs() < 1e-4, "{kilometres}: {ours} {received}");
        let bits = at(&terminal, kilometres).photon_limited.in_bits_per_second();
        close(bits, from_decibels(received) / (196.0 * 6.626_070_15e-34 * 299_792_458.0 / 1.55e-6), 1e-4);
    }
    close(5e6 * at(&suncatcher(), 5000.0).detected, 1.6, 0.03);
}

/// A second way to the captured share: the Gaussian summed ring by ring over the receiver.
#[test]
fn the_captured_share_is_the_sum_over_the_receiver() {
    let waist: f64 = 0.03;
    for (receiver, metres) in [(0.05, 100.0), (0.05, 3000.0), (0.02, 20_000.0)] {
        let spread = metres * 1.55e-6 / (std::f64::consts::PI * waist * waist);
        let width = waist * (1.0 + spread * spread).sqrt();
        let steps = 20_000;
        let step = receiver / f64::from(steps);
        let sum: f64 = (0..steps)
            .map(|i| {
                let r = (f64::from(i) + 0.5) * step;
                4.0 * r / (width * width) * exp(-2.0 * r * r / (width * width)) * step
            })
            .sum();
        let ours =
            captured_share(Length::metres(waist), Length::metres(receiver), WAVE, Length::metres(metres)).unwrap();
        close(ours, sum, 1e-8);
    }
}

/// Case C4 turned round: two by two beams at 1.25 km, four by four at 0.32 km. Case C8: slope −1.
#[test]
fn shorter_links_carry_more_beams_side_by_side() {
    let fit = |kilometres| beams_that_fit(APERTURE, WAVE, Length::kilometres(kilometres)).unwrap();
    close(fit(1.25), 4.0, 0.02);
    close(fit(0.32), 16.0, 0.02);
    close(fit(0.4) / fit(0.8), 2.0, 1e-12);
    assert_eq!(fit(100.0), 1.0);
    let many = Terminal { beams: 100.0, ..suncatcher() };
    close(at(&many, 0.3167).rate().in_bits_per_second(), 16.0 * 9.6e12, 0.01);
    assert_eq!(at(&Terminal { beams: 3.0, ..suncatcher() }, 0.32).beams, 3.0);
}

#[test]
fn no_more_light_arrives_than_was_sent() {
    for beams in [1.0, 4.0, 50.0] {
        for kilometres in [0.001, 0.1, 1.0, 10.0, 1e3, 1e6] {
            let lossless = Terminal { efficiency: 1.0, passed: 1.0, beams, ..suncatcher() };
            let b = at(&lossless, kilometres);
            assert!(b.detected > 0.0 && b.detected <= 1.0, "{kilometres} {}", b.detected);
            close(b.detected + b.lost, 1.0, 1e-12);
            assert!(at(&lossless, kilometres * 1.1).rate() <= b.rate());
        }
    }
    let kept =
        |error| pointing_share(Length::metres(0.03), WAVE, Length::kilometres(5.0), Angle::radians(error)).unwrap();
    assert_eq!(kept(0.0), 1.0);
    assert!(kept(2e-6) < kept(1e-6) && kept(1e-6) < 1.0);
}

#[test]
fn optics_that_nobody_can_build_are_refused() {
    let near = Length::kilometres(1.0);
    for (wrong, what) in [
        (Terminal { efficiency: 1.1, ..suncatcher() }, "telescope efficiency"),
        (Terminal { photons_per_bit: 0.0, ..suncatcher() }, "number of photons per bit"),
        (Terminal { light: Power::watts(-1.0), ..suncatcher() }, "sent power"),
        (Terminal { beams: f64::NAN, ..suncatcher() }, "number of beams"),
        (Terminal { pointing: Angle::radians(-1.0), ..suncatcher() }, "pointing error"),
    ] {
        assert_eq!(budget(&wrong, near).map_err(|NoLink { what, .. }| what), Err(what));
    }
    assert!(budget(&suncatcher(), Length::ZERO).is_err());
}

/// A second way to the slant range: go that far along the ray from the station, and see how high one is.
#[test]
fn the_slant_range_leads_from_the_station_to_the_orbit() {
    let r = EARTH_RADIUS.in_metres();
    for (altitude, degrees) in [(650e3, 5.0_f64), (650e3, 40.0), (35_786e3, 0.0), (384.4e6, 20.0)] {
        let e = degrees.to_radians();
        let ours = slant_range(Length::metres(altitude), Angle::radians(e), EARTH_RADIUS).unwrap().in_metres();
        let (x, y) = (ours * cos(e), r + ours * sin(e));
        close((x * x + y * y).sqrt(), r + altitude, 1e-12);
    }
}
