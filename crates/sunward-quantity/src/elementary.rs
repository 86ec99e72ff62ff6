//! Elementary functions with the same bits on every target.
//!
//! The standard library hands `exp`, `ln`, `sin` … to the platform, and platforms differ in the last bit. These
//! go through the `libm` crate, which is plain Rust. Additions, products, quotients and square roots are exact
//! by the IEEE standard and need no wrapper. The list of refused methods stands in `clippy.toml`.

macro_rules! one_argument {
    ($($(#[$doc:meta])* $name:ident = $libm:ident;)*) => {$(
        $(#[$doc])*
        #[inline]
        pub fn $name(x: f64) -> f64 { libm::$libm(x) }
    )*};
}

one_argument! {
    /// `eˣ`.
    exp = exp;
    /// `eˣ − 1`, exact for small `x`.
    exp_m1 = expm1;
    /// Natural logarithm.
    ln = log;
    /// `ln(1 + x)`, exact for small `x`.
    ln_1p = log1p;
    /// Logarithm to base 10.
    log10 = log10;
    /// Sine of an angle in radians.
    sin = sin;
    /// Cosine of an angle in radians.
    cos = cos;
    /// Tangent of an angle in radians.
    tan = tan;
    /// Angle in radians whose sine is `x`.
    asin = asin;
    /// Angle in radians whose cosine is `x`.
    acos = acos;
    /// `2/√π ∫ₓ^∞ e^(−t²) dt`, exact for large `x`.
    erfc = erfc;
    /// Natural logarithm of the gamma function, for `x` above 0.
    ln_gamma = lgamma;
}

/// `xʸ`.
#[inline]
pub fn power(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Angle in radians of the point (`x`, `y`).
#[inline]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// `x²`.
#[inline]
pub fn squared(x: f64) -> f64 {
    x * x
}

/// `x⁴`.
#[inline]
pub fn fourth_power(x: f64) -> f64 {
    squared(squared(x))
}
