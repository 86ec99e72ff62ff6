//! From a network and a question to a plan.

use crate::certificate::{Certificate, certify};
use crate::layout::{Layout, Named, Variable};
use crate::learning::{LearningReport, Rest, Start, TrueCost, settle, settle_from_all};
use crate::program::{self, Built, Form, assemble};
use crate::reach::{earliest_reach, reach};
use crate::shortage::{Missing, Shortage, explain, missing};
use std::fmt;
use std::io::Write;
use sunward_linear::{Change, Failure, Limits, Program, Solution, Solver, SolverError};
use sunward_network::{Constraint, Learning, Network, Objective, Period, Plan, PlanStatus, Series, Span, Target};
use sunward_quantity::elementary::log10;

/// What is asked of a network.
#[derive(Debug, Clone)]
pub struct Question {
    /// What the plan is to be best at.
    pub objective: Objective,
    /// How far ahead the planner sees, in years; to the end where absent.
    pub foresight: Option<f64>,
    /// Time and memory of each solve, and how to stop it.
    pub limits: Limits,
    /// Instead of the network's own target.
    pub target: Option<Target>,
    /// Instead of the network's own budget.
    pub budget: Option<Series>,
    /// Most rounds of learning from one start.
    pub rounds: usize,
    /// For how many years after the end it is planned on as in the last period, so that what is built near the end
    /// has something to serve. Prices of capacity need no such thing: they are paid for the part of the life inside. Goods that are built
    /// in are used up whole. See [`Planned::horizon`].
    pub beyond: f64,
}

impl Question {
    /// Best at this, seeing to the end, without limits.
    pub fn new(objective: Objective) -> Self {
        Self {
            objective,
            foresight: None,
            limits: Limits::default(),
            target: None,
            budget: None,
            rounds: 30,
            beyond: 0.0,
        }
    }

    /// The network that the question is about: its own target and budget in place of the network's, and the years beyond.
    pub fn applied(&self, network: &Network) -> Network {
        let mut network = beyond(network, self.beyond);
        if let Some(target) = &self.target {
            network.target = Some(target.clone());
        }
        if let Some(budget) = &self.budget {
            network.budget = Some(budget.clone());
        }
        network
    }
}

impl Default for Question {
    fn default() -> Self {
        Self::new(Objective::LeastCost)
    }
}

/// Years beyond come in periods of about so many years.
const BEYOND: f64 = 5.0;

/// A network that goes on for some years as in its last period. Limits for ever hold to the end as before.
fn beyond(network: &Network, years: f64) -> Network {
    let mut network = network.clone();
    if years.is_nan() || years <= 0.0 {
        return network;
    }
    let added = (years / BEYOND).ceil();
    let mut count = 0;
    while (count as f64) < added {
        let start = network.end();
        let length = years / added;
        // Calendar years are for tables, which leave these out.
        let year = network.periods[network.periods.len() - 1].year + 1;
        network.periods.push(Period { year, start, years: length });
        count += 1;
    }
    let periods = network.periods.len();
    let go_on = |series: &mut Series| {
        if let Series::ByPeriod(values) = series {
            let last = values.last().copied().unwrap_or(0.0);
            values.resize(periods, last);
        }
    };
    for process in &mut network.processes {
        let lines = process.makes.iter_mut().chain(&mut process.uses).chain(&mut process.capital);
        lines.for_each(|line| go_on(&mut line.amount));
        let series =
            [&mut process.price, &mut process.fixed_cost, &mut process.running_cost, &mut process.availability];
        series.into_iter().for_each(go_on);
        process.most.iter_mut().for_each(go_on);
        process.coming.resize(periods, 0.0);
    }
    for demand in &mut network.demands {
        go_on(&mut demand.amount);
        demand.price.iter_mut().for_each(go_on);
    }
    for limit in &mut network.limits {
        go_on(&mut limit.amount);
        for (_, _, amount) in &mut limit.takes {
            if limit.span == Span::Ever {
                let horizon = periods - count;
                *amount =
                    Series::ByPeriod((0..periods).map(|at| if at < horizon { amount.at(at) } else { 0.0 }).collect());
            } else {
                go_on(amount);
            }
        }
    }
    network.budget.iter_mut().for_each(go_on);
    network
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanError {
    /// What is wanted cannot be had: a finding.
    Shortage(Box<Shortage>),
    /// The network contradicts itself: every mistake in words.
    Network(Vec<String>),
    /// The question lacks something, in words.
    Question(String),
    /// Cost falls without end: something pays for being done, and nothing limits it.
    Unbounded,
    /// Somebody asked to stop.
    Interrupted,
    /// The time allowed for a solve is over.
    TimeLimit,
    /// The solver failed or warned.
    Solver(SolverError),
    /// The plan does not pass the independent check.
    Uncertified(Box<Certificate>),
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shortage(shortage) => shortage.fmt(f),
            Self::Network(mistakes) => write!(f, "{}", mistakes.join("\n")),
            Self::Question(text) => f.write_str(text),
            Self::Unbounded => {
                f.write_str("cost falls without end: something pays for being done, and nothing limits it")
            }
            Self::Interrupted => f.write_str("stopped on request"),
            Self::TimeLimit => f.write_str("the time allowed is over"),
            Self::Solver(error) => error.fmt(f),
            Self::Uncertified(certificate) => write!(f, "the plan does not pass its check:\n{certificate}"),
        }
    }
}

impl std::error::Error for PlanError {}

impl From<SolverError> for PlanError {
    fn from(error: SolverError) -> Self {
        Self::Solver(error)
    }
}

/// An infeasible program is no error of planning: whoever solves one explains it as a shortage. Where none is found the solver is wrong.
impl From<Failure> for PlanError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unbounded => Self::Unbounded,
            Failure::Interrupted => Self::Interrupted,
            Failure::TimeLimit => Self::TimeLimit,
            Failure::Solver(error) => Self::Solver(error),
            Failure::Infeasible | Failure::UnboundedOrInfeasible => {
                Self::Solver(SolverError::Internal(format!("{failure}, which cannot be")))
            }
        }
    }
}

/// When a target can be met first.
#[derive(Debug, Clone, PartialEq)]
pub struct Earliest {
    /// The first period from which on the target can be met.
    pub period: usize,
    /// In the period before: by how much a year the target is missed at least, if the target is met from there on.
    pub short_before: Option<f64>,
}

/// What it costs not to see to the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Foresight {
    /// How far ahead the planner sees, in years.
    pub years: f64,
    /// Cost of its plan.
    pub cost: f64,
    /// Cost of the plan that sees to the end.
    pub perfect: f64,
}

/// A plan, what it was made with, and what is known about it.
pub struct Planned {
    /// The network with the question's target and budget, and the years beyond, if any.
    pub network: Network,
    /// How many of its periods belong to the question; those after are years beyond, which tables leave out.
    pub horizon: usize,
    /// What was asked.
    pub question: Question,
    /// What to build and run, with prices.
    pub plan: Plan,
    /// Which row and column is which.
    pub layout: Layout,
    /// Holds the last program, at its optimum: for questions of the kind "what if there were more of this". Where
    /// something learns, its costs are the tangent at the plan; with limited foresight it is that of the plan that sees to the end.
    pub solver: Solver,
    /// The optimum of that program.
    pub solution: Solution,
    /// How learning settled.
    pub learning: LearningReport,
    /// When the target can be met, if that was asked.
    pub earliest: Option<Earliest>,
    /// What foresight is worth, if it was limited.
    pub foresight: Option<Foresight>,
    /// The independent check.
    pub certificate: Certificate,
}

impl Planned {
    /// Network and plan without the years beyond, for tables. A plan for least cost or earliest is given the cost that falls inside.
    pub fn inside(&self) -> (Network, Plan) {
        let (mut network, mut plan) = (self.network.clone(), self.plan.clone());
        if self.horizon == network.periods.len() {
            return (network, plan);
        }
        if plan.objective != Objective::MostCompute {
            let cost = TrueCost::new(&network, &self.layout, self.horizon);
            plan.objective_value = cost.value(&self.columns());
        }
        network.periods.truncate(self.horizon);
        network.processes.iter_mut().for_each(|process| process.coming.truncate(self.horizon));
        let tables = [
            &mut plan.builds,
            &mut plan.runs,
            &mut plan.capacities,
            &mut plan.stocks,
            &mut plan.shorts,
            &mut plan.prices,
            &mut plan.unit_prices,
            &mut plan.unit_running_costs,
            &mut plan.experience,
            &mut plan.spending,
        ];
        tables.into_iter().flatten().for_each(|row| row.truncate(self.horizon));
        // A limit for ever stands in the last period, whichever that is.
        for (constraint, _) in &mut plan.duals {
            if let Constraint::Limit { limit, period } = constraint
                && network.limits[*limit].span == Span::Ever
            {
                *period = self.horizon - 1;
            }
        }
        plan.duals.retain(|(constraint, _)| constraint.period() < self.horizon);
        plan.target_period = plan.target_period.filter(|period| *period < self.horizon);
        if plan.objective == Objective::MostCompute {
            plan.objective_value = delivered(&network, &counted_demands(&network), &plan.shorts);
        }
        (network, plan)
    }

    /// The plan in the order of the program's columns.
    pub fn columns(&self) -> Vec<f64> {
        let value = |variable: &Variable| match *variable {
            Variable::Build { process, period } => self.plan.builds[process][period],
            Variable::Run { process, period } => self.plan.runs[process][period],
            Variable::Store { market, period } => self.plan.stocks[market][period],
            Variable::Short { demand, period } => self.plan.shorts[demand][period],
            Variable::Miss { .. } | Variable::Over { .. } => 0.0,
        };
        self.layout.variables().iter().map(value).collect()
    }

    /// Writes the program last solved as MPS, with names in the network's words, so that any other solver can check it. Its optimum
    /// is the plan's cost, in the unit of [`Planned::exported`]; where something learns its costs are those at the margin of the plan.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn write_mps(&self, out: &mut dyn Write) -> std::io::Result<()> {
        write_program(&self.network, &self.layout, self.solver.program(), out)
    }

    /// Optimum of the program that [`Planned::write_mps`] writes.
    pub fn exported(&self) -> Exported {
        let dollars = dollars_of_objective(self.solver.program());
        Exported { objective: self.solution.objective / dollars, dollars }
    }
}

/// The optimum of a program as it is exported.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exported {
    /// In its unit.
    pub objective: f64,
    /// Dollars in one unit: one, a thousand, a million or a billion.
    pub dollars: f64,
}

/// Dollars in one unit of an exported objective: solvers take prices for exact to 1e-7, and give up where costs reach 1e11, so costs
/// should lie about one.
fn dollars_of_objective(program: &Program) -> f64 {
    let costs = program.all_columns().map(|column| program.cost(column).abs()).filter(|cost| *cost > 0.0);
    let (sum, count) = costs.fold((0.0, 0.0), |(sum, count), cost| (sum + log10(cost), count + 1.0));
    let thousands = if count > 0.0 { (sum / count / 3.0).round() } else { 0.0 };
    [1.0, 1e3, 1e6, 1e9][thousands.clamp(0.0, 3.0) as usize]
}

fn write_program(network: &Network, layout: &Layout, program: &Program, out: &mut dyn Write) -> std::io::Result<()> {
    let dollars = dollars_of_objective(program);
    let mut exported = program.clone();
    for column in program.all_columns() {
        exported.set_cost(column, program.cost(column) / dollars);
    }
    // Readers of MPS differ in the sign of a constant; a column fixed at one they all read the same.
    exported.set_constant(0.0);
    if program.constant() != 0.0 {
        exported.add_column(program.constant() / dollars, 1.0, 1.0, &[]);
    }
    sunward_linear::write_mps(&exported, &Named { network, layout }, &network.name, out)
}

impl fmt::Debug for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planned")
            .field("network", &self.network.name)
            .field("plan", &self.plan)
            .field("learning", &self.learning)
            .field("earliest", &self.earliest)
            .field("foresight", &self.foresight)
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

/// The best plan for a question, certified; or why there is none.
///
/// # Errors
/// [`PlanError::Shortage`] where what is wanted cannot be had. Never a plan that was not checked.
pub fn plan(network: &Network, question: &Question) -> Result<Planned, PlanError> {
    match plan_to(network, question) {
        // What cannot go on beyond the end is no shortage of the question; and if it is one, it is to be told without those years.
        Err(PlanError::Shortage(_)) if question.beyond > 0.0 => {
            plan_to(network, &Question { beyond: 0.0, ..question.clone() })
        }
        answer => answer,
    }
}

fn plan_to(network: &Network, question: &Question) -> Result<Planned, PlanError> {
    let mistakes = network.check();
    if !mistakes.is_empty() {
        return Err(PlanError::Network(mistakes));
    }
    let horizon = network.periods.len();
    let network = question.applied(network);
    let mistakes = network.check();
    if !mistakes.is_empty() {
        return Err(PlanError::Network(mistakes));
    }
    match question.foresight {
        None => seeing_all(network, question, horizon),
        Some(years) if years > 0.0 && question.objective == Objective::LeastCost => {
            seeing(network, question, years, horizon)
        }
        Some(years) if years > 0.0 => {
            Err(PlanError::Question("limited foresight goes with the objective `least-cost` only".into()))
        }
        Some(_) => Err(PlanError::Question("foresight must be longer than nothing".into())),
    }
}

/// A program being solved, and which of its rows and columns is which.
pub(crate) struct Held {
    pub(crate) layout: Layout,
    pub(crate) solver: Solver,
}

impl Held {
    pub(crate) fn new(network: &Network, form: &Form, limits: &Limits) -> Result<Self, PlanError> {
        let Built { layout, program } = assemble(network, form);
        Ok(Self { layout, solver: Solver::new(program, limits.clone())? })
    }

    /// Wants the target from a period on; from none on where that is the end.
    fn want_target(&mut self, network: &Network, from: usize) -> Result<(), SolverError> {
        let amount = network.target.as_ref().map_or(f64::NEG_INFINITY, |target| target.amount);
        for period in 0..network.periods.len() {
            if let Some(row) = self.layout.row(Constraint::Target { period }) {
                let lower = if period >= from { amount } else { f64::NEG_INFINITY };
                self.solver.set_row_bounds(row, lower, f64::INFINITY)?;
            }
        }
        Ok(())
    }
}

/// What a search ends with.
struct Found {
    rest: Rest,
    learning: LearningReport,
    earliest: Option<Earliest>,
}

fn seeing_all(network: Network, question: &Question, horizon: usize) -> Result<Planned, PlanError> {
    let mut form = Form::least_cost(&network);
    let counted = counted_demands(&network);
    match question.objective {
        Objective::LeastCost => {}
        Objective::MostCompute => {
            if counted.is_empty() {
                return Err(PlanError::Question("`most-compute` needs a demand whose delivery counts".into()));
            }
            counted.iter().for_each(|demand| form.short[*demand] = true);
        }
        Objective::Earliest => {
            if network.target.is_none() {
                return Err(PlanError::Question("`earliest` needs a target".into()));
            }
        }
    }
    let mut held = Held::new(&network, &form, &question.limits)?;
    // Before anything is solved: what no order can bring in time.
    let mut musts = network.clone();
    for (demand, _) in musts.demands.iter_mut().zip(&form.short).filter(|(_, short)| **short) {
        demand.price.get_or_insert(Series::Constant(0.0));
    }
    if !reach(&musts, None).is_empty() {
        return Err(shortage(&musts, None, question, &mut held));
    }
    let cost = TrueCost::new(&network, &held.layout, network.periods.len());
    let mut first = Change::Everything;
    let found = within_learned_budget(&network, &mut held, &cost, |held| {
        let change = std::mem::replace(&mut first, Change::Coefficients);
        match question.objective {
            Objective::LeastCost => {
                let (rest, learning) = settle_from_all(&mut held.solver, &cost, question.rounds, change)?;
                Ok(Found { rest, learning, earliest: None })
            }
            Objective::MostCompute => most_compute(&network, question, held, &cost, &counted, change),
            Objective::Earliest => earliest(&network, question, held, &cost, (horizon, change)),
        }
    });
    let found = match found {
        Ok(found) => found,
        Err(Failure::Infeasible | Failure::UnboundedOrInfeasible) => {
            let target_from = (question.objective == Objective::Earliest).then(|| horizon - 1);
            return Err(shortage(&musts, target_from, question, &mut held));
        }
        Err(failure) => return Err(failure.into()),
    };
    let Found { mut rest, learning, earliest } = found;
    let before = held.solver.program().constant();
    let mut plan = extract(&network, question.objective, &held.layout, &cost, &rest.columns, &rest.solution.row_duals);
    plan.objective_value = match question.objective {
        Objective::MostCompute => delivered(&network, &counted, &plan.shorts),
        Objective::LeastCost | Objective::Earliest => rest.cost,
    };
    plan.status = if learning.settled { PlanStatus::Optimal } else { PlanStatus::Unsettled };
    if let Some(earliest) = &earliest {
        plan.target_period = Some(earliest.period);
    }
    // At the plan the tangent is the cost.
    let tangent: f64 = rest.costs.iter().zip(&rest.columns).map(|(cost, x)| cost * x).sum();
    held.solver.set_constant(rest.cost - tangent)?;
    rest.solution.objective += rest.cost - tangent - before;
    let certificate = certify(&network, &plan, learning.settled);
    if !certificate.holds(TOLERANCE) {
        return Err(PlanError::Uncertified(Box::new(certificate)));
    }
    Ok(Planned {
        network,
        horizon,
        question: question.clone(),
        plan,
        layout: held.layout,
        solver: held.solver,
        solution: rest.solution,
        learning,
        earliest,
        foresight: None,
        certificate,
    })
}

/// A plan keeps its rules to this, relative.
pub(crate) const TOLERANCE: f64 = 1e-6;

/// Why the program has no solution, in the user's words.
pub(crate) fn shortage(
    network: &Network,
    target_from: Option<usize>,
    question: &Question,
    held: &mut Held,
) -> PlanError {
    // What excludes the target is asked of a program that wants it.
    if let Err(error) = held.want_target(network, target_from.unwrap_or(network.periods.len())) {
        return error.into();
    }
    match explain(network, target_from, &question.limits, (&held.layout, &mut held.solver)) {
        Ok(Some(shortage)) => PlanError::Shortage(Box::new(shortage)),
        Ok(None) => Failure::Infeasible.into(),
        Err(error) => error,
    }
}

/// Demands whose delivery `most-compute` counts: those for the target's commodity; without a target those that have a price,
/// and where none has, all.
pub(crate) fn counted_demands(network: &Network) -> Vec<usize> {
    let all = || 0..network.demands.len();
    if let Some(target) = &network.target {
        let of = |demand: &usize| network.markets[network.demands[*demand].market].commodity == target.commodity;
        return all().filter(of).collect();
    }
    let priced: Vec<usize> = all().filter(|demand| network.demands[*demand].price.is_some()).collect();
    if priced.is_empty() { all().collect() } else { priced }
}

/// What is delivered of the demands that count, discounted.
fn delivered(network: &Network, counted: &[usize], shorts: &[Vec<f64>]) -> f64 {
    let weights = program::weights(network);
    let of = |demand: &usize| -> f64 {
        let amount = &network.demands[*demand].amount;
        weights.iter().enumerate().map(|(at, weight)| weight * (amount.at(at) - shorts[*demand][at])).sum()
    };
    counted.iter().map(of).sum()
}

/// Most rounds in which the budget's rows are written anew with the prices that the plan of the round before made true.
const BUDGET_ROUNDS: usize = 40;

/// Prices in the budget's rows are those of the plan when they differ by no more, relative.
const SAME_PRICES: f64 = 1e-8;

/// Solves with the prices before learning in the budget's rows, which are never too low, then with those that the plan
/// found makes true, until they stay. Where they do not, the first plan stands, which keeps the budget for certain.
///
/// More money for one year makes prices of the next lower, which moves what is bought in the first: plans swing. So each round
/// goes a part of the way, which Aitken's rule for vectors works out from the last two.
fn within_learned_budget(
    network: &Network,
    held: &mut Held,
    cost: &TrueCost,
    mut search: impl FnMut(&mut Held) -> Result<Found, Failure>,
) -> Result<Found, Failure> {
    let mut found = search(held)?;
    if network.budget.is_none() || cost.is_plain() {
        return Ok(found);
    }
    let stated = vec![vec![1.0; network.periods.len()]; network.processes.len()];
    let mut used = stated.clone();
    let mut last: Option<Vec<f64>> = None;
    let mut part = 0.7;
    for _ in 0..BUDGET_ROUNDS {
        let true_ones = cost.multipliers(&found.rest.columns, network.processes.len());
        let off: Vec<f64> =
            true_ones.iter().flatten().zip(used.iter().flatten()).map(|(found, used)| found - used).collect();
        if off.iter().all(|off| off.abs() <= SAME_PRICES) {
            return Ok(found);
        }
        if let Some(last) = &last {
            let turn: Vec<f64> = off.iter().zip(last).map(|(now, before)| now - before).collect();
            let size: f64 = turn.iter().map(|x| x * x).sum();
            let along: f64 = turn.iter().zip(last).map(|(x, y)| x * y).sum();
            if size > 0.0 {
                part = (-part * along / size).clamp(0.1, 2.0);
            }
        }
        for (used, off) in used.iter_mut().flatten().zip(&off) {
            *used += part * off;
        }
        last = Some(off);
        write_spending(network, held, &used)?;
        found = match search(held) {
            // Prices learned in one plan need not allow another.
            Err(Failure::Infeasible) => break,
            other => other?,
        };
    }
    write_spending(network, held, &stated)?;
    found = search(held)?;
    found.learning.settled = false;
    Ok(found)
}

/// Writes unit prices into the budget's rows.
pub(crate) fn write_spending(network: &Network, held: &mut Held, multipliers: &[Vec<f64>]) -> Result<(), SolverError> {
    for (row, column, value) in program::learned_spending(network, &held.layout, multipliers) {
        if held.solver.program().coefficient(row, column) != value {
            held.solver.set_coefficient(row, column, value)?;
        }
    }
    Ok(())
}

/// Most delivered demand; then, with no less delivered in any period, least cost.
fn most_compute(
    network: &Network,
    question: &Question,
    held: &mut Held,
    cost: &TrueCost,
    counted: &[usize],
    change: Change,
) -> Result<Found, Failure> {
    let weights = program::weights(network);
    let mut costs = vec![0.0; held.layout.variables().len()];
    for &demand in counted {
        for (period, weight) in weights.iter().enumerate() {
            if let Some(column) = held.layout.column(Variable::Short { demand, period }) {
                costs[column.index()] = *weight;
                let amount = network.demands[demand].amount.at(period);
                held.solver.set_column_bounds(column, 0.0, amount)?;
            }
        }
    }
    held.solver.set_costs(&costs)?;
    let most = held.solver.solve(change)?;
    for &demand in counted {
        for period in 0..network.periods.len() {
            if let Some(column) = held.layout.column(Variable::Short { demand, period }) {
                let amount = network.demands[demand].amount.at(period);
                let short = most.columns[column.index()].max(0.0) + 1e-9 * amount;
                held.solver.set_column_bounds(column, 0.0, short.min(amount))?;
            }
        }
    }
    let (rest, learning) = settle_from_all(&mut held.solver, cost, question.rounds, Change::Coefficients)?;
    Ok(Found { rest, learning, earliest: None })
}

/// The first period from which on the target can be met, by halving; how near one can come before; then least cost.
fn earliest(
    network: &Network,
    question: &Question,
    held: &mut Held,
    cost: &TrueCost,
    (horizon, change): (usize, Change),
) -> Result<Found, Failure> {
    let periods = network.periods.len();
    let nothing = vec![0.0; held.layout.variables().len()];
    held.solver.set_costs(&nothing)?;
    held.want_target(network, periods)?;
    held.solver.solve(change)?;
    let can = |held: &mut Held, from: usize| -> Result<bool, Failure> {
        held.want_target(network, from)?;
        match held.solver.solve(Change::Bounds) {
            Ok(_) => Ok(true),
            Err(Failure::Infeasible | Failure::UnboundedOrInfeasible) => Ok(false),
            Err(failure) => Err(failure),
        }
    };
    if !can(held, horizon - 1)? {
        return Err(Failure::Infeasible);
    }
    // Cannot from `low - 1` on, as far as known; can from `high` on.
    let (mut low, mut high) = (earliest_reach(network).unwrap_or(0).min(horizon - 1), horizon - 1);
    while low < high {
        let middle = (low + high) / 2;
        if can(held, middle)? { high = middle } else { low = middle + 1 }
    }
    held.want_target(network, high)?;
    let target = network.target.as_ref().expect("whoever asks for the earliest period has a target");
    let short_before = match high.checked_sub(1) {
        None => None,
        Some(before) => {
            let mut costs = nothing;
            for (index, process) in network.processes.iter().enumerate() {
                if let Some(column) = held.layout.column(Variable::Run { process: index, period: before }) {
                    costs[column.index()] = -program::target_share(network, process, target.commodity, before);
                }
            }
            held.solver.set_costs(&costs)?;
            let most = held.solver.solve(Change::Coefficients)?;
            let made: f64 = costs.iter().zip(&most.columns).map(|(cost, x)| -cost * x).sum();
            Some((target.amount - made).max(0.0))
        }
    };
    let (rest, learning) = settle_from_all(&mut held.solver, cost, question.rounds, Change::Coefficients)?;
    Ok(Found { rest, learning, earliest: Some(Earliest { period: high, short_before }) })
}

/// An amount below this share of the greatest amount in a plan is what rounding left.
const NEXT_TO_NOTHING: f64 = 1e-13;

/// The plan in tables by index and period.
pub(crate) fn extract(
    network: &Network,
    objective: Objective,
    layout: &Layout,
    cost: &TrueCost,
    columns: &[f64],
    row_duals: &[f64],
) -> Plan {
    let periods = network.periods.len();
    let table = |rows: usize, value: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
        (0..rows).map(|row| (0..periods).map(|period| value(row, period)).collect()).collect()
    };
    // The solver may leave a bound by its tolerance, and sums leave digits: what is below nothing, or next to nothing beside the
    // greatest amount of all, is nothing.
    let least = NEXT_TO_NOTHING * columns.iter().fold(0.0_f64, |most, x| most.max(*x));
    let amount = |variable: Variable| {
        let amount = layout.value(variable, columns);
        if amount > least { amount } else { 0.0 }
    };
    let processes = network.processes.len();
    let builds = table(processes, &|process, period| amount(Variable::Build { process, period }));
    let runs = table(processes, &|process, period| amount(Variable::Run { process, period }));
    let stocks = table(network.markets.len(), &|market, period| amount(Variable::Store { market, period }));
    let shorts = table(network.demands.len(), &|demand, period| amount(Variable::Short { demand, period }));
    let capacities = table(processes, &|index, period| {
        let process = &network.processes[index];
        if process.free {
            return 0.0;
        }
        let built = (0..=period).map(|built| network.survival(process, built, period) * builds[index][built]);
        program::fixed_capacity(network, process, period) + built.sum::<f64>()
    });
    let weights = program::weights(network);
    let dual = |constraint| layout.row(constraint).map_or(0.0, |row| row_duals[row.index()]);
    let prices = table(network.markets.len(), &|market, period| {
        dual(Constraint::Balance { market, period }) / weights[period] + 0.0
    });
    let rows = layout.constraints().iter().zip(row_duals);
    let duals = rows
        .filter(|(row, _)| !matches!(row, Constraint::Balance { .. }))
        .map(|(row, dual)| {
            (*row, if matches!(row, Constraint::Target { .. }) { dual.max(0.0) } else { (-dual).max(0.0) })
        })
        .collect();
    let multipliers = cost.multipliers(columns, processes);
    let learned = |index: usize, period: usize, building: bool| match network.processes[index].learning {
        Some(Learning::Building(_)) if building => multipliers[index][period],
        Some(Learning::Running(_)) if !building => multipliers[index][period],
        _ => 1.0,
    };
    let unit_prices =
        table(processes, &|index, period| network.processes[index].price.at(period) * learned(index, period, true));
    let unit_running_costs = table(processes, &|index, period| {
        network.processes[index].running_cost.at(period) * learned(index, period, false)
    });
    let mut spending = table(processes, &|index, period| {
        network.processes[index].fixed_cost.at(period) * capacities[index][period]
            + unit_running_costs[index][period] * runs[index][period]
    });
    for (index, process) in network.processes.iter().enumerate() {
        for built in (0..periods).filter(|built| builds[index][*built] > 0.0) {
            for (period, share) in network.spread(process, built) {
                spending[index][period] +=
                    unit_prices[index][built] * builds[index][built] * share / network.periods[period].years;
            }
        }
    }
    let mut experience = cost.experience(columns);
    experience.iter_mut().for_each(|path| path.truncate(periods));
    let target_period = network.target.as_ref().and_then(|target| {
        let made = |period: usize| -> f64 {
            let processes = network.processes.iter().zip(&runs);
            processes
                .map(|(process, runs)| program::target_share(network, process, target.commodity, period) * runs[period])
                .sum()
        };
        (0..periods).find(|period| made(*period) >= target.amount * (1.0 - 1e-7))
    });
    Plan {
        objective,
        objective_value: 0.0,
        status: PlanStatus::Optimal,
        builds,
        runs,
        capacities,
        stocks,
        shorts,
        prices,
        duals,
        unit_prices,
        unit_running_costs,
        experience,
        spending,
        target_period,
    }
}

/// A planner who sees some years ahead, decides the next period, and looks again.
///
/// What was ordered is carried over as it is; what stands beyond the view costs and earns nothing in it. All looks are taken on one
/// program: periods decided are fixed, periods beyond the view are shut.
fn seeing(network: Network, question: &Question, years: f64, horizon: usize) -> Result<Planned, PlanError> {
    let whole = Question { foresight: None, ..question.clone() };
    let mut planned = seeing_all(network, &whole, horizon)?;
    let network = &planned.network;
    let periods = network.periods.len();
    let mut held = Held::new(network, &Form::least_cost(network), &question.limits)?;
    let bounds: Vec<(f64, f64)> =
        held.solver.program().all_rows().map(|row| held.solver.program().bounds_of_row(row)).collect();
    let mut decided = vec![0.0; held.layout.variables().len()];
    let mut row_duals = vec![0.0; held.layout.constraints().len()];
    let mut settled = true;
    for now in 0..periods {
        let horizon = network.periods[now].start + years - 1e-9;
        let until = (now + 1..periods).find(|at| network.periods[*at].start >= horizon).unwrap_or(periods);
        look(network, &mut held, &bounds, &decided, now, until)?;
        let cost = TrueCost::new(network, &held.layout, until);
        let change = if now == 0 { Change::Everything } else { Change::Coefficients };
        let start = Start::None;
        let rest = match settle(&mut held.solver, &cost, start, question.rounds, change) {
            Ok(rest) => rest,
            Err(Failure::Infeasible | Failure::UnboundedOrInfeasible) => {
                return Err(too_late(network, question, &held.layout, &decided, now, until, years));
            }
            Err(failure) => return Err(failure.into()),
        };
        settled &= rest.settled();
        decided.iter_mut().zip(&rest.columns).for_each(|(own, x)| *own = x.max(0.0));
        for (at, constraint) in held.layout.constraints().iter().enumerate() {
            if constraint.period() == now {
                row_duals[at] = rest.solution.row_duals[at];
            }
        }
    }
    let cost = TrueCost::new(network, &held.layout, periods);
    let mut plan = extract(network, question.objective, &held.layout, &cost, &decided, &row_duals);
    plan.objective_value = cost.value(&decided);
    plan.status = if settled { PlanStatus::Optimal } else { PlanStatus::Unsettled };
    let certificate = certify(network, &plan, false);
    if !certificate.holds(TOLERANCE) {
        return Err(PlanError::Uncertified(Box::new(certificate)));
    }
    planned.foresight = Some(Foresight { years, cost: plan.objective_value, perfect: planned.plan.objective_value });
    planned.plan = plan;
    planned.certificate = certificate;
    planned.question = question.clone();
    Ok(planned)
}

/// Whether somebody who looks at the beginning of the period `now` can still decide a column: what is past is decided, and
/// what is commissioned soon was ordered before, or used goods before.
fn is_open(network: &Network, variable: Variable, now: usize) -> bool {
    match variable {
        Variable::Build { process, period } if now > 0 => {
            let commissioned = &network.periods[period];
            let process = &network.processes[process];
            let ready = network.periods[now].start + process.lead_time;
            period >= now
                && f64::midpoint(commissioned.start, commissioned.end()) > ready + 1e-9
                && network.spread(process, period).iter().all(|(at, _)| *at >= now)
        }
        variable => variable.period() >= now,
    }
}

/// Fixes what is decided and shuts what lies beyond the view.
fn look(
    network: &Network,
    held: &mut Held,
    bounds: &[(f64, f64)],
    decided: &[f64],
    now: usize,
    until: usize,
) -> Result<(), SolverError> {
    for (at, column) in held.solver.program().all_columns().enumerate() {
        let variable = held.layout.variables()[at];
        let upper = match variable {
            Variable::Short { demand, period } => network.demands[demand].amount.at(period),
            _ => f64::INFINITY,
        };
        let (lower, upper) = if !is_open(network, variable, now) {
            (decided[at], decided[at])
        } else if variable.period() >= until {
            (0.0, 0.0)
        } else {
            (0.0, upper)
        };
        held.solver.set_column_bounds(column, lower, upper)?;
    }
    for (at, row) in held.solver.program().all_rows().enumerate() {
        let constraint = held.layout.constraints()[at];
        // What is past is kept already, but for rounding. Limits for ever stand in the last period.
        let ever = matches!(constraint, Constraint::Limit { limit, .. } if network.limits[limit].span == Span::Ever);
        let seen = ever || (now..until).contains(&constraint.period());
        let (lower, upper) = if seen { bounds[at] } else { (f64::NEG_INFINITY, f64::INFINITY) };
        held.solver.set_row_bounds(row, lower, upper)?;
    }
    Ok(())
}

/// What a planner lacks who saw it coming too late.
fn too_late(
    network: &Network,
    question: &Question,
    layout: &Layout,
    decided: &[f64],
    now: usize,
    until: usize,
    years: f64,
) -> PlanError {
    let solve = || -> Result<Vec<Missing>, PlanError> {
        let mut held = Held::new(network, &Form::elastic(network, None), &question.limits)?;
        let bounds: Vec<(f64, f64)> =
            held.solver.program().all_rows().map(|row| held.solver.program().bounds_of_row(row)).collect();
        let variables = held.layout.variables().iter();
        let decided: Vec<f64> = variables.map(|variable| layout.value(*variable, decided)).collect();
        look(network, &mut held, &bounds, &decided, now, until)?;
        let solution = held.solver.solve(Change::Everything)?;
        Ok(missing(network, &held.layout, &solution.columns))
    };
    match solve() {
        Ok(missing) => PlanError::Shortage(Box::new(Shortage {
            missing,
            reach: Vec::new(),
            causes: Vec::new(),
            foresight: Some(years),
        })),
        Err(error) => error,
    }
}

/// Writes the program of a question as MPS without solving it: least cost at prices before learning, with names in the
/// network's words. [`Planned::write_mps`] writes the one that a plan is the optimum of.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_mps(network: &Network, question: &Question, out: &mut dyn Write) -> std::io::Result<()> {
    let network = question.applied(network);
    let Built { layout, program } = program::program(&network);
    write_program(&network, &layout, &program, out)
}
