//! Constraints over the years, all in one unit: the compute that each would allow.

use super::axis::year_ticks;
use super::figure::{Figure, legend};
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size};
use super::words;
use crate::plan::PlanResults;
use crate::plan::amounts::{amount, per_year};
use crate::plan::titles::{amount_unit, row, short_row};
use sunward_planner::bottlenecks::{Bottleneck, Subject};

/// At most so many rows.
const ROWS: usize = 24;

/// Classes from no room to much, with the factor up to which each holds.
const STEPS: &[(f64, &str, &str)] = &[
    (1.0, "h5", "scarce"),
    (1.1, "h4", "used to the full, or to nine tenths"),
    (1.5, "h3", "up to 1.5 times"),
    (2.5, "h2", "up to 2.5 times"),
    (10.0, "h1", "up to 10 times"),
    (f64::INFINITY, "h0", "more"),
];

/// One constraint over the periods.
struct Line<'a> {
    name: String,
    short: String,
    worth: f64,
    allowed: &'a [Option<f64>],
    binding: Vec<Option<&'a Bottleneck>>,
}

/// Constraints that bind somewhere, those first whose scarcity costs most.
fn lines(results: &PlanResults) -> Vec<Line<'_>> {
    let (network, analysis) = (&results.network, &results.analysis);
    let mut lines: Vec<Line> = analysis
        .allowed
        .iter()
        .filter_map(|(subject, allowed)| {
            let of_subject = |period: usize| {
                analysis
                    .bottlenecks
                    .iter()
                    .find(|found| found.period == period && Subject::of(found.constraint) == Some(*subject))
            };
            let binding: Vec<Option<&Bottleneck>> = (0..network.periods.len()).map(of_subject).collect();
            let worth: f64 = binding
                .iter()
                .flatten()
                .map(|found| {
                    found.scarcity * network.discount_factor(found.period) * network.periods[found.period].years
                })
                .sum();
            let name = words::capital(&row(network, subject.row(0)));
            let short = short_row(network, subject.row(0));
            binding.iter().any(Option::is_some).then_some(Line { name, short, worth, allowed, binding })
        })
        .collect();
    lines.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.name.cmp(&b.name)));
    lines
}

/// Whether more than a trace of a year's scarcity lies in a row. What binds and only pays back its cost is not scarce.
fn scarce(found: &Bottleneck) -> bool {
    found.share > 0.005
}

fn class(allowed: f64, made: f64, scarce: bool) -> &'static str {
    if scarce {
        return "h5";
    }
    // What is not scarce is never drawn as if it were.
    let factor = if made > 0.0 { allowed / made } else { f64::INFINITY };
    STEPS[1..].iter().find(|step| factor <= step.0 * 1.000_001).map_or("h0", |step| step.1)
}

/// The map with its numbers.
pub fn figure(results: &PlanResults) -> Html {
    let all = lines(results);
    let yardstick = &results.analysis.yardstick;
    let commodity = &results.network.commodities[yardstick.commodity];
    let unit = words::unit(&per_year(&commodity.unit));
    let shown = &all[..all.len().min(ROWS)];
    let years = results.years();
    let keys: Vec<(String, String)> =
        STEPS.iter().map(|step| (format!("swatch {}", step.1), step.2.to_string())).collect();
    let head: Vec<Html> =
        std::iter::once(Html::from("Constraint")).chain(years.iter().map(|y| Html::from(y.to_string()))).collect();
    let cells = |line: &Line| -> Vec<Html> {
        let cell = |(allowed, binds): (&Option<f64>, &Option<&Bottleneck>)| match allowed {
            Some(allowed) if binds.is_some_and(scarce) => {
                Html(format!("<b>{}</b>", Html::from(words::brief(*allowed))))
            }
            Some(allowed) => words::brief(*allowed).into(),
            None => "–".into(),
        };
        let values = line.allowed.iter().zip(&line.binding).map(cell);
        std::iter::once(Html::from(line.name.as_str())).chain(values).collect()
    };
    let made: Vec<Html> = std::iter::once(Html::from("Made in the plan"))
        .chain(yardstick.made.iter().map(|made| words::brief(*made).into()))
        .collect();
    let rows: Vec<Vec<Html>> = std::iter::once(made).chain(shown.iter().map(cells)).collect();
    let says = format!("{} that each constraint would allow, by year, {unit}", commodity.title);
    let left_out = all.len() - shown.len();
    let more = match left_out {
        0 => String::new(),
        1 => " One more binds somewhere and is worth less.".to_string(),
        count => format!(" {count} more bind somewhere and are worth less."),
    };
    let figure = Figure {
        title: format!("How much each constraint would allow, {unit}"),
        measures: format!(
            "{}: how much it would allow, used as in the plan; those whose scarcity costs most come first",
            words::capital(&commodity.title)
        ),
        legend: legend(&keys),
        note: format!("A dot: more of it would be worth more than it costs. What is used to the full and just pays back its cost has none.{more}").into(),
        table: table(&says, 1, &head, &rows),
    };
    figure.with(|size| draw(results, shown, &unit, size, &says))
}

fn draw(results: &PlanResults, lines: &[Line], unit: &str, size: Size, says: &str) -> Html {
    let years = results.years();
    let width = size.width();
    let left = size.pick(318.0, 0.0);
    let (step, high) = size.pick((23.0, 20.0), (40.0, 18.0));
    let top = 22.0;
    let height: f64 = top + step * lines.len() as f64 + 6.0;
    let cell = (width - left) / years.len().max(1) as f64;
    let mut d = Drawing::new(width, height.max(40.0));
    if lines.is_empty() {
        d.text("hint", (width / 2.0, 24.0), Anchor::Middle, "nothing binds in this plan");
        return d.finish(says);
    }
    let mut free = left - 20.0;
    for year in year_ticks(years[0], years[years.len() - 1], size.pick(9, 5)) {
        let Some(index) = years.iter().position(|y| *y == year) else { continue };
        let at = left + cell * (index as f64 + 0.5);
        if at - 16.0 >= free && at + 16.0 <= width + 14.0 {
            d.text("tick", (at, 12.0), Anchor::Middle, &year.to_string());
            free = at + 22.0;
        }
    }
    for (index, line) in lines.iter().enumerate() {
        let y = top + step * index as f64;
        let cells_at = match size {
            Size::Wide => {
                d.text("label", (left - 10.0, y + 14.5), Anchor::End, &words::clip(&line.short, 45));
                y
            }
            Size::Narrow => {
                d.text("label", (0.0, y + 12.0), Anchor::Start, &words::clip(&line.short, 48));
                y + 17.0
            }
        };
        for (period, allowed) in line.allowed.iter().enumerate() {
            let (Some(allowed), binding) = (allowed, line.binding[period]) else { continue };
            let made = results.analysis.yardstick.made[period];
            let mut words = format!(
                "{}: {}\nwould allow {} {unit}; the plan makes {}",
                years[period],
                line.name,
                words::brief(*allowed),
                words::brief(made)
            );
            if let Some(found) = binding {
                let there_is = amount(found.amount, &amount_unit(&results.network, found.constraint));
                let share = words::percent(found.share);
                words.push_str(&format!("\nbinds at {there_is}; {share} of the scarcity of the year"));
            }
            let at = (left + cell * period as f64, cells_at);
            d.rect(
                &format!("heat {}", class(*allowed, made, binding.is_some_and(scarce))),
                at,
                (cell, high),
                Some(&words),
            );
            if binding.is_some_and(scarce) && cell >= 7.0 {
                d.circle("pip", (at.0 + cell / 2.0, at.1 + high / 2.0), 2.0);
            }
        }
    }
    d.finish(says)
}
