//! How long a drawn number takes.
//!
//! `cargo bench -p sunward-uncertainty --bench draws`. One core, no threads; seven rounds.

use std::hint::black_box;
use std::time::Instant;
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::ensemble::{Ensemble, Measure};
use sunward_uncertainty::hypercube::Hypercube;
use sunward_uncertainty::inputs::{Input, Inputs};
use sunward_uncertainty::law::{Law, Range};
use sunward_uncertainty::random::{self, Seed};
use sunward_uncertainty::sobol::Sobol;

const ROUNDS: usize = 7;

/// Nanoseconds for one of `numbers` that `work` draws at a call: in the median round and in the fastest.
fn measure(name: &str, numbers: usize, mut work: impl FnMut(u64)) {
    let calls = 10_000_000 / numbers as u64;
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..calls).for_each(&mut work);
            start.elapsed().as_secs_f64() * 1e9 / (calls as f64 * numbers as f64)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    println!("{name:<44} {:>8.2} {:>8.2}", rounds[ROUNDS / 2], rounds[0]);
}

fn main() {
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    println!("{:<44} {:>8} {:>8}", "ns for a number", "median", "fastest");
    let mut point = vec![0.0; 300];
    measure("random point of 300", 300, |i| {
        random::point(Seed(1), i, &mut point);
        black_box(&point);
    });
    let sequence = Sobol::scrambled(300, Seed(1)).expect("300 dimensions are tabulated");
    let plain = Sobol::plain(300).expect("300 dimensions are tabulated");
    let mut walk = plain.from(0);
    measure("Sobol, plain, in order, of 300", 300, |_| {
        walk.next_point(&mut point);
        black_box(&point);
    });
    let mut walk = sequence.from(0);
    measure("Sobol, scrambled, in order, of 300", 300, |_| {
        walk.next_point(&mut point);
        black_box(&point);
    });
    measure("Sobol, scrambled, by index, of 300", 300, |i| {
        sequence.point(i * 977, &mut point);
        black_box(&point);
    });
    let linear = Sobol::linear(300, Seed(1)).expect("300 dimensions are tabulated");
    let mut walk = linear.from(0);
    measure("Sobol, linear scrambling, in order, of 300", 300, |_| {
        walk.next_point(&mut point);
        black_box(&point);
    });
    let cube = Hypercube::new(1_000_000, 300, Seed(1)).expect("a million points are allowed");
    measure("Latin hypercube, of 300", 300, |i| {
        cube.point(i, &mut point);
        black_box(&point);
    });

    let shares: Vec<f64> = (0..4096).map(|i| random::uniform(Seed(2), i, 0)).collect();
    for (name, law) in laws() {
        measure(&format!("quantile, {name}"), shares.len(), |_| {
            for &u in &shares {
                black_box(law.quantile(u));
            }
        });
    }

    // 300 inputs as a scenario would have them: a third lognormal, a third PERT, the others mixed.
    let mixed = |i: usize| {
        let best = 1.0 + i as f64;
        let (low, high) = (0.6 * best, 1.8 * best);
        let law = match i % 6 {
            0 | 1 => Law::lognormal(best, Range::nine_tenths(low, high)),
            2 | 3 => Law::pert(best, low, high),
            4 => Law::triangular(best, low, high),
            _ => Law::normal(best, Range::nine_tenths(low, high)),
        };
        Input::new(law.expect("the range rises and holds the best value"))
    };
    let start = Instant::now();
    let independent = Inputs::new((0..300).map(mixed).collect(), Correlation::independent(300), 0).expect("no faults");
    println!("{:<44} {:>8.2} ms", "300 inputs made, 100 tables of PERT", start.elapsed().as_secs_f64() * 1e3);
    let pairs: Vec<(usize, usize, f64)> = (0..15).map(|i| (2 * i, 2 * i + 1, 0.5)).collect();
    let correlation = Correlation::new(300, &pairs).expect("pairs alone cannot contradict each other");
    let linked = Inputs::new((0..300).map(mixed).collect(), correlation, 0).expect("no faults");
    let mut values = vec![0.0; 300];
    for (name, inputs) in [("independent", &independent), ("30 linked in pairs", &linked)] {
        measure(&format!("values from a point, {name}, of 300"), 300, |i| {
            // Another share for every input each time, as drawing gives.
            let at = (i as usize * 37) % (shares.len() - 300);
            inputs.values(&shares[at..at + 300], &mut values);
            black_box(&values);
        });
        for (scrambling, sequence) in [("nested", &sequence), ("linear", &linear)] {
            let mut walk = sequence.from(0);
            measure(&format!("Sobol {scrambling} and values, {name}"), 300, |_| {
                walk.next_point(&mut point);
                inputs.values(&point, &mut values);
                black_box(&values);
            });
        }
    }

    let measures = vec![Measure::Number { origin: 0.0 }; 64];
    let mut ensemble = Ensemble::new(&measures).expect("an origin of nought is finite");
    let mut outcomes = vec![0.0; 64];
    measure("outcome added to an ensemble, of 64", 64, |i| {
        let at = (i as usize * 37) % (shares.len() - 64);
        outcomes.iter_mut().zip(&shares[at..]).for_each(|(outcome, u)| *outcome = 50.0 + 100.0 * u);
        ensemble.add(&outcomes).expect("outcomes are finite");
    });
    black_box(&ensemble);
}

fn laws() -> Vec<(&'static str, Law)> {
    let range = Range::nine_tenths(2.0, 9.0);
    let values: Vec<f64> = (0..20).map(f64::from).collect();
    let table: Vec<(f64, f64)> = (0..=20).map(|i| (f64::from(i) / 20.0, f64::from(i * i))).collect();
    let laws = [
        ("constant", Law::constant(3.0)),
        ("uniform", Law::uniform(2.0, 9.0)),
        ("triangular", Law::triangular(3.0, 2.0, 9.0)),
        ("PERT", Law::pert(3.0, 2.0, 9.0)),
        ("normal", Law::normal(3.0, range)),
        ("lognormal", Law::lognormal(3.0, range)),
        ("lognormal, truncated", Law::lognormal(3.0, range).and_then(|law| law.truncated(1.0, 12.0))),
        ("discrete, 20 values", Law::discrete(&values, &[1.0; 20])),
        ("tabulated, 21 values", Law::tabulated(&table)),
    ];
    laws.map(|(name, law)| (name, law.expect("a law of the bench"))).to_vec()
}
