//! Correlations: the factor, what is refused, and the law of some when others are known.

use sunward_uncertainty::correlation::{Correlation, CorrelationFault, normal_from_rank};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};

/// A correlation matrix of some inputs without structure: of sums of a few random factors.
fn unstructured(count: usize, seed: u64) -> Vec<(usize, usize, f64)> {
    let factor = |i: usize, k: u32| normal::quantile(uniform(Seed(seed), i as u64, k));
    let product = |i: usize, j: usize| -> f64 {
        (0..5).map(|k| factor(i, k) * factor(j, k)).sum::<f64>() + if i == j { 0.3 } else { 0.0 }
    };
    let pairs = (0..count).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs.map(|(i, j)| (i, j, product(i, j) / (product(i, i) * product(j, j)).sqrt())).collect()
}

/// `L Lᵀ = R` at every entry, to the rounding of sums of that length.
#[test]
fn the_factor_gives_the_matrix_back() {
    let matrix = Correlation::new(40, &unstructured(40, 1)).unwrap();
    let factor = matrix.factor();
    for i in 0..40 {
        for j in 0..40 {
            let back: f64 = (0..40).map(|k| factor[i * 40 + k] * factor[j * 40 + k]).sum();
            assert!((back - matrix.get(i, j)).abs() < 1e-14, "{i} {j}");
            assert!(j <= i || factor[i * 40 + j] == 0.0, "lower triangular");
        }
        assert_eq!(matrix.get(i, i), 1.0);
    }
}

/// The textbook factor of a pair: `(1, 0), (ρ, √(1 − ρ²))`; here 0.6 and 0.8.
#[test]
fn inputs_that_go_with_nothing_are_left_alone() {
    let matrix = Correlation::new(4, &[(3, 1, 0.6)]).unwrap();
    assert_eq!([0, 1, 2, 3].map(|i| matrix.linked(i)), [false, true, false, true]);
    assert_eq!(matrix.sets(), [vec![0], vec![1, 3], vec![2]]);
    let expected = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.6, 0.0, 0.8];
    assert!(matrix.factor().iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
    assert!(!matrix.is_independent() && Correlation::independent(4).is_independent());
    assert!(Correlation::new(4, &[(0, 1, 0.0)]).unwrap().is_independent());
    assert!(Correlation::new(0, &[]).unwrap().is_empty());
}

#[test]
fn inputs_may_be_one_or_opposites() {
    let matrix = Correlation::new(3, &[(0, 1, 1.0), (0, 2, -1.0), (1, 2, -1.0)]).unwrap();
    assert_eq!(matrix.factor(), [1.0, 0.0, 0.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0]);
}

/// Two inputs that are nearly one may still go with a third a little differently: by Cauchy and Schwarz
/// `|ρ₁₃ − ρ₂₃| ≤ √(2 (1 − ρ₁₂))`, which is `2e-5` here. And a matrix at the edge passes with rounding.
#[test]
fn inputs_that_are_nearly_one_are_no_contradiction() {
    let close = 1.0 - 2e-10;
    assert!(Correlation::new(3, &[(0, 1, close), (0, 2, 0.5), (1, 2, 0.5 + 1.5e-5)]).is_ok());
    assert!(Correlation::new(3, &[(0, 1, close), (0, 2, 0.5), (1, 2, 0.5 + 2.5e-5)]).is_err());
    assert!(Correlation::new(3, &[(0, 1, 1.0), (0, 2, 0.1 + 0.2), (1, 2, 0.3)]).is_ok());
}

/// Of three inputs correlated equally, `r < −½` cannot be: the smallest eigenvalue is `1 + 2r`. Here `r = −0.6`: −0.2,
/// and shrunk by `1/1.2` it is `−½` again.
#[test]
fn correlations_that_contradict_each_other_are_refused_with_the_set_and_the_remedy() {
    let pairs = [(1, 4, -0.6), (1, 5, -0.6), (4, 5, -0.6), (5, 6, 0.3), (0, 7, 0.9), (0, 8, 0.9), (7, 8, -0.9)];
    let refused = Correlation::new(9, &pairs).unwrap_err();
    let [first, second] = &refused.0[..] else { panic!("{refused}") };
    let CorrelationFault::Contradiction { inputs, smallest_eigenvalue, shrink_to } = first else { panic!("{first}") };
    assert_eq!(inputs, &[0, 7, 8]);
    // An eigenvalue is where the determinant of `R − x I` is nought.
    let determinant = |x: f64| {
        let d = 1.0 - x;
        d * d * d + 2.0 * 0.9 * 0.9 * -0.9 - d * 3.0 * 0.81
    };
    assert!(determinant(*smallest_eigenvalue).abs() < 1e-12 && *smallest_eigenvalue < 0.0, "{smallest_eigenvalue}");
    assert!((shrink_to - 1.0 / (1.0 - smallest_eigenvalue)).abs() < 1e-15);
    let CorrelationFault::Contradiction { inputs, smallest_eigenvalue, shrink_to } = second else { panic!("{second}") };
    assert_eq!(inputs, &[1, 4, 5]);
    assert!((smallest_eigenvalue + 0.2).abs() < 1e-12 && (shrink_to - 1.0 / 1.2).abs() < 1e-12);
    assert!(second.to_string().contains("[1, 4, 5]") && second.to_string().contains("0.8333"), "{second}");
    // The remedy works, and not much more would.
    let shrunk = |by: f64| Correlation::new(9, &[(1, 4, -0.6 * by), (1, 5, -0.6 * by), (4, 5, -0.6 * by)]);
    assert!(shrunk(*shrink_to).is_ok() && shrunk(shrink_to + 1e-6).is_err());
}

#[test]
fn every_wrong_pair_is_named() {
    let pairs = [(0, 1, 0.5), (1, 0, 0.5), (2, 2, 1.0), (0, 3, 0.1), (0, 2, 1.5), (1, 2, f64::NAN)];
    let faults = Correlation::new(3, &pairs).unwrap_err().0;
    let [a, b, c, d, e] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!(*a, CorrelationFault::StatedTwice { pair: (0, 1) });
    assert_eq!(*b, CorrelationFault::WithItself { input: 2 });
    assert_eq!(*c, CorrelationFault::NoSuchInput { input: 3, count: 3 });
    assert_eq!(*d, CorrelationFault::OutOfRange { pair: (0, 2), stated: 1.5 });
    assert!(matches!(e, CorrelationFault::OutOfRange { pair: (1, 2), stated } if stated.is_nan()));
    assert!(faults.iter().all(|fault| fault.to_string().contains("input")));
}

/// A pair: mean `ρ z`, deviation `√(1 − ρ²)`.
#[test]
fn of_a_pair_one_given_the_other_is_the_textbook_law() {
    let law = Correlation::new(3, &[(0, 2, 0.6)]).unwrap().conditional(&[2]);
    assert_eq!((law.given(), law.others()), (&[2][..], &[0, 1][..]));
    let mut out = [0.0; 2];
    law.draw(&[2.0], &[1.0, 0.25], &mut out);
    assert!((out[0] - (0.6 * 2.0 + 0.8)).abs() < 1e-15 && out[1] == 0.25);
}

/// The law of totals: what is known, put through the mean, and what is fresh make the whole matrix again:
/// `M R_gg Mᵀ + F Fᵀ = R_oo` and `M R_gg = R_og`.
#[test]
fn a_conditional_law_makes_the_whole_one_again() {
    let count = 8;
    let matrix = Correlation::new(count, &unstructured(count, 2)).unwrap();
    for given in [vec![], vec![3], vec![7, 0, 4], vec![1, 2, 3, 4, 5, 6, 7], (0..8).collect()] {
        let law = matrix.conditional(&given);
        let (few, others) = (given.len(), law.others());
        let many = others.len();
        for row in 0..many {
            let mean = &law.mean()[row * few..][..few];
            for (column, &g) in given.iter().enumerate() {
                let back: f64 = (0..few).map(|k| mean[k] * matrix.get(given[k], given[column])).sum();
                assert!((back - matrix.get(others[row], g)).abs() < 1e-12);
            }
            for column in 0..many {
                let other = &law.mean()[column * few..][..few];
                let explained: f64 = (0..few)
                    .flat_map(|k| (0..few).map(move |l| (k, l)))
                    .map(|(k, l)| mean[k] * matrix.get(given[k], given[l]) * other[l])
                    .sum();
                let fresh: f64 =
                    (0..many).map(|k| law.factor()[row * many + k] * law.factor()[column * many + k]).sum();
                assert!((explained + fresh - matrix.get(others[row], others[column])).abs() < 1e-12);
            }
        }
    }
}

#[test]
fn an_input_that_another_determines_follows_it() {
    let matrix = Correlation::new(3, &[(0, 1, 1.0), (0, 2, 0.5), (1, 2, 0.5)]).unwrap();
    let law = matrix.conditional(&[1, 0]);
    let mut out = [0.0];
    law.draw(&[1.5, 1.5], &[0.0], &mut out);
    assert!((out[0] - 0.75).abs() < 1e-12, "{out:?}");
    let law = matrix.conditional(&[0]);
    let mut out = [0.0; 2];
    law.draw(&[1.5], &[9.0, 0.0], &mut out);
    assert_eq!(out[0], 1.5, "the twin is known");
}

/// `2 sin(π ρ/6)`: 1 stays 1, ½ becomes 0.5176. Drawn: the ranks of 200 000 pairs have the stated correlation with a
/// standard error of `1/√n` at most, 0.0022; four of them.
#[test]
fn a_stated_rank_correlation_is_the_rank_correlation_of_the_draws() {
    assert_eq!([normal_from_rank(1.0), normal_from_rank(-1.0), normal_from_rank(0.0)], [1.0, -1.0, 0.0]);
    assert!((normal_from_rank(0.5) - 0.517_638_090_205_041_5).abs() < 1e-15);
    let n = 200_000;
    let matrix = Correlation::new(2, &[(0, 1, normal_from_rank(0.7))]).unwrap();
    let (slope, rest) = (matrix.factor()[2], matrix.factor()[3]);
    let mut sum = 0.0;
    for index in 0..n {
        let a = normal::quantile(uniform(Seed(8), index, 0));
        let b = slope * a + rest * normal::quantile(uniform(Seed(8), index, 1));
        // Spearman's is the correlation of the shares, each with variance 1/12.
        sum += 12.0 * (normal::cdf(a) - 0.5) * (normal::cdf(b) - 0.5) / n as f64;
    }
    assert!((sum - 0.7).abs() < 4.0 / (n as f64).sqrt(), "{sum}");
}
