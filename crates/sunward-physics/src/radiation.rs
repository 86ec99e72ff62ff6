//! Dose of the radiation belts behind a shield.

use crate::atmosphere::SolarActivity;
use std::fmt;
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Angle, DoseRate, Length, PerDose, Rate};

/// Depths of aluminium, mm.
const DEPTHS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];
/// Their natural logarithms.
const LOG_DEPTHS: [f64; 4] =
    [0.0, std::f64::consts::LN_2, std::f64::consts::LN_10 - std::f64::consts::LN_2, std::f64::consts::LN_10];
/// Which of them is 5 mm.
const BEHIND_5_MM: usize = 2;

/// rad a year behind each depth, at solar minimum and maximum.
type Doses = [(f64, f64); 4];

/// Sun-synchronous orbits by altitude in km, which stand for all polar ones.
///
/// AE8/AP8 fluxes averaged over the orbit, SHIELDOSE-2, silicon at the centre of an aluminium sphere. Source:
/// `sawyer1976`, `vette1991`, `seltzer1994`, run through IRBEM.
const POLAR: [(f64, Doses); 6] = [
    (500.0, [(2_660.0, 4_720.0), (974.0, 1_702.0), (153.0, 175.0), (68.0, 46.0)]),
    (650.0, [(4_607.0, 7_666.0), (1_717.0, 2_764.0), (346.0, 361.0), (190.0, 142.0)]),
    (1000.0, [(13_755.0, 20_085.0), (5_225.0, 7_139.0), (1_469.0, 1_412.0), (953.0, 778.0)]),
    (1400.0, [(47_316.0, 60_004.0), (17_655.0, 20_351.0), (5_750.0, 5_285.0), (3_871.0, 3_272.0)]),
    (1600.0, [(84_667.0, 102_609.0), (30_855.0, 33_945.0), (9_867.0, 9_170.0), (6_545.0, 5_703.0)]),
    (2000.0, [(218_492.0, 254_028.0), (76_318.0, 81_337.0), (21_605.0, 20_992.0), (13_475.0, 12_525.0)]),
];
const AT_550_AND_53: Doses = [(2_173.0, 3_928.0), (890.0, 1_478.0), (238.0, 228.0), (143.0, 99.0)];
const AT_550_AND_30: Doses = [(688.0, 629.0), (384.0, 292.0), (239.0, 165.0), (189.0, 131.0)];
const AT_2000_AND_30: Doses =
    [(457_246.0, 499_304.0), (160_851.0, 158_212.0), (48_124.0, 45_717.0), (30_668.0, 28_410.0)];
const GEOSTATIONARY: Doses = [(1.19e6, 1.19e6), (207_228.0, 207_228.0), (5_760.0, 5_760.0), (536.0, 536.0)];

/// From here up an orbit counts as polar.
const POLAR_FROM: f64 = 75.0;

/// No published dose for what was asked.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum OutsideTheTable {
    /// Neither 300 to 2,000 km nor within 500 km of the geostationary ring.
    Altitude(Length),
    /// Less than 1 mm or more than 10 mm of aluminium.
    Shield(Length),
    /// Not 0 to 180°; or below 30° above 1,000 km; or over 20° at the geostationary altitude.
    Inclination(Angle, Length),
}

impl fmt::Display for OutsideTheTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altitude(altitude) => write!(
                f,
                "no dose is tabled for {altitude}; there are 300 to 2,000 km and the geostationary ring (35,786 km)"
            ),
            Self::Shield(depth) => write!(f, "no dose is tabled behind {depth} of aluminium; there are 1 to 10 mm"),
            Self::Inclination(inclination, altitude) => {
                write!(f, "no dose is tabled for an inclination of {inclination} at {altitude}")
            }
        }
    }
}

impl std::error::Error for OutsideTheTable {}

/// The dose of one orbit against the depth of its shield: all that [`dose_rate`] needs to know of the orbit.
///
/// Logarithm of rad a year at the four depths of the table; between them it runs straight in the logarithm of depth.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DoseByDepth([f64; 4]);

impl DoseByDepth {
    /// Dose behind aluminium on all sides.
    ///
    /// # Errors
    /// [`OutsideTheTable::Shield`] outside 1 to 10 mm.
    #[inline]
    pub fn behind(&self, aluminium: Length) -> Result<DoseRate, OutsideTheTable> {
        let depth = aluminium.in_metres() * 1e3;
        // A hair of slack: 10 mm may arrive as 10.000000000000002.
        if !(1.0 - 1e-9..=10.0 + 1e-9).contains(&depth) {
            return Err(OutsideTheTable::Shield(aluminium));
        }
        let j = DEPTHS.partition_point(|at| *at <= depth).clamp(1, DEPTHS.len() - 1) - 1;
        let share = (ln(depth) - LOG_DEPTHS[j]) / (LOG_DEPTHS[j + 1] - LOG_DEPTHS[j]);
        Ok(DoseRate::rads_per_year(exp(self.0[j] + share * (self.0[j + 1] - self.0[j]))))
    }
}

/// Dose in silicon of the trapped protons and electrons in a round orbit, by depth of the shield.
///
/// Between the rows of the table the logarithm of dose runs straight in the logarithm of depth and in altitude.
/// Orbits of 75 to 105° are polar. Below that it also runs straight in inclination, from rows at 30° (550 and 2,000
/// km) and 53° (550 km only; at 2,000 km it is put on the line from 30° to the pole). Between 550 and 2,000 km those
/// rows rise with altitude in step with the polar dose behind 5 mm.
/// Westward orbits count like their eastward mirror. At mean activity the geometric mean of minimum and maximum.
///
/// AE8/AP8 are good to a **factor of 2**. Below 500 km the slope of 500 to 650 km goes on; below 30° and 1,000 km
/// the row of 30° stands as an upper bound. Leaves out solar protons and cosmic rays, which add on polar and high
/// orbits. Source: `sawyer1976`, `vette1991`, `seltzer1994`.
///
/// # Errors
/// [`OutsideTheTable`], with what is outside.
pub fn dose_by_depth(
    altitude: Length,
    inclination: Angle,
    activity: SolarActivity,
) -> Result<DoseByDepth, OutsideTheTable> {
    let km = altitude.in_kilometres();
    let asked = inclination.in_degrees();
    if !(0.0..=180.0 + 1e-9).contains(&asked) {
        return Err(OutsideTheTable::Inclination(inclination, altitude));
    }
    let tilt = asked.min(180.0 - asked);
    let ring = (km - 35_786.0).abs() <= 500.0;
    if !ring && !(300.0..=2_000.0 + 1e-9).contains(&km) {
        return Err(OutsideTheTable::Altitude(altitude));
    }
    if (ring && tilt > 20.0) || (!ring && tilt < 30.0 - 1e-9 && km > 1_000.0) {
        return Err(OutsideTheTable::Inclination(inclination, altitude));
    }
    let log = |depth: usize| {
        let at = |doses: &Doses| log_dose(doses[depth], activity);
        if ring { at(&GEOSTATIONARY) } else { low_orbit(km, tilt, &at) }
    };
    Ok(DoseByDepth([log(0), log(1), log(2), log(3)]))
}

/// Between the rows for 300 to 2,000 km; `at` takes the wanted figure from a row.
fn low_orbit(km: f64, tilt: f64, at: &dyn Fn(&Doses) -> f64) -> f64 {
    let polar_at = |km: f64, of: &dyn Fn(&Doses) -> f64| {
        let j = POLAR.partition_point(|(at, _)| *at <= km).clamp(1, POLAR.len() - 1) - 1;
        between((POLAR[j].0, of(&POLAR[j].1)), (POLAR[j + 1].0, of(&POLAR[j + 1].1)), km)
    };
    let polar = polar_at(km, at);
    let risen = {
        let reference = |km: f64| polar_at(km, &|doses| log_dose(doses[BEHIND_5_MM], SolarActivity::Mean));
        between((reference(550.0), 0.0), (reference(2_000.0), 1.0), reference(km))
    };
    let rising = |low: f64, high: f64| low + risen * (high - low);
    let at_30 = rising(at(&AT_550_AND_30), at(&AT_2000_AND_30));
    let high_53 = between((30.0, at(&AT_2000_AND_30)), (POLAR_FROM, polar_at(2_000.0, at)), 53.0);
    let at_53 = rising(at(&AT_550_AND_53), high_53);
    match tilt {
        t if t <= 30.0 => at_30,
        t if t <= 53.0 => between((30.0, at_30), (53.0, at_53), t),
        t if t < POLAR_FROM => between((53.0, at_53), (POLAR_FROM, polar), t),
        _ => polar,
    }
}

/// Dose in silicon behind aluminium on all sides: [`dose_by_depth`] at one depth; limits and source there.
///
/// # Errors
/// [`OutsideTheTable`], with what is outside.
pub fn dose_rate(
    altitude: Length,
    inclination: Angle,
    aluminium: Length,
    activity: SolarActivity,
) -> Result<DoseRate, OutsideTheTable> {
    dose_by_depth(altitude, inclination, activity)?.behind(aluminium)
}

/// How often a chip errs under a dose, by what the error does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// Wrong results that nothing reports.
    pub silent: PerDose,
    /// Errors of the memory that are found and cannot be corrected: what runs on the chip stops.
    pub uncorrectable: PerDose,
    /// Hangs and resets of the chip or its host.
    pub interrupt: PerDose,
}

impl Errors {
    /// How often a dose stops the work of a chip: uncorrectable errors and interrupts together.
    ///
    /// `λ = (u + f) Ḋ`: errors per dose times dose rate. Holds for protons of some tens of MeV, which make up the dose
    /// behind 5 mm or more. Leaves out that one event may do both. Source: `suncatcher2025`.
    #[inline]
    pub fn stops(&self, dose: DoseRate) -> Rate {
        (self.uncorrectable + self.interrupt) * dose
    }

    /// How often a result is wrong without a word: `λ = s Ḋ`; limits and source as [`Self::stops`].
    #[inline]
    pub fn silent(&self, dose: DoseRate) -> Rate {
        self.silent * dose
    }
}

/// Fluence of 67 MeV protons that gives silicon a dose of 1 rad, 1/cm². Source: `suncatcher2025`.
const PROTONS_PER_RAD: f64 = 1.0 / 1.27e-7;

/// Cross-section of an error, in cm², from the errors that a dose of 67 MeV protons makes.
///
/// `σ = n/Φ`: errors per rad over protons per cm² and rad, `1/(1.27·10⁻⁷ cm² rad)`. Source: `suncatcher2025`.
pub fn cross_section(errors: PerDose) -> f64 {
    errors.in_per_rad() / PROTONS_PER_RAD
}

/// Logarithm of rad a year.
fn log_dose((minimum, maximum): (f64, f64), activity: SolarActivity) -> f64 {
    match activity {
        SolarActivity::Low => ln(minimum),
        SolarActivity::Mean => 0.5 * (ln(minimum) + ln(maximum)),
        SolarActivity::High => ln(maximum),
    }
}

/// On the straight line through two points.
fn between((x0, y0): (f64, f64), (x1, y1): (f64, f64), x: f64) -> f64 {
    y0 + (y1 - y0) * (x - x0) / (x1 - x0)
}
