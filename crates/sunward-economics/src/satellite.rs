//! Satellites: closed by physics, priced by parts, carried by the cheapest launch on sale.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use crate::launch::{PreparedVehicle, Ride, Shared};
use crate::learning::Curve;
use sunward_model::option::EclipsePolicy;
use sunward_model::technology::{Battery, Bus, Cell, Chip, Link, Radiator, RadiatorConcept};
use sunward_model::{Satellite, Values};
use sunward_physics::spacecraft::{self, ArrayMass, Design, Propulsion, Sized, SkyView};
use sunward_physics::{battery, cell, radiator};
use sunward_quantity::{DataRatePerPower, Density, Mass, Money, SpecificMass};

/// Density of aluminium. Source: `crc_handbook`.
const ALUMINIUM: Density = Density::kilograms_per_cubic_metre(2700.0);
/// Depth at which the cycles of a battery are stated.
const REFERENCE_DEPTH: f64 = 0.8;
/// Share of a link's electricity that leaves as light: what leaves is milliwatts to watts of hundreds.
const LINK_LIGHT: f64 = 0.0;

/// A satellite with all it is made of, ready to be evaluated.
#[derive(Debug, Clone)]
pub struct PreparedSatellite {
    /// As the scenario describes it.
    pub satellite: Satellite,
    /// And its parts.
    pub chip: Chip,
    chip_price: ChipPrice,
    cell: Cell,
    battery: Battery,
    radiator: Radiator,
    bus: Bus,
    link: Link,
    /// Its sky, prepared.
    pub sky: SkyView,
    /// What may launch it.
    pub vehicles: Vec<PreparedVehicle>,
    learning: Option<Curve>,
}

impl PreparedSatellite {
    /// Everything it is made of.
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        satellite: Satellite,
        chip: Chip,
        chip_price: ChipPrice,
        cell: Cell,
        battery: Battery,
        radiator: Radiator,
        bus: Bus,
        link: Link,
        sky: SkyView,
        vehicles: Vec<PreparedVehicle>,
        learning: Option<Curve>,
    ) -> Self {
        Self { satellite, chip, chip_price, cell, battery, radiator, bus, link, sky, vehicles, learning }
    }

    /// The design that physics closes.
    #[inline]
    pub fn design(&self, values: &Values) -> Design {
        let (s, bus) = (&self.satellite, &self.bus);
        let ratio = |key| -> f64 { values.get::<sunward_quantity::Ratio>(key).value() };
        let array_mass =
            match (values.get_optional(self.cell.areal_mass), values.get_optional(self.cell.specific_power)) {
                (_, Some(specific)) => Some(ArrayMass::PerPower(specific)),
                (Some(areal), None) => Some(ArrayMass::PerArea(areal)),
                (None, None) => None,
            };
        let eclipse_share = match s.eclipse_policy {
            EclipsePolicy::Full => 1.0,
            EclipsePolicy::Throttle => ratio(s.eclipse_share),
            EclipsePolicy::None => 0.0,
        };
        Design {
            it_power: values.get(s.it_power),
            eclipse_share,
            conversion_efficiency: ratio(bus.conversion_efficiency),
            housekeeping: values.get(bus.housekeeping),
            link_power: values.get(self.link.power),
            link_light: LINK_LIGHT,
            pump_share: ratio(self.radiator.pump_share),
            life: values.get(s.life),
            sky: self.sky,
            cell: cell::Cell {
                efficiency: ratio(self.cell.efficiency),
                temperature_coefficient: values.get(self.cell.temperature_coefficient),
                packing: ratio(self.cell.packing),
                absorptivity: ratio(self.cell.absorptivity),
                emissivity_front: ratio(self.cell.front_emissivity),
                emissivity_back: ratio(self.cell.back_emissivity),
                loss: values.get(self.cell.degradation),
                pointing: 1.0,
            },
            array_mass,
            battery: battery::Battery {
                specific_energy: values.get(self.battery.specific_energy),
                depth_of_discharge: ratio(self.battery.depth_of_discharge),
                reference_cycles: ratio(self.battery.cycles),
                reference_depth: REFERENCE_DEPTH,
                cycle_exponent: ratio(self.battery.cycle_exponent),
                charge_efficiency: ratio(self.battery.charge_efficiency),
                discharge_efficiency: ratio(self.battery.discharge_efficiency),
            },
            radiator: radiator::Radiator {
                concept: match self.radiator.concept {
                    RadiatorConcept::Separate => radiator::Concept::Separate,
                    RadiatorConcept::BackOfArray => radiator::Concept::BackOfArray,
                },
                chip_limit: values.get(self.chip.temperature_limit),
                rise: values.get(self.radiator.drop),
                emissivity: ratio(self.radiator.emissivity),
                absorptivity: ratio(self.radiator.absorptivity),
                fin_efficiency: ratio(self.radiator.fin_efficiency),
                blocked: 0.0,
                areal_mass: values.get(self.radiator.areal_mass),
                sun_cosine: ratio(self.radiator.sun_cosine),
                loop_mass: values.get(self.radiator.loop_mass),
            },
            payload_mass: SpecificMass::kilograms_per_watt(
                values.get(self.chip.mass).in_kilograms() / values.get(self.chip.power).in_watts(),
            ),
            power_electronics: values.get(bus.power_electronics_mass),
            shielding: ALUMINIUM * values.get(bus.shielding),
            // The area is stated for each kilowatt.
            shielded_area_per_watt: values.get(bus.shielded_area).in_square_metres() / 1e3,
            link_mass: values.get(self.link.mass),
            fixed_mass: values.get(bus.fixed_mass),
            structure: ratio(bus.structure),
            margin: ratio(bus.mass_margin),
            propulsion: Propulsion {
                specific_impulse: values.get(bus.specific_impulse),
                drag_coefficient: ratio(bus.drag_coefficient),
                frontal_share: ratio(bus.frontal_share),
                manoeuvres: values.get(bus.manoeuvres),
                deorbit: values.get(bus.deorbit),
                tank_share: ratio(bus.tank_share),
            },
        }
    }

    /// Fills in its datasheet in `year`, on a blank sheet.
    ///
    /// # Errors
    /// [`Refusal`] when it does not close or nothing carries it.
    pub fn fill(&self, values: &Values, year: i32, sheet: &mut Datasheet) -> Result<(), Refusal> {
        let s = &self.satellite;
        let it_power = values.get(s.it_power);
        let life = values.get(s.life);
        let (typed_power, typed_price) = (values.get_optional(s.specific_power), values.get_optional(s.price));
        let sized = match spacecraft::size(&self.design(values)) {
            Ok(sized) => Some(sized),
            // With mass and price typed in, a study needs no closed design.
            Err(reason) if typed_power.is_none() || typed_price.is_none() => return Err(Refusal::CannotClose(reason)),
            Err(_) => None,
        };
        sheet.it_power = it_power;
        let computed = sized.map_or(Mass::ZERO, |s| s.mass_total);
        sheet.mass = typed_power.map_or(computed, |specific| it_power / specific);
        let replaced = values.get(s.failure) + values.get(self.chip.failure);
        let capital = |price: Money, margin: f64, mass: Mass| Capital {
            price,
            margin,
            life,
            residual: 0.0,
            at_once: false,
            replaced,
            mass,
            area: sunward_quantity::Area::ZERO,
        };
        // The chips: the same as on the ground and obsolete as soon, but none comes back. A satellite that outlives
        // its chips' worth goes on, but they are paid for by then.
        let chip_life = values.get(self.chip.life).min(life);
        sheet.chips = it_power / values.get(self.chip.power);
        let chip_margin = values.get(self.chip.margin).value();
        // Where the whole mass is typed in, the computed parts are scaled to it, so that they still add up.
        let scale = if computed.in_kilograms() > 0.0 { sheet.mass / computed } else { 1.0 };
        let masses = sized.map(|s| s.masses);
        let mass_of = |take: fn(&spacecraft::Masses) -> Mass| masses.map_or(Mass::ZERO, |m| take(&m) * scale);
        let chips = capital(self.chip_price.of(values)? * sheet.chips, chip_margin, mass_of(|m| m.payload));
        *sheet.bought(Part::Chips) = Capital { life: chip_life, at_once: true, ..chips };
        let servers = capital(values.get(self.chip.server_price) * sheet.chips, 0.0, Mass::ZERO);
        *sheet.bought(Part::Servers) = Capital { life: chip_life, at_once: true, ..servers };
        let margin = values.get(s.margin).value();
        match (typed_price, &sized) {
            (Some(price), _) => {
                let mass = sheet.mass - mass_of(|m| m.payload);
                *sheet.bought(Part::Satellite) = capital(price * it_power, margin, mass);
            }
            (None, Some(sized)) => self.price_parts(sheet, sized, values, scale, &capital, margin),
            (None, None) => return Err(Refusal::NotFinite),
        }
        if let (Some(sized), true) = (&sized, typed_price.is_none()) {
            sheet.bought(Part::Array).area = sized.array_area;
            sheet.bought(Part::Radiator).area = sized.radiator_area;
        }
        let ride = self.ride(sheet, values, year)?;
        *sheet.bought(Part::Launch) = capital(ride.price, ride.margin, Mass::ZERO);
        let insured: Money = sheet.capital_price();
        *sheet.bought(Part::Insurance) = capital(insured * values.get(s.launch_insurance).value(), 0.0, Mass::ZERO);
        sheet.insurance = values.get(s.orbit_insurance);
        *sheet.paid(Part::Operations) = values.get(s.operations) * it_power;
        sheet.peak = values.get(self.chip.compute) / values.get(self.chip.power);
        sheet.power = sized.map_or(self.sky.sunlit_fraction, |s| s.power_duty);
        sheet.availability = values.get(s.availability).value();
        sheet.network =
            DataRatePerPower::bits_per_joule(values.get(self.link.rate).in_bits_per_second() / it_power.in_watts());
        sheet.wacc = values.get(s.wacc);
        sheet.lead_time = values.get(s.lead_time);
        sheet.construction = values.get(s.construction);
        sheet.sized = sized;
        sheet.launch = Some(ride);
        Ok(())
    }

    fn price_parts(
        &self,
        sheet: &mut Datasheet,
        sized: &Sized,
        values: &Values,
        scale: f64,
        capital: &impl Fn(Money, f64, Mass) -> Capital,
        margin: f64,
    ) {
        let m = &sized.masses;
        let bus = &self.bus;
        let structure = m.structure + m.shielding + m.margin;
        let propulsion = m.propulsion + m.propellant;
        let rows: [(Part, Money, Mass); 9] = [
            (Part::Array, values.get(self.cell.price) * sized.array_power_bol, m.array),
            (Part::Battery, values.get(self.battery.price) * sized.battery_energy, m.battery),
            (
                Part::PowerElectronics,
                values.get(bus.power_electronics_price) * sized.array_power_bol,
                m.power_electronics,
            ),
            (Part::Radiator, values.get(self.radiator.price) * sized.radiator_area, m.radiator),
            (Part::HeatLoop, values.get(self.radiator.loop_price) * sized.heat, m.heat_loop),
            (Part::Structure, values.get(bus.structure_price) * structure, structure),
            (Part::Avionics, values.get(bus.fixed_price), m.fixed),
            (Part::Links, values.get(self.link.price), m.links),
            (Part::Propulsion, values.get(bus.propulsion_price) * propulsion, propulsion),
        ];
        let learnt = self.learning.map_or(1.0, |curve| curve.factor(values));
        let mut sum = Money::ZERO;
        for (part, price, mass) in rows {
            let price = price * learnt;
            sum += price;
            *sheet.bought(part) = capital(price, margin, mass * scale);
        }
        let integration = sum * values.get(self.satellite.integration).value();
        *sheet.bought(Part::Integration) = capital(integration, margin, Mass::ZERO);
    }

    /// The cheapest ride on sale.
    fn ride(&self, sheet: &Datasheet, values: &Values, year: i32) -> Result<Ride, Refusal> {
        let s = &self.satellite;
        if let Some(price_per_mass) = values.get_optional(s.launch_price) {
            let price = price_per_mass * sheet.mass;
            return Ok(Ride {
                vehicle: None,
                payload: Mass::ZERO,
                flight_price: Money::ZERO,
                flight_cost: None,
                satellites: 0.0,
                volume_limited: false,
                price,
                margin: 0.0,
                price_per_mass,
            });
        }
        let volume = values.get(s.stowed_volume);
        let mut best: Option<Ride> = None;
        let mut on_sale = false;
        let mut shared = Shared::default();
        for vehicle in self.vehicles.iter().filter(|vehicle| vehicle.on_sale(year)) {
            on_sale = true;
            if let Some(ride) = vehicle.ride(values, sheet.mass, volume, &mut shared)
                && best.is_none_or(|best| ride.price < best.price)
            {
                best = Some(ride);
            }
        }
        best.ok_or(if on_sale { Refusal::OutOfReach } else { Refusal::NoVehicle })
    }
}
