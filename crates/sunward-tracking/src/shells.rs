//! A catalogue of satellites as its shells, and as its generations with their heights and rates.
//!
//! All from the published mean elements, not propagated: they hold at epochs that lie some hours apart.

use crate::elements::ElementSet;
use std::collections::BTreeMap;
use std::f64::consts::PI;
use sunward_physics::constants::{EARTH_GRAVITY, EARTH_RADIUS};
use sunward_quantity::Length;
use sunward_quantity::elementary::power;

/// Half the long axis of the orbit whose period is the published one.
///
/// ```text
/// a = (µ / n²)^⅓
/// ```
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `µ` | [`EARTH_GRAVITY`] | m³/s² |
/// | `n` | mean motion of the set, as an angle a second | rad/s |
/// | `a` | result | m |
///
/// The published mean motion is Kozai's, which holds part of the Earth's oblateness; the axis differs from the mean distance by up to
/// some kilometres in low orbits. This is the axis that catalogues print. Source: `vallado2013`.
pub fn semi_major_axis(set: &ElementSet) -> Length {
    let motion = set.mean_motion * 2.0 * PI / 86_400.0;
    Length::metres(power(EARTH_GRAVITY / (motion * motion), 1.0 / 3.0))
}

/// Height of the semi-major axis over the equator: the mean of perigee's and apogee's.
pub fn altitude(set: &ElementSet) -> Length {
    semi_major_axis(set) - EARTH_RADIUS
}

/// Height of the lowest point over the equator, `a (1 − e) − R`.
pub fn perigee(set: &ElementSet) -> Length {
    semi_major_axis(set) * (1.0 - set.eccentricity) - EARTH_RADIUS
}

/// Height of the highest point over the equator, `a (1 + e) − R`.
pub fn apogee(set: &ElementSet) -> Length {
    semi_major_axis(set) * (1.0 + set.eccentricity) - EARTH_RADIUS
}

/// How fast the orbit sinks, as a length a day; below zero if it rises. Nothing where the set has no rate.
///
/// ```text
/// −da/dt = ⅔ a (dn/dt) / n
/// ```
///
/// from `n² a³ = µ`. The published field is *half* of `dn/dt`. It is fitted over some days, and holds drag and thrust alike: a
/// satellite that keeps its height shows a rate near zero, one that climbs a negative one, one that is brought down a rate no drag
/// explains. Source: `vallado2013`.
pub fn sinking_per_day(set: &ElementSet) -> Option<Length> {
    let rate = 2.0 * set.half_mean_motion_rate?;
    Some(semi_major_axis(set) * (2.0 / 3.0 * rate / set.mean_motion))
}

/// Numbers behind a name that belong to one generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRange {
    /// The generation.
    pub generation: &'static str,
    /// The lowest number.
    pub first: u32,
    /// The highest number.
    pub last: u32,
}

/// Generations of Starlink by the number in the name. The operator publishes no such list; the ranges are read off the catalogue
/// and its launch dates. Source: `gcat`.
pub const STARLINK: &[NumberRange] = &[
    NumberRange { generation: "v1.0", first: 1000, last: 2999 },
    NumberRange { generation: "v1.5", first: 3000, last: 6999 },
    NumberRange { generation: "V2 Mini direct-to-cell", first: 11_000, last: 11_999 },
    NumberRange { generation: "V2 Mini", first: 30_000, last: 39_999 },
];

/// The generation that a name like `STARLINK-11072 [DTC]` belongs to; nothing where the name is another or its number in no range.
pub fn generation(name: &str, prefix: &str, ranges: &[NumberRange]) -> Option<&'static str> {
    let rest = name.trim().strip_prefix(prefix)?;
    let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let number: u32 = rest.get(..end)?.parse().ok()?;
    ranges.iter().find(|range| (range.first..=range.last).contains(&number)).map(|range| range.generation)
}

/// Satellites whose inclination and altitude lie in one band each.
#[derive(Debug, Clone, PartialEq)]
pub struct Shell {
    /// Lower end of the band of inclinations, degrees; the upper end is one width above and not part of it.
    pub inclination: f64,
    /// Lower end of the band of altitudes; the upper end is one width above and not part of it.
    pub altitude: Length,
    /// How many satellites.
    pub satellites: usize,
}

/// A width of band that is not above zero, or so narrow that a band has no number.
#[derive(Debug, Clone, PartialEq)]
pub struct NoBand(pub String);

impl std::fmt::Display for NoBand {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "a band is {} wide; take at least 0.001 degrees and 0.001 km", self.0)
    }
}

impl std::error::Error for NoBand {}

/// Counts satellites by bands of inclination and altitude; shells with none are left out, and the rest are in order.
///
/// Bands begin at zero. A shell of the real world may lie across the border of two: choose widths and look at the neighbours.
///
/// # Errors
/// [`NoBand`] if a width is less than 0.001 degrees or a metre, or not finite.
pub fn shells(sets: &[ElementSet], inclination_width: f64, altitude_width: Length) -> Result<Vec<Shell>, NoBand> {
    let kilometres = altitude_width.in_kilometres();
    if !(inclination_width.is_finite() && inclination_width >= 0.001) {
        return Err(NoBand(format!("{inclination_width} degrees")));
    }
    if !(kilometres.is_finite() && kilometres >= 0.001) {
        return Err(NoBand(format!("{kilometres} km")));
    }
    let mut counts: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for set in sets {
        let band = |value: f64, width: f64| (value / width).floor() as i64;
        let key = (band(set.inclination, inclination_width), band(altitude(set).in_kilometres(), kilometres));
        *counts.entry(key).or_insert(0) += 1;
    }
    let shell = |((inclination, altitude), satellites): ((i64, i64), usize)| Shell {
        inclination: inclination as f64 * inclination_width,
        altitude: Length::kilometres(altitude as f64 * kilometres),
        satellites,
    };
    Ok(counts.into_iter().map(shell).collect())
}

/// Satellites of one generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// How many.
    pub satellites: usize,
    /// Altitude that half of them lie below.
    pub median_altitude: Length,
    /// The lowest altitude.
    pub lowest: Length,
    /// The highest altitude.
    pub highest: Length,
    /// How many sets have a rate; the next three count among these.
    pub with_rate: usize,
    /// The median of how fast they sink, a day.
    pub median_sinking: Option<Length>,
    /// How many sink faster than asked.
    pub sinking: usize,
    /// How many rise faster than asked.
    pub rising: usize,
}

/// Populations by generation; satellites of none are under nothing. `fast` is how far an orbit must move in a day to count as
/// sinking or rising.
pub fn generations(
    sets: &[ElementSet],
    prefix: &str,
    ranges: &[NumberRange],
    fast: Length,
) -> BTreeMap<Option<&'static str>, Population> {
    let mut groups: BTreeMap<Option<&'static str>, Vec<&ElementSet>> = BTreeMap::new();
    for set in sets {
        let found = set.name.as_deref().and_then(|name| generation(name, prefix, ranges));
        groups.entry(found).or_default().push(set);
    }
    groups.into_iter().map(|(generation, sets)| (generation, population(&sets, fast))).collect()
}

fn population(sets: &[&ElementSet], fast: Length) -> Population {
    let sorted = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values
    };
    let altitudes = sorted(sets.iter().map(|set| altitude(set).in_kilometres()).collect());
    let rates = sorted(sets.iter().filter_map(|set| sinking_per_day(set)).map(Length::in_kilometres).collect());
    let fast = fast.in_kilometres();
    let kilometres = |value: Option<f64>| Length::kilometres(value.unwrap_or(0.0));
    Population {
        satellites: sets.len(),
        median_altitude: kilometres(median(&altitudes)),
        lowest: kilometres(altitudes.first().copied()),
        highest: kilometres(altitudes.last().copied()),
        with_rate: rates.len(),
        median_sinking: median(&rates).map(Length::kilometres),
        sinking: rates.iter().filter(|rate| **rate > fast).count(),
        rising: rates.iter().filter(|rate| **rate < -fast).count(),
    }
}

/// The median of sorted values: the middle one, or the mean of the two in the middle.
pub(crate) fn median(sorted: &[f64]) -> Option<f64> {
    let upper = sorted.get(sorted.len() / 2)?;
    let lower = sorted.get((sorted.len().max(1) - 1) / 2)?;
    Some((lower + upper) / 2.0)
}
