//! Who earns, and what it is worth to be one company.

use crate::analysis::Yardstick;
use crate::layout::Variable;
use crate::valuation::{Origins, Pays, Primary, Solved, Valuation, activity_parts};
use sunward_linear::{Column, Row};
use sunward_network::Constraint;

/// What a process takes in and where it goes, a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Account {
    /// Value of what it makes, at market prices.
    pub revenue: f64,
    /// Value of what running it uses.
    pub inputs: f64,
    /// Running cost in money.
    pub running: f64,
    /// What limits that count its activity, and the budget, take.
    pub limits: f64,
    /// What pays back its building.
    pub recovered: f64,
    /// What it earns by being scarce.
    pub scarcity: f64,
}

/// A chain of companies against one company.
#[derive(Debug, Clone, PartialEq)]
pub struct Integration {
    /// Stage, by the name that processes have.
    pub stage: String,
    /// By how much the price of what is sold in the end at arm's length falls if this stage alone sells at cost, by period.
    pub saved: Vec<f64>,
}

/// Sum of all right-hand sides times prices against the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Duality {
    /// The objective, as the solver counts it.
    pub objective: f64,
    /// The same as the sum over rows of right-hand side times dual, and over columns at a bound of bound times reduced cost.
    pub sum: f64,
    /// Difference, relative.
    pub gap: f64,
}

/// Who earns.
#[derive(Debug, Clone, PartialEq)]
pub struct Rents {
    /// `[process][period]`, a year.
    pub accounts: Vec<Vec<Account>>,
    /// What each limit takes, `[limit][period]`, a year; a limit for ever in the periods of its use.
    pub limits: Vec<Vec<f64>>,
    /// Scarcity by stage, in the order of names: stage, by period, a year.
    pub stages: Vec<(String, Vec<f64>)>,
    /// Scarcity by commodity: of whoever makes it, shared by the value of what they make, `[commodity][period]`, a year.
    pub commodities: Vec<Vec<f64>>,
    /// Price of what is sold in the end if every company adds its margin, by period, where it has a price.
    pub at_arms_length: Vec<Option<f64>>,
    /// The same price at cost, by period, where it has a price.
    pub integrated: Vec<Option<f64>>,
    /// What integration is worth, by stage.
    pub integration: Vec<Integration>,
    /// Strong duality.
    pub duality: Duality,
}

/// Who earns.
pub fn earned(solved: &Solved<'_>, valuation: &Valuation, yardstick: &Yardstick) -> Rents {
    let network = solved.network;
    let periods = solved.horizon;
    let mut accounts = vec![vec![Account::default(); periods]; network.processes.len()];
    let mut commodities = vec![vec![0.0; periods]; network.commodities.len()];
    let mut limits = vec![vec![0.0; periods]; network.limits.len()];
    for (process, row) in network.processes.iter().enumerate() {
        for period in 0..periods {
            let run = solved.amount(Variable::Run { process, period });
            let build = solved.amount(Variable::Build { process, period });
            let a_year = |value: f64| value / valuation.weights[period];
            for part in solved.pays(Variable::Build { process, period }) {
                if let Pays::Primary(Primary::Limit(limit), at, value) = part
                    && at < periods
                {
                    limits[limit][at] += a_year(value * build);
                }
            }
            let account = &mut accounts[process][period];
            for line in &row.makes {
                account.revenue += a_year(valuation.prices[line.market][period] * line.amount.at(period) * run);
            }
            if let Some(column) = solved.layout.column(Variable::Run { process, period })
                && let Some(target) = solved.layout.row(Constraint::Target { period })
            {
                let share = solved.program.coefficient(target, column);
                account.revenue += a_year(valuation.prices[valuation.markets][period] * share * run);
            }
            for part in solved.pays(Variable::Run { process, period }) {
                let value = a_year(part.value() * run);
                match part {
                    Pays::Market(..) => account.inputs += value,
                    Pays::Primary(Primary::Running(_), ..) => account.running += value,
                    Pays::Primary(Primary::Limit(limit), ..) => {
                        limits[limit][period] += value;
                        account.limits += value;
                    }
                    Pays::Primary(..) => account.limits += value,
                }
            }
            // All capacity at work earns, also what is left over where the row takes nothing.
            let capacity = &valuation.capacities[process][period];
            account.recovered = a_year(capacity.recovered * run);
            account.scarcity = a_year(capacity.scarcity() * run);
            let scarcity = account.scarcity;
            let revenue: f64 =
                row.makes.iter().map(|line| valuation.prices[line.market][period] * line.amount.at(period)).sum();
            for line in row.makes.iter().filter(|_| revenue > 0.0) {
                let share = valuation.prices[line.market][period] * line.amount.at(period) / revenue;
                commodities[network.markets[line.market].commodity][period] += scarcity * share;
            }
        }
    }
    let mut names: Vec<&str> = network.processes.iter().map(|process| process.stage.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let stages = names
        .iter()
        .map(|stage| {
            let own = || network.processes.iter().zip(&accounts).filter(|(process, _)| process.stage == *stage);
            let by_period =
                (0..periods).map(|period| own().map(|(_, account)| account[period].scarcity).sum()).collect();
            ((*stage).to_string(), by_period)
        })
        .collect();
    let at_cost: Vec<Option<f64>> =
        yardstick.price.iter().take(periods).map(|price| (*price > 0.0).then_some(*price)).collect();
    let (at_arms_length, integration) = integration(solved, valuation, yardstick, &names);
    Rents {
        accounts,
        limits,
        stages,
        commodities,
        at_arms_length,
        integrated: at_cost,
        integration,
        duality: duality(solved),
    }
}

/// Price of the yardstick at arm's length, and how much of that a stage saves that sells at cost.
///
/// A company at arm's length sells at `cost/(1 − margin)` and buys at such prices; the plan and its quantities stay. What somebody
/// upstream earns by being scarce is handed on as it is, and what the company itself earns by being scarce counts towards its
/// margin. Without margins the prices are those of the plan.
fn integration(
    solved: &Solved<'_>,
    valuation: &Valuation,
    yardstick: &Yardstick,
    stages: &[&str],
) -> (Vec<Option<f64>>, Vec<Integration>) {
    let network = solved.network;
    let ends: Vec<Vec<f64>> = valuation
        .origins
        .iter()
        .map(|row| {
            let cost = |origins: &Origins| {
                origins.primaries.iter().filter(|part| !part.0.is_scarcity()).map(|part| part.2).sum()
            };
            row.iter().map(cost).collect()
        })
        .collect();
    // What each process earns by being scarce, as a share of what it sells.
    let own = |process: usize, period: usize| {
        let (mut scarce, mut total) = (0.0, 0.0);
        for part in activity_parts(solved, valuation, process, period) {
            total += part.value();
            if let Pays::Primary(Primary::Scarcity(_) | Primary::Most(_), _, value) = part {
                scarce += value;
            }
        }
        if total > 0.0 { scarce / total } else { 0.0 }
    };
    let scarce: Vec<Vec<f64>> = (0..network.processes.len())
        .map(|process| (0..valuation.periods).map(|period| own(process, period)).collect())
        .collect();
    // The part of prices that is no scarcity, with margins on it, as a share of those of the plan: by node and period.
    let multiples = |at_cost: Option<&str>| {
        valuation.accumulate(&ends, |node, period| {
            let origins = &valuation.origins[period][node];
            let made: f64 = origins.makers.iter().map(|maker| maker.1).sum();
            let marked_up: f64 = origins
                .makers
                .iter()
                .map(|(index, share)| {
                    let process = &network.processes[*index];
                    let margin = if at_cost == Some(process.stage.as_str()) { 0.0 } else { process.margin };
                    share * ((1.0 - scarce[*index][period]) / (1.0 - margin)).max(1.0)
                })
                .sum();
            // What comes out of stock was paid for when it was made.
            if made > 0.0 { marked_up + (1.0 - made) } else { 1.0 }
        })
    };
    let price = |multiples: &Option<Vec<Vec<f64>>>, period: usize| -> Option<f64> {
        let paid = &yardstick.paid[period];
        let total: f64 = paid.iter().map(|entry| entry.1).sum();
        let multiples = multiples.as_ref()?;
        let marked_up = |node: usize| multiples[period][node] + valuation.scarce[period][node];
        let sum: f64 = paid.iter().map(|(node, value)| value * marked_up(*node)).sum();
        (total > 0.0).then(|| yardstick.price[period] * sum / total)
    };
    let periods = 0..solved.horizon;
    let all = multiples(None);
    let at_arms_length: Vec<Option<f64>> = periods.clone().map(|period| price(&all, period)).collect();
    let with_margin =
        |stage: &str| network.processes.iter().any(|process| process.stage == stage && process.margin > 0.0);
    let integration = stages
        .iter()
        .filter(|stage| with_margin(stage))
        .map(|stage| {
            let without = multiples(Some(stage));
            let saved = |period: usize| Some(at_arms_length[period]? - price(&without, period)?);
            Integration {
                stage: (*stage).to_string(),
                saved: periods.clone().map(|period| saved(period).unwrap_or(0.0)).collect(),
            }
        })
        .collect();
    (at_arms_length, integration)
}

/// The objective as a sum of what is given times what it is worth.
fn duality(solved: &Solved<'_>) -> Duality {
    let program = solved.program;
    let solution = solved.solution;
    // The bound that holds is the one that the value points to.
    let bound = |(lower, upper): (f64, f64), dual: f64| if dual > 0.0 { lower } else { upper };
    let mut sum = program.constant();
    let mut size = program.constant().abs();
    let mut add = |bounds: (f64, f64), dual: f64, at: f64| {
        if dual == 0.0 {
            return;
        }
        let bound = bound(bounds, dual);
        // A dual that is rounding may point to a bound that is not there: where it stands, then.
        let term = dual * if bound.is_finite() { bound } else { at };
        sum += term;
        size += term.abs();
    };
    for row in 0..program.rows() {
        let bounds = program.bounds_of_row(Row(u32::try_from(row).expect("rows are counted in 32 bits")));
        add(bounds, solution.row_duals[row], solution.rows[row]);
    }
    for column in 0..program.columns() {
        let bounds = program.bounds_of_column(Column(u32::try_from(column).expect("columns are counted in 32 bits")));
        add(bounds, solution.reduced_costs[column], solution.columns[column]);
    }
    let objective = program.objective(&solution.columns);
    let gap = (objective - sum).abs() / size.max(objective.abs()).max(f64::MIN_POSITIVE);
    Duality { objective, sum, gap }
}
