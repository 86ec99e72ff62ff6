//! Draws: the same bits however they are run, and the single run among them.

#[path = "support/worlds.rs"]
mod support;

use sunward_economics::Prepared;
use sunward_exploration::{Chunk, Evaluation, Exploration, Explorer, Uncertain};
use sunward_model::Model;
use support::{explorer_of, model, ratio, sample};

/// Three chunks, the last of them not whole.
const DRAWS: u64 = 4096 * 2 + 1000;

fn chunk(explorer: &Explorer, chunk: u64) -> Chunk {
    explorer.chunk(chunk, DRAWS, &mut explorer.evaluation.scratch(), |_, _, _| {})
}

#[test]
fn chunks_give_the_same_bits_in_any_order_and_on_any_thread() {
    let explorer = explorer_of(&model("terawatt"));
    let add = |chunks: &[Chunk]| {
        let mut all = Exploration::new(explorer.outcomes());
        chunks.iter().for_each(|chunk| all.add(chunk));
        all
    };
    let in_order = add(&[chunk(&explorer, 0), chunk(&explorer, 1), chunk(&explorer, 2)]);
    assert_eq!(in_order.draws(), DRAWS);
    // Last first, in one room that was used before, and on two threads at once.
    let mut backwards: Vec<Chunk> = Vec::new();
    let mut scratch = explorer.evaluation.scratch();
    for number in (0..3).rev() {
        backwards.insert(0, explorer.chunk(number, DRAWS, &mut scratch, |_, _, _| {}));
    }
    assert_eq!(add(&backwards), in_order);
    let threaded = std::thread::scope(|scope| {
        let other = scope.spawn(|| (chunk(&explorer, 2), chunk(&explorer, 0)));
        let middle = chunk(&explorer, 1);
        let (last, first) = other.join().expect("a thread that ends");
        add(&[first, middle, last])
    });
    assert_eq!(threaded, in_order);
}

#[test]
fn values_by_number_are_those_of_the_chunks() {
    let explorer = explorer_of(&model("terawatt"));
    let rows = explorer.values(100);
    let kept = sample(&explorer, 100);
    assert_eq!(kept.len(), 100);
    for (place, draw) in kept.draws.iter().enumerate() {
        let row: Vec<f64> = kept.values.iter().map(|column| column[place]).collect();
        assert_eq!(row, rows[*draw as usize], "draw {draw}");
    }
}

/// A best value that no draw comes near would be a contradiction between a number and its own range.
#[test]
fn the_single_run_lies_within_its_own_distribution() {
    for name in ["terawatt", "as_claimed", "sceptic"] {
        let explorer = explorer_of(&model(name));
        let kept = sample(&explorer, 4096);
        let best = explorer.best();
        let outcomes = explorer.outcomes();
        for (workload, title) in outcomes.workloads.iter().enumerate() {
            let at = outcomes.ratio(workload, outcomes.focus);
            let below = kept.outcomes[at].iter().filter(|ratio| **ratio < best[at]).count();
            let share = below as f64 / kept.len() as f64;
            assert!((0.01..0.99).contains(&share), "{name}, {title}: {share} of draws lie below the single run");
        }
    }
}

#[test]
fn the_chance_of_having_crossed_never_falls_with_time() {
    let explorer = explorer_of(&model("as_claimed"));
    let mut all = Exploration::new(explorer.outcomes());
    all.add(&explorer.chunk(0, 4096, &mut explorer.evaluation.scratch(), |_, _, _| {}));
    for workload in 0..explorer.outcomes().workloads.len() {
        let by = |year: &i32| all.crossed_by(workload, *year).expect("each replicate has draws").value;
        let shares: Vec<f64> = explorer.outcomes().years.iter().map(by).collect();
        assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]), "{shares:?}");
        let never = all.never(workload).expect("each replicate has draws").value;
        assert!((shares[shares.len() - 1] + never - 1.0).abs() < 1e-12);
        assert!(shares[shares.len() - 1] > 0.0, "a scenario in which something crosses");
    }
}

/// A model whose numbers are all known.
fn stripped(mut model: Model) -> Model {
    let uncertain: Vec<usize> = (0..model.register.parameters().len())
        .filter(|slot| model.register.parameters()[*slot].is_uncertain())
        .collect();
    for slot in uncertain {
        let parameter = model.register.parameters()[slot].clone();
        for (year, estimate) in parameter.value.estimates() {
            model.register.set_number(slot, year, estimate.best, &parameter.path).expect("a best value is allowed");
        }
    }
    model
}

#[test]
fn without_ranges_every_draw_is_the_single_run() {
    let model = stripped(model("as_claimed"));
    let prepared = Prepared::new(&model).expect("it can be prepared");
    let uncertain = Uncertain::of(&model, &prepared, &[]).expect("nothing is drawn");
    assert!(uncertain.numbers.is_empty() && uncertain.held.is_empty() && uncertain.idle.is_empty());
    let mut evaluation = Evaluation::new(&model, prepared.clone(), &uncertain);
    // Setting a number to what it is changes nothing.
    let path = "cell.silicon_thin.price";
    let best = model.register.find(path).expect("a number").value.at(model.scenario.focus);
    evaluation.set(support::slot(&model, path), best);
    let explorer = Explorer::new(uncertain, evaluation, 1);
    let kept = sample(&explorer, 40);
    let best = explorer.best();
    for (outcome, column) in kept.outcomes.iter().enumerate() {
        assert!(column.iter().all(|found| *found == best[outcome]), "{}", explorer.outcomes().all[outcome].name);
    }
    let outcomes = explorer.outcomes();
    for workload in 0..outcomes.workloads.len() {
        for (index, year) in outcomes.years.iter().enumerate() {
            // The same operations on the same numbers.
            assert_eq!(best[outcomes.ratio(workload, index)], ratio(&model, &prepared, workload, *year), "{year}");
        }
        let crosses = |index: &usize| best[outcomes.ratio(workload, *index)] < 1.0;
        let first = (0..outcomes.years.len()).find(crosses).map_or(f64::INFINITY, |index| {
            if index == 0 { f64::NEG_INFINITY } else { f64::from(outcomes.years[index]) }
        });
        assert_eq!(best[outcomes.crossover(workload)], first);
        let mut early = vec![0.0; outcomes.workloads.len()];
        explorer.evaluation.crossovers(2, &[], &mut explorer.evaluation.scratch(), &mut early);
        let second = f64::from(outcomes.years[1]);
        assert_eq!(early[workload], if first <= second { first } else { f64::INFINITY });
    }
}

/// In as_claimed chips are to run at exactly what they bear at best: drawn below it, they run at the limit, and no satellite is lost.
#[test]
fn chips_run_at_their_limit_where_it_is_drawn_below_the_decision() {
    let model = model("as_claimed");
    let explorer = explorer_of(&model);
    let kept = sunward_exploration::kept_decisions(&model, explorer.evaluation.prepared());
    let path = |slot: usize| model.register.parameters()[slot].path.as_str();
    let paths: Vec<_> = kept.iter().map(|kept| (path(kept.decision), path(kept.limit))).collect();
    assert_eq!(paths, [("satellite.d3.chip_temperature", "chip.d3.temperature_limit")]);
    let found = sample(&explorer, 1024);
    let outcomes = explorer.outcomes();
    let (limit, decided) = (kept[0].limit, model.register.parameters()[kept[0].decision].value.at(outcomes.years[0]));
    let number = explorer.uncertain.numbers.iter().position(|number| number.slot == limit).expect("it is drawn");
    let below = found.values[explorer.uncertain.column(number)].iter().filter(|value| **value < decided).count();
    assert!(below > 256, "{below}");
    assert!(found.outcomes[outcomes.challenger(0)].iter().all(|cost| cost.is_finite()));
}
