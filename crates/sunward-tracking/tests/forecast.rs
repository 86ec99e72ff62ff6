//! Forecasts that are kept and scored.

use sunward_quantity::elementary::{exp, ln};
use sunward_tracking::checkpoints::{Relation, track};
use sunward_tracking::date::Day;
use sunward_tracking::forecast::{Forecasts, MilestoneForecast, QUANTILES, ValueForecast, read_forecasts, score};
use sunward_tracking::observed::{Observed, read_observed};
use sunward_uncertainty::normal;

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

/// A forecast of a lognormal value: the middle, and a deviation of the logarithm.
fn lognormal(middle: f64, deviation: f64) -> ValueForecast {
    let quantile = |at: usize| middle * exp(deviation * normal::quantile((at as f64 + 0.5) / QUANTILES as f64));
    ValueForecast {
        series: "launches".into(),
        year: 2025,
        unit: "launches/year".into(),
        quantiles: (0..QUANTILES).map(quantile).collect(),
    }
}

fn milestone(value: f64, by: i32, chance: f64) -> MilestoneForecast {
    let unit = "launches/year".into();
    MilestoneForecast { series: "launches".into(), relation: Relation::AtLeast, value, unit, by, chance }
}

fn forecasts(values: Vec<ValueForecast>, milestones: Vec<MilestoneForecast>) -> Forecasts {
    let (scenario, sunward) = ("a \"world\"".to_string(), "0.1.0".to_string());
    Forecasts { made: day(2024, 6, 30), scenario, sunward, seed: u64::MAX, data: 17, values, milestones }
}

fn observed() -> Observed {
    let text = r#"
[series.launches]
title = "Launches"
counts = "rate"
unit = "launches/year"
source = "gcat"
kind = "measured"
points = [
    { date = "2024", value = 100, known = "2025-01" },
    { date = "2025", value = 150, known = "2026-01" },
    { date = "2026", value = 400, known = "2026-06-30", until = "2026-06-30" },
    { date = "2030", value = 9000, known = "2026-06-30", kind = "claimed" },
]
"#;
    read_observed(text, "observed.toml").unwrap()
}

#[test]
fn what_is_kept_is_read_again() {
    let kept = forecasts(vec![lognormal(100.0, 0.3)], vec![milestone(120.0, 2025, 0.25)]);
    let read = read_forecasts(&kept.to_toml(), "forecasts.toml").unwrap();
    assert_eq!((&read.scenario, read.seed, read.data, read.made), (&kept.scenario, kept.seed, kept.data, kept.made));
    assert_eq!(read.milestones, kept.milestones);
    for (one, other) in read.values[0].quantiles.iter().zip(&kept.values[0].quantiles) {
        assert!((one / other - 1.0).abs() < 1e-6, "seven digits are kept");
    }
}

/// The score of a normal forecast in closed form: `σ (z (2 Φ(z) − 1) + 2 φ(z) − 1/√π)`, and the density. Twenty quantiles take the place
/// of all: the ranked score is
/// right to three hundredths of a deviation (most of it what lies beyond the last quantile), the density to a tenth within two
/// deviations, the share to a hundredth.
#[test]
fn scores_are_those_of_the_closed_form() {
    let deviation = 0.3;
    for z in [-1.5, -0.4, 0.0, 0.7, 1.6] {
        let middle = 150.0 * exp(-z * deviation);
        let scored = score(&forecasts(vec![lognormal(middle, deviation)], Vec::new()), &observed(), day(2026, 6, 30));
        assert_eq!(scored.values.len(), 1);
        let ranked = deviation
            * (z * (2.0 * normal::cdf(z) - 1.0) + 2.0 * normal::density(z) - 1.0 / std::f64::consts::PI.sqrt());
        let value = &scored.values[0];
        assert!(
            (value.ranked_score - ranked).abs() < 0.03 * deviation,
            "{z}: {} instead of {ranked}",
            value.ranked_score
        );
        let log = ln(normal::density(z) / deviation);
        assert!((value.log_score - log).abs() < 0.1, "{z}: {} instead of {log}", value.log_score);
        assert!((value.share - normal::cdf(z)).abs() < 0.01, "{z}");
    }
}

#[test]
fn a_sure_and_right_forecast_scores_best_and_one_far_off_still_has_a_score() {
    let of = |middle: f64, deviation: f64| {
        let scored = score(&forecasts(vec![lognormal(middle, deviation)], Vec::new()), &observed(), day(2026, 6, 30));
        scored.of_values().unwrap()
    };
    let (sure, unsure, wrong) = (of(150.0, 0.05), of(150.0, 0.5), of(1e6, 0.05));
    assert!(sure.0 > unsure.0 && unsure.0 > wrong.0 && wrong.0.is_finite());
    assert!(sure.1 < unsure.1 && unsure.1 < wrong.1);
}

/// (0.25 − 1)² and (0.9 − 0)² have come due: the mean is 0.68625. The claim of 2030 is no outcome, half a year no whole one.
#[test]
fn milestones_are_scored_when_their_year_is_over() {
    let kept = forecasts(
        Vec::new(),
        vec![milestone(120.0, 2025, 0.25), milestone(200.0, 2025, 0.9), milestone(100.0, 2030, 0.5)],
    );
    let scored = score(&kept, &observed(), day(2026, 6, 30));
    assert_eq!((scored.milestones.len(), scored.milestones_to_come), (2, 1));
    assert!((scored.brier().unwrap() - 0.68625).abs() < 1e-12);
    // In 2025 nothing was over; the value of 2025 was not known.
    let early = score(&kept, &observed(), day(2025, 12, 31));
    assert_eq!((early.brier(), early.milestones_to_come, early.values_to_come), (None, 3, 0));
}

#[test]
fn values_known_when_the_forecast_was_made_do_not_count() {
    let late = Forecasts { made: day(2026, 2, 1), ..forecasts(vec![lognormal(150.0, 0.1)], Vec::new()) };
    let scored = score(&late, &observed(), day(2026, 6, 30));
    assert_eq!((scored.values.len(), scored.values_to_come), (0, 1));
    let other_unit = ValueForecast { unit: "t/year".into(), ..lognormal(150.0, 0.1) };
    assert!(score(&forecasts(vec![other_unit], Vec::new()), &observed(), day(2026, 6, 30)).values.is_empty());
}

/// Forecasts of the end of 2022 with what was known then, scored with what came: launches of 2023 to 2025 among them.
#[test]
fn forecasts_of_the_past_are_scored_with_what_came() {
    let observed = Observed::shipped();
    let then = track(&observed, &[], day(2022, 12, 31), 0, &|| true).unwrap();
    let kept = Forecasts::of(&then, "none", "0.1.0");
    let read = read_forecasts(&kept.to_toml(), "forecasts.toml").unwrap();
    let scored = score(&read, &observed, observed.newest_known().unwrap());
    let launches: Vec<i32> =
        scored.values.iter().filter(|v| v.forecast.series == "orbital_launches").map(|v| v.forecast.year).collect();
    assert_eq!(launches, [2022, 2023, 2024, 2025]);
    assert_eq!(scored.brier(), None, "no milestone was due by 2026");
    assert!(scored.milestones_to_come > 0 && scored.values_to_come > 0);
}

#[test]
fn wrong_files_of_forecasts_say_what_is_wrong() {
    let messages = |text: &str| -> Vec<String> {
        read_forecasts(text, "old.toml").unwrap_err().iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        messages("")[0],
        "old.toml:1: the file has no `[forecast]`; give a `forecasts.toml` that `sunward track --out` has written"
    );
    let good = forecasts(vec![lognormal(100.0, 0.3)], vec![milestone(120.0, 2025, 0.25)]).to_toml();
    for (from, to, says) in [
        ("chance = 0.25", "chance = 1.5", "more than one"),
        ("by = 2025", "by = \"soon\"", "is no year"),
        ("quantiles = [", "quantiles = [0.0, ", "not what they should be"),
        ("seed = ", "seeds = ", "unknown field `seeds`"),
        ("at least", "about", "is one of `at least`, `at most`"),
        ("[[value]]", "[[values]]", "unknown table `values`"),
        ("made = \"2024-06-30\"", "made = \"yesterday\"", "is no date"),
        ("\"launches/year\"\nby", "\"launchen\"\nby", "which is no unit"),
    ] {
        assert!(good.contains(from), "{from}");
        let found = messages(&good.replacen(from, to, 1));
        assert!(found.iter().any(|message| message.contains(says)), "{to}: {found:?}");
        assert!(found.iter().all(|message| message.starts_with("old.toml:")), "{found:?}");
    }
    for cut in (0..good.len()).step_by(7).filter(|cut| good.is_char_boundary(*cut)) {
        let _ = read_forecasts(&good[..cut], "cut.toml");
    }
}
