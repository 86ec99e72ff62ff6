//! Findings of real draws, and parts that are made up: what a page must be able to show.

use sunward_economics::Prepared;
use sunward_exploration::{
    Bar, Evaluation, Exploration, Explorer, Findings, Index, Lever, Limit, Region, Subject, Uncertain, UseFindings,
    Worth,
};
use sunward_model::Model;
use sunward_scenario::{DiskFiles, Paint, draw, read};
use sunward_uncertainty::estimate::Estimate;

pub fn model(scenario: &str) -> Model {
    let path = format!("{}/../../scenarios/{scenario}.toml", env!("CARGO_MANIFEST_DIR"));
    read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{}", draw(&mistakes, Paint::Plain)))
}

/// So many draws of a scenario, and nothing that was not counted in them.
pub fn drawn(model: &Model, draws: u64) -> Findings {
    let prepared = Prepared::new(model).expect("the scenario can be prepared");
    let uncertain = Uncertain::of(model, &prepared, &[]).expect("every number can be drawn");
    let (numbers, groups, held) = (uncertain.numbers.clone(), uncertain.groups.clone(), uncertain.held.clone());
    let evaluation = Evaluation::new(model, prepared, &uncertain);
    let explorer = Explorer::new(uncertain, evaluation, 7);
    let mut scratch = explorer.evaluation.scratch();
    let mut exploration = Exploration::new(explorer.outcomes());
    for chunk in 0..Explorer::chunks(draws) {
        exploration.add(&explorer.chunk(chunk, draws, &mut scratch, |_, _, _| {}));
    }
    let mut values = vec![0.0; explorer.uncertain.inputs.slots()];
    for number in &numbers {
        let estimates = model.register.parameters()[number.slot].value.estimates();
        number.values.clone().zip(estimates).for_each(|(place, (_, estimate))| values[place] = estimate.best);
    }
    let mut best = vec![0.0; explorer.outcomes().all.len()];
    explorer.evaluation.evaluate(&values, &mut scratch, &mut best);
    Findings {
        exploration,
        asked: draws,
        method: explorer.method(),
        seed: 7,
        numbers,
        groups,
        held,
        best,
        uses: Vec::new(),
    }
}

fn estimate(value: f64, standard_error: f64) -> Estimate {
    Estimate { value, standard_error, freedom: 15 }
}

/// Findings with every part of every use made up, as odd as they may come.
pub fn made_up(model: &Model, mut findings: Findings) -> Findings {
    let numbers = findings.numbers.len();
    let at = |place: usize| (place * 7) % numbers;
    let best = |number: usize| {
        let parameter = &model.register.parameters()[findings.numbers[number].slot];
        parameter.value.at(model.scenario.focus)
    };
    let uses = (0..findings.exploration.outcomes.workloads.len()).map(|workload| {
        let base = findings.best[findings.exploration.outcomes.ratio(workload, findings.exploration.outcomes.focus)];
        let tornado = (0..14)
            .map(|place| {
                let reach = 0.5 / (1.0 + place as f64);
                // The third is a trap: both of its ends are dearer. The fifth cannot be had at its high end.
                let (low, high) = match place {
                    2 => (base * (1.0 + reach), base * (1.0 + 0.6 * reach)),
                    4 => (base * (1.0 - reach), f64::INFINITY),
                    odd if odd % 2 == 1 => (base * (1.0 + reach), base * (1.0 - reach)),
                    _ => (base * (1.0 - reach), base * (1.0 + 1.5 * reach)),
                };
                let elasticity = (place != 4).then_some(0.3 - 0.05 * place as f64);
                Bar { number: at(place), low, high, elasticity }
            })
            .collect();
        let index = |subject, first: f64, total: f64| Index {
            subject,
            first: estimate(first, 0.1 * first + 0.002),
            total: estimate(total, 0.12 * total),
            shapley: None,
        };
        let share = |place: usize| 0.38 / (1.0 + place as f64) / (1.0 + 0.3 * place as f64);
        let mut indices: Vec<Index> =
            (0..9).map(|place| index(Subject::Number(at(place)), 0.8 * share(place), share(place))).collect();
        indices.push(index(Subject::Others, 0.06, 0.11));
        let groups = (0..findings.groups.len().min(6))
            .map(|place| index(Subject::Group(place), 0.7 * share(place), share(place)))
            .collect();
        let limit = |place: usize, low: Option<f64>, high: Option<f64>| Limit {
            number: at(place),
            low: low.map(|factor| factor * best(at(place))),
            high: high.map(|factor| factor * best(at(place))),
            chance: 0.004 * (1 + place) as f64,
        };
        let region = Region {
            by: 2040,
            of_all: 0.031,
            coverage: 0.62,
            density: 0.34,
            mass: 0.057,
            limits: vec![
                limit(0, None, Some(0.7)),
                limit(1, Some(1.1), None),
                limit(3, Some(0.9), Some(1.2)),
                limit(5, None, Some(1.05)),
            ],
            trajectory: vec![(1.0, 0.031), (0.93, 0.08), (0.81, 0.19), (0.62, 0.34)],
        };
        let lever = |place: usize, value: Option<f64>| Lever {
            number: at(place),
            today: 0.031,
            wanted: 0.5,
            value: value.map(|factor| factor * best(at(place))),
            above: place % 2 == 1,
        };
        UseFindings {
            tornado,
            indices,
            groups,
            pawn: (0..8).map(|place| (at(place), 0.4 / (1.0 + place as f64))).collect(),
            region: Some(region),
            levers: vec![lever(0, Some(0.2)), lever(1, Some(3.0)), lever(3, None)],
            worth: Some(Worth {
                challenger: false,
                cost: 4e-19,
                everything: estimate(0.021, 0.002),
                numbers: (0..5).map(|place| (at(place), estimate(0.012 / (1.0 + place as f64), 0.0011))).collect(),
            }),
        }
    });
    findings.uses = uses.collect();
    findings
}
