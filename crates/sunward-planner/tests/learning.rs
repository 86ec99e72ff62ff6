//! Costs that fall with experience, with answers in closed form.

use sunward_network::build::{Builder, process};
use sunward_network::{Network, Objective, PlanStatus};
use sunward_planner::{Planned, Question, Rule, Start, plan};

/// Cost falls by this with each doubling where it falls with the square root of experience: `1 − 1/√2`.
fn square_root() -> f64 {
    1.0 - 1.0 / (2.0_f64).sqrt()
}

fn planned(network: &Network) -> Planned {
    plan(network, &Question::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn assert_close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-7 * wanted.abs().max(1e-12), "{found}, not {wanted}");
}

/// One a year for 24 years: the old way at 5, or a new one at 10 that falls with the root of experience, which begins at one.
///
/// All new costs the area under `10/√E` from 1 to 25: `20 (5 − 1) = 80`. All old costs 120, and there the first new one costs
/// 10, so that nobody begins who takes prices as they are.
fn old_and_new() -> Network {
    Builder::new("old and new", 24)
        .commodity("good", "t")
        .experience("new", square_root(), 1.0, 0.0)
        .process(process("old").free().makes("good", 1.0).running_cost(5.0))
        .process(process("new").free().makes("good", 1.0).running_cost(10.0).learns_running("new"))
        .demand("good", "here", 1.0)
        .network()
}

#[test]
fn both_resting_places_are_found_and_the_better_one_is_kept() {
    let planned = planned(&old_and_new());
    assert_close(planned.plan.objective_value, 80.0);
    assert!(planned.learning.lock_in);
    assert!(planned.learning.settled);
    let from = |start: Start| planned.learning.starts.iter().find(|report| report.start == start).expect("all starts");
    assert_close(from(Start::None).cost, 120.0);
    assert_close(from(Start::Full).cost, 80.0);
    assert_close(from(Start::None).experience[0], 1.0);
    assert_close(from(Start::Full).experience[0], 25.0);
    assert!(planned.learning.remainder() <= 1e-7);
    assert_eq!(planned.plan.status, PlanStatus::Optimal);
}

#[test]
fn experience_and_prices_of_the_plan_are_those_of_the_curve() {
    let planned = planned(&old_and_new());
    for year in 0..24 {
        let before = 1.0 + year as f64;
        assert_close(planned.plan.experience[0][year], before);
        assert_close(planned.plan.unit_running_costs[1][year], 20.0 * ((before + 1.0).sqrt() - before.sqrt()));
    }
}

/// The price of the good is what one more costs in truth: it also lowers all that follow, down to the last price, `10/√25`.
#[test]
fn the_price_of_what_learns_counts_what_it_teaches() {
    let planned = planned(&old_and_new());
    for price in &planned.plan.prices[0] {
        assert_close(*price, 2.0);
    }
}

/// Below a quarter of its price it does not fall: 1 to 16 on the curve, then at the floor: `20 (4 − 1) + 2.5 · 9`.
#[test]
fn nothing_falls_below_its_floor() {
    let mut network = old_and_new();
    network.experiences[0].floor = 0.25;
    let planned = planned(&network);
    assert_close(planned.plan.objective_value, 82.5);
}

/// Two sites share one group: each alone would be dearer.
#[test]
fn experience_is_shared_by_the_group() {
    let network = Builder::new("two sites", 24)
        .location("here", "Earth")
        .location("there", "Earth")
        .commodity("good", "t")
        .experience("new", square_root(), 1.0, 0.0)
        .process(process("new here").at("here").free().makes("good", 1.0).running_cost(10.0).learns_running("new"))
        .process(process("new there").at("there").free().makes("good", 1.0).running_cost(10.0).learns_running("new"))
        .demand("good", "here", 1.0)
        .demand("good", "there", 1.0)
        .network();
    assert_close(planned(&network).plan.objective_value, 20.0 * (7.0 - 1.0));
}

/// One more unit is wanted each year from the third on, and takes two years to build; all else is fixed. Those of the
/// third and fourth year are ordered before anything is commissioned, so at the first price; then at the mean over the year of
/// the order: `2 (√2 − 1)` and `2 (√3 − √2)`. Each is paid for the share of its forty years inside the six.
#[test]
fn learning_lags_by_the_time_to_build() {
    let network = Builder::new("lag", 6)
        .commodity("good", "t")
        .experience("mills", square_root(), 1.0, 0.0)
        .process(process("mill").makes("good", 1.0).price(100.0).life(40.0).lead_time(2.0).learns_building("mills"))
        .demand("good", "here", [0.0, 0.0, 1.0, 2.0, 3.0, 4.0])
        .network();
    let shares = [1.0, 1.0, 2.0 * ((2.0_f64).sqrt() - 1.0), 2.0 * ((3.0_f64).sqrt() - (2.0_f64).sqrt())];
    let cost: f64 = shares.iter().zip([4.0, 3.0, 2.0, 1.0]).map(|(share, years)| 100.0 * share * years / 40.0).sum();
    let planned = planned(&network);
    assert_close(planned.plan.objective_value, cost);
    assert_close(planned.plan.unit_prices[0][5], 100.0 * shares[3]);
}

/// Lead time, discount, growth and a rival: no closed form, but no start may end worse than it began, and the certificate compares at the margin.
#[test]
fn a_plan_with_lag_and_growth_rests_and_is_certified() {
    let network = Builder::new("race", 20)
        .discount(0.06)
        .commodity("power", "GW year")
        .experience("arrays", 0.2, 5.0, 0.15)
        .process(
            process("gas").makes("power", 1.0).price(900.0).running_cost(60.0).life(25.0).lead_time(2.0).standing(20.0),
        )
        .process(
            process("array")
                .makes("power", 1.0)
                .price(2600.0)
                .life(20.0)
                .lead_time(1.0)
                .availability(0.9)
                .growth(2.0, 0.5)
                .learns_building("arrays"),
        )
        .priced_demand("power", "here", (0..20).map(|year| 20.0 + 5.0 * f64::from(year)).collect::<Vec<f64>>(), 2000.0)
        .network();
    let planned = planned(&network);
    assert!(planned.learning.settled, "{:?}", planned.learning);
    assert!(planned.certificate.holds(1e-6), "{}", planned.certificate);
    assert!(planned.certificate.worst(Rule::Duality).is_some());
    let least = planned.learning.starts.iter().map(|start| start.cost).fold(f64::INFINITY, f64::min);
    assert!(planned.plan.objective_value <= least * (1.0 + 1e-6));
}

/// A budget of 20 a year, one unit at 10 a year before learning: the first year two, later more as the price falls. The budget is kept at
/// the prices that the plan itself makes true.
#[test]
fn a_budget_is_kept_at_the_prices_learned() {
    let network = Builder::new("budget", 6)
        .commodity("compute", "GW year")
        .experience("halls", square_root(), 10.0, 0.0)
        .process(process("hall").free().makes("compute", 1.0).running_cost(10.0).learns_running("halls"))
        .priced_demand("compute", "here", 100.0, 1.0)
        .budget(20.0)
        .network();
    let planned = plan(&network, &Question::new(Objective::MostCompute)).unwrap_or_else(|error| panic!("{error}"));
    // All is spent: after year n the root of experience is √10 + n · 20 / (20 √10).
    let root = |years: f64| (10.0_f64).sqrt() + years / (10.0_f64).sqrt();
    for year in 0..6 {
        let before = root(f64::from(year as u8));
        let after = root(f64::from(year as u8 + 1));
        let made = after * after - before * before;
        assert!((planned.plan.runs[0][year] - made).abs() < 1e-6 * made, "{year}: {:?} {made}", planned.plan.runs);
    }
}
