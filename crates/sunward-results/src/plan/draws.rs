//! What many plans say together: as a document, as tables, in a few lines.

use super::amounts::{amount, dollars, per_year};
use super::build_out::servers;
use super::screen::columns;
use super::titles::{short_row, worth_unit};
use crate::explore::screen::wrapped as screen_lines;
use crate::report::words;
use crate::summary::aligned_left;
use crate::table::{Column, Table};
use serde_json::{Value as Json, json};
use sunward_network::{Constraint, Objective};
use sunward_planner::ensemble::{Chance, Drawn, PlanDraws};
use sunward_quantity::money::BASE_YEAR;

/// Quantiles that are told.
pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

fn number(x: f64) -> Json {
    serde_json::Number::from_f64(x).map_or(Json::Null, Json::Number)
}

fn chance(chance: Chance) -> Json {
    let (low, high) = chance.interval();
    json!({"probability": number(chance.value()), "interval": [number(low), number(high)]})
}

/// Unit of the capacity in service.
pub fn capacity_unit(draws: &PlanDraws) -> String {
    let network = &draws.network;
    servers(network).first().map_or_else(|| "1".into(), |index| per_year(&network.processes[*index].unit))
}

/// Unit of the cost.
fn cost_unit(draws: &PlanDraws, objective: Objective) -> String {
    worth_unit(&draws.network, objective)
}

/// The target in words: `1 TW a year of AI chips`.
pub fn target_title(draws: &PlanDraws) -> Option<String> {
    let target = draws.network.target.as_ref()?;
    let commodity = &draws.network.commodities[target.commodity];
    Some(format!("{} of {}", amount(target.amount, &per_year(&commodity.unit)), words::lower(&commodity.title)))
}

/// The entry `plan` of the document of an exploration.
pub fn document(draws: &PlanDraws, objective: Objective) -> Json {
    let years = draws.all_years();
    let by_quantile = |rows: Vec<Vec<f64>>| -> Json {
        SHARES
            .iter()
            .zip(rows)
            .map(|(share, values)| json!({"share": share, "values": values.into_iter().map(number).collect::<Json>()}))
            .collect()
    };
    let target = draws.network.target.as_ref().map_or(Json::Null, |target| {
        let commodity = &draws.network.commodities[target.commodity];
        let by_year: Vec<Json> = years
            .iter()
            .zip(draws.target_by_year())
            .map(|(year, found)| {
                let mut row = json!({"year": year});
                if let (Json::Object(row), Json::Object(found)) = (&mut row, chance(found)) {
                    row.extend(found);
                }
                row
            })
            .collect();
        json!({
            "commodity": commodity.name,
            "amount": {"value": number(target.amount), "unit": per_year(&commodity.unit)},
            "by_year": by_year,
            "never": chance(draws.never()),
        })
    });
    let mut binding = Vec::new();
    for (constraint, chances) in draws.binds() {
        for (year, found) in years.iter().zip(chances).filter(|row| row.1.draws > 0) {
            binding.push(json!({
                "year": year,
                "constraint": constraint.title(&draws.network),
                "family": constraint.family(),
                "probability": number(found.value()),
            }));
        }
    }
    let nothing: Json = draws.nothing_binds().into_iter().map(|found| number(found.value())).collect();
    let tallied = |rows: Vec<(String, usize)>| -> Json {
        rows.into_iter().map(|(reason, draws)| json!({"reason": reason, "draws": draws})).collect()
    };
    let fidelity = draws.fidelity.as_ref().map_or(Json::Null, |found| {
        json!({
            "periods": {"scenario": found.periods.0, "draw": found.periods.1},
            "cost": {"scenario": number(found.cost.0), "draw": number(found.cost.1)},
            "target_year": {"scenario": found.target_year.0, "draw": found.target_year.1},
            "years_with_the_same_binding": found.same_binding,
            "made": {
                "years": years,
                "scenario": found.made.0.iter().map(|x| number(*x)).collect::<Json>(),
                "draw": found.made.1.iter().map(|x| number(*x)).collect::<Json>(),
            },
            "in_service": {
                "years": years,
                "scenario": found.in_service.0.iter().map(|x| number(*x)).collect::<Json>(),
                "draw": found.in_service.1.iter().map(|x| number(*x)).collect::<Json>(),
            },
        })
    });
    json!({
        "seed": draws.seed,
        "numbers": draws.numbers,
        "held": draws.held,
        "draws": {
            "asked": draws.draws.len(),
            "planned": draws.planned(),
            "without_plan": draws.without_plan().draws,
            "over_time": draws.over_time(),
            "failed": draws.failures().iter().map(|row| row.1).sum::<usize>(),
            "interrupted": draws.interrupted,
        },
        "confidence": 0.9,
        "target": target,
        "binding": binding,
        "nothing_binds": {"years": years, "probability": nothing},
        "in_service": {"unit": capacity_unit(draws), "years": years, "quantiles": by_quantile(draws.in_service(&SHARES))},
        "share_beyond_home": {"years": years, "quantiles": by_quantile(draws.share_beyond(&SHARES))},
        "cost": {
            "unit": cost_unit(draws, objective),
            "quantiles": SHARES.iter().zip(draws.cost(&SHARES)).map(|(share, value)| json!({"share": share, "value": number(value)})).collect::<Json>(),
        },
        "without_plan": tallied(draws.reasons()),
        "failed": tallied(draws.failures()),
        "fidelity": fidelity,
    })
}

/// Tables of the draws: the probability of the target, of what binds, quantiles by year, and every draw by itself.
pub fn tables(draws: &PlanDraws) -> Vec<Table> {
    vec![target_table(draws), binding_table(draws), quantile_table(draws), draw_table(draws)]
}

fn whole(years: &[i32]) -> Column {
    Column::Whole(years.iter().map(|year| i64::from(*year)).collect())
}

fn target_table(draws: &PlanDraws) -> Table {
    let chances = draws.target_by_year();
    let of = |take: &dyn Fn(&Chance) -> f64| Column::Number(chances.iter().map(|found| Some(take(found))).collect());
    Table {
        name: "plan_draws_target",
        columns: vec![
            ("year", whole(&draws.all_years())),
            ("probability", of(&|found| found.value())),
            ("low", of(&|found| found.interval().0)),
            ("high", of(&|found| found.interval().1)),
        ],
    }
}

fn binding_table(draws: &PlanDraws) -> Table {
    let (mut family, mut title, mut years, mut share) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (constraint, chances) in draws.binds() {
        for (year, found) in draws.all_years().into_iter().zip(chances).filter(|row| row.1.draws > 0) {
            family.push(constraint.family().to_string());
            title.push(constraint.title(&draws.network));
            years.push(year);
            share.push(Some(found.value()));
        }
    }
    Table {
        name: "plan_draws_binding",
        columns: vec![
            ("family", Column::Text(family)),
            ("constraint", Column::Text(title)),
            ("year", whole(&years)),
            ("probability", Column::Number(share)),
        ],
    }
}

fn quantile_table(draws: &PlanDraws) -> Table {
    let (mut what, mut share, mut years) = (Vec::new(), Vec::new(), Vec::new());
    let (mut value, mut unit) = (Vec::new(), Vec::new());
    let sides = [
        ("in_service", capacity_unit(draws), draws.in_service(&SHARES)),
        ("share_beyond_home", "1".to_string(), draws.share_beyond(&SHARES)),
    ];
    for (name, its, rows) in sides {
        for (at, values) in SHARES.iter().zip(rows) {
            for (year, found) in draws.all_years().into_iter().zip(values) {
                what.push(name.to_string());
                share.push(Some(*at));
                years.push(year);
                value.push(Some(found));
                unit.push(its.clone());
            }
        }
    }
    Table {
        name: "plan_draws_quantiles",
        columns: vec![
            ("what", Column::Text(what)),
            ("share", Column::Number(share)),
            ("year", whole(&years)),
            ("value", Column::Number(value)),
            ("unit", Column::Text(unit)),
        ],
    }
}

fn draw_table(draws: &PlanDraws) -> Table {
    let (mut index, mut outcome, mut year, mut cost) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (at, drawn) in draws.draws.iter().enumerate() {
        let Some(drawn) = drawn else { continue };
        index.push(at as i64);
        let (words, reached, costs) = match drawn {
            Drawn::Planned(plan) => ("planned", plan.target_year.map(f64::from), Some(plan.cost)),
            Drawn::NoPlan(_) => ("no plan", None, None),
            Drawn::OverTime => ("over time", None, None),
            Drawn::Failed(_) => ("failed", None, None),
        };
        outcome.push(words.to_string());
        year.push(reached);
        cost.push(costs);
    }
    Table {
        name: "plan_draws",
        columns: vec![
            ("draw", Column::Whole(index)),
            ("outcome", Column::Text(outcome)),
            ("target_year", Column::Number(year)),
            ("cost", Column::Number(cost)),
        ],
    }
}

/// How many draws there are, what became of them, and what is not certain about it: a sentence or two.
pub fn count(draws: &PlanDraws) -> String {
    let (done, asked) = (draws.draws.iter().flatten().count(), draws.draws.len());
    let mut text = if draws.interrupted {
        format!("Stopped on request after {done} of {asked} draws")
    } else {
        format!("{done} draws")
    };
    text.push_str(&format!(" of {} uncertain numbers, a plan for each", draws.numbers));
    let without = draws.without_plan().draws;
    if without > 0 {
        text.push_str(&format!("; {without} have no plan, since what must be had cannot be had"));
    }
    let unanswered = done - draws.answered();
    if unanswered > 0 {
        text.push_str(&format!("; {unanswered} gave no answer and are not counted"));
    }
    text.push('.');
    text
}

/// How far the program of a draw is from the scenario's plan, in words.
pub fn fidelity(draws: &PlanDraws) -> Option<String> {
    let found = draws.fidelity.as_ref()?;
    let year = |year: Option<i32>| year.map_or(format!("after {}", draws.years.1), |year| format!("in {year}"));
    let cost = found.cost.1 / found.cost.0 - 1.0;
    let years = draws.all_years().len();
    Some(format!(
        "A draw is planned in {} periods, with one round of learning; the scenario's plan has {}. At best values it costs {} {}, \
         reaches the target {} ({} in the plan), and is bound most by the same constraint in {} of {years} years.",
        found.periods.1,
        found.periods.0,
        words::percent(cost.abs()),
        if cost < 0.0 { "less" } else { "more" },
        year(found.target_year.1),
        year(found.target_year.0),
        found.same_binding,
    ))
}

/// What binds most in a year: constraints and probabilities, the most probable first.
pub fn binders(draws: &PlanDraws, year: i32) -> Vec<(Constraint, Chance)> {
    let Some(at) = draws.all_years().iter().position(|known| *known == year) else { return Vec::new() };
    let mut rows: Vec<(Constraint, Chance)> =
        draws.binds().into_iter().map(|(constraint, chances)| (constraint, chances[at])).collect();
    rows.retain(|row| row.1.draws > 0);
    rows.sort_by(|one, other| other.1.draws.cmp(&one.1.draws).then(one.0.cmp(&other.0)));
    rows
}

/// The draws on one screen.
pub fn lines(draws: &PlanDraws, objective: Objective) -> String {
    let mut out = wrapped(&count(draws));
    let years = draws.all_years();
    if draws.answered() == 0 {
        return out;
    }
    let tens: Vec<i32> = years.iter().copied().filter(|year| year % 10 == 0).collect();
    let index = |year: i32| (year - draws.years.0) as usize;
    let percent = |found: Chance| {
        let (low, high) = found.interval();
        let bare = |share: f64| words::percent(share).trim_end_matches(" %").to_string();
        format!("{} ({}–{})", words::percent(found.value()), bare(low), bare(high))
    };
    if let Some(title) = target_title(draws) {
        let chances = draws.target_by_year();
        let mut rows = vec![vec![String::new()], vec!["in so many draws".to_string()]];
        for year in &tens {
            rows[0].push(format!("by {year}"));
            rows[1].push(percent(chances[index(*year)]));
        }
        rows[0].push(format!("never until {}", draws.years.1));
        rows[1].push(percent(draws.never()));
        out.push_str(&format!("\n  {title}\n{}", columns(&rows)));
    }
    if draws.planned() == 0 {
        return out;
    }
    let unit = capacity_unit(draws);
    let (service, away) = (draws.in_service(&[0.05, 0.5, 0.95]), draws.share_beyond(&[0.05, 0.5, 0.95]));
    let heads = ["year", "in service, median", "nine in ten draws", "beyond home", "nine in ten"].map(String::from);
    let mut rows = vec![heads.to_vec()];
    let mut held = vec![vec!["year".to_string(), "what binds most, in so many draws".into()]];
    for year in &tens {
        let at = index(*year);
        let span = |of: &[Vec<f64>], show: &dyn Fn(f64) -> String| format!("{} … {}", show(of[0][at]), show(of[2][at]));
        rows.push(vec![
            year.to_string(),
            amount(service[1][at], &unit),
            span(&service, &|value| amount(value, &unit)),
            words::percent(away[1][at]),
            span(&away, &words::percent),
        ]);
        for (place, (constraint, found)) in binders(draws, *year).iter().take(3).enumerate() {
            let title = words::clip(&words::lower(&short_row(&draws.network, *constraint)), 70);
            let label = if place == 0 { year.to_string() } else { String::new() };
            held.push(vec![label, format!("{:>5}  {title}", words::percent(found.value()))]);
        }
    }
    out.push_str(&format!("\n{}\n{}", columns(&rows), aligned_left(&held)));
    if objective != Objective::MostCompute {
        let cost = draws.cost(&[0.05, 0.5, 0.95]);
        out.push('\n');
        out.push_str(&wrapped(&format!(
            "present cost {} (nine in ten: {} to {}), in dollars of {BASE_YEAR}",
            dollars(cost[1]),
            dollars(cost[0]),
            dollars(cost[2])
        )));
    }
    for (reason, draws) in draws.reasons().iter().take(3) {
        out.push_str(&wrapped(&format!("no plan in {draws}: {reason}")));
    }
    if let Some(told) = fidelity(draws) {
        out.push_str(&wrapped(&told));
    }
    out
}

/// In lines that fit a screen.
fn wrapped(text: &str) -> String {
    screen_lines(text).into_iter().map(|line| format!("{line}\n")).collect()
}
