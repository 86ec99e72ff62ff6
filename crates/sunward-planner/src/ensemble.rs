//! Many plans of one world whose numbers differ from draw to draw, and what they say together.
//!
//! A draw changes nearly every number of the program at once, so the last basis is of little use: from the basis of the plan at best
//! values the dual simplex needs more steps than from none, and the interior point is quicker than either. So every draw is solved by
//! itself, from nothing, and its answer hangs on no other draw, in whichever order and thread they are solved.
//!
//! What is dear is learning: a plan at rest takes about ten programs. [`plan_near`] solves one, whose costs are the tangent of the
//! draw's own total cost (its own curves, prices and lives) at the amounts of a plan that is known, that of the best values. The
//! tangent is never below the total cost, so what it finds is a plan, and its cost is told with its own learning; a plan at rest
//! may be cheaper. Where nothing learns, one program is all there is, and the answer is that of [`plan`].

use crate::analysis::Yardstick;
use crate::bottlenecks::{self, Binding};
use crate::certificate::certify;
use crate::layout::Layout;
use crate::learning::{LearningReport, TrueCost};
use crate::planning::{Held, PlanError, Planned, Question, TOLERANCE, extract, plan, shortage};
use crate::program::{self, Built, Form, assemble, target_share};
use crate::reach::reach;
use crate::valuation::{Solved, value};
use std::collections::BTreeMap;
use sunward_linear::{Change, Column, Failure, Solver};
use sunward_network::{Constraint, Network, Objective, Period, PlanStatus};

/// A plan that others are near: the amounts at which the tangent of their cost is taken.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Near {
    plan: Option<(Layout, Vec<f64>)>,
}

impl Near {
    /// The amounts of a plan.
    pub fn of(planned: &Planned) -> Self {
        Self { plan: Some((planned.layout.clone(), planned.columns())) }
    }

    /// None: the tangent is taken where nothing is built, at prices before learning.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// Its amounts in the order of another program of the same network: what that does not have is left out, what it has more is nothing.
    fn in_order_of(&self, layout: &Layout) -> Vec<f64> {
        let Some((own, columns)) = &self.plan else { return vec![0.0; layout.variables().len()] };
        layout.variables().iter().map(|variable| own.value(*variable, columns)).collect()
    }
}

/// The plan of least cost, where cost is the tangent of the total cost at the amounts of a plan that is near: one program.
///
/// With a budget and learning, prices in the rows of the budget are those of the plan that is near. Other objectives than least cost,
/// and limited foresight, are planned in full, as by [`plan`].
///
/// # Errors
/// As [`plan`]; a shortage is explained.
pub fn plan_near(network: &Network, question: &Question, near: &Near) -> Result<Planned, PlanError> {
    if question.objective != Objective::LeastCost || question.foresight.is_some() {
        return plan(network, question);
    }
    match tangent(network, question, near) {
        // As for a single plan: what cannot go on beyond the end is no shortage of the question.
        Err(PlanError::Shortage(_)) if question.beyond > 0.0 => {
            tangent(network, &Question { beyond: 0.0, ..question.clone() }, near)
        }
        answer => answer,
    }
}

fn tangent(network: &Network, question: &Question, near: &Near) -> Result<Planned, PlanError> {
    let horizon = network.periods.len();
    let network = question.applied(network);
    let mistakes = network.check();
    if !mistakes.is_empty() {
        return Err(PlanError::Network(mistakes));
    }
    let form = Form::least_cost(&network);
    if !reach(&network, None).is_empty() {
        let mut held = Held::new(&network, &form, &question.limits)?;
        return Err(shortage(&network, None, question, &mut held));
    }
    let Built { layout, mut program } = assemble(&network, &form);
    let cost = TrueCost::new(&network, &layout, network.periods.len());
    let amounts = near.in_order_of(&layout);
    if !cost.is_plain() {
        let slopes = cost.slopes(&amounts);
        for (column, slope) in (0..).map(Column).zip(&slopes) {
            program.set_cost(column, *slope);
        }
        let along: f64 = slopes.iter().zip(&amounts).map(|(slope, x)| slope * x).sum();
        program.set_constant(cost.value(&amounts) - along);
        if network.budget.is_some() {
            let multipliers = cost.multipliers(&amounts, network.processes.len());
            for (row, column, value) in program::learned_spending(&network, &layout, &multipliers) {
                program.set_coefficient(row, column, value);
            }
        }
    }
    let mut held = Held { solver: Solver::new(program, question.limits.clone())?, layout };
    let solution = match held.solver.solve(Change::Everything) {
        Ok(solution) => solution,
        Err(Failure::Infeasible | Failure::UnboundedOrInfeasible) => {
            return Err(shortage(&network, None, question, &mut held));
        }
        Err(failure) => return Err(failure.into()),
    };
    let Held { layout, solver } = held;
    let mut plan = extract(&network, question.objective, &layout, &cost, &solution.columns, &solution.row_duals);
    plan.objective_value = cost.value(&solution.columns);
    plan.status = if cost.is_plain() { PlanStatus::Optimal } else { PlanStatus::Unsettled };
    let certificate = certify(&network, &plan, cost.is_plain());
    if !certificate.holds(TOLERANCE) {
        return Err(PlanError::Uncertified(Box::new(certificate)));
    }
    let learning = LearningReport { settled: cost.is_plain(), ..LearningReport::default() };
    let question = question.clone();
    Ok(Planned {
        network,
        horizon,
        question,
        plan,
        layout,
        solver,
        solution,
        learning,
        earliest: None,
        foresight: None,
        certificate,
    })
}

/// What binds most in each period of a plan, without relaxing anything; `None` where the network wants nothing.
pub fn binding(planned: &Planned) -> Option<Vec<Binding>> {
    let Planned { network, layout, solver, solution, horizon, .. } = planned;
    let solved = Solved { network, layout, program: solver.program(), solution, horizon: *horizon };
    let valuation = value(&solved);
    let yardstick = Yardstick::of(&solved, &valuation)?;
    let found = bottlenecks::find(&solved, &valuation, &yardstick);
    Some(bottlenecks::binding(&solved, &valuation, &yardstick, &found))
}

/// A number by period as a number by calendar year: on straight lines between the middles of periods, read at the middle of each year;
/// before the first middle and after the last it stays.
pub fn by_year(periods: &[Period], values: &[f64], years: std::ops::RangeInclusive<i32>) -> Vec<f64> {
    let middle = |at: usize| f64::midpoint(periods[at].start, periods[at].end());
    years
        .map(|year| {
            let time = f64::from(year) + 0.5;
            let after = (0..periods.len()).find(|at| middle(*at) >= time);
            match after {
                None => values.last().copied().unwrap_or(0.0),
                Some(0) => values[0],
                Some(after) => {
                    let (from, to) = (middle(after - 1), middle(after));
                    // At a middle the value is that of the period, to the last bit.
                    if time == to {
                        values[after]
                    } else {
                        values[after - 1] + (values[after] - values[after - 1]) * ((time - from) / (to - from))
                    }
                }
            }
        })
        .collect()
}

/// How little below the target still counts as the target, as a share: what the solver leaves.
const REACHED: f64 = 1e-7;

/// One plan among many, in numbers by calendar year.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnPlan {
    /// The first year in which at least the target is made; none inside the horizon.
    pub target_year: Option<i32>,
    /// Made of what the target counts, a year.
    pub made: Vec<f64>,
    /// What binds most, by year, in its first period; none where nothing is scarce.
    pub binding: Vec<Option<Constraint>>,
    /// Capacity of what computes that stands.
    pub in_service: Vec<f64>,
    /// The part of it that stands beyond the home world.
    pub beyond: Vec<f64>,
    /// What the plan costs inside the horizon, with its own learning: present value, dollars of the base year. For a plan of most compute,
    /// what it delivers.
    pub cost: f64,
}

/// What came of one draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// A plan.
    Planned(DrawnPlan),
    /// What must be had cannot be had: what is short first, in words.
    NoPlan(String),
    /// The time allowed for a draw was over.
    OverTime,
    /// The solver failed, or its plan does not pass the check, or the numbers drawn contradict each other: in words.
    Failed(String),
}

/// Numbers of a plan before they are told by year: the hall, which knows what computes, adds what is in service.
pub fn made_of_target(network: &Network, runs: &[Vec<f64>]) -> Vec<f64> {
    let Some(target) = &network.target else { return vec![0.0; network.periods.len()] };
    let of = |period: usize| -> f64 {
        let processes = network.processes.iter().zip(runs);
        processes.map(|(process, runs)| target_share(network, process, target.commodity, period) * runs[period]).sum()
    };
    (0..network.periods.len()).map(of).collect()
}

/// The first of some years in which at least the target is made.
pub fn target_year(network: &Network, made: &[f64], first: i32) -> Option<i32> {
    let wanted = network.target.as_ref()?.amount * (1.0 - REACHED);
    (first..).zip(made).find(|(_, made)| **made >= wanted).map(|row| row.0)
}

/// A row without its period: the same for the whole time, so that years can be counted together.
pub fn timeless(constraint: Constraint) -> Constraint {
    match constraint {
        Constraint::Balance { market, .. } => Constraint::Balance { market, period: 0 },
        Constraint::Capacity { process, .. } => Constraint::Capacity { process, period: 0 },
        Constraint::Growth { process, .. } => Constraint::Growth { process, period: 0 },
        Constraint::Most { process, .. } => Constraint::Most { process, period: 0 },
        Constraint::Limit { limit, .. } => Constraint::Limit { limit, period: 0 },
        Constraint::Budget { .. } => Constraint::Budget { period: 0 },
        Constraint::Target { .. } => Constraint::Target { period: 0 },
        Constraint::Demand { demand, .. } => Constraint::Demand { demand, period: 0 },
    }
}

/// What binds most in each of some calendar years: that of the period in which the middle of the year lies.
pub fn binding_by_year(
    periods: &[Period],
    binding: &[Binding],
    years: std::ops::RangeInclusive<i32>,
) -> Vec<Option<Constraint>> {
    years
        .map(|year| {
            let time = f64::from(year) + 0.5;
            let at = periods.iter().rposition(|period| period.start <= time)?;
            let row = binding.iter().find(|row| row.period == at)?;
            row.constraint.map(timeless)
        })
        .collect()
}

/// A share of draws, and between which values the probability lies with a confidence of nine in ten.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Draws that have it.
    pub draws: usize,
    /// All draws.
    pub of: usize,
}

impl Chance {
    /// The share itself; nought if there are no draws.
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { self.draws as f64 / self.of as f64 }
    }

    /// Wilson's interval, nine in ten, for independent draws. Those of a Latin hypercube lie closer, so that it is too wide rather than
    /// too narrow.
    ///
    /// ```text
    /// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)          z = 1.6449
    /// ```
    ///
    /// Source: `wilson1927`.
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.644_853_626_951_472_2;
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.of as f64, self.value());
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // Rounding would leave a last bit at the ends.
        let low = if self.draws == 0 { 0.0 } else { ((middle - half) / scale).max(0.0) };
        let high = if self.draws == self.of { 1.0 } else { ((middle + half) / scale).min(1.0) };
        (low, high)
    }
}

/// How the program of the draws compares with the plan of the scenario, both at best values.
#[derive(Debug, Clone, PartialEq)]
pub struct Fidelity {
    /// Periods of the scenario's plan, and of a draw's.
    pub periods: (usize, usize),
    /// Cost of the scenario's plan, and of the draw's at best values.
    pub cost: (f64, f64),
    /// First year with the target: of the scenario's plan, and of the draw's at best values.
    pub target_year: (Option<i32>, Option<i32>),
    /// Made of what the target counts by year, of both.
    pub made: (Vec<f64>, Vec<f64>),
    /// In service by year, of both.
    pub in_service: (Vec<f64>, Vec<f64>),
    /// In how many of the years both are bound most by the same constraint.
    pub same_binding: usize,
}

/// What all draws say. Shares are of draws with an answer: planned, or no plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanDraws {
    /// First and last year.
    pub years: (i32, i32),
    /// The network of the draws at best values, in whose words constraints are told.
    pub network: Network,
    /// Each draw by its number; absent where it was not begun before somebody asked to stop.
    pub draws: Vec<Option<Drawn>>,
    /// Seed of the draws.
    pub seed: u64,
    /// How many numbers were drawn.
    pub numbers: usize,
    /// Paths of uncertain numbers held at their best, since skies and routes rest on them.
    pub held: Vec<String>,
    /// How a draw's program compares with the scenario's plan; none where there is no plan at best values, or draws
    /// are planned as the scenario is.
    pub fidelity: Option<Fidelity>,
    /// Whether somebody asked to stop before all draws were done.
    pub interrupted: bool,
}

impl PlanDraws {
    fn plans(&self) -> impl Iterator<Item = &DrawnPlan> {
        self.draws.iter().flatten().filter_map(|drawn| match drawn {
            Drawn::Planned(plan) => Some(plan),
            _ => None,
        })
    }

    fn count(&self, which: impl Fn(&Drawn) -> bool) -> usize {
        self.draws.iter().flatten().filter(|drawn| which(drawn)).count()
    }

    /// Draws with a plan.
    pub fn planned(&self) -> usize {
        self.count(|drawn| matches!(drawn, Drawn::Planned(_)))
    }

    /// Draws in which what must be had cannot be had.
    pub fn without_plan(&self) -> Chance {
        let without = self.count(|drawn| matches!(drawn, Drawn::NoPlan(_)));
        Chance { draws: without, of: self.answered() }
    }

    /// Draws without a plan by what is short first, the most frequent first.
    pub fn reasons(&self) -> Vec<(String, usize)> {
        let reason = |drawn: &Drawn| match drawn {
            Drawn::NoPlan(reason) => Some(reason.clone()),
            _ => None,
        };
        tally(self.draws.iter().flatten().filter_map(reason))
    }

    /// Draws that failed, by why.
    pub fn failures(&self) -> Vec<(String, usize)> {
        let reason = |drawn: &Drawn| match drawn {
            Drawn::Failed(reason) => Some(reason.clone()),
            _ => None,
        };
        tally(self.draws.iter().flatten().filter_map(reason))
    }

    /// Draws whose time was over.
    pub fn over_time(&self) -> usize {
        self.count(|drawn| matches!(drawn, Drawn::OverTime))
    }

    /// Draws with an answer: planned, or no plan.
    pub fn answered(&self) -> usize {
        self.count(|drawn| matches!(drawn, Drawn::Planned(_) | Drawn::NoPlan(_)))
    }

    /// The years.
    pub fn all_years(&self) -> Vec<i32> {
        (self.years.0..=self.years.1).collect()
    }

    /// How probable it is that the target is made in a year of the horizon or in one before it, by year. A draw without a plan never
    /// makes it.
    pub fn target_by_year(&self) -> Vec<Chance> {
        let of = self.answered();
        let by = |year: i32| self.plans().filter(|plan| plan.target_year.is_some_and(|found| found <= year)).count();
        (self.years.0..=self.years.1).map(|year| Chance { draws: by(year), of }).collect()
    }

    /// How probable it is that the target is not made inside the horizon.
    pub fn never(&self) -> Chance {
        let reached = self.plans().filter(|plan| plan.target_year.is_some()).count();
        let of = self.answered();
        Chance { draws: of - reached, of }
    }

    /// How probable it is that each constraint is the one that binds most, by year; those first that bind most over all years.
    pub fn binds(&self) -> Vec<(Constraint, Vec<Chance>)> {
        let (of, years) = (self.answered(), self.all_years().len());
        let mut counts: BTreeMap<Constraint, Vec<usize>> = BTreeMap::new();
        for plan in self.plans() {
            for (at, constraint) in plan.binding.iter().enumerate().take(years) {
                if let Some(constraint) = constraint {
                    counts.entry(*constraint).or_insert_with(|| vec![0; years])[at] += 1;
                }
            }
        }
        let mut rows: Vec<(Constraint, Vec<usize>)> = counts.into_iter().collect();
        // Equals stay in the order of the constraints.
        rows.sort_by_key(|row| std::cmp::Reverse(row.1.iter().sum::<usize>()));
        let chances = |counts: Vec<usize>| counts.into_iter().map(|draws| Chance { draws, of }).collect();
        rows.into_iter().map(|(constraint, counts)| (constraint, chances(counts))).collect()
    }

    /// How probable it is that there is a plan and nothing is scarce, by year.
    pub fn nothing_binds(&self) -> Vec<Chance> {
        let of = self.answered();
        let years = self.all_years().len();
        let free = |at: usize| self.plans().filter(|plan| plan.binding[at].is_none()).count();
        (0..years).map(|at| Chance { draws: free(at), of }).collect()
    }

    /// Quantiles over draws with a plan of a number by year: `[share][year]`; nothing without plans.
    pub fn fan(&self, shares: &[f64], of: impl Fn(&DrawnPlan, usize) -> f64) -> Vec<Vec<f64>> {
        let years = self.all_years().len();
        let by_year: Vec<Vec<f64>> = (0..years).map(|at| sorted(self.plans().map(|plan| of(plan, at)))).collect();
        shares.iter().map(|share| by_year.iter().filter_map(|values| quantile(values, *share)).collect()).collect()
    }

    /// Quantiles of what is in service, by year.
    pub fn in_service(&self, shares: &[f64]) -> Vec<Vec<f64>> {
        self.fan(shares, |plan, at| plan.in_service[at])
    }

    /// Quantiles of the share of it that stands beyond the home world, by year.
    pub fn share_beyond(&self, shares: &[f64]) -> Vec<Vec<f64>> {
        self.fan(shares, |plan, at| if plan.in_service[at] > 0.0 { plan.beyond[at] / plan.in_service[at] } else { 0.0 })
    }

    /// Quantiles of the cost.
    pub fn cost(&self, shares: &[f64]) -> Vec<f64> {
        let values = sorted(self.plans().map(|plan| plan.cost));
        shares.iter().filter_map(|share| quantile(&values, *share)).collect()
    }
}

/// How often each text comes, the most frequent first, then in alphabetical order.
fn tally(texts: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_insert(0) += 1;
    }
    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.1));
    rows
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The least of some rising values that at least a share of them do not exceed: a quantile of the draws themselves.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let rank = (share.clamp(0.0, 1.0) * values.len() as f64).ceil() as usize;
    values.get(rank.saturating_sub(1).min(last)).copied()
}

/// Why a draw has no plan, in words that are the same for draws that are alike: what is short first.
pub fn reason(error: &PlanError) -> Option<Drawn> {
    Some(match error {
        PlanError::Interrupted => return None,
        PlanError::TimeLimit => Drawn::OverTime,
        PlanError::Shortage(shortage) => {
            let first = shortage.missing.first().map(|missing| missing.what.clone());
            Drawn::NoPlan(first.unwrap_or_else(|| "what is wanted cannot be reached in time".into()))
        }
        PlanError::Network(mistakes) => Drawn::Failed(mistakes.first().cloned().unwrap_or_default()),
        PlanError::Uncertified(_) => Drawn::Failed("the plan does not pass the independent check".into()),
        PlanError::Solver(_) => Drawn::Failed("the solver found no answer that holds to a millionth".into()),
        PlanError::Question(_) | PlanError::Unbounded => Drawn::Failed(error.to_string()),
    })
}
