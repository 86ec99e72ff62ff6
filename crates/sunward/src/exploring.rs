//! Draws of what is not known, on several threads, with the same bits on any number of them; stopped and gone on with.

use crate::pipeline::InputError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use sunward_economics::Prepared;
use sunward_exploration::{
    Chunk, Effort, Evaluation, Exploration, Explorer, Findings, Inquiry, Outcomes, Sample, Uncertain, use_findings,
};
use sunward_model::Model;

/// Draws that are kept whole for what is read off given draws.
pub const KEPT: u64 = 16_384;

/// What is asked of an exploration.
#[derive(Debug, Clone)]
pub struct Exploring {
    /// How many draws.
    pub draws: u64,
    /// On how many threads.
    pub threads: usize,
    /// Asks to stop: what has been drawn by then is the result.
    pub interrupt: Option<Arc<AtomicBool>>,
    /// Where to go on: what [`saved`] gave.
    pub resume: Option<Vec<u8>>,
}

impl Exploring {
    /// So many draws on so many threads.
    pub fn new(draws: u64, threads: usize) -> Self {
        Self { draws, threads, interrupt: None, resume: None }
    }

    fn stopped(&self) -> bool {
        self.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

/// Why an exploration gives nothing.
#[derive(Debug)]
pub enum ExploreStop {
    /// What was kept of an earlier one cannot be gone on with.
    Resume(String),
    /// A draw could not be handed on: a full disk.
    Rows(String),
    /// Something that cannot be.
    Bug(String),
}

impl std::fmt::Display for ExploreStop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Resume(text) | Self::Rows(text) | Self::Bug(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for ExploreStop {}

/// Takes the rows of a table of draws, chunk by chunk.
pub type Rows<'a> = &'a mut dyn FnMut(&Sample) -> Result<(), String>;

/// Fewest and most draws that can be asked for: the most is more than Sobol's sequence keeps apart.
pub const DRAWS: std::ops::RangeInclusive<u64> = 64..=1 << 32;

/// What is asked about a model, checked: so many draws, and what would have to be true by a year (the scenario's focus if none is said)
/// with a probability.
///
/// # Errors
/// In the words of the command line.
pub fn inquiry(model: &Model, draws: u64, by: Option<i32>, probability: f64) -> Result<Inquiry, String> {
    let scenario = &model.scenario;
    if scenario.challengers.is_empty() || scenario.incumbents.is_empty() {
        return Err(format!("`{}` compares nothing; name `challengers` and `incumbents` in `[scenario]`", model.name));
    }
    if !DRAWS.contains(&draws) {
        return Err(format!("--draws {draws}: ask for {} to {}", DRAWS.start(), DRAWS.end()));
    }
    if !(probability > 0.0 && probability < 1.0) {
        return Err(format!("--probability {probability}: write a share between 0 and 1, like 0.5"));
    }
    let by = by.unwrap_or(scenario.focus);
    if !(scenario.start..=scenario.end).contains(&by) {
        return Err(format!("--by {by}: the scenario runs from {} to {}", scenario.start, scenario.end));
    }
    Ok(Inquiry { by, probability, ..Inquiry::of(model) })
}

/// What is drawn of a model, and what is worked out of it.
///
/// # Errors
/// [`InputError`]: a world that cannot be, or numbers that cannot be drawn as they are stated.
pub fn explorer(model: &Model, seed: u64) -> Result<Explorer, InputError> {
    let prepared = Prepared::new(model).map_err(InputError::Impossible)?;
    let uncertain = Uncertain::of(model, &prepared, &[]).map_err(InputError::NotDrawn)?;
    let evaluation = Evaluation::new(model, prepared, &uncertain);
    Ok(Explorer::new(uncertain, evaluation, seed))
}

/// Many draws: what they say, and the first of them whole.
///
/// `progress` is told how many draws are done; `rows` is given every draw that is made now.
///
/// # Errors
/// [`ExploreStop`].
pub fn explore(
    model: &Model,
    explorer: &Explorer,
    asked: &Exploring,
    progress: &dyn Fn(u64),
    mut rows: Option<Rows<'_>>,
) -> Result<(Exploration, Sample), ExploreStop> {
    let mut found = match &asked.resume {
        Some(bytes) => resumed(model, explorer, asked, bytes)?,
        None => Exploration::new(explorer.outcomes()),
    };
    let Some(first) = Explorer::chunk_after(found.draws()) else {
        return Err(ExploreStop::Resume(format!(
            "the {} draws that are there are all that were asked for; ask for fewer, or start anew",
            found.draws()
        )));
    };
    let chunks = Explorer::chunks(asked.draws);
    let mut sample = Sample::of(explorer);
    // The kept draws that were made another time are made again: they follow from the seed.
    for chunk in 0..first.min(Explorer::chunks(KEPT.min(asked.draws))) {
        let mut scratch = explorer.evaluation.scratch();
        explorer.chunk(chunk, asked.draws, &mut scratch, |draw, values, outcomes| sample.add(draw, values, outcomes));
    }
    progress(found.draws());
    let threads = asked.threads.max(1) as u64;
    let wants_rows = rows.is_some();
    let mut refused = None;
    std::thread::scope(|scope| {
        // Each thread takes every n-th chunk, and waits until the one before is taken: what is in flight does not grow.
        let workers: Vec<Receiver<(Chunk, Option<Sample>)>> = (0..threads)
            .map(|thread| {
                let (send, receive) = sync_channel(1);
                scope.spawn(move || {
                    let mut scratch = explorer.evaluation.scratch();
                    let mut chunk = first + thread;
                    while chunk < chunks && !asked.stopped() {
                        let mut kept = (wants_rows || chunk < Explorer::chunks(KEPT)).then(|| Sample::of(explorer));
                        let counted = explorer.chunk(chunk, asked.draws, &mut scratch, |draw, values, outcomes| {
                            if let Some(kept) = &mut kept {
                                kept.add(draw, values, outcomes);
                            }
                        });
                        if send.send((counted, kept)).is_err() {
                            break;
                        }
                        chunk += threads;
                    }
                });
                receive
            })
            .collect();
        for chunk in first..chunks {
            let Ok((counted, kept)) = workers[((chunk - first) % threads) as usize].recv() else { break };
            found.add(&counted);
            if let Some(kept) = kept {
                if let Some(rows) = rows.as_mut()
                    && let Err(error) = rows(&kept)
                {
                    refused = Some(error);
                    break;
                }
                if chunk < Explorer::chunks(KEPT) {
                    sample.append(kept);
                }
            }
            progress(found.draws());
        }
        drop(workers);
    });
    match refused {
        Some(error) => Err(ExploreStop::Rows(error)),
        None => Ok((found, sample)),
    }
}

/// What the draws say, and what moves them; stopped early it holds what was complete by then.
///
/// # Errors
/// [`ExploreStop::Bug`] if the sample is of another explorer.
pub fn findings(
    model: &Model,
    explorer: &Explorer,
    asked: &Exploring,
    inquiry: &Inquiry,
    (exploration, sample): (Exploration, &Sample),
) -> Result<Findings, ExploreStop> {
    let uncertain = &explorer.uncertain;
    let uses = use_findings(model, explorer, sample, inquiry, &|| !asked.stopped());
    Ok(Findings {
        best: explorer.best(),
        uses: uses.map_err(|refusal| ExploreStop::Bug(refusal.to_string()))?,
        exploration,
        asked: asked.draws,
        method: explorer.method(),
        seed: explorer.first_seed(),
        numbers: uncertain.numbers.clone(),
        groups: uncertain.groups.clone(),
        held: uncertain.held.clone(),
    })
}

/// Draws of a first look, part of the main job.
const FIRST_LOOK: u64 = 8192;

/// A first look: few draws, and what moves the answer one number at a time. `None` where a scenario compares nothing.
///
/// # Errors
/// [`InputError`].
pub fn first_look(model: &Model, seed: u64, threads: usize) -> Result<Option<Findings>, InputError> {
    if model.scenario.challengers.is_empty() || model.scenario.incumbents.is_empty() {
        return Ok(None);
    }
    let explorer = explorer(model, seed)?;
    let asked = Exploring::new(FIRST_LOOK, threads);
    let effort = Effort { trajectories: 0, numbers: 0, points: 0 };
    let inquiry = Inquiry { effort, draws: 0, levers: 0, worth: 0, region: 0, ..Inquiry::of(model) };
    let found = explore(model, &explorer, &asked, &|_| (), None)
        .and_then(|(exploration, sample)| findings(model, &explorer, &asked, &inquiry, (exploration, &sample)));
    Ok(Some(found.expect("a first look resumes nothing, writes nothing and uses its own sample")))
}

const MAGIC: &[u8] = b"sunward draws 1\n";

/// Everything that was drawn so far, to go on with another time.
pub fn saved(model: &Model, explorer: &Explorer, found: &Exploration, seed: u64) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(print_of(model, explorer.outcomes(), seed).to_le_bytes());
    bytes.extend(found.to_words().into_iter().flat_map(u64::to_le_bytes));
    bytes
}

fn print_of(model: &Model, outcomes: &Outcomes, seed: u64) -> u64 {
    let names: Vec<&str> = outcomes.all.iter().map(|outcome| outcome.name.as_str()).collect();
    print_of_question(model, seed, &names.join(" "))
}

/// A number that differs where the scenario, the seed, the program or what is counted does: all that draws follow from.
pub(crate) fn print_of_question(model: &Model, seed: u64, counted: &str) -> u64 {
    let text = [env!("CARGO_PKG_VERSION"), &seed.to_string(), &sunward_scenario::lock(model), counted].join("\n");
    print_of_bytes(text.as_bytes())
}

/// FNV-1a: another number for other bytes, as good as always.
pub fn print_of_bytes(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |print, byte| (print ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn resumed(model: &Model, explorer: &Explorer, asked: &Exploring, bytes: &[u8]) -> Result<Exploration, ExploreStop> {
    let no =
        |why: &str| ExploreStop::Resume(format!("draws cannot be gone on with: {why}; start anew without `--resume`"));
    let body = bytes.strip_prefix(MAGIC).ok_or_else(|| no("this is no file of draws"))?;
    let words: Vec<u64> =
        body.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().expect("eight bytes"))).collect();
    let [print, words @ ..] = &words[..] else { return Err(no("the file was cut off")) };
    if body.len() % 8 != 0 {
        return Err(no("the file was cut off"));
    }
    if *print != print_of(model, explorer.outcomes(), explorer.first_seed()) {
        return Err(no("they are of another scenario, another seed or another version"));
    }
    let found = Exploration::resumed(explorer.outcomes(), words).map_err(|error| no(&error.to_string()))?;
    if found.draws() > asked.draws {
        return Err(no(&format!("there are {} already, more than the {} asked for", found.draws(), asked.draws)));
    }
    Ok(found)
}
