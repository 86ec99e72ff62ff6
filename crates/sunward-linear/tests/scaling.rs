//! Units do not matter, until they lie too far apart.

use sunward_linear::{Change, Column, Failure, Limits, Program, Row, Solver, SolverError};

const FREE: f64 = f64::INFINITY;

/// A small industry over five years: machines are built and then make goods, which are made or bought.
fn industry() -> Program {
    let mut program = Program::new();
    let demand: Vec<Row> = (0..5).map(|year| program.add_row(100.0 * f64::from(year + 1), FREE)).collect();
    let capacity: Vec<Row> = (0..5).map(|_| program.add_row(0.0, FREE)).collect();
    let land = program.add_row(-FREE, 7.0);
    for year in 0..5 {
        let mut entries: Vec<(Row, f64)> = capacity[year..].iter().map(|row| (*row, 80.0)).collect();
        entries.push((land, 1.5));
        program.add_column(900.0 - 50.0 * year as f64, 0.0, 3.0, &entries);
        program.add_column(2.0, 0.0, FREE, &[(demand[year], 1.0), (capacity[year], -1.0)]);
        program.add_column(9.0, 0.0, FREE, &[(demand[year], 1.0)]);
    }
    program
}

/// The same program with rows, columns and costs in other units.
fn in_units(program: &Program, row: impl Fn(usize) -> f64, column: impl Fn(usize) -> f64, money: f64) -> Program {
    let mut other = Program::new();
    for at in program.all_rows() {
        let (lower, upper) = program.bounds_of_row(at);
        other.add_row(lower * row(at.index()), upper * row(at.index()));
    }
    for at in program.all_columns() {
        let unit = column(at.index());
        let (lower, upper) = program.bounds_of_column(at);
        let entries: Vec<_> =
            program.column_entries(at).map(|(of, value)| (of, value * row(of.index()) * unit)).collect();
        other.add_column(program.cost(at) * unit * money, lower / unit, upper / unit, &entries);
    }
    other
}

fn least_cost(program: Program) -> f64 {
    Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap().objective
}

fn assert_near(found: f64, wanted: f64) {
    assert!((found / wanted - 1.0).abs() < 1e-9, "{found} instead of {wanted}");
}

#[test]
fn other_units_give_the_same_cost() {
    let wanted = least_cost(industry());
    for factor in [1e-6, 1e-3, 1e3, 1e6] {
        let one = |_| 1.0;
        let all = |_| factor;
        let some = |at: usize| if at.is_multiple_of(2) { factor } else { 1.0 / factor };
        assert_near(least_cost(in_units(&industry(), all, one, 1.0)), wanted);
        assert_near(least_cost(in_units(&industry(), one, all, 1.0)), wanted);
        assert_near(least_cost(in_units(&industry(), some, one, 1.0)), wanted);
        assert_near(least_cost(in_units(&industry(), one, some, 1.0)), wanted);
        assert_near(least_cost(in_units(&industry(), some, some, 1.0)), wanted);
        assert_near(least_cost(in_units(&industry(), one, one, factor)), wanted * factor);
    }
}

#[test]
fn a_price_follows_the_units_of_its_row_and_of_money() {
    let solve = |program| Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap();
    let plain = solve(industry());
    let other = solve(in_units(&industry(), |_| 1e6, |_| 1e-3, 1e4));
    for (a, b) in plain.row_duals.iter().zip(&other.row_duals) {
        assert!((a - b * 1e6 / 1e4).abs() <= 1e-9 * a.abs().max(1.0), "{a} and {b}");
    }
}

#[test]
fn powers_of_two_change_no_bit() {
    let wanted = Solver::new(industry(), Limits::default()).unwrap().solve(Change::Everything).unwrap();
    let other = in_units(&industry(), |_| 1024.0, |_| 0.25, 1.0);
    let found = Solver::new(other, Limits::default()).unwrap().solve(Change::Everything).unwrap();
    assert_eq!(found.objective, wanted.objective);
    assert!(found.columns.iter().zip(&wanted.columns).all(|(a, b)| a * 0.25 == *b));
}

/// No choice of units brings four numbers near one when their cross ratio is 1e40.
#[test]
fn numbers_too_far_apart_are_refused() {
    let mut program = Program::new();
    let rows = [program.add_row(1.0, FREE), program.add_row(1.0, FREE)];
    program.add_column(1.0, 0.0, FREE, &[(rows[0], 1e-10), (rows[1], 1e10)]);
    program.add_column(1.0, 0.0, FREE, &[(rows[0], 1e10), (rows[1], 1e-10)]);
    match Solver::new(program, Limits::default()).err() {
        Some(SolverError::BadlyScaled { least, greatest }) => assert!(least < 1e-9 && greatest > 1e9),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_coefficient_that_does_not_fit_scales_the_program_anew() {
    let mut solver = Solver::new(industry(), Limits::default()).unwrap();
    solver.solve(Change::Everything).unwrap();
    solver.set_coefficient(Row(10), Column(0), 1.5e9).unwrap();
    let warm = solver.solve(Change::Coefficients).unwrap().objective;
    assert_near(warm, least_cost(solver.program().clone()));
}

#[test]
fn what_is_no_number_is_refused() {
    for (cost, lower, upper, entry) in [
        (f64::NAN, 0.0, 1.0, 1.0),
        (FREE, 0.0, 1.0, 1.0),
        (1.0, f64::NAN, 1.0, 1.0),
        (1.0, FREE, FREE, 1.0),
        (1.0, 0.0, 1.0, FREE),
    ] {
        let mut program = Program::new();
        let row = program.add_row(0.0, 1.0);
        program.add_column(cost, lower, upper, &[(row, entry)]);
        assert!(matches!(Solver::new(program, Limits::default()).err(), Some(SolverError::NotANumber(_))));
    }
}

/// HiGHS takes 1e20 for infinite and would drop the row.
#[test]
fn a_bound_that_would_be_taken_for_infinite_is_refused() {
    let mut program = Program::new();
    let row = program.add_row(1.0, FREE);
    let other = program.add_row(1e30, FREE);
    program.add_column(1.0, 0.0, 1.0, &[(row, 1.0)]);
    program.add_column(1.0, 0.0, 1.0, &[(row, 1.0), (other, 1.0)]);
    let outcome = Solver::new(program, Limits::default()).map(|mut solver| solver.solve(Change::Everything));
    assert!(matches!(outcome, Err(SolverError::TooGreat(_)) | Ok(Err(Failure::Infeasible))), "{outcome:?}");
}
