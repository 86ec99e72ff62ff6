//! Everything that can be said about a plan, at once.

use crate::bottlenecks::{self, Binding, Bottleneck, Hastening, Relaxed, Subject};
use crate::critical::{self, BuildStep, Step};
use crate::growth::{Core, GrowthError, Pace, Part, Timing, balanced_growth, closed_parts};
use crate::layout::Variable;
use crate::outside::{Outside, supplies};
use crate::planning::{Planned, counted_demands};
use crate::price::{self, PriceParts};
use crate::program::{target_share, weights};
use crate::relaxation::{hasten, relax};
use crate::rents::{self, Rents};
use crate::valuation::{Solved, Valuation, value};
use sunward_linear::{Change, Failure, Row, Solution, Solver, SolverError};
use sunward_network::{Constraint, Demand, Network, Objective, Process};

/// What is asked of a plan beside itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// How many constraints are relaxed and planned anew: the dearest first.
    pub relaxations: usize,
    /// How many constraints that hold the target back are relaxed, at any cost. It takes longer than the rest, so it is left
    /// aside unless asked, or unless the plan is one of the earliest year.
    pub hastening: usize,
    /// Parts of the network whose balanced growth is wanted.
    pub growth: Vec<GrowthQuestion>,
    /// How time is counted in balanced growth.
    pub timing: Timing,
}

impl Default for Questions {
    /// Ten relaxations, none at any cost; the whole loop, without robots, without the Moon, and without both; time that flows.
    fn default() -> Self {
        let robots = LeaveOut { words: vec!["robot".into()], ..LeaveOut::default() };
        let moon = LeaveOut { worlds: vec!["Moon".into()], ..LeaveOut::default() };
        let both = LeaveOut { words: robots.words.clone(), worlds: moon.worlds.clone(), ..LeaveOut::default() };
        let question = |title: &str, leave_out| GrowthQuestion { title: title.into(), leave_out };
        Self {
            relaxations: 10,
            hastening: 0,
            growth: vec![
                question("the whole loop", LeaveOut::default()),
                question("without robots", robots),
                question("without the Moon", moon),
                question("without robots and the Moon", both),
            ],
            timing: Timing::Continuous,
        }
    }
}

/// A part of the network, by what is not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthQuestion {
    /// Words for tables.
    pub title: String,
    /// What is left out.
    pub leave_out: LeaveOut,
}

/// Names of what is left out of a part of the network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeaveOut {
    /// Stages of processes.
    pub stages: Vec<String>,
    /// Industries.
    pub industries: Vec<String>,
    /// Words in names of industries: `robot` leaves out `robot_works` and `lunar_robots`.
    pub words: Vec<String>,
    /// Worlds.
    pub worlds: Vec<String>,
}

impl LeaveOut {
    /// Whether a process is left out.
    pub fn leaves_out(&self, network: &Network, process: &Process) -> bool {
        let world = &network.worlds[network.locations[process.location].world];
        self.words.iter().any(|word| process.industry.contains(word.as_str()))
            || self.stages.contains(&process.stage)
            || self.industries.contains(&process.industry)
            || self.worlds.contains(world)
    }
}

/// Balanced growth of one part.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthAnswer {
    /// Words for tables.
    pub title: String,
    /// How fast it can grow with the recipes of `period`.
    pub pace: Pace,
    /// The sets of processes in it that feed one another, each with the growth it has alone.
    pub parts: Vec<Core>,
    /// What it takes from outside that cannot grow at will, slowest first: in the long run the loop grows no faster.
    pub outside: Vec<Outside>,
    /// Whether anything was left out: a question about robots in a network without robots is the question about the whole.
    pub differs: bool,
}

/// What everything is measured by: the amount of one commodity that a constraint allows, and the price of what is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Yardstick {
    /// Index of the commodity: that of the target, or of the first demand where there is no target.
    pub commodity: usize,
    /// Its unit, of which amounts are so many a year: `GW`.
    pub unit: String,
    /// How much of it is made in a year, by period.
    pub made: Vec<f64>,
    /// Commodities whose price is taken apart: what is wanted of the stage `compute`, as far as it has one unit; in a network without
    /// that stage, what the first demand wants; without demands, that of the target.
    pub priced: Vec<usize>,
    /// Their unit: `GW year`.
    pub priced_unit: String,
    /// How much of them is delivered a year, by period.
    pub delivered: Vec<f64>,
    /// How much of them is wanted a year, by period.
    pub wanted: Vec<f64>,
    /// Their price, the mean over markets by what is delivered there, by period: what the objective counts in, a unit. Nought
    /// where none is delivered.
    pub price: Vec<f64>,
    /// Where their value is paid, by period: node (market, or the target after the last market) and value a year, present value.
    pub paid: Vec<Vec<(usize, f64)>>,
}

impl Yardstick {
    /// That of a plan; nothing where nothing is wanted.
    pub(crate) fn of(solved: &Solved<'_>, valuation: &Valuation) -> Option<Self> {
        let network = solved.network;
        let of_demand = |demand: &Demand| network.markets[demand.market].commodity;
        let first = network.demands.first().map(of_demand);
        let commodity = network.target.as_ref().map(|target| target.commodity).or(first)?;
        let is_compute = |commodity: &usize| network.commodities[*commodity].stage == COMPUTE;
        let mut priced: Vec<usize> = network.demands.iter().map(of_demand).filter(is_compute).collect();
        if priced.is_empty() {
            priced.push(first.unwrap_or(commodity));
        }
        priced.sort_unstable();
        priced.dedup();
        let priced_unit = network.commodities[priced[0]].unit.clone();
        priced.retain(|other| network.commodities[*other].unit == priced_unit);
        let mut yardstick = Self {
            commodity,
            unit: network.commodities[commodity].unit.clone(),
            made: Vec::new(),
            priced,
            priced_unit,
            delivered: Vec::new(),
            wanted: Vec::new(),
            price: Vec::new(),
            paid: Vec::new(),
        };
        for period in 0..solved.horizon {
            yardstick.add(solved, valuation, period);
        }
        Some(yardstick)
    }

    /// Adds the next period.
    fn add(&mut self, solved: &Solved<'_>, valuation: &Valuation, period: usize) {
        let network = solved.network;
        let made = |process: usize| {
            target_share(network, &network.processes[process], self.commodity, period)
                * solved.amount(Variable::Run { process, period })
        };
        let made: f64 = (0..network.processes.len()).map(made).sum();
        let (mut wanted, mut delivered) = (0.0, 0.0);
        let mut values = vec![0.0; network.markets.len() + 1];
        for (index, demand) in network.demands.iter().enumerate() {
            if !self.priced.contains(&network.markets[demand.market].commodity) {
                continue;
            }
            let amount = demand.amount.at(period);
            let met = amount - solved.amount(Variable::Short { demand: index, period });
            // What rounding leaves of a demand that goes unmet is not delivered.
            if met > 1e-9 * amount {
                delivered += met;
                values[demand.market] += met * valuation.prices[demand.market][period];
            }
            wanted += amount;
        }
        if network.demands.is_empty() {
            (wanted, delivered) = (made, made);
            values[network.markets.len()] = made * valuation.prices[network.markets.len()][period];
        }
        let sum: f64 = values.iter().sum();
        self.made.push(made);
        self.wanted.push(wanted);
        self.delivered.push(delivered);
        self.price.push(if delivered > 0.0 { sum / delivered / valuation.weights[period] } else { 0.0 });
        self.paid.push(values.into_iter().enumerate().filter(|entry| entry.1 > 0.0).collect());
    }
}

/// The stage of what everything is for.
const COMPUTE: &str = "compute";

/// Everything that can be said about a plan.
///
/// Values are in what the plan's objective counts in: dollars of the base year where it is least cost, delivered demand
/// where it is most compute. Values by year are those of that year, not discounted.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The common unit.
    pub yardstick: Yardstick,
    /// Every row that binds, by period and then by what its scarcity costs, dearest first.
    pub bottlenecks: Vec<Bottleneck>,
    /// What binds most in each period.
    pub binding: Vec<Binding>,
    /// How much of the yardstick each subject would allow, `[subject][period]`; nothing where it is not used.
    pub allowed: Vec<(Subject, Vec<Option<f64>>)>,
    /// The dearest constraints over the whole horizon, relaxed and planned anew: worth most first.
    pub relaxations: Vec<Relaxed>,
    /// What holds the target back whatever it costs, longest first. Empty where that was not asked, there is no target, or it
    /// cannot be reached inside the horizon.
    pub hastening: Vec<Hastening>,
    /// Who earns.
    pub rents: Rents,
    /// The price of what is wanted taken apart, by period in which it has one.
    pub prices: Vec<PriceParts>,
    /// What is ordered when: rows of a chart of builds.
    pub builds: Vec<BuildStep>,
    /// When what is reached, and the chain of orders that decides it.
    pub steps: Vec<Step>,
    /// How fast the loop can grow, with the recipes of the first period.
    pub growth: Vec<GrowthAnswer>,
}

/// Why a plan could not be taken apart.
#[derive(Debug, Clone, PartialEq)]
pub enum AnalysisError {
    /// Planning anew with a constraint relaxed failed.
    Relaxation(Failure),
    /// Balanced growth could not be found.
    Growth(GrowthError),
    /// The network wants nothing: there is no demand and no target.
    NothingWanted,
}

impl std::fmt::Display for AnalysisError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Relaxation(failure) => write!(f, "planning anew with a constraint relaxed: {failure}"),
            Self::Growth(error) => write!(f, "balanced growth: {error}"),
            Self::NothingWanted => f.write_str("the network wants nothing: it has no demand and no target"),
        }
    }
}

impl std::error::Error for AnalysisError {}

impl From<SolverError> for AnalysisError {
    fn from(error: SolverError) -> Self {
        Self::Relaxation(Failure::Solver(error))
    }
}

/// Everything that can be said about a plan.
///
/// It reads the program that was solved last, so that with limited foresight it speaks of the plan that sees to the end; where
/// something learns, costs are those after learning, and stay while a constraint is relaxed. For most compute the plan is valued in
/// delivered demand, and money counts as far as the budget binds.
///
/// # Errors
/// [`AnalysisError`] if the solver fails on the way, or the network wants nothing.
pub fn analyse(planned: &Planned, questions: &Questions) -> Result<Analysis, AnalysisError> {
    let Planned { network, horizon, layout, solver, solution, plan, .. } = planned;
    let horizon = *horizon;
    if plan.objective != Objective::MostCompute {
        let solved = Solved { network, layout, program: solver.program(), solution, horizon };
        let mut questions = questions.clone();
        if plan.objective == Objective::Earliest && questions.relaxations > 0 {
            questions.hastening = questions.hastening.max(5);
        }
        return examine(&solved, solver, plan.target_period, &questions);
    }
    // The plan was made cheap at last; its worth is what it delivers. Any best plan goes with any best prices.
    let mut solver = solver.fork()?;
    let mut costs = vec![0.0; layout.variables().len()];
    for demand in counted_demands(network) {
        for (period, weight) in weights(network).into_iter().enumerate() {
            if let Some(column) = layout.column(Variable::Short { demand, period }) {
                costs[column.index()] = weight;
                solver.set_column_bounds(column, 0.0, network.demands[demand].amount.at(period))?;
            }
        }
    }
    solver.set_costs(&costs)?;
    solver.set_constant(0.0)?;
    let delivering = solver.solve(Change::Coefficients).map_err(AnalysisError::Relaxation)?;
    let solution = Solution { columns: solution.columns.clone(), rows: solution.rows.clone(), ..delivering };
    let solved = Solved { network, layout, program: solver.program(), solution: &solution, horizon };
    examine(&solved, &solver, plan.target_period, questions)
}

/// The same for a program that was solved by hand: `solver` holds `solved.program` at the optimum `solved.solution`.
///
/// # Errors
/// As [`analyse`].
pub fn examine(
    solved: &Solved<'_>,
    solver: &Solver,
    target_period: Option<usize>,
    questions: &Questions,
) -> Result<Analysis, AnalysisError> {
    let network = solved.network;
    let valuation = value(solved);
    let yardstick = Yardstick::of(solved, &valuation).ok_or(AnalysisError::NothingWanted)?;
    let mut bottlenecks = bottlenecks::find(solved, &valuation, &yardstick);
    let binding = bottlenecks::binding(solved, &valuation, &yardstick, &bottlenecks);
    let allowed = bottlenecks::allowed(solved, &yardstick);
    let prices = price::take_apart(solved, &valuation, &yardstick);
    let rents = rents::earned(solved, &valuation, &yardstick);
    let (builds, steps) = critical::chains(solved, &valuation, &yardstick, target_period);
    let mut relaxations =
        relax(solved, solver, &valuation, &bottlenecks, questions.relaxations).map_err(AnalysisError::Relaxation)?;
    let hastening = if questions.hastening > 0 {
        // A plan of the earliest year holds the target from that year on: what would be earlier is told at any cost.
        let held = |row: Row| {
            let constraint = solved.layout.constraints()[row.index()];
            matches!(constraint, Constraint::Target { .. }) && solved.program.bounds_of_row(row).0.is_finite()
        };
        let named = if solved.program.all_rows().any(held) { &mut relaxations[..] } else { &mut [] };
        hasten(solved, solver, &valuation, &bottlenecks, questions.hastening, named)
            .map_err(AnalysisError::Relaxation)?
    } else {
        Vec::new()
    };
    for row in &mut bottlenecks {
        let subject = row.subject();
        row.relaxation = relaxations.iter().find(|relaxed| Some(relaxed.subject) == subject).map(|row| row.relaxation);
    }
    let growth = grow(network, yardstick.commodity, questions).map_err(AnalysisError::Growth)?;
    Ok(Analysis {
        yardstick,
        bottlenecks,
        binding,
        allowed,
        relaxations,
        hastening,
        rents,
        prices,
        builds,
        steps,
        growth,
    })
}

/// Balanced growth of each part that is asked about.
fn grow(network: &Network, commodity: usize, questions: &Questions) -> Result<Vec<GrowthAnswer>, GrowthError> {
    let whole = Part::whole(network, commodity);
    questions
        .growth
        .iter()
        .map(|question| {
            let part = Part::of(network, commodity, |process| !question.leave_out.leaves_out(network, process));
            let pace = balanced_growth(network, &part, 0, questions.timing)?;
            let imports: &[_] = match &pace {
                Pace::Grows(growth) => &growth.imports,
                Pace::Unlimited { imports } => imports,
                Pace::Impossible { .. } => &[],
            };
            Ok(GrowthAnswer {
                title: question.title.clone(),
                outside: supplies(network, imports),
                pace,
                parts: closed_parts(network, &part, 0, questions.timing)?,
                differs: question.leave_out == LeaveOut::default() || part != whole,
            })
        })
        .collect()
}
