//! The price of a launch from how often it flies.

use crate::finance::Interest;
use crate::learning::Curve;
use sunward_model::technology::Vehicle;
use sunward_model::{Key, OptionalKey, Values};
use sunward_physics::launch::{UpperStage, payload};
use sunward_quantity::{Mass, Money, MoneyRate, PricePerMass, Rate, Ratio, Speed, TimeSpan, Volume};

/// A vehicle made ready for one orbit: its numbers, and the extra speed that orbit asks of it.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct PreparedVehicle {
    /// Index in the satellite's list.
    pub index: usize,
    available: i32,
    extra: Speed,
    payload: Key<Mass>,
    upper_dry_mass: Key<Mass>,
    upper_propellant: Key<Mass>,
    upper_specific_impulse: Key<TimeSpan>,
    volume: Key<Volume>,
    price: OptionalKey<PricePerMass>,
    booster_cost: Key<Money>,
    booster_flights: Key<Ratio>,
    booster_turnaround: Key<TimeSpan>,
    ship_cost: Key<Money>,
    ship_flights: Key<Ratio>,
    ship_turnaround: Key<TimeSpan>,
    refurbishment: Key<Ratio>,
    propellant: Key<Mass>,
    propellant_price: Key<PricePerMass>,
    operations: Key<Money>,
    fixed_cost: Key<MoneyRate>,
    cadence: Key<Rate>,
    pad_cost: Key<Money>,
    pad_cadence: Key<Rate>,
    pad_life: Key<TimeSpan>,
    loss: Key<Ratio>,
    wacc: Key<Rate>,
    margin: Key<Ratio>,
    learning: Option<Curve>,
}

/// What one flight costs, part by part.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FlightCost {
    /// Building boosters, spread over their flights, with interest.
    pub boosters: Money,
    /// Building upper stages, likewise.
    pub ships: Money,
    /// Repair between flights.
    pub refurbishment: Money,
    /// Propellant.
    pub propellant: Money,
    /// Range, recovery and crew.
    pub operations: Money,
    /// Staff and plant, shared by all flights of the year.
    pub fixed: Money,
    /// Pads, likewise, with interest.
    pub pads: Money,
    /// Vehicles lost.
    pub losses: Money,
    /// The seller's margin.
    pub margin: Money,
}

impl FlightCost {
    /// Without the margin.
    pub fn cost(&self) -> Money {
        self.boosters
            + self.ships
            + self.refurbishment
            + self.propellant
            + self.operations
            + self.fixed
            + self.pads
            + self.losses
    }

    /// With it.
    pub fn price(&self) -> Money {
        self.cost() + self.margin
    }
}

/// How a satellite gets to orbit, and at what price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ride {
    /// Which vehicle of the satellite's list; `None` for a price typed in.
    pub vehicle: Option<usize>,
    /// What the vehicle carries to this orbit.
    pub payload: Mass,
    /// Price of a flight.
    pub flight_price: Money,
    /// Its parts, unless the price is typed in.
    pub flight_cost: Option<FlightCost>,
    /// Satellites a flight carries, by mass or by volume; a mean over many flights, so not a whole number.
    pub satellites: f64,
    /// Whether volume and not mass limits them.
    pub volume_limited: bool,
    /// Price for one satellite.
    pub price: Money,
    /// Share of it that is margin.
    pub margin: f64,
    /// Price by mass: what launch costs for each kilogram of satellite.
    pub price_per_mass: PricePerMass,
}

impl Ride {
    /// At a price that is typed in, on no vehicle.
    pub fn typed_in(price: Money, price_per_mass: PricePerMass) -> Self {
        Self {
            vehicle: None,
            payload: Mass::ZERO,
            flight_price: Money::ZERO,
            flight_cost: None,
            satellites: 0.0,
            volume_limited: false,
            price,
            margin: 0.0,
            price_per_mass,
        }
    }
}

/// What vehicles of one maker have in common, worked out once for all of them: interest and learning.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shared {
    interest: Option<(Rate, Interest)>,
    learnt: Option<(Curve, f64)>,
}

impl Shared {
    #[inline]
    fn of(&mut self, vehicle: &PreparedVehicle, values: &Values) -> (Interest, f64) {
        let rate = values.get(vehicle.wacc);
        let interest = match self.interest {
            Some((known, interest)) if known == rate => interest,
            _ => {
                let interest = Interest::new(rate);
                self.interest = Some((rate, interest));
                interest
            }
        };
        let learnt = match (vehicle.learning, self.learnt) {
            (None, _) => 1.0,
            (Some(curve), Some((known, factor))) if known == curve => factor,
            (Some(curve), _) => {
                let factor = curve.factor(values);
                self.learnt = Some((curve, factor));
                factor
            }
        };
        (interest, learnt)
    }
}

impl PreparedVehicle {
    /// Takes the vehicle's numbers; `extra` is the speed its orbit asks beyond the reference orbit.
    pub fn new(index: usize, vehicle: &Vehicle, extra: Speed, learning: Option<Curve>) -> Self {
        Self {
            index,
            available: vehicle.available,
            extra,
            payload: vehicle.payload,
            upper_dry_mass: vehicle.upper_dry_mass,
            upper_propellant: vehicle.upper_propellant,
            upper_specific_impulse: vehicle.upper_specific_impulse,
            volume: vehicle.volume,
            price: vehicle.price,
            booster_cost: vehicle.booster_cost,
            booster_flights: vehicle.booster_flights,
            booster_turnaround: vehicle.booster_turnaround,
            ship_cost: vehicle.ship_cost,
            ship_flights: vehicle.ship_flights,
            ship_turnaround: vehicle.ship_turnaround,
            refurbishment: vehicle.refurbishment,
            propellant: vehicle.propellant,
            propellant_price: vehicle.propellant_price,
            operations: vehicle.operations,
            fixed_cost: vehicle.fixed_cost,
            cadence: vehicle.cadence,
            pad_cost: vehicle.pad_cost,
            pad_cadence: vehicle.pad_cadence,
            pad_life: vehicle.pad_life,
            loss: vehicle.loss,
            wacc: vehicle.wacc,
            margin: vehicle.margin,
            learning,
        }
    }

    /// Whether it is on sale.
    #[inline]
    pub fn on_sale(&self, year: i32) -> bool {
        year >= self.available
    }

    /// Cost of one flight.
    ///
    /// Vehicles: `cost × CRF(wacc, flights × turnaround) × turnaround` each, so that idle time costs interest.
    /// Pads: `pad cost × CRF / pad cadence`: as many pads as the cadence needs, in fractions.
    /// Margin: `price = cost / (1 − margin)`.
    pub fn flight_cost(&self, values: &Values, shared: &mut Shared) -> FlightCost {
        let get = |key: Key<Ratio>| values.get(key).value();
        let (interest, learnt) = shared.of(self, values);
        let (booster, ship) = (values.get(self.booster_cost) * learnt, values.get(self.ship_cost) * learnt);
        let a_flight = |cost: Money, flights: f64, turnaround: TimeSpan| {
            (interest.capital_recovery_factor(turnaround * flights) * cost) * turnaround
        };
        let (booster_flights, ship_flights) = (get(self.booster_flights), get(self.ship_flights));
        let refurbished = |cost: Money, flights: f64| cost * (1.0 - 1.0 / flights);
        let cadence = values.get(self.cadence);
        let per_flight = TimeSpan::seconds(1.0 / cadence.in_per_second());
        let mut cost = FlightCost {
            boosters: a_flight(booster, booster_flights, values.get(self.booster_turnaround)),
            ships: a_flight(ship, ship_flights, values.get(self.ship_turnaround)),
            refurbishment: (refurbished(booster, booster_flights) + refurbished(ship, ship_flights))
                * get(self.refurbishment),
            propellant: values.get(self.propellant_price) * values.get(self.propellant),
            operations: values.get(self.operations),
            fixed: values.get(self.fixed_cost) * per_flight,
            pads: (interest.capital_recovery_factor(values.get(self.pad_life)) * values.get(self.pad_cost))
                * TimeSpan::seconds(1.0 / values.get(self.pad_cadence).in_per_second()),
            losses: (booster + ship) * get(self.loss),
            margin: Money::ZERO,
        };
        let margin = get(self.margin);
        cost.margin = cost.cost() * (margin / (1.0 - margin));
        cost
    }

    /// What it carries to the orbit it was prepared for; `None` if nothing.
    #[inline]
    pub fn payload(&self, values: &Values) -> Option<Mass> {
        let stage = UpperStage {
            dry: values.get(self.upper_dry_mass),
            propellant: values.get(self.upper_propellant),
            specific_impulse: values.get(self.upper_specific_impulse),
            reference_payload: values.get(self.payload),
        };
        payload(&stage, self.extra).ok()
    }

    /// The ride of one satellite; `None` if it cannot be carried.
    pub fn ride(&self, values: &Values, mass: Mass, volume: Volume, shared: &mut Shared) -> Option<Ride> {
        let payload = self.payload(values)?;
        let typed = values.get_optional(self.price);
        let (flight_price, flight_cost, margin) = match typed {
            Some(price) => (price * values.get(self.payload), None, 0.0),
            None => {
                let cost = self.flight_cost(values, shared);
                (cost.price(), Some(cost), values.get(self.margin).value())
            }
        };
        let (by_mass, by_volume) = (mass / payload, volume / values.get(self.volume));
        let share = by_mass.max(by_volume);
        let price = flight_price * share;
        Some(Ride {
            vehicle: Some(self.index),
            payload,
            flight_price,
            margin,
            flight_cost,
            satellites: 1.0 / share,
            volume_limited: by_volume > by_mass,
            price,
            price_per_mass: price / mass,
        })
    }
}
