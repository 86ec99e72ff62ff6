//! The headlines of the field on a line: as published, and on one boundary.

use super::axis::Axis;
use super::svg::{Anchor, Drawing, Size};
use super::words::{brief, clip};
use crate::studies::Spread;

const STYLE: &str = "<style>text{font:13px system-ui,sans-serif;fill:#1a2230}.tick,.hint{fill:#56606f;font-size:12px}.grid{stroke:#d9d5ca;stroke-width:1}\
    .level{stroke:#1a2230;stroke-width:1.4}.base{stroke:#1b66a6;stroke-width:1.4;stroke-dasharray:5 4}.move{stroke:#a7a497;stroke-width:1.6}\
    .published{fill:#fff;stroke:#c2500e;stroke-width:2.4}.common{fill:#1b66a6}.mark-base{fill:#1b66a6}.paper{fill:#fbfaf6}\
    @media (prefers-color-scheme:dark){text{fill:#e9e6df}.tick,.hint{fill:#a3acb9}.grid{stroke:#2b3240}.level{stroke:#e9e6df}.paper{fill:#10141b}.published{fill:#10141b;stroke:#ff9350}.common,.mark-base{fill:#6db4f2}.base{stroke:#6db4f2}}</style>";

/// The chart as a file of its own.
pub fn chart(spread: &Spread) -> String {
    let width = Size::Wide.width();
    let (left, right, top, step) = (300.0, 60.0, 58.0, 26.0);
    let height = top + step * spread.rows.len() as f64 + 46.0;
    let values = || spread.rows.iter().flat_map(|row| [row.published, row.common]).chain([1.0, spread.base]);
    let (low, high) = values().fold((f64::INFINITY, 0.0f64), |(low, high), x| (low.min(x), high.max(x)));
    let axis = Axis::log(low / 1.15, high * 1.15, left, width - right);
    let mut d = Drawing::new(width, height);
    d.rect("paper", (0.0, 0.0), (width, height), None);
    let bottom = height - 40.0;
    for tick in [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0] {
        if tick >= low / 1.15 && tick <= high * 1.15 {
            let at = axis.at(tick);
            d.line(if tick == 1.0 { "level" } else { "grid" }, (at, top - 8.0), (at, bottom));
            d.text("tick", (at, bottom + 18.0), Anchor::Middle, &brief(tick));
        }
    }
    d.text(
        "tick",
        ((left + width - right) / 2.0, height - 6.0),
        Anchor::Middle,
        "cost in orbit over cost on the ground; equal steps are equal factors",
    );
    let base = axis.at(spread.base);
    d.line("base", (base, top - 8.0), (base, bottom));
    d.circle("published", (left, 16.0), 5.0);
    d.text("hint", (left + 12.0, 20.0), Anchor::Start, "as published");
    d.circle("common", (left + 120.0, 16.0), 5.0);
    d.text("hint", (left + 132.0, 20.0), Anchor::Start, "on one boundary");
    d.line("base", (left + 250.0, 16.0), (left + 274.0, 16.0));
    d.text("hint", (left + 282.0, 20.0), Anchor::Start, &format!("Sunward's base, {}", brief(spread.base)));
    for (index, row) in spread.rows.iter().enumerate() {
        let y = top + step * (index as f64 + 0.5);
        d.text("label", (left - 16.0, y + 4.5), Anchor::End, &clip(&row.title, 40));
        d.line("move", (axis.at(row.published), y), (axis.at(row.common), y));
        d.circle("published", (axis.at(row.published), y), 5.0);
        d.circle("common", (axis.at(row.common), y), 5.0);
    }
    let svg = d.finish("Published ratios of the studies, and the same studies on one boundary").0;
    let opened = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" ");
    let svg = svg.replacen("<svg ", &opened, 1);
    match svg.find('>') {
        Some(end) => format!("{}{STYLE}{}\n", &svg[..=end], &svg[end + 1..]),
        None => svg,
    }
}
