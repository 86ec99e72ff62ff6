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

/// Where the Sun stands.
///
/// `λ = L₀ + C(M) + δλ − 20.49″`, `d = a(1 − e²)/(1 + e cos ν) + δd`: Kepler's ellipse with a perihelion that moves
/// (one that stands still is 0.09° off in 2027 and grows), plus the five largest terms of Venus, Jupiter and the
/// Moon (without them 0.005° off).
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `L₀` | mean longitude | ° |
/// | `M`, `ν` | mean and true anomaly | ° |
/// | `C` | equation of the centre, `ν − M` | ° |
/// | `e`, `a` | eccentricity, 1.000 001 018 au | 1, au |
/// | `δλ`, `δd` | the five largest disturbances | °, au |
///
/// Leaves out nutation (0.005°), the Sun's ecliptic latitude (below 0.0004°) and smaller terms. Within 0.002° and
/// 2·10⁻⁵ au of VSOP87 from 2025 to 2065. Source: `meeus1998` (chapter 25); disturbances `meeus1988` (chapter 18).
pub fn sun_at(at: Instant) -> Sun {
    let t = at.centuries();
    let anomaly = DEGREE * (357.529_11 + t * (35_999.050_29 - t * 0.000_153_7));
    let eccentricity = 0.016_708_634 - t * (0.000_042_037 + t * 0.000_000_126_7);
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * sin(anomaly)
        + (0.019_993 - t * 0.000_101) * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    // The disturbances count their centuries from 1900.
    let old = t + 1.0;
    let venus = DEGREE * (153.23 + 22_518.754_1 * old);
    let twice_venus = DEGREE * (216.57 + 45_037.508_2 * old);
    let jupiter = DEGREE * (312.69 + 32_964.357_7 * old);
    let moon = DEGREE * (350.74 + old * (445_267.114_2 - old * 0.001_44));
    let slow = DEGREE * (231.19 + 20.20 * old);
    let twice_jupiter = DEGREE * (353.40 + 65_928.715_5 * old);
    let disturbance = 0.001_34 * cos(venus)
        + 0.001_54 * cos(twice_venus)
        + 0.002_00 * cos(jupiter)
        + 0.001_79 * sin(moon)
        + 0.001_78 * sin(slow);
    let farther = 5.43e-6 * sin(venus)
        + 15.75e-6 * sin(twice_venus)
        + 16.27e-6 * sin(jupiter)
        + 30.76e-6 * cos(moon)
        + 9.27e-6 * sin(twice_jupiter);
    let distance = 1.000_001_018 * (1.0 - eccentricity * eccentricity)
        / (1.0 + eccentricity * cos(anomaly + DEGREE * centre))
        + farther;
    let longitude = DEGREE * (mean_longitude_degrees(t) + centre + disturbance - 0.005_691_6 / distance);
    let obliquity = DEGREE * (23.439_291_11 - 0.013_004_2 * t);
    let direction = [
        cos(longitude),
        sin(longitude) * cos(obliquity),
        sin(longitude) * sin(obliquity),
    ];
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
        write!(
            f,
            "{} from the centre of the Sun lies inside it (radius {SOLAR_RADIUS})",
            self.0
        )
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
    if distance >= SOLAR_RADIUS {
        Ok(brightness(distance))
    } else {
        Err(InsideTheSun(distance))
    }
}

/// [`sunlight`] where the distance is known to be Earth's.
pub(crate) fn brightness(distance: Length) -> Flux {
    let nearness = ASTRONOMICAL_UNIT / distance;
    SOLAR_CONSTANT * (nearness * nearness)
}
