//! Catalogues of satellites, for a person and for a program.

use crate::document::{number, optional, quantity};
use crate::table::{Column, Table};
use serde_json::{Value as Json, json};
use sunward_quantity::{AreaPerMass, Length, TimeSpan, show_number};
use sunward_tracking::catalogue::{Assumptions, Between, Motions, Propagated, Survey};

/// A catalogue and the file it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// Name of the file.
    pub file: String,
    /// What it holds.
    pub survey: Survey,
}

/// All catalogues that somebody gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogues {
    /// What rates are held against.
    pub assumptions: Assumptions,
    /// In the order given.
    pub all: Vec<Catalogue>,
    /// What became of the satellites between the earliest and the latest.
    pub between: Option<Between>,
    /// Satellites of a scenario, where one was given.
    pub assumed: Vec<Assumed>,
}

/// What a scenario takes for granted of one of its satellites, beside those that fly at its height.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// Path of the satellite: `satellite.d3`.
    pub path: String,
    /// The year of the design.
    pub year: i32,
    /// Height of its orbit.
    pub altitude: Length,
    /// Drag coefficient times the area that faces the wind, by mass: from the closed design and its bus.
    pub drag: AreaPerMass,
    /// How fast the air alone would make it sink a day, at low, mean and high activity of the Sun.
    pub sinking: Option<[Length; 3]>,
    /// Time in which drag alone would bring it down to 300 km, likewise.
    pub fall: Option<[TimeSpan; 3]>,
    /// `life`: from launch to the end of service.
    pub life: TimeSpan,
    /// `failure`: share of satellites lost in a year.
    pub failure: f64,
    /// Satellites of the latest catalogue within 25 km of its height.
    pub neighbours: usize,
    /// The median of how fast those sink.
    pub neighbours_sinking: Option<Length>,
}

/// A length a day.
fn metres(length: Length) -> String {
    show_number(round(length.in_metres()))
}

/// Rates of fits are good to a metre or so.
fn round(metres: f64) -> f64 {
    if metres.abs() < 10.0 { (metres * 10.0).round() / 10.0 } else { metres.round() }
}

/// Counts are shown whole, however large.
fn whole(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Rows lined up; the first is the header, and all but the first two columns stand to the right.
fn lined_up(rows: &[Vec<String>], left: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| rows.iter().filter_map(|row| row.get(c)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (c, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[c] - cell.chars().count());
            line.push_str(&if c < left { format!("{cell}{pad}  ") } else { format!("{pad}{cell}  ") });
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn moving(motions: &Motions) -> [String; 5] {
    [motions.held, motions.rising, motions.drag, motions.faster, motions.unknown].map(whole)
}

/// For a person: generations, shells beside the model's air, and what became of the satellites.
pub fn screen(catalogues: &Catalogues, propagated: &[(Propagated, Option<f64>)]) -> String {
    let mut out = String::new();
    let assumed = &catalogues.assumptions;
    for (index, catalogue) in catalogues.all.iter().enumerate() {
        let survey = &catalogue.survey;
        out.push_str(&format!("\n{}: {} satellites on {}\n\n", catalogue.file, whole(survey.satellites), survey.day));
        let mut rows = vec![header(&[
            "generation",
            "launched",
            "tracked",
            "of at least",
            "median km",
            "lowest",
            "highest",
            "sinks m/day",
            "held",
            "rising",
            "as air",
            "faster",
            "no rate",
        ])];
        for cohort in &survey.cohorts {
            let mut row = vec![
                cohort.generation.unwrap_or("other").to_string(),
                cohort.launched.map_or("–".into(), |year| year.to_string()),
                whole(cohort.satellites),
                whole(cohort.launched_at_least),
                kilometres(cohort.median_altitude),
                kilometres(cohort.lowest),
                kilometres(cohort.highest),
                cohort.median_sinking.map_or("–".into(), metres),
            ];
            row.extend(moving(&cohort.motions));
            rows.push(row);
        }
        out.push_str(&lined_up(&rows, 2));
        out.push_str(&format!(
            "\n  shells of a degree and ten kilometres, the largest; beside the rate what the model's air takes from {} a day\n",
            assumed.drag
        ));
        let mut rows = vec![header(&[
            "inclination",
            "km",
            "satellites",
            "sinks m/day",
            "air: quiet Sun",
            "mean",
            "active",
            "held",
            "rising",
            "as air",
            "faster",
            "no rate",
        ])];
        for shell in survey.shells.iter().take(12) {
            let air = shell.drag.map_or(["–".into(), "–".into(), "–".into()], |drag| drag.map(metres));
            let mut row = vec![
                format!("{}–{}°", shell.inclination, shell.inclination + 1.0),
                format!(
                    "{0}–{1}",
                    shell.altitude.in_kilometres().round(),
                    (shell.altitude.in_kilometres() + 10.0).round()
                ),
                whole(shell.satellites),
                shell.median_sinking.map_or("–".into(), metres),
            ];
            row.extend(air);
            row.extend(moving(&shell.motions));
            rows.push(row);
        }
        out.push_str(&lined_up(&rows, 2));
        if let Some((moved, seconds)) = propagated.get(index) {
            out.push_str(&format!("\n  {}\n", at_one_moment(moved, *seconds)));
        }
    }
    if catalogues.all.is_empty() {
        return out;
    }
    if let Some(between) = &catalogues.between {
        out.push_str(&format!("\nFrom {} to {}\n\n", between.from, between.to));
        let mut rows = vec![header(&[
            "generation",
            "before",
            "still there",
            "new",
            "lost a year",
            "mean stay, years",
            "sank m/day",
            "held",
        ])];
        for fate in &between.fates {
            rows.push(vec![
                fate.generation.unwrap_or("other").to_string(),
                whole(fate.before),
                whole(fate.there),
                whole(fate.new),
                fate.lost_per_year
                    .map_or("–".into(), |lost| format!("{} %", show_number((lost * 1000.0).round() / 10.0))),
                fate.mean_stay.map_or("–".into(), |years| show_number((years * 10.0).round() / 10.0)),
                fate.median_sinking.map_or("–".into(), metres),
                whole(fate.held),
            ]);
        }
        out.push_str(&lined_up(&rows, 1));
        out.push_str("  lost: failed, or brought down at the end of their life; a catalogue does not say which\n");
    }
    out.push_str(&scenario(&catalogues.assumed));
    out.push_str(&format!(
        "\n  held: moves less than {} m a day. as air: sinks no faster than the air takes it under an active Sun: drifts, or burns too\n  \
         shortly for the fit to hold. faster: brought down, or with more area across its path. of at least: places in the\n  \
         alphabet of the last piece of each launch that is still there; launches of which nothing is left are not known here.\n",
        metres(assumed.still)
    ));
    out
}

/// The satellites of a scenario beside what flies.
fn scenario(assumed: &[Assumed]) -> String {
    if assumed.is_empty() {
        return String::new();
    }
    let mut rows = vec![header(&[
        "of the scenario",
        "year",
        "km",
        "drag m2/kg",
        "air m/day: quiet Sun",
        "mean",
        "active",
        "to 300 km, years: quiet",
        "mean",
        "active",
        "life, years",
        "lost a year",
        "fly there",
        "sink m/day",
    ])];
    for satellite in assumed {
        let years = |span: TimeSpan| show_number((span.in_years() * 100.0).round() / 100.0);
        let mut row = vec![
            satellite.path.clone(),
            satellite.year.to_string(),
            kilometres(satellite.altitude),
            show_number(satellite.drag.in_square_metres_per_kilogram()),
        ];
        row.extend(satellite.sinking.map_or(["–".into(), "–".into(), "–".into()], |air| air.map(metres)));
        row.extend(satellite.fall.map_or(["–".into(), "–".into(), "–".into()], |fall| fall.map(years)));
        row.extend([
            years(satellite.life),
            format!("{} %", show_number((satellite.failure * 1000.0).round() / 10.0)),
            whole(satellite.neighbours),
            satellite.neighbours_sinking.map_or("–".into(), metres),
        ]);
        rows.push(row);
    }
    format!(
        "\n{}  lost a year is `failure`; observed losses above hold failures and satellites brought down on purpose, `life` and `failure` together\n",
        lined_up(&rows, 1)
    )
}

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_string()).collect()
}

fn kilometres(length: Length) -> String {
    show_number(length.in_kilometres().round())
}

/// All satellites at one moment, in a sentence; with the time it took where somebody measured it.
fn at_one_moment(moved: &Propagated, seconds: Option<f64>) -> String {
    let hour = (moved.at.seconds / 3600.0).floor();
    let heights = moved.heights.map_or(String::new(), |[low, middle, high]| {
        format!(": {} to {} km high, the middle {}", kilometres(low), kilometres(high), kilometres(middle))
    });
    let took =
        seconds.map_or(String::new(), |seconds| format!(", in {} s", show_number((seconds * 1000.0).ceil() / 1000.0)));
    let mut out = format!(
        "SGP4 at {} {hour:02}:00 UTC{took}: {} satellites have an answer{heights}; {} lie below what their elements reach",
        moved.at.day,
        whole(moved.answered),
        whole(moved.below)
    );
    for (why, number) in &moved.without {
        out.push_str(&format!("; {}: {why}", whole(*number)));
    }
    out
}

fn document_of_motions(motions: &Motions) -> Json {
    json!({
        "held": motions.held,
        "rising": motions.rising,
        "as_drag": motions.drag,
        "faster": motions.faster,
        "unknown": motions.unknown,
    })
}

fn a_day(length: Option<Length>) -> Json {
    length.map_or(Json::Null, |length| json!({"value": number(length.in_metres()), "unit": "m/day"}))
}

/// For a program.
pub fn document(catalogues: &Catalogues, propagated: &[(Propagated, Option<f64>)]) -> Json {
    let of = |(index, catalogue): (usize, &Catalogue)| {
        let survey = &catalogue.survey;
        let moved = propagated.get(index);
        json!({
            "file": catalogue.file,
            "day": survey.day.to_string(),
            "satellites": survey.satellites,
            "cohorts": survey.cohorts.iter().map(|cohort| json!({
                "generation": cohort.generation,
                "launched": cohort.launched,
                "satellites": cohort.satellites,
                "launches": cohort.launches,
                "launched_at_least": cohort.launched_at_least,
                "median_altitude": quantity(cohort.median_altitude),
                "lowest": quantity(cohort.lowest),
                "highest": quantity(cohort.highest),
                "median_sinking": a_day(cohort.median_sinking),
                "motions": document_of_motions(&cohort.motions),
            })).collect::<Vec<_>>(),
            "shells": survey.shells.iter().map(|shell| json!({
                "inclination": {"value": number(shell.inclination), "unit": "deg"},
                "altitude": quantity(shell.altitude),
                "satellites": shell.satellites,
                "median_sinking": a_day(shell.median_sinking),
                "drag": shell.drag.map(|[low, mean, high]| json!({
                    "low": a_day(Some(low)), "mean": a_day(Some(mean)), "high": a_day(Some(high)),
                })),
                "motions": document_of_motions(&shell.motions),
            })).collect::<Vec<_>>(),
            "propagated": moved.map(|(moved, seconds)| json!({
                "at": format!("{}T{:02}:00:00Z", moved.at.day, (moved.at.seconds / 3600.0).floor()),
                "satellites": moved.answered,
                "without_answer": moved.without,
                "below_their_elements": moved.below,
                "lowest": moved.heights.map(|heights| quantity(heights[0])),
                "middle": moved.heights.map(|heights| quantity(heights[1])),
                "highest": moved.heights.map(|heights| quantity(heights[2])),
                "elapsed_seconds": optional(*seconds),
            })),
        })
    };
    json!({
        "drag": quantity(catalogues.assumptions.drag),
        "held_within": a_day(Some(catalogues.assumptions.still)),
        "catalogues": catalogues.all.iter().enumerate().map(of).collect::<Vec<_>>(),
        "assumed": catalogues.assumed.iter().map(|satellite| json!({
            "satellite": satellite.path,
            "year": satellite.year,
            "altitude": quantity(satellite.altitude),
            "drag": quantity(satellite.drag),
            "sinking": satellite.sinking.map(|[low, mean, high]| json!({
                "low": a_day(Some(low)), "mean": a_day(Some(mean)), "high": a_day(Some(high)),
            })),
            "fall_to_300_km": satellite.fall.map(|[low, mean, high]| json!({
                "low": quantity(low), "mean": quantity(mean), "high": quantity(high),
            })),
            "life": quantity(satellite.life),
            "failure_per_year": number(satellite.failure),
            "neighbours": satellite.neighbours,
            "neighbours_sinking": a_day(satellite.neighbours_sinking),
        })).collect::<Vec<_>>(),
        "between": catalogues.between.as_ref().map(|between| json!({
            "from": between.from.to_string(),
            "to": between.to.to_string(),
            "generations": between.fates.iter().map(|fate| json!({
                "generation": fate.generation,
                "before": fate.before,
                "still_there": fate.there,
                "new": fate.new,
                "lost_per_year": optional(fate.lost_per_year),
                "mean_stay": fate.mean_stay.map(|years| json!({"value": number(years), "unit": "years"})),
                "median_sinking": a_day(fate.median_sinking),
                "held": fate.held,
            })).collect::<Vec<_>>(),
        })),
    })
}

/// Cohorts of all catalogues as a table.
pub fn table(catalogues: &Catalogues) -> Table {
    let cohorts: Vec<_> = catalogues
        .all
        .iter()
        .flat_map(|catalogue| catalogue.survey.cohorts.iter().map(move |cohort| (catalogue, cohort)))
        .collect();
    let whole = |of: &dyn Fn(&sunward_tracking::catalogue::Cohort) -> usize| {
        Column::Whole(cohorts.iter().map(|(_, cohort)| of(cohort) as i64).collect())
    };
    let real = |of: &dyn Fn(&sunward_tracking::catalogue::Cohort) -> Option<f64>| {
        Column::Number(cohorts.iter().map(|(_, cohort)| of(cohort)).collect())
    };
    Table {
        name: "catalogue",
        columns: vec![
            ("file", Column::Text(cohorts.iter().map(|(catalogue, _)| catalogue.file.clone()).collect())),
            ("day", Column::Text(cohorts.iter().map(|(catalogue, _)| catalogue.survey.day.to_string()).collect())),
            (
                "generation",
                Column::Text(cohorts.iter().map(|(_, cohort)| cohort.generation.unwrap_or_default().into()).collect()),
            ),
            ("launched", real(&|cohort| cohort.launched.map(f64::from))),
            ("satellites", whole(&|cohort| cohort.satellites)),
            ("launched_at_least", whole(&|cohort| cohort.launched_at_least)),
            ("median_altitude_km", real(&|cohort| Some(cohort.median_altitude.in_kilometres()))),
            ("lowest_km", real(&|cohort| Some(cohort.lowest.in_kilometres()))),
            ("highest_km", real(&|cohort| Some(cohort.highest.in_kilometres()))),
            ("median_sinking_m_per_day", real(&|cohort| cohort.median_sinking.map(Length::in_metres))),
            ("held", whole(&|cohort| cohort.motions.held)),
            ("rising", whole(&|cohort| cohort.motions.rising)),
            ("as_drag", whole(&|cohort| cohort.motions.drag)),
            ("faster", whole(&|cohort| cohort.motions.faster)),
            ("unknown", whole(&|cohort| cohort.motions.unknown)),
        ],
    }
}
