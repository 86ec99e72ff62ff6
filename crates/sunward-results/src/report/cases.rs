//! This scenario beside its companions.

use super::axis::{Axis, year_ticks};
use super::figure::{Figure, Section};
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::svg::{Anchor, Drawing, Size};
use super::words;
use crate::Case;

/// The cases side by side.
pub fn section(story: &Story) -> Section {
    let cases = &story.results.cases;
    let one = cases.len() == 1;
    let figure = Figure {
        title: if one {
            "Who is cheaper, and when".into()
        } else {
            "Who is cheaper, and when, under other assumptions".into()
        },
        measures: format!(
            "Years in which {} or {} gives the cheaper compute, by use",
            story.incumbent, story.challenger
        ),
        legend: super::figure::legend(&[
            ("swatch e0".into(), format!("{} is cheaper", words::capital(&story.incumbent))),
            ("swatch o0".into(), format!("{} is cheaper", words::capital(&story.challenger))),
        ]),
        note: Html::from(
            "A ribbon changes colour in the first year in which the cheapest challenger costs less than the cheapest incumbent; hatched where it does not stay so.",
        ),
        table: crossings(cases),
    };
    let lead = if one {
        Html::from("The scenario in a few numbers.")
    } else {
        Html::from(
            "Nobody knows these numbers well. The same question, asked of scenarios that differ in what they believe:",
        )
    };
    let body = Html::join([figure.with(|size| ribbons(story, size)), summary(story)]);
    Section {
        id: "cases",
        short: "Cases",
        title: if one {
            "The answer at a glance".into()
        } else {
            "Three ways to see it".replace("Three", count(cases.len()))
        },
        lead,
        body,
    }
}

fn count(cases: usize) -> &'static str {
    ["No", "One", "Two", "Three", "Four", "Five", "Six"].get(cases).copied().unwrap_or("Many")
}

fn ribbons(story: &Story, size: Size) -> Html {
    let cases = &story.results.cases;
    let crossings = cases.iter().flat_map(|c| c.workloads.iter().filter_map(|w| w.crossover));
    let (mut first, mut last) = (story.first(), story.last());
    for year in crossings {
        first = first.min(year);
        last = last.max(year);
    }
    let width = size.width();
    let (left, right) = size.pick((230.0, 120.0), (4.0, 4.0));
    let row = size.pick(27.0, 42.0);
    let rows: usize = cases.iter().map(|c| c.workloads.len()).sum();
    let gap = size.pick(22.0, 38.0);
    let height = 30.0 + rows as f64 * row + (cases.len() as f64) * gap;
    let axis = Axis::linear(f64::from(first), f64::from(last) + 1.0, left, width - right);
    let mut d = Drawing::new(width, height);
    let base = height - 26.0;
    for year in year_ticks(first, last, size.pick(8, 5)) {
        let at = axis.at(f64::from(year));
        d.line("grid", (at, 8.0), (at, base));
        d.text(
            "tick",
            (at, base + 18.0),
            if year == first { Anchor::Start } else { Anchor::Middle },
            &year.to_string(),
        );
    }
    let mut y = size.pick(4.0, 0.0);
    for case in cases {
        let name = words::clip(&words::name(&case.name), size.pick(26, 40));
        if size == Size::Narrow {
            y += gap;
            d.text("case", (0.0, y - 12.0), Anchor::Start, &name);
        } else {
            y += gap * 0.5;
        }
        for (index, workload) in case.workloads.iter().enumerate() {
            let middle = y + row * 0.5;
            let thick = size.pick(13.0, 12.0);
            let label = words::name(&workload.name);
            let verdict = match (workload.crossover, workload.stays) {
                (Some(year), true) => year.to_string(),
                (Some(year), false) => format!("{year}, not for good"),
                (None, _) => format!("not by {}", case.years.1),
            };
            let ribbon = match size {
                Size::Wide => {
                    if index == 0 {
                        d.text("case", (left - 100.0, middle + 5.0), Anchor::End, &words::clip(&name, 16));
                    }
                    d.text("label", (left - 12.0, middle + 4.5), Anchor::End, &words::clip(&label, 12));
                    d.text("value", (width - right + 12.0, middle + 4.5), Anchor::Start, &verdict);
                    middle - thick / 2.0
                }
                Size::Narrow => {
                    d.text("label", (0.0, y + 14.0), Anchor::Start, &label);
                    d.text("value", (width, y + 14.0), Anchor::End, &verdict);
                    y + 20.0
                }
            };
            let cross = workload.crossover.map_or(axis.at(f64::from(last) + 1.0), |year| axis.at(f64::from(year)));
            let start = axis.at(f64::from(first));
            let end = axis.at(f64::from(last) + 1.0);
            let says = format!("{name}, {label}: cheaper from {verdict}").replace("from not", "not");
            d.rect("fill e0 soft", (start, ribbon), (cross - start, thick), Some(&says));
            if workload.crossover.is_some() {
                let class = if workload.stays { "fill o0" } else { "fill o0 hatched" };
                d.rect(class, (cross, ribbon), (end - cross, thick), Some(&says));
                d.line("tip", (cross, ribbon - 3.0), (cross, ribbon + thick + 3.0));
            }
            y += row;
        }
        y += size.pick(gap * 0.5, 0.0);
    }
    d.finish("Years in which each side is cheaper, by case and use of compute")
}

fn crossings(cases: &[Case]) -> Html {
    let rows: Vec<Vec<Html>> = cases
        .iter()
        .flat_map(|case| {
            case.workloads.iter().map(|w| {
                let stays = match (w.crossover, w.stays) {
                    (Some(_), true) => "yes",
                    (Some(_), false) => "no",
                    (None, _) => "–",
                };
                vec![
                    words::name(&case.name).into(),
                    words::name(&w.name).into(),
                    w.crossover.map_or("none".to_string(), |y| y.to_string()).into(),
                    stays.into(),
                ]
            })
        })
        .collect();
    table(
        "First year in which the challenger is cheaper",
        2,
        &["Case".into(), "Use".into(), "Year".into(), "Stays cheaper".into()],
        &rows,
    )
}

/// A column for each case: stands as a table on a desk and reads on a phone.
fn summary(story: &Story) -> Html {
    let cases = &story.results.cases;
    let mut head: Vec<Html> = vec!["".into()];
    head.extend(cases.iter().map(|c| Html(format!("{}<small>in {}</small>", escape(&words::name(&c.name)), c.focus))));
    let number = |x: Option<f64>, unit: &str| match x {
        Some(x) => Html(format!("{} <small>{}</small>", words::brief(x), escape(unit))),
        None => "–".into(),
    };
    let mut rows: Vec<Vec<Html>> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for workload in cases.iter().flat_map(|c| &c.workloads) {
        if !names.contains(&workload.name.as_str()) {
            names.push(&workload.name);
        }
    }
    for name in names {
        let mut row = vec![Html(format!(
            "{}<small>{} / {}, cost of compute</small>",
            escape(&words::name(name)),
            escape(&story.challenger),
            escape(&story.incumbent)
        ))];
        row.extend(cases.iter().map(|c| match c.workloads.iter().find(|w| w.name == name) {
            Some(w) => match w.ratio {
                Some(ratio) => tag("b", if ratio < 1.0 { "good" } else { "" }, format!("× {}", words::brief(ratio))),
                None => "–".into(),
            },
            None => "not asked".into(),
        }));
        rows.push(row);
    }
    let mut row = |title: &str, unit: &str, of: &dyn Fn(&Case) -> Html| {
        let mut cells = vec![Html(format!("{}<small>{}</small>", escape(title), escape(unit)))];
        cells.extend(cases.iter().map(of));
        rows.push(cells);
    };
    let launch = format!("{}/kg of satellite", words::dollars());
    row("Launch price", &launch, &|c| number(c.launch_price, ""));
    row("Mass of the satellite", "kg for each kW of chips", &|c| number(c.specific_mass, ""));
    row("Numbers that go in", "and how many are guesses", &|c| {
        Html(format!("{} <small class=\"guess\">{} guesses</small>", c.numbers.0, c.numbers.1))
    });
    tag("div", "summary-table", table("The cases in a few numbers", 1, &head, &rows))
}
