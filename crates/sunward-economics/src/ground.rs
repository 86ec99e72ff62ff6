//! Data centres on the ground: a site, a way to power, a building, and the same chips as in orbit.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use crate::finance::Interest;
use crate::network::Network;
use sunward_model::place::Site;
use sunward_model::technology::{Centre, Chip, Way, WayKind};
use sunward_model::{Ground, Shaped, Values};
use sunward_physics::cluster::uniform_rate_of_tree;
use sunward_physics::solar_storage::{Frontier, Pair};
use sunward_quantity::{Area, Mass, Money, MoneyRate, Power, Quantity, Rate, TimeSpan};

/// The datasheet stands for this much IT power; everything on the ground scales with it.
const STANDARD: Power = Power::megawatts(1.0);

/// The cheapest panels and battery that serve a constant load at a site.
///
/// The least of `panels · peak (capex IDC CRF + fixed) + store · storage IDC CRF` over the pairs of the frontier, with the capital
/// recovery factor of each life and interest during construction. `None` where no pair serves the load.
#[inline]
pub fn cheapest_sun(site: &Site, way: &Way, frontier: &Frontier, values: &Values) -> Option<Pair> {
    let ratio = |key| -> f64 { values.get::<sunward_quantity::Ratio>(key).value() };
    let interest = Interest::new(values.get(site.wacc));
    let building = interest.during_construction(values.get(way.construction));
    let life = values.get(way.life);
    let yearly = |life| building * interest.capital_recovery_factor(life).in_si();
    let peak = ratio(way.reserve) / ratio(site.capacity_factor);
    let panels = peak * (values.get(way.capex).in_si() * yearly(life) + values.get(way.fixed_cost).in_si());
    let storage = values.get_optional(way.storage_capex)?.in_si() * values.get_optional(way.storage_reserve)?.value();
    let hour = TimeSpan::hours(1.0).in_si();
    let store = hour * storage * yearly(values.get_optional(way.storage_life)?);
    let mut best: Option<(f64, Pair)> = None;
    for pair in frontier.pairs(values.get_optional(way.round_trip)?.value()) {
        let cost = pair.panels * panels + pair.store * store;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, pair));
        }
    }
    best.map(|(_, pair)| pair)
}

/// A data centre with all it is made of, ready to be evaluated.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedGround {
    /// As the scenario describes it.
    pub ground: Ground,
    /// Where.
    pub site: Site,
    /// How it is powered.
    pub way: Way,
    /// What is built.
    pub centre: Centre,
    /// What computes.
    pub chip: Chip,
    /// What one costs.
    pub chip_price: ChipPrice,
    /// Panels and batteries that serve a constant load there, if it lives on sunlight.
    pub sun: Option<Box<Frontier>>,
}

impl PreparedGround {
    /// The same, where its numbers stand behind `by` others.
    pub(crate) fn moved(&self, by: usize) -> Self {
        Self {
            ground: self.ground.moved(by),
            site: self.site.moved(by),
            way: self.way.moved(by),
            centre: self.centre.moved(by),
            chip: self.chip.moved(by),
            chip_price: self.chip_price.moved(by),
            sun: self.sun.clone(),
        }
    }

    /// Fills in its datasheet, on a blank sheet.
    ///
    /// # Errors
    /// [`Refusal`] when it cannot be powered.
    pub fn fill(&self, values: &Values, sheet: &mut Datasheet) -> Result<(), Refusal> {
        let (site, way, centre, chip) = (&self.site, &self.way, &self.centre, &self.chip);
        let ratio = |key| -> f64 { values.get::<sunward_quantity::Ratio>(key).value() };
        sheet.it_power = STANDARD;
        sheet.chips = STANDARD / values.get(chip.power);
        sheet.peak = values.get(chip.compute) / values.get(chip.power);
        let served = self.sun.as_ref().map_or(1.0, |frontier| frontier.served);
        sheet.availability = ratio(centre.availability) * ratio(way.availability) * served;
        sheet.stops = values.get(chip.interruptions);
        let own = values.get(chip.network) / values.get(chip.power);
        let port = values.get(chip.network);
        let global = uniform_rate_of_tree(port, ratio(centre.oversubscription)) / values.get(chip.power);
        // Fibre to the world and its latency are not counted.
        sheet.network = Network { own, global, ..Network::unlimited() };
        sheet.wacc = values.get(site.wacc);
        let queue = match way.kind {
            WayKind::Grid => values.get_optional(site.queue).unwrap_or(TimeSpan::ZERO),
            WayKind::Fuel | WayKind::Solar => TimeSpan::ZERO,
        };
        // Building and power proceed side by side; the later one decides.
        sheet.lead_time = values.get(centre.lead_time).max(values.get(way.lead_time) + queue);
        sheet.construction = values.get(centre.construction).max(values.get(way.construction));

        let capital = |price: Money, margin: f64, life: TimeSpan| Capital {
            price,
            margin,
            life,
            residual: 0.0,
            at_once: false,
            replaced: Rate::ZERO,
            upkeep: Rate::ZERO,
            mass: Mass::ZERO,
            area: Area::ZERO,
        };
        // A chip that fails is replaced alone.
        let chips = Capital {
            at_once: true,
            residual: ratio(chip.resale),
            replaced: values.get(chip.failure),
            ..capital(Money::ZERO, 0.0, values.get(chip.life))
        };
        *sheet.bought(Part::Chips) =
            Capital { price: self.chip_price.of(values)? * sheet.chips, margin: ratio(chip.margin), ..chips };
        *sheet.bought(Part::Servers) = Capital { price: values.get(chip.server_price) * sheet.chips, ..chips };

        let building = ratio(site.building_cost);
        let centre_margin = ratio(centre.margin);
        let plant_life = values.get(centre.plant_life);
        *sheet.bought(Part::Shell) =
            capital(values.get(centre.shell) * STANDARD * building, centre_margin, values.get(centre.shell_life));
        *sheet.bought(Part::Electrical) =
            capital(values.get(centre.electrical) * STANDARD * building, centre_margin, plant_life);
        *sheet.bought(Part::Cooling) =
            capital(values.get(centre.cooling) * STANDARD * building, centre_margin, plant_life);
        *sheet.paid(Part::Operations) = values.get(centre.operations) * STANDARD;

        // While in service the facility draws full power.
        let facility = STANDARD * ratio(site.pue);
        let mean = facility * sheet.availability;
        let it_mean = STANDARD * sheet.availability;
        *sheet.paid(Part::Water) = MoneyRate::from_si(
            values.get(centre.water_price).in_si() * values.get(centre.water).in_si() * it_mean.in_si(),
        );
        if let Some(price) = values.get_optional(self.ground.energy_price) {
            *sheet.paid(Part::Energy) = price * mean;
            return Ok(());
        }
        let margin = ratio(way.margin);
        let life = values.get(way.life);
        let capex = values.get(way.capex);
        let built = match way.kind {
            WayKind::Grid | WayKind::Fuel => facility * ratio(way.reserve),
            WayKind::Solar => {
                let frontier = self.sun.as_ref().ok_or(Refusal::NoSunInWinter)?;
                let pair = cheapest_sun(site, way, frontier, values).ok_or(Refusal::NoSunInWinter)?;
                let peak = facility * (pair.panels * ratio(way.reserve) / ratio(site.capacity_factor));
                let spare = values.get_optional(way.storage_reserve).map_or(1.0, |r| r.value());
                let held = TimeSpan::hours(pair.store * spare);
                let storage =
                    values.get_optional(way.storage_capex).map_or(Money::ZERO, |price| price * (facility * held));
                let storage_life = values.get_optional(way.storage_life).unwrap_or(life);
                *sheet.bought(Part::Storage) = capital(storage, margin, storage_life);
                peak
            }
        };
        *sheet.bought(Part::PowerPlant) = capital(capex * built, margin, life);
        let fuel = match way.kind {
            WayKind::Grid => values.get_optional(site.electricity_price).ok_or(Refusal::NoPrice)?,
            WayKind::Fuel => {
                let own = values.get_optional(way.fuel_price);
                let price = own.or_else(|| values.get_optional(site.gas_price)).ok_or(Refusal::NoPrice)?;
                price * values.get_optional(way.heat_rate).map_or(1.0, |r| r.value())
            }
            WayKind::Solar => sunward_quantity::PricePerEnergy::ZERO,
        };
        *sheet.paid(Part::Energy) = (fuel + values.get(way.variable_cost)) * mean;
        *sheet.paid(Part::Operations) += values.get(way.fixed_cost) * built;
        Ok(())
    }
}
