//! Planners who do not see to the end, and horizons that end.

use sunward_network::build::{Builder, process};
use sunward_network::{Network, Plan};
use sunward_planner::{PlanError, Question, plan};

fn seeing(network: &Network, years: f64) -> Result<sunward_planner::Planned, PlanError> {
    plan(network, &Question { foresight: Some(years), ..Question::default() })
}

/// From the fifth year on a unit is wanted. A mill takes three years and costs nothing to run; bought it costs 100 a year.
fn mill_or_market() -> Builder {
    Builder::new("mill or market", 10)
        .commodity("flour", "t")
        .process(process("mill").makes("flour", 1.0).price(100.0).life(10.0).lead_time(3.0))
        .demand("flour", "here", [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
}

/// Who sees all orders in time: six tenths of a life. Who sees two years ahead never sees a mill that he orders at work.
#[test]
fn short_sight_costs_what_it_costs_by_hand() {
    let network = mill_or_market().process(process("market").free().makes("flour", 1.0).running_cost(100.0)).network();
    let planned = seeing(&network, 2.0).unwrap_or_else(|error| panic!("{error}"));
    let foresight = planned.foresight.expect("it was limited");
    assert!((foresight.perfect - 60.0).abs() < 1e-6, "{foresight:?}");
    assert!((foresight.cost - 600.0).abs() < 1e-6, "{foresight:?}");
}

/// Seeing five years ahead, the mill is ordered as soon as its service is seen, which is in time.
#[test]
fn sight_beyond_the_lead_time_is_as_good_as_perfect_here() {
    let network = mill_or_market().process(process("market").free().makes("flour", 1.0).running_cost(100.0)).network();
    let planned = seeing(&network, 5.0).unwrap_or_else(|error| panic!("{error}"));
    let foresight = planned.foresight.expect("it was limited");
    assert!((foresight.cost - foresight.perfect).abs() < 1e-6, "{foresight:?}");
}

#[test]
fn what_is_seen_too_late_is_a_shortage_that_says_so() {
    let network = mill_or_market().network();
    let Err(PlanError::Shortage(shortage)) = seeing(&network, 2.0) else { panic!("no shortage") };
    let text = shortage.to_string();
    assert!(text.contains("Seeing 2 years ahead"), "{text}");
    assert!(text.contains("flour, here: 1 of the 1 t wanted in 2030 cannot be had"), "{text}");
}

#[test]
fn sight_to_the_end_is_perfect() {
    let network = growing(12, 1.5);
    let planned = seeing(&network, 100.0).unwrap_or_else(|error| panic!("{error}"));
    let foresight = planned.foresight.expect("it was limited");
    assert!((foresight.cost - foresight.perfect).abs() <= 1e-7 * foresight.perfect, "{foresight:?}");
}

/// A chain with lead times, growth and stock, in which something is built every year, with so much steel in each plant.
fn growing(years: usize, steel: f64) -> Network {
    let wanted: Vec<f64> = (0..years).map(|year| 10.0 + 2.0 * year as f64).collect();
    Builder::new("growing", years)
        .discount(0.05)
        .stored("steel", "t", 0.02)
        .commodity("power", "GW year")
        .process(
            process("mill")
                .makes("steel", 1.0)
                .price(30.0)
                .running_cost(5.0)
                .life(15.0)
                .lead_time(1.0)
                .standing(8.0 + 4.0 * steel)
                .growth(2.0, 0.3),
        )
        .process(
            process("plant")
                .makes("power", 1.0)
                .capital("steel", steel)
                .price(200.0)
                .life(12.0)
                .lead_time(2.0)
                .standing(14.0),
        )
        .process(process("engine").makes("power", 1.0).price(80.0).running_cost(90.0).life(10.0))
        .priced_demand("power", "here", wanted, 1000.0)
        .network()
}

/// The plan inside the horizon, with so many years beyond.
fn inside(network: &Network, beyond: f64) -> Plan {
    let question = Question { beyond, ..Question::default() };
    plan(network, &question).unwrap_or_else(|error| panic!("{error}")).inside().1
}

/// Only the part of a life inside is paid, so the price of power is the same to the last year, and plants are still built.
#[test]
fn plans_do_not_collapse_before_the_end() {
    let plan = inside(&growing(30, 0.0), 0.0);
    for period in 20..30 {
        assert!(plan.builds[1][period] > 1.0, "{period}: {:?}", plan.builds[1]);
        assert!((plan.prices[1][period] - plan.prices[1][10]).abs() < 1e-6, "{:?}", plan.prices[1]);
    }
}

#[test]
fn ten_more_years_do_not_move_the_plan_at_all_where_only_money_is_built_in() {
    let (short, long) = (inside(&growing(30, 0.0), 0.0), inside(&growing(40, 0.0), 0.0));
    for process in 0..3 {
        for period in 0..30 {
            let (a, b) = (short.builds[process][period], long.builds[process][period]);
            assert!((a - b).abs() < 1e-6 * (1.0 + a.abs()), "{process}, {period}: {a} and {b}");
        }
    }
}

/// Goods that are built in are used up whole, also for a plant that serves a year inside; so without years beyond engines take the place of
/// plants at the end. With them nothing of that is seen inside.
#[test]
fn years_beyond_keep_plans_from_collapsing_where_goods_are_built_in() {
    let network = growing(30, 20.0);
    let cut: f64 = inside(&network, 0.0).builds[2].iter().sum();
    assert!(cut > 5.0, "engines are built at the end: {cut}");
    let plan = inside(&network, 15.0);
    let engines: f64 = plan.builds[2].iter().sum();
    assert!(engines < 1e-6, "{:?}", plan.builds[2]);
    assert!(plan.builds[1][28] > 5.0 && plan.builds[1][29] > 5.0, "{:?}", plan.builds[1]);
}

#[test]
fn with_years_beyond_ten_more_years_do_not_move_the_first_half() {
    let (short, long) = (inside(&growing(30, 1.5), 15.0), inside(&growing(40, 1.5), 15.0));
    for period in 0..15 {
        let (a, b) = (short.builds[1][period], long.builds[1][period]);
        assert!((a - b).abs() < 1e-6 * (1.0 + a.abs()), "{period}: {a} and {b}");
    }
}

/// What falls inside is what a plan without years beyond counts too: here the two are the same plan.
#[test]
fn the_cost_inside_leaves_out_what_falls_beyond() {
    let network = growing(20, 0.0);
    let (without, with) = (inside(&network, 0.0), inside(&network, 15.0));
    assert!((without.objective_value - with.objective_value).abs() < 1e-7 * without.objective_value);
}
