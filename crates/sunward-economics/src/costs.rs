//! The cost of compute of every option in every year, and where the curves cross.

use crate::break_even::{BreakEven, break_evens};
use crate::cost::Cost;
use crate::crossover::{Crossover, crossing};
use crate::datasheet::{Datasheet, Refusal};
use crate::ground::cheapest_sun;
use crate::launch::{Ride, Shared};
use crate::prepare::{PrepareError, Prepared, PreparedOption, find_sun, typical_sun};
use std::borrow::Cow;
use sunward_model::technology::{Way, WayKind};
use sunward_model::{Model, OptionName, Values, place};
use sunward_physics::insolation::{panels_in_orbit, space_to_ground, yearly_full_sun};
use sunward_physics::solar_storage::{Balance, Frontier, Pair, dispatch};
use sunward_physics::solar_year::yearly_mean;
use sunward_quantity::{Flux, TimeSpan};

/// One option over the years.
#[derive(Debug, Clone)]
pub struct Series {
    /// Its name.
    pub name: OptionName,
    /// Words for tables and charts.
    pub title: String,
    /// Where: the orbit or the site.
    pub site: String,
    /// How: the satellite or the way to power.
    pub way: String,
    /// Year by year.
    pub years: Vec<Result<(Datasheet, Cost), Refusal>>,
}

impl Series {
    /// The levelised cost of a use of compute in each year.
    pub fn compute(&self, workload: usize) -> Vec<Option<f64>> {
        self.years
            .iter()
            .map(|year| year.as_ref().ok().map(|(_, cost)| cost.workloads[workload].compute.in_dollars_per_operation()))
            .collect()
    }
}

/// Everything that the economics say.
#[derive(Debug, Clone)]
pub struct Costs {
    /// The years.
    pub years: Vec<i32>,
    /// Options, challengers first.
    pub series: Vec<Series>,
    /// How many of them are challengers.
    pub challengers: Vec<usize>,
    /// Indices of the incumbents.
    pub incumbents: Vec<usize>,
    /// Each challenger against each incumbent and against the cheapest, by use of compute.
    pub crossovers: Vec<Crossover>,
    /// What would have to be true, in the scenario's focus year.
    pub break_evens: Vec<BreakEven>,
    /// What every vehicle of every satellite asks, by year; only one of them is taken in each year.
    pub rides: Vec<VehicleRides>,
    /// How much more electricity a panel gives in orbit than at each ground site.
    pub insolation: Vec<SiteInsolation>,
    /// What was prepared: skies, routes.
    pub prepared: Prepared,
}

/// The launch price of one vehicle for one satellite.
#[derive(Debug, Clone)]
pub struct VehicleRides {
    /// Index of the satellite among the options.
    pub option: usize,
    /// The vehicle.
    pub vehicle: String,
    /// Year by year; `None` while it is not on sale or cannot reach the orbit.
    pub years: Vec<Option<Ride>>,
}

/// What the Sun gives at one ground site against the sky of the first satellite.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteInsolation {
    /// The site.
    pub site: String,
    /// Hours of full sun in a year on a panel tilted to the latitude under a clear sky.
    pub clear_sky: TimeSpan,
    /// Hours of full output in a year, from the measured capacity factor.
    pub measured: TimeSpan,
    /// Light on level ground in a typical year, mean over day and night.
    pub level: Flux,
    /// Electricity of a panel in orbit over that of the same peak power here; `None` without a satellite.
    pub orbit_over_ground: Option<f64>,
    /// The cheapest panels and battery for a constant load; `None` if the model has no way to power with them, or none serves.
    pub round_the_clock: Option<RoundTheClock>,
}

/// Constant power from sunlight at one site, by the cheapest panels and battery in the focus year, of the ways that use them the
/// first by name.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundTheClock {
    /// Share of the load that is served.
    pub served: f64,
    /// Peak power of the panels over the load.
    pub panels: f64,
    /// How long the battery carries the load.
    pub store: TimeSpan,
    /// Share of the output of the panels that is neither used nor stored.
    pub curtailed: f64,
    /// Panels here over panels in orbit for the same load; `None` without a satellite.
    pub orbit_over_ground: Option<f64>,
}

impl Costs {
    /// The crossover of the cheapest challenger with the cheapest incumbent.
    ///
    /// # Panics
    /// If `workload` is not one of the scenario's.
    pub fn headline(&self, workload: usize) -> &Crossover {
        self.crossovers
            .iter()
            .find(|c| c.workload == workload && c.challenger.is_none() && c.against.is_none())
            .expect("the cheapest are always compared")
    }

    /// Index of the year in the series.
    pub fn index_of(&self, year: i32) -> usize {
        self.years.iter().position(|y| *y == year).unwrap_or(0)
    }

    /// The cheapest of some options in a year for a use of compute.
    pub fn cheapest(&self, among: &[usize], workload: usize, year_index: usize) -> Option<usize> {
        among
            .iter()
            .filter_map(|i| self.series[*i].compute(workload)[year_index].map(|cost| (*i, cost)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|best| best.0)
    }
}

/// Evaluates every option in every year.
///
/// # Errors
/// Every [`PrepareError`].
pub fn costs(model: &Model) -> Result<Costs, Vec<PrepareError>> {
    Ready::new(model)?.costs(model)
}

/// A model made ready to be asked for its costs again and again while few of its numbers change: skies, routes and the sunlight of sites
/// are worked out once, and anew only for numbers that they rest on.
#[derive(Debug, Clone)]
pub struct Ready {
    /// What skies, routes and sunlight were worked out from: the numbers of the focus year.
    values: Values,
    prepared: Prepared,
    lights: Vec<Light>,
}

impl Ready {
    /// Works out skies, routes and sunlight.
    ///
    /// # Errors
    /// Every [`PrepareError`].
    pub fn new(model: &Model) -> Result<Self, Vec<PrepareError>> {
        let prepared = Prepared::new(model)?;
        let values = model.register.values(model.scenario.focus);
        let way = first_solar(model);
        let lights = model.sites.values().map(|site| Light::of(model, &prepared, &values, site, way)).collect();
        Ok(Self { values, prepared, lights })
    }

    /// The costs of the same model, or of one in which other numbers stand: the bits of [`costs`], sooner.
    ///
    /// # Errors
    /// Every [`PrepareError`].
    pub fn costs(&self, model: &Model) -> Result<Costs, Vec<PrepareError>> {
        let values = model.register.values(model.scenario.focus);
        let prepared = match values.same_at(&self.values, self.prepared.depends_on()) {
            true => self.prepared.clone(),
            false => self.prepared.anew(&self.values, model)?,
        };
        let way = first_solar(model);
        let lights: Vec<Cow<'_, Light>> = model
            .sites
            .values()
            .zip(&self.lights)
            .map(|(site, light)| match values.same_at(&self.values, &light.depends_on) {
                true => Cow::Borrowed(light),
                false => Cow::Owned(Light::of(model, &prepared, &values, site, way)),
            })
            .collect();
        Ok(evaluated(model, prepared, &lights))
    }
}

fn evaluated(model: &Model, prepared: Prepared, lights: &[Cow<'_, Light>]) -> Costs {
    let years: Vec<i32> = model.years().collect();
    let mut all: Vec<Vec<Result<(Datasheet, Cost), Refusal>>> = vec![Vec::new(); prepared.options.len()];
    let values: Vec<Values> = years.iter().map(|year| model.register.values(*year)).collect();
    for (year, values) in years.iter().zip(&values) {
        for (index, series) in all.iter_mut().enumerate() {
            series.push(prepared.evaluate(index, values, *year));
        }
    }
    let series: Vec<Series> = all
        .into_iter()
        .enumerate()
        .map(|(index, years)| {
            let (title, site, way) = match &prepared.options[index] {
                PreparedOption::Satellite(s) => (&s.satellite.title, &s.satellite.orbit, &s.satellite.name),
                PreparedOption::Ground(g) => (&g.ground.title, &g.ground.site, &g.ground.way),
                PreparedOption::Typed(t) => (&t.typed.title, &t.typed.site, &t.typed.way),
            };
            Series {
                name: prepared.names[index].clone(),
                title: title.clone(),
                site: site.clone(),
                way: way.clone(),
                years,
            }
        })
        .collect();
    let index_of = |name: &OptionName| prepared.names.iter().position(|n| n == name);
    let challengers: Vec<usize> = model.scenario.challengers.iter().filter_map(index_of).collect();
    let incumbents: Vec<usize> = model.scenario.incumbents.iter().filter_map(index_of).collect();
    let crossovers = crossovers(&years, &series, &challengers, &incumbents, model.workloads.len());
    let break_evens = break_evens(model, &prepared, &challengers, &incumbents);
    let rides = rides(&values, &prepared, &years, &series);
    let insolation = insolation(model, &prepared, lights);
    Costs { rides, insolation, years, series, challengers, incumbents, crossovers, break_evens, prepared }
}

fn rides(values: &[Values], prepared: &Prepared, years: &[i32], series: &[Series]) -> Vec<VehicleRides> {
    let mut all = Vec::new();
    for (option, satellite) in prepared.options.iter().enumerate() {
        let PreparedOption::Satellite(satellite) = satellite else { continue };
        for vehicle in &satellite.vehicles {
            let ride = |at: usize| {
                let (sheet, _) = series[option].years[at].as_ref().ok()?;
                let (year, values) = (years[at], &values[at]);
                let volume = values.get(satellite.satellite.stowed_volume);
                if vehicle.on_sale(year) {
                    vehicle.ride(values, sheet.mass, volume, &mut Shared::default())
                } else {
                    None
                }
            };
            let name = satellite.satellite.vehicles[vehicle.index].clone();
            all.push(VehicleRides { option, vehicle: name, years: (0..years.len()).map(ride).collect() });
        }
    }
    all
}

/// The way to power whose sunlight is shown for every site.
fn first_solar(model: &Model) -> Option<&Way> {
    model.ways.values().find(|way| way.kind == WayKind::Solar)
}

/// The sunlight of a site: what of it rests on few numbers, and takes long to work out.
#[derive(Debug, Clone)]
struct Light {
    /// A typical year and which panels and batteries serve a constant load in it; `None` without a way to power from sunlight.
    sun: Option<(Vec<f64>, Frontier)>,
    /// What panels and battery were cheapest and how much of what is stored came back, and where the energy of the year went then.
    before: Option<(Pair, f64, Balance)>,
    clear_sky: TimeSpan,
    /// Slots of the numbers that all but `before` rests on.
    depends_on: Vec<usize>,
}

impl Light {
    fn of(model: &Model, prepared: &Prepared, values: &Values, site: &place::Site, way: Option<&Way>) -> Self {
        let latitude = values.get(site.latitude);
        let mut light = Self {
            sun: None,
            before: None,
            clear_sky: yearly_full_sun(latitude, latitude.abs()).unwrap_or(TimeSpan::ZERO),
            depends_on: vec![site.latitude.slot()],
        };
        let Some(way) = way else { return light };
        light.depends_on.extend(model.climates[&site.climate].months().map(|key| key.slot()));
        light.depends_on.extend(way.served.slot());
        light.sun = Self::sun(model, prepared, values, site, way);
        light.before = light.dispatched(site, way, values);
        light
    }

    fn sun(
        model: &Model,
        prepared: &Prepared,
        values: &Values,
        site: &place::Site,
        way: &Way,
    ) -> Option<(Vec<f64>, Frontier)> {
        let profile = typical_sun(model, values, site).ok()?.profile();
        let frontier = match find_sun(&prepared.suns, site, way) {
            Some(sun) => sun.frontier.clone(),
            None => Frontier::new(&profile, values.get_optional(way.served)?.value()),
        };
        Some((profile, frontier))
    }

    /// Where the energy of a year goes with the cheapest panels and battery; worked out anew only where these are others than before.
    fn dispatched(&self, site: &place::Site, way: &Way, values: &Values) -> Option<(Pair, f64, Balance)> {
        let (profile, frontier) = self.sun.as_ref()?;
        let pair = cheapest_sun(site, way, frontier, values)?;
        let round_trip = values.get_optional(way.round_trip)?.value();
        let same = self.before.filter(|before| (before.0, before.1) == (pair, round_trip));
        Some(same.unwrap_or_else(|| (pair, round_trip, dispatch(profile, pair.panels, pair.store, round_trip))))
    }
}

fn insolation(model: &Model, prepared: &Prepared, lights: &[Cow<'_, Light>]) -> Vec<SiteInsolation> {
    let values = model.register.values(model.scenario.focus);
    let satellite = prepared.options.iter().find_map(|option| match option {
        PreparedOption::Satellite(satellite) => Some(satellite),
        _ => None,
    });
    let sky = satellite.map(|satellite| satellite.sky);
    let in_orbit = satellite.and_then(|satellite| {
        let battery = &satellite.battery;
        let back = values.get(battery.charge_efficiency).value() * values.get(battery.discharge_efficiency).value();
        panels_in_orbit(satellite.sky.sunlit_fraction, back).ok()
    });
    let way = first_solar(model);
    model
        .sites
        .values()
        .zip(lights)
        .map(|(site, light)| {
            let factor = values.get(site.capacity_factor).value();
            let orbit_over_ground =
                sky.and_then(|sky| space_to_ground(factor, sky.sunlit_fraction, sky.mean_flux).ok());
            let months = model.climates[&site.climate].months().map(|key| values.get(key));
            let round_the_clock = way.and_then(|way| light.dispatched(site, way, &values)).zip(light.sun.as_ref());
            let round_the_clock = round_the_clock.map(|((pair, _, balance), (profile, _))| RoundTheClock {
                served: balance.served / profile.len() as f64,
                panels: pair.panels / factor,
                store: TimeSpan::hours(pair.store),
                curtailed: balance.curtailed / balance.made,
                orbit_over_ground: orbit_over_ground.and_then(|times| Some(pair.panels * times / in_orbit?)),
            });
            SiteInsolation {
                level: yearly_mean(&months),
                round_the_clock,
                site: site.name.clone(),
                clear_sky: light.clear_sky,
                measured: TimeSpan::years(factor),
                orbit_over_ground,
            }
        })
        .collect()
}

fn crossovers(
    years: &[i32],
    series: &[Series],
    challengers: &[usize],
    incumbents: &[usize],
    workloads: usize,
) -> Vec<Crossover> {
    let mut all = Vec::new();
    for workload in 0..workloads {
        let curves: Vec<Vec<Option<f64>>> = series.iter().map(|s| s.compute(workload)).collect();
        let cheapest = |among: &[usize]| -> Vec<Option<f64>> {
            (0..years.len()).map(|y| among.iter().filter_map(|i| curves[*i][y]).min_by(f64::total_cmp)).collect()
        };
        let side = |among: &[usize]| -> Vec<(Option<usize>, Vec<Option<f64>>)> {
            std::iter::once((None, cheapest(among)))
                .chain(among.iter().map(|i| (Some(*i), curves[*i].clone())))
                .collect()
        };
        for (challenger, above) in side(challengers) {
            for (against, below) in side(incumbents) {
                let ratio: Vec<Option<f64>> = above.iter().zip(&below).map(|(a, b)| Some((*a)? / (*b)?)).collect();
                let (year, stays) = crossing(years, &ratio);
                all.push(Crossover { workload, challenger, against, year, stays, ratio });
            }
        }
    }
    all
}
