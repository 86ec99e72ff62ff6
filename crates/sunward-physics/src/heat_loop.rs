//! The way of the heat from the chip to the panel's faces: coolant, pumps, fins, ageing coats, neighbours.

use crate::constants::STEFAN_BOLTZMANN;
use crate::heat::{Face, Surroundings, absorbed_face, parallel_squares_view_factor};
use sunward_quantity::elementary::{exp_m1, fourth_power};
use sunward_quantity::{
    Density, Length, MassRate, Power, Pressure, Quantity, SpecificHeat, Temperature, TemperatureDifference,
    ThermalConductivity, TimeSpan,
};

/// How much colder the root of a panel's fins is, mean over the panel, than the coolant side of the chip.
///
/// `D = p + r/2 + f`: scalars in, scalar out. Coolant leaves the chip `p` below it, enters the panel there and cools by
/// `r` on the way through it, so that the panel's mean lies half of that lower.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `p` | `plate`: coolant side of the chip to the coolant that leaves it | K |
/// | `r` | `rise` of the coolant in the chips, and its fall in the panel | K |
/// | `f` | `panel`: coolant to the fins' root | K |
///
/// Leaves out that the mean of `T⁴` is a little more than the fourth power of the mean: `½ (r/T)²` of the emission,
/// 0.05 % for 10 K at 330 K. Source: `incropera2007`.
#[inline]
pub fn drop(
    plate: TemperatureDifference,
    rise: TemperatureDifference,
    panel: TemperatureDifference,
) -> TemperatureDifference {
    plate + rise * 0.5 + panel
}

/// Coolant that must flow.
///
/// `ṁ = Q / (c r)`: scalars in, scalar out; infinite without a rise.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `Q` | `heat` moved | W |
/// | `c` | `specific_heat` of the liquid | J/kg/K |
/// | `r` | `rise` of its temperature | K |
/// | `ṁ` | result | kg/s |
///
/// For liquid that does not boil. Source: `incropera2007`.
pub fn flow(heat: Power, specific_heat: SpecificHeat, rise: TemperatureDifference) -> MassRate {
    MassRate::from_si(heat.in_si() / (specific_heat * rise).in_si())
}

/// Power of the pumps for the heat they move.
///
/// `s = Δp / (ρ c r η)`: scalars in, scalar out; the flow [`flow`] for a watt, by volume, against the pressure.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `Δp` | `pressure` drop all round the loop | Pa |
/// | `ρ`, `c` | `density` and `specific_heat` of the liquid | kg/m³, J/kg/K |
/// | `r` | `rise` of its temperature | K |
/// | `η` | `efficiency` from electricity to flow | – |
/// | `s` | result | – |
///
/// For liquid that does not boil. Leaves out that the drop itself grows with the flow. Source: `incropera2007`.
#[inline]
pub fn pump_share(
    pressure: Pressure,
    density: Density,
    specific_heat: SpecificHeat,
    rise: TemperatureDifference,
    efficiency: f64,
) -> f64 {
    let carried: Pressure = density * (specific_heat * rise);
    pressure / carried / efficiency
}

/// A sheet that carries heat from a tube half-way to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fin {
    /// From the tube to the middle between two tubes.
    pub length: Length,
    /// Of all metal that conducts, both face sheets together.
    pub thickness: Length,
    /// Of that metal.
    pub conductivity: ThermalConductivity,
}

/// Heat given off by a straight fin over that of one wholly at its root's temperature.
///
/// `η = tanh(mL)/(mL)`, `m² = h/(kt)`, `h = 4 (1 − B) Σε σ T³`: scalars in, scalar out; from 1 (short) down to
/// `1/(mL)` (long).
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `L`, `t`, `k` | the [`Fin`] | m, m, W/m/K |
/// | `Σε` | `emissivity_sum` over the faces that radiate | – |
/// | `B` | `blocked` share of their view | – |
/// | `T` | `root` temperature, about which `T⁴` is taken as straight | K |
/// | `η` | result: of the net heat | – |
///
/// Too low by 0.5 % at `η` = 0.9 and by 1.5 % at 0.8 against the fin solved with `T⁴` (the test does it).
/// Source: `incropera2007`.
#[inline]
pub fn fin_efficiency(root: Temperature, emissivity_sum: f64, blocked: f64, fin: &Fin) -> f64 {
    let t = root.in_si();
    let coefficient = 4.0 * STEFAN_BOLTZMANN * emissivity_sum * (1.0 - blocked) * t * t * t;
    let conducted = fin.conductivity.in_si() * fin.thickness.in_si();
    let slope = (coefficient / conducted).sqrt() * fin.length.in_si();
    // tanh x = (e^{2x} − 1)/(e^{2x} + 1), written so that a long fin does not overflow.
    let decayed = exp_m1(-2.0 * slope);
    if slope > 1e-6 { -decayed / ((2.0 + decayed) * slope) } else { 1.0 }
}

/// Emission of a panel of two faces over that of one wholly at its root's temperature: what
/// [`crate::radiator::Radiator::fin_efficiency`] asks for.
///
/// `φ = η + (1 − η) a/e`: scalars in, scalar out. Along the fin the net heat falls by `η`, [`fin_efficiency`]; what comes
/// from outside (`a`) is taken in all the same, so that the emission (`e` at the root) falls by less.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `a` | [`absorbed_face`] of both faces | W/m² |
/// | `e` | `(1 − B) Σε σ T⁴` at the root | W/m² |
///
/// A panel that takes in more than it sends out at the root gives 1; it is refused elsewhere. Source: `incropera2007`.
#[inline]
pub fn emission_efficiency(
    root: Temperature,
    faces: &[Face; 2],
    blocked: f64,
    around: &Surroundings,
    fin: &Fin,
) -> f64 {
    let emissivity_sum = faces[0].emissivity + faces[1].emissivity;
    let efficiency = fin_efficiency(root, emissivity_sum, blocked, fin);
    let absorbed = absorbed_face(&faces[0], around) + absorbed_face(&faces[1], around);
    let emitted = STEFAN_BOLTZMANN * emissivity_sum * (1.0 - blocked) * fourth_power(root.in_si());
    (efficiency + (1.0 - efficiency) * (absorbed.in_si() / emitted)).min(1.0)
}

/// Share of sunlight that a coat absorbs after some time in orbit.
///
/// `α = α₀ + (α₁ − α₀)(1 − e^{−t/τ})`: scalars in, scalar out.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `α₀`, `α₁` | `new`, `aged`: at first, and after a very long time | – |
/// | `t` | `time` in orbit | s |
/// | `τ` | `ageing`: time in which the difference falls to 37 % | s |
///
/// Leaves out what ages it: ultraviolet, contamination, protons. Source: `gilmore2002`.
#[inline]
pub fn absorptivity(new: f64, aged: f64, ageing: TimeSpan, time: TimeSpan) -> f64 {
    new - (aged - new) * exp_m1(-(time.in_si() / ageing.in_si()))
}

/// Neighbours stand so near that no panel is large enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TooNear;

/// Share of each face's view that the neighbours fill, for a panel that must shed a given heat between them.
///
/// The satellite stands in the middle of a row, panels face to face, one neighbour before each face, all alike:
/// `B = F(√A / g)` with `A (e (1 − B) − a) = Q`: scalars in, scalar out. Larger panels see more of each other and must be
/// larger still. What a panel sheds is a concave function of its area, so the secant method finds the least `A` from below.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `Q` | `heat` | W |
/// | `e`, `a` | `emitted`, `absorbed` by each square metre of panel, both faces, without neighbours | W/m² |
/// | `g` | `gap` from panel to panel | m |
/// | `F` | [`parallel_squares_view_factor`] | – |
/// | `B` | result; 0.200, 0.415 and 0.690 for sides of 1, 2 and 5 gaps | – |
///
/// A face sees only its next neighbour: one behind it is hidden. Leaves out sunlight and Earth's heat that the neighbours
/// keep off or throw on. Source: `howell_view_factors`.
///
/// # Errors
/// [`TooNear`] if no panel is large enough.
pub fn blocked_by_neighbours(heat: f64, emitted: f64, absorbed: f64, gap: Length) -> Result<f64, TooNear> {
    let seen = |area: f64| parallel_squares_view_factor(Length::metres(area.sqrt()), gap);
    let shed = |area: f64| area * (emitted * (1.0 - seen(area)) - absorbed);
    let free = emitted - absorbed;
    if !(free > 0.0 && heat > 0.0) {
        return Ok(0.0);
    }
    let (mut smaller, mut shed_smaller, mut area) = (0.0, 0.0, heat / free);
    for _ in 0..200 {
        let found = shed(area);
        if heat - found <= 1e-13 * heat {
            return Ok(seen(area));
        }
        let slope = (found - shed_smaller) / (area - smaller);
        // Past its greatest a panel sheds less the larger it is.
        if !(slope > 0.0 && found > 0.0) {
            return Err(TooNear);
        }
        (smaller, shed_smaller) = (area, found);
        area += (heat - found) / slope;
    }
    Err(TooNear)
}
