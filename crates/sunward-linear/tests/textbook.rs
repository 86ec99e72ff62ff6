//! Programs with a published or hand-made optimum, and the signs of their prices.

use sunward_linear::{Change, Limits, Program, Solver, certify};

const FREE: f64 = f64::INFINITY;

/// Hillier and Lieberman, *Introduction to Operations Research*, the Wyndor Glass problem: greatest profit 36 at (2, 6), prices of the three plants
/// 0, 3/2 and 1.
#[test]
fn wyndor_glass_makes_two_doors_and_six_windows() {
    let mut program = Program::new();
    let plants = [4.0, 12.0, 18.0].map(|hours| program.add_row(-FREE, hours));
    program.add_column(-3.0, 0.0, FREE, &[(plants[0], 1.0), (plants[2], 3.0)]);
    program.add_column(-5.0, 0.0, FREE, &[(plants[1], 2.0), (plants[2], 2.0)]);
    let mut solver = Solver::new(program, Limits::default()).unwrap();
    let solution = solver.solve(Change::Everything).unwrap();
    assert_eq!(solution.columns, [2.0, 6.0]);
    assert_eq!(solution.objective, -36.0);
    assert_eq!(solution.rows, [2.0, 12.0, 18.0]);
    // One more hour lowers the cost, so the prices are negative.
    assert_eq!(solution.row_duals, [0.0, -1.5, -1.0]);
    assert!(certify(solver.program(), &solution).holds(1e-12));
}
