//! Shares of variance: what a number moves by itself, inside what it moves with all others, with whiskers.

use super::axis::Axis;
use super::fan::joined;
use super::figure::{Figure, legend};
use super::html::{Html, escape, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use crate::explore::{CONFIDENCE, Told, interval_words, share_words};
use sunward_exploration::{Index, Subject};

/// At most so many bars.
const MOST: usize = 14;

/// Bars of indices; `None` where there are none. `what` is `number` or `group`.
pub fn figure(told: &Told, workload: usize, indices: &[Index], what: &str) -> Option<Html> {
    // What all others do together stands last, however much it is.
    let mut shown: Vec<&Index> = indices.iter().filter(|index| index.total.value.is_finite()).collect();
    shown.sort_by(|a, b| {
        let last = |index: &Index| index.subject == Subject::Others;
        last(a).cmp(&last(b)).then(b.total.value.total_cmp(&a.total.value))
    });
    let first = shown.first()?;
    let keys = [
        ("swatch o0", "by itself (first order)"),
        ("swatch o0 wide-key", "with all others (total); whiskers: 95 % interval"),
    ];
    let keys: Vec<(String, String)> = keys.map(|(class, words)| (class.to_string(), words.to_string())).to_vec();
    let cells = |index: &Index| {
        let with = |estimate: &sunward_uncertainty::estimate::Estimate| {
            let (low, high) = estimate.interval(CONFIDENCE);
            Html::from(format!("{} ({})", share_words(estimate.value), interval_words(low, high).replace('-', "−")))
        };
        let path = match index.subject {
            Subject::Number(of) => told.findings.numbers.get(of).map_or("", |number| number.path.as_str()),
            Subject::Group(of) => told.findings.groups.get(of).map_or("", |group| group.key.as_str()),
            Subject::Others => "",
        };
        vec![
            Html(format!("{}<small><code>{}</code></small>", escape(&told.subject(index.subject)), escape(path))),
            with(&index.first),
            with(&index.total),
            index.shapley.as_ref().map_or("–".into(), with),
        ]
    };
    let rows: Vec<Vec<Html>> = shown.iter().map(|index| cells(index)).collect();
    let head = ["", "By itself", "With all others", "Shapley effect"].map(Html::from);
    let use_name = told.use_name(workload);
    let figure = Figure {
        title: words::unbroken(&format!(
            "{} is the largest share of what is not known about {}",
            words::capital(&told.subject(first.subject)),
            words::lower(&use_name)
        )),
        measures: format!("Share of the variance of the logarithm of the cost ratio in {}, by {what}, %", told.focus()),
        legend: legend(&keys),
        note: Html::from(
            "What a number moves by itself goes away when it becomes known. What it moves with all others counts every product of it with another number as well, so these shares can add up to more than 100 %.",
        ),
        table: table(&format!("Shares of variance, {use_name}"), 1, &head, &rows),
    };
    let drawn = &shown[..shown.len().min(MOST)];
    Some(figure.with(|size| draw(told, drawn, size)))
}

fn draw(told: &Told, shown: &[&Index], size: Size) -> Html {
    let width = size.width();
    let intervals: Vec<(f64, f64)> = shown
        .iter()
        .map(|index| {
            let (low, high) = index.total.interval(CONFIDENCE);
            let (low, high) =
                if low.is_finite() && high.is_finite() { (low, high) } else { (index.total.value, index.total.value) };
            (low.max(0.0), high.clamp(0.0, 1.5))
        })
        .collect();
    let values: Vec<String> = shown
        .iter()
        .map(|index| {
            format!("{} of {}", share_words(index.first.value.max(0.0)), share_words(index.total.value.max(0.0)))
        })
        .collect();
    let longest = values.iter().map(|value| text_width(value, 7.2)).fold(0.0, f64::max);
    let most = intervals.iter().map(|interval| interval.1).fold(0.01, f64::max);
    let (start, end) = size.pick((262.0, width - longest - 18.0), (2.0, width - 6.0));
    let (step, thick) = size.pick((32.0, 18.0), (46.0, 14.0));
    let top = 4.0;
    let bottom = top + step * shown.len() as f64;
    let axis = Axis::linear(0.0, 100.0 * most, start, end);
    let mut d = Drawing::new(width, bottom + 26.0);
    for tick in axis.ticks(size.pick(6, 5)) {
        d.line("grid", (axis.at(tick), top), (axis.at(tick), bottom));
        d.text("tick", (axis.at(tick), bottom + 18.0), Anchor::Middle, &format!("{} %", words::brief(tick)));
    }
    d.line("base", (start, top), (start, bottom));
    for (row, index) in shown.iter().enumerate() {
        let at = top + step * row as f64 + size.pick((step - thick) / 2.0, 26.0);
        let name = told.subject(index.subject);
        let middle = at + thick / 2.0;
        match size {
            Size::Wide => d.text("label", (start - 12.0, middle + 4.5), Anchor::End, &words::clip(&name, 35)),
            Size::Narrow => {
                let room = (width - text_width(&values[row], 7.2) - 12.0) / 7.0;
                d.text("label halo", (0.0, at - 7.0), Anchor::Start, &words::clip(&name, room as usize));
                d.text("value quiet halo", (width, at - 7.0), Anchor::End, &values[row]);
            }
        }
        let (low, high) = intervals[row];
        let card = format!(
            "{name}\n{} by itself\n{} with all others ({})",
            share_words(index.first.value),
            share_words(index.total.value),
            interval_words(low, high)
        );
        let class = if index.subject == Subject::Others { "f7" } else { "o0" };
        let long = |share: f64| axis.at(100.0 * share.clamp(0.0, 1.5)) - start;
        d.open_mark("pair", &card);
        d.rect(&format!("fill wide-bar {class}"), (start, at), (long(index.total.value), thick), None);
        let first = index.first.value.min(index.total.value);
        d.rect(&format!("fill {class}"), (start, at), (long(first), thick), None);
        let (from, to) = (start + long(low), start + long(high));
        if to - from > 1.0 {
            d.path("whisker", &joined(&[(from, middle), (to, middle)]));
            for x in [from, to] {
                d.path("whisker", &joined(&[(x, middle - 4.0), (x, middle + 4.0)]));
            }
        }
        d.close();
        if size == Size::Wide {
            let edge = start + long(index.total.value.max(high)) + 9.0;
            d.text("value quiet halo", (edge, middle + 4.5), Anchor::Start, &values[row]);
        }
    }
    d.finish("Shares of variance by number")
}
