//! A line that a recipe reads is the figure of the datasheet, the fleet or the chip makers, in its unit.

use sunward_economics::{Costs, Part, Supply, costs, supply};
use sunward_model::{Model, OptionName};
use sunward_network::lines::{NoLine, SHEETS, Sheets};
use sunward_quantity::TemplateUnit;
use sunward_scenario::DiskFiles;

const YEAR: i32 = 2035;

fn terawatt() -> (Model, Costs) {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let model = sunward_scenario::read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let costs = costs(&model).unwrap();
    (model, costs)
}

fn read(sheets: &Sheets, sheet: &str, line: &str) -> f64 {
    let found = sheets.read(&OptionName::read(sheet), line).unwrap_or_else(|reason| panic!("{reason}"));
    found.values[0].clone().unwrap_or_else(|reason| panic!("{sheet} {line}: {reason}"))
}

#[track_caller]
fn same(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
}

#[test]
fn every_line_has_a_unit_that_can_be_read_and_a_meaning() {
    for kind in SHEETS {
        for line in kind.lines {
            TemplateUnit::of(line.unit).unwrap_or_else(|reason| panic!("{}: {reason:?}", line.name));
            assert!(line.meaning.len() > 4, "{}", line.name);
            let twice = kind.lines.iter().filter(|other| other.name == line.name).count();
            assert_eq!(twice, 1, "{}", line.name);
        }
    }
}

#[test]
fn lines_of_a_satellite_are_those_of_its_datasheet() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let d3 = |line: &str| read(&sheets, "satellite.d3", line);
    let (sheet, cost) = costs.series[costs.challengers[0]].years[costs.index_of(YEAR)].unwrap();
    let (gigawatts, kilowatts) = (sheet.it_power.in_gigawatts(), sheet.it_power.in_kilowatts());
    let sized = sheet.sized.unwrap();
    same(d3("launch_mass"), sheet.mass.in_tonnes() / gigawatts);
    same(d3("array_area"), sized.array_area.in_square_metres() / gigawatts);
    same(d3("array_power"), sized.array_power_bol.in_gigawatts() / gigawatts);
    same(d3("battery"), sized.battery_energy.in_kilowatt_hours() / 1e6 / gigawatts);
    same(d3("radiator_area"), sized.radiator_area.in_square_metres() / gigawatts);
    same(d3("mass_array"), sized.masses.array.in_tonnes() / gigawatts);
    same(d3("mass_radiator"), (sized.masses.radiator + sized.masses.heat_loop).in_tonnes() / gigawatts);
    same(d3("mass_battery"), sized.masses.battery.in_tonnes() / gigawatts);
    let structure = sized.masses.structure + sized.masses.shielding + sized.masses.margin;
    same(d3("mass_structure"), structure.in_tonnes() / gigawatts);
    same(d3("propellant"), sized.masses.propellant.in_tonnes() / gigawatts);
    same(d3("power"), sheet.power * sheet.thermal * sheet.availability);
    same(d3("failure"), sheet.capital[Part::Array as usize].replaced.in_per_year());
    same(d3("life"), sheet.capital[Part::Array as usize].life.in_years());
    same(d3("life_chips"), sheet.capital[Part::Chips as usize].life.in_years());
    same(d3("satellites"), 1.0 / gigawatts);
    same(d3("operations"), sheet.running[Part::Operations as usize].in_dollars_per_year() / gigawatts);
    let bought = |part: Part| sheet.capital[part as usize].price.in_dollars() / kilowatts;
    let hull = sheet.capital_price().in_dollars() / kilowatts
        - [Part::Chips, Part::Servers, Part::Launch, Part::Insurance].map(bought).iter().sum::<f64>();
    same(d3("price"), hull);
    same(d3("cost"), hull * (1.0 - sheet.capital[Part::Array as usize].margin));
    same(d3("price_servers"), bought(Part::Servers));
    same(d3("price_chips"), bought(Part::Chips));
    same(d3("price_launch"), bought(Part::Launch));
    same(d3("insurance"), bought(Part::Insurance));
    same(d3("lead_time"), sheet.lead_time.in_years());
    for (index, workload) in model.workloads.iter().enumerate() {
        let delivered = cost.workloads[index].delivered / (sheet.peak * sheet.it_power);
        same(d3(&format!("delivered.{}", workload.name)), delivered);
        assert!(delivered < d3("power"));
    }
}

#[test]
fn masses_of_a_satellite_add_up_to_its_mass_at_launch() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let parts = ["mass_payload", "mass_array", "mass_radiator", "mass_battery", "mass_structure", "mass_bus"];
    let sum: f64 = parts.iter().map(|part| read(&sheets, "satellite.d3", part)).sum();
    same(sum, read(&sheets, "satellite.d3", "launch_mass"));
}

#[test]
fn lines_of_a_data_centre_are_those_of_its_datasheet() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    for name in ["ground.texas_gas", "ground.texas_grid", "ground.texas_solar"] {
        let line = |line: &str| read(&sheets, name, line);
        let series = costs.series.iter().find(|series| series.name.to_string() == name).unwrap();
        let (sheet, cost) = series.years[costs.index_of(YEAR)].unwrap();
        let (gigawatts, kilowatts) = (sheet.it_power.in_gigawatts(), sheet.it_power.in_kilowatts());
        let bought = |part: Part| sheet.capital[part as usize].price.in_dollars() / kilowatts;
        same(line("price_shell"), bought(Part::Shell));
        same(line("price_electrical"), bought(Part::Electrical));
        same(line("price_cooling"), bought(Part::Cooling));
        same(line("price_power"), bought(Part::PowerPlant) + bought(Part::Storage));
        same(line("price_servers"), bought(Part::Servers));
        same(line("price"), bought(Part::Shell) + bought(Part::Electrical) + bought(Part::Cooling));
        let values = model.register.values(YEAR);
        let pue = values.get(model.sites["texas"].pue).value();
        same(line("pue"), pue);
        same(line("energy"), pue * sheet.availability);
        same(line("power"), sheet.availability);
        let operations = sheet.running[Part::Operations as usize].in_dollars_per_year() / gigawatts;
        same(line("operations") + line("operations_power"), operations);
        same(line("price_energy"), sheet.running[Part::Energy as usize].in_dollars_per_year() / gigawatts);
        let ground = &model.grounds[&series.name.entry];
        let centre = &model.centres[&ground.centre];
        let price = values.get(centre.water_price).in_dollars_per_kilogram();
        same(line("water") * 1e3 * price, sheet.running[Part::Water as usize].in_dollars_per_year() / gigawatts);
        let capex = values.get(model.ways[&ground.way].capex).in_dollars_per_watt();
        same(line("plant") * capex * 1e3, bought(Part::PowerPlant));
        for (index, workload) in model.workloads.iter().enumerate() {
            let delivered = cost.workloads[index].delivered / (sheet.peak * sheet.it_power);
            same(line(&format!("delivered.{}", workload.name)), delivered);
        }
    }
    assert!(read(&sheets, "ground.texas_gas", "fuel") > read(&sheets, "ground.texas_gas", "energy"));
    assert!(read(&sheets, "ground.texas_solar", "storage") > 1.0);
}

#[test]
fn lines_of_a_vehicle_are_those_of_its_fleet() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let supply: Supply = supply(&model, &costs, YEAR);
    for vehicle in &supply.vehicles {
        let line = |line: &str| read(&sheets, &format!("vehicle.{}", vehicle.name), line);
        let (_, fleet) = vehicle.fleets[0];
        let flights = fleet.flights.in_per_year();
        same(line("propellant"), fleet.propellant.in_tonnes_per_year() / flights);
        same(line("fuel"), fleet.fuel.in_tonnes_per_year() / flights);
        same(line("oxygen"), fleet.oxygen.in_tonnes_per_year() / flights);
        same(line("booster_use"), fleet.boosters_built.in_per_year() / flights);
        same(line("ship_use"), fleet.ships_built.in_per_year() / flights);
        same(line("booster_turnaround"), fleet.boosters / flights);
        same(line("ship_turnaround"), fleet.ships / flights);
        same(line("pad_use"), fleet.pads / flights);
        same(line("loss"), fleet.failures.in_per_year() / flights);
        if let Some(carries) = &vehicle.carries {
            same(line("payload"), carries.payload.in_tonnes());
        }
        let flight = vehicle.flight.unwrap();
        same(line("operations"), flight.operations.in_dollars());
        same(line("refurbishment"), flight.refurbishment.in_dollars());
        same(line("fixed"), flight.fixed.in_dollars());
        let values = model.register.values(YEAR);
        let losses =
            (line("booster_cost") + line("ship_cost")) * values.get(model.vehicles[&vehicle.name].loss).value();
        same(losses, flight.losses.in_dollars());
        same(line("pad_cost"), values.get(model.vehicles[&vehicle.name].pad_cost).in_dollars());
    }
}

#[test]
fn a_satellite_takes_as_many_flights_as_its_ride_says() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let (sheet, _) = costs.series[costs.challengers[0]].years[costs.index_of(YEAR)].unwrap();
    let ride = sheet.launch.unwrap();
    let flights = read(&sheets, "satellite.d3", "flights");
    same(flights * ride.satellites * sheet.it_power.in_gigawatts(), 1.0);
    if !ride.volume_limited {
        same(flights, read(&sheets, "satellite.d3", "launch_mass") / ride.payload.in_tonnes());
    }
}

#[test]
fn lines_of_a_chip_are_what_a_gigawatt_of_it_takes() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    for chip in &supply(&model, &costs, YEAR).chips {
        let line = |line: &str| read(&sheets, &format!("chip.{}", chip.name), line);
        let Some(making) = &chip.making else { continue };
        let (made, demand) = making.found.unwrap();
        same(line("chips"), demand.chips.in_per_year());
        same(line("logic_wafers"), demand.wafers.in_per_year());
        same(line("memory_wafers"), demand.memory_wafers.in_per_year());
        same(line("packaging_wafers"), demand.carriers.in_per_year());
        same(line("exposures"), demand.exposures.in_per_year());
        same(line("scanners"), demand.scanners);
        same(line("price"), chip.price.unwrap().in_dollars() / chip.power.in_kilowatts());
        if !chip.typed {
            same(line("cost"), made.cost().in_dollars() / chip.power.in_kilowatts());
        }
    }
}

#[test]
fn a_name_that_does_not_exist_is_answered_with_those_that_do() {
    let (model, costs) = terawatt();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let no = |sheet: &str, line: &str| sheets.read(&OptionName::read(sheet), line).unwrap_err();
    let NoLine::UnknownLine(_, name, known) = no("satellite.d3", "wings") else { panic!() };
    assert_eq!(name, "wings");
    assert!(known.contains(&"launch_mass".to_string()) && known.contains(&"delivered.training".to_string()));
    let NoLine::UnknownSheet(_, known) = no("vehicle.balloon", "payload") else { panic!() };
    assert!(known.contains(&"vehicle.starship_v4".to_string()), "{known:?}");
    assert!(no("balloon", "payload").to_string().contains("satellite.d3"));
    assert!(no("chip.frontier", "delivered.training").to_string().contains("logic_wafers"));
}

#[test]
fn a_datasheet_that_refuses_says_why() {
    let (model, costs) = terawatt();
    let first = model.scenario.start;
    let vehicle = model.vehicles.values().max_by_key(|vehicle| vehicle.available).unwrap();
    assert!(vehicle.available > first);
    let sheets = Sheets::new(&model, &costs, [first, vehicle.available]).unwrap();
    let found = sheets.read(&OptionName::read(&format!("vehicle.{}", vehicle.name)), "payload").unwrap();
    let expected = format!("the vehicle is not on sale before {}", vehicle.available);
    assert_eq!(found.values[0], Err(expected));
    assert!(found.values[1].is_ok());
}

/// The page of all lines; `UPDATE_EXPECT=1` writes it anew.
#[test]
fn the_page_of_lines_is_complete() {
    let mut page = String::from(
        "# Lines of datasheets\n\nWhat recipes of `[industry.NAME]` may read with `{ datasheet = \"LINE\" }`, by the table of the `option`. Each is worked out for each year \
         ([how](../theory/network.md)). Money is dollars of the base year. Power is that of the chips. Written by a test from `crates/sunward-network/src/lines.rs`.\n",
    );
    for kind in SHEETS {
        page.push_str(&format!("\n## `{}.NAME`\n\n| line | unit | meaning |\n|---|---|---|\n", kind.table));
        for line in kind.lines.iter().chain(kind.by_workload()) {
            page.push_str(&format!("| `{}` | {} | {} |\n", line.name, line.unit, line.meaning));
        }
    }
    let path = format!("{}/../../docs/reference/datasheet-lines.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), page, "UPDATE_EXPECT=1 writes it anew");
}

/// So many chips, so many errors and so long a way back that a job in orbit is interrupted before it has begun again: what is left of it
/// would be a coefficient that no program can hold beside one.
#[test]
fn a_job_that_never_gets_on_delivers_a_millionth() {
    let (mut model, _) = terawatt();
    for (path, value) in [
        ("workload.training.chips", "200000"),
        ("workload.training.restart", "10 min"),
        ("chip.frontier.uncorrectable_errors", "0.2 /rad"),
    ] {
        model.register.set(path, value).unwrap_or_else(|error| panic!("{error}"));
    }
    let costs = costs(&model).unwrap();
    let sheets = Sheets::new(&model, &costs, [YEAR]).unwrap();
    let share = |option: usize| {
        let (sheet, cost) = costs.series[option].years[costs.index_of(YEAR)].unwrap();
        cost.workloads[0].delivered / (sheet.peak * sheet.it_power)
    };
    assert_eq!(model.workloads[0].name.as_str(), "training");
    let orbit = share(costs.challengers[0]);
    assert!(orbit > 0.0 && orbit < 1e-9, "{orbit}");
    assert_eq!(read(&sheets, "satellite.d3", "delivered.training"), 1e-6);
    // On the ground it gets on, and is told as it is.
    same(read(&sheets, "ground.texas_gas", "delivered.training"), share(costs.incumbents[0]));
    assert!(share(costs.incumbents[0]) > 1e-3);
}
