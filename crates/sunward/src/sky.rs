//! One orbit over one year, without a scenario.

use sunward_physics::atmosphere::{SolarActivity, decay_time, density, yearly_drag_makeup};
use sunward_physics::eclipse::{OrbitYear, survey};
use sunward_physics::orbit::{Inclination, Node, Orbit, OrbitError};
use sunward_physics::radiation::dose_rate;
use sunward_quantity::{Angle, AreaPerMass, Density, DoseRate, Kind, Length, Quantity, ReadError, Speed, TimeSpan};

/// What a user asks about an orbit, as text.
#[derive(Debug, Clone, PartialEq)]
pub struct OrbitQuestion {
    /// `650 km`.
    pub altitude: String,
    /// `39000 km` for an elliptic orbit; else it is circular.
    pub apogee: Option<String>,
    /// `sun-synchronous` or an angle.
    pub inclination: String,
    /// `06:00` or `6 h`.
    pub local_time: Option<String>,
    /// `120 deg`, on 1 January.
    pub node: Option<String>,
    /// `270 deg`.
    pub argument_of_perigee: Option<String>,
    /// The year.
    pub year: i32,
    /// Drag area and coefficient over mass: `0.02 m2/kg`.
    pub drag: String,
    /// Aluminium around the chips: `5 mm`.
    pub shielding: String,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct OrbitAnswer {
    /// The orbit.
    pub orbit: Orbit,
    /// Sun and shadow, day by day.
    pub year: OrbitYear,
    /// Solar activity low, mean and high: air, drag to make up in a year, time until it falls to 300 km.
    pub drag: [DragRow; 3],
    /// Dose behind the shielding at low and high solar activity, where the table reaches.
    pub dose: Option<[DoseRate; 2]>,
    /// Why there is no dose.
    pub no_dose: Option<String>,
}

/// Drag at one activity of the Sun.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DragRow {
    /// How active.
    pub activity: &'static str,
    /// Air at the lowest point.
    pub density: Option<Density>,
    /// Speed to make up in a year.
    pub makeup: Option<Speed>,
    /// Time until a dead satellite has fallen to 300 km.
    pub decay: Option<TimeSpan>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum OrbitQuestionError {
    /// A text is not the quantity wanted: which option, and why.
    Unreadable(&'static str, Kind, ReadError),
    /// A local time that is none.
    LocalTime(String),
    /// A year that is none.
    Year(i32),
    /// The orbit cannot be.
    Orbit(OrbitError),
}

impl std::fmt::Display for OrbitQuestionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(option, kind, error) => write!(f, "--{option}: {error}; {}", error.remedy(*kind)),
            Self::LocalTime(text) => write!(f, "--local-time: `{text}` is not a time of day; write it like `06:00`"),
            Self::Year(year) => write!(f, "--year: {year} is outside 1950 to 2200"),
            Self::Orbit(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for OrbitQuestionError {}

fn read<T: Quantity>(option: &'static str, text: &str) -> Result<T, OrbitQuestionError> {
    sunward_quantity::read(T::KIND, text)
        .map(T::from_si)
        .map_err(|error| OrbitQuestionError::Unreadable(option, T::KIND, error))
}

/// `06:00`, `6:30`, `6 h` → hours.
fn time_of_day(text: &str) -> Option<f64> {
    let hours = match text.split_once(':') {
        Some((hours, minutes)) => {
            let (hours, minutes): (u32, u32) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
            if minutes >= 60 {
                return None;
            }
            f64::from(hours) + f64::from(minutes) / 60.0
        }
        None => TimeSpan::from_si(sunward_quantity::read(Kind::TimeSpan, text).ok()?).in_hours(),
    };
    (0.0..=24.0).contains(&hours).then_some(hours)
}

/// Surveys one orbit over one year.
///
/// # Errors
/// [`OrbitQuestionError`].
pub fn orbit(question: &OrbitQuestion) -> Result<OrbitAnswer, OrbitQuestionError> {
    if !(1950..=2200).contains(&question.year) {
        return Err(OrbitQuestionError::Year(question.year));
    }
    let altitude: Length = read("altitude", &question.altitude)?;
    let apogee: Length = question.apogee.as_deref().map_or(Ok(altitude), |text| read("apogee", text))?;
    let inclination = match question.inclination.trim() {
        "sun-synchronous" => Inclination::SunSynchronous,
        text => Inclination::Of(read("inclination", text)?),
    };
    let node = match (&question.local_time, &question.node) {
        (_, Some(text)) => Node::RightAscension(read("node", text)?),
        (Some(text), None) => {
            Node::LocalTime(time_of_day(text).ok_or_else(|| OrbitQuestionError::LocalTime(text.clone()))?)
        }
        (None, None) => Node::LocalTime(6.0),
    };
    let perigee: Angle =
        question.argument_of_perigee.as_deref().map_or(Ok(Angle::ZERO), |text| read("argument-of-perigee", text))?;
    let drag_area: AreaPerMass = read("drag", &question.drag)?;
    let shielding: Length = read("shielding", &question.shielding)?;
    let orbit = Orbit::elliptic(altitude, apogee, inclination, node, perigee).map_err(OrbitQuestionError::Orbit)?;
    let year = survey(&orbit, question.year);
    let drag = [("low", SolarActivity::Low), ("mean", SolarActivity::Mean), ("high", SolarActivity::High)].map(
        |(name, activity)| {
            // The air of a circular orbit; an elliptic one meets it only near its lowest point.
            let round = apogee == altitude;
            // Beyond the table the air is too thin to speak of.
            if altitude > Length::kilometres(2000.0) {
                return DragRow { activity: name, density: None, makeup: None, decay: None };
            }
            DragRow {
                activity: name,
                density: density(altitude, activity).ok(),
                makeup: if round { yearly_drag_makeup(altitude, drag_area, activity).ok() } else { None },
                decay: if round { decay_time(altitude, drag_area, activity).ok() } else { None },
            }
        },
    );
    let at = |activity| dose_rate(altitude, year.inclination, shielding, activity);
    let (dose, no_dose) = if apogee == altitude {
        match (at(SolarActivity::Low), at(SolarActivity::High)) {
            (Ok(low), Ok(high)) => (Some([low, high]), None),
            (Err(why), _) | (_, Err(why)) => (None, Some(why.to_string())),
        }
    } else {
        (None, Some("the table of doses is for circular orbits".into()))
    };
    Ok(OrbitAnswer { orbit, year, drag, dose, no_dose })
}
