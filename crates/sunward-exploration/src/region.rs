//! What kept draws say: which numbers move the crossover year's distribution, and where the draws lie in which it comes in time.

use crate::explore::{Explorer, Sample};
use crate::findings::{Limit, Region};
use sunward_uncertainty::pawn::{self, Slicing};
use sunward_uncertainty::prim::{self, Patience, Side, Table};
use sunward_uncertainty::refusal::Refusal;

/// Fewest draws of interest from which a region is read.
pub const LEAST_DRAWS: usize = 50;

/// A limit goes if chance would find one as good more often than this.
const MOST_CHANCE: f64 = 0.05;

/// How far the distribution of each use's crossover year moves where a number is known to lie in a tenth of its draws: the median
/// of ten distances, for the numbers that cannot be taken for ones that do nothing, strongest first.
///
/// Left out are numbers whose median is not above the largest of 19 columns of random numbers, of which an idle number gets ahead in one
/// of 20 cases. *Already* and *never* are years before and after all others. A number over time stands for itself by its first
/// uncertain year. Source: `pianosi2018`.
///
/// # Errors
/// [`Refusal`] where there are fewer than ten draws.
pub fn pawn(explorer: &Explorer, sample: &Sample) -> Result<Vec<Vec<(usize, f64)>>, Refusal> {
    let numbers: Vec<usize> = (0..explorer.uncertain.numbers.len()).collect();
    let uses = explorer.outcomes().workloads.len();
    if numbers.is_empty() {
        return Ok(vec![Vec::new(); uses]);
    }
    let outcomes: Vec<&[f64]> =
        (0..uses).map(|workload| sample.outcomes[explorer.outcomes().crossover(workload)].as_slice()).collect();
    let slicing = Slicing { seed: explorer.seed(6), ..Slicing::default() };
    let found = pawn::pawn(&columns(explorer, sample, &numbers), &outcomes, &slicing)?;
    Ok(found
        .into_iter()
        .map(|found| {
            let distances = found.inputs.iter().map(|distance| distance.median).enumerate();
            let mut strong: Vec<(usize, f64)> = distances.filter(|row| row.1 > found.dummy.median).collect();
            strong.sort_by(|a, b| b.1.total_cmp(&a.1));
            strong
        })
        .collect())
}

/// The column of a sample that stands for each of some numbers.
pub(crate) fn columns<'a>(explorer: &Explorer, sample: &'a Sample, numbers: &[usize]) -> Vec<&'a [f64]> {
    numbers.iter().map(|number| sample.values[explorer.uncertain.column(*number)].as_slice()).collect()
}

/// What would have to be true for a use to cross by a year, as limits of some numbers: a box that holds at least half of the
/// draws in which it does, and few others.
///
/// Numbers that do nothing should not be among them: a box of many numbers follows the noise of few draws. The rule is
///
/// 1. peel the whole space as PRIM does, down to half the mass of the draws of interest (one twentieth at most);
/// 2. of the steps that hold at least half of the draws of interest take the densest, the earliest of equals;
/// 3. paste: move sides out again as long as the density does not fall;
/// 4. take away the limit that chance would most often find as good, until none is left that it finds in more than one of 20 cases.
///
/// A limit counts the more, the more the density falls without it. Where both sides of a number are limited, `chance` is that of
/// the weaker one. `None` where fewer than [`LEAST_DRAWS`] draws are of interest, or no number is given. Source: `friedman1999`,
/// `bryant2010`.
///
/// # Errors
/// [`Refusal`] where columns of the sample differ in length.
pub fn region(
    explorer: &Explorer,
    sample: &Sample,
    workload: usize,
    by: i32,
    numbers: &[usize],
) -> Result<Option<Region>, Refusal> {
    let crossover = &sample.outcomes[explorer.outcomes().crossover(workload)];
    let interesting: Vec<bool> = crossover.iter().map(|year| *year <= f64::from(by)).collect();
    let hits = interesting.iter().filter(|is| **is).count();
    if hits < LEAST_DRAWS || numbers.is_empty() {
        return Ok(None);
    }
    let of_all = hits as f64 / interesting.len() as f64;
    let table = Table::new(columns(explorer, sample, numbers), &interesting)?;
    let patience = Patience { least_mass: (of_all / 2.0).min(0.05), ..Patience::default() };
    let steps = prim::peel(&table, None, &patience)?;
    let wide = steps.iter().filter(|step| step.coverage >= 0.5);
    // The whole space covers everything, so that there is always one.
    let Some(densest) = wide.reduce(|best, step| if step.density > best.density { step } else { best }) else {
        return Ok(None);
    };
    let mut found = prim::paste(&table, None, densest, &patience)?;
    let chances = loop {
        let chances = prim::quasi_p_values(&table, None, &found.limits)?;
        let weakest =
            (0..chances.len()).reduce(|worst, next| if chances[next] > chances[worst] { next } else { worst });
        match weakest.filter(|weakest| chances[*weakest] > MOST_CHANCE) {
            Some(weakest) => {
                found.limits.remove(weakest);
                found = prim::measure(&table, None, &found.limits)?;
            }
            None => break chances,
        }
    };
    let mut limits: Vec<(f64, Limit)> = Vec::new();
    for (side, chance) in found.limits.iter().zip(&chances) {
        let number = numbers[side.input];
        let place = limits.iter().position(|row| row.1.number == number).unwrap_or_else(|| {
            limits.push((0.0, Limit { number, low: None, high: None, chance: 0.0 }));
            limits.len() - 1
        });
        let limit = &mut limits[place].1;
        match side.side {
            Side::Low => limit.low = Some(side.value),
            Side::High => limit.high = Some(side.value),
        }
        limit.chance = limit.chance.max(*chance);
    }
    for (density, limit) in &mut limits {
        let without: Vec<prim::Limit> =
            found.limits.iter().filter(|side| numbers[side.input] != limit.number).copied().collect();
        *density = prim::measure(&table, None, &without)?.density;
    }
    limits.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(Some(Region {
        by,
        of_all,
        coverage: found.coverage,
        density: found.density,
        mass: found.mass,
        limits: limits.into_iter().map(|row| row.1).collect(),
        trajectory: steps.iter().map(|step| (step.coverage, step.density)).collect(),
    }))
}
