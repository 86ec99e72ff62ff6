//! Shapley effects against closed forms, with inputs that go together.

#[path = "published/functions.rs"]
mod functions;

use functions::{ishigami, ishigami_indices};
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::estimate::Estimate;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::normal;
use sunward_uncertainty::random::Seed;
use sunward_uncertainty::refusal::Refusal;
use sunward_uncertainty::shapley::{Effects, ShapleyDesign, ShapleyEstimator, Way};
use sunward_uncertainty::sobol_indices::Size;

const SIZE: Size = Size { replicates: 16, points: 1024 };

/// Normals of the inputs at a point, by the correlation's factor: what `Inputs` does before each law's quantile.
fn normals(correlation: &Correlation, point: &[f64]) -> Vec<f64> {
    let count = point.len();
    let independent: Vec<f64> = point.iter().map(|&u| normal::quantile(u)).collect();
    (0..count)
        .map(|row| (0..=row).map(|column| correlation.factor()[row * count + column] * independent[column]).sum())
        .collect()
}

fn run(design: &ShapleyDesign, function: impl Fn(&[f64]) -> f64) -> Effects {
    let mut estimator = ShapleyEstimator::new(design, 1);
    let mut rows = design.rows_from(0);
    let mut point = vec![0.0; design.grouping().inputs()];
    while rows.advance() {
        for place in 0..design.row_length() {
            rows.point(place, &mut point);
            assert!(point.iter().all(|&u| u > 0.0 && u < 1.0), "{point:?}");
            estimator.add(&[function(&point)]).unwrap();
        }
    }
    estimator.finish().unwrap().remove(0).unwrap()
}

fn linear(correlation: &Correlation, slopes: &[f64], way: Way, seed: u64) -> Effects {
    let grouping = Grouping::each(slopes.len());
    let design = ShapleyDesign::new(grouping, correlation, way, SIZE, Seed(seed)).unwrap();
    run(&design, |point| normals(correlation, point).iter().zip(slopes).map(|(z, s)| z * s).sum())
}

/// Five standard errors of 15 degrees of freedom, passed once in six thousand cases, and a bound so that vagueness
/// fails too.
#[track_caller]
fn assert_near(found: &Estimate, known: f64, most: f64) {
    assert!(found.standard_error <= most, "{found:?} is vaguer than {most}");
    assert!((found.value - known).abs() <= 5.0 * found.standard_error + 1e-12, "{found:?}, but it is {known}");
}

/// What is known of `Y = βᵀZ`, `Z ~ N(0, R)`, for every set by the covariance that is left: the closed forms of
/// `owen2017`.
///
/// For two inputs with `β = (b, c)`: the variance is `b² + c² + 2ρbc`. Given `Z₁` it is `c²(1 − ρ²)`, so that
/// ```text
/// first 1 = (b + ρc)²/V          total 1 = b²(1 − ρ²)/V          effect 1 = half of both
/// ```
/// and the effect is `(b²(1 − ρ²/2) + ρbc + ρ²c²/2)/V`.
fn pair(b: f64, c: f64, rho: f64) -> (f64, f64, f64) {
    let variance = b * b + c * c + 2.0 * rho * b * c;
    let first = (b + rho * c) * (b + rho * c) / variance;
    let total = b * b * (1.0 - rho * rho) / variance;
    let effect = (b * b * (1.0 - rho * rho / 2.0) + rho * b * c + rho * rho * c * c / 2.0) / variance;
    (first, total, effect)
}

/// The trap: with `β = (1, 2)` and `ρ = ½` the first order of the first input is 4/7 and its total `¾/7`, so that the
/// total is the smaller of the two.
#[test]
fn a_correlated_pair_has_its_closed_effects() {
    let (first, total, effect) = pair(1.0, 2.0, 0.5);
    assert!(
        (first - 0.571).abs() < 5e-4 && (total - 0.107).abs() < 5e-4 && (effect - (first + total) / 2.0).abs() < 1e-15
    );
    for way in [Way::Subsets, Way::Permutations] {
        for rho in [-0.7, 0.0, 0.5, 0.95] {
            let correlation = Correlation::new(2, &[(0, 1, rho)]).unwrap();
            let found = linear(&correlation, &[1.0, 2.0], way, 1);
            for (i, (b, c)) in [(1.0, 2.0), (2.0, 1.0)].into_iter().enumerate() {
                let (first, total, effect) = pair(b, c, rho);
                assert_near(&found.first[i], first, 0.02);
                assert_near(&found.total[i], total, 0.02);
                assert_near(&found.effect[i], effect, 0.02);
            }
            assert_near(&found.variance, 5.0 + 4.0 * rho, 0.1);
        }
    }
}

/// Four inputs, three of them linked: effects by the closed form over all sets, worked out here from conditional
/// covariances.
#[test]
fn a_line_of_correlated_inputs_has_its_closed_effects() {
    let slopes = [1.0, -0.5, 2.0, 1.5];
    let correlation = Correlation::new(4, &[(0, 2, 0.6), (0, 3, 0.3), (2, 3, -0.2)]).unwrap();
    // What stays of the variance when all outside the set are known: by the conditional law that `Correlation` gives.
    let worth = |set: usize| -> f64 {
        let given: Vec<usize> = (0..4).filter(|i| set >> i & 1 == 0).collect();
        let law = correlation.conditional(&given);
        let count = law.others().len();
        (0..count)
            .map(|column| {
                let sum: f64 =
                    (column..count).map(|row| slopes[law.others()[row]] * law.factor()[row * count + column]).sum();
                sum * sum
            })
            .sum()
    };
    let all = worth(15);
    for way in [Way::Subsets, Way::Permutations] {
        let found = linear(&correlation, &slopes, way, 2);
        for i in 0..4 {
            let effect: f64 = (0..16usize)
                .filter(|set| set >> i & 1 == 0)
                .map(|set| {
                    [1.0 / 4.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 4.0][set.count_ones() as usize]
                        * (worth(set | 1 << i) - worth(set))
                })
                .sum();
            assert_near(&found.effect[i], effect / all, 0.02);
            assert_near(&found.first[i], 1.0 - worth(15 ^ 1 << i) / all, 0.03);
            assert_near(&found.total[i], worth(1 << i) / all, 0.02);
        }
        let sum: f64 = found.effect.iter().map(|effect| effect.value).sum();
        assert!((sum - 1.0).abs() < 1e-12, "effects add up to one: {sum}");
    }
}

/// Without correlations what two inputs do together is halved: `S₁ + S₁₃/2`, `S₂`, `S₁₃/2`.
#[test]
fn ishigamis_effects_halve_what_acts_together() {
    let known = ishigami_indices();
    let effects = [known.first[0] + known.second / 2.0, known.first[1], known.second / 2.0];
    let nothing = Correlation::independent(3);
    for way in [Way::Subsets, Way::Permutations] {
        let design = ShapleyDesign::new(Grouping::each(3), &nothing, way, SIZE, Seed(3)).unwrap();
        let found = run(&design, ishigami);
        for (i, effect) in effects.into_iter().enumerate() {
            assert_near(&found.effect[i], effect, 0.01);
            assert_near(&found.first[i], known.first[i], 0.02);
            assert_near(&found.total[i], known.total[i], 0.02);
        }
    }
}

/// A group that holds all it goes with is one input: `Y = Z₁ + Z₂ + Z₃`, the first two with correlation ½, is a sum of
/// two independent parts with variances 3 and 1.
#[test]
fn a_closed_group_has_the_variance_of_its_sum() {
    let correlation = Correlation::new(3, &[(0, 1, 0.5)]).unwrap();
    let grouping = Grouping::new(vec![0, 0, 1]).unwrap();
    let design = ShapleyDesign::new(grouping, &correlation, Way::Subsets, SIZE, Seed(5)).unwrap();
    let found = run(&design, |point| normals(&correlation, point).iter().sum());
    for (i, known) in [0.75, 0.25].into_iter().enumerate() {
        assert_near(&found.effect[i], known, 0.01);
        assert_near(&found.first[i], known, 0.01);
        assert_near(&found.total[i], known, 0.01);
    }
}

/// Two inputs that are one: each has half, neither has a total, both have the whole first order.
#[test]
fn twins_share_evenly() {
    let correlation = Correlation::new(2, &[(0, 1, 1.0)]).unwrap();
    let found = linear(&correlation, &[1.0, 0.0], Way::Subsets, 6);
    for i in 0..2 {
        assert_near(&found.effect[i], 0.5, 1e-9);
        assert_near(&found.first[i], 1.0, 1e-9);
        assert_near(&found.total[i], 0.0, 1e-9);
    }
}

/// Of 200 intervals of 95 % 190 hold the truth, give or take 3.1; four of these.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let correlation = Correlation::new(2, &[(0, 1, 0.5)]).unwrap();
    let (first, total, effect) = pair(1.0, 2.0, 0.5);
    for way in [Way::Subsets, Way::Permutations] {
        let mut held = [0; 3];
        for seed in 0..200 {
            let size = Size { replicates: 16, points: 32 };
            let design = ShapleyDesign::new(Grouping::each(2), &correlation, way, size, Seed(100 + seed)).unwrap();
            let found = run(&design, |point| {
                let z = normals(&correlation, point);
                z[0] + 2.0 * z[1]
            });
            let cases = [(&found.first[0], first), (&found.total[0], total), (&found.effect[0], effect)];
            for (held, (estimate, known)) in held.iter_mut().zip(cases) {
                let (low, high) = estimate.interval(0.95);
                *held += i32::from(low <= known && known <= high);
            }
        }
        println!("{way:?}: of 200 intervals of 95 % hold the truth: {held:?}");
        assert!(held.iter().all(|held| (177..=200).contains(held)), "{way:?}: {held:?}");
    }
}

#[test]
fn any_evaluation_can_be_asked_for_by_its_number() {
    let correlation = Correlation::new(3, &[(0, 2, 0.4)]).unwrap();
    for way in [Way::Subsets, Way::Permutations] {
        let size = Size { replicates: 2, points: 8 };
        let design = ShapleyDesign::new(Grouping::each(3), &correlation, way, size, Seed(9)).unwrap();
        let (mut by_row, mut by_number) = ([0.0; 3], [0.0; 3]);
        let mut rows = design.rows_from(0);
        for row in 0..design.rows() {
            assert!(rows.advance());
            for place in 0..design.row_length() {
                rows.point(place, &mut by_row);
                design.point(row * design.row_length() + place, &mut by_number);
                assert_eq!(by_row, by_number);
            }
        }
        assert!(!rows.advance());
    }
}

#[test]
fn what_cannot_be_shared_out_is_refused() {
    let nothing = Correlation::independent(13);
    let refused = ShapleyDesign::new(Grouping::each(13), &nothing, Way::Subsets, SIZE, Seed(1)).unwrap_err();
    assert!(refused.to_string().contains("take permutations"), "{refused}");
    // 200 inputs that all go together, in 12 groups: 4,096 factors of 40,000 numbers.
    let pairs: Vec<(usize, usize, f64)> = (1..200).map(|i| (i - 1, i, 0.1)).collect();
    let grouping = Grouping::new((0..200).map(|input| input % 12).collect()).unwrap();
    let chain = Correlation::new(200, &pairs).unwrap();
    let refused = ShapleyDesign::new(grouping, &chain, Way::Subsets, SIZE, Seed(1)).unwrap_err();
    assert!(refused.to_string().contains("half a gigabyte"), "{refused}");
    let few = Size { replicates: 2, points: 8 };
    let refused = ShapleyDesign::new(Grouping::each(13), &nothing, Way::Permutations, few, Seed(1)).unwrap_err();
    assert!(refused.to_string().contains("at least the number of groups"), "{refused}");
    let design =
        ShapleyDesign::new(Grouping::each(2), &Correlation::independent(2), Way::Subsets, few, Seed(1)).unwrap();
    let mut estimator = ShapleyEstimator::new(&design, 2);
    assert!(matches!(estimator.finish(), Err(Refusal::Unfinished { .. })));
    for evaluation in 0..design.evaluations() {
        estimator.add(&[2.0, if evaluation == 3 { f64::NEG_INFINITY } else { 1.0 }]).unwrap();
    }
    let found = estimator.finish().unwrap();
    assert_eq!(found[0], Err(Refusal::Constant { value: 2.0 }));
    assert_eq!(found[1], Err(Refusal::Infinite { evaluation: 3, value: f64::NEG_INFINITY }));
}
