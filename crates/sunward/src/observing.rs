//! Published files to a user's own observations, and catalogues of satellites beside the model's air.

use crate::tracking::day;
use sunward_physics::atmosphere::{SolarActivity, decay_time};
use sunward_quantity::{AreaPerMass, Kind, Length, Quantity, ReadError};
use sunward_results::Results;
use sunward_results::catalogue::{Assumed, Catalogue, Catalogues};
use sunward_tracking::catalogue::{
    Assumptions, Propagated, between, drag_sinking_per_day, median_sinking, propagated, survey,
};
use sunward_tracking::date::{Day, Moment};
use sunward_tracking::elements::{self, ElementSet, newest};
use sunward_tracking::format::Format;
use sunward_tracking::observations::{self, Given, NothingAdded, Observing};
use sunward_tracking::observed::Observed;
use sunward_tracking::points::Said;
use sunward_tracking::shells::{self, STARLINK};

/// How far an orbit may move in a day and count as held: a few times what fits of satellites that thrust all the time scatter by.
const STILL: Length = Length::metres(25.0);

/// What rates of satellites are held against where nobody says otherwise: drag coefficient times area by mass.
pub const USUAL_DRAG: &str = "0.02 m2/kg";

/// What is asked, as it was written.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// From when the files could be known: `2026`, `2026-05` or `2026-05-31`.
    pub known: &'a str,
    /// Drag coefficient times area by mass that rates of satellites are held against: `0.02 m2/kg`.
    pub drag: &'a str,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The day from which the files could be known.
    pub known: Day,
    /// What rates of satellites are held against.
    pub assumptions: Assumptions,
}

/// A word that cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub enum WordError {
    /// `--known` is no date.
    Known(String),
    /// `--drag` is no area by mass.
    Drag(ReadError),
    /// `--drag` is zero or less.
    NoDrag(AreaPerMass),
}

impl std::fmt::Display for WordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(text) => write!(f, "--known {text}"),
            Self::Drag(error) => write!(f, "--drag: {error}; {}", error.remedy(Kind::AreaPerMass)),
            Self::NoDrag(given) => write!(f, "--drag: {given} is not above zero; write it like `0.02 m2/kg`"),
        }
    }
}

impl std::error::Error for WordError {}

impl Words<'_> {
    /// Reads them.
    ///
    /// # Errors
    /// [`WordError`], with the remedy.
    pub fn read(&self) -> Result<Asked, WordError> {
        let known = day(self.known).map_err(|why| WordError::Known(format!("is wrong: {why}")))?;
        Ok(Asked { known, assumptions: assuming(self.drag)? })
    }
}

/// What rates of satellites are held against, as it was written, with what counts as held.
///
/// # Errors
/// [`WordError`], with the remedy.
pub fn assuming(drag: &str) -> Result<Assumptions, WordError> {
    let drag = sunward_quantity::read(Kind::AreaPerMass, drag).map_err(WordError::Drag)?;
    let drag = AreaPerMass::from_si(drag);
    if !(drag > AreaPerMass::ZERO && drag.is_finite()) {
        return Err(WordError::NoDrag(drag));
    }
    Ok(Assumptions { drag, still: STILL })
}

/// What files say, and the satellites of the catalogues among them.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Each file by its name.
    pub said: Vec<(String, Said)>,
    /// The catalogues, counted.
    pub catalogues: Catalogues,
    /// The newest set of each satellite, by catalogue.
    sets: Vec<Vec<ElementSet>>,
}

impl Heard {
    /// Brings all satellites of each catalogue to noon of its day; one after the other, so that who asks may look at the clock.
    pub fn propagated(&self) -> impl Iterator<Item = Propagated> {
        self.catalogues.all.iter().zip(&self.sets).map(|(catalogue, sets)| {
            let sets: Vec<&ElementSet> = sets.iter().collect();
            propagated(&sets, Moment { day: catalogue.survey.day, seconds: 43_200.0 })
        })
    }
}

/// Reads what files say about what is observed, and surveys catalogues among them.
///
/// # Errors
/// [`NothingAdded`] with every file that cannot be read.
pub fn read(files: &[Given<'_>], asked: &Asked) -> Result<Heard, NothingAdded> {
    let said = observations::read(files, asked.known, &Observed::shipped())?;
    Ok(heard(files, said, asked.assumptions))
}

/// Surveys the catalogues among files whose words are known, in the same order.
pub fn heard(files: &[Given<'_>], said: Vec<(String, Said)>, assumptions: Assumptions) -> Heard {
    let mut catalogues = Catalogues { assumptions, all: Vec::new(), between: None, assumed: Vec::new() };
    let mut sets: Vec<Vec<ElementSet>> = Vec::new();
    for (file, (name, said)) in files.iter().zip(&said) {
        let (Format::Elements(_), Ok(rows)) = (said.format, elements::read(file.bytes)) else { continue };
        let newest: Vec<&ElementSet> = newest(&rows.rows).into_values().collect();
        if let Some(survey) = survey(&newest, "STARLINK-", STARLINK, &assumptions) {
            catalogues.all.push(Catalogue { file: name.clone(), survey });
            sets.push(newest.into_iter().cloned().collect());
        }
    }
    // The two that lie farthest apart say most about what became of the satellites.
    let by_day = |index: &usize| catalogues.all[*index].survey.day;
    let places = 0..catalogues.all.len();
    if let (Some(first), Some(last)) = (places.clone().min_by_key(by_day), places.max_by_key(by_day)) {
        let (earlier, later): (Vec<&ElementSet>, Vec<&ElementSet>) =
            (sets[first].iter().collect(), sets[last].iter().collect());
        catalogues.between = between(&earlier, &later, "STARLINK-", STARLINK, STILL);
    }
    Heard { said, catalogues, sets }
}

impl Heard {
    /// Sets the satellites of a scenario, as they are in its focus year, beside the latest catalogue.
    pub fn beside(&mut self, results: &Results) {
        let model = &results.model;
        let year = model.scenario.focus;
        let values = model.register.values(year);
        let latest = (0..self.sets.len()).max_by_key(|index| self.catalogues.all[*index].survey.day);
        let flying = latest.map_or(&[][..], |index| &self.sets[index]);
        let place = results.costs.years.iter().position(|of| *of == year);
        for (name, satellite) in &model.satellites {
            let path = format!("satellite.{name}");
            let series = results.costs.series.iter().find(|series| series.name.to_string() == path);
            let sheet = series.zip(place).and_then(|(series, place)| series.years.get(place)?.as_ref().ok());
            let (Some((sheet, _)), Some(orbit), Some(bus)) =
                (sheet, model.orbits.get(&satellite.orbit), model.buses.get(&satellite.bus))
            else {
                continue;
            };
            let Some(sized) = &sheet.sized else { continue };
            // As the design itself counts its drag: array and radiator, of which the bus turns a share into the wind.
            let faces =
                (sized.array_area + sized.radiator_area).in_square_metres() * values.get(bus.frontal_share).in_si();
            let drag = AreaPerMass::square_metres_per_kilogram(
                values.get(bus.drag_coefficient).in_si() * faces / sheet.mass.in_kilograms(),
            );
            let altitude: Length = values.get(orbit.altitude);
            let at = |activity| drag_sinking_per_day(altitude, drag, activity).ok();
            let down = |activity| decay_time(altitude, drag, activity).ok();
            let near = Length::kilometres(25.0);
            let neighbours: Vec<&ElementSet> = flying
                .iter()
                .filter(|set| shells::altitude(set) > altitude - near && shells::altitude(set) < altitude + near)
                .collect();
            self.catalogues.assumed.push(Assumed {
                path,
                year,
                altitude,
                drag,
                sinking: all_three(SolarActivity::ALL.map(at)),
                fall: all_three(SolarActivity::ALL.map(down)),
                life: values.get(satellite.life),
                failure: values.get(satellite.failure).in_per_year(),
                neighbours: neighbours.len(),
                neighbours_sinking: median_sinking(&neighbours),
            });
        }
    }
}

fn all_three<T>(three: [Option<T>; 3]) -> Option<[T; 3]> {
    match three {
        [Some(low), Some(mean), Some(high)] => Some([low, mean, high]),
        _ => None,
    }
}

/// Adds what files say to a file of observations.
///
/// # Errors
/// [`NothingAdded`] if the file of observations cannot be read or added to.
pub fn add(said: Vec<(String, Said)>, own: &Given<'_>) -> Result<Observing, NothingAdded> {
    observations::add(said, own, &Observed::shipped())
}
