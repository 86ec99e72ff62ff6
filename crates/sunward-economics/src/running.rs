//! What interruptions leave of the time of chips that work together: alike on Earth and in orbit.

use crate::datasheet::{Datasheet, Refusal};
use sunward_model::world::Workload;
use sunward_model::{Key, Values};
use sunward_physics::reliability::Interruptions;
use sunward_quantity::{Ratio, TimeSpan};

/// The numbers of one use of compute that say how it bears interruptions.
#[derive(Debug, Clone, Copy)]
pub struct PreparedTogether {
    chips: Key<Ratio>,
    checkpoint: Key<TimeSpan>,
    restart: Key<TimeSpan>,
    spoilt: Key<Ratio>,
    notice: Key<TimeSpan>,
}

impl PreparedTogether {
    /// Of one use.
    pub fn new(workload: &Workload) -> Self {
        Self {
            chips: workload.chips,
            checkpoint: workload.checkpoint,
            restart: workload.restart,
            spoilt: workload.spoilt,
            notice: workload.notice,
        }
    }

    /// The interruptions of this use on the chips of a datasheet.
    #[inline]
    pub fn interruptions(&self, sheet: &Datasheet, values: &Values) -> Interruptions {
        Interruptions {
            stops: sheet.stops,
            spoilt: sheet.silent * values.get(self.spoilt).value(),
            save: values.get(self.checkpoint),
            restart: values.get(self.restart),
            notice: values.get(self.notice),
        }
    }

    /// Share of the time in use that is work that lasts: [`Interruptions::useful_share`] of the chips that work together.
    ///
    /// # Errors
    /// [`Refusal::NotFinite`] for a rate that is not finite.
    #[inline]
    pub fn running(&self, sheet: &Datasheet, values: &Values) -> Result<f64, Refusal> {
        let chips = values.get(self.chips).value();
        self.interruptions(sheet, values).useful_share(chips).map_err(|_| Refusal::NotFinite)
    }

    /// The largest number of chips that keep `share` of their time: [`Interruptions::most_chips`]. For reports.
    ///
    /// # Errors
    /// [`Refusal::NotFinite`] for a rate that is not finite or a share that does not lie between 0 and 1.
    pub fn most_chips(&self, sheet: &Datasheet, values: &Values, share: f64) -> Result<f64, Refusal> {
        self.interruptions(sheet, values).most_chips(share).map_err(|_| Refusal::NotFinite)
    }
}
