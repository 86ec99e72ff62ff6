//! What the design trades: cost over one decision at a time, with its optimum and the reason for it.

use super::axis::{Axis, apart};
use super::chart::{label_rows, letter_of};
use super::figure::{Figure, Section};
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::svg::{Anchor, Drawing, Size, n, text_width};
use super::words;
use crate::trade::{Group, groups};
use sunward_economics::trade::{Cause, Found};
use sunward_economics::{Decision, Trade};

/// What is this much dearer than the optimum leaves the picture; the table keeps it.
const CAP: f64 = 0.3;
const TOP: f64 = 16.0;
const ROW: f64 = 19.0;

/// A figure for each decision.
pub fn section(story: &Story) -> Section {
    let (id, short, title) = ("trades", "Trade-offs", "What the design trades".to_string());
    let all = groups(&story.results.model, &story.results.trades);
    if all.is_empty() {
        let body =
            tag("p", "empty", "There is nothing to trade: no satellite stands in this scenario, or nobody asked.");
        return Section { id, short, title, lead: Html::empty(), body };
    }
    let lead = Html::from(format!(
        "One decision at a time, all others as chosen, in {}: sky, dose, launch and the whole satellite are worked out anew at every point. Two decisions together may have a better optimum than each alone.",
        story.focus
    ));
    let mut body = Vec::new();
    let several = all.iter().any(|group| group.option != all[0].option);
    let mut last = None;
    for group in &all {
        if several && last != Some(group.option) {
            let found = story.results.costs.series.iter().find(|series| series.name == *group.option);
            body.push(tag("h3", "", found.map_or(group.option.to_string(), |series| series.title.clone())));
            last = Some(group.option);
        }
        body.push(figure(story, group));
    }
    Section { id, short, title, lead, body: Html::join(body) }
}

/// One line: uses whose curves lie on each other share it.
struct Line<'a> {
    name: String,
    class: String,
    trade: &'a Trade,
}

fn lines<'a>(story: &Story, group: &Group<'a>) -> Vec<Line<'a>> {
    let mut lines: Vec<(Vec<String>, usize, &Trade)> = Vec::new();
    for trade in group.trades.iter().copied().filter(|trade| trade.optimum.is_some()) {
        let same = lines.iter_mut().find(|line| {
            line.2.points.iter().zip(&trade.points).all(|(a, b)| match (&a.found, &b.found) {
                (Ok(a), Ok(b)) => (a.over() - b.over()).abs() < 5e-4,
                (Err(_), Err(_)) => true,
                _ => false,
            })
        });
        let name = story.workloads[trade.workload].clone();
        match same {
            Some(line) => line.0.push(name.to_lowercase()),
            None => lines.push((vec![name], trade.workload, trade)),
        }
    }
    let all = group.trades.len() > 1 && lines.len() == 1 && lines[0].0.len() == group.trades.len();
    lines
        .into_iter()
        .map(|(names, workload, trade)| Line {
            name: if all { "All uses".to_string() } else { words::list(&names) },
            class: format!("w{} strong", workload % 8),
            trade,
        })
        .collect()
}

fn figure(story: &Story, group: &Group) -> Html {
    let decision = group.decision;
    let reasons = |rows: Vec<String>| {
        let rows = rows.into_iter().map(|row| tag("li", "", row));
        Html(format!("<ul class=\"reasons\">{}</ul>", Html::join(rows)))
    };
    let drawn = lines(story, group);
    if drawn.is_empty() || !drawn.iter().any(|line| line.trade.matters()) {
        let head = tag("h3", "", decision.title());
        return tag(
            "div",
            "box",
            Html::join([head, reasons(group.trades.iter().map(|trade| trade.reason.clone()).collect())]),
        );
    }
    let bests: Vec<String> = drawn
        .iter()
        .filter_map(|line| Some(format!("{} at {}", line.name.to_lowercase(), decision.shown(line.trade.best()?.0))))
        .collect();
    // The reason of one stands for all whose curves lie on it.
    let why = drawn
        .iter()
        .map(|line| {
            let own = format!("{} is ", story.workloads[line.trade.workload]);
            match line.trade.reason.strip_prefix(&own) {
                Some(rest) if !own.starts_with(&format!("{} is", line.name)) => format!("{}: {rest}", line.name),
                _ => line.trade.reason.clone(),
            }
        })
        .collect();
    let sketch = Sketch::of(decision, &drawn);
    let unit = decision.unit().0;
    let mut notes: Vec<Html> = Vec::new();
    notes.extend(group.disagreement.as_ref().map(Html::from));
    notes.extend(sketch.outside(&drawn));
    notes.extend(gaps(decision, drawn[0].trade));
    let figure = Figure {
        title: format!("{}: cheapest for {}", decision.title(), words::list(&bests)),
        measures: format!(
            "Cost of compute above that at the optimum of each use, in %, by {} in {unit}",
            quoted(decision)
        ),
        legend: Html::join([reasons(why), letters(&drawn)]),
        note: Html(notes.into_iter().map(|note| note.0).collect::<Vec<_>>().join(" ")),
        table: tables(decision, &drawn),
    };
    figure.with(|size| sketch.draw(size, &drawn))
}

/// What the horizontal axis is.
fn quoted(decision: Decision) -> &'static str {
    match decision {
        Decision::Altitude => "height of the orbit",
        Decision::ChipTemperature => "temperature of the chips’ coolant side",
        Decision::EclipseShare => "share of the chips’ power kept up in eclipse",
        Decision::Shielding => "thickness of the aluminium round the chips",
    }
}

fn letters(lines: &[Line]) -> Html {
    if lines.len() < 2 {
        return Html::empty();
    }
    let items = lines.iter().enumerate().map(|(i, line)| {
        Html(format!("<li class=\"{}\"><b>{}</b>{}</li>", line.class, letter_of(i), escape(&line.name)))
    });
    Html(format!("<ul class=\"letters\" aria-hidden=\"true\">{}</ul>", Html::join(items)))
}

/// Where the satellite cannot be had, and why.
fn gaps(decision: Decision, trade: &Trade) -> Option<Html> {
    let rows: Vec<String> = trade
        .gaps()
        .into_iter()
        .map(|(first, last, why)| {
            let span = if first == last {
                decision.shown(first)
            } else {
                format!("{} to {}", decision.shown(first), decision.shown(last))
            };
            format!("{span} ({})", why.replace('`', ""))
        })
        .collect();
    if rows.is_empty() { None } else { Some(Html::from(format!("Tried, but not to be had: {}.", rows.join("; ")))) }
}

fn signed(share: f64) -> String {
    let percent = (share * 1000.0).round() / 10.0;
    if percent == 0.0 {
        "0".into()
    } else {
        format!("{}{}", if percent < 0.0 { "−" } else { "+" }, sunward_quantity::show_number(percent.abs()))
    }
}

fn tables(decision: Decision, lines: &[Line]) -> Html {
    let unit = decision.unit().0;
    let mut all = Vec::new();
    for line in lines {
        // Causes that never matter stay out.
        let causes: Vec<Cause> = Cause::ALL
            .iter()
            .copied()
            .filter(|cause| {
                let mut shares = line.trade.points.iter().flat_map(|point| &point.found);
                shares.any(|found| found.causes[*cause as usize].abs() > 5e-4)
            })
            .collect();
        let mut head: Vec<Html> = vec![Html::from(decision.title()), "Above the best, %".into()];
        head.extend(causes.iter().map(|cause| Html::from(cause.title())));
        let rows: Vec<Vec<Html>> = line
            .trade
            .points
            .iter()
            .enumerate()
            .map(|(i, point)| {
                let place = decision.shown(point.at);
                let place = match (Some(i) == line.trade.optimum, Some(i) == line.trade.now) {
                    (true, true) => format!("{place}, cheapest and chosen"),
                    (true, false) => format!("{place}, cheapest"),
                    (false, true) => format!("{place}, chosen"),
                    (false, false) => place,
                };
                let mut row = vec![Html::from(place)];
                match &point.found {
                    Ok(found) => {
                        row.push(signed(found.over()).into());
                        row.extend(causes.iter().map(|cause| Html::from(signed(found.causes[*cause as usize]))));
                    }
                    Err(_) => row.extend((0..=causes.len()).map(|_| Html::from("–"))),
                }
                row
            })
            .collect();
        let caption = format!("{}, by {unit}: % of the cost at the optimum that each cause adds", line.name);
        all.push(table(&caption, 1, &head, &rows));
    }
    Html::join(all)
}

/// The picture of one decision.
struct Sketch {
    decision: Decision,
    low: f64,
    high: f64,
    top: f64,
    says: String,
}

fn had(trade: &Trade) -> impl Iterator<Item = (f64, &Found)> {
    trade.points.iter().filter_map(|point| Some((point.at, point.found.as_ref().ok()?)))
}

impl Sketch {
    fn of(decision: Decision, lines: &[Line]) -> Self {
        let all = || lines.iter().flat_map(|line| had(line.trade));
        let highest = all().map(|point| point.1.over()).fold(0.0, f64::max);
        let top = (1.06 * highest).clamp(0.005, CAP);
        // One point more than what is seen, so that the lines are seen to leave.
        let seen: Vec<f64> = all().filter(|point| point.1.over() <= top).map(|point| point.0).collect();
        let (first, last) =
            (seen.iter().copied().fold(f64::INFINITY, f64::min), seen.iter().copied().fold(0.0, f64::max));
        let places = || lines[0].trade.points.iter().map(|point| point.at);
        let low = places().filter(|at| *at < first).fold(None, |_, at| Some(at)).unwrap_or(first);
        let high = places().find(|at| *at > last).unwrap_or(last);
        let says = format!("{}: cost of compute above that at the optimum, by use", decision.title());
        Self { decision, low, high, top, says }
    }

    /// What lies outside the picture.
    fn outside(&self, lines: &[Line]) -> Option<Html> {
        let last = had(lines[0].trade).last()?.0;
        if last <= self.high {
            return None;
        }
        let mut places = had(lines[0].trade).map(|point| point.0).filter(|at| *at > self.high);
        // The orbits without an eclipse begin near 1,391 km.
        let at = match self.decision {
            Decision::Altitude => places.find(|at| *at >= 1400e3).unwrap_or(last),
            _ => last,
        };
        let rows: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                let found = had(line.trade).find(|point| point.0 == at)?.1;
                Some(format!("{} costs {} times its best", line.name.to_lowercase(), words::brief(1.0 + found.over())))
            })
            .collect();
        Some(Html::from(format!(
            "Outside the picture, to {}, the curves rise further: at {} {}; the table has every point.",
            self.decision.shown(last),
            self.decision.shown(at),
            words::list(&rows)
        )))
    }

    fn draw(&self, size: Size, lines: &[Line]) -> Html {
        let wide = size == Size::Wide;
        let width = size.width();
        let many = lines.len() > 1;
        let longest = lines.iter().map(|line| text_width(&words::clip(&line.name, 30), 7.3)).fold(0.0, f64::max);
        let right = if wide {
            longest + 30.0
        } else if many {
            30.0
        } else {
            14.0
        };
        let (x_start, x_end) = (size.pick(62.0, 46.0), width - right);
        let scale = self.decision.unit().1;
        let x_axis = if self.low > 0.0 && self.high / self.low > 8.0 && self.decision == Decision::Altitude {
            Axis::log(self.low / scale, self.high / scale, x_start + 6.0, x_end - 6.0)
        } else {
            Axis::linear(self.low / scale, self.high / scale, x_start + 6.0, x_end - 6.0)
        };
        let x = |at: f64| x_axis.at(at / scale);

        // Marks above: the choice, then the optima.
        let mut marks: Vec<(f64, String, String)> = Vec::new();
        let trade = lines[0].trade;
        if let Some((at, _)) = trade.today().filter(|now| now.0 >= self.low && now.0 <= self.high) {
            marks.push((at, "q".into(), format!("chosen: {}", self.decision.shown(at))));
        }
        for (i, line) in lines.iter().enumerate() {
            let Some((at, _)) = line.trade.best() else { continue };
            let name = if wide || !many { words::clip(&line.name, 30) } else { letter_of(i) };
            marks.push((at, line.class.clone(), format!("{name}: {}", self.decision.shown(at))));
        }
        let labels: Vec<(f64, &str)> = marks.iter().map(|mark| (x(mark.0), mark.2.as_str())).collect();
        let (rows, placed) = label_rows(&labels, x_start, x_end);
        let top = TOP + ROW * rows as f64;
        let height = size.pick(340.0, 280.0) + ROW * rows as f64;
        let bottom = height - 48.0;
        let y_axis = Axis::linear(-0.04 * self.top * 100.0, self.top * 100.0, bottom, top);
        let y = |over: f64| y_axis.at(over * 100.0);
        let mut d = Drawing::new(width, height);
        for tick in y_axis.ticks(size.pick(6, 5)).into_iter().filter(|tick| *tick >= -1e-9) {
            let at = y_axis.at(tick);
            d.line(if tick.abs() < 1e-9 { "base" } else { "grid" }, (x_start, at), (x_end, at));
            let label = if tick.abs() < 1e-9 { "0 %".into() } else { format!("+{} %", words::brief(tick)) };
            d.text("tick", (x_start - 8.0, at + 4.0), Anchor::End, &label);
        }
        d.line("base", (x_start, bottom), (x_end, bottom));
        for tick in x_axis.ticks(size.pick(9, 5)) {
            let at = x_axis.at(tick);
            d.line("base", (at, bottom), (at, bottom + 5.0));
            d.text("tick", (at, bottom + 19.0), Anchor::Middle, &words::brief(tick));
        }
        let axis = format!("{}, {}", self.decision.title(), self.decision.unit().0);
        d.text("hint", (0.5 * (x_start + x_end), bottom + 39.0), Anchor::Middle, &axis);
        for (first, last, _) in trade.gaps() {
            self.gap(&mut d, trade, (first, last), &x, (top, bottom));
        }
        for (mark, (row, ..)) in marks.iter().zip(&placed) {
            d.line(&format!("crossing {}", mark.1), (x(mark.0), TOP + ROW * *row as f64 + 5.0), (x(mark.0), bottom));
        }
        for (mark, (row, at, anchor)) in marks.iter().zip(&placed) {
            d.text(&format!("mark-label halo {}", mark.1), (*at, TOP + ROW * *row as f64), *anchor, &mark.2);
        }
        let ends: Vec<Option<(f64, f64)>> =
            lines.iter().rev().map(|line| self.curve(&mut d, line, &x, &y, top)).collect();
        let ends: Vec<Option<(f64, f64)>> = ends.into_iter().rev().collect();
        for line in lines {
            if let Some((at, _)) = line.trade.best() {
                d.circle(&format!("crossing-dot {}", line.class), (x(at), y(0.0)), 5.5);
            }
            if let Some((at, found)) = line.trade.today().filter(|now| now.1.over() <= self.top) {
                d.circle(&format!("point {}", line.class), (x(at), y(found.over())), 4.5);
            }
        }
        if wide || many {
            let label = |i: usize| if wide { words::clip(&lines[i].name, 30) } else { letter_of(i) };
            // A line that leaves through the top far from the edge, with room beside it, is named where it leaves.
            let leaves = |i: usize| {
                let end = ends[i]?;
                let room = end.0 + 16.0 + text_width(&label(i), 7.3);
                let free = (0..lines.len()).filter(|j| *j != i).filter_map(|j| ends[j]);
                let clear =
                    free.filter(|other| other.1 < top + 24.0).all(|other| other.0 < end.0 - 8.0 || other.0 > room);
                if end.1 < top + 0.5 && room < x_end - 20.0 && clear { Some(end) } else { None }
            };
            for (i, line) in lines.iter().enumerate() {
                if let Some(end) = leaves(i) {
                    let at = (end.0 + 9.0, top + 13.0);
                    d.text(&format!("end halo {}", line.class), at, Anchor::Start, &label(i));
                }
            }
            let shown: Vec<usize> = (0..lines.len()).filter(|i| ends[*i].is_some() && leaves(*i).is_none()).collect();
            let wanted: Vec<f64> = shown.iter().filter_map(|i| ends[*i]).map(|end| end.1).collect();
            let places = apart(&wanted, size.pick(18.0, 16.0), top - 8.0, bottom);
            for (i, place) in shown.into_iter().zip(places) {
                let Some(end) = ends[i] else { continue };
                let class = &lines[i].class;
                let path = format!("M{},{}L{},{}", n(end.0 + 3.0), n(end.1), n(x_end + 8.0), n(place));
                d.path(&format!("leader {class}"), &path);
                d.text(&format!("end {class}"), (x_end + 12.0, place + 4.5), Anchor::Start, &label(i));
            }
        }
        self.cards(&mut d, lines, &x, &y, (top, bottom), (x_start, x_end));
        d.finish(&self.says)
    }

    /// A hatched field where the satellite cannot be had, from the last point before it to the first behind.
    fn gap(
        &self,
        d: &mut Drawing,
        trade: &Trade,
        (first, last): (f64, f64),
        x: &impl Fn(f64) -> f64,
        (top, bottom): (f64, f64),
    ) {
        let before = had(trade).map(|point| point.0).filter(|at| *at < first).fold(None, |_, at| Some(at));
        let behind = had(trade).map(|point| point.0).find(|at| *at > last);
        let from = before.unwrap_or(first).clamp(self.low, self.high);
        let to = behind.unwrap_or(last).clamp(self.low, self.high);
        if to > from {
            d.rect("gap", (x(from), top), (x(to) - x(from), bottom - top), None);
            let words = "cannot be had";
            if x(to) - x(from) > text_width(words, 7.0) {
                d.text("hint halo", (0.5 * (x(from) + x(to)), 0.5 * (top + bottom)), Anchor::Middle, words);
            }
        }
    }

    /// Draws a line, broken at gaps and cut at the top; gives the place where it ends or leaves for good.
    fn curve(
        &self,
        d: &mut Drawing,
        line: &Line,
        x: &impl Fn(f64) -> f64,
        y: &impl Fn(f64) -> f64,
        top: f64,
    ) -> Option<(f64, f64)> {
        let mut path = String::new();
        let mut before: Option<(f64, f64)> = None;
        let mut end = None;
        for point in line.trade.points.iter().filter(|point| point.at >= self.low && point.at <= self.high) {
            let Ok(found) = &point.found else {
                before = None;
                continue;
            };
            let here = (x(point.at), y(found.over()));
            let inside = |p: (f64, f64)| p.1 >= top - 0.05;
            let cut = |a: (f64, f64), b: (f64, f64)| (a.0 + (b.0 - a.0) * (top - a.1) / (b.1 - a.1), top);
            match before {
                Some(before) if inside(before) && inside(here) => {
                    path.push_str(&format!("L{},{}", n(here.0), n(here.1)))
                }
                Some(before) if inside(here) => {
                    let edge = cut(before, here);
                    path.push_str(&format!("M{},{}L{},{}", n(edge.0), n(edge.1), n(here.0), n(here.1)));
                }
                Some(before) if inside(before) => {
                    let edge = cut(before, here);
                    path.push_str(&format!("L{},{}", n(edge.0), n(edge.1)));
                    end = Some(edge);
                }
                _ if inside(here) => path.push_str(&format!("M{},{}", n(here.0), n(here.1))),
                _ => {}
            }
            if inside(here) {
                end = Some(here);
            }
            before = Some(here);
        }
        if !path.is_empty() {
            d.path(&format!("curve {}", line.class), &path);
        }
        end
    }

    fn cards(
        &self,
        d: &mut Drawing,
        lines: &[Line],
        x: &impl Fn(f64) -> f64,
        y: &impl Fn(f64) -> f64,
        (top, bottom): (f64, f64),
        (start, end): (f64, f64),
    ) {
        let places: Vec<usize> = (0..lines[0].trade.points.len())
            .filter(|i| (self.low..=self.high).contains(&lines[0].trade.points[*i].at))
            .collect();
        let at = |k: usize| x(lines[0].trade.points[places[k]].at);
        for (k, index) in places.iter().enumerate() {
            let from = if k == 0 { start } else { 0.5 * (at(k - 1) + at(k)) };
            let to = if k + 1 == places.len() { end } else { 0.5 * (at(k) + at(k + 1)) };
            let rows: Vec<String> = lines
                .iter()
                .map(|line| match &line.trade.points[*index].found {
                    Ok(found) => format!("{} %  {}", signed(found.over()), line.name),
                    Err(why) => format!("–  {}: {why}", line.name),
                })
                .collect();
            let place = self.decision.shown(lines[0].trade.points[*index].at);
            d.open_mark("band", &format!("{place}  (above the best)\n{}", rows.join("\n")));
            d.rect("hit", (from, top), (to - from, bottom - top), None);
            d.line("guide", (at(k), top), (at(k), bottom));
            for line in lines {
                if let Ok(found) = &line.trade.points[*index].found
                    && found.over() <= self.top
                {
                    d.circle(&format!("dot {}", line.class), (at(k), y(found.over())), 3.5);
                }
            }
            d.close();
        }
    }
}
