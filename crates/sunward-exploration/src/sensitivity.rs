//! What moves the ratio of both sides in the focus year: number by number, and as shares of its variance.
//!
//! The outcome of all methods here is the *logarithm* of the ratio, limited to ± ln 1000: a ratio has no variance where a
//! side cannot be had, and is so lopsided elsewhere that its variance is that of a few draws. Where the challenger cannot be
//! had the outcome is the upper limit, where only the incumbent cannot the lower one.
//!
//! 1. [`tornado`]: each number at the ends of its law, all others at their best values.
//! 2. [`screen`]: elementary effects of all numbers, for few evaluations (`morris1991`).
//! 3. [`sensitivity`]: indices of the numbers that screening chose and of what all others do together, and of groups
//!    (`saltelli2010`, `jansen1999`), with Shapley effects of what is correlated (`song2016`).

use crate::evaluation::Scratch;
use crate::explore::{Explorer, REPLICATES};
use crate::findings::{Bar, Index, Subject};
use sunward_model::{Bounds, Model};
use sunward_quantity::elementary::{exp, ln};
use sunward_uncertainty::correlation::Correlation;
use sunward_uncertainty::grouping::Grouping;
use sunward_uncertainty::morris::{Grid, MorrisDesign, MorrisEstimator};
use sunward_uncertainty::shapley::{Effects, ShapleyDesign, ShapleyEstimator, Way};
use sunward_uncertainty::sobol_indices::{Indices, Size, SobolDesign, SobolEstimator};

/// Ends of a number's law in a tornado.
pub const ENDS: (f64, f64) = (0.05, 0.95);

/// Logarithm of the step of an elasticity.
const STEP: f64 = 0.001;

/// Most groups of which Shapley effects are worked out from all sets of them: 64 evaluations for each point.
const MOST_SETS_OF: usize = 6;

/// How much work a sensitivity may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Trajectories of the screening.
    pub trajectories: usize,
    /// Most numbers that get indices of their own, over all uses of compute.
    pub numbers: usize,
    /// Base points of each of the 16 replicates; a power of 2.
    pub points: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self { trajectories: 16, numbers: 24, points: 256 }
    }
}

/// What moves each use of compute.
#[derive(Debug, Clone, Default)]
pub struct Sensitivity {
    /// One number at a time, by use.
    pub tornado: Vec<Vec<Bar>>,
    /// Shares of the variance by number, by use: those that screening chose, largest total first, then all others together.
    pub numbers: Vec<Vec<Index>>,
    /// The same by group.
    pub groups: Vec<Vec<Index>>,
    /// How often both sides were evaluated in one year.
    pub evaluations: u64,
    /// Whether nobody stopped it; what is there is complete replicates in any case.
    pub complete: bool,
}

/// The logarithm of a ratio, limited to ± ln 1000; the limit also where a side cannot be had.
pub fn logarithm(ratio: f64) -> f64 {
    let limit = ln(1000.0);
    if ratio > 0.0 { ln(ratio).clamp(-limit, limit) } else { -limit }
}

/// Evaluates the focus year, and counts.
struct Focus<'a> {
    explorer: &'a Explorer,
    scratch: Scratch,
    ratios: Vec<f64>,
    evaluations: u64,
}

impl<'a> Focus<'a> {
    fn new(explorer: &'a Explorer) -> Self {
        let ratios = vec![0.0; explorer.outcomes().workloads.len()];
        Self { explorer, scratch: explorer.evaluation.scratch(), ratios, evaluations: 0 }
    }

    fn ratios(&mut self, values: &[f64]) -> &[f64] {
        self.evaluations += 1;
        self.explorer.evaluation.ratios(values, &mut self.scratch, &mut self.ratios);
        &self.ratios
    }

    fn logarithms(&mut self, values: &[f64]) -> &[f64] {
        self.ratios(values);
        self.ratios.iter_mut().for_each(|ratio| *ratio = logarithm(*ratio));
        &self.ratios
    }
}

/// Each number at the 5 % and the 95 % quantile of its law (of a number over time in all its years), all others at their best
/// values, likely together or not: for each use of compute the numbers that move its ratio, the longest bar first.
///
/// Length is that of the *logarithm* of the ratio, limited as [`logarithm`] says; the ends of a bar are the ratios themselves,
/// infinite where a side cannot be had. The elasticity is `d ln ratio / d ln number` at the best value, from a thousandth below and
/// above, or from one side only where the other is not allowed.
pub fn tornado(model: &Model, explorer: &Explorer, keep_going: &dyn Fn() -> bool) -> Vec<Vec<Bar>> {
    bars(model, &mut Focus::new(explorer), keep_going)
}

fn bars(model: &Model, focus: &mut Focus, keep_going: &dyn Fn() -> bool) -> Vec<Vec<Bar>> {
    let uncertain = &focus.explorer.uncertain;
    let uses = focus.ratios.len();
    let mut values = uncertain.best.clone();
    let base = focus.ratios(&values).to_vec();
    let mut bars: Vec<Vec<(f64, Bar)>> = vec![Vec::new(); uses];
    for (index, number) in uncertain.numbers.iter().enumerate() {
        if !keep_going() {
            break;
        }
        let places = number.values.clone();
        let [low, high] = [ENDS.0, ENDS.1].map(|share| {
            places.clone().for_each(|place| values[place] = uncertain.inputs.law(place).quantile(share));
            focus.ratios(&values).to_vec()
        });
        let best = &uncertain.best[places.clone()];
        let bounds = &model.register.parameters()[number.slot].bounds;
        let [below, above] = [-STEP, STEP].map(|step| {
            let step = allowed_step(best, bounds, step);
            places.clone().zip(best).for_each(|(place, best)| values[place] = best * exp(step));
            (step, focus.ratios(&values).to_vec())
        });
        values[places.clone()].copy_from_slice(best);
        let moves = best.iter().any(|best| *best != 0.0);
        for (workload, bars) in bars.iter_mut().enumerate() {
            let (low, high) = (low[workload], high[workload]);
            let ends = [low, base[workload], high];
            if ends.iter().all(|end| *end == low) {
                continue;
            }
            let logarithms = ends.map(logarithm);
            let length = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max)
                - logarithms.iter().copied().fold(f64::INFINITY, f64::min);
            let factor = above.1[workload] / below.1[workload];
            let width = above.0 - below.0;
            let elasticity = (moves && width > 0.0 && factor > 0.0 && factor.is_finite()).then(|| ln(factor) / width);
            bars.push((length, Bar { number: index, low, high, elasticity }));
        }
    }
    for bars in &mut bars {
        bars.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    bars.into_iter().map(|bars| bars.into_iter().map(|bar| bar.1).collect()).collect()
}

/// The step by which all best values may be multiplied, as a logarithm: nought where one of them would leave its bounds.
fn allowed_step(best: &[f64], bounds: &Bounds, step: f64) -> f64 {
    if best.iter().all(|best| bounds.allow(best * exp(step))) { step } else { 0.0 }
}

/// Numbers that move together: linked ones are one subject.
type Together = Vec<usize>;

/// How much each subject moves each use.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// The subjects: numbers, and sets of numbers that are correlated.
    pub subjects: Vec<Vec<usize>>,
    /// For each use and each subject the mean size of its elementary effects on the logarithm of the ratio, from the 5 % to the
    /// 95 % quantile.
    pub sizes: Vec<Vec<f64>>,
}

/// Elementary effects of all numbers on the ratio of each use in the focus year: which matter at all.
///
/// Nothing where fewer than two trajectories were run before somebody stopped.
pub fn screen(explorer: &Explorer, trajectories: usize, keep_going: &dyn Fn() -> bool) -> Option<Screening> {
    screening(&mut Focus::new(explorer), trajectories, keep_going)
}

fn screening(focus: &mut Focus, trajectories: usize, keep_going: &dyn Fn() -> bool) -> Option<Screening> {
    let explorer = focus.explorer;
    let inputs = &explorer.uncertain.inputs;
    let subjects: Vec<Together> = inputs.correlation().sets();
    let grouping = grouping_of(explorer, &subjects, &(0..inputs.dimensions()).collect::<Vec<_>>())?;
    // No subject is linked with another, so that they are independent as the method wants them.
    let independent = Correlation::independent(inputs.dimensions());
    let design = MorrisDesign::new(grouping, &independent, Grid::default(), trajectories, explorer.seed(1)).ok()?;
    let mut estimator = MorrisEstimator::new(&design, focus.ratios.len());
    let mut point = vec![0.0; inputs.dimensions()];
    let mut values = vec![0.0; inputs.slots()];
    for row in 0..trajectories {
        if !keep_going() {
            break;
        }
        for place in 0..design.row_length() {
            design.point(row * design.row_length() + place, &mut point);
            inputs.values(&point, &mut values);
            estimator.add(focus.logarithms(&values)).ok()?;
        }
    }
    let found = estimator.finish().ok()?;
    let sizes = found
        .into_iter()
        .map(|effects| effects.map(|effects| effects.iter().map(|effect| effect.size.value).collect()))
        .collect::<Result<Vec<Vec<f64>>, _>>()
        .ok()?;
    Some(Screening { subjects, sizes })
}

/// What moves the ratio of each use of compute in the focus year, all uses from the same evaluations.
///
/// Screening chooses at most `effort.numbers` numbers, by the largest effect on any use as a share of the largest there is on
/// that use; numbers that are linked are chosen together or not at all. These get first-order and total indices beside what all
/// others do together ([`Subject::Others`]), and so do groups. Numbers that no evaluation found to move anything stay at their
/// medians. A mixed point of Saltelli's design would pair values that do not occur together where subjects are correlated:
/// there linked subjects are one for the design, and each of them gets its Shapley effect, its `first` (what would go if it were known
/// with all that goes with it) and its `total` (what would stay if all others were known) from draws of the conditional
/// law.
///
/// Of a use whose ratio is the same in all draws there are no indices. Where numbers that move something have more coordinates than
/// the sequence has dimensions for pairs of points (555), there are none at all.
///
/// Evaluations: `4n + 1` for the tornado, `r (n + 1)` for the screening, and `16 N (g + 2)` for indices of `g` subjects. The longest
/// part copies what does not change between points of a row, so that it costs hardly more than the evaluations. For the scenario
/// terawatt these are 165,000, between one and two seconds on one core.
pub fn sensitivity(model: &Model, explorer: &Explorer, effort: &Effort, keep_going: &dyn Fn() -> bool) -> Sensitivity {
    let mut focus = Focus::new(explorer);
    let uses = focus.ratios.len();
    let tornado = bars(model, &mut focus, keep_going);
    let mut found = Sensitivity {
        tornado,
        numbers: vec![Vec::new(); uses],
        groups: vec![Vec::new(); uses],
        ..Sensitivity::default()
    };
    if let Some(screening) = screening(&mut focus, effort.trajectories, keep_going) {
        let live = live(&screening, &found.tornado);
        let chosen = chosen(&screening, &live, effort.numbers);
        found.numbers = of_numbers(&mut focus, effort, &screening.subjects, &live, &chosen, keep_going);
        found.groups = of_groups(&mut focus, effort, &screening.subjects, &live, keep_going);
    }
    found.evaluations = focus.evaluations;
    found.complete = keep_going();
    found
}

/// Subjects that move something, by index.
fn live(screening: &Screening, tornado: &[Vec<Bar>]) -> Vec<usize> {
    let in_tornado = |number: &usize| tornado.iter().flatten().any(|bar| bar.number == *number);
    (0..screening.subjects.len())
        .filter(|subject| {
            screening.sizes.iter().any(|sizes| sizes[*subject] > 0.0)
                || screening.subjects[*subject].iter().any(in_tornado)
        })
        .collect()
}

/// The subjects with the largest effects that hold no more than so many numbers together.
fn chosen(screening: &Screening, live: &[usize], most: usize) -> Vec<usize> {
    let largest: Vec<f64> =
        screening.sizes.iter().map(|sizes| sizes.iter().copied().fold(f64::MIN_POSITIVE, f64::max)).collect();
    let score = |subject: usize| {
        screening.sizes.iter().zip(&largest).map(|(sizes, largest)| sizes[subject] / largest).fold(0.0, f64::max)
    };
    let mut scored: Vec<(f64, usize)> = live.iter().map(|subject| (score(*subject), *subject)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = most;
    let mut chosen = Vec::new();
    for (score, subject) in scored {
        let numbers = screening.subjects[subject].len();
        if score > 0.0 && numbers <= left {
            left -= numbers;
            chosen.push(subject);
        }
    }
    chosen
}

fn of_numbers(
    focus: &mut Focus,
    effort: &Effort,
    subjects: &[Together],
    live: &[usize],
    chosen: &[usize],
    keep_going: &dyn Fn() -> bool,
) -> Vec<Vec<Index>> {
    let uses = focus.ratios.len();
    let others: Together = live
        .iter()
        .filter(|subject| !chosen.contains(subject))
        .flat_map(|subject| subjects[*subject].clone())
        .collect();
    let mut moved: Vec<Together> = chosen.iter().map(|subject| subjects[*subject].clone()).collect();
    let mut names: Vec<Option<Subject>> =
        moved.iter().map(|set| if let [number] = set[..] { Some(Subject::Number(number)) } else { None }).collect();
    if !others.is_empty() {
        moved.push(others);
        names.push(Some(Subject::Others));
    }
    let mut found = vec![Vec::new(); uses];
    if moved.is_empty() {
        return found;
    }
    for (use_found, indices) in found.iter_mut().zip(saltelli(focus, effort, &moved, 2, keep_going)) {
        use_found.extend(indices.iter().flat_map(|indices| named(indices, &names)));
    }
    // Each of the linked numbers, and one subject of everything else.
    let linked: Together =
        moved.iter().zip(&names).filter(|row| row.1.is_none()).flat_map(|row| row.0.clone()).collect();
    if !linked.is_empty() {
        let rest: Together = moved.iter().flatten().copied().filter(|number| !linked.contains(number)).collect();
        let mut parts: Vec<Together> = linked.iter().map(|number| vec![*number]).collect();
        parts.extend((!rest.is_empty()).then_some(rest));
        for (use_found, effects) in found.iter_mut().zip(shapley(focus, effort, &parts, 3, keep_going)) {
            let Some(effects) = effects else { continue };
            use_found.extend(linked.iter().enumerate().map(|(place, number)| Index {
                subject: Subject::Number(*number),
                first: effects.first[place],
                total: effects.total[place],
                shapley: Some(effects.effect[place]),
            }));
        }
    }
    found.iter_mut().for_each(sort);
    found
}

fn named(indices: &Indices, names: &[Option<Subject>]) -> Vec<Index> {
    let rows = names.iter().zip(&indices.first).zip(&indices.total);
    rows.filter_map(|((name, first), total)| {
        name.map(|subject| Index { subject, first: *first, total: *total, shapley: None })
    })
    .collect()
}

/// Largest total first; what all others do together stands last. What does nothing at all to this use is left out.
fn sort(indices: &mut Vec<Index>) {
    indices.retain(|index| index.total.value != 0.0 || index.shapley.is_some_and(|share| share.value != 0.0));
    let last = |index: &Index| index.subject == Subject::Others;
    indices.sort_by(|a, b| last(a).cmp(&last(b)).then(b.total.value.total_cmp(&a.total.value)));
}

fn of_groups(
    focus: &mut Focus,
    effort: &Effort,
    subjects: &[Together],
    live: &[usize],
    keep_going: &dyn Fn() -> bool,
) -> Vec<Vec<Index>> {
    let uncertain = &focus.explorer.uncertain;
    let uses = focus.ratios.len();
    let mut groups: Vec<(usize, Together)> = Vec::new();
    // Groups with a number in common set, by place among the groups: they are one for Saltelli's design.
    let mut joined: Vec<usize> = Vec::new();
    for subject in live {
        let mut first = None;
        for number in &subjects[*subject] {
            let group = uncertain.numbers[*number].group;
            let place = groups.iter().position(|known| known.0 == group).unwrap_or_else(|| {
                groups.push((group, Vec::new()));
                joined.push(groups.len() - 1);
                groups.len() - 1
            });
            groups[place].1.push(*number);
            let (kept, gone) = (joined[*first.get_or_insert(place)], joined[place]);
            joined.iter_mut().filter(|joined| **joined == gone).for_each(|joined| *joined = kept);
        }
    }
    let mut found = vec![Vec::new(); uses];
    if groups.is_empty() {
        return found;
    }
    let clusters: Vec<Vec<usize>> = (0..groups.len())
        .map(|cluster| (0..groups.len()).filter(|place| joined[*place] == cluster).collect())
        .filter(|members: &Vec<usize>| !members.is_empty())
        .collect();
    let moved: Vec<Together> =
        clusters.iter().map(|members| members.iter().flat_map(|place| groups[*place].1.clone()).collect()).collect();
    let names: Vec<Option<Subject>> = clusters
        .iter()
        .map(|members| if let [place] = members[..] { Some(Subject::Group(groups[place].0)) } else { None })
        .collect();
    for (use_found, indices) in found.iter_mut().zip(saltelli(focus, effort, &moved, 4, keep_going)) {
        use_found.extend(indices.iter().flat_map(|indices| named(indices, &names)));
    }
    if names.contains(&None) {
        let parts: Vec<Together> = groups.iter().map(|group| group.1.clone()).collect();
        for (use_found, effects) in found.iter_mut().zip(shapley(focus, effort, &parts, 5, keep_going)) {
            let Some(effects) = effects else { continue };
            for (place, group) in groups.iter().enumerate() {
                let subject = Subject::Group(group.0);
                let shapley = Some(effects.effect[place]);
                match use_found.iter_mut().find(|index| index.subject == subject) {
                    Some(index) => index.shapley = shapley,
                    None => use_found.push(Index {
                        subject,
                        first: effects.first[place],
                        total: effects.total[place],
                        shapley,
                    }),
                }
            }
        }
    }
    found.iter_mut().for_each(sort);
    found
}

/// Coordinates that some numbers hang on, in rising order.
fn coordinates_of(explorer: &Explorer, subjects: &[Together]) -> Vec<usize> {
    let inputs = &explorer.uncertain.inputs;
    let mut all: Vec<usize> = subjects.iter().flatten().flat_map(|number| inputs.coordinates(*number)).collect();
    all.sort_unstable();
    all
}

/// Some coordinates by the subject that they belong to; nothing where a subject has none.
fn grouping_of(explorer: &Explorer, subjects: &[Together], coordinates: &[usize]) -> Option<Grouping> {
    let inputs = &explorer.uncertain.inputs;
    let mut of = vec![0; coordinates.len()];
    for (subject, numbers) in subjects.iter().enumerate() {
        for coordinate in numbers.iter().flat_map(|number| inputs.coordinates(*number)) {
            of[coordinates.binary_search(&coordinate).ok()?] = subject;
        }
    }
    Grouping::new(of).ok().filter(|grouping| grouping.len() == subjects.len())
}

/// First-order and total indices of subjects none of which is linked with another, for each use.
///
/// A point that mixes two others takes the values of one subject from the second and all the rest from the first: they need
/// not be drawn anew.
fn saltelli(
    focus: &mut Focus,
    effort: &Effort,
    subjects: &[Together],
    method: u64,
    keep_going: &dyn Fn() -> bool,
) -> Vec<Option<Indices>> {
    let explorer = focus.explorer;
    let uses = focus.ratios.len();
    let none = vec![None; uses];
    let coordinates = coordinates_of(explorer, subjects);
    let Some(grouping) = grouping_of(explorer, subjects, &coordinates) else { return none };
    let size = Size { replicates: REPLICATES, points: effort.points };
    let independent = Correlation::independent(coordinates.len());
    let Ok(design) = SobolDesign::new(grouping, &independent, size, false, explorer.seed(method)) else { return none };
    let mut estimator = SobolEstimator::new(&design, uses);
    let inputs = &explorer.uncertain.inputs;
    let places: Vec<Vec<std::ops::Range<usize>>> = subjects
        .iter()
        .map(|numbers| numbers.iter().map(|number| explorer.uncertain.numbers[*number].values.clone()).collect())
        .collect();
    let mut some = vec![0.0; coordinates.len()];
    let mut point = vec![0.5; inputs.dimensions()];
    let mut drawn = [vec![0.0; inputs.slots()], vec![0.0; inputs.slots()]];
    let mut mixed = vec![0.0; inputs.slots()];
    let mut rows = design.rows_from(0);
    while keep_going() && rows.advance() {
        for (place, values) in drawn.iter_mut().enumerate() {
            rows.point(place, &mut some);
            coordinates.iter().zip(&some).for_each(|(coordinate, share)| point[*coordinate] = *share);
            inputs.values(&point, values);
            if estimator.add(focus.logarithms(values)).is_err() {
                return none;
            }
        }
        mixed.copy_from_slice(&drawn[0]);
        for places in &places {
            places.iter().for_each(|range| mixed[range.clone()].copy_from_slice(&drawn[1][range.clone()]));
            if estimator.add(focus.logarithms(&mixed)).is_err() {
                return none;
            }
            places.iter().for_each(|range| mixed[range.clone()].copy_from_slice(&drawn[0][range.clone()]));
        }
    }
    estimator.finish().map_or(none, |found| found.into_iter().map(Result::ok).collect())
}

/// Shapley effects of subjects, linked or not, for each use.
fn shapley(
    focus: &mut Focus,
    effort: &Effort,
    subjects: &[Together],
    method: u64,
    keep_going: &dyn Fn() -> bool,
) -> Vec<Option<Effects>> {
    let explorer = focus.explorer;
    let uses = focus.ratios.len();
    let none = vec![None; uses];
    let coordinates = coordinates_of(explorer, subjects);
    let Some(grouping) = grouping_of(explorer, subjects, &coordinates) else { return none };
    let inputs = &explorer.uncertain.inputs;
    let all = inputs.coordinate_correlation();
    let mut pairs = Vec::new();
    for (i, first) in coordinates.iter().enumerate().filter(|row| all.linked(*row.1)) {
        for (j, second) in coordinates.iter().enumerate().skip(i + 1) {
            let correlation = all.get(*first, *second);
            pairs.extend((correlation != 0.0).then_some((i, j, correlation)));
        }
    }
    let Ok(correlation) = Correlation::new(coordinates.len(), &pairs) else { return none };
    // All sets where there are few; else orders, with more points, for each order tells less.
    let (way, points) = if subjects.len() <= MOST_SETS_OF {
        (Way::Subsets, effort.points)
    } else {
        (Way::Permutations, (2 * effort.points).max(subjects.len()).next_power_of_two())
    };
    let size = Size { replicates: REPLICATES, points };
    let Ok(design) = ShapleyDesign::new(grouping, &correlation, way, size, explorer.seed(method)) else { return none };
    let mut estimator = ShapleyEstimator::new(&design, uses);
    let mut some = vec![0.0; coordinates.len()];
    let mut point = vec![0.5; inputs.dimensions()];
    let mut values = vec![0.0; inputs.slots()];
    let mut rows = design.rows_from(0);
    while keep_going() && rows.advance() {
        for place in 0..design.row_length() {
            rows.point(place, &mut some);
            coordinates.iter().zip(&some).for_each(|(coordinate, share)| point[*coordinate] = *share);
            inputs.values(&point, &mut values);
            if estimator.add(focus.logarithms(&values)).is_err() {
                return none;
            }
        }
    }
    estimator.finish().map_or(none, |found| found.into_iter().map(Result::ok).collect())
}
