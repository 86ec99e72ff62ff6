//! Why this scenario and its companions disagree: waterfalls.

use super::axis::Axis;
use super::figure::{Figure, Section};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use crate::attribution::{by_size, method};
use sunward_economics::Attribution;
use sunward_quantity::{Kind, show};

/// One waterfall for each comparison.
pub fn section(all: &[Attribution]) -> Section {
    Section {
        id: "why",
        short: "Why",
        title: "Why the scenarios disagree".into(),
        lead: Html::from(
            "The difference of one result between two scenarios, shared out among groups of assumptions, so that the steps add up to it exactly.",
        ),
        body: Html::join(all.iter().map(figure)),
    }
}

/// The waterfall of one comparison.
pub fn figure(attribution: &Attribution) -> Html {
    let kind = attribution.outcome.kind();
    let (from, to) = (words::name(&attribution.from.scenario), words::name(&attribution.to.scenario));
    let shares = by_size(attribution);
    let title = match shares.first() {
        None => format!("{from} and {to} agree"),
        Some(first) => {
            format!("From {from} to {to}: the greatest step is {}", first.group.title().to_lowercase())
        }
    };
    let measures = format!(
        "{} of {} in {}{}",
        outcome_words(attribution),
        words::name(&attribution.to.workload).to_lowercase(),
        attribution.to.year,
        if attribution.from.year == attribution.to.year {
            String::new()
        } else {
            format!(" ({} in {from})", attribution.from.year)
        },
    );
    let mut rows: Vec<Vec<Html>> =
        vec![vec![Html::from(&from), Html::from(amount(kind, attribution.from.value)), Html::empty()]];
    rows.extend(shares.iter().map(|share| {
        vec![
            Html::from(share.group.title()),
            Html::from(signed(kind, share.difference)),
            Html::from(share.factor.map_or(String::new(), |factor| format!("× {}", words::brief(factor)))),
        ]
    }));
    rows.push(vec![Html::from(&to), Html::from(amount(kind, attribution.to.value)), Html::empty()]);
    let head = ["", "difference", "as a factor"].map(Html::from);
    Figure {
        title,
        measures,
        legend: Html::empty(),
        note: Html::from(method(attribution)),
        table: table("Shares of the difference", 1, &head, &rows),
    }
    .with(|size| waterfall(attribution, size))
}

fn outcome_words(attribution: &Attribution) -> String {
    let name = attribution.outcome.name();
    match name.as_str() {
        "ratio.compute" => "Cost of compute, challenger over incumbent,".into(),
        _ => format!(
            "`{name}`, {},",
            words::unit(&sunward_quantity::showing::with_money_year(attribution.outcome.kind().unit()))
        ),
    }
}

fn amount(kind: Kind, si: f64) -> String {
    if kind == Kind::Ratio { format!("{}×", words::brief(si)) } else { words::unit(&show(kind, si)) }
}

fn signed(kind: Kind, si: f64) -> String {
    format!("{}{}", if si < 0.0 { "−" } else { "+" }, words::short_of(kind, si.abs()))
}

/// Bars that hang where the one before ended.
fn waterfall(attribution: &Attribution, size: Size) -> Html {
    let kind = attribution.outcome.kind();
    let shares = by_size(attribution);
    let names = (words::name(&attribution.from.scenario), words::name(&attribution.to.scenario));
    // Name, where the bar begins and ends, class, words.
    let mut bars: Vec<(String, f64, f64, &str, String)> =
        vec![(names.0.clone(), 0.0, attribution.from.value, "q", amount(kind, attribution.from.value))];
    let mut level = attribution.from.value;
    for share in &shares {
        let next = level + share.difference;
        let class = if share.difference > 0.0 { "f2" } else { "f5" };
        bars.push((share.group.title().into(), level, next, class, signed(kind, share.difference)));
        level = next;
    }
    bars.push((names.1.clone(), 0.0, attribution.to.value, "q", amount(kind, attribution.to.value)));
    let (mut low, mut high) = (0.0f64, 0.0f64);
    for bar in &bars {
        low = low.min(bar.1).min(bar.2);
        high = high.max(bar.1).max(bar.2);
    }
    let width = size.width();
    let values = bars.iter().map(|bar| text_width(&bar.4, 7.6)).fold(0.0, f64::max) + 14.0;
    let (left, right) = size.pick((262.0, values), (0.0, 0.0));
    // Words of a bar that ends low stand on its left.
    let left = left + size.pick(if low < 0.0 { values } else { 0.0 }, 0.0);
    let (thick, step) = size.pick((20.0, 32.0), (14.0, 44.0));
    let axis = Axis::linear(low, if high > low { high } else { low + 1.0 }, left, width - right);
    let mut d = Drawing::new(width, step * bars.len() as f64 + 8.0);
    let zero = axis.at(0.0);
    d.line("base", (zero, 0.0), (zero, step * bars.len() as f64));
    for (index, (name, from, to, class, value)) in bars.iter().enumerate() {
        let top = step * index as f64 + size.pick(6.0, 22.0);
        let (a, b) = (axis.at(from.min(*to)), axis.at(from.max(*to)));
        match size {
            Size::Wide => {
                let room = (250.0 / 7.2) as usize;
                d.text("label", (250.0, top + thick / 2.0 + 4.5), Anchor::End, &words::clip(name, room));
            }
            Size::Narrow => {
                d.text("label", (0.0, top - 6.0), Anchor::Start, &words::clip(name, 34));
                d.text("value", (width, top - 6.0), Anchor::End, value);
            }
        }
        d.rect(&format!("fill {class}"), (a, top), ((b - a).max(1.5), thick), Some(&format!("{name}: {value}")));
        if index + 1 < bars.len() {
            let at = axis.at(*to);
            d.line("grid", (at, top + thick), (at, top + step));
        }
        if size == Size::Wide {
            d.text("value", (b + 8.0, top + thick / 2.0 + 4.5), Anchor::Start, value);
        }
    }
    d.finish(&format!("Steps from {} to {}", names.0, names.1))
}
