//! A chart with its title, unit, legend, remark and table.

use super::html::{Html, escape, tag};
use super::svg::Size;

/// Everything that belongs to one chart.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// What it shows, as a sentence where it can be one.
    pub title: String,
    /// What is measured, and in which unit.
    pub measures: String,
    /// Keys to colours, if the chart does not name them itself.
    pub legend: Html,
    /// What a reader should know.
    pub note: Html,
    /// The numbers.
    pub table: Html,
}

impl Figure {
    /// Draws it for both widths.
    pub fn with(self, draw: impl Fn(Size) -> Html) -> Html {
        let mut out = format!(
            "<figure><figcaption><h3>{}</h3><p class=\"measures\">{}</p></figcaption>",
            escape(&self.title),
            escape(&self.measures)
        );
        out.push_str(&self.legend.0);
        out.push_str(&tag("div", "wide", draw(Size::Wide)).0);
        out.push_str(&tag("div", "narrow", draw(Size::Narrow)).0);
        if !self.note.is_empty() {
            out.push_str(&tag("p", "note", self.note).0);
        }
        out.push_str(&format!(
            "<details class=\"data\"><summary>Numbers as a table</summary>{}</details></figure>",
            self.table
        ));
        Html(out)
    }
}

/// Keys to colours: class of the colour and words.
pub fn legend(rows: &[(String, String)]) -> Html {
    let items = rows.iter().map(|(class, words)| Html(format!("<li><i class=\"{class}\"></i>{}</li>", escape(words))));
    tag("ul", "legend", Html::join(items))
}

/// Panels to choose from, without a script; print shows all. `name` tells those of one choice from others on the page.
pub fn tabs(name: &str, says: &str, names: &[String], panels: &[Html]) -> Html {
    let mut out = format!("<div class=\"tabs\" role=\"group\" aria-label=\"{}\">", escape(says));
    for (i, title) in names.iter().enumerate() {
        let checked = if i == 0 { " checked" } else { "" };
        out.push_str(&format!(
            "<input type=\"radio\" name=\"{name}\" id=\"{name}-{i}\"{checked}><label for=\"{name}-{i}\">{}</label>",
            escape(title)
        ));
    }
    for panel in panels {
        out.push_str(&format!("<div class=\"panel\">{panel}</div>"));
    }
    out.push_str("</div>");
    Html(out)
}

/// A part of the page with its heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its address on the page.
    pub id: &'static str,
    /// Its heading in the list of contents.
    pub short: &'static str,
    /// Its heading.
    pub title: String,
    /// What it says in a sentence or two.
    pub lead: Html,
    /// The rest.
    pub body: Html,
}
