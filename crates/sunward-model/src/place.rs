//! Where things are: orbits and ground sites.

use crate::Rule;
use crate::shape::{shape, words};

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

shape! {
    /// A region on the ground with its own prices and sky.
    Site in "site" {
        /// Latitude.
        latitude: number(Angle, ANY),
        /// Price of electricity from the grid for a large user, with network charges.
        electricity_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Price of natural gas by its heat.
        gas_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Mean output of new photovoltaics as a share of their peak power, measured.
        capacity_factor: number(Ratio, PART),
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
