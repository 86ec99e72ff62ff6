//! What binds in which year, what it is worth, and what is behind it.

use crate::analysis::Yardstick;
use crate::layout::Variable;
use crate::program::{Form, row_bounds, target_share};
use crate::valuation::{Pays, Primary, Solved, Valuation, activity_parts, capital_parts};
use sunward_linear::{Change, Failure, Row, Solver};
use sunward_network::{Constraint, Network, Series, Span};

/// What can be relaxed: a family of rows through all periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Capacity of a process.
    Capacity(usize),
    /// Growth of a process.
    Growth(usize),
    /// Room for a process.
    Most(usize),
    /// A limit.
    Limit(usize),
    /// The budget.
    Budget,
}

impl Subject {
    /// The subject that a row belongs to; none for balances, demands and the target, which are wants rather than means.
    pub fn of(constraint: Constraint) -> Option<Self> {
        match constraint {
            Constraint::Capacity { process, .. } => Some(Self::Capacity(process)),
            Constraint::Growth { process, .. } => Some(Self::Growth(process)),
            Constraint::Most { process, .. } => Some(Self::Most(process)),
            Constraint::Limit { limit, .. } => Some(Self::Limit(limit)),
            Constraint::Budget { .. } => Some(Self::Budget),
            Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => None,
        }
    }

    /// Its row in a period. A limit for ever has one row, in the last period.
    pub fn row(self, period: usize) -> Constraint {
        match self {
            Self::Capacity(process) => Constraint::Capacity { process, period },
            Self::Growth(process) => Constraint::Growth { process, period },
            Self::Most(process) => Constraint::Most { process, period },
            Self::Limit(limit) => Constraint::Limit { limit, period },
            Self::Budget => Constraint::Budget { period },
        }
    }

    /// In a user's words: `growth of logic fabs, Taiwan`.
    pub fn title(self, network: &Network) -> String {
        self.row(0).title(network)
    }

    /// A word for documents.
    pub fn family(self) -> &'static str {
        self.row(0).family()
    }

    /// What a tenth more of it means when it is relaxed.
    pub fn relaxing(self) -> &'static str {
        match self {
            Self::Capacity(_) => "a tenth more of what stands at the start and of what is under construction then",
            Self::Growth(_) => "a tenth more may be commissioned in every period",
            Self::Most(_) => "a tenth more room in every period",
            Self::Limit(_) => "a tenth more of it, in every period or in all",
            Self::Budget => "a tenth more money in every period",
        }
    }
}

/// Why capacity is scarce, or what else a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// It may not be commissioned faster.
    Growth,
    /// Nothing ordered after the start serves yet.
    LeadTime,
    /// It cannot be built inside the horizon.
    Standing,
    /// It pays back what it costs, and what it is built of is dear: the root is upstream.
    Upstream,
    /// A limit, room or budget, binding by itself.
    Itself,
}

/// Where the scarcity that a row shows begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Root {
    /// The row that is behind it.
    pub constraint: Constraint,
    /// The way from the row to its root: markets through which the scarcity is handed on, nearest first; empty where the row is
    /// its own root.
    pub through: Vec<usize>,
    /// Part of the rent that is scarcity, own and handed on.
    pub scarce: f64,
}

/// A row that binds in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottleneck {
    /// Which.
    pub constraint: Constraint,
    /// Its period.
    pub period: usize,
    /// What one unit more of it in that year is worth, a unit.
    pub shadow_price: f64,
    /// How much of it there is: capacity at work, builds allowed in the period, room, amount of a limit a year (or in all), money.
    pub amount: f64,
    /// Shadow price times amount, a year.
    pub rent: f64,
    /// Part of the rent of capacity that pays back what its building costs, at the prices of what it is built of; nothing for other rows.
    pub recovered: f64,
    /// The rest: what is earned by being scarce, a year.
    pub scarcity: f64,
    /// Scarcity as a share of all scarcity of the year. Growth rows are left out of the sum, since they are why capacity is
    /// scarce in later years and would be counted twice; their share is of the same sum and may exceed one.
    pub share: f64,
    /// Why.
    pub cause: Cause,
    /// Where it begins.
    pub root: Root,
    /// Whether money cannot relax it inside the horizon: see [`beyond_money`].
    pub beyond_money: bool,
    /// How much of the yardstick a year it would allow, used as in the plan: see [`allowed`].
    pub allows: Option<f64>,
    /// How much of the yardstick one unit more of it is worth: shadow price over the yardstick's price.
    pub gives: Option<f64>,
    /// What relaxing its subject in all periods is worth, where it was planned anew.
    pub relaxation: Option<Relaxation>,
}

/// What relaxing a constraint is worth, planned anew.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relaxation {
    /// Of a tenth more: gain in the plan's objective, present value.
    pub money: f64,
    /// Of a hundredth more, the same.
    pub at_one_percent: f64,
    /// Of a tenth more: months by which the plan of least cost reaches the target earlier; nothing where there is no target, or
    /// it is not reached inside the horizon.
    pub months: Option<f64>,
    /// Whether a tenth is worth less than nine and a half times a hundredth: something else binds soon, and together they bind.
    pub jointly: bool,
}

/// A constraint over all periods, relaxed.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// Which.
    pub subject: Subject,
    /// Scarcity over the horizon, present value.
    pub scarcity: f64,
    /// Whether money cannot relax it inside the horizon.
    pub beyond_money: bool,
    /// What relaxing it is worth.
    pub relaxation: Relaxation,
}

/// What binds most in a period, in money.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The period.
    pub period: usize,
    /// The row behind most of the scarcity of the period; none where nothing is scarce.
    pub constraint: Option<Constraint>,
    /// Its share of the scarcity of the period.
    pub share: f64,
    /// Others that bind together with it: within a twentieth of its scarcity.
    pub jointly: Vec<Constraint>,
    /// Scarcity of the period, a year.
    pub scarcity: f64,
    /// Demand not met in the period, a share of what is wanted. Where it is not zero, prices are those of doing without.
    pub unmet: f64,
}

impl Bottleneck {
    /// What relaxing it would mean: where growth is why capacity is scarce, growth.
    pub fn subject(&self) -> Option<Subject> {
        match (self.constraint, self.cause) {
            (Constraint::Capacity { process, .. }, Cause::Growth) => Some(Subject::Growth(process)),
            (Constraint::Capacity { .. }, Cause::Upstream) => Subject::of(self.root.constraint),
            (constraint, _) => Subject::of(constraint),
        }
    }
}

/// Whether money cannot relax a row inside the horizon.
///
/// The limits that say so; growth, since it stands for know-how, licences and skilled people that no money hastens; room; and capacity
/// that is scarce because nothing ordered after the start serves yet, or because it cannot be built. What money can relax is the
/// budget, other limits, and capacity that is scarce because of what it is built of.
pub fn beyond_money(network: &Network, constraint: Constraint, cause: Cause) -> bool {
    match constraint {
        Constraint::Limit { limit, .. } => network.limits[limit].beyond_money,
        Constraint::Growth { .. } | Constraint::Most { .. } => true,
        Constraint::Capacity { .. } => matches!(cause, Cause::Growth | Cause::LeadTime | Cause::Standing),
        Constraint::Budget { .. }
        | Constraint::Balance { .. }
        | Constraint::Target { .. }
        | Constraint::Demand { .. } => false,
    }
}

/// How much of a row there is and how much of that is used, in the plan: capacity at work and activity; builds allowed and builds; room and
/// capacity; limit and use; budget and spending.
///
/// What stands whatever is done is part of both.
fn amount_and_use(solved: &Solved<'_>, constraint: Constraint) -> (f64, f64) {
    let Some(row) = solved.layout.row(constraint) else { return (0.0, 0.0) };
    let upper = solved.program.bounds_of_row(row).1;
    let activity = solved.solution.rows[row.index()];
    let network = solved.network;
    match constraint {
        Constraint::Capacity { process, period } => {
            let run = solved.amount(Variable::Run { process, period });
            (upper - activity + run, run)
        }
        Constraint::Growth { process, period } => {
            let build = solved.amount(Variable::Build { process, period });
            (upper - activity + build, build)
        }
        Constraint::Most { process, period } => {
            let most = network.processes[process].most.as_ref().map_or(f64::INFINITY, |most| most.at(period));
            (most, most - (upper - activity))
        }
        Constraint::Limit { limit, period } => {
            let amount = network.limits[limit].amount.at(period);
            (amount, amount - (upper - activity))
        }
        Constraint::Budget { period } => {
            let amount = network.budget.as_ref().map_or(f64::INFINITY, |budget| budget.at(period));
            (amount, amount - (upper - activity))
        }
        Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => (0.0, 0.0),
    }
}

/// How much of a limit for ever is used in a period, a year.
fn used_in(solved: &Solved<'_>, limit: usize, row: Row, period: usize) -> f64 {
    let years = solved.network.periods[period].years;
    let takes = &solved.network.limits[limit].takes;
    let mut seen = Vec::new();
    let mut used = 0.0;
    for (process, _, _) in takes {
        if seen.contains(process) {
            continue;
        }
        seen.push(*process);
        for variable in [Variable::Run { process: *process, period }, Variable::Build { process: *process, period }] {
            if let Some(column) = solved.layout.column(variable) {
                used += solved.program.coefficient(row, column) * solved.amount(variable);
            }
        }
    }
    used / years
}

/// Every row that binds.
pub fn find(solved: &Solved<'_>, valuation: &Valuation, yardstick: &Yardstick) -> Vec<Bottleneck> {
    let network = solved.network;
    let mut found = Vec::new();
    for (index, constraint) in solved.layout.constraints().iter().enumerate() {
        if Subject::of(*constraint).is_none() || valuation.values[index] <= 0.0 {
            continue;
        }
        let value = valuation.values[index];
        let row = solved.layout.row(*constraint).expect("it is a row of the program");
        match *constraint {
            Constraint::Limit { limit, .. } if network.limits[limit].span == Span::Ever => {
                for period in 0..valuation.periods {
                    let a_year = used_in(solved, limit, row, period);
                    if a_year > 0.0 {
                        let price = value / network.discount_factor(period);
                        let allows = allows(solved, yardstick, *constraint, period);
                        found.push(entry(solved, valuation, yardstick, *constraint, period, price, a_year, allows));
                    }
                }
            }
            _ => {
                let period = constraint.period();
                let amount = amount_and_use(solved, *constraint).0;
                let years = network.periods[period].years;
                // Builds count in the period, all else by the year.
                let counts = if matches!(constraint, Constraint::Growth { .. }) { years } else { 1.0 };
                let price = value / valuation.weights[period] * counts;
                let allows = allows(solved, yardstick, *constraint, period);
                let mut row = entry(solved, valuation, yardstick, *constraint, period, price, amount, allows);
                row.rent /= counts;
                row.scarcity /= counts;
                found.push(row);
            }
        }
    }
    let mut scarce = vec![0.0; valuation.periods];
    for row in found.iter().filter(|row| !matches!(row.constraint, Constraint::Growth { .. })) {
        scarce[row.period] += row.scarcity;
    }
    for row in &mut found {
        row.share = if scarce[row.period] > 0.0 { row.scarcity / scarce[row.period] } else { 0.0 };
    }
    found.retain(|row| row.period < solved.horizon && row.rent * valuation.weights[row.period] > valuation.tolerance);
    // The row of a limit for ever stands at the end of the years beyond; it is told as that of the last year that counts.
    for row in &mut found {
        for constraint in [&mut row.constraint, &mut row.root.constraint] {
            if let Constraint::Limit { period, .. } = constraint {
                *period = (*period).min(solved.horizon - 1);
            }
        }
    }
    found.sort_by(|one, other| {
        let counted = |row: &Bottleneck| matches!(row.constraint, Constraint::Growth { .. });
        (one.period, counted(one))
            .cmp(&(other.period, counted(other)))
            .then(other.scarcity.total_cmp(&one.scarcity))
            .then(other.rent.total_cmp(&one.rent))
            .then(one.constraint.cmp(&other.constraint))
    });
    found
}

/// One row with all that is known about it but its share.
#[expect(clippy::too_many_arguments, reason = "one row of a table, filled in one place")]
fn entry(
    solved: &Solved<'_>,
    valuation: &Valuation,
    yardstick: &Yardstick,
    constraint: Constraint,
    period: usize,
    shadow_price: f64,
    amount: f64,
    allows: Option<f64>,
) -> Bottleneck {
    let rent = shadow_price * amount;
    let mut recovered = 0.0;
    let mut cause = Cause::Itself;
    let mut root = Root { constraint, through: Vec::new(), scarce: 1.0 };
    if let Constraint::Capacity { process, .. } = constraint {
        let value = &valuation.capacities[process][period];
        recovered = rent * (value.recovered / value.rent);
        cause = cause_of(solved, valuation, process, period);
        root = root_of(solved, valuation, process, period);
    }
    let price = yardstick.price[period];
    Bottleneck {
        constraint,
        period,
        shadow_price,
        amount,
        rent,
        recovered,
        scarcity: rent - recovered,
        share: 0.0,
        cause,
        root,
        beyond_money: beyond_money(solved.network, constraint, cause),
        allows,
        gives: (price > 0.0).then(|| shadow_price / price),
        relaxation: None,
    }
}

/// Why the capacity of a process is scarce in a period, if it is.
fn cause_of(solved: &Solved<'_>, valuation: &Valuation, process: usize, period: usize) -> Cause {
    if valuation.capacities[process][period].scarcity() <= 0.0 {
        return Cause::Upstream;
    }
    match solved.network.first_build(&solved.network.processes[process]) {
        None => Cause::Standing,
        Some(first) if period < first => Cause::LeadTime,
        Some(_) => Cause::Growth,
    }
}

/// The row by which the scarcity of a process's capacity is named.
fn scarce_row(solved: &Solved<'_>, valuation: &Valuation, process: usize, period: usize) -> Constraint {
    match cause_of(solved, valuation, process, period) {
        Cause::Growth => Constraint::Growth { process, period },
        _ => Constraint::Capacity { process, period },
    }
}

/// The row of something that is paid for and not traded.
fn row_of(solved: &Solved<'_>, valuation: &Valuation, what: Primary, period: usize) -> Option<Constraint> {
    let network = solved.network;
    match what {
        Primary::Scarcity(process) => Some(scarce_row(solved, valuation, process, period)),
        Primary::Most(process) => Some(Constraint::Most { process, period }),
        Primary::Limit(limit) => {
            let period = if network.limits[limit].span == Span::Ever { network.periods.len() - 1 } else { period };
            Some(Constraint::Limit { limit, period })
        }
        Primary::Budget => Some(Constraint::Budget { period }),
        Primary::Unmet(demand) => Some(Constraint::Demand { demand, period }),
        Primary::Running(_) | Primary::Capital(_) | Primary::Rest => None,
    }
}

/// One step upstream: the part that carries most scarcity.
enum Upstream {
    /// It begins here.
    Row(Constraint),
    /// It is handed on by a market.
    Market(usize, usize),
    /// Nothing is scarce.
    Nothing,
}

/// Where most of the scarcity in some parts of a cost comes from.
fn most_scarce(solved: &Solved<'_>, valuation: &Valuation, parts: &[Pays]) -> Upstream {
    let mut best = (0.0, Upstream::Nothing);
    for part in parts {
        let (scarce, step) = match *part {
            Pays::Market((node, at), value) => (value * valuation.scarce[at][node], Upstream::Market(node, at)),
            Pays::Primary(what, at, value) if what.is_scarcity() => match row_of(solved, valuation, what, at) {
                Some(row) => (value, Upstream::Row(row)),
                None => continue,
            },
            Pays::Primary(..) => continue,
        };
        if scarce > best.0 {
            best = (scarce, step);
        }
    }
    best.1
}

/// Share of a cost that is scarcity, own and handed on.
fn scarce_share(valuation: &Valuation, parts: &[Pays]) -> f64 {
    let total: f64 = parts.iter().map(|part| part.value()).sum();
    let scarce: f64 = parts
        .iter()
        .map(|part| match *part {
            Pays::Market((node, at), value) => value * valuation.scarce[at][node],
            Pays::Primary(what, _, value) if what.is_scarcity() => value,
            Pays::Primary(..) => 0.0,
        })
        .sum();
    if total > 0.0 { scarce / total } else { 0.0 }
}

/// Walks upstream from the rent of a process's capacity to where its scarcity begins.
///
/// At each market the process is followed through which most scarcity is handed on, and in its cost the part with most of it, until that part is a row.
fn root_of(solved: &Solved<'_>, valuation: &Valuation, process: usize, period: usize) -> Root {
    let own = Constraint::Capacity { process, period };
    let value = &valuation.capacities[process][period];
    let mut parts: Vec<Pays> = value
        .vintage
        .map(|built| capital_parts(solved, process, built))
        .unwrap_or_default()
        .into_iter()
        .map(|part| match part {
            Pays::Market(node, share) => Pays::Market(node, share * value.recovered),
            Pays::Primary(what, at, share) => Pays::Primary(what, at, share * value.recovered),
        })
        .collect();
    if value.scarcity() > 0.0 {
        parts.push(Pays::Primary(Primary::Scarcity(process), period, value.scarcity()));
    }
    let scarce = scarce_share(valuation, &parts);
    let mut through = Vec::new();
    let mut seen = Vec::new();
    loop {
        match most_scarce(solved, valuation, &parts) {
            Upstream::Row(constraint) => return Root { constraint, through, scarce },
            Upstream::Nothing => return Root { constraint: own, through: Vec::new(), scarce },
            Upstream::Market(node, at) => {
                if seen.contains(&(node, at)) {
                    return Root { constraint: own, through: Vec::new(), scarce };
                }
                seen.push((node, at));
                if node < valuation.markets {
                    through.push(node);
                }
                parts = supply_parts(solved, valuation, node, at);
            }
        }
    }
}

/// The cost of what supplies a node most dearly in scarcity: stock of the period before, or the process through which most
/// scarcity comes.
fn supply_parts(solved: &Solved<'_>, valuation: &Valuation, node: usize, at: usize) -> Vec<Pays> {
    let origins = &valuation.origins[at][node];
    let mut best = (-1.0, Vec::new());
    for (process, share) in &origins.makers {
        let parts = activity_parts(solved, valuation, *process, at);
        let scarce = share * scarce_share(valuation, &parts);
        if scarce > best.0 {
            best = (scarce, parts);
        }
    }
    for ((from, when), share) in origins.markets.iter().filter(|entry| entry.0.0 == node && entry.0.1 < at) {
        let scarce = share * valuation.scarce[*when][*from];
        if scarce > best.0 {
            best = (scarce, vec![Pays::Market((*from, *when), 1.0)]);
        }
    }
    // Nobody supplies it: what ends there.
    if best.1.is_empty() {
        return origins.primaries.iter().map(|(what, when, share)| Pays::Primary(*what, *when, *share)).collect();
    }
    best.1
}

/// What binds most in each period.
pub fn binding(solved: &Solved<'_>, valuation: &Valuation, found: &[Bottleneck]) -> Vec<Binding> {
    let network = solved.network;
    (0..solved.horizon)
        .map(|period| {
            let mut rows: Vec<&Bottleneck> = found
                .iter()
                .filter(|row| row.period == period && !matches!(row.constraint, Constraint::Growth { .. }))
                .filter(|row| row.scarcity * valuation.weights[period] > valuation.tolerance)
                .collect();
            rows.sort_by(|one, other| {
                other.scarcity.total_cmp(&one.scarcity).then(one.constraint.cmp(&other.constraint))
            });
            let name = |row: &Bottleneck| match row.constraint {
                Constraint::Capacity { process, .. } => scarce_row(solved, valuation, process, period),
                constraint => constraint,
            };
            let scarcity = rows.iter().map(|row| row.scarcity).fold(0.0, |sum, scarcity| sum + scarcity);
            let jointly =
                rows.iter().skip(1).filter(|row| row.scarcity >= 0.95 * rows[0].scarcity).map(|row| name(row));
            let (mut wanted, mut unmet) = (0.0, 0.0);
            for (index, demand) in network.demands.iter().enumerate() {
                let short = solved.amount(Variable::Short { demand: index, period });
                if demand.amount.at(period) > 0.0 {
                    wanted += 1.0;
                    unmet += short / demand.amount.at(period);
                }
            }
            Binding {
                period,
                constraint: rows.first().map(|row| name(row)),
                share: rows.first().map_or(0.0, |row| row.share),
                jointly: jointly.collect(),
                scarcity,
                unmet: if wanted > 0.0 { unmet / wanted } else { 0.0 },
            }
        })
        .collect()
}

/// How much of the yardstick a row would allow in a period, if each unit of the yardstick took as much of it as in the plan.
///
/// Nothing where the plan does not use it.
fn allows(solved: &Solved<'_>, yardstick: &Yardstick, constraint: Constraint, period: usize) -> Option<f64> {
    let made = yardstick.made[period];
    let (amount, used) = match constraint {
        // What stands, and what else could be commissioned in the period.
        Constraint::Growth { process, .. } => {
            let (allowed, builds) = amount_and_use(solved, constraint);
            let (at_work, run) = amount_and_use(solved, Constraint::Capacity { process, period });
            let column = solved.layout.column(Variable::Build { process, period })?;
            let row = solved.layout.row(Constraint::Capacity { process, period })?;
            (at_work - (allowed - builds) * solved.program.coefficient(row, column), run)
        }
        _ => amount_and_use(solved, constraint),
    };
    // A use that is nothing but rounding says nothing.
    (used > 1e-9 * amount && amount.is_finite() && made > 0.0).then(|| made * amount / used)
}

/// How much of the yardstick every subject would allow, in every period: all constraints in one unit.
///
/// Amount of the constraint over its use for one unit of the yardstick in the plan. Capacity counts as it stands, growth as what
/// stands and what else could be commissioned in the period; a limit for ever as all of it over all of its use. What is not used in a
/// period allows nothing that can be said.
pub fn allowed(solved: &Solved<'_>, yardstick: &Yardstick) -> Vec<(Subject, Vec<Option<f64>>)> {
    let network = solved.network;
    let periods = network.periods.len();
    let processes = 0..network.processes.len();
    let subjects = processes
        .clone()
        .map(Subject::Capacity)
        .chain(processes.clone().map(Subject::Growth))
        .chain(processes.map(Subject::Most))
        .chain((0..network.limits.len()).map(Subject::Limit))
        .chain(std::iter::once(Subject::Budget));
    let mut rows = Vec::new();
    for subject in subjects {
        let by_period: Vec<Option<f64>> = (0..solved.horizon)
            .map(|period| {
                let constraint = match subject {
                    Subject::Limit(limit) if network.limits[limit].span == Span::Ever => subject.row(periods - 1),
                    _ => subject.row(period),
                };
                allows(solved, yardstick, constraint, period)
            })
            .collect();
        if by_period.iter().any(Option::is_some) {
            rows.push((subject, by_period));
        }
    }
    rows
}

/// A network with a subject relaxed by a share.
fn relaxed(network: &Network, subject: Subject, share: f64) -> Network {
    let mut network = network.clone();
    let factor = 1.0 + share;
    let more = |series: &mut Series| match series {
        Series::Constant(value) => *value *= factor,
        Series::ByPeriod(values) => values.iter_mut().for_each(|value| *value *= factor),
    };
    match subject {
        Subject::Capacity(process) => {
            let process = &mut network.processes[process];
            process.standing *= factor;
            process.coming.iter_mut().for_each(|capacity| *capacity *= factor);
        }
        Subject::Growth(process) => {
            let process = &mut network.processes[process];
            process.seed = process.seed.map(|seed| seed * factor);
            process.growth *= factor;
        }
        Subject::Most(process) => network.processes[process].most.iter_mut().for_each(more),
        Subject::Limit(limit) => more(&mut network.limits[limit].amount),
        Subject::Budget => network.budget.iter_mut().for_each(more),
    }
    network
}

/// Changes a solver's rows from one network to another, where they differ by a relaxed subject.
fn change(
    solver: &mut Solver,
    solved: &Solved<'_>,
    from: &Network,
    to: &Network,
    subject: Subject,
) -> Result<Change, Failure> {
    let form = Form::least_cost(from);
    for (index, constraint) in solved.layout.constraints().iter().enumerate() {
        if Subject::of(*constraint).is_none() {
            continue;
        }
        let bounds = row_bounds(to, &form, *constraint);
        if bounds != row_bounds(from, &form, *constraint) {
            solver.set_row_bounds(
                Row(u32::try_from(index).expect("rows are counted in 32 bits")),
                bounds.0,
                bounds.1,
            )?;
        }
    }
    let Subject::Growth(process) = subject else { return Ok(Change::Bounds) };
    let factor = to.processes[process].growth / from.processes[process].growth;
    if !factor.is_finite() {
        return Ok(Change::Bounds);
    }
    for built in 0..from.periods.len() {
        let Some(column) = solved.layout.column(Variable::Build { process, period: built }) else { continue };
        for period in built + 1..from.periods.len() {
            let Some(row) = solved.layout.row(Constraint::Growth { process, period }) else { continue };
            let entry = solver.program().coefficient(row, column);
            if entry != 0.0 {
                solver.set_coefficient(row, column, entry * factor)?;
            }
        }
    }
    // A few coefficients of one process: from the basis, and with the weights that need no start, as after a change of bounds.
    Ok(Change::Bounds)
}

/// The target of a network, and when a plan makes it.
struct Reached<'a> {
    solved: Solved<'a>,
    amount: f64,
    /// What a column makes of the target in a year: column, period, share.
    makers: Vec<(usize, usize, f64)>,
}

impl<'a> Reached<'a> {
    fn new(solved: &Solved<'a>) -> Option<Self> {
        let target = solved.network.target.as_ref().filter(|target| target.amount > 0.0)?;
        let mut makers = Vec::new();
        for (index, process) in solved.network.processes.iter().enumerate() {
            for period in 0..solved.horizon {
                let share = target_share(solved.network, process, target.commodity, period);
                if let Some(column) = solved.layout.column(Variable::Run { process: index, period })
                    && share > 0.0
                {
                    makers.push((column.index(), period, share));
                }
            }
        }
        Some(Self { solved: *solved, amount: target.amount, makers })
    }

    /// When what is made reaches the target: on a straight line between the middles of two periods; the middle of the first
    /// period where it is made from the start, and nothing where it never is.
    fn time(&self, columns: &[f64]) -> Option<f64> {
        let mut made = vec![0.0; self.solved.horizon];
        for (column, period, share) in &self.makers {
            made[*period] += share * columns[*column];
        }
        let middle = |period: usize| {
            let period = &self.solved.network.periods[period];
            f64::midpoint(period.start, period.end())
        };
        let first = made.iter().position(|made| *made >= self.amount * (1.0 - 1e-9))?;
        let Some(before) = first.checked_sub(1) else { return Some(middle(0)) };
        let share = (self.amount - made[before]) / (made[first] - made[before]);
        Some(middle(before) + share.clamp(0.0, 1.0) * (middle(first) - middle(before)))
    }
}

/// The dearest constraints over the horizon, each relaxed by a tenth and by a hundredth and planned anew from the last basis.
///
/// What is relaxed is said by [`Subject::relaxing`]. Costs stay those after learning. For months, the
/// plan of least cost is found with and without; where what it makes crosses the target, on a straight line between the middles
/// of periods, is when the target is reached.
///
/// # Errors
/// [`Failure`] if a program that only became easier cannot be solved, or the solver was stopped.
pub fn relax(
    solved: &Solved<'_>,
    solver: &Solver,
    valuation: &Valuation,
    found: &[Bottleneck],
    count: usize,
) -> Result<Vec<Relaxed>, Failure> {
    let mut subjects: Vec<(Subject, f64, bool)> = Vec::new();
    for row in found.iter().filter(|row| !matches!(row.constraint, Constraint::Growth { .. })) {
        let Some(subject) = row.subject().filter(|_| row.scarcity > 0.0) else { continue };
        let value = row.scarcity * valuation.weights[row.period];
        match subjects.iter_mut().find(|entry| entry.0 == subject) {
            Some(entry) => {
                entry.1 += value;
                entry.2 &= row.beyond_money;
            }
            None => subjects.push((subject, value, row.beyond_money)),
        }
    }
    subjects.retain(|entry| entry.1 > valuation.tolerance);
    subjects.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    subjects.truncate(count);
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let network = solved.network;
    let base = solver.program().objective(&solved.solution.columns);
    let mut money_solver = solver.fork()?;
    let target = Reached::new(solved);
    let reached = target.as_ref().and_then(|target| target.time(&solved.solution.columns));
    // Every subject begins at the plan, not at the plan with the subject before it relaxed.
    let basis = solver.basis();
    let mut relaxations = Vec::new();
    for (subject, scarcity, beyond_money) in subjects {
        let mut gain = |share: f64| -> Result<(f64, Option<f64>), Failure> {
            let easier = relaxed(network, subject, share);
            let how = change(&mut money_solver, solved, network, &easier, subject)?;
            let solution = money_solver.solve(how)?;
            change(&mut money_solver, solved, &easier, network, subject)?;
            let sooner = target.as_ref().and_then(|target| target.time(&solution.columns));
            Ok(((base - solution.objective).max(0.0), sooner))
        };
        let (at_one_percent, _) = gain(0.01)?;
        let (money, sooner) = gain(0.1)?;
        if let Some(basis) = &basis {
            money_solver.set_basis(basis)?;
        }
        let months = reached.zip(sooner).map(|(reached, sooner)| ((reached - sooner) * 12.0).max(0.0));
        let jointly = money < 9.5 * at_one_percent;
        relaxations.push(Relaxed {
            subject,
            scarcity,
            beyond_money,
            relaxation: Relaxation { money, at_one_percent, months, jointly },
        });
    }
    relaxations.sort_by(|one, other| {
        other.relaxation.money.total_cmp(&one.relaxation.money).then(one.subject.cmp(&other.subject))
    });
    Ok(relaxations)
}
