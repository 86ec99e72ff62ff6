//! How long a drawn number takes.
//!
//! `cargo bench -p sunward-uncertainty --bench draws`. One core, no threads; seven rounds.

use std::hint::black_box;
use std::time::Instant;
use sunward_uncertainty::normal;
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
    let shares: Vec<f64> = (0..4096).map(|i| random::uniform(Seed(2), i, 0)).collect();
    measure("normal quantile", 4096, |_| {
        for &u in &shares {
            black_box(normal::quantile(u));
        }
    });
}
