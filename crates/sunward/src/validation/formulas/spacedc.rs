//! The satellites of spacedc-mdao, sized by fixed ratios as it sizes them.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_physics::battery;
use sunward_physics::cell::end_of_life;
use sunward_physics::constants::EARTH_RADIUS;
use sunward_physics::eclipse::cylinder_fraction;
use sunward_physics::heat::{Face, Surroundings};
use sunward_physics::orbit::period;
use sunward_physics::radiator::panel;
use sunward_quantity::{
    ArealMass, Flux, Length, Mass, Power, Rate, Ratio, SpecificEnergy, SpecificMass, SpecificPower, Temperature,
    TimeSpan,
};

formulas! {
    share_in_shadow -> Ratio;
    flux_of_sunlit_panel -> Flux;
    dry_mass_of_fleet -> Mass;
    dry_mass_by_it_power -> SpecificMass;
}

fn radius(inputs: &Inputs) -> Result<Length, String> {
    Ok(EARTH_RADIUS + inputs.get("altitude")?)
}

fn share_in_shadow(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(cylinder_fraction(radius(inputs)?, inputs.get("beta")?)))
}

/// Of both faces, of which one is in the Sun; Earth is seen by the panel as a whole.
fn flux_of_sunlit_panel(inputs: &Inputs) -> Result<Flux, String> {
    // Half of the view each, so that the panel has all of it.
    let view = inputs.number("earth_view")? / 2.0;
    let shaded = Face {
        emissivity: inputs.number("emissivity")?,
        absorptivity: inputs.number("absorptivity")?,
        sun_cosine: 0.0,
        earth_view: view,
        albedo_view: view,
    };
    let lit = Face { sun_cosine: inputs.number("sun_cosine")?, ..shaded };
    let around = Surroundings {
        sunlight: inputs.get("sunlight")?,
        albedo: inputs.number("albedo")?,
        infrared: inputs.get("earth_infrared")?,
    };
    let temperature = inputs.get::<Temperature>("panel")?;
    Ok(panel(temperature, &[lit, shaded], 1.0, 0.0, &around).map_err(say)?.per_panel)
}

fn dry_mass_of_fleet(inputs: &Inputs) -> Result<Mass, String> {
    let it: Power = inputs.get("it_power")?;
    let load = it * (1.0 + inputs.number("housekeeping")?) / (1.0 - inputs.number("pump_share")?);
    let shadow = share_in_shadow(inputs)?.value();
    let revolution = period(radius(inputs)?);
    let (dark, light) = (revolution * shadow, revolution * (1.0 - shadow));
    let (array, battery) = if shadow > 0.0 {
        let charging = battery::recharge_power(load, dark, light, inputs.number("round_trip")?, 1.0).map_err(say)?;
        let stored = battery::energy(load, dark, inputs.number("depth")?, 1.0).map_err(say)?;
        (load + charging, stored / inputs.get::<SpecificEnergy>("battery")?)
    } else {
        (load, Mass::ZERO)
    };
    let array = array / end_of_life(inputs.get::<Rate>("cell_loss")?, inputs.get::<TimeSpan>("life")?).map_err(say)?;
    let radiator = load / flux_of_sunlit_panel(inputs)?;
    let parts = inputs.get::<Mass>("servers")?
        + array / inputs.get::<SpecificPower>("array")?
        + battery
        + inputs.get::<ArealMass>("radiator")? * radiator
        + inputs.get::<SpecificMass>("loop")? * load
        + inputs.get::<Mass>("fixed")? * inputs.number("satellites")?;
    Ok(parts * ((1.0 + inputs.number("structure")?) * (1.0 + inputs.number("margin")?)))
}

fn dry_mass_by_it_power(inputs: &Inputs) -> Result<SpecificMass, String> {
    Ok(dry_mass_of_fleet(inputs)? / inputs.get::<Power>("it_power")?)
}
