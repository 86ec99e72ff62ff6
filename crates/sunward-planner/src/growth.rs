//! How fast the chain could grow by itself, and what holds it back.
//!
//! On a balanced path every activity, every build and the output grow by the same factor `g` a year. With the recipes of one
//! period frozen, the greatest such `g` is a property of the recipes alone: no money, no demand and no horizon enters it. It
//! is found by bisection over linear programs, and the prices of the last one say which commodity limits it.
//!
//! For each process in the part, with capacity `K` and activity `x` in the first year:
//!
//! ```text
//! x ≤ a·K                                    the capacity runs
//! b = K/σ(g)                                 what is commissioned a year so that K stands
//! Σ (makes − uses)·x − Σ κ·τ(g)·b ≥ output   for each market
//! ```
//!
//! | symbol | is | unit |
//! |---|---|---|
//! | `a` | availability | 1 |
//! | `σ(g)` | years of builds that stand together: `Σ_{j<life} g^−j` | years |
//! | `κ` | capital recipe | commodity/capacity |
//! | `τ(g)` | how much more is commissioned later, while its capital is made now: `g^lead` if all of it is used at the order | 1 |
//!
//! Sources: `vonneumann1945`, `gale1960`; with lead times, the dynamic model of `leontief1953`.

use sunward_linear::{Change, Column, Failure, Limits, Program, Row, Solver, SolverError};
use sunward_network::{Network, Process};
use sunward_quantity::elementary::{exp, ln, power};

/// Growth beyond which nothing is said to limit it: a factor of a thousand a year.
const UNLIMITED: f64 = 1024.0;
/// Growth below which a part is said to be unable to keep itself up.
const HOPELESS: f64 = 1e-2;
/// Relative width at which the bisection ends; the answer within it is that of the values, whose error is the square of this.
const WIDTH: f64 = 1e-7;
/// Relative width from which on a program that the solver finds too close to call ends the bisection.
const CLOSE: f64 = 1e-4;

/// When the capital recipe of what is commissioned later is used, and how time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Years; the whole capital recipe is used when the order is placed. The convention of the textbooks.
    AtOrder,
    /// Years; the capital recipe spreads evenly over the lead time, as in a plan of yearly periods: what is ordered less than
    /// half a year ahead is used in the year itself.
    Spread,
    /// No years: builds and activity flow all the time, and the capital recipe spreads evenly over the lead time.
    Continuous,
}

/// A commodity that comes from outside the part, and how much of it keeps one unit of output a year going at this growth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Import {
    /// Index of the market.
    pub market: usize,
    /// Units of it for one unit of output; in the first year, growing with everything else.
    pub amount: f64,
}

/// What one commodity or process does to growth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold {
    /// Index of the market, or of the process.
    pub index: usize,
    /// Part of the growth that is gained if a hundredth more of it is made by each unit of activity (commodity), or its capital
    /// takes a hundredth less (process): increase of `ln g`.
    pub gain: f64,
}

/// A path on which everything grows alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Greatest factor a year.
    pub factor: f64,
    /// Years in which everything doubles; `None` where it does not grow.
    pub doubling: Option<f64>,
    /// What holds it back, strongest first: by commodity.
    pub commodities: Vec<Hold>,
    /// What holds it back, strongest first: by the process whose capacity takes capital.
    pub processes: Vec<Hold>,
    /// What comes from outside the part, by market, at half the greatest growth rate (`√g`); empty where it is closed.
    pub imports: Vec<Import>,
    /// Activity for one unit of output at half the greatest growth rate, `[process]`.
    pub runs: Vec<f64>,
    /// Price of each market in units of output, `[market]`: zero where it is in surplus or comes from outside.
    pub prices: Vec<f64>,
}

impl Growth {
    /// The market that limits growth most.
    pub fn limiting(&self) -> Option<usize> {
        self.commodities.first().map(|hold| hold.index)
    }
}

/// How fast a part can grow.
#[derive(Debug, Clone, PartialEq)]
pub enum Pace {
    /// Up to a factor.
    Grows(Growth),
    /// Nothing limits it: no capital that takes time stands between output and more output. What it rests on comes from outside.
    Unlimited {
        /// What comes from outside.
        imports: Vec<Import>,
    },
    /// Output cannot be made at all, at any growth: these markets are not supplied by any process of the part, or what is made
    /// of them is less than what making them takes.
    Impossible {
        /// The markets.
        missing: Vec<usize>,
    },
}

/// Why the question could not be answered.
#[derive(Debug, Clone, PartialEq)]
pub enum GrowthError {
    /// The solver failed.
    Solver(SolverError),
    /// The solver was interrupted or ran out of time.
    Stopped,
}

impl std::fmt::Display for GrowthError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Solver(error) => error.fmt(f),
            Self::Stopped => f.write_str("the solver was stopped"),
        }
    }
}

impl std::error::Error for GrowthError {}

/// What may grow, and what of it is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which processes belong to it, `[process]`. Processes that the network calls supplied from outside never belong.
    pub processes: Vec<bool>,
    /// Markets of which output is wanted: any of them counts.
    pub output: Vec<usize>,
}

impl Part {
    /// All of the network, for the output of one commodity at all places.
    pub fn whole(network: &Network, commodity: usize) -> Self {
        Self::of(network, commodity, |_| true)
    }

    /// The processes that a rule picks: by stage, industry or location.
    pub fn of(network: &Network, commodity: usize, belongs: impl Fn(&Process) -> bool) -> Self {
        let processes = network.processes.iter().map(|process| process.in_loop && belongs(process)).collect();
        let output =
            (0..network.markets.len()).filter(|market| network.markets[*market].commodity == commodity).collect();
        Self { processes, output }
    }
}

/// Which markets a part must supply by itself.
///
/// What some process of the part makes must be made there, also where the network could have it from outside the loop; what
/// none makes is imported at any rate. `true` where it must be made.
fn supplied_inside(network: &Network, part: &Part) -> Vec<bool> {
    let mut inside = vec![false; network.markets.len()];
    for (process, _) in members(network, part) {
        for line in &process.makes {
            inside[line.market] = true;
        }
    }
    inside
}

/// What can be made at any rate without a circle: each market with the process that makes it, in an order in which whatever a
/// process takes is imported or stands before it.
///
/// Nothing of this limits growth, whatever its lead times: a chain that begins outside is only ordered further ahead.
fn open_chain(network: &Network, part: &Part, inside: &[bool]) -> Vec<(usize, usize)> {
    let mut open: Vec<bool> = inside.iter().map(|inside| !inside).collect();
    let mut chain = Vec::new();
    loop {
        let before = chain.len();
        for (process, index) in members(network, part) {
            if process.uses.iter().chain(&process.capital).all(|line| open[line.market]) {
                for line in &process.makes {
                    if !open[line.market] {
                        chain.push((line.market, index));
                        open[line.market] = true;
                    }
                }
            }
        }
        if chain.len() == before {
            return chain;
        }
    }
}

/// Which processes and markets the output rests on: upstream from it, as far as something can limit growth.
fn upstream(network: &Network, part: &Part, held: &[bool]) -> Vec<bool> {
    let mut wanted: Vec<bool> = (0..network.markets.len()).map(|market| part.output.contains(&market)).collect();
    let mut counts = vec![false; network.processes.len()];
    loop {
        let mut grew = false;
        for (process, index) in members(network, part) {
            if counts[index] || !process.makes.iter().any(|line| wanted[line.market] && held[line.market]) {
                continue;
            }
            counts[index] = true;
            grew = true;
            for line in process.uses.iter().chain(&process.capital) {
                wanted[line.market] = true;
            }
        }
        if !grew {
            return counts;
        }
    }
}

/// The processes of a part with their indices.
fn members<'a>(network: &'a Network, part: &'a Part) -> impl Iterator<Item = (&'a Process, usize)> {
    network
        .processes
        .iter()
        .enumerate()
        .filter(|(index, process)| process.in_loop && part.processes[*index])
        .map(|(index, process)| (process, index))
}

/// `σ(g)`: capacity that stands for each unit commissioned in a year, when builds grow by `g` a year.
fn standing(process: &Process, factor: f64, timing: Timing) -> f64 {
    let life = process.life;
    if timing == Timing::Continuous {
        let rate = ln(factor);
        let along = rate * life;
        return if along.abs() < 1e-9 { life } else { (1.0 - exp(-along)) / rate };
    }
    if (factor - 1.0).abs() < 1e-12 {
        return life;
    }
    // Whole years of the life, as a geometric series, and the part of a year that is left.
    let whole = life.floor();
    let geometric = |years: f64| (1.0 - power(factor, -years)) / (1.0 - 1.0 / factor);
    if whole.is_infinite() {
        return if factor > 1.0 { 1.0 / (1.0 - 1.0 / factor) } else { f64::INFINITY };
    }
    geometric(whole) + (life - whole) * power(factor, -whole)
}

/// `τ(g)`: what is commissioned at the date for which capital is made now, in units of what is commissioned now.
fn ahead(process: &Process, factor: f64, timing: Timing) -> f64 {
    let lead = process.lead_time;
    match timing {
        Timing::AtOrder => power(factor, lead),
        Timing::Spread => {
            if lead < 0.5 {
                return 1.0;
            }
            let mut sum = 0.0;
            let mut year = 0.0;
            while year < lead {
                let share = (lead - year).min(1.0) / lead;
                year += 1.0;
                sum += share * power(factor, year);
            }
            sum
        }
        Timing::Continuous => {
            let along = ln(factor) * lead;
            if along.abs() < 1e-9 { 1.0 } else { (exp(along) - 1.0) / along }
        }
    }
}

/// The program at one factor: least effort for one unit of output.
struct Balanced {
    program: Program,
    /// Row of each market, where it must be supplied inside.
    rows: Vec<Option<Row>>,
    /// Columns of activity: process and column.
    runs: Vec<(usize, Column)>,
}

/// Market and amount.
type Amounts = Vec<(usize, f64)>;

/// Net making of each market by one unit of activity of a process with the capacity it needs, and what its capital takes of
/// each: two lists of market and amount.
fn recipe(process: &Process, factor: f64, period: usize, timing: Timing) -> (Amounts, Amounts) {
    let mut flows: Vec<(usize, f64)> = process.makes.iter().map(|line| (line.market, line.amount.at(period))).collect();
    flows.extend(process.uses.iter().map(|line| (line.market, -line.amount.at(period))));
    let mut capital = Vec::new();
    if !process.free {
        let builds =
            ahead(process, factor, timing) / (standing(process, factor, timing) * process.availability.at(period));
        capital.extend(process.capital.iter().map(|line| (line.market, line.amount.at(period) * builds)));
    }
    (flows, capital)
}

/// The largest amount of a recipe: what is far smaller does not count.
fn largest(process: &Process, period: usize) -> f64 {
    process.makes.iter().chain(&process.uses).fold(0.0_f64, |most, line| most.max(line.amount.at(period).abs()))
}

/// Writes the program at one factor.
fn balanced(network: &Network, part: &Part, factor: f64, period: usize, timing: Timing) -> Balanced {
    let mut held = supplied_inside(network, part);
    for (market, _) in open_chain(network, part, &held) {
        held[market] = false;
    }
    let counts = upstream(network, part, &held);
    let mut program = Program::new();
    let rows: Vec<Option<Row>> = held.iter().map(|held| held.then(|| program.add_row(0.0, f64::INFINITY))).collect();
    let output = program.add_row(1.0, f64::INFINITY);
    let mut runs = Vec::new();
    for (process, index) in members(network, part).filter(|member| counts[member.1]) {
        let (flows, capital) = recipe(process, factor, period, timing);
        let mut entries: Vec<(Row, f64)> = Vec::new();
        for (market, amount) in flows.into_iter().chain(capital.into_iter().map(|(market, amount)| (market, -amount))) {
            let Some(row) = rows[market] else { continue };
            match entries.iter_mut().find(|entry| entry.0 == row) {
                Some(entry) => entry.1 += amount,
                None => entries.push((row, amount)),
            }
        }
        // What is left of a difference, or of capital that hardly counts, would only upset the scaling.
        entries.retain(|entry| entry.1.abs() > 1e-12 * largest(process, period));
        let most = entries.iter().fold(0.0_f64, |most, entry| most.max(entry.1.abs()));
        // An effort of the size of the process's own flows: any positive cost finds the same greatest factor.
        let effort = if most > 0.0 { most } else { 1.0 };
        runs.push((index, program.add_column(effort, 0.0, f64::INFINITY, &entries)));
    }
    for market in &part.output {
        if let Some(row) = rows[*market] {
            program.add_column(0.0, 0.0, f64::INFINITY, &[(row, -1.0), (output, 1.0)]);
        }
    }
    Balanced { program, rows, runs }
}

/// What a solve at one factor found.
struct Found {
    runs: Vec<f64>,
    prices: Vec<f64>,
}

/// Whether output can grow by a factor, and how.
fn try_factor(
    network: &Network,
    part: &Part,
    factor: f64,
    period: usize,
    timing: Timing,
) -> Result<Option<Found>, GrowthError> {
    let Balanced { program, rows, runs: columns } = balanced(network, part, factor, period, timing);
    let mut solver = Solver::new(program, Limits::default()).map_err(GrowthError::Solver)?;
    let solution = match solver.solve(Change::Everything) {
        Ok(solution) => solution,
        Err(Failure::Infeasible | Failure::UnboundedOrInfeasible) => return Ok(None),
        Err(Failure::Solver(error)) => return Err(GrowthError::Solver(error)),
        Err(_) => return Err(GrowthError::Stopped),
    };
    let mut runs = vec![0.0; network.processes.len()];
    for (process, column) in columns {
        runs[process] = solution.columns[column.0 as usize].max(0.0);
    }
    let prices = rows.iter().map(|row| row.map_or(0.0, |row| solution.row_duals[row.0 as usize].max(0.0))).collect();
    Ok(Some(Found { runs, prices }))
}

/// Value of all net output at given activity and prices: zero at the greatest factor.
fn surplus(network: &Network, part: &Part, found: &Found, factor: f64, period: usize, timing: Timing) -> f64 {
    members(network, part)
        .map(|(process, index)| {
            let (flows, capital) = recipe(process, factor, period, timing);
            let made: f64 = flows.iter().map(|(market, amount)| found.prices[*market] * amount).sum();
            let taken: f64 = capital.iter().map(|(market, amount)| found.prices[*market] * amount).sum();
            (made - taken) * found.runs[index]
        })
        .sum()
}

/// The factor at which the value of all net output is zero, between two factors.
fn balance_of_value(
    network: &Network,
    part: &Part,
    found: &Found,
    (mut low, mut high): (f64, f64),
    period: usize,
    timing: Timing,
) -> f64 {
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if surplus(network, part, found, middle, period, timing) > 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// The greatest factor by which the output of a part can grow in a year, with the recipes of one period.
///
/// Output is that of any of `part.output`. At each trial factor a linear program asks whether one unit of it can be kept up and
/// grow; trials halve the gap, and near the end the value of all net output at the prices found, which is zero at the
/// answer, says where to look (the error of that guess is the square of the gap). In a network that falls apart into parts that
/// do not feed one another the answer is that of the slowest part on which the output rests.
///
/// Leaves out limits, licences, growth limits, stocks, money and people who are not a commodity of the network.
///
/// # Errors
///
/// [`GrowthError`] if the solver fails; never for a part that cannot grow.
pub fn balanced_growth(network: &Network, part: &Part, period: usize, timing: Timing) -> Result<Pace, GrowthError> {
    let inside = supplied_inside(network, part);
    if !part.output.iter().any(|market| inside[*market]) {
        return Ok(if part.output.iter().any(|market| from_outside(network, *market)) {
            Pace::Unlimited { imports: Vec::new() }
        } else {
            Pace::Impossible { missing: part.output.clone() }
        });
    }
    let chain = open_chain(network, part, &inside);
    if let Some((market, _)) = chain.iter().find(|entry| part.output.contains(&entry.0)) {
        let mut wanted = vec![0.0; network.markets.len()];
        wanted[*market] = 1.0;
        return Ok(Pace::Unlimited { imports: chain_imports(network, &chain, wanted, &inside, 1.0, period, timing).1 });
    }
    let attempt = |factor: f64| try_factor(network, part, factor, period, timing);
    // A bracket: feasible below, not above.
    let (mut low, mut high) = (1.0, 2.0);
    let mut best = attempt(low)?;
    if best.is_some() {
        while let Some(found) = attempt(high)? {
            if high >= UNLIMITED {
                return Ok(Pace::Unlimited { imports: imports(network, part, &found, high, period, timing).1 });
            }
            best = Some(found);
            low = high;
            high *= 2.0;
        }
    } else {
        high = 1.0;
        low = 0.5;
        loop {
            best = attempt(low)?;
            if best.is_some() {
                break;
            }
            high = low;
            low /= 2.0;
            if low < HOPELESS {
                return Ok(Pace::Impossible { missing: part.output.clone() });
            }
        }
    }
    let mut found = best.expect("the lower end is feasible");
    let mut rounds = 0;
    'narrowing: while high - low > WIDTH * low && rounds < 100 {
        rounds += 1;
        let guess = balance_of_value(network, part, &found, (low, high), period, timing);
        let margin = (0.25 * WIDTH * low).max(1e-3 * (guess - low));
        // Two trials close around the guess settle it; where it is poor, halving goes on.
        let near = [guess - margin, guess + margin];
        for factor in near.into_iter().chain([f64::midpoint(low, high)]) {
            if factor <= low || factor >= high {
                continue;
            }
            match attempt(factor) {
                Ok(Some(better)) => {
                    low = factor;
                    found = better;
                }
                Ok(None) => high = factor,
                // So close to the answer the program can be too ill-conditioned to settle; the values settle it.
                Err(GrowthError::Solver(_)) if high - low < CLOSE * low => break 'narrowing,
                Err(error) => return Err(error),
            }
        }
    }
    let factor = balance_of_value(network, part, &found, (low, high), period, timing);
    // At the greatest growth nothing is left over for output, so what one unit of it takes is told at half the rate.
    let slower = if factor >= 1.0 { factor.sqrt() } else { factor * factor };
    let calm = attempt(slower)?.unwrap_or_else(|| Found { runs: found.runs.clone(), prices: found.prices.clone() });
    let (chain_runs, imports) = imports(network, part, &calm, slower, period, timing);
    let runs = calm.runs.iter().zip(&chain_runs).map(|(own, behind)| own + behind).collect();
    Ok(Pace::Grows(Growth { runs, imports, ..describe(network, part, &found, factor, period, timing) }))
}

/// What the last program says: how fast it grows, and who holds it back.
fn describe(network: &Network, part: &Part, found: &Found, factor: f64, period: usize, timing: Timing) -> Growth {
    let step = 1e-6 * factor;
    let slope = (surplus(network, part, found, factor - step, period, timing)
        - surplus(network, part, found, factor + step, period, timing))
        / (2.0 * step);
    let gain = |value: f64| if slope > 0.0 { 0.01 * value / (slope * factor) } else { 0.0 };
    let mut made = vec![0.0; network.markets.len()];
    let mut held = Vec::new();
    for (process, index) in members(network, part) {
        let run = found.runs[index];
        for line in &process.makes {
            made[line.market] += line.amount.at(period) * run;
        }
        let capital: f64 = recipe(process, factor, period, timing)
            .1
            .iter()
            .map(|(market, amount)| found.prices[*market] * amount * run)
            .sum();
        held.push(Hold { index, gain: gain(capital) });
    }
    let commodities =
        made.iter().enumerate().map(|(index, made)| Hold { index, gain: gain(found.prices[index] * made) }).collect();
    let total = found.prices.iter().fold(0.0_f64, |most, price| most.max(*price));
    let wanted = part.output.iter().map(|market| found.prices[*market]).fold(0.0_f64, f64::max);
    let scale = if wanted > 0.0 { wanted } else { total.max(f64::MIN_POSITIVE) };
    Growth {
        factor,
        doubling: (factor > 1.0 + 1e-9).then(|| ln(2.0) / ln(factor)),
        commodities: ranked(commodities),
        processes: ranked(held),
        imports: Vec::new(),
        prices: found.prices.iter().map(|price| price / scale).collect(),
        runs: Vec::new(),
    }
}

/// Those that matter, strongest first; the order of indices where they are equal.
fn ranked(mut holds: Vec<Hold>) -> Vec<Hold> {
    let most = holds.iter().fold(0.0_f64, |most, hold| most.max(hold.gain));
    holds.retain(|hold| hold.gain > 1e-9 * most);
    holds.sort_by(|one, other| other.gain.total_cmp(&one.gain).then(one.index.cmp(&other.index)));
    holds
}

/// What the part takes from outside for one unit of output, and the activity of the open chain behind it.
fn imports(
    network: &Network,
    part: &Part,
    found: &Found,
    factor: f64,
    period: usize,
    timing: Timing,
) -> (Vec<f64>, Vec<Import>) {
    let inside = supplied_inside(network, part);
    let mut taken = vec![0.0; network.markets.len()];
    for (process, index) in members(network, part) {
        let (flows, capital) = recipe(process, factor, period, timing);
        for (market, amount) in flows {
            taken[market] -= amount * found.runs[index];
        }
        for (market, amount) in capital {
            taken[market] += amount * found.runs[index];
        }
    }
    let chain = open_chain(network, part, &inside);
    chain_imports(network, &chain, taken, &inside, factor, period, timing)
}

/// Follows what is taken back along the open chain: activity of its processes, and what comes from outside in the end.
fn chain_imports(
    network: &Network,
    chain: &[(usize, usize)],
    mut taken: Vec<f64>,
    inside: &[bool],
    factor: f64,
    period: usize,
    timing: Timing,
) -> (Vec<f64>, Vec<Import>) {
    let mut runs = vec![0.0; network.processes.len()];
    for (market, index) in chain.iter().rev() {
        let process = &network.processes[*index];
        let makes: f64 =
            process.makes.iter().filter(|line| line.market == *market).map(|line| line.amount.at(period)).sum();
        if taken[*market] <= 0.0 || makes <= 0.0 {
            continue;
        }
        let run = taken[*market] / makes;
        runs[*index] += run;
        let (flows, capital) = recipe(process, factor, period, timing);
        for (other, amount) in flows {
            taken[other] -= amount * run;
        }
        for (other, amount) in capital {
            taken[other] += amount * run;
        }
    }
    let imports = (0..network.markets.len())
        .filter(|market| !inside[*market] && taken[*market] > 0.0)
        .map(|market| Import { market, amount: taken[market] })
        .collect();
    (runs, imports)
}

/// Whether a market is supplied from outside the loop, at any rate.
fn from_outside(network: &Network, market: usize) -> bool {
    network.processes.iter().any(|process| !process.in_loop && process.makes.iter().any(|line| line.market == market))
}

/// A set of processes that feed one another, and what they can do alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Core {
    /// Its processes.
    pub processes: Vec<usize>,
    /// The markets through which they feed one another.
    pub markets: Vec<usize>,
    /// How fast it grows if whatever else it needs comes from outside.
    pub pace: Pace,
}

/// The closed sub-networks of a part: sets of processes that feed one another in a circle, each with the growth it has alone.
///
/// A network with one such set is irreducible. With several, each grows at its own pace and the whole at that of the slowest on
/// which the output rests; what a set takes from the others are its imports.
///
/// # Errors
///
/// [`GrowthError`] if the solver fails.
pub fn closed_parts(network: &Network, part: &Part, period: usize, timing: Timing) -> Result<Vec<Core>, GrowthError> {
    let mut cores = Vec::new();
    for (processes, markets) in circles(network, part) {
        let mut member = vec![false; network.processes.len()];
        for process in &processes {
            member[*process] = true;
        }
        let alone = Part { processes: member, output: markets.clone() };
        let pace = balanced_growth(network, &alone, period, timing)?;
        cores.push(Core { processes, markets, pace });
    }
    cores.sort_by(|one, other| {
        other.processes.len().cmp(&one.processes.len()).then(one.processes.cmp(&other.processes))
    });
    Ok(cores)
}

/// Sets of processes and markets that feed one another in a circle (strongly connected, after `tarjan1972`).
fn circles(network: &Network, part: &Part) -> Vec<(Vec<usize>, Vec<usize>)> {
    // Nodes: markets first, then processes; an arrow from what is used to who uses it, and from who makes to what is made.
    let markets = network.markets.len();
    let inside = supplied_inside(network, part);
    let mut arrows = vec![Vec::new(); markets + network.processes.len()];
    for (process, index) in members(network, part) {
        for line in process.uses.iter().chain(&process.capital).filter(|line| inside[line.market]) {
            arrows[line.market].push(markets + index);
        }
        for line in process.makes.iter().filter(|line| inside[line.market]) {
            arrows[markets + index].push(line.market);
        }
    }
    let mut circles = Vec::new();
    for set in strongly_connected(&arrows) {
        let (of_markets, of_processes): (Vec<usize>, Vec<usize>) = set.into_iter().partition(|node| *node < markets);
        if of_processes.is_empty() || of_markets.is_empty() {
            continue;
        }
        circles.push((of_processes.into_iter().map(|node| node - markets).collect(), of_markets));
    }
    circles
}

/// Strongly connected sets of a graph, each sorted.
fn strongly_connected(arrows: &[Vec<usize>]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; arrows.len()];
    let mut lowest = vec![0; arrows.len()];
    let mut waiting = vec![false; arrows.len()];
    let (mut stack, mut sets, mut seen) = (Vec::new(), Vec::new(), 0);
    for root in 0..arrows.len() {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.pop() {
            if next == 0 {
                order[node] = seen;
                lowest[node] = seen;
                seen += 1;
                stack.push(node);
                waiting[node] = true;
            }
            if let Some(target) = arrows[node].get(next) {
                path.push((node, next + 1));
                if order[*target] == UNSEEN {
                    path.push((*target, 0));
                } else if waiting[*target] {
                    lowest[node] = lowest[node].min(order[*target]);
                }
                continue;
            }
            if let Some((parent, _)) = path.last() {
                lowest[*parent] = lowest[*parent].min(lowest[node]);
            }
            if lowest[node] == order[node] {
                let start =
                    stack.iter().rposition(|entry| *entry == node).expect("a node waits until its set is found");
                let mut set = stack.split_off(start);
                for member in &set {
                    waiting[*member] = false;
                }
                set.sort_unstable();
                sets.push(set);
            }
        }
    }
    sets
}
