//! What interruptions leave of the time of chips that work together: alike on Earth and in orbit.

use crate::datasheet::{Datasheet, Refusal};
use sunward_model::Values;
use sunward_model::world::Workload;
use sunward_physics::reliability::Interruptions;
use sunward_quantity::TimeSpan;

/// The numbers of one use of compute that say how it bears interruptions.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Together {
    /// Chips that wait for each other.
    pub chips: f64,
    /// To save the state.
    pub checkpoint: TimeSpan,
    /// From a stop to running again.
    pub restart: TimeSpan,
    /// Share of silent errors that spoil the work.
    pub spoilt: f64,
    /// Until they are noticed.
    pub notice: TimeSpan,
}

impl Together {
    /// Of one use.
    #[inline]
    pub fn of(workload: &Workload, values: &Values) -> Self {
        Self {
            chips: values.get(workload.chips).value(),
            checkpoint: values.get(workload.checkpoint),
            restart: values.get(workload.restart),
            spoilt: values.get(workload.spoilt).value(),
            notice: values.get(workload.notice),
        }
    }

    /// The interruptions of this use on the chips of a datasheet.
    #[inline]
    pub fn interruptions(&self, sheet: &Datasheet) -> Interruptions {
        Interruptions {
            stops: sheet.stops,
            spoilt: sheet.silent * self.spoilt,
            save: self.checkpoint,
            restart: self.restart,
            notice: self.notice,
        }
    }

    /// Share of the time in use that is work that lasts: [`Interruptions::useful_share`] of the chips that work together.
    ///
    /// # Errors
    /// [`Refusal::NotFinite`] for a rate that is not finite.
    #[inline]
    pub fn running(&self, sheet: &Datasheet) -> Result<f64, Refusal> {
        self.interruptions(sheet).useful_share(self.chips).map_err(|_| Refusal::NotFinite)
    }

    /// The largest number of chips that keep `share` of their time: [`Interruptions::most_chips`]. For reports.
    ///
    /// # Errors
    /// [`Refusal::NotFinite`] for a rate that is not finite or a share that does not lie between 0 and 1.
    pub fn most_chips(&self, sheet: &Datasheet, share: f64) -> Result<f64, Refusal> {
        self.interruptions(sheet).most_chips(share).map_err(|_| Refusal::NotFinite)
    }
}
