//! Boxes that were put into tables, found again.

use sunward_uncertainty::prim::{Limit, Patience, Side, Table, cover, measure, paste, peel, quasi_p_values};
use sunward_uncertainty::random::{Seed, uniform};
use sunward_uncertainty::refusal::Refusal;

fn columns(draws: u64, inputs: u32, seed: u64) -> Vec<Vec<f64>> {
    (0..inputs).map(|i| (0..draws).map(|draw| uniform(Seed(seed), draw, i)).collect()).collect()
}

fn slices(columns: &[Vec<f64>]) -> Vec<&[f64]> {
    columns.iter().map(Vec::as_slice).collect()
}

fn interesting(columns: &[Vec<f64>], rule: impl Fn(&dyn Fn(usize) -> f64, usize) -> bool) -> Vec<bool> {
    (0..columns[0].len()).map(|draw| rule(&|input| columns[input][draw], draw)).collect()
}

/// `x₁ > 0.7` and `0.2 < x₄ < 0.6` of ten inputs. Every draw of interest is inside and none outside, so each side ends
/// between the outermost draw of interest and the next draw that only this side keeps out. Within the other sides about
/// `20,000 · 0.4 = 8,000` or `20,000 · 0.3 = 6,000` draws lie along the input: ten mean distances between them are
/// 0.0017.
#[test]
fn a_clean_box_is_found_to_the_draw() {
    let table_columns = columns(20_000, 10, 1);
    let hits = interesting(&table_columns, |x, _| x(1) > 0.7 && x(4) > 0.2 && x(4) < 0.6);
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let found = cover(&table, 3, 1.0, &Patience::default()).unwrap();
    assert_eq!(found.len(), 1, "one box holds all: {found:?}");
    let region = &found[0];
    assert_eq!((region.coverage, region.density, region.restricted()), (1.0, 1.0, 2));
    let sides: Vec<(usize, Side)> = region.limits.iter().map(|limit| (limit.input, limit.side)).collect();
    assert_eq!(sides, [(1, Side::Low), (4, Side::Low), (4, Side::High)]);
    for (limit, known) in region.limits.iter().zip([0.7, 0.2, 0.6]) {
        assert!((limit.value - known).abs() < 0.0017, "{limit:?} but {known}");
    }
    assert!(quasi_p_values(&table, None, &region.limits).unwrap().iter().all(|&p| p < 1e-100));
}

/// The same box with nine of ten inside of interest and one of twenty outside. Mass 0.12: a density of 0.9 within `4
/// √(0.09/2400)`, 0.025; peels of a twentieth of what is left and the noise at the border move a side by up to a few
/// hundredths.
#[test]
fn a_noisy_box_is_found_nearly() {
    let table_columns = columns(20_000, 10, 2);
    let hits = interesting(&table_columns, |x, draw| {
        let inside = x(1) > 0.7 && x(4) > 0.2 && x(4) < 0.6;
        uniform(Seed(99), draw as u64, 0) < if inside { 0.9 } else { 0.05 }
    });
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let found = cover(&table, 1, 0.85, &Patience::default()).unwrap().remove(0);
    println!("noisy box: {found:?}");
    for (input, side, known) in [(1, Side::Low, 0.7), (4, Side::Low, 0.2), (4, Side::High, 0.6)] {
        let limit = found.limits.iter().find(|limit| (limit.input, limit.side) == (input, side)).unwrap();
        assert!((limit.value - known).abs() < 0.03, "{limit:?}");
    }
    // Sides of other inputs cut nothing but noise: chance explains them, the true ones not.
    let p = quasi_p_values(&table, None, &found.limits).unwrap();
    for (limit, p) in found.limits.iter().zip(p) {
        assert!(if [1, 4].contains(&limit.input) { p < 1e-20 } else { p > 1e-6 }, "{limit:?}: {p}");
    }
    assert!((found.density - 0.9).abs() < 0.025 + 0.03, "{found:?}");
}

/// Two boxes that overlap a little: `x₀ > 0.75, x₁ > 0.5` and `x₂ < 0.3, x₃ < 0.4`. One after the other, all is
/// covered.
#[test]
fn two_boxes_are_found_one_after_the_other() {
    let table_columns = columns(20_000, 6, 3);
    let hits = interesting(&table_columns, |x, _| (x(0) > 0.75 && x(1) > 0.5) || (x(2) < 0.3 && x(3) < 0.4));
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let found = cover(&table, 4, 1.0, &Patience::default()).unwrap();
    println!("two boxes: {found:?}");
    let covered: f64 = found.iter().map(|region| region.coverage).sum();
    assert_eq!(found.len(), 2);
    assert!((covered - 1.0).abs() < 1e-12 && found.iter().all(|region| region.density == 1.0), "{found:?}");
    let mut limits: Vec<(usize, f64)> =
        found.iter().flat_map(|region| region.limits.iter().map(|limit| (limit.input, limit.value))).collect();
    limits.sort_by_key(|limit| limit.0);
    assert_eq!(limits.len(), 4, "no side is cut that need not be: {limits:?}");
    // Ten mean distances between draws across a box: 10/(20,000 · 0.25).
    for ((input, found), (known_input, known)) in limits.iter().zip([(0, 0.75), (1, 0.5), (2, 0.3), (3, 0.4)]) {
        assert!(*input == known_input && (found - known).abs() < 0.002, "{limits:?}");
    }
}

/// Along the trajectory mass falls by about a twentieth a step, and what the first and any other step say can be
/// counted again.
#[test]
fn every_step_of_the_trajectory_holds_what_it_says() {
    let table_columns = columns(2000, 5, 4);
    let hits = interesting(&table_columns, |x, _| x(0) + x(1) > 1.4);
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let steps = peel(&table, None, &Patience::default()).unwrap();
    let all = hits.iter().filter(|&&hit| hit).count() as f64;
    assert_eq!((steps[0].mass, steps[0].coverage, steps[0].density), (1.0, 1.0, all / 2000.0));
    assert!(steps.len() > 20);
    for pair in steps.windows(2) {
        let kept = pair[1].mass / pair[0].mass;
        // Without ties a peel takes the whole part of a twentieth.
        assert!(kept >= 0.95 && kept < 0.95 + 1.0 / (2000.0 * pair[0].mass) + 1e-12, "{kept}");
    }
    for step in &steps {
        assert_eq!(*step, measure(&table, None, &step.limits).unwrap());
        let inside = table.inside(&step.limits);
        let (draws, found) = (0..2000).filter(|&d| inside[d]).fold((0, 0), |(n, h), d| (n + 1, h + i32::from(hits[d])));
        assert_eq!(step.mass, f64::from(draws) / 2000.0);
        assert_eq!(step.coverage, f64::from(found) / all);
    }
}

/// Whole numbers: limits stand between them, and a peel takes a whole number of them or leaves it.
#[test]
fn ties_fall_together() {
    let mut table_columns = columns(3000, 3, 5);
    table_columns[0].iter_mut().for_each(|x| *x = (*x * 6.0).floor());
    let hits = interesting(&table_columns, |x, _| x(0) >= 2.0 && x(0) <= 3.0);
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let found = cover(&table, 2, 1.0, &Patience::default()).unwrap();
    let wanted = [Limit { input: 0, side: Side::Low, value: 1.5 }, Limit { input: 0, side: Side::High, value: 3.5 }];
    assert_eq!((found.len(), found[0].limits.as_slice()), (1, &wanted[..]));
    // One value only: nothing can be peeled, and the whole space is the answer.
    let level = vec![1.0; 3000];
    let table = Table::new(vec![&level], &hits).unwrap();
    assert_eq!(peel(&table, None, &Patience::default()).unwrap().len(), 1);
}

/// Thirty draws at 0, four hundred at 1, the rest above: a peel of fifty takes the thirty and leaves the lump.
#[test]
fn a_lump_is_left_where_something_smaller_can_go() {
    let x: Vec<f64> = (0..1000)
        .map(|d| {
            if d < 30 {
                0.0
            } else if d < 430 {
                1.0
            } else {
                f64::from(d)
            }
        })
        .collect();
    let hits: Vec<bool> = (0..1000).map(|d| d >= 430).collect();
    let table = Table::new(vec![&x], &hits).unwrap();
    let steps = peel(&table, None, &Patience::default()).unwrap();
    assert_eq!((steps[1].mass, steps[1].limits[0].value), (0.97, 0.5));
    // Then nothing smaller than the lump is left at that end, and what is of interest is pure.
    assert_eq!((steps[2].mass, steps[2].density, steps.len()), (0.57, 1.0, 3));
}

/// A coin whose better half has a density of 0.55 against an input whose worst twentieth holds nothing of interest: the coin raises
/// the density more, by 0.05 against 0.026, but takes ten times as much.
#[test]
fn a_peel_is_judged_by_what_it_takes() {
    let x: Vec<f64> = (0..1000).map(f64::from).collect();
    let hits: Vec<bool> = (0..1000).map(|d| d >= 500).collect();
    // Eleven of twenty draws of interest show heads, nine of twenty others.
    let coin: Vec<f64> = (0..1000).map(|d| f64::from(u8::from(d % 20 < if d >= 500 { 11 } else { 9 }))).collect();
    let table = Table::new(vec![&coin, &x], &hits).unwrap();
    let steps = peel(&table, None, &Patience::default()).unwrap();
    assert_eq!(steps[1].limits[0].input, 1, "{:?}", steps[1]);
}

/// A box drawn too small is pasted back to the border and not beyond.
#[test]
fn pasting_gives_back_what_is_of_interest() {
    let table_columns = columns(10_000, 2, 6);
    let hits = interesting(&table_columns, |x, _| x(0) > 0.5);
    let table = Table::new(slices(&table_columns), &hits).unwrap();
    let small = [Limit { input: 0, side: Side::Low, value: 0.8 }, Limit { input: 1, side: Side::High, value: 0.5 }];
    let region = measure(&table, None, &small).unwrap();
    let pasted = paste(&table, None, &region, &Patience::default()).unwrap();
    assert_eq!((pasted.limits.len(), pasted.coverage, pasted.density), (1, 1.0, 1.0));
    assert!((pasted.limits[0].value - 0.5).abs() < 10.0 / 10_000.0, "{pasted:?}");
}

/// Worked by hand: eight draws, five in the box without the side, three of them of interest; with it three, all of
/// interest: `P(Bin(3, 3/5) = 3) = 0.216`.
#[test]
fn quasi_p_values_are_binomial_tails() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let y = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0];
    let hits = [false, false, true, false, false, true, true, true];
    let table = Table::new(vec![&x, &y], &hits).unwrap();
    let limits = [Limit { input: 0, side: Side::Low, value: 2.5 }, Limit { input: 1, side: Side::Low, value: 0.5 }];
    let p = quasi_p_values(&table, None, &limits).unwrap();
    assert!((p[0] - 0.216).abs() < 1e-14, "{p:?}");
    // Without the other side six draws, four of interest: (2/3)^3.
    assert!((p[1] - 8.0 / 27.0).abs() < 1e-14, "{p:?}");
}

#[test]
fn tables_without_a_question_are_refused() {
    let x = [0.1, 0.2, 0.3];
    assert!(Table::new(vec![&x], &[false; 3]).unwrap_err().to_string().contains("of interest"));
    assert!(Table::new(vec![], &[true; 3]).is_err());
    assert!(matches!(Table::new(vec![&x], &[true; 4]), Err(Refusal::Length { .. })));
    let odd = [0.1, f64::NAN, 0.3];
    assert_eq!(Table::new(vec![&odd], &[true; 3]).unwrap_err(), Refusal::NotANumber { evaluation: 1 });
    let table = Table::new(vec![&x], &[true, false, true]).unwrap();
    let hasty = Patience { peel: 0.7, ..Patience::default() };
    assert!(peel(&table, None, &hasty).unwrap_err().to_string().contains("share of one peel"));
    assert!(cover(&table, 1, 1.5, &Patience::default()).is_err());
    assert!(peel(&table, Some(&[false; 3]), &Patience::default()).is_err());
    assert!(measure(&table, None, &[Limit { input: 1, side: Side::Low, value: 0.0 }]).is_err());
}
