//! The formulas that cases name. Each composes functions of the engine and reads its inputs by name.

mod closure;
mod heat;
mod launch;
mod light;
mod mccalip;
mod moon;
mod orbits;
mod power;
mod ramps;
mod spacedc;
mod starcloud;

use super::inputs::Inputs;
use sunward_quantity::Kind;

/// A formula by its name in `expected.toml`.
pub struct Formula {
    /// As cases call it.
    pub name: &'static str,
    /// What it gives.
    pub kind: Kind,
    /// From inputs to the result in SI.
    pub function: fn(&Inputs) -> Result<f64, String>,
}

impl std::fmt::Debug for Formula {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Lists the formulas of a file with the kind each gives.
macro_rules! formulas {
    ($($name:ident -> $kind:ident;)*) => {
        pub const ALL: &[crate::validation::formulas::Formula] = &[$(crate::validation::formulas::Formula {
            name: stringify!($name),
            kind: sunward_quantity::Kind::$kind,
            function: |inputs| $name(inputs).map(|found: $kind| sunward_quantity::Quantity::in_si(found)),
        }),*];
    };
}
use formulas;

const ROOMS: &[&[Formula]] = &[
    power::ALL,
    closure::ALL,
    light::ALL,
    heat::ALL,
    launch::ALL,
    mccalip::ALL,
    starcloud::ALL,
    spacedc::ALL,
    orbits::ALL,
    moon::ALL,
    ramps::ALL,
];

/// The formula of this name.
pub fn find(name: &str) -> Result<&'static Formula, String> {
    ROOMS
        .iter()
        .flat_map(|room| room.iter())
        .find(|formula| formula.name == name)
        .ok_or_else(|| format!("no formula `{name}`"))
}

/// What the engine says when it refuses, as a text.
fn say(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_formula_has_one_name_and_a_case() {
        let cases = crate::validation::cases().expect("the studies can be read");
        let used: BTreeSet<&str> = cases.iter().map(|case| case.formula.as_str()).collect();
        let mut names = BTreeSet::new();
        for formula in ROOMS.iter().flat_map(|room| room.iter()) {
            assert!(names.insert(formula.name), "two formulas `{}`", formula.name);
            assert!(used.contains(formula.name), "no case uses `{}`", formula.name);
        }
    }
}
