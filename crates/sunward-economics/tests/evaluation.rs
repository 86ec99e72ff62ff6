//! Laws of the comparison: it takes no side, wastes nothing, and says what it refuses.

use sunward_economics::{Cost, Costs, Part, Prepared, costs};
use sunward_model::{Model, Value};
use sunward_scenario::{DiskFiles, MemoryFiles};

fn scenario(name: &str) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    sunward_scenario::read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn evaluated(model: &Model) -> Costs {
    costs(model).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn with(model: &Model, changes: &[(&str, &str)]) -> Model {
    let mut model = model.clone();
    for (path, value) in changes {
        model.register.set(path, value).unwrap_or_else(|error| panic!("{error}"));
    }
    model
}

fn focus_cost(model: &Model, costs: &Costs, index: usize) -> Cost {
    costs.series[index].years[costs.index_of(model.scenario.focus)].as_ref().unwrap_or_else(|why| panic!("{why}")).1
}

/// The text of a scenario file with something replaced.
fn edited(name: &str, edits: &[(&str, &str)]) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{name} has no {from}");
        text = text.replace(from, to);
    }
    sunward_scenario::read(&MemoryFiles::new("edited.toml", text)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// The lines that name the two sides of terawatt.
fn sides(text: &str) -> (String, String) {
    let line = |key: &str| {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap();
        line.split_once('=').unwrap().1.trim().to_string()
    };
    (line("challengers"), line("incumbents"))
}

#[test]
fn the_same_option_on_both_sides_costs_exactly_the_same() {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let (challengers, incumbents) = sides(&std::fs::read_to_string(path).unwrap());
    for side in [&challengers, &incumbents] {
        let model = edited(
            "terawatt",
            &[
                (&format!("challengers = {challengers}"), &format!("challengers = {side}")),
                (&format!("incumbents = {incumbents}"), &format!("incumbents = {side}")),
            ],
        );
        for crossover in evaluated(&model).crossovers.iter().filter(|c| c.challenger == c.against) {
            assert!(crossover.ratio.iter().flatten().all(|ratio| *ratio == 1.0), "{crossover:?}");
            assert_eq!(crossover.year, None, "equal costs are no crossing");
        }
    }
}

#[test]
fn exchanging_the_sides_inverts_every_ratio() {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let (challengers, incumbents) = sides(&std::fs::read_to_string(path).unwrap());
    let forth = evaluated(&scenario("terawatt"));
    let back = evaluated(&edited(
        "terawatt",
        &[
            (&format!("challengers = {challengers}"), &format!("challengers = {incumbents} #")),
            (&format!("incumbents = {incumbents}"), &format!("incumbents = {challengers} #")),
        ],
    ));
    let name = |costs: &Costs, index: Option<usize>| index.map(|i| costs.series[i].name.to_string());
    let mut compared = 0;
    for one in &forth.crossovers {
        let other = back
            .crossovers
            .iter()
            .find(|c| {
                c.workload == one.workload
                    && name(&back, c.challenger) == name(&forth, one.against)
                    && name(&back, c.against) == name(&forth, one.challenger)
            })
            .expect("every pair is compared the other way round");
        for (a, b) in one.ratio.iter().zip(&other.ratio) {
            match (a, b) {
                // Two correctly rounded quotients: half a unit in the last place each.
                (Some(a), Some(b)) => assert!((a * b - 1.0).abs() < 4.0 * f64::EPSILON, "{a} {b}"),
                (a, b) => assert_eq!(a, b),
            }
            compared += 1;
        }
    }
    assert!(compared > 100);
}

#[test]
fn the_parts_add_up_to_the_whole() {
    for name in ["first_light", "terawatt", "as_claimed", "sceptic"] {
        let costs = evaluated(&scenario(name));
        for (_, cost) in costs.series.iter().flat_map(|s| s.years.iter().flatten()) {
            let sum: f64 = cost.by_part.iter().map(|part| part.in_dollars_per_year()).sum();
            assert!((sum / cost.total.in_dollars_per_year() - 1.0).abs() < 1e-12);
            assert!(cost.by_part.iter().all(|part| part.in_dollars_per_year() >= 0.0));
            assert!(cost.integrated() <= cost.total);
        }
    }
}

/// Every number as the plan claims must favour orbit, every number of its critics the ground, against the base.
#[test]
fn the_plan_and_its_critics_bracket_the_base() {
    let ratios = |name: &str| {
        let model = scenario(name);
        let costs = evaluated(&model);
        let at = costs.index_of(model.scenario.focus);
        (0..model.workloads.len()).map(|w| costs.headline(w).ratio[at].unwrap()).collect::<Vec<_>>()
    };
    let (claimed, base, sceptic) = (ratios("as_claimed"), ratios("terawatt"), ratios("sceptic"));
    for ((claimed, base), sceptic) in claimed.iter().zip(&base).zip(&sceptic) {
        assert!(claimed < base && base < sceptic, "{claimed} {base} {sceptic}");
    }
}

#[test]
fn one_evaluation_allocates_nothing() {
    let model = scenario("terawatt");
    let prepared = Prepared::new(&model).unwrap();
    let values = model.register.values(2035);
    for index in 0..prepared.options.len() {
        let counted = allocation_counter::measure(|| {
            assert!(prepared.cost(index, &values, 2035).is_ok());
        });
        assert_eq!(counted.count_total, 0, "option {}", prepared.names[index]);
    }
}

/// All outcomes of a model as numbers: costs, masses, areas of every option in every year, and what it asks of makers.
fn outcomes(model: &Model) -> Result<Vec<u64>, String> {
    let costs = costs(model).map_err(|errors| format!("{errors:?}"))?;
    let mut all = Vec::new();
    for year in costs.series.iter().flat_map(|s| &s.years) {
        match year {
            Ok((sheet, cost)) => {
                all.extend(cost.by_part.iter().map(|x| x.in_dollars_per_year().to_bits()));
                all.extend(cost.margin_by_part.iter().map(|x| x.in_dollars_per_year().to_bits()));
                all.extend(cost.workloads[..cost.workload_count].iter().flat_map(|w| {
                    [w.compute.in_dollars_per_operation().to_bits(), w.million_tokens.in_dollars().to_bits()]
                }));
                all.extend(cost.workloads[..cost.workload_count].iter().flat_map(|w| {
                    // A link with room to spare changes no cost; how much room is an outcome.
                    [w.network_load.to_bits(), w.downlink_load.to_bits()]
                }));
                all.push(sheet.mass.in_kilograms().to_bits());
                all.push(sheet.network.round_trip.in_seconds().to_bits());
                all.extend(sheet.link.map(|link| link.margin().to_bits()));
            }
            Err(refusal) => all.push(refusal.to_string().len() as u64),
        }
    }
    for ride in costs.rides.iter().flat_map(|vehicle| &vehicle.years) {
        all.push(ride.map_or(0, |ride| ride.price_per_mass.in_dollars_per_kilogram().to_bits()));
    }
    for site in &costs.insolation {
        all.extend([site.clear_sky.in_hours().to_bits(), site.measured.in_hours().to_bits()]);
        all.push(site.level.in_watts_per_square_metre().to_bits());
    }
    // What makers of chips and launchers are asked for, number by number as it is written out.
    for year in &costs.years {
        let written = format!("{:?}", sunward_economics::supply(model, &costs, *year));
        all.extend(written.as_bytes().chunks(8).map(|bytes| bytes.iter().fold(0, |sum, b| sum << 8 | u64::from(*b))));
    }
    Ok(all)
}

/// Other values to try for a number: a little to either side, and the ends of what makes sense.
fn trials(value: f64, bounds: sunward_model::Bounds) -> Vec<f64> {
    let mut trials = vec![value * 1.05, value * 0.95, value * 2.0, value * 0.5, value + 1.0, value * 10.0, value * 0.1];
    trials.extend([bounds.low, bounds.high].into_iter().filter(|x| x.is_finite()));
    trials.retain(|trial| *trial != value && trial.is_finite() && bounds.allow(*trial));
    trials
}

/// A dead input is worse than none: a user would turn it and believe what he sees.
#[test]
fn every_number_of_terawatt_moves_some_outcome() {
    let model = scenario("terawatt");
    let base = outcomes(&model).unwrap();
    let mut dead = Vec::new();
    // Numbers of the chain make a network, and what goes together moves draws: both are tried where that is done, in
    // `sunward-network/tests/dead_inputs.rs` and `sunward-exploration/tests/dead_inputs.rs`.
    let elsewhere = |table: &str| table == "correlation" || sunward_model::chain::TABLES.contains(&table);
    for (slot, parameter) in model.register.parameters().iter().enumerate() {
        if elsewhere(parameter.path.split('.').next().unwrap_or_default()) {
            continue;
        }
        let years: Vec<(Option<i32>, f64)> = match &parameter.value {
            // Worked out: typing anything in must change something.
            Value::Absent => vec![(None, typed_in(parameter))],
            value => value.estimates().iter().map(|(year, e)| (*year, e.best)).collect(),
        };
        for (year, value) in years {
            let tries = if parameter.value == Value::Absent { vec![value] } else { trials(value, parameter.bounds) };
            let moves = tries.iter().any(|trial| {
                let mut changed = model.clone();
                if changed.register.set_number(slot, year, *trial, &parameter.path).is_err() {
                    return false;
                }
                outcomes(&changed).is_ok_and(|found| found != base)
            });
            if !moves {
                dead.push(format!("{}{}", parameter.path, year.map_or(String::new(), |y| format!(".{y}"))));
            }
        }
    }
    assert!(dead.is_empty(), "dead inputs:\n{}", dead.join("\n"));
}

/// Something that could be typed in for a number that is worked out, in SI.
fn typed_in(parameter: &sunward_model::Parameter) -> f64 {
    let example = sunward_quantity::read(parameter.kind, parameter.kind.example()).unwrap();
    if parameter.bounds.allow(example) { example } else { 2.0 * parameter.bounds.low }
}

#[test]
fn a_free_launch_is_cheaper_and_leaves_the_rest() {
    let model = scenario("terawatt");
    let free = with(&model, &[("satellite.d3.launch_price", "0 USD_2025/kg")]);
    let (base, free) = (focus_cost(&model, &evaluated(&model), 0), focus_cost(&free, &evaluated(&free), 0));
    assert!(free.total < base.total);
    assert_eq!(free.by_part[Part::Launch as usize].in_dollars_per_year(), 0.0);
    assert_eq!(free.by_part[Part::Array as usize], base.by_part[Part::Array as usize]);
}

#[test]
fn a_radiator_without_mass_makes_the_satellite_lighter_and_changes_no_area() {
    let model = scenario("terawatt");
    let light = with(&model, &[("radiator.pumped_panel.areal_mass", "0 kg/m2")]);
    let sheet = |m: &Model| evaluated(m).series[0].years[9].as_ref().unwrap().0;
    let (base, light) = (sheet(&model), sheet(&light));
    assert!(light.mass < base.mass);
    assert_eq!(light.capital[Part::Radiator as usize].area, base.capital[Part::Radiator as usize].area);
}

/// Battery for compute: the longer the chips run through an eclipse, the heavier the satellite and the more it delivers.
#[test]
fn the_three_eclipse_policies_trade_mass_for_compute() {
    let sheet = |policy: &str| {
        let model = edited("terawatt", &[("eclipse_policy = \"throttle\"", &format!("eclipse_policy = \"{policy}\""))]);
        evaluated(&model).series[0].years[9].as_ref().unwrap().0
    };
    let (full, throttle, none) = (sheet("full"), sheet("throttle"), sheet("none"));
    assert_eq!(full.power, 1.0);
    assert!(full.power > throttle.power && throttle.power > none.power);
    assert!(full.mass > throttle.mass && throttle.mass > none.mass);
    let sunlit = match &Prepared::new(&scenario("terawatt")).unwrap().options[0] {
        sunward_economics::PreparedOption::Satellite(satellite) => satellite.sky.sunlit_fraction,
        _ => unreachable!("the first option of terawatt is a satellite"),
    };
    assert!((none.power - sunlit).abs() < 1e-12, "without battery, compute lasts as long as the sunlight");
    assert!((throttle.power - (sunlit + 0.15 * (1.0 - sunlit))).abs() < 1e-12);
}

#[test]
fn an_array_that_radiates_from_its_back_needs_no_panels_but_hot_chips() {
    let concept = ("radiator = \"pumped_panel\"", "radiator = \"back_of_array\"");
    let cold = edited("terawatt", &[concept]);
    let refusal = evaluated(&cold).series[0].years[9].unwrap_err();
    assert!(refusal.to_string().contains("radiates from its back"), "{refusal}");
    let hot = edited(
        "terawatt",
        &[concept, ("chip = \"frontier\"", "chip = \"d3\""), ("320 K\", source", "370 K\", source")],
    );
    let sized = evaluated(&hot).series[0].years[9].as_ref().unwrap().0.sized.unwrap();
    assert_eq!(sized.radiator_area, sized.array_area, "the array is the radiator");
}

#[test]
fn a_life_of_one_day_is_ruinous_and_finite() {
    let model = scenario("terawatt");
    let short = with(&model, &[("satellite.d3.life", "1 days")]);
    let (base, short) = (focus_cost(&model, &evaluated(&model), 0), focus_cost(&short, &evaluated(&short), 0));
    let ratio = short.total / base.total;
    assert!(ratio.is_finite() && ratio > 300.0, "{ratio}");
}

#[test]
fn an_orbit_inside_the_earth_is_refused_by_name() {
    let model = with(&scenario("terawatt"), &[("orbit.dawn_dusk_650.altitude", "1 km")]);
    let errors = costs(&model).unwrap_err();
    assert_eq!(errors[0].path, "orbit.dawn_dusk_650");
    assert!(errors[0].to_string().contains("km"), "{}", errors[0]);
}

#[test]
fn a_chip_of_ten_thousand_kelvin_needs_hardly_a_radiator() {
    let model = scenario("terawatt");
    let hot =
        with(&model, &[("chip.frontier.temperature_limit", "10000 K"), ("satellite.d3.chip_temperature", "10000 K")]);
    let area = |m: &Model| evaluated(m).series[0].years[9].as_ref().unwrap().0.capital[Part::Radiator as usize].area;
    let (base, hot) = (area(&model), area(&hot));
    assert!(hot.in_square_metres() > 0.0 && hot < base * 1e-4, "{hot}");
}

#[test]
fn a_chip_colder_than_space_around_earth_is_refused_with_the_reason() {
    let model = with(&scenario("terawatt"), &[("satellite.d3.chip_temperature", "150 K")]);
    let refusal = evaluated(&model).series[0].years[9].unwrap_err();
    assert!(refusal.to_string().contains("does not close"), "{refusal}");
}

/// What is true at the break-even: with the value found, both sides cost the same to one part in a million.
#[test]
fn at_the_break_even_both_sides_cost_the_same() {
    let mut found = 0;
    for name in ["first_light", "terawatt", "as_claimed", "sceptic"] {
        let model = scenario(name);
        let base = evaluated(&model);
        let at = base.index_of(model.scenario.focus);
        for b in &base.break_evens {
            let Some(value) = b.value else { continue };
            assert!(value >= 0.0, "no negative price closes a gap");
            let mut changed = model.clone();
            changed.register.set_number(b.lever.slot, None, value, &b.lever.path).unwrap();
            let costs = evaluated(&changed);
            let cost = |index: usize| costs.series[index].compute(b.workload)[at].unwrap();
            let ratio = cost(b.challenger) / cost(b.against);
            assert!((ratio - 1.0).abs() < 1e-6, "{name} {} {}: {ratio}", b.lever.path, b.workload);
            found += 1;
        }
    }
    assert!(found >= 5, "{found} break-evens");
}
