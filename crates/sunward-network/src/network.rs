//! The network: commodities, places, processes, limits, demands, over periods.
//!
//! Every amount is in the network's own units: a commodity's unit, a process's unit of activity, years, and dollars of the
//! base year. An index names an entry of the vector of that name.

/// A stretch of time in which rates do not change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    /// The calendar year in which it begins, for tables.
    pub year: i32,
    /// When it begins, in years: `2026.0`, `2026.25`.
    pub start: f64,
    /// How long it is, in years.
    pub years: f64,
}

impl Period {
    /// When it ends, in years.
    pub fn end(&self) -> f64 {
        self.start + self.years
    }
}

/// A number by period.
#[derive(Debug, Clone, PartialEq)]
pub enum Series {
    /// The same in every period.
    Constant(f64),
    /// One number a period.
    ByPeriod(Vec<f64>),
}

impl Series {
    /// The number in a period.
    #[inline]
    pub fn at(&self, period: usize) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::ByPeriod(values) => values[period],
        }
    }

    /// Whether it is zero in every period.
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Constant(value) => *value == 0.0,
            Self::ByPeriod(values) => values.iter().all(|value| *value == 0.0),
        }
    }
}

impl From<f64> for Series {
    fn from(value: f64) -> Self {
        Self::Constant(value)
    }
}

impl From<Vec<f64>> for Series {
    fn from(values: Vec<f64>) -> Self {
        Self::ByPeriod(values)
    }
}

impl<const N: usize> From<[f64; N]> for Series {
    fn from(values: [f64; N]) -> Self {
        Self::ByPeriod(values.into())
    }
}

/// What is made, used, stored and carried.
#[derive(Debug, Clone, PartialEq)]
pub struct Commodity {
    /// Its name in the scenario.
    pub name: String,
    /// Words for tables.
    pub title: String,
    /// Its unit: `t`, `wafer`, `GW`, `GW year`.
    pub unit: String,
    /// Which part of the chain it belongs to.
    pub stage: String,
    /// Whether it can be kept from one period to the next, and the share lost in a year: `None` where it cannot be kept.
    pub decay: Option<f64>,
}

/// Where things stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// Its name in the scenario.
    pub name: String,
    /// Words for tables.
    pub title: String,
    /// Index of the world it belongs to: places between which some commodities move freely.
    pub world: usize,
}

/// Where a market is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// One location, by index.
    Location(usize),
    /// All locations of one world, by index.
    World(usize),
}

/// One commodity at one place: what has a balance and a price in every period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Market {
    /// Index of the commodity.
    pub commodity: usize,
    /// Where.
    pub place: Place,
}

/// One line of a recipe: so much of what a market trades.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Index of the market.
    pub market: usize,
    /// How much for one unit of activity, or of capacity in a capital recipe: of the period of running, or of commissioning.
    pub amount: Series,
    /// Path of the number in the register, or what it was worked out from.
    pub from: String,
}

/// How cost falls with experience.
#[derive(Debug, Clone, PartialEq)]
pub struct Experience {
    /// Its name in the scenario.
    pub name: String,
    /// Words for tables.
    pub title: String,
    /// Unit in which experience is counted.
    pub unit: String,
    /// Share by which cost falls with each doubling.
    pub rate: f64,
    /// Experience at the start, at which the stated prices hold.
    pub initial: f64,
    /// Lowest share of the stated price that learning can reach.
    pub floor: f64,
}

/// What of a process learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learning {
    /// The price of capacity, by what is built.
    Building(usize),
    /// The running cost, by activity.
    Running(usize),
}

/// Something that makes, keeps, carries or serves, at one location.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// The industry it belongs to: its name in the scenario.
    pub industry: String,
    /// Words for tables.
    pub title: String,
    /// Which part of the chain it belongs to.
    pub stage: String,
    /// Unit of activity. Capacity is activity a year.
    pub unit: String,
    /// Index of its location.
    pub location: usize,
    /// Index of the location its output goes to, where that is another: then it carries.
    pub to: Option<usize>,
    /// Needs no capacity: activity is free of it, and nothing of it is built.
    pub free: bool,
    /// What one unit of activity makes.
    pub makes: Vec<Line>,
    /// What one unit of activity uses.
    pub uses: Vec<Line>,
    /// What building one unit of capacity uses, spread over the lead time before commissioning.
    pub capital: Vec<Line>,
    /// Price of one unit of capacity, by period of commissioning, before learning; spent over the lead time.
    pub price: Series,
    /// Paid in a year for each unit of capacity that stands.
    pub fixed_cost: Series,
    /// Paid for each unit of activity, before learning.
    pub running_cost: Series,
    /// From order to service, in years: nothing ordered at the start serves earlier.
    pub lead_time: f64,
    /// From service to the end, in years.
    pub life: f64,
    /// Share of capacity that works, of the period of running.
    pub availability: Series,
    /// How much can be commissioned in a year beyond `growth`; `None` where nothing limits growth.
    pub seed: Option<f64>,
    /// Share of the capacity standing a year before that can be commissioned in a year.
    pub growth: f64,
    /// First time at which capacity may be commissioned, in years.
    pub first: f64,
    /// Capacity that stands at the start; it retires evenly over one life.
    pub standing: f64,
    /// Capacity already under construction that is commissioned in each period (in all, not a year).
    pub coming: Vec<f64>,
    /// Greatest capacity, by period; `None` where nothing limits it.
    pub most: Option<Series>,
    /// What learns, if anything.
    pub learning: Option<Learning>,
    /// Cost of capital of this process, a year: annuities are worked out with it.
    pub wacc: f64,
    /// Share of a market price that would be its maker's margin at arm's length; the plan itself pays cost.
    pub margin: f64,
    /// Whether it belongs to the loop that must grow by itself; what does not is supplied from outside at any rate.
    pub in_loop: bool,
}

/// Over which span a limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// In every year.
    Year,
    /// Over the whole horizon.
    Ever,
}

/// What of a process counts against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Activity a year.
    Activity,
    /// Capacity commissioned a year.
    Building,
    /// Capacity that stands.
    Standing,
}

/// A licence, a resource, a number of slots: so much of it may be taken, by several processes.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// Its name in the scenario.
    pub name: String,
    /// Words for tables.
    pub title: String,
    /// Unit of what is limited.
    pub unit: String,
    /// Index of its location, where it holds at one.
    pub location: Option<usize>,
    /// Which of each process counts, and how much for one unit: process, what, amount.
    pub takes: Vec<(usize, Counted, Series)>,
    /// How much there is: a year or in all, by `span`.
    pub amount: Series,
    /// Over which span.
    pub span: Span,
    /// Whether money cannot relax it inside the horizon: a law of nature, a licence, a treaty.
    pub beyond_money: bool,
}

/// What is wanted, and what leaving it unmet costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Its name in the scenario.
    pub name: String,
    /// Words for tables.
    pub title: String,
    /// Index of the market.
    pub market: usize,
    /// How much a year.
    pub amount: Series,
    /// What one unit unmet costs; `None` where it must be met.
    pub price: Option<Series>,
}

/// What is to be reached.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Index of the commodity; all markets of it count together.
    pub commodity: usize,
    /// How much is to be made of it in a year.
    pub amount: f64,
}

/// Processes that convert, store and carry commodities.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// In order, without gaps.
    pub periods: Vec<Period>,
    /// Discount rate, a year.
    pub discount: f64,
    /// Commodities.
    pub commodities: Vec<Commodity>,
    /// Names of worlds.
    pub worlds: Vec<String>,
    /// Locations.
    pub locations: Vec<Location>,
    /// Markets: each pair of commodity and place that occurs.
    pub markets: Vec<Market>,
    /// Processes: each industry at each of its locations.
    pub processes: Vec<Process>,
    /// Limits.
    pub limits: Vec<Limit>,
    /// Demands.
    pub demands: Vec<Demand>,
    /// Experience groups.
    pub experiences: Vec<Experience>,
    /// Greatest spending a year, by period.
    pub budget: Option<Series>,
    /// What is to be reached.
    pub target: Option<Target>,
}

impl Network {
    /// Name of a place for tables.
    pub fn place(&self, place: Place) -> &str {
        match place {
            Place::Location(index) => &self.locations[index].title,
            Place::World(index) => &self.worlds[index],
        }
    }

    /// A commodity at a place, for tables: `Electricity, Texas`.
    pub fn market_title(&self, market: usize) -> String {
        let market = &self.markets[market];
        format!("{}, {}", self.commodities[market.commodity].title, self.place(market.place))
    }

    /// A process at its location, for tables: `Logic fabs, Taiwan`.
    pub fn process_title(&self, process: usize) -> String {
        let process = &self.processes[process];
        format!("{}, {}", process.title, self.locations[process.location].title)
    }

    /// When the horizon begins, in years.
    pub fn start(&self) -> f64 {
        self.periods[0].start
    }

    /// When the horizon ends, in years.
    pub fn end(&self) -> f64 {
        self.periods[self.periods.len() - 1].end()
    }

    /// First period in which a process may commission what is ordered at the start, if any: lead times are rounded to the
    /// nearest beginning of a period.
    pub fn first_build(&self, process: &Process) -> Option<usize> {
        if process.free {
            return None;
        }
        self.periods.iter().position(|period| {
            period.start + period.years / 2.0 >= self.start() + process.lead_time - 1e-9
                && period.end() > process.first + 1e-9
                && (period.start >= process.first - 1e-9 || period.years > 1.0)
        })
    }

    /// Share of `period` in which capacity commissioned at the beginning of `built` stands, from 0 to 1.
    pub fn survival(&self, process: &Process, built: usize, period: usize) -> f64 {
        if period < built {
            return 0.0;
        }
        let end = self.periods[built].start + process.life;
        let period = &self.periods[period];
        ((end.min(period.end()) - period.start) / period.years).clamp(0.0, 1.0)
    }

    /// Share of the capacity that stood at the start still standing, on average over `period`: it retires evenly over one life.
    pub fn residual(&self, process: &Process, period: usize) -> f64 {
        let period = &self.periods[period];
        let middle = f64::midpoint(period.start, period.end()) - self.start();
        // Even retirement is a straight line; where it ends inside a period, the triangle left of the end counts.
        let (from, to) = (period.start - self.start(), period.end() - self.start());
        if to <= process.life {
            1.0 - middle / process.life
        } else if from >= process.life {
            0.0
        } else {
            let left = process.life - from;
            left * left / (2.0 * process.life * period.years)
        }
    }

    /// How the capital recipe of what is commissioned in `built` spreads over periods: period and share, adding up to one.
    ///
    /// Even over the lead time before commissioning; what would fall before the horizon falls in its first period, and
    /// where there is no lead time it all falls in the period itself.
    pub fn spread(&self, process: &Process, built: usize) -> Vec<(usize, f64)> {
        let to = self.periods[built].start;
        let from = to - process.lead_time;
        if process.lead_time < 0.5 * self.periods[built].years || built == 0 {
            return vec![(built, 1.0)];
        }
        let mut shares = Vec::new();
        let mut placed = 0.0;
        for (index, period) in self.periods.iter().enumerate().take(built) {
            let overlap = period.end().min(to) - period.start.max(from);
            if overlap > 0.0 {
                let share = overlap / process.lead_time;
                placed += share;
                shares.push((index, share));
            }
        }
        if let Some(first) = shares.first_mut() {
            first.1 += 1.0 - placed;
        }
        shares
    }

    /// Discount factor at the middle of a period.
    pub fn discount_factor(&self, period: usize) -> f64 {
        let period = &self.periods[period];
        let middle = f64::midpoint(period.start, period.end()) - self.start();
        sunward_quantity::elementary::power(1.0 + self.discount, -middle)
    }
}
