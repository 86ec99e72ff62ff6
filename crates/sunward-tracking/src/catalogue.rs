//! A catalogue of satellites beside what the model takes for granted: who holds height, who sinks as the air explains, who faster, and who
//! is gone.
//!
//! From one catalogue: the published elements and their rates. From two: what became of each satellite between them. The air is the model's,
//! [`sunward_physics::atmosphere`].

use crate::date::{Day, Moment};
use crate::elements::{ElementSet, snapshot_day};
use crate::propagation::{NotPropagated, propagate};
use crate::shells::{NumberRange, altitude, generation, median, perigee, semi_major_axis, sinking_per_day};
use std::collections::{BTreeMap, BTreeSet};
use sunward_physics::atmosphere::{AirError, SolarActivity, density};
use sunward_physics::constants::{EARTH_GRAVITY, EARTH_RADIUS};
use sunward_quantity::elementary::ln;
use sunward_quantity::{AreaPerMass, Length};

/// How fast the air alone makes a round orbit sink, as a length a day.
///
/// ```text
/// −da/dt = ρ (C_d A/m) √(µ a) · 1 day
/// ```
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `ρ` | [`density`] at `altitude` over the equator | kg/m³ |
/// | `C_d A/m` | `area_per_mass`: drag coefficient times area across the path by mass | m²/kg |
/// | `µ` | [`EARTH_GRAVITY`] | m³/s² |
/// | `a` | Earth's radius and `altitude` | m |
///
/// From the power that drag takes, `½ ρ v³ C_d A/m` each kilogram, and the energy `−µ/2a`. Leaves out that the air turns with the Earth.
/// Source: `vallado2013`.
///
/// # Errors
/// [`AirError`], with what is wrong.
pub fn drag_sinking_per_day(
    altitude: Length,
    area_per_mass: AreaPerMass,
    activity: SolarActivity,
) -> Result<Length, AirError> {
    let spread = area_per_mass.in_square_metres_per_kilogram();
    if !(spread.is_finite() && spread > 0.0) {
        return Err(AirError::AreaPerMass(area_per_mass));
    }
    let air = density(altitude, activity)?.in_kilograms_per_cubic_metre();
    let axis = (EARTH_RADIUS + altitude).in_metres();
    Ok(Length::metres(air * spread * (EARTH_GRAVITY * axis).sqrt() * 86_400.0))
}

/// Drag coefficient times area by mass that a drag term stands for.
///
/// ```text
/// C_d A/m = 2 B* / ρ₀,   ρ₀ = 0.157 kg/m² for each Earth radius
/// ```
///
/// `B*` is fitted together with the rate and takes up thrust and the error of SGP4's air: it is a number of a fit and no measured area, and
/// may be negative. Source: `vallado2013`.
pub fn area_per_mass(set: &ElementSet) -> Option<AreaPerMass> {
    // 2.461e-5 kg/m² for each kilometre of 6,378.135 to an Earth radius.
    set.drag_term.map(|term| AreaPerMass::square_metres_per_kilogram(2.0 * term / 0.156_965))
}

/// What a satellite's rate is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Drag coefficient times area by mass.
    pub drag: AreaPerMass,
    /// How far an orbit may move in a day and still count as held.
    pub still: Length,
}

/// How a satellite moves, by its published rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Motion {
    /// It rises: only thrust does that.
    Rises,
    /// Its height is held.
    Held,
    /// It sinks no faster than the air does it when the Sun is active: it drifts, or makes the loss good in short burns that the fit
    /// does not hold.
    Drag,
    /// It sinks faster than that: brought down, or with more area across the path than assumed.
    Faster,
}

/// How a satellite moves; nothing where its set has no rate, or it flies below 200 km, where the air is not tabled and all satellites fall.
pub fn motion(set: &ElementSet, assumptions: &Assumptions) -> Option<Motion> {
    let sinking = sinking_per_day(set)?;
    let most = drag_sinking_per_day(altitude(set), assumptions.drag, SolarActivity::High).ok()?;
    Some(if sinking < -assumptions.still {
        Motion::Rises
    } else if sinking <= assumptions.still {
        Motion::Held
    } else if sinking <= most {
        Motion::Drag
    } else {
        Motion::Faster
    })
}

/// How many satellites move in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Motions {
    /// [`Motion::Rises`].
    pub rising: usize,
    /// [`Motion::Held`].
    pub held: usize,
    /// [`Motion::Drag`].
    pub drag: usize,
    /// [`Motion::Faster`].
    pub faster: usize,
    /// Without a rate, or below 200 km.
    pub unknown: usize,
}

impl Motions {
    fn count(&mut self, motion: Option<Motion>) {
        *match motion {
            Some(Motion::Rises) => &mut self.rising,
            Some(Motion::Held) => &mut self.held,
            Some(Motion::Drag) => &mut self.drag,
            Some(Motion::Faster) => &mut self.faster,
            None => &mut self.unknown,
        } += 1;
    }
}

/// Satellites of one generation that were launched in one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// The generation; nothing where the name tells none.
    pub generation: Option<&'static str>,
    /// Year of the launch, from the designator; nothing for satellites of no generation, which are counted together.
    pub launched: Option<i32>,
    /// How many are in the catalogue.
    pub satellites: usize,
    /// Launches that at least one of them comes from.
    pub launches: usize,
    /// How many satellites those launches brought at the least: for each, the place in the alphabet of the last piece that is still
    /// there. Launches of which nothing is left are not in it, nor pieces behind the last one.
    pub launched_at_least: usize,
    /// Altitude that half of them lie below.
    pub median_altitude: Length,
    /// The lowest.
    pub lowest: Length,
    /// The highest.
    pub highest: Length,
    /// The median of how fast they sink, a day; nothing where none has a rate.
    pub median_sinking: Option<Length>,
    /// How they move.
    pub motions: Motions,
}

/// Satellites in one band of inclination and one of altitude, beside the air there.
#[derive(Debug, Clone, PartialEq)]
pub struct ShellMotion {
    /// Lower end of the band of inclinations, degrees.
    pub inclination: f64,
    /// Lower end of the band of altitudes.
    pub altitude: Length,
    /// How many satellites.
    pub satellites: usize,
    /// The median of how fast they sink, a day.
    pub median_sinking: Option<Length>,
    /// How they move.
    pub motions: Motions,
    /// How fast the air alone would make them sink a day in the middle of the band: at low, mean and high activity of the Sun; nothing below 200 km.
    pub drag: Option<[Length; 3]>,
}

/// A catalogue, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// How many satellites.
    pub satellites: usize,
    /// The day that 99 of 100 sets are no newer than: that of the snapshot.
    pub day: Day,
    /// By generation and year of launch.
    pub cohorts: Vec<Cohort>,
    /// Bands of a degree and of ten kilometres, largest first.
    pub shells: Vec<ShellMotion>,
}

/// Widths of bands: a degree and ten kilometres tell the shells of the large constellations apart.
const BAND: (f64, f64) = (1.0, 10.0);

/// Counts a catalogue, one set a satellite; nothing where it is empty. `prefix` and `ranges` say which generation a name belongs to.
pub fn survey(sets: &[&ElementSet], prefix: &str, ranges: &[NumberRange], assumptions: &Assumptions) -> Option<Survey> {
    let day = snapshot_day(sets.iter().copied())?;
    let mut cohorts: BTreeMap<(Option<&'static str>, Option<i32>), Vec<&ElementSet>> = BTreeMap::new();
    let mut shells: BTreeMap<(i64, i64), Vec<&ElementSet>> = BTreeMap::new();
    for set in sets {
        let found = set.name.as_deref().and_then(|name| generation(name, prefix, ranges));
        // Satellites of no generation are one group, whenever they were launched.
        cohorts.entry((found, found.and_then(|_| launch_year(set)))).or_default().push(set);
        let band = |value: f64, width: f64| (value / width).floor() as i64;
        let key = (band(set.inclination, BAND.0), band(altitude(set).in_kilometres(), BAND.1));
        shells.entry(key).or_default().push(set);
    }
    let cohorts =
        cohorts.into_iter().map(|((generation, launched), sets)| cohort(generation, launched, &sets, assumptions));
    let mut shells: Vec<ShellMotion> = shells.into_iter().map(|(key, sets)| shell(key, &sets, assumptions)).collect();
    shells.sort_by_key(|shell| std::cmp::Reverse(shell.satellites));
    Some(Survey { satellites: sets.len(), day, cohorts: cohorts.collect(), shells })
}

fn launch_year(set: &ElementSet) -> Option<i32> {
    set.designator.as_deref()?.get(..4)?.parse().ok()
}

/// Launch and piece of a designator: `2019-074B` is the second piece of `2019-074`. Letters run from A to Z without I and O, then AA.
fn piece(designator: &str) -> Option<(&str, usize)> {
    let at = designator.find(|letter: char| letter.is_ascii_uppercase())?;
    let (launch, letters) = (designator.get(..at)?, designator.get(at..)?);
    if launch.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut number = 0;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() || matches!(letter, b'I' | b'O') {
            return None;
        }
        let skipped = usize::from(letter > b'I') + usize::from(letter > b'O');
        number = number * 24 + usize::from(letter - b'A') - skipped + 1;
    }
    Some((launch, number))
}

fn medians(sets: &[&ElementSet]) -> (Vec<f64>, Option<Length>) {
    let sorted = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values
    };
    let altitudes = sorted(sets.iter().map(|set| altitude(set).in_kilometres()).collect());
    let rates = sorted(sets.iter().filter_map(|set| sinking_per_day(set)).map(Length::in_metres).collect());
    (altitudes, median(&rates).map(Length::metres))
}

/// The median of how fast satellites sink, a day; nothing where none has a rate.
pub fn median_sinking(sets: &[&ElementSet]) -> Option<Length> {
    medians(sets).1
}

fn motions(sets: &[&ElementSet], assumptions: &Assumptions) -> Motions {
    let mut motions = Motions::default();
    sets.iter().for_each(|set| motions.count(motion(set, assumptions)));
    motions
}

fn cohort(
    generation: Option<&'static str>,
    launched: Option<i32>,
    sets: &[&ElementSet],
    assumptions: &Assumptions,
) -> Cohort {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (launch, number) in sets.iter().filter_map(|set| piece(set.designator.as_deref()?)) {
        let kept = last.entry(launch).or_insert(number);
        *kept = (*kept).max(number);
    }
    let (altitudes, median_sinking) = medians(sets);
    let kilometres = |value: Option<&f64>| Length::kilometres(value.copied().unwrap_or(0.0));
    Cohort {
        generation,
        launched,
        satellites: sets.len(),
        launches: last.len(),
        launched_at_least: last.values().sum::<usize>().max(sets.len()),
        median_altitude: kilometres(median(&altitudes).as_ref()),
        lowest: kilometres(altitudes.first()),
        highest: kilometres(altitudes.last()),
        median_sinking,
        motions: motions(sets, assumptions),
    }
}

fn shell(key: (i64, i64), sets: &[&ElementSet], assumptions: &Assumptions) -> ShellMotion {
    let altitude = Length::kilometres(key.1 as f64 * BAND.1);
    let middle = altitude + Length::kilometres(BAND.1 / 2.0);
    let drag = SolarActivity::ALL.map(|activity| drag_sinking_per_day(middle, assumptions.drag, activity).ok());
    ShellMotion {
        inclination: key.0 as f64 * BAND.0,
        altitude,
        satellites: sets.len(),
        median_sinking: medians(sets).1,
        motions: motions(sets, assumptions),
        drag: match drag {
            [Some(low), Some(mean), Some(high)] => Some([low, mean, high]),
            _ => None,
        },
    }
}

/// A catalogue brought to one moment by SGP4.
#[derive(Debug, Clone, PartialEq)]
pub struct Propagated {
    /// The moment.
    pub at: Moment,
    /// How many satellites have an answer.
    pub answered: usize,
    /// How many have none, by reason.
    pub without: BTreeMap<String, usize>,
    /// Distance from the Earth's centre less its radius at the equator: the lowest, the middle and the highest.
    pub heights: Option<[Length; 3]>,
    /// How many are lower than the lowest point of their elements by more than the theory's short waves, 40 km: they have come down since, or
    /// their elements are old.
    pub below: usize,
}

/// Brings every satellite of a catalogue to one moment. Source: `vallado2006`.
pub fn propagated(sets: &[&ElementSet], at: Moment) -> Propagated {
    let mut heights = Vec::with_capacity(sets.len());
    let mut without: BTreeMap<String, usize> = BTreeMap::new();
    let mut below = 0;
    for set in sets {
        match propagate(set, at) {
            Ok(state) => {
                let height = state.radius() - EARTH_RADIUS;
                below += usize::from(height < perigee(set) - Length::kilometres(40.0));
                heights.push(height.in_kilometres());
            }
            Err(why) => {
                let why = match why {
                    NotPropagated::NoDragTerm => why.to_string(),
                    // What SGP4 says differs by the numbers in it.
                    NotPropagated::NoOrbit(_) => "SGP4 has no answer at this moment".to_string(),
                };
                *without.entry(why).or_insert(0) += 1;
            }
        }
    }
    heights.sort_by(f64::total_cmp);
    let at_place = |place: Option<&f64>| place.copied().map(Length::kilometres);
    let middle = median(&heights);
    let heights = match (at_place(heights.first()), at_place(middle.as_ref()), at_place(heights.last())) {
        (Some(low), Some(middle), Some(high)) => Some([low, middle, high]),
        _ => None,
    };
    Propagated { at, answered: sets.len() - without.values().sum::<usize>(), without, heights, below }
}

/// What became of the satellites of one generation between two catalogues.
#[derive(Debug, Clone, PartialEq)]
pub struct Fate {
    /// The generation; nothing for satellites of none.
    pub generation: Option<&'static str>,
    /// How many were in the earlier catalogue.
    pub before: usize,
    /// How many of them are in the later one.
    pub there: usize,
    /// How many came new.
    pub new: usize,
    /// The share of the earlier ones that is lost in a year, at the pace of these days: `−ln(there/before)` over the time; nothing if all
    /// are gone.
    pub lost_per_year: Option<f64>,
    /// The mean stay that follows, years: one over that share. Failures and satellites that were brought down alike.
    pub mean_stay: Option<f64>,
    /// The median of how fast those that stayed sank, a day, over the whole time: burns included.
    pub median_sinking: Option<Length>,
    /// How many of those that stayed moved by less than the time times what counts as held.
    pub held: usize,
}

/// What became of a catalogue's satellites.
#[derive(Debug, Clone, PartialEq)]
pub struct Between {
    /// Day of the earlier catalogue.
    pub from: Day,
    /// Day of the later one.
    pub to: Day,
    /// By generation.
    pub fates: Vec<Fate>,
}

/// Holds two catalogues against each other, by catalogue number; nothing where they are of the same day, or one is empty. `later` decides what
/// counts as held. Satellites of names without a generation are left out of both, so that a catalogue of everything can stand beside one of a
/// single constellation.
pub fn between(
    earlier: &[&ElementSet],
    later: &[&ElementSet],
    prefix: &str,
    ranges: &[NumberRange],
    still: Length,
) -> Option<Between> {
    let of = |set: &ElementSet| set.name.as_deref().and_then(|name| generation(name, prefix, ranges));
    let (from, to) = (snapshot_day(earlier.iter().copied())?, snapshot_day(later.iter().copied())?);
    let days = f64::from(to.since_1970() - from.since_1970());
    if days <= 0.0 {
        return None;
    }
    let after: BTreeMap<u32, &&ElementSet> = later.iter().map(|set| (set.catalogue_number, set)).collect();
    let known: BTreeSet<u32> = earlier.iter().map(|set| set.catalogue_number).collect();
    let mut groups: BTreeMap<&'static str, (usize, Vec<f64>, usize)> = BTreeMap::new();
    for set in earlier {
        let Some(generation) = of(set) else { continue };
        let group = groups.entry(generation).or_default();
        group.0 += 1;
        if let Some(now) = after.get(&set.catalogue_number) {
            let sunk = (semi_major_axis(set) - semi_major_axis(now)).in_metres();
            let between = now.epoch.days_since_2000() - set.epoch.days_since_2000();
            if between > 0.0 {
                group.1.push(sunk / between);
            }
        }
    }
    for set in later.iter().filter(|set| !known.contains(&set.catalogue_number)) {
        if let Some(generation) = of(set) {
            groups.entry(generation).or_default().2 += 1;
        }
    }
    let fate = |(generation, (before, mut rates, new)): (&'static str, (usize, Vec<f64>, usize))| {
        rates.sort_by(f64::total_cmp);
        let there = rates.len();
        let lost = (there > 0 && before > 0).then(|| -ln(there as f64 / before as f64) / (days / 365.25));
        Fate {
            generation: Some(generation),
            before,
            there,
            new,
            lost_per_year: lost,
            mean_stay: lost.filter(|lost| *lost > 0.0).map(|lost| 1.0 / lost),
            median_sinking: median(&rates).map(Length::metres),
            held: rates.iter().filter(|rate| rate.abs() <= still.in_metres()).count(),
        }
    };
    Some(Between { from, to, fates: groups.into_iter().map(fate).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_counted_through_an_alphabet_of_24_letters() {
        let wanted = [
            ("2019-074A", 1),
            ("2019-074H", 8),
            ("2019-074J", 9),
            ("2019-074Z", 24),
            ("2019-074AA", 25),
            ("2019-074BM", 60),
        ];
        for (text, number) in wanted {
            assert_eq!(piece(text), Some(("2019-074", number)), "{text}");
        }
        for text in ["2019-074", "2019-074I", "2019-074a", "2019-074ABCD", "", "A"] {
            assert_eq!(piece(text), None, "{text}");
        }
    }
}
