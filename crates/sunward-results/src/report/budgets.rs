//! The budgets of the satellite: mass, power and heat.

use super::bars::{self, Bar, Piece};
use super::figure::{Figure, legend};
use super::html::{Html, table, tag};
use super::story::Story;
use super::words;
use sunward_economics::Datasheet;
use sunward_physics::spacecraft::{Design, Sized};
use sunward_quantity::{Mass, Power};

/// What each part weighs.
pub fn mass(story: &Story, sized: &Sized) -> Html {
    let m = &sized.masses;
    let mut parts: Vec<(&str, Mass, &str)> = vec![
        ("Chips, boards, enclosure", m.payload, "f0"),
        ("Solar array", m.array, "f4"),
        ("Radiator panels", m.radiator, "f3"),
        ("Pumps, pipes, coolant", m.heat_loop, "f3"),
        ("Battery", m.battery, "f4"),
        ("Power electronics", m.power_electronics, "f4"),
        ("Structure", m.structure, "f1"),
        ("Shielding", m.shielding, "f1"),
        ("Avionics and attitude", m.fixed, "f1"),
        ("Optical links", m.links, "f5"),
        ("Thrusters and tanks", m.propulsion, "f6"),
        ("Propellant", m.propellant, "f6"),
        ("Reserve for growth", m.margin, "f7"),
    ];
    parts.sort_by(|a, b| b.1.in_kilograms().total_cmp(&a.1.in_kilograms()));
    let total = sized.mass_total;
    let bars: Vec<Bar> = parts
        .iter()
        .map(|(name, mass, class)| {
            Bar::plain(
                name,
                class,
                mass.in_kilograms(),
                &format!("{} ({})", words::short(*mass), words::percent(*mass / total)),
            )
        })
        .collect();
    let rows: Vec<Vec<Html>> = parts
        .iter()
        .chain([&("All, at launch", total, "")])
        .map(|(name, mass, _)| {
            vec![(*name).into(), words::digits(mass.in_kilograms(), 4).into(), words::percent(*mass / total).into()]
        })
        .collect();
    let title = format!("Where the {} go, {}", words::short(total), story.focus);
    let figure = Figure {
        title: title.clone(),
        measures: "Mass at launch, kilograms and share of the whole".into(),
        legend: legend(
            &[
                ("f0", "compute"),
                ("f4", "power"),
                ("f3", "heat"),
                ("f1", "body"),
                ("f5", "links"),
                ("f6", "propulsion"),
                ("f7", "reserve"),
            ]
            .map(|(c, w)| (format!("swatch {c}"), w.to_string())),
        ),
        note: Html::empty(),
        table: table("Mass budget", 1, &["Part".into(), "kg".into(), "Share".into()], &rows),
    };
    figure.with(|size| bars::draw(&title, &bars, size, 190.0, 18.0))
}

/// From the array to the loads.
pub fn electricity(story: &Story, sized: &Sized, design: &Design) -> Html {
    let pumps = design.pump_share * sized.heat;
    let bare = design.it_power + design.link_power + design.housekeeping + pumps;
    let conversion = (sized.sunlit_load - bare).max(Power::ZERO);
    let age = (sized.array_power_bol - sized.array_power_eol).max(Power::ZERO);
    let spare = (sized.array_power_eol - sized.sunlit_load - sized.recharge_power).max(Power::ZERO);
    let spare = if spare.in_watts() < 1e-3 * sized.array_power_eol.in_watts() { Power::ZERO } else { spare };
    let loads: Vec<(&str, Power, &str)> = vec![
        ("Chips", design.it_power, "f0"),
        ("Links", design.link_power, "f5"),
        ("Housekeeping", design.housekeeping, "f1"),
        ("Pumps", pumps, "f3"),
        ("Conversion losses", conversion, "f2"),
        ("Charging the battery", sized.recharge_power, "f4"),
        ("Spare on that day", spare, "f7"),
    ];
    let piece = |(name, power, class): &(&str, Power, &str)| Piece {
        class: (*class).to_string(),
        value: power.in_kilowatts(),
        says: format!("{name}: {}", words::value(*power)),
        label: format!(
            "{} {}",
            name.split(' ').next().unwrap_or("").to_lowercase(),
            words::brief(power.in_kilowatts())
        ),
    };
    let whole = |power: Power| words::short(power);
    let labelled = |name: &str, power: Power, class: &str, label: &str| Piece {
        label: format!("{label} {}", words::brief(power.in_kilowatts())),
        ..piece(&(name, power, class))
    };
    let bars = vec![
        Bar {
            name: "Array, new".into(),
            pieces: vec![
                labelled("Left at the end of life", sized.array_power_eol, "cells", "end of life"),
                labelled("Lost to age", age, "lost", "age"),
            ],
            value: whole(sized.array_power_bol),
        },
        Bar {
            name: "Worst day, end of life".into(),
            pieces: loads.iter().map(piece).collect(),
            value: whole(sized.array_power_eol),
        },
        Bar {
            name: "In eclipse, from battery".into(),
            pieces: vec![labelled("Load in eclipse", sized.eclipse_load, "f4", "")],
            value: whole(sized.eclipse_load),
        },
    ];
    let mut rows: Vec<Vec<Html>> = vec![
        vec!["Array, new".into(), words::value(sized.array_power_bol).into()],
        vec![
            "Array, end of life".into(),
            format!("{} ({} left by age)", words::value(sized.array_power_eol), words::percent(sized.retention)).into(),
        ],
    ];
    rows.extend(
        loads.iter().map(|(name, power, _)| vec![Html::from(format!("· {name}")), words::value(*power).into()]),
    );
    let others: [(&str, String); 8] = [
        ("In eclipse, from the battery", words::value(sized.eclipse_load)),
        (
            "Battery",
            if sized.battery_energy.in_joules() > 0.0 {
                format!("{}, drawn to {}", words::value(sized.battery_energy), words::percent(sized.battery_depth))
            } else {
                "none".into()
            },
        ),
        ("Cycles in its life", words::digits(sized.cycles, 3)),
        ("Longest eclipse", words::value(design.sky.longest_eclipse)),
        ("Sunlight of the sizing day", words::value(sized.sizing_flux)),
        (
            "Cells on that day",
            format!(
                "{}, {} efficient before ageing",
                words::temperature(sized.cell_temperature),
                words::percent(sized.cell_efficiency)
            ),
        ),
        ("Sunlit share of the year", words::percent(design.sky.sunlit_fraction)),
        ("Mean chip power over the year", words::percent(sized.power_duty)),
    ];
    rows.extend(others.iter().map(|(name, value)| vec![Html::from(*name), Html::from(value)]));
    let title = "Where the electricity goes";
    let mut keys: Vec<(String, String)> = loads
        .iter()
        .filter(|load| load.1.in_watts() > 0.0)
        .map(|(name, _, class)| (format!("swatch {class}"), name.to_lowercase()))
        .collect();
    keys.push(("swatch lost".into(), "lost to age".into()));
    let figure = Figure {
        title: format!("{title}, {}", story.focus),
        measures: "Kilowatts on the day that sizes the array".into(),
        legend: legend(&keys),
        note: Html::empty(),
        table: table("Power budget", 1, &["".into(), "Power".into()], &rows),
    };
    figure.with(|size| bars::draw(title, &bars, size, 190.0, 26.0))
}

/// From the loads to the sky.
pub fn heat(sized: &Sized, sheet: &Datasheet, back: bool) -> Html {
    let rows: [(&str, String); 7] = [
        ("Heat to shed, at most", words::value(sized.heat)),
        (if back { "Back of the array" } else { "Radiator panels" }, words::value(sized.radiator_area)),
        (
            "for each kW of chips",
            format!("{} m²", words::brief(sized.radiator_area.in_square_metres() / sheet.it_power.in_kilowatts())),
        ),
        ("Temperature of the panel", words::temperature(sized.radiator_temperature)),
        ("Without heat it would be", words::temperature(sized.sink_temperature)),
        ("Shed by each m² of panel", format!("{:.0} W", sized.radiator_flux_per_panel.in_watts_per_square_metre())),
        (
            "Shed by each m² of face",
            format!("{:.0} W, mean of both", sized.radiator_flux_per_face.in_watts_per_square_metre()),
        ),
    ];
    let items =
        rows.into_iter().map(|(name, value)| tag("div", "", Html::join([tag("dt", "", name), tag("dd", "", value)])));
    tag("div", "box", Html::join([tag("h3", "", "How the heat leaves"), tag("dl", "facts", Html::join(items))]))
}
