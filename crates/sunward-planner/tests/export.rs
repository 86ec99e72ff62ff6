//! The program as a file for other solvers.

use std::fs;
use std::path::PathBuf;
use sunward_linear::{Change, Limits, Solver, read_mps};
use sunward_network::Objective;
use sunward_network::build::{Builder, process};
use sunward_planner::{Question, plan, write_mps};

fn file(name: &str, text: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).expect("the test's own folder can be written");
    path
}

fn network() -> sunward_network::Network {
    Builder::new("two words", 8)
        .discount(0.06)
        .stored("steel plate", "t", 0.02)
        .commodity("power", "GW year")
        .experience("plants", 0.2, 2.0, 0.1)
        .process(process("mill").makes("steel plate", 1.0).price(30.0).running_cost(5.0).life(15.0).standing(8.0))
        .process(
            process("plant")
                .makes("power", 1.0)
                .capital("steel plate", 1.5)
                .price(200.0)
                .fixed_cost(2.0)
                .standing(1.0)
                .learns_building("plants"),
        )
        .priced_demand("power", "here", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 1000.0)
        .target("power", 6.0)
        .network()
}

#[test]
fn the_program_of_a_plan_read_back_costs_what_the_plan_costs() {
    for objective in [Objective::LeastCost, Objective::Earliest] {
        let planned = plan(&network(), &Question::new(objective)).unwrap_or_else(|error| panic!("{error}"));
        let mut text = Vec::new();
        planned.write_mps(&mut text).expect("a vector can be written");
        let path = file(&format!("{}.mps", objective.name()), &text);
        let program = read_mps(&path).unwrap_or_else(|error| panic!("{error}"));
        let mut solver = Solver::new(program, Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        let solution = solver.solve(Change::Everything).unwrap_or_else(|error| panic!("{error}"));
        let wanted = planned.plan.objective_value;
        let exported = planned.exported();
        assert!(
            (solution.objective - exported.objective).abs() < 1e-6 * exported.objective,
            "{} {exported:?}",
            solution.objective
        );
        assert!((exported.objective * exported.dollars - wanted).abs() < 1e-6 * wanted, "{exported:?} {wanted}");
        assert!((planned.solution.objective - wanted).abs() < 1e-6 * wanted, "{} {wanted}", planned.solution.objective);
    }
}

/// A solver takes prices for exact to 1e-7, so costs of 1e11 are no numbers to it.
#[test]
fn a_file_counts_in_as_many_dollars_as_make_its_costs_near_one() {
    let dollars = |price: f64| {
        let network = Builder::new("one good", 3)
            .commodity("good", "t")
            .process(process("mill").makes("good", 1.0).price(price).running_cost(price))
            .priced_demand("good", "here", 1.0, 100.0 * price)
            .network();
        plan(&network, &Question::default()).unwrap_or_else(|error| panic!("{error}")).exported().dollars
    };
    assert_eq!([1e-2, 5.0, 1e3, 2e6, 1e9, 1e13].map(dollars), [1.0, 1.0, 1e3, 1e6, 1e9, 1e9]);
}

#[test]
fn names_in_the_file_are_the_users() {
    let mut text = Vec::new();
    write_mps(&network(), &Question::default(), &mut text).expect("a vector can be written");
    let text = String::from_utf8(text).expect("text");
    assert!(text.contains("balance_steel_plate,_here_2026"), "{}", &text[..500]);
    assert!(text.contains("build_plant,_here_2030"));
}
