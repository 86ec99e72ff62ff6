//! Programs without a solution, and why.

use sunward_linear::{Change, Failure, Limits, Program, Solver};

const FREE: f64 = f64::INFINITY;

fn refused(program: Program) -> Failure {
    Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap_err()
}

#[test]
fn rows_that_exclude_each_other_are_infeasible() {
    let mut program = Program::new();
    let (most, least) = (program.add_row(-FREE, 1.0), program.add_row(3.0, FREE));
    program.add_column(1.0, 0.0, FREE, &[(most, 1.0), (least, 1.0)]);
    program.add_column(1.0, 0.0, 1.0, &[(least, 1.0)]);
    assert_eq!(refused(program), Failure::Infeasible);
}

#[test]
fn bounds_that_cross_are_infeasible_and_can_be_mended() {
    let mut program = Program::new();
    let row = program.add_row(2.0, 1.0);
    let column = program.add_column(1.0, 0.0, FREE, &[(row, 1.0)]);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    assert_eq!(solver.solve(Change::Everything), Err(Failure::Infeasible));
    solver.set_row_bounds(row, 1.0, 2.0).unwrap();
    solver.set_column_bounds(column, 5.0, 4.0).unwrap();
    assert_eq!(solver.solve(Change::Bounds), Err(Failure::Infeasible));
    solver.set_column_bounds(column, 0.0, 4.0).unwrap();
    assert_eq!(solver.solve(Change::Bounds).unwrap().objective, 1.0);
}

#[test]
fn a_cost_that_falls_without_end_is_unbounded() {
    let mut program = Program::new();
    let row = program.add_row(0.0, FREE);
    program.add_column(-1.0, 0.0, FREE, &[(row, 1.0)]);
    program.add_column(0.5, 0.0, FREE, &[(row, -1.0)]);
    assert_eq!(refused(program), Failure::Unbounded);
    let mut program = Program::new();
    program.add_column(1.0, -FREE, 0.0, &[]);
    assert_eq!(refused(program), Failure::Unbounded);
}

/// Prices do not exist either, so a solver that looks at prices alone cannot tell the two apart.
#[test]
fn infeasible_with_a_falling_cost_is_infeasible() {
    let mut program = Program::new();
    let (most, least) = (program.add_row(-FREE, 1.0), program.add_row(2.0, FREE));
    program.add_column(-1.0, 0.0, FREE, &[(most, 1.0), (least, 1.0)]);
    program.add_column(-1.0, 0.0, FREE, &[]);
    assert_eq!(refused(program), Failure::Infeasible);
}

#[test]
fn rows_that_cannot_be_without_columns_are_infeasible() {
    let mut program = Program::new();
    program.add_row(1.0, FREE);
    assert_eq!(refused(program), Failure::Infeasible);
}

#[test]
fn a_solver_finds_its_way_back_from_infeasible() {
    let mut program = Program::new();
    let need = program.add_row(5.0, FREE);
    let column = program.add_column(2.0, 0.0, 10.0, &[(need, 1.0)]);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    assert_eq!(solver.solve(Change::Everything).unwrap().objective, 10.0);
    solver.set_column_bounds(column, 0.0, 4.0).unwrap();
    assert_eq!(solver.solve(Change::Bounds), Err(Failure::Infeasible));
    solver.set_column_bounds(column, 0.0, 6.0).unwrap();
    assert_eq!(solver.solve(Change::Bounds).unwrap().objective, 10.0);
    solver.set_cost(column, -1.0).unwrap();
    solver.set_column_bounds(column, 0.0, FREE).unwrap();
    assert_eq!(solver.solve(Change::Costs), Err(Failure::Unbounded));
}
