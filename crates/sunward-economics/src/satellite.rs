//! Satellites: closed by physics, priced by parts, carried by the cheapest launch on sale.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use crate::launch::{PreparedVehicle, Ride, Shared};
use crate::learning::Curve;
use crate::network::PreparedLink;
use crate::radiation::{PreparedDose, errors};
use sunward_model::option::EclipsePolicy;
use sunward_model::technology::{Battery, Bus, Cell, Chip, Fins, Pumping, Radiator, RadiatorConcept};
use sunward_model::{Satellite, Shaped, Values};
use sunward_physics::heat::{Face, Surroundings};
use sunward_physics::spacecraft::{self, ArrayMass, CannotClose, Design, Propulsion, Sized, SkyView};
use sunward_physics::{battery, cell, chip_heat, heat_loop, radiator};
use sunward_quantity::{Angle, Density, Length, Mass, Money, Power, Rate, SpecificMass, Speed, Temperature, TimeSpan};

/// Density of aluminium. Source: `crc_handbook`.
const ALUMINIUM: Density = Density::kilograms_per_cubic_metre(2700.0);
/// Depth at which the cycles of a battery are stated.
const REFERENCE_DEPTH: f64 = 0.8;

/// A satellite with all it is made of, ready to be evaluated.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedSatellite {
    /// As the scenario describes it.
    pub satellite: Satellite,
    /// And its parts.
    pub chip: Chip,
    pub(crate) chip_price: ChipPrice,
    pub(crate) cell: Cell,
    pub(crate) battery: Battery,
    pub(crate) radiator: Radiator,
    pub(crate) bus: Bus,
    /// What joins it to others.
    pub link: PreparedLink,
    /// Its sky, prepared.
    pub sky: SkyView,
    /// Of its orbit.
    pub altitude: Length,
    /// Of its orbit.
    pub inclination: Angle,
    /// Its dose, by depth of the shield.
    pub dose: PreparedDose,
    /// The burn that brings it down, unless typed in.
    pub(crate) deorbit: Speed,
    /// What may launch it.
    pub vehicles: Vec<PreparedVehicle>,
    pub(crate) learning: Option<Curve>,
}

impl PreparedSatellite {
    /// The same, where its numbers stand behind `by` others; without its vehicles.
    pub(crate) fn moved(&self, by: usize) -> Self {
        Self {
            satellite: self.satellite.moved(by),
            chip: self.chip.moved(by),
            chip_price: self.chip_price.moved(by),
            cell: self.cell.moved(by),
            battery: self.battery.moved(by),
            radiator: self.radiator.moved(by),
            bus: self.bus.moved(by),
            link: self.link.moved(by),
            vehicles: Vec::new(),
            dose: self.dose.moved(by),
            learning: self.learning.map(|curve| curve.moved(by)),
            ..*self
        }
    }

    /// The design that physics closes, for the whole of the satellite's life.
    pub fn design(&self, values: &Values) -> Design {
        let link_light = self.link.links(values).map_or(0.0, |links| links.light);
        self.design_with(values, values.get(self.satellite.life), self.chip_power(values), link_light)
    }

    /// The design for a life of chips that draw this power, whose links send this share of theirs away as light.
    #[inline]
    fn design_with(&self, values: &Values, life: TimeSpan, chip_power: Power, link_light: f64) -> Design {
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
            link_power: values.get(self.link.terminals().power),
            link_light,
            pump_share: self.pump_share(values),
            life,
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
            radiator: self.panels(values),
            payload_mass: SpecificMass::kilograms_per_watt(
                values.get(self.chip.mass).in_kilograms() / chip_power.in_watts(),
            ),
            power_electronics: values.get(bus.power_electronics_mass),
            shielding: ALUMINIUM * values.get(bus.shielding),
            // The area is stated for each kilowatt.
            shielded_area_per_watt: values.get(bus.shielded_area).in_square_metres() / 1e3,
            link_mass: values.get(self.link.terminals().mass),
            fixed_mass: values.get(bus.fixed_mass),
            structure: ratio(bus.structure),
            margin: ratio(bus.mass_margin),
            propulsion: Propulsion {
                specific_impulse: values.get(bus.specific_impulse),
                drag_coefficient: ratio(bus.drag_coefficient),
                frontal_share: ratio(bus.frontal_share),
                manoeuvres: values.get(bus.manoeuvres),
                deorbit: values.get_optional(bus.deorbit).unwrap_or(self.deorbit),
                tank_share: ratio(bus.tank_share),
            },
        }
    }

    /// How hot the coolant side of the chips is: as chosen, or as hot as they bear.
    #[inline]
    pub fn chip_temperature(&self, values: &Values) -> Temperature {
        let limit = values.get(self.chip.temperature_limit);
        values.get_optional(self.satellite.chip_temperature).unwrap_or(limit)
    }

    /// Power of a chip at that temperature: more than stated where it leaks more.
    #[inline]
    pub fn chip_power(&self, values: &Values) -> Power {
        let chip = &self.chip;
        let factor = chip_heat::power_factor(
            self.chip_temperature(values),
            values.get(chip.reference_temperature),
            values.get(chip.leakage).value(),
            values.get(chip.leakage_doubling),
        );
        values.get(chip.power) * factor
    }

    /// Share of its chips that fail in a year at that temperature.
    #[inline]
    pub fn chip_failure(&self, values: &Values) -> Rate {
        let chip = &self.chip;
        let factor = chip_heat::failure_factor(
            self.chip_temperature(values),
            values.get(chip.reference_temperature),
            values.get(chip.wear_out).value(),
            values.get(chip.activation_energy),
        );
        values.get(chip.failure) * factor
    }

    /// Power of the pumps for the heat they move: typed in, or from the loop.
    fn pump_share(&self, values: &Values) -> f64 {
        let radiator = &self.radiator;
        let given = (
            values.get_optional(radiator.loop_pressure),
            values.get_optional(radiator.coolant_density),
            values.get_optional(radiator.coolant_specific_heat),
            values.get_optional(radiator.pump_efficiency),
        );
        match (radiator.pumping, given) {
            (Pumping::Loop, (Some(pressure), Some(density), Some(specific_heat), Some(efficiency))) => {
                let rise = values.get(radiator.coolant_rise);
                heat_loop::pump_share(pressure, density, specific_heat, rise, efficiency.value())
            }
            _ => values.get_optional(radiator.pump_share).map_or(0.0, |share| share.value()),
        }
    }

    /// The radiator at the end of life, with its fins at the temperature they will have.
    fn panels(&self, values: &Values) -> radiator::Radiator {
        let r = &self.radiator;
        let ratio = |key| -> f64 { values.get::<sunward_quantity::Ratio>(key).value() };
        let chip_limit = self.chip_temperature(values);
        let rise = heat_loop::drop(values.get(r.plate_drop), values.get(r.coolant_rise), values.get(r.panel_drop));
        let emissivity = ratio(r.emissivity);
        let life: TimeSpan = values.get(self.satellite.life);
        let absorptivity =
            heat_loop::absorptivity(ratio(r.absorptivity_new), ratio(r.absorptivity_aged), values.get(r.ageing), life);
        let sun_cosine = ratio(r.sun_cosine);
        let concept = match r.concept {
            RadiatorConcept::Separate => radiator::Concept::Separate,
            RadiatorConcept::BackOfArray => radiator::Concept::BackOfArray,
        };
        let metal = (
            values.get_optional(r.fin_length),
            values.get_optional(r.fin_thickness),
            values.get_optional(r.fin_conductivity),
        );
        let fin_efficiency = match (r.fins, metal) {
            (Fins::Geometry, (Some(length), Some(thickness), Some(conductivity))) => {
                let fin = heat_loop::Fin { length, thickness, conductivity };
                let shaded = Face {
                    emissivity,
                    absorptivity,
                    sun_cosine: 0.0,
                    earth_view: self.sky.earth_view_edge,
                    albedo_view: self.sky.albedo_view_edge,
                };
                let sunlight = self.sky.greatest_flux;
                let around = Surroundings { sunlight, albedo: self.sky.albedo, infrared: self.sky.infrared };
                // The front of an array is its own; its sheet is counted as if both faces were the radiator's.
                let faces = [Face { sun_cosine, ..shaded }, shaded];
                heat_loop::emission_efficiency(chip_limit - rise, &faces, 0.0, &around, &fin)
            }
            _ => values.get_optional(r.fin_efficiency).map_or(1.0, |efficiency| efficiency.value()),
        };
        radiator::Radiator {
            concept,
            chip_limit,
            rise,
            emissivity,
            absorptivity,
            fin_efficiency,
            blocked: 0.0,
            neighbour_gap: values.get_optional(self.satellite.neighbour_gap),
            areal_mass: values.get(r.areal_mass),
            sun_cosine,
            given_flux: values.get_optional(r.flux),
            loop_mass: values.get(r.loop_mass),
        }
    }

    /// Fills in its datasheet in `year`, on a blank sheet.
    ///
    /// # Errors
    /// [`Refusal`] when it does not close or nothing carries it.
    pub fn fill(&self, values: &Values, year: i32, sheet: &mut Datasheet) -> Result<(), Refusal> {
        let s = &self.satellite;
        let it_power = values.get(s.it_power);
        let dose = self.dose.rate(values, values.get(self.bus.shielding))?;
        // Nobody swaps chips in orbit: when their dose is full, the satellite has nothing left to power.
        let life = values.get(s.life).min(values.get(self.chip.dose_limit) / dose);
        let (chosen, limit) = (self.chip_temperature(values), values.get(self.chip.temperature_limit));
        if chosen > limit {
            return Err(Refusal::CannotClose(CannotClose::ChipAboveItsLimit { chosen, limit }));
        }
        let chip_power = self.chip_power(values);
        let (typed_power, typed_price) = (values.get_optional(s.specific_power), values.get_optional(s.price));
        let links = self.link.links(values)?;
        let closed = spacecraft::size(&self.design_with(values, life, chip_power, links.light));
        if let Err(reason) = closed
            && (typed_power.is_none() || typed_price.is_none())
        {
            return Err(Refusal::CannotClose(reason));
        }
        // With mass and price typed in, a study needs no closed design.
        let sized = closed.as_ref().ok();
        sheet.it_power = it_power;
        let computed = sized.map_or(Mass::ZERO, |s| s.mass_total);
        sheet.mass = typed_power.map_or(computed, |specific| it_power / specific);
        let replaced = values.get(s.failure) + self.chip_failure(values);
        let capital = |price: Money, margin: f64, mass: Mass| Capital {
            price,
            margin,
            life,
            residual: 0.0,
            at_once: false,
            replaced,
            upkeep: sunward_quantity::Rate::ZERO,
            mass,
            area: sunward_quantity::Area::ZERO,
        };
        // The chips: the same as on the ground and obsolete as soon, but none comes back. A satellite that outlives
        // its chips' worth goes on, but they are paid for by then.
        let chip_life = values.get(self.chip.life).min(life);
        sheet.chips = it_power / chip_power;
        let chip_margin = values.get(self.chip.margin).value();
        // Where the whole mass is typed in, the computed parts are scaled to it, so that they still add up.
        let scale = if computed.in_kilograms() > 0.0 { sheet.mass / computed } else { 1.0 };
        let payload = sized.map_or(Mass::ZERO, |s| s.masses.payload * scale);
        let chips = capital(self.chip_price.of(values)? * sheet.chips, chip_margin, payload);
        *sheet.bought(Part::Chips) = Capital { life: chip_life, at_once: true, ..chips };
        let servers = capital(values.get(self.chip.server_price) * sheet.chips, 0.0, Mass::ZERO);
        *sheet.bought(Part::Servers) = Capital { life: chip_life, at_once: true, ..servers };
        let margin = values.get(s.margin).value();
        match (typed_price, sized) {
            (Some(price), _) => {
                let mass = sheet.mass - payload;
                *sheet.bought(Part::Satellite) = capital(price * it_power, margin, mass);
            }
            (None, Some(sized)) => self.price_parts(sheet, sized, values, scale, &capital, margin),
            (None, None) => return Err(Refusal::NotFinite),
        }
        if let (Some(sized), true) = (sized, typed_price.is_none()) {
            sheet.bought(Part::Array).area = sized.array_area;
            sheet.bought(Part::Radiator).area = sized.radiator_area;
        }
        let ride = self.ride(sheet, values, year)?;
        *sheet.bought(Part::Launch) = capital(ride.price, ride.margin, Mass::ZERO);
        let insured: Money = sheet.capital_price();
        *sheet.bought(Part::Insurance) = capital(insured * values.get(s.launch_insurance).value(), 0.0, Mass::ZERO);
        sheet.insurance = values.get(s.orbit_insurance);
        *sheet.paid(Part::Operations) = values.get(s.operations) * it_power;
        sheet.peak = values.get(self.chip.compute) / chip_power;
        sheet.power = sized.map_or(self.sky.sunlit_fraction, |s| s.power_duty);
        sheet.availability = values.get(s.availability).value();
        let errors = errors(&self.chip, values);
        sheet.dose = dose;
        sheet.stops = values.get(self.chip.interruptions) + errors.stops(dose);
        sheet.silent = errors.silent(dose);
        sheet.network = self.link.network(values, &links, it_power)?;
        sheet.link = links.budget;
        sheet.wacc = values.get(s.wacc);
        sheet.lead_time = values.get(s.lead_time);
        sheet.construction = values.get(s.construction);
        sheet.sized = sized.copied();
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
            (Part::Links, values.get(self.link.terminals().price), m.links),
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
            return Ok(Ride::typed_in(price, price_per_mass));
        }
        let volume = values.get(s.stowed_volume);
        let mut best: Option<Ride> = None;
        let mut on_sale = false;
        let mut shared = Shared::default();
        for vehicle in self.vehicles.iter().filter(|vehicle| vehicle.on_sale(year)) {
            on_sale = true;
            if let Some(ride) = vehicle.ride(values, sheet.mass, volume, &mut shared)
                && best.as_ref().is_none_or(|best| ride.price < best.price)
            {
                best = Some(ride);
            }
        }
        best.ok_or(if on_sale { Refusal::OutOfReach } else { Refusal::NoVehicle })
    }
}
