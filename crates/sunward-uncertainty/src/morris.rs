//! Screening: which inputs matter at all, for few evaluations of each.
//!
//! From a random place of a grid every group is moved once, by the same step, one after the other in random order: a
//! *trajectory*. The change of the outcome over a step is an *elementary effect*, and over the trajectories
//!
//! | symbol | is | says |
//! |---|---|---|
//! | `μ` | mean effect | which way, if effects do not cancel |
//! | `μ*` | mean of the effects' sizes | how much the group matters |
//! | `σ` | their standard deviation | whether the effect depends on where one stands: curved, or with others |
//!
//! Source: `morris1991`; `μ*` and groups `campolongo2007`; spread trajectories one by one `ruano2012`.

use crate::correlation::Correlation;
use crate::estimate::Estimate;
use crate::grouping::Grouping;
use crate::random::{self, Seed};
use crate::refusal::{Refusal, count_within, countable, same_length};

/// The grid on which trajectories run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Levels of each input; an even number is usual.
    pub levels: usize,
    /// How many levels a step moves an input; half of the levels makes all levels equally likely.
    pub jump: usize,
    /// Quantile of the lowest level. 0 only if no law is unbounded.
    pub low: f64,
    /// Quantile of the highest level.
    pub high: f64,
}

impl Default for Grid {
    /// Four levels from the 5 % to the 95 % quantile, steps of two.
    fn default() -> Self {
        Self { levels: 4, jump: 2, low: 0.05, high: 0.95 }
    }
}

/// Which points to evaluate for elementary effects.
#[derive(Debug, Clone)]
pub struct MorrisDesign {
    grouping: Grouping,
    grid: Grid,
    seed: Seed,
    /// Numbers of the random trajectories that are run.
    chosen: Vec<u64>,
}

impl MorrisDesign {
    /// So many random trajectories, each of one evaluation more than there are groups.
    ///
    /// # Errors
    /// If groups go together, the step does not fit the levels, the grid is not within 0 and 1, or there are fewer than
    /// two trajectories.
    pub fn new(
        grouping: Grouping,
        correlation: &Correlation,
        grid: Grid,
        trajectories: usize,
        seed: Seed,
    ) -> Result<Self, Refusal> {
        same_length("inputs with correlations", correlation.len(), grouping.inputs())?;
        count_within("number of groups", grouping.len(), 1..=usize::MAX, "at least 1")?;
        count_within("number of trajectories", trajectories, 2..=1 << 24, "between 2 and 2^24")?;
        count_within("number of levels", grid.levels, 2..=1 << 20, "between 2 and 2^20")?;
        if !(1..grid.levels).contains(&grid.jump) {
            return Err(Refusal::Setting {
                what: "step in levels",
                found: grid.jump as f64,
                wanted: "at least 1 and less than the number of levels: no level would have a partner",
            });
        }
        if !(grid.low >= 0.0 && grid.low < grid.high && grid.high <= 1.0) {
            let found = if grid.low >= 0.0 && grid.low < 1.0 { grid.high } else { grid.low };
            return Err(Refusal::Setting {
                what: "end of the grid",
                found,
                wanted: "a quantile between 0 and 1, the low one below the high one",
            });
        }
        countable(&[trajectories, grouping.len() + 1])?;
        let pairs = grouping.open_pairs(correlation);
        if !pairs.is_empty() {
            return Err(Refusal::Correlated { pairs });
        }
        Ok(Self { grouping, grid, seed, chosen: (0..trajectories as u64).collect() })
    }

    /// The same with its trajectories chosen among so many random ones, so that they lie far from each other.
    ///
    /// The two that are farthest apart, then one by one the one whose squared distances to those chosen add up to most.
    /// The distance of two trajectories is that of all pairs of their points, added up. Compares all pairs: with `M`
    /// candidates, `g` groups and `n` inputs `M² g² n / 2` differences. Spread trajectories cover the space better, but
    /// they are no longer independent: their intervals are a rule of thumb.
    ///
    /// # Errors
    /// If there are not more candidates than trajectories, or more than 10,000.
    pub fn spread(mut self, candidates: usize) -> Result<Self, Refusal> {
        let wanted = self.chosen.len();
        count_within(
            "number of candidates",
            candidates,
            wanted + 1..=10_000,
            "more than trajectories are chosen, and at most 10,000",
        )?;
        let length = self.row_length();
        self.chosen = (0..candidates as u64).collect();
        let inputs = self.grouping.inputs();
        let mut points = vec![0.0; candidates * length * inputs];
        for (evaluation, out) in points.chunks_exact_mut(inputs).enumerate() {
            self.point(evaluation, out);
        }
        let trajectory = |m: usize| points[m * length * inputs..(m + 1) * length * inputs].chunks_exact(inputs);
        let apart = |m: usize, l: usize| -> f64 {
            let distance = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum::<f64>().sqrt();
            let sum: f64 = trajectory(m).map(|x| trajectory(l).map(|y| distance(x, y)).sum::<f64>()).sum();
            sum * sum
        };
        let mut farthest = (f64::NEG_INFINITY, 0, 0);
        for m in 0..candidates {
            for l in 0..m {
                let squared = apart(m, l);
                if squared > farthest.0 {
                    farthest = (squared, l, m);
                }
            }
        }
        let mut chosen = vec![farthest.1, farthest.2];
        let mut total = vec![0.0; candidates];
        for place in 0.. {
            // Each chosen one adds its distance to all others, once.
            (0..candidates).for_each(|m| total[m] += apart(m, chosen[place]));
            if place == 0 {
                continue;
            }
            if chosen.len() >= wanted {
                break;
            }
            let left = (0..candidates).filter(|m| !chosen.contains(m));
            match left.reduce(|best, m| if total[m] > total[best] { m } else { best }) {
                Some(next) => chosen.push(next),
                None => break,
            }
        }
        chosen.sort_unstable();
        self.chosen = chosen.into_iter().map(|m| m as u64).collect();
        Ok(self)
    }

    /// Groups that move.
    pub fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// Evaluations of one trajectory.
    pub fn row_length(&self) -> usize {
        self.grouping.len() + 1
    }

    /// Evaluations of all trajectories.
    pub fn evaluations(&self) -> usize {
        self.chosen.len() * self.row_length()
    }

    /// Share of the grid's width that a step is.
    pub fn step(&self) -> f64 {
        self.grid.jump as f64 / (self.grid.levels - 1) as f64
    }

    /// The point of one evaluation.
    ///
    /// # Panics
    /// If there is no such evaluation, or `out` has not a place for each input.
    pub fn point(&self, evaluation: usize, out: &mut [f64]) {
        assert!(evaluation < self.evaluations(), "an evaluation of the design");
        assert_eq!(out.len(), self.grouping.inputs(), "a place for each input");
        let (row, place) = (evaluation / self.row_length(), evaluation % self.row_length());
        let mut moved = vec![false; self.grouping.len()];
        self.order(row)[..place].iter().for_each(|&group| moved[group] = true);
        let top = (self.grid.levels - 1) as f64;
        for (input, out) in out.iter_mut().enumerate() {
            let (lower, up) = self.start(row, input);
            // Upwards from the lower level of its pair, or downwards from the upper one.
            let level = if up == moved[self.grouping.of()[input]] { lower + self.grid.jump } else { lower };
            *out = self.grid.low + (self.grid.high - self.grid.low) * (level as f64 / top);
        }
    }

    /// The lower level of the pair an input moves between in a trajectory, and whether it moves up.
    fn start(&self, row: usize, input: usize) -> (usize, bool) {
        let bits = random::bits(self.seed, self.chosen[row], input as u32);
        let pairs = (self.grid.levels - self.grid.jump) as u64;
        // The upper half of a product of 32 bits: even to one in four thousand million.
        ((((bits >> 32) * pairs) >> 32) as usize, bits & 1 == 1)
    }

    /// Groups in the order in which they move in a trajectory.
    fn order(&self, row: usize) -> Vec<usize> {
        let seed = self.seed.derived(u64::MAX);
        let mut order: Vec<usize> = (0..self.grouping.len()).collect();
        // Fisher and Yates.
        for last in (1..order.len()).rev() {
            let share = random::uniform(seed, self.chosen[row], last as u32);
            order.swap(last, ((last + 1) as f64 * share) as usize);
        }
        order
    }
}

/// What a group does to an outcome, over the trajectories. Effects are per width of the grid: the change if the step
/// were the whole way from low to high and the outcome a straight line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// `μ`; nothing for a group of several inputs, which move up and down at once.
    pub mean: Option<Estimate>,
    /// `μ*`.
    pub size: Estimate,
    /// `σ` of the effects; of their sizes for a group of several inputs.
    pub deviation: f64,
}

/// Sums up outcomes into elementary effects; takes them in the order of the design, in memory that does not grow with
/// the trajectories.
#[derive(Debug, Clone)]
pub struct MorrisEstimator<'a> {
    design: &'a MorrisDesign,
    found: usize,
    order: Vec<usize>,
    outcomes: Vec<Sums>,
}

#[derive(Debug, Clone)]
struct Sums {
    before: f64,
    faulty: Option<Refusal>,
    /// For each group: how many, mean and squared deviations of effects and of their sizes.
    effects: Vec<(usize, Moments, Moments)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    mean: f64,
    deviations: f64,
}

impl Moments {
    fn add(&mut self, count: usize, value: f64) {
        let off = value - self.mean;
        self.mean += off / count as f64;
        self.deviations += off * (value - self.mean);
    }
}

impl<'a> MorrisEstimator<'a> {
    /// For so many outcomes of each evaluation.
    pub fn new(design: &'a MorrisDesign, outcomes: usize) -> Self {
        let effects = vec![(0, Moments::default(), Moments::default()); design.grouping.len()];
        let blank = Sums { before: 0.0, faulty: None, effects };
        Self { design, found: 0, order: Vec::new(), outcomes: vec![blank; outcomes] }
    }

    /// Adds the outcomes of the next evaluation.
    ///
    /// An infinite outcome, or one that is no number, spoils that outcome alone; [`finish`](Self::finish) says so.
    ///
    /// # Errors
    /// If there are not as many outcomes as was said, or all evaluations are in.
    pub fn add(&mut self, outcomes: &[f64]) -> Result<(), Refusal> {
        same_length("outcomes of an evaluation", outcomes.len(), self.outcomes.len())?;
        let (wanted, length) = (self.design.evaluations(), self.design.row_length());
        if self.found >= wanted {
            return Err(Refusal::Length { what: "evaluations", found: self.found + 1, wanted });
        }
        let (row, place) = (self.found / length, self.found % length);
        if place == 0 {
            self.order = self.design.order(row);
        }
        for (sums, &value) in self.outcomes.iter_mut().zip(outcomes) {
            if sums.faulty.is_none() && !value.is_finite() {
                let evaluation = self.found;
                sums.faulty = Some(if value.is_nan() {
                    Refusal::NotANumber { evaluation }
                } else {
                    Refusal::Infinite { evaluation, value }
                });
            }
            if place > 0 {
                let group = self.order[place - 1];
                let members = &self.design.grouping.members()[group];
                let up = members.len() > 1 || self.design.start(row, members[0]).1;
                let effect = (value - sums.before) / if up { self.design.step() } else { -self.design.step() };
                let (count, effects, sizes) = &mut sums.effects[group];
                *count += 1;
                effects.add(*count, effect);
                sizes.add(*count, effect.abs());
            }
            sums.before = value;
        }
        self.found += 1;
        Ok(())
    }

    /// Effects of each outcome for each group, from the trajectories that are whole; standard errors from their spread.
    ///
    /// # Errors
    /// [`Refusal::Unfinished`] if fewer than two trajectories are whole, or the last one is not.
    pub fn finish(&self) -> Result<Vec<Result<Vec<Effect>, Refusal>>, Refusal> {
        let length = self.design.row_length();
        let whole = self.found / length;
        if whole < 2 || !self.found.is_multiple_of(length) {
            let wanted = (2 * length).max((whole + 1) * length);
            return Err(Refusal::Unfinished { found: self.found, wanted });
        }
        Ok(self
            .outcomes
            .iter()
            .map(|sums| match &sums.faulty {
                Some(faulty) => Err(faulty.clone()),
                None => Ok(sums.effects.iter().zip(self.design.grouping.members()).map(effect).collect()),
            })
            .collect())
    }
}

fn effect(((count, effects, sizes), members): (&(usize, Moments, Moments), &Vec<usize>)) -> Effect {
    let alone = members.len() == 1;
    let spread = if alone { effects.deviations } else { sizes.deviations };
    Effect {
        mean: alone.then(|| Estimate::of_mean(*count, effects.mean, effects.deviations)),
        size: Estimate::of_mean(*count, sizes.mean, sizes.deviations),
        deviation: (spread / (count - 1) as f64).sqrt(),
    }
}
