//! Plans near others.

use sunward_network::Period;
use sunward_network::build::{Builder, process};
use sunward_planner::ensemble::{Chance, Near, by_year, plan_near};
use sunward_planner::{Question, plan};

/// One a year for 24 years, at 5 the old way or at 10 falling with the root of experience.
fn old_and_new() -> sunward_network::Network {
    Builder::new("old and new", 24)
        .commodity("good", "t")
        .experience("new", 1.0 - 1.0 / (2.0_f64).sqrt(), 1.0, 0.0)
        .process(process("old").free().makes("good", 1.0).running_cost(5.0))
        .process(process("new").free().makes("good", 1.0).running_cost(10.0).learns_running("new"))
        .demand("good", "here", 1.0)
        .network()
}

/// The plan at rest costs `20 (5 − 1) = 80`; the tangent there is least there too, to the remainder that counts as rest, 5e-7.
#[test]
fn near_itself_a_plan_that_learns_is_found_again_in_one_program() {
    let network = old_and_new();
    let whole = plan(&network, &Question::default()).expect("a plan");
    let near = plan_near(&network, &Question::default(), &Near::of(&whole)).expect("a plan");
    assert!((near.plan.objective_value - 80.0).abs() <= 80.0 * 1e-6, "{}", near.plan.objective_value);
}

/// A tangent is never below what it touches: what it finds is a plan, and its cost is never below that of the best one.
#[test]
fn a_plan_found_near_another_is_never_cheaper_than_the_best() {
    let network = old_and_new();
    let far = plan_near(&network, &Question::default(), &Near::nothing()).expect("a plan");
    let best = plan(&network, &Question::default()).expect("a plan");
    assert!(far.plan.objective_value >= best.plan.objective_value * (1.0 - 1e-9));
    // Taken where nothing is built it never sees what learning would bring.
    assert!((far.plan.objective_value - 120.0).abs() <= 120.0 * 1e-6, "{}", far.plan.objective_value);
}

/// A world that is a little other: near the plan of the first one its plan is found, 20 percent dearer in all.
#[test]
fn prices_that_differ_are_those_of_the_draw() {
    let whole = plan(&old_and_new(), &Question::default()).expect("a plan");
    let mut dearer = old_and_new();
    dearer.processes[1].running_cost = 12.0.into();
    let near = plan_near(&dearer, &Question::default(), &Near::of(&whole)).expect("a plan");
    assert!((near.plan.objective_value - 96.0).abs() <= 96.0 * 1e-6, "{}", near.plan.objective_value);
}

#[test]
fn years_are_read_between_the_middles_of_periods() {
    let period = |year, start, years| Period { year, start, years };
    let periods = [period(2030, 2030.0, 1.0), period(2031, 2031.0, 1.0), period(2032, 2032.0, 4.0)];
    // Middles at 2030.5, 2031.5 and 2034.0.
    let read = by_year(&periods, &[1.0, 3.0, 8.0], 2030..=2036);
    assert_eq!(read, vec![1.0, 3.0, 5.0, 7.0, 8.0, 8.0, 8.0]);
}

/// Wilson's interval for 0 of 10 ends at `z²/(n + z²)`; with nine in ten, z = 1.6449, that is 2.7055/12.7055.
#[test]
fn what_never_came_may_yet_come() {
    let none = Chance { draws: 0, of: 10 }.interval();
    assert_eq!(none.0, 0.0);
    assert!((none.1 - 2.705_543_454 / 12.705_543_454).abs() < 1e-9, "{}", none.1);
    assert_eq!(Chance { draws: 10, of: 10 }.interval().1, 1.0);
    assert_eq!(Chance { draws: 0, of: 0 }.interval(), (0.0, 1.0));
}
