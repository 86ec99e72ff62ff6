//! Starcloud's forty megawatts, ground against orbit.

use super::formulas;
use crate::validation::inputs::Inputs;
use sunward_quantity::{
    Mass, MassPerEnergy, Money, Power, PricePerEnergy, PricePerMass, Ratio, SpecificMass, TimeSpan,
};

formulas! {
    cost_of_energy -> Money;
    cost_of_cooling -> Money;
    ground_cost_with_backup -> Money;
    space_cost -> Money;
    price_of_energy -> PricePerEnergy;
    ratio_of_prices -> Ratio;
    water_for_energy -> Mass;
}

fn cost_of_energy(inputs: &Inputs) -> Result<Money, String> {
    let energy = inputs.get::<Power>("power")? * inputs.get::<TimeSpan>("duration")?;
    Ok(inputs.get::<PricePerEnergy>("price")? * energy)
}

fn water_for_energy(inputs: &Inputs) -> Result<Mass, String> {
    let energy = inputs.get::<Power>("power")? * inputs.get::<TimeSpan>("duration")?;
    Ok(energy * inputs.get::<MassPerEnergy>("water")?)
}

fn cost_of_cooling(inputs: &Inputs) -> Result<Money, String> {
    Ok(cost_of_energy(inputs)? * inputs.number("cooling_share")?)
}

fn ground_cost_with_backup(inputs: &Inputs) -> Result<Money, String> {
    Ok(cost_of_energy(inputs)? + cost_of_cooling(inputs)? + inputs.get("backup")?)
}

/// The array, its launch, and the launch of the shield.
fn space_cost(inputs: &Inputs) -> Result<Money, String> {
    let launch = inputs.get::<PricePerMass>("launch_price")? * inputs.get::<Mass>("launched")?;
    let shield: Mass = inputs.get::<SpecificMass>("shield")? * inputs.get::<Power>("power")?;
    Ok(inputs.get::<Money>("array")? + launch + inputs.get::<PricePerMass>("shield_launch_price")? * shield)
}

fn price_of_energy(inputs: &Inputs) -> Result<PricePerEnergy, String> {
    let energy = inputs.get::<Power>("power")? * inputs.get::<TimeSpan>("duration")?;
    Ok((inputs.get::<Money>("array")? + inputs.get("launch")?) / energy)
}

fn ratio_of_prices(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(inputs.get::<Money>("space")? / inputs.get::<Money>("ground")?))
}
