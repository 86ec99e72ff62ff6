//! Results that can be asked for by name: `ratio.compute`, `challenger.capital.launch`.

use crate::cost::Cost;
use crate::datasheet::{Datasheet, Part};
use sunward_physics::spacecraft::Sized;
use sunward_quantity::{Kind, Quantity};

/// Whose result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The option whose cost is asked about.
    Challenger,
    /// The option it is compared with.
    Incumbent,
    /// The challenger's over the incumbent's.
    Ratio,
}

/// What of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Levelised cost of an operation delivered.
    Compute,
    /// Levelised cost of IT energy delivered.
    ItEnergy,
    /// Levelised cost of an hour of one chip, sold.
    ChipHour,
    /// Levelised cost of a million tokens.
    MillionTokens,
    /// Everything bought at the start, by IT power.
    Capital,
    /// The same without chips and servers.
    Infrastructure,
    /// What is launched, by IT power.
    Mass,
    /// Mean power of the chips over the year while in service, as a share of their power.
    Power,
    /// Ionising dose of the chips by time.
    Dose,
    /// Data to users and stores on the ground, by IT power.
    Downlink,
    /// Of one satellite's array when new, at the temperature of the day that sizes it.
    ArrayPower,
    /// The same by the area of its panels.
    ArrayFlux,
    /// Of the cells on that day.
    CellTemperature,
    /// That one satellite sheds, at its greatest.
    Heat,
    /// Heat shed by each square metre of panel, both faces.
    RadiatorFlux,
    /// Of the panel.
    RadiatorTemperature,
    /// Mass of one part, by IT power.
    MassOf(Part),
    /// Area of one part of one satellite.
    AreaOf(Part),
    /// One part of what is bought at the start, by IT power.
    CapitalOf(Part),
    /// One part of the levelised cost, by IT power and time.
    CostOf(Part),
}

impl Measure {
    /// Its name.
    pub fn name(self) -> String {
        match self {
            Self::Compute => "compute".into(),
            Self::ItEnergy => "it_energy".into(),
            Self::ChipHour => "chip_hour".into(),
            Self::MillionTokens => "million_tokens".into(),
            Self::Capital => "capital".into(),
            Self::Infrastructure => "infrastructure".into(),
            Self::Mass => "mass".into(),
            Self::Power => "power".into(),
            Self::Dose => "dose".into(),
            Self::Downlink => "downlink".into(),
            Self::ArrayPower => "array_power".into(),
            Self::ArrayFlux => "array_flux".into(),
            Self::CellTemperature => "cell_temperature".into(),
            Self::Heat => "heat".into(),
            Self::RadiatorFlux => "radiator_flux".into(),
            Self::RadiatorTemperature => "radiator_temperature".into(),
            Self::MassOf(part) => format!("mass.{}", part.key()),
            Self::AreaOf(part) => format!("area.{}", part.key()),
            Self::CapitalOf(part) => format!("capital.{}", part.key()),
            Self::CostOf(part) => format!("cost.{}", part.key()),
        }
    }

    /// What it measures.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Compute => Kind::PricePerCompute,
            Self::ItEnergy | Self::CostOf(_) => Kind::PricePerEnergy,
            Self::ChipHour | Self::MillionTokens => Kind::Money,
            Self::Capital | Self::Infrastructure | Self::CapitalOf(_) => Kind::PricePerPower,
            Self::Mass | Self::MassOf(_) => Kind::SpecificMass,
            Self::Power => Kind::Ratio,
            Self::Dose => Kind::DoseRate,
            Self::Downlink => Kind::DataRatePerPower,
            Self::ArrayPower | Self::Heat => Kind::Power,
            Self::ArrayFlux | Self::RadiatorFlux => Kind::Flux,
            Self::CellTemperature | Self::RadiatorTemperature => Kind::Temperature,
            Self::AreaOf(_) => Kind::Area,
        }
    }

    /// For one option and one use of compute, in SI; undefined where the option has no such thing.
    pub fn of(self, sheet: &Datasheet, cost: &Cost, workload: usize) -> f64 {
        let use_of = &cost.workloads[workload];
        let chips = sheet.capital[Part::Chips as usize].price + sheet.capital[Part::Servers as usize].price;
        let closed = |of: fn(&Sized) -> f64| sheet.sized.as_ref().map_or(f64::NAN, of);
        match self {
            Self::Compute => use_of.compute.in_si(),
            Self::ItEnergy => cost.it_energy.in_si(),
            Self::ChipHour => use_of.chip_hour.in_si(),
            Self::MillionTokens => use_of.million_tokens.in_si(),
            Self::Capital => (sheet.capital_price() / sheet.it_power).in_si(),
            Self::Infrastructure => ((sheet.capital_price() - chips) / sheet.it_power).in_si(),
            Self::Mass => (sheet.mass / sheet.it_power).in_si(),
            Self::Power => sheet.power,
            Self::Dose => sheet.dose.in_si(),
            Self::Downlink => sheet.network.downlink.in_si(),
            Self::ArrayPower => closed(|sized| sized.array_power_bol.in_si()),
            Self::ArrayFlux => closed(|sized| sized.array_power_bol.in_si() / sized.array_area.in_si()),
            Self::CellTemperature => closed(|sized| sized.cell_temperature.in_si()),
            Self::Heat => closed(|sized| sized.heat.in_si()),
            Self::RadiatorFlux => closed(|sized| sized.radiator_flux_per_panel.in_si()),
            Self::RadiatorTemperature => closed(|sized| sized.radiator_temperature.in_si()),
            Self::MassOf(part) => (sheet.capital[part as usize].mass / sheet.it_power).in_si(),
            Self::AreaOf(part) => sheet.capital[part as usize].area.in_si(),
            Self::CapitalOf(part) => (sheet.capital[part as usize].price / sheet.it_power).in_si(),
            Self::CostOf(part) => cost.by_part[part as usize].in_si() / sheet.it_power.in_si(),
        }
    }
}

/// A result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Whose.
    pub side: Side,
    /// What.
    pub measure: Measure,
}

/// The measures that are no part.
const WHOLE: [Measure; 16] = [
    Measure::Compute,
    Measure::ItEnergy,
    Measure::ChipHour,
    Measure::MillionTokens,
    Measure::Capital,
    Measure::Infrastructure,
    Measure::Mass,
    Measure::Power,
    Measure::Dose,
    Measure::Downlink,
    Measure::ArrayPower,
    Measure::ArrayFlux,
    Measure::CellTemperature,
    Measure::Heat,
    Measure::RadiatorFlux,
    Measure::RadiatorTemperature,
];

impl Outcome {
    /// Cost of compute, challenger over incumbent.
    pub const RATIO: Self = Self { side: Side::Ratio, measure: Measure::Compute };

    /// Reads `ratio.compute`, `challenger.capital.launch`; `ratio` alone means `ratio.compute`.
    ///
    /// # Errors
    /// What there is instead.
    pub fn read(text: &str) -> Result<Self, String> {
        let (side, measure) = text.split_once('.').unwrap_or((text, "compute"));
        let side = match side {
            "challenger" => Side::Challenger,
            "incumbent" => Side::Incumbent,
            "ratio" => Side::Ratio,
            _ => return Err(format!("`{text}` is no outcome; it starts with `challenger`, `incumbent` or `ratio`")),
        };
        let part = |key: &str| Part::ALL.iter().copied().find(|part| part.key() == key);
        let found = match measure.split_once('.') {
            None => WHOLE.into_iter().find(|whole| whole.name() == measure),
            Some(("capital", key)) => part(key).map(Measure::CapitalOf),
            Some(("cost", key)) => part(key).map(Measure::CostOf),
            Some(("mass", key)) => part(key).map(Measure::MassOf),
            Some(("area", key)) => part(key).map(Measure::AreaOf),
            Some(_) => None,
        };
        match found {
            Some(measure) => Ok(Self { side, measure }),
            None => {
                let whole: Vec<String> = WHOLE.iter().map(|whole| format!("`{}`", whole.name())).collect();
                let parts: Vec<&str> = Part::ALL.iter().map(|part| part.key()).collect();
                Err(format!(
                    "`{measure}` of `{text}` is no measure; there are {}, and `capital.PART`, `cost.PART`, `mass.PART` and `area.PART` with {}",
                    whole.join(", "),
                    parts.join(", ")
                ))
            }
        }
    }

    /// As it is read.
    pub fn name(self) -> String {
        let side = match self.side {
            Side::Challenger => "challenger",
            Side::Incumbent => "incumbent",
            Side::Ratio => "ratio",
        };
        format!("{side}.{}", self.measure.name())
    }

    /// What it measures.
    pub const fn kind(self) -> Kind {
        match self.side {
            Side::Challenger | Side::Incumbent => self.measure.kind(),
            Side::Ratio => Kind::Ratio,
        }
    }

    /// Its value for a pair of options, each with the index of the use of compute, in SI.
    pub fn of(self, challenger: (&Datasheet, &Cost, usize), incumbent: (&Datasheet, &Cost, usize)) -> f64 {
        let value = |side: (&Datasheet, &Cost, usize)| self.measure.of(side.0, side.1, side.2);
        match self.side {
            Side::Challenger => value(challenger),
            Side::Incumbent => value(incumbent),
            Side::Ratio => value(challenger) / value(incumbent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_read_as_it_is_named() {
        let parts = Part::ALL.iter().flat_map(|part| {
            [Measure::CapitalOf(*part), Measure::CostOf(*part), Measure::MassOf(*part), Measure::AreaOf(*part)]
        });
        for measure in WHOLE.into_iter().chain(parts) {
            for side in [Side::Challenger, Side::Incumbent, Side::Ratio] {
                let outcome = Outcome { side, measure };
                assert_eq!(Outcome::read(&outcome.name()), Ok(outcome));
            }
        }
        assert_eq!(Outcome::read("ratio").unwrap().name(), "ratio.compute");
    }

    #[test]
    fn what_is_no_outcome_is_told_what_is() {
        for (text, wanted) in [
            ("orbit.compute", "`challenger`"),
            ("ratio.speed", "`it_energy`"),
            ("ratio.capital.wings", "radiator"),
            ("ratio.speed.launch", "`capital.PART`"),
        ] {
            let error = Outcome::read(text).unwrap_err();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
