//! Inverse questions with exact answers.

use std::cell::RefCell;
use sunward_quantity::elementary::{exp, ln, sin};
use sunward_uncertainty::normal;
use sunward_uncertainty::random::{Seed, uniform};
use sunward_uncertainty::sobol::Sobol;
use sunward_uncertainty::threshold::{
    Answer, Border, Goal, Question, Spacing, State, Threshold, conclude, frontier, goals_within_sampling,
    halvings_left, insert, next, scan_left, threshold,
};

type Fine = Result<f64, String>;

fn search(question: &Question, outcome: impl Fn(f64) -> Fine) -> Threshold {
    threshold(question, &mut Vec::new(), outcome)
}

fn borders(found: Threshold) -> Vec<Border> {
    match found {
        Threshold::Borders(borders) => borders,
        other => panic!("{other:?} has no borders"),
    }
}

/// `x² ≥ 2` between 0 and 2 holds from √2 on.
#[test]
fn a_root_is_enclosed_within_the_tolerance() {
    for spacing in [Spacing::Linear, Spacing::Logarithmic] {
        let question = Question::new(0.1, 2.0, Goal::AtLeast(2.0)).unwrap().with_scan(3, spacing).unwrap();
        let question = question.with_tolerance(1e-12).unwrap();
        let found = borders(search(&question, |x| Ok(x * x)));
        assert_eq!(found.len(), 1);
        let border = found[0];
        assert_eq!((border.below, border.above), (State::Missed, State::Met));
        assert!(border.low * border.low < 2.0 && border.high * border.high >= 2.0 && border.high - border.low <= 1e-12);
        assert_eq!(border.met_at(), Some(border.high));
    }
}

/// Smaller than the distance of neighbouring numbers: the search ends there instead of going on for ever.
#[test]
fn a_tolerance_below_the_spacing_of_numbers_ends_at_neighbours() {
    let question = Question::new(0.0, 2.0, Goal::AtLeast(2.0)).unwrap().with_tolerance(1e-300).unwrap();
    let border = borders(search(&question, |x| Ok(x * x)))[0];
    assert_eq!(border.high.to_bits() - border.low.to_bits(), 1);
}

#[test]
fn a_goal_met_everywhere_or_nowhere_says_so() {
    let question = Question::new(0.0, 1.0, Goal::AtMost(2.0)).unwrap();
    assert_eq!(search(&question, Ok), Threshold::Always);
    let hard = question.with_goal(Goal::AtMost(-1.0));
    assert_eq!(search(&hard, Ok), Threshold::Never { refused: 0 });
    // Never comes and already came are outcomes like others.
    let crossover = Question::new(0.0, 1.0, Goal::AtMost(2035.0)).unwrap();
    assert_eq!(search(&crossover, |_| Ok(f64::INFINITY)), Threshold::Never { refused: 0 });
    assert_eq!(search(&crossover, |_| Ok(f64::NEG_INFINITY)), Threshold::Always);
}

/// `sin x ≥ ½` between 0 and 10 holds from π/6 to 5π/6 and from 13π/6 to 17π/6.
#[test]
fn several_crossings_are_all_found() {
    let question = Question::new(0.0, 10.0, Goal::AtLeast(0.5)).unwrap().with_tolerance(1e-9).unwrap();
    let found = borders(search(&question, |x| Ok(sin(x))));
    let known = [1.0, 5.0, 13.0, 17.0].map(|sixths| std::f64::consts::PI * sixths / 6.0);
    assert_eq!(found.len(), 4);
    for (i, (border, known)) in found.iter().zip(known).enumerate() {
        assert!(border.low <= known + 1e-12 && known <= border.high + 1e-12 && border.high - border.low <= 1e-9);
        assert_eq!(border.above == State::Met, i % 2 == 0);
    }
}

/// Where the model refuses, the answer is neither yes nor no, and the border to it is found like another.
#[test]
fn a_refusal_is_not_a_miss() {
    let question = Question::new(0.0, 1.0, Goal::AtLeast(0.5)).unwrap();
    let outcome = |x: f64| if x > 0.7 { Err("too hot".to_string()) } else { Ok(x) };
    let mut answers = Vec::new();
    let found = borders(threshold(&question, &mut answers, outcome));
    let states: Vec<(State, State)> = found.iter().map(|border| (border.below, border.above)).collect();
    assert_eq!(states, [(State::Missed, State::Met), (State::Met, State::Refused)]);
    assert!((found[1].low - 0.7).abs() <= 1e-6 && found[1].met_at() == Some(found[1].low));
    assert!(answers.iter().any(|(x, answer)| *x > 0.7 && answer == &Err("too hot".to_string())));
    let nothing = search(&question, |_| Err("no".to_string()));
    assert_eq!(nothing, Threshold::Never { refused: 17 });
    // No number is no answer either.
    assert_eq!(search(&question, |_| Ok(f64::NAN)), Threshold::Never { refused: 17 });
    // A gap narrower than the scan, at the border itself: both its sides are found.
    let gap = |x: f64| if (0.49..0.51).contains(&x) { Err("gap".to_string()) } else { Ok(x) };
    let found = borders(search(&question, gap));
    let states: Vec<(State, State)> = found.iter().map(|border| (border.below, border.above)).collect();
    assert_eq!(states, [(State::Missed, State::Refused), (State::Refused, State::Met)]);
}

/// The cost ratio of orbit to ground is `r₀ e^(−dt)` with `ln r₀ ~ N(μ, s²)`; it crosses 1 by year `T` where `ln r₀ ≤
/// dT`, with probability `Φ((dT − μ)/s)`. For a probability `p` the yearly decline has to be
/// ```text
/// d = (μ + s Φ⁻¹(p))/T
/// ```
/// The draws are the same for each `d`; of 4,096 points of Sobol's sequence in one dimension each `1/4,096` of the
/// normal holds one, so that the share of draws is off by at most one draw, and `d` by `s/(T φ(Φ⁻¹(p)) 4,096)`.
#[test]
fn the_decline_that_crosses_in_time_is_the_closed_one() {
    let (mu, s, years) = (ln(8.0), 0.6, 10.0);
    let draws = 4096;
    let sequence = Sobol::scrambled(1, Seed(5)).unwrap();
    let starts: Vec<f64> = (0..draws)
        .map(|i| {
            let mut u = [0.0];
            sequence.point(i, &mut u);
            mu + s * normal::quantile(u[0])
        })
        .collect();
    let probability =
        |decline: f64| starts.iter().filter(|&&start| start <= decline * years).count() as f64 / draws as f64;
    for p in [0.1, 0.5, 0.8] {
        let z = normal::quantile(p);
        let known = (mu + s * z) / years;
        let question = Question::new(0.0, 1.0, Goal::AtLeast(p)).unwrap().with_tolerance(1e-9).unwrap();
        let mut answers: Vec<Answer<String>> = Vec::new();
        let border = borders(threshold(&question, &mut answers, |d| Ok(probability(d))))[0];
        let tolerance = s / (years * normal::density(z) * draws as f64) + 1e-9;
        assert!((border.high - known).abs() < tolerance, "{border:?} but {known}");
        println!(
            "P(cross in {years} years) ≥ {p}: decline of {:.3} % a year, found {:.6}",
            100.0 * (1.0 - exp(-known)),
            border.high
        );
        // As a year-on-year share: ln r0 = ln 8 needs 2.0794/10, 18.8 % a year, for an even chance.
        assert!(p != 0.5 || (1.0 - exp(-border.high) - 0.187_74).abs() < 1e-4);
    }
}

/// A share of independent draws is uncertain, and so is its threshold: the true one lies between those of the goals two
/// standard errors off in 95 % of cases; of 100, 95 give or take 2.2, four of these. The points of the first search
/// serve again.
#[test]
fn the_threshold_of_a_sampled_probability_has_an_interval() {
    let (mu, s, years, draws) = (ln(8.0), 0.6, 10.0, 400);
    let known = mu / years;
    let mut held = 0;
    for seed in 0..100 {
        let starts: Vec<f64> = (0..draws).map(|i| mu + s * normal::quantile(uniform(Seed(seed), i, 0))).collect();
        let asked = RefCell::new(0);
        let probability = |decline: f64| -> Fine {
            *asked.borrow_mut() += 1;
            Ok(starts.iter().filter(|&&start| start <= decline * years).count() as f64 / draws as f64)
        };
        let question = Question::new(0.0, 1.0, Goal::AtLeast(0.5)).unwrap();
        let mut answers = Vec::new();
        let first = borders(threshold(&question, &mut answers, probability))[0];
        let before = *asked.borrow();
        let (easy, hard) = goals_within_sampling(0.5, draws as usize, 1.96).unwrap();
        let low = borders(threshold(&question.with_goal(easy), &mut answers, probability))[0].low;
        let high = borders(threshold(&question.with_goal(hard), &mut answers, probability))[0].high;
        assert!(low <= first.high && first.low <= high && *asked.borrow() < before + 2 * before);
        held += i32::from(low <= known && known <= high);
    }
    println!("of 100 thresholds {held} lie in their interval of 95 %");
    assert!((86..=100).contains(&held), "{held}");
}

/// The same question for each of several bases: with `P ≥ ½` the decline is `ln r₀/T`, whatever the spread.
#[test]
fn a_frontier_is_the_threshold_of_one_for_each_of_the_other() {
    let question = Question::new(0.0, 1.0, Goal::AtLeast(0.5)).unwrap();
    let bases = [0.5, 2.0, 8.0, 1e9];
    let found =
        frontier(&bases, &question, |base, decline| -> Fine { Ok(normal::cdf((decline * 10.0 - ln(base)) / 0.6)) });
    assert_eq!(found[0].1, Threshold::Always);
    assert_eq!(found[3].1, Threshold::Never { refused: 0 });
    for (base, threshold, answers) in &found[1..3] {
        let border = borders(threshold.clone())[0];
        let known = ln(*base) / 10.0;
        // The normal law itself is good to a few units of the last place.
        assert!(border.low <= known + 1e-12 && known <= border.high + 1e-12 && border.high - border.low <= 1e-6);
        assert!(answers.len() < 17 + 20);
    }
}

/// A search is its answers: stopped after any of them and taken up again it asks for the same points and ends the same.
#[test]
fn a_search_can_stop_and_go_on() {
    let question = Question::new(0.0, 10.0, Goal::AtLeast(0.5)).unwrap();
    let mut asked = Vec::new();
    let mut whole: Vec<Answer<String>> = Vec::new();
    let found = threshold(&question, &mut whole, |x| {
        asked.push(x);
        Ok(sin(x))
    });
    for stopped in 0..asked.len() {
        let mut answers: Vec<Answer<String>> = Vec::new();
        asked[..stopped].iter().rev().for_each(|&x| insert(&mut answers, x, Ok(sin(x))));
        let mut again = asked[stopped..].iter();
        while let Some(x) = next(&question, &answers) {
            assert_eq!(again.next(), Some(&x));
            insert(&mut answers, x, Ok(sin(x)));
        }
        assert_eq!(conclude(&question, &answers), found);
    }
}

#[test]
fn questions_without_sense_are_refused() {
    let goal = Goal::AtLeast(1.0);
    assert!(Question::new(1.0, 1.0, goal).is_err());
    assert!(Question::new(f64::NEG_INFINITY, 1.0, goal).is_err());
    assert!(Question::new(0.0, f64::NAN, goal).is_err());
    assert!(Question::new(f64::MIN, f64::MAX, goal).is_err());
    assert!(Question::new(0.0, 1.0, Goal::AtMost(f64::NAN)).is_err());
    let question = Question::new(0.0, 1.0, goal).unwrap();
    assert!(question.with_scan(1, Spacing::Linear).is_err());
    assert!(question.with_scan(5, Spacing::Logarithmic).unwrap_err().to_string().contains("more than 0"));
    assert!(question.with_tolerance(0.0).is_err());
    assert!(goals_within_sampling(1.0, 10, 2.0).is_err());
}

/// Of three borders at odd places: what is left is told before each value, never too few once the scan is done, and too many by one for
/// each border at most, where a halving that rounding could ask for is not needed.
#[test]
fn what_is_left_is_known_before_it_is_looked_at() {
    let met = |x: f64| x < 0.137 || (x > 0.52 && x < 0.7131);
    for spacing in [Spacing::Linear, Spacing::Logarithmic] {
        let question = Question::new(0.01, 1.0, Goal::AtLeast(1.0))
            .and_then(|question| question.with_scan(33, spacing))
            .and_then(|question| question.with_tolerance(1e-5))
            .unwrap();
        let mut answers: Vec<(f64, Result<f64, ()>)> = Vec::new();
        let mut told = Vec::new();
        while let Some(value) = next(&question, &answers) {
            told.push((scan_left(&question, &answers), halvings_left(&question, &answers)));
            insert(&mut answers, value, Ok(f64::from(u8::from(met(value)))));
        }
        assert_eq!((scan_left(&question, &answers), halvings_left(&question, &answers)), (0, 0));
        assert!(told[0] == (33, told[0].1) && told[0].1 > 0);
        for (at, (scan, halvings)) in told.iter().enumerate() {
            let left = told.len() - at;
            assert_eq!(*scan, 33_usize.saturating_sub(at));
            if *scan == 0 {
                // In ratios the bound is that of the upper end of a step.
                assert!(left <= *halvings && *halvings <= left + 3, "{left}: {halvings}");
            }
        }
    }
}
