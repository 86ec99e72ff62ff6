//! Claims as a document.

use super::{Amount, Computed, Judged, JudgedInput, JudgedTest, LeverAnswer, LeverFound, Origin, Work, counts};
use crate::document::{in_unit, number, optional};
use serde_json::{Map, Value as Json, json};

/// The body of the document of claims.
///
/// A quantity is in the unit in which it was claimed; a pure number is bare; a year that never comes is `null`, and its sentence says so.
pub fn document(claims: &[Judged]) -> Json {
    let counted: Map<String, Json> =
        counts(claims).into_iter().map(|(verdict, count)| (verdict.name().into(), json!(count))).collect();
    json!({ "counts": counted, "claims": claims.iter().map(claim).collect::<Vec<_>>() })
}

fn claim(of: &Judged) -> Json {
    json!({
        "id": of.id,
        "title": of.title,
        "side": of.side.name(),
        "who": of.who,
        "date": of.date,
        "statement": of.statement,
        "source": work(&of.source),
        "kind": of.evidence.name(),
        "relation": of.relation.name(),
        "claimed": amount(&of.claimed),
        "claimed_range": of.claimed_range.as_ref().map(|ends| ends.iter().map(amount).collect::<Vec<_>>()),
        "within": number(of.within),
        "computed": of.computed.as_ref().map_or(Json::Null, |computed| amount(&computed.best)),
        "computed_range": range(of.computed.as_ref()),
        "factor": optional(of.factor),
        "verdict": of.verdict.name(),
        "why": of.why,
        "condition": of.condition,
        "note": of.note,
        "lever": of.lever.as_ref().map(lever),
        "tests": of.tests.iter().map(test).collect::<Vec<_>>(),
    })
}

fn amount(of: &Amount) -> Json {
    if of.unit.is_pure() { number(of.in_unit()) } else { in_unit(of.in_unit(), &of.unit.text) }
}

fn range(of: Option<&Computed>) -> Json {
    let ends = of.and_then(|computed| computed.range.as_ref());
    ends.map_or(Json::Null, |ends| Json::Array(ends.iter().map(amount).collect()))
}

fn work(of: &Work) -> Json {
    match &of.work {
        Some(source) => json!({
            "key": of.key,
            "title": source.title,
            "author": source.author,
            "year": source.year,
            "address": source.address,
        }),
        None => json!({ "key": of.key }),
    }
}

fn lever(of: &LeverAnswer) -> Json {
    let mut all = json!({
        "path": of.path,
        "meaning": of.meaning,
        "now": of.now,
        "range": of.range,
        "source": work(&of.source),
    });
    let found = match &of.found {
        LeverFound::At { from, to, within_range } => {
            json!({"found": "at", "from": from, "to": to, "within_range": within_range})
        }
        LeverFound::Nowhere { searched } => json!({"found": "nowhere", "searched": searched}),
        LeverFound::NotAsked(why) => json!({"found": "not asked", "why": why}),
    };
    if let (Json::Object(all), Json::Object(found)) = (&mut all, found) {
        all.extend(found);
    }
    all
}

fn test(of: &JudgedTest) -> Json {
    let (result, why) = match &of.result {
        Ok(found) => (amount(&found.best), Json::Null),
        Err(why) => (Json::Null, json!(why)),
    };
    json!({
        "asks": of.asks,
        "conditional": of.conditional,
        "formula": of.formula,
        "inputs": of.inputs.iter().map(input).collect::<Vec<_>>(),
        "result": result,
        "result_range": range(of.result.as_ref().ok()),
        "agrees": of.agrees,
        "by_hand": of.hand.as_ref().map(amount),
        "why_none": why,
    })
}

fn input(of: &JudgedInput) -> Json {
    let (value, why) = match &of.value {
        Ok(found) => (amount(&found.best), Json::Null),
        Err(why) => (Json::Null, json!(why)),
    };
    let from = match &of.from {
        Origin::Stated => json!({"kind": "stated"}),
        Origin::Sourced => json!({"kind": "source"}),
        Origin::Parameter(path, year) => json!({"kind": "parameter", "path": path, "year": year}),
        Origin::Observed(series, _, date) => json!({"kind": "observed", "series": series, "date": date}),
        Origin::Document(command, key) => json!({"kind": "document", "command": command, "key": key}),
    };
    json!({
        "name": of.name,
        "value": value,
        "range": range(of.value.as_ref().ok()),
        "from": from,
        "source": of.source.as_ref().map(work),
        "why_none": why,
    })
}
