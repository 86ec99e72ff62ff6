//! A ratio over years as a fan: bands between quantiles, their median, and the single run as a line of its own.

use super::axis::{Axis, apart, year_ticks};
use super::chart::label_rows;
use super::figure::{Figure, legend};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, n};
use super::words;
use crate::explore::{Told, ratio_words, share_words};
use sunward_quantity::elementary::power;
use sunward_uncertainty::ensemble::Quantile;

/// Quantiles of a year, from 5 % to 95 %.
type Year = [Option<Quantile>; 5];

/// Where bands and lines of one use lie.
struct Fan<'t, 'a> {
    told: &'t Told<'a>,
    workload: usize,
    years: &'a [i32],
    quantiles: Vec<Year>,
    best: Vec<Option<Quantile>>,
}

/// The fan of one use of compute.
pub fn figure(told: &Told, workload: usize) -> Html {
    let fan = Fan::of(told, workload);
    let (challenger, incumbent) = told.sides();
    let focus = told.ratio(workload, told.outcomes().focus);
    let at = |share: f64| ratio_words(focus.quantile(share));
    let (name, year) = (told.use_name(workload), told.focus());
    let title = match focus.quantile(0.95) {
        Some(Quantile::Never) => {
            let never = share_words(focus.never().value());
            format!(
                "{name}: in {year} {challenger} cannot be had in {never} of draws; the ratio is above {} in 95 %",
                at(0.05)
            )
        }
        _ => format!("{name}: in {year} the ratio lies between {} and {} in nine of ten draws", at(0.05), at(0.95)),
    };
    let keys = [
        ("swatch o0 wide-band", "nine of ten draws (5 % to 95 %)"),
        ("swatch o0 half-band", "half of the draws (25 % to 75 %)"),
        ("swatch-line o0", "median"),
        ("swatch-line dashed e0", "single run, every number at its best value"),
    ];
    let keys: Vec<(String, String)> = keys.map(|(class, words)| (class.to_string(), words.to_string())).to_vec();
    Figure {
        title: words::unbroken(&title),
        measures: format!(
            "Cost of compute of {challenger} over that of {incumbent}, cheapest of each side{}",
            if fan.is_log() { "; each step up is the same factor (log scale)" } else { "" }
        ),
        legend: legend(&keys),
        note: Html::from(
            "Each year has its own quantiles: an edge of the fan is not the path of any draw. Draws in which the challenger cannot be had count as dearer than any number; the single run is not the median, since ranges are lopsided.",
        ),
        table: fan.table(),
    }
    .with(|size| fan.draw(size))
}

impl<'t, 'a> Fan<'t, 'a> {
    fn of(told: &'t Told<'a>, workload: usize) -> Self {
        let years = &told.outcomes().years;
        let quantiles = (0..years.len())
            .map(|year| [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| told.ratio(workload, year).quantile(share)))
            .collect();
        let best = (0..years.len()).map(|year| told.best(told.outcomes().ratio(workload, year))).collect();
        Self { told, workload, years, quantiles, best }
    }

    /// The least and the greatest number that is drawn; the same cost is always among them.
    fn span(&self) -> (f64, f64) {
        let all = self.quantiles.iter().flatten().chain(&self.best);
        let all = all.filter_map(|found| found.and_then(Quantile::at)).filter(|x| x.is_finite() && *x > 0.0);
        all.fold((1.0, 1.0), |(low, high), x| (f64::min(low, x), f64::max(high, x)))
    }

    fn is_log(&self) -> bool {
        let (low, high) = self.span();
        high > 10.0 * low
    }

    fn scale(&self, bottom: f64, top: f64) -> Axis {
        let (low, high) = self.span();
        if self.is_log() {
            let room = power(high / low, 0.1);
            Axis::log(low / room, high * room, bottom, top)
        } else {
            let room = 0.12 * (high - low).max(0.2);
            Axis::linear((low - room).max(0.0), high + room, bottom, top)
        }
    }

    fn draw(&self, size: Size) -> Html {
        let width = size.width();
        let (x_start, x_end) = (size.pick(58.0, 42.0), width - size.pick(82.0, 56.0));
        let years = self.years;
        let (first, last) = (years[0], years[years.len() - 1]);
        let x_axis = Axis::linear(f64::from(first), f64::from(last), x_start + 6.0, x_end - 6.0);
        let x = |index: usize| x_axis.at(f64::from(years[index]));
        let runs = self.beyond();
        let labels: Vec<(f64, &str)> = runs.iter().map(|run| (x(run.0), run.2.as_str())).collect();
        let (rows, placed) = label_rows(&labels, x_start, x_end);
        let top = 12.0 + 19.0 * rows as f64;
        let height = size.pick(400.0, 320.0) + 19.0 * rows as f64;
        let bottom = height - 46.0;
        let y_axis = self.scale(bottom, top);
        // What is no number lies on the edge of the frame.
        let y = |found: Quantile| match found {
            Quantile::At(value) if value > 0.0 => y_axis.at(value).clamp(top, bottom),
            Quantile::At(_) | Quantile::Already => bottom,
            Quantile::Never => top,
        };
        let mut d = Drawing::new(width, height);
        for tick in y_axis.ticks(size.pick(8, 7)) {
            let at = y_axis.at(tick);
            d.line("grid", (x_start, at), (x_end, at));
            d.text("tick", (x_start - 8.0, at + 4.0), Anchor::End, &format!("{}×", words::brief(tick)));
        }
        d.line("base", (x_start, bottom), (x_end, bottom));
        for year in year_ticks(first, last, size.pick(9, 5)) {
            let at = x_axis.at(f64::from(year));
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
        }
        let same = y_axis.at(1.0);
        d.rect("below", (x_start, same), (x_end - x_start, bottom - same), None);
        for (class, low, high) in [("wide-band o0", 0, 4), ("half-band o0", 1, 3)] {
            let edge = |which: usize| -> Vec<(f64, f64)> {
                (0..years.len()).filter_map(|i| Some((x(i), y(self.quantiles[i][which]?)))).collect()
            };
            let mut points = edge(high);
            points.extend(edge(low).into_iter().rev());
            d.path(class, &format!("{}Z", joined(&points)));
        }
        d.line("level", (x_start, same), (x_end, same));
        let focus_at = x(self.told.outcomes().focus);
        d.line("focus", (focus_at, top), (focus_at, bottom + 24.0));
        let words = format!("{}: the year looked at closely", self.told.focus());
        let half = super::svg::text_width(&words, 6.4) / 2.0;
        d.text("hint", (focus_at.clamp(half + 2.0, width - half - 2.0), bottom + 38.0), Anchor::Middle, &words);
        let median: Vec<Option<Quantile>> = self.quantiles.iter().map(|year| year[2]).collect();
        for (class, line) in [("curve best o0", &median), ("curve best dashed e0", &self.best)] {
            for run in numbers(line) {
                let points: Vec<(f64, f64)> = run.map(|i| (x(i), line[i].map_or(bottom, y))).collect();
                match points.as_slice() {
                    [only] => d.circle(&class.replace("curve best", "point"), *only, 3.5),
                    _ => d.path(class, &joined(&points)),
                }
            }
        }
        for ((start, end, words), (row, at, anchor)) in runs.iter().zip(placed) {
            let (from, to) = ((x(*start) - 4.0).max(x_start), (x(*end) + 4.0).min(x_end));
            d.rect("fill hatched beyond", (from, top - 5.0), (to - from, 10.0), None);
            d.text("mark-label o0", (at, 12.0 + 19.0 * row as f64), anchor, words);
        }
        // Words stand where the fan leaves room: at the foot, below the line of the same cost.
        let (challenger, _) = self.told.sides();
        if bottom - same > 22.0 {
            let says = format!("below the line {challenger} is cheaper");
            d.text("hint halo", (x_start + 10.0, bottom - 9.0), Anchor::Start, &says);
        }
        self.ends(&mut d, size, &y, (top, bottom), x_end);
        self.cards(&mut d, &x, &y, (top, bottom), (x_start, x_end));
        let says = format!("Fan of the cost ratio of {} over the years", self.told.use_name(self.workload));
        d.finish(&says)
    }

    /// Runs of years in which more than 5 % of the draws have no number, and words about them.
    fn beyond(&self) -> Vec<(usize, usize, String)> {
        let mut runs: Vec<(usize, usize, f64)> = Vec::new();
        for index in 0..self.years.len() {
            if self.quantiles[index][4] != Some(Quantile::Never) {
                continue;
            }
            let share = self.told.ratio(self.workload, index).never().value();
            match runs.last_mut() {
                Some(run) if run.1 + 1 == index => (run.1, run.2) = (index, run.2.max(share)),
                _ => runs.push((index, index, share)),
            }
        }
        let says = |(start, end, share): (usize, usize, f64)| {
            let most = if start == end { "in" } else { "in up to" };
            (start, end, format!("cannot be had {most} {} of draws", share_words(share)))
        };
        runs.into_iter().map(says).collect()
    }

    /// Names at the right ends.
    fn ends(&self, d: &mut Drawing, size: Size, y: &impl Fn(Quantile) -> f64, (top, bottom): (f64, f64), edge: f64) {
        let last = self.years.len() - 1;
        let names = ["5 %", "25 %", "median", "75 %", "95 %"];
        let mut ends: Vec<(&str, &str, Quantile)> =
            names.iter().zip(self.quantiles[last]).filter_map(|(name, found)| Some((*name, "o0", found?))).collect();
        if let Some(best) = self.best[last] {
            ends.push((size.pick("single run", "single"), "e0", best));
        }
        // Those that are no number lie on the frame, which says so itself.
        ends.retain(|end| end.2.at().is_some());
        let wanted: Vec<f64> = ends.iter().map(|end| y(end.2)).collect();
        let placed = apart(&wanted, 16.0, top - 8.0, bottom + 8.0);
        for ((name, class, _), (from, to)) in ends.iter().zip(wanted.iter().zip(&placed)) {
            d.path(&format!("leader {class}"), &joined(&[(edge - 3.0, *from), (edge + 8.0, *to)]));
            let strong = if *name == "median" { " strong" } else { "" };
            d.text(&format!("end {class}{strong}"), (edge + 11.0, to + 4.5), Anchor::Start, name);
        }
    }

    fn cards(
        &self,
        d: &mut Drawing,
        x: &impl Fn(usize) -> f64,
        y: &impl Fn(Quantile) -> f64,
        (top, bottom): (f64, f64),
        (start, end): (f64, f64),
    ) {
        let last = self.years.len() - 1;
        for (index, year) in self.years.iter().enumerate() {
            let from = if index == 0 { start } else { 0.5 * (x(index - 1) + x(index)) };
            let to = if index == last { end } else { 0.5 * (x(index) + x(index + 1)) };
            let found = self.quantiles[index].map(ratio_words);
            let names = ["5 %", "25 %", "median", "75 %", "95 %"];
            let mut rows: Vec<String> = (0..5).rev().map(|i| format!("{}  {}", found[i], names[i])).collect();
            rows.push(format!("{}  single run", ratio_words(self.best[index])));
            let never = self.told.ratio(self.workload, index).never();
            if never.draws > 0 {
                rows.push(format!("cannot be had in {} of draws", share_words(never.value())));
            }
            d.open_mark("band", &format!("{year}\n{}", rows.join("\n")));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (x(index), top), (x(index), bottom));
            for (class, found) in [("dot o0", self.quantiles[index][2]), ("dot e0", self.best[index])] {
                if let Some(found @ Quantile::At(_)) = found {
                    d.circle(class, (x(index), y(found)), 3.5);
                }
            }
            d.close();
        }
    }

    fn table(&self) -> Html {
        let head = ["Year", "5 %", "25 %", "Median", "75 %", "95 %", "Single run", "Cannot be had"].map(Html::from);
        let rows: Vec<Vec<Html>> = (0..self.years.len())
            .map(|index| {
                let mut row = vec![Html::from(self.years[index].to_string())];
                row.extend(self.quantiles[index].iter().chain([&self.best[index]]).map(|q| ratio_words(*q).into()));
                row.push(share_words(self.told.ratio(self.workload, index).never().value()).into());
                row
            })
            .collect();
        table(&format!("{}: cost ratio by year", self.told.use_name(self.workload)), 1, &head, &rows)
    }
}

/// Runs of indices whose values are numbers.
fn numbers(line: &[Option<Quantile>]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, found) in line.iter().enumerate() {
        if found.and_then(Quantile::at).is_none() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == index => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

/// A path through points.
pub fn joined(points: &[(f64, f64)]) -> String {
    let step =
        |(index, (x, y)): (usize, &(f64, f64))| format!("{}{},{}", if index == 0 { "M" } else { "L" }, n(*x), n(*y));
    points.iter().enumerate().map(step).collect()
}
