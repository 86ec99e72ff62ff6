//! The headlines of the published studies on one common boundary: where the field agrees once it counts the same things.

use crate::validation::{Headline, headlines, scenario_of};
use sunward_economics::attribution::{attribute_agreed, measure};
use sunward_economics::{Group, Outcome, Question};
use sunward_model::Model;
use sunward_results::studies::{Row, Spread};
use sunward_scenario::MemoryFiles;

/// What makes the boundary: what is counted and how, the chips, the cost of capital and the use are those of the
/// reference; sunlight, heat, mass, launch, lives and the ground stay the study's own.
pub const BOUNDARY: &[Group] = &[Group::Definitions, Group::Chips, Group::Finance, Group::Workload];

/// The use of compute that every study has.
const COMMON: &str = "batch";

/// Every headline: as published, as its scenario gives it, on the common boundary, and what then makes the difference.
///
/// # Errors
/// What cannot be read or compared: a bug, which the tests find.
pub fn spread() -> Result<Spread, String> {
    let reference = sunward_scenario::read(&MemoryFiles::new("terawatt.toml", crate::TERAWATT))
        .map_err(|mistakes| mistakes.to_string())?;
    let mut rows = Vec::new();
    let mut base = f64::NAN;
    for headline in headlines()? {
        let found = row(&headline, &reference).map_err(|why| format!("{}: {why}", headline.title))?;
        base = found.1;
        rows.push(found.0);
    }
    rows.sort_by(|a, b| a.published.total_cmp(&b.published));
    let groups = BOUNDARY.iter().map(|group| group.title().to_lowercase()).collect();
    Ok(Spread { reference: reference.name.clone(), year: reference.scenario.focus, base, boundary: groups, rows })
}

fn row(headline: &Headline, reference: &Model) -> Result<(Row, f64), String> {
    let mut study = scenario_of(headline)?;
    if let Some(year) = headline.year {
        study.scenario.focus = year;
    }
    let own = Question { outcome: Outcome::read(&headline.outcome)?, workload: headline.workload.clone(), year: None };
    let say = |error: sunward_economics::AttributionError| error.to_string();
    let reproduced = measure(&study, &own).map_err(say)?.value;
    let common = Question { outcome: Outcome::RATIO, workload: Some(COMMON.into()), year: None };
    let base = measure(reference, &common).map_err(say)?.value;
    let (on_boundary, factors) = attribute_agreed(&study, reference, &common, BOUNDARY).map_err(say)?;
    let mut reasons: Vec<(String, f64)> =
        factors.iter().map(|(group, factor)| (group.title().to_string(), 1.0 / factor)).collect();
    reasons.sort_by(|a, b| distance(b.1).total_cmp(&distance(a.1)));
    reasons.truncate(2);
    let row = Row {
        study: headline.study.clone(),
        title: headline.title.clone(),
        of: headline.of.clone(),
        published: headline.ratio,
        reproduced,
        common: on_boundary,
        reasons,
    };
    Ok((row, base))
}

/// How far a factor is from 1, either way.
fn distance(factor: f64) -> f64 {
    sunward_quantity::elementary::ln(factor).abs()
}
