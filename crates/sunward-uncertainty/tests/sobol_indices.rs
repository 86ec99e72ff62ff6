//! Sobol's indices against functions whose indices are known in closed form.
//!
//! Tolerances are multiples of the standard error that the replicates give. With 15 degrees of freedom Student's law
//! lies beyond 5 of them once in six thousand cases; a bound on the standard error itself keeps such a test from
//! passing by being vague.

#[path = "published/functions.rs"]
mod functions;

use functions::{g_function, g_indices, ishigami, ishigami_indices, product_indices};
use sunward_quantity::elementary::{asin, exp, exp_m1};
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::estimate::Estimate;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::inputs::{Input, Inputs, Subject};
use sunward_uncertainty::law::Law;
use sunward_uncertainty::normal;
use sunward_uncertainty::random::Seed;
use sunward_uncertainty::refusal::Refusal;
use sunward_uncertainty::sobol_indices::{Indices, Size, SobolDesign, SobolEstimator};

const SIZE: Size = Size { replicates: 16, points: 2048 };
const BEYOND: f64 = 5.0;

fn run(design: &SobolDesign, outcomes: usize, function: impl Fn(&[f64], &mut [f64])) -> Vec<Result<Indices, Refusal>> {
    let mut estimator = SobolEstimator::new(design, outcomes);
    let mut rows = design.rows_from(0);
    let (mut point, mut out) = (vec![0.0; design.grouping().inputs()], vec![0.0; outcomes]);
    while rows.advance() {
        for place in 0..design.row_length() {
            rows.point(place, &mut point);
            function(&point, &mut out);
            estimator.add(&out).unwrap();
        }
    }
    estimator.finish().unwrap()
}

fn independent(inputs: usize, size: Size, second_order: bool, seed: u64) -> SobolDesign {
    let nothing = Correlation::independent(inputs);
    SobolDesign::new(Grouping::each(inputs), &nothing, size, second_order, Seed(seed)).unwrap()
}

fn indices(inputs: usize, second_order: bool, function: impl Fn(&[f64]) -> f64) -> Indices {
    let design = independent(inputs, SIZE, second_order, 1);
    run(&design, 1, |point, out| out[0] = function(point)).remove(0).unwrap()
}

#[track_caller]
fn assert_near(found: &Estimate, known: f64, most: f64) {
    assert!(found.standard_error <= most, "{found:?} is vaguer than {most}");
    let off = (found.value - known).abs();
    // Where every replicate is exact the standard error is rounding.
    assert!(off <= BEYOND * found.standard_error + 1e-12, "{found:?}, but it is {known}");
}

#[test]
fn ishigamis_indices_are_the_analytic_ones() {
    let known = ishigami_indices();
    for (value, printed) in known.first.iter().chain(&known.total).zip([0.3139, 0.4424, 0.0, 0.5576, 0.4424, 0.2437]) {
        assert!((value - printed).abs() < 5e-5, "the closed form gives the printed digits");
    }
    let found = indices(3, true, ishigami);
    assert_near(&found.mean, known.mean, 1e-3);
    assert_near(&found.variance, known.variance, 0.04);
    for i in 0..3 {
        assert_near(&found.first[i], known.first[i], 2e-3);
        assert_near(&found.total[i], known.total[i], 2e-3);
    }
    for (i, j, estimate) in &found.second {
        let known = if (*i, *j) == (0, 2) { known.second } else { 0.0 };
        assert_near(estimate, known, 4e-3);
    }
}

#[test]
fn the_g_function_of_ten_inputs_has_its_analytic_indices() {
    for inputs in [3, 6, 10] {
        let a: Vec<f64> = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0, 99.0, 99.0][..inputs].to_vec();
        let (first, total) = g_indices(&a);
        let found = indices(inputs, false, |u| g_function(u, &a));
        for i in 0..inputs {
            assert_near(&found.first[i], first[i], 4e-3);
            assert_near(&found.total[i], total[i], 4e-3);
        }
    }
}

/// `Y = Σ cᵢ Zᵢ`: both indices are `cᵢ²/Σ c²`.
#[test]
fn a_sum_of_normals_shares_its_variance_by_squares() {
    let c = [1.0, 2.0, 3.0, 0.5];
    let found = indices(4, true, |u| u.iter().zip(c).map(|(&u, c)| c * normal::quantile(u)).sum());
    for (i, c) in c.into_iter().enumerate() {
        let known = c * c / 14.25;
        assert_near(&found.first[i], known, 2e-3);
        assert_near(&found.total[i], known, 2e-3);
    }
    found.second.iter().for_each(|(_, _, both)| assert_near(both, 0.0, 2e-3));
}

/// `Y = Π e^(sᵢ Zᵢ − sᵢ²/2)`: factors of mean 1 and variance `e^(s²) − 1`.
#[test]
fn a_product_of_lognormals_has_its_analytic_indices() {
    let s = [0.5, 0.3, 0.1];
    let (first, total) = product_indices(&s.map(|s| exp_m1(s * s)));
    let found =
        indices(3, false, |u| exp(u.iter().zip(s).map(|(&u, s)| s * normal::quantile(u) - s * s / 2.0).sum::<f64>()));
    for i in 0..3 {
        assert_near(&found.first[i], first[i], 4e-3);
        assert_near(&found.total[i], total[i], 4e-3);
    }
}

/// A crossover by the median year: `Y = 1` where `3 Z₁ + 4 Z₂ ≤ 0`.
///
/// Given `Z₁` its mean is `Φ(−3 Z₁/4)`, whose square has the mean `P(both of two sums ≤ 0)` for sums that share `Z₁`:
/// normals with correlation 9/25, both negative with probability `¼ + asin(9/25)/2π`. So `S₁ = (2/π) asin(9/25)`, `S₂ =
/// (2/π) asin(16/25)`, and with two inputs `T₁ = 1 − S₂`.
#[test]
fn the_indicator_of_a_crossover_has_its_analytic_indices() {
    let found =
        indices(2, true, |u| f64::from(u8::from(3.0 * normal::quantile(u[0]) + 4.0 * normal::quantile(u[1]) <= 0.0)));
    let share = |rho: f64| std::f64::consts::FRAC_2_PI * asin(rho);
    let first = [share(9.0 / 25.0), share(16.0 / 25.0)];
    for i in 0..2 {
        assert_near(&found.first[i], first[i], 4e-3);
        assert_near(&found.total[i], 1.0 - first[1 - i], 4e-3);
    }
    assert_near(&found.second[0].2, 1.0 - first[0] - first[1], 8e-3);
}

/// The lesser of two independent standard normals (the scarcer of two industries): `E[min | z] = zΦ(−z) − φ(z)`.
///
/// Its variance is `1 − 1/π`, and by symmetry both first orders are equal; `Var(zΦ(−z) − φ(z))` by integration over a
/// fine grid of quantiles in the test.
#[test]
fn the_lesser_of_two_normals_shares_its_variance_evenly() {
    let found = indices(2, false, |u| normal::quantile(u[0]).min(normal::quantile(u[1])));
    let conditional = |z: f64| z * normal::cdf(-z) - normal::density(z);
    // Simpson between ±9, where the density is below 1e-18.
    let (steps, width) = (3600, 18.0 / 3600.0);
    let integral = |f: &dyn Fn(f64) -> f64| -> f64 {
        (0..=steps)
            .map(|i| {
                let z = -9.0 + width * f64::from(i);
                let weight = if i == 0 || i == steps { 1.0 } else { 2.0 + 2.0 * f64::from(i % 2) };
                weight * f(z) * normal::density(z) * width / 3.0
            })
            .sum()
    };
    let mean = integral(&conditional);
    let root = std::f64::consts::PI.sqrt();
    assert!((mean + 1.0 / root).abs() < 1e-10, "the mean of the lesser is -1/√π");
    let variance = 1.0 - 1.0 / std::f64::consts::PI;
    let first = (integral(&|z| conditional(z) * conditional(z)) - mean * mean) / variance;
    assert_near(&found.mean, mean, 1e-3);
    assert_near(&found.variance, variance, 2e-3);
    for i in 0..2 {
        assert_near(&found.first[i], first, 4e-3);
        assert_near(&found.total[i], 1.0 - first, 4e-3);
    }
}

/// The scarcer of two industries, `N(0, 1)` and `N(½, (3/2)²)`: with `a² = 1 + 9/4` and `α = ½/a` the first is the
/// bottleneck in `Φ(α)` of the draws, and the mean of the lesser is `½ Φ(−α) − a φ(α)`. Source: `clark1961`.
#[test]
fn the_bottleneck_has_its_closed_share() {
    let design = independent(2, SIZE, false, 2);
    let found = run(&design, 2, |u, out| {
        let supply = [normal::quantile(u[0]), 0.5 + 1.5 * normal::quantile(u[1])];
        out[0] = f64::from(u8::from(supply[0] <= supply[1]));
        out[1] = supply[0].min(supply[1]);
    });
    let spread = 3.25f64.sqrt();
    let alpha = 0.5 / spread;
    assert_near(&found[0].as_ref().unwrap().mean, normal::cdf(alpha), 1e-3);
    let mean = 0.5 * normal::cdf(-alpha) - spread * normal::density(alpha);
    assert_near(&found[1].as_ref().unwrap().mean, mean, 1e-3);
}

/// Through the inputs themselves: two with correlation ½ in one group and a third alone, all standard normal and added up:
/// variances 3 and 1.
#[test]
fn a_group_of_inputs_that_go_together_has_its_index() {
    let input = || Input::new(Law::normal_by_deviation(0.0, 1.0).unwrap());
    let together = Correlation::new(3, &[(0, 2, 0.5)]).unwrap();
    let inputs = Inputs::new(vec![input().in_group(0), input(), input().in_group(0)], together, 1).unwrap();
    let (grouping, subjects) = inputs.by_group();
    let correlation = inputs.coordinate_correlation();
    let design = SobolDesign::new(grouping, &correlation, SIZE, false, Seed(3)).unwrap();
    let found = run(&design, 1, |u, out| {
        let mut values = [0.0; 3];
        inputs.values(u, &mut values);
        out[0] = values.iter().sum();
    });
    let found = found[0].as_ref().unwrap();
    for (place, subject) in subjects.iter().enumerate() {
        let known = if *subject == Subject::Group(0) { 0.75 } else { 0.25 };
        assert_near(&found.first[place], known, 2e-3);
        assert_near(&found.total[place], known, 2e-3);
    }
    let (alone, _) = inputs.by_input();
    assert!(matches!(SobolDesign::new(alone, &correlation, SIZE, false, Seed(3)), Err(Refusal::Correlated { .. })));
}

#[test]
fn groups_are_one_input_each() {
    // With 1 and 3 of Ishigami's inputs in one group nothing acts together with it.
    let known = ishigami_indices();
    let grouping = Grouping::new(vec![0, 1, 0]).unwrap();
    let design = SobolDesign::new(grouping, &Correlation::independent(3), SIZE, true, Seed(4)).unwrap();
    assert_eq!(design.evaluations(), 16 * 2048 * 6);
    let found = run(&design, 1, |u, out| out[0] = ishigami(u)).remove(0).unwrap();
    let both = known.first[0] + known.second;
    assert_near(&found.first[0], both, 2e-3);
    assert_near(&found.total[0], both, 2e-3);
    assert_near(&found.first[1], known.first[1], 2e-3);
    assert_near(&found.second[0].2, 0.0, 4e-3);
}

/// Thirty-two points, summed up as the formulas of the theory page are written: what streams must be what stands there, to
/// rounding.
#[test]
fn sums_are_the_formulas_on_the_page() {
    let size = Size { replicates: 2, points: 32 };
    let design = independent(3, size, true, 11);
    let found = run(&design, 1, |u, out| out[0] = ishigami(u)).remove(0).unwrap();
    let mut point = [0.0; 3];
    let mut y = |evaluation: usize| {
        design.point(evaluation, &mut point);
        ishigami(&point)
    };
    let rows: Vec<Vec<f64>> = (0..64).map(|row| (0..8).map(|place| y(row * 8 + place)).collect()).collect();
    let (mut variance, mut first, mut total, mut second) = (0.0, [0.0; 3], [0.0; 3], [[0.0; 3]; 3]);
    for rows in rows.chunks(32) {
        let base: Vec<f64> = rows.iter().flat_map(|row| [row[0], row[1]]).collect();
        let mean = base.iter().sum::<f64>() / 64.0;
        variance += base.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / 64.0;
        let average = |of: &dyn Fn(&Vec<f64>) -> f64| rows.iter().map(of).sum::<f64>() / 32.0;
        // Each mean twice: with A and B exchanged AB becomes BA.
        for i in 0..3 {
            first[i] += average(&|r| (r[1] - mean) * (r[2 + i] - r[0])) / 2.0;
            first[i] += average(&|r| (r[0] - mean) * (r[5 + i] - r[1])) / 2.0;
            total[i] += average(&|r| (r[0] - r[2 + i]) * (r[0] - r[2 + i])) / 4.0;
            total[i] += average(&|r| (r[1] - r[5 + i]) * (r[1] - r[5 + i])) / 4.0;
            for j in 0..3 {
                let both = |r: &Vec<f64>| (r[5 + i] - mean) * (r[2 + j] - mean) - (r[0] - mean) * (r[1] - mean);
                second[i.min(j)][i.max(j)] += average(&both) / 2.0;
            }
        }
    }
    for i in 0..3 {
        assert!((found.first[i].value - first[i] / variance).abs() < 1e-13);
        assert!((found.total[i].value - total[i] / variance).abs() < 1e-13);
    }
    for (i, j, both) in &found.second {
        assert!((both.value - (second[*i][*j] - first[*i] - first[*j]) / variance).abs() < 1e-13);
    }
}

/// A large mean costs nothing: the sums take it off.
#[test]
fn a_large_mean_changes_no_index() {
    let design = independent(3, Size { replicates: 8, points: 512 }, true, 1);
    let plain = run(&design, 1, |u, out| out[0] = ishigami(u)).remove(0).unwrap();
    let shifted = run(&design, 1, |u, out| out[0] = ishigami(u) + 1e6).remove(0).unwrap();
    for (a, b) in plain.first.iter().chain(&plain.total).zip(shifted.first.iter().chain(&shifted.total)) {
        // Of 1e6 + y the last ten digits of y are kept: 1e-10 of an outcome of the size of 10.
        assert!((a.value - b.value).abs() < 1e-9, "{a:?} {b:?}");
    }
}

#[test]
fn outcomes_are_worked_out_side_by_side_as_alone() {
    let design = independent(3, Size { replicates: 4, points: 64 }, true, 7);
    let mut both = run(&design, 3, |u, out| {
        out[0] = ishigami(u);
        out[1] = if u[0] > 0.99 { f64::INFINITY } else { u[0] };
        out[2] = u[1] * u[2];
    });
    assert_eq!(both.remove(2), run(&design, 1, |u, out| out[0] = u[1] * u[2]).remove(0));
    assert!(matches!(both.remove(1), Err(Refusal::Infinite { value: f64::INFINITY, .. })));
    assert_eq!(both.remove(0), run(&design, 1, |u, out| out[0] = ishigami(u)).remove(0));
}

/// The share of intervals that hold the truth: of 300 independent runs 95 % are 285, give or take 3.8; four of these
/// each way.
#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let known = ishigami_indices();
    let mut held = [0; 4];
    for seed in 0..300 {
        let design = independent(3, Size { replicates: 16, points: 64 }, false, 1000 + seed);
        let found = run(&design, 1, |u, out| out[0] = ishigami(u)).remove(0).unwrap();
        let cases = [
            (&found.first[0], known.first[0]),
            (&found.first[2], known.first[2]),
            (&found.total[0], known.total[0]),
            (&found.total[2], known.total[2]),
        ];
        for (held, (estimate, known)) in held.iter_mut().zip(cases) {
            let (low, high) = estimate.interval(0.95);
            *held += i32::from(low <= known && known <= high);
        }
    }
    println!("of 300 intervals of 95 % hold the truth: {held:?}");
    assert!(held.iter().all(|held| (270..=300).contains(held)), "{held:?}");
}

#[test]
fn any_evaluation_can_be_asked_for_by_its_number() {
    let design = independent(3, Size { replicates: 2, points: 8 }, true, 9);
    let (mut by_row, mut by_number) = ([0.0; 3], [0.0; 3]);
    let mut rows = design.rows_from(5);
    for row in 5..design.rows() {
        assert!(rows.advance());
        for place in 0..design.row_length() {
            rows.point(place, &mut by_row);
            design.point(row * design.row_length() + place, &mut by_number);
            assert_eq!(by_row, by_number);
        }
    }
    assert!(!rows.advance());
}

#[test]
fn inputs_that_go_together_are_refused_unless_they_share_a_group() {
    let together = Correlation::new(3, &[(0, 2, 0.5)]).unwrap();
    let refused = SobolDesign::new(Grouping::each(3), &together, SIZE, false, Seed(1)).unwrap_err();
    assert_eq!(refused, Refusal::Correlated { pairs: vec![(0, 2)] });
    assert!(refused.to_string().contains("Shapley"), "the remedy is named: {refused}");
    let shared = Grouping::new(vec![0, 1, 0]).unwrap();
    assert!(SobolDesign::new(shared, &together, SIZE, false, Seed(1)).is_ok());
}

#[test]
fn what_has_no_indices_says_why() {
    let design = independent(2, Size { replicates: 2, points: 4 }, false, 1);
    assert_eq!(run(&design, 1, |_, out| out[0] = 0.1 + 0.2).remove(0), Err(Refusal::Constant { value: 0.1 + 0.2 }));
    let spoilt = run(&design, 1, |_, out| out[0] = f64::NAN).remove(0);
    assert_eq!(spoilt, Err(Refusal::NotANumber { evaluation: 0 }));
    let huge = run(&design, 1, |u, out| out[0] = 1e200 * u[0]).remove(0).unwrap_err();
    assert!(matches!(huge, Refusal::TooLarge { .. }) && huge.to_string().contains("larger unit"), "{huge}");
    let mut estimator = SobolEstimator::new(&design, 1);
    assert!(matches!(estimator.finish(), Err(Refusal::Unfinished { found: 0, wanted: 32 })));
    assert!(matches!(estimator.add(&[1.0, 2.0]), Err(Refusal::Length { found: 2, wanted: 1, .. })));
    let odd = Size { replicates: 2, points: 100 };
    let refused = SobolDesign::new(Grouping::each(2), &Correlation::independent(2), odd, false, Seed(1)).unwrap_err();
    assert!(refused.to_string().contains("a power of 2"), "{refused}");
    let endless = Size { replicates: 10_000, points: 1 << 62 };
    let refused =
        SobolDesign::new(Grouping::each(2), &Correlation::independent(2), endless, false, Seed(1)).unwrap_err();
    assert!(refused.to_string().contains("counted"), "{refused}");
    let many = SobolDesign::new(Grouping::each(600), &Correlation::independent(600), SIZE, false, Seed(1));
    assert!(many.is_err());
}

/// Half a design is a design: the replicates that are whole count.
#[test]
fn a_search_may_stop_after_any_replicate() {
    let design = independent(3, Size { replicates: 4, points: 32 }, false, 3);
    let half = SobolDesign::new(
        Grouping::each(3),
        &Correlation::independent(3),
        Size { replicates: 2, points: 32 },
        false,
        Seed(3),
    )
    .unwrap();
    let mut estimator = SobolEstimator::new(&design, 1);
    let mut point = [0.0; 3];
    for evaluation in 0..half.evaluations() {
        design.point(evaluation, &mut point);
        estimator.add(&[ishigami(&point)]).unwrap();
    }
    let whole = run(&half, 1, |u, out| out[0] = ishigami(u));
    assert_eq!(estimator.finish().unwrap(), whole);
}

#[test]
fn no_evaluation_allocates() {
    let design = independent(3, Size { replicates: 2, points: 64 }, true, 3);
    let mut estimator = SobolEstimator::new(&design, 1);
    let mut rows = design.rows_from(0);
    let mut point = [0.0; 3];
    rows.advance();
    let counted = allocation_counter::measure(|| {
        // One replicate; a new one begins a new walk.
        for row in 0..64 {
            for place in 0..design.row_length() {
                rows.point(place, &mut point);
                estimator.add(&[ishigami(&point)]).unwrap();
            }
            if row < 63 {
                rows.advance();
            }
        }
    });
    assert!(estimator.finish().is_err(), "one replicate of two is in");
    assert_eq!(counted.count_total, 0);
}
