//! How fast a series has grown: the slope of its logarithm, and the rates that what stands implies.

use crate::date::Period;
use crate::observed::{Counts, Point, Series};
use sunward_model::Evidence;
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{TemplateUnit, YEAR};

/// How fast something has grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// A year: 0.176 is 17.6 % more each year.
    pub value: f64,
    /// One standard error below and above; absent of two points, which lie on every line through them.
    pub range: Option<(f64, f64)>,
    /// The first and the last time, in years of the calendar.
    pub years: (f64, f64),
    /// How many points.
    pub count: usize,
}

impl Growth {
    /// Years in which it doubles, or halves where it falls.
    pub fn doubling(&self) -> f64 {
        (ln(2.0) / ln(1.0 + self.value)).abs()
    }
}

/// The points of a series that tell of the past: years of the calendar and values in SI, without claims and zeros.
pub fn past(series: &Series) -> Vec<(f64, f64)> {
    let told = series.points.iter().filter(|point| tells_of_the_past(point));
    told.map(|point| (point.year(series.counts), point.value)).collect()
}

/// Whether a trend may see a point: it is no claim, and has a logarithm.
pub(crate) fn tells_of_the_past(point: &Point) -> bool {
    point.evidence != Evidence::Claimed && point.value > 0.0
}

/// The growth of points (year, value): least squares of the logarithm of the value on the year.
///
/// `ln y = a + b t`; growth is `exp(b) − 1`, its ends `exp(b ± s) − 1` with the standard error `s` of the slope.
/// `None` of fewer than two different years, or where a value is not above zero.
pub fn growth(points: &[(f64, f64)]) -> Option<Growth> {
    let count = points.len() as f64;
    if points.len() < 2 || points.iter().any(|point| point.1.is_nan() || point.1 <= 0.0) {
        return None;
    }
    let mean_year = points.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_log = points.iter().map(|point| ln(point.1)).sum::<f64>() / count;
    let spread: f64 = points.iter().map(|point| (point.0 - mean_year) * (point.0 - mean_year)).sum();
    if spread < 1e-9 {
        return None;
    }
    let slope = points.iter().map(|point| (point.0 - mean_year) * (ln(point.1) - mean_log)).sum::<f64>() / spread;
    let residual = |point: &(f64, f64)| ln(point.1) - mean_log - slope * (point.0 - mean_year);
    let squares: f64 = points.iter().map(|point| residual(point) * residual(point)).sum();
    let error = (points.len() > 2).then(|| (squares / (count - 2.0) / spread).sqrt());
    let first = points.iter().map(|point| point.0).fold(f64::INFINITY, f64::min);
    let last = points.iter().map(|point| point.0).fold(f64::NEG_INFINITY, f64::max);
    Some(Growth {
        value: exp(slope) - 1.0,
        range: error.map(|error| (exp(slope - error) - 1.0, exp(slope + error) - 1.0)),
        years: (first, last),
        count: points.len(),
    })
}

/// What was added between the dates of what stands, by the year. `None` where the series does not count what stands.
///
/// Each rate is of the time between two points, is known when the later one is, and is as good as the worse of both. It has no
/// range: what all values err by together, their difference does not.
pub fn added(series: &Series) -> Option<Series> {
    if series.counts != Counts::Standing {
        return None;
    }
    let unit = TemplateUnit::of(&format!("{}/year", series.unit.text)).ok()?;
    let told: Vec<&Point> = series.points.iter().filter(|point| tells_of_the_past(point)).collect();
    let between = |pair: &[&Point]| {
        let [before, after] = pair else { return None };
        let years = after.year(Counts::Standing) - before.year(Counts::Standing);
        let rate = (after.value - before.value) / (years * YEAR);
        (years > 0.0 && rate > 0.0).then(|| Point {
            date: Period {
                text: format!("{} to {}", before.date.last, after.date.last),
                first: before.date.last.next(),
                last: after.date.last,
            },
            until: None,
            value: rate,
            low: None,
            high: None,
            unit: unit.text.clone(),
            known: before.known.max(after.known),
            ..(*after).clone()
        })
    };
    let points = told.windows(2).filter_map(between).collect();
    Some(Series {
        name: format!("{}_added", series.name),
        title: format!("{}: added in a year", series.title),
        counts: Counts::Rate,
        unit,
        points,
        ..series.clone()
    })
}
