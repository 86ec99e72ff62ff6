//! What relaxing a constraint is worth: planned anew, in money and in time.

use crate::bottlenecks::{Bottleneck, Hastening, Relaxation, Relaxed, Subject};
use crate::layout::Variable;
use crate::program::{Form, fixed_at_beginning, row_bounds, target_share};
use crate::valuation::{Solved, Valuation};
use sunward_linear::{Basis, Change, Failure, Row, Solution, Solver};
use sunward_network::{Constraint, Network, Series};

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

/// What is reached by when, whatever it costs: the most of the target that can be made in one period.
struct Aim<'a> {
    solved: Solved<'a>,
    solver: Solver,
    commodity: usize,
    target: f64,
}

/// An aim that was met, with what it rests on.
struct Hit<'a> {
    aim: Aim<'a>,
    period: usize,
    most: f64,
    basis: Option<Basis>,
    /// What a tenth more of each subject would add, as far as its slope reaches: those that add something.
    gains: Vec<(Subject, f64)>,
}

impl<'a> Aim<'a> {
    /// With the target's rows out of the way; nothing where there is no target.
    fn new(solved: &Solved<'a>, solver: &Solver) -> Result<Option<Self>, Failure> {
        let Some(target) = &solved.network.target else { return Ok(None) };
        let mut solver = solver.fork()?;
        for period in 0..solved.network.periods.len() {
            if let Some(row) = solved.layout.row(Constraint::Target { period }) {
                solver.set_row_bounds(row, f64::NEG_INFINITY, f64::INFINITY)?;
            }
        }
        solver.set_constant(0.0)?;
        Ok(Some(Self { solved: *solved, solver, commodity: target.commodity, target: target.amount }))
    }

    fn fork(&self) -> Result<Self, Failure> {
        Ok(Self { solver: self.solver.fork()?, ..*self })
    }

    /// Aims at a period and solves.
    fn at(&mut self, period: usize) -> Result<Solution, Failure> {
        let mut costs = vec![0.0; self.solver.program().columns()];
        for (index, process) in self.solved.network.processes.iter().enumerate() {
            let share = target_share(self.solved.network, process, self.commodity, period);
            if let Some(column) = self.solved.layout.column(Variable::Run { process: index, period }) {
                costs[column.index()] = -share;
            }
        }
        self.solver.set_costs(&costs)?;
        self.solver.solve(Change::Costs)
    }

    fn reaches(&self, most: f64) -> bool {
        most >= self.target * (1.0 - 1e-9)
    }

    /// The first period in which the target can be made, by halving: what can be made in a year can be made in a later one.
    /// Nothing where it cannot be made in the last period that counts, or can in the first.
    fn first(&mut self, guess: usize) -> Result<Option<usize>, Failure> {
        let last = self.solved.horizon - 1;
        let mut high = guess.min(last);
        let most = -self.at(high)?.objective;
        let mut low = None;
        if !self.reaches(most) {
            low = Some(high);
            high = last;
            let most = -self.at(high)?.objective;
            if low == Some(last) || !self.reaches(most) {
                return Ok(None);
            }
        }
        loop {
            let from = low.map_or(0, |low| low + 1);
            if from >= high {
                return Ok((high > 0).then_some(high));
            }
            let middle = usize::midpoint(from, high);
            let most = -self.at(middle)?.objective;
            if self.reaches(most) { high = middle } else { low = Some(middle) }
        }
    }

    fn hit(mut self, period: usize) -> Result<Hit<'a>, Failure> {
        let solution = self.at(period)?;
        let basis = self.solver.basis();
        let gains = gains(&self.solved, &solution);
        Ok(Hit { period, most: -solution.objective, basis, gains, aim: self })
    }
}

/// What a tenth more of each subject adds to what is most, by the prices of its rows.
fn gains(solved: &Solved<'_>, solution: &Solution) -> Vec<(Subject, f64)> {
    let network = solved.network;
    let at = Solved { solution, ..*solved };
    let most = solution.objective.abs();
    let mut gains: std::collections::BTreeMap<Subject, f64> = std::collections::BTreeMap::new();
    for (index, constraint) in solved.layout.constraints().iter().enumerate() {
        let Some(subject) = Subject::of(*constraint) else { continue };
        let row = Row(u32::try_from(index).expect("rows are counted in 32 bits"));
        let value = at.value(row);
        if value <= 0.0 {
            continue;
        }
        let upper = solved.program.bounds_of_row(row).1;
        let amount = match *constraint {
            Constraint::Capacity { .. } => upper,
            Constraint::Growth { process, period } => {
                let build = at.amount(Variable::Build { process, period });
                let standing = fixed_at_beginning(network, &network.processes[process], period);
                let more = network.periods[period].years * network.processes[process].growth * standing;
                *gains.entry(Subject::Capacity(process)).or_insert(0.0) += 0.1 * value * more;
                upper - solution.rows[index] + build
            }
            Constraint::Most { process, period } => {
                network.processes[process].most.as_ref().map_or(0.0, |most| most.at(period))
            }
            Constraint::Limit { limit, period } => network.limits[limit].amount.at(period),
            Constraint::Budget { period } => network.budget.as_ref().map_or(0.0, |budget| budget.at(period)),
            Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => 0.0,
        };
        *gains.entry(subject).or_insert(0.0) += 0.1 * value * amount;
    }
    gains.into_iter().filter(|entry| entry.1 > 1e-9 * most).collect()
}

impl Hit<'_> {
    fn gain(&self, subject: Subject) -> f64 {
        self.gains.iter().find(|entry| entry.0 == subject).map_or(0.0, |entry| entry.1)
    }

    /// The most with a subject relaxed by a tenth, in the periods from its own backwards as long as `beyond` says to go on.
    ///
    /// Where none of its rows has a price, more of it adds nothing, and nothing is solved.
    fn relaxed(&mut self, subject: Subject, beyond: impl Fn(f64) -> bool) -> Result<Vec<(usize, f64)>, Failure> {
        if self.gain(subject) == 0.0 {
            return Ok(vec![(self.period, self.most)]);
        }
        let network = self.aim.solved.network;
        let easier = relaxed(network, subject, 0.1);
        let how = change(&mut self.aim.solver, &self.aim.solved, network, &easier, subject)?;
        let mut found = vec![(self.period, -self.aim.solver.solve(how)?.objective)];
        let mut at = self.period;
        while at > 0 && beyond(found[found.len() - 1].1) {
            at -= 1;
            found.push((at, -self.aim.at(at)?.objective));
        }
        change(&mut self.aim.solver, &self.aim.solved, &easier, network, subject)?;
        if at < self.period {
            self.aim.at(self.period)?;
        } else if let Some(basis) = &self.basis {
            self.aim.solver.set_basis(basis)?;
        }
        Ok(found)
    }
}

/// Between which two periods the target can be reached.
struct Crossing<'a> {
    before: Hit<'a>,
    after: Hit<'a>,
}

impl<'a> Crossing<'a> {
    /// Nothing where there is no target, or it can be reached from the first period on or not at all.
    fn find(solved: &Solved<'a>, solver: &Solver) -> Result<Option<Self>, Failure> {
        let Some(mut aim) = Aim::new(solved, solver)? else { return Ok(None) };
        let network = solved.network;
        let made = |period: usize| -> f64 {
            let processes = network.processes.iter().enumerate();
            processes
                .map(|(process, row)| {
                    target_share(network, row, aim.commodity, period) * solved.amount(Variable::Run { process, period })
                })
                .sum()
        };
        let guess = (0..solved.horizon).find(|period| made(*period) >= aim.target * (1.0 - 1e-9));
        let Some(first) = aim.first(guess.unwrap_or(solved.horizon - 1))? else { return Ok(None) };
        let (before, after) = (aim.fork()?.hit(first - 1)?, aim.hit(first)?);
        Ok(Some(Self { before, after }))
    }

    /// When a straight line between the middles of two periods reaches the target.
    fn time(&self, (from, before): (usize, f64), (to, after): (usize, f64)) -> f64 {
        let middle = |period: usize| {
            let period = &self.after.aim.solved.network.periods[period];
            f64::midpoint(period.start, period.end())
        };
        let share = (self.after.aim.target - before) / (after - before);
        middle(from) + share.clamp(0.0, 1.0) * (middle(to) - middle(from))
    }

    fn own_time(&self) -> f64 {
        self.time((self.before.period, self.before.most), (self.after.period, self.after.most))
    }

    /// By how many months the target can be reached earlier with a tenth more of a subject.
    fn months(&mut self, subject: Subject) -> Result<f64, Failure> {
        if self.before.gain(subject) == 0.0 && self.after.gain(subject) == 0.0 {
            return Ok(0.0);
        }
        let target = self.before.aim.target;
        let reaches = move |most: f64| most >= target * (1.0 - 1e-9);
        let mut points = self.before.relaxed(subject, reaches)?;
        if !reaches(points[0].1) {
            points.insert(0, self.after.relaxed(subject, |_| false)?[0]);
        }
        let (from, to) = (points[points.len() - 1], points[points.len().saturating_sub(2)]);
        let sooner = if reaches(from.1) {
            let first = &self.before.aim.solved.network.periods[0];
            f64::midpoint(first.start, first.end())
        } else {
            self.time(from, to)
        };
        Ok(((self.own_time() - sooner) * 12.0).max(0.0))
    }

    /// Subjects by how much a tenth more of them hastens the target, most first, as far as slopes tell.
    fn ranked(&self) -> Vec<Subject> {
        let share = (self.after.aim.target - self.before.most) / (self.after.most - self.before.most);
        let mut subjects: Vec<(Subject, f64)> = Vec::new();
        for (subject, _) in self.before.gains.iter().chain(&self.after.gains) {
            if subjects.iter().all(|entry| entry.0 != *subject) {
                let gain = (1.0 - share) * self.before.gain(*subject) + share * self.after.gain(*subject);
                subjects.push((*subject, gain));
            }
        }
        subjects.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        subjects.into_iter().map(|entry| entry.0).collect()
    }
}

/// Scarcity of each subject over the horizon, present value, and whether money cannot relax it: dearest first.
fn dearest(valuation: &Valuation, found: &[Bottleneck]) -> Vec<(Subject, f64, bool)> {
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
    subjects
}

/// Whether money cannot relax a subject that is not scarce in the plan.
fn idle_beyond_money(network: &Network, subject: Subject) -> bool {
    match subject {
        Subject::Capacity(_) | Subject::Growth(_) | Subject::Most(_) => true,
        Subject::Limit(limit) => network.limits[limit].beyond_money,
        Subject::Budget => false,
    }
}

/// The target of a network, and when a plan makes it.
struct Reached<'a> {
    solved: Solved<'a>,
    amount: f64,
    /// What a column makes of the target in a year: column, period, share.
    makers: Vec<(usize, usize, f64)>,
}

impl<'a> Reached<'a> {
    /// Nothing where there is no target.
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

/// The dearest constraints over the horizon, each relaxed by a tenth and by a hundredth and planned anew from the last basis: worth most
/// first.
///
/// What is relaxed is said by [`Subject::relaxing`]. Costs stay those after learning. For months, the plan is found with and
/// without; where what it makes crosses the target, on a straight line between the middles of periods, is when the target is
/// reached.
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
    let mut subjects = dearest(valuation, found);
    subjects.truncate(count);
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let network = solved.network;
    let base = solver.program().objective(&solved.solution.columns);
    let basis = solver.basis();
    let mut solver = solver.fork()?;
    let target = Reached::new(solved);
    let reached = target.as_ref().and_then(|target| target.time(&solved.solution.columns));
    let mut relaxations = Vec::new();
    for (subject, scarcity, beyond_money) in subjects {
        let mut anew = |share: f64| -> Result<(f64, Option<f64>), Failure> {
            let easier = relaxed(network, subject, share);
            let how = change(&mut solver, solved, network, &easier, subject)?;
            let solution = solver.solve(how)?;
            change(&mut solver, solved, &easier, network, subject)?;
            let sooner = target.as_ref().and_then(|target| target.time(&solution.columns));
            Ok(((base - solution.objective).max(0.0), sooner))
        };
        let (at_one_percent, _) = anew(0.01)?;
        let (money, sooner) = anew(0.1)?;
        // Every subject begins at the plan, not at the plan with the subject before it relaxed.
        if let Some(basis) = &basis {
            solver.set_basis(basis)?;
        }
        let months = reached.zip(sooner).map(|(reached, sooner)| ((reached - sooner) * 12.0).max(0.0));
        let jointly = money < 9.5 * at_one_percent;
        let relaxation = Relaxation { money, at_one_percent, months, jointly };
        relaxations.push(Relaxed { subject, scarcity, beyond_money, relaxation });
    }
    relaxations.sort_by(|one, other| {
        other.relaxation.money.total_cmp(&one.relaxation.money).then(one.subject.cmp(&other.subject))
    });
    Ok(relaxations)
}

/// What holds the target back, whatever it costs: at most so many constraints, each relaxed by a tenth, by how much earlier
/// the target can be reached; and the same months for those that are named.
///
/// The most of the target that can be made in a period, with costs left aside, is found with and without; where it crosses the target, on a
/// straight line between the middles of periods, is when the target can be reached. Which constraints are tried is told by the
/// prices of the two programs between which the crossing lies.
///
/// # Errors
/// [`Failure`] if a program that only became easier cannot be solved, or the solver was stopped.
pub fn hasten(
    solved: &Solved<'_>,
    solver: &Solver,
    valuation: &Valuation,
    found: &[Bottleneck],
    count: usize,
    named: &mut [Relaxed],
) -> Result<Vec<Hastening>, Failure> {
    let Some(mut crossing) = Crossing::find(solved, solver)? else { return Ok(Vec::new()) };
    for row in named {
        row.relaxation.months = Some(crossing.months(row.subject)?);
    }
    let dearest = dearest(valuation, found);
    let mut hastening = Vec::new();
    for subject in crossing.ranked().into_iter().take(count) {
        let known = dearest.iter().find(|entry| entry.0 == subject);
        let beyond_money = known.map_or_else(|| idle_beyond_money(solved.network, subject), |entry| entry.2);
        hastening.push(Hastening { subject, beyond_money, months: crossing.months(subject)? });
    }
    hastening.retain(|row| row.months > 0.0);
    hastening.sort_by(|one, other| other.months.total_cmp(&one.months).then(one.subject.cmp(&other.subject)));
    Ok(hastening)
}
