//! Programs go out as MPS and come back from another reader the same.

use std::path::PathBuf;
use sunward_linear::{Change, Column, Limits, Names, Numbered, Program, Row, Solver, SolverError, read_mps, write_mps};

const FREE: f64 = f64::INFINITY;

/// Every kind of row and bound, with numbers that have no short decimal form.
fn odd() -> Program {
    let mut program = Program::new();
    let rows = [
        program.add_row(1.0 / 3.0, FREE),
        program.add_row(-FREE, 1e7 / 7.0),
        program.add_row(2.0, 2.0),
        program.add_row(0.1, 0.3),
        program.add_row(-20.0, -0.7),
        program.add_row(-1.5, 2.25),
        program.add_row(0.0, FREE),
    ];
    program.add_column(0.1, 0.0, FREE, &[(rows[0], 1.0 / 3.0), (rows[1], 2.0), (rows[6], 1.0)]);
    program.add_column(2.0 / 3.0, -FREE, FREE, &[(rows[0], 1.0), (rows[2], 1.0)]);
    program.add_column(1.0, -3.0, -1.0 / 7.0, &[(rows[4], 1.0), (rows[3], -0.01)]);
    program.add_column(1e-3, -FREE, 5.0, &[(rows[2], 0.3), (rows[5], 1.0)]);
    program.add_column(4.0, 0.25, 0.25, &[(rows[0], 1.0), (rows[3], 1.0)]);
    program.add_column(0.0, 0.0, 0.0, &[(rows[6], -1.0)]);
    program.add_column(1.0, 0.0, 1.0, &[]);
    program.add_column(0.0, 1.0 / 9.0, FREE, &[]);
    program.set_constant(0.7);
    program
}

fn written(program: &Program, names: &dyn Names) -> String {
    let mut bytes = Vec::new();
    write_mps(program, names, "a program", &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(text: &str, file: &str) -> Result<Program, SolverError> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(file);
    std::fs::write(&path, text).unwrap();
    read_mps(&path)
}

#[test]
fn a_program_comes_back_with_every_bit() {
    let program = odd();
    let back = read(&written(&program, &Numbered), "odd.mps").unwrap();
    assert_eq!(back, program);
    let cost = |program| Solver::new(program, Limits::default()).unwrap().solve(Change::Everything).unwrap().objective;
    assert_eq!(cost(back), cost(program));
}

/// Names that are no names in a file: empty, alike, with spaces, looking like comments.
struct Awkward;

impl Names for Awkward {
    fn row(&self, row: Row) -> String {
        ["balance of steel", "balance of steel", "", "cost", "$5", "* star", "größe"][row.index()].to_string()
    }

    fn column(&self, column: Column) -> String {
        ["a b", "a\tb", "a_b", "RHS", "BOUNDS", "", "x", "x"][column.index()].to_string()
    }
}

#[test]
fn awkward_names_are_made_unique_and_free_of_spaces() {
    let program = odd();
    let text = written(&program, &Awkward);
    assert_eq!(read(&text, "awkward.mps").unwrap(), program);
    assert!(text.contains(" G balance_of_steel\n L balance_of_steel#2\n"), "{text}");
}

#[test]
fn what_is_no_file_of_a_program_is_an_error() {
    assert!(read("ROWS\n N cost\n Q what\n", "broken.mps").is_err());
    assert!(read_mps(&PathBuf::from("no such file.mps")).is_err());
}
