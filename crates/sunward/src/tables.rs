//! One table of `run --out` by its name, with no more worked out than it holds.

use crate::claims::beside;
use crate::exploring::first_look;
use crate::pipeline::plan;
use crate::planning::{Asked, PlanStop};
use crate::tracking::progress;
use sunward_economics::trades;
use sunward_results::table::tables;
use sunward_results::{Results, Table};

/// What a table needs beside the costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Costs,
    /// What the designs of satellites trade.
    Trades,
    /// Draws: a first look.
    Draws,
    /// A plan.
    Plan,
    /// A plan where there is one, and what has been observed.
    Progress,
    /// A plan, draws, and public claims.
    Claims,
}

/// Every table, and what it needs. The attribution is none of them: it is about other files beside the scenario's own.
pub const TABLES: &[(&str, Needs)] = &[
    ("costs", Needs::Costs),
    ("stack", Needs::Costs),
    ("ratio", Needs::Costs),
    ("break_even", Needs::Costs),
    ("datasheet", Needs::Costs),
    ("orbit", Needs::Costs),
    ("parameters", Needs::Costs),
    ("trade", Needs::Trades),
    ("plan_builds", Needs::Plan),
    ("plan_capacities", Needs::Plan),
    ("plan_runs", Needs::Plan),
    ("plan_flows", Needs::Plan),
    ("plan_stocks", Needs::Plan),
    ("plan_unmet", Needs::Plan),
    ("plan_spending", Needs::Plan),
    ("plan_prices", Needs::Plan),
    ("plan_bottlenecks", Needs::Plan),
    ("plan_rents", Needs::Plan),
    ("plan_price_parts", Needs::Plan),
    ("plan_arithmetic", Needs::Plan),
    ("explore_outcomes", Needs::Draws),
    ("explore_fan", Needs::Draws),
    ("explore_crossings", Needs::Draws),
    ("explore_sensitivity", Needs::Draws),
    ("explore_tornado", Needs::Draws),
    ("explore_pawn", Needs::Draws),
    ("explore_regions", Needs::Draws),
    ("explore_levers", Needs::Draws),
    ("explore_worth", Needs::Draws),
    ("checkpoints", Needs::Progress),
    ("milestones", Needs::Progress),
    ("claims", Needs::Claims),
];

/// What a table of this name needs, if there is one.
pub fn needs(name: &str) -> Option<Needs> {
    TABLES.iter().find(|row| row.0 == name).map(|row| row.1)
}

/// The table of this name, as `run --out` writes it; `None` where the scenario has none: it compares nothing, asks for no plan, or cannot
/// be planned.
///
/// # Errors
/// [`PlanStop`].
pub fn table(mut results: Results, name: &str, asked: &Asked) -> Result<Option<Table>, PlanStop> {
    let Some(needs) = needs(name) else { return Ok(None) };
    if needs == Needs::Trades {
        results.trades = trades(&results.model);
    }
    if matches!(needs, Needs::Plan | Needs::Progress | Needs::Claims) && results.model.planning.is_some() {
        results.plan = Some(plan(&results.model, &results.costs, asked)?);
    }
    if matches!(needs, Needs::Draws | Needs::Claims) {
        results.explored = first_look(&results.model, results.seed, asked.threads)?;
    }
    if needs == Needs::Progress {
        results.tracked = Some(progress(&results.costs, results.plan.as_ref(), results.seed, asked)?);
    }
    if needs == Needs::Claims {
        results.claims = beside(&results, None, asked.threads);
    }
    Ok(tables(&results).into_iter().find(|table| table.name == name))
}
