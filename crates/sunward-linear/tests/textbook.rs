//! Programs with a published or hand-made optimum, and the signs of their prices.

use sunward_linear::{Change, Limits, Program, Solution, Solver, certify};

const FREE: f64 = f64::INFINITY;

fn solved(program: Program) -> Solution {
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    let solution = solver.solve(Change::Everything).unwrap();
    assert!(certify(solver.program(), &solution).holds(1e-9));
    solution
}

/// Hillier and Lieberman, *Introduction to Operations Research*, the Wyndor Glass problem: greatest profit 36 at (2, 6),
/// prices of the three plants 0, 3/2 and 1.
#[test]
fn wyndor_glass_makes_two_doors_and_six_windows() {
    let mut program = Program::new();
    let plants = [4.0, 12.0, 18.0].map(|hours| program.add_row(-FREE, hours));
    program.add_column(-3.0, 0.0, FREE, &[(plants[0], 1.0), (plants[2], 3.0)]);
    program.add_column(-5.0, 0.0, FREE, &[(plants[1], 2.0), (plants[2], 2.0)]);
    let solution = solved(program);
    assert_eq!(solution.columns, [2.0, 6.0]);
    assert_eq!(solution.objective, -36.0);
    assert_eq!(solution.rows, [2.0, 12.0, 18.0]);
    // One more hour lowers the cost, so the prices are negative.
    assert_eq!(solution.row_duals, [0.0, -1.5, -1.0]);
    assert_eq!(solution.reduced_costs, [0.0, 0.0]);
}

/// Two wells and three towns; each town is served by its cheaper well, which has enough: 1·20 + 2·15 + 1·25.
#[test]
fn a_transport_problem_has_no_price_of_the_wrong_sign() {
    let mut program = Program::new();
    let wells = [35.0, 30.0].map(|water| program.add_row(-FREE, water));
    let towns = [20.0, 15.0, 25.0].map(|demand| program.add_row(demand, FREE));
    for (well, costs) in [[1.0, 2.0, 4.0], [4.0, 3.0, 1.0]].iter().enumerate() {
        for (town, cost) in costs.iter().enumerate() {
            program.add_column(*cost, 0.0, FREE, &[(wells[well], 1.0), (towns[town], 1.0)]);
        }
    }
    let solution = solved(program);
    assert_eq!(solution.objective, 20.0 + 2.0 * 15.0 + 25.0);
    assert!(solution.row_duals[..2].iter().all(|price| *price <= 0.0), "more water never costs more");
    assert!(solution.row_duals[2..].iter().all(|price| *price >= 0.0), "more demand never costs less");
}

/// A price is the change of the objective when the bound that binds is moved.
#[test]
fn a_price_is_what_one_more_would_cost() {
    let build = |demand: f64, most: f64| {
        let mut program = Program::new();
        let need = program.add_row(demand, FREE);
        program.add_column(2.0, 0.0, most, &[(need, 1.0)]);
        program.add_column(7.0, 0.0, FREE, &[(need, 1.0)]);
        program
    };
    let at = solved(build(10.0, 6.0));
    assert_eq!(at.row_duals, [7.0]);
    assert_eq!(solved(build(11.0, 6.0)).objective - at.objective, 7.0);
    // The cheap one stands at its upper bound: one more of it saves five.
    assert_eq!(at.reduced_costs, [-5.0, 0.0]);
    assert_eq!(solved(build(10.0, 7.0)).objective - at.objective, -5.0);
}

#[test]
fn equations_free_columns_and_a_constant_are_understood() {
    let mut program = Program::new();
    let sum = program.add_row(3.0, 3.0);
    let span = program.add_row(-1.0, 1.0);
    program.add_column(1.0, -FREE, FREE, &[(sum, 1.0), (span, 1.0)]);
    program.add_column(2.0, -FREE, FREE, &[(sum, 1.0), (span, -1.0)]);
    program.set_constant(100.0);
    let solution = solved(program);
    assert_eq!(solution.columns, [2.0, 1.0]);
    assert_eq!(solution.objective, 104.0);
    assert_eq!(solution.row_duals, [1.5, -0.5]);
}

#[test]
fn a_row_without_entries_and_a_column_without_rows_are_no_trouble() {
    let mut program = Program::new();
    program.add_row(-1.0, 1.0);
    program.add_column(3.0, -2.0, 5.0, &[]);
    let solution = solved(program);
    assert_eq!(solution.columns, [-2.0]);
    assert_eq!(solution.reduced_costs, [3.0]);
}

#[test]
fn a_program_without_columns_costs_its_constant() {
    let mut program = Program::new();
    program.add_row(-1.0, 1.0);
    program.set_constant(4.0);
    assert_eq!(solved(program).objective, 4.0);
}
