//! What the scenario asks of makers: chips, launch fleets, vehicles and robots.

use super::figure::Section;
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::words;
use crate::supply::{SupplySheet, sheets, shown};

/// One table a maker, closed but for the first.
pub fn section(story: &Story) -> Section {
    let used = |sheet: &SupplySheet| match sheet.name.split_once('.') {
        // Chips that no option runs and vehicles not yet on sale would only be in the way.
        Some(("chip", name)) => story.results.model.grounds.values().any(|ground| ground.chip == name),
        Some(("vehicle", _)) => sheet.refused.is_none(),
        _ => true,
    };
    let sheets: Vec<SupplySheet> = sheets(story.results, story.focus).into_iter().filter(used).collect();
    let body = if sheets.is_empty() {
        tag("p", "empty", "Nothing in this scenario says what its makers are asked for.")
    } else {
        Html::join(sheets.iter().enumerate().map(|(index, sheet)| details(sheet, index == 0)))
    };
    Section {
        id: "makers",
        short: "Makers",
        title: "What it asks of makers".into(),
        lead: Html::from(format!(
            "Wafers, exposures, memory and packages for a gigawatt of chips a year; ships, boosters, pads and propellant for a rate of flights; in {}.",
            story.focus
        )),
        body,
    }
}

fn title(sheet: &SupplySheet) -> String {
    let (kind, name) = sheet.name.split_once('.').unwrap_or(("", &sheet.name));
    let kind = match kind {
        "chip" => "Chip",
        "vehicle" => "Launch vehicle",
        "edge" => "Vehicles and robots",
        other => other,
    };
    format!("{kind}: {}", words::name(name))
}

fn details(sheet: &SupplySheet, open: bool) -> Html {
    let facts: Vec<String> = sheet.facts.iter().map(|(_, title, words)| format!("{title}: {words}")).collect();
    let sections = sheet.sections.iter().map(|section| {
        let head: Vec<Html> = std::iter::once(Html::from(words::capital(&section.title)))
            .chain(section.columns.iter().map(|column| Html::from(column.1.as_str())))
            .collect();
        let rows: Vec<Vec<Html>> = section
            .rows
            .iter()
            .map(|row| {
                std::iter::once(Html::from(row.title.as_str()))
                    .chain(row.cells.iter().map(|cell| Html::from(words::unit(&shown(*cell)))))
                    .collect()
            })
            .collect();
        table(&words::capital(&section.title), 1, &head, &rows)
    });
    let refused = sheet.refused.as_ref().map_or(Html::empty(), |why| tag("p", "note", why.as_str()));
    Html(format!(
        "<details class=\"maker\"{}><summary>{}</summary><p class=\"note\">{}</p>{}{refused}</details>",
        if open { " open" } else { "" },
        escape(&title(sheet)),
        escape(&facts.join("; ")),
        Html::join(sections)
    ))
}
