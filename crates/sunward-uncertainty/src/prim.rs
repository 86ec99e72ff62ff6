//! Where an outcome lies: boxes in the space of inputs that hold most of the draws of interest and little else.
//!
//! The patient rule induction method: from the whole space, again and again, the slice is peeled off whose loss raises
//! the share of draws of interest most. The steps are the *trajectory*; the reader chooses between coverage (how many
//! of all cases of interest the box holds) and density (how many of its draws are of interest).
//!
//! Peeling is greedy: two regions at opposite ends of one input can hide each other, because either end is then worth
//! keeping. A trajectory that never gets dense says so; split the table by that input and look again.
//!
//! A table of draws is all it takes. Inputs may hold ties; whole numbers are read as an order, so nameless categories
//! should be given as indicators. Source: `friedman1999`; coverage, density and quasi-p-values `bryant2010`; gain by
//! what is removed `kwakkel2016`.

use crate::ranking::rising;
use crate::refusal::{Refusal, count_within, same_length, share_between};
use sunward_quantity::elementary::{exp, ln};

/// Draws with their inputs in columns, and which of them are of interest.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    columns: Vec<&'a [f64]>,
    interesting: &'a [bool],
    /// Draws by rising value, for each input.
    orders: Vec<Vec<Place>>,
}

/// A draw in the order of an input.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Draws with equal values have one class; the next value has the next. Read instead of the value, which lies
    /// elsewhere.
    class: u32,
    draw: u32,
}

/// How patiently to peel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patience {
    /// Share of the box's draws that one peel takes away: 0.05 is usual.
    pub peel: f64,
    /// Share of the box's draws that one paste gives back.
    pub paste: f64,
    /// Peeling ends before a box holds less than this share of the draws.
    pub least_mass: f64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, least_mass: 0.05 }
    }
}

/// Which end of an input's range is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The box holds what is not below the limit.
    Low,
    /// The box holds what is not above the limit.
    High,
}

/// One side of a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Which input, counted from 0.
    pub input: usize,
    /// Which side.
    pub side: Side,
    /// Where: halfway between the draws on both sides.
    pub value: f64,
}

impl Limit {
    fn holds(&self, value: f64) -> bool {
        match self.side {
            Side::Low => value >= self.value,
            Side::High => value <= self.value,
        }
    }
}

/// A box, and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Its sides, by input and side; an input with none may be anything.
    pub limits: Vec<Limit>,
    /// Share of all draws of interest in the table that it holds.
    pub coverage: f64,
    /// Share of its draws that are of interest.
    pub density: f64,
    /// Share of the draws looked at that it holds.
    pub mass: f64,
}

impl Region {
    /// How many inputs have a limit.
    pub fn restricted(&self) -> usize {
        let mut inputs: Vec<usize> = self.limits.iter().map(|limit| limit.input).collect();
        inputs.dedup();
        inputs.len()
    }
}

/// A draw's state while a box is peeled.
const OUT: u8 = 0;
const IN: u8 = 1;
const OF_INTEREST: u8 = 2;

impl<'a> Table<'a> {
    /// Reads draws: `columns[input][draw]`, and for each draw whether its outcome is of interest. Sorts each column
    /// once.
    ///
    /// # Errors
    /// If there are no inputs, no draws or none of interest, columns differ in length, or a value is not finite.
    pub fn new(columns: Vec<&'a [f64]>, interesting: &'a [bool]) -> Result<Self, Refusal> {
        count_within("number of inputs", columns.len(), 1..=usize::MAX, "at least 1")?;
        count_within("number of draws", interesting.len(), 1..=u32::MAX as usize, "between 1 and 2^32 - 1")?;
        let hits = interesting.iter().filter(|&&is| is).count();
        count_within("number of draws of interest", hits, 1..=usize::MAX, "at least 1")?;
        let mut orders = Vec::with_capacity(columns.len());
        for column in &columns {
            same_length("values in a column", column.len(), interesting.len())?;
            for (draw, value) in column.iter().enumerate() {
                if value.is_nan() {
                    return Err(Refusal::NotANumber { evaluation: draw });
                }
                if value.is_infinite() {
                    return Err(Refusal::Infinite { evaluation: draw, value: *value });
                }
            }
            let (mut class, mut last) = (0, f64::NAN);
            let places = rising(column).into_iter().map(|draw| {
                let value = column[draw as usize];
                class += u32::from(value != last);
                last = value;
                Place { class, draw }
            });
            orders.push(places.collect());
        }
        Ok(Self { columns, interesting, orders })
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.interesting.len()
    }

    /// Which draws lie in a box.
    pub fn inside(&self, limits: &[Limit]) -> Vec<bool> {
        (0..self.draws()).map(|draw| limits.iter().all(|limit| limit.holds(self.columns[limit.input][draw]))).collect()
    }

    fn all_interesting(&self) -> usize {
        self.interesting.iter().filter(|&&is| is).count()
    }
}

/// A slice that could be peeled off.
#[derive(Clone, Copy)]
struct Slice {
    limit: Limit,
    draws: usize,
    hits: usize,
}

/// The box while it is peeled: the sorted draws of each input, with those no longer inside skipped.
struct Peeling<'t, 'a> {
    table: &'t Table<'a>,
    state: Vec<u8>,
    orders: Vec<Vec<Place>>,
    draws: usize,
    hits: usize,
    /// Draws in the box when the orders were last cleared of what is outside.
    cleared_at: usize,
}

impl Peeling<'_, '_> {
    /// Takes out of the orders what is no longer inside, whenever half of them is: walking stays short.
    fn clear(&mut self) {
        if 2 * self.draws <= self.cleared_at {
            let state = &self.state;
            self.orders.iter_mut().for_each(|order| order.retain(|place| state[place.draw as usize] != OUT));
            self.cleared_at = self.draws;
        }
    }

    /// The slice at one end of an input: `wanted` draws, or as near as ties allow, and never the whole box.
    fn slice(&self, input: usize, side: Side, wanted: usize) -> Option<Slice> {
        match side {
            Side::Low => self.slice_along(input, side, wanted, self.orders[input].iter()),
            Side::High => self.slice_along(input, side, wanted, self.orders[input].iter().rev()),
        }
    }

    fn slice_along<'i>(
        &self,
        input: usize,
        side: Side,
        wanted: usize,
        order: impl Iterator<Item = &'i Place>,
    ) -> Option<Slice> {
        let value = |draw: u32| self.table.columns[input][draw as usize];
        let (mut draws, mut hits) = (0, 0);
        // What stood before the present run of equal values: how many, how many of interest, and the last of them.
        let mut before: Option<(usize, usize, u32)> = None;
        let mut last = Place { class: u32::MAX, draw: 0 };
        for &place in order {
            let state = self.state[place.draw as usize];
            if state == OUT {
                continue;
            }
            if place.class != last.class {
                if draws >= wanted {
                    // The run that was just passed reached the mark: cut before it if it goes beyond and something was
                    // there.
                    return Some(match before {
                        Some((fewer, their_hits, edge)) if draws > wanted => {
                            cut(input, side, fewer, their_hits, value(edge), value(last.draw))
                        }
                        _ => cut(input, side, draws, hits, value(last.draw), value(place.draw)),
                    });
                }
                if draws > 0 {
                    before = Some((draws, hits, last.draw));
                }
            }
            last = place;
            draws += 1;
            hits += usize::from(state == OF_INTEREST);
        }
        // The last run goes to the end of the box: only what stood before it can be peeled.
        before.map(|(fewer, their_hits, edge)| cut(input, side, fewer, their_hits, value(edge), value(last.draw)))
    }

    fn peel(&mut self, slice: &Slice) {
        let column = self.table.columns[slice.limit.input];
        let order = &self.orders[slice.limit.input];
        let mut left = slice.draws;
        let mut drop = |place: &Place| {
            let state = &mut self.state[place.draw as usize];
            if left > 0 && *state != OUT {
                debug_assert!(!slice.limit.holds(column[place.draw as usize]), "a peeled draw lies outside the limit");
                *state = OUT;
                left -= 1;
            }
            left > 0
        };
        match slice.limit.side {
            Side::Low => order.iter().take_while(|place| drop(place)).count(),
            Side::High => order.iter().rev().take_while(|place| drop(place)).count(),
        };
        self.draws -= slice.draws;
        self.hits -= slice.hits;
    }
}

/// A cut halfway between the last draw outside and the first inside.
fn cut(input: usize, side: Side, draws: usize, hits: usize, outside: f64, inside: f64) -> Slice {
    let halfway = outside / 2.0 + inside / 2.0;
    // Neighbouring numbers have none between them: then the limit is the draw inside.
    let between = match side {
        Side::Low => halfway > outside && halfway <= inside,
        Side::High => halfway < outside && halfway >= inside,
    };
    let value = if between { halfway } else { inside };
    Slice { limit: Limit { input, side, value }, draws, hits }
}

fn put(limits: &mut Vec<Limit>, limit: Limit) {
    match limits.binary_search_by(|old| (old.input, old.side).cmp(&(limit.input, limit.side))) {
        Ok(place) => limits[place] = limit,
        Err(place) => limits.insert(place, limit),
    }
}

/// Peels from the whole space (or from the draws of `among`) until one more peel would leave too few.
///
/// Each peel takes the slice with the largest gain,
///
/// ```text
/// gain = (density after − density before) / share removed
/// ```
///
/// which for slices of one size is the one that leaves the highest density, and does not favour large lumps of equal
/// values. Every step of the trajectory is given, the whole space first. Where draws of interest are all that is left
/// it ends.
///
/// # Errors
/// If a share of the patience does not lie between 0 and 1, `among` has another length or holds no draw.
pub fn peel(table: &Table, among: Option<&[bool]>, patience: &Patience) -> Result<Vec<Region>, Refusal> {
    share_between("share of one peel", patience.peel, 0.0, 0.5, "between 0 and 0.5")?;
    share_between("least mass", patience.least_mass, 0.0, 1.0, "between 0 and 1")?;
    let state = states(table, among)?;
    let draws = state.iter().filter(|&&s| s != OUT).count();
    let hits = state.iter().filter(|&&s| s == OF_INTEREST).count();
    let mut orders = table.orders.clone();
    if draws < table.draws() {
        orders.iter_mut().for_each(|order| order.retain(|place| state[place.draw as usize] != OUT));
    }
    let (all, all_hits) = (draws as f64, table.all_interesting() as f64);
    let mut peeling = Peeling { table, state, orders, draws, hits, cleared_at: draws };
    let mut limits: Vec<Limit> = Vec::new();
    let region = |limits: &[Limit], draws: usize, hits: usize| Region {
        limits: limits.to_vec(),
        coverage: hits as f64 / all_hits,
        density: hits as f64 / draws as f64,
        mass: draws as f64 / all,
    };
    let mut steps = vec![region(&limits, draws, hits)];
    while peeling.hits < peeling.draws {
        let wanted = ((patience.peel * peeling.draws as f64) as usize).max(1);
        let (inside, density) = (peeling.draws as f64, peeling.hits as f64 / peeling.draws as f64);
        let mut best: Option<(f64, Slice)> = None;
        for input in 0..table.columns.len() {
            for side in [Side::Low, Side::High] {
                let Some(slice) = peeling.slice(input, side, wanted) else { continue };
                let left = peeling.draws - slice.draws;
                if (left as f64) < patience.least_mass * all {
                    continue;
                }
                let after = (peeling.hits - slice.hits) as f64 / left as f64;
                let gain = (after - density) / (slice.draws as f64 / inside);
                if best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, slice));
                }
            }
        }
        let Some((_, slice)) = best else { break };
        peeling.peel(&slice);
        put(&mut limits, slice.limit);
        steps.push(region(&limits, peeling.draws, peeling.hits));
        peeling.clear();
    }
    Ok(steps)
}

fn states(table: &Table, among: Option<&[bool]>) -> Result<Vec<u8>, Refusal> {
    if let Some(among) = among {
        same_length("marks of draws to look at", among.len(), table.draws())?;
    }
    let state: Vec<u8> = (0..table.draws())
        .map(|draw| match (among.is_none_or(|among| among[draw]), table.interesting[draw]) {
            (false, _) => OUT,
            (true, false) => IN,
            (true, true) => OF_INTEREST,
        })
        .collect();
    let draws = state.iter().filter(|&&s| s != OUT).count();
    count_within("number of draws to look at", draws, 1..=usize::MAX, "at least 1")?;
    Ok(state)
}

/// Gives back what greedy peels took too much: the side where it pays most is moved out by a small share of the box, as
/// long as the density does not fall and draws of interest are won; then by half that share, down to single draws.
///
/// # Errors
/// As [`peel`]; also if a limit names an input that is not there.
pub fn paste(table: &Table, among: Option<&[bool]>, region: &Region, patience: &Patience) -> Result<Region, Refusal> {
    share_between("share of one paste", patience.paste, 0.0, 1.0, "between 0 and 1")?;
    let state = states(table, among)?;
    let mut limits = region.limits.clone();
    let mut held = hold(table, &state, &limits)?;
    let mut share = patience.paste;
    loop {
        let mut best: Option<(f64, Vec<Limit>, usize, usize)> = None;
        let wanted = ((share * held.draws as f64) as usize).max(1);
        for place in 0..limits.len() {
            let limit = limits[place];
            let column = table.columns[limit.input];
            // Draws that only this side keeps out, the nearest first.
            let mut near: Vec<(f64, u8)> = Vec::new();
            for (draw, &s) in state.iter().enumerate() {
                let kept_out =
                    |(other, limit): (usize, &Limit)| (other == place) != limit.holds(table.columns[limit.input][draw]);
                if s != OUT && limits.iter().enumerate().all(kept_out) {
                    near.push((column[draw], s));
                }
            }
            match limit.side {
                Side::Low => near.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))),
                Side::High => near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))),
            }
            if near.is_empty() {
                continue;
            }
            let edge = near[wanted.min(near.len()) - 1].0;
            let end = near.iter().take_while(|(value, _)| beyond(*value, edge, limit.side)).count();
            let hits = near[..end].iter().filter(|(_, s)| *s == OF_INTEREST).count();
            let mut wider = limits.clone();
            match near.get(end) {
                Some((outside, _)) => wider[place] = cut(limit.input, limit.side, 0, 0, *outside, edge).limit,
                None => drop(wider.remove(place)),
            }
            let after = (held.hits + hits) as f64 / (held.draws + end) as f64;
            let before = held.hits as f64 / held.draws as f64;
            if hits > 0 && after >= before && best.as_ref().is_none_or(|(most, ..)| after > *most) {
                best = Some((after, wider, end, hits));
            }
        }
        let Some((_, wider, draws, hits)) = best else {
            if wanted == 1 {
                break;
            }
            share /= 2.0;
            continue;
        };
        limits = wider;
        held.draws += draws;
        held.hits += hits;
    }
    measure(table, among, &limits)
}

/// Whether a value is still inside when the side is moved out to `edge`.
fn beyond(value: f64, edge: f64, side: Side) -> bool {
    match side {
        Side::Low => value >= edge,
        Side::High => value <= edge,
    }
}

/// What a box holds, and how much would be kept out by each side alone.
struct Held {
    draws: usize,
    hits: usize,
    /// Draws and hits that only this side keeps out.
    by_side: Vec<(usize, usize)>,
}

fn hold(table: &Table, state: &[u8], limits: &[Limit]) -> Result<Held, Refusal> {
    for limit in limits {
        count_within("input of a limit", limit.input, 0..=table.columns.len() - 1, "the number of an input")?;
    }
    let mut held = Held { draws: 0, hits: 0, by_side: vec![(0, 0); limits.len()] };
    for (draw, &s) in state.iter().enumerate() {
        if s == OUT {
            continue;
        }
        let mut breaks = (0..limits.len()).filter(|&l| !limits[l].holds(table.columns[limits[l].input][draw]));
        let hit = usize::from(s == OF_INTEREST);
        match (breaks.next(), breaks.next()) {
            (None, _) => {
                held.draws += 1;
                held.hits += hit;
            }
            (Some(side), None) => {
                held.by_side[side].0 += 1;
                held.by_side[side].1 += hit;
            }
            _ => {}
        }
    }
    Ok(held)
}

/// Coverage, density and mass of a box that someone drew.
///
/// # Errors
/// If `among` has another length or holds no draw, or a limit names an input that is not there. A box with no draws has
/// density 0.
pub fn measure(table: &Table, among: Option<&[bool]>, limits: &[Limit]) -> Result<Region, Refusal> {
    let state = states(table, among)?;
    let held = hold(table, &state, limits)?;
    let all = state.iter().filter(|&&s| s != OUT).count() as f64;
    Ok(Region {
        limits: limits.to_vec(),
        coverage: held.hits as f64 / table.all_interesting() as f64,
        density: if held.draws == 0 { 0.0 } else { held.hits as f64 / held.draws as f64 },
        mass: held.draws as f64 / all,
    })
}

/// For each side of a box, how probable it is that it does so well by chance.
///
/// Without the side the box would hold `T` draws, `H` of interest. If the side cut blindly, each of the `n` draws of
/// the box would be of interest with probability `H/T`:
///
/// ```text
/// qp = P(Binomial(n, H/T) ≥ h)
/// ```
///
/// | symbol | is |
/// |---|---|
/// | `n`, `h` | draws in the box, those of interest |
/// | `T`, `H` | the same for the box without that side |
///
/// *Quasi*, for the side was chosen by looking at these very draws, so the value is too small; a side with a large one
/// should go. Source: `bryant2010`.
///
/// # Errors
/// As [`measure`].
pub fn quasi_p_values(table: &Table, among: Option<&[bool]>, limits: &[Limit]) -> Result<Vec<f64>, Refusal> {
    let held = hold(table, &states(table, among)?, limits)?;
    Ok(held
        .by_side
        .iter()
        .map(|&(draws, hits)| {
            let without = held.draws + draws;
            if without == 0 { 1.0 } else { at_least(held.hits, held.draws, (held.hits + hits) as f64 / without as f64) }
        })
        .collect())
}

/// `P(Binomial(n, q) ≥ h)`, summed from the term at `h` until the rest no longer counts.
fn at_least(h: usize, n: usize, q: f64) -> f64 {
    if h == 0 || q >= 1.0 {
        return 1.0;
    }
    if q <= 0.0 {
        return 0.0;
    }
    // Below the mean the terms rise first: the other tail is the short one.
    if (h as f64) < n as f64 * q {
        return 1.0 - at_least(n - h + 1, n, 1.0 - q);
    }
    let (count, hits) = (n as f64, h as f64);
    let choose = ln_factorial(n) - ln_factorial(h) - ln_factorial(n - h);
    let mut term = exp(choose + hits * ln(q) + (count - hits) * ln(1.0 - q));
    let mut sum = term;
    for k in h..n {
        term *= (n - k) as f64 / (k + 1) as f64 * (q / (1.0 - q));
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum.min(1.0)
}

/// `ln n!`: a sum for small `n`, Stirling's series above, where its first left-out term is below `1e-16`.
fn ln_factorial(n: usize) -> f64 {
    if n < 64 {
        return (2..=n).map(|k| ln(k as f64)).sum();
    }
    let x = n as f64;
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x * x * x) + 1.0 / (1260.0 * x * x * x * x * x);
    x * ln(x) - x + 0.5 * ln(std::f64::consts::TAU * x) + series
}

/// Several boxes, one after the other: each is peeled from the draws that the ones before left over; of the steps that
/// are at least so dense the one with the most coverage is taken, and pasted. Ends when `most` boxes are found or no
/// step is so dense.
///
/// Coverage counts against all draws of interest of the table, so that of several boxes adds up; density and mass count
/// against what was left over.
///
/// # Errors
/// If the density is not between 0 and 1 (1 included), and as [`peel`] and [`paste`].
pub fn cover(table: &Table, most: usize, least_density: f64, patience: &Patience) -> Result<Vec<Region>, Refusal> {
    if !(least_density > 0.0 && least_density <= 1.0) {
        let what = "least density of a box";
        return Err(Refusal::Setting { what, found: least_density, wanted: "more than 0 and at most 1" });
    }
    let mut left = vec![true; table.draws()];
    let mut found = Vec::new();
    while found.len() < most && left.contains(&true) {
        let steps = peel(table, Some(&left), patience)?;
        let dense = steps.iter().filter(|step| step.density >= least_density);
        let Some(best) = dense.reduce(|best, step| if step.coverage > best.coverage { step } else { best }) else {
            break;
        };
        let region = paste(table, Some(&left), best, patience)?;
        let inside = table.inside(&region.limits);
        left.iter_mut().zip(&inside).for_each(|(left, inside)| *left &= !inside);
        found.push(region);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of exact fractions: 1 − 0.5^10 · (1 + 10) = 0.98925781…, and the last term alone.
    #[test]
    fn a_binomial_tail_is_the_sum_of_its_terms() {
        assert!((at_least(2, 10, 0.5) - (1.0 - 11.0 / 1024.0)).abs() < 1e-14);
        assert!((at_least(10, 10, 0.5) - 1.0 / 1024.0).abs() < 1e-16);
        // 20,000 draws at 1/2: P(X ≥ 10,000) = (1 + P(X = 10,000))/2, and P(X = n/2) = 1/√(πn/2) (1 − 1/(4n) …).
        let middle = 1.0 / (std::f64::consts::PI * 10_000.0).sqrt() * (1.0 - 1.0 / 80_000.0);
        assert!((at_least(10_000, 20_000, 0.5) - 0.5 * (1.0 + middle)).abs() < 1e-9);
    }
}
