//! Where the Sun stands, seen from Earth, and how bright it is.

use crate::calendar::Instant;
use crate::constants::{ASTRONOMICAL_UNIT, SOLAR_CONSTANT, SOLAR_RADIUS};
use std::fmt;
use sunward_quantity::elementary::{asin, atan2, cos, sin};
use sunward_quantity::{Angle, Flux, Length};

const TURN: f64 = std::f64::consts::TAU;
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// The Sun as seen from the centre of Earth: mean equator and equinox of date, aberration applied.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sun {
    /// Along the equator from the equinox, 0 to 360°.
    pub right_ascension: Angle,
    /// North of the equator.
    pub declination: Angle,
    /// From centre to centre.
    pub distance: Length,
    /// Unit vector: first axis to the equinox, third to the north pole.
    pub direction: [f64; 3],
}

/// What Moon and planets do to Earth's longitude: `A cos(B + C τ)`, in 10⁻⁸ rad, rad and rad per millennium; all terms
/// over 0.0001° that are not the ellipse itself. The slow ones are not in the mean longitude of [`sun_at`]. Source:
/// `bretagnon1988` (VSOP87D).
const LONGITUDE: [(f64, f64, f64); 22] = [
    (3497.1, 2.7441, 5753.3849),
    (3417.6, 2.8289, 3.5231),
    (3135.9, 3.6277, 77713.7715),
    (2676.2, 4.4181, 7860.4194),
    (2342.7, 6.1352, 3930.2097),
    (1324.3, 0.7425, 11506.7698),
    (1273.2, 2.0371, 529.6910),
    (1199.2, 1.1096, 1577.3435),
    (990.2, 5.2327, 5884.9268),
    (901.9, 2.0451, 26.2983),
    (857.2, 3.5085, 398.1490),
    (779.8, 1.1788, 5223.6939),
    (753.1, 2.5334, 5507.5532),
    (492.4, 4.2051, 775.5226),
    (356.7, 2.9195, 0.0673),
    (317.1, 5.8490, 11790.6291),
    (284.1, 1.8987, 796.2980),
    (271.0, 0.3149, 10977.0788),
    (242.8, 0.3448, 5486.7778),
    (206.2, 4.8065, 2544.3144),
    (205.4, 1.8695, 5573.1428),
    (202.3, 2.4577, 6069.7768),
];
/// The same for the distance, in 10⁻⁸ au; all terms over 4·10⁻⁶ au. Source: `bretagnon1988` (VSOP87D).
const DISTANCE: [(f64, f64, f64); 6] = [
    (3083.7, 5.1985, 77713.7715),
    (1628.5, 1.1739, 5753.3849),
    (1575.6, 2.8469, 7860.4194),
    (924.8, 5.4529, 11506.7698),
    (542.4, 4.5641, 3930.2097),
    (472.1, 3.6610, 5884.9268),
];

fn sum_of(terms: &[(f64, f64, f64)], centuries: f64) -> f64 {
    1e-8 * terms.iter().map(|(size, phase, speed)| size * cos(phase + speed * 0.1 * centuries)).sum::<f64>()
}

/// Where the Sun stands.
///
/// `λ = L₀ + C(M) + δλ − 20.49″`, `d = a(1 − e²)/(1 + e cos ν) + δd`: Kepler's ellipse with a perihelion that moves
/// (one that stands still is 0.09° off in 2027 and grows), plus the largest terms of the planets and the Moon
/// (without them 0.009° off).
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `L₀` | mean longitude | ° |
/// | `M`, `ν` | mean and true anomaly | ° |
/// | `C` | equation of the centre, `ν − M` | ° |
/// | `e`, `a` | eccentricity, 1.000 001 018 au | 1, au |
/// | `δλ`, `δd` | disturbances, tabled above | °, au |
///
/// Leaves out nutation (0.005°), the Sun's ecliptic latitude (below 0.0004°) and smaller terms. Within 0.001° and
/// 1.5·10⁻⁵ au of full VSOP87 from 2025 to 2065. Source: `meeus1998` (chapter 25); disturbances `bretagnon1988`.
pub fn sun_at(at: Instant) -> Sun {
    let t = at.centuries();
    let anomaly = DEGREE * (357.529_11 + t * (35_999.050_29 - t * 0.000_153_7));
    let eccentricity = 0.016_708_634 - t * (0.000_042_037 + t * 0.000_000_126_7);
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * sin(anomaly)
        + (0.019_993 - t * 0.000_101) * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    let disturbance = sum_of(&LONGITUDE, t) / DEGREE;
    let farther = sum_of(&DISTANCE, t);
    let distance = 1.000_001_018 * (1.0 - eccentricity * eccentricity)
        / (1.0 + eccentricity * cos(anomaly + DEGREE * centre))
        + farther;
    let longitude = DEGREE * (mean_longitude_degrees(t) + centre + disturbance - 0.005_691_6 / distance);
    let obliquity = DEGREE * (23.439_291_11 - 0.013_004_2 * t);
    let direction = [cos(longitude), sin(longitude) * cos(obliquity), sin(longitude) * sin(obliquity)];
    Sun {
        right_ascension: Angle::radians(atan2(direction[1], direction[0]).rem_euclid(TURN)),
        declination: Angle::radians(asin(direction[2])),
        distance: ASTRONOMICAL_UNIT * distance,
        direction,
    }
}

/// Right ascension of the mean Sun, which keeps the time of clocks.
///
/// `α = L₀ − 20.49″`; the true Sun runs ahead of it or behind by up to 4.1° (16 minutes). Source: `meeus1998`
/// (chapter 28).
pub fn mean_sun(at: Instant) -> Angle {
    Angle::radians((DEGREE * (mean_longitude_degrees(at.centuries()) - 0.005_691_6)).rem_euclid(TURN))
}

fn mean_longitude_degrees(t: f64) -> f64 {
    280.466_46 + t * (36_000.769_83 + t * 0.000_303_2)
}

/// A distance that ends inside the Sun.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InsideTheSun(pub Length);

impl fmt::Display for InsideTheSun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from the centre of the Sun lies inside it (radius {SOLAR_RADIUS})", self.0)
    }
}

impl std::error::Error for InsideTheSun {}

/// Sunlight on a surface that faces the Sun.
///
/// `S = S₀ (au/d)²`: scalar in, scalar out; falls with the square of distance.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `S₀` | [`SOLAR_CONSTANT`] | W/m² |
/// | `d` | `distance` from the centre of the Sun | m |
/// | `S` | result | W/m² |
///
/// Leaves out eclipses and the Sun's 0.1 % cycle. Source: `iau2015b3`, nominal values.
///
/// # Errors
/// [`InsideTheSun`] if `distance` is less than [`SOLAR_RADIUS`] or not a number.
pub fn sunlight(distance: Length) -> Result<Flux, InsideTheSun> {
    if distance >= SOLAR_RADIUS { Ok(brightness(distance)) } else { Err(InsideTheSun(distance)) }
}

/// [`sunlight`] where the distance is known to be Earth's.
pub(crate) fn brightness(distance: Length) -> Flux {
    let nearness = ASTRONOMICAL_UNIT / distance;
    SOLAR_CONSTANT * (nearness * nearness)
}
