//! Laws against closed forms and another program, and what every law must keep.

use statrs::distribution::{Beta, Continuous, ContinuousCDF, LogNormal, Normal, Triangular};
use sunward_quantity::elementary::{exp, exp_m1, ln};
use sunward_uncertainty::law::{Distribution, Law, NoLaw, Range};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};

/// One of each kind, with a name.
fn laws() -> Vec<(&'static str, Law)> {
    let range = Range::nine_tenths(2.0, 9.0);
    let plain = vec![
        ("constant", Law::constant(4.0)),
        ("uniform", Law::uniform(-2.0, 7.0)),
        ("triangular", Law::triangular(3.0, 2.0, 9.0)),
        ("triangular, best at its end", Law::triangular(2.0, 2.0, 9.0)),
        ("pert", Law::pert(3.0, 2.0, 9.0)),
        ("pert, best at its end", Law::pert(9.0, 2.0, 9.0)),
        ("beta beyond the table", Law::beta(30.0, 70.0, 0.0, 10.0)),
        ("normal", Law::normal(5.5, range)),
        ("normal off centre", Law::normal(3.0, range)),
        ("lognormal", Law::lognormal(18_f64.sqrt(), range)),
        ("lognormal off centre", Law::lognormal(3.0, range)),
        ("discrete", Law::discrete(&[4.0, 1.0, 2.5], &[1.0, 2.0, 5.0])),
        ("tabulated", Law::tabulated(&[(0.0, 1.0), (0.1, 2.0), (0.5, 2.0), (0.9, 5.0), (1.0, 20.0)])),
        ("histogram", Law::histogram(&[0.0, 1.0, 3.0, 4.0], &[1.0, 0.0, 3.0])),
    ];
    let mut laws: Vec<_> = plain.into_iter().map(|(name, law)| (name, law.unwrap())).collect();
    let cut: Vec<_> = laws
        .iter()
        .filter(|(name, _)| *name != "constant")
        .map(|(name, law)| (*name, law.clone().truncated(2.2, 6.0).unwrap()))
        .collect();
    laws.extend(cut);
    laws
}

#[test]
fn the_normal_quantile_is_the_published_one() {
    // Wichura's own checks of PPND16, and the textbook value.
    for (u, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_813_5), (1e-20, -9.262_340_089_798_408)]
    {
        assert!((normal::quantile(u) - z).abs() <= 1e-15 * z.abs(), "{u}");
    }
    assert!((normal::quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-15);
    assert_eq!((normal::quantile(0.0), normal::quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert!(normal::quantile(-0.1).is_nan() && normal::quantile(f64::NAN).is_nan());
}

/// The share of the quantile is the share. A last bit of `z` moves a small share by `z²` of its own, and three are lost
/// on the way: in the quotient of polynomials, in `z/√2` and in the error function.
#[test]
fn the_normal_quantile_inverts_the_share() {
    for i in 1..20_000 {
        for u in [f64::from(i) / 20_000.0, 1.0 / (f64::from(i) * f64::from(i) * f64::from(i) * 1e20)] {
            let z = normal::quantile(u);
            let bits = 3.0 * (1.0 + z * z);
            assert!((normal::cdf(z) - u).abs() <= bits * f64::EPSILON * u, "{u}");
        }
    }
}

/// Shares are compared, since their quantiles are found by halving. Their error function is good to about `1e-11`:
/// hence ten times that. The density is the slope of the share.
#[test]
fn shares_are_what_another_program_says() {
    let close = |law: &Law, theirs: &dyn Fn(f64) -> f64, low: f64, high: f64| {
        for i in 0..=400 {
            let x = low + (high - low) * f64::from(i) / 400.0;
            assert!((law.cdf(x) - theirs(x)).abs() < 1e-10, "{law:?} at {x}: {} {}", law.cdf(x), theirs(x));
        }
    };
    let triangular = Triangular::new(2.0, 9.0, 3.0).unwrap();
    close(&Law::triangular(3.0, 2.0, 9.0).unwrap(), &|x| triangular.cdf(x), 1.0, 10.0);
    // PERT by its shapes: `1 + 4/7` and `5 − 4/7`.
    let beta = Beta::new(1.0 + 4.0 / 7.0, 5.0 - 4.0 / 7.0).unwrap();
    close(&Law::pert(3.0, 2.0, 9.0).unwrap(), &|x| beta.cdf((x - 2.0) / 7.0), 2.0, 9.0);
    let gauss = Normal::new(5.0, 2.0).unwrap();
    close(&Law::normal_by_deviation(5.0, 2.0).unwrap(), &|x| gauss.cdf(x), -5.0, 15.0);
    let lognormal = LogNormal::new(ln(4.0), 0.5).unwrap();
    close(&Law::lognormal_by_deviation(4.0, 0.5).unwrap(), &|x| lognormal.cdf(x), 0.1, 30.0);
    let slope = (normal::cdf(0.7 + 1e-5) - normal::cdf(0.7 - 1e-5)) / 2e-5;
    assert!(
        (slope - normal::density(0.7)).abs() < 1e-9
            && (normal::density(1.0) - Normal::standard().pdf(1.0)).abs() < 1e-15
    );
}

/// Stated quantiles are the law's quantiles, wherever the best value stands and whatever shares are named: to some last
/// bits for a normal law, to what the table promises for a lognormal one.
#[test]
fn a_range_is_met_exactly() {
    for shares in [(0.05, 0.95), (0.1, 0.9), (0.01, 0.8)] {
        for best in [2.5, 5.5, 8.0] {
            let range = Range { low: 2.0, high: 9.0, shares };
            for (law, table) in
                [(Law::normal(best, range).unwrap(), 1e-14), (Law::lognormal(best, range).unwrap(), 1e-10)]
            {
                for (share, value) in [(shares.0, 2.0), (0.5, best), (shares.1, 9.0)] {
                    assert!((law.quantile(share) - value).abs() < table * 9.0, "{law:?}");
                    assert!((law.cdf(value) - share).abs() < 1e-14, "{law:?}");
                }
            }
        }
    }
}

/// The table promises `1e-9` of the value up to a deviation of 2; beyond there is none. The other way is `best eˢᶻ`
/// itself, with an error of some last bits times `s z`.
#[test]
fn the_table_of_a_lognormal_law_keeps_its_promise() {
    for (deviation, promise) in [(0.01, 1e-12), (0.3, 1e-10), (0.6, 1e-10), (1.0, 1e-9), (2.0, 1e-9), (3.0, 1e-13)] {
        let law = Law::lognormal_by_deviation(4.0, deviation).unwrap();
        let mut worst = 0.0_f64;
        for i in 1..40_000 {
            let u = f64::from(i) / 40_000.0;
            let direct = law.quantile_of_normal(normal::quantile(u));
            worst = worst.max((law.quantile(u) / direct - 1.0).abs());
        }
        println!("lognormal with deviation {deviation}: largest error of the table {worst:.1e}");
        assert!(worst < promise, "{deviation}: {worst}");
    }
}

/// Equal halves are the normal law itself: `s = 3.5/1.6449`.
#[test]
fn a_best_value_in_the_middle_gives_the_plain_normal_law() {
    let law = Law::normal(5.5, Range::nine_tenths(2.0, 9.0)).unwrap();
    let deviation = 3.5 / 1.644_853_626_951_472_7;
    assert!((law.mean() - 5.5).abs() < 1e-14);
    assert!((law.variance() - deviation * deviation).abs() < 1e-13 * law.variance());
}

/// Every share has a value between the ends, quantiles never fall, the share of the quantile is the share (of a law
/// with steps, at least that), and a normal gives what its share gives.
#[test]
fn quantiles_rise_from_one_end_to_the_other_and_invert_the_share() {
    for (name, law) in laws() {
        let (low, high) = law.ends();
        assert!(low <= high, "{name}");
        let slack = 1e-15 * low.abs().max(high.abs()).min(1e3);
        let mut last = low;
        for i in 0..=20_000 {
            let u = f64::from(i) / 20_000.0;
            let x = law.quantile(u);
            assert!(x >= last - slack && x >= low && x <= high, "{name} at {u}: {x} after {last}");
            last = x;
            assert!(law.cdf(x) >= u - 1e-9, "{name} at {u}");
            if i % 7 == 3 {
                let z = normal::quantile(u);
                let by_normal = law.quantile_of_normal(z);
                // `Φ(Φ⁻¹(u))` is off by a last bit; a discrete law may step there, and none of these shares is one of
                // its steps.
                assert!((by_normal - x).abs() <= 1e-9 * x.abs().max(1.0) || u == 0.125, "{name} at {u}");
            }
        }
        assert_eq!((law.quantile(0.0), law.quantile(1.0)), (low, high), "{name}");
        assert_eq!((law.quantile(-1.0), law.quantile(2.0)), (low, high), "{name}");
        assert!(low.is_infinite() || law.contains(low) && !law.contains(low - 1.0), "{name}");
        if low.is_finite() && high.is_finite() {
            assert!(law.cdf(low - 1.0) == 0.0 && law.cdf(high) == 1.0, "{name}");
        }
    }
}

#[test]
fn laws_without_steps_give_the_share_back() {
    for (name, law) in laws() {
        if ["constant", "discrete", "tabulated", "histogram"].contains(&name) {
            continue;
        }
        for i in 1..1000 {
            let u = f64::from(i) / 1000.0;
            // The table of a beta law is good to `1e-10` of the range, and no density here is above 3 of it.
            assert!((law.cdf(law.quantile(u)) - u).abs() < 1e-9, "{name} at {u}: {}", law.cdf(law.quantile(u)));
        }
    }
}

/// Mean and variance of `n` shares in the middle of equal parts. The rule's error for a quantile that rises without
/// bound is that of the outermost part: about `σ² ln n / n`.
#[test]
fn means_and_variances_are_those_of_the_quantiles() {
    const N: u32 = 400_000;
    for (name, law) in laws() {
        let values: Vec<f64> = (0..N).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(N))).collect();
        let mean = values.iter().sum::<f64>() / f64::from(N);
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(N);
        let deviation = law.variance().sqrt();
        assert!((law.mean() - mean).abs() <= 1e-4 * deviation + 1e-12, "{name}: {} {mean}", law.mean());
        assert!((law.variance() - variance).abs() <= 1e-3 * variance + 1e-12, "{name}: {} {variance}", law.variance());
    }
}

/// Textbook forms: triangular `(l + m + h)/3`; PERT `(l + 4m + h)/6`; lognormal `m e^(s²/2)`, variance
/// `m² e^(s²) (e^(s²) − 1)`; normal above nought `√(2/π)` and `1 − 2/π`; the split normal `c + (s₂ − s₁)/√(2π)`.
#[test]
fn means_and_variances_have_their_closed_forms() {
    let near = |ours: f64, exact: f64| assert!((ours - exact).abs() <= 1e-12 * exact.abs(), "{ours} {exact}");
    near(Law::triangular(3.0, 2.0, 9.0).unwrap().mean(), 14.0 / 3.0);
    near(Law::triangular(3.0, 2.0, 9.0).unwrap().variance(), (4.0 + 9.0 + 81.0 - 6.0 - 18.0 - 27.0) / 18.0);
    near(Law::pert(3.0, 2.0, 9.0).unwrap().mean(), 23.0 / 6.0);
    let lognormal = Law::lognormal_by_deviation(4.0, 0.5).unwrap();
    near(lognormal.mean(), 4.0 * exp(0.125));
    near(lognormal.variance(), 16.0 * exp(0.25) * exp_m1(0.25));
    let half = Law::normal_by_deviation(0.0, 1.0).unwrap().truncated(0.0, f64::INFINITY).unwrap();
    near(half.mean(), (2.0 / std::f64::consts::PI).sqrt());
    near(half.variance(), 1.0 - 2.0 / std::f64::consts::PI);
    let split = Law::normal(3.0, Range::nine_tenths(2.0, 9.0)).unwrap();
    near(split.mean(), 3.0 + 5.0 / 1.644_853_626_951_472_7 / (2.0 * std::f64::consts::PI).sqrt());
    // A triangle cut at its best value is a triangle with its best at the end: mean a third of the way, variance 1/18
    // of the square.
    let cut = Law::triangular(3.0, 2.0, 9.0).unwrap().truncated(3.0, 100.0).unwrap();
    assert!(
        (cut.mean() - 5.0).abs() < 1e-10 && (cut.variance() - 2.0).abs() < 1e-9,
        "{} {}",
        cut.mean(),
        cut.variance()
    );
}

/// The share between the bounds is scaled up: `F(x) = (F₀(x) − F₀(l))/(F₀(h) − F₀(l))`.
#[test]
fn a_truncated_law_is_the_law_given_that_it_falls_between_the_bounds() {
    for (name, whole) in laws().into_iter().filter(|(name, law)| *name != "constant" && law.ends() != (2.2, 6.0)) {
        if whole.ends().0 >= 2.2 {
            continue;
        }
        let cut = whole.clone().truncated(2.2, 6.0).unwrap();
        let (low, high) = (whole.cdf(2.2), whole.cdf(6.0));
        for x in [2.3, 2.5, 3.0, 4.5, 5.9] {
            let expected = (whole.cdf(x) - low) / (high - low);
            assert!((cut.cdf(x) - expected).abs() < 1e-12, "{name} at {x}: {} {expected}", cut.cdf(x));
        }
        assert!(cut.ends().0 >= 2.2 && cut.ends().1 <= 6.0, "{name}");
        // Twice is to both bounds.
        let twice = cut.truncated(3.0, 100.0).unwrap();
        assert!(twice.ends().0 >= 3.0 && twice.ends().1 <= 6.0, "{name}");
    }
    let free = Law::pert(3.0, 2.0, 9.0).unwrap();
    assert_eq!(free.clone().truncated(0.0, 10.0).unwrap(), free, "bounds that bind nothing leave the law alone");
}

/// 200 000 draws: the share of each value has the standard error `√(p(1 − p)/n)`, at most 0.0012; five of them are
/// never met by chance.
#[test]
fn a_discrete_law_draws_its_values_as_often_as_their_weights_say() {
    let law = Law::discrete(&[4.0, 1.0, 2.5, 7.0], &[1.0, 2.0, 5.0, 0.0]).unwrap();
    let mut counts = [0.0_f64; 3];
    for index in 0..200_000 {
        let x = law.quantile(uniform(Seed(7), index, 0));
        counts[[1.0, 2.5, 4.0].iter().position(|value| *value == x).unwrap()] += 1.0 / 200_000.0;
    }
    for (count, weight) in counts.iter().zip([0.25, 0.625, 0.125]) {
        assert!((count - weight).abs() < 5.0 * (weight * (1.0 - weight) / 200_000.0_f64).sqrt());
    }
    assert!(law.contains(2.5) && !law.contains(2.0) && !law.contains(7.0), "a value of no weight is none of the law's");
}

/// Many values, so that the guide's parts and the shares fall together and apart.
#[test]
fn a_long_list_is_searched_rightly() {
    let values: Vec<f64> = (0..997).map(f64::from).collect();
    let weights: Vec<f64> = (0..997).map(|i| f64::from(i * 7919 % 31)).collect();
    let law = Law::discrete(&values, &weights).unwrap();
    for index in 0..20_000 {
        let u = uniform(Seed(3), index, 0);
        let x = law.quantile(u);
        assert!(law.cdf(x) >= u && law.cdf(x - 0.5) < u, "{u}: {x}");
    }
}

#[test]
fn a_histogram_is_even_within_its_bins_and_leaves_empty_ones_out() {
    let law = Law::histogram(&[0.0, 1.0, 3.0, 4.0], &[1.0, 0.0, 3.0]).unwrap();
    for (u, x) in [(0.0, 0.0), (0.125, 0.5), (0.25, 1.0), (0.625, 3.5), (1.0, 4.0)] {
        assert!((law.quantile(u) - x).abs() < 1e-12, "{u}");
    }
    let ends = Law::histogram(&[0.0, 1.0, 3.0, 4.0], &[0.0, 2.0, 0.0]).unwrap();
    assert_eq!(ends.ends(), (1.0, 3.0));
}

#[test]
fn what_is_no_law_is_refused_with_a_remedy() {
    let range = Range::nine_tenths;
    let refused = [
        (Law::constant(f64::NAN).unwrap_err(), "NotFinite"),
        (Law::uniform(2.0, 2.0).unwrap_err(), "Range"),
        (Law::uniform(-1e308, 1e308).unwrap_err(), "NotFinite"),
        (Law::triangular(1.0, 2.0, 9.0).unwrap_err(), "BestOutside"),
        (Law::pert(f64::INFINITY, 2.0, 9.0).unwrap_err(), "NotFinite"),
        (Law::beta(0.0, 1.0, 2.0, 9.0).unwrap_err(), "Shape"),
        (Law::normal(2.0, range(2.0, 9.0)).unwrap_err(), "BestAtEnd"),
        (Law::normal(3.0, Range { low: 2.0, high: 9.0, shares: (0.5, 0.9) }).unwrap_err(), "Shares"),
        (Law::normal(3.0, Range { low: 2.0, high: 9.0, shares: (0.1, f64::NAN) }).unwrap_err(), "Shares"),
        (Law::lognormal(3.0, range(0.0, 9.0)).unwrap_err(), "NotPositive"),
        (Law::lognormal_by_deviation(-1.0, 1.0).unwrap_err(), "NotPositive"),
        (Law::normal_by_deviation(1.0, 0.0).unwrap_err(), "Shape"),
        (Law::discrete(&[], &[]).unwrap_err(), "TooFew"),
        (Law::discrete(&[1.0], &[1.0, 2.0]).unwrap_err(), "Lengths"),
        (Law::discrete(&[1.0, 2.0], &[1.0, -2.0]).unwrap_err(), "Weights"),
        (Law::discrete(&[1.0, 2.0], &[0.0, 0.0]).unwrap_err(), "Weights"),
        (Law::discrete(&[1.0, 1.0], &[1.0, 2.0]).unwrap_err(), "SameValue"),
        (Law::tabulated(&[(0.0, 1.0)]).unwrap_err(), "TooFew"),
        (Law::tabulated(&[(0.05, 1.0), (1.0, 2.0)]).unwrap_err(), "TableShares"),
        (Law::tabulated(&[(0.0, 1.0), (f64::NAN, 1.5), (1.0, 2.0)]).unwrap_err(), "TableShares"),
        (Law::tabulated(&[(0.0, 3.0), (1.0, 2.0)]).unwrap_err(), "TableFalls"),
        (Law::histogram(&[0.0, 1.0], &[1.0, 1.0]).unwrap_err(), "Lengths"),
        (Law::histogram(&[0.0, 0.0], &[1.0]).unwrap_err(), "Range"),
        (Law::uniform(0.0, 1.0).unwrap().truncated(2.0, 3.0).unwrap_err(), "NothingLeft"),
        (Law::normal_by_deviation(0.0, 1.0).unwrap().truncated(6.0, 7.0).unwrap_err(), "NothingLeft"),
        (Law::constant(1.0).unwrap().truncated(2.0, 3.0).unwrap_err(), "NothingLeft"),
        (Law::uniform(0.0, 1.0).unwrap().truncated(0.5, f64::NAN).unwrap_err(), "Range"),
        (Law::stated(Distribution::Uniform, 5.0, 0.0, 1.0).unwrap_err(), "BestOutside"),
    ];
    for (error, name) in refused {
        assert!(format!("{error:?}").starts_with(name), "{error:?} is not {name}");
        assert!(
            error.to_string().contains(';') || matches!(error, NoLaw::Weights | NoLaw::TableFalls { .. }),
            "{error}"
        );
    }
}

/// Every number that a file may hold, in every place: a refusal, or a law whose quantiles are numbers that do not fall
/// and stay between its ends.
#[test]
fn the_oddest_numbers_give_a_law_or_a_refusal() {
    let odd = [
        f64::NEG_INFINITY,
        -f64::MAX,
        -1e300,
        -1.0,
        -5e-324,
        -0.0,
        0.0,
        5e-324,
        f64::MIN_POSITIVE,
        1.0,
        1.0 + f64::EPSILON,
        1e300,
        f64::MAX,
        f64::INFINITY,
        f64::NAN,
    ];
    let mut made = 0;
    for (best, low, high) in odd.iter().flat_map(|&a| odd.iter().flat_map(move |&b| odd.map(|c| (a, b, c)))) {
        let shares = (0.05, 0.95);
        for distribution in [
            Distribution::Uniform,
            Distribution::Triangular,
            Distribution::Pert,
            Distribution::Normal { shares },
            Distribution::Lognormal { shares },
        ] {
            let Ok(law) = Law::stated(distribution, best, low, high) else { continue };
            made += 1;
            let cut = law.clone().truncated(low.max(-10.0), high.min(1e200));
            for law in [Some(law), cut.ok()].into_iter().flatten() {
                let (least, most) = law.ends();
                let mut last = least;
                for u in [1e-300, 1e-9, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0 - 1e-9] {
                    let x = law.quantile(u);
                    assert!(x >= last && x <= most, "{law:?} at {u}: {x} after {last}");
                    last = x;
                }
            }
        }
    }
    assert!(made > 300, "{made}");
}
