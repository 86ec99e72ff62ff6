//! What a chip pays for running hot: leakage and wear.
//!
//! All temperatures are of the coolant side of the chip, where the data sheet states its power.

use crate::constants::BOLTZMANN;
use std::f64::consts::LN_2;
use sunward_quantity::elementary::{exp, exp_m1};
use sunward_quantity::{ActivationEnergy, Quantity, Temperature, TemperatureDifference};

/// Power of a chip at full speed over its power at the temperature at which that is stated.
///
/// `p = 1 + l (2^{(T − T₀)/Δ} − 1)`: scalars in, scalar out; exactly 1 at `T₀`, rises with `T`, never below `1 − l`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `T` | `temperature` | K |
/// | `T₀` | `reference`: where power is stated | K |
/// | `l` | `leakage`: share of the power that is leakage at `T₀` | – |
/// | `Δ` | `doubling`: how much warmer doubles leakage | K |
/// | `p` | result | – |
///
/// Speed and voltage stay as they are. Leaves out that a chip of more power is itself warmer above its coolant: state
/// `Δ` at the coolant, not at the junction. Measured power is exponential in temperature from 20 to 85 °C.
/// Source: `devogeleer2014`.
#[inline]
pub fn power_factor(
    temperature: Temperature,
    reference: Temperature,
    leakage: f64,
    doubling: TemperatureDifference,
) -> f64 {
    let steps = (temperature.in_si() - reference.in_si()) / doubling.in_si();
    1.0 + leakage * exp_m1(steps * LN_2)
}

/// Share of a chip's power that is leakage at a temperature: `l 2^{(T − T₀)/Δ} / p`. Symbols, limits and source as
/// [`power_factor`].
pub fn leakage_share(
    temperature: Temperature,
    reference: Temperature,
    leakage: f64,
    doubling: TemperatureDifference,
) -> f64 {
    let power = power_factor(temperature, reference, leakage, doubling);
    1.0 - (1.0 - leakage) / power
}

/// How much faster a mechanism of wear runs than at the temperature at which failures are stated.
///
/// `A = exp[(E/k)(1/T₀ − 1/T)]`: scalars in, scalar out; exactly 1 at `T₀`, rises with `T`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `T`, `T₀` | `temperature`; `reference` | K |
/// | `E` | `activation` energy; 0.7 eV is the usual one for silicon | J |
/// | `k` | [`BOLTZMANN`] | J/K |
/// | `A` | result | – |
///
/// Leaves out current, voltage, humidity and cycles of temperature. Source: `jep122`.
#[inline]
pub fn arrhenius(temperature: Temperature, reference: Temperature, activation: ActivationEnergy) -> f64 {
    exp(activation.in_si() / BOLTZMANN * (1.0 / reference.in_si() - 1.0 / temperature.in_si()))
}

/// Failures of a chip over those at the temperature at which they are stated.
///
/// `f = 1 + w (A − 1)`: scalars in, scalar out; exactly 1 at `T₀`; `A` is [`arrhenius`].
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `w` | `wear_out`: share of the failures at `T₀` that temperature drives | – |
/// | `f` | result | – |
///
/// The other failures (solder, software, power, handling) stay as they are: in the field, node outages hardly follow the
/// temperature. Sources: `jep122`, `elsayed2012`.
#[inline]
pub fn failure_factor(
    temperature: Temperature,
    reference: Temperature,
    wear_out: f64,
    activation: ActivationEnergy,
) -> f64 {
    1.0 + wear_out * (arrhenius(temperature, reference, activation) - 1.0)
}
