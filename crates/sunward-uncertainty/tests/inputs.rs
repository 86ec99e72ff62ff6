//! From points to values: laws, correlations between inputs and between years.

use sunward_quantity::elementary::exp;
use sunward_uncertainty::correlation::{Correlation, normal_from_rank};
use sunward_uncertainty::inputs::{Input, InputFault, Inputs, Path, Subject};
use sunward_uncertainty::law::{Law, Range};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, point};

const DRAWS: u64 = 100_000;

fn lognormal() -> Law {
    Law::lognormal(3.0, Range::nine_tenths(2.0, 9.0)).unwrap()
}

fn standard() -> Law {
    Law::normal_by_deviation(0.0, 1.0).unwrap()
}

/// Years 2030, 2035 and 2045.
fn over_time(path: Path, law: fn() -> Law) -> Input {
    Input::over_time([2030.0, 2035.0, 2045.0].map(|year| (year, law())).to_vec(), path)
}

fn draw(inputs: &Inputs, index: u64) -> Vec<f64> {
    let (mut u, mut x) = (vec![0.0; inputs.dimensions()], vec![0.0; inputs.slots()]);
    point(Seed(21), index, &mut u);
    inputs.values(&u, &mut x);
    x
}

/// Correlation of two slots that are standard normal.
fn correlation(inputs: &Inputs, a: usize, b: usize) -> f64 {
    let product = |index| {
        let x = draw(inputs, index);
        x[a] * x[b]
    };
    (0..DRAWS).map(product).sum::<f64>() / DRAWS as f64
}

/// Four standard errors of the mean of products of two standard normals, `√(1 + ρ²)/√n`.
fn error(rho: f64) -> f64 {
    4.0 * ((1.0 + rho * rho) / DRAWS as f64).sqrt()
}

#[test]
fn inputs_that_go_with_nothing_take_the_quantiles_of_their_coordinates() {
    let laws =
        [lognormal(), Law::pert(3.0, 2.0, 9.0).unwrap(), Law::constant(7.0).unwrap(), Law::uniform(0.0, 1.0).unwrap()];
    let inputs = Inputs::new(laws.iter().cloned().map(Input::new).collect(), Correlation::independent(4), 0).unwrap();
    // What is constant takes no coordinate.
    assert_eq!((inputs.dimensions(), inputs.slots(), inputs.len()), (3, 4, 4));
    assert_eq!([0, 1, 2, 3].map(|i| inputs.coordinates(i)), [0..1, 1..2, 2..2, 2..3]);
    let mut values = [0.0; 4];
    inputs.values(&[0.2, 0.6, 0.9], &mut values);
    assert_eq!(values, [laws[0].quantile(0.2), laws[1].quantile(0.6), 7.0, 0.9]);
}

/// One share for all years is the same quantile of each year's law.
#[test]
fn years_that_go_together_hang_on_one_coordinate() {
    let laws = vec![(2030.0, lognormal()), (2040.0, Law::uniform(1.0, 3.0).unwrap()), (2050.0, standard())];
    let input = Input::over_time(laws.clone(), Path::Together);
    let inputs = Inputs::new(vec![Input::new(standard()), input], Correlation::independent(2), 0).unwrap();
    assert_eq!((inputs.dimensions(), inputs.slots_of(1)), (2, 1..4));
    let mut values = [0.0; 4];
    inputs.values(&[0.5, 0.8], &mut values);
    for (value, (_, law)) in values[1..].iter().zip(&laws) {
        // One way goes through the normal, the other does not: a last bit or two.
        assert!((value - law.quantile(0.8)).abs() <= 1e-15 * value.abs());
    }
}

/// `e^(−5/10)`, `e^(−10/10)`, `e^(−15/10)` for years 5, 10 and 15 apart; and each year keeps its own law.
#[test]
fn years_that_fade_are_correlated_by_the_time_between_them() {
    let inputs =
        Inputs::new(vec![over_time(Path::Fading { years: 10.0 }, standard)], Correlation::independent(1), 0).unwrap();
    assert_eq!(inputs.dimensions(), 3);
    for (a, b, expected) in [(0, 1, exp(-0.5)), (1, 2, exp(-1.0)), (0, 2, exp(-1.5)), (2, 2, 1.0)] {
        let found = correlation(&inputs, a, b);
        assert!((found - expected).abs() < error(expected), "{a} {b}: {found} {expected}");
    }
    // Far apart is independent, close together is one.
    let far = Inputs::new(vec![over_time(Path::Fading { years: 1e-3 }, standard)], Correlation::independent(1), 0);
    let near = Inputs::new(vec![over_time(Path::Fading { years: 1e18 }, standard)], Correlation::independent(1), 0);
    let alone = Inputs::new(vec![over_time(Path::Independent, standard)], Correlation::independent(1), 0).unwrap();
    let (far, near, alone) = (draw(&far.unwrap(), 5), draw(&near.unwrap(), 5), draw(&alone, 5));
    assert!((0..3).all(|year| (far[year] - alone[year]).abs() < 1e-14));
    assert!((0..3).all(|year| (near[year] - alone[0]).abs() < 1e-7));
}

/// Spearman's correlation of two inputs is the stated one, whatever their laws: shares have the variance 1/12. The
/// standard error of the mean of products of two centred shares is below `1/√n`; four of these.
#[test]
fn a_stated_rank_correlation_holds_between_any_two_laws() {
    let (first, third) = (lognormal(), Law::triangular(3.0, 2.0, 9.0).unwrap());
    let correlations = Correlation::new(3, &[(0, 2, normal_from_rank(-0.6))]).unwrap();
    let laws = [first.clone(), standard(), third.clone()];
    let inputs = Inputs::new(laws.map(Input::new).to_vec(), correlations, 0).unwrap();
    let (mut ranks, mut others) = (0.0, 0.0);
    for index in 0..DRAWS {
        let x = draw(&inputs, index);
        ranks += 12.0 * (first.cdf(x[0]) - 0.5) * (third.cdf(x[2]) - 0.5) / DRAWS as f64;
        others += 12.0 * (first.cdf(x[0]) - 0.5) * (normal::cdf(x[1]) - 0.5) / DRAWS as f64;
    }
    assert!((ranks + 0.6).abs() < 4.0 / (DRAWS as f64).sqrt(), "{ranks}");
    assert!(others.abs() < 4.0 / (DRAWS as f64).sqrt(), "{others}");
}

/// Correlated inputs keep their own laws: the mean of a lognormal is its closed form, within four standard errors.
#[test]
fn correlation_leaves_each_law_as_it_is() {
    let correlations = Correlation::new(3, &[(0, 1, 0.8), (1, 2, -0.7), (0, 2, -0.5)]).unwrap();
    let inputs = Inputs::new(vec![Input::new(lognormal()); 3], correlations, 0).unwrap();
    let law = lognormal();
    for slot in 0..3 {
        let mean = (0..DRAWS).map(|index| draw(&inputs, index)[slot]).sum::<f64>() / DRAWS as f64;
        assert!((mean - law.mean()).abs() < 4.0 * (law.variance() / DRAWS as f64).sqrt(), "{mean} {}", law.mean());
    }
}

/// Between paths: `ρ` in the same year, `ρ e^(−Δ/τ)` between years.
#[test]
fn paths_that_go_together_do_so_year_by_year() {
    let path = Path::Fading { years: 10.0 };
    let correlations = Correlation::new(3, &[(0, 2, 0.6)]).unwrap();
    let inputs = vec![over_time(path, standard), Input::new(standard()), over_time(path, standard)];
    let inputs = Inputs::new(inputs, correlations, 0).unwrap();
    for (a, b, expected) in [(0, 4, 0.6), (2, 6, 0.6), (0, 5, 0.6 * exp(-0.5)), (1, 6, 0.6 * exp(-1.0)), (0, 3, 0.0)] {
        let found = correlation(&inputs, a, b);
        assert!((found - expected).abs() < error(expected), "{a} {b}: {found} {expected}");
    }
}

/// Years that go together may be correlated with an input of other years: each is one coordinate.
#[test]
fn inputs_whose_years_go_together_need_not_have_the_same_years() {
    let correlations = Correlation::new(2, &[(0, 1, 1.0)]).unwrap();
    let inputs =
        Inputs::new(vec![Input::new(standard()), over_time(Path::Together, standard)], correlations, 0).unwrap();
    let x = draw(&inputs, 9);
    assert!(x.iter().all(|value| *value == x[0]), "{x:?}");
}

/// Normals that are already correlated by the factor of the coordinates' matrix give what the point gives.
#[test]
fn a_point_and_its_correlated_normals_are_the_same_draw() {
    let path = Path::Fading { years: 4.0 };
    let correlations = Correlation::new(6, &[(0, 3, 0.6), (3, 5, -0.3), (1, 4, 0.9)]).unwrap();
    let inputs = vec![
        over_time(path, lognormal),
        Input::new(lognormal()),
        over_time(path, standard),
        over_time(path, standard),
        over_time(Path::Together, lognormal),
        over_time(path, lognormal),
    ];
    let inputs = Inputs::new(inputs, correlations, 0).unwrap();
    let matrix = inputs.coordinate_correlation();
    let n = inputs.dimensions();
    assert_eq!((n, matrix.len()), (14, 14));
    for index in 0..50 {
        let (mut u, mut x, mut y) = (vec![0.0; n], vec![0.0; inputs.slots()], vec![0.0; inputs.slots()]);
        point(Seed(2), index, &mut u);
        inputs.values(&u, &mut x);
        let fresh: Vec<f64> = u.iter().map(|&u| normal::quantile(u)).collect();
        let mixed: Vec<f64> = (0..n).map(|i| (0..=i).map(|j| matrix.factor()[i * n + j] * fresh[j]).sum()).collect();
        inputs.values_of_normals(&mixed, &mut y);
        for (a, b) in x.iter().zip(&y) {
            assert!((a - b).abs() <= 1e-13 * (1.0 + a.abs()), "{a} {b}");
        }
    }
}

#[test]
fn coordinates_are_grouped_by_input_and_by_group() {
    let inputs = vec![
        Input::new(standard()).in_group(1),
        over_time(Path::Independent, standard),
        Input::new(Law::constant(1.0).unwrap()).in_group(0),
        Input::new(standard()).in_group(0),
        Input::new(standard()).in_group(1),
    ];
    let inputs = Inputs::new(inputs, Correlation::independent(5), 2).unwrap();
    assert_eq!(inputs.groups(), [vec![2, 3], vec![0, 4]]);
    let (grouping, subjects) = inputs.by_group();
    assert_eq!(subjects, [Subject::Group(0), Subject::Group(1), Subject::Input(1)]);
    assert_eq!(grouping.of(), [1, 2, 2, 2, 0, 1]);
    let (grouping, subjects) = inputs.by_input();
    assert_eq!(subjects, [0, 1, 3, 4].map(Subject::Input));
    assert_eq!(grouping.of(), [0, 1, 1, 1, 2, 3]);
}

#[test]
fn values_allocate_nothing() {
    let path = Path::Fading { years: 4.0 };
    let correlations = Correlation::new(4, &[(0, 2, 0.6), (1, 3, 0.3)]).unwrap();
    let inputs =
        vec![over_time(path, lognormal), Input::new(lognormal()), over_time(path, standard), Input::new(standard())];
    let inputs = Inputs::new(inputs, correlations, 0).unwrap();
    let (u, mut x) = (vec![0.3; inputs.dimensions()], vec![0.0; inputs.slots()]);
    let counted = allocation_counter::measure(|| inputs.values(&u, &mut x));
    assert_eq!(counted.count_total, 0);
}

#[test]
fn everything_wrong_is_named_at_once() {
    let inputs = vec![
        Input::over_time(Vec::new(), Path::Together),
        Input::over_time(vec![(2030.0, standard()), (2030.0, standard())], Path::Independent),
        over_time(Path::Fading { years: -1.0 }, standard).in_group(7),
    ];
    let faults = Inputs::new(inputs, Correlation::independent(2), 1).unwrap_err().0;
    let expected = [
        InputFault::NoLaw { input: 0 },
        InputFault::Years { input: 1 },
        InputFault::CorrelationTime { input: 2, years: -1.0 },
        InputFault::NoSuchGroup { input: 2, group: 7, groups: 1 },
        InputFault::EmptyGroup { group: 0 },
        InputFault::CorrelationFor { count: 2, inputs: 3 },
    ];
    assert_eq!(faults, expected);
    assert!(faults.iter().all(|fault| fault.to_string().contains([';', ','])));
}

#[test]
fn paths_that_differ_cannot_be_correlated() {
    let fading = |years| over_time(Path::Fading { years }, standard);
    let pair = Correlation::new(2, &[(0, 1, 0.5)]).unwrap();
    let fault = vec![InputFault::PathsDiffer { pair: (0, 1) }];
    assert_eq!(Inputs::new(vec![fading(3.0), fading(4.0)], pair.clone(), 0).unwrap_err().0, fault);
    assert_eq!(Inputs::new(vec![fading(3.0), Input::new(standard())], pair.clone(), 0).unwrap_err().0, fault);
    let later = Input::over_time(
        vec![(2031.0, standard()), (2035.0, standard()), (2045.0, standard())],
        Path::Fading { years: 3.0 },
    );
    assert_eq!(Inputs::new(vec![fading(3.0), later], pair, 0).unwrap_err().0, fault);
}
