//! Data centres on the ground: a site, a way to power, a building, and the same chips as in orbit.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use sunward_model::place::Site;
use sunward_model::technology::{Centre, Chip, Way, WayKind};
use sunward_model::{Ground, Values};
use sunward_quantity::{Area, DataRatePerPower, Mass, Money, MoneyRate, Power, Quantity, Rate, TimeSpan};

/// The datasheet stands for this much IT power; everything on the ground scales with it.
const STANDARD: Power = Power::megawatts(1.0);

/// The site's sky, prepared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroundSky {
    /// Sunlight of the darkest month against the year's mean.
    pub darkest_month: f64,
    /// The longest night.
    pub longest_night: TimeSpan,
}

/// A data centre with all it is made of, ready to be evaluated.
#[derive(Debug, Clone)]
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
    /// Its sky.
    pub sky: GroundSky,
}

impl PreparedGround {
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
        sheet.availability = ratio(centre.availability) * ratio(way.availability);
        sheet.network = DataRatePerPower::bits_per_joule(
            values.get(chip.network).in_bits_per_second() / values.get(chip.power).in_watts(),
        );
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
                let round_trip = values.get_optional(way.round_trip).map_or(1.0, |r| r.value());
                // A constant load takes half of its energy by day and half through the battery, over the year.
                let through_battery = 0.5 / round_trip + 0.5;
                let darkest = self.sky.darkest_month;
                if darkest <= 0.0 {
                    return Err(Refusal::NoSunInWinter);
                }
                let peak = facility * (ratio(way.reserve) * through_battery / (ratio(site.capacity_factor) * darkest));
                let held = self.sky.longest_night + values.get_optional(way.storage_spare).unwrap_or(TimeSpan::ZERO);
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
