//! The network as a linear program, column by column.

use crate::layout::{Layout, Variable};
use crate::money::CapitalCharge;
use sunward_linear::{Program, Row};
use sunward_network::{Constraint, Counted, Learning, Line, Network, Process, Series, Span};
use sunward_quantity::elementary::power;

/// A program, and what its rows and columns stand for.
#[derive(Debug, Clone)]
pub struct Built {
    /// Which is which.
    pub layout: Layout,
    /// In the network's units.
    pub program: Program,
}

/// Which program of a network is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// Which demands may be left unmet.
    pub(crate) short: Vec<bool>,
    /// Whether target and budget may be missed: then cost is what is missed, each demand, target and budget in shares of
    /// its own greatest amount.
    pub(crate) elastic: bool,
    /// From which period on the target must be made, if at all.
    pub(crate) target_from: Option<usize>,
}

impl Form {
    /// Demands with a price may be left unmet; no target.
    pub(crate) fn least_cost(network: &Network) -> Self {
        let short = network.demands.iter().map(|demand| demand.price.is_some()).collect();
        Self { short, elastic: false, target_from: None }
    }

    /// Everything that is wanted may be missed.
    pub(crate) fn elastic(network: &Network, target_from: Option<usize>) -> Self {
        Self { short: vec![true; network.demands.len()], elastic: true, target_from }
    }
}

/// The program of least cost at the prices before learning.
pub fn program(network: &Network) -> Built {
    assemble(network, &Form::least_cost(network))
}

/// Capacity that stands without anything being built, on average over a period.
pub(crate) fn fixed_capacity(network: &Network, process: &Process, period: usize) -> f64 {
    let coming = process.coming.iter().enumerate().filter(|(_, capacity)| **capacity != 0.0);
    process.standing * network.residual(process, period)
        + coming.map(|(built, capacity)| capacity * network.survival(process, built, period)).sum::<f64>()
}

/// Whether what was commissioned at the beginning of `built` stands when `period` begins.
fn stands_at_beginning(network: &Network, process: &Process, built: usize, period: usize) -> bool {
    built < period && network.periods[built].start + process.life > network.periods[period].start + 1e-9
}

/// Capacity that stands at the beginning of a period without anything being built.
pub(crate) fn fixed_at_beginning(network: &Network, process: &Process, period: usize) -> f64 {
    let age = network.periods[period].start - network.start();
    let coming = process.coming.iter().enumerate().filter(|(_, capacity)| **capacity != 0.0);
    process.standing * (1.0 - age / process.life).max(0.0)
        + coming
            .filter(|(built, _)| stands_at_beginning(network, process, *built, period))
            .map(|(_, capacity)| capacity)
            .sum::<f64>()
}

/// What one unit of activity adds to the target: what is made of it beyond what is used of it, so that carrying it from
/// place to place does not count.
pub(crate) fn target_share(network: &Network, process: &Process, commodity: usize, period: usize) -> f64 {
    let sum = |lines: &[Line]| -> f64 {
        let own = lines.iter().filter(|line| network.markets[line.market].commodity == commodity);
        own.map(|line| line.amount.at(period)).sum()
    };
    (sum(&process.makes) - sum(&process.uses)).max(0.0)
}

/// Present value of a year's cost in each period: length times discount factor.
pub(crate) fn weights(network: &Network) -> Vec<f64> {
    (0..network.periods.len()).map(|period| network.periods[period].years * network.discount_factor(period)).collect()
}

/// Costs of the columns at prices before learning, with the horizon cut at the end of the period before `until`: what
/// falls later costs nothing.
pub(crate) fn costs(network: &Network, layout: &Layout, until: usize) -> Vec<f64> {
    let weights = weights(network);
    let end = network.periods[until - 1].end();
    let charges: Vec<CapitalCharge> =
        network.processes.iter().map(|process| CapitalCharge::new(network, process, end)).collect();
    let cost = |variable: &Variable| {
        if variable.period() >= until {
            return 0.0;
        }
        match *variable {
            Variable::Build { process: index, period } => {
                let process = &network.processes[index];
                process.price.at(period) * charges[index].at(network.periods[period].start)
                    + standing_cost(network, process, period, &weights[..until])
            }
            Variable::Run { process, period } => network.processes[process].running_cost.at(period) * weights[period],
            Variable::Short { demand, period } => {
                network.demands[demand].price.as_ref().map_or(0.0, |price| price.at(period)) * weights[period]
            }
            Variable::Store { .. } | Variable::Miss { .. } | Variable::Over { .. } => 0.0,
        }
    };
    layout.variables().iter().map(cost).collect()
}

/// Present value of what it costs that a unit commissioned in `built` stands.
fn standing_cost(network: &Network, process: &Process, built: usize, weights: &[f64]) -> f64 {
    if process.fixed_cost.is_zero() {
        return 0.0;
    }
    let mut sum = 0.0;
    for (at, weight) in weights.iter().enumerate().skip(built) {
        let survival = network.survival(process, built, at);
        if survival <= 0.0 {
            break;
        }
        sum += process.fixed_cost.at(at) * survival * weight;
    }
    sum
}

/// Cost that falls whatever is done: what stands and what is coming must be kept.
pub(crate) fn unavoidable_cost(network: &Network, until: usize) -> f64 {
    let weights = weights(network);
    let mut sum = 0.0;
    for process in network.processes.iter().filter(|process| !process.free && !process.fixed_cost.is_zero()) {
        for (period, weight) in weights.iter().enumerate().take(until) {
            sum += process.fixed_cost.at(period) * fixed_capacity(network, process, period) * weight;
        }
    }
    sum
}

/// What counts of one process against one limit.
struct Take<'a> {
    limit: usize,
    counted: Counted,
    amount: &'a Series,
}

/// The program of a network: rows family by family, then columns process by process.
pub(crate) fn assemble(network: &Network, form: &Form) -> Built {
    let mut built = Built { layout: Layout::new(network), program: Program::new() };
    add_rows(network, form, &mut built);
    let mut takes: Vec<Vec<Take>> = network.processes.iter().map(|_| Vec::new()).collect();
    for (limit, row) in network.limits.iter().enumerate() {
        for (process, counted, amount) in &row.takes {
            takes[*process].push(Take { limit, counted: *counted, amount });
        }
    }
    let mut entries = Vec::new();
    for (index, process) in network.processes.iter().enumerate() {
        let mut capital: Vec<&Line> = process.capital.iter().collect();
        capital.sort_by_key(|line| line.market);
        if let Some(first) = network.first_build(process) {
            for period in first..network.periods.len() {
                build_entries(network, &built.layout, index, period, &capital, &takes[index], &mut entries);
                built.add_column(Variable::Build { process: index, period }, f64::INFINITY, &entries);
            }
        }
        for period in 0..network.periods.len() {
            run_entries(network, &built.layout, index, period, &takes[index], &mut entries);
            built.add_column(Variable::Run { process: index, period }, f64::INFINITY, &entries);
        }
    }
    add_stores(network, &mut built);
    add_slacks(network, form, &mut built);
    let costs = if form.elastic {
        elastic_costs(network, &built.layout)
    } else {
        built.program.set_constant(unavoidable_cost(network, network.periods.len()));
        costs(network, &built.layout, network.periods.len())
    };
    for (column, cost) in (0..).map(sunward_linear::Column).zip(costs) {
        built.program.set_cost(column, cost);
    }
    built
}

impl Built {
    fn add_row(&mut self, constraint: Constraint, lower: f64, upper: f64) {
        let row = self.program.add_row(lower, upper);
        self.layout.add_row(row, constraint);
    }

    fn add_column(&mut self, variable: Variable, upper: f64, entries: &[(Row, f64)]) {
        let column = self.program.add_column(0.0, 0.0, upper, entries);
        self.layout.add_column(column, variable);
    }
}

/// Bounds of a row: least and greatest.
pub(crate) fn row_bounds(network: &Network, form: &Form, constraint: Constraint) -> (f64, f64) {
    let at_most = |upper: f64| (f64::NEG_INFINITY, upper);
    match constraint {
        Constraint::Balance { market, period } => {
            let own = network.demands.iter().filter(|demand| demand.market == market);
            (own.map(|demand| demand.amount.at(period)).sum(), f64::INFINITY)
        }
        Constraint::Capacity { process, period } => {
            let process = &network.processes[process];
            at_most(process.availability.at(period) * fixed_capacity(network, process, period))
        }
        Constraint::Growth { process, period } => {
            let process = &network.processes[process];
            let grown = process.growth * fixed_at_beginning(network, process, period);
            at_most(network.periods[period].years * (process.seed.unwrap_or(0.0) + grown))
        }
        // What stands already stands, also where it exceeds what is allowed now.
        Constraint::Most { process, period } => {
            let process = &network.processes[process];
            let most = process.most.as_ref().map_or(f64::INFINITY, |most| most.at(period));
            at_most((most - fixed_capacity(network, process, period)).max(0.0))
        }
        Constraint::Limit { limit, period } => at_most(limit_left(network, limit, period).max(0.0)),
        Constraint::Budget { period } => {
            let budget = network.budget.as_ref().map_or(f64::INFINITY, |budget| budget.at(period));
            let kept = network.processes.iter().filter(|process| !process.free);
            let kept: f64 =
                kept.map(|process| process.fixed_cost.at(period) * fixed_capacity(network, process, period)).sum();
            at_most(budget - kept)
        }
        Constraint::Target { period } => {
            let amount = network.target.as_ref().map_or(f64::NEG_INFINITY, |target| target.amount);
            let wanted = form.target_from.is_some_and(|from| period >= from);
            (if wanted { amount } else { f64::NEG_INFINITY }, f64::INFINITY)
        }
        Constraint::Demand { .. } => unreachable!("a demand stands in the balance of its market"),
    }
}

/// What a limit leaves for what is not there yet.
fn limit_left(network: &Network, limit: usize, period: usize) -> f64 {
    let limit = &network.limits[limit];
    let mut left = limit.amount.at(period);
    for (process, counted, amount) in &limit.takes {
        let process = &network.processes[*process];
        if process.free {
            continue;
        }
        let periods = match limit.span {
            Span::Year => period..period + 1,
            Span::Ever => 0..network.periods.len(),
        };
        for at in periods {
            let years = network.periods[at].years;
            let (building, standing) = match limit.span {
                Span::Year => (1.0 / years, 1.0),
                Span::Ever => (1.0, years),
            };
            left -= amount.at(at)
                * match counted {
                    Counted::Activity => 0.0,
                    Counted::Building => building * process.coming[at],
                    Counted::Standing => standing * fixed_capacity(network, process, at),
                };
        }
    }
    left
}

fn add_rows(network: &Network, form: &Form, built: &mut Built) {
    let periods = network.periods.len();
    let mut add = |constraint| {
        let (lower, upper) = row_bounds(network, form, constraint);
        built.add_row(constraint, lower, upper);
    };
    for market in 0..network.markets.len() {
        (0..periods).for_each(|period| add(Constraint::Balance { market, period }));
    }
    for (process, row) in network.processes.iter().enumerate() {
        if !row.free {
            (0..periods).for_each(|period| add(Constraint::Capacity { process, period }));
        }
    }
    for (process, row) in network.processes.iter().enumerate() {
        let first = network.first_build(row).unwrap_or(periods);
        if row.seed.is_some() {
            (first..periods).for_each(|period| add(Constraint::Growth { process, period }));
        }
    }
    for (process, row) in network.processes.iter().enumerate() {
        let first = network.first_build(row).unwrap_or(periods);
        if row.most.is_some() {
            (first..periods).for_each(|period| add(Constraint::Most { process, period }));
        }
    }
    for (limit, row) in network.limits.iter().enumerate() {
        match row.span {
            Span::Year => (0..periods).for_each(|period| add(Constraint::Limit { limit, period })),
            Span::Ever => add(Constraint::Limit { limit, period: periods - 1 }),
        }
    }
    if network.budget.is_some() {
        (0..periods).for_each(|period| add(Constraint::Budget { period }));
    }
    if network.target.is_some() {
        (0..periods).for_each(|period| add(Constraint::Target { period }));
    }
}

/// What stands in a row that is there and is not zero.
fn add_entry(layout: &Layout, entries: &mut Vec<(Row, f64)>, constraint: Constraint, value: f64) {
    if let Some(row) = layout.row(constraint)
        && value != 0.0
    {
        entries.push((row, value));
    }
}

fn build_entries(
    network: &Network,
    layout: &Layout,
    index: usize,
    built: usize,
    capital: &[&Line],
    takes: &[Take],
    entries: &mut Vec<(Row, f64)>,
) {
    entries.clear();
    let process = &network.processes[index];
    let mut add = |constraint, value| add_entry(layout, entries, constraint, value);
    let years = |period: usize| network.periods[period].years;
    // In the order of the rows, so that nothing has to be sorted.
    let spread = if process.capital.is_empty() && network.budget.is_none() {
        Vec::new()
    } else {
        network.spread(process, built)
    };
    for line in capital {
        for (period, share) in &spread {
            let amount = line.amount.at(built) * share / years(*period);
            add(Constraint::Balance { market: line.market, period: *period }, -amount);
        }
    }
    let standing = built
        ..(built..network.periods.len())
            .find(|period| network.survival(process, built, *period) <= 0.0)
            .unwrap_or(network.periods.len());
    for period in standing.clone() {
        let survival = network.survival(process, built, period);
        add(Constraint::Capacity { process: index, period }, -process.availability.at(period) * survival);
    }
    if process.seed.is_some() {
        add(Constraint::Growth { process: index, period: built }, 1.0);
        for period in (built..network.periods.len())
            .skip(1)
            .take_while(|period| stands_at_beginning(network, process, built, *period))
        {
            add(Constraint::Growth { process: index, period }, -years(period) * process.growth);
        }
    }
    if process.most.is_some() {
        for period in standing.clone() {
            add(Constraint::Most { process: index, period }, network.survival(process, built, period));
        }
    }
    for take in takes {
        match take.counted {
            Counted::Activity => {}
            Counted::Building => {
                let (row, weight) = limit_row(network, take.limit, built);
                add(row, take.amount.at(built) * weight / years(built));
            }
            Counted::Standing => {
                for period in standing.clone() {
                    let (row, weight) = limit_row(network, take.limit, period);
                    add(row, take.amount.at(period) * network.survival(process, built, period) * weight);
                }
            }
        }
    }
    if network.budget.is_some() {
        for (period, share) in spread {
            add(Constraint::Budget { period }, process.price.at(built) * share / years(period));
        }
        for period in standing {
            let survival = network.survival(process, built, period);
            add(Constraint::Budget { period }, process.fixed_cost.at(period) * survival);
        }
    }
}

/// The row of a limit in a period, and how much a yearly amount in that period counts in it.
fn limit_row(network: &Network, limit: usize, period: usize) -> (Constraint, f64) {
    match network.limits[limit].span {
        Span::Year => (Constraint::Limit { limit, period }, 1.0),
        Span::Ever => (Constraint::Limit { limit, period: network.periods.len() - 1 }, network.periods[period].years),
    }
}

fn run_entries(
    network: &Network,
    layout: &Layout,
    index: usize,
    period: usize,
    takes: &[Take],
    entries: &mut Vec<(Row, f64)>,
) {
    entries.clear();
    let process = &network.processes[index];
    let mut add = |constraint, value| add_entry(layout, entries, constraint, value);
    for line in &process.makes {
        add(Constraint::Balance { market: line.market, period }, line.amount.at(period));
    }
    for line in &process.uses {
        add(Constraint::Balance { market: line.market, period }, -line.amount.at(period));
    }
    add(Constraint::Capacity { process: index, period }, 1.0);
    for take in takes.iter().filter(|take| take.counted == Counted::Activity) {
        let (row, weight) = limit_row(network, take.limit, period);
        add(row, take.amount.at(period) * weight);
    }
    add(Constraint::Budget { period }, process.running_cost.at(period));
    if let Some(target) = &network.target {
        add(Constraint::Target { period }, target_share(network, process, target.commodity, period));
    }
}

/// Share of a stock that is left after a period.
pub(crate) fn kept(decay: f64, years: f64) -> f64 {
    power(1.0 - decay, years)
}

/// A stock at the end of the last period would serve nobody, so there is none.
fn add_stores(network: &Network, built: &mut Built) {
    for (market, row) in network.markets.iter().enumerate() {
        let Some(decay) = network.commodities[row.commodity].decay else { continue };
        for period in 0..network.periods.len() - 1 {
            let row = |period| {
                built.layout.row(Constraint::Balance { market, period }).expect("every market has its balance")
            };
            let years = network.periods[period + 1].years;
            let entries =
                [(row(period), -1.0 / network.periods[period].years), (row(period + 1), kept(decay, years) / years)];
            built.add_column(Variable::Store { market, period }, f64::INFINITY, &entries);
        }
    }
}

fn add_slacks(network: &Network, form: &Form, built: &mut Built) {
    for (demand, row) in network.demands.iter().enumerate() {
        if !form.short[demand] {
            continue;
        }
        for period in 0..network.periods.len() {
            let balance = Constraint::Balance { market: row.market, period };
            let balance = built.layout.row(balance).expect("every market has its balance");
            built.add_column(Variable::Short { demand, period }, row.amount.at(period), &[(balance, 1.0)]);
        }
    }
    if !form.elastic {
        return;
    }
    for period in 0..network.periods.len() {
        if let Some(row) = built.layout.row(Constraint::Target { period }) {
            built.add_column(Variable::Miss { period }, f64::INFINITY, &[(row, 1.0)]);
        }
        if let Some(row) = built.layout.row(Constraint::Budget { period }) {
            built.add_column(Variable::Over { period }, f64::INFINITY, &[(row, -1.0)]);
        }
    }
}

/// Only what must not be missed costs anything.
fn elastic_costs(network: &Network, layout: &Layout) -> Vec<f64> {
    let greatest = |series: &Series| (0..network.periods.len()).map(|at| series.at(at)).fold(0.0, f64::max);
    let share = |amount: f64| if amount > 0.0 { 1.0 / amount } else { 1.0 };
    let cost = |variable: &Variable| match *variable {
        Variable::Short { demand, .. } => {
            let demand = &network.demands[demand];
            if demand.price.is_some() { 0.0 } else { share(greatest(&demand.amount)) }
        }
        Variable::Miss { .. } => share(network.target.as_ref().map_or(0.0, |target| target.amount)),
        Variable::Over { .. } => share(network.budget.as_ref().map_or(0.0, greatest)),
        Variable::Build { .. } | Variable::Run { .. } | Variable::Store { .. } => 0.0,
    };
    layout.variables().iter().map(cost).collect()
}

/// Coefficients of the budget rows that change as prices are learned: row, column, coefficient. A multiplier belongs to
/// process and period: of its building where it learns by building, of its running where by running.
pub(crate) fn learned_spending(
    network: &Network,
    layout: &Layout,
    multipliers: &[Vec<f64>],
) -> Vec<(Row, sunward_linear::Column, f64)> {
    let mut found = Vec::new();
    if network.budget.is_none() {
        return found;
    }
    for (index, process) in network.processes.iter().enumerate() {
        match process.learning {
            None => {}
            Some(Learning::Running(_)) => {
                for (period, share) in multipliers[index].iter().enumerate() {
                    let column = layout.column(Variable::Run { process: index, period });
                    let row = layout.row(Constraint::Budget { period });
                    if let (Some(row), Some(column)) = (row, column) {
                        found.push((row, column, process.running_cost.at(period) * share));
                    }
                }
            }
            Some(Learning::Building(_)) => {
                for (built, multiplier) in multipliers[index].iter().enumerate() {
                    let Some(column) = layout.column(Variable::Build { process: index, period: built }) else {
                        continue;
                    };
                    let price = process.price.at(built) * multiplier;
                    for (period, share) in network.spread(process, built) {
                        let Some(row) = layout.row(Constraint::Budget { period }) else { continue };
                        let kept = process.fixed_cost.at(period) * network.survival(process, built, period);
                        found.push((row, column, price * share / network.periods[period].years + kept));
                    }
                }
            }
        }
    }
    found
}
