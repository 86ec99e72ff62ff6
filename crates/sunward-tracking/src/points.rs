//! What a published file says about what is observed: points of the series of `data/observed`.
//!
//! A year that the file holds only in part gives a point with its last day, as a rate of a whole year; a year whose beginning
//! is not in the file gives none. What a file leaves open is said, not guessed.

use crate::counts::{self, Month, ProviderYear, SoFar};
use crate::date::{Day, Period};
use crate::elements::{self, ElementSet, newest, snapshot_day};
use crate::epoch::{self, ChipSales, SiteStage};
use crate::falcon::{self, BoosterFlight, StarshipFlight};
use crate::format::{Format, detect};
use crate::launch_library::{self, LibraryLaunch, Status};
use crate::launch_log::{self, Launch};
use crate::observed::{Mistake, Observed, Point, Series, read_observed};
use crate::our_world::{self, Table, Time};
use crate::reading::{BadRow, Refusal, Rows, quoted, text};
use crate::shells::{STARLINK, generation, median};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use sunward_quantity::TemplateUnit;

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What the file is.
    pub format: Format,
    /// How many of its rows could be trusted.
    pub rows: usize,
    /// Rows that were left out, with their reasons.
    pub bad: Vec<BadRow>,
    /// How many more were left out.
    pub unlisted: usize,
    /// Points, each of the series that it belongs to.
    pub found: Vec<Found>,
    /// What the file does not say, or not to the end, in sentences.
    pub open: Vec<String>,
}

/// A point of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The series, as it is known so far: without points.
    pub series: Series,
    /// The point.
    pub point: Point,
}

/// Why a file says nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum NotSaid {
    /// It cannot be read.
    Refused(Refusal),
    /// It is a file of observations with mistakes: all of them.
    Mistakes(Vec<Mistake>),
}

impl fmt::Display for NotSaid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(out, "{refusal}"),
            Self::Mistakes(mistakes) => {
                let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
                write!(out, "{}", lines.join("\n"))
            }
        }
    }
}

impl std::error::Error for NotSaid {}

impl Said {
    /// How many rows were left out.
    pub fn left_out(&self) -> usize {
        self.bad.len() + self.unlisted
    }
}

/// Reads a file and says what it says. `name` is what messages call it; `known` is the day from which it could be read, and no point may
/// lie after it; `before` are the series so far, whose units, sources and beginnings the points keep to.
///
/// # Errors
/// [`NotSaid`], with what would be right.
pub fn said(bytes: &[u8], name: &str, known: Day, before: &Observed) -> Result<Said, NotSaid> {
    let format = detect(bytes).map_err(NotSaid::Refused)?;
    let mut gather = Gather { name, known, before, found: Vec::new(), open: Vec::new(), early: BTreeMap::new() };
    let counted = gather.read(format, bytes)?;
    Ok(gather.finish(format, counted))
}

/// How many rows were kept, and the ones that were not.
struct Counted {
    rows: usize,
    bad: Vec<BadRow>,
    unlisted: usize,
}

impl<T> From<&Rows<T>> for Counted {
    fn from(rows: &Rows<T>) -> Self {
        Self { rows: rows.rows.len(), bad: rows.bad.clone(), unlisted: rows.unlisted }
    }
}

struct Gather<'a> {
    name: &'a str,
    known: Day,
    before: &'a Observed,
    found: Vec<Found>,
    open: Vec<String>,
    /// Points before the beginning of a series, by series: how many, and where it begins.
    early: BTreeMap<String, (usize, String)>,
}

/// A point as a reader makes it: the rest follows from its series.
struct Draft<'a> {
    series: &'a str,
    /// The unit that the value is in.
    unit: &'a str,
    date: Period,
    until: Option<Day>,
    value: f64,
    range: Option<(f64, f64)>,
    low: Option<f64>,
    note: Option<String>,
}

/// By year, of what happened in the span of a file.
struct Span {
    /// The first year whose beginning is in the file.
    whole_from: i32,
    /// The last day that the file speaks of.
    last: Day,
}

fn end_of(year: i32) -> Option<Day> {
    Day::new(year, 12, 31)
}

fn whole_year(year: i32) -> Option<Period> {
    Some(Period { text: format!("{year:04}"), first: Day::new(year, 1, 1)?, last: end_of(year)? })
}

fn on(day: Day) -> Period {
    Period { text: day.to_string(), first: day, last: day }
}

/// Last days of quarters.
fn is_quarter_end(day: Day) -> bool {
    matches!(day.calendar(), (_, 3 | 12, 31) | (_, 6 | 9, 30))
}

/// 365.25 days, in which observed rates are counted.
const YEAR: f64 = 365.25;

impl<'a> Gather<'a> {
    fn read(&mut self, format: Format, bytes: &[u8]) -> Result<Counted, NotSaid> {
        let refused = NotSaid::Refused;
        macro_rules! rows {
            ($read:expr, $say:expr) => {{
                let rows = $read.map_err(refused)?;
                let counted = Counted::from(&rows);
                $say(self, &rows.rows);
                counted
            }};
        }
        Ok(match format {
            Format::LaunchLog => {
                let edition = launch_log::updated(bytes);
                rows!(launch_log::read(bytes), |gather: &mut Self, rows: &[Launch]| gather.launches(rows, edition))
            }
            Format::LaunchLogCopy => {
                rows!(launch_log::read_copy(bytes), |gather: &mut Self, rows: &[Launch]| gather.launches(rows, None))
            }
            Format::LaunchMonths => rows!(counts::months(bytes), Self::months),
            Format::LaunchesSoFar => rows!(counts::so_far(bytes), Self::so_far),
            Format::LaunchProviders => rows!(counts::by_provider(bytes), Self::providers),
            Format::LaunchLibrary => {
                let page = launch_library::page(bytes);
                rows!(launch_library::read(bytes), |gather: &mut Self, rows: &[LibraryLaunch]| {
                    if let Some(page) = page.filter(|page| page.is_part || page.count > rows.len()) {
                        gather.open.push(format!(
                            "the file is one page of an answer with {} launches: years are counted as far as this page goes; join the pages, or ask for more in one",
                            page.count
                        ));
                    } else {
                        gather.library(rows);
                    }
                    gather.attempts_of_library(rows);
                })
            }
            Format::LaunchLibraryCopy => rows!(launch_library::read_copy(bytes), Self::library),
            Format::BoosterFlights => rows!(falcon::booster_flights(bytes), Self::boosters),
            Format::FalconPayloads => rows!(falcon::payloads(bytes), Self::payloads),
            Format::StarshipFlights => rows!(falcon::starship_flights(bytes), Self::starships),
            Format::Elements(_) => rows!(elements::read(bytes), Self::catalogue),
            Format::ChipSales => rows!(epoch::chip_sales(bytes), Self::chips),
            Format::SiteStages => rows!(epoch::site_stages(bytes), Self::sites),
            Format::Sites => rows!(epoch::sites(bytes), |gather: &mut Self, _: &[epoch::Site]| {
                gather.silent("it says what stands at the day of its edition, and not which day that is; give the timelines of the same edition")
            }),
            Format::Clusters => rows!(epoch::clusters(bytes), |gather: &mut Self, _: &[epoch::Cluster]| {
                gather.silent("no observed series counts clusters: some stand twice in the table, and most of the world's chips in none")
            }),
            Format::Hardware => rows!(epoch::hardware(bytes), |gather: &mut Self, _: &[epoch::Hardware]| {
                gather.silent("no observed series is of what chips are; the library's chips hold it")
            }),
            Format::Chart => {
                let table = our_world::read(bytes).map_err(refused)?;
                self.chart(&table);
                Counted::from(&table.entries)
            }
            Format::Electricity => rows!(our_world::electricity(bytes), Self::electricity),
            Format::Modules => rows!(our_world::modules(bytes), Self::modules),
            Format::LaunchCosts => rows!(our_world::launch_costs(bytes), Self::launch_costs),
            Format::Observations => {
                let text = text(bytes).and_then(short_enough).map_err(refused)?;
                let own = read_observed(text, self.name).map_err(NotSaid::Mistakes)?;
                let rows = own.series.iter().map(|series| series.points.len()).sum();
                for mut series in own.series {
                    for point in std::mem::take(&mut series.points) {
                        self.found.push(Found { series: series.clone(), point });
                    }
                }
                Counted { rows, bad: Vec::new(), unlisted: 0 }
            }
        })
    }

    fn finish(mut self, format: Format, counted: Counted) -> Said {
        for (name, (count, first)) in std::mem::take(&mut self.early) {
            self.open.push(format!("{name}: {count} points before {first} are left out, with which the series begins"));
        }
        let Counted { rows, bad, unlisted } = counted;
        Said { format, rows, bad, unlisted, found: self.found, open: self.open }
    }

    /// The file can be read and adds nothing.
    fn silent(&mut self, why: &str) {
        self.open.push(format!("the file adds no point: {why}"));
    }

    fn open(&mut self, why: String) {
        self.open.push(why);
    }

    /// Adds a point, unless it lies after the day it is known from or before its series begins.
    fn put(&mut self, draft: Draft<'_>) {
        let Draft { series: name, unit, date, until, value, range, low, note } = draft;
        let Some(series) = self.before.find(name) else {
            return self.open(format!("{name}: no such series is known here"));
        };
        if until.unwrap_or(date.last) > self.known {
            return self.open(format!(
                "{name}: {} is not over on {}, the day the file is known from, and is left out",
                date.text, self.known
            ));
        }
        // A series of one point or two has no beginning to keep to.
        let begins = series.points.first().filter(|_| series.points.len() > 2).map(|point| &point.date);
        if let Some(first) = begins.filter(|first| date.last < first.first) {
            self.early.entry(name.to_string()).or_insert((0, first.text.clone())).0 += 1;
            return;
        }
        // A unit that cannot be read would be a slip in this file; a test reads all of them.
        let Ok(unit) = TemplateUnit::of(unit) else {
            return self.open(format!("{name}: {} is no unit", quoted(unit)));
        };
        if unit.dimension != series.unit.dimension || unit.counted != series.unit.counted {
            return self.open(format!("{name}: the file counts in {}, the series in {}", unit.text, series.unit.text));
        }
        // Rounded to what a person would write, in the unit of the series.
        let shown = |value: f64| series.unit.scale * rounded(value * unit.scale / series.unit.scale);
        let point = Point {
            date,
            until,
            value: shown(value),
            low: low.or(range.map(|range| range.0)).map(shown),
            high: range.map(|range| range.1).map(shown),
            unit: series.unit.text.clone(),
            known: self.known,
            evidence: series.evidence,
            source: series.source.clone(),
            note,
            file: None,
            rows: None,
        };
        self.found.push(Found { series: Series { points: Vec::new(), ..series.clone() }, point });
    }

    /// What happened in each year, as a rate.
    fn rates(&mut self, name: &str, unit: &str, years: &BTreeMap<i32, f64>, span: &Span) {
        let things = unit.split('/').next().unwrap_or(unit).to_string();
        for (&year, &count) in years {
            let Some(date) = whole_year(year) else { continue };
            if count == 0.0 || year > span.last.year() {
                continue;
            }
            if year < span.whole_from {
                self.open(format!("{name}: {year} begins before the file does, and is left out"));
                continue;
            }
            let mut draft = Draft::of(name, unit, date.clone(), count);
            if span.last < date.last {
                let days = f64::from(span.last.since_1970() - date.first.since_1970() + 1);
                draft.until = Some(span.last);
                draft.value = count / days * YEAR;
                draft.note = Some(format!("{} {things} in {days} days", rounded(count)));
                self.open(format!(
                    "{name}: {year} is in the file up to {}: {} in {days} days, given as a rate of a whole year",
                    span.last,
                    rounded(count)
                ));
            }
            self.put(draft);
        }
    }

    fn launches(&mut self, rows: &[Launch], edition: Option<Day>) {
        let mut launches: BTreeMap<&str, Vec<&Launch>> = BTreeMap::new();
        for launch in rows.iter().filter(|launch| launch.is_orbital_attempt() || launch.reached_orbit()) {
            launches.entry(&launch.tag).or_default().push(launch);
        }
        let all: Vec<&[&Launch]> = launches.values().map(Vec::as_slice).collect();
        let Some(span) = launch_span(&all, edition) else {
            return self.silent("it holds no attempt at an orbit");
        };
        let years = self.years_with_all_numbers(&all);
        let count = |wanted: &dyn Fn(&[&Launch]) -> f64| {
            let of_year = all.iter().map(|payloads| (payloads[0].date.first.year(), wanted(payloads)));
            by_year(of_year.filter(|row| years.contains(&row.0)))
        };
        let as_number = |truth: bool| f64::from(u8::from(truth));
        let attempts = count(&|payloads| as_number(payloads[0].is_orbital_attempt()));
        self.rates("orbital_launches", "launches/year", &attempts, &span);
        let reached = count(&|payloads| as_number(payloads[0].reached_orbit()));
        self.rates("orbital_launch_successes", "launches/year", &reached, &span);
        let falcon = count(&|payloads| as_number(is_falcon(&payloads[0].vehicle) && payloads[0].is_orbital_attempt()));
        self.rates("falcon_launches", "launches/year", &falcon, &span);
        let starlink = count(&|payloads| as_number(is_starlink(payloads) && payloads[0].is_orbital_attempt()));
        self.rates("starlink_launches", "launches/year", &starlink, &span);
        if all.iter().all(|payloads| payloads[0].orbital_payload.is_none()) {
            return self
                .open("world_mass_to_orbit: the file has no column `OrbPay`, so no mass is taken from it".into());
        }
        let carried = |of: &dyn Fn(&Launch) -> bool| {
            count(&|payloads| {
                let launch = payloads[0];
                if launch.reached_orbit() && of(launch) { launch.orbital_payload.unwrap_or(0.0) } else { 0.0 }
            })
        };
        let world = carried(&|_| true);
        self.rates("world_mass_to_orbit", "t/year", &world, &span);
        let spacex = carried(&|launch| matches!(launch.agency.as_str(), "SPX" | "SpaceX"));
        self.rates("spacex_mass_to_orbit", "t/year", &spacex, &span);
        let unknown = all.iter().filter(|p| p[0].reached_orbit() && p[0].orbital_payload.is_none()).count();
        if unknown > 0 {
            self.open(format!(
                "world_mass_to_orbit: {unknown} launches that reached orbit have no mass and count as nothing"
            ));
        }
        for found in &mut self.found {
            if found.series.name.ends_with("mass_to_orbit") {
                // Placeholders for masses that nobody published are good to a twentieth of the sum.
                found.point.low = Some(0.95 * found.point.value);
                found.point.high = Some(1.05 * found.point.value);
            }
        }
    }

    /// The years that can be counted: numbers of the launches of a year that reached orbit have no gap; where the file has one, launches
    /// are missing.
    fn years_with_all_numbers(&mut self, launches: &[&[&Launch]]) -> BTreeSet<i32> {
        let mut numbers: BTreeMap<i32, BTreeSet<u32>> = BTreeMap::new();
        let mut years: BTreeSet<i32> = BTreeSet::new();
        for payloads in launches {
            years.insert(payloads[0].date.first.year());
            // The year of the tag: a launch at the turn of the year belongs to the one it is numbered in.
            let year = payloads[0].tag.get(..4).and_then(|year| year.parse::<i32>().ok());
            if let Some((year, number)) = year.zip(payloads[0].number_in_year()) {
                numbers.entry(year).or_default().insert(number);
            }
        }
        for (year, present) in numbers {
            let last = present.last().copied().unwrap_or(0) as usize;
            let missing = last.saturating_sub(present.len());
            // Without its first numbers the year begins before the file, which is said elsewhere.
            if missing == 0 || !present.contains(&1) {
                continue;
            }
            // A few numbers were never given; more than one in fifty means that launches were left out.
            if missing * 50 > last {
                self.open(format!(
                    "{year}: {missing} of the numbers 1 to {last} of launches that reached orbit are not in the file, so its launches cannot be counted"
                ));
                years.remove(&year);
            } else {
                self.open(format!(
                    "{year}: {missing} of the numbers 1 to {last} of launches that reached orbit are not in the file; the counts lack as many"
                ));
            }
        }
        years
    }

    fn months(&mut self, rows: &[Month]) {
        let index = |month: &Month| month.year * 12 + month.month as i32 - 1;
        let mut months: Vec<&Month> = rows.iter().collect();
        months.sort_by_key(|month| index(month));
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            return self.silent("it holds no month");
        };
        let there: BTreeSet<i32> = months.iter().map(|month| index(month)).collect();
        let after = Day::new(last.year + (last.month == 12) as i32, last.month % 12 + 1, 1);
        let Some(end) = after.map(Day::before) else { return };
        // A month without a launch stands in the table with a zero; one that is missing is not known.
        let gaps: BTreeSet<i32> =
            (index(first)..=index(last)).filter(|at| !there.contains(at)).map(|at| at.div_euclid(12)).collect();
        for year in &gaps {
            self.open(format!("{year}: a month is missing in the file, so its launches cannot be counted"));
        }
        let span = Span { whole_from: first.year + i32::from(first.month > 1), last: end };
        let whole = || months.iter().filter(|month| !gaps.contains(&month.year));
        let sum = |of: &dyn Fn(&Month) -> f64| by_year(whole().map(|month| (month.year, of(month))));
        let (attempts, starlink) = (sum(&|month| month.attempts), sum(&|month| month.starlink.unwrap_or(0.0)));
        self.rates("orbital_launches", "launches/year", &attempts, &span);
        self.rates("starlink_launches", "launches/year", &starlink, &span);
    }

    fn so_far(&mut self, rows: &[SoFar]) {
        let mut last: BTreeMap<i32, &SoFar> = BTreeMap::new();
        for row in rows {
            let kept = last.entry(row.day.year()).or_insert(row);
            if row.day > kept.day {
                *kept = row;
            }
        }
        for (year, row) in last {
            // Counts of a year that only rise: a smaller one later means that the table is shuffled or wrong.
            let falls = rows.iter().any(|other| other.day.year() == year && other.successes > row.successes);
            if falls {
                self.open(format!("{year}: the count falls with time, so none is taken from it"));
                continue;
            }
            self.rates(
                "orbital_launch_successes",
                "launches/year",
                &[(year, row.successes)].into(),
                &Span { whole_from: year, last: row.day },
            );
        }
    }

    fn providers(&mut self, rows: &[ProviderYear]) {
        let sum = |of: &dyn Fn(&ProviderYear) -> f64| by_year(rows.iter().map(|row| (row.year, of(row))));
        let last = rows.iter().map(|row| row.year).max().and_then(end_of);
        let Some(last) = last else { return self.silent("it holds no year") };
        let span = Span { whole_from: 1, last };
        let (attempts, successes) = (sum(&|row| row.attempts), sum(&|row| row.successes));
        let (mass, spacex) =
            (sum(&|row| row.payload), sum(&|row| if row.provider == "SpaceX" { row.payload } else { 0.0 }));
        self.rates("orbital_launches", "launches/year", &attempts, &span);
        self.rates("orbital_launch_successes", "launches/year", &successes, &span);
        self.rates("world_mass_to_orbit", "t/year", &mass, &span);
        self.rates("spacex_mass_to_orbit", "t/year", &spacex, &span);
        self.open("the table does not say up to which day its last year goes; it is taken for whole".into());
    }

    fn library(&mut self, rows: &[LibraryLaunch]) {
        let flown: Vec<&LibraryLaunch> =
            rows.iter().filter(|launch| !matches!(launch.status, Status::Planned | Status::InFlight)).collect();
        let days = || flown.iter().map(|launch| launch.net.day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            return self.silent("none of its launches has been flown");
        };
        let span = Span { whole_from: first.year() + 1, last };
        let count = |is: &dyn Fn(&LibraryLaunch) -> bool| {
            by_year(flown.iter().filter(|launch| is(launch)).map(|launch| (launch.net.day.year(), 1.0)))
        };
        let (falcon, starlink, starship) = (
            count(&|launch| is_falcon(&launch.vehicle)),
            count(&|launch| {
                let mission = launch.name.split_once('|').map_or("", |(_, mission)| mission.trim());
                is_falcon(&launch.vehicle) && mission.starts_with("Starlink")
            }),
            count(&|launch| is_starship(&launch.vehicle)),
        );
        if falcon.is_empty() && starship.is_empty() {
            return self.silent("none of its launches is of Falcon or Starship; the world's are counted by the number that a detailed answer holds");
        }
        self.open("an answer of Launch Library does not say what was asked: it is taken to hold all launches of Falcon and Starship between its first and its last".into());
        self.rates("falcon_launches", "launches/year", &falcon, &span);
        let before = self.found.len();
        self.rates("starlink_launches", "launches/year", &starlink, &span);
        self.rates("starship_flights", "flights/year", &starship, &span);
        self.are_of_library(before);
        let days: Vec<Day> =
            flown.iter().filter(|launch| is_starship(&launch.vehicle)).map(|launch| launch.net.day).collect();
        self.intervals(days);
    }

    /// A detailed answer numbers the world's attempts of a year: its last launch of a year tells how many there were.
    fn attempts_of_library(&mut self, rows: &[LibraryLaunch]) {
        let mut last: BTreeMap<i32, (u32, Day)> = BTreeMap::new();
        for launch in rows.iter().filter(|launch| !matches!(launch.status, Status::Planned | Status::InFlight)) {
            let Some(number) = launch.orbital_attempt_of_year else { continue };
            let kept = last.entry(launch.net.day.year()).or_insert((number, launch.net.day));
            *kept = (*kept).max((number, launch.net.day));
        }
        for (year, (number, day)) in last {
            let before = self.found.len();
            self.rates(
                "orbital_launches",
                "launches/year",
                &[(year, f64::from(number))].into(),
                &Span { whole_from: year, last: day },
            );
            self.are_of_library(before);
        }
    }

    /// Points from a place on come from Launch Library, whoever the source of their series is.
    fn are_of_library(&mut self, from: usize) {
        for found in &mut self.found[from..] {
            found.point.source = "launch_library2".into();
        }
    }

    fn boosters(&mut self, rows: &[BoosterFlight]) {
        let Some(last) = rows.iter().map(|flight| flight.day).max() else { return self.silent("it holds no flight") };
        let years: BTreeSet<i32> = rows.iter().map(|flight| flight.day.year()).collect();
        for year in years {
            let Some(date) = whole_year(year) else { continue };
            let mut days: Vec<f64> =
                rows.iter().filter(|flight| flight.day.year() == year).filter_map(|flight| flight.days_since).collect();
            days.sort_by(f64::total_cmp);
            let is_part = last < date.last;
            if let (Some(median), Some(shortest)) = (median(&days), days.first()) {
                let mut draft = Draft::of("falcon_turnaround", "days", date.clone(), median);
                draft.low = Some(*shortest);
                draft.until = is_part.then_some(last);
                draft.note = is_part.then(|| format!("{} flights", days.len()));
                self.put(draft);
            }
            let most = rows.iter().filter(|flight| flight.day <= date.last).map(|flight| flight.flight).max();
            if let Some(most) = most.filter(|most| *most > 1) {
                let date = if is_part { on(last) } else { date };
                self.put(Draft::of("falcon_booster_most_flights", "flights", date, f64::from(most)));
            }
        }
    }

    fn payloads(&mut self, rows: &[falcon::Payload]) {
        let Some(last) = rows.iter().map(|payload| payload.day).max() else { return self.silent("it holds no flight") };
        let mut years: BTreeMap<i32, (f64, usize)> = BTreeMap::new();
        for payload in rows {
            if let Some(mass) = payload.mass {
                let entry = years.entry(payload.day.year()).or_insert((0.0, 0));
                *entry = (entry.0 + mass / 1000.0, entry.1 + 1);
            }
        }
        for (year, (mass, flights)) in years {
            let Some(date) = whole_year(year) else { continue };
            if last < date.last && last.year() == year {
                self.open(format!(
                    "falcon_mass_recorded: {year} is in the file up to {last} only; masses come late, so it is left out"
                ));
                continue;
            }
            let mut draft = Draft::of("falcon_mass_recorded", "t/year", date, mass);
            draft.note = Some(format!("{flights} flights"));
            self.put(draft);
        }
    }

    fn starships(&mut self, rows: &[StarshipFlight]) {
        let mut flights: Vec<&StarshipFlight> = rows.iter().collect();
        flights.sort_by_key(|flight| flight.flight);
        let Some(last) = flights.iter().map(|flight| flight.moment.day).max() else {
            return self.silent("it holds no flight");
        };
        if flights.windows(2).any(|pair| pair[0].moment.day > pair[1].moment.day) {
            return self.silent("its flights are not numbered in the order of their days");
        }
        let first = flights[0];
        let whole_from = first.moment.day.year() + i32::from(first.flight > 1);
        let years = by_year(flights.iter().map(|flight| (flight.moment.day.year(), 1.0)));
        if flights.len() as u32 == flights[flights.len() - 1].flight - first.flight + 1 {
            self.rates("starship_flights", "flights/year", &years, &Span { whole_from, last });
            self.intervals(flights.iter().map(|flight| flight.moment.day).collect());
        } else {
            self.open("starship_flights: numbers of flights are missing, so they cannot be counted".into());
        }
        for flight in flights {
            if let Some(payload) = flight.payload.filter(|payload| *payload > 0.0) {
                let mut draft = Draft::of("starship_payload", "t", on(flight.moment.day), payload);
                draft.note = Some(flight.what.clone()).filter(|what| !what.is_empty());
                self.put(draft);
            }
        }
    }

    fn intervals(&mut self, mut days: Vec<Day>) {
        days.sort();
        for pair in days.windows(2) {
            let between = f64::from(pair[1].since_1970() - pair[0].since_1970());
            self.put(Draft::of("starship_interval", "days", on(pair[1]), between));
        }
    }

    fn catalogue(&mut self, sets: &[ElementSet]) {
        let sets = newest(sets);
        let Some(day) = snapshot_day(sets.values().copied()) else {
            return self.silent("it holds no set");
        };
        let current: Vec<&&ElementSet> =
            sets.values().filter(|set| day.since_1970() - set.epoch.day.since_1970() <= STALE).collect();
        if current.len() < sets.len() {
            self.open(format!(
                "{} sets are older than {STALE} days on {day}: their satellites are not counted",
                sets.len() - current.len()
            ));
        }
        let named = |set: &ElementSet, word: &str| set.name.as_deref().is_some_and(|name| name.contains(word));
        if current.iter().all(|set| set.name.is_none()) {
            return self.silent("its sets have no names, so nobody can tell which satellites are Starlink's");
        }
        let starlink: Vec<&&ElementSet> = current.iter().filter(|set| named(set, "STARLINK")).copied().collect();
        if !starlink.is_empty() {
            self.put(Draft::of("starlink_tracked", "satellites", on(day), starlink.len() as f64));
            let of = |wanted: &str| {
                let is = |set: &&&&ElementSet| {
                    set.name.as_deref().and_then(|name| generation(name, "STARLINK-", STARLINK)) == Some(wanted)
                };
                starlink.iter().filter(is).count()
            };
            for (series, name) in [
                ("starlink_v1", "v1.0"),
                ("starlink_v15", "v1.5"),
                ("starlink_v2_mini", "V2 Mini"),
                ("starlink_v2_mini_direct", "V2 Mini direct-to-cell"),
            ] {
                match of(name) {
                    0 => {}
                    count => self.put(Draft::of(series, "satellites", on(day), count as f64)),
                }
            }
        }
        let others = current.len() - starlink.len();
        let wreckage = current.iter().filter(|set| named(set, " DEB") || named(set, "R/B")).count();
        if others == 0 {
            return;
        }
        // A list of active satellites holds a handful of stages and parts that still send.
        if wreckage * 100 > current.len() || starlink.is_empty() {
            return self
                .open("active_satellites: the file is no list of all active satellites, so it is not counted".into());
        }
        self.put(Draft::of("active_satellites", "satellites", on(day), current.len() as f64));
    }

    fn chips(&mut self, rows: &[ChipSales]) {
        let longest = rows.iter().map(|sale| sale.end.since_1970() - sale.start.since_1970()).max().unwrap_or(0);
        if longest > 100 { self.chips_so_far(rows) } else { self.chips_by_quarter(rows) }
    }

    /// A table in which each row counts all since its designer's first day.
    fn chips_so_far(&mut self, rows: &[ChipSales]) {
        let starts = first_days(rows);
        let ends: BTreeSet<Day> = rows.iter().map(|sale| sale.end).filter(|end| is_quarter_end(*end)).collect();
        for (of, scale, standing, unit, rates) in [
            (CHIP_POWER, 1e-3, Some("ai_chip_power_sold"), "GW", &["ai_chip_power_shipped"][..]),
            (CHIP_COMPUTE, 1.0, Some("ai_compute_sold"), "chips", &["ai_compute_shipped", "ai_operations_shipped"]),
            (CHIP_UNITS, 1.0, None, "chips", &["ai_chips_shipped"]),
        ] {
            let mut sold: BTreeMap<Day, (f64, Option<(f64, f64)>)> = BTreeMap::new();
            for &end in &ends {
                let mut sum = Some((0.0, Some((0.0, 0.0))));
                for (designer, start) in &starts {
                    // A table that begins the day after counts nothing up to this one.
                    if start.before() == end {
                        continue;
                    }
                    let mut own = rows.iter().filter(|sale| sale.designer == *designer && sale.end == end);
                    let one = own.next().filter(|sale| !sale.is_incomplete && own.next().is_none());
                    sum = sum.zip(one.map(of)).and_then(|((total, bounds), range)| {
                        let both = range.low.zip(range.high);
                        let bounds =
                            bounds.zip(both).map(|(sums, (low, high)): ((f64, f64), _)| (sums.0 + low, sums.1 + high));
                        Some((total + range.median?, bounds))
                    });
                }
                if let Some((total, bounds)) = sum {
                    sold.insert(end, (total * scale, bounds.map(|(low, high)| (low * scale, high * scale))));
                } else if rows.iter().any(|sale| sale.end == end && sale.is_incomplete) && standing.is_some() {
                    self.open(format!("{}: {end} is marked incomplete, and is left out", standing.unwrap_or_default()));
                }
            }
            if let Some(series) = standing {
                for (end, (total, bounds)) in &sold {
                    let mut draft = Draft::of(series, unit, on(*end), *total);
                    draft.range = *bounds;
                    self.put(draft);
                }
            }
            let at = |year| end_of(year).and_then(|end| sold.get(&end)).map(|sum| sum.0);
            let years: BTreeSet<i32> = sold.keys().map(|day| day.year()).collect();
            for year in years {
                if let (Some(from), Some(to)) = (at(year - 1), at(year)) {
                    self.shipped(rates, year, to - from);
                }
            }
        }
    }

    /// A table with a row for each chip in each quarter.
    fn chips_by_quarter(&mut self, rows: &[ChipSales]) {
        let years: BTreeSet<i32> = rows.iter().map(|sale| sale.end.year()).collect();
        let designers = first_days(rows);
        for year in years {
            let Some(first) = Day::new(year, 1, 1) else { continue };
            let of_year: Vec<&ChipSales> = rows.iter().filter(|sale| sale.end.year() == year).collect();
            let mut lacks: Vec<String> = Vec::new();
            for (designer, start) in &designers {
                let quarters: BTreeSet<Day> = of_year
                    .iter()
                    .filter(|sale| sale.designer == *designer && is_quarter_end(sale.end))
                    .map(|sale| sale.end)
                    .collect();
                if *start > first || quarters.len() < 4 {
                    lacks.push((*designer).to_string());
                }
            }
            if of_year.iter().any(|sale| sale.is_incomplete) || !lacks.is_empty() {
                self.open(format!(
                    "{year}: the table does not hold four quarters of every designer ({}), and gives no rate",
                    if lacks.is_empty() { "some are marked incomplete".into() } else { lacks.join(", ") }
                ));
                continue;
            }
            for (of, scale, rates) in [
                (CHIP_POWER, 1e-3, &["ai_chip_power_shipped"][..]),
                (CHIP_COMPUTE, 1.0, &["ai_compute_shipped", "ai_operations_shipped"]),
                (CHIP_UNITS, 1.0, &["ai_chips_shipped"]),
            ] {
                let medians: Option<Vec<f64>> = of_year.iter().map(|sale| of(sale).median).collect();
                match medians {
                    Some(medians) => self.shipped(rates, year, scale * medians.iter().sum::<f64>()),
                    None => self.open(format!("{}: {year} has chips without a value, and is left out", rates[0])),
                }
            }
        }
    }

    fn shipped(&mut self, series: &[&str], year: i32, amount: f64) {
        let Some(date) = whole_year(year) else { return };
        for name in series {
            let (unit, value) = match *name {
                "ai_chip_power_shipped" => ("GW/year", amount),
                "ai_operations_shipped" => ("ZFLOP/s/year", amount * H100_DENSE_8_BIT / 1e21),
                _ => ("chips/year", amount),
            };
            self.put(Draft::of(name, unit, date.clone(), value));
        }
    }

    fn sites(&mut self, rows: &[SiteStage]) {
        let mut sites: BTreeMap<&str, Vec<&SiteStage>> = BTreeMap::new();
        for stage in rows {
            sites.entry(&stage.site).or_default().push(stage);
        }
        sites.values_mut().for_each(|stages| stages.sort_by_key(|stage| stage.day));
        let (Some(first), Some(last)) =
            (rows.iter().map(|stage| stage.day).min(), rows.iter().map(|stage| stage.day).max())
        else {
            return self.silent("it holds no stage");
        };
        for year in first.year()..=last.min(self.known).year() {
            for (month, day) in [(3, 31), (6, 30), (9, 30), (12, 31)] {
                let Some(end) = Day::new(year, month, day).filter(|end| *end <= self.known && *end <= last) else {
                    continue;
                };
                let mut running = 0;
                let mut sum = 0.0;
                for stages in sites.values() {
                    let now = stages.iter().rfind(|stage| stage.day <= end && stage.megawatts.is_some());
                    let power = now.and_then(|stage| stage.megawatts).unwrap_or(0.0);
                    sum += power / 1000.0;
                    running += usize::from(power > 0.0);
                }
                if running > 0 {
                    let mut draft = Draft::of("frontier_data_centre_power", "GW", on(end), sum);
                    draft.note = Some(format!("{running} sites"));
                    self.put(draft);
                }
            }
        }
        let after = rows.iter().filter(|stage| stage.day > self.known).count();
        self.open(format!(
            "frontier_data_centre_power: {after} stages lie after {}, the day the file is known from, and are projections; stages after the day of the edition are too, so give that day with --known",
            self.known
        ));
    }

    fn chart(&mut self, table: &Table) {
        for (place, column) in table.columns.iter().enumerate() {
            let Some(charted) = charted(column) else {
                self.open(format!("no observed series takes the column {}", quoted(column)));
                continue;
            };
            let mut taken = 0;
            for entry in &table.entries.rows {
                let series = match (charted, entry.entity.as_str()) {
                    (Charted::Solar, "World") => "solar_energy",
                    (Charted::All, "World") => "world_electricity",
                    (Charted::All, "China") => "china_electricity",
                    (Charted::Installed, "World") => "solar_installed",
                    _ => continue,
                };
                let (Time::Year(year), Some(value)) = (entry.time, entry.values.get(place).copied().flatten()) else {
                    continue;
                };
                let Some(date) = whole_year(year).filter(|_| value > 0.0) else { continue };
                taken += 1;
                self.put(Draft::of(series, if series == "solar_installed" { "GW" } else { "TWh/year" }, date, value));
            }
            if taken == 0 {
                self.open(format!("the column {} has no year of the world or of China", quoted(column)));
            }
        }
    }

    fn electricity(&mut self, rows: &[our_world::Electricity]) {
        for row in rows {
            let Some(date) = whole_year(row.year) else { continue };
            let series = match row.region.as_str() {
                "World" => "world_electricity",
                "China" => "china_electricity",
                _ => continue,
            };
            if let Some(generated) = row.generated.filter(|value| *value > 0.0) {
                self.put(Draft::of(series, "TWh/year", date.clone(), generated));
            }
            if let Some(solar) = row.solar.filter(|value| series == "world_electricity" && *value > 0.0) {
                self.put(Draft::of("solar_energy", "TWh/year", date, solar));
            }
        }
    }

    fn modules(&mut self, rows: &[our_world::Modules]) {
        for row in rows {
            let Some(date) = whole_year(row.year) else { continue };
            if let Some(price) = row.price.filter(|price| *price > 0.0) {
                self.put(Draft::of("solar_module_price", "USD_2024/W", date.clone(), price));
            }
            if let Some(installed) = row.installed.filter(|installed| *installed > 0.0) {
                self.put(Draft::of("solar_installed", "GW", date, installed / 1000.0));
            }
        }
    }

    /// The cheapest vehicle of its time: each that was cheaper than all that had flown before. From 1990 on, as the series of launches.
    fn launch_costs(&mut self, rows: &[our_world::LaunchCost]) {
        let mut vehicles: Vec<&our_world::LaunchCost> = rows.iter().filter(|row| row.cost > 0.0).collect();
        vehicles.sort_by(|a, b| a.first_launch.cmp(&b.first_launch).then(a.cost.total_cmp(&b.cost)));
        let mut least = f64::INFINITY;
        for vehicle in vehicles {
            if vehicle.cost < least {
                least = vehicle.cost;
                if let Some(date) = whole_year(vehicle.first_launch).filter(|_| vehicle.first_launch >= 1990) {
                    let mut draft = Draft::of("cost_index", "USD_2021/kg", date, vehicle.cost);
                    draft.note = Some(vehicle.vehicle.clone());
                    self.put(draft);
                }
            }
        }
    }
}

impl<'a> Draft<'a> {
    fn of(series: &'a str, unit: &'a str, date: Period, value: f64) -> Self {
        Self { series, unit, date, until: None, value, range: None, low: None, note: None }
    }
}

/// The longest file of observations that is read, in bytes: a hundred thousand points have as many. One of brackets alone takes a
/// hundred times its length in memory.
const LONGEST_OBSERVATIONS: usize = 16 << 20;

/// The text of a file of observations, if it is no longer than such files are.
pub(crate) fn short_enough(text: &str) -> Result<&str, Refusal> {
    if text.len() <= LONGEST_OBSERVATIONS {
        return Ok(text);
    }
    Err(Refusal::new(
        format!("the file of observations has {} bytes", text.len()),
        format!("give at most {LONGEST_OBSERVATIONS}; divide it by series"),
    ))
}

/// Sets older than this by the day of the snapshot are of satellites that nobody tracks any more, or that came down.
const STALE: i32 = 30;

/// Dense 8-bit floating-point operations of an H100 in a second. Source: `epoch_ml_hardware`.
const H100_DENSE_8_BIT: f64 = 1.979e15;

type OfSale = fn(&ChipSales) -> epoch::Range;
const CHIP_POWER: OfSale = |sale| sale.megawatts;
const CHIP_COMPUTE: OfSale = |sale| sale.h100_equivalents;
const CHIP_UNITS: OfSale = |sale| sale.units;

/// Six digits, as a person would write them.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Sums by year.
fn by_year(amounts: impl Iterator<Item = (i32, f64)>) -> BTreeMap<i32, f64> {
    let mut years = BTreeMap::new();
    for (year, amount) in amounts {
        *years.entry(year).or_insert(0.0) += amount;
    }
    years
}

/// The first day that a table counts of each designer.
fn first_days(rows: &[ChipSales]) -> BTreeMap<&str, Day> {
    let mut starts: BTreeMap<&str, Day> = BTreeMap::new();
    for sale in rows {
        let start = starts.entry(&sale.designer).or_insert(sale.start);
        *start = (*start).min(sale.start);
    }
    starts
}

/// The vehicle with its prototypes and the small Falcon 1 left out.
fn is_falcon(vehicle: &str) -> bool {
    vehicle.starts_with("Falcon 9") || vehicle.starts_with("Falcon Heavy")
}

fn is_starship(vehicle: &str) -> bool {
    // Prototypes that hopped without a booster are called `Starship SN8` and `Starship prototype`.
    vehicle.starts_with("Starship")
        && !vehicle.contains("prototype")
        && !vehicle.contains(" SN")
        && !vehicle.contains("Hopper")
}

/// Whether a launch carried Starlink satellites only: by its mission in the list, by all its payloads in the log.
fn is_starlink(payloads: &[&Launch]) -> bool {
    let of_starlink = |name: &str| name.starts_with("Starlink");
    match payloads[0].mission.as_str() {
        "" => payloads.iter().all(|payload| of_starlink(&payload.payload)),
        mission => of_starlink(mission),
    }
}

fn launch_span(launches: &[&[&Launch]], edition: Option<Day>) -> Option<Span> {
    let day = |payloads: &&[&Launch]| payloads[0].date.first;
    let first = launches.iter().map(day).min()?;
    let last = launches.iter().map(day).max()?;
    let first_year = first.year();
    // A year begins in the file where its launch number one does; the first launch of all was in 1957.
    let begins = first_year == 1957
        || launches
            .iter()
            .any(|payloads| payloads[0].date.first.year() == first_year && payloads[0].number_in_year() == Some(1));
    let whole_from = if begins { first_year } else { first_year + 1 };
    Some(Span { whole_from, last: edition.map_or(last, |edition| last.max(edition)) })
}

/// What a column of a chart is of.
#[derive(Clone, Copy)]
enum Charted {
    Solar,
    All,
    Installed,
}

/// Columns of charts by the words and the unit in their names; a column whose name has no unit is not guessed at.
fn charted(column: &str) -> Option<Charted> {
    let name = column.to_ascii_lowercase();
    let is_energy = name.contains("twh");
    let of_sun = name.contains("solar");
    let others = ["share", "per capita", "wind", "hydro", "nuclear", "gas", "coal", "oil", "demand", "import"];
    if others.iter().any(|other| name.contains(other)) {
        return None;
    }
    match (of_sun, is_energy) {
        (true, true) => Some(Charted::Solar),
        (false, true) if name.contains("electricity") && (name.contains("generation") || name.contains("total")) => {
            Some(Charted::All)
        }
        (true, false) if name.contains("capacity") && (name.ends_with("gw") || name.contains("(gw)")) => {
            Some(Charted::Installed)
        }
        _ => None,
    }
}
