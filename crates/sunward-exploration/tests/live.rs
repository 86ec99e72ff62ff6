//! A fan that is kept while numbers move says what draws from scratch say.

#[path = "support/worlds.rs"]
mod support;

use std::collections::BTreeSet;
use sunward_economics::{Cost, Datasheet, Prepared};
use sunward_exploration::{Evaluation, Live, NotShown, SHARES, Uncertain, Work, read_by};
use sunward_model::chain::only_plans_read;
use sunward_model::{Model, OptionName, Parameter, Value};
use sunward_quantity::Quantity;
use sunward_uncertainty::random::{Seed, uniform};
use support::model;

fn here(works: Vec<Work<'_>>) {
    works.into_iter().for_each(Work::run);
}

fn live(draws: usize) -> Live {
    Live::new(model("terawatt"), 1, draws).expect("terawatt can be drawn")
}

/// A change that can be written and read back to the last bit.
fn change(parameter: &Parameter, value: f64) -> (String, String) {
    let measure = parameter.measure();
    (parameter.path.clone(), format!("{:e} {}", measure.in_document_unit(value), unit_of(&measure.unit())))
}

fn unit_of(unit: &str) -> String {
    if unit == "1" { String::new() } else { unit.into() }
}

/// Random changes of numbers that costs can rest on, each within its range or a tenth to either side.
fn random_changes(model: &Model, seed: u64, count: usize) -> Vec<(String, String)> {
    let parameters = model.register.parameters();
    let able: Vec<&Parameter> = parameters
        .iter()
        .filter(|p| !only_plans_read(&p.path) && p.value != Value::Absent && !p.path.starts_with("climate"))
        .collect();
    (0..count as u64)
        .filter_map(|index| {
            let draw = |coordinate| uniform(Seed(seed), index, coordinate);
            let parameter = able[(draw(0) * able.len() as f64) as usize];
            let estimates = parameter.value.estimates();
            let (year, estimate) = estimates[(draw(1) * estimates.len() as f64) as usize];
            let (low, high) = estimate.range.unwrap_or((0.95 * estimate.best, 1.05 * estimate.best));
            let value = low + draw(2) * (high - low);
            let (path, text) = change(parameter, value);
            // Some of them in one of their years only.
            let path = match year {
                Some(year) if draw(3) < 0.5 => format!("{path}.{year}"),
                _ => path,
            };
            parameter.bounds.allow(value).then_some((path, text))
        })
        .collect()
}

/// The same draws with the same changes, by the evaluation that everything else uses, of a model read anew.
fn from_scratch(live: &Live, changes: &[(String, String)]) -> Option<Vec<Vec<f64>>> {
    let mut model = model("terawatt");
    for (path, value) in changes {
        model.register.set(path, value).ok()?;
    }
    let prepared = Prepared::new(&model).ok()?;
    let drawn = &live.uncertain().numbers;
    let still = |slot: usize| matches!(model.register.parameters()[slot].value, Value::OverTime { .. });
    let opened = support::model("terawatt");
    let constant = |slot: usize| matches!(opened.register.parameters()[slot].value, Value::Constant(_));
    let set: BTreeSet<usize> = changes
        .iter()
        .filter_map(|(path, _)| model.register.slot(path).or_else(|| model.register.slot(path.rsplit_once('.')?.0)))
        .collect();
    let kept: Vec<_> =
        drawn.iter().filter(|n| !set.contains(&n.slot) || (still(n.slot) && !constant(n.slot))).collect();
    let uncertain = Uncertain::these(&model, kept.iter().map(|n| n.slot).collect(), Vec::new()).ok()?;
    let evaluation = Evaluation::new(&model, prepared, &uncertain);
    let mut scratch = evaluation.scratch();
    let outcomes = evaluation.outcomes().clone();
    let rows = (0..live.draws()).map(|draw| {
        let all = live.values(draw);
        let values: Vec<f64> = kept.iter().flat_map(|number| all[number.values.clone()].to_vec()).collect();
        let mut found = vec![0.0; outcomes.all.len()];
        evaluation.evaluate(&values, &mut scratch, &mut found);
        found
    });
    Some(rows.collect())
}

#[test]
fn exact_fans_have_the_bits_of_an_evaluation_from_scratch() {
    let mut live = live(6);
    let model = model("terawatt");
    let uses: Vec<usize> = (0..model.workloads.len()).collect();
    let mut compared = 0;
    for seed in 0..40 {
        let changes = random_changes(&model, seed, 1 + (seed % 5) as usize);
        if live.set(&changes).is_err() {
            continue;
        }
        live.work(&uses, true, 1, here);
        let Some(wanted) = from_scratch(&live, &changes) else { continue };
        let outcomes = live.outcomes();
        for (draw, wanted) in wanted.iter().enumerate() {
            for workload in &uses {
                let ratios = live.ratios(*workload).expect("it was worked out");
                let years = outcomes.years.len();
                for (year, ratio) in ratios[draw * years..][..years].iter().enumerate() {
                    let wanted = wanted[outcomes.ratio(*workload, year)];
                    assert_eq!(ratio.to_bits(), wanted.to_bits(), "{changes:?}: draw {draw}, {}", outcomes.years[year]);
                    compared += 1;
                }
                let crossing = live.crossings(*workload).expect("it was worked out")[draw] as usize;
                let found = match crossing {
                    0 => f64::NEG_INFINITY,
                    year if year < years => f64::from(outcomes.years[year]),
                    _ => f64::INFINITY,
                };
                assert_eq!(found, wanted[outcomes.crossover(*workload)], "{changes:?}: draw {draw}");
            }
        }
    }
    assert!(compared > 15_000, "{compared}");
}

#[test]
fn the_number_of_parts_changes_no_bit() {
    let mut found: Option<Vec<u64>> = None;
    for parts in [1, 2, 3, 50] {
        let mut live = live(37);
        live.work(&[0, 1, 2], true, parts, here);
        live.set(&[("chip.frontier.failure".into(), "7 %/year".into())]).expect("a rate it may have");
        live.work(&[0, 1, 2], false, parts, |works| works.into_iter().rev().for_each(Work::run));
        let bits = (0..3).flat_map(|w| live.ratios(w).expect("worked out").iter().map(|x| x.to_bits())).collect();
        let first = found.get_or_insert_with(|| Vec::clone(&bits));
        assert_eq!(*first, bits, "{parts} parts");
    }
}

/// Costs of an option in three years with all numbers at their best and with one moved.
fn bits(prepared: &Prepared, model: &Model, option: usize, moved: Option<(usize, f64)>) -> Vec<u64> {
    let scenario = &model.scenario;
    let mut found = Vec::new();
    for year in [scenario.start, scenario.focus, scenario.end] {
        let mut values = model.register.values(year);
        if let Some((slot, value)) = moved {
            values.put(slot, value);
        }
        match prepared.evaluate(option, &values, year) {
            Ok((_, cost)) => found.extend(cost.workloads.iter().map(|w| w.compute.in_si().to_bits())),
            Err(_) => found.push(u64::MAX),
        }
    }
    found
}

/// The closure over names is large enough: what lies outside it changes no bit of the option. It is no blank cheque either: most of the
/// numbers that costs can rest on lie outside that of a single option.
#[test]
fn what_an_option_cannot_read_never_changes_it() {
    for name in ["terawatt", "as_claimed", "first_light"] {
        let model = model(name);
        let prepared = Prepared::new(&model).expect("it can be prepared");
        let names: Vec<OptionName> = prepared.names.clone();
        for (option, name) in names.iter().enumerate() {
            let read = read_by(&model, name);
            let before = bits(&prepared, &model, option, None);
            let mut moved = 0;
            for (slot, parameter) in model.register.parameters().iter().enumerate() {
                let best = parameter.value.at(model.scenario.focus);
                // What is absent may be typed in.
                let tries = if best.is_nan() { [1.0, 0.5] } else { [best * 1.7 + 1e-9, best * 0.3] };
                for value in tries.into_iter().filter(|value| parameter.bounds.allow(*value)) {
                    if bits(&prepared, &model, option, Some((slot, value))) != before {
                        assert!(read.contains(&slot), "{name} reads {} and does not know it", parameter.path);
                        moved += 1;
                    }
                }
            }
            assert!(moved > 20, "{name}: only {moved} moves changed anything");
            assert!(read.len() < model.register.parameters().len(), "{name} reads everything");
        }
    }
}

/// While dragging the fan is interpolated. Over moves to either end of the range of a number the worst quantile of any year is off by less than
/// 1 % in the median move and by less than 10 % in nine of ten, and the mean ratio by less than 0.2 %: bounds of what was measured, 0.2 %, 3 % and
/// 0.04 %, that a change for the worse would break. At the knots nothing is off.
#[test]
fn a_dragged_fan_is_near_the_exact_one() {
    let mut live = live(64);
    let uses = [0, 1, 2];
    live.work(&uses, true, 1, here);
    let numbers = live.uncertain().numbers.clone();
    let opened = model("terawatt");
    let (mut quantiles, mut mean) = (Vec::new(), Vec::new());
    for number in numbers.iter().step_by(5) {
        let parameter = &opened.register.parameters()[number.slot];
        let Some((low, high)) = parameter.value.estimates().iter().find_map(|row| row.1.range) else { continue };
        for value in [low, high].into_iter().filter(|value| parameter.bounds.allow(*value)) {
            live.set(&[change(parameter, value)]).expect("an end of its range");
            assert!(!live.work(&uses, false, 1, here));
            let near: Vec<Vec<f64>> = uses.iter().map(|w| live.ratios(*w).expect("worked out").to_vec()).collect();
            let shown = live.shown();
            live.work(&uses, true, 1, here);
            let mut worst: f64 = 0.0;
            for (near, exact) in shown.iter().zip(live.shown()) {
                for (near, exact) in near.quantiles.iter().flatten().zip(exact.quantiles.iter().flatten()) {
                    if near != exact {
                        worst = worst.max((near / exact - 1.0).abs());
                    }
                }
            }
            quantiles.push(worst);
            let (mut sum, mut count) = (0.0, 0);
            for (workload, near) in near.iter().enumerate() {
                for (near, exact) in near.iter().zip(live.ratios(workload).expect("worked out")) {
                    if near != exact {
                        sum += (near / exact - 1.0).abs();
                    }
                    count += 1;
                }
            }
            mean.push(sum / f64::from(count));
            live.set(&[]).expect("nothing is changed");
            live.work(&uses, true, 1, here);
        }
    }
    quantiles.sort_by(f64::total_cmp);
    let at = |share: f64| quantiles[(share * (quantiles.len() - 1) as f64) as usize];
    let mean = mean.iter().sum::<f64>() / mean.len() as f64;
    println!(
        "{} moves: worst quantile off by {:.2e} in the median move, {:.2e} in nine of ten; mean {mean:.2e}",
        quantiles.len(),
        at(0.5),
        at(0.9)
    );
    assert!(at(0.5) < 0.01 && at(0.9) < 0.1 && mean < 0.002, "{} {} {mean}", at(0.5), at(0.9));
}

#[test]
fn nothing_moved_is_nothing_made_anew() {
    let mut live = live(16);
    live.work(&[0], true, 1, here);
    assert_eq!(live.set(&[]).expect("nothing is changed").options, 0);
    let moved = live.set(&[("way.nuclear.capex".into(), "9000 USD_2025/kW".into())]).expect("a price it may have");
    assert_eq!((moved.options, moved.prepared_anew), (1, false));
    let moved = live.set(&[("radiator.pumped_panel.emissivity".into(), "0.8".into())]).expect("a share it may have");
    assert_eq!((moved.options, moved.prepared_anew), (1, false));
    let moved = live.set(&[("chip.frontier.failure".into(), "7 %/year".into())]).expect("a rate it may have");
    assert_eq!(moved.options, live.prepared().options.len());
    let moved = live.set(&[("orbit.dawn_dusk_650.altitude".into(), "700 km".into())]).expect("a height it may have");
    assert_eq!((moved.options, moved.prepared_anew), (1, true));
}

#[test]
fn a_refused_change_leaves_everything_as_it_was() {
    let mut live = live(16);
    live.set(&[("chip.frontier.failure".into(), "7 %/year".into())]).expect("a rate it may have");
    live.work(&[0], true, 1, here);
    let before = live.shown();
    let wrong = [("chip.frontier.failure".into(), "fast".into()), ("chip.nobody.failure".into(), "1 %/year".into())];
    match live.set(&wrong) {
        Err(NotShown::Set(errors)) => assert_eq!(errors.len(), 2),
        other => panic!("{other:?}"),
    }
    // An orbit inside the Earth can be written, and cannot be.
    let inside = [("orbit.dawn_dusk_650.altitude".to_string(), "90000000 km".to_string())];
    assert!(live.set(&inside).is_err());
    live.work(&[0], false, 1, here);
    assert_eq!(live.shown(), before);
}

/// Quantiles are of all draws: where one in ten cannot be had, the 95 % quantile is infinite.
#[test]
fn quantiles_are_not_conditioned_on_success() {
    let mut live = live(64);
    live.work(&[0], true, 1, here);
    let years = live.outcomes().years.len();
    let ratios = live.ratios(0).expect("worked out");
    let shown = &live.shown()[0];
    for year in 0..years {
        let mut column: Vec<f64> = ratios[year..].iter().step_by(years).copied().collect();
        column.sort_by(f64::total_cmp);
        for (share, row) in SHARES.iter().zip(&shown.quantiles) {
            let at = share * (column.len() - 1) as f64;
            let (low, high) = (column[at as usize], column[(at as usize + 1).min(column.len() - 1)]);
            if low.is_finite() && high.is_finite() {
                assert!((low..=high).contains(&row[year]), "{share} of {year}");
            } else {
                assert!(row[year] == low || row[year] == high, "{share} of {year}");
            }
        }
    }
    let counted: u64 = shown.crossings.iter().sum::<u64>() + shown.never;
    assert_eq!(counted, 64);
}

/// What options have in common is worked out once, and changes no bit.
#[test]
fn options_evaluated_together_cost_what_each_costs_alone() {
    let model = model("terawatt");
    let prepared = Prepared::new(&model).expect("terawatt can be prepared");
    let all: Vec<usize> = (0..prepared.options.len()).collect();
    for year in [2026, 2035, 2060] {
        let values = model.register.values(year);
        let (mut sheet, mut cost) = (Datasheet::blank(), Cost::blank());
        prepared.evaluate_each(&all, &values, year, (&mut sheet, &mut cost), |option, found| {
            let alone = prepared.cost(option, &values, year);
            assert_eq!(found.copied(), alone, "option {option} in {year}");
        });
    }
}
