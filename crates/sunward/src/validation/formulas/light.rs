//! Laser links, clusters that fly together, and errors that radiation makes.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_physics::link;
use sunward_quantity::elementary::{ln, squared};
use sunward_quantity::{Angle, Area, DataRate, Length, Power, Ratio, SpecificEnergy};

formulas! {
    gain_in_decibels -> Ratio;
    received_light -> Power;
    divergence -> Angle;
    spot_radius -> Length;
    confocal_length -> Length;
    rate_of_channels -> DataRate;
    light_of_channels -> Power;
    pointing -> Angle;
    slope_of_received_light -> Ratio;
    slope_of_parallel_beams -> Ratio;
    cross_section -> Area;
    satellites_in_plane -> Ratio;
    compute_share_of_cluster -> Ratio;
}

fn gain(inputs: &Inputs) -> Result<f64, String> {
    link::gain(inputs.get("aperture")?, inputs.get("wavelength")?, inputs.number("efficiency")?).map_err(say)
}

fn gain_in_decibels(inputs: &Inputs) -> Result<Ratio, String> {
    Ok(Ratio::of(link::in_decibels(gain(inputs)?)))
}

fn received_at(inputs: &Inputs, distance: Length) -> Result<Power, String> {
    let (passed, both) = (link::from_decibels(inputs.number("other_gain")?), gain(inputs)?);
    link::received_power(inputs.get("sent")?, [both, both], inputs.get("wavelength")?, distance, passed).map_err(say)
}

fn received_light(inputs: &Inputs) -> Result<Power, String> {
    received_at(inputs, inputs.get("distance")?)
}

fn divergence(inputs: &Inputs) -> Result<Angle, String> {
    link::divergence(inputs.get("aperture")?, inputs.get("wavelength")?).map_err(say)
}

fn spot_radius(inputs: &Inputs) -> Result<Length, String> {
    Ok(link::spot_radius(divergence(inputs)?, inputs.get("distance")?))
}

fn confocal_length(inputs: &Inputs) -> Result<Length, String> {
    link::confocal_length(inputs.get("radius")?, inputs.get("wavelength")?).map_err(say)
}

fn rate_of_channels(inputs: &Inputs) -> Result<DataRate, String> {
    Ok(inputs.get::<DataRate>("channel_rate")? * inputs.number("channels")?)
}

/// `level` in decibels of a milliwatt.
fn light_of_channels(inputs: &Inputs) -> Result<Power, String> {
    Ok(Power::watts(1e-3) * (link::from_decibels(inputs.number("level")?) * inputs.number("channels")?))
}

/// The angle that moves a beam by a share of the receiver's radius.
fn pointing(inputs: &Inputs) -> Result<Angle, String> {
    let off = inputs.get::<Length>("radius")? * inputs.number("share")?;
    Ok(Angle::radians(off / inputs.get::<Length>("distance")?))
}

/// Power of distance by which the received light falls, between a distance and one `farther` times as long.
fn slope_of_received_light(inputs: &Inputs) -> Result<Ratio, String> {
    let (near, farther) = (inputs.get::<Length>("distance")?, inputs.number("farther")?);
    let aperture = inputs.get("aperture")?;
    if near < link::far_field(aperture, inputs.get("wavelength")?).map_err(say)? {
        return Err(format!("{near} is not in the far field"));
    }
    Ok(Ratio::of(ln(received_at(inputs, near * farther)? / received_at(inputs, near)?) / ln(farther)))
}

/// Power of distance by which the number of beams rises that fit side by side into a frame, each at its confocal length.
fn slope_of_parallel_beams(inputs: &Inputs) -> Result<Ratio, String> {
    let (frame, wavelength) = (inputs.get::<Length>("frame")?, inputs.get("wavelength")?);
    let (wide, narrow) = (inputs.get::<Length>("wide")?, inputs.get::<Length>("narrow")?);
    let beams = |radius: Length| squared(frame / radius);
    let reach = |radius| link::confocal_length(radius, wavelength).map_err(say);
    Ok(Ratio::of(ln(beams(narrow) / beams(wide)) / ln(reach(narrow)? / reach(wide)?)))
}

/// One event over the protons through a surface that leave this dose.
fn cross_section(inputs: &Inputs) -> Result<Area, String> {
    let dose_of_a_proton = inputs.get::<SpecificEnergy>("dose_of_one_proton")?;
    Ok(inputs.get::<Area>("through")? * (dose_of_a_proton / inputs.get::<SpecificEnergy>("dose_per_event")?))
}

/// Coefficient × (radius of the cluster / least distance)².
fn satellites_in_plane(inputs: &Inputs) -> Result<Ratio, String> {
    let ratio = inputs.get::<Length>("cluster_radius")? / inputs.get::<Length>("least_distance")?;
    Ok(Ratio::of(inputs.number("coefficient")? * squared(ratio)))
}

/// `k / (k + 4L − 6)`.
fn compute_share_of_cluster(inputs: &Inputs) -> Result<Ratio, String> {
    let (links, levels) = (inputs.number("links")?, inputs.number("levels")?);
    Ok(Ratio::of(links / (links + 4.0 * levels - 6.0)))
}
