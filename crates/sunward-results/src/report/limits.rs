//! What would have to be true: a track for each limit, from what is thought possible to what is asked.

use super::axis::Axis;
use super::break_even::breakable;
use super::figure::{Figure, legend};
use super::html::{Html, escape, link, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use crate::explore::{Drawn, Told, limit_words, share_words};
use sunward_exploration::{Limit, Region};

/// The region in which one use crosses; `None` where it has no limits.
pub fn figure(told: &Told, workload: usize, region: &Region) -> Option<Html> {
    let all: Vec<(&Limit, Drawn<'_>)> =
        region.limits.iter().filter_map(|limit| Some((limit, told.number(limit.number)?))).collect();
    if all.is_empty() {
        return None;
    }
    let (challenger, _) = told.sides();
    let name = words::lower(&told.use_name(workload));
    let rows: Vec<Vec<Html>> = all
        .iter()
        .map(|(limit, drawn)| {
            vec![
                Html(format!(
                    "{}<small><code>{}</code></small>",
                    escape(drawn.label),
                    breakable(&drawn.parameter.path)
                )),
                Html::from(limit_words(drawn, limit.low, limit.high)),
                Html::from(today(drawn)),
                source(told, drawn),
                Html::from(share_words(limit.chance)),
            ]
        })
        .collect();
    let head = ["Number", "Must be", "Today", "Who says so", "By chance"].map(Html::from);
    let keys = [
        ("swatch o0", "what is asked"),
        ("swatch span", "what is thought possible (5 % to 95 %)"),
        ("dot-key", "today's value"),
    ];
    let keys: Vec<(String, String)> = keys.map(|(class, words)| (class.to_string(), words.to_string())).to_vec();
    // A few steps of many tell the way.
    let every = region.trajectory.len().div_ceil(8).max(1);
    let steps: Vec<String> = region
        .trajectory
        .iter()
        .step_by(every)
        .map(|(coverage, density)| format!("{} and {}", share_words(*coverage), share_words(*density)))
        .collect();
    let steps = if steps.len() > 1 {
        format!(" On the way to it coverage and density were {}.", words::list(&steps))
    } else {
        String::new()
    };
    let figure = Figure {
        title: words::unbroken(&format!(
            "For {name} to cross by {}: {} of the draws where all this holds, {} of all draws",
            region.by,
            share_words(region.density),
            share_words(region.of_all)
        )),
        measures: format!("Limits within which {challenger} is cheaper by {}; each track in its own unit", region.by),
        legend: legend(&keys),
        note: Html::from(format!(
            "{} of all draws lie within these limits, and {} of the draws that cross do (coverage). “By chance” says how often a limit as good would be found on a number that does nothing.{steps}",
            share_words(region.mass),
            share_words(region.coverage)
        )),
        table: table("Limits, the value today, and who says so", 1, &head, &rows),
    };
    Some(figure.with(|size| draw(&all, size)))
}

/// Today's value, with the year of a number over time.
pub fn today(drawn: &Drawn<'_>) -> String {
    drawn.year.map_or(drawn.show(drawn.best), |year| format!("{} in {year}", drawn.show(drawn.best)))
}

/// Who says so, with a link where there is an address, and when.
pub fn source(told: &Told, drawn: &Drawn<'_>) -> Html {
    let provenance = &drawn.parameter.provenance;
    let key = Html::from(&provenance.source);
    let key = if drawn.is_guess() { Html(format!("<mark>{key}</mark>")) } else { key };
    let work = told.model.sources.get(&provenance.source);
    let key = work.map_or(key.clone(), |work| link(&work.address, &key));
    let date = provenance.date.as_ref().map_or(Html::empty(), |date| Html(format!(" <small>{}</small>", escape(date))));
    Html::join([key, date])
}

fn draw(all: &[(&Limit, Drawn<'_>)], size: Size) -> Html {
    let width = size.width();
    let (step, thick) = (size.pick(70.0, 92.0), 14.0);
    let mut d = Drawing::new(width, step * all.len() as f64 + 4.0);
    let (start, end) = (2.0, width - 2.0);
    for (index, (limit, drawn)) in all.iter().enumerate() {
        let head = step * index as f64;
        let asked = limit_words(drawn, limit.low, limit.high);
        let says = format!("today {} · {}", today(drawn), drawn.source());
        let at = match size {
            Size::Wide => {
                let room = width - text_width(&asked, 7.4) - 16.0;
                d.text("label", (0.0, head + 18.0), Anchor::Start, &words::clip(drawn.label, (room / 7.2) as usize));
                d.text("value", (width, head + 18.0), Anchor::End, &asked);
                head + 28.0
            }
            Size::Narrow => {
                d.text("label", (0.0, head + 16.0), Anchor::Start, &words::clip(drawn.label, 46));
                d.text("value", (0.0, head + 34.0), Anchor::Start, &words::clip(&asked, 46));
                head + 44.0
            }
        };
        let numbers: Vec<f64> =
            [limit.low, limit.high, Some(drawn.best), drawn.ends.map(|e| e.0), drawn.ends.map(|e| e.1)]
                .into_iter()
                .flatten()
                .filter(|x| x.is_finite())
                .collect();
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let axis = if low > 0.0 && high > 10.0 * low {
            Axis::log(low, high, start + 10.0, end - 10.0)
        } else {
            Axis::linear(low, high, start + 10.0, end - 10.0)
        };
        let (from, to) = drawn.ends.map_or((start, end), |ends| (axis.at(ends.0), axis.at(ends.1)));
        d.open_mark("pair", &format!("{}\n{asked}\n{says}\n{}", drawn.label, drawn.parameter.meaning.trim()));
        d.rect("span", (start, at + 4.0), (end - start, thick - 8.0), None);
        d.rect("span strong", (from, at + 2.0), (to - from, thick - 4.0), None);
        let (from, to) = (limit.low.map_or(start, |x| axis.at(x)), limit.high.map_or(end, |x| axis.at(x)));
        d.rect("fill o0", (from, at), ((to - from).max(2.0), thick), None);
        d.circle("today", (axis.at(drawn.best), at + thick / 2.0), 6.0);
        d.close();
        let most = size.pick(120, 54);
        d.text("hint", (0.0, at + thick + 16.0), Anchor::Start, &words::clip(&says, most));
    }
    d.finish("Limits beside what is thought possible and today's values")
}
