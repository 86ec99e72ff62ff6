//! Lines of datasheets that recipes may name: what an option takes, gives and costs, by year.
//!
//! A recipe that says `{ datasheet = "launch_mass" }` reads the line from the datasheet of its industry's `option`, so that the
//! network and the cost of compute rest on one calculation. Every line has a unit and is worked out for each year anew.

use std::collections::BTreeMap;
use std::fmt;
use sunward_economics::chips::{CannotMake, ChipDemand, ChipPrice, PreparedPackage, chips_for};
use sunward_economics::fleet::{Fleet, PreparedFleet};
use sunward_economics::ground::PreparedGround;
use sunward_economics::launch::{FlightCost, PreparedVehicle, Shared};
use sunward_economics::learning::Curve;
use sunward_economics::satellite::PreparedSatellite;
use sunward_economics::supply::GIGAWATT;
use sunward_economics::{Cost, Costs, Datasheet, Part, PrepareError, Prepared, PreparedOption, Refusal};
use sunward_model::technology::{Chip, Vehicle, WayKind};
use sunward_model::{Model, OptionName, Values};
use sunward_quantity::{Mass, Money, Power, Rate, Speed, TimeSpan};

/// One line of a kind of datasheet.
#[derive(Debug, Clone, Copy)]
pub struct SheetLine {
    /// Its name in recipes; a line by use of compute ends in `.WORKLOAD`.
    pub name: &'static str,
    /// Its unit; money is of the base year.
    pub unit: &'static str,
    /// What it is.
    pub meaning: &'static str,
    reading: Reading,
}

/// How a line is read from its sheet; `None` where the sheet does not work it out.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Orbit(fn(&Orbit) -> Option<f64>),
    Earth(fn(&Earth) -> Option<f64>),
    Launcher(fn(&Launcher) -> Option<f64>),
    Chips(fn(&Chips) -> Option<f64>),
    Package(fn(&ChipDemand) -> Option<f64>),
    /// Of an option and a use of compute, by its index.
    Workload(fn(&Datasheet, &Cost, usize) -> f64),
}

/// A kind of datasheet: the table its entries stand in, and its lines.
#[derive(Debug, Clone, Copy)]
pub struct SheetKind {
    /// `satellite`, `ground`, `vehicle`, `chip` or `package`.
    pub table: &'static str,
    /// Its lines, but for those by use of compute.
    pub lines: &'static [SheetLine],
}

impl SheetKind {
    /// Its lines that there are for each use of compute.
    pub fn by_workload(&self) -> &'static [SheetLine] {
        match self.table {
            "satellite" | "ground" => &[DELIVERED],
            _ => &[],
        }
    }
}

/// What stands on the sheet of a satellite.
struct Orbit<'a> {
    satellite: &'a PreparedSatellite,
    values: &'a Values,
    sheet: &'a Datasheet,
}

/// What stands on the sheet of a data centre on the ground.
struct Earth<'a> {
    ground: &'a PreparedGround,
    values: &'a Values,
    sheet: &'a Datasheet,
}

/// What a flight of a vehicle takes.
struct Launcher<'a> {
    vehicle: &'a Vehicle,
    values: &'a Values,
    /// For one flight a year.
    fleet: Fleet,
    payload: Option<Mass>,
    flight: Option<FlightCost>,
    learnt: f64,
}

/// What chips take.
struct Chips<'a> {
    chip: &'a Chip,
    values: &'a Values,
    power: Power,
    price: Option<Money>,
    /// For a gigawatt a year.
    demand: Option<ChipDemand>,
}

macro_rules! lines {
    ($reading:ident: $($name:literal, $unit:literal, $meaning:literal, $value:expr;)*) => {
        &[$(SheetLine { name: $name, unit: $unit, meaning: $meaning, reading: Reading::$reading($value) },)*]
    };
}

fn of_power(sheet: &Datasheet, amount: f64) -> f64 {
    amount / sheet.it_power.in_gigawatts()
}

/// Price of some parts, for each kilowatt; with what their makers keep, or without.
fn price(sheet: &Datasheet, parts: &[Part], with_margin: bool) -> f64 {
    let sum: f64 = parts
        .iter()
        .map(|part| {
            let bought = &sheet.capital[*part as usize];
            bought.price.in_dollars() * if with_margin { 1.0 } else { 1.0 - bought.margin }
        })
        .sum();
    sum / sheet.it_power.in_kilowatts()
}

/// Mass of some parts, in tonnes for each gigawatt; `None` where it is not worked out by parts.
fn mass(orbit: &Orbit, parts: &[Part]) -> Option<f64> {
    let sheet = orbit.sheet;
    let typed = sheet.capital[Part::Satellite as usize].price > Money::ZERO;
    let sum: f64 = parts.iter().map(|part| sheet.capital[*part as usize].mass.in_tonnes()).sum();
    (!typed).then(|| of_power(sheet, sum))
}

fn paid(sheet: &Datasheet, part: Part) -> f64 {
    of_power(sheet, sheet.running[part as usize].in_dollars_per_year())
}

/// Share of full power, mean over the year: of power, cooling and time in service.
fn in_service(sheet: &Datasheet) -> f64 {
    sheet.power * sheet.thermal * sheet.availability
}

/// Power of chips as their makers state it, for the power drawn.
fn stated_power(sheet: &Datasheet, chip: &Chip, values: &Values) -> f64 {
    sheet.chips * values.get(chip.power).in_watts() / sheet.it_power.in_watts()
}

/// What staff and repair of a building cost, dollars a year for each gigawatt.
fn building(earth: &Earth) -> f64 {
    (earth.values.get(earth.ground.centre.operations) * Power::gigawatts(1.0)).in_dollars_per_year()
}

/// A smaller share of the peak counts as this one. Jobs that are interrupted before they have begun again leave 10⁻¹⁸ of it and less; at a
/// million times the price nobody buys either, but a program that holds both 10⁻¹⁸ and one cannot be scaled, and ends after minutes
/// without an answer.
const LEAST_DELIVERED: f64 = 1e-6;

const DELIVERED: SheetLine = SheetLine {
    name: "delivered.WORKLOAD",
    unit: "GW year/(GW year)",
    meaning: "Useful compute as a share of the chips' peak, over the whole time that they stand there: software, links, interruptions, power, cooling, availability and utilisation",
    reading: Reading::Workload(|sheet, cost, workload| {
        let share = cost.workloads[workload].delivered / (sheet.peak * sheet.it_power);
        if share > 0.0 { share.max(LEAST_DELIVERED) } else { share }
    }),
};

/// Every line there is, by kind of datasheet.
pub const SHEETS: &[SheetKind] = &[
    SheetKind {
        table: "satellite",
        lines: lines! { Orbit:
            "launch_mass", "t/GW", "Mass at launch", |o| Some(of_power(o.sheet, o.sheet.mass.in_tonnes()));
            "mass_payload", "t/GW", "Mass of chips, boards and enclosure; the masses add up to the mass at launch", |o| mass(o, &[Part::Chips]);
            "mass_array", "t/GW", "Mass of the solar array", |o| mass(o, &[Part::Array]);
            "mass_radiator", "t/GW", "Mass of radiator panels and heat loop", |o| mass(o, &[Part::Radiator, Part::HeatLoop]);
            "mass_battery", "t/GW", "Mass of the battery", |o| mass(o, &[Part::Battery]);
            "mass_structure", "t/GW", "Mass of structure, shielding and reserve", |o| mass(o, &[Part::Structure]);
            "mass_bus", "t/GW", "Mass of power electronics, avionics, links, and propulsion with its propellant", |o| mass(o, &[Part::PowerElectronics, Part::Avionics, Part::Links, Part::Propulsion]);
            "propellant", "t/GW", "Propellant on board at launch, which is part of the mass of the bus", |o| {
                let sized = o.sheet.sized?;
                Some(of_power(o.sheet, sized.masses.propellant.in_tonnes() * (o.sheet.mass / sized.mass_total)))
            };
            "array_area", "m2/GW", "Area of the solar array", |o| Some(of_power(o.sheet, o.sheet.sized?.array_area.in_square_metres()));
            "array_power", "GW/GW", "Power of the array when new", |o| Some(of_power(o.sheet, o.sheet.sized?.array_power_bol.in_gigawatts()));
            "battery", "GWh/GW", "Energy of the battery when new", |o| Some(of_power(o.sheet, o.sheet.sized?.battery_energy.in_kilowatt_hours() / 1e6));
            "radiator_area", "m2/GW", "Area of radiator panels", |o| Some(of_power(o.sheet, o.sheet.sized?.radiator_area.in_square_metres()));
            "satellites", "satellite/GW", "Satellites", |o| Some(of_power(o.sheet, 1.0));
            "flights", "flight/GW", "Flights of the cheapest vehicle on sale, by mass or by volume", |o| {
                let ride = o.sheet.launch?;
                ride.vehicle.map(|_| of_power(o.sheet, 1.0 / ride.satellites))
            };
            "chips", "GW/GW", "Chips by the power that their maker states, for the power they draw in orbit", |o| Some(stated_power(o.sheet, &o.satellite.chip, o.values));
            "price", "USD/kW", "Price without chips, servers, launch and insurance, as its maker sells it", |o| Some(price(o.sheet, Part::SATELLITE, true));
            "cost", "USD/kW", "The same without what its maker keeps", |o| Some(price(o.sheet, Part::SATELLITE, false));
            "price_servers", "USD/kW", "Price of boards, hosts and network inside the satellite", |o| Some(price(o.sheet, &[Part::Servers], true));
            "price_chips", "USD/kW", "Price of the chips", |o| Some(price(o.sheet, &[Part::Chips], true));
            "price_launch", "USD/kW", "Price of the launch", |o| Some(price(o.sheet, &[Part::Launch], true));
            "insurance", "USD/kW", "Price of insuring the launch", |o| Some(price(o.sheet, &[Part::Insurance], true));
            "operations", "USD/(GW year)", "Mission control and ground stations", |o| Some(paid(o.sheet, Part::Operations));
            "power", "1", "Share of full power, mean over the year: power, cooling and availability", |o| Some(in_service(o.sheet));
            "failure", "1/year", "Share of the satellites or their chips that fail in a year", |o| Some(o.sheet.capital[Part::Chips as usize].replaced.in_per_year());
            "life", "year", "Life of the satellite", |o| {
                let hull = Part::SATELLITE.iter().map(|part| o.sheet.capital[*part as usize]).find(|bought| bought.price > Money::ZERO)?;
                Some(hull.life.in_years())
            };
            "life_chips", "year", "Life of its chips: they are obsolete, or their dose is full", |o| Some(o.sheet.capital[Part::Chips as usize].life.in_years());
            "lead_time", "year", "From order to service", |o| Some(o.sheet.lead_time.in_years());
        },
    },
    SheetKind {
        table: "ground",
        lines: lines! { Earth:
            "price_shell", "USD/kW", "Price of land, shell and civil works", |e| Some(price(e.sheet, &[Part::Shell], true));
            "price_electrical", "USD/kW", "Price of the electrical plant", |e| Some(price(e.sheet, &[Part::Electrical], true));
            "price_cooling", "USD/kW", "Price of the cooling plant", |e| Some(price(e.sheet, &[Part::Cooling], true));
            "price_power", "USD/kW", "Price of the power plant or connection, with its storage", |e| Some(price(e.sheet, &[Part::PowerPlant, Part::Storage], true));
            "price_servers", "USD/kW", "Price of boards, hosts and network inside the cluster", |e| Some(price(e.sheet, &[Part::Servers], true));
            "price_chips", "USD/kW", "Price of the chips", |e| Some(price(e.sheet, &[Part::Chips], true));
            "price", "USD/kW", "Price of shell, electrical and cooling plant, as their makers sell them", |e| Some(price(e.sheet, &[Part::Shell, Part::Electrical, Part::Cooling], true));
            "cost", "USD/kW", "The same without what their makers keep", |e| Some(price(e.sheet, &[Part::Shell, Part::Electrical, Part::Cooling], false));
            "cost_power", "USD/kW", "Power plant or connection with its storage, without what their makers keep", |e| Some(price(e.sheet, &[Part::PowerPlant, Part::Storage], false));
            "chips", "GW/GW", "Chips by the power that their maker states", |e| Some(stated_power(e.sheet, &e.ground.chip, e.values));
            "pue", "1", "Electricity of the facility over that of its chips", |e| Some(e.values.get(e.ground.site.pue).value());
            "energy", "GW year/(GW year)", "Electricity of the facility, for chips that stand there", |e| Some(e.values.get(e.ground.site.pue).value() * e.sheet.availability);
            "fuel", "GW year/(GW year)", "Fuel burnt for that electricity, by its heat", |e| {
                let energy = e.values.get(e.ground.site.pue).value() * e.sheet.availability;
                Some(energy * e.values.get_optional(e.ground.way.heat_rate)?.value())
            };
            "plant", "GW/GW", "Power plant or connection, with its reserve; peak power of panels", |e| {
                let bought = e.sheet.capital[Part::PowerPlant as usize].price.in_dollars();
                let capex = e.values.get(e.ground.way.capex) * Power::gigawatts(1.0);
                (bought > 0.0).then(|| of_power(e.sheet, bought / capex.in_dollars()))
            };
            "storage", "GWh/GW", "Batteries", |e| {
                let bought = e.sheet.capital[Part::Storage as usize].price;
                let capex = e.values.get_optional(e.ground.way.storage_capex)?;
                (e.ground.way.kind == WayKind::Solar).then(|| of_power(e.sheet, (bought / capex).in_kilowatt_hours() / 1e6))
            };
            "operations", "USD/(GW year)", "Staff and repair of the building, for chips that stand there", |e| Some(building(e));
            "operations_power", "USD/(GW year)", "Fixed cost of the power plant, for chips that stand there", |e| Some(paid(e.sheet, Part::Operations) - building(e));
            "price_energy", "USD/(GW year)", "Fuel and electricity bought, for chips that stand there", |e| Some(paid(e.sheet, Part::Energy));
            "water", "t/(GW year)", "Water, for chips that stand there", |e| {
                let energy = Power::gigawatts(1.0) * TimeSpan::years(e.sheet.availability);
                Some((e.values.get(e.ground.centre.water) * energy).in_tonnes())
            };
            "power", "1", "Share of full power, mean over the year: power, cooling and availability", |e| Some(in_service(e.sheet));
            "failure", "1/year", "Share of the chips that fail in a year", |e| Some(e.sheet.capital[Part::Chips as usize].replaced.in_per_year());
            "life", "year", "Life of electrical and cooling plant", |e| Some(e.sheet.capital[Part::Electrical as usize].life.in_years());
            "life_shell", "year", "Life of the shell", |e| Some(e.sheet.capital[Part::Shell as usize].life.in_years());
            "life_power", "year", "Life of the power plant or connection", |e| Some(e.values.get(e.ground.way.life).in_years());
            "life_chips", "year", "Life of the chips", |e| Some(e.sheet.capital[Part::Chips as usize].life.in_years());
            "lead_time", "year", "From order to service, the connection's queue counted", |e| Some(e.sheet.lead_time.in_years());
        },
    },
    SheetKind {
        table: "vehicle",
        lines: lines! { Launcher:
            "payload", "t/flight", "Payload to the orbit of the first satellite that may fly on it; to its reference orbit if none may", |l| Some(l.payload?.in_tonnes());
            "propellant", "t/flight", "Propellant of all stages", |l| Some(l.fleet.propellant.in_tonnes_per_year());
            "fuel", "t/flight", "The fuel in it", |l| Some(l.fleet.fuel.in_tonnes_per_year());
            "oxygen", "t/flight", "The oxygen in it", |l| Some(l.fleet.oxygen.in_tonnes_per_year());
            "booster_use", "vehicle/flight", "Boosters built for each flight: worn out or lost", |l| Some(l.fleet.boosters_built.in_per_year());
            "ship_use", "vehicle/flight", "Upper stages built for each flight: worn out or lost", |l| Some(l.fleet.ships_built.in_per_year());
            "booster_turnaround", "vehicle year/flight", "Time of a booster that a flight takes: boosters in use for a flight a year", |l| Some(l.fleet.boosters);
            "ship_turnaround", "vehicle year/flight", "Time of an upper stage that a flight takes: upper stages in use for a flight a year", |l| Some(l.fleet.ships);
            "pad_use", "pad year/flight", "Time of a pad that a flight takes: pads for a flight a year", |l| Some(l.fleet.pads);
            "loss", "1", "Share of flights that fail", |l| Some(l.fleet.failures.in_per_year());
            "operations", "USD/flight", "Range, recovery and crew", |l| Some(l.values.get(l.vehicle.operations).in_dollars());
            "refurbishment", "USD/flight", "Repair between flights", |l| Some(l.flight?.refurbishment.in_dollars());
            "fixed", "USD/flight", "Staff and plant, at as many flights as the scenario expects", |l| Some(l.flight?.fixed.in_dollars());
            "fixed_cost", "USD/year", "Staff and plant, whatever flies", |l| Some(l.values.get(l.vehicle.fixed_cost).in_dollars_per_year());
            "booster_cost", "USD/vehicle", "A booster, as learning has left it", |l| Some(l.values.get(l.vehicle.booster_cost).in_dollars() * l.learnt);
            "ship_cost", "USD/vehicle", "An upper stage, as learning has left it", |l| Some(l.values.get(l.vehicle.ship_cost).in_dollars() * l.learnt);
            "pad_cost", "USD/pad", "A pad", |l| Some(l.values.get(l.vehicle.pad_cost).in_dollars());
            "pad_life", "year", "Life of a pad", |l| Some(l.values.get(l.vehicle.pad_life).in_years());
            "licensed", "flight/year", "Flights that its sites are licensed for", |l| Some(l.values.get_optional(l.vehicle.licensed)?.in_per_year());
        },
    },
    SheetKind {
        table: "chip",
        lines: lines! { Chips:
            "chips", "chip/GW", "Chips, by the power that their maker states, with their share of the server", |c| Some(Power::gigawatts(1.0) / c.power);
            "logic_wafers", "wafer/GW", "Logic wafers started", |c| Some(c.demand?.wafers.in_per_year());
            "memory_wafers", "wafer/GW", "Memory wafers started", |c| Some(c.demand?.memory_wafers.in_per_year());
            "packaging_wafers", "wafer/GW", "Wafers of carriers started", |c| Some(c.demand?.carriers.in_per_year());
            "exposures", "exposure/GW", "Exposures to extreme ultraviolet light", |c| Some(c.demand?.exposures.in_per_year());
            "scanners", "scanner year/GW", "Time of scanners: scanners kept busy by a gigawatt a year", |c| Some(c.demand?.scanners);
            "price", "USD/kW", "Price of the chips, with their maker's margin", |c| Some(c.price?.in_dollars() / c.power.in_kilowatts());
            "cost", "USD/kW", "The same without that margin", |c| {
                Some(c.price?.in_dollars() * (1.0 - c.values.get(c.chip.margin).value()) / c.power.in_kilowatts())
            };
            "price_servers", "USD/kW", "Price of boards, hosts and network for them", |c| Some(c.values.get(c.chip.server_price).in_dollars() / c.power.in_kilowatts());
            "mass", "t/GW", "Mass with their share of the server", |c| Some(c.values.get(c.chip.mass).in_tonnes() / c.power.in_gigawatts());
            "failure", "1/year", "Share that fails in a year, on the ground", |c| Some(c.values.get(c.chip.failure).in_per_year());
            "life", "year", "Until they are obsolete", |c| Some(c.values.get(c.chip.life).in_years());
        },
    },
    SheetKind {
        table: "package",
        lines: lines! { Package:
            "logic_wafers", "wafer/chip", "Logic wafers started", |demand| Some(demand.wafers.in_per_year());
            "memory_wafers", "wafer/chip", "Memory wafers started", |demand| Some(demand.memory_wafers.in_per_year());
            "packaging_wafers", "wafer/chip", "Wafers of carriers started", |demand| Some(demand.carriers.in_per_year());
            "exposures", "exposure/chip", "Exposures to extreme ultraviolet light", |demand| Some(demand.exposures.in_per_year());
        },
    },
];

/// Why a line cannot be had.
#[derive(Debug, Clone, PartialEq)]
pub enum NoLine {
    /// No datasheet has this name; those that there are.
    UnknownSheet(String, Vec<String>),
    /// This datasheet has no such line; those that it has.
    UnknownLine(String, String, Vec<String>),
}

impl fmt::Display for NoLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownSheet(name, known) if known.is_empty() => {
                write!(f, "there is no datasheet `{name}`; the scenario has none of that table")
            }
            Self::UnknownSheet(name, known) => {
                write!(f, "there is no datasheet `{name}`; the scenario has `{}`", known.join("`, `"))
            }
            Self::UnknownLine(sheet, line, known) => {
                write!(f, "`{sheet}` has no line `{line}` on its datasheet; it has `{}`", known.join("`, `"))
            }
        }
    }
}

impl std::error::Error for NoLine {}

/// A line by year.
#[derive(Debug, Clone, PartialEq)]
pub struct LineByYear {
    /// Unit of the numbers; money is of the base year.
    pub unit: &'static str,
    /// In the order of the years asked for; why not, where the datasheet refuses.
    pub values: Vec<Result<f64, String>>,
}

/// All datasheets of a model in some years.
#[derive(Debug)]
pub struct Sheets<'a> {
    model: &'a Model,
    years: Vec<(i32, Values)>,
    /// Satellites and data centres: those that the scenario compares, then those that only industries name.
    options: Vec<Evaluated>,
    fleets: BTreeMap<&'a str, PreparedFleet>,
}

/// An option by year.
#[derive(Debug)]
struct Evaluated {
    name: OptionName,
    option: PreparedOption,
    years: Vec<Result<(Datasheet, Cost), Refusal>>,
}

impl<'a> Sheets<'a> {
    /// Evaluates every option in these years.
    ///
    /// # Errors
    /// What keeps an option that the scenario does not compare from being prepared; those it compares are prepared already.
    pub fn new(
        model: &'a Model,
        costs: &Costs,
        years: impl IntoIterator<Item = i32>,
    ) -> Result<Self, Vec<PrepareError>> {
        let years: Vec<(i32, Values)> = years.into_iter().map(|year| (year, model.register.values(year))).collect();
        let mut others = Vec::new();
        for (table, entries) in [
            ("satellite", model.satellites.keys().collect::<Vec<_>>()),
            ("ground", model.grounds.keys().collect::<Vec<_>>()),
        ] {
            others.extend(entries.into_iter().map(|entry| OptionName { table: table.into(), entry: entry.clone() }));
        }
        others.retain(|name| !costs.prepared.names.contains(name));
        let others = Prepared::of(model, &others.iter().collect::<Vec<_>>())?;
        let mut options = Vec::new();
        for prepared in [&costs.prepared, &others] {
            for (index, (name, option)) in prepared.names.iter().zip(&prepared.options).enumerate() {
                let years = years.iter().map(|(year, values)| prepared.evaluate(index, values, *year)).collect();
                options.push(Evaluated { name: name.clone(), option: option.clone(), years });
            }
        }
        let fleets = model.vehicles.keys().map(|name| (name.as_str(), PreparedFleet::new(model, name))).collect();
        Ok(Self { model, years, options, fleets })
    }

    /// Names of all datasheets of a table.
    pub fn names(&self, table: &str) -> Vec<String> {
        let named = |entries: Vec<&String>| entries.into_iter().map(|entry| format!("{table}.{entry}")).collect();
        match table {
            "vehicle" => named(self.model.vehicles.keys().collect()),
            "chip" => named(self.model.chips.keys().collect()),
            "package" => named(self.model.packages.keys().collect()),
            _ => {
                let of_table = self.options.iter().map(|option| &option.name).filter(|name| name.table == table);
                named(of_table.map(|name| &name.entry).collect())
            }
        }
    }

    /// Names of all lines of a table, uses of compute by their own names.
    pub fn line_names(&self, table: &str) -> Vec<String> {
        let mut names: Vec<String> = SHEETS
            .iter()
            .filter(|kind| kind.table == table)
            .flat_map(|kind| kind.lines)
            .map(|line| line.name.to_string())
            .collect();
        if SHEETS.iter().any(|kind| kind.table == table && !kind.by_workload().is_empty()) {
            names.extend(self.model.workloads.iter().map(|workload| format!("delivered.{}", workload.name)));
        }
        names
    }

    /// A line of a datasheet by year.
    ///
    /// # Errors
    /// [`NoLine`], with what there is instead.
    pub fn read(&self, sheet: &OptionName, line: &str) -> Result<LineByYear, NoLine> {
        let table = sheet.table.as_str();
        let unknown_sheet = || {
            let kinds = SHEETS.iter().map(|kind| kind.table);
            let known = if kinds.clone().any(|kind| kind == table) {
                self.names(table)
            } else {
                kinds.flat_map(|kind| self.names(kind)).collect()
            };
            let name = if table.is_empty() { sheet.entry.clone() } else { sheet.to_string() };
            NoLine::UnknownSheet(name, known)
        };
        let kind = SHEETS.iter().find(|kind| kind.table == table).ok_or_else(unknown_sheet)?;
        if !self.names(table).contains(&sheet.to_string()) {
            return Err(unknown_sheet());
        }
        let workload = line
            .strip_prefix("delivered.")
            .filter(|_| !kind.by_workload().is_empty())
            .and_then(|name| self.model.workloads.iter().position(|workload| workload.name == name));
        let known = kind.lines.iter().find(|known| known.name == line).or(workload.map(|_| &DELIVERED));
        let known = known.ok_or_else(|| NoLine::UnknownLine(sheet.to_string(), line.into(), self.line_names(table)))?;
        let values = (0..self.years.len()).map(|at| self.value(sheet, known, at, workload.unwrap_or(0))).collect();
        Ok(LineByYear { unit: known.unit, values })
    }

    fn value(&self, name: &OptionName, line: &SheetLine, at: usize, workload: usize) -> Result<f64, String> {
        let (year, values) = &self.years[at];
        let entry = name.entry.as_str();
        let found = match line.reading {
            Reading::Orbit(_) | Reading::Earth(_) | Reading::Workload(_) => {
                let option = self.options.iter().find(|option| option.name == *name);
                let option = option.expect("the name was looked up among the options");
                let (sheet, cost) = option.years[at].as_ref().map_err(ToString::to_string)?;
                match (line.reading, &option.option) {
                    (Reading::Workload(read), _) => Some(read(sheet, cost, workload)),
                    (Reading::Orbit(read), PreparedOption::Satellite(satellite)) => {
                        read(&Orbit { satellite, values, sheet })
                    }
                    (Reading::Earth(read), PreparedOption::Ground(ground)) => read(&Earth { ground, values, sheet }),
                    _ => None,
                }
            }
            Reading::Launcher(read) => read(&self.launcher(entry, *year, values)?),
            Reading::Chips(read) => read(&self.chips(entry, values).map_err(|reason| reason.to_string())?),
            Reading::Package(read) => {
                let package = PreparedPackage::new(self.model, entry);
                read(&package.demand(values, Rate::per_year(1.0)).map_err(|reason| reason.to_string())?)
            }
        };
        match found {
            Some(value) if value.is_finite() => Ok(value),
            Some(_) => Err("the line is not finite".into()),
            None => Err("the datasheet does not work this line out: what it needs is typed in or not said".into()),
        }
    }

    fn launcher(&self, name: &str, year: i32, values: &'a Values) -> Result<Launcher<'_>, String> {
        let model = self.model;
        let vehicle = &model.vehicles[name];
        if year < vehicle.available {
            return Err(format!("the vehicle is not on sale before {}", vehicle.available));
        }
        let learning = vehicle.learning.as_ref().map(|name| Curve::from(&model.learnings[name]));
        let fleet = &self.fleets[name];
        let carried = self.options.iter().find_map(|option| match &option.option {
            PreparedOption::Satellite(satellite) => {
                let index = satellite.satellite.vehicles.iter().position(|known| known == name)?;
                satellite.vehicles.iter().find(|prepared| prepared.index == index)
            }
            _ => None,
        });
        let payload = match carried {
            Some(prepared) => prepared.payload(values),
            None => Some(fleet.payload(values)),
        };
        let flight = match values.get_optional(vehicle.price) {
            Some(_) => None,
            None => {
                let prepared = PreparedVehicle::new(0, vehicle, Speed::ZERO, learning);
                Some(prepared.flight_cost(values, &mut Shared::default()))
            }
        };
        Ok(Launcher {
            vehicle,
            values,
            fleet: fleet.fleet(values, Rate::per_year(1.0), fleet.payload(values)),
            payload,
            flight,
            learnt: learning.map_or(1.0, |curve| curve.factor(values)),
        })
    }

    fn chips(&self, name: &str, values: &'a Values) -> Result<Chips<'_>, CannotMake> {
        let chip = &self.model.chips[name];
        let power = values.get(chip.power);
        let price = ChipPrice::new(self.model, name);
        let asked = chips_for(GIGAWATT, power)?;
        let demand = price.package().map(|package| package.demand(values, asked)).transpose()?;
        Ok(Chips { chip, values, power, price: price.of(values).ok(), demand })
    }
}
