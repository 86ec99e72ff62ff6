//! How long a fan of a thousand draws takes when one number is moved.
//!
//! `cargo bench -p sunward-exploration --bench live`. Milliseconds for one move: in the fastest round and in the median one.

use std::time::Instant;
use sunward_exploration::{Live, Work};

const DRAWS: usize = 1000;
const ROUNDS: usize = 9;

/// Runs the parts on as many threads.
fn on_threads(works: Vec<Work<'_>>) {
    std::thread::scope(|scope| {
        let mut works = works.into_iter();
        let own = works.next();
        let others: Vec<_> = works.map(|work| scope.spawn(|| work.run())).collect();
        own.into_iter().for_each(Work::run);
        others.into_iter().for_each(|other| other.join().expect("a part of the work does not panic"));
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
    let uses: Vec<usize> = (0..model.workloads.len()).collect();
    let start = Instant::now();
    let mut live = Live::new(model, 0, DRAWS).expect("terawatt can be drawn");
    live.work(&uses, true, 1, on_threads);
    println!("opened with {DRAWS} draws in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    println!(
        "{:<34}{:>8}{:>22}{:>22}{:>22}{:>22}",
        "milliseconds a move", "options", "dragging, 1 thread", "dragging, 2 threads", "exact, 1 thread", "exact, 2 threads"
    );
    let moves = [
        ("orbit: radiator.pumped_panel.emissivity", "0.8", "0.85"),
        ("launch: vehicle.starship_v4.booster_flights", "30", "40"),
        ("one way: way.nuclear.capex", "9000 USD_2025/kW", "9500 USD_2025/kW"),
        ("one site: site.texas.pue", "1.2", "1.25"),
        ("all of ground: centre.hyperscale.shell", "2000 USD_2025/kW", "2100 USD_2025/kW"),
        ("chip: chip.frontier.failure", "5 %/year", "6 %/year"),
        ("use: workload.batch.utilisation", "0.7", "0.75"),
    ];
    for (name, one, other) in moves {
        let path = name.split(": ").nth(1).unwrap_or(name).to_string();
        let mut cells = Vec::new();
        let mut options = 0;
        for exact in [false, true] {
            for threads in [1, 2] {
                let mut rounds: Vec<f64> = (0..ROUNDS)
                    .map(|round| {
                        let value = if round % 2 == 0 { one } else { other };
                        let start = Instant::now();
                        options = live.set(&[(path.clone(), value.into())]).expect("a value it may have").options;
                        live.work(&uses[..1], exact, threads, on_threads);
                        assert!(!live.shown().is_empty());
                        start.elapsed().as_secs_f64() * 1e3
                    })
                    .collect();
                rounds.sort_by(f64::total_cmp);
                cells.push(format!("{:.1} … {:.1}", rounds[0], rounds[ROUNDS / 2]));
            }
        }
        print!("{name:<44}{options:>8}");
        cells.iter().for_each(|cell| print!("{cell:>18}"));
        println!();
    }
}
