//! Things that are made and bought: chips, cells, batteries, radiators, buses, launch vehicles, ways to
//! power, data centres, and how their cost falls with experience.

use crate::Rule;
use crate::shape::{shape, words};

shape! {
    /// An accelerator with its share of the server around it: the same chip runs on both sides of a comparison.
    Chip in "chip" {
        /// Dense operations per second in the number format of the scenario.
        compute: number(ComputeRate, POSITIVE),
        /// Power at full load, with the chip's share of the server and its network card.
        power: number(Power, POSITIVE),
        /// Price of the chip, with memory and package, typed in instead of worked out from what it is made of.
        price: optional(Money, NOT_NEGATIVE),
        /// What it is made of; without it, nothing is said of what it asks of chip makers.
        package: optional_reference("package"),
        /// Price of its share of server and network inside the cluster.
        server_price: number(Money, NOT_NEGATIVE),
        /// Share of the chip's price that is its maker's gross margin.
        margin: number(Ratio, LOSS),
        /// Mass of the chip with its share of boards, enclosure and cold plate, as built for orbit.
        mass: number(Mass, NOT_NEGATIVE),
        /// Highest temperature of the coolant side at which it runs at full speed.
        temperature_limit: number(Temperature, POSITIVE),
        /// Temperature of the coolant side at which its power and its failures are stated; on the ground it runs there.
        reference_temperature: number(Temperature, POSITIVE),
        /// Share of its power that is leakage at the reference temperature.
        leakage: number(Ratio, LOSS),
        /// How much warmer doubles its leakage.
        leakage_doubling: number(TemperatureDifference, POSITIVE),
        /// Share of its failures at the reference temperature that temperature drives.
        wear_out: number(Ratio, SHARE),
        /// Activation energy of those failures.
        activation_energy: number(ActivationEnergy, NOT_NEGATIVE),
        /// Share of chips that fail for good in a year.
        failure: number(Rate, NOT_NEGATIVE),
        /// How often a chip with its share of server and network stops the work it takes part in, on the ground: failures
        /// for good, and faults after which it starts again. Orbit adds what its dose does.
        interruptions: number(Rate, NOT_NEGATIVE),
        /// Ionising dose after which it is no longer used.
        dose_limit: number(Dose, POSITIVE),
        /// Wrong results that nothing reports, by dose.
        silent_errors: number(PerDose, NOT_NEGATIVE),
        /// Memory errors that are found and cannot be corrected, by dose: what runs on the chip stops.
        uncorrectable_errors: number(PerDose, NOT_NEGATIVE),
        /// Hangs and resets of the chip, and of its share of the host, by dose: what runs on the chip stops.
        functional_interrupts: number(PerDose, NOT_NEGATIVE),
        /// Time until it is replaced by a newer one.
        life: number(TimeSpan, POSITIVE),
        /// Share of the price it is worth at the end of its life on the ground.
        resale: number(Ratio, LOSS),
        /// Rate at which it can trade data with chips outside its server on the ground.
        network: number(DataRate, POSITIVE),
    }
    rules { Rule::AtLeastOne(&["price", "package"]) }
}

shape! {
    /// A solar cell in its array, with substrate, wiring and mechanism.
    Cell in "cell" {
        /// Efficiency at 28 °C, new.
        efficiency: number(Ratio, PART),
        /// Relative change of efficiency with temperature.
        temperature_coefficient: number(PerKelvin, ANY),
        /// Share of the array's area that is cell.
        packing: number(Ratio, PART),
        /// Share of sunlight that the front absorbs.
        absorptivity: number(Ratio, PART),
        /// Emissivity of the front.
        front_emissivity: number(Ratio, PART),
        /// Emissivity of the back.
        back_emissivity: number(Ratio, PART),
        /// Share of power lost in a year to radiation, ultraviolet and wear.
        degradation: number(Rate, NOT_NEGATIVE),
        /// Mass of the array by its area.
        areal_mass: optional(ArealMass, NOT_NEGATIVE),
        /// Power of the array, new, by its mass.
        specific_power: optional(SpecificPower, POSITIVE),
        /// Price of the array by its power, new.
        price: number(PricePerPower, NOT_NEGATIVE),
    }
    rules { Rule::ExactlyOne(&["areal_mass", "specific_power"]) }
}

shape! {
    /// A battery as it flies, with its electronics.
    Battery in "battery" {
        /// Energy by mass.
        specific_energy: number(SpecificEnergy, POSITIVE),
        /// Share of its energy that is used in the longest eclipse, unless its cycles allow less.
        depth_of_discharge: number(Ratio, PART),
        /// Share of the energy put in that is stored.
        charge_efficiency: number(Ratio, PART),
        /// Share of the energy stored that comes out.
        discharge_efficiency: number(Ratio, PART),
        /// Cycles it lives at a depth of 80 %.
        cycles: number(Ratio, POSITIVE),
        /// How steeply cycles grow as the depth falls: `cycles × (80 % / depth)^exponent`.
        cycle_exponent: number(Ratio, NOT_NEGATIVE),
        /// Price by energy.
        price: number(PricePerEnergy, NOT_NEGATIVE),
    }
}

words! {
    /// Where heat leaves the spacecraft.
    RadiatorConcept {
        /// Panels of their own, edge-on to the Sun.
        Separate = "separate",
        /// The solar array's own faces.
        BackOfArray = "back-of-array",
    }
}

words! {
    /// How the efficiency of a radiator's fins is known.
    Fins {
        /// Stated.
        Typed = "typed",
        /// From their length, thickness and metal.
        Geometry = "geometry",
    }
}

words! {
    /// How the power of a radiator's pumps is known.
    Pumping {
        /// Stated, as a share of the heat moved.
        Typed = "typed",
        /// From the coolant and the pressure it meets.
        Loop = "loop",
    }
}

shape! {
    /// A heat radiator; how large it must be is worked out.
    Radiator in "radiator" {
        /// Panels of their own, or the back of the solar array.
        concept: choice(RadiatorConcept),
        /// Emissivity of a face at the end of life.
        emissivity: number(Ratio, PART),
        /// Share of sunlight that a face absorbs when new.
        absorptivity_new: number(Ratio, SHARE),
        /// Share of sunlight that a face absorbs after a very long time in orbit.
        absorptivity_aged: number(Ratio, SHARE),
        /// Time in orbit after which 63 % of that change has come.
        ageing: number(TimeSpan, POSITIVE),
        /// Whether the efficiency of the fins is typed in or follows from their geometry.
        fins: choice(Fins),
        /// Heat given off against a panel that is everywhere as hot as its root.
        fin_efficiency: optional(Ratio, PART),
        /// From a tube to the middle between it and the next.
        fin_length: optional(Length, POSITIVE),
        /// Thickness of the metal that carries heat along the panel, both face sheets together.
        fin_thickness: optional(Length, POSITIVE),
        /// Thermal conductivity of that metal.
        fin_conductivity: optional(ThermalConductivity, POSITIVE),
        /// Cosine of the angle between the Sun and the panel's faces: 0 is exactly edge-on.
        sun_cosine: number(Ratio, SHARE),
        /// Heat shed by each square metre of panel, typed in instead of worked out, to repeat a study: then its faces, its
        /// fins, neighbours, Sun and Earth do not count for its area.
        flux: optional(Flux, POSITIVE),
        /// Panels, pipes and coolant by the area of a panel with two faces.
        areal_mass: number(ArealMass, NOT_NEGATIVE),
        /// Price by the area of a panel with two faces.
        price: number(PricePerArea, NOT_NEGATIVE),
        /// How much colder the coolant leaves the chip than the chip's coolant side is.
        plate_drop: number(TemperatureDifference, NOT_NEGATIVE),
        /// How much the coolant warms in the chips and cools in the panels; the panels' mean lies half of it lower.
        coolant_rise: number(TemperatureDifference, NOT_NEGATIVE),
        /// From the coolant to the root of the panel's fins.
        panel_drop: number(TemperatureDifference, NOT_NEGATIVE),
        /// Pumps, cold plates, pipes and accumulators by the heat they move.
        loop_mass: number(SpecificMass, NOT_NEGATIVE),
        /// Price of that loop.
        loop_price: number(PricePerPower, NOT_NEGATIVE),
        /// Whether the power of the pumps is typed in or follows from the loop.
        pumping: choice(Pumping),
        /// Pump power by the heat moved.
        pump_share: optional(Ratio, SHARE),
        /// Specific heat of the coolant.
        coolant_specific_heat: optional(SpecificHeat, POSITIVE),
        /// Density of the coolant.
        coolant_density: optional(Density, POSITIVE),
        /// Pressure drop of the coolant all round the loop.
        loop_pressure: optional(Pressure, NOT_NEGATIVE),
        /// From the pumps' electricity to flow against pressure.
        pump_efficiency: optional(Ratio, PART),
    }
    rules {
        Rule::Only("concept", "separate", &["flux"]),
        Rule::Needs("fins", "typed", &["fin_efficiency"]),
        Rule::Only("fins", "typed", &["fin_efficiency"]),
        Rule::Needs("fins", "geometry", &["fin_length", "fin_thickness", "fin_conductivity"]),
        Rule::Only("fins", "geometry", &["fin_length", "fin_thickness", "fin_conductivity"]),
        Rule::Needs("pumping", "typed", &["pump_share"]),
        Rule::Only("pumping", "typed", &["pump_share"]),
        Rule::Needs("pumping", "loop", &["coolant_specific_heat", "coolant_density", "loop_pressure", "pump_efficiency"]),
        Rule::Only("pumping", "loop", &["coolant_specific_heat", "coolant_density", "loop_pressure", "pump_efficiency"]),
    }
}

shape! {
    /// The rest of a spacecraft: structure, electronics, attitude, propulsion.
    Bus in "bus" {
        /// Share of the array's power that reaches the chips.
        conversion_efficiency: number(Ratio, PART),
        /// Power of computers and attitude control, never interrupted.
        housekeeping: number(Power, NOT_NEGATIVE),
        /// Power conditioning and harness by the array's power.
        power_electronics_mass: number(SpecificMass, NOT_NEGATIVE),
        /// Price of power conditioning and harness.
        power_electronics_price: number(PricePerPower, NOT_NEGATIVE),
        /// Avionics and attitude control.
        fixed_mass: number(Mass, NOT_NEGATIVE),
        /// Price of avionics and attitude control.
        fixed_price: number(Money, NOT_NEGATIVE),
        /// Aluminium equivalent around the chips: decides the dose, and weighs. Doses are known behind 1 to 10 mm.
        shielding: number(Length, NOT_NEGATIVE),
        /// Surface that is shielded for each watt of chips: area per kilowatt.
        shielded_area: number(Area, NOT_NEGATIVE),
        /// Share of the dry mass that is structure, booms and mechanisms.
        structure: number(Ratio, LOSS),
        /// Price of structure and shielding by mass.
        structure_price: number(PricePerMass, NOT_NEGATIVE),
        /// Mass kept in reserve, as a share of the dry mass without it.
        mass_margin: number(Ratio, NOT_NEGATIVE),
        /// Specific impulse of the thrusters, in seconds.
        specific_impulse: number(TimeSpan, POSITIVE),
        /// Drag coefficient.
        drag_coefficient: number(Ratio, NOT_NEGATIVE),
        /// Share of the area of array and radiator that faces the wind.
        frontal_share: number(Ratio, SHARE),
        /// Change of speed for keeping place and avoiding others, by year.
        manoeuvres: number(Acceleration, NOT_NEGATIVE),
        /// Change of speed to leave orbit at the end of life, typed in; otherwise the burn that lowers the perigee to 50 km.
        deorbit: optional(Speed, NOT_NEGATIVE),
        /// Tanks and thrusters as a share of the propellant.
        tank_share: number(Ratio, NOT_NEGATIVE),
        /// Price of tanks, thrusters and propellant by mass.
        propulsion_price: number(PricePerMass, NOT_NEGATIVE),
    }
}

shape! {
    /// A launch vehicle; its price follows from how often it flies, unless typed in.
    Vehicle in "vehicle" {
        /// First year it can be bought.
        available: year(),
        /// Payload to its reference orbit, as flown (reusable if it is reused).
        payload: number(Mass, POSITIVE),
        /// Altitude of the reference orbit.
        reference_altitude: number(Length, POSITIVE),
        /// Inclination of the reference orbit.
        reference_inclination: number(Angle, NOT_NEGATIVE),
        /// Latitude of the launch site.
        site_latitude: number(Angle, ANY),
        /// Upper stage without propellant and payload, with what it needs to come back.
        upper_dry_mass: number(Mass, POSITIVE),
        /// Propellant that the upper stage burns on the way up.
        upper_propellant: number(Mass, POSITIVE),
        /// Specific impulse of the upper stage, in seconds.
        upper_specific_impulse: number(TimeSpan, POSITIVE),
        /// Volume for payload.
        volume: number(Volume, POSITIVE),
        /// Price per kilogram to the reference orbit, typed in instead of worked out.
        price: optional(PricePerMass, NOT_NEGATIVE),
        /// What a booster costs to build.
        booster_cost: number(Money, NOT_NEGATIVE),
        /// Flights in a booster's life.
        booster_flights: number(Ratio, AT_LEAST_ONE),
        /// Days from one flight of a booster to its next.
        booster_turnaround: number(TimeSpan, POSITIVE),
        /// What an upper stage costs to build.
        ship_cost: number(Money, NOT_NEGATIVE),
        /// Flights in an upper stage's life; 1 is expendable.
        ship_flights: number(Ratio, AT_LEAST_ONE),
        /// Days from one flight of an upper stage to its next.
        ship_turnaround: number(TimeSpan, POSITIVE),
        /// Repair after a flight, as a share of the cost of what flies again.
        refurbishment: number(Ratio, NOT_NEGATIVE),
        /// Propellant of all stages.
        propellant: number(Mass, NOT_NEGATIVE),
        /// What that propellant is.
        burns: reference("propellant"),
        /// Mean price of that propellant.
        propellant_price: number(PricePerMass, NOT_NEGATIVE),
        /// Range, recovery and ground crew for each flight.
        operations: number(Money, NOT_NEGATIVE),
        /// Staff and plant that cost the same however often it flies.
        fixed_cost: number(MoneyRate, NOT_NEGATIVE),
        /// Flights of the whole fleet in a year.
        cadence: number(Rate, POSITIVE),
        /// Flights a year that all its sites together are licensed for; absent where nothing is known of it.
        licensed: optional(Rate, NOT_NEGATIVE),
        /// What a pad with its tower costs.
        pad_cost: number(Money, NOT_NEGATIVE),
        /// Flights one pad can serve in a year.
        pad_cadence: number(Rate, POSITIVE),
        /// Life of a pad.
        pad_life: number(TimeSpan, POSITIVE),
        /// Chance that a flight fails.
        loss: number(Ratio, LOSS),
        /// Interest on fleet and pads.
        wacc: number(Rate, NOT_NEGATIVE),
        /// Share of the price that is margin.
        margin: number(Ratio, LOSS),
        /// How building and repairing gets cheaper with flights, if it does.
        learning: optional_reference("learning"),
    }
}

shape! {
    /// Wright's law: cost falls by a fixed share with every doubling of all that was ever made.
    Learning in "learning" {
        /// Share by which cost falls with each doubling.
        rate: number(Ratio, LOSS),
        /// How much had been made when the stated costs were true.
        reference: number(Ratio, POSITIVE),
        /// How much will have been made by each year, in the same count.
        experience: number(Ratio, POSITIVE),
        /// Share of the stated cost below which it cannot fall.
        floor: number(Ratio, SHARE),
    }
}

words! {
    /// How a way to power makes electricity.
    WayKind {
        /// Bought from the grid at the site's price.
        Grid = "grid",
        /// Burns or splits a fuel.
        Fuel = "fuel",
        /// Photovoltaics and batteries sized for the site.
        Solar = "solar",
    }
}

shape! {
    /// A way to power a data centre on the ground.
    Way in "way" {
        /// Bought, from fuel, or from the Sun.
        kind: choice(WayKind),
        /// Plant or connection by its power; for the Sun by peak power of the panels.
        capex: number(PricePerPower, NOT_NEGATIVE),
        /// Life of the plant.
        life: number(TimeSpan, POSITIVE),
        /// Fixed operation by power and time.
        fixed_cost: number(PricePerEnergy, NOT_NEGATIVE),
        /// Variable operation by energy.
        variable_cost: number(PricePerEnergy, NOT_NEGATIVE),
        /// Capacity built for each unit of load, for reserve and maintenance.
        reserve: number(Ratio, AT_LEAST_ONE),
        /// Share of the year it can serve the load.
        availability: number(Ratio, PART),
        /// From order to power: queue, backlog, permits and building.
        lead_time: number(TimeSpan, NOT_NEGATIVE),
        /// The part of it in which money is spent.
        construction: number(TimeSpan, NOT_NEGATIVE),
        /// Share of the price that is margin.
        margin: number(Ratio, LOSS),
        /// Fuel energy for each unit of electricity.
        heat_rate: optional(Ratio, AT_LEAST_ONE),
        /// Price of fuel energy, unless it is the site's gas.
        fuel_price: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Batteries by their energy.
        storage_capex: optional(PricePerEnergy, NOT_NEGATIVE),
        /// Life of the batteries.
        storage_life: optional(TimeSpan, POSITIVE),
        /// Share of energy that comes back from the batteries.
        round_trip: optional(Ratio, AT_LEAST_HALF),
        /// Battery bought for each unit of energy it must give: age and depth of discharge.
        storage_reserve: optional(Ratio, AT_LEAST_ONE),
        /// Share of the load's energy that panels and batteries are sized to serve over a typical year.
        served: optional(Ratio, PART),
    }
    rules {
        Rule::Needs("kind", "fuel", &["heat_rate"]),
        Rule::Only("kind", "fuel", &["heat_rate", "fuel_price"]),
        Rule::Needs("kind", "solar", &["storage_capex", "storage_life", "round_trip", "storage_reserve", "served"]),
        Rule::Only("kind", "solar", &["storage_capex", "storage_life", "round_trip", "storage_reserve", "served"]),
    }
}

shape! {
    /// A data centre without its chips and its power plant.
    Centre in "centre" {
        /// Land, shell and civil works by IT power.
        shell: number(PricePerPower, NOT_NEGATIVE),
        /// Life of the shell.
        shell_life: number(TimeSpan, POSITIVE),
        /// Electrical plant by IT power.
        electrical: number(PricePerPower, NOT_NEGATIVE),
        /// Cooling plant by IT power.
        cooling: number(PricePerPower, NOT_NEGATIVE),
        /// Life of electrical and cooling plant.
        plant_life: number(TimeSpan, POSITIVE),
        /// Staff, repair, security and insurance by IT power and time.
        operations: number(PricePerEnergy, NOT_NEGATIVE),
        /// Water for each unit of IT energy.
        water: number(MassPerEnergy, NOT_NEGATIVE),
        /// Price of water by mass.
        water_price: number(PricePerMass, NOT_NEGATIVE),
        /// What all chips' ports send over what the top of the network between servers carries: 1 is fully fed.
        oversubscription: number(Ratio, AT_LEAST_ONE),
        /// Share of the year it runs.
        availability: number(Ratio, PART),
        /// From ground breaking to operation.
        lead_time: number(TimeSpan, NOT_NEGATIVE),
        /// The part of it in which money is spent.
        construction: number(TimeSpan, NOT_NEGATIVE),
        /// Share of the price that is the builder's margin.
        margin: number(Ratio, LOSS),
    }
}
