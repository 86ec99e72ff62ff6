//! Bars beside each other: each with its name and its value.

use super::html::Html;
use super::svg::{Anchor, Drawing, Size, text_width};

/// One piece of a bar.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Class of its colour.
    pub class: String,
    /// How long, in the unit of the chart.
    pub value: f64,
    /// What it says when pointed at.
    pub says: String,
    /// What is written into it, if there is room.
    pub label: String,
}

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is.
    pub name: String,
    /// From left to right.
    pub pieces: Vec<Piece>,
    /// What is written at its end.
    pub value: String,
}

impl Bar {
    /// A bar of one piece.
    pub fn plain(name: &str, class: &str, value: f64, words: &str) -> Self {
        let piece = Piece { class: class.into(), value, says: format!("{name}: {words}"), label: String::new() };
        Self { name: name.into(), pieces: vec![piece], value: words.into() }
    }

    fn length(&self) -> f64 {
        self.pieces.iter().map(|piece| piece.value).sum()
    }
}

/// Draws bars from a common zero; `names` is the room for names on a wide page, `thick` that of a bar.
pub fn draw(says: &str, bars: &[Bar], size: Size, names: f64, thick: f64) -> Html {
    let width = size.width();
    let longest = bars.iter().map(Bar::length).fold(0.0, f64::max);
    let values = bars.iter().map(|bar| text_width(&bar.value, 7.6)).fold(0.0, f64::max) + 14.0;
    let (left, right) = size.pick((names, values), (0.0, 0.0));
    let thick = size.pick(thick, thick.min(16.0));
    let step = size.pick(thick + 12.0, thick + 34.0);
    let height = step * bars.len() as f64 + 6.0;
    let mut d = Drawing::new(width, height.max(20.0));
    let room = width - left - right;
    let scale = if longest > 0.0 { room / longest } else { 0.0 };
    for (index, bar) in bars.iter().enumerate() {
        let top = step * index as f64 + size.pick(6.0, 22.0);
        match size {
            Size::Wide => d.text(
                "label",
                (left - 12.0, top + thick / 2.0 + 4.5),
                Anchor::End,
                &super::words::clip(&bar.name, (names / 7.2) as usize),
            ),
            Size::Narrow => {
                let room = width - text_width(&bar.value, 7.4) - 10.0;
                d.text("label", (0.0, top - 6.0), Anchor::Start, &super::words::clip(&bar.name, (room / 7.0) as usize));
                d.text("value", (width, top - 6.0), Anchor::End, &bar.value);
            }
        }
        let mut x = left;
        for piece in &bar.pieces {
            let long = piece.value * scale;
            if long <= 0.0 {
                continue;
            }
            d.rect(&format!("fill {}", piece.class), (x, top), (long.max(0.8), thick), Some(&piece.says));
            if !piece.label.is_empty() && thick >= 15.0 && text_width(&piece.label, 7.4) + 8.0 < long {
                d.text(
                    &format!("inside {}", piece.class),
                    (x + long / 2.0, top + thick / 2.0 + 4.5),
                    Anchor::Middle,
                    &piece.label,
                );
            }
            x += long;
        }
        if size == Size::Wide {
            d.text("value", (x + 10.0, top + thick / 2.0 + 4.5), Anchor::Start, &bar.value);
        }
    }
    d.finish(says)
}
