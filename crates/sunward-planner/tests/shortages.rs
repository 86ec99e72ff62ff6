//! Plans that cannot exist, and what is said about them.

use sunward_network::build::{Builder, limit, process};
use sunward_network::{Constraint, Counted, Network, Objective};
use sunward_planner::{PlanError, Question, Shortage, plan, reach};

fn shortage(network: &Network, objective: Objective) -> Shortage {
    match plan(network, &Question::new(objective)) {
        Err(PlanError::Shortage(shortage)) => *shortage,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it can be had"),
    }
}

/// Halls take three years; what stands makes one a year.
#[test]
fn a_lead_time_that_is_too_long_says_how_far_one_gets() {
    let network = Builder::new("late", 6)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).standing(1.0).life(1e9).lead_time(3.0).price(1.0))
        .demand("compute", "here", [1.0, 5.0, 5.0, 5.0, 5.0, 5.0])
        .network();
    let found = shortage(&network, Objective::LeastCost);
    assert_eq!(found.reach.len(), 1);
    assert_eq!((found.reach[0].year, found.reach[0].within), (2027, Some(2029)));
    assert!((found.reach[0].most - 1.0).abs() < 1e-6);
    let short: Vec<(i32, f64)> = found.missing.iter().map(|missing| (missing.year, missing.short.round())).collect();
    assert_eq!(short, [(2027, 4.0), (2028, 4.0)]);
    let text = found.to_string();
    assert!(text.contains("at most 1 GW year by 2027 even if everything is ordered today, 5 are wanted"), "{text}");
    assert!(text.contains("not before 2029 is that within reach"), "{text}");
    assert!(text.contains("- capacity of hall, here, 202"), "{text}");
    assert!(text.contains("nothing ordered at the start serves before 2029"), "{text}");
}

/// Two halls share one grid: each is within reach by itself, both are not. Only the program sees that.
#[test]
fn what_each_can_have_and_both_cannot_is_found_by_the_program() {
    let network = Builder::new("shared", 2)
        .commodity("compute", "GW year")
        .commodity("storage", "GW year")
        .process(process("hall").makes("compute", 1.0))
        .process(process("store").makes("storage", 1.0))
        .demand("compute", "here", 6.0)
        .demand("storage", "here", 6.0)
        .limit(limit("grid", 10.0).takes("hall", Counted::Activity, 1.0).takes("store", Counted::Activity, 1.0))
        .network();
    assert!(reach(&network, None).is_empty());
    let found = shortage(&network, Objective::LeastCost);
    let short: f64 = found.missing.iter().map(|missing| missing.short).sum();
    assert!((short - 4.0).abs() < 1e-6, "2 short in each of two years: {found}");
    assert!(found.causes.iter().any(|cause| matches!(cause.constraint, Constraint::Limit { limit: 0, .. })), "{found}");
    assert!(found.to_string().contains("grid"), "{found}");
}

/// An input that nobody makes fast enough, two steps upstream.
#[test]
fn a_bottleneck_upstream_is_within_the_reach() {
    let network = Builder::new("upstream", 5)
        .commodity("ore", "t")
        .commodity("metal", "t")
        .commodity("ship", "ship")
        .process(process("mine").makes("ore", 1.0).standing(4.0).life(1e9).lead_time(1.0).growth(0.0, 0.5))
        .process(process("smelter").makes("metal", 1.0).uses("ore", 2.0))
        .process(process("yard").makes("ship", 1.0).uses("metal", 1.0))
        .demand("ship", "here", [1.9, 2.9, 4.0, 10.0, 10.0])
        .network();
    let found = shortage(&network, Objective::LeastCost);
    // Mines: 4, 6, 9, 13.5, 20.25; ships are half of that.
    assert_eq!(found.reach[0].year, 2029);
    assert!((found.reach[0].most - 6.75).abs() < 1e-6, "{:?}", found.reach);
    assert_eq!(found.reach[0].within, Some(2030));
    assert!(found.to_string().contains("growth of mine, here"), "{found}");
}

#[test]
fn what_stands_may_cost_more_than_the_budget() {
    let network = Builder::new("poor", 2)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).standing(10.0).life(1e9).fixed_cost(5.0))
        .priced_demand("compute", "here", 1.0, 1.0)
        .budget(40.0)
        .network();
    let found = shortage(&network, Objective::LeastCost);
    assert!(found.to_string().contains("what must be kept costs 10"), "{found}");
}

/// The reach is never less than what a plan does.
#[test]
fn whatever_can_be_planned_is_within_reach() {
    let network = Builder::new("can", 6)
        .stored("part", "part", 0.1)
        .commodity("compute", "GW year")
        .process(process("works").makes("part", 1.0).standing(2.0).life(10.0).lead_time(1.0).growth(0.5, 0.4))
        .process(process("hall").makes("compute", 1.0).capital("part", 2.0).life(4.0).lead_time(1.0))
        .priced_demand("compute", "here", 100.0, 1e6)
        .network();
    let planned = plan(&network, &Question::default()).unwrap_or_else(|error| panic!("{error}"));
    let mut wanted = network.clone();
    let made: Vec<f64> = planned.plan.runs[1].iter().map(|run| run * (1.0 - 1e-9)).collect();
    wanted.demands[0].amount = made.into();
    wanted.demands[0].price = None;
    assert!(reach(&wanted, None).is_empty(), "{:?}", reach(&wanted, None));
}

#[test]
fn one_terawatt_next_year_is_refused_in_words() {
    let network = Builder::new("impatient", 5)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).standing(20.0).life(20.0).lead_time(2.0).growth(5.0, 0.5))
        .target("compute", 1000.0)
        .network();
    let text = shortage(&network, Objective::Earliest).to_string();
    assert!(text.contains("inside the horizon that is never within reach"), "{text}");
    assert!(text.contains("growth of hall, here"), "{text}");
}
