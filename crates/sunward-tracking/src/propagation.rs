//! Where a satellite is at a moment, by SGP4.

use crate::date::Moment;
use crate::elements::ElementSet;
use std::f64::consts::PI;
use std::fmt;
use sunward_quantity::Length;

/// Position and velocity in the frame of the elements, TEME: the true equator and the mean equinox.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Position, kilometres.
    pub position: [f64; 3],
    /// Velocity, kilometres a second.
    pub velocity: [f64; 3],
}

impl State {
    /// Distance from the centre of the Earth.
    pub fn radius(&self) -> Length {
        let [x, y, z] = self.position;
        Length::kilometres((x * x + y * y + z * z).sqrt())
    }
}

/// Why a set cannot be propagated.
#[derive(Debug, Clone, PartialEq)]
pub enum NotPropagated {
    /// The set has no drag term. Without one it would be taken to fall not at all.
    NoDragTerm,
    /// The theory has no answer: the elements leave what it holds for, or the satellite has come down.
    NoOrbit(String),
}

impl fmt::Display for NotPropagated {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDragTerm => write!(out, "the set has no drag term; give sets with `BSTAR`"),
            Self::NoOrbit(why) => write!(out, "SGP4 has no answer: {why}; take a moment nearer to the epoch"),
        }
    }
}

impl std::error::Error for NotPropagated {}

/// Where the satellite of a set is at a moment.
///
/// SGP4 with the constants of WGS 72, which are those that the elements were fitted with; good to about a kilometre at the epoch
/// and some kilometres a day from it. A satellite that thrusts is soon elsewhere.
/// Source: `vallado2006`.
///
/// # Errors
/// [`NotPropagated`] if the set has no drag term, or the theory no answer.
pub fn propagate(set: &ElementSet, at: Moment) -> Result<State, NotPropagated> {
    let no_orbit = |why: &dyn fmt::Display| NotPropagated::NoOrbit(why.to_string());
    let drag_term = set.drag_term.ok_or(NotPropagated::NoDragTerm)?;
    let radians = |degrees: f64| degrees * (PI / 180.0);
    let orbit = sgp4::Orbit::from_kozai_elements(
        &sgp4::WGS72,
        radians(set.inclination),
        radians(set.ascending_node),
        set.eccentricity,
        radians(set.argument_of_perigee),
        radians(set.mean_anomaly),
        // Revolutions a day to radians a minute.
        set.mean_motion * (PI / 720.0),
    )
    .map_err(|error| no_orbit(&error))?;
    let epoch = set.epoch.days_since_2000();
    let constants =
        sgp4::Constants::new(sgp4::WGS72, sgp4::afspc_epoch_to_sidereal_time, epoch / 365.25, drag_term, orbit)
            .map_err(|error| no_orbit(&error))?;
    // Days are subtracted before seconds, which keeps a microsecond over decades.
    let days = at.day.since_1970() - set.epoch.day.since_1970();
    let minutes = f64::from(days) * 1440.0 + (at.seconds - set.epoch.seconds) / 60.0;
    let found = constants
        .propagate_afspc_compatibility_mode(sgp4::MinutesSinceEpoch(minutes))
        .map_err(|error| no_orbit(&error))?;
    let state = State { position: found.position, velocity: found.velocity };
    if state.position.iter().chain(&state.velocity).all(|value| value.is_finite()) {
        return Ok(state);
    }
    Err(NotPropagated::NoOrbit("the position is not finite".to_string()))
}
