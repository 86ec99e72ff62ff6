//! The thin air up there: how dense, how it brakes, how soon it ends an orbit.

use crate::constants::{EARTH_GRAVITY, EARTH_RADIUS};
use std::fmt;
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Acceleration, AreaPerMass, Density, Length, Speed, TimeSpan};

/// How active the Sun is: it heats the upper air, and swells and empties the radiation belts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SolarActivity {
    /// Solar minimum: radio flux index F10.7 of 70, quiet field.
    Low,
    /// The mean of a cycle: F10.7 of 140.
    Mean,
    /// Solar maximum: F10.7 of 200.
    High,
}

impl SolarActivity {
    /// All three; at 550 km they lie 25 times apart, so look at all three.
    pub const ALL: [Self; 3] = [Self::Low, Self::Mean, Self::High];
}

/// km, then kg/m³ at low, mean and high activity.
///
/// NRLMSISE-00 averaged over an orbit of 97.8°, over the year and all local times, at magnetic indices Ap of 4, 15
/// and 21. From 400 km up `physics.md`, section 7; below, the same model run the same way (within 2 % where both
/// overlap). Source: `picone2002`.
const TABLE: [(f64, [f64; 3]); 10] = [
    (200.0, [1.78e-10, 2.84e-10, 3.63e-10]),
    (250.0, [3.31e-11, 7.44e-11, 1.10e-10]),
    (300.0, [8.02e-12, 2.45e-11, 4.12e-11]),
    (350.0, [2.28e-12, 9.18e-12, 1.73e-11]),
    (400.0, [7.2e-13, 3.8e-12, 7.8e-12]),
    (500.0, [9.2e-14, 7.5e-13, 1.9e-12]),
    (550.0, [3.8e-14, 3.5e-13, 9.6e-13]),
    (650.0, [9.8e-15, 8.9e-14, 2.8e-13]),
    (800.0, [3.1e-15, 1.6e-14, 5.3e-14]),
    (1000.0, [1.2e-15, 3.7e-15, 9.5e-15]),
];

/// Where natural decay is counted to: from 300 km a satellite falls within weeks.
pub const DECAYED: Length = Length::kilometres(300.0);

/// What the thin air cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AirError {
    /// An altitude below 200 km, where no satellite stays.
    TooLow(Length),
    /// An area per mass that is not a positive number.
    AreaPerMass(AreaPerMass),
}

impl fmt::Display for AirError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLow(altitude) => {
                write!(f, "the density of air is tabled from 200 km up, where satellites last; {altitude} is outside")
            }
            Self::AreaPerMass(given) => write!(f, "an area per mass of {given} is not a positive number"),
        }
    }
}

impl std::error::Error for AirError {}

/// Density of the air at an altitude: mean over orbit and year.
///
/// `ln ρ` against altitude by a monotone cubic (Fritsch–Carlson) through the table; above 1,000 km a straight line
/// with the slope of the last step, so that it fades out.
///
/// Good to 15–30 % for the stated activity (MSIS 2.1 is 2–6 % lower); day and night differ by a factor of 2 to 5
/// at 550 km, activity by 25. Above 1,000 km a guess on the high side of nothing. Source: `picone2002`.
///
/// # Errors
/// [`AirError::TooLow`] below 200 km, or for an altitude that is not a number.
pub fn density(altitude: Length, activity: SolarActivity) -> Result<Density, AirError> {
    if altitude.in_kilometres() >= TABLE[0].0 && altitude.is_finite() {
        Ok(Density::kilograms_per_cubic_metre(exp(log_density(altitude.in_kilometres(), activity))))
    } else {
        Err(AirError::TooLow(altitude))
    }
}

fn log_density(km: f64, activity: SolarActivity) -> f64 {
    let row = |j: usize| (TABLE[j].0, ln(TABLE[j].1[activity as usize]));
    let slope = |j: usize| (row(j + 1).1 - row(j).1) / (row(j + 1).0 - row(j).0);
    let last = TABLE.len() - 1;
    let j = TABLE.partition_point(|(at, _)| *at <= km).clamp(1, TABLE.len()) - 1;
    let (from, low) = row(j);
    if j == last {
        return low + slope(last - 1) * (km - from);
    }
    // Slope of the cubic in a table point: the harmonic mean of the steps on either side, weighted by their widths.
    let tangent = |j: usize| {
        if j == 0 || j == last {
            return slope(j.min(last - 1));
        }
        let (before, after) = (slope(j - 1), slope(j));
        if before * after <= 0.0 {
            return 0.0;
        }
        let (w0, w1) = (TABLE[j].0 - TABLE[j - 1].0, TABLE[j + 1].0 - TABLE[j].0);
        3.0 * (w0 + w1) / ((2.0 * w1 + w0) / before + (w1 + 2.0 * w0) / after)
    };
    let (to, high) = row(j + 1);
    let width = to - from;
    let t = (km - from) / width;
    let u = 1.0 - t;
    low * (1.0 + 2.0 * t) * u * u
        + high * (3.0 - 2.0 * t) * t * t
        + width * t * u * (tangent(j) * u - tangent(j + 1) * t)
}

/// How the air brakes a satellite on a round orbit.
///
/// `a = ½ ρ v² C_d A/m`, `v² = μ/r`
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `ρ` | [`density`] | kg/m³ |
/// | `r` | radius of the orbit | m |
/// | `C_d A/m` | `area_per_mass`: drag coefficient (about 2.2) times area across the path per mass | m²/kg |
///
/// Leaves out that the air turns with Earth (up to 13 % in the square of speed). Source: `vallado2013`.
///
/// # Errors
/// [`AirError`], with what is wrong.
pub fn drag(altitude: Length, area_per_mass: AreaPerMass, activity: SolarActivity) -> Result<Acceleration, AirError> {
    let spread = checked(area_per_mass)?;
    let air = density(altitude, activity)?.in_kilograms_per_cubic_metre();
    let speed_squared = EARTH_GRAVITY / (EARTH_RADIUS + altitude).in_metres();
    Ok(Acceleration::metres_per_second_squared(0.5 * air * speed_squared * spread))
}

/// Change of speed that makes up for [`drag`] in a year: `Δv = a · 1 year`, thrust along the path. Source: `vallado2013`.
///
/// # Errors
/// [`AirError`], with what is wrong.
pub fn yearly_drag_makeup(
    altitude: Length,
    area_per_mass: AreaPerMass,
    activity: SolarActivity,
) -> Result<Speed, AirError> {
    Ok(drag(altitude, area_per_mass, activity)? * TimeSpan::years(1.0))
}

/// Time in which drag alone brings a round orbit down to [`DECAYED`]; zero from there or below.
///
/// `t = ∫ da / (ρ C_d A/m √(μ a))` from 300 km to `altitude`; symbols as in [`drag`]. By Simpson's rule in steps of
/// 2.5 km or less (1·10⁻⁶). Activity stays the same all the while: for lives over a few years take the mean.
/// Source: `vallado2013`.
///
/// # Errors
/// [`AirError`], with what is wrong.
pub fn decay_time(altitude: Length, area_per_mass: AreaPerMass, activity: SolarActivity) -> Result<TimeSpan, AirError> {
    let spread = checked(area_per_mass)?;
    density(altitude, activity)?;
    if altitude <= DECAYED {
        return Ok(TimeSpan::ZERO);
    }
    // Seconds for each metre. Above 2,000 km the air is a guess and the answer is "for ever".
    let slowness = |km: f64| {
        let axis = EARTH_RADIUS.in_metres() + km * 1e3;
        exp(-log_density(km, activity)) / (spread * (EARTH_GRAVITY * axis).sqrt())
    };
    let (from, to) = (DECAYED.in_kilometres(), altitude.in_kilometres().min(FOR_EVER.in_kilometres()));
    let steps = 2 * ((to - from) / 5.0).ceil().max(1.0) as u32;
    let width = (to - from) / f64::from(steps);
    let inner: f64 =
        (1..steps).map(|j| if j % 2 == 1 { 4.0 } else { 2.0 } * slowness(from + width * f64::from(j))).sum();
    Ok(TimeSpan::seconds(1e3 * width / 3.0 * (slowness(from) + inner + slowness(to))))
}

/// Where a satellite that is brought down has its lowest point: deep enough that the air takes it within a revolution.
pub const REENTRY: Length = Length::kilometres(50.0);

/// Change of speed that turns a round orbit into one with its lowest point at [`REENTRY`].
///
/// `Δv = v (1 − √(2 r_p/(r_p + r)))`, `v = √(μ/r)`: the first burn of a Hohmann transfer, against the motion.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `r` | radius of the orbit | m |
/// | `r_p` | radius of the lowest point | m |
/// | `Δv` | result | m/s |
///
/// One short burn. Electric engines, which burn round the whole orbit, spiral down instead: from 650 to 300 km by the
/// difference of the circular speeds, 190 m/s against 170. High orbits are left upwards for a few m/s: type that in.
/// Source: `vallado2013`.
///
/// # Errors
/// [`AirError::TooLow`] below [`REENTRY`], or for an altitude that is not a number.
pub fn deorbit_burn(altitude: Length) -> Result<Speed, AirError> {
    if !(altitude >= REENTRY && altitude.is_finite()) {
        return Err(AirError::TooLow(altitude));
    }
    let (orbit, low) = ((EARTH_RADIUS + altitude).in_metres(), (EARTH_RADIUS + REENTRY).in_metres());
    let round = (EARTH_GRAVITY / orbit).sqrt();
    Ok(Speed::metres_per_second(round * (1.0 - (2.0 * low / (low + orbit)).sqrt())))
}

/// Above this, [`decay_time`] gives the time from here: over ten million years.
const FOR_EVER: Length = Length::kilometres(3_000.0);

fn checked(area_per_mass: AreaPerMass) -> Result<f64, AirError> {
    let spread = area_per_mass.in_square_metres_per_kilogram();
    if spread.is_finite() && spread > 0.0 { Ok(spread) } else { Err(AirError::AreaPerMass(area_per_mass)) }
}
