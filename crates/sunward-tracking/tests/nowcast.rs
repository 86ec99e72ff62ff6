//! The trend against closed forms, its laws, and what it makes of little.

use sunward_quantity::elementary::{exp, ln};
use sunward_tracking::backtest::{calibration, rolling, trials};
use sunward_tracking::date::Day;
use sunward_tracking::nowcast::{Fit, Heading, Prior, Sample, Shape, seen};
use sunward_tracking::observed::{Observed, read_observed};
use sunward_uncertainty::beta;
use sunward_uncertainty::random::Seed;

fn samples(values: &[(f64, f64)]) -> Vec<Sample> {
    values.iter().map(|(year, value)| Sample { year: *year, log: ln(*value), variance: 1e-9 }).collect()
}

fn fit(values: &[(f64, f64)], heading: Heading) -> Fit {
    Fit::new(&samples(values), heading, Shape::Either, &Prior::default()).expect("enough values")
}

/// The number that a share of Student's distribution lies below, by the incomplete beta function.
fn student(share: f64, freedom: f64) -> f64 {
    let x = beta::quantile(2.0 * (1.0 - share), 0.5 * freedom, 0.5);
    (freedom * (1.0 / x - 1.0)).sqrt()
}

/// A plain random walk with drift, of which nothing is known beforehand: the forecast `h` years ahead is Student's, around the
/// last value and the mean step, with the variance of steps times `h + h²/n` and one freedom less than steps (`farmer2016`).
/// Parts that together weigh a thousandth are left out, most of them wide: in a tail of a twentieth that is a fiftieth, and
/// of a deviation there less than a hundredth.
#[test]
fn a_plain_walk_forecasts_as_published() {
    let logs = [0.0, 0.31, 0.18, 0.62, 0.77, 0.71, 1.12, 1.30, 1.21];
    let values: Vec<(f64, f64)> = logs.iter().enumerate().map(|(i, log)| (2000.0 + i as f64, exp(*log))).collect();
    let prior = Prior {
        growth: 1000.0,
        volatility_spread: 1e6,
        wander: vec![0.0],
        scatter: vec![0.0],
        spread: 1e-9,
        ceilings: Vec::new(),
        unlimited: 1.0,
        ..Prior::default()
    };
    let fit = Fit::new(&samples(&values), Heading::Rising, Shape::Either, &prior).unwrap();
    let steps: Vec<f64> = logs.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let count = steps.len() as f64;
    let drift = steps.iter().sum::<f64>() / count;
    let variance = steps.iter().map(|step| (step - drift) * (step - drift)).sum::<f64>() / (count - 1.0);
    for ahead in [1.0, 4.0, 10.0] {
        let forecast = fit.at(2008.0 + ahead, None);
        let deviation = (variance * (ahead + ahead * ahead / count)).sqrt();
        for share in [0.5, 0.75, 0.9, 0.95] {
            let wanted =
                logs[8] + drift * ahead + if share > 0.5 { deviation * student(share, count - 1.0) } else { 0.0 };
            let ours = ln(forecast.quantile(share));
            assert!((ours - wanted).abs() < 1e-2 * deviation, "{ahead} {share}: {ours} instead of {wanted}");
        }
    }
}

#[test]
fn shares_and_quantiles_undo_each_other_and_the_density_is_their_slope() {
    let values = [(2020.0, 1.0), (2021.0, 1.4), (2022.5, 2.2), (2023.0, 2.1), (2025.0, 4.0)];
    for heading in [Heading::Rising, Heading::Falling] {
        let forecast = fit(&values, heading).at(2028.0, Some(0.01));
        let mut before = 0.0;
        for share in [0.01, 0.05, 0.5, 0.95, 0.99] {
            let value = forecast.quantile(share);
            assert!(value > before);
            before = value;
            assert!((forecast.share_below(value) - share).abs() < 1e-7);
            let step = 1e-5;
            let slope = forecast.share_below(value * exp(step)) - forecast.share_below(value * exp(-step));
            assert!((exp(forecast.log_score(value)) - slope / (2.0 * step)).abs() < 1e-4);
        }
    }
}

/// A part of the mixture at the edge of what is left out may fall on either side of it by a last bit: 3e-4.
#[test]
fn what_falls_is_what_rises_turned_over() {
    let values = [(2020.0, 1.0), (2021.0, 1.4), (2022.5, 2.2), (2023.0, 2.1), (2025.0, 4.0)];
    let over = values.map(|(year, value)| (year, 1.0 / value));
    let (up, down) = (fit(&values, Heading::Rising).at(2030.0, None), fit(&over, Heading::Falling).at(2030.0, None));
    for share in [0.05, 0.5, 0.95] {
        let product = up.quantile(share) * down.quantile(1.0 - share);
        assert!((product - 1.0).abs() < 3e-4, "{product}");
    }
}

#[test]
fn neither_the_unit_nor_the_calendar_matters() {
    let values = [(2020.0, 1.0), (2021.0, 1.4), (2022.5, 2.2), (2023.0, 2.1), (2025.0, 4.0)];
    let moved = values.map(|(year, value)| (year - 1000.0, value * 1e9));
    let (one, other) = (fit(&values, Heading::Rising), fit(&moved, Heading::Rising));
    for share in [0.05, 0.5, 0.95] {
        let ratio = other.at(1030.0, None).quantile(share) / one.at(2030.0, None).quantile(share);
        assert!((ratio / 1e9 - 1.0).abs() < 3e-4, "{ratio}");
    }
}

/// Two values a year apart: the nine tenths of five years later span more than a factor of ten, and neither fall nor rise is
/// excluded. A long and even growth is known far better.
#[test]
fn two_values_give_a_very_wide_fan() {
    let spans = |values: &[(f64, f64)], year: f64| {
        let forecast = fit(values, Heading::Rising).at(year, None);
        forecast.quantile(0.95) / forecast.quantile(0.05)
    };
    let wide = spans(&[(2024.5, 3.86), (2025.5, 7.08)], 2030.5);
    let even: Vec<(f64, f64)> = (0..15).map(|i| (2011.5 + f64::from(i), exp(0.3 * f64::from(i)))).collect();
    let narrow = spans(&even, 2030.5);
    assert!(wide > 10.0 && narrow < 0.5 * wide, "{wide} and {narrow}");
}

/// What has nearly stopped below a ceiling makes a ceiling likelier than one half; what never slowed does not.
#[test]
fn what_has_saturated_is_told_from_what_has_not() {
    let logistic: Vec<(f64, f64)> =
        (0..25).map(|i| (2000.0 + f64::from(i), 100.0 / (1.0 + exp(-0.5 * (f64::from(i) - 10.0))))).collect();
    let exponential: Vec<(f64, f64)> = (0..25).map(|i| (2000.0 + f64::from(i), exp(0.3 * f64::from(i)))).collect();
    let (low, high) = (fit(&logistic, Heading::Rising).unlimited(), fit(&exponential, Heading::Rising).unlimited());
    assert!(low < 0.2, "{low}");
    assert!(high > 0.5, "{high}");
}

#[test]
fn a_ceiling_is_never_passed() {
    let values = [(2020.0, 1.0), (2021.0, 2.0), (2022.0, 4.0), (2023.0, 8.0)];
    let prior = Prior { ceilings: vec![5.0], ..Prior::default() };
    let fit = Fit::new(&samples(&values), Heading::Rising, Shape::Logistic, &prior).unwrap();
    assert_eq!(fit.unlimited(), 0.0);
    assert!(fit.at(2060.0, None).quantile(0.999) <= 40.0 * (1.0 + 1e-9));
    assert!(fit.draws(&[2030.0, 2060.0], Seed(1), 500).iter().flatten().all(|value| *value <= 40.0 * (1.0 + 1e-9)));
}

/// 4,000 draws: a share errs by at most 0.8 % (one standard deviation), so four of them are 3.2 %.
#[test]
fn draws_have_the_distribution_in_closed_form() {
    let values = [(2020.0, 1.0), (2021.0, 1.4), (2022.5, 2.2), (2023.0, 2.1), (2025.0, 4.0)];
    let fit = fit(&values, Heading::Rising);
    let years = [2026.0, 2030.0, 2045.0];
    let draws = fit.draws(&years, Seed(3), 4000);
    assert_eq!(draws.len(), 4000);
    for (at, year) in years.iter().enumerate() {
        let forecast = fit.at(*year, None);
        for share in [0.1, 0.5, 0.9] {
            let value = forecast.quantile(share);
            let below = draws.iter().filter(|draw| draw[at] <= value).count() as f64 / 4000.0;
            assert!((below - share).abs() < 0.032, "{year}: {below} instead of {share}");
        }
    }
    assert_eq!(draws, fit.draws(&years, Seed(3), 4000), "the same seed gives the same bits");
    assert_ne!(draws, fit.draws(&years, Seed(4), 4000));
}

#[test]
fn one_value_is_no_trend() {
    let none =
        |values: &[(f64, f64)]| Fit::new(&samples(values), Heading::Rising, Shape::Either, &Prior::default()).is_none();
    assert!(none(&[]) && none(&[(2020.0, 1.0)]) && none(&[(2020.0, 1.0), (2020.0, 2.0)]));
}

const SERIES: &str = r#"
[series.launches]
title = "Launches"
counts = "rate"
unit = "launches/year"
source = "gcat"
kind = "measured"
points = [
    { date = "2022", value = 100, known = "2023-01" },
    { date = "2023", value = 0, known = "2024-01" },
    { date = "2024", value = 120, low = 110, high = 130, known = "2025-01", source = "other" },
    { date = "2025", value = 100, known = "2025-07-02", until = "2025-07-02" },
    { date = "2026", value = 500, known = "2025-01", kind = "claimed" },
]
"#;

/// Counting errs by one over the number; half a year by a tenth; a range of nine tenths by its logarithm over 3.29; another
/// publisher by a tenth.
#[test]
fn each_value_has_an_error_of_its_own() {
    let series = &read_observed(SERIES, "a").unwrap().series[0];
    let seen = seen(series, Day::new(2026, 1, 1).unwrap());
    assert_eq!((seen.samples.len(), seen.claimed, seen.zero, seen.later), (3, 1, 1, 0));
    let deviation = ln(130.0 / 110.0) / 3.289_707;
    // A rate is by the year of 365.25 days, so that 2022 had a few less than 100 launches.
    let whole = 1e-6 + 365.25 / 365.0 / 100.0;
    assert!((seen.samples[0].variance - whole).abs() < 1e-12);
    let doubtful = 1e-6 + 365.25 / 366.0 / 120.0 + deviation * deviation + 0.01;
    assert!((seen.samples[1].variance - doubtful).abs() < 1e-8);
    // 183 of 365 days with 50 launches: 1/50 of counting, and 0.01 × (365/183 − 1).
    let part = 1e-6 + 365.25 / 183.0 / 100.0 + 0.01 * (365.0 / 183.0 - 1.0);
    assert!((seen.samples[2].variance - part).abs() < 1e-12);
    assert!((seen.samples[2].year - (2025.0 + 0.5 * 183.0 / 365.0)).abs() < 1e-12);
}

#[test]
fn a_trial_sees_nothing_that_was_not_known() {
    let observed = Observed::shipped();
    let series = observed.find("orbital_launches").unwrap();
    let prior = Prior::default();
    let whole = trials(series, Day::new(2021, 12, 31).unwrap(), 5.0, &prior);
    // 2020 became known in January 2021, 2021 in January 2022.
    assert_eq!((whole.len(), whole[0].seen, whole[0].ahead), (5, 31, 1.0));
    let cut = series.known_by(Day::new(2022, 6, 1).unwrap());
    let short = trials(&cut, Day::new(2021, 12, 31).unwrap(), 5.0, &prior);
    assert_eq!(short[0], whole[0], "a forecast changes with what came after it");
}

/// World electricity: sixteen years, eleven trials a year ahead and fewer for more years.
#[test]
fn trials_are_counted_where_they_lie() {
    let observed = Observed::shipped();
    let all = rolling(observed.find("world_electricity").unwrap(), 5.0, &Prior::default());
    let found = calibration(&all).unwrap();
    assert_eq!((found.count, found.series), (all.len(), 1));
    assert_eq!(found.tenths.iter().sum::<usize>(), found.count);
    assert!(found.inside[0] <= found.inside[1] && found.inside[1] <= found.inside[2]);
    // Between what both trends score alone, or above both.
    let (whole, without, with) = found.scores;
    assert!(whole >= without.min(with) - 1e-9);
    assert_eq!(calibration(&[]), None);
}
