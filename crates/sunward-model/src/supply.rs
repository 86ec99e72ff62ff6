//! What makers of chips and launchers work with: wafers, processes, scanners, memory, packages, propellants; and the
//! vehicles and robots that ask for chips beside the data centres.

use crate::shape::shape;

shape! {
    /// A round wafer.
    Wafer in "wafer" {
        /// Its diameter.
        diameter: number(Length, POSITIVE),
        /// Width of the ring at its edge that bears no dies.
        edge: number(Length, NOT_NEGATIVE),
    }
}

shape! {
    /// A machine that exposes wafers to extreme ultraviolet light.
    Scanner in "scanner" {
        /// Wafers it exposes once, while it runs.
        throughput: number(Rate, POSITIVE),
        /// Share of all hours in which it does, at that rate.
        availability: number(Ratio, PART),
        /// What one costs.
        price: number(Money, NOT_NEGATIVE),
        /// How many stand in the fabs of the world; absent where nobody has counted.
        installed: optional(Ratio, POSITIVE),
        /// How many are made; absent where nobody says.
        output: optional(Rate, POSITIVE),
    }
}

shape! {
    /// A process for logic dies.
    Process in "process" {
        /// What it works on.
        wafer: reference("wafer"),
        /// Price of a finished wafer.
        wafer_price: number(Money, NOT_NEGATIVE),
        /// Killing defects by area; falls as the process is learnt.
        defects: number(PerArea, NOT_NEGATIVE),
        /// How evenly defects lie: small where they come in clusters, large where they fall at random.
        clustering: number(Ratio, POSITIVE),
        /// Exposures to extreme ultraviolet light that a wafer needs.
        exposures: number(Ratio, NOT_NEGATIVE),
        /// What exposes it.
        scanner: reference("scanner"),
        /// Wafers that the world can start on it; absent where nobody says.
        capacity: optional(Rate, POSITIVE),
    }
}

shape! {
    /// Memory that is packaged with a chip: a stack of dies, or a package of them beside it.
    Memory in "memory" {
        /// What its dies are made on.
        wafer: reference("wafer"),
        /// Area of a die.
        die_area: number(Area, POSITIVE),
        /// Dies of a stack.
        dies: number(Ratio, AT_LEAST_ONE),
        /// Share of the dies on a wafer that end in a good stack.
        yield_share: number(Ratio, PART),
        /// Price of a stack.
        price: number(Money, NOT_NEGATIVE),
        /// Wafers that the world can start for it; absent where nobody says.
        capacity: optional(Rate, POSITIVE),
    }
}

shape! {
    /// How dies and memory are joined: on an interposer made on a wafer, or on a substrate cut like one.
    Packaging in "packaging" {
        /// What carriers are made on.
        wafer: reference("wafer"),
        /// Share of packages that work, from good dies and good memory; what fails takes both along.
        yield_share: number(Ratio, PART),
        /// Wafers of carriers that the world can start; absent where nobody says.
        capacity: optional(Rate, POSITIVE),
    }
}

shape! {
    /// What a chip is made of: dies, memory, and what joins them.
    Package in "package" {
        /// How its dies are made.
        process: reference("process"),
        /// Area of a die with its share of the lines between dies.
        die_area: number(Area, POSITIVE),
        /// Dies in a package.
        dies: number(Ratio, POSITIVE),
        /// Share of dies with a defect that are sold all the same, with the broken part switched off.
        salvage: number(Ratio, SHARE),
        /// Memory beside them.
        memory: reference("memory"),
        /// Stacks of it.
        stacks: number(Ratio, NOT_NEGATIVE),
        /// How they are joined.
        packaging: reference("packaging"),
        /// Area of the carrier under dies and memory.
        carrier_area: number(Area, POSITIVE),
        /// Price of carrier, joining and substrate.
        packaging_price: number(Money, NOT_NEGATIVE),
        /// Price of test, board and what else is on it.
        test_price: number(Money, NOT_NEGATIVE),
    }
}

shape! {
    /// A pair of propellants.
    Propellant in "propellant" {
        /// Oxygen for each unit of fuel, by mass, as loaded.
        mixture: number(Ratio, POSITIVE),
        /// Fuel that the world makes of this kind; absent where it is not compared.
        world_fuel: optional(MassRate, POSITIVE),
    }
}

shape! {
    /// A vehicle or robot that carries chips of its own.
    Edge in "edge" {
        /// Words for tables.
        title: text(),
        /// What its chips are made of.
        package: reference("package"),
        /// Chips in each.
        chips: number(Ratio, NOT_NEGATIVE),
        /// How many are made.
        units: number(Rate, NOT_NEGATIVE),
    }
}
