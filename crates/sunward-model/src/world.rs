//! The whole model: the question that is asked, and everything it rests on.

use crate::Rule;
use crate::chain::{Commodity, Demand, Experience, Industry, Limit, Location, Planning};
use crate::correlation::{Correlation, Group};
use crate::network::{Cluster, Downlink, Link};
use crate::option::{Ground, OptionName, Satellite, Typed};
use crate::place::{Climate, Orbit, Site};
use crate::register::Register;
use crate::shape::{Raw, Shape, Shaped, shape};
use crate::supply::{Edge, Memory, Package, Packaging, Process, Propellant, Scanner, Wafer};
use crate::technology::{Battery, Bus, Cell, Centre, Chip, Learning, Radiator, Vehicle, Way};
use std::collections::BTreeMap;

shape! {
    /// The question: who is compared with whom, over which years.
    Scenario in "scenario" {
        /// The question in a sentence.
        question: text(),
        /// What kind of world this is, in a few sentences.
        summary: text(),
        /// First year.
        start: year(),
        /// Last year.
        end: year(),
        /// The number format in which operations are counted on both sides: `dense FP8`. Like options and uses, it may be left
        /// out of a scenario that only plans.
        number_format: optional_text(),
        /// The options whose cost is asked about.
        challengers: optional_options(),
        /// The options they are compared with.
        incumbents: optional_options(),
        /// What the compute is used for.
        workloads: optional_references("workload"),
        /// Year in which the satellite is drawn and the break-evens are solved.
        focus: year(),
        /// What a seller of compute keeps of its price, before the cost of waiting.
        delay_margin: optional(Ratio, LOSS),
        /// How often in a year capital is repaid and interest added; without a number, once.
        payments: optional(Ratio, AT_LEAST_ONE),
        /// Length of the year that yearly shares of capital are counted by, where a study takes 8,760 hours; without
        /// one, the Julian year of 8,766.
        year_length: optional(TimeSpan, POSITIVE),
        /// Vehicles and robots that ask for chips as well; they take no part in the cost of compute.
        edges: optional_references("edge"),
        /// Other scenarios to show beside this one.
        companions: files(),
    }
    rules {
        Rule::Together(&["challengers", "incumbents", "workloads", "number_format", "delay_margin"]),
    }
}

shape! {
    /// A use of compute.
    Workload in "workload" {
        /// Share of the peak operations that do useful work, once power, heat and network allow.
        software: number(Ratio, PART),
        /// Share of the hours in service that is used, interruptions apart: those are worked out.
        utilisation: number(Ratio, PART),
        /// Bits that a chip must trade with chips outside its server for each operation.
        traffic: number(DataPerCompute, NOT_NEGATIVE),
        /// Chips that work together: when one stops, all wait.
        chips: number(Ratio, AT_LEAST_ONE),
        /// Time to save a checkpoint, while they wait; saved at the best interval.
        checkpoint: number(TimeSpan, NOT_NEGATIVE),
        /// Time from a stop until the work runs again from its last checkpoint.
        restart: number(TimeSpan, NOT_NEGATIVE),
        /// Share of silent errors that spoil the work, so that it is done again from before the error.
        spoilt: number(Ratio, SHARE),
        /// Time from such an error until it is noticed.
        notice: number(TimeSpan, NOT_NEGATIVE),
        /// Share of that traffic that goes to any chip of the cluster, not to neighbours; without it none.
        global_share: optional(Ratio, SHARE),
        /// Bits to and from users and stores on the ground for each operation; without it none.
        user_traffic: optional(DataPerCompute, NOT_NEGATIVE),
        /// Operations for each token made or learned from.
        operations_per_token: number(Operations, POSITIVE),
    }
}

/// A work that numbers are taken from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Who wrote or published it.
    pub author: String,
    /// When.
    pub year: String,
    /// Where to find it.
    pub address: String,
}

/// Everything a scenario says, complete and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The scenario's name: that of its file.
    pub name: String,
    /// The question.
    pub scenario: Scenario,
    /// Every number.
    pub register: Register,
    /// Uses of compute, in the order of the scenario.
    pub workloads: Vec<Workload>,
    /// Chips by name; and so on for every table.
    pub chips: BTreeMap<String, Chip>,
    /// Solar cells.
    pub cells: BTreeMap<String, Cell>,
    /// Batteries.
    pub batteries: BTreeMap<String, Battery>,
    /// Radiators.
    pub radiators: BTreeMap<String, Radiator>,
    /// Buses.
    pub buses: BTreeMap<String, Bus>,
    /// Links.
    pub links: BTreeMap<String, Link>,
    /// Clusters of satellites.
    pub clusters: BTreeMap<String, Cluster>,
    /// Ways to the ground.
    pub downlinks: BTreeMap<String, Downlink>,
    /// Launch vehicles.
    pub vehicles: BTreeMap<String, Vehicle>,
    /// Propellants.
    pub propellants: BTreeMap<String, Propellant>,
    /// What chips are made of.
    pub packages: BTreeMap<String, Package>,
    /// Processes for logic dies.
    pub processes: BTreeMap<String, Process>,
    /// Scanners.
    pub scanners: BTreeMap<String, Scanner>,
    /// Memory beside chips.
    pub memories: BTreeMap<String, Memory>,
    /// How dies and memory are joined.
    pub packagings: BTreeMap<String, Packaging>,
    /// Wafers.
    pub wafers: BTreeMap<String, Wafer>,
    /// Vehicles and robots with chips of their own.
    pub edges: BTreeMap<String, Edge>,
    /// Learning curves.
    pub learnings: BTreeMap<String, Learning>,
    /// Ways to power.
    pub ways: BTreeMap<String, Way>,
    /// Data centres.
    pub centres: BTreeMap<String, Centre>,
    /// Orbits.
    pub orbits: BTreeMap<String, Orbit>,
    /// Sunlight on the ground.
    pub climates: BTreeMap<String, Climate>,
    /// Ground sites.
    pub sites: BTreeMap<String, Site>,
    /// Satellites.
    pub satellites: BTreeMap<String, Satellite>,
    /// Data centres on the ground.
    pub grounds: BTreeMap<String, Ground>,
    /// Typed-in datasheets.
    pub typed: BTreeMap<String, Typed>,
    /// The plan that is asked for, if one is.
    pub planning: Option<Planning>,
    /// What the industries of the plan make and use.
    pub commodities: BTreeMap<String, Commodity>,
    /// Industries of the plan.
    pub industries: BTreeMap<String, Industry>,
    /// How their costs fall.
    pub experiences: BTreeMap<String, Experience>,
    /// Where they stand.
    pub locations: BTreeMap<String, Location>,
    /// What is demanded.
    pub demands: BTreeMap<String, Demand>,
    /// What limits them.
    pub limits: BTreeMap<String, Limit>,
    /// Which numbers are uncertain together.
    pub correlations: BTreeMap<String, Correlation>,
    /// Numbers that are one input where sensitivities are asked for.
    pub groups: BTreeMap<String, Group>,
    /// Every source that a number of this model names.
    pub sources: BTreeMap<String, Source>,
    /// Every entry as it was read, table by table.
    pub entries: Vec<Entry>,
}

/// One entry of a table as it was read: what the lock file is written from.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The table.
    pub table: &'static str,
    /// Its name; empty for the scenario itself.
    pub name: String,
    /// What was found for each field of the shape.
    pub found: Vec<Raw>,
}

/// The schema of every table, in the order of the documentation.
pub const SHAPES: &[Shape] = &[
    Scenario::SHAPE,
    Workload::SHAPE,
    Satellite::SHAPE,
    Ground::SHAPE,
    Typed::SHAPE,
    Orbit::SHAPE,
    Site::SHAPE,
    Climate::SHAPE,
    Chip::SHAPE,
    Cell::SHAPE,
    Battery::SHAPE,
    Radiator::SHAPE,
    Bus::SHAPE,
    Link::SHAPE,
    Cluster::SHAPE,
    Downlink::SHAPE,
    Vehicle::SHAPE,
    Propellant::SHAPE,
    Package::SHAPE,
    Process::SHAPE,
    Scanner::SHAPE,
    Memory::SHAPE,
    Packaging::SHAPE,
    Wafer::SHAPE,
    Edge::SHAPE,
    Learning::SHAPE,
    Way::SHAPE,
    Centre::SHAPE,
    // The network comes last: what does not plan finds its numbers where they are without it.
    Planning::SHAPE,
    Commodity::SHAPE,
    Industry::SHAPE,
    Experience::SHAPE,
    Location::SHAPE,
    Demand::SHAPE,
    Limit::SHAPE,
    // What is said of numbers comes after all of them.
    Correlation::SHAPE,
    Group::SHAPE,
];

/// The tables that have no entries: they say one thing, and their name in paths is that of the table.
pub const SINGLE_TABLES: &[&str] = &["scenario", "plan"];

/// The tables whose entries can be compared.
pub const OPTION_TABLES: &[&str] = &["satellite", "ground", "typed"];

impl Scenario {
    /// Whether an option is a challenger, and whether it is an incumbent; it may be both.
    pub fn sides_of(&self, option: &OptionName) -> [bool; 2] {
        [self.challengers.contains(option), self.incumbents.contains(option)]
    }
}

impl Model {
    /// The years of the scenario.
    pub fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.scenario.start..=self.scenario.end
    }

    /// What an option is called; its name where it has no entry.
    pub fn title(&self, name: &OptionName) -> String {
        let found = match name.table.as_str() {
            "satellite" => self.satellites.get(&name.entry).map(|option| &option.title),
            "ground" => self.grounds.get(&name.entry).map(|option| &option.title),
            _ => self.typed.get(&name.entry).map(|option| &option.title),
        };
        found.cloned().unwrap_or_else(|| name.to_string())
    }

    /// All options, challengers first, each once.
    pub fn options(&self) -> Vec<&OptionName> {
        let mut all: Vec<&OptionName> = Vec::new();
        for name in self.scenario.challengers.iter().chain(&self.scenario.incumbents) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }
}
