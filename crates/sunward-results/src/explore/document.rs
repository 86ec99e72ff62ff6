//! What many draws say, as a document.

use super::{CONFIDENCE, Chance, Drawn, SHARES, Told};
use crate::document::{in_unit, number, optional};
use serde_json::{Map, Value as Json, json};
use sunward_exploration::{Bar, Findings, Index, Lever, Region, Subject, Worth};
use sunward_model::Model;
use sunward_quantity::showing::with_money_year;
use sunward_uncertainty::ensemble::Quantile;
use sunward_uncertainty::estimate::Estimate;

/// The body of the document of an exploration.
///
/// A quantile is a number, or the text `never` or `already` where it is none: `never` is a crossover that does not come, and a
/// ratio or a cost of what cannot be had; `already` a crossover in the first year, and a ratio whose incumbent cannot be had.
/// What was not asked for is an empty list. Intervals are those of 95 % confidence.
pub fn document(model: &Model, findings: &Findings) -> Json {
    let told = Told::of(model, findings);
    let uses = || {
        findings.uses.iter().zip(&told.outcomes().workloads).enumerate().map(|(w, (found, name))| {
            let ratio = &told.outcomes().all[told.outcomes().ratio(w, told.outcomes().focus)];
            (w, found, name.as_str(), ratio.name.as_str())
        })
    };
    let tornado = uses().flat_map(|(w, found, _, outcome)| {
        let base = told.best_ratio(w, told.outcomes().focus);
        found.tornado.iter().filter_map(|row| bar(&told, outcome, base, row)).collect::<Vec<_>>()
    });
    let sensitivity = uses().flat_map(|(_, found, _, outcome)| {
        found.indices.iter().chain(&found.groups).filter_map(|row| index(&told, outcome, row)).collect::<Vec<_>>()
    });
    let pawn = uses().flat_map(|(w, found, _, _)| {
        let crossover = &told.outcomes().all[told.outcomes().crossover(w)].name;
        let row = |(of, distance): &(usize, f64)| {
            let path = &told.findings.numbers.get(*of)?.path;
            Some(json!({"outcome": crossover, "path": path, "distance": number(*distance)}))
        };
        found.pawn.iter().filter_map(row).collect::<Vec<_>>()
    });
    let boxes = uses().filter_map(|(_, found, name, _)| found.region.as_ref().map(|found| region(&told, name, found)));
    let levers = uses().flat_map(|(_, found, name, _)| {
        let by = found.region.as_ref().map(|region| region.by);
        found.levers.iter().filter_map(|found| lever(&told, name, by, found)).collect::<Vec<_>>()
    });
    let worths = uses().filter_map(|(_, found, name, _)| found.worth.as_ref().map(|found| worth(&told, name, found)));
    json!({
        "draws": told.draws(),
        "asked": findings.asked,
        "complete": told.complete(),
        "seed": findings.seed,
        "method": findings.method,
        "confidence": CONFIDENCE,
        "focus": told.focus(),
        "drawn": findings.numbers.len(),
        "guesses": told.guesses(),
        "held": findings.held,
        "outcomes": outcomes(&told),
        "crossover": (0..told.outcomes().workloads.len()).map(|w| crossover(&told, w)).collect::<Vec<_>>(),
        "sensitivity": sensitivity.collect::<Vec<_>>(),
        "tornado": tornado.collect::<Vec<_>>(),
        "pawn": pawn.collect::<Vec<_>>(),
        "boxes": boxes.collect::<Vec<_>>(),
        "levers": levers.collect::<Vec<_>>(),
        "value_of_information": worths.collect::<Vec<_>>(),
    })
}

fn quantile(found: Option<Quantile>) -> Json {
    match found {
        None => Json::Null,
        Some(Quantile::At(value)) => number(value),
        Some(Quantile::Never) => json!("never"),
        Some(Quantile::Already) => json!("already"),
    }
}

fn outcomes(told: &Told) -> Json {
    let row = |(place, outcome): (usize, &sunward_exploration::Outcome)| {
        let summary = told.findings.exploration.summary(place);
        let some = summary.draws() > 0;
        let mut map = Map::new();
        map.insert("name".into(), json!(outcome.name));
        map.insert("unit".into(), json!(with_money_year(outcome.unit)));
        for (name, share) in SHARES {
            map.insert(name.into(), quantile(summary.quantile(share)));
        }
        map.insert("p_never".into(), optional(some.then(|| summary.never().value())));
        map.insert("p_already".into(), optional(some.then(|| summary.already().value())));
        // A mean over the draws that have a number would be that of the lucky ones.
        if let Ok(mean) = summary.mean() {
            map.insert("mean".into(), number(mean));
        }
        map.insert("best".into(), quantile(told.best(place)));
        Json::Object(map)
    };
    told.outcomes().all.iter().enumerate().map(row).collect()
}

fn chance(found: Option<Chance>) -> Json {
    found.map_or(
        Json::Null,
        |found| json!({"probability": number(found.value), "low": number(found.low), "high": number(found.high)}),
    )
}

fn crossover(told: &Told, workload: usize) -> Json {
    let by_year = told.outcomes().years.iter().filter_map(|year| {
        let found = told.crossed_by(workload, *year)?;
        Some(json!({
            "year": year,
            "probability": number(found.value),
            "low": number(found.low),
            "high": number(found.high),
        }))
    });
    json!({
        "workload": told.outcomes().workloads[workload],
        "by_year": by_year.collect::<Vec<_>>(),
        "never": chance(told.never(workload)),
        "already": chance(told.already(workload)),
    })
}

fn estimate(found: &Estimate) -> Json {
    let (low, high) = found.interval(CONFIDENCE);
    json!({"value": number(found.value), "low": number(low), "high": number(high)})
}

fn index(told: &Told, outcome: &str, row: &Index) -> Option<Json> {
    let (low, high) = row.total.interval(CONFIDENCE);
    let first = row.first.interval(CONFIDENCE);
    let mut map = Map::new();
    map.insert("outcome".into(), json!(outcome));
    match row.subject {
        Subject::Number(of) => map.insert("path".into(), json!(told.findings.numbers.get(of)?.path)),
        Subject::Group(of) => map.insert("group".into(), json!(told.findings.groups.get(of)?.key)),
        Subject::Others => map.insert("group".into(), json!("all others")),
    };
    map.insert("first_order".into(), number(row.first.value));
    map.insert("first_order_low".into(), number(first.0));
    map.insert("first_order_high".into(), number(first.1));
    map.insert("total".into(), number(row.total.value));
    map.insert("low".into(), number(low));
    map.insert("high".into(), number(high));
    if let Some(shapley) = &row.shapley {
        map.insert("shapley".into(), estimate(shapley));
    }
    Some(Json::Object(map))
}

fn measured(drawn: &Drawn<'_>, si: Option<f64>) -> Json {
    let measure = drawn.parameter.measure();
    si.map_or(Json::Null, |si| in_unit(measure.in_document_unit(si), &measure.unit()))
}

/// What is known of a number: its path, its value today, who says so.
fn about(drawn: &Drawn<'_>) -> Map<String, Json> {
    let provenance = &drawn.parameter.provenance;
    let mut map = Map::new();
    map.insert("path".into(), json!(drawn.parameter.path));
    map.insert("year".into(), json!(drawn.year));
    map.insert("best".into(), measured(drawn, Some(drawn.best)));
    map.insert("source".into(), json!(provenance.source));
    map.insert("kind".into(), json!(provenance.evidence.name()));
    map.insert("date".into(), json!(provenance.date));
    map
}

fn bar(told: &Told, outcome: &str, base: Option<f64>, row: &Bar) -> Option<Json> {
    let drawn = told.number(row.number)?;
    let mut map = about(&drawn);
    map.insert("outcome".into(), json!(outcome));
    map.insert("low".into(), measured(&drawn, drawn.ends.map(|ends| ends.0)));
    map.insert("high".into(), measured(&drawn, drawn.ends.map(|ends| ends.1)));
    let at = |value: f64| quantile((!value.is_nan()).then(|| Quantile::of(value)));
    map.insert("at_low".into(), at(row.low));
    map.insert("at_high".into(), at(row.high));
    map.insert("at_best".into(), optional(base));
    map.insert("elasticity".into(), optional(row.elasticity));
    Some(Json::Object(map))
}

fn region(told: &Told, workload: &str, found: &Region) -> Json {
    let limits = found.limits.iter().filter_map(|limit| {
        let drawn = told.number(limit.number)?;
        let mut map = about(&drawn);
        map.insert("low".into(), measured(&drawn, limit.low));
        map.insert("high".into(), measured(&drawn, limit.high));
        map.insert("chance".into(), number(limit.chance));
        Some(Json::Object(map))
    });
    let trajectory = found
        .trajectory
        .iter()
        .map(|(coverage, density)| json!({"coverage": number(*coverage), "density": number(*density)}));
    json!({
        "workload": workload,
        "by": found.by,
        "of_all": number(found.of_all),
        "coverage": number(found.coverage),
        "density": number(found.density),
        "mass": number(found.mass),
        "limits": limits.collect::<Vec<_>>(),
        "trajectory": trajectory.collect::<Vec<_>>(),
    })
}

fn lever(told: &Told, workload: &str, by: Option<i32>, found: &Lever) -> Option<Json> {
    let drawn = told.number(found.number)?;
    let mut map = about(&drawn);
    map.insert("workload".into(), json!(workload));
    map.insert("by".into(), json!(by));
    map.insert("today".into(), number(found.today));
    map.insert("wanted".into(), number(found.wanted));
    map.insert("value".into(), measured(&drawn, found.value));
    map.insert("reached".into(), json!(if found.above { "at least" } else { "at most" }));
    Some(Json::Object(map))
}

fn worth(told: &Told, workload: &str, found: &Worth) -> Json {
    let numbers = found.numbers.iter().filter_map(|(of, share)| {
        let mut map = about(&told.number(*of)?);
        map.insert("share".into(), estimate(share));
        Some(Json::Object(map))
    });
    json!({
        "workload": workload,
        "choice": if found.challenger { "challenger" } else { "incumbent" },
        "cost": in_unit(found.cost, &with_money_year("USD/operation")),
        "everything": estimate(&found.everything),
        "numbers": numbers.collect::<Vec<_>>(),
    })
}
