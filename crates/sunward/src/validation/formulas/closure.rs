//! Turyshev's two closures: areas, mass for each kilowatt, what a launch may cost, what failures cost.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_physics::cell::plain_array_area;
use sunward_physics::{radiator, reliability};
use sunward_quantity::{
    Area, ArealMass, Flux, Mass, Money, Power, PricePerMass, PricePerPower, Rate, Ratio, SpecificMass, SpecificPower,
    Temperature,
};

formulas! {
    closure_array_area -> Area;
    closure_radiator_area -> Area;
    closure_floor_mass -> SpecificMass;
    closure_mass_of_areas -> SpecificMass;
    radiator_inflation -> Ratio;
    allowance -> PricePerMass;
    price_of_payload -> PricePerMass;
    price_over_allowance -> Ratio;
    lifetime_penalty -> Ratio;
}

fn with_overhead(inputs: &Inputs) -> Result<Power, String> {
    Ok(inputs.get::<Power>("power")? * inputs.number("overhead")?)
}

fn closure_array_area(inputs: &Inputs) -> Result<Area, String> {
    let (sunlit, efficiency) = (inputs.number("sunlit")?, inputs.number("efficiency")?);
    Ok(plain_array_area(with_overhead(inputs)?, sunlit, inputs.get("sunlight")?, efficiency))
}

fn closure_radiator_area(inputs: &Inputs) -> Result<Area, String> {
    let fins = inputs.get_or("fin_efficiency", Ratio::of(1.0))?.value();
    let absorbed = inputs.get_or("absorbed_share", Ratio::ZERO)?.value();
    let emissivity = inputs.number("emissivity")? * fins;
    radiator::area(with_overhead(inputs)?, emissivity, inputs.number("view")?, inputs.get("temperature")?, absorbed)
        .map_err(say)
}

/// Array by its power when new, radiator by its area, nothing else.
fn mass_per_power(inputs: &Inputs, array: Power, panels: Area) -> Result<SpecificMass, String> {
    let mass: Mass =
        array / inputs.get::<SpecificPower>("specific_power")? + inputs.get::<ArealMass>("radiator_mass")? * panels;
    Ok(mass / inputs.get::<Power>("power")?)
}

/// The array gives the load and what eclipses cost; how efficient its cells are does not matter here.
fn closure_floor_mass(inputs: &Inputs) -> Result<SpecificMass, String> {
    let array = with_overhead(inputs)? / inputs.number("sunlit")?;
    mass_per_power(inputs, array, closure_radiator_area(inputs)?)
}

fn closure_mass_of_areas(inputs: &Inputs) -> Result<SpecificMass, String> {
    let array = inputs.get::<Flux>("sunlight")? * inputs.get::<Area>("array_area")? * inputs.number("efficiency")?;
    mass_per_power(inputs, array, inputs.get("radiator_area")?)
}

/// How much larger the radiator becomes by what it absorbs; the same at any heat and temperature.
fn radiator_inflation(inputs: &Inputs) -> Result<Ratio, String> {
    let absorbed = inputs.number("absorbed_share")?;
    let area = |share| radiator::area(Power::kilowatts(1.0), 0.9, 0.85, Temperature::kelvin(350.0), share).map_err(say);
    Ok(Ratio::of(area(absorbed)? / area(0.0)? - 1.0))
}

/// What launch and build may cost so that a kilowatt costs no more than `cost`.
fn allowance(inputs: &Inputs) -> Result<PricePerMass, String> {
    Ok(inputs.get::<PricePerPower>("cost")? / inputs.get::<SpecificMass>("specific_mass")?)
}

fn price_of_payload(inputs: &Inputs) -> Result<PricePerMass, String> {
    Ok(inputs.get::<Money>("flight_price")? / inputs.get::<Mass>("payload")?)
}

fn price_over_allowance(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(price_of_payload(inputs)? / allowance(inputs)?))
}

fn lifetime_penalty(inputs: &Inputs) -> Result<Ratio, String> {
    let hazard = inputs.get::<Rate>("hazard")? + inputs.get_or("obsolescence", Rate::ZERO)?;
    reliability::lifetime_penalty(hazard, inputs.get("life")?).map(Ratio::of).map_err(say)
}
