//! Many draws, in chunks that may be run anywhere and are added up in their order.

use crate::evaluation::{Evaluation, Scratch};
use crate::outcomes::Outcomes;
use crate::uncertain::Uncertain;
use sunward_uncertainty::ensemble::{Ensemble, Summary, mean_of_replicates};
use sunward_uncertainty::estimate::Estimate;
use sunward_uncertainty::inputs::Inputs;
use sunward_uncertainty::random::{self, Seed};
use sunward_uncertainty::refusal::Refusal;
use sunward_uncertainty::sobol::{Sobol, published};

/// Independently scrambled sequences that draws are dealt to in turn: what they differ by is the error of a mean or a share.
pub const REPLICATES: usize = 16;

/// Draws of one chunk; a multiple of the replicates.
const CHUNK: u64 = 4096;

/// Draws of a model's uncertain numbers, and what each costs.
#[derive(Debug, Clone)]
pub struct Explorer {
    /// What is drawn.
    pub uncertain: Uncertain,
    /// What is worked out of it.
    pub evaluation: Evaluation,
    points: Points,
}

/// Points of the unit cube that draws are made from; they follow from a seed.
#[derive(Debug, Clone)]
pub(crate) struct Points {
    seed: Seed,
    sequence: Sequence,
}

#[derive(Debug, Clone)]
enum Sequence {
    /// One sequence for each replicate.
    Sobol(Vec<Sobol>),
    /// Plain random numbers, where there are more coordinates than the sequence has dimensions.
    Random,
}

impl Points {
    pub(crate) fn new(dimensions: usize, seed: u64) -> Self {
        Self::of_published(dimensions, published(dimensions).ok(), seed)
    }

    /// From the direction numbers of Sobol's sequence, or without them at random.
    pub(crate) fn of_published(dimensions: usize, published: Option<&str>, seed: u64) -> Self {
        let seed = Seed(seed);
        let scrambled = |published| {
            let plain = Sobol::of_published(dimensions, published);
            (0..REPLICATES as u64).map(|replicate| plain.replicate(seed.derived(replicate))).collect()
        };
        Self { seed, sequence: published.map_or(Sequence::Random, |published| Sequence::Sobol(scrambled(published))) }
    }

    /// The values of the first so many draws, one after the other, in the order of their numbers.
    pub(crate) fn values(&self, inputs: &Inputs, draws: u64) -> Vec<Vec<f64>> {
        let mut point = vec![0.0; inputs.dimensions()];
        let replicates = REPLICATES as u64;
        let value = |draw: u64| {
            match &self.sequence {
                Sequence::Sobol(sequences) => {
                    sequences[(draw % replicates) as usize].point(draw / replicates, &mut point);
                }
                Sequence::Random => random::point(self.seed, draw, &mut point),
            }
            let mut values = vec![0.0; inputs.slots()];
            inputs.values(&point, &mut values);
            values
        };
        (0..draws).map(value).collect()
    }
}

impl Explorer {
    /// Draws that follow from a seed.
    pub fn new(uncertain: Uncertain, evaluation: Evaluation, seed: u64) -> Self {
        let points = Points::new(uncertain.inputs.dimensions(), seed);
        Self { uncertain, evaluation, points }
    }

    /// What all draws follow from.
    pub fn first_seed(&self) -> u64 {
        self.points.seed.0
    }

    /// What is counted of each draw.
    pub fn outcomes(&self) -> &Outcomes {
        self.evaluation.outcomes()
    }

    /// Outcomes of the single run: every number at its best.
    pub fn best(&self) -> Vec<f64> {
        let mut found = vec![0.0; self.outcomes().all.len()];
        self.evaluation.evaluate(&self.uncertain.best, &mut self.evaluation.scratch(), &mut found);
        found
    }

    /// What follows from the seed for one method, apart from the draws.
    pub(crate) fn seed(&self, method: u64) -> Seed {
        self.points.seed.derived(1 << 32).derived(method)
    }

    /// The values of the first so many draws, one after the other, in the order of their numbers.
    pub fn values(&self, draws: u64) -> Vec<Vec<f64>> {
        self.points.values(&self.uncertain.inputs, draws)
    }

    /// What draws are made of, for a person: `Sobol's sequence, 16 times scrambled`.
    pub fn method(&self) -> String {
        match self.points.sequence {
            Sequence::Sobol(_) => format!("Sobol's sequence, {REPLICATES} times scrambled"),
            Sequence::Random => "random numbers".into(),
        }
    }

    /// Chunks of so many draws.
    pub fn chunks(draws: u64) -> u64 {
        draws.div_ceil(CHUNK)
    }

    /// The chunk that comes after so many draws; `None` in the middle of one.
    pub fn chunk_after(draws: u64) -> Option<u64> {
        draws.is_multiple_of(CHUNK).then_some(draws / CHUNK)
    }

    /// One chunk of so many draws in all. `each` is told every draw: its number, the values of what is drawn, and the outcomes;
    /// draws of a chunk come in an order that is always the same, but not in that of their numbers.
    ///
    /// # Panics
    /// Never, for outcomes are as many as the ensemble counts, and never undefined.
    pub fn chunk(
        &self,
        chunk: u64,
        draws: u64,
        scratch: &mut Scratch,
        mut each: impl FnMut(u64, &[f64], &[f64]),
    ) -> Chunk {
        let outcomes = self.outcomes();
        let mut counted = Chunk::new(outcomes);
        let mut point = vec![0.0; self.uncertain.inputs.dimensions()];
        let mut values = vec![0.0; self.uncertain.inputs.slots()];
        let mut found = vec![0.0; outcomes.all.len()];
        let (start, end) = (chunk * CHUNK, draws.min((chunk + 1) * CHUNK));
        let replicates = REPLICATES as u64;
        for replicate in 0..replicates {
            let mut walk = match &self.points.sequence {
                Sequence::Sobol(sequences) => Some(sequences[replicate as usize].from(start / replicates)),
                Sequence::Random => None,
            };
            let mut draw = start + replicate;
            while draw < end {
                match &mut walk {
                    Some(walk) => walk.next_point(&mut point),
                    None => random::point(self.points.seed, draw, &mut point),
                }
                self.uncertain.inputs.values(&point, &mut values);
                self.evaluation.evaluate(&values, scratch, &mut found);
                each(draw, &values, &found);
                counted.add(replicate as usize, outcomes, &found);
                draw += replicates;
            }
        }
        counted
    }
}

/// What some draws say.
#[derive(Debug, Clone, PartialEq)]
pub struct Chunk {
    ensemble: Ensemble,
    /// For each replicate and each use: draws that cross already, in each year, and never.
    crossed: Vec<Vec<u64>>,
}

impl Chunk {
    fn new(outcomes: &Outcomes) -> Self {
        let ensemble = Ensemble::new(&outcomes.measures()).expect("years are in order, and nought is a number");
        let counts = cells(outcomes, outcomes.workloads.len()).start;
        Self { ensemble, crossed: vec![vec![0; counts]; REPLICATES] }
    }

    fn add(&mut self, replicate: usize, outcomes: &Outcomes, found: &[f64]) {
        self.ensemble.add(found).expect("each outcome is a number, or already, or never");
        for workload in 0..outcomes.workloads.len() {
            let year = found[outcomes.crossover(workload)];
            let cell = if year == f64::INFINITY {
                outcomes.years.len()
            } else if year == f64::NEG_INFINITY {
                0
            } else {
                (year as i32 - outcomes.years[0]) as usize
            };
            self.crossed[replicate][cells(outcomes, workload)][cell] += 1;
        }
    }
}

/// Where the counts of a use stand: already, each later year, never.
fn cells(outcomes: &Outcomes, workload: usize) -> std::ops::Range<usize> {
    let each = outcomes.years.len() + 1;
    workload * each..(workload + 1) * each
}

/// What all draws so far say.
#[derive(Debug, Clone, PartialEq)]
pub struct Exploration {
    /// What is counted.
    pub outcomes: Outcomes,
    all: Chunk,
}

impl Exploration {
    /// Of no draw yet.
    pub fn new(outcomes: &Outcomes) -> Self {
        Self { outcomes: outcomes.clone(), all: Chunk::new(outcomes) }
    }

    /// Adds the next chunk: they are added in their order, so that every bit is the same on any number of threads.
    ///
    /// # Panics
    /// If the chunk is of another explorer.
    pub fn add(&mut self, chunk: &Chunk) {
        self.all.ensemble.merge(&chunk.ensemble).expect("chunks of one explorer count alike");
        for (all, more) in self.all.crossed.iter_mut().zip(&chunk.crossed) {
            all.iter_mut().zip(more).for_each(|(all, more)| *all += more);
        }
    }

    /// Everything so far in 64 bits each, so that draws can go on another time: [`Exploration::resumed`] reads it.
    pub fn to_words(&self) -> Vec<u64> {
        let crossed = self.all.crossed.iter().flatten().copied();
        let ensemble = self.all.ensemble.to_words();
        crossed.chain(ensemble).collect()
    }

    /// What [`Exploration::to_words`] wrote, if it counts these outcomes.
    ///
    /// # Errors
    /// [`Refusal`] if the words are none of such an exploration.
    pub fn resumed(outcomes: &Outcomes, words: &[u64]) -> Result<Self, Refusal> {
        let mut all = Chunk::new(outcomes);
        let counts = all.crossed[0].len();
        let Some((crossed, ensemble)) = words.split_at_checked(REPLICATES * counts) else {
            return Err(Refusal::Length { what: "words", found: words.len(), wanted: REPLICATES * counts });
        };
        all.crossed = crossed.chunks_exact(counts).map(<[u64]>::to_vec).collect();
        all.ensemble = Ensemble::from_words(&outcomes.measures(), ensemble)?;
        let counted = |workload: usize| -> u64 {
            let own = all.crossed.iter().flat_map(|row| &row[cells(outcomes, workload)]);
            own.fold(0, |sum, n| sum.saturating_add(*n))
        };
        let draws = all.ensemble.draws();
        if (0..outcomes.workloads.len()).any(|workload| counted(workload) != draws) {
            return Err(Refusal::Setting { what: "crossings", found: f64::NAN, wanted: "one for each draw" });
        }
        Ok(Self { outcomes: outcomes.clone(), all })
    }

    /// How many draws.
    pub fn draws(&self) -> u64 {
        self.all.ensemble.draws()
    }

    /// What they say of one outcome, by its place among the [`Outcomes`].
    pub fn summary(&self, outcome: usize) -> &Summary {
        &self.all.ensemble.summaries()[outcome]
    }

    /// Share of draws in which a use has crossed by a year, with the standard error that replicates show.
    ///
    /// # Errors
    /// [`Refusal`] while a replicate has no draw.
    pub fn crossed_by(&self, workload: usize, year: i32) -> Result<Estimate, Refusal> {
        let last = self.outcomes.years.iter().take_while(|own| **own <= year).count();
        self.share(workload, |crossed| crossed[..last].iter().sum())
    }

    /// Share of draws in which a use never crosses.
    ///
    /// # Errors
    /// As [`crossed_by`](Self::crossed_by).
    pub fn never(&self, workload: usize) -> Result<Estimate, Refusal> {
        self.share(workload, |crossed| crossed[self.outcomes.years.len()])
    }

    /// Share of draws in which a use has crossed in the first year already.
    ///
    /// # Errors
    /// As [`crossed_by`](Self::crossed_by).
    pub fn already(&self, workload: usize) -> Result<Estimate, Refusal> {
        self.share(workload, |crossed| crossed[0])
    }

    /// Draws that first cross in each year: the first year's are those that have crossed already; then those that never do.
    pub fn crossings(&self, workload: usize) -> Vec<u64> {
        cells(&self.outcomes, workload).map(|cell| self.all.crossed.iter().map(|crossed| crossed[cell]).sum()).collect()
    }

    /// Of the draws of a use, those that `counted` picks from their counts: already, each later year, never.
    fn share(&self, workload: usize, counted: impl Fn(&[u64]) -> u64) -> Result<Estimate, Refusal> {
        let share = |crossed: &Vec<u64>| {
            let own = &crossed[cells(&self.outcomes, workload)];
            counted(own) as f64 / own.iter().sum::<u64>() as f64
        };
        mean_of_replicates(&self.all.crossed.iter().map(share).collect::<Vec<f64>>())
    }
}

/// The first draws, kept: values of what is drawn and outcomes, in columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// Numbers of the draws.
    pub draws: Vec<u64>,
    /// One column for each value of a draw.
    pub values: Vec<Vec<f64>>,
    /// One column for each outcome.
    pub outcomes: Vec<Vec<f64>>,
}

impl Sample {
    /// Room for draws of an explorer.
    pub fn of(explorer: &Explorer) -> Self {
        Self {
            draws: Vec::new(),
            values: vec![Vec::new(); explorer.uncertain.inputs.slots()],
            outcomes: vec![Vec::new(); explorer.outcomes().all.len()],
        }
    }

    /// Adds a draw.
    pub fn add(&mut self, draw: u64, values: &[f64], outcomes: &[f64]) {
        self.draws.push(draw);
        self.values.iter_mut().zip(values).for_each(|(column, value)| column.push(*value));
        self.outcomes.iter_mut().zip(outcomes).for_each(|(column, value)| column.push(*value));
    }

    /// Adds those of another.
    pub fn append(&mut self, mut other: Self) {
        self.draws.append(&mut other.draws);
        self.values.iter_mut().zip(&mut other.values).for_each(|(column, more)| column.append(more));
        self.outcomes.iter_mut().zip(&mut other.outcomes).for_each(|(column, more)| column.append(more));
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.draws.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.draws.is_empty()
    }
}
