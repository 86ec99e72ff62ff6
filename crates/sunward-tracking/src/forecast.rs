//! Forecasts with a date, kept in a file and scored when what they are about has come.

use crate::checkpoints::{BY, Relation, Tracked};
use crate::date::Day;
use crate::entries::{Entry, Reader, Value, members, whole};
use crate::nowcast::error_to_come;
use crate::observed::{Counts, Mistake, Observed, PAGE, Point, Series};
use crate::reading::quoted;
use crate::trend::tells_of_the_past;
use sunward_quantity::elementary::{exp, ln};
use sunward_quantity::unit::read_unit_and_words;
use toml::de::DeValue;

/// How many quantiles of a value are kept: in the middle of as many equal shares, 2.5 %, 7.5 % … 97.5 %.
pub const QUANTILES: usize = 20;

/// How many years ahead values are forecast.
const YEARS: i32 = 10;

/// A value forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueForecast {
    /// The series.
    pub series: String,
    /// The whole year that it is of; of what stands, its end.
    pub year: i32,
    /// Its unit.
    pub unit: String,
    /// In that unit, rising; [`QUANTILES`] of them.
    pub quantiles: Vec<f64>,
}

/// A milestone forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct MilestoneForecast {
    /// The series that is to reach it.
    pub series: String,
    /// On which side of the value it is to be.
    pub relation: Relation,
    /// The value, in its unit.
    pub value: f64,
    /// The unit.
    pub unit: String,
    /// By the end of which year.
    pub by: i32,
    /// With which probability.
    pub chance: f64,
}

/// Forecasts made on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasts {
    /// Nothing that became known later was used.
    pub made: Day,
    /// The scenario beside which they were made; they do not depend on it.
    pub scenario: String,
    /// Version of the engine.
    pub sunward: String,
    /// Seed of the draws.
    pub seed: u64,
    /// A number that changes with the observations.
    pub data: u64,
    /// Values.
    pub values: Vec<ValueForecast>,
    /// Milestones.
    pub milestones: Vec<MilestoneForecast>,
}

impl Forecasts {
    /// The forecasts in what was tracked: values of the ten years that follow, and milestones.
    pub fn of(tracked: &Tracked, scenario: &str, version: &str) -> Self {
        let mut values = Vec::new();
        let mut milestones = Vec::new();
        for reading in tracked.checkpoints.iter().flat_map(|looked| &looked.readings) {
            let Some(nowcast) = reading.nowcast.as_ref().filter(|_| reading.measure.name == reading.measure.series)
            else {
                continue;
            };
            let series = &reading.series;
            for year in tracked.on.year()..=tracked.on.year() + YEARS {
                let time = series.counts.time_in(year);
                let error = error_to_come(series, nowcast.fit.at(time, None).quantile(0.5));
                let forecast = nowcast.fit.at(time, Some(error));
                let quantiles = (0..QUANTILES).map(|at| series.in_unit(forecast.quantile(middle_of(at)))).collect();
                values.push(ValueForecast {
                    series: series.name.clone(),
                    year,
                    unit: series.unit.text.clone(),
                    quantiles,
                });
            }
            let Some((milestone, chances)) =
                reading.measure.milestone.zip(reading.milestone.as_ref().and_then(|m| m.by))
            else {
                continue;
            };
            milestones.extend(BY.into_iter().zip(chances).map(|(by, chance)| MilestoneForecast {
                series: series.name.clone(),
                relation: milestone.relation,
                value: milestone.number,
                unit: milestone.unit.into(),
                by,
                chance,
            }));
        }
        let (seed, data) = (tracked.seed, tracked.data);
        Self { made: tracked.on, scenario: scenario.into(), sunward: version.into(), seed, data, values, milestones }
    }

    /// As a file that [`read_forecasts`] reads.
    pub fn to_toml(&self) -> String {
        let text = |text: &str| {
            let plain: String = text.chars().filter(|c| !c.is_control()).collect();
            format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
        };
        let mut out = format!(
            "# Forecasts of `sunward track`; `sunward track SCENARIO --score FILE` scores them against what has come.\n\n[forecast]\nmade = \"{}\"\nscenario = {}\nsunward = {}\nseed = \"{}\"\ndata = \"{:016x}\"\n",
            self.made,
            text(&self.scenario),
            text(&self.sunward),
            self.seed,
            self.data
        );
        for value in &self.values {
            let quantiles: Vec<String> = value.quantiles.iter().map(|q| format!("{q:.6e}")).collect();
            out.push_str(&format!(
                "\n[[value]]\nseries = {}\nyear = {}\nunit = {}\nquantiles = [{}]\n",
                text(&value.series),
                value.year,
                text(&value.unit),
                quantiles.join(", ")
            ));
        }
        for stone in &self.milestones {
            out.push_str(&format!(
                "\n[[milestone]]\nseries = {}\nrelation = \"{}\"\nvalue = {:?}\nunit = {}\nby = {}\nchance = {:?}\n",
                text(&stone.series),
                stone.relation.name(),
                stone.value,
                text(&stone.unit),
                stone.by,
                stone.chance
            ));
        }
        out
    }
}

/// The share in the middle of one of the [`QUANTILES`].
fn middle_of(at: usize) -> f64 {
    (at as f64 + 0.5) / QUANTILES as f64
}

const HEAD: &[&str] = &["made", "scenario", "sunward", "seed", "data"];
const VALUE: &[&str] = &["series", "year", "unit", "quantiles"];
const MILESTONE: &[&str] = &["series", "relation", "value", "unit", "by", "chance"];

/// Reads forecasts that were kept.
///
/// # Errors
/// Every mistake of the file, in its order.
pub fn read_forecasts(text: &str, file: &str) -> Result<Forecasts, Vec<Mistake>> {
    let (root, mut reader) = whole(text, file, PAGE);
    let mut head = None;
    let (mut values, mut milestones) = (Vec::new(), Vec::new());
    for (key, value) in members(root.get_ref()) {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("forecast", _) => head = reader.head(value),
            ("value", DeValue::Array(list)) => values.extend(list.iter().filter_map(|item| reader.value(item))),
            ("milestone", DeValue::Array(list)) => {
                milestones.extend(list.iter().filter_map(|item| reader.milestone(item)));
            }
            (name, _) => {
                let why = format!("unknown table {}", quoted(name));
                reader.mistake(
                    &key.span(),
                    why,
                    "a file of forecasts has `[forecast]`, `[[value]]` and `[[milestone]]`",
                );
            }
        }
    }
    if head.is_none() && reader.mistakes.is_empty() {
        let right = "give a `forecasts.toml` that `sunward track --out` has written";
        reader.mistake(&(0..0), "the file has no `[forecast]`", right);
    }
    match head {
        Some((made, scenario, sunward, seed, data)) if reader.mistakes.is_empty() => {
            Ok(Forecasts { made, scenario, sunward, seed, data, values, milestones })
        }
        _ => {
            reader.mistakes.sort_by_key(|mistake| mistake.place.line);
            Err(reader.mistakes)
        }
    }
}

type Head = (Day, String, String, u64, u64);

impl Reader<'_> {
    fn head(&mut self, value: &Value<'_>) -> Option<Head> {
        let entry = self.entry("`[forecast]`".into(), value, HEAD)?;
        let made = self.needed_text(&entry, "made").and_then(|text| self.period(&entry, "made", &text));
        let scenario = self.needed_text(&entry, "scenario");
        let sunward = self.needed_text(&entry, "sunward");
        let number = |reader: &mut Self, field: &str, base: u32| {
            let text = reader.needed_text(&entry, field)?;
            let read = u64::from_str_radix(&text, base).ok();
            if read.is_none() {
                let why = format!("`{field}` of `[forecast]` is {}", quoted(&text));
                reader.mistake(&entry.members[field].span(), why, "leave it as it was written");
            }
            read
        };
        let (seed, data) = (number(self, "seed", 10), number(self, "data", 16));
        Some((made?.last, scenario?, sunward?, seed?, data?))
    }

    fn value(&mut self, value: &Value<'_>) -> Option<ValueForecast> {
        let entry = self.entry("a value".into(), value, VALUE)?;
        let (series, unit) = (self.needed_text(&entry, "series"), self.unit_of(&entry));
        let year = self.year(&entry, "year");
        let numbers: Option<Vec<f64>> = match entry.members.get("quantiles").map(|value| value.get_ref()) {
            Some(DeValue::Array(list)) => list.iter().map(|item| number(item.get_ref())).collect(),
            _ => None,
        };
        let rising = |all: &Vec<f64>| {
            all.len() == QUANTILES && all.iter().all(|q| *q > 0.0) && all.windows(2).all(|pair| pair[0] <= pair[1])
        };
        let numbers = numbers.filter(rising);
        if numbers.is_none() {
            let right = format!("give {QUANTILES} numbers above zero, none less than the one before");
            self.mistake(&entry.at, "`quantiles` of a value are not what they should be", right);
        }
        Some(ValueForecast { series: series?, year: year?, unit: unit?, quantiles: numbers? })
    }

    fn milestone(&mut self, value: &Value<'_>) -> Option<MilestoneForecast> {
        let entry = self.entry("a milestone".into(), value, MILESTONE)?;
        let (series, unit) = (self.needed_text(&entry, "series"), self.unit_of(&entry));
        let relation = self.one_of(&entry, "relation", Relation::NAMES);
        let by = self.year(&entry, "by");
        for field in ["value", "chance"] {
            if !entry.members.contains_key(field) {
                self.missing(&entry, field, "0.5");
            }
        }
        let (value, chance) = (self.number(&entry, "value"), self.number(&entry, "chance"));
        if chance.is_some_and(|chance| chance > 1.0) {
            self.mistake(&entry.at, "`chance` of a milestone is more than one", "give a share between 0 and 1");
        }
        Some(MilestoneForecast {
            series: series?,
            relation: relation?,
            value: value?,
            unit: unit?,
            by: by?,
            chance: chance?,
        })
    }

    fn unit_of(&mut self, entry: &Entry<'_, '_>) -> Option<String> {
        let text = self.needed_text(entry, "unit")?;
        if read_unit_and_words(&text).is_err() {
            let why = format!("`unit` of {} is {}, which is no unit", entry.name, quoted(&text));
            self.mistake(&entry.members["unit"].span(), why, "write it like `GW/year`");
            return None;
        }
        Some(text)
    }

    fn year(&mut self, entry: &Entry<'_, '_>, field: &str) -> Option<i32> {
        let year = entry.members.get(field).and_then(|value| number(value.get_ref()));
        let year = year.filter(|year| (1900.0..=3000.0).contains(year) && year.fract() == 0.0);
        if year.is_none() {
            self.mistake(
                &entry.at,
                format!("`{field}` of {} is no year", entry.name),
                format!("write `{field} = 2030`"),
            );
        }
        year.map(|year| year as i32)
    }
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}

/// A value that has come.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredValue {
    /// What was forecast.
    pub forecast: ValueForecast,
    /// What came, in the unit of the forecast.
    pub came: f64,
    /// Logarithm of the density that the forecast gave to the logarithm of what came; higher is better.
    pub log_score: f64,
    /// Continuous ranked probability score of the logarithm: 0 is perfect, 0.1 is as far off as a sure forecast by a tenth.
    pub ranked_score: f64,
    /// The share of the forecast below what came.
    pub share: f64,
}

/// A milestone whose year is over.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredMilestone {
    /// What was forecast.
    pub forecast: MilestoneForecast,
    /// Whether it was reached.
    pub reached: bool,
    /// Square of chance less outcome: 0 is perfect, 0.25 what a half gets.
    pub brier: f64,
}

/// How good forecasts were.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// When they were made.
    pub made: Day,
    /// The day whose knowledge they are held against.
    pub on: Day,
    /// Values that have come.
    pub values: Vec<ScoredValue>,
    /// Values that have not.
    pub values_to_come: usize,
    /// Milestones whose year is over and of which it is known.
    pub milestones: Vec<ScoredMilestone>,
    /// Other milestones. One that was reached before its year is over waits too: else the early good news would be counted and
    /// the bad not.
    pub milestones_to_come: usize,
}

impl Scored {
    /// Mean logarithmic and ranked score of values, if any has come.
    pub fn of_values(&self) -> Option<(f64, f64)> {
        let count = self.values.len() as f64;
        let mean = |score: fn(&ScoredValue) -> f64| self.values.iter().map(score).sum::<f64>() / count;
        (!self.values.is_empty()).then(|| (mean(|value| value.log_score), mean(|value| value.ranked_score)))
    }

    /// Mean Brier score of milestones, if the year of any is over.
    pub fn brier(&self) -> Option<f64> {
        let sum: f64 = self.milestones.iter().map(|milestone| milestone.brier).sum();
        (!self.milestones.is_empty()).then(|| sum / self.milestones.len() as f64)
    }
}

/// Holds forecasts against what was known on a day.
///
/// The ranked score is the mean over the quantiles of twice the pinball loss of the logarithm (`gneiting2007`); the logarithmic score
/// takes the density to go from the middle between two quantiles to the next in a straight line of its logarithm.
pub fn score(forecasts: &Forecasts, observed: &Observed, on: Day) -> Scored {
    let mut values = Vec::new();
    let mut values_to_come = 0;
    for forecast in &forecasts.values {
        let came = observed.find(&forecast.series).and_then(|series| came(series, forecast, forecasts.made, on));
        match came {
            Some(came) => values.push(score_value(forecast, came)),
            None => values_to_come += 1,
        }
    }
    let mut milestones = Vec::new();
    let mut milestones_to_come = 0;
    for forecast in &forecasts.milestones {
        let reached = observed.find(&forecast.series).and_then(|series| reached(series, forecast, on));
        match reached {
            Some(reached) => {
                let off = forecast.chance - f64::from(u8::from(reached));
                milestones.push(ScoredMilestone { forecast: forecast.clone(), reached, brier: off * off });
            }
            None => milestones_to_come += 1,
        }
    }
    Scored { made: forecasts.made, on, values, values_to_come, milestones, milestones_to_come }
}

/// The size of a unit in SI, if it measures what a series does.
fn scale(series: &Series, unit: &str) -> Option<f64> {
    let (read, counted) = read_unit_and_words(unit).ok()?;
    (read.dimension == series.unit.dimension && counted == series.unit.counted).then_some(read.scale)
}

/// Whether a point is of a whole year: of what stands, of its end.
fn is_of(point: &Point, series: &Series, year: i32) -> bool {
    let whole = point.date.first == Day::new(year, 1, 1).unwrap_or(point.known) || series.counts == Counts::Standing;
    whole && Some(point.date.last) == Day::new(year, 12, 31) && point.until.is_none()
}

fn came(series: &Series, forecast: &ValueForecast, made: Day, on: Day) -> Option<f64> {
    let scale = scale(series, &forecast.unit)?;
    let known = |point: &&Point| point.known > made && point.known <= on && tells_of_the_past(point);
    let point = series.points.iter().filter(known).find(|point| is_of(point, series, forecast.year))?;
    Some(point.value / scale)
}

fn reached(series: &Series, forecast: &MilestoneForecast, on: Day) -> Option<bool> {
    let scale = scale(series, &forecast.unit)?;
    let end = Day::new(forecast.by, 12, 31)?;
    let mut told = series.points.iter().filter(|point| point.known <= on && tells_of_the_past(point));
    let last = told.clone().map(|point| point.date.last).max()?;
    let due = on > end && last >= end;
    let within = |point: &Point| {
        point.date.last <= end && point.until.is_none() && forecast.relation.holds(point.value / scale, forecast.value)
    };
    due.then(|| told.any(within))
}

fn score_value(forecast: &ValueForecast, came: f64) -> ScoredValue {
    let logs: Vec<f64> = forecast.quantiles.iter().map(|quantile| ln(*quantile)).collect();
    let own = ln(came);
    let loss = |(at, log): (usize, &f64)| {
        let share = middle_of(at);
        if own >= *log { share * (own - log) } else { (1.0 - share) * (log - own) }
    };
    let ranked_score = 2.0 * logs.iter().enumerate().map(loss).sum::<f64>() / QUANTILES as f64;
    let (log_score, share) = density_and_share(&logs, own);
    ScoredValue { forecast: forecast.clone(), came, log_score, ranked_score, share }
}

/// Logarithm of the density at a place, and the share below it, of a distribution given by the logarithms of its quantiles.
///
/// In the middle between two quantiles the density is their share over their distance. From middle to middle its logarithm goes in a
/// straight line, and beyond the outermost it falls on; all of it is then made to sum to one.
fn density_and_share(logs: &[f64], own: f64) -> (f64, f64) {
    let step = 1.0 / QUANTILES as f64;
    // Quantiles may coincide in print: a millionth apart they have a density.
    let width = |at: usize| (logs[at + 1] - logs[at]).max(1e-6);
    let nodes: Vec<(f64, f64)> =
        (0..QUANTILES - 1).map(|at| (logs[at] + 0.5 * width(at), ln(step / width(at)))).collect();
    // The whole under an exponential between two places.
    let under = |a: (f64, f64), b: (f64, f64)| {
        let slope = (b.1 - a.1) / (b.0 - a.0).max(1e-9);
        if (b.1 - a.1).abs() < 1e-9 { exp(a.1) * (b.0 - a.0) } else { (exp(b.1) - exp(a.1)) / slope }
    };
    let outer = nodes.len() - 1;
    // It falls outwards, at least by a factor of e over the last distance.
    let steep = |near: (f64, f64), last: (f64, f64), distance: f64| {
        ((near.1 - last.1) / (last.0 - near.0).abs().max(1e-9)).max(1.0 / distance)
    };
    let (left, right) =
        (steep(nodes[1], nodes[0], width(0)), steep(nodes[outer - 1], nodes[outer], width(QUANTILES - 2)));
    let (tail_left, tail_right) = (exp(nodes[0].1) / left, exp(nodes[outer].1) / right);
    let pieces: Vec<f64> = nodes.windows(2).map(|pair| under(pair[0], pair[1])).collect();
    let all = tail_left + tail_right + pieces.iter().sum::<f64>();
    let (log, below) = if own < nodes[0].0 {
        let log = nodes[0].1 - left * (nodes[0].0 - own);
        (log, exp(log) / left)
    } else if own >= nodes[outer].0 {
        let log = nodes[outer].1 - right * (own - nodes[outer].0);
        (log, all - exp(log) / right)
    } else {
        let at = nodes.partition_point(|node| node.0 <= own).clamp(1, outer) - 1;
        let (a, b) = (nodes[at], nodes[at + 1]);
        let log = a.1 + (b.1 - a.1) * (own - a.0) / (b.0 - a.0).max(1e-9);
        (log, tail_left + pieces[..at].iter().sum::<f64>() + under(a, (own, log)))
    };
    // No score is worse than that of one in 10⁴³.
    ((log - ln(all)).max(-100.0), (below / all).clamp(0.0, 1.0))
}
