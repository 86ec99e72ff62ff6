//! How long sensitivities take, beside the evaluations they need.
//!
//! `cargo bench -p sunward-uncertainty --bench sensitivity`. One core, no threads; the fastest of some rounds.
//!
//! With `indices POINTS REPLICATES` it works out Sobol's indices of Ishigami's function once and prints them as lines
//! for `salib/compare.py`, which runs the same job with SALib.

use std::hint::black_box;
use std::time::Instant;
use sunward_quantity::elementary::sin;
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::information::partial_information;
use sunward_uncertainty::pawn::{Slicing, pawn};
use sunward_uncertainty::prim::{Patience, Table, cover};
use sunward_uncertainty::random::{Seed, uniform};
use sunward_uncertainty::shapley::{ShapleyDesign, ShapleyEstimator, Way};
use sunward_uncertainty::sobol_indices::{Indices, Size, SobolDesign, SobolEstimator};

const ROUNDS: usize = 5;

fn ishigami(u: &[f64]) -> f64 {
    let x = |i: usize| std::f64::consts::PI * (2.0 * u[i] - 1.0);
    let (first, second, third) = (sin(x(0)), sin(x(1)), x(2) * x(2));
    first + 7.0 * second * second + 0.1 * third * third * first
}

fn indices(size: Size, seed: u64) -> Indices {
    let design = SobolDesign::new(Grouping::each(3), &Correlation::independent(3), size, true, Seed(seed))
        .expect("three independent inputs have a design");
    let mut estimator = SobolEstimator::new(&design, 1);
    let mut rows = design.rows_from(0);
    let mut point = [0.0; 3];
    while rows.advance() {
        for place in 0..design.row_length() {
            rows.point(place, &mut point);
            estimator.add(&[ishigami(&point)]).expect("every evaluation belongs to the design");
        }
    }
    let mut found = estimator.finish().expect("all replicates are whole");
    found.remove(0).expect("the function has a variance")
}

/// Seconds in the fastest round.
fn measure(mut work: impl FnMut()) -> f64 {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn print(indices: &Indices) {
    let line = |name: &str, estimate: &sunward_uncertainty::estimate::Estimate| {
        let (low, high) = estimate.interval(0.95);
        println!("{name} {:.17e} {:.17e}", estimate.value, (high - low) / 2.0);
    };
    for input in 0..indices.first.len() {
        line(&format!("S{}", input + 1), &indices.first[input]);
        line(&format!("T{}", input + 1), &indices.total[input]);
    }
    for (i, j, both) in &indices.second {
        line(&format!("S{}{}", i + 1, j + 1), both);
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    if let [_, points, replicates] = arguments.as_slice() {
        let number = |text: &String| text.parse().expect("POINTS and REPLICATES are whole numbers");
        let size = Size { replicates: number(replicates), points: number(points) };
        print(&indices(size, 1));
        return;
    }

    let size = Size { replicates: 32, points: 4096 };
    let seconds = measure(|| {
        black_box(indices(size, black_box(1)));
    });
    let evaluations = 32 * 4096 * 8;
    println!("{:<64}{:>10}{:>14}", "", "seconds", "ns an item");
    let line = |name: &str, seconds: f64, items: usize| {
        println!("{name:<64}{seconds:>10.3}{:>14.1}", seconds * 1e9 / items as f64);
    };
    line("Sobol's indices, second order, Ishigami, with its evaluations", seconds, evaluations);

    // What the method itself takes beside a model: points and sums, the outcomes being nothing but coordinates.
    for (inputs, outcomes, points) in [(30, 1, 2048), (300, 40, 16)] {
        let size = Size { replicates: 16, points };
        let nothing = Correlation::independent(inputs);
        let design = SobolDesign::new(Grouping::each(inputs), &nothing, size, false, Seed(1)).expect("the sizes fit");
        let seconds = measure(|| {
            let mut estimator = SobolEstimator::new(&design, outcomes);
            let mut rows = design.rows_from(0);
            let mut point = vec![0.0; inputs];
            while rows.advance() {
                for place in 0..design.row_length() {
                    rows.point(place, &mut point);
                    estimator.add(&point[..outcomes]).expect("every evaluation belongs to the design");
                }
            }
            black_box(estimator.finish()).expect("all replicates are whole");
        });
        let what = if outcomes == 1 { "one outcome".to_string() } else { format!("{outcomes} outcomes") };
        line(&format!("Sobol's indices of {inputs} inputs, {what}, no model"), seconds, design.evaluations());
    }

    let grouping = Grouping::each(10);
    let pairs: Vec<(usize, usize, f64)> = (1..5).map(|i| (i - 1, i, 0.3)).collect();
    let correlation = Correlation::new(10, &pairs).expect("a chain of weak correlations is one");
    for (way, points) in [(Way::Subsets, 16), (Way::Permutations, 1024)] {
        let size = Size { replicates: 16, points };
        let design = ShapleyDesign::new(grouping.clone(), &correlation, way, size, Seed(1)).expect("the sizes fit");
        let seconds = measure(|| {
            let mut estimator = ShapleyEstimator::new(&design, 1);
            let mut rows = design.rows_from(0);
            let mut point = [0.0; 10];
            while rows.advance() {
                for place in 0..design.row_length() {
                    rows.point(place, &mut point);
                    estimator.add(&[point[0] * point[5]]).expect("every evaluation belongs to the design");
                }
            }
            black_box(estimator.finish()).expect("all replicates are whole");
        });
        line(&format!("Shapley effects by {way:?}, 10 inputs, 5 linked"), seconds, design.evaluations());
    }

    let draws = 65_536;
    let columns: Vec<Vec<f64>> =
        (0..100).map(|input| (0..draws).map(|draw| uniform(Seed(1), draw as u64, input)).collect()).collect();
    let slices: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let outcome: Vec<f64> =
        (0..draws).map(|draw| columns[3][draw] + 0.5 * columns[7][draw] * columns[9][draw]).collect();
    let hits: Vec<bool> =
        (0..draws).map(|draw| columns[3][draw] > 0.7 && columns[7][draw] < 0.4 && columns[20][draw] < 0.95).collect();
    let table_seconds = measure(|| {
        black_box(Table::new(slices.clone(), &hits)).expect("a table");
    });
    line("boxes: sorting 65,536 draws of 100 inputs", table_seconds, draws * 100);
    let table = Table::new(slices.clone(), &hits).expect("a table");
    let seconds = measure(|| {
        black_box(cover(&table, 1, 0.9, &Patience::default())).expect("a box");
    });
    line("boxes: peeling and pasting one", seconds, draws * 100);
    let seconds = measure(|| {
        black_box(pawn(&slices, &[&outcome], &Slicing::default())).expect("distances");
    });
    line("PAWN of 65,536 draws, 100 inputs and 19 dummies", seconds, draws * 119);
    let costs: Vec<f64> = outcome.iter().map(|y| 0.6 - y).collect();
    let nothing = vec![0.0; draws];
    let seconds = measure(|| {
        black_box(partial_information(&slices, &[&nothing, &costs], 32)).expect("values");
    });
    line("partial information of 65,536 draws, 100 inputs, two options", seconds, draws * 100);
}
