//! Heat that leaves panels.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_physics::heat::{
    Face, Surroundings, black_body, equilibrium_temperature, plate_view_factor, sink_temperature,
};
use sunward_physics::radiator;
use sunward_quantity::elementary::ln;
use sunward_quantity::{Angle, Area, Flux, Power, Ratio, Temperature, TemperatureDifference};

formulas! {
    flux_of_two_faces -> Flux;
    area_of_black_faces -> Area;
    flux_of_area -> Flux;
    rise_of_flux -> TemperatureDifference;
    temperature_of_bifacial_panel -> Temperature;
    margin_of_bifacial_panel -> TemperatureDifference;
    temperature_of_radiator -> Temperature;
    view_of_nadir_face -> Ratio;
    slope_of_radiator_area -> Ratio;
}

/// Net heat of a panel; what it absorbs reaches a black first face.
fn flux_of_two_faces(inputs: &Inputs) -> Result<Flux, String> {
    let emissivity = inputs.number("emissivity")?;
    let back = Face { emissivity, absorptivity: 0.0, sun_cosine: 0.0, earth_view: 0.0, albedo_view: 0.0 };
    let front = Face { absorptivity: 1.0, sun_cosine: 1.0, ..back };
    let around = Surroundings { sunlight: inputs.get_or("absorbed", Flux::ZERO)?, albedo: 0.0, infrared: Flux::ZERO };
    let panel = radiator::panel(inputs.get("temperature")?, &[front, back], 1.0, 0.0, &around).map_err(say)?;
    Ok(panel.per_panel)
}

fn area_of_black_faces(inputs: &Inputs) -> Result<Area, String> {
    radiator::area(inputs.get("heat")?, 1.0, 1.0, inputs.get("temperature")?, 0.0).map_err(say)
}

fn flux_of_area(inputs: &Inputs) -> Result<Flux, String> {
    Ok(inputs.get::<Power>("heat")? / inputs.get::<Area>("area")?)
}

/// How much warmer a panel becomes that must shed a share more.
fn rise_of_flux(inputs: &Inputs) -> Result<TemperatureDifference, String> {
    let edge = inputs.get::<Temperature>("edge")?;
    let more = black_body(edge) * (1.0 + inputs.number("more")?);
    let core = equilibrium_temperature(more, 1.0).map_err(say)?;
    Ok(TemperatureDifference::kelvin((core - edge).in_kelvin()))
}

/// A panel whose front looks at the Sun, with all its electricity turned to heat in it.
fn temperature_of_bifacial_panel(inputs: &Inputs) -> Result<Temperature, String> {
    let earth_view = inputs.number("earth_view")?;
    let front = Face {
        emissivity: inputs.number("front_emissivity")?,
        absorptivity: inputs.number("absorptivity")?,
        sun_cosine: 1.0,
        earth_view,
        albedo_view: 0.0,
    };
    let back = Face { emissivity: inputs.number("back_emissivity")?, sun_cosine: 0.0, ..front };
    let around =
        Surroundings { sunlight: inputs.get("sunlight")?, albedo: 0.0, infrared: inputs.get("earth_infrared")? };
    sink_temperature(&[front, back], &around).map_err(say)
}

fn margin_of_bifacial_panel(inputs: &Inputs) -> Result<TemperatureDifference, String> {
    let panel = temperature_of_bifacial_panel(inputs)?;
    Ok(TemperatureDifference::kelvin((inputs.get::<Temperature>("limit")? - panel).in_kelvin()))
}

/// A panel of two equal faces in the shade, edge-on to Earth, that sheds a flux.
fn temperature_of_radiator(inputs: &Inputs) -> Result<Temperature, String> {
    let earth_view = inputs.get_or("earth_view", Ratio::ZERO)?.value();
    let emissivity = inputs.number("emissivity")?;
    let face = Face { emissivity, absorptivity: 0.0, sun_cosine: 0.0, earth_view, albedo_view: 0.0 };
    let infrared = inputs.get_or("earth_infrared", Flux::ZERO)?;
    let around = Surroundings { sunlight: Flux::ZERO, albedo: 0.0, infrared };
    radiator::temperature_at(inputs.get("flux")?, &[face, face], 1.0, 0.0, &around).map_err(say)
}

fn view_of_nadir_face(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(plate_view_factor(inputs.get("altitude")?, Angle::ZERO, inputs.get("earth_radius")?)))
}

/// Power of temperature by which the area falls.
fn slope_of_radiator_area(inputs: &Inputs) -> Result<Ratio, String> {
    let (cool, warm) = (inputs.get::<Temperature>("cool")?, inputs.get::<Temperature>("warm")?);
    let area = |at| radiator::area(Power::kilowatts(1.0), 0.9, 1.0, at, 0.0).map_err(say);
    Ok(Ratio::of(ln(area(warm)? / area(cool)?) / ln(warm / cool)))
}
