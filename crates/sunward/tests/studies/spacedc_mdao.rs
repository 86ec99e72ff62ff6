//! spacedc-mdao (package `orbitdc` 0.4.2): 64 satellites with 18 accelerators each against a hyperscale data
//! centre, in dollars of present value for each petaflop-day delivered.
//!
//! Loads, array, battery, radiator from the chain of thermal resistances, mass, propellant, launch, replacement and
//! the waterfall of delivered compute, in the order of the study. Written from its formulas; nothing of the engine is
//! used but elementary functions.

use std::f64::consts::PI;
use sunward_quantity::elementary::{acos, cos, exp, fourth_power, ln, power};

const STEFAN_BOLTZMANN: f64 = 5.670_374_419e-8;
const SUNLIGHT: f64 = 1361.0;
const EARTH_RADIUS: f64 = 6_378_137.0;
const EARTH_GRAVITATION: f64 = 3.986_004_418e14;
const STANDARD_GRAVITY: f64 = 9.806_65;
const SECONDS_PER_YEAR: f64 = 365.25 * 86_400.0;
const HOURS_PER_YEAR: f64 = 8760.0;

/// Every number of the study that moves its headline.
#[derive(Debug, Clone)]
pub struct Inputs {
    // What computes.
    pub satellites: f64,
    pub chips_per_satellite: f64,
    pub chip_watts: f64,
    pub chip_teraflops: f64,
    pub chip_kilograms: f64,
    pub chip_dollars: f64,
    /// Processor, memory and network beside the accelerators, by their power.
    pub server_overhead: f64,
    /// Avionics, heaters and communication, by the power of the servers.
    pub housekeeping: f64,
    // Orbit.
    pub altitude_kilometres: f64,
    pub beta_degrees: f64,
    // Array.
    pub cell_efficiency: f64,
    pub packing: f64,
    pub pointing: f64,
    pub cell_loss_per_year: f64,
    pub array_watts_per_kilogram: f64,
    pub array_dollars_per_watt: f64,
    pub array_room_per_satellite: f64,
    // Battery.
    pub round_trip: f64,
    pub depth_of_discharge: f64,
    pub battery_watt_hours_per_kilogram: f64,
    pub battery_dollars_per_watt_hour: f64,
    // Heat.
    /// Highest temperature that any part of the chip bears: that of its memory.
    pub chip_limit_kelvin: f64,
    /// Sum of the resistances from junction to radiator.
    pub resistance_kelvin_per_watt: f64,
    pub radiator_limit_kelvin: f64,
    pub emissivity: f64,
    pub absorptivity: f64,
    pub faces: f64,
    pub sink_kelvin: f64,
    pub sun_cosine: f64,
    pub earth_view: f64,
    pub albedo: f64,
    pub earth_infrared: f64,
    pub pump_share: f64,
    pub loop_kilograms_per_kilowatt: f64,
    pub radiator_kilograms_per_square_metre: f64,
    pub radiator_dollars_per_square_metre: f64,
    pub radiator_room_per_satellite: f64,
    // Mass.
    /// Mass of servers by the mass of bare chips.
    pub server_mass_factor: f64,
    pub communication_kilograms: f64,
    pub avionics_kilograms: f64,
    pub structure: f64,
    pub margin: f64,
    // Propellant.
    pub drag_area_per_satellite: f64,
    pub drag_coefficient: f64,
    pub differential_drag: f64,
    pub specific_impulse: f64,
    // Failure.
    pub failure_per_year: f64,
    pub dose_per_year: f64,
    pub dose_tolerated: f64,
    pub upsets_per_year: f64,
    pub upsets_corrected: f64,
    pub spares: f64,
    pub recovery: f64,
    // Delivery.
    pub software: f64,
    pub utilisation: f64,
    pub downlink_availability: f64,
    pub downlink_gigabits: f64,
    pub crosslink_gigabits: f64,
    pub bits_per_operation: f64,
    // Money.
    pub launch_dollars_per_kilogram: f64,
    pub bus_dollars: f64,
    pub communication_dollars: f64,
    pub ground_segment_dollars: f64,
    pub operations_dollars_per_year: f64,
    pub life_years: f64,
    pub discount: f64,
    // The ground.
    pub pue: f64,
    pub energy_dollars_per_kilowatt_hour: f64,
    pub facility_dollars_per_watt: f64,
    pub maintenance: f64,
    pub ground_availability: f64,
}

impl Inputs {
    pub fn published() -> Self {
        Self {
            satellites: 64.0,
            chips_per_satellite: 18.0,
            chip_watts: 700.0,
            chip_teraflops: 989.0,
            chip_kilograms: 1.5,
            chip_dollars: 25_000.0,
            server_overhead: 0.25,
            housekeeping: 0.10,
            altitude_kilometres: 650.0,
            beta_degrees: 0.0,
            cell_efficiency: 0.30,
            packing: 0.85,
            pointing: 0.95,
            cell_loss_per_year: 0.02,
            array_watts_per_kilogram: 100.0,
            array_dollars_per_watt: 50.0,
            array_room_per_satellite: 200.0,
            round_trip: 0.90,
            depth_of_discharge: 0.40,
            battery_watt_hours_per_kilogram: 150.0,
            battery_dollars_per_watt_hour: 0.50,
            chip_limit_kelvin: 368.0,
            resistance_kelvin_per_watt: 0.08,
            radiator_limit_kelvin: 350.0,
            emissivity: 0.82,
            absorptivity: 0.07,
            faces: 2.0,
            sink_kelvin: 3.0,
            sun_cosine: 0.50,
            earth_view: 0.20,
            albedo: 0.30,
            earth_infrared: 238.0,
            pump_share: 0.02,
            loop_kilograms_per_kilowatt: 3.5,
            radiator_kilograms_per_square_metre: 7.0,
            radiator_dollars_per_square_metre: 5000.0,
            radiator_room_per_satellite: 45.0,
            server_mass_factor: 2.0,
            communication_kilograms: 30.0,
            avionics_kilograms: 60.0,
            structure: 0.20,
            margin: 0.20,
            drag_area_per_satellite: 20.0,
            drag_coefficient: 2.2,
            differential_drag: 0.05,
            specific_impulse: 220.0,
            failure_per_year: 0.05,
            dose_per_year: 1.0,
            dose_tolerated: 20.0,
            upsets_per_year: 0.03,
            upsets_corrected: 0.80,
            spares: 0.05,
            recovery: 0.99,
            software: 0.55,
            utilisation: 0.85,
            downlink_availability: 0.75,
            downlink_gigabits: 200.0,
            crosslink_gigabits: 50_000.0,
            bits_per_operation: 1e-8,
            launch_dollars_per_kilogram: 3000.0,
            bus_dollars: 2e6,
            communication_dollars: 5e5,
            ground_segment_dollars: 20e6,
            operations_dollars_per_year: 5e6,
            life_years: 5.0,
            discount: 0.08,
            pue: 1.10,
            energy_dollars_per_kilowatt_hour: 0.06,
            facility_dollars_per_watt: 12.0,
            maintenance: 0.05,
            ground_availability: 0.995,
        }
    }

    /// The study's other orbit: launch at 200 dollars, a light array, a cheap bus and no downlink through clouds.
    pub fn optimistic() -> Self {
        Self {
            array_watts_per_kilogram: 150.0,
            array_dollars_per_watt: 60.0,
            packing: 0.88,
            battery_watt_hours_per_kilogram: 250.0,
            battery_dollars_per_watt_hour: 0.70,
            radiator_kilograms_per_square_metre: 4.0,
            bus_dollars: 300_000.0,
            launch_dollars_per_kilogram: 200.0,
            downlink_availability: 1.0,
            ..Inputs::published()
        }
    }
}

/// What the study prints, and the steps on the way.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub it_watts: f64,
    /// What the array feeds and the radiator sheds: servers, housekeeping and pumps.
    pub load_watts: f64,
    pub sunlit: f64,
    pub array_watts: f64,
    pub radiator_kelvin: f64,
    pub radiator_net_flux: f64,
    pub radiator_square_metres: f64,
    pub dry_kilograms: f64,
    pub kilograms_per_kilowatt: f64,
    pub propellant_kilograms: f64,
    /// Share of the chips' power that the array feeds and the radiator sheds.
    pub powered_and_cooled: f64,
    pub available: f64,
    /// Share of all chips that fail within the life.
    pub lost: f64,
    pub delivered_share: f64,
    pub capital_dollars: f64,
    pub capital_without_chips_per_watt: f64,
    pub orbit_dollars_per_petaflop_day: f64,
    pub ground_dollars_per_petaflop_day: f64,
    pub ratio: f64,
}

/// Density of air between 600 and 700 km, where its logarithm is a straight line in the study's table.
fn air_density(altitude_kilometres: f64) -> f64 {
    let (low, high): (f64, f64) = (1.2e-13, 4.0e-14);
    low * power(high / low, (altitude_kilometres - 600.0) / 100.0)
}

/// Worth today of one dollar at the end of each year of the life.
fn annuity(i: &Inputs) -> f64 {
    (1.0 - power(1.0 + i.discount, -i.life_years)) / i.discount
}

pub fn outcome(i: &Inputs) -> Outcome {
    let chips = i.satellites * i.chips_per_satellite;
    let it = chips * i.chip_watts * (1.0 + i.server_overhead);
    let load = it * (1.0 + i.housekeeping) / (1.0 - i.pump_share);

    // Cylindrical shadow.
    let radius = EARTH_RADIUS + i.altitude_kilometres * 1000.0;
    let period = 2.0 * PI * (radius * radius * radius / EARTH_GRAVITATION).sqrt();
    let edge = (radius * radius - EARTH_RADIUS * EARTH_RADIUS).sqrt() / (radius * cos(i.beta_degrees.to_radians()));
    let shadow = if edge < 1.0 { acos(edge) / PI } else { 0.0 };
    let sunlit = 1.0 - shadow;

    let array_at_end = load * (1.0 + shadow / sunlit / i.round_trip);
    let array = array_at_end / power(1.0 - i.cell_loss_per_year, i.life_years);
    let array_area = array / (SUNLIGHT * i.cell_efficiency * i.packing * i.pointing);
    let powered = (i.array_room_per_satellite * i.satellites / array_area).min(1.0);
    let battery = load * shadow * period / 3600.0 / i.depth_of_discharge;

    let hot = (i.chip_limit_kelvin - i.chip_watts * i.resistance_kelvin_per_watt).min(i.radiator_limit_kelvin);
    let emitted = i.faces * i.emissivity * STEFAN_BOLTZMANN * (fourth_power(hot) - fourth_power(i.sink_kelvin));
    let absorbed = i.absorptivity * SUNLIGHT * (i.sun_cosine + i.albedo * i.earth_view)
        + i.emissivity * i.earth_infrared * i.earth_view;
    let net = emitted - absorbed;
    let room = i.radiator_room_per_satellite * i.satellites;
    let radiator = (load / net).min(room);
    let cooled = (net * room / load).min(1.0);

    let parts = chips * i.chip_kilograms * i.server_mass_factor
        + powered * (array / i.array_watts_per_kilogram + battery / i.battery_watt_hours_per_kilogram)
        + radiator * i.radiator_kilograms_per_square_metre
        + load / 1000.0 * i.loop_kilograms_per_kilowatt
        + i.satellites * (i.communication_kilograms + i.avionics_kilograms);
    let dry = parts * (1.0 + i.structure) * (1.0 + i.margin);

    let drag_acceleration = 0.5
        * air_density(i.altitude_kilometres)
        * (EARTH_GRAVITATION / radius)
        * i.drag_coefficient
        * i.drag_area_per_satellite
        * i.satellites
        / dry;
    let speed_change = drag_acceleration * SECONDS_PER_YEAR * (1.0 + i.differential_drag) * i.life_years;
    let propellant = dry * (exp(speed_change / (i.specific_impulse * STANDARD_GRAVITY)) - 1.0);

    // Failures are replaced and paid for, and yet availability falls as if they were not.
    let failure =
        i.failure_per_year + i.dose_per_year / i.dose_tolerated + i.upsets_per_year * (1.0 - i.upsets_corrected);
    let lost = 1.0 - exp(-failure * i.life_years);
    let available = i.recovery * (lost / (failure * i.life_years) + i.spares).min(1.0);

    let before_network = chips * i.chip_teraflops * i.software * powered * cooled * available * i.utilisation;
    let needed_gigabits = before_network * 1e3 * i.bits_per_operation;
    let network = (i.downlink_gigabits.min(i.crosslink_gigabits) / needed_gigabits).min(1.0) * i.downlink_availability;
    let delivered = before_network * network;

    let launch = (dry + propellant) * i.launch_dollars_per_kilogram;
    let without_chips = powered * (array * i.array_dollars_per_watt + battery * i.battery_dollars_per_watt_hour)
        + radiator * i.radiator_dollars_per_square_metre
        + i.satellites * (i.bus_dollars + i.communication_dollars)
        + launch
        + i.ground_segment_dollars;
    let capital = without_chips + chips * i.chip_dollars;
    let replaced = chips * lost / i.life_years
        * (i.chip_dollars + i.chip_kilograms * i.server_mass_factor * i.launch_dollars_per_kilogram);
    let years = annuity(i);
    let orbit = (capital + (i.operations_dollars_per_year + replaced) * years) / (delivered / 1000.0 * 365.25 * years);

    let ground_capital = chips * i.chip_dollars + i.facility_dollars_per_watt * it;
    let energy = it * i.pue / 1000.0 * HOURS_PER_YEAR * i.utilisation * i.energy_dollars_per_kilowatt_hour;
    let ground_delivered = chips * i.chip_teraflops * i.software * i.ground_availability * i.utilisation;
    let ground = (ground_capital + (energy + i.maintenance * ground_capital) * years)
        / (ground_delivered / 1000.0 * 365.25 * years);

    Outcome {
        it_watts: it,
        load_watts: load,
        sunlit,
        array_watts: array,
        radiator_kelvin: hot,
        radiator_net_flux: net,
        radiator_square_metres: radiator,
        dry_kilograms: dry,
        kilograms_per_kilowatt: dry / (it / 1000.0),
        propellant_kilograms: propellant,
        powered_and_cooled: powered * cooled,
        available,
        lost,
        delivered_share: delivered / (chips * i.chip_teraflops),
        capital_dollars: capital,
        capital_without_chips_per_watt: without_chips / it,
        orbit_dollars_per_petaflop_day: orbit,
        ground_dollars_per_petaflop_day: ground,
        ratio: orbit / ground,
    }
}

/// Half a unit of the last digit that the study prints.
#[track_caller]
fn meets(ours: f64, published: f64, half_digit: f64) {
    assert!((ours - published).abs() <= half_digit, "{ours} is not {published} ± {half_digit}");
}

#[test]
fn the_default_case_is_met_to_the_printed_digits() {
    let o = outcome(&Inputs::published());
    meets(o.orbit_dollars_per_petaflop_day, 1237.0, 0.5);
    meets(o.ground_dollars_per_petaflop_day, 66.04, 0.005);
    meets(o.ratio, 18.73, 0.005);
    meets(o.kilograms_per_kilowatt, 78.2, 0.05);
    meets(o.dry_kilograms / 1000.0, 78.8, 0.05);
    meets(o.capital_without_chips_per_watt, 523.6, 0.05);
    meets(o.it_watts / 1e6, 1.008, 0.0005);
    meets(1.0 - o.sunlit, 0.362, 0.0005);
    meets(o.radiator_kelvin, 312.0, 0.5);
    meets(o.radiator_net_flux, 789.0, 0.5);
}

/// The orbit is called dawn-dusk, but its beta angle is left at 0°; at 80° it never enters the shadow.
#[test]
fn a_true_dawn_dusk_orbit_is_lighter_and_cheaper() {
    let o = outcome(&Inputs { beta_degrees: 80.0, ..Inputs::published() });
    meets(o.orbit_dollars_per_petaflop_day, 980.0, 0.5);
    meets(o.dry_kilograms / 1000.0, 51.5, 0.05);
    assert_eq!(o.sunlit, 1.0);
}

/// With the traffic of images and embeddings the downlink binds: the study prints 81.6 times.
#[test]
fn rich_answers_bind_the_downlink() {
    let o = outcome(&Inputs { bits_per_operation: 2e-6, ..Inputs::published() });
    meets(o.ratio, 81.6, 0.05);
}

#[test]
fn the_optimistic_case_is_met_to_the_printed_digits() {
    let o = outcome(&Inputs::optimistic());
    meets(o.ratio, 6.48, 0.005);
    meets(o.orbit_dollars_per_petaflop_day, 428.0, 0.5);
    meets(o.capital_without_chips_per_watt, 212.0, 0.5);
    meets(o.delivered_share, 0.38, 0.005);
}

#[test]
fn the_steps_agree_with_each_other() {
    let i = Inputs::published();
    let o = outcome(&i);
    assert!((o.load_watts * (1.0 - i.pump_share) / o.it_watts - 1.10).abs() < 1e-12);
    assert!((o.radiator_square_metres * o.radiator_net_flux / o.load_watts - 1.0).abs() < 1e-12);
    assert!(o.array_watts > o.load_watts / o.sunlit);
    let chips = i.satellites * i.chips_per_satellite * i.chip_dollars;
    assert!(((o.capital_dollars - chips) / o.it_watts / o.capital_without_chips_per_watt - 1.0).abs() < 1e-12);
    // Little propellant: the rocket equation is its first term but for parts in a thousand.
    let exhaust = i.specific_impulse * STANDARD_GRAVITY;
    let speed_change = exhaust * ln(1.0 + o.propellant_kilograms / o.dry_kilograms);
    assert!((o.propellant_kilograms / o.dry_kilograms / (speed_change / exhaust) - 1.0).abs() < 5e-3);
    assert!(o.delivered_share < i.software * i.utilisation * i.downlink_availability);
}

/// What the scenario holds of the inputs, and of the steps that only size the platform.
fn numbers(i: &Inputs) -> Vec<super::harness::Number> {
    use super::harness::number;
    use sunward::quantity::{
        ComputeRate, DataPerCompute, DataRatePerPower, Money, Power, PricePerEnergy, PricePerMass, PricePerPower, Rate,
        Ratio, SpecificPower, TimeSpan,
    };
    let o = outcome(i);
    let mass = o.dry_kilograms + o.propellant_kilograms;
    let without_launch = o.capital_without_chips_per_watt - mass * i.launch_dollars_per_kilogram / o.it_watts;
    let chips = i.satellites * i.chips_per_satellite;
    let watts = i.chip_watts * (1.0 + i.server_overhead);
    let failing = o.lost / i.life_years;
    // Bare chips and their servers fly again, without structure or margin.
    let flown = chips * failing * i.chip_kilograms * i.server_mass_factor * i.launch_dollars_per_kilogram;
    let used = o.it_watts * o.powered_and_cooled * o.available * i.utilisation;
    let down = i.downlink_gigabits.min(i.crosslink_gigabits) * 1e9 / used;
    let upkeep_of_chips = i.maintenance * i.chip_dollars / watts * 1000.0;
    let yearly = |dollars: f64| PricePerEnergy::dollars_per_kilowatt_year(dollars);
    vec![
        number("chip.h100.compute", ComputeRate::operations_per_second(i.chip_teraflops * 1e12)),
        number("chip.h100.power", Power::watts(watts)),
        number("chip.h100.price", Money::dollars(i.chip_dollars)),
        number("chip.h100.life", TimeSpan::years(i.life_years)),
        number("workload.batch.software", Ratio::of(i.software)),
        number("workload.batch.utilisation", Ratio::of(i.utilisation)),
        number("workload.batch.traffic", DataPerCompute::bits_per_operation(i.bits_per_operation)),
        number("typed.orbit.capex", PricePerPower::dollars_per_watt(without_launch)),
        number("typed.orbit.specific_power", SpecificPower::watts_per_kilogram(o.it_watts / mass)),
        number("typed.orbit.launch_price", PricePerMass::dollars_per_kilogram(i.launch_dollars_per_kilogram)),
        number("typed.orbit.life", TimeSpan::years(i.life_years)),
        number("typed.orbit.chip_replacement", Rate::per_year(failing)),
        number("typed.orbit.operations", yearly((i.operations_dollars_per_year + flown) / o.it_watts * 1000.0)),
        number("typed.orbit.power_duty", Ratio::of(o.powered_and_cooled)),
        number("typed.orbit.availability", Ratio::of(o.available)),
        number("typed.orbit.sold", Ratio::of(i.downlink_availability)),
        number("typed.orbit.network", DataRatePerPower::bits_per_joule(down)),
        number("typed.orbit.wacc", Rate::per_year(i.discount)),
        number("typed.ground.capex", PricePerPower::dollars_per_watt(i.facility_dollars_per_watt)),
        number("typed.ground.life", TimeSpan::years(i.life_years)),
        number("typed.ground.upkeep", Rate::per_year(i.maintenance)),
        number("typed.ground.operations", yearly(upkeep_of_chips)),
        number(
            "typed.ground.energy_price",
            PricePerEnergy::dollars_per_kilowatt_hour(i.energy_dollars_per_kilowatt_hour * HOURS_PER_YEAR / 8766.0),
        ),
        number("typed.ground.pue", Ratio::of(i.pue)),
        number("typed.ground.load", Ratio::of(i.utilisation)),
        number("typed.ground.sold", Ratio::of(i.ground_availability)),
        number("typed.ground.wacc", Rate::per_year(i.discount)),
    ]
}

/// The scenario holds the published inputs, and the cases that change it say what the formulas say.
#[test]
fn the_scenario_is_the_study() {
    use super::harness::{scenario, stands};
    stands(&scenario("spacedc_mdao"), &numbers(&Inputs::published()), 2026, 1e-6);
    let cases = sunward::validation::cases().unwrap();
    for (ending, inputs) in [
        ("beta", Inputs { beta_degrees: 80.0, ..Inputs::published() }),
        ("multimodal", Inputs { bits_per_operation: 2e-6, ..Inputs::published() }),
        ("optimistic", Inputs::optimistic()),
    ] {
        let mut found = 0;
        for case in cases.iter().filter(|case| case.study == "spacedc_mdao" && case.id.contains(ending)) {
            let model = scenario("spacedc_mdao");
            for (path, text) in case.inputs.iter().filter(|row| model.register.slot(row.0).is_some()) {
                found += 1;
                let mut changed = model.clone();
                changed.register.set(path, text).unwrap();
                let one: Vec<_> = numbers(&inputs).into_iter().filter(|number| number.path() == path).collect();
                assert_eq!(one.len(), 1, "{path}");
                stands(&changed, &one, 2026, 1e-5);
            }
        }
        assert!(found > 0, "no case of {ending} changes the scenario");
    }
}

/// Its formula and the engine move alike: every input that the scenario holds, at ten random sets. Those that only size
/// the platform move with them and come from the formula.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, meets, moved, scenario, set_all};
    let base = scenario("spacedc_mdao");
    for set in 0..SETS {
        let i = moved!(Inputs::published(), set;
            chip_watts chip_teraflops chip_kilograms chip_dollars server_overhead housekeeping altitude_kilometres
            cell_efficiency cell_loss_per_year array_watts_per_kilogram array_dollars_per_watt depth_of_discharge
            battery_watt_hours_per_kilogram battery_dollars_per_watt_hour emissivity absorptivity earth_infrared
            radiator_kilograms_per_square_metre radiator_dollars_per_square_metre radiator_room_per_satellite
            server_mass_factor structure margin failure_per_year spares downlink_gigabits bits_per_operation
            launch_dollars_per_kilogram bus_dollars ground_segment_dollars operations_dollars_per_year life_years
            discount energy_dollars_per_kilowatt_hour facility_dollars_per_watt maintenance;
            shares software utilisation downlink_availability recovery ground_availability);
        // In every other set the downlink binds.
        let i = if set % 2 == 0 { i } else { Inputs { bits_per_operation: i.bits_per_operation * 200.0, ..i } };
        let mut model = base.clone();
        set_all(&mut model, &numbers(&i));
        let o = outcome(&i);
        let per_petaflop_day = 1.0 / (1e15 * 86_400.0);
        let orbit = o.orbit_dollars_per_petaflop_day * per_petaflop_day;
        meets(asked(&model, "challenger.compute", None, None), orbit, "orbit");
        let ground = o.ground_dollars_per_petaflop_day * per_petaflop_day;
        meets(asked(&model, "incumbent.compute", None, None), ground, "ground");
        meets(asked(&model, "ratio.compute", None, None), o.ratio, "ratio");
        meets(asked(&model, "challenger.infrastructure", None, None), o.capital_without_chips_per_watt, "capital");
    }
}
