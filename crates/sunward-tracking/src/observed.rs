//! What has been observed: series of dated points, each with its range, its source, and the day from which it could be known.
//!
//! The series that come with Sunward lie in `data/observed`, where a page says what each field means. A user's own file of
//! observations is written the same way; its points say besides from which `file` and `rows` they come.

use crate::date::{Day, Period};
use crate::entries::{Entry, Key, Reader, Value, members, whole};
use crate::reading::{Fault, quoted};
use std::fmt;
use std::ops::Range;
use sunward_model::Evidence;
use sunward_quantity::money::BASE_YEAR;
use sunward_quantity::unit::{UnitError, read_unit_and_words};
use sunward_quantity::{Kind, Measure, ReadError, TemplateUnit};
use toml::de::DeValue;

pub use crate::entries::MOST_MISTAKES;

/// The files of `data/observed`, by name.
pub const SHIPPED: &[(&str, &str)] = &[
    ("chips.toml", include_str!("../../../data/observed/chips.toml")),
    ("power.toml", include_str!("../../../data/observed/power.toml")),
    ("launch.toml", include_str!("../../../data/observed/launch.toml")),
    ("orbit.toml", include_str!("../../../data/observed/orbit.toml")),
    ("edge.toml", include_str!("../../../data/observed/edge.toml")),
];

/// What the values of a series count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// What happens in a period, by the year.
    Rate,
    /// What there is at a date.
    Standing,
    /// One case, or the middle of those of a period.
    Event,
    /// A price.
    Price,
}

impl Counts {
    /// Names in files.
    pub const NAMES: &[(&str, Self)] =
        &[("rate", Self::Rate), ("standing", Self::Standing), ("event", Self::Event), ("price", Self::Price)];

    /// The name in files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// One thing that is observed, over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// By which it is found: `orbital_launches`.
    pub name: String,
    /// In words.
    pub title: String,
    /// What its values count.
    pub counts: Counts,
    /// Its unit, money with its year. Values are kept in SI: over `unit.scale` they are in it.
    pub unit: TemplateUnit,
    /// Key of the list of sources, or what a user's own file says.
    pub source: String,
    /// What stands behind it.
    pub evidence: Evidence,
    /// Through whom we read it, where the source itself was not opened.
    pub via: Option<String>,
    /// What is counted, what is missing, what else was published.
    pub note: Option<String>,
    /// In the order of their dates.
    pub points: Vec<Point>,
    /// Where it was written.
    pub place: Place,
}

/// One observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When: a year, a month or a day.
    pub date: Period,
    /// The last day that has passed, where that is not the last of the period.
    pub until: Option<Day>,
    /// In SI; money in dollars of the base year.
    pub value: f64,
    /// Lower end of the range that holds the value, in SI.
    pub low: Option<f64>,
    /// Upper end of the range that holds the value, in SI.
    pub high: Option<f64>,
    /// The unit as written: that of the series unless the point has its own.
    pub unit: String,
    /// The first day on which it can be relied on to have been known: the last of the period that is written.
    pub known: Day,
    /// What stands behind it.
    pub evidence: Evidence,
    /// Key of the list of sources, or what a user's own file says.
    pub source: String,
    /// What a reader should know.
    pub note: Option<String>,
    /// The file it was read from, in a user's own observations.
    pub file: Option<String>,
    /// The rows of that file.
    pub rows: Option<String>,
}

/// Where something was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Its line; the first is 1.
    pub line: usize,
}

/// One thing wrong with a file of observations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// What is wrong, and what would be right.
    pub fault: Fault,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}; {}", self.place.file, self.place.line, self.fault.why, self.fault.right)
    }
}

/// All that is observed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// In the order of the files.
    pub series: Vec<Series>,
}

impl Point {
    /// The time it stands for, in years of the calendar (2025.5 is the middle of 2025): of what stands the end of its period,
    /// of all else the middle.
    pub fn year(&self, counts: Counts) -> f64 {
        let last = self.until.unwrap_or(self.date.last);
        match counts {
            // The end of a day, so that two ends of years are a year apart.
            Counts::Standing => last.next().decimal_year(),
            Counts::Rate | Counts::Event | Counts::Price => {
                0.5 * (self.date.first.decimal_year() + last.next().decimal_year())
            }
        }
    }
}

impl Counts {
    /// The time at which a whole year counts, in years of the calendar: its end for what stands, else its middle.
    pub fn time_in(self, year: i32) -> f64 {
        f64::from(year) + if self == Self::Standing { 1.0 } else { 0.5 }
    }
}

impl Series {
    /// The kind of quantity, where there is one of its dimension.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.dimension() == self.unit.dimension)
    }

    /// A value in SI as a number in the unit of the series.
    pub fn in_unit(&self, value: f64) -> f64 {
        value / self.unit.scale
    }

    /// A value in SI with the unit of the series: `7.075 GW/year`.
    pub fn show(&self, value: f64) -> String {
        Measure::Unit(&self.unit).show(self.in_unit(value))
    }

    /// The same with the points only that were known by a day.
    pub fn known_by(&self, day: Day) -> Self {
        let points = self.points.iter().filter(|point| point.known <= day).cloned().collect();
        Self { points, ..self.clone() }
    }
}

impl Observed {
    /// What comes with Sunward.
    ///
    /// # Panics
    /// If a file of `data/observed` has a mistake; a test reads them all.
    pub fn shipped() -> Self {
        let mut all = Self::default();
        for (file, text) in SHIPPED {
            let read = read_observed(text, file).unwrap_or_else(|mistakes| panic!("data/observed: {}", mistakes[0]));
            all.series.extend(read.series);
        }
        all
    }

    /// A series by its name.
    pub fn find(&self, name: &str) -> Option<&Series> {
        self.series.iter().find(|series| series.name == name)
    }

    /// The newest day on which a point became known.
    pub fn newest_known(&self) -> Option<Day> {
        self.series.iter().flat_map(|series| &series.points).map(|point| point.known).max()
    }

    /// The same with a user's own observations. Of a series that is there already, points of the same date are replaced by
    /// the user's, and the others added; any other series is added whole.
    ///
    /// # Errors
    /// Series of the same name that count something else: all of them.
    pub fn with(mut self, own: Self) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        for own in own.series {
            let Some(series) = self.series.iter_mut().find(|series| series.name == own.name) else {
                self.series.push(own);
                continue;
            };
            let same_unit = own.unit.dimension == series.unit.dimension && own.unit.counted == series.unit.counted;
            if !same_unit || own.counts != series.counts {
                let fault = Fault::new(
                    format!(
                        "`{}` is a {} in {} here, and a {} in {} where it was read first",
                        own.name,
                        own.counts.name(),
                        own.unit.text,
                        series.counts.name(),
                        series.unit.text
                    ),
                    "count the same in both, or give this series another name",
                );
                mistakes.push(Mistake { place: own.place, fault });
                continue;
            }
            let dates: Vec<(Day, Day)> = own.points.iter().map(|point| (point.date.first, point.date.last)).collect();
            series.points.retain(|point| !dates.contains(&(point.date.first, point.date.last)));
            series.points.extend(own.points);
            series.points.sort_by_key(|point| (point.date.first, point.date.last));
        }
        if mistakes.is_empty() { Ok(self) } else { Err(mistakes) }
    }
}

/// The page that says how observations are written.
pub(crate) const PAGE: &str = "data/observed/README.md";

/// Reads a file of observations.
///
/// `file` is the name that messages show.
///
/// # Errors
/// Every mistake of the file, in its order; of very many the first [`MOST_MISTAKES`].
pub fn read_observed(text: &str, file: &str) -> Result<Observed, Vec<Mistake>> {
    let (root, mut reader) = whole(text, file, PAGE);
    let mut observed = Observed::default();
    for (key, value) in members(root.get_ref()) {
        if key.get_ref() != "series" {
            let message = format!("unknown table {}", quoted(key.get_ref()));
            reader.mistake(&key.span(), message, "write `[series.some_name]`");
            continue;
        }
        let DeValue::Table(table) = value.get_ref() else {
            reader.mistake(&value.span(), "`series` is no table", "write `[series.some_name]`");
            continue;
        };
        for (name, value) in members(table) {
            if let Some(series) = reader.series(name, value) {
                observed.series.push(series);
            }
        }
    }
    if observed.series.is_empty() && reader.mistakes.is_empty() {
        reader.mistake(&(0..0), "the file has no series", "write at least one, under `[series.some_name]`");
    }
    if reader.mistakes.is_empty() {
        return Ok(observed);
    }
    reader.mistakes.sort_by_key(|mistake| mistake.place.line);
    Err(reader.mistakes)
}

const SERIES_FIELDS: &[&str] = &["title", "counts", "unit", "source", "kind", "via", "note", "points"];
const POINT_FIELDS: &[&str] =
    &["date", "value", "low", "high", "known", "until", "unit", "kind", "source", "note", "file", "rows"];

/// The kinds of evidence that an observation may have.
const KINDS: &[Evidence] = &[Evidence::Measured, Evidence::Filed, Evidence::Claimed, Evidence::Estimated];

impl Reader<'_> {
    fn series(&mut self, key: &Key<'_>, value: &Value<'_>) -> Option<Series> {
        let name = key.get_ref().as_ref();
        let named = name.len() <= 60 && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if name.is_empty() || !named {
            let why = format!("{} is no name of a series", quoted(name));
            self.mistake(&key.span(), why, "use at most 60 letters, digits, `_` and `-`");
            return None;
        }
        let entry = self.entry(format!("series `{name}`"), value, SERIES_FIELDS)?;
        let title = self.needed_text(&entry, "title");
        let counts = self.one_of(&entry, "counts", Counts::NAMES);
        let unit = self.needed_text(&entry, "unit").and_then(|text| self.unit(&entry, &text));
        let source = self.needed_text(&entry, "source");
        let evidence = self.evidence(&entry);
        if evidence.is_none() && !entry.members.contains_key("kind") {
            self.missing(&entry, "kind", "\"measured\"");
        }
        let (via, note) = (self.text(&entry, "via"), self.text(&entry, "note"));
        let (counts, unit, source, evidence) = (counts?, unit?, source?, evidence?);
        let mut points = Vec::new();
        match entry.members.get("points").map(|value| (value.get_ref(), value.span())) {
            Some((DeValue::Array(list), _)) if list.iter().next().is_some() => {
                for (index, item) in list.iter().enumerate() {
                    let name = format!("point {} of `{name}`", index + 1);
                    if let Some(point) = self.point(name, item, counts, &unit, &source, evidence) {
                        points.push((point, item.span()));
                    }
                }
            }
            Some((_, at)) => {
                let why = format!("`points` of `{name}` holds none");
                self.mistake(&at, why, "write `points = [{ date = \"2025\", value = 1, known = \"2026-01\" }]`");
            }
            None => self.missing(&entry, "points", "[…]"),
        }
        self.order(name, counts, &points);
        let points = points.into_iter().map(|(point, _)| point).collect();
        let place = self.place(&key.span());
        Some(Series { name: name.into(), title: title?, counts, unit, source, evidence, via, note, points, place })
    }

    fn order(&mut self, name: &str, counts: Counts, points: &[(Point, Range<usize>)]) {
        for pair in points.windows(2) {
            let [(before, _), (point, at)] = pair else { continue };
            let when = |point: &Point| (point.date.first, point.date.last);
            if when(point) < when(before) {
                let why = format!("`{}` of `{name}` comes after `{}`", point.date.text, before.date.text);
                self.mistake(at, why, "write points in the order of their dates");
            } else if when(point) == when(before) && counts != Counts::Event {
                let why = format!("`{name}` has two values for `{}`", point.date.text);
                self.mistake(at, why, "keep one; only a series that counts `event` has several at one date");
            }
        }
    }

    fn point(
        &mut self,
        name: String,
        value: &Value<'_>,
        counts: Counts,
        unit: &TemplateUnit,
        source: &str,
        evidence: Evidence,
    ) -> Option<Point> {
        let entry = self.entry(name, value, POINT_FIELDS)?;
        let date = self.needed_text(&entry, "date").and_then(|text| self.period(&entry, "date", &text));
        let known = self.needed_text(&entry, "known").and_then(|text| self.period(&entry, "known", &text));
        let until = self.text(&entry, "until").and_then(|text| self.period(&entry, "until", &text));
        let own_unit = match self.text(&entry, "unit") {
            Some(text) => self.unit(&entry, &text)?,
            None => unit.clone(),
        };
        let at = entry.members.get("unit").map_or(entry.at.clone(), |value| value.span());
        if own_unit.dimension != unit.dimension || own_unit.counted != unit.counted {
            let why = format!("{} is in `{}`, the series in `{}`", entry.name, own_unit.text, unit.text);
            self.mistake(&at, why, "only the size of a unit and the year of its money may differ");
            return None;
        }
        if !entry.members.contains_key("value") {
            self.missing(&entry, "value", "1.5");
        }
        let mut number = |field| self.number(&entry, field).map(|number| number * own_unit.scale);
        let (value, low, high) = (number("value")?, number("low"), number("high"));
        if low.is_some_and(|low| low > value) || high.is_some_and(|high| high < value) {
            self.mistake(
                &entry.at,
                format!("{} lies outside its range", entry.name),
                "give `low` <= `value` <= `high`",
            );
        }
        if let (Some(until), Some(date)) = (&until, &date)
            && !(date.first..=date.last).contains(&until.last)
        {
            let why = format!("`until` of {} is no day of `{}`", entry.name, date.text);
            self.mistake(&entry.at, why, "give the last day of the period that had passed, or leave it out");
        }
        if until.is_some() && counts == Counts::Standing {
            let why = format!("{} has `until`, but the series counts what stands", entry.name);
            self.mistake(&entry.at, why, "write that day as `date`");
        }
        let own_evidence = self.evidence(&entry).unwrap_or(evidence);
        let (own_source, note) = (self.text(&entry, "source"), self.text(&entry, "note"));
        let (file, rows) = (self.text(&entry, "file"), self.text_or_count(&entry, "rows"));
        Some(Point {
            date: date?,
            until: until.map(|until| until.last),
            value,
            low,
            high,
            unit: own_unit.text,
            known: known?.last,
            evidence: own_evidence,
            source: own_source.unwrap_or_else(|| source.into()),
            note,
            file,
            rows,
        })
    }

    fn evidence(&mut self, entry: &Entry<'_, '_>) -> Option<Evidence> {
        entry.members.get("kind")?;
        let names: Vec<(&str, Evidence)> = KINDS.iter().map(|kind| (kind.name(), *kind)).collect();
        self.one_of(entry, "kind", &names)
    }

    fn unit(&mut self, entry: &Entry<'_, '_>, text: &str) -> Option<TemplateUnit> {
        // Asked first without the base year that a template would put in, so that a price without a year is refused.
        let read = read_unit_and_words(text).and_then(|_| TemplateUnit::of(text));
        read.map_err(|error| {
            let at = entry.members["unit"].span();
            let shown = match &error {
                UnitError::PriceWithoutYear => "a price without a year".into(),
                _ => format!("{}, which is no unit", quoted(text)),
            };
            let right = match error {
                UnitError::PriceWithoutYear => format!("say which year's dollars: `USD_{BASE_YEAR}`"),
                UnitError::Unknown(_, None) | UnitError::Malformed(_) => "write it like `GW/year`".into(),
                error => ReadError::Unit(error).remedy(Kind::PricePerMass),
            };
            self.mistake(&at, format!("`unit` of {} is {shown}", entry.name), right);
        })
        .ok()
    }
}
