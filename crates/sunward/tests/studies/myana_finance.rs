//! Myana's second model ("orbital compute economics simulator", January 2026): levelised dollars for an hour of an
//! accelerator as good as an H100, in orbit and on the ground, 2026 to 2050.
//!
//! Demand that outruns the ground's supply drives everything: how fast launch, chips and satellites get cheaper, and
//! how far the ground's price stands above its cost. Worked out here from the study's formulas: demand, supply, launch
//! price, power and mass of the satellite, efficiency of chips, hours delivered, finance, both sides of the ground. Two
//! series are not: the capital of a satellite and the power of the orbital fleet come from parts of the study that were
//! not at hand in their last version. They are inferred from the printed costs, and typed in.

use sunward_quantity::elementary::{exp, fourth_power, log10, power};

const STEFAN_BOLTZMANN: f64 = 5.670_374_419e-8;
const SUNLIGHT: f64 = 1361.0;
const HOURS_PER_YEAR: f64 = 8760.0;
/// Dense teraflops of an H100 as the study counts them, and its gigaflops per watt.
const H100_TERAFLOPS: f64 = 1979.0;
const H100_GIGAFLOPS_PER_WATT: f64 = 2800.0;
/// Years of the series that were inferred.
const YEARS: [f64; 5] = [2026.0, 2030.0, 2035.0, 2040.0, 2050.0];

/// Every number of the study that moves its headline.
#[derive(Debug, Clone)]
pub struct Inputs {
    // Market.
    pub demand_gigawatts: f64,
    pub demand_growth: f64,
    pub early_growth: f64,
    pub supply_gigawatts: f64,
    pub supply_growth: f64,
    /// Years until grid power and power behind the meter arrive.
    pub grid_delay: f64,
    pub own_delay: f64,
    pub own_share: f64,
    pub own_growth: f64,
    pub reactors: i32,
    // Progress.
    pub chip_progress: f64,
    pub launch_dollars: f64,
    pub launch_progress: f64,
    pub launch_floor: f64,
    // Satellite.
    pub better_radiators: i32,
    pub cell_efficiency: f64,
    pub cell_progress: f64,
    pub compute_share: f64,
    pub battery_watt_hours_per_kilogram: f64,
    pub radiator_kelvin: f64,
    pub emissivity: f64,
    pub absorbed_sun: f64,
    pub absorbed_albedo: f64,
    pub absorbed_infrared: f64,
    pub thermal_eclipse: f64,
    pub heat_share: f64,
    pub radiator_mass_share: f64,
    pub radiator_kilograms_per_square_metre: f64,
    pub radiation_penalty: f64,
    pub upsets: f64,
    /// Inferred: all that a satellite costs, launch and interest while it is built included, by its power; dollars per
    /// kilowatt in `YEARS`, with constant growth between and none after.
    pub capital_per_kilowatt: [f64; 5],
    // Delivery.
    pub orbit_uptime: f64,
    pub hours_between_failures: f64,
    pub checkpoint_hours: f64,
    pub recovery_hours: f64,
    pub checkpoint_share: f64,
    pub gigabits_per_teraflop: f64,
    pub gigabit_dollars: f64,
    // Money.
    pub orbit_wacc: f64,
    pub orbit_life: f64,
    pub maintenance: f64,
    pub ground_wacc: f64,
    pub ground_life: f64,
    // Ground.
    pub chip_dollars: f64,
    pub network_dollars: f64,
    pub chip_fall: f64,
    pub chip_floor: f64,
    pub server_factor: f64,
    pub own_premium: f64,
    pub grid_dollars: f64,
    pub grid_growth: f64,
    pub own_dollars: f64,
    pub pue: f64,
    pub chip_kilowatts: f64,
    pub overhead_per_hour: f64,
    pub utilisation: f64,
    pub ground_uptime: f64,
    /// Inferred: power of the orbital fleet that eases the ground's market; gigawatts in 2035, 2040 and 2050.
    pub fleet_gigawatts: [f64; 3],
}

impl Inputs {
    pub fn published() -> Self {
        Self {
            demand_gigawatts: 65.0,
            demand_growth: 0.55,
            early_growth: 0.10,
            supply_gigawatts: 60.0,
            supply_growth: 0.08,
            grid_delay: 4.0,
            own_delay: 1.0,
            own_share: 0.15 * (48.0 / 36.0 + 1.0) / 2.0,
            own_growth: 0.02,
            reactors: 2032,
            chip_progress: 0.20,
            launch_dollars: 1500.0,
            launch_progress: 0.18,
            launch_floor: 15.0,
            better_radiators: 2030,
            cell_efficiency: 0.20,
            cell_progress: 0.008,
            compute_share: 0.68,
            battery_watt_hours_per_kilogram: 280.0,
            radiator_kelvin: 350.0,
            emissivity: 0.85,
            absorbed_sun: 200.0,
            absorbed_albedo: 50.0,
            absorbed_infrared: 150.0,
            thermal_eclipse: 0.35,
            heat_share: 0.90,
            radiator_mass_share: 0.15,
            radiator_kilograms_per_square_metre: 3.0,
            radiation_penalty: 0.30,
            upsets: 0.05,
            capital_per_kilowatt: [15_124_898.0, 1_991_180.5, 223_474.8, 95_838.5, 72_269.4],
            orbit_uptime: 0.99,
            hours_between_failures: 2190.0,
            checkpoint_hours: 600.0 / 3600.0,
            recovery_hours: 300.0 / 3600.0,
            checkpoint_share: 0.10,
            gigabits_per_teraflop: 1e12 / 140e9 * 20.0 * 8.0 / 1e9,
            gigabit_dollars: 50_000.0,
            orbit_wacc: 0.18,
            orbit_life: 10.0,
            maintenance: 0.015,
            ground_wacc: 0.13,
            ground_life: 5.0,
            chip_dollars: 25_000.0,
            network_dollars: 3000.0,
            chip_fall: 0.16,
            chip_floor: 1000.0,
            server_factor: 1.4,
            own_premium: 0.15,
            grid_dollars: 0.065,
            grid_growth: 0.04,
            own_dollars: 0.025,
            pue: 1.30,
            chip_kilowatts: 0.700,
            overhead_per_hour: 0.32,
            utilisation: 0.70,
            ground_uptime: 0.999,
            fleet_gigawatts: [1.38, 41.0, 3840.0],
        }
    }
}

/// What the study prints for one year; costs in dollars per hour of an H100.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub demand_gigawatts: f64,
    pub supply_gigawatts: f64,
    pub launch_dollars_per_kilogram: f64,
    pub satellite_kilowatts: f64,
    pub satellite_kilograms: f64,
    pub gigaflops_per_watt: f64,
    /// H100s that one kilowatt of the satellite stands for.
    pub chips_per_kilowatt: f64,
    /// Dollars a kilowatt, and for data each year.
    pub capital: f64,
    pub data: f64,
    /// Uptime as found, beside the promised one.
    pub found: f64,
    pub orbit: f64,
    /// H100s on the ground by what they need beside one of 2026: less than one of power and price.
    pub better: f64,
    pub chip_price: f64,
    pub server_price: f64,
    pub energy_price: f64,
    pub pue: f64,
    pub overhead: f64,
    pub utilisation: f64,
    pub premium_alone: f64,
    pub ground_cost: f64,
    pub premium: f64,
    /// The ground's price without an orbital fleet, by which the study finds its crossover.
    pub ground_price_alone: f64,
    pub ground_price: f64,
}

fn after_2026(year: i32) -> f64 {
    f64::from(year - 2026)
}

/// Share of the eight years of growth that are past since the reactors came.
fn ripeness(i: &Inputs, year: i32) -> f64 {
    (f64::from(year - i.reactors) / 8.0).clamp(0.0, 1.0)
}

fn demand(i: &Inputs, year: i32) -> f64 {
    let t = after_2026(year);
    // The study raises this year's growth to the power of all years past.
    i.demand_gigawatts * power(1.0 + i.demand_growth + i.early_growth * exp(-t / 8.0), t)
}

fn own_share(i: &Inputs, year: i32) -> f64 {
    (i.own_share + i.own_growth * after_2026(year)).min(0.25)
}

fn supply(i: &Inputs, year: i32) -> f64 {
    let t = after_2026(year);
    let faster = if year >= i.reactors { 1.5 + ripeness(i, year) } else { 1.0 };
    let yearly = i.supply_growth * faster * i.supply_gigawatts;
    let own = own_share(i, year);
    i.supply_gigawatts + yearly * ((1.0 - own) * (t - i.grid_delay).max(0.0) + own * (t - i.own_delay).max(0.0))
}

fn pressure(i: &Inputs, year: i32) -> f64 {
    (demand(i, year) / supply(i, year)).clamp(0.2, 2.0)
}

/// Gigaflops per watt of new chips, without what reactors add on the ground.
fn efficiency(i: &Inputs, year: i32) -> f64 {
    (2026..year).fold(H100_GIGAFLOPS_PER_WATT, |now, y| {
        let progress = (i.chip_progress - 0.007 * after_2026(y)).max(0.03);
        let near_the_end = (1.0 - now / 100_000.0).max(0.05);
        (now * (1.0 + progress * (0.7 + 0.3 * pressure(i, y)) * near_the_end)).min(100_000.0)
    })
}

fn launch_price(i: &Inputs, year: i32) -> f64 {
    (2026..year).fold(i.launch_dollars, |now, y| {
        let p = pressure(i, y);
        (now * (1.0 - i.launch_progress * p * p.sqrt())).max(if y >= 2027 { i.launch_floor } else { 300.0 })
    })
}

fn satellite_kilowatts(i: &Inputs, year: i32) -> f64 {
    let cheap = ((800.0 - launch_price(i, year)) / 750.0).clamp(0.0, 1.0);
    let cool = (f64::from(year - i.better_radiators) / 20.0).clamp(0.0, 1.0);
    ((100.0 + 40.0 * after_2026(year)) * (1.0 + 2.0 * cheap) * (1.0 + 4.0 * cool)).min(20_000.0)
}

/// Mass of a satellite, and the kilowatts of compute that its radiator can cool.
fn satellite(i: &Inputs, year: i32) -> (f64, f64) {
    let t = after_2026(year);
    let kilowatts = satellite_kilowatts(i, year);
    let rare = ((500.0 - launch_price(i, year)) / 400.0).clamp(0.0, 1.0);

    let array = kilowatts * 1000.0 / ((i.cell_efficiency + i.cell_progress * t).min(0.5) * SUNLIGHT * 0.6) * 2.0;
    let battery = kilowatts * 1000.0 * 0.6 * 1.2 / (i.battery_watt_hours_per_kilogram + 35.0 * t).min(1000.0);
    let emitted = 2.0 * i.emissivity * STEFAN_BOLTZMANN * fourth_power(i.radiator_kelvin);
    let shed = emitted - i.absorbed_infrared - (1.0 - i.thermal_eclipse) * (i.absorbed_sun + i.absorbed_albedo);

    let (mut compute, mut radiator) = (kilowatts * i.compute_share, 50.0);
    let mut base = 0.0;
    for _ in 0..20 {
        let servers = compute * 5.0;
        let links = (20.0 + compute * efficiency(i, year) * i.gigabits_per_teraflop * 0.5).min(2000.0);
        let without_radiator = array
            + battery
            + servers
            + links
            + (50.0 + 0.02 * kilowatts)
            + (30.0 + 0.03 * (array + battery + servers))
            + (15.0 + 0.01 * kilowatts);
        let guess = (without_radiator + radiator) * 1.02 * 1.1;
        let room = (i.radiator_mass_share * guess).max(50.0) / i.radiator_kilograms_per_square_metre;
        let cooled = (shed * room / 1000.0 / i.heat_share).min(kilowatts * i.compute_share);
        let area = (cooled * i.heat_share * 1000.0 / shed).min(room);
        let settled = (cooled - compute).abs() < 0.01 * compute.max(1.0)
            && (area * i.radiator_kilograms_per_square_metre - radiator).abs() < 0.01 * radiator.max(1.0);
        compute = cooled;
        radiator = area * i.radiator_kilograms_per_square_metre;
        base = without_radiator + radiator;
        if settled {
            break;
        }
    }
    (base * (1.02 + 0.06 * rare) * 1.1, compute)
}

/// What one unit of capital costs each year of its life.
fn yearly(wacc: f64, life: f64) -> f64 {
    wacc / (1.0 - power(1.0 + wacc, -life))
}

/// Constant growth between the years given, and none outside.
fn grown(years: &[f64], values: &[f64], year: f64) -> f64 {
    let last = years.len() - 2;
    let k = (0..=last).find(|&k| year <= years[k + 1]).unwrap_or(last);
    let share = ((year - years[k]) / (years[k + 1] - years[k])).clamp(0.0, 1.0);
    values[k] * power(values[k + 1] / values[k], share)
}

fn premium(short: f64) -> f64 {
    match short {
        s if s <= -0.3 => (0.85 + s).max(0.6),
        s if s <= 0.0 => 1.0 + 0.5 * s,
        s if s <= 0.3 => 1.0 + 4.0 * s,
        s if s <= 1.0 => 2.2 + 2.5 * (s - 0.3),
        s => 4.0 + 2.0 * log10(s),
    }
}

pub fn outcome(i: &Inputs, year: i32) -> Outcome {
    let t = after_2026(year);
    let calendar = f64::from(year);

    // Orbit.
    let kilowatts = satellite_kilowatts(i, year);
    let (kilograms, compute) = satellite(i, year);
    let upset = 1.0 + i.upsets * power(0.82 + 0.1 * i.radiation_penalty, t);
    let teraflops = compute * efficiency(i, year) * (1.0 - i.radiation_penalty) / upset;
    let ripe = if year >= i.better_radiators { 1.3 } else { 1.0 };
    let between_failures = (i.hours_between_failures * power(1.10, t) * ripe).min(1.5 * HOURS_PER_YEAR);
    // Uptime counts twice: as promised, and as found with the work that failures undo.
    let found = i.orbit_uptime - (i.checkpoint_hours / 2.0 + i.recovery_hours) / between_failures;
    let hours = teraflops / H100_TERAFLOPS * HOURS_PER_YEAR * i.orbit_uptime * found * (1.0 - i.checkpoint_share);
    let capital = kilowatts * grown(&YEARS, &i.capital_per_kilowatt, calendar);
    let data = teraflops * i.gigabits_per_teraflop * i.gigabit_dollars * power(0.85, t).max(0.1);
    let orbit = (capital * (yearly(i.orbit_wacc, i.orbit_life) + i.maintenance) + data) / hours;

    // Ground.
    let ripeness = ripeness(i, year);
    let (dear, busy) = if year >= i.reactors { (0.6 - 0.4 * ripeness, 0.10 * ripeness) } else { (1.0, 0.0) };
    let gigaflops_per_watt = efficiency(i, year) * (1.0 + 0.15 * ripeness);
    let better = H100_GIGAFLOPS_PER_WATT / gigaflops_per_watt;
    let fallen = power(1.0 - i.chip_fall, t);
    let own = own_share(i, year);
    let bare = (i.chip_dollars * fallen).max(i.chip_floor);
    let dearer = better * (1.0 + own * i.own_premium);
    let hardware =
        (bare * i.server_factor + i.network_dollars * fallen) * dearer * yearly(i.ground_wacc, i.ground_life)
            / (HOURS_PER_YEAR * i.ground_uptime);
    let price = (i.grid_dollars * power(1.0 + i.grid_growth, t) * (1.0 - own) + i.own_dollars * own) * dear;
    let pue = (i.pue - 0.01 * t).max(1.08);
    let energy = i.chip_kilowatts * better * price * pue;
    let overhead = (i.overhead_per_hour * power(0.96, t)).max(0.15);
    let utilisation = (i.utilisation + busy).min(0.95);
    let ground_cost = (hardware + energy + overhead) / utilisation;

    let demand = demand(i, year);
    let supply = supply(i, year);
    let eased = |fleet: f64| premium(demand / ((supply + fleet) * (1.0 + 0.2 * ripeness)) - 1.0);
    let fleet = if year < 2035 { 0.0 } else { grown(&[2035.0, 2040.0, 2050.0], &i.fleet_gigawatts, calendar) };

    Outcome {
        demand_gigawatts: demand,
        supply_gigawatts: supply,
        launch_dollars_per_kilogram: launch_price(i, year),
        satellite_kilowatts: kilowatts,
        satellite_kilograms: kilograms,
        gigaflops_per_watt,
        chips_per_kilowatt: teraflops / H100_TERAFLOPS / kilowatts,
        capital: capital / kilowatts,
        data: data / kilowatts,
        found,
        orbit,
        better,
        chip_price: bare * dearer,
        server_price: (bare * (i.server_factor - 1.0) + i.network_dollars * fallen) * dearer,
        energy_price: price,
        pue,
        overhead,
        utilisation,
        premium_alone: eased(0.0),
        ground_cost,
        premium: eased(fleet),
        ground_price_alone: ground_cost * eased(0.0),
        ground_price: ground_cost * eased(fleet),
    }
}

/// Year, orbit, ground price, ground cost, each with half a unit of its last digit.
const PUBLISHED: [(i32, [(f64, f64); 3]); 5] = [
    (2026, [(724.9, 0.05), (3.12, 0.005), (2.34, 0.005)]),
    (2030, [(42.05, 0.005), (4.62, 0.005), (0.83, 0.005)]),
    (2035, [(1.98, 0.005), (2.62, 0.005), (0.37, 0.005)]),
    (2040, [(0.46, 0.005), (1.97, 0.005), (0.24, 0.005)]),
    (2050, [(0.196, 0.0005), (1.81, 0.005), (0.19, 0.005)]),
];

/// The ground is worked out; what orbit costs, and what its fleet takes off the ground's price in 2040 and 2050, rests
/// on the two inferred series.
#[test]
fn both_sides_are_met_to_the_printed_digits() {
    for (year, [orbit, price, cost]) in PUBLISHED {
        let o = outcome(&Inputs::published(), year);
        for (name, ours, (published, half_digit)) in
            [("orbit", o.orbit, orbit), ("ground price", o.ground_price, price), ("ground cost", o.ground_cost, cost)]
        {
            assert!((ours - published).abs() <= half_digit, "{year} {name}: {ours} is not {published}");
        }
    }
}

/// Printed beside the costs, and not inferred from them.
#[test]
fn the_first_satellite_weighs_what_the_study_says() {
    let o = outcome(&Inputs::published(), 2026);
    assert!((o.satellite_kilograms - 2419.0).abs() <= 0.5, "{}", o.satellite_kilograms);
    assert_eq!(o.satellite_kilowatts, 100.0);
    assert_eq!(o.launch_dollars_per_kilogram, 1500.0);
    assert!((outcome(&Inputs::published(), 2050).demand_gigawatts / 2.6e6 - 1.0).abs() < 0.02);
}

/// The study's own finding: scarcity on the ground, and not the cost of orbit, sets the year. The second crossing lies
/// where both curves are nearly flat: half a digit of the printed cost of 2050 moves it by a year.
#[test]
fn orbit_crosses_the_price_in_2035_and_the_cost_near_2051() {
    let i = Inputs::published();
    let first = |cheaper: fn(&Outcome) -> bool| (2026..=2070).find(|&year| cheaper(&outcome(&i, year)));
    assert_eq!(first(|o| o.orbit < o.ground_price_alone), Some(2035));
    let second = first(|o| o.orbit < o.ground_cost).expect("orbit gets cheaper than the ground's cost");
    assert!((2050..=2052).contains(&second), "{second}");
}

#[test]
fn the_premium_jumps_only_into_the_price_war() {
    for edge in [-0.3, 0.0, 0.3] {
        let jump: f64 = premium(edge + 1e-9) - premium(edge - 1e-9);
        // Where its discount turns into a price war, the study lets the price drop by a quarter of the cost.
        let allowed = if edge < 0.0 { 0.26 } else { 1e-7 };
        assert!(jump.abs() < allowed, "{edge}: {jump}");
    }
    for year in 2026..=2050 {
        let o = outcome(&Inputs::published(), year);
        assert!(o.premium >= 1.0 && o.supply_gigawatts < o.demand_gigawatts);
        assert!(o.ground_price <= o.ground_price_alone && o.chips_per_kilowatt < o.gigaflops_per_watt);
    }
}

/// What the scenario holds of a year; a chip is one H100, or what stands for it.
fn numbers(i: &Inputs, year: i32) -> Vec<super::harness::Number> {
    use super::harness::number;
    use sunward::quantity::{Money, Power, PricePerEnergy, PricePerPower, Rate, Ratio, TimeSpan};
    let o = outcome(i, year);
    let kilowatts = i.chip_kilowatts * o.better;
    let hourly = |dollars: f64| PricePerEnergy::dollars_per_kilowatt_hour(dollars);
    vec![
        number("chip.h100.power", Power::kilowatts(1.0 / o.chips_per_kilowatt)),
        number("typed.orbit.capex", PricePerPower::dollars_per_kilowatt(o.capital)),
        number("typed.orbit.life", TimeSpan::years(i.orbit_life)),
        number("typed.orbit.upkeep", Rate::per_year(i.maintenance)),
        number("typed.orbit.operations", hourly(o.data / HOURS_PER_YEAR)),
        number("typed.orbit.availability", Ratio::of(i.orbit_uptime * o.found)),
        number("typed.orbit.sold", Ratio::of(1.0 - i.checkpoint_share)),
        number("typed.orbit.wacc", Rate::per_year(i.orbit_wacc)),
        number("chip.b300.power", Power::kilowatts(kilowatts)),
        number("chip.b300.price", Money::dollars(o.chip_price)),
        number("chip.b300.server_price", Money::dollars(o.server_price)),
        number("chip.b300.life", TimeSpan::years(i.ground_life)),
        number("typed.ground.operations", hourly(o.overhead * i.ground_uptime / kilowatts)),
        number("typed.ground.energy_price", hourly(o.energy_price)),
        number("typed.ground.pue", Ratio::of(o.pue)),
        number("typed.ground.availability", Ratio::of(i.ground_uptime)),
        number("typed.ground.sold", Ratio::of(o.utilisation)),
        number("typed.ground.wacc", Rate::per_year(i.ground_wacc)),
        number("typed.ground.price_over_cost", Ratio::of(o.premium_alone)),
    ]
}

/// Every year of the scenario's tables is the formulas' own, and both sides cost what they say.
#[test]
fn the_scenario_is_the_study() {
    use super::harness::{asked, crossover, scenario, set, stands};
    use sunward::quantity::Ratio;
    let (model, i) = (scenario("myana_finance"), Inputs::published());
    let mut at_cost = model.clone();
    set(&mut at_cost, "typed.ground.price_over_cost", Ratio::of(1.0));
    for year in 2026..=2052 {
        stands(&model, &numbers(&i, year), year, 1e-7);
        let o = outcome(&i, year);
        let hour = |model, side: &str| asked(model, &format!("{side}.chip_hour"), None, Some(year));
        for (found, wanted, what) in [
            (hour(&model, "challenger"), o.orbit, "orbit"),
            (hour(&model, "incumbent"), o.ground_price_alone, "ground price"),
            (hour(&at_cost, "incumbent"), o.ground_cost, "ground cost"),
        ] {
            assert!((found / wanted - 1.0).abs() < 1e-7, "{what} {year}: {found}, not {wanted}");
        }
    }
    assert_eq!(crossover(&model, 0), Some(2035));
    assert_eq!(crossover(&at_cost, 0), Some(2051));
}

/// Its formula and the engine move alike: every input that the scenario holds, at ten random sets, each in another year.
/// Those that only size the satellite or drive the market move with them and come from the formula.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, factor, meets, moved, scenario, set_all};
    let base = scenario("myana_finance");
    for set in 0..SETS {
        let mut i = moved!(Inputs::published(), set;
            demand_gigawatts supply_gigawatts supply_growth own_share chip_progress launch_dollars launch_progress
            cell_efficiency radiation_penalty upsets hours_between_failures checkpoint_hours recovery_hours
            checkpoint_share gigabits_per_teraflop gigabit_dollars orbit_wacc orbit_life maintenance ground_wacc
            ground_life chip_dollars network_dollars chip_fall chip_floor server_factor own_premium grid_dollars
            grid_growth own_dollars chip_kilowatts overhead_per_hour utilisation;
            shares orbit_uptime ground_uptime);
        for (knot, capital) in i.capital_per_kilowatt.iter_mut().enumerate() {
            *capital *= factor(set, 100 + knot as u64);
        }
        let year = 2027 + 4 * (set % 6) as i32;
        let o = outcome(&i, year);
        let mut model = base.clone();
        set_all(&mut model, &numbers(&i, year));
        let found = |outcome: &str| asked(&model, outcome, None, Some(year));
        meets(found("challenger.chip_hour"), o.orbit, "orbit");
        meets(found("incumbent.chip_hour"), o.ground_price_alone, "ground");
        meets(found("ratio.compute"), o.orbit / o.ground_price_alone, "ratio");
    }
}

/// What a short market pays beyond cost is a part of its own, and nothing to whoever owns every stage.
#[test]
fn the_premium_is_a_part_and_a_margin() {
    use super::harness::{scenario, set};
    use sunward::economics::{Part, costs};
    use sunward::quantity::Ratio;
    let mut model = scenario("myana_finance");
    let premium = outcome(&Inputs::published(), 2035).premium_alone;
    let ground = |model: &sunward::model_room::Model| {
        let costs = costs(model).unwrap();
        costs.series[1].years[costs.index_of(2035)].unwrap().1
    };
    let short = ground(&model);
    set(&mut model, "typed.ground.price_over_cost", Ratio::of(1.0));
    let at_cost = ground(&model);
    assert!((short.total / at_cost.total / premium - 1.0).abs() < 1e-9);
    assert!((short.integrated() / at_cost.integrated() - 1.0).abs() < 1e-12);
    assert!((short.share(Part::Shortage) - (1.0 - 1.0 / premium)).abs() < 1e-9);
    assert_eq!(at_cost.share(Part::Shortage), 0.0);
    let parts: f64 = short.by_part.iter().map(|part| part.in_dollars_per_year()).sum();
    assert!((parts / short.total.in_dollars_per_year() - 1.0).abs() < 1e-12);
}

/// Against the same study at cost, the whole difference is one of definition.
#[test]
fn the_premium_belongs_to_the_definitions() {
    use super::harness::{scenario, set};
    use sunward::economics::Outcome;
    use sunward::economics::attribution::{Group, Question, attribute};
    use sunward::quantity::Ratio;
    let short = scenario("myana_finance");
    let mut at_cost = short.clone();
    set(&mut at_cost, "typed.ground.price_over_cost", Ratio::of(1.0));
    let question = Question { outcome: Outcome::RATIO, workload: None, year: Some(2035) };
    let found = attribute(&short, &at_cost, &question).unwrap();
    let premium = outcome(&Inputs::published(), 2035).premium_alone;
    for share in &found.shares {
        let wanted = if share.group == Group::Definitions { premium } else { 1.0 };
        assert!((share.factor.unwrap() / wanted - 1.0).abs() < 1e-7, "{:?}: {:?}", share.group, share.factor);
    }
}
