//! Why options cannot be had, in how many draws: `cargo run -p sunward-exploration --example refusals -- SCENARIO`.

use std::collections::BTreeMap;
use sunward_economics::Prepared;
use sunward_exploration::{Evaluation, Explorer, Uncertain};

fn main() {
    let path = std::env::args().nth(1).expect("a scenario");
    let model = sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).expect("it reads");
    let prepared = Prepared::new(&model).expect("it can be prepared");
    let uncertain = Uncertain::of(&model, &prepared, &[]).expect("it can be drawn");
    let explorer = Explorer::new(uncertain.clone(), Evaluation::new(&model, prepared.clone(), &uncertain), 1);
    let mut scratch = explorer.evaluation.scratch();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let draws = 4096;
    explorer.chunk(0, draws, &mut scratch, |_, values, _| {
        let mut at = model.register.values(model.scenario.focus);
        for number in &uncertain.numbers {
            if number.values.len() == 1 {
                at.put(number.slot, values[number.values.start]);
            }
        }
        for (index, name) in prepared.names.iter().enumerate() {
            if let Err(refusal) = prepared.cost(index, &at, model.scenario.focus) {
                let text: String = refusal.to_string().chars().filter(|letter| !letter.is_ascii_digit()).collect();
                *reasons.entry(format!("{}.{}: {text}", name.table, name.entry)).or_default() += 1;
            }
        }
    });
    for (reason, count) in reasons {
        println!("{count:>6} of {draws}  {reason}");
    }
}
