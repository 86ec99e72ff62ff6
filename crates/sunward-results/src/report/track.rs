//! Progress: three checkpoints, each with what was observed, planned and foretold; and how good such forecasts have been.

use super::figure::{Figure, Section, legend};
use super::html::{Html, escape, named_table, tag};
use super::progress::{Progress, tenths, unit_words};
use super::words;
use crate::track::{better_shape, chance, change, figure as number, lead, partly, signed, time_of, when};
use sunward_tracking::backtest::{BANDS, Calibration};
use sunward_tracking::checkpoints::{BACKTEST_FROM, BY, DRAWS, FARTHEST, HORIZON, Looked, Reading, Relation, Tracked};
use sunward_tracking::date::Day;
use sunward_tracking::nowcast::Prior;

/// The sections: one of each checkpoint, and one about such forecasts.
pub fn sections(tracked: &Tracked) -> Vec<Section> {
    let mut sections: Vec<Section> = tracked.checkpoints.iter().map(|looked| checkpoint(looked, tracked.on)).collect();
    sections.push(how_good(tracked));
    sections
}

/// The answer in a sentence: where the three leading measures stand.
pub fn sentence(tracked: &Tracked) -> String {
    let said: Vec<String> = tracked
        .checkpoints
        .iter()
        .filter_map(|looked| {
            let reading = looked.readings.first()?;
            let (reach, milestone) = (reading.milestone.as_ref()?, reading.measure.milestone.as_ref()?);
            Some(format!("{} times below {}", words::brief(reach.times), milestone.brief()))
        })
        .collect();
    match said.as_slice() {
        [] => "What was observed, beside the plan".into(),
        said => format!("Chips, data centres and launches stand {}", words::list(said)),
    }
}

fn checkpoint(looked: &Looked, on: Day) -> Section {
    let (id, short) = match looked.checkpoint.name {
        "chips" => ("progress-chips", "Chips so far"),
        "power" => ("progress-power", "Power so far"),
        _ => ("progress-launch", "Launch so far"),
    };
    let mut body = Vec::new();
    body.extend(looked.readings.first().and_then(|reading| figure(reading, on)));
    body.push(measures(looked, on));
    body.extend(milestones(looked));
    let lead = format!(
        "What was known on {on}, with the plan beside it. The trend sees what was observed and nothing else: no factory, no law, no plan."
    );
    Section { id, short, title: looked.checkpoint.title.into(), lead: lead.into(), body: Html::join(body) }
}

fn unit(reading: &Reading) -> String {
    unit_words(&reading.series.unit.text)
}

fn figure(reading: &Reading, on: Day) -> Option<Html> {
    let progress = Progress::of(reading, on.decimal_year())?;
    let latest = reading.latest.as_ref().or(reading.partial.as_ref())?;
    let mut title =
        format!("{}: {} {} in {}", reading.measure.title, number(reading, latest.value), unit(reading), when(latest));
    if let (Some(reach), Some(milestone)) = (&reading.milestone, &reading.measure.milestone) {
        title.push_str(&format!(", {} times from {}", words::brief(reach.times), milestone.brief()));
        if let Some(dates) = reach.dates {
            title.push_str(&match dates[2] {
                Some(year) => format!("; by the trend alone even odds of it in {year}"),
                None => format!("; by the trend alone not likely by {HORIZON}"),
            });
        }
    }
    let figure = Figure {
        title: words::unbroken(&title),
        measures: format!(
            "{}, {}; each step up is the same factor (log scale), k thousand, M million",
            reading.measure.title,
            unit(reading)
        ),
        legend: legend(&progress.keys()),
        note: note(reading),
        table: progress.table(),
    };
    Some(figure.with(|size| progress.draw(size)))
}

fn note(reading: &Reading) -> Html {
    let mut says = Vec::new();
    if let Some(note) = &reading.series.note {
        says.push(note.clone());
    }
    if reading.plan.is_some() && !reading.measure.differs.is_empty() {
        says.push(reading.measure.differs.to_string());
    }
    if let Some(nowcast) = &reading.nowcast {
        let prior = Prior::default();
        let ceiling = |place: Option<&f64>| words::count(place.map_or(0, |times| *times as u64));
        says.push(format!(
            "The trend saw {} values; that there is no ceiling between {} and {} times today’s has a chance of {}, {} before anything was seen.",
            nowcast.seen.samples.len(),
            ceiling(prior.ceilings.first()),
            ceiling(prior.ceilings.last()),
            chance(nowcast.unlimited),
            chance(prior.unlimited)
        ));
    }
    if let Some(better) = better_shape(reading) {
        says.push(format!("Better so far out of sample: trends {better}."));
    }
    Html::from(words::unbroken(&says.join(" ")))
}

fn small(text: &str) -> String {
    format!("<small>{}</small>", escape(&words::unbroken(text)))
}

fn measures(looked: &Looked, on: Day) -> Html {
    let names = ["", "Latest", "Grew a year", "Now, trend", "Plan now", "Ratio"].map(str::to_string);
    let head =
        ["What", "Latest observed", "Grew a year", "Now, by the trend", "Plan now", "Over the plan"].map(Html::from);
    let rows: Vec<Vec<Html>> = looked.readings.iter().map(|reading| row(reading, on)).collect();
    let table = named_table(looked.checkpoint.title, 1, &head, &rows, &names);
    tag("div", "break-even progress", Html::join([tag("h3", "", "Where each stands"), table]))
}

fn row(reading: &Reading, on: Day) -> Vec<Html> {
    let dash = || Html::from("–");
    let name = Html(format!("{}{}", escape(reading.measure.title), small(&unit(reading))));
    let latest = reading.latest.as_ref().map_or_else(dash, |latest| {
        let range = match (latest.low, latest.high) {
            (Some(low), Some(high)) => format!("{} to {}; ", number(reading, low), number(reading, high)),
            _ => String::new(),
        };
        let mut says = format!("{range}{}; {} by {}", when(latest), latest.evidence.name(), latest.source);
        if let Some(partial) = &reading.partial {
            says.push_str(&format!("; {}", partly(reading, partial)));
        }
        Html(format!("<b>{}</b>{}", escape(&number(reading, latest.value)), small(&says)))
    });
    let growth = reading.growth.map_or_else(dash, |growth| {
        let range = growth.range.map_or(String::new(), |(low, high)| format!("{} to {}; ", change(low), change(high)));
        let says =
            format!("{range}{:.0} to {:.0}, {} values", growth.years.0.floor(), growth.years.1.floor(), growth.count);
        Html(format!("<b>{}</b>{}", escape(&change(growth.value)), small(&says)))
    });
    let now = reading.nowcast.as_ref().map_or_else(dash, |nowcast| {
        let says = format!(
            "{} to {} in nine of ten; {}, then {} a year",
            number(reading, nowcast.now[0]),
            number(reading, nowcast.now[4]),
            time_of(reading, on),
            change(nowcast.growth[2])
        );
        Html(format!("<b>{}</b>{}", escape(&number(reading, nowcast.now[2])), small(&says)))
    });
    let plan = reading.plan.as_ref();
    let planned = plan.and_then(|plan| plan.now).map_or_else(dash, |now| {
        Html(format!("<b>{}</b>{}", escape(&number(reading, now)), small(reading.measure.differs)))
    });
    let ratio = plan.map_or_else(dash, |plan| {
        let ratio = plan.ratio.map_or("–".to_string(), |ratio| words::digits(ratio[1], 2));
        let mut says = plan.ratio.map_or(String::new(), |ratio| {
            format!("{} to {}; ", words::digits(ratio[0], 2), words::digits(ratio[2], 2))
        });
        says.push_str(&match plan.ahead {
            Some((years, false)) => lead(years),
            Some((years, true)) => format!("{}, with the plan drawn out backwards", lead(years)),
            None => "the plan never comes to it".into(),
        });
        Html(format!("<b>{}</b>{}", escape(&ratio), small(&says)))
    });
    vec![name, latest, growth, now, planned, ratio]
}

/// What is counted on the way to a milestone.
fn steps(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => "doublings",
        Relation::AtMost => "halvings",
    }
}

fn milestones(looked: &Looked) -> Option<Html> {
    let mut head = vec![Html::from("Chance by the trend alone"), "To go".into()];
    head.extend(BY.iter().map(|year| Html::from(format!("by {year}"))));
    head.push(format!("not by {HORIZON}").into());
    head.push("Even odds".into());
    let rows: Vec<Vec<Html>> = looked
        .readings
        .iter()
        .filter_map(|reading| {
            let (reach, milestone) = (reading.milestone.as_ref()?, reading.measure.milestone.as_ref()?);
            let to_go = if reach.doublings <= 0.0 {
                Html::from("passed")
            } else {
                let factor = format!("{} times", words::brief(reach.times));
                Html(format!(
                    "<b>{}</b>{}",
                    escape(&factor),
                    small(&format!("{:.1} {}", reach.doublings, steps(milestone.relation)))
                ))
            };
            let name = format!("{}{}", escape(&words::capital(milestone.words)), small(reading.measure.title));
            let mut row = vec![Html(name), to_go];
            match reach.by {
                Some(by) => row.extend(by.map(|share| Html::from(chance(share)))),
                None => row.extend(BY.map(|_| Html::from("–"))),
            }
            row.push(Html::from(reach.never.map_or("–".into(), chance)));
            row.push(match reach.dates {
                None => "–".into(),
                Some(dates) => {
                    let year = |at: usize| dates[at].map_or(format!("after {HORIZON}"), |year| year.to_string());
                    let span = match dates[0] {
                        Some(first) => small(&format!("{first} to {}", year(4))),
                        None => String::new(),
                    };
                    Html(format!("<b>{}</b>{span}", year(2)))
                }
            });
            Some(row)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let names: Vec<String> = ["".to_string(), "To go".into()]
        .into_iter()
        .chain(BY.iter().map(|year| format!("by {year}")))
        .chain([format!("not by {HORIZON}"), "Even odds".into()])
        .collect();
    let table = named_table("Chances of the milestones", 1, &head, &rows, &names);
    let note = tag(
        "p",
        "note",
        format!(
            "{} ways that the trend may go on, 90 % of them between the dates given. A chance is not a plan’s: it says what comes if the future is as restless as the past.",
            words::count(DRAWS as u64)
        ),
    );
    Some(tag(
        "div",
        "break-even chances",
        Html::join([tag("h3", "", "When the milestones may be reached"), table, note]),
    ))
}

fn how_good(tracked: &Tracked) -> Section {
    let mut body = Vec::new();
    let sets = [
        (format!("Known before {BACKTEST_FROM}, held against what came since"), "backtest", tracked.backtest.as_ref()),
        (
            format!("From every day on which something became known, up to {FARTHEST:.0} years ahead"),
            "rolling",
            tracked.rolling.as_ref(),
        ),
    ];
    for (title, _, found) in &sets {
        let Some(found) = found else { continue };
        body.push(calibration(title, found));
    }
    if body.is_empty() {
        body.push(tag("p", "empty", "No series is long enough to tell."));
    }
    Section {
        id: "progress-calibration",
        short: "Trust in trends",
        title: "How good such forecasts have been".into(),
        lead: "The same trend, with only what was known at the time, for every series that comes with Sunward. Forecasts of one series overlap, so the shares are less sure than their counts.".into(),
        body: Html::join(body),
    }
}

fn calibration(title: &str, found: &Calibration) -> Html {
    let share = |inside: usize| words::percent(inside as f64 / found.count as f64);
    let bands: Vec<String> = BANDS
        .iter()
        .zip(found.inside)
        .map(|(band, inside)| {
            format!("{} in the middle {} ({inside} of {})", share(inside), words::percent(*band), found.count)
        })
        .collect();
    let (both, without, with) = found.scores;
    let [both, without, with] = [both, without, with].map(signed);
    let rows: Vec<Vec<Html>> = found
        .tenths
        .iter()
        .enumerate()
        .map(|(at, count)| {
            vec![
                Html::from(format!("{} to {} %", 10 * at, 10 * at + 10)),
                count.to_string().into(),
                share(*count).into(),
            ]
        })
        .collect();
    let figure = Figure {
        title: words::unbroken(&format!("{title}: {}", words::list(&bands))),
        measures: format!("Share of {} forecasts of {} series, %", found.count, found.series),
        legend: Html::empty(),
        note: Html::from(format!(
            "Mean logarithmic score, higher is better: {both}; of trends without a ceiling alone {without}, with one {with}. Bars to the right are values above what was foretold."
        )),
        table: super::html::table(title, 1, &["Share below".into(), "Values".into(), "Share".into()], &rows),
    };
    figure.with(|size| tenths(found, title, size))
}
