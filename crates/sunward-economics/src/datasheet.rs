//! What one option takes, gives, weighs and costs in one year: the same sheet for Earth, orbit and typed-in studies.

use crate::network::Network;
use sunward_physics::link::{Budget, NoLink};
use sunward_physics::radiation::OutsideTheTable;
use sunward_physics::spacecraft::{CannotClose, Sized};
use sunward_quantity::{Area, ComputePerEnergy, DoseRate, Mass, Money, MoneyRate, Power, Rate, TimeSpan};

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $title:literal;)*) => {
        /// The parts that a cost is made of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Part { $($(#[$doc])* $name,)* }
        impl Part {
            /// All of them, in the order of stacks and tables.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// Name in documents.
            pub const fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
            /// Name for a person.
            pub const fn title(self) -> &'static str { match self { $(Self::$name => $title),* } }
        }
    };
}

parts! {
    /// Accelerators with memory and package.
    Chips = "chips", "Chips";
    /// Boards, hosts and network inside the cluster.
    Servers = "servers", "Servers and cluster network";
    /// Solar array.
    Array = "array", "Solar array";
    /// Batteries in orbit.
    Battery = "battery", "Battery";
    /// Power conditioning and harness.
    PowerElectronics = "power_electronics", "Power electronics";
    /// Radiator panels.
    Radiator = "radiator", "Radiator";
    /// Pumps, cold plates and pipes.
    HeatLoop = "heat_loop", "Heat loop";
    /// Structure, shielding and reserve.
    Structure = "structure", "Structure and shielding";
    /// Attitude control and computers.
    Avionics = "avionics", "Avionics";
    /// Optical terminals.
    Links = "links", "Optical links";
    /// Thrusters, tanks and propellant.
    Propulsion = "propulsion", "Propulsion";
    /// Assembly, test and factory.
    Integration = "integration", "Assembly and test";
    /// A satellite whose price is typed in.
    Satellite = "satellite", "Satellite (price typed in)";
    /// Launch.
    Launch = "launch", "Launch";
    /// Insurance of launch and orbit.
    Insurance = "insurance", "Insurance";
    /// Land, shell and civil works.
    Shell = "shell", "Land, shell and civil works";
    /// Electrical plant.
    Electrical = "electrical", "Electrical plant";
    /// Cooling plant.
    Cooling = "cooling", "Cooling plant";
    /// Power plant or connection.
    PowerPlant = "power_plant", "Power plant or connection";
    /// Batteries on the ground.
    Storage = "storage", "Storage";
    /// Everything a typed-in study buys but chips.
    Infrastructure = "infrastructure", "Infrastructure (typed in)";
    /// Spent once for a whole fleet.
    Development = "development", "Development, spent once";
    /// Fuel and electricity bought.
    Energy = "energy", "Fuel and electricity";
    /// Water.
    Water = "water", "Water";
    /// Staff, mission control, repair.
    Operations = "operations", "Operations";
    /// What fails and is bought, and in orbit launched, again.
    Replacement = "replacement", "Replacement of failures";
    /// Compute not sold while waiting for power or launch.
    Waiting = "waiting", "Waiting for power";
    /// What a short market pays beyond cost.
    Shortage = "shortage", "Price above cost in a short market";
}

impl Part {
    /// The parts of a satellite whose price is worked out: assembly and test are a share of theirs.
    pub const ASSEMBLED: &[Self] = &[
        Self::Array,
        Self::Battery,
        Self::PowerElectronics,
        Self::Radiator,
        Self::HeatLoop,
        Self::Structure,
        Self::Avionics,
        Self::Links,
        Self::Propulsion,
    ];

    /// A satellite without chips and servers: those parts, their assembly, and a whole one whose price is typed in.
    pub const SATELLITE: &[Self] = &[
        Self::Array,
        Self::Battery,
        Self::PowerElectronics,
        Self::Radiator,
        Self::HeatLoop,
        Self::Structure,
        Self::Avionics,
        Self::Links,
        Self::Propulsion,
        Self::Integration,
        Self::Satellite,
    ];
}

/// How many parts there are.
pub const PARTS: usize = Part::ALL.len();

/// What is bought once and wears out.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Capital {
    /// Price.
    pub price: Money,
    /// Share of the price that is its maker's margin.
    pub margin: f64,
    /// From service to replacement; zero where nothing is bought.
    pub life: TimeSpan,
    /// Share of the price it is worth at the end.
    pub residual: f64,
    /// Bought when the rest stands: bears no interest during construction. Chips are, on Earth and in orbit.
    pub at_once: bool,
    /// Share of it that fails and is bought again in a year.
    pub replaced: Rate,
    /// Share of its price that is paid in a year for running it.
    pub upkeep: Rate,
    /// Mass, where it matters.
    pub mass: Mass,
    /// Area, where it matters.
    pub area: Area,
}

/// What one option takes, gives, weighs and costs in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Datasheet {
    /// Power of the chips it stands for: one satellite, or one megawatt on the ground.
    pub it_power: Power,
    /// How many chips that is.
    pub chips: f64,
    /// Peak operations for each joule.
    pub peak: ComputePerEnergy,
    /// What is bought, by part.
    pub capital: [Capital; PARTS],
    /// What is paid as time goes by, by part.
    pub running: [MoneyRate; PARTS],
    /// Mean power over the year against full power, while in service.
    pub power: f64,
    /// Share of the chips' speed that their cooling allows: 1 where cooling is sized for full power.
    pub thermal: f64,
    /// Share of its life in service.
    pub availability: f64,
    /// Ionising dose of the chips by time: nothing on the ground.
    pub dose: DoseRate,
    /// How often each chip stops the work it takes part in.
    pub stops: Rate,
    /// How often each chip gives a wrong result that nothing reports, beyond what it does on the ground.
    pub silent: Rate,
    /// Data that each watt of chips can trade with chips outside its server and with the ground.
    pub network: Network,
    /// Premium in orbit, as a share of all capital, for each time.
    pub insurance: Rate,
    /// Cost of capital.
    pub wacc: Rate,
    /// Price over cost: 1 where the market is not short.
    pub price_over_cost: f64,
    /// From order to service.
    pub lead_time: TimeSpan,
    /// The part of it in which money is spent.
    pub construction: TimeSpan,
    /// Total mass, for what is launched.
    pub mass: Mass,
    /// The closed design, for what flies.
    pub sized: Option<Sized>,
    /// What one optical terminal carries, where it was worked out.
    pub link: Option<Budget>,
    /// How it gets to orbit, for what flies.
    pub launch: Option<crate::launch::Ride>,
}

impl Capital {
    /// Nothing.
    const NONE: Self = Self {
        price: Money::ZERO,
        margin: 0.0,
        life: TimeSpan::ZERO,
        residual: 0.0,
        at_once: false,
        replaced: Rate::ZERO,
        upkeep: Rate::ZERO,
        mass: Mass::ZERO,
        area: Area::ZERO,
    };
}

impl Datasheet {
    /// A sheet with nothing on it; a constant, for it is laid over the sheet in use millions of times.
    const BLANK: Self = Self {
        it_power: Power::ZERO,
        chips: 0.0,
        peak: ComputePerEnergy::ZERO,
        capital: [Capital::NONE; PARTS],
        running: [MoneyRate::ZERO; PARTS],
        power: 1.0,
        thermal: 1.0,
        availability: 1.0,
        dose: DoseRate::ZERO,
        stops: Rate::ZERO,
        silent: Rate::ZERO,
        network: Network::unlimited(),
        insurance: Rate::ZERO,
        wacc: Rate::ZERO,
        price_over_cost: 1.0,
        lead_time: TimeSpan::ZERO,
        construction: TimeSpan::ZERO,
        mass: Mass::ZERO,
        sized: None,
        link: None,
        launch: None,
    };

    /// A sheet with nothing on it.
    #[inline]
    pub const fn blank() -> Self {
        Self::BLANK
    }

    /// What is bought of a part.
    #[inline]
    pub fn bought(&mut self, part: Part) -> &mut Capital {
        &mut self.capital[part as usize]
    }

    /// What is paid for a part as time goes by.
    #[inline]
    pub fn paid(&mut self, part: Part) -> &mut MoneyRate {
        &mut self.running[part as usize]
    }

    /// Price of everything bought.
    pub fn capital_price(&self) -> Money {
        self.capital.iter().map(|c| c.price).sum()
    }
}

/// Why an option cannot be had in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Refusal {
    /// The spacecraft does not close.
    CannotClose(CannotClose),
    /// No dose is known behind this shield.
    NoDose(OutsideTheTable),
    /// No launch vehicle is on sale yet.
    NoVehicle,
    /// The orbit is out of reach of every vehicle on sale.
    OutOfReach,
    /// The site has no price for what the way to power needs.
    NoPrice,
    /// No panels and battery within reason serve the load through winter.
    NoSunInWinter,
    /// A number that no link has.
    NoLink(NoLink),
    /// The terminals send more light than they get power.
    MoreLightThanPower,
    /// Its chips cannot be made.
    CannotMake(crate::chips::CannotMake),
    /// A cost is not finite or the compute delivered is zero.
    NotFinite,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::CannotClose(reason) => write!(f, "the spacecraft does not close: {reason}"),
            Self::NoDose(reason) => write!(f, "the dose of the chips is not known: {reason}"),
            Self::NoVehicle => f.write_str("no launch vehicle is on sale in this year"),
            Self::OutOfReach => f.write_str("no launch vehicle on sale carries anything to this orbit"),
            Self::NoPrice => f.write_str("the site has no price for the energy that this way to power needs"),
            Self::NoSunInWinter => f.write_str(
                "winter is too dark: no panels of up to 13 times the load with a battery of up to a month serve the wanted share of a constant load here",
            ),
            Self::NoLink(reason) => write!(f, "the link does not close: {reason}"),
            Self::MoreLightThanPower => f.write_str("the link's terminals send more light than they get power"),
            Self::CannotMake(reason) => write!(f, "its chips cannot be made: {reason}"),
            Self::NotFinite => f.write_str("no compute is delivered, or its cost is not finite"),
        }
    }
}

impl std::error::Error for Refusal {}
