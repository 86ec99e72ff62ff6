//! Light as a wire: laser links between satellites and to the ground.

use std::f64::consts::PI;
use sunward_quantity::elementary::{exp, exp_m1, log10, power, sin, squared};
use sunward_quantity::{Angle, DataRate, Length, Power, Speed, TimeSpan};

/// Speed of light in a vacuum. Source: `codata2018`.
pub const SPEED_OF_LIGHT: Speed = Speed::metres_per_second(299_792_458.0);

/// Planck's constant, J·s. Source: `codata2018`.
pub const PLANCK: f64 = 6.626_070_15e-34;

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

#[inline]
pub(crate) fn positive(what: &'static str, value: f64) -> Result<f64, NoLink> {
    if value > 0.0 && value <= f64::MAX { Ok(value) } else { Err(refuse(what, value)) }
}

#[inline]
pub(crate) fn share(what: &'static str, value: f64) -> Result<f64, NoLink> {
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(refuse(what, value)) }
}

// Out of the way of what is evaluated millions of times.
#[cold]
#[inline(never)]
fn refuse(what: &'static str, value: f64) -> NoLink {
    NoLink { what, value }
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

/// Energy of one photon: `h c / λ`, J. Source: `codata2018`.
fn photon_energy(wavelength: Length) -> f64 {
    PLANCK * SPEED_OF_LIGHT.in_metres_per_second() / wavelength.in_metres()
}

/// How many beams side by side one aperture can carry over a distance.
///
/// `n = max(1, π a² / (λ R))`: scalars in, scalar out; falls with distance, then stays 1.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `a` | half of `aperture` | m |
/// | `λ`, `R` | `wavelength`, `distance` | m |
///
/// The frame of one aperture is shared by smaller ones whose own [`confocal_length`] is the distance. Not rounded to whole
/// squares: a frame is made for its beams. Leaves out light that strays into the neighbouring beam. Source: `suncatcher2025`.
///
/// # Errors
/// [`NoLink`] if a length is not positive.
pub fn beams_that_fit(aperture: Length, wavelength: Length, distance: Length) -> Result<f64, NoLink> {
    let reach = confocal_length(aperture * 0.5, wavelength)?;
    Ok((reach.in_metres() / positive("distance", distance.in_metres())?).max(1.0))
}

/// Share of the peak brightness of a Gaussian beam that a badly aimed one leaves at the receiver.
///
/// `exp(−2 (θ R)² / w²)`, `w = w₀ √(1 + (R λ / π w₀²)²)`: scalars in, scalar out, from 0 to 1.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `θ` | `error` of pointing | rad |
/// | `R`, `λ` | `distance`, `wavelength` | m |
/// | `w₀` | `waist`: radius of the beam where it starts | m |
///
/// Far away `w / R` is the beam's half angle and the expression is `exp(−2 (θ / θ_beam)²)`. Taken on the axis of the receiver:
/// one that is wider than the beam loses less. Source: `saleh_teich`.
///
/// # Errors
/// [`NoLink`] if a length is not positive or `error` is negative.
pub fn pointing_share(waist: Length, wavelength: Length, distance: Length, error: Angle) -> Result<f64, NoLink> {
    if !(error >= Angle::ZERO && error.is_finite()) {
        return Err(NoLink { what: "pointing error", value: error.in_radians() });
    }
    let ratio = positive("distance", distance.in_metres())? / confocal_length(waist, wavelength)?.in_metres();
    let width = squared(waist.in_metres()) * (1.0 + squared(ratio));
    Ok(exp(-2.0 * squared(error.in_radians() * distance.in_metres()) / width))
}

/// An optical terminal and what it sends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terminal {
    /// Diameter of the telescope, the same at both ends.
    pub aperture: Length,
    /// Of the light.
    pub wavelength: Length,
    /// Light that the terminal sends, all beams and channels together.
    pub light: Power,
    /// Share of light that one telescope passes; it counts at both ends.
    pub efficiency: f64,
    /// Share that all other losses let through.
    pub passed: f64,
    /// Error of pointing.
    pub pointing: Angle,
    /// Photons the receiver needs for a bit.
    pub photons_per_bit: f64,
    /// Wavelengths side by side in a beam.
    pub channels: f64,
    /// Data on one of them.
    pub channel_rate: DataRate,
    /// Beams side by side that the terminal is made for.
    pub beams: f64,
}

/// What a terminal carries over a distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget {
    /// Beams in use.
    pub beams: f64,
    /// Share of the light sent that is detected.
    pub detected: f64,
    /// Data that the photons would carry.
    pub photon_limited: DataRate,
    /// Data that channels and beams would carry.
    pub channel_limited: DataRate,
    /// Share of the light made that leaves the terminal and misses the neighbour, so that it warms neither.
    pub lost: f64,
}

impl Budget {
    /// Data carried: the smaller of the two.
    #[inline]
    pub fn rate(&self) -> DataRate {
        self.photon_limited.min(self.channel_limited)
    }

    /// Light detected over light needed for all channels; [`in_decibels`] makes it the link's margin.
    #[inline]
    pub fn margin(&self) -> f64 {
        self.photon_limited / self.channel_limited
    }
}

/// What a terminal carries to one like it, near or far.
///
/// `rate = min(P η² L l c_n λ / (h c q), n k r)`: scalars in, scalars out; never more light detected than sent.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `P` | light sent | W |
/// | `η`, `L` | share one telescope passes, share all other losses pass | – |
/// | `l` | [`pointing_share`] | – |
/// | `n` | beams: those the terminal is made for, at most [`beams_that_fit`] | – |
/// | `c_n` | [`captured_share`] of one beam, aperture `D/√n` at both ends, waist `1/√2` of its radius | – |
/// | `q` | photons for a bit | – |
/// | `k`, `r` | channels, data on one | –, bit/s |
///
/// With that waist the far field is exactly that of two evenly lit apertures, `G G (λ / 4πR)²` ([`received_power`]), and the
/// near field cannot exceed 1. Leaves out the 2 % of the Gaussian that the aperture's edge cuts, and stray light between beams.
/// Source: `suncatcher2025`, `saleh_teich`.
///
/// # Errors
/// [`NoLink`] for a number no link has.
pub fn budget(t: &Terminal, distance: Length) -> Result<Budget, NoLink> {
    if !(t.light >= Power::ZERO && t.light.is_finite()) {
        return Err(NoLink { what: "sent power", value: t.light.in_watts() });
    }
    let beams = positive("number of beams", t.beams)?.min(beams_that_fit(t.aperture, t.wavelength, distance)?);
    let radius = t.aperture * (0.5 / beams.sqrt());
    let waist = radius * std::f64::consts::FRAC_1_SQRT_2;
    let aimed = pointing_share(waist, t.wavelength, distance, t.pointing)?;
    let caught = captured_share(waist, radius, t.wavelength, distance)? * aimed;
    let efficiency = share("telescope efficiency", t.efficiency)?;
    let detected = caught * efficiency * efficiency * share("passed share", t.passed)?;
    let bit = positive("number of photons per bit", t.photons_per_bit)? * photon_energy(t.wavelength);
    Ok(Budget {
        beams,
        detected,
        photon_limited: DataRate::bits_per_second(t.light.in_watts() * detected / bit),
        channel_limited: t.channel_rate * (positive("number of channels", t.channels)? * beams),
        lost: efficiency * (1.0 - caught),
    })
}
