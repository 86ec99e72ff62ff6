//! The engine that a page loads first: it draws, and nothing else.

use crate::drawing::{Drawing, elsewhere, not_shown_here};
use crate::question::{Fields, replied};
use sunward::mistakes::Mistake;

/// Answers `draw` from a scenario that was opened elsewhere and [kept](crate::Session::keep), with the bits of a [`Session`](crate::Session).
///
/// It is a small part of the whole engine, and begins at once: nothing is read, checked or prepared. What it does not answer it says
/// with the code `elsewhere`: every other question, and changes that skies and routes rest on.
#[derive(Debug)]
pub struct Quick {
    drawing: Result<Drawing, Vec<Mistake>>,
}

impl Default for Quick {
    fn default() -> Self {
        Self { drawing: Err(vec![elsewhere(None)]) }
    }
}

impl Quick {
    /// Opens what was kept; what stands in the way is the answer to every question that follows.
    pub fn open(&mut self, kept: &[u8]) {
        self.drawing = Drawing::kept(kept);
    }

    /// Answers a question, as a [`Session`](crate::Session) does.
    pub fn answer(&mut self, question: &str) -> String {
        replied(question, |fields| {
            let drawing = self.drawing.as_mut().map_err(|mistakes| mistakes.clone())?;
            match Fields(fields).wanted("do")? {
                "draw" => drawing.draw(&Fields(fields), 1, not_shown_here),
                _ => Err(vec![elsewhere(Some("do"))]),
            }
        })
    }
}
