//! Progress for a person: each checkpoint, its measures, its milestones, and how good such forecasts have been.

use super::{better_shape, chance, change, figure as number, lead, partly, signed, time_of, when};
use crate::explore::screen::wrapped;
use crate::report::words;
use crate::summary::aligned;
use sunward_tracking::backtest::{BANDS, Calibration};
use sunward_tracking::checkpoints::{BACKTEST_FROM, BY, FARTHEST, HORIZON, Reading, Tracked};
use sunward_tracking::date::Day;
use sunward_tracking::forecast::Scored;

/// The screen.
pub fn screen(name: &str, tracked: &Tracked) -> String {
    let mut out =
        format!("{name}: progress as known on {}; trends see what was observed and nothing else\n", tracked.on);
    for looked in &tracked.checkpoints {
        out.push_str(&format!("\n{}\n", looked.checkpoint.title));
        for reading in &looked.readings {
            out.push_str(&of_measure(reading, tracked.on));
        }
        let said: Vec<&str> = looked.readings.iter().filter_map(milestone_words).collect();
        let rows: Vec<Vec<String>> = looked.readings.iter().filter_map(|reading| milestone(reading, &said)).collect();
        if !rows.is_empty() {
            let mut head = vec!["  chance by the trend alone of".to_string(), "to go".into(), "doublings".into()];
            head.extend(BY.iter().map(|year| format!("by {year}")));
            head.extend([format!("not by {HORIZON}"), "even odds".into()]);
            let mut table = vec![head];
            table.extend(rows);
            out.push_str(&aligned(&table));
        }
    }
    out.push_str(&format!("\n{}", how_good(tracked)));
    out
}

/// One line that says where the three leading measures stand; for the summary of everything.
pub fn lines(tracked: &Tracked) -> String {
    let mut rows = vec![
        ["progress by the trend", "now", "plan now", "ratio", "milestone", "even odds", "not by 2060"]
            .map(String::from)
            .to_vec(),
    ];
    for reading in tracked.checkpoints.iter().filter_map(|looked| looked.readings.first()) {
        let (Some(nowcast), Some(reach), Some(milestone)) =
            (&reading.nowcast, &reading.milestone, &reading.measure.milestone)
        else {
            continue;
        };
        let plan = reading.plan.as_ref();
        let dash = || "–".to_string();
        rows.push(vec![
            words::clip(reading.measure.title, 40),
            value(reading, nowcast.now[2]),
            plan.and_then(|plan| plan.now).map_or_else(dash, |now| number(reading, now)),
            plan.and_then(|plan| plan.ratio).map_or_else(dash, |ratio| words::digits(ratio[1], 2)),
            words::clip(milestone.words, 18),
            reach.dates.and_then(|dates| dates[2]).map_or_else(dash, |year| year.to_string()),
            reach.never.map_or_else(dash, chance),
        ]);
    }
    if rows.len() > 1 { aligned(&rows) } else { String::new() }
}

/// With its unit.
fn value(reading: &Reading, si: f64) -> String {
    format!("{} {}", number(reading, si), reading.series.unit.text)
}

fn of_measure(reading: &Reading, on: Day) -> String {
    let mut line = format!("{}: ", reading.measure.title);
    match &reading.latest {
        None => line.push_str("nothing observed"),
        Some(latest) => {
            line.push_str(&value(reading, latest.value));
            if let (Some(low), Some(high)) = (latest.low, latest.high) {
                line.push_str(&format!(" ({} to {})", number(reading, low), number(reading, high)));
            }
            line.push_str(&format!(" in {}, {} by {}", when(latest), latest.evidence.name(), latest.source));
        }
    }
    if let Some(partial) = &reading.partial {
        line.push_str(&format!("; {}", partly(reading, partial)));
    }
    let mut more = Vec::new();
    if let Some(growth) = reading.growth {
        let range = growth.range.map_or(String::new(), |(low, high)| format!(" ({} to {})", change(low), change(high)));
        more.push(format!(
            "grew {} a year{range}, {:.1} to {:.1}, {} values",
            change(growth.value),
            growth.years.0,
            growth.years.1,
            growth.count
        ));
    }
    if let Some(nowcast) = &reading.nowcast {
        more.push(format!(
            "now ({}) {}, in nine of ten {} to {}; next year {} ({} to {})",
            time_of(reading, on),
            number(reading, nowcast.now[2]),
            number(reading, nowcast.now[0]),
            number(reading, nowcast.now[4]),
            change(nowcast.growth[2]),
            change(nowcast.growth[0]),
            change(nowcast.growth[4])
        ));
    }
    if let Some(plan) = &reading.plan {
        let mut says = match plan.now {
            Some(now) => format!("plan now {}", number(reading, now)),
            None => "the plan has not begun".into(),
        };
        if let Some(ratio) = plan.ratio {
            says.push_str(&format!(
                ": {} of it ({} to {})",
                words::digits(ratio[1], 2),
                words::digits(ratio[0], 2),
                words::digits(ratio[2], 2)
            ));
        }
        if let Some((years, early)) = plan.ahead {
            says.push_str(&format!(", {}{}", lead(years), if early { " (plan drawn out backwards)" } else { "" }));
        }
        more.push(says);
    }
    if let Some(better) = better_shape(reading) {
        more.push(format!("better so far: trends {better}"));
    }
    let mut out = String::new();
    for (at, text) in wrapped_to(&line, 96).into_iter().enumerate() {
        out.push_str(&format!("{}{text}\n", if at == 0 { "  " } else { "    " }));
    }
    for says in more {
        for text in wrapped_to(&says, 94) {
            out.push_str(&format!("      {text}\n"));
        }
    }
    out
}

/// Lines that leave room for what stands before them.
fn wrapped_to(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // A number and its sign stay together.
    let text = words::unbroken(text);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines.into_iter().map(|line| line.replace('\u{a0}', " ")).collect()
}

/// What is to be reached, without what is said about it.
fn milestone_words(reading: &Reading) -> Option<&'static str> {
    reading.measure.milestone.map(|milestone| milestone.brief())
}

/// A row of the table of milestones; of those that several measures share the series is named.
fn milestone(reading: &Reading, said: &[&str]) -> Option<Vec<String>> {
    let (reach, words) = (reading.milestone.as_ref()?, milestone_words(reading)?);
    let by = reach.by?;
    let shared = said.iter().filter(|other| **other == words).count() > 1;
    let name = if shared { format!("  {words} ({})", reading.measure.series) } else { format!("  {words}") };
    let mut row = vec![name];
    if reach.doublings <= 0.0 {
        row.extend(["passed".to_string(), "–".into()]);
    } else {
        row.extend([format!("{} ×", words::brief(reach.times)), format!("{:.1}", reach.doublings)]);
    }
    row.extend(by.map(chance));
    row.push(reach.never.map_or("–".into(), chance));
    row.push(reach.dates.and_then(|dates| dates[2]).map_or("–".into(), |year| year.to_string()));
    Some(row)
}

fn how_good(tracked: &Tracked) -> String {
    let mut out = String::from("How good such forecasts have been\n");
    let mut rows = vec![vec![
        "of".to_string(),
        "forecasts".into(),
        "series".into(),
        "in the middle half".into(),
        "in 80 %".into(),
        "in 90 %".into(),
        "log score".into(),
        "without ceiling".into(),
        "with".into(),
    ]];
    let mut add = |name: String, found: Option<&Calibration>| {
        let Some(found) = found else { return };
        let mut row = vec![name, found.count.to_string(), found.series.to_string()];
        row.extend(
            BANDS
                .iter()
                .zip(found.inside)
                .map(|(_, inside)| format!("{:.0} % ({inside})", 100.0 * inside as f64 / found.count as f64)),
        );
        let (both, without, with) = found.scores;
        row.extend([both, without, with].map(signed));
        rows.push(row);
    };
    add(format!("known before {BACKTEST_FROM}"), tracked.backtest.as_ref());
    add(format!("every origin, to {FARTHEST:.0} years"), tracked.rolling.as_ref());
    if rows.len() == 1 {
        return format!("{out}  no series is long enough to tell\n");
    }
    out.push_str(&aligned(&rows));
    let note = "Forecasts of one series overlap, so these shares are less sure than their counts. A trend knows no factory, no law and no plan: it says what comes if the future is as restless as the past.";
    wrapped(note).into_iter().for_each(|line| out.push_str(&format!("  {line}\n")));
    out
}

/// How good earlier forecasts were.
pub fn scored(file: &str, scored: &Scored) -> String {
    let mut out = format!("\n{file}: made {}, held against what was known on {}\n", scored.made, scored.on);
    match scored.of_values() {
        None => out.push_str(&format!("  values: none has come, {} to come\n", scored.values_to_come)),
        Some((log, ranked)) => {
            out.push_str(&format!(
                "  values: {} have come (log score {log:.2}, CRPS {ranked:.3} of the logarithm), {} to come\n",
                scored.values.len(),
                scored.values_to_come
            ));
            let mut rows =
                vec![["series", "year", "came", "foretold", "in nine of ten", "CRPS"].map(String::from).to_vec()];
            for value in &scored.values {
                let quantile = |at: usize| words::brief(value.forecast.quantiles[at]);
                let last = value.forecast.quantiles.len() - 1;
                rows.push(vec![
                    value.forecast.series.clone(),
                    value.forecast.year.to_string(),
                    format!("{} {}", words::brief(value.came), value.forecast.unit),
                    quantile(last / 2),
                    format!("{} to {}", quantile(1), quantile(last - 1)),
                    format!("{:.3}", value.ranked_score),
                ]);
            }
            out.push_str(&aligned(&rows));
        }
    }
    match scored.brier() {
        None => out.push_str(&format!("  milestones: none is due, {} to come\n", scored.milestones_to_come)),
        Some(brier) => {
            out.push_str(&format!(
                "  milestones: {} were due (Brier score {brier:.3}; a half for each gets 0.250), {} to come\n",
                scored.milestones.len(),
                scored.milestones_to_come
            ));
            for stone in &scored.milestones {
                out.push_str(&format!(
                    "    {} {} {} {} by {}: chance {}, {}\n",
                    stone.forecast.series,
                    stone.forecast.relation.name(),
                    words::brief(stone.forecast.value),
                    stone.forecast.unit,
                    stone.forecast.by,
                    chance(stone.forecast.chance),
                    if stone.reached { "reached" } else { "not reached" }
                ));
            }
        }
    }
    out
}
