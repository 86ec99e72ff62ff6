//! A year of sunlight on an orbit: when Earth's shadow is met, for how long, and what it asks of an array.
//!
//! One method for every orbit. At the start, middle and end of each day the whole revolution is looked at, with
//! the Sun and the plane held still: where it enters and leaves the cones of umbra and penumbra, and how much of
//! the Sun's disc Earth covers in between. Holding still gives the exact share of time in shadow, averaged over
//! where on its orbit the satellite happens to be. Lengths of eclipses are then corrected for the Sun's movement
//! (to second order in that movement: nothing in low orbit, 0.01 minutes at the geostationary ring).
//!
//! Leaves out Earth's flattening, refraction in the air, the Moon's shadow and limb darkening; and that the bulge
//! and the pear shape move a satellite up to 10 km off the ellipse (1·10⁻³ of the share).

use crate::calendar::{days_in_year, start_of_year};
use crate::constants::{EARTH_RADIUS, SOLAR_CONSTANT, SOLAR_RADIUS};
use crate::orbit::{Orbit, earth_half_angle, period, safe_acos};
use crate::sun::{brightness, sun_at};
use std::fmt;
use sunward_quantity::elementary::{acos, asin, atan2, cos, sin, tan};
use sunward_quantity::{Angle, DAY, Flux, Length, TimeSpan, YEAR};

const PI: f64 = std::f64::consts::PI;
const TURN: f64 = std::f64::consts::TAU;

/// Points on the ellipse at which the shadow is first looked for.
const POINTS: usize = 128;

/// Days of the year, from 1, between which every day meets the shadow. One that runs past 31 December has its
/// first day after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// First day with an eclipse.
    pub first_day: u32,
    /// Last day with an eclipse.
    pub last_day: u32,
}

/// One day of an orbit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrbitDay {
    /// Day of the year, from 1.
    pub day: u32,
    /// Height of the Sun over the plane, at noon UTC.
    pub beta: Angle,
    /// Time in any shadow in each revolution, penumbra entry to exit; the longest of this day.
    pub eclipse: TimeSpan,
    /// Time in full shadow in each revolution; the longest of this day.
    pub umbra: TimeSpan,
    /// Share of the day's sunlight received; in the penumbra by the visible area of the Sun's disc.
    pub sunlit_fraction: f64,
    /// Sunlight at noon UTC on a surface that faces the Sun.
    pub flux: Flux,
}

/// A year of an orbit.
#[derive(Debug, Clone, PartialEq)]
pub struct OrbitYear {
    /// Time of one revolution.
    pub period: TimeSpan,
    /// Tilt of the plane.
    pub inclination: Angle,
    /// Share of the year's sunlight received; in the penumbra by the visible area of the Sun's disc.
    pub sunlit_fraction: f64,
    /// Days on which the orbit meets any shadow. For periods over a day a single satellite may miss some.
    pub eclipse_days: u32,
    /// Days on which the orbit meets full shadow.
    pub umbra_days: u32,
    /// The runs of days with an eclipse.
    pub seasons: Vec<Season>,
    /// Longest single eclipse, penumbra entry to exit.
    pub longest_eclipse: TimeSpan,
    /// Longest single full shadow.
    pub longest_umbra: TimeSpan,
    /// How many eclipses of any depth in this year: the cycles of a battery.
    pub eclipses_per_year: f64,
    /// Lowest Sun over the plane (negative: on its other side).
    pub beta_min: Angle,
    /// Highest Sun over the plane.
    pub beta_max: Angle,
    /// Mean over the year of sunlight on a surface that faces the Sun, eclipses not counted.
    pub mean_flux: Flux,
    /// Sunlight in early July.
    pub least_flux: Flux,
    /// Sunlight in early January.
    pub greatest_flux: Flux,
    /// Day by day.
    pub days: Vec<OrbitDay>,
}

/// A year of sunlight and shadow on `orbit`; see the top of this file for the method.
///
/// The plane starts on 1 January of `year` as [`Orbit::node_at_start_of`] says, and drifts by
/// [`crate::orbit::node_drift`], [`crate::orbit::perigee_drift`] and [`crate::orbit::mean_motion`]. The share of
/// sunlight is good to 1·10⁻³ (mostly the drift of planes that do not follow the Sun), and at the edge of the band
/// without eclipses to 3·10⁻³. Source: cones `montenbruck2000` (section 3.4), drift `vallado2013`.
pub fn survey(orbit: &Orbit, year: i32) -> OrbitYear {
    let days = days_in_year(year);
    let start = start_of_year(year);
    let ellipse = Ellipse::of(orbit);
    let node = orbit.node_at_start_of(year).in_radians();
    let (node_drift, perigee_drift) = (orbit.node_drift().in_per_second(), orbit.perigee_drift().in_per_second());
    let motion = orbit.mean_motion().in_per_second();

    let instants = 2 * days as usize + 1;
    let mut suns = Vec::with_capacity(instants);
    for half_day in 0..instants {
        let since = 0.5 * DAY * half_day as f64;
        let sun = sun_at(start.after(since));
        let plane = Plane::turned(
            orbit.inclination().in_radians(),
            node + node_drift * since,
            orbit.argument_of_perigee().in_radians() + perigee_drift * since,
        );
        suns.push(SunOverPlane::new(plane.seen_from(sun.direction), sun.distance, orbit.earth_radius()));
    }
    let looks: Vec<Look> = (0..instants)
        .map(|k| {
            let (before, after) = (k.saturating_sub(1), (k + 1).min(instants - 1));
            let turned = half_turn(suns[after].longitude() - suns[before].longitude());
            let sun_motion = turned / (0.5 * DAY * (after - before) as f64);
            ellipse.look(&suns[k], motion, sun_motion)
        })
        .collect();

    let mut list = Vec::with_capacity(days as usize);
    let (mut umbra_days, mut eclipses) = (0, 0.0);
    for day in 0..days as usize {
        let [morning, noon, night] = [looks[2 * day], looks[2 * day + 1], looks[2 * day + 2]];
        let over_day = |of: fn(&Look) -> f64| 0.25 * of(&morning) + 0.5 * of(&noon) + 0.25 * of(&night);
        let worst = |of: fn(&Look) -> f64| TimeSpan::seconds(of(&morning).max(of(&noon)).max(of(&night)));
        let umbra = worst(|l| l.umbra);
        umbra_days += u32::from(umbra > TimeSpan::ZERO);
        eclipses += DAY * over_day(|l| l.eclipse_rate);
        list.push(OrbitDay {
            day: day as u32 + 1,
            beta: suns[2 * day + 1].beta(),
            eclipse: worst(|l| l.eclipse),
            umbra,
            sunlit_fraction: 1.0 - over_day(|l| l.dark_share),
            flux: brightness(suns[2 * day + 1].distance),
        });
    }
    let longest = |of: fn(&Look) -> f64| TimeSpan::seconds(looks.iter().map(of).fold(0.0, f64::max));
    let mean = |of: fn(&OrbitDay) -> f64| list.iter().map(of).sum::<f64>() / f64::from(days);
    let first_beta = suns[0].beta();
    OrbitYear {
        period: orbit.period(),
        inclination: orbit.inclination(),
        sunlit_fraction: mean(|d| d.sunlit_fraction),
        eclipse_days: list.iter().filter(|d| d.eclipse > TimeSpan::ZERO).count() as u32,
        umbra_days,
        seasons: seasons(&list),
        longest_eclipse: longest(|l| l.longest_eclipse),
        longest_umbra: longest(|l| l.longest_umbra),
        eclipses_per_year: eclipses,
        beta_min: suns.iter().fold(first_beta, |least, s| least.min(s.beta())),
        beta_max: suns.iter().fold(first_beta, |most, s| most.max(s.beta())),
        mean_flux: Flux::watts_per_square_metre(mean(|d| d.flux.in_watts_per_square_metre())),
        least_flux: list.iter().fold(list[0].flux, |least, d| least.min(d.flux)),
        greatest_flux: list.iter().fold(list[0].flux, |most, d| most.max(d.flux)),
        days: list,
    }
}

/// Runs of days with an eclipse; one that goes on in January is not broken by the year's end.
fn seasons(days: &[OrbitDay]) -> Vec<Season> {
    let mut found: Vec<Season> = Vec::new();
    for day in days.iter().filter(|d| d.eclipse > TimeSpan::ZERO).map(|d| d.day) {
        match found.last_mut() {
            Some(season) if season.last_day + 1 == day => season.last_day = day,
            _ => found.push(Season { first_day: day, last_day: day }),
        }
    }
    if let [first, .., last] = found[..]
        && first.first_day == 1
        && last.last_day as usize == days.len()
    {
        found[0].first_day = last.first_day;
        found.pop();
    }
    found
}

/// An angle brought to −π … π.
fn half_turn(angle: f64) -> f64 {
    (angle + PI).rem_euclid(TURN) - PI
}

/// Axes of the ellipse: to the perigee, a quarter turn ahead, along the normal.
struct Plane([[f64; 3]; 3]);

impl Plane {
    fn turned(inclination: f64, node: f64, perigee: f64) -> Self {
        let (si, ci) = (sin(inclination), cos(inclination));
        let (sn, cn) = (sin(node), cos(node));
        let (sp, cp) = (sin(perigee), cos(perigee));
        Self([
            [cn * cp - sn * sp * ci, sn * cp + cn * sp * ci, sp * si],
            [-cn * sp - sn * cp * ci, -sn * sp + cn * cp * ci, cp * si],
            [sn * si, -cn * si, ci],
        ])
    }

    fn seen_from(&self, v: [f64; 3]) -> [f64; 3] {
        self.0.map(|axis| axis[0] * v[0] + axis[1] * v[1] + axis[2] * v[2])
    }
}

/// The Sun over the plane of the orbit, and the two cones of Earth's shadow.
///
/// Umbra: `sin α = (R☉ − R)/d`, narrowing; penumbra: `sin α = (R☉ + R)/d`, widening. At the depth `x` behind Earth's
/// centre the one is `(R − x sin α)/cos α` wide, the other `(R + x sin α)/cos α`. This is the same as comparing the
/// angles under which Earth and Sun are seen from the satellite. Source: `montenbruck2000` (section 3.4).
struct SunOverPlane {
    direction: [f64; 3],
    distance: Length,
    earth: f64,
    umbra: (f64, f64),
    penumbra: (f64, f64),
}

impl SunOverPlane {
    fn new(direction: [f64; 3], distance: Length, earth_radius: Length) -> Self {
        let cone = |sine: f64| (sine, 1.0 / (1.0 - sine * sine).sqrt());
        Self {
            direction,
            distance,
            earth: earth_radius.in_metres(),
            umbra: cone((earth_radius - SOLAR_RADIUS) / distance),
            penumbra: cone((earth_radius + SOLAR_RADIUS) / distance),
        }
    }

    fn beta(&self) -> Angle {
        Angle::radians(asin(self.direction[2].clamp(-1.0, 1.0)))
    }

    /// Of the Sun's foot in the plane, from the perigee.
    fn longitude(&self) -> f64 {
        atan2(self.direction[1], self.direction[0])
    }

    /// How far a point of the plane lies outside a cone, in metres; negative inside.
    #[inline]
    fn outside(&self, cone: (f64, f64), [x, y]: [f64; 2]) -> f64 {
        let ahead = x * self.direction[0] + y * self.direction[1];
        let squared_distance = x * x + y * y;
        if ahead >= 0.0 {
            // On the day side. Joins the other branch at `ahead = 0`, so that searches see no jump.
            return squared_distance.sqrt() + ahead - self.earth * cone.1;
        }
        let miss = (squared_distance - ahead * ahead).max(0.0).sqrt();
        miss - (self.earth - ahead * cone.0) * cone.1
    }

    /// Share of the Sun's disc that Earth covers, seen from a point of the plane.
    ///
    /// `[a² (acos ξ − ξ √(1−ξ²)) + b² (θ − sin θ cos θ)] / π a²`: two segments over the common chord.
    ///
    /// | symbol | is | unit |
    /// |---|---|---|
    /// | `a` | half-angle of the Sun | rad |
    /// | `b` | tangent of the half-angle of Earth: the disc whose edge bends as Earth's does on the sky | rad |
    /// | `c` | distance of the two centres, counted from Earth's edge | rad |
    /// | `ξ a` | distance of the chord from the Sun's centre | rad |
    /// | `θ` | `asin(h/b)`, `h` half the chord | rad |
    fn covered(&self, [x, y]: [f64; 2]) -> f64 {
        let far = self.distance.in_metres();
        let distance = (x * x + y * y).sqrt();
        let ahead = x * self.direction[0] + y * self.direction[1];
        let to_sun = (far * far - 2.0 * far * ahead + distance * distance).sqrt();
        let apart = safe_acos((distance * distance - far * ahead) / (distance * to_sun));
        let sun = asin(SOLAR_RADIUS.in_metres() / to_sun);
        let earth = asin((self.earth / distance).min(1.0));
        let from_edge = apart - earth;
        if from_edge >= sun {
            return 0.0;
        }
        if from_edge <= -sun {
            return 1.0;
        }
        let b = tan(earth);
        let c = b + from_edge;
        let chord_at = (from_edge * (c + b) + sun * sun) / (2.0 * c);
        let half_chord = (sun * sun - chord_at * chord_at).max(0.0).sqrt();
        let theta = asin((half_chord / b).min(1.0));
        let sun_segment = sun * sun * safe_acos(chord_at / sun) - chord_at * half_chord;
        let earth_segment = b * b * (theta - sin(theta) * cos(theta));
        ((sun_segment + earth_segment) / (PI * sun * sun)).clamp(0.0, 1.0)
    }
}

/// What one revolution meets.
#[derive(Clone, Copy, Default)]
struct Look {
    /// Seconds in any shadow, and in full shadow, in the whole revolution.
    eclipse: f64,
    umbra: f64,
    /// The longest single ones.
    longest_eclipse: f64,
    longest_umbra: f64,
    /// Share of sunlight lost.
    dark_share: f64,
    /// Eclipses per second.
    eclipse_rate: f64,
}

/// The ellipse in its own plane; metres.
struct Ellipse {
    axis: f64,
    width: f64,
    eccentricity: f64,
    points: [[f64; 2]; POINTS],
}

impl Ellipse {
    fn of(orbit: &Orbit) -> Self {
        let eccentricity = orbit.eccentricity();
        let axis = orbit.semi_major_axis().in_metres();
        let width = axis * (1.0 - eccentricity * eccentricity).sqrt();
        let mut ellipse = Self { axis, width, eccentricity, points: [[0.0; 2]; POINTS] };
        for j in 0..POINTS {
            ellipse.points[j] = ellipse.at(anomaly(j));
        }
        ellipse
    }

    /// The point at an eccentric anomaly.
    #[inline]
    fn at(&self, anomaly: f64) -> [f64; 2] {
        [self.axis * (cos(anomaly) - self.eccentricity), self.width * sin(anomaly)]
    }

    /// Mean anomaly, which grows evenly in time, at an eccentric one.
    fn even(&self, anomaly: f64) -> f64 {
        anomaly - self.eccentricity * sin(anomaly)
    }

    /// One revolution with the Sun held still, then corrected: an eclipse lasts `1/(1 − λ̇/ν̇)` times as long when
    /// the Sun's foot moves ahead at `λ̇` while the satellite passes the shadow at `ν̇`.
    fn look(&self, sun: &SunOverPlane, motion: f64, sun_motion: f64) -> Look {
        let mut look = Look::default();
        self.shadows(sun, |entry, exit| {
            let middle = 0.5 * (entry + exit);
            let radius = self.axis * (1.0 - self.eccentricity * cos(middle));
            let passing = motion * self.axis * self.width / (radius * radius);
            let longer = 1.0 / (motion * (1.0 - sun_motion / passing));
            let lasting = (self.even(exit) - self.even(entry)) * longer;
            look.eclipse += lasting;
            look.longest_eclipse = look.longest_eclipse.max(lasting);
            look.eclipse_rate += (motion - sun_motion).abs() / TURN;
            if let Some((dark, light)) = self.umbra(sun, entry, exit) {
                let full = self.even(light) - self.even(dark);
                look.umbra += full * longer;
                look.longest_umbra = look.longest_umbra.max(full * longer);
                look.dark_share += (full + self.covered(sun, entry, dark) + self.covered(sun, light, exit)) / TURN;
            } else {
                look.dark_share += (self.covered(sun, entry, middle) + self.covered(sun, middle, exit)) / TURN;
            }
        });
        look
    }

    /// Calls `found` with entry and exit of every passage through any shadow.
    fn shadows(&self, sun: &SunOverPlane, mut found: impl FnMut(f64, f64)) {
        let mut outside = [0.0; POINTS];
        for (value, point) in outside.iter_mut().zip(&self.points) {
            *value = sun.outside(sun.penumbra, *point);
        }
        // The day side is always lit, so there is a first lit point.
        let Some(first) = outside.iter().position(|&value| value > 0.0) else {
            return;
        };
        let margin = |anomaly: f64| sun.outside(sun.penumbra, self.at(anomaly));
        // No closer than this can a shadow hide between two points: twice the farthest they lie apart.
        let hiding = 2.0 * self.axis * TURN / POINTS as f64;
        let mut entry = None;
        for j in first..first + POINTS {
            let (here, next) = (outside[j % POINTS], outside[(j + 1) % POINTS]);
            if here > 0.0 && next <= 0.0 {
                entry = Some(crossing(margin, anomaly(j), anomaly(j + 1)));
            } else if here <= 0.0 && next > 0.0 {
                if let Some(entry) = entry.take() {
                    found(entry, crossing(margin, anomaly(j), anomaly(j + 1)));
                }
            } else if here > 0.0 && here < hiding {
                let last = outside[(j + POINTS - 1) % POINTS];
                if last >= here && next > here {
                    let (low, high) = (anomaly(j) - anomaly(1), anomaly(j + 1));
                    let deepest = lowest(margin, low, high);
                    if margin(deepest) < 0.0 {
                        found(crossing(margin, low, deepest), crossing(margin, deepest, high));
                    }
                }
            }
        }
    }

    /// Entry and exit of full shadow within a passage.
    fn umbra(&self, sun: &SunOverPlane, entry: f64, exit: f64) -> Option<(f64, f64)> {
        let margin = |anomaly: f64| sun.outside(sun.umbra, self.at(anomaly));
        let mut deepest = 0.5 * (entry + exit);
        if margin(deepest) >= 0.0 {
            deepest = lowest(margin, entry, exit);
        }
        (margin(deepest) < 0.0).then(|| (crossing(margin, entry, deepest), crossing(margin, deepest, exit)))
    }

    /// Mean anomaly lost to partial shadow between two points: eight-point Gauss quadrature.
    fn covered(&self, sun: &SunOverPlane, from: f64, to: f64) -> f64 {
        const NODES: [(f64, f64); 4] = [
            (0.183_434_642_495_649_8, 0.362_683_783_378_362),
            (0.525_532_409_916_329, 0.313_706_645_877_887_3),
            (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
            (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
        ];
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        let mut sum = 0.0;
        for (place, weight) in NODES {
            for anomaly in [middle - half * place, middle + half * place] {
                sum += weight * sun.covered(self.at(anomaly)) * (1.0 - self.eccentricity * cos(anomaly));
            }
        }
        sum * half
    }
}

/// Eccentric anomaly of a point.
#[inline]
fn anomaly(j: usize) -> f64 {
    j as f64 * (TURN / POINTS as f64)
}

/// Where `f` changes sign between `low` and `high`: regula falsi with the Illinois rule, to 10⁻¹⁰.
fn crossing(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let (mut at_low, mut at_high) = (f(low), f(high));
    for _ in 0..60 {
        if (high - low).abs() < 1e-10 || at_low == at_high {
            break;
        }
        let guess = (low * at_high - high * at_low) / (at_high - at_low);
        let at_guess = f(guess);
        if at_guess == 0.0 || (guess - high).abs() < 1e-11 {
            return guess;
        }
        if (at_guess > 0.0) == (at_high > 0.0) {
            at_low *= 0.5;
        } else {
            (low, at_low) = (high, at_high);
        }
        (high, at_high) = (guess, at_guess);
    }
    high
}

/// Where `f`, with one valley between `low` and `high`, is lowest: golden section, to 10⁻⁶ of the interval, which
/// is 10⁻¹² of the valley's depth.
fn lowest(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut left, mut right) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut at_left, mut at_right) = (f(left), f(right));
    for _ in 0..28 {
        if at_left < at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = f(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = f(right);
        }
    }
    0.5 * (low + high)
}

/// Share of a round orbit in shadow, for a shadow without penumbra.
///
/// `f = acos(√(r² − R²) / (r cos β)) / π` where `|β| < asin(R/r)`, else 0.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `r` | radius of the orbit | m |
/// | `R` | [`EARTH_RADIUS`] | m |
/// | `β` | height of the Sun over the plane | rad |
///
/// Takes the Sun's rays for parallel; the year's mean is right to 5·10⁻⁵, but eclipses are 0.3 to 2 minutes too
/// short. One half inside Earth. Source: `vallado2013`.
pub fn cylinder_fraction(radius: Length, beta: Angle) -> f64 {
    let sine = (EARTH_RADIUS / radius).clamp(0.0, 1.0);
    let ratio = (1.0 - sine * sine).sqrt() / cos(beta.in_radians()).abs();
    if ratio < 1.0 { acos(ratio) / PI } else { 0.0 }
}

/// Longest eclipse of a round orbit, when the Sun lies in its plane.
///
/// `t = T asin(R/r) / π`; `T` the period. Leaves out the penumbra (a quarter minute in low orbit, two minutes at the
/// geostationary ring) and the Sun's movement. Source: `vallado2013`.
pub fn longest_eclipse_circular(radius: Length) -> TimeSpan {
    period(radius) * (earth_half_angle(radius) / PI)
}

/// Most corners a [`Sky`] can have: enough for dawn-dusk orbits without loss.
pub const CORNERS: usize = 16;

/// What sizing a spacecraft needs to know of its sky, prepared once.
///
/// On a day with dark share `e` of each revolution and sunlight `S`, an array that carries 1 W and refills the
/// battery needs `1/S · (1 + c e/(1−e))` square metres of perfect cells, where `c = k/η`: `k` the share of the load
/// kept up in shadow, `η` the efficiency of storing. With `x = 1/S` and `y = x e/(1−e)` the year's worst day is the
/// largest `x + c y`, and only the corners of the hull of all days can be that.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sky {
    /// Share of the year's sunlight received.
    pub sunlit_fraction: f64,
    /// Longest single eclipse.
    pub longest_eclipse: TimeSpan,
    /// Time of one revolution.
    pub period: TimeSpan,
    /// Cycles of the battery in a Julian year.
    pub eclipses_per_year: f64,
    /// Mean over the year, eclipses not counted.
    pub mean_flux: Flux,
    /// On the darkest day.
    pub least_flux: Flux,
    /// On the brightest day.
    pub greatest_flux: Flux,
    /// `(x, y)` in m²/W; the first `corner_count` count.
    pub power_corners: [(f64, f64); CORNERS],
    /// How many corners there are.
    pub corner_count: usize,
}

/// A share of sunlight, or an eclipse, that cannot be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SkyError {
    /// The sunlit share is not above 0 and at most 1.
    SunlitFraction(f64),
    /// The longest eclipse is not a positive time, though the sky is not always lit.
    LongestEclipse(TimeSpan),
    /// The sunlight is not a positive number.
    Sunlight(Flux),
}

impl fmt::Display for SkyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SunlitFraction(share) => write!(f, "a sunlit share of {share} is not above 0 and at most 1"),
            Self::LongestEclipse(time) => {
                write!(f, "a site that is not always lit needs a longest eclipse above zero, not {time}")
            }
            Self::Sunlight(flux) => write!(f, "sunlight of {flux} is not a positive number"),
        }
    }
}

impl std::error::Error for SkyError {}

impl Sky {
    /// The sky of a surveyed orbit.
    pub fn of(year: &OrbitYear) -> Self {
        let points = year.days.iter().map(|day| {
            let x = 1.0 / day.flux.in_watts_per_square_metre();
            // A day wholly in the dark does not happen on an orbit; the floor keeps the number finite.
            (x, x * (1.0 / day.sunlit_fraction.max(1e-6) - 1.0))
        });
        let (power_corners, corner_count) = corners(points.collect());
        Self {
            sunlit_fraction: year.sunlit_fraction,
            longest_eclipse: year.longest_eclipse,
            period: year.period,
            eclipses_per_year: year.eclipses_per_year * (YEAR / DAY) / year.days.len() as f64,
            mean_flux: year.mean_flux,
            least_flux: year.least_flux,
            greatest_flux: year.greatest_flux,
            power_corners,
            corner_count,
        }
    }

    /// No shadow ever, and sunlight that does not change: Sun–Earth L1, for one.
    ///
    /// # Errors
    /// [`SkyError::Sunlight`] unless `flux` is positive.
    pub fn always_lit(flux: Flux) -> Result<Self, SkyError> {
        let watts = flux.in_watts_per_square_metre();
        if !(watts.is_finite() && watts > 0.0) {
            return Err(SkyError::Sunlight(flux));
        }
        let mut power_corners = [(0.0, 0.0); CORNERS];
        power_corners[0] = (1.0 / watts, 0.0);
        Ok(Self {
            sunlit_fraction: 1.0,
            longest_eclipse: TimeSpan::ZERO,
            period: TimeSpan::years(1.0),
            eclipses_per_year: 0.0,
            mean_flux: flux,
            least_flux: flux,
            greatest_flux: flux,
            power_corners,
            corner_count: 1,
        })
    }

    /// A site whose sunlit share is known from elsewhere, at one astronomical unit: a peak on the Moon, for one.
    ///
    /// The dark share is taken as the same all year, in eclipses as long as the longest: the array is then sized
    /// for the mean and the battery for the longest. `longest_eclipse` is zero for a share of 1.
    ///
    /// # Errors
    /// [`SkyError`], with what is wrong.
    pub fn typed_in(sunlit_fraction: f64, longest_eclipse: TimeSpan) -> Result<Self, SkyError> {
        if !(sunlit_fraction > 0.0 && sunlit_fraction <= 1.0) {
            return Err(SkyError::SunlitFraction(sunlit_fraction));
        }
        let lit = Self::always_lit(SOLAR_CONSTANT)?;
        if sunlit_fraction == 1.0 {
            return Ok(lit);
        }
        if !(longest_eclipse.is_finite() && longest_eclipse > TimeSpan::ZERO) {
            return Err(SkyError::LongestEclipse(longest_eclipse));
        }
        let period = longest_eclipse / (1.0 - sunlit_fraction);
        let mut sky =
            Self { sunlit_fraction, longest_eclipse, period, eclipses_per_year: TimeSpan::years(1.0) / period, ..lit };
        sky.power_corners[0].1 = sky.power_corners[0].0 * (1.0 / sunlit_fraction - 1.0);
        Ok(sky)
    }

    /// Square metres of perfect cells for each watt of load, on the year's worst day: the largest `x + c y`.
    /// `storing` is the `c` of [`Sky`]: 0 without a battery, about 1.2 with one that carries the whole load.
    #[inline]
    pub fn worst_requirement(&self, storing: f64) -> f64 {
        let mut worst = 0.0;
        for (x, y) in &self.power_corners[..self.corner_count.min(CORNERS)] {
            let need = x + storing * y;
            if need > worst {
                worst = need;
            }
        }
        worst
    }
}

/// Corners of the upper right hull of `points`, at most [`CORNERS`]. When there are more, the two neighbours that
/// cost least are replaced by the point where the edges on either side of them meet: a little outside, so that no
/// day is underrated. The need is then overrated by 2·10⁻⁴ at most (round equatorial orbits, 80 corners).
fn corners(mut points: Vec<(f64, f64)>) -> ([(f64, f64); CORNERS], usize) {
    points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for &point in points.iter().rev() {
        // From the right: only what is higher than all before counts, and only if the turn is to the left.
        if hull.last().is_some_and(|last| point.1 <= last.1) {
            continue;
        }
        while let [.., a, b] = hull[..]
            && cross(a, b, point) <= 0.0
        {
            hull.pop();
        }
        hull.push(point);
    }
    while hull.len() > CORNERS {
        let excess = |j: usize| outer(hull[j - 1], hull[j], hull[j + 1], hull[j + 2]);
        let best = (1..hull.len() - 2)
            .map(|j| (j, excess(j)))
            .min_by(|(_, a), (_, b)| a.1.total_cmp(&b.1))
            .map(|(j, found)| (j, found.0));
        let Some((j, met)) = best else { break };
        hull[j] = met;
        hull.remove(j + 1);
    }
    let mut kept = [(0.0, 0.0); CORNERS];
    let count = hull.len().min(CORNERS);
    kept[..count].copy_from_slice(&hull[..count]);
    (kept, count)
}

/// Positive when the path `a`, `b`, `c` turns left.
fn cross(a: (f64, f64), b: (f64, f64), c: (f64, f64)) -> f64 {
    (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0)
}

/// Where the lines `a b` and `d c` meet, and by which share that overrates the need where it overrates it most: on
/// the edge `b c`, at right angles to it.
fn outer(a: (f64, f64), b: (f64, f64), c: (f64, f64), d: (f64, f64)) -> ((f64, f64), f64) {
    let along = (b.0 - a.0, b.1 - a.1);
    let back = (c.0 - d.0, c.1 - d.1);
    let turn = along.0 * back.1 - along.1 * back.0;
    let steps = ((c.0 - b.0) * back.1 - (c.1 - b.1) * back.0) / turn;
    let met = (b.0 + steps * along.0, b.1 + steps * along.1);
    let normal = (c.1 - b.1, b.0 - c.0);
    let share = (normal.0 * (met.0 - b.0) + normal.1 * (met.1 - b.1)) / (normal.0 * b.0 + normal.1 * b.1);
    (met, if share.is_finite() { share } else { f64::INFINITY })
}
