//! A small whole chain as it is read: units, places, what the plan reaches.

use sunward_model::chain::Learns;
use sunward_model::shape::Amount;
use sunward_model::{Interpolation, Model, SetError, Value};
use sunward_quantity::{Kind, TemplateUnit};
use sunward_scenario::{MemoryFiles, lock, read};

const BASE: &str = include_str!("base.toml");
const CHAIN: &str = include_str!("chain.toml");

fn model_of(text: &str) -> Model {
    let files = MemoryFiles::new("main.toml", text).with("base.toml", BASE).with("chain.toml", CHAIN);
    read(&files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn chain() -> Model {
    model_of(CHAIN)
}

/// A number, and the unit it is kept in.
fn kept(model: &Model, path: &str, year: i32) -> (f64, String) {
    let parameter = model.register.find(path).unwrap_or_else(|| panic!("no {path}"));
    assert_eq!(parameter.kind, Kind::Ratio, "{path}");
    (parameter.value.at(year), parameter.measure().unit())
}

/// Every number of a chain is kept in the unit that follows from the two entries, whatever it was written in.
#[test]
fn numbers_are_kept_in_the_units_of_their_entries() {
    let model = chain();
    for (path, year, number, unit) in [
        ("industry.logic_fab.uses.silicon", 2026, 0.13, "t/kwafer"),
        ("industry.logic_fab.uses.labour", 2026, 0.005, "kperson year/kwafer"),
        ("industry.logic_fab.capital.labour", 2026, 0.02, "kperson year/(kwafer/year)"),
        ("industry.logic_fab.makes.logic_wafer", 2026, 1.0, "1"),
        ("industry.logic_fab.price", 2026, 15e6, "USD_2025/(kwafer/year)"),
        ("industry.logic_fab.running_cost", 2026, 2e6, "USD_2025/kwafer"),
        ("industry.logic_fab.standing.taiwan", 2026, 1500.0, "kwafer/year"),
        ("industry.logic_fab.most.texas", 2026, 1000.0, "kwafer/year"),
        ("industry.smelter.uses.sand", 2026, 2.5e-6, "Mt/t"),
        ("industry.smelter.makes.slag", 2026, 1.5, "1"),
        ("industry.smelter.seed", 2026, 10_000.0, "t/year/year"),
        ("industry.smelter.coming.texas", 2029, 8000.0, "t/year"),
        ("industry.gas_plant.price", 2026, 2.5e9, "USD_2025/GW"),
        ("industry.gas_plant.standing.texas", 2026, 60.0, "GW"),
        ("industry.school.standing.texas", 2026, 100.0, "kperson"),
        ("industry.cluster.capital.logic_wafer.times", 2026, 1.1, "1"),
        ("experience.wafers.initial", 2026, 20.0, "Mwafer"),
        ("commodity.logic_wafer.mass", 2026, 0.05, "t/kwafer"),
        ("demand.compute.amount", 2035, 1000.0, "GW"),
        ("demand.compute.price", 2026, 20e9, "USD_2025/(GW year)"),
        ("limit.engineers.takes.logic_fab", 2026, 5.0, "person year/kwafer"),
        ("limit.engineers.takes.school", 2026, 100.0, "person year/(kperson year)"),
        ("limit.engineers.amount", 2026, 50_000.0, "person"),
        ("limit.turbines.takes.gas_plant", 2026, 3.0, "turbine/GW"),
        ("limit.turbines.amount", 2026, 100.0, "turbine/year"),
    ] {
        assert_eq!(kept(&model, path, year), (number, unit.to_string()), "{path}");
    }
    // 11 MWh is 11/8766 of a MW year.
    let (electricity, unit) = kept(&model, "industry.smelter.uses.electricity", 2026);
    assert!((electricity / (11.0 / 8766.0 / 1000.0) - 1.0).abs() < 1e-14, "{electricity}");
    assert_eq!(unit, "GW year/t");
}

#[test]
fn an_entry_holds_its_lines_in_the_order_of_the_file() {
    let model = chain();
    let fab = &model.industries["logic_fab"];
    let names: Vec<&str> = fab.uses.iter().map(|line| line.commodity.as_str()).collect();
    assert_eq!(names, ["silicon", "electricity", "labour"]);
    assert_eq!(
        (fab.learns, fab.available, fab.experience.as_deref()),
        (Some(Learns::Running), Some(2028), Some("wafers"))
    );
    let Amount::Number(silicon) = &fab.uses[0].amount else { panic!("{:?}", fab.uses) };
    assert_eq!(model.register.parameters()[silicon.slot()].path, "industry.logic_fab.uses.silicon");
    let cluster = &model.industries["cluster"];
    assert_eq!(cluster.option.as_deref(), Some("chip.c1"));
    let wanted = Amount::Datasheet { line: "price".into(), of: None, times: None };
    assert_eq!(cluster.price, Some(wanted));
    let Amount::Datasheet { line, of, times: Some(_) } = &cluster.capital[0].amount else { panic!() };
    assert_eq!((line.as_str(), of.as_deref()), ("logic_wafers", Some("chip.c1")));
    assert_eq!(model.industries["quarry"].to, None);
    assert_eq!(model.industries["line"].to.as_deref(), Some("taiwan"));
    assert!(model.limits["engineers"].takes.iter().map(|line| line.0.as_str()).eq(["logic_fab", "school"]));
}

/// Nothing is commissioned in years that are not named.
#[test]
fn what_is_coming_comes_in_its_year_only() {
    let mut model = chain();
    let at = |model: &Model, year| kept(model, "industry.smelter.coming.texas", year).0;
    assert_eq!([2026, 2027, 2028, 2029, 2030].map(|year| at(&model, year)), [0.0, 5000.0, 0.0, 8000.0, 0.0]);
    let refused = model.register.set("industry.smelter.coming.texas", "1 kt/year").unwrap_err();
    assert_eq!(refused, SetError::YearMissing("industry.smelter.coming.texas".into()));
    model.register.set("industry.smelter.coming.texas.2029", "1 kt/year").unwrap();
    assert_eq!(at(&model, 2029), 1000.0);
}

#[test]
fn a_number_is_set_in_any_unit_of_its_dimension_that_counts_the_same() {
    let mut model = chain();
    let path = "industry.logic_fab.uses.silicon";
    model.register.set(path, "0.2 t/kwafer").unwrap();
    assert_eq!(kept(&model, path, 2026).0, 0.2);
    model.register.set(path, "\"150 g/wafer\"").unwrap();
    assert_eq!(kept(&model, path, 2026).0, 0.15);
    let refusal = |text: &str| model.clone().register.set(path, text).unwrap_err().to_string();
    let says = |rest: &str| format!("`{path}`: {rest}; write it like `12 t/kwafer`");
    assert_eq!(refusal("0.2"), says("a number in `t/kwafer` needs its unit"));
    assert_eq!(refusal("2 MWh/wafer"), says("a number in `t/kwafer` belongs here, but this is an energy"));
    assert_eq!(refusal("2 t/robot"), says("a number in `t/kwafer` belongs here, but `t/robot` counts something else"));
    assert_eq!(refusal("2 t"), says("a number in `t/kwafer` belongs here, but `t` counts something else"));
    assert_eq!(refusal("-2 t/kwafer"), format!("`{path}` must be at least 0 t/kwafer, but this is -2 t/kwafer"));
    // An absent number knows its unit too.
    model.register.set("commodity.silicon.mass", "1000 kg/t").unwrap();
    assert_eq!(kept(&model, "commodity.silicon.mass", 2026), (1.0, "1".into()));
}

#[test]
fn numbers_of_the_chain_stand_behind_all_others() {
    let model = chain();
    let parameters = model.register.parameters();
    let tables = ["plan.", "commodity.", "industry.", "experience.", "demand.", "limit."];
    let of_chain = |path: &str| tables.iter().any(|table| path.starts_with(table));
    let first = parameters.iter().position(|p| of_chain(&p.path)).unwrap();
    assert!(parameters[first..].iter().all(|p| of_chain(&p.path)));
    // And what does not plan finds its numbers where they are without a plan.
    let base = model_of(BASE);
    let paths = |model: &Model| model.register.parameters().iter().map(|p| p.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(&model)[..first], paths(&base)[..]);
}

#[test]
fn a_chain_that_nobody_plans_is_checked_and_left_out() {
    let plan = CHAIN.find("[plan]").unwrap()..CHAIN.find("[location.texas]").unwrap();
    let mut unplanned = CHAIN.to_string();
    unplanned.replace_range(plan, "");
    assert_eq!(model_of(&unplanned), model_of("include = [\"base.toml\"]"));
    let wrong = unplanned.replace("2.5 t/t", "2.5 t/robot");
    let mistakes = read(&MemoryFiles::new("main.toml", wrong.as_str()).with("base.toml", BASE)).unwrap_err();
    assert_eq!(mistakes.mistakes.iter().map(|m| m.code.code()).collect::<Vec<_>>(), ["S014"]);
}

#[test]
fn only_what_the_plan_reaches_is_part_of_the_model() {
    let text = "include = [\"chain.toml\"]\n[plan]\nindustries = [\"smelter\", \"quarry\", \"gas_plant\"]\n\
                demands = [\"silicon\"]\nlimits = [\"turbines\"]\n[demand.silicon]\ntitle = \"S\"\ncommodity = \"silicon\"\n\
                amount = { best = \"1 kt/year\", source = \"guess\" }\n\
                [limit.turbines]\ntakes = { gas_plant = { best = \"3 turbines/GW\", source = \"guess\" }, \
                cluster = { best = \"1 turbine/GW\", source = \"guess\" } }\n";
    let model = model_of(text);
    assert!(model.industries.keys().eq(["gas_plant", "quarry", "smelter"]));
    assert!(model.commodities.keys().eq(["electricity", "sand", "silicon", "slag"]));
    assert!(model.locations.keys().eq(["texas"]) && model.experiences.is_empty());
    // What an industry outside the plan would take of a limit is left out.
    assert!(model.limits["turbines"].takes.iter().map(|line| line.0.as_str()).eq(["gas_plant"]));
    assert!(!lock(&model).contains("cluster"));
}

/// A plan's lock reads back to the same bits and locks to the same text.
#[test]
fn a_lock_of_a_chain_reads_back() {
    let mut model = chain();
    model.register.set("industry.logic_fab.uses.electricity", "1.3 MWh/wafer").unwrap();
    let text = lock(&model);
    let again = model_of(&text);
    assert_eq!(lock(&again), text);
    let numbers = |model: &Model| {
        let all = model.register.parameters().iter();
        all.map(|p| (p.path.clone(), p.unit.clone(), format!("{:?} {:?}", p.value, p.distribution))).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&again), numbers(&model));
    assert_eq!(
        (&again.industries, &again.limits, &again.planning),
        (&model.industries, &model.limits, &model.planning)
    );
    assert!(
        text.contains("coming = { texas = { over_time = { 2027 = \"5000 t/year\", 2029 = \"8000 t/year\" }, source")
    );
    let coming = &again.register.find("industry.smelter.coming.texas").unwrap().value;
    assert!(matches!(coming, Value::OverTime { interpolation: Interpolation::Exact, .. }));
}

/// The unit of a commodity decides in which unit the numbers about it are kept; what they say stays.
#[test]
fn another_unit_of_a_commodity_changes_no_number_by_more_than_its_factor() {
    let one = "silicon = { best = 1, source";
    let text = CHAIN.replace("title = \"Silicon\"\nunit = \"t\"", "title = \"Silicon\"\nunit = \"kt\"");
    let (tonnes, kilotonnes) = (chain(), model_of(&text.replace(one, "silicon = { best = \"1 t/t\", source")));
    let path = "industry.logic_fab.uses.silicon";
    assert_eq!(kept(&kilotonnes, path, 2026), (0.00013, "kt/kwafer".into()));
    assert_eq!(kept(&tonnes, path, 2026), (0.13, "t/kwafer".into()));
    assert_eq!(kept(&kilotonnes, "industry.smelter.makes.silicon", 2026).1, "kt/t");
}

#[test]
fn what_is_divided_by_its_like_is_a_pure_number() {
    for unit in ["t", "kwafer", "GW year", "t/(m2 K)", "person year"] {
        let unit = TemplateUnit::given(unit).unwrap();
        let share = sunward_quantity::template::fill("{line.unit}/{unit}", |_| Some(unit.clone())).unwrap();
        assert!(share.is_pure(), "{share:?}");
    }
}
