//! What moves the answer: against sums that are done by hand, and with numbers that go together.

#[path = "support/worlds.rs"]
mod support;

use sunward_exploration::{
    CANNOT_BE_HAD, Effort, Index, Inquiry, Subject, logarithm, pawn, region, sensitivity, tornado, use_findings, worth,
};
use support::{explorer_of, model, model_with, number, sample};

const SMALL: Effort = Effort { trajectories: 6, numbers: 10, points: 32 };

#[test]
fn a_bar_is_the_ratio_at_the_ends_of_a_law() {
    let model = model("terawatt");
    let explorer = explorer_of(&model);
    let bars = tornado(&model, &explorer, &|| true);
    let mut scratch = explorer.evaluation.scratch();
    let mut ratios = vec![0.0; bars.len()];
    for (workload, bars) in bars.iter().enumerate() {
        assert!(bars.len() > 100);
        for bar in bars {
            let mut values = explorer.uncertain.best.clone();
            let places = explorer.uncertain.numbers[bar.number].values.clone();
            for (share, end) in [(0.05, bar.low), (0.95, bar.high)] {
                let law = |place: usize| explorer.uncertain.inputs.law(place);
                places.clone().for_each(|place| values[place] = law(place).quantile(share));
                explorer.evaluation.ratios(&values, &mut scratch, &mut ratios);
                assert_eq!(ratios[workload], end);
            }
        }
        let length = |bar: &sunward_exploration::Bar| (logarithm(bar.low) - logarithm(bar.high)).abs();
        // The base may lie outside both ends; then a bar is longer than their distance.
        let longest = bars.iter().map(length).fold(0.0, f64::max);
        assert!(length(&bars[0]) >= 0.5 * longest);
    }
    // A use that is limited by links takes time in proportion to its traffic.
    let traffic = number(&explorer, "workload.training.traffic");
    let bar = bars[0].iter().find(|bar| bar.number == traffic).expect("it moves training");
    // Off by h²/6 times a third derivative, with h = 0.001, and by rounding over h.
    assert!((bar.elasticity.expect("it has one") - 1.0).abs() < 1e-5, "{bar:?}");
    assert!(tornado(&model, &explorer, &|| false).iter().all(Vec::is_empty));
}

fn sum(indices: &[Index], of: fn(&Index) -> f64) -> f64 {
    indices.iter().map(of).sum()
}

#[test]
fn first_orders_add_up_to_no_more_than_all_and_totals_to_no_less() {
    // Only for numbers that do not go together.
    let mut model = model("terawatt");
    model.correlations.clear();
    let explorer = explorer_of(&model);
    let found = sensitivity(&model, &explorer, &SMALL, &|| true);
    assert!(found.complete);
    for indices in found.numbers.iter().chain(&found.groups) {
        assert!(!indices.is_empty());
        let error = |of: fn(&Index) -> f64| indices.iter().map(|i| of(i) * of(i)).sum::<f64>().sqrt();
        // Four standard errors, as if those of the indices were independent.
        assert!(sum(indices, |i| i.first.value) < 1.0 + 4.0 * error(|i| i.first.standard_error));
        assert!(sum(indices, |i| i.total.value) > 1.0 - 4.0 * error(|i| i.total.standard_error));
        assert!(indices.iter().all(|index| index.shapley.is_none()));
    }
    for indices in &found.numbers {
        assert!(indices.len() <= SMALL.numbers + 1);
        assert_eq!(indices.last().map(|index| index.subject), Some(Subject::Others));
        let own = &indices[..indices.len() - 1];
        assert!(own.windows(2).all(|pair| pair[0].total.value >= pair[1].total.value));
    }
    // The same seed gives the same bits.
    let again = sensitivity(&model, &explorer, &SMALL, &|| true);
    assert_eq!((again.numbers, again.groups, again.evaluations), (found.numbers, found.groups, found.evaluations));
    let stopped = sensitivity(&model, &explorer, &SMALL, &|| false);
    assert!(!stopped.complete && stopped.numbers.iter().all(Vec::is_empty));
}

/// What stops in the middle keeps what is whole.
#[test]
fn a_sensitivity_that_is_stopped_keeps_its_tornado() {
    let model = model("terawatt");
    let explorer = explorer_of(&model);
    let asked = std::cell::Cell::new(0);
    let numbers = explorer.uncertain.numbers.len();
    let found = sensitivity(&model, &explorer, &SMALL, &|| {
        asked.set(asked.get() + 1);
        asked.get() <= numbers + 1
    });
    assert!(!found.complete);
    assert!(found.tornado.iter().all(|bars| !bars.is_empty()) && found.numbers.iter().all(Vec::is_empty));
}

/// Two numbers of different groups that go together: each gets its Shapley effect, and nobody an index from points that do not
/// occur.
#[test]
fn numbers_that_go_together_get_shapley_effects() {
    let lines = r#"
[correlation.dear_world]
between = ["cell.silicon_thin.price", "bus.compute_bus.fixed_price", "satellite.d3.wacc"]
rank = { best = 0.6, source = "guess" }
"#;
    let mut model = model_with("terawatt", lines);
    model.correlations.retain(|name, _| name.as_str() == "dear_world");
    let explorer = explorer_of(&model);
    let batch = explorer.outcomes().workloads.iter().position(|name| name == "batch").expect("a use");
    let linked = ["cell.silicon_thin.price", "bus.compute_bus.fixed_price", "satellite.d3.wacc"]
        .map(|path| number(&explorer, path));
    assert!(linked.iter().all(|number| explorer.uncertain.inputs.correlation().linked(*number)));
    let found = sensitivity(&model, &explorer, &Effort { numbers: 16, ..SMALL }, &|| true);
    let indices = &found.numbers[batch];
    for index in indices {
        let together = matches!(index.subject, Subject::Number(number) if linked.contains(&number));
        assert_eq!(index.shapley.is_some(), together, "{index:?}");
    }
    let of = |number: usize| indices.iter().find(|index| index.subject == Subject::Number(number)).expect("chosen");
    let (cells, money) = (of(linked[0]), of(linked[2]));
    // What goes with it moves the ratio the same way: known, it says more than it alone still holds back.
    assert!(cells.first.value > cells.total.value, "{cells:?}");
    let effect = |index: &Index| index.shapley.expect("linked").value;
    assert!(effect(cells) > cells.total.value && effect(cells) < cells.first.value);
    assert!(effect(cells) > effect(money));
    let groups = &found.groups[batch];
    assert!(groups.iter().all(|index| index.shapley.is_some()));
    // Exact for each replicate, and so for the ratio of their sums.
    assert!((sum(groups, |index| index.shapley.map_or(0.0, |share| share.value)) - 1.0).abs() < 1e-9);
}

#[test]
fn a_region_is_what_its_limits_hold() {
    let model = model("as_claimed");
    let explorer = explorer_of(&model);
    let kept = sample(&explorer, 4096);
    let outcomes = explorer.outcomes();
    let batch = outcomes.workloads.iter().position(|name| name == "batch").expect("a use");
    let bars = tornado(&model, &explorer, &|| true);
    let numbers: Vec<usize> = bars[batch].iter().take(16).map(|bar| bar.number).collect();
    let found = region(&explorer, &kept, batch, 2029, &numbers).expect("a sample").expect("enough draws cross");
    let crossed = |draw: usize| kept.outcomes[outcomes.crossover(batch)][draw] <= 2029.0;
    let inside = |draw: usize| {
        found.limits.iter().all(|limit| {
            let value = kept.values[explorer.uncertain.column(limit.number)][draw];
            limit.low.is_none_or(|low| value >= low) && limit.high.is_none_or(|high| value <= high)
        })
    };
    let count = |of: &dyn Fn(usize) -> bool| (0..kept.len()).filter(|draw| of(*draw)).count() as f64;
    let (all, held) = (count(&crossed), count(&inside));
    let both = count(&|draw| crossed(draw) && inside(draw));
    assert_eq!((found.of_all, found.mass), (all / kept.len() as f64, held / kept.len() as f64));
    assert_eq!((found.coverage, found.density), (both / all, both / held));
    assert!(found.coverage >= 0.5 && found.density > 1.5 * found.of_all, "{found:?}");
    assert!(found.limits.iter().all(|limit| limit.chance <= 0.05));
    // What is limited moves the distribution too: most limits are of its dozen strongest movers.
    let strongest: Vec<usize> =
        pawn(&explorer, &kept).expect("a sample")[batch].iter().map(|row| row.0).take(12).collect();
    let among = found.limits.iter().filter(|limit| strongest.contains(&limit.number)).count();
    assert!(2 * among > found.limits.len(), "{found:?} {strongest:?}");
    assert_eq!(found.trajectory[0], (1.0, found.of_all));
    // Fewer than 50 draws of interest say nothing.
    let few = sample(&explorer, 128);
    assert_eq!(region(&explorer, &few, batch, 2029, &numbers), Ok(None));
    assert_eq!(region(&explorer, &kept, batch, 2029, &[]), Ok(None));
}

/// The mean regret of today's choice, added up by hand.
#[test]
fn knowing_everything_is_worth_the_mean_regret() {
    let model = model("as_claimed");
    let explorer = explorer_of(&model);
    let kept = sample(&explorer, 2048);
    let outcomes = explorer.outcomes();
    let bars = tornado(&model, &explorer, &|| true);
    for (workload, bars) in bars.iter().enumerate() {
        let numbers: Vec<usize> = bars.iter().take(4).map(|bar| bar.number).collect();
        let found = worth(&explorer, &kept, workload, &numbers).expect("a sample").expect("enough draws");
        let at = outcomes.challenger(workload);
        let (mut costs, mut least) = ([0.0; 2], 0.0);
        for (challenger, incumbent) in kept.outcomes[at].iter().zip(&kept.outcomes[at + 1]) {
            let row = [challenger.min(CANNOT_BE_HAD * incumbent), incumbent.min(CANNOT_BE_HAD * challenger)];
            costs.iter_mut().zip(row).for_each(|(sum, cost)| *sum += cost / kept.len() as f64);
            least += row[0].min(row[1]) / kept.len() as f64;
        }
        let chosen = costs[0].min(costs[1]);
        assert_eq!(found.challenger, costs[0] <= costs[1]);
        // Sums of 2,048 numbers of one size.
        assert!((found.cost / chosen - 1.0).abs() < 1e-12);
        assert!((found.everything.value - (chosen - least) / chosen).abs() < 1e-12);
        assert!(found.everything.value > 0.0, "in some draws the other side is cheaper");
        assert_eq!(found.numbers.len(), 4);
        assert!(found.numbers.iter().all(|row| (0.0..=found.everything.value).contains(&row.1.value)));
        assert!(found.numbers.windows(2).all(|pair| pair[0].1.value >= pair[1].1.value));
    }
    assert_eq!(worth(&explorer, &sample(&explorer, 64), 0, &[0]), Ok(None));
}

#[test]
fn everything_at_once_fills_every_part() {
    let model = model("as_claimed");
    let explorer = explorer_of(&model);
    let kept = sample(&explorer, 2048);
    let inquiry = Inquiry { effort: SMALL, draws: 32, levers: 2, ..Inquiry::of(&model) };
    let found = use_findings(&model, &explorer, &kept, &inquiry, &|| true).expect("a sample of this explorer");
    for found in &found {
        assert!(!found.tornado.is_empty() && !found.indices.is_empty() && !found.groups.is_empty());
        assert_eq!((found.levers.len(), found.worth.as_ref().map(|worth| worth.numbers.len())), (2, Some(12)));
    }
    assert!(found.iter().any(|found| found.region.is_some() && !found.pawn.is_empty()));
    let stopped = use_findings(&model, &explorer, &kept, &inquiry, &|| false).expect("nothing is asked");
    assert!(stopped.iter().all(|found| found.tornado.is_empty() && found.levers.is_empty() && found.region.is_none()));
}
