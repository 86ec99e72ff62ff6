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

/// A gain below this share of the cost is none: what is kept is brought so far.
const REST: f64 = 5e-7;

/// Where a round can gain no more than this share, it is clear which start leads where.
const NEAR: f64 = 5e-5;

/// Costs that differ by more than this share are different resting places.
const DIFFERENT: f64 = 2e-4;

/// A column whose cost learns.
#[derive(Debug, Clone)]
struct Member {
    column: usize,
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
    /// Whose experience in which period sets the price of what learns, also where nothing can be built: process, period, group, order.
    prices: Vec<(usize, usize, usize, usize)>,
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
    if process.lead_time < 0.5 * commissioned.years - 1e-9 {
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
        let mut prices = Vec::new();
        for (index, process) in network.processes.iter().enumerate() {
            let Some(learning) = process.learning else { continue };
            for (period, weight) in weights.iter().enumerate() {
                let inside = if period < until { 1.0 } else { 0.0 };
                let (group, variable, order, base, adds) = match learning {
                    Learning::Building(group) => {
                        coming[group][period] += process.coming[period];
                        let charge = if period < until { capital_charge(network, process, period, end) } else { 0.0 };
                        let variable = Variable::Build { process: index, period };
                        (group, variable, ordered(network, process, period), process.price.at(period) * charge, 1.0)
                    }
                    Learning::Running(group) => {
                        let base = process.running_cost.at(period) * weight * inside;
                        (group, Variable::Run { process: index, period }, period, base, network.periods[period].years)
                    }
                };
                prices.push((index, period, group, order));
                if let Some(column) = layout.column(variable) {
                    members.push(Member { column: column.index(), period, group, order, base, adds });
                }
            }
        }
        let curves = network.experiences.iter().map(Curve::new).collect();
        let constant = program::unavoidable_cost(network, until);
        Self { plain, constant, members, prices, curves, coming, periods }
    }

    /// Whether nothing learns.
    pub(crate) fn is_plain(&self) -> bool {
        self.members.is_empty()
    }

    /// Amounts of the members, in their order.
    fn learning(&self, columns: &[f64]) -> Vec<f64> {
        self.members.iter().map(|member| columns[member.column]).collect()
    }

    /// Of amounts in the order of the members, as all that follow.
    fn state(&self, amounts: &[f64]) -> State {
        let mut gained = self.coming.clone();
        for (member, amount) in self.members.iter().zip(amounts) {
            gained[member.group][member.period] += member.adds * amount.max(0.0);
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
        self.state(&self.learning(columns)).experience
    }

    /// Cost of the columns.
    pub(crate) fn value(&self, columns: &[f64]) -> f64 {
        self.constant + self.plain_value(columns) + self.saved(&self.learning(columns))
    }

    /// Cost of the columns before learning, without what falls whatever is done.
    fn plain_value(&self, columns: &[f64]) -> f64 {
        self.plain.iter().zip(columns).map(|(cost, x)| cost * x).sum()
    }

    /// What learning adds to the cost before it: never above nought.
    fn saved(&self, amounts: &[f64]) -> f64 {
        let state = self.state(amounts);
        let saved = self.members.iter().zip(amounts).map(|(member, amount)| {
            let (mean, _, _) = state.mean[member.group][member.order];
            member.base * (mean - 1.0) * amount
        });
        saved.sum()
    }

    /// How what learning adds changes with each amount.
    fn member_slopes(&self, amounts: &[f64]) -> Vec<f64> {
        let state = self.state(amounts);
        // Money whose price each period of each group sets.
        let mut money = vec![vec![0.0; self.periods]; self.curves.len()];
        for (member, amount) in self.members.iter().zip(amounts) {
            money[member.group][member.order] += member.base * amount;
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
        for (member, slope) in self.members.iter().zip(self.member_slopes(&self.learning(columns))) {
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
        let state = self.state(&self.learning(columns));
        let mut shares = vec![vec![1.0; self.periods]; processes];
        for &(process, period, group, order) in &self.prices {
            shares[process][period] = state.mean[group][order].0;
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
    let begun = begin(solver, cost, start, first)?;
    if cost.is_plain() { Ok(begun) } else { go_on(solver, cost, begun, REST, most) }
}

/// The plan at the prices believed.
fn begin(solver: &mut Solver, cost: &TrueCost, start: Start, first: Change) -> Result<Rest, Failure> {
    let costs = cost.believed(start);
    solver.set_costs(&costs)?;
    let solution = solver.solve(first)?;
    let value = cost.value(&solution.columns);
    let columns = solution.columns.clone();
    let remainder = if cost.is_plain() { 0.0 } else { f64::INFINITY };
    Ok(Rest { columns, costs, solution, basis: solver.basis(), cost: value, rounds: 1, remainder })
}

/// Rounds from a plan until the remainder is small enough, or until there were `most`.
fn go_on(solver: &mut Solver, cost: &TrueCost, from: Rest, enough: f64, most: usize) -> Result<Rest, Failure> {
    let mut mixture = Mixture::new(from.columns, cost);
    let mut rounds = from.rounds;
    loop {
        let columns = mixture.point();
        let costs = cost.slopes(&columns);
        solver.set_costs(&costs)?;
        let mut solution = solver.solve(Change::Costs)?;
        rounds += 1;
        let value = cost.value(&columns);
        let steps = columns.iter().zip(&solution.columns).map(|(here, there)| here - there);
        let gain: f64 = costs.iter().zip(steps).map(|(cost, step)| cost * step).sum();
        let remainder = gain.max(0.0) / value.abs().max(f64::MIN_POSITIVE);
        if remainder <= enough || rounds >= most {
            return Ok(Rest { columns, costs, solution, basis: solver.basis(), cost: value, rounds, remainder });
        }
        mixture.add(std::mem::take(&mut solution.columns), cost);
        mixture.improve(cost);
    }
}

/// The best mixture of plans: every mixture of plans is a plan.
struct Mixture {
    plans: Vec<Mixed>,
}

/// A plan in a mixture.
struct Mixed {
    columns: Vec<f64>,
    /// What learns: the rest of its cost is one number.
    amounts: Vec<f64>,
    /// Cost before learning.
    plain: f64,
    share: f64,
}

/// So many shifts of shares at most after each round; the next round sees to what is left.
const SHIFTS: usize = 100;

impl Mixture {
    fn new(plan: Vec<f64>, cost: &TrueCost) -> Self {
        let mut mixture = Self { plans: Vec::new() };
        mixture.add(plan, cost);
        mixture.plans[0].share = 1.0;
        mixture
    }

    fn add(&mut self, columns: Vec<f64>, cost: &TrueCost) {
        let (amounts, plain) = (cost.learning(&columns), cost.plain_value(&columns));
        self.plans.push(Mixed { columns, amounts, plain, share: 0.0 });
    }

    fn sum<'a>(&'a self, of: impl Fn(&'a Mixed) -> &'a Vec<f64>) -> Vec<f64> {
        if let [only] = self.plans.as_slice() {
            return of(only).clone();
        }
        let mut sum = vec![0.0; of(&self.plans[0]).len()];
        for plan in &self.plans {
            sum.iter_mut().zip(of(plan)).for_each(|(sum, x)| *sum += plan.share * x);
        }
        sum
    }

    fn point(&self) -> Vec<f64> {
        self.sum(|plan| &plan.columns)
    }

    /// Moves shares from the worst plan to the best until neither is better, then forgets those without a share.
    fn improve(&mut self, cost: &TrueCost) {
        let scale = cost.value(&self.point()).abs();
        for _ in 0..SHIFTS {
            let slopes = cost.member_slopes(&self.sum(|plan| &plan.amounts));
            let score = |plan: &Mixed| plan.plain + slopes.iter().zip(&plan.amounts).map(|(s, x)| s * x).sum::<f64>();
            let scores: Vec<f64> = self.plans.iter().map(score).collect();
            let indices = || 0..scores.len();
            let best = indices().min_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("a mixture has plans");
            let held = indices().filter(|at| self.plans[*at].share > 0.0);
            let worst = held.max_by(|a, b| scores[*a].total_cmp(&scores[*b])).expect("shares add up to one");
            if scores[worst] - scores[best] <= 0.02 * REST * scale {
                break;
            }
            self.shift(cost, worst, best);
        }
        self.plans.retain(|plan| plan.share > 0.0);
    }

    /// Moves as much of the share of one plan to another as makes the cost least along the way.
    fn shift(&mut self, cost: &TrueCost, worst: usize, best: usize) {
        let from = self.sum(|plan| &plan.amounts);
        let whole = self.plans[worst].share;
        let plain = self.plans[best].plain - self.plans[worst].plain;
        let steps = self.plans[best].amounts.iter().zip(&self.plans[worst].amounts).map(|(to, from)| to - from);
        let direction: Vec<f64> = steps.collect();
        let at = |moved: f64| -> Vec<f64> { from.iter().zip(&direction).map(|(x, step)| x + moved * step).collect() };
        let slope = |moved: f64| -> f64 {
            plain + cost.member_slopes(&at(moved)).iter().zip(&direction).map(|(slope, step)| slope * step).sum::<f64>()
        };
        let mut moved = whole;
        if slope(whole) > 0.0 {
            let (mut low, mut high) = (0.0, whole);
            for _ in 0..30 {
                let middle = f64::midpoint(low, high);
                if slope(middle) > 0.0 { high = middle } else { low = middle }
            }
            moved = low;
        }
        // Where the total bends both ways it may fall, rise and fall along the way: the better end, and never a worse one.
        let value = |moved: f64| moved * plain + cost.saved(&at(moved));
        if moved < whole && value(whole) < value(moved) {
            moved = whole;
        }
        let here = value(0.0);
        while value(moved) > here && moved > 1e-12 * whole {
            moved *= 0.5;
        }
        self.plans[worst].share = if moved == whole { 0.0 } else { whole - moved };
        self.plans[best].share += moved;
    }
}

/// Rounds from all starts, until it is clear where each leads; the cheapest is brought to rest, and the solver stands there.
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
    for start in Start::ALL {
        let change = if rests.is_empty() { first } else { Change::Costs };
        let begun = begin(solver, cost, start, change)?;
        rests.push(go_on(solver, cost, begun, NEAR, most)?);
    }
    // The first of equals.
    let least = rests.iter().map(|rest| rest.cost).fold(f64::INFINITY, f64::min);
    let kept = rests.iter().position(|rest| rest.cost <= least + 0.1 * DIFFERENT * least.abs()).unwrap_or(0);
    let from = rests[kept].clone();
    if kept + 1 < rests.len()
        && let Some(basis) = &from.basis
    {
        solver.set_basis(basis)?;
    }
    rests[kept] = go_on(solver, cost, from, REST, most)?;
    let least = rests[kept].cost;
    let report = LearningReport {
        kept,
        lock_in: rests.iter().any(|rest| rest.remainder <= NEAR && rest.cost > least + DIFFERENT * least.abs()),
        settled: rests[kept].settled(),
        starts: Start::ALL
            .into_iter()
            .zip(&rests)
            .map(|(start, rest)| StartReport {
                start,
                cost: rest.cost,
                rounds: rest.rounds,
                remainder: rest.remainder,
                experience: cost.experience(&rest.columns).iter().map(|path| path[path.len() - 1]).collect(),
            })
            .collect(),
    };
    Ok((rests.swap_remove(kept), report))
}
