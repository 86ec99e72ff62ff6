//! Public claims, put to a scenario: what was said, what the engine or a measurement gives, and when both would agree.
//!
//! The claims lie in `data/claims`, where a page says what each field means; they are part of the program. A claim's first test
//! decides. Its inputs are quantities as stated, numbers of the scenario, points of what has been observed, and numbers of the
//! documents that the commands `cost`, `datasheet`, `explore` and `plan` print, of this scenario or of another. Each document is
//! worked out once, and only if a claim asks for it.

pub mod expression;
pub mod key;
mod lever;
pub mod reading;
mod testing;
mod verdict;
mod world;

pub use reading::{Claim, Document, read_claims};

use crate::exploring::first_look;
use crate::pipeline::{evaluate, model, plan};
use crate::planning::{Asked as PlanAsked, PlanStop};
use reading::{Answer, Input, Wanted};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use sunward_planner::Questions;
use sunward_results::claims::{Amount, Judged, Side, Verdict};
use sunward_results::{Results, explore};
use sunward_scenario::sources::read_sources;
use sunward_scenario::{DiskFiles, Files, MemoryFiles, library::SOURCES};
use sunward_tracking::observed::{Mistake, Observed};
use testing::{Asked, computed};
use world::World;

macro_rules! files {
    ($folder:literal: $($name:literal)*) => { &[$(($name, include_str!(concat!("../../../", $folder, "/", $name, ".toml")))),*] };
}

/// The files of `data/claims`, by name.
pub const FILES: &[(&str, &str)] = files!("data/claims": "plan" "satellites" "studies" "critics" "robots_moon");

/// Scenarios that claims ask beside the one at hand, and what those include.
const SCENARIOS: &[(&str, &str)] = files!("scenarios": "as_claimed" "petawatt" "terawatt");

/// All claims, in the order of the files.
///
/// # Errors
/// Every mistake of every file: a bug, which the tests find.
pub fn claims() -> Result<Vec<Claim>, Vec<Mistake>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for (file, text) in FILES {
        match read_claims(file, text) {
            Ok(claims) => all.extend(claims),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() { Ok(all) } else { Err(mistakes) }
}

/// How claims are put to a scenario.
pub struct Judging<'a> {
    /// On how many threads; nothing of the answer hangs on it.
    pub threads: usize,
    /// The seed of draws.
    pub seed: u64,
    /// Limits of plans, and how to stop them.
    pub plans: PlanAsked,
    /// The folder of the scenario, in which others are looked for before those inside the program.
    pub folder: Option<&'a Path>,
    /// Whether plans and draws that are not among the results are worked out; else claims that rest on them are not judged.
    pub in_full: bool,
    /// Told what is done, of how much, and what was finished last.
    pub progress: &'a (dyn Fn(usize, usize, &str) + Sync),
}

impl Judging<'_> {
    /// Whether somebody wants to stop.
    fn stopped(&self) -> bool {
        self.plans.limits.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Judges claims for a scenario.
///
/// # Errors
/// [`PlanStop::Interrupted`] alone: whatever else is in the way of a plan is the reason why claims that rest on it cannot be tested.
pub fn judge(results: &Results, claims: &[Claim], judging: &Judging) -> Result<Vec<Judged>, PlanStop> {
    let observed = Observed::shipped();
    let sources = read_sources(SOURCES).unwrap_or_default();
    let world = World::of(Cow::Borrowed(results));
    let needed: BTreeSet<(Option<&str>, Document)> = wanted(claims)
        .map(|wanted| (wanted.scenario.as_deref().filter(|name| *name != results.model.name), wanted.document))
        .collect();
    let mut others: BTreeMap<String, Result<World<'static>, String>> = BTreeMap::new();
    for name in needed.iter().filter_map(|row| row.0) {
        let other = || companion(name, judging.folder, judging.seed);
        others.entry(name.to_string()).or_insert_with(other);
    }
    let before = work_out(&world, &others, &needed, claims.len(), judging)?;
    let asked = Asked { world: &world, others: &others, observed: &observed, sources: &sources };
    let all = before + claims.len();
    let (done, next) = (AtomicUsize::new(before), AtomicUsize::new(0));
    let judged: Mutex<Vec<Option<Judged>>> = Mutex::new(vec![None; claims.len()]);
    std::thread::scope(|scope| {
        for _ in 0..judging.threads.clamp(1, claims.len().max(1)) {
            scope.spawn(|| {
                while let Some((place, claim)) = at(claims, &next).filter(|_| !judging.stopped()) {
                    let one = judged_claim(&asked, claim);
                    judged.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[place] = Some(one);
                    (judging.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, all, &claim.title);
                }
            });
        }
    });
    if judging.stopped() {
        return Err(PlanStop::Interrupted);
    }
    Ok(judged.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_iter().flatten().collect())
}

/// All claims, judged for results that are there: part of the main job. Plans and draws of this scenario are taken from the results; those
/// of others are left to `sunward claims`, and so are the claims that rest on them alone.
///
/// # Panics
/// If a file of claims cannot be read; a test reads them all.
pub fn beside(results: &Results, folder: Option<&Path>, threads: usize) -> Vec<Judged> {
    let all = claims().unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));
    let judging = Judging {
        threads,
        seed: results.seed,
        plans: PlanAsked::default(),
        folder,
        in_full: false,
        progress: &|_, _, _| (),
    };
    // Nothing is planned, so nothing is interrupted.
    judge(results, &all, &judging).unwrap_or_default()
}

/// The next of some things that several threads share.
fn at<'a, T>(all: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    all.get(place).map(|one| (place, one))
}

/// All numbers of documents that claims ask for.
fn wanted(claims: &[Claim]) -> impl Iterator<Item = &Wanted> {
    claims.iter().flat_map(|claim| &claim.tests).flat_map(|test| {
        let inputs: &[(String, Input)] = match &test.answer {
            Answer::Formula { inputs, .. } => inputs,
            Answer::Untestable(_) => &[],
        };
        inputs.iter().filter_map(|row| match &row.1 {
            Input::Document(wanted) => Some(wanted),
            _ => None,
        })
    })
}

/// Another scenario: the file of that name beside the one at hand, else the one inside the program.
fn companion(name: &str, folder: Option<&Path>, seed: u64) -> Result<World<'static>, String> {
    let beside = folder.map(|folder| folder.join(format!("{name}.toml"))).filter(|path| path.is_file());
    let files: Box<dyn Files> = match beside {
        Some(path) => Box::new(DiskFiles::new(path)),
        None => {
            let text = SCENARIOS
                .iter()
                .find(|row| row.0 == name)
                .ok_or("it lies neither beside this one nor in the program")?
                .1;
            let mut files = MemoryFiles::new(&format!("{name}.toml"), text);
            for (other, text) in SCENARIOS.iter().filter(|row| row.0 != name) {
                files = files.with(&format!("{other}.toml"), *text);
            }
            Box::new(files)
        }
    };
    let model = model(files.as_ref(), &[]).map_err(|error| error.to_string())?;
    let results = evaluate(model, Vec::new(), seed).map_err(|error| error.to_string())?;
    Ok(World::of(Cow::Owned(results)))
}

/// A plan or draws that have to be worked out.
type Task<'w> = (&'w World<'w>, Document);

fn tasks<'w>(
    world: &'w World<'w>,
    others: &'w BTreeMap<String, Result<World<'static>, String>>,
    needed: &BTreeSet<(Option<&str>, Document)>,
    judging: &Judging,
) -> Vec<Task<'w>> {
    if !judging.in_full {
        return Vec::new();
    }
    let mut tasks: Vec<Task<'w>> = Vec::new();
    for (scenario, document) in needed {
        let of: &World = match scenario {
            None => world,
            Some(name) => match others.get(*name) {
                Some(Ok(other)) => other,
                _ => continue,
            },
        };
        let plans = *document == Document::Plan && of.results.plan.is_none();
        let draws = *document == Document::Explore && of.results.explored.is_none();
        if plans || draws {
            tasks.push((of, *document));
        }
    }
    // The longest first, so that no thread waits for it at the end.
    tasks.sort_by_key(|(of, document)| (*document != Document::Plan, -of.results.model.scenario.end));
    tasks
}

/// Works out what takes long, plans and draws, each on its own thread; tells how many there were.
fn work_out<'w>(
    world: &'w World<'w>,
    others: &'w BTreeMap<String, Result<World<'static>, String>>,
    needed: &BTreeSet<(Option<&str>, Document)>,
    claims: usize,
    judging: &Judging,
) -> Result<usize, PlanStop> {
    let tasks = tasks(world, others, needed, judging);
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    (judging.progress)(0, tasks.len() + claims, "");
    std::thread::scope(|scope| {
        for _ in 0..judging.threads.clamp(1, tasks.len().max(1)) {
            scope.spawn(|| {
                while let Some((_, (of, document))) = at(&tasks, &next).filter(|_| !judging.stopped()) {
                    match document {
                        Document::Plan => plan_of(of, judging),
                        _ => draws_of(of, judging),
                    }
                    let what = format!("{} of {}", document.name(), of.results.model.name);
                    (judging.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, tasks.len() + claims, &what);
                }
            });
        }
    });
    if judging.stopped() { Err(PlanStop::Interrupted) } else { Ok(tasks.len()) }
}

/// Plans. One that was stopped leaves nothing: then nothing is judged.
fn plan_of(of: &World, judging: &Judging) {
    let model = &of.results.model;
    if model.planning.is_none() {
        return of.keep_plan(Err("it asks for no plan".into()));
    }
    // No claim asks what relaxing a constraint would give, which takes longer than all the rest.
    let questions = Questions { relaxations: 0, hastening: 0, ..judging.plans.questions.clone() };
    let asked = PlanAsked { questions, mps: false, ..judging.plans.clone() };
    match plan(model, &of.results.costs, &asked) {
        Err(PlanStop::Interrupted) => {}
        Err(stop) => of.keep_plan(Err(format!("there is no plan to ask: {stop}"))),
        Ok(outcome) => of.keep_plan(Ok(outcome)),
    }
}

/// Draws; nobody stops them, they take a few seconds.
fn draws_of(of: &World, judging: &Judging) {
    let model = &of.results.model;
    let found = match first_look(model, judging.seed, 1) {
        Err(error) => Err(format!("nothing can be drawn: {error}")),
        Ok(None) => Err("it compares nothing".into()),
        Ok(Some(findings)) => Ok(explore::document::document(model, &findings)),
    };
    of.keep_draws(found);
}

fn judged_claim(asked: &Asked, claim: &Claim) -> Judged {
    let lever = lever::lever(asked, claim);
    let decision = verdict::decide(asked, claim, lever.as_ref());
    let amount = |si: f64| Amount { si, unit: claim.value.unit.clone() };
    Judged {
        id: claim.id.clone(),
        file: claim.file,
        title: claim.title.clone(),
        who: claim.who.clone(),
        date: claim.date.clone(),
        source: asked.work(&claim.source),
        evidence: claim.evidence,
        side: claim.side,
        statement: claim.statement.clone(),
        claimed: amount(claim.value.si),
        claimed_range: claim.range.as_ref().map(|[low, high]| [amount(low.si), amount(high.si)]),
        relation: claim.relation,
        within: claim.within,
        computed: decision.found.as_ref().map(|found| computed(found, Some(&claim.value.unit))),
        factor: decision.factor,
        verdict: decision.verdict,
        why: decision.why,
        condition: claim.condition.clone(),
        note: claim.note.clone(),
        lever,
        tests: claim.tests.iter().map(|test| asked.judged_test(claim, test)).collect(),
    }
}

/// Which claims are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one side.
    pub side: Option<Side>,
    /// With one verdict.
    pub verdict: Option<Verdict>,
    /// One claim alone, by its name.
    pub id: Option<String>,
}

impl Filter {
    /// Claims that are to be judged.
    ///
    /// # Errors
    /// If no claim has the name; the nearest ones, in words.
    pub fn before(&self, claims: Vec<Claim>) -> Result<Vec<Claim>, String> {
        if let Some(id) = &self.id
            && !claims.iter().any(|claim| claim.id == *id)
        {
            let mut near: Vec<(f64, &str)> = claims
                .iter()
                .map(|claim| (strsim::normalized_damerau_levenshtein(id, &claim.id), claim.id.as_str()))
                .collect();
            near.sort_by(|a, b| b.0.total_cmp(&a.0));
            let help = match near.first() {
                Some((score, nearest)) if *score > 0.5 => format!("did you mean `{nearest}`?"),
                _ => "`sunward claims SCENARIO` lists them all".into(),
            };
            return Err(format!("no claim `{id}`; {help}"));
        }
        let wanted = |claim: &Claim| {
            self.id.as_ref().is_none_or(|id| claim.id == *id) && self.side.is_none_or(|side| claim.side == side)
        };
        Ok(claims.into_iter().filter(wanted).collect())
    }

    /// Judged claims that are to be shown.
    pub fn after(&self, judged: Vec<Judged>) -> Vec<Judged> {
        judged.into_iter().filter(|claim| self.verdict.is_none_or(|verdict| claim.verdict == verdict)).collect()
    }
}
