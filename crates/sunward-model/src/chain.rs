//! The whole chain that grows together: commodities, the industries that make and use them, where they stand, what limits
//! them, and the plan that is asked for.
//!
//! Numbers of these tables are kept in units of the tables themselves: an amount of a recipe in the commodity's unit for
//! each unit of the industry's activity. They stand in the register as pure numbers, with the unit beside them.

use crate::shape::{Template, shape, words};

pub use crate::shape::{Amount, RecipeLine};

/// Tables whose entries have a datasheet that amounts can be taken from.
pub const DATASHEET_TABLES: &[&str] = &["satellite", "ground", "vehicle", "chip", "package"];

/// Tables whose numbers make a network, and move nothing where a scenario does not plan.
pub const TABLES: &[&str] = &["commodity", "industry", "experience", "location", "demand", "limit", "plan"];

/// Whether the number with this path is one that only plans read.
pub fn only_plans_read(path: &str) -> bool {
    TABLES.contains(&path.split('.').next().unwrap_or_default())
}

const MASS_OF_A_UNIT: Template = Template::of("t/{unit}");
const FOR_ACTIVITY: Template = Template::of("{line.unit}/{unit}");
const FOR_CAPACITY: Template = Template::of("{line.unit}/({unit}/year)");
const PRICE_OF_CAPACITY: Template = Template::of("USD/({unit}/year)");
const UPKEEP_OF_CAPACITY: Template = Template::of("USD/({unit}/year)/year");
const PRICE_OF_ACTIVITY: Template = Template::of("USD/{unit}");
const CAPACITY: Template = Template::of("{unit}/year");
const CAPACITY_A_YEAR: Template = Template::of("({unit}/year)/year");
const OWN_UNIT: Template = Template::of("{unit}");
const DEMANDED: Template = Template::of("{commodity.unit}/year");
const PRICE_OF_COMMODITY: Template = Template::of("USD/{commodity.unit}");
const TARGET: Template = Template::of("{target_commodity.unit}/year");
const TAKEN: Template =
    Template { cases: &[("counts", "activity", "{unit}/{line.unit}")], text: "{unit}/({line.unit}/year)" };
const ALLOWED: Template =
    Template { cases: &[("counts", "standing", "{unit}"), ("span", "ever", "{unit}")], text: "{unit}/year" };

words! {
    /// Where a commodity is traded.
    Market {
        /// One balance for each location: what is made elsewhere must be carried.
        Local = "local",
        /// One balance for all locations of a world.
        World = "world",
    }
}

words! {
    /// Whether activity needs capacity.
    Capacity {
        /// What stands limits activity; more must be built.
        Limited = "limited",
        /// Nothing need be built.
        Free = "free",
    }
}

words! {
    /// What of an industry becomes cheaper with experience.
    Learns {
        /// Its capacity, by how much of it was built.
        Building = "building",
        /// Its activity, by how much it did.
        Running = "running",
    }
}

words! {
    /// Whether an industry belongs to the loop that must grow by itself.
    Loop {
        /// It does.
        Inside = "inside",
        /// It supplies from outside, at any rate.
        Outside = "outside",
    }
}

words! {
    /// What a recipe keeps.
    Conserves {
        /// Nothing that is checked.
        Nothing = "nothing",
        /// Mass: what goes in comes out.
        Mass = "mass",
        /// Energy: what goes in comes out.
        Energy = "energy",
    }
}

words! {
    /// What of an industry counts against a limit.
    Counts {
        /// What it does.
        Activity = "activity",
        /// Capacity that is commissioned.
        Building = "building",
        /// Capacity that stands.
        Standing = "standing",
    }
}

words! {
    /// Over which span a limit holds.
    Span {
        /// In every year.
        Year = "year",
        /// Over the whole plan.
        Ever = "ever",
    }
}

words! {
    /// Whether money could not lift a limit.
    BeyondMoney {
        /// No money lifts it: a licence, an orbit.
        Yes = "yes",
        /// Money would lift it.
        No = "no",
    }
}

words! {
    /// What is asked of a plan.
    Objective {
        /// Least cost of what is demanded.
        LeastCost = "least-cost",
        /// Most compute for a budget.
        MostCompute = "most-compute",
        /// A target amount at the earliest time.
        Earliest = "earliest",
    }
}

shape! {
    /// Something that is made, used, kept and carried.
    Commodity in "commodity" {
        /// Words for tables.
        title: text(),
        /// What amounts of it are counted in: `t`, `kwafer`, `GW`, `GW year`.
        unit: unit(),
        /// Part of the chain it belongs to.
        stage: text(),
        /// Whether each location has its own balance, or all locations of a world have one.
        market: choice(Market),
        /// Share of a stock that is lost in a year; without it, it cannot be kept in stock.
        decay: optional(Rate, NOT_NEGATIVE),
        /// Mass of one unit, for checks of what goes in and comes out.
        mass: optional_measured(MASS_OF_A_UNIT, NOT_NEGATIVE),
    }
}

shape! {
    /// Something that makes, keeps, carries or serves; a process of the network at each of its locations.
    Industry in "industry" {
        /// Words for tables.
        title: text(),
        /// Part of the chain it belongs to.
        stage: text(),
        /// What activity is counted in. Capacity is activity in a year: of what serves for a time, activity is counted in `GW year` and capacity in GW.
        unit: unit(),
        /// Where it stands, or can.
        locations: references("location"),
        /// Where what it makes arrives, if that is another place.
        to: optional_reference("location"),
        /// Whether activity needs capacity that must be built.
        capacity: choice(Capacity),
        /// What its datasheet lines are taken from, unless they say otherwise.
        option: datasheet(),
        /// What one unit of activity makes.
        makes: recipe(FOR_ACTIVITY),
        /// What one unit of activity uses.
        uses: recipe(FOR_ACTIVITY),
        /// What building one unit of capacity uses.
        capital: recipe(FOR_CAPACITY),
        /// Price of one unit of capacity, beside what building it uses.
        price: optional_amount(PRICE_OF_CAPACITY),
        /// Paid for one unit of activity, beside what it uses.
        running_cost: optional_measured(PRICE_OF_ACTIVITY, NOT_NEGATIVE),
        /// Share of the price that is paid in a year for capacity that stands.
        upkeep: optional(Rate, NOT_NEGATIVE),
        /// Paid in a year for one unit of capacity that stands, beside that share.
        fixed_cost: optional_measured(UPKEEP_OF_CAPACITY, NOT_NEGATIVE),
        /// From service to the end.
        life: optional(TimeSpan, POSITIVE),
        /// From order to service.
        lead_time: optional(TimeSpan, NOT_NEGATIVE),
        /// Share of capacity that works, mean over the year; without it all.
        availability: optional(Ratio, PART),
        /// Share of the capacity standing a year before that can be commissioned in a year; without it nothing limits growth.
        growth: optional(Rate, NOT_NEGATIVE),
        /// Capacity that can be commissioned in a year beside that growth.
        seed: optional_measured(CAPACITY_A_YEAR, NOT_NEGATIVE),
        /// Capacity that stands at the start, by location.
        standing: each("location", CAPACITY),
        /// Capacity under construction at the start that is commissioned in a year, by location; years that are not named have none.
        coming: each_in_its_years("location", CAPACITY),
        /// Greatest capacity, by location; without it nothing limits it.
        most: each("location", CAPACITY),
        /// First year in which capacity can be commissioned; without it the first of the plan.
        available: optional_year(),
        /// How its cost falls.
        experience: optional_reference("experience"),
        /// What of it becomes cheaper.
        learns: optional_choice(Learns),
        /// Its cost of capital; without it that of the plan.
        wacc: optional(Rate, NOT_NEGATIVE),
        /// What its maker keeps of a price at arm's length; without it nothing.
        margin: optional(Ratio, LOSS),
        /// Whether it belongs to the loop that must grow by itself.
        r#loop: choice(Loop),
        /// What its recipe keeps, which is checked.
        conserves: choice(Conserves),
    }
    rules {
        crate::Rule::AtLeastOne(&["makes", "uses"]),
        crate::Rule::Needs("capacity", "limited", &["life", "lead_time"]),
        crate::Rule::Only(
            "capacity",
            "limited",
            &["capital", "price", "upkeep", "fixed_cost", "life", "lead_time", "availability", "growth", "seed", "standing", "coming",
              "most", "available", "wacc"],
        ),
        crate::Rule::Together(&["growth", "seed"]),
        crate::Rule::Together(&["experience", "learns"]),
    }
}

shape! {
    /// How cost falls with what was built or done, by all industries that share the experience.
    Experience in "experience" {
        /// Words for tables.
        title: text(),
        /// What it is counted in.
        unit: unit(),
        /// Share by which cost falls with each doubling.
        rate: number(Ratio, LOSS),
        /// Experience at the start, at which the stated prices hold.
        initial: measured(OWN_UNIT, POSITIVE),
        /// Lowest share of the stated price that is reached.
        floor: number(Ratio, SHARE),
    }
}

shape! {
    /// Where industries stand.
    Location in "location" {
        /// Words for tables.
        title: text(),
        /// World it belongs to: places between which some commodities move freely.
        world: text(),
    }
}

shape! {
    /// What is asked for.
    Demand in "demand" {
        /// Words for tables.
        title: text(),
        /// Of what.
        commodity: reference("commodity"),
        /// Where; of a commodity with a market for a world, any location of that world.
        location: optional_reference("location"),
        /// How much.
        amount: measured(DEMANDED, NOT_NEGATIVE),
        /// Cost of leaving one unit unmet; without it, it must be met.
        price: optional_measured(PRICE_OF_COMMODITY, NOT_NEGATIVE),
    }
}

shape! {
    /// What there is no more of.
    Limit in "limit" {
        /// Words for tables.
        title: text(),
        /// What it is counted in.
        unit: unit(),
        /// Where it counts; without it, everywhere.
        location: optional_reference("location"),
        /// What of the industries counts.
        counts: choice(Counts),
        /// Over which span.
        span: choice(Span),
        /// What one unit of each industry takes of it.
        takes: each("industry", TAKEN),
        /// How much there is.
        amount: measured(ALLOWED, NOT_NEGATIVE),
        /// Whether money could not lift it.
        beyond_money: choice(BeyondMoney),
    }
}

shape! {
    /// The plan that is asked for.
    Planning in "plan" {
        /// Industries that take part.
        industries: references("industry"),
        /// What is demanded.
        demands: references("demand"),
        /// What limits it.
        limits: optional_references("limit"),
        /// What a year's delay makes money worth less.
        discount: number(Rate, NOT_NEGATIVE),
        /// Length of the periods of the plan; without it, one year.
        step: optional(TimeSpan, POSITIVE),
        /// Last year of the plan; without it, that of the scenario.
        end: optional_year(),
        /// What is asked of it.
        objective: choice(Objective),
        /// Most that is spent in a year.
        budget: optional(MoneyRate, NOT_NEGATIVE),
        /// Of what there is to be most, or a target is set.
        target_commodity: optional_reference("commodity"),
        /// How much of it in a year is the target; without it, as much as can be had.
        target_amount: optional_measured(TARGET, POSITIVE),
        /// How far planning goes on beyond the last year, so that what is built near it has something to serve; nothing of it is
        /// shown. Without it, nothing.
        beyond: optional(TimeSpan, POSITIVE),
        /// How far ahead each decision looks; without it, to the end.
        foresight: optional(TimeSpan, POSITIVE),
    }
    rules {
        crate::Rule::Needs("objective", "earliest", &["target_commodity", "target_amount"]),
        crate::Rule::Needs("objective", "most-compute", &["target_commodity", "budget"]),
    }
}
