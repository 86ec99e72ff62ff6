//! Sun and shadow over the year, orbit by orbit.

use super::axis::Axis;
use super::bars::{self, Bar};
use super::figure::{Figure, Section, legend};
use super::html::{Html, table, tag};
use super::story::Story;
use super::svg::{Anchor, Drawing, Size, n};
use super::words;
use sunward_physics::calendar::{date, months};
use sunward_physics::eclipse::OrbitYear;

/// How many days the year has.
fn days_of(year: &OrbitYear) -> u32 {
    year.days.len() as u32
}

/// A calendar for each orbit that was surveyed.
pub fn section(story: &Story) -> Section {
    let surveys = &story.results.costs.prepared.surveys;
    let lead = Html::from(
        "An orbit over dusk and dawn rides along the edge of the Earth's shadow and dips into it for some weeks of the year; others cross it in every revolution. In shadow the battery works, and chips may be throttled.",
    );
    let body = if surveys.is_empty() {
        tag("p", "empty", "No orbit was surveyed: nothing flies here, or its share of sunlight is typed in.")
    } else {
        Html::join(surveys.iter().map(|(name, year)| calendar(story, name, year)))
    };
    let body = Html::join([body, ground(story)]);
    Section { id: "eclipses", short: "Eclipses", title: "Sun and shadow over the year".into(), lead, body }
}

/// What the same panel gives on the ground.
fn ground(story: &Story) -> Html {
    let sites: Vec<_> =
        story.results.costs.insolation.iter().filter_map(|row| Some((row, row.orbit_over_ground?))).collect();
    if sites.is_empty() {
        return Html::empty();
    }
    let bars: Vec<Bar> = sites
        .iter()
        .map(|(row, times)| Bar::plain(&words::name(&row.site), "f4", *times, &format!("× {}", words::brief(*times))))
        .collect();
    let rows: Vec<Vec<Html>> = sites
        .iter()
        .map(|(row, times)| {
            vec![
                words::name(&row.site).into(),
                words::digits(row.measured.in_hours(), 4).into(),
                words::digits(row.clear_sky.in_hours(), 4).into(),
                words::brief(*times).into(),
                row.round_the_clock.as_ref().map_or("–".into(), |sun| words::brief(sun.panels).into()),
                row.round_the_clock.as_ref().map_or("–".into(), |sun| words::digits(sun.store.in_hours(), 2).into()),
                row.round_the_clock
                    .as_ref()
                    .and_then(|sun| sun.orbit_over_ground)
                    .map_or("–".into(), |times| words::brief(times).into()),
            ]
        })
        .collect();
    let head: Vec<Html> = [
        "Site",
        "Hours of full output in a year, measured",
        "Hours of full sun, clear sky",
        "Orbit over ground",
        "Peak of panels over a constant load",
        "Hours of battery for it",
        "Panels for it over those in orbit",
    ]
    .map(Html::from)
    .into();
    let figure = Figure {
        title: "How much more a panel gives in orbit".into(),
        measures: "Electricity of a year in this orbit over that of a panel of the same peak power at each site, a pure number".into(),
        legend: Html::empty(),
        note: "Weather and night as measured at the site. For power round the clock the ground needs more panels still, and batteries: the last three columns, where a way to power with panels and batteries is part of the scenario and serves.".into(),
        table: table("Sunlight on the ground", 1, &head, &rows),
    };
    figure.with(|size| {
        bars::draw("Electricity in orbit over electricity on the ground, by site", &bars, size, 150.0, 18.0)
    })
}

fn calendar(story: &Story, name: &str, year: &OrbitYear) -> Html {
    let seasons: Vec<String> = year
        .seasons
        .iter()
        .map(|s| format!("{} to {}", date(days_of(year), s.first_day), date(days_of(year), s.last_day)))
        .collect();
    let length = days_of(year);
    let when = match seasons.len() {
        0 => "There is no eclipse on any day.".to_string(),
        1 if year.eclipse_days == length => "There is an eclipse on every day.".to_string(),
        _ => format!("Eclipses from {}.", words::list(&seasons)),
    };
    let facts = [
        ("Revolution", format!("{:.1} min", year.period.in_minutes())),
        ("Inclination", format!("{:.1}°", year.inclination.in_degrees())),
        ("Sunlit share of the year", format!("{:.2} %", 100.0 * year.sunlit_fraction)),
        ("Days with an eclipse", format!("{} of {length}", year.eclipse_days)),
        (
            "Longest eclipse",
            format!(
                "{:.1} min, {:.1} in full shadow",
                year.longest_eclipse.in_minutes(),
                year.longest_umbra.in_minutes()
            ),
        ),
        (
            "Sun over the plane (beta)",
            format!("{:.1}° to {:.1}°", year.beta_min.in_degrees(), year.beta_max.in_degrees()),
        ),
    ];
    let facts =
        facts.into_iter().map(|(name, value)| tag("div", "", Html::join([tag("dt", "", name), tag("dd", "", value)])));
    let says = format!(
        "Minutes of eclipse in each revolution, and beta angle, by day of {}",
        story.results.model.scenario.focus
    );
    let rows: Vec<Vec<Html>> = months(days_of(year))
        .into_iter()
        .map(|(month, first, end)| {
            let days: Vec<_> = year.days.iter().filter(|d| d.day >= first && d.day < end).collect();
            let count = days.len().max(1) as f64;
            let most = days.iter().map(|d| d.eclipse.in_minutes()).fold(0.0, f64::max);
            let mean = |of: &dyn Fn(&sunward_physics::eclipse::OrbitDay) -> f64| {
                days.iter().map(|d| of(d)).sum::<f64>() / count
            };
            vec![
                month.into(),
                days.iter().filter(|d| d.eclipse.in_seconds() > 0.0).count().to_string().into(),
                format!("{most:.1}").into(),
                format!("{:.2}", 100.0 * mean(&|d| d.sunlit_fraction)).into(),
                format!("{:.1}", mean(&|d| d.beta.in_degrees())).into(),
                format!("{:.0}", mean(&|d| d.flux.in_watts_per_square_metre())).into(),
            ]
        })
        .collect();
    let head: Vec<Html> = ["Month", "Days with eclipse", "Longest, min", "Sunlit, %", "Mean beta, °", "Sunlight, W/m²"]
        .map(Html::from)
        .into();
    let figure = Figure {
        title: format!("Orbit “{}” in {}", words::name(name), story.results.model.scenario.focus),
        measures: "Above: minutes of eclipse in each revolution, by day. Below: beta, the height of the Sun over the orbit's plane, degrees".into(),
        legend: legend(&[("swatch shade".into(), "in any shadow".into()), ("swatch umbra".into(), "in full shadow".into()), ("swatch-line beta".into(), "beta".into())]),
        note: Html::from(when),
        table: table("Eclipses by month", 1, &head, &rows),
    };
    Html::join([figure.with(|size| draw(year, &says, size)), tag("div", "box", tag("dl", "facts", Html::join(facts)))])
}

fn draw(year: &OrbitYear, says: &str, size: Size) -> Html {
    let width = size.width();
    let (left, right) = (size.pick(50.0, 34.0), size.pick(14.0, 6.0));
    let (top, upper) = (20.0, size.pick(200.0, 160.0));
    let (lower_top, lower) = (top + upper + 34.0, size.pick(110.0, 100.0));
    let height = lower_top + lower + 30.0;
    let count = year.days.len() as f64;
    let mut d = Drawing::new(width, height);
    let x = Axis::linear(1.0, count + 1.0, left, width - right);
    let most = year.days.iter().map(|d| d.eclipse.in_minutes()).fold(0.0, f64::max);
    let ceiling = if most > 0.0 { most * 1.08 } else { 1.0 };
    let minutes = Axis::linear(0.0, ceiling, top + upper, top);
    let (low, high) = (year.beta_min.in_degrees(), year.beta_max.in_degrees());
    let pad = (0.08 * (high - low)).max(2.0);
    let beta = Axis::linear(low - pad, high + pad, lower_top + lower, lower_top);

    for (name, first, next) in months(days_of(year)) {
        let at = x.at(f64::from(first));
        d.line("grid", (at, top), (at, lower_top + lower));
        let middle = 0.5 * (at + x.at(f64::from(next)));
        d.text("tick", (middle, lower_top + lower + 19.0), Anchor::Middle, size.pick(name, &name[..1]));
    }
    for (axis, wanted) in [(&minutes, 4), (&beta, 3)] {
        for tick in axis.ticks(wanted) {
            let y = axis.at(tick);
            d.line("grid", (left, y), (width - right, y));
            d.text("tick", (left - 8.0, y + 4.0), Anchor::End, &words::brief(tick));
        }
    }
    d.text("hint", (left, top - 7.0), Anchor::Start, "minutes in shadow, each revolution");
    d.text("hint", (left, lower_top - 7.0), Anchor::Start, "beta, degrees");
    d.line("base", (left, top + upper), (width - right, top + upper));
    d.line("base", (left, lower_top + lower), (width - right, lower_top + lower));

    let area = |of: &dyn Fn(&sunward_physics::eclipse::OrbitDay) -> f64| {
        let mut path = format!("M{},{}", n(x.at(1.0)), n(minutes.at(0.0)));
        for day in &year.days {
            path.push_str(&format!("L{},{}", n(x.at(f64::from(day.day) + 0.5)), n(minutes.at(of(day)))));
        }
        path.push_str(&format!("L{},{}Z", n(x.at(count + 1.0)), n(minutes.at(0.0))));
        path
    };
    if most > 0.0 {
        d.path("area shade", &area(&|day| day.eclipse.in_minutes()));
        d.path("area umbra", &area(&|day| day.umbra.in_minutes()));
    } else {
        d.text("hint", (0.5 * (left + width - right), top + upper / 2.0), Anchor::Middle, "in sunlight all year");
    }
    let mut path = String::new();
    for day in &year.days {
        path.push_str(if path.is_empty() { "M" } else { "L" });
        path.push_str(&format!("{},{}", n(x.at(f64::from(day.day) + 0.5)), n(beta.at(day.beta.in_degrees()))));
    }
    d.path("curve beta", &path);

    // A card for every week.
    for week in year.days.chunks(7) {
        let day = week[week.len() / 2];
        let (from, to) = (x.at(f64::from(week[0].day)), x.at(f64::from(week[week.len() - 1].day) + 1.0));
        let says = format!(
            "{}\n{:.1} min  in shadow\n{:.1} min  in full shadow\n{:.2} %  sunlit\n{:.1}°  beta",
            date(days_of(year), day.day),
            day.eclipse.in_minutes(),
            day.umbra.in_minutes(),
            100.0 * day.sunlit_fraction,
            day.beta.in_degrees()
        );
        let middle = x.at(f64::from(day.day) + 0.5);
        d.open_mark("band", &says);
        d.rect("hit", (from, top), (to - from, lower_top + lower - top), None);
        d.line("guide", (middle, top), (middle, lower_top + lower));
        d.circle("dot beta", (middle, beta.at(day.beta.in_degrees())), 3.5);
        if most > 0.0 {
            d.circle("dot shade", (middle, minutes.at(day.eclipse.in_minutes())), 3.5);
        }
        d.close();
    }
    d.finish(says)
}
