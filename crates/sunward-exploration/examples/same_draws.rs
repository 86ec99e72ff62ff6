//! Two hundred draws of a scenario boiled down to one number: the same on every target, to the last bit.
//!
//! Natively it prints the number. Built for WebAssembly with `SUNWARD_BITS` set to that number, it ends in a trap if its own
//! differs; `.ci/run` does both.

use sunward_economics::Prepared;
use sunward_exploration::{Effort, Evaluation, Explorer, Uncertain, sensitivity};
use sunward_scenario::MemoryFiles;

const SCENARIO: &str = include_str!("../../../scenarios/terawatt.toml");

fn main() {
    let model = sunward_scenario::read(&MemoryFiles::new("terawatt.toml", SCENARIO)).expect("terawatt reads");
    let prepared = Prepared::new(&model).expect("terawatt can be prepared");
    let uncertain = Uncertain::of(&model, &prepared, &[]).expect("terawatt can be drawn");
    let evaluation = Evaluation::new(&model, prepared, &uncertain);
    let explorer = Explorer::new(uncertain, evaluation, 42);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |x: f64| {
        for byte in x.to_bits().to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    explorer.chunk(0, 200, &mut explorer.evaluation.scratch(), |_, values, outcomes| {
        values.iter().chain(outcomes).for_each(|x| add(*x));
    });
    let effort = Effort { trajectories: 2, numbers: 4, points: 4 };
    let moved = sensitivity(&model, &explorer, &effort, &|| true);
    for index in moved.numbers.iter().chain(&moved.groups).flatten() {
        add(index.first.value);
        add(index.total.value);
    }
    println!("{hash}");
    if let Some(wanted) = option_env!("SUNWARD_BITS") {
        assert_eq!(hash.to_string(), wanted.trim(), "another target gave other bits");
    }
}
