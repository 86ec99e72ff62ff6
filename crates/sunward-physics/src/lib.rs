//! What nature allows.
//!
//! Takes quantities, gives quantities. Knows no scenario, no money, no files.
pub mod atmosphere;
pub mod battery;
pub mod calendar;
pub mod cell;
pub mod chip_heat;
pub mod cluster;
pub mod constants;
pub mod downlink;
pub mod eclipse;
pub mod heat;
pub mod heat_loop;
pub mod insolation;
pub mod launch;
pub mod link;
pub mod mass_driver;
pub mod orbit;
pub mod radiation;
pub mod radiator;
pub mod reliability;
pub mod solar_storage;
pub mod solar_year;
pub mod spacecraft;
pub mod sun;
