//! How a program is put together and changed.

use sunward_linear::{Change, Column, Limits, Program, Row, Solver, SolverError};

const FREE: f64 = f64::INFINITY;

fn entries(program: &Program, column: Column) -> Vec<(u32, f64)> {
    program.column_entries(column).map(|(row, value)| (row.0, value)).collect()
}

#[test]
fn entries_of_one_row_are_summed_and_zeros_dropped() {
    let mut program = Program::new();
    let rows = [0.0; 4].map(|bound| program.add_row(bound, FREE));
    let column = program.add_column(
        1.0,
        0.0,
        1.0,
        &[(rows[2], 1.0), (rows[0], 3.0), (rows[2], 0.5), (rows[1], 0.0), (rows[3], 2.0), (rows[3], -2.0)],
    );
    assert_eq!(entries(&program, column), [(0, 3.0), (2, 1.5)]);
    assert_eq!(program.entries(), 2);
}

#[test]
fn a_coefficient_is_changed_added_and_taken_out() {
    let mut program = Program::new();
    let (a, b) = (program.add_row(0.0, 1.0), program.add_row(0.0, 1.0));
    let first = program.add_column(1.0, 0.0, 1.0, &[(b, 2.0)]);
    let second = program.add_column(1.0, 0.0, 1.0, &[(a, 3.0), (b, 4.0)]);
    program.set_coefficient(a, first, 5.0);
    program.set_coefficient(b, first, 6.0);
    program.set_coefficient(a, second, 0.0);
    assert_eq!(entries(&program, first), [(0, 5.0), (1, 6.0)]);
    assert_eq!(entries(&program, second), [(1, 4.0)]);
    assert_eq!(program.coefficient(a, second), 0.0);
}

#[test]
fn a_row_can_come_last() {
    let mut rows_first = Program::new();
    let (a, b) = (rows_first.add_row(1.0, FREE), rows_first.add_row(-FREE, 3.0));
    rows_first.add_column(1.0, 0.0, FREE, &[(a, 1.0), (b, 2.0)]);
    rows_first.add_column(2.0, 0.0, FREE, &[(a, 1.0)]);
    let mut rows_last = Program::new();
    let a = rows_last.add_row(1.0, FREE);
    let x = rows_last.add_column(1.0, 0.0, FREE, &[(a, 1.0)]);
    rows_last.add_column(2.0, 0.0, FREE, &[(a, 1.0)]);
    rows_last.add_row_across(-FREE, 3.0, &[(x, 0.5), (x, 1.5)]);
    assert_eq!(rows_first, rows_last);
}

#[test]
fn what_a_program_does_not_have_is_refused() {
    let mut program = Program::new();
    let row = program.add_row(1.0, FREE);
    program.add_column(1.0, 0.0, FREE, &[(row, 1.0)]);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    let before = solver.program().clone();
    assert!(matches!(solver.set_cost(Column(1), 1.0), Err(SolverError::Unknown(_))));
    assert!(matches!(solver.set_row_bounds(Row(1), 0.0, 1.0), Err(SolverError::Unknown(_))));
    assert!(matches!(solver.set_coefficient(Row(0), Column(7), 1.0), Err(SolverError::Unknown(_))));
    assert!(matches!(solver.set_costs(&[]), Err(SolverError::Unknown(_))));
    assert!(matches!(solver.add_row(0.0, 1.0, &[(Column(3), 1.0)]), Err(SolverError::Unknown(_))));
    assert!(matches!(solver.set_cost(Column(0), f64::NAN), Err(SolverError::NotANumber(_))));
    assert!(matches!(solver.set_column_bounds(Column(0), FREE, FREE), Err(SolverError::NotANumber(_))));
    assert_eq!(*solver.program(), before);
    assert_eq!(solver.solve(Change::Everything).unwrap().objective, 1.0);
}
