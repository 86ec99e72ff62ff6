//! From orbit to the ground: how often a station is in view, clouds, and how long an answer takes.

use crate::constants::EARTH_RADIUS;
use crate::link::{NoLink, light_time, positive, share, slant_range};
use sunward_quantity::elementary::{acos, asin, cos, exp, ln, sin};
use sunward_quantity::{Angle, DataRate, Length, TimeSpan};

/// Angle at the centre of Earth within which a station sees a satellite.
///
/// `ψ = acos(R cos e / (R + h)) − e`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `h` | `altitude` | m |
/// | `e` | `mask`: lowest elevation at which there is contact | rad |
/// | `R` | radius of Earth | m |
///
/// Leaves out Earth's flattening and the bending of light. Source: `vallado2013`.
///
/// # Errors
/// [`NoLink`] if `altitude` is not positive or `mask` is outside 0 to 90°.
pub fn horizon(altitude: Length, mask: Angle) -> Result<Angle, NoLink> {
    let h = positive("altitude", altitude.in_metres())?;
    if !(mask >= Angle::ZERO && mask.in_degrees() < 90.0) {
        return Err(NoLink { what: "elevation mask", value: mask.in_radians() });
    }
    let e = mask.in_radians();
    let r = EARTH_RADIUS.in_metres();
    Ok(Angle::radians(acos(r * cos(e) / (r + h)) - e))
}

/// Share of the time that a station sees a satellite in a circular orbit.
///
/// `f = 1/2π ∫ ΔL(u)/π du`, `cos ΔL = (cos ψ − sin φ sin φ_s) / (cos φ cos φ_s)`, `sin φ_s = sin i sin u`: scalars in, scalar
/// out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `ψ` | [`horizon`] | rad |
/// | `φ` | `latitude` of the station | rad |
/// | `i` | `inclination` | rad |
/// | `u`, `φ_s` | argument of latitude, and the latitude below the satellite | rad |
///
/// The mean over many revolutions: the station's longitude under the orbit is as likely as any other. Wrong for orbits
/// that repeat their track soon, and for the ring of geostationary orbits. Source: `vallado2013`.
///
/// # Errors
/// [`NoLink`] as [`horizon`], and for a latitude beyond a pole.
pub fn contact_share(altitude: Length, inclination: Angle, latitude: Angle, mask: Angle) -> Result<f64, NoLink> {
    const STEPS: u32 = 2000;
    let psi = horizon(altitude, mask)?.in_radians();
    if !latitude.is_finite() || latitude.in_degrees().abs() > 90.0 {
        return Err(NoLink { what: "latitude", value: latitude.in_radians() });
    }
    let (sin_station, cos_station) = (sin(latitude.in_radians()), cos(latitude.in_radians()));
    let tilt = sin(inclination.in_radians());
    let near = cos(psi);
    let mut sum = 0.0;
    for step in 0..STEPS {
        let u = (f64::from(step) + 0.5) * std::f64::consts::TAU / f64::from(STEPS);
        let below = asin(tilt * sin(u));
        let (high, across) = (near - sin_station * sin(below), cos_station * cos(below));
        sum += if high <= -across {
            1.0
        } else if high >= across {
            0.0
        } else {
            acos(high / across) / std::f64::consts::PI
        };
    }
    Ok(sum / f64::from(STEPS))
}

/// Share of the time that at least one of some sites is in contact under a clear sky.
///
/// `A = 1 − (1 − f (1 − p))^n`: scalars in, scalar out; `1 − pⁿ` where every site is always in view.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `n` | `sites` with weather and passes of their own | – |
/// | `f` | `contact`: share of the time one of them is in view | – |
/// | `p` | `cloud`: share of the time that cloud hides the sky there | – |
///
/// Weather that sites share makes outages more frequent: eight in Australia and New Zealand, clear 69 % of the time, reach
/// 99.97 % and not the 99.991 % of eight independent ones; they count as seven (`birch2023`).
///
/// # Errors
/// [`NoLink`] if `sites` is not positive or a share is outside 0 to 1.
#[inline]
pub fn availability(sites: f64, contact: f64, cloud: f64) -> Result<f64, NoLink> {
    let usable = share("contact share", contact)? * (1.0 - share("cloud share", cloud)?);
    // Much cheaper than the power function; what is always usable has the logarithm −∞, and so no outage.
    Ok(1.0 - exp(positive("number of sites", sites)? * ln(1.0 - usable)))
}

/// Mean data to the ground.
///
/// `D = r u · min(m A, n f (1 − p))`: scalars in, scalar out; never more links than sites in view on average.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `r`, `m` | `rate` of one terminal in contact, number of `terminals` | bit/s, – |
/// | `u` | `used`: share of the contact that carries this satellite's data | – |
/// | `A`, `n`, `f`, `p` | of [`availability`] | – |
///
/// An upper bound for several terminals: sites in view are taken to be as evenly spread as they can.
/// The ceiling on data for each unit of IT energy is `D / P` (`turyshev2026`).
///
/// # Errors
/// [`NoLink`] as [`availability`].
#[inline]
pub fn sustained_rate(
    rate: DataRate,
    terminals: f64,
    used: f64,
    sites: f64,
    contact: f64,
    cloud: f64,
) -> Result<DataRate, NoLink> {
    let links = (terminals * availability(sites, contact, cloud)?).min(sites * contact * (1.0 - cloud));
    Ok(rate * (links * used))
}

/// Shortest time from a user at the station to the chips and back, at the lowest elevation.
///
/// `t = 2 (d + s) / c`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `d` | [`slant_range`] at the `mask` | m |
/// | `s` | `relayed`: way through relays | m |
///
/// Leaves out waiting for a pass, switching and fibre on the ground. Source: `vallado2013`, `codata2018`.
///
/// # Errors
/// [`NoLink`] as [`slant_range`].
#[inline]
pub fn round_trip(altitude: Length, mask: Angle, relayed: Length) -> Result<TimeSpan, NoLink> {
    Ok(light_time(slant_range(altitude, mask, EARTH_RADIUS)? + relayed) * 2.0)
}
