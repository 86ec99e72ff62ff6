//! How good the trend would have been: forecasts of values that were not known yet, each held against what came.

use crate::date::Day;
use crate::nowcast::{Fit, Heading, Prior, Shape, sample, seen};
use crate::observed::{Observed, Series};
use crate::trend::tells_of_the_past;
use sunward_quantity::TemplateUnit;

/// Fewest values that a trial forecasts from.
pub const FEWEST: usize = 3;

/// One forecast and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The series.
    pub series: String,
    /// The last day whose knowledge it uses.
    pub origin: Day,
    /// How many values it saw.
    pub seen: usize,
    /// The time that was forecast, in years of the calendar.
    pub year: f64,
    /// How many years after the last value that it saw.
    pub ahead: f64,
    /// What came, in SI.
    pub value: f64,
    /// The unit of the series.
    pub unit: TemplateUnit,
    /// The share of the forecast below what came.
    pub share: f64,
    /// Logarithm of the density that the forecast gave to the logarithm of what came; higher is better.
    pub score: f64,
    /// The same of trends without a ceiling only.
    pub exponential: f64,
    /// The same of trends with a ceiling only.
    pub logistic: f64,
}

/// What a series' forecasts of a day make of the values that became known after it, up to so many years ahead.
pub fn trials(series: &Series, origin: Day, farthest: f64, prior: &Prior) -> Vec<Trial> {
    let samples = seen(series, origin).samples;
    let Some(last) = samples.last().filter(|_| samples.len() >= FEWEST) else { return Vec::new() };
    let heading = Heading::of(series);
    let shapes = [Shape::Either, Shape::Exponential, Shape::Logistic];
    let Some([either, exponential, logistic]) = Fit::of_shapes(&samples, heading, shapes, prior) else {
        return Vec::new();
    };
    let came = series.points.iter().filter(|point| {
        let year = point.year(series.counts);
        point.known > origin && tells_of_the_past(point) && year > last.year && year <= last.year + farthest
    });
    came.map(|point| {
        let own = sample(series, point);
        let forecast = |fit: &Fit| fit.at(own.year, Some(own.variance));
        let whole = forecast(&either);
        Trial {
            series: series.name.clone(),
            origin,
            seen: samples.len(),
            year: own.year,
            ahead: own.year - last.year,
            value: point.value,
            unit: series.unit.clone(),
            share: whole.share_below(point.value),
            score: whole.log_score(point.value),
            exponential: forecast(&exponential).log_score(point.value),
            logistic: forecast(&logistic).log_score(point.value),
        }
    })
    .collect()
}

/// Trials of every series from one day.
pub fn trials_from(observed: &Observed, origin: Day, farthest: f64, prior: &Prior) -> Vec<Trial> {
    observed.series.iter().flat_map(|series| trials(series, origin, farthest, prior)).collect()
}

/// Trials of a series from every day on which something became known, up to so many years ahead: a rolling origin.
pub fn rolling(series: &Series, farthest: f64, prior: &Prior) -> Vec<Trial> {
    let mut days: Vec<Day> = series.points.iter().map(|point| point.known).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().flat_map(|day| trials(series, day, farthest, prior)).collect()
}

/// Bands in the middle of a forecast: half, eight and nine tenths.
pub const BANDS: [f64; 3] = [0.5, 0.8, 0.9];

/// How often what came lay where it was foretold to.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// How many forecasts.
    pub count: usize,
    /// Of how many series.
    pub series: usize,
    /// How many lay inside each of the [`BANDS`].
    pub inside: [usize; 3],
    /// How many lay in each tenth of its forecast, from the lowest: a tenth in each is right.
    pub tenths: [usize; 10],
    /// Mean logarithmic score, and those of trends without and with a ceiling.
    pub scores: (f64, f64, f64),
}

/// Trials, pooled. `None` without any.
pub fn calibration(trials: &[Trial]) -> Option<Calibration> {
    if trials.is_empty() {
        return None;
    }
    let count = trials.len();
    let inside = BANDS.map(|band| trials.iter().filter(|trial| (trial.share - 0.5).abs() <= 0.5 * band).count());
    let mut tenths = [0; 10];
    for trial in trials {
        tenths[((10.0 * trial.share) as usize).min(9)] += 1;
    }
    let mean = |score: fn(&Trial) -> f64| trials.iter().map(score).sum::<f64>() / count as f64;
    let mut names: Vec<&str> = trials.iter().map(|trial| trial.series.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    Some(Calibration {
        count,
        series: names.len(),
        inside,
        tenths,
        scores: (mean(|trial| trial.score), mean(|trial| trial.exponential), mean(|trial| trial.logistic)),
    })
}
