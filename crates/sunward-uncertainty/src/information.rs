//! What it would be worth to know more before deciding.
//!
//! A decision is between options whose costs depend on what is not known. Decided today, one option is taken for all
//! draws: the one that is cheapest on average. Who knew the draw would take the cheapest in each. The difference is the *expected
//! value of perfect information*, the most that all research together can be worth; who could learn one input only gets the *expected
//! value of partial perfect information* of that input. An input may move the outcome much and be worth nothing, when no value of it
//! would change the decision.
//! Source: `howard1966`, `raiffa1961`.

use crate::estimate::Estimate;
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
    /// The second form needs no difference of two large means, and gives the standard error: that of the mean regret of the option
    /// taken. Where two options cost nearly the same the smaller of two means is a little too small, within that error.
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
    /// Value of deciding by the input with a rule that was learned from other draws than those it is judged by: on average not more
    /// than the true one, and about zero (a little below or above) for an input that changes no decision.
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
/// `inputs[input][draw]` and `costs[option][draw]`. The draws are cut into `bins` by rising input, equally many in each, and in each
/// bin the mean cost of each option above the one that is decided today is a straight line in the input. The rule takes, at each draw, the
/// option whose line is lowest there. Judged by the draws it was learned from, such a rule looks better than it is, because it follows
/// their noise; so for each draw the line is laid without that draw (its residual divided by one less its leverage says
/// where), and the value is what the rule saves on draws it has not seen.
///
/// | symbol | is |
/// |---|---|
/// | `c_j` | cost of option `j` |
/// | `x_i` | the input |
///
/// Correlated inputs need nothing special: what is learned is what goes with the input. The idea of reading it off given draws by
/// regression is `strong2014`'s; lines in bins and judging without the draw are ours.
///
/// # Errors
/// If there are fewer than two options, columns differ in length, a value is not finite, or a bin would hold fewer than four draws.
pub fn partial_information(
    inputs: &[&[f64]],
    costs: &[&[f64]],
    bins: usize,
) -> Result<Vec<PartialInformation>, Refusal> {
    count_within("number of options", costs.len(), 2..=usize::MAX, "at least 2")?;
    count_within("number of bins", bins, 1..=usize::MAX, "at least 1")?;
    let draws = costs[0].len();
    count_within("number of draws", draws, bins.saturating_mul(4)..=usize::MAX, "at least four for each bin")?;
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
    Ok(inputs.iter().map(|column| learned(column, &above, today, bins)).collect())
}

fn learned(input: &[f64], above: &[Vec<f64>], today: usize, bins: usize) -> PartialInformation {
    let draws = input.len();
    let mut order: Vec<usize> = (0..draws).collect();
    order.sort_unstable_by(|&a, &b| input[a].total_cmp(&input[b]).then(a.cmp(&b)));
    let (mut mean, mut deviations, mut count, mut seen) = (0.0, 0.0, 0.0, 0.0);
    let mut lines = vec![Line::default(); above.len()];
    for bin in 0..bins {
        // In 64 bits: the product does not fit those of WebAssembly.
        let edge = |bin: usize| (bin as u64 * draws as u64 / bins as u64) as usize;
        let part = &order[edge(bin)..edge(bin + 1)];
        for (line, column) in lines.iter_mut().zip(above) {
            *line = Line::through(part, input, column);
        }
        for &draw in part {
            let x = input[draw];
            let unseen = least(lines.iter().zip(above).map(|(line, column)| line.without(x, column[draw])));
            let saved = -above[unseen][draw];
            count += 1.0;
            let off: f64 = saved - mean;
            mean += off / count;
            deviations += off * (saved - mean);
            let fitted = least(lines.iter().map(|line| line.at(x)));
            seen -= lines[fitted].at(x);
        }
    }
    debug_assert!(above[today].iter().all(|&cost| cost == 0.0), "today's option is what the others are measured from");
    PartialInformation { value: Estimate::of_mean(draws, mean, deviations), at_most: seen / count }
}

/// A straight line by least squares.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    count: f64,
    centre: f64,
    /// Sum of squared distances from the centre; 0 where the input does not vary, and then the line is level.
    spread: f64,
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
        Self { count, centre, spread: if varies { spread } else { 0.0 }, mean, slope }
    }

    fn at(&self, x: f64) -> f64 {
        self.mean + self.slope * (x - self.centre)
    }

    /// Where the line would be at `x` had it been laid without the point (`x`, `y`).
    fn without(&self, x: f64, y: f64) -> f64 {
        let off = x - self.centre;
        let leverage = 1.0 / self.count + if self.spread > 0.0 { off * off / self.spread } else { 0.0 };
        // A point that alone holds the line leaves only the mean of the others.
        if leverage > 1.0 - 1e-9 {
            return (self.mean * self.count - y) / (self.count - 1.0);
        }
        y - (y - self.at(x)) / (1.0 - leverage)
    }
}
