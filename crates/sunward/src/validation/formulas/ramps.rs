//! How fast power is added.

use super::formulas;
use crate::validation::inputs::Inputs;
use sunward_quantity::{Power, PowerRate, Rate, Ratio, TimeSpan};

formulas! {
    share_of_power_rate -> Ratio;
    satellites_a_year -> Rate;
    power_of_each -> Power;
}

fn share_of_power_rate(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(inputs.get::<PowerRate>("made")? / inputs.get::<PowerRate>("wanted")?))
}

fn satellites_a_year(inputs: &Inputs) -> Result<Rate, String> {
    let year = TimeSpan::years(1.0);
    let power = inputs.get::<PowerRate>("power_rate")? * year;
    Ok(Rate::per_year(power / inputs.get::<Power>("satellite_power")?))
}

fn power_of_each(inputs: &Inputs) -> Result<Power, String> {
    Ok(inputs.get::<Power>("power")? / inputs.number("satellites")?)
}
