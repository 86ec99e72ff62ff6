//! What each number does alone: a bar between the results at the low and at the high end of its range.

use super::axis::Axis;
use super::break_even::breakable;
use super::figure::{Figure, legend};
use super::html::{Html, escape, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use crate::explore::{Drawn, Told, ratio_words};
use sunward_exploration::Bar;
use sunward_uncertainty::ensemble::Quantile;

/// At most so many bars.
const MOST: usize = 12;

/// Whether both ends lie on one side of the single run: more of the number and less of it do the same.
fn is_trap(bar: &Bar, base: f64) -> bool {
    let (low, high) = (bar.low - base, bar.high - base);
    // A thousandth is nothing.
    let small = 1e-3 * base.abs();
    low.abs() > small && high.abs() > small && (low > 0.0) == (high > 0.0)
}

/// The tornado of one use of compute; `None` where there is nothing to draw.
pub fn figure(told: &Told, workload: usize, bars: &[Bar]) -> Option<Html> {
    let base = told.best_ratio(workload, told.outcomes().focus)?;
    let sound = |bar: &&Bar| !bar.low.is_nan() && !bar.high.is_nan();
    let all: Vec<(&Bar, Drawn<'_>)> =
        bars.iter().filter(sound).filter_map(|bar| Some((bar, told.number(bar.number)?))).collect();
    let first = all.first()?;
    let traps = all.iter().take(MOST).filter(|row| is_trap(row.0, base)).count();
    let keys = [("swatch e0", "number at its low end (5 %)"), ("swatch o0", "at its high end (95 %)")];
    let keys: Vec<(String, String)> = keys.map(|(class, words)| (class.to_string(), words.to_string())).to_vec();
    let rows: Vec<Vec<Html>> = all
        .iter()
        .map(|(bar, drawn)| {
            let number = |end: Option<f64>| end.map_or("–".to_string(), |si| drawn.show(si));
            let ends = drawn.ends;
            vec![
                Html(format!(
                    "{}<small><code>{}</code></small>",
                    escape(drawn.label),
                    breakable(&drawn.parameter.path)
                )),
                Html::from(number(ends.map(|ends| ends.0))),
                Html::from(ratio_words(Some(Quantile::of(bar.low)))),
                Html::from(number(ends.map(|ends| ends.1))),
                Html::from(ratio_words(Some(Quantile::of(bar.high)))),
                Html::from(bar.elasticity.map_or("–".to_string(), |e| words::brief(e).replace('-', "−"))),
            ]
        })
        .collect();
    let head = ["Number", "Low end", "Ratio there", "High end", "Ratio there", "Elasticity"].map(Html::from);
    let mut note = "Blue on the left means: less of it is better for the challenger; blue on the right: more of it is better. Nothing is said here of numbers that act together.".to_string();
    if traps > 0 {
        note.push_str(" ↯ marks numbers whose both ends move the ratio to the same side: the best lies between them, and no single slope describes them.");
    }
    let shown = &all[..all.len().min(MOST)];
    if shown.iter().any(|row| row.0.low == f64::INFINITY || row.0.high == f64::INFINITY) {
        note.push_str(" ✕ marks ends at which the challenger cannot be had.");
    }
    let figure = Figure {
        title: words::unbroken(&format!(
            "{} moves the ratio of {} most, one number at a time",
            words::capital(first.1.label),
            words::lower(&told.use_name(workload))
        )),
        measures: format!(
            "Cost ratio in {}, one number at each end of its range, all others at their best ({})",
            told.focus(),
            ratio_words(Some(Quantile::At(base)))
        ),
        legend: legend(&keys),
        note: Html::from(note),
        table: table("Ratio at both ends of each number", 1, &head, &rows),
    };
    Some(figure.with(|size| draw(base, shown, size)))
}

fn draw(base: f64, rows: &[(&Bar, Drawn<'_>)], size: Size) -> Html {
    let width = size.width();
    let finite = rows.iter().flat_map(|row| [row.0.low, row.0.high]).filter(|x| x.is_finite() && *x > 0.0);
    let (low, high) = finite.fold((base, base), |(low, high), x| (f64::min(low, x), f64::max(high, x)));
    let text =
        |drawn: &Drawn<'_>, si: Option<f64>| words::clip(&si.map_or("–".to_string(), |si| drawn.show_short(si)), 24);
    let ends = |drawn: &Drawn<'_>| (text(drawn, drawn.ends.map(|e| e.0)), text(drawn, drawn.ends.map(|e| e.1)));
    let longest =
        rows.iter().flat_map(|row| <[String; 2]>::from(ends(&row.1))).map(|t| text_width(&t, 6.8)).fold(0.0, f64::max);
    let names = 262.0;
    let (start, end) = size.pick((names + longest + 10.0, width - longest - 12.0), (8.0, width - 8.0));
    let axis = if high > 10.0 * low { Axis::log(low, high, start, end) } else { Axis::linear(low, high, start, end) };
    let (step, thick) = size.pick((34.0, 18.0), (58.0, 14.0));
    let top = 26.0;
    let bottom = top + step * rows.len() as f64;
    let mut d = Drawing::new(width, bottom + 28.0);
    for tick in axis.ticks(size.pick(6, 5)) {
        d.line("grid", (axis.at(tick), top), (axis.at(tick), bottom));
        d.text("tick", (axis.at(tick), bottom + 18.0), Anchor::Middle, &format!("{}×", words::brief(tick)));
    }
    let same = (low < 1.0 && high > 1.0).then(|| axis.at(1.0));
    if let Some(at) = same {
        d.line("level", (at, top), (at, bottom));
    }
    let middle = axis.at(base);
    d.line("base", (middle, top - 4.0), (middle, bottom));
    let says = format!("single run {}", ratio_words(Some(Quantile::At(base))));
    let half = text_width(&says, 6.6) / 2.0;
    d.text("hint", (middle.clamp(half, width - half), top - 10.0), Anchor::Middle, &says);
    let place = |ratio: f64| match Quantile::of(ratio) {
        Quantile::At(x) if x > 0.0 => axis.at(x),
        Quantile::At(_) | Quantile::Already => start,
        Quantile::Never => end,
    };
    for (index, (bar, drawn)) in rows.iter().enumerate() {
        let trap = is_trap(bar, base);
        let label = format!("{}{}", if trap { "↯ " } else { "" }, drawn.label);
        let at = top + step * index as f64 + size.pick((step - thick) / 2.0, 40.0);
        let (low_text, high_text) = ends(drawn);
        let never = |ratio: f64, text: String| {
            if Quantile::of(ratio) == Quantile::Never { format!("{text} ✕") } else { text }
        };
        let (low_text, high_text) = (never(bar.low, low_text), never(bar.high, high_text));
        let said = |ratio: f64, number: &str| format!("{} at {number}", ratio_words(Some(Quantile::of(ratio))));
        let card = format!(
            "{label}\n{}\n{}{}\n{}",
            said(bar.low, &low_text),
            said(bar.high, &high_text),
            if trap { "\nboth ends move it to the same side" } else { "" },
            drawn.parameter.meaning.trim()
        );
        let (low_at, high_at) = (place(bar.low), place(bar.high));
        match size {
            Size::Wide => {
                let y = at + thick / 2.0 + 4.5;
                d.text("label", (names - 12.0, y), Anchor::End, &words::clip(&label, 35));
            }
            Size::Narrow => {
                let y = at - 22.0;
                d.text("label halo", (0.0, y), Anchor::Start, &words::clip(&label, 48));
                d.text("end halo e0", (0.0, y + 16.0), Anchor::Start, &low_text);
                d.text("end halo o0", (width, y + 16.0), Anchor::End, &high_text);
            }
        }
        d.open_mark("pair", &card);
        // Ends on one side lie above each other, so that neither covers the other.
        let lanes =
            if trap { [(0.0, thick / 2.0 - 0.5), (thick / 2.0 + 0.5, thick / 2.0 - 0.5)] } else { [(0.0, thick); 2] };
        for ((class, to, ratio), (down, tall)) in
            [("e0", low_at, bar.low), ("o0", high_at, bar.high)].into_iter().zip(lanes)
        {
            let (from, to) = (middle.min(to), middle.max(to));
            d.rect(&format!("fill {class}"), (from, at + down), ((to - from).max(1.0), tall), None);
            if Quantile::of(ratio) == Quantile::Never {
                d.rect("fill hatched", (end - 16.0, at + down), (16.0, tall), None);
            }
        }
        d.close();
        if size == Size::Wide {
            let leftmost = low_at.min(high_at).min(middle);
            let rightmost = low_at.max(high_at).max(middle);
            let y = at + thick / 2.0 + 4.5;
            if trap {
                let right = low_at.max(high_at) > middle;
                let (x, anchor) = if right { (rightmost + 7.0, Anchor::Start) } else { (leftmost - 7.0, Anchor::End) };
                d.text("end e0 halo small", (x, at + 5.0), anchor, &low_text);
                d.text("end o0 halo small", (x, at + thick + 3.0), anchor, &high_text);
            } else {
                let (left, right) = if low_at <= high_at {
                    (("e0", &low_text), ("o0", &high_text))
                } else {
                    (("o0", &high_text), ("e0", &low_text))
                };
                d.text(&format!("end halo {}", left.0), (leftmost - 7.0, y), Anchor::End, left.1);
                d.text(&format!("end halo {}", right.0), (rightmost + 7.0, y), Anchor::Start, right.1);
            }
        }
    }
    d.finish("Ratio at the low and the high end of each number")
}
