//! Myana's first model ("orbital compute open source", December 2025): dollars for a petaflop sustained for a year, in
//! orbit and on the ground, 2025 to 2050, on the path that its web page takes with its defaults.
//!
//! The queue for ground power enters as a dearer site; the cost of waiting itself is left out of the headline, as the
//! study leaves it. Nothing is discounted: everything bought for orbit is spread evenly over six years.

use sunward_quantity::elementary::{exp, fourth_power, log10, power, sin};

/// What changes over the years on straight lines between five years.
const KNOTS: [f64; 5] = [2025.0, 2030.0, 2035.0, 2040.0, 2050.0];
/// Years in which the cost of launching a kilogram is given, without mark-up; curves of constant growth join them.
const LAUNCH_YEARS: [f64; 9] = [2025.0, 2026.0, 2027.0, 2028.0, 2030.0, 2035.0, 2040.0, 2045.0, 2050.0];

/// Every number of the study that moves its headline.
#[derive(Debug, Clone)]
pub struct Inputs {
    // Satellites.
    /// Power of all chips of one constellation in 2025 and in 2040, at constant growth between, then level.
    pub fleet_kilowatts: [f64; 2],
    /// A fleet up to this power is one satellite; a larger one is cut into satellites of about `usual_kilowatts`.
    pub largest_kilowatts: f64,
    pub usual_kilowatts: f64,
    /// Dearer parts and dearer replacement with ten times the satellites.
    pub coordination: f64,
    pub operations_coordination: f64,
    pub life_years: f64,
    // Chips.
    pub chip_kilowatts: f64,
    pub chip_petaflops: f64,
    pub chip_dollars: f64,
    pub chip_fall: f64,
    pub chip_kilograms: f64,
    pub qualification_dollars: f64,
    /// Up to 2026, up to 2029, and after: chips lost in a year, dearness, operations spent on error correction.
    pub chip_loss: [f64; 3],
    pub chip_premium: [f64; 3],
    pub error_correction: [f64; 3],
    pub radiation_loss: f64,
    // Time in service.
    pub sun: f64,
    pub panel_loss: f64,
    pub mean_age: f64,
    pub fleet_drift: f64,
    pub uptime: f64,
    pub uptime_gain: f64,
    // Power.
    pub power_overhead: f64,
    pub power_dollars_per_watt: f64,
    pub power_fall: f64,
    pub array_watts_per_kilogram: [f64; 5],
    pub compute_watts_per_kilogram: [f64; 5],
    pub battery_watt_hours_per_kilogram: [f64; 5],
    pub system_overhead: [f64; 5],
    pub eclipse_hours: f64,
    // Heat: only this share of the chips' power is shed.
    pub heat_share: f64,
    pub heat_kilowatts: f64,
    pub emissivity: f64,
    pub radiator_kelvin: f64,
    pub sink_kelvin: f64,
    pub radiator_margin: f64,
    pub radiator_kilograms: f64,
    pub radiator_dollars: f64,
    pub heat_pipe_kilograms: f64,
    pub heat_pipe_dollars: f64,
    pub heat_factor: f64,
    // Shield, links, bus.
    pub shield_dollars_per_kilowatt: f64,
    pub shield_fall: f64,
    pub gigabits_per_petaflop: f64,
    pub terminal_dollars: f64,
    pub terminal_kilograms: f64,
    pub terminals: f64,
    pub gigabit_dollars: f64,
    pub gigabits: f64,
    pub server_link_dollars: f64,
    pub link_share: f64,
    pub link_fall: f64,
    pub bus_mass: f64,
    pub bus_dollars: f64,
    // Running.
    pub fixed_dollars: f64,
    pub insurance: f64,
    pub replaced: f64,
    pub spares: f64,
    // Launch.
    pub launch_cost: [f64; 9],
    pub launch_markup: f64,
    pub launch_fixed: f64,
    pub launch_first: f64,
    pub launch_floor: f64,
    // Ground.
    pub electricity_dollars: f64,
    pub electricity_growth: f64,
    pub pue: f64,
    pub pue_growth: f64,
    pub ground_gigaflops_per_watt: f64,
    pub capacity_factor: f64,
    pub site_dollars: f64,
    pub server_dollars: f64,
    pub server_years: f64,
    pub demand_gigawatts: f64,
    pub demand_growth: f64,
    pub capacity_gigawatts: f64,
    pub backlog_gigawatts: f64,
    pub build_gigawatts: f64,
    pub build_growth: f64,
}

impl Inputs {
    pub fn published() -> Self {
        Self {
            fleet_kilowatts: [100.0, 500.0],
            largest_kilowatts: 200.0,
            usual_kilowatts: 100.0,
            coordination: 0.05,
            operations_coordination: 0.10,
            life_years: 6.0,
            chip_kilowatts: 0.250,
            chip_petaflops: 0.450,
            chip_dollars: 25_000.0,
            chip_fall: 0.12,
            chip_kilograms: 3.3,
            qualification_dollars: 1500.0,
            chip_loss: [0.10, 0.07, 0.05],
            chip_premium: [1.3, 1.2, 1.1],
            error_correction: [0.08, 0.05, 0.03],
            radiation_loss: 0.02,
            sun: 0.98,
            panel_loss: 0.025,
            mean_age: 3.0,
            fleet_drift: 0.003,
            uptime: 0.95,
            uptime_gain: 0.001,
            power_overhead: 0.15,
            power_dollars_per_watt: 22.0,
            power_fall: 0.05,
            array_watts_per_kilogram: [120.0, 150.0, 180.0, 200.0, 250.0],
            compute_watts_per_kilogram: [200.0, 300.0, 400.0, 500.0, 800.0],
            battery_watt_hours_per_kilogram: [300.0, 400.0, 500.0, 600.0, 800.0],
            system_overhead: [1.4, 1.3, 1.25, 1.2, 1.15],
            eclipse_hours: 0.58,
            heat_share: 0.25,
            heat_kilowatts: 5.0,
            emissivity: 0.85,
            radiator_kelvin: 346.15,
            sink_kelvin: 250.0,
            radiator_margin: 1.25,
            radiator_kilograms: 3.0,
            radiator_dollars: 800.0,
            heat_pipe_kilograms: 0.3,
            heat_pipe_dollars: 500.0,
            heat_factor: 0.95,
            shield_dollars_per_kilowatt: 200.0,
            shield_fall: 0.05,
            gigabits_per_petaflop: 0.1,
            terminal_dollars: 75_000.0,
            terminal_kilograms: 5.0,
            terminals: 4.0,
            gigabit_dollars: 50_000.0,
            gigabits: 50.0,
            server_link_dollars: 500.0,
            link_share: 0.3,
            link_fall: 0.10,
            bus_mass: 0.20,
            bus_dollars: 300.0,
            fixed_dollars: 20_000.0 / 6.0 + 10_000.0 + 5_000.0,
            insurance: 0.03,
            replaced: 0.03 * (1.0 - 0.15),
            spares: 0.2,
            launch_cost: [600.0, 800.0, 400.0, 200.0, 75.0, 30.0, 20.0, 15.0, 10.0],
            launch_markup: 2.5 * 1.05,
            launch_fixed: 5.0,
            launch_first: 1500.0,
            launch_floor: 30.0,
            electricity_dollars: 120.0,
            electricity_growth: 0.02,
            pue: 1.30,
            pue_growth: 0.01,
            ground_gigaflops_per_watt: 2000.0,
            capacity_factor: 0.85,
            site_dollars: 1500.0,
            server_dollars: 15_000.0,
            server_years: 3.0,
            demand_gigawatts: 120.0,
            demand_growth: 0.12,
            capacity_gigawatts: 150.0,
            backlog_gigawatts: 30.0,
            build_gigawatts: 15.0,
            build_growth: 1.05,
        }
    }
}

/// What the study prints for one year, in dollars per petaflop-year unless said otherwise.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub launch_dollars_per_kilogram: f64,
    pub satellites: f64,
    pub satellite_kilowatts: f64,
    pub satellite_kilograms: f64,
    /// Chips of one satellite.
    pub chips: f64,
    /// Share of them that works, mean of the life, less what checks errors.
    pub healthy: f64,
    pub in_service: f64,
    /// Sustained petaflops of one satellite, mean of its life.
    pub petaflops: f64,
    /// How much dearer parts and replacement are in a fleet.
    pub dearer: f64,
    pub dearer_to_run: f64,
    pub power: f64,
    pub compute: f64,
    pub heat: f64,
    pub shield: f64,
    pub bus: f64,
    pub links: f64,
    pub replacement: f64,
    pub ground_stations: f64,
    pub regulation: f64,
    pub launch: f64,
    pub orbit: f64,
    pub energy: f64,
    pub site: f64,
    pub servers: f64,
    pub ground: f64,
}

/// The knots around `year`, and how far it is from the first to the second.
fn between(years: &[f64], year: f64) -> (usize, f64) {
    let last = years.len() - 2;
    let at = (0..=last).find(|&k| year <= years[k + 1]).unwrap_or(last);
    (at, ((year - years[at]) / (years[at + 1] - years[at])).clamp(0.0, 1.0))
}

fn straight(values: &[f64; 5], year: f64) -> f64 {
    let (k, share) = between(&KNOTS, year);
    values[k] + (values[k + 1] - values[k]) * share
}

/// A price never rises: each year takes the lower of its own and the last one's.
fn launch_price(i: &Inputs, year: i32) -> f64 {
    (2026..=year).fold(i.launch_first, |last, y| {
        let (k, share) = between(&LAUNCH_YEARS, f64::from(y));
        let cost = i.launch_cost[k] * power(i.launch_cost[k + 1] / i.launch_cost[k], share);
        (cost * i.launch_markup + i.launch_fixed).max(i.launch_floor).min(last)
    })
}

/// How much dearer a site is for land and for connection, after years of demand outrunning what can be built.
fn scarcity(i: &Inputs, year: i32) -> f64 {
    let (mut capacity, mut backlog, mut build) = (i.capacity_gigawatts, i.backlog_gigawatts, i.build_gigawatts);
    let mut demand = i.demand_gigawatts;
    for t in 1..=(year - 2025) {
        let next = i.demand_gigawatts * power(1.0 + i.demand_growth, f64::from(t));
        let new = next - demand;
        // The lift from a backlog is kept as next year's base: the study compounds it.
        let pressed = exp(-2.0 * backlog / 100.0);
        build = (build * i.build_growth).min(50.0) * (1.0 + 0.2 * (1.0 - pressed) / (1.0 + pressed));
        let built = (new + 0.15 * backlog).min(build);
        backlog = (backlog + new - built).max(0.0);
        capacity += built;
        demand = next;
    }
    let use_of_capacity = (demand / capacity).min(1.0);
    (1.0 + 0.5 * (backlog / 100.0).min(1.0)) * (1.0 + 0.3 * (use_of_capacity / 0.85).min(1.0))
}

fn flux(i: &Inputs, hot: f64, sink: f64) -> f64 {
    i.emissivity * 5.67e-8 * (fourth_power(hot) - fourth_power(sink))
}

pub fn outcome(i: &Inputs, year: i32) -> Outcome {
    let t = f64::from(year - 2025);
    let calendar = f64::from(year);
    let launch_price = launch_price(i, year);

    let grown = ((calendar - 2025.0) / 15.0).min(1.0);
    let fleet = i.fleet_kilowatts[0] * power(i.fleet_kilowatts[1] / i.fleet_kilowatts[0], grown);
    // Five times a hundred is five satellites, though the power may miss it by rounding.
    let satellites = if fleet <= i.largest_kilowatts { 1.0 } else { (fleet / i.usual_kilowatts - 1e-9).ceil() };
    let kilowatts = fleet / satellites;
    let phase = if year <= 2026 { 0 } else { usize::from(year > 2029) + 1 };

    let chips = (kilowatts / i.chip_kilowatts + 1e-9).floor();
    let peak = chips * i.chip_petaflops;
    let kept = |loss: f64, age: f64| power(1.0 - loss, age);
    let years = i.life_years as i32;
    let healthy = (1..=years)
        .map(|n| kept(i.chip_loss[phase], f64::from(n) - 0.5) * kept(i.radiation_loss, f64::from(n) - 0.5))
        .sum::<f64>()
        / f64::from(years)
        * (1.0 - i.error_correction[phase]);
    let in_service = i.sun
        * kept(i.panel_loss, i.mean_age)
        * (1.0 - i.fleet_drift * t).max(0.90)
        * (i.uptime + i.uptime_gain * t).min(0.99);
    let petaflops = peak * healthy * in_service.min(0.99);

    let chip_dollars =
        chips * (i.chip_dollars * i.chip_premium[phase] * kept(i.chip_fall, t) + i.qualification_dollars);

    // Two radiators: one to size the mass of the power system, and the one that is bought.
    let heat = kilowatts * i.heat_share + i.heat_kilowatts;
    let area = |flux: f64| heat * 1000.0 / flux / 2.0 * i.radiator_margin;
    let sizing_area = area(flux(i, 343.0, 250.0));
    let system_watts_per_kilogram = kilowatts * 1000.0
        / straight(&i.system_overhead, calendar)
        / (kilowatts
            * 1000.0
            * (1.0 / straight(&i.array_watts_per_kilogram, calendar)
                + 1.0 / straight(&i.compute_watts_per_kilogram, calendar)
                + i.eclipse_hours / straight(&i.battery_watt_hours_per_kilogram, calendar))
            + sizing_area * i.radiator_kilograms);
    let watts = kilowatts * 1000.0 * (1.0 + i.power_overhead);
    let power_dollars = watts * i.power_dollars_per_watt * kept(i.power_fall, t);
    let sink = i.sink_kelvin + 15.0 * (1.0 - sin(80_f64.to_radians()));
    let radiator = area(flux(i, i.radiator_kelvin, sink));
    let heat_dollars = (radiator * i.radiator_dollars + heat * i.heat_pipe_dollars) * i.heat_factor;

    // Three millimetres of aluminium around a cube of electronics, and spots of more.
    let walls = 6.0 * power(kilowatts * 0.004, 2.0 / 3.0) * 0.003 * 2700.0;
    let shield_dollars = (walls * 20.0 + kilowatts * i.shield_dollars_per_kilowatt) * kept(i.shield_fall, t);

    let cheaper = kept(i.link_fall, t);
    let gigabits = i.gigabits_per_petaflop * peak;
    let network_terminals = (gigabits / 10.0).ceil();
    let crosslinks = i.terminals.max((gigabits * 0.5 / 10.0).ceil());
    let network_dollars = network_terminals * i.terminal_dollars * cheaper;
    let links_dollars = (chips * i.server_link_dollars
        + crosslinks * i.terminal_dollars
        + i.gigabits.max(gigabits) * i.gigabit_dollars)
        * cheaper
        * i.link_share;

    let payload = watts / system_watts_per_kilogram
        + chips * i.chip_kilograms
        + radiator * i.radiator_kilograms
        + heat * i.heat_pipe_kilograms
        + walls
        + kilowatts * 0.1
        + (network_terminals + crosslinks) * i.terminal_kilograms;
    let bus_dollars = payload * i.bus_mass * i.bus_dollars;
    let mass = payload * (1.0 + i.bus_mass);

    let price =
        power_dollars + chip_dollars + heat_dollars + shield_dollars + network_dollars + links_dollars + bus_dollars;
    // Spares and replacement, and the ground stations once more at a yearly price.
    let replacement = price * (i.replaced + i.spares / i.life_years) + mass * i.replaced * launch_price;
    let ground_stations = gigabits * i.gigabit_dollars * cheaper;
    let regulation = i.fixed_dollars + i.insurance * price;

    let dearer = 1.0 + i.coordination * log10(satellites);
    let bought = |dollars: f64| dollars * dearer / petaflops / i.life_years;
    let run = |dollars: f64| dollars * (1.0 + i.operations_coordination * log10(satellites)) / petaflops;
    let (power, compute, heat_cost) = (bought(power_dollars), bought(chip_dollars), bought(heat_dollars));
    let (shield, bus, links) = (bought(shield_dollars), bought(bus_dollars), bought(network_dollars + links_dollars));
    let (replacement, ground_stations) = (run(replacement), run(ground_stations));
    let regulation = regulation * dearer / petaflops;
    let launch = mass * launch_price / petaflops / i.life_years;

    let megawatt_hours = 8760.0 / i.ground_gigaflops_per_watt * (i.pue + i.pue_growth * t);
    let energy = megawatt_hours * i.electricity_dollars * compound(1.0 + i.electricity_growth, t) * i.capacity_factor;
    let site = i.site_dollars * scarcity(i, year);
    let fall = |n: i32| match n {
        0..=2 => 0.90,
        3..=5 => 0.95,
        6..=9 => 0.98,
        _ => 0.995,
    };
    let servers = i.server_dollars * (0..year - 2025).map(fall).product::<f64>() / i.server_years;

    Outcome {
        launch_dollars_per_kilogram: launch_price,
        satellites,
        satellite_kilowatts: kilowatts,
        satellite_kilograms: mass,
        chips,
        healthy,
        in_service: in_service.min(0.99),
        petaflops,
        dearer,
        dearer_to_run: 1.0 + i.operations_coordination * log10(satellites),
        power,
        compute,
        heat: heat_cost,
        shield,
        bus,
        links,
        replacement,
        ground_stations,
        regulation,
        launch,
        orbit: power + compute + heat_cost + shield + bus + links + replacement + ground_stations + regulation + launch,
        energy,
        site,
        servers,
        ground: energy + site + servers,
    }
}

/// `power`, where a local of that name hides it.
fn compound(x: f64, y: f64) -> f64 {
    power(x, y)
}

/// Year, orbit and ground in dollars per petaflop-year.
const PUBLISHED: [(i32, f64, f64); 5] = [
    (2025, 68_032.0, 7793.0),
    (2030, 24_833.0, 6087.0),
    (2035, 16_076.0, 5810.0),
    (2040, 10_715.0, 6241.0),
    (2050, 5547.0, 6735.0),
];

/// The study prints whole dollars.
#[test]
fn both_sides_are_met_to_the_dollar() {
    for (year, orbit, ground) in PUBLISHED {
        let o = outcome(&Inputs::published(), year);
        assert!((o.orbit - orbit).abs() <= 0.55, "{year}: orbit {} is not {orbit}", o.orbit);
        assert!((o.ground - ground).abs() <= 0.55, "{year}: ground {} is not {ground}", o.ground);
    }
}

#[test]
fn orbit_is_first_cheaper_in_2047() {
    let i = Inputs::published();
    let first = (2025..=2050).find(|&year| {
        let o = outcome(&i, year);
        o.orbit < o.ground
    });
    assert_eq!(first, Some(2047));
}

#[test]
fn launch_prices_are_those_of_the_study() {
    for (year, published, half_digit) in
        [(2025, 1500.0, 0.5), (2030, 202.0, 0.5), (2035, 84.0, 0.5), (2040, 58.0, 0.5), (2050, 31.0, 0.5)]
    {
        let ours = outcome(&Inputs::published(), year).launch_dollars_per_kilogram;
        assert!((ours - published).abs() <= half_digit, "{year}: {ours} is not {published}");
    }
}

/// What it costs is the sum of its parts, and the parts say what the study's survey says of them: chips dominate, heat
/// and shield are trifles.
#[test]
fn chips_and_their_replacement_carry_the_cost() {
    for year in 2025..=2050 {
        let o = outcome(&Inputs::published(), year);
        let trifles = o.heat + o.shield + o.bus;
        assert!(o.compute + o.replacement > 0.3 * o.orbit, "{year}");
        assert!(trifles < 0.1 * o.orbit, "{year}: {trifles}");
        let rest = o.power + o.links + o.ground_stations + o.regulation + o.launch;
        assert!((o.compute + o.replacement + trifles + rest - o.orbit).abs() < 1e-6 * o.orbit);
        assert!((o.energy + o.site + o.servers - o.ground).abs() < 1e-9 * o.ground);
        assert!(o.satellite_kilograms < 10_000.0 && o.satellites * o.satellite_kilowatts <= 500.001);
        assert!(o.petaflops > 0.0);
    }
}

/// What the scenario holds of a year, for each watt of chips.
fn numbers(i: &Inputs, year: i32) -> Vec<super::harness::Number> {
    use super::harness::number;
    use sunward::quantity::{
        ComputeRate, Money, Power, PricePerEnergy, PricePerMass, PricePerPower, Rate, Ratio, SpecificPower, TimeSpan,
    };
    let o = outcome(i, year);
    let t = f64::from(year - 2025);
    let kilowatts = o.chips * i.chip_kilowatts;
    // Spread over the life by the study; whole again here.
    let bought = |yearly: f64| yearly * o.petaflops * i.life_years;
    let parts = bought(o.power + o.heat + o.shield + o.bus + o.links);
    let flown = o.satellite_kilograms * i.replaced * o.launch_dollars_per_kilogram * o.dearer_to_run;
    let run = flown + (o.ground_stations + o.regulation) * o.petaflops;
    // The study's year has 365 days.
    let daily = |yearly: f64| PricePerEnergy::dollars_per_kilowatt_hour(yearly / 8760.0);
    let ground_kilowatts = 1000.0 / i.ground_gigaflops_per_watt;
    vec![
        number("chip.h100.compute", ComputeRate::operations_per_second(i.chip_petaflops * 1e15)),
        number("chip.h100.power", Power::kilowatts(i.chip_kilowatts)),
        number("chip.h100.price", Money::dollars(bought(o.compute) / o.chips)),
        number("chip.h100.life", TimeSpan::years(i.life_years)),
        number("typed.orbit.capex", PricePerPower::dollars_per_kilowatt(parts / kilowatts)),
        number("typed.orbit.life", TimeSpan::years(i.life_years)),
        number(
            "typed.orbit.specific_power",
            SpecificPower::watts_per_kilogram(kilowatts * 1000.0 / o.satellite_kilograms),
        ),
        number("typed.orbit.launch_price", PricePerMass::dollars_per_kilogram(o.launch_dollars_per_kilogram)),
        number(
            "typed.orbit.replacement",
            Rate::per_year((i.replaced + i.spares / i.life_years) * o.dearer_to_run / o.dearer),
        ),
        number("typed.orbit.operations", daily(run / kilowatts)),
        number("typed.orbit.availability", Ratio::of(o.in_service)),
        number("typed.orbit.sold", Ratio::of(o.healthy)),
        number("chip.b300.power", Power::kilowatts(ground_kilowatts)),
        number("chip.b300.price", Money::dollars(o.servers * i.server_years)),
        number("chip.b300.life", TimeSpan::years(i.server_years)),
        number("typed.ground.operations", daily(o.site / ground_kilowatts)),
        number(
            "typed.ground.energy_price",
            PricePerEnergy::dollars_per_kilowatt_hour(
                i.electricity_dollars * compound(1.0 + i.electricity_growth, t) / 1000.0,
            ),
        ),
        number("typed.ground.pue", Ratio::of(i.pue + i.pue_growth * t)),
        number("typed.ground.load", Ratio::of(i.capacity_factor)),
    ]
}

/// Dollars for an operation at one dollar for a petaflop sustained for 8,760 hours.
const PER_PETAFLOP_YEAR: f64 = 1.0 / (1e15 * 8760.0 * 3600.0);

/// Every year of the scenario's tables is the formulas' own, and both sides cost what they say.
#[test]
fn the_scenario_is_the_study() {
    use super::harness::{asked, crossover, scenario, stands};
    let (model, i) = (scenario("myana_physics"), Inputs::published());
    for year in 2025..=2050 {
        stands(&model, &numbers(&i, year), year, 1e-7);
        let o = outcome(&i, year);
        for (side, wanted) in [("challenger", o.orbit), ("incumbent", o.ground)] {
            let found = asked(&model, &format!("{side}.compute"), None, Some(year)) / PER_PETAFLOP_YEAR;
            assert!((found / wanted - 1.0).abs() < 1e-7, "{side} {year}: {found}, not {wanted}");
        }
    }
    assert_eq!(crossover(&model, 0), Some(2047));
}

/// Its formula and the engine move alike: every input that the scenario holds, at ten random sets, each in another year.
/// Those that only size the satellite move with them and come from the formula.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, meets, moved, scenario, set_all};
    let base = scenario("myana_physics");
    for set in 0..SETS {
        let mut i = moved!(Inputs::published(), set;
            chip_kilowatts chip_petaflops chip_dollars chip_fall chip_kilograms qualification_dollars coordination
            operations_coordination panel_loss power_overhead power_dollars_per_watt power_fall heat_kilowatts
            radiator_kilograms radiator_dollars heat_pipe_dollars shield_dollars_per_kilowatt gigabits_per_petaflop
            terminal_dollars gigabit_dollars server_link_dollars link_share link_fall bus_mass bus_dollars fixed_dollars
            insurance replaced spares launch_markup launch_fixed launch_first electricity_dollars electricity_growth
            pue_growth ground_gigaflops_per_watt site_dollars server_dollars server_years demand_growth;
            shares sun uptime capacity_factor);
        // Whole years: its health is a mean by year.
        i.life_years = 4.0 + (set % 5) as f64;
        let year = 2025 + 5 * (set % 6) as i32;
        let o = outcome(&i, year);
        let mut model = base.clone();
        set_all(&mut model, &numbers(&i, year));
        let found = |outcome: &str| asked(&model, outcome, None, Some(year));
        meets(found("challenger.compute"), o.orbit * PER_PETAFLOP_YEAR, "orbit");
        meets(found("incumbent.compute"), o.ground * PER_PETAFLOP_YEAR, "ground");
    }
}
