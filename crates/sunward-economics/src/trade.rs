//! What the design of a satellite trades: the cost of compute over one decision, all others as they are, its optimum and
//! the reason for it.
//!
//! Every point is the whole cost: skies, routes, dose and design are worked out anew. What separates a point from the
//! optimum is shared out among [`Cause`]s, and the reason is read off those shares.

use crate::cost::{Cost, Terms};
use crate::datasheet::{Datasheet, Part};
use crate::finance::Interest;
use crate::prepare::{Prepared, PreparedOption};
use sunward_model::option::EclipsePolicy;
use sunward_model::place::OrbitKind;
use sunward_model::{Model, OptionName, Values};
use sunward_quantity::elementary::ln;
use sunward_quantity::{Kind, Rate, show_number};

/// What may be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// Height of the orbit; a sun-synchronous one is tilted anew at each height.
    Altitude,
    /// Temperature of the coolant side of the chips.
    ChipTemperature,
    /// Share of the chips' power kept up in eclipse: 0 is the policy `none`, 1 is `full`.
    EclipseShare,
    /// Aluminium round the chips.
    Shielding,
}

impl Decision {
    /// All of them.
    pub const ALL: &[Self] = &[Self::Altitude, Self::ChipTemperature, Self::EclipseShare, Self::Shielding];

    /// Name in documents.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Altitude => "altitude",
            Self::ChipTemperature => "chip_temperature",
            Self::EclipseShare => "eclipse_share",
            Self::Shielding => "shielding",
        }
    }

    /// Name for a person.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Altitude => "Altitude of the orbit",
            Self::ChipTemperature => "Temperature of the chips",
            Self::EclipseShare => "Power of the chips in eclipse",
            Self::Shielding => "Shielding of the chips",
        }
    }

    /// What its number measures.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Altitude | Self::Shielding => Kind::Length,
            Self::ChipTemperature => Kind::Temperature,
            Self::EclipseShare => Kind::Ratio,
        }
    }

    /// Unit of axes and tables, and how much of it is one in SI.
    pub const fn unit(self) -> (&'static str, f64) {
        match self {
            Self::Altitude => ("km", 1e3),
            Self::ChipTemperature => ("K", 1.0),
            Self::EclipseShare => ("%", 0.01),
            Self::Shielding => ("mm", 1e-3),
        }
    }

    /// A value for a person, as finely as it matters.
    pub fn shown(self, si: f64) -> String {
        let (unit, scale) = self.unit();
        let value = si / scale;
        let value = if self == Self::Shielding { (value * 10.0).round() / 10.0 } else { value.round() };
        let policy = match (self, si) {
            (Self::EclipseShare, 0.0) => " (none)",
            (Self::EclipseShare, 1.0) => " (full)",
            _ => "",
        };
        format!("{} {unit}{policy}", show_number(value))
    }

    /// Why there is nothing beyond the end of what is tried.
    const fn end(self, up: bool) -> &'static str {
        match (self, up) {
            (Self::ChipTemperature, true) => "the chips bear no more",
            (Self::EclipseShare, false) => "nothing is left to switch off",
            (Self::EclipseShare, true) => "nothing is left to keep up",
            (_, false) => "no less was tried",
            (_, true) => "no more was tried",
        }
    }

    /// What lies below and above the optimum.
    const fn sides(self) -> [&'static str; 2] {
        match self {
            Self::Altitude => ["lower", "higher"],
            Self::ChipTemperature => ["colder", "hotter"],
            Self::EclipseShare => ["less power in eclipse", "more power in eclipse"],
            Self::Shielding => ["thinner", "thicker"],
        }
    }

    /// What is tried, in SI; `limit` is the chip's.
    fn grid(self, limit: f64) -> Vec<f64> {
        let even = |low: f64, high: f64, steps: u32| -> Vec<f64> {
            let step = |i| low + (high - low) * f64::from(i) / f64::from(steps);
            (0..=steps).map(|i| if i == steps { high } else { step(i) }).collect()
        };
        match self {
            Self::Altitude => {
                // Drag bends the curve below 800 km, the last eclipse goes near 1,391 km, and far out only typed-in
                // doses and the geostationary ring are left.
                let mut all = even(300e3, 800e3, 20);
                all.extend(even(850e3, 1350e3, 10));
                all.extend([1380e3, 1390e3, 1400e3, 1425e3, 1450e3, 1500e3]);
                all.extend(even(1600e3, 2000e3, 4));
                all.extend([2500e3, 3500e3, 5000e3, 8000e3, 14_000e3, 23_000e3, 35_786e3]);
                all
            }
            Self::ChipTemperature => even(f64::min(290.0, limit - 50.0), limit, 22),
            Self::EclipseShare => even(0.0, 1.0, 20),
            Self::Shielding => even(1e-3, 10e-3, 18),
        }
    }
}

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $title:literal, $dearer:literal, $cheaper:literal;)*) => {
        /// What makes one point of a curve dearer than another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Cause { $($(#[$doc])* $name,)* }
        impl Cause {
            /// All of them, in the order of tables.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// Name in documents.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
            /// Name for a person.
            pub const fn title(self) -> &'static str { match self { $(Self::$name => $title),* } }
            /// In a sentence, where it costs more and where it costs less.
            pub const fn words(self, dearer: bool) -> &'static str {
                match self { $(Self::$name => if dearer { $dearer } else { $cheaper }),* }
            }
        }
    };
}

causes! {
    /// Price of a kilogram in orbit; the kilograms count with what weighs them.
    Launch = "launch", "Launch by kilogram", "dearer launch by the kilogram", "cheaper launch by the kilogram";
    /// Array, battery and power electronics.
    Power = "power", "Array and battery", "more array and battery", "less array and battery";
    /// Thrusters, tanks, propellant: drag, manoeuvres, the way down.
    Propulsion = "propulsion", "Propulsion", "more propulsion", "less propulsion";
    /// Radiator and heat loop.
    Heat = "heat", "Radiator and heat loop", "more radiator", "less radiator";
    /// Structure, shield, reserve.
    Structure = "structure", "Structure and shielding", "more structure and shielding", "less structure and shielding";
    /// Chips with their servers, against what they compute: leakage.
    Chips = "chips", "Compute of the chips", "less compute from each watt", "more compute from each watt";
    /// Years over which things are paid off: the dose of the chips.
    Life = "life", "Life", "a shorter life", "a longer life";
    /// What fails and is bought and launched again.
    Failures = "failures", "Failures", "more failures", "fewer failures";
    /// Interruptions and spoilt work.
    Errors = "errors", "Interruptions", "more work lost to errors", "less work lost to errors";
    /// What links and downlink hold back.
    Links = "links", "Waiting for links", "more waiting for links", "less waiting for links";
    /// Compute that is not delivered in the dark.
    Dark = "dark", "Dark hours", "more compute lost in eclipse", "less compute lost in eclipse";
    /// All the rest.
    Rest = "rest", "Everything else", "more of everything else", "less of everything else";
}

/// How many causes there are.
pub const CAUSES: usize = Cause::ALL.len();

/// One point of a curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The value decided, in SI.
    pub at: f64,
    /// What comes out, or why the satellite cannot be had there.
    pub found: Result<Found, String>,
}

/// What comes out at a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Levelised cost of compute, in dollars an operation.
    pub cost: f64,
    /// Compute delivered over that at the optimum.
    pub delivered: f64,
    /// Share of the cost at the optimum that each cause adds; they add up to `cost / best − 1`.
    pub causes: [f64; CAUSES],
}

impl Found {
    /// How much dearer than the optimum, as a share.
    pub fn over(&self) -> f64 {
        self.causes.iter().sum()
    }
}

/// The curve of one decision for one use of compute.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// The satellite.
    pub option: OptionName,
    /// What is decided.
    pub decision: Decision,
    /// The path of its number.
    pub path: String,
    /// Index of the use of compute.
    pub workload: usize,
    /// The year.
    pub year: i32,
    /// In rising order; all uses of a decision have the same places.
    pub points: Vec<Point>,
    /// Index of the cheapest point; `None` where the satellite can be had nowhere.
    pub optimum: Option<usize>,
    /// Index of the point of the scenario; `None` where it lies outside what is tried.
    pub now: Option<usize>,
    /// Why the optimum lies there, worked out from the causes.
    pub reason: String,
}

impl Trade {
    /// Place and cost of the optimum.
    pub fn best(&self) -> Option<(f64, &Found)> {
        self.point(self.optimum?)
    }

    /// Place and cost of the scenario's own choice.
    pub fn today(&self) -> Option<(f64, &Found)> {
        self.point(self.now?)
    }

    fn point(&self, index: usize) -> Option<(f64, &Found)> {
        let point = &self.points[index];
        point.found.as_ref().ok().map(|found| (point.at, found))
    }

    /// Runs of places at which the satellite cannot be had: first, last, and why.
    pub fn gaps(&self) -> Vec<(f64, f64, &str)> {
        let mut runs: Vec<(f64, f64, &str)> = Vec::new();
        let mut open = false;
        for point in &self.points {
            let Err(why) = &point.found else {
                open = false;
                continue;
            };
            match runs.last_mut() {
                // Reasons with numbers differ from place to place; the first one stands for a run of them.
                Some(run) if open && head(run.2) == head(why) => run.1 = point.at,
                _ => runs.push((point.at, point.at, why)),
            }
            open = true;
        }
        runs
    }

    /// Whether the decision changes the cost by more than a ten-thousandth anywhere.
    pub fn matters(&self) -> bool {
        self.points.iter().flat_map(|point| &point.found).any(|found| found.over() > 1e-4)
    }
}

fn head(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_ascii_digit() && !",.".contains(*letter)).collect()
}

/// The curves of every satellite of a scenario in its focus year: decision by decision, use by use.
pub fn trades(model: &Model) -> Vec<Trade> {
    let flying = model.options().into_iter().filter(|name| name.table == "satellite");
    flying.flat_map(|name| curves(model, name)).collect()
}

/// The curves of one satellite in the scenario's focus year.
///
/// What cannot be decided gives no curve: the altitude of a sky that is typed in.
///
/// # Panics
/// If the model has no such satellite.
pub fn curves(model: &Model, option: &OptionName) -> Vec<Trade> {
    Decision::ALL
        .iter()
        .filter_map(|decision| Bench::of(model, option, *decision))
        .flat_map(|bench| bench.trades(option))
        .collect()
}

type Outcome = Result<(Datasheet, Cost), String>;

/// A curve is followed closely up to this many times its lowest.
const NEAR: f64 = 1.5;
/// And where a point lies off the straight line of its neighbours by more than this share of the lowest.
const BEND: f64 = 0.004;

/// Cost of a use of compute; what cannot be had is infinitely dear.
fn price(outcome: &Outcome, workload: usize) -> f64 {
    let cost = outcome.as_ref().map(|found| found.1.workloads[workload].compute.in_dollars_per_operation());
    cost.unwrap_or(f64::INFINITY)
}

/// One satellite on the bench, with one number to turn.
struct Bench {
    decision: Decision,
    /// The satellite alone.
    model: Model,
    prepared: Option<Prepared>,
    values: Values,
    terms: Terms,
    slot: usize,
    path: String,
    year: i32,
    now: f64,
    limit: f64,
}

impl Bench {
    fn of(model: &Model, option: &OptionName, decision: Decision) -> Option<Self> {
        let mut model = model.clone();
        model.scenario.challengers = vec![option.clone()];
        model.scenario.incumbents = Vec::new();
        let year = model.scenario.focus;
        let values = model.register.values(year);
        let satellite = &model.satellites[&option.entry];
        let limit = values.get(model.chips[&satellite.chip].temperature_limit).in_kelvin();
        let path = match decision {
            Decision::Altitude if model.orbits[&satellite.orbit].kind == OrbitKind::Typed => return None,
            Decision::Altitude => format!("orbit.{}.altitude", satellite.orbit),
            Decision::ChipTemperature => format!("{option}.chip_temperature"),
            Decision::EclipseShare => format!("{option}.eclipse_share"),
            Decision::Shielding => format!("bus.{}.shielding", satellite.bus),
        };
        let slot = model.register.slot(&path)?;
        let given = values.as_slice()[slot];
        let now = match (decision, satellite.eclipse_policy) {
            (Decision::EclipseShare, EclipsePolicy::Full) => 1.0,
            (Decision::EclipseShare, EclipsePolicy::None) => 0.0,
            (Decision::ChipTemperature, _) if given.is_nan() => limit,
            _ => given,
        };
        let mut prepared = None;
        if decision != Decision::Altitude {
            let mut ready = Prepared::new(&model).ok()?;
            if let (Decision::EclipseShare, [PreparedOption::Satellite(satellite)]) =
                (decision, ready.options.as_mut_slice())
            {
                // The other two policies are its ends.
                satellite.satellite.eclipse_policy = EclipsePolicy::Throttle;
            }
            prepared = Some(ready);
        }
        let terms = crate::cost::PreparedTerms::new(&model).read(&values);
        Some(Self { decision, prepared, values, terms, slot, path, year, now, limit, model })
    }

    /// The whole satellite with this value.
    fn at(&mut self, value: f64) -> Outcome {
        match &self.prepared {
            Some(prepared) => {
                self.values.put(self.slot, value);
                prepared.evaluate(0, &self.values, self.year).map_err(|why| why.to_string())
            }
            None => {
                let register = &mut self.model.register;
                register.set_number(self.slot, None, value, &self.path).map_err(|why| why.to_string())?;
                let prepared = Prepared::new(&self.model).map_err(|errors| errors[0].reason.clone())?;
                let values = self.model.register.values(self.year);
                prepared.evaluate(0, &values, self.year).map_err(|why| why.to_string())
            }
        }
    }

    fn trades(mut self, option: &OptionName) -> Vec<Trade> {
        let mut tried: Vec<(f64, Outcome)> = Vec::new();
        let mut places = self.decision.grid(self.limit);
        let (low, high) = (places[0], places[places.len() - 1]);
        // What the scenario itself says stays, whatever lies beside it.
        let grid: Vec<f64> = places.iter().copied().filter(|place| *place != self.now).collect();
        if self.now >= low && self.now <= high {
            places.push(self.now);
        }
        places.sort_by(f64::total_cmp);
        places.dedup_by(|a, b| (*a - *b).abs() <= 1e-9 * high);
        for place in places {
            tried.push((place, self.at(place)));
        }
        self.find_borders(&mut tried);
        let workloads = self.model.workloads.len();
        for _ in 0..2 {
            self.follow_bends(&mut tried, workloads);
        }
        for workload in 0..workloads {
            self.find_optimum(&mut tried, workload, &grid);
        }
        let mut all: Vec<Trade> = (0..workloads).map(|workload| self.trade(option, &tried, workload)).collect();
        for trade in &mut all {
            trade.reason = reason(trade, &self.model.workloads[trade.workload].name);
        }
        all
    }

    /// Where the satellite begins and ends to be possible, to a thousandth of the step.
    fn find_borders(&mut self, tried: &mut Vec<(f64, Outcome)>) {
        let mut more = Vec::new();
        for pair in tried.windows(2) {
            if pair[0].1.is_ok() == pair[1].1.is_ok() {
                continue;
            }
            let (mut good, mut bad) = if pair[0].1.is_ok() { (pair[0].0, pair[1].0) } else { (pair[1].0, pair[0].0) };
            let mut found = None;
            for _ in 0..10 {
                let middle = 0.5 * (good + bad);
                let outcome = self.at(middle);
                if outcome.is_ok() {
                    (good, found) = (middle, Some(outcome));
                } else {
                    bad = middle;
                }
            }
            more.extend(found.map(|outcome| (good, outcome)));
        }
        tried.extend(more);
        tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// Halves the steps on both sides of a place where a curve bends, where it lies near its lowest.
    fn follow_bends(&mut self, tried: &mut Vec<(f64, Outcome)>, workloads: usize) {
        let mut places = Vec::new();
        for workload in 0..workloads {
            let prices: Vec<f64> = tried.iter().map(|row| price(&row.1, workload)).collect();
            let best = prices.iter().copied().fold(f64::INFINITY, f64::min);
            for (rows, costs) in tried.windows(3).zip(prices.windows(3)) {
                let share = (rows[1].0 - rows[0].0) / (rows[2].0 - rows[0].0);
                let straight = costs[0] + share * (costs[2] - costs[0]);
                if costs[1] < NEAR * best && (straight - costs[1]).abs() > BEND * best && straight.is_finite() {
                    places.extend([0.5 * (rows[0].0 + rows[1].0), 0.5 * (rows[1].0 + rows[2].0)]);
                }
            }
        }
        places.sort_by(f64::total_cmp);
        places.dedup();
        for place in places {
            let outcome = self.at(place);
            tried.push((place, outcome));
        }
        tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// Adds the cheapest place of a use: golden section between the neighbours of the best place so far. What cannot be had
    /// counts as infinitely dear, so a gap beside the optimum only narrows the search.
    fn find_optimum(&mut self, tried: &mut Vec<(f64, Outcome)>, workload: usize, grid: &[f64]) {
        let price = |outcome: &Outcome| price(outcome, workload);
        let Some(best) = (0..tried.len()).min_by(|a, b| price(&tried[*a].1).total_cmp(&price(&tried[*b].1))) else {
            return;
        };
        if tried[best].1.is_err() {
            return;
        }
        let golden = 0.5 * (5f64.sqrt() - 1.0);
        let (mut a, mut b) = (tried[best.saturating_sub(1)].0, tried[(best + 1).min(tried.len() - 1)].0);
        let close = 1e-4 * (tried[tried.len() - 1].0 - tried[0].0).min(b.abs());
        let (mut left, mut right) = (b - golden * (b - a), a + golden * (b - a));
        let (mut at_left, mut at_right) = (self.at(left), self.at(right));
        while b - a > close {
            if price(&at_left) <= price(&at_right) {
                (b, right) = (right, left);
                at_right = at_left;
                left = b - golden * (b - a);
                at_left = self.at(left);
            } else {
                (a, left) = (left, right);
                at_left = at_right;
                right = a + golden * (b - a);
                at_right = self.at(right);
            }
        }
        let (place, outcome) = if price(&at_left) <= price(&at_right) { (left, at_left) } else { (right, at_right) };
        // A hair cheaper than a place that is there already is the same place.
        if price(&outcome) < price(&tried[best].1) * (1.0 - 1e-9) {
            // A reader would take the two for one.
            if grid.contains(&tried[best].0) && self.decision.shown(place) == self.decision.shown(tried[best].0) {
                drop(tried.remove(best));
            }
            tried.push((place, outcome));
            tried.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
    }

    fn trade(&self, option: &OptionName, tried: &[(f64, Outcome)], workload: usize) -> Trade {
        let accounts: Vec<Result<Account, String>> = tried
            .iter()
            .map(|(_, outcome)| match outcome {
                Ok((sheet, cost)) => Ok(Account::of(sheet, cost, &self.terms, workload)),
                Err(why) => Err(why.clone()),
            })
            .collect();
        let price = |index: &usize| accounts[*index].as_ref().map_or(f64::INFINITY, |account| account.cost);
        let optimum = (0..tried.len()).min_by(|a, b| price(a).total_cmp(&price(b)));
        let optimum = optimum.filter(|index| accounts[*index].is_ok());
        let best = optimum.and_then(|index| accounts[index].as_ref().ok());
        let points = tried
            .iter()
            .zip(&accounts)
            .map(|((at, _), account)| {
                let found = match (account, best) {
                    (Ok(account), Some(best)) => Ok(Found {
                        cost: account.cost,
                        delivered: account.delivered / best.delivered,
                        causes: account.beyond(best).map(|more| more / best.cost),
                    }),
                    (Err(why), _) => Err(why.clone()),
                    (Ok(_), None) => unreachable!("one that can be had is the best of those that can"),
                };
                Point { at: *at, found }
            })
            .collect();
        let now = tried.iter().position(|row| (row.0 - self.now).abs() <= 1e-9 * self.now.abs().max(1e-9));
        Trade {
            option: option.clone(),
            decision: self.decision,
            path: self.path.clone(),
            workload,
            year: self.year,
            points,
            optimum,
            now,
            reason: String::new(),
        }
    }
}

/// How many streams of money a part has: itself, its launch, and the insurance of both.
const STREAMS: usize = 4;
/// How a stream is charged: paid off over a life, bought again, insured year by year.
const CHARGES: usize = 3;

/// The cost of one point as a sum of products, each factor with its cause.
struct Account {
    cost: f64,
    delivered: f64,
    /// Prices by part and stream; those of launch by mass alone.
    prices: [[f64; STREAMS]; Part::ALL.len()],
    /// Each for a year, by part, stream and charge.
    charges: [[[f64; CHARGES]; STREAMS]; Part::ALL.len()],
    price_per_mass: f64,
    /// Paid as time goes by.
    running: f64,
    /// What waiting adds to everything.
    waiting: f64,
    /// Factors of compute, each with its cause.
    factors: [(Cause, f64); 4],
}

fn owner(part: Part) -> Cause {
    match part {
        Part::Chips | Part::Servers => Cause::Chips,
        Part::Array | Part::Battery | Part::PowerElectronics => Cause::Power,
        Part::Radiator | Part::HeatLoop => Cause::Heat,
        Part::Structure => Cause::Structure,
        Part::Propulsion => Cause::Propulsion,
        _ => Cause::Rest,
    }
}

impl Account {
    fn of(sheet: &Datasheet, cost: &Cost, terms: &Terms, workload: usize) -> Self {
        let price = |part: Part| sheet.capital[part as usize].price.in_dollars();
        let built: f64 = Part::ASSEMBLED.iter().map(|part| price(*part)).sum();
        let whole = |part: Part| matches!(part, Part::Integration | Part::Insurance | Part::Launch);
        let of_parts: f64 = Part::ALL.iter().filter(|part| !whole(**part)).map(|part| price(*part)).sum();
        let assembled = if built > 0.0 { 1.0 + price(Part::Integration) / built } else { 1.0 };
        let insured_sum = of_parts + price(Part::Integration) + price(Part::Launch);
        let insured = if insured_sum > 0.0 { price(Part::Insurance) / insured_sum } else { 0.0 };
        let mass: f64 = sheet.capital.iter().map(|capital| capital.mass.in_kilograms()).sum();
        let price_per_mass = if mass > 0.0 { price(Part::Launch) / mass } else { 1.0 };

        let interest = Interest::repaid(sheet.wacc, terms.payments);
        let construction = interest.during_construction(sheet.construction);
        let charge = |part: Part| -> [f64; CHARGES] {
            let capital = &sheet.capital[part as usize];
            if capital.price.in_dollars() == 0.0 {
                return [0.0; CHARGES];
            }
            let built = if capital.at_once { 1.0 } else { construction };
            let yearly = |rate: Rate| rate.in_per_year() * terms.year;
            [
                yearly(interest.capital_recovery_factor(capital.life)) * built,
                yearly(capital.replaced),
                yearly(sheet.insurance),
            ]
        };
        let (launch, premium) = (charge(Part::Launch), charge(Part::Insurance));
        let mut prices = [[0.0; STREAMS]; Part::ALL.len()];
        let mut charges = [[[0.0; CHARGES]; STREAMS]; Part::ALL.len()];
        for part in Part::ALL.iter().copied().filter(|part| !whole(*part)) {
            let capital = &sheet.capital[part as usize];
            let is_built = !matches!(owner(part), Cause::Chips) && part != Part::Satellite;
            let own = price(part) * if is_built { assembled } else { 1.0 };
            let lifted = if price(Part::Launch) > 0.0 { capital.mass.in_kilograms() } else { 0.0 };
            prices[part as usize] = [own, lifted, own * insured, lifted * insured];
            charges[part as usize] = [charge(part), launch, premium, premium];
        }
        let cell = &cost.workloads[workload];
        let running: f64 = sheet.running.iter().map(|rate| rate.in_dollars_per_year()).sum();
        let before: f64 = cost.by_part.iter().map(|rate| rate.in_dollars_per_year()).sum::<f64>()
            - cost.by_part[Part::Waiting as usize].in_dollars_per_year();
        Self {
            cost: cell.compute.in_dollars_per_operation(),
            delivered: cell.delivered.in_operations_per_second(),
            prices,
            charges,
            price_per_mass,
            running,
            waiting: cost.total.in_dollars_per_year() / before,
            factors: [
                (Cause::Chips, sheet.peak.in_operations_per_joule() * sheet.it_power.in_watts()),
                (Cause::Dark, sheet.power),
                (Cause::Errors, cell.running),
                (Cause::Links, cell.network),
            ],
        }
    }

    /// What each cause adds to the cost of `best`: the logarithmic mean Divisia index.
    ///
    /// Each item of cost is a product `v = Π xₖ`; its change is shared out as `L(v', v) ln(x'ₖ/xₖ)` with the logarithmic
    /// mean `L(a, b) = (a − b)/ln(a/b)`. It adds up to the last bit but rounding, treats both points alike, and leaves no
    /// rest. What appears out of nothing is put down to its price. Source: `ang2005`.
    fn beyond(&self, best: &Self) -> [f64; CAUSES] {
        let mut causes = [0.0; CAUSES];
        let mut item = |here: f64, there: f64, shares: &[(Cause, f64, f64)], of: Cause| {
            let (here, there) = (self.unit(here), best.unit(there));
            let change = here - there;
            if change == 0.0 && here == 0.0 {
                return;
            }
            if here <= 0.0 || there <= 0.0 {
                causes[of as usize] += change;
                return;
            }
            let whole = ln(here / there);
            // Of two that are all but equal the logarithmic mean is the mean.
            let mean = if whole.abs() < 1e-6 { 0.5 * (here + there) } else { change / whole };
            let mut left = change;
            let factors = self.factors.iter().zip(&best.factors).map(|(a, b)| (a.0, b.1, a.1));
            for (cause, now, then) in shares.iter().copied().chain(factors) {
                if now > 0.0 && then > 0.0 && now != then {
                    let share = mean * ln(now / then);
                    causes[cause as usize] += share;
                    left -= share;
                }
            }
            causes[Cause::Rest as usize] += left;
        };
        for part in Part::ALL {
            let i = *part as usize;
            for stream in 0..STREAMS {
                let (here, there) = (self.prices[i][stream], best.prices[i][stream]);
                let launched = stream % 2 == 1;
                let per_mass = if launched { (self.price_per_mass, best.price_per_mass) } else { (1.0, 1.0) };
                for charge in 0..CHARGES {
                    let (now, then) = (self.charges[i][stream][charge], best.charges[i][stream][charge]);
                    let cause = [Cause::Life, Cause::Failures, Cause::Rest][charge];
                    item(
                        here * per_mass.0 * now,
                        there * per_mass.1 * then,
                        &[(owner(*part), here, there), (Cause::Launch, per_mass.0, per_mass.1), (cause, now, then)],
                        owner(*part),
                    );
                }
            }
        }
        item(self.running, best.running, &[], Cause::Rest);
        causes
    }

    /// Dollars a year → dollars an operation, with waiting.
    fn unit(&self, yearly: f64) -> f64 {
        yearly * self.waiting / (self.delivered * sunward_quantity::YEAR)
    }
}

/// How far from the optimum a side is judged: the last place no more than this much dearer, unless that is hardly dearer.
const JUDGED: f64 = 0.10;
/// What is hardly dearer: then the place behind it is taken.
const HARDLY: f64 = 0.02;

fn percent(share: f64) -> String {
    let tenths = (share.abs() * 1000.0).round() / 10.0;
    let sign = if tenths == 0.0 {
        ""
    } else if share < 0.0 {
        "−"
    } else {
        "+"
    };
    format!("{sign}{} %", show_number(tenths))
}

/// The place on one side of the optimum by which that side is judged.
fn judged(trade: &Trade, optimum: usize, up: bool) -> Option<(f64, Found)> {
    let mut found: Option<(f64, Found)> = None;
    let mut index = optimum;
    loop {
        index = if up { index + 1 } else { index.checked_sub(1)? };
        let Some(point) = trade.points.get(index) else { return found };
        let Ok(here) = &point.found else { return found };
        if found.is_some_and(|last| last.1.over() > HARDLY) && here.over() > JUDGED {
            return found;
        }
        found = Some((point.at, *here));
        if here.over() > JUDGED || (!up && index == 0) {
            return found;
        }
    }
}

/// What rises and what falls on one side, the most important first.
fn weighed(found: &Found, dearer: bool) -> Vec<(Cause, f64)> {
    let sign = if dearer { 1.0 } else { -1.0 };
    let mut all: Vec<(Cause, f64)> = Cause::ALL.iter().map(|cause| (*cause, found.causes[*cause as usize])).collect();
    all.retain(|row| row.1 * sign > 0.0);
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all
}

fn listed(rows: &[(Cause, f64)], least: f64, most: usize, dearer: bool) -> String {
    let kept: Vec<String> = rows
        .iter()
        .filter(|row| row.1.abs() >= least)
        .take(most)
        .map(|row| format!("{} ({})", row.0.words(dearer), percent(row.1)))
        .collect();
    match kept.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Why the optimum lies where it lies.
fn reason(trade: &Trade, workload: &str) -> String {
    let decision = trade.decision;
    let name = capital(&workload.replace('_', " "));
    let Some(optimum) = trade.optimum else {
        let why = trade.gaps().first().map_or(String::new(), |gap| format!(": {}", gap.2));
        return format!("{name}: the satellite can be had nowhere between the ends of what is tried{why}.");
    };
    if !trade.matters() {
        return format!("{name}: it makes no difference to the cost.");
    }
    let at = trade.points[optimum].at;
    let mut clauses = Vec::new();
    for (side, up) in decision.sides().into_iter().zip([false, true]) {
        let Some((place, found)) = judged(trade, optimum, up) else {
            let beyond =
                if up { trade.points.get(optimum + 1) } else { optimum.checked_sub(1).map(|i| &trade.points[i]) };
            clauses.push(match beyond.map(|point| &point.found) {
                Some(Err(why)) => format!("{side} it cannot be had ({why})"),
                _ => decision.end(up).to_string(),
            });
            continue;
        };
        let (more, less) = (weighed(&found, true), weighed(&found, false));
        let heaviest = more.first().map_or(0.0, |row| row.1);
        let price = listed(&more, 0.25 * heaviest, 3, true);
        let gain = listed(&less, 0.1 * heaviest, 2, false);
        if price.is_empty() || found.over() < 5e-5 {
            clauses.push(format!("{side}, to {}, changes nothing", decision.shown(place)));
        } else if gain.is_empty() {
            clauses.push(format!("{side} means {price} at {}", decision.shown(place)));
        } else {
            clauses.push(format!("{side} means {price} for {gain} at {}", decision.shown(place)));
        }
    }
    format!("{name} is cheapest at {}: {}.", decision.shown(at), clauses.join("; "))
}

/// Why two uses of compute want different values, if they do: of the curves of one decision, the two whose optima lie
/// furthest apart, and the cause that weighs most differently on the way from one to the other.
pub fn disagreement(trades: &[&Trade], workloads: &[String]) -> Option<String> {
    let rows: Vec<(&Trade, f64)> =
        trades.iter().filter(|trade| trade.matters()).filter_map(|trade| Some((*trade, trade.best()?.0))).collect();
    let low = rows.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let high = rows.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let decision = low.0.decision;
    let (first, last) = (low.0.points.first()?.at, low.0.points.last()?.at);
    if high.1 - low.1 < 0.01 * (last - first) || decision.shown(low.1) == decision.shown(high.1) {
        return None;
    }
    // All uses have the same places: from the low optimum to the high one in the eyes of either.
    let up = low.0.points[high.0.optimum?].found.as_ref().ok()?;
    let down = high.0.points[low.0.optimum?].found.as_ref().ok()?;
    let cause = Cause::ALL.iter().copied().max_by(|a, b| {
        let apart = |cause: Cause| up.causes[cause as usize] + down.causes[cause as usize];
        apart(*a).total_cmp(&apart(*b))
    })?;
    let name = |trade: &Trade| workloads[trade.workload].replace('_', " ");
    Some(format!(
        "{} is cheapest at {}, {} at {}: on the way up “{}” changes the cost by {} for {}, by {} for {}.",
        capital(&name(low.0)),
        decision.shown(low.1),
        name(high.0),
        decision.shown(high.1),
        cause.title().to_lowercase(),
        percent(up.causes[cause as usize]),
        name(low.0),
        percent(-down.causes[cause as usize]),
        name(high.0),
    ))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
