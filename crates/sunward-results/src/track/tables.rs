//! Progress as tables: what was observed, planned and forecast, one number a row.

use super::document::shares;
use crate::table::{Column, Table};
use sunward_tracking::checkpoints::{BY, Tracked};

/// Rows of measure, what the number is, time, value and unit.
#[derive(Default)]
struct Rows {
    measure: Vec<String>,
    what: Vec<String>,
    time: Vec<Option<f64>>,
    value: Vec<Option<f64>>,
    unit: Vec<String>,
}

impl Rows {
    fn push(&mut self, measure: &str, what: &str, time: Option<f64>, value: f64, unit: &str) {
        self.measure.push(measure.into());
        self.what.push(what.into());
        self.time.push(time);
        self.value.push(Some(value).filter(|value| value.is_finite()));
        self.unit.push(unit.into());
    }

    fn table(self, name: &'static str) -> Table {
        Table {
            name,
            columns: vec![
                ("measure", Column::Text(self.measure)),
                ("what", Column::Text(self.what)),
                ("time", Column::Number(self.time)),
                ("value", Column::Number(self.value)),
                ("unit", Column::Text(self.unit)),
            ],
        }
    }
}

/// The table of the checkpoints, and that of milestones.
pub fn tables(tracked: &Tracked) -> Vec<Table> {
    vec![checkpoints(tracked), milestones(tracked)]
}

/// Observed values, the plan's, and the shares of the forecast, by time in years of the calendar.
pub fn checkpoints(tracked: &Tracked) -> Table {
    let mut rows = Rows::default();
    for reading in tracked.checkpoints.iter().flat_map(|looked| &looked.readings) {
        let (series, name) = (&reading.series, reading.measure.name);
        let unit = series.unit.text.as_str();
        for point in &series.points {
            let what = format!("observed, {}", point.evidence.name());
            rows.push(name, &what, Some(point.year(series.counts)), series.in_unit(point.value), unit);
        }
        for (time, value) in reading.plan.iter().flat_map(|plan| &plan.line.points) {
            rows.push(name, "plan", Some(*time), series.in_unit(*value), unit);
        }
        if let Some(nowcast) = &reading.nowcast {
            for (at, (share, _)) in shares().enumerate() {
                rows.push(name, &format!("now, {share}"), Some(nowcast.year), series.in_unit(nowcast.now[at]), unit);
            }
            for (year, values) in &nowcast.fan {
                for (at, (share, _)) in shares().enumerate() {
                    let time = Some(f64::from(*year));
                    rows.push(name, &format!("forecast of the year, {share}"), time, series.in_unit(values[at]), unit);
                }
            }
        }
        if let Some(growth) = reading.growth {
            rows.push(name, "growth observed", Some(growth.years.1), growth.value, "1/year");
        }
    }
    rows.table("checkpoints")
}

/// Chances of the milestones by year, and how far it is.
pub fn milestones(tracked: &Tracked) -> Table {
    let mut rows = Rows::default();
    for reading in tracked.checkpoints.iter().flat_map(|looked| &looked.readings) {
        let (Some(reach), Some(milestone)) = (&reading.milestone, &reading.measure.milestone) else { continue };
        let name = reading.measure.name;
        rows.push(name, "milestone", None, milestone.number, milestone.unit);
        rows.push(name, "times to go", None, reach.times, "1");
        rows.push(name, "doublings to go", None, reach.doublings, "1");
        for (year, share) in BY.iter().zip(reach.by.into_iter().flatten()) {
            rows.push(name, "probability by the end of the year", Some(f64::from(*year)), share, "1");
        }
        if let Some(never) = reach.never {
            rows.push(name, "probability of not within the horizon", None, never, "1");
        }
    }
    rows.table("milestones")
}
