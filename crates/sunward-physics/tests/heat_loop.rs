//! Coolant, pumps, fins, coats and neighbours against published values, second methods, laws and refusals.

use sunward_physics::constants::STEFAN_BOLTZMANN;
use sunward_physics::heat::{Face, Surroundings, black_body, parallel_squares_view_factor};
use sunward_physics::heat_loop::{
    Fin, TooNear, absorptivity, blocked_by_neighbours, drop, emission_efficiency, fin_efficiency, flow, pump_share,
};
use sunward_quantity::elementary::{exp, fourth_power};
use sunward_quantity::{
    Density, Flux, Length, Power, Pressure, Quantity, SpecificHeat, Temperature, TemperatureDifference,
    ThermalConductivity, TimeSpan,
};

#[track_caller]
fn close(ours: f64, wanted: f64, within: f64) {
    assert!((ours / wanted - 1.0).abs() <= within, "{ours} is not within {within} of {wanted}");
}

const TEN: TemperatureDifference = TemperatureDifference::kelvin(10.0);
/// Propylene glycol, 25 % in water, at 45 °C (`airedale_glycol`).
const GLYCOL: SpecificHeat = SpecificHeat::joules_per_kilogram_kelvin(3970.0);
const GLYCOL_DENSITY: Density = Density::kilograms_per_cubic_metre(1011.6);

/// The Open Compute Project's rule: 1.5 litres a minute carry a kilowatt with at most 10 K; told to two digits.
#[test]
fn a_kilowatt_takes_one_and_a_half_litres_a_minute() {
    let mass_flow = flow(Power::kilowatts(1.0), GLYCOL, TEN).in_kilograms_per_second();
    let litres = mass_flow / GLYCOL_DENSITY.in_kilograms_per_cubic_metre() * 60e3;
    close(litres, 1.5, 0.05 / 1.5);
}

/// Its 40 psi on that flow: 6.9 W of flow for a kilowatt, worked out as volume times pressure.
#[test]
fn pumps_push_the_flow_against_the_pressure() {
    let pressure = Pressure::kilopascals(275.8);
    let share = pump_share(pressure, GLYCOL_DENSITY, GLYCOL, TEN, 1.0);
    close(share * 1000.0, 1.5e-3 / 60.0 * 275.8e3, 0.05 / 1.5);
    close(pump_share(pressure, GLYCOL_DENSITY, GLYCOL, TEN, 0.35) * 0.35, share, 1e-14);
    close(pump_share(pressure, GLYCOL_DENSITY, GLYCOL, TEN * 2.0, 1.0) * 2.0, share, 1e-14);
    let still = pump_share(pressure, GLYCOL_DENSITY, GLYCOL, TemperatureDifference::ZERO, 1.0);
    assert!(still.is_infinite(), "coolant that may not warm must flow without end");
}

#[test]
fn drops_add_and_half_of_the_rise_counts() {
    let kelvin = TemperatureDifference::kelvin;
    assert_eq!(drop(kelvin(2.0), kelvin(10.0), kelvin(3.0)), kelvin(10.0));
    assert_eq!(drop(kelvin(0.0), kelvin(0.0), kelvin(0.0)), TemperatureDifference::ZERO);
}

/// What is left out of [`drop`]: the mean of T⁴ along a panel that cools evenly.
#[test]
fn the_mean_temperature_stands_for_the_mean_emission() {
    let steps = 10_000;
    let along = (0..steps).map(|i| fourth_power(325.0 + 10.0 * (f64::from(i) + 0.5) / f64::from(steps)));
    let mean = along.sum::<f64>() / f64::from(steps);
    close(mean, fourth_power(330.0) * (1.0 + 0.5 * (10.0_f64 / 330.0) * (10.0 / 330.0)), 1e-6);
}

fn fin(millimetres: f64) -> Fin {
    Fin {
        length: Length::metres(millimetres * 1e-3),
        thickness: Length::metres(0.8e-3),
        conductivity: ThermalConductivity::watts_per_metre_kelvin(200.0),
    }
}

/// The fin with `T⁴`: `k t T'' = Σε σ T⁴ − a`, no heat at the tip, solved by shooting from the tip. Emission over that of
/// a fin wholly at its root's temperature.
fn shot(root: f64, emissivity_sum: f64, absorbed: f64, fin: &Fin) -> f64 {
    let conducted = fin.conductivity.in_si() * fin.thickness.in_si();
    let length = fin.length.in_metres();
    let steps = 2000;
    let dx = length / f64::from(steps);
    let bend = |t: f64| (emissivity_sum * STEFAN_BOLTZMANN * fourth_power(t) - absorbed) / conducted;
    let run = |tip: f64| {
        let (mut t, mut slope, mut emitted) = (tip, 0.0, 0.0);
        for _ in 0..steps {
            // Midpoint rule: second order.
            let (half_t, half_slope) = (t + 0.5 * dx * slope, slope + 0.5 * dx * bend(t));
            emitted += fourth_power(half_t) * dx;
            t += dx * half_slope;
            slope += dx * bend(half_t);
        }
        (t, emitted)
    };
    let (mut cold, mut warm) = (0.0, root);
    for _ in 0..60 {
        let middle = 0.5 * (cold + warm);
        if run(middle).0 > root { warm = middle } else { cold = middle }
    }
    run(cold).1 / (length * fourth_power(root))
}

/// A second method: the fin with its fourth power, integrated. The straight line errs low, by 0.5 % at 0.9.
#[test]
fn straight_fins_agree_with_fins_of_the_fourth_power() {
    for (length, wanted, least, most) in
        [(30.0, 0.97, -0.001, 0.0), (62.0, 0.90, -0.007, -0.003), (100.0, 0.78, -0.025, -0.010)]
    {
        let straight = fin_efficiency(Temperature::kelvin(330.0), 1.72, 0.0, &fin(length));
        let integrated = shot(330.0, 1.72, 0.0, &fin(length));
        assert!((straight - wanted).abs() < 0.015, "{length} mm: {straight}");
        let error = straight / integrated - 1.0;
        assert!(error > least && error < most, "{length} mm: {straight} against {integrated}: {error}");
    }
}

const AROUND: Surroundings = Surroundings {
    sunlight: Flux::watts_per_square_metre(1407.0),
    albedo: 0.30,
    infrared: Flux::watts_per_square_metre(237.0),
};

fn faces() -> [Face; 2] {
    let shaded = Face { emissivity: 0.86, absorptivity: 0.25, sun_cosine: 0.0, earth_view: 0.2407, albedo_view: 0.05 };
    [Face { sun_cosine: 0.05, ..shaded }, shaded]
}

/// What comes from outside is taken in along the whole fin; the same integration with it.
#[test]
fn a_fin_in_sunlight_emits_more_than_one_in_the_dark() {
    let root = Temperature::kelvin(320.0);
    let absorbed: f64 = faces().iter().map(|face| sunward_physics::heat::absorbed_face(face, &AROUND).in_si()).sum();
    let ours = emission_efficiency(root, &faces(), 0.0, &AROUND, &fin(62.0));
    close(ours, shot(320.0, 1.72, absorbed, &fin(62.0)), 0.006);
    assert!(ours > fin_efficiency(root, 1.72, 0.0, &fin(62.0)));
    let emitted = black_body(root).in_si() * 1.72;
    assert!(absorbed > 0.1 * emitted, "{absorbed} of {emitted}: else the test shows nothing");
}

#[test]
fn a_short_fin_is_as_warm_as_its_root_and_a_long_one_is_lost() {
    let at = |length| fin_efficiency(Temperature::kelvin(330.0), 1.72, 0.0, &fin(length));
    assert_eq!(at(1e-7), 1.0);
    assert!((at(0.1) - 1.0).abs() < 1e-5);
    close(at(20_000.0) * 2.0, at(10_000.0), 1e-12);
    let all: Vec<f64> = (1..200).map(|i| at(f64::from(i))).collect();
    assert!(all.windows(2).all(|pair| pair[1] < pair[0]), "longer is worse");
    let hidden = fin_efficiency(Temperature::kelvin(330.0), 1.72, 0.5, &fin(62.0));
    assert!(hidden > at(62.0), "a fin that emits less stays warmer");
}

#[test]
fn a_coat_ages_from_new_to_old() {
    let years = TimeSpan::years;
    let after = |t| absorptivity(0.15, 0.30, years(6.0), years(t));
    assert_eq!(after(0.0), 0.15);
    close(after(6.0), 0.15 + 0.15 * (1.0 - exp(-1.0)), 1e-14);
    close(after(1e6), 0.30, 1e-14);
    assert!(after(5.0) < after(7.0));
    assert_eq!(absorptivity(0.2, 0.2, years(6.0), years(5.0)), 0.2, "a coat that does not age");
}

/// The published factors 0.200, 0.415 and 0.690 for sides of 1, 2 and 5 gaps, to the last printed digit, found from the
/// heat that such panels shed.
#[test]
fn neighbours_hide_as_much_as_published() {
    let gap = Length::metres(10.0);
    for (ratio, published) in [(1.0, 0.200), (2.0, 0.415), (5.0, 0.690)] {
        let exact = parallel_squares_view_factor(gap * ratio, gap);
        let heat = 100.0 * ratio * ratio * (1000.0 * (1.0 - exact) - 50.0);
        let found = blocked_by_neighbours(heat, 1000.0, 50.0, gap).unwrap();
        assert!((found - published).abs() < 0.0006, "{ratio}: {found}");
    }
}

/// A second method: going round until nothing changes. And the balance itself.
#[test]
fn the_panel_sheds_its_heat_between_its_neighbours() {
    for gap in [9.0, 12.0, 30.0, 200.0, 650e3] {
        let (heat, emitted, absorbed) = (120e3, 1000.0, 150.0);
        let found = blocked_by_neighbours(heat, emitted, absorbed, Length::metres(gap)).unwrap();
        let mut area = heat / (emitted - absorbed);
        for _ in 0..20_000 {
            let hidden = parallel_squares_view_factor(Length::metres(area.sqrt()), Length::metres(gap));
            area = heat / (emitted * (1.0 - hidden) - absorbed);
        }
        let plain = parallel_squares_view_factor(Length::metres(area.sqrt()), Length::metres(gap));
        assert!((found - plain).abs() < 1e-9, "{gap} m: {found} against {plain}");
        let needed = heat / (emitted * (1.0 - found) - absorbed);
        assert!((needed / area - 1.0).abs() < 1e-9, "{gap} m");
    }
}

#[test]
fn neighbours_that_leave_no_view_are_refused() {
    let hidden = |gap| blocked_by_neighbours(120e3, 1000.0, 150.0, Length::metres(gap));
    assert_eq!(hidden(0.5), Err(TooNear));
    assert_eq!(hidden(0.0), Err(TooNear));
    let far: Vec<f64> = [8.0, 16.0, 50.0, 500.0, 1e5].iter().map(|gap| hidden(*gap).unwrap()).collect();
    assert!(far.windows(2).all(|pair| pair[1] < pair[0]), "further is better: {far:?}");
    assert!(far[4] < 1e-6);
    assert_eq!(blocked_by_neighbours(0.0, 1000.0, 150.0, Length::metres(1.0)), Ok(0.0), "no heat, no panel");
}
