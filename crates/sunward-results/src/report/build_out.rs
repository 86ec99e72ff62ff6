//! Where compute stands and what counts towards the target, year by year.

use super::area::{Areas, Layer};
use super::figure::Figure;
use super::html::Html;
use super::words;
use crate::plan::build_out::BuildOut;
use sunward_network::Network;

/// Class of a place's colour: warm beyond the first world, cool on it, as for challengers and incumbents.
pub fn colours(network: &Network, names: &[&str]) -> Vec<String> {
    let (mut warm, mut cool) = (0, 0);
    names
        .iter()
        .map(|name| {
            let world = network.locations.iter().find(|place| place.name == *name).map_or(0, |place| place.world);
            let count = if world == 0 { &mut cool } else { &mut warm };
            *count += 1;
            if world == 0 { format!("e{}", (*count - 1) % 8) } else { format!("o{}", (*count - 1) % 4) }
        })
        .collect()
}

/// Stacked areas by place.
pub fn figures(network: &Network, out: &BuildOut, focus: i32) -> Html {
    let names: Vec<&str> = out.places.iter().map(|place| place.name.as_str()).collect();
    let colours = colours(network, &names);
    let of = |take: &dyn Fn(&crate::plan::build_out::PlaceOutput) -> &Vec<f64>| -> Vec<Layer> {
        let rows = out.places.iter().zip(&colours);
        let rows = rows.filter(|(place, _)| take(place).iter().any(|value| *value > 1e-9));
        rows.map(|(place, class)| Layer {
            name: place.title.clone(),
            class: class.clone(),
            values: take(place).clone(),
        })
        .collect()
    };
    let standing = of(&|place| &place.standing);
    let delivered = of(&|place| &place.delivered);
    let unit = words::unit(&out.capacity_unit);
    let terawatt = (out.capacity_unit == "GW").then(|| (1000.0, "1 TW".to_string()));
    let mut figures = Vec::new();
    if !standing.is_empty() {
        figures.push(figure(
            "Chips in service, by place",
            &format!("Capacity that stands, {unit}"),
            Areas {
                says: "Chips in service by place and year".into(),
                years: &out.years,
                layers: standing,
                unit: unit.clone(),
                level: terawatt,
                focus: Some(focus),
                height: 400.0,
            },
        ));
    }
    if !delivered.is_empty() {
        let unit = words::unit(&out.unit);
        figures.push(figure(
            "Compute delivered, by place",
            &format!("What is asked for and made there, {unit}"),
            Areas {
                says: "Compute delivered by place and year".into(),
                years: &out.years,
                layers: delivered,
                unit,
                level: None,
                focus: Some(focus),
                height: 320.0,
            },
        ));
    }
    if let Some(target) = &out.target {
        let unit = words::unit(&target.unit);
        figures.push(figure(
            &format!("Towards the target: {}", words::lower(&target.title)),
            &format!("{}, {unit}", target.title),
            Areas {
                says: format!("{} by year, and the target", target.title),
                years: &out.years,
                layers: vec![Layer { name: target.title.clone(), class: "f3".into(), values: target.made.clone() }],
                unit: unit.clone(),
                level: Some((
                    target.wanted,
                    format!("target: {}", crate::plan::amounts::amount(target.wanted, &target.unit)),
                )),
                focus: None,
                height: 240.0,
            },
        ));
    }
    Html::join(figures)
}

fn figure(title: &str, measures: &str, areas: Areas) -> Html {
    let legend = if areas.layers.len() > 1 { areas.legend() } else { Html::empty() };
    let figure = Figure {
        title: title.into(),
        measures: measures.into(),
        legend,
        note: Html::empty(),
        table: areas.table(measures),
    };
    figure.with(|size| areas.draw(size))
}
