//! A plan of a small network, as a person and a program see it.

#[path = "support/small_chain.rs"]
mod small_chain;

use small_chain::{network, planned};
use std::collections::BTreeSet;
use sunward_network::Objective;
use sunward_network::build::{Builder, process};
use sunward_planner::{PlanError, Question, plan};
use sunward_results::plan::arithmetic::{Counts, arithmetic, foremost};
use sunward_results::plan::chain::{Wanted, takes};
use sunward_results::plan::{build_out, document, flows, screen, tables, works};

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-12)
}

#[test]
fn the_screen_is_one_screen() {
    for (years, objective) in [(20, Objective::LeastCost), (12, Objective::LeastCost), (20, Objective::Earliest)] {
        let text = screen::screen(&planned(&network(years, 8.0), objective));
        assert!(text.lines().count() <= 45, "{} lines:\n{text}", text.lines().count());
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
        for part in
            ["chips in service", "target: 120 GW", "what holds it back", "worth most", "doubling time", "takes:"]
        {
            assert!(text.contains(part), "no `{part}` in\n{text}");
        }
    }
}

#[test]
fn unmet_demand_is_the_headline() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let text = screen::screen(&results);
    assert!(text.lines().nth(1).is_some_and(|line| line.starts_with("UNMET: demand for compute")), "{text}");
    let shortages = document::document(&results)["shortages"].as_array().expect("a list").len();
    assert!(shortages > 0);
}

/// 120 GW at 10 t a MW in flights of 100 t, with two wafers a kW and one engineer a MW: by hand.
#[test]
fn the_arithmetic_follows_the_recipes() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let all = arithmetic(&results.network, &results.plan);
    let orbit = all.iter().find(|row| row.world == "Low orbit").expect("satellites are built");
    let row = |counts: Counts, name: &str| {
        let is = |row: &&sunward_results::plan::arithmetic::Row| row.counts == counts && row.name == name;
        orbit.rows.iter().find(is).unwrap_or_else(|| panic!("no {name}: {:?}", orbit.rows))
    };
    assert!(close(orbit.added, 120.0));
    let mass = row(Counts::Carried, "lift");
    assert!(close(mass.amount, 1.2e6) && mass.means == "100 kW of chips a tonne.", "{mass:?}");
    let flights = row(Counts::Flights, "flights");
    assert!(close(flights.amount, 12_000.0), "{flights:?}");
    assert!(flights.means.contains("32.9 a day") && flights.means.contains("16.4 a day at 200 t"), "{flights:?}");
    let wafers = row(Counts::Made, "wafers");
    assert!(close(wafers.amount, 240.0) && close(wafers.times().expect("makers stand"), 8.0), "{wafers:?}");
    assert_eq!(wafers.means, "8 times what can be made a year today, 30,000 wafers a year.");
    assert!(close(row(Counts::Made, "engineers").amount, 120.0));
    // On the ground halls come with gas plants, which run; nothing flies.
    let earth = all.iter().find(|row| row.world == "Earth").expect("halls are built");
    assert!(earth.rows.iter().all(|row| !matches!(row.counts, Counts::Carried | Counts::Flights)));
    assert!(earth.rows.iter().any(|row| row.name == "electricity" && close(row.amount, 156.0)));
    assert!(foremost(orbit, 4).len() == 4 && foremost(orbit, 4)[0].counts == Counts::Carried);
}

#[test]
fn a_chain_that_feeds_on_itself_is_summed_to_the_end() {
    let network = Builder::new("seed corn", 2)
        .commodity("corn", "t")
        .commodity("bread", "t")
        .process(process("fields").makes("corn", 1.0).uses("corn", 0.2).running_cost(1.0).free())
        .process(
            process("bakers")
                .unit("t")
                .makes("bread", 1.0)
                .uses("corn", 2.0)
                .price(1.0)
                .life(9.0)
                .standing(20.0)
                .availability(0.5),
        )
        .demand("bread", "here", 4.0)
        .network();
    let found = plan(&network, &Question::new(Objective::LeastCost)).expect("there is a plan");
    let bread = network.demands[0].market;
    let taken =
        takes(&network, &found.plan, 0, &[Wanted::Market(bread, 4.0)]).expect("corn gives more corn than it takes");
    let corn = (0..network.markets.len()).find(|market| *market != bread).expect("two markets");
    assert!(close(taken.made[bread], 4.0) && close(taken.made[corn], 10.0), "{taken:?}");
    assert!(close(taken.runs[0], 10.0) && close(taken.standing[1], 8.0), "{taken:?}");
}

#[test]
fn documents_have_the_keys_that_others_read() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let found = document::document(&results);
    for key in [
        "objective",
        "objective_value",
        "program",
        "status",
        "compute",
        "power",
        "builds",
        "stocks",
        "flows",
        "bottlenecks",
        "target_year",
        "growth",
        "shortages",
        "relaxations",
        "rents",
        "price_of_compute",
        "who_earns",
        "critical_path",
        "learning",
        "certificate",
        "arithmetic",
    ] {
        assert!(found.get(key).is_some(), "no `{key}`");
    }
    for key in ["process", "site", "year", "value", "unit"] {
        assert!(found["builds"][0].get(key).is_some() && found["flows"][0].get(key).is_some(), "no `{key}`");
    }
    for key in ["year", "constraint", "site", "shadow_price", "share", "relax_10_percent"] {
        assert!(found["bottlenecks"][0].get(key).is_some(), "no `{key}`");
    }
    assert!(found["growth"].get("doubling_time").is_some() && found["growth"].get("limited_by").is_some());
    assert_eq!(found["compute"]["years"].as_array().map(Vec::len), Some(20));
    assert_eq!(found["target_year"], 2040);
    let relaxed =
        found["bottlenecks"].as_array().expect("a list").iter().any(|row| row["relax_10_percent"]["value"].is_number());
    assert!(relaxed, "what was planned anew stands at its rows");
    // Nothing is NaN: that would be null where a number must be.
    assert!(found["objective_value"].is_number());
    // Nothing learns in it, so the plan costs what the exported program does.
    let (plan, program) = (found["objective_value"].as_f64().expect("a number"), &found["program"]);
    assert!((plan / program["value"].as_f64().expect("a number") - 1.0).abs() < 1e-6);
    assert_eq!(found["objective_unit"], program["unit"]);
}

#[test]
fn tables_are_long_and_add_up_to_the_plan() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let all = tables::tables(&results);
    let names: BTreeSet<&str> = all.iter().map(|table| table.name).collect();
    assert_eq!(names.len(), all.len(), "no two of one name");
    for table in &all {
        assert!(table.columns.iter().all(|column| column.1.len() == table.rows()), "{}", table.name);
        assert!(names.contains("plan_builds") && table.columns.iter().any(|column| column.0 == "unit"));
    }
    let csv = tables::builds(&results).csv();
    let sum: f64 = csv.lines().skip(1).filter_map(|line| line.split(',').nth(3)?.parse::<f64>().ok()).sum();
    assert!(close(sum, results.plan.builds.iter().flatten().sum()));
}

#[test]
fn what_is_delivered_stands_at_its_place() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let out = build_out::build_out(&results.network, &results.plan);
    assert_eq!((out.unit.as_str(), out.capacity_unit.as_str()), ("GW", "GW"));
    let target = out.target.as_ref().expect("there is a target");
    for (delivered, made) in out.delivered().iter().zip(&target.made) {
        assert!(close(*delivered, *made));
    }
    let leo = out.places.iter().find(|place| place.name == "leo").expect("satellites serve");
    assert!(leo.standing.iter().zip(&leo.delivered).all(|(stands, gives)| *gives <= stands + 1e-9));
}

/// What is sold to those who ask is worth what compute costs them.
#[test]
fn flows_between_stages_end_with_those_who_ask() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    let period = results.focus_period();
    let found = flows::flows(&results.network, &results.plan, period);
    let ends: f64 = found.flows.iter().filter(|flow| flow.to == found.stages.len()).map(|flow| flow.value).sum();
    let demand = &results.network.demands[0];
    let wanted = demand.amount.at(period) - results.plan.shorts[0][period];
    assert!(close(ends, wanted * results.plan.prices[demand.market][period]), "{ends}");
}

#[test]
fn what_is_under_construction_is_what_will_be_commissioned() {
    let results = planned(&network(20, 8.0), Objective::LeastCost);
    for works in works::works(&results.network, &results.plan, &results.analysis.builds) {
        let built: f64 = results.plan.builds[works.process].iter().sum();
        let years: f64 = works.building.iter().sum();
        assert!(years <= built * works.lead_time + 1e-6, "{}: {years} {built}", works.title);
    }
}

#[test]
fn a_shortage_is_told_in_sentences() {
    let network = Builder::new("too soon", 3)
        .commodity("compute", "GW year")
        .process(
            process("fabs").unit("GW year").makes("compute", 1.0).price(1.0).life(9.0).lead_time(2.0).standing(5.0),
        )
        .demand("compute", "here", [1.0, 50.0, 50.0])
        .network();
    let Err(PlanError::Shortage(shortage)) = plan(&network, &Question::new(Objective::LeastCost)) else {
        panic!("what is wanted cannot be had")
    };
    let text = screen::shortage("too soon", &shortage);
    assert!(text.contains("compute") && text.contains("2027"), "{text}");
    let found = document::shortage(&shortage);
    assert_eq!(found["status"], "short");
    assert!(found["shortages"][0]["year"].is_number() && found["sentences"][0].is_string());
}
