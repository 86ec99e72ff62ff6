//! A small chain that is planned in a blink.

use sunward_network::build::{Builder, limit, process};
use sunward_network::{Counted, Network, Objective};
use sunward_planner::{Question, Questions, analyse, plan};
use sunward_results::PlanResults;

/// Engineers, wafers, chips, gas, halls, ships, satellites and what carries between them: eight industries with capacity in
/// two worlds, and a licence for flights.
pub fn network(years: usize, wanted: f64) -> Network {
    let demand: Vec<f64> = (0..years).map(|year| 15.0 + wanted * year as f64).collect();
    Builder::new("small chain", years)
        .discount(0.05)
        .location("texas", "Earth")
        .location("leo", "Low orbit")
        .stored_world_commodity("silver", "t", 0.0)
        .stored_world_commodity("wafers", "kwafer", 0.0)
        .world_commodity("engineers", "kperson year")
        .stored_world_commodity("chips", "GW", 0.0)
        .commodity("electricity", "GW year")
        .world_commodity("flights", "flight")
        .stored_world_commodity("lift", "t", 0.0)
        .world_commodity("orbital", "GW year")
        .world_commodity("compute", "GW year")
        .process(
            process("mines").at("texas").unit("t").stage("materials").makes("silver", 1.0).free().running_cost(1e6),
        )
        .process(
            process("people")
                .at("texas")
                .unit("kperson year")
                .stage("labour")
                .makes("engineers", 1.0)
                .price(1e7)
                .life(30.0)
                .lead_time(1.0)
                .running_cost(2e8)
                .standing(40.0)
                .growth(2.0, 0.15),
        )
        .process(
            process("wafer makers")
                .at("texas")
                .unit("kwafer")
                .stage("materials")
                .makes("wafers", 1.0)
                .price(2e8)
                .life(20.0)
                .lead_time(2.0)
                .standing(30.0)
                .growth(5.0, 0.3)
                .running_cost(1e6),
        )
        .process(
            process("fabs")
                .at("texas")
                .unit("GW")
                .stage("chips")
                .makes("chips", 1.0)
                .uses("wafers", 2.0)
                .uses("engineers", 1.0)
                .price(3e9)
                .life(15.0)
                .lead_time(3.0)
                .standing(10.0)
                .growth(4.0, 0.4)
                .running_cost(4e9),
        )
        .process(
            process("gas plants")
                .at("texas")
                .unit("GW year")
                .stage("power")
                .makes("electricity", 1.0)
                .price(1.5e9)
                .life(30.0)
                .lead_time(2.0)
                .availability(0.9)
                .standing(40.0)
                .growth(8.0, 0.2)
                .running_cost(2e8)
                .most(90.0),
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
                .standing(400.0)
                .growth(200.0, 0.6)
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
            process("chip cargo")
                .at("texas")
                .to("leo")
                .unit("GW")
                .stage("transport")
                .makes("chips", 1.0)
                .uses("chips", 1.0)
                .free(),
        )
        .process(
            process("satellites")
                .at("leo")
                .unit("GW year")
                .stage("compute")
                .makes("orbital", 1.0)
                .capital("lift", 10_000.0)
                .capital("chips", 1.0)
                .price(8e9)
                .life(5.0)
                .lead_time(1.0)
                .growth(2.0, 1.0)
                .first(2028.0),
        )
        .process(
            process("downlink")
                .at("leo")
                .to("texas")
                .unit("GW year")
                .stage("compute")
                .makes("compute", 1.0)
                .uses("orbital", 1.0)
                .free(),
        )
        .priced_demand("compute", "texas", demand, 5e11)
        .limit(limit("licensed flights", 9_000.0).beyond_money().takes("ships", Counted::Activity, 1.0))
        .target("compute", 120.0)
        .network()
}

/// The best plan, taken apart.
pub fn planned(network: &Network, objective: Objective) -> PlanResults {
    let planned = plan(network, &Question::new(objective)).expect("there is a plan");
    let analysis = analyse(&planned, &Questions::default()).expect("it can be taken apart");
    PlanResults::gather(planned, analysis, 2034)
}
