//! Everything that no network may have is said in words; what the builder makes has none of it.

use sunward_network::build::{Builder, limit, process};
use sunward_network::{Counted, Learning, Line, Network, Place, Series};

/// Mill and baker at two locations, with one of each thing.
fn bread() -> Network {
    Builder::new("bread", 6)
        .discount(0.05)
        .location("village", "land")
        .location("town", "land")
        .stored("grain", "t", 0.02)
        .commodity("flour", "t")
        .world_commodity("bread", "kt")
        .commodity("power", "GW year")
        .experience("mills", 0.1, 5.0, 0.3)
        .process(process("field").makes("grain", 1.0).free().running_cost(10.0))
        .process(
            process("mill")
                .makes("flour", 0.8)
                .uses("grain", 1.0)
                .uses("power", vec![0.1, 0.1, 0.1, 0.05, 0.05, 0.05])
                .capital("grain", 0.5)
                .price(100.0)
                .lead_time(1.0)
                .growth(1.0, 0.2)
                .standing(3.0)
                .coming(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0])
                .most(50.0)
                .learns_building("mills"),
        )
        .process(process("wheel").makes("power", 1.0).price(30.0))
        .process(process("cart").at("village").to("town").makes("flour", 1.0).uses("flour", 1.0).free())
        .process(process("baker").at("town").makes("bread", 1.2).uses("flour", 1.0).price(20.0))
        .demand("flour", "village", 0.5)
        .priced_demand("bread", "town", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 900.0)
        .limit(limit("water", 40.0).takes("mill", Counted::Standing, 1.0).takes("wheel", Counted::Building, 0.5))
        .budget(1000.0)
        .target("bread", 3.0)
        .network()
}

#[test]
fn what_the_builder_makes_is_sound() {
    let network = bread();
    assert_eq!(network.check(), Vec::<String>::new());
    assert_eq!((network.markets.len(), network.processes.len(), network.worlds.len()), (5, 5, 1));
    let cart = &network.processes[3];
    assert_ne!(cart.makes[0].market, cart.uses[0].market);
    let bread = network.demands[1].market;
    assert_eq!(network.markets[bread].place, Place::World(0));
    assert_eq!(network.market_title(cart.makes[0].market), "flour, town");
    assert_eq!(network.limits[0].takes.len(), 2);
}

#[test]
#[should_panic(expected = "there is no commodity `grain`")]
fn a_name_that_does_not_exist_is_no_network() {
    Builder::new("bread", 2).process(process("field").makes("grain", 1.0)).network();
}

#[test]
fn everything_that_no_network_may_have_is_found() {
    type Break = fn(&mut Network);
    let breaks: &[(&str, Break)] = &[
        ("there are no periods", |n| n.periods.clear()),
        ("0 years long", |n| n.periods[5].years = 0.0),
        ("begins at 2028, the one before ends at 2029", |n| n.periods[1].years = 2.0),
        ("is no rate", |n| n.discount = f64::NAN),
        ("share lost in a year", |n| n.commodities[0].decay = Some(1.5)),
        ("location `town`: there is no world 9", |n| n.locations[1].world = 9),
        ("there is no such commodity or place", |n| n.markets[0].commodity = 9),
        ("there is no such commodity or place", |n| n.markets[0].place = Place::World(9)),
        ("it is there twice", |n| n.markets[1] = n.markets[0]),
        ("process `mill` at `village`: it makes nothing", |n| n.processes[1].makes[0].amount = Series::Constant(0.0)),
        ("process `mill` at `village`: it makes nothing", |n| n.processes[1].makes.clear()),
        ("makes names market 99", |n| n.processes[1].makes[0].market = 99),
        ("capital `grain` is -1", |n| n.processes[1].capital[0].amount = Series::Constant(-1.0)),
        ("uses `power` has 2 numbers for 6 periods", |n| {
            n.processes[1].uses[1].amount = Series::ByPeriod(vec![1.0; 2])
        }),
        ("uses `grain` twice", |n| {
            let line = Line { ..n.processes[1].uses[0].clone() };
            n.processes[1].uses.push(line);
        }),
        ("price is inf", |n| n.processes[1].price = Series::Constant(f64::INFINITY)),
        ("fixed cost is -1", |n| n.processes[1].fixed_cost = Series::Constant(-1.0)),
        ("running cost is NaN", |n| n.processes[1].running_cost = Series::Constant(f64::NAN)),
        ("availability is -0.5", |n| n.processes[1].availability = Series::Constant(-0.5)),
        ("greatest capacity is -2", |n| n.processes[1].most = Some(Series::Constant(-2.0))),
        ("lead time is -1", |n| n.processes[1].lead_time = -1.0),
        ("growth is NaN", |n| n.processes[1].growth = f64::NAN),
        ("seed is -1", |n| n.processes[1].seed = Some(-1.0)),
        ("capacity standing is -1", |n| n.processes[1].standing = -1.0),
        ("margin is -1", |n| n.processes[1].margin = -1.0),
        ("lives for 0 years", |n| n.processes[1].life = 0.0),
        ("lives for inf years", |n| n.processes[1].life = f64::INFINITY),
        ("first year is NaN", |n| n.processes[1].first = f64::NAN),
        ("cost of capital -2 is no rate", |n| n.processes[1].wacc = -2.0),
        ("has 5 numbers for 6 periods", |n| n.processes[1].coming.truncate(5)),
        ("under construction is negative", |n| n.processes[1].coming[2] = -1.0),
        ("it cannot begin", |n| {
            n.processes[1].seed = Some(0.0);
            n.processes[1].standing = 0.0;
            n.processes[1].coming = vec![0.0; 6];
        }),
        ("needs no capacity and yet", |n| n.processes[0].standing = 1.0),
        ("there is no such location", |n| n.processes[3].to = Some(9)),
        ("there is no experience 4", |n| n.processes[1].learning = Some(Learning::Running(4))),
        ("limit `water`: amount is -1", |n| n.limits[0].amount = Series::Constant(-1.0)),
        ("limit `water`: nothing counts", |n| n.limits[0].takes.clear()),
        ("limit `water`: there is no process 77", |n| n.limits[0].takes[0].0 = 77),
        ("limit `water`: there is no such location", |n| n.limits[0].location = Some(8)),
        ("`field` has no capacity that could count", |n| n.limits[0].takes[0].0 = 0),
        ("demand `flour`: there is no market 50", |n| n.demands[0].market = 50),
        ("demand `bread`: price is -3", |n| n.demands[1].price = Some(Series::Constant(-3.0))),
        ("the rate 1 is not", |n| n.experiences[0].rate = 1.0),
        ("experience at the start is 0", |n| n.experiences[0].initial = 0.0),
        ("the floor 2 is not", |n| n.experiences[0].floor = 2.0),
        ("budget is -1", |n| n.budget = Some(Series::Constant(-1.0))),
        ("target: there is no commodity 70", |n| n.target.as_mut().unwrap().commodity = 70),
        ("target: the amount is NaN", |n| n.target.as_mut().unwrap().amount = f64::NAN),
    ];
    for (expected, broken) in breaks {
        let mut network = bread();
        broken(&mut network);
        let found = network.check();
        assert!(found.iter().any(|mistake| mistake.contains(expected)), "{expected}: {found:#?}");
    }
}
