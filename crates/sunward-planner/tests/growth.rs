//! Balanced growth: textbook economies, lead times and lives, parts that hang together, and what holds them back.

use sunward_network::Network;
use sunward_network::build::{Builder, ProcessBuilder, process};
use sunward_planner::growth::{Growth, Pace, Part, Timing, balanced_growth, closed_parts};

fn commodity(network: &Network, name: &str) -> usize {
    network.commodities.iter().position(|row| row.name == name).expect("it is there")
}

fn market(network: &Network, name: &str) -> usize {
    let commodity = commodity(network, name);
    network.markets.iter().position(|row| row.commodity == commodity).expect("it is traded")
}

fn grows(network: &Network, name: &str, timing: Timing) -> Growth {
    let part = Part::whole(network, commodity(network, name));
    match balanced_growth(network, &part, 0, timing).expect("the solver works") {
        Pace::Grows(growth) => growth,
        other => panic!("{other:?}"),
    }
}

fn close(found: f64, wanted: f64, within: f64) {
    assert!((found / wanted - 1.0).abs() < within, "{found} is not {wanted}");
}

/// An activity of von Neumann: what it takes in is gone a year later, when what it gives is there.
fn activity(name: &str, takes: &[(&str, f64)], gives: &[(&str, f64)]) -> ProcessBuilder {
    let mut built = process(name).lead_time(1.0).life(1.0);
    for (good, amount) in takes {
        built = built.capital(good, *amount);
    }
    for (good, amount) in gives {
        built = built.makes(good, *amount);
    }
    built
}

/// Takes A = ((1, 0), (0, 1)), gives B = ((0, 4), (1, 0)): two goods that make each other; g² = 4.
#[test]
fn two_goods_that_make_each_other_grow_by_the_root_of_both_yields() {
    let network = Builder::new("von Neumann", 1)
        .commodity("wheat", "t")
        .commodity("iron", "t")
        .process(activity("farm", &[("iron", 1.0)], &[("wheat", 4.0)]))
        .process(activity("smith", &[("wheat", 1.0)], &[("iron", 1.0)]))
        .network();
    let growth = grows(&network, "wheat", Timing::AtOrder);
    close(growth.factor, 2.0, 1e-9);
    close(growth.doubling.unwrap(), 1.0, 1e-9);
    // Prices on the ray: one unit of iron is worth two of wheat.
    close(growth.prices[market(&network, "iron")], 2.0, 1e-5);
}

/// Gale 9.6, irreducible: three goods in a circle, one of which doubles on the way; g³ = 2.
#[test]
fn a_circle_of_three_with_one_doubling_grows_by_the_cube_root_of_two() {
    let network = Builder::new("Gale", 1)
        .commodity("one", "t")
        .commodity("two", "t")
        .commodity("three", "t")
        .process(activity("first", &[("one", 1.0)], &[("two", 1.0)]))
        .process(activity("second", &[("two", 1.0)], &[("three", 1.0)]))
        .process(activity("third", &[("three", 1.0)], &[("one", 2.0)]))
        .network();
    close(grows(&network, "one", Timing::AtOrder).factor, 1.259_921_049_894_873, 1e-9);
    close(grows(&network, "three", Timing::AtOrder).factor, 1.259_921_049_894_873, 1e-9);
    assert_eq!(closed_parts(&network, &Part::whole(&network, 0), 0, Timing::AtOrder).unwrap().len(), 1);
}

fn replicator(yields: f64, lead: f64, life: f64) -> Network {
    Builder::new("replicator", 1)
        .commodity("machine", "machine")
        .process(process("works").makes("machine", yields).capital("machine", 1.0).lead_time(lead).life(life))
        .network()
}

/// What makes `a` of itself a year, with lead time `L`: `g^L − g^(L−1) = a`.
#[test]
fn a_self_replicating_works_grows_as_its_lead_time_lets_it() {
    for (yields, lead, wanted) in [(0.5, 1.0, 1.5), (0.75, 2.0, 1.5), (4.0, 3.0, 2.0)] {
        close(grows(&replicator(yields, lead, 1e4), "machine", Timing::AtOrder).factor, wanted, 1e-8);
    }
}

/// Life two, yield one: `g² = g + 1`, the golden ratio.
#[test]
fn a_life_of_two_years_and_a_yield_of_one_grow_by_the_golden_ratio() {
    close(
        grows(&replicator(1.0, 1.0, 2.0), "machine", Timing::AtOrder).factor,
        f64::midpoint(1.0, 5.0_f64.sqrt()),
        1e-8,
    );
    close(grows(&replicator(1.0, 1.0, 1e4), "machine", Timing::AtOrder).factor, 2.0, 1e-8);
}

/// Without lead time and death, `dK/dt = a·K`.
#[test]
fn what_flows_all_the_time_grows_by_the_exponential_function() {
    let found = grows(&replicator(0.5, 0.0, 1e4), "machine", Timing::Continuous).factor;
    close(found, 1.648_721_270_700_128, 1e-8);
}

/// Half of the capital is made in each of two years: `g² = 1 + 2a`.
#[test]
fn capital_spread_over_the_lead_time_lets_it_grow_faster_than_capital_at_the_order() {
    let network = replicator(0.75, 2.0, 1e4);
    close(grows(&network, "machine", Timing::Spread).factor, 2.5_f64.sqrt(), 1e-8);
    close(grows(&network, "machine", Timing::AtOrder).factor, 1.5, 1e-8);
}

/// Dynamic Leontief: x = A x + B Δx with A = ((0.2, 0.4), (0.1, 0.4)), B = A-like so that (I−A)⁻¹B has the eigenvalue 4.
#[test]
fn a_dynamic_leontief_economy_grows_by_its_balanced_rate() {
    // One sector with A = 0.2 and B = 3.2: (1 − 0.2)/3.2 = 0.25 a year. Two sectors of which the second is a copy, each using the
    // other's good for half, keep the rate.
    let mut builder = Builder::new("Leontief", 1).commodity("steel", "t").commodity("grain", "t");
    for (name, own) in [("mill", "steel"), ("farm", "grain")] {
        builder = builder.process(
            process(name)
                .makes(own, 1.0)
                .uses("steel", 0.1)
                .uses("grain", 0.1)
                .capital("steel", 1.6)
                .capital("grain", 1.6)
                .lead_time(1.0)
                .life(1e4),
        );
    }
    let network = builder.network();
    close(grows(&network, "grain", Timing::AtOrder).factor, 1.25, 1e-8);
}

/// Two circles, the second of which feeds on the first: alone one triples and one doubles; its output follows the slower.
#[test]
fn a_reducible_network_is_as_fast_as_the_slowest_part_it_rests_on() {
    let network = Builder::new("reducible", 1)
        .commodity("chip", "chip")
        .commodity("robot", "robot")
        .process(process("fab").makes("chip", 1.0).capital("chip", 1.0).lead_time(1.0).life(1e4))
        .process(process("works").makes("robot", 2.0).uses("chip", 0.1).capital("robot", 1.0).lead_time(1.0).life(1e4))
        .network();
    close(grows(&network, "robot", Timing::AtOrder).factor, 2.0, 1e-6);
    close(grows(&network, "chip", Timing::AtOrder).factor, 2.0, 1e-8);
    let part = Part::whole(&network, commodity(&network, "robot"));
    let parts = closed_parts(&network, &part, 0, Timing::AtOrder).unwrap();
    assert_eq!(parts.len(), 2);
    let factor = |process: usize| {
        let core = parts.iter().find(|core| core.processes == [process]).expect("it is a part of its own");
        match &core.pace {
            Pace::Grows(growth) => growth.clone(),
            other => panic!("{other:?}"),
        }
    };
    close(factor(0).factor, 2.0, 1e-8);
    assert!(factor(0).imports.is_empty());
    close(factor(1).factor, 3.0, 1e-8);
    // Each robot made needs a tenth of a chip per two; at growth 3, one unit of output beside what growth takes.
    assert_eq!(factor(1).imports.len(), 1);
    assert_eq!(factor(1).imports[0].market, market(&network, "chip"));
}

/// Machines and workers: the good of which more would help most is named.
#[test]
fn the_commodity_that_limits_growth_is_named() {
    let network = Builder::new("two goods", 1)
        .commodity("tool", "t")
        .commodity("stone", "t")
        .process(
            process("toolmaker").makes("tool", 1.0).uses("stone", 0.01).capital("tool", 2.0).lead_time(1.0).life(1e4),
        )
        .process(process("quarry").makes("stone", 100.0).capital("tool", 0.01).lead_time(1.0).life(1e4))
        .network();
    let growth = grows(&network, "tool", Timing::AtOrder);
    assert_eq!(growth.limiting(), Some(market(&network, "tool")));
    // (1 − small)/2 a year; a hundredth more of tools adds a hundredth of that.
    assert!((growth.factor - 1.5).abs() < 1e-3, "{}", growth.factor);
    close(growth.commodities[0].gain, 0.01 * 0.5 / 1.5, 0.05);
}

/// Robots do the labour that people otherwise supply from outside the part.
#[test]
fn without_robots_labour_is_an_import_and_with_them_it_limits() {
    let network = Builder::new("labour", 1)
        .commodity("labour", "person year")
        .commodity("compute", "GW year")
        .process(process("robots").stage("robots").makes("labour", 1.0).capital("labour", 2.0).lead_time(1.0).life(1e4))
        .process(
            process("works")
                .makes("compute", 1.0)
                .capital("compute", 0.5)
                .capital("labour", 0.1)
                .lead_time(1.0)
                .life(1e4),
        )
        .network();
    let compute = commodity(&network, "compute");
    let with = grows(&network, "compute", Timing::AtOrder);
    close(with.factor, 1.5, 1e-6);
    assert!(with.imports.is_empty());
    let part = Part::of(&network, compute, |process| process.stage != "robots");
    let Pace::Grows(without) = balanced_growth(&network, &part, 0, Timing::AtOrder).unwrap() else { panic!() };
    close(without.factor, 3.0, 1e-8);
    assert_eq!(without.imports[0].market, market(&network, "labour"));
}

#[test]
fn what_comes_from_outside_does_not_limit_growth() {
    let network = Builder::new("outside", 1)
        .commodity("ore", "t")
        .commodity("steel", "t")
        .process(process("mine").outside().makes("ore", 1.0).capital("steel", 100.0).lead_time(9.0))
        .process(process("mill").makes("steel", 1.0).uses("ore", 2.0).capital("steel", 1.0).lead_time(1.0).life(1e4))
        .network();
    let growth = grows(&network, "steel", Timing::AtOrder);
    close(growth.factor, 2.0, 1e-8);
    assert_eq!(growth.imports[0].market, market(&network, "ore"));
}

#[test]
fn a_part_without_capital_is_limited_by_nothing() {
    let network = Builder::new("free", 1)
        .commodity("light", "GW year")
        .process(process("sun").free().makes("light", 1.0))
        .network();
    let found = balanced_growth(&network, &Part::whole(&network, 0), 0, Timing::AtOrder).unwrap();
    assert_eq!(found, Pace::Unlimited { imports: Vec::new() });
}

#[test]
fn a_process_that_eats_all_it_makes_cannot_grow_nor_stand() {
    let network = Builder::new("hopeless", 1)
        .commodity("corn", "t")
        .process(process("field").makes("corn", 1.0).uses("corn", 1.0).capital("corn", 0.1).lead_time(1.0))
        .network();
    let part = Part::whole(&network, 0);
    let found = balanced_growth(&network, &part, 0, Timing::AtOrder).unwrap();
    assert_eq!(found, Pace::Impossible { missing: vec![0] });
    let none = Part::of(&network, 0, |_| false);
    let found = balanced_growth(&network, &none, 0, Timing::AtOrder).unwrap();
    assert_eq!(found, Pace::Impossible { missing: vec![0] });
}

/// Half of the works is lost in a year: what stands shrinks.
#[test]
fn a_yield_too_small_for_its_life_shrinks() {
    let growth = grows(&replicator(0.5, 1.0, 1.0), "machine", Timing::AtOrder);
    close(growth.factor, 0.5, 1e-8);
    assert_eq!(growth.doubling, None);
}

/// A chain that begins outside limits nothing, whatever its lead times; beside a circle it is followed back to what comes in.
#[test]
fn a_chain_that_begins_outside_is_only_ordered_further_ahead() {
    let network = Builder::new("chain", 1)
        .commodity("ore", "t")
        .commodity("steel", "t")
        .commodity("hall", "hall")
        .commodity("machine", "machine")
        .process(process("mine").outside().makes("ore", 1.0))
        .process(process("mill").makes("steel", 0.5).uses("ore", 1.0).price(9.0).lead_time(8.0))
        .process(
            process("builder").makes("hall", 1.0).uses("steel", 3.0).capital("steel", 1.0).lead_time(6.0).life(1e4),
        )
        .process(
            process("works").makes("machine", 1.0).uses("hall", 0.1).capital("machine", 2.0).lead_time(1.0).life(1e4),
        )
        .network();
    let hall = Part::whole(&network, commodity(&network, "hall"));
    let Pace::Unlimited { imports } = balanced_growth(&network, &hall, 0, Timing::AtOrder).unwrap() else { panic!() };
    assert_eq!(imports.len(), 1);
    assert_eq!(imports[0].market, market(&network, "ore"));
    close(imports[0].amount, 6.0, 1e-3);
    let growth = grows(&network, "machine", Timing::AtOrder);
    close(growth.factor, 1.5, 1e-8);
    assert_eq!(growth.imports.len(), 1);
    assert!(growth.runs.iter().skip(1).all(|run| *run > 0.0), "{:?}", growth.runs);
}

/// Labour that people offer at any rate outside, and robots inside: the loop counts on its robots.
#[test]
fn what_the_part_makes_itself_is_not_taken_from_outside() {
    let network = Builder::new("people", 1)
        .commodity("labour", "person year")
        .commodity("robot", "robot")
        .process(process("people").outside().free().makes("labour", 1.0))
        .process(process("robots at work").makes("labour", 1.0).capital("robot", 1.0).lead_time(1.0).life(1e4))
        .process(process("robot works").makes("robot", 1.0).uses("labour", 2.0).price(1.0).lead_time(1.0).life(1e4))
        .network();
    // A robot makes half a robot a year.
    close(grows(&network, "robot", Timing::AtOrder).factor, 1.5, 1e-8);
    let part = Part::of(&network, commodity(&network, "robot"), |process| process.industry != "robots at work");
    assert!(matches!(balanced_growth(&network, &part, 0, Timing::AtOrder).unwrap(), Pace::Unlimited { .. }));
}
