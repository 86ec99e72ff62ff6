//! The independent check sees every kind of broken plan.

use sunward_network::build::{Builder, limit, process};
use sunward_network::{Constraint, Counted, Network, Objective, Plan};
use sunward_planner::{Question, Rule, certify, plan};

/// A chain in which everything that is checked is there and binds: stock, growth, lead time, room, limit, budget, learning.
fn network() -> Network {
    let wanted: Vec<f64> = (0..12).map(|year| 4.0 + 3.0 * f64::from(year)).collect();
    Builder::new("everything", 12)
        .discount(0.07)
        .stored("steel", "t", 0.05)
        .commodity("power", "GW year")
        .experience("plants", 0.15, 3.0, 0.2)
        .process(
            process("mill").makes("steel", 1.0).price(30.0).running_cost(5.0).life(9.0).standing(4.0).growth(1.0, 0.3),
        )
        .process(
            process("plant")
                .makes("power", 1.0)
                .capital("steel", 1.5)
                .price(200.0)
                .fixed_cost(3.0)
                .life(8.0)
                .lead_time(2.0)
                .standing(5.0)
                .coming(&[0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
                .learns_building("plants"),
        )
        .process(
            process("engine").makes("power", 1.0).price(80.0).running_cost(90.0).life(5.0).most(6.0).availability(0.9),
        )
        .priced_demand("power", "here", wanted, 400.0)
        .limit(limit("fuel", 4.0).takes("engine", Counted::Activity, 1.0))
        .limit(limit("land", 60.0).ever().takes("plant", Counted::Building, 2.0))
        .budget(900.0)
        .target("power", 5.0)
        .network()
}

fn planned(network: &Network, objective: Objective) -> Plan {
    plan(network, &Question::new(objective)).unwrap_or_else(|error| panic!("{error}")).plan
}

/// That the check sees a change, and in which rule.
fn sees(rule: Rule, change: impl FnOnce(&Network, &mut Plan)) {
    let network = network();
    let mut plan = planned(&network, Objective::Earliest);
    let whole = certify(&network, &plan, true);
    assert!(whole.holds(1e-6), "{whole}");
    change(&network, &mut plan);
    let broken = certify(&network, &plan, true);
    assert!(broken.worst(rule).is_some_and(|worst| worst > 1e-4), "{}:\n{broken}", rule.title());
    assert!(!broken.holds(1e-6));
}

#[test]
fn every_objective_is_certified() {
    for objective in [Objective::LeastCost, Objective::MostCompute, Objective::Earliest] {
        planned(&network(), objective);
    }
}

#[test]
fn a_negative_amount_is_seen() {
    sees(Rule::Sign, |_, plan| plan.runs[0][3] = -0.1);
}

#[test]
fn more_unmet_than_wanted_is_seen() {
    sees(Rule::Sign, |_, plan| plan.shorts[0][3] = 1e3);
}

#[test]
fn a_balance_that_does_not_close_is_seen() {
    sees(Rule::Balance, |_, plan| plan.runs[1].iter_mut().for_each(|run| *run *= 0.99));
}

#[test]
fn a_stock_from_nowhere_is_seen() {
    sees(Rule::Balance, |_, plan| plan.stocks[0][2] += 5.0);
}

#[test]
fn running_beyond_capacity_is_seen() {
    sees(Rule::Capacity, |_, plan| plan.runs[1][5] *= 1.5);
}

#[test]
fn a_capacity_that_is_not_there_is_seen() {
    sees(Rule::Capacity, |_, plan| plan.capacities[1][5] *= 1.01);
}

#[test]
fn service_before_the_lead_time_is_seen() {
    sees(Rule::LeadTime, |_, plan| plan.builds[1][1] = 1.0);
}

#[test]
fn growth_beyond_what_is_allowed_is_seen() {
    sees(Rule::Growth, |_, plan| plan.builds[0][5] += 20.0);
}

#[test]
fn too_much_capacity_for_its_room_is_seen() {
    sees(Rule::Most, |_, plan| plan.builds[2][4] += 6.0);
}

#[test]
fn a_broken_limit_is_seen() {
    sees(Rule::Limit, |_, plan| plan.runs[2][4] += 4.0);
}

#[test]
fn a_broken_limit_for_ever_is_seen() {
    sees(Rule::Limit, |_, plan| plan.builds[1][6] += 40.0);
}

#[test]
fn spending_beyond_the_budget_is_seen() {
    sees(Rule::Budget, |_, plan| plan.builds[1][6] += 40.0);
}

#[test]
fn spending_that_is_told_wrong_is_seen() {
    sees(Rule::Budget, |_, plan| plan.spending[1][5] *= 1.01);
}

#[test]
fn a_missed_target_is_seen() {
    sees(Rule::Target, |_, plan| plan.runs.iter_mut().for_each(|runs| runs[11] = 0.0));
}

#[test]
fn an_objective_that_does_not_add_up_is_seen() {
    sees(Rule::Money, |_, plan| plan.objective_value *= 1.001);
}

#[test]
fn a_price_off_the_curve_is_seen() {
    sees(Rule::Money, |_, plan| plan.unit_prices[1][8] *= 0.99);
}

#[test]
fn experience_from_nowhere_is_seen() {
    sees(Rule::Money, |_, plan| plan.experience[0][8] *= 1.01);
}

#[test]
fn a_negative_price_is_seen() {
    sees(Rule::Prices, |_, plan| plan.prices[1][3] = -1.0);
}

#[test]
fn a_profit_that_nobody_takes_is_seen() {
    sees(Rule::Profit, |_, plan| plan.prices[1].iter_mut().for_each(|price| *price *= 1.1));
}

#[test]
fn a_plan_that_is_not_the_best_is_seen() {
    sees(Rule::Duality, |_, plan| {
        plan.duals.iter_mut().filter(|(row, _)| matches!(row, Constraint::Limit { .. })).for_each(|(_, worth)| {
            *worth += 50.0;
        });
    });
}

#[test]
fn what_is_no_number_is_no_plan() {
    sees(Rule::Balance, |_, plan| plan.runs[0][3] = f64::NAN);
}
