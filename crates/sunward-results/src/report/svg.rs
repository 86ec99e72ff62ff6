//! Drawing by hand: a few shapes, with places rounded to a tenth.

use super::html::{Html, escape};

/// How wide a page is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A desk or a sheet of paper.
    Wide,
    /// A phone.
    Narrow,
}

impl Size {
    /// Width of the drawing.
    pub fn width(self) -> f64 {
        match self {
            Self::Wide => 940.0,
            Self::Narrow => 360.0,
        }
    }

    /// One of two.
    pub fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}

/// Where the text of a label begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At the place.
    Start,
    /// Around it.
    Middle,
    /// Before it.
    End,
}

/// A drawing that grows.
#[derive(Debug, Clone)]
pub struct Drawing {
    width: f64,
    height: f64,
    body: String,
}

/// A place, rounded to a tenth.
pub fn n(x: f64) -> String {
    let x = if x.is_finite() { (x * 10.0).round() / 10.0 } else { 0.0 };
    let text = format!("{:.1}", if x == 0.0 { 0.0 } else { x });
    text.strip_suffix(".0").map_or(text.clone(), str::to_string)
}

/// Room that a text takes, with some to spare.
pub fn text_width(text: &str, letter: f64) -> f64 {
    text.chars().count() as f64 * letter
}

impl Drawing {
    /// An empty sheet.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let (x1, y1, x2, y2) = (n(from.0), n(from.1), n(to.0), n(to.1));
        self.body.push_str(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// A path.
    pub fn path(&mut self, class: &str, d: &str) {
        self.body.push_str(&format!("<path class=\"{class}\" d=\"{d}\"/>"));
    }

    /// A path that is as thick as said.
    pub fn stroke(&mut self, class: &str, d: &str, thick: f64) {
        self.body.push_str(&format!("<path class=\"{class}\" d=\"{d}\" stroke-width=\"{}\"/>", n(thick)));
    }

    /// A rectangle; one with words for it can be reached by hand and by key.
    pub fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), says: Option<&str>) {
        let (x, y, w, h) = (n(at.0), n(at.1), n(size.0.max(0.0)), n(size.1.max(0.0)));
        let shape = format!("x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"");
        match says {
            None => self.body.push_str(&format!("<rect class=\"{class}\" {shape}/>")),
            Some(words) => self.body.push_str(&format!(
                "<rect class=\"{class} mark\" {shape} tabindex=\"-1\" role=\"img\" aria-label=\"{0}\"><title>{0}</title></rect>",
                escape(words)
            )),
        }
    }

    /// A circle.
    pub fn circle(&mut self, class: &str, at: (f64, f64), radius: f64) {
        self.body.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
            n(at.0),
            n(at.1),
            n(radius)
        ));
    }

    /// A text.
    pub fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.body.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>",
            n(at.0),
            n(at.1),
            escape(words)
        ));
    }

    /// Opens a group that speaks when reached by hand or by key; [`Drawing::close`] it.
    pub fn open_mark(&mut self, class: &str, words: &str) {
        self.body.push_str(&format!(
            "<g class=\"{class} mark\" tabindex=\"-1\" role=\"img\" aria-label=\"{0}\"><title>{0}</title>",
            escape(words)
        ));
    }

    /// Closes a group.
    pub fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// The drawing; `words` say what it shows.
    pub fn finish(self, words: &str) -> Html {
        // One mark of a drawing is reached with the tab key; the script moves on from it with the arrow keys.
        let body = self.body.replacen("tabindex=\"-1\"", "tabindex=\"0\"", 1);
        let (w, h) = (n(self.width), n(self.height));
        Html(format!("<svg viewBox=\"0 0 {w} {h}\" role=\"group\" aria-label=\"{}\">{body}</svg>", escape(words)))
    }
}
