//! Which numbers of a model differ from draw to draw, and how.

use serde::{Deserialize, Serialize};
use sunward_economics::Prepared;
use sunward_economics::attribution::group_of;
use sunward_economics::cost::MOST_WORKLOADS;
use sunward_model::chain::only_plans_read;
use sunward_model::correlation::of_normal_scores;
use sunward_model::{Model, Parameter, Path, StatedLaw, Values};
use sunward_quantity::Quantity;
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::inputs;
use sunward_uncertainty::inputs::{Input, Inputs};
use sunward_uncertainty::law::{Law, Range};
use sunward_uncertainty::random::{self, Seed};
use sunward_uncertainty::refusal::Refusal;

/// A number that is drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Its slot in the register.
    pub slot: usize,
    /// Its path; a [bare model](crate::Bare) that was read from bytes has it in its register alone.
    #[serde(skip)]
    pub path: String,
    /// Index of its group.
    pub group: usize,
    /// Where its values stand among those of a draw: one for each of its years.
    pub values: std::ops::Range<usize>,
    /// The share of its law below its best value; for a number over time, in its first uncertain year.
    #[serde(skip)]
    pub best: f64,
}

/// Numbers that are one input where sensitivities are asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Name in documents.
    pub key: String,
    /// Name for a person.
    pub title: String,
}

/// A number that cannot be drawn as it is stated.
#[derive(Debug, Clone, PartialEq)]
pub struct NotDrawn {
    /// Its path.
    pub path: String,
    /// Why, and what to do.
    pub reason: String,
}

impl std::fmt::Display for NotDrawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` cannot be drawn: {}", self.path, self.reason)
    }
}

/// All uncertain numbers that costs can rest on.
///
/// As bytes (see [`Bare`](crate::Bare)) it holds what draws are made of, and no more: neither best values nor paths.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Uncertain {
    /// The numbers, in the order of their slots.
    pub numbers: Vec<Number>,
    /// Their laws and correlations: from a point of the unit cube to values.
    pub inputs: Inputs,
    /// The best values, in the order of a draw's values.
    #[serde(skip)]
    pub best: Vec<f64>,
    /// Groups, those of the scenario first; only those with a number.
    pub groups: Vec<Group>,
    /// Paths of uncertain numbers that stay at their best: skies and routes are worked out from them once, before any draw.
    #[serde(skip)]
    pub held: Vec<String>,
    /// Paths of uncertain numbers that no cost of compute compared here rests on: what fabs are asked for, say, where the price of a
    /// chip is typed in.
    #[serde(skip)]
    pub idle: Vec<String>,
}

/// Corners at which numbers that do nothing at the best values are tried again: of two numbers each pair of ends is among them some
/// three times.
const CORNERS: u64 = 12;

/// Ends of a law, nearly.
const LAST: (f64, f64) = (0.001, 0.999);

impl Uncertain {
    /// The uncertain numbers of a model that costs can rest on.
    ///
    /// Numbers of tables that only a plan reads are left out, and so are those of `fixed` (slots) and [those](Self::idle) that no
    /// cost of compute rests on. A number is idle if the cost of no option, in the first year, the focus year and the last one,
    /// changes when it alone goes to the ends of what its field allows, to a hundredth and a hundred times its best value,
    /// and to the ends of its law; neither with all others at their best nor in a dozen
    /// corners, where each stands at a random end of its law.
    ///
    /// # Errors
    /// Every number whose law cannot be drawn from.
    pub fn of(model: &Model, prepared: &Prepared, fixed: &[usize]) -> Result<Self, Vec<NotDrawn>> {
        let chosen = |slot: usize, parameter: &Parameter| !only_plans_read(&parameter.path) && !fixed.contains(&slot);
        let mut held = Vec::new();
        let mut picked = Vec::new();
        for (slot, parameter) in model.register.parameters().iter().enumerate() {
            if !parameter.is_uncertain() || !chosen(slot, parameter) {
                continue;
            }
            if prepared.depends_on().contains(&slot) {
                held.push(parameter.path.clone());
            } else {
                picked.push(slot);
            }
        }
        let all = Self::these(model, picked, held)?;
        let idle = all.without_effect(model, prepared);
        if idle.is_empty() {
            return Ok(all);
        }
        let (idle, picked): (Vec<usize>, Vec<usize>) = (0..all.numbers.len()).partition(|number| idle.contains(number));
        let slots = picked.iter().map(|number| all.numbers[*number].slot).collect();
        let mut drawn = Self::these(model, slots, all.held)?;
        drawn.idle = idle.iter().map(|number| all.numbers[*number].path.clone()).collect();
        Ok(drawn)
    }

    /// The numbers on which no cost of an option rests.
    fn without_effect(&self, model: &Model, prepared: &Prepared) -> Vec<usize> {
        let scenario = &model.scenario;
        let years = [scenario.start, scenario.focus, scenario.end];
        let mut bases = vec![self.best.clone()];
        for corner in 0..CORNERS {
            let end = |number: usize| {
                let low = random::uniform(Seed(0), corner, number as u32) < 0.5;
                if low { LAST.0 } else { LAST.1 }
            };
            let mut values = vec![0.0; self.inputs.slots()];
            for (number, drawn) in self.numbers.iter().enumerate() {
                drawn.values.clone().for_each(|place| values[place] = self.inputs.law(place).quantile(end(number)));
            }
            bases.push(values);
        }
        let mut idle: Vec<usize> = (0..self.numbers.len()).collect();
        for base in &bases {
            for year in years {
                let mut values = model.register.values(year);
                for number in &self.numbers {
                    values.put(number.slot, self.in_year(model, number, base, year));
                }
                let costs = |values: &Values| -> Vec<Option<[f64; MOST_WORKLOADS]>> {
                    let cost = |option| {
                        let cost = prepared.cost(option, values, year).ok()?;
                        Some(std::array::from_fn(|workload| cost.workloads[workload].compute.in_si()))
                    };
                    (0..prepared.options.len()).map(cost).collect()
                };
                let before = costs(&values);
                idle.retain(|number| {
                    let number = &self.numbers[*number];
                    let now = values.as_slice()[number.slot];
                    let parameter = &model.register.parameters()[number.slot];
                    let law = self.inputs.law(number.values.start);
                    let tried = [
                        parameter.bounds.low,
                        parameter.bounds.high,
                        now / 100.0,
                        now * 100.0,
                        law.quantile(LAST.0),
                        law.quantile(LAST.1),
                    ];
                    let allowed = |value: &f64| value.is_finite() && parameter.bounds.allow(*value);
                    let same = tried.into_iter().filter(allowed).all(|value| {
                        values.put(number.slot, value);
                        costs(&values) == before
                    });
                    values.put(number.slot, now);
                    same
                });
            }
        }
        idle
    }

    /// What a number is in a year of a draw: of a number over time the value of the last of its own years before.
    fn in_year(&self, model: &Model, number: &Number, drawn: &[f64], year: i32) -> f64 {
        let own = model.register.parameters()[number.slot].value.estimates();
        let before = own.iter().take_while(|point| point.0.is_none_or(|own| own <= year)).count();
        drawn[number.values.start + before.max(1) - 1]
    }

    /// The numbers with these slots, whatever they move.
    ///
    /// # Errors
    /// Every number whose law cannot be drawn from.
    pub fn these(model: &Model, picked: Vec<usize>, held: Vec<String>) -> Result<Self, Vec<NotDrawn>> {
        let mut faults = Vec::new();
        let (groups, group_of_slot) = groups(model, &picked);
        let mut inputs = Vec::new();
        let mut numbers = Vec::new();
        let mut bests = Vec::new();
        let mut place = 0;
        for (index, slot) in picked.iter().enumerate() {
            let parameter = &model.register.parameters()[*slot];
            let fault = |reason: String| NotDrawn { path: parameter.path.clone(), reason };
            let laws: Result<Vec<(f64, Law)>, _> = parameter
                .spreads()
                .into_iter()
                .map(|(year, spread)| {
                    let law = law(&spread.law)?;
                    let law = match spread.truncation {
                        Some((low, high)) => law.truncated(low, high).map_err(|error| error.to_string())?,
                        None => law,
                    };
                    Ok((f64::from(year.unwrap_or(0)), law, spread.best))
                })
                .collect::<Result<Vec<(f64, Law, f64)>, String>>()
                .map_err(fault)
                .map(|rows| {
                    let uncertain = rows.iter().find(|row| !row.1.is_constant()).or(rows.first());
                    let best = uncertain.map_or(0.5, |(_, law, best)| law.cdf(*best).clamp(1e-9, 1.0 - 1e-9));
                    numbers.push(Number {
                        slot: *slot,
                        path: parameter.path.clone(),
                        group: group_of_slot[index],
                        values: place..place + rows.len(),
                        best,
                    });
                    place += rows.len();
                    bests.extend(rows.iter().map(|row| row.2));
                    rows.into_iter().map(|(year, law, _)| (year, law)).collect()
                });
            match laws {
                Ok(laws) => {
                    let path = match parameter.uncertainty.path {
                        Path::Together => inputs::Path::Together,
                        Path::Independent => inputs::Path::Independent,
                        Path::Fading(time) => inputs::Path::Fading { years: time.in_years() },
                    };
                    inputs.push(Input::over_time(laws, path).in_group(group_of_slot[index]));
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let whole = |reason: String| vec![NotDrawn { path: "correlation".into(), reason }];
        let place_of = |slot: usize| picked.iter().position(|picked| *picked == slot);
        let pairs: Vec<(usize, usize, f64)> = model
            .correlated_pairs()
            .into_iter()
            .filter_map(|pair| {
                let rho = of_normal_scores(pair.rank);
                Some((place_of(pair.slots.0)?, place_of(pair.slots.1)?, rho))
            })
            .collect();
        let correlation = Correlation::new(inputs.len(), &pairs).map_err(|error| whole(error.to_string()))?;
        let inputs = Inputs::new(inputs, correlation, groups.len()).map_err(|error| whole(error.to_string()))?;
        Ok(Self { numbers, inputs, best: bests, groups, held, idle: Vec::new() })
    }

    /// The place among a draw's values that stands for a number: its own, or that of its first uncertain year.
    pub fn column(&self, number: usize) -> usize {
        let places = self.numbers[number].values.clone();
        places.clone().find(|place| !self.inputs.law(*place).is_constant()).unwrap_or(places.start)
    }

    /// Coordinates of the points by group: one group for each [`Group`].
    ///
    /// # Errors
    /// None but what a group without a coordinate gives: the caller has at least one number.
    pub fn grouping(&self, of_number: impl Fn(usize) -> usize) -> Result<Grouping, Refusal> {
        let mut of = vec![0; self.inputs.dimensions()];
        for number in 0..self.numbers.len() {
            for coordinate in self.inputs.coordinates(number) {
                of[coordinate] = of_number(number);
            }
        }
        Grouping::new(of)
    }
}

fn law(stated: &StatedLaw) -> Result<Law, String> {
    let made = match stated {
        StatedLaw::Constant(value) => Law::constant(*value),
        StatedLaw::Uniform { low, high } => Law::uniform(*low, *high),
        StatedLaw::Triangular { low, mode, high } => Law::triangular(*mode, *low, *high),
        StatedLaw::Pert { low, mode, high } => Law::pert(*mode, *low, *high),
        StatedLaw::Normal { low, median, high, shares } => {
            Law::normal(*median, Range { low: *low, high: *high, shares: *shares })
        }
        StatedLaw::Lognormal { low, median, high, shares } => {
            Law::lognormal(*median, Range { low: *low, high: *high, shares: *shares })
        }
        StatedLaw::Discrete { values, weights } => Law::discrete(values, weights),
        StatedLaw::Tabulated { values, shares } => {
            let rows: Vec<(f64, f64)> = shares.iter().copied().zip(values.iter().copied()).collect();
            Law::tabulated(&rows)
        }
    };
    made.map_err(|error| error.to_string())
}

/// The groups of some slots: those of the scenario, and for numbers in none of these the subjects that comparisons use.
fn groups(model: &Model, picked: &[usize]) -> (Vec<Group>, Vec<usize>) {
    let own: Vec<(Group, Vec<usize>)> = model
        .groups
        .iter()
        .map(|(name, group)| (Group { key: name.clone(), title: group.title.clone() }, model.members(group)))
        .collect();
    let mut groups: Vec<Group> = Vec::new();
    let mut of = Vec::new();
    for slot in picked {
        let path = &model.register.parameters()[*slot].path;
        let group = own.iter().find(|(_, members)| members.contains(slot)).map_or_else(
            || {
                let mut parts = path.split('.');
                let (table, field) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
                let group = group_of(table, field);
                Group { key: group.key().into(), title: group.title().into() }
            },
            |(group, _)| group.clone(),
        );
        let index = groups.iter().position(|known| known.key == group.key).unwrap_or_else(|| {
            groups.push(group);
            groups.len() - 1
        });
        of.push(index);
    }
    (groups, of)
}
