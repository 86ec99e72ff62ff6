//! What many plans say together: when the target is made, what binds, how much is in service.

use super::area::{Areas, Layer};
use super::bands::Fan;
use super::figure::{Figure, Section};
use super::html::Html;
use super::words;
use crate::plan::draws::{SHARES, capacity_unit, count, fidelity, target_title};
use crate::plan::titles::short_row;
use sunward_planner::ensemble::{Chance, PlanDraws};

/// Constraints with a layer of their own; the rest are one.
const LAYERS: usize = 8;
/// Colours of the layers.
const CLASSES: [&str; LAYERS] = ["e0", "o0", "e1", "f1", "e2", "o1", "f3", "e6"];

/// The section.
pub fn section(draws: &PlanDraws) -> Section {
    let mut body = Vec::new();
    let years = draws.all_years();
    if let (Some(title), true) = (target_title(draws), draws.answered() > 0) {
        body.push(target(draws, &title, &years));
    }
    if draws.planned() > 0 {
        body.push(binding(draws, &years));
        body.push(service(draws, &years));
    }
    let mut lead = count(draws);
    if let Some(told) = fidelity(draws) {
        lead.push(' ');
        lead.push_str(&told);
    }
    Section {
        id: "plan-draws",
        short: "Plans drawn",
        title: "What the plan would be if the numbers were others".into(),
        lead: Html::from(lead),
        body: Html::join(body),
    }
}

fn target(draws: &PlanDraws, title: &str, years: &[i32]) -> Html {
    let chances = draws.target_by_year();
    let fan = Fan {
        says: format!("Probability that {title} is made, by year"),
        years,
        line: ("probability".into(), chances.iter().map(|found| found.value()).collect()),
        bands: vec![(
            "nine in ten".into(),
            chances.iter().map(|found| found.interval().0).collect(),
            chances.iter().map(|found| found.interval().1).collect(),
        )],
        class: "o0",
        share: true,
        unit: "probability that the year or one before has it".into(),
        height: 300.0,
    };
    let never = draws.never();
    let (low, high) = never.interval();
    let note = format!(
        "In {} of the draws it is not made until {} ({} to {}). The band is how far the share of {} draws may be off, not what else is unknown.",
        words::percent(never.value()),
        draws.years.1,
        words::percent(low),
        words::percent(high),
        never.of
    );
    let measures = "Share of the draws in which the plan makes as much in the year or in one before it".to_string();
    Figure {
        title: format!("When the target is reached: {title}"),
        table: fan.table(&measures),
        measures,
        legend: Html::empty(),
        note: Html::from(note),
    }
    .with(|size| fan.draw(size))
}

fn binding(draws: &PlanDraws, years: &[i32]) -> Html {
    let values = |chances: &[Chance]| -> Vec<f64> { chances.iter().map(|found| 100.0 * found.value()).collect() };
    let rows = draws.binds();
    let mut layers: Vec<Layer> = rows
        .iter()
        .take(LAYERS)
        .zip(CLASSES)
        .map(|((constraint, chances), class)| Layer {
            name: short_row(&draws.network, *constraint),
            class: class.into(),
            values: values(chances),
        })
        .collect();
    if rows.len() > LAYERS {
        let mut sum = vec![0.0; years.len()];
        for (_, chances) in &rows[LAYERS..] {
            sum.iter_mut().zip(chances).for_each(|(sum, found)| *sum += 100.0 * found.value());
        }
        let name = format!("{} others", rows.len() - LAYERS);
        layers.push(Layer { name, class: "f7".into(), values: sum });
    }
    let nothing = values(&draws.nothing_binds());
    if nothing.iter().any(|value| *value > 0.0) {
        layers.push(Layer { name: "Nothing is scarce".into(), class: "e4".into(), values: nothing });
    }
    let areas = Areas {
        says: "Probability that each constraint is the one that binds most, by year".into(),
        years,
        layers,
        unit: "%".into(),
        level: None,
        focus: None,
        height: 420.0,
    };
    let measures = "Share of the draws in which the constraint has most of the scarcity of the year, %".to_string();
    let without = draws.without_plan();
    let note = if without.draws > 0 {
        format!("What is missing to 100 % are the {} of draws without a plan.", words::percent(without.value()))
    } else {
        String::new()
    };
    Figure {
        title: "What binds most".into(),
        legend: areas.legend(),
        note: if note.is_empty() { Html::empty() } else { Html::from(note) },
        table: areas.table(&measures),
        measures,
    }
    .with(|size| areas.draw(size))
}

fn service(draws: &PlanDraws, years: &[i32]) -> Html {
    let fan = |says: &str, mut rows: Vec<Vec<f64>>, class, share, unit: String| {
        let (high, upper, middle) = (rows.pop(), rows.pop(), rows.pop());
        let (lower, low) = (rows.pop(), rows.pop());
        let take = |row: Option<Vec<f64>>| row.unwrap_or_default();
        Fan {
            says: says.into(),
            years,
            line: ("middle".into(), take(middle)),
            bands: vec![("nine in ten".into(), take(low), take(high)), ("half".into(), take(lower), take(upper))],
            class,
            share,
            unit,
            height: 300.0,
        }
    };
    let unit = words::unit(&capacity_unit(draws));
    let standing = fan("Chips in service, by year", draws.in_service(&SHARES), "e0", false, unit.clone());
    let away =
        fan("Share of chips in service beyond home, by year", draws.share_beyond(&SHARES), "o0", true, "share".into());
    let figure = |title: &str, measures: String, fan: &Fan<'_>| {
        Figure {
            title: title.into(),
            table: fan.table(&measures),
            measures,
            legend: Html::empty(),
            note: Html::empty(),
        }
        .with(|size| fan.draw(size))
    };
    Html::join([
        figure("Chips in service", format!("Capacity that stands, over the draws with a plan, {unit}"), &standing),
        figure(
            "How much of it is not on Earth",
            "Share of the capacity that stands beyond the home world, over the draws with a plan".into(),
            &away,
        ),
    ])
}
