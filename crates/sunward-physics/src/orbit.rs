//! Orbits round Earth: shape, plane, and how the flattened Earth turns the plane.

use crate::calendar::{Instant, start_of_year};
use crate::constants::{EARTH_GRAVITY, EARTH_J2, EARTH_J4, EARTH_RADIUS};
use crate::sun::{Sun, mean_sun, sun_at};
use std::fmt;
use sunward_quantity::elementary::{acos, asin, cos, sin, squared};
use sunward_quantity::{Angle, Length, Rate, Speed, TimeSpan};

const TURN: f64 = std::f64::consts::TAU;

/// Days in a tropical year, in which the mean Sun goes once round the equator. Source: `meeus1998`.
const TROPICAL_YEAR: TimeSpan = TimeSpan::days(365.242_189_7);
/// Below this perigee an orbit lasts days.
const LOWEST_PERIGEE: Length = Length::kilometres(150.0);
/// Above this the Moon rules and none of the formulas here hold.
const HIGHEST_APOGEE: Length = Length::kilometres(300_000.0);

/// Which way the plane faces at the start of the year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// Mean local solar time, in hours, at which the satellite crosses the equator northward. 6 and 18 are the
    /// dawn-dusk orbits: the first has its eclipses round the December solstice, the second round the June one.
    LocalTime(f64),
    /// Right ascension of the northward crossing, on 1 January 00:00 UTC of the year looked at.
    RightAscension(Angle),
}

/// How far the plane is tilted against the equator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Inclination {
    /// Such that the plane follows the mean Sun; see [`sun_synchronous_inclination`].
    SunSynchronous,
    /// As given, 0 to 180°.
    Of(Angle),
}

/// An orbit round Earth; no orbit of this type touches the ground, re-enters at once or leaves Earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Orbit {
    perigee_altitude: Length,
    apogee_altitude: Length,
    inclination: Angle,
    node: Node,
    argument_of_perigee: Angle,
    earth_radius: Length,
    asked: Inclination,
}

/// Why an orbit is refused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OrbitError {
    /// A value is infinite or undefined; which one.
    NotANumber(&'static str),
    /// The perigee lies under the ground.
    InsideTheEarth(Length),
    /// The perigee is so low that the orbit ends within days.
    TooLow(Length),
    /// The apogee is beyond 300,000 km, where the Moon rules.
    TooHigh(Length),
    /// Apogee and perigee are swapped.
    ApogeeBelowPerigee {
        /// As given.
        perigee: Length,
        /// As given.
        apogee: Length,
    },
    /// No inclination makes the plane follow the Sun: Earth's bulge is too far away.
    NeverSunSynchronous {
        /// Mean of perigee and apogee altitude.
        altitude: Length,
    },
    /// An inclination outside 0 to 180°.
    NotAnInclination(Angle),
    /// A local time outside 0 to 24 hours.
    NotALocalTime(f64),
    /// A radius of Earth outside 6,300 to 6,600 km.
    NotEarth(Length),
}

impl fmt::Display for OrbitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber(what) => write!(f, "the {what} of the orbit is not a number"),
            Self::InsideTheEarth(perigee) => {
                write!(
                    f,
                    "a perigee altitude of {perigee} lies inside the Earth; altitudes count from the equator's radius"
                )
            }
            Self::TooLow(perigee) => write!(
                f,
                "with a perigee at {perigee} the satellite would re-enter within days; choose {LOWEST_PERIGEE} or more"
            ),
            Self::TooHigh(apogee) => {
                write!(f, "an apogee at {apogee} is beyond {HIGHEST_APOGEE}, where the Moon rules")
            }
            Self::ApogeeBelowPerigee { perigee, apogee } => {
                write!(f, "the apogee ({apogee}) is below the perigee ({perigee}); swap them")
            }
            Self::NeverSunSynchronous { altitude } => {
                write!(f, "no orbit at {altitude} follows the Sun; sun-synchronous circular orbits end near 5,970 km")
            }
            Self::NotAnInclination(given) => write!(f, "an inclination of {given} is outside 0 to 180 deg"),
            Self::NotALocalTime(hours) => write!(f, "a local time of {hours} h is outside 0 to 24"),
            Self::NotEarth(radius) => write!(f, "{radius} is no radius of the Earth (6,300 to 6,600 km)"),
        }
    }
}

impl std::error::Error for OrbitError {}

impl Orbit {
    /// A round orbit.
    ///
    /// # Errors
    /// [`OrbitError`], with what is wrong.
    pub fn circular(altitude: Length, inclination: Inclination, node: Node) -> Result<Self, OrbitError> {
        Self::elliptic(altitude, altitude, inclination, node, Angle::ZERO)
    }

    /// An orbit with a lowest and a highest point. `argument_of_perigee` is the angle from the northward crossing
    /// of the equator to the lowest point, on 1 January of the year looked at.
    ///
    /// # Errors
    /// [`OrbitError`], with what is wrong.
    pub fn elliptic(
        perigee_altitude: Length,
        apogee_altitude: Length,
        inclination: Inclination,
        node: Node,
        argument_of_perigee: Angle,
    ) -> Result<Self, OrbitError> {
        Self::checked(perigee_altitude, apogee_altitude, inclination, node, argument_of_perigee, EARTH_RADIUS)
    }

    /// The same altitudes over an Earth of another radius, which also casts the shadow. Published cases use the
    /// mean radius now and then. The pull of the bulge stays as it is.
    ///
    /// # Errors
    /// [`OrbitError::NotEarth`] outside 6,300 to 6,600 km.
    pub fn over_earth_of(self, earth_radius: Length) -> Result<Self, OrbitError> {
        Self::checked(
            self.perigee_altitude,
            self.apogee_altitude,
            self.asked,
            self.node,
            self.argument_of_perigee,
            earth_radius,
        )
    }

    fn checked(
        perigee: Length,
        apogee: Length,
        asked: Inclination,
        node: Node,
        argument_of_perigee: Angle,
        earth_radius: Length,
    ) -> Result<Self, OrbitError> {
        let numbers = [
            ("perigee altitude", perigee.is_finite()),
            ("apogee altitude", apogee.is_finite()),
            ("argument of perigee", argument_of_perigee.is_finite()),
            ("radius of the Earth", earth_radius.is_finite()),
            ("local time of the node", !matches!(node, Node::LocalTime(h) if !h.is_finite())),
            ("right ascension of the node", !matches!(node, Node::RightAscension(a) if !a.is_finite())),
            ("inclination", !matches!(asked, Inclination::Of(i) if !i.is_finite())),
        ];
        if let Some((what, _)) = numbers.iter().find(|(_, fine)| !fine) {
            return Err(OrbitError::NotANumber(what));
        }
        if !(Length::kilometres(6_300.0)..=Length::kilometres(6_600.0)).contains(&earth_radius) {
            return Err(OrbitError::NotEarth(earth_radius));
        }
        if perigee < Length::ZERO {
            return Err(OrbitError::InsideTheEarth(perigee));
        }
        if perigee < LOWEST_PERIGEE {
            return Err(OrbitError::TooLow(perigee));
        }
        if apogee > HIGHEST_APOGEE {
            return Err(OrbitError::TooHigh(apogee));
        }
        if apogee < perigee {
            return Err(OrbitError::ApogeeBelowPerigee { perigee, apogee });
        }
        if let Node::LocalTime(hours) = node
            && !(0.0..=24.0).contains(&hours)
        {
            return Err(OrbitError::NotALocalTime(hours));
        }
        let inclination = match asked {
            Inclination::Of(given) if (0.0..=180.0 + 1e-12).contains(&given.in_degrees()) => given,
            Inclination::Of(given) => return Err(OrbitError::NotAnInclination(given)),
            Inclination::SunSynchronous => {
                let axis = earth_radius + (perigee + apogee) * 0.5;
                let eccentricity = (apogee - perigee) / (axis * 2.0);
                inclination_where(|i| node_drift(axis, eccentricity, i))
                    .ok_or(OrbitError::NeverSunSynchronous { altitude: (perigee + apogee) * 0.5 })?
            }
        };
        Ok(Self {
            perigee_altitude: perigee,
            apogee_altitude: apogee,
            inclination,
            node,
            argument_of_perigee,
            earth_radius,
            asked,
        })
    }

    /// Altitude of the lowest point.
    pub const fn perigee_altitude(&self) -> Length {
        self.perigee_altitude
    }
    /// Altitude of the highest point.
    pub const fn apogee_altitude(&self) -> Length {
        self.apogee_altitude
    }
    /// Tilt of the plane against the equator; over 90° the satellite runs westward.
    pub const fn inclination(&self) -> Angle {
        self.inclination
    }
    /// Which way the plane faces at the start of the year.
    pub const fn node(&self) -> Node {
        self.node
    }
    /// From the northward crossing to the lowest point.
    pub const fn argument_of_perigee(&self) -> Angle {
        self.argument_of_perigee
    }
    /// Radius from which altitudes count and which casts the shadow.
    pub const fn earth_radius(&self) -> Length {
        self.earth_radius
    }
    /// Half the length of the ellipse, from the centre of Earth; the radius of a round orbit.
    pub fn semi_major_axis(&self) -> Length {
        self.earth_radius + (self.perigee_altitude + self.apogee_altitude) * 0.5
    }
    /// 0 for a round orbit.
    pub fn eccentricity(&self) -> f64 {
        (self.apogee_altitude - self.perigee_altitude) / (self.semi_major_axis() * 2.0)
    }
    /// [`period`] of this orbit.
    pub fn period(&self) -> TimeSpan {
        period(self.semi_major_axis())
    }
    /// [`node_drift`] of this orbit.
    pub fn node_drift(&self) -> Rate {
        node_drift(self.semi_major_axis(), self.eccentricity(), self.inclination)
    }
    /// [`perigee_drift`] of this orbit.
    pub fn perigee_drift(&self) -> Rate {
        perigee_drift(self.semi_major_axis(), self.eccentricity(), self.inclination)
    }
    /// [`mean_motion`] of this orbit.
    pub fn mean_motion(&self) -> Rate {
        mean_motion(self.semi_major_axis(), self.eccentricity(), self.inclination)
    }

    /// Right ascension of the northward crossing at the start of the year.
    pub fn node_at_start_of(&self, year: i32) -> Angle {
        match self.node {
            Node::RightAscension(given) => given,
            Node::LocalTime(hours) => mean_sun(start_of_year(year)) + Angle::radians((hours - 12.0) / 24.0 * TURN),
        }
    }

    /// Height of the Sun over the plane of the orbit; see [`beta_angle`]. The plane is that of 1 January of `year`,
    /// drifted to `at`.
    pub fn beta_angle(&self, year: i32, at: Instant) -> Angle {
        let since = TimeSpan::seconds(at.0 - start_of_year(year).0);
        let node = self.node_at_start_of(year) + Angle::radians((self.node_drift() * since).value());
        beta_angle(self.inclination, node, &sun_at(at))
    }
}

/// Time for one turn of Kepler's ellipse.
///
/// `T = 2π √(a³/μ)`; `a` in m, `μ` in m³/s². Leaves out the bulge (up to 0.1 %; see [`mean_motion`]) and drag.
/// Source: `vallado2013`.
pub fn period(semi_major_axis: Length) -> TimeSpan {
    TimeSpan::seconds(TURN / kepler_motion(semi_major_axis))
}

/// `n = √(μ/a³)`, rad/s.
fn kepler_motion(semi_major_axis: Length) -> f64 {
    let a = semi_major_axis.in_metres();
    (EARTH_GRAVITY / (a * a * a)).sqrt()
}

/// Speed on a round orbit: `v = √(μ/r)`. Source: `vallado2013`.
pub fn circular_speed(radius: Length) -> Speed {
    Speed::metres_per_second((EARTH_GRAVITY / radius.in_metres()).sqrt())
}

/// How fast Earth's bulge turns the plane of an orbit, in radians per second.
///
/// `Ω̇ = −(3/2) n k cos i [1 + k (15/4 − 19/4 s)] + (15/32) n J₄ (R/p)⁴ cos i (8 + 12e² − (14 + 21e²) s)`
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `n` | `√(μ/a³)` | rad/s |
/// | `k` | `J₂ (R/p)²`, `p = a (1 − e²)` | 1 |
/// | `s` | `sin² i` | 1 |
/// | `R` | [`EARTH_RADIUS`] | m |
/// | `a` | semi-major axis, mean over time of its osculating value | m |
///
/// Brouwer's theory: second order in `J₂`, first in `J₄`. Within 0.11° a year of numerical integration (400 to 2,000
/// km, 20 to 105°), where the first order alone ([`first_order_node_drift`]) errs by up to 16°. The bracket is that
/// of round orbits; in eccentric ones it is worth 0.1 %. Leaves out Sun and Moon (0.6° a year at 20,000 km; kept in
/// hand at the geostationary ring). Source: `brouwer1959`, `vallado2013`.
pub fn node_drift(semi_major_axis: Length, eccentricity: f64, inclination: Angle) -> Rate {
    let (k, squeeze) = bulge(semi_major_axis, eccentricity);
    let s = squared(sin(inclination.in_radians()));
    let e2 = eccentricity * eccentricity;
    let bracket = 1.0 + k * (3.75 - 4.75 * s);
    let fourth = 15.0 / 32.0 * EARTH_J4 * squared(squeeze) * (8.0 + 12.0 * e2 - (14.0 + 21.0 * e2) * s);
    let per_radian = kepler_motion(semi_major_axis) * cos(inclination.in_radians());
    Rate::per_second(per_radian * (fourth - 1.5 * k * bracket))
}

/// [`node_drift`] in its first order, `−(3/2) n k cos i`: only for published cases that used it.
pub fn first_order_node_drift(semi_major_axis: Length, eccentricity: f64, inclination: Angle) -> Rate {
    let (k, _) = bulge(semi_major_axis, eccentricity);
    Rate::per_second(-1.5 * k * kepler_motion(semi_major_axis) * cos(inclination.in_radians()))
}

/// How fast Earth's bulge turns the ellipse within its plane, in radians per second.
///
/// `ω̇ = (3/4) n k (4 − 5 sin² i)`, first order; symbols as in [`node_drift`]. Zero at 63.43°, the inclination of
/// Molniya orbits. Source: `vallado2013`.
pub fn perigee_drift(semi_major_axis: Length, eccentricity: f64, inclination: Angle) -> Rate {
    let (k, _) = bulge(semi_major_axis, eccentricity);
    let s = squared(sin(inclination.in_radians()));
    Rate::per_second(0.75 * kepler_motion(semi_major_axis) * k * (4.0 - 5.0 * s))
}

/// How fast the mean anomaly grows, counted from the perigee, in radians per second.
///
/// `Ṁ = n [1 + (3/4) k √(1 − e²) (2 − 3 sin² i)]`, first order; symbols as in [`node_drift`]. Source: `vallado2013`.
pub fn mean_motion(semi_major_axis: Length, eccentricity: f64, inclination: Angle) -> Rate {
    let (k, _) = bulge(semi_major_axis, eccentricity);
    let s = squared(sin(inclination.in_radians()));
    let faster = 0.75 * k * (1.0 - eccentricity * eccentricity).sqrt() * (2.0 - 3.0 * s);
    Rate::per_second(kepler_motion(semi_major_axis) * (1.0 + faster))
}

/// `k = J₂ (R/p)²` and `(R/p)²`.
fn bulge(semi_major_axis: Length, eccentricity: f64) -> (f64, f64) {
    let squeeze = squared(EARTH_RADIUS / (semi_major_axis * (1.0 - eccentricity * eccentricity)));
    (EARTH_J2 * squeeze, squeeze)
}

/// Inclination at which a round orbit follows the mean Sun, 360° in 365.2421897 days, with the corrected drift of
/// [`node_drift`] (0.02 to 0.03° above the first order).
///
/// # Errors
/// [`OrbitError::NeverSunSynchronous`] above about 5,970 km; [`OrbitError::NotANumber`], [`OrbitError::InsideTheEarth`].
pub fn sun_synchronous_inclination(altitude: Length) -> Result<Angle, OrbitError> {
    let radius = round_orbit(altitude)?;
    inclination_where(|i| node_drift(radius, 0.0, i)).ok_or(OrbitError::NeverSunSynchronous { altitude })
}

/// [`sun_synchronous_inclination`] with the first-order drift: only for published cases that used it.
///
/// # Errors
/// As [`sun_synchronous_inclination`].
pub fn first_order_sun_synchronous_inclination(altitude: Length) -> Result<Angle, OrbitError> {
    let radius = round_orbit(altitude)?;
    inclination_where(|i| first_order_node_drift(radius, 0.0, i)).ok_or(OrbitError::NeverSunSynchronous { altitude })
}

fn round_orbit(altitude: Length) -> Result<Length, OrbitError> {
    if !altitude.is_finite() {
        Err(OrbitError::NotANumber("altitude"))
    } else if altitude < Length::ZERO {
        Err(OrbitError::InsideTheEarth(altitude))
    } else {
        Ok(EARTH_RADIUS + altitude)
    }
}

/// The inclination over 90° at which `drift`, which grows with it, is one turn in a tropical year.
fn inclination_where(drift: impl Fn(Angle) -> Rate) -> Option<Angle> {
    let wanted = Rate::per_second(TURN / TROPICAL_YEAR.in_seconds());
    let (mut low, mut high) = (0.5 * std::f64::consts::PI, std::f64::consts::PI);
    // Not below it either: a drift that is not a number has no inclination.
    if drift(Angle::radians(high)) >= wanted {
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if drift(Angle::radians(middle)) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(Angle::radians(0.5 * (low + high)))
    } else {
        None
    }
}

/// Height of the Sun over the plane of an orbit.
///
/// `sin β = W · s`, `W = (sin Ω sin i, −cos Ω sin i, cos i)`: the normal of the orbit against the direction of the
/// Sun, both on the mean equator of date. Positive when the Sun stands on the side from which the satellite is
/// seen to run anticlockwise. Source: `vallado2013`.
pub fn beta_angle(inclination: Angle, node: Angle, sun: &Sun) -> Angle {
    let (i, o) = (inclination.in_radians(), node.in_radians());
    let [x, y, z] = sun.direction;
    Angle::radians(asin((sin(i) * (x * sin(o) - y * cos(o)) + z * cos(i)).clamp(-1.0, 1.0)))
}

/// Angle under which the Earth's edge stands from its centre, seen from distance `radius`: `asin(R/r)`, 90° on the
/// ground.
pub(crate) fn earth_half_angle(radius: Length) -> f64 {
    asin((EARTH_RADIUS / radius).clamp(0.0, 1.0))
}

/// `acos`, safe against a last bit over one.
pub(crate) fn safe_acos(x: f64) -> f64 {
    acos(x.clamp(-1.0, 1.0))
}
