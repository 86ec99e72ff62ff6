//! What a unit of measure is made of: whole powers of seven bases.

use std::fmt;
use std::ops::{Div, Mul};

/// Whole powers of kilogram, metre, second, kelvin, dollar, operation and bit.
///
/// Two quantities with the same dimension may still be of different kinds (a temperature and a temperature
/// difference); see [`crate::Kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Dimension {
    /// Power of the kilogram.
    pub mass: i8,
    /// Power of the metre.
    pub length: i8,
    /// Power of the second.
    pub time: i8,
    /// Power of the kelvin.
    pub temperature: i8,
    /// Power of the dollar of the base year.
    pub money: i8,
    /// Power of the arithmetic operation.
    pub operation: i8,
    /// Power of the bit.
    pub bit: i8,
}

impl Dimension {
    /// A pure number.
    pub const NONE: Self = Self { mass: 0, length: 0, time: 0, temperature: 0, money: 0, operation: 0, bit: 0 };

    /// The seven powers in the order of the fields.
    pub const fn powers(mass: i8, length: i8, time: i8, temperature: i8, money: i8, operation: i8, bit: i8) -> Self {
        Self { mass, length, time, temperature, money, operation, bit }
    }

    fn as_array(self) -> [i8; 7] {
        [self.mass, self.length, self.time, self.temperature, self.money, self.operation, self.bit]
    }

    fn from_array(a: [i8; 7]) -> Self {
        Self::powers(a[0], a[1], a[2], a[3], a[4], a[5], a[6])
    }

    /// This dimension multiplied with itself `exponent` times; saturates at ±127, which no unit reaches.
    pub fn to_the(self, exponent: i8) -> Self {
        Self::from_array(self.as_array().map(|p| p.saturating_mul(exponent)))
    }
}

impl Mul for Dimension {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (a, b) = (self.as_array(), other.as_array());
        Self::from_array(std::array::from_fn(|i| a[i].saturating_add(b[i])))
    }
}

impl Div for Dimension {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self * other.to_the(-1)
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ["kg", "m", "s", "K", "USD", "OP", "bit"];
        let mut first = true;
        for (name, power) in names.iter().zip(self.as_array()) {
            if power != 0 {
                if !first {
                    f.write_str(" ")?;
                }
                first = false;
                if power == 1 { f.write_str(name)? } else { write!(f, "{name}^{power}")? }
            }
        }
        if first { f.write_str("a pure number") } else { Ok(()) }
    }
}
