//! Why a program has no solution: rows and columns that exclude each other, none too many.

use sunward_linear::{Change, Column, Failure, Irreducible, Limits, Program, Row, Solver, SolverError};

const FREE: f64 = f64::INFINITY;

/// Two rows and one bound exclude each other; five rows and five columns have nothing to do with it.
fn known() -> Program {
    let mut program = Program::new();
    let idle: Vec<_> = (0..5).map(|i| program.add_row(f64::from(i), 100.0)).collect();
    let need = program.add_row(10.0, FREE);
    let budget = program.add_row(-FREE, 3.0);
    for row in &idle {
        program.add_column(1.0, 0.0, FREE, &[(*row, 2.0)]);
    }
    // At most 4 of the first, and the second costs one budget each: 4 + 3 < 10.
    program.add_column(1.0, 0.0, 4.0, &[(need, 1.0)]);
    program.add_column(1.0, 0.0, FREE, &[(need, 1.0), (budget, 1.0)]);
    program
}

/// The program with the bounds of the set alone.
fn only(program: &Program, set: &Irreducible) -> Program {
    let mut alone = program.clone();
    for row in program.all_rows().filter(|row| !set.rows.contains(row)) {
        alone.set_row_bounds(row, -FREE, FREE);
    }
    for column in program.all_columns().filter(|column| !set.columns.contains(column)) {
        alone.set_column_bounds(column, -FREE, FREE);
    }
    alone
}

fn feasible(mut program: Program) -> bool {
    for column in program.all_columns() {
        program.set_cost(column, 0.0);
    }
    match Solver::new(program, Limits::default()).unwrap().solve(Change::Everything) {
        Ok(_) => true,
        Err(Failure::Infeasible) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_set_is_infeasible_and_nothing_in_it_is_idle() {
    let program = known();
    let mut solver = Solver::new(program.clone(), Limits::default()).unwrap();
    assert_eq!(solver.solve(Change::Everything), Err(Failure::Infeasible));
    let set = solver.irreducible().unwrap();
    assert_eq!(set.rows, [Row(5), Row(6)]);
    assert_eq!(set.columns, [Column(5)]);
    assert!(!feasible(only(&program, &set)), "the set alone excludes a solution");
    for column in &set.columns {
        let mut less = set.clone();
        less.columns.retain(|other| other != column);
        assert!(feasible(only(&program, &less)), "without the bounds of column {} there is one", column.0);
    }
    for row in &set.rows {
        let mut less = set.clone();
        less.rows.retain(|other| other != row);
        assert!(feasible(only(&program, &less)), "without row {} there is one", row.0);
    }
}

#[test]
fn a_program_with_a_solution_has_no_such_set() {
    let mut program = known();
    program.set_column_bounds(Column(5), 0.0, 7.0);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    assert_eq!(solver.irreducible(), Err(SolverError::NotInfeasible));
}

#[test]
fn bounds_that_cross_are_named() {
    let mut program = known();
    program.set_row_bounds(Row(2), 5.0, 4.0);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    assert_eq!(solver.irreducible().unwrap(), Irreducible { rows: vec![Row(2)], columns: vec![] });
}
