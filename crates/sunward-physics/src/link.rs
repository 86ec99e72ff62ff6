//! Light as a wire: laser links between satellites and to the ground.

use std::f64::consts::PI;
use sunward_quantity::elementary::{exp_m1, log10, power, sin, squared};
use sunward_quantity::{Angle, Length, Power, Speed, TimeSpan};

/// Speed of light in a vacuum. Source: `codata2018`.
pub const SPEED_OF_LIGHT: Speed = Speed::metres_per_second(299_792_458.0);

/// A number no link has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoLink {
    /// Which number.
    pub what: &'static str,
    /// The number, in SI.
    pub value: f64,
}

impl std::fmt::Display for NoLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no link has a {} of {}", self.what, self.value)
    }
}

impl std::error::Error for NoLink {}

fn positive(what: &'static str, value: f64) -> Result<f64, NoLink> {
    if value > 0.0 && value.is_finite() { Ok(value) } else { Err(NoLink { what, value }) }
}

fn share(what: &'static str, value: f64) -> Result<f64, NoLink> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(NoLink { what, value }) }
}

/// Ratio of powers in decibels: `10 log₁₀ r`.
pub fn in_decibels(ratio: f64) -> f64 {
    10.0 * log10(ratio)
}

/// Ratio of powers from decibels: `10^(d/10)`.
pub fn from_decibels(decibels: f64) -> f64 {
    power(10.0, decibels / 10.0)
}

/// How much a round aperture gathers light into one direction.
///
/// `G = η (π D / λ)²`: scalars in, scalar out (a ratio; [`in_decibels`] for dB).
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `D` | `aperture`, its diameter | m |
/// | `λ` | `wavelength` | m |
/// | `η` | `efficiency` of the telescope | – |
///
/// Leaves out pointing error and the shape of the beam (put them into `η`). Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a length is not positive or `efficiency` is outside 0 to 1.
pub fn gain(aperture: Length, wavelength: Length, efficiency: f64) -> Result<f64, NoLink> {
    let d = positive("aperture", aperture.in_metres())?;
    let wave = positive("wavelength", wavelength.in_metres())?;
    Ok(share("telescope efficiency", efficiency)? * squared(PI * d / wave))
}

/// Light received far away.
///
/// `P_r = min(1, G_t G_r (λ / 4πR)²) · L · P_t`: scalars in, scalar out; falls with the square of distance.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `P_t` | `sent` | W |
/// | `G_t`, `G_r` | `gains` of sender and receiver | – |
/// | `λ`, `R` | `wavelength`, `distance` | m |
/// | `L` | `passed`: share that all other losses let through | – |
///
/// Holds beyond [`far_field`]; nearer, the bare formula exceeds what was sent, so the geometric part stops at 1: use
/// [`captured_share`] there. Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a number is not positive or `passed` is outside 0 to 1.
pub fn received_power(
    sent: Power,
    gains: [f64; 2],
    wavelength: Length,
    distance: Length,
    passed: f64,
) -> Result<Power, NoLink> {
    let [sender, receiver] = [positive("gain", gains[0])?, positive("gain", gains[1])?];
    let wave = positive("wavelength", wavelength.in_metres())?;
    let spread = wave / (4.0 * PI * positive("distance", distance.in_metres())?);
    let caught = (sender * receiver * squared(spread)).min(1.0);
    if !(sent >= Power::ZERO && sent.is_finite()) {
        return Err(NoLink { what: "sent power", value: sent.in_watts() });
    }
    Ok(sent * (caught * share("passed share", passed)?))
}

/// Distance from which a beam is in its far field: `2 D² / λ`, with `D` the larger `aperture`. Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn far_field(aperture: Length, wavelength: Length) -> Result<Length, NoLink> {
    let d = positive("aperture", aperture.in_metres())?;
    Ok(Length::metres(2.0 * d * d / positive("wavelength", wavelength.in_metres())?))
}

/// Half angle to the first dark ring of a round aperture.
///
/// `θ = 1.22 λ / D`: scalars in, scalar out, for small angles. Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn divergence(aperture: Length, wavelength: Length) -> Result<Angle, NoLink> {
    let d = positive("aperture", aperture.in_metres())?;
    Ok(Angle::radians(1.22 * positive("wavelength", wavelength.in_metres())? / d))
}

/// Radius of the spot a beam draws at a distance: `r = θ R`, for small angles. Source: `suncatcher2025`.
pub fn spot_radius(divergence: Angle, distance: Length) -> Length {
    distance * divergence.in_radians()
}

/// Distance over which a beam of a radius stays about as narrow as it starts.
///
/// `L = π a² / λ`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `a` | `radius` of the aperture | m |
/// | `λ` | `wavelength` | m |
/// | `L` | result | m |
///
/// Short links gain by more and smaller apertures side by side: within a frame of given area their number grows as `1/L`.
/// Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn confocal_length(radius: Length, wavelength: Length) -> Result<Length, NoLink> {
    let a = positive("aperture radius", radius.in_metres())?;
    Ok(Length::metres(PI * a * a / positive("wavelength", wavelength.in_metres())?))
}

/// Share of a Gaussian beam that a round receiver catches, near or far.
///
/// `1 − exp(−2 a² / w²)`, `w = w₀ √(1 + (R λ / π w₀²)²)`: scalars in, scalar out; never above 1.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `w₀` | `waist`: radius of the beam where it starts | m |
/// | `a` | `receiver` radius | m |
/// | `R`, `λ` | `distance`, `wavelength` | m |
///
/// Leaves out pointing error and the cut edge of the beam. Source: `saleh_teich`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn captured_share(waist: Length, receiver: Length, wavelength: Length, distance: Length) -> Result<f64, NoLink> {
    let ratio = positive("distance", distance.in_metres())? / confocal_length(waist, wavelength)?.in_metres();
    let width = squared(waist.in_metres()) * (1.0 + squared(ratio));
    Ok(-exp_m1(-2.0 * squared(positive("receiver radius", receiver.in_metres())?) / width))
}

/// Distance from a ground station to a satellite.
///
/// `d = √(R² sin² e + 2Rh + h²) − R sin e`: scalars in, scalar out; `h` overhead.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `h` | `altitude` | m |
/// | `e` | `elevation` above the horizon | rad |
/// | `R` | `earth_radius` | m |
///
/// Leaves out Earth's flattening and the bending of light. Source: `vallado2013`.
///
/// # Errors
/// [`NoLink`] if `altitude` or `earth_radius` is not positive or `elevation` is outside 0 to 90°.
pub fn slant_range(altitude: Length, elevation: Angle, earth_radius: Length) -> Result<Length, NoLink> {
    let h = positive("altitude", altitude.in_metres())?;
    let r = positive("Earth radius", earth_radius.in_metres())?;
    if !(elevation >= Angle::ZERO && elevation.in_degrees() <= 90.0) {
        return Err(NoLink { what: "elevation", value: elevation.in_radians() });
    }
    let rise = r * sin(elevation.in_radians());
    // The difference of two near numbers, written as a quotient that keeps its digits.
    let above = h * (2.0 * r + h);
    Ok(Length::metres(above / ((rise * rise + above).sqrt() + rise)))
}

/// Time light needs for a distance, one way: `t = d / c`. Source: `codata2018`.
pub fn light_time(distance: Length) -> TimeSpan {
    distance / SPEED_OF_LIGHT
}
