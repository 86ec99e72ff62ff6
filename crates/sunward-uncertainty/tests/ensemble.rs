//! Statistics of many draws against sorted lists, closed forms and published intervals.

use sunward_quantity::elementary::exp;
use sunward_uncertainty::ensemble::{
    CHUNK, Ensemble, Measure, Quantile, Share, fan, mean_of_replicates, quantile_ranks,
};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};
use sunward_uncertainty::refusal::Refusal;

const NUMBER: Measure = Measure::Number { origin: 0.0 };
const YEARS: Measure = Measure::Years { first: 2026, last: 2060 };

fn of(measure: Measure, outcomes: &[f64]) -> Ensemble {
    let mut ensemble = Ensemble::new(&[measure]).unwrap();
    outcomes.iter().for_each(|&outcome| ensemble.add(&[outcome]).unwrap());
    ensemble
}

/// Lognormal draws on both sides of nought, some exactly nought.
fn draws(count: u64) -> Vec<f64> {
    (0..count)
        .map(|index| {
            let z = normal::quantile(uniform(Seed(5), index, 0));
            match index % 10 {
                0 => 0.0,
                1 => -10.0 * exp(0.7 * z),
                _ => 90.0 * exp(0.7 * z),
            }
        })
        .collect()
}

/// A bin is a 1,024th of the value wide at most, so that is how far the quantile of a sorted list may be.
#[test]
fn quantiles_are_those_of_the_sorted_list_within_a_bin() {
    let mut list = draws(20_011);
    let ensemble = of(NUMBER, &list);
    let summary = &ensemble.summaries()[0];
    list.sort_by(f64::total_cmp);
    let mut worst = 0.0_f64;
    for i in 0..=1000 {
        let share = f64::from(i) / 1000.0;
        let exact = list[((share * 20_011.0).ceil() as usize).clamp(1, 20_011) - 1];
        let ours = summary.quantile(share).and_then(Quantile::at).unwrap();
        worst = worst.max((ours - exact).abs() / exact.abs().max(1e-300));
        assert!((ours - exact).abs() <= exact.abs() / 1024.0, "{share}: {ours} {exact}");
        if exact != 0.0 {
            let at_most = list.partition_point(|x| *x <= exact) as f64;
            // The draws of one bin: at most 0.1 % of the value, where the density of its logarithm is below 0.6.
            assert!((summary.at_most(exact).draws as f64 - at_most).abs() <= 20_011.0 * 0.6 / 1024.0);
        }
    }
    println!("largest error of a quantile: {:.4} % of it", 100.0 * worst);
    assert_eq!(summary.extremes(), Some((list[0], list[20_010])));
}

/// An origin moves the fine bins to where they are wanted: dates to a 1,024th of the time since then.
#[test]
fn an_origin_makes_dates_fine() {
    let dates: Vec<f64> = (0..1000).map(|i| 2026.0 + f64::from(i) / 50.0).collect();
    let ensemble = of(Measure::Number { origin: 2026.0 }, &dates);
    let ours = ensemble.summaries()[0].quantile(0.5).and_then(Quantile::at).unwrap();
    assert!((ours - 2035.98).abs() <= 9.98 / 1024.0, "{ours}");
}

/// Crossovers: 6 already, 58 in three years, 36 never. Quantiles are exact, and one may be never.
#[test]
fn quantiles_of_years_are_exact_and_not_conditioned_on_success() {
    let years: Vec<f64> = [(f64::NEG_INFINITY, 6), (2026.0, 20), (2031.0, 30), (2060.0, 8), (f64::INFINITY, 36)]
        .iter()
        .flat_map(|&(year, count)| std::iter::repeat_n(year, count))
        .collect();
    let ensemble = of(YEARS, &years);
    let summary = &ensemble.summaries()[0];
    let expected = [
        (0.05, Quantile::Already),
        (0.06, Quantile::Already),
        (0.0601, Quantile::At(2026.0)),
        (0.25, Quantile::At(2026.0)),
        (0.5, Quantile::At(2031.0)),
        (0.64, Quantile::At(2060.0)),
        (0.65, Quantile::Never),
        (0.95, Quantile::Never),
    ];
    for (share, quantile) in expected {
        assert_eq!(summary.quantile(share), Some(quantile), "{share}");
    }
    assert_eq!((summary.already().value(), summary.never().value()), (0.06, 0.36));
    assert_eq!(summary.at_most(2030.0).draws, 26);
    assert_eq!(summary.at_most(2031.0).draws, 56);
    assert_eq!(summary.at_most(f64::INFINITY).draws + summary.never().draws, 100);
    assert_eq!(summary.histogram(&[2025.0, 2026.0, 2030.0, 2035.0, 2060.0]), [20.0, 0.0, 30.0, 8.0]);
    assert!(matches!(summary.mean(), Err(Refusal::Infinite { .. })));
    assert!(Quantile::Already < Quantile::At(-1e300) && Quantile::At(1e300) < Quantile::Never);
}

/// Two workers take chunks as they come; merged in the order of the draws everything is the same to the last bit.
#[test]
fn the_number_of_threads_changes_nothing() {
    let list = draws(10 * CHUNK as u64 + 17);
    let one: Vec<Ensemble> = list.chunks(CHUNK).map(|chunk| of(NUMBER, chunk)).collect();
    let two: Vec<Ensemble> = std::thread::scope(|scope| {
        let work = |odd: usize| {
            let list = &list;
            scope.spawn(move || {
                let chunks = list.chunks(CHUNK).enumerate().filter(|(i, _)| i % 2 == odd);
                chunks.map(|(i, chunk)| (i, of(NUMBER, chunk))).collect::<Vec<_>>()
            })
        };
        let (even, odd) = (work(0), work(1));
        let mut all: Vec<_> = odd.join().unwrap().into_iter().chain(even.join().unwrap()).collect();
        all.sort_by_key(|(i, _)| *i);
        all.into_iter().map(|(_, ensemble)| ensemble).collect()
    });
    let merged = |parts: &[Ensemble]| {
        let mut whole = Ensemble::new(&[NUMBER]).unwrap();
        parts.iter().for_each(|part| whole.merge(part).unwrap());
        whole
    };
    assert_eq!(merged(&one), merged(&two));
    let whole = merged(&one);
    let straight = of(NUMBER, &list);
    assert_eq!(whole.draws(), list.len() as u64);
    // Counts do not mind the order at all; means differ by the rounding of some ten thousand sums.
    assert_eq!(whole.summaries()[0].quantile(0.3), straight.summaries()[0].quantile(0.3));
    let (a, b) = (&whole.summaries()[0], &straight.summaries()[0]);
    assert!((a.mean().unwrap() - b.mean().unwrap()).abs() < 1e-12 * b.mean().unwrap());
    assert!((a.variance().unwrap() - b.variance().unwrap()).abs() < 1e-11 * b.variance().unwrap());
}

/// Far from nought a sum of squares would leave nothing: the variance of 1, 2, 3, 4 is 5/3 wherever they stand.
#[test]
fn the_variance_survives_a_large_mean() {
    let ensemble = of(NUMBER, &[1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0, 1e9 + 4.0]);
    let summary = &ensemble.summaries()[0];
    assert!((summary.mean().unwrap() - (1e9 + 2.5)).abs() < 1e-6);
    assert!((summary.variance().unwrap() - 5.0 / 3.0).abs() < 1e-6);
}

/// Newcombe's table of 1998, method 3 (score without correction), at 95 %, to its four digits.
#[test]
fn wilsons_interval_is_the_published_one() {
    for (draws, of, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    {
        let (ours_low, ours_high) = Share { draws, of }.interval(0.95);
        assert!(
            (ours_low - low).abs() < 5.1e-5 && (ours_high - high).abs() < 5.1e-5,
            "{draws}/{of}: {ours_low} {ours_high}"
        );
    }
    assert_eq!(Share { draws: 20, of: 20 }.interval(0.95).1, 1.0);
    assert_eq!(Share { draws: 0, of: 0 }.interval(0.95), (0.0, 1.0));
}

/// Wilks: 59 draws are the fewest whose greatest bounds the 95 % quantile with 95 % confidence, 93 for the second
/// greatest, 124 for the third.
#[test]
fn the_ranks_are_those_of_wilks() {
    // One side with 95 % is both sides with 90 %.
    let upper = |draws| quantile_ranks(draws, 0.95, 0.9).1;
    assert_eq!((upper(58), upper(59)), (None, Some(59)));
    assert_eq!((upper(92), upper(93)), (Some(92), Some(92)));
    assert_eq!((upper(123), upper(124)), (Some(122), Some(122)));
    // By symmetry the lower side of the 5 % quantile.
    assert_eq!(quantile_ranks(59, 0.05, 0.9).0, Some(1));
    assert_eq!(quantile_ranks(58, 0.05, 0.9).0, None);
    assert_eq!(quantile_ranks(0, 0.5, 0.9), (None, None));
    assert_eq!(quantile_ranks(100, 1.5, 0.9), (None, None));
}

/// The sum of binomial probabilities itself, for the median of 20 draws: ranks 6 and 15 at 95 %, as in printed tables
/// of the sign test.
#[test]
fn the_ranks_of_the_median_are_those_of_the_sign_test() {
    assert_eq!(quantile_ranks(20, 0.5, 0.95), (Some(6), Some(15)));
}

/// For a million draws the normal law gives the ranks: `np ± z √(np(1 − p))`, to a few ranks.
#[test]
fn the_ranks_of_a_million_draws_are_those_of_the_normal_law() {
    let (low, high) = quantile_ranks(1_000_000, 0.05, 0.95);
    let half = 1.959_963_984_540_054 * (1e6_f64 * 0.05 * 0.95).sqrt();
    assert!((low.unwrap() as f64 - (50_000.0 - half)).abs() < 3.0, "{low:?}");
    assert!((high.unwrap() as f64 - (50_000.0 + half)).abs() < 3.0, "{high:?}");
}

/// 2,000 ensembles of 200 uniform draws: an interval of 90 % holds the true quantile in at least that share of them
/// (ranks are whole, so a little more), with a standard error of 0.7 %; four of them are the tolerance.
#[test]
fn the_interval_of_a_quantile_holds_it_as_often_as_it_says() {
    let mut held = 0;
    for trial in 0..2000 {
        let list: Vec<f64> = (0..200).map(|i| 1.0 + uniform(Seed(trial), i, 3)).collect();
        let ensemble = of(NUMBER, &list);
        let (low, high) = ensemble.summaries()[0].quantile_interval(0.25, 0.9);
        held += u32::from(low <= Quantile::At(1.25) && Quantile::At(1.25) <= high);
    }
    let share = f64::from(held) / 2000.0;
    println!("an interval of 90 % held the quantile in {:.1} %", 100.0 * share);
    assert!(share > 0.9 - 4.0 * 0.0067 && share < 0.95, "{share}");
}

/// Of the 95 % quantile three draws say nothing from above. From below: it lies under the second of them by chance in
/// `P(B ≤ 1) = 0.7 %`, under the third in 14 %.
#[test]
fn too_few_draws_leave_a_quantile_open() {
    let ensemble = of(NUMBER, &[1.0, 2.0, 3.0]);
    let (low, high) = ensemble.summaries()[0].quantile_interval(0.95, 0.95);
    assert!((low.at().unwrap() - 2.0).abs() <= 2.0 / 1024.0 && high == Quantile::Never, "{low:?} {high:?}");
}

/// Mean 3, deviations −2 … 2: standard error `√(10/(5 · 4))`, and Student's factor for four degrees of freedom is 2.776.
#[test]
fn the_mean_of_replicates_has_students_interval() {
    let estimate = mean_of_replicates(&[1.0, 2.0, 3.0, 4.0, 5.0]).unwrap();
    assert_eq!(estimate.value, 3.0);
    assert!((estimate.standard_error - 0.5_f64.sqrt()).abs() < 1e-15);
    let (low, high) = estimate.interval(0.95);
    assert!((high - low - 2.0 * 2.776_445 * 0.5_f64.sqrt()).abs() < 1e-5);
}

#[test]
fn a_fan_has_a_row_for_each_share_and_a_column_for_each_outcome() {
    let mut ensemble = Ensemble::new(&[NUMBER, NUMBER, YEARS]).unwrap();
    for i in 1..=100 {
        ensemble.add(&[f64::from(i), 2.0 * f64::from(i), f64::INFINITY]).unwrap();
    }
    let rows = fan(ensemble.summaries(), &[0.05, 0.5, 0.95]);
    assert_eq!((rows.len(), rows[0].len()), (3, 3));
    assert!((rows[1][1].and_then(Quantile::at).unwrap() - 100.0).abs() < 0.1);
    assert_eq!(rows[0][2], Some(Quantile::Never));
    assert_eq!(fan(Ensemble::new(&[NUMBER]).unwrap().summaries(), &[0.5]), [[None]]);
}

#[test]
fn what_cannot_be_counted_is_refused_and_leaves_no_trace() {
    let mut ensemble = Ensemble::new(&[NUMBER, YEARS]).unwrap();
    ensemble.add(&[1.0, 2030.0]).unwrap();
    let before = ensemble.clone();
    assert_eq!(ensemble.add(&[f64::NAN, 2030.0]), Err(Refusal::NotANumber { evaluation: 1 }));
    assert!(matches!(ensemble.add(&[1.0, 2030.5]), Err(Refusal::Setting { .. })));
    assert!(matches!(ensemble.add(&[1.0, 2061.0]), Err(Refusal::Setting { .. })));
    assert!(matches!(ensemble.add(&[1.0]), Err(Refusal::Length { .. })));
    assert!(matches!(ensemble.merge(&of(NUMBER, &[])), Err(Refusal::Length { .. })));
    assert!(matches!(ensemble.merge(&Ensemble::new(&[YEARS, YEARS]).unwrap()), Err(Refusal::Setting { .. })));
    assert_eq!(ensemble, before);
    assert!(matches!(before.summaries()[0].variance(), Err(Refusal::Unfinished { .. })));
    assert!(matches!(Ensemble::new(&[Measure::Years { first: 2030, last: 2026 }]), Err(Refusal::Setting { .. })));
    assert!(matches!(Ensemble::new(&[Measure::Number { origin: f64::NAN }]), Err(Refusal::Setting { .. })));
    assert!(matches!(mean_of_replicates(&[1.0]), Err(Refusal::Setting { .. })));
    assert!(matches!(mean_of_replicates(&[1.0, f64::INFINITY]), Err(Refusal::Infinite { .. })));
}

/// The far ends of what a number can be.
#[test]
fn no_finite_outcome_is_too_large_or_too_small_to_count() {
    let list = [-f64::MAX, -1.0, -f64::MIN_POSITIVE, -0.0, 0.0, 5e-324, 1.0, f64::MAX];
    let ensemble = of(NUMBER, &list);
    let summary = &ensemble.summaries()[0];
    assert_eq!(summary.draws(), 8);
    assert_eq!(summary.quantile(0.0), Some(Quantile::At(-f64::MAX)));
    assert!(summary.quantile(1.0).and_then(Quantile::at).unwrap() > 0.999 * f64::MAX);
    let ones = summary.quantile(0.25).and_then(Quantile::at).unwrap();
    assert!((ones + 1.0).abs() < 1.0 / 1024.0, "{ones}");
}
