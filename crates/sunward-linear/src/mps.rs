//! Programs as files of MPS in free format, which every solver reads.

use crate::error::SolverError;
use crate::highs::Highs;
use crate::program::{Column, Program, Row};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

/// Names for files, irreducible sets and messages; made only when asked for.
pub trait Names {
    /// The name of a row.
    fn row(&self, row: Row) -> String;
    /// The name of a column.
    fn column(&self, column: Column) -> String;
}

/// `R0`, `R1` …, `C0`, `C1` …
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbered;

impl Names for Numbered {
    fn row(&self, row: Row) -> String {
        format!("R{}", row.0)
    }

    fn column(&self, column: Column) -> String {
        format!("C{}", column.0)
    }
}

/// The row of costs.
const COST: &str = "cost";

/// A name without spaces, not yet taken: a number joins those that would stand twice.
fn fitting(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut fitting: String = name.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    // A reader takes `$` for a comment and `*` for another.
    if fitting.is_empty() || fitting.starts_with(['$', '*']) {
        fitting.insert(0, '_');
    }
    let mut free = fitting.clone();
    let mut number = 2;
    while !taken.insert(free.clone()) {
        free = format!("{fitting}#{number}");
        number += 1;
    }
    free
}

/// One side of a row with two, and the range that leads to the other.
struct Range {
    kind: char,
    side: f64,
    width: f64,
}

/// The pair that gives both bounds back exactly, where there is one: a reader adds the width to the lower bound (`G`) or takes it from the
/// upper (`L`).
fn range(lower: f64, upper: f64) -> Range {
    let near = upper - lower;
    for width in [near, near.next_up(), near.next_down()] {
        if lower + width == upper {
            return Range { kind: 'G', side: lower, width };
        }
        if upper - width == lower {
            return Range { kind: 'L', side: upper, width };
        }
    }
    if lower.abs() < upper.abs() {
        Range { kind: 'L', side: upper, width: near }
    } else {
        Range { kind: 'G', side: lower, width: near }
    }
}

/// How a row is written.
enum Kind {
    Free,
    One(char, f64),
    Two(Range),
}

fn kind((lower, upper): (f64, f64)) -> Kind {
    if lower == upper {
        Kind::One('E', lower)
    } else if lower.is_finite() && upper.is_finite() {
        Kind::Two(range(lower, upper))
    } else if lower.is_finite() {
        Kind::One('G', lower)
    } else if upper.is_finite() {
        Kind::One('L', upper)
    } else {
        Kind::Free
    }
}

/// Writes a program as MPS in free format.
///
/// Names are made free of spaces and unique. Numbers are the shortest text that reads back as the same number. One
/// thing may be off by its last digit: the second bound of a row with two of opposite sign, since MPS writes their distance.
/// A row without bounds is written as `N`, and many readers drop it.
///
/// # Errors
/// What `out` says.
pub fn write_mps(program: &Program, names: &dyn Names, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut taken = BTreeSet::from([COST.to_string()]);
    let rows: Vec<String> = program.all_rows().map(|row| fitting(&names.row(row), &mut taken)).collect();
    let mut taken = BTreeSet::new();
    let columns: Vec<String> = program.all_columns().map(|column| fitting(&names.column(column), &mut taken)).collect();
    writeln!(out, "NAME {}", fitting(name, &mut BTreeSet::new()))?;
    writeln!(out, "ROWS\n N {COST}")?;
    for row in program.all_rows() {
        let letter = match kind(program.bounds_of_row(row)) {
            Kind::Free => 'N',
            Kind::One(letter, _) => letter,
            Kind::Two(range) => range.kind,
        };
        writeln!(out, " {letter} {}", rows[row.index()])?;
    }
    writeln!(out, "COLUMNS")?;
    for column in program.all_columns() {
        let column_name = &columns[column.index()];
        let cost = program.cost(column);
        // A column without any entry still has to be named.
        if cost != 0.0 || program.column_entries(column).next().is_none() {
            writeln!(out, " {column_name} {COST} {cost:e}")?;
        }
        for (row, value) in program.column_entries(column) {
            writeln!(out, " {column_name} {} {value:e}", rows[row.index()])?;
        }
    }
    writeln!(out, "RHS")?;
    if program.constant() != 0.0 {
        // By convention the right-hand side of the costs is what is taken off them.
        writeln!(out, " rhs {COST} {:e}", -program.constant())?;
    }
    let mut ranges = Vec::new();
    for row in program.all_rows() {
        let side = match kind(program.bounds_of_row(row)) {
            Kind::Free => 0.0,
            Kind::One(_, side) => side,
            Kind::Two(range) => {
                ranges.push((row, range.width));
                range.side
            }
        };
        if side != 0.0 {
            writeln!(out, " rhs {} {side:e}", rows[row.index()])?;
        }
    }
    if !ranges.is_empty() {
        writeln!(out, "RANGES")?;
        for (row, width) in ranges {
            writeln!(out, " range {} {width:e}", rows[row.index()])?;
        }
    }
    writeln!(out, "BOUNDS")?;
    for column in program.all_columns() {
        let column_name = &columns[column.index()];
        let (lower, upper) = program.bounds_of_column(column);
        if lower == upper {
            writeln!(out, " FX bound {column_name} {lower:e}")?;
        } else if lower == f64::NEG_INFINITY && upper == f64::INFINITY {
            writeln!(out, " FR bound {column_name}")?;
        } else {
            if lower == f64::NEG_INFINITY {
                writeln!(out, " MI bound {column_name}")?;
            } else if lower != 0.0 || upper < 0.0 {
                writeln!(out, " LO bound {column_name} {lower:e}")?;
            }
            if upper != f64::INFINITY {
                writeln!(out, " UP bound {column_name} {upper:e}")?;
            }
        }
    }
    writeln!(out, "ENDATA")
}

/// Reads a file of MPS as HiGHS reads it; names are dropped, and a maximum becomes the minimum of the negative.
///
/// # Errors
/// [`SolverError`] if the file cannot be read, or HiGHS warns of something in it.
pub fn read_mps(path: &Path) -> Result<Program, SolverError> {
    let arrays = Highs::new(None)?.read(path)?;
    let mut program = Program::new();
    for (lower, upper) in arrays.row_lower.iter().zip(&arrays.row_upper) {
        program.add_row(*lower, *upper);
    }
    let mut entries = Vec::new();
    for column in 0..arrays.cost.len() {
        let place = |at: usize| usize::try_from(arrays.start[at]).expect("a start is not negative");
        entries.clear();
        for at in place(column)..place(column + 1) {
            entries.push((Row(u32::try_from(arrays.index[at]).expect("an index is not negative")), arrays.value[at]));
        }
        program.add_column(arrays.cost[column], arrays.column_lower[column], arrays.column_upper[column], &entries);
    }
    program.set_constant(arrays.offset);
    Ok(program)
}
