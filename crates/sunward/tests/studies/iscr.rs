//! Panels of cells, chips and radiator in one (`iscr2026`): their mass, and the heat balance of one body.

use super::ai1::edge_view;
use crate::{power, prints};

/// `σ`, W/m²/K⁴.
const SIGMA: f64 = 5.670_374_419e-8;
/// Sunlight and Earth's heat, W/m²; share of sunlight that Earth reflects.
const SUN: f64 = 1361.0;
const INFRARED: f64 = 237.0;
const ALBEDO: f64 = 0.3;

/// What a panel is; shares of one, SI.
#[derive(Debug, Clone, Copy)]
struct Panel {
    efficiency: f64,
    /// Of the front for sunlight.
    absorptivity: f64,
    /// Of the back for sunlight.
    back_absorptivity: f64,
    front: f64,
    back: f64,
    altitude: f64,
}

const PUBLISHED: Panel = Panel {
    efficiency: 0.253363,
    absorptivity: 0.9,
    back_absorptivity: 0.12,
    front: 0.85,
    back: 0.88,
    altitude: 600e3,
};

/// K, of a panel of one temperature, edge-on to Earth over the terminator, all of whose electricity ends in it as heat.
fn one_body(p: &Panel) -> f64 {
    let view = edge_view(p.altitude);
    // A low Sun on the half of Earth that is lit: 0.136 of the sine of the horizon's angle to the power 1.5.
    let ratio = 1.0 / (1.0 + p.altitude / 6_378_137.0);
    let lit = view * 0.136 * power(1.0 - ratio * ratio, 0.75);
    let taken = SUN * (p.absorptivity + ALBEDO * lit * (p.absorptivity + p.back_absorptivity));
    power((taken + INFRARED * view * (p.front + p.back)) / (SIGMA * (p.front + p.back)), 0.25)
}

/// W/m² that one face at 30 °C sheds in sight of Earth.
fn one_face(emissivity: f64) -> f64 {
    emissivity * (SIGMA * power(303.15, 4.0) - edge_view(600e3) * INFRARED)
}

/// The paper's numbers among themselves, and what its 30 °C asks for.
#[test]
fn the_published_panel() {
    prints(0.52 + 0.23 + 2.40, 3.15, 0.01);
    prints(1e3 / 2.9, 345.0, 1.0);
    prints(1.0 / (2.9 * 3.15e-3), 109.5, 0.1);
    // A face at 30 °C sheds the chips' heat, which is why the paper can say so ...
    prints(one_face(0.88), 369.0, 1.0);
    // ... but the front alone, rid of the electricity, then settles at 100 °C ...
    let front = power((0.9 * SUN - 345.0 + 0.85 * INFRARED * edge_view(600e3)) / (0.85 * SIGMA), 0.25);
    prints(front - 273.15, 99.0, 2.0);
    // ... and where front and back are one body it is 68 °C.
    prints(one_body(&PUBLISHED) - 273.15, 68.0, 1.0);
}

/// Area, mass and temperature by hand, at ten random sets.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, factor, meets, scenario, set};
    use sunward::quantity::{ArealMass, Length, Mass, Power, Ratio};
    let base = scenario("iscr");
    for number in 0..SETS {
        let f = |input: u64| factor(number, input);
        let p = Panel {
            efficiency: PUBLISHED.efficiency * f(0),
            absorptivity: 0.8 * f(1),
            back_absorptivity: 0.12 * f(2),
            front: 0.8 * f(3),
            back: 0.8 * f(4),
            altitude: 600e3 * f(5),
        };
        let (chips, cells, radiator, watts) = (1.27 * f(6), 0.52 * f(7), 2.4 * f(8), 16e6 * f(9));
        let mut model = base.clone();
        let m = &mut model;
        set(m, "cell.study.efficiency", Ratio::of(p.efficiency));
        set(m, "cell.study.absorptivity", Ratio::of(p.absorptivity));
        set(m, "radiator.study.absorptivity_new", Ratio::of(p.back_absorptivity));
        set(m, "radiator.study.absorptivity_aged", Ratio::of(p.back_absorptivity));
        set(m, "cell.study.front_emissivity", Ratio::of(p.front));
        set(m, "radiator.study.emissivity", Ratio::of(p.back));
        set(m, "orbit.study.altitude", Length::metres(p.altitude));
        set(m, "chip.b300.mass", Mass::kilograms(chips));
        set(m, "cell.study.areal_mass", ArealMass::kilograms_per_square_metre(cells));
        set(m, "radiator.study.areal_mass", ArealMass::kilograms_per_square_metre(radiator));
        set(m, "satellite.panels.it_power", Power::watts(watts));
        let area = watts / (SUN * p.efficiency);
        let mass = watts * chips / 1906.0 + area * (cells + radiator);
        meets(asked(m, "challenger.area.radiator", None, None), area, "area");
        meets(asked(m, "challenger.mass", None, None), mass / watts, "mass");
        meets(asked(m, "challenger.radiator_temperature", None, None), one_body(&p), "temperature");
    }
}

/// Chips that must stay at the claimed 30 °C cannot ride on such a panel.
#[test]
fn thirty_degrees_is_refused_for_one_body() {
    use super::harness::{scenario, set};
    use sunward::economics::Prepared;
    use sunward::quantity::Temperature;
    let mut model = scenario("iscr");
    set(&mut model, "chip.b300.temperature_limit", Temperature::kelvin(303.15));
    let prepared = Prepared::new(&model).unwrap();
    let year = model.scenario.focus;
    let refusal = prepared.evaluate(0, &model.register.values(year), year).unwrap_err().to_string();
    assert!(refusal.contains("radiates from its back settles at 341.3 K"), "{refusal}");
}
