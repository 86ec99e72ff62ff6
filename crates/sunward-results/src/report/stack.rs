//! What the cost is made of, and what of it is margin.

use super::bars::{self, Bar, Piece};
use super::figure::{Figure, Section, legend};
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::svg::{Anchor, Drawing, Size};
use super::words;
use sunward_economics::{Cost, Part};
use sunward_quantity::MoneyRate;

/// Parts that are shown in one colour.
struct Group {
    class: &'static str,
    title: &'static str,
    short: &'static str,
    parts: &'static [Part],
}

const GROUPS: &[Group] = &[
    Group { class: "f0", title: "Chips and servers", short: "chips", parts: &[Part::Chips, Part::Servers] },
    Group { class: "f1", title: "Satellite", short: "satellite", parts: Part::SATELLITE },
    Group { class: "f2", title: "Launch", short: "launch", parts: &[Part::Launch] },
    Group {
        class: "f3",
        title: "Building and its plant",
        short: "building",
        parts: &[Part::Shell, Part::Electrical, Part::Cooling, Part::Infrastructure],
    },
    Group { class: "f4", title: "Power", short: "power", parts: &[Part::PowerPlant, Part::Storage, Part::Energy] },
    Group {
        class: "f5",
        title: "Operations, insurance, water",
        short: "operations",
        parts: &[Part::Operations, Part::Insurance, Part::Water],
    },
    Group { class: "f6", title: "Replacement of failures", short: "failures", parts: &[Part::Replacement] },
    Group { class: "f7", title: "Waiting", short: "waiting", parts: &[Part::Waiting] },
    Group { class: "f7", title: "Price above cost", short: "shortage", parts: &[Part::Shortage] },
];

fn by_power(rate: MoneyRate, cost: &Cost) -> f64 {
    (rate / cost.it_power).in_dollars_per_kilowatt_year()
}

fn measures() -> String {
    format!("{} for each kilowatt of chips and year", words::dollars())
}

/// Options that can be had in the focus year: challengers first, then incumbents, each from cheap to dear.
fn rows<'a>(story: &Story<'a>) -> Vec<(usize, &'a Cost)> {
    let costs = &story.results.costs;
    let mut rows: Vec<(usize, &Cost)> =
        story.options().into_iter().filter_map(|i| Some((i, &story.cell(i)?.1))).collect();
    rows.sort_by(|a, b| {
        let key = |row: &(usize, &Cost)| (!costs.challengers.contains(&row.0), by_power(row.1.total, row.1));
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    rows
}

/// The stacks of the focus year, and margins.
pub fn section(story: &Story) -> Section {
    let rows = rows(story);
    let lead = Html::from(format!(
        "In {} each kilowatt of chips costs so much a year, whoever owns it. The second chart leaves the chips out, to show what differs around them.",
        story.focus
    ));
    let body = if rows.is_empty() {
        tag("p", "empty", format!("No option can be had in {}.", story.focus))
    } else {
        Html::join([stacks(story, &rows, false), stacks(story, &rows, true), margins(story, &rows)])
    };
    Section {
        id: "stack",
        short: "Cost stack",
        title: format!("What the cost is made of in {}", story.focus),
        lead,
        body,
    }
}

fn stacks(story: &Story, rows: &[(usize, &Cost)], without_chips: bool) -> Html {
    let groups: Vec<&Group> = GROUPS
        .iter()
        .skip(usize::from(without_chips))
        .filter(|g| {
            rows.iter().any(|(_, c)| g.parts.iter().any(|p| c.by_part[*p as usize].in_dollars_per_year() > 0.0))
        })
        .collect();
    let bars: Vec<Bar> = rows
        .iter()
        .map(|(option, cost)| {
            let mut pieces = Vec::new();
            let mut sum = 0.0;
            for group in &groups {
                let of_group: f64 = group.parts.iter().map(|p| by_power(cost.by_part[*p as usize], cost)).sum();
                let detail: Vec<String> = group
                    .parts
                    .iter()
                    .map(|p| (p, by_power(cost.by_part[*p as usize], cost)))
                    .filter(|row| row.1 > 0.0 && group.parts.len() > 1)
                    .map(|row| format!("{}  {}", words::brief(row.1), row.0.title()))
                    .collect();
                sum += of_group;
                let share = of_group / by_power(cost.total, cost);
                let mut says = format!(
                    "{}\n{}: {} {}/kW/year, {} of the whole",
                    story.title(*option),
                    group.title,
                    words::brief(of_group),
                    words::dollars(),
                    words::percent(share)
                );
                if !detail.is_empty() {
                    says.push('\n');
                    says.push_str(&detail.join("\n"));
                }
                let label = format!("{} {}", group.short, words::brief(of_group));
                pieces.push(Piece { class: group.class.into(), value: of_group, says, label });
            }
            Bar { name: story.title(*option).to_string(), pieces, value: words::brief(sum) }
        })
        .collect();
    let keys: Vec<(String, String)> =
        groups.iter().map(|g| (format!("swatch {}", g.class), g.title.to_string())).collect();
    let title = if without_chips { "Everything but the chips" } else { "Everything" };
    let says = format!("{title}: cost by part and option in {}", story.focus);
    let figure = Figure {
        title: format!("{title}, {}", story.focus),
        measures: measures(),
        legend: legend(&keys),
        note: if without_chips {
            Html::from(
                "A kilowatt in orbit and one on the ground do not work the same number of hours; the next section turns these sums into the price of compute.",
            )
        } else {
            Html::empty()
        },
        table: parts(story, rows, without_chips),
    };
    figure.with(|size| bars::draw(&says, &bars, size, 270.0, 26.0))
}

fn parts(story: &Story, rows: &[(usize, &Cost)], without_chips: bool) -> Html {
    let mut head: Vec<Html> = vec!["Part".into()];
    head.extend(rows.iter().map(|row| Html::from(story.title(row.0))));
    let mut lines = Vec::new();
    for part in Part::ALL {
        if without_chips && GROUPS[0].parts.contains(part) {
            continue;
        }
        if rows.iter().all(|row| row.1.by_part[*part as usize].in_dollars_per_year() == 0.0) {
            continue;
        }
        let mut line = vec![Html::from(part.title())];
        line.extend(rows.iter().map(|(_, c)| match by_power(c.by_part[*part as usize], c) {
            0.0 => "–".into(),
            x => Html::from(words::digits(x, 4)),
        }));
        lines.push(line);
    }
    let chips = |c: &Cost| GROUPS[0].parts.iter().map(|p| c.by_part[*p as usize]).sum::<MoneyRate>();
    let mut total = vec![Html("<b>Sum</b>".into())];
    total.extend(rows.iter().map(|(_, c)| {
        let sum = if without_chips { c.total - chips(c) } else { c.total };
        tag("b", "", words::digits(by_power(sum, c), 4))
    }));
    lines.push(total);
    table(&measures(), 1, &head, &lines)
}

/// Market price against the cost if every stage were owned.
fn margins(story: &Story, rows: &[(usize, &Cost)]) -> Html {
    let says = format!("Cost at market prices and without anybody's margin, by option, {}", story.focus);
    let mut head: Vec<Html> = vec!["".into()];
    head.extend(rows.iter().map(|row| Html::from(story.title(row.0))));
    let line = |title: &str, of: &dyn Fn(&Cost) -> f64| {
        let mut cells = vec![Html::from(title)];
        cells.extend(rows.iter().map(|(_, c)| Html::from(words::digits(of(c), 4))));
        cells
    };
    let mut lines = vec![
        line("At market prices", &|c| by_power(c.total, c)),
        line("Without margins", &|c| by_power(c.integrated(), c)),
    ];
    for part in Part::ALL {
        if rows.iter().any(|row| row.1.margin_by_part[*part as usize].in_dollars_per_year() > 0.0) {
            lines.push(line(&format!("Margin in: {}", part.title().to_lowercase()), &|c| {
                by_power(c.margin_by_part[*part as usize], c)
            }));
        }
    }
    let ratio = match story.best(0) {
        (Some(a), Some(b)) => story.cell(a).zip(story.cell(b)).map(|(a, b)| {
            let compute = |c: &Cost| c.workloads[0].compute.in_dollars_per_operation();
            let owned = |c: &Cost| compute(c) * (c.integrated() / c.total);
            (compute(&a.1) / compute(&b.1), owned(&a.1) / owned(&b.1))
        }),
        _ => None,
    };
    let note = ratio.map_or(Html::empty(), |(market, owned)| {
        Html(format!(
            "For {}, {} costs {} times as much as {} at market prices, and <b>{} times</b> if both owned every stage from chip to launch.",
            escape(&story.workloads.first().map_or(String::new(), |w| w.to_lowercase())),
            escape(&story.challenger),
            words::brief(market),
            escape(&story.incumbent),
            words::brief(owned)
        ))
    });
    let figure = Figure {
        title: format!("Bought at market prices, or owned from chip to launch, {}", story.focus),
        measures: measures(),
        legend: legend(&[
            ("dot-key hollow".into(), "without anybody's margin".into()),
            ("dot-key full".into(), "at market prices".into()),
        ]),
        note,
        table: table(&measures(), 1, &head, &lines),
    };
    figure.with(|size| dumbbells(story, rows, &says, size))
}

fn dumbbells(story: &Story, rows: &[(usize, &Cost)], says: &str, size: Size) -> Html {
    let width = size.width();
    let most = rows.iter().map(|(_, c)| by_power(c.total, c)).fold(0.0, f64::max);
    let (left, right) = size.pick((270.0, 76.0), (0.0, 0.0));
    let step = size.pick(34.0, 52.0);
    let height = step * rows.len() as f64 + 30.0;
    let axis = super::axis::Axis::linear(0.0, most.max(1e-9), left + 8.0, width - right - 8.0);
    let mut d = Drawing::new(width, height);
    let base = height - 24.0;
    for tick in axis.ticks(size.pick(6, 4)) {
        d.line("grid", (axis.at(tick), 4.0), (axis.at(tick), base));
        d.text("tick", (axis.at(tick), base + 17.0), Anchor::Middle, &words::brief(tick));
    }
    for (index, (option, cost)) in rows.iter().enumerate() {
        let y = step * index as f64 + size.pick(20.0, 34.0);
        let (market, owned) = (by_power(cost.total, cost), by_power(cost.integrated(), cost));
        let colour = story.colour(*option);
        let title = story.title(*option);
        match size {
            Size::Wide => {
                d.text("label", (left - 12.0, y + 4.5), Anchor::End, &words::clip(title, 36));
                d.text("value", (axis.at(market) + 14.0, y + 4.5), Anchor::Start, &words::brief(market));
            }
            Size::Narrow => {
                d.text("label", (0.0, y - 15.0), Anchor::Start, &words::clip(title, 32));
                d.text(
                    "value",
                    (width, y - 15.0),
                    Anchor::End,
                    &format!("{} – {}", words::brief(owned), words::brief(market)),
                );
            }
        }
        let says = format!(
            "{title}\n{}  at market prices\n{}  without margins\n{} of the price is margin",
            words::brief(market),
            words::brief(owned),
            words::percent(1.0 - owned / market)
        );
        d.open_mark("pair", &says);
        d.rect("hit", (axis.at(0.0), y - 12.0), (axis.at(market) - axis.at(0.0) + 8.0, 24.0), None);
        d.line(&format!("rod {colour}"), (axis.at(owned), y), (axis.at(market), y));
        d.circle(&format!("hollow {colour}"), (axis.at(owned), y), 5.5);
        d.circle(&format!("full {colour}"), (axis.at(market), y), 6.5);
        if size == Size::Wide {
            d.text("value quiet", (axis.at(owned) - 14.0, y + 4.5), Anchor::End, &words::brief(owned));
        }
        d.close();
    }
    d.finish(says)
}
