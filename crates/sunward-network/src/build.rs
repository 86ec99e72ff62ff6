//! Small networks in a few lines: for known answers and tests, which need no scenario.
//!
//! ```
//! use sunward_network::build::{Builder, process};
//!
//! let network = Builder::new("bread", 10)
//!     .commodity("flour", "t")
//!     .process(process("mill").makes("flour", 1.0).price(20.0).life(15.0).lead_time(1.0))
//!     .demand("flour", "here", 3.0)
//!     .network();
//! assert_eq!(network.periods.len(), 10);
//! ```
//!
//! Names that do not exist, and a network with [mistakes](Network::check), panic: the author of a test is who reads it.

use crate::network::{
    Commodity, Counted, Demand, Experience, Learning, Limit, Line, Location, Market, Network, Period, Place, Process,
    Series, Span, Target,
};

/// A network under construction.
///
/// Unless told otherwise it begins in 2026, its periods are years, money is not discounted, and everything stands at one
/// location, `here`.
#[derive(Debug, Clone)]
pub struct Builder {
    name: String,
    start: f64,
    lengths: Vec<f64>,
    discount: f64,
    commodities: Vec<(Commodity, bool)>,
    worlds: Vec<String>,
    locations: Vec<Location>,
    processes: Vec<ProcessBuilder>,
    limits: Vec<LimitBuilder>,
    demands: Vec<(String, String, Series, Option<Series>)>,
    experiences: Vec<Experience>,
    budget: Option<Series>,
    target: Option<(String, f64)>,
}

impl Builder {
    /// A network of so many periods of a year.
    pub fn new(name: &str, years: usize) -> Self {
        Self {
            name: name.into(),
            start: 2026.0,
            lengths: vec![1.0; years],
            discount: 0.0,
            commodities: Vec::new(),
            worlds: Vec::new(),
            locations: Vec::new(),
            processes: Vec::new(),
            limits: Vec::new(),
            demands: Vec::new(),
            experiences: Vec::new(),
            budget: None,
            target: None,
        }
    }

    /// When it begins, in years.
    pub fn start(mut self, start: f64) -> Self {
        self.start = start;
        self
    }

    /// Lengths of the periods, in years: `&[0.25, 0.25, 0.5, 1.0, 5.0]`.
    pub fn lengths(mut self, lengths: &[f64]) -> Self {
        self.lengths = lengths.to_vec();
        self
    }

    /// Discount rate, a year.
    pub fn discount(mut self, rate: f64) -> Self {
        self.discount = rate;
        self
    }

    /// A location. The first one is where everything stands that names none.
    pub fn location(mut self, name: &str, world: &str) -> Self {
        let world = self.worlds.iter().position(|row| row == world).unwrap_or_else(|| {
            self.worlds.push(world.into());
            self.worlds.len() - 1
        });
        self.locations.push(Location { name: name.into(), title: name.into(), world });
        self
    }

    /// A commodity that is traded at each location by itself and cannot be kept.
    pub fn commodity(self, name: &str, unit: &str) -> Self {
        self.any_commodity(name, unit, None, false)
    }

    /// A commodity that can be kept, losing a share each year.
    pub fn stored(self, name: &str, unit: &str, decay: f64) -> Self {
        self.any_commodity(name, unit, Some(decay), false)
    }

    /// A commodity that moves freely between the locations of a world and cannot be kept.
    pub fn world_commodity(self, name: &str, unit: &str) -> Self {
        self.any_commodity(name, unit, None, true)
    }

    /// A commodity that moves freely between the locations of a world and can be kept, losing a share each year.
    pub fn stored_world_commodity(self, name: &str, unit: &str, decay: f64) -> Self {
        self.any_commodity(name, unit, Some(decay), true)
    }

    fn any_commodity(mut self, name: &str, unit: &str, decay: Option<f64>, moves: bool) -> Self {
        let commodity =
            Commodity { name: name.into(), title: name.into(), unit: unit.into(), stage: "stage".into(), decay };
        self.commodities.push((commodity, moves));
        self
    }

    /// A process: see [`process`].
    pub fn process(mut self, process: ProcessBuilder) -> Self {
        self.processes.push(process);
        self
    }

    /// A limit: see [`limit`].
    pub fn limit(mut self, limit: LimitBuilder) -> Self {
        self.limits.push(limit);
        self
    }

    /// So much of a commodity a year, which must be met.
    pub fn demand(mut self, commodity: &str, location: &str, amount: impl Into<Series>) -> Self {
        self.demands.push((commodity.into(), location.into(), amount.into(), None));
        self
    }

    /// So much of a commodity a year, and what one unit unmet costs.
    pub fn priced_demand(
        mut self,
        commodity: &str,
        location: &str,
        amount: impl Into<Series>,
        price: impl Into<Series>,
    ) -> Self {
        self.demands.push((commodity.into(), location.into(), amount.into(), Some(price.into())));
        self
    }

    /// A group that learns: rate, experience at the start, and the lowest share of the stated price.
    pub fn experience(mut self, name: &str, rate: f64, initial: f64, floor: f64) -> Self {
        self.experiences.push(Experience {
            name: name.into(),
            title: name.into(),
            unit: "unit".into(),
            rate,
            initial,
            floor,
        });
        self
    }

    /// Greatest spending a year.
    pub fn budget(mut self, budget: impl Into<Series>) -> Self {
        self.budget = Some(budget.into());
        self
    }

    /// What is to be reached: so much of a commodity a year.
    pub fn target(mut self, commodity: &str, amount: f64) -> Self {
        self.target = Some((commodity.into(), amount));
        self
    }

    /// The network.
    ///
    /// # Panics
    ///
    /// On a name that does not exist, and on everything that [`Network::check`] finds.
    pub fn network(self) -> Network {
        let network = self.unchecked();
        let mistakes = network.check();
        assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
        network
    }

    /// The network as described, whether it makes sense or not.
    ///
    /// # Panics
    ///
    /// On a name that does not exist.
    pub fn unchecked(mut self) -> Network {
        if self.locations.is_empty() {
            self = self.location("here", "world");
        }
        let mut periods = Vec::new();
        let mut start = self.start;
        for years in &self.lengths {
            periods.push(Period { year: calendar_year(start), start, years: *years });
            start += years;
        }
        let mut names = Names { commodities: &self.commodities, locations: &self.locations, markets: Vec::new() };
        let processes: Vec<Process> = self
            .processes
            .iter()
            .map(|process| {
                process.process(&mut names, &self.experiences, self.start, self.discount, self.lengths.len())
            })
            .collect();
        let limits = self.limits.iter().map(|limit| limit.limit(&processes)).collect();
        let demands = self
            .demands
            .iter()
            .map(|(commodity, location, amount, price)| Demand {
                name: commodity.clone(),
                title: format!("demand for {commodity}"),
                market: {
                    let location = names.location(location);
                    names.market(commodity, location)
                },
                amount: amount.clone(),
                price: price.clone(),
            })
            .collect();
        let target = self
            .target
            .as_ref()
            .map(|(commodity, amount)| Target { commodity: names.commodity(commodity), amount: *amount });
        let markets = names.markets;
        Network {
            name: self.name,
            periods,
            discount: self.discount,
            notes: Vec::new(),
            commodities: self.commodities.into_iter().map(|row| row.0).collect(),
            worlds: self.worlds,
            locations: self.locations,
            markets,
            processes,
            limits,
            demands,
            experiences: self.experiences,
            budget: self.budget,
            target,
        }
    }
}

/// The calendar year of a time in years.
#[expect(clippy::cast_possible_truncation, reason = "a calendar year is a small whole number")]
fn calendar_year(time: f64) -> i32 {
    (time + 1e-9).floor() as i32
}

/// Indices by name.
struct Names<'a> {
    commodities: &'a [(Commodity, bool)],
    locations: &'a [Location],
    markets: Vec<Market>,
}

impl Names<'_> {
    fn commodity(&self, name: &str) -> usize {
        let found = self.commodities.iter().position(|row| row.0.name == name);
        found.unwrap_or_else(|| panic!("there is no commodity `{name}`"))
    }

    fn location(&self, name: &str) -> usize {
        let found = self.locations.iter().position(|row| row.name == name);
        found.unwrap_or_else(|| panic!("there is no location `{name}`"))
    }

    fn market(&mut self, commodity: &str, location: usize) -> usize {
        let commodity = self.commodity(commodity);
        let moves = self.commodities[commodity].1;
        let place = if moves { Place::World(self.locations[location].world) } else { Place::Location(location) };
        let market = Market { commodity, place };
        self.markets.iter().position(|row| *row == market).unwrap_or_else(|| {
            self.markets.push(market);
            self.markets.len() - 1
        })
    }

    fn lines(&mut self, recipe: &[(String, Series)], location: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for (commodity, amount) in recipe {
            let market = self.market(commodity, location);
            lines.push(Line { market, amount: amount.clone(), from: commodity.clone() });
        }
        lines
    }
}

/// A process under construction: see [`process`].
#[derive(Debug, Clone)]
pub struct ProcessBuilder {
    name: String,
    unit: String,
    stage: String,
    at: Option<String>,
    to: Option<String>,
    free: bool,
    makes: Vec<(String, Series)>,
    uses: Vec<(String, Series)>,
    capital: Vec<(String, Series)>,
    price: Series,
    fixed_cost: Series,
    running_cost: Series,
    lead_time: f64,
    life: f64,
    availability: Series,
    seed: Option<f64>,
    growth: f64,
    first: Option<f64>,
    standing: f64,
    coming: Option<Vec<f64>>,
    most: Option<Series>,
    learning: Option<(bool, String)>,
    wacc: Option<f64>,
    margin: f64,
    in_loop: bool,
}

/// A process of that name.
///
/// Unless told otherwise it stands at the first location, costs nothing, is built without delay and as fast as is wanted, lives
/// for 20 years, always works, has nothing standing at the start, and its cost of capital is the network's discount rate.
pub fn process(name: &str) -> ProcessBuilder {
    ProcessBuilder {
        name: name.into(),
        unit: "unit".into(),
        stage: "stage".into(),
        at: None,
        to: None,
        free: false,
        makes: Vec::new(),
        uses: Vec::new(),
        capital: Vec::new(),
        price: 0.0.into(),
        fixed_cost: 0.0.into(),
        running_cost: 0.0.into(),
        lead_time: 0.0,
        life: 20.0,
        availability: 1.0.into(),
        seed: None,
        growth: 0.0,
        first: None,
        standing: 0.0,
        coming: None,
        most: None,
        learning: None,
        wacc: None,
        margin: 0.0,
        in_loop: true,
    }
}

impl ProcessBuilder {
    /// Where it stands.
    pub fn at(mut self, location: &str) -> Self {
        self.at = Some(location.into());
        self
    }

    /// Where what it makes arrives.
    pub fn to(mut self, location: &str) -> Self {
        self.to = Some(location.into());
        self
    }

    /// Unit of activity.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.into();
        self
    }

    /// Which part of the chain it belongs to.
    pub fn stage(mut self, stage: &str) -> Self {
        self.stage = stage.into();
        self
    }

    /// It needs no capacity.
    pub fn free(mut self) -> Self {
        self.free = true;
        self
    }

    /// One unit of activity makes so much.
    pub fn makes(mut self, commodity: &str, amount: impl Into<Series>) -> Self {
        self.makes.push((commodity.into(), amount.into()));
        self
    }

    /// One unit of activity uses so much.
    pub fn uses(mut self, commodity: &str, amount: impl Into<Series>) -> Self {
        self.uses.push((commodity.into(), amount.into()));
        self
    }

    /// Building one unit of capacity uses so much.
    pub fn capital(mut self, commodity: &str, amount: impl Into<Series>) -> Self {
        self.capital.push((commodity.into(), amount.into()));
        self
    }

    /// Price of one unit of capacity.
    pub fn price(mut self, price: impl Into<Series>) -> Self {
        self.price = price.into();
        self
    }

    /// Paid in a year for each unit of capacity that stands.
    pub fn fixed_cost(mut self, cost: impl Into<Series>) -> Self {
        self.fixed_cost = cost.into();
        self
    }

    /// Paid for each unit of activity.
    pub fn running_cost(mut self, cost: impl Into<Series>) -> Self {
        self.running_cost = cost.into();
        self
    }

    /// From order to service, in years.
    pub fn lead_time(mut self, years: f64) -> Self {
        self.lead_time = years;
        self
    }

    /// From service to the end, in years.
    pub fn life(mut self, years: f64) -> Self {
        self.life = years;
        self
    }

    /// Share of capacity that works.
    pub fn availability(mut self, share: impl Into<Series>) -> Self {
        self.availability = share.into();
        self
    }

    /// What can be commissioned in a year: so much, and a share of what stood a year before.
    pub fn growth(mut self, seed: f64, rate: f64) -> Self {
        self.seed = Some(seed);
        self.growth = rate;
        self
    }

    /// First time at which capacity may be commissioned, in years.
    pub fn first(mut self, year: f64) -> Self {
        self.first = Some(year);
        self
    }

    /// Capacity that stands at the start.
    pub fn standing(mut self, capacity: f64) -> Self {
        self.standing = capacity;
        self
    }

    /// Capacity under construction, commissioned in each period.
    pub fn coming(mut self, capacity: &[f64]) -> Self {
        self.coming = Some(capacity.to_vec());
        self
    }

    /// Greatest capacity.
    pub fn most(mut self, capacity: impl Into<Series>) -> Self {
        self.most = Some(capacity.into());
        self
    }

    /// Its price falls with what is built, in the experience group of that name.
    pub fn learns_building(mut self, experience: &str) -> Self {
        self.learning = Some((true, experience.into()));
        self
    }

    /// Its running cost falls with activity, in the experience group of that name.
    pub fn learns_running(mut self, experience: &str) -> Self {
        self.learning = Some((false, experience.into()));
        self
    }

    /// Cost of capital, a year.
    pub fn wacc(mut self, rate: f64) -> Self {
        self.wacc = Some(rate);
        self
    }

    /// Margin of its maker at arm's length.
    pub fn margin(mut self, share: f64) -> Self {
        self.margin = share;
        self
    }

    /// It is supplied from outside the loop, at any rate.
    pub fn outside(mut self) -> Self {
        self.in_loop = false;
        self
    }

    fn process(
        &self,
        names: &mut Names,
        experiences: &[Experience],
        start: f64,
        discount: f64,
        periods: usize,
    ) -> Process {
        let location = self.at.as_deref().map_or(0, |name| names.location(name));
        let to = self.to.as_deref().map(|name| names.location(name));
        let learning = self.learning.as_ref().map(|(building, name)| {
            let found = experiences.iter().position(|row| row.name == *name);
            let index = found.unwrap_or_else(|| panic!("there is no experience `{name}`"));
            if *building { Learning::Building(index) } else { Learning::Running(index) }
        });
        Process {
            industry: self.name.clone(),
            title: self.name.clone(),
            stage: self.stage.clone(),
            unit: self.unit.clone(),
            location,
            to,
            free: self.free,
            makes: names.lines(&self.makes, to.unwrap_or(location)),
            uses: names.lines(&self.uses, location),
            capital: names.lines(&self.capital, location),
            price: self.price.clone(),
            fixed_cost: self.fixed_cost.clone(),
            running_cost: self.running_cost.clone(),
            lead_time: self.lead_time,
            life: self.life,
            availability: self.availability.clone(),
            seed: self.seed,
            growth: self.growth,
            first: self.first.unwrap_or(start),
            standing: self.standing,
            coming: self.coming.clone().unwrap_or_else(|| vec![0.0; periods]),
            most: self.most.clone(),
            learning,
            wacc: self.wacc.unwrap_or(discount),
            margin: self.margin,
            in_loop: self.in_loop,
        }
    }
}

/// A limit under construction: see [`limit`].
#[derive(Debug, Clone)]
pub struct LimitBuilder {
    name: String,
    amount: Series,
    span: Span,
    takes: Vec<(String, Counted, Series)>,
    beyond_money: bool,
}

/// A limit of that name: so much a year.
pub fn limit(name: &str, amount: impl Into<Series>) -> LimitBuilder {
    LimitBuilder { name: name.into(), amount: amount.into(), span: Span::Year, takes: Vec::new(), beyond_money: false }
}

impl LimitBuilder {
    /// It holds over the whole horizon.
    pub fn ever(mut self) -> Self {
        self.span = Span::Ever;
        self
    }

    /// Money cannot relax it.
    pub fn beyond_money(mut self) -> Self {
        self.beyond_money = true;
        self
    }

    /// So much for each unit of a process, at all of its locations.
    pub fn takes(mut self, process: &str, counted: Counted, amount: impl Into<Series>) -> Self {
        self.takes.push((process.into(), counted, amount.into()));
        self
    }

    fn limit(&self, processes: &[Process]) -> Limit {
        let mut takes = Vec::new();
        for (name, counted, amount) in &self.takes {
            let before = takes.len();
            let of = processes.iter().enumerate().filter(|(_, process)| process.industry == *name);
            takes.extend(of.map(|(index, _)| (index, *counted, amount.clone())));
            assert!(takes.len() > before, "there is no process `{name}`");
        }
        Limit {
            name: self.name.clone(),
            title: self.name.clone(),
            unit: "unit".into(),
            location: None,
            takes,
            amount: self.amount.clone(),
            span: self.span,
            beyond_money: self.beyond_money,
        }
    }
}
