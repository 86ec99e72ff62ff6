//! Which inputs the variance of an outcome comes from, when inputs go together: Shapley effects.
//!
//! What a set `J` of inputs is worth is the variance that stays, on average, when all inputs outside it are known,
//!
//! ```text
//! c(J) = E[ Var(Y | X outside J) ]                c(none) = 0, c(all) = Var(Y)
//! ```
//!
//! and the effect of an input is what it adds to the sets it joins, averaged over all orders in which inputs may join.
//! Effects are never negative and add up to the variance, correlated or not; between correlated inputs what they have
//! in common is halved. Where inputs are independent an effect lies between the first-order and the total index of
//! Sobol; where they are correlated these two lose their order: a total index may be *smaller* than the first order.
//!
//! `c(J)` is half the mean square of `Y − Y'`, where `Y'` has the inputs outside `J` in common with `Y` and those of
//! `J` drawn anew from their law *given the others*: a Gaussian copula's conditional law. One base evaluation serves
//! all sets of a row. With few groups all `2^g` sets are evaluated ([`Way::Subsets`]) and the average over orders is
//! exact; with many, each row takes one random order ([`Way::Permutations`]), turned so that every group stands in
//! every place equally often. Source: `song2016`, `owen2014`; half mean squares `jansen1999`; both indices of dependent
//! inputs `mara2012`.

use crate::correlation::Correlation;
use crate::estimate::Estimate;
use crate::grouping::Grouping;
use crate::normal;
use crate::random::{self, Seed};
use crate::refusal::{LARGEST, Refusal, count_within, countable, same_length};
use crate::sobol::Sobol;
use crate::sobol_indices::{Pairs, Size, mean_of, paired_sequences};

/// Most groups of which all sets are evaluated: 4,096 evaluations in each row.
pub const MOST_SUBSETS_OF: usize = 12;

/// Most numbers in the factors of all sets.
const MOST_FACTORS: usize = 1 << 26;

/// Beyond this a normal is rounding of what determines it: the chance is `3e-12`.
const FARTHEST: f64 = 7.0;

/// Pivots of a factor below this are rounding.
const PIVOT: f64 = 1e-9;

/// How the average over orders is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Every set of groups, `2^g` evaluations in a row; for at most [`MOST_SUBSETS_OF`] groups.
    Subsets,
    /// One order of the groups in a row, `g + 1` evaluations.
    Permutations,
}

/// Which points to evaluate for Shapley effects.
#[derive(Debug, Clone)]
pub struct ShapleyDesign {
    grouping: Grouping,
    way: Way,
    sequences: Vec<Sobol>,
    points: usize,
    seed: Seed,
    /// Inputs that go with others, in rising order, and their correlations.
    linked: Vec<usize>,
    matrix: Vec<f64>,
    /// Factor in the order of the inputs: what the unit cube's coordinates are turned into inputs by.
    natural: Ordered,
    /// By set, those that are kept first.
    subsets: Vec<Ordered>,
}

/// Linked inputs in some order, and the factor of their correlations in that order: what comes first determines the
/// mean of what follows, so drawing the last ones anew given the first needs no more than this.
#[derive(Debug, Clone, Default)]
struct Ordered {
    /// Places in the list of linked inputs.
    order: Vec<usize>,
    factor: Vec<f64>,
}

impl Ordered {
    fn new(order: Vec<usize>, matrix: &[f64]) -> Self {
        let count = order.len();
        let mut ordered = Self { order, factor: vec![0.0; count * count] };
        ordered.refactor(matrix);
        ordered
    }

    /// Cholesky; a pivot that is rounding is zero, and so is its column: that input is determined by those before it.
    fn refactor(&mut self, matrix: &[f64]) {
        let count = self.order.len();
        for row in 0..count {
            for column in 0..=row {
                let mut rest = matrix[self.order[row] * count + self.order[column]];
                for k in 0..column {
                    rest -= self.factor[row * count + k] * self.factor[column * count + k];
                }
                self.factor[row * count + column] = if row == column {
                    if rest > PIVOT { rest.sqrt() } else { 0.0 }
                } else {
                    let pivot = self.factor[column * count + column];
                    if pivot == 0.0 { 0.0 } else { rest / pivot }
                };
            }
        }
    }

    /// Correlated normals (by place) from independent ones (by order): `z = F e`.
    fn mix(&self, independent: &[f64], out: &mut [f64]) {
        let count = self.order.len();
        for (row, &place) in self.order.iter().enumerate() {
            let factor = &self.factor[row * count..][..=row];
            out[place] = factor.iter().zip(independent).map(|(f, e)| f * e).sum();
        }
    }

    /// Independent normals (by order) from correlated ones (by place), for the first `rows` of the order: `e = F⁻¹ z`.
    fn unmix(&self, correlated: &[f64], rows: usize, out: &mut [f64]) {
        let count = self.order.len();
        for row in 0..rows {
            let factor = &self.factor[row * count..][..=row];
            let known: f64 = factor[..row].iter().zip(&out[..row]).map(|(f, e)| f * e).sum();
            out[row] = if factor[row] == 0.0 { 0.0 } else { (correlated[self.order[row]] - known) / factor[row] };
        }
    }
}

impl ShapleyDesign {
    /// A design of `R N 2^g` or `R N (g + 1)` evaluations for `g` groups.
    ///
    /// # Errors
    /// If a size does not fit, there are more groups than the way allows, or with permutations fewer base points than
    /// groups.
    pub fn new(
        grouping: Grouping,
        correlation: &Correlation,
        way: Way,
        size: Size,
        seed: Seed,
    ) -> Result<Self, Refusal> {
        same_length("inputs with correlations", correlation.len(), grouping.inputs())?;
        let groups = grouping.len();
        match way {
            Way::Subsets => count_within(
                "number of groups",
                groups,
                1..=MOST_SUBSETS_OF,
                "between 1 and 12 when all sets are evaluated: take permutations",
            )?,
            Way::Permutations => count_within(
                "number of base points",
                size.points,
                groups..=usize::MAX,
                "at least the number of groups, so that each comes first once",
            )?,
        }
        let sequences = paired_sequences(grouping.inputs(), size, seed)?;
        let linked: Vec<usize> = (0..grouping.inputs()).filter(|&input| correlation.linked(input)).collect();
        let matrix: Vec<f64> =
            linked.iter().flat_map(|&i| linked.iter().map(move |&j| correlation.get(i, j))).collect();
        let natural = Ordered::new((0..linked.len()).collect(), &matrix);
        let mut design =
            Self { grouping, way, sequences, points: size.points, seed, linked, matrix, natural, subsets: Vec::new() };
        countable(&[size.replicates, size.points, design.row_length()])?;
        if way == Way::Subsets {
            let numbers = (design.linked.len() * design.linked.len()) << groups;
            count_within(
                "number of sets times linked inputs squared",
                numbers,
                0..=MOST_FACTORS,
                "at most 2^26, half a gigabyte: take permutations",
            )?;
            design.subsets = (0..1usize << groups)
                .map(|set| {
                    let drawn = |place: &usize| set >> design.group_of(*place) & 1 == 1;
                    let (anew, kept): (Vec<usize>, Vec<usize>) = (0..design.linked.len()).partition(drawn);
                    Ordered::new(kept.into_iter().chain(anew).collect(), &design.matrix)
                })
                .collect();
        }
        Ok(design)
    }

    /// Groups whose effects are worked out.
    pub fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// Evaluations of one row.
    pub fn row_length(&self) -> usize {
        match self.way {
            Way::Subsets => 1 << self.grouping.len(),
            Way::Permutations => self.grouping.len() + 1,
        }
    }

    /// Rows of all replicates.
    pub fn rows(&self) -> usize {
        self.sequences.len() * self.points
    }

    /// Evaluations of all rows.
    pub fn evaluations(&self) -> usize {
        self.rows() * self.row_length()
    }

    /// Rows from one on: the quick way to the points.
    pub fn rows_from(&self, row: usize) -> Rows<'_> {
        let count = self.linked.len();
        Rows {
            design: self,
            pairs: Pairs::new(&self.sequences, self.points, row),
            correlated: vec![0.0; count],
            fresh: vec![0.0; count],
            joining: Vec::new(),
            ordered: Ordered { order: (0..count).collect(), factor: vec![0.0; count * count] },
            independent: vec![0.0; count],
            mixed: vec![0.0; count],
            back: vec![0.0; count],
        }
    }

    /// The point of one evaluation. Works its row out anew; for many evaluations use [`rows_from`](Self::rows_from).
    ///
    /// # Panics
    /// If there is no such evaluation, or `out` has not a place for each input.
    pub fn point(&self, evaluation: usize, out: &mut [f64]) {
        assert!(evaluation < self.evaluations(), "an evaluation of the design");
        let mut rows = self.rows_from(evaluation / self.row_length());
        rows.advance();
        rows.point(evaluation % self.row_length(), out);
    }

    /// Group of a linked input, by its place in the list.
    fn group_of(&self, place: usize) -> usize {
        self.grouping.of()[self.linked[place]]
    }

    /// The order in which groups join in a row: one random order for as many rows as there are groups, turned by one
    /// from row to row.
    fn joining(&self, row: usize, out: &mut Vec<usize>) {
        let groups = self.grouping.len();
        let within = row % self.points;
        let (block, turn) = ((row / self.points) * self.points + within / groups, within % groups);
        let seed = self.seed.derived(u64::MAX);
        out.clear();
        out.extend(0..groups);
        // Fisher and Yates.
        for last in (1..groups).rev() {
            let share = random::uniform(seed, block as u64, last as u32);
            out.swap(last, ((last + 1) as f64 * share) as usize);
        }
        out.rotate_left(turn);
    }
}

/// The points of a design, row by row: [`ShapleyDesign::rows_from`].
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    design: &'a ShapleyDesign,
    pairs: Pairs<'a>,
    /// Normals of the linked inputs at the base point, and the independent ones that the rest is drawn anew with.
    correlated: Vec<f64>,
    fresh: Vec<f64>,
    /// With permutations: groups as they join, and the linked inputs with those that join last first.
    joining: Vec<usize>,
    ordered: Ordered,
    independent: Vec<f64>,
    mixed: Vec<f64>,
    back: Vec<f64>,
}

impl Rows<'_> {
    /// Steps to the next row; false when there is none. The first call gives the row asked for.
    pub fn advance(&mut self) -> bool {
        let row = self.pairs.row();
        if !self.pairs.advance() {
            return false;
        }
        let design = self.design;
        let (a, b) = self.pairs.both.split_at(design.grouping.inputs());
        for (place, &input) in design.linked.iter().enumerate() {
            self.independent[place] = normal::quantile(a[input]);
            self.fresh[place] = normal::quantile(b[input]);
        }
        design.natural.mix(&self.independent, &mut self.correlated);
        if design.way == Way::Permutations {
            design.joining(row, &mut self.joining);
            self.ordered.order.clear();
            for &group in self.joining.iter().rev() {
                let places = (0..design.linked.len()).filter(|&place| design.group_of(place) == group);
                self.ordered.order.extend(places);
            }
            self.ordered.refactor(&design.matrix);
        }
        true
    }

    /// A point of the present row. Allocates nothing.
    ///
    /// # Panics
    /// If `out` has not a place for each input.
    pub fn point(&mut self, place: usize, out: &mut [f64]) {
        let design = self.design;
        let (a, b) = self.pairs.both.split_at(design.grouping.inputs());
        out.copy_from_slice(a);
        let ordered = match design.way {
            Way::Subsets => &design.subsets[place],
            Way::Permutations => &self.ordered,
        };
        // Places of linked inputs that are kept come first in the order.
        let mut kept = design.linked.len();
        let mut draw = |group: usize| {
            for &input in &design.grouping.members()[group] {
                out[input] = b[input];
            }
            kept -= design.grouping.members()[group]
                .iter()
                .filter(|input| design.linked.binary_search(input).is_ok())
                .count();
        };
        match design.way {
            Way::Subsets => (0..design.grouping.len()).filter(|group| place >> group & 1 == 1).for_each(&mut draw),
            Way::Permutations => self.joining[..place].iter().for_each(|&group| draw(group)),
        }
        if kept == 0 || kept == design.linked.len() {
            return;
        }
        ordered.unmix(&self.correlated, kept, &mut self.independent);
        for row in kept..design.linked.len() {
            self.independent[row] = self.fresh[ordered.order[row]];
        }
        ordered.mix(&self.independent, &mut self.mixed);
        design.natural.unmix(&self.mixed, design.linked.len(), &mut self.back);
        for (&input, normal) in design.linked.iter().zip(&self.back) {
            out[input] = normal::cdf(normal.clamp(-FARTHEST, FARTHEST));
        }
    }
}

/// Shapley effects of one outcome, and the two indices that bound them where inputs are independent.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Mean of the outcome.
    pub mean: Estimate,
    /// Variance of the outcome.
    pub variance: Estimate,
    /// Share of the variance, for each group; they add up to 1.
    pub effect: Vec<Estimate>,
    /// `Var(E[Y | X_i])/Var(Y)`: what would go if the group were known, with all that goes with it ("full" first
    /// order).
    pub first: Vec<Estimate>,
    /// `E[Var(Y | others)]/Var(Y)`: what would stay if all others were known, with all that they say about the group
    /// ("independent" total).
    pub total: Vec<Estimate>,
}

/// Sums up outcomes into Shapley effects; takes them in the order of the design, in memory that does not grow with the
/// points.
#[derive(Debug, Clone)]
pub struct ShapleyEstimator<'a> {
    design: &'a ShapleyDesign,
    found: usize,
    outcomes: Vec<Sums>,
    joining: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Sums {
    row: Vec<f64>,
    size: f64,
    faulty: Option<Refusal>,
    sum: f64,
    /// Sum of half squares: by set, or by group what it added when it joined.
    worth: Vec<f64>,
    /// With permutations: sums of half squares of the group alone, of all but the group, and how many there were of
    /// each.
    alone: Vec<(f64, f64)>,
    but: Vec<(f64, f64)>,
    /// By replicate.
    means: Vec<f64>,
    variances: Vec<f64>,
    effect: Vec<Vec<f64>>,
    first: Vec<Vec<f64>>,
    total: Vec<Vec<f64>>,
}

impl<'a> ShapleyEstimator<'a> {
    /// For so many outcomes of each evaluation.
    pub fn new(design: &'a ShapleyDesign, outcomes: usize) -> Self {
        let groups = design.grouping.len();
        let worth = match design.way {
            Way::Subsets => design.row_length(),
            Way::Permutations => groups,
        };
        let by_group = vec![Vec::with_capacity(design.sequences.len()); groups];
        let blank = Sums {
            row: vec![0.0; design.row_length()],
            size: 0.0,
            faulty: None,
            sum: 0.0,
            worth: vec![0.0; worth],
            alone: vec![(0.0, 0.0); groups],
            but: vec![(0.0, 0.0); groups],
            means: Vec::new(),
            variances: Vec::new(),
            effect: by_group.clone(),
            first: by_group.clone(),
            total: by_group,
        };
        Self { design, found: 0, outcomes: vec![blank; outcomes], joining: Vec::with_capacity(groups) }
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
        let place = self.found % length;
        for (sums, &value) in self.outcomes.iter_mut().zip(outcomes) {
            if sums.faulty.is_none() && !value.is_finite() {
                let evaluation = self.found;
                sums.faulty = Some(if value.is_nan() {
                    Refusal::NotANumber { evaluation }
                } else {
                    Refusal::Infinite { evaluation, value }
                });
            }
            sums.row[place] = value;
        }
        self.found += 1;
        if place + 1 == length {
            let row = self.found / length - 1;
            if self.design.way == Way::Permutations {
                self.design.joining(row, &mut self.joining);
            }
            let last = (row + 1).is_multiple_of(self.design.points);
            for sums in self.outcomes.iter_mut().filter(|sums| sums.faulty.is_none()) {
                sums.add_row(self.design.way, &self.joining);
                if last {
                    sums.end_replicate(self.design.way, self.design.points);
                }
            }
        }
        Ok(())
    }

    /// Effects of each outcome, from the replicates that are whole; standard errors from their spread.
    ///
    /// # Errors
    /// [`Refusal::Unfinished`] if fewer than two replicates are whole.
    pub fn finish(&self) -> Result<Vec<Result<Effects, Refusal>>, Refusal> {
        let wanted = 2 * self.design.points * self.design.row_length();
        if self.found < wanted {
            return Err(Refusal::Unfinished { found: self.found, wanted });
        }
        Ok(self.outcomes.iter().map(Sums::effects).collect())
    }
}

impl Sums {
    fn add_row(&mut self, way: Way, joining: &[usize]) {
        let base = self.row[0];
        self.sum += base;
        self.size = self.row.iter().fold(self.size, |size, value| size.max(value.abs()));
        let half = |value: f64| 0.5 * (value - base) * (value - base);
        match way {
            Way::Subsets => self.worth.iter_mut().zip(&self.row).for_each(|(worth, &value)| *worth += half(value)),
            Way::Permutations => {
                let mut before = 0.0;
                for (place, &group) in joining.iter().enumerate() {
                    let worth = half(self.row[place + 1]);
                    self.worth[group] += worth - before;
                    if place == 0 {
                        self.alone[group].0 += worth;
                        self.alone[group].1 += 1.0;
                    }
                    if place + 1 == joining.len() {
                        self.but[group].0 += before;
                        self.but[group].1 += 1.0;
                    }
                    before = worth;
                }
            }
        }
    }

    fn end_replicate(&mut self, way: Way, points: usize) {
        let count = points as f64;
        let groups = self.effect.len();
        self.means.push(self.sum / count);
        let variance = match way {
            Way::Subsets => self.worth[self.worth.len() - 1] / count,
            Way::Permutations => self.worth.iter().sum::<f64>() / count,
        };
        self.variances.push(variance);
        for group in 0..groups {
            let (effect, but, alone) = match way {
                Way::Subsets => {
                    let all = self.worth.len() - 1;
                    let bit = 1 << group;
                    (
                        shapley_value(&self.worth, group, groups) / count,
                        self.worth[all ^ bit] / count,
                        self.worth[bit] / count,
                    )
                }
                Way::Permutations => (
                    self.worth[group] / count,
                    self.but[group].0 / self.but[group].1,
                    self.alone[group].0 / self.alone[group].1,
                ),
            };
            self.effect[group].push(effect);
            self.first[group].push(variance - but);
            self.total[group].push(alone);
        }
        self.sum = 0.0;
        self.worth.fill(0.0);
        self.alone.fill((0.0, 0.0));
        self.but.fill((0.0, 0.0));
    }

    fn effects(&self) -> Result<Effects, Refusal> {
        if let Some(faulty) = &self.faulty {
            return Err(faulty.clone());
        }
        let mean = mean_of(&self.means);
        let variance = mean_of(&self.variances);
        if self.size > LARGEST {
            return Err(Refusal::TooLarge { size: self.size });
        }
        let rounding = 1e-12 * self.size;
        if variance.value <= rounding * rounding {
            return Err(Refusal::Constant { value: mean.value });
        }
        let shares = |parts: &[Vec<f64>]| parts.iter().map(|part| Estimate::of_ratio(part, &self.variances)).collect();
        Ok(Effects {
            mean,
            variance,
            effect: shares(&self.effect),
            first: shares(&self.first),
            total: shares(&self.total),
        })
    }
}

/// What a member adds to the worth of the sets it joins, averaged over all orders.
///
/// ```text
/// Σ over J without i of |J|! (g − |J| − 1)!/g! (c(J with i) − c(J))
/// ```
fn shapley_value(worth: &[f64], member: usize, members: usize) -> f64 {
    let bit = 1usize << member;
    // `1 / (g · binomial(g − 1, |J|))`, by size.
    let mut weights = [0.0; MOST_SUBSETS_OF];
    let mut choose = 1.0;
    for (size, weight) in weights.iter_mut().enumerate().take(members) {
        *weight = 1.0 / (members as f64 * choose);
        choose *= (members - 1 - size) as f64 / (size + 1) as f64;
    }
    (0..worth.len())
        .filter(|set| set & bit == 0)
        .map(|set| weights[set.count_ones() as usize] * (worth[set | bit] - worth[set]))
        .sum()
}
