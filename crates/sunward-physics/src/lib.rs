//! What nature allows.
//!
//! Takes quantities, gives quantities. Knows no scenario, no money, no files.
pub mod constants;
