//! How fast draws are: numbers drawn, and both sides evaluated in every year.
//!
//! `cargo bench -p sunward-exploration`. One core, no threads.

use std::time::Instant;
use sunward_economics::Prepared;
use sunward_exploration::{Effort, Evaluation, Exploration, Explorer, Uncertain, sensitivity};

fn main() {
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let model =
        sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).expect("a scenario of the project reads");
    let prepared = Prepared::new(&model).expect("terawatt can be prepared");
    let options = prepared.options.len();
    let start = Instant::now();
    let uncertain = Uncertain::of(&model, &prepared, &[]).expect("terawatt can be drawn");
    println!("numbers chosen in {:.2} s: {} idle", start.elapsed().as_secs_f64(), uncertain.idle.len());
    let (numbers, dimensions, held) = (uncertain.numbers.len(), uncertain.inputs.dimensions(), uncertain.held.len());
    let evaluation = Evaluation::new(&model, prepared, &uncertain);
    let pairs = evaluation.pairs();
    let explorer = Explorer::new(uncertain, evaluation, 1);
    println!(
        "terawatt: {options} options in {pairs} years; {numbers} numbers drawn, {dimensions} coordinates, {held} held"
    );
    let mut scratch = explorer.evaluation.scratch();
    let draws = 40_960;
    for round in 0..3 {
        let mut found = Exploration::new(explorer.outcomes());
        let start = Instant::now();
        for chunk in 0..Explorer::chunks(draws) {
            found.add(&explorer.chunk(chunk, draws, &mut scratch, |_, _, _| {}));
        }
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "round {}: {draws} draws in {seconds:.2} s: {:.0} draws/s, {:.0} evaluations/s of one option in one year, \
             {:.0}/s of both sides in one year",
            round + 1,
            draws as f64 / seconds,
            (draws * options as u64) as f64 * pairs as f64 / seconds,
            draws as f64 * pairs as f64 / seconds
        );
        // What is drawn, without what it costs.
        let start = Instant::now();
        let mut sum = 0.0;
        for values in explorer.values(draws / 8) {
            sum += values.iter().sum::<f64>();
        }
        assert!(sum.is_finite());
        println!("  drawing takes {:.1} % of it", 800.0 * start.elapsed().as_secs_f64() / seconds);
        if round == 0 {
            for (workload, name) in explorer.outcomes().workloads.iter().enumerate() {
                let never = found.never(workload).expect("each replicate has draws");
                let already = found.already(workload).expect("each replicate has draws");
                let by = found.crossed_by(workload, 2035).expect("each replicate has draws");
                println!("  {name}: already {already:?}, by 2035 {by:?}, never {never:?}");
                let at = explorer.outcomes().ratio(workload, explorer.outcomes().focus);
                let quantiles: Vec<_> =
                    [0.05, 0.25, 0.5, 0.75, 0.95].map(|share| found.summary(at).quantile(share)).into();
                println!("    ratio {quantiles:?}");
            }
        }
    }
    let start = Instant::now();
    let moved = sensitivity(&model, &explorer, &Effort::default(), &|| true);
    let seconds = start.elapsed().as_secs_f64();
    println!("what moves all uses: {} evaluations of both sides in one year, {seconds:.2} s", moved.evaluations);
}
