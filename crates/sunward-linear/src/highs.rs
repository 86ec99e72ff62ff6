//! The door to HiGHS: its C declarations, and safe calls on one object of it. The only file with `unsafe`.
//!
//! Nothing here knows of scaling or of the user's units. Every call gives the status that HiGHS returned as a `Result`: a
//! warning is an error, with the text that HiGHS logged. Nothing is printed, all work is done in the caller's thread, and
//! what HiGHS keeps for all its objects (its scheduler) it keeps for each thread.
#![allow(unsafe_code)]

use crate::error::SolverError;
use std::ffi::{CStr, CString, c_char, c_double, c_int, c_void};
use std::path::Path;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What a callback is told; only a pointer to it is passed on.
#[repr(C)]
struct CallbackDataOut {
    callback_data: *mut c_void,
    log_type: c_int,
    // More fields follow, which this program does not read.
}

/// What a callback answers.
#[repr(C)]
struct CallbackDataIn {
    user_interrupt: c_int,
    // More fields follow, which this program does not write.
}

type Callback = unsafe extern "C" fn(c_int, *const c_char, *const CallbackDataOut, *mut CallbackDataIn, *mut c_void);

// As in `interfaces/highs_c_api.h` of HiGHS 1.16.0, compiled with 32-bit indices (`HighsInt` is `int`).
unsafe extern "C" {
    fn Highs_create() -> *mut c_void;
    fn Highs_destroy(highs: *mut c_void);
    fn Highs_version() -> *const c_char;
    fn Highs_setBoolOptionValue(highs: *mut c_void, option: *const c_char, value: c_int) -> c_int;
    fn Highs_setIntOptionValue(highs: *mut c_void, option: *const c_char, value: c_int) -> c_int;
    fn Highs_setDoubleOptionValue(highs: *mut c_void, option: *const c_char, value: c_double) -> c_int;
    fn Highs_setStringOptionValue(highs: *mut c_void, option: *const c_char, value: *const c_char) -> c_int;
    fn Highs_setCallback(highs: *mut c_void, callback: Option<Callback>, data: *mut c_void) -> c_int;
    fn Highs_startCallback(highs: *mut c_void, callback_type: c_int) -> c_int;
    fn Highs_passLp(
        highs: *mut c_void,
        num_col: c_int,
        num_row: c_int,
        num_nz: c_int,
        a_format: c_int,
        sense: c_int,
        offset: c_double,
        col_cost: *const c_double,
        col_lower: *const c_double,
        col_upper: *const c_double,
        row_lower: *const c_double,
        row_upper: *const c_double,
        a_start: *const c_int,
        a_index: *const c_int,
        a_value: *const c_double,
    ) -> c_int;
    fn Highs_readModel(highs: *mut c_void, filename: *const c_char) -> c_int;
    fn Highs_getLp(
        highs: *const c_void,
        a_format: c_int,
        num_col: *mut c_int,
        num_row: *mut c_int,
        num_nz: *mut c_int,
        sense: *mut c_int,
        offset: *mut c_double,
        col_cost: *mut c_double,
        col_lower: *mut c_double,
        col_upper: *mut c_double,
        row_lower: *mut c_double,
        row_upper: *mut c_double,
        a_start: *mut c_int,
        a_index: *mut c_int,
        a_value: *mut c_double,
        integrality: *mut c_int,
    ) -> c_int;
    fn Highs_getNumCol(highs: *const c_void) -> c_int;
    fn Highs_getNumRow(highs: *const c_void) -> c_int;
    fn Highs_getNumNz(highs: *const c_void) -> c_int;
    fn Highs_clearSolver(highs: *mut c_void) -> c_int;
    fn Highs_zeroAllClocks(highs: *const c_void) -> c_int;
    fn Highs_run(highs: *mut c_void) -> c_int;
    fn Highs_getModelStatus(highs: *const c_void) -> c_int;
    fn Highs_getIntInfoValue(highs: *const c_void, info: *const c_char, value: *mut c_int) -> c_int;
    fn Highs_getSolution(
        highs: *const c_void,
        col_value: *mut c_double,
        col_dual: *mut c_double,
        row_value: *mut c_double,
        row_dual: *mut c_double,
    ) -> c_int;
    fn Highs_getBasis(highs: *const c_void, col_status: *mut c_int, row_status: *mut c_int) -> c_int;
    fn Highs_setBasis(highs: *mut c_void, col_status: *const c_int, row_status: *const c_int) -> c_int;
    fn Highs_changeColsCostByRange(highs: *mut c_void, from_col: c_int, to_col: c_int, cost: *const c_double) -> c_int;
    fn Highs_changeColBounds(highs: *mut c_void, col: c_int, lower: c_double, upper: c_double) -> c_int;
    fn Highs_changeRowBounds(highs: *mut c_void, row: c_int, lower: c_double, upper: c_double) -> c_int;
    fn Highs_changeCoeff(highs: *mut c_void, row: c_int, col: c_int, value: c_double) -> c_int;
    fn Highs_addRow(
        highs: *mut c_void,
        lower: c_double,
        upper: c_double,
        num_new_nz: c_int,
        index: *const c_int,
        value: *const c_double,
    ) -> c_int;
    fn Highs_addCol(
        highs: *mut c_void,
        cost: c_double,
        lower: c_double,
        upper: c_double,
        num_new_nz: c_int,
        index: *const c_int,
        value: *const c_double,
    ) -> c_int;
    fn Highs_getIis(
        highs: *mut c_void,
        iis_num_col: *mut c_int,
        iis_num_row: *mut c_int,
        col_index: *mut c_int,
        row_index: *mut c_int,
        col_bound: *mut c_int,
        row_bound: *mut c_int,
        col_status: *mut c_int,
        row_status: *mut c_int,
    ) -> c_int;
}

const STATUS_OK: c_int = 0;
const STATUS_WARNING: c_int = 1;
const COLUMN_WISE: c_int = 1;
const MINIMISE: c_int = 1;
/// In an irreducible set: no bound takes part.
const BOUND_FREE: c_int = 1;
const CALLBACK_LOGGING: c_int = 0;
const CALLBACK_SIMPLEX_INTERRUPT: c_int = 1;
const CALLBACK_INTERIOR_POINT_INTERRUPT: c_int = 2;
/// `HighsLogType`: 1 to 3 are information, 4 is a warning, 5 an error.
const LOG_WARNING: c_int = 4;

/// How HiGHS says that a solve ended. What it does not know by number is never a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModelStatus {
    Optimal,
    Infeasible,
    UnboundedOrInfeasible,
    Unbounded,
    TimeLimit,
    Interrupted,
    Other(i32),
}

impl ModelStatus {
    fn of(code: c_int) -> Self {
        match code {
            7 => Self::Optimal,
            8 => Self::Infeasible,
            9 => Self::UnboundedOrInfeasible,
            10 => Self::Unbounded,
            13 => Self::TimeLimit,
            17 | 19 => Self::Interrupted,
            other => Self::Other(other),
        }
    }
}

/// A program in the arrays that HiGHS takes: bounds of columns and rows, costs, and the matrix by columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Arrays {
    pub cost: Vec<f64>,
    pub column_lower: Vec<f64>,
    pub column_upper: Vec<f64>,
    pub row_lower: Vec<f64>,
    pub row_upper: Vec<f64>,
    /// One more than there are columns.
    pub start: Vec<i32>,
    pub index: Vec<i32>,
    pub value: Vec<f64>,
    pub offset: f64,
}

/// A point with its prices, as HiGHS gives it.
pub(crate) struct Point {
    pub columns: Vec<f64>,
    pub reduced_costs: Vec<f64>,
    pub rows: Vec<f64>,
    pub row_duals: Vec<f64>,
}

/// What the callback looks at. It is behind an `Arc`, so its place in memory stays while HiGHS knows it, and it is only
/// ever borrowed shared: what changes is atomic or locked.
struct Watch {
    interrupt: Option<Arc<AtomicBool>>,
    warnings: Mutex<Vec<String>>,
}

/// Called by HiGHS, in the thread that called HiGHS.
unsafe extern "C" fn watch(
    kind: c_int,
    message: *const c_char,
    told: *const CallbackDataOut,
    answer: *mut CallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `data` is the `Watch` of the `Highs` that HiGHS is working for; that `Highs` destroys the object of HiGHS
    // before it lets go of the `Arc`, and nobody borrows a `Watch` exclusively.
    let Some(watch) = (unsafe { data.cast::<Watch>().as_ref() }) else { return };
    if kind == CALLBACK_LOGGING {
        if told.is_null() || message.is_null() {
            return;
        }
        // SAFETY: HiGHS passes a struct that begins with these fields, and a text that ends with zero; both live for the call.
        let (log_type, text) = unsafe { ((*told).log_type, CStr::from_ptr(message)) };
        if log_type >= LOG_WARNING {
            let text = text.to_string_lossy().trim().to_string();
            watch.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(text);
        }
    } else if !answer.is_null() && watch.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
        // SAFETY: HiGHS passes a struct of its own that begins with this field and reads it after the call.
        unsafe { (*answer).user_interrupt = 1 };
    }
}

/// One object of HiGHS. It holds a program, a basis and options, and lives through many solves.
pub(crate) struct Highs {
    object: NonNull<c_void>,
    watch: Arc<Watch>,
}

// SAFETY: an object of HiGHS belongs to no thread: it holds no thread-local state between calls. `Highs` is not `Sync`, so
// one thread at a time calls it, and `Watch` is `Send` and `Sync`.
unsafe impl Send for Highs {}

impl Drop for Highs {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `Highs_create` and is destroyed once; `watch` is dropped after this.
        unsafe { Highs_destroy(self.object.as_ptr()) };
    }
}

/// A length or an index as HiGHS counts.
fn count(length: usize) -> Result<c_int, SolverError> {
    c_int::try_from(length).map_err(|_| SolverError::TooLarge { bytes: length as u64, limit: c_int::MAX as u64 })
}

fn text(value: &str) -> CString {
    CString::new(value).expect("names of options hold no zero")
}

impl Highs {
    /// An empty object: silent, in one thread, with a fixed seed.
    pub fn new(interrupt: Option<Arc<AtomicBool>>) -> Result<Self, SolverError> {
        // SAFETY: takes nothing; gives an object or null.
        let object = NonNull::new(unsafe { Highs_create() })
            .ok_or_else(|| SolverError::Internal("HiGHS gave no object".to_string()))?;
        let watch = Arc::new(Watch { interrupt, warnings: Mutex::new(Vec::new()) });
        let mut highs = Self { object, watch };
        let data = Arc::as_ptr(&highs.watch).cast_mut().cast::<c_void>();
        highs.set_flag("log_to_console", false)?;
        // SAFETY: `watch` has the type that HiGHS calls; what `data` points to outlives the object, and is only read through
        // a shared borrow.
        let status = unsafe { Highs_setCallback(highs.pointer(), Some(self::watch), data) };
        highs.judge("set a callback", status)?;
        for kind in [CALLBACK_LOGGING, CALLBACK_SIMPLEX_INTERRUPT, CALLBACK_INTERIOR_POINT_INTERRUPT] {
            // SAFETY: a number on an object that is alive.
            let status = unsafe { Highs_startCallback(highs.pointer(), kind) };
            highs.judge("start a callback", status)?;
        }
        highs.set_number("threads", 1)?;
        highs.set_text("parallel", "off")?;
        highs.set_number("random_seed", 0)?;
        Ok(highs)
    }

    /// `1.16.0`
    pub fn version() -> String {
        // SAFETY: gives a text that lives as long as the program and ends with zero.
        unsafe { CStr::from_ptr(Highs_version()) }.to_string_lossy().into_owned()
    }

    fn pointer(&mut self) -> *mut c_void {
        self.object.as_ptr()
    }

    fn reader(&self) -> *const c_void {
        self.object.as_ptr()
    }

    /// Takes the warnings that were logged since the last call.
    fn warnings(&self) -> String {
        let mut warnings = self.watch.warnings.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *warnings).join("; ")
    }

    /// A status of HiGHS as a result. What HiGHS logged is the text.
    fn judge(&self, what: &str, status: c_int) -> Result<(), SolverError> {
        let logged = self.warnings();
        let message =
            || if logged.is_empty() { format!("HiGHS gives no text: {what}") } else { format!("{what}: {logged}") };
        match status {
            STATUS_OK => Ok(()),
            STATUS_WARNING => Err(SolverError::Warning(message())),
            _ => Err(SolverError::Internal(message())),
        }
    }

    pub fn set_flag(&mut self, option: &str, value: bool) -> Result<(), SolverError> {
        let name = text(option);
        // SAFETY: a text that ends with zero and lives for the call.
        let status = unsafe { Highs_setBoolOptionValue(self.pointer(), name.as_ptr(), c_int::from(value)) };
        self.judge(option, status)
    }

    pub fn set_number(&mut self, option: &str, value: i32) -> Result<(), SolverError> {
        let name = text(option);
        // SAFETY: a text that ends with zero and lives for the call.
        let status = unsafe { Highs_setIntOptionValue(self.pointer(), name.as_ptr(), value) };
        self.judge(option, status)
    }

    pub fn set_real(&mut self, option: &str, value: f64) -> Result<(), SolverError> {
        let name = text(option);
        // SAFETY: a text that ends with zero and lives for the call.
        let status = unsafe { Highs_setDoubleOptionValue(self.pointer(), name.as_ptr(), value) };
        self.judge(option, status)
    }

    pub fn set_text(&mut self, option: &str, value: &str) -> Result<(), SolverError> {
        let (name, word) = (text(option), text(value));
        // SAFETY: two texts that end with zero and live for the call.
        let status = unsafe { Highs_setStringOptionValue(self.pointer(), name.as_ptr(), word.as_ptr()) };
        self.judge(option, status)
    }

    /// Replaces the program; the basis is gone after it.
    pub fn pass(&mut self, program: &Arrays) -> Result<(), SolverError> {
        let (columns, rows) = (program.cost.len(), program.row_lower.len());
        let entries = program.index.len();
        assert!(
            program.column_lower.len() == columns && program.column_upper.len() == columns,
            "bounds of every column"
        );
        assert!(program.row_upper.len() == rows, "bounds of every row");
        assert!(program.start.len() == columns + 1 && program.value.len() == entries, "a matrix by columns");
        let (columns, rows, entries) = (count(columns)?, count(rows)?, count(entries)?);
        assert!(program.start.windows(2).all(|pair| pair[0] <= pair[1]) && program.start[0] == 0, "starts ascend");
        assert!(program.start.last() == Some(&entries), "the last start is the end");
        assert!(program.index.iter().all(|&row| (0..rows).contains(&row)), "every entry has a row");
        // SAFETY: all arrays have the lengths that HiGHS reads, and indices are in range, as checked above.
        let status = unsafe {
            Highs_passLp(
                self.pointer(),
                columns,
                rows,
                entries,
                COLUMN_WISE,
                MINIMISE,
                program.offset,
                program.cost.as_ptr(),
                program.column_lower.as_ptr(),
                program.column_upper.as_ptr(),
                program.row_lower.as_ptr(),
                program.row_upper.as_ptr(),
                program.start.as_ptr(),
                program.index.as_ptr(),
                program.value.as_ptr(),
            )
        };
        self.judge("pass a program", status)
    }

    /// Reads a file of MPS in its place.
    pub fn read(&mut self, path: &Path) -> Result<Arrays, SolverError> {
        let name = path.to_str().and_then(|path| CString::new(path).ok());
        let name = name.ok_or_else(|| SolverError::Internal(format!("{}: no name for HiGHS", path.display())))?;
        // SAFETY: a text that ends with zero and lives for the call.
        let status = unsafe { Highs_readModel(self.pointer(), name.as_ptr()) };
        self.judge("read a file", status)?;
        let (columns, rows) = self.size();
        // SAFETY: reads a number of an object that is alive.
        let entries = unsafe { Highs_getNumNz(self.reader()) };
        let entries = usize::try_from(entries).expect("a count is not negative");
        let mut arrays = Arrays {
            cost: vec![0.0; columns],
            column_lower: vec![0.0; columns],
            column_upper: vec![0.0; columns],
            row_lower: vec![0.0; rows],
            row_upper: vec![0.0; rows],
            start: vec![0; columns + 1],
            index: vec![0; entries],
            value: vec![0.0; entries],
            offset: 0.0,
        };
        let (mut num_col, mut num_row, mut num_nz, mut sense) = (0, 0, 0, 0);
        // SAFETY: all arrays have the lengths that HiGHS has just said it holds; it writes one start for each column, and
        // null says that kinds of columns are not wanted.
        let status = unsafe {
            Highs_getLp(
                self.reader(),
                COLUMN_WISE,
                &raw mut num_col,
                &raw mut num_row,
                &raw mut num_nz,
                &raw mut sense,
                &raw mut arrays.offset,
                arrays.cost.as_mut_ptr(),
                arrays.column_lower.as_mut_ptr(),
                arrays.column_upper.as_mut_ptr(),
                arrays.row_lower.as_mut_ptr(),
                arrays.row_upper.as_mut_ptr(),
                arrays.start.as_mut_ptr(),
                arrays.index.as_mut_ptr(),
                arrays.value.as_mut_ptr(),
                ptr::null_mut(),
            )
        };
        self.judge("give the program back", status)?;
        arrays.start[columns] = num_nz;
        if sense != MINIMISE {
            arrays.offset = -arrays.offset;
            arrays.cost.iter_mut().for_each(|cost| *cost = -*cost);
        }
        Ok(arrays)
    }

    /// Columns and rows of the program that HiGHS holds.
    fn size(&self) -> (usize, usize) {
        // SAFETY: reads two numbers of an object that is alive.
        let (columns, rows) = unsafe { (Highs_getNumCol(self.reader()), Highs_getNumRow(self.reader())) };
        (usize::try_from(columns).unwrap_or(0), usize::try_from(rows).unwrap_or(0))
    }

    /// Forgets solution and basis; keeps the program.
    pub fn forget(&mut self) -> Result<(), SolverError> {
        // SAFETY: a call on an object that is alive.
        let status = unsafe { Highs_clearSolver(self.pointer()) };
        self.judge("forget the basis", status)
    }

    /// Solves. An end that HiGHS knows no better name for, or an optimum with a warning, is an error.
    pub fn run(&mut self) -> Result<ModelStatus, SolverError> {
        // SAFETY: a call on an object that is alive; it only sets clocks to zero.
        let status = unsafe { Highs_zeroAllClocks(self.reader()) };
        self.judge("set the clock", status)?;
        // SAFETY: a call on an object that is alive; the callback's data lives as long as the object.
        let status = unsafe { Highs_run(self.pointer()) };
        // SAFETY: reads a number of an object that is alive.
        let model = ModelStatus::of(unsafe { Highs_getModelStatus(self.reader()) });
        match model {
            // HiGHS returns a warning with these, which is what they are.
            ModelStatus::TimeLimit | ModelStatus::Interrupted if status != -1 => {
                self.warnings();
                Ok(model)
            }
            ModelStatus::Other(code) => {
                let logged = self.warnings();
                Err(SolverError::Internal(format!("HiGHS ends with model status {code}: {logged}")))
            }
            _ => self.judge("solve", status).map(|()| model),
        }
    }

    /// Iterations of the last solve, of simplex, interior point and crossover together.
    pub fn iterations(&self) -> u64 {
        ["simplex_iteration_count", "ipm_iteration_count", "crossover_iteration_count"]
            .iter()
            .map(|name| {
                let name = text(name);
                let mut value = 0;
                // SAFETY: a text that ends with zero, and a number that lives for the call.
                let status = unsafe { Highs_getIntInfoValue(self.reader(), name.as_ptr(), &raw mut value) };
                if status == STATUS_OK { u64::try_from(value).unwrap_or(0) } else { 0 }
            })
            .sum()
    }

    pub fn solution(&self) -> Result<Point, SolverError> {
        let (columns, rows) = self.size();
        let mut point = Point {
            columns: vec![f64::NAN; columns],
            reduced_costs: vec![f64::NAN; columns],
            rows: vec![f64::NAN; rows],
            row_duals: vec![f64::NAN; rows],
        };
        // SAFETY: four arrays of the lengths that HiGHS writes.
        let status = unsafe {
            Highs_getSolution(
                self.reader(),
                point.columns.as_mut_ptr(),
                point.reduced_costs.as_mut_ptr(),
                point.rows.as_mut_ptr(),
                point.row_duals.as_mut_ptr(),
            )
        };
        self.judge("give the solution", status)?;
        Ok(point)
    }

    /// Statuses of columns and of rows, if there is a basis to start from.
    pub fn basis(&self) -> Option<(Vec<i32>, Vec<i32>)> {
        let (columns, rows) = self.size();
        let (mut of_columns, mut of_rows) = (vec![0; columns], vec![0; rows]);
        // SAFETY: two arrays of the lengths that HiGHS writes.
        let status = unsafe { Highs_getBasis(self.reader(), of_columns.as_mut_ptr(), of_rows.as_mut_ptr()) };
        self.warnings();
        (status == STATUS_OK).then_some((of_columns, of_rows))
    }

    pub fn set_basis(&mut self, columns: &[i32], rows: &[i32]) -> Result<(), SolverError> {
        assert!((columns.len(), rows.len()) == self.size(), "a basis of the program's size");
        // SAFETY: two arrays of the lengths that HiGHS reads.
        let status = unsafe { Highs_setBasis(self.pointer(), columns.as_ptr(), rows.as_ptr()) };
        self.judge("take a basis", status)
    }

    /// Costs of the columns from `first` on.
    pub fn set_costs(&mut self, first: usize, costs: &[f64]) -> Result<(), SolverError> {
        if costs.is_empty() {
            return Ok(());
        }
        assert!(first + costs.len() <= self.size().0, "costs of columns that exist");
        let (from, to) = (count(first)?, count(first + costs.len() - 1)?);
        // SAFETY: HiGHS reads `to - from + 1` costs, which is the length of the array.
        let status = unsafe { Highs_changeColsCostByRange(self.pointer(), from, to, costs.as_ptr()) };
        self.judge("change costs", status)
    }

    pub fn set_column_bounds(&mut self, column: usize, lower: f64, upper: f64) -> Result<(), SolverError> {
        let column = count(column)?;
        // SAFETY: numbers; HiGHS checks the index.
        let status = unsafe { Highs_changeColBounds(self.pointer(), column, lower, upper) };
        self.judge("change the bounds of a column", status)
    }

    pub fn set_row_bounds(&mut self, row: usize, lower: f64, upper: f64) -> Result<(), SolverError> {
        let row = count(row)?;
        // SAFETY: numbers; HiGHS checks the index.
        let status = unsafe { Highs_changeRowBounds(self.pointer(), row, lower, upper) };
        self.judge("change the bounds of a row", status)
    }

    pub fn set_coefficient(&mut self, row: usize, column: usize, value: f64) -> Result<(), SolverError> {
        let (row, column) = (count(row)?, count(column)?);
        // SAFETY: numbers; HiGHS checks the indices.
        let status = unsafe { Highs_changeCoeff(self.pointer(), row, column, value) };
        self.judge("change a coefficient", status)
    }

    /// Adds a row behind the last; its entries by column. The basis stays, the row joins it.
    pub fn add_row(&mut self, lower: f64, upper: f64, index: &[i32], value: &[f64]) -> Result<(), SolverError> {
        let columns = count(self.size().0)?;
        assert!(
            index.len() == value.len() && index.iter().all(|i| (0..columns).contains(i)),
            "entries of columns that exist"
        );
        let entries = count(index.len())?;
        // SAFETY: two arrays of the length that HiGHS reads, with indices in range.
        let status = unsafe { Highs_addRow(self.pointer(), lower, upper, entries, index.as_ptr(), value.as_ptr()) };
        self.judge("add a row", status)
    }

    /// Adds a column behind the last; its entries by row. The basis stays, the column starts at a bound.
    pub fn add_column(
        &mut self,
        (cost, lower, upper): (f64, f64, f64),
        index: &[i32],
        value: &[f64],
    ) -> Result<(), SolverError> {
        let rows = count(self.size().1)?;
        assert!(
            index.len() == value.len() && index.iter().all(|i| (0..rows).contains(i)),
            "entries of rows that exist"
        );
        let entries = count(index.len())?;
        // SAFETY: two arrays of the length that HiGHS reads, with indices in range.
        let status =
            unsafe { Highs_addCol(self.pointer(), cost, lower, upper, entries, index.as_ptr(), value.as_ptr()) };
        self.judge("add a column", status)
    }

    /// Rows and columns of an irreducible infeasible set, in ascending order.
    pub fn irreducible(&mut self) -> Result<(Vec<u32>, Vec<u32>), SolverError> {
        let (columns, rows) = self.size();
        let (mut found_columns, mut found_rows) = (0, 0);
        let (mut column_index, mut row_index) = (vec![0; columns], vec![0; rows]);
        let (mut column_bound, mut row_bound) = (vec![0; columns], vec![0; rows]);
        let (mut column_status, mut row_status) = (vec![0; columns], vec![0; rows]);
        // SAFETY: an irreducible set has no more columns and rows than the program, and HiGHS writes one status for each.
        let status = unsafe {
            Highs_getIis(
                self.pointer(),
                &raw mut found_columns,
                &raw mut found_rows,
                column_index.as_mut_ptr(),
                row_index.as_mut_ptr(),
                column_bound.as_mut_ptr(),
                row_bound.as_mut_ptr(),
                column_status.as_mut_ptr(),
                row_status.as_mut_ptr(),
            )
        };
        self.judge("look for an irreducible set", status)?;
        // HiGHS also names the columns that the rows of the set hold, whatever their bounds: those take no part.
        let take = |index: Vec<i32>, bound: Vec<i32>, found: i32| {
            let mut taken: Vec<u32> = index
                .iter()
                .zip(bound)
                .take(usize::try_from(found).unwrap_or(0))
                .filter(|(_, bound)| *bound != BOUND_FREE)
                .map(|(&i, _)| u32::try_from(i).expect("an index is not negative"))
                .collect();
            taken.sort_unstable();
            taken
        };
        Ok((take(row_index, row_bound, found_rows), take(column_index, column_bound, found_columns)))
    }
}
