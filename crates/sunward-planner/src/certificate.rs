//! A plan checked by arithmetic of its own: it shares nothing with what built the program.

use std::collections::BTreeMap;
use std::fmt;
use sunward_network::{Constraint, Counted, Demand, Experience, Learning, Network, Objective, Plan, Process, Span};
use sunward_quantity::elementary::{exp, ln, ln_1p, power};

/// What a plan must keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nothing is negative.
    Sign,
    /// What is made and kept covers what is used, built with and delivered.
    Balance,
    /// Nothing runs beyond its capacity.
    Capacity,
    /// Nothing is commissioned before it can be.
    LeadTime,
    /// Nothing grows faster than it may.
    Growth,
    /// Nothing exceeds its room.
    Most,
    /// Every limit is kept.
    Limit,
    /// Spending keeps within the budget.
    Budget,
    /// The target is made.
    Target,
    /// The objective is what its parts add up to.
    Money,
    /// No price is negative.
    Prices,
    /// Nothing earns more than it costs.
    Profit,
    /// What binds nothing is worth nothing: what is there at prices is what it costs.
    Duality,
}

impl Rule {
    /// All, in order.
    pub const ALL: [Self; 13] = [
        Self::Sign,
        Self::Balance,
        Self::Capacity,
        Self::LeadTime,
        Self::Growth,
        Self::Most,
        Self::Limit,
        Self::Budget,
        Self::Target,
        Self::Money,
        Self::Prices,
        Self::Profit,
        Self::Duality,
    ];

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Sign => "nothing is negative",
            Self::Balance => "what is made covers what is used",
            Self::Capacity => "nothing runs beyond its capacity",
            Self::LeadTime => "nothing is commissioned before it can be",
            Self::Growth => "nothing grows faster than it may",
            Self::Most => "nothing exceeds its room",
            Self::Limit => "every limit is kept",
            Self::Budget => "spending keeps within the budget",
            Self::Target => "the target is made",
            Self::Money => "the objective adds up",
            Self::Prices => "no price is negative",
            Self::Profit => "nothing earns more than it costs",
            Self::Duality => "what is scarce, at its price, is the cost",
        }
    }
}

/// How far a plan is from keeping one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Which.
    pub rule: Rule,
    /// Greatest violation, relative to the size of what is compared; nought where there is nothing to check.
    pub worst: f64,
    /// Where that is.
    pub at: String,
}

/// How far a plan is from keeping each rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// One for each rule that the plan must keep, in order.
    pub checks: Vec<Checked>,
}

impl Certificate {
    /// Whether every rule is kept to a tolerance.
    pub fn holds(&self, tolerance: f64) -> bool {
        self.checks.iter().all(|check| check.worst <= tolerance)
    }

    /// Violation of one rule, if it was checked.
    pub fn worst(&self, rule: Rule) -> Option<f64> {
        self.checks.iter().find(|check| check.rule == rule).map(|check| check.worst)
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self
            .checks
            .iter()
            .map(|check| {
                let at = if check.at.is_empty() { String::new() } else { format!(" ({})", check.at) };
                format!("{}: off by {:.1e}{at}", check.rule.title(), check.worst)
            })
            .collect();
        write!(f, "{}", lines.join("\n"))
    }
}

/// Checks a plan against its network. `optimal` says whether its prices must prove that there is no better one.
///
/// Everything is worked out from the network's own fields and the plan's tables, with formulas of its own. Prices prove
/// a plan by duality: where nothing earns more than it costs, and what is scarce is at its prices worth what the plan costs, no other
/// plan can cost less. Where costs are learned they are compared at the margin, by difference.
pub fn certify(network: &Network, plan: &Plan, optimal: bool) -> Certificate {
    let facts = Facts::new(network, plan);
    let mut checks = vec![
        facts.sign(),
        facts.balance(),
        facts.capacity(),
        facts.lead_time(),
        facts.growth(),
        facts.most(),
        facts.limits(),
        facts.budget(),
        facts.target(),
        facts.money(),
    ];
    if optimal {
        checks.push(facts.positive_prices());
        checks.push(facts.profit());
        checks.push(facts.duality());
    }
    Certificate { checks }
}

/// The greatest violation so far.
struct Worst {
    rule: Rule,
    worst: f64,
    at: String,
}

impl Worst {
    fn new(rule: Rule) -> Self {
        Self { rule, worst: 0.0, at: String::new() }
    }

    /// Notes that something exceeds its bound by so much, where numbers of such a size are compared.
    fn note(&mut self, excess: f64, size: f64, at: impl FnOnce() -> String) {
        let relative = if excess <= 0.0 { 0.0 } else { excess / size.max(f64::MIN_POSITIVE) };
        // What is no number is no plan.
        if relative.is_nan() || excess.is_nan() {
            self.worst = f64::INFINITY;
            self.at = at();
        } else if relative > self.worst {
            self.worst = relative;
            self.at = at();
        }
    }

    /// Notes that two numbers that should be the same differ.
    fn same(&mut self, found: f64, wanted: f64, at: impl FnOnce() -> String) {
        self.note((found - wanted).abs(), found.abs().max(wanted.abs()), at);
    }

    fn done(self) -> Checked {
        Checked { rule: self.rule, worst: self.worst, at: self.at }
    }
}

/// A plan and its network, with what is worked out of them here.
struct Facts<'a> {
    network: &'a Network,
    plan: &'a Plan,
    periods: usize,
    /// Discount factor times length of each period.
    weights: Vec<f64>,
    /// Capacity that stands without being built, `[process][period]`.
    given: Vec<Vec<f64>>,
    /// Capacity in all, `[process][period]`.
    standing: Vec<Vec<f64>>,
    /// Share of the stated price, `[experience][period]`: mean over the period.
    learned: Vec<Vec<f64>>,
    /// Experience at the beginning of each period and at the end, `[experience][period]`.
    experience: Vec<Vec<f64>>,
    /// Worth of one more experience from the beginning of each period on, `[experience][period]`.
    lesson: Vec<Vec<f64>>,
}

/// A sum with the size of what is summed.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    value: f64,
    size: f64,
}

impl Sum {
    fn add(&mut self, term: f64) {
        self.value += term;
        self.size += term.abs();
    }
}

/// What is compared counts as no smaller than this share of the greatest of its kind over time.
const ROUNDING: f64 = 1e-3;

impl<'a> Facts<'a> {
    fn new(network: &'a Network, plan: &'a Plan) -> Self {
        let periods = network.periods.len();
        let begin = network.periods[0].start;
        let force = ln_1p(network.discount);
        let weights = network.periods.iter().map(|period| {
            let middle = period.start + 0.5 * period.years - begin;
            period.years * exp(-force * middle)
        });
        let mut facts = Self {
            network,
            plan,
            periods,
            weights: weights.collect(),
            given: Vec::new(),
            standing: Vec::new(),
            learned: Vec::new(),
            experience: Vec::new(),
            lesson: Vec::new(),
        };
        for (process, row) in network.processes.iter().enumerate() {
            let given: Vec<f64> = (0..periods).map(|period| facts.given_capacity(row, period)).collect();
            let standing = (0..periods).map(|period| {
                let built = (0..periods).map(|built| plan.builds[process][built] * facts.present(row, built, period));
                given[period] + built.sum::<f64>()
            });
            facts.standing.push(standing.collect());
            facts.given.push(given);
        }
        for group in 0..network.experiences.len() {
            let path = facts.path(group);
            let money = facts.money_by_order(group);
            let mean = |path: &[f64]| -> Vec<f64> {
                path.windows(2).map(|pair| mean_share(&network.experiences[group], pair[0], pair[1])).collect()
            };
            let cost = |path: &[f64]| -> f64 { mean(path).iter().zip(&money).map(|(mean, money)| mean * money).sum() };
            let lesson = (0..=periods).map(|from| {
                let step = 1e-5 * path[from.min(periods)];
                let shifted = |by: f64| -> f64 {
                    let later = path.iter().enumerate().map(|(at, own)| if at >= from { own + by } else { *own });
                    cost(&later.collect::<Vec<f64>>())
                };
                if from == 0 { 0.0 } else { (shifted(step) - shifted(-step)) / (2.0 * step) }
            });
            let lesson = lesson.collect();
            facts.learned.push(mean(&path));
            facts.experience.push(path);
            facts.lesson.push(lesson);
        }
        facts
    }

    fn begins(&self, period: usize) -> f64 {
        self.network.periods[period].start
    }

    fn years(&self, period: usize) -> f64 {
        self.network.periods[period].years
    }

    fn ends(&self, period: usize) -> f64 {
        self.network.periods[period].start + self.network.periods[period].years
    }

    fn place(&self, process: usize, period: usize) -> String {
        format!("{}, {}", self.network.process_title(process), self.network.periods[period].year)
    }

    /// Share of a period in which what is commissioned at the beginning of another is there.
    fn present(&self, process: &Process, built: usize, period: usize) -> f64 {
        if built > period {
            return 0.0;
        }
        let from = self.begins(built).max(self.begins(period));
        let to = (self.begins(built) + process.life).min(self.ends(period));
        (to - from).max(0.0) / self.years(period)
    }

    /// What stood and what was coming, on average over a period. What stood retires evenly over a life.
    fn given_capacity(&self, process: &Process, period: usize) -> f64 {
        let begin = self.begins(0);
        // Years of service left of one unit, from the start to a time.
        let served = |time: f64| {
            let age = (time - begin).min(process.life);
            age - age * age / (2.0 * process.life)
        };
        let left = (served(self.ends(period)) - served(self.begins(period))) / self.years(period);
        let coming = (0..self.periods).map(|built| process.coming[built] * self.present(process, built, period));
        process.standing * left + coming.sum::<f64>()
    }

    /// Whether what is commissioned at the beginning of `built` is there when a later period begins.
    fn there_when(&self, process: &Process, built: usize, period: usize) -> bool {
        self.begins(built) < self.begins(period) && self.begins(built) + process.life - self.begins(period) > 1e-9
    }

    /// What was there without being built when a period begins.
    fn given_when(&self, process: &Process, period: usize) -> f64 {
        let left = (process.life - (self.begins(period) - self.begins(0))).max(0.0) / process.life;
        let coming = (0..self.periods).filter(|built| self.there_when(process, *built, period));
        process.standing * left + coming.map(|built| process.coming[built]).sum::<f64>()
    }

    /// Share of the capital for what is commissioned in `built` that is spent in a period: evenly over the lead time before it
    /// begins, and over no less than its own length.
    fn spent(&self, process: &Process, built: usize, period: usize) -> f64 {
        if built == 0 || process.lead_time - 0.5 * self.years(built) < -1e-9 {
            return if built == period { 1.0 } else { 0.0 };
        }
        if period >= built {
            return 0.0;
        }
        let due = self.begins(built);
        let over = self.years(built).max(process.lead_time);
        let until = |time: f64| ((time - due) / over + 1.0).clamp(0.0, 1.0);
        // What falls before the first period falls in it.
        let share = until(self.ends(period)) - if period == 0 { 0.0 } else { until(self.begins(period)) };
        if share * over > 1e-9 { share } else { 0.0 }
    }

    /// The period in whose experience a process is ordered that is commissioned in `built`.
    fn ordered(&self, process: &Process, built: usize) -> usize {
        if process.lead_time - 0.5 * self.years(built) < -1e-9 {
            return built;
        }
        let order = self.begins(built) - process.lead_time + 1e-9;
        (0..self.periods).filter(|period| self.begins(*period) <= order).max().unwrap_or(0)
    }

    /// Experience of a group at the beginning of each period and at the end.
    fn path(&self, group: usize) -> Vec<f64> {
        let mut path = vec![self.network.experiences[group].initial];
        for period in 0..self.periods {
            let mut gained = 0.0;
            for (index, process) in self.network.processes.iter().enumerate() {
                match process.learning {
                    Some(Learning::Building(own)) if own == group => {
                        gained += self.plan.builds[index][period] + process.coming[period];
                    }
                    Some(Learning::Running(own)) if own == group => {
                        gained += self.plan.runs[index][period] * self.years(period);
                    }
                    _ => {}
                }
            }
            path.push(path[period] + gained);
        }
        path
    }

    /// Present value, at stated prices, of what a group's experience in each period sets the price of.
    fn money_by_order(&self, group: usize) -> Vec<f64> {
        let mut money = vec![0.0; self.periods];
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                match process.learning {
                    Some(Learning::Building(own)) if own == group => {
                        money[self.ordered(process, period)] +=
                            self.plan.builds[index][period] * process.price.at(period) * self.repaid(process, period);
                    }
                    Some(Learning::Running(own)) if own == group => {
                        money[period] +=
                            self.plan.runs[index][period] * process.running_cost.at(period) * self.weights[period];
                    }
                    _ => {}
                }
            }
        }
        money
    }

    /// Present value of what is repaid inside the horizon of one dollar's price, commissioned in `built`.
    fn repaid(&self, process: &Process, built: usize) -> f64 {
        let from = self.begins(built);
        let to = (from + process.life).min(self.ends(self.periods - 1));
        let cost_of_capital = ln_1p(process.wacc);
        // Spent evenly over the lead time, with interest until commissioning.
        let owed = integral(cost_of_capital, 0.0, process.lead_time, process.lead_time);
        let yearly = owed / integral(-cost_of_capital, 0.0, process.life, 1.0);
        let discount = ln_1p(self.network.discount);
        yearly * integral(-discount, from - self.begins(0), to - self.begins(0), 1.0)
    }

    /// Share of the stated price paid for capacity commissioned in a period.
    fn building_share(&self, process: &Process, built: usize) -> f64 {
        match process.learning {
            Some(Learning::Building(group)) => self.learned[group][self.ordered(process, built)],
            _ => 1.0,
        }
    }

    /// Share of the stated running cost paid in a period.
    fn running_share(&self, process: &Process, period: usize) -> f64 {
        match process.learning {
            Some(Learning::Running(group)) => self.learned[group][period],
            _ => 1.0,
        }
    }

    fn sign(&self) -> Checked {
        let mut worst = Worst::new(Rule::Sign);
        let tables = [&self.plan.builds, &self.plan.runs, &self.plan.stocks, &self.plan.shorts];
        for table in tables {
            for row in table {
                let size = row.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
                for (period, x) in row.iter().enumerate() {
                    worst.note(-x, size, || format!("{}", self.network.periods[period].year));
                }
            }
        }
        for (demand, row) in self.network.demands.iter().enumerate() {
            for period in 0..self.periods {
                let (short, amount) = (self.plan.shorts[demand][period], row.amount.at(period));
                worst.note(short - amount, amount.max(short.abs()), || {
                    format!("unmet {}, {}", row.title, self.network.periods[period].year)
                });
            }
        }
        worst.done()
    }

    /// Net supply of a market beyond what is wanted.
    fn net(&self, market: usize, period: usize) -> Sum {
        let mut sum = Sum::default();
        let years = self.years(period);
        for (index, process) in self.network.processes.iter().enumerate() {
            let run = self.plan.runs[index][period];
            for line in process.makes.iter().filter(|line| line.market == market) {
                sum.add(line.amount.at(period) * run);
            }
            for line in process.uses.iter().filter(|line| line.market == market) {
                sum.add(-line.amount.at(period) * run);
            }
            for line in process.capital.iter().filter(|line| line.market == market) {
                for built in 0..self.periods {
                    let build = self.plan.builds[index][built];
                    if build != 0.0 {
                        sum.add(-line.amount.at(built) * build * self.spent(process, built, period) / years);
                    }
                }
            }
        }
        let decay = self.network.commodities[self.network.markets[market].commodity].decay;
        if period > 0 && self.plan.stocks[market][period - 1] != 0.0 {
            let left = decay.map_or(0.0, |decay| power(1.0 - decay, years));
            sum.add(left * self.plan.stocks[market][period - 1] / years);
        }
        sum.add(-self.plan.stocks[market][period] / years);
        for (demand, row) in self.network.demands.iter().enumerate().filter(|(_, row)| row.market == market) {
            sum.add(self.plan.shorts[demand][period]);
            sum.add(-row.amount.at(period));
        }
        sum
    }

    fn balance(&self) -> Checked {
        let mut worst = Worst::new(Rule::Balance);
        for (market, row) in self.network.markets.iter().enumerate() {
            let sums: Vec<Sum> = (0..self.periods).map(|period| self.net(market, period)).collect();
            let greatest = sums.iter().fold(0.0_f64, |most, sum| most.max(sum.size));
            for (period, sum) in sums.iter().enumerate() {
                let at = || format!("{}, {}", self.network.market_title(market), self.network.periods[period].year);
                worst.note(-sum.value, sum.size.max(ROUNDING * greatest), at);
            }
            // What cannot be kept is not kept, and nothing is kept for after the end.
            let keeps = self.network.commodities[row.commodity].decay.is_some();
            for (period, stock) in self.plan.stocks[market].iter().enumerate() {
                if !keeps && *stock != 0.0 {
                    worst.note(1.0, 1.0, || {
                        format!("stock of {}, {}", self.network.market_title(market), self.network.periods[period].year)
                    });
                }
            }
        }
        worst.done()
    }

    fn capacity(&self) -> Checked {
        let mut worst = Worst::new(Rule::Capacity);
        for (index, process) in self.network.processes.iter().enumerate() {
            if process.free {
                continue;
            }
            let greatest = self.standing[index].iter().fold(0.0_f64, |most, x| most.max(*x));
            for period in 0..self.periods {
                let most = process.availability.at(period) * self.standing[index][period];
                let run = self.plan.runs[index][period];
                worst.note(run - most, most.max(run).max(ROUNDING * greatest), || self.place(index, period));
                let told = self.plan.capacities[index][period];
                let size = told.abs().max(ROUNDING * greatest);
                worst.note((told - self.standing[index][period]).abs(), size, || self.place(index, period));
            }
        }
        worst.done()
    }

    /// Whether what is ordered at the start, or as soon as it may be, can be commissioned at the beginning of a period: it is ready
    /// before the middle of it.
    fn allowed(&self, process: &Process, built: usize) -> bool {
        let middle = self.begins(built) + 0.5 * self.years(built);
        let ready = self.begins(0) + process.lead_time;
        !process.free && middle - ready > 1e-9 && middle - process.first > 1e-9
    }

    fn lead_time(&self) -> Checked {
        let mut worst = Worst::new(Rule::LeadTime);
        for (index, process) in self.network.processes.iter().enumerate() {
            let greatest = self.plan.builds[index].iter().fold(0.0_f64, |most, x| most.max(*x));
            for built in 0..self.periods {
                // Once it can be commissioned it can be for ever.
                if !(0..=built).any(|earlier| self.allowed(process, earlier)) {
                    worst.note(self.plan.builds[index][built], greatest, || self.place(index, built));
                }
            }
        }
        worst.done()
    }

    /// What may be commissioned in a period at most.
    fn growth_room(&self, index: usize, period: usize) -> Option<f64> {
        let process = &self.network.processes[index];
        let seed = process.seed?;
        let built = (0..self.periods).filter(|built| self.there_when(process, *built, period));
        let there = self.given_when(process, period) + built.map(|built| self.plan.builds[index][built]).sum::<f64>();
        Some((seed + process.growth * there) * self.years(period))
    }

    fn growth(&self) -> Checked {
        let mut worst = Worst::new(Rule::Growth);
        for index in 0..self.network.processes.len() {
            let greatest = self.plan.builds[index].iter().fold(0.0_f64, |most, x| most.max(*x));
            for period in 0..self.periods {
                if let Some(room) = self.growth_room(index, period) {
                    let build = self.plan.builds[index][period];
                    worst.note(build - room, room.max(build).max(ROUNDING * greatest), || self.place(index, period));
                }
            }
        }
        worst.done()
    }

    fn most(&self) -> Checked {
        let mut worst = Worst::new(Rule::Most);
        for (index, process) in self.network.processes.iter().enumerate() {
            let Some(most) = &process.most else { continue };
            for period in 0..self.periods {
                let room = most.at(period).max(self.given[index][period]);
                let standing = self.standing[index][period];
                worst.note(standing - room, room.max(standing), || self.place(index, period));
            }
        }
        worst.done()
    }

    /// What is taken of a limit in a period by what a plan adds, and by what is there anyway: in all over the period where the limit
    /// holds for ever.
    fn taken(&self, limit: usize, period: usize) -> (Sum, f64) {
        let limit = &self.network.limits[limit];
        let (a_year, in_all) = match limit.span {
            Span::Year => (1.0 / self.years(period), 1.0),
            Span::Ever => (1.0, self.years(period)),
        };
        let (mut added, mut given) = (Sum::default(), 0.0);
        for (index, counted, amount) in &limit.takes {
            let process = &self.network.processes[*index];
            let amount = amount.at(period);
            match counted {
                Counted::Activity => added.add(amount * self.plan.runs[*index][period] * in_all),
                Counted::Building => {
                    added.add(amount * self.plan.builds[*index][period] * a_year);
                    given += if process.free { 0.0 } else { amount * process.coming[period] * a_year };
                }
                Counted::Standing => {
                    let (all, own) = (self.standing[*index][period], self.given[*index][period]);
                    added.add(if process.free { 0.0 } else { amount * (all - own) * in_all });
                    given += if process.free { 0.0 } else { amount * own * in_all };
                }
            }
        }
        (added, given)
    }

    /// What each row of a limit leaves to a plan, and what the plan takes: the row's period, room, taken.
    fn limit_rows(&self, limit: usize) -> Vec<(usize, f64, f64)> {
        let row = &self.network.limits[limit];
        match row.span {
            Span::Year => (0..self.periods)
                .map(|period| {
                    let (added, given) = self.taken(limit, period);
                    (period, (row.amount.at(period) - given).max(0.0), added.value)
                })
                .collect(),
            Span::Ever => {
                let (mut added, mut given) = (0.0, 0.0);
                for period in 0..self.periods {
                    let taken = self.taken(limit, period);
                    added += taken.0.value;
                    given += taken.1;
                }
                let last = self.periods - 1;
                vec![(last, (row.amount.at(last) - given).max(0.0), added)]
            }
        }
    }

    fn limits(&self) -> Checked {
        let mut worst = Worst::new(Rule::Limit);
        for (limit, row) in self.network.limits.iter().enumerate() {
            for (period, room, taken) in self.limit_rows(limit) {
                let size = row.amount.at(period).max(taken);
                worst.note(taken - room, size, || format!("{}, {}", row.title, self.network.periods[period].year));
            }
        }
        worst.done()
    }

    /// What a process spends in a year of a period, and of it what falls whatever the plan does.
    fn spending(&self, index: usize, period: usize) -> (f64, f64) {
        let process = &self.network.processes[index];
        let fixed = if process.free { 0.0 } else { process.fixed_cost.at(period) };
        let mut sum = fixed * self.standing[index][period];
        sum += process.running_cost.at(period) * self.running_share(process, period) * self.plan.runs[index][period];
        for built in 0..self.periods {
            let build = self.plan.builds[index][built];
            if build != 0.0 {
                let price = process.price.at(built) * self.building_share(process, built);
                sum += price * build * self.spent(process, built, period) / self.years(period);
            }
        }
        (sum, fixed * self.given[index][period])
    }

    fn budget(&self) -> Checked {
        let mut worst = Worst::new(Rule::Budget);
        for period in 0..self.periods {
            let mut all = 0.0;
            for index in 0..self.network.processes.len() {
                let (spending, _) = self.spending(index, period);
                worst.same(self.plan.spending[index][period], spending, || self.place(index, period));
                all += spending;
            }
            if let Some(budget) = &self.network.budget {
                let budget = budget.at(period);
                worst.note(all - budget, budget.max(all), || format!("{}", self.network.periods[period].year));
            }
        }
        worst.done()
    }

    /// What one unit of activity adds to the target: what is made beyond what is used of the same.
    fn towards_target(&self, process: &Process, period: usize) -> f64 {
        let Some(target) = &self.network.target else { return 0.0 };
        let mut net = 0.0;
        for (lines, sign) in [(&process.makes, 1.0), (&process.uses, -1.0)] {
            for line in lines {
                if self.network.markets[line.market].commodity == target.commodity {
                    net += sign * line.amount.at(period);
                }
            }
        }
        net.max(0.0)
    }

    fn target(&self) -> Checked {
        let mut worst = Worst::new(Rule::Target);
        if let (Some(target), Some(from)) = (&self.network.target, self.plan.target_period) {
            // Whoever asked for the earliest period wants it from there on; else it is made once.
            let until = if self.plan.objective == Objective::Earliest { self.periods } else { from + 1 };
            for period in from..until {
                let runs = self.network.processes.iter().zip(&self.plan.runs);
                let made: f64 = runs.map(|(process, runs)| self.towards_target(process, period) * runs[period]).sum();
                worst.note(target.amount - made, target.amount, || format!("{}", self.network.periods[period].year));
            }
        }
        worst.done()
    }

    /// Present value of what the plan costs: unmet demand, and all else.
    fn cost(&self) -> (f64, f64) {
        let mut cost = 0.0;
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                let weight = self.weights[period];
                if !process.free {
                    cost += process.fixed_cost.at(period) * self.standing[index][period] * weight;
                    let price = process.price.at(period) * self.building_share(process, period);
                    cost += self.plan.builds[index][period] * price * self.repaid(process, period);
                }
                let running = process.running_cost.at(period) * self.running_share(process, period);
                cost += running * self.plan.runs[index][period] * weight;
            }
        }
        let mut unmet = 0.0;
        for (demand, row) in self.network.demands.iter().enumerate() {
            if let Some(price) = &row.price {
                let shorts = self.plan.shorts[demand].iter().enumerate();
                unmet += shorts.map(|(period, short)| price.at(period) * short * self.weights[period]).sum::<f64>();
            }
        }
        (unmet, cost)
    }

    fn money(&self) -> Checked {
        let mut worst = Worst::new(Rule::Money);
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                let price = process.price.at(period) * self.building_share(process, period);
                worst.same(self.plan.unit_prices[index][period], price, || self.place(index, period));
                let running = process.running_cost.at(period) * self.running_share(process, period);
                worst.same(self.plan.unit_running_costs[index][period], running, || self.place(index, period));
            }
        }
        for (group, row) in self.network.experiences.iter().enumerate() {
            for (period, told) in self.plan.experience[group].iter().enumerate() {
                let at = || format!("experience of {}, {}", row.title, self.network.periods[period].year);
                worst.same(*told, self.experience[group][period], at);
            }
        }
        let found = self.plan.objective_value;
        let wanted = match self.plan.objective {
            Objective::LeastCost | Objective::Earliest => {
                let (unmet, cost) = self.cost();
                unmet + cost
            }
            Objective::MostCompute => self.delivered(),
        };
        worst.same(found, wanted, || "the objective".into());
        worst.done()
    }

    /// Delivered demand that counts, discounted: of the target's commodity; without a target all that has a price; else all.
    fn delivered(&self) -> f64 {
        let priced = self.network.demands.iter().any(|row| row.price.is_some());
        let counts = |row: &Demand| match &self.network.target {
            Some(target) => self.network.markets[row.market].commodity == target.commodity,
            None => row.price.is_some() || !priced,
        };
        let mut sum = 0.0;
        for (demand, row) in self.network.demands.iter().enumerate().filter(|(_, row)| counts(row)) {
            for period in 0..self.periods {
                sum += (row.amount.at(period) - self.plan.shorts[demand][period]) * self.weights[period];
            }
        }
        sum
    }

    fn positive_prices(&self) -> Checked {
        let mut worst = Worst::new(Rule::Prices);
        for (market, prices) in self.plan.prices.iter().enumerate() {
            let greatest = prices.iter().fold(0.0_f64, |most, price| most.max(price.abs()));
            for (period, price) in prices.iter().enumerate() {
                let at = || format!("{}, {}", self.network.market_title(market), self.network.periods[period].year);
                worst.note(-price, greatest, at);
            }
        }
        let greatest = self.plan.duals.iter().fold(0.0_f64, |most, (_, dual)| most.max(dual.abs()));
        for (row, dual) in &self.plan.duals {
            worst.note(-dual, greatest, || row.title(self.network));
        }
        worst.done()
    }

    /// What one more unit of a row is worth, at the start of the horizon.
    fn worth(&self) -> impl Fn(Constraint) -> f64 + use<> {
        let worth: BTreeMap<Constraint, f64> = self.plan.duals.iter().copied().collect();
        move |row| worth.get(&row).copied().unwrap_or(0.0)
    }

    /// Price of a market at the start of the horizon, for one unit a year over a period.
    fn price(&self, market: usize, period: usize) -> f64 {
        self.plan.prices[market][period] * self.weights[period]
    }

    /// What one more unit of capacity costs at the margin, without what it uses and takes.
    fn margin_of_building(&self, process: &Process, built: usize) -> Sum {
        let mut sum = Sum::default();
        sum.add(process.price.at(built) * self.building_share(process, built) * self.repaid(process, built));
        for period in built..self.periods {
            sum.add(process.fixed_cost.at(period) * self.present(process, built, period) * self.weights[period]);
        }
        if let Some(Learning::Building(group)) = process.learning {
            sum.add(self.lesson[group][built + 1]);
        }
        sum
    }

    /// What one more unit of activity costs at the margin, without what it uses and takes.
    fn margin_of_running(&self, process: &Process, period: usize) -> Sum {
        let mut sum = Sum::default();
        sum.add(process.running_cost.at(period) * self.running_share(process, period) * self.weights[period]);
        if let Some(Learning::Running(group)) = process.learning {
            sum.add(self.lesson[group][period + 1] * self.years(period));
        }
        sum
    }

    /// What one more unit of activity costs at the margin beyond what it earns, at prices.
    fn loss_of_running(&self, index: usize, period: usize, worth: &impl Fn(Constraint) -> f64) -> Sum {
        let process = &self.network.processes[index];
        let mut sum = self.margin_of_running(process, period);
        for line in &process.makes {
            sum.add(-line.amount.at(period) * self.price(line.market, period));
        }
        for line in &process.uses {
            sum.add(line.amount.at(period) * self.price(line.market, period));
        }
        sum.add(worth(Constraint::Capacity { process: index, period }));
        for (limit, row) in self.network.limits.iter().enumerate() {
            for (_, _, amount) in row.takes.iter().filter(|take| take.0 == index && take.1 == Counted::Activity) {
                let (at, share) = self.limit_row(row.span, period);
                sum.add(amount.at(period) * share * worth(Constraint::Limit { limit, period: at }));
            }
        }
        let running = process.running_cost.at(period) * self.running_share(process, period);
        sum.add(running * worth(Constraint::Budget { period }));
        sum.add(-self.towards_target(process, period) * worth(Constraint::Target { period }));
        sum
    }

    /// In which row a period counts, and how many years of it.
    fn limit_row(&self, span: Span, period: usize) -> (usize, f64) {
        match span {
            Span::Year => (period, 1.0),
            Span::Ever => (self.periods - 1, self.years(period)),
        }
    }

    /// What one more unit of capacity costs at the margin beyond what it earns, at prices.
    fn loss_of_building(&self, index: usize, built: usize, worth: &impl Fn(Constraint) -> f64) -> Sum {
        let process = &self.network.processes[index];
        let mut sum = self.margin_of_building(process, built);
        sum.add(worth(Constraint::Growth { process: index, period: built }));
        for period in 0..self.periods {
            let spent = self.spent(process, built, period) / self.years(period);
            if spent != 0.0 {
                for line in &process.capital {
                    sum.add(line.amount.at(built) * spent * self.price(line.market, period));
                }
                let price = process.price.at(built) * self.building_share(process, built);
                sum.add(price * spent * worth(Constraint::Budget { period }));
            }
            if self.there_when(process, built, period) {
                let room = process.growth * self.years(period);
                sum.add(-room * worth(Constraint::Growth { process: index, period }));
            }
            let present = self.present(process, built, period);
            if present > 0.0 {
                let works = process.availability.at(period) * present;
                sum.add(-works * worth(Constraint::Capacity { process: index, period }));
                sum.add(present * worth(Constraint::Most { process: index, period }));
                sum.add(process.fixed_cost.at(period) * present * worth(Constraint::Budget { period }));
            }
        }
        for (limit, row) in self.network.limits.iter().enumerate() {
            for (_, counted, amount) in row.takes.iter().filter(|take| take.0 == index) {
                match counted {
                    Counted::Activity => {}
                    Counted::Building => {
                        let (at, years) = self.limit_row(row.span, built);
                        let share = years / self.years(built);
                        sum.add(amount.at(built) * share * worth(Constraint::Limit { limit, period: at }));
                    }
                    Counted::Standing => {
                        for period in built..self.periods {
                            let (at, share) = self.limit_row(row.span, period);
                            let present = self.present(process, built, period);
                            let worth = worth(Constraint::Limit { limit, period: at });
                            sum.add(amount.at(period) * present * share * worth);
                        }
                    }
                }
            }
        }
        sum
    }

    fn profit(&self) -> Checked {
        let mut worst = Worst::new(Rule::Profit);
        let worth = self.worth();
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                let loss = self.loss_of_running(index, period, &worth);
                worst.note(-loss.value, loss.size, || format!("running {}", self.place(index, period)));
                if (0..=period).any(|earlier| self.allowed(process, earlier)) {
                    let loss = self.loss_of_building(index, period, &worth);
                    worst.note(-loss.value, loss.size, || format!("building {}", self.place(index, period)));
                }
            }
        }
        for (market, row) in self.network.markets.iter().enumerate() {
            let Some(decay) = self.network.commodities[row.commodity].decay else { continue };
            for period in 0..self.periods - 1 {
                let years = self.years(period + 1);
                let now = self.price(market, period) / self.years(period);
                let later = self.price(market, period + 1) * power(1.0 - decay, years) / years;
                let at =
                    || format!("keeping {}, {}", self.network.market_title(market), self.network.periods[period].year);
                worst.note(later - now, later + now, at);
            }
        }
        worst.done()
    }

    /// Unmet demand that is no choice of the prices: all of it where delivery is the objective, for then it is as small as it can be.
    fn duality(&self) -> Checked {
        let mut worst = Worst::new(Rule::Duality);
        let worth = self.worth();
        let given_shorts = self.plan.objective == Objective::MostCompute;
        // Costs at the margin of what the plan does.
        let mut primal = Sum::default();
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                primal.add(self.plan.runs[index][period] * self.margin_of_running(process, period).value);
                let build = self.plan.builds[index][period];
                if build != 0.0 {
                    primal.add(build * self.margin_of_building(process, period).value);
                }
            }
        }
        // What is scarce, at its prices.
        let mut dual = Sum::default();
        for (demand, row) in self.network.demands.iter().enumerate() {
            for period in 0..self.periods {
                let (price, amount) = (self.price(row.market, period), row.amount.at(period));
                let short = self.plan.shorts[demand][period];
                match &row.price {
                    _ if given_shorts => dual.add(price * (amount - short)),
                    Some(cost) => {
                        let cost = cost.at(period) * self.weights[period];
                        primal.add(cost * short);
                        // Nobody pays more than it costs to go without.
                        dual.add(price.min(cost) * amount);
                    }
                    None => dual.add(price * amount),
                }
            }
        }
        for (index, process) in self.network.processes.iter().enumerate() {
            for period in 0..self.periods {
                let works = process.availability.at(period) * self.given[index][period];
                dual.add(-works * worth(Constraint::Capacity { process: index, period }));
                let growth = worth(Constraint::Growth { process: index, period });
                if growth != 0.0 {
                    let given = process.seed.unwrap_or(0.0) + process.growth * self.given_when(process, period);
                    dual.add(-given * self.years(period) * growth);
                }
                if let Some(most) = &process.most {
                    let room = (most.at(period) - self.given[index][period]).max(0.0);
                    dual.add(-room * worth(Constraint::Most { process: index, period }));
                }
            }
        }
        for limit in 0..self.network.limits.len() {
            for (period, room, _) in self.limit_rows(limit) {
                dual.add(-room * worth(Constraint::Limit { limit, period }));
            }
        }
        for period in 0..self.periods {
            let scarce = worth(Constraint::Budget { period });
            if let Some(budget) = &self.network.budget
                && scarce != 0.0
            {
                let kept: f64 = (0..self.network.processes.len()).map(|index| self.spending(index, period).1).sum();
                dual.add(-(budget.at(period) - kept) * scarce);
            }
            if let Some(target) = &self.network.target {
                dual.add(target.amount * worth(Constraint::Target { period }));
            }
        }
        let size = primal.value.abs().max(dual.value.abs()).max(ROUNDING * (primal.size + dual.size));
        worst.note((primal.value - dual.value).abs(), size, || {
            format!("costs {:e}, scarce things are worth {:e}", primal.value, dual.value)
        });
        worst.done()
    }
}

/// `∫ e^(force τ) dτ` from one time to another, divided by so much; one where that is nothing.
fn integral(force: f64, from: f64, to: f64, over: f64) -> f64 {
    if over <= 0.0 {
        return 1.0;
    }
    let length = (to - from).max(0.0);
    let middle = force * f64::midpoint(from, to);
    // sinh(x)/x about the middle, which stays exact for small forces.
    let half = 0.5 * force * length;
    let shape = if half.abs() < 1e-4 { 1.0 + half * half / 6.0 } else { (exp(half) - exp(-half)) / (2.0 * half) };
    exp(middle) * length * shape / over
}

/// Mean share of the stated price while experience grows from one amount to another: by quadrature over the logarithm of
/// experience, on either side of the floor.
fn mean_share(experience: &Experience, from: f64, to: f64) -> f64 {
    let steepness = ln(1.0 - experience.rate) / ln(2.0);
    let share = |amount: f64| power(amount / experience.initial, steepness).max(experience.floor);
    if to - from <= 1e-9 * from {
        return share(f64::midpoint(from, to));
    }
    let bottom = if experience.floor > 0.0 && steepness < 0.0 {
        experience.initial * power(experience.floor, 1.0 / steepness)
    } else {
        f64::INFINITY
    };
    // Gauss's five points on each stretch of at most a factor of e.
    let points = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    let area = |from: f64, to: f64| -> f64 {
        let width = ln(to / from);
        let stretches = width.ceil().max(1.0);
        let half = 0.5 * width / stretches;
        let mut sum = 0.0;
        let mut middle = ln(from) + half;
        while middle < ln(to) {
            let at = |offset: f64| {
                let amount = exp(middle + offset * half);
                share(amount) * amount
            };
            sum += points.iter().map(|(offset, weight)| weight * at(*offset)).sum::<f64>() * half;
            middle += 2.0 * half;
        }
        sum
    };
    let area = if from < bottom && bottom < to {
        area(from, bottom) + experience.floor * (to - bottom)
    } else if from >= bottom {
        experience.floor * (to - from)
    } else {
        area(from, to)
    };
    area / (to - from)
}
