//! When a crossover comes, over all draws: in each year, already, never; and by each year.

use super::axis::{Axis, apart, linear_ticks, year_ticks};
use super::chart::letter_of;
use super::fan::joined;
use super::figure::Figure;
use super::html::{Html, table};
use super::svg::{Anchor, Drawing, Size, text_width};
use super::words;
use crate::explore::{Chance, Told, interval_words, share_words};

/// Bars by year for every use, those for already and never apart.
pub fn histogram(told: &Told) -> Html {
    let uses = told.outcomes().workloads.len();
    let (challenger, incumbent) = told.sides();
    let head = ["Year".to_string()].into_iter().chain((0..uses).map(|w| told.use_name(w)));
    let head: Vec<Html> = head.map(Html::from).collect();
    let shares: Vec<Vec<f64>> = (0..uses).map(|workload| shares(told, workload)).collect();
    let years = &told.outcomes().years;
    let names = ["already".to_string()]
        .into_iter()
        .chain(years.iter().skip(1).map(i32::to_string))
        .chain(["never".to_string()]);
    let rows: Vec<Vec<Html>> = names
        .enumerate()
        .map(|(cell, name)| {
            let cells = shares.iter().map(|shares| Html::from(share_words(shares[cell])));
            std::iter::once(Html::from(name)).chain(cells).collect()
        })
        .collect();
    Figure {
        title: words::unbroken(&format!("In which year {challenger} first becomes cheaper")),
        measures: "Share of draws, %; “already” is the first year, “never” not within the years looked at".into(),
        legend: Html::empty(),
        note: Html::from(format!(
            "The three kinds of bars of one use add up to 100 %. A bar that is cut by a stripe is longer than can be drawn beside the others: its number says how long. Years in which {challenger} or {incumbent} cannot be had do not count as crossing."
        )),
        table: table("Share of draws by year of the first crossing", 1, &head, &rows),
    }
    .with(|size| bars(told, &shares, size))
}

/// Already, each later year, never.
fn shares(told: &Told, workload: usize) -> Vec<f64> {
    let counts = told.findings.exploration.crossings(workload);
    let all: u64 = counts.iter().sum();
    counts.iter().map(|count| if all > 0 { *count as f64 / all as f64 } else { 0.0 }).collect()
}

fn bars(told: &Told, shares: &[Vec<f64>], size: Size) -> Html {
    let width = size.width();
    let years = &told.outcomes().years;
    let (plot, gap) = (size.pick(120.0, 104.0), 84.0);
    let mut d = Drawing::new(width, shares.len() as f64 * (plot + gap));
    let left = 46.0;
    let slot = size.pick(62.0, 46.0);
    let (inner, outer) = (left + slot + size.pick(14.0, 6.0), width - slot - size.pick(14.0, 6.0));
    for (workload, shares) in shares.iter().enumerate() {
        let head = workload as f64 * (plot + gap);
        let (top, bottom) = (head + 46.0, head + 46.0 + plot);
        let name = told.use_name(workload);
        d.text("part", (0.0, head + 16.0), Anchor::Start, &name);
        // Years set the scale, unless nothing happens in them: one that is many times more frequent would flatten all others.
        let within = shares[1..shares.len() - 1].iter().copied().fold(0.0, f64::max);
        let most = shares.iter().copied().fold(0.0, f64::max);
        let full = if within > 0.0 { (most).min(3.0 * within) } else { most.max(1e-9) };
        let axis = Axis::linear(0.0, 100.0 * full, bottom, top);
        for tick in linear_ticks(0.0, 100.0 * full, 3) {
            let at = axis.at(tick);
            d.line("grid", (left, at), (width, at));
            d.text("tick", (left - 8.0, at + 4.0), Anchor::End, &words::brief(tick));
        }
        let step = (outer - inner) / (years.len() - 1).max(1) as f64;
        for (index, year) in years.iter().enumerate().skip(1) {
            let x = inner + step * (index - 1) as f64;
            let says = format!("{name}, {year}\nfirst cheaper in {} of draws", share_words(shares[index]));
            let tall = bottom - axis.at(100.0 * shares[index]);
            if shares[index] > 0.0 {
                let bar = (step - size.pick(3.0, 1.5)).max(1.5);
                d.rect("fill o0", (x, bottom - tall.max(2.0)), (bar, tall.max(2.0)), Some(&says));
            }
        }
        for year in year_ticks(years[0] + 1, years[years.len() - 1], size.pick(7, 3)) {
            let x = inner + step * (f64::from(year - years[0]) - 0.5) - 1.0;
            // The words of the bars at both ends come first.
            if x - 18.0 < left + slot || x + 18.0 > outer {
                continue;
            }
            d.line("base", (x, bottom), (x, bottom + 4.0));
            d.text("tick", (x, bottom + 18.0), Anchor::Middle, &year.to_string());
        }
        let ends = [
            ("already", shares[0], left + 2.0, "f5"),
            ("never", shares[shares.len() - 1], outer + (width - outer - slot), "f0"),
        ];
        for (label, share, x, class) in ends {
            let cut = share > full * 1.0001;
            let tall = (bottom - axis.at(100.0 * share.min(full))).max(if share > 0.0 { 1.0 } else { 0.0 });
            let says = format!("{name}: {label} in {} of draws", share_words(share));
            if share > 0.0 {
                d.rect(&format!("fill {class}"), (x, bottom - tall), (slot - 4.0, tall), Some(&says));
            }
            if cut {
                let y = top + 16.0;
                let slant = [(x - 3.0, y + 5.0), (x + slot - 1.0, y - 5.0)];
                d.stroke("cut", &joined(&slant), 5.0);
            }
            let middle = x + (slot - 4.0) / 2.0;
            d.text("value halo", (middle, bottom - tall - 7.0), Anchor::Middle, &share_words(share));
            d.text("tick", (middle, bottom + 18.0), Anchor::Middle, label);
        }
        // Last, since edges of low bars would hide it.
        d.line("base", (left, bottom), (width, bottom));
    }
    d.finish("Share of draws by year of the first crossing")
}

/// Probability of having crossed by each year, with its interval: a line for each use.
pub fn cumulative(told: &Told) -> Html {
    let uses = told.outcomes().workloads.len();
    let years = &told.outcomes().years;
    let by: Vec<Vec<Option<Chance>>> =
        (0..uses).map(|w| years.iter().map(|year| told.crossed_by(w, *year)).collect()).collect();
    let (challenger, incumbent) = told.sides();
    let last = told.last();
    let most =
        (0..uses).filter_map(|w| Some((w, told.crossed_by(w, last)?))).max_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let title = most.map_or("No draw was made".to_string(), |(w, chance)| {
        format!(
            "By {last} {challenger} has been cheaper than {incumbent} in {} of draws for {}",
            share_words(chance.value),
            words::lower(&told.use_name(w))
        )
    });
    let head = ["Year".to_string()].into_iter().chain((0..uses).map(|w| told.use_name(w)));
    let head: Vec<Html> = head.map(Html::from).collect();
    let rows: Vec<Vec<Html>> = years
        .iter()
        .enumerate()
        .map(|(index, year)| {
            let cell = |chance: &Option<Chance>| {
                chance.map_or(Html::from("–"), |chance| {
                    let interval = interval_words(chance.low, chance.high);
                    Html::from(format!("{} ({interval})", share_words(chance.value)))
                })
            };
            std::iter::once(Html::from(year.to_string())).chain(by.iter().map(|row| cell(&row[index]))).collect()
        })
        .collect();
    let letters = (0..uses).map(|w| {
        Html(format!("<li class=\"w{}\"><b>{}</b>{}</li>", w % 8, letter_of(w), Html::from(told.use_name(w))))
    });
    let letters = Html(format!("<ul class=\"letters\" aria-hidden=\"true\">{}</ul>", Html::join(letters)));
    Figure {
        title: words::unbroken(&title),
        measures: "Share of draws in which it has been cheaper by a year, %; shaded: 95 % interval of the share, from the number of draws alone".into(),
        legend: if uses > 1 { letters } else { Html::empty() },
        note: Html::from("Having been cheaper once is counted, whether or not it stays so."),
        table: table("Share of draws that have crossed by a year, with its 95 % interval", 1, &head, &rows),
    }
    .with(|size| lines(told, &by, size))
}

fn lines(told: &Told, by: &[Vec<Option<Chance>>], size: Size) -> Html {
    let width = size.width();
    let years = &told.outcomes().years;
    let names: Vec<String> =
        (0..by.len()).map(|w| size.pick(words::clip(&told.use_name(w), 30), letter_of(w))).collect();
    let shown = |w: usize| by[w].last().copied().flatten().map_or(String::new(), |chance| share_words(chance.value));
    let labels: Vec<String> = (0..by.len()).map(|w| format!("{} {}", names[w], shown(w))).collect();
    let longest = labels.iter().map(|label| text_width(label, 7.0)).fold(0.0, f64::max);
    let (start, end) = (46.0, width - longest - 22.0);
    let (height, top) = (size.pick(320.0, 270.0), 14.0);
    let bottom = height - 28.0;
    let most = by.iter().flatten().flatten().map(|chance| chance.high).fold(0.001, f64::max).min(1.0);
    let axis = Axis::linear(0.0, 100.0 * (1.06 * most).min(1.0), bottom, top);
    let (first, last) = (years[0], years[years.len() - 1]);
    let x_axis = Axis::linear(f64::from(first), f64::from(last), start + 6.0, end - 6.0);
    let x = |index: usize| x_axis.at(f64::from(years[index]));
    let mut d = Drawing::new(width, height);
    for tick in linear_ticks(0.0, 100.0 * (1.06 * most).min(1.0), 5) {
        d.line("grid", (start, axis.at(tick)), (end, axis.at(tick)));
        d.text("tick", (start - 8.0, axis.at(tick) + 4.0), Anchor::End, &words::brief(tick));
    }
    d.line("base", (start, bottom), (end, bottom));
    for year in year_ticks(first, last, size.pick(9, 5)) {
        let at = x_axis.at(f64::from(year));
        d.line("base", (at, bottom), (at, bottom + 5.0));
        d.text("tick", (at, bottom + 19.0), Anchor::Middle, &year.to_string());
    }
    let edge = |row: &[Option<Chance>], take: fn(&Chance) -> f64| -> Vec<(f64, f64)> {
        row.iter().enumerate().filter_map(|(i, c)| Some((x(i), axis.at(100.0 * take(c.as_ref()?))))).collect()
    };
    for (w, row) in by.iter().enumerate() {
        let mut points = edge(row, |chance| chance.high);
        points.extend(edge(row, |chance| chance.low).into_iter().rev());
        if points.len() > 2 {
            d.path(&format!("thin-band w{}", w % 8), &format!("{}Z", joined(&points)));
        }
    }
    for (w, row) in by.iter().enumerate() {
        let points = edge(row, |chance| chance.value);
        match points.as_slice() {
            [] => {}
            [only] => d.circle(&format!("point w{}", w % 8), *only, 3.5),
            _ => d.path(&format!("curve best w{}", w % 8), &joined(&points)),
        }
    }
    let wanted: Vec<f64> = by
        .iter()
        .map(|row| row.last().copied().flatten().map_or(bottom, |chance| axis.at(100.0 * chance.value)))
        .collect();
    for (w, (from, to)) in wanted.iter().zip(apart(&wanted, 16.0, top - 8.0, bottom + 8.0)).enumerate() {
        d.path(&format!("leader w{}", w % 8), &joined(&[(end - 3.0, *from), (end + 8.0, to)]));
        d.text(&format!("end w{}", w % 8), (end + 12.0, to + 4.5), Anchor::Start, &labels[w]);
    }
    for (index, year) in years.iter().enumerate() {
        let from = if index == 0 { start } else { 0.5 * (x(index - 1) + x(index)) };
        let to = if index + 1 == years.len() { end } else { 0.5 * (x(index) + x(index + 1)) };
        let rows: Vec<String> = by
            .iter()
            .enumerate()
            .filter_map(|(w, row)| {
                let chance = row[index]?;
                let interval = interval_words(chance.low, chance.high);
                Some(format!("{} ({interval})  {}", share_words(chance.value), told.use_name(w)))
            })
            .collect();
        d.open_mark("band", &format!("by {year}\n{}", rows.join("\n")));
        d.rect("hit", (from, top), (to - from, bottom - top), None);
        d.line("guide", (x(index), top), (x(index), bottom));
        d.close();
    }
    d.finish("Share of draws that have crossed by a year")
}
