//! Why a plan cannot exist, in the user's words.

use crate::layout::{Layout, Variable};
use crate::planning::PlanError;
use crate::program::{Built, Form, assemble};
use crate::reach::{Reach, reach};
use std::collections::BTreeMap;
use std::fmt;
use sunward_linear::{Change, Limits, Solver};
use sunward_network::{Constraint, Network};

/// Something wanted that cannot be had in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// What is wanted: a demand, the target, or the budget that is exceeded.
    pub wanted: Constraint,
    /// In words: `AI compute, Low orbit`.
    pub what: String,
    /// Unit of the amounts, a year.
    pub unit: String,
    /// The year.
    pub year: i32,
    /// How much is wanted.
    pub amount: f64,
    /// How much of it is short.
    pub short: f64,
}

/// One of the rows that together exclude what is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The row of the first year in which it takes part.
    pub constraint: Constraint,
    /// In words: `growth of logic fabs, Taiwan`.
    pub what: String,
    /// What is special about it, if anything: `nothing ordered today serves before 2031`.
    pub note: Option<String>,
    /// First and last year in which it takes part.
    pub years: (i32, i32),
}

/// A plan that cannot exist: what is short, where, when, how much, and what together causes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortage {
    /// Least shortages, in the order of years; together as small as they can be, in shares of what is wanted.
    pub missing: Vec<Missing>,
    /// What lead times, growth and recipes allow at most, where that alone is less than what is wanted.
    pub reach: Vec<Reach>,
    /// Rows that cause it together: without any one of them the rest would not.
    pub causes: Vec<Cause>,
    /// How far the planner saw, in years, where that is why it is short.
    pub foresight: Option<f64>,
}

/// A number in at most four digits.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-3..1e6).contains(&size) {
        return format!("{value:.2e}");
    }
    let decimals = if size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        4
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (short, amount) = (number(self.short), number(self.amount));
        match self.wanted {
            Constraint::Budget { .. } => {
                write!(
                    f,
                    "what must be kept costs {short} {} more than the {amount} of the budget in {}",
                    self.unit, self.year
                )
            }
            _ => {
                write!(f, "{}: {short} of the {amount} {} wanted in {} cannot be had", self.what, self.unit, self.year)
            }
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.years;
        write!(f, "{}, {first}", self.what)?;
        if last > first {
            write!(f, "–{last}")?;
        }
        if let Some(note) = &self.note {
            write!(f, " ({note})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = Vec::new();
        if let Some(years) = self.foresight {
            lines.push(format!("Seeing {} years ahead, what is wanted is ordered too late.", number(years)));
        }
        lines.extend(self.reach.iter().map(|reach| format!("{reach}.")));
        lines.extend(self.missing.iter().map(|missing| format!("{missing}.")));
        if !self.causes.is_empty() {
            lines.push("Together these exclude it:".into());
            lines.extend(self.causes.iter().map(|cause| format!("- {cause}")));
        }
        write!(f, "{}", lines.join("\n"))
    }
}

/// Amounts below this share of what is wanted are not short.
const NOTHING: f64 = 1e-7;

/// Explains why what is wanted of a network cannot be had: reach, least shortages, causes.
///
/// `None` where nothing is short: then it can be had.
///
/// # Errors
/// [`PlanError`] if the solver fails or is stopped.
pub(crate) fn explain(
    network: &Network,
    target_from: Option<usize>,
    limits: &Limits,
    refused: (&Layout, &mut Solver),
) -> Result<Option<Shortage>, PlanError> {
    let Built { layout, program } = assemble(network, &Form::elastic(network, target_from));
    let mut solver = Solver::new(program, limits.clone())?;
    let solution = solver.solve(Change::Everything)?;
    let missing = missing(network, &layout, &solution.columns);
    if missing.is_empty() {
        return Ok(None);
    }
    let mut rows: Vec<Constraint> = Vec::new();
    // The set that excludes what is wanted; where there is none to be had, the rows that cost something in the least shortage.
    let (own, refused) = refused;
    if let Ok(set) = refused.irreducible() {
        rows = set.rows.iter().map(|row| own.constraints()[row.index()]).collect();
    }
    if rows.is_empty() {
        let greatest = solution.row_duals.iter().fold(0.0_f64, |most, dual| most.max(dual.abs()));
        let priced = layout.constraints().iter().zip(&solution.row_duals);
        rows = priced.filter(|(_, dual)| dual.abs() > 1e-9 * greatest).map(|(row, _)| *row).collect();
    }
    Ok(Some(Shortage { missing, reach: reach(network, target_from), causes: causes(network, &rows), foresight: None }))
}

/// What the slack columns say.
pub(crate) fn missing(network: &Network, layout: &Layout, columns: &[f64]) -> Vec<Missing> {
    let mut found = Vec::new();
    for (variable, &short) in layout.variables().iter().zip(columns) {
        let year = network.periods[variable.period()].year;
        let (wanted, what, unit, amount) = match *variable {
            Variable::Short { demand, period } => {
                let row = &network.demands[demand];
                if row.price.is_some() {
                    continue;
                }
                let unit = &network.commodities[network.markets[row.market].commodity].unit;
                let what = network.market_title(row.market);
                (Constraint::Demand { demand, period }, what, unit.clone(), row.amount.at(period))
            }
            Variable::Miss { period } => {
                let Some(target) = &network.target else { continue };
                let commodity = &network.commodities[target.commodity];
                (Constraint::Target { period }, commodity.title.clone(), commodity.unit.clone(), target.amount)
            }
            Variable::Over { period } => {
                let budget = network.budget.as_ref().map_or(0.0, |budget| budget.at(period));
                (Constraint::Budget { period }, "budget".to_string(), "dollars".to_string(), budget)
            }
            _ => continue,
        };
        if short > NOTHING * amount.abs() && short > 0.0 {
            found.push(Missing { wanted, what, unit, year, amount, short });
        }
    }
    found.sort_by_key(|missing| missing.year);
    found
}

/// The same row of several years is one cause. Balances are left out where anything else says more.
fn causes(network: &Network, rows: &[Constraint]) -> Vec<Cause> {
    let mut by_title: BTreeMap<(usize, String), (Constraint, i32, i32)> = BTreeMap::new();
    let families = ["demand", "target", "growth", "most", "limit", "budget", "capacity", "balance"];
    let telling = rows.iter().any(|row| !matches!(row, Constraint::Balance { .. } | Constraint::Target { .. }));
    for &row in rows {
        if telling && matches!(row, Constraint::Balance { .. }) {
            continue;
        }
        let family = families.iter().position(|family| *family == row.family()).unwrap_or(families.len());
        let year = network.periods[row.period()].year;
        let entry = by_title.entry((family, row.title(network))).or_insert((row, year, year));
        if year < entry.1 {
            (entry.0, entry.1) = (row, year);
        }
        entry.2 = entry.2.max(year);
    }
    by_title
        .into_iter()
        .map(|((_, what), (constraint, first, last))| Cause {
            constraint,
            what,
            note: note(network, constraint),
            years: (first, last),
        })
        .collect()
}

fn note(network: &Network, constraint: Constraint) -> Option<String> {
    match constraint {
        Constraint::Capacity { process, period } => {
            let process = &network.processes[process];
            match network.first_build(process) {
                None => Some("nothing of it can be commissioned inside the horizon".into()),
                Some(first) if first > period => {
                    Some(format!("nothing ordered at the start serves before {}", network.periods[first].year))
                }
                Some(_) => None,
            }
        }
        Constraint::Growth { process, .. } => {
            let process = &network.processes[process];
            let seed = process.seed.unwrap_or(0.0);
            Some(format!(
                "{} {} a year and {} % of what stood a year before",
                number(seed),
                process.unit,
                number(100.0 * process.growth)
            ))
        }
        Constraint::Limit { limit, period } => {
            let limit = &network.limits[limit];
            Some(format!("{} {}", number(limit.amount.at(period)), limit.unit))
        }
        Constraint::Most { process, period } => {
            let process = &network.processes[process];
            process.most.as_ref().map(|most| format!("{} {}", number(most.at(period)), process.unit))
        }
        _ => None,
    }
}
