//! The battery that carries a satellite through Earth's shadow.

use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::{Energy, Power, SpecificEnergy, TimeSpan};

/// A battery as its sheet describes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Battery {
    /// Of the whole pack, at full depth.
    pub specific_energy: SpecificEnergy,
    /// Never deeper than this share of the capacity.
    pub depth_of_discharge: f64,
    /// Cycles it lives at [`Self::reference_depth`].
    pub reference_cycles: f64,
    /// Depth at which the cycles were counted.
    pub reference_depth: f64,
    /// Cycles fall as depth to this power.
    pub cycle_exponent: f64,
    /// Share of what is put in that is stored.
    pub charge_efficiency: f64,
    /// Share of what is stored that comes out.
    pub discharge_efficiency: f64,
}

/// A battery that cannot do what is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoBattery {
    /// Which number is at fault.
    pub what: &'static str,
    /// The number.
    pub value: f64,
}

impl std::fmt::Display for NoBattery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the battery's {} is {}; it must be more than 0 and finite", self.what, self.value)
    }
}

impl std::error::Error for NoBattery {}

#[inline]
fn positive(what: &'static str, value: f64) -> Result<f64, NoBattery> {
    if value > 0.0 && value <= f64::MAX { Ok(value) } else { Err(refuse(what, value)) }
}

// Out of the way of what is evaluated millions of times.
#[cold]
#[inline(never)]
fn refuse(what: &'static str, value: f64) -> NoBattery {
    NoBattery { what, value }
}

/// Depth to which a battery may be drawn so that it lives through all its cycles.
///
/// `D = min(D_max, D₀ (N₀/N)^(1/m))`, from the life law `N = N₀ (D₀/D)^m`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `D_max` | [`Battery::depth_of_discharge`] | – |
/// | `N₀`, `D₀`, `m` | cycles at the reference depth, that depth, the exponent | – |
/// | `N` | `cycles` of the whole life, each counted as a full one | – |
///
/// Leaves out ageing by the calendar, and that most eclipses of a season are shorter than the longest (so it is on the
/// safe side). Source: `patel2004`; `jaxa_cell_tests` for the order of `N₀`.
///
/// # Errors
/// [`NoBattery`] if a number of the life law is not positive.
#[inline]
pub fn allowed_depth(battery: &Battery, cycles: f64) -> Result<f64, NoBattery> {
    positive("depth of discharge", battery.depth_of_discharge)?;
    positive("cycle life", battery.reference_cycles)?;
    positive("reference depth", battery.reference_depth)?;
    positive("cycle exponent", battery.cycle_exponent)?;
    if !cycles.is_finite() {
        return Err(NoBattery { what: "number of cycles", value: cycles });
    }
    let unbound = cycles <= battery.reference_cycles && battery.depth_of_discharge <= battery.reference_depth;
    if unbound || cycles <= 0.0 {
        return Ok(battery.depth_of_discharge);
    }
    let by_life = battery.reference_depth * exp(ln(battery.reference_cycles / cycles) / battery.cycle_exponent);
    Ok(by_life.min(battery.depth_of_discharge))
}

/// Capacity that carries a load through an eclipse.
///
/// `E = P t / (D η_d)`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `P` | `load` at the battery's terminals | W |
/// | `t` | `eclipse` | s |
/// | `D` | `depth` drawn | – |
/// | `η_d` | `discharge_efficiency` | – |
/// | `E` | result | J |
///
/// Leaves out spare cells and fade (put fade into `depth`). Source: `patel2004`.
///
/// # Errors
/// [`NoBattery`] if `depth` or `discharge_efficiency` is not positive.
#[inline]
pub fn energy(load: Power, eclipse: TimeSpan, depth: f64, discharge_efficiency: f64) -> Result<Energy, NoBattery> {
    let depth = positive("depth of discharge", depth)?;
    Ok(load * eclipse / (depth * positive("discharge efficiency", discharge_efficiency)?))
}

/// Power drawn in sunlight to fill again what an eclipse took.
///
/// `P_r = P t / (t_s η_d η_c)`: scalars in, scalar out; `t_s` = `sunlit` time of the same revolution, `η_c` =
/// `charge_efficiency`, the others as in [`energy`]. Constant over the sunlit part. Source: `patel2004`.
///
/// # Errors
/// [`NoBattery`] if the sunlit time or an efficiency is not positive.
#[inline]
pub fn recharge_power(
    load: Power,
    eclipse: TimeSpan,
    sunlit: TimeSpan,
    charge_efficiency: f64,
    discharge_efficiency: f64,
) -> Result<Power, NoBattery> {
    let sunlit = positive("time to charge in seconds", sunlit.in_seconds())?;
    let both =
        positive("charge efficiency", charge_efficiency)? * positive("discharge efficiency", discharge_efficiency)?;
    Ok(load * (eclipse.in_seconds() / (sunlit * both)))
}
