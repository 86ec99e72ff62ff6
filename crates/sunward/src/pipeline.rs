//! The whole machine on one page.

#[cfg(feature = "plan")]
use crate::exploring::first_look;
#[cfg(feature = "plan")]
use crate::planning::{Asked, PlanStop, finding, solved_mps};
#[cfg(feature = "plan")]
use crate::tracking::progress;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use sunward_economics::PrepareError;
use sunward_economics::{Attribution, AttributionError, Outcome, Question, Ready, attribute, costs};
#[cfg(feature = "plan")]
use sunward_economics::{Costs, trades};
use sunward_exploration::NotDrawn;
use sunward_model::correlation::is_input;
use sunward_model::{Model, SetError};
#[cfg(feature = "plan")]
use sunward_network::{ConnectError, Network};
#[cfg(feature = "plan")]
use sunward_planner::{analyse, plan as best_plan};
use sunward_results::{Case, Companion, Results};
#[cfg(feature = "plan")]
use sunward_results::{PlanOutcome, PlanResults};
use sunward_scenario::{DiskFiles, Files, Mistakes};

/// Why a scenario gives no results. All of these are the input's; none is a bug.
#[derive(Debug, Clone, PartialEq)]
pub enum InputError {
    /// The files are wrong.
    Mistakes(Mistakes),
    /// A parameter cannot be set as asked.
    Set(Vec<SetError>),
    /// The world described cannot be: an orbit inside the Earth.
    Impossible(Vec<PrepareError>),
    /// The industries of the plan cannot be connected.
    #[cfg(feature = "plan")]
    Unconnected(Vec<ConnectError>),
    /// Correlations that cannot all hold.
    Contradiction(String),
    /// Numbers that cannot be drawn as they are stated.
    NotDrawn(Vec<NotDrawn>),
}

impl std::fmt::Display for InputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mistakes(mistakes) => write!(f, "{mistakes}"),
            Self::Set(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            Self::Impossible(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            #[cfg(feature = "plan")]
            Self::Unconnected(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
            Self::Contradiction(error) => writeln!(f, "{error}"),
            Self::NotDrawn(errors) => errors.iter().try_for_each(|error| writeln!(f, "{error}")),
        }
    }
}

impl std::error::Error for InputError {}

/// A change of one parameter: path, and value with its unit.
pub type Change = (String, String);

/// Files → model, with the changes asked for.
///
/// # Errors
/// Every mistake, or every change that cannot be made.
pub fn model(files: &dyn Files, changes: &[Change]) -> Result<Model, InputError> {
    changed(sunward_scenario::read(files).map_err(InputError::Mistakes)?, changes)
}

/// Model → model with the changes asked for: for doors that read a scenario once and are asked often.
///
/// # Errors
/// Every change that cannot be made.
pub fn changed(model: Model, changes: &[Change]) -> Result<Model, InputError> {
    let model = set(model, changes)?;
    correlations_hold(&model)?;
    Ok(model)
}

fn set(mut model: Model, changes: &[Change]) -> Result<Model, InputError> {
    let refused: Vec<SetError> =
        changes.iter().filter_map(|(path, value)| model.register.set(path, value).err()).collect();
    if !refused.is_empty() {
        return Err(InputError::Set(refused));
    }
    Ok(model)
}

/// Ranks that hold one by one may not hold together.
fn correlations_hold(model: &Model) -> Result<(), InputError> {
    model.check_correlations().map_err(|error| InputError::Contradiction(error.to_string()))
}

/// A model that was read, without mistakes, and made ready: for doors that are asked again and again about one scenario with a few changes.
#[derive(Debug)]
pub struct Opened {
    model: Model,
    /// Copies of it that were changed and changed back: a copy takes as long as the costs.
    copies: Mutex<Vec<Model>>,
    ready: Ready,
    /// Slots of the numbers that are correlated with others.
    correlated: BTreeSet<usize>,
}

impl Opened {
    /// Works out what most changes leave alone.
    ///
    /// # Errors
    /// [`InputError::Impossible`].
    pub fn new(model: Model) -> Result<Self, InputError> {
        let ready = Ready::new(&model).map_err(InputError::Impossible)?;
        let correlated = model.correlated_pairs().iter().flat_map(|pair| [pair.slots.0, pair.slots.1]).collect();
        Ok(Self { model, copies: Mutex::default(), ready, correlated })
    }

    /// The model as it was read.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Whether a change may touch a correlation: its rank, or a number in one.
    fn correlates(&self, (path, _): &Change) -> bool {
        !is_input(path) || self.model.register.resolve(path).is_some_and(|found| self.correlated.contains(&found.0))
    }

    /// [`changed`] and [`evaluate`] in one, with the same bits, sooner.
    ///
    /// # Errors
    /// [`InputError`].
    pub fn evaluate(&self, changes: &[Change], seed: u64) -> Result<Results, InputError> {
        self.evaluated(self.model.clone(), changes, seed)
    }

    /// The same for whoever needs the results for a moment only: the copy that was changed is kept for the next one.
    ///
    /// # Errors
    /// [`InputError`].
    pub fn ask<T>(&self, changes: &[Change], seed: u64, answer: impl FnOnce(&Results) -> T) -> Result<T, InputError> {
        let kept = || self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = kept().pop();
        let results = self.evaluated(copy.unwrap_or_else(|| self.model.clone()), changes, seed)?;
        let answer = answer(&results);
        let mut copy = results.model;
        for (path, _) in changes {
            if let Some((slot, _)) = self.model.register.resolve(path) {
                copy.register.put_back(slot, self.model.register.parameters()[slot].clone());
            }
        }
        kept().push(copy);
        Ok(answer)
    }

    fn evaluated(&self, model: Model, changes: &[Change], seed: u64) -> Result<Results, InputError> {
        let model = set(model, changes)?;
        // Those that held when it was read go on holding if nothing of them is changed.
        if changes.iter().any(|change| self.correlates(change)) {
            correlations_hold(&model)?;
        }
        let costs = self.ready.costs(&model).map_err(InputError::Impossible)?;
        Ok(Results::gather(model, costs, Vec::new(), seed))
    }
}

/// Two models with the changes asked for; each change is for whichever of them has the number.
///
/// # Errors
/// Every change that neither takes, or that one of them has and cannot make.
pub fn changed_both([mut first, mut second]: [Model; 2], changes: &[Change]) -> Result<[Model; 2], InputError> {
    let mut refused = Vec::new();
    for (path, value) in changes {
        match (first.register.set(path, value), second.register.set(path, value)) {
            (Ok(()), Ok(()) | Err(SetError::UnknownPath(..))) | (Err(SetError::UnknownPath(..)), Ok(())) => {}
            (Err(why), Err(SetError::UnknownPath(..))) | (_, Err(why)) | (Err(why), _) => refused.push(why),
        }
    }
    if refused.is_empty() { Ok([first, second]) } else { Err(InputError::Set(refused)) }
}

/// Model → results, with what its satellites' designs trade, a first look at what is not known, its plan where it asks for one, and how far the
/// world has come with it. The companions are shown
/// beside it as they are; changes do not touch them.
///
/// # Errors
/// [`PlanStop`]. A plan that cannot exist is none: it is a finding among the results.
#[cfg(feature = "plan")]
pub fn run(model: Model, companions: Vec<Companion>, seed: u64, asked: &Asked) -> Result<Results, PlanStop> {
    let results = evaluate(model, companions, seed)?;
    let plan = results.model.planning.as_ref().map(|_| plan(&results.model, &results.costs, asked)).transpose()?;
    let trades = trades(&results.model);
    let explored = first_look(&results.model, seed, asked.threads)?;
    let tracked = progress(&results.costs, plan.as_ref(), seed, asked)?;
    Ok(Results { trades, plan, explored, tracked: Some(tracked), ..results })
}

/// Model → results without the trades, for what needs none of them: each asks for the whole cost at hundreds of points.
///
/// # Errors
/// [`InputError::Impossible`].
pub fn evaluate(model: Model, companions: Vec<Companion>, seed: u64) -> Result<Results, InputError> {
    let costs = costs(&model).map_err(InputError::Impossible)?;
    Ok(Results::gather(model, costs, companions, seed))
}

/// Model and datasheets → network.
///
/// # Errors
/// [`InputError::Unconnected`], with everything that is in the way.
#[cfg(feature = "plan")]
pub fn connect(model: &Model, costs: &Costs) -> Result<Network, InputError> {
    sunward_network::connect(model, costs).map_err(InputError::Unconnected)
}

/// Model and datasheets → network → plan, taken apart; or why there is none.
///
/// # Errors
/// [`PlanStop`].
#[cfg(feature = "plan")]
pub fn plan(model: &Model, costs: &Costs, asked: &Asked) -> Result<PlanOutcome, PlanStop> {
    let network = connect(model, costs)?;
    match best_plan(&network, &asked.question(model)) {
        Ok(planned) => {
            let mps = asked.mps.then(|| solved_mps(&planned));
            let analysis = analyse(&planned, &asked.questions)?;
            let results = PlanResults { mps, ..PlanResults::gather(planned, analysis, model.scenario.focus) };
            Ok(PlanOutcome::Planned(Box::new(results)))
        }
        Err(error) => Ok(PlanOutcome::Short(finding(error)?)),
    }
}

/// Two models → why they disagree.
///
/// # Errors
/// [`AttributionError`].
pub fn compare(from: &Model, to: &Model, question: &Question) -> Result<Attribution, AttributionError> {
    attribute(from, to, question)
}

/// The scenarios that this one wants beside it, each read, evaluated and compared with it; on as many threads as asked,
/// with the same bits on any number of them.
///
/// # Errors
/// The first companion with an [`InputError`].
pub fn companions(model: &Model, scenario: &Path, threads: usize) -> Result<Vec<Companion>, InputError> {
    let folder = scenario.parent().unwrap_or_else(|| Path::new(""));
    let paths: Vec<PathBuf> = model.scenario.companions.iter().map(|name| folder.join(name)).collect();
    let question = Question { outcome: Outcome::RATIO, workload: None, year: Some(model.scenario.focus) };
    let case = |path: &PathBuf| -> Result<Companion, InputError> {
        let companion = self::model(&DiskFiles::new(path), &[])?;
        let costs = costs(&companion).map_err(InputError::Impossible)?;
        let case = Case::of(&companion, &costs);
        Ok(Companion { case, attribution: compare(model, &companion, &question).ok() })
    };
    let chunk = paths.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = paths
            .chunks(chunk)
            .map(|paths| scope.spawn(move || paths.iter().map(case).collect::<Result<Vec<_>, _>>()))
            .collect();
        let found: Result<Vec<Vec<Companion>>, InputError> =
            workers.into_iter().map(|worker| worker.join().expect("a worker does not panic")).collect();
        Ok(found?.into_iter().flatten().collect())
    })
}
