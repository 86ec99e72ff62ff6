//! Tables of an exploration in long form.
//!
//! A `state` beside a value says `never` or `already` where there is no number.

use super::{CONFIDENCE, SHARES, Told};
use crate::table::{Column, Table};
use sunward_exploration::{Findings, Kind, Subject};
use sunward_model::Model;
use sunward_quantity::showing::with_money_year;
use sunward_uncertainty::ensemble::Quantile;
use sunward_uncertainty::estimate::Estimate;

/// Every table of an exploration; those of what was not asked for have no rows.
pub fn tables(model: &Model, findings: &Findings) -> Vec<Table> {
    let told = Told::of(model, findings);
    vec![
        outcomes(&told),
        fan(&told),
        crossings(&told),
        sensitivity(&told),
        tornado(&told),
        pawn(&told),
        regions(&told),
        levers(&told),
        worths(&told),
    ]
}

/// Columns that grow row by row.
struct Long<const T: usize, const N: usize> {
    text: [Vec<String>; T],
    numbers: [Vec<Option<f64>>; N],
    years: Vec<i64>,
    units: Vec<String>,
}

impl<const T: usize, const N: usize> Long<T, N> {
    fn new() -> Self {
        Self {
            text: std::array::from_fn(|_| Vec::new()),
            numbers: std::array::from_fn(|_| Vec::new()),
            years: Vec::new(),
            units: Vec::new(),
        }
    }

    fn push(&mut self, text: [&str; T], year: i32, numbers: [Option<f64>; N], unit: &str) {
        self.text.iter_mut().zip(text).for_each(|(column, cell)| column.push(cell.to_string()));
        let finite = |cell: Option<f64>| cell.filter(|value| value.is_finite());
        self.numbers.iter_mut().zip(numbers).for_each(|(column, cell)| column.push(finite(cell)));
        self.years.push(i64::from(year));
        self.units.push(with_money_year(unit));
    }

    fn table(self, name: &'static str, text: [&'static str; T], numbers: [&'static str; N]) -> Table {
        let mut columns: Vec<(&'static str, Column)> = text.into_iter().zip(self.text.map(Column::Text)).collect();
        columns.push(("year", Column::Whole(self.years)));
        columns.extend(numbers.into_iter().zip(self.numbers.map(Column::Number)));
        columns.push(("unit", Column::Text(self.units)));
        Table { name, columns }
    }
}

fn state(found: Option<Quantile>) -> &'static str {
    match found {
        Some(Quantile::Never) => "never",
        Some(Quantile::Already) => "already",
        _ => "",
    }
}

/// Quantiles of crossovers, and of costs in the focus year, with the shares of draws without a number.
fn outcomes(told: &Told) -> Table {
    let mut rows = Long::<4, 1>::new();
    for (place, outcome) in told.outcomes().all.iter().enumerate() {
        if matches!(outcome.kind, Kind::Ratio(_)) {
            continue;
        }
        let summary = told.findings.exploration.summary(place);
        let workload = &told.outcomes().workloads[outcome.workload];
        let mut push = |statistic: &str, found: Option<Quantile>, unit: &str| {
            let text = [outcome.name.as_str(), workload, statistic, state(found)];
            rows.push(text, told.focus(), [found.and_then(Quantile::at)], unit);
        };
        for (name, share) in SHARES {
            push(name, summary.quantile(share), outcome.unit);
        }
        push("best", told.best(place), outcome.unit);
        push("p_never", Some(Quantile::At(summary.never().value())), "1");
        push("p_already", Some(Quantile::At(summary.already().value())), "1");
    }
    rows.table("explore_outcomes", ["outcome", "workload", "statistic", "state"], ["value"])
}

/// The ratio by year: quantiles, the single run, and the shares of draws without a number.
fn fan(told: &Told) -> Table {
    let mut rows = Long::<3, 1>::new();
    for (workload, name) in told.outcomes().workloads.iter().enumerate() {
        for (index, year) in told.outcomes().years.iter().enumerate() {
            let summary = told.ratio(workload, index);
            let mut push = |statistic: &str, found: Option<Quantile>| {
                rows.push([name, statistic, state(found)], *year, [found.and_then(Quantile::at)], "1");
            };
            for (statistic, share) in SHARES {
                push(statistic, summary.quantile(share));
            }
            push("best", told.best(told.outcomes().ratio(workload, index)));
            push("p_never", Some(Quantile::At(summary.never().value())));
            push("p_already", Some(Quantile::At(summary.already().value())));
        }
    }
    rows.table("explore_fan", ["workload", "statistic", "state"], ["value"])
}

/// Shares of draws that first cross in a year, that have crossed by then, that had already, and that never do: those stand at
/// the last year.
fn crossings(told: &Told) -> Table {
    let mut rows = Long::<2, 3>::new();
    for (workload, name) in told.outcomes().workloads.iter().enumerate() {
        let counts = told.findings.exploration.crossings(workload);
        let all: u64 = counts.iter().sum();
        let mut push = |what: &str, year: i32, found: Option<super::Chance>| {
            if let Some(found) = found {
                rows.push([name, what], year, [Some(found.value), Some(found.low), Some(found.high)], "1");
            }
        };
        push("already", told.outcomes().years[0], told.already(workload));
        for year in &told.outcomes().years {
            push("has crossed", *year, told.crossed_by(workload, *year));
        }
        push("never", told.last(), told.never(workload));
        for (year, count) in told.outcomes().years.iter().zip(&counts).skip(1).filter(|_| all > 0) {
            rows.push([name, "first crosses"], *year, [Some(*count as f64 / all as f64), None, None], "1");
        }
    }
    rows.table("explore_crossings", ["workload", "what"], ["value", "low", "high"])
}

fn with_interval(found: &Estimate) -> [Option<f64>; 3] {
    let (low, high) = found.interval(CONFIDENCE);
    [Some(found.value), Some(low), Some(high)]
}

fn sensitivity(told: &Told) -> Table {
    let mut rows = Long::<4, 3>::new();
    for (workload, found) in told.findings.uses.iter().enumerate().take(told.outcomes().workloads.len()) {
        let outcome = &told.outcomes().all[told.outcomes().ratio(workload, told.outcomes().focus)].name;
        for index in found.indices.iter().chain(&found.groups) {
            let (kind, subject) = match index.subject {
                Subject::Number(of) => ("number", told.findings.numbers.get(of).map(|number| number.path.clone())),
                Subject::Group(of) => ("group", told.findings.groups.get(of).map(|group| group.key.clone())),
                Subject::Others => ("others", Some("all others".into())),
            };
            let Some(subject) = subject else { continue };
            let measures = [
                ("first order", Some(&index.first)),
                ("total", Some(&index.total)),
                ("shapley", index.shapley.as_ref()),
            ];
            for (measure, estimate) in measures {
                if let Some(estimate) = estimate {
                    rows.push([outcome, kind, &subject, measure], told.focus(), with_interval(estimate), "1");
                }
            }
        }
    }
    rows.table("explore_sensitivity", ["outcome", "kind", "subject", "index"], ["value", "low", "high"])
}

/// Both ends of each bar; `number` is the value of what was moved, in `number_unit`.
fn tornado(told: &Told) -> Table {
    let mut rows = Long::<5, 3>::new();
    for (workload, found) in told.findings.uses.iter().enumerate().take(told.outcomes().workloads.len()) {
        let outcome = &told.outcomes().all[told.outcomes().ratio(workload, told.outcomes().focus)].name;
        for bar in &found.tornado {
            let Some(drawn) = told.number(bar.number) else { continue };
            let measure = drawn.parameter.measure();
            let ends =
                [("low", drawn.ends.map(|ends| ends.0), bar.low), ("high", drawn.ends.map(|ends| ends.1), bar.high)];
            for (end, number, ratio) in ends {
                let found = (!ratio.is_nan()).then(|| Quantile::of(ratio));
                rows.push(
                    [outcome, &drawn.parameter.path, end, state(found), &measure.unit()],
                    told.focus(),
                    [found.and_then(Quantile::at), number.map(|si| measure.in_document_unit(si)), bar.elasticity],
                    "1",
                );
            }
        }
    }
    rows.table("explore_tornado", ["outcome", "path", "end", "state", "number_unit"], ["value", "number", "elasticity"])
}

fn pawn(told: &Told) -> Table {
    let mut rows = Long::<2, 1>::new();
    for (workload, found) in told.findings.uses.iter().enumerate().take(told.outcomes().workloads.len()) {
        let outcome = &told.outcomes().all[told.outcomes().crossover(workload)].name;
        for (of, distance) in &found.pawn {
            if let Some(number) = told.findings.numbers.get(*of) {
                rows.push([outcome, &number.path], told.focus(), [Some(*distance)], "1");
            }
        }
    }
    rows.table("explore_pawn", ["outcome", "path"], ["value"])
}

/// Limits of each region, with the value today and who says so; and what the region holds, with an empty path.
fn regions(told: &Told) -> Table {
    let mut rows = Long::<5, 1>::new();
    for (found, workload) in told.findings.uses.iter().zip(&told.outcomes().workloads) {
        let Some(region) = &found.region else { continue };
        let whole = [
            ("of all", region.of_all),
            ("coverage", region.coverage),
            ("density", region.density),
            ("mass", region.mass),
        ];
        for (what, value) in whole {
            rows.push([workload, "", what, "", ""], region.by, [Some(value)], "1");
        }
        for limit in &region.limits {
            let Some(drawn) = told.number(limit.number) else { continue };
            let (measure, provenance) = (drawn.parameter.measure(), &drawn.parameter.provenance);
            let date = provenance.date.as_deref().unwrap_or_default();
            let mut push = |what: &str, value: Option<f64>, unit: &str| {
                rows.push([workload, &drawn.parameter.path, what, &provenance.source, date], region.by, [value], unit);
            };
            let own = |si: f64| measure.in_document_unit(si);
            for (what, value) in [("at least", limit.low), ("at most", limit.high), ("today", Some(drawn.best))] {
                if value.is_some() {
                    push(what, value.map(own), &measure.unit());
                }
            }
            push("chance", Some(limit.chance), "1");
        }
    }
    rows.table("explore_regions", ["workload", "path", "what", "source", "date"], ["value"])
}

fn levers(told: &Told) -> Table {
    let mut rows = Long::<5, 1>::new();
    for (found, workload) in told.findings.uses.iter().zip(&told.outcomes().workloads) {
        let by = found.region.as_ref().map_or(told.focus(), |region| region.by);
        for lever in &found.levers {
            let Some(drawn) = told.number(lever.number) else { continue };
            let (measure, provenance) = (drawn.parameter.measure(), &drawn.parameter.provenance);
            let date = provenance.date.as_deref().unwrap_or_default();
            let mut push = |what: &str, value: Option<f64>, unit: &str| {
                rows.push([workload, &drawn.parameter.path, what, &provenance.source, date], by, [value], unit);
            };
            let own = |si: f64| measure.in_document_unit(si);
            push(if lever.above { "at least" } else { "at most" }, lever.value.map(own), &measure.unit());
            push("today", Some(own(drawn.best)), &measure.unit());
            push("probability today", Some(lever.today), "1");
            push("probability wanted", Some(lever.wanted), "1");
        }
    }
    rows.table("explore_levers", ["workload", "path", "what", "source", "date"], ["value"])
}

/// What knowing is worth, as a share of the cost of what is chosen today; everything has an empty path.
fn worths(told: &Told) -> Table {
    let mut rows = Long::<5, 3>::new();
    for (found, workload) in told.findings.uses.iter().zip(&told.outcomes().workloads) {
        let Some(worth) = &found.worth else { continue };
        let choice = if worth.challenger { "challenger" } else { "incumbent" };
        rows.push([workload, choice, "", "", ""], told.focus(), with_interval(&worth.everything), "1");
        for (of, share) in &worth.numbers {
            let Some(drawn) = told.number(*of) else { continue };
            let provenance = &drawn.parameter.provenance;
            let date = provenance.date.as_deref().unwrap_or_default();
            let text = [workload.as_str(), choice, &drawn.parameter.path, &provenance.source, date];
            rows.push(text, told.focus(), with_interval(share), "1");
        }
    }
    rows.table("explore_worth", ["workload", "choice", "path", "source", "date"], ["value", "low", "high"])
}
