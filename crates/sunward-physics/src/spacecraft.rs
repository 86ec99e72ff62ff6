//! A satellite that computes: the closed budget of its power, heat and mass.
//!
//! [`size`] goes round once: loads → battery → array (at its own temperature, at the end of life, on the worst day) →
//! radiator → dry mass → propellant → dry mass. The round of heat (pumps move heat and make heat) and the round of mass
//! (tanks and structure ask for propellant, propellant for tanks and structure) are linear, so each is solved by one
//! division; the cells' temperature is solved by Chebyshev's method. What is left over is reported as
//! [`Sized::residual`].

use crate::battery::{Battery, allowed_depth};
use crate::cell::{Cell, NoPower, OperatingPoint, balance, end_of_life};
use crate::constants::{STANDARD_GRAVITY, STEFAN_BOLTZMANN};
use crate::heat::{Face, Surroundings};
use crate::heat_loop::blocked_by_neighbours;
use crate::radiator::{CannotRadiate, Concept, Radiator, panel};
use sunward_quantity::elementary::{exp_m1, fourth_power, squared};
use sunward_quantity::{
    Acceleration, Area, ArealMass, Density, Energy, Flux, Length, Mass, Power, Quantity, SpecificMass, SpecificPower,
    Speed, Temperature, TimeSpan,
};

/// Most days an orbit may name as its worst ones.
pub use crate::eclipse::CORNERS;

/// What a satellite sees of Sun and Earth in its orbit, over the years of its life.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SkyView {
    /// Share of the year in sunlight.
    pub sunlit_fraction: f64,
    /// Of the year; nothing where there is none.
    pub longest_eclipse: TimeSpan,
    /// Of one revolution.
    pub period: TimeSpan,
    /// How many eclipses a year has.
    pub eclipses_per_year: f64,
    /// Sunlight, mean over the year.
    pub mean_flux: Flux,
    /// Sunlight when the Sun is far.
    pub least_flux: Flux,
    /// Sunlight when the Sun is near.
    pub greatest_flux: Flux,
    /// Of the orbit.
    pub altitude: Length,
    /// The days that can be the worst for some battery: `x = 1/S` and `y = (e/(1−e))/S`, in m²/W, where `S` is the
    /// day's sunlight and `e` its share in eclipse. The first [`Self::corner_count`] count.
    pub corners: [(f64, f64); CORNERS],
    /// How many corners there are, 1 to [`CORNERS`].
    pub corner_count: usize,
    /// View factor to Earth of each face of a plate edge-on to it: [`crate::heat::plate_view_factor`].
    pub earth_view_edge: f64,
    /// View factor to sunlit Earth of the same face at the worst time: [`crate::heat::albedo_view_factor`].
    pub albedo_view_edge: f64,
    /// Earth's own heat, hot case.
    pub infrared: Flux,
    /// Share of sunlight that Earth reflects, hot case.
    pub albedo: f64,
    /// Of the air, mean over the life.
    pub density: Density,
    /// Along the orbit.
    pub speed: Speed,
}

impl SkyView {
    /// Array power for each watt of sunlit load, over sunlight, on the worst day.
    ///
    /// `max (x + c y)` over the corners, m²/W; `c` is eclipse load over sunlit load and both battery efficiencies.
    #[inline]
    pub fn worst_requirement(&self, c: f64) -> f64 {
        self.days().iter().fold(0.0, |worst, &(x, y)| f64::max(worst, x + c * y))
    }

    #[inline]
    fn days(&self) -> &[(f64, f64)] {
        &self.corners[..self.corner_count.min(CORNERS)]
    }
}

/// How the mass of an array is known: one way, never both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ArrayMass {
    /// For each square metre.
    PerArea(ArealMass),
    /// For the power when new.
    PerPower(SpecificPower),
}

/// Engines and what they work against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Propulsion {
    /// Of the engines.
    pub specific_impulse: TimeSpan,
    /// Of the whole satellite.
    pub drag_coefficient: f64,
    /// Share of array and radiator area that faces the wind.
    pub frontal_share: f64,
    /// Avoiding others, holding the place: a speed for each year.
    pub manoeuvres: Acceleration,
    /// Last burn.
    pub deorbit: Speed,
    /// Dry mass of tanks and engines, as a share of the propellant.
    pub tank_share: f64,
}

/// Everything that decides how large and heavy a satellite becomes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// Delivered to the chips and boards in sunlight.
    pub it_power: Power,
    /// Share of chips and links kept up in eclipse: 1 full, 0 none.
    pub eclipse_share: f64,
    /// From the array's terminals to all loads.
    pub conversion_efficiency: f64,
    /// Attitude, computers: never interrupted.
    pub housekeeping: Power,
    /// Electricity for the links.
    pub link_power: Power,
    /// Share of [`Self::link_power`] that leaves as light and never becomes heat here.
    pub link_light: f64,
    /// Power of the pumps for the heat they move.
    pub pump_share: f64,
    /// From launch to deorbit.
    pub life: TimeSpan,
    /// Sun and Earth.
    pub sky: SkyView,
    /// The panels.
    pub cell: Cell,
    /// Of the array with its boom and hinges; `None` where it is counted elsewhere.
    pub array_mass: Option<ArrayMass>,
    /// For the eclipse.
    pub battery: Battery,
    /// For the heat.
    pub radiator: Radiator,
    /// Chips, boards, enclosure, for the IT power.
    pub payload_mass: SpecificMass,
    /// For the array's power when new.
    pub power_electronics: SpecificMass,
    /// Thickness of the shield as mass.
    pub shielding: ArealMass,
    /// Area to be shielded for each watt of IT power, m²/W.
    pub shielded_area_per_watt: f64,
    /// Telescopes and radios.
    pub link_mass: Mass,
    /// Bus avionics and all that does not scale.
    pub fixed_mass: Mass,
    /// As a share of the dry mass without it.
    pub structure: f64,
    /// As a share of the dry mass with structure.
    pub margin: f64,
    /// Engines.
    pub propulsion: Propulsion,
}

/// What each part weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Masses {
    /// Chips, boards, enclosure.
    pub payload: Mass,
    /// Around the chips.
    pub shielding: Mass,
    /// Solar array.
    pub array: Mass,
    /// Battery.
    pub battery: Mass,
    /// Power electronics.
    pub power_electronics: Mass,
    /// Radiator panels.
    pub radiator: Mass,
    /// Pumps, pipes, coolant.
    pub heat_loop: Mass,
    /// Links.
    pub links: Mass,
    /// Structure.
    pub structure: Mass,
    /// Engines and tanks.
    pub propulsion: Mass,
    /// Propellant at launch.
    pub propellant: Mass,
    /// Bus.
    pub fixed: Mass,
    /// Held back for growth.
    pub margin: Mass,
}

impl Masses {
    /// Without propellant.
    pub fn dry(&self) -> Mass {
        self.total() - self.propellant
    }

    /// At launch.
    pub fn total(&self) -> Mass {
        (self.payload + self.shielding + self.array + self.battery)
            + (self.power_electronics + self.radiator + self.heat_loop + self.links)
            + (self.structure + self.propulsion + self.propellant + self.fixed)
            + self.margin
    }
}

/// A satellite whose budgets close.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sized {
    /// Drawn from the array's terminals in sunlight, without charging.
    pub sunlit_load: Power,
    /// Drawn from the battery's terminals in eclipse.
    pub eclipse_load: Power,
    /// Charging after the longest eclipse.
    pub recharge_power: Power,
    /// Panel area of the array.
    pub array_area: Area,
    /// When new, under the sunlight and at the temperature of the day that sizes it.
    pub array_power_bol: Power,
    /// Needed at the end of life on that day.
    pub array_power_eol: Power,
    /// Share of power that age leaves.
    pub retention: f64,
    /// Sunlight of the day that sizes the array.
    pub sizing_flux: Flux,
    /// Of the array on that day, at the end of life.
    pub cell_temperature: Temperature,
    /// Of a cell at that temperature, before ageing.
    pub cell_efficiency: f64,
    /// Capacity of the battery.
    pub battery_energy: Energy,
    /// How deep it is drawn in the longest eclipse; 0 where there is none.
    pub battery_depth: f64,
    /// Eclipses in the whole life.
    pub cycles: f64,
    /// Heat to shed, at its greatest.
    pub heat: Power,
    /// Panel area of the radiator (two faces); the array's where its back is the radiator.
    pub radiator_area: Area,
    /// Of the panel when the chips are as hot as they may be; where the array's back radiates, the hottest it becomes.
    pub radiator_temperature: Temperature,
    /// Temperature the panel would have without heat to shed.
    pub sink_temperature: Temperature,
    /// Heat shed by each square metre of panel.
    pub radiator_flux_per_panel: Flux,
    /// Heat shed by each face, mean of the two: half of the flux per panel.
    pub radiator_flux_per_face: Flux,
    /// Part by part.
    pub masses: Masses,
    /// At launch, with propellant.
    pub mass_total: Mass,
    /// At launch, for the IT power.
    pub specific_mass: SpecificMass,
    /// Mean IT power over the year, as a share of the IT power.
    pub power_duty: f64,
    /// Steps of the cells' temperature.
    pub iterations: u32,
    /// How far the rounds of heat and mass are from closing, relative.
    pub residual: f64,
}

/// Why a design is no satellite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CannotClose {
    /// A number outside what it can be, infinite or undefined.
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// The number, in SI.
        value: f64,
        /// The least it may be.
        least: f64,
        /// The most it may be.
        most: f64,
    },
    /// A life of nothing or less.
    LifeNotPositive(TimeSpan),
    /// The longest eclipse lasts the whole revolution.
    NeverInSunlight {
        /// As given.
        eclipse: TimeSpan,
        /// As given.
        period: TimeSpan,
    },
    /// Pumps make at least as much heat as they move.
    PumpsNeverCatchUp {
        /// Power of the pumps for the heat they move.
        pump_share: f64,
    },
    /// At its own temperature the array gives nothing.
    CellsTooHot(Temperature),
    /// Age leaves nothing of the array's power.
    CellsWornOut {
        /// As given.
        life: TimeSpan,
    },
    /// The cells would turn more sunlight into electricity than the array absorbs.
    MoreElectricityThanSunlight,
    /// The chips' limit itself lies at or below the sink, before any rise from chip to panel.
    ChipLimitBelowSink {
        /// Of the chips.
        limit: Temperature,
        /// Of the surroundings.
        sink: Temperature,
    },
    /// At the panel's temperature it takes in at least as much as it sends out.
    RadiatorAbsorbsMoreThanItEmits {
        /// Of the panel.
        panel: Temperature,
        /// Of the surroundings.
        sink: Temperature,
    },
    /// An array whose back is the radiator becomes warmer than the chips allow.
    ArrayTooHotForChips {
        /// What it becomes.
        panel: Temperature,
        /// What the chips allow it.
        allowed: Temperature,
    },
    /// The chips are to run hotter than they can at full speed.
    ChipAboveItsLimit {
        /// As chosen.
        chosen: Temperature,
        /// Of the chip.
        limit: Temperature,
    },
    /// Neighbours fill so much of the panels' view that no area is enough.
    NeighboursTooNear {
        /// From panel to panel.
        gap: Length,
    },
    /// Neighbours before the faces of an array would shade it.
    NeighboursShadeTheArray,
    /// Tanks and structure for a kilogram of propellant ask for more than another kilogram.
    PropellantDoesNotClose {
        /// Propellant asked for by the dry mass that one kilogram of propellant brings with it.
        feedback: f64,
    },
    /// The numbers are within their ranges, but the satellite grows without bound.
    GrowsWithoutBound,
}

impl std::fmt::Display for CannotClose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfRange { what, value, least, most } if *most == f64::MAX => {
                write!(f, "the {what} is {value}; it must be finite and at least {least}")
            }
            Self::OutOfRange { what, value, least, most } => {
                write!(f, "the {what} is {value}; it must lie between {least} and {most}")
            }
            Self::LifeNotPositive(life) => write!(f, "a life of {life} is not positive"),
            Self::NeverInSunlight { eclipse, period } => {
                write!(f, "an eclipse of {eclipse} leaves no sunlight in a revolution of {period}")
            }
            Self::PumpsNeverCatchUp { pump_share } => write!(
                f,
                "pumps that draw {pump_share} of the heat they move make, with conversion losses, more heat than they move"
            ),
            Self::CellsTooHot(t) => write!(f, "the cells settle at {t}, too hot to give power"),
            Self::CellsWornOut { life } => write!(f, "age leaves nothing of the array's power after {life}"),
            Self::MoreElectricityThanSunlight => {
                f.write_str("the cells would give more electricity than the array absorbs as sunlight")
            }
            Self::ChipLimitBelowSink { limit, sink } => {
                write!(f, "the chips may not exceed {limit}, but the surroundings alone hold a radiator at {sink}")
            }
            Self::RadiatorAbsorbsMoreThanItEmits { panel, sink } => write!(
                f,
                "the radiator absorbs more than it emits: at {panel} it is no warmer than its surroundings hold it, {sink}"
            ),
            Self::ArrayTooHotForChips { panel, allowed } => write!(
                f,
                "an array that radiates from its back settles at {panel}, and the chips allow it {allowed} at most"
            ),
            Self::ChipAboveItsLimit { chosen, limit } => {
                write!(f, "the chips are to run at {chosen}, but they give full speed up to {limit} only")
            }
            Self::NeighboursTooNear { gap } => write!(
                f,
                "neighbours {gap} away fill so much of the radiator's view that no area is enough; they must stand further off"
            ),
            Self::NeighboursShadeTheArray => f.write_str(
                "an array that radiates from its back cannot have neighbours before its faces: they would shade it",
            ),
            Self::PropellantDoesNotClose { feedback } => {
                write!(f, "propellant does not close: tanks and structure for 1 kg of it ask for {feedback} kg more")
            }
            Self::GrowsWithoutBound => f.write_str("the satellite grows without bound; a result is not finite"),
        }
    }
}

impl std::error::Error for CannotClose {}

/// Refuses what is outside its range; an undefined number is outside every range.
macro_rules! within {
    ($($what:literal $value:expr, $least:expr, $most:expr;)*) => {$(
        let value: f64 = $value;
        if !($least..=$most).contains(&value) {
            return Err(out_of_range($what, value, $least, $most));
        }
    )*};
}

// Out of the way of what is evaluated millions of times.
#[cold]
#[inline(never)]
fn out_of_range(what: &'static str, value: f64, least: f64, most: f64) -> CannotClose {
    CannotClose::OutOfRange { what, value, least, most }
}

const ANY: f64 = f64::MAX;
const SOME: f64 = f64::MIN_POSITIVE;

#[inline]
fn check(d: &Design) -> Result<(), CannotClose> {
    if d.life <= TimeSpan::ZERO {
        return Err(CannotClose::LifeNotPositive(d.life));
    }
    let (sky, cell, battery, radiator, engine) = (&d.sky, &d.cell, &d.battery, &d.radiator, &d.propulsion);
    within! {
        "life in seconds" d.life.in_si(), 0.0, ANY;
        "IT power in W" d.it_power.in_si(), SOME, ANY;
        "share kept up in eclipse" d.eclipse_share, 0.0, 1.0;
        "conversion efficiency" d.conversion_efficiency, SOME, 1.0;
        "housekeeping power in W" d.housekeeping.in_si(), 0.0, ANY;
        "link power in W" d.link_power.in_si(), 0.0, ANY;
        "share of link power sent as light" d.link_light, 0.0, 1.0;
        "pump power share" d.pump_share, 0.0, ANY;
        "sunlit fraction" sky.sunlit_fraction, 0.0, 1.0;
        "longest eclipse in seconds" sky.longest_eclipse.in_si(), 0.0, ANY;
        "number of eclipses a year" sky.eclipses_per_year, 0.0, ANY;
        "mean sunlight in W/m2" sky.mean_flux.in_si(), SOME, ANY;
        "least sunlight in W/m2" sky.least_flux.in_si(), SOME, ANY;
        "greatest sunlight in W/m2" sky.greatest_flux.in_si(), SOME, ANY;
        "view factor to Earth" sky.earth_view_edge, 0.0, 1.0;
        "view factor to sunlit Earth" sky.albedo_view_edge, 0.0, 1.0;
        "infrared from Earth in W/m2" sky.infrared.in_si(), 0.0, ANY;
        "albedo" sky.albedo, 0.0, 1.0;
        "air density in kg/m3" sky.density.in_si(), 0.0, ANY;
        "orbital speed in m/s" sky.speed.in_si(), 0.0, ANY;
        "number of worst days" sky.corner_count as f64, 1.0, CORNERS as f64;
        "cell efficiency" cell.efficiency, SOME, 1.0;
        "cell temperature coefficient in 1/K" cell.temperature_coefficient.in_si(), -1.0, 1.0;
        "packing" cell.packing, SOME, 1.0;
        "array absorptivity" cell.absorptivity, 0.0, 1.0;
        "array front emissivity" cell.emissivity_front, 0.0, 1.0;
        "array back emissivity" cell.emissivity_back, 0.0, 1.0;
        "array loss a year" cell.loss.in_per_year(), 0.0, 1.0;
        "array pointing cosine" cell.pointing, SOME, 1.0;
        "battery specific energy in J/kg" battery.specific_energy.in_si(), SOME, ANY;
        "depth of discharge" battery.depth_of_discharge, SOME, 1.0;
        "battery cycle life" battery.reference_cycles, SOME, ANY;
        "battery reference depth" battery.reference_depth, SOME, 1.0;
        "battery cycle exponent" battery.cycle_exponent, SOME, ANY;
        "charge efficiency" battery.charge_efficiency, SOME, 1.0;
        "discharge efficiency" battery.discharge_efficiency, SOME, 1.0;
        "chip limit in K" radiator.chip_limit.in_si(), SOME, ANY;
        "rise from chip to panel in K" radiator.rise.in_si(), 0.0, ANY;
        "radiator emissivity" radiator.emissivity, SOME, 1.0;
        "radiator absorptivity" radiator.absorptivity, 0.0, 1.0;
        "fin efficiency" radiator.fin_efficiency, SOME, 1.0;
        "blocked share of the radiator's view" radiator.blocked, 0.0, 1.0;
        "flux given for the radiator in W/m2" radiator.given_flux.map_or(1.0, Quantity::in_si), SOME, ANY;
        "radiator mass in kg/m2" radiator.areal_mass.in_si(), 0.0, ANY;
        "cosine of the Sun on the radiator" radiator.sun_cosine, 0.0, 1.0;
        "heat loop mass in kg/W" radiator.loop_mass.in_si(), 0.0, ANY;
        "payload mass in kg/W" d.payload_mass.in_si(), 0.0, ANY;
        "power electronics mass in kg/W" d.power_electronics.in_si(), 0.0, ANY;
        "shielding in kg/m2" d.shielding.in_si(), 0.0, ANY;
        "shielded area in m2/W" d.shielded_area_per_watt, 0.0, ANY;
        "link mass in kg" d.link_mass.in_si(), 0.0, ANY;
        "fixed mass in kg" d.fixed_mass.in_si(), 0.0, ANY;
        "structure share" d.structure, 0.0, ANY;
        "margin" d.margin, 0.0, ANY;
        "drag coefficient" engine.drag_coefficient, 0.0, ANY;
        "frontal share" engine.frontal_share, 0.0, 1.0;
        "manoeuvre speed a year in m/s2" engine.manoeuvres.in_si(), 0.0, ANY;
        "deorbit speed in m/s" engine.deorbit.in_si(), 0.0, ANY;
        "tank share" engine.tank_share, 0.0, ANY;
        "specific impulse in seconds" engine.specific_impulse.in_si(), SOME, ANY;
    }
    match d.array_mass {
        Some(ArrayMass::PerArea(mass)) => {
            within! { "array mass in kg/m2" mass.in_si(), 0.0, ANY; }
        }
        Some(ArrayMass::PerPower(power)) => {
            within! { "array specific power in W/kg" power.in_si(), SOME, ANY; }
        }
        None => {}
    }
    for &(x, y) in sky.days() {
        within! {
            "inverse sunlight of a worst day in m2/W" x, SOME, ANY;
            "eclipse burden of a worst day in m2/W" y, 0.0, ANY;
        }
    }
    // Also refuses a period that is undefined; an endless one (a Lagrange point) is no harm without eclipses.
    let sunlit_always = sky.longest_eclipse == TimeSpan::ZERO;
    if !(sunlit_always || (sky.period > sky.longest_eclipse && sky.period.is_finite())) {
        return Err(CannotClose::NeverInSunlight { eclipse: sky.longest_eclipse, period: sky.period });
    }
    Ok(())
}

/// Electricity and heat, at the array's and the battery's terminals, all in W.
struct Loads {
    /// Drawn in sunlight without charging.
    sunlit: f64,
    /// Drawn in eclipse.
    eclipse: f64,
    /// Drawn for charging after the longest eclipse.
    recharge: f64,
    /// Light sent off in sunlight.
    light: f64,
    /// Greatest heat.
    heat: f64,
    /// How far the heat moved is from the heat made, relative.
    residual: f64,
}

/// Everything that is not sent off as light becomes heat, and moving heat takes pumps, which make heat.
///
/// In eclipse `L = (B + p Q)/η`, `Q = L/η_d − light`; in sunlight `L = (B + p Q)/η`, `Q = L − light + (1 − η_c) R`.
#[inline]
fn loads(d: &Design) -> Result<Loads, CannotClose> {
    let (battery, sky) = (&d.battery, &d.sky);
    let out = battery.discharge_efficiency;
    // Heat of a watt of bare load, and what of it the pumps add again.
    let sunlit_feedback = d.pump_share / d.conversion_efficiency;
    let eclipse_feedback = sunlit_feedback / out;
    if eclipse_feedback >= 1.0 {
        return Err(CannotClose::PumpsNeverCatchUp { pump_share: d.pump_share });
    }
    let (it, links, housekeeping) = (d.it_power.in_si(), d.link_power.in_si(), d.housekeeping.in_si());
    let eclipsed = sky.longest_eclipse > TimeSpan::ZERO;
    let kept = if eclipsed { 1.0 } else { 0.0 };

    let bare = kept * ((it + links) * d.eclipse_share + housekeeping);
    let dark_light = kept * links * d.eclipse_share * d.link_light;
    let dark_heat = (bare / (d.conversion_efficiency * out) - dark_light) / (1.0 - eclipse_feedback);
    // Links may send off more light than all else makes heat: then there is nothing to pump.
    let dark_heat = dark_heat.max(0.0);
    let eclipse = (bare + d.pump_share * dark_heat) / d.conversion_efficiency;

    let burden = if eclipsed {
        let (dark, all) = (sky.longest_eclipse.in_si(), sky.period.in_si());
        dark / ((all - dark) * battery.charge_efficiency * out)
    } else {
        0.0
    };
    let recharge = eclipse * burden;
    let charging_heat = recharge * (1.0 - battery.charge_efficiency);

    let light = links * d.link_light;
    let bare = it + links + housekeeping;
    let heat = ((bare / d.conversion_efficiency - light + charging_heat) / (1.0 - sunlit_feedback)).max(0.0);
    let sunlit = (bare + d.pump_share * heat) / d.conversion_efficiency;
    let residual = (sunlit - light + charging_heat - heat).abs().max((eclipse / out - dark_light - dark_heat).abs());
    Ok(Loads { sunlit, eclipse, recharge, light, heat: heat.max(dark_heat), residual: residual / sunlit })
}

/// The array on the day that asks the most of it.
struct Array {
    area: f64,
    /// Needed at the end of life.
    power: f64,
    flux: f64,
    point: OperatingPoint,
    iterations: u32,
}

/// Sum of the emissivities of the array's two faces, and what Earth adds to it at a given sunlight.
struct ArrayFaces {
    emissivity: f64,
    infrared: f64,
    reflected: f64,
}

#[inline]
fn array_faces(d: &Design) -> ArrayFaces {
    let (sky, cell, radiator) = (&d.sky, &d.cell, &d.radiator);
    let infrared = sky.infrared.in_si() * sky.earth_view_edge;
    match radiator.concept {
        Concept::Separate => {
            let both = cell.emissivity_front + cell.emissivity_back;
            ArrayFaces { emissivity: both, infrared: infrared * both, reflected: 0.0 }
        }
        Concept::BackOfArray => {
            let both = cell.emissivity_front + radiator.emissivity;
            ArrayFaces {
                emissivity: both * radiator.fin_efficiency * (1.0 - radiator.blocked),
                infrared: infrared * both,
                reflected: sky.albedo * sky.albedo_view_edge * (cell.absorptivity + radiator.absorptivity),
            }
        }
    }
}

#[inline]
fn array(d: &Design, loads: &Loads, retention: f64, faces: &ArrayFaces) -> Result<Array, CannotClose> {
    let (sky, cell, battery) = (&d.sky, &d.cell, &d.battery);
    let refusal = |refused: NoPower| match refused {
        NoPower::TooHot(t) => CannotClose::CellsTooHot(t),
        NoPower::MoreThanAbsorbed => CannotClose::MoreElectricityThanSunlight,
        NoPower::NotAPanel | NoPower::NotALoss(..) => CannotClose::GrowsWithoutBound,
    };
    let point = |flux: f64, returned: f64, near: Option<f64>| -> Result<OperatingPoint, CannotClose> {
        let elsewhere = faces.infrared + faces.reflected * flux;
        balance(cell, faces.emissivity, flux, elsewhere, retention, returned, near).map_err(refusal)
    };
    let c = loads.eclipse / (loads.sunlit * battery.charge_efficiency * battery.discharge_efficiency);
    // Which share of the day's electricity comes back to the panel as heat.
    let returned = |share_charging: f64| match d.radiator.concept {
        Concept::Separate => 0.0,
        Concept::BackOfArray => {
            let charging = loads.sunlit * share_charging;
            let heat = loads.sunlit - loads.light + charging * (1.0 - battery.charge_efficiency);
            (heat / (loads.sunlit + charging)).clamp(0.0, 1.0)
        }
    };
    // Which day is the worst depends on the efficiency of each, and that on its sunlight, but hardly: a straight line
    // through two days' efficiencies finds the likely worst. Only days that could still be worse get a balance of their
    // own: those nearer to the worst by the line than the line may err, unless the cells are colder and less is asked (a plain array's
    // efficiency falls with sunlight).
    let days = sky.days();
    let burden = |day: (f64, f64)| c * day.1 / day.0;
    let solve = |day: (f64, f64), near: Option<f64>| point(1.0 / day.0, returned(burden(day)), near);
    let mut least = days[0];
    let mut most = days[0];
    for day in days {
        if day.0 > least.0 {
            least = *day;
        }
        if day.0 < most.0 {
            most = *day;
        }
    }
    let dim = solve(least, None)?;
    // By how much the sunlight of the days differs; the line errs by less than its square.
    let spread = least.0 / most.0 - 1.0;
    // A panel that is all emission grows warmer with the fourth root of the sunlight.
    let warmer = dim.temperature.in_kelvin() * (1.0 + 0.25 * spread);
    let bright = solve(most, if spread < 0.1 { Some(warmer) } else { None })?;
    let mut iterations = dim.iterations + bright.iterations;
    // Along the line: efficiency `e + g S`, temperature; `S = 1/x`.
    let differs = if most.0 < least.0 { 1.0 / (1.0 / most.0 - 1.0 / least.0) } else { 0.0 };
    let slope = (bright.efficiency - dim.efficiency) * differs;
    let dark = dim.efficiency - slope / least.0;
    let near = |day: (f64, f64)| {
        let warming = (bright.temperature - dim.temperature).in_kelvin() * differs;
        Some(dim.temperature.in_kelvin() + warming * (1.0 / day.0 - 1.0 / least.0))
    };
    // What a day asks by the line, `(x + c y) / (e + g/x)`, as two factors to be divided: days are compared crosswise.
    let asks = |day: (f64, f64)| ((day.0 + c * day.1) * day.0, dark * day.0 + slope);
    let (mut chosen, mut greatest) = (least, asks(least));
    for day in days {
        let found = asks(*day);
        if found.0 * greatest.1 > greatest.0 * found.1 {
            (chosen, greatest) = (*day, found);
        }
    }
    let point = if chosen == least {
        dim
    } else {
        let found = solve(chosen, near(chosen))?;
        iterations += found.iterations;
        found
    };
    let mut worst = (chosen.0 + c * chosen.1) / point.efficiency;
    let mut point = point;
    let plain = d.radiator.concept == Concept::Separate && cell.temperature_coefficient.in_si() <= 0.0;
    let first = chosen;
    let first_asked = first.0 + c * first.1;
    let least_asked = (1.0 - spread * spread) * (greatest.0 / greatest.1);
    for day in days {
        let asked = day.0 + c * day.1;
        let colder = plain && day.0 >= first.0 && asked <= first_asked;
        let by_line = asks(*day);
        if *day == first || colder || (plain && by_line.0 < least_asked * by_line.1) {
            continue;
        }
        let found = solve(*day, near(*day))?;
        iterations += found.iterations;
        if asked / found.efficiency > worst {
            (worst, point, chosen) = (asked / found.efficiency, found, *day);
        }
    }
    let (x, burden) = (chosen.0, burden(chosen));
    Ok(Array {
        area: loads.sunlit * worst / (cell.pointing * cell.packing * retention),
        power: loads.sunlit * (1.0 + burden),
        flux: 1.0 / x,
        point,
        iterations,
    })
}

/// Where the heat leaves: area, temperatures.
struct Shed {
    array_area: f64,
    radiator_area: f64,
    /// Heat shed by each square metre of panel.
    per_panel: f64,
    temperature: f64,
    sink: f64,
}

#[inline]
fn shed(d: &Design, loads: &Loads, array_area: f64, faces: &ArrayFaces) -> Result<Shed, CannotClose> {
    let (sky, cell, radiator) = (&d.sky, &d.cell, &d.radiator);
    let allowed = radiator.chip_limit - radiator.rise;
    match radiator.concept {
        Concept::Separate => {
            if let Some(flux) = radiator.given_flux {
                // What surroundings that flux would come from, for the faces it says nothing of.
                let emission = STEFAN_BOLTZMANN * 2.0 * radiator.emissivity;
                let sink = (fourth_power(allowed.in_si()) - flux.in_si() / emission).max(0.0).sqrt().sqrt();
                return Ok(Shed {
                    array_area,
                    radiator_area: loads.heat / flux.in_si(),
                    per_panel: flux.in_si(),
                    temperature: allowed.in_si(),
                    sink,
                });
            }
            let around = Surroundings { sunlight: sky.greatest_flux, albedo: sky.albedo, infrared: sky.infrared };
            let shaded = Face {
                emissivity: radiator.emissivity,
                absorptivity: radiator.absorptivity,
                sun_cosine: 0.0,
                earth_view: sky.earth_view_edge,
                albedo_view: sky.albedo_view_edge,
            };
            let both = [Face { sun_cosine: radiator.sun_cosine, ..shaded }, shaded];
            let mut through = panel(allowed, &both, radiator.fin_efficiency, radiator.blocked, &around);
            if let (Some(gap), Ok(free)) = (radiator.neighbour_gap, &through) {
                let hidden = blocked_by_neighbours(loads.heat, free.emitted.in_si(), free.absorbed.in_si(), gap)
                    .map_err(|_| CannotClose::NeighboursTooNear { gap })?;
                let blocked = 1.0 - (1.0 - radiator.blocked) * (1.0 - hidden);
                through = panel(allowed, &both, radiator.fin_efficiency, blocked, &around);
            }
            let flux = through.map_err(|refused| match refused {
                CannotRadiate::AbsorbsMoreThanItEmits { temperature, emitted, absorbed } => {
                    // Emission at 1 K follows from the coefficients, so that a panel at 0 K has a sink too.
                    let share = radiator.fin_efficiency * (1.0 - radiator.blocked) * 2.0 * radiator.emissivity;
                    let sink = Temperature::from_si((absorbed.in_si() / (STEFAN_BOLTZMANN * share)).sqrt().sqrt());
                    if !emitted.is_finite() || !sink.is_finite() {
                        CannotClose::GrowsWithoutBound
                    } else if radiator.chip_limit <= sink {
                        CannotClose::ChipLimitBelowSink { limit: radiator.chip_limit, sink }
                    } else {
                        CannotClose::RadiatorAbsorbsMoreThanItEmits { panel: temperature, sink }
                    }
                }
                CannotRadiate::NotPossible { what, value } => {
                    CannotClose::OutOfRange { what, value, least: SOME, most: ANY }
                }
            })?;
            Ok(Shed {
                array_area,
                radiator_area: loads.heat / flux.per_panel.in_si(),
                per_panel: flux.per_panel.in_si(),
                temperature: allowed.in_si(),
                sink: flux.sink.in_si(),
            })
        }
        Concept::BackOfArray => {
            if radiator.neighbour_gap.is_some() {
                return Err(CannotClose::NeighboursShadeTheArray);
            }
            let emission = STEFAN_BOLTZMANN * faces.emissivity;
            // Hottest under the greatest sunlight with nothing to charge: all electricity but the light comes back.
            let strongest = sky.greatest_flux.in_si();
            let from_sun = strongest * (cell.absorptivity * cell.pointing + faces.reflected);
            let environment = from_sun + faces.infrared;
            let limit = if allowed > Temperature::ZERO { emission * fourth_power(allowed.in_si()) } else { 0.0 };
            // In eclipse the heat has only the panel to leave by.
            let spare = limit - faces.infrared;
            let dark_heat = loads.eclipse / d.battery.discharge_efficiency
                - if loads.eclipse > 0.0 { loads.light * d.eclipse_share } else { 0.0 };
            let needed = if dark_heat <= 0.0 {
                0.0
            } else if spare > 0.0 {
                dark_heat / spare
            } else {
                f64::INFINITY
            };
            let area = f64::max(array_area, needed);
            let hottest = ((environment - loads.light / area).max(0.0) / emission).sqrt().sqrt();
            // Written so that an undefined temperature is refused too.
            let fits = hottest <= allowed.in_si();
            if !fits {
                let (panel, sink) = (Temperature::from_si(hottest), (faces.infrared / emission).sqrt().sqrt());
                return Err(if radiator.chip_limit.in_si() <= sink {
                    CannotClose::ChipLimitBelowSink { limit: radiator.chip_limit, sink: Temperature::from_si(sink) }
                } else {
                    CannotClose::ArrayTooHotForChips { panel, allowed }
                });
            }
            Ok(Shed {
                array_area: area,
                radiator_area: area,
                per_panel: loads.heat / area,
                temperature: hottest,
                sink: (environment / emission).sqrt().sqrt(),
            })
        }
    }
}

/// Sizes a satellite so that power, heat and mass close.
///
/// * Loads: `L = (IT + links + housekeeping + p Q)/η`; all of it but the links' light becomes heat `Q`, with the battery's
///   losses. In eclipse the share [`Design::eclipse_share`] of IT and links is kept up, housekeeping always.
/// * Battery: `E = L_e t_e/(D η_d)`, the depth `D` limited by the cycles of the life.
/// * Array: `A = L_s max_days [(x + c y)/η(T)] / (μ p k)`, with `c = L_e/(L_s η_c η_d)`, at the end of life (`k` left), each
///   day's cells at the temperature of their own balance.
/// * Radiator: `A_r = Q/(q_1 + q_2)` (or over the flux given), both faces, greatest sunlight, end-of-life coating, with what neighbours hide
///   ([`blocked_by_neighbours`]). On the back of an array the panel's balance with its returned electricity must stay below what the chips allow; the area is the larger of what
///   power and eclipse heat need.
/// * Propellant against drag `F = ½ρv²C_d f A`, manoeuvres `a` and deorbit `v_d` over the life `τ`, exact for a mass that
///   burns down: `m_p = m_dry (e^{(aτ+v_d)/u} − 1) + (F/a)(e^{aτ/u} − 1)`, `u = I g₀`.
/// * Dry mass: `m_dry = (1 + margin)(1 + structure)(Σ parts + tanks · m_p)`; linear in `m_p`, solved by one division.
///
/// One design in, one satellite out. Leaves out albedo on a separate array (a few K), the array seen by the radiator, the
/// shorter eclipses of a season (each counts as a full cycle), the electricity of electric engines (put it into
/// housekeeping) and packing into the fairing. Sources: `patel2004`, `gilmore2002`, `tsiolkovsky1903`.
///
/// # Errors
/// [`CannotClose`], with the reason.
pub fn size(d: &Design) -> Result<Sized, CannotClose> {
    check(d)?;
    let (sky, cell, battery, radiator, engine) = (&d.sky, &d.cell, &d.battery, &d.radiator, &d.propulsion);
    let retention = end_of_life(cell.loss, d.life).unwrap_or(0.0);
    if retention <= 0.0 {
        return Err(CannotClose::CellsWornOut { life: d.life });
    }
    let loads = loads(d)?;
    let faces = array_faces(d);
    let array = array(d, &loads, retention, &faces)?;
    let shed = shed(d, &loads, array.area, &faces)?;
    let area = shed.array_area;
    // An array larger than its power asks for (its back needs the room) is covered with cells all the same.
    let power_bol = area * array.flux * cell.pointing * cell.packing * array.point.efficiency;

    let cycles = sky.eclipses_per_year * d.life.in_years();
    let stored = loads.eclipse * sky.longest_eclipse.in_si() / battery.discharge_efficiency;
    let (depth, capacity) = if stored > 0.0 {
        let depth = allowed_depth(battery, cycles).map_err(|_| CannotClose::GrowsWithoutBound)?;
        (depth, stored / depth)
    } else {
        (0.0, 0.0)
    };

    let own_panels = if radiator.concept == Concept::Separate { shed.radiator_area } else { 0.0 };
    let payload = d.it_power * d.payload_mass;
    let shielding = d.shielding * Area::from_si(d.shielded_area_per_watt * d.it_power.in_si());
    let array_mass = match d.array_mass {
        Some(ArrayMass::PerArea(mass)) => mass * Area::from_si(area),
        Some(ArrayMass::PerPower(power)) => Power::from_si(power_bol) / power,
        None => Mass::ZERO,
    };
    let battery_mass = Energy::from_si(capacity) / battery.specific_energy;
    let power_electronics = Power::from_si(power_bol) * d.power_electronics;
    let radiator_mass = radiator.areal_mass * Area::from_si(shed.radiator_area);
    let heat_loop = Power::from_si(loads.heat) * radiator.loop_mass;
    let parts = (payload + shielding + array_mass + battery_mass)
        + (power_electronics + radiator_mass + heat_loop + d.link_mass + d.fixed_mass);

    // The round of mass.
    let growth = (1.0 + d.structure) * (1.0 + d.margin);
    let exhaust = engine.specific_impulse.in_si() * STANDARD_GRAVITY.in_si();
    let frontal = engine.frontal_share * (area + own_panels);
    let drag = 0.5 * sky.density.in_si() * squared(sky.speed.in_si()) * engine.drag_coefficient * frontal;
    let held = engine.manoeuvres.in_si() * d.life.in_si() / exhaust;
    let burnt_share = exp_m1(held + engine.deorbit.in_si() / exhaust);
    let stretched = if held == 0.0 { 1.0 } else { exp_m1(held) / held };
    let against_drag = drag * d.life.in_si() / exhaust * stretched;
    let feedback = burnt_share * growth * engine.tank_share;
    if feedback >= 1.0 || feedback.is_nan() {
        return Err(CannotClose::PropellantDoesNotClose { feedback });
    }
    let propellant = (burnt_share * growth * parts.in_si() + against_drag) / (1.0 - feedback);

    let tanks = engine.tank_share * propellant;
    let bare = parts.in_si() + tanks;
    let structure = d.structure * bare;
    let margin = d.margin * (bare + structure);
    let masses = Masses {
        payload,
        shielding,
        array: array_mass,
        battery: battery_mass,
        power_electronics,
        radiator: radiator_mass,
        heat_loop,
        links: d.link_mass,
        structure: Mass::from_si(structure),
        propulsion: Mass::from_si(tanks),
        propellant: Mass::from_si(propellant),
        fixed: d.fixed_mass,
        margin: Mass::from_si(margin),
    };
    let mass_total = masses.total();
    let burnt = (bare + structure + margin) * burnt_share + against_drag;
    let residual = f64::max(loads.residual, ((burnt - propellant) / mass_total.in_si()).abs());
    let per_panel = shed.per_panel;
    let specific_mass = mass_total / d.it_power;
    let bounded = mass_total.is_finite() & specific_mass.is_finite() & power_bol.is_finite() & per_panel.is_finite();
    // A satellite of no mass has no residual of its own; all shares of it are nothing.
    let residual = if mass_total == Mass::ZERO { loads.residual } else { residual };
    if !(bounded & (area > 0.0) & area.is_finite() & (residual < 1e-9)) {
        return Err(CannotClose::GrowsWithoutBound);
    }
    Ok(Sized {
        sunlit_load: Power::from_si(loads.sunlit),
        eclipse_load: Power::from_si(loads.eclipse),
        recharge_power: Power::from_si(loads.recharge),
        array_area: Area::from_si(area),
        array_power_bol: Power::from_si(power_bol),
        array_power_eol: Power::from_si(array.power),
        retention,
        sizing_flux: Flux::from_si(array.flux),
        cell_temperature: array.point.temperature,
        cell_efficiency: array.point.efficiency,
        battery_energy: Energy::from_si(capacity),
        battery_depth: depth,
        cycles,
        heat: Power::from_si(loads.heat),
        radiator_area: Area::from_si(shed.radiator_area),
        radiator_temperature: Temperature::from_si(shed.temperature),
        sink_temperature: Temperature::from_si(shed.sink),
        radiator_flux_per_panel: Flux::from_si(per_panel),
        radiator_flux_per_face: Flux::from_si(0.5 * per_panel),
        masses,
        mass_total,
        specific_mass,
        power_duty: sky.sunlit_fraction + d.eclipse_share * (1.0 - sky.sunlit_fraction),
        iterations: array.iterations,
        residual,
    })
}
