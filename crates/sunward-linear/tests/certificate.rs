//! A certificate holds for a solution, and for nothing else.

use sunward_linear::{Change, Limits, Program, Solution, Solver, certify};

const FREE: f64 = f64::INFINITY;

fn solved() -> (Program, Solution) {
    let mut program = Program::new();
    let need = program.add_row(10.0, FREE);
    let land = program.add_row(-FREE, 8.0);
    let share = program.add_row(-2.0, 6.0);
    program.add_column(2.0, 0.0, 5.0, &[(need, 1.0), (land, 1.0), (share, 1.0)]);
    program.add_column(3.0, 0.0, FREE, &[(need, 1.0), (land, 1.0), (share, -1.0)]);
    program.add_column(7.0, 1.0, FREE, &[(need, 1.0)]);
    program.set_constant(11.0);
    let solution = Solver::new(program.clone(), Limits::default()).unwrap().solve(Change::Everything).unwrap();
    (program, solution)
}

#[test]
fn a_solution_holds() {
    let (program, solution) = solved();
    assert!(certify(&program, &solution).holds(1e-12), "{}", certify(&program, &solution));
}

#[test]
fn any_number_changed_by_a_thousandth_breaks_it() {
    let (program, solution) = solved();
    let mut broken = Vec::new();
    for sign in [-1.0, 1.0] {
        let move_one = |value: &mut f64| *value += sign * 1e-3 * value.abs().max(1.0);
        for at in 0..program.columns() {
            let mut other = solution.clone();
            move_one(&mut other.columns[at]);
            broken.push((format!("column {at}"), other));
            let mut other = solution.clone();
            move_one(&mut other.reduced_costs[at]);
            broken.push((format!("reduced cost {at}"), other));
        }
        for at in 0..program.rows() {
            let mut other = solution.clone();
            move_one(&mut other.rows[at]);
            broken.push((format!("row {at}"), other));
            let mut other = solution.clone();
            move_one(&mut other.row_duals[at]);
            broken.push((format!("price {at}"), other));
        }
        let mut other = solution.clone();
        move_one(&mut other.objective);
        broken.push(("objective".to_string(), other));
    }
    for (what, other) in broken {
        let certificate = certify(&program, &other);
        assert!(!certificate.holds(1e-6), "{what}: {certificate}");
    }
}

#[test]
fn the_solution_of_another_program_does_not_hold() {
    let (program, solution) = solved();
    for row in program.all_rows() {
        for column in program.all_columns().filter(|column| program.coefficient(row, *column) != 0.0) {
            let mut other = program.clone();
            other.set_coefficient(row, column, program.coefficient(row, column) * 1.001);
            assert!(!certify(&other, &solution).holds(1e-6), "row {}, column {}", row.0, column.0);
        }
    }
}

#[test]
fn what_is_no_number_or_of_another_size_does_not_hold() {
    let (program, solution) = solved();
    let mut other = solution.clone();
    other.columns[0] = f64::NAN;
    assert!(!certify(&program, &other).holds(1.0));
    let mut other = solution;
    other.columns.pop();
    assert!(!certify(&program, &other).holds(1.0));
}
