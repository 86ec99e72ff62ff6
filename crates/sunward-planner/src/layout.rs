//! Which row and which column stands for what: typed maps between the network's indices and those of the program.

use sunward_linear::{Column, Names, Row};
use sunward_network::{Constraint, Network};

/// A column of the program, in the network's words. Indices are those of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    /// Capacity commissioned at the beginning of a period, in all.
    Build {
        /// The process.
        process: usize,
        /// The period.
        period: usize,
    },
    /// Activity a year.
    Run {
        /// The process.
        process: usize,
        /// The period.
        period: usize,
    },
    /// Stock at the end of a period.
    Store {
        /// The market.
        market: usize,
        /// The period.
        period: usize,
    },
    /// Demand not met, a year.
    Short {
        /// The demand.
        demand: usize,
        /// The period.
        period: usize,
    },
    /// By how much the target is missed in a year: only where a shortage is explained.
    Miss {
        /// The period.
        period: usize,
    },
    /// Spending beyond the budget in a year: only where a shortage is explained.
    Over {
        /// The period.
        period: usize,
    },
}

impl Variable {
    /// Its period.
    pub fn period(self) -> usize {
        match self {
            Self::Build { period, .. }
            | Self::Run { period, .. }
            | Self::Store { period, .. }
            | Self::Short { period, .. }
            | Self::Miss { period }
            | Self::Over { period } => period,
        }
    }

    /// In a user's words: `build logic fabs, Taiwan`.
    pub fn title(self, network: &Network) -> String {
        match self {
            Self::Build { process, .. } => format!("build {}", network.process_title(process)),
            Self::Run { process, .. } => format!("run {}", network.process_title(process)),
            Self::Store { market, .. } => format!("store {}", network.market_title(market)),
            Self::Short { demand, .. } => format!("unmet {}", network.demands[demand].title),
            Self::Miss { .. } => "missed target".into(),
            Self::Over { .. } => "spending beyond the budget".into(),
        }
    }
}

/// An index by two indices, flat: absent where there is no such row or column.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Grid {
    periods: usize,
    cells: Vec<u32>,
}

/// What stands in a cell without a row or column.
const ABSENT: u32 = u32::MAX;

impl Grid {
    fn new(things: usize, periods: usize) -> Self {
        Self { periods, cells: vec![ABSENT; things * periods] }
    }

    #[inline]
    fn set(&mut self, thing: usize, period: usize, index: u32) {
        self.cells[thing * self.periods + period] = index;
    }

    #[inline]
    fn get(&self, thing: usize, period: usize) -> Option<u32> {
        let index = self.cells[thing * self.periods + period];
        (index != ABSENT).then_some(index)
    }
}

/// Where each row and column of a program stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    rows: Vec<Constraint>,
    columns: Vec<Variable>,
    balance: Grid,
    capacity: Grid,
    growth: Grid,
    most: Grid,
    limit: Grid,
    budget: Grid,
    target: Grid,
    build: Grid,
    run: Grid,
    store: Grid,
    short: Grid,
    miss: Grid,
    over: Grid,
}

impl Layout {
    /// Without rows and columns, for a network of that size.
    pub(crate) fn new(network: &Network) -> Self {
        let periods = network.periods.len();
        let grid = |things| Grid::new(things, periods);
        Self {
            rows: Vec::new(),
            columns: Vec::new(),
            balance: grid(network.markets.len()),
            capacity: grid(network.processes.len()),
            growth: grid(network.processes.len()),
            most: grid(network.processes.len()),
            limit: grid(network.limits.len()),
            budget: grid(1),
            target: grid(1),
            build: grid(network.processes.len()),
            run: grid(network.processes.len()),
            store: grid(network.markets.len()),
            short: grid(network.demands.len()),
            miss: grid(1),
            over: grid(1),
        }
    }

    /// Notes that the next row of the program is this one.
    pub(crate) fn add_row(&mut self, row: Row, constraint: Constraint) {
        debug_assert_eq!(row.0 as usize, self.rows.len(), "rows are noted in the order of the program");
        self.rows.push(constraint);
        match constraint {
            Constraint::Balance { market, period } => self.balance.set(market, period, row.0),
            Constraint::Capacity { process, period } => self.capacity.set(process, period, row.0),
            Constraint::Growth { process, period } => self.growth.set(process, period, row.0),
            Constraint::Most { process, period } => self.most.set(process, period, row.0),
            Constraint::Limit { limit, period } => self.limit.set(limit, period, row.0),
            Constraint::Budget { period } => self.budget.set(0, period, row.0),
            Constraint::Target { period } => self.target.set(0, period, row.0),
            Constraint::Demand { .. } => unreachable!("a demand stands in the balance of its market"),
        }
    }

    /// Notes that the next column of the program is this one.
    pub(crate) fn add_column(&mut self, column: Column, variable: Variable) {
        debug_assert_eq!(column.0 as usize, self.columns.len(), "columns are noted in the order of the program");
        self.columns.push(variable);
        match variable {
            Variable::Build { process, period } => self.build.set(process, period, column.0),
            Variable::Run { process, period } => self.run.set(process, period, column.0),
            Variable::Store { market, period } => self.store.set(market, period, column.0),
            Variable::Short { demand, period } => self.short.set(demand, period, column.0),
            Variable::Miss { period } => self.miss.set(0, period, column.0),
            Variable::Over { period } => self.over.set(0, period, column.0),
        }
    }

    /// The row of a constraint, if the program has it. A demand stands in the balance of its market.
    #[inline]
    pub fn row(&self, constraint: Constraint) -> Option<Row> {
        let index = match constraint {
            Constraint::Balance { market, period } => self.balance.get(market, period),
            Constraint::Capacity { process, period } => self.capacity.get(process, period),
            Constraint::Growth { process, period } => self.growth.get(process, period),
            Constraint::Most { process, period } => self.most.get(process, period),
            Constraint::Limit { limit, period } => self.limit.get(limit, period),
            Constraint::Budget { period } => self.budget.get(0, period),
            Constraint::Target { period } => self.target.get(0, period),
            Constraint::Demand { .. } => None,
        };
        index.map(Row)
    }

    /// The column of a variable, if the program has it.
    #[inline]
    pub fn column(&self, variable: Variable) -> Option<Column> {
        let index = match variable {
            Variable::Build { process, period } => self.build.get(process, period),
            Variable::Run { process, period } => self.run.get(process, period),
            Variable::Store { market, period } => self.store.get(market, period),
            Variable::Short { demand, period } => self.short.get(demand, period),
            Variable::Miss { period } => self.miss.get(0, period),
            Variable::Over { period } => self.over.get(0, period),
        };
        index.map(Column)
    }

    /// What each row stands for, in the order of the program.
    pub fn constraints(&self) -> &[Constraint] {
        &self.rows
    }

    /// What each column stands for, in the order of the program.
    pub fn variables(&self) -> &[Variable] {
        &self.columns
    }

    /// Value of a variable in a vector by column; zero where the program has no such column.
    #[inline]
    pub fn value(&self, variable: Variable, columns: &[f64]) -> f64 {
        self.column(variable).map_or(0.0, |column| columns[column.0 as usize])
    }
}

/// Names of rows and columns for MPS files and messages: `capacity of Logic fabs, Taiwan 2031`.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Whose words.
    pub network: &'a Network,
    /// Which row and column is which.
    pub layout: &'a Layout,
}

impl Names for Named<'_> {
    fn row(&self, row: Row) -> String {
        let constraint = self.layout.rows[row.0 as usize];
        let year = self.network.periods[constraint.period()].year;
        format!("{} {} {year}", constraint.family(), constraint.title(self.network))
    }

    fn column(&self, column: Column) -> String {
        // Behind the last stands what falls due whatever is done, in programs that are exported.
        let Some(variable) = self.layout.columns.get(column.index()) else { return "unavoidable cost".into() };
        format!("{} {}", variable.title(self.network), self.network.periods[variable.period()].year)
    }
}
