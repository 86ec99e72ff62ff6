//! Heat in a vacuum: what a plate sends out, what it takes in, how warm it becomes.

use crate::constants::STEFAN_BOLTZMANN;
use std::f64::consts::{FRAC_PI_2, PI};
use sunward_quantity::elementary::{acos, asin, atan2, cos, fourth_power, ln, sin, squared};
use sunward_quantity::{Angle, Flux, Length, Quantity, Temperature};

/// A balance that no temperature satisfies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoBalance {
    /// Nothing radiates.
    NoEmission(f64),
    /// More leaves the plate by other roads than reaches it.
    NothingAbsorbed(Flux),
}

impl std::fmt::Display for NoBalance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoEmission(sum) => {
                write!(f, "a plate whose emissivities add up to {sum} cannot radiate; they must be more than 0")
            }
            Self::NothingAbsorbed(flux) => write!(f, "no temperature balances an absorbed flux of {flux}"),
        }
    }
}

impl std::error::Error for NoBalance {}

/// What shines on a plate in orbit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surroundings {
    /// Sunlight on a face that looks at the Sun.
    pub sunlight: Flux,
    /// Share of sunlight that Earth reflects.
    pub albedo: f64,
    /// Heat radiated by Earth, at its surface.
    pub infrared: Flux,
}

/// One face of a plate and what it sees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Face {
    /// For heat.
    pub emissivity: f64,
    /// For sunlight.
    pub absorptivity: f64,
    /// Cosine between its normal and the Sun; 0 when the Sun is behind it.
    pub sun_cosine: f64,
    /// View factor to Earth: [`plate_view_factor`].
    pub earth_view: f64,
    /// View factor to sunlit Earth, weighted by the cosine of sunlight there: [`albedo_view_factor`].
    pub albedo_view: f64,
}

/// Share of what a face sends out that meets Earth.
///
/// `H = 1 + h/R`, `b = asin(1/H)`, `w = √(H² − 1)`.
/// Earth wholly before the face, `g + b ≤ 90°`: `F = cos g / H²`. Wholly behind, `g − b ≥ 90°`: `F = 0`. Between:
/// `F = 1/2 − asin(w/(H sin g))/π + [cos g · acos(−w cot g) − w √(1 − H² cos² g)] / (π H²)`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `h` | `altitude`; below the ground counts as on it | m |
/// | `g` | `tilt`: angle between the face's normal and nadir, 0 to 180° | rad |
/// | `R` | `earth_radius` | m |
/// | `F` | result | – |
///
/// Exact for a small plate and a sphere of even brightness. Leaves out Earth's flattening and air.
/// Source: `howell_view_factors`, plate to sphere.
pub fn plate_view_factor(altitude: Length, tilt: Angle, earth_radius: Length) -> f64 {
    let h = (1.0 + altitude / earth_radius).max(1.0);
    let g = tilt.in_radians().abs();
    let limb = asin(1.0 / h);
    let cos_g = cos(g);
    if g + limb <= FRAC_PI_2 {
        return cos_g / (h * h);
    }
    if g - limb >= FRAC_PI_2 {
        return 0.0;
    }
    let sin_g = sin(g);
    let w = (h * h - 1.0).max(0.0).sqrt();
    let hidden = asin((w / (h * sin_g)).min(1.0));
    let arc = acos((-w * cos_g / sin_g).clamp(-1.0, 1.0));
    let chord = w * (1.0 - squared(h * cos_g)).max(0.0).sqrt();
    (0.5 - hidden / PI + (cos_g * arc - chord) / (PI * h * h)).clamp(0.0, 1.0)
}

/// View factor to sunlit Earth of a face edge-on to both Earth and Sun.
///
/// `F_a = F √(cos² ζ + t²)`, `t = 0.136 λ^1.5`, `λ = √(1 − (R/(R+h))²)`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `F` | [`plate_view_factor`] edge-on | – |
/// | `ζ` | zenith angle of the Sun below the satellite; `cos ζ` below 0 counts as 0 | – |
/// | `λ` | sine of the arc from nadir to the horizon | – |
/// | `F_a` | result; the reflected flux on the face is `albedo · F_a · S` | – |
///
/// At the terminator (`ζ = 90°`) half of the Earth in view is lit at a low Sun: 3 % of `F` at 550 km, where the
/// common `F cos ζ` says nothing. The power 1.5 was fitted here to quadrature over the lit cap (`ζ` 0 to 90°,
/// 300 to 2,000 km): within 5 % of `F_a` at the terminator, 7 % elsewhere. Leaves out the phase function of clouds.
/// Source: `sunward_quadrature`, repeated by the test `albedo_view_agrees_with_quadrature`.
pub fn albedo_view_factor(altitude: Length, sun_zenith_cosine: f64, earth_radius: Length) -> f64 {
    let ratio = (1.0 / (1.0 + altitude / earth_radius)).min(1.0);
    let horizon = (1.0 - ratio * ratio).max(0.0).sqrt();
    let terminator = 0.136 * horizon * horizon.sqrt();
    let edge_on = plate_view_factor(altitude, Angle::radians(FRAC_PI_2), earth_radius);
    edge_on * (squared(sun_zenith_cosine.max(0.0)) + squared(terminator)).sqrt().min(1.0)
}

/// Share of what a square face sends out that meets an equal square parallel to it.
///
/// `F = 2/(πX²) · { ln √[(1+X²)²/(1+2X²)] + 2X √(1+X²) atan[X/√(1+X²)] − 2X atan X }`, `X` = `side` / `gap`.
///
/// Scalars in, scalar out; nearly 0 far apart, 1 in touch. A neighbour as warm as the face sends back as much as it
/// takes, so the face loses this share of its emission. Below `X` = 0.001 the limit `X²/π` is used.
/// Source: `howell_view_factors`, case C-11.
pub fn parallel_squares_view_factor(side: Length, gap: Length) -> f64 {
    let x = (side / gap).abs();
    if x < 1e-3 {
        return x * x / PI;
    }
    // Far beyond any panel: where x⁴ would overflow, the two are in touch.
    if x > 1e12 {
        return 1.0;
    }
    let x2 = x * x;
    let diagonal = (1.0 + x2).sqrt();
    let logarithm = 0.5 * ln(squared(1.0 + x2) / (1.0 + 2.0 * x2));
    2.0 / (PI * x2) * (logarithm + 2.0 * x * diagonal * atan2(x, diagonal) - 2.0 * x * atan2(x, 1.0))
}

/// Heat sent out by one square metre of a black face.
///
/// `q = σT⁴`: scalar in, scalar out. Symbols: `T` K, [`STEFAN_BOLTZMANN`] `σ` W/m²/K⁴, `q` W/m². Source: `codata2018`.
#[inline]
pub fn black_body(temperature: Temperature) -> Flux {
    Flux::watts_per_square_metre(STEFAN_BOLTZMANN * fourth_power(temperature.in_kelvin()))
}

/// Temperature at which a plate sends out what it absorbs.
///
/// `T = (q / (σ Σε))^¼`: scalar in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `q` | `absorbed` by all faces, for each square metre of plate | W/m² |
/// | `Σε` | `emissivity_sum` over the faces | – |
/// | `T` | result | K |
///
/// Leaves out the 2.7 K of the sky and any difference between the faces. Source: `howell_view_factors`.
///
/// # Errors
/// [`NoBalance`] if nothing radiates or `absorbed` is negative or not a number.
pub fn equilibrium_temperature(absorbed: Flux, emissivity_sum: f64) -> Result<Temperature, NoBalance> {
    if !(emissivity_sum > 0.0 && emissivity_sum.is_finite()) {
        return Err(NoBalance::NoEmission(emissivity_sum));
    }
    if !(absorbed >= Flux::ZERO && absorbed.is_finite()) {
        return Err(NoBalance::NothingAbsorbed(absorbed));
    }
    Ok(Temperature::kelvin((absorbed.in_si() / (STEFAN_BOLTZMANN * emissivity_sum)).sqrt().sqrt()))
}

/// Sunlight, reflected sunlight and Earth's heat that one face takes in.
///
/// `q = α S cos θ + α · albedo · F_a · S + ε F q_IR`: one face in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `α`, `ε` | absorptivity for sunlight, emissivity for heat (Kirchhoff: it also absorbs heat) | – |
/// | `S`, `q_IR` | sunlight and Earth's infrared | W/m² |
/// | `cos θ` | [`Face::sun_cosine`] | – |
/// | `F`, `F_a` | view factors to Earth and to sunlit Earth | – |
///
/// Source: `gilmore2002`.
#[inline]
pub fn absorbed_face(face: &Face, around: &Surroundings) -> Flux {
    around.sunlight * (face.absorptivity * (face.sun_cosine + around.albedo * face.albedo_view))
        + around.infrared * (face.emissivity * face.earth_view)
}

/// Heat that leaves through one face when all is counted; negative when it takes in more than it sends.
///
/// `q = ε σ T⁴ − α S cos θ − α · albedo · F_a · S − ε F q_IR`: one face in, scalar out. Symbols as in
/// [`absorbed_face`], and `T` in K. Source: `gilmore2002`.
#[inline]
pub fn net_flux_face(temperature: Temperature, face: &Face, around: &Surroundings) -> Flux {
    black_body(temperature) * face.emissivity - absorbed_face(face, around)
}

/// Temperature a plate takes when it has no heat of its own to shed.
///
/// `T_s = (Σq / (σ Σε))^¼`, so that the net flux is `σ Σε (T⁴ − T_s⁴)`: all faces in, scalar out. Symbols as in
/// [`absorbed_face`]. Source: `gilmore2002`.
///
/// # Errors
/// [`NoBalance`] if no face radiates.
pub fn sink_temperature(faces: &[Face], around: &Surroundings) -> Result<Temperature, NoBalance> {
    let absorbed = faces.iter().map(|face| absorbed_face(face, around)).sum();
    equilibrium_temperature(absorbed, faces.iter().map(|face| face.emissivity).sum())
}
