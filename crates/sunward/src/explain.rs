//! What a parameter is, where its value comes from, and what it moves.

use sunward_economics::{Costs, costs};
use sunward_model::world::SHAPES;
use sunward_model::{Model, Parameter, Shape, Value};
use sunward_scenario::Code;

/// How a parameter moves one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The outcome, in words.
    pub outcome: String,
    /// With the value lowered, as it is, and raised.
    pub values: [Option<f64>; 3],
}

/// What a parameter moves.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The values tried, in SI: low, best, high.
    pub tried: [f64; 3],
    /// Whether low and high are the parameter's own range, or 10 % to either side.
    pub own_range: bool,
    /// On the cost of each option in the focus year.
    pub rows: Vec<Effect>,
}

/// What an `explain` is about.
#[derive(Debug, Clone)]
pub enum Explained<'a> {
    /// A mistake's code.
    Code(Code),
    /// A table of the scenario.
    Shape(&'static Shape),
    /// A parameter.
    Parameter(&'a Parameter, Effects),
    /// Nothing of this name; the nearest path.
    Unknown(Option<String>),
}

/// Finds what `what` names: a code, a table, a path.
pub fn explain<'a>(what: &str, model: &'a Model) -> Explained<'a> {
    if let Some(code) = Code::ALL.iter().find(|code| code.code().eq_ignore_ascii_case(what)) {
        return Explained::Code(*code);
    }
    if let Some(shape) = SHAPES.iter().find(|shape| shape.table == what) {
        return Explained::Shape(shape);
    }
    match model.register.find(what) {
        Some(parameter) => Explained::Parameter(parameter, effects(model, parameter)),
        None => Explained::Unknown(model.register.nearest(what)),
    }
}

/// Evaluates the model with the parameter at the ends of its range (or 10 % to either side).
pub fn effects(model: &Model, parameter: &Parameter) -> Effects {
    let focus = model.scenario.focus;
    let best = parameter.value.at(focus);
    let range = match &parameter.value {
        Value::Constant(estimate) => estimate.range,
        _ => None,
    };
    let (low, high) = range.unwrap_or((best * 0.9, best * 1.1));
    let tried = [low.min(high), best, low.max(high)];
    let slot = model.register.slot(&parameter.path);
    let at = |value: f64| -> Option<Costs> {
        let mut changed = model.clone();
        if value != best {
            changed.register.set_number(slot?, None, value, &parameter.path).ok()?;
        }
        costs(&changed).ok()
    };
    let runs = if best.is_nan() { [None, costs(model).ok(), None] } else { tried.map(at) };
    let names = model.options();
    let rows = names
        .iter()
        .enumerate()
        .map(|(index, name)| Effect {
            outcome: format!("cost of {name} in {focus}"),
            values: std::array::from_fn(|i| {
                let run = runs[i].as_ref()?;
                let (_, cost) = run.series.get(index)?.years.get(run.index_of(focus))?.as_ref().ok()?;
                Some(cost.workloads[0].compute.in_dollars_per_petaflops_hour())
            }),
        })
        .collect();
    Effects { tried, own_range: range.is_some(), rows }
}
