//! Days and moments as files write them; the proleptic Gregorian calendar, UTC.

use crate::reading::{Fault, quoted};
use std::fmt;

/// A day, counted from 1970-01-01; prints as `2025-01-04`. For a time within it, see [`Moment`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// A moment: a day and the seconds since its midnight, UTC.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Seconds since midnight, from 0 to less than 86,401.
    pub seconds: f64,
}

/// A date of which some is not known: `1960 Jan` is a month, `1960 Jan?` a month that may be wrong.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VagueDate {
    /// The first day that it may be.
    pub first: Day,
    /// The last day that it may be.
    pub last: Day,
    /// Seconds since midnight, where a time is given.
    pub seconds: Option<f64>,
    /// Whether the source marks it with a question mark.
    pub doubtful: bool,
}

/// A year, a month or a day, as it is written: `2025`, `2025-12`, `2025-12-31`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// As written.
    pub text: String,
    /// The first day of it.
    pub first: Day,
    /// The last day of it.
    pub last: Day,
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether the year has 366 days.
fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the first of January of a year.
fn first_of_year(year: i32) -> i32 {
    let before = year - 1;
    // Leap days of the years before; 719,162 days lie between 0001-01-01 and 1970-01-01.
    365 * before + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 719_162
}

impl Day {
    /// A day of the calendar; nothing where there is no such day, or its year is not between 1 and 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let months: u32 = (1..month).map(|month| days_in_month(year, month)).sum();
        Some(Self(first_of_year(year) + (months + day - 1) as i32))
    }

    /// A day of the year, counted from 1.
    pub fn of_year(year: i32, day: u32) -> Option<Self> {
        let days = if is_leap(year) { 366 } else { 365 };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then(|| Self(first_of_year(year) + day as i32 - 1))
    }

    /// So many days after 1970-01-01.
    pub fn from_1970(days: i32) -> Self {
        // Days that no calendar of four digits holds are the nearest one that does.
        Self(days.clamp(first_of_year(1), first_of_year(10_000) - 1))
    }

    /// Days since 1970-01-01.
    pub fn since_1970(self) -> i32 {
        self.0
    }

    /// Year, month and day of the month.
    pub fn calendar(self) -> (i32, u32, u32) {
        // A guess that is off by a few years at most, for the mean year has 365.2425 days.
        let mut year = 1970 + self.0.div_euclid(365);
        while first_of_year(year) > self.0 {
            year -= 1;
        }
        while first_of_year(year + 1) <= self.0 {
            year += 1;
        }
        let mut rest = (self.0 - first_of_year(year)) as u32;
        let mut month = 1;
        while rest >= days_in_month(year, month) {
            rest -= days_in_month(year, month);
            month += 1;
        }
        (year, month, rest + 1)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.calendar().0
    }

    /// The day before.
    pub(crate) fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// The day after.
    pub(crate) fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Years of the calendar at the start of the day: 2025.0 on 2025-01-01. Years of 366 days are as long as others.
    pub fn decimal_year(self) -> f64 {
        let year = self.year();
        let days = if is_leap(year) { 366.0 } else { 365.0 };
        f64::from(year) + f64::from(self.0 - first_of_year(year)) / days
    }

    /// Reads `2025-01-04`, alone or at the start of a moment.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Fault> {
        let date = text.trim().get(..10).filter(|date| date.is_ascii());
        let parts = date.map(|date| date.split('-').collect::<Vec<_>>());
        let day = match parts.as_deref() {
            Some([year, month, day]) => digits(year, 4).zip(digits(month, 2)).zip(digits(day, 2)),
            _ => None,
        };
        let rest = text.trim().get(10..).unwrap_or_default();
        day.filter(|_| rest.is_empty() || rest.starts_with(['T', ' ']))
            .and_then(|((year, month), day)| Self::new(year as i32, month, day))
            .ok_or_else(|| {
                Fault::new(format!("{name} is {}, which is no day", quoted(text)), "write it like `2025-01-04`")
            })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.calendar();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

/// So many digits and nothing else.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl Moment {
    /// Days since 2000-01-01 12:00, the epoch J2000 as a UTC clock shows it.
    pub fn days_since_2000(self) -> f64 {
        // 2000-01-01 is day 10,957.
        f64::from(self.day.0 - 10_957) - 0.5 + self.seconds / 86_400.0
    }

    /// Reads `2025-01-04T01:27:00.5Z`, `2025-01-04 01:27:00` and `2025-004T01:27:00`; `Z` and `+00:00` may stand or not.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Fault> {
        let wrong = || {
            Fault::new(
                format!("{name} is {}, which is no moment", quoted(text)),
                "write it like `2025-01-04T01:27:00Z`, in UTC",
            )
        };
        let text = text.trim();
        if !text.is_ascii() {
            return Err(wrong());
        }
        let (date, time) = text.split_once(['T', ' ']).ok_or_else(wrong)?;
        let day = match date.split_once('-').filter(|_| date.len() == 8) {
            Some((year, day)) => {
                digits(year, 4).zip(digits(day, 3)).and_then(|(year, day)| Day::of_year(year as i32, day))
            }
            None => Day::read(name, date).ok(),
        };
        let time = time.strip_suffix('Z').or_else(|| time.strip_suffix("+00:00")).unwrap_or(time);
        let parts: Vec<&str> = time.split(':').collect();
        let (hour, minute, second) = match parts.as_slice() {
            [hour, minute] => (*hour, *minute, "0"),
            [hour, minute, second] => (*hour, *minute, *second),
            _ => return Err(wrong()),
        };
        let seconds = clock(hour, minute, second).ok_or_else(wrong)?;
        day.map(|day| Self { day, seconds }).ok_or_else(wrong)
    }
}

/// Seconds since midnight; a leap second, 60, is let through.
fn clock(hour: &str, minute: &str, second: &str) -> Option<f64> {
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    if second.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'.') {
        return None;
    }
    let second: f64 = second.parse().ok()?;
    (hour < 24 && minute < 60 && second < 61.0).then(|| f64::from(3600 * hour + 60 * minute) + second)
}

impl VagueDate {
    /// Reads the dates of GCAT, each with `?` or not: `2025 Jan  4 0127:30`, `2025 Jan  4 0127`, `2025 Jan  4 01h`, `2025 Jan  4.06`,
    /// `2025 Jan  4`, `2025 Jan`, `2025 Q1`, `2025`, `2020s`, `21C`.
    ///
    /// Source: `gcat`, where they are called vague dates.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let (plain, doubtful) = text.strip_suffix('?').map_or((text, false), |plain| (plain, true));
        let parts: Vec<&str> = plain.split_whitespace().collect();
        let found = match parts.as_slice() {
            [era] => Self::of_years(era),
            [year, part] => digits(year, 4).and_then(|year| Self::of_part(year as i32, part)),
            [year, month, day, time @ ..] => {
                digits(year, 4).and_then(|year| Self::of_day(year as i32, month, day, time))
            }
            [] => None,
        };
        found.map(|found| Self { doubtful, ..found }).ok_or_else(|| {
            Fault::new(
                format!("{name} is {}, which is no date", quoted(text)),
                "write it like `2025 Jan  4 0127:30`, or its beginning",
            )
        })
    }

    fn between(first: Option<Day>, last: Option<Day>, seconds: Option<f64>) -> Option<Self> {
        first.zip(last).map(|(first, last)| Self { first, last, seconds, doubtful: false })
    }

    /// A year, a decade or a century.
    fn of_years(text: &str) -> Option<Self> {
        let (from, to) = if let Some(decade) = text.strip_suffix('s').and_then(|decade| digits(decade, 4)) {
            (decade as i32, decade as i32 + 9)
        } else if let Some(century) = text.strip_suffix('C').and_then(|century| digits(century, 2)) {
            (century as i32 * 100 - 99, century as i32 * 100)
        } else {
            let year = digits(text, 4)? as i32;
            (year, year)
        };
        Self::between(Day::new(from, 1, 1), Day::new(to, 12, 31), None)
    }

    /// A quarter or a month.
    fn of_part(year: i32, text: &str) -> Option<Self> {
        let (from, to) = match text.strip_prefix('Q').and_then(|quarter| digits(quarter, 1)) {
            Some(quarter @ 1..=4) => (quarter * 3 - 2, quarter * 3),
            _ => month(text).map(|month| (month, month))?,
        };
        Self::between(Day::new(year, from, 1), Day::new(year, to, days_in_month(year, to)), None)
    }

    fn of_day(year: i32, of: &str, text: &str, time: &[&str]) -> Option<Self> {
        // Hundredths of a day tell no second.
        let (day, hundredths) = text.split_once('.').map_or((text, None), |(day, rest)| (day, Some(rest)));
        if hundredths
            .is_some_and(|rest| !time.is_empty() || !matches!(rest.len(), 1..=2) || digits(rest, rest.len()).is_none())
        {
            return None;
        }
        let day = Day::new(year, month(of)?, digits(day, day.len().clamp(1, 2))?);
        let seconds = match time {
            [] => None,
            // An hour tells no second either.
            [time] if time.strip_suffix('h').and_then(|hour| digits(hour, 2)).is_some_and(|hour| hour < 24) => None,
            [time] if time.is_ascii() && time.len() >= 4 => {
                let (hours, rest) = time.split_at(4);
                let (hour, minute) = hours.split_at(2);
                let second = if rest.is_empty() { Some("0") } else { rest.strip_prefix(':') };
                Some(clock(hour, minute, second?)?)
            }
            _ => return None,
        };
        Self::between(day, day, seconds)
    }
}

/// The number of a month by its first three letters.
fn month(text: &str) -> Option<u32> {
    MONTHS.iter().position(|name| *name == text).map(|index| index as u32 + 1)
}

impl Period {
    /// Reads `2025`, `2025-12` or `2025-12-31`.
    ///
    /// # Errors
    /// It is written otherwise, or there is no such day.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        let parts: Vec<&str> = text.split('-').collect();
        let days = match parts.as_slice() {
            [year] => digits(year, 4).and_then(|year| Day::new(year as i32, 1, 1).zip(Day::new(year as i32, 12, 31))),
            [year, month] => digits(year, 4).zip(digits(month, 2)).and_then(|(year, month)| {
                let first = Day::new(year as i32, month, 1)?;
                Some((first, Day::new(year as i32, month, days_in_month(year as i32, month))?))
            }),
            [year, month, day] => digits(year, 4)
                .zip(digits(month, 2))
                .zip(digits(day, 2))
                .and_then(|((year, month), day)| Day::new(year as i32, month, day))
                .map(|day| (day, day)),
            _ => None,
        };
        let (first, last) = days.ok_or_else(|| {
            Fault::new(format!("{} is no date", quoted(text)), "write it like `2025`, `2025-12` or `2025-12-31`")
        })?;
        Ok(Self { text: text.into(), first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fixed points that can be looked up: the Unix epoch, J2000 and the first launch.
    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Day::new(1970, 1, 1).unwrap().since_1970(), 0);
        assert_eq!(Day::new(2000, 1, 1).unwrap().since_1970(), 10_957);
        assert_eq!(Day::new(1957, 10, 4).unwrap().since_1970(), -4472);
    }

    #[test]
    fn every_day_comes_back_from_the_calendar() {
        let (mut wanted, last) = (Day::new(1, 1, 1).unwrap(), Day::new(9999, 12, 31).unwrap());
        while wanted < last {
            let (year, month, day) = wanted.calendar();
            assert_eq!(Day::new(year, month, day), Some(wanted));
            wanted = Day(wanted.0 + 1);
        }
    }

    #[test]
    fn days_that_are_not_are_refused() {
        for (year, month, day) in [(2025, 2, 29), (1900, 2, 29), (2025, 13, 1), (2025, 4, 31), (2025, 1, 0), (0, 1, 1)]
        {
            assert_eq!(Day::new(year, month, day), None);
        }
        assert_eq!(Day::of_year(2025, 366), None);
        assert_eq!(Day::of_year(2024, 366), Day::new(2024, 12, 31));
        for text in ["2025-1-4", "04.01.2025", "2025-01-04x", "", "２０２５-01-04"] {
            assert!(Day::read("date", text).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_are_read_in_each_way_they_are_written() {
        let wanted = Moment { day: Day::new(2025, 1, 4).unwrap(), seconds: 5220.5 };
        for text in ["2025-01-04T01:27:00.5Z", "2025-01-04 01:27:00.5+00:00", "2025-004T01:27:00.5"] {
            assert_eq!(Moment::read("epoch", text), Ok(wanted), "{text}");
        }
        for text in [
            "2025-01-04",
            "2025-01-04T25:00:00",
            "2025-01-04T01:27:00+02:00",
            "2025-01-04T01:27:-1",
            "2025-01-04T01:27:nan",
        ] {
            assert!(Moment::read("epoch", text).is_err(), "{text}");
        }
        assert_eq!(Moment { day: Day::new(2000, 1, 2).unwrap(), seconds: 0.0 }.days_since_2000(), 0.5);
    }

    #[test]
    fn a_period_has_a_first_and_a_last_day() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2024-02-03", "2024-02-03", "2024-02-03"),
        ] {
            let period = Period::read(text).unwrap();
            assert_eq!((period.first.to_string().as_str(), period.last.to_string().as_str()), (first, last));
        }
        for text in ["", "24", "2024-2", "2024-13", "2024-02-30", "2024Q1", "2024-02-03-04", "0000"] {
            assert!(Period::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn years_of_the_calendar_are_all_as_long() {
        assert_eq!(Day::new(2024, 1, 1).unwrap().decimal_year(), 2024.0);
        assert_eq!(Day::new(2024, 7, 2).unwrap().decimal_year(), 2024.5);
        assert_eq!(Day::new(2025, 12, 31).unwrap().next().decimal_year(), 2026.0);
    }

    #[test]
    fn vague_dates_keep_what_is_not_known() {
        let read = |text| VagueDate::read("date", text).unwrap();
        let day = Day::new(1957, 10, 4).unwrap();
        assert_eq!(
            read("1957 Oct  4 1928:34"),
            VagueDate { first: day, last: day, seconds: Some(70_114.0), doubtful: false }
        );
        assert_eq!(
            read("1957 Oct  4 1928?"),
            VagueDate { first: day, last: day, seconds: Some(70_080.0), doubtful: true }
        );
        let month = read("1960 Feb?");
        assert_eq!(
            (month.first.to_string(), month.last.to_string(), month.doubtful),
            ("1960-02-01".into(), "1960-02-29".into(), true)
        );
        assert_eq!(read("1960").last.to_string(), "1960-12-31");
        for (text, first, last) in [
            ("1950 Q3?", "1950-07-01", "1950-09-30"),
            ("1950s", "1950-01-01", "1959-12-31"),
            ("20C?", "1901-01-01", "2000-12-31"),
            ("1958 Jan 31 03h", "1958-01-31", "1958-01-31"),
            ("1958 Jan 31.98", "1958-01-31", "1958-01-31"),
        ] {
            let date = read(text);
            assert_eq!((date.first.to_string().as_str(), date.last.to_string().as_str()), (first, last), "{text}");
            assert_eq!(date.seconds, None, "{text}");
        }
        for text in [
            "",
            "Oct 4 1957",
            "1957 October 4",
            "1957 Oct 32",
            "1957 Oct 4 19",
            "1957 Oct 4 1928:34 UTC",
            "1957 Oct 4 ü8:3",
            "1957 Q5",
            "1957 Oct 4 25h",
            "1957 Oct 4.",
            "1957 Oct 4.5 1928",
            "00C",
        ] {
            assert!(VagueDate::read("date", text).is_err(), "{text}");
        }
    }
}
