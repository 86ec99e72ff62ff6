//! Panels and batteries that serve a constant load: which pairs of sizes do.

use crate::solar_year::HOURS;

/// How many sizes of panels are tried.
pub const SIZES: usize = 28;
/// Each is larger than the one before by this.
const STEP: f64 = 1.1;
/// Round-trip efficiencies for which stores are worked out; between them they are interpolated.
pub const EFFICIENCIES: [f64; 7] = [0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0];
/// The largest store that is tried, in hours of load: a month.
pub const LARGEST_STORE: f64 = 720.0;

/// Where the energy of a year goes, in hours of load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Made by the panels.
    pub made: f64,
    /// Served to the load.
    pub served: f64,
    /// Lost in the battery.
    pub lost: f64,
    /// Made, but neither used nor stored.
    pub curtailed: f64,
    /// In the battery at the end, less what was in it at the start.
    pub left: f64,
}

/// Serves a constant load of 1 with panels and a battery, hour by hour: `[hours]` of output in, one balance out.
///
/// The load comes first, then the battery, and what does not fit is curtailed. Of what is charged, `round_trip` comes back.
/// `store` counts what the battery can give back, in hours of load. The year is run twice, the second time is counted, so
/// that it starts as it ends.
///
/// Leaves out limits on the power of the battery and what it loses while it waits.
pub fn dispatch(profile: &[f64], panels: f64, store: f64, round_trip: f64) -> Balance {
    let mut held = store;
    let mut balance = Balance { made: 0.0, served: 0.0, lost: 0.0, curtailed: 0.0, left: 0.0 };
    for _ in 0..2 {
        balance = Balance { made: 0.0, served: 0.0, lost: 0.0, curtailed: 0.0, left: -held };
        for output in profile {
            let made = panels * output;
            balance.made += made;
            let spare = made - 1.0;
            if spare > 0.0 {
                let charged = (spare * round_trip).min(store - held);
                held += charged;
                balance.served += 1.0;
                balance.lost += charged / round_trip - charged;
                balance.curtailed += spare - charged / round_trip;
            } else {
                let given = (-spare).min(held);
                held -= given;
                balance.served += made + given;
            }
        }
        balance.left += held;
    }
    balance
}

/// Hours in a row in which panels make more than the load, or less: all that a store has to know of them.
fn runs(profile: &[f64], panels: f64, into: &mut Vec<f64>) {
    into.clear();
    let mut sum = 0.0f64;
    for output in profile {
        let spare = panels * output - 1.0;
        if (spare > 0.0) != (sum > 0.0) && sum != 0.0 {
            into.push(sum);
            sum = 0.0;
        }
        sum += spare;
    }
    if sum != 0.0 {
        into.push(sum);
    }
}

/// Load that is not served in the second of two years, in hours.
fn unserved(runs: &[f64], store: f64, round_trip: f64) -> f64 {
    let mut held = store;
    let mut missing = 0.0;
    for _ in 0..2 {
        missing = 0.0;
        for spare in runs {
            if *spare > 0.0 {
                held = (held + spare * round_trip).min(store);
            } else {
                let given = (-spare).min(held);
                held -= given;
                missing -= spare + given;
            }
        }
    }
    missing
}

/// The smallest store that serves all but `allowed` hours of the load; infinite if none up to `largest` does.
fn smallest_store(runs: &[f64], round_trip: f64, allowed: f64, largest: f64) -> f64 {
    let excess = |store: f64| unserved(runs, store, round_trip) - allowed;
    let mut low_excess = excess(0.0);
    if low_excess <= 0.0 {
        return 0.0;
    }
    let mut high_excess = excess(largest);
    if high_excess > 0.0 {
        return f64::INFINITY;
    }
    // What is missing falls with the store, ever more slowly. A chord from end to end comes near at once where it is nearly
    // straight; halving in between bounds the number of steps.
    let (mut low, mut high) = (0.0, largest);
    for step in 0..60 {
        if high - low < 1e-4 * high {
            break;
        }
        let along = if step % 2 == 0 { low_excess / (low_excess - high_excess) } else { 0.5 };
        let middle = low + (high - low) * along.clamp(0.01, 0.99);
        let found = excess(middle);
        if found > 0.0 {
            (low, low_excess) = (middle, found);
        } else {
            (high, high_excess) = (middle, found);
        }
    }
    high
}

/// A size of panels, and the store it needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Mean output of the panels over the load, were nothing lost or curtailed.
    pub panels: f64,
    /// What the battery must be able to give, in hours of the load.
    pub store: f64,
}

/// Pairs of panels and batteries that serve the same share of a constant load.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Frontier {
    /// Share of the load's energy that is served.
    pub served: f64,
    panels: [f64; SIZES],
    /// By size of the panels and round-trip efficiency; infinite where no store up to [`LARGEST_STORE`] does.
    stores: [[f64; EFFICIENCIES.len()]; SIZES],
}

impl Frontier {
    /// Works out, for each of [`SIZES`] panels, the smallest battery that serves the share `served` of the load over the year.
    ///
    /// `profile` is the output hour by hour over its mean. The least panels make just the energy served, each next size a
    /// tenth more, so that the largest make 13 times as much.
    ///
    /// In a run of hours with output above the load, only their sum matters to the battery (and so below it): each day is two
    /// steps instead of 24, without loss of exactness.
    pub fn new(profile: &[f64], served: f64) -> Self {
        let allowed = (1.0 - served) * profile.len() as f64 + 1e-9 * profile.len() as f64;
        let mut frontier = Self { served, panels: [0.0; SIZES], stores: [[f64::INFINITY; EFFICIENCIES.len()]; SIZES] };
        let mut steps = Vec::with_capacity(HOURS / 8);
        let mut panels = served;
        let mut largest = [LARGEST_STORE; EFFICIENCIES.len()];
        for size in 0..SIZES {
            frontier.panels[size] = panels;
            runs(profile, panels, &mut steps);
            for (index, round_trip) in EFFICIENCIES.iter().enumerate() {
                let store = smallest_store(&steps, *round_trip, allowed, largest[index]);
                frontier.stores[size][index] = store;
                // More panels never need more battery.
                largest[index] = largest[index].min(store);
            }
            panels *= STEP;
        }
        frontier
    }

    /// The pairs for a round-trip efficiency, from least panels to most; only those that serve.
    ///
    /// Stores are interpolated between [`EFFICIENCIES`], in a straight line; none below the least of them.
    #[inline]
    pub fn pairs(&self, round_trip: f64) -> impl Iterator<Item = Pair> + '_ {
        let above = EFFICIENCIES.iter().position(|known| round_trip <= *known).unwrap_or(EFFICIENCIES.len() - 1).max(1);
        let (low, high) = (EFFICIENCIES[above - 1], EFFICIENCIES[above]);
        let along = (round_trip - low) / (high - low);
        self.panels.iter().zip(&self.stores).filter_map(move |(panels, stores)| {
            let store = if along >= 1.0 {
                stores[above]
            } else {
                stores[above - 1] + along * (stores[above] - stores[above - 1])
            };
            if along >= 0.0 && store.is_finite() { Some(Pair { panels: *panels, store }) } else { None }
        })
    }
}
