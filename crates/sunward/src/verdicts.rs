//! Published cases as a table and as a document.

use crate::validation::{CaseResult, Verdict};
use sunward_results::document::of_kind;
use sunward_results::{Column, Table};

/// The cases as a table.
pub fn table(cases: &[CaseResult]) -> Table {
    let text = |take: &dyn Fn(&CaseResult) -> String| Column::Text(cases.iter().map(take).collect());
    Table {
        name: "validation",
        columns: vec![
            ("id", text(&|c| c.id.clone())),
            ("case", text(&|c| c.title.clone())),
            ("source", text(&|c| c.source.clone())),
            ("published", text(&|c| c.printed.clone())),
            ("ours", text(&CaseResult::ours_as_printed)),
            ("tolerance", text(&|c| c.tolerance.clone())),
            ("verdict", text(&|c| c.verdict.name().to_string())),
        ],
    }
}

/// The cases as the body of a document.
pub fn document(cases: &[CaseResult]) -> serde_json::Value {
    let rows: Vec<serde_json::Value> = cases
        .iter()
        .map(|c| {
            let kind = c.published.0;
            let of_kind = |si: f64| if si.is_nan() { serde_json::Value::Null } else { of_kind(kind, si) };
            serde_json::json!({
                "id": c.id,
                "study": c.study,
                "title": c.title,
                "source": c.source,
                "published": of_kind(c.published.1),
                "ours": c.ours.as_ref().map_or(serde_json::Value::Null, |si| of_kind(*si)),
                "tolerance": c.tolerance,
                "verdict": c.verdict.name(),
                "note": c.note.clone().or_else(|| c.ours.as_ref().err().cloned()),
            })
        })
        .collect();
    serde_json::json!({ "cases": rows })
}

/// How many cases are within their tolerance.
pub fn within(cases: &[CaseResult]) -> usize {
    cases.iter().filter(|case| case.verdict == Verdict::Within).count()
}

/// How many are outside it for a reason that the case states.
pub fn explained(cases: &[CaseResult]) -> usize {
    cases.iter().filter(|case| case.verdict == Verdict::Explained).count()
}
