//! The headlines of the field side by side: a page and a chart.

use crate::table::{Column, Table};
use crate::words::{brief, name};
use serde_json::{Value as Json, json};

/// One headline.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Folder of `validation/`.
    pub study: String,
    /// Its name.
    pub title: String,
    /// What its ratio is of.
    pub of: String,
    /// Orbit over ground, as published.
    pub published: f64,
    /// The same from its scenario.
    pub reproduced: f64,
    /// Cost of compute, orbit over ground, on the common boundary.
    pub common: f64,
    /// Groups that make it differ most from the reference, with their factors: above 1 where the study is dearer in orbit.
    pub reasons: Vec<(String, f64)>,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The scenario that gives the boundary.
    pub reference: String,
    /// Its focus year.
    pub year: i32,
    /// Its own ratio.
    pub base: f64,
    /// The groups that are taken from it.
    pub boundary: Vec<String>,
    /// The headlines, the least first.
    pub rows: Vec<Row>,
}

impl Spread {
    /// How many times the largest of some ratios is the smallest.
    fn span(&self, of: impl Fn(&Row) -> f64) -> f64 {
        let (low, high) = self
            .rows
            .iter()
            .map(of)
            .fold((f64::INFINITY, 0.0f64), |(low, high), ratio| (low.min(ratio), high.max(ratio)));
        high / low
    }

    /// As a document.
    pub fn document(&self) -> Json {
        let studies = self.rows.iter().map(|row| {
            let reasons: Vec<Json> =
                row.reasons.iter().map(|(group, factor)| json!({"group": group, "factor": factor})).collect();
            json!({
                "study": row.study,
                "title": row.title,
                "of": row.of,
                "published": row.published,
                "reproduced": row.reproduced,
                "common": row.common,
                "reasons": reasons,
            })
        });
        json!({
            "reference": self.reference,
            "year": self.year,
            "base": self.base,
            "boundary": self.boundary,
            "studies": studies.collect::<Vec<_>>(),
        })
    }

    /// One row a headline.
    pub fn table(&self) -> Table {
        let text = |of: &dyn Fn(&Row) -> String| Column::Text(self.rows.iter().map(of).collect());
        let number = |of: &dyn Fn(&Row) -> f64| Column::Number(self.rows.iter().map(|row| Some(of(row))).collect());
        Table {
            name: "studies",
            columns: vec![
                ("study", text(&|row| row.study.clone())),
                ("title", text(&|row| row.title.clone())),
                ("of", text(&|row| row.of.clone())),
                ("published", number(&|row| row.published)),
                ("reproduced", number(&|row| row.reproduced)),
                ("common", number(&|row| row.common)),
            ],
        }
    }

    /// The page in Markdown; the chart lies beside it under `chart`.
    pub fn page(&self, chart: &str) -> String {
        let mut out = String::from("# Why studies disagree\n\n");
        out.push_str("*Written by `sunward compare --studies`; a test holds it to what the tool says now.*\n\n");
        out.push_str(&format!(
            "Published ratios of cost, orbit over ground, span a factor of {}. Most of them do not answer the same question: some leave out \
             the chips, some the interest, some the lives, and each counts compute in its own way. Here every study stands as a scenario that gives its own headline \
             (`validation/`), and is then put on **one boundary**: {} are those of `scenarios/{}.toml` in {}, for batch inference. Sunlight, heat, mass, launch, lives and the ground stay \
             as the study has them. On that boundary the span is a factor of {}; Sunward's own base stands at {}.\n\n",
            brief(self.span(|row| row.published)),
            and(&self.boundary),
            self.reference,
            self.year,
            brief(self.span(|row| row.common)),
            brief(self.base),
        ));
        out.push_str(&format!("![Published ratios, and the same studies on one boundary]({chart})\n\n"));
        out.push_str("| study | its ratio is of | published | as its scenario | on one boundary | what then differs most from Sunward's base |\n");
        out.push_str("|---|---|---|---|---|---|\n");
        for row in &self.rows {
            let reasons: Vec<String> = row
                .reasons
                .iter()
                .map(|(group, factor)| format!("{} ×{}", group.to_lowercase(), brief(*factor)))
                .collect();
            out.push_str(&format!(
                "| [{}](../validation/{}/README.md) | {} | {} | {} | {} | {} |\n",
                row.title,
                row.study,
                row.of,
                brief(row.published),
                brief(row.reproduced),
                brief(row.common),
                reasons.join(", ")
            ));
        }
        out.push_str(&format!(
            "\nA factor above 1 makes orbit dearer in the study than in `{}`, against its ground. They are Shapley values of the \
             logarithm among the groups that are not part of the boundary ([how](theory/attribution.md)); all of a study's factors multiply to its ratio on the boundary over that of the base. \
             `sunward compare validation/STUDY/scenario.toml scenarios/{}.toml` shares out the whole difference of any pair. A study that types in one price for the whole satellite has it booked under mass and price of the \
             satellite, and nothing under orbit and power or heat.\n\n\
             What it does not say: which study is right. The boundary is a choice; on another the numbers would be others.\n",
            name(&self.reference).to_lowercase(),
            self.reference
        ));
        out
    }
}

fn and(items: &[String]) -> String {
    match items {
        // Where an item has an `and` of its own, a comma tells them apart.
        [first @ .., last] if items.iter().any(|item| item.contains(" and ")) && !first.is_empty() => {
            format!("{}, and {last}", first.join(", "))
        }
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        all => all.join(""),
    }
}
