//! A crossover year with those that already crossed and those that never will, from draws to every kind of question.
//!
//! Cost of orbit over cost of ground is `r₀ e^(−d t)` in year `t` of a horizon of `H` years, `ln r₀ = μ + s Z₁`, `d = δ
//! + σ Z₂` a year, both normal. It crosses 1 by year `t` where `ln r₀ − d t ≤ 0`, which is normal again:
//!
//! ```text
//! P(already)       = Φ(−μ/s)                                      (at t = 0)
//! P(crossed by t)  = Φ((δt − μ)/√(s² + σ²t²))
//! P(never)         = 1 − P(crossed by H)      where the ratio only falls, d > 0
//! ```

use sunward_quantity::elementary::{asin, ln};
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::inputs::{Input, Inputs};
use sunward_uncertainty::law::Law;
use sunward_uncertainty::normal;
use sunward_uncertainty::pawn::{Slicing, pawn};
use sunward_uncertainty::random::Seed;
use sunward_uncertainty::refusal::Refusal;
use sunward_uncertainty::shapley::{ShapleyDesign, Way};
use sunward_uncertainty::sobol::Sobol;
use sunward_uncertainty::sobol_indices::{Size, SobolDesign, SobolEstimator};

const MU: f64 = 1.2;
const S: f64 = 0.5;
const DECLINE: f64 = 0.12;
const SPREAD: f64 = 0.02;
const HORIZON: f64 = 12.0;

/// −∞ for already, the year, +∞ for never.
fn crossover(z: &[f64]) -> f64 {
    let (start, decline) = (MU + S * z[0], DECLINE + SPREAD * z[1]);
    if start <= 0.0 {
        f64::NEG_INFINITY
    } else if decline * HORIZON >= start {
        start / decline
    } else {
        f64::INFINITY
    }
}

fn crossed_by(year: f64) -> f64 {
    normal::cdf((DECLINE * year - MU) / (S * S + SPREAD * SPREAD * year * year).sqrt())
}

fn draw(count: u64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let sequence = Sobol::scrambled(2, Seed(7)).unwrap();
    let mut point = [0.0; 2];
    let mut inputs = vec![Vec::new(); 2];
    let mut outcome = Vec::new();
    for i in 0..count {
        sequence.point(i, &mut point);
        let z = point.map(normal::quantile);
        inputs.iter_mut().zip(z).for_each(|(column, z)| column.push(z));
        outcome.push(crossover(&z));
    }
    (inputs, outcome)
}

/// Shares of scrambled points are at least as good as those of independent draws: four standard errors of those, `√(p(1
/// − p)/N)`. A decline below 0, six deviations off, would cross upwards: a chance of 1e-9 that the closed form leaves
/// out.
#[test]
fn already_every_year_and_never_have_their_closed_shares() {
    let count = 1u64 << 16;
    let (_, outcome) = draw(count);
    let near = |found: f64, known: f64| {
        assert!((found - known).abs() < 4.0 * (known * (1.0 - known) / count as f64).sqrt() + 1e-9, "{found} {known}");
    };
    let share = |year: f64| outcome.iter().filter(|&&y| y <= year).count() as f64 / count as f64;
    near(share(f64::NEG_INFINITY), normal::cdf(-MU / S));
    for year in [2.0, 5.0, 10.0, 12.0] {
        near(share(year), crossed_by(year));
    }
    near(1.0 - share(HORIZON), 1.0 - crossed_by(HORIZON));
    println!(
        "already {:.4} (closed {:.4}), never {:.4} (closed {:.4})",
        share(f64::NEG_INFINITY),
        normal::cdf(-MU / S),
        1.0 - share(HORIZON),
        1.0 - crossed_by(HORIZON)
    );
}

/// The year itself has no variance and is refused; whether it has crossed by a year has, and for a year of even chance
/// in closed form: the share of input 1 is `(2/π) asin(s²/(s² + σ²t²))` (see `sobol_indices.rs`).
#[test]
fn the_year_is_refused_and_its_indicator_is_answered() {
    let even = MU / DECLINE;
    let size = Size { replicates: 16, points: 2048 };
    let design = SobolDesign::new(Grouping::each(2), &Correlation::independent(2), size, false, Seed(1)).unwrap();
    let mut estimator = SobolEstimator::new(&design, 2);
    let mut rows = design.rows_from(0);
    let mut point = [0.0; 2];
    while rows.advance() {
        for place in 0..design.row_length() {
            rows.point(place, &mut point);
            let year = crossover(&point.map(normal::quantile));
            estimator.add(&[year, f64::from(u8::from(year <= even))]).unwrap();
        }
    }
    let mut found = estimator.finish().unwrap();
    let indicator = found.remove(1).unwrap();
    let refused = found.remove(0).unwrap_err();
    assert!(matches!(refused, Refusal::Infinite { .. }) && refused.to_string().contains("0 or 1"), "{refused}");
    let both = S * S + SPREAD * SPREAD * even * even;
    let share = |own: f64| std::f64::consts::FRAC_2_PI * asin(own / both);
    for (found, known) in indicator.first.iter().zip([share(S * S), share(both - S * S)]) {
        // Five standard errors, as in `sobol_indices.rs`.
        assert!(
            found.standard_error < 0.004 && (found.value - known).abs() < 5.0 * found.standard_error,
            "{found:?} {known}"
        );
    }
}

/// PAWN takes the year as it is. Of the start `r₀` alone, in two slices: below the median and above, the distance is
/// `½ |P(Y ≤ y | low) − P(Y ≤ y | high)|` at its largest, by integration over the halves.
#[test]
fn pawn_takes_already_and_never_as_they_are() {
    let (inputs, outcome) = draw(1 << 16);
    let columns: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let slicing = Slicing { slices: 2, dummies: 1, seed: Seed(1) };
    let found = pawn(&columns, &[&outcome], &slicing).unwrap().remove(0);
    // P(crossed by year | Z₁) = Φ((δ·year − μ − s Z₁)/(σ·year)), averaged over midpoints of each half of Z₁.
    let steps = 20_000;
    let given = |year: f64, half: f64| -> f64 {
        (0..steps)
            .map(|i| {
                let z = normal::quantile((half + (f64::from(i) + 0.5) / f64::from(steps)) / 2.0);
                normal::cdf((DECLINE * year - MU - S * z) / (SPREAD * year))
            })
            .sum::<f64>()
            / f64::from(steps)
    };
    let years: Vec<f64> = (10..=120).map(|tenth| f64::from(tenth) / 10.0).collect();
    let known = years.iter().map(|&year| 0.5 * (given(year, 0.0) - given(year, 1.0)).abs()).fold(0.0, f64::max);
    println!("PAWN of the start: {:?}, closed {known:.4}", found.inputs[0]);
    // Kolmogorov's distance of 32,768 draws is known to 1/(2√n), four of these; a grid of tenths of a year misses less.
    assert!((found.inputs[0].largest - known).abs() < 4.0 * 0.5 / 32_768.0f64.sqrt(), "{found:?} {known}");
}

/// The designs speak the language of `Inputs`: what is not drawn anew keeps its value to rounding, correlated or not,
/// over years too.
#[test]
fn inputs_that_are_kept_keep_their_values() {
    let correlation = Correlation::new(3, &[(0, 1, 0.7), (1, 2, -0.4)]).unwrap();
    let law = || Input::new(Law::uniform(ln(2.0), 1.0).unwrap());
    let inputs = Inputs::new(vec![law(), law(), law()], correlation, 0).unwrap();
    let (grouping, subjects) = inputs.by_input();
    assert_eq!(subjects.len(), 3);
    let size = Size { replicates: 2, points: 64 };
    let design = ShapleyDesign::new(grouping, &inputs.coordinate_correlation(), Way::Subsets, size, Seed(3)).unwrap();
    let mut rows = design.rows_from(0);
    let (mut point, mut base, mut values) = (vec![0.0; 3], vec![0.0; 3], vec![0.0; 3]);
    while rows.advance() {
        rows.point(0, &mut point);
        inputs.values(&point, &mut base);
        for set in 1..8 {
            rows.point(set, &mut point);
            inputs.values(&point, &mut values);
            for input in 0..3 {
                let same = (values[input] - base[input]).abs() < 1e-9;
                assert_eq!(same, set >> input & 1 == 0, "set {set}, input {input}: {base:?} {values:?}");
            }
        }
    }
}
