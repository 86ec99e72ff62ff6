//! How large a radiator must be, and how warm a given one becomes.

use crate::constants::STEFAN_BOLTZMANN;
use crate::heat::{Face, Surroundings, absorbed_face, black_body};
use sunward_quantity::{
    Area, ArealMass, Flux, Length, Power, Quantity, SpecificMass, Temperature, TemperatureDifference,
};

/// Where the heat leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concept {
    /// Panels of their own, edge-on to the Sun, both faces working.
    Separate,
    /// The solar array itself: its back is the radiator, its front helps. The whole panel has one temperature.
    BackOfArray,
}

/// A radiator as the scenario describes it, with the path of the heat that leads to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Radiator {
    /// Separate, or the back of the array.
    pub concept: Concept,
    /// Hottest the chips may run: as hot as chosen, which may be less than they could bear.
    pub chip_limit: Temperature,
    /// From chip to panel, mean over the panel: [`crate::heat_loop::drop`].
    pub rise: TemperatureDifference,
    /// At the end of life, after the coating has aged.
    pub emissivity: f64,
    /// For sunlight, at the end of life.
    pub absorptivity: f64,
    /// Emission of the panel over that of one wholly at its root's temperature:
    /// [`crate::heat_loop::emission_efficiency`].
    pub fin_efficiency: f64,
    /// Share of each face's view filled by neighbours as warm as itself, known beforehand.
    pub blocked: f64,
    /// From the panel to one of its size before each face; `None` where no neighbour is near.
    pub neighbour_gap: Option<Length>,
    /// For each square metre of panel (two faces). For [`Concept::BackOfArray`]: what the array gains in mass.
    pub areal_mass: ArealMass,
    /// Cosine of the Sun on one face of an edge-on panel: its pointing error.
    pub sun_cosine: f64,
    /// Heat shed by each square metre of panel, given instead of worked out: then neither faces, fins and neighbours nor
    /// Sun and Earth count. Not for [`Concept::BackOfArray`].
    pub given_flux: Option<Flux>,
    /// Pumps, pipes and coolant for the heat moved.
    pub loop_mass: SpecificMass,
}

/// A radiator that does not work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CannotRadiate {
    /// It takes in at least as much as it sends out.
    AbsorbsMoreThanItEmits {
        /// Of the panel.
        temperature: Temperature,
        /// By each square metre of panel.
        emitted: Flux,
        /// By each square metre of panel.
        absorbed: Flux,
    },
    /// A number no radiator has.
    NotPossible {
        /// Which number.
        what: &'static str,
        /// The number.
        value: f64,
    },
}

impl std::fmt::Display for CannotRadiate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AbsorbsMoreThanItEmits { temperature, emitted, absorbed } => write!(
                f,
                "the radiator absorbs more than it emits: at {temperature} it sends out {emitted} and takes in {absorbed}"
            ),
            Self::NotPossible { what, value } => write!(f, "no radiator has a {what} of {value}"),
        }
    }
}

impl std::error::Error for CannotRadiate {}

/// Heat through a panel of two faces, for each square metre of panel and for each face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelFlux {
    /// Net, both faces together, for each square metre of panel.
    pub per_panel: Flux,
    /// Net, of each face.
    pub per_face: [Flux; 2],
    /// Sent out by both faces.
    pub emitted: Flux,
    /// Taken in by both faces.
    pub absorbed: Flux,
    /// Temperature at which the net flux is nothing.
    pub sink: Temperature,
}

/// Area by the plain rule of the papers.
///
/// `A = Q / (ε F σ T⁴ (1 − q))`: scalars in, scalar out; falls as `1/T⁴`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `Q` | `heat` | W |
/// | `ε` | `emissivity` | – |
/// | `F` | `view` factor to space | – |
/// | `T` | `temperature` of the surface | K |
/// | `q` | `absorbed_share`: absorbed from outside, as a share of what is emitted | – |
/// | `A` | result: radiating area, each face counted | m² |
///
/// Leaves out where `q` comes from; [`panel`] computes it. Source: `turyshev2026`.
///
/// # Errors
/// [`CannotRadiate`] if `absorbed_share` is 1 or more, or another number is not positive.
pub fn area(
    heat: Power,
    emissivity: f64,
    view: f64,
    temperature: Temperature,
    absorbed_share: f64,
) -> Result<Area, CannotRadiate> {
    for (what, value) in [("emissivity", emissivity), ("view factor", view), ("temperature", temperature.in_kelvin())] {
        if !(value > 0.0 && value.is_finite()) {
            return Err(CannotRadiate::NotPossible { what, value });
        }
    }
    for (what, value) in [("heat", heat.in_watts()), ("absorbed share", absorbed_share)] {
        if !(value >= 0.0 && value.is_finite()) {
            return Err(CannotRadiate::NotPossible { what, value });
        }
    }
    let emitted = black_body(temperature) * (emissivity * view);
    let net = emitted * (1.0 - absorbed_share);
    if net <= Flux::ZERO {
        let absorbed = emitted * absorbed_share;
        return Err(CannotRadiate::AbsorbsMoreThanItEmits { temperature, emitted, absorbed });
    }
    Ok(heat / net)
}

/// Net heat through a panel of two faces in its surroundings.
///
/// Each face `i`: `q_i = φ (1 − B) ε_i σ T⁴ − a_i`; panel: `q = q_1 + q_2`.
///
/// | symbol | is | unit |
/// |---|---|---|
/// | `T` | `temperature` at the fins' root | K |
/// | `φ` | `fin_efficiency` | – |
/// | `B` | `blocked`: share of the view filled by neighbours as warm as the panel | – |
/// | `a_i` | [`absorbed_face`]: sunlight, albedo, Earth's heat | W/m² |
///
/// *Per panel* is twice *per face*: published figures that do not say which differ by two.
/// Leaves out heat exchanged with the array. Source: `gilmore2002`.
///
/// # Errors
/// [`CannotRadiate`] if it absorbs as much as it emits or more, or does not radiate at all.
#[inline]
pub fn panel(
    temperature: Temperature,
    faces: &[Face; 2],
    fin_efficiency: f64,
    blocked: f64,
    around: &Surroundings,
) -> Result<PanelFlux, CannotRadiate> {
    let share = fin_efficiency * (1.0 - blocked);
    let emissivity = share * (faces[0].emissivity + faces[1].emissivity);
    if !(emissivity > 0.0 && emissivity.is_finite()) {
        return Err(CannotRadiate::NotPossible { what: "sum of emissivities", value: emissivity });
    }
    let black = black_body(temperature);
    let taken = [absorbed_face(&faces[0], around), absorbed_face(&faces[1], around)];
    let sent = [black * (share * faces[0].emissivity), black * (share * faces[1].emissivity)];
    let (absorbed, emitted) = (taken[0] + taken[1], sent[0] + sent[1]);
    let per_panel = emitted - absorbed;
    // Written so that an undefined flux is refused too.
    if !(per_panel > Flux::ZERO && temperature > Temperature::ZERO) {
        return Err(CannotRadiate::AbsorbsMoreThanItEmits { temperature, emitted, absorbed });
    }
    let sink = Temperature::from_si((absorbed.in_si() / (STEFAN_BOLTZMANN * emissivity)).max(0.0).sqrt().sqrt());
    Ok(PanelFlux { per_panel, per_face: [sent[0] - taken[0], sent[1] - taken[1]], emitted, absorbed, sink })
}

/// Temperature of a panel that must shed a given flux.
///
/// `T = [(q + a) / (σ φ (1 − B) Σε)]^¼`: the inverse of [`panel`], same symbols and source; `q` = `per_panel`.
///
/// # Errors
/// [`CannotRadiate::NotPossible`] if nothing radiates or `per_panel` and what is absorbed do not add up to heat.
pub fn temperature_at(
    per_panel: Flux,
    faces: &[Face; 2],
    fin_efficiency: f64,
    blocked: f64,
    around: &Surroundings,
) -> Result<Temperature, CannotRadiate> {
    let emissivity = fin_efficiency * (1.0 - blocked) * (faces[0].emissivity + faces[1].emissivity);
    let sent = per_panel + absorbed_face(&faces[0], around) + absorbed_face(&faces[1], around);
    crate::heat::equilibrium_temperature(sent, emissivity).map_err(|refused| match refused {
        crate::heat::NoBalance::NoEmission(value) => CannotRadiate::NotPossible { what: "sum of emissivities", value },
        crate::heat::NoBalance::NothingAbsorbed(flux) => {
            CannotRadiate::NotPossible { what: "flux to shed in W/m2", value: flux.in_si() }
        }
    })
}
