//! A scenario becomes a network with the numbers it says, and every mistake is told at once.

use sunward_economics::costs;
use sunward_model::Model;
use sunward_network::connect::{foresight, objective};
use sunward_network::{
    ConnectError, Counted, Learning, Line, Network, Objective, Place, Process, Series, Span, connect,
};
use sunward_scenario::MemoryFiles;

/// A chain of five industries at two sites and in orbit, beside the smallest complete world.
const CHAIN: &str = r#"
[commodity.electricity]
title = "Electricity"
unit = "GW year"
stage = "power"
market = "local"
[commodity.chips]
title = "Chips"
unit = "MW"
stage = "chips"
market = "world"
decay = { best = "10 %/year", source = "guess" }
[commodity.satellites]
title = "Satellites"
unit = "GW"
stage = "space"
market = "world"
[commodity.compute]
title = "Compute"
unit = "GW year"
stage = "compute"
market = "world"

[experience.turbines]
title = "Turbines"
unit = "GW"
rate = { best = 0.2, source = "guess" }
initial = { best = "0.5 GW", source = "guess" }
floor = { best = 0.1, source = "guess" }

[location.texas]
title = "Texas"
world = "Earth"
[location.taiwan]
title = "Taiwan"
world = "Earth"
[location.orbit]
title = "Dawn-dusk orbit"
world = "Low orbit"

[industry.turbines]
title = "Gas turbines"
stage = "power"
unit = "GW year"
locations = ["taiwan", "texas"]
capacity = "limited"
makes = { electricity = { best = "1 GW year/(GW year)", source = "guess" } }
price = { best = "2000 USD_2025/kW", source = "guess" }
running_cost = { best = "20 USD_2025/MWh", source = "guess" }
upkeep = { best = "2 %/year", source = "guess" }
life = { best = "25 years", source = "guess" }
lead_time = { best = "3 years", source = "guess" }
availability = { best = 0.9, source = "guess" }
growth = { best = "20 %/year", source = "guess" }
seed = { best = "500 MW/year", source = "guess" }
standing = { texas = { best = "10 GW", source = "guess" } }
coming = { texas = { over_time = { 2026 = { best = "2 GW" }, 2028 = { best = "500 MW" } }, source = "guess" } }
most = { taiwan = { best = "4 GW", source = "guess" } }
margin = { best = 0.3, source = "guess" }
experience = "turbines"
learns = "building"
loop = "inside"
conserves = "nothing"

[industry.fabs]
title = "Fabs"
stage = "chips"
unit = "kwafer"
locations = ["taiwan"]
capacity = "limited"
makes = { chips = { over_time = { 2026 = { best = "0.01 MW/wafer" }, 2028 = { best = "0.02 MW/wafer" } }, interpolation = "linear", source = "guess" } }
uses = { electricity = { best = "8766 kWh/wafer", source = "guess" } }
capital = { electricity = { best = "1 kWh/(wafer/year)", source = "guess" } }
life = { best = "10 years", source = "guess" }
lead_time = { best = "0 years", source = "guess" }
available = 2027
wacc = { best = "10 %/year", source = "guess" }
loop = "outside"
conserves = "nothing"

[industry.satellite_factory]
title = "Satellite factory"
stage = "space"
unit = "MW"
locations = ["texas"]
to = "orbit"
capacity = "free"
option = "satellite.lantern"
makes = { satellites = { best = "1 MW/MW", source = "guess" } }
uses = { chips = { best = "1 MW/MW", source = "guess" } }
running_cost = { best = "100 USD_2025/kW", source = "guess" }
loop = "inside"
conserves = "nothing"

[industry.satellite]
title = "Satellites in orbit"
stage = "compute"
unit = "GW year"
locations = ["orbit"]
capacity = "limited"
option = "satellite.lantern"
makes = { compute = { datasheet = "delivered.batch" } }
capital = { satellites = { best = "1 GW/GW", source = "guess" } }
price = { datasheet = "price", times = { best = 0.5, source = "guess" } }
life = { best = "5 years", source = "guess" }
lead_time = { best = "1 years", source = "guess" }
loop = "inside"
conserves = "nothing"

[demand.compute]
title = "Compute"
commodity = "compute"
amount = { over_time = { 2026 = { best = "0 GW" }, 2031 = { best = "5 GW" } }, interpolation = "linear", source = "guess" }
price = { best = "1 BUSD_2025/(GW year)", source = "guess" }
[demand.houses]
title = "Houses"
commodity = "electricity"
location = "texas"
amount = { best = "876.6 GWh/year", source = "guess" }

[limit.land]
title = "Land"
unit = "GW"
location = "texas"
counts = "standing"
span = "year"
takes = { turbines = { best = "1 GW/GW", source = "guess" } }
amount = { best = "50 GW", source = "guess" }
beyond_money = "no"
[limit.gas]
title = "Gas"
unit = "GW year"
counts = "activity"
span = "ever"
takes = { turbines = { best = "2 GW year/(GW year)", source = "guess" } }
amount = { best = "1000 GW year", source = "guess" }
beyond_money = "yes"

[plan]
industries = ["turbines", "fabs", "satellite_factory", "satellite"]
demands = ["compute", "houses"]
limits = ["land", "gas"]
discount = { best = "5 %/year", source = "guess" }
step = { over_time = { 2026 = { best = "6 months" }, 2027 = { best = "1 years" }, 2029 = { best = "3 years" } }, interpolation = "step", source = "guess" }
end = 2031
objective = "earliest"
budget = { best = "20 BUSD_2025/year", source = "guess" }
target_commodity = "compute"
target_amount = { best = "3 GW", source = "guess" }
foresight = { best = "4 years", source = "guess" }
"#;

/// The smallest complete world, with this chain.
fn read(chain: &str) -> Model {
    let world = include_str!("../../../scenarios/first_light.toml");
    // Of the library, what says nothing of chains.
    let chains = ["commodity", "demand", "experience", "limit", "location"];
    let parts = sunward_scenario::library::PARTS.iter().map(|part| part.0);
    let parts: Vec<String> = parts
        .filter(|part| !chains.contains(part) && !part.starts_with("industry_"))
        .map(|part| format!("\"library/{part}\""))
        .collect();
    let world = world.replace("\"library\"", &parts.join(", "));
    let files = MemoryFiles::new("chain.toml", format!("{world}\n{chain}"));
    sunward_scenario::read(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn connected(chain: &str) -> Network {
    let model = read(chain);
    connect(&model, &costs(&model).unwrap()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// What is said of the chain with these texts in place of others.
fn wrong(changes: &[(&str, &str)]) -> Vec<ConnectError> {
    let mut chain = CHAIN.to_string();
    for (from, to) in changes {
        assert!(chain.contains(from), "`{from}` is not in the chain");
        chain = chain.replace(from, to);
    }
    let model = read(&chain);
    connect(&model, &costs(&model).unwrap()).unwrap_err()
}

fn process<'a>(network: &'a Network, industry: &str, location: &str) -> &'a Process {
    let found = network
        .processes
        .iter()
        .find(|process| process.industry == industry && network.locations[process.location].name == location);
    found.unwrap()
}

fn close(series: &Series, expected: &[f64]) {
    let found: Vec<f64> = (0..expected.len()).map(|period| series.at(period)).collect();
    let near = |pair: (&f64, &f64)| (pair.0 - pair.1).abs() <= 1e-9 * pair.1.abs();
    assert!(found.iter().zip(expected).all(near), "{found:?} is not {expected:?}");
}

/// The market of a recipe's line, in words, and its amount.
fn line(network: &Network, line: &Line) -> (String, Series) {
    (network.market_title(line.market), line.amount.clone())
}

#[test]
fn periods_are_as_long_as_the_plan_says() {
    let network = connected(CHAIN);
    let periods: Vec<(i32, f64, f64)> =
        network.periods.iter().map(|period| (period.year, period.start, period.years)).collect();
    let expected =
        [(2026, 2026.0, 0.5), (2026, 2026.5, 0.5), (2027, 2027.0, 1.0), (2028, 2028.0, 1.0), (2029, 2029.0, 3.0)];
    assert_eq!(periods, expected);
    assert_eq!(network.discount, 0.05);
    assert_eq!(network.check(), Vec::<String>::new());
}

#[test]
fn an_industry_becomes_a_process_at_each_of_its_locations() {
    let network = connected(CHAIN);
    let all: Vec<String> = (0..network.processes.len()).map(|index| network.process_title(index)).collect();
    let expected = [
        "Gas turbines, Taiwan",
        "Gas turbines, Texas",
        "Fabs, Taiwan",
        "Satellite factory, Texas",
        "Satellites in orbit, Dawn-dusk orbit",
    ];
    assert_eq!(all, expected);
    let worlds: Vec<&str> = network.worlds.iter().map(String::as_str).collect();
    assert_eq!(worlds, ["Low orbit", "Earth"]);
}

#[test]
fn numbers_of_an_industry_are_those_of_its_process() {
    let network = connected(CHAIN);
    let texas = process(&network, "turbines", "texas");
    assert_eq!(texas.makes.len(), 1);
    assert_eq!(line(&network, &texas.makes[0]), ("Electricity, Texas".into(), Series::Constant(1.0)));
    assert_eq!(texas.makes[0].from, "industry.turbines.makes.electricity");
    // Dollars for a gigawatt; for a gigawatt year of 8,766 hours.
    close(&texas.price, &[2e9; 5]);
    close(&texas.fixed_cost, &[4e7; 5]);
    close(&texas.running_cost, &[20.0 * 8766.0 * 1e3; 5]);
    assert_eq!((texas.life, texas.lead_time), (25.0, 3.0));
    close(&texas.availability, &[0.9; 5]);
    assert!((texas.growth - 0.2).abs() < 1e-12 && (texas.seed.unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(texas.standing, 10.0);
    assert_eq!((texas.wacc, texas.margin, texas.in_loop, texas.free), (0.05, 0.3, true, false));
    assert_eq!((texas.first, texas.most.clone(), texas.learning), (2026.0, None, Some(Learning::Building(0))));
    let taiwan = process(&network, "turbines", "taiwan");
    assert_eq!((taiwan.standing, taiwan.most.clone()), (0.0, Some(Series::Constant(4.0))));
    assert_eq!(taiwan.coming, [0.0; 5]);
    let fabs = process(&network, "fabs", "taiwan");
    assert_eq!((fabs.first, fabs.wacc, fabs.seed, fabs.in_loop), (2027.0, 0.1, None, false));
    assert_eq!(line(&network, &fabs.makes[0]).0, "Chips, Earth");
    // A kilowatt hour for each wafer is a gigawatt year for so many thousands of them.
    close(&fabs.uses[0].amount, &[1e-3; 5]);
    close(&fabs.capital[0].amount, &[1e-3 / 8766.0; 5]);
}

#[test]
fn what_is_under_construction_comes_in_its_year_and_in_no_other() {
    let network = connected(CHAIN);
    // Two gigawatts in the two halves of 2026.
    assert_eq!(process(&network, "turbines", "texas").coming, [1.0, 1.0, 0.0, 0.5, 0.0]);
}

#[test]
fn recipes_are_those_of_the_year_in_which_a_period_begins() {
    let network = connected(CHAIN);
    let fabs = process(&network, "fabs", "taiwan");
    close(&fabs.makes[0].amount, &[10.0, 10.0, 15.0, 20.0, 20.0]);
}

#[test]
fn what_is_asked_in_a_year_is_the_mean_over_the_period() {
    let network = connected(CHAIN);
    let demand = &network.demands[0];
    close(&demand.amount, &[0.0, 0.0, 1.0, 2.0, 4.0]);
    close(demand.price.as_ref().unwrap(), &[1e9; 5]);
    // A world's commodity is asked for where it trades.
    assert_eq!(network.market_title(demand.market), "Compute, Low orbit");
    let houses = &network.demands[1];
    assert_eq!(network.market_title(houses.market), "Electricity, Texas");
    close(&houses.amount, &[0.1; 5]);
    assert_eq!(houses.price, None);
}

#[test]
fn what_is_carried_arrives_in_another_place() {
    let network = connected(CHAIN);
    let factory = process(&network, "satellite_factory", "texas");
    assert_eq!(network.locations[factory.to.unwrap()].name, "orbit");
    assert_eq!(line(&network, &factory.makes[0]), ("Satellites, Low orbit".into(), Series::Constant(1e-3)));
    assert_eq!(line(&network, &factory.uses[0]), ("Chips, Earth".into(), Series::Constant(1.0)));
    assert!(factory.free && factory.price.is_zero() && network.first_build(factory).is_none());
    let traded = network.markets.iter().filter(|market| matches!(market.place, Place::World(_))).count();
    assert_eq!((network.markets.len(), traded), (5, 3));
}

#[test]
fn lines_of_a_datasheet_are_worked_out_by_year() {
    let model = read(CHAIN);
    let costs = costs(&model).unwrap();
    let network = connect(&model, &costs).unwrap();
    let satellite = process(&network, "satellite", "orbit");
    let expected =
        |read: &dyn Fn(i32) -> f64| -> Vec<f64> { network.periods.iter().map(|period| read(period.year)).collect() };
    let series = &costs.series[costs.challengers[0]];
    let delivered = expected(&|year| {
        let (sheet, cost) = series.years[costs.index_of(year)].unwrap();
        cost.workloads[0].delivered / (sheet.peak * sheet.it_power)
    });
    close(&satellite.makes[0].amount, &delivered);
    assert_eq!(satellite.makes[0].from, "satellite.lantern delivered.batch");
    let sheets =
        sunward_network::lines::Sheets::new(&model, &costs, network.periods.iter().map(|period| period.year)).unwrap();
    let price = sheets.read(&sunward_model::OptionName::read("satellite.lantern"), "price").unwrap();
    // Half of it, and dollars for a gigawatt from dollars for a kilowatt.
    let price: Vec<f64> = price.values.into_iter().map(|price| price.unwrap() * 0.5e6).collect();
    close(&satellite.price, &price);
    assert_eq!(satellite.learning, None);
    assert_eq!((network.experiences[0].rate, network.experiences[0].initial), (0.2, 0.5));
}

#[test]
fn limits_count_what_they_say_where_they_say() {
    let network = connected(CHAIN);
    let [land, gas] = &network.limits[..] else { panic!() };
    assert_eq!((land.takes.len(), gas.takes.len()), (1, 2));
    let (process, counted, amount) = &land.takes[0];
    assert_eq!(network.process_title(*process), "Gas turbines, Texas");
    assert_eq!((*counted, amount.at(0), land.amount.at(0)), (Counted::Standing, 1.0, 50.0));
    assert_eq!((land.span, land.beyond_money), (Span::Year, false));
    assert_eq!((gas.span, gas.beyond_money, gas.takes[0].1), (Span::Ever, true, Counted::Activity));
    assert_eq!((gas.takes[1].2.at(4), gas.amount.at(0)), (2.0, 1000.0));
}

#[test]
fn the_plan_says_what_is_wanted() {
    let model = read(CHAIN);
    let network = connected(CHAIN);
    assert_eq!(objective(&model), Some(Objective::Earliest));
    assert!((foresight(&model).unwrap() - 4.0).abs() < 1e-12);
    let target = network.target.unwrap();
    assert_eq!((network.commodities[target.commodity].name.as_str(), target.amount), ("compute", 3.0));
    close(network.budget.as_ref().unwrap(), &[2e10; 5]);
    let chips = network.commodities.iter().find(|commodity| commodity.name == "chips").unwrap();
    assert!((chips.decay.unwrap() - 0.1).abs() < 1e-12);
    assert!(network.commodities.iter().filter(|commodity| commodity.decay.is_some()).count() == 1);
}

#[test]
fn a_scenario_without_a_plan_has_no_network() {
    let model = read("");
    let errors = connect(&model, &costs(&model).unwrap()).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].to_string().contains("no table `[plan]`"), "{}", errors[0]);
}

#[test]
fn a_line_that_is_on_no_datasheet_is_answered_with_those_that_are() {
    let errors =
        wrong(&[("\"delivered.batch\"", "\"delivered.training\""), ("datasheet = \"price\"", "datasheet = \"wings\"")]);
    assert_eq!(errors.len(), 2, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.satellite.makes.compute");
    assert!(errors[0].reason.contains("`delivered.training`") && errors[0].reason.contains("`delivered.batch`"));
    assert_eq!(errors[1].path, "industry.satellite.price");
    assert!(errors[1].reason.contains("`launch_mass`"), "{}", errors[1].reason);
}

#[test]
fn a_line_in_another_unit_is_refused_with_both() {
    let errors = wrong(&[("datasheet = \"price\"", "datasheet = \"launch_mass\"")]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].reason.contains("is in t/GW, but USD_2025/"), "{}", errors[0].reason);
    // What is counted must be the same too.
    let errors = wrong(&[("{ datasheet = \"delivered.batch\" }", "{ datasheet = \"flights\" }")]);
    assert!(errors[0].reason.contains("is in flight/GW, but (GW year)/(GW year)"), "{}", errors[0].reason);
}

#[test]
fn an_industry_begins_when_its_datasheet_no_longer_refuses() {
    let later = CHAIN.replace(
        "option = \"satellite.lantern\"\nmakes = { compute",
        "option = \"vehicle.starship_v3\"\nmakes = { compute",
    );
    let later = later.replace(
        "{ datasheet = \"delivered.batch\" }",
        "{ datasheet = \"delivered.batch\", of = \"satellite.lantern\" }",
    );
    let later = later.replace("{ datasheet = \"price\", times", "{ datasheet = \"ship_cost\", times");
    let model = read(&later);
    let available = model.vehicles["starship_v3"].available;
    assert!(available > 2026);
    let errors = connect(&model, &costs(&model).unwrap()).unwrap_err();
    assert!(errors[0].reason.contains("is in USD_2025/vehicle"), "{}", errors[0].reason);
    let later = later
        .replace("unit = \"GW year\"\nlocations = [\"orbit\"]", "unit = \"vehicle year\"\nlocations = [\"orbit\"]");
    let later = later.replace(
        "{ datasheet = \"delivered.batch\", of = \"satellite.lantern\" }",
        "{ best = \"1 GW year/(vehicle year)\", source = \"guess\" }",
    );
    let later =
        later.replace("\"1 GW/GW\", source = \"guess\" } }\nprice", "\"1 GW/vehicle\", source = \"guess\" } }\nprice");

    let network = connected(&later);
    let satellite = process(&network, "satellite", "orbit");
    let first = network.periods.iter().find(|period| period.year >= available).unwrap();
    assert_eq!(satellite.first, first.start);
    assert_eq!(network.notes.len(), 1);
    assert!(network.notes[0].starts_with(&format!("Satellites in orbit begin in {}: ", first.year)));
    assert!(network.notes[0].contains("not on sale"), "{}", network.notes[0]);
    // Before, the numbers are those of its first year.
    assert_eq!(satellite.price.at(0), satellite.price.at(network.periods.iter().position(|p| p == first).unwrap()));
}

#[test]
fn what_cannot_change_in_a_network_must_be_the_same_in_every_year() {
    let changing = "life = { over_time = { 2026 = { best = \"25 years\" }, 2030 = { best = \"30 years\" } }, interpolation = \"step\", source = \"guess\" }";
    let errors = wrong(&[("life = { best = \"25 years\", source = \"guess\" }", changing)]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.turbines.life");
}

#[test]
fn capacity_that_comes_outside_the_plan_is_a_mistake() {
    let errors = wrong(&[("{ 2026 = { best = \"2 GW\"", "{ 2025 = { best = \"2 GW\"")]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.turbines.coming.texas");
    assert!(errors[0].reason.contains("2025") && errors[0].reason.contains("`standing`"));
}

#[test]
fn a_step_that_no_plan_can_have_is_a_mistake() {
    let errors = wrong(&[("2029 = { best = \"3 years\"", "2029 = { best = \"30 years\"")]);
    assert_eq!((errors.len(), errors[0].path.as_str()), (1, "plan.step"));
}

#[test]
fn experience_in_other_units_than_its_industry_is_a_mistake() {
    let errors = wrong(&[("unit = \"GW\"\nrate", "unit = \"MW\"\nrate")]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.turbines.experience");
}

#[test]
fn an_industry_that_can_never_begin_is_a_mistake() {
    let errors = wrong(&[("best = \"500 MW/year\"", "best = \"0 MW/year\"")]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(errors[0].reason.contains("`turbines` at `taiwan`") && errors[0].reason.contains("cannot begin"));
}

#[test]
fn a_recipe_with_a_datasheet_must_keep_what_it_claims_to_keep() {
    let claims = CHAIN.replace(
        "lead_time = { best = \"1 years\", source = \"guess\" }\nloop = \"inside\"\nconserves = \"nothing\"",
        "lead_time = { best = \"1 years\", source = \"guess\" }\nloop = \"inside\"\nconserves = \"energy\"",
    );
    assert_ne!(claims, CHAIN);
    let model = read(&claims);
    let errors = connect(&model, &costs(&model).unwrap()).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.satellite.conserves");
    assert!(errors[0].reason.contains("brings in 0 GW year of energy"), "{}", errors[0].reason);
}

#[test]
fn what_falls_by_itself_does_not_learn_as_well() {
    let learns = (
        "lead_time = { best = \"1 years\", source = \"guess\" }\nloop",
        "lead_time = { best = \"1 years\", source = \"guess\" }\nexperience = \"turbines\"\nlearns = \"building\"\nloop",
    );
    let errors = wrong(&[learns]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.satellite.price");
}

#[test]
fn an_industry_without_capacity_makes_nothing_until_its_datasheet_no_longer_refuses() {
    let uses = "uses = { chips = { best = \"1 MW/MW\", source = \"guess\" } }\nrunning_cost";
    let later = CHAIN
        .replace("unit = \"MW\"\nlocations = [\"texas\"]", "unit = \"flight\"\nlocations = [\"texas\"]")
        .replace("{ satellites = { best = \"1 MW/MW\"", "{ satellites = { best = \"1 MW/flight\"")
        .replace("100 USD_2025/kW", "100 USD_2025/flight")
        .replace(uses, "uses = { chips = { best = \"1 MW/flight\", source = \"guess\" }, ships = { datasheet = \"ship_use\", of = \"vehicle.starship_v3\" } }\nrunning_cost");
    let ships = "[commodity.ships]\ntitle = \"Ships\"\nunit = \"vehicle\"\nstage = \"transport\"\nmarket = \"local\"\n\
                 [industry.ships]\ntitle = \"Shipyards\"\nstage = \"transport\"\nunit = \"vehicle\"\nlocations = [\"texas\"]\n\
                 capacity = \"free\"\nmakes = { ships = { best = \"1 vehicle/vehicle\", source = \"guess\" } }\nloop = \"inside\"\n\
                 conserves = \"nothing\"\n";
    let later = format!(
        "{ships}{}",
        later.replace("\"satellite_factory\", \"satellite\"]", "\"satellite_factory\", \"satellite\", \"ships\"]")
    );
    let network = connected(&later);
    let factory = process(&network, "satellite_factory", "texas");
    close(&factory.makes[0].amount, &[0.0, 0.0, 1e-3, 1e-3, 1e-3]);
    close(&factory.uses[0].amount, &[1.0; 5]);
    assert!(network.notes[0].starts_with("Satellite factory begin in 2027"), "{:?}", network.notes);
}

#[test]
fn upkeep_needs_a_price() {
    let errors = wrong(&[("price = { best = \"2000 USD_2025/kW\", source = \"guess\" }\n", "")]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0].path, "industry.turbines.upkeep");
}
