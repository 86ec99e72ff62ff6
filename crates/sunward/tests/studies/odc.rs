//! ferhat00's `odc` 3.1 (`ferhat2026`): a station of one megawatt sold, sized by power and heat, with the same chips
//! on the ground; capital repaid in twelve payments a year.

use crate::{HOURS, power, prints, twelve_payments};
use sunward_quantity::elementary::fourth_power;

/// What the study assumes; for one megawatt sold, shares of one, money in millions of USD where not said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Inputs {
    /// Longest eclipse, minutes; it comes once a day.
    pub eclipse: f64,
    /// Spare chips in orbit, powered and cooled, as a share of those sold.
    pub spares: f64,
    /// Loads beside the chips, as a share of the power of all chips.
    pub overhead: f64,
    pub array_loss: f64,
    pub pointing: f64,
    /// W/kg and USD/W at the beginning of life.
    pub array_specific_power: f64,
    pub array_price: f64,
    /// Wh/kg, USD/kWh.
    pub battery_specific_energy: f64,
    pub battery_price: f64,
    pub battery_depth: f64,
    pub battery_round_trip: f64,
    /// K.
    pub radiator_temperature: f64,
    pub sink_temperature: f64,
    pub emissivity: f64,
    pub fin_efficiency: f64,
    /// kg/m², USD/m².
    pub radiator_mass: f64,
    pub radiator_price: f64,
    /// kg/kW, USD/W.
    pub chip_mass: f64,
    pub chip_price: f64,
    /// t.
    pub shielding: f64,
    /// On top of the mass of all parts.
    pub structure: f64,
    pub avionics: f64,
    pub integration: f64,
    /// Once, on chips, platform and launch; not on integration.
    pub insurance: f64,
    /// A year.
    pub operations: f64,
    /// Years, of everything in orbit.
    pub life: f64,
    /// USD/kg.
    pub launch_price: f64,
    pub wacc: f64,
    pub availability: f64,
    /// Share of compute lost to checkpoints and checks.
    pub compute_overhead: f64,
    /// Share of hours sold, on both sides.
    pub utilisation: f64,
    pub ground_spares: f64,
    /// For the megawatt.
    pub facility: f64,
    pub facility_life: f64,
    pub ground_chip_life: f64,
    pub ground_wacc: f64,
    pub pue: f64,
    /// USD/MWh.
    pub electricity: f64,
    pub ground_operations: f64,
    pub ground_compute_overhead: f64,
}

impl Inputs {
    /// The era "today".
    pub fn published() -> Self {
        Self {
            eclipse: 35.0,
            spares: 0.20,
            overhead: 0.08,
            array_loss: 0.02,
            pointing: 0.97,
            array_specific_power: 110.0,
            array_price: 30.0,
            battery_specific_energy: 160.0,
            battery_price: 600.0,
            battery_depth: 0.80,
            battery_round_trip: 0.93,
            radiator_temperature: 320.0,
            sink_temperature: 230.0,
            emissivity: 0.90,
            fin_efficiency: 0.90,
            radiator_mass: 6.0,
            radiator_price: 3000.0,
            chip_mass: 13.0,
            chip_price: 32.0,
            shielding: 1.8,
            structure: 0.18,
            avionics: 7.0,
            integration: 10.0,
            insurance: 0.07,
            operations: 1.5,
            life: 5.0,
            launch_price: 1600.0,
            wacc: 0.15,
            availability: 0.95,
            compute_overhead: 0.05,
            utilisation: 0.90,
            ground_spares: 0.05,
            facility: 12.0,
            facility_life: 15.0,
            ground_chip_life: 5.0,
            ground_wacc: 0.103,
            pue: 1.35,
            electricity: 87.0,
            ground_operations: 1.0,
            ground_compute_overhead: 0.01,
        }
    }

    /// Starship early, about 2028 to 2030.
    pub fn early() -> Self {
        Self {
            spares: 0.15,
            overhead: 0.07,
            array_loss: 0.015,
            array_specific_power: 180.0,
            array_price: 12.0,
            battery_specific_energy: 200.0,
            battery_price: 300.0,
            radiator_temperature: 325.0,
            radiator_mass: 4.0,
            radiator_price: 1500.0,
            chip_mass: 11.0,
            chip_price: 28.0,
            shielding: 1.5,
            structure: 0.15,
            avionics: 5.0,
            integration: 6.0,
            insurance: 0.06,
            operations: 1.0,
            launch_price: 700.0,
            wacc: 0.125,
            availability: 0.96,
            compute_overhead: 0.04,
            ..Self::published()
        }
    }

    /// Starship mature, about 2033 to 2035.
    pub fn mature() -> Self {
        Self {
            spares: 0.10,
            overhead: 0.06,
            array_loss: 0.01,
            array_specific_power: 350.0,
            array_price: 4.0,
            battery_specific_energy: 260.0,
            battery_price: 150.0,
            battery_depth: 0.85,
            radiator_temperature: 330.0,
            radiator_mass: 2.5,
            radiator_price: 600.0,
            chip_mass: 8.0,
            chip_price: 24.0,
            shielding: 1.0,
            structure: 0.12,
            avionics: 3.0,
            integration: 3.0,
            insurance: 0.04,
            operations: 0.6,
            life: 8.0,
            launch_price: 250.0,
            wacc: 0.103,
            availability: 0.98,
            compute_overhead: 0.03,
            ..Self::published()
        }
    }

    /// Fitted to `SemiAnalysis` 2026.
    pub fn semianalysis() -> Self {
        Self {
            overhead: 0.06,
            array_specific_power: 150.0,
            array_price: 22.0,
            battery_specific_energy: 200.0,
            battery_price: 300.0,
            radiator_temperature: 322.0,
            radiator_mass: 3.5,
            radiator_price: 1100.0,
            chip_mass: 11.0,
            chip_price: 32.3,
            shielding: 1.0,
            structure: 0.14,
            avionics: 4.5,
            integration: 8.0,
            insurance: 0.06,
            operations: 1.65,
            compute_overhead: 0.0,
            utilisation: 0.80,
            ground_spares: 0.0,
            ground_operations: 0.15,
            ground_compute_overhead: 0.048,
            ..Self::published()
        }
    }

    /// The doubter's case.
    pub fn skeptic() -> Self {
        Self {
            spares: 0.25,
            array_specific_power: 75.0,
            array_price: 35.0,
            radiator_temperature: 305.0,
            radiator_mass: 14.0,
            radiator_price: 3500.0,
            chip_mass: 40.0,
            shielding: 2.0,
            structure: 0.20,
            availability: 0.92,
            wacc: 0.20,
            ..Self::published()
        }
    }

    /// The hopeful case.
    pub fn optimist() -> Self {
        Self {
            array_specific_power: 400.0,
            radiator_temperature: 333.0,
            radiator_mass: 4.0,
            chip_mass: 9.0,
            life: 10.0,
            launch_price: 100.0,
            ..Self::mature()
        }
    }

    /// `SpaceX` in 2027, as its maker states it.
    pub fn spacex_2027() -> Self {
        Self { launch_price: 150.0, life: 5.0, ..Self::optimist() }
    }
}

/// What the study says, for one megawatt sold.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// t.
    pub mass: f64,
    /// Millions of USD.
    pub capital: f64,
    pub ground_capital: f64,
    /// USD for a kilowatt-hour sold.
    pub orbit: f64,
    pub ground: f64,
    pub ratio: f64,
    /// USD for an hour of a B300 of 30.5/16 kW by the clock, sold or not.
    pub gpu_hour: f64,
    pub ground_gpu_hour: f64,
    /// USD/kg at which both sides cost the same.
    pub break_even: f64,
}

/// The study's formulas.
pub fn outcome(i: &Inputs) -> Outcome {
    let chips = 1000.0 * (1.0 + i.spares);
    let bus = chips * (1.0 + i.overhead);
    let dark = i.eclipse / 1440.0;
    let battery = bus * i.eclipse / 60.0 / i.battery_depth;
    let recharge = (1.0 - dark + dark / i.battery_round_trip) / (1.0 - dark);
    let array = bus * recharge / (power(1.0 - i.array_loss, i.life) * i.pointing);
    let sigma = 5.670374419e-8;
    let flux = i.emissivity
        * i.fin_efficiency
        * sigma
        * (fourth_power(i.radiator_temperature) - fourth_power(i.sink_temperature));
    let radiator = bus * 1e3 / (2.0 * flux);
    let parts = array * 1e3 / i.array_specific_power
        + radiator * i.radiator_mass
        + chips * i.chip_mass
        + i.shielding * 1e3
        + battery * 1e3 / i.battery_specific_energy;
    let mass = parts * (1.0 + i.structure);

    let platform = array * i.array_price * 1e-3
        + radiator * i.radiator_price * 1e-6
        + battery * i.battery_price * 1e-6
        + i.avionics;
    let insured = 1.0 + i.insurance;
    let without_launch = (chips * i.chip_price * 1e-3 + platform) * insured + i.integration;
    let capital = without_launch + mass * i.launch_price * 1e-6 * insured;
    let sold = 1000.0 * HOURS * i.utilisation * (1.0 - i.compute_overhead) * i.availability;
    let repaid = twelve_payments(i.wacc, i.life);
    let orbit = (repaid * capital + i.operations) * 1e6 / sold;

    let ground_chips = (1.0 + i.ground_spares) * i.chip_price;
    let energy = i.pue * HOURS * i.utilisation * i.electricity * 1e-6;
    let a_year = twelve_payments(i.ground_wacc, i.ground_chip_life) * ground_chips
        + twelve_payments(i.ground_wacc, i.facility_life) * i.facility
        + i.ground_operations
        + energy;
    let ground = a_year * 1e6 / (1000.0 * HOURS * i.utilisation * (1.0 - i.ground_compute_overhead));

    let by_the_clock = i.utilisation * 30.5 / 16.0;
    Outcome {
        mass: mass * 1e-3,
        capital,
        ground_capital: ground_chips + i.facility,
        orbit,
        ground,
        ratio: orbit / ground,
        gpu_hour: orbit * by_the_clock,
        ground_gpu_hour: ground * by_the_clock,
        break_even: ((ground * sold * 1e-6 - i.operations) / repaid - without_launch) * 1e6 / (mass * insured),
    }
}

/// Headline table of its README and the survey's rerun at commit e6609a2.
#[test]
fn the_published_eras_are_met() {
    let today = outcome(&Inputs::published());
    prints(today.mass, 56.8, 0.1);
    prints(today.capital, 211.0, 1.0);
    prints(today.ground_capital, 46.0, 1.0);
    prints(today.ratio, 5.58, 0.01);
    prints(today.gpu_hour, 14.89, 0.01);
    prints(today.ground_gpu_hour, 2.67, 0.01);
    prints(today.break_even, -1322.0, 1.0);
    let early = outcome(&Inputs::early());
    prints(early.mass, 37.8, 0.1);
    prints(early.capital, 94.0, 1.0);
    prints(early.ground_capital, 41.0, 1.0);
    prints(early.ratio, 2.57, 0.01);
    prints(early.gpu_hour, 6.24, 0.01);
    prints(early.ground_gpu_hour, 2.43, 0.01);
    prints(early.break_even, -793.0, 1.0);
    let mature = outcome(&Inputs::mature());
    prints(mature.mass, 22.6, 0.1);
    prints(mature.capital, 46.0, 1.0);
    prints(mature.ground_capital, 37.0, 1.0);
    prints(mature.ratio, 0.947, 0.001);
    prints(mature.gpu_hour, 2.08, 0.01);
    prints(mature.ground_gpu_hour, 2.19, 0.01);
    prints(mature.break_even, 367.0, 1.0);
}

/// The README gives 46 million dollars for the ground of the fitted case, which its own preset, without spare chips
/// there, does not: 44.3.
#[test]
fn the_published_brackets_are_met() {
    let fitted = outcome(&Inputs::semianalysis());
    prints(fitted.mass, 39.7, 0.1);
    prints(fitted.capital, 158.0, 1.0);
    prints(fitted.ground_capital, 44.3, 0.1);
    prints(fitted.ratio, 4.33, 0.01);
    prints(fitted.gpu_hour, 10.73, 0.01);
    prints(fitted.ground_gpu_hour, 2.48, 0.01);
    prints(outcome(&Inputs::optimist()).ratio, 0.78, 0.01);
    prints(outcome(&Inputs::spacex_2027()).ratio, 1.24, 0.01);
    // The survey prints 10.97; the presets give 10.9645.
    prints(outcome(&Inputs::skeptic()).ratio, 10.965, 0.001);
}

#[test]
fn at_the_break_even_both_sides_cost_the_same() {
    let mature = Inputs::mature();
    let found = outcome(&Inputs { launch_price: outcome(&mature).break_even, ..mature });
    assert!((found.ratio - 1.0).abs() < 1e-12);
    assert!((found.orbit / found.ground - 1.0).abs() < 1e-12);
}
