//! Claims as a table: one a row.

use super::{Amount, Judged};
use crate::{Column, Table};

/// The claims as a table.
pub fn table(claims: &[Judged]) -> Table {
    let text = |take: &dyn Fn(&Judged) -> String| Column::Text(claims.iter().map(take).collect());
    let numbers = |take: &dyn Fn(&Judged) -> Option<f64>| {
        Column::Number(claims.iter().map(|claim| take(claim).filter(|number| number.is_finite())).collect())
    };
    let end = |claim: &Judged, place: usize| {
        let range = claim.computed.as_ref().and_then(|computed| computed.range.as_ref());
        range.map(|ends| ends[place].in_unit())
    };
    let unit = |claim: &Judged| if claim.claimed.unit.is_pure() { "1".into() } else { claim.claimed.unit.text.clone() };
    Table {
        name: "claims",
        columns: vec![
            ("id", text(&|c| c.id.clone())),
            ("side", text(&|c| c.side.name().into())),
            ("who", text(&|c| c.who.clone())),
            ("date", text(&|c| c.date.clone())),
            ("title", text(&|c| c.title.clone())),
            ("statement", text(&|c| c.statement.clone())),
            ("source", text(&|c| c.source.key.clone())),
            ("relation", text(&|c| c.relation.name().into())),
            ("claimed", numbers(&|c| Some(c.claimed.in_unit()))),
            ("computed", numbers(&|c| c.computed.as_ref().map(|computed| Amount::in_unit(&computed.best)))),
            ("computed_low", numbers(&|c| end(c, 0))),
            ("computed_high", numbers(&|c| end(c, 1))),
            ("unit", text(&unit)),
            ("factor", numbers(&|c| c.factor)),
            ("verdict", text(&|c| c.verdict.name().into())),
            ("why", text(&|c| c.why.clone())),
        ],
    }
}
