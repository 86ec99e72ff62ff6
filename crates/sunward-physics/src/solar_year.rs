//! A typical year of sunlight on the ground, hour by hour, from twelve monthly means.

use crate::insolation::{GROUND_ALBEDO, GroundError, MONTHS, checked_latitude, sun_on, sunset, without_air};
use std::fmt;
use sunward_quantity::elementary::{acos, cos, exp, ln, sin};
use sunward_quantity::{Angle, Flux};

/// Hours of a year of 365 days.
pub const HOURS: usize = 8760;

const HOUR: f64 = std::f64::consts::PI / 12.0;
/// Share of the light above the air on the cloudiest days. Source: `bendt1981`.
const DARKEST_DAY: f64 = 0.05;
/// How much of a day's departure from the month's mean is left on the next day, in normal quantiles. Source: `graham1988`.
pub const PERSISTENCE: f64 = 0.29;
/// Greatest share of the light above the air that a month can have: a clear sky over a high desert stays below.
const CLEAREST_MONTH: f64 = 0.85;
/// Greatest share of the Sun's beam that comes down; the rest of what a rule of thumb calls beam is scattered light.
const CLEAREST_BEAM: f64 = 0.8;
/// How far trackers turn: our choice, as makers offer.
const FARTHEST_TURN: f64 = 60.0 * std::f64::consts::PI / 180.0;
/// The order of clear and cloudy days that asks for the middling store among many orders: a test compares them.
const TYPICAL: u64 = 22;

/// How panels stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mounting {
    /// Fixed, facing the equator, tilted by the latitude.
    Fixed,
    /// Turning from east to west about a level axis from north to south, up to 60°.
    Tracking,
}

/// Why twelve means make no year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClimateError {
    /// No such place.
    Ground(GroundError),
    /// More light than a clear sky lets through: the month from 1, and its share of the light above the air.
    TooBright(usize, f64),
}

impl fmt::Display for ClimateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ground(error) => error.fmt(f),
            Self::TooBright(month, share) if share.is_infinite() => {
                write!(f, "month {month} has light, but the Sun does not rise in it")
            }
            Self::TooBright(month, share) => write!(
                f,
                "month {month} has {share:.2} of the light above the air; no sky lets more than {CLEAREST_MONTH} through"
            ),
        }
    }
}

impl std::error::Error for ClimateError {}

impl From<GroundError> for ClimateError {
    fn from(error: GroundError) -> Self {
        Self::Ground(error)
    }
}

/// A typical year, hour by hour in the Sun's own time.
#[derive(Debug, Clone, PartialEq)]
pub struct SolarYear {
    /// Light on level ground in each hour of the year, W/m².
    pub level: Vec<f64>,
    /// Light on the panel in each hour of the year, W/m².
    pub panel: Vec<f64>,
}

impl SolarYear {
    /// Mean light on level ground.
    pub fn mean_level(&self) -> Flux {
        Flux::watts_per_square_metre(self.level.iter().sum::<f64>() / HOURS as f64)
    }

    /// Mean light on the panel.
    pub fn mean_panel(&self) -> Flux {
        Flux::watts_per_square_metre(self.panel.iter().sum::<f64>() / HOURS as f64)
    }

    /// Output of panels over its yearly mean, hour by hour: `[hours]` of pure numbers with the mean 1, or all 0.
    ///
    /// In proportion to the light. Losses by heat, dust and conversion lie in the measured capacity factor that this is
    /// multiplied by; that they are greater at noon in summer is left out, and so is what inverters cut off.
    pub fn profile(&self) -> Vec<f64> {
        let mean = self.mean_panel().in_watts_per_square_metre();
        self.panel.iter().map(|light| if mean > 0.0 { light / mean } else { 0.0 }).collect()
    }
}

/// Mean over a year of 365 days of twelve monthly means.
pub fn yearly_mean(months: &[Flux; 12]) -> Flux {
    let days = MONTHS.windows(2).map(|month| f64::from(month[1] - month[0]));
    months.iter().zip(days).map(|(light, days)| *light * (days / 365.0)).sum()
}

/// The typical year at a place: `[12]` monthly means of light on level ground in, `[8760]` hours out.
///
/// Each step conserves the light of the month:
///
/// 1. The days of a month have clearness `K` (light over light above the air) with the density `∝ exp(γ K)` between 0.05 and
///    `0.6313 + 0.267 K̄ − 11.9 (K̄ − 0.75)⁸`, and `γ` such that their mean is the month's. `bendt1981`, `hollands1983`.
/// 2. They follow each other in a fixed order, in which 0.29 of a day's departure is left on the next. `graham1988`.
/// 3. Scattered light of a day by clearness and season. `erbs1982`.
/// 4. Hours of a day: all light `∝ (a + b cos ω)(cos ω − cos ω_s)`, scattered light `∝ cos ω − cos ω_s`.
///    `collares1979`, `liu1960`.
/// 5. On the panel: beam by its angle; scattered light partly from round the Sun, partly from all of the sky; 0.2 of all light
///    from the ground. `hay1980`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `K`, `K̄` | clearness of a day, of the month | 1 |
/// | `ω`, `ω_s` | hour angle, at sunset | rad |
/// | `a`, `b` | `0.409 + 0.5016 sin(ω_s − 60°)`, `0.6609 − 0.4767 sin(ω_s − 60°)` | 1 |
///
/// Leaves out twilight, snow on panels, shadows of rows on rows, clouds within a day, and how years differ. The same bits every
/// time: nothing is random.
///
/// # Errors
/// [`ClimateError`] for a place beyond the poles and for a month brighter than any sky.
pub fn typical_year(latitude: Angle, months: &[Flux; 12], mounting: Mounting) -> Result<SolarYear, ClimateError> {
    year_in_order(latitude, months, mounting, TYPICAL)
}

/// [`typical_year`] with another order of clear and cloudy days: how much hangs on the order.
///
/// # Errors
/// [`ClimateError`].
pub fn year_in_order(
    latitude: Angle,
    months: &[Flux; 12],
    mounting: Mounting,
    order: u64,
) -> Result<SolarYear, ClimateError> {
    let phi = checked_latitude(latitude)?;
    let mut weather = Weather::new(order);
    let mut year = SolarYear { level: Vec::with_capacity(HOURS), panel: Vec::with_capacity(HOURS) };
    for (month, light) in months.iter().enumerate() {
        let days: Vec<Day> = (MONTHS[month]..MONTHS[month + 1])
            .map(|day| {
                let (declination, sunlight) = sun_on(day)?;
                let above = without_air(latitude, declination, sunlight)?.in_watts_per_square_metre() * 24.0;
                Ok(Day { delta: declination.in_radians(), sunlight: sunlight.in_watts_per_square_metre(), above })
            })
            .collect::<Result<_, GroundError>>()?;
        let wanted = light.in_watts_per_square_metre() * 24.0 * days.len() as f64;
        let above: f64 = days.iter().map(|day| day.above).sum();
        let mean = if wanted > 0.0 { wanted / above } else { 0.0 };
        if mean > CLEAREST_MONTH {
            return Err(ClimateError::TooBright(month + 1, mean));
        }
        let mut clearness = clearness_in_order(mean, days.len(), &mut weather);
        let found: f64 = days.iter().zip(&clearness).map(|(day, k)| day.above * k).sum();
        for k in &mut clearness {
            *k *= if found > 0.0 { wanted / found } else { 0.0 };
        }
        for (day, k) in days.iter().zip(&clearness) {
            day.hours(phi, *k, mounting, &mut year);
        }
    }
    Ok(year)
}

/// Clearness of each day of a month with this mean, in the order of the weather.
fn clearness_in_order(mean: f64, days: usize, weather: &mut Weather) -> Vec<f64> {
    let moods: Vec<f64> = (0..days).map(|_| weather.next_day()).collect();
    let mut ranked: Vec<usize> = (0..days).collect();
    ranked.sort_by(|a, b| moods[*a].total_cmp(&moods[*b]));
    let values = clearness_quantiles(mean, days);
    let mut ordered = vec![0.0; days];
    for (value, day) in values.into_iter().zip(ranked) {
        ordered[day] = value;
    }
    ordered
}

/// Clearness of the days of a month from the darkest to the clearest: `[days]` quantiles of the density `∝ exp(γ K)`.
fn clearness_quantiles(mean: f64, days: usize) -> Vec<f64> {
    let dip = mean - 0.75;
    let squared = dip * dip;
    let clearest = 0.6313 + 0.267 * mean - 11.9 * squared * squared * squared * squared;
    let width = clearest - DARKEST_DAY;
    let part = (mean - DARKEST_DAY) / width;
    if !(width > 0.1 && part > 0.02 && part < 0.98) {
        // Darker or clearer than any mixture of days: all days are alike.
        return vec![mean; days];
    }
    // Mean of the density over the width, `1/(1 − e⁻ˣ) − 1/x`, rises with x = γ · width.
    let mean_of = |x: f64| if x.abs() < 1e-6 { 0.5 + x / 12.0 } else { 1.0 / (1.0 - exp(-x)) - 1.0 / x };
    let (mut low, mut high) = (-60.0, 60.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if mean_of(middle) < part { low = middle } else { high = middle }
    }
    let x = 0.5 * (low + high);
    (0..days)
        .map(|day| {
            let q = (day as f64 + 0.5) / days as f64;
            let u = if x.abs() < 1e-6 { q } else { ln(1.0 + q * (exp(x) - 1.0)) / x };
            DARKEST_DAY + width * u
        })
        .collect()
}

/// A fixed order of weather: normal numbers, each with a memory of the one before. Addition and multiplication only.
struct Weather {
    state: u64,
    mood: f64,
}

impl Weather {
    fn new(order: u64) -> Self {
        // Mixed, so that neighbouring orders share nothing.
        Self { state: mixed(order.wrapping_add(1).wrapping_mul(0xd1b5_4a32_d192_ed03)), mood: 0.0 }
    }

    fn next_day(&mut self) -> f64 {
        // Twelve even numbers add up to a nearly normal one, of mean 6 and variance 1.
        let fresh: f64 = (0..12).map(|_| self.even()).sum::<f64>() - 6.0;
        self.mood = PERSISTENCE * self.mood + (1.0 - PERSISTENCE * PERSISTENCE).sqrt() * fresh;
        self.mood
    }

    /// SplitMix64, as a number from 0 to 1. Source: `steele2014`.
    fn even(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        (mixed(self.state) >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Share of a day's light that is scattered, by clearness and hour angle of sunset. Source: `erbs1982`.
pub fn scattered_share(clearness: f64, sunset: Angle) -> f64 {
    let k = clearness;
    let share = if sunset.in_degrees() <= 81.4 {
        if k < 0.715 { 1.0 - 0.2727 * k + 2.4495 * k * k - 11.9514 * k * k * k + 9.3879 * k * k * k * k } else { 0.143 }
    } else if k < 0.722 {
        1.0 + 0.2832 * k - 2.5557 * k * k + 0.8448 * k * k * k
    } else {
        0.175
    };
    share.clamp(0.0, 1.0)
}

struct Day {
    delta: f64,
    /// Above the air, facing the Sun, W/m².
    sunlight: f64,
    /// Above the air on level ground over the day, Wh/m².
    above: f64,
}

/// The part of an hour in which the Sun is up.
#[derive(Clone, Copy, Default)]
struct Slice {
    angle: f64,
    part: f64,
    all: f64,
    scattered: f64,
}

impl Day {
    /// Adds the 24 hours of a day of this clearness.
    fn hours(&self, phi: f64, clearness: f64, mounting: Mounting, year: &mut SolarYear) {
        let end = sunset(phi, self.delta);
        let total = clearness * self.above;
        let scattered = total * scattered_share(clearness, Angle::radians(end));
        let season = end - std::f64::consts::FRAC_PI_3;
        let (a, b) = (0.409 + 0.5016 * sin(season), 0.6609 - 0.4767 * sin(season));
        let mut slices = [Slice::default(); 24];
        let (mut all_sum, mut scattered_sum) = (0.0, 0.0);
        for (hour, slice) in slices.iter_mut().enumerate() {
            let from = (HOUR * (hour as f64 - 12.0)).max(-end);
            let until = (HOUR * (hour as f64 - 11.0)).min(end);
            if until <= from {
                continue;
            }
            let angle = 0.5 * (from + until);
            let part = (until - from) / HOUR;
            let height = (cos(angle) - cos(end)).max(0.0) * part;
            *slice = Slice { angle, part, all: ((a + b * cos(angle)) * height).max(0.0), scattered: height };
            all_sum += slice.all;
            scattered_sum += slice.scattered;
        }
        for slice in &slices {
            if slice.part <= 0.0 || all_sum <= 0.0 || total <= 0.0 {
                year.level.push(0.0);
                year.panel.push(0.0);
                continue;
            }
            let light = total * slice.all / all_sum;
            let sky = (scattered * slice.scattered / scattered_sum).min(light);
            year.level.push(light);
            year.panel.push(self.on_panel(phi, slice, light, sky, mounting));
        }
    }

    /// Light on the panel in one hour, Wh/m².
    fn on_panel(&self, phi: f64, slice: &Slice, light: f64, sky: f64, mounting: Mounting) -> f64 {
        let up = (sin(phi) * sin(self.delta) + cos(phi) * cos(self.delta) * cos(slice.angle)).max(1e-3);
        let sideways = (cos(self.delta) * sin(slice.angle)).abs();
        // Cosines of the Sun from the panel's normal, and of the panel's tilt.
        let (facing, tilt) = match mounting {
            Mounting::Fixed => {
                // A panel tilted by the latitude faces the Sun as level ground at the equator does.
                (cos(self.delta) * cos(slice.angle), cos(phi))
            }
            Mounting::Tracking => {
                let facing = (up * up + sideways * sideways).sqrt();
                let turn = acos((up / facing).min(1.0));
                if turn > FARTHEST_TURN {
                    (up * cos(FARTHEST_TURN) + sideways * sin(FARTHEST_TURN), cos(FARTHEST_TURN))
                } else {
                    (facing, cos(turn))
                }
            }
        };
        let facing = facing.max(0.0);
        // A low Sun behind a rule for whole hours can make a beam that no sky lets through.
        let beam = ((light - sky) / (up * slice.part)).min(CLEAREST_BEAM * self.sunlight);
        let sky = light - beam * up * slice.part;
        let round_the_sun = (beam / self.sunlight).min(1.0);
        beam * facing * slice.part
            + sky * (round_the_sun * (facing / up.max(0.05)).min(10.0) + (1.0 - round_the_sun) * 0.5 * (1.0 + tilt))
            + light * GROUND_ALBEDO * 0.5 * (1.0 - tilt)
    }
}
