//! A datasheet typed in: a study as it was made.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use crate::launch::Ride;
use crate::network::Network;
use sunward_model::technology::Chip;
use sunward_model::{Typed, Values};
use sunward_quantity::{Money, Power, Rate, Ratio};

/// A typed-in study, ready to be evaluated.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct PreparedTyped {
    /// As the scenario gives it.
    pub typed: Typed,
    /// What computes.
    pub chip: Chip,
    /// What one costs.
    pub chip_price: ChipPrice,
}

impl PreparedTyped {
    /// Fills in its datasheet, for one megawatt, on a blank sheet.
    ///
    /// # Errors
    /// [`Refusal`] when its chips cannot be made.
    pub fn fill(&self, values: &Values, sheet: &mut Datasheet) -> Result<(), Refusal> {
        let (t, chip) = (&self.typed, &self.chip);
        let it_power = Power::megawatts(1.0);
        sheet.it_power = it_power;
        sheet.chips = it_power / values.get(chip.power);
        sheet.peak = values.get(chip.compute) / values.get(chip.power);
        sheet.power = values.get(t.power_duty).value();
        sheet.availability = values.get(t.availability).value();
        sheet.stops = values.get(chip.interruptions);
        sheet.network = Network { own: values.get(t.network), ..Network::unlimited() };
        sheet.wacc = values.get(t.wacc);
        sheet.lead_time = values.get(t.lead_time);
        sheet.construction = values.get(t.construction);
        sheet.price_over_cost = values.get_optional(t.price_over_cost).map_or(1.0, Ratio::value);

        // Whole units: a little more is bought than the fleet asks for.
        let fleet = values.get_optional(t.fleet);
        let whole = match (fleet, values.get_optional(t.unit)) {
            (Some(fleet), Some(unit)) => {
                let units = fleet / (unit * sheet.power);
                units.ceil() / units
            }
            _ => 1.0,
        };
        let life = values.get(t.life);
        let bought = |price: Money| Capital { price: price * whole, life, ..Capital::default() };
        let replaced = values.get(t.replacement);
        let chips_replaced = replaced + values.get_optional(t.chip_replacement).unwrap_or(Rate::ZERO);

        let chips = 1.0 + values.get_optional(t.spares).map_or(0.0, Ratio::value);
        let chips = |price: Money, margin| Capital {
            margin,
            life: values.get(chip.life),
            at_once: true,
            replaced: chips_replaced,
            ..bought(price * (sheet.chips * chips))
        };
        let (accelerators, servers) = (
            chips(self.chip_price.of(values)?, values.get(chip.margin).value()),
            chips(values.get(chip.server_price), 0.0),
        );
        *sheet.bought(Part::Chips) = accelerators;
        *sheet.bought(Part::Servers) = servers;
        let capex = bought(values.get(t.capex) * it_power);
        let upkeep = values.get_optional(t.upkeep).unwrap_or(Rate::ZERO);
        *sheet.bought(Part::Infrastructure) = Capital { replaced, upkeep, ..capex };
        if let (Some(specific_power), Some(price_per_mass)) =
            (values.get_optional(t.specific_power), values.get_optional(t.launch_price))
        {
            sheet.mass = it_power / specific_power * whole;
            sheet.bought(Part::Infrastructure).mass = sheet.mass;
            let price = price_per_mass * sheet.mass;
            *sheet.bought(Part::Launch) = Capital { price, life, ..Capital::default() };
            sheet.launch = Some(Ride::typed_in(price, price_per_mass));
        }
        if let Some(premium) = values.get_optional(t.insurance) {
            *sheet.bought(Part::Insurance) =
                Capital { price: sheet.capital_price() * premium.value(), life, ..Capital::default() };
        }
        if let Some(assembly) = values.get_optional(t.assembly) {
            *sheet.bought(Part::Integration) = bought(assembly * it_power);
        }
        if let (Some(development), Some(fleet)) = (values.get_optional(t.development), fleet) {
            // A fleet of delivered power; the sheet stands for nameplate.
            let price = development * (it_power * sheet.power / fleet);
            *sheet.bought(Part::Development) = Capital { price, life, ..Capital::default() };
        }
        *sheet.paid(Part::Operations) = values.get(t.operations) * it_power;
        if let (Some(price), Some(pue)) = (values.get_optional(t.energy_price), values.get_optional(t.pue)) {
            let load = values.get_optional(t.load).map_or(1.0, Ratio::value);
            *sheet.paid(Part::Energy) = price * (it_power * (pue.value() * load * sheet.power * sheet.availability));
        }
        // What is not sold is paid for all the same.
        sheet.availability *= values.get_optional(t.sold).map_or(1.0, Ratio::value);
        Ok(())
    }
}
