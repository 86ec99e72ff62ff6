//! A program that is solved many times: scaled, warm-started, and checked in the user's units after every solve.

use crate::certificate::certify;
use crate::error::{Failure, SolverError};
use crate::highs::{Arrays, Highs, ModelStatus};
use crate::program::{Column, Program, Row};
use crate::scaling::{INFINITE, Scaling};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// An answer must hold to this, relative, in the user's units.
const TOLERANCE: f64 = 1e-6;
/// From so many rows and columns on, a cold solve takes the interior point rather than simplex.
const LARGE: usize = 5_000;

/// How long and with how much memory a solve may go on, and how to stop it from outside.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Seconds for each solve.
    pub seconds: Option<f64>,
    /// Bytes of memory, against an estimate that is made before the program is passed on.
    pub memory: Option<u64>,
    /// A solve stops soon after this becomes true.
    pub interrupt: Option<Arc<AtomicBool>>,
}

/// What changed since the last solve; it decides how the next one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Start cold: interior point with crossover, or simplex when the program is small.
    Everything,
    /// Primal simplex from the last basis, which still keeps all rows.
    Costs,
    /// Dual simplex from the last basis, whose prices still have the right signs.
    Bounds,
    /// Simplex from the last basis, mended where it must be.
    Coefficients,
}

/// Where a column or row stands in a basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// At its lower bound.
    Lower,
    /// Between its bounds, as the others decide.
    Basic,
    /// At its upper bound.
    Upper,
    /// At zero, without bounds.
    Zero,
    /// At one of its bounds, whichever there is.
    Nonbasic,
}

impl Status {
    fn code(self) -> i32 {
        match self {
            Self::Lower => 0,
            Self::Basic => 1,
            Self::Upper => 2,
            Self::Zero => 3,
            Self::Nonbasic => 4,
        }
    }

    fn of(code: i32) -> Self {
        match code {
            0 => Self::Lower,
            1 => Self::Basic,
            2 => Self::Upper,
            3 => Self::Zero,
            _ => Self::Nonbasic,
        }
    }
}

/// Where every column and row stands; a solve can start from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// By column.
    pub columns: Vec<Status>,
    /// By row.
    pub rows: Vec<Status>,
}

/// The least cost, where it lies, and its prices; all in the user's units.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Sum of costs times columns, and the constant.
    pub objective: f64,
    /// By column.
    pub columns: Vec<f64>,
    /// What each row comes to.
    pub rows: Vec<f64>,
    /// By row: how much the objective rises when the bound that binds rises by one. Not negative at a lower bound, not positive at
    /// an upper one.
    pub row_duals: Vec<f64>,
    /// The same for bounds of columns: the cost of one more, less what it earns in its rows.
    pub reduced_costs: Vec<f64>,
    /// Steps of the solver.
    pub iterations: u64,
}

/// Rows and columns whose bounds exclude each other; without any one of them the rest does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Irreducible {
    /// Ascending.
    pub rows: Vec<Row>,
    /// Columns whose bounds take part, ascending.
    pub columns: Vec<Column>,
}

/// Holds a program and solves it again after changes.
///
/// The program is passed to HiGHS scaled by powers of two, so every number comes back exactly. The changes below are made in
/// the user's units; those that fail leave everything as it was. Two solvers share nothing and may run in two threads.
pub struct Solver {
    program: Program,
    limits: Limits,
    scaling: Scaling,
    highs: Highs,
    /// How many rows and columns have a lower bound above the upper one. HiGHS does not see these.
    crossed: usize,
}

fn crosses((lower, upper): (f64, f64)) -> bool {
    lower > upper
}

/// A number that is finite.
fn finite(value: f64, what: impl FnOnce() -> String) -> Result<(), SolverError> {
    if value.is_finite() { Ok(()) } else { Err(SolverError::NotANumber(what())) }
}

/// Bounds that mean something: a lower one that is not plus infinity, an upper one that is not minus infinity.
fn sensible((lower, upper): (f64, f64), what: impl FnOnce() -> String) -> Result<(), SolverError> {
    if lower.is_nan() || upper.is_nan() || lower == f64::INFINITY || upper == f64::NEG_INFINITY {
        return Err(SolverError::NotANumber(what()));
    }
    Ok(())
}

/// Scaled bounds for HiGHS. Crossed ones are given as no bounds; whoever passes them counts them.
fn passable(scaled: (f64, f64), what: impl FnOnce() -> String) -> Result<(f64, f64), SolverError> {
    let (lower, upper) = scaled;
    if [lower, upper].iter().any(|bound| bound.is_finite() && bound.abs() >= INFINITE) {
        return Err(SolverError::TooGreat(what()));
    }
    Ok(if crosses(scaled) { (f64::NEG_INFINITY, f64::INFINITY) } else { scaled })
}

/// Bytes that HiGHS may need: matrices by rows and columns with copies, and factors that grow with the columns. Measured on
/// three programs of 12,480, 66,999 and 104,688 columns: 45, 330 and 644 MB; this is above all three.
fn estimated_memory(program: &Program) -> u64 {
    400 * program.entries() as u64 + 5_000 * program.columns() as u64 + 1_000 * program.rows() as u64
}

fn within_memory(program: &Program, limits: &Limits) -> Result<(), SolverError> {
    let bytes = estimated_memory(program);
    match limits.memory {
        Some(limit) if bytes > limit => Err(SolverError::TooLarge { bytes, limit }),
        _ => Ok(()),
    }
}

impl Solver {
    /// Scales a program and hands it to HiGHS.
    ///
    /// # Errors
    /// [`SolverError::BadlyScaled`] if coefficients lie too far apart, [`SolverError::NotANumber`] and [`SolverError::TooGreat`]
    /// for numbers that HiGHS would read as something else, [`SolverError::TooLarge`] for the limit of memory.
    pub fn new(program: Program, limits: Limits) -> Result<Self, SolverError> {
        for column in program.all_columns() {
            finite(program.cost(column), || format!("the cost of column {}", column.0))?;
            sensible(program.bounds_of_column(column), || format!("a bound of column {}", column.0))?;
            for (row, value) in program.column_entries(column) {
                finite(value, || format!("the coefficient of column {} in row {}", column.0, row.0))?;
            }
        }
        for row in program.all_rows() {
            sensible(program.bounds_of_row(row), || format!("a bound of row {}", row.0))?;
        }
        finite(program.constant(), || "the constant".to_string())?;
        within_memory(&program, &limits)?;
        let scaling = Scaling::of(&program)?;
        let mut highs = Highs::new(limits.interrupt.clone())?;
        highs.pass(&arrays(&program, &scaling)?)?;
        let crossed = program.all_rows().filter(|row| crosses(program.bounds_of_row(*row))).count()
            + program.all_columns().filter(|column| crosses(program.bounds_of_column(*column))).count();
        Ok(Self { program, limits, scaling, highs, crossed })
    }

    /// A second solver with the same program, limits and basis.
    ///
    /// # Errors
    /// [`SolverError`] if HiGHS refuses.
    pub fn fork(&self) -> Result<Self, SolverError> {
        let mut highs = Highs::new(self.limits.interrupt.clone())?;
        highs.pass(&arrays(&self.program, &self.scaling)?)?;
        if let Some((columns, rows)) = self.highs.basis() {
            highs.set_basis(&columns, &rows)?;
        }
        Ok(Self {
            program: self.program.clone(),
            limits: self.limits.clone(),
            scaling: self.scaling.clone(),
            highs,
            crossed: self.crossed,
        })
    }

    /// The program as it is now, in the user's units.
    pub fn program(&self) -> &Program {
        &self.program
    }

    fn known_column(&self, column: Column) -> Result<(), SolverError> {
        if column.index() < self.program.columns() {
            Ok(())
        } else {
            Err(SolverError::Unknown(format!("column {}", column.0)))
        }
    }

    fn known_row(&self, row: Row) -> Result<(), SolverError> {
        if row.index() < self.program.rows() { Ok(()) } else { Err(SolverError::Unknown(format!("row {}", row.0))) }
    }

    /// Changes the cost of a column.
    ///
    /// # Errors
    /// [`SolverError`] if there is no such column, or the cost is no finite number.
    pub fn set_cost(&mut self, column: Column, cost: f64) -> Result<(), SolverError> {
        self.known_column(column)?;
        finite(cost, || format!("the cost of column {}", column.0))?;
        let scaled = scaled_cost(&self.scaling, column, cost)?;
        self.highs.set_costs(column.index(), &[scaled])?;
        self.program.set_cost(column, cost);
        Ok(())
    }

    /// Changes all costs; they are scaled anew.
    ///
    /// # Errors
    /// [`SolverError`] if there are not as many costs as columns, or one is no finite number.
    pub fn set_costs(&mut self, costs: &[f64]) -> Result<(), SolverError> {
        if costs.len() != self.program.columns() {
            return Err(SolverError::Unknown(format!("{} columns, but {}", costs.len(), self.program.columns())));
        }
        let mut program = self.program.clone();
        for (column, &cost) in self.program.all_columns().zip(costs) {
            finite(cost, || format!("the cost of column {}", column.0))?;
            program.set_cost(column, cost);
        }
        let mut scaling = self.scaling.clone();
        scaling.centre_costs(&program);
        let scaled: Result<Vec<f64>, _> =
            program.all_columns().map(|column| scaled_cost(&scaling, column, program.cost(column))).collect();
        self.highs.set_costs(0, &scaled?)?;
        (self.program, self.scaling) = (program, scaling);
        Ok(())
    }

    /// Changes the constant of the objective.
    ///
    /// # Errors
    /// [`SolverError::NotANumber`] if it is no finite number.
    pub fn set_constant(&mut self, constant: f64) -> Result<(), SolverError> {
        finite(constant, || "the constant".to_string())?;
        self.program.set_constant(constant);
        Ok(())
    }

    /// Changes the bounds of a column.
    ///
    /// # Errors
    /// [`SolverError`] if there is no such column, or a bound means nothing.
    pub fn set_column_bounds(&mut self, column: Column, lower: f64, upper: f64) -> Result<(), SolverError> {
        self.known_column(column)?;
        let what = || format!("a bound of column {}", column.0);
        sensible((lower, upper), what)?;
        let scaled = passable(self.scaling.column_bounds(column, (lower, upper)), what)?;
        self.highs.set_column_bounds(column.index(), scaled.0, scaled.1)?;
        self.crossed -= usize::from(crosses(self.program.bounds_of_column(column)));
        self.crossed += usize::from(crosses((lower, upper)));
        self.program.set_column_bounds(column, lower, upper);
        Ok(())
    }

    /// Changes the bounds of a row.
    ///
    /// # Errors
    /// [`SolverError`] if there is no such row, or a bound means nothing.
    pub fn set_row_bounds(&mut self, row: Row, lower: f64, upper: f64) -> Result<(), SolverError> {
        self.known_row(row)?;
        let what = || format!("a bound of row {}", row.0);
        sensible((lower, upper), what)?;
        let scaled = passable(self.scaling.row_bounds(row, (lower, upper)), what)?;
        self.highs.set_row_bounds(row.index(), scaled.0, scaled.1)?;
        self.crossed -= usize::from(crosses(self.program.bounds_of_row(row)));
        self.crossed += usize::from(crosses((lower, upper)));
        self.program.set_row_bounds(row, lower, upper);
        Ok(())
    }

    /// Changes a coefficient, or adds or takes out one. Where it does not fit the scaling, the whole program is scaled anew.
    ///
    /// # Errors
    /// [`SolverError`] if there is no such row or column, the value is no finite number, or the program is badly scaled with it.
    pub fn set_coefficient(&mut self, row: Row, column: Column, value: f64) -> Result<(), SolverError> {
        self.known_row(row)?;
        self.known_column(column)?;
        finite(value, || format!("the coefficient of column {} in row {}", column.0, row.0))?;
        if value == self.program.coefficient(row, column) {
            return Ok(());
        }
        let scaled = self.scaling.coefficient(row, column, value);
        if value == 0.0 || Scaling::allows(scaled.abs(), scaled.abs()) {
            self.highs.set_coefficient(row.index(), column.index(), scaled)?;
            self.program.set_coefficient(row, column, value);
            return Ok(());
        }
        let mut program = self.program.clone();
        program.set_coefficient(row, column, value);
        self.replace(program)
    }

    /// Adds a row behind the last; the basis stays.
    ///
    /// # Errors
    /// As [`Solver::set_row_bounds`] and [`Solver::set_coefficient`].
    pub fn add_row(&mut self, lower: f64, upper: f64, entries: &[(Column, f64)]) -> Result<Row, SolverError> {
        sensible((lower, upper), || "a bound of the new row".to_string())?;
        for &(column, value) in entries {
            self.known_column(column)?;
            finite(value, || format!("the coefficient of column {} in the new row", column.0))?;
        }
        let mut program = self.program.clone();
        let row = program.add_row_across(lower, upper, entries);
        within_memory(&program, &self.limits)?;
        let own: Vec<(Column, f64)> = program
            .all_columns()
            .map(|column| (column, program.coefficient(row, column)))
            .filter(|entry| entry.1 != 0.0)
            .collect();
        let mut scaling = self.scaling.clone();
        scaling.add_row(&own);
        let value: Vec<f64> = own.iter().map(|&(column, value)| scaling.coefficient(row, column, value)).collect();
        if !value.iter().all(|value| Scaling::allows(value.abs(), value.abs())) {
            self.replace(program)?;
        } else {
            let bounds = passable(scaling.row_bounds(row, (lower, upper)), || "a bound of the new row".to_string())?;
            let index: Vec<i32> = own.iter().map(|entry| place(entry.0.0)).collect();
            self.highs.add_row(bounds.0, bounds.1, &index, &value)?;
            (self.program, self.scaling) = (program, scaling);
        }
        self.crossed += usize::from(crosses((lower, upper)));
        Ok(row)
    }

    /// Adds a column behind the last; the basis stays.
    ///
    /// # Errors
    /// As [`Solver::set_column_bounds`] and [`Solver::set_coefficient`].
    pub fn add_column(
        &mut self,
        cost: f64,
        lower: f64,
        upper: f64,
        entries: &[(Row, f64)],
    ) -> Result<Column, SolverError> {
        finite(cost, || "the cost of the new column".to_string())?;
        sensible((lower, upper), || "a bound of the new column".to_string())?;
        for &(row, value) in entries {
            self.known_row(row)?;
            finite(value, || format!("the coefficient of the new column in row {}", row.0))?;
        }
        let mut program = self.program.clone();
        let column = program.add_column(cost, lower, upper, entries);
        within_memory(&program, &self.limits)?;
        let own: Vec<(Row, f64)> = program.column_entries(column).collect();
        let mut scaling = self.scaling.clone();
        scaling.add_column(&own);
        let value: Vec<f64> = own.iter().map(|&(row, value)| scaling.coefficient(row, column, value)).collect();
        if !value.iter().all(|value| Scaling::allows(value.abs(), value.abs())) {
            self.replace(program)?;
        } else {
            let what = || "a bound of the new column".to_string();
            let bounds = passable(scaling.column_bounds(column, (lower, upper)), what)?;
            let cost = scaled_cost(&scaling, column, cost)?;
            let index: Vec<i32> = own.iter().map(|entry| place(entry.0.0)).collect();
            self.highs.add_column((cost, bounds.0, bounds.1), &index, &value)?;
            (self.program, self.scaling) = (program, scaling);
        }
        self.crossed += usize::from(crosses((lower, upper)));
        Ok(column)
    }

    /// Passes a program of the same or a greater size with a new scaling. The basis stays where the size does.
    fn replace(&mut self, program: Program) -> Result<(), SolverError> {
        let scaling = Scaling::of(&program)?;
        let arrays = arrays(&program, &scaling)?;
        let basis = self.highs.basis();
        self.highs.pass(&arrays)?;
        if let Some((columns, rows)) = basis
            && (columns.len(), rows.len()) == (program.columns(), program.rows())
        {
            self.highs.set_basis(&columns, &rows)?;
        }
        (self.program, self.scaling) = (program, scaling);
        Ok(())
    }

    /// Where columns and rows stand after the last solve, if it ended with a basis.
    pub fn basis(&self) -> Option<Basis> {
        let (columns, rows) = self.highs.basis()?;
        let statuses = |codes: Vec<i32>| codes.into_iter().map(Status::of).collect();
        Some(Basis { columns: statuses(columns), rows: statuses(rows) })
    }

    /// Makes the next warm solve start from a basis, which need not be consistent: HiGHS mends it.
    ///
    /// # Errors
    /// [`SolverError::Unknown`] if it is not of the program's size.
    pub fn set_basis(&mut self, basis: &Basis) -> Result<(), SolverError> {
        let (columns, rows) = (basis.columns.len(), basis.rows.len());
        if (columns, rows) != (self.program.columns(), self.program.rows()) {
            return Err(SolverError::Unknown(format!(
                "{columns} columns and {rows} rows, but {} and {}",
                self.program.columns(),
                self.program.rows()
            )));
        }
        let codes = |statuses: &[Status]| -> Vec<i32> { statuses.iter().map(|status| status.code()).collect() };
        self.highs.set_basis(&codes(&basis.columns), &codes(&basis.rows))
    }

    fn interrupted(&self) -> bool {
        self.limits.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }

    /// Solves, and checks the answer in the user's units.
    ///
    /// An answer that does not hold to 1e-6, or that came with a warning, is sought once more, cold and with tighter
    /// tolerances, before it is an error.
    ///
    /// # Errors
    /// [`Failure`] says why there is no solution. What is not certainly optimal is never given as a solution.
    pub fn solve(&mut self, change: Change) -> Result<Solution, Failure> {
        let start = Instant::now();
        if self.interrupted() {
            return Err(Failure::Interrupted);
        }
        if self.crossed > 0 {
            return Err(Failure::Infeasible);
        }
        if self.program.columns() == 0 {
            return self.without_columns();
        }
        let warm = change != Change::Everything && self.highs.basis().is_some();
        self.configure(if warm { change } else { Change::Everything })?;
        match self.attempt(start) {
            Err(Failure::Solver(_)) => {
                self.configure_carefully()?;
                let again = self.attempt(start);
                self.highs.set_real("primal_feasibility_tolerance", 1e-7).map_err(Failure::Solver)?;
                self.highs.set_real("dual_feasibility_tolerance", 1e-7).map_err(Failure::Solver)?;
                again
            }
            answer => answer,
        }
    }

    /// Nothing to decide: the rows hold at zero or never.
    fn without_columns(&self) -> Result<Solution, Failure> {
        let holds = |row| {
            let (lower, upper) = self.program.bounds_of_row(row);
            lower <= 0.0 && upper >= 0.0
        };
        if !self.program.all_rows().all(holds) {
            return Err(Failure::Infeasible);
        }
        Ok(Solution {
            objective: self.program.constant(),
            columns: Vec::new(),
            rows: vec![0.0; self.program.rows()],
            row_duals: vec![0.0; self.program.rows()],
            reduced_costs: Vec::new(),
            iterations: 0,
        })
    }

    fn configure(&mut self, change: Change) -> Result<(), SolverError> {
        let large = self.program.rows() + self.program.columns() >= LARGE;
        let (solver, strategy, weights) = match change {
            Change::Everything if large => ("ipx", 1, -1),
            Change::Everything => ("simplex", 1, -1),
            Change::Costs => ("simplex", 4, -1),
            Change::Bounds => ("simplex", 1, 1),
            Change::Coefficients => ("simplex", 1, -1),
        };
        if change == Change::Everything {
            self.highs.forget()?;
        }
        self.highs.set_text("solver", solver)?;
        self.highs.set_text("presolve", "choose")?;
        self.highs.set_real("dual_feasibility_tolerance", 1e-9)?;
        self.highs.set_text("run_crossover", "on")?;
        self.highs.set_number("simplex_strategy", strategy)?;
        self.highs.set_number("simplex_dual_edge_weight_strategy", weights)
    }

    /// Cold simplex with tight tolerances, for what did not hold otherwise.
    fn configure_carefully(&mut self) -> Result<(), SolverError> {
        self.highs.forget()?;
        self.highs.set_text("solver", "simplex")?;
        self.highs.set_text("presolve", "off")?;
        self.highs.set_number("simplex_strategy", 1)?;
        self.highs.set_number("simplex_dual_edge_weight_strategy", -1)?;
        self.highs.set_real("primal_feasibility_tolerance", 1e-9)?;
        self.highs.set_real("dual_feasibility_tolerance", 1e-9)
    }

    /// Runs HiGHS in the time that is left.
    fn run(&mut self, start: Instant) -> Result<ModelStatus, Failure> {
        if self.interrupted() {
            return Err(Failure::Interrupted);
        }
        let left = match self.limits.seconds {
            None => f64::INFINITY,
            Some(seconds) => seconds - start.elapsed().as_secs_f64(),
        };
        // Also what is not a number ends here.
        if left.is_nan() || left <= 0.0 {
            return Err(Failure::TimeLimit);
        }
        self.highs.set_real("time_limit", left)?;
        Ok(self.highs.run()?)
    }

    fn attempt(&mut self, start: Instant) -> Result<Solution, Failure> {
        match self.run(start)? {
            ModelStatus::Optimal => self.solution(),
            ModelStatus::UnboundedOrInfeasible => self.settle(start),
            status => Err(failure(status)),
        }
    }

    /// Infeasible or unbounded: without costs the program has a solution or has none.
    fn settle(&mut self, start: Instant) -> Result<Solution, Failure> {
        let costs: Vec<f64> =
            self.program.all_columns().map(|column| self.scaling.cost(column, self.program.cost(column))).collect();
        self.highs.set_costs(0, &vec![0.0; costs.len()])?;
        self.configure(Change::Everything)?;
        let status = self.run(start);
        self.highs.set_costs(0, &costs)?;
        match status? {
            ModelStatus::Optimal => Err(Failure::Unbounded),
            ModelStatus::Unbounded => Err(Failure::UnboundedOrInfeasible),
            status => Err(failure(status)),
        }
    }

    /// The answer of HiGHS in the user's units, if it holds there.
    fn solution(&self) -> Result<Solution, Failure> {
        let point = self.highs.solution()?;
        let scaling = &self.scaling;
        let columns: Vec<f64> =
            self.program.all_columns().zip(&point.columns).map(|(column, x)| scaling.value(column, *x)).collect();
        let solution = Solution {
            objective: self.program.objective(&columns),
            rows: self.program.activity(&columns),
            columns,
            row_duals: self
                .program
                .all_rows()
                .zip(&point.row_duals)
                .map(|(row, y)| scaling.row_dual(row, *y))
                .collect(),
            reduced_costs: self
                .program
                .all_columns()
                .zip(&point.reduced_costs)
                .map(|(column, cost)| scaling.reduced_cost(column, *cost))
                .collect(),
            iterations: self.highs.iterations(),
        };
        let certificate = certify(&self.program, &solution);
        if certificate.holds(TOLERANCE) {
            Ok(solution)
        } else {
            Err(Failure::Solver(SolverError::NotOptimal(certificate)))
        }
    }

    /// Rows and columns that exclude each other, of a program without a solution. The basis of this solver stays as it is.
    ///
    /// # Errors
    /// [`SolverError::NotInfeasible`] if the program has a solution, [`SolverError::Interrupted`] if somebody asked to stop.
    pub fn irreducible(&mut self) -> Result<Irreducible, SolverError> {
        // One bound against the other of the same row or column.
        if let Some(row) = self.program.all_rows().find(|row| crosses(self.program.bounds_of_row(*row))) {
            return Ok(Irreducible { rows: vec![row], columns: Vec::new() });
        }
        if let Some(column) = self.program.all_columns().find(|column| crosses(self.program.bounds_of_column(*column)))
        {
            return Ok(Irreducible { rows: Vec::new(), columns: vec![column] });
        }
        let mut program = arrays(&self.program, &self.scaling)?;
        program.cost.fill(0.0);
        let mut highs = Highs::new(self.limits.interrupt.clone())?;
        highs.pass(&program)?;
        // From the program without costs (2) to a set that is irreducible (4).
        highs.set_number("iis_strategy", 2 + 4)?;
        if let Some(seconds) = self.limits.seconds {
            highs.set_real("time_limit", seconds)?;
        }
        let (rows, columns) = highs.irreducible()?;
        if self.interrupted() {
            return Err(SolverError::Interrupted);
        }
        if rows.is_empty() && columns.is_empty() {
            return Err(match highs.run()? {
                ModelStatus::Optimal => SolverError::NotInfeasible,
                status => SolverError::Internal(format!("no irreducible set was found ({status:?})")),
            });
        }
        Ok(Irreducible {
            rows: rows.into_iter().map(Row).collect(),
            columns: columns.into_iter().map(Column).collect(),
        })
    }
}

/// What an end other than an optimum means.
fn failure(status: ModelStatus) -> Failure {
    match status {
        ModelStatus::Infeasible => Failure::Infeasible,
        ModelStatus::Unbounded => Failure::Unbounded,
        ModelStatus::UnboundedOrInfeasible => Failure::UnboundedOrInfeasible,
        ModelStatus::TimeLimit => Failure::TimeLimit,
        ModelStatus::Interrupted => Failure::Interrupted,
        ModelStatus::Optimal => Failure::Solver(SolverError::Internal("an optimum that was not wanted".to_string())),
        ModelStatus::Other(code) => Failure::Solver(SolverError::Internal(format!("model status {code}"))),
    }
}

/// An index as HiGHS counts.
fn place(index: u32) -> i32 {
    i32::try_from(index).expect("programs of more than two thousand million rows or columns are not passed")
}

fn scaled_cost(scaling: &Scaling, column: Column, cost: f64) -> Result<f64, SolverError> {
    let scaled = scaling.cost(column, cost);
    if scaled.abs() >= INFINITE {
        return Err(SolverError::TooGreat(format!("the cost of column {}", column.0)));
    }
    Ok(scaled)
}

/// The program in the solver's units.
fn arrays(program: &Program, scaling: &Scaling) -> Result<Arrays, SolverError> {
    let too_many = |_| SolverError::TooLarge { bytes: program.entries() as u64, limit: i32::MAX as u64 };
    i32::try_from(program.entries().max(program.rows()).max(program.columns())).map_err(too_many)?;
    let mut arrays = Arrays { start: vec![0], ..Arrays::default() };
    arrays.index.reserve(program.entries());
    arrays.value.reserve(program.entries());
    for row in program.all_rows() {
        let (lower, upper) =
            passable(scaling.row_bounds(row, program.bounds_of_row(row)), || format!("a bound of row {}", row.0))?;
        arrays.row_lower.push(lower);
        arrays.row_upper.push(upper);
    }
    for column in program.all_columns() {
        let (lower, upper) = passable(scaling.column_bounds(column, program.bounds_of_column(column)), || {
            format!("a bound of column {}", column.0)
        })?;
        arrays.column_lower.push(lower);
        arrays.column_upper.push(upper);
        arrays.cost.push(scaled_cost(scaling, column, program.cost(column))?);
        for (row, value) in program.column_entries(column) {
            arrays.index.push(place(row.0));
            arrays.value.push(scaling.coefficient(row, column, value));
        }
        arrays.start.push(i32::try_from(arrays.index.len()).expect("entries were counted above"));
    }
    Ok(arrays)
}
