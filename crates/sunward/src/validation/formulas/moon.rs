//! Throwing mass off the Moon.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_economics::finance::Interest;
use sunward_physics::constants::{MOON_GRAVITY, STANDARD_GRAVITY};
use sunward_physics::mass_driver::{self, energy_per_mass};
use sunward_quantity::{
    Length, Mass, MassRate, Money, Power, PricePerEnergy, PricePerMass, Rate, Ratio, SpecificEnergy, Speed, TimeSpan,
};

formulas! {
    escape_speed -> Speed;
    skimming_speed -> Speed;
    energy_of_throw -> SpecificEnergy;
    length_of_track -> Length;
    mean_power_of_driver -> Power;
    peak_power_of_shot -> Power;
    cost_of_throw -> PricePerMass;
}

fn escape_speed(inputs: &Inputs) -> Result<Speed, String> {
    mass_driver::surface_escape_speed(MOON_GRAVITY, inputs.get("radius")?).map_err(say)
}

fn skimming_speed(inputs: &Inputs) -> Result<Speed, String> {
    mass_driver::surface_circular_speed(MOON_GRAVITY, inputs.get("radius")?).map_err(say)
}

/// From the wall; without an efficiency, the kinetic energy.
fn energy_of_throw(inputs: &Inputs) -> Result<SpecificEnergy, String> {
    energy_per_mass(inputs.get("speed")?, inputs.get_or("efficiency", Ratio::of(1.0))?.value()).map_err(say)
}

/// `times_gravity` is the acceleration as a multiple of Earth's.
fn length_of_track(inputs: &Inputs) -> Result<Length, String> {
    mass_driver::track_length(inputs.get("speed")?, STANDARD_GRAVITY * inputs.number("times_gravity")?).map_err(say)
}

fn mean_power_of_driver(inputs: &Inputs) -> Result<Power, String> {
    let year = TimeSpan::years(1.0);
    Ok(energy_of_throw(inputs)? * (inputs.get::<MassRate>("mass_rate")? * year) / year)
}

fn peak_power_of_shot(inputs: &Inputs) -> Result<Power, String> {
    let energy = energy_of_throw(inputs)? * inputs.get::<Mass>("shot")?;
    Ok(energy / inputs.get::<TimeSpan>("duration")? * inputs.number("peak_over_mean")?)
}

/// Capital spread over its life at no interest, upkeep and electricity, for each kilogram.
fn cost_of_throw(inputs: &Inputs) -> Result<PricePerMass, String> {
    let capital = inputs.get::<Money>("capital")?;
    let recovery = Interest::new(Rate::ZERO).capital_recovery_factor(inputs.get("life")?);
    let electricity = inputs.get::<PricePerEnergy>("electricity")? * inputs.get::<Power>("power")?;
    let yearly = recovery * capital + inputs.get::<Rate>("upkeep")? * capital + electricity;
    Ok(yearly / inputs.get::<MassRate>("mass_rate")?)
}
