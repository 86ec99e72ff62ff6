//! What a satellite's design trades: document, table, words.

use crate::document::{of_kind, quantity};
use crate::summary::aligned_left;
use crate::table::{Column, Table};
use serde_json::{Map, Value as Json, json};
use sunward_economics::trade::{Cause, Found, disagreement};
use sunward_economics::{Decision, Trade};
use sunward_model::{Model, OptionName};
use sunward_quantity::showing::with_money_year;
use sunward_quantity::{HOUR, PricePerCompute, Quantity, show_number};

/// Curves of one satellite and one decision, use by use.
pub struct Group<'a> {
    /// The satellite.
    pub option: &'a OptionName,
    /// What is decided.
    pub decision: Decision,
    /// One for each use.
    pub trades: Vec<&'a Trade>,
    /// Why its uses want different values, if they do.
    pub disagreement: Option<String>,
}

/// Sorts trades by satellite and decision, in the order in which they came.
pub fn groups<'a>(model: &Model, trades: &'a [Trade]) -> Vec<Group<'a>> {
    let names: Vec<String> = model.workloads.iter().map(|workload| workload.name.clone()).collect();
    let mut groups: Vec<Group> = Vec::new();
    for trade in trades {
        match groups.last_mut() {
            Some(group) if group.option == &trade.option && group.decision == trade.decision => {
                group.trades.push(trade);
            }
            _ => groups.push(Group {
                option: &trade.option,
                decision: trade.decision,
                trades: vec![trade],
                disagreement: None,
            }),
        }
    }
    for group in &mut groups {
        group.disagreement = disagreement(&group.trades, &names);
    }
    groups
}

/// Of a list of trades.
pub fn document(model: &Model, trades: &[Trade]) -> Json {
    let groups = groups(model, trades);
    let rows = groups.iter().map(|group| {
        let uses: Vec<Json> = group.trades.iter().map(|trade| use_of(model, trade)).collect();
        json!({
            "option": group.option.to_string(),
            "decision": group.decision.key(),
            "path": group.trades[0].path,
            "year": group.trades[0].year,
            "disagreement": group.disagreement,
            "uses": uses,
        })
    });
    Json::Array(rows.collect())
}

fn use_of(model: &Model, trade: &Trade) -> Json {
    let at = |si: f64| of_kind(trade.decision.kind(), si);
    let place = |point: Option<(f64, &Found)>| {
        point.map(|(place, found)| json!({"at": at(place), "cost": cost(found), "over": found.over()}))
    };
    let points: Vec<Json> = trade
        .points
        .iter()
        .map(|point| match &point.found {
            Err(why) => json!({"at": at(point.at), "refused": why}),
            Ok(found) => {
                let causes: Map<String, Json> =
                    shares(found).into_iter().map(|(cause, share)| (cause.key().to_string(), json!(share))).collect();
                json!({
                    "at": at(point.at),
                    "cost": cost(found),
                    "over": found.over(),
                    "delivered": found.delivered,
                    "causes": causes,
                })
            }
        })
        .collect();
    json!({
        "workload": model.workloads[trade.workload].name,
        "optimum": place(trade.best()),
        "now": place(trade.today()),
        "reason": trade.reason,
        "points": points,
    })
}

fn cost(found: &Found) -> Json {
    quantity(PricePerCompute::from_si(found.cost))
}

/// Causes that add or save anything beyond rounding.
pub fn shares(found: &Found) -> Vec<(Cause, f64)> {
    let all = Cause::ALL.iter().map(|cause| (*cause, found.causes[*cause as usize]));
    all.filter(|row| row.1.abs() > 1e-9).collect()
}

/// Every point, in long form: cost, how much dearer than the optimum and why; a refusal is a row with its reason.
pub fn table(model: &Model, trades: &[Trade]) -> Table {
    let mut text: [Vec<String>; 7] = Default::default();
    let (mut years, mut places, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for trade in trades {
        let (unit, scale) = trade.decision.unit();
        let mut push = |at: f64, what: &str, value: Option<f64>, unit_of: &str, note: &str| {
            let option = trade.option.to_string();
            let workload = &model.workloads[trade.workload].name;
            let row = [&option, trade.decision.key(), workload, what, unit, unit_of, note];
            for (column, cell) in text.iter_mut().zip(row) {
                column.push(cell.to_string());
            }
            years.push(i64::from(trade.year));
            places.push(Some(at / scale));
            values.push(value);
        };
        for point in &trade.points {
            let found = match &point.found {
                Ok(found) => found,
                Err(why) => {
                    push(point.at, "refused", None, "1", why);
                    continue;
                }
            };
            let dollars = with_money_year("USD/(PFLOP/s h)");
            push(point.at, "cost", Some(found.cost * 1e15 * HOUR), &dollars, "");
            push(point.at, "over", Some(found.over()), "1", "");
            push(point.at, "delivered", Some(found.delivered), "1", "");
            for (cause, share) in shares(found) {
                push(point.at, cause.key(), Some(share), "1", "");
            }
        }
    }
    let [option, decision, workload, what, at_unit, unit, note] = text;
    Table {
        name: "trade",
        columns: vec![
            ("option", Column::Text(option)),
            ("decision", Column::Text(decision)),
            ("workload", Column::Text(workload)),
            ("what", Column::Text(what)),
            ("year", Column::Whole(years)),
            ("at", Column::Number(places)),
            ("at_unit", Column::Text(at_unit)),
            ("value", Column::Number(values)),
            ("unit", Column::Text(unit)),
            ("note", Column::Text(note)),
        ],
    }
}

/// For a person: by decision, optimum, choice and reason.
pub fn text(model: &Model, trades: &[Trade]) -> String {
    let mut out = String::new();
    for group in groups(model, trades) {
        let head = format!("{} ({})", group.decision.title(), group.trades[0].path);
        out.push_str(&format!("{}{head}\n", if out.is_empty() { "" } else { "\n" }));
        let shown = |point: Option<(f64, &Found)>| point.map_or("–".into(), |row| group.decision.shown(row.0));
        let rows: Vec<Vec<String>> = group
            .trades
            .iter()
            .map(|trade| {
                let dearer = match trade.today() {
                    Some((_, found)) => format!("{} % dearer", show_number(round(100.0 * found.over()))),
                    None => "cannot be had".to_string(),
                };
                vec![
                    model.workloads[trade.workload].name.clone(),
                    format!("cheapest at {}", shown(trade.best())),
                    format!("chosen {}", shown(trade.today())),
                    dearer,
                ]
            })
            .collect();
        out.push_str(&aligned_left(&rows));
        for sentence in group.trades.iter().map(|trade| &trade.reason).chain(&group.disagreement) {
            out.push_str(&format!("  {sentence}\n"));
        }
    }
    out
}

fn round(percent: f64) -> f64 {
    (percent * 100.0).round() / 100.0
}
