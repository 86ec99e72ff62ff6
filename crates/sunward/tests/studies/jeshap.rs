//! `orbital-compute-economics` by jeshap2891, June 2026: one gigawatt with chips, in orbit and on the ground, by watts
//! of capital and operations that do useful work. The workbook itself could not be read: see [`Inputs::published`].

use crate::{HOURS, annuity, prints};

/// What the study assumes.
#[derive(Debug, Clone, Copy)]
pub struct Inputs {
    /// Satellites with chips by usable power, without launch, USD/W.
    pub satellite_price: f64,
    /// Launched for each usable kilowatt, kg.
    pub mass: f64,
    /// USD/kg.
    pub launch_price: f64,
    /// Data centre with chips, USD/W.
    pub ground_price: f64,
    pub wacc: f64,
    /// Years, on both sides.
    pub life: f64,
    /// Peak of a watt of IT power in all the hours it works, TFLOPS/W.
    pub peak: f64,
    /// Share of the hours in service in orbit.
    pub availability: f64,
    /// Useful share of the peak on the ground, and for inference in orbit.
    pub useful: f64,
    /// Useful share of the peak for training in orbit.
    pub useful_training: f64,
}

impl Inputs {
    /// Stated: 49 and 38 USD/W, 1,000 USD/kg, 12 % over ten years, useful shares 0.45 and 0.20. Inferred: the mass,
    /// from 81.4 USD/W; the peak, from 1.79 USD for a PFLOP-hour; the availability, from 3.87 and 8.70.
    pub fn published() -> Self {
        Self {
            satellite_price: 49.0,
            mass: 32.4,
            launch_price: 1000.0,
            ground_price: 38.0,
            wacc: 0.12,
            life: 10.0,
            peak: 180.0 / 132.0 * 0.70,
            availability: 0.99,
            useful: 0.45,
            useful_training: 0.20,
        }
    }
}

/// What the study says.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// USD/W.
    pub orbit_price: f64,
    pub price_ratio: f64,
    /// USD for a useful PFLOP-hour.
    pub ground: f64,
    pub inference: f64,
    pub training: f64,
}

/// The study's formulas.
pub fn outcome(i: &Inputs) -> Outcome {
    let orbit_price = i.satellite_price + i.launch_price * i.mass * 1e-3;
    let an_hour = annuity(i.wacc, i.life) / HOURS;
    let petaflops = i.peak * 1e-3;
    let orbit = orbit_price * an_hour / (petaflops * i.availability);
    Outcome {
        orbit_price,
        price_ratio: orbit_price / i.ground_price,
        ground: i.ground_price * an_hour / (petaflops * i.useful),
        inference: orbit / i.useful,
        training: orbit / i.useful_training,
    }
}

/// Its README and the survey of its workbook.
#[test]
fn the_published_costs_are_met() {
    let found = outcome(&Inputs::published());
    prints(found.orbit_price, 81.4, 0.1);
    prints(found.price_ratio, 2.14, 0.01);
    prints(found.ground, 1.79, 0.01);
    prints(found.inference, 3.87, 0.01);
    prints(found.training, 8.70, 0.01);
    prints(found.inference / found.ground, 2.16, 0.01);
    prints(found.training / found.ground, 4.87, 0.01);
}

/// "About 1.3 times" with launch for nothing.
#[test]
fn the_published_floor_is_met() {
    prints(outcome(&Inputs { launch_price: 0.0, ..Inputs::published() }).price_ratio, 1.3, 0.1);
}

/// Its formula and the engine move alike: every input, at ten random sets.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, factor, meets, scenario, set};
    use sunward::quantity::{
        ComputeRate, DataRatePerPower, PricePerMass, PricePerPower, Quantity, Rate, Ratio, SpecificPower, TimeSpan,
    };
    let base = scenario("jeshap");
    let published = |path: &str| base.register.find(path).unwrap().value.at(2026);
    let (power, used, traffic) =
        (published("chip.b300.power"), published("workload.batch.utilisation"), published("workload.training.traffic"));
    for number in 0..SETS {
        let f = |input: u64| factor(number, input);
        let p = Inputs::published();
        let i = Inputs {
            satellite_price: p.satellite_price * f(0),
            mass: p.mass * f(1),
            launch_price: p.launch_price * f(2),
            ground_price: p.ground_price * f(3),
            wacc: p.wacc * f(4),
            life: p.life * f(5),
            peak: p.peak * f(6),
            availability: (p.availability * f(7)).min(1.0),
            useful: p.useful * f(8),
            useful_training: p.useful_training * f(9),
        };
        let mut model = base.clone();
        let m = &mut model;
        set(m, "chip.b300.compute", ComputeRate::from_si(i.peak * 1e12 / used * power));
        set(m, "typed.orbit.capex", PricePerPower::dollars_per_watt(i.satellite_price));
        set(m, "typed.orbit.specific_power", SpecificPower::watts_per_kilogram(1e3 / i.mass));
        set(m, "typed.orbit.launch_price", PricePerMass::dollars_per_kilogram(i.launch_price));
        set(m, "typed.orbit.availability", Ratio::of(i.availability));
        set(m, "typed.ground.capex", PricePerPower::dollars_per_watt(i.ground_price));
        for option in ["orbit", "ground"] {
            set(m, &format!("typed.{option}.life"), TimeSpan::years(i.life));
            set(m, &format!("typed.{option}.wacc"), Rate::per_year(i.wacc));
        }
        set(m, "workload.batch.software", Ratio::of(i.useful));
        set(m, "workload.training.software", Ratio::of(i.useful));
        // Links carry as much of the traffic of training as leaves the study's useful share.
        let carried = traffic * i.peak * 1e12 / used * i.useful_training;
        set(m, "typed.orbit.network", DataRatePerPower::from_si(carried));
        let wanted = outcome(&i);
        let cost = |outcome: &str, workload: &str| asked(&model, outcome, Some(workload), None) * 3.6e18;
        meets(asked(&model, "challenger.capital", None, None), wanted.orbit_price, "price in orbit");
        meets(asked(&model, "ratio.capital", None, None), wanted.price_ratio, "ratio of prices");
        meets(cost("incumbent.compute", "batch"), wanted.ground, "ground");
        meets(cost("incumbent.compute", "training"), wanted.ground, "training on the ground");
        meets(cost("challenger.compute", "batch"), wanted.inference, "inference in orbit");
        meets(cost("challenger.compute", "training"), wanted.training, "training in orbit");
    }
}
