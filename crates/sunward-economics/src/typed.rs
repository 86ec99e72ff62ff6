//! A datasheet typed in: a study as it was made.

use crate::chips::ChipPrice;
use crate::datasheet::{Capital, Datasheet, Part, Refusal};
use sunward_model::technology::Chip;
use sunward_model::{Typed, Values};
use sunward_quantity::{Area, Mass, Power};

/// A typed-in study, ready to be evaluated.
#[derive(Debug, Clone)]
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
        let life = values.get(t.life);
        let replaced = values.get(t.replacement);
        let capital = |price, margin| Capital {
            price,
            margin,
            life,
            residual: 0.0,
            at_once: false,
            replaced,
            mass: Mass::ZERO,
            area: Area::ZERO,
        };
        let chips = capital(self.chip_price.of(values)? * sheet.chips, values.get(chip.margin).value());
        let servers = capital(values.get(chip.server_price) * sheet.chips, 0.0);
        *sheet.bought(Part::Chips) = Capital { at_once: true, ..chips };
        *sheet.bought(Part::Servers) = Capital { at_once: true, ..servers };
        *sheet.bought(Part::Infrastructure) = capital(values.get(t.capex) * it_power, 0.0);
        *sheet.paid(Part::Operations) = values.get(t.operations) * it_power;
        sheet.power = values.get(t.power_duty).value();
        sheet.availability = values.get(t.availability).value();
        sheet.network = values.get(t.network);
        sheet.wacc = values.get(t.wacc);
        sheet.lead_time = values.get(t.lead_time);
        sheet.construction = values.get(t.construction);
        Ok(())
    }
}
