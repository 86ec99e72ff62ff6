//! Solar cells: efficiency at the temperature they themselves settle at, and what age leaves of it.

use crate::constants::{CELL_RATING, STEFAN_BOLTZMANN};
use sunward_quantity::elementary::{exp, exp_m1, ln_1p};
use sunward_quantity::{Area, Flux, PerKelvin, Power, Quantity, Rate, Temperature, TimeSpan};

/// A panel of solar cells as its sheet describes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// At 28 °C, when new.
    pub efficiency: f64,
    /// Relative change of efficiency for each kelvin; negative for all common cells.
    pub temperature_coefficient: PerKelvin,
    /// Share of the panel that is cell.
    pub packing: f64,
    /// Of the front, for sunlight.
    pub absorptivity: f64,
    /// Of the front, for heat.
    pub emissivity_front: f64,
    /// Of the back, for heat.
    pub emissivity_back: f64,
    /// Share of the power lost each year.
    pub loss: Rate,
    /// Cosine between the front's normal and the Sun.
    pub pointing: f64,
}

/// What a panel does in its own balance of heat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OperatingPoint {
    /// Of the whole panel; front and back are equally warm.
    pub temperature: Temperature,
    /// Of the cell at that temperature, before ageing.
    pub efficiency: f64,
    /// Electricity from each square metre of panel, after ageing.
    pub power: Flux,
    /// Steps taken.
    pub iterations: u32,
}

/// Why a panel gives no power, or an ageing law no share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NoPower {
    /// At its own temperature the cell's efficiency is nothing.
    TooHot(Temperature),
    /// The cells would draw more electricity than the panel absorbs as sunlight.
    MoreThanAbsorbed,
    /// Nothing radiates, or an input is not a number.
    NotAPanel,
    /// A yearly loss outside 0 to 1, or a life that is negative or not a number.
    NotALoss(Rate, TimeSpan),
}

impl std::fmt::Display for NoPower {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooHot(t) => write!(f, "the cells settle at {t}, where their efficiency is nothing"),
            Self::MoreThanAbsorbed => f.write_str("the cells give more electricity than the panel absorbs as sunlight"),
            Self::NotAPanel => f.write_str("the panel has no emissivity, or one of its numbers is not finite"),
            Self::NotALoss(loss, life) => {
                write!(f, "a loss of {loss} over {life} is no ageing; the loss lies between 0 and 1 a year")
            }
        }
    }
}

impl std::error::Error for NoPower {}

/// Temperature and efficiency of a panel that looks at the Sun.
///
/// Solves `σ Σε T⁴ = α S μ + q − (1 − ρ) S μ p k η(T)` with `η(T) = η₂₈ [1 + b (T − 301.15 K)]`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `S` | `sunlight` | W/m² |
/// | `q` | `elsewhere`: absorbed from all else by both faces (Earth's heat, albedo) | W/m² |
/// | `k` | `retention`: share of power that age has left | – |
/// | `ρ` | `returned`: share of the electricity that comes back to the panel as heat; 0 for a plain array | – |
/// | `α`, `p`, `μ`, `b`, `η₂₈` | absorptivity, packing, pointing, temperature coefficient, rated efficiency | –, –, –, 1/K, – |
/// | `Σε` | sum of the two emissivities | – |
/// | `T` | result | K |
///
/// Newton's step with its term of second order (Chebyshev's method) from the warm side, where the balance is convex:
/// monotone, cubic, no transcendental function, last step `s` below 5e-5 relative so that `3.5 s³` is below 1e-12. Leaves out conduction, and the change of `α` with age.
/// Source: `patel2004` (balance), `aiaa_s111` (rating).
///
/// # Errors
/// [`NoPower`] if the cells settle where they give nothing, or no balance exists.
pub fn operating_point(
    cell: &Cell,
    sunlight: Flux,
    elsewhere: Flux,
    retention: f64,
    returned: f64,
) -> Result<OperatingPoint, NoPower> {
    let emission = cell.emissivity_front + cell.emissivity_back;
    balance(cell, emission, sunlight.in_si(), elsewhere.in_si(), retention, returned, None)
}

/// The same with a temperature that is known to be near, from a balance of the same panel under other sunlight: saves the
/// search for a start.
#[inline]
pub(crate) fn balance(
    cell: &Cell,
    emissivity_sum: f64,
    sunlight: f64,
    elsewhere: f64,
    retention: f64,
    returned: f64,
    near: Option<f64>,
) -> Result<OperatingPoint, NoPower> {
    let rating = CELL_RATING.in_kelvin();
    let coefficient = cell.temperature_coefficient.in_si();
    let relative = |t: f64| 1.0 + coefficient * (t - rating);
    let absorbed = cell.absorptivity * sunlight * cell.pointing + elsewhere;
    let emission = STEFAN_BOLTZMANN * emissivity_sum;
    // Electricity from a square metre at 28 °C, and the part of it that does not come back.
    let rated = sunlight * cell.pointing * cell.packing * retention * cell.efficiency;
    let removed = rated * (1.0 - returned);
    if !(emission > 0.0 && absorbed.is_finite() && absorbed >= 0.0 && rated.is_finite() && removed.is_finite()) {
        return Err(NoPower::NotAPanel);
    }
    let mut t = match near {
        Some(near) => near,
        None => {
            let dark = (absorbed / emission).sqrt().sqrt();
            if relative(dark) <= 0.0 {
                // With nothing removed the panel is here, and here it gives nothing. (A colder second balance of a
                // rising coefficient is not looked for.)
                return Err(NoPower::TooHot(Temperature::kelvin(dark)));
            }
            let left = absorbed - removed * relative(dark);
            if left <= 0.0 {
                return Err(NoPower::MoreThanAbsorbed);
            }
            (left / emission).sqrt().sqrt()
        }
    };
    let mut iterations = 0;
    loop {
        let squared = emission * t * t;
        let cubed = squared * t;
        let slope = 4.0 * cubed + removed * coefficient;
        let over = 1.0 / slope;
        let step = (cubed * t - absorbed + removed * relative(t)) * over;
        t -= step + 6.0 * squared * over * step * step;
        iterations += 1;
        if slope <= 0.0 || !(t > 0.0 && t.is_finite()) || iterations > 60 {
            return Err(NoPower::MoreThanAbsorbed);
        }
        if step.abs() < 5e-5 * t {
            break;
        }
    }
    let efficiency = cell.efficiency * relative(t);
    if efficiency <= 0.0 {
        return Err(NoPower::TooHot(Temperature::kelvin(t)));
    }
    Ok(OperatingPoint {
        temperature: Temperature::kelvin(t),
        efficiency,
        power: Flux::from_si(rated * relative(t)),
        iterations,
    })
}

/// Area of array by the plain rule of the papers.
///
/// `A = P / (f S η)`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `P` | `load`, overheads counted | W |
/// | `f` | `sunlit` share of time | – |
/// | `S` | `sunlight` | W/m² |
/// | `η` | `efficiency`, with packing, pointing and age | – |
///
/// Leaves out the battery's losses and the seasons; [`crate::spacecraft::size`] does not. Source: `turyshev2026`.
pub fn plain_array_area(load: Power, sunlit: f64, sunlight: Flux, efficiency: f64) -> Area {
    load / (sunlight * (sunlit * efficiency))
}

/// Share of power left after a life of equal yearly losses.
///
/// `(1 − d)^y`: scalars in, scalar out; `d` = `loss` a year, `y` = `life` in years, fractions allowed. One flat rate:
/// good below about 700 km; in a high dose orbit silicon needs displacement dose instead. Source: `lohmeyer2018`.
///
/// # Errors
/// [`NoPower::NotALoss`] if `loss` is outside 0 to 1 a year or `life` is negative or not a number.
pub fn end_of_life(loss: Rate, life: TimeSpan) -> Result<f64, NoPower> {
    Ok(exp(exponent(loss, life)?))
}

/// Mean share of power over a life of equal losses, losing all the time.
///
/// `(1/y) ∫₀^y (1 − d)^t dt = ((1 − d)^y − 1) / (y ln(1 − d))`; 1 when nothing is lost. Symbols, limits and source as
/// [`end_of_life`].
///
/// # Errors
/// As [`end_of_life`].
pub fn mean_over_life(loss: Rate, life: TimeSpan) -> Result<f64, NoPower> {
    let x = exponent(loss, life)?;
    Ok(if x == 0.0 { 1.0 } else { exp_m1(x) / x })
}

/// Mean share of power over whole years, each year at the level it starts with.
///
/// `(1/n) Σ_{y=0}^{n−1} (1 − d)^y = (1 − (1 − d)ⁿ) / (n d)`: McCalip's convention, a little above [`mean_over_life`].
/// `d` = `loss` a year, `n` = `years`. Source: `mccalip2025`.
///
/// # Errors
/// As [`end_of_life`]; also if `years` is 0.
pub fn mean_over_years(loss: Rate, years: u32) -> Result<f64, NoPower> {
    let life = TimeSpan::years(f64::from(years));
    let x = exponent(loss, life)?;
    if years == 0 {
        return Err(NoPower::NotALoss(loss, life));
    }
    let lost = loss.in_per_year() * f64::from(years);
    Ok(if lost == 0.0 { 1.0 } else { -exp_m1(x) / lost })
}

/// Natural logarithm of the share left.
fn exponent(loss: Rate, life: TimeSpan) -> Result<f64, NoPower> {
    let (d, y) = (loss.in_per_year(), life.in_years());
    if !((0.0..=1.0).contains(&d) && y >= 0.0 && y.is_finite()) {
        return Err(NoPower::NotALoss(loss, life));
    }
    Ok(if d == 0.0 || y == 0.0 { 0.0 } else { y * ln_1p(-d) })
}
