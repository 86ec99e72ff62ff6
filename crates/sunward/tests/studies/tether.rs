//! The data centre on a tether (`tether2025`): always in sunlight at 1,600 km, 5 kg/kW, 0.02 Tbit/s for 2 MW.

use crate::{power, prints};
use sunward_quantity::elementary::acos;

/// Inclination in degrees at which an orbit of this altitude in m turns with the Sun, by the first order of Earth's
/// flattening.
fn sun_synchronous(altitude: f64) -> f64 {
    let a = 6_378_137.0 + altitude;
    let turn = 2.0 * std::f64::consts::PI / (365.2422 * 86_400.0);
    let nodes = 1.5 * 1.082_626_68e-3 * (3.986_004_418e14 / power(a, 3.0)).sqrt() * power(6_378_137.0 / a, 2.0);
    acos(-turn / nodes).to_degrees()
}

/// GB for a kilowatt-hour.
fn data(bits_per_second: f64, kilowatts: f64) -> f64 {
    bits_per_second / 8e9 * 3600.0 / kilowatts
}

#[test]
fn the_published_numbers_among_themselves() {
    prints(sun_synchronous(1_600e3), 102.5, 0.1);
    prints(10.0 / 2.0, 5.0, 1.0);
    prints(data(0.02e12, 2e3), 4.5, 0.1);
}

/// What the paper's own quotients give, the engine gives, at ten random sets; sunlight is worked out.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, factor, meets, scenario, set};
    use sunward::economics::{Prepared, PreparedOption};
    use sunward::quantity::{DataRate, Length, Power, Quantity, SpecificPower};
    let base = scenario("tether");
    for number in 0..SETS {
        let f = |input: u64| factor(number, input);
        let (kilowatts, specific, rate) = (2e3 * f(0), 200.0 * f(1), 0.02e12 * f(2));
        // From 1,450 km, a little above where eclipses end, to 1,900.
        let altitude = 1_450e3 + 1_000e3 * (f(3) - 0.8);
        let mut model = base.clone();
        let m = &mut model;
        set(m, "orbit.study.altitude", Length::metres(altitude));
        set(m, "satellite.tether.it_power", Power::kilowatts(kilowatts));
        set(m, "satellite.tether.specific_power", SpecificPower::watts_per_kilogram(specific));
        set(m, "downlink.study.rate", DataRate::bits_per_second(rate));
        meets(asked(m, "challenger.mass", None, None), 1.0 / specific, "mass");
        // GB for a kilowatt-hour are 8e9 bits for 3.6e6 joules.
        meets(asked(m, "challenger.downlink", None, None) * 3.6e6 / 8e9, data(rate, kilowatts), "downlink");
        meets(asked(m, "challenger.power", None, None), 1.0, "sunlight");
        let prepared = Prepared::new(m).unwrap();
        let PreparedOption::Satellite(satellite) = &prepared.options[0] else { panic!("no satellite") };
        // The engine also counts higher orders of Earth's flattening.
        let inclination = satellite.inclination.in_si().to_degrees();
        assert!((inclination - sun_synchronous(altitude)).abs() < 0.05, "{inclination}");
    }
}

/// The dose that the paper states is not ours at any depth of our table.
#[test]
fn no_shield_of_the_table_brings_the_dose_to_a_kilorad() {
    use super::harness::{asked, scenario, set};
    use sunward::quantity::{DoseRate, Length, Quantity};
    let mut last = f64::INFINITY;
    for millimetres in [2.0, 5.0, 10.0] {
        let mut model = scenario("tether");
        set(&mut model, "bus.compute_bus.shielding", Length::metres(millimetres * 1e-3));
        let dose = DoseRate::from_si(asked(&model, "challenger.dose", None, None)).in_rads_per_year();
        assert!(dose < last && dose > 2_000.0, "{dose} rad a year behind {millimetres} mm");
        last = dose;
    }
}
