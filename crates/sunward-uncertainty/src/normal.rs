//! The standard normal distribution.

#![allow(clippy::excessive_precision, reason = "coefficients stand as they were published")]

use sunward_quantity::elementary::{erfc, exp, ln};

/// Share of the distribution below `z`.
///
/// `Φ(z) = ½ erfc(−z/√2)`: scalar in, scalar out; between 0 and 1. Keeps its relative precision far down the lower
/// tail; for the upper tail use `Φ(−z)`.
pub fn cdf(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Density at `z`.
///
/// `φ(z) = exp(−z²/2) / √(2π)`.
pub fn density(z: f64) -> f64 {
    const ONE_OVER_ROOT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_ROOT_TWO_PI * exp(-0.5 * z * z)
}

/// The number that a share `u` of the distribution lies below.
///
/// Three quotients of polynomials: in `0.425² − q²` with `q = u − ½` for the middle, in `r = √(−ln min(u, 1−u))` for the
/// tails. Relative error about `1e-16` as published. −∞ at 0, +∞ at 1, not a number outside.
/// Source: `wichura1988`, routine PPND16.
#[inline]
pub fn quantile(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * polynomial(r, &MIDDLE_ABOVE) / polynomial(r, &MIDDLE_BELOW);
    }
    tail(u, q)
}

fn tail(u: f64, q: f64) -> f64 {
    let least = if q < 0.0 { u } else { 1.0 - u };
    if least <= 0.0 {
        return if least < 0.0 { f64::NAN } else { f64::INFINITY.copysign(q) };
    }
    let r = (-ln(least)).sqrt();
    let z = if r <= 5.0 {
        let r = r - 1.6;
        polynomial(r, &TAIL_ABOVE) / polynomial(r, &TAIL_BELOW)
    } else {
        let r = r - 5.0;
        polynomial(r, &FAR_ABOVE) / polynomial(r, &FAR_BELOW)
    };
    z.copysign(q)
}

/// A polynomial of degree 7, lowest coefficient first; in pairs, so that the processor can work at several at once.
#[inline]
pub(crate) fn polynomial(x: f64, c: &[f64; 8]) -> f64 {
    let x2 = x * x;
    let x4 = x2 * x2;
    ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2) + ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * x4
}

const MIDDLE_ABOVE: [f64; 8] = [
    3.387_132_872_796_366_608,
    1.331_416_678_917_843_774_5e2,
    1.971_590_950_306_551_442_7e3,
    1.373_169_376_550_946_112_5e4,
    4.592_195_393_154_987_145_7e4,
    6.726_577_092_700_870_085_3e4,
    3.343_057_558_358_812_810_5e4,
    2.509_080_928_730_122_672_7e3,
];
const MIDDLE_BELOW: [f64; 8] = [
    1.0,
    4.231_333_070_160_091_125_2e1,
    6.871_870_074_920_579_083e2,
    5.394_196_021_424_751_107_7e3,
    2.121_379_430_158_659_586_7e4,
    3.930_789_580_009_271_061e4,
    2.872_908_573_572_194_267_4e4,
    5.226_495_278_852_854_561e3,
];
const TAIL_ABOVE: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_9,
    5.769_497_221_460_691_405_5,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    2.417_807_251_774_506_117_7e-1,
    2.272_384_498_926_918_458_33e-2,
    7.745_450_142_783_414_076_4e-4,
];
const TAIL_BELOW: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_4,
    6.897_673_349_851_000_045_5e-1,
    1.481_039_764_274_800_745_9e-1,
    1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946e-4,
    1.050_750_071_644_416_843_24e-9,
];
const FAR_ABOVE: [f64; 8] = [
    6.657_904_643_501_103_777_2,
    5.463_784_911_164_114_369_9,
    1.784_826_539_917_291_335_8,
    2.965_605_718_285_048_912_3e-1,
    2.653_218_952_657_612_309_3e-2,
    1.242_660_947_388_078_438_6e-3,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const FAR_BELOW: [f64; 8] = [
    1.0,
    5.998_322_065_558_879_376_9e-1,
    1.369_298_809_227_358_053_1e-1,
    1.487_536_129_085_061_485_25e-2,
    7.868_691_311_456_132_591e-4,
    1.846_318_317_510_054_681_8e-5,
    1.421_511_758_316_445_888_7e-7,
    2.044_263_103_389_939_785_64e-15,
];
