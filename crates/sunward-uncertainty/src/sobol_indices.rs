//! Which inputs the variance of an outcome comes from: Sobol's indices.
//!
//! | index | is |
//! |---|---|
//! | first order | share of the variance that would go, on average, if the input were known |
//! | total | share that would stay, on average, if all inputs but this one were known |
//! | second order | share that two inputs make together and neither makes alone |
//!
//! The design takes pairs of points `A` and `B` from one scrambled sequence of Sobol in `2n` dimensions, and mixes
//! them: `AB_i` is `A` with the inputs of group `i` from `B`. There are `R` replicates with independent scrambles, and
//! the intervals come from their spread; points within one replicate are not independent of each other, so that drawing
//! its rows again, as a bootstrap does, would say nothing about its error.
//!
//! The sums need independence between groups. Inputs that go together may share a group; across groups they are
//! refused, because a mixed point would pair values that do not occur together. Infinite outcomes have no variance and
//! are refused, one outcome for itself. Source: `sobol2001`; design and first order `saltelli2010`; total `jansen1999`;
//! second order `saltelli2002`.

use crate::correlation::Correlation;
use crate::estimate::Estimate;
use crate::grouping::Grouping;
use crate::random::Seed;
use crate::refusal::{LARGEST, Refusal, count_within, countable, same_length};
use crate::sobol::{MOST_DIMENSIONS, Sobol, Walk};

/// Outcomes that differ by less than this share of their size do not differ: it is what other orders of adding change.
const ROUNDING: f64 = 1e-12;

/// How large a design is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Independently scrambled replicates; 16 to 32 give honest intervals.
    pub replicates: usize,
    /// Base points of each, a power of 2. Where the outcome is smooth a few replicates of many points are more accurate
    /// than many of few; an indicator does not care.
    pub points: usize,
}

/// Which points to evaluate for Sobol's indices.
#[derive(Debug, Clone)]
pub struct SobolDesign {
    grouping: Grouping,
    sequences: Vec<Sobol>,
    points: usize,
    second_order: bool,
}

impl SobolDesign {
    /// A design of `R N (g + 2)` evaluations for `g` groups, or `R N (2g + 2)` with the second order.
    ///
    /// # Errors
    /// If groups go together, a size does not fit, or there are more inputs than [`MOST_DIMENSIONS`]`/2`.
    pub fn new(
        grouping: Grouping,
        correlation: &Correlation,
        size: Size,
        second_order: bool,
        seed: Seed,
    ) -> Result<Self, Refusal> {
        same_length("inputs with correlations", correlation.len(), grouping.inputs())?;
        let pairs = grouping.open_pairs(correlation);
        if !pairs.is_empty() {
            return Err(Refusal::Correlated { pairs });
        }
        let sequences = paired_sequences(grouping.inputs(), size, seed)?;
        let design = Self { grouping, sequences, points: size.points, second_order };
        countable(&[size.replicates, size.points, design.row_length()])?;
        Ok(design)
    }

    /// Groups whose indices are worked out.
    pub fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// Evaluations of one row: `A`, `B`, each `AB_i`, and with the second order each `BA_i`.
    pub fn row_length(&self) -> usize {
        let groups = self.grouping.len();
        if self.second_order { 2 * groups + 2 } else { groups + 2 }
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
        Rows { design: self, pairs: Pairs::new(&self.sequences, self.points, row) }
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
}

/// Replicates of one sequence that gives two points at once.
pub(crate) fn paired_sequences(inputs: usize, size: Size, seed: Seed) -> Result<Vec<Sobol>, Refusal> {
    const MOST: usize = MOST_DIMENSIONS / 2;
    count_within("number of inputs", inputs, 1..=MOST, "between 1 and 555: leave out those that move nothing")?;
    count_within("number of replicates", size.replicates, 2..=10_000, "between 2 and 10,000")?;
    if !size.points.is_power_of_two() {
        let found = size.points as f64;
        return Err(Refusal::Setting { what: "number of base points", found, wanted: "a power of 2" });
    }
    let plain = Sobol::plain(2 * inputs).map_err(|_| Refusal::Setting {
        what: "number of inputs",
        found: inputs as f64,
        wanted: "at most 555",
    })?;
    Ok((0..size.replicates).map(|replicate| plain.replicate(seed.derived(replicate as u64))).collect())
}

/// Pairs of points `A` and `B`, replicate after replicate.
#[derive(Debug, Clone)]
pub(crate) struct Pairs<'a> {
    sequences: &'a [Sobol],
    points: usize,
    row: usize,
    walk: Option<Walk<'a>>,
    /// `A`, then `B`.
    pub(crate) both: Vec<f64>,
}

impl<'a> Pairs<'a> {
    pub(crate) fn new(sequences: &'a [Sobol], points: usize, row: usize) -> Self {
        let both = vec![0.5; sequences.first().map_or(0, Sobol::dimensions)];
        Self { sequences, points, row, walk: None, both }
    }

    /// The row that comes next.
    pub(crate) fn row(&self) -> usize {
        self.row
    }

    /// Steps to the next row; false when there is none.
    pub(crate) fn advance(&mut self) -> bool {
        let Some(sequence) = self.sequences.get(self.row / self.points) else { return false };
        let place = self.row % self.points;
        if place == 0 || self.walk.is_none() {
            self.walk = Some(sequence.from(place as u64));
        }
        if let Some(walk) = &mut self.walk {
            walk.next_point(&mut self.both);
        }
        self.row += 1;
        true
    }
}

/// The points of a design, row by row: [`SobolDesign::rows_from`].
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    design: &'a SobolDesign,
    pairs: Pairs<'a>,
}

impl Rows<'_> {
    /// Steps to the next row; false when there is none. The first call gives the row asked for.
    pub fn advance(&mut self) -> bool {
        self.pairs.advance()
    }

    /// A point of the present row. Allocates nothing.
    ///
    /// # Panics
    /// If `out` has not a place for each input.
    #[inline]
    pub fn point(&self, place: usize, out: &mut [f64]) {
        let inputs = self.design.grouping.inputs();
        let (a, b) = self.pairs.both.split_at(inputs);
        let groups = self.design.grouping.len();
        let (from, other, group) = match place {
            0 => return out.copy_from_slice(a),
            1 => return out.copy_from_slice(b),
            _ if place < groups + 2 => (a, b, place - 2),
            _ => (b, a, place - 2 - groups),
        };
        out.copy_from_slice(from);
        self.design.grouping.members()[group].iter().for_each(|&input| out[input] = other[input]);
    }
}

/// Sobol's indices of one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Indices {
    /// Mean of the outcome.
    pub mean: Estimate,
    /// Variance of the outcome.
    pub variance: Estimate,
    /// First order, for each group.
    pub first: Vec<Estimate>,
    /// Total, for each group.
    pub total: Vec<Estimate>,
    /// Second order, for each pair of groups; empty if it was not asked for.
    pub second: Vec<(usize, usize, Estimate)>,
}

/// Sums up outcomes into Sobol's indices.
///
/// Takes the outcomes in the order of the design and keeps one row of them; memory does not grow with the number of
/// points.
#[derive(Debug, Clone)]
pub struct SobolEstimator {
    groups: usize,
    row_length: usize,
    points: usize,
    second_order: bool,
    evaluations: usize,
    found: usize,
    outcomes: Vec<Sums>,
}

/// Sums of one outcome.
#[derive(Debug, Clone)]
struct Sums {
    row: Vec<f64>,
    /// The first outcome of the replicate; taken off all, so that a large mean costs no digits.
    shift: f64,
    size: f64,
    faulty: Option<Refusal>,
    /// Sum and sum of squares of `A` and `B`.
    sum: f64,
    squares: f64,
    /// For each group.
    steps: Vec<Step>,
    /// Sum of products and of sums, for each pair of groups.
    together: Vec<(f64, f64)>,
    /// Replicates that are whole, and by replicate: mean, variance, and the parts of it, one quantity after the other.
    whole: usize,
    means: Vec<f64>,
    variances: Vec<f64>,
    parts: Vec<Vec<f64>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Step {
    /// `Σ (A − AB)²`, and `(B − BA)²` with the second order.
    squares: f64,
    /// `Σ B (AB − A)`, and `A (BA − B)`.
    product: f64,
    /// `Σ (AB − A)`, and `BA − B`.
    off: f64,
}

impl SobolEstimator {
    /// For so many outcomes of each evaluation.
    pub fn new(design: &SobolDesign, outcomes: usize) -> Self {
        let groups = design.grouping.len();
        let pairs = if design.second_order { groups * groups.saturating_sub(1) / 2 } else { 0 };
        let blank = Sums {
            row: vec![0.0; design.row_length()],
            shift: 0.0,
            size: 0.0,
            faulty: None,
            sum: 0.0,
            squares: 0.0,
            steps: vec![Step::default(); groups],
            together: vec![(0.0, 0.0); pairs],
            whole: 0,
            means: vec![0.0; design.sequences.len()],
            variances: vec![0.0; design.sequences.len()],
            parts: vec![vec![0.0; design.sequences.len()]; 2 * groups + pairs],
        };
        Self {
            groups,
            row_length: design.row_length(),
            points: design.points,
            second_order: design.second_order,
            evaluations: design.evaluations(),
            found: 0,
            outcomes: vec![blank; outcomes],
        }
    }

    /// Adds the outcomes of the next evaluation. Allocates nothing.
    ///
    /// An infinite outcome, or one that is no number, spoils that outcome alone; [`finish`](Self::finish) says so.
    ///
    /// # Errors
    /// If there are not as many outcomes as was said, or all evaluations are in.
    #[inline]
    pub fn add(&mut self, outcomes: &[f64]) -> Result<(), Refusal> {
        same_length("outcomes of an evaluation", outcomes.len(), self.outcomes.len())?;
        if self.found >= self.evaluations {
            return Err(Refusal::Length { what: "evaluations", found: self.found + 1, wanted: self.evaluations });
        }
        let place = self.found % self.row_length;
        for (sums, &value) in self.outcomes.iter_mut().zip(outcomes) {
            sums.row[place] = value;
        }
        self.found += 1;
        if place + 1 == self.row_length {
            self.end_row();
        }
        Ok(())
    }

    fn end_row(&mut self) {
        let rows = self.found / self.row_length;
        let (first, last) = ((rows - 1).is_multiple_of(self.points), rows.is_multiple_of(self.points));
        let begin = self.found - self.row_length;
        for sums in self.outcomes.iter_mut().filter(|sums| sums.faulty.is_none()) {
            sums.add_row(self.groups, self.second_order, first, begin);
            if last && sums.faulty.is_none() {
                sums.end_replicate(self.groups, self.second_order, self.points);
            }
        }
    }

    /// Indices of each outcome, from the replicates that are whole.
    ///
    /// With `D_i` and `T_i` of one replicate (`f_0` its mean, `V` the variance of `A` and `B`)
    ///
    /// ```text
    /// D_i  = mean of (f(B) − f_0)(f(AB_i) − f(A))              first order  ΣD_i/ΣV
    /// T_i  = mean of ½ (f(A) − f(AB_i))²                       total        ΣT_i/ΣV
    /// D_ij = mean of (f(BA_i) − f_0)(f(AB_j) − f_0) − (f(A) − f_0)(f(B) − f_0)
    ///                                                          second order Σ(D_ij − D_i − D_j)/ΣV
    /// ```
    ///
    /// sums over replicates. With the second order each mean is also taken with `A` and `B` exchanged. Taking `f_0` off
    /// changes no expectation and takes the noise of a large mean away. An outcome whose values differ by rounding only
    /// is [`Refusal::Constant`].
    ///
    /// # Errors
    /// [`Refusal::Unfinished`] if fewer than two replicates are whole.
    pub fn finish(&self) -> Result<Vec<Result<Indices, Refusal>>, Refusal> {
        let replicate = self.points * self.row_length;
        if self.found < 2 * replicate {
            return Err(Refusal::Unfinished { found: self.found, wanted: 2 * replicate });
        }
        Ok(self.outcomes.iter().map(|sums| sums.indices(self.groups, self.second_order)).collect())
    }
}

impl Sums {
    fn add_row(&mut self, groups: usize, second_order: bool, first: bool, begin: usize) {
        // One test for the whole row: anything that is not finite makes the sum so too.
        if !self.row.iter().map(|value| value * 0.0).sum::<f64>().is_finite() {
            let odd = self.row.iter().enumerate().find(|(_, value)| !value.is_finite());
            self.faulty = odd.map(|(place, &value)| {
                let evaluation = begin + place;
                if value.is_nan() {
                    Refusal::NotANumber { evaluation }
                } else {
                    Refusal::Infinite { evaluation, value }
                }
            });
            return;
        }
        if first {
            self.shift = self.row[0];
        }
        for value in &mut self.row {
            self.size = self.size.max(value.abs());
            *value -= self.shift;
        }
        let (a, b) = (self.row[0], self.row[1]);
        self.sum += a + b;
        self.squares += a * a + b * b;
        let (ab, ba) = self.row[2..].split_at(groups);
        for (step, ab) in self.steps.iter_mut().zip(ab) {
            let off = ab - a;
            step.squares += off * off;
            step.product += b * off;
            step.off += off;
        }
        if !second_order {
            return;
        }
        for (step, ba) in self.steps.iter_mut().zip(ba) {
            let off = ba - b;
            step.squares += off * off;
            step.product += a * off;
            step.off += off;
        }
        let mut together = self.together.iter_mut();
        for i in 0..groups {
            for j in i + 1..groups {
                let Some((product, sum)) = together.next() else { return };
                *product += ba[i] * ab[j] + ba[j] * ab[i] - 2.0 * (a * b);
                *sum += (ba[i] + ab[j]) + (ba[j] + ab[i]) - 2.0 * (a + b);
            }
        }
    }

    fn end_replicate(&mut self, groups: usize, second_order: bool, points: usize) {
        let count = points as f64;
        let mean = self.sum / (2.0 * count);
        let variance = (self.squares / (2.0 * count) - mean * mean).max(0.0);
        let whole = self.whole;
        self.means[whole] = mean + self.shift;
        self.variances[whole] = variance;
        // With the second order every mean was taken twice.
        let times = if second_order { 2.0 * count } else { count };
        for (group, step) in self.steps.iter().enumerate() {
            self.parts[group][whole] = (step.product - mean * step.off) / times;
            self.parts[groups + group][whole] = step.squares / (2.0 * times);
        }
        let mut pair = 0;
        for i in 0..groups {
            for j in i + 1..groups {
                let Some(&(product, sum)) = self.together.get(pair) else { break };
                let both = (product - mean * sum) / (2.0 * count);
                let alone = self.parts[i][whole] + self.parts[j][whole];
                self.parts[2 * groups + pair][whole] = both - alone;
                pair += 1;
            }
        }
        self.whole += 1;
        (self.sum, self.squares) = (0.0, 0.0);
        self.steps.fill(Step::default());
        self.together.fill((0.0, 0.0));
    }

    fn indices(&self, groups: usize, second_order: bool) -> Result<Indices, Refusal> {
        if let Some(faulty) = &self.faulty {
            return Err(faulty.clone());
        }
        let (means, variances) = (&self.means[..self.whole], &self.variances[..self.whole]);
        let rounding = ROUNDING * self.size;
        let mean = mean_of(means);
        let variance = mean_of(variances);
        if self.size > LARGEST {
            return Err(Refusal::TooLarge { size: self.size });
        }
        let between = means.iter().map(|m| (m - mean.value) * (m - mean.value)).sum::<f64>() / self.whole as f64;
        if variance.value + between <= rounding * rounding {
            return Err(Refusal::Constant { value: mean.value });
        }
        let share = |part: usize| Estimate::of_ratio(&self.parts[part][..self.whole], variances);
        let mut second = Vec::new();
        if second_order {
            for i in 0..groups {
                for j in i + 1..groups {
                    second.push((i, j, share(2 * groups + second.len())));
                }
            }
        }
        Ok(Indices {
            mean,
            variance,
            first: (0..groups).map(share).collect(),
            total: (groups..2 * groups).map(share).collect(),
            second,
        })
    }
}

/// Mean of independent values.
pub(crate) fn mean_of(values: &[f64]) -> Estimate {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let deviations = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Estimate::of_mean(values.len(), mean, deviations)
}
