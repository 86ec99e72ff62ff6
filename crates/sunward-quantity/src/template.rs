//! Units that follow from what is described: `t/wafer`, `USD/(GW/year)`.

use crate::Dimension;

/// A unit in which a number is kept, with the words of what is counted in it.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateUnit {
    /// As it is shown: `t/wafer`.
    pub text: String,
    /// Its size in SI units.
    pub scale: f64,
    /// What it measures.
    pub dimension: Dimension,
    /// Words of what is counted, and their powers: `wafer` to the power of -1. In alphabetical order, none to the power of 0.
    pub counted: Vec<(&'static str, i8)>,
}
