//! Where things are: orbits and ground sites.

use crate::shape::{shape, words};
use crate::{Key, Rule};
use sunward_quantity::Flux;

words! {
    /// How active the Sun is: it swells the upper atmosphere and changes the radiation belts.
    Activity {
        /// F10.7 = 70.
        Low = "low",
        /// F10.7 = 140.
        Mean = "mean",
        /// F10.7 = 200.
        High = "high",
    }
}

words! {
    /// How an orbit's sunlight is known.
    OrbitKind {
        /// Worked out from its elements.
        Circular = "circular",
        /// Typed in, for places that are not in orbit about Earth or to repeat a study.
        Typed = "typed",
    }
}

shape! {
    /// An orbit of satellites.
    Orbit in "orbit" {
        /// Worked out from the elements, or the sunlit share typed in.
        kind: choice(OrbitKind),
        /// Height above the equator's radius.
        altitude: decision(Length, POSITIVE),
        /// Inclination; without one the orbit is sun-synchronous.
        inclination: optional(Angle, NOT_NEGATIVE),
        /// Local time of the ascending node, as hours from midnight.
        local_time: decision(TimeSpan, NOT_NEGATIVE),
        /// Share of the year in sunlight, typed in.
        sunlit: optional(Ratio, PART),
        /// Longest eclipse, typed in.
        longest_eclipse: optional(TimeSpan, NOT_NEGATIVE),
        /// How active the Sun is over the life of a satellite.
        activity: choice(Activity),
        /// Ionising dose inside the shield by time, typed in; otherwise from the table of doses behind the bus's shielding.
        dose_rate: optional(DoseRate, NOT_NEGATIVE),
    }
    rules {
        Rule::Needs("kind", "typed", &["sunlit", "longest_eclipse"]),
        Rule::Only("kind", "typed", &["sunlit", "longest_eclipse"]),
    }
}

words! {
    /// How panels stand on the ground.
    Mounting {
        /// Fixed, facing the equator, tilted by the latitude.
        Fixed = "fixed",
        /// Turning from east to west about a level axis, up to 60°.
        Tracking = "tracking",
    }
}

shape! {
    /// Sunlight on level ground month by month, mean over day and night and over the years.
    Climate in "climate" {
        /// Mean of January; and so on.
        january: number(Flux, NOT_NEGATIVE),
        /// Mean of February.
        february: number(Flux, NOT_NEGATIVE),
        /// Mean of March.
        march: number(Flux, NOT_NEGATIVE),
        /// Mean of April.
        april: number(Flux, NOT_NEGATIVE),
        /// Mean of May.
        may: number(Flux, NOT_NEGATIVE),
        /// Mean of June.
        june: number(Flux, NOT_NEGATIVE),
        /// Mean of July.
        july: number(Flux, NOT_NEGATIVE),
        /// Mean of August.
        august: number(Flux, NOT_NEGATIVE),
        /// Mean of September.
        september: number(Flux, NOT_NEGATIVE),
        /// Mean of October.
        october: number(Flux, NOT_NEGATIVE),
        /// Mean of November.
        november: number(Flux, NOT_NEGATIVE),
        /// Mean of December.
        december: number(Flux, NOT_NEGATIVE),
    }
}

impl Climate {
    /// The twelve months in order.
    pub fn months(&self) -> [Key<Flux>; 12] {
        [
            self.january,
            self.february,
            self.march,
            self.april,
            self.may,
            self.june,
            self.july,
            self.august,
            self.september,
            self.october,
            self.november,
            self.december,
        ]
    }
}

shape! {
    /// A region on the ground with its own prices and sky.
    Site in "site" {
        /// Latitude.
        latitude: number(Angle, ANY),
        /// How much sunlight falls there, month by month.
        climate: reference("climate"),
        /// Price of electricity from the grid for a large user, with network charges.
        electricity_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Price of natural gas by its heat.
        gas_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Mean output of new photovoltaics as a share of their peak power, measured.
        capacity_factor: number(Ratio, PART),
        /// How the panels stand that the capacity factor was measured with, and those that are built.
        mounting: choice(Mounting),
        /// Facility power over IT power.
        pue: number(Ratio, AT_LEAST_ONE),
        /// Cost of building here against the place where building costs are stated.
        building_cost: number(Ratio, POSITIVE),
        /// Wait for a connection to the grid, beyond the way's own lead time.
        queue: optional(TimeSpan, NOT_NEGATIVE),
        /// Weighted average cost of capital, real.
        wacc: number(Rate, NOT_NEGATIVE),
    }
}
