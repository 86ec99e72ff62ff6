//! Progress as a document.

use crate::document::{number, optional};
use serde_json::{Map, Value as Json, json};
use sunward_tracking::backtest::{BANDS, Calibration, Trial};
use sunward_tracking::checkpoints::{Against, BY, HORIZON, Nowcast, Reach, Reading, SHARES, Tracked};
use sunward_tracking::forecast::Scored;
use sunward_tracking::observed::{Point, Series};

/// Names of the shares of a forecast.
const NAMES: [&str; 5] = ["p05", "p25", "p50", "p75", "p95"];

/// The body of the document.
pub fn document(tracked: &Tracked, scores: &[(String, Scored)]) -> Json {
    json!({
        "as_of": tracked.on.to_string(),
        "data": format!("{:016x}", tracked.data),
        "horizon": HORIZON,
        "checkpoints": tracked.checkpoints.iter().map(|looked| json!({
            "name": looked.checkpoint.name,
            "title": looked.checkpoint.title,
            "measures": looked.readings.iter().map(measure).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "calibration": {
            "before": sunward_tracking::checkpoints::BACKTEST_FROM,
            "backtest": calibration(tracked.backtest.as_ref()),
            "rolling": calibration(tracked.rolling.as_ref()),
            "trials": tracked.trials.iter().map(trial).collect::<Vec<_>>(),
        },
        "scores": scores.iter().map(|(file, scored)| score(file, scored)).collect::<Vec<_>>(),
    })
}

fn at_shares(values: &[f64; 5], unit: &str, scale: impl Fn(f64) -> f64) -> Json {
    let mut map = Map::new();
    map.insert("unit".into(), json!(unit));
    for (name, value) in NAMES.iter().zip(values) {
        map.insert((*name).into(), number(scale(*value)));
    }
    Json::Object(map)
}

fn measure(reading: &Reading) -> Json {
    let series = &reading.series;
    json!({
        "name": reading.measure.name,
        "title": reading.measure.title,
        "series": reading.measure.series,
        "unit": series.unit.text,
        "counts": series.counts.name(),
        "latest": point(series, reading.latest.as_ref()),
        "partial": point(series, reading.partial.as_ref()),
        "growth": reading.growth.map_or(Json::Null, |growth| json!({
            "value": number(growth.value),
            "low": optional(growth.range.map(|range| range.0)),
            "high": optional(growth.range.map(|range| range.1)),
            "unit": "1/year",
            "doubling_time": {"value": number(growth.doubling()), "unit": "year"},
            "from": number(growth.years.0),
            "to": number(growth.years.1),
            "points": growth.count,
        })),
        "nowcast": reading.nowcast.as_ref().map_or(Json::Null, |found| nowcast(series, found)),
        "plan": reading.plan.as_ref().map_or(Json::Null, |found| against(series, found)),
        "plan_differs": reading.measure.differs,
        "milestone": reading.milestone.as_ref().map_or(Json::Null, |found| milestone(reading, found)),
        "observed": series.points.iter().map(|own| point(series, Some(own))).collect::<Vec<_>>(),
    })
}

fn point(series: &Series, point: Option<&Point>) -> Json {
    let Some(point) = point else { return Json::Null };
    json!({
        "date": point.date.text,
        "until": point.until.map(|day| day.to_string()),
        "time": number(point.year(series.counts)),
        "value": number(series.in_unit(point.value)),
        "low": optional(point.low.map(|low| series.in_unit(low))),
        "high": optional(point.high.map(|high| series.in_unit(high))),
        "unit": series.unit.text,
        "kind": point.evidence.name(),
        "source": point.source,
        "known": point.known.to_string(),
        "note": point.note,
        "file": point.file,
        "rows": point.rows,
    })
}

fn nowcast(series: &Series, found: &Nowcast) -> Json {
    let unit = series.unit.text.as_str();
    let years: Vec<i32> = found.fan.iter().map(|row| row.0).collect();
    let mut fan = Map::new();
    fan.insert("unit".into(), json!(unit));
    fan.insert("years".into(), json!(years));
    for (at, name) in NAMES.iter().enumerate() {
        fan.insert((*name).into(), found.fan.iter().map(|row| number(series.in_unit(row.1[at]))).collect());
    }
    json!({
        "time": number(found.year),
        "seen": found.seen.samples.len(),
        "claims_left_out": found.seen.claimed,
        "zeros_left_out": found.seen.zero,
        "now": at_shares(&found.now, unit, |value| series.in_unit(value)),
        "growth": at_shares(&found.growth, "1/year", |value| value),
        "without_ceiling": number(found.unlimited),
        "shapes": found.trials.as_ref().map_or(Json::Null, |trials| json!({
            "forecasts": trials.count,
            "exponential": number(trials.scores.1),
            "logistic": number(trials.scores.2),
            "both": number(trials.scores.0),
            "better": if trials.scores.1 >= trials.scores.2 { "exponential" } else { "logistic" },
        })),
        "fan": fan,
    })
}

fn against(series: &Series, found: &Against) -> Json {
    json!({
        "unit": series.unit.text,
        "times": found.line.points.iter().map(|row| number(row.0)).collect::<Vec<_>>(),
        "values": found.line.points.iter().map(|row| number(series.in_unit(row.1))).collect::<Vec<_>>(),
        "now": optional(found.now.map(|now| series.in_unit(now))),
        "ratio": found.ratio.map_or(Json::Null, |ratio| json!({
            "p05": number(ratio[0]), "p50": number(ratio[1]), "p95": number(ratio[2]),
        })),
        "years_ahead": optional(found.ahead.map(|ahead| ahead.0)),
        "drawn_out_before_the_plan": found.ahead.map(|ahead| ahead.1),
    })
}

fn milestone(reading: &Reading, found: &Reach) -> Json {
    let Some(milestone) = &reading.measure.milestone else { return Json::Null };
    json!({
        "words": milestone.words,
        "relation": milestone.relation.name(),
        "value": {"value": number(milestone.number), "unit": milestone.unit},
        "source": milestone.source,
        "times": number(found.times),
        "doublings": number(found.doublings),
        "probability": found.by.map_or(Json::Null, |by| {
            BY.iter().zip(by).map(|(year, share)| json!({"by": year, "value": number(share)})).collect()
        }),
        "never": optional(found.never),
        "date": found.dates.map_or(Json::Null, |dates| {
            let years = NAMES.iter().zip(dates).map(|(name, year)| {
                ((*name).to_string(), year.map_or_else(|| json!("never"), |year| json!(year)))
            });
            Json::Object(years.collect())
        }),
    })
}

fn calibration(found: Option<&Calibration>) -> Json {
    found.map_or(Json::Null, |found| {
        json!({
            "forecasts": found.count,
            "series": found.series,
            "bands": BANDS.iter().zip(found.inside).map(|(band, inside)| json!({
                "band": band,
                "inside": inside,
                "share": number(inside as f64 / found.count as f64),
            })).collect::<Vec<_>>(),
            "tenths": found.tenths,
            "log_score": {
                "both": number(found.scores.0),
                "exponential": number(found.scores.1),
                "logistic": number(found.scores.2),
            },
        })
    })
}

fn trial(found: &Trial) -> Json {
    json!({
        "series": found.series,
        "known_by": found.origin.to_string(),
        "seen": found.seen,
        "time": number(found.year),
        "years_ahead": number(found.ahead),
        "came": {"value": number(found.value / found.unit.scale), "unit": found.unit.text},
        "share_below": number(found.share),
        "log_score": number(found.score),
    })
}

fn score(file: &str, scored: &Scored) -> Json {
    json!({
        "file": file,
        "made": scored.made.to_string(),
        "as_of": scored.on.to_string(),
        "values": scored.values.iter().map(|value| json!({
            "series": value.forecast.series,
            "year": value.forecast.year,
            "came": {"value": number(value.came), "unit": value.forecast.unit},
            "share_below": number(value.share),
            "log_score": number(value.log_score),
            "crps": number(value.ranked_score),
        })).collect::<Vec<_>>(),
        "values_to_come": scored.values_to_come,
        "log_score": optional(scored.of_values().map(|mean| mean.0)),
        "crps": optional(scored.of_values().map(|mean| mean.1)),
        "milestones": scored.milestones.iter().map(|stone| json!({
            "series": stone.forecast.series,
            "relation": stone.forecast.relation.name(),
            "value": {"value": number(stone.forecast.value), "unit": stone.forecast.unit},
            "by": stone.forecast.by,
            "probability": number(stone.forecast.chance),
            "reached": stone.reached,
            "brier": number(stone.brier),
        })).collect::<Vec<_>>(),
        "milestones_to_come": scored.milestones_to_come,
        "brier": optional(scored.brier()),
    })
}

/// Names of the shares, with the shares: for tables.
pub(crate) fn shares() -> impl Iterator<Item = (&'static str, f64)> {
    NAMES.into_iter().zip(SHARES)
}
