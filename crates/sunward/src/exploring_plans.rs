//! Every uncertain number of a model drawn, and a plan for each draw: on as many threads as asked, with the same bits on any number.

use crate::kept_plans;
use crate::pipeline::{InputError, connect};
use crate::planning::{Asked, PlanStop, finding};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use sunward_economics::Costs;
use sunward_exploration::{Kept, NotDrawn, Uncertain, kept_decisions};
use sunward_model::Model;
use sunward_network::{Network, connect_in};
use sunward_planner::ensemble::{
    Drawn, DrawnPlan, Fidelity, Near, PlanDraws, binding, binding_by_year, by_year, made_of_target, plan_near, reason,
    target_year,
};
use sunward_planner::{Planned, Question, plan};
use sunward_results::plan::build_out::servers;
use sunward_uncertainty::hypercube::Hypercube;
use sunward_uncertainty::random::Seed;

/// Plans of more processes times periods than these are drawn in longer periods: smaller ones are solved in a blink as they are.
const MOST_CELLS: usize = 1000;

/// How long a period of a draw is at least: from so many years after the start on, so many years.
///
/// A yearly program of `scenarios/terawatt.toml` takes about three seconds of one core, one of such periods half a second. How far both
/// are apart at best values is told with the answer ([`Fidelity`]).
const LENGTHS: &[(f64, f64)] = &[(3.0, 2.0), (11.0, 4.0)];

/// The home world, where a scenario has one of this name; else the first.
const HOME: &str = "Earth";

/// Most plans that can be drawn: a day of them.
pub const MOST_PLANS: u64 = 1_000_000;

/// How plans are drawn.
#[derive(Debug, Clone)]
pub struct PlanDrawing<'a> {
    /// How many.
    pub draws: usize,
    /// The seed that they follow from.
    pub seed: u64,
    /// On how many threads; nothing of the answer hangs on it.
    pub threads: usize,
    /// Numbers that stay at their best, by slot.
    pub fixed: &'a [usize],
    /// Whether every draw is planned as the scenario's plan is: in its own periods, with all rounds of learning. Ten times as long.
    pub in_full: bool,
    /// Where to go on: what [`saved`](crate::kept_plans::saved) gave.
    pub resume: Option<&'a [u8]>,
}

/// Told before the first draw and after each: all draws by their number, and how many of them are done. What it refuses ends the drawing.
pub type Told<'a> = &'a mut dyn FnMut(&[Option<Drawn>], usize) -> Result<(), String>;

/// Why plans could not be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanDrawingError {
    /// Numbers whose law cannot be drawn from.
    NotDrawn(Vec<NotDrawn>),
    /// The plan at best values ends without an answer.
    Stop(PlanStop),
    /// There is nothing to draw, in words.
    Nothing(String),
    /// What was kept of an earlier time cannot be gone on with, in words.
    Resume(String),
    /// A draw could not be handed on: a full disk.
    Told(String),
}

impl std::fmt::Display for PlanDrawingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotDrawn(faults) => faults.iter().try_for_each(|fault| writeln!(f, "{fault}")),
            Self::Stop(stop) => stop.fmt(f),
            Self::Nothing(text) | Self::Resume(text) | Self::Told(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for PlanDrawingError {}

impl From<PlanStop> for PlanDrawingError {
    fn from(stop: PlanStop) -> Self {
        Self::Stop(stop)
    }
}

impl From<InputError> for PlanDrawingError {
    fn from(error: InputError) -> Self {
        Self::Stop(PlanStop::Input(error))
    }
}

/// Draws every uncertain number of a model and plans each draw.
///
/// Draws are the points of one Latin hypercube. Numbers that skies and routes of the options compared rest on stay at their best. The
/// limits of `asked` hold for each draw; where its interrupt is set, what is done so far is the answer, and it says so. Draws that were
/// kept of an earlier time are not planned again; the plan at best values is.
///
/// # Errors
/// [`PlanDrawingError`] where nothing can be drawn, what was kept is of another question, or the plan at best values stops for another
/// reason than a shortage.
pub fn draw_plans(
    model: &Model,
    costs: &Costs,
    asked: &Asked,
    how: &PlanDrawing<'_>,
    told: Told<'_>,
) -> Result<PlanDraws, PlanDrawingError> {
    if how.draws == 0 {
        return Err(PlanDrawingError::Nothing("no draws are asked for; ask for one at least".into()));
    }
    let (uncertain, held) = uncertain(model, costs, how.fixed)?;
    let question = asked.question(model);
    let whole = connect(model, costs)?;
    let years = (model.scenario.start, last_year(&whole));
    let coarse = !how.in_full && whole.processes.len() * whole.periods.len() > MOST_CELLS;
    let lengths = if coarse { LENGTHS } else { &[] };
    let network =
        if coarse { connect_in(model, costs, lengths).map_err(InputError::Unconnected)? } else { whole.clone() };
    // Refused before minutes of planning.
    let kept = match how.resume {
        Some(bytes) => {
            kept_plans::resumed(model, asked, how, &network, years, bytes).map_err(PlanDrawingError::Resume)?
        }
        None => vec![None; how.draws],
    };
    let at_best = |network: &Network| match plan(network, &question) {
        Ok(planned) => Ok(Some(planned)),
        // That there is no plan at best values is one finding more.
        Err(error) => finding(error).map(|_| None),
    };
    let scenario = at_best(&whole)?;
    let own = if coarse { at_best(&network)? } else { None };
    let near = own.as_ref().or(scenario.as_ref()).map_or_else(Near::nothing, Near::of);
    let decided = |kept: Kept| {
        let estimates = model.register.parameters()[kept.decision].value.estimates();
        Decided { kept, values: estimates.into_iter().map(|(year, estimate)| (year, estimate.best)).collect() }
    };
    let drawn = |kept: &Kept| uncertain.numbers.iter().any(|number| number.slot == kept.decision);
    let keeping = kept_decisions(model, &costs.prepared).into_iter().filter(|kept| !drawn(kept)).map(decided).collect();
    let drawing =
        Drawing { costs, uncertain: &uncertain, question: &question, lengths, near: &near, how, years, keeping };
    let compared = scenario.as_ref().filter(|_| !how.in_full);
    let fidelity = compared.and_then(|planned| drawing.fidelity(planned, &network));
    drop((scenario, own));
    let draws = drawing.all(model, kept, told)?;
    let stopped = question.limits.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed));
    Ok(PlanDraws {
        years,
        network,
        interrupted: stopped && draws.iter().any(Option::is_none),
        draws,
        seed: how.seed,
        numbers: uncertain.numbers.len(),
        held,
        fidelity,
    })
}

/// All uncertain numbers but those that are fixed and those that skies and routes rest on; and the paths of the latter.
fn uncertain(model: &Model, costs: &Costs, fixed: &[usize]) -> Result<(Uncertain, Vec<String>), PlanDrawingError> {
    let rests_on: BTreeSet<usize> = costs.prepared.depends_on().iter().copied().collect();
    let (mut picked, mut held) = (Vec::new(), Vec::new());
    for (slot, parameter) in model.register.parameters().iter().enumerate() {
        if !parameter.is_uncertain() || fixed.contains(&slot) {
            continue;
        }
        if rests_on.contains(&slot) { held.push(parameter.path.clone()) } else { picked.push(slot) }
    }
    if picked.is_empty() {
        let text = "no number of this scenario has a range, so that nothing can be drawn; give ranges to those that are not certain";
        return Err(PlanDrawingError::Nothing(text.into()));
    }
    let uncertain = Uncertain::these(model, picked, held.clone()).map_err(PlanDrawingError::NotDrawn)?;
    Ok((uncertain, held))
}

/// The last calendar year of a network.
fn last_year(network: &Network) -> i32 {
    (network.end() - 0.5).floor() as i32
}

/// What all draws share.
struct Drawing<'a> {
    costs: &'a Costs,
    uncertain: &'a Uncertain,
    question: &'a Question,
    lengths: &'a [(f64, f64)],
    near: &'a Near,
    how: &'a PlanDrawing<'a>,
    years: (i32, i32),
    keeping: Vec<Decided>,
}

/// A decision that keeps to a limit which is drawn, and what was decided, by year where it has several.
struct Decided {
    kept: Kept,
    values: Vec<(Option<i32>, f64)>,
}

impl Drawing<'_> {
    /// All draws that are not there yet, each by its number. Which thread solves which hangs on the clock, and no answer hangs on the thread.
    fn all(
        &self,
        model: &Model,
        mut draws: Vec<Option<Drawn>>,
        told: Told<'_>,
    ) -> Result<Vec<Option<Drawn>>, PlanDrawingError> {
        let dimensions = self.uncertain.inputs.dimensions();
        let cube = Hypercube::new(self.how.draws as u64, dimensions, Seed(self.how.seed))
            .map_err(|refusal| PlanDrawingError::Nothing(refusal.to_string()))?;
        let left: Vec<usize> = (0..draws.len()).filter(|draw| draws[*draw].is_none()).collect();
        let mut done = draws.len() - left.len();
        told(&draws, done).map_err(PlanDrawingError::Told)?;
        let next = AtomicUsize::new(0);
        let work = |send: SyncSender<(usize, Drawn)>| {
            let mut drawn = model.clone();
            let mut point = vec![0.0; dimensions];
            let mut values = vec![0.0; self.uncertain.inputs.slots()];
            while let Some(draw) = left.get(next.fetch_add(1, Ordering::Relaxed)) {
                cube.point(*draw as u64, &mut point);
                self.uncertain.inputs.values(&point, &mut values);
                let Some(answer) = self.one(&mut drawn, &values) else { break };
                if send.send((*draw, answer)).is_err() {
                    break;
                }
            }
        };
        let threads = self.how.threads.clamp(1, left.len().max(1));
        // Room for one answer of each thread: nobody waits for what is kept to be written, and little is in flight.
        let (send, found) = sync_channel(threads);
        let mut refused = None;
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let send = send.clone();
                scope.spawn(|| work(send));
            }
            drop(send);
            for (draw, answer) in found {
                draws[draw] = Some(answer);
                done += 1;
                if let Err(error) = told(&draws, done) {
                    refused = Some(error);
                    break;
                }
            }
        });
        match refused {
            Some(error) => Err(PlanDrawingError::Told(error)),
            None => Ok(draws),
        }
    }

    /// One draw; nothing if somebody asked to stop. The model's drawn numbers are all set anew, so nothing is left of the draw before.
    fn one(&self, model: &mut Model, values: &[f64]) -> Option<Drawn> {
        for number in &self.uncertain.numbers {
            let years = model.register.parameters()[number.slot].value.estimates();
            for ((year, _), value) in years.into_iter().zip(&values[number.values.clone()]) {
                if let Err(error) = model.register.set_number(number.slot, year, *value, &number.path) {
                    return Some(Drawn::Failed(error.to_string()));
                }
            }
        }
        for Decided { kept: Kept { decision, limit }, values } in &self.keeping {
            let path = model.register.parameters()[*decision].path.clone();
            for (year, value) in values {
                let limit = model.register.parameters()[*limit].value.at(year.unwrap_or(self.years.0));
                if let Err(error) = model.register.set_number(*decision, *year, value.min(limit), &path) {
                    return Some(Drawn::Failed(error.to_string()));
                }
            }
        }
        let network = match connect_in(model, self.costs, self.lengths) {
            Ok(network) => network,
            Err(errors) => return Some(Drawn::Failed(errors.first().map(ToString::to_string).unwrap_or_default())),
        };
        let mut question = self.question.clone();
        question.beyond = sunward_network::connect::beyond(model);
        let planned =
            if self.how.in_full { plan(&network, &question) } else { plan_near(&network, &question, self.near) };
        match planned {
            Ok(planned) => Some(Drawn::Planned(self.told(&planned))),
            Err(error) => reason(&error),
        }
    }

    /// A plan in numbers by calendar year.
    fn told(&self, planned: &Planned) -> DrawnPlan {
        let (network, plan) = (&planned.network, &planned.plan);
        let years = self.years.0..=self.years.1;
        let yearly = |values: &[f64]| by_year(&network.periods, values, years.clone());
        let made = yearly(&made_of_target(network, &plan.runs));
        let home = network.worlds.iter().position(|world| world.eq_ignore_ascii_case(HOME)).unwrap_or(0);
        let serving = servers(network);
        let standing = |counts: &dyn Fn(usize) -> bool| -> Vec<f64> {
            let of = |period: usize| -> f64 {
                let counted = serving.iter().filter(|process| counts(**process));
                counted.map(|process| plan.capacities[*process][period]).sum()
            };
            yearly(&(0..network.periods.len()).map(of).collect::<Vec<f64>>())
        };
        let away = |process: usize| network.locations[network.processes[process].location].world != home;
        DrawnPlan {
            target_year: target_year(network, &made, self.years.0),
            made,
            binding: binding(planned).map_or_else(
                || vec![None; years.clone().count()],
                |binding| binding_by_year(&network.periods, &binding, years.clone()),
            ),
            in_service: standing(&|_| true),
            beyond: standing(&away),
            cost: planned.inside().1.objective_value,
        }
    }

    /// How far a draw's program at best values is from the scenario's plan.
    fn fidelity(&self, scenario: &Planned, network: &Network) -> Option<Fidelity> {
        let near = plan_near(network, self.question, self.near).ok()?;
        let (own, other) = (self.told(scenario), self.told(&near));
        Some(Fidelity {
            periods: (scenario.horizon, near.horizon),
            cost: (own.cost, other.cost),
            target_year: (own.target_year, other.target_year),
            same_binding: own.binding.iter().zip(&other.binding).filter(|pair| pair.0 == pair.1).count(),
            made: (own.made, other.made),
            in_service: (own.in_service, other.in_service),
        })
    }
}
