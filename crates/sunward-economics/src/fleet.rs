//! What a rate of flights asks of launchers: ships, boosters, pads, propellant.

use sunward_model::supply::Propellant;
use sunward_model::technology::Vehicle;
use sunward_model::{Model, Values};
use sunward_quantity::elementary::{exp_m1, ln_1p};
use sunward_quantity::{Mass, MassRate, Rate, TimeSpan};

/// Stages in use: `n = f τ`, for `flights` `f` and `turnaround` `τ` from one flight of a stage to its next.
///
/// Leaves out spares.
#[inline]
pub fn stages_in_use(flights: Rate, turnaround: TimeSpan) -> f64 {
    (flights * turnaround).value()
}

/// Flights that a stage makes before it is worn out or lost.
///
/// `(1 − (1 − p)ⁿ) / p`: scalar in, scalar out; `n` without losses, 1 for a stage that flies once.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `n` | `life` in flights | – |
/// | `p` | `loss`, the chance that a flight ends it | – |
///
/// The mean of a life cut short with the same chance at each flight: the sum of a geometric series.
#[inline]
pub fn flights_flown(life: f64, loss: f64) -> f64 {
    if loss < 1e-12 { life } else { -exp_m1(life * ln_1p(-loss)) / loss }
}

/// A mass of propellant as fuel and oxygen: `m/(1+r)` and `m r/(1+r)` for `mixture` `r`.
#[inline]
pub fn fuel_and_oxygen(propellant: Mass, mixture: f64) -> (Mass, Mass) {
    let fuel = propellant / (1.0 + mixture);
    (fuel, propellant - fuel)
}

/// What a rate of flights asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fleet {
    /// Flights.
    pub flights: Rate,
    /// Mass that reaches orbit; full flights.
    pub mass: MassRate,
    /// Pads, in fractions.
    pub pads: f64,
    /// Boosters in use.
    pub boosters: f64,
    /// Upper stages in use.
    pub ships: f64,
    /// Boosters built to replace those worn out or lost.
    pub boosters_built: Rate,
    /// Upper stages built likewise.
    pub ships_built: Rate,
    /// Flights that fail.
    pub failures: Rate,
    /// Propellant of all stages.
    pub propellant: MassRate,
    /// The fuel in it.
    pub fuel: MassRate,
    /// The oxygen in it.
    pub oxygen: MassRate,
    /// Fuel against what the world makes of it.
    pub fuel_of_world: Option<f64>,
    /// Flights against those licensed.
    pub of_licensed: Option<f64>,
}

/// A vehicle ready for fleet arithmetic.
#[derive(Debug, Clone)]
pub struct PreparedFleet {
    vehicle: Vehicle,
    propellant: Propellant,
}

impl PreparedFleet {
    /// Of the vehicle of this name.
    ///
    /// # Panics
    /// If the model does not hold it: the reader has looked.
    pub fn new(model: &Model, vehicle: &str) -> Self {
        let vehicle = model.vehicles[vehicle].clone();
        let propellant = model.propellants[&vehicle.burns].clone();
        Self { vehicle, propellant }
    }

    /// What so many flights with so much payload ask for.
    pub fn fleet(&self, values: &Values, flights: Rate, payload: Mass) -> Fleet {
        let v = &self.vehicle;
        let ratio = |key| -> f64 { values.get::<sunward_quantity::Ratio>(key).value() };
        let loss = ratio(v.loss);
        let loaded = values.get(v.propellant);
        let (fuel, oxygen) = fuel_and_oxygen(loaded, ratio(self.propellant.mixture));
        Fleet {
            flights,
            mass: flights * payload,
            pads: flights / values.get(v.pad_cadence),
            boosters: stages_in_use(flights, values.get(v.booster_turnaround)),
            ships: stages_in_use(flights, values.get(v.ship_turnaround)),
            boosters_built: flights / flights_flown(ratio(v.booster_flights), loss),
            ships_built: flights / flights_flown(ratio(v.ship_flights), loss),
            failures: flights * loss,
            propellant: flights * loaded,
            fuel: flights * fuel,
            oxygen: flights * oxygen,
            fuel_of_world: values.get_optional(self.propellant.world_fuel).map(|world| flights * fuel / world),
            of_licensed: values
                .get_optional(v.licensed)
                .filter(|licensed| licensed.in_per_second() > 0.0)
                .map(|licensed| flights / licensed),
        }
    }

    /// Flights a year that its sites are licensed for, where known.
    pub fn licensed(&self, values: &Values) -> Option<Rate> {
        values.get_optional(self.vehicle.licensed)
    }

    /// Flights a year that the scenario expects of it.
    pub fn cadence(&self, values: &Values) -> Rate {
        values.get(self.vehicle.cadence)
    }

    /// Payload to its reference orbit.
    pub fn payload(&self, values: &Values) -> Mass {
        values.get(self.vehicle.payload)
    }
}
