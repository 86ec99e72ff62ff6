//! Heat, cells, batteries, radiators and lives against published values, laws and refusals.

use proptest::prelude::*;
use std::f64::consts::PI;
use sunward_physics::battery::{self, Battery, allowed_depth};
use sunward_physics::cell::{self, Cell, NoPower, operating_point, plain_array_area};
use sunward_physics::constants::{
    EARTH_ALBEDO, EARTH_INFRARED, EARTH_MEAN_RADIUS, EARTH_RADIUS, SOLAR_CONSTANT, STEFAN_BOLTZMANN,
};
use sunward_physics::heat::{self, Face, NoBalance, Surroundings, parallel_squares_view_factor, plate_view_factor};
use sunward_physics::radiator::{self, CannotRadiate};
use sunward_physics::reliability::{lifetime_penalty, survival};
use sunward_quantity::elementary::{acos, asin, cos, exp, fourth_power, ln, power, sin};
use sunward_quantity::{
    Angle, Area, ArealMass, Flux, Length, PerKelvin, Power, Rate, SpecificEnergy, SpecificPower, Temperature, TimeSpan,
};

#[track_caller]
fn close(ours: f64, published: f64, within: f64) {
    assert!((ours / published - 1.0).abs() <= within, "{ours} is not within {within} of {published}");
}

fn edge_on(kilometres: f64) -> f64 {
    plate_view_factor(Length::kilometres(kilometres), Angle::degrees(90.0), EARTH_RADIUS)
}

/// The project's reference values, to the digits they are printed with.
#[test]
fn an_edge_on_plate_sees_a_quarter_of_its_view_as_earth() {
    assert!((edge_on(550.0) - 0.2579).abs() < 5e-5);
    assert!((edge_on(650.0) - 0.2407).abs() < 5e-5);
}

/// Case D9 (McCalip's code): 0.847 with a mean Earth.
#[test]
fn a_plate_looking_down_from_550_km_sees_what_was_published() {
    close(plate_view_factor(Length::kilometres(550.0), Angle::ZERO, EARTH_MEAN_RADIUS), 0.8474, 1e-4);
}

/// Integral of cos cos / πd² over the part of Earth in view; the share of it lit by a Sun at zenith angle `sun`,
/// whose direction is perpendicular to the plate's normal when `tilt` is 90°.
fn quadrature(h: f64, tilt: f64, sun: f64, steps: usize) -> (f64, f64) {
    let (r, top) = (1.0, 1.0 + h);
    let cap = acos(r / top);
    let (mut all, mut lit) = (0.0, 0.0);
    for i in 0..steps {
        let theta = (i as f64 + 0.5) / steps as f64 * cap;
        for j in 0..steps {
            let phi = (j as f64 + 0.5) / steps as f64 * 2.0 * PI;
            let ground = [sin(theta) * cos(phi), sin(theta) * sin(phi), cos(theta)];
            let to = [ground[0], ground[1], ground[2] - top];
            let d2 = to.iter().map(|x| x * x).sum::<f64>();
            let normal = [0.0, sin(tilt), -cos(tilt)];
            let at_plate = (to[0] * normal[0] + to[1] * normal[1] + to[2] * normal[2]) / d2.sqrt();
            let at_ground = -(to[0] * ground[0] + to[1] * ground[1] + to[2] * ground[2]) / d2.sqrt();
            let area = sin(theta) * (cap / steps as f64) * (2.0 * PI / steps as f64);
            let seen = at_plate.max(0.0) * at_ground.max(0.0) / (PI * d2) * area;
            all += seen;
            lit += seen * (ground[0] * sin(sun) + ground[2] * cos(sun)).max(0.0);
        }
    }
    (all, lit)
}

#[test]
fn plate_view_agrees_with_quadrature() {
    for h in [0.02, 0.0862, 0.4, 5.6] {
        for tilt in [0.0, 10.0, 35.0, 60.0, 75.0, 90.0, 105.0, 120.0, 140.0, 175.0_f64] {
            let (all, _) = quadrature(h, tilt.to_radians(), 0.0, 700);
            let ours = plate_view_factor(EARTH_RADIUS * h, Angle::degrees(tilt), EARTH_RADIUS);
            assert!((ours - all).abs() < 2e-5, "h {h} tilt {tilt}: {ours} against {all}");
        }
    }
}

/// The tolerances are those its documentation promises.
#[test]
fn albedo_view_agrees_with_quadrature() {
    for kilometres in [300.0, 550.0, 650.0, 1000.0, 2000.0_f64] {
        for zenith in [90.0, 75.0, 60.0, 30.0, 0.0_f64] {
            let (_, lit) = quadrature(kilometres / 6378.137, 0.5 * PI, zenith.to_radians(), 400);
            let cosine = cos(zenith.to_radians());
            let ours = heat::albedo_view_factor(Length::kilometres(kilometres), cosine, EARTH_RADIUS);
            close(ours, lit, if zenith == 90.0 { 0.05 } else { 0.07 });
        }
    }
}

#[test]
fn a_face_sees_less_of_earth_the_further_it_turns_away() {
    // Where the limb touches the plate's plane the two branches of the formula meet: cos g / H² = sin³ b.
    let at = |tilt| plate_view_factor(Length::kilometres(650.0), Angle::degrees(tilt), EARTH_RADIUS);
    let limb = asin(1.0 / (1.0 + 650.0 / 6378.137)).to_degrees();
    close(at(90.0 - limb), power(sin(limb.to_radians()), 3.0), 1e-12);
    assert!(at(90.0 + limb + 0.01).abs() < 1e-12);
    let mut last = 1.0;
    for tilt in 0..=180 {
        let now = at(f64::from(tilt));
        assert!((0.0..=last).contains(&now), "tilt {tilt}");
        last = now;
    }
}

/// Published: 0.200, 0.415, 0.690.
#[test]
fn neighbours_block_each_other_as_published() {
    for (ratio, published) in [(1.0, 0.200), (2.0, 0.415), (5.0, 0.690)] {
        let ours = parallel_squares_view_factor(Length::metres(ratio), Length::metres(1.0));
        assert!((ours - published).abs() <= 5e-4, "{ours} {published}");
    }
    let far = parallel_squares_view_factor(Length::metres(1.001e-3), Length::metres(1.0));
    close(far, power(1.001e-3, 2.0) / PI, 1e-3);
    assert!(parallel_squares_view_factor(Length::metres(1.0), Length::ZERO) == 1.0);
}

/// Case D1 (Starcloud): 770 W/m² of panel leave, 137 arrive, 633 net; 838 from a black one.
#[test]
fn two_faces_at_20_celsius_shed_633_watts() {
    let t = Temperature::kelvin(293.15);
    close((heat::black_body(t) * 2.0).in_watts_per_square_metre(), 838.0, 1e-3);
    // The absorbed heat, given as infrared on both faces.
    let face = Face { emissivity: 0.92, absorptivity: 0.0, sun_cosine: 0.0, earth_view: 1.0, albedo_view: 0.0 };
    let infrared = Flux::watts_per_square_metre(137.0 / (2.0 * 0.92));
    let around = Surroundings { sunlight: SOLAR_CONSTANT, albedo: 0.0, infrared };
    let flux = radiator::panel(t, &[face, face], 1.0, 0.0, &around).unwrap();
    close(flux.emitted.in_watts_per_square_metre(), 770.0, 5e-3);
    close(flux.absorbed.in_watts_per_square_metre(), 137.0, 1e-12);
    close(flux.per_panel.in_watts_per_square_metre(), 633.0, 5e-3);
    close(flux.per_face[0].in_watts_per_square_metre(), 633.0 / 2.0, 5e-3);
    let again = radiator::temperature_at(flux.per_panel, &[face, face], 1.0, 0.0, &around).unwrap();
    close(again.in_kelvin(), t.in_kelvin(), 1e-12);
}

/// Case D3: about 38 m² (computed 37.6) of black surface.
#[test]
fn forty_kilowatts_at_370_kelvin_need_38_square_metres() {
    let area = radiator::area(Power::kilowatts(40.0), 1.0, 1.0, Temperature::kelvin(370.0), 0.0).unwrap();
    close(area.in_square_metres(), 38.0, 0.015);
}

/// Case D4 (ISCR): 345 W/m² of one face.
#[test]
fn a_kilowatt_on_2_9_square_metres_is_345_watts_each() {
    let flux = Power::kilowatts(1.0) / Area::square_metres(2.9);
    close(flux.in_watts_per_square_metre(), 345.0, 5e-3);
    let wide = Surroundings { sunlight: SOLAR_CONSTANT, albedo: 0.0, infrared: Flux::ZERO };
    let one = Face { emissivity: 0.9, absorptivity: 0.0, sun_cosine: 0.0, earth_view: 0.0, albedo_view: 0.0 };
    let back = Face { emissivity: 0.0, ..one };
    let t = radiator::temperature_at(flux, &[one, back], 1.0, 0.0, &wide).unwrap();
    let found = radiator::panel(t, &[one, back], 1.0, 0.0, &wide).unwrap();
    close(found.per_face[0].in_watts_per_square_metre(), 345.0, 5e-3);
    assert_eq!(found.per_face[1], Flux::ZERO);
}

/// Case D6: 12.7 K between edge and core are 15.6 % of flux.
#[test]
fn the_core_of_a_swarm_sheds_more() {
    let (core, edge) = (Temperature::kelvin(357.2), Temperature::kelvin(344.5));
    close((core - edge).in_kelvin(), 12.7, 0.01);
    close(heat::black_body(core) / heat::black_body(edge), 1.156, 0.01);
}

/// Case D8 (McCalip's code, run): 335.75 K.
#[test]
fn a_sunlit_plate_that_keeps_its_electricity_settles_at_62_6_celsius() {
    let view = 0.0212;
    let front = Face { emissivity: 0.85, absorptivity: 0.92, sun_cosine: 1.0, earth_view: view, albedo_view: 0.0 };
    let back = Face { emissivity: 0.90, sun_cosine: 0.0, ..front };
    let around = Surroundings { sunlight: SOLAR_CONSTANT, albedo: 0.0, infrared: EARTH_INFRARED };
    let t = heat::sink_temperature(&[front, back], &around).unwrap();
    assert!((t.in_kelvin() - 335.75).abs() < 0.1, "{t}");
    let net = heat::net_flux_face(t, &front, &around) + heat::net_flux_face(t, &back, &around);
    assert!(net.in_watts_per_square_metre().abs() < 1e-9);
    // The same panel as a solar array whose electricity all comes back.
    let panel = Cell { emissivity_front: 0.85, emissivity_back: 0.90, ..example_cell() };
    let elsewhere = EARTH_INFRARED * (view * 1.75);
    let point = operating_point(&panel, SOLAR_CONSTANT, elsewhere, 1.0, 1.0).unwrap();
    close(point.temperature.in_kelvin(), t.in_kelvin(), 1e-12);
}

/// Case D10: the slope is −4.
#[test]
fn area_falls_with_the_fourth_power_of_temperature() {
    let at =
        |t| radiator::area(Power::kilowatts(1.0), 0.9, 0.85, Temperature::kelvin(t), 0.0).unwrap().in_square_metres();
    let slope = ln(at(351.0) / at(349.0)) / ln(351.0 / 349.0);
    close(slope, -4.0, 1e-9);
}

/// Cases B1 and B3 (Turyshev): 4,400 m² of array, 1,900 m² of radiator, floor 22.8 kg/kW; +25 %, +67 %.
#[test]
fn turyshevs_floor_is_reproduced() {
    let (it, overhead) = (Power::megawatts(1.0), 1.25);
    let array = plain_array_area(it * overhead, 0.95, SOLAR_CONSTANT, 0.22);
    close(array.in_square_metres(), 4394.0, 0.01);
    let t = Temperature::kelvin(350.0);
    let panel = radiator::area(it * overhead, 0.90, 0.85, t, 0.0).unwrap();
    close(panel.in_square_metres(), 1920.0, 0.01);
    let mass = it * overhead / 0.95 / SpecificPower::watts_per_kilogram(100.0)
        + panel * ArealMass::kilograms_per_square_metre(5.0);
    close((mass / it).in_kilograms_per_kilowatt(), 22.76, 0.01);
    for (share, published) in [(0.2, 1.25), (0.4, 5.0 / 3.0)] {
        close(radiator::area(it * overhead, 0.90, 0.85, t, share).unwrap() / panel, published, 1e-12);
    }
}

/// The project's reference values: 252.0 / 278.2 / 298.6 / 323.0 / 348.8 K, edge-on at 550 km over the terminator.
#[test]
fn an_edge_on_panel_needs_349_kelvin_to_shed_1400_watts() {
    let altitude = Length::kilometres(550.0);
    let view = edge_on(550.0);
    let albedo_view = heat::albedo_view_factor(altitude, 0.0, EARTH_RADIUS);
    let face = Face { emissivity: 0.9, absorptivity: 0.2, sun_cosine: 0.0, earth_view: view, albedo_view };
    let around = Surroundings { sunlight: SOLAR_CONSTANT, albedo: EARTH_ALBEDO, infrared: EARTH_INFRARED };
    for (flux, published) in [(300.0, 252.0), (500.0, 278.2), (700.0, 298.6), (1000.0, 323.0), (1400.0, 348.8)] {
        let flux = Flux::watts_per_square_metre(flux);
        let t = radiator::temperature_at(flux, &[face, face], 1.0, 0.0, &around).unwrap().in_kelvin();
        assert!((t - published).abs() < 0.06, "{t} {published}");
    }
}

#[test]
fn a_radiator_that_absorbs_more_than_it_emits_is_refused() {
    let t = Temperature::kelvin(300.0);
    let refused = radiator::area(Power::kilowatts(1.0), 0.9, 1.0, t, 1.2).unwrap_err();
    assert!(refused.to_string().contains("absorbs more than it emits"), "{refused}");
    let white = Face { emissivity: 0.8, absorptivity: 0.9, sun_cosine: 1.0, earth_view: 0.2, albedo_view: 0.0 };
    let around = Surroundings { sunlight: SOLAR_CONSTANT, albedo: 0.3, infrared: EARTH_INFRARED };
    let refused = radiator::panel(t, &[white, white], 1.0, 0.0, &around).unwrap_err();
    assert!(matches!(refused, CannotRadiate::AbsorbsMoreThanItEmits { .. }));
    assert!(radiator::area(Power::kilowatts(1.0), f64::NAN, 1.0, t, 0.0).is_err());
    assert!(radiator::area(Power::kilowatts(1.0), 0.9, 1.0, Temperature::ZERO, 0.0).is_err());
    assert_eq!(heat::equilibrium_temperature(SOLAR_CONSTANT, 0.0), Err(NoBalance::NoEmission(0.0)));
    assert!(heat::equilibrium_temperature(-SOLAR_CONSTANT, 1.0).is_err());
}

/// The balance of the project's example: a 30 % cell at 650 km under a Sun in the orbit's axis.
fn example_cell() -> Cell {
    Cell {
        efficiency: 0.30,
        temperature_coefficient: PerKelvin::per_kelvin(-0.0022),
        packing: 1.0,
        absorptivity: 0.92,
        emissivity_front: 0.85,
        emissivity_back: 0.90,
        loss: Rate::ZERO,
        pointing: 1.0,
    }
}

/// Reference: 313.2 K, 29.2 %, 397.5 W/m².
#[test]
fn a_thirty_percent_cell_settles_at_forty_celsius() {
    let elsewhere = EARTH_INFRARED * (edge_on(650.0) * 1.75);
    let point = operating_point(&example_cell(), SOLAR_CONSTANT, elsewhere, 1.0, 0.0).unwrap();
    assert!((point.temperature.in_kelvin() - 313.2).abs() < 0.05, "{:?}", point);
    assert!((point.efficiency - 0.292).abs() < 5e-4, "{:?}", point);
    assert!((point.power.in_watts_per_square_metre() - 397.5).abs() < 0.3, "{:?}", point);
    assert!(point.iterations <= 4);
}

#[test]
fn too_hot_cells_are_refused() {
    let near = SOLAR_CONSTANT * 40.0;
    let refused = operating_point(&example_cell(), near, Flux::ZERO, 1.0, 0.0);
    assert!(matches!(refused, Err(NoPower::TooHot(t)) if t > Temperature::kelvin(700.0)), "{refused:?}");
    let mirror = Cell { absorptivity: 0.1, ..example_cell() };
    assert_eq!(operating_point(&mirror, SOLAR_CONSTANT, Flux::ZERO, 1.0, 0.0), Err(NoPower::MoreThanAbsorbed));
}

/// McCalip's mean over five years at 2.5 %: 0.95123.
#[test]
fn five_years_at_two_and_a_half_percent_keep_95_percent_on_average() {
    let loss = Rate::per_year(0.025);
    close(cell::mean_over_years(loss, 5).unwrap(), 0.95123, 1e-5);
    let sum = (0..5).map(|y| power(0.975, f64::from(y))).sum::<f64>() / 5.0;
    close(cell::mean_over_years(loss, 5).unwrap(), sum, 1e-12);
    close(cell::end_of_life(loss, TimeSpan::years(5.0)).unwrap(), power(0.975, 5.0), 1e-12);
    let steps = 10_000;
    let mean = (0..steps).map(|i| power(0.975, 5.0 * (f64::from(i) + 0.5) / f64::from(steps))).sum::<f64>();
    close(cell::mean_over_life(loss, TimeSpan::years(5.0)).unwrap(), mean / f64::from(steps), 1e-9);
    assert_eq!(cell::mean_over_life(Rate::ZERO, TimeSpan::years(5.0)), Ok(1.0));
    assert_eq!(cell::end_of_life(Rate::per_year(1.0), TimeSpan::years(2.0)), Ok(0.0));
    assert!(cell::end_of_life(Rate::per_year(1.1), TimeSpan::years(2.0)).is_err());
    assert!(cell::mean_over_years(loss, 0).is_err());
}

fn example_battery() -> Battery {
    Battery {
        specific_energy: SpecificEnergy::watt_hours_per_kilogram(200.0),
        depth_of_discharge: 0.8,
        reference_cycles: 30_000.0,
        reference_depth: 0.3,
        cycle_exponent: 1.5,
        charge_efficiency: 0.95,
        discharge_efficiency: 0.95,
    }
}

#[test]
fn cycles_limit_depth() {
    let battery = example_battery();
    assert_eq!(allowed_depth(&battery, 0.0), Ok(0.8));
    close(allowed_depth(&battery, 30_000.0).unwrap(), 0.3, 1e-12);
    // The law itself, turned round.
    let depth = allowed_depth(&battery, 60_000.0).unwrap();
    close(30_000.0 * power(0.3 / depth, 1.5), 60_000.0, 1e-12);
    assert!(allowed_depth(&Battery { cycle_exponent: 0.0, ..battery }, 1.0).is_err());
}

#[test]
fn what_the_battery_gives_comes_back_in_sunlight() {
    let (load, dark, lit) = (Power::kilowatts(10.0), TimeSpan::minutes(20.0), TimeSpan::minutes(78.0));
    let capacity = battery::energy(load, dark, 0.5, 0.95).unwrap();
    close(capacity.in_kilowatt_hours(), 10.0 / 3.0 / 0.5 / 0.95, 1e-12);
    let recharge = battery::recharge_power(load, dark, lit, 0.9, 0.95).unwrap();
    close((recharge * lit * 0.9 * 0.95).in_joules(), (load * dark).in_joules(), 1e-12);
    assert!(battery::energy(load, dark, 0.0, 0.95).is_err());
    assert!(battery::recharge_power(load, dark, TimeSpan::ZERO, 0.9, 0.9).is_err());
}

/// Cases B7 and B8 (Turyshev): 1.27, 1.58, and 1.93 with obsolescence.
#[test]
fn dying_early_costs_what_turyshev_says() {
    for (hazard, published) in [(0.10, 1.27), (0.20, 1.58), (0.30, 1.93)] {
        close(lifetime_penalty(Rate::per_year(hazard), TimeSpan::years(5.0)).unwrap(), published, 3e-3);
    }
}

#[test]
fn without_hazard_nothing_is_lost() {
    let life = TimeSpan::years(5.0);
    assert_eq!(lifetime_penalty(Rate::ZERO, life), Ok(1.0));
    close(lifetime_penalty(Rate::per_year(1e-12), life).unwrap(), 1.0 + 2.5e-12, 1e-15);
    close(survival(Rate::per_year(0.1), life).unwrap(), exp(-0.5), 1e-14);
    assert!(lifetime_penalty(Rate::per_year(-0.1), life).is_err());
    assert!(lifetime_penalty(Rate::per_year(0.1), TimeSpan::years(f64::NAN)).is_err());
}

proptest! {
    #[test]
    fn a_panel_sheds_exactly_what_it_receives(
        efficiency in 0.05..0.40_f64, b in -0.005..0.0005_f64, sun in 400.0..2500.0_f64, elsewhere in 0.0..300.0_f64,
        retention in 0.5..1.0_f64, returned in 0.0..1.0_f64,
    ) {
        let cell = Cell { efficiency, temperature_coefficient: PerKelvin::per_kelvin(b), ..example_cell() };
        let (sun, elsewhere) = (Flux::watts_per_square_metre(sun), Flux::watts_per_square_metre(elsewhere));
        let point = operating_point(&cell, sun, elsewhere, retention, returned).unwrap();
        let sent = STEFAN_BOLTZMANN * 1.75 * fourth_power(point.temperature.in_kelvin());
        let received = (sun * 0.92 + elsewhere - point.power * (1.0 - returned)).in_watts_per_square_metre();
        prop_assert!((sent / received - 1.0).abs() < 1e-10);
        let law = efficiency * (1.0 + b * (point.temperature.in_kelvin() - 301.15));
        prop_assert!((point.efficiency / law - 1.0).abs() < 1e-12);
    }

    #[test]
    fn view_factors_are_shares(altitude in -1e6..1e9_f64, tilt in 0.0..180.0_f64) {
        let share = plate_view_factor(Length::metres(altitude), Angle::degrees(tilt), EARTH_RADIUS);
        prop_assert!((0.0..=1.0).contains(&share));
    }
}
