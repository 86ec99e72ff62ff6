//! The second of the two tables: which products of quantities are lawful, and what they are.
//!
//! `A * B = C` also gives `B * A = C`, `C / A = B` and `C / B = A`. The test `products_keep_their_dimension`
//! multiplies the dimensions of every row.

use crate::kinds::*;
use std::ops::{Div, Mul};

macro_rules! products {
    ($($a:ident * $b:ident = $c:ident;)*) => {
        $(
            impl Mul<$b> for $a { type Output = $c; #[inline] fn mul(self, o: $b) -> $c { $c::from_si(self.in_si() * o.in_si()) } }
            impl Mul<$a> for $b { type Output = $c; #[inline] fn mul(self, o: $a) -> $c { $c::from_si(self.in_si() * o.in_si()) } }
            impl Div<$a> for $c { type Output = $b; #[inline] fn div(self, o: $a) -> $b { $b::from_si(self.in_si() / o.in_si()) } }
            impl Div<$b> for $c { type Output = $a; #[inline] fn div(self, o: $b) -> $a { $a::from_si(self.in_si() / o.in_si()) } }
        )*
        /// Every row: the two factors and the product.
        pub const ALL: &[[Kind; 3]] = &[$([Kind::$a, Kind::$b, Kind::$c]),*];
    };
}

products! {
    Flux * Area = Power;
    Power * TimeSpan = Energy;
    PowerRate * TimeSpan = Power;
    ArealMass * Area = Mass;
    Density * Length = ArealMass;
    Density * Volume = Mass;
    SpecificPower * Mass = Power;
    SpecificMass * Power = Mass;
    SpecificEnergy * Mass = Energy;
    SpecificHeat * TemperatureDifference = SpecificEnergy;
    Density * SpecificEnergy = Pressure;
    MassPerEnergy * Energy = Mass;
    AreaPerMass * Mass = Area;
    MassRate * TimeSpan = Mass;
    ThermalResistance * Power = TemperatureDifference;
    PerKelvin * TemperatureDifference = Ratio;
    PerArea * Area = Ratio;
    Rate * TimeSpan = Ratio;
    Rate * Money = MoneyRate;
    Rate * Energy = Power;
    Rate * Mass = MassRate;
    DoseRate * TimeSpan = Dose;
    PerDose * Dose = Ratio;
    PerDose * DoseRate = Rate;
    Speed * TimeSpan = Length;
    Acceleration * TimeSpan = Speed;
    Mass * Acceleration = Force;
    MoneyRate * TimeSpan = Money;
    PricePerMass * Mass = Money;
    PricePerMass * MassRate = MoneyRate;
    PricePerMass * SpecificMass = PricePerPower;
    PricePerPower * Power = Money;
    PricePerEnergy * Energy = Money;
    PricePerEnergy * Power = MoneyRate;
    PricePerEnergy * TimeSpan = PricePerPower;
    PricePerArea * Area = Money;
    PricePerCompute * Operations = Money;
    PricePerCompute * ComputeRate = MoneyRate;
    PricePerCompute * ComputePerEnergy = PricePerEnergy;
    ComputeRate * TimeSpan = Operations;
    ComputePerEnergy * Power = ComputeRate;
    ComputePerEnergy * Energy = Operations;
    DataPerCompute * ComputeRate = DataRate;
    DataPerCompute * ComputePerEnergy = DataRatePerPower;
    DataRatePerPower * Power = DataRate;
}

/// Moving a temperature by a difference, and the difference between two temperatures.
mod temperature {
    use super::*;
    use std::ops::{Add, Sub};

    impl Add<TemperatureDifference> for Temperature {
        type Output = Self;
        #[inline]
        fn add(self, rise: TemperatureDifference) -> Self {
            Self::from_si(self.in_si() + rise.in_si())
        }
    }
    impl Sub<TemperatureDifference> for Temperature {
        type Output = Self;
        #[inline]
        fn sub(self, drop: TemperatureDifference) -> Self {
            Self::from_si(self.in_si() - drop.in_si())
        }
    }
}

impl Mul for Length {
    type Output = Area;
    #[inline]
    fn mul(self, other: Self) -> Area {
        Area::from_si(self.in_si() * other.in_si())
    }
}

impl Div<Length> for Area {
    type Output = Length;
    #[inline]
    fn div(self, other: Length) -> Length {
        Length::from_si(self.in_si() / other.in_si())
    }
}
