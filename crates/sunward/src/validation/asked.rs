//! Cases that ask the scenario of their study for one of its results.

#[cfg(feature = "plan")]
use crate::pipeline::connect;
use std::collections::BTreeMap;
use sunward_economics::attribution::{Question, measure};
use sunward_economics::{Outcome, costs};
use sunward_model::Model;
#[cfg(feature = "plan")]
use sunward_planner::{Planned, plan};
use sunward_quantity::{Kind, Money, Quantity, Ratio, read};
use sunward_scenario::MemoryFiles;

/// What is asked of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// A cost, a mass, a ratio.
    Outcome(Outcome),
    /// The year in which the challenger becomes cheaper.
    Crossover,
    /// The value of this number at which both sides cost the same; undefined (`NaN`) where there is none.
    BreakEven(String),
    /// Of the plan of least cost: its cost.
    PlanCost,
    /// Of the plan of least cost: what the demand that it meets is worth, at what leaving it unmet would cost.
    PlanValue,
}

/// A result of the scenario of a study, perhaps of a variant of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The scenario, with the changes of the case.
    pub model: Model,
    /// Which result.
    pub result: Wanted,
    /// Of which use of compute; the first if none is named.
    pub workload: Option<String>,
    /// In which year, or a break-even solved for which; the scenario's focus if none is named.
    pub year: Option<i32>,
    /// What it is multiplied by, in SI: `1 GW`, `43.8 TWh`.
    pub times: f64,
    /// What comes out.
    pub kind: Kind,
}

impl Wanted {
    /// Reads `crossover`, `break_even.PATH`, `plan.cost`, `plan.value` or the name of an outcome.
    pub fn read(text: &str) -> Result<Self, String> {
        match (text, text.strip_prefix("break_even.")) {
            ("crossover", _) => Ok(Self::Crossover),
            ("plan.cost", _) => Ok(Self::PlanCost),
            ("plan.value", _) => Ok(Self::PlanValue),
            (_, Some(path)) => Ok(Self::BreakEven(path.into())),
            _ => Outcome::read(text).map(Self::Outcome),
        }
    }

    /// What it measures in a scenario.
    fn kind(&self, model: &Model) -> Result<Kind, String> {
        match self {
            Self::Outcome(outcome) => Ok(outcome.kind()),
            Self::Crossover => Ok(Ratio::KIND),
            Self::PlanCost | Self::PlanValue => Ok(Money::KIND),
            Self::BreakEven(path) => match model.register.find(path) {
                Some(parameter) => Ok(parameter.kind),
                None => Err(format!("the scenario has no number `{path}`")),
            },
        }
    }
}

/// Reads the number by which a result is multiplied, and what comes out: a price of energy times an energy is money.
pub fn kind_and_factor(
    result: &Wanted,
    model: &Model,
    gives: Option<&str>,
    times: Option<&str>,
) -> Result<(Kind, f64), String> {
    let own = result.kind(model)?;
    let named = |name: &str| {
        Kind::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| format!("no kind of quantity `{name}`"))
    };
    let kind = gives.map_or(Ok(own), named)?;
    let Some(times) = times else {
        return if kind == own {
            Ok((kind, 1.0))
        } else {
            Err(format!("this gives {}, not {}", own.name(), kind.name()))
        };
    };
    // Which kind the factor has, its own unit says.
    let fits = |factor: &Kind| own.dimension() * factor.dimension() == kind.dimension();
    Kind::ALL
        .iter()
        .filter(|factor| fits(factor))
        .find_map(|factor| read(*factor, times).ok())
        .map(|factor| (kind, factor))
        .ok_or_else(|| format!("{} times `{times}` is not {}", own.name(), kind.name()))
}

/// The scenario of a study, read.
pub fn model(study: &str, text: &str) -> Result<Model, String> {
    let file = format!("{study}.toml");
    sunward_scenario::read(&MemoryFiles::new(file.as_str(), text)).map_err(|mistakes| mistakes.to_string())
}

/// A scenario with changes.
pub fn changed(mut model: Model, changes: &BTreeMap<String, String>) -> Result<Model, String> {
    for (path, value) in changes {
        model.register.set(path, value).map_err(|error| error.to_string())?;
    }
    Ok(model)
}

impl Asked {
    /// The result, in SI, undefined (`NaN`) for a break-even that does not exist; with one of the changes made `factor`
    /// times larger.
    pub fn evaluate(&self, scaled: Option<(&str, f64)>) -> Result<f64, String> {
        let mut model = self.model.clone();
        if let Some((path, factor)) = scaled {
            let slot = model.register.slot(path).ok_or_else(|| format!("the scenario has no number `{path}`"))?;
            let now = model.register.parameters()[slot].value.at(self.year.unwrap_or(model.scenario.focus));
            model.register.set_number(slot, None, now * factor, path).map_err(|error| error.to_string())?;
        }
        if let (Wanted::BreakEven(_), Some(year)) = (&self.result, self.year) {
            model.scenario.focus = year;
        }
        let say = |errors: Vec<sunward_economics::PrepareError>| join(&errors);
        let workload = || match &self.workload {
            None => Ok(0),
            Some(name) => model
                .workloads
                .iter()
                .position(|w| w.name == *name)
                .ok_or_else(|| format!("no use of compute `{name}`")),
        };
        let found = match &self.result {
            Wanted::Outcome(outcome) => {
                let question = Question { outcome: *outcome, workload: self.workload.clone(), year: self.year };
                measure(&model, &question).map_err(|error| error.to_string())?.value
            }
            Wanted::Crossover => {
                let costs = costs(&model).map_err(say)?;
                f64::from(costs.headline(workload()?).year.ok_or("never, within the years of the scenario")?)
            }
            #[cfg(feature = "plan")]
            Wanted::PlanCost => least_cost(&model)?.plan.objective_value,
            #[cfg(feature = "plan")]
            Wanted::PlanValue => value_met(&least_cost(&model)?),
            #[cfg(not(feature = "plan"))]
            Wanted::PlanCost | Wanted::PlanValue => return Err("this was built without the planner".into()),
            Wanted::BreakEven(path) => {
                let (costs, wanted) = (costs(&model).map_err(say)?, workload()?);
                let row = costs
                    .break_evens
                    .iter()
                    .find(|row| row.lever.path == *path && row.workload == wanted)
                    .ok_or_else(|| format!("no break-even is solved for `{path}`"))?;
                row.value.unwrap_or(f64::NAN)
            }
        };
        Ok(found * self.times)
    }
}

/// The plan of least cost of a scenario that plans.
#[cfg(feature = "plan")]
fn least_cost(model: &Model) -> Result<Planned, String> {
    let costs = costs(model).map_err(|errors| join(&errors))?;
    let network = connect(model, &costs).map_err(|error| error.to_string())?;
    plan(&network, &sunward_planner::Question::default()).map_err(|error| error.to_string())
}

/// What the demand that a plan meets is worth, at what leaving it unmet would cost, undiscounted.
#[cfg(feature = "plan")]
fn value_met(planned: &Planned) -> f64 {
    let network = &planned.network;
    let mut value = 0.0;
    for (demand, shorts) in network.demands.iter().zip(&planned.plan.shorts) {
        let Some(price) = &demand.price else { continue };
        for (period, short) in shorts.iter().enumerate() {
            value += (demand.amount.at(period) - short) * price.at(period) * network.periods[period].years;
        }
    }
    value
}

fn join<T: ToString>(errors: &[T]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
