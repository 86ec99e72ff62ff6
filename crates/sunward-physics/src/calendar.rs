//! Dates at the edge; inside, seconds of one uniform clock.

use hifitime::Epoch;

/// Seconds of Terrestrial Time since 1 January 2000, 12:00 TT.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Instant(pub f64);

impl Instant {
    /// So many seconds later.
    #[inline]
    pub const fn after(self, seconds: f64) -> Self {
        Self(self.0 + seconds)
    }

    /// Julian centuries of 36,525 days since the start of the clock: the `T` of the almanacs.
    #[inline]
    pub(crate) fn centuries(self) -> f64 {
        self.0 / (36_525.0 * 86_400.0)
    }
}

/// Farthest year that the calendar is asked for; the series of the Sun mean nothing so far out.
const FARTHEST_YEAR: i32 = 9999;

/// 1 January, 00:00 UTC.
///
/// Leap seconds are those announced so far; later years keep the last count (an error of a second or two, which
/// moves the Sun by 0.1 arc seconds at most). Years beyond ±9,999 are taken as ±9,999.
pub fn start_of_year(year: i32) -> Instant {
    let year = year.clamp(-FARTHEST_YEAR, FARTHEST_YEAR);
    Instant(Epoch::from_gregorian_utc_at_midnight(year, 1, 1).to_tt_since_j2k().to_seconds())
}

/// 365 or 366, by the Gregorian rule.
pub const fn days_in_year(year: i32) -> u32 {
    if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) { 366 } else { 365 }
}

/// Months of a year of so many days: name, first day of the year in it (from 1), and the day after its last.
pub fn months(days: u32) -> [(&'static str, u32, u32); 12] {
    const LENGTHS: [(&str, u32); 12] = [
        ("Jan", 31),
        ("Feb", 28),
        ("Mar", 31),
        ("Apr", 30),
        ("May", 31),
        ("Jun", 30),
        ("Jul", 31),
        ("Aug", 31),
        ("Sep", 30),
        ("Oct", 31),
        ("Nov", 30),
        ("Dec", 31),
    ];
    let mut next = 1;
    LENGTHS.map(|(name, length)| {
        let first = next;
        next += length + u32::from(name == "Feb" && days > 365);
        (name, first, next)
    })
}

/// Day and month of a day of a year of so many days, from 1: `5 Nov`. Days beyond the last are taken as the last.
pub fn date(days: u32, day: u32) -> String {
    let all = months(days);
    let day = day.clamp(1, all[11].2 - 1);
    let (name, first, _) = all.iter().find(|month| day < month.2).unwrap_or(&all[11]);
    format!("{} {name}", day - first + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates_in_common_and_leap_years() {
        assert_eq!([date(365, 1), date(365, 60), date(365, 365)], ["1 Jan", "1 Mar", "31 Dec"]);
        assert_eq!([date(366, 60), date(366, 366), date(365, 999)], ["29 Feb", "31 Dec", "31 Dec"]);
    }

    #[test]
    fn months_fill_the_year() {
        for days in [365, 366] {
            let all = months(days);
            assert!(all.windows(2).all(|pair| pair[0].2 == pair[1].1));
            assert_eq!((all[0].1, all[11].2), (1, days + 1));
        }
    }
}
