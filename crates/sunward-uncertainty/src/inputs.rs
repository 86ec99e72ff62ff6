//! From a point of the unit cube to the values of all inputs.
//!
//! An input is a number, or a number over time with a law for each of several years. Inputs that go together do so
//! through normals (a Gaussian copula): each coordinate becomes a standard normal, these are mixed by the factor of the
//! correlation matrix, and each input takes the quantile at the share of its normal. Inputs that go with nothing pay
//! for none of this.

use crate::correlation::Correlation;
use crate::grouping::Grouping;
use crate::law::Law;
use crate::normal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;
use sunward_quantity::elementary::exp;

/// How the years of one input go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Path {
    /// One share for all years: if the input is high in one year it is high in all. Takes one coordinate.
    Together,
    /// Each year for itself. Takes a coordinate for each year.
    Independent,
    /// Normals of two years have the correlation `e^(−Δ/τ)`, with `Δ` years between them. Takes a coordinate for each
    /// year.
    Fading {
        /// The correlation time `τ`, in years.
        years: f64,
    },
}

/// One input: its law, or its laws over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    laws: Vec<Law>,
    years: Vec<f64>,
    path: Path,
    group: Option<usize>,
}

impl Input {
    /// An input with one law.
    pub fn new(law: Law) -> Self {
        Self { laws: vec![law], years: vec![0.0], path: Path::Together, group: None }
    }

    /// An input with a law for each of several years.
    pub fn over_time(laws: Vec<(f64, Law)>, path: Path) -> Self {
        let (years, laws) = laws.into_iter().unzip();
        Self { laws, years, path, group: None }
    }

    /// The same input as a member of a group, by number.
    pub fn in_group(self, group: usize) -> Self {
        Self { group: Some(group), ..self }
    }
}

/// One thing wrong with inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum InputFault {
    /// An input over time without a year.
    NoLaw {
        /// The input.
        input: usize,
    },
    /// Years of an input that do not rise.
    Years {
        /// The input.
        input: usize,
    },
    /// A correlation time that is not a finite number above nought.
    CorrelationTime {
        /// The input.
        input: usize,
        /// What was stated.
        years: f64,
    },
    /// An input names a group that is not there.
    NoSuchGroup {
        /// The input.
        input: usize,
        /// The group it names.
        group: usize,
        /// How many there are.
        groups: usize,
    },
    /// A group without an input.
    EmptyGroup {
        /// The group.
        group: usize,
    },
    /// The matrix of correlations is for another number of inputs.
    CorrelationFor {
        /// Inputs that the matrix is for.
        count: usize,
        /// Inputs there are.
        inputs: usize,
    },
    /// Inputs that go together whose years do not: it is not said how one year of one goes with another year of the
    /// other.
    PathsDiffer {
        /// The inputs.
        pair: (usize, usize),
    },
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLaw { input } => write!(f, "input {input} has no law; state one for at least one year"),
            Self::Years { input } => write!(f, "the years of input {input} do not rise; state each once, in order"),
            Self::CorrelationTime { input, years } => write!(
                f,
                "the correlation time of input {input} is {years}; state years above 0, or that years go together or are independent"
            ),
            Self::NoSuchGroup { input, group, groups } => {
                write!(
                    f,
                    "input {input} is in group {group}, but there are {groups} (counted from 0); name one of those"
                )
            }
            Self::EmptyGroup { group } => write!(f, "group {group} has no input; leave it out"),
            Self::CorrelationFor { count, inputs } => {
                write!(f, "correlations are for {count} inputs, and there are {inputs}; state them for these")
            }
            Self::PathsDiffer { pair } => write!(
                f,
                "inputs {} and {} are correlated, but their years are not the same or do not go together in the same way; give \
                 both the same years and the same path, or let the years of both go together",
                pair.0, pair.1
            ),
        }
    }
}

/// Why there are no such inputs: every fault.
#[derive(Debug, Clone, PartialEq)]
pub struct NotInputs(pub Vec<InputFault>);

impl fmt::Display for NotInputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::refusal::lines(f, &self.0)
    }
}

impl std::error::Error for NotInputs {}

/// What an index of sensitivity can be worked out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A group of inputs.
    Group(usize),
    /// One input.
    Input(usize),
}

/// All inputs: their laws, what goes together, and the groups they are in.
///
/// A point has a coordinate for each input, or for each year of an input whose years do not go together; an input that
/// is constant and goes with nothing has none. Values have a *slot* for each year of each input, in the order of the
/// inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    laws: Vec<Law>,
    places: Vec<Place>,
    /// Coordinate and slot of inputs of one law that go with nothing: nearly all, as a rule.
    single: Vec<(usize, usize)>,
    /// Other inputs that go with nothing.
    alone: Vec<usize>,
    sets: Vec<Linked>,
    correlation: Correlation,
    groups: Vec<Vec<usize>>,
    dimensions: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Place {
    coordinates: Range<usize>,
    slots: Range<usize>,
    /// For each year but the first, how much of the last year's normal stays and how much is new; empty unless it fades.
    fading: Vec<(f64, f64)>,
    group: Option<usize>,
    /// Whether more than one slot hangs on one share and some of them would rather have its normal.
    by_normal: bool,
}

/// Inputs that go together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Linked {
    members: Vec<usize>,
    /// Lower triangular factor of their correlations, by rows.
    factor: Vec<f64>,
}

impl Inputs {
    /// Inputs with what goes together among them, and a number of groups that they may be in.
    ///
    /// # Errors
    /// [`NotInputs`] with every fault.
    pub fn new(inputs: Vec<Input>, correlation: Correlation, groups: usize) -> Result<Self, NotInputs> {
        let faults = faults(&inputs, &correlation, groups);
        if !faults.is_empty() {
            return Err(NotInputs(faults));
        }
        let mut members = vec![Vec::new(); groups];
        let (mut laws, mut places) = (Vec::new(), Vec::new());
        let mut dimensions = 0;
        for (number, input) in inputs.into_iter().enumerate() {
            if let Some(group) = input.group {
                members[group].push(number);
            }
            let count = match input.path {
                _ if !correlation.linked(number) && input.laws.iter().all(Law::is_constant) => 0,
                Path::Together => 1,
                Path::Independent | Path::Fading { .. } => input.laws.len(),
            };
            let fading = match input.path {
                Path::Fading { years } => {
                    let stays = input.years.windows(2).map(|pair| exp(-(pair[1] - pair[0]) / years));
                    stays.map(|stay| (stay, (1.0 - stay * stay).sqrt())).collect()
                }
                _ => Vec::new(),
            };
            let by_normal = input.laws.len() > 1 && input.laws.iter().any(Law::takes_a_normal);
            places.push(Place {
                coordinates: dimensions..dimensions + count,
                slots: laws.len()..laws.len() + input.laws.len(),
                fading,
                group: input.group,
                by_normal,
            });
            dimensions += count;
            laws.extend(input.laws);
        }
        let (single, alone): (Vec<usize>, Vec<usize>) = (0..places.len())
            .filter(|&input| !correlation.linked(input))
            .partition(|&input| places[input].slots.len() == 1 && places[input].coordinates.len() == 1);
        let single = single.iter().map(|&i| (places[i].coordinates.start, places[i].slots.start)).collect();
        let sets = correlation.sets().into_iter().filter(|set| set.len() > 1).map(|members| {
            let row = |i: usize| &correlation.factor()[i * correlation.len()..][..correlation.len()];
            let factor = members.iter().flat_map(|&i| members.iter().map(move |&j| row(i)[j])).collect();
            Linked { members, factor }
        });
        let sets = sets.collect();
        Ok(Self { laws, places, single, alone, sets, correlation, groups: members, dimensions })
    }

    /// How many coordinates a point has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How many values there are: one for each year of each input.
    pub fn slots(&self) -> usize {
        self.laws.len()
    }

    /// How many inputs.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The coordinates that an input hangs on.
    ///
    /// # Panics
    /// If there is no such input.
    pub fn coordinates(&self, input: usize) -> Range<usize> {
        self.places[input].coordinates.clone()
    }

    /// Where the values of an input stand: one slot for each of its years.
    ///
    /// # Panics
    /// If there is no such input.
    pub fn slots_of(&self, input: usize) -> Range<usize> {
        self.places[input].slots.clone()
    }

    /// The law of a slot.
    ///
    /// # Panics
    /// If there is no such slot.
    pub fn law(&self, slot: usize) -> &Law {
        &self.laws[slot]
    }

    /// Which inputs go together.
    pub fn correlation(&self) -> &Correlation {
        &self.correlation
    }

    /// Inputs of each group.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }

    /// The values of all inputs at a point of the unit cube. Allocates nothing.
    ///
    /// # Panics
    /// If `point` has not a number for each coordinate or `out` not a place for each slot.
    pub fn values(&self, point: &[f64], out: &mut [f64]) {
        self.check(point, out);
        for &(coordinate, slot) in &self.single {
            out[slot] = self.laws[slot].quantile(point[coordinate]);
        }
        for &input in &self.alone {
            let place = &self.places[input];
            let shares = &point[place.coordinates.clone()];
            let laws = &self.laws[place.slots.clone()];
            let out = &mut out[place.slots.clone()];
            if !place.fading.is_empty() {
                out.iter_mut().zip(shares).for_each(|(z, &u)| *z = normal::quantile(u));
                fade(&place.fading, out);
                out.iter_mut().zip(laws).for_each(|(x, law)| *x = law.quantile_of_normal(*x));
            } else if let [u] = shares {
                if place.by_normal {
                    let z = normal::quantile(*u);
                    for (x, law) in out.iter_mut().zip(laws) {
                        *x = if law.takes_a_normal() { law.quantile_of_normal(z) } else { law.quantile(*u) };
                    }
                } else {
                    out.iter_mut().zip(laws).for_each(|(x, law)| *x = law.quantile(*u));
                }
            } else if shares.is_empty() {
                out.iter_mut().zip(laws).for_each(|(x, law)| *x = law.quantile(0.5));
            } else {
                out.iter_mut().zip(laws).zip(shares).for_each(|((x, law), &u)| *x = law.quantile(u));
            }
        }
        for set in &self.sets {
            // Slots hold the normals until all of the set are there.
            for &member in &set.members {
                let place = &self.places[member];
                let shares = &point[place.coordinates.clone()];
                out[place.slots.clone()].iter_mut().zip(shares).for_each(|(z, &u)| *z = normal::quantile(u));
            }
            self.mix(set, out);
            self.finish(set, out);
        }
    }

    /// The values of all inputs for a standard normal at each coordinate, already correlated as
    /// [`coordinate_correlation`](Self::coordinate_correlation) says: for draws of some inputs given others. Allocates
    /// nothing.
    ///
    /// # Panics
    /// If `normals` has not a number for each coordinate or `out` not a place for each slot.
    pub fn values_of_normals(&self, normals: &[f64], out: &mut [f64]) {
        self.check(normals, out);
        for &(coordinate, slot) in &self.single {
            out[slot] = self.laws[slot].quantile_of_normal(normals[coordinate]);
        }
        for &input in &self.alone {
            let place = &self.places[input];
            let given = &normals[place.coordinates.clone()];
            let laws = &self.laws[place.slots.clone()];
            let out = &mut out[place.slots.clone()];
            match given {
                [] => out.fill(0.0),
                [z] => out.fill(*z),
                _ => out.copy_from_slice(given),
            }
            fade(&place.fading, out);
            out.iter_mut().zip(laws).for_each(|(x, law)| *x = law.quantile_of_normal(*x));
        }
        for set in &self.sets {
            for &member in &set.members {
                let place = &self.places[member];
                let given = &normals[place.coordinates.clone()];
                out[place.slots.clone()][..given.len()].copy_from_slice(given);
            }
            self.finish(set, out);
        }
    }

    /// Correlations between the normals of the coordinates: those of the inputs, from year to year where an input has
    /// several coordinates. The normal of a year of a fading input is what is new in that year.
    pub fn coordinate_correlation(&self) -> Correlation {
        let mut pairs = Vec::new();
        for set in &self.sets {
            for (place, &i) in set.members.iter().enumerate() {
                for &j in &set.members[..place] {
                    let rho = self.correlation.get(i, j);
                    let both = self.coordinates(i).zip(self.coordinates(j));
                    pairs.extend(both.filter(|_| rho != 0.0).map(|(a, b)| (a, b, rho)));
                }
            }
        }
        Correlation::new(self.dimensions, &pairs)
            .expect("correlations of inputs, once for each year, are a correlation matrix")
    }

    /// The coordinates by group, and by input where an input is in none; with what each group of coordinates stands for.
    pub fn by_group(&self) -> (Grouping, Vec<Subject>) {
        self.grouping(|input, place| place.group.map_or(Subject::Input(input), Subject::Group))
    }

    /// The coordinates by input, with the input that each group of coordinates stands for.
    pub fn by_input(&self) -> (Grouping, Vec<Subject>) {
        self.grouping(|input, _| Subject::Input(input))
    }

    fn grouping(&self, subject: impl Fn(usize, &Place) -> Subject) -> (Grouping, Vec<Subject>) {
        let named = self.places.iter().enumerate().filter(|(_, place)| !place.coordinates.is_empty());
        let each: Vec<Subject> = named
            .flat_map(|(input, place)| std::iter::repeat_n(subject(input, place), place.coordinates.len()))
            .collect();
        let mut subjects = each.clone();
        subjects.sort_unstable();
        subjects.dedup();
        let of = each.iter().map(|s| subjects.binary_search(s).expect("taken from this list")).collect();
        (Grouping::new(of).expect("every subject has a coordinate"), subjects)
    }

    fn check(&self, point: &[f64], out: &[f64]) {
        assert!(
            point.len() == self.dimensions && out.len() == self.laws.len(),
            "a number for each coordinate and a place for each slot"
        );
    }

    /// Independent normals of a set become correlated ones: `z = L e`, at every year.
    fn mix(&self, set: &Linked, out: &mut [f64]) {
        let count = set.members.len();
        let first = |member: usize| self.places[set.members[member]].slots.start;
        let years = self.places[set.members[0]].coordinates.len();
        // From the last to the first: a row needs those before it as they were.
        for row in (0..count).rev() {
            let factors = &set.factor[row * count..][..=row];
            for year in 0..years {
                let sum = factors.iter().enumerate().map(|(column, factor)| factor * out[first(column) + year]).sum();
                out[first(row) + year] = sum;
            }
        }
    }

    /// Correlated normals of a set become values.
    fn finish(&self, set: &Linked, out: &mut [f64]) {
        for &member in &set.members {
            let place = &self.places[member];
            let out = &mut out[place.slots.clone()];
            fade(&place.fading, out);
            if place.coordinates.len() == 1 {
                let z = out[0];
                out.fill(z);
            }
            let laws = &self.laws[place.slots.clone()];
            out.iter_mut().zip(laws).for_each(|(x, law)| *x = law.quantile_of_normal(*x));
        }
    }
}

/// What is new each year becomes the path: `zₖ = r zₖ₋₁ + √(1 − r²) eₖ`.
fn fade(fading: &[(f64, f64)], normals: &mut [f64]) {
    for (k, (stays, new)) in fading.iter().enumerate() {
        normals[k + 1] = stays * normals[k] + new * normals[k + 1];
    }
}

/// Everything wrong with inputs.
fn faults(inputs: &[Input], correlation: &Correlation, groups: usize) -> Vec<InputFault> {
    let mut faults = Vec::new();
    let mut used = vec![false; groups];
    for (number, input) in inputs.iter().enumerate() {
        if input.laws.is_empty() {
            faults.push(InputFault::NoLaw { input: number });
        }
        let rise = input.years.windows(2).all(|pair| pair[0] < pair[1]);
        if !rise || input.years.iter().any(|year| !year.is_finite()) {
            faults.push(InputFault::Years { input: number });
        }
        if let Path::Fading { years } = input.path
            && !(years.is_finite() && years > 0.0)
        {
            faults.push(InputFault::CorrelationTime { input: number, years });
        }
        match input.group {
            Some(group) if group >= groups => {
                faults.push(InputFault::NoSuchGroup { input: number, group, groups });
            }
            Some(group) => used[group] = true,
            None => {}
        }
    }
    faults
        .extend(used.iter().enumerate().filter(|(_, used)| !**used).map(|(group, _)| InputFault::EmptyGroup { group }));
    if correlation.len() != inputs.len() {
        faults.push(InputFault::CorrelationFor { count: correlation.len(), inputs: inputs.len() });
        return faults;
    }
    // Years that go together are one coordinate, whichever years they are.
    let same = |a: &Input, b: &Input| a.path == b.path && (a.path == Path::Together || a.years == b.years);
    for set in correlation.sets() {
        for (place, &j) in set.iter().enumerate() {
            for &i in &set[..place] {
                if correlation.get(i, j) != 0.0 && !same(&inputs[i], &inputs[j]) {
                    faults.push(InputFault::PathsDiffer { pair: (i, j) });
                }
            }
        }
    }
    faults
}
