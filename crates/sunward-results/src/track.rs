//! Observed progress against a plan: its lines, and what is said for a person, for a program and for the report.
pub mod document;
pub mod plan_lines;
pub mod screen;
pub mod tables;

pub use plan_lines::plan_lines;

use crate::report::words;
use sunward_tracking::checkpoints::Reading;
use sunward_tracking::observed::{Counts, Point};

/// Fewer forecasts tell no shape from another.
const FEW: usize = 5;

/// Which trend foretold better so far, of a series with enough values to tell.
pub(crate) fn better_shape(reading: &Reading) -> Option<String> {
    let trials = reading.nowcast.as_ref()?.trials.as_ref().filter(|trials| trials.count >= FEW)?;
    let (_, without, with) = trials.scores;
    let (name, lead) =
        if without >= with { ("without a ceiling", without - with) } else { ("with a ceiling", with - without) };
    let sure = if lead < 0.05 { "hardly: " } else { "" };
    Some(format!("{name} ({sure}{} better, of {} forecasts)", words::digits(lead, 2), trials.count))
}

/// A number with its unit left out: three digits, of a thousand and more four.
pub(crate) fn figure(reading: &Reading, si: f64) -> String {
    let value = reading.series.in_unit(si);
    words::digits(value, if value.abs() >= 1000.0 { 4 } else { 3 })
}

/// What a part of a period says, in words.
pub(crate) fn partly(reading: &Reading, partial: &Point) -> String {
    let rate = if reading.series.counts == Counts::Rate { " a whole year’s rate" } else { "" };
    format!("{}{rate} in {}", figure(reading, partial.value), when(partial))
}

/// When an observation was: its date, and of a part of a period its last day.
pub(crate) fn when(point: &Point) -> String {
    match point.until {
        Some(until) => format!("{} up to {until}", point.date.text),
        None => point.date.text.clone(),
    }
}

/// A change a year in words: `84 %`, `−18 %`.
pub(crate) fn change(growth: f64) -> String {
    let percent = growth * 100.0;
    let text = if percent.abs() < 9.95 { format!("{:.1}", percent.abs()) } else { words::digits(percent.abs(), 3) };
    format!("{}{text} %", if percent < 0.0 { "−" } else { "" })
}

/// A score with its sign: `−0.56`.
pub(crate) fn signed(score: f64) -> String {
    format!("{}{:.2}", if score < 0.0 { "−" } else { "" }, score.abs())
}

/// A chance in words; of draws nothing is sure.
pub(crate) fn chance(share: f64) -> String {
    if share < 0.01 {
        "< 1 %".into()
    } else if share > 0.99 {
        "> 99 %".into()
    } else {
        format!("{:.0} %", share * 100.0)
    }
}

/// How far ahead of a plan or behind it, in words.
pub(crate) fn lead(years: f64) -> String {
    let size = if years.abs() < 9.95 { format!("{:.1}", years.abs()) } else { format!("{:.0}", years.abs()) };
    match size.as_str() {
        "0.0" => "as planned".into(),
        _ => format!("{size} years {}", if years > 0.0 { "ahead" } else { "behind" }),
    }
}

/// The time of a nowcast: a year for what happens in one, else a day.
pub(crate) fn time_of(reading: &Reading, on: sunward_tracking::date::Day) -> String {
    if reading.series.counts == Counts::Rate { on.year().to_string() } else { on.to_string() }
}
