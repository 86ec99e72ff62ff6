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
    /// How much is to be made of it in a year; zero where only the commodity is named, of which there is to be most.
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
    /// What was decided in connecting it that its reader should know, in sentences.
    pub notes: Vec<String>,
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

    /// First period in which a process may commission what is ordered at the start, if any.
    ///
    /// What may serve from `max(start + lead_time, first)` on is commissioned at the nearest beginning of a period, of two as
    /// near the later. `None` if that lies beyond the horizon, and for a process that needs no capacity.
    pub fn first_build(&self, process: &Process) -> Option<usize> {
        if process.free {
            return None;
        }
        let earliest = (self.start() + process.lead_time).max(process.first);
        self.periods.iter().position(|period| f64::midpoint(period.start, period.end()) > earliest + 1e-9)
    }

    /// Share of `period` in which capacity commissioned at the beginning of `built` stands, from 0 to 1.
    pub fn survival(&self, process: &Process, built: usize, period: usize) -> f64 {
        if period < built {
            return 0.0;
        }
        let end = self.periods[built].start + process.life;
        let period = &self.periods[period];
        if end >= period.end() {
            return 1.0;
        }
        ((end - period.start) / period.years).clamp(0.0, 1.0)
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
    /// Even over the lead time before the period begins, or over its length where that is longer: five years' builds are
    /// not made of one year's goods. A lead time under half the period counts as none, and all falls in the period itself,
    /// as it does in the first period. What would fall before the horizon falls in its first period.
    pub fn spread(&self, process: &Process, built: usize) -> Vec<(usize, f64)> {
        let period = &self.periods[built];
        if process.lead_time < 0.5 * period.years - 1e-9 || built == 0 {
            return vec![(built, 1.0)];
        }
        let to = period.start;
        let over = process.lead_time.max(period.years);
        let mut shares = Vec::new();
        let mut placed = 0.0;
        for (index, period) in self.periods.iter().enumerate().take(built) {
            let overlap = period.end().min(to) - period.start.max(to - over);
            if overlap > 1e-9 {
                let share = overlap / over;
                placed += share;
                shares.push((index, share));
            }
        }
        let first = shares.first_mut().expect("a period before this one ends where it begins");
        first.1 += 1.0 - placed;
        shares
    }

    /// Discount factor at the middle of a period.
    pub fn discount_factor(&self, period: usize) -> f64 {
        let period = &self.periods[period];
        let middle = f64::midpoint(period.start, period.end()) - self.start();
        sunward_quantity::elementary::power(1.0 + self.discount, -middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Builder, process};

    /// A network with periods of these lengths and one mill.
    fn network(lengths: &[f64], lead_time: f64, life: f64) -> Network {
        let mill = process("mill").makes("flour", 1.0).lead_time(lead_time).life(life);
        Builder::new("bread", 0).lengths(lengths).commodity("flour", "t").process(mill).network()
    }

    const UNEVEN: &[f64] = &[0.25, 0.25, 0.25, 0.25, 1.0, 1.0, 1.0, 5.0, 5.0, 2.5];

    #[test]
    fn periods_follow_each_other_without_gaps() {
        let network = network(UNEVEN, 0.0, 10.0);
        assert_eq!((network.start(), network.end()), (2026.0, 2042.5));
        let years: Vec<i32> = network.periods.iter().map(|period| period.year).collect();
        assert_eq!(years, [2026, 2026, 2026, 2026, 2027, 2028, 2029, 2030, 2035, 2040]);
    }

    #[test]
    fn nothing_ordered_at_the_start_serves_before_its_lead_time_but_for_rounding() {
        let first = |lengths: &[f64], lead_time: f64| {
            let network = network(lengths, lead_time, 10.0);
            network.first_build(&network.processes[0])
        };
        let years = [1.0; 6];
        for (lead_time, period) in [(0.0, 0), (0.4, 0), (0.5, 1), (1.0, 1), (1.4, 1), (1.5, 2), (2.0, 2), (5.4, 5)] {
            assert_eq!(first(&years, lead_time), Some(period), "{lead_time}");
        }
        assert_eq!(first(&years, 5.5), None);
        assert_eq!(first(&years, 40.0), None);
        for (lead_time, period) in [(0.1, 0), (0.25, 1), (0.75, 3), (1.0, 4), (1.5, 5), (4.0, 7), (6.4, 7), (6.5, 8)] {
            assert_eq!(first(UNEVEN, lead_time), Some(period), "{lead_time}");
        }
    }

    #[test]
    fn nothing_is_commissioned_before_its_first_year() {
        let mut network = network(UNEVEN, 1.0, 10.0);
        for (first, period) in [(2020.0, 4), (2027.0, 4), (2028.0, 5), (2031.0, 7), (2033.0, 8), (2040.0, 9)] {
            network.processes[0].first = first;
            assert_eq!(network.first_build(&network.processes[0]), Some(period), "{first}");
        }
        network.processes[0].first = 2042.0;
        assert_eq!(network.first_build(&network.processes[0]), None);
        network.processes[0].free = true;
        assert_eq!(network.first_build(&network.processes[0]), None);
    }

    #[test]
    fn what_is_commissioned_stands_for_one_life_or_to_the_end() {
        for lengths in [&[1.0; 20][..], UNEVEN] {
            for life in [0.1, 0.25, 1.0, 2.5, 3.3, 7.0, 12.0, 100.0] {
                let network = network(lengths, 0.0, life);
                let process = &network.processes[0];
                for built in 0..lengths.len() {
                    let stood: f64 = (0..lengths.len())
                        .map(|period| network.survival(process, built, period) * network.periods[period].years)
                        .sum();
                    let left = network.end() - network.periods[built].start;
                    assert!((stood - life.min(left)).abs() < 1e-9, "{life} {built} {stood}");
                }
            }
        }
    }

    #[test]
    fn what_stands_at_the_start_retires_evenly_over_one_life() {
        for lengths in [&[1.0; 20][..], UNEVEN] {
            for life in [0.1, 0.25, 1.0, 2.5, 3.3, 7.0, 12.0, 16.5] {
                let network = network(lengths, 0.0, life);
                let shares: Vec<f64> =
                    (0..lengths.len()).map(|period| network.residual(&network.processes[0], period)).collect();
                // The area under a straight line from one to nothing.
                let stood: f64 = shares.iter().zip(lengths).map(|(share, years)| share * years).sum();
                assert!((stood - life / 2.0).abs() < 1e-9, "{life} {stood}");
                assert!(shares.windows(2).all(|pair| pair[1] <= pair[0]));
                assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
            }
        }
    }

    #[test]
    fn half_of_what_stands_is_left_in_the_middle_of_its_life() {
        let network = network(&[1.0; 20], 0.0, 9.0);
        assert!((network.residual(&network.processes[0], 4) - 0.5).abs() < 1e-12);
        // The last ninth of a line ends inside this period of a network of five-year steps.
        let coarse = self::network(&[5.0; 3], 0.0, 9.0);
        assert!((coarse.residual(&coarse.processes[0], 1) - 16.0 / 90.0).abs() < 1e-12);
        assert_eq!(coarse.residual(&coarse.processes[0], 2), 0.0);
    }

    #[test]
    fn the_capital_recipe_adds_up_and_comes_before_commissioning() {
        for lengths in [&[1.0; 20][..], &[0.25; 20][..], &[5.0; 4][..], UNEVEN] {
            for lead_time in [0.0, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 4.0, 7.0, 30.0] {
                let network = network(lengths, lead_time, 10.0);
                for built in 0..lengths.len() {
                    let shares = network.spread(&network.processes[0], built);
                    let sum: f64 = shares.iter().map(|share| share.1).sum();
                    assert!((sum - 1.0).abs() < 1e-12, "{lead_time} {built} {sum}");
                    assert!(shares.iter().all(|(period, share)| *period <= built && *share > 0.0));
                    assert!(shares.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0));
                }
            }
        }
    }

    #[test]
    fn the_capital_recipe_is_spread_evenly_over_the_lead_time() {
        let years = network(&[1.0; 8], 2.5, 10.0);
        assert_eq!(years.spread(&years.processes[0], 5), [(2, 0.2), (3, 0.4), (4, 0.4)]);
        // What would fall before the horizon falls in its first period.
        let shares = years.spread(&years.processes[0], 2);
        assert_eq!(shares.iter().map(|share| share.0).collect::<Vec<_>>(), [0, 1]);
        assert!((shares[0].1 - 0.6).abs() < 1e-12);
        let short = network(&[1.0; 8], 0.4, 10.0);
        assert_eq!(short.spread(&short.processes[0], 5), [(5, 1.0)]);
        let quarters = network(&[0.25; 8], 0.5, 10.0);
        assert_eq!(quarters.spread(&quarters.processes[0], 4), [(2, 0.5), (3, 0.5)]);
    }

    #[test]
    fn the_builds_of_five_years_are_made_of_the_goods_of_five_years() {
        let network = network(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0, 5.0], 3.0, 10.0);
        let process = &network.processes[0];
        let shares = network.spread(process, 6);
        assert_eq!(shares.iter().map(|share| share.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert!(shares.iter().all(|share| (share.1 - 0.2).abs() < 1e-12));
        assert_eq!(network.spread(process, 7), [(6, 1.0)]);
    }

    #[test]
    fn money_is_worth_less_each_year_that_it_comes_later() {
        let network = Builder::new("bread", 0).lengths(UNEVEN).discount(0.08).network();
        assert!((network.discount_factor(0) - 1.08_f64.sqrt().sqrt().sqrt().recip()).abs() < 1e-12);
        let ratio = network.discount_factor(5) / network.discount_factor(4);
        assert!((ratio * 1.08 - 1.0).abs() < 1e-12);
    }
}
