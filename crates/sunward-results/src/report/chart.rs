//! Lines over years: direct labels, marks, and a card of values for each year.

use super::axis::{Axis, apart, year_ticks};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, n, text_width};
use super::words;
use sunward_quantity::elementary::power;

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Classes of its colour and weight.
    pub class: String,
    /// Year by year.
    pub values: Vec<Option<f64>>,
}

/// A year that is marked, and why.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Index of the year.
    pub at: usize,
    /// Class of its colour.
    pub class: String,
    /// Why.
    pub words: String,
    /// Shorter, for a narrow page.
    pub short: String,
    /// Where on the scale of values a dot is put.
    pub value: Option<f64>,
}

/// Lines over years.
#[derive(Debug, Clone)]
pub struct Curves<'a> {
    /// What it shows, for those who cannot see it.
    pub says: String,
    /// The years.
    pub years: &'a [i32],
    /// The lines, the most important first.
    pub lines: Vec<Line>,
    /// Marked years.
    pub marks: Vec<Mark>,
    /// The year that is looked at closely.
    pub focus: Option<i32>,
    /// A level that means something, and what lies below and above it.
    pub level: Option<(f64, String, String)>,
    /// Values above it leave the picture, so that the rest can be seen; table and cards keep them.
    pub cap: Option<f64>,
    /// Unit for the cards.
    pub unit: String,
    /// Height on a wide page.
    pub height: f64,
}

const TOP: f64 = 16.0;
const ROW: f64 = 19.0;

impl Curves<'_> {
    fn scale(&self, start: f64, end: f64) -> Option<Axis> {
        let all =
            self.lines.iter().flat_map(|l| l.values.iter().flatten()).copied().filter(|x| *x > 0.0 && x.is_finite());
        let all: Vec<f64> = all.chain(self.level.iter().map(|level| level.0)).collect();
        let low = all.iter().copied().min_by(f64::total_cmp)?;
        let high = all.iter().copied().max_by(f64::total_cmp)?;
        let capped = self.cap.filter(|cap| high > *cap && *cap > low);
        let high = capped.unwrap_or(high);
        let room = power((high / low).max(1.3), 0.05);
        // Below and above a level there is room for words.
        let span = power((high / low).max(1.5), 0.16);
        let room = if self.level.is_some() { span } else { room };
        let low = self.level.iter().map(|level| level.0 / span).fold(low / room, f64::min);
        let top = if capped.is_some() { high } else { high * room };
        let high = self.level.iter().map(|level| level.0 * span).fold(top, f64::max);
        Some(Axis::log(low, high, start, end))
    }

    /// Draws them.
    pub fn draw(&self, size: Size) -> Html {
        let wide = size == Size::Wide;
        let width = size.width();
        let letter = 6.9;
        let names: Vec<String> = self.lines.iter().map(|line| words::clip(&line.name, 38)).collect();
        let longest = names.iter().map(|name| text_width(name, letter)).fold(0.0, f64::max);
        let many = self.lines.len() > 1;
        let right = if !many {
            14.0
        } else if wide {
            longest + 26.0
        } else {
            30.0
        };
        let left = size.pick(58.0, 44.0);
        let (x_start, x_end) = (left, width - right);
        let years = self.years;
        let x_axis = Axis::linear(f64::from(years[0]), f64::from(years[years.len() - 1]), x_start + 6.0, x_end - 6.0);
        let x = |index: usize| x_axis.at(f64::from(years[index]));

        let (rows, labels) = self.mark_rows(size, &x, x_start, x_end);
        let top = TOP + ROW * rows as f64;
        let height = size.pick(self.height, 320.0) + ROW * rows as f64;
        let bottom = height - if self.focus.is_some() { 46.0 } else { 28.0 };
        let mut d = Drawing::new(width, height);
        let Some(y_axis) = self.scale(bottom, top) else {
            d.text(
                "hint",
                (width / 2.0, height / 2.0),
                Anchor::Middle,
                "nothing to draw: no option can be had in any year",
            );
            return d.finish(&self.says);
        };
        let ticks = y_axis.ticks(size.pick(8, 7));
        for tick in &ticks {
            let y = y_axis.at(*tick);
            d.line("grid", (x_start, y), (x_end, y));
            d.text("tick", (x_start - 8.0, y + 4.0), Anchor::End, &words::brief(*tick));
        }
        d.line("base", (x_start, bottom), (x_end, bottom));
        for year in year_ticks(years[0], years[years.len() - 1], size.pick(9, 5)) {
            let at = x_axis.at(f64::from(year));
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
        }
        if let Some(focus) = self.focus {
            let at = x_axis.at(f64::from(focus));
            d.line("focus", (at, top), (at, bottom + 24.0));
            let words = format!("{focus}: the year looked at closely");
            let half = text_width(&words, 6.4) / 2.0;
            let middle = at.clamp(half + 2.0, width - half - 2.0);
            d.text("hint", (middle, bottom + 38.0), Anchor::Middle, &words);
        }
        if let Some((level, below, above)) = &self.level {
            let y = y_axis.at(*level);
            d.rect("below", (x_start, y), (x_end - x_start, bottom - y), None);
            d.line("level", (x_start, y), (x_end, y));
            // The axis keeps a strip free at its foot, and at its head where the curves are low.
            d.text("hint halo", (x_start + 10.0, bottom - 9.0), Anchor::Start, below);
            let (at, anchor) =
                if self.starts_high() { (x_end - 10.0, Anchor::End) } else { (x_start + 10.0, Anchor::Start) };
            d.text("hint halo", (at, top + 15.0), anchor, above);
        }
        let (mut lines_of_marks, mut texts) = (Vec::new(), Vec::new());
        for (mark, (row, at, anchor)) in self.marks.iter().zip(&labels) {
            let x = x(mark.at);
            let label = size.pick(&mark.words, &mark.short);
            let y = TOP + ROW * *row as f64;
            d.line(&format!("crossing {}", mark.class), (x, y + 5.0), (x, bottom));
            lines_of_marks.push(x);
            texts.push((mark, *at, y, *anchor, label));
        }
        for (mark, at, y, anchor, label) in texts {
            d.text(&format!("mark-label halo {}", mark.class), (at, y), anchor, label);
        }
        let mut above: Vec<(f64, f64)> = Vec::new();
        for line in self.lines.iter().rev() {
            if let Some((edge, words)) = self.curve(&mut d, line, &x, &y_axis, top) {
                // Right of where the line leaves, clear of the marks and of other such words.
                let wanted = text_width(&words, 7.2);
                let mut from = edge + 9.0;
                for mark in &lines_of_marks {
                    if *mark > from - 6.0 && *mark < from + wanted {
                        from = mark + 7.0;
                    }
                }
                let row = above.iter().filter(|other| from < other.1 && other.0 < from + wanted).count();
                above.push((from, from + wanted));
                d.text(
                    &format!("end halo {}", line.class),
                    (from, top + 12.0 + 17.0 * row as f64),
                    Anchor::Start,
                    &words,
                );
            }
        }
        for mark in &self.marks {
            if let Some(value) = mark.value {
                d.circle(&format!("crossing-dot {}", mark.class), (x(mark.at), y_axis.at(value).max(top)), 5.5);
            }
        }
        if many {
            self.end_labels(&mut d, size, &names, &x, &y_axis, (top - 6.0, bottom + 6.0), x_end);
        }
        self.cards(&mut d, &x, &y_axis, (top, bottom), (x_start, x_end));
        d.finish(&self.says)
    }

    /// Rows of labels above the plot.
    #[allow(clippy::type_complexity)]
    fn mark_rows(
        &self,
        size: Size,
        x: &impl Fn(usize) -> f64,
        start: f64,
        end: f64,
    ) -> (usize, Vec<(usize, f64, Anchor)>) {
        let marks: Vec<(f64, &str)> =
            self.marks.iter().map(|mark| (x(mark.at), size.pick(mark.words.as_str(), mark.short.as_str()))).collect();
        label_rows(&marks, start, end)
    }

    /// Whether the curves are higher in the first years than in the last.
    fn starts_high(&self) -> bool {
        let third = (self.years.len() / 3).max(1);
        let highest = |range: std::ops::Range<usize>| {
            self.lines.iter().flat_map(|line| line.values[range.clone()].iter().flatten().copied()).fold(0.0, f64::max)
        };
        highest(0..third) >= highest(self.years.len() - third..self.years.len())
    }

    /// Draws one line: broken where there is no value, cut where it leaves the picture; gives the place where it comes
    /// back, and words about where it was.
    fn curve(
        &self,
        d: &mut Drawing,
        line: &Line,
        x: &impl Fn(usize) -> f64,
        y: &Axis,
        top: f64,
    ) -> Option<(f64, String)> {
        let place =
            |index: usize| line.values.get(index).copied().flatten().filter(|v| *v > 0.0).map(|v| (x(index), y.at(v)));
        let cut = |a: (f64, f64), b: (f64, f64)| (a.0 + (b.0 - a.0) * (top - a.1) / (b.1 - a.1), top);
        let mut path = String::new();
        let mut left = None;
        for index in 0..line.values.len() {
            let Some(here) = place(index) else { continue };
            let before = if index > 0 { place(index - 1) } else { None };
            let inside = |p: (f64, f64)| p.1 >= top - 0.05;
            match before {
                Some(before) if inside(before) && inside(here) => {
                    path.push_str(&format!("L{},{}", n(here.0), n(here.1)))
                }
                Some(before) if inside(here) => {
                    let edge = cut(before, here);
                    path.push_str(&format!("M{},{}L{},{}", n(edge.0), n(edge.1), n(here.0), n(here.1)));
                    left = Some((edge.0, index - 1));
                }
                Some(before) if inside(before) => {
                    let edge = cut(before, here);
                    path.push_str(&format!("L{},{}", n(edge.0), n(edge.1)));
                }
                _ if inside(here) => {
                    if place(index + 1).is_none() {
                        d.circle(&format!("point {}", line.class), here, 4.0);
                    }
                    path.push_str(&format!("M{},{}", n(here.0), n(here.1)));
                }
                _ => {}
            }
        }
        if !path.is_empty() {
            d.path(&format!("curve {}", line.class), &path);
        }
        let (edge, last) = left?;
        let first = line.values.iter().position(Option::is_some).unwrap_or(last);
        Some((edge, format!("↑ {} in {}", words::brief(line.values[first].unwrap_or(0.0)), self.years[first])))
    }

    #[allow(clippy::too_many_arguments)]
    fn end_labels(
        &self,
        d: &mut Drawing,
        size: Size,
        names: &[String],
        x: &impl Fn(usize) -> f64,
        y: &Axis,
        span: (f64, f64),
        edge: f64,
    ) {
        let ends: Vec<Option<(f64, f64)>> = self
            .lines
            .iter()
            .map(|line| {
                line.values
                    .iter()
                    .rposition(|v| v.is_some_and(|v| v > 0.0))
                    .map(|i| (x(i), y.at(line.values[i].unwrap_or(1.0)).max(span.0 + 6.0)))
            })
            .collect();
        let shown: Vec<usize> = (0..ends.len()).filter(|i| ends[*i].is_some()).collect();
        let wanted: Vec<f64> = shown.iter().filter_map(|i| ends[*i]).map(|end| end.1).collect();
        let placed = apart(&wanted, size.pick(17.0, 15.0), span.0, span.1);
        for (i, place) in shown.into_iter().zip(placed) {
            let Some(end) = ends[i] else { continue };
            let class = &self.lines[i].class;
            d.path(
                &format!("leader {class}"),
                &format!("M{},{}L{},{}", n(end.0 + 3.0), n(end.1), n(edge + 10.0), n(place)),
            );
            let label = if size == Size::Wide { names[i].clone() } else { letter_of(i) };
            d.text(&format!("end {class}"), (edge + 14.0, place + 4.5), Anchor::Start, &label);
        }
    }

    fn cards(
        &self,
        d: &mut Drawing,
        x: &impl Fn(usize) -> f64,
        y: &Axis,
        (top, bottom): (f64, f64),
        (start, end): (f64, f64),
    ) {
        let last = self.years.len() - 1;
        for (index, year) in self.years.iter().enumerate() {
            let from = if index == 0 { start } else { 0.5 * (x(index - 1) + x(index)) };
            let to = if index == last { end } else { 0.5 * (x(index) + x(index + 1)) };
            let mut rows: Vec<(f64, String)> = Vec::new();
            for line in &self.lines {
                match line.values[index] {
                    Some(v) => rows.push((v, format!("{}  {}", words::brief(v), line.name))),
                    None => rows.push((f64::INFINITY, format!("–  {}", line.name))),
                }
            }
            rows.sort_by(|a, b| b.0.total_cmp(&a.0));
            let rows: Vec<String> = rows.into_iter().map(|row| row.1).collect();
            d.open_mark("band", &format!("{year}  ({})\n{}", self.unit, rows.join("\n")));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (x(index), top), (x(index), bottom));
            for line in &self.lines {
                if let Some(v) = line.values[index].filter(|v| *v > 0.0 && y.at(*v) >= top - 0.05) {
                    d.circle(&format!("dot {}", line.class), (x(index), y.at(v)), 3.5);
                }
            }
            d.close();
        }
    }

    /// Keys to the letters at the ends of the lines on a narrow page.
    pub fn letters(&self) -> Html {
        if self.lines.len() < 2 {
            return Html::empty();
        }
        let items = self.lines.iter().enumerate().map(|(i, line)| {
            Html(format!("<li class=\"{}\"><b>{}</b>{}</li>", line.class, letter_of(i), Html::from(&line.name)))
        });
        Html(format!("<ul class=\"letters\" aria-hidden=\"true\">{}</ul>", Html::join(items)))
    }

    /// The numbers, a row a year.
    pub fn table(&self, caption: &str) -> Html {
        let head: Vec<Html> =
            std::iter::once(Html::from("Year")).chain(self.lines.iter().map(|line| Html::from(&line.name))).collect();
        let rows: Vec<Vec<Html>> = self
            .years
            .iter()
            .enumerate()
            .map(|(i, year)| {
                let values = self
                    .lines
                    .iter()
                    .map(|line| line.values[i].map_or(Html::from("–"), |v| words::digits(v, 4).into()));
                std::iter::once(Html::from(year.to_string())).chain(values).collect()
            })
            .collect();
        table(caption, 1, &head, &rows)
    }
}

/// Rows of labels above a plot, each at its place along it, so that no label covers another or a curve: how many rows, and
/// for each label its row, where it stands and how.
#[allow(clippy::type_complexity)]
pub fn label_rows(labels: &[(f64, &str)], start: f64, end: f64) -> (usize, Vec<(usize, f64, Anchor)>) {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut placed = Vec::new();
    for (at, words) in labels {
        let (at, wanted) = (*at, text_width(words, 7.2));
        let (anchor, span) = if at + wanted <= end + 20.0 {
            (Anchor::Start, (at - 4.0, at - 4.0 + wanted))
        } else if at - wanted >= 2.0 {
            (Anchor::End, (at + 4.0 - wanted, at + 4.0))
        } else {
            (Anchor::Start, (start, start + wanted))
        };
        let free = |row: &Vec<(f64, f64)>| row.iter().all(|other| span.1 + 12.0 < other.0 || other.1 + 12.0 < span.0);
        let row = taken.iter().position(free).unwrap_or(taken.len());
        if row == taken.len() {
            taken.push(Vec::new());
        }
        taken[row].push(span);
        placed.push((row, if anchor == Anchor::End { span.1 } else { span.0 }, anchor));
    }
    (taken.len(), placed)
}

/// `A`, `B`, … for the ends of lines.
pub fn letter_of(index: usize) -> String {
    char::from(b'A' + (index % 26) as u8).to_string()
}
