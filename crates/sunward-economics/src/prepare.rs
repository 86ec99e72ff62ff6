//! What does not vary between draws: skies, routes to orbit, and which number stands where.

use crate::chips::ChipPrice;
use crate::cost::{Cost, MOST_WORKLOADS, PreparedWorkload, levelise};
use crate::datasheet::{Datasheet, Refusal};
use crate::ground::{GroundSky, PreparedGround};
use crate::launch::PreparedVehicle;
use crate::learning::Curve;
use crate::satellite::PreparedSatellite;
use crate::typed::PreparedTyped;
use sunward_model::place::{self, Activity, OrbitKind};
use sunward_model::{Key, Model, OptionName, Satellite, Values};
use sunward_physics::atmosphere::{SolarActivity, density};
use sunward_physics::constants::{EARTH_ALBEDO, EARTH_INFRARED, EARTH_RADIUS};
use sunward_physics::eclipse::{OrbitYear, Sky, survey};
use sunward_physics::heat::{albedo_view_factor, plate_view_factor};
use sunward_physics::insolation;
use sunward_physics::launch::{Route, prepare};
use sunward_physics::orbit::{Inclination, Node, Orbit, circular_speed};
use sunward_physics::spacecraft::SkyView;
use sunward_quantity::elementary::cos;
use sunward_quantity::{Angle, Density, Length, Ratio, Speed, TimeSpan};

/// Why a model cannot be evaluated at all.
#[derive(Debug, Clone, PartialEq)]
pub struct PrepareError {
    /// The entry: `orbit.dawn_dusk`.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for PrepareError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`: {}", self.path, self.reason)
    }
}

impl std::error::Error for PrepareError {}

/// One option, ready to be evaluated.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)]
pub enum PreparedOption {
    /// Satellites.
    Satellite(PreparedSatellite),
    /// A data centre on the ground.
    Ground(PreparedGround),
    /// A study.
    Typed(PreparedTyped),
}

impl PreparedOption {
    /// Fills in its datasheet in `year`, on a blank sheet.
    ///
    /// # Errors
    /// [`Refusal`].
    #[inline]
    pub fn fill(&self, values: &Values, year: i32, sheet: &mut Datasheet) -> Result<(), Refusal> {
        match self {
            Self::Satellite(satellite) => satellite.fill(values, year, sheet),
            Self::Ground(ground) => ground.fill(values, sheet),
            Self::Typed(typed) => typed.fill(values, sheet),
        }
    }
}

/// A model, ready to be evaluated for any values of its numbers.
///
/// The skies and routes were worked out from the numbers in [`Prepared::depends_on`]; change one of them and the
/// model must be prepared anew.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Options, challengers first.
    pub options: Vec<PreparedOption>,
    /// Their names, in the same order.
    pub names: Vec<OptionName>,
    /// Uses of compute.
    pub workloads: Vec<PreparedWorkload>,
    /// The orbits of the satellites, surveyed, by name of the orbit; none for typed-in skies.
    pub surveys: Vec<(String, OrbitYear)>,
    delay_margin: Key<Ratio>,
    depends_on: Vec<usize>,
}

impl Prepared {
    /// Works out skies and routes for the year of the scenario's focus.
    ///
    /// # Errors
    /// Every [`PrepareError`] there is: orbits inside the Earth, sites at no latitude.
    pub fn new(model: &Model) -> Result<Self, Vec<PrepareError>> {
        let mut preparing = Preparing {
            model,
            values: model.register.values(model.scenario.focus),
            errors: Vec::new(),
            surveys: Vec::new(),
            depends_on: Vec::new(),
        };
        let mut options = Vec::new();
        let mut names = Vec::new();
        for name in model.options() {
            if let Some(option) = preparing.option(name) {
                options.push(option);
                names.push(name.clone());
            }
        }
        if model.workloads.len() > MOST_WORKLOADS {
            let reason = format!("at most {MOST_WORKLOADS} uses of compute can be compared at once");
            preparing.errors.push(PrepareError { path: "scenario.workloads".into(), reason });
        }
        if !preparing.errors.is_empty() {
            return Err(preparing.errors);
        }
        let workloads = model
            .workloads
            .iter()
            .map(|w| PreparedWorkload {
                software: w.software,
                utilisation: w.utilisation,
                traffic: w.traffic,
                operations_per_token: w.operations_per_token,
            })
            .collect();
        Ok(Self {
            options,
            names,
            workloads,
            surveys: preparing.surveys,
            delay_margin: model.scenario.delay_margin,
            depends_on: preparing.depends_on,
        })
    }

    /// Slots of the numbers that skies and routes were worked out from.
    pub fn depends_on(&self) -> &[usize] {
        &self.depends_on
    }

    /// The datasheet and cost of option `index` in `year`: the hot path.
    ///
    /// # Errors
    /// [`Refusal`] when the option cannot be had.
    #[inline]
    pub fn evaluate(&self, index: usize, values: &Values, year: i32) -> Result<(Datasheet, Cost), Refusal> {
        let mut sheet = Datasheet::blank();
        let cost = self.cost_with(index, values, year, &mut sheet)?;
        Ok((sheet, cost))
    }

    /// The cost alone.
    ///
    /// # Errors
    /// [`Refusal`] when the option cannot be had.
    #[inline]
    pub fn cost(&self, index: usize, values: &Values, year: i32) -> Result<Cost, Refusal> {
        self.cost_with(index, values, year, &mut Datasheet::blank())
    }

    fn cost_with(&self, index: usize, values: &Values, year: i32, sheet: &mut Datasheet) -> Result<Cost, Refusal> {
        self.options[index].fill(values, year, sheet)?;
        levelise(sheet, values, self.delay_margin, &self.workloads)
    }
}

struct Preparing<'a> {
    model: &'a Model,
    values: Values,
    errors: Vec<PrepareError>,
    surveys: Vec<(String, OrbitYear)>,
    depends_on: Vec<usize>,
}

impl Preparing<'_> {
    fn option(&mut self, name: &OptionName) -> Option<PreparedOption> {
        let model = self.model;
        match name.table.as_str() {
            "satellite" => self.satellite(&model.satellites[&name.entry]).map(PreparedOption::Satellite),
            "ground" => {
                let ground = &model.grounds[&name.entry];
                let site = &model.sites[&ground.site];
                Some(PreparedOption::Ground(PreparedGround {
                    ground: ground.clone(),
                    site: site.clone(),
                    way: model.ways[&ground.way].clone(),
                    centre: model.centres[&ground.centre].clone(),
                    chip: model.chips[&ground.chip].clone(),
                    chip_price: ChipPrice::new(model, &ground.chip),
                    sky: self.ground_sky(site)?,
                }))
            }
            _ => {
                let typed = &model.typed[&name.entry];
                Some(PreparedOption::Typed(PreparedTyped {
                    typed: typed.clone(),
                    chip: model.chips[&typed.chip].clone(),
                    chip_price: ChipPrice::new(model, &typed.chip),
                }))
            }
        }
    }

    fn refuse<T>(&mut self, path: String, reason: impl std::fmt::Display) -> Option<T> {
        self.errors.push(PrepareError { path, reason: reason.to_string() });
        None
    }

    fn read<T: sunward_quantity::Quantity>(&mut self, key: Key<T>) -> T {
        self.depends_on.push(key.slot());
        self.values.get(key)
    }

    fn curve(&self, name: Option<&String>) -> Option<Curve> {
        name.map(|name| Curve::from(&self.model.learnings[name]))
    }

    fn satellite(&mut self, s: &Satellite) -> Option<PreparedSatellite> {
        let model = self.model;
        let place = &model.orbits[&s.orbit];
        let (sky, altitude, inclination) = self.sky(place)?;
        let mut vehicles = Vec::new();
        for (index, name) in s.vehicles.iter().enumerate() {
            let vehicle = &model.vehicles[name];
            let latitude = self.read(vehicle.site_latitude);
            let reference = Route {
                altitude: self.read(vehicle.reference_altitude),
                inclination: self.read(vehicle.reference_inclination),
                latitude,
            };
            match prepare(&reference, &Route { altitude, inclination, latitude }) {
                Ok(extra) => {
                    vehicles.push(PreparedVehicle::new(index, vehicle, extra, self.curve(vehicle.learning.as_ref())))
                }
                Err(reason) => {
                    return self.refuse(format!("vehicle.{name}"), format!("{reason} (to `orbit.{}`)", place.name));
                }
            }
        }
        Some(PreparedSatellite::new(
            s.clone(),
            model.chips[&s.chip].clone(),
            ChipPrice::new(model, &s.chip),
            model.cells[&s.cell].clone(),
            model.batteries[&s.battery].clone(),
            model.radiators[&s.radiator].clone(),
            model.buses[&s.bus].clone(),
            model.links[&s.link].clone(),
            sky,
            vehicles,
            self.curve(s.learning.as_ref()),
        ))
    }

    /// The sky of an orbit, its altitude and its inclination.
    fn sky(&mut self, place: &place::Orbit) -> Option<(SkyView, Length, Angle)> {
        let path = format!("orbit.{}", place.name);
        let altitude = self.read(place.altitude);
        let local_time = self.read(place.local_time);
        self.depends_on.extend(place.inclination.slot());
        let wanted = match self.values.get_optional(place.inclination) {
            Some(angle) => Inclination::Of(angle),
            None => Inclination::SunSynchronous,
        };
        let orbit = match Orbit::circular(altitude, wanted, Node::LocalTime(local_time.in_hours())) {
            Ok(orbit) => orbit,
            Err(reason) => return self.refuse(path, reason),
        };
        // Worst case for a radiator: the day on which the Sun stands highest over the ground below.
        let mut highest_sun = 0.0;
        let sky = match place.kind {
            OrbitKind::Circular => {
                let known = self.surveys.iter().find(|row| row.0 == place.name);
                let year = match known {
                    Some((_, year)) => year,
                    None => {
                        self.surveys.push((place.name.clone(), survey(&orbit, self.model.scenario.focus)));
                        &self.surveys[self.surveys.len() - 1].1
                    }
                };
                let least = year.days.iter().map(|day| day.beta.abs().in_radians()).fold(f64::INFINITY, f64::min);
                highest_sun = cos(least).max(0.0);
                Sky::of(year)
            }
            OrbitKind::Typed => {
                self.depends_on.extend([place.sunlit.slot(), place.longest_eclipse.slot()].into_iter().flatten());
                let sunlit = self.values.get_optional(place.sunlit).map_or(1.0, |share| share.value());
                let longest = self.values.get_optional(place.longest_eclipse).unwrap_or(TimeSpan::ZERO);
                match Sky::typed_in(sunlit, longest) {
                    Ok(sky) => sky,
                    Err(reason) => return self.refuse(path, reason),
                }
            }
        };
        let activity = match place.activity {
            Activity::Low => SolarActivity::Low,
            Activity::Mean => SolarActivity::Mean,
            Activity::High => SolarActivity::High,
        };
        // Above the table the air is too thin to matter; below it an orbit has been refused.
        let air = match density(altitude, activity) {
            Ok(air) => air,
            Err(reason) if altitude < Length::kilometres(1000.0) => return self.refuse(path, reason),
            Err(_) => Density::ZERO,
        };
        let edge = Angle::degrees(90.0);
        let view = SkyView {
            sunlit_fraction: sky.sunlit_fraction,
            longest_eclipse: sky.longest_eclipse,
            period: sky.period,
            eclipses_per_year: sky.eclipses_per_year,
            mean_flux: sky.mean_flux,
            least_flux: sky.least_flux,
            greatest_flux: sky.greatest_flux,
            altitude,
            corners: sky.power_corners,
            corner_count: sky.corner_count,
            earth_view_edge: plate_view_factor(altitude, edge, EARTH_RADIUS),
            albedo_view_edge: albedo_view_factor(altitude, highest_sun, EARTH_RADIUS),
            infrared: EARTH_INFRARED,
            albedo: EARTH_ALBEDO,
            density: air,
            speed: circular_orbit_speed(altitude),
        };
        Some((view, altitude, orbit.inclination()))
    }

    fn ground_sky(&mut self, site: &place::Site) -> Option<GroundSky> {
        let latitude = self.read(site.latitude);
        // Panels are tilted to the latitude, as fixed panels are.
        let darkest = insolation::darkest_month(latitude, latitude.abs());
        let winter_solstice = if latitude.in_degrees() >= 0.0 { 355 } else { 172 };
        match (darkest, insolation::day_length(latitude, winter_solstice)) {
            (Ok(darkest_month), Ok(shortest_day)) => {
                Some(GroundSky { darkest_month, longest_night: TimeSpan::days(1.0) - shortest_day })
            }
            (Err(reason), _) | (_, Err(reason)) => self.refuse(format!("site.{}", site.name), reason),
        }
    }
}

fn circular_orbit_speed(altitude: Length) -> Speed {
    circular_speed(EARTH_RADIUS + altitude)
}
