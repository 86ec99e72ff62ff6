//! What nature allows.
//!
//! Takes quantities, gives quantities. Knows no scenario, no money, no files.
pub mod constants;
pub mod atmosphere;
pub mod calendar;
pub mod eclipse;
pub mod insolation;
pub mod orbit;
pub mod radiation;
pub mod sun;
pub mod battery;
pub mod cell;
pub mod heat;
pub mod launch;
pub mod link;
pub mod mass_driver;
pub mod radiator;
pub mod reliability;
pub mod spacecraft;
