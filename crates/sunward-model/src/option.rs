//! What can be chosen: a way to deliver compute from one place. All three kinds become the same datasheet.

use crate::Rule;
use crate::shape::{shape, words};
use std::fmt;

/// The name of an option: `satellite.d3`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct OptionName {
    /// `satellite`, `ground` or `typed`.
    pub table: String,
    /// The entry.
    pub entry: String,
}

impl OptionName {
    /// Reads `satellite.d3`; without a point the whole is the entry and the table is empty.
    pub fn read(text: &str) -> Self {
        let (table, entry) = text.split_once('.').unwrap_or(("", text));
        Self { table: table.into(), entry: entry.into() }
    }
}

impl fmt::Display for OptionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.table, self.entry)
    }
}

words! {
    /// What happens to the chips in eclipse.
    EclipsePolicy {
        /// Full power through the longest eclipse, from a battery sized for it.
        Full = "full",
        /// Throttled to `eclipse_share`.
        Throttle = "throttle",
        /// Off; only housekeeping runs.
        None = "none",
    }
}

shape! {
    /// Satellites of one design in one orbit.
    Satellite in "satellite" {
        /// Words for tables and charts.
        title: text(),
        /// Where it flies.
        orbit: reference("orbit"),
        /// What computes.
        chip: reference("chip"),
        /// What makes electricity.
        cell: reference("cell"),
        /// What carries it through eclipses.
        battery: reference("battery"),
        /// What sheds heat.
        radiator: reference("radiator"),
        /// What holds it together.
        bus: reference("bus"),
        /// What connects it.
        link: reference("link"),
        /// With how many others it works together, and how they are joined.
        cluster: reference("cluster"),
        /// How its data gets to the ground.
        downlink: reference("downlink"),
        /// What may launch it; the cheapest that is available in a year does.
        vehicles: references("vehicle"),
        /// Power of all its chips.
        it_power: decision(Power, POSITIVE),
        /// What happens in eclipse.
        eclipse_policy: choice(EclipsePolicy),
        /// Share of the chips' power kept up in eclipse under the policy `throttle`.
        eclipse_share: decision(Ratio, SHARE),
        /// Temperature of the chips' coolant side, chosen; absent: the highest that the chip bears at full speed.
        chip_temperature: optional(Temperature, POSITIVE),
        /// From its radiator to the radiators of its neighbours, face to face in a row; absent: none near enough to matter.
        neighbour_gap: optional(Length, POSITIVE),
        /// Time from launch to the end of service.
        life: number(TimeSpan, POSITIVE),
        /// Share of satellites lost in a year.
        failure: number(Rate, NOT_NEGATIVE),
        /// Share of its working life in service: pointing, manoeuvres, faults of the bus. Interruptions of the chips are
        /// worked out for each use.
        availability: number(Ratio, PART),
        /// Volume when stowed for launch.
        stowed_volume: number(Volume, NOT_NEGATIVE),
        /// Assembly, test and the factory, as a share of the price of the parts without chips.
        integration: number(Ratio, NOT_NEGATIVE),
        /// Share of the satellite's price (without chips) that is its maker's margin.
        margin: number(Ratio, LOSS),
        /// How its parts get cheaper with experience, if they do.
        learning: optional_reference("learning"),
        /// Mission control, ground stations and data links to users, by IT power and time.
        operations: number(PricePerEnergy, NOT_NEGATIVE),
        /// Premium for launch and first weeks, as a share of what is launched.
        launch_insurance: number(Ratio, LOSS),
        /// Premium in orbit, as a share of what is in orbit.
        orbit_insurance: number(Rate, NOT_NEGATIVE),
        /// From order to service.
        lead_time: number(TimeSpan, NOT_NEGATIVE),
        /// The part of it in which money is spent.
        construction: number(TimeSpan, NOT_NEGATIVE),
        /// Weighted average cost of capital, real.
        wacc: number(Rate, NOT_NEGATIVE),
        /// Power of the chips by the mass of the whole satellite, typed in instead of worked out.
        specific_power: optional(SpecificPower, POSITIVE),
        /// Price of the satellite without chips by IT power, typed in instead of worked out.
        price: optional(PricePerPower, NOT_NEGATIVE),
        /// Price of launch by mass, typed in instead of worked out.
        launch_price: optional(PricePerMass, NOT_NEGATIVE),
    }
    rules {
        Rule::Uses { through: "link", choice: ("kind", "optics"), unless: None, of: "cluster", fields: &["distance"] },
    }
}

shape! {
    /// A data centre at one site, powered in one way.
    Ground in "ground" {
        /// Words for tables and charts.
        title: text(),
        /// Where it stands.
        site: reference("site"),
        /// How it is powered.
        way: reference("way"),
        /// What is built.
        centre: reference("centre"),
        /// What computes.
        chip: reference("chip"),
        /// Price of energy at the meter, typed in instead of worked out.
        energy_price: optional(PricePerEnergy, NOT_NEGATIVE),
    }
    rules {
        Rule::Uses { through: "way", choice: ("kind", "grid"), unless: None, of: "site", fields: &["electricity_price", "queue"] },
        Rule::Uses { through: "way", choice: ("kind", "fuel"), unless: Some("fuel_price"), of: "site", fields: &["gas_price"] },
    }
}

shape! {
    /// A datasheet typed in, to repeat a study as it was made.
    Typed in "typed" {
        /// Words for tables and charts.
        title: text(),
        /// Where: words for tables.
        site: text(),
        /// How: words for tables.
        way: text(),
        /// What computes.
        chip: reference("chip"),
        /// Everything that is bought but chips, assembly and launch, by IT power.
        capex: number(PricePerPower, NOT_NEGATIVE),
        /// Its life.
        life: number(TimeSpan, POSITIVE),
        /// Assembly and test, by IT power; without a number they are in `capex` or left out.
        assembly: optional(PricePerPower, NOT_NEGATIVE),
        /// Chips bought beyond those that work, as a share of these; without a number, none.
        spares: optional(Ratio, NOT_NEGATIVE),
        /// IT power by the mass that is launched; without a number nothing is launched.
        specific_power: optional(SpecificPower, POSITIVE),
        /// Price of launch by mass.
        launch_price: optional(PricePerMass, NOT_NEGATIVE),
        /// Premium at the start, as a share of chips, `capex` and launch; without a number, none.
        insurance: optional(Ratio, LOSS),
        /// What running costs, by IT power and time.
        operations: number(PricePerEnergy, NOT_NEGATIVE),
        /// What running costs beyond that, as a share of the price of `capex`; without a number, nothing.
        upkeep: optional(Rate, NOT_NEGATIVE),
        /// Price of the energy that is bought, at the meter; without a number none is bought.
        energy_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Energy bought over IT energy.
        pue: optional(Ratio, AT_LEAST_ONE),
        /// Mean power while in service, against the power of all chips.
        load: optional(Ratio, PART),
        /// Share of everything bought (but launch, assembly and insurance) that is bought again in a year.
        replacement: number(Rate, NOT_NEGATIVE),
        /// Share of the chips that is bought again in a year beyond that; without a number, none.
        chip_replacement: optional(Rate, NOT_NEGATIVE),
        /// Spent once for the whole fleet; without a number, nothing.
        development: optional(Money, NOT_NEGATIVE),
        /// Delivered IT power of the fleet that shares it.
        fleet: optional(Power, POSITIVE),
        /// IT power of one unit: the fleet is made of whole ones.
        unit: optional(Power, POSITIVE),
        /// Mean power over the year against IT power.
        power_duty: number(Ratio, PART),
        /// Share of the year in service.
        availability: number(Ratio, PART),
        /// Share of the compute in service that can be sold, beside spares and losses that draw power and are paid for;
        /// without a number, all of it.
        sold: optional(Ratio, PART),
        /// Price that a short market pays, over cost; without a number, cost.
        price_over_cost: optional(Ratio, AT_LEAST_ONE),
        /// Data that a kilowatt of chips can trade with its neighbours.
        network: number(DataRatePerPower, POSITIVE),
        /// From order to service.
        lead_time: number(TimeSpan, NOT_NEGATIVE),
        /// The part of it in which money is spent.
        construction: number(TimeSpan, NOT_NEGATIVE),
        /// Weighted average cost of capital, real.
        wacc: number(Rate, NOT_NEGATIVE),
    }
    rules {
        Rule::Together(&["specific_power", "launch_price"]),
        Rule::Together(&["energy_price", "pue", "load"]),
        Rule::Together(&["development", "fleet", "unit"]),
    }
}
