//! One input at a time.

use sunward_quantity::elementary::{exp, power};
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::inputs::{Input, Inputs};
use sunward_uncertainty::law::Law;
use sunward_uncertainty::normal;
use sunward_uncertainty::refusal::Refusal;
use sunward_uncertainty::tornado::{ElasticityDesign, NoElasticity, Shape, TornadoDesign, bars, point_of_quantiles};

const ENDS: (f64, f64) = (0.05, 0.95);

fn outcomes(design: &TornadoDesign, function: impl Fn(&[f64]) -> Vec<f64>) -> Vec<Vec<f64>> {
    let mut point = vec![0.0; design.grouping().inputs()];
    (0..design.evaluations())
        .map(|evaluation| {
            design.point(evaluation, &mut point);
            function(&point)
        })
        .collect()
}

/// `y = 3u₁ − u₂`, and `(u₃ − ½)²`, which has its least value at the base: both ends lie above, and the difference of
/// the ends is 0.
#[test]
fn a_trap_is_marked_and_its_bar_is_not_hidden() {
    let nothing = Correlation::independent(3);
    let design = TornadoDesign::new(Grouping::each(3), &nothing, &[0.5; 3], ENDS).unwrap();
    assert_eq!(design.evaluations(), 7);
    let all = outcomes(&design, |u| vec![3.0 * u[0] - u[1], 10.0 * (u[2] - 0.5) * (u[2] - 0.5), -u[2] * (1.0 - u[2])]);
    let found = bars(&design, &all).unwrap();
    let groups: Vec<usize> = found[0].iter().map(|bar| bar.group).collect();
    assert_eq!(groups, [0, 1, 2], "the longest bar first");
    assert!((found[0][0].swing() - 2.7).abs() < 1e-15 && (found[0][1].swing() - 0.9).abs() < 1e-15);
    let shapes: Vec<Shape> = found[0].iter().map(|bar| bar.shape()).collect();
    assert_eq!(shapes, [Shape::Rising, Shape::Falling, Shape::Flat]);
    let trap = found[1][0];
    assert_eq!((trap.group, trap.shape()), (2, Shape::Valley));
    assert!((trap.high - trap.low).abs() < 1e-15 && (trap.swing() - 10.0 * 0.45 * 0.45).abs() < 1e-14);
    let peak = bars(&design, &outcomes(&design, |u| vec![u[2] * (1.0 - u[2])])).unwrap()[0][0];
    assert_eq!(peak.shape(), Shape::Peak);
}

/// A crossover that never comes at one end of a range has a bar without end, and it comes first.
#[test]
fn a_bar_may_reach_to_never() {
    let design = TornadoDesign::new(Grouping::each(2), &Correlation::independent(2), &[0.5, 0.3], ENDS).unwrap();
    let never = f64::INFINITY;
    let all = outcomes(&design, |u| vec![if u[1] > 0.9 { never } else { 2040.0 + u[0] }, never]);
    let found = bars(&design, &all).unwrap();
    assert_eq!((found[0][0].group, found[0][0].swing(), found[0][0].shape()), (1, never, Shape::Rising));
    assert_eq!((found[1][0].swing(), found[1][0].shape()), (0.0, Shape::Flat));
    let odd = outcomes(&design, |_| vec![f64::NAN]);
    assert_eq!(bars(&design, &odd), Err(Refusal::NotANumber { evaluation: 0 }));
}

/// Where inputs go together only the one that is moved gets another value: seen through the inputs themselves.
#[test]
fn a_moved_input_leaves_those_it_goes_with_alone() {
    let correlation = Correlation::new(3, &[(0, 1, 0.8), (1, 2, -0.3)]).unwrap();
    let law = || Input::new(Law::uniform(0.0, 1.0).unwrap());
    let inputs = Inputs::new(vec![law(), law(), law()], correlation.clone(), 0).unwrap();
    let best = [0.5, 0.4, 0.7];
    let design = TornadoDesign::new(Grouping::each(3), &correlation, &best, ENDS).unwrap();
    let values = outcomes(&design, |point| {
        let mut values = vec![0.0; 3];
        inputs.values(point, &mut values);
        values
    });
    for (evaluation, values) in values.iter().enumerate() {
        for input in 0..3 {
            let known = match evaluation {
                0 => best[input],
                _ if (evaluation - 1) / 2 == input => [0.05, 0.95][(evaluation - 1) % 2],
                _ => best[input],
            };
            // The normal law and back, twice: some units of the last place, magnified by the factor's inverse.
            assert!((values[input] - known).abs() < 1e-12, "{evaluation}: {values:?}");
        }
    }
}

#[test]
fn inputs_that_are_one_move_as_one() {
    let twins = Correlation::new(2, &[(0, 1, 1.0)]).unwrap();
    let alone = TornadoDesign::new(Grouping::each(2), &twins, &[0.5; 2], ENDS).unwrap_err();
    assert_eq!(alone, Refusal::Tied { input: 1 });
    assert!(alone.to_string().contains("one group"), "the remedy is named: {alone}");
    let grouping = Grouping::new(vec![0, 0]).unwrap();
    assert!(TornadoDesign::new(grouping, &twins, &[0.5; 2], ENDS).is_ok());
    assert!(point_of_quantiles(&twins, &[0.5]).is_err());
    // Nearly one: the second would stand 16 deviations from what the first says.
    let close = Correlation::new(2, &[(0, 1, 0.995)]).unwrap();
    assert!(point_of_quantiles(&close, &[0.5, normal::cdf(1.6)]).is_err());
}

#[test]
fn ends_that_are_none_are_refused() {
    let nothing = Correlation::independent(1);
    let refused = |best: f64, ends| TornadoDesign::new(Grouping::each(1), &nothing, &[best], ends).is_err();
    assert!(refused(0.5, (0.9, 0.1)) && refused(0.5, (0.0, 0.9)) && refused(1.0, ENDS) && refused(f64::NAN, ENDS));
    let design = TornadoDesign::new(Grouping::each(1), &nothing, &[0.5], ENDS).unwrap();
    assert!(matches!(bars(&design, &[[1.0], [2.0]]), Err(Refusal::Length { found: 2, wanted: 3, .. })));
}

/// `y = x₁² x₂^(−½) e^(x₃)`: elasticities 2, −½ exactly for any step, and `x₃` to the step's square.
#[test]
fn powers_have_their_exponents_as_elasticities() {
    let best = [3.0, -0.7, 0.2, 0.0];
    for step in [0.001, 0.5] {
        let design = ElasticityDesign::new(4, step).unwrap();
        let function = |x: &[f64]| -x[0] * x[0] * power(-x[1], -0.5) * exp(x[2]) * (1.0 + x[3]);
        let mut values = [0.0; 4];
        let all: Vec<f64> = (0..design.evaluations())
            .map(|evaluation| {
                design.values(evaluation, &best, &mut values);
                function(&values)
            })
            .collect();
        let found = design.elasticities(&best, &all).unwrap();
        // Rounding of a quotient, over twice the step.
        let rounding = 1e-15 / step;
        assert!((found[0].unwrap() - 2.0).abs() < rounding && (found[1].unwrap() + 0.5).abs() < rounding);
        // x sinh(h)/h = x (1 + h²/6 + …).
        assert!((found[2].unwrap() - 0.2).abs() < 0.2 * step * step / 5.0 + rounding);
        assert_eq!(found[3], Err(NoElasticity::InputIsZero));
    }
}

#[test]
fn an_outcome_that_changes_its_sign_has_no_elasticity() {
    let design = ElasticityDesign::new(1, 0.01).unwrap();
    for ends in [[-1.0, 1.0], [0.0, 1.0], [1.0, f64::INFINITY], [f64::INFINITY; 2], [f64::NAN, 1.0], [0.0, 0.0]] {
        assert_eq!(design.elasticities(&[1.0], &ends).unwrap(), [Err(NoElasticity::OutcomeWithoutLogarithm)]);
    }
    assert!(design.elasticities(&[1.0], &[1.0]).is_err());
    assert!(ElasticityDesign::new(1, 0.0).is_err() && ElasticityDesign::new(0, 0.1).is_err());
}
