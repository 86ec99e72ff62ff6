//! The page around the sections.

use super::figure::Section;
use super::html::{Html, escape, tag};
use crate::VERSION;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Puts everything together.
pub fn page(name: &str, header: &Html, sections: &[Section]) -> Html {
    let contents = sections.iter().map(|s| Html(format!("<li><a href=\"#{}\">{}</a></li>", s.id, escape(s.short))));
    let contents = Html(format!("<nav aria-label=\"Contents\"><ul>{}</ul></nav>", Html::join(contents)));
    let body = sections.iter().map(|s| {
        let lead = if s.lead.is_empty() { Html::empty() } else { tag("p", "lead", s.lead.clone()) };
        Html(format!(
            "<section id=\"{0}\" aria-labelledby=\"{0}-title\"><h2 id=\"{0}-title\">{1}</h2>{lead}{2}</section>",
            s.id,
            escape(&s.title),
            s.body
        ))
    });
    Html(format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"referrer\" content=\"no-referrer\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\
         <meta name=\"generator\" content=\"Sunward {VERSION}\">\
         <title>{title}</title><style>{STYLE}</style></head>\n<body>\
         <a class=\"skip\" href=\"#{first}\">Skip to the results</a>{HATCH}\
         {header}{contents}<main>{main}</main>\
         <footer><p>Sunward {VERSION}. Scenario <b>{name}</b>. Money in dollars of {year}. No part of this page is loaded from elsewhere.</p></footer>\
         <div id=\"card\" role=\"status\" hidden></div><script>{SCRIPT}</script></body></html>\n",
        title = escape(&format!("{name} · Sunward")),
        name = escape(name),
        year = sunward_quantity::money::BASE_YEAR,
        main = Html::join(body),
        first = sections.first().map_or("", |section| section.id),
    ))
}

/// Patterns that drawings share.
const HATCH: &str = "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>\
    <pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"hatch-a\" width=\"6\" height=\"6\"/><rect class=\"hatch-b\" width=\"3\" height=\"6\"/></pattern>\
    <linearGradient id=\"cells\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"#23407e\"/><stop offset=\"1\" stop-color=\"#12264f\"/></linearGradient>\
    <linearGradient id=\"foil\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"1\"><stop offset=\"0\" stop-color=\"#f1d58a\"/><stop offset=\"1\" stop-color=\"#b98a2c\"/></linearGradient>\
    </defs></svg>";
