//! The first of the two tables: every kind of quantity, its dimension, and the units it is read and shown in.
//!
//! A row reads: type, article and name for messages, powers of (kg, m, s, K, USD, OP, bit), the units it may be
//! shown in from small to large (the one marked `json` is used in documents), an example for messages, and
//! named constructors with their size in SI.

use crate::Dimension;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A number that knows what it measures.
pub trait Quantity: Copy + PartialEq + PartialOrd + std::fmt::Debug + 'static {
    /// Which kind it is.
    const KIND: Kind;
    /// From its size in SI units (dollars of the base year, operations, bits).
    fn from_si(value: f64) -> Self;
    /// Its size in SI units.
    fn in_si(self) -> f64;
}

macro_rules! quantities {
    ($(
        $(#[$doc:meta])*
        $name:ident, $article:literal, [$($power:literal)*], json $json:literal, show [$($shown:literal)*],
        example $example:literal { $($from:ident / $into:ident = $scale:expr),* $(,)? }
    )*) => {
        /// Every kind of quantity.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum Kind { $( $(#[$doc])* $name, )* }

        impl Kind {
            /// All kinds, in the order of the table.
            pub const ALL: &[Kind] = &[$(Kind::$name),*];

            /// The name in a sentence, with its article: `an energy`.
            pub const fn name(self) -> &'static str { match self { $(Kind::$name => $article),* } }

            /// What it is made of.
            pub const fn dimension(self) -> Dimension {
                match self { $(Kind::$name => powers(&[$($power),*])),* }
            }

            /// The one unit used in JSON and in tables.
            pub const fn unit(self) -> &'static str { match self { $(Kind::$name => $json),* } }

            /// Units to show it in, from small to large.
            pub const fn shown_units(self) -> &'static [&'static str] {
                match self { $(Kind::$name => &[$($shown),*]),* }
            }

            /// How a user would write one.
            pub const fn example(self) -> &'static str { match self { $(Kind::$name => $example),* } }
        }

        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, serde::Serialize, serde::Deserialize)]
            pub struct $name(f64);

            // A few kinds are named like their unit: operations.
            #[allow(clippy::self_named_constructors)]
            impl $name {
                /// Nothing of it.
                pub const ZERO: Self = Self(0.0);
                $(
                    #[doc = concat!("From a number of ", stringify!($from), ".")]
                    #[inline]
                    pub const fn $from(value: f64) -> Self { Self(value * $scale) }
                    #[doc = concat!("As a number of ", stringify!($from), ".")]
                    #[inline]
                    pub const fn $into(self) -> f64 { self.0 / $scale }
                )*
                /// The larger of two.
                #[inline]
                pub fn max(self, other: Self) -> Self { if other.0 > self.0 { other } else { self } }
                /// The smaller of two.
                #[inline]
                pub fn min(self, other: Self) -> Self { if other.0 < self.0 { other } else { self } }
                /// Without its sign.
                #[inline]
                pub const fn abs(self) -> Self { Self(self.0.abs()) }
                /// Neither infinite nor undefined.
                #[inline]
                pub const fn is_finite(self) -> bool { self.0.is_finite() }
            }

            impl Quantity for $name {
                const KIND: Kind = Kind::$name;
                #[inline]
                fn from_si(value: f64) -> Self { Self(value) }
                #[inline]
                fn in_si(self) -> f64 { self.0 }
            }

            impl Add for $name { type Output = Self; #[inline] fn add(self, o: Self) -> Self { Self(self.0 + o.0) } }
            impl Sub for $name { type Output = Self; #[inline] fn sub(self, o: Self) -> Self { Self(self.0 - o.0) } }
            impl AddAssign for $name { #[inline] fn add_assign(&mut self, o: Self) { self.0 += o.0; } }
            impl SubAssign for $name { #[inline] fn sub_assign(&mut self, o: Self) { self.0 -= o.0; } }
            impl Neg for $name { type Output = Self; #[inline] fn neg(self) -> Self { Self(-self.0) } }
            impl Mul<f64> for $name { type Output = Self; #[inline] fn mul(self, k: f64) -> Self { Self(self.0 * k) } }
            impl Mul<$name> for f64 { type Output = $name; #[inline] fn mul(self, q: $name) -> $name { $name(self * q.0) } }
            impl Div<f64> for $name { type Output = Self; #[inline] fn div(self, k: f64) -> Self { Self(self.0 / k) } }
            /// How many times the one holds the other.
            impl Div for $name { type Output = f64; #[inline] fn div(self, o: Self) -> f64 { self.0 / o.0 } }
            impl std::iter::Sum for $name {
                fn sum<I: Iterator<Item = Self>>(all: I) -> Self { all.fold(Self::ZERO, |a, b| a + b) }
            }
            /// In a unit a reader can take in at a glance: `40 MWh`.
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&crate::show(Kind::$name, self.0))
                }
            }
        )*
    };
}

const fn powers(p: &[i8]) -> Dimension {
    Dimension::powers(p[0], p[1], p[2], p[3], p[4], p[5], p[6])
}

/// Seconds in an hour.
pub const HOUR: f64 = 3600.0;
/// Seconds in a day.
pub const DAY: f64 = 86_400.0;
/// Seconds in a Julian year of 365.25 days: the year of every rate in Sunward.
pub const YEAR: f64 = 365.25 * DAY;

quantities! {
    /// A pure number: a share, an efficiency, a count.
    Ratio, "a pure number", [0 0 0 0 0 0 0], json "1", show ["1"], example "0.85" {
        of / value = 1.0, percent / in_percent = 0.01 }
    /// How long, how far, how high; stored in metres.
    Length, "a length", [0 1 0 0 0 0 0], json "km", show ["mm" "m" "km"], example "650 km" {
        metres / in_metres = 1.0, kilometres / in_kilometres = 1e3 }
    /// A surface; stored in square metres.
    Area, "an area", [0 2 0 0 0 0 0], json "m2", show ["cm2" "m2" "km2"], example "110 m2" {
        square_metres / in_square_metres = 1.0, square_millimetres / in_square_millimetres = 1e-6 }
    /// How many on each piece of a surface: defects of a wafer; stored per square metre.
    PerArea, "a number per area", [0 -2 0 0 0 0 0], json "1/cm2", show ["1/cm2"], example "0.1 /cm2" {
        per_square_metre / in_per_square_metre = 1.0, per_square_centimetre / in_per_square_centimetre = 1e4 }
    /// A volume; stored in cubic metres.
    Volume, "a volume", [0 3 0 0 0 0 0], json "m3", show ["m3"], example "1000 m3" {
        cubic_metres / in_cubic_metres = 1.0 }
    /// How heavy; stored in kilograms.
    Mass, "a mass", [1 0 0 0 0 0 0], json "kg", show ["g" "kg" "t" "kt" "Mt" "Gt"], example "575 kg" {
        kilograms / in_kilograms = 1.0, tonnes / in_tonnes = 1e3 }
    /// A span of time; stored in seconds. Months are twelfths of a Julian year.
    TimeSpan, "a span of time", [0 0 1 0 0 0 0], json "year", show ["s" "min" "h" "days" "years"], example "30 months" {
        seconds / in_seconds = 1.0, minutes / in_minutes = 60.0, hours / in_hours = HOUR, days / in_days = DAY,
        months / in_months = YEAR / 12.0, years / in_years = YEAR }
    /// A temperature above absolute zero; stored in kelvin. For how much warmer, see [`TemperatureDifference`].
    Temperature, "a temperature", [0 0 0 1 0 0 0], json "K", show ["K"], example "330 K" { kelvin / in_kelvin = 1.0 }
    /// How much warmer; stored in kelvin. `°C` is refused here: a difference has no zero point.
    TemperatureDifference, "a temperature difference", [0 0 0 1 0 0 0], json "K", show ["K"], example "20 K" {
        kelvin / in_kelvin = 1.0 }
    /// Change for each kelvin.
    PerKelvin, "a change per kelvin", [0 0 0 -1 0 0 0], json "1/K", show ["1/K"], example "-0.0022 /K" {
        per_kelvin / in_per_kelvin = 1.0 }
    /// Heat, electricity or light per second; stored in watts.
    Power, "a power", [1 2 -3 0 0 0 0], json "kW", show ["W" "kW" "MW" "GW" "TW" "PW"], example "100 kW" {
        watts / in_watts = 1.0, kilowatts / in_kilowatts = 1e3, megawatts / in_megawatts = 1e6, gigawatts / in_gigawatts = 1e9 }
    /// Heat, electricity or light; stored in joules.
    Energy, "an energy", [1 2 -2 0 0 0 0], json "kWh", show ["J" "Wh" "kWh" "MWh" "GWh" "TWh"], example "40 MWh" {
        joules / in_joules = 1.0, kilowatt_hours / in_kilowatt_hours = 1e3 * HOUR, british_thermal_units / in_british_thermal_units = 1055.05585262 }
    /// What a process of wear must climb over, for each atom; stored in joules. See [`Energy`] for all else.
    ActivationEnergy, "an activation energy", [1 2 -2 0 0 0 0], json "eV", show ["eV"], example "0.7 eV" {
        electronvolts / in_electronvolts = 1.602176634e-19 }
    /// How fast capacity of power is added; stored in watts per second.
    PowerRate, "a power added per time", [1 2 -4 0 0 0 0], json "GW/year", show ["MW/year" "GW/year" "TW/year"], example "1.5 TW/year" {
        gigawatts_per_year / in_gigawatts_per_year = 1e9 / YEAR }
    /// Power through a surface; stored in watts per square metre.
    Flux, "a power per area", [1 0 -3 0 0 0 0], json "W/m2", show ["W/m2"], example "1361 W/m2" {
        watts_per_square_metre / in_watts_per_square_metre = 1.0 }
    /// How heavy each square metre is; stored in kilograms per square metre.
    ArealMass, "a mass per area", [1 -2 0 0 0 0 0], json "kg/m2", show ["kg/m2"], example "6 kg/m2" {
        kilograms_per_square_metre / in_kilograms_per_square_metre = 1.0 }
    /// How heavy each cubic metre is; stored in kilograms per cubic metre.
    Density, "a density", [1 -3 0 0 0 0 0], json "kg/m3", show ["kg/m3"], example "2700 kg/m3" {
        kilograms_per_cubic_metre / in_kilograms_per_cubic_metre = 1.0 }
    /// Power for each kilogram; stored in watts per kilogram.
    SpecificPower, "a power per mass", [0 2 -3 0 0 0 0], json "W/kg", show ["W/kg"], example "100 kW/t" {
        watts_per_kilogram / in_watts_per_kilogram = 1.0 }
    /// Mass for each watt; stored in kilograms per watt.
    SpecificMass, "a mass per power", [0 -2 3 0 0 0 0], json "kg/kW", show ["kg/kW"], example "29.4 kg/kW" {
        kilograms_per_watt / in_kilograms_per_watt = 1.0, kilograms_per_kilowatt / in_kilograms_per_kilowatt = 1e-3 }
    /// Energy for each kilogram, and square of a speed; stored in joules per kilogram.
    SpecificEnergy, "an energy per mass", [0 2 -2 0 0 0 0], json "MJ/kg", show ["Wh/kg" "MJ/kg"], example "200 Wh/kg" {
        joules_per_kilogram / in_joules_per_kilogram = 1.0, watt_hours_per_kilogram / in_watt_hours_per_kilogram = HOUR }
    /// Energy for each kilogram of a process; see [`SpecificEnergy`]. Mass for each joule.
    MassPerEnergy, "a mass per energy", [0 -2 2 0 0 0 0], json "kg/kWh", show ["kg/kWh"], example "0.4 kg/kWh" {
        kilograms_per_joule / in_kilograms_per_joule = 1.0 }
    /// How fast; stored in metres per second.
    Speed, "a speed", [0 1 -1 0 0 0 0], json "m/s", show ["m/s" "km/s"], example "7.7 km/s" {
        metres_per_second / in_metres_per_second = 1.0 }
    /// Change of speed; stored in metres per second squared.
    Acceleration, "an acceleration", [0 1 -2 0 0 0 0], json "m/s2", show ["m/s2"], example "9.8 m/s2" {
        metres_per_second_squared / in_metres_per_second_squared = 1.0 }
    /// What accelerates a mass; stored in newtons.
    Force, "a force", [1 1 -2 0 0 0 0], json "kN", show ["N" "kN" "MN"], example "80 MN" {
        newtons / in_newtons = 1.0, meganewtons / in_meganewtons = 1e6 }
    /// How often, or a share per time; stored per second.
    Rate, "a rate", [0 0 -1 0 0 0 0], json "1/year", show ["1/year"], example "5 %/year" {
        per_second / in_per_second = 1.0, per_year / in_per_year = 1.0 / YEAR }
    /// Mass for each second; stored in kilograms per second.
    MassRate, "a mass per time", [1 0 -1 0 0 0 0], json "t/year", show ["t/year" "kt/year" "Mt/year"], example "10 Mt/year" {
        tonnes_per_year / in_tonnes_per_year = 1e3 / YEAR, kilograms_per_second / in_kilograms_per_second = 1.0 }
    /// Surface for each kilogram; stored in square metres per kilogram.
    AreaPerMass, "an area per mass", [-1 2 0 0 0 0 0], json "m2/kg", show ["m2/kg"], example "0.02 m2/kg" {
        square_metres_per_kilogram / in_square_metres_per_kilogram = 1.0 }
    /// How much warmer for a flow of heat; stored in kelvin per watt.
    ThermalResistance, "a thermal resistance", [-1 -2 3 1 0 0 0], json "K/W", show ["K/W"], example "0.08 K/W" {
        kelvin_per_watt / in_kelvin_per_watt = 1.0 }
    /// Energy that warms a kilogram by a kelvin; stored in joules per kilogram and kelvin.
    SpecificHeat, "a specific heat", [0 2 -2 -1 0 0 0], json "kJ/kg/K", show ["kJ/kg/K"], example "4.2 kJ/kg/K" {
        joules_per_kilogram_kelvin / in_joules_per_kilogram_kelvin = 1.0 }
    /// Heat through a metre for each kelvin and metre of width; stored in watts per metre and kelvin.
    ThermalConductivity, "a thermal conductivity", [1 1 -3 -1 0 0 0], json "W/m/K", show ["W/m/K"], example "200 W/m/K" {
        watts_per_metre_kelvin / in_watts_per_metre_kelvin = 1.0 }
    /// Force on a surface; stored in pascals.
    Pressure, "a pressure", [1 -1 -2 0 0 0 0], json "kPa", show ["Pa" "kPa" "MPa"], example "200 kPa" {
        pascals / in_pascals = 1.0, kilopascals / in_kilopascals = 1e3 }
    /// Ionising dose per time; stored in grays per second. One rad is 0.01 Gy.
    DoseRate, "a dose per time", [0 2 -3 0 0 0 0], json "rad/year", show ["rad/year" "krad/year"], example "150 rad/year" {
        grays_per_second / in_grays_per_second = 1.0, rads_per_year / in_rads_per_year = 0.01 / YEAR }
    /// Ionising dose, all told; stored in grays.
    Dose, "a dose", [0 2 -2 0 0 0 0], json "rad", show ["rad" "krad"], example "5 krad" {
        grays / in_grays = 1.0, rads / in_rads = 0.01 }
    /// How many events for each dose; stored per gray.
    PerDose, "a number per dose", [0 -2 2 0 0 0 0], json "1/rad", show ["1/krad" "1/rad"], example "0.02 /rad" {
        per_gray / in_per_gray = 1.0, per_rad / in_per_rad = 100.0 }
    /// Dollars of the base year.
    Money, "an amount of money", [0 0 0 0 1 0 0], json "USD", show ["USD" "kUSD" "MUSD" "BUSD" "TUSD"], example "74 MUSD_2026" {
        dollars / in_dollars = 1.0, million_dollars / in_million_dollars = 1e6, billion_dollars / in_billion_dollars = 1e9 }
    /// Dollars per time; stored in dollars per second.
    MoneyRate, "an amount of money per time", [0 0 -1 0 1 0 0], json "USD/year", show ["USD/year" "kUSD/year" "MUSD/year" "BUSD/year"], example "5 MUSD_2025/year" {
        dollars_per_year / in_dollars_per_year = 1.0 / YEAR, dollars_per_hour / in_dollars_per_hour = 1.0 / HOUR }
    /// Dollars for each kilogram.
    PricePerMass, "a price per mass", [-1 0 0 0 1 0 0], json "USD/kg", show ["USD/kg"], example "200 USD_2025/kg" {
        dollars_per_kilogram / in_dollars_per_kilogram = 1.0 }
    /// Dollars for each watt.
    PricePerPower, "a price per power", [-1 -2 3 0 1 0 0], json "USD/kW", show ["USD/kW"], example "1800 USD_2025/kW" {
        dollars_per_watt / in_dollars_per_watt = 1.0, dollars_per_kilowatt / in_dollars_per_kilowatt = 1e-3 }
    /// Dollars for each watt kept for a time, and dollars for energy; stored in dollars per joule.
    PricePerEnergy, "a price per energy", [-1 -2 2 0 1 0 0], json "USD/kWh", show ["USD/kWh"], example "0.06 USD_2025/kWh" {
        dollars_per_joule / in_dollars_per_joule = 1.0, dollars_per_kilowatt_hour / in_dollars_per_kilowatt_hour = 1.0 / (1e3 * HOUR),
        dollars_per_kilowatt_year / in_dollars_per_kilowatt_year = 1.0 / (1e3 * YEAR) }
    /// Dollars for each square metre.
    PricePerArea, "a price per area", [0 -2 0 0 1 0 0], json "USD/m2", show ["USD/m2"], example "2500 USD_2024/m2" {
        dollars_per_square_metre / in_dollars_per_square_metre = 1.0 }
    /// Arithmetic operations of the stated number format.
    Operations, "an amount of compute", [0 0 0 0 0 1 0], json "PFLOP", show ["FLOP" "GFLOP" "TFLOP" "PFLOP" "EFLOP"], example "140 GFLOP" {
        operations / in_operations = 1.0 }
    /// Operations per second.
    ComputeRate, "a compute rate", [0 0 -1 0 0 1 0], json "PFLOP/s", show ["GFLOP/s" "TFLOP/s" "PFLOP/s" "EFLOP/s" "ZFLOP/s"], example "4.5 PFLOP/s" {
        operations_per_second / in_operations_per_second = 1.0 }
    /// Operations for each joule.
    ComputePerEnergy, "compute per energy", [-1 -2 2 0 0 1 0], json "TFLOP/J", show ["GFLOP/J" "TFLOP/J"], example "3 TFLOP/J" {
        operations_per_joule / in_operations_per_joule = 1.0 }
    /// Dollars for each operation.
    PricePerCompute, "a price of compute", [0 0 0 0 1 -1 0], json "USD/(PFLOP/s h)", show ["USD/(PFLOP/s h)"], example "0.2 USD_2025/(PFLOP/s h)" {
        dollars_per_operation / in_dollars_per_operation = 1.0,
        dollars_per_petaflops_hour / in_dollars_per_petaflops_hour = 1.0 / (1e15 * HOUR) }
    /// Bits per second.
    DataRate, "a data rate", [0 0 -1 0 0 0 1], json "Gbit/s", show ["Mbit/s" "Gbit/s" "Tbit/s"], example "10 Tbit/s" {
        bits_per_second / in_bits_per_second = 1.0 }
    /// Bits moved for each operation done.
    DataPerCompute, "data per compute", [0 0 0 0 0 -1 1], json "bit/FLOP", show ["bit/FLOP"], example "1e-6 bit/FLOP" {
        bits_per_operation / in_bits_per_operation = 1.0 }
    /// Bits per second for each watt of chips.
    DataRatePerPower, "a data rate per power", [-1 -2 2 0 0 0 1], json "Gbit/s/kW", show ["Gbit/s/kW"], example "400 Gbit/s/kW" {
        bits_per_joule / in_bits_per_joule = 1.0 }
    /// An angle; stored in radians.
    Angle, "an angle", [0 0 0 0 0 0 0], json "deg", show ["deg"], example "53 deg" {
        radians / in_radians = 1.0, degrees / in_degrees = std::f64::consts::PI / 180.0 }
}
