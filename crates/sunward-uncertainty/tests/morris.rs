//! Elementary effects against the whole grid, enumerated.

#[path = "published/functions.rs"]
mod functions;

use functions::ishigami;
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::morris::{Effect, Grid, MorrisDesign, MorrisEstimator};
use sunward_uncertainty::random::Seed;
use sunward_uncertainty::refusal::Refusal;

const UNIT: Grid = Grid { levels: 4, jump: 2, low: 0.0, high: 1.0 };

fn run(design: &MorrisDesign, function: impl Fn(&[f64]) -> f64) -> Vec<Effect> {
    let mut estimator = MorrisEstimator::new(design, 1);
    let mut point = vec![0.0; design.grouping().inputs()];
    for evaluation in 0..design.evaluations() {
        design.point(evaluation, &mut point);
        estimator.add(&[function(&point)]).unwrap();
    }
    estimator.finish().unwrap().remove(0).unwrap()
}

fn design(inputs: usize, grid: Grid, trajectories: usize, seed: u64) -> MorrisDesign {
    let nothing = Correlation::independent(inputs);
    MorrisDesign::new(Grouping::each(inputs), &nothing, grid, trajectories, Seed(seed)).unwrap()
}

/// `μ`, `μ*` and `σ` over every step of the grid of four levels.
fn enumerated(input: usize) -> (f64, f64, f64) {
    let mut effects = Vec::new();
    for cell in 0..64 {
        let mut levels = [cell % 4, cell / 4 % 4, cell / 16];
        if levels[input] < 2 {
            let at = |levels: [i32; 3]| ishigami(&levels.map(|level| f64::from(level) / 3.0));
            let before = at(levels);
            levels[input] += 2;
            effects.push((at(levels) - before) / (2.0 / 3.0));
        }
    }
    let count = effects.len() as f64;
    let mean = effects.iter().sum::<f64>() / count;
    let size = effects.iter().map(|effect| effect.abs()).sum::<f64>() / count;
    let variance = effects.iter().map(|effect| (effect - mean) * (effect - mean)).sum::<f64>() / count;
    (mean, size, variance.sqrt())
}

/// The digits that others print for this grid. With 4,000 trajectories the mean lies within five standard errors of the
/// grid's once in two million cases if it does not agree.
#[test]
fn trajectories_find_what_the_whole_grid_holds() {
    let found = run(&design(3, UNIT, 4000, 1), ishigami);
    for (input, printed) in [7.704, 7.875, 6.249].into_iter().enumerate() {
        let (mean, size, deviation) = enumerated(input);
        assert!((size - printed).abs() < 1e-3, "the grid holds {size}");
        let effect = &found[input];
        let off = |value: f64, estimate: &sunward_uncertainty::estimate::Estimate| {
            assert!(estimate.standard_error < 0.15, "{estimate:?}");
            // The second input's effects are all of one size: its error is rounding.
            assert!((estimate.value - value).abs() <= 5.0 * estimate.standard_error + 1e-12, "{value} {estimate:?}");
        };
        off(mean, &effect.mean.unwrap());
        off(size, &effect.size);
        // The standard deviation of n values is off by about its share 1/√(2n) for a normal law; the fourth moments
        // here are smaller.
        assert!(
            (effect.deviation / deviation - 1.0).abs() < 5.0 / 8000.0f64.sqrt(),
            "{} {deviation}",
            effect.deviation
        );
    }
    let (mean, ..) = enumerated(1);
    assert!(mean.abs() < 1e-12, "effects of the second input cancel");
}

/// A straight line has one effect, its slope, for every grid, and no deviation.
#[test]
fn a_straight_line_has_its_slopes_as_effects() {
    for (levels, jump) in [(4, 2), (8, 4), (6, 1), (5, 4)] {
        let grid = Grid { levels, jump, low: 0.05, high: 0.95 };
        let found = run(&design(3, grid, 6, 2), |u| 3.0 * u[0] - 2.0 * u[1]);
        for (effect, slope) in found.iter().zip([3.0, -2.0, 0.0]) {
            // Per width of the grid, which is 0.9; rounding of a few outcomes of the size of 1.
            assert!((effect.mean.unwrap().value - 0.9 * slope).abs() < 1e-13);
            assert!((effect.size.value - 0.9 * slope.abs()).abs() < 1e-13);
            assert!(effect.deviation < 1e-13);
        }
    }
}

#[test]
fn every_step_moves_one_group_by_one_jump_and_stays_on_the_grid() {
    let grid = Grid { levels: 6, jump: 3, low: 0.1, high: 0.9 };
    let grouping = Grouping::new(vec![0, 1, 0, 2]).unwrap();
    let design = MorrisDesign::new(grouping, &Correlation::independent(4), grid, 50, Seed(3)).unwrap();
    assert_eq!(design.evaluations(), 50 * 4);
    let mut levels_used = [0; 6];
    for trajectory in 0..50 {
        let points: Vec<[f64; 4]> = (0..4)
            .map(|place| {
                let mut point = [0.0; 4];
                design.point(trajectory * 4 + place, &mut point);
                point
            })
            .collect();
        let mut moved = Vec::new();
        for pair in points.windows(2) {
            let steps: Vec<usize> = (0..4).filter(|&i| pair[0][i] != pair[1][i]).collect();
            for &i in &steps {
                assert!(((pair[0][i] - pair[1][i]).abs() - 0.8 * 3.0 / 5.0).abs() < 1e-15);
            }
            moved.push(steps);
        }
        moved.sort();
        assert_eq!(moved, [vec![0, 2], vec![1], vec![3]], "each group moves once, whole");
        for u in points[0] {
            levels_used[((u - 0.1) / 0.16).round() as usize] += 1;
        }
    }
    // 200 starts over six levels: 33 each, standard deviation 5.3.
    assert!(levels_used.iter().all(|&count| (12..=55).contains(&count)), "{levels_used:?}");
}

/// Of a group only the size of effects means something.
#[test]
fn a_group_has_a_size_and_no_direction() {
    let grouping = Grouping::new(vec![0, 0, 1]).unwrap();
    let design = MorrisDesign::new(grouping, &Correlation::independent(3), UNIT, 1000, Seed(5)).unwrap();
    let found = run(&design, |u| u[0] + u[1] + 4.0 * u[2]);
    assert_eq!(found[0].mean, None);
    // Up together, down together or apart: effects 2, 0, 0, 2 in size.
    assert!((found[0].size.value - 1.0).abs() < 5.0 * found[0].size.standard_error);
    assert!(found[0].size.standard_error < 0.04);
    assert!((found[1].mean.unwrap().value - 4.0).abs() < 1e-12);
}

#[test]
fn spread_trajectories_lie_farther_apart_than_random_ones() {
    let apart = |design: &MorrisDesign| -> f64 {
        let points: Vec<Vec<f64>> = (0..design.evaluations())
            .map(|evaluation| {
                let mut point = vec![0.0; 3];
                design.point(evaluation, &mut point);
                point
            })
            .collect();
        let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
        points.iter().map(|a| points.iter().map(|b| distance(a, b)).sum::<f64>()).sum()
    };
    let random = design(3, UNIT, 6, 1);
    let spread = random.clone().spread(200).unwrap();
    assert_eq!(spread.evaluations(), random.evaluations());
    assert!(apart(&spread) > 1.05 * apart(&random), "{} {}", apart(&spread), apart(&random));
    // A straight line tells the same by either.
    assert!((run(&spread, |u| 3.0 * u[0])[0].size.value - 3.0).abs() < 1e-13);
    assert!(random.spread(6).is_err());
}

#[test]
fn steps_that_do_not_fit_the_levels_are_refused() {
    let refused = |grid: Grid| {
        MorrisDesign::new(Grouping::each(2), &Correlation::independent(2), grid, 4, Seed(1)).unwrap_err().to_string()
    };
    assert!(refused(Grid { jump: 4, ..UNIT }).contains("less than the number of levels"));
    assert!(refused(Grid { jump: 0, ..UNIT }).contains("at least 1"));
    assert!(refused(Grid { low: 0.9, high: 0.1, ..UNIT }).contains("low one below the high one"));
    assert!(refused(Grid { low: f64::NAN, ..UNIT }).contains("quantile"));
    let together = Correlation::new(2, &[(0, 1, 0.3)]).unwrap();
    let refused = MorrisDesign::new(Grouping::each(2), &together, UNIT, 4, Seed(1)).unwrap_err();
    assert_eq!(refused, Refusal::Correlated { pairs: vec![(0, 1)] });
}

#[test]
fn an_infinite_outcome_spoils_itself_alone() {
    let design = design(2, UNIT, 4, 1);
    let mut estimator = MorrisEstimator::new(&design, 2);
    for evaluation in 0..design.evaluations() {
        estimator.add(&[1.0, if evaluation == 5 { f64::INFINITY } else { 0.0 }]).unwrap();
    }
    assert!(estimator.add(&[1.0, 1.0]).is_err(), "all are in");
    let found = estimator.finish().unwrap();
    assert!(found[0].as_ref().unwrap().iter().all(|effect| effect.size.value == 0.0));
    assert_eq!(found[1], Err(Refusal::Infinite { evaluation: 5, value: f64::INFINITY }));
}
