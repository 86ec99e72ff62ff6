//! Numbers that know what they measure.
//!
//! SI inside; units of measure live only in the names of constructors and in the reader. Two tables are the
//! whole algebra: [`kinds`] (what can be measured, and in which units) and [`products`] (which products are
//! lawful). Money is dollars of one base year ([`money::BASE_YEAR`]); a price without a year is refused.
//!
//! Knows no scenario, no files, no physics.
pub mod dimension;
pub mod elementary;
pub mod kinds;
pub mod money;
pub mod products;
pub mod reading;
pub mod showing;
pub mod template;
pub mod unit;

pub use dimension::Dimension;
pub use kinds::*;
pub use reading::{ReadError, read, read_any, read_in};
pub use showing::{show, show_number};
pub use template::{Measure, TemplateUnit};
