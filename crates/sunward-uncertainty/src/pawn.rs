//! PAWN: how far fixing an input shifts the whole distribution of an outcome.
//!
//! The range of an input is cut into slices that hold equally many draws; for each slice the distribution of the
//! outcome in it is compared with that of all draws by the largest distance between their cumulative distributions
//! (Kolmogorov and Smirnov's). The index is the median, the mean or the largest of these distances.
//!
//! It needs no design of its own: draws that were already made serve. It needs only the *order* of outcomes, so that a
//! crossover year may be −∞ (already) and +∞ (never) where indices that divide up a variance have to refuse. Correlated
//! inputs are no obstacle either: the distance is then that of all that goes with the input. Source: `pianosi2015`,
//! from given draws `pianosi2018`.

use crate::random::{self, Seed};
use crate::ranking::rising;
use crate::refusal::{Refusal, count_within, same_length};

/// How to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slicing {
    /// Slices for each input; 10 to 20 is usual.
    pub slices: usize,
    /// Inputs of no influence to compare with; of 19 the largest is exceeded by an input without influence in one of 20
    /// cases.
    pub dummies: usize,
    /// What the dummies are drawn from.
    pub seed: Seed,
}

impl Default for Slicing {
    fn default() -> Self {
        Self { slices: 10, dummies: 19, seed: Seed(0) }
    }
}

/// Distances over the slices of one input, between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// In the middle slice.
    pub median: f64,
    /// On average.
    pub mean: f64,
    /// In the slice that differs most.
    pub largest: f64,
}

/// Distances for one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Pawn {
    /// For each input.
    pub inputs: Vec<Distance>,
    /// What an input of no influence reaches: the largest over the dummies, each statistic for itself. An input below
    /// it cannot be told from one that does nothing.
    pub dummy: Distance,
}

/// Distances of each outcome for each input, from draws: `inputs[input][draw]` and `outcomes[outcome][draw]`.
///
/// ```text
/// KS(s) = max over y of |F(y | x in slice s) − F(y)|
/// ```
///
/// Equal values of an input never part: they fall into one slice, so an input with few values has few slices. A finite
/// slice lies a distance of about `0.87 √(1/n − 1/N)` from the whole by chance alone, `n` of `N` draws being in it; the
/// dummies say how much that is here. One sort for each input and each outcome, and one pass for each pair.
///
/// # Errors
/// If there are no inputs, fewer draws than slices, columns of differing length, or a value that is not a number.
pub fn pawn(inputs: &[&[f64]], outcomes: &[&[f64]], slicing: &Slicing) -> Result<Vec<Pawn>, Refusal> {
    let draws = inputs.first().or(outcomes.first()).map_or(0, |column| column.len());
    count_within("number of inputs", inputs.len(), 1..=usize::MAX, "at least 1")?;
    count_within("number of slices", slicing.slices, 2..=10_000, "between 2 and 10,000")?;
    count_within("number of draws", draws, slicing.slices..=u32::MAX as usize, "at least that of slices")?;
    for column in inputs.iter().chain(outcomes) {
        same_length("values in a column", column.len(), draws)?;
        if let Some(draw) = column.iter().position(|value| value.is_nan()) {
            return Err(Refusal::NotANumber { evaluation: draw });
        }
    }
    let cut: Vec<Vec<u32>> = inputs.iter().map(|column| slices(column, slicing.slices)).collect();
    let blank: Vec<Vec<u32>> = (0..slicing.dummies)
        .map(|dummy| {
            let column: Vec<f64> =
                (0..draws).map(|draw| random::uniform(slicing.seed, draw as u64, dummy as u32)).collect();
            slices(&column, slicing.slices)
        })
        .collect();
    Ok(outcomes
        .iter()
        .map(|column| {
            let order = rising(column);
            let dummies: Vec<Distance> = blank.iter().map(|slice| distance(column, &order, slice)).collect();
            let most = |of: fn(&Distance) -> f64| dummies.iter().map(of).fold(0.0, f64::max);
            Pawn {
                inputs: cut.iter().map(|slice| distance(column, &order, slice)).collect(),
                dummy: Distance { median: most(|d| d.median), mean: most(|d| d.mean), largest: most(|d| d.largest) },
            }
        })
        .collect())
}

/// The slice of each draw: equally many in each, equal values together, slices without draws left out.
fn slices(column: &[f64], wanted: usize) -> Vec<u32> {
    let order = rising(column);
    let mut slice = vec![0; column.len()];
    let (mut current, mut last) = (0, (0u64, f64::NAN));
    for (place, &draw) in order.iter().enumerate() {
        let value = column[draw as usize];
        // Where the value belongs by its place in the order; equal values go with their first.
        if value != last.1 {
            // In 64 bits: the product does not fit those of WebAssembly.
            let by_place = place as u64 * wanted as u64 / column.len() as u64;
            if place > 0 && by_place != last.0 {
                current += 1;
            }
            last = (by_place, value);
        }
        slice[draw as usize] = current;
    }
    slice
}

/// Distances between each slice and the whole, in one walk along the rising outcome: a slice's distance can be largest
/// only just before and just after one of its own draws.
fn distance(outcome: &[f64], order: &[u32], slice: &[u32]) -> Distance {
    let slices = slice.iter().max().map_or(0, |&largest| largest as usize + 1);
    let mut sizes = vec![0.0; slices];
    slice.iter().for_each(|&s| sizes[s as usize] += 1.0);
    let (mut seen, mut most) = (vec![0.0; slices], vec![0.0f64; slices]);
    let all = order.len() as f64;
    let mut start = 0;
    while start < order.len() {
        let value = outcome[order[start] as usize];
        let run = order[start..].iter().take_while(|&&draw| outcome[draw as usize] == value).count();
        let draws = &order[start..start + run];
        let (before, after) = (start as f64 / all, (start + run) as f64 / all);
        for &draw in draws {
            let s = slice[draw as usize] as usize;
            most[s] = most[s].max((seen[s] / sizes[s] - before).abs());
        }
        draws.iter().for_each(|&draw| seen[slice[draw as usize] as usize] += 1.0);
        for &draw in draws {
            let s = slice[draw as usize] as usize;
            most[s] = most[s].max((seen[s] / sizes[s] - after).abs());
        }
        start += run;
    }
    most.sort_unstable_by(f64::total_cmp);
    let mean = most.iter().sum::<f64>() / slices as f64;
    Distance { median: (most[(slices - 1) / 2] + most[slices / 2]) / 2.0, mean, largest: most[slices - 1] }
}
