//! Throwing mass off an airless body by electricity.

use crate::launch::{CannotReach, circular_speed};
use sunward_quantity::{Acceleration, Length, Quantity, SpecificEnergy, Speed};

fn positive(what: &'static str, value: f64) -> Result<f64, CannotReach> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(CannotReach::NotPossible { what, value }) }
}

/// Speed of an orbit that skims the surface: `v = √(GM / r)`, `gravity` `GM` in m³/s², `radius` `r` of the body.
/// Source: `vallado2013`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if a number is not positive.
pub fn surface_circular_speed(gravity: f64, radius: Length) -> Result<Speed, CannotReach> {
    circular_speed(gravity, radius)
}

/// Speed that leaves a body for good from its surface: `v = √(2GM / r)`. Symbols and source as
/// [`surface_circular_speed`]; leaves out the body's rotation.
///
/// # Errors
/// [`CannotReach::NotPossible`] if a number is not positive.
pub fn surface_escape_speed(gravity: f64, radius: Length) -> Result<Speed, CannotReach> {
    circular_speed(2.0 * gravity, radius)
}

/// Electricity for each kilogram thrown.
///
/// `e = v² / 2η`: scalars in, scalar out; `η` = 1 gives the kinetic energy.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `v` | `muzzle` speed | m/s |
/// | `η` | `efficiency` from the wall to the payload | – |
///
/// Leaves out the carrier (put it into `η`) and the climb along the track. Source: `oneill1977`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if `efficiency` is not within 0 to 1 or nothing.
pub fn energy_per_mass(muzzle: Speed, efficiency: f64) -> Result<SpecificEnergy, CannotReach> {
    if !(efficiency > 0.0 && efficiency <= 1.0) {
        return Err(CannotReach::NotPossible { what: "efficiency", value: efficiency });
    }
    Ok(SpecificEnergy::from_si(muzzle.in_si() * muzzle.in_si() / (2.0 * efficiency)))
}

/// Length over which an even push reaches a speed.
///
/// `L = v² / 2a`: scalars in, scalar out; `v` = `muzzle` in m/s, `a` = `acceleration` in m/s². Leaves out the track that
/// slows the carrier down. Source: `oneill1977`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if `acceleration` is not positive.
pub fn track_length(muzzle: Speed, acceleration: Acceleration) -> Result<Length, CannotReach> {
    let a = positive("acceleration", acceleration.in_si())?;
    Ok(Length::metres(muzzle.in_si() * muzzle.in_si() / (2.0 * a)))
}
