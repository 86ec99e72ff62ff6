//! From the values of a draw to what compute costs: the hot path.
//!
//! What no draw changes is prepared once: the numbers of a single run by year, and between which of its own years each
//! number over time is read. A draw then puts its numbers into one array, year after year, and evaluates every option there.
//! It allocates nothing.

use crate::outcomes::Outcomes;
use crate::uncertain::Uncertain;
use std::ops::RangeInclusive;
use sunward_economics::cost::MOST_WORKLOADS;
use sunward_economics::{Cost, Datasheet, Prepared, PreparedOption};
use sunward_model::chain::only_plans_read;
use sunward_model::{Interpolation, Model, Register, Value, Values};
use sunward_quantity::Quantity;
use sunward_quantity::elementary::{exp, ln};

/// A model, ready to be evaluated for any draw of its uncertain numbers.
#[derive(Debug, Clone)]
pub struct Evaluation {
    prepared: Prepared,
    outcomes: Outcomes,
    /// Indices of the options of either side, each once.
    options: Vec<usize>,
    /// Whether each option of the model is a challenger and whether it is an incumbent; one may be both.
    sides: Vec<[bool; 2]>,
    /// The numbers of a single run in the first year.
    base: Values,
    /// Numbers that are drawn once for all years: slot, and place among the values of a draw.
    steady: Vec<(usize, usize)>,
    /// Numbers that are not drawn and change over the years: slot, and number by year.
    moving: Vec<(usize, Vec<f64>)>,
    /// Numbers that are drawn by year.
    paths: Vec<Drawn>,
    /// Decisions that keep to a limit which may be drawn: slot of the decision, the decision by year, slot of the limit.
    kept: Vec<(usize, Vec<f64>, usize)>,
}

/// A number drawn for several years.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub(crate) slot: usize,
    /// Place of its first year among the values of a draw.
    pub(crate) first: usize,
    /// How many years it is drawn for.
    pub(crate) points: usize,
    geometric: bool,
    /// For each year of the outcomes: the point before it, and the share of the way to the next.
    read: Vec<(usize, f64)>,
}

impl Drawn {
    /// Of a number whose values stand from `first` on; `None` where it is the same in all years.
    pub(crate) fn of(slot: usize, first: usize, value: &Value, years: &[i32]) -> Option<Self> {
        let Value::OverTime { interpolation, points } = value else { return None };
        let own: Vec<i32> = points.iter().map(|point| point.0).collect();
        Some(Self {
            slot,
            first,
            points: own.len(),
            geometric: *interpolation == Interpolation::Geometric,
            read: years.iter().map(|year| place(&own, *year, *interpolation)).collect(),
        })
    }

    /// Logarithms of its values, for [`Drawn::value`].
    pub(crate) fn logarithms(&self, drawn: &[f64], logarithms: &mut [f64]) {
        if self.geometric {
            for (logarithm, value) in logarithms.iter_mut().zip(&drawn[self.first..][..self.points]) {
                *logarithm = ln(*value);
            }
        }
    }

    /// What it is in the year with this index.
    #[inline]
    pub(crate) fn value(&self, index: usize, drawn: &[f64], logarithms: &[f64]) -> f64 {
        let (left, share) = self.read[index];
        if share == 0.0 {
            drawn[self.first + left]
        } else if self.geometric {
            let (from, to) = (logarithms[left], logarithms[left + 1]);
            exp(from + share * (to - from))
        } else {
            let (from, to) = (drawn[self.first + left], drawn[self.first + left + 1]);
            from + share * (to - from)
        }
    }
}

/// A decision that keeps to a limit which may be drawn, by slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The decision: the temperature at which chips are to run.
    pub decision: usize,
    /// The limit it keeps to: the temperature they bear.
    pub limit: usize,
}

/// Decisions that keep to a limit.
///
/// Decisions are not drawn, but a designer does not decide against what he knows: where the limit of a chip's temperature is drawn below
/// the temperature at which the chips are to run, they run at the limit. What is worked out follows the limit by itself, and what
/// breaks it in a single run is a mistake that stays one; neither is among these.
pub fn kept_decisions(model: &Model, prepared: &Prepared) -> Vec<Kept> {
    decisions_kept(&model.register, model.years(), prepared)
}

/// The same, of numbers over these years.
pub(crate) fn decisions_kept(register: &Register, years: RangeInclusive<i32>, prepared: &Prepared) -> Vec<Kept> {
    let value = |slot: usize, year: i32| register.parameters()[slot].value.at(year);
    let kept = |option: &PreparedOption| match option {
        PreparedOption::Satellite(satellite) => {
            let decision = satellite.satellite.chip_temperature.slot()?;
            let limit = satellite.chip.temperature_limit.slot();
            let mut years = years.clone();
            // An absent decision is not a number, and keeps to nothing.
            years.all(|year| value(decision, year) <= value(limit, year)).then_some(Kept { decision, limit })
        }
        PreparedOption::Ground(_) | PreparedOption::Typed(_) => None,
    };
    prepared.options.iter().filter_map(kept).collect()
}

/// Room that an evaluation works in.
#[derive(Debug, Clone)]
pub struct Scratch {
    values: Values,
    logarithms: Vec<f64>,
    sheet: Datasheet,
    cost: Cost,
}

/// What both sides cost in one year, for each use of compute; infinite where it cannot be had.
type Pair = [[f64; MOST_WORKLOADS]; 2];

impl Evaluation {
    /// Of a model that was prepared, for draws of its uncertain numbers.
    pub fn new(model: &Model, prepared: Prepared, uncertain: &Uncertain) -> Self {
        let outcomes = Outcomes::of(model);
        let parameters = model.register.parameters();
        let mut steady = Vec::new();
        let mut paths = Vec::new();
        for number in &uncertain.numbers {
            match Drawn::of(number.slot, number.values.start, &parameters[number.slot].value, &outcomes.years) {
                Some(path) => paths.push(path),
                None => steady.push((number.slot, number.values.start)),
            }
        }
        let drawn = |slot: usize| uncertain.numbers.iter().any(|number| number.slot == slot);
        let moving = parameters
            .iter()
            .enumerate()
            .filter(|(slot, parameter)| {
                matches!(parameter.value, Value::OverTime { .. }) && !only_plans_read(&parameter.path) && !drawn(*slot)
            })
            .map(|(slot, parameter)| (slot, outcomes.years.iter().map(|year| parameter.value.at(*year)).collect()))
            .collect();
        let kept = kept_decisions(model, &prepared)
            .into_iter()
            .filter(|kept| !drawn(kept.decision))
            .map(|Kept { decision, limit }| {
                let decided = |year: &i32| parameters[decision].value.at(*year);
                (decision, outcomes.years.iter().map(decided).collect(), limit)
            })
            .collect();
        let sides: Vec<[bool; 2]> = prepared.names.iter().map(|name| model.scenario.sides_of(name)).collect();
        Self {
            options: (0..sides.len()).filter(|option| sides[*option] != [false; 2]).collect(),
            sides,
            base: model.register.values(model.scenario.start),
            prepared,
            outcomes,
            steady,
            moving,
            paths,
            kept,
        }
    }

    /// What an evaluation gives.
    pub fn outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// What was prepared.
    pub fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// The same with one number set to a value, in SI, in all years; of a number over time, in all years alike.
    ///
    /// The number may not be one of those that are drawn, nor one that skies and routes rest on.
    pub fn set(&mut self, slot: usize, value: f64) {
        self.moving.retain(|row| row.0 != slot);
        self.base.put(slot, value);
    }

    /// The same with one number put to what it is in each year, under the same condition as [`set`](Self::set).
    pub fn put(&mut self, slot: usize, value: &Value) {
        self.set(slot, value.at(self.outcomes.years[0]));
        if matches!(value, Value::OverTime { .. }) {
            self.moving.push((slot, self.outcomes.years.iter().map(|year| value.at(*year)).collect()));
        }
    }

    /// How many pairs of both sides in one year a draw evaluates.
    pub fn pairs(&self) -> usize {
        self.outcomes.years.len()
    }

    /// How many options are evaluated in each year, of both sides.
    pub fn options(&self) -> usize {
        self.options.len()
    }

    /// Room to work in.
    pub fn scratch(&self) -> Scratch {
        Scratch {
            values: self.base.clone(),
            logarithms: vec![0.0; self.paths.iter().map(|path| path.points).sum()],
            sheet: Datasheet::blank(),
            cost: Cost::blank(),
        }
    }

    /// Everything that is counted of a draw, in the order of [`Outcomes`].
    ///
    /// # Panics
    /// If `out` has not a place for each.
    pub fn evaluate(&self, drawn: &[f64], scratch: &mut Scratch, out: &mut [f64]) {
        assert_eq!(out.len(), self.outcomes.all.len(), "a place for each outcome");
        self.begin(drawn, scratch);
        let workloads = self.outcomes.workloads.len();
        for workload in 0..workloads {
            out[self.outcomes.crossover(workload)] = f64::INFINITY;
        }
        for (index, year) in self.outcomes.years.iter().enumerate() {
            let [challenger, incumbent] = self.year(index, drawn, scratch);
            for workload in 0..workloads {
                let (ours, theirs) = (challenger[workload], incumbent[workload]);
                let ratio = ratio(ours, theirs);
                out[self.outcomes.ratio(workload, index)] = ratio;
                let crossover = &mut out[self.outcomes.crossover(workload)];
                if *crossover == f64::INFINITY && crosses(ours, theirs) {
                    *crossover = crossing(index, *year);
                }
                if index == self.outcomes.focus {
                    let at = self.outcomes.challenger(workload);
                    (out[at], out[at + 1]) = (ours, theirs);
                }
            }
        }
    }

    /// The ratio of each use in the focus year alone.
    ///
    /// # Panics
    /// If `out` has not a place for each use.
    pub fn ratios(&self, drawn: &[f64], scratch: &mut Scratch, out: &mut [f64]) {
        self.ratios_in(self.outcomes.focus, drawn, scratch, out);
    }

    /// The ratio of each use in the year with this index alone.
    ///
    /// # Panics
    /// If there is no such year, or `out` has not a place for each use.
    pub fn ratios_in(&self, year: usize, drawn: &[f64], scratch: &mut Scratch, out: &mut [f64]) {
        assert_eq!(out.len(), self.outcomes.workloads.len(), "a place for each use");
        self.begin(drawn, scratch);
        let [challenger, incumbent] = self.year(year, drawn, scratch);
        for (workload, out) in out.iter_mut().enumerate() {
            *out = ratio(challenger[workload], incumbent[workload]);
        }
    }

    /// The crossover of each use, as far as it comes within the first `years` years: later ones are not looked at and count
    /// as never. Stops as soon as all have crossed.
    ///
    /// # Panics
    /// If there are fewer years, or `out` has not a place for each use.
    pub fn crossovers(&self, years: usize, drawn: &[f64], scratch: &mut Scratch, out: &mut [f64]) {
        assert_eq!(out.len(), self.outcomes.workloads.len(), "a place for each use");
        self.begin(drawn, scratch);
        out.fill(f64::INFINITY);
        for (index, year) in self.outcomes.years[..years].iter().enumerate() {
            let [challenger, incumbent] = self.year(index, drawn, scratch);
            for (workload, crossover) in out.iter_mut().enumerate() {
                if *crossover == f64::INFINITY && crosses(challenger[workload], incumbent[workload]) {
                    *crossover = crossing(index, *year);
                }
            }
            if out.iter().all(|crossover| *crossover < f64::INFINITY) {
                break;
            }
        }
    }

    /// Puts in what is the same in all years.
    fn begin(&self, drawn: &[f64], scratch: &mut Scratch) {
        for (slot, place) in &self.steady {
            scratch.values.put(*slot, drawn[*place]);
        }
        let mut at = 0;
        for path in &self.paths {
            path.logarithms(drawn, &mut scratch.logarithms[at..][..path.points]);
            at += path.points;
        }
    }

    /// What both sides cost in the year with this index.
    fn year(&self, index: usize, drawn: &[f64], scratch: &mut Scratch) -> Pair {
        for (slot, by_year) in &self.moving {
            scratch.values.put(*slot, by_year[index]);
        }
        let mut at = 0;
        for path in &self.paths {
            let value = path.value(index, drawn, &scratch.logarithms[at..][..path.points]);
            scratch.values.put(path.slot, value);
            at += path.points;
        }
        for (slot, by_year, limit) in &self.kept {
            scratch.values.put(*slot, by_year[index].min(scratch.values.as_slice()[*limit]));
        }
        let mut least = [[f64::INFINITY; MOST_WORKLOADS]; 2];
        let workloads = self.outcomes.workloads.len();
        let Scratch { values, sheet, cost, .. } = scratch;
        self.prepared.evaluate_each(
            &self.options,
            values,
            self.outcomes.years[index],
            (sheet, cost),
            |option, found| {
                let Ok(cost) = found else { return };
                for (least, _) in least.iter_mut().zip(self.sides[option]).filter(|(_, counts)| *counts) {
                    for (least, found) in least.iter_mut().zip(&cost.workloads).take(workloads) {
                        let found = found.compute.in_si();
                        if found < *least {
                            *least = found;
                        }
                    }
                }
            },
        );
        least
    }
}

/// Whether the challenger is the cheaper one; a year in which one of them cannot be had does not count.
pub(crate) fn crosses(challenger: f64, incumbent: f64) -> bool {
    challenger.is_finite() && incumbent.is_finite() && challenger / incumbent < 1.0
}

/// The year of a crossover: in the first year it has come already.
fn crossing(index: usize, year: i32) -> f64 {
    if index == 0 { f64::NEG_INFINITY } else { f64::from(year) }
}

/// Challenger over incumbent. Infinite where the challenger cannot be had, and −∞ where only the incumbent cannot.
pub(crate) fn ratio(challenger: f64, incumbent: f64) -> f64 {
    match (challenger.is_finite(), incumbent.is_finite()) {
        (true, true) => challenger / incumbent,
        (false, _) => f64::INFINITY,
        (true, false) => f64::NEG_INFINITY,
    }
}

/// The point before a year, and the share of the way to the next.
fn place(years: &[i32], year: i32, interpolation: Interpolation) -> (usize, f64) {
    let after = years.partition_point(|own| *own <= year);
    if after == 0 {
        return (0, 0.0);
    }
    let left = after - 1;
    match (interpolation, years.get(after)) {
        (Interpolation::Linear | Interpolation::Geometric, Some(next)) => {
            (left, f64::from(year - years[left]) / f64::from(next - years[left]))
        }
        _ => (left, 0.0),
    }
}
