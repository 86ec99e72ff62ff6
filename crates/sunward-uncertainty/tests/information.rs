//! The value of information against its closed form for two options whose costs differ by a normal.

use sunward_uncertainty::information::{PartialInformation, PerfectInformation, partial_information};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};
use sunward_uncertainty::refusal::Refusal;

/// Costs 0 and `D ~ N(μ, σ²)`. Today the first is taken if `μ ≥ 0`; knowing `D` saves `E[max(0, −D)]`:
///
/// ```text
/// EVPI = σ φ(μ/σ) − |μ| Φ(−|μ|/σ)
/// ```
///
/// With `D = μ + aX + bZ`, knowing `X` alone leaves `N(μ, a²)` to decide by: the same with `σ = |a|`.
fn closed(mu: f64, sigma: f64) -> f64 {
    if sigma == 0.0 { 0.0 } else { sigma * normal::density(mu / sigma) - mu.abs() * normal::cdf(-mu.abs() / sigma) }
}

const SLOPES: [f64; 3] = [3.0, 1.0, 0.0];

/// Three standard normal inputs, of which the last does nothing, and the costs of both options with a part they share.
fn draws(count: u64, mu: f64, seed: u64) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let inputs: Vec<Vec<f64>> =
        (0..3).map(|i| (0..count).map(|draw| normal::quantile(uniform(Seed(seed), draw, i))).collect()).collect();
    let shared: Vec<f64> = (0..count).map(|draw| 1000.0 + 50.0 * uniform(Seed(seed), draw, 9)).collect();
    let other = (0..count as usize)
        .map(|draw| shared[draw] + mu + (0..3).map(|i| SLOPES[i] * inputs[i][draw]).sum::<f64>())
        .collect();
    (inputs, vec![shared, other])
}

fn perfect(costs: &[Vec<f64>]) -> PerfectInformation {
    let mut sums = PerfectInformation::new(costs.len()).unwrap();
    for draw in 0..costs[0].len() {
        sums.add(&costs.iter().map(|column| column[draw]).collect::<Vec<_>>()).unwrap();
    }
    sums
}

fn partial(inputs: &[Vec<f64>], costs: &[Vec<f64>], bins: usize) -> Vec<PartialInformation> {
    let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let costs: Vec<&[f64]> = costs.iter().map(Vec::as_slice).collect();
    partial_information(&inputs, &costs, bins).unwrap()
}

/// Four standard errors of independent draws, passed once in sixteen thousand cases.
#[test]
fn perfect_information_is_worth_its_closed_value() {
    for mu in [-2.0, 0.5, 4.0] {
        let (_, costs) = draws(100_000, mu, 1);
        let found = perfect(&costs).finish().unwrap();
        let known = closed(mu, 10.0f64.sqrt());
        println!("EVPI at a difference of {mu}: {:?}, known {known:.5}", found.value);
        assert_eq!(found.option, usize::from(mu < 0.0));
        assert!(found.value.standard_error < 0.01);
        assert!((found.value.value - known).abs() < 4.0 * found.value.standard_error);
        // Mean of what is shared, less what the best of both saves; its variance is that of 50 uniform numbers and the
        // regret.
        let cheapest = 1025.0 + mu.min(0.0) - known;
        assert!(
            (found.cost_when_known - cheapest).abs()
                < 4.0 * (50.0f64 * 50.0 / 12.0 + 10.0).sqrt() / 100_000.0f64.sqrt()
        );
    }
}

/// What is learned from other draws is worth no more than the truth, and what is learned from its own no less, each
/// within four standard errors; the two lie close for the many draws of a bin.
#[test]
fn partial_information_is_worth_its_closed_value() {
    for mu in [-2.0, 0.5, 4.0] {
        let (inputs, costs) = draws(100_000, mu, 2);
        let found = partial(&inputs, &costs, 32);
        for (i, found) in found.iter().enumerate() {
            let known = closed(mu, SLOPES[i].abs());
            println!("EVPPI of input {i} at {mu}: {found:?}, known {known:.5}");
            assert!(found.value.standard_error < 0.01);
            assert!((found.value.value - known).abs() < 4.0 * found.value.standard_error + 1e-12, "{found:?} {known}");
            assert!(found.at_most > known - 4.0 * found.value.standard_error - 1e-12);
            assert!(found.at_most - found.value.value < 0.02, "{found:?}");
        }
    }
}

/// With few draws a rule follows noise: judged by its own draws an idle input seems worth something, judged by others
/// it does not. Means over 200 runs; the spread of the runs gives the error.
#[test]
fn an_idle_input_is_worth_nothing_within_its_error() {
    let (mut unseen, mut seen, mut squares, mut held) = (0.0, 0.0, 0.0, 0);
    for seed in 0..200 {
        let (inputs, costs) = draws(1000, 0.0, 100 + seed);
        let found = partial(&inputs, &costs, 10)[2];
        unseen += found.value.value / 200.0;
        squares += found.value.value * found.value.value / 200.0;
        seen += found.at_most / 200.0;
        let (low, high) = found.value.interval(0.95);
        held += i32::from(low <= 0.0 && 0.0 <= high);
    }
    let error = (squares / 200.0f64).sqrt();
    println!(
        "an idle input: {unseen:.4} ± {error:.4} on unseen draws, {seen:.4} on its own; {held} of 200 intervals hold 0"
    );
    // Options that cost the same on average: any rule learned elsewhere saves 0, exactly, in expectation.
    assert!(unseen.abs() < 4.0 * error && error < 0.01, "{unseen} {error}");
    assert!(seen > 0.1, "{seen}");
    // 190 of 200, give or take 3.1, or more: the error is that of one half.
    assert!(held >= 177, "{held}");
}

/// Knowing one input is worth no more than knowing all, and options that cost the same are not worth asking about.
#[test]
fn information_is_worth_nothing_where_no_decision_hangs_on_it() {
    let (inputs, mut costs) = draws(5000, 0.5, 3);
    let all = perfect(&costs).finish().unwrap().value.value;
    assert!(partial(&inputs, &costs, 8).iter().all(|found| found.value.value < all));
    // The second option dearer in every draw: knowing changes nothing, exactly.
    costs[1] = costs[0].iter().map(|cost| cost + 1.0).collect();
    let found = perfect(&costs).finish().unwrap();
    assert_eq!((found.option, found.value.value, found.value.standard_error), (0, 0.0, 0.0));
    assert!(partial(&inputs, &costs, 8).iter().all(|found| found.value.value == 0.0 && found.at_most == 0.0));
}

/// Discrete inputs: knowing a coin that decides which of two options is free saves half of the cost of the other.
#[test]
fn a_coin_is_worth_what_it_decides() {
    let coin: Vec<f64> = (0..1000).map(|draw| f64::from(draw % 2)).collect();
    let costs = vec![coin.iter().map(|c| 4.0 * c).collect::<Vec<_>>(), coin.iter().map(|c| 4.0 - 4.0 * c).collect()];
    let found = partial(&[coin], &costs, 2)[0];
    assert!((found.value.value - 2.0).abs() < 1e-12 && (found.at_most - 2.0).abs() < 1e-12, "{found:?}");
}

#[test]
fn costs_that_decide_nothing_are_refused() {
    assert!(PerfectInformation::new(1).is_err());
    let mut sums = PerfectInformation::new(2).unwrap();
    assert!(sums.finish().is_err());
    assert_eq!(sums.add(&[1.0, f64::INFINITY]), Err(Refusal::Infinite { evaluation: 0, value: f64::INFINITY }));
    assert_eq!(sums.add(&[f64::NAN, 1.0]), Err(Refusal::NotANumber { evaluation: 0 }));
    assert!(matches!(sums.add(&[1.0]), Err(Refusal::Length { .. })));
    let x = [1.0, 2.0, 3.0, 4.0];
    assert!(partial_information(&[&x], &[&x], 1).is_err());
    assert!(partial_information(&[&x], &[&x, &x], 2).unwrap_err().to_string().contains("eight for each bin"));
    assert!(partial_information(&[&x[1..]], &[&x, &x], 1).is_err());
}
