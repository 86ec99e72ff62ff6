//! McCalip's comparison of a gigawatt in orbit with one beside a gas turbine, through the levelised cost of the engine
//! at no interest.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_economics::{Capital, Cost, Datasheet, Part, Terms, levelise};
use sunward_physics::cell::mean_over_years;
use sunward_quantity::{
    Energy, Mass, Money, Power, PricePerEnergy, PricePerMass, PricePerPower, Rate, Ratio, SpecificPower, TimeSpan,
};

formulas! {
    orbit_mean_capacity -> Ratio;
    orbit_satellites -> Ratio;
    orbit_power -> Power;
    orbit_mass -> Mass;
    orbit_hardware -> Money;
    orbit_launch -> Money;
    orbit_operations -> Money;
    orbit_replacement -> Money;
    orbit_total -> Money;
    orbit_price_of_power -> PricePerPower;
    orbit_price_of_energy -> PricePerEnergy;
    ground_capital -> Money;
    ground_fuel -> Money;
    ground_gas -> Energy;
    ground_total -> Money;
    ground_price_of_energy -> PricePerEnergy;
    orbit_over_ground -> Ratio;
    launch_price_that_closes_hardware -> PricePerMass;
    launch_price_that_closes_all -> PricePerMass;
}

const YEAR: TimeSpan = TimeSpan::years(1.0);

fn life(inputs: &Inputs) -> Result<TimeSpan, String> {
    Ok(TimeSpan::years(f64::from(inputs.whole("years")?)))
}

/// His year has 8,760 hours; ours has 8,766.
fn counted_share(inputs: &Inputs) -> Result<f64, String> {
    Ok(inputs.get::<TimeSpan>("hours_per_year")? / YEAR)
}

/// The engine's cost, with no use of compute and nobody waiting.
fn levelised(sheet: &Datasheet) -> Result<Cost, String> {
    let terms = Terms { delay_margin: 0.0, payments: 1.0, year: 1.0, workload_count: 0, workloads: Default::default() };
    levelise(sheet, &terms).map_err(say)
}

/// What is paid for some parts over the whole life.
fn over_life(inputs: &Inputs, sheet: &Datasheet, parts: &[Part]) -> Result<Money, String> {
    let (cost, life) = (levelised(sheet)?, life(inputs)?);
    Ok(parts.iter().map(|part| cost.by_part[*part as usize] * life).sum())
}

fn orbit_mean_capacity(inputs: &Inputs) -> Result<Ratio, String> {
    mean_over_years(inputs.get("cell_loss")?, inputs.whole("years")?).map(Ratio::of).map_err(say)
}

/// Whole satellites, so that the mean over the life is the power wanted.
fn orbit_satellites(inputs: &Inputs) -> Result<Ratio, String> {
    let at_first = inputs.get::<Power>("power")? / (orbit_mean_capacity(inputs)?.value() * inputs.number("sunlit")?);
    Ok(Ratio::of((at_first / inputs.get::<Power>("satellite_power")?).ceil()))
}

fn orbit_power(inputs: &Inputs) -> Result<Power, String> {
    Ok(inputs.get::<Power>("satellite_power")? * orbit_satellites(inputs)?.value())
}

fn orbit_mass(inputs: &Inputs) -> Result<Mass, String> {
    Ok(orbit_power(inputs)? / inputs.get::<SpecificPower>("specific_power")?)
}

fn orbit_hardware(inputs: &Inputs) -> Result<Money, String> {
    Ok(inputs.get::<PricePerPower>("build_price")? * orbit_power(inputs)?)
}

fn orbit_launch(inputs: &Inputs) -> Result<Money, String> {
    Ok(inputs.get::<PricePerMass>("launch_price")? * orbit_mass(inputs)?)
}

/// His operations and replacement are shares of the hardware, and carry no launch.
fn orbit_sheet(inputs: &Inputs, launch: Money) -> Result<Datasheet, String> {
    let (hardware, life) = (orbit_hardware(inputs)?, life(inputs)?);
    let mut sheet = Datasheet { it_power: inputs.get("power")?, ..Datasheet::blank() };
    let bought = |price| Capital { price, life, ..Capital::default() };
    *sheet.bought(Part::Satellite) = Capital { replaced: inputs.get("replacement")?, ..bought(hardware) };
    *sheet.bought(Part::Launch) = bought(launch);
    *sheet.bought(Part::Infrastructure) = bought(inputs.get("one_off")?);
    *sheet.paid(Part::Operations) = inputs.get::<Rate>("operations")? * hardware;
    Ok(sheet)
}

fn orbit_operations(inputs: &Inputs) -> Result<Money, String> {
    let mut sheet = Datasheet { it_power: inputs.get("power")?, ..Datasheet::blank() };
    *sheet.paid(Part::Operations) = inputs.get::<Rate>("operations")? * orbit_hardware(inputs)?;
    over_life(inputs, &sheet, &[Part::Operations])
}

fn orbit_replacement(inputs: &Inputs) -> Result<Money, String> {
    let mut sheet = Datasheet { it_power: inputs.get("power")?, ..Datasheet::blank() };
    *sheet.bought(Part::Satellite) = Capital {
        price: orbit_hardware(inputs)?,
        life: life(inputs)?,
        replaced: inputs.get("replacement")?,
        ..Capital::default()
    };
    over_life(inputs, &sheet, &[Part::Replacement])
}

fn orbit_total(inputs: &Inputs) -> Result<Money, String> {
    over_life(inputs, &orbit_sheet(inputs, orbit_launch(inputs)?)?, Part::ALL)
}

fn orbit_price_of_power(inputs: &Inputs) -> Result<PricePerPower, String> {
    Ok(orbit_total(inputs)? / inputs.get::<Power>("power")?)
}

fn orbit_price_of_energy(inputs: &Inputs) -> Result<PricePerEnergy, String> {
    let mut sheet = orbit_sheet(inputs, orbit_launch(inputs)?)?;
    sheet.availability = counted_share(inputs)?;
    Ok(levelised(&sheet)?.it_energy)
}

/// The turbine is sized for the whole site; the rest for the chips.
fn ground_plant(inputs: &Inputs, life: TimeSpan) -> Result<Datasheet, String> {
    let power = inputs.get::<Power>("power")?;
    let mut sheet = Datasheet { it_power: power, ..Datasheet::blank() };
    let turbine = inputs.get::<PricePerPower>("turbine")? * inputs.number("pue")?;
    let prices = [
        (Part::PowerPlant, turbine),
        (Part::Electrical, inputs.get("electrical")?),
        (Part::Cooling, inputs.get("cooling")?),
        (Part::Shell, inputs.get("civil")?),
        (Part::Servers, inputs.get("network")?),
    ];
    for (part, price) in prices {
        *sheet.bought(part) = Capital { price: price * power, life, ..Capital::default() };
    }
    Ok(sheet)
}

/// Gas burnt, as heat each second, over the mean of the year.
fn gas_burnt(inputs: &Inputs) -> Result<Power, String> {
    let burnt = inputs.number("pue")? * inputs.number("heat_rate")? * inputs.number("capacity_factor")?;
    Ok(inputs.get::<Power>("power")? * (burnt * counted_share(inputs)?))
}

fn ground_sheet(inputs: &Inputs) -> Result<Datasheet, String> {
    let mut sheet = ground_plant(inputs, life(inputs)?)?;
    *sheet.paid(Part::Energy) = inputs.get::<PricePerEnergy>("gas_price")? * gas_burnt(inputs)?;
    Ok(sheet)
}

fn ground_capital(inputs: &Inputs) -> Result<Money, String> {
    // Whatever their life: no interest is paid.
    Ok(ground_plant(inputs, YEAR)?.capital_price())
}

fn ground_fuel(inputs: &Inputs) -> Result<Money, String> {
    let mut sheet = Datasheet { it_power: inputs.get("power")?, ..Datasheet::blank() };
    *sheet.paid(Part::Energy) = inputs.get::<PricePerEnergy>("gas_price")? * gas_burnt(inputs)?;
    over_life(inputs, &sheet, &[Part::Energy])
}

fn ground_gas(inputs: &Inputs) -> Result<Energy, String> {
    Ok(gas_burnt(inputs)? * life(inputs)?)
}

fn ground_total(inputs: &Inputs) -> Result<Money, String> {
    over_life(inputs, &ground_sheet(inputs)?, Part::ALL)
}

fn ground_price_of_energy(inputs: &Inputs) -> Result<PricePerEnergy, String> {
    let mut sheet = ground_sheet(inputs)?;
    sheet.power = inputs.number("capacity_factor")?;
    sheet.availability = counted_share(inputs)?;
    Ok(levelised(&sheet)?.it_energy)
}

fn orbit_over_ground(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(orbit_total(inputs)? / ground_total(inputs)?))
}

/// Launch price at which hardware and launch together cost what the ground costs.
fn launch_price_that_closes_hardware(inputs: &Inputs) -> Result<PricePerMass, String> {
    Ok((ground_total(inputs)? - orbit_hardware(inputs)?) / orbit_mass(inputs)?)
}

/// Launch price at which everything he counts in orbit costs what the ground costs.
fn launch_price_that_closes_all(inputs: &Inputs) -> Result<PricePerMass, String> {
    let without_launch = over_life(inputs, &orbit_sheet(inputs, Money::ZERO)?, Part::ALL)?;
    Ok((ground_total(inputs)? - without_launch) / orbit_mass(inputs)?)
}
