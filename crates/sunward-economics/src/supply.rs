//! What a scenario asks of chip makers and launchers in one year. It takes no part in the cost of compute.

use crate::chips::{CannotMake, ChipDemand, ChipPrice, Made, PreparedPackage, chips_for};
use crate::costs::Costs;
use crate::fleet::{Fleet, PreparedFleet};
use crate::launch::{FlightCost, PreparedVehicle, Shared};
use crate::learning::Curve;
use sunward_model::technology::Vehicle;
use sunward_model::{Model, Values};
use sunward_physics::launch::{Route, UpperStage, demanded_speed, payload, transfer_speed};
use sunward_physics::orbit::{Inclination, Node, Orbit};
use sunward_quantity::{Angle, Length, Mass, MassRate, Money, Power, PowerRate, Rate, Speed};

/// The power of chips that tables are made for.
pub const GIGAWATT: PowerRate = PowerRate::gigawatts_per_year(1.0);

/// Altitudes of the table of payloads, in kilometres.
const ALTITUDES: [f64; 8] = [400.0, 500.0, 650.0, 800.0, 1000.0, 1200.0, 1600.0, 2000.0];
/// Altitude of the geostationary orbit, in kilometres: the far end of a transfer to it. Source: `vallado2013`.
const GEOSTATIONARY: f64 = 35_786.0;

/// Everything asked in one year.
#[derive(Debug, Clone)]
pub struct Supply {
    /// The year.
    pub year: i32,
    /// Each chip of the scenario.
    pub chips: Vec<ChipSupply>,
    /// Each kind of vehicle and robot with chips of its own.
    pub edges: Vec<EdgeSupply>,
    /// Each launch vehicle.
    pub vehicles: Vec<VehicleSupply>,
}

/// A chip, what it is made of, and what a gigawatt of it a year takes.
#[derive(Debug, Clone)]
pub struct ChipSupply {
    /// Its name.
    pub name: String,
    /// Power of one, with its share of the server.
    pub power: Power,
    /// What one costs who buys it, if it can be made.
    pub price: Option<Money>,
    /// Whether that price is typed in.
    pub typed: bool,
    /// What it would cost by its parts and margin; the price itself where none is typed in.
    pub worked_out: Option<Money>,
    /// Names of process, memory and packaging, and what they take; `None` where nothing is said of them.
    pub making: Option<Making>,
}

/// How a package is made, or why it cannot be.
#[derive(Debug, Clone)]
pub struct Making {
    /// The package.
    pub package: String,
    /// Names of process, memory and packaging.
    pub names: [String; 3],
    /// One of them, and so many as were asked for.
    pub found: Result<(Made, ChipDemand), CannotMake>,
}

/// Vehicles or robots of one kind.
#[derive(Debug, Clone)]
pub struct EdgeSupply {
    /// Its name.
    pub name: String,
    /// In words.
    pub title: String,
    /// How many are made.
    pub units: Rate,
    /// Chips in each.
    pub chips: f64,
    /// What their chips take.
    pub making: Making,
}

/// What decides how often a vehicle flies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Satellites with a gigawatt of chips a year, of the first satellite that may fly on it.
    Gigawatt,
    /// A million tonnes a year to the reference orbit.
    Megatonne,
    /// As often as the scenario expects.
    Cadence,
    /// As often as its sites are licensed for.
    Licensed,
}

impl Asked {
    /// Name in documents.
    pub fn key(self) -> &'static str {
        match self {
            Self::Gigawatt => "gigawatt",
            Self::Megatonne => "megatonne",
            Self::Cadence => "cadence",
            Self::Licensed => "licensed",
        }
    }

    /// Name for a person.
    pub fn title(self) -> &'static str {
        match self {
            Self::Gigawatt => "1 GW of chips a year",
            Self::Megatonne => "1 Mt a year",
            Self::Cadence => "as it will fly",
            Self::Licensed => "as licensed",
        }
    }
}

/// A launch vehicle and what it takes to fly it.
#[derive(Debug, Clone)]
pub struct VehicleSupply {
    /// Its name.
    pub name: String,
    /// Whether it is on sale.
    pub on_sale: bool,
    /// Payload to the reference orbit.
    pub payload: Mass,
    /// The satellite it is asked to carry, and what a flight takes of it.
    pub carries: Option<Carries>,
    /// What a flight costs, part by part; `None` where the price is typed in.
    pub flight: Option<FlightCost>,
    /// What each wish takes.
    pub fleets: Vec<(Asked, Fleet)>,
}

/// A satellite on a vehicle.
#[derive(Debug, Clone)]
pub struct Carries {
    /// The satellite.
    pub satellite: String,
    /// Payload to its orbit.
    pub payload: Mass,
    /// Satellites on a flight, by mass or volume; a mean over many flights.
    pub per_flight: f64,
    /// Mass of one.
    pub mass: Mass,
    /// Power of its chips.
    pub power: Power,
}

/// What chip makers and launchers are asked for in a year.
///
/// # Panics
/// If `costs` are of another model.
pub fn supply(model: &Model, costs: &Costs, year: i32) -> Supply {
    let values = model.register.values(year);
    let chips = model.chips.keys().map(|name| chip(model, &values, name)).collect();
    let edges = model
        .edges
        .values()
        .map(|edge| {
            let (units, chips) = (values.get(edge.units), values.get(edge.chips).value());
            EdgeSupply {
                name: edge.name.clone(),
                title: edge.title.clone(),
                units,
                chips,
                making: making(&PreparedPackage::new(model, &edge.package), &edge.package, &values, units * chips),
            }
        })
        .collect();
    let vehicles = model.vehicles.values().map(|v| vehicle(model, costs, &values, v, year)).collect();
    Supply { year, chips, edges, vehicles }
}

fn making(prepared: &PreparedPackage, package: &str, values: &Values, chips: Rate) -> Making {
    let found = prepared.made(values).and_then(|made| Ok((made, prepared.demand(values, chips)?)));
    Making { package: package.to_string(), names: prepared.names().map(str::to_string), found }
}

fn chip(model: &Model, values: &Values, name: &str) -> ChipSupply {
    let price = ChipPrice::new(model, name);
    let power = values.get(model.chips[name].power);
    let making = price.package().zip(model.chips[name].package.as_ref()).map(|(prepared, package)| {
        let chips = chips_for(GIGAWATT, power).unwrap_or(Rate::ZERO);
        making(prepared, package, values, chips)
    });
    ChipSupply {
        name: name.to_string(),
        power,
        price: price.of(values).ok(),
        typed: price.is_typed(values),
        worked_out: price.worked_out(values).ok(),
        making,
    }
}

fn vehicle(model: &Model, costs: &Costs, values: &Values, vehicle: &Vehicle, year: i32) -> VehicleSupply {
    let fleet = PreparedFleet::new(model, &vehicle.name);
    let reference = fleet.payload(values);
    let at = costs.index_of(year);
    let carries = costs.rides.iter().filter(|rides| rides.vehicle == vehicle.name).find_map(|rides| {
        let (sheet, _) = costs.series[rides.option].years[at].as_ref().ok()?;
        let ride = rides.years[at]?;
        Some(Carries {
            satellite: costs.series[rides.option].name.to_string(),
            payload: ride.payload,
            per_flight: ride.satellites,
            mass: sheet.mass,
            power: sheet.it_power,
        })
    });
    let mut fleets = Vec::new();
    if let Some(carries) = &carries {
        let satellites = GIGAWATT.in_gigawatts_per_year() / carries.power.in_gigawatts();
        let flights = Rate::per_year(satellites / carries.per_flight);
        fleets.push((Asked::Gigawatt, fleet.fleet(values, flights, carries.mass * carries.per_flight)));
    }
    let megatonne = MassRate::tonnes_per_year(1e6);
    fleets.push((Asked::Megatonne, fleet.fleet(values, megatonne / reference, reference)));
    fleets.push((Asked::Cadence, fleet.fleet(values, fleet.cadence(values), reference)));
    if let Some(licensed) = fleet.licensed(values) {
        fleets.push((Asked::Licensed, fleet.fleet(values, licensed, reference)));
    }
    let flight = match values.get_optional(vehicle.price) {
        Some(_) => None,
        None => {
            let learning = vehicle.learning.as_ref().map(|name| Curve::from(&model.learnings[name]));
            let prepared = PreparedVehicle::new(0, vehicle, Speed::ZERO, learning);
            Some(prepared.flight_cost(values, &mut Shared::default()))
        }
    };
    VehicleSupply {
        name: vehicle.name.clone(),
        on_sale: year >= vehicle.available,
        payload: reference,
        carries,
        flight,
        fleets,
    }
}

/// One row of the table of payloads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayloadRow {
    /// Altitude of the orbit; of its highest point for the transfer.
    pub altitude: Length,
    /// Whether it is the transfer to the geostationary orbit, from the parking orbit.
    pub transfer: bool,
    /// Payload by column of [`PayloadTable::inclinations`]; `None` where nothing is left.
    pub payload: [Option<Mass>; 4],
}

/// Payload by altitude and inclination.
#[derive(Debug, Clone, PartialEq)]
pub struct PayloadTable {
    /// Due east, 53°, polar; the fourth column is sun-synchronous and differs by altitude.
    pub inclinations: [Angle; 3],
    /// By altitude, then the transfer to the geostationary orbit, due east alone.
    pub rows: Vec<PayloadRow>,
}

/// What a vehicle carries to circular orbits and to a geostationary transfer, in a year; see
/// [`sunward_physics::launch::payload`] for what is left out.
///
/// # Panics
/// If the model does not hold the vehicle.
pub fn payloads(model: &Model, vehicle: &str, year: i32) -> PayloadTable {
    let values = model.register.values(year);
    let v = &model.vehicles[vehicle];
    let latitude = values.get(v.site_latitude);
    let stage = UpperStage {
        dry: values.get(v.upper_dry_mass),
        propellant: values.get(v.upper_propellant),
        specific_impulse: values.get(v.upper_specific_impulse),
        reference_payload: values.get(v.payload),
    };
    let reference = Route {
        altitude: values.get(v.reference_altitude),
        inclination: values.get(v.reference_inclination),
        latitude,
    };
    let carried = |speed: Option<Speed>| payload(&stage, speed? - demanded_speed(&reference).ok()?).ok();
    let inclinations = [latitude.abs(), Angle::degrees(53.0), Angle::degrees(90.0)];
    let to =
        |altitude: Length, inclination: Angle| carried(demanded_speed(&Route { altitude, inclination, latitude }).ok());
    let mut rows: Vec<PayloadRow> = ALTITUDES
        .iter()
        .map(|altitude| {
            let altitude = Length::kilometres(*altitude);
            let orbit = Orbit::circular(altitude, Inclination::SunSynchronous, Node::LocalTime(6.0));
            let [east, middle, polar] = inclinations.map(|inclination| to(altitude, inclination));
            let sun_synchronous = orbit.ok().and_then(|orbit| to(altitude, orbit.inclination()));
            PayloadRow { altitude, transfer: false, payload: [east, middle, polar, sun_synchronous] }
        })
        .collect();
    let apogee = Length::kilometres(GEOSTATIONARY);
    let transfer = carried(transfer_speed(apogee, latitude.abs(), latitude).ok());
    rows.push(PayloadRow { altitude: apogee, transfer: true, payload: [transfer, None, None, None] });
    PayloadTable { inclinations, rows }
}
