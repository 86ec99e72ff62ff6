//! How hot the chips run, the loop that cools them and the neighbours that hide the sky: what they change in orbit.

use sunward_economics::{Datasheet, Part, Prepared, costs};
use sunward_model::{Model, Value};
use sunward_scenario::{DiskFiles, MemoryFiles};

fn file(name: &str) -> String {
    format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

fn terawatt() -> Model {
    sunward_scenario::read(&DiskFiles::new(file("terawatt"))).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Terawatt with more at its end.
fn and(more: &str) -> Result<Model, String> {
    let text = std::fs::read_to_string(file("terawatt")).unwrap() + more;
    sunward_scenario::read(&MemoryFiles::new("edited.toml", text)).map_err(|mistakes| mistakes.to_string())
}

fn with(model: &Model, changes: &[(&str, &str)]) -> Model {
    let mut model = model.clone();
    for (path, value) in changes {
        model.register.set(path, value).unwrap_or_else(|error| panic!("{error}"));
    }
    model
}

/// The satellite's sheet and its cost of batch work in 2035, in dollars an operation, or why not.
fn satellite(model: &Model) -> Result<(Datasheet, f64), String> {
    let prepared = Prepared::new(model).map_err(|errors| errors[0].to_string())?;
    let (sheet, cost) =
        prepared.evaluate(0, &model.register.values(2035), 2035).map_err(|refusal| refusal.to_string())?;
    Ok((sheet, cost.workloads[1].compute.in_dollars_per_operation()))
}

fn at(model: &Model, kelvin: f64) -> (Datasheet, f64) {
    satellite(&with(model, &[("satellite.d3.chip_temperature", &format!("{kelvin} K"))])).unwrap()
}

#[test]
fn at_its_reference_temperature_the_chip_is_the_same_in_orbit_and_on_the_ground() {
    let model = terawatt();
    let (sheet, _) = at(&model, 323.0);
    let prepared = Prepared::new(&model).unwrap();
    let (ground, _) = prepared.evaluate(1, &model.register.values(2035), 2035).unwrap();
    assert_eq!(sheet.peak, ground.peak);
    let tenth = sheet.chips * 10.0 / ground.chips;
    assert!((tenth - 1.0).abs() < 1e-15, "a tenth of a megawatt, a tenth of the chips: {tenth}");
}

#[test]
fn hotter_chips_need_less_radiator_compute_less_and_fail_more() {
    let model = terawatt();
    let sheets: Vec<Datasheet> = [305.0, 320.0, 335.0, 345.0].iter().map(|t| at(&model, *t).0).collect();
    for pair in sheets.windows(2) {
        let area = |sheet: &Datasheet| sheet.capital[Part::Radiator as usize].area;
        let replaced = |sheet: &Datasheet| sheet.capital[Part::Chips as usize].replaced;
        assert!(area(&pair[1]) < area(&pair[0]));
        assert!(pair[1].peak < pair[0].peak && pair[1].chips < pair[0].chips);
        assert!(replaced(&pair[1]) > replaced(&pair[0]));
    }
}

/// Neither end of what the chip bears is the cheapest.
#[test]
fn the_cheapest_chip_temperature_lies_inside() {
    let model = terawatt();
    let cost = |kelvin: f64| at(&model, kelvin).1;
    let best = (280..=345).min_by(|a, b| cost(f64::from(*a)).total_cmp(&cost(f64::from(*b)))).unwrap();
    assert!(best > 290 && best < 330, "{best} K");
    assert!(cost(280.0) > 1.02 * cost(f64::from(best)) && cost(345.0) > 1.02 * cost(f64::from(best)));
}

#[test]
fn a_chip_hotter_than_it_bears_is_refused_with_both_temperatures() {
    let hot = with(&terawatt(), &[("satellite.d3.chip_temperature", "346 K")]);
    let refusal = satellite(&hot).unwrap_err();
    assert!(refusal.contains("346 K") && refusal.contains("345 K"), "{refusal}");
    assert!(costs(&hot).is_ok(), "a finding, not a mistake");
}

#[test]
fn without_a_choice_the_chip_runs_as_hot_as_it_bears() {
    let mut free = terawatt();
    let limit = at(&free, 345.0);
    let text = std::fs::read_to_string(file("terawatt")).unwrap();
    let line = text.lines().find(|line| line.starts_with("chip_temperature")).unwrap();
    free = sunward_scenario::read(&MemoryFiles::new("edited.toml", text.replace(line, ""))).unwrap();
    assert_eq!(free.register.find("satellite.d3.chip_temperature").unwrap().value, Value::Absent);
    assert_eq!(satellite(&free).unwrap(), limit);
}

/// The same heat, the same temperatures: a bigger rise saves pumping and costs radiator.
#[test]
fn a_larger_coolant_rise_saves_pumps_and_costs_panels() {
    let model = terawatt();
    let sized = |rise: &str| satellite(&with(&model, &[("radiator.pumped_panel.coolant_rise", rise)])).unwrap().0.sized;
    let (small, large) = (sized("5 K").unwrap(), sized("15 K").unwrap());
    assert!(large.sunlit_load < small.sunlit_load && large.radiator_area > small.radiator_area);
    let difference = small.radiator_temperature.in_kelvin() - large.radiator_temperature.in_kelvin();
    assert!((difference - 5.0).abs() < 1e-9, "half of the rise: {difference}");
    let still = satellite(&with(&model, &[("radiator.pumped_panel.coolant_rise", "0 K")]));
    assert!(still.unwrap_err().contains("pump"), "coolant that may not warm");
}

/// The drops are equal to the last bit where only their sum is.
#[test]
fn only_the_sum_of_the_drops_counts_for_the_area() {
    let model = terawatt();
    let area = |plate: &str, panel: &str| {
        let model =
            with(&model, &[("radiator.pumped_panel.plate_drop", plate), ("radiator.pumped_panel.panel_drop", panel)]);
        satellite(&model).unwrap().0.sized.unwrap().radiator_area
    };
    assert_eq!(area("2 K", "3 K"), area("4 K", "1 K"));
    assert!(area("4 K", "3 K") > area("2 K", "3 K"));
}

#[test]
fn a_longer_life_asks_for_more_radiator_because_the_coat_ages() {
    let model = terawatt();
    let area = |changes: &[(&str, &str)]| satellite(&with(&model, changes)).unwrap().0.sized.unwrap();
    let flux = |changes: &[(&str, &str)]| area(changes).radiator_flux_per_panel;
    assert!(flux(&[("satellite.d3.life", "12 years")]) < flux(&[("satellite.d3.life", "3 years")]));
    let still = |life| flux(&[("satellite.d3.life", life), ("radiator.pumped_panel.absorptivity_aged", "0.15")]);
    assert_eq!(still("12 years"), still("3 years"), "a coat that does not age");
}

#[test]
fn neighbours_cost_radiator() {
    let model = terawatt();
    let near = satellite(&with(&model, &[("satellite.d3.neighbour_gap", "40 m")])).unwrap();
    let alone = satellite(&model).unwrap();
    let area = |sheet: &Datasheet| sheet.capital[Part::Radiator as usize].area;
    assert!(area(&near.0) > area(&alone.0) * 1.01 && near.1 > alone.1);
    let refusal = satellite(&with(&model, &[("satellite.d3.neighbour_gap", "1 m")])).unwrap_err();
    assert!(refusal.contains("further off"), "{refusal}");
}

/// Exactly one way to say how good the fins and how strong the pumps are.
#[test]
fn fins_and_pumps_are_typed_in_or_worked_out_never_both() {
    let both = and("\n[radiator.pumped_panel]\nfin_efficiency = { best = 0.9, source = \"guess\" }\n");
    assert!(both.unwrap_err().contains("means something only with `fins = \"typed\"`"));
    let neither = and("\n[radiator.pumped_panel]\npumping = \"typed\"\n");
    let neither = neither.unwrap_err();
    assert!(neither.contains("needs `pump_share`"), "{neither}");
}
