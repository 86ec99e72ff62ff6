//! The engine at other inputs than the published ones: what a study's scenario gives must follow the study's own formula.

use sunward::economics::attribution::{Question, measure};
use sunward::economics::{Outcome, costs};
use sunward::model_room::Model;
use sunward::quantity::{Kind, Quantity};

/// How many random sets of inputs each study is tried at.
pub const SETS: u64 = 10;

/// A factor between 0.8 and 1.25 that is the same in every run: of the input with this index in this set.
pub fn factor(set: u64, input: u64) -> f64 {
    // SplitMix64.
    let mut x = (set * 1_000 + input + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let share = ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
    0.8 + 0.45 * share
}

/// The scenario of a study.
pub fn scenario(study: &str) -> Model {
    sunward::validation::scenario(study).unwrap_or_else(|why| panic!("{why}"))
}

/// Sets a number, in every year.
#[track_caller]
pub fn set<Q: Quantity>(model: &mut Model, path: &str, value: Q) {
    let slot = model.register.slot(path).unwrap_or_else(|| panic!("no number {path}"));
    assert_eq!(model.register.parameters()[slot].kind, Q::KIND, "{path}");
    model.register.set_number(slot, None, value.in_si(), path).unwrap_or_else(|why| panic!("{why}"));
}

/// A result, in SI.
#[track_caller]
pub fn asked(model: &Model, outcome: &str, workload: Option<&str>, year: Option<i32>) -> f64 {
    let outcome = Outcome::read(outcome).unwrap();
    let question = Question { outcome, workload: workload.map(Into::into), year };
    measure(model, &question).unwrap_or_else(|why| panic!("{why}")).value
}

/// The year in which the challenger becomes cheaper.
pub fn crossover(model: &Model, workload: usize) -> Option<i32> {
    costs(model).unwrap_or_else(|why| panic!("{why:?}")).headline(workload).year
}

/// The value of a number at which both sides cost the same in `year`, if there is one.
pub fn break_even(model: &Model, path: &str, year: i32) -> Option<f64> {
    let mut model = model.clone();
    model.scenario.focus = year;
    let costs = costs(&model).unwrap_or_else(|why| panic!("{why:?}"));
    let row = costs.break_evens.iter().find(|row| row.lever.path == path);
    row.unwrap_or_else(|| panic!("no break-even is solved for {path}")).value
}

/// That the engine gives what the study's formula gives.
#[track_caller]
pub fn meets(engine: f64, study: f64, what: &str) {
    assert!((engine / study - 1.0).abs() < 1e-9, "{what}: the engine gives {engine}, the study's formula {study}");
}

/// A number of a scenario as a study's own formulas give it, in SI.
pub struct Number {
    path: &'static str,
    kind: Kind,
    value: f64,
}

impl Number {
    /// Its path.
    pub fn path(&self) -> &str {
        self.path
    }
}

/// One of them.
pub fn number<Q: Quantity>(path: &'static str, value: Q) -> Number {
    Number { path, kind: Q::KIND, value: value.in_si() }
}

/// Sets them all, each in every year.
#[track_caller]
pub fn set_all(model: &mut Model, numbers: &[Number]) {
    for Number { path, kind, value } in numbers {
        let slot = model.register.slot(path).unwrap_or_else(|| panic!("no number {path}"));
        assert_eq!(model.register.parameters()[slot].kind, *kind, "{path}");
        model.register.set_number(slot, None, *value, path).unwrap_or_else(|why| panic!("{why}"));
    }
}

/// That the scenario holds these numbers in `year`, but for rounding to `digits` of a share.
#[track_caller]
pub fn stands(model: &Model, numbers: &[Number], year: i32, digits: f64) {
    for Number { path, kind, value } in numbers {
        let found = model.register.find(path).unwrap_or_else(|| panic!("no number {path}"));
        assert_eq!(found.kind, *kind, "{path}");
        let at = found.value.at(year);
        assert!((at - value).abs() <= digits * value.abs(), "{path} is {at} in {year}; the formulas give {value}");
    }
}

/// A study's inputs with each of those named moved by a factor of its own, the shares among them at most to one.
macro_rules! moved {
    ($inputs:expr, $set:expr; $($name:ident)*; shares $($share:ident)*) => {{
        let (mut inputs, mut input) = ($inputs, 0);
        $( inputs.$name *= $crate::studies::harness::factor($set, input); input += 1; )*
        $( inputs.$share = (inputs.$share * $crate::studies::harness::factor($set, input)).min(1.0); input += 1; )*
        assert!(input > 0);
        inputs
    }};
}
pub(crate) use moved;
