//! What is under construction when, and the path that cannot be shortened.

use super::axis::{Axis, year_ticks};
use super::figure::Figure;
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, n};
use super::words;
use crate::plan::amounts::amount;
use crate::plan::works::Works;

/// At most so many lanes.
const LANES: usize = 22;

/// One step of the critical path: a process, when it is ordered and when it serves.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index of the process.
    pub process: usize,
    /// When it is ordered, in years.
    pub ordered: f64,
    /// When it serves, in years.
    pub serves: f64,
}

/// The chart: lanes of the critical path first, then those that bind most money.
pub fn figure(works: &[Works], path: &[Step], years: &[i32], end: f64) -> Html {
    let on_path = |works: &Works| path.iter().position(|step| step.process == works.process);
    let mut lanes: Vec<&Works> = works.iter().filter(|works| on_path(works).is_some()).collect();
    lanes.sort_by_key(|works| on_path(works));
    lanes.extend(works.iter().filter(|works| on_path(works).is_none()));
    lanes.truncate(LANES);
    let head: Vec<Html> = ["Process", "Lead time", "Unit"]
        .into_iter()
        .map(Html::from)
        .chain(years.iter().map(|year| Html::from(year.to_string())))
        .collect();
    let cells = |works: &&Works| -> Vec<Html> {
        let lead = format!("{} years", words::brief(works.lead_time));
        [works.title.clone().into(), lead.into(), words::unit(&works.unit).into()]
            .into_iter()
            .chain(works.building.iter().map(|x| if *x > 0.0 { words::brief(*x).into() } else { "–".into() }))
            .collect()
    };
    let says = "Capacity under construction by process and year";
    let mut note = String::from(
        "Each lane is as high as what is under construction against its own greatest year. Those that bind most money come first.",
    );
    if !path.is_empty() {
        note.push_str(" The line is the critical path: each step waits for the one before, and one year less of any brings the target forward.");
    }
    if works.len() > LANES {
        note.push_str(&format!(" {} more are in the tables.", works.len() - LANES));
    }
    let figure = Figure {
        title: "Under construction".into(),
        measures: "Capacity ordered and not yet in service".into(),
        legend: Html::empty(),
        note: note.into(),
        table: table(says, 1, &head, &lanes.iter().map(cells).collect::<Vec<_>>()),
    };
    figure.with(|size| draw(&lanes, path, years, end, size, says))
}

fn draw(lanes: &[&Works], path: &[Step], years: &[i32], end: f64, size: Size, says: &str) -> Html {
    let width = size.width();
    let (left, right) = size.pick((264.0, 232.0), (0.0, 6.0));
    let (step, tall) = size.pick((28.0, 20.0), (50.0, 20.0));
    let top = size.pick(8.0, 4.0);
    let bottom = top + step * lanes.len() as f64 + 4.0;
    let mut d = Drawing::new(width, bottom + 26.0);
    if lanes.is_empty() {
        d.text("hint", (width / 2.0, 14.0), Anchor::Middle, "nothing takes time to build in this plan");
        return d.finish(says);
    }
    let axis = Axis::linear(f64::from(years[0]), end, left, width - right);
    for year in year_ticks(years[0], end as i32, size.pick(8, 5)) {
        let at = axis.at(f64::from(year));
        d.line("grid", (at, top), (at, bottom));
        d.text("tick", (at.min(width - 16.0), bottom + 18.0), Anchor::Middle, &year.to_string());
    }
    let mut bases = Vec::new();
    for (index, works) in lanes.iter().enumerate() {
        let y = top + step * index as f64;
        let most = works.building.iter().copied().fold(0.0, f64::max);
        let peak = works.building.iter().position(|x| *x == most).unwrap_or(0);
        let most_words = format!("{} in {}", amount(most, &works.unit), years[peak]);
        let base = match size {
            Size::Wide => {
                d.text("label", (left - 10.0, y + 17.0), Anchor::End, &words::clip(&works.short, 37));
                d.text("hint", (width - right + 10.0, y + 17.0), Anchor::Start, &words::clip(&most_words, 36));
                y + tall + 2.0
            }
            Size::Narrow => {
                d.text("label", (0.0, y + 13.0), Anchor::Start, &words::clip(&works.short, 28));
                d.text("hint", (width, y + 13.0), Anchor::End, &words::clip(&most_words, 22));
                y + step - 4.0
            }
        };
        bases.push(base);
        let critical = path.iter().any(|step| step.process == works.process);
        let says = format!(
            "{}\n{} years from order to service\nmost under construction: {most_words}",
            works.title,
            words::brief(works.lead_time)
        );
        d.open_mark("ribbon", &says);
        d.rect("hit", (left, y), (width - right - left, step), None);
        d.line("lane", (left, base), (width - right, base));
        let mut shape = String::new();
        for (period, building) in works.building.iter().enumerate() {
            let high = tall * building / most;
            let from = axis.at(f64::from(years[period]));
            let to = axis.at(years.get(period + 1).map_or(end, |year| f64::from(*year)));
            if high > 0.0 {
                let high = high.max(1.0);
                shape.push_str(&format!("M{},{}V{}H{}V{}Z", n(from), n(base), n(base - high), n(to), n(base)));
            }
        }
        d.path(&format!("works {}", if critical { "o0" } else { "e0" }), &shape);
        d.close();
    }
    for pair in path.windows(2) {
        let lane = |step: &Step| lanes.iter().position(|works| works.process == step.process).map(|i| bases[i]);
        if let (Some(a), Some(b)) = (lane(&pair[0]), lane(&pair[1])) {
            let at = axis.at(pair[0].serves);
            d.path("path", &format!("M{},{}V{}", n(at), n(a), n(b)));
        }
    }
    for step in path {
        if let Some(index) = lanes.iter().position(|works| works.process == step.process) {
            let (from, to, y) = (axis.at(step.ordered), axis.at(step.serves), bases[index]);
            d.path("path", &format!("M{},{}H{}", n(from), n(y), n(to)));
            d.circle("path-dot", (to, y), 3.2);
        }
    }
    d.finish(says)
}
