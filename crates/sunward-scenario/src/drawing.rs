//! Draws mistakes for a person: file, line, the offending text underlined, and the remedy.

use crate::mistake::Mistakes;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};

/// Most mistakes that are drawn; the rest are counted.
const MOST_DRAWN: usize = 200;

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
    for mistake in mistakes.mistakes.iter().take(MOST_DRAWN) {
        let file = &mistakes.files[mistake.at.file];
        let title = Level::ERROR.primary_title(mistake.message.as_str()).id(mistake.code.code());
        let help = Level::HELP.message(mistake.help.as_str());
        let group = if file.text.is_empty() {
            annotate_snippets::Group::with_title(title)
                .element(annotate_snippets::Origin::path(file.name.as_str()))
                .element(help)
        } else {
            let (start, shown) = excerpt(&file.text, mistake.at.span.clone());
            let line = crate::mistake::line_and_column(&file.text, start).0;
            let span = mistake.at.span.start - start..(mistake.at.span.end - start).min(shown.len());
            let snippet = Snippet::source(shown)
                .path(file.name.as_str())
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(span));
            title.element(snippet).element(help)
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
        _ => format!("{count} mistakes\n"),
    });
    text
}

/// The lines that hold the span, at most the first four of it, so that a long table or a long file draws quickly.
fn excerpt(text: &str, span: std::ops::Range<usize>) -> (usize, &str) {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let mut end = span.start;
    for _ in 0..4 {
        match text[end..].find('\n') {
            Some(at) if end + at < span.end => end += at + 1,
            Some(at) => {
                end += at;
                return (start, &text[start..end]);
            }
            None => {
                end = text.len();
                break;
            }
        }
    }
    (start, &text[start..end])
}
