//! Draws that are kept while single numbers are moved: what a page needs that redraws a fan as a lever is dragged.
//!
//! The costs of each option in each year of each draw are kept. A moved number makes anew only those of the options that can
//! [read](crate::read_by) it; all other numbers stay as they were drawn, so that nothing but the move is seen. Runs no thread: the work
//! comes in parts that may run on several, with the same bits on any number.
//!
//! **While a lever is dragged** costs are worked out in some years only, the knots. In between, the *factor* by which the move changes the
//! cost is interpolated, not the cost: costs are known in every year as they were before the move, so that their own bends stay exact, and
//! the error goes to nothing with the move. Where the factor bends depends on the move; a few draws that are worked out in every
//! year ([`PILOTS`]) tell: a knot is added where they are worst, until they are within [`TOLERANCE`] or there are [`MOST_KNOTS`]. Where a cost cannot
//! be had at a knot on either side, the years between are worked out too.

use crate::evaluation::{Drawn, crosses, decisions_kept, ratio};
use crate::explore::Points;
use crate::outcomes::Outcomes;
use crate::reach::read_by;
use crate::uncertain::{NotDrawn, Uncertain};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use sunward_economics::cost::MOST_WORKLOADS;
use sunward_economics::{Cost, Datasheet, PrepareError, Prepared, PreparedTerms};
use sunward_model::chain::only_plans_read;
use sunward_model::{Model, NotSet, Parameter, Register, Scenario, SetError, Value, Values};
use sunward_quantity::Quantity;
use sunward_uncertainty::sobol::published;

/// Draws that tell where knots are needed.
pub const PILOTS: usize = 8;

/// How far the interpolated costs of these draws may be off, as a share, in the mean over them in the worst year.
pub const TOLERANCE: f64 = 0.002;

/// Most knots of an option.
pub const MOST_KNOTS: usize = 10;

/// Shares at which a fan is shown.
pub const SHARES: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// Why a model cannot be shown as asked.
#[derive(Debug, Clone, PartialEq)]
pub enum NotShown {
    /// Numbers that cannot be set.
    Set(Vec<SetError>),
    /// A world that cannot be.
    Impossible(Vec<PrepareError>),
    /// Numbers that cannot be drawn.
    NotDrawn(Vec<NotDrawn>),
    /// Paths of what was changed and needs more than a [bare model](Bare): skies and routes rest on it, or there are words to be found for
    /// why it cannot be.
    Bare(Vec<String>),
}

impl std::fmt::Display for NotShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Set(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            Self::Impossible(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            Self::NotDrawn(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            Self::Bare(paths) => paths
                .iter()
                .try_for_each(|path| writeln!(f, "`{path}`: no draw of this model alone shows what it does")),
        }
    }
}

impl std::error::Error for NotShown {}

/// A model, bare: what draws of its costs rest on, and nothing that only documents and plans read. It is small, and quick to begin with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Bare {
    register: Register,
    scenario: Scenario,
    /// Uses of compute, by name.
    workloads: Vec<String>,
    /// What each option is called.
    titles: Vec<String>,
    /// Skies and routes as opened.
    prepared: Prepared,
    /// What is drawn, as opened.
    uncertain: Uncertain,
    /// Direction numbers of the sequence that it is drawn by, unless it is drawn at random.
    directions: Option<String>,
    /// For each option the slots that it can read, in order.
    reads: Vec<Vec<usize>>,
}

impl Bare {
    /// Whether an option can read a slot.
    fn reads(&self, option: usize, slot: usize) -> bool {
        self.reads[option].binary_search(&slot).is_ok()
    }

    /// Of a model, with what is drawn of it.
    fn of(model: &Model, prepared: Prepared, uncertain: Uncertain) -> Self {
        Self {
            directions: published(uncertain.inputs.dimensions()).ok().map(str::to_string),
            register: model.register.clone(),
            scenario: model.scenario.clone(),
            workloads: model.workloads.iter().map(|workload| workload.name.clone()).collect(),
            titles: prepared.names.iter().map(|name| model.title(name)).collect(),
            reads: prepared.names.iter().map(|name| read_by(model, name).into_iter().collect()).collect(),
            prepared,
            uncertain,
        }
    }
}

/// What a [bare model](Bare) leaves out.
trait Whole: std::fmt::Debug + Send + Sync {
    /// The model with these numbers.
    fn with(&self, register: &Register) -> Model;
    /// What a user is told of a change that cannot be made.
    fn in_words(&self, register: &Register, path: &str, why: NotSet) -> SetError;
    /// Its skies and routes.
    fn prepared(&self, register: &Register) -> Result<Prepared, Vec<PrepareError>>;
}

impl Whole for Model {
    fn with(&self, register: &Register) -> Model {
        Model { register: register.clone(), ..self.clone() }
    }

    fn in_words(&self, register: &Register, path: &str, why: NotSet) -> SetError {
        register.in_words(path, why)
    }

    fn prepared(&self, register: &Register) -> Result<Prepared, Vec<PrepareError>> {
        Prepared::new(&self.with(register))
    }
}

/// A model with its draws kept.
#[derive(Debug, Clone)]
pub struct Live {
    /// With the changes asked for.
    register: Register,
    bare: Arc<Bare>,
    whole: Option<Arc<dyn Whole>>,
    outcomes: Outcomes,
    points: Arc<Points>,
    /// Skies and routes where they rest on a change.
    anew: Option<(BTreeMap<usize, Parameter>, Prepared)>,
    /// Parameters as opened of what is changed, and as they are changed.
    before: BTreeMap<usize, Parameter>,
    changed: BTreeMap<usize, Parameter>,
    /// Numbers that are drawn by year, and their place among the numbers drawn.
    paths: Vec<(usize, Drawn)>,
    draws: usize,
    /// Values of each draw.
    values: Vec<f64>,
    /// Of each draw, each of `paths` in each year.
    steps: Vec<f64>,
    /// Costs by draw, use, option and year, with the changes in `settled`; infinite where an option cannot be had.
    costs: Vec<f64>,
    settled: BTreeMap<usize, Parameter>,
    fan: Fan,
}

/// What the draws say of the ratio of both sides.
#[derive(Debug, Clone, PartialEq, Default)]
struct Fan {
    /// Uses that are shown.
    uses: Vec<usize>,
    /// Ratios by use, draw and year.
    ratios: Vec<f64>,
    /// By use and draw: index of the year of the crossover, or how many years there are.
    crossings: Vec<u32>,
}

/// What the draws say of one use.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Index of the use.
    pub workload: usize,
    /// For each of [`SHARES`] the ratio of challenger to incumbent by year, of all draws: infinite where so many cannot be had, and −∞
    /// where in so many only the incumbent cannot.
    pub quantiles: [Vec<f64>; SHARES.len()],
    /// Draws that first cross in each year; those of the first year have crossed already.
    pub crossings: Vec<u64>,
    /// Draws that never cross.
    pub never: u64,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Options whose costs can differ from those kept.
    pub options: usize,
    /// Whether skies and routes were worked out anew, which takes longer.
    pub prepared_anew: bool,
}

impl Live {
    /// Draws so many times and works out all costs.
    ///
    /// # Errors
    /// [`NotShown`].
    pub fn new(model: Model, seed: u64, draws: usize) -> Result<Self, NotShown> {
        let prepared = Prepared::new(&model).map_err(NotShown::Impossible)?;
        let uncertain = Uncertain::of(&model, &prepared, &[]).map_err(NotShown::NotDrawn)?;
        let bare = Bare::of(&model, prepared, uncertain);
        let mut live = Self::of_bare(bare, seed);
        live.whole = Some(Arc::new(model));
        live.draw(draws);
        Ok(live)
    }

    /// With a bare model, and nothing drawn yet. Skies and routes stay as they were prepared.
    pub fn of_bare(bare: Bare, seed: u64) -> Self {
        let outcomes = Outcomes::of_scenario(&bare.scenario, bare.workloads.clone());
        let years = &outcomes.years;
        let parameters = bare.register.parameters();
        let path = |(number, drawn): (usize, &crate::Number)| {
            Some((number, Drawn::of(drawn.slot, drawn.values.start, &parameters[drawn.slot].value, years)?))
        };
        let paths = bare.uncertain.numbers.iter().enumerate().filter_map(path).collect();
        Self {
            points: Arc::new(Points::of_published(
                bare.uncertain.inputs.dimensions(),
                bare.directions.as_deref(),
                seed,
            )),
            whole: None,
            outcomes,
            anew: None,
            before: BTreeMap::new(),
            changed: BTreeMap::new(),
            paths,
            draws: 0,
            values: Vec::new(),
            steps: Vec::new(),
            costs: Vec::new(),
            settled: BTreeMap::new(),
            fan: Fan::default(),
            register: bare.register.clone(),
            bare: Arc::new(bare),
        }
    }

    /// The model as it was opened, bare.
    pub fn bare(&self) -> Bare {
        let mut bare = (*self.bare).clone();
        let read = |slot: usize| (0..bare.reads.len()).any(|option| self.bare.reads(option, slot));
        bare.register = bare.register.thinned(read);
        bare
    }

    /// The model with the changes asked for; `None` of a bare one.
    pub fn model(&self) -> Option<Model> {
        self.whole.as_ref().map(|whole| whole.with(&self.register))
    }

    /// The numbers with the changes asked for.
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The question.
    pub fn scenario(&self) -> &Scenario {
        &self.bare.scenario
    }

    /// What the option with this index is called.
    pub fn title(&self, option: usize) -> &str {
        &self.bare.titles[option]
    }

    /// What is drawn, as the model was opened.
    pub fn uncertain(&self) -> &Uncertain {
        &self.bare.uncertain
    }

    /// What is counted of each draw.
    pub fn outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// Skies and routes with the changes asked for.
    pub fn prepared(&self) -> &Prepared {
        self.anew.as_ref().map_or(&self.bare.prepared, |anew| &anew.1)
    }

    /// The numbers that the option with this index can read.
    pub fn reads(&self, option: usize) -> &[usize] {
        &self.bare.reads[option]
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.draws
    }

    /// The values of a draw with the changes asked for: what is moved is no longer drawn.
    pub fn values(&self, draw: usize) -> Vec<f64> {
        let mut values = self.drawn(draw).to_vec();
        for number in &self.bare.uncertain.numbers {
            let Some(changed) = self.changed.get(&number.slot) else { continue };
            let before = self.before[&number.slot].value.estimates();
            let own = &mut values[number.values.clone()];
            match &changed.value {
                Value::OverTime { points, .. } => {
                    for ((value, new), old) in own.iter_mut().zip(points).zip(before) {
                        if new.1 != old.1 {
                            *value = new.1.best;
                        }
                    }
                }
                Value::Constant(estimate) => own.fill(estimate.best),
                Value::Absent => {}
            }
        }
        values
    }

    /// The years that a number is drawn for; none of one that is the same in all years.
    pub fn years_of(&self, number: &crate::Number) -> Vec<Option<i32>> {
        let parameter = self.before.get(&number.slot).unwrap_or(&self.register.parameters()[number.slot]);
        parameter.value.estimates().iter().map(|row| row.0).collect()
    }

    /// The values of a draw as the model was opened.
    pub fn drawn(&self, draw: usize) -> &[f64] {
        let slots = self.bare.uncertain.inputs.slots();
        &self.values[draw * slots..][..slots]
    }

    fn years(&self) -> &[i32] {
        &self.outcomes.years
    }

    /// Draws anew so many times; the first draws are the same whatever their number. All costs are to be worked out again.
    pub fn draw(&mut self, draws: usize) {
        let rows = self.points.values(&self.bare.uncertain.inputs, draws as u64);
        let years = self.years().len();
        let mut steps = Vec::with_capacity(draws * self.paths.len() * years);
        let mut logarithms = vec![0.0; self.paths.iter().map(|(_, path)| path.points).max().unwrap_or(0)];
        for row in &rows {
            for (_, path) in &self.paths {
                path.logarithms(row, &mut logarithms);
                steps.extend((0..years).map(|year| path.value(year, row, &logarithms)));
            }
        }
        self.values = rows.concat();
        self.steps = steps;
        self.draws = draws;
        self.costs = Vec::new();
    }

    /// Makes these changes, in this order, to the model as it was opened: path, and value with its unit, as `--set` takes them.
    ///
    /// # Errors
    /// [`NotShown`]; then the changes made before stay.
    pub fn set(&mut self, changes: &[(String, String)]) -> Result<Moved, NotShown> {
        let (before, kept) = (std::mem::take(&mut self.before), self.changed.clone());
        for (slot, parameter) in before {
            self.register.put_back(slot, parameter);
        }
        self.changed.clear();
        let made = self.make(changes).and_then(|()| self.prepare());
        if made.is_err() {
            for (slot, parameter) in std::mem::take(&mut self.before) {
                self.register.put_back(slot, parameter);
            }
            for (slot, parameter) in &kept {
                self.before.insert(*slot, self.register.parameters()[*slot].clone());
                self.register.put_back(*slot, parameter.clone());
            }
            self.changed = kept;
        }
        made.map(|prepared_anew| Moved { options: self.touched().len(), prepared_anew })
    }

    fn make(&mut self, changes: &[(String, String)]) -> Result<(), NotShown> {
        let register = &mut self.register;
        let mut refused = Vec::new();
        let mut left_out = Vec::new();
        for (path, value) in changes {
            let slot = register.slot(path).or_else(|| {
                let (head, year) = path.rsplit_once('.')?;
                year.parse::<i32>().ok().and_then(|_| register.slot(head))
            });
            let was = slot.map(|slot| (slot, register.parameters()[slot].clone()));
            match (register.try_set(path, value), was) {
                (Err(why), _) => match &self.whole {
                    Some(whole) => refused.push(whole.in_words(register, path, why)),
                    None => left_out.push(path.clone()),
                },
                (Ok(()), Some((slot, was))) => {
                    self.before.entry(slot).or_insert(was);
                    self.changed.insert(slot, register.parameters()[slot].clone());
                }
                (Ok(()), None) => {}
            }
        }
        if !left_out.is_empty() {
            Err(NotShown::Bare(left_out))
        } else if refused.is_empty() {
            Ok(())
        } else {
            Err(NotShown::Set(refused))
        }
    }

    /// Works out skies and routes where they rest on what is changed; says whether it did.
    fn prepare(&mut self) -> Result<bool, NotShown> {
        let rests = self.bare.prepared.depends_on();
        let mut wanted = BTreeMap::new();
        for (slot, parameter) in self.changed.iter().filter(|row| rests.contains(row.0)) {
            wanted.insert(*slot, parameter.clone());
        }
        if wanted.is_empty() {
            self.anew = None;
            return Ok(false);
        }
        if self.anew.as_ref().is_some_and(|anew| anew.0 == wanted) {
            return Ok(false);
        }
        let Some(whole) = &self.whole else {
            return Err(NotShown::Bare(wanted.into_values().map(|parameter| parameter.path).collect()));
        };
        let prepared = whole.prepared(&self.register).map_err(NotShown::Impossible)?;
        self.anew = Some((wanted, prepared));
        Ok(true)
    }

    /// Slots in which the changes asked for and those that the kept costs rest on differ.
    fn moved(&self) -> Vec<usize> {
        let own = self.changed.keys();
        let others = self.settled.keys().filter(|slot| !self.changed.contains_key(slot));
        own.chain(others).copied().filter(|slot| self.changed.get(slot) != self.settled.get(slot)).collect()
    }

    /// Options whose costs can differ from those kept: all of them before the first time.
    fn touched(&self) -> Vec<usize> {
        let moved = self.moved();
        let all = 0..self.bare.reads.len();
        if self.costs.is_empty() {
            return all.collect();
        }
        all.filter(|option| moved.iter().any(|slot| self.bare.reads(*option, *slot))).collect()
    }

    /// Works out the ratio of both sides in all draws for some uses of compute (by index), in so many parts; `run` runs them, in any
    /// order and on any thread. With `exact` in every year, and what is worked out is kept; without it as the top of this page says.
    ///
    /// The first time, and after draws were drawn anew, it is exact whatever is asked. Says whether it was.
    pub fn work(&mut self, uses: &[usize], exact: bool, parts: usize, run: impl FnOnce(Vec<Work<'_>>)) -> bool {
        let exact = exact || self.costs.is_empty();
        let touched = self.touched();
        let (years, options, workloads) = (self.years().len(), self.bare.reads.len(), self.bare.workloads.len());
        let each = workloads * options * years;
        if self.costs.is_empty() {
            self.costs = vec![f64::INFINITY; self.draws * each];
        }
        let sides = self.sides();
        let prepared = self.anew.as_ref().map_or(&self.bare.prepared, |anew| &anew.1);
        let shown = uses.len();
        let share = self.draws.div_ceil(parts.max(1)).max(1);
        let setting = Setting {
            years: &self.outcomes.years,
            slots: self.bare.uncertain.inputs.slots(),
            paths: self.paths.len(),
            options,
            workloads,
            uses,
            // What is kept is kept of all uses; what passes is asked of those that are shown.
            asked: if exact { (0..workloads).collect() } else { uses.to_vec() },
            terms: if exact { prepared.terms.clone() } else { prepared.terms.of_uses(uses) },
            prepared,
            sides,
            exact,
        };
        let tasks = self.tasks(&setting, &touched);
        self.fan.uses = uses.to_vec();
        self.fan.ratios.resize(shown * self.draws * years, 0.0);
        self.fan.crossings.resize(shown * self.draws, 0);
        // By use: each part takes its draws of every use.
        let mut ratios: Vec<_> =
            self.fan.ratios.chunks_mut((self.draws * years).max(1)).map(|all| all.chunks_mut(share * years)).collect();
        let mut crossings: Vec<_> =
            self.fan.crossings.chunks_mut(self.draws.max(1)).map(|all| all.chunks_mut(share)).collect();
        let mut costs = self.costs.chunks_mut((share * each).max(1));
        let mut works = Vec::new();
        let mut first = 0;
        while first < self.draws {
            let count = share.min(self.draws - first);
            works.push(Work {
                setting: &setting,
                tasks: &tasks,
                first,
                values: &self.values,
                steps: &self.steps,
                costs: costs.next().unwrap_or_default(),
                ratios: ratios.iter_mut().map(|all| all.next().unwrap_or_default()).collect(),
                crossings: crossings.iter_mut().map(|all| all.next().unwrap_or_default()).collect(),
            });
            first += count;
        }
        run(works);
        if exact {
            self.settled = self.changed.clone();
        }
        exact
    }

    /// Whether each option is a challenger and whether it is an incumbent.
    fn sides(&self) -> Vec<[bool; 2]> {
        self.bare.prepared.names.iter().map(|name| self.bare.scenario.sides_of(name)).collect()
    }

    /// What is worked out of each draw, and in which years.
    fn tasks(&self, setting: &Setting, touched: &[usize]) -> Vec<Task> {
        if touched.is_empty() {
            return Vec::new();
        }
        let every: Vec<usize> = (0..setting.years.len()).collect();
        let all = self.task(every, touched.to_vec());
        if setting.exact {
            return vec![all];
        }
        let pilots = self.pilots(setting, &all);
        // Options of a kind bend alike, and have numbers in common.
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let kind = |option: &usize| std::mem::discriminant(&setting.prepared.options[*option]);
        for option in touched {
            match groups.iter_mut().find(|group| kind(&group[0]) == kind(option)) {
                Some(group) => group.push(*option),
                None => groups.push(vec![*option]),
            }
        }
        let knots = |group: &[usize]| knots(setting, &pilots, group, self.outcomes.focus);
        groups.into_iter().map(|group| self.task(knots(&group), group)).collect()
    }

    /// Factors by which the move changes the costs of the first draws, in every year.
    fn pilots(&self, setting: &Setting, task: &Task) -> Vec<Vec<f64>> {
        let mut desk = Desk::of(task);
        let each = setting.workloads * setting.options * setting.years.len();
        let pilot = |draw: usize| {
            let mut costs = vec![f64::NAN; each];
            desk.knots(task, setting, &setting.row(&self.values, &self.steps, draw), &mut costs);
            costs.iter_mut().zip(&self.costs[draw * each..]).for_each(|(new, old)| *new /= old);
            costs
        };
        (0..PILOTS.min(self.draws)).map(pilot).collect()
    }

    fn task(&self, knots: Vec<usize>, options: Vec<usize>) -> Task {
        let years = self.years();
        let parameters = self.register.parameters();
        let scenario = &self.bare.scenario;
        let read = |slot: usize| options.iter().any(|option| self.bare.reads(*option, slot));
        let numbers = &self.bare.uncertain.numbers;
        let drawn: Vec<usize> = numbers.iter().map(|number| number.slot).collect();
        let mut steady = Vec::new();
        let mut stepping = Vec::new();
        let mut anew = Vec::new();
        let mut path_of = vec![None; numbers.len()];
        for (row, (number, _)) in self.paths.iter().enumerate() {
            path_of[*number] = Some(row);
        }
        let mut now_constant = Vec::new();
        for (index, number) in numbers.iter().enumerate().filter(|row| read(row.1.slot)) {
            let change = self.changed.get(&number.slot);
            match (change.map(|p| &p.value), path_of[index]) {
                (Some(Value::Constant(_) | Value::Absent), _) => {
                    now_constant.push(number.slot);
                }
                (Some(Value::OverTime { points, .. }), Some(row)) => {
                    // Of a number that was moved in some of its years the others stay as they were drawn.
                    let before = self.before[&number.slot].value.estimates();
                    let own = points.iter().zip(before).enumerate();
                    let moved = own.filter(|(_, (new, old))| new.1 != old.1).map(|(at, (new, _))| (at, new.1.best));
                    anew.push((self.paths[row].1.clone(), moved.collect()));
                }
                (None, Some(row)) => stepping.push((number.slot, row)),
                (None, None) | (Some(Value::OverTime { .. }), None) => {
                    steady.push((number.slot, number.values.start));
                }
            }
        }
        let moves = |slot: usize, parameter: &Parameter| {
            read(slot)
                && matches!(parameter.value, Value::OverTime { .. })
                && !only_plans_read(&parameter.path)
                && !drawn.contains(&slot)
        };
        let by_year = |parameter: &Parameter| years.iter().map(|year| parameter.value.at(*year)).collect();
        let moving = parameters
            .iter()
            .enumerate()
            .filter(|(slot, parameter)| moves(*slot, parameter))
            .map(|(slot, parameter)| (slot, by_year(parameter)))
            .collect();
        let is_drawn = |slot: usize| drawn.contains(&slot) && !now_constant.contains(&slot);
        let kept = decisions_kept(&self.register, scenario.start..=scenario.end, self.prepared())
            .into_iter()
            .filter(|kept| read(kept.decision) && !is_drawn(kept.decision))
            .map(|kept| (kept.decision, by_year(&parameters[kept.decision]), kept.limit))
            .collect();
        Task { base: self.register.values(scenario.start), options, knots, steady, moving, stepping, anew, kept }
    }

    /// What the draws say of each use that was [worked out](Self::work).
    pub fn shown(&self) -> Vec<Shown> {
        let years = self.years().len();
        let mut column: Vec<u64> = Vec::with_capacity(self.draws);
        let mut found = Vec::new();
        for (index, workload) in self.fan.uses.iter().enumerate() {
            let ratios = &self.fan.ratios[index * self.draws * years..][..self.draws * years];
            let mut quantiles: [Vec<f64>; SHARES.len()] = Default::default();
            for year in 0..years {
                column.clear();
                column.extend(ratios[year..].iter().step_by(years).map(|ratio| ordered(*ratio)));
                column.sort_unstable();
                for (quantiles, share) in quantiles.iter_mut().zip(SHARES) {
                    quantiles.push(quantile(&column, share));
                }
            }
            let mut crossings = vec![0; years + 1];
            for crossing in &self.fan.crossings[index * self.draws..][..self.draws] {
                crossings[*crossing as usize] += 1;
            }
            let never = crossings.pop().unwrap_or(0);
            found.push(Shown { workload: *workload, quantiles, crossings, never });
        }
        found
    }

    /// The ratio of a use that was worked out, by draw and year: year after year of each draw.
    pub fn ratios(&self, workload: usize) -> Option<&[f64]> {
        let index = self.fan.uses.iter().position(|own| *own == workload)?;
        let each = self.draws * self.years().len();
        Some(&self.fan.ratios[index * each..][..each])
    }

    /// Index of the year in which each draw crosses for the first time, or how many years there are.
    pub fn crossings(&self, workload: usize) -> Option<&[u32]> {
        let index = self.fan.uses.iter().position(|own| *own == workload)?;
        Some(&self.fan.crossings[index * self.draws..][..self.draws])
    }

    /// The costs of the single run with the changes asked for: by year, and for each option and use, in SI.
    pub fn best(&self) -> Vec<Vec<[f64; MOST_WORKLOADS]>> {
        let mut values = Values::default();
        let prepared = self.prepared();
        let all: Vec<usize> = (0..prepared.options.len()).collect();
        let (mut sheet, mut cost) = (Datasheet::blank(), Cost::blank());
        let year = |year: &i32| {
            self.register.values_into(*year, &mut values);
            let mut found = vec![[f64::INFINITY; MOST_WORKLOADS]; all.len()];
            prepared.evaluate_each(&all, &values, *year, (&mut sheet, &mut cost), |option, cost| {
                if let Ok(cost) = cost {
                    found[option] = std::array::from_fn(|workload| cost.workloads[workload].compute.in_si());
                }
            });
            found
        };
        self.years().iter().map(year).collect()
    }
}

/// A number as whole number in the same order.
fn ordered(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

/// The number again.
fn number(ordered: u64) -> f64 {
    f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered })
}

/// Between the two nearest of numbers in order, or the nearer one where either is infinite; undefined for none.
fn quantile(sorted: &[u64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share * last as f64;
    let left = (at as usize).min(last);
    let (low, high) = (number(sorted[left]), number(sorted[(left + 1).min(last)]));
    let part = at - left as f64;
    if low.is_finite() && high.is_finite() {
        low + part * (high - low)
    } else if part < 0.5 {
        low
    } else {
        high
    }
}

/// Options that are worked out in the same years, and the numbers that they read.
#[derive(Debug)]
struct Task {
    options: Vec<usize>,
    knots: Vec<usize>,
    base: Values,
    /// Drawn once for all years: slot, and place among the values of a draw.
    steady: Vec<(usize, usize)>,
    /// Not drawn, by year.
    moving: Vec<(usize, Vec<f64>)>,
    /// Drawn by year: slot, and row of the steps.
    stepping: Vec<(usize, usize)>,
    /// Drawn by year and moved in some of its years.
    anew: Vec<(Drawn, Vec<(usize, f64)>)>,
    /// Decisions that keep to a limit.
    kept: Vec<(usize, Vec<f64>, usize)>,
}

/// What all parts of the work share.
#[derive(Debug)]
struct Setting<'a> {
    years: &'a [i32],
    slots: usize,
    paths: usize,
    options: usize,
    workloads: usize,
    /// Uses that are shown, and those that are worked out.
    uses: &'a [usize],
    asked: Vec<usize>,
    prepared: &'a Prepared,
    terms: PreparedTerms,
    sides: Vec<[bool; 2]>,
    exact: bool,
}

impl Setting<'_> {
    /// Where the costs of an option stand among those of a draw, year after year.
    #[inline]
    fn place(&self, workload: usize, option: usize) -> std::ops::Range<usize> {
        let years = self.years.len();
        let first = (workload * self.options + option) * years;
        first..first + years
    }

    /// The values of a draw.
    fn row<'a>(&self, values: &'a [f64], steps: &'a [f64], draw: usize) -> Row<'a> {
        let each = self.paths * self.years.len();
        Row { values: &values[draw * self.slots..][..self.slots], steps: &steps[draw * each..][..each] }
    }
}

/// Years in which a group of options is worked out, so that the factors of the pilots are within the tolerance in between.
fn knots(setting: &Setting, pilots: &[Vec<f64>], group: &[usize], focus: usize) -> Vec<usize> {
    let last = setting.years.len() - 1;
    let mut knots = vec![0, focus, last];
    knots.dedup();
    let curves: Vec<Vec<&[f64]>> = group
        .iter()
        .flat_map(|option| setting.asked.iter().map(|workload| setting.place(*workload, *option)))
        .map(|place| pilots.iter().map(|factors| &factors[place.clone()]).collect())
        .collect();
    // The mean over the pilots of how far the straight line between two knots is off in a year, of the worst curve.
    let off = |left: usize, right: usize, year: usize| {
        let along = (year - left) as f64 / (right - left) as f64;
        let one = |factors: &[f64]| {
            let line = factors[left] + along * (factors[right] - factors[left]);
            let off = (line / factors[year] - 1.0).abs();
            if off.is_finite() { off } else { 0.0 }
        };
        let mean = |curve: &Vec<&[f64]>| curve.iter().map(|factors| one(factors)).sum::<f64>() / curve.len() as f64;
        curves.iter().map(mean).fold(0.0, f64::max)
    };
    let worst_between = |left: usize, right: usize| {
        (left + 1..right)
            .map(|year| (off(left, right, year), year))
            .fold((0.0, 0), |a, b| if b.0 > a.0 { b } else { a })
    };
    let mut gaps: Vec<(usize, usize, (f64, usize))> =
        knots.windows(2).map(|pair| (pair[0], pair[1], worst_between(pair[0], pair[1]))).collect();
    while knots.len() < MOST_KNOTS {
        let Some(at) = (0..gaps.len()).max_by(|a, b| gaps[*a].2.0.total_cmp(&gaps[*b].2.0)) else { break };
        let (left, right, (off, year)) = gaps[at];
        if off <= TOLERANCE {
            break;
        }
        knots.insert(knots.partition_point(|knot| *knot < year), year);
        gaps[at] = (left, year, worst_between(left, year));
        gaps.push((year, right, worst_between(year, right)));
    }
    knots
}

/// Some of the draws, to be worked out on any thread.
#[derive(Debug)]
pub struct Work<'a> {
    setting: &'a Setting<'a>,
    tasks: &'a [Task],
    /// Number of its first draw.
    first: usize,
    values: &'a [f64],
    steps: &'a [f64],
    costs: &'a mut [f64],
    ratios: Vec<&'a mut [f64]>,
    crossings: Vec<&'a mut [u32]>,
}

/// Room for one draw of a task.
struct Desk {
    values: Values,
    logarithms: Vec<f64>,
    /// Values of the numbers that were moved in some of their years.
    points: Vec<Vec<f64>>,
    sheet: Datasheet,
    cost: Cost,
}

impl Work<'_> {
    /// Works them out.
    pub fn run(mut self) {
        let setting = self.setting;
        let years = setting.years.len();
        let each = setting.workloads * setting.options * years;
        let mut desks: Vec<Desk> = self.tasks.iter().map(Desk::of).collect();
        // While dragging the kept costs stay as they are.
        let mut passing = vec![0.0; if setting.exact { 0 } else { each }];
        let mut moving = vec![false; setting.options];
        if !setting.exact {
            self.tasks.iter().flat_map(|task| &task.options).for_each(|option| moving[*option] = true);
        }
        let mut least = [vec![0.0; years], vec![0.0; years]];
        let mut factors = vec![0.0; years];
        for draw in 0..self.costs.len() / each.max(1) {
            let row = setting.row(self.values, self.steps, self.first + draw);
            let kept = &mut self.costs[draw * each..][..each];
            for (task, desk) in self.tasks.iter().zip(&mut desks) {
                if setting.exact {
                    desk.knots(task, setting, &row, kept);
                } else {
                    desk.knots(task, setting, &row, &mut passing);
                    desk.between(task, setting, &row, kept, &mut passing, &mut factors);
                }
            }
            for (index, workload) in setting.uses.iter().enumerate() {
                let costs = |option: usize| {
                    let all: &[f64] = if moving[option] { &passing } else { kept };
                    &all[setting.place(*workload, option)]
                };
                let ratios = &mut self.ratios[index][draw * years..][..years];
                self.crossings[index][draw] = compare(&setting.sides, costs, &mut least, ratios);
            }
        }
    }
}

/// Ratios of both sides by year, and the index of the year in which they cross.
fn compare<'a>(
    sides: &[[bool; 2]],
    costs: impl Fn(usize) -> &'a [f64],
    [ours, theirs]: &mut [Vec<f64>; 2],
    ratios: &mut [f64],
) -> u32 {
    for (side, least) in [&mut *ours, &mut *theirs].into_iter().enumerate() {
        least.fill(f64::INFINITY);
        for option in (0..sides.len()).filter(|option| sides[*option][side]) {
            for (least, cost) in least.iter_mut().zip(costs(option)) {
                *least = if *cost < *least { *cost } else { *least };
            }
        }
    }
    for (out, (ours, theirs)) in ratios.iter_mut().zip(ours.iter().zip(&*theirs)) {
        *out = ratio(*ours, *theirs);
    }
    let first = ours.iter().zip(&*theirs).position(|(ours, theirs)| crosses(*ours, *theirs));
    first.unwrap_or(ratios.len()) as u32
}

/// Values of one draw.
struct Row<'a> {
    values: &'a [f64],
    steps: &'a [f64],
}

impl Desk {
    fn of(task: &Task) -> Self {
        Self {
            values: task.base.clone(),
            logarithms: vec![0.0; task.anew.iter().map(|(path, _)| path.points).sum()],
            points: vec![Vec::new(); task.anew.len()],
            sheet: Datasheet::blank(),
            cost: Cost::blank(),
        }
    }

    /// Puts in what is the same in all years.
    fn begin(&mut self, task: &Task, row: &Row) {
        for (slot, place) in &task.steady {
            self.values.put(*slot, row.values[*place]);
        }
        let mut at = 0;
        for ((path, moved), points) in task.anew.iter().zip(&mut self.points) {
            points.clear();
            points.extend_from_slice(row.values);
            for (place, value) in moved {
                points[path.first + place] = *value;
            }
            path.logarithms(points, &mut self.logarithms[at..][..path.points]);
            at += path.points;
        }
    }

    /// Costs of all options of the task at its knots.
    fn knots(&mut self, task: &Task, setting: &Setting, row: &Row, costs: &mut [f64]) {
        self.begin(task, row);
        for year in &task.knots {
            self.year(task, setting, row, *year, &task.options, costs);
        }
    }

    /// Costs of the years between the knots, from those before the move and the factors at the knots.
    fn between(
        &mut self,
        task: &Task,
        setting: &Setting,
        row: &Row,
        kept: &[f64],
        costs: &mut [f64],
        factors: &mut [f64],
    ) {
        // A few years as a rule, where a use cannot be had.
        let mut again: Vec<(usize, usize)> = Vec::new();
        for option in &task.options {
            for workload in &setting.asked {
                let place = setting.place(*workload, *option);
                let (old, new) = (&kept[place.clone()], &mut costs[place]);
                for knot in &task.knots {
                    factors[*knot] = new[*knot] / old[*knot];
                }
                for pair in task.knots.windows(2).filter(|pair| pair[0] + 1 < pair[1]) {
                    let (left, right) = (pair[0], pair[1]);
                    let (from, to) = (factors[left], factors[right]);
                    let known = old[left + 1..right].iter().all(|cost| cost.is_finite());
                    if known && from.is_finite() && to.is_finite() {
                        let step = (to - from) / (right - left) as f64;
                        for year in left + 1..right {
                            new[year] = old[year] * (from + step * (year - left) as f64);
                        }
                    } else {
                        let missing = (left + 1..right).map(|year| (year, *option));
                        missing.for_each(|one| {
                            if !again.contains(&one) {
                                again.push(one);
                            }
                        });
                    }
                }
            }
        }
        for (year, option) in again {
            self.year(task, setting, row, year, &[option], costs);
        }
    }

    /// Costs of some options in one year.
    fn year(&mut self, task: &Task, setting: &Setting, row: &Row, year: usize, options: &[usize], costs: &mut [f64]) {
        let years = setting.years.len();
        for (slot, by_year) in &task.moving {
            self.values.put(*slot, by_year[year]);
        }
        for (slot, step) in &task.stepping {
            self.values.put(*slot, row.steps[step * years + year]);
        }
        let mut at = 0;
        for ((path, _), points) in task.anew.iter().zip(&self.points) {
            self.values.put(path.slot, path.value(year, points, &self.logarithms[at..][..path.points]));
            at += path.points;
        }
        for (slot, by_year, limit) in &task.kept {
            self.values.put(*slot, by_year[year].min(self.values.as_slice()[*limit]));
        }
        let room = (&mut self.sheet, &mut self.cost);
        let (prepared, year_name) = (setting.prepared, setting.years[year]);
        prepared.evaluate_by(&setting.terms, options, &self.values, year_name, room, |option, found| {
            for (index, workload) in setting.asked.iter().enumerate() {
                costs[setting.place(*workload, option).start + year] = match found {
                    Ok(cost) => cost.workloads[index].compute.in_si(),
                    Err(_) => f64::INFINITY,
                };
            }
        });
    }
}
