//! Sobol's sequence: points that fill the unit cube far more evenly than random ones, scrambled so that they are random
//! all the same.
//!
//! Of `2ᵐ` points that follow each other from a multiple of `2ᵐ`, every box whose sides are powers of ½ and whose
//! volume is `2ᵗ⁻ᵐ` holds exactly `2ᵗ`, with a `t` that is small for few dimensions. Scrambling keeps all of that,
//! makes each point uniform in the cube, and makes replicates with different seeds independent, so that the spread of
//! their means is an honest error. The error of a mean over `n` points falls as fast as `n^(−3/2)` if the outcome is
//! smooth in few dimensions; for a probability, which is the mean of a step, hardly faster than `n^(−1/2)` when many
//! inputs matter.
//!
//! The direction numbers are those of Joe and Kuo (`direction_numbers.txt`, with its licence: Copyright (c) 2008,
//! Frances Y. Kuo and Stephen Joe). Source: `joe_kuo2008`; scrambling `owen1995`.

use crate::random::{self, Seed};
use std::fmt;
use std::sync::Arc;

/// Direction numbers as published.
const PUBLISHED: &str = include_str!("direction_numbers.txt");

/// Most dimensions a point may have: all primitive polynomials up to degree 13.
pub const MOST_DIMENSIONS: usize = 1111;

/// Bits of an index, and of a coordinate.
const BITS: usize = 64;

/// Levels of the tree that one word of flips scrambles: `1 + 2 + 4 + 8 + 16 + 32` flips fit.
const LEVELS: u32 = 6;

/// Levels whose flips are looked up: there are few enough to keep them all.
const KEPT: u32 = 8;

/// Words of flips below the levels kept. Two make 20 levels in all: until there are 2²⁰ points, a million, no two of
/// them share a flip that ought to be drawn anew.
const WORDS: u32 = 2;

/// More dimensions than there are direction numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyDimensions(pub usize);

impl fmt::Display for TooManyDimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a point of {} dimensions was asked for, and Sobol's sequence is tabulated to {MOST_DIMENSIONS}; hold some inputs \
             at their best value, or draw at random (`random::point`), which knows no bound",
            self.0
        )
    }
}

impl std::error::Error for TooManyDimensions {}

/// The direction numbers of so many dimensions as published, one a line; the first has none.
///
/// # Errors
/// [`TooManyDimensions`] above [`MOST_DIMENSIONS`].
pub fn published(dimensions: usize) -> Result<&'static str, TooManyDimensions> {
    if dimensions > MOST_DIMENSIONS {
        return Err(TooManyDimensions(dimensions));
    }
    let line = |text: &'static str| text.find('\n').map_or(text.len(), |end| end + 1);
    let mut rows = PUBLISHED;
    while rows.starts_with('#') {
        rows = &rows[line(rows)..];
    }
    let length = (1..dimensions).fold(0, |length, _| length + line(&rows[length..]));
    Ok(&rows[..length])
}

/// Sobol's sequence in some dimensions, plain or scrambled.
#[derive(Debug, Clone, PartialEq)]
pub struct Sobol {
    dimensions: usize,
    /// Direction numbers by bit of the index, then by dimension: one step of the sequence reads one row.
    directions: Arc<[u64]>,
    /// Added to every point: nought but for the linear scrambling.
    shift: Vec<u64>,
    /// Empty but for the nested scrambling.
    scrambling: Vec<Scrambling>,
}

impl Sobol {
    /// The plain sequence. Its first point is the corner at nought; scramble it unless the published points are wanted.
    ///
    /// # Errors
    /// [`TooManyDimensions`] above [`MOST_DIMENSIONS`].
    pub fn plain(dimensions: usize) -> Result<Self, TooManyDimensions> {
        Ok(Self::of_published(dimensions, published(dimensions)?))
    }

    /// The plain sequence from the [direction numbers](published) of as many dimensions.
    pub fn of_published(dimensions: usize, published: &str) -> Self {
        let mut directions = vec![0; BITS * dimensions];
        let mut place = |dimension: usize, numbers: &[u64; BITS]| {
            numbers.iter().enumerate().for_each(|(bit, &v)| directions[bit * dimensions + dimension] = v);
        };
        if dimensions > 0 {
            place(0, &std::array::from_fn(|bit| 1 << (BITS - 1 - bit)));
        }
        for (dimension, line) in (1..dimensions).zip(published.lines()) {
            place(dimension, &directions_of(line));
        }
        Self { dimensions, directions: directions.into(), shift: vec![0; dimensions], scrambling: Vec::new() }
    }

    /// The sequence under Owen's nested uniform scrambling; seeds give independent replicates.
    ///
    /// # Errors
    /// [`TooManyDimensions`] above [`MOST_DIMENSIONS`].
    pub fn scrambled(dimensions: usize, seed: Seed) -> Result<Self, TooManyDimensions> {
        Ok(Self::plain(dimensions)?.replicate(seed))
    }

    /// The same sequence scrambled anew.
    pub fn replicate(&self, seed: Seed) -> Self {
        let scrambling = (0..self.dimensions).map(|dimension| Scrambling::new(seed, dimension as u64)).collect();
        Self { scrambling, ..self.clone() }
    }

    /// The sequence under a random linear scrambling and shift: as fast as the plain one.
    ///
    /// Each bit of a coordinate gets a random sum (without carry) of the bits above it, the same for all points, and a
    /// coin of its own. Boxes keep their counts and points are uniform, as under [`scrambled`](Self::scrambled), and
    /// any two points are distributed as they are there: so the error of a mean has exactly the same variance. What
    /// differs is its shape: errors are small in most replicates and large in a few, so that the spread of a few
    /// replicates is a poor measure of it. Take this where the time of drawing counts, the other where replicates give
    /// the error. Source: `matousek1998`; with Sobol's sequence `hong2003`.
    ///
    /// # Errors
    /// [`TooManyDimensions`] above [`MOST_DIMENSIONS`].
    pub fn linear(dimensions: usize, seed: Seed) -> Result<Self, TooManyDimensions> {
        Ok(Self::plain(dimensions)?.linear_replicate(seed))
    }

    /// The same sequence under a random linear scrambling and shift.
    pub fn linear_replicate(&self, seed: Seed) -> Self {
        let mut scrambled = self.clone();
        let mut directions = self.directions.to_vec();
        for dimension in 0..self.dimensions {
            let seed = seed.derived(dimension as u64);
            // What a bit adds to itself and to those below it.
            let columns: [u64; BITS] = std::array::from_fn(|bit| {
                let own = 1 << (BITS - 1 - bit);
                own | random::bits(seed, bit as u64, 0) & (own - 1)
            });
            let apply = |x: u64| {
                let set = (0..BITS).filter(|bit| x << bit >> (BITS - 1) == 1);
                set.fold(0, |sum, bit| sum ^ columns[bit])
            };
            for bit in 0..BITS {
                let number = &mut directions[bit * self.dimensions + dimension];
                *number = apply(*number);
            }
            scrambled.shift[dimension] = apply(self.shift[dimension]) ^ random::bits(seed, BITS as u64, 0);
        }
        scrambled.directions = directions.into();
        scrambled
    }

    /// How many dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Coordinates of the point `index` as binary fractions of 64 bits.
    ///
    /// Points follow each other in the order of Gray's code, as published: neighbours differ by one direction number.
    /// Costs a step for each bit that is set in `index ⊕ index/2`; for points in their order [`from`](Self::from) is
    /// quicker.
    ///
    /// # Panics
    /// If `out` has not a place for each dimension.
    pub fn bits(&self, index: u64, out: &mut [u64]) {
        assert_eq!(out.len(), self.dimensions, "a place for each dimension");
        self.plain_bits(index, 0, out);
        for (x, scrambling) in out.iter_mut().zip(&self.scrambling) {
            *x = scrambling.apply(*x);
        }
    }

    /// Coordinates of the point `index`, in the open unit interval. Same points as [`from`](Self::from) gives.
    ///
    /// # Panics
    /// If `out` has not a place for each dimension.
    pub fn point(&self, index: u64, out: &mut [f64]) {
        assert_eq!(out.len(), self.dimensions, "a place for each dimension");
        // Some dimensions at a time, so that rows of direction numbers are read in a stretch and nothing is allocated.
        let mut some = [0; 64];
        for (turn, places) in out.chunks_mut(some.len()).enumerate() {
            let first = turn * some.len();
            let some = &mut some[..places.len()];
            self.plain_bits(index, first, some);
            if self.scrambling.is_empty() {
                places.iter_mut().zip(some).for_each(|(u, x)| *u = random::unit(*x));
            } else {
                let scramblings = &self.scrambling[first..];
                places.iter_mut().zip(some).zip(scramblings).for_each(|((u, x), s)| *u = random::unit(s.apply(*x)));
            }
        }
    }

    /// The points from `index` on, one after the other.
    pub fn from(&self, index: u64) -> Walk<'_> {
        let mut state = vec![0; self.dimensions];
        self.plain_bits(index, 0, &mut state);
        Walk { sequence: self, index, state }
    }

    /// Plain coordinates of some dimensions that follow each other.
    fn plain_bits(&self, index: u64, first: usize, out: &mut [u64]) {
        out.copy_from_slice(&self.shift[first..][..out.len()]);
        let mut left = index ^ (index >> 1);
        while left != 0 {
            self.step(left.trailing_zeros(), first, out);
            left &= left - 1;
        }
    }

    fn step(&self, bit: u32, first: usize, state: &mut [u64]) {
        let row = &self.directions[bit as usize * self.dimensions + first..][..state.len()];
        state.iter_mut().zip(row).for_each(|(x, v)| *x ^= v);
    }
}

/// Points of a sequence one after the other: [`Sobol::from`].
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    sequence: &'a Sobol,
    index: u64,
    state: Vec<u64>,
}

impl Walk<'_> {
    /// Index of the point that comes next.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The next point. Allocates nothing.
    ///
    /// # Panics
    /// If `out` has not a place for each dimension.
    pub fn next_point(&mut self, out: &mut [f64]) {
        assert_eq!(out.len(), self.state.len(), "a place for each dimension");
        if self.sequence.scrambling.is_empty() {
            out.iter_mut().zip(&self.state).for_each(|(u, &x)| *u = random::unit(x));
        } else {
            for ((u, &x), scrambling) in out.iter_mut().zip(&self.state).zip(&self.sequence.scrambling) {
                *u = random::unit(scrambling.apply(x));
            }
        }
        self.index = self.index.wrapping_add(1);
        // Gray's code of neighbours differs in the lowest bit that is set in the greater of them.
        let bit = self.index.trailing_zeros();
        if bit < BITS as u32 {
            self.sequence.step(bit, 0, &mut self.state);
        }
    }
}

/// Direction numbers of one line of the published table, by the recurrence of its polynomial.
///
/// ```text
/// vₖ = mₖ 2^(64−k)                                                   for k ≤ s
/// vₖ = a₁ vₖ₋₁ ⊕ a₂ vₖ₋₂ ⊕ … ⊕ aₛ₋₁ vₖ₋ₛ₊₁ ⊕ vₖ₋ₛ ⊕ (vₖ₋ₛ >> s)      beyond
/// ```
fn directions_of(line: &str) -> [u64; BITS] {
    let numbers: Vec<u64> =
        line.split(' ').map(|number| number.parse().expect("the table holds whole numbers")).collect();
    let (degree, coefficients, initial) = (numbers[1] as usize, numbers[2], &numbers[3..]);
    let mut v = [0; BITS];
    for k in 0..BITS {
        v[k] = if k < degree {
            initial[k] << (BITS - 1 - k)
        } else {
            let mut next = v[k - degree] ^ (v[k - degree] >> degree);
            for back in 1..degree {
                if coefficients >> (degree - 1 - back) & 1 == 1 {
                    next ^= v[k - back];
                }
            }
            next
        };
    }
    v
}

/// Owen's scrambling of one coordinate: each bit is flipped or not by a coin that belongs to the bits before it.
///
/// The coins form a tree: one for the first bit, two for the second, four for the third. Flips of the first eight bits
/// are kept in a table. Below, six levels are the 63 coins of one word, so a coordinate takes a word for each six bits,
/// drawn by the bits before them. Words come from SplitMix64, whose place in the stream of its key is those bits.
/// Twenty levels are scrambled so; the bits further down get one word by the twenty before, which is the same thing as
/// long as no two points share those. Beyond 2²⁰ points every box still holds what it must, every point is still
/// uniform, and replicates are still independent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scrambling {
    kept: [u8; 1 << KEPT],
    /// What the coins below follow from.
    key: u64,
}

impl Scrambling {
    fn new(seed: Seed, dimension: u64) -> Self {
        let key = seed.derived(dimension).0;
        // Six levels by one word, the two below by another for each of the 64 prefixes.
        let kept = std::array::from_fn(|bits| {
            let bits = bits as u64;
            let below = coins(word(key, 1, bits >> 2), bits << 4 & 63) >> 4;
            (coins(word(key, 0, 0), bits >> 2) << 2 | below) as u8
        });
        Self { kept, key }
    }

    #[inline]
    fn apply(&self, x: u64) -> u64 {
        let mut flips = u64::from(self.kept[(x >> (64 - KEPT)) as usize]) << (64 - KEPT);
        for level in 0..WORDS {
            let left = 64 - KEPT - LEVELS * level;
            let these = coins(word(self.key, u64::from(level + 2), x >> left), x >> (left - LEVELS) & 63);
            flips |= these << (left - LEVELS);
        }
        let left = 64 - KEPT - LEVELS * WORDS;
        let rest = word(self.key, u64::from(WORDS + 2), x >> left);
        x ^ (flips | rest >> (64 - left))
    }
}

/// The word that belongs to the bits before a level. Levels are far from each other in the stream of the key, and the
/// bits before them are places one after the other.
#[inline]
fn word(key: u64, level: u64, before: u64) -> u64 {
    random::hash(key, before | level << 60)
}

/// The flips of six bits by the 63 coins of a word: that of level `l` is coin `2ˡ + (bits before it)`.
#[inline]
fn coins(word: u64, bits: u64) -> u64 {
    let node = 64 | bits;
    (word >> 1 & 1) << 5
        | (word >> (node >> 5) & 1) << 4
        | (word >> (node >> 4) & 1) << 3
        | (word >> (node >> 3) & 1) << 2
        | (word >> (node >> 2) & 1) << 1
        | (word >> (node >> 1) & 1)
}
