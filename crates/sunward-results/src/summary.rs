//! One screen that says it all.

use crate::{Case, Column, Ledger, Results, Table};
#[cfg(feature = "plan")]
use crate::{PlanOutcome, plan::screen};
use std::fmt::Write;
use sunward_economics::{Capital, Datasheet, Part, Series};
use sunward_model::Model;
use sunward_physics::link::in_decibels;
use sunward_quantity::HOUR;
use sunward_quantity::money::BASE_YEAR;
use sunward_quantity::{show, show_number};

/// Rows with the columns of a table lined up: the first to the left, the others to the right.
pub fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (c, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[c] - cell.chars().count());
            if c == 0 { line.push_str(&format!("{cell}{pad}")) } else { line.push_str(&format!("  {pad}{cell}")) }
        }
        let _ = writeln!(out, "  {}", line.trim_end());
    }
    out
}

/// When the cheapest challenger becomes cheaper, in words: `2041`, `2041, not for good`, `never before 2060`.
pub fn crossing_words(year: Option<i32>, stays: bool, start: i32, end: i32) -> String {
    match year {
        None => format!("never, to {end}"),
        Some(year) if year == start && stays => "already".into(),
        Some(year) if stays => year.to_string(),
        Some(year) => format!("{year}, not for good"),
    }
}

/// The question, the answer, what it is made of, what would have to change, and what it rests on.
pub fn summary(results: &Results) -> String {
    let (model, costs) = (&results.model, &results.costs);
    // Without options there is nothing to compare: the plan is the answer.
    #[cfg(feature = "plan")]
    if let (true, Some(PlanOutcome::Planned(planned))) = (costs.series.is_empty(), &results.plan) {
        return screen::screen(planned);
    }
    let focus = model.scenario.focus;
    let at = costs.index_of(focus);
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", model.scenario.question);
    let _ = write!(out, "{}", answer(results));
    if let Some(findings) = &results.explored {
        let _ = write!(out, "\n{}", crate::explore::screen::lines(model, findings));
    }
    #[cfg(feature = "plan")]
    if let Some(tracked) = &results.tracked {
        let _ = write!(out, "\n{}", crate::track::screen::lines(tracked));
    }

    let mut rows = vec![
        std::iter::once(format!("cost ratio {focus} · crossover"))
            .chain(results.cases.iter().map(|c| c.name.clone()))
            .collect(),
    ];
    for (w, workload) in model.workloads.iter().enumerate() {
        let cell = |case: &Case| {
            // Companions may name other workloads: match by name.
            case.workloads.iter().find(|c| c.name == model.workloads[w].name).map_or("–".to_string(), |c| {
                let ratio = c.ratio.map_or("–".into(), |r| format!("{}×", show_number(round3(r))));
                format!("{ratio} · {}", crossing_words(c.crossover, c.stays, case.years.0, case.years.1))
            })
        };
        rows.push(std::iter::once(workload.name.clone()).chain(results.cases.iter().map(cell)).collect());
    }
    let extra = |label: &str, take: &dyn Fn(&Case) -> Option<f64>| {
        std::iter::once(label.to_string())
            .chain(results.cases.iter().map(|c| take(c).map_or("–".into(), |x| show_number(round3(x)))))
            .collect::<Vec<_>>()
    };
    rows.push(extra(&format!("launch, USD_{BASE_YEAR}/kg"), &|c| c.launch_price));
    rows.push(extra("satellite, kg/kW", &|c| c.specific_mass));
    let _ = write!(out, "\n{}", aligned(&rows));

    let pair = (costs.cheapest(&costs.challengers, 0, at), costs.cheapest(&costs.incumbents, 0, at));
    let sides: Vec<usize> = [pair.0, pair.1].into_iter().flatten().collect();
    if !sides.is_empty() {
        let mut rows = vec![
            std::iter::once(format!("parts of the cost {focus}, USD_{BASE_YEAR}/kW/year"))
                .chain(sides.iter().map(|i| costs.series[*i].title.clone()))
                .collect::<Vec<_>>(),
        ];
        let value = |i: usize, part: Part| {
            costs.series[i].years[at]
                .as_ref()
                .map_or(0.0, |(_, c)| (c.by_part[part as usize] / c.it_power).in_dollars_per_kilowatt_year())
        };
        let total = |i: usize| {
            costs.series[i].years[at]
                .as_ref()
                .map_or(0.0, |(_, c)| (c.total / c.it_power).in_dollars_per_kilowatt_year())
        };
        // Parts that matter to neither side share a line.
        let (mut rest, mut shown) = (vec![0.0; sides.len()], Vec::new());
        for part in Part::ALL {
            if sides.iter().any(|i| value(*i, *part) >= 0.02 * total(*i)) {
                shown.push(*part);
            } else {
                for (sum, i) in rest.iter_mut().zip(&sides) {
                    *sum += value(*i, *part);
                }
            }
        }
        let cell = |x: f64| if x == 0.0 { "–".to_string() } else { show_number(round3(x)) };
        for part in shown {
            rows.push(
                std::iter::once(part.title().to_string()).chain(sides.iter().map(|i| cell(value(*i, part)))).collect(),
            );
        }
        rows.push(std::iter::once("everything else".to_string()).chain(rest.iter().map(|x| cell(*x))).collect());
        rows.push(std::iter::once("total".to_string()).chain(sides.iter().map(|i| cell(total(*i)))).collect());
        let _ = write!(out, "\n{}", aligned(&rows));
    }

    // Of the uses, the one that is nearest to crossing.
    let nearest = (0..model.workloads.len())
        .filter_map(|w| Some((w, costs.headline(w).ratio[at]?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |found| found.0);
    let use_name = model.workloads.get(nearest).map_or("", |w| w.name.as_str());
    let head = format!("to break even in {focus} ({use_name}), each alone");
    let mut rows = vec![vec![head, "must be".to_string(), "is".to_string()]];
    for b in costs.break_evens.iter().filter(|b| b.workload == nearest) {
        let cell = |x: Option<f64>| x.map_or("none does".to_string(), |x| show(b.lever.kind, x));
        let whose = if costs.challengers.len() > 1 {
            format!(" ({})", costs.series[b.challenger].title)
        } else {
            String::new()
        };
        rows.push(vec![
            format!("{}{whose}", b.lever.title),
            cell(b.value),
            b.now.map_or("–".into(), |x| show(b.lever.kind, x)),
        ]);
    }
    if rows.len() > 1 {
        let _ = write!(out, "\n{}", aligned(&rows));
    }

    #[cfg(feature = "plan")]
    match &results.plan {
        Some(PlanOutcome::Planned(planned)) => {
            let _ = write!(out, "\n{}", screen::lines(planned));
        }
        Some(PlanOutcome::Short(_)) => out.push_str("\n  the plan: what is wanted cannot be had\n"),
        None => {}
    }
    let ledger = Ledger::of(model);
    let _ = writeln!(
        out,
        "\n  {} numbers, {} of them guesses; {} sources",
        ledger.numbers,
        ledger.guesses(),
        model.sources.len()
    );
    out
}

/// The answer in a sentence for each use of compute.
pub fn answer(results: &Results) -> String {
    let (model, costs) = (&results.model, &results.costs);
    let mut out = String::new();
    for (w, workload) in model.workloads.iter().enumerate() {
        let headline = costs.headline(w);
        let (start, end) = (model.scenario.start, model.scenario.end);
        let who = match costs.challengers.as_slice() {
            [one] => costs.series[*one].title.clone(),
            _ => "The cheapest challenger".into(),
        };
        let sentence = match headline.year {
            None => {
                let least = headline.ratio.iter().flatten().copied().fold(f64::INFINITY, f64::min);
                if least.is_finite() {
                    format!(
                        "does not become cheaper up to {end}: at best it costs {} times as much",
                        show_number(round3(least))
                    )
                } else {
                    "cannot be compared in any year".into()
                }
            }
            Some(year) if year == start => format!(
                "is cheaper already in {start}{}",
                if headline.stays { "" } else { ", but not in every later year" }
            ),
            Some(year) => format!(
                "becomes cheaper in {year}{}",
                if headline.stays { "" } else { ", but not in every later year" }
            ),
        };
        let _ = writeln!(out, "  {}: {who} {sentence}.", capitalised(&workload.name));
    }
    out
}

fn capitalised(text: &str) -> String {
    let text = text.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Three significant digits are enough for a screen.
fn round3(x: f64) -> f64 {
    format!("{x:.2e}").parse().unwrap_or(x)
}

/// Rows of a label and its text.
pub fn aligned_left(rows: &[Vec<String>]) -> String {
    let width = rows.iter().filter_map(|r| r.first()).map(|t| t.chars().count()).max().unwrap_or(0);
    rows.iter()
        .map(|row| {
            let label = row.first().map_or("", String::as_str);
            let pad = " ".repeat(width - label.chars().count());
            format!("  {label}{pad}  {}\n", row[1..].join("  "))
        })
        .collect()
}

/// The parts of a datasheet.
pub fn datasheet_table(sheet: &Datasheet) -> Table {
    let parts: Vec<(&Part, &Capital)> = Part::ALL
        .iter()
        .map(|part| (part, &sheet.capital[*part as usize]))
        .filter(|(_, c)| c.price.in_dollars() != 0.0 || c.mass.in_kilograms() != 0.0)
        .collect();
    let some = |x: f64| if x == 0.0 { None } else { Some(x) };
    let kilowatts = sheet.it_power.in_kilowatts();
    Table {
        name: "parts",
        columns: vec![
            ("part", Column::Text(parts.iter().map(|(part, _)| part.title().to_string()).collect())),
            ("mass_kg", Column::Number(parts.iter().map(|(_, c)| some(c.mass.in_kilograms())).collect())),
            ("area_m2", Column::Number(parts.iter().map(|(_, c)| some(c.area.in_square_metres())).collect())),
            ("price_kUSD", Column::Number(parts.iter().map(|(_, c)| some(c.price.in_dollars() / 1e3)).collect())),
            ("USD_per_kW", Column::Number(parts.iter().map(|(_, c)| some(c.price.in_dollars() / kilowatts)).collect())),
            ("kg_per_kW", Column::Number(parts.iter().map(|(_, c)| some(c.mass.in_kilograms() / kilowatts)).collect())),
            ("life_years", Column::Number(parts.iter().map(|(_, c)| some(c.life.in_years())).collect())),
        ],
    }
}

/// A datasheet for a person.
pub fn datasheet(model: &Model, series: &Series, year: i32, sheet: &Datasheet) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |label: &str, text: String| rows.push(vec![label.to_string(), text]);
    row(
        "chips",
        format!(
            "{} of {}, {} in all",
            show_number(sheet.chips),
            show(sunward_quantity::Kind::Power, sheet.it_power.in_watts() / sheet.chips),
            sheet.it_power
        ),
    );
    if let Some(s) = &sheet.sized {
        row(
            "solar array",
            format!(
                "{}: {} new, {} at the end of life on the worst day; cells at {}, {} % efficient",
                s.array_area,
                s.array_power_bol,
                s.array_power_eol,
                s.cell_temperature,
                show_number(100.0 * s.cell_efficiency)
            ),
        );
        row(
            "battery",
            format!(
                "{}, discharged to {} %; {} cycles in its life",
                s.battery_energy,
                show_number(100.0 * s.battery_depth),
                show_number(s.cycles)
            ),
        );
        row(
            "radiator",
            format!("{} of two-faced panel at {} rejects {}", s.radiator_area, s.radiator_temperature, s.heat),
        );
        row("", format!("{} of panel, {} of face", s.radiator_flux_per_panel, s.radiator_flux_per_face));
    }
    if sheet.mass.in_kilograms() > 0.0 {
        row("mass", format!("{}; {} of chips", sheet.mass, sheet.mass / sheet.it_power));
    }
    row(
        "power over the year",
        format!(
            "{} % of full power in service, in service {} % of the time",
            show_number(100.0 * sheet.power),
            show_number(100.0 * sheet.availability)
        ),
    );
    let n = &sheet.network;
    let ends = |text: &str, rate: sunward_quantity::DataRatePerPower| {
        if rate.is_finite() { format!("{text}{rate}") } else { String::new() }
    };
    row(
        "network",
        format!(
            "{} to neighbours{}{}",
            n.own,
            ends(", to all alike ", n.global),
            // A bit for each joule is 0.45 MB/kWh.
            if n.downlink.is_finite() {
                format!(
                    "; to the ground {} ({} GB/kWh at most), there and back in {} ms",
                    n.downlink,
                    show_number(n.downlink.in_bits_per_joule() * HOUR * 1e3 / 8e9),
                    show_number(n.round_trip.in_seconds() * 1e3)
                )
            } else {
                String::new()
            }
        ),
    );
    if let Some(link) = &sheet.link {
        row(
            "",
            format!(
                "{} a terminal in {} beams, {} dB of light to spare",
                link.rate(),
                show_number(link.beams),
                show_number(in_decibels(link.margin()))
            ),
        );
    }
    if let Some(ride) = &sheet.launch {
        let vehicle = match (ride.vehicle, model.satellites.get(&series.name.entry)) {
            (Some(index), Some(satellite)) => format!(
                "{}: {} to this orbit, {} satellites a flight (limited by {}), {} a flight; ",
                satellite.vehicles[index],
                ride.payload,
                show_number(ride.satellites),
                if ride.volume_limited { "volume" } else { "mass" },
                ride.flight_price
            ),
            _ => "price typed in: ".to_string(),
        };
        row("launch", format!("{vehicle}{}", ride.price_per_mass));
    }
    row(
        "lead time",
        format!("{}; cost of capital {} % a year", sheet.lead_time, show_number(100.0 * sheet.wacc.in_per_year())),
    );
    let table = datasheet_table(sheet);
    let mut lines = vec![
        table
            .columns
            .iter()
            .map(|c| c.0.replace("_per_", "/").replace('_', ", ").replace("USD", &format!("USD_{BASE_YEAR}")))
            .collect::<Vec<_>>(),
    ];
    for r in 0..table.rows() {
        lines.push(
            table
                .columns
                .iter()
                .map(|(_, column)| match column {
                    Column::Number(cells) => cells[r].map_or("–".to_string(), show_number),
                    other => other.cell(r),
                })
                .collect(),
        );
    }
    let total: Vec<String> = vec![
        "total".into(),
        if sheet.mass.in_kilograms() > 0.0 { show_number(sheet.mass.in_kilograms()) } else { "–".into() },
        "".into(),
        show_number(sheet.capital_price().in_dollars() / 1e3),
        show_number(sheet.capital_price().in_dollars() / sheet.it_power.in_kilowatts()),
        if sheet.mass.in_kilograms() > 0.0 {
            show_number((sheet.mass / sheet.it_power).in_kilograms_per_kilowatt())
        } else {
            "–".into()
        },
        "".into(),
    ];
    lines.push(total);
    format!("{} ({}) in {year}\n\n{}\n{}", series.title, series.name, aligned_left(&rows), aligned(&lines))
}

/// Costs for a person: every fifth year, by option and use; then crossovers.
pub fn costs(results: &Results) -> String {
    let (model, costs) = (&results.model, &results.costs);
    let (start, end) = (model.scenario.start, model.scenario.end);
    let shown: Vec<usize> =
        (0..costs.years.len()).filter(|i| costs.years[*i] % 5 == 0 || *i == 0 || *i + 1 == costs.years.len()).collect();
    let mut out = String::new();
    for (w, workload) in model.workloads.iter().enumerate() {
        let head = format!("{}, USD_{BASE_YEAR}/(PFLOP/s h)", workload.name);
        let mut rows =
            vec![std::iter::once(head).chain(shown.iter().map(|i| costs.years[*i].to_string())).collect::<Vec<_>>()];
        for series in &costs.series {
            let cell = |i: &usize| {
                series.years[*i].as_ref().map_or("–".to_string(), |(_, c)| {
                    show_number(round3(c.workloads[w].compute.in_dollars_per_petaflops_hour()))
                })
            };
            rows.push(std::iter::once(series.title.clone()).chain(shown.iter().map(cell)).collect());
        }
        let ratio = &costs.headline(w).ratio;
        rows.push(
            std::iter::once("ratio, cheapest of each side".to_string())
                .chain(shown.iter().map(|i| ratio[*i].map_or("–".into(), |r| show_number(round3(r)))))
                .collect(),
        );
        let _ = writeln!(out, "{}", aligned(&rows));
        let mut rows = vec![vec!["becomes cheaper than".to_string()]];
        rows[0].extend(costs.challengers.iter().map(|i| costs.series[*i].title.clone()));
        for against in std::iter::once(None).chain(costs.incumbents.iter().map(|i| Some(*i))) {
            let label = against.map_or("the cheapest of all".to_string(), |i| costs.series[i].title.clone());
            let cell = |challenger: &usize| {
                costs
                    .crossovers
                    .iter()
                    .find(|c| c.workload == w && c.challenger == Some(*challenger) && c.against == against)
                    .map_or("–".to_string(), |c| crossing_words(c.year, c.stays, start, end))
            };
            rows.push(std::iter::once(label).chain(costs.challengers.iter().map(cell)).collect());
        }
        let _ = writeln!(out, "{}", aligned(&rows));
    }
    let mut rows =
        vec![vec![format!("break-even in {}", model.scenario.focus), "use".into(), "must be".into(), "is".into()]];
    for b in &costs.break_evens {
        let cell = |x: Option<f64>| x.map_or("none".to_string(), |x| show(b.lever.kind, x));
        rows.push(vec![
            b.lever.path.clone(),
            model.workloads[b.workload].name.clone(),
            cell(b.value),
            b.now.map_or("–".into(), |x| show(b.lever.kind, x)),
        ]);
    }
    out.push_str(&aligned(&rows));
    out
}
