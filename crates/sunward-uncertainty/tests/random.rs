//! Random numbers against published vectors, and their evenness.

use sunward_uncertainty::hypercube::{Hypercube, Permutation};
use sunward_uncertainty::random::{Seed, bits, philox, point, uniform, unit};
use sunward_uncertainty::refusal::Refusal;

/// Known answers of the library Random123 for `philox4x32 10`: counter and key of nought, of ones, and of the digits of
/// π.
#[test]
fn philox_gives_the_published_words() {
    assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    let (counter, key) = ([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]);
    assert_eq!(philox(counter, key), [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
}

#[test]
fn the_unit_interval_is_open_and_even_about_one_half() {
    assert_eq!(unit(0), f64::EPSILON / 2.0);
    assert_eq!(unit(u64::MAX), 1.0 - f64::EPSILON / 2.0);
    for index in 0..1000 {
        let x = bits(Seed(9), index, 0);
        assert_eq!(unit(x) + unit(!x), 1.0, "the mirror image of every number is one too");
    }
}

#[test]
fn a_point_holds_the_numbers_of_its_dimensions() {
    let mut numbers = [0.0; 7];
    point(Seed(4), 1 << 40, &mut numbers);
    for (dimension, number) in numbers.iter().enumerate() {
        assert_eq!(*number, uniform(Seed(4), 1 << 40, dimension as u32));
    }
}

/// Changing one of the three a little changes about half of the bits: 32 of 64 with a deviation of 4, so 4/√1000 for
/// the mean of a thousand.
#[test]
fn seed_index_and_dimension_each_change_everything() {
    let mean = |other: &dyn Fn(u64) -> u64| {
        (0..1000).map(|i| f64::from((bits(Seed(1), i, 6) ^ other(i)).count_ones())).sum::<f64>() / 1000.0
    };
    for changed in [
        mean(&|i| bits(Seed(2), i, 6)),
        mean(&|i| bits(Seed(1), i + 1, 6)),
        mean(&|i| bits(Seed(1), i, 7)),
        mean(&|i| bits(Seed(1).derived(0), i, 6)),
        mean(&|i| bits(Seed(1 << 63 | 1), i, 6)),
    ] {
        assert!((changed - 32.0).abs() < 5.0 * 4.0 / 1000_f64.sqrt(), "{changed}");
    }
}

/// Chi-squared over 256 cells of (this number, the next index's or dimension's): mean 255, deviation √510. Five
/// deviations.
#[test]
fn pairs_of_numbers_fill_the_square_evenly() {
    let square = |other: &dyn Fn(u64) -> f64| {
        let mut cells = [0.0_f64; 256];
        let n = 100_000;
        for i in 0..n {
            let (x, y) = (uniform(Seed(11), i, 0), other(i));
            cells[(x * 16.0) as usize * 16 + (y * 16.0) as usize] += 1.0;
        }
        let expected = n as f64 / 256.0;
        cells.iter().map(|count| (count - expected) * (count - expected) / expected).sum::<f64>()
    };
    for found in [
        square(&|i| uniform(Seed(11), i + 1, 0)),
        square(&|i| uniform(Seed(11), i, 1)),
        square(&|i| uniform(Seed(11), i, 2)),
        square(&|i| uniform(Seed(12), i, 0)),
    ] {
        assert!((found - 255.0).abs() < 5.0 * 510_f64.sqrt(), "{found}");
    }
}

#[test]
fn a_permutation_has_every_number_once() {
    for count in [1, 2, 3, 7, 64, 255, 256, 257, 5000] {
        let order = Permutation::new(count, Seed(count));
        let mut seen = vec![false; count as usize];
        (0..count).for_each(|place| assert!(!std::mem::replace(&mut seen[order.of(place) as usize], true)));
    }
    assert!(Permutation::new(1 << 52, Seed(1)).of(12_345) < 1 << 52);
}

/// All 24 orders of four come equally often: chi-squared with 23 degrees over 24 000 seeds, deviation √46. Five
/// deviations.
#[test]
fn every_order_is_as_likely_as_every_other() {
    let mut counts = std::collections::BTreeMap::new();
    for seed in 0..24_000 {
        let order = Permutation::new(4, Seed(seed));
        *counts.entry([0, 1, 2, 3].map(|place| order.of(place))).or_insert(0.0_f64) += 1.0;
    }
    assert_eq!(counts.len(), 24);
    let found: f64 = counts.values().map(|count| (count - 1000.0) * (count - 1000.0) / 1000.0).sum();
    assert!((found - 23.0).abs() < 5.0 * 46_f64.sqrt(), "{found}");
}

#[test]
fn every_stratum_of_a_hypercube_holds_one_point() {
    let cube = Hypercube::new(1000, 5, Seed(2)).unwrap();
    let mut seen = vec![[false; 5]; 1000];
    let mut numbers = [0.0; 5];
    for index in 0..cube.points() {
        cube.point(index, &mut numbers);
        for (dimension, u) in numbers.iter().enumerate() {
            assert!(*u > 0.0 && *u < 1.0);
            assert!(!std::mem::replace(&mut seen[(u * 1000.0) as usize][dimension], true));
        }
    }
}

/// The mean of a sum of `d` uniform numbers over `n` strata each: every stratum has the variance `1/12n²` and stands
/// alone, so the mean has `d/12n³`. Over 2,000 seeds the variance is known to `√(2/2000)`, 3.2 %; four of these.
#[test]
fn the_mean_of_a_sum_has_the_error_of_strata() {
    let (n, d, seeds) = (20, 3, 2000);
    let mut sum = 0.0;
    for seed in 0..seeds {
        let cube = Hypercube::new(n, d, Seed(seed)).unwrap();
        let mut numbers = vec![0.0; d];
        let mut mean = 0.0;
        for index in 0..n {
            cube.point(index, &mut numbers);
            mean += numbers.iter().map(|u| u - 0.5).sum::<f64>() / n as f64;
        }
        sum += mean * mean / seeds as f64;
    }
    let expected = d as f64 / 12.0 / (n as f64 * n as f64 * n as f64);
    assert!((sum / expected - 1.0).abs() < 4.0 * (2.0 / seeds as f64).sqrt(), "{}", sum / expected);
}

#[test]
fn a_hypercube_without_points_is_refused() {
    assert!(matches!(Hypercube::new(0, 5, Seed(2)), Err(Refusal::Setting { .. })));
    assert!(matches!(Hypercube::new(u64::MAX, 5, Seed(2)), Err(Refusal::Setting { .. })));
}
