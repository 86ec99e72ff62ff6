//! A quantile function by table: polynomials on pieces of the unit interval that are found without a search.
//!
//! Each side of the median is cut by the binary digits of the share from its end: four pieces to each halving, down to
//! `2⁻⁸`. What lies beyond is for the caller, who knows how his law behaves there.

use crate::normal::polynomial;
use std::fmt;
use sunward_quantity::elementary::cos;

/// Where the pieces end on each side: `2⁻⁸`.
pub(crate) const EDGE: f64 = 1.0 / 256.0;

/// Pieces on each side: four for each of the seven halvings between the edge and one half.
const COUNT: usize = 28;

/// Polynomials of degree 7, one on each piece.
#[derive(Clone, PartialEq)]
pub(crate) struct Pieces {
    /// Those below the median, then those above it, from the edge inwards. One is a line of the processor's cache.
    polynomials: [[f64; 8]; 2 * COUNT],
}

impl fmt::Debug for Pieces {
    /// Four hundred numbers say nothing to a reader.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces").finish_non_exhaustive()
    }
}

impl Pieces {
    /// The polynomials of two functions of the share from the end: one below the median, one above it. Each is asked in
    /// rising order.
    pub(crate) fn new(mut below: impl FnMut(f64) -> f64, mut above: impl FnMut(f64) -> f64) -> Self {
        let mut polynomials = [[0.0; 8]; 2 * COUNT];
        for (number, polynomial) in polynomials.iter_mut().enumerate() {
            let (upper, piece) = (number >= COUNT, number % COUNT);
            let width = EDGE * f64::from(1 << (piece / 4)) / 4.0;
            let from = width * (4 + piece % 4) as f64;
            let share = |t: f64| from + width * (0.5 + 0.5 * t);
            *polynomial = if upper { interpolation(|t| above(share(t))) } else { interpolation(|t| below(share(t))) };
        }
        Self { polynomials }
    }

    /// The value at a share from an end, up to one half; nothing beyond the edge.
    #[inline]
    pub(crate) fn value(&self, upper: bool, from_end: f64) -> Option<f64> {
        if from_end < EDGE {
            return None;
        }
        // Exponent and the first two binary digits behind the point number the piece; the other digits are the place in
        // it.
        const DIGITS: u32 = 50;
        let bits = from_end.to_bits();
        let number = (bits >> DIGITS) as usize - (EDGE.to_bits() >> DIGITS) as usize;
        if number >= COUNT {
            // One half itself: the end of the last piece.
            return Some(polynomial(1.0, &self.polynomials[COUNT - 1 + COUNT * usize::from(upper)]));
        }
        let place = f64::from_bits(0x4000_0000_0000_0000 | (bits << (64 - DIGITS) >> 12)) - 3.0;
        Some(polynomial(place, &self.polynomials[number + COUNT * usize::from(upper)]))
    }
}

/// Whether a share lies above one half, and how far it is from the end on that side.
///
/// A choice of numbers, not of ways: the side is a toss that the processor would guess wrong every other time.
#[inline]
pub(crate) fn nearer_end(u: f64) -> (bool, f64) {
    let upper = u > 0.5;
    (upper, if upper { 1.0 - u } else { u })
}

/// The polynomial through a function's values at Chebyshev's points of −1 to 1, the ends included, lowest coefficient
/// first.
pub(crate) fn interpolation<const N: usize>(mut function: impl FnMut(f64) -> f64) -> [f64; N] {
    let nodes: [f64; N] = std::array::from_fn(|k| -cos(std::f64::consts::PI * k as f64 / (N - 1) as f64));
    let mut differences = nodes.map(&mut function);
    for order in 1..N {
        for k in (order..N).rev() {
            differences[k] = (differences[k] - differences[k - 1]) / (nodes[k] - nodes[k - order]);
        }
    }
    // From Newton's form outwards: multiply by `t − node`, add the next difference.
    let mut coefficients = [0.0; N];
    for k in (0..N).rev() {
        for power in (1..N).rev() {
            coefficients[power] = coefficients[power - 1] - nodes[k] * coefficients[power];
        }
        coefficients[0] = differences[k] - nodes[k] * coefficients[0];
    }
    coefficients
}
