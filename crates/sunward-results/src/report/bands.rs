//! A line with bands around it: quantiles of draws, or a probability and how far it may be off.

use super::axis::{Axis, year_ticks};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, n, text_width};
use super::words;

/// A line and its bands, widest first, over years, on a scale from zero.
#[derive(Debug, Clone)]
pub struct Fan<'a> {
    /// What it shows, for those who cannot see it.
    pub says: String,
    /// The years.
    pub years: &'a [i32],
    /// Name of the line, and its values.
    pub line: (String, Vec<f64>),
    /// Names of the bands, and their lower and upper ends.
    pub bands: Vec<(String, Vec<f64>, Vec<f64>)>,
    /// Class of the colour.
    pub class: &'static str,
    /// Whether values are shares.
    pub share: bool,
    /// Unit of the axis.
    pub unit: String,
    /// Height on a wide page.
    pub height: f64,
}

impl Fan<'_> {
    fn told(&self, value: f64) -> String {
        if self.share { words::percent(value) } else { words::brief(value) }
    }

    /// Draws it.
    pub fn draw(&self, size: Size) -> Html {
        let (width, height) = (size.width(), size.pick(self.height, 250.0));
        let names = self.bands.iter().map(|band| band.0.as_str()).chain([self.line.0.as_str()]);
        let longest = names.map(|name| text_width(name, 6.9)).fold(0.0, f64::max);
        let (x_start, x_end) = (size.pick(64.0, 50.0), width - size.pick(longest + 24.0, 14.0));
        let (top, bottom) = (26.0, height - 28.0);
        let mut d = Drawing::new(width, height);
        let all = self.bands.iter().flat_map(|band| &band.2).chain(&self.line.1);
        let most = all.copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
        if most <= 0.0 || self.years.is_empty() {
            d.text("hint", (width / 2.0, height / 2.0), Anchor::Middle, "nothing to draw: all of it is zero");
            return d.finish(&self.says);
        }
        let high = if self.share { (most * 1.04).min(1.0) } else { most * 1.04 };
        let years = self.years;
        let last = years.len() - 1;
        let x_axis = Axis::linear(f64::from(years[0]), f64::from(years[last].max(years[0] + 1)), x_start, x_end);
        let x = |index: usize| x_axis.at(f64::from(years[index]));
        let y = Axis::linear(0.0, high, bottom, top);
        for tick in y.ticks(size.pick(6, 5)) {
            d.line("grid", (x_start, y.at(tick)), (x_end, y.at(tick)));
            d.text("tick", (x_start - 8.0, y.at(tick) + 4.0), Anchor::End, &self.told(tick));
        }
        d.text("hint", (0.0, 11.0), Anchor::Start, &self.unit);
        for (_, low, top) in &self.bands {
            let mut path = String::new();
            for (index, value) in top.iter().enumerate() {
                path.push_str(&format!("{}{},{}", if index == 0 { "M" } else { "L" }, n(x(index)), n(y.at(*value))));
            }
            for (index, value) in low.iter().enumerate().rev() {
                path.push_str(&format!("L{},{}", n(x(index)), n(y.at(*value))));
            }
            path.push('Z');
            d.path(&format!("fan {}", self.class), &path);
        }
        let mut path = String::new();
        for (index, value) in self.line.1.iter().enumerate() {
            path.push_str(&format!("{}{},{}", if index == 0 { "M" } else { "L" }, n(x(index)), n(y.at(*value))));
        }
        d.path(&format!("fan-line {}", self.class), &path);
        d.line("base", (x_start, bottom), (x_end, bottom));
        for year in year_ticks(years[0], years[last], size.pick(9, 5)) {
            let at = x_axis.at(f64::from(year));
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
        }
        if size == Size::Wide {
            let wanted: Vec<f64> =
                self.bands.iter().map(|band| y.at(band.2[last])).chain([y.at(self.line.1[last])]).collect();
            let placed = super::axis::apart(&wanted, 17.0, top - 6.0, bottom);
            let names = self.bands.iter().map(|band| &band.0).chain([&self.line.0]);
            for (name, place) in names.zip(placed) {
                d.text("label", (x_end + 10.0, place + 4.5), Anchor::Start, name);
            }
        }
        self.cards(&mut d, &x, (top, bottom), (x_start, x_end));
        d.finish(&self.says)
    }

    fn cards(&self, d: &mut Drawing, x: &impl Fn(usize) -> f64, (top, bottom): (f64, f64), (start, end): (f64, f64)) {
        let last = self.years.len() - 1;
        for (index, year) in self.years.iter().enumerate() {
            let from = if index == 0 { start } else { f64::midpoint(x(index - 1), x(index)) };
            let to = if index == last { end } else { f64::midpoint(x(index), x(index + 1)) };
            let mut rows = vec![format!("{year}  ({})", self.unit)];
            rows.push(format!("{}  {}", self.told(self.line.1[index]), self.line.0));
            rows.extend(
                self.bands.iter().rev().map(|(name, low, high)| {
                    format!("{} to {}  {name}", self.told(low[index]), self.told(high[index]))
                }),
            );
            d.open_mark("band", &rows.join("\n"));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (x(index), top), (x(index), bottom));
            d.close();
        }
    }

    /// The numbers, a row a year.
    pub fn table(&self, caption: &str) -> Html {
        let mut head = vec![Html::from("Year"), Html::from(&self.line.0)];
        for (name, _, _) in &self.bands {
            head.push(Html::from(format!("{name}, from")));
            head.push(Html::from("to"));
        }
        let row = |(index, year): (usize, &i32)| {
            let mut row = vec![Html::from(year.to_string()), self.told(self.line.1[index]).into()];
            for (_, low, high) in &self.bands {
                row.push(self.told(low[index]).into());
                row.push(self.told(high[index]).into());
            }
            row
        };
        let rows: Vec<Vec<Html>> = self.years.iter().enumerate().map(row).collect();
        table(caption, 1, &head, &rows)
    }
}
