//! Which inputs go together: a checked matrix of correlations between standard normals.
//!
//! Inputs are linked through normals (a Gaussian copula): each input's quantile is the normal distribution's share of one
//! coordinate of `z ~ N(0, R)`. Here is `R`, its factor, and the law of some coordinates when others are known.

use serde::{Deserialize, Serialize};
use std::fmt;
use sunward_quantity::elementary::sin;

/// How far the product of a factor with itself may differ from the matrix, at any entry.
///
/// Correlations that people state have two or three digits; those that programs compute are good to `1e-12`. A matrix at
/// the edge, such as two inputs that are one, has to pass with the rounding of the latter and no more.
const TOLERANCE: f64 = 1e-9;

/// What is left of an input's variance below this is rounding: the inputs before it determine it.
const PIVOT: f64 = 1e-12;

/// Correlations between standard normals, one for each input.
///
/// Symmetric, ones on the diagonal, and no combination of inputs has a negative variance (within `1e-9` at any entry):
/// no other value of this type exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(usize, Vec<(usize, usize, f64)>)", into = "(usize, Vec<(usize, usize, f64)>)")]
pub struct Correlation {
    count: usize,
    matrix: Vec<f64>,
    factor: Vec<f64>,
    linked: Vec<bool>,
}

/// One thing wrong with stated correlations.
#[derive(Debug, Clone, PartialEq)]
pub enum CorrelationFault {
    /// A pair names an input that is not there.
    NoSuchInput {
        /// The input.
        input: usize,
        /// How many there are.
        count: usize,
    },
    /// An input was paired with itself.
    WithItself {
        /// The input.
        input: usize,
    },
    /// A correlation is not a number between −1 and 1.
    OutOfRange {
        /// The inputs.
        pair: (usize, usize),
        /// What was stated.
        stated: f64,
    },
    /// A pair was stated twice.
    StatedTwice {
        /// The inputs, the smaller first.
        pair: (usize, usize),
    },
    /// Correlations contradict each other: some combination of these inputs would have a negative variance.
    Contradiction {
        /// The smallest set found that contradicts itself: without any one of its inputs the rest agrees.
        inputs: Vec<usize>,
        /// The smallest eigenvalue of their matrix, below zero.
        smallest_eigenvalue: f64,
        /// The correlations between them agree when all are multiplied by this share, or a smaller one.
        shrink_to: f64,
    },
}

impl fmt::Display for CorrelationFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchInput { input, count } => {
                write!(f, "a correlation names input {input}, but there are {count} (counted from 0)")
            }
            Self::WithItself { input } => {
                write!(f, "input {input} is paired with itself; leave the pair out, its correlation is 1")
            }
            Self::OutOfRange { pair, stated } => write!(
                f,
                "the correlation of inputs {} and {} is {stated}; state a number between -1 and 1",
                pair.0, pair.1
            ),
            Self::StatedTwice { pair } => {
                write!(f, "the correlation of inputs {} and {} is stated twice; state it once", pair.0, pair.1)
            }
            Self::Contradiction { inputs, smallest_eigenvalue, shrink_to } => write!(
                f,
                "the correlations between inputs {inputs:?} contradict each other (smallest eigenvalue \
                 {smallest_eigenvalue:.3e}): when some of these go together, the others cannot go so far apart; state \
                 the missing ones, or multiply all of them by at most {shrink_to:.4}"
            ),
        }
    }
}

/// Why stated correlations are no correlation matrix: every fault.
#[derive(Debug, Clone, PartialEq)]
pub struct NotCorrelation(pub Vec<CorrelationFault>);

impl fmt::Display for NotCorrelation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::refusal::lines(f, &self.0)
    }
}

impl std::error::Error for NotCorrelation {}

/// How many inputs, and the pairs that go together.
impl From<Correlation> for (usize, Vec<(usize, usize, f64)>) {
    fn from(all: Correlation) -> Self {
        let pair = |place: usize| (place / all.count, place % all.count, all.matrix[place]);
        let pairs = (0..all.matrix.len()).map(pair).filter(|(i, j, rho)| i < j && *rho != 0.0).collect();
        (all.count, pairs)
    }
}

impl TryFrom<(usize, Vec<(usize, usize, f64)>)> for Correlation {
    type Error = NotCorrelation;
    fn try_from((count, pairs): (usize, Vec<(usize, usize, f64)>)) -> Result<Self, NotCorrelation> {
        Self::new(count, &pairs)
    }
}

impl Correlation {
    /// No input goes with another.
    pub fn independent(count: usize) -> Self {
        let mut matrix = vec![0.0; count * count];
        for i in 0..count {
            matrix[i * count + i] = 1.0;
        }
        Self { count, factor: matrix.clone(), matrix, linked: vec![false; count] }
    }

    /// Correlations of the stated pairs; all other pairs are independent.
    ///
    /// # Errors
    /// [`NotCorrelation`] with every fault: a pair that is not there, is stated twice or is no correlation; if all pairs
    /// are in order, each set of inputs whose correlations contradict each other.
    pub fn new(count: usize, pairs: &[(usize, usize, f64)]) -> Result<Self, NotCorrelation> {
        let mut faults = Vec::new();
        let mut matrix = Self::independent(count).matrix;
        let mut stated = vec![false; count * count];
        for &(i, j, rho) in pairs {
            let (low, high) = (i.min(j), i.max(j));
            if high >= count {
                faults.push(CorrelationFault::NoSuchInput { input: high, count });
                if low >= count && low != high {
                    faults.push(CorrelationFault::NoSuchInput { input: low, count });
                }
            } else if low == high {
                faults.push(CorrelationFault::WithItself { input: low });
            } else if !(-1.0..=1.0).contains(&rho) {
                faults.push(CorrelationFault::OutOfRange { pair: (low, high), stated: rho });
            } else if std::mem::replace(&mut stated[low * count + high], true) {
                faults.push(CorrelationFault::StatedTwice { pair: (low, high) });
            } else {
                matrix[low * count + high] = rho;
                matrix[high * count + low] = rho;
            }
        }
        let mut linked = vec![false; count];
        let sets = sets_of_linked(count, &matrix);
        let mut factor = Self::independent(count).matrix;
        // Pairs that are wrong leave a matrix that nobody stated: nothing to be said of it.
        let sets = if faults.is_empty() { sets } else { Vec::new() };
        for set in sets.iter().filter(|set| set.len() > 1) {
            set.iter().for_each(|&i| linked[i] = true);
            let part = part_of(&matrix, count, set);
            match factor_of(&part, set.len()) {
                Ok(lower) => {
                    for (row, &i) in set.iter().enumerate() {
                        for (column, &j) in set.iter().enumerate().take(row + 1) {
                            factor[i * count + j] = lower[row * set.len() + column];
                        }
                    }
                }
                Err(place) => faults.push(contradiction(&matrix, count, &set[..=place])),
            }
        }
        if faults.is_empty() { Ok(Self { count, matrix, factor, linked }) } else { Err(NotCorrelation(faults)) }
    }

    /// How many inputs.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no inputs at all.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Correlation of two inputs.
    ///
    /// # Panics
    /// If there is no such input.
    pub fn get(&self, i: usize, j: usize) -> f64 {
        assert!(i < self.count && j < self.count, "an input of the matrix");
        self.matrix[i * self.count + j]
    }

    /// The lower triangular `L` with `L Lᵀ = R`, by rows.
    pub fn factor(&self) -> &[f64] {
        &self.factor
    }

    /// Whether no input goes with another.
    pub fn is_independent(&self) -> bool {
        !self.linked.contains(&true)
    }

    /// Whether an input goes with any other.
    ///
    /// # Panics
    /// If there is no such input.
    pub fn linked(&self, input: usize) -> bool {
        self.linked[input]
    }

    /// The sets of inputs that are linked, directly or through others; each in rising order, those that stand alone
    /// included.
    pub fn sets(&self) -> Vec<Vec<usize>> {
        sets_of_linked(self.count, &self.matrix)
    }

    /// The law of the other inputs' normals when those of `given` are known.
    ///
    /// ```text
    /// mean = R_og R_gg⁻¹ z_g        covariance = R_oo − R_og R_gg⁻¹ R_go = F Fᵀ
    /// ```
    ///
    /// Found by factoring `R` with the given ones first, which stays right where `R_gg` cannot be inverted: of inputs
    /// that determine each other the later ones add nothing.
    ///
    /// # Panics
    /// If `given` names an input twice, or one that is not there.
    pub fn conditional(&self, given: &[usize]) -> Conditional {
        let mut known = vec![false; self.count];
        for &input in given {
            assert!(!std::mem::replace(&mut known[input], true), "given inputs are named once");
        }
        let others: Vec<usize> = (0..self.count).filter(|&i| !known[i]).collect();
        let order: Vec<usize> = given.iter().chain(&others).copied().collect();
        let lower = clamped_factor(&part_of(&self.matrix, self.count, &order), self.count);
        let (few, many) = (given.len(), others.len());
        let mut mean = vec![0.0; many * few];
        let mut factor = vec![0.0; many * many];
        for row in 0..many {
            let from = &lower[(few + row) * self.count..][..self.count];
            // `m L_gg = row of L_og`, from the last column to the first.
            for column in (0..few).rev() {
                let pivot = lower[column * self.count + column];
                let known: f64 = (column + 1..few).map(|k| mean[row * few + k] * lower[k * self.count + column]).sum();
                mean[row * few + column] = if pivot == 0.0 { 0.0 } else { (from[column] - known) / pivot };
            }
            factor[row * many..][..=row].copy_from_slice(&from[few..=few + row]);
        }
        let alone = others.iter().map(|&i| !self.linked[i]).collect();
        Conditional { given: given.to_vec(), others, mean, factor, alone }
    }
}

/// The law of some normals when others are known: [`Correlation::conditional`].
#[derive(Debug, Clone, PartialEq)]
pub struct Conditional {
    given: Vec<usize>,
    others: Vec<usize>,
    mean: Vec<f64>,
    factor: Vec<f64>,
    /// Others that go with nothing: their draw is the fresh normal.
    alone: Vec<bool>,
}

impl Conditional {
    /// The inputs that are known, in the order in which they were named.
    pub fn given(&self) -> &[usize] {
        &self.given
    }

    /// The inputs that are drawn, in rising order.
    pub fn others(&self) -> &[usize] {
        &self.others
    }

    /// How the mean of the others follows from the given ones: a row for each of the others.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The lower triangular factor of the others' covariance, by rows.
    pub fn factor(&self) -> &[f64] {
        &self.factor
    }

    /// Normals of the others: `out = mean · given_values + factor · fresh_normals`. Allocates nothing.
    ///
    /// # Panics
    /// If a slice is not as long as [`given`](Self::given) or [`others`](Self::others) says.
    pub fn draw(&self, given_values: &[f64], fresh_normals: &[f64], out: &mut [f64]) {
        let (few, many) = (self.given.len(), self.others.len());
        assert!(
            given_values.len() == few && fresh_normals.len() == many && out.len() == many,
            "as long as the law says"
        );
        for row in 0..many {
            out[row] = if self.alone[row] {
                fresh_normals[row]
            } else {
                let mean = product(&self.mean[row * few..][..few], given_values);
                mean + product(&self.factor[row * many..][..=row], &fresh_normals[..=row])
            };
        }
    }
}

/// Correlation of the normals when the correlation of ranks (Spearman's) is stated.
///
/// `ρ = 2 sin(π ρ_s / 6)`: exact for a Gaussian copula, whatever the laws of the inputs.
/// Source: `kruskal1958`.
pub fn normal_from_rank(rank: f64) -> f64 {
    // At the ends the sine of π/6 is off by a rounding; 1 must stay 1.
    if rank.abs() == 1.0 { rank } else { 2.0 * sin(std::f64::consts::PI * rank / 6.0) }
}

/// Products of two rows, added from the left.
fn product(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The entries of some inputs, in their order.
fn part_of(matrix: &[f64], count: usize, inputs: &[usize]) -> Vec<f64> {
    inputs.iter().flat_map(|&i| inputs.iter().map(move |&j| matrix[i * count + j])).collect()
}

/// Sets of inputs that are linked directly or through others, each in rising order.
fn sets_of_linked(count: usize, matrix: &[f64]) -> Vec<Vec<usize>> {
    let mut seen = vec![false; count];
    let mut sets = Vec::new();
    for start in 0..count {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut set = vec![start];
        let mut next = 0;
        while next < set.len() {
            let i = set[next];
            next += 1;
            for j in 0..count {
                if matrix[i * count + j] != 0.0 && !std::mem::replace(&mut seen[j], true) {
                    set.push(j);
                }
            }
        }
        set.sort_unstable();
        sets.push(set);
    }
    sets
}

/// Lower triangular factor by Cholesky; a pivot that is nothing but rounding is zero, and so is its column.
fn clamped_factor(matrix: &[f64], count: usize) -> Vec<f64> {
    let mut lower = vec![0.0; count * count];
    for row in 0..count {
        for column in 0..=row {
            let (before, from) = lower.split_at(row * count);
            let this = &from[..column];
            let rest = if column == row {
                matrix[row * count + row] - product(this, this)
            } else {
                matrix[row * count + column] - product(this, &before[column * count..][..column])
            };
            lower[row * count + column] = if column == row {
                if rest > PIVOT { rest.sqrt() } else { 0.0 }
            } else {
                let pivot = lower[column * count + column];
                if pivot == 0.0 { 0.0 } else { rest / pivot }
            };
        }
    }
    lower
}

/// The factor, or the first row that it does not give back: the inputs up to there contradict each other.
fn factor_of(matrix: &[f64], count: usize) -> Result<Vec<f64>, usize> {
    let lower = clamped_factor(matrix, count);
    for row in 0..count {
        for column in 0..=row {
            let back = product(&lower[row * count..][..=column], &lower[column * count..][..=column]);
            if (back - matrix[row * count + column]).abs() > TOLERANCE {
                return Err(row);
            }
        }
    }
    Ok(lower)
}

/// What is wrong with a set of inputs: the smallest part of it that contradicts itself.
fn contradiction(matrix: &[f64], count: usize, inputs: &[usize]) -> CorrelationFault {
    let mut inputs = inputs.to_vec();
    for place in (0..inputs.len()).rev() {
        let mut fewer = inputs.clone();
        fewer.remove(place);
        if factor_of(&part_of(matrix, count, &fewer), fewer.len()).is_err() {
            inputs = fewer;
        }
    }
    let smallest = smallest_eigenvalue(part_of(matrix, count, &inputs), inputs.len());
    CorrelationFault::Contradiction {
        inputs,
        smallest_eigenvalue: smallest,
        shrink_to: 1.0 / (1.0 - smallest.min(0.0)),
    }
}

/// The smallest eigenvalue of a symmetric matrix, by Jacobi's rotations.
fn smallest_eigenvalue(mut matrix: Vec<f64>, count: usize) -> f64 {
    // Jacobi converges quadratically; ten sweeps are enough for any size met, and a bound is a bound.
    for _ in 0..50 {
        let off: f64 =
            (0..count).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| matrix[i * count + j].abs()).sum();
        if off < 1e-14 {
            break;
        }
        for p in 0..count {
            for q in p + 1..count {
                rotate(&mut matrix, count, p, q);
            }
        }
    }
    (0..count).map(|i| matrix[i * count + i]).fold(f64::INFINITY, f64::min)
}

/// One rotation that makes the entry (`p`, `q`) zero.
fn rotate(matrix: &mut [f64], count: usize, p: usize, q: usize) {
    let entry = matrix[p * count + q];
    if entry == 0.0 {
        return;
    }
    let theta = (matrix[q * count + q] - matrix[p * count + p]) / (2.0 * entry);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for k in 0..count {
        let (a, b) = (matrix[k * count + p], matrix[k * count + q]);
        matrix[k * count + p] = c * a - s * b;
        matrix[k * count + q] = s * a + c * b;
    }
    for k in 0..count {
        let (a, b) = (matrix[p * count + k], matrix[q * count + k]);
        matrix[p * count + k] = c * a - s * b;
        matrix[q * count + k] = s * a + c * b;
    }
}
