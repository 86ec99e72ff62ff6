//! The dose of an orbit inside the shield, and what it does to chips.

use crate::datasheet::Refusal;
use sunward_model::place::Orbit;
use sunward_model::technology::Chip;
use sunward_model::{OptionalKey, Values};
use sunward_physics::atmosphere::SolarActivity;
use sunward_physics::radiation::{DoseByDepth, Errors, OutsideTheTable, dose_by_depth};
use sunward_quantity::{Angle, DoseRate, Length};

/// The dose of one orbit, prepared for any depth of shield.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct PreparedDose {
    typed_in: OptionalKey<DoseRate>,
    tabled: Result<DoseByDepth, OutsideTheTable>,
}

impl PreparedDose {
    /// Of an orbit.
    ///
    /// # Errors
    /// [`OutsideTheTable`] where none is tabled and none typed in.
    pub fn new(
        place: &Orbit,
        values: &Values,
        altitude: Length,
        inclination: Angle,
        activity: SolarActivity,
    ) -> Result<Self, OutsideTheTable> {
        let tabled = dose_by_depth(altitude, inclination, activity);
        match (values.get_optional(place.dose_rate), tabled) {
            (None, Err(reason)) => Err(reason),
            _ => Ok(Self { typed_in: place.dose_rate, tabled }),
        }
    }

    /// The same, where its numbers stand behind `by` others.
    pub(crate) fn moved(self, by: usize) -> Self {
        Self { typed_in: self.typed_in.moved(by), ..self }
    }

    /// Behind the shield.
    ///
    /// # Errors
    /// [`Refusal::NoDose`] for a shield outside the table.
    #[inline]
    pub fn rate(&self, values: &Values, shielding: Length) -> Result<DoseRate, Refusal> {
        match values.get_optional(self.typed_in) {
            Some(rate) => Ok(rate),
            None => self.tabled.and_then(|table| table.behind(shielding)).map_err(Refusal::NoDose),
        }
    }
}

/// How a chip errs under a dose.
#[inline]
pub fn errors(chip: &Chip, values: &Values) -> Errors {
    Errors {
        silent: values.get(chip.silent_errors),
        uncorrectable: values.get(chip.uncorrectable_errors),
        interrupt: values.get(chip.functional_interrupts),
    }
}
