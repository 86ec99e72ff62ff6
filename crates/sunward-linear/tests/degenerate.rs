//! Programs where many bases give one point, and where simplex can go round in circles.

use sunward_linear::{Change, Limits, Program, Solver, certify};

const FREE: f64 = f64::INFINITY;

/// E. M. L. Beale, "Cycling in the dual simplex algorithm", 1955: simplex with the plain rule goes round for ever; the optimum is -1/20.
#[test]
fn the_program_of_beale_ends() {
    let mut program = Program::new();
    let rows = [0.0, 0.0, 1.0].map(|upper| program.add_row(-FREE, upper));
    program.add_column(-0.75, 0.0, FREE, &[(rows[0], 0.25), (rows[1], 0.5)]);
    program.add_column(150.0, 0.0, FREE, &[(rows[0], -60.0), (rows[1], -90.0)]);
    program.add_column(-0.02, 0.0, FREE, &[(rows[0], -0.04), (rows[1], -0.02), (rows[2], 1.0)]);
    program.add_column(6.0, 0.0, FREE, &[(rows[0], 9.0), (rows[1], 3.0)]);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    for change in [Change::Everything, Change::Costs, Change::Bounds, Change::Coefficients] {
        assert!((solver.solve(change).unwrap().objective + 0.05).abs() < 1e-12);
    }
}

/// The assignment of n workers to n tasks has n! vertices that are each degenerate n - 1 times. With cost |i - j| it costs nothing, and any
/// assignment of one worker to a task already taken would not.
#[test]
fn an_assignment_is_found_and_certified() {
    let mut program = Program::new();
    let workers: Vec<_> = (0..12).map(|_| program.add_row(1.0, 1.0)).collect();
    let tasks: Vec<_> = (0..12).map(|_| program.add_row(1.0, 1.0)).collect();
    for (i, worker) in workers.iter().enumerate() {
        for (j, task) in tasks.iter().enumerate() {
            program.add_column(1.0 + i.abs_diff(j) as f64, 0.0, FREE, &[(*worker, 1.0), (*task, 1.0)]);
        }
    }
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    let solution = solver.solve(Change::Everything).unwrap();
    assert!((solution.objective - 12.0).abs() < 1e-9);
    assert!(certify(solver.program(), &solution).holds(1e-9));
}

/// Every row stands twice: prices are not unique, their sum is.
#[test]
fn rows_that_stand_twice_share_a_price() {
    let mut program = Program::new();
    let rows = [program.add_row(4.0, FREE), program.add_row(4.0, FREE)];
    program.add_column(3.0, 0.0, FREE, &[(rows[0], 1.0), (rows[1], 1.0)]);
    let solution = Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap();
    assert_eq!(solution.objective, 12.0);
    assert_eq!(solution.row_duals.iter().sum::<f64>(), 3.0);
}
