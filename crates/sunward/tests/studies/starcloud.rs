//! Starcloud's white paper of 2024 (`starcloud2024`): energy, launch and shielding of 40 MW for ten years, without
//! chips and without interest.

use crate::{HOURS, prints};

/// What the study assumes; USD unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Inputs {
    /// kW.
    pub power: f64,
    pub years: f64,
    /// USD/kWh.
    pub electricity: f64,
    /// Energy for cooling as a share of the chips' bill.
    pub cooling: f64,
    pub backup: f64,
    /// L/kWh.
    pub water: f64,
    pub array: f64,
    pub launch: f64,
    /// kg/kW.
    pub shielding: f64,
    /// USD/kg, of the shielding alone.
    pub shielding_launch: f64,
}

impl Inputs {
    /// Table 1.
    pub fn published() -> Self {
        Self {
            power: 40e3,
            years: 10.0,
            electricity: 0.04,
            cooling: 0.05,
            backup: 20e6,
            water: 0.5,
            array: 2e6,
            launch: 5e6,
            shielding: 1.0,
            shielding_launch: 30.0,
        }
    }

    /// With every kilogram launched, the 100 t of the launch among them, at `price` USD/kg.
    pub fn launched_at(price: f64) -> Self {
        Self { launch: 100e3 * price, shielding_launch: price, ..Self::published() }
    }
}

/// What the study says; USD unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    pub ground_energy: f64,
    pub ground_cooling: f64,
    pub ground: f64,
    /// Mt.
    pub ground_water: f64,
    pub shielding: f64,
    pub orbit: f64,
    /// USD/kWh, of array and launch alone.
    pub orbit_energy: f64,
}

/// The study's formulas.
pub fn outcome(i: &Inputs) -> Outcome {
    let energy = i.power * HOURS * i.years;
    let ground_energy = energy * i.electricity;
    let ground_cooling = ground_energy * i.cooling;
    let shielding = i.power * i.shielding * i.shielding_launch;
    Outcome {
        ground_energy,
        ground_cooling,
        ground: ground_energy + ground_cooling + i.backup,
        ground_water: energy * i.water * 1e-9,
        shielding,
        orbit: i.array + i.launch + shielding,
        orbit_energy: (i.array + i.launch) / energy,
    }
}

/// Table 1 of the white paper.
#[test]
fn the_published_totals_are_met() {
    let found = outcome(&Inputs::published());
    prints(found.ground_energy * 1e-6, 140.0, 1.0);
    prints(found.ground_cooling * 1e-6, 7.0, 1.0);
    prints(found.ground * 1e-6, 167.0, 1.0);
    // Printed as 1.7: cut off, not rounded, from 1.752.
    prints(found.ground_water, 1.75, 0.01);
    prints(found.shielding * 1e-6, 1.2, 0.1);
    prints(found.orbit * 1e-6, 8.2, 0.1);
    prints(found.orbit_energy, 0.002, 0.001);
}

/// The digest that was read gives about 72 million dollars at 500 USD/kg.
#[test]
fn the_digest_at_a_later_launch_price_is_met() {
    prints(outcome(&Inputs::launched_at(500.0)).orbit * 1e-6, 72.0, 1.0);
}
