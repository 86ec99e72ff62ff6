//! A dead input is worse than none: a user would turn it and believe what he sees.

#[path = "support/worlds.rs"]
mod support;

use sunward_economics::Prepared;
use sunward_exploration::{Evaluation, Explorer, Uncertain};
use sunward_model::Model;
use sunward_uncertainty::law::Law;
use support::{explorer_of, model};

/// What moves the costs of an option that is never the cheapest of its side in these draws, or a limit that none of them reaches.
/// `Uncertain::of` found that they count somewhere within what is allowed.
const ELSEWHERE: &[(&str, &str)] = &[
    ("way.nuclear.", "nuclear power is dearer than other ways in all draws"),
    ("way.gas_fuel_cell.", "fuel cells are the cheapest in few draws, and then not for the time they take"),
    ("site.virginia.", "Virginia is dearer than other places in nearly all draws"),
    ("site.texas.capacity_factor", "the sun of Texas is worked out; this counts the panels only where few are built"),
    ("chip.frontier.temperature_limit", "the radiator keeps chips below the least of these limits"),
    ("chip.frontier.dose_limit", "chips are replaced before their dose wears them out"),
    ("centre.hyperscale.oversubscription", "the network of a centre on the ground limits no use"),
    ("downlink.laser_relay.mask", "a relay's signal is fast enough from any height above the horizon drawn"),
    ("vehicle.falcon_9.volume", "its load is limited by mass"),
    ("vehicle.starship_v3.volume", "its load is limited by mass"),
    ("vehicle.starship_v4.volume", "its load is limited by mass"),
    ("workload.batch.", "batch work hardly talks to other machines: links do not limit it"),
    ("workload.training.user_traffic", "training hardly talks to the ground"),
];

/// Numbers that move nothing from their 5 % to their 95 % quantile, at the best values and at some draws.
fn dead(explorer: &Explorer, draws: u64) -> Vec<usize> {
    let mut scratch = explorer.evaluation.scratch();
    let outcomes = explorer.outcomes().all.len();
    let (mut low, mut high) = (vec![0.0; outcomes], vec![0.0; outcomes]);
    let mut dead: Vec<usize> = (0..explorer.uncertain.numbers.len()).collect();
    let bases: Vec<Vec<f64>> = [explorer.uncertain.best.clone()].into_iter().chain(explorer.values(draws)).collect();
    for base in bases {
        dead.retain(|number| {
            let places = explorer.uncertain.numbers[*number].values.clone();
            let mut values = base.clone();
            for (share, out) in [(0.05, &mut low), (0.95, &mut high)] {
                places.clone().for_each(|place| values[place] = explorer.uncertain.inputs.law(place).quantile(share));
                explorer.evaluation.evaluate(&values, &mut scratch, out);
            }
            low == high
        });
    }
    dead
}

#[test]
fn every_number_that_is_drawn_moves_some_outcome_of_some_draw() {
    let explorer = explorer_of(&model("terawatt"));
    let dead: Vec<&str> =
        dead(&explorer, 16).iter().map(|number| explorer.uncertain.numbers[*number].path.as_str()).collect();
    let unknown: Vec<&&str> = dead.iter().filter(|path| !ELSEWHERE.iter().any(|row| path.starts_with(row.0))).collect();
    assert!(unknown.is_empty(), "dead inputs: {unknown:?}");
    for (beginning, reason) in ELSEWHERE {
        let known = explorer.uncertain.numbers.iter().map(|number| &number.path).chain(&explorer.uncertain.idle);
        assert!(known.into_iter().any(|path| path.starts_with(beginning)), "{beginning} ({reason}) is not drawn");
    }
}

/// Every rank of the terawatt scenario ties numbers that are drawn, of costs or of plans: without it their draws are others.
#[test]
fn every_rank_moves_some_draw() {
    let model = model("terawatt");
    let prepared = Prepared::new(&model).expect("it can be prepared");
    let parameters = model.register.parameters();
    let slots: Vec<usize> = (0..parameters.len()).filter(|slot| parameters[*slot].is_uncertain()).collect();
    let values = |model: &Model| {
        let drawn = Uncertain::these(model, slots.clone(), Vec::new()).expect("they can be drawn");
        Explorer::new(drawn.clone(), Evaluation::new(model, prepared.clone(), &drawn), 1).values(16)
    };
    let before = values(&model);
    let ranks: Vec<usize> =
        (0..parameters.len()).filter(|slot| parameters[*slot].path.starts_with("correlation.")).collect();
    assert!(!ranks.is_empty(), "the scenario says what goes together");
    let dead: Vec<&str> = ranks
        .into_iter()
        .filter(|slot| {
            let (mut without, path) = (model.clone(), &parameters[*slot].path);
            without.register.set_number(*slot, None, 0.0, path).expect("a rank may be nought");
            values(&without) == before
        })
        .map(|slot| parameters[slot].path.as_str())
        .collect();
    assert!(dead.is_empty(), "dead ranks: {dead:?}");
}

/// Numbers that are left out as idle change no bit of any outcome: drawn after all, at both ends, in other draws than those
/// in which they were found idle.
#[test]
fn idle_numbers_move_nothing() {
    let model = model("terawatt");
    let prepared = Prepared::new(&model).expect("it can be prepared");
    let drawn = Uncertain::of(&model, &prepared, &[]).expect("it can be drawn");
    assert!(drawn.idle.iter().any(|path| path.starts_with("process.")), "fabs are read by supply alone");
    let idle: Vec<usize> = drawn.idle.iter().map(|path| support::slot(&model, path)).collect();
    let mut all: Vec<usize> = drawn.numbers.iter().map(|number| number.slot).chain(idle.iter().copied()).collect();
    all.sort_unstable();
    let all = Uncertain::these(&model, all, Vec::new()).expect("they can be drawn");
    let evaluation = Evaluation::new(&model, prepared, &all);
    let explorer = Explorer::new(all, evaluation, 7);
    let mut scratch = explorer.evaluation.scratch();
    let outcomes = explorer.outcomes().all.len();
    let (mut before, mut after) = (vec![0.0; outcomes], vec![0.0; outcomes]);
    for mut values in explorer.values(64) {
        explorer.evaluation.evaluate(&values, &mut scratch, &mut before);
        for share in [0.02, 0.98] {
            for number in explorer.uncertain.numbers.iter().filter(|number| idle.contains(&number.slot)) {
                let law = |place: usize| explorer.uncertain.inputs.law(place);
                number.values.clone().for_each(|place| values[place] = law(place).quantile(share));
            }
            explorer.evaluation.evaluate(&values, &mut scratch, &mut after);
            assert_eq!(before, after);
        }
    }
}

/// Also of numbers that only plans read: their ranges are drawn by plans.
#[test]
fn every_range_holds_its_best_value() {
    for name in ["terawatt", "as_claimed", "sceptic", "petawatt"] {
        let model = model(name);
        let uncertain: Vec<usize> = (0..model.register.parameters().len())
            .filter(|slot| model.register.parameters()[*slot].is_uncertain())
            .collect();
        assert!(uncertain.len() > 300, "{name} has ranges");
        let all = Uncertain::these(&model, uncertain, Vec::new()).unwrap_or_else(|faults| panic!("{faults:?}"));
        for number in &all.numbers {
            for place in number.values.clone() {
                let law: &Law = all.inputs.law(place);
                let best = all.best[place];
                let (low, high) = law.ends();
                assert!(low <= best && best <= high, "{name}: {} is {best}, outside {low} to {high}", number.path);
            }
        }
    }
}
