//! What a chip, a vehicle, or a robot asks of its makers: one sheet as text, table and document.

use crate::document::of_kind;
use crate::summary::aligned;
use crate::{Column, Results, Table};
use serde_json::{Map, Value as Json, json};
use sunward_economics::chips::{ChipDemand, Made};
use sunward_economics::launch::FlightCost;
use sunward_economics::supply::{
    ChipSupply, EdgeSupply, Making, PayloadTable, Supply, VehicleSupply, payloads, supply,
};
use sunward_quantity::showing::with_money_year;
use sunward_quantity::{Kind, Quantity, Rate, Ratio, show, show_number};

/// The tables whose entries have such a sheet.
pub const TABLES: [&str; 3] = ["chip", "vehicle", "edge"];

/// A sheet: facts in words, then sections of numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplySheet {
    /// `chip.b200`.
    pub name: String,
    /// The year.
    pub year: i32,
    /// Key, title and words.
    pub facts: Vec<(&'static str, &'static str, String)>,
    /// Numbers.
    pub sections: Vec<Section>,
    /// Why some of it cannot be had.
    pub refused: Option<String>,
}

/// Numbers that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Name in documents.
    pub key: &'static str,
    /// Name for a person.
    pub title: String,
    /// Key and title of each column; a single column has no title.
    pub columns: Vec<(String, String)>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Name in documents.
    pub key: String,
    /// Name for a person.
    pub title: String,
    /// A cell for each column: what it measures, and the number in SI.
    pub cells: Vec<Option<(Kind, f64)>>,
}

fn cell<T: Quantity>(value: T) -> Option<(Kind, f64)> {
    Some((T::KIND, value.in_si()))
}

fn pure(value: f64) -> Option<(Kind, f64)> {
    Some((Kind::Ratio, value))
}

fn row(key: &str, title: &str, cells: Vec<Option<(Kind, f64)>>) -> Row {
    Row { key: key.into(), title: title.into(), cells }
}

fn one<T: Quantity>(key: &str, title: &str, value: T) -> Row {
    row(key, title, vec![cell(value)])
}

fn single(key: &'static str, title: &str, rows: Vec<Row>) -> Section {
    Section { key, title: title.into(), columns: vec![(String::new(), String::new())], rows }
}

/// Names of everything in the scenario that has a sheet.
pub fn names(results: &Results) -> Vec<String> {
    let model = &results.model;
    let of = |table: &str, names: Vec<&String>| names.iter().map(|name| format!("{table}.{name}")).collect::<Vec<_>>();
    let mut all = of("chip", model.chips.keys().collect());
    all.extend(of("vehicle", model.vehicles.keys().collect()));
    all.extend(of("edge", model.edges.keys().collect()));
    all
}

/// The sheet of `chip.NAME`, `vehicle.NAME` or `edge.NAME` in a year; `None` if the scenario has no such entry.
pub fn sheet(results: &Results, name: &str, year: i32) -> Option<SupplySheet> {
    of_all(results, &supply(&results.model, &results.costs, year), name, year)
}

fn of_all(results: &Results, all: &Supply, name: &str, year: i32) -> Option<SupplySheet> {
    let (table, entry) = name.split_once('.')?;
    match table {
        "chip" => all.chips.iter().find(|chip| chip.name == entry).map(|chip| of_chip(chip, year)),
        "edge" => all.edges.iter().find(|edge| edge.name == entry).map(|edge| of_edge(edge, year)),
        "vehicle" => all
            .vehicles
            .iter()
            .find(|vehicle| vehicle.name == entry)
            .map(|vehicle| of_vehicle(vehicle, &payloads(&results.model, entry, year), year)),
        _ => None,
    }
}

/// All sheets of the scenario in a year.
pub fn sheets(results: &Results, year: i32) -> Vec<SupplySheet> {
    let all = supply(&results.model, &results.costs, year);
    names(results).iter().filter_map(|name| of_all(results, &all, name, year)).collect()
}

fn making_facts(making: &Making) -> Vec<(&'static str, &'static str, String)> {
    let [process, memory, packaging] = making.names.clone();
    vec![
        ("package", "package", making.package.clone()),
        ("process", "process", process),
        ("memory", "memory", memory),
        ("packaging", "packaging", packaging),
    ]
}

fn made_section(made: &Made) -> Section {
    single(
        "making",
        "making one",
        vec![
            one("dies_per_wafer", "dies on a wafer", Ratio::of(made.dies_per_wafer)),
            one("good_share", "of them without a defect", Ratio::of(made.good)),
            one("sold_share", "of them sold", Ratio::of(made.sold)),
            one("silicon", "logic dies", made.silicon),
            one("memory", "memory", made.memory),
            one("packaging", "packaging", made.packaging),
            one("lost", "lost in packages that fail", made.lost),
            one("test", "test and board", made.test),
            one("cost", "cost", made.cost()),
        ],
    )
}

fn demand_section(title: String, demand: &ChipDemand) -> Section {
    let share = |of: Option<f64>| of.and_then(pure);
    Section {
        key: "demand",
        title,
        columns: vec![("asked".into(), "asked".into()), ("of_world".into(), "of the world's".into())],
        rows: vec![
            row("chips", "chips", vec![cell(demand.chips), None]),
            row("wafers", "logic wafers", vec![cell(demand.wafers), share(demand.wafers_of_world)]),
            row("exposures", "EUV exposures", vec![cell(demand.exposures), None]),
            row("scanners", "EUV scanners", vec![pure(demand.scanners), share(demand.scanners_of_world)]),
            row("scanner_years", "years of all scanners made", vec![share(demand.scanner_years), None]),
            row("scanner_price", "price of the scanners", vec![cell(demand.scanner_price), None]),
            row("carriers", "packaging wafers", vec![cell(demand.carriers), share(demand.carriers_of_world)]),
            row("stacks", "stacks of memory", vec![cell(demand.stacks), None]),
            row("memory_wafers", "memory wafers", vec![cell(demand.memory_wafers), share(demand.memory_of_world)]),
        ],
    }
}

fn of_chip(chip: &ChipSupply, year: i32) -> SupplySheet {
    let from = if chip.typed { "typed in" } else { "worked out from its parts" };
    let mut facts = vec![("price_is", "price", from.to_string())];
    let mut sections = vec![single(
        "chip",
        "one chip",
        vec![
            one("power", "power", chip.power),
            row("price", "price", vec![chip.price.and_then(cell)]),
            row("price_by_parts", "price by its parts and margin", vec![chip.worked_out.and_then(cell)]),
        ],
    )];
    let mut refused = None;
    match &chip.making {
        None => refused = Some("the scenario does not say what this chip is made of".to_string()),
        Some(making) => {
            facts.extend(making_facts(making));
            match &making.found {
                Err(why) => refused = Some(why.to_string()),
                Ok((made, demand)) => {
                    sections.push(made_section(made));
                    sections.push(demand_section("for a gigawatt a year".into(), demand));
                }
            }
        }
    }
    SupplySheet { name: format!("chip.{}", chip.name), year, facts, sections, refused }
}

fn of_edge(edge: &EdgeSupply, year: i32) -> SupplySheet {
    let mut facts = vec![("title", "what", edge.title.clone())];
    facts.extend(making_facts(&edge.making));
    let mut sections = vec![single(
        "edge",
        "made",
        vec![one("units", "units", edge.units), one("chips", "chips in each", Ratio::of(edge.chips))],
    )];
    let mut refused = None;
    match &edge.making.found {
        Err(why) => refused = Some(why.to_string()),
        Ok((made, demand)) => {
            sections.push(made_section(made));
            sections.push(demand_section(format!("for all of {year}"), demand));
        }
    }
    SupplySheet { name: format!("edge.{}", edge.name), year, facts, sections, refused }
}

fn flight_section(flight: &FlightCost) -> Section {
    single(
        "flight",
        "one flight",
        vec![
            one("boosters", "boosters", flight.boosters),
            one("ships", "upper stages", flight.ships),
            one("refurbishment", "repair", flight.refurbishment),
            one("propellant", "propellant", flight.propellant),
            one("operations", "operations", flight.operations),
            one("fixed", "staff and plant", flight.fixed),
            one("pads", "pads", flight.pads),
            one("losses", "losses", flight.losses),
            one("cost", "cost", flight.cost()),
            one("margin", "margin", flight.margin),
            one("price", "price", flight.price()),
        ],
    )
}

fn of_vehicle(vehicle: &VehicleSupply, table: &PayloadTable, year: i32) -> SupplySheet {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_string();
    let mut facts = vec![("on_sale", "on sale", yes(vehicle.on_sale))];
    let mut rows = vec![one("payload", "payload to its reference orbit", vehicle.payload)];
    if let Some(carries) = &vehicle.carries {
        facts.push(("satellite", "carries", carries.satellite.clone()));
        rows.push(one("payload_to_satellite", "payload to that orbit", carries.payload));
        rows.push(one("satellites_per_flight", "satellites a flight", Ratio::of(carries.per_flight)));
        rows.push(one("satellite_mass", "mass of one", carries.mass));
        rows.push(one("satellite_power", "power of its chips", carries.power));
    }
    let mut sections = vec![single("vehicle", "what it carries", rows)];
    sections.extend(vehicle.flight.as_ref().map(flight_section));
    type Take = fn(&sunward_economics::fleet::Fleet) -> Option<(Kind, f64)>;
    let takes: [(&str, &str, Take); 14] = [
        ("flights", "flights", |f| cell(f.flights)),
        ("of_licensed", "against those licensed", |f| f.of_licensed.and_then(pure)),
        ("mass", "mass to orbit", |f| cell(f.mass)),
        ("pads", "pads", |f| pure(f.pads)),
        ("boosters", "boosters in use", |f| pure(f.boosters)),
        ("ships", "upper stages in use", |f| pure(f.ships)),
        ("boosters_built", "boosters built", |f| cell(f.boosters_built)),
        ("ships_built", "upper stages built", |f| cell(f.ships_built)),
        ("failures", "flights that fail", |f| cell(f.failures)),
        ("propellant", "propellant", |f| cell(f.propellant)),
        ("fuel", "fuel", |f| cell(f.fuel)),
        ("oxygen", "oxygen", |f| cell(f.oxygen)),
        ("fuel_of_world", "fuel against the world's", |f| f.fuel_of_world.and_then(pure)),
        ("flights_a_day", "flights a day", |f| pure(f.flights.in_per_second() * sunward_quantity::DAY)),
    ];
    sections.push(Section {
        key: "fleet",
        title: "fleet".into(),
        columns: vehicle.fleets.iter().map(|(asked, _)| (asked.key().into(), asked.title().into())).collect(),
        rows: takes
            .iter()
            .map(|(key, title, take)| row(key, title, vehicle.fleets.iter().map(|(_, fleet)| take(fleet)).collect()))
            .collect(),
    });
    let [east, middle, polar] = table.inclinations.map(|angle| format!("{angle}"));
    let columns = [
        ("due_east", format!("due east ({east})")),
        ("inclined", middle),
        ("polar", polar),
        ("sun_synchronous", "sun-synchronous".into()),
    ];
    sections.push(Section {
        key: "payload",
        title: "payload".into(),
        columns: columns.into_iter().map(|(key, title)| (key.to_string(), title)).collect(),
        rows: table
            .rows
            .iter()
            .map(|r| {
                let cells = r.payload.iter().map(|mass| mass.and_then(cell)).collect();
                if r.transfer {
                    row("geostationary_transfer", "geostationary transfer", cells)
                } else {
                    let kilometres = r.altitude.in_kilometres();
                    row(&format!("km_{kilometres}"), &r.altitude.to_string(), cells)
                }
            })
            .collect(),
    });
    SupplySheet { name: format!("vehicle.{}", vehicle.name), year, facts, sections, refused: None }
}

/// A number as a person reads it: rates by the year.
/// A cell for a person.
pub(crate) fn shown(cell: Option<(Kind, f64)>) -> String {
    match cell {
        None => "–".into(),
        Some((Kind::Rate, si)) => format!("{} a year", show_number(Rate::from_si(si).in_per_year())),
        Some((kind, si)) => show(kind, si),
    }
}

/// A sheet for a person.
pub fn text(sheet: &SupplySheet) -> String {
    let mut out = format!("{} in {}\n\n", sheet.name, sheet.year);
    let facts: Vec<Vec<String>> =
        sheet.facts.iter().map(|(_, title, words)| vec![title.to_string(), words.clone()]).collect();
    out.push_str(&crate::summary::aligned_left(&facts));
    for section in &sheet.sections {
        let mut rows =
            vec![std::iter::once(section.title.clone()).chain(section.columns.iter().map(|c| c.1.clone())).collect()];
        rows.extend(section.rows.iter().map(|row| {
            std::iter::once(row.title.clone()).chain(row.cells.iter().map(|cell| shown(*cell))).collect::<Vec<_>>()
        }));
        out.push('\n');
        out.push_str(&aligned(&rows));
    }
    if let Some(why) = &sheet.refused {
        out.push_str(&format!("\n  {why}\n"));
    }
    out
}

/// A sheet as a table in long form.
pub fn table(sheet: &SupplySheet) -> Table {
    let mut text: [Vec<String>; 4] = Default::default();
    let (mut values, mut units) = (Vec::new(), Vec::new());
    for section in &sheet.sections {
        for row in &section.rows {
            for (column, cell) in section.columns.iter().zip(&row.cells) {
                let Some((kind, si)) = cell else { continue };
                for (into, cell) in text.iter_mut().zip([&sheet.name, section.key, &row.key, &column.0]) {
                    into.push(cell.to_string());
                }
                values.push(Some(sunward_quantity::showing::in_document_unit(*kind, *si)));
                units.push(with_money_year(kind.unit()));
            }
        }
    }
    let [name, section, what, column] = text;
    let year = vec![i64::from(sheet.year); name.len()];
    Table {
        name: "supply",
        columns: vec![
            ("name", Column::Text(name)),
            ("section", Column::Text(section)),
            ("what", Column::Text(what)),
            ("column", Column::Text(column)),
            ("year", Column::Whole(year)),
            ("value", Column::Number(values)),
            ("unit", Column::Text(units)),
        ],
    }
}

/// A sheet as a document.
pub fn document(sheet: &SupplySheet) -> Json {
    let mut map = Map::new();
    map.insert("name".into(), json!(sheet.name));
    map.insert("year".into(), json!(sheet.year));
    for (key, _, words) in &sheet.facts {
        map.insert((*key).into(), json!(words));
    }
    let written = |cell: Option<(Kind, f64)>| cell.map_or(Json::Null, |(kind, si)| of_kind(kind, si));
    for section in &sheet.sections {
        let column = |c: usize| -> Json {
            Json::Object(section.rows.iter().map(|row| (row.key.clone(), written(row.cells[c]))).collect())
        };
        let whole = if section.columns.len() == 1 && section.columns[0].0.is_empty() {
            column(0)
        } else {
            Json::Object(section.columns.iter().enumerate().map(|(c, name)| (name.0.clone(), column(c))).collect())
        };
        map.insert(section.key.into(), whole);
    }
    if let Some(why) = &sheet.refused {
        map.insert("refused".into(), json!(why));
    }
    Json::Object(map)
}
