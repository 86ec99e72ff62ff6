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
