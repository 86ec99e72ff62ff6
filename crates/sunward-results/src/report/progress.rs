//! What was observed, what is planned and what the trend foretells, on one scale; and how good such forecasts have been.

use super::axis::{Axis, apart, year_ticks};
use super::fan::joined;
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use sunward_quantity::elementary::power;
use sunward_tracking::backtest::Calibration;
use sunward_tracking::checkpoints::{Nowcast, Reading};

/// The last year that is drawn: beyond it a fan says that nobody knows.
const LAST: i32 = 2050;

/// Most years of the past that are drawn.
const PAST: f64 = 20.0;

/// How far above the milestone, and above all that is planned, the scale goes: a fan beyond is cut.
const ROOM: f64 = 30.0;

/// The chart of one measure.
pub struct Progress<'a> {
    reading: &'a Reading,
    nowcast: Option<&'a Nowcast>,
    /// First and last time, in years.
    times: (f64, f64),
    /// Least and greatest value, in the unit of the series.
    values: (f64, f64),
    /// The last year whose values were observed.
    today: f64,
}

/// A unit as a reader writes it, dollars of any year with that year: `USD_2024/W` → `USD₂₀₂₄/W`.
pub fn unit_words(text: &str) -> String {
    let mut out = words::unit(text);
    while let Some(at) = out.find("USD_") {
        let year: String = out[at + 4..].chars().take_while(char::is_ascii_digit).collect();
        let small = year.chars().filter_map(|c| char::from_u32(0x2080 + c.to_digit(10)?)).collect::<String>();
        out.replace_range(at..at + 4 + year.len(), &format!("USD{small}"));
    }
    out
}

/// A number short enough for an axis: `10`, `2k`, `3.5M`.
fn short(value: f64) -> String {
    for (size, sign) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")] {
        if value >= size * 0.9999 {
            let size = if sign == "k" { 1e3 } else { size };
            return format!("{}{sign}", words::brief(value / size));
        }
    }
    words::brief(value)
}

impl<'a> Progress<'a> {
    /// `None` where nothing was observed.
    pub fn of(reading: &'a Reading, today: f64) -> Option<Self> {
        let series = &reading.series;
        let observed: Vec<(f64, f64)> = series
            .points
            .iter()
            .map(|point| (point.year(series.counts), series.in_unit(point.value)))
            .filter(|point| point.1 > 0.0 && point.0 >= today - PAST)
            .collect();
        let first = observed.first()?.0;
        let times = ((first - 0.5).floor().min(today - 3.0), f64::from(LAST).max(today + 10.0));
        let planned = reading.plan.iter().flat_map(|plan| &plan.line.points);
        let planned = planned.filter(|row| row.0 <= times.1 && row.1 > 0.0).map(|row| series.in_unit(row.1));
        let milestone = reading.milestone.iter().map(|reach| series.in_unit(reach.value));
        let anchors: Vec<f64> = observed.iter().map(|row| row.1).chain(planned).chain(milestone).collect();
        let least = anchors.iter().copied().fold(f64::INFINITY, f64::min);
        let most = anchors.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let fan = reading.nowcast.iter().flat_map(|nowcast| &nowcast.fan).filter(|row| f64::from(row.0) <= times.1);
        let fan: Vec<f64> = fan.flat_map(|row| [row.1[0], row.1[4]]).map(|value| series.in_unit(value)).collect();
        let low = fan.iter().copied().fold(least, f64::min).max(least / ROOM);
        let high = fan.iter().copied().fold(most, f64::max).min(most * ROOM);
        let room = power(high / low, 0.06).max(1.3);
        Some(Self { reading, nowcast: reading.nowcast.as_ref(), times, values: (low / room, high * room), today })
    }

    /// The time at which a year of the fan stands.
    fn time(&self, year: i32) -> f64 {
        self.reading.series.counts.time_in(year)
    }

    /// Keys to what is drawn.
    pub fn keys(&self) -> Vec<(String, String)> {
        let mut keys =
            vec![("dot-key full", "observed; a bar is its range"), ("dot-key", "claimed, planned or expected")];
        if self.nowcast.is_some() {
            keys.extend([
                ("swatch e0 wide-band", "trend: nine of ten"),
                ("swatch e0 half-band", "half"),
                ("swatch-line e0", "middle"),
            ]);
        }
        if self.reading.plan.is_some() {
            keys.push(("swatch-line dashed o0", "the plan"));
        }
        let claims = self.reading.series.points.iter().any(|point| point.evidence == sunward_model::Evidence::Claimed);
        keys.retain(|key| claims || key.0 != "dot-key");
        keys.into_iter().map(|(class, says)| (class.into(), says.into())).collect()
    }

    /// Draws it.
    pub fn draw(&self, size: Size) -> Html {
        let series = &self.reading.series;
        let (width, height) = (size.width(), size.pick(400.0, 330.0));
        let (x_start, x_end) = (size.pick(62.0, 46.0), width - size.pick(92.0, 52.0));
        let (top, bottom) = (26.0, height - 30.0);
        let x = Axis::linear(self.times.0, self.times.1, x_start, x_end);
        let y_axis = Axis::log(self.values.0, self.values.1, bottom, top);
        let y = |value: f64| y_axis.at(value.max(self.values.0 * 1e-9)).clamp(top, bottom);
        let mut d = Drawing::new(width, height);
        for tick in y_axis.ticks(size.pick(8, 7)) {
            d.line("grid", (x_start, y(tick)), (x_end, y(tick)));
            d.text("tick", (x_start - 7.0, y(tick) + 4.0), Anchor::End, &short(tick));
        }
        d.line("base", (x_start, bottom), (x_end, bottom));
        for year in year_ticks(self.times.0.ceil() as i32, self.times.1.floor() as i32, size.pick(10, 5)) {
            let at = x.at(f64::from(year));
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
        }
        let mut ends: Vec<(&str, String, f64)> = Vec::new();
        if let Some(nowcast) = self.nowcast {
            let fan: Vec<(f64, [f64; 5])> = nowcast
                .fan
                .iter()
                .map(|(year, values)| (self.time(*year), values.map(|value| series.in_unit(value))))
                .filter(|row| row.0 <= self.times.1)
                .collect();
            for (class, low, high) in [("wide-band e0", 0, 4), ("half-band e0", 1, 3)] {
                let mut points: Vec<(f64, f64)> = fan.iter().map(|row| (x.at(row.0), y(row.1[high]))).collect();
                points.extend(fan.iter().rev().map(|row| (x.at(row.0), y(row.1[low]))));
                d.path(class, &format!("{}Z", joined(&points)));
            }
            let middle: Vec<(f64, f64)> = fan.iter().map(|row| (x.at(row.0), y(row.1[2]))).collect();
            // Beyond the frame a line would run along it.
            let inside = middle.iter().take_while(|point| point.1 > top && point.1 < bottom).count();
            d.path("curve best e0", &joined(&middle[..(inside + 1).min(middle.len())]));
            if let Some(last) = fan.last() {
                ends.push(("e0", "trend".into(), y(last.1[2])));
            }
        }
        if let Some(plan) = &self.reading.plan {
            let line = plan.line.points.iter().filter(|row| row.0 <= self.times.1 && row.1 > 0.0);
            let points: Vec<(f64, f64)> = line.map(|row| (x.at(row.0), y(series.in_unit(row.1)))).collect();
            d.path("curve best dashed o0", &joined(&points));
            if let Some(last) = points.last() {
                ends.push(("o0", "plan".into(), last.1));
            }
        }
        if let (Some(reach), Some(milestone)) = (&self.reading.milestone, &self.reading.measure.milestone) {
            let at = y(series.in_unit(reach.value));
            d.line("level", (x_start, at), (x_end, at));
            let says = milestone.brief();
            let below = at < top + 18.0;
            d.text("label halo", (x_start + 8.0, if below { at + 16.0 } else { at - 7.0 }), Anchor::Start, says);
        }
        let now = x.at(self.today);
        d.line("focus", (now, top - 6.0), (now, bottom));
        let half = text_width("known up to here", 6.4) / 2.0;
        d.text("hint", (now.clamp(x_start + half, x_end - half), top - 12.0), Anchor::Middle, "known up to here");
        self.points(&mut d, &x, &y);
        let wanted: Vec<f64> = ends.iter().map(|end| end.2).collect();
        for ((class, name, from), to) in ends.iter().zip(apart(&wanted, 17.0, top - 8.0, bottom + 8.0)) {
            d.path(&format!("leader {class}"), &joined(&[(x_end + 1.0, *from), (x_end + 8.0, to)]));
            d.text(&format!("end strong {class}"), (x_end + 11.0, to + 4.5), Anchor::Start, name);
        }
        self.cards(&mut d, &x, &y, (top, bottom));
        d.finish(&format!("{}: observed, planned and foretold", self.reading.measure.title))
    }

    fn points(&self, d: &mut Drawing, x: &Axis, y: &impl Fn(f64) -> f64) {
        let series = &self.reading.series;
        for point in &series.points {
            let time = point.year(series.counts);
            let value = series.in_unit(point.value);
            if time < self.times.0 || time > self.times.1 || value <= 0.0 {
                continue;
            }
            let at = (x.at(time), y(value));
            if let (Some(low), Some(high)) = (point.low, point.high) {
                let (low, high) = (y(series.in_unit(low)), y(series.in_unit(high)));
                d.line("whisker", (at.0, low), (at.0, high));
            }
            let class = match point.evidence {
                sunward_model::Evidence::Claimed => "hollow q",
                _ if point.until.is_some() => "hollow part-year",
                _ => "observed-dot",
            };
            d.circle(class, at, 3.6);
        }
    }

    fn cards(&self, d: &mut Drawing, x: &Axis, y: &impl Fn(f64) -> f64, (top, bottom): (f64, f64)) {
        let Some(nowcast) = self.nowcast else { return };
        let series = &self.reading.series;
        let unit = unit_words(&series.unit.text);
        for (year, values) in &nowcast.fan {
            let time = self.time(*year);
            if time > self.times.1 {
                break;
            }
            let (from, to) = ((x.at(time - 0.5)).max(x.at(self.times.0)), x.at((time + 0.5).min(self.times.1)));
            let mut rows: Vec<String> = [(4, "95 %"), (3, "75 %"), (2, "middle of the trend"), (1, "25 %"), (0, "5 %")]
                .iter()
                .map(|(at, name)| format!("{}  {name}", words::brief(series.in_unit(values[*at]))))
                .collect();
            let planned = self.reading.plan.as_ref().and_then(|plan| plan.line.at(time));
            if let Some(planned) = planned {
                rows.push(format!("{}  plan", words::brief(series.in_unit(planned))));
            }
            d.open_mark("band", &format!("{year}, {unit}\n{}", rows.join("\n")));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (x.at(time), top), (x.at(time), bottom));
            d.circle("dot e0", (x.at(time), y(series.in_unit(values[2]))), 3.5);
            if let Some(planned) = planned {
                d.circle("dot o0", (x.at(time), y(series.in_unit(planned))), 3.5);
            }
            d.close();
        }
    }

    /// All numbers of the chart, and the years that it does not draw.
    pub fn table(&self) -> Html {
        let series = &self.reading.series;
        let head = ["When", "Observed", "Plan", "5 %", "25 %", "Middle", "75 %", "95 %"].map(Html::from);
        let shown =
            |value: Option<f64>| Html::from(value.map_or("–".into(), |value| words::brief(series.in_unit(value))));
        let mut rows: Vec<Vec<Html>> = series
            .points
            .iter()
            .map(|point| {
                let plan = self.reading.plan.as_ref().and_then(|plan| plan.line.at(point.year(series.counts)));
                let range = match (point.low, point.high) {
                    (Some(low), Some(high)) => {
                        format!(" ({} to {})", words::brief(series.in_unit(low)), words::brief(series.in_unit(high)))
                    }
                    _ => String::new(),
                };
                let value = format!("{}{range}, {}", words::brief(series.in_unit(point.value)), point.evidence.name());
                let mut row = vec![Html::from(crate::track::when(point)), value.into(), shown(plan)];
                row.extend((0..5).map(|_| Html::from("–")));
                row
            })
            .collect();
        for (year, values) in self.nowcast.iter().flat_map(|nowcast| &nowcast.fan) {
            let plan = self.reading.plan.as_ref().and_then(|plan| plan.line.at(self.time(*year)));
            let mut row = vec![Html::from(year.to_string()), "–".into(), shown(plan)];
            row.extend(values.iter().map(|value| shown(Some(*value))));
            rows.push(row);
        }
        table(&format!("{}, {}", self.reading.measure.title, unit_words(&series.unit.text)), 2, &head, &rows)
    }
}

/// In which tenth of its forecast what came lay: a tenth in each is right.
pub fn tenths(found: &Calibration, says: &str, size: Size) -> Html {
    let (width, height) = (size.width(), size.pick(240.0, 220.0));
    let (x_start, x_end) = (size.pick(52.0, 42.0), width - size.pick(20.0, 8.0));
    let (top, bottom) = (26.0, height - 46.0);
    let shares: Vec<f64> = found.tenths.iter().map(|count| *count as f64 / found.count as f64).collect();
    let most = shares.iter().copied().fold(0.15, f64::max) * 1.08;
    let y = Axis::linear(0.0, most, bottom, top);
    let x = Axis::linear(0.0, 10.0, x_start, x_end);
    let mut d = Drawing::new(width, height);
    for tick in y.ticks(5) {
        d.line("grid", (x_start, y.at(tick)), (x_end, y.at(tick)));
        d.text("tick", (x_start - 7.0, y.at(tick) + 4.0), Anchor::End, &format!("{:.0} %", 100.0 * tick));
    }
    for (at, share) in shares.iter().enumerate() {
        let (from, to) = (x.at(at as f64) + 2.0, x.at(at as f64 + 1.0) - 2.0);
        let words = format!(
            "{} of {} values lay between {} % and {} % of their forecast",
            found.tenths[at],
            found.count,
            10 * at,
            10 * at + 10
        );
        d.rect("fill e0", (from, y.at(*share)), (to - from, bottom - y.at(*share)), Some(&words));
        d.text("value", (0.5 * (from + to), y.at(*share) - 6.0), Anchor::Middle, &found.tenths[at].to_string());
    }
    d.line("base", (x_start, bottom), (x_end, bottom));
    for at in 0..=10 {
        d.text("tick", (x.at(f64::from(at)), bottom + 18.0), Anchor::Middle, &(10 * at).to_string());
    }
    d.text(
        "hint",
        (0.5 * (x_start + x_end), bottom + 38.0),
        Anchor::Middle,
        size.pick("share of the forecast below what came, %", "% of the forecast below what came"),
    );
    d.line("level", (x_start, y.at(0.1)), (x_end, y.at(0.1)));
    d.text("hint halo", (x_end - 4.0, top - 12.0), Anchor::End, "the line is what is right: a tenth in each");
    d.finish(says)
}
