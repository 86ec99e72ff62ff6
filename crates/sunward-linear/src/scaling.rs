//! Powers of two that bring a program's numbers near one, and back without rounding.
//!
//! `a' = 2^(r + c) a`, `x' = 2^(-c) x`, bounds of rows times `2^r`, costs times `2^(c + o)`; prices come back as
//! `y = 2^(r - o) y'`. Exponents of rows and columns are worked out in turn: each is the middle between the least and the
//! greatest entry. Then all bounds are moved together so that their geometric mean is near one, and so are all costs.

use crate::error::SolverError;
use crate::program::{Column, Program, Row};

/// Rounds over rows and columns, at most.
const ROUNDS: u32 = 6;
/// Coefficients may lie between these after scaling. HiGHS drops what is below 1e-9.
const LEAST: f64 = 1e-6;
const GREATEST: f64 = 1e6;
/// From here on HiGHS takes a bound or cost for infinite.
pub(crate) const INFINITE: f64 = 1e20;
/// Exponents stay within this, so that a product of two scales is a normal number.
const REACH: i32 = 250;

/// `2^exponent`
fn power(exponent: i32) -> f64 {
    assert!((-1022..=1023).contains(&exponent), "2^{exponent} is no normal number");
    f64::from_bits(u64::try_from(1023 + exponent).expect("not negative") << 52)
}

/// `n` where `2^n ≤ |value| < 2^(n+1)`; of numbers below the normal ones the least exponent.
fn exponent(value: f64) -> i32 {
    i32::try_from((value.to_bits() >> 52) & 0x7ff).expect("eleven bits") - 1023
}

/// The exponents of a program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scaling {
    rows: Vec<i32>,
    columns: Vec<i32>,
    objective: i32,
}

/// The middle of exponents, as the exponent that brings it to zero.
fn centre(exponents: impl Iterator<Item = i32>) -> i32 {
    let (least, greatest) = exponents.fold((i32::MAX, i32::MIN), |(a, b), e| (a.min(e), b.max(e)));
    if least > greatest { 0 } else { (-(least + greatest)).div_euclid(2).clamp(-REACH, REACH) }
}

/// The mean of exponents, as the exponent that brings it to zero. Unlike the middle it is not moved by one outlier.
fn mean(exponents: impl Iterator<Item = i32>) -> i32 {
    let (sum, count) = exponents.fold((0_i64, 0_i64), |(sum, count), e| (sum + i64::from(e), count + 1));
    if count == 0 {
        0
    } else {
        i32::try_from((-sum).div_euclid(count)).expect("a mean of exponents").clamp(-REACH, REACH)
    }
}

/// A bound that counts for the size of a program.
fn counts(bound: &f64) -> bool {
    bound.is_finite() && *bound != 0.0
}

impl Scaling {
    /// # Errors
    /// [`SolverError::BadlyScaled`] where no scaling brings all coefficients near one.
    pub fn of(program: &Program) -> Result<Self, SolverError> {
        let mut scaling = Self { rows: vec![0; program.rows()], columns: vec![0; program.columns()], objective: 0 };
        for _ in 0..ROUNDS {
            let before = scaling.clone();
            let mut range = vec![(i32::MAX, i32::MIN); program.rows()];
            for column in program.all_columns() {
                for (row, value) in program.column_entries(column) {
                    let e = exponent(value) + scaling.columns[column.index()];
                    let (least, greatest) = &mut range[row.index()];
                    (*least, *greatest) = ((*least).min(e), (*greatest).max(e));
                }
            }
            for (scale, (least, greatest)) in scaling.rows.iter_mut().zip(range) {
                *scale = if least > greatest { 0 } else { centre([least, greatest].into_iter()) };
            }
            for column in program.all_columns() {
                scaling.columns[column.index()] = centre(
                    program.column_entries(column).map(|(row, value)| exponent(value) + scaling.rows[row.index()]),
                );
            }
            if scaling == before {
                break;
            }
        }
        scaling.centre_bounds(program);
        scaling.centre_costs(program);
        let mut range = (f64::INFINITY, 0.0_f64);
        for column in program.all_columns() {
            for (row, value) in program.column_entries(column) {
                let size = scaling.coefficient(row, column, value).abs();
                range = (range.0.min(size), range.1.max(size));
            }
        }
        if program.entries() > 0 && !Self::allows(range.0, range.1) {
            return Err(SolverError::BadlyScaled { least: range.0, greatest: range.1 });
        }
        Ok(scaling)
    }

    /// Whether coefficients between these two are near enough to one.
    pub fn allows(least: f64, greatest: f64) -> bool {
        least >= LEAST && greatest <= GREATEST
    }

    /// One factor on all bounds: rows by `2^t` and columns by `2^-t` leaves every coefficient as it is.
    fn centre_bounds(&mut self, program: &Program) {
        let pair = |(lower, upper): (f64, f64), scale: i32| {
            let both = [lower, upper];
            let once = if lower == upper { 1 } else { 2 };
            both.into_iter().take(once).filter(counts).map(move |bound| exponent(bound) + scale)
        };
        let of_rows = program.all_rows().flat_map(|row| pair(program.bounds_of_row(row), self.rows[row.index()]));
        let of_columns = program
            .all_columns()
            .flat_map(|column| pair(program.bounds_of_column(column), -self.columns[column.index()]));
        let shift = mean(of_rows.chain(of_columns));
        self.rows.iter_mut().for_each(|scale| *scale += shift);
        self.columns.iter_mut().for_each(|scale| *scale -= shift);
    }

    /// One factor on all costs.
    pub fn centre_costs(&mut self, program: &Program) {
        self.objective = mean(
            program
                .all_columns()
                .filter(|&column| counts(&program.cost(column)))
                .map(|column| exponent(program.cost(column)) + self.columns[column.index()]),
        );
    }

    pub fn coefficient(&self, row: Row, column: Column, value: f64) -> f64 {
        value * power(self.rows[row.index()] + self.columns[column.index()])
    }

    pub fn cost(&self, column: Column, cost: f64) -> f64 {
        cost * power(self.columns[column.index()] + self.objective)
    }

    pub fn column_bounds(&self, column: Column, (lower, upper): (f64, f64)) -> (f64, f64) {
        let factor = power(-self.columns[column.index()]);
        (lower * factor, upper * factor)
    }

    pub fn row_bounds(&self, row: Row, (lower, upper): (f64, f64)) -> (f64, f64) {
        let factor = power(self.rows[row.index()]);
        (lower * factor, upper * factor)
    }

    /// From the solver's units to the user's.
    pub fn value(&self, column: Column, value: f64) -> f64 {
        value * power(self.columns[column.index()])
    }

    /// From the solver's units to the user's.
    pub fn row_dual(&self, row: Row, dual: f64) -> f64 {
        dual * power(self.rows[row.index()] - self.objective)
    }

    /// From the solver's units to the user's.
    pub fn reduced_cost(&self, column: Column, cost: f64) -> f64 {
        cost * power(-self.columns[column.index()] - self.objective)
    }

    /// Makes room for a row behind the last, with its entries.
    pub fn add_row(&mut self, entries: &[(Column, f64)]) {
        let scale = centre(
            entries
                .iter()
                .filter(|entry| counts(&entry.1))
                .map(|&(column, value)| exponent(value) + self.columns[column.index()]),
        );
        self.rows.push(scale);
    }

    /// Makes room for a column behind the last, with its entries.
    pub fn add_column(&mut self, entries: &[(Row, f64)]) {
        let scale = centre(
            entries
                .iter()
                .filter(|entry| counts(&entry.1))
                .map(|&(row, value)| exponent(value) + self.rows[row.index()]),
        );
        self.columns.push(scale);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_and_exponents_are_exact() {
        assert_eq!(power(10), 1024.0);
        assert_eq!(power(-2), 0.25);
        assert_eq!(exponent(-1.5), 0);
        assert_eq!(exponent(8.0), 3);
        assert_eq!(exponent(0.3), -2);
    }

    #[test]
    fn a_program_in_odd_units_comes_near_one() {
        let mut program = Program::new();
        let row = program.add_row(3e9, f64::INFINITY);
        let column = program.add_column(5e7, 0.0, f64::INFINITY, &[(row, 2e6)]);
        let scaling = Scaling::of(&program).unwrap();
        assert!((0.5..=2.0).contains(&scaling.coefficient(row, column, 2e6)));
        assert!((0.5..=2.0).contains(&scaling.row_bounds(row, (3e9, f64::INFINITY)).0));
        assert!((0.5..=2.0).contains(&scaling.cost(column, 5e7)));
    }
}
