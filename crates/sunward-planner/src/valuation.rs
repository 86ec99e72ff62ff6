//! Where every dollar of a price goes, and what of it is scarcity.
//!
//! In the best plan whatever is done earns nothing beyond its cost at the prices of the plan: the value of what a process
//! makes is the value of what it uses, its running cost, and what the rows that hold it back take. Capacity is paid for in the
//! same way: what its rows take over its life is the price of building it, at the prices of what it is built of, and what the limit
//! on its growth takes. These are the zero reduced costs of the program's columns, and everything here is read off its
//! columns and duals, so that it holds for whatever the program says.
//!
//! All values are present values, in what the objective counts in.

use crate::layout::{Layout, Variable};
use sunward_linear::{Program, Row, Solution};
use sunward_network::{Constraint, Network};

/// What of a process's rent is what, at one period: present value for one unit of capacity at work over the period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CapacityValue {
    /// What its capacity row takes.
    pub rent: f64,
    /// Part that pays back its building.
    pub recovered: f64,
    /// Period of commissioning of the capacity whose cost is paid back.
    pub vintage: Option<usize>,
}

impl CapacityValue {
    /// What is earned by being scarce.
    pub fn scarcity(&self) -> f64 {
        self.rent - self.recovered
    }
}

/// Something that a price pays for and that is not traded in a market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Primary {
    /// Running cost of a process.
    Running(usize),
    /// Price and upkeep of its capacity.
    Capital(usize),
    /// Scarcity of its capacity.
    Scarcity(usize),
    /// Room for it.
    Most(usize),
    /// A limit.
    Limit(usize),
    /// The budget.
    Budget,
    /// Doing without.
    Unmet(usize),
    /// What rounding leaves.
    Rest,
}

impl Primary {
    /// Whether it is earned by being scarce rather than by work or saving.
    pub fn is_scarcity(self) -> bool {
        matches!(self, Self::Scarcity(_) | Self::Most(_) | Self::Limit(_) | Self::Budget | Self::Unmet(_))
    }
}

/// A place in the chain of value: a market, or the target, in a period.
pub type Node = (usize, usize);

/// One part of what a process pays, for one unit of activity or of capacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pays {
    /// To a market, in a period.
    Market(Node, f64),
    /// For something that is not traded, in a period.
    Primary(Primary, usize, f64),
}

impl Pays {
    /// How much.
    pub fn value(self) -> f64 {
        match self {
            Self::Market(_, value) | Self::Primary(_, _, value) => value,
        }
    }

    fn times(self, factor: f64) -> Self {
        match self {
            Self::Market(node, value) => Self::Market(node, value * factor),
            Self::Primary(what, period, value) => Self::Primary(what, period, value * factor),
        }
    }
}

/// Where the value of a market comes from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origins {
    /// Shares that go on to markets of the same or an earlier period.
    pub markets: Vec<(Node, f64)>,
    /// Shares that end: what, period of it, share.
    pub primaries: Vec<(Primary, usize, f64)>,
    /// Shares that processes have in supplying it: process and share.
    pub makers: Vec<(usize, f64)>,
}

/// A plan, valued.
#[derive(Debug, Clone, PartialEq)]
pub struct Valuation {
    /// Number of periods.
    pub periods: usize,
    /// Number of markets; the target is the node after the last.
    pub markets: usize,
    /// Present value of a unit a year over a period: length times discount factor.
    pub weights: Vec<f64>,
    /// Price of each node, present value, `[node][period]`.
    pub prices: Vec<Vec<f64>>,
    /// `[process][period]`.
    pub capacities: Vec<Vec<CapacityValue>>,
    /// Where the value of each node comes from, `[period][node]`.
    pub origins: Vec<Vec<Origins>>,
    /// Share of each node's price that is scarcity, own and handed on, `[period][node]`.
    pub scarce: Vec<Vec<f64>>,
    /// Value of a row: what one unit more of it is worth, never negative but for rounding, by row of the program.
    pub values: Vec<f64>,
    /// Least value that counts.
    pub tolerance: f64,
}

/// The program of a plan with its solution.
#[derive(Debug, Clone, Copy)]
pub struct Solved<'a> {
    /// Whose.
    pub network: &'a Network,
    /// What its rows and columns are.
    pub layout: &'a Layout,
    /// The program as it was solved last.
    pub program: &'a Program,
    /// Its solution.
    pub solution: &'a Solution,
    /// How many periods count; those after are years beyond, which nothing speaks of.
    pub horizon: usize,
}

impl Solved<'_> {
    /// Value of a variable.
    pub fn amount(&self, variable: Variable) -> f64 {
        self.layout.value(variable, &self.solution.columns)
    }

    /// What one unit more of a row is worth: never negative for rows that say at most.
    pub fn value(&self, row: Row) -> f64 {
        let dual = self.solution.row_duals[row.index()];
        match self.layout.constraints()[row.index()] {
            Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => dual,
            _ => -dual,
        }
    }

    /// Value of the row of a constraint; zero where the program has none.
    pub fn worth(&self, constraint: Constraint) -> f64 {
        self.layout.row(constraint).map_or(0.0, |row| self.value(row))
    }

    /// What one unit of a variable pays, its capacity rows and the limit on its own growth left out.
    pub fn pays(&self, variable: Variable) -> Vec<Pays> {
        let Some(column) = self.layout.column(variable) else { return Vec::new() };
        let (money, process) = match variable {
            Variable::Run { process, .. } => (Primary::Running(process), process),
            Variable::Build { process, .. } => (Primary::Capital(process), process),
            _ => return Vec::new(),
        };
        let mut pays = Vec::new();
        let cost = self.program.cost(column);
        if cost != 0.0 {
            pays.push(Pays::Primary(money, variable.period(), cost));
        }
        for (row, entry) in self.program.column_entries(column) {
            let value = entry * self.value(row);
            if value == 0.0 {
                continue;
            }
            match self.layout.constraints()[row.index()] {
                // What is made stands on the other side.
                Constraint::Balance { market, period } if entry < 0.0 => {
                    pays.push(Pays::Market((market, period), -value));
                }
                Constraint::Limit { limit, .. } => {
                    pays.push(Pays::Primary(Primary::Limit(limit), variable.period(), value));
                }
                Constraint::Most { period, .. } => pays.push(Pays::Primary(Primary::Most(process), period, value)),
                Constraint::Budget { period } => pays.push(Pays::Primary(Primary::Budget, period, value)),
                _ => {}
            }
        }
        pays
    }

    /// What one unit of activity makes, by node, and its value.
    fn makes(&self, process: usize, period: usize, markets: usize) -> Vec<(usize, f64)> {
        let Some(column) = self.layout.column(Variable::Run { process, period }) else { return Vec::new() };
        let mut made = Vec::new();
        for (row, entry) in self.program.column_entries(column).filter(|(_, entry)| *entry > 0.0) {
            match self.layout.constraints()[row.index()] {
                Constraint::Balance { market, .. } => made.push((market, entry)),
                Constraint::Target { .. } => made.push((markets, entry)),
                _ => {}
            }
        }
        made
    }
}

/// Values a plan.
pub fn value(solved: &Solved<'_>) -> Valuation {
    let network = solved.network;
    let (periods, markets) = (network.periods.len(), network.markets.len());
    let weights: Vec<f64> =
        (0..periods).map(|period| network.periods[period].years * network.discount_factor(period)).collect();
    let prices: Vec<Vec<f64>> = (0..=markets)
        .map(|node| {
            (0..periods)
                .map(|period| {
                    solved.worth(if node == markets {
                        Constraint::Target { period }
                    } else {
                        Constraint::Balance { market: node, period }
                    })
                })
                .collect()
        })
        .collect();
    let values: Vec<f64> = (0..solved.program.rows())
        .map(|row| solved.value(Row(u32::try_from(row).expect("rows are counted in 32 bits"))))
        .collect();
    let capacities: Vec<Vec<CapacityValue>> =
        (0..network.processes.len()).map(|process| capacity_values(solved, process, &weights)).collect();
    // What is smaller than a ten-millionth of all that is paid is rounding.
    let turnover: f64 = (0..network.processes.len())
        .flat_map(|process| (0..periods).map(move |period| (process, period)))
        .map(|(process, period)| {
            let run = solved.amount(Variable::Run { process, period });
            solved.makes(process, period, markets).iter().map(|(node, made)| made * prices[*node][period]).sum::<f64>()
                * run
        })
        .sum();
    let mut valuation = Valuation {
        periods,
        markets,
        weights,
        prices,
        capacities,
        origins: Vec::new(),
        scarce: Vec::new(),
        values,
        tolerance: 1e-9 * turnover.abs(),
    };
    valuation.origins = origins(solved, &valuation);
    let ends: Vec<Vec<f64>> = valuation
        .origins
        .iter()
        .map(|row| {
            let scarce = |origins: &Origins| {
                origins.primaries.iter().filter(|part| part.0.is_scarcity()).map(|part| part.2).sum()
            };
            row.iter().map(scarce).collect()
        })
        .collect();
    valuation.scarce = valuation.accumulate(&ends, |_, _| 1.0).unwrap_or(ends);
    valuation
}

/// What the capacity rows of a process take, and how much of it pays back its building.
///
/// From the last period backwards: what the rows must still pay back of capacity commissioned in `t`, after what the later
/// periods of its life pay back, is paid back in `t`, as far as the row takes so much. So the part that is left over a life is what the
/// limit on its growth takes. Before the first period in which anything can be commissioned, the even payment for what would be
/// commissioned then is what counts as paid back.
fn capacity_values(solved: &Solved<'_>, process: usize, weights: &[f64]) -> Vec<CapacityValue> {
    let network = solved.network;
    let periods = network.periods.len();
    let mut values = vec![CapacityValue::default(); periods];
    if network.processes[process].free {
        return values;
    }
    // Share of a vintage at work, read off its column.
    let at_work = |built: usize| -> Vec<(usize, f64)> {
        let Some(column) = solved.layout.column(Variable::Build { process, period: built }) else { return Vec::new() };
        solved
            .program
            .column_entries(column)
            .filter_map(|(row, entry)| match solved.layout.constraints()[row.index()] {
                Constraint::Capacity { period, .. } => Some((period, -entry)),
                _ => None,
            })
            .collect()
    };
    let cost = |built: usize| -> f64 {
        solved.pays(Variable::Build { process, period: built }).into_iter().map(Pays::value).sum()
    };
    for (period, value) in values.iter_mut().enumerate() {
        value.rent = solved.worth(Constraint::Capacity { process, period }).max(0.0);
    }
    let mut first = None;
    for built in (0..periods).rev() {
        let works = at_work(built);
        let Some(own) = works.iter().find(|entry| entry.0 == built).map(|entry| entry.1) else { continue };
        first = Some(built);
        let later: f64 =
            works.iter().filter(|entry| entry.0 > built).map(|(period, share)| share * values[*period].recovered).sum();
        let left = (cost(built) - later) / own;
        // A difference of rounding is no scarcity.
        let rent = values[built].rent;
        values[built].recovered = if (rent - left).abs() <= 1e-7 * rent { rent } else { left.clamp(0.0, rent) };
        values[built].vintage = Some(built);
    }
    if let Some(first) = first {
        let life: f64 = at_work(first).iter().map(|(period, share)| share * weights[*period]).sum();
        let even = if life > 0.0 { cost(first) / life } else { 0.0 };
        for period in 0..first {
            values[period].recovered = values[period].rent.min(even * weights[period]);
            values[period].vintage = Some(first);
        }
    }
    values
}

/// What capacity that pays back takes, in parts, for one dollar paid back.
pub fn capital_parts(solved: &Solved<'_>, process: usize, built: usize) -> Vec<Pays> {
    let pays = solved.pays(Variable::Build { process, period: built });
    let total: f64 = pays.iter().map(|part| part.value()).sum();
    if total > 0.0 { pays.into_iter().map(|part| part.times(1.0 / total)).collect() } else { Vec::new() }
}

/// Everything that one unit of activity of a process pays in a period: inputs, money, limits, and its capacity taken apart.
pub fn activity_parts(solved: &Solved<'_>, valuation: &Valuation, process: usize, period: usize) -> Vec<Pays> {
    let mut parts = solved.pays(Variable::Run { process, period });
    let capacity = &valuation.capacities[process][period];
    if capacity.recovered > 0.0 {
        let of = capacity.vintage.map(|built| capital_parts(solved, process, built)).unwrap_or_default();
        if of.is_empty() {
            parts.push(Pays::Primary(Primary::Capital(process), period, capacity.recovered));
        }
        // What would be bought later than it serves is counted in the period itself.
        parts.extend(of.into_iter().map(|part| match part.times(capacity.recovered) {
            Pays::Market((node, at), value) if at > period => Pays::Market((node, period), value),
            part => part,
        }));
    }
    if capacity.scarcity() > 0.0 {
        parts.push(Pays::Primary(Primary::Scarcity(process), period, capacity.scarcity()));
    }
    parts
}

/// Where the value of every node comes from.
fn origins(solved: &Solved<'_>, valuation: &Valuation) -> Vec<Vec<Origins>> {
    let network = solved.network;
    let (periods, markets) = (valuation.periods, valuation.markets);
    let mut all: Vec<Vec<Origins>> = (0..periods).map(|_| vec![Origins::default(); markets + 1]).collect();
    // Supply of each node: by process, and from stock.
    for (period, nodes) in all.iter_mut().enumerate() {
        let mut supply = vec![0.0; markets + 1];
        let mut suppliers: Vec<Vec<(usize, f64)>> = vec![Vec::new(); markets + 1];
        for process in 0..network.processes.len() {
            let run = solved.amount(Variable::Run { process, period });
            if run <= 0.0 {
                continue;
            }
            for (node, made) in solved.makes(process, period, markets) {
                supply[node] += made * run;
                suppliers[node].push((process, made * run));
            }
        }
        let mut stock = vec![0.0; markets + 1];
        if period > 0 {
            for (market, stock) in stock.iter_mut().enumerate().take(markets) {
                let variable = Variable::Store { market, period: period - 1 };
                let row = solved.layout.row(Constraint::Balance { market, period });
                if let (Some(column), Some(row)) = (solved.layout.column(variable), row) {
                    *stock = solved.program.coefficient(row, column) * solved.amount(variable);
                    supply[market] += stock.max(0.0);
                }
            }
        }
        for node in 0..=markets {
            let origins = &mut nodes[node];
            if valuation.prices[node][period] <= 0.0 {
                continue;
            }
            if supply[node] <= 0.0 {
                let unmet = network.demands.iter().position(|demand| demand.market == node);
                origins.primaries.push((unmet.map_or(Primary::Rest, Primary::Unmet), period, 1.0));
                continue;
            }
            if stock[node] > 0.0 {
                origins.markets.push(((node, period - 1), stock[node] / supply[node]));
            }
            for (process, made) in &suppliers[node] {
                let share = made / supply[node];
                origins.makers.push((*process, share));
                let parts = activity_parts(solved, valuation, *process, period);
                let total: f64 = parts.iter().map(|part| part.value()).sum();
                if total <= 0.0 {
                    origins.primaries.push((Primary::Rest, period, share));
                    continue;
                }
                for part in parts {
                    let share = share * part.value() / total;
                    match part {
                        Pays::Market(from, _) => origins.markets.push((from, share)),
                        Pays::Primary(what, at, _) => origins.primaries.push((what, at, share)),
                    }
                }
            }
        }
    }
    all
}

impl Valuation {
    /// Price of a node in a period, of that year.
    pub fn price(&self, node: usize, period: usize) -> f64 {
        self.prices[node][period] / self.weights[period]
    }

    /// `x = markup·(P x + ends)` for all nodes, from the first period on: what ends, and what is handed on.
    ///
    /// Nothing if markups in a circle let it grow without end.
    pub fn accumulate(&self, ends: &[Vec<f64>], markup: impl Fn(usize, usize) -> f64) -> Option<Vec<Vec<f64>>> {
        let mut found: Vec<Vec<f64>> = Vec::with_capacity(self.periods);
        for (period, ends) in ends.iter().enumerate() {
            let mut constant = ends.clone();
            let mut within: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.markets + 1];
            for (node, origins) in self.origins[period].iter().enumerate() {
                let markup = markup(node, period);
                constant[node] *= markup;
                for ((from, at), share) in &origins.markets {
                    if *at == period {
                        within[node].push((*from, share * markup));
                    } else {
                        constant[node] += share * markup * found[*at][*from];
                    }
                }
            }
            found.push(fixed_point(&within, &constant)?);
        }
        Some(found)
    }

    /// How much value of each node stands behind a value wanted at some nodes of a period: `[period][node]`, with itself.
    pub fn behind(&self, wanted: &[(usize, f64)], period: usize) -> Vec<Vec<f64>> {
        let mut all = vec![vec![0.0; self.markets + 1]; period + 1];
        for (node, value) in wanted {
            all[period][*node] += value;
        }
        for at in (0..=period).rev() {
            let mut within: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.markets + 1];
            for (node, origins) in self.origins[at].iter().enumerate() {
                for ((from, when), share) in origins.markets.iter().filter(|entry| entry.0.1 == at) {
                    debug_assert_eq!(*when, at);
                    within[*from].push((node, *share));
                }
            }
            let settled = fixed_point(&within, &all[at]).unwrap_or_else(|| all[at].clone());
            for (node, origins) in self.origins[at].iter().enumerate() {
                for ((from, when), share) in origins.markets.iter().filter(|entry| entry.0.1 < at) {
                    all[*when][*from] += share * settled[node];
                }
            }
            all[at] = settled;
        }
        all
    }
}

/// `x = A x + b` with sparse rows of `A`: sweeps while they settle, elimination where they do not.
///
/// Nothing if there is no finite answer of the sign of `b`.
fn fixed_point(rows: &[Vec<(usize, f64)>], constant: &[f64]) -> Option<Vec<f64>> {
    let mut found = constant.to_vec();
    if rows.iter().all(Vec::is_empty) {
        return Some(found);
    }
    for _ in 0..200 {
        let (mut change, mut size) = (0.0_f64, 0.0_f64);
        for (node, row) in rows.iter().enumerate() {
            let (mut sum, mut own) = (constant[node], 0.0);
            for (from, share) in row {
                if *from == node { own += share } else { sum += share * found[*from] }
            }
            if own >= 1.0 && sum != 0.0 {
                return None;
            }
            let next = if sum == 0.0 { 0.0 } else { sum / (1.0 - own) };
            change = change.max((next - found[node]).abs());
            size = size.max(next.abs());
            found[node] = next;
        }
        if !size.is_finite() {
            return None;
        }
        if change <= 1e-15 * size {
            return Some(found);
        }
    }
    eliminate(rows, constant)
}

/// The same by Gaussian elimination with the greatest pivot of each column.
fn eliminate(rows: &[Vec<(usize, f64)>], constant: &[f64]) -> Option<Vec<f64>> {
    let size = rows.len();
    let mut matrix = vec![0.0; size * size];
    for (node, row) in rows.iter().enumerate() {
        matrix[node * size + node] += 1.0;
        for (from, share) in row {
            matrix[node * size + from] -= share;
        }
    }
    let mut right = constant.to_vec();
    for pivot in 0..size {
        let best = (pivot..size)
            .max_by(|one, other| matrix[one * size + pivot].abs().total_cmp(&matrix[other * size + pivot].abs()))?;
        if matrix[best * size + pivot].abs() < 1e-13 {
            return None;
        }
        if best != pivot {
            for column in 0..size {
                matrix.swap(best * size + column, pivot * size + column);
            }
            right.swap(best, pivot);
        }
        for row in pivot + 1..size {
            let factor = matrix[row * size + pivot] / matrix[pivot * size + pivot];
            if factor != 0.0 {
                for column in pivot..size {
                    matrix[row * size + column] -= factor * matrix[pivot * size + column];
                }
                right[row] -= factor * right[pivot];
            }
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row * size + column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row * size + row];
    }
    let least = constant.iter().copied().fold(0.0_f64, f64::min);
    let most = right.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    (least < 0.0 || right.iter().all(|value| *value >= -1e-9 * most)).then_some(right)
}
