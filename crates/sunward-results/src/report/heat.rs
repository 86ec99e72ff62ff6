//! Constraints over the years, all in one unit: the compute that each would allow.

use super::axis::year_ticks;
use super::figure::{Figure, legend};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size};
use super::words;
use crate::plan::amounts::amount;
use crate::plan::headroom::{Headroom, Headrooms, Room};

/// At most so many rows.
const ROWS: usize = 24;

/// Classes from much room to none, with the factor up to which each holds.
const STEPS: &[(f64, &str, &str)] = &[
    (1.0, "h5", "binds"),
    (1.1, "h4", "up to 10 % more"),
    (1.5, "h3", "up to 1.5 times"),
    (2.5, "h2", "up to 2.5 times"),
    (10.0, "h1", "up to 10 times"),
    (f64::INFINITY, "h0", "more"),
];

fn class(room: &Room) -> &'static str {
    let factor = if room.binds { 1.0 } else { room.most / room.used };
    // What does not bind is never drawn as if it did.
    let steps = if room.binds { STEPS } else { &STEPS[1..] };
    steps.iter().find(|step| factor <= step.0 * 1.000_001).map_or("h0", |step| step.1)
}

/// The map with its numbers.
pub fn figure(rooms: &Headrooms, years: &[i32]) -> Html {
    let rows: Vec<&Headroom> = rooms.rows.iter().take(ROWS).collect();
    let unit = words::unit(&rooms.unit);
    let keys: Vec<(String, String)> =
        STEPS.iter().map(|step| (format!("swatch {}", step.1), step.2.to_string())).collect();
    let head: Vec<Html> = std::iter::once(Html::from("Constraint"))
        .chain(years.iter().map(|year| Html::from(year.to_string())))
        .collect();
    let cells = |row: &&Headroom| -> Vec<Html> {
        let cell = |room: &Option<Room>| match room {
            Some(room) if room.binds => Html(format!("<b>{}</b>", Html::from(words::brief(room.allows)))),
            Some(room) => words::brief(room.allows).into(),
            None => "–".into(),
        };
        std::iter::once(Html::from(words::capital(&row.title))).chain(row.periods.iter().map(cell)).collect()
    };
    let says = format!("What each constraint would allow, by year, in {unit}");
    let left_out = rooms.rows.len().saturating_sub(ROWS);
    let note = format!(
        "A constraint allows what the plan makes, times what there is of it, over what the plan uses, as if all else were scaled along. Dark: it binds, and more of it would be worth something.{}",
        if left_out > 0 { format!(" {left_out} more bind somewhere and are worth less.") } else { String::new() }
    );
    let figure = Figure {
        title: format!("What each constraint would allow, {unit}"),
        measures: format!("{}, {unit}; the most valuable constraint first", rooms.title),
        legend: legend(&keys),
        note: note.into(),
        table: table(&says, 1, &head, &rows.iter().map(cells).collect::<Vec<_>>()),
    };
    figure.with(|size| draw(rooms, &rows, years, size, &says))
}

fn draw(rooms: &Headrooms, rows: &[&Headroom], years: &[i32], size: Size, says: &str) -> Html {
    let width = size.width();
    let left = size.pick(312.0, 0.0);
    let (step, cell_high) = size.pick((23.0, 20.0), (40.0, 18.0));
    let top = 22.0;
    let height = top + step * rows.len() as f64 + 6.0;
    let cell = (width - left) / years.len().max(1) as f64;
    let mut d = Drawing::new(width, height.max(40.0));
    let shown = year_ticks(years[0], years[years.len() - 1], size.pick(9, 5));
    let mut free = left;
    for year in shown {
        let Some(index) = years.iter().position(|y| *y == year) else { continue };
        let at = left + cell * (index as f64 + 0.5);
        if at - 16.0 >= free - 4.0 && at + 16.0 <= width + 14.0 {
            d.text("tick", (at, 12.0), Anchor::Middle, &year.to_string());
            free = at + 22.0;
        }
    }
    let unit = words::unit(&rooms.unit);
    for (index, row) in rows.iter().enumerate() {
        let y = top + step * index as f64;
        let name = words::capital(&row.title);
        let cells_at = match size {
            Size::Wide => {
                d.text("label", (left - 10.0, y + 14.5), Anchor::End, &words::clip(&name, 42));
                y
            }
            Size::Narrow => {
                d.text("label", (0.0, y + 12.0), Anchor::Start, &words::clip(&name, 48));
                y + 17.0
            }
        };
        for (period, room) in row.periods.iter().enumerate() {
            let Some(room) = room else { continue };
            let amounts = format!("{} used of {}", amount(room.used, &row.unit), amount(room.most, &row.unit));
            let words = format!(
                "{}: {name}\nwould allow {} {unit}{}\n{amounts}",
                years[period],
                words::brief(room.allows),
                if room.binds { ", and binds" } else { "" },
            );
            let at = (left + cell * period as f64, cells_at);
            d.rect(&format!("heat {}", class(room)), at, (cell, cell_high), Some(&words));
            if room.binds && cell >= 7.0 {
                d.circle("pip", (at.0 + cell / 2.0, at.1 + cell_high / 2.0), 2.0);
            }
        }
    }
    d.finish(says)
}
