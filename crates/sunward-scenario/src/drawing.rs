//! Draws mistakes for a person: file, line, the offending text underlined, and the remedy.

use crate::mistake::{Lines, MOST_KEPT, Mistakes};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle};
use std::collections::BTreeMap;
use std::ops::Range;

/// Most mistakes that are drawn; the rest are counted.
const MOST_DRAWN: usize = 200;

/// Most bytes of a line that are drawn before its mistake; twice as many are drawn of all its lines.
const LONGEST_SHOWN: usize = 300;

/// With colours or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    Plain,
    /// With terminal colours.
    Coloured,
}

/// All mistakes as text for a terminal, and a last line that counts them.
pub fn draw(mistakes: &Mistakes, paint: Paint) -> String {
    let renderer = match paint {
        Paint::Plain => Renderer::plain(),
        Paint::Coloured => Renderer::styled(),
    }
    .decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    let mut lines: BTreeMap<usize, Lines<'_>> = BTreeMap::new();
    for mistake in mistakes.mistakes.iter().take(MOST_DRAWN) {
        let file = &mistakes.files[mistake.at.file];
        let title = Level::ERROR.primary_title(mistake.message.as_str()).id(mistake.code.code());
        let help = Level::HELP.message(mistake.help.as_str());
        let group = if file.text.is_empty() {
            Group::with_title(title).element(Origin::path(file.name.as_str())).element(help)
        } else {
            let lines = lines.entry(mistake.at.file).or_insert_with(|| Lines::of(&file.text));
            let place = lines.line_and_column(mistake.at.span.start);
            let shown = excerpt(&file.text, lines, place.0, &mistake.at.span);
            let start = mistake.at.span.start - shown.start;
            let end = mistake.at.span.end.clamp(mistake.at.span.start, shown.end) - shown.start;
            let whole_lines = shown.start == lines.start(place.0);
            let snippet = Snippet::source(&file.text[shown])
                .line_start(place.0)
                .annotation(AnnotationKind::Primary.span(start..end));
            if whole_lines {
                title.element(snippet.path(file.name.as_str())).element(help)
            } else {
                // The column in the excerpt is not that in the file.
                let origin = Origin::path(file.name.as_str()).line(place.0).char_column(place.1);
                title.element(origin).element(snippet).element(help)
            }
        };
        text.push_str(&renderer.render(&[group]));
        text.push_str("\n\n");
    }
    let count = mistakes.mistakes.len();
    if count > MOST_DRAWN {
        text.push_str(&format!("… and {} more\n", count - MOST_DRAWN));
    }
    text.push_str(&match count {
        1 => "1 mistake\n".to_string(),
        MOST_KEPT.. => format!("{count} mistakes or more\n"),
        _ => format!("{count} mistakes\n"),
    });
    text
}

/// What to show of a file: the lines that hold the span, at most the first four of it, and of long lines only what
/// stands around the start of the span, so that a long table, a long line or a long file draws quickly.
fn excerpt(text: &str, lines: &Lines<'_>, line: usize, span: &Range<usize>) -> Range<usize> {
    let last = lines.line_and_column(span.end).0.min(line + 3);
    let (mut start, mut end) = (lines.start(line), lines.end(last).max(span.start));
    if span.start - start > LONGEST_SHOWN {
        start = span.start - LONGEST_SHOWN / 2;
    }
    end = end.min(start + 2 * LONGEST_SHOWN);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
