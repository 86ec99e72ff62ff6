//! What a satellite's design trades: curves with an optimum, gaps and a reason that the numbers bear out.

use sunward_economics::trade::{Cause, Found, curves, disagreement};
use sunward_economics::{Cost, Datasheet, Decision, Part, Prepared, Trade, trades};
use sunward_model::{Model, OptionName};
use sunward_scenario::{DiskFiles, MemoryFiles};

fn file(name: &str) -> String {
    format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

/// Terawatt behind a thin shield, so that dose ends the life of chips well within the altitudes tried.
fn terawatt() -> Model {
    let read = sunward_scenario::read(&DiskFiles::new(file("terawatt")));
    let mut model = read.unwrap_or_else(|mistakes| panic!("{mistakes}"));
    model.register.set("bus.compute_bus.shielding", "5 mm").unwrap_or_else(|error| panic!("{error}"));
    model
}

fn with(changes: &[(&str, &str)]) -> Model {
    let mut model = terawatt();
    for (path, value) in changes {
        model.register.set(path, value).unwrap_or_else(|error| panic!("{error}"));
    }
    model
}

fn of(model: &Model, decision: Decision) -> Vec<Trade> {
    curves(model, &OptionName::read("satellite.d3")).into_iter().filter(|t| t.decision == decision).collect()
}

fn evaluate(model: &Model) -> (Datasheet, Cost) {
    Prepared::new(model).unwrap().evaluate(0, &model.register.values(2035), 2035).unwrap()
}

/// Dollars an operation, or why not.
fn cost(model: &Model, workload: usize) -> Result<f64, String> {
    let prepared = Prepared::new(model).map_err(|errors| errors[0].to_string())?;
    let cost = prepared.cost(0, &model.register.values(2035), 2035).map_err(|why| why.to_string())?;
    Ok(cost.workloads[workload].compute.in_dollars_per_operation())
}

/// The optimum for batch work, in SI.
fn optimum(model: &Model, decision: Decision) -> f64 {
    of(model, decision)[1].best().unwrap().0
}

fn had(trade: &Trade) -> Vec<(f64, Found)> {
    trade.points.iter().filter_map(|point| Some((point.at, *point.found.as_ref().ok()?))).collect()
}

#[test]
fn the_optimum_is_the_lowest_point_and_its_neighbours_are_dearer() {
    for trade in trades(&terawatt()) {
        let (at, best) = trade.best().unwrap();
        assert!(best.causes.iter().all(|share| *share == 0.0) && best.delivered == 1.0);
        for (place, found) in had(&trade) {
            assert!(found.cost >= best.cost, "{:?} at {place}: {} under {}", trade.decision, found.cost, best.cost);
        }
        // Places between those of the grid are no cheaper either: the refinement has found the bottom, but for the end
        // of the range, where what lies beyond may well be.
        let (first, last) = (trade.points[0].at, trade.points[trade.points.len() - 1].at);
        for step in [-2e-3, -1e-3, 1e-3, 2e-3] {
            let near = at + step * (last - first).min(10.0 * at);
            if near < first || near > last {
                continue;
            }
            let text = match trade.decision {
                Decision::ChipTemperature => format!("{near} K"),
                Decision::EclipseShare => near.to_string(),
                Decision::Altitude | Decision::Shielding => format!("{near} m"),
            };
            let Ok(cost) = cost(&with(&[(&trade.path, &text)]), trade.workload) else { continue };
            // The search ends within a ten-thousandth of the span, where a kink's slope may be worth that much.
            assert!(
                cost >= best.cost * (1.0 - 1e-6),
                "{:?}: {text} is cheaper: {cost} under {}",
                trade.decision,
                best.cost
            );
        }
    }
}

#[test]
fn causes_add_up_and_only_what_changes_is_named() {
    for trade in trades(&terawatt()) {
        let best = trade.best().unwrap().1.cost;
        for (place, found) in had(&trade) {
            let over = found.cost / best - 1.0;
            let sum: f64 = found.causes.iter().sum();
            assert!((sum - over).abs() <= 1e-10 * (1.0 + over), "{:?} at {place}: {sum} and {over}", trade.decision);
            let none: &[Cause] = match trade.decision {
                Decision::Altitude => &[Cause::Chips, Cause::Failures, Cause::Links],
                Decision::ChipTemperature => &[Cause::Life, Cause::Dark, Cause::Errors],
                Decision::EclipseShare => &[Cause::Chips, Cause::Life, Cause::Failures, Cause::Errors, Cause::Links],
                Decision::Shielding => &[Cause::Chips, Cause::Failures, Cause::Links, Cause::Dark],
            };
            for cause in none {
                let share = found.causes[*cause as usize];
                // Rounding of logarithms of equal factors.
                assert!(share.abs() < 1e-9 * (1.0 + over), "{:?} at {place}: {cause:?} {share}", trade.decision);
            }
        }
    }
}

/// What the reason names is checked against the parts of the cost, which know nothing of causes.
#[test]
fn the_reason_names_what_really_rises_and_falls() {
    let model = terawatt();
    let batch = &of(&model, Decision::Altitude)[1];
    assert!(batch.reason.contains("lower means") && batch.reason.contains("more propulsion"), "{}", batch.reason);
    assert!(batch.reason.contains("higher means a shorter life"), "{}", batch.reason);
    let at = |path: &str, value: &str| evaluate(&with(&[(path, value)]));
    let best = format!("{} m", batch.best().unwrap().0);
    let (best, low) = (at("orbit.dawn_dusk_650.altitude", &best), at("orbit.dawn_dusk_650.altitude", "400 km"));
    let high = at("orbit.dawn_dusk_650.altitude", "900 km");
    let propulsion = |found: &(Datasheet, Cost)| found.1.by_part[Part::Propulsion as usize];
    let life = |found: &(Datasheet, Cost)| found.0.capital[Part::Array as usize].life;
    assert!(propulsion(&low) > propulsion(&best) && low.0.power < best.0.power);
    assert!(life(&high) < life(&best));

    let training = &of(&model, Decision::ChipTemperature)[0];
    let heard = |text: &str| assert!(training.reason.contains(text), "{text}: {}", training.reason);
    heard("colder means");
    heard("more radiator");
    heard("more failures");
    let (cold, hot) = (at("satellite.d3.chip_temperature", "290 K"), at("satellite.d3.chip_temperature", "345 K"));
    let radiator = |found: &(Datasheet, Cost)| found.0.capital[Part::Radiator as usize].area;
    let fails = |found: &(Datasheet, Cost)| found.0.capital[Part::Chips as usize].replaced;
    assert!(radiator(&cold) > radiator(&hot) && fails(&hot) > fails(&cold));
}

#[test]
fn uses_that_want_different_temperatures_are_told_apart_by_their_links() {
    let model = terawatt();
    let names: Vec<String> = model.workloads.iter().map(|workload| workload.name.clone()).collect();
    let all = of(&model, Decision::ChipTemperature);
    let why = disagreement(&all.iter().collect::<Vec<_>>(), &names).unwrap();
    assert!(why.contains("waiting for links") && why.contains("training") && why.contains("Batch"), "{why}");
    assert_eq!(disagreement(&[&all[1], &all[2]], &names), None, "these two want the same");
}

#[test]
fn chips_that_bear_more_dose_go_no_lower() {
    let plain = optimum(&terawatt(), Decision::Altitude);
    let tough = optimum(&with(&[("chip.frontier.dose_limit", "200 krad")]), Decision::Altitude);
    assert!(tough > plain + 50e3, "{plain} m and {tough} m");
}

#[test]
fn heavier_radiators_make_hotter_chips() {
    let plain = optimum(&terawatt(), Decision::ChipTemperature);
    let heavy = optimum(&with(&[("radiator.pumped_panel.areal_mass", "20 kg/m2")]), Decision::ChipTemperature);
    assert!(heavy > plain + 1.0, "{plain} K and {heavy} K");
}

/// In an orbit that is dark in every revolution; at dusk and dawn the array for a short season decides, not the battery.
#[test]
fn light_and_cheap_batteries_keep_more_up_in_eclipse() {
    let share = |price: &str, energy: &str| {
        let changes = [
            ("orbit.dawn_dusk_650.local_time", "12 h"),
            ("battery.li_ion_next.price", price),
            ("battery.li_ion_next.specific_energy", energy),
        ];
        optimum(&with(&changes), Decision::EclipseShare)
    };
    assert_eq!(share("1 USD_2025/kWh", "5000 Wh/kg"), 1.0);
    assert!(share("20000 USD_2025/kWh", "20 Wh/kg") < 0.5);
}

#[test]
fn chips_that_bear_less_dose_want_thicker_shields() {
    let plain = optimum(&terawatt(), Decision::Shielding);
    let frail = optimum(&with(&[("chip.frontier.dose_limit", "2 krad")]), Decision::Shielding);
    assert!(frail > plain + 1e-3, "{plain} m and {frail} m");
}

/// The policies `none` and `full` are the ends of the curve.
#[test]
fn the_ends_of_the_eclipse_curve_are_the_other_policies() {
    let text = std::fs::read_to_string(file("terawatt")).unwrap();
    let points = had(&of(&terawatt(), Decision::EclipseShare)[0]);
    for (policy, share) in [("none", 0.0), ("full", 1.0)] {
        let edited = text.replace("eclipse_policy = \"throttle\"", &format!("eclipse_policy = \"{policy}\""));
        assert_ne!(edited, text);
        let mut model = sunward_scenario::read(&MemoryFiles::new("edited.toml", edited)).unwrap();
        model.register.set("bus.compute_bus.shielding", "5 mm").unwrap();
        let found = points.iter().find(|point| point.0 == share).unwrap().1;
        assert_eq!(cost(&model, 0).unwrap(), found.cost, "{policy}");
        let today = of(&model, Decision::EclipseShare)[0].today().map(|now| now.0);
        assert_eq!(today, Some(share), "the policy of the scenario is marked");
    }
}

#[test]
fn what_cannot_be_had_is_a_gap_with_its_reason() {
    let trade = &of(&terawatt(), Decision::Altitude)[0];
    let gaps = trade.gaps();
    assert!(gaps.iter().any(|gap| gap.0 > 2000e3 && gap.2.contains("no dose")), "{gaps:?}");
    assert!(gaps.iter().any(|gap| gap.2.contains("follows the Sun")), "{gaps:?}");
    assert!(trade.points.iter().any(|point| point.at == 1400e3 && point.found.is_ok()), "beyond the last eclipse");

    // Chips that bear no more than the cold of space: no optimum, and a reason.
    let none = with(&[("chip.frontier.temperature_limit", "150 K")]);
    for trade in curves(&none, &OptionName::read("satellite.d3")) {
        assert!(trade.optimum.is_none() && trade.best().is_none() && trade.today().is_none());
        assert!(trade.reason.contains("nowhere") && trade.reason.contains("does not close"), "{}", trade.reason);
    }
}

/// The border of what can be had is found between the places of the grid, and an optimum at it has a reason.
#[test]
fn an_optimum_at_a_border_says_what_lies_beyond() {
    let model = with(&[("satellite.d3.neighbour_gap", "5 m")]);
    let trade = &of(&model, Decision::ChipTemperature)[1];
    let (at, _) = trade.best().expect("hot enough, it closes");
    let gap = trade.gaps()[0];
    assert!(gap.0 < at && gap.1 < at && gap.2.contains("radiator"), "{gap:?}");
    let first = had(trade)[0].0;
    assert!(first - gap.1 < 3.0 && (first - 290.0) % 2.5 > 1e-3, "the border {first} K is no place of the grid");
}

#[test]
fn a_typed_in_sky_has_no_altitude_to_choose() {
    let text = std::fs::read_to_string(file("terawatt")).unwrap()
        + "\n[orbit.dawn_dusk_650]\nkind = \"typed\"\nsunlit = { best = 0.98, source = \"guess\" }\nlongest_eclipse = { best = \"20 min\", source = \"guess\" }\n";
    let model = sunward_scenario::read(&MemoryFiles::new("edited.toml", text)).unwrap_or_else(|m| panic!("{m}"));
    assert!(of(&model, Decision::Altitude).is_empty());
    assert_eq!(of(&model, Decision::Shielding).len(), 3);
}
