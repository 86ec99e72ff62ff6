//! A solve that starts from the last one ends where a cold one does.

use proptest::prelude::*;
use sunward_linear::{Change, Column, Failure, Limits, Program, Row, Solution, Solver, certify};

const FREE: f64 = f64::INFINITY;

fn solver(program: &Program) -> Solver {
    Solver::new(program.clone(), Limits::default()).unwrap()
}

/// Both have a solution of the same cost that holds, or neither has one, for the same reason.
fn assert_same(warm: Result<Solution, Failure>, program: &Program) {
    let cold = solver(program).solve(Change::Everything);
    match (warm, cold) {
        (Ok(warm), Ok(cold)) => {
            assert!((warm.objective - cold.objective).abs() <= 1e-9 * cold.objective.abs().max(1.0));
            assert!(certify(program, &warm).holds(1e-7), "{}", certify(program, &warm));
        }
        (warm, cold) => assert_eq!(warm.err(), cold.err()),
    }
}

/// Up to six rows and eight columns with small whole numbers, so that ties, empty rows and programs without a solution are common.
fn programs() -> impl Strategy<Value = Program> {
    let row = (-6..6_i32, 0..9_i32, 0..4_u8);
    let column = (-3..9_i32, 0..8_i32, 0..3_u8, proptest::collection::vec(-4..5_i32, 6));
    (proptest::collection::vec(row, 1..6), proptest::collection::vec(column, 1..8)).prop_map(|(rows, columns)| {
        let mut program = Program::new();
        for (lower, width, kind) in rows {
            let (lower, upper) = (f64::from(lower), f64::from(lower + width));
            match kind {
                0 => program.add_row(lower, upper),
                1 => program.add_row(lower, lower),
                2 => program.add_row(lower, FREE),
                _ => program.add_row(-FREE, upper),
            };
        }
        for (cost, upper, kind, values) in columns {
            let upper = if kind == 0 { FREE } else { f64::from(upper) };
            let entries: Vec<(Row, f64)> =
                program.all_rows().zip(values).map(|(row, value)| (row, f64::from(value))).collect();
            program.add_column(f64::from(cost), if kind == 2 { -2.0 } else { 0.0 }, upper, &entries);
        }
        program
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn after_a_change_of_costs(program in programs(), costs in proptest::collection::vec(-3..9_i32, 8)) {
        let mut warm = solver(&program);
        let _ = warm.solve(Change::Everything);
        let costs: Vec<f64> = costs.into_iter().take(program.columns()).map(f64::from).collect();
        let costs = if costs.len() == program.columns() { costs } else { vec![1.0; program.columns()] };
        warm.set_costs(&costs).unwrap();
        warm.set_cost(Column(0), 2.5).unwrap();
        let found = warm.solve(Change::Costs);
        assert_same(found, warm.program());
    }

    #[test]
    fn after_a_change_of_bounds(program in programs(), lower in -3..3_i32, width in -1..6_i32) {
        let mut warm = solver(&program);
        let _ = warm.solve(Change::Everything);
        let (lower, upper) = (f64::from(lower), f64::from(lower + width));
        warm.set_row_bounds(Row(0), lower, upper).unwrap();
        warm.set_column_bounds(Column(0), lower, FREE).unwrap();
        let found = warm.solve(Change::Bounds);
        assert_same(found, warm.program());
    }

    #[test]
    fn after_a_change_of_coefficients(program in programs(), value in -3..4_i32) {
        let mut warm = solver(&program);
        let _ = warm.solve(Change::Everything);
        warm.set_coefficient(Row(0), Column(0), f64::from(value)).unwrap();
        let found = warm.solve(Change::Coefficients);
        assert_same(found, warm.program());
    }

    #[test]
    fn after_rows_and_columns_were_added(program in programs(), value in -3..4_i32) {
        let mut warm = solver(&program);
        let _ = warm.solve(Change::Everything);
        let row = warm.add_row(-FREE, 3.0, &[(Column(0), 1.0), (Column(0), 0.5)]).unwrap();
        warm.add_column(1.5, 0.0, 2.0, &[(row, f64::from(value)), (Row(0), 1.0)]).unwrap();
        let found = warm.solve(Change::Coefficients);
        assert_same(found, warm.program());
    }

    #[test]
    fn a_fork_and_a_basis_give_the_same(program in programs()) {
        let mut first = solver(&program);
        let Ok(wanted) = first.solve(Change::Everything) else { return Ok(()) };
        let mut fork = first.fork().unwrap();
        prop_assert_eq!(fork.basis(), first.basis());
        let again = fork.solve(Change::Bounds).unwrap();
        prop_assert_eq!(again.iterations, 0);
        prop_assert!((again.objective - wanted.objective).abs() <= 1e-9 * wanted.objective.abs().max(1.0));
        if let Some(basis) = first.basis() {
            let mut other = solver(&program);
            other.set_basis(&basis).unwrap();
            prop_assert_eq!(other.solve(Change::Bounds).unwrap().iterations, 0);
        }
    }
}

#[test]
fn a_basis_of_another_size_is_refused() {
    let mut program = Program::new();
    let row = program.add_row(1.0, FREE);
    program.add_column(1.0, 0.0, FREE, &[(row, 1.0)]);
    let mut first = solver(&program);
    first.solve(Change::Everything).unwrap();
    program.add_column(1.0, 0.0, FREE, &[(row, 1.0)]);
    assert!(solver(&program).set_basis(&first.basis().unwrap()).is_err());
}
