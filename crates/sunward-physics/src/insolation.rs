//! Sunlight on the ground: how much, how it fails in winter, and how much more there is in orbit.

use crate::calendar::start_of_year;
use crate::sun::{brightness, sun_at};
use std::fmt;
use sunward_quantity::elementary::{acos, cos, exp, sin};
use sunward_quantity::{Angle, DAY, Flux, Length, TimeSpan, YEAR};

const PI: f64 = std::f64::consts::PI;
const TURN: f64 = std::f64::consts::TAU;

/// Sunlight at which panels for the ground are rated. Source: `iec60904`.
pub const GROUND_RATING: Flux = Flux::watts_per_square_metre(1000.0);
/// Share of light that bare ground sends back. Source: `duffie2013`.
pub(crate) const GROUND_ALBEDO: f64 = 0.2;
/// The year whose Sun stands for all years; a date differs by up to a quarter degree between years.
const SAMPLE_YEAR: i32 = 2030;
/// First day of each month in a year of 365 days, and of the next year.
pub(crate) const MONTHS: [u32; 13] = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366];

/// What the ground cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GroundError {
    /// Beyond a pole, or not a number.
    Latitude(Angle),
    /// Not a day of the year, 1 to 366.
    Day(u32),
    /// A tilt outside 0 (flat) to 90° (upright).
    Tilt(Angle),
    /// A height outside −0.5 to 2.5 km, for which the clear sky was fitted.
    Height(Length),
    /// A share that is not above 0 and at most 1.
    Share(f64),
    /// Sunlight that is not a positive number.
    Sunlight(Flux),
}

impl fmt::Display for GroundError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latitude(given) => write!(f, "a latitude of {given} is beyond the poles"),
            Self::Day(given) => write!(f, "day {given} is not a day of the year (1 to 366)"),
            Self::Tilt(given) => write!(f, "a tilt of {given} is not between flat (0 deg) and upright (90 deg)"),
            Self::Height(given) => {
                write!(f, "the clear sky is known from -0.5 to 2.5 km above the sea, not at {given}")
            }
            Self::Share(given) => write!(f, "a share of {given} is not above 0 and at most 1"),
            Self::Sunlight(given) => write!(f, "sunlight of {given} is not a positive number"),
        }
    }
}

impl std::error::Error for GroundError {}

/// The standard clear skies: 23 km of visibility, by climate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Climate {
    /// No correction for climate.
    Standard,
    /// Moist all year.
    Tropical,
    /// Summer of the middle latitudes.
    MidlatitudeSummer,
    /// Summer near the polar circles.
    SubarcticSummer,
    /// Winter of the middle latitudes.
    MidlatitudeWinter,
}

/// Share of the Sun's beam that comes through a clear sky.
///
/// `τ = r₀ a₀ + r₁ a₁ exp(−r_k k / cos θ)`
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `a₀` | `0.4237 − 0.00821 (6 − A)²` | 1 |
/// | `a₁` | `0.5055 + 0.00595 (6.5 − A)²` | 1 |
/// | `k` | `0.2711 + 0.01858 (2.5 − A)²` | 1 |
/// | `A` | `height` above the sea | km |
/// | `θ` | angle of the Sun from the zenith | |
/// | `r₀ r₁ r_k` | corrections for [`Climate`] | 1 |
///
/// Zero with the Sun at or below the horizon. Leaves out clouds, haze and dust. Source: `hottel1976`.
///
/// # Errors
/// [`GroundError::Height`] outside −0.5 to 2.5 km.
pub fn beam_transmittance(cos_zenith: f64, height: Length, climate: Climate) -> Result<f64, GroundError> {
    let a = height.in_kilometres();
    if !(-0.5..=2.5).contains(&a) {
        return Err(GroundError::Height(height));
    }
    Ok(ClearSky::new(a, climate).beam(cos_zenith))
}

struct ClearSky {
    floor: f64,
    height: f64,
    depth: f64,
}

impl ClearSky {
    fn new(a: f64, climate: Climate) -> Self {
        let (r0, r1, rk) = match climate {
            Climate::Standard => (1.0, 1.0, 1.0),
            Climate::Tropical => (0.95, 0.98, 1.02),
            Climate::MidlatitudeSummer => (0.97, 0.99, 1.02),
            Climate::SubarcticSummer => (0.99, 0.99, 1.01),
            Climate::MidlatitudeWinter => (1.03, 1.01, 1.00),
        };
        Self {
            floor: r0 * (0.4237 - 0.00821 * (6.0 - a) * (6.0 - a)),
            height: r1 * (0.5055 + 0.00595 * (6.5 - a) * (6.5 - a)),
            depth: rk * (0.2711 + 0.01858 * (2.5 - a) * (2.5 - a)),
        }
    }

    fn beam(&self, cos_zenith: f64) -> f64 {
        if cos_zenith > 0.0 { self.floor + self.height * exp(-self.depth / cos_zenith) } else { 0.0 }
    }
}

/// Share of the light above the air that a clear sky scatters down: `τ_d = 0.271 − 0.294 τ`, of the horizontal
/// light. Source: `liu1960`.
pub fn diffuse_transmittance(beam_transmittance: f64) -> f64 {
    0.271 - 0.294 * beam_transmittance
}

/// Half the day as an angle: the hour angle of sunset, 0 in the polar night and π in the midnight sun.
///
/// `cos ω = −tan φ tan δ`. Source: `duffie2013`.
pub(crate) fn sunset(latitude: f64, declination: f64) -> f64 {
    let (up, down) = (sin(latitude) * sin(declination), cos(latitude) * cos(declination));
    if up >= down {
        PI
    } else if up <= -down {
        0.0
    } else {
        acos(-up / down)
    }
}

/// From sunrise to sunset, of the Sun's centre, with no air to bend the light (about 0.15 hours less than seen).
///
/// `N = ω/π · 24 h`, `cos ω = −tan φ tan δ`; `φ` latitude, `δ` declination of the Sun. Source: `duffie2013`.
///
/// # Errors
/// [`GroundError::Latitude`] beyond a pole.
pub fn length_of_day(latitude: Angle, declination: Angle) -> Result<TimeSpan, GroundError> {
    let latitude = checked_latitude(latitude)?;
    Ok(TimeSpan::seconds(DAY * sunset(latitude, declination.in_radians()) / PI))
}

/// [`length_of_day`] on a day of the year, from 1.
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn day_length(latitude: Angle, day: u32) -> Result<TimeSpan, GroundError> {
    length_of_day(latitude, sun_on(day)?.0)
}

/// Sunlight on level ground if there were no air: mean over the day.
///
/// `H₀ = S/π (cos φ cos δ sin ω + ω sin φ sin δ)`
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `S` | sunlight above the air, facing the Sun | W/m² |
/// | `φ`, `δ` | latitude, declination of the Sun | rad |
/// | `ω` | hour angle of sunset, `cos ω = −tan φ tan δ` | rad |
///
/// Source: `duffie2013`.
///
/// # Errors
/// [`GroundError::Latitude`] beyond a pole.
pub fn without_air(latitude: Angle, declination: Angle, sunlight: Flux) -> Result<Flux, GroundError> {
    let (latitude, declination) = (checked_latitude(latitude)?, declination.in_radians());
    let end = sunset(latitude, declination);
    let mean = cos(latitude) * cos(declination) * sin(end) + end * sin(latitude) * sin(declination);
    Ok(sunlight * (mean / PI).max(0.0))
}

/// [`without_air`] on a day of the year, from 1.
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn extraterrestrial(latitude: Angle, day: u32) -> Result<Flux, GroundError> {
    let (declination, sunlight) = sun_on(day)?;
    without_air(latitude, declination, sunlight)
}

/// Sunlight under a clear sky on a fixed panel that leans towards the equator: mean over the day.
///
/// `H = 1/2π ∫ S [τ cos γ + τ_d cos θ (1 + cos t)/2 + ρ (τ + τ_d) cos θ (1 − cos t)/2] dω`, sunrise to sunset
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `S` | sunlight above the air | W/m² |
/// | `τ`, `τ_d` | [`beam_transmittance`], [`diffuse_transmittance`], at sea level | 1 |
/// | `θ`, `γ` | angle of the Sun from the zenith and from the panel's normal; no light from behind | |
/// | `t` | `tilt`, 0 level, 90° upright | |
/// | `ρ` | light sent back by the ground, 0.2 | 1 |
///
/// Light from the sky is the same from all sides. The sky is a hazy one (23 km of visibility): in clean dry air there
/// is a tenth more. Leaves out clouds. Source: `hottel1976`, `liu1960`, `duffie2013`.
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn clear_sky(latitude: Angle, day: u32, tilt: Angle) -> Result<Flux, GroundError> {
    /// Steps from noon to sunset: midpoints, within 0.1 % of a hundred times as many.
    const STEPS: u32 = 48;
    let (declination, sunlight) = sun_on(day)?;
    let (phi, delta) = (checked_latitude(latitude)?, declination.in_radians());
    if !(0.0..=90.0 + 1e-9).contains(&tilt.in_degrees()) {
        return Err(GroundError::Tilt(tilt));
    }
    let sky = ClearSky::new(0.0, Climate::Standard);
    // A panel that leans by t towards the equator sees the Sun as level ground t nearer the equator does.
    let lean = if phi >= 0.0 { phi - tilt.in_radians() } else { phi + tilt.in_radians() };
    let (seen, hidden) = (0.5 * (1.0 + cos(tilt.in_radians())), 0.5 * (1.0 - cos(tilt.in_radians())));
    let end = sunset(phi, delta);
    let mut sum = 0.0;
    for step in 0..STEPS {
        let hour = end * (f64::from(step) + 0.5) / f64::from(STEPS);
        let height_at = |latitude: f64| sin(latitude) * sin(delta) + cos(latitude) * cos(delta) * cos(hour);
        let up = height_at(phi).max(0.0);
        let beam = sky.beam(up);
        let diffuse = diffuse_transmittance(beam) * up;
        sum += beam * height_at(lean).max(0.0) + diffuse * seen + GROUND_ALBEDO * (beam * up + diffuse) * hidden;
    }
    Ok(sunlight * (sum * 2.0 * end / f64::from(STEPS) / TURN))
}

/// [`clear_sky`], mean over the year.
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn yearly_clear_sky(latitude: Angle, tilt: Angle) -> Result<Flux, GroundError> {
    mean_over(latitude, tilt, 1, MONTHS[12])
}

/// Hours at [`GROUND_RATING`] that make up a clear-sky year: the same number as its kWh/m².
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn yearly_full_sun(latitude: Angle, tilt: Angle) -> Result<TimeSpan, GroundError> {
    Ok(TimeSpan::seconds(YEAR) * (yearly_clear_sky(latitude, tilt)? / GROUND_RATING))
}

/// Mean of the darkest month against the mean of the year, under a clear sky: what a store of a few days cannot
/// mend. 0 where the night lasts a month.
///
/// # Errors
/// [`GroundError`], with what is wrong.
pub fn darkest_month(latitude: Angle, tilt: Angle) -> Result<f64, GroundError> {
    let mut least = f64::INFINITY;
    for month in MONTHS.windows(2) {
        least = least.min(mean_over(latitude, tilt, month[0], month[1])?.in_watts_per_square_metre());
    }
    Ok(least / yearly_clear_sky(latitude, tilt)?.in_watts_per_square_metre())
}

fn mean_over(latitude: Angle, tilt: Angle, from: u32, until: u32) -> Result<Flux, GroundError> {
    let mut sum = Flux::ZERO;
    for day in from..until {
        sum += clear_sky(latitude, day, tilt)?;
    }
    Ok(sum / f64::from(until - from))
}

/// Times as much energy from the same panel in orbit as on the ground.
///
/// `g = f S / (S_g c)`
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `f` | `sunlit_fraction` of the orbit | 1 |
/// | `S` | `sunlight` in orbit, mean of the year | W/m² |
/// | `S_g` | [`GROUND_RATING`] | W/m² |
/// | `c` | `capacity_factor` measured on the ground, of the rating | 1 |
///
/// Leaves out that a cell turns a smaller share of sunlight above the air into power (silicon, about a tenth less),
/// and the temperatures. Source: rating `iec60904`.
///
/// # Errors
/// [`GroundError::Share`] or [`GroundError::Sunlight`].
pub fn space_to_ground(capacity_factor: f64, sunlit_fraction: f64, sunlight: Flux) -> Result<f64, GroundError> {
    if let Some(&wrong) = [capacity_factor, sunlit_fraction].iter().find(|s| !(**s > 0.0 && **s <= 1.0)) {
        return Err(GroundError::Share(wrong));
    }
    if !(sunlight.is_finite() && sunlight > Flux::ZERO) {
        return Err(GroundError::Sunlight(sunlight));
    }
    Ok(sunlit_fraction * (sunlight / GROUND_RATING) / capacity_factor)
}

/// Mean output in full sun of panels in orbit for a constant load of 1, with a battery for eclipses.
///
/// `f + (1 − f)/η`: scalar in, scalar out; 1 without eclipses. Over the ground's need for the same load, times
/// [`space_to_ground`], it says how many times as many panels constant power needs down here.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `f` | `sunlit_fraction` of the orbit | 1 |
/// | `η` | `round_trip` of the battery | 1 |
///
/// The output is a mean over the orbit, as in [`space_to_ground`]. Leaves out that the season with the longest eclipses needs
/// more than the mean. Source: `patel2004`.
///
/// # Errors
/// [`GroundError::Share`].
pub fn panels_in_orbit(sunlit_fraction: f64, round_trip: f64) -> Result<f64, GroundError> {
    if let Some(&wrong) = [sunlit_fraction, round_trip].iter().find(|s| !(**s > 0.0 && **s <= 1.0)) {
        return Err(GroundError::Share(wrong));
    }
    Ok(sunlit_fraction + (1.0 - sunlit_fraction) / round_trip)
}

pub(crate) fn checked_latitude(latitude: Angle) -> Result<f64, GroundError> {
    if latitude.in_degrees().abs() <= 90.0 + 1e-9 {
        Ok(latitude.in_radians())
    } else {
        Err(GroundError::Latitude(latitude))
    }
}

/// Declination and sunlight at noon, Greenwich.
pub(crate) fn sun_on(day: u32) -> Result<(Angle, Flux), GroundError> {
    if !(1..=366).contains(&day) {
        return Err(GroundError::Day(day));
    }
    let sun = sun_at(start_of_year(SAMPLE_YEAR).after(DAY * (f64::from(day) - 0.5)));
    Ok((sun.declination, brightness(sun.distance)))
}
