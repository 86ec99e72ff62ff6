//! Solvers in different threads do not meet, and the same program gives the same bits every time.

use sunward_linear::{Change, Limits, Program, Row, Solution, Solver};

/// Covers of different sizes; the seed makes each one's numbers.
fn cover(seed: u32, size: u32) -> Program {
    let mut program = Program::new();
    for row in 0..size {
        program.add_row(f64::from(1 + (row * 7 + seed) % 11), f64::INFINITY);
    }
    for column in 0..2 * size {
        let own: Vec<(Row, f64)> = (0..5)
            .map(|k| (Row((column * (k + 3) + k * k * seed) % size), f64::from(1 + (column + k * seed) % 5)))
            .collect();
        program.add_column(f64::from(1 + (column * 13 + seed) % 17), 0.0, f64::INFINITY, &own);
    }
    program
}

fn solve(program: Program) -> Solution {
    Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap()
}

#[test]
fn the_same_program_gives_the_same_bits_in_every_thread() {
    // The last size is solved by the interior point.
    for size in [60, 300, 1800] {
        let wanted: Vec<Solution> = (0..3).map(|seed| solve(cover(seed, size))).collect();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for (seed, wanted) in (0..3).zip(&wanted) {
                        assert_eq!(solve(cover(seed, size)), *wanted);
                    }
                });
            }
        });
    }
}

#[test]
fn a_solver_moves_to_another_thread_with_its_basis() {
    let mut solver = Solver::new(cover(1, 100), Limits::default()).unwrap();
    let here = solver.solve(Change::Everything).unwrap();
    let there = std::thread::spawn(move || solver.solve(Change::Bounds).unwrap()).join().unwrap();
    assert_eq!(there.iterations, 0);
    assert!((there.objective - here.objective).abs() <= 1e-9 * here.objective);
}
