//! A solve stops when it is told to, when its time is over, and before it takes too much memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use sunward_linear::{Change, Failure, Limits, Program, Row, Solver, SolverError};

const FREE: f64 = f64::INFINITY;

/// A program that takes much longer than the tests below let it: every column helps many rows, by amounts without a pattern.
fn long(rows: u64, columns: u64, entries: u64) -> Program {
    let mut program = Program::new();
    let mut state = 7_u64;
    // Knuth's generator; the tests need numbers without a pattern, and always the same ones.
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..rows {
        program.add_row(1.0 + next(1000) as f64 / 100.0, FREE);
    }
    for _ in 0..columns {
        let own: Vec<(Row, f64)> =
            (0..entries).map(|_| (Row(next(rows) as u32), 1.0 + next(1000) as f64 / 500.0)).collect();
        program.add_column(1.0 + next(1000) as f64 / 300.0, 0.0, FREE, &own);
    }
    program
}

fn interrupted_after(program: Program, wait: Duration) -> (Result<f64, Failure>, Duration) {
    let flag = Arc::new(AtomicBool::new(false));
    let limits = Limits { interrupt: Some(flag.clone()), ..Limits::default() };
    let mut solver = Solver::new(program, limits).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(wait);
            flag.store(true, Ordering::Relaxed);
        });
        let start = Instant::now();
        let outcome = solver.solve(Change::Everything).map(|solution| solution.objective);
        (outcome, start.elapsed())
    })
}

#[test]
fn simplex_stops_when_it_is_told_to() {
    let (outcome, took) = interrupted_after(long(1900, 3000, 80), Duration::from_millis(200));
    assert_eq!(outcome, Err(Failure::Interrupted));
    assert!(took < Duration::from_secs(20), "stopped only after {took:?}");
}

#[test]
fn the_interior_point_stops_when_it_is_told_to() {
    let (outcome, took) = interrupted_after(long(4000, 8000, 40), Duration::from_millis(600));
    assert_eq!(outcome, Err(Failure::Interrupted));
    assert!(took < Duration::from_secs(60), "stopped only after {took:?}");
}

#[test]
fn a_solve_that_is_stopped_can_be_taken_up_again() {
    let flag = Arc::new(AtomicBool::new(true));
    let limits = Limits { interrupt: Some(flag.clone()), ..Limits::default() };
    let mut solver = Solver::new(long(20, 30, 4), limits).unwrap();
    assert_eq!(solver.solve(Change::Everything), Err(Failure::Interrupted));
    flag.store(false, Ordering::Relaxed);
    solver.solve(Change::Everything).unwrap();
}

#[test]
fn a_solve_ends_when_its_time_is_over() {
    let limits = Limits { seconds: Some(0.1), ..Limits::default() };
    let mut solver = Solver::new(long(1900, 3000, 80), limits).unwrap();
    assert_eq!(solver.solve(Change::Everything), Err(Failure::TimeLimit));
    assert_eq!(solver.solve(Change::Costs), Err(Failure::TimeLimit));
    let limits = Limits { seconds: Some(0.0), ..Limits::default() };
    assert_eq!(Solver::new(long(2, 2, 1), limits).unwrap().solve(Change::Everything), Err(Failure::TimeLimit));
}

/// The clock starts anew with each solve.
#[test]
fn time_is_for_each_solve() {
    let limits = Limits { seconds: Some(5.0), ..Limits::default() };
    let mut solver = Solver::new(long(100, 200, 5), limits).unwrap();
    for _ in 0..5 {
        solver.solve(Change::Everything).unwrap();
    }
}

#[test]
fn a_program_too_large_for_the_memory_is_refused() {
    let limits = Limits { memory: Some(10_000), ..Limits::default() };
    match Solver::new(long(20, 30, 4), limits).err() {
        Some(SolverError::TooLarge { bytes, limit }) => assert!(bytes > limit && limit == 10_000),
        other => panic!("{other:?}"),
    }
}
