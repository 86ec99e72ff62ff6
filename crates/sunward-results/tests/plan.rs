//! A plan of a small network, as a person and a program see it.

use sunward_network::build::{Builder, limit, process};
use sunward_network::{Counted, Network, Objective};
use sunward_planner::{PlanError, Question, Questions, analyse, plan};
use sunward_results::PlanResults;
use sunward_results::plan::{arithmetic, build_out, chain, document, screen, tables};

/// Chips, power, halls, ships, a limit on flights: eight industries in two worlds.
fn network(years: usize, wanted: f64) -> Network {
    let demand: Vec<f64> = (0..years).map(|year| (wanted * (1.0 + year as f64)).min(400.0)).collect();
    Builder::new("small chain", years)
        .discount(0.05)
        .location("texas", "Earth")
        .location("leo", "Low orbit")
        .stored_world_commodity("wafer", "kwafer", 0.0)
        .world_commodity("engineers", "kperson year")
        .stored_world_commodity("chips", "GW", 0.0)
        .commodity("electricity", "GW year")
        .world_commodity("flights", "flight")
        .stored_world_commodity("lift", "t", 0.0)
        .world_commodity("compute", "GW year")
        .process(
            process("people")
                .at("texas")
                .unit("kperson year")
                .stage("labour")
                .makes("engineers", 1.0)
                .running_cost(2e8)
                .price(1e6)
                .life(30.0)
                .standing(60.0)
                .growth(5.0, 0.2),
        )
        .process(
            process("wafers")
                .at("texas")
                .unit("kwafer")
                .stage("chips")
                .makes("wafer", 1.0)
                .price(2e8)
                .life(20.0)
                .lead_time(3.0)
                .standing(30.0)
                .growth(3.0, 0.3)
                .running_cost(1e6)
                .uses("engineers", 0.05),
        )
        .process(
            process("fabs")
                .at("texas")
                .unit("GW")
                .stage("chips")
                .makes("chips", 1.0)
                .uses("wafer", 2.0)
                .price(3e9)
                .life(15.0)
                .lead_time(2.0)
                .standing(10.0)
                .growth(5.0, 0.5)
                .running_cost(4e9),
        )
        .process(
            process("gas")
                .at("texas")
                .unit("GW year")
                .stage("power")
                .makes("electricity", 1.0)
                .price(1.5e9)
                .life(30.0)
                .lead_time(2.0)
                .availability(0.9)
                .standing(40.0)
                .growth(10.0, 0.3)
                .running_cost(2e8)
                .most(120.0),
        )
        .process(
            process("halls")
                .at("texas")
                .unit("GW year")
                .stage("compute")
                .makes("compute", 1.0)
                .uses("electricity", 1.3)
                .capital("chips", 1.0)
                .price(1e10)
                .life(5.0)
                .lead_time(1.0)
                .standing(20.0)
                .growth(50.0, 1.0),
        )
        .process(
            process("ships")
                .at("texas")
                .unit("flight")
                .stage("transport")
                .makes("flights", 1.0)
                .price(2e7)
                .life(10.0)
                .lead_time(1.0)
                .standing(50.0)
                .growth(100.0, 1.0)
                .running_cost(5e6),
        )
        .process(
            process("carrying")
                .at("texas")
                .to("leo")
                .unit("t")
                .stage("transport")
                .makes("lift", 1.0)
                .uses("flights", 0.01)
                .free(),
        )
        .process(
            process("satellites")
                .at("leo")
                .unit("GW year")
                .stage("compute")
                .makes("compute", 1.0)
                .capital("lift", 10_000.0)
                .price(2.5e10)
                .life(5.0)
                .lead_time(1.0)
                .growth(20.0, 1.0),
        )
        .priced_demand("compute", "leo", demand, 5e11)
        .limit(limit("licences", 60_000.0).beyond_money().takes("ships", Counted::Activity, 1.0))
        .target("compute", 200.0)
        .network()
}

fn planned(network: &Network, objective: Objective) -> PlanResults {
    let mut planned = plan(network, &Question::new(objective)).expect("there is a plan");
    let analysis = analyse(&mut planned, &Questions::default()).expect("it can be taken apart");
    PlanResults::gather(planned, analysis, 2034)
}

#[test]
fn print() {
    let results = planned(&network(20, 30.0), Objective::LeastCost);
    println!("{}", screen::screen(&results));
    println!("{}", serde_json::to_string_pretty(&document::document(&results)).unwrap().len());
}
