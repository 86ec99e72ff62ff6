//! What a rocket carries to an orbit, by the rocket equation.

use crate::constants::{EARTH_GRAVITY, EARTH_RADIUS, EARTH_ROTATION, STANDARD_GRAVITY};
use std::f64::consts::{FRAC_PI_2, PI};
use sunward_quantity::elementary::{acos, cos, exp, ln, squared};
use sunward_quantity::{Angle, Length, Mass, MassRate, Quantity, Rate, Speed, TimeSpan};

/// Altitude of the orbit from which a transfer starts.
pub const PARKING_ALTITUDE: Length = Length::kilometres(200.0);

/// Where a launch goes, and from where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Route {
    /// Of the circular orbit.
    pub altitude: Length,
    /// Of the orbit; beyond 90° it runs against Earth's rotation.
    pub inclination: Angle,
    /// Of the launch site; north or south is the same.
    pub latitude: Angle,
}

/// The last stage of a vehicle, with the flight it is known by.
///
/// A reused stage differs from one thrown away only by its masses: what it keeps to come home with (propellant, shield,
/// flaps) counts as dry mass, or the reference payload is the one it carries when it comes home.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UpperStage {
    /// Without payload, with all it keeps.
    pub dry: Mass,
    /// Burnt on the way up.
    pub propellant: Mass,
    /// In vacuum.
    pub specific_impulse: TimeSpan,
    /// Carried on the reference route.
    pub reference_payload: Mass,
}

/// An orbit this vehicle does not reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CannotReach {
    /// The stage alone is already too heavy.
    NoPayloadLeft {
        /// Over the reference route.
        extra: Speed,
        /// By how much payload and stage would be too heavy.
        missing: Mass,
    },
    /// A number that no rocket or orbit has.
    NotPossible {
        /// Which number.
        what: &'static str,
        /// The number, in SI.
        value: f64,
    },
}

impl std::fmt::Display for CannotReach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoPayloadLeft { extra, missing } => write!(
                f,
                "no payload is left: the orbit asks for {extra} more than the reference orbit, and the stage is {missing} too heavy"
            ),
            Self::NotPossible { what, value } => write!(f, "no launch has a {what} of {value}"),
        }
    }
}

impl std::error::Error for CannotReach {}

#[inline]
fn positive(what: &'static str, value: f64) -> Result<f64, CannotReach> {
    if value > 0.0 && value <= f64::MAX { Ok(value) } else { Err(refuse(what, value)) }
}

// Out of the way of what is evaluated millions of times.
#[cold]
#[inline(never)]
fn refuse(what: &'static str, value: f64) -> CannotReach {
    CannotReach::NotPossible { what, value }
}

/// Speed on a circle round a body: `v = √(GM / r)`, with `gravity` `GM` in m³/s² and `radius` `r` from the centre.
/// Source: `vallado2013`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if a number is not positive.
pub fn circular_speed(gravity: f64, radius: Length) -> Result<Speed, CannotReach> {
    let r = positive("radius", radius.in_metres())?;
    Ok(Speed::metres_per_second((positive("gravitational parameter", gravity)? / r).sqrt()))
}

/// Time of one revolution on a circle: `t = 2π √(r³ / GM)`. Symbols, source and errors as [`circular_speed`].
///
/// # Errors
/// [`CannotReach::NotPossible`] if a number is not positive.
pub fn circular_period(gravity: f64, radius: Length) -> Result<TimeSpan, CannotReach> {
    Ok(radius * (2.0 * PI) / circular_speed(gravity, radius)?)
}

/// Speed that burning from one mass to another gives.
///
/// `Δv = I g₀ ln(m₀ / m₁)`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `I` | `specific_impulse` | s |
/// | `g₀` | [`STANDARD_GRAVITY`] | m/s² |
/// | `m₀`, `m₁` | mass `before` and `after` | kg |
///
/// Leaves out gravity and drag. Source: `tsiolkovsky1903`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if a number is not positive or `before` is below `after`.
pub fn rocket_speed(specific_impulse: TimeSpan, before: Mass, after: Mass) -> Result<Speed, CannotReach> {
    let exhaust = STANDARD_GRAVITY.in_si() * positive("specific impulse", specific_impulse.in_seconds())?;
    let ratio = positive("mass", before.in_kilograms())? / positive("mass", after.in_kilograms())?;
    if !(ratio >= 1.0 && ratio.is_finite()) {
        return Err(CannotReach::NotPossible { what: "mass ratio", value: ratio });
    }
    Ok(Speed::metres_per_second(exhaust * ln(ratio)))
}

/// Speed a route asks for, without the losses all routes share.
///
/// `V = √(v₀² + ω² − 2 v₀ ω sin A) + Δ₁ + Δ₂`, `sin A = cos i / cos φ`, `ω = Ω R cos φ`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `v₀` | circular speed at [`PARKING_ALTITUDE`], or at the orbit's own altitude if lower | m/s |
/// | `A` | azimuth from north; the westward half when the orbit is retrograde | rad |
/// | `i`, `φ` | inclination, latitude of the site | rad |
/// | `ω` | speed of the site with Earth's rotation `Ω` | m/s |
/// | `Δ₁` | first burn of the Hohmann transfer, `v₀ (√(2r/(r₀+r)) − 1)` | m/s |
/// | `Δ₂` | second burn, from `v_a = v √(2r₀/(r₀+r))` to `v`, turning the plane by `δ`: `√(v_a² + v² − 2 v_a v cos δ)` | m/s |
/// | `δ` | nothing, or `φ − i` when the inclination is below the latitude (launch due east or west, then turn) | rad |
///
/// Leaves out losses to gravity and air (they cancel in a difference of routes), dog-legs for range safety, and
/// splitting the turn between the burns. Source: `vallado2013`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if an altitude is negative or an angle is not one of an orbit or a site.
pub fn demanded_speed(route: &Route) -> Result<Speed, CannotReach> {
    let (h, i, latitude) =
        (route.altitude.in_metres(), route.inclination.in_radians(), route.latitude.in_radians().abs());
    if !(h >= 0.0 && h.is_finite()) {
        return Err(CannotReach::NotPossible { what: "altitude", value: h });
    }
    if !(0.0..=PI).contains(&i) {
        return Err(CannotReach::NotPossible { what: "inclination", value: i });
    }
    if !(0.0..=FRAC_PI_2).contains(&latitude) {
        return Err(CannotReach::NotPossible { what: "latitude", value: latitude });
    }
    let parking = PARKING_ALTITUDE.min(route.altitude);
    let (low, high) = ((EARTH_RADIUS + parking).in_metres(), (EARTH_RADIUS + route.altitude).in_metres());
    let (slow, fast) = ((EARTH_GRAVITY / high).sqrt(), (EARTH_GRAVITY / low).sqrt());
    let (eastward, cos_latitude) = (cos(i), cos(latitude));
    let reachable = eastward.abs() <= cos_latitude;
    let azimuth_sine = if reachable && cos_latitude > 0.0 { eastward / cos_latitude } else { eastward.signum() };
    let ground = EARTH_ROTATION * EARTH_RADIUS.in_metres() * cos_latitude;
    let ascent = (fast * fast + ground * ground - 2.0 * fast * ground * azimuth_sine).sqrt();
    let first = fast * ((2.0 * high / (low + high)).sqrt() - 1.0);
    let apogee = slow * (2.0 * low / (low + high)).sqrt();
    let second = if reachable {
        slow - apogee
    } else {
        // cos δ of the angle between the inclination got by launching due east or west, and the one wanted.
        let turn = cos(latitude - acos(eastward.abs().min(1.0)));
        (squared(apogee) + squared(slow) - 2.0 * apogee * slow * turn).max(0.0).sqrt()
    };
    Ok(Speed::metres_per_second(ascent + first + second))
}

/// Speed that a transfer orbit asks for, from [`PARKING_ALTITUDE`] up to an apogee, without the losses all routes share.
///
/// `V = V(parking) + v₀ (√(2r/(r₀+r)) − 1)`: [`demanded_speed`] of the parking orbit and the first burn of the Hohmann
/// transfer; symbols as there. What the satellite burns at the apogee is its own. Source: `vallado2013`.
///
/// # Errors
/// [`CannotReach::NotPossible`] if the apogee lies below the parking orbit, or as [`demanded_speed`].
pub fn transfer_speed(apogee: Length, inclination: Angle, latitude: Angle) -> Result<Speed, CannotReach> {
    let (low, high) = ((EARTH_RADIUS + PARKING_ALTITUDE).in_metres(), (EARTH_RADIUS + apogee).in_metres());
    if !(high >= low && high.is_finite()) {
        return Err(CannotReach::NotPossible { what: "apogee", value: apogee.in_metres() });
    }
    let parking = demanded_speed(&Route { altitude: PARKING_ALTITUDE, inclination, latitude })?;
    let fast = (EARTH_GRAVITY / low).sqrt();
    Ok(parking + Speed::metres_per_second(fast * ((2.0 * high / (low + high)).sqrt() - 1.0)))
}

/// Extra speed of one route over another: the costly half of [`payload_to`], to be done once for an orbit.
///
/// `Δ = V(target) − V(reference)`, see [`demanded_speed`]; negative when the target is easier.
///
/// # Errors
/// As [`demanded_speed`].
pub fn prepare(reference: &Route, target: &Route) -> Result<Speed, CannotReach> {
    Ok(demanded_speed(target)? - demanded_speed(reference)?)
}

/// Payload of a stage that must give extra speed: the cheap half of [`payload_to`], one exponential.
///
/// `p = m_p / (e^{Δ/u} (m_d + p₀ + m_p)/(m_d + p₀) − 1) − m_d`, `u = I g₀`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `Δ` | `extra` speed over the reference route | m/s |
/// | `m_d`, `m_p` | dry mass and propellant of the stage | kg |
/// | `p₀`, `p` | payload on the reference route; result | kg |
/// | `I` | specific impulse | s |
///
/// Leaves out that the lower stages run faster under a lighter load, so it is on the safe side far from the reference
/// (7 to 9 % of the change for two stages of Falcon 9's order). Source: `tsiolkovsky1903`.
///
/// # Errors
/// [`CannotReach::NoPayloadLeft`] if none is left; [`CannotReach::NotPossible`] if the stage is no rocket.
#[inline]
pub fn payload(stage: &UpperStage, extra: Speed) -> Result<Mass, CannotReach> {
    let propellant = positive("propellant mass", stage.propellant.in_kilograms())?;
    let dry = stage.dry.in_kilograms();
    let reference = stage.reference_payload.in_kilograms();
    let exhaust = STANDARD_GRAVITY.in_si() * positive("specific impulse", stage.specific_impulse.in_seconds())?;
    if !(dry >= 0.0 && dry.is_finite()) {
        return Err(CannotReach::NotPossible { what: "dry mass", value: dry });
    }
    let after = dry + positive("reference payload", reference)?;
    let grown = exp(extra.in_si() / exhaust) * ((after + propellant) / after) - 1.0;
    // Not positive where the target would be reached with no burn at all; not finite where it is out of this world.
    let left = propellant / positive("growth of the mass ratio", grown)? - dry;
    if left <= 0.0 {
        return Err(CannotReach::NoPayloadLeft { extra, missing: Mass::kilograms(-left) });
    }
    Ok(Mass::kilograms(left))
}

/// Payload of a stage on a route, from the payload it is known to carry on another.
///
/// [`prepare`], then [`payload`].
///
/// # Errors
/// As those two.
pub fn payload_to(stage: &UpperStage, reference: &Route, target: &Route) -> Result<Mass, CannotReach> {
    payload(stage, prepare(reference, target)?)
}

/// Flights that carry a mass rate: `n = ṁ / p`, every flight full.
///
/// # Errors
/// [`CannotReach::NotPossible`] if `payload` is not positive.
pub fn flights(mass_rate: MassRate, payload: Mass) -> Result<Rate, CannotReach> {
    positive("payload", payload.in_kilograms())?;
    Ok(mass_rate / payload)
}
