//! What does not vary between draws: skies, routes to orbit, and which number stands where.

use crate::chips::ChipPrice;
use crate::cost::{Common, Cost, MOST_WORKLOADS, PreparedTerms, Terms, levelise_into};
use crate::datasheet::{Datasheet, Refusal};
use crate::ground::PreparedGround;
use crate::launch::PreparedVehicle;
use crate::learning::Curve;
use crate::network::PreparedLink;
use crate::radiation::PreparedDose;
use crate::satellite::PreparedSatellite;
use crate::typed::PreparedTyped;
use sunward_model::network::DownlinkKind;
use sunward_model::place::{self, Activity, OrbitKind};
use sunward_model::technology::{Way, WayKind};
use sunward_model::{Key, Model, OptionName, Satellite, Shaped, Values};
use sunward_physics::atmosphere::{SolarActivity, density, deorbit_burn};
use sunward_physics::constants::{EARTH_ALBEDO, EARTH_INFRARED, EARTH_RADIUS};
use sunward_physics::downlink::contact_share;
use sunward_physics::eclipse::{OrbitYear, Sky, survey};
use sunward_physics::heat::{albedo_view_factor, plate_view_factor};
use sunward_physics::launch::{Route, prepare};
use sunward_physics::orbit::{Inclination, Node, Orbit, circular_speed};
use sunward_physics::solar_storage::Frontier;
use sunward_physics::solar_year::{self, ClimateError, SolarYear, typical_year};
use sunward_physics::spacecraft::SkyView;
use sunward_quantity::elementary::cos;
use sunward_quantity::{Angle, Density, Length, Speed, TimeSpan};

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
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
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
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Prepared {
    /// Options, challengers first.
    pub options: Vec<PreparedOption>,
    /// Their names, in the same order.
    pub names: Vec<OptionName>,
    /// Uses of compute, and how money is counted.
    pub terms: PreparedTerms,
    /// The orbits of the satellites, surveyed, by name of the orbit; none for typed-in skies.
    #[serde(skip)]
    pub surveys: Vec<(String, OrbitYear)>,
    /// Sunlight of the sites that live on it.
    #[serde(skip)]
    pub suns: Vec<Sun>,
    depends_on: Vec<usize>,
}

impl Prepared {
    /// Works out skies and routes for the year of the scenario's focus.
    ///
    /// # Errors
    /// Every [`PrepareError`] there is: orbits inside the Earth, sites beyond the poles or brighter than any sky.
    pub fn new(model: &Model) -> Result<Self, Vec<PrepareError>> {
        Self::of(model, &model.options())
    }

    /// The same for some options only, compared or not.
    ///
    /// # Errors
    /// Every [`PrepareError`] there is.
    ///
    /// # Panics
    /// If the model does not hold one of them.
    pub fn of(model: &Model, wanted: &[&OptionName]) -> Result<Self, Vec<PrepareError>> {
        Self::beside(model, wanted, None)
    }

    /// The same for all options, of a model that differs from this one's in numbers only: `values` are those of the focus year that this
    /// was worked out from. Sunlight of sites, which takes longest, is taken over where it rests on the same numbers.
    ///
    /// # Errors
    /// Every [`PrepareError`] there is.
    pub(crate) fn anew(&self, values: &Values, model: &Model) -> Result<Self, Vec<PrepareError>> {
        Self::beside(model, &model.options(), Some((self, values)))
    }

    fn beside(
        model: &Model,
        wanted: &[&OptionName],
        before: Option<(&Self, &Values)>,
    ) -> Result<Self, Vec<PrepareError>> {
        let mut preparing = Preparing {
            model,
            before,
            values: model.register.values(model.scenario.focus),
            errors: Vec::new(),
            surveys: Vec::new(),
            suns: Vec::new(),
            depends_on: Vec::new(),
        };
        let mut options = Vec::new();
        let mut names = Vec::new();
        for &name in wanted {
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
        Ok(Self {
            options,
            names,
            terms: PreparedTerms::new(model),
            surveys: preparing.surveys,
            suns: preparing.suns,
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
        let (mut sheet, mut cost) = (Datasheet::blank(), Cost::blank());
        self.fill(index, values, year, &mut sheet, &mut cost)?;
        Ok((sheet, cost))
    }

    /// The cost alone.
    ///
    /// # Errors
    /// [`Refusal`] when the option cannot be had.
    #[inline]
    pub fn cost(&self, index: usize, values: &Values, year: i32) -> Result<Cost, Refusal> {
        let mut cost = Cost::blank();
        self.fill(index, values, year, &mut Datasheet::blank(), &mut cost)?;
        Ok(cost)
    }

    /// [`evaluate`](Self::evaluate) into a sheet and a cost that are already there, for those who ask millions of times:
    /// nothing is copied. What stood in them is gone, also where the option is refused.
    ///
    /// # Errors
    /// [`Refusal`] when the option cannot be had.
    #[inline]
    pub fn evaluate_into(
        &self,
        index: usize,
        values: &Values,
        year: i32,
        sheet: &mut Datasheet,
        cost: &mut Cost,
    ) -> Result<(), Refusal> {
        *sheet = Datasheet::blank();
        *cost = Cost::blank();
        self.fill(index, values, year, sheet, cost)
    }

    /// Several options in one year, one after the other in the same sheet and cost; by what they are measured is read once,
    /// and what they have in common is worked out once. Each is told
    /// with its index, and with its cost where it can be had.
    #[inline]
    pub fn evaluate_each(
        &self,
        indices: &[usize],
        values: &Values,
        year: i32,
        room: (&mut Datasheet, &mut Cost),
        each: impl FnMut(usize, Result<&Cost, Refusal>),
    ) {
        self.evaluate_by(&self.terms, indices, values, year, room, each);
    }

    /// The same, measured by other terms of the same model: by some of its uses of compute only.
    #[inline]
    pub fn evaluate_by(
        &self,
        terms: &PreparedTerms,
        indices: &[usize],
        values: &Values,
        year: i32,
        (sheet, cost): (&mut Datasheet, &mut Cost),
        mut each: impl FnMut(usize, Result<&Cost, Refusal>),
    ) {
        let mut read = Terms::default();
        terms.read_into(values, &mut read);
        let mut common = Common::default();
        for &index in indices {
            *sheet = Datasheet::blank();
            *cost = Cost::blank();
            let done = self.options[index]
                .fill(values, year, sheet)
                .and_then(|()| levelise_into(sheet, &read, &mut common, cost));
            each(index, done.map(|()| &*cost));
        }
    }

    fn fill(
        &self,
        index: usize,
        values: &Values,
        year: i32,
        sheet: &mut Datasheet,
        cost: &mut Cost,
    ) -> Result<(), Refusal> {
        self.options[index].fill(values, year, sheet)?;
        let mut terms = Terms::default();
        self.terms.read_into(values, &mut terms);
        levelise_into(sheet, &terms, &mut Common::default(), cost)
    }
}

struct Preparing<'a> {
    model: &'a Model,
    /// What was worked out from other numbers, and these.
    before: Option<(&'a Prepared, &'a Values)>,
    values: Values,
    errors: Vec<PrepareError>,
    surveys: Vec<(String, OrbitYear)>,
    suns: Vec<Sun>,
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
                let way = &model.ways[&ground.way];
                let sun = match way.kind {
                    WayKind::Solar => Some(Box::new(self.sun(site, way)?)),
                    WayKind::Grid | WayKind::Fuel => None,
                };
                Some(PreparedOption::Ground(PreparedGround {
                    ground: ground.clone(),
                    site: site.clone(),
                    way: way.clone(),
                    centre: model.centres[&ground.centre].clone(),
                    chip: model.chips[&ground.chip].clone(),
                    chip_price: ChipPrice::new(model, &ground.chip),
                    sun,
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

    fn satellite(&mut self, s: &Satellite) -> Option<PreparedSatellite> {
        let model = self.model;
        let place = &model.orbits[&s.orbit];
        let (sky, altitude, inclination) = self.sky(place)?;
        let dose = match PreparedDose::new(place, &self.values, altitude, inclination, activity(place)) {
            Ok(dose) => dose,
            Err(reason) => {
                let remedy = format!("{reason}; type one in as `dose_rate`");
                return self.refuse(format!("orbit.{}", place.name), remedy);
            }
        };
        let deorbit = match deorbit_burn(altitude) {
            Ok(speed) => speed,
            Err(reason) => return self.refuse(format!("orbit.{}", place.name), reason),
        };
        for name in &s.vehicles {
            let vehicle = &model.vehicles[name];
            self.depends_on.extend([
                vehicle.site_latitude.slot(),
                vehicle.reference_altitude.slot(),
                vehicle.reference_inclination.slot(),
            ]);
        }
        let link = self.link(s, altitude, inclination)?;
        let vehicles = match rides_to(model, &self.values, &s.vehicles, altitude, inclination, 0) {
            Ok(vehicles) => vehicles,
            Err((path, reason)) => return self.refuse(path, format!("{reason} (to `orbit.{}`)", place.name)),
        };
        Some(PreparedSatellite {
            satellite: s.clone(),
            chip: model.chips[&s.chip].clone(),
            chip_price: ChipPrice::new(model, &s.chip),
            cell: model.cells[&s.cell].clone(),
            battery: model.batteries[&s.battery].clone(),
            radiator: model.radiators[&s.radiator].clone(),
            bus: model.buses[&s.bus].clone(),
            link,
            sky,
            altitude,
            inclination,
            dose,
            deorbit,
            vehicles,
            learning: curve(model, s.learning.as_ref()),
        })
    }

    /// What joins a satellite to others and to the ground.
    fn link(&mut self, s: &Satellite, altitude: Length, inclination: Angle) -> Option<PreparedLink> {
        let model = self.model;
        let down = &model.downlinks[&s.downlink];
        let contact = match down.kind {
            DownlinkKind::Relay => None,
            DownlinkKind::Direct => {
                self.depends_on.extend(down.latitude.slot());
                let latitude = self.values.get_optional(down.latitude).unwrap_or(Angle::ZERO);
                let mask = self.read(down.mask);
                match contact_share(altitude, inclination, latitude, mask) {
                    Ok(share) => Some(share),
                    Err(reason) => return self.refuse(format!("downlink.{}", down.name), reason),
                }
            }
        };
        let (link, cluster) = (model.links[&s.link].clone(), model.clusters[&s.cluster].clone());
        Some(PreparedLink::new(link, cluster, down.clone(), contact, altitude))
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
        // Above the table the air is too thin to matter; below it an orbit has been refused.
        let air = match density(altitude, activity(place)) {
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

    /// Panels and batteries for a constant load at a site, worked out once for each pair.
    fn sun(&mut self, site: &place::Site, way: &Way) -> Option<Frontier> {
        if let Some(known) = find_sun(&self.suns, site, way) {
            return Some(known.frontier.clone());
        }
        let months = self.model.climates[&site.climate].months().map(Key::slot);
        let slots: Vec<usize> = months.into_iter().chain([site.latitude.slot()]).chain(way.served.slot()).collect();
        let before = self.before.filter(|(_, values)| values.same_at(&self.values, &slots));
        self.depends_on.extend(slots);
        let before = before.and_then(|(before, _)| find_sun(&before.suns, site, way));
        match before.map_or_else(|| frontier(self.model, &self.values, site, way), |sun| Ok(sun.frontier.clone())) {
            Ok(frontier) => {
                self.suns.push(Sun { site: site.name.clone(), way: way.name.clone(), frontier: frontier.clone() });
                Some(frontier)
            }
            Err(reason) => self.refuse(format!("climate.{}", site.climate), reason),
        }
    }
}

fn curve(model: &Model, name: Option<&String>) -> Option<Curve> {
    name.map(|name| Curve::from(&model.learnings[name]))
}

/// Vehicles made ready for an orbit; their numbers stand behind `by` others.
///
/// # Errors
/// The vehicle that cannot be, and why.
pub(crate) fn rides_to(
    model: &Model,
    values: &Values,
    names: &[String],
    altitude: Length,
    inclination: Angle,
    by: usize,
) -> Result<Vec<PreparedVehicle>, (String, String)> {
    let mut vehicles = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let vehicle = &model.vehicles[name];
        let latitude = values.get(vehicle.site_latitude);
        let reference = Route {
            altitude: values.get(vehicle.reference_altitude),
            inclination: values.get(vehicle.reference_inclination),
            latitude,
        };
        let extra = prepare(&reference, &Route { altitude, inclination, latitude })
            .map_err(|reason| (format!("vehicle.{name}"), reason.to_string()))?;
        let learning = curve(model, vehicle.learning.as_ref()).map(|curve| curve.moved(by));
        vehicles.push(PreparedVehicle::new(index, &vehicle.moved(by), extra, learning));
    }
    Ok(vehicles)
}

fn activity(place: &place::Orbit) -> SolarActivity {
    match place.activity {
        Activity::Low => SolarActivity::Low,
        Activity::Mean => SolarActivity::Mean,
        Activity::High => SolarActivity::High,
    }
}

/// Panels and batteries that serve a constant load at one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Sun {
    /// The site.
    pub site: String,
    /// The way to power.
    pub way: String,
    /// Which sizes serve.
    pub frontier: Frontier,
}

/// The sunlight of a site for a way to power, where it was worked out.
pub(crate) fn find_sun<'a>(suns: &'a [Sun], site: &place::Site, way: &Way) -> Option<&'a Sun> {
    suns.iter().find(|sun| sun.site == site.name && sun.way == way.name)
}

/// The typical year of a site, hour by hour, on panels as they stand there.
///
/// # Errors
/// [`ClimateError`], with what is wrong.
pub fn typical_sun(model: &Model, values: &Values, site: &place::Site) -> Result<SolarYear, ClimateError> {
    let months = model.climates[&site.climate].months().map(|key| values.get(key));
    let mounting = match site.mounting {
        place::Mounting::Fixed => solar_year::Mounting::Fixed,
        place::Mounting::Tracking => solar_year::Mounting::Tracking,
    };
    typical_year(values.get(site.latitude), &months, mounting)
}

/// Which panels and batteries serve the share of a constant load that the way asks for.
///
/// # Errors
/// [`ClimateError`], with what is wrong.
pub fn frontier(model: &Model, values: &Values, site: &place::Site, way: &Way) -> Result<Frontier, ClimateError> {
    let served = values.get_optional(way.served).map_or(1.0, |share| share.value());
    Ok(Frontier::new(&typical_sun(model, values, site)?.profile(), served))
}

fn circular_orbit_speed(altitude: Length) -> Speed {
    circular_speed(EARTH_RADIUS + altitude)
}
