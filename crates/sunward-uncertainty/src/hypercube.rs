//! Latin hypercubes: of `n` points each coordinate falls once into each `n`-th of the unit interval.
//!
//! For a number of draws that is no power of two, and small. Where the outcome is nearly a sum over the inputs the
//! error of its mean is far below that of random draws, and it is never much above. Source: `mckay1979`.

use crate::random::{self, Seed};
use crate::refusal::Refusal;

/// A Latin hypercube by index: nothing is stored but a key for each dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hypercube {
    points: u64,
    orders: Vec<Permutation>,
    within: Seed,
}

impl Hypercube {
    /// A hypercube of some points in some dimensions.
    ///
    /// # Errors
    /// [`Refusal::Setting`] if there are no points, or more than 2⁵².
    pub fn new(points: u64, dimensions: usize, seed: Seed) -> Result<Self, Refusal> {
        if points == 0 || points > 1 << 52 {
            return Err(Refusal::Setting { what: "the number of points", found: points as f64, wanted: "1 to 2^52" });
        }
        let orders =
            (0..dimensions as u64).map(|dimension| Permutation::new(points, seed.derived(dimension))).collect();
        Ok(Self { points, orders, within: seed.derived(u64::MAX) })
    }

    /// How many points.
    pub fn points(&self) -> u64 {
        self.points
    }

    /// How many dimensions.
    pub fn dimensions(&self) -> usize {
        self.orders.len()
    }

    /// The point `index`, in the open unit interval.
    ///
    /// # Panics
    /// If there is no such point, or `out` has not a place for each dimension.
    pub fn point(&self, index: u64, out: &mut [f64]) {
        assert!(index < self.points && out.len() == self.orders.len(), "a point of the hypercube, with room for it");
        random::point(self.within, index, out);
        for (u, order) in out.iter_mut().zip(&self.orders) {
            let stratum = order.of(index) as f64;
            // A sum just below the number of points may round up to it.
            *u = ((stratum + *u) / self.points as f64).min(1.0 - f64::EPSILON / 2.0);
        }
    }
}

/// A random order of `0..count`, by place: nothing is stored but a key.
///
/// A Feistel network of eight rounds shuffles the numbers of an even count of bits; those that fall outside are
/// shuffled again until they fall inside, which keeps it one to one. At least eight bits are shuffled, as a network of
/// fewer reaches only some of the orders. Source: `luby1988` for the network, `black2002` for the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permutation {
    count: u64,
    half: u32,
    key: u64,
}

impl Permutation {
    /// A random order of `count` numbers.
    pub fn new(count: u64, seed: Seed) -> Self {
        let bits = 64 - count.saturating_sub(1).leading_zeros();
        Self { count, half: bits.div_ceil(2).max(4), key: seed.derived(0).0 }
    }

    /// Which number stands at a place.
    ///
    /// # Panics
    /// If there is no such place.
    pub fn of(&self, place: u64) -> u64 {
        assert!(place < self.count, "a place among those of the permutation");
        let mut number = place;
        // A cycle through the place itself ends inside, at the latest there.
        loop {
            number = self.shuffle(number);
            if number < self.count {
                return number;
            }
        }
    }

    fn shuffle(&self, number: u64) -> u64 {
        let mask = (1 << self.half) - 1;
        let (mut left, mut right) = (number >> self.half, number & mask);
        for round in 0..8 {
            (left, right) = (right, left ^ (random::hash(self.key, right | round << 60) & mask));
        }
        left << self.half | right
    }
}
