//! What single numbers would have to be for a use of compute to cross by a year with a probability, all others drawn.

use crate::explore::Explorer;
use crate::findings::Lever;
use crate::inverse::{Looked, Span, landmarks, nearest};
use sunward_model::Model;
use sunward_uncertainty::threshold::{Goal as Bound, Threshold};

/// Points of the first scan over what a number may be.
const SCAN: usize = 13;

/// How closely a value is found, as a share of it.
const PRECISION: f64 = 0.005;

/// For each use of compute some of its numbers, and what each would have to be for the use to cross by a year with the probability
/// wanted.
///
/// All values of all numbers are tried with the same first `draws` draws; the number is set to the value in all years alike, and
/// what goes with it stays as it was drawn. Where every allowed value reaches the probability the answer is the best value. Of several
/// borders the one nearest to the best value is taken; where no allowed value reaches it ([`Span::of`] says how far is looked) there
/// is none: a launch price would have to be negative. Only years up to the one asked for are evaluated. Levers that nobody waited
/// for are left out.
pub fn levers(
    model: &Model,
    explorer: &Explorer,
    numbers: &[Vec<usize>],
    by: i32,
    wanted: f64,
    draws: u64,
    keep_going: &dyn Fn() -> bool,
) -> Vec<Vec<Lever>> {
    let uses = explorer.outcomes().workloads.len();
    let years = explorer.outcomes().years.iter().filter(|year| **year <= by).count();
    let mut found: Vec<Vec<Lever>> = vec![Vec::new(); uses];
    if draws == 0 {
        return found;
    }
    let mut rows = explorer.values(draws);
    let mut scratch = explorer.evaluation.scratch();
    let mut crossovers = vec![0.0; uses];
    let mut hits = vec![0u64; uses];
    // Counts draws in which each use has crossed, until `decided` of hits and draws so far holds for all uses.
    let mut count = |rows: &[Vec<f64>], decided: &dyn Fn(u64, u64) -> bool| {
        hits.fill(0);
        for (seen, row) in (1..).zip(rows) {
            explorer.evaluation.crossovers(years, row, &mut scratch, &mut crossovers);
            let crossed = crossovers.iter().map(|year| u64::from(*year < f64::INFINITY));
            hits.iter_mut().zip(crossed).for_each(|(hits, crossed)| *hits += crossed);
            if hits.iter().all(|hits| decided(*hits, seen)) {
                break;
            }
        }
        hits.iter().map(|hits| *hits as f64 / draws as f64).collect::<Vec<f64>>()
    };
    // The share that the rest cannot lift to the one wanted, or that has reached it, decides as well as the whole one.
    let decided = |hits: u64, seen: u64| {
        hits as f64 / draws as f64 >= wanted || (hits + draws - seen) as f64 / (draws as f64) < wanted
    };
    let today = count(&rows, &|_, _| false);
    let mut all: Vec<usize> = numbers.iter().take(uses).flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    for number in all {
        let parameter = &model.register.parameters()[explorer.uncertain.numbers[number].slot];
        let Ok(span) = Span::of(parameter) else { continue };
        let near = landmarks(parameter);
        let places = explorer.uncertain.numbers[number].values.clone();
        let best = explorer.uncertain.best[explorer.uncertain.column(number)];
        let drawn: Vec<Vec<f64>> = rows.iter().map(|row| row[places.clone()].to_vec()).collect();
        // Values that one use asked for serve the others.
        let mut known: Vec<(f64, Vec<f64>)> = Vec::new();
        for workload in (0..uses).filter(|workload| numbers.get(*workload).is_some_and(|own| own.contains(&number))) {
            let goal = Bound::AtLeast(wanted);
            let Looked { points, whole, .. } = span.search(&[goal], &near, SCAN, PRECISION, |value, _| {
                if let Some(row) = known.iter().find(|row| row.0 == value) {
                    return Some(Ok(row.1[workload]));
                }
                keep_going().then(|| {
                    rows.iter_mut().for_each(|row| row[places.clone()].fill(value));
                    let found = count(&rows, &decided);
                    let share = found[workload];
                    known.push((value, found));
                    Ok(share)
                })
            });
            if !whole {
                break;
            }
            let threshold = span.conclude(goal, &points);
            let at = match threshold {
                Threshold::Always => Some((best, true)),
                _ => nearest(&threshold, Some(best)),
            };
            found[workload].push(Lever {
                number,
                today: today[workload],
                wanted,
                value: at.map(|at| at.0),
                above: at.is_some_and(|at| at.1),
            });
        }
        rows.iter_mut().zip(drawn).for_each(|(row, own)| row[places.clone()].copy_from_slice(&own));
    }
    // In the order in which they were asked for.
    for (levers, numbers) in found.iter_mut().zip(numbers) {
        levers.sort_by_key(|lever| numbers.iter().position(|number| *number == lever.number));
    }
    found
}
