//! Functions whose sensitivities are known in closed form.

#![allow(dead_code, reason = "each test takes those it needs")]

use std::f64::consts::PI;
use sunward_quantity::elementary::{power, sin};

/// `sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁` with each `x` uniform between −π and π. Source: `ishigami1990`.
pub fn ishigami(u: &[f64]) -> f64 {
    let x = |i: usize| PI * (2.0 * u[i] - 1.0);
    let (first, second, third) = (sin(x(0)), sin(x(1)), x(2) * x(2));
    first + 7.0 * second * second + 0.1 * third * third * first
}

/// Mean, variance, first order, total, and second order of inputs 1 and 3 of [`ishigami`]: integrals of its terms.
///
/// `V₁ = ½ (1 + bπ⁴/5)²`, `V₂ = a²/8`, `V₁₃ = 8 b²π⁸/225`, the others nothing.
pub struct Ishigami {
    pub mean: f64,
    pub variance: f64,
    pub first: [f64; 3],
    pub total: [f64; 3],
    pub second: f64,
}

pub fn ishigami_indices() -> Ishigami {
    let (a, b) = (7.0, 0.1);
    let pi4 = power(PI, 4.0);
    let one = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0);
    let two = a * a / 8.0;
    let both = 8.0 * b * b * pi4 * pi4 / 225.0;
    let variance = one + two + both;
    Ishigami {
        mean: a / 2.0,
        variance,
        first: [one / variance, two / variance, 0.0],
        total: [(one + both) / variance, two / variance, both / variance],
        second: both / variance,
    }
}

/// `Π (|4uᵢ − 2| + aᵢ)/(1 + aᵢ)`. Source: `saltelli1995`.
pub fn g_function(u: &[f64], a: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// First order and total of [`g_function`]: each factor has mean 1 and variance `1/3(1 + aᵢ)²`.
pub fn g_indices(a: &[f64]) -> (Vec<f64>, Vec<f64>) {
    product_indices(&a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect::<Vec<_>>())
}

/// First order and total of a product of independent factors with mean 1 and these variances: `V = Π (1 + vᵢ) − 1`, `V₁
/// = vᵢ`, `T = vᵢ Π over others (1 + vⱼ)`.
pub fn product_indices(variances: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let all: f64 = variances.iter().map(|v| 1.0 + v).product();
    let first = variances.iter().map(|v| v / (all - 1.0)).collect();
    let total = variances.iter().map(|v| v * all / (1.0 + v) / (all - 1.0)).collect();
    (first, total)
}
