//! The three checkpoints: chips, power and data centres, launch. Where each stands, where a plan is at that time, and when its
//! milestone may be reached.

use crate::backtest::{Calibration, Trial, calibration, rolling, trials_from};
use crate::date::Day;
use crate::nowcast::{Fit, Heading, Prior, Seen, Shape, sample, seen};
use crate::observed::{Counts, Observed, Point, Series};
use crate::trend::{Growth, added, growth, tells_of_the_past};
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::unit::read_unit;
use sunward_uncertainty::random::Seed;

/// The last year that is looked at.
pub const HORIZON: i32 = 2060;

/// Years by which the chance of a milestone is told.
pub const BY: [i32; 5] = [2030, 2035, 2040, 2050, 2060];

/// Ways that the future may go, drawn for each measure: a chance of one half is then known to 0.8 %.
pub const DRAWS: usize = 4000;

/// Shares of a forecast that are shown.
pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// From when on the past is forecast: what was known before is what a trial sees.
pub const BACKTEST_FROM: i32 = 2022;

/// How many years ahead trials go.
pub const FARTHEST: f64 = 5.0;

/// Which side of a milestone it is to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// As much or more.
    AtLeast,
    /// As little or less.
    AtMost,
}

impl Relation {
    /// Names in files.
    pub const NAMES: &[(&str, Self)] = &[("at least", Self::AtLeast), ("at most", Self::AtMost)];

    /// The name in files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }

    /// Whether a value has reached another.
    pub fn holds(self, value: f64, wanted: f64) -> bool {
        match self {
            Self::AtLeast => value >= wanted,
            Self::AtMost => value <= wanted,
        }
    }
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Milestone {
    /// How much, in its unit.
    pub number: f64,
    /// Its unit.
    pub unit: &'static str,
    /// On which side.
    pub relation: Relation,
    /// As it is said: `1 TW a year`.
    pub words: &'static str,
    /// Key of the list of sources; `decision` where it is our yardstick.
    pub source: &'static str,
}

impl Milestone {
    /// As it is said, without what is said about it.
    pub fn brief(&self) -> &'static str {
        self.words.split(',').next().unwrap_or(self.words)
    }

    /// In SI.
    pub fn value(&self) -> f64 {
        self.number * read_unit(self.unit).map_or(f64::NAN, |unit| unit.scale)
    }
}

/// Where a plan says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InPlan {
    /// A commodity that is made in a year.
    Made(&'static str),
    /// Chips in service on Earth.
    InServiceOnEarth,
    /// Chips that begin to serve on Earth in a year.
    AddedOnEarth,
    /// Flights to orbit in a year, of all vehicles.
    Flights,
    /// Mass taken to orbit in a year.
    MassToOrbit,
    /// The largest payload of Starship that flies.
    StarshipPayload,
    /// The cheapest kilogram on sale.
    PricePerKilogram,
}

/// One thing that is tracked.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its one name: that of the series, or with `_added` at its end.
    pub name: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// The series whose values are shown; what is added to it in a year where the name ends in `_added`.
    pub series: &'static str,
    /// What stands, where its differences tell more of the trend than the series itself.
    pub differences_of: Option<&'static str>,
    /// From which year on the growth that is shown is reckoned.
    pub growth_from: f64,
    /// What is to be reached.
    pub milestone: Option<Milestone>,
    /// Where a plan says the same.
    pub plan: Option<InPlan>,
    /// In what observation and plan differ.
    pub differs: &'static str,
}

/// What is tracked together.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// `chips`, `power`, `launch`.
    pub name: &'static str,
    /// In words.
    pub title: &'static str,
    /// The first leads: it has the chart.
    pub measures: &'static [Measure],
}

const fn plain(name: &'static str, title: &'static str, growth_from: f64) -> Measure {
    Measure { name, title, series: name, differences_of: None, growth_from, milestone: None, plan: None, differs: "" }
}

const TERAFAB: &str = "terafab_plan2026";

const TEN_MEGATONNES: Milestone =
    Milestone { number: 10.0, unit: "Mt/year", relation: Relation::AtLeast, words: "10 Mt a year", source: TERAFAB };

const HUNDRED_DOLLARS: Milestone = Milestone {
    number: 100.0,
    unit: "USD_2025/kg",
    relation: Relation::AtMost,
    words: "100 dollars a kilogram",
    source: TERAFAB,
};

/// All there are.
pub const CHECKPOINTS: &[Checkpoint] = &[
    Checkpoint {
        name: "chips",
        title: "Chips: what is made, and on what",
        measures: &[
            Measure {
                differences_of: Some("ai_chip_power_sold"),
                milestone: Some(Milestone {
                    number: 1.0,
                    unit: "TW/year",
                    relation: Relation::AtLeast,
                    words: "1 TW a year",
                    source: TERAFAB,
                }),
                plan: Some(InPlan::Made("ai_chips")),
                differs: "Observed are chips of four designers by rated power; the plan counts all AI chips.",
                ..plain("ai_chip_power_shipped", "AI chips shipped in a year", 2024.24)
            },
            Measure {
                differences_of: Some("ai_compute_sold"),
                ..plain("ai_compute_shipped", "The same in chips as fast as an H100", 2024.24)
            },
            Measure {
                plan: Some(InPlan::Made("euv_scanners")),
                differs: "Both count scanners for all makers of chips.",
                ..plain("euv_scanners_delivered", "EUV scanners delivered in a year", 0.0)
            },
            Measure {
                plan: Some(InPlan::Made("package_wafers")),
                differs: "Observed is one maker, the plan packages for AI chips of all makers.",
                ..plain("advanced_packaging_capacity", "Carriers of silicon that can be made", 0.0)
            },
            Measure {
                plan: Some(InPlan::Made("hbm_wafers")),
                differs: "Observed is what can be made, planned what is made.",
                ..plain("hbm_wafer_capacity", "Wafers of stacked memory that can be made", 0.0)
            },
            plain("logic_wafer_capacity", "Wafers that TSMC can start in a year", 0.0),
        ],
    },
    Checkpoint {
        name: "power",
        title: "Power and data centres: what runs, and how fast it is built",
        measures: &[
            Measure {
                milestone: Some(Milestone {
                    number: 1.0,
                    unit: "TW",
                    relation: Relation::AtLeast,
                    words: "1 TW in operation",
                    source: "decision",
                }),
                plan: Some(InPlan::InServiceOnEarth),
                differs: "Observed are 50 large sites, each with its cooling and losses; the plan counts the chips of all sites.",
                ..plain("frontier_data_centre_power", "Power of the largest AI data centres", 2023.9)
            },
            Measure {
                series: "frontier_data_centre_power",
                differences_of: Some("frontier_data_centre_power"),
                milestone: Some(Milestone {
                    number: 200.0,
                    unit: "GW/year",
                    relation: Relation::AtLeast,
                    words: "200 GW a year, the part of a terawatt that is to stand on the ground",
                    source: TERAFAB,
                }),
                plan: Some(InPlan::AddedOnEarth),
                differs: "Observed are 50 large sites, each with its cooling and losses; the plan counts the chips of all sites.",
                ..plain("frontier_data_centre_power_added", "Power added to them in a year", 2024.4)
            },
            plain("data_centre_months_to_power", "Months from first sign to first power", 0.0),
            plain("data_centre_build_speed", "Power over the days it took to build", 0.0),
            plain("us_data_centre_power_added", "Data centres connected in a year, United States", 0.0),
            Measure {
                plan: Some(InPlan::Made("gas_turbines")),
                differs: "Both count turbines for all uses.",
                ..plain("gas_turbine_output", "Gas turbines made in a year", 0.0)
            },
            Measure {
                plan: Some(InPlan::Made("modules")),
                differs: "Both count panels for all uses.",
                ..plain("solar_added", "Solar panels added in a year", 0.0)
            },
            plain("solar_module_price", "Price of a solar module", 2010.0),
            plain("tesla_storage_deployed", "Batteries that Tesla deployed in a year", 0.0),
            plain("battery_pack_price", "Price of a lithium-ion pack", 0.0),
        ],
    },
    Checkpoint {
        name: "launch",
        title: "Launch: how often, how much, at what price",
        measures: &[
            Measure {
                milestone: Some(Milestone {
                    number: 200.0,
                    unit: "launches/day",
                    relation: Relation::AtLeast,
                    words: "200 flights a day",
                    source: TERAFAB,
                }),
                plan: Some(InPlan::Flights),
                differs: "Observed are all launches of the world; the plan has Falcon and Starship.",
                ..plain("orbital_launches", "Launches to orbit in a year", 2017.0)
            },
            Measure {
                milestone: Some(TEN_MEGATONNES),
                plan: Some(InPlan::MassToOrbit),
                differs: "Observed is what was carried, world; planned is what Falcon and Starship could carry to the satellites' orbit.",
                ..plain("world_mass_to_orbit", "Mass to orbit in a year", 0.0)
            },
            Measure {
                milestone: Some(TEN_MEGATONNES),
                ..plain("falcon_mass_recorded", "The same, of Falcon 9 and where known", 0.0)
            },
            plain("falcon_launches", "Launches of Falcon 9 and Heavy in a year", 2017.0),
            Measure {
                plan: Some(InPlan::Made("flights")),
                differs: "Observed are test flights of any result.",
                ..plain("starship_flights", "Flights of Starship in a year", 0.0)
            },
            Measure {
                milestone: Some(Milestone {
                    number: 100.0,
                    unit: "t",
                    relation: Relation::AtLeast,
                    words: "100 t, the least that the plan speaks of",
                    source: TERAFAB,
                }),
                plan: Some(InPlan::StarshipPayload),
                differs: "Observed is what was carried; planned is the most to the satellites' orbit.",
                ..plain("starship_payload", "What a flight of Starship carries", 0.0)
            },
            Measure {
                milestone: Some(Milestone {
                    number: 30.0,
                    unit: "hours",
                    relation: Relation::AtMost,
                    words: "30 hours, for ships",
                    source: "musk_dwarkesh2026",
                }),
                ..plain("falcon_turnaround", "Days between two flights of a Falcon booster", 2018.0)
            },
            Measure {
                milestone: Some(HUNDRED_DOLLARS),
                plan: Some(InPlan::PricePerKilogram),
                differs: "Both are the price of a flight over a full load; the plan's is of the cheapest vehicle, to the satellites' orbit.",
                ..plain("falcon_price", "Price of a kilogram on Falcon 9", 0.0)
            },
            Measure {
                milestone: Some(HUNDRED_DOLLARS),
                ..plain("cost_index", "The same by the vehicles of their time", 0.0)
            },
        ],
    },
];

/// A plan's line for one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanLine {
    /// Name of the measure.
    pub measure: &'static str,
    /// Time, in years of the calendar, and value in SI; in the order of time.
    pub points: Vec<(f64, f64)>,
}

impl PlanLine {
    /// The plan's value at a time: in equal ratios between its points. Nothing before its first year and after its last.
    pub fn at(&self, year: f64) -> Option<f64> {
        let (first, last) = (self.points.first()?, self.points.last()?);
        // A point is the middle of its period.
        if year < first.0 - 0.5 || year > last.0 + 0.5 {
            return None;
        }
        if year <= first.0 {
            return Some(first.1);
        }
        if year >= last.0 {
            return Some(last.1);
        }
        let pair = self.points.windows(2).find(|pair| pair[0].0 <= year && year < pair[1].0)?;
        let share = (year - pair[0].0) / (pair[1].0 - pair[0].0);
        let between = pair[0].1 > 0.0 && pair[1].1 > 0.0;
        Some(if between {
            exp(ln(pair[0].1) + share * ln(pair[1].1 / pair[0].1))
        } else {
            pair[0].1 + share * (pair[1].1 - pair[0].1)
        })
    }

    /// When the plan comes to a value, on its way up or down. Before its first year the line goes on at the growth of its first
    /// five; `true` says so. `None` if it never does.
    pub fn reaches(&self, value: f64, heading: Heading) -> Option<(f64, bool)> {
        let past = |own: f64| match heading {
            Heading::Rising => own >= value,
            Heading::Falling => own <= value,
        };
        let at = self.points.iter().position(|point| point.1 > 0.0 && past(point.1))?;
        let (from, to, early) = match at {
            0 => {
                let end = self.points.iter().rposition(|point| point.0 <= self.points[0].0 + 5.0)?;
                (self.points[0], self.points[end], true)
            }
            _ => (self.points[at - 1], self.points[at], false),
        };
        let slope = ln(to.1 / from.1) / (to.0 - from.0);
        let forward = match heading {
            Heading::Rising => slope > 1e-6,
            Heading::Falling => slope < -1e-6,
        };
        if !early && from.1 <= 0.0 {
            return Some((to.0, false));
        }
        if !slope.is_finite() || !forward {
            return (!early).then_some((to.0, false));
        }
        Some((from.0 + ln(value / from.1) / slope, early))
    }
}

/// How a value of today stands to a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Against {
    /// The plan.
    pub line: PlanLine,
    /// Its value at the time of the nowcast, in SI.
    pub now: Option<f64>,
    /// What is, over what is planned: 5, 50 and 95 % of it.
    pub ratio: Option<[f64; 3]>,
    /// Years that it is ahead of the plan (behind it below zero), and whether the plan was drawn out before its first year for it.
    pub ahead: Option<(f64, bool)>,
}

/// What is and what comes, by the trend.
#[derive(Debug, Clone, PartialEq)]
pub struct Nowcast {
    /// What was seen.
    pub seen: Seen,
    /// The time of it: of rates the middle of the year of the day, of all else the day.
    pub year: f64,
    /// The level then at the [`SHARES`], in SI.
    pub now: [f64; 5],
    /// Growth over the year that follows, at the [`SHARES`].
    pub growth: [f64; 5],
    /// How likely a trend without a ceiling has become; one half before anything was seen.
    pub unlimited: f64,
    /// Years, and the level in each at the [`SHARES`], in SI.
    pub fan: Vec<(i32, [f64; 5])>,
    /// Trials from a rolling origin, if the series is long enough for any.
    pub trials: Option<Calibration>,
    /// The trend itself.
    pub fit: Fit,
}

/// How far it is to a milestone.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The milestone in SI.
    pub value: f64,
    /// How many times as much as today, or as little.
    pub times: f64,
    /// Doublings to go, halvings where it falls; below zero if it is passed.
    pub doublings: f64,
    /// The chance that it is reached by the end of each of the years [`BY`]; absent without a trend.
    pub by: Option<[f64; 5]>,
    /// The chance that it is not reached by [`HORIZON`].
    pub never: Option<f64>,
    /// The years by which it is reached with the chances [`SHARES`]; `None` where that is after the horizon.
    pub dates: Option<[Option<i32>; 5]>,
}

/// One measure, looked at on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What is tracked.
    pub measure: &'static Measure,
    /// The series that is shown, as far as it was known.
    pub series: Series,
    /// The last value of a whole period that is no claim.
    pub latest: Option<Point>,
    /// A later one of a part of a period.
    pub partial: Option<Point>,
    /// Growth of what was observed.
    pub growth: Option<Growth>,
    /// By the trend; absent where there are fewer than two values at different times.
    pub nowcast: Option<Nowcast>,
    /// Against the plan, where it says the same.
    pub plan: Option<Against>,
    /// How far it is.
    pub milestone: Option<Reach>,
}

/// A checkpoint, looked at on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Which.
    pub checkpoint: &'static Checkpoint,
    /// Its measures; those without a series are left out.
    pub readings: Vec<Reading>,
}

/// All three, and how good such forecasts have been.
#[derive(Debug, Clone, PartialEq)]
pub struct Tracked {
    /// What was known then is used.
    pub on: Day,
    /// Of the draws.
    pub seed: u64,
    /// A number that changes with the observations.
    pub data: u64,
    /// The checkpoints.
    pub checkpoints: Vec<Looked>,
    /// Forecasts of what became known from [`BACKTEST_FROM`] on with what was known before, of all series.
    pub backtest: Option<Calibration>,
    /// Those forecasts.
    pub trials: Vec<Trial>,
    /// Forecasts up to [`FARTHEST`] years ahead from every day on which something became known, of all series.
    pub rolling: Option<Calibration>,
}

/// A number that changes with the observations that were known on a day: FNV-1a over names, dates and values.
pub fn data_number(observed: &Observed, on: Day) -> u64 {
    let mut number = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |bytes: &[u8]| {
        for byte in bytes {
            number = (number ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for series in &observed.series {
        take(series.name.as_bytes());
        for point in series.points.iter().filter(|point| point.known <= on) {
            take(point.date.text.as_bytes());
            for value in [Some(point.value), point.low, point.high] {
                take(&value.unwrap_or(-1.0).to_bits().to_le_bytes());
            }
            take(&[point.evidence as u8]);
        }
    }
    number
}

/// Looks at all checkpoints on a day. `lines` are those of a plan, if there is one; nothing that became known later is used.
///
/// `keep_going` is asked now and then; `None` is what a caller gets who said no.
pub fn track(
    observed: &Observed,
    lines: &[PlanLine],
    on: Day,
    seed: u64,
    keep_going: &dyn Fn() -> bool,
) -> Option<Tracked> {
    let prior = Prior::default();
    let known: Vec<Series> = observed.series.iter().map(|series| series.known_by(on)).collect();
    let known = Observed { series: known };
    let mut all_trials = Vec::new();
    for series in &known.series {
        if !keep_going() {
            return None;
        }
        all_trials.push((series.name.as_str(), rolling(series, FARTHEST, &prior)));
    }
    let mut checkpoints = Vec::new();
    for checkpoint in CHECKPOINTS {
        let mut readings = Vec::new();
        for measure in checkpoint.measures {
            if !keep_going() {
                return None;
            }
            let line = lines.iter().find(|line| line.measure == measure.name);
            readings.extend(reading(&known, measure, line, on, seed, &prior, &all_trials));
        }
        checkpoints.push(Looked { checkpoint, readings });
    }
    let before = Day::new(BACKTEST_FROM - 1, 12, 31);
    let trials = before.map_or_else(Vec::new, |day| trials_from(&known, day, f64::INFINITY, &prior));
    let pooled: Vec<Trial> = all_trials.iter().flat_map(|row| row.1.iter().cloned()).collect();
    Some(Tracked {
        on,
        seed,
        data: data_number(observed, on),
        checkpoints,
        backtest: calibration(&trials),
        trials,
        rolling: calibration(&pooled),
    })
}

/// What is seen of a measure: its series, and the differences of what stands where they tell more.
fn seen_of(known: &Observed, measure: &Measure, shown: &Series, on: Day) -> Seen {
    let Some(rates) = measure.differences_of.and_then(|name| added(known.find(name)?)) else { return seen(shown, on) };
    let mut all = seen(&rates, on);
    if shown.name == measure.series {
        // Values of the series itself for times that the differences do not cover.
        let ends = rates.points.first().zip(rates.points.last());
        let outside = |point: &&Point| {
            ends.is_none_or(|(first, last)| point.date.last < first.date.first || point.date.first > last.date.last)
        };
        let own = shown.points.iter().filter(|point| point.known <= on && tells_of_the_past(point)).filter(outside);
        all.samples.extend(own.map(|point| sample(shown, point)));
        all.samples.sort_by(|a, b| a.year.total_cmp(&b.year));
    }
    all
}

fn reading(
    known: &Observed,
    measure: &'static Measure,
    line: Option<&PlanLine>,
    on: Day,
    seed: u64,
    prior: &Prior,
    trials: &[(&str, Vec<Trial>)],
) -> Option<Reading> {
    let named = known.find(measure.series)?;
    let series = if measure.name == measure.series { named.clone() } else { added(named)? };
    let told: Vec<&Point> = series.points.iter().filter(|point| tells_of_the_past(point)).collect();
    let latest = told.iter().rev().find(|point| point.until.is_none()).map(|point| (*point).clone());
    let partial = told.last().filter(|point| point.until.is_some()).map(|point| (*point).clone());
    // Growth is reckoned where the trend looks: of differences, where they tell more.
    let grown = measure.differences_of.and_then(|name| added(known.find(name)?)).unwrap_or_else(|| series.clone());
    let whole: Vec<(f64, f64)> = grown
        .points
        .iter()
        .filter(|point| tells_of_the_past(point) && point.until.is_none())
        .map(|point| (point.year(grown.counts), point.value))
        .filter(|point| point.0 >= measure.growth_from)
        .collect();
    let heading = measure.milestone.map_or_else(
        || Heading::of(&series),
        |milestone| match milestone.relation {
            Relation::AtLeast => Heading::Rising,
            Relation::AtMost => Heading::Falling,
        },
    );
    let seen = seen_of(known, measure, &series, on);
    let fit = Fit::new(&seen.samples, heading, Shape::Either, prior);
    let forecast = fit.map(|fit| forecast(&fit, seen, &series, measure, on, seed, trials));
    let (nowcast, draws) = forecast.map_or((None, None), |(nowcast, draws)| (Some(nowcast), Some(draws)));
    let newest = latest.as_ref().or(partial.as_ref());
    let plan = line.map(|line| against(line, heading, &series, nowcast.as_ref(), newest, on));
    let milestone = measure.milestone.zip(newest).map(|(milestone, newest)| {
        let best = told.iter().map(|point| point.value);
        let reached = best.into_iter().any(|value| milestone.relation.holds(value, milestone.value()));
        reach(&milestone, newest.value, reached, draws.as_ref())
    });
    let growth = growth(&whole);
    Some(Reading { measure, series, latest, partial, growth, nowcast, plan, milestone })
}

/// The time of a nowcast made on a day.
fn time_now(on: Day, counts: Counts) -> f64 {
    if counts == Counts::Rate { counts.time_in(on.year()) } else { on.decimal_year() }
}

/// Years and, in each draw, the level.
struct Draws {
    years: Vec<i32>,
    values: Vec<Vec<f64>>,
}

fn forecast(
    fit: &Fit,
    seen: Seen,
    series: &Series,
    measure: &Measure,
    on: Day,
    seed: u64,
    trials: &[(&str, Vec<Trial>)],
) -> (Nowcast, Draws) {
    let years: Vec<i32> = (on.year()..=HORIZON.max(on.year())).collect();
    let now = time_now(on, series.counts);
    let mut times = vec![now, now + 1.0];
    times.extend(years.iter().map(|year| series.counts.time_in(*year)));
    let part = measure.name.bytes().fold(7, |number: u64, byte| number.wrapping_mul(31).wrapping_add(byte.into()));
    let mut values = fit.draws(&times, Seed(seed).derived(part), DRAWS);
    let level = shares_of(values.iter().map(|draw| draw[0]));
    let growth = shares_of(values.iter().map(|draw| draw[1] / draw[0] - 1.0));
    values.iter_mut().for_each(|draw| drop(draw.drain(..2)));
    let fan = years.iter().enumerate().map(|(i, year)| (*year, shares_of(values.iter().map(|draw| draw[i])))).collect();
    let own = trials.iter().find(|row| row.0 == measure.series && measure.name == measure.series);
    let nowcast = Nowcast {
        seen,
        year: now,
        now: level,
        growth,
        unlimited: fit.unlimited(),
        fan,
        trials: own.and_then(|row| calibration(&row.1)),
        fit: fit.clone(),
    };
    (nowcast, Draws { years, values })
}

/// Values at the [`SHARES`] of many: of `n` in order, the one at `share × n`.
fn shares_of(values: impl Iterator<Item = f64>) -> [f64; 5] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    SHARES.map(|share| values[((share * values.len() as f64) as usize).min(values.len() - 1)])
}

fn against(
    line: &PlanLine,
    heading: Heading,
    series: &Series,
    nowcast: Option<&Nowcast>,
    newest: Option<&Point>,
    on: Day,
) -> Against {
    // Without a trend the newest value stands for itself, at its own time.
    let (year, level) = match (nowcast, newest) {
        (Some(nowcast), _) => (nowcast.year, [nowcast.now[0], nowcast.now[2], nowcast.now[4]]),
        (None, Some(point)) => {
            (point.year(series.counts), [point.low, Some(point.value), point.high].map(|v| v.unwrap_or(point.value)))
        }
        (None, None) => (time_now(on, series.counts), [f64::NAN; 3]),
    };
    let now = line.at(year).filter(|now| *now > 0.0);
    let ratio = now.filter(|_| level[1].is_finite()).map(|now| level.map(|value| value / now));
    let ahead = line.reaches(level[1], heading).map(|(planned, early)| (planned - year, early));
    Against { line: line.clone(), now, ratio, ahead }
}

fn reach(milestone: &Milestone, newest: f64, reached: bool, draws: Option<&Draws>) -> Reach {
    let value = milestone.value();
    let times = match milestone.relation {
        Relation::AtLeast => value / newest,
        Relation::AtMost => newest / value,
    };
    let first = |values: &Vec<f64>| values.iter().position(|own| milestone.relation.holds(*own, value));
    let arrivals: Option<Vec<Option<i32>>> = draws.map(|draws| {
        let year = |values| if reached { draws.years.first() } else { first(values).map(|at| &draws.years[at]) };
        draws.values.iter().map(|values| year(values).copied()).collect()
    });
    let share = |arrivals: &[Option<i32>], counts: &dyn Fn(Option<i32>) -> bool| {
        arrivals.iter().filter(|arrival| counts(**arrival)).count() as f64 / arrivals.len().max(1) as f64
    };
    let by = arrivals.as_ref().map(|all| BY.map(|by| share(all, &|year| year.is_some_and(|year| year <= by))));
    let dates = arrivals.as_ref().map(|all| {
        let mut years: Vec<i32> = all.iter().map(|year| year.unwrap_or(i32::MAX)).collect();
        years.sort_unstable();
        SHARES.map(|share| {
            let at = ((share * years.len() as f64) as usize).min(years.len() - 1);
            Some(years[at]).filter(|year| *year < i32::MAX)
        })
    });
    let never = arrivals.as_ref().map(|all| share(all, &|year| year.is_none()));
    Reach { value, times, doublings: ln(times) / ln(2.0), by, never, dates }
}
