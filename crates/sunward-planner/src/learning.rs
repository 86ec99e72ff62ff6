//! Cost falls with experience: rounds of linear programs on the discounted total cost.
//!
//! What is spent on an experience group is the area under its curve, which bends downwards, so its tangent at any plan is never
//! below it: where the tangent's optimum is another plan, that plan is cheaper in truth. Each round takes the
//! tangent at the best plan known and solves. Where a lead time lies between order and experience the total bends both ways; then the
//! best mixture of the plans found so far is taken, so that it never gets worse. What a round could still gain at
//! most, seen from its tangent, is the remainder.
//!
//! Cheap because much was built, or dear because little was: both may keep themselves up. So the rounds begin three times, from
//! different beliefs about prices, and every resting place is reported.

use crate::layout::{Layout, Variable};
use crate::money::capital_charge;
use crate::program;
use sunward_linear::{Basis, Change, Failure, Solution, Solver};
use sunward_network::{Experience, Learning, Network};
use sunward_quantity::elementary::{ln, power};

/// What a group's prices are believed to be before the first round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// As stated: nothing is learned.
    None,
    /// Halfway, in proportion, between the other two.
    Moderate,
    /// At the floor, or as after ten doublings where the floor is lower.
    Full,
}

impl Start {
    /// All, in order.
    pub const ALL: [Self; 3] = [Self::None, Self::Moderate, Self::Full];

    /// In words: `nothing learned`.
    pub fn title(self) -> &'static str {
        match self {
            Self::None => "nothing learned",
            Self::Moderate => "half learned",
            Self::Full => "fully learned",
        }
    }
}

/// Where the rounds from one start came to rest.
#[derive(Debug, Clone, PartialEq)]
pub struct StartReport {
    /// From which belief.
    pub start: Start,
    /// True cost of the plan they ended with.
    pub cost: f64,
    /// How many programs were solved.
    pub rounds: usize,
    /// What another round could gain at most, as a share of the cost, seen from the tangent.
    pub remainder: f64,
    /// Experience at the end of the horizon, by group.
    pub experience: Vec<f64>,
}

/// How learning settled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LearningReport {
    /// One for each start, in order; empty where nothing learns.
    pub starts: Vec<StartReport>,
    /// Which of them the plan is.
    pub kept: usize,
    /// Whether different starts came to rest in plans of different cost: whoever begins dear may stay dear.
    pub lock_in: bool,
    /// Whether the rounds of the plan kept came to rest.
    pub settled: bool,
}

impl LearningReport {
    /// What another round could gain at most, as a share of the cost.
    pub fn remainder(&self) -> f64 {
        self.starts.get(self.kept).map_or(0.0, |start| start.remainder)
    }

    /// Programs solved, from all starts.
    pub fn rounds(&self) -> usize {
        self.starts.iter().map(|start| start.rounds).sum()
    }
}

/// A gain below this share of the cost is none.
const REST: f64 = 1e-7;

/// Costs that differ by more than this share are different resting places.
const DIFFERENT: f64 = 1e-6;

/// A column whose cost learns.
#[derive(Debug, Clone)]
struct Member {
    column: usize,
    process: usize,
    period: usize,
    group: usize,
    /// Period whose experience sets the price: that of the order.
    order: usize,
    /// Cost of one unit before learning.
    base: f64,
    /// Experience that one unit adds.
    adds: f64,
}

/// The curve of one group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Curve {
    initial: f64,
    exponent: f64,
    floor: f64,
    /// Experience at which the floor is reached.
    bottom: f64,
}

impl Curve {
    /// Cost falls by `rate` with each doubling: `(E/E₀)^log₂(1 − rate)`, never below the floor.
    pub(crate) fn new(experience: &Experience) -> Self {
        let exponent = -ln(1.0 - experience.rate) / ln(2.0);
        let bottom = if exponent > 0.0 && experience.floor > 0.0 {
            experience.initial * power(experience.floor, -1.0 / exponent)
        } else {
            f64::INFINITY
        };
        Self { initial: experience.initial, exponent, floor: experience.floor, bottom }
    }

    /// Share of the stated price at an experience.
    fn share(&self, experience: f64) -> f64 {
        if experience >= self.bottom { self.floor } else { power(experience / self.initial, -self.exponent) }
    }

    /// How the share changes with experience.
    fn slope(&self, experience: f64) -> f64 {
        if experience >= self.bottom { 0.0 } else { -self.exponent * self.share(experience) / experience }
    }

    /// Area under the share from the initial experience on.
    fn area(&self, experience: f64) -> f64 {
        if experience > self.bottom {
            return self.area(self.bottom) + self.floor * (experience - self.bottom);
        }
        let one = 1.0 - self.exponent;
        if one.abs() < 1e-9 {
            return self.initial * ln(experience / self.initial);
        }
        self.initial * (power(experience / self.initial, one) - 1.0) / one
    }

    /// Mean share while experience grows from one amount to another, and its slopes with both.
    fn mean(&self, from: f64, to: f64) -> (f64, f64, f64) {
        let step = to - from;
        let across = from < self.bottom && to > self.bottom;
        if step < 1e-2 * from && !across {
            // Gauss's three points: the quotient below would lose digits.
            let offset = 0.5 * (0.6_f64).sqrt();
            let points = [(0.5 - offset, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.5 + offset, 5.0 / 18.0)];
            let mut sums = (0.0, 0.0, 0.0);
            for (at, weight) in points {
                let experience = from + at * step;
                let slope = self.slope(experience);
                sums.0 += weight * self.share(experience);
                sums.1 += weight * (1.0 - at) * slope;
                sums.2 += weight * at * slope;
            }
            return sums;
        }
        let mean = (self.area(to) - self.area(from)) / step;
        (mean, (mean - self.share(from)) / step, (self.share(to) - mean) / step)
    }

    /// Share at the belief of a start.
    fn believed(&self, start: Start) -> f64 {
        let full = power(2.0, -10.0 * self.exponent).max(self.floor);
        match start {
            Start::None => 1.0,
            Start::Moderate => full.sqrt(),
            Start::Full => full,
        }
    }
}

/// The true cost of a plan, with what is learned.
#[derive(Debug, Clone)]
pub(crate) struct TrueCost {
    /// Cost of each column before learning.
    plain: Vec<f64>,
    /// Cost that falls whatever is done.
    constant: f64,
    members: Vec<Member>,
    curves: Vec<Curve>,
    /// Experience that comes by itself, by group and period.
    coming: Vec<Vec<f64>>,
    periods: usize,
}

/// What is known of the groups at a plan.
#[derive(Debug, Clone)]
struct State {
    /// Experience at the beginning of each period, and at the end, by group.
    experience: Vec<Vec<f64>>,
    /// Mean share of the stated price in each period and its slopes with the experience at its beginning and end, by group.
    mean: Vec<Vec<(f64, f64, f64)>>,
}

/// The period in which what is commissioned in `built` is ordered; its own where there is no lead time to speak of.
pub(crate) fn ordered(network: &Network, process: &sunward_network::Process, built: usize) -> usize {
    let commissioned = &network.periods[built];
    if process.lead_time < 0.5 * commissioned.years {
        return built;
    }
    let order = commissioned.start - process.lead_time + 1e-9;
    network.periods.iter().rposition(|period| period.start <= order).unwrap_or(0)
}

impl TrueCost {
    /// With the horizon cut at the end of the period before `until`.
    pub(crate) fn new(network: &Network, layout: &Layout, until: usize) -> Self {
        let plain = program::costs(network, layout, until);
        let weights = program::weights(network);
        let end = network.periods[until - 1].end();
        let periods = network.periods.len();
        let mut coming = vec![vec![0.0; periods]; network.experiences.len()];
        let mut members = Vec::new();
        for (index, process) in network.processes.iter().enumerate() {
            match process.learning {
                None => {}
                Some(Learning::Building(group)) => {
                    for period in 0..periods {
                        coming[group][period] += process.coming[period];
                        let Some(column) = layout.column(Variable::Build { process: index, period }) else { continue };
                        members.push(Member {
                            column: column.0 as usize,
                            process: index,
                            period,
                            group,
                            order: ordered(network, process, period),
                            base: if period < until {
                                process.price.at(period) * capital_charge(network, process, period, end)
                            } else {
                                0.0
                            },
                            adds: 1.0,
                        });
                    }
                }
                Some(Learning::Running(group)) => {
                    for period in 0..periods {
                        let Some(column) = layout.column(Variable::Run { process: index, period }) else { continue };
                        members.push(Member {
                            column: column.0 as usize,
                            process: index,
                            period,
                            group,
                            order: period,
                            base: if period < until { process.running_cost.at(period) * weights[period] } else { 0.0 },
                            adds: network.periods[period].years,
                        });
                    }
                }
            }
        }
        let curves = network.experiences.iter().map(Curve::new).collect();
        let constant = program::unavoidable_cost(network, until);
        Self { plain, constant, members, curves, coming, periods }
    }

    /// Whether nothing learns.
    pub(crate) fn is_plain(&self) -> bool {
        self.members.is_empty()
    }

    fn state(&self, columns: &[f64]) -> State {
        let mut gained = self.coming.clone();
        for member in &self.members {
            gained[member.group][member.period] += member.adds * columns[member.column].max(0.0);
        }
        let mut experience = Vec::new();
        let mut mean = Vec::new();
        for (curve, gained) in self.curves.iter().zip(gained) {
            let mut path = vec![curve.initial];
            for gain in gained {
                path.push(path[path.len() - 1] + gain);
            }
            mean.push(path.windows(2).map(|pair| curve.mean(pair[0], pair[1])).collect());
            experience.push(path);
        }
        State { experience, mean }
    }

    /// Experience at the beginning of each period, and at the end, by group.
    pub(crate) fn experience(&self, columns: &[f64]) -> Vec<Vec<f64>> {
        self.state(columns).experience
    }

    /// Cost of the columns.
    pub(crate) fn value(&self, columns: &[f64]) -> f64 {
        let plain: f64 = self.plain.iter().zip(columns).map(|(cost, x)| cost * x).sum();
        self.constant + plain + self.saved(columns)
    }

    /// What learning adds to the cost before it: never above nought.
    fn saved(&self, columns: &[f64]) -> f64 {
        let state = self.state(columns);
        let saved = self.members.iter().map(|member| {
            let (mean, _, _) = state.mean[member.group][member.order];
            member.base * (mean - 1.0) * columns[member.column]
        });
        saved.sum()
    }

    /// How the cost changes with each learning column: in the order of the members.
    fn member_slopes(&self, columns: &[f64]) -> Vec<f64> {
        let state = self.state(columns);
        // Money whose price each period of each group sets.
        let mut money = vec![vec![0.0; self.periods]; self.curves.len()];
        for member in &self.members {
            money[member.group][member.order] += member.base * columns[member.column];
        }
        // Worth of one more experience from the beginning of each period on.
        let worth: Vec<Vec<f64>> = money
            .iter()
            .zip(&state.mean)
            .map(|(money, mean)| {
                let mut from = vec![0.0; self.periods + 2];
                for at in (1..=self.periods).rev() {
                    let beginning = if at < self.periods { money[at] * mean[at].1 } else { 0.0 };
                    from[at] = from[at + 1] + beginning + money[at - 1] * mean[at - 1].2;
                }
                from
            })
            .collect();
        let slope = |member: &Member| {
            let (mean, _, _) = state.mean[member.group][member.order];
            member.base * (mean - 1.0) + member.adds * worth[member.group][member.period + 1]
        };
        self.members.iter().map(slope).collect()
    }

    /// How the cost changes with each column: the tangent's costs.
    pub(crate) fn slopes(&self, columns: &[f64]) -> Vec<f64> {
        let mut slopes = self.plain.clone();
        for (member, slope) in self.members.iter().zip(self.member_slopes(columns)) {
            slopes[member.column] += slope;
        }
        slopes
    }

    /// Costs at the prices believed before the first round.
    fn believed(&self, start: Start) -> Vec<f64> {
        let mut costs = self.plain.clone();
        for member in &self.members {
            costs[member.column] += member.base * (self.curves[member.group].believed(start) - 1.0);
        }
        costs
    }

    /// Share of the stated price, by process and period: of building or of running, whichever learns; one where neither does.
    pub(crate) fn multipliers(&self, columns: &[f64], processes: usize) -> Vec<Vec<f64>> {
        let state = self.state(columns);
        let mut shares = vec![vec![1.0; self.periods]; processes];
        for member in &self.members {
            shares[member.process][member.period] = state.mean[member.group][member.order].0;
        }
        shares
    }
}

/// Where the rounds came to rest.
#[derive(Debug, Clone)]
pub(crate) struct Rest {
    /// The plan's columns: the point at which the tangent was taken.
    pub(crate) columns: Vec<f64>,
    /// Costs of the tangent.
    pub(crate) costs: Vec<f64>,
    /// Its optimum, with prices.
    pub(crate) solution: Solution,
    /// Basis of that optimum.
    pub(crate) basis: Option<Basis>,
    /// True cost.
    pub(crate) cost: f64,
    /// How many programs were solved.
    pub(crate) rounds: usize,
    /// What another round could gain at most, as a share of the cost.
    pub(crate) remainder: f64,
}

impl Rest {
    /// Whether another round would gain nothing worth saying.
    pub(crate) fn settled(&self) -> bool {
        self.remainder <= REST
    }
}

/// Rounds from one start until they rest, or until there were `most`.
pub(crate) fn settle(
    solver: &mut Solver,
    cost: &TrueCost,
    start: Start,
    most: usize,
    first: Change,
) -> Result<Rest, Failure> {
    solver.set_costs(&cost.believed(start))?;
    let mut solution = solver.solve(first)?;
    if cost.is_plain() {
        let value = cost.value(&solution.columns);
        let basis = solver.basis();
        let columns = solution.columns.clone();
        return Ok(Rest {
            columns,
            costs: cost.plain.clone(),
            solution,
            basis,
            cost: value,
            rounds: 1,
            remainder: 0.0,
        });
    }
    let mut mixture = Mixture::new(solution.columns.clone());
    let mut rounds = 1;
    loop {
        let columns = mixture.point();
        let costs = cost.slopes(&columns);
        solver.set_costs(&costs)?;
        solution = solver.solve(Change::Costs)?;
        rounds += 1;
        let value = cost.value(&columns);
        let gain: f64 = costs
            .iter()
            .zip(columns.iter().zip(&solution.columns))
            .map(|(cost, (here, there))| cost * (here - there))
            .sum();
        let remainder = gain.max(0.0) / value.abs().max(f64::MIN_POSITIVE);
        if remainder <= REST || rounds >= most {
            let basis = solver.basis();
            return Ok(Rest { columns, costs, solution, basis, cost: value, rounds, remainder });
        }
        mixture.add(std::mem::take(&mut solution.columns));
        mixture.improve(cost);
    }
}

/// The best mixture of plans: every mixture of plans is a plan.
struct Mixture {
    plans: Vec<Vec<f64>>,
    shares: Vec<f64>,
}

impl Mixture {
    fn new(plan: Vec<f64>) -> Self {
        Self { plans: vec![plan], shares: vec![1.0] }
    }

    fn add(&mut self, plan: Vec<f64>) {
        self.plans.push(plan);
        self.shares.push(0.0);
    }

    fn point(&self) -> Vec<f64> {
        if let [only] = self.plans.as_slice() {
            return only.clone();
        }
        let mut point = vec![0.0; self.plans[0].len()];
        for (plan, share) in self.plans.iter().zip(&self.shares) {
            point.iter_mut().zip(plan).for_each(|(sum, x)| *sum += share * x);
        }
        point
    }

    /// Moves shares from the worst plan to the best until neither is better, then forgets those without a share.
    fn improve(&mut self, cost: &TrueCost) {
        // Only learning columns bend; the rest of the cost is one number a plan.
        let plain: Vec<f64> =
            self.plans.iter().map(|plan| cost.plain.iter().zip(plan).map(|(cost, x)| cost * x).sum()).collect();
        let scale = cost.value(&self.point()).abs();
        for _ in 0..200 {
            let point = self.point();
            let slopes = cost.member_slopes(&point);
            let along = |plan: &Vec<f64>| -> f64 {
                cost.members.iter().zip(&slopes).map(|(member, slope)| slope * plan[member.column]).sum()
            };
            let scores: Vec<f64> = self.plans.iter().zip(&plain).map(|(plan, plain)| plain + along(plan)).collect();
            let indices = || 0..scores.len();
            let best = indices().min_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("a mixture has plans");
            let held = indices().filter(|at| self.shares[*at] > 0.0);
            let worst = held.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("shares add up to one");
            if scores[worst] - scores[best] <= 0.1 * REST * scale {
                break;
            }
            self.shift(cost, worst, best, plain[best] - plain[worst]);
        }
        let mut shares = self.shares.iter();
        self.plans.retain(|_| *shares.next().expect("one share a plan") > 0.0);
        self.shares.retain(|share| *share > 0.0);
    }

    /// Moves as much of the share of one plan to another as makes the cost least along the way.
    fn shift(&mut self, cost: &TrueCost, worst: usize, best: usize, plain: f64) {
        let point = self.point();
        let whole = self.shares[worst];
        let direction: Vec<f64> = self.plans[best].iter().zip(&self.plans[worst]).map(|(to, from)| to - from).collect();
        let at = |moved: f64| -> Vec<f64> { point.iter().zip(&direction).map(|(x, step)| x + moved * step).collect() };
        let slope = |moved: f64| -> f64 {
            let slopes = cost.member_slopes(&at(moved));
            plain + cost.members.iter().zip(slopes).map(|(member, slope)| slope * direction[member.column]).sum::<f64>()
        };
        let mut moved = whole;
        if slope(whole) > 0.0 {
            let (mut low, mut high) = (0.0, whole);
            for _ in 0..40 {
                let middle = f64::midpoint(low, high);
                if slope(middle) > 0.0 { high = middle } else { low = middle }
            }
            // The slope falls and rises again where the total bends both ways: the end may be better still.
            let value = |moved: f64| moved * plain + cost.saved(&at(moved));
            moved = if value(whole) < value(low) { whole } else { low };
        }
        if moved == whole {
            self.shares[worst] = 0.0;
        } else {
            self.shares[worst] -= moved;
        }
        self.shares[best] += moved;
    }
}

/// Rounds from all starts; the cheapest resting place is kept, and the solver stands there.
pub(crate) fn settle_from_all(
    solver: &mut Solver,
    cost: &TrueCost,
    most: usize,
    first: Change,
) -> Result<(Rest, LearningReport), Failure> {
    if cost.is_plain() {
        let rest = settle(solver, cost, Start::None, most, first)?;
        return Ok((rest, LearningReport { settled: true, ..LearningReport::default() }));
    }
    let mut rests: Vec<Rest> = Vec::new();
    let mut report = LearningReport::default();
    for start in Start::ALL {
        let change = if rests.is_empty() { first } else { Change::Costs };
        let rest = settle(solver, cost, start, most, change)?;
        report.starts.push(StartReport {
            start,
            cost: rest.cost,
            rounds: rest.rounds,
            remainder: rest.remainder,
            experience: cost.experience(&rest.columns).iter().map(|path| path[path.len() - 1]).collect(),
        });
        rests.push(rest);
    }
    // The first of equals, so that a better start is kept only where it is better by more than rounding.
    let mut kept = 0;
    for at in 1..rests.len() {
        if rests[at].cost < rests[kept].cost - DIFFERENT * rests[kept].cost.abs() {
            kept = at;
        }
    }
    let least = rests[kept].cost;
    report.kept = kept;
    report.lock_in = rests.iter().any(|rest| rest.settled() && rest.cost > least + DIFFERENT * least.abs());
    report.settled = rests[kept].settled();
    let mut rest = rests.swap_remove(kept);
    if kept + 1 < Start::ALL.len() {
        solver.set_costs(&rest.costs)?;
        if let Some(basis) = &rest.basis {
            solver.set_basis(basis)?;
        }
        rest.solution = solver.solve(Change::Costs)?;
    }
    Ok((rest, report))
}
