//! Plans of draws: what they must be, whoever solves them and however many are solved beside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use sunward::exploring_plans::{PlanDrawing, PlanDrawingError, draw_plans};
use sunward::kept_plans::saved;
use sunward::planner::ensemble::{Drawn, PlanDraws};
use sunward::results::plan::draws::{document, lines, tables};
use sunward::{Asked, MemoryFiles, PlanStop};
use sunward_economics::Costs;
use sunward_model::Model;
use sunward_network::Objective;

const FIRST_PLAN: &str = include_str!("../../../scenarios/first_plan.toml");
const FIRST_LIGHT: &str = include_str!("../../../scenarios/first_light.toml");

/// The first plan with ranges for some of its numbers: prices, growth, lead times, lives, what is asked and allowed.
fn ranged() -> String {
    let ranges = [
        ("lead_time = { best = \"3 years\"", "range = [\"2 years\", \"5 years\"]"),
        ("growth = { best = \"40 %/year\"", "range = [\"20 %/year\", \"60 %/year\"]"),
        ("life = { best = \"15 years\"", "range = [\"10 years\", \"20 years\"]"),
        (
            "price = { best = \"3 BUSD_2025/(GW/year)\"",
            "range = [\"1 BUSD_2025/(GW/year)\", \"6 BUSD_2025/(GW/year)\"]",
        ),
        ("seed = { best = \"4 GW/year^2\"", "range = [\"1 GW/year^2\", \"6 GW/year^2\"]"),
        (
            "price = { best = \"500 BUSD_2025/(GW year)\"",
            "range = [\"100 BUSD_2025/(GW year)\", \"900 BUSD_2025/(GW year)\"]",
        ),
        ("discount = { best = \"5 %/year\"", "range = [\"2 %/year\", \"9 %/year\"]"),
        ("amount = { best = \"9000 flight/year\"", "range = [\"2000 flight/year\", \"20000 flight/year\"]"),
        ("capital = { small_lift = { best = \"10000 t/GW\"", "range = [\"5000 t/GW\", \"20000 t/GW\"]"),
    ];
    let mut text = FIRST_PLAN.to_string();
    for (entry, range) in ranges {
        assert_eq!(text.matches(entry).count(), 1, "`{entry}` stands once in the scenario");
        text = text.replace(entry, &format!("{entry}, {range}"));
    }
    text
}

fn read(text: &str) -> (Model, Costs) {
    let files = MemoryFiles::new("first_plan.toml", text)
        .with("first_light.toml", FIRST_LIGHT)
        .with("terawatt.toml", sunward::TERAWATT);
    let model = sunward::model(&files, &[]).unwrap_or_else(|error| panic!("{error}"));
    let costs = sunward_economics::costs(&model).unwrap_or_else(|errors| panic!("{errors:?}"));
    (model, costs)
}

fn how(threads: usize, in_full: bool) -> PlanDrawing<'static> {
    PlanDrawing { draws: 20, seed: 7, threads, fixed: &[], in_full, resume: None }
}

fn drawn(text: &str, how: &PlanDrawing<'_>) -> PlanDraws {
    let (model, costs) = read(text);
    draw_plans(&model, &costs, &Asked::default(), how, &mut |_, _| Ok(())).unwrap_or_else(|error| panic!("{error}"))
}

fn plans(draws: &PlanDraws) -> Vec<&sunward::planner::ensemble::DrawnPlan> {
    let plan = |drawn| match drawn {
        &Some(Drawn::Planned(ref plan)) => plan,
        other => panic!("no plan: {other:?}"),
    };
    draws.draws.iter().map(plan).collect()
}

/// Nothing learns here, so that one program is the whole plan. Each is optimal to 1e-7, checked to 1e-6 in the user's units, so that the
/// least costs of both agree to 1e-6.
#[test]
fn a_draw_costs_what_planning_it_from_scratch_costs() {
    let (quick, full) = (drawn(&ranged(), &how(2, false)), drawn(&ranged(), &how(2, true)));
    let pairs = plans(&quick);
    assert_eq!(pairs.len(), 20);
    let mut costs = Vec::new();
    for (quick, full) in pairs.iter().zip(plans(&full)) {
        assert!((quick.cost - full.cost).abs() <= 1e-6 * full.cost, "{} and {}", quick.cost, full.cost);
        assert_eq!(quick.target_year, full.target_year);
        costs.push(full.cost);
    }
    let (least, most) =
        costs.iter().fold((f64::INFINITY, 0.0_f64), |(least, most), cost| (least.min(*cost), most.max(*cost)));
    assert!(most > 1.5 * least, "draws differ: {least} to {most}");
}

#[test]
fn one_thread_and_three_give_the_same_bits() {
    assert_eq!(drawn(&ranged(), &how(1, false)), drawn(&ranged(), &how(3, false)));
}

#[test]
fn another_seed_gives_other_draws() {
    let one = drawn(&ranged(), &how(2, false));
    let other = drawn(&ranged(), &PlanDrawing { seed: 8, ..how(2, false) });
    assert_ne!(one.draws, other.draws);
}

#[test]
fn the_model_is_left_as_it_was() {
    let (model, costs) = read(&ranged());
    let before = model.register.clone();
    draw_plans(&model, &costs, &Asked::default(), &how(2, false), &mut |_, _| Ok(())).expect("plans");
    assert_eq!(model.register, before);
}

/// Every draw is in one of: bound by something, bound by nothing, without a plan.
#[test]
fn probabilities_of_what_binds_add_up_to_one() {
    let draws = drawn(&ranged(), &how(2, false));
    let binds = draws.binds();
    let nothing = draws.nothing_binds();
    assert_eq!(nothing.len(), draws.all_years().len());
    for (at, free) in nothing.iter().enumerate() {
        let bound: usize = binds.iter().map(|row| row.1[at].draws).sum();
        assert_eq!(bound + free.draws + draws.without_plan().draws, draws.answered());
    }
    assert!(!binds.is_empty());
}

#[test]
fn the_target_is_reached_for_good_or_never() {
    let draws = drawn(&ranged(), &how(2, false));
    let by_year = draws.target_by_year();
    assert!(by_year.windows(2).all(|pair| pair[0].draws <= pair[1].draws));
    assert_eq!(by_year.last().expect("years").draws + draws.never().draws, draws.answered());
    assert!(by_year.last().expect("years").draws > 0, "some draw makes the target");
}

/// A demand without a price must be met; in 2026 nothing that is ordered serves yet, and 15 GW is what stands.
#[test]
fn a_draw_in_which_what_must_be_had_cannot_be_had_has_no_plan_and_says_what_is_short() {
    let text = FIRST_PLAN
        .replace("price = { best = \"500 BUSD_2025/(GW year)\", source = \"guess\" }\n", "")
        .replace("amount = { over_time = { 2026 = \"15 GW\", 2045 = \"167 GW\" }, interpolation = \"linear\", source = \"guess\" }", "amount = { best = \"20 GW\", range = [\"1 GW\", \"60 GW\"], source = \"guess\" }");
    let draws = drawn(&text, &how(2, false));
    let without = draws.without_plan().draws;
    assert!(without > 0 && without < draws.answered(), "{without} of {}", draws.answered());
    assert_eq!(draws.reasons().iter().map(|row| row.1).sum::<usize>(), without);
    assert!(draws.reasons()[0].0.contains("Compute"), "{:?}", draws.reasons());
    assert!(draws.never().draws >= without);
    assert!(lines(&draws, Objective::LeastCost).contains("have no plan"));
}

#[test]
fn whoever_stops_gets_what_is_done_and_is_told_so() {
    let (model, costs) = read(&ranged());
    let flag = Arc::new(AtomicBool::new(false));
    let mut asked = Asked::default();
    asked.limits.interrupt = Some(flag.clone());
    let mut stop = |_: &[Option<Drawn>], done: usize| {
        flag.store(done >= 5, Ordering::Relaxed);
        Ok(())
    };
    let draws = draw_plans(&model, &costs, &asked, &how(1, false), &mut stop).expect("what is done");
    assert!(draws.interrupted);
    // When the fifth is told the thread has two more at most: one that waits to be told, and one under way.
    let done = draws.answered();
    assert!((5..=7).contains(&done), "{done}");
    let said = format!("Stopped on request after {done} of 20 draws");
    assert!(lines(&draws, Objective::LeastCost).starts_with(&said));
    let whole = drawn(&ranged(), &how(1, false));
    assert_eq!(draws.draws[..done], whole.draws[..done]);
}

#[test]
fn stopped_before_the_first_draw_is_a_stop() {
    let (model, costs) = read(&ranged());
    let mut asked = Asked::default();
    asked.limits.interrupt = Some(Arc::new(AtomicBool::new(true)));
    let found = draw_plans(&model, &costs, &asked, &how(1, false), &mut |_, _| Ok(()));
    assert_eq!(found.expect_err("stopped"), PlanDrawingError::Stop(PlanStop::Interrupted));
}

#[test]
fn no_draws_are_refused_with_a_remedy() {
    let (model, costs) = read(&ranged());
    let none = PlanDrawing { draws: 0, ..how(1, false) };
    let refused = draw_plans(&model, &costs, &Asked::default(), &none, &mut |_, _| Ok(())).expect_err("refused");
    assert!(refused.to_string().contains("one at least"));
}

#[test]
fn what_is_fixed_is_not_drawn() {
    let (model, costs) = read(&ranged());
    let all: Vec<usize> = (0..model.register.parameters().len()).collect();
    let fixed = PlanDrawing { fixed: &all, ..how(1, false) };
    let refused =
        draw_plans(&model, &costs, &Asked::default(), &fixed, &mut |_, _| Ok(())).expect_err("nothing to draw");
    assert!(matches!(refused, PlanDrawingError::Nothing(_)));
}

#[test]
fn document_and_tables_say_the_same() {
    let draws = drawn(&ranged(), &how(2, false));
    let document = document(&draws, Objective::LeastCost);
    let tables = tables(&draws);
    let by_year = document["target"]["by_year"].as_array().expect("years");
    assert_eq!(by_year.len(), tables[0].rows());
    assert_eq!(document["binding"].as_array().expect("rows").len(), tables[1].rows());
    assert_eq!(document["draws"]["planned"], 20);
    let last = by_year.last().expect("years");
    let sum = last["probability"].as_f64().expect("a number")
        + document["target"]["never"]["probability"].as_f64().expect("a number");
    assert!((sum - 1.0).abs() < 1e-12);
}

/// What is kept is kept to the last bit, whatever came of a draw.
#[test]
fn draws_that_were_kept_are_gone_on_with_to_the_same_bits() {
    let (model, costs) = read(&ranged());
    let whole = drawn(&ranged(), &how(2, false));
    let mut some = whole.draws.clone();
    some.iter_mut().skip(1).step_by(3).for_each(|draw| *draw = None);
    let bytes = saved(&model, &Asked::default(), &how(1, false), &some);
    let mut planned = Vec::new();
    let mut told = |_: &[Option<Drawn>], done: usize| {
        planned.push(done);
        Ok(())
    };
    let on = PlanDrawing { resume: Some(&bytes), ..how(2, false) };
    assert_eq!(draw_plans(&model, &costs, &Asked::default(), &on, &mut told).expect("plans"), whole);
    assert_eq!(planned, (13..=20).collect::<Vec<_>>(), "seven of twenty were missing");
    // Also what is no plan: none of these is drawn again.
    some = whole.draws;
    some[3] = Some(Drawn::NoPlan("Rechenleistung fehlt: ein Gigawatt µ".into()));
    some[4] = Some(Drawn::OverTime);
    some[5] = Some(Drawn::Failed(String::new()));
    let bytes = saved(&model, &Asked::default(), &how(1, false), &some);
    let on = PlanDrawing { resume: Some(&bytes), ..how(2, false) };
    let found = draw_plans(&model, &costs, &Asked::default(), &on, &mut |_, _| Ok(())).expect("plans");
    assert_eq!(found.draws, some);
}

/// Whoever writes such a file on purpose, with its check in order, is refused or gets what stands in it; nothing else happens.
#[test]
fn a_hostile_file_of_draws_is_refused_or_shown() {
    let (model, costs) = read(&ranged());
    let few = PlanDrawing { draws: 3, ..how(1, false) };
    let whole = draw_plans(&model, &costs, &Asked::default(), &few, &mut |_, _| Ok(())).expect("plans");
    let bytes = saved(&model, &Asked::default(), &few, &whole.draws);
    let check = |bytes: &mut Vec<u8>| {
        let body = bytes.len() - 8;
        let print = bytes[..body]
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |print, byte| (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        bytes[body..].copy_from_slice(&print.to_le_bytes());
    };
    let ask = |bytes: &[u8]| {
        let on = PlanDrawing { resume: Some(bytes), ..few.clone() };
        draw_plans(&model, &costs, &Asked::default(), &on, &mut |_, _| Ok(()))
    };
    let mut own = bytes.clone();
    check(&mut own);
    assert!(own == bytes && ask(&own).expect("its own").draws == whole.draws);
    let magic = bytes.iter().position(|byte| *byte == b'\n').expect("a first line") + 1;
    let words = (bytes.len() - magic) / 8;
    let (mut refused, mut shown) = (0, 0);
    // Around the head and the first draw each word, then a few of each kind.
    for at in (0..8).chain((8..words - 1).step_by(29)) {
        for value in [0_u64, 3, 17, 0x7ff8_0000_0000_0000, u64::MAX] {
            let mut changed = bytes.clone();
            changed[magic + 8 * at..magic + 8 * at + 8].copy_from_slice(&value.to_le_bytes());
            check(&mut changed);
            match ask(&changed) {
                Ok(draws) => {
                    shown += 1;
                    tables(&draws);
                    assert!(document(&draws, Objective::LeastCost).is_object());
                    assert!(!lines(&draws, Objective::LeastCost).is_empty());
                }
                Err(error) => {
                    refused += 1;
                    let words = error.to_string();
                    assert!(
                        matches!(error, PlanDrawingError::Resume(_)) && words.contains("without `--resume`"),
                        "{words}"
                    );
                }
            }
        }
    }
    assert!(refused > 30 && shown > 5, "{refused} refused, {shown} shown");
    for length in (magic..bytes.len()).step_by(197) {
        let mut cut = bytes[..length].to_vec();
        if length >= magic + 8 {
            check(&mut cut);
        }
        assert!(matches!(ask(&cut), Err(PlanDrawingError::Resume(_))), "{length} bytes");
    }
}

#[test]
fn draws_that_cannot_be_handed_on_end_the_drawing() {
    let (model, costs) = read(&ranged());
    let mut full =
        |_: &[Option<Drawn>], done: usize| if done < 3 { Ok(()) } else { Err("the disk is full".to_string()) };
    let found = draw_plans(&model, &costs, &Asked::default(), &how(2, false), &mut full);
    assert_eq!(found.expect_err("full"), PlanDrawingError::Told("the disk is full".into()));
}
