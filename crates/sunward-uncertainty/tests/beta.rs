//! The beta distribution against closed forms and another program.

use statrs::distribution::{Beta, ContinuousCDF};
use sunward_uncertainty::beta::{QuantileTable, cdf, density, quantile};

/// `b = 1` is `xᵃ`, `a = 1` is `1 − (1 − x)ᵇ`, and whole shapes are binomial sums: `I_x(2, 3) = 6x² − 8x³ + 3x⁴`.
/// The tolerance is some hundred last bits: logarithms of the front factor cost those.
#[test]
fn the_share_is_the_closed_form_where_there_is_one() {
    for i in 1..100 {
        let x = f64::from(i) / 100.0;
        let near =
            |ours: f64, exact: f64| assert!((ours - exact).abs() <= 1e-14 + 1e-13 * exact, "{x}: {ours} {exact}");
        near(cdf(x, 4.0, 1.0), x * x * x * x);
        near(cdf(x, 1.0, 3.0), 1.0 - (1.0 - x) * (1.0 - x) * (1.0 - x));
        near(cdf(x, 2.0, 3.0), x * x * (6.0 - 8.0 * x + 3.0 * x * x));
    }
}

/// `statrs` sums another expansion; its own error is near `1e-12`.
#[test]
fn the_share_is_what_another_program_says() {
    for (a, b) in [(0.5, 0.5), (1.0, 5.0), (2.2, 3.8), (4.9, 1.1), (30.0, 70.0)] {
        let theirs = Beta::new(a, b).unwrap();
        for i in 1..200 {
            let x = f64::from(i) / 200.0;
            assert!((cdf(x, a, b) - theirs.cdf(x)).abs() < 1e-11, "{a} {b} {x}");
        }
    }
}

/// `P(X ≥ k) = I_p(k, n − k + 1)` for a binomial `X`: of a million draws, half the mass lies on each side of the median
/// 500 000. By the normal law with its correction the share is `½ + 1/(2√(2π · 250 000))`, good to `n⁻¹`.
#[test]
fn a_million_draws_are_in_reach() {
    let ours = cdf(0.5, 500_000.0, 500_001.0);
    let expected = 0.5 + 0.5 / (2.0 * std::f64::consts::PI * 250_000.0).sqrt();
    assert!((ours - expected).abs() < 1e-6, "{ours} {expected}");
}

#[test]
fn the_quantile_inverts_the_share() {
    for (a, b) in [(0.5, 0.5), (1.0, 5.0), (2.2, 3.8), (5.0, 1.0), (30.0, 70.0), (0.7, 200.0)] {
        for u in [1e-12, 1e-6, 0.01, 0.3, 0.5, 0.77, 0.999, 1.0 - 1e-9] {
            let x = quantile(u, a, b);
            // A last bit of `x` moves the share by the density times it.
            let tolerance = 1e-12 * u + 4.0 * f64::EPSILON * density(x, a, b);
            assert!((cdf(x, a, b) - u).abs() <= tolerance, "{a} {b} {u}: {x}");
        }
        assert_eq!((quantile(0.0, a, b), quantile(1.0, a, b)), (0.0, 1.0));
    }
}

/// The table promises `1e-10`; shares lie in every piece, beyond both ends, and at the seams.
#[test]
fn the_table_keeps_its_promise_for_all_its_shapes() {
    let mut worst = 0.0_f64;
    let shapes = [0.5, 0.8, 1.0, 1.3, 2.0, 3.0, 4.4, 5.0, 6.0];
    for (a, b) in shapes.iter().flat_map(|&a| shapes.map(|b| (a, b))) {
        let table = QuantileTable::new(a, b).unwrap();
        let shares = (1..=300).map(|i| f64::from(i) / 301.0);
        let tails = (1..=40).map(|i| 0.5 / f64::from(1 << i.min(30)) / f64::from(i));
        for u in shares.chain(tails.clone()).chain(tails.map(|u| 1.0 - u)) {
            worst = worst.max((table.quantile(u) - quantile(u, a, b)).abs());
        }
        assert_eq!((table.quantile(0.0), table.quantile(1.0)), (0.0, 1.0));
    }
    println!("largest error of the table: {worst:.1e}");
    assert!(worst < 1e-10, "{worst}");
}

/// At a seam two polynomials meet with a last bit between them, and they may fall by as much.
#[test]
fn the_table_never_falls() {
    for (a, b) in [(1.0, 5.0), (3.0, 3.0), (4.9, 1.1), (0.5, 6.0)] {
        let table = QuantileTable::new(a, b).unwrap();
        let mut last = 0.0;
        for i in 1..100_000 {
            let next = table.quantile(f64::from(i) / 1e5);
            assert!(next >= last - 4.0 * f64::EPSILON, "{a} {b} {i}");
            last = next;
        }
        for seam in (3..36).map(|i| f64::from(4 + i % 4) * 0.25 / f64::from(1 << (1 + i / 4))) {
            for seam in [seam, 1.0 - seam] {
                let (below, above) = (table.quantile(seam.next_down()), table.quantile(seam));
                assert!(above >= below - 4.0 * f64::EPSILON, "{a} {b} {seam}: {below} {above}");
            }
        }
    }
}

#[test]
fn there_is_no_table_for_shapes_beyond_its_promise() {
    assert_eq!(QuantileTable::new(0.4, 2.0), None);
    assert_eq!(QuantileTable::new(2.0, 100.0), None);
    assert_eq!(QuantileTable::new(f64::NAN, 2.0), None);
}
