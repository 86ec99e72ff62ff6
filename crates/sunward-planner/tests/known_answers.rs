//! Plans whose optimum is known: by hand, from a textbook, or in closed form.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use sunward_linear::Limits;
use sunward_network::build::{Builder, limit, process};
use sunward_network::{Constraint, Counted, Network, Objective};
use sunward_planner::{PlanError, Planned, Question, plan};

fn least_cost(network: &Network) -> Planned {
    plan(network, &Question::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-7 * wanted.abs().max(1e-12), "{found}, not {wanted}");
}

fn assert_all_close(found: &[f64], wanted: &[f64]) {
    let close = |(found, wanted): (&f64, &f64)| (found - wanted).abs() <= 1e-7 * wanted.abs().max(1e-3);
    assert!(found.len() == wanted.len() && found.iter().zip(wanted).all(close), "{found:?}, not {wanted:?}");
}

/// Flour 2 t a t of bread; one year, no discount, lives as long as the horizon, so capital is paid in full: 10 t of bread,
/// 20 t of flour. Mill 5 + 1 running, oven 7 + 3 running: 20·6 + 10·10 = 220.
#[test]
fn two_processes_cost_what_they_cost_by_hand() {
    let network = Builder::new("bread", 1)
        .commodity("flour", "t")
        .commodity("bread", "t")
        .process(process("mill").makes("flour", 1.0).price(5.0).running_cost(1.0).life(1.0))
        .process(process("oven").makes("bread", 1.0).uses("flour", 2.0).price(7.0).running_cost(3.0).life(1.0))
        .demand("bread", "here", 10.0)
        .network();
    let planned = least_cost(&network);
    assert_close(planned.plan.objective_value, 220.0);
    // Price of flour 5 + 1; of bread 7 + 3 + 2·6.
    assert_close(planned.plan.prices[0][0], 6.0);
    assert_close(planned.plan.prices[1][0], 22.0);
    assert_close(planned.plan.spending[1][0], 100.0);
}

/// Dantzig's transport problem: supplies 350 and 600, demands 325, 300 and 275, distances in thousands of miles, 90 dollars
/// a case and thousand miles; in thousands of dollars the optimum is 153.675. Source: `dantzig1963`.
#[test]
fn dantzigs_transport_problem_has_his_optimum() {
    let distances = [("seattle", [2.5, 1.7, 1.8]), ("san diego", [2.5, 1.8, 1.4])];
    let places = ["new york", "chicago", "topeka"];
    let mut builder = Builder::new("transport", 1).commodity("cases", "case");
    for name in ["seattle", "san diego", "new york", "chicago", "topeka"] {
        builder = builder.location(name, "Earth");
    }
    for (name, capacity) in [("seattle", 350.0), ("san diego", 600.0)] {
        builder = builder.process(
            process(&format!("plant {name}")).at(name).makes("cases", 1.0).most(capacity).standing(capacity).life(1e9),
        );
    }
    for (from, row) in distances {
        for (to, distance) in places.iter().zip(row) {
            builder = builder.process(
                process(&format!("{from} to {to}"))
                    .at(from)
                    .to(to)
                    .makes("cases", 1.0)
                    .uses("cases", 1.0)
                    .running_cost(0.09 * distance)
                    .free(),
            );
        }
    }
    for (place, amount) in places.iter().zip([325.0, 300.0, 275.0]) {
        builder = builder.demand("cases", place, amount);
    }
    let planned = least_cost(&builder.network());
    assert_close(planned.plan.objective_value, 153.675);
}

/// One asset of 100 and a life of 10 years at 5 %, needed from the third year of a horizon of six: price less what a sinking fund
/// leaves after four years, discounted over two.
#[test]
fn one_asset_is_paid_for_the_part_of_its_life_inside() {
    let network = Builder::new("one asset", 6)
        .discount(0.05)
        .commodity("good", "t")
        .process(process("mill").makes("good", 1.0).price(100.0).life(10.0))
        .demand("good", "here", [0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
        .network();
    let planned = least_cost(&network);
    let growth = |years: i32| (0..years).fold(1.0, |product, _| product * 1.05);
    let left = 1.0 - (growth(4) - 1.0) / (growth(10) - 1.0);
    assert_close(planned.plan.objective_value, 100.0 * (1.0 - left / growth(4)) / growth(2));
}

/// A fab takes two years and two tools; the tools are used while it is built, one each year, as late as it can be: so they are paid for
/// in the middle of the second and third year.
#[test]
fn capital_goods_are_used_over_the_lead_time_and_nothing_serves_before_it() {
    let network = Builder::new("fab", 5)
        .discount(0.05)
        .commodity("tool", "tool")
        .commodity("wafer", "wafer")
        .process(process("maker").makes("tool", 1.0).free().running_cost(10.0))
        .process(process("fab").makes("wafer", 1.0).capital("tool", 2.0).lead_time(2.0).life(50.0))
        .demand("wafer", "here", [0.0, 0.0, 0.0, 1.0, 1.0])
        .network();
    let planned = least_cost(&network);
    assert_all_close(&planned.plan.builds[1], &[0.0, 0.0, 0.0, 1.0, 0.0]);
    assert_all_close(&planned.plan.runs[0], &[0.0, 1.0, 1.0, 0.0, 0.0]);
    let middle = (1.05_f64).sqrt();
    assert_close(planned.plan.objective_value, 10.0 / (1.05 * middle) + 10.0 / (1.05 * 1.05 * middle));
}

/// Nothing stands, nothing comes, and growth is a share of what stands: it can never begin, and the answer says so.
#[test]
fn growth_from_nothing_without_a_seed_is_named() {
    let network = Builder::new("trap", 10)
        .commodity("robot", "robot")
        .process(process("factory").makes("robot", 1.0).growth(0.0, 1.0).price(1.0))
        .demand("robot", "here", 5.0)
        .unchecked();
    let Err(PlanError::Network(mistakes)) = plan(&network, &Question::default()) else { panic!("no mistake") };
    let text = mistakes.join("\n");
    assert!(text.contains("`factory` at `here`: it cannot begin"), "{text}");
}

/// A chain of two: chips first (their growth binds), then launches (a licence binds from 2029 on).
#[test]
fn the_binding_stage_changes_from_year_to_year_and_is_named_right_each_year() {
    let network = Builder::new("crossing", 6)
        .commodity("chip", "GW")
        .commodity("satellite", "GW")
        .process(
            process("fab").makes("chip", 1.0).standing(1.0).life(1e9).lead_time(1.0).growth(0.0, 1.0).running_cost(1.0),
        )
        .process(process("rocket").free().makes("satellite", 1.0).uses("chip", 1.0).running_cost(1.0))
        .priced_demand("satellite", "here", 1000.0, 100.0)
        .limit(limit("licence", 6.0).takes("rocket", Counted::Activity, 1.0))
        .network();
    let planned = least_cost(&network);
    assert_all_close(&planned.plan.runs[1], &[1.0, 2.0, 4.0, 6.0, 6.0, 6.0]);
    for period in 0..6 {
        let worth =
            |row: Constraint| planned.plan.duals.iter().find(|(own, _)| *own == row).map_or(0.0, |(_, worth)| *worth);
        let licence = worth(Constraint::Limit { limit: 0, period });
        let fab = worth(Constraint::Capacity { process: 0, period });
        if period < 3 {
            assert!(licence == 0.0 && fab > 0.0, "{period}: licence {licence}, fab {fab}");
        } else {
            assert!(licence > 0.0 && fab == 0.0, "{period}: licence {licence}, fab {fab}");
        }
    }
}

/// With a budget of 30 a year and 10 for each unit, three units can be had of the five wanted.
#[test]
fn most_compute_spends_the_budget_and_no_more() {
    let network = Builder::new("budget", 3)
        .commodity("compute", "GW year")
        .process(process("hall").free().makes("compute", 1.0).running_cost(10.0))
        .priced_demand("compute", "here", 5.0, 1.0)
        .budget(30.0)
        .network();
    let planned = plan(&network, &Question::new(Objective::MostCompute)).unwrap_or_else(|error| panic!("{error}"));
    assert_close(planned.plan.objective_value, 9.0);
    assert_all_close(&planned.plan.spending[0], &[30.0, 30.0, 30.0]);
}

/// Capacity doubles each year from one: 1, 2, 4, 8 … So 20 a year is reached in the sixth period; the year before 16 is the most.
#[test]
fn the_earliest_period_is_found_and_how_near_one_comes_before() {
    let network = Builder::new("earliest", 10)
        .commodity("compute", "GW year")
        .process(
            process("hall").makes("compute", 1.0).standing(1.0).life(1e9).lead_time(1.0).growth(0.0, 1.0).price(1.0),
        )
        .target("compute", 20.0)
        .network();
    let planned = plan(&network, &Question::new(Objective::Earliest)).unwrap_or_else(|error| panic!("{error}"));
    let earliest = planned.earliest.expect("it was asked for");
    assert_eq!(earliest.period, 5);
    assert_close(earliest.short_before.expect("there is a period before"), 4.0);
    assert_eq!(planned.plan.target_period, Some(5));
}

#[test]
fn a_target_that_is_never_within_reach_says_how_near_one_comes() {
    let network = Builder::new("never", 3)
        .commodity("compute", "GW year")
        .process(
            process("hall").makes("compute", 1.0).standing(1.0).life(1e9).lead_time(1.0).growth(0.0, 1.0).price(1.0),
        )
        .target("compute", 20.0)
        .network();
    let Err(PlanError::Shortage(shortage)) = plan(&network, &Question::new(Objective::Earliest)) else {
        panic!("no shortage")
    };
    let text = shortage.to_string();
    assert!(text.contains("compute: at most 4 GW year by 2028 even if everything is ordered today"), "{text}");
    assert!(text.contains("growth of hall, here"), "{text}");
}

/// Whoever stops a plan gets nothing, not half of one.
#[test]
fn a_plan_that_is_stopped_is_no_plan() {
    let network = Builder::new("stopped", 3)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).price(1.0))
        .demand("compute", "here", 1.0)
        .network();
    let stop = Arc::new(AtomicBool::new(true));
    let limits = Limits { interrupt: Some(stop.clone()), ..Limits::default() };
    let question = Question { limits, ..Question::default() };
    assert_eq!(plan(&network, &question).err(), Some(PlanError::Interrupted));
    stop.store(false, Ordering::Relaxed);
    assert!(plan(&network, &question).is_ok());
}

#[test]
fn questions_that_lack_something_say_what() {
    let network = Builder::new("no target", 3)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).price(1.0))
        .network();
    let refused = |question: Question| match plan(&network, &question) {
        Err(PlanError::Question(text)) => text,
        other => panic!("{other:?}"),
    };
    assert!(refused(Question::new(Objective::Earliest)).contains("needs a target"));
    assert!(refused(Question::new(Objective::MostCompute)).contains("needs a demand"));
    let sight = |years| Question { foresight: Some(years), ..Question::default() };
    assert!(refused(sight(0.0)).contains("longer than nothing"));
    let both = Question { foresight: Some(3.0), ..Question::new(Objective::Earliest) };
    assert!(refused(both).contains("`least-cost` only"));
}
