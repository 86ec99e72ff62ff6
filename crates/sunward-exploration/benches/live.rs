//! How long a fan of a thousand draws takes when one number is moved.
//!
//! `cargo bench -p sunward-exploration --bench live`. Milliseconds for one move, on one thread and on two: in the fastest round and in the median
//! one. Where the machine says how long threads have run (Linux), also what the busiest thread has worked: that is what a machine with nothing
//! else to do would take.

use std::time::Instant;
use sunward_exploration::{Live, Work};

const DRAWS: usize = 1000;
const ROUNDS: usize = 9;

/// For how long this thread has run, in milliseconds.
fn worked() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}

/// Runs the parts on as many threads; gives what the busiest of the others has worked.
fn on_threads(works: Vec<Work<'_>>, busiest: &mut f64) {
    std::thread::scope(|scope| {
        let mut works = works.into_iter();
        let own = works.next();
        let others: Vec<_> = works
            .map(|work| {
                scope.spawn(|| {
                    let before = worked();
                    work.run();
                    Some(worked()? - before?)
                })
            })
            .collect();
        own.into_iter().for_each(Work::run);
        for other in others {
            *busiest = busiest.max(other.join().expect("a part of the work does not panic").unwrap_or(0.0));
        }
    });
}

fn main() {
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let model =
        sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).expect("a scenario of the project reads");
    let start = Instant::now();
    let mut live = Live::new(model, 0, DRAWS).expect("terawatt can be drawn");
    live.work(&[0, 1, 2], true, 1, |works| on_threads(works, &mut 0.0));
    println!("opened with {DRAWS} draws in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    println!(
        "milliseconds a move, of one use while dragging and of all uses exactly: fastest … median (worked by the busiest thread)"
    );
    let moves = [
        ("orbit", "radiator.pumped_panel.emissivity", 0.8, ""),
        ("launch", "vehicle.starship_v4.booster_flights", 30.0, ""),
        ("one way of ground", "way.nuclear.capex", 9000.0, "USD_2025/kW"),
        ("one site", "site.texas.pue", 1.2, ""),
        ("all of ground", "centre.hyperscale.shell", 2000.0, "USD_2025/kW"),
        ("chip", "chip.frontier.failure", 5.0, "%/year"),
        ("use", "workload.training.utilisation", 0.7, ""),
    ];
    for (name, path, value, unit) in moves {
        let mut options = 0;
        let mut cells = String::new();
        for (exact, threads) in [(false, 1), (false, 2), (true, 1), (true, 2)] {
            let mut rounds = Vec::new();
            let mut least = f64::INFINITY;
            for round in 0..ROUNDS {
                // Each round is another value, so that there is always something to make anew.
                let value = value * (1.0 + 0.003 * (rounds.len() + 1 + round) as f64 + if exact { 0.001 } else { 0.0 });
                let start = (Instant::now(), worked());
                options = live.set(&[(path.into(), format!("{value} {unit}"))]).expect("a value it may have").options;
                let uses: &[usize] = if exact { &[0, 1, 2] } else { &[0] };
                let mut busiest: f64 = 0.0;
                live.work(uses, exact, threads, |works| on_threads(works, &mut busiest));
                assert!(!live.shown().is_empty());
                rounds.push(start.0.elapsed().as_secs_f64() * 1e3);
                if let (Some(before), Some(after)) = (start.1, worked()) {
                    least = least.min(busiest.max(after - before));
                }
            }
            rounds.sort_by(f64::total_cmp);
            let how = if exact { "exact" } else { "dragging" };
            let of_threads = if least.is_finite() { format!(" ({least:.1})") } else { String::new() };
            cells += &format!("   {how}, {threads}: {:5.1} … {:5.1}{of_threads}", rounds[0], rounds[ROUNDS / 2]);
        }
        println!("{name:<18}{options} options{cells}");
    }
}
