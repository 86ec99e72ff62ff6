//! Flights: how many, what they cost, what learning makes of the price.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_economics::launch::FlightCost;
use sunward_economics::learning::output_needed;
use sunward_physics::launch::flights;
use sunward_quantity::{Force, Mass, MassRate, Money, PricePerMass, Rate, Ratio, TimeSpan};

formulas! {
    mass_until_cheap -> Mass;
    flights_until_cheap -> Ratio;
    flights_a_year_until_cheap -> Rate;
    price_with_margin -> PricePerMass;
    propellant_by_mixture -> PricePerMass;
    propellant_by_tank -> PricePerMass;
    flights_for_mass -> Rate;
    flights_licensed -> Rate;
    cost_of_flight -> Money;
    price_of_flight_by_mass -> PricePerMass;
    thrust_of_engines -> Force;
}

/// Of all engines of a stage at once.
fn thrust_of_engines(inputs: &Inputs) -> Result<Force, String> {
    Ok(inputs.get::<Force>("engine")? * inputs.number("engines")?)
}

/// What must still be launched until Wright's law gives the price.
fn mass_until_cheap(inputs: &Inputs) -> Result<Mass, String> {
    let share = inputs.get::<PricePerMass>("price_wanted")? / inputs.get::<PricePerMass>("price_now")?;
    Ok(inputs.get::<Mass>("launched")? * output_needed(inputs.number("learning")?, share))
}

fn flights_until_cheap(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(mass_until_cheap(inputs)? / inputs.get::<Mass>("payload")?))
}

fn flights_a_year_until_cheap(inputs: &Inputs) -> Result<Rate, String> {
    flights(mass_until_cheap(inputs)? / inputs.get::<TimeSpan>("within")?, inputs.get("payload")?).map_err(say)
}

const NOTHING: FlightCost = FlightCost {
    boosters: Money::ZERO,
    ships: Money::ZERO,
    refurbishment: Money::ZERO,
    propellant: Money::ZERO,
    operations: Money::ZERO,
    fixed: Money::ZERO,
    pads: Money::ZERO,
    losses: Money::ZERO,
    margin: Money::ZERO,
};

/// Of one kilogram, with the seller's margin as a share of the price.
fn price_with_margin(inputs: &Inputs) -> Result<PricePerMass, String> {
    let (kilogram, margin) = (Mass::kilograms(1.0), inputs.number("margin")?);
    let cost = inputs.get::<PricePerMass>("cost")? * kilogram;
    let flight = FlightCost { fixed: cost, margin: cost * (margin / (1.0 - margin)), ..NOTHING };
    Ok(flight.price() / kilogram)
}

fn propellant_price(inputs: &Inputs, oxygen: Mass, methane: Mass) -> Result<PricePerMass, String> {
    let price =
        inputs.get::<PricePerMass>("oxygen_price")? * oxygen + inputs.get::<PricePerMass>("methane_price")? * methane;
    let flight = FlightCost { propellant: price, ..NOTHING };
    Ok(flight.cost() / inputs.get::<Mass>("payload")?)
}

/// From all propellant and the ratio of oxygen to methane.
fn propellant_by_mixture(inputs: &Inputs) -> Result<PricePerMass, String> {
    let methane = inputs.get::<Mass>("propellant")? / (1.0 + inputs.number("mixture")?);
    propellant_price(inputs, inputs.get::<Mass>("propellant")? - methane, methane)
}

fn propellant_by_tank(inputs: &Inputs) -> Result<PricePerMass, String> {
    propellant_price(inputs, inputs.get("oxygen")?, inputs.get("methane")?)
}

fn flights_for_mass(inputs: &Inputs) -> Result<Rate, String> {
    flights(inputs.get::<MassRate>("mass_rate")?, inputs.get("payload")?).map_err(say)
}

fn flights_licensed(inputs: &Inputs) -> Result<Rate, String> {
    Ok(inputs.get::<Rate>("starbase")? + inputs.get("lc_39a")? + inputs.get("slc_37")?)
}

fn cost_of_flight(inputs: &Inputs) -> Result<Money, String> {
    let (boosters, ships, fixed) = (inputs.get("booster")?, inputs.get("ship")?, inputs.get("hardware")?);
    Ok(FlightCost { boosters, ships, fixed, ..NOTHING }.cost())
}

fn price_of_flight_by_mass(inputs: &Inputs) -> Result<PricePerMass, String> {
    let flight = FlightCost { fixed: inputs.get("price")?, ..NOTHING };
    Ok(flight.price() / inputs.get::<Mass>("payload")?)
}
