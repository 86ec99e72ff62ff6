//! The report: one self-contained page that answers the scenario's question and shows what the answer rests on.
//!
//! Works offline: style, script and drawings are inside. Every chart is drawn twice, for a wide and for a narrow page,
//! and has its numbers in a table below. The script adds hover cards, arrow keys and a filter; without it nothing is
//! lost, since values stand in tables. Everything that a scenario says is escaped (`html::Html`).
mod answer;
mod axis;
mod bars;
mod break_even;
mod budgets;
mod calendar;
mod cases;
mod chart;
mod curves;
mod delivered;
mod figure;
mod html;
mod launch;
mod ledger;
mod method;
mod page;
mod satellite;
mod stack;
mod story;
mod svg;
mod words;

use crate::Results;
use story::Story;

/// The page as HTML.
pub fn report(results: &Results) -> String {
    let story = Story::of(results);
    let sections = [
        cases::section(&story),
        curves::section(&story),
        stack::section(&story),
        delivered::section(&story),
        satellite::section(&story),
        launch::section(&story),
        calendar::section(&story),
        break_even::section(&story),
        ledger::section(&story),
        method::section(&story),
    ];
    page::page(&story, &answer::header(&story), &sections).0
}
