//! Everything at once: what moves each use of compute, and what would have to be true.

use crate::explore::{Explorer, Sample};
use crate::findings::{Bar, UseFindings};
use crate::information::worth;
use crate::levers::levers;
use crate::region::{pawn, region};
use crate::sensitivity::{Effort, sensitivity};
use sunward_model::Model;
use sunward_uncertainty::refusal::Refusal;

/// What is asked of an exploration beside its distributions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inquiry {
    /// How much work a sensitivity may be.
    pub effort: Effort,
    /// By which year a use should have crossed.
    pub by: i32,
    /// With which probability a lever should bring that about.
    pub probability: f64,
    /// Draws for each value of a lever; none asks for no levers.
    pub draws: u64,
    /// Levers of each use.
    pub levers: usize,
    /// Numbers whose worth is asked for, of each use.
    pub worth: usize,
    /// Numbers among which a region is looked for, of each use.
    pub region: usize,
}

impl Inquiry {
    /// What is usual for a model: by its focus year, in every second draw.
    pub fn of(model: &Model) -> Self {
        Self {
            effort: Effort::default(),
            by: model.scenario.focus,
            probability: 0.5,
            draws: 1000,
            levers: 8,
            worth: 12,
            region: 24,
        }
    }
}

/// What moves each use of compute, and what would have to be true; from draws that were kept where these serve, and else from
/// evaluations of its own. Stops early with what is complete, in the order tornado, indices, PAWN, regions, worth, levers.
///
/// # Errors
/// [`Refusal`] where the sample is not of this explorer.
pub fn use_findings(
    model: &Model,
    explorer: &Explorer,
    sample: &Sample,
    inquiry: &Inquiry,
    keep_going: &dyn Fn() -> bool,
) -> Result<Vec<UseFindings>, Refusal> {
    let moved = sensitivity(model, explorer, &inquiry.effort, keep_going);
    let uses = explorer.outcomes().workloads.len();
    let mut found: Vec<UseFindings> = vec![UseFindings::default(); uses];
    let parts = moved.tornado.into_iter().zip(moved.numbers).zip(moved.groups);
    for (found, ((tornado, indices), groups)) in found.iter_mut().zip(parts) {
        (found.tornado, found.indices, found.groups) = (tornado, indices, groups);
    }
    // Slices of fewer draws are noise.
    if keep_going() && sample.len() >= 200 {
        for (found, distances) in found.iter_mut().zip(pawn(explorer, sample)?) {
            found.pawn = distances;
        }
    }
    for (workload, found) in found.iter_mut().enumerate() {
        if !keep_going() || sample.is_empty() {
            break;
        }
        found.region = region(explorer, sample, workload, inquiry.by, &first(&found.tornado, inquiry.region))?;
        // Half of those that move one run most, then those that move the distribution most.
        let mut numbers = first(&found.tornado, inquiry.worth.div_ceil(2));
        let more = found.pawn.iter().map(|row| row.0).chain(found.tornado.iter().map(|bar| bar.number));
        for number in more {
            if numbers.len() < inquiry.worth && !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        found.worth = worth(explorer, sample, workload, &numbers)?;
    }
    let numbers: Vec<Vec<usize>> = found.iter().map(|found| first(&found.tornado, inquiry.levers)).collect();
    let levers = levers(model, explorer, &numbers, inquiry.by, inquiry.probability, inquiry.draws, keep_going);
    for (found, levers) in found.iter_mut().zip(levers) {
        found.levers = levers;
    }
    Ok(found)
}

fn first(bars: &[Bar], most: usize) -> Vec<usize> {
    bars.iter().take(most).map(|bar| bar.number).collect()
}
