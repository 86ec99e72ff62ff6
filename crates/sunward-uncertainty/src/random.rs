//! Random numbers by their place: a number depends on the seed, the index of the draw and the dimension, and on nothing
//! else.
//!
//! There is no state, so draws can be worked out in any order, on any number of threads, and begun anew anywhere.

/// What all random numbers of a run follow from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// A seed for one part of a run: a replicate, a method, a dimension. Parts with different numbers have nothing to do
    /// with each other.
    ///
    /// The generator's own word at a place that no draw uses.
    pub fn derived(self, part: u64) -> Self {
        let [a, b, ..] = philox([part as u32, (part >> 32) as u32, 0, u32::MAX], self.key());
        Self(join(a, b))
    }

    fn key(self) -> [u32; 2] {
        [self.0 as u32, (self.0 >> 32) as u32]
    }
}

/// Four random words for a counter and a key: Philox4x32 with ten rounds.
///
/// A round multiplies two of the words, takes the high halves across and adds the key in; ten of them pass every
/// published battery of tests. Chosen among generators by counter because its only operations, 32-bit products and
/// exclusive or, are quick on every target, WebAssembly included. Source: `salmon2011`.
pub fn philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let ([mut a, mut b, mut c, mut d], [mut k, mut l]) = (counter, key);
    for _ in 0..10 {
        let first = 0xD251_1F53_u64 * u64::from(a);
        let second = 0xCD9E_8D57_u64 * u64::from(c);
        a = (second >> 32) as u32 ^ b ^ k;
        b = second as u32;
        c = (first >> 32) as u32 ^ d ^ l;
        d = first as u32;
        k = k.wrapping_add(0x9E37_79B9);
        l = l.wrapping_add(0xBB67_AE85);
    }
    [a, b, c, d]
}

/// 64 random bits of draw `index` in `dimension`.
///
/// Dimensions count up to 2³², less one that [`Seed::derived`] uses.
pub fn bits(seed: Seed, index: u64, dimension: u32) -> u64 {
    let [a, b, c, d] = block(seed, index, dimension / 2);
    if dimension.is_multiple_of(2) { join(a, b) } else { join(c, d) }
}

/// A number of the open unit interval for draw `index` in `dimension`.
pub fn uniform(seed: Seed, index: u64, dimension: u32) -> f64 {
    unit(bits(seed, index, dimension))
}

/// The point of draw `index`: one number of the open unit interval for each place of `out`.
///
/// The same numbers as [`uniform`], at half the work: one run of the generator gives two.
pub fn point(seed: Seed, index: u64, out: &mut [f64]) {
    for (pair, places) in out.chunks_mut(2).enumerate() {
        let [a, b, c, d] = block(seed, index, pair as u32);
        places[0] = unit(join(a, b));
        if let Some(second) = places.get_mut(1) {
            *second = unit(join(c, d));
        }
    }
}

/// The number of the open unit interval that 64 bits stand for: an odd multiple of 2⁻⁵³.
///
/// Takes the first 52 bits and adds half a step, so that neither 0 nor 1 can come, where quantiles may be infinite, and
/// so that `u` and `1 − u` are equally likely.
#[inline]
pub fn unit(bits: u64) -> f64 {
    // Bits set behind the point of a number between 1 and 2; what is taken away leaves half a step. Both are exact.
    f64::from_bits(0x3FF0_0000_0000_0000 | (bits >> 12)) - (1.0 - f64::EPSILON / 2.0)
}

/// A random word for a place in the stream of a key: SplitMix64. Quicker than [`philox`], for keys that are random
/// themselves. Source: `steele2014`.
#[inline]
pub(crate) fn hash(key: u64, place: u64) -> u64 {
    let mut z = key.wrapping_add(place.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Two numbers of the draw, as four words.
fn block(seed: Seed, index: u64, pair: u32) -> [u32; 4] {
    philox([index as u32, (index >> 32) as u32, pair, 0], seed.key())
}

fn join(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}
