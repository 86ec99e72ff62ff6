//! Power for mass and for money.

use super::formulas;
use crate::validation::inputs::Inputs;
use sunward_physics::cell::plain_array_area;
use sunward_quantity::{
    Area, ArealMass, Mass, MassRate, Power, PowerRate, PricePerEnergy, PricePerMass, SpecificPower, TimeSpan,
};

formulas! {
    price_of_launched_power -> PricePerEnergy;
    power_of_array -> Power;
    spend_on_ground_power -> PricePerEnergy;
    power_of_mass_rate -> PowerRate;
    mass_rate_of_power -> MassRate;
    areal_mass_of_parts -> ArealMass;
    specific_power_of_panel -> SpecificPower;
    power_of_mass -> Power;
}

const YEAR: TimeSpan = TimeSpan::years(1.0);

/// Launch price × mass / power / life.
fn price_of_launched_power(inputs: &Inputs) -> Result<PricePerEnergy, String> {
    let launch = inputs.get::<PricePerMass>("launch_price")? * inputs.get::<Mass>("mass")?;
    Ok(launch / inputs.get::<Power>("power")? / inputs.get::<TimeSpan>("life")?)
}

/// How many times the array is as large as one that gives a watt.
fn power_of_array(inputs: &Inputs) -> Result<Power, String> {
    let efficiency = inputs.number("efficiency")? * inputs.number("packing")?;
    let watt = Power::watts(1.0);
    let for_a_watt = plain_array_area(watt, 1.0, inputs.get("sunlight")?, efficiency);
    Ok(watt * (inputs.get::<Area>("area")? / for_a_watt))
}

/// Price × PUE, for the hours that the study counts in a year.
fn spend_on_ground_power(inputs: &Inputs) -> Result<PricePerEnergy, String> {
    let counted = inputs.get::<TimeSpan>("hours_per_year")? / YEAR;
    Ok(inputs.get::<PricePerEnergy>("price")? * (inputs.number("pue")? * counted))
}

fn power_of_mass_rate(inputs: &Inputs) -> Result<PowerRate, String> {
    let mass = inputs.get::<MassRate>("mass_rate")? * YEAR;
    Ok(inputs.get::<SpecificPower>("specific_power")? * mass / YEAR)
}

fn mass_rate_of_power(inputs: &Inputs) -> Result<MassRate, String> {
    let power = inputs.get::<PowerRate>("power_rate")? * YEAR;
    Ok(power / inputs.get::<SpecificPower>("specific_power")? / YEAR)
}

fn areal_mass_of_parts(inputs: &Inputs) -> Result<ArealMass, String> {
    Ok(inputs.get::<ArealMass>("cells")? + inputs.get("compute")? + inputs.get("radiator")?)
}

fn specific_power_of_panel(inputs: &Inputs) -> Result<SpecificPower, String> {
    let mass = areal_mass_of_parts(inputs)? * inputs.get::<Area>("area")?;
    Ok(inputs.get::<Power>("power")? / mass)
}

fn power_of_mass(inputs: &Inputs) -> Result<Power, String> {
    Ok(inputs.get::<SpecificPower>("specific_power")? * inputs.get::<Mass>("mass")?)
}
