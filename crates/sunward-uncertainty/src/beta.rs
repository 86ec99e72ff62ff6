//! The beta distribution on the unit interval, and a table that gives its quantiles quickly.

use crate::pieces::{EDGE, Pieces, interpolation, nearer_end};
use sunward_quantity::elementary::{exp, ln, ln_1p, ln_gamma, power};

/// Share of the distribution below `x`: the regularised incomplete beta function.
///
/// ```text
/// I_x(a, b) = 1/B(a, b) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt
/// ```
///
/// Scalar in, scalar out; 0 up to `x = 0`, 1 from `x = 1` on. By the continued fraction, on the side of the mean where
/// it converges quickly. Relative error below `1e-13` for shapes up to 100; it grows with the logarithm of the gamma
/// function beyond. Source: `dlmf`, 8.17.22.
pub fn cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        share_and_slope(x, a, b, ln_beta(a, b)).0
    }
}

/// Density at `x`: `xᵃ⁻¹ (1 − x)ᵇ⁻¹ / B(a, b)`; nought outside the unit interval.
pub fn density(x: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&x) {
        return 0.0;
    }
    let edge = |x: f64, shape: f64| if shape == 1.0 { 1.0 } else { power(x, shape - 1.0) };
    edge(x, a) * edge(1.0 - x, b) * exp(-ln_beta(a, b))
}

/// The number that a share `u` of the distribution lies below, to a few last bits; slow.
///
/// Halley's method on `ln F` over `ln x`, which is nearly a straight line in the lower tail; from the side of the
/// smaller share.
pub fn quantile(u: f64, a: f64, b: f64) -> f64 {
    let ln_beta = ln_beta(a, b);
    if u <= 0.0 {
        0.0
    } else if u >= 1.0 {
        1.0
    } else if u <= 0.5 {
        lower_quantile(u, a, b, ln_beta, start(u, a, b, ln_beta))
    } else {
        1.0 - lower_quantile(1.0 - u, b, a, ln_beta, start(1.0 - u, b, a, ln_beta))
    }
}

/// Where the search begins: the lower tail's power law, not beyond the mean.
fn start(u: f64, a: f64, b: f64, ln_beta: f64) -> f64 {
    exp((ln(u) + ln(a) + ln_beta) / a).clamp(f64::MIN_POSITIVE, a / (a + b))
}

/// Quantile of a share up to one half, from a first guess.
fn lower_quantile(u: f64, a: f64, b: f64, ln_beta: f64, guess: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let ln_u = ln(u);
    let mut x = guess;
    // Two or three steps as a rule; the bound is for shapes so extreme that it falls back to halving.
    for _ in 0..200 {
        let (share, slope) = share_and_slope(x, a, b, ln_beta);
        if share < u {
            low = x
        } else {
            high = x
        }
        // With `y = ln x`: `g = ln F − ln u`, `g' = x f/F`, `g'' = g' (1 + x f'/f − g')`.
        let off = ln(share) - ln_u;
        let first = slope / share;
        let bend = a - (b - 1.0) * x / (1.0 - x) - first;
        let step = off / (first - 0.5 * off * bend);
        let next = x * exp(-step);
        // Written so that a step that is not a number halves too.
        let inside = next > low && next < high;
        let next = if inside { next } else { 0.5 * (low + high) };
        // The error left is the cube of the step.
        if (inside && step.abs() < 3e-6) || (next - x).abs() <= f64::EPSILON * x {
            return next;
        }
        x = next;
    }
    x
}

fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The share below `x` inside the unit interval, and `x` times the density there.
fn share_and_slope(x: f64, a: f64, b: f64, ln_beta: f64) -> (f64, f64) {
    let ln_rest = if x < 0.5 { ln_1p(-x) } else { ln(1.0 - x) };
    let kernel = exp(a * ln(x) + b * ln_rest - ln_beta);
    let share = if x <= (a + 1.0) / (a + b + 2.0) {
        kernel / a * fraction(x, a, b)
    } else {
        1.0 - kernel / b * fraction(1.0 - x, b, a)
    };
    (share.clamp(0.0, 1.0), kernel / (1.0 - x))
}

/// The continued fraction `1/(1 + d₁/(1 + d₂/(1 + …)))` of the share, by Lentz's way.
fn fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let (mut c, mut d) = (1.0_f64, 1.0 - (a + b) * x / (a + 1.0));
    d = 1.0 / if d.abs() < TINY { TINY } else { d };
    let mut value = d;
    // The number of terms grows with the square root of the shapes: 100 000 are enough for ten thousand million draws.
    for term in 1..100_000 {
        let m = f64::from(term);
        for numerator in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 + numerator * d;
            d = 1.0 / if d.abs() < TINY { TINY } else { d };
            c = 1.0 + numerator / c;
            if c.abs() < TINY {
                c = TINY;
            }
            value *= c * d;
        }
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// Degree of the polynomial beyond the table's end.
const END: usize = 12;

/// Shapes for which the table keeps its promise; PERT needs 1 to 5.
const SHAPES: std::ops::RangeInclusive<f64> = 0.5..=6.0;

/// Quantiles of a beta distribution by table, within `1e-10` (a test measures it).
///
/// Each side of the median is cut into pieces by the binary digits of its share: four pieces to each halving, down to
/// `2⁻⁸`; the piece is found without a search. In each the quantile is a polynomial of degree 7. Below, it is `w P(w)`
/// with `w = (2⁸ u)^(1/a)`, in which it is smooth.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantileTable {
    pieces: Pieces,
    ends: [End; 2],
}

#[derive(Debug, Clone, PartialEq)]
struct End {
    polynomial: [f64; END],
    one_over_shape: f64,
}

impl QuantileTable {
    /// The table of a distribution, or nothing if its shapes lie outside 0.5 to 6: take [`quantile`] then.
    pub fn new(a: f64, b: f64) -> Option<Self> {
        if !(SHAPES.contains(&a) && SHAPES.contains(&b)) {
            return None;
        }
        let ln_beta = ln_beta(a, b);
        // Shares rise from node to node, so that each quantile is a good guess for the next.
        let rising = |a: f64, b: f64| {
            let mut guess = start(EDGE, a, b, ln_beta);
            move |u: f64| {
                guess = lower_quantile(u, a, b, ln_beta, guess);
                guess
            }
        };
        let pieces = Pieces::new(rising(a, b), rising(b, a));
        Some(Self { pieces, ends: [End::new(a, b, ln_beta), End::new(b, a, ln_beta)] })
    }

    /// The number that a share `u` of the distribution lies below.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        let (upper, x) = self.quantile_from_the_end(u);
        if upper { 1.0 - x } else { x }
    }

    /// Whether a share lies above the median, and how far its quantile is from the end on that side.
    #[inline]
    pub(crate) fn quantile_from_the_end(&self, u: f64) -> (bool, f64) {
        let (upper, from_end) = nearer_end(u);
        let x = match self.pieces.value(upper, from_end) {
            Some(x) => x,
            None => self.ends[usize::from(upper)].quantile(from_end),
        };
        (upper, x)
    }
}

impl End {
    fn new(a: f64, b: f64, ln_beta: f64) -> Self {
        // `u = F(x)` is `xᵃ/(a B)` at first, so that `x/w` has a limit at nought.
        let limit = exp((ln(EDGE) + ln(a) + ln_beta) / a);
        let polynomial = interpolation(|t| {
            let w = 0.5 + 0.5 * t;
            if w < 1e-9 {
                return limit;
            }
            let u = EDGE * power(w, a);
            lower_quantile(u, a, b, ln_beta, start(u, a, b, ln_beta)) / w
        });
        Self { polynomial, one_over_shape: 1.0 / a }
    }

    #[cold]
    fn quantile(&self, u: f64) -> f64 {
        if u <= 0.0 {
            return 0.0;
        }
        let w = power(u / EDGE, self.one_over_shape);
        let t = 2.0 * w - 1.0;
        w * self.polynomial.iter().rev().fold(0.0, |sum, c| sum * t + c)
    }
}
