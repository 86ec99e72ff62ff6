//! Orbits round Earth, their shadow, and what falls from them.

use super::{formulas, say};
use crate::validation::inputs::Inputs;
use sunward_physics::constants::{EARTH_GRAVITY, EARTH_RADIUS};
use sunward_physics::eclipse::{longest_eclipse_circular, survey};
use sunward_physics::launch::{circular_period, circular_speed};
use sunward_physics::orbit::{Inclination, Node, Orbit, sun_synchronous_inclination};
use sunward_quantity::{Angle, Length, Mass, Ratio, Speed, TimeSpan};

formulas! {
    longest_eclipse -> TimeSpan;
    inclination_that_follows_the_sun -> Angle;
    days_with_eclipse -> Ratio;
    speed_on_circle -> Speed;
    period_of_circle -> TimeSpan;
    mass_left_in_the_air -> Mass;
}

fn longest_eclipse(inputs: &Inputs) -> Result<TimeSpan, String> {
    Ok(longest_eclipse_circular(EARTH_RADIUS + inputs.get("altitude")?))
}

fn inclination_that_follows_the_sun(inputs: &Inputs) -> Result<Angle, String> {
    sun_synchronous_inclination(inputs.get("altitude")?).map_err(say)
}

/// Of a sun-synchronous orbit in a year, penumbra counted.
fn days_with_eclipse(inputs: &Inputs) -> Result<Ratio, String> {
    let node = Node::LocalTime(inputs.get::<TimeSpan>("local_time")?.in_hours());
    let orbit = Orbit::circular(inputs.get("altitude")?, Inclination::SunSynchronous, node).map_err(say)?;
    let year = i32::try_from(inputs.whole("year")?).map_err(say)?;
    Ok(Ratio::of(f64::from(survey(&orbit, year).eclipse_days)))
}

fn radius(inputs: &Inputs) -> Result<Length, String> {
    Ok(inputs.get::<Length>("earth_radius")? + inputs.get("altitude")?)
}

fn speed_on_circle(inputs: &Inputs) -> Result<Speed, String> {
    circular_speed(EARTH_GRAVITY, radius(inputs)?).map_err(say)
}

fn period_of_circle(inputs: &Inputs) -> Result<TimeSpan, String> {
    circular_period(EARTH_GRAVITY, radius(inputs)?).map_err(say)
}

fn mass_left_in_the_air(inputs: &Inputs) -> Result<Mass, String> {
    Ok(inputs.get::<Mass>("satellite")? * inputs.number("yield")?)
}
