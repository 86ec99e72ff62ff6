//! Why two scenarios disagree, for a person, a program and a spreadsheet.

use crate::document::of_kind;
use crate::summary::aligned_left;
use crate::table::{Column, Table};
use serde_json::{Value as Json, json};
use sunward_economics::attribution::{Depth, Party, Share};
use sunward_economics::{Attribution, Group};
use sunward_quantity::showing::{in_document_unit, with_money_year};
use sunward_quantity::{Kind, show, show_number};

/// Groups with a part in the difference, the greatest first.
pub fn by_size(attribution: &Attribution) -> Vec<Share> {
    // Rounding is no difference.
    let scale = attribution.from.value.abs().max(attribution.to.value.abs());
    let mut shares: Vec<Share> =
        attribution.shares.iter().copied().filter(|s| s.difference.abs() > 1e-12 * scale).collect();
    shares.sort_by(|a, b| b.difference.abs().total_cmp(&a.difference.abs()));
    shares
}

fn depth(depth: Option<Depth>) -> Json {
    match depth {
        None => Json::Null,
        Some(Depth::Parameters) => json!("parameters"),
        Some(Depth::Sheets) => json!("sheets"),
    }
}

/// As a document.
pub fn document(attribution: &Attribution) -> Json {
    let kind = attribution.outcome.kind();
    let party = |party: &Party| {
        json!({
            "scenario": party.scenario,
            "year": party.year,
            "workload": party.workload,
            "challenger": party.challenger.to_string(),
            "incumbent": party.incumbent.to_string(),
            "value": of_kind(kind, party.value),
        })
    };
    json!({
        "outcome": attribution.outcome.name(),
        "from": party(&attribution.from),
        "to": party(&attribution.to),
        "difference": of_kind(kind, attribution.to.value - attribution.from.value),
        "groups": attribution.shares.iter().map(|share| json!({
            "group": share.group.key(),
            "title": share.group.title(),
            "difference": of_kind(kind, share.difference),
            "factor": share.factor,
        })).collect::<Vec<_>>(),
        "exchanged": {"challenger": depth(attribution.depth[0]), "incumbent": depth(attribution.depth[1])},
    })
}

/// One row a group, of several comparisons one below the other.
pub fn table(all: &[Attribution]) -> Table {
    let rows: Vec<(&Attribution, &Share)> =
        all.iter().flat_map(|a| a.shares.iter().map(move |share| (a, share))).collect();
    let text = |of: &dyn Fn(&Attribution, &Share) -> String| Column::Text(rows.iter().map(|r| of(r.0, r.1)).collect());
    let number =
        |of: &dyn Fn(&Attribution, &Share) -> Option<f64>| Column::Number(rows.iter().map(|r| of(r.0, r.1)).collect());
    let unit = |kind: Kind| if kind == Kind::Ratio { "1".into() } else { with_money_year(kind.unit()) };
    Table {
        name: "attribution",
        columns: vec![
            ("from", text(&|a, _| a.from.scenario.clone())),
            ("to", text(&|a, _| a.to.scenario.clone())),
            ("outcome", text(&|a, _| a.outcome.name())),
            ("workload", text(&|a, _| a.to.workload.clone())),
            ("group", text(&|_, share| share.group.key().into())),
            ("year", Column::Whole(rows.iter().map(|r| i64::from(r.0.to.year)).collect())),
            ("difference", number(&|a, share| Some(in_document_unit(a.outcome.kind(), share.difference)))),
            ("factor", number(&|_, share| share.factor)),
            ("unit", text(&|a, _| unit(a.outcome.kind()))),
        ],
    }
}

fn signed(kind: Kind, si: f64) -> String {
    let text = show(kind, si.abs());
    if si < 0.0 { format!("−{text}") } else { format!("+{text}") }
}

/// For the terminal.
pub fn words(attribution: &Attribution) -> String {
    let kind = attribution.outcome.kind();
    let party = |party: &Party| {
        vec![
            party.scenario.clone(),
            show(kind, party.value),
            format!("{}, {}: {} against {}", party.year, party.workload, party.challenger, party.incumbent),
        ]
    };
    let mut out = format!("{}: why two scenarios disagree\n\n", attribution.outcome.name());
    out.push_str(&aligned_left(&[party(&attribution.from), party(&attribution.to)]));
    out.push('\n');
    let mut rows = Vec::new();
    let shares = by_size(attribution);
    let most = shares.first().map_or(1.0, |share| share.difference.abs());
    for share in &shares {
        let bar = "█".repeat(((share.difference.abs() / most) * 24.0).round() as usize);
        rows.push(vec![
            share.group.title().to_string(),
            signed(kind, share.difference),
            share.factor.map_or(String::new(), |factor| format!("×{}", show_number(factor))),
            bar,
        ]);
    }
    let difference = attribution.to.value - attribution.from.value;
    let whole = (attribution.from.value > 0.0 && attribution.to.value > 0.0)
        .then(|| format!("×{}", show_number(attribution.to.value / attribution.from.value)));
    rows.push(vec!["together".into(), signed(kind, difference), whole.unwrap_or_default(), String::new()]);
    out.push_str(&aligned_left(&rows));
    let agreed: Vec<&str> = Group::ALL
        .iter()
        .filter(|group| shares.iter().all(|share| share.group != **group))
        .map(|group| group.title())
        .collect();
    if !agreed.is_empty() {
        out.push_str(&format!("\n  no part in it: {}\n", agreed.join(", ")));
    }
    out.push_str(&format!("\n  {}\n", method(attribution)));
    out
}

/// How it was worked out, in a sentence or two.
pub fn method(attribution: &Attribution) -> String {
    let sides: Vec<String> = ["the challengers", "the incumbents"]
        .iter()
        .zip(attribution.depth)
        .filter_map(|(side, depth)| {
            Some(match depth? {
                Depth::Parameters => format!("of {side} the numbers themselves were exchanged"),
                Depth::Sheets => format!("of {side} the lines of the datasheets were exchanged"),
            })
        })
        .collect();
    format!(
        "Shapley values over all {} mixtures of the two scenarios, group by group: {}. Differences and factors are shared out each on \
         their own, so that a small group may stand on different sides in the two.",
        1u32 << Group::ALL.len(),
        sides.join("; ")
    )
}
