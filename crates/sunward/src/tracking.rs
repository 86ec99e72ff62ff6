//! Observed progress against a plan: what was observed, beside what the plan says of the same, and forecasts that are scored later.

use crate::pipeline::connect;
use crate::planning::{Asked, PlanStop, finding};
use sunward_economics::Costs;
use sunward_model::Model;
use sunward_network::{Network, Plan};
use sunward_planner::plan as best_plan;
use sunward_results::track::plan_lines;
use sunward_results::{PlanOutcome, VERSION};
use sunward_tracking::checkpoints::{PlanLine, Tracked, track};
use sunward_tracking::date::{Day, Period};
use sunward_tracking::forecast::{Forecasts, Scored, read_forecasts, score};
use sunward_tracking::format::{Format, detect};
use sunward_tracking::observations::{Given, NothingAdded, join, read};
use sunward_tracking::observed::{Mistake, Observed, read_observed};
use sunward_tracking::points::{NotSaid, Said};
use sunward_tracking::reading::Refusal;

/// The series whose publisher projects what is not built yet.
const TIMELINE: &str = "frontier_data_centre_power";

/// What is observed: what comes with Sunward, and what a user's files say.
#[derive(Debug, Clone)]
pub struct Watched {
    /// All of it.
    pub observed: Observed,
    /// Each file of the user by its name, with its bad rows and what it leaves open.
    pub said: Vec<(String, Said)>,
    /// The day whose knowledge is used: nothing that became known later.
    pub on: Day,
}

/// A day as a user writes it, `2026`, `2026-05` or `2026-05-31`: the last that it may mean.
///
/// # Errors
/// What is wrong, with the remedy.
pub fn day(text: &str) -> Result<Day, String> {
    Period::read(text).map(|period| period.last).map_err(|fault| format!("{}; {}", fault.why, fault.right))
}

/// Reads a user's files, observations of his own and published ones alike, beside what comes with Sunward. `as_of` is the day whose
/// knowledge is used; without one it is the newest on which anything in the tables became known, so that no clock enters. `known` is the
/// day from which published files could be known. Without one that is the day whose knowledge is used; but a timeline of data centres
/// holds projections from its own edition on, and is taken for the edition that comes with Sunward.
///
/// # Errors
/// [`NothingAdded`], with every file that cannot be read or counts something else.
pub fn watched(files: &[Given<'_>], as_of: Option<Day>, known: Option<Day>) -> Result<Watched, NothingAdded> {
    let shipped = Observed::shipped();
    let own = files.iter().filter(|file| matches!(detect(file.bytes), Ok(Format::Observations)));
    let own =
        own.filter_map(|file| read_observed(std::str::from_utf8(file.bytes).ok()?, file.name).ok()?.newest_known());
    let newest = shipped.newest_known().into_iter().chain(own).max();
    let Some(on) = as_of.or(newest) else {
        let nothing = Refusal { why: "nothing is observed".into(), right: "give a file of observations".into() };
        return Err(NothingAdded(vec![(String::new(), NotSaid::Refused(nothing))]));
    };
    let edition = shipped.find(TIMELINE).and_then(|series| series.points.iter().map(|point| point.known).max());
    let (mut said, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        let day = match detect(file.bytes) {
            Ok(Format::SiteStages) => known.or(edition.filter(|edition| *edition < on)),
            _ => known,
        };
        match read(std::slice::from_ref(file), day.unwrap_or(on), &shipped) {
            Ok(own) => said.extend(own),
            Err(NothingAdded(own)) => refused.extend(own),
        }
    }
    if !refused.is_empty() {
        return Err(NothingAdded(refused));
    }
    let found: Vec<_> = said.iter().flat_map(|(_, said)| said.found.iter().cloned()).collect();
    let joined = join(Observed::default(), &found, &shipped);
    let observed = shipped
        .with(joined.observed)
        .map_err(|mistakes| NothingAdded(vec![(String::new(), NotSaid::Mistakes(mistakes))]))?;
    Ok(Watched { observed, said, on })
}

/// What the world's best plan for a scenario says of what is tracked; of one without a plan what its costs say. `None` beside it
/// where there is no such plan.
///
/// # Errors
/// [`PlanStop`].
pub fn lines(
    model: &Model,
    costs: &Costs,
    observed: &Observed,
    asked: &Asked,
) -> Result<(Vec<PlanLine>, bool), PlanStop> {
    if model.planning.is_none() {
        return Ok((plan_lines(costs, None, observed), false));
    }
    let network = connect(model, costs)?;
    match best_plan(&network, &asked.question(model)) {
        Ok(planned) => {
            let (network, plan) = planned.inside();
            Ok((plan_lines(costs, Some((&network, &plan)), observed), true))
        }
        Err(error) => {
            finding(error)?;
            Ok((plan_lines(costs, None, observed), false))
        }
    }
}

/// Looks at the checkpoints.
///
/// # Errors
/// [`PlanStop::Interrupted`].
pub fn look(watched: &Watched, lines: &[PlanLine], seed: u64, asked: &Asked) -> Result<Tracked, PlanStop> {
    let stop = asked.limits.interrupt.clone();
    let go_on = || stop.as_ref().is_none_or(|stop| !stop.load(std::sync::atomic::Ordering::Relaxed));
    track(&watched.observed, lines, watched.on, seed, &go_on).ok_or(PlanStop::Interrupted)
}

/// The same with what comes with Sunward alone and a plan that is there, for the report of everything.
///
/// # Errors
/// [`PlanStop::Interrupted`].
pub(crate) fn progress(
    costs: &Costs,
    plan: Option<&PlanOutcome>,
    seed: u64,
    asked: &Asked,
) -> Result<Tracked, PlanStop> {
    let observed = Observed::shipped();
    let planned: Option<(&Network, &Plan)> = match plan {
        Some(PlanOutcome::Planned(planned)) => Some((&planned.network, &planned.plan)),
        _ => None,
    };
    let lines = plan_lines(costs, planned, &observed);
    let on = observed.newest_known().ok_or_else(|| PlanStop::Failed("nothing is observed".into()))?;
    look(&Watched { observed, said: Vec::new(), on }, &lines, seed, asked)
}

/// The forecasts in what was tracked, as a file to be kept.
pub fn forecasts(tracked: &Tracked, scenario: &str) -> String {
    Forecasts::of(tracked, scenario, VERSION).to_toml()
}

/// Holds kept forecasts against what is known now.
///
/// # Errors
/// Every mistake of the file.
pub fn scored(text: &str, file: &str, watched: &Watched) -> Result<Scored, Vec<Mistake>> {
    Ok(score(&read_forecasts(text, file)?, &watched.observed, watched.on))
}
