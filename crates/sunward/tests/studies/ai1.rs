//! AI1 as announced (`ai1_2026`): what its figures say of one another, and the heat balance behind its radiator.

use crate::{power, prints};
use sunward_quantity::elementary::asin;

/// `σ`, W/m²/K⁴.
const SIGMA: f64 = 5.670_374_419e-8;
/// Heat that Earth radiates, W/m².
const INFRARED: f64 = 237.0;

/// Share of the view of a plate edge-on to Earth that Earth fills, at `altitude` in m.
pub fn edge_view(altitude: f64) -> f64 {
    let h = 1.0 + altitude / 6_378_137.0;
    let w = (h * h - 1.0).sqrt();
    0.5 - asin(w / h) / std::f64::consts::PI - w / (std::f64::consts::PI * h * h)
}

/// K, of two faces of this emissivity that shed `flux` W/m² of panel and take in Earth's heat.
fn temperature(flux: f64, emissivity: f64, view: f64) -> f64 {
    power((flux + 2.0 * emissivity * view * INFRARED) / (2.0 * emissivity * SIGMA), 0.25)
}

/// Which of the announced figures agree with one another, without the engine.
#[test]
fn the_announced_figures_among_themselves() {
    // Area times flux is the peak, with 3 % to spare for everything that is not chips.
    prints(110.0 * 1_400.0 * 1e-3, 154.0, 1.0);
    // Two faces; coatings of 0.95 to 0.85, Earth out of sight and in sight.
    prints(temperature(1_400.0, 0.95, 0.0), 338.0, 1.0);
    prints(temperature(1_400.0, 0.85, 0.0), 347.0, 1.0);
    prints(temperature(1_400.0, 0.95, edge_view(600e3)), 344.0, 1.0);
    prints(temperature(1_400.0, 0.85, edge_view(600e3)), 353.0, 1.0);
    // Were it for each face, the panel would have to be hotter than the chips may be.
    assert!(temperature(2_800.0, 0.9, 0.0) > 400.0);
    // Span times height is no array: it would give more than twice the peak.
    prints(70.0 * 20.0 * 250.0 * 1e-3, 350.0, 1.0);
    // Mass was not announced: 150 and 120 kW at 70 kW/t.
    prints(150.0 / 70.0, 2.1, 0.1);
    prints(120.0 / 70.0, 1.7, 0.1);
}

/// Heat, flux and area of the radiator by hand, for a coating that takes in no sunlight, at ten random sets.
#[test]
fn the_radiator_follows_the_formula() {
    use super::harness::{SETS, asked, factor, meets, scenario, set};
    use sunward::quantity::{Power, Ratio, Temperature, TemperatureDifference};
    let base = scenario("ai1");
    for number in 0..SETS {
        let f = |input: u64| factor(number, input);
        let (chips, links, housekeeping) = (150e3 * f(0), 400.0 * f(1), 2e3 * f(2));
        let (conversion, pumps) = (0.92 * f(3).min(1.0), 0.01 * f(4));
        let (emissivity, fins) = (0.8 * f(5), 0.8 * f(6));
        // Not above the chip's 370 K; the drops 10 K in all.
        let chip = 340.0 + 30.0 * (f(7) - 0.8);
        let mut model = base.clone();
        let m = &mut model;
        set(m, "satellite.ai1.it_power", Power::watts(chips));
        set(m, "satellite.ai1.chip_temperature", Temperature::kelvin(chip));
        set(m, "link.laser_1t.power", Power::watts(links));
        set(m, "bus.compute_bus.housekeeping", Power::watts(housekeeping));
        set(m, "bus.compute_bus.conversion_efficiency", Ratio::of(conversion));
        set(m, "battery.li_ion_leo.charge_efficiency", Ratio::of(1.0));
        set(m, "radiator.light_panel.pump_share", Ratio::of(pumps));
        set(m, "radiator.light_panel.emissivity", Ratio::of(emissivity));
        set(m, "radiator.light_panel.fin_efficiency", Ratio::of(fins));
        set(m, "radiator.light_panel.absorptivity_new", Ratio::of(0.0));
        set(m, "radiator.light_panel.absorptivity_aged", Ratio::of(0.0));
        set(m, "radiator.light_panel.plate_drop", TemperatureDifference::kelvin(4.0));
        set(m, "radiator.light_panel.coolant_rise", TemperatureDifference::kelvin(4.0));
        set(m, "radiator.light_panel.panel_drop", TemperatureDifference::kelvin(4.0));
        let heat = (chips + links + housekeeping) / (conversion - pumps);
        let flux = 2.0 * emissivity * (fins * SIGMA * power(chip - 10.0, 4.0) - edge_view(600e3) * INFRARED);
        meets(asked(m, "challenger.heat", None, None), heat, "heat");
        meets(asked(m, "challenger.radiator_temperature", None, None), chip - 10.0, "temperature");
        meets(asked(m, "challenger.radiator_flux", None, None), flux, "flux");
        meets(asked(m, "challenger.area.radiator", None, None), heat / flux, "radiator");
        let area = asked(m, "challenger.area.array", None, None);
        let array = asked(m, "challenger.array_power", None, None);
        meets(asked(m, "challenger.array_flux", None, None), array / area, "array");
    }
}
