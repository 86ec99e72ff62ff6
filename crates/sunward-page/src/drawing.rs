//! Draws of one scenario, and what they say while its numbers are moved: what both engines of a page share.

use crate::fan;
use crate::question::{Answer, Fields, wrong};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sunward::exploration::{Bare, Live, NotShown, Work};
use sunward::exploring::print_of_bytes;
use sunward::mistakes::Mistake;
use sunward::results::VERSION;
use sunward::{Change, InputError};

/// Fewest and most draws of a fan: more than the most would fill the memory of a page.
pub const DRAWS: (u64, u64) = (16, 4096);
/// Draws where nothing is said.
pub const USUAL_DRAWS: u64 = 1000;

/// Code of the mistake of an engine that another one does not make.
pub const ELSEWHERE: &str = "elsewhere";

/// A scenario that is drawn.
#[derive(Debug, Clone)]
pub struct Drawing {
    pub live: Live,
    pub seed: u64,
    /// Of everything that answers follow from, apart from changes.
    pub print: u64,
}

/// A drawing as bytes hold it.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Of whoever made it.
    version: String,
    bare: Bare,
    seed: u64,
    print: u64,
}

/// Finds words for what cannot be shown.
pub type Words = fn(NotShown) -> Vec<Mistake>;

/// Mistakes of what cannot be shown, in the words that all doors use.
pub fn not_shown(error: NotShown) -> Vec<Mistake> {
    match error {
        NotShown::Set(errors) => InputError::Set(errors).mistakes(),
        NotShown::Impossible(errors) => InputError::Impossible(errors).mistakes(),
        NotShown::NotDrawn(errors) => InputError::NotDrawn(errors).mistakes(),
        NotShown::Bare(paths) => paths.iter().map(|path| elsewhere(Some(path))).collect(),
    }
}

/// Mistakes that another engine has words for.
pub fn not_shown_here(_: NotShown) -> Vec<Mistake> {
    vec![elsewhere(Some("changes"))]
}

/// What the engine that a page loads first does not answer.
pub fn elsewhere(path: Option<&str>) -> Mistake {
    let text = "this engine draws, with skies and routes as they were opened";
    Mistake { code: ELSEWHERE, ..Mistake::of_question(path, text, Some("ask the whole engine")) }
}

/// A number that differs where one of these texts does.
pub fn print_of(texts: &[&str]) -> u64 {
    let bytes: Vec<u8> = texts.iter().flat_map(|text| text.bytes().chain([0xff])).collect();
    print_of_bytes(&bytes)
}

/// Runs the parts of the work.
#[cfg(not(target_arch = "wasm32"))]
fn run(works: Vec<Work<'_>>) {
    std::thread::scope(|scope| {
        let mut works = works.into_iter();
        let own = works.next();
        works.for_each(|work| {
            scope.spawn(|| work.run());
        });
        own.into_iter().for_each(Work::run);
    });
}

/// Runs the parts of the work, one after the other.
#[cfg(target_arch = "wasm32")]
fn run(works: Vec<Work<'_>>) {
    works.into_iter().for_each(Work::run);
}

impl Drawing {
    /// What an engine begins with that draws and does nothing else.
    pub fn keep(&self) -> Vec<u8> {
        let kept = Kept { version: VERSION.into(), bare: self.live.bare(), seed: self.seed, print: self.print };
        postcard::to_allocvec(&kept).expect("a model has nothing that bytes cannot hold")
    }

    /// From bytes that were [kept](Self::keep) by this version.
    ///
    /// # Errors
    /// They are something else.
    pub fn kept(bytes: &[u8]) -> Result<Self, Vec<Mistake>> {
        let foreign = || vec![Mistake::of_question(None, "these bytes are no scenario of this version", None)];
        let read = postcard::from_bytes(bytes).ok().filter(|kept: &Kept| kept.version == VERSION);
        let kept = read.ok_or_else(foreign)?;
        Ok(Self { live: Live::of_bare(kept.bare, kept.seed), seed: kept.seed, print: kept.print })
    }

    /// Makes the changes of a question; `words` are for what cannot be.
    pub fn change(&mut self, fields: &Fields, words: Words) -> Result<Vec<Change>, Vec<Mistake>> {
        let changes = fields.changes()?;
        self.live.set(&changes).map_err(words)?;
        Ok(changes)
    }

    /// What answers follow from, with changes.
    fn print(&self, changes: &[Change], draws: u64) -> String {
        let (print, draws) = (format!("{:016x}", self.print), draws.to_string());
        let mut texts = vec![print.as_str(), draws.as_str()];
        texts.extend(changes.iter().flat_map(|change| [change.0.as_str(), change.1.as_str()]));
        format!("{:016x}", print_of(&texts))
    }

    /// Works out the fan for some uses.
    pub fn work(&mut self, draws: u64, uses: &[usize], exact: bool, threads: usize) -> bool {
        if self.live.draws() as u64 != draws {
            self.live.draw(draws as usize);
        }
        self.live.work(uses, exact, threads, run)
    }

    /// Answers `draw`.
    pub fn draw(&mut self, fields: &Fields, threads: usize, words: Words) -> Answer {
        let draws = fields.whole("draws", DRAWS.0, DRAWS.1)?.unwrap_or(USUAL_DRAWS);
        let exact = fields.yes("exact")?;
        let workloads = &self.live.outcomes().workloads;
        let uses: Vec<usize> = match fields.text("use")? {
            None => (0..workloads.len()).collect(),
            Some(name) => match workloads.iter().position(|workload| workload == name) {
                Some(index) => vec![index],
                None => {
                    let remedy = format!("there is {}", workloads.join(", "));
                    return Err(wrong("use", format!("no use `{name}`"), &remedy));
                }
            },
        };
        let changes = self.change(fields, words)?;
        let exact = self.work(draws, &uses, exact, threads);
        let best = self.live.best();
        let told: Vec<Json> = self.live.shown().iter().map(|shown| fan::document(&self.live, shown, &best)).collect();
        Ok(json!({
            "hash": self.print(&changes, draws),
            "draws": draws,
            "exact": exact,
            // There is no clock here; who asked knows when.
            "milliseconds": null,
            "uses": told,
        }))
    }
}
