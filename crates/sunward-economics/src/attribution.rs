//! Why two scenarios disagree: the difference of an outcome, shared out among groups of parameters.
//!
//! The game is this: for every set of groups there is a hybrid, whose parameters come from the second scenario for the
//! groups in the set and from the first for all others; [`shapley`] shares the difference out from the outcomes of all
//! hybrids. A hybrid is made as deep as the two scenarios allow:
//!
//! - [`Depth::Parameters`], where both options are satellites, or both data centres: the numbers themselves are exchanged,
//!   and the hybrid is closed, launched and costed anew;
//! - [`Depth::Sheets`], where one of them is typed in, or a hybrid of parameters could not be built: the lines of the
//!   two datasheets are exchanged, each line belonging to the group that decides it most.

use crate::cost::{Cost, Terms, levelise};
use crate::datasheet::{Capital, Datasheet, PARTS, Part, Refusal};
use crate::ground::PreparedGround;
use crate::network::PreparedLink;
use crate::outcome::{Outcome, Side};
use crate::prepare::{PrepareError, Prepared, PreparedOption, rides_to};
use crate::satellite::PreparedSatellite;
use sunward_model::{Model, OptionName, Shaped, Values};
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Mass, Money, Power};

macro_rules! groups {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $title:literal;)*) => {
        /// What belongs together when two scenarios are compared.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Group { $($(#[$doc])* $name,)* }
        impl Group {
            /// All of them, in the order of tables and charts.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// Name in documents.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
            /// Name for a person.
            pub const fn title(self) -> &'static str { match self { $(Self::$name => $title),* } }
        }
    };
}

groups! {
    /// How cost is counted, and what is counted at all.
    Definitions = "definitions", "Definitions and boundary";
    /// The orbit's sunlight, cells, batteries, power electronics, what happens in eclipse.
    OrbitAndPower = "orbit_and_power", "Orbit and power";
    /// Radiators and the loop that feeds them, and how hot chips may be.
    Heat = "heat", "Heat";
    /// Everything else of a satellite: its mass, price, structure, assembly and running.
    Mass = "mass", "Mass and price of the satellite";
    /// Vehicles, their prices, and insurance.
    Launch = "launch", "Launch";
    /// Chips: their speed, power and price.
    Chips = "chips", "Chips";
    /// How long things live and how often they fail.
    Life = "life", "Life and failures";
    /// Cost of capital, building time, waiting.
    Finance = "finance", "Finance";
    /// The data centre on the ground and its power.
    Ground = "ground", "Ground";
    /// What the compute is used for, and what its network asks.
    Workload = "workload", "Workload and network";
}

/// Most groups whose attribution is worked out exactly.
pub const MOST_GROUPS: usize = 12;
const GROUPS: usize = Group::ALL.len();
const _: () = assert!(GROUPS <= MOST_GROUPS);

/// How far the shares may miss the difference, against the larger outcome.
const ROUNDING: f64 = 1e-9;

/// The group of a number of a shape. What is typed in is exchanged by the lines of its
/// datasheet instead.
pub fn group_of(table: &str, field: &str) -> Group {
    match (table, field) {
        ("scenario", _) => Group::Definitions,
        ("link", "mass" | "price" | "power") => Group::Mass,
        ("workload" | "link" | "cluster" | "downlink", _) | ("chip", "network") => Group::Workload,
        ("satellite", "link" | "cluster" | "downlink") => Group::Workload,
        (
            "chip",
            "failure"
            | "life"
            | "resale"
            | "interruptions"
            | "dose_limit"
            | "silent_errors"
            | "uncorrectable_errors"
            | "functional_interrupts"
            | "wear_out"
            | "activation_energy",
        ) => Group::Life,
        ("chip", "mass") => Group::Mass,
        ("chip", "temperature_limit" | "reference_temperature" | "leakage" | "leakage_doubling") => Group::Heat,
        ("satellite", "chip_temperature" | "neighbour_gap") => Group::Heat,
        ("chip", _) => Group::Chips,
        ("cell" | "battery" | "orbit", _) => Group::OrbitAndPower,
        ("bus", "conversion_efficiency" | "housekeeping" | "power_electronics_mass" | "power_electronics_price") => {
            Group::OrbitAndPower
        }
        ("satellite", "eclipse_policy" | "eclipse_share") => Group::OrbitAndPower,
        ("radiator", _) => Group::Heat,
        ("vehicle", _) | ("satellite", "launch_price") => Group::Launch,
        ("satellite", "vehicles" | "stowed_volume" | "launch_insurance" | "orbit_insurance") => Group::Launch,
        ("satellite", "life" | "failure" | "availability") => Group::Life,
        ("satellite" | "site", "wacc") | ("satellite", "lead_time" | "construction") => Group::Finance,
        ("package" | "process" | "scanner" | "memory" | "packaging" | "wafer", _) => Group::Chips,
        ("propellant", _) => Group::Launch,
        ("site" | "climate" | "way" | "centre" | "ground", _) => Group::Ground,
        _ => Group::Mass,
    }
}

/// A set of groups: those taken from the second scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Taken(u32);

impl Taken {
    fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u32) != 0
    }

    fn pick<T>(self, group: Group, first: T, second: T) -> T {
        if self.has(group) { second } else { first }
    }

    /// Field by field of a shape.
    fn mix<S: Shaped>(self, first: &S, second: &S) -> S {
        first.mixed(second, |field| self.has(group_of(S::SHAPE.table, field)))
    }
}

/// How deep the exchange goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Numbers are exchanged, and the option is worked out anew.
    Parameters,
    /// Lines of the datasheets are exchanged.
    Sheets,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which outcome.
    pub outcome: Outcome,
    /// Which use of compute; without a name the one that both have, nearest to the front of both, or the first of each.
    pub workload: Option<String>,
    /// In which year; without one the focus of each scenario.
    pub year: Option<i32>,
}

/// One scenario's side of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// The scenario.
    pub scenario: String,
    /// The year.
    pub year: i32,
    /// The use of compute.
    pub workload: String,
    /// The cheapest challenger.
    pub challenger: OptionName,
    /// The cheapest incumbent.
    pub incumbent: OptionName,
    /// The outcome, in SI.
    pub value: f64,
}

/// What a group makes of the difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The group.
    pub group: Group,
    /// Its part of the difference, in SI; all parts add up to it.
    pub difference: f64,
    /// Its part as a factor; all factors multiply to the quotient of the outcomes. `None` where an outcome is not positive.
    pub factor: Option<f64>,
}

/// The difference between two scenarios, shared out.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// The outcome.
    pub outcome: Outcome,
    /// The first scenario.
    pub from: Party,
    /// The second.
    pub to: Party,
    /// Group by group.
    pub shares: Vec<Share>,
    /// How deep challengers and incumbents were exchanged; `None` for a side that the outcome does not depend on.
    pub depth: [Option<Depth>; 2],
}

/// Why two scenarios cannot be compared.
#[derive(Debug, Clone, PartialEq)]
pub enum AttributionError {
    /// A model cannot be prepared.
    Prepare(Vec<PrepareError>),
    /// A scenario has no such use of compute; with what it has.
    NoWorkload {
        /// The scenario.
        scenario: String,
        /// As asked.
        wanted: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A side of a scenario has no option that can be had in the year.
    NotToBeHad {
        /// The scenario.
        scenario: String,
        /// The year.
        year: i32,
        /// Every option with its reason.
        reasons: Vec<(OptionName, Refusal)>,
    },
    /// A year outside the scenario.
    NoYear {
        /// The scenario.
        scenario: String,
        /// As asked.
        year: i32,
    },
    /// The outcome is not a number in some hybrid: a ratio to nothing, or of a part that an option does not have.
    NotANumber(Outcome),
    /// Some hybrid lies so far from both scenarios that their difference is lost in rounding.
    Lost(Outcome),
}

impl std::fmt::Display for AttributionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Prepare(errors) => {
                let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
                f.write_str(&all.join("\n"))
            }
            Self::NoWorkload { scenario, wanted, known } => {
                write!(f, "`{scenario}` has no use of compute `{wanted}`; it has {}", known.join(", "))
            }
            Self::NotToBeHad { scenario, year, reasons } => {
                let all: Vec<String> = reasons.iter().map(|(name, why)| format!("`{name}`: {why}")).collect();
                write!(f, "nothing can be had in {year} in `{scenario}`: {}", all.join("; "))
            }
            Self::NoYear { scenario, year } => write!(f, "{year} lies outside the years of `{scenario}`"),
            Self::NotANumber(outcome) => {
                write!(
                    f,
                    "`{}` is no number here: an option has no such thing, or what it is measured by is zero",
                    outcome.name()
                )
            }
            Self::Lost(outcome) => write!(
                f,
                "`{}` of some mixtures of the two lies so far from both that the difference is lost in rounding",
                outcome.name()
            ),
        }
    }
}

impl std::error::Error for AttributionError {}

/// One model with what it chooses.
struct Chosen<'a> {
    model: &'a Model,
    prepared: Prepared,
    values: Values,
    year: i32,
    workload: usize,
    /// Index, sheet and cost of the cheapest challenger and the cheapest incumbent.
    sides: [(usize, Datasheet, Cost); 2],
}

impl<'a> Chosen<'a> {
    fn new(model: &'a Model, question: &Question) -> Result<Self, AttributionError> {
        let scenario = model.name.clone();
        let prepared = Prepared::new(model).map_err(AttributionError::Prepare)?;
        let year = question.year.unwrap_or(model.scenario.focus);
        if !model.years().contains(&year) {
            return Err(AttributionError::NoYear { scenario, year });
        }
        let workload = match &question.workload {
            None => 0,
            Some(wanted) => model.workloads.iter().position(|w| w.name == *wanted).ok_or_else(|| {
                let known = model.workloads.iter().map(|w| w.name.clone()).collect();
                AttributionError::NoWorkload { scenario: scenario.clone(), wanted: wanted.clone(), known }
            })?,
        };
        let values = model.register.values(year);
        let cheapest = |among: &[OptionName]| {
            let mut reasons = Vec::new();
            let mut best: Option<(usize, Datasheet, Cost)> = None;
            for name in among {
                let Some(index) = prepared.names.iter().position(|known| known == name) else { continue };
                match prepared.evaluate(index, &values, year) {
                    Ok((sheet, cost)) => {
                        let cheaper = |best: &(usize, Datasheet, Cost)| {
                            cost.workloads[workload].compute < best.2.workloads[workload].compute
                        };
                        if best.as_ref().is_none_or(cheaper) {
                            best = Some((index, sheet, cost));
                        }
                    }
                    Err(why) => reasons.push((name.clone(), why)),
                }
            }
            best.ok_or(AttributionError::NotToBeHad { scenario: scenario.clone(), year, reasons })
        };
        let sides = [cheapest(&model.scenario.challengers)?, cheapest(&model.scenario.incumbents)?];
        Ok(Self { model, prepared, values, year, workload, sides })
    }

    fn party(&self, outcome: Outcome) -> Party {
        let [(challenger, c_sheet, c_cost), (incumbent, i_sheet, i_cost)] = &self.sides;
        Party {
            scenario: self.model.name.clone(),
            year: self.year,
            workload: self.model.workloads[self.workload].name.clone(),
            challenger: self.prepared.names[*challenger].clone(),
            incumbent: self.prepared.names[*incumbent].clone(),
            value: outcome.of((c_sheet, c_cost, self.workload), (i_sheet, i_cost, self.workload)),
        }
    }

    /// The terms, with the one use of compute in question.
    fn terms(&self) -> Terms {
        let mut terms = self.prepared.terms.read(&self.values);
        terms.workloads[0] = terms.workloads[self.workload];
        terms.workload_count = 1;
        terms
    }
}

/// One outcome of one scenario: the cheapest challenger against the cheapest incumbent.
///
/// # Errors
/// [`AttributionError`].
pub fn measure(model: &Model, question: &Question) -> Result<Party, AttributionError> {
    let party = Chosen::new(model, question)?.party(question.outcome);
    if party.value.is_finite() { Ok(party) } else { Err(AttributionError::NotANumber(question.outcome)) }
}

/// Shares out the difference of an outcome between two scenarios.
///
/// `φ_g = Σ_S |S|! (n−|S|−1)! / n! · (v(S ∪ g) − v(S))` over all sets `S` of the other groups: the Shapley value. The
/// shares add up to `to − from`; a group in which the scenarios agree gets nothing; exchanging the scenarios changes signs
/// only. Source: `shapley1953`.
///
/// # Errors
/// [`AttributionError`].
pub fn attribute(from: &Model, to: &Model, question: &Question) -> Result<Attribution, AttributionError> {
    let outcome = question.outcome;
    let pair = Pair::new(from, to, question)?;
    let (from, to) = (pair.first.party(outcome), pair.second.party(outcome));
    if !(from.value.is_finite() && to.value.is_finite()) {
        return Err(AttributionError::NotANumber(outcome));
    }
    // Always in the same direction, so that exchanging the two changes signs and nothing else.
    let backwards = (from.value, &from.scenario) > (to.value, &to.scenario);
    let (values, depth) = pair.worths(outcome, backwards)?;
    if values.iter().any(|value| !value.is_finite()) {
        return Err(AttributionError::NotANumber(outcome));
    }
    let sign = if backwards { -1.0 } else { 1.0 };
    let differences = shapley(GROUPS, &values);
    let rest = sign * differences.iter().sum::<f64>() - (to.value - from.value);
    let scale = from.value.abs().max(to.value.abs());
    if scale > 0.0 && rest.abs() > ROUNDING * scale {
        return Err(AttributionError::Lost(outcome));
    }
    let factors = values.iter().all(|value| *value > 0.0).then(|| {
        let logarithms: Vec<f64> = values.iter().map(|value| ln(*value)).collect();
        shapley(GROUPS, &logarithms)
    });
    let shares = Group::ALL
        .iter()
        .enumerate()
        .map(|(i, group)| Share {
            group: *group,
            difference: sign * differences[i],
            factor: factors.as_ref().map(|factors| exp(sign * factors[i])),
        })
        .collect();
    Ok(Attribution { outcome, from, to, shares, depth })
}

/// What makes the difference once some groups are agreed on: those of `agreed` are taken from the second scenario in every
/// mixture, and the rest of the difference is shared out among the others.
///
/// Gives the outcome of the first scenario with the agreed groups of the second, and the factor of every other group; the
/// factors multiply to the second outcome over that one.
///
/// # Errors
/// [`AttributionError`]; [`AttributionError::NotANumber`] too where an outcome is not positive.
pub fn attribute_agreed(
    from: &Model,
    to: &Model,
    question: &Question,
    agreed: &[Group],
) -> Result<(f64, Vec<(Group, f64)>), AttributionError> {
    let (values, _) = Pair::new(from, to, question)?.worths(question.outcome, false)?;
    let fixed = agreed.iter().fold(0usize, |set, group| set | 1 << *group as usize);
    let logarithms: Vec<f64> = (0..values.len()).map(|set| ln(values[set | fixed])).collect();
    if logarithms.iter().any(|value| !value.is_finite()) {
        return Err(AttributionError::NotANumber(question.outcome));
    }
    let shares = shapley(GROUPS, &logarithms);
    let others = Group::ALL.iter().filter(|group| !agreed.contains(group));
    Ok((values[fixed], others.map(|group| (*group, exp(shares[*group as usize]))).collect()))
}

/// Two scenarios, each with its cheapest options.
struct Pair<'a> {
    first: Chosen<'a>,
    second: Chosen<'a>,
}

impl<'a> Pair<'a> {
    fn new(from: &'a Model, to: &'a Model, question: &Question) -> Result<Self, AttributionError> {
        let mut question = question.clone();
        if question.workload.is_none() {
            question.workload = common_workload(from, to);
        }
        Ok(Self { first: Chosen::new(from, &question)?, second: Chosen::new(to, &question)? })
    }

    /// The outcome of every set of groups taken from the second, or from the first if `backwards`.
    fn worths(&self, outcome: Outcome, backwards: bool) -> Result<(Vec<f64>, [Option<Depth>; 2]), AttributionError> {
        let (low, high) = if backwards { (&self.second, &self.first) } else { (&self.first, &self.second) };
        let wanted = |side: usize| match outcome.side {
            Side::Challenger => side == 0,
            Side::Incumbent => side == 1,
            Side::Ratio => true,
        };
        let terms = [low.terms(), high.terms()];
        let mut depth = [None, None];
        let mut tables: [Vec<(Datasheet, Cost)>; 2] = [Vec::new(), Vec::new()];
        for side in (0..2).filter(|side| wanted(*side)) {
            let (found, table) = hybrids(low, high, side, &terms)?;
            depth[side] = Some(found);
            tables[side] = table;
        }
        let values = (0..1usize << GROUPS)
            .map(|set| {
                let row =
                    |side: usize| tables[side].get(set).or_else(|| tables[1 - side].get(set)).map(|r| (&r.0, &r.1, 0));
                match (row(0), row(1)) {
                    (Some(challenger), Some(incumbent)) => outcome.of(challenger, incumbent),
                    _ => f64::NAN,
                }
            })
            .collect();
        Ok((values, depth))
    }
}

/// The use of compute that both scenarios have and that stands nearest to the front of both; none if they share none.
fn common_workload(from: &Model, to: &Model) -> Option<String> {
    let place = |model: &Model, name: &str| model.workloads.iter().position(|w| w.name == name);
    from.workloads
        .iter()
        .filter_map(|w| Some((place(from, &w.name)?.max(place(to, &w.name)?), w.name.clone())))
        .min()
        .map(|found| found.1)
}

/// The Shapley value of each of `players` in the game whose value for the set of bits `S` is `values[S]`.
///
/// # Panics
/// If there is not one value a set.
pub fn shapley(players: usize, values: &[f64]) -> Vec<f64> {
    assert_eq!(values.len(), 1 << players, "one value for each set");
    // |S|! (n−|S|−1)! / n!
    let mut weights = vec![0.0; players];
    for (size, weight) in weights.iter_mut().enumerate() {
        let binomial = (0..size).fold(1.0, |product, i| product * (players - 1 - i) as f64 / (i + 1) as f64);
        *weight = 1.0 / (players as f64 * binomial);
    }
    (0..players)
        .map(|player| {
            (0..values.len())
                .filter(|set| set & (1 << player) == 0)
                .map(|set| weights[set.count_ones() as usize] * (values[set | (1 << player)] - values[set]))
                .sum()
        })
        .collect()
}

/// Sheet and cost of one side for every set of groups.
fn hybrids(
    low: &Chosen<'_>,
    high: &Chosen<'_>,
    side: usize,
    terms: &[Terms; 2],
) -> Result<(Depth, Vec<(Datasheet, Cost)>), AttributionError> {
    let sets = || (0..1u32 << GROUPS).map(Taken);
    let costed =
        |sheet: Datasheet, taken: Taken| Ok((sheet, levelise(&sheet, &mix_terms(taken, &terms[0], &terms[1]))?));
    let options = (&low.prepared.options[low.sides[side].0], &high.prepared.options[high.sides[side].0]);
    let values = low.values.followed_by(&high.values);
    let by = low.values.as_slice().len();
    let deep: Option<Vec<(Datasheet, Cost)>> = match options {
        (PreparedOption::Satellite(first), PreparedOption::Satellite(second)) => {
            let pair = SatellitePair::new([low, high], [first, second], by);
            pair.and_then(|pair| {
                sets()
                    .map(|taken| {
                        let mut sheet = Datasheet::blank();
                        let year = taken.pick(Group::Launch, low.year, high.year);
                        pair.hybrid(taken).fill(&values, year, &mut sheet)?;
                        costed(sheet, taken)
                    })
                    .collect::<Result<_, Refusal>>()
                    .ok()
            })
        }
        (PreparedOption::Ground(first), PreparedOption::Ground(second)) => {
            let second = second.moved(by);
            sets()
                .map(|taken| {
                    let mut sheet = Datasheet::blank();
                    mix_grounds(taken, first, &second).fill(&values, &mut sheet)?;
                    costed(sheet, taken)
                })
                .collect::<Result<_, Refusal>>()
                .ok()
        }
        _ => None,
    };
    if let Some(table) = deep {
        return Ok((Depth::Parameters, table));
    }
    let (first, second) = (Lines::of(&low.sides[side].1), Lines::of(&high.sides[side].1));
    let in_orbit = side == 0;
    let table = sets()
        .map(|taken| costed(Lines::mixed(taken, &first, &second, in_orbit), taken))
        .collect::<Result<Vec<_>, Refusal>>();
    match table {
        Ok(table) => Ok((Depth::Sheets, table)),
        Err(why) => Err(AttributionError::NotToBeHad {
            scenario: format!("a mixture of {} and {}", low.model.name, high.model.name),
            year: low.year,
            reasons: vec![(low.prepared.names[low.sides[side].0].clone(), why)],
        }),
    }
}

fn mix_terms(taken: Taken, first: &Terms, second: &Terms) -> Terms {
    let definitions = taken.pick(Group::Definitions, first, second);
    let mut terms = *taken.pick(Group::Workload, first, second);
    (terms.delay_margin, terms.payments, terms.year) =
        (definitions.delay_margin, definitions.payments, definitions.year);
    terms
}

/// Two satellites, the second with its numbers behind those of the first.
struct SatellitePair {
    first: PreparedSatellite,
    second: PreparedSatellite,
    /// Vehicles of the first and second scenario (row) to the orbit of the first and second (column).
    vehicles: [[Vec<crate::launch::PreparedVehicle>; 2]; 2],
}

impl SatellitePair {
    /// `None` if a vehicle of one cannot be prepared for the orbit of the other.
    fn new(chosen: [&Chosen<'_>; 2], pair: [&PreparedSatellite; 2], by: usize) -> Option<Self> {
        let routes = |of: usize, to: usize| {
            let (model, values) = (chosen[of].model, &chosen[of].values);
            rides_to(model, values, &pair[of].satellite.vehicles, pair[to].altitude, pair[to].inclination, of * by).ok()
        };
        let vehicles = [[routes(0, 0)?, routes(0, 1)?], [routes(1, 0)?, routes(1, 1)?]];
        Some(Self { first: pair[0].clone(), second: pair[1].moved(by), vehicles })
    }

    fn hybrid(&self, taken: Taken) -> PreparedSatellite {
        let (a, b) = (&self.first, &self.second);
        let orbit = taken.has(Group::OrbitAndPower) as usize;
        PreparedSatellite {
            satellite: taken.mix(&a.satellite, &b.satellite),
            chip: taken.mix(&a.chip, &b.chip),
            chip_price: taken.pick(Group::Chips, &a.chip_price, &b.chip_price).clone(),
            cell: taken.mix(&a.cell, &b.cell),
            battery: taken.mix(&a.battery, &b.battery),
            radiator: taken.mix(&a.radiator, &b.radiator),
            bus: taken.mix(&a.bus, &b.bus),
            link: PreparedLink {
                link: taken.mix(&a.link.link, &b.link.link),
                altitude: taken.pick(Group::OrbitAndPower, a.link.altitude, b.link.altitude),
                ..taken.pick(Group::Workload, &a.link, &b.link).clone()
            },
            vehicles: self.vehicles[taken.has(Group::Launch) as usize][orbit].clone(),
            learning: taken.pick(Group::Mass, a.learning, b.learning),
            ..taken.pick(Group::OrbitAndPower, a, b).clone()
        }
    }
}

fn mix_grounds(taken: Taken, first: &PreparedGround, second: &PreparedGround) -> PreparedGround {
    let owner = taken.pick(Group::Ground, first, second);
    let banker = taken.pick(Group::Finance, first, second);
    PreparedGround {
        chip: taken.mix(&first.chip, &second.chip),
        chip_price: taken.pick(Group::Chips, &first.chip_price, &second.chip_price).clone(),
        site: owner.site.mixed(&banker.site, |field| field == "wacc"),
        ..owner.clone()
    }
}

/// A datasheet for one megawatt, with what its lines are shares of.
struct Lines {
    sheet: Datasheet,
    /// Power of the chips of one satellite, whose areas are asked for.
    one: Power,
    /// Life and replacement of what is not chips: of its dearest part.
    main: Capital,
    /// Insurance at the start over everything else that is bought.
    insured: f64,
    /// Launch price by mass, and its margin.
    launch: (f64, f64),
}

const STANDARD: Power = Power::megawatts(1.0);

impl Lines {
    fn of(sheet: &Datasheet) -> Self {
        let scale = STANDARD / sheet.it_power;
        let mut sheet = *sheet;
        sheet.it_power = STANDARD;
        sheet.chips *= scale;
        sheet.mass = sheet.mass * scale;
        for capital in &mut sheet.capital {
            capital.price = capital.price * scale;
            capital.mass = capital.mass * scale;
            capital.area = capital.area * scale;
        }
        for running in &mut sheet.running {
            *running = *running * scale;
        }
        let bought = |part: Part| sheet.capital[part as usize];
        let chips = [Part::Chips as usize, Part::Servers as usize];
        let main = (0..PARTS)
            .filter(|i| !chips.contains(i) && sheet.capital[*i].price > Money::ZERO)
            .max_by(|a, b| sheet.capital[*a].price.in_dollars().total_cmp(&sheet.capital[*b].price.in_dollars()))
            .map_or(bought(Part::Chips), |i| sheet.capital[i]);
        let premium = bought(Part::Insurance).price;
        let others = sheet.capital_price() - premium;
        let insured = if others > Money::ZERO { premium / others } else { 0.0 };
        let mass: Mass = sheet.capital.iter().map(|capital| capital.mass).sum();
        let launch = bought(Part::Launch);
        let price = if mass > Mass::ZERO { launch.price.in_dollars() / mass.in_kilograms() } else { 0.0 };
        Self { sheet, one: STANDARD / scale, main, insured, launch: (price, launch.margin) }
    }

    /// Whose line a part is.
    fn group(part: Part, in_orbit: bool) -> Group {
        match part {
            Part::Chips | Part::Servers => Group::Chips,
            Part::Development | Part::Shortage => Group::Definitions,
            _ if !in_orbit => Group::Ground,
            Part::Array | Part::Battery | Part::PowerElectronics => Group::OrbitAndPower,
            Part::Radiator | Part::HeatLoop => Group::Heat,
            Part::Launch | Part::Insurance => Group::Launch,
            _ => Group::Mass,
        }
    }

    fn mixed(taken: Taken, first: &Self, second: &Self, in_orbit: bool) -> Datasheet {
        let owner = |group: Group| taken.pick(group, first, second);
        let chips = owner(Group::Chips);
        let network = &owner(Group::Workload).sheet;
        let finance = &owner(Group::Finance).sheet;
        let life = owner(Group::Life);
        let power = if in_orbit { Group::OrbitAndPower } else { Group::Ground };
        let reliability = if in_orbit { Group::Life } else { Group::Ground };
        let mut sheet = Datasheet {
            it_power: STANDARD,
            chips: chips.sheet.chips,
            peak: chips.sheet.peak,
            power: owner(power).sheet.power,
            thermal: owner(Group::Heat).sheet.thermal,
            availability: owner(reliability).sheet.availability,
            stops: life.sheet.stops,
            silent: life.sheet.silent,
            dose: life.sheet.dose,
            network: network.network,
            insurance: owner(Group::Launch).sheet.insurance,
            wacc: finance.wacc,
            lead_time: finance.lead_time,
            construction: finance.construction,
            price_over_cost: owner(Group::Definitions).sheet.price_over_cost,
            ..Datasheet::blank()
        };
        for (i, part) in Part::ALL.iter().enumerate() {
            let whose = owner(Self::group(*part, in_orbit));
            let mut capital = whose.sheet.capital[i];
            if !std::ptr::eq(whose, life) {
                // How long it lives and how often it fails is the other's to say: of the same part if there is one.
                let same = life.sheet.capital[i];
                let known = if same.price > Money::ZERO { same } else { life.main };
                (capital.life, capital.replaced) = (known.life, known.replaced);
            }
            // Lines are by power, areas of one satellite: how large that is belongs to the group of `satellite.it_power`.
            capital.area = capital.area * (owner(Group::Mass).one / STANDARD);
            sheet.capital[i] = capital;
            sheet.running[i] = whose.sheet.running[i];
        }
        let mass: Mass = sheet.capital.iter().map(|capital| capital.mass).sum();
        sheet.mass = mass;
        if in_orbit {
            let (by_mass, margin) = owner(Group::Launch).launch;
            let launch = sheet.bought(Part::Launch);
            launch.price = Money::dollars(by_mass * mass.in_kilograms());
            launch.margin = margin;
        }
        sheet.bought(Part::Insurance).price = Money::ZERO;
        let premium = sheet.capital_price() * owner(if in_orbit { Group::Launch } else { Group::Ground }).insured;
        sheet.bought(Part::Insurance).price = premium;
        sheet
    }
}
