//! Whether a solution is one: worked out from the program and the solution alone, with nothing of the solver's.
//!
//! Weak duality is the proof. If a point keeps rows and bounds, and prices keep their signs, then the cost of the point is
//! at least the sum of bounds times prices; where both are equal, no other point is cheaper.
//!
//! Units must not matter, so every residual is measured against the largest thing it stands beside: a row against the terms
//! it sums, a reduced cost against the terms it sums. Where those are all near zero, a typical size takes their place: the
//! median column and the median cost, after rows and columns have been brought near one.

use crate::program::{Program, Row};
use crate::solver::Solution;
use std::fmt;

/// The worst of each kind of residual, relative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certificate {
    /// Rows and columns outside their bounds, and activities that are not the sum of their terms.
    pub primal: f64,
    /// Prices of the wrong sign, and reduced costs that are not what rows leave of the cost.
    pub dual: f64,
    /// Prices on bounds that do not bind, as a share of the money that moves.
    pub complementarity: f64,
    /// Objective less the sum of bounds times prices, as a share of the money that moves.
    pub gap: f64,
}

impl Certificate {
    /// Whether every residual is within the tolerance.
    pub fn holds(&self, tolerance: f64) -> bool {
        [self.primal, self.dual, self.complementarity, self.gap].iter().all(|residual| *residual <= tolerance)
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "primal residual {:.1e}, dual residual {:.1e}, complementarity {:.1e}, gap {:.1e}",
            self.primal, self.dual, self.complementarity, self.gap
        )
    }
}

/// Sizes that make units drop out: real numbers, one for each row and column.
struct Weights {
    rows: Vec<f64>,
    columns: Vec<f64>,
}

/// `1 / √(least · greatest)`, or one where there is nothing.
fn middle((least, greatest): (f64, f64)) -> f64 {
    let product = least.sqrt() * greatest.sqrt();
    if product.is_finite() && product > 0.0 { 1.0 / product } else { 1.0 }
}

const NOTHING: (f64, f64) = (f64::INFINITY, 0.0);

fn weights(program: &Program) -> Weights {
    let mut weights = Weights { rows: vec![1.0; program.rows()], columns: vec![1.0; program.columns()] };
    for _ in 0..4 {
        let mut ranges = vec![NOTHING; program.rows()];
        for column in program.all_columns() {
            for (row, value) in program.column_entries(column) {
                let size = value.abs() * weights.columns[column.index()];
                let range = &mut ranges[row.index()];
                *range = (range.0.min(size), range.1.max(size));
            }
        }
        weights.rows = ranges.into_iter().map(middle).collect();
        for column in program.all_columns() {
            let range = program.column_entries(column).fold(NOTHING, |range, (row, value)| {
                let size = value.abs() * weights.rows[row.index()];
                (range.0.min(size), range.1.max(size))
            });
            weights.columns[column.index()] = middle(range);
        }
    }
    weights
}

/// The median of what differs from zero; rounding left over beside large numbers is not counted.
fn typical(sizes: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sizes: Vec<f64> = sizes.filter(|size| size.is_finite() && *size > 0.0).collect();
    let floor = sizes.iter().fold(0.0, |a: f64, b| a.max(*b)) * 1e-9;
    sizes.retain(|size| *size > floor);
    let middle = sizes.len() / 2;
    (!sizes.is_empty()).then(|| *sizes.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// The greatest residual so far. What is no number is the worst.
struct Worst(f64);

impl Worst {
    fn see(&mut self, residual: f64, size: f64) {
        if residual == 0.0 {
            return;
        }
        let share = residual.abs() / size;
        self.0 = if share.is_nan() { f64::INFINITY } else { self.0.max(share) };
    }
}

/// How far a value lies outside its bounds.
fn outside(value: f64, (lower, upper): (f64, f64)) -> f64 {
    if value.is_nan() { f64::NAN } else { (lower - value).max(value - upper).max(0.0) }
}

/// The bound that a price stands on, and how far the value is from it. A positive price stands on the lower bound.
fn side(price: f64, (lower, upper): (f64, f64)) -> f64 {
    if price > 0.0 { lower } else { upper }
}

fn finite_size(bound: f64) -> f64 {
    if bound.is_finite() { bound.abs() } else { 0.0 }
}

/// Checks a solution against its program.
///
/// With weights `v` of rows and `w` of columns:
///
/// - primal: `v |row outside its bounds| / max(v (Σ |a x| + |bound|), X)`, the same for columns and for activities that
///   differ from their sums; `X` is the median of `|x| / w`.
/// - dual: `w |d - (c - Σ a y)|` and `w |d|` where the bound that it stands on is infinite, over `max(w (|c| + Σ |a y|), C)`; `C` is
///   the median of `w |c|`; the same for rows with `y / v`.
/// - complementarity: `|price| · distance to its bound`, and gap: `|objective - Σ bound · price|`, over `max(Σ |c x|, Σ |y b|, C X)`.
pub fn certify(program: &Program, solution: &Solution) -> Certificate {
    let right_size = solution.columns.len() == program.columns()
        && solution.reduced_costs.len() == program.columns()
        && solution.rows.len() == program.rows()
        && solution.row_duals.len() == program.rows();
    if !right_size {
        let wrong = f64::INFINITY;
        return Certificate { primal: wrong, dual: wrong, complementarity: wrong, gap: wrong };
    }
    let weights = weights(program);
    let (mut primal, mut dual) = (Worst(0.0), Worst(0.0));

    let bounds_of_rows = |row: Row| program.bounds_of_row(row);
    let x = typical(program.all_columns().map(|c| (solution.columns[c.index()] / weights.columns[c.index()]).abs()))
        .or_else(|| {
            typical(program.all_rows().flat_map(|row| {
                let (lower, upper) = bounds_of_rows(row);
                let weight = weights.rows[row.index()];
                [finite_size(lower) * weight, finite_size(upper) * weight]
            }))
        })
        .unwrap_or(1.0);
    let c = typical(program.all_columns().map(|c| (program.cost(c) * weights.columns[c.index()]).abs())).unwrap_or(1.0);

    let mut activity = vec![0.0; program.rows()];
    let mut terms = vec![0.0; program.rows()];
    let (mut objective, mut bound_sum) = (program.constant(), program.constant());
    let (mut cost_moved, mut bounds_moved) = (program.constant().abs(), program.constant().abs());
    let mut slack_cost = 0.0_f64;
    let mut stand = |price: f64, value: f64, bounds: (f64, f64)| {
        let bound = side(price, bounds);
        if price != 0.0 && bound.is_finite() {
            bound_sum += price * bound;
            bounds_moved += (price * bound).abs();
            slack_cost = slack_cost.max((price * (value - bound)).abs());
        }
    };

    for column in program.all_columns() {
        let at = column.index();
        let (value, price, weight) = (solution.columns[at], solution.reduced_costs[at], weights.columns[at]);
        let bounds = program.bounds_of_column(column);
        let cost = program.cost(column);
        objective += cost * value;
        cost_moved += (cost * value).abs();
        let (mut left, mut sum) = (cost, cost.abs());
        for (row, coefficient) in program.column_entries(column) {
            activity[row.index()] += coefficient * value;
            terms[row.index()] += (coefficient * value).abs();
            left -= coefficient * solution.row_duals[row.index()];
            sum += (coefficient * solution.row_duals[row.index()]).abs();
        }
        primal.see(outside(value, bounds) / weight, (value.abs() / weight).max(x));
        let size = (sum * weight).max(c);
        dual.see((price - left) * weight, size);
        if price != 0.0 && side(price, bounds).is_infinite() {
            dual.see(price * weight, size);
        }
        stand(price, value, bounds);
    }
    for row in program.all_rows() {
        let at = row.index();
        let (value, price, weight) = (activity[at], solution.row_duals[at], weights.rows[at]);
        let bounds = program.bounds_of_row(row);
        let size = ((terms[at] + side_size(value, bounds)) * weight).max(x);
        primal.see(outside(value, bounds) * weight, size);
        primal.see((value - solution.rows[at]) * weight, size);
        if price != 0.0 && side(price, bounds).is_infinite() {
            dual.see(price / weight, (price / weight).abs().max(c).min(c / 1e-9));
        }
        stand(price, value, bounds);
    }
    let money = cost_moved.max(bounds_moved).max(c * x);
    let (mut complementarity, mut gap) = (Worst(0.0), Worst(0.0));
    complementarity.see(slack_cost, money);
    gap.see(objective - bound_sum, money);
    gap.see(objective - solution.objective, money);
    Certificate { primal: primal.0, dual: dual.0, complementarity: complementarity.0, gap: gap.0 }
}

/// The size of the bound that a value is nearest to violating.
fn side_size(value: f64, (lower, upper): (f64, f64)) -> f64 {
    if value < lower {
        finite_size(lower)
    } else if value > upper {
        finite_size(upper)
    } else {
        0.0
    }
}
