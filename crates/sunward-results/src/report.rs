//! The report: one self-contained page.

use crate::Results;

/// The page as HTML.
pub fn report(results: &Results) -> String {
    format!("<!doctype html><title>{}</title>", results.model.name)
}
