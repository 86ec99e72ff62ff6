//! What it would be worth to know more before deciding.
//!
//! A decision is between options whose costs depend on what is not known. Decided today, one option is taken for all
//! draws: the one that is cheapest on average. Who knew the draw would take the cheapest in each. The difference is the
//! *expected value of perfect information*, the most that all research together can be worth; who could learn one input
//! only gets the *expected value of partial perfect information* of that input. An input may move the outcome much and
//! be worth nothing, when no value of it would change the decision. Source: `howard1966`, `raiffa1961`.

use crate::estimate::Estimate;
use crate::ranking::rising;
use crate::refusal::{Refusal, count_within, same_length};

/// Perfect information, draw by draw, in constant memory.
#[derive(Debug, Clone)]
pub struct PerfectInformation {
    draws: usize,
    /// Mean regret of each option (its cost above the cheapest), and the sum of squared deviations.
    regret: Vec<(f64, f64)>,
    least: f64,
}

/// What knowing everything is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Information {
    /// The option that is cheapest on average: what is decided today.
    pub option: usize,
    /// Expected value of perfect information, in the unit of the costs.
    pub value: Estimate,
    /// Mean cost of each option above that of the cheapest in each draw.
    pub regret: Vec<Estimate>,
    /// Mean cost when each draw takes its cheapest option.
    pub cost_when_known: f64,
}

impl PerfectInformation {
    /// For so many options.
    ///
    /// # Errors
    /// If there are fewer than two: then nothing is decided.
    pub fn new(options: usize) -> Result<Self, Refusal> {
        count_within("number of options", options, 2..=usize::MAX, "at least 2")?;
        Ok(Self { draws: 0, regret: vec![(0.0, 0.0); options], least: 0.0 })
    }

    /// Adds a draw: what each option costs in it. Allocates nothing.
    ///
    /// # Errors
    /// If there are not as many costs as options, or one is not finite; the draw is not counted then.
    pub fn add(&mut self, costs: &[f64]) -> Result<(), Refusal> {
        same_length("costs of a draw", costs.len(), self.regret.len())?;
        finite(costs, self.draws)?;
        self.draws += 1;
        let count = self.draws as f64;
        let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
        self.least += (least - self.least) / count;
        for ((mean, deviations), cost) in self.regret.iter_mut().zip(costs) {
            let regret = cost - least;
            let off = regret - *mean;
            *mean += off / count;
            *deviations += off * (regret - *mean);
        }
        Ok(())
    }

    /// Expected value of perfect information.
    ///
    /// ```text
    /// EVPI = min_j E[c_j] − E[min_j c_j] = min_j E[c_j − min_k c_k]
    /// ```
    ///
    /// The second form needs no difference of two large means, and gives the standard error: that of the mean regret of
    /// the option taken. Where two options cost nearly the same the smaller of two means is a little too small, within
    /// that error.
    ///
    /// # Errors
    /// If there are fewer than two draws.
    pub fn finish(&self) -> Result<Information, Refusal> {
        count_within("number of draws", self.draws, 2..=usize::MAX, "at least 2")?;
        let regret: Vec<Estimate> =
            self.regret.iter().map(|&(mean, deviations)| Estimate::of_mean(self.draws, mean, deviations)).collect();
        let option = least(regret.iter().map(|estimate| estimate.value));
        Ok(Information { option, value: regret[option], regret, cost_when_known: self.least })
    }
}

/// The first of the smallest.
fn least(values: impl Iterator<Item = f64>) -> usize {
    values.enumerate().reduce(|best, next| if next.1 < best.1 { next } else { best }).map_or(0, |(place, _)| place)
}

fn finite(costs: &[f64], evaluation: usize) -> Result<(), Refusal> {
    match costs.iter().find(|cost| !cost.is_finite()) {
        None => Ok(()),
        Some(cost) if cost.is_nan() => Err(Refusal::NotANumber { evaluation }),
        Some(&value) => Err(Refusal::Infinite { evaluation, value }),
    }
}

/// What knowing one input is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartialInformation {
    /// Value of deciding by the input with a rule that was learned from other draws than those it is judged by: on
    /// average not more than the true one, and about zero (a little below or above) for an input that changes no
    /// decision.
    pub value: Estimate,
    /// The same judged by the very draws the rule was learned from: on average not less than the true one, up to how
    /// well straight pieces follow the curve.
    pub at_most: f64,
}

/// Expected value of partial perfect information of each input, from draws already made.
///
/// ```text
/// EVPPI_i = min_j E[c_j] − E_x[ min_j E(c_j | x_i) ]
/// ```
///
/// `inputs[input][draw]` and `costs[option][draw]`. The draws are cut into `bins` by rising input, equally many in
/// each, and in each bin the mean cost of each option above the one that is decided today is a straight line in the
/// input. The rule takes, at each draw, the option whose line is lowest there. Judged by the draws it was learned from,
/// such a rule looks better than it is, because it follows their noise; so it is learned from every other draw and
/// judged by those between, and the other way round. The standard error is that of one half alone, which is what both
/// are worth when options cost nearly the same; where the decision is clear it is too large, by up to √2. Few bins
/// serve: lines follow a curve well, and each needs some tens of draws.
///
/// | symbol | is |
/// |---|---|
/// | `c_j` | cost of option `j` |
/// | `x_i` | the input |
///
/// Correlated inputs need nothing special: what is learned is what goes with the input. The idea of reading it off
/// given draws by regression is `strong2014`'s; lines in bins and judging by the other half are ours.
///
/// # Errors
/// If there are fewer than two options, columns differ in length, a value is not finite, or a bin would hold fewer than
/// eight draws.
pub fn partial_information(
    inputs: &[&[f64]],
    costs: &[&[f64]],
    bins: usize,
) -> Result<Vec<PartialInformation>, Refusal> {
    count_within("number of options", costs.len(), 2..=usize::MAX, "at least 2")?;
    count_within("number of bins", bins, 1..=usize::MAX, "at least 1")?;
    let draws = costs[0].len();
    count_within("number of draws", draws, bins.saturating_mul(8)..=u32::MAX as usize, "at least eight for each bin")?;
    for column in inputs.iter().chain(costs) {
        same_length("values in a column", column.len(), draws)?;
        if let Some(draw) = column.iter().position(|value| !value.is_finite()) {
            finite(&column[draw..=draw], draw)?;
        }
    }
    let means = costs.iter().map(|column| column.iter().sum::<f64>() / draws as f64);
    let today = least(means);
    // What each option costs above the one decided today: their common part is noise that a rule need not follow.
    let above: Vec<Vec<f64>> =
        costs.iter().map(|column| column.iter().zip(costs[today]).map(|(cost, base)| cost - base).collect()).collect();
    Ok(inputs.iter().map(|column| learned(column, &above, bins)).collect())
}

fn learned(input: &[f64], above: &[Vec<f64>], bins: usize) -> PartialInformation {
    let draws = input.len();
    let order: Vec<usize> = rising(input).into_iter().map(|draw| draw as usize).collect();
    // Every other draw along the input: both halves cover it alike.
    let halves: [Vec<usize>; 2] = [0, 1].map(|half| order.iter().skip(half).step_by(2).copied().collect());
    // Today's decision is a rule too, and is judged in the same way: by the half it was not made with.
    let today = halves.each_ref().map(|half| least(above.iter().map(|column| half.iter().map(|&d| column[d]).sum())));
    let (mut mean, mut deviations, mut count, mut seen) = (0.0, 0.0, 0.0, 0.0);
    let mut lines = vec![Line::default(); above.len()];
    for bin in 0..bins {
        let part = part_of(&order, bin, bins);
        for (line, column) in lines.iter_mut().zip(above) {
            *line = Line::through(part, input, column);
        }
        // In no bin is the fitted rule worse than any one option: so neither is it on the whole.
        seen += part
            .iter()
            .map(|&draw| lines.iter().map(|line| line.at(input[draw])).fold(f64::INFINITY, f64::min))
            .sum::<f64>();
        for (half, other) in [(0, 1), (1, 0)] {
            let part = part_of(&halves[half], bin, bins);
            for (line, column) in lines.iter_mut().zip(above) {
                *line = Line::through(part, input, column);
            }
            for &draw in part_of(&halves[other], bin, bins) {
                let learned = least(lines.iter().map(|line| line.at(input[draw])));
                let saved = above[today[half]][draw] - above[learned][draw];
                count += 1.0;
                let off: f64 = saved - mean;
                mean += off / count;
                deviations += off * (saved - mean);
            }
        }
    }
    // The halves judge each other, so that their errors may go together; at worst they are one, and the variance is
    // that of half as many draws.
    let value = Estimate::of_mean(draws, mean, 2.0 * deviations);
    PartialInformation { value, at_most: (0.0 - seen) / draws as f64 }
}

/// The draws of a bin: equally many in each, as near as whole numbers allow.
fn part_of(order: &[usize], bin: usize, bins: usize) -> &[usize] {
    // In 64 bits: the product does not fit those of WebAssembly.
    let edge = |bin: usize| (bin as u64 * order.len() as u64 / bins as u64) as usize;
    &order[edge(bin)..edge(bin + 1)]
}

/// A straight line by least squares; level where the input does not vary.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    centre: f64,
    mean: f64,
    slope: f64,
}

impl Line {
    fn through(part: &[usize], input: &[f64], outcome: &[f64]) -> Self {
        let count = part.len() as f64;
        let centre = part.iter().map(|&draw| input[draw]).sum::<f64>() / count;
        let mean = part.iter().map(|&draw| outcome[draw]).sum::<f64>() / count;
        let (mut spread, mut product) = (0.0, 0.0);
        for &draw in part {
            let off = input[draw] - centre;
            spread += off * off;
            product += off * (outcome[draw] - mean);
        }
        // Rounding of equal inputs is no spread, and squares beyond the largest number give no slope.
        let least = 1e-24 * centre * centre * count;
        let varies = spread > least && spread.is_finite() && product.is_finite();
        let slope = if varies { product / spread } else { 0.0 };
        Self { centre, mean, slope }
    }

    fn at(&self, x: f64) -> f64 {
        self.mean + self.slope * (x - self.centre)
    }
}
