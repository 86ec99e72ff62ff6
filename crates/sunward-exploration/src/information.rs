//! What it is worth to know more, where one side or the other must be chosen in the focus year.

use crate::explore::{Explorer, Sample};
use crate::findings::Worth;
use crate::region::columns;
use sunward_uncertainty::estimate::Estimate;
use sunward_uncertainty::information::{PerfectInformation, partial_information};
use sunward_uncertainty::refusal::Refusal;

/// A side that cannot be had costs so many times the other one, and no side more.
pub const CANNOT_BE_HAD: f64 = 1000.0;

/// Fewest draws from which worth is read.
const LEAST_DRAWS: usize = 256;

/// What it is worth to know everything, and to know each of some numbers, before choosing between the cheapest challenger and the
/// cheapest incumbent in the focus year: the loss is what an operation of a use costs.
///
/// A draw in which one side cannot be had, or costs more than [`CANNOT_BE_HAD`] times the other, is counted as if it cost that many
/// times the other: choosing it would be ruinous, and a mean of losses without limit is that of a few draws. Draws in which neither can be had decide nothing and are left out. Knowing one number is worth no less than
/// nothing and no more than knowing everything: estimates beyond are put there. All values are shares of the mean cost of what is chosen today. `None` where fewer than 256 draws are left. Source: `howard1966`,
/// `raiffa1961`.
///
/// # Errors
/// [`Refusal`] where columns of the sample differ in length.
pub fn worth(
    explorer: &Explorer,
    sample: &Sample,
    workload: usize,
    numbers: &[usize],
) -> Result<Option<Worth>, Refusal> {
    let at = explorer.outcomes().challenger(workload);
    let both = sample.outcomes[at].iter().zip(&sample.outcomes[at + 1]);
    let mut kept = Vec::new();
    let mut costs = [Vec::new(), Vec::new()];
    let mut everything = PerfectInformation::new(2)?;
    for (draw, (challenger, incumbent)) in both.enumerate() {
        let row = match (challenger.is_finite(), incumbent.is_finite()) {
            (true, true) => [challenger.min(CANNOT_BE_HAD * incumbent), incumbent.min(CANNOT_BE_HAD * challenger)],
            (true, false) => [*challenger, CANNOT_BE_HAD * challenger],
            (false, true) => [CANNOT_BE_HAD * incumbent, *incumbent],
            (false, false) => continue,
        };
        kept.push(draw);
        everything.add(&row)?;
        costs.iter_mut().zip(row).for_each(|(column, cost)| column.push(cost));
    }
    if kept.len() < LEAST_DRAWS {
        return Ok(None);
    }
    let found = everything.finish()?;
    let cost = costs[found.option].iter().sum::<f64>() / kept.len() as f64;
    let share = |estimate: Estimate| Estimate {
        value: estimate.value / cost,
        standard_error: estimate.standard_error / cost,
        freedom: estimate.freedom,
    };
    let inputs: Vec<Vec<f64>> = columns(explorer, sample, numbers)
        .into_iter()
        .map(|column| kept.iter().map(|draw| column[*draw]).collect())
        .collect();
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    // Few straight pieces follow a curve, and each needs some tens of draws in either half.
    let bins = (kept.len() / 128).clamp(2, 16);
    let parts = partial_information(&inputs, &[&costs[0], &costs[1]], bins)?;
    let within = |estimate: Estimate| {
        let value = estimate.value.clamp(0.0, found.value.value);
        // Where no draw would have decided otherwise there is nothing to be unsure of.
        let standard_error = if found.value.value == 0.0 { 0.0 } else { estimate.standard_error };
        share(Estimate { value, standard_error, freedom: estimate.freedom })
    };
    let mut numbers: Vec<(usize, Estimate)> =
        numbers.iter().copied().zip(parts.into_iter().map(|part| within(part.value))).collect();
    numbers.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    Ok(Some(Worth { challenger: found.option == 0, cost, everything: share(found.value), numbers }))
}
