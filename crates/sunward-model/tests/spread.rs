//! How far numbers may be off, as a description.

use sunward_model::correlation::{EIGENVALUE_TOLERANCE, NotTogether, OverTime, can_hold, names, of_normal_scores};
use sunward_model::parameter::{ANY, NOT_NEGATIVE, PART, POSITIVE};
use sunward_model::{
    Bounds, Distribution, Estimate, Evidence, Interpolation, Parameter, Path, Provenance, Register, Spread, StatedLaw,
    Table, Uncertainty, Value,
};
use sunward_quantity::{Kind, TimeSpan};

fn parameter(bounds: Bounds, distribution: Option<Distribution>, value: Value) -> Parameter {
    Parameter {
        path: "chip.c1.mass".into(),
        kind: Kind::Ratio,
        unit: None,
        meaning: "",
        bounds,
        optional: false,
        value,
        distribution,
        uncertainty: Uncertainty::default(),
        provenance: Provenance {
            source: "someone2024".into(),
            evidence: Evidence::Estimated,
            date: None,
            note: None,
            place: None,
        },
    }
}

fn ranged(best: f64, low: f64, high: f64) -> Estimate {
    Estimate { best, range: Some((low, high)) }
}

fn spread(bounds: Bounds, distribution: Option<Distribution>, best: f64, low: f64, high: f64) -> Spread {
    let p = parameter(bounds, distribution, Value::Constant(ranged(best, low, high)));
    assert!(p.is_uncertain());
    p.spreads().remove(0).1
}

const USUAL: (f64, f64) = (0.05, 0.95);

#[test]
fn without_a_distribution_nothing_lies_outside_the_range() {
    let narrow = spread(POSITIVE, None, 2.0, 1.0, 4.0);
    assert_eq!(narrow, Spread { best: 2.0, law: StatedLaw::Pert { low: 1.0, mode: 2.0, high: 4.0 }, truncation: None });
    let wide = spread(POSITIVE, None, 2.0, 1.0, 4.1);
    assert_eq!(wide.law, StatedLaw::Lognormal { low: 1.0, median: 2.0, high: 4.1, shares: USUAL });
    assert_eq!(wide.truncation, Some((1.0, 4.1)));
    // Nothing lies on one side of these, or they reach zero: they have no magnitude to be spread over.
    for (best, low, high) in [(1.0, 1.0, 9.0), (9.0, 1.0, 9.0), (2.0, 0.0, 9.0), (2.0, -1.0, 9.0)] {
        assert_eq!(spread(ANY, None, best, low, high).law, StatedLaw::Pert { low, mode: best, high });
    }
}

#[test]
fn a_bell_is_cut_where_its_field_ends() {
    let normal = |bounds| spread(bounds, Some(Distribution::Normal), 0.5, 0.1, 0.9).truncation;
    assert_eq!(normal(ANY), None);
    assert_eq!(normal(NOT_NEGATIVE), Some((0.0, f64::INFINITY)));
    // Zero itself is refused: the least number above it is not.
    assert_eq!(normal(POSITIVE), Some((5e-324, f64::INFINITY)));
    assert_eq!(normal(PART), Some((5e-324, 1.0)));
    for bounds in [POSITIVE, PART] {
        let (low, high) = normal(bounds).unwrap();
        assert!(bounds.allow(low) && (high.is_infinite() || bounds.allow(high)));
    }
    let lognormal = |bounds| spread(bounds, Some(Distribution::Lognormal), 0.5, 0.1, 0.9).truncation;
    // Lognormal numbers are more than zero by themselves.
    for bounds in [ANY, NOT_NEGATIVE, POSITIVE] {
        assert_eq!(lognormal(bounds), None);
    }
    assert_eq!(lognormal(PART), Some((5e-324, 1.0)));
    for within in [Distribution::Uniform, Distribution::Triangular, Distribution::Pert] {
        assert_eq!(spread(PART, Some(within), 0.5, 0.1, 0.9).truncation, None);
    }
}

#[test]
fn what_is_said_cuts_as_well_and_the_narrower_end_counts() {
    let mut p = parameter(PART, Some(Distribution::Normal), Value::Constant(ranged(0.5, 0.1, 0.9)));
    p.uncertainty.truncation = Some((0.2, 0.95));
    p.uncertainty.quantiles = Some((0.1, 0.9));
    let spread = p.spreads().remove(0).1;
    assert_eq!(spread.truncation, Some((0.2, 0.95)));
    assert_eq!(spread.law, StatedLaw::Normal { low: 0.1, median: 0.5, high: 0.9, shares: (0.1, 0.9) });
    p.distribution = Some(Distribution::Uniform);
    assert_eq!(p.spreads()[0].1.truncation, Some((0.2, 0.95)));
    // Wider than the range: nothing lies outside.
    p.uncertainty.truncation = Some((0.05, 0.95));
    assert_eq!(p.spreads()[0].1.truncation, None);
}

#[test]
fn each_year_has_its_own_law_and_constant_growth_stays_above_zero() {
    let points =
        vec![(2026, Estimate { best: 3.0, range: None }), (2030, ranged(2.0, 1.0, 3.0)), (2040, ranged(1.0, 1.0, 1.0))];
    let value = Value::OverTime { interpolation: Interpolation::Geometric, points };
    let spreads = parameter(ANY, Some(Distribution::Normal), value).spreads();
    let years: Vec<Option<i32>> = spreads.iter().map(|row| row.0).collect();
    assert_eq!(years, [Some(2026), Some(2030), Some(2040)]);
    assert_eq!(spreads[0].1.law, StatedLaw::Constant(3.0));
    assert_eq!(spreads[1].1.truncation, Some((5e-324, f64::INFINITY)));
    // A range of no width is no range.
    assert_eq!(spreads[2].1, Spread { best: 1.0, law: StatedLaw::Constant(1.0), truncation: None });
}

#[test]
fn tables_are_given_as_they_are_written() {
    let table = Table { values: vec![1.0, 2.0, 5.0], shares: vec![1.0, 3.0, 2.0] };
    let mut p = parameter(ANY, Some(Distribution::Discrete), Value::Constant(ranged(2.0, 1.0, 5.0)));
    p.uncertainty.tables = vec![Some(table.clone())];
    let law = p.spreads().remove(0).1;
    assert_eq!(law.law, StatedLaw::Discrete { values: table.values.clone(), weights: table.shares.clone() });
    assert_eq!(law.truncation, None);
}

#[test]
fn a_decision_is_not_uncertain_however_wide_its_range() {
    let mut p = parameter(ANY, None, Value::Constant(ranged(2.0, 1.0, 3.0)));
    p.provenance.evidence = Evidence::Decision;
    assert!(!p.is_uncertain());
    assert_eq!(p.spreads()[0].1.law, StatedLaw::Constant(2.0));
    p.value = Value::Absent;
    assert_eq!(p.spreads(), []);
}

/// The other years of a fact stay as uncertain as they were; those of a decision stay decided.
#[test]
fn a_year_that_is_set_is_certain() {
    let points = vec![(2026, ranged(3.0, 2.0, 4.0)), (2030, ranged(2.0, 1.0, 3.0))];
    let mut p =
        parameter(ANY, Some(Distribution::Discrete), Value::OverTime { interpolation: Interpolation::Linear, points });
    let table = |values: [f64; 3]| Some(Table { values: values.to_vec(), shares: vec![1.0; 3] });
    p.uncertainty.tables = vec![table([2.0, 3.0, 4.0]), table([1.0, 2.0, 3.0])];
    p.uncertainty.path = Path::Independent;
    for decided in [false, true] {
        if decided {
            p.provenance.evidence = Evidence::Decision;
        }
        let mut register = Register::default();
        register.add(p.clone());
        register.set("chip.c1.mass.2026", "2.5").unwrap();
        let set = register.find("chip.c1.mass").unwrap();
        assert_eq!(set.spreads()[0].1.law, StatedLaw::Constant(2.5));
        assert_eq!(set.is_uncertain(), !decided);
        if !decided {
            assert!(matches!(set.spreads()[1].1.law, StatedLaw::Discrete { .. }));
            assert_eq!(set.uncertainty.path, Path::Independent);
        }
        register.set("chip.c1.mass", "2.5").unwrap();
        let set = register.find("chip.c1.mass").unwrap();
        assert_eq!((set.is_uncertain(), set.distribution), (false, None));
        assert_eq!(set.uncertainty, Uncertainty::default());
    }
}

#[test]
fn years_hang_together_as_their_path_says() {
    let fading = Path::Fading(TimeSpan::years(5.0));
    assert_eq!(Path::Together.correlation(2026, 2050), 1.0);
    assert_eq!([Path::Independent.correlation(2026, 2026), Path::Independent.correlation(2026, 2027)], [1.0, 0.0]);
    assert_eq!(fading.correlation(2030, 2030), 1.0);
    // 1/e after the correlation time, in both directions; years are kept in seconds, so a few last bits are lost.
    for (a, b) in [(2030, 2035), (2035, 2030)] {
        assert!((fading.correlation(a, b) - 0.367_879_441_171_442_3).abs() < 1e-15);
    }
}

#[test]
fn a_star_stands_for_one_part_of_a_path() {
    assert!(names("chip.*.power", "chip.b300.power", false));
    assert!(names("*.*.power", "chip.b300.power", false));
    assert!(!names("chip.*", "chip.b300.power", false) && names("chip.*", "chip.b300.power", true));
    assert!(names("chip", "chip.b300.power", true));
    // Parts of a path, not letters.
    assert!(!names("chi", "chip.b300.power", true) && !names("chip.b3*", "chip.b300.power", true));
    assert!(!names("chip.b300.power.2030", "chip.b300.power", true));
}

/// Of the bivariate normal distribution, ρₛ = (6/π) arcsin(ρ/2): at ρ = 1 it is 1, and at ρ = 1/2 it is 0.48258.
#[test]
fn normal_scores_are_a_little_more_correlated_than_ranks() {
    // An ulp of 1 is lost in the sine.
    for end in [-1.0, 0.0, 1.0] {
        assert!((of_normal_scores(end) - end).abs() < 1e-15);
    }
    let rank = 6.0 / std::f64::consts::PI * sunward_quantity::elementary::asin(0.25);
    assert!((of_normal_scores(rank) - 0.5).abs() < 1e-15);
    assert!((rank - 0.482_584).abs() < 1e-6);
}

fn alike(_: &str) -> OverTime {
    OverTime::default()
}

/// Of n numbers that are all correlated by ρ the smallest eigenvalue is 1 + (n − 1) ρ: it is zero at ρ = −1/(n − 1).
#[test]
fn three_numbers_go_against_each_other_by_a_half_at_most() {
    let rank_of = |rho: f64| 6.0 / std::f64::consts::PI * sunward_quantity::elementary::asin(rho / 2.0);
    let all = |rho: f64| {
        let rank = rank_of(rho);
        can_hold(&[("a", "b", rank), ("a", "c", rank), ("b", "c", rank)], alike)
    };
    assert_eq!(all(-0.5), Ok(()));
    // A hundred times the tolerance beyond; the smallest eigenvalue falls by twice as much.
    let Err(NotTogether::Indefinite { numbers, factor }) = all(-0.5 - 100.0 * EIGENVALUE_TOLERANCE) else {
        panic!("they cannot");
    };
    assert_eq!(numbers, ["a", "b", "c"]);
    assert_eq!(factor, 0.99);
}

#[test]
fn the_factor_that_is_proposed_holds_and_a_little_more_does_not() {
    let ranks = [("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.5)];
    let Err(NotTogether::Indefinite { factor, .. }) = can_hold(&ranks, alike) else { panic!("they cannot") };
    let times = |factor: f64| can_hold(&ranks.map(|(a, b, rank)| (a, b, rank * factor)), alike);
    assert_eq!(times(factor), Ok(()));
    assert!(times(factor + 0.01).is_err());
}

#[test]
fn numbers_that_are_not_linked_do_not_stand_in_the_mistake() {
    let ranks = [("a", "b", 0.9), ("d", "e", 1.0), ("b", "c", 0.9), ("a", "c", -0.9)];
    let Err(NotTogether::Indefinite { numbers, .. }) = can_hold(&ranks, alike) else { panic!("they cannot") };
    assert_eq!(numbers, ["a", "b", "c"]);
    assert_eq!(can_hold(&ranks[..2], alike), Ok(()));
    assert_eq!(can_hold(&[], alike), Ok(()));
}

#[test]
fn numbers_that_go_through_the_years_differently_are_not_correlated() {
    let value = |years: &[i32]| Value::OverTime {
        interpolation: Interpolation::Linear,
        points: years.iter().map(|year| (*year, ranged(2.0, 1.0, 3.0))).collect(),
    };
    let over_time = |path: &str| match path {
        "constant" => OverTime::of(Path::Together, &Value::Constant(ranged(2.0, 1.0, 3.0))),
        "together" => OverTime::of(Path::Together, &value(&[2026, 2030])),
        "early" => OverTime::of(Path::Independent, &value(&[2026, 2030])),
        "early too" => OverTime::of(Path::Independent, &value(&[2026, 2030])),
        "late" => OverTime::of(Path::Independent, &value(&[2030, 2040])),
        _ => OverTime::of(Path::Fading(TimeSpan::years(5.0)), &value(&[2026, 2030])),
    };
    for (first, second) in [("constant", "together"), ("early", "early too"), ("fading", "fading too")] {
        assert_eq!(can_hold(&[(first, second, 0.1)], over_time), Ok(()));
    }
    for (first, second) in [("constant", "early"), ("early", "late"), ("early", "fading"), ("fading", "together")] {
        let wanted = NotTogether::PathsDiffer { first: first.into(), second: second.into() };
        assert_eq!(can_hold(&[("early", "early too", 0.1), (first, second, 0.1)], over_time), Err(wanted));
    }
}

#[test]
fn three_hundred_numbers_at_most_are_correlated() {
    let names: Vec<String> = (0..301).map(|i| format!("n{i:03}")).collect();
    let chain = |n: usize| -> Vec<(&str, &str, f64)> {
        names[..n].windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str(), 0.4)).collect()
    };
    // A chain of equal correlations ρ has eigenvalues 1 + 2ρ cos(πk/(n+1)): more than zero below a half.
    assert_eq!(can_hold(&chain(300), alike), Ok(()));
    assert_eq!(can_hold(&chain(301), alike), Err(NotTogether::TooMany { numbers: 301 }));
}
