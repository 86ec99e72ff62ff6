//! A linear program in the user's units.

/// Index of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Row(pub u32);

/// Index of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Column(pub u32);

impl Row {
    /// As an index of a vector of rows.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Column {
    /// As an index of a vector of columns.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A linear program, always minimised: `lower ≤ A x ≤ upper` for rows, `lower ≤ x ≤ upper` for columns.
///
/// The matrix is kept by columns, rows ascending in each, without zeros. Rows come first, then the columns that name them.
/// Any number is taken here; [`Solver::new`](crate::Solver::new) refuses those that mean nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    row_bounds: Vec<(f64, f64)>,
    costs: Vec<f64>,
    column_bounds: Vec<(f64, f64)>,
    /// Where each column's entries start; one more than there are columns.
    starts: Vec<usize>,
    entries: Vec<(Row, f64)>,
    constant: f64,
}

impl Default for Program {
    fn default() -> Self {
        Self {
            row_bounds: Vec::new(),
            costs: Vec::new(),
            column_bounds: Vec::new(),
            starts: vec![0],
            entries: Vec::new(),
            constant: 0.0,
        }
    }
}

impl Program {
    /// No rows, no columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// A row without entries; the bounds may be infinite.
    pub fn add_row(&mut self, lower: f64, upper: f64) -> Row {
        let row = Row(u32::try_from(self.row_bounds.len()).expect("rows are counted in 32 bits"));
        self.row_bounds.push((lower, upper));
        row
    }

    /// A row behind the last with entries in columns that exist; entries of one column are summed.
    ///
    /// # Panics
    /// If a column does not exist.
    pub fn add_row_across(&mut self, lower: f64, upper: f64, entries: &[(Column, f64)]) -> Row {
        let row = self.add_row(lower, upper);
        let mut sums = vec![0.0; self.columns()];
        for &(column, value) in entries {
            sums[column.index()] += value;
        }
        let mut merged = Vec::with_capacity(self.entries.len() + entries.len());
        let mut starts = Vec::with_capacity(self.starts.len());
        starts.push(0);
        for (column, &sum) in sums.iter().enumerate() {
            merged.extend_from_slice(&self.entries[self.starts[column]..self.starts[column + 1]]);
            if sum != 0.0 {
                merged.push((row, sum));
            }
            starts.push(merged.len());
        }
        self.entries = merged;
        self.starts = starts;
        row
    }

    /// A column with its cost and its entries; entries of one row are summed, zeros are dropped.
    ///
    /// # Panics
    /// If a row does not exist.
    pub fn add_column(&mut self, cost: f64, lower: f64, upper: f64, entries: &[(Row, f64)]) -> Column {
        let column = Column(u32::try_from(self.costs.len()).expect("columns are counted in 32 bits"));
        let start = self.entries.len();
        for (row, _) in entries {
            assert!(row.index() < self.row_bounds.len(), "row {} does not exist", row.0);
        }
        self.entries.extend_from_slice(entries);
        let own = &self.entries[start..];
        if !own.is_sorted_by(|one, next| one.0 < next.0) {
            self.sum_by_row(start);
        }
        if self.entries[start..].iter().any(|entry| entry.1 == 0.0) {
            let own: Vec<_> = self.entries.drain(start..).filter(|entry| entry.1 != 0.0).collect();
            self.entries.extend(own);
        }
        self.starts.push(self.entries.len());
        self.costs.push(cost);
        self.column_bounds.push((lower, upper));
        column
    }

    /// Brings the entries from `start` on into the order of their rows, and sums those of one row.
    fn sum_by_row(&mut self, start: usize) {
        // Stable, so that sums are taken in the order given.
        self.entries[start..].sort_by_key(|entry| entry.0);
        let mut kept = start;
        for at in start..self.entries.len() {
            let entry = self.entries[at];
            if kept > start && self.entries[kept - 1].0 == entry.0 {
                self.entries[kept - 1].1 += entry.1;
            } else {
                self.entries[kept] = entry;
                kept += 1;
            }
        }
        self.entries.truncate(kept);
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.row_bounds.len()
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.costs.len()
    }

    /// How many coefficients differ from zero.
    pub fn entries(&self) -> usize {
        self.entries.len()
    }

    /// Cost of one of a column.
    pub fn cost(&self, column: Column) -> f64 {
        self.costs[column.index()]
    }

    /// Lower and upper bound of a column.
    pub fn bounds_of_column(&self, column: Column) -> (f64, f64) {
        self.column_bounds[column.index()]
    }

    /// Lower and upper bound of a row.
    pub fn bounds_of_row(&self, row: Row) -> (f64, f64) {
        self.row_bounds[row.index()]
    }

    /// Coefficients of a column, rows ascending.
    pub fn column_entries(&self, column: Column) -> impl Iterator<Item = (Row, f64)> + '_ {
        self.entries[self.range(column)].iter().copied()
    }

    /// The coefficient of a column in a row; zero where there is none.
    pub fn coefficient(&self, row: Row, column: Column) -> f64 {
        let own = &self.entries[self.range(column)];
        own.binary_search_by_key(&row, |entry| entry.0).map_or(0.0, |at| own[at].1)
    }

    fn range(&self, column: Column) -> std::ops::Range<usize> {
        self.starts[column.index()]..self.starts[column.index() + 1]
    }

    /// Every row, in order.
    pub fn all_rows(&self) -> impl Iterator<Item = Row> + use<> {
        (0..u32::try_from(self.rows()).expect("rows are counted in 32 bits")).map(Row)
    }

    /// Every column, in order.
    pub fn all_columns(&self) -> impl Iterator<Item = Column> + use<> {
        (0..u32::try_from(self.columns()).expect("columns are counted in 32 bits")).map(Column)
    }

    /// Changes the cost of a column.
    pub fn set_cost(&mut self, column: Column, cost: f64) {
        self.costs[column.index()] = cost;
    }

    /// Changes the bounds of a column.
    pub fn set_column_bounds(&mut self, column: Column, lower: f64, upper: f64) {
        self.column_bounds[column.index()] = (lower, upper);
    }

    /// Changes the bounds of a row.
    pub fn set_row_bounds(&mut self, row: Row, lower: f64, upper: f64) {
        self.row_bounds[row.index()] = (lower, upper);
    }

    /// Changes a coefficient, adds it where there is none, and takes it out if it is zero. To add or take out moves all that
    /// follow it.
    ///
    /// # Panics
    /// If row or column does not exist.
    pub fn set_coefficient(&mut self, row: Row, column: Column, value: f64) {
        assert!(row.index() < self.rows(), "row {} does not exist", row.0);
        let range = self.range(column);
        let moved = match self.entries[range.clone()].binary_search_by_key(&row, |entry| entry.0) {
            Ok(at) if value == 0.0 => {
                self.entries.remove(range.start + at);
                -1
            }
            Ok(at) => {
                self.entries[range.start + at].1 = value;
                0
            }
            Err(_) if value == 0.0 => 0,
            Err(at) => {
                self.entries.insert(range.start + at, (row, value));
                1
            }
        };
        if moved != 0 {
            for start in &mut self.starts[column.index() + 1..] {
                *start = start.wrapping_add_signed(moved);
            }
        }
    }

    /// What is added to the cost whatever the columns are.
    pub fn constant(&self) -> f64 {
        self.constant
    }

    /// Changes what is added to the cost whatever the columns are.
    pub fn set_constant(&mut self, constant: f64) {
        self.constant = constant;
    }

    /// The cost of a point.
    pub fn objective(&self, columns: &[f64]) -> f64 {
        self.constant + self.costs.iter().zip(columns).map(|(cost, x)| cost * x).sum::<f64>()
    }

    /// What the rows are at a point.
    pub fn activity(&self, columns: &[f64]) -> Vec<f64> {
        let mut rows = vec![0.0; self.rows()];
        for (column, x) in self.all_columns().zip(columns) {
            for (row, value) in self.column_entries(column) {
                rows[row.index()] += value * x;
            }
        }
        rows
    }
}
