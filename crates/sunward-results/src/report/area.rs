//! Areas stacked over years: direct labels where there is room, a key to the rest, and a card of values for each year.

use super::axis::{Axis, apart, year_ticks};
use super::figure::legend;
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, n, text_width};
use super::words;

/// One layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What it is.
    pub name: String,
    /// Class of its colour.
    pub class: String,
    /// Year by year, never negative.
    pub values: Vec<f64>,
}

/// Layers over years, the first at the bottom.
#[derive(Debug, Clone)]
pub struct Areas<'a> {
    /// What it shows, for those who cannot see it.
    pub says: String,
    /// The years.
    pub years: &'a [i32],
    /// The layers.
    pub layers: Vec<Layer>,
    /// Unit of the axis and the cards.
    pub unit: String,
    /// A level that means something, and words for it.
    pub level: Option<(f64, String)>,
    /// The year that is looked at closely.
    pub focus: Option<i32>,
    /// Height on a wide page.
    pub height: f64,
}

impl Areas<'_> {
    /// Sum of the layers below and with one, by year.
    fn tops(&self) -> Vec<Vec<f64>> {
        let mut sum = vec![0.0; self.years.len()];
        self.layers
            .iter()
            .map(|layer| {
                for (below, value) in sum.iter_mut().zip(&layer.values) {
                    *below += value.max(0.0);
                }
                sum.clone()
            })
            .collect()
    }

    /// Draws them.
    pub fn draw(&self, size: Size) -> Html {
        let width = size.width();
        let tops = self.tops();
        let most = tops.last().map_or(0.0, |top| top.iter().copied().fold(0.0, f64::max));
        // A level far above what is reached would flatten the picture.
        let level = self.level.as_ref().filter(|level| level.0 <= 2.0 * most);
        let high = level.map_or(most, |level| most.max(level.0)) * 1.06;
        let names: Vec<String> = self.layers.iter().map(|layer| words::clip(&layer.name, 30)).collect();
        let longest = names.iter().map(|name| text_width(name, 6.9)).fold(0.0, f64::max);
        let right = if self.layers.len() > 1 { size.pick(longest + 24.0, 12.0) } else { 14.0 };
        let left = size.pick(64.0, 50.0);
        let (x_start, x_end) = (left, width - right);
        let height = size.pick(self.height, 280.0);
        let (top, bottom) = (26.0, height - if self.focus.is_some() { 44.0 } else { 28.0 });
        let years = self.years;
        let x_axis = Axis::linear(f64::from(years[0]), f64::from(years[years.len() - 1]), x_start, x_end);
        let x = |index: usize| x_axis.at(f64::from(years[index]));
        let mut d = Drawing::new(width, height);
        if high <= 0.0 {
            d.text("hint", (width / 2.0, height / 2.0), Anchor::Middle, "nothing to draw: all of it is zero");
            return d.finish(&self.says);
        }
        let y = Axis::linear(0.0, high, bottom, top);
        for tick in y.ticks(size.pick(6, 5)) {
            d.line("grid", (x_start, y.at(tick)), (x_end, y.at(tick)));
            d.text("tick", (x_start - 8.0, y.at(tick) + 4.0), Anchor::End, &words::brief(tick));
        }
        d.text("hint", (0.0, 11.0), Anchor::Start, &self.unit);
        self.layers_drawn(&mut d, &tops, &x, &y, bottom);
        if let Some((at, words)) = level {
            d.line("level", (x_start, y.at(*at)), (x_end, y.at(*at)));
            d.text("hint halo", (x_start + 8.0, y.at(*at) - 6.0), Anchor::Start, words);
        }
        d.line("base", (x_start, bottom), (x_end, bottom));
        for year in year_ticks(years[0], years[years.len() - 1], size.pick(9, 5)) {
            let at = x_axis.at(f64::from(year));
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
        }
        if let Some(focus) = self.focus.filter(|focus| years.contains(focus)) {
            let at = x_axis.at(f64::from(focus));
            let words = format!("{focus}: the year looked at closely");
            let half = text_width(&words, 6.4) / 2.0;
            d.line("focus", (at, top), (at, bottom + 24.0));
            d.text("hint", (at.clamp(half + 2.0, width - half - 2.0), bottom + 38.0), Anchor::Middle, &words);
        }
        if size == Size::Wide && self.layers.len() > 1 {
            self.end_labels(&mut d, &names, &tops, &y, (top, bottom), x_end);
        }
        self.cards(&mut d, &x, (top, bottom), (x_start, x_end));
        d.finish(&self.says)
    }

    fn layers_drawn(&self, d: &mut Drawing, tops: &[Vec<f64>], x: &impl Fn(usize) -> f64, y: &Axis, bottom: f64) {
        let zero = vec![0.0; self.years.len()];
        for (index, layer) in self.layers.iter().enumerate() {
            let below = if index == 0 { &zero } else { &tops[index - 1] };
            if self.years.len() == 1 {
                let (from, to) = (y.at(tops[index][0]), y.at(below[0]).min(bottom));
                d.rect(&format!("fill {}", layer.class), (x(0) - 40.0, from), (80.0, to - from), None);
                continue;
            }
            let mut path = String::new();
            for (i, value) in tops[index].iter().enumerate() {
                path.push_str(&format!("{}{},{}", if i == 0 { "M" } else { "L" }, n(x(i)), n(y.at(*value))));
            }
            for (i, value) in below.iter().enumerate().rev() {
                path.push_str(&format!("L{},{}", n(x(i)), n(y.at(*value))));
            }
            path.push('Z');
            d.path(&format!("layer {}", layer.class), &path);
        }
    }

    fn end_labels(&self, d: &mut Drawing, names: &[String], tops: &[Vec<f64>], y: &Axis, span: (f64, f64), edge: f64) {
        let last = self.years.len() - 1;
        let middle = |index: usize| {
            let below = if index == 0 { 0.0 } else { tops[index - 1][last] };
            y.at(f64::midpoint(below, tops[index][last]))
        };
        // What has gone by then is named in the key.
        let all: f64 = self.layers.iter().map(|layer| layer.values[last]).sum();
        let left: Vec<usize> =
            (0..self.layers.len()).filter(|index| self.layers[*index].values[last] > 0.004 * all).collect();
        let wanted: Vec<f64> = left.iter().map(|index| middle(*index)).collect();
        let placed = apart(&wanted, 16.0, span.0 - 8.0, span.1 + 8.0);
        for ((index, from), place) in left.into_iter().zip(wanted).zip(placed) {
            let class = &self.layers[index].class;
            d.path(
                &format!("leader {class}"),
                &format!("M{},{}L{},{}", n(edge + 2.0), n(from), n(edge + 12.0), n(place)),
            );
            d.text("label", (edge + 16.0, place + 4.5), Anchor::Start, &names[index]);
        }
    }

    fn cards(&self, d: &mut Drawing, x: &impl Fn(usize) -> f64, (top, bottom): (f64, f64), (start, end): (f64, f64)) {
        let last = self.years.len() - 1;
        for (index, year) in self.years.iter().enumerate() {
            let from = if index == 0 { start } else { f64::midpoint(x(index - 1), x(index)) };
            let to = if index == last { end } else { f64::midpoint(x(index), x(index + 1)) };
            let sum: f64 = self.layers.iter().map(|layer| layer.values[index]).sum();
            let mut rows = vec![format!("{year}  ({})", self.unit), format!("{}  in all", words::brief(sum))];
            let shown = self.layers.iter().rev().filter(|layer| layer.values[index] > 0.0);
            rows.extend(shown.map(|layer| format!("{}  {}", words::brief(layer.values[index]), layer.name)));
            d.open_mark("band", &rows.join("\n"));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (x(index), top), (x(index), bottom));
            d.close();
        }
    }

    /// Keys to the colours, the top layer first.
    pub fn legend(&self) -> Html {
        let rows: Vec<(String, String)> =
            self.layers.iter().rev().map(|layer| (format!("swatch {}", layer.class), layer.name.clone())).collect();
        legend(&rows)
    }

    /// The numbers, a row a year.
    pub fn table(&self, caption: &str) -> Html {
        let names = self.layers.iter().map(|layer| Html::from(&layer.name));
        let head: Vec<Html> = [Html::from("Year")].into_iter().chain(names).chain([Html::from("Sum")]).collect();
        let rows: Vec<Vec<Html>> = self
            .years
            .iter()
            .enumerate()
            .map(|(i, year)| {
                let mut row = vec![Html::from(year.to_string())];
                row.extend(self.layers.iter().map(|layer| words::digits(layer.values[i], 4).into()));
                row.push(words::digits(self.layers.iter().map(|layer| layer.values[i]).sum(), 4).into());
                row
            })
            .collect();
        table(caption, 1, &head, &rows)
    }
}
