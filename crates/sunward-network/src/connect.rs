//! From a model and its datasheets to a network.
//!
//! Each industry of the plan becomes a process at each of its locations; each commodity has a market at each location where it
//! is made or used, or one for a whole world. Numbers become series by period: what things are (recipes, prices, availability)
//! is that of the calendar year in which a period begins; what is asked and allowed in a year (demands, limits, greatest
//! capacities, the budget) is the mean over the period.

use crate::lines::Sheets;
use crate::network::{
    Commodity, Counted, Demand, Experience, Learning, Limit, Line, Location, Market, Network, Period, Place, Process,
    Series, Span, Target,
};
use crate::plan::Objective;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use sunward_economics::Costs;
use sunward_model::chain::{self, Amount, Capacity, Conserves, Counts, Industry, Learns, Planning, RecipeLine};
use sunward_model::{Key, Model, OptionName, OptionalKey, Value, Values};
use sunward_quantity::{Kind, Quantity, Ratio, TemplateUnit, TimeSpan, show_number};

/// How far a recipe that conserves may be off: its numbers stand in files with three or four digits.
const CONSERVED: f64 = 1e-3;
/// Shortest and longest period, in years.
const STEPS: (f64, f64) = (1.0 / 12.0, 10.0);

/// One thing that keeps a scenario from becoming a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectError {
    /// The entry or number it is about: `industry.satellites.uses.chips`.
    pub path: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.path, self.reason)
    }
}

impl std::error::Error for ConnectError {}

/// What the scenario asks of a plan, if it asks for one.
pub fn objective(model: &Model) -> Option<Objective> {
    model.planning.as_ref().map(|planning| match planning.objective {
        chain::Objective::LeastCost => Objective::LeastCost,
        chain::Objective::MostCompute => Objective::MostCompute,
        chain::Objective::Earliest => Objective::Earliest,
    })
}

/// How far ahead each decision looks, in years; `None` where it looks to the end.
pub fn foresight(model: &Model) -> Option<f64> {
    let planning = model.planning.as_ref()?;
    model.register.values(model.scenario.start).get_optional(planning.foresight).map(TimeSpan::in_years)
}

/// How far planning goes on beyond the last year, in years.
pub fn beyond(model: &Model) -> f64 {
    let span = model.planning.as_ref().and_then(|planning| {
        model.register.values(model.scenario.start).get_optional(planning.beyond).map(TimeSpan::in_years)
    });
    span.unwrap_or(0.0)
}

/// Connects the industries of the plan.
///
/// # Errors
/// Every [`ConnectError`] there is.
pub fn connect(model: &Model, costs: &Costs) -> Result<Network, Vec<ConnectError>> {
    connect_in(model, costs, &[])
}

/// Connects the industries of the plan in periods that are longer than the scenario says: from so many years after the start on, at
/// least so long, in years. Where the scenario's own periods are longer, they stay.
///
/// Of `costs` only what was prepared is read: skies and routes. All else is worked out from the numbers of the model as they are now.
///
/// # Errors
/// Every [`ConnectError`] there is.
pub fn connect_in(model: &Model, costs: &Costs, lengths: &[(f64, f64)]) -> Result<Network, Vec<ConnectError>> {
    let Some(planning) = &model.planning else {
        let reason = "the scenario has no table `[plan]`, so that nothing says which industries take part".into();
        return Err(vec![ConnectError { path: "plan".into(), reason }]);
    };
    let years: BTreeMap<i32, Values> =
        (model.scenario.start..=last_year(model, planning)).map(|year| (year, model.register.values(year))).collect();
    let periods = periods(model, planning, &years, lengths).map_err(|error| vec![error])?;
    let distinct: BTreeSet<i32> = periods.iter().map(|period| period.year).collect();
    let sheets = Sheets::new(model, costs, distinct.iter().copied()).map_err(|errors| {
        errors.into_iter().map(|error| ConnectError { path: error.path, reason: error.reason }).collect::<Vec<_>>()
    })?;
    let mut connecting = Connecting {
        model,
        planning,
        sheets,
        sheet_years: distinct.into_iter().collect(),
        years,
        periods,
        commodities: Vec::new(),
        locations: Vec::new(),
        worlds: Vec::new(),
        experiences: Vec::new(),
        markets: Vec::new(),
        processes: Vec::new(),
        errors: Vec::new(),
        notes: Vec::new(),
    };
    connecting.find_what_takes_part();
    for name in &planning.industries {
        connecting.industry(&model.industries[name]);
    }
    let network = connecting.network();
    if !connecting.errors.is_empty() {
        return Err(connecting.errors);
    }
    let wrong = network.check();
    if wrong.is_empty() {
        Ok(network)
    } else {
        Err(wrong.into_iter().map(|reason| ConnectError { path: "plan".into(), reason }).collect())
    }
}

/// The plan's last year, or the scenario's.
fn last_year(model: &Model, planning: &Planning) -> i32 {
    planning.end.unwrap_or(model.scenario.end)
}

/// From the scenario's first year to the end of the plan's last one; each is as long as its beginning says.
fn periods(
    model: &Model,
    planning: &Planning,
    years: &BTreeMap<i32, Values>,
    lengths: &[(f64, f64)],
) -> Result<Vec<Period>, ConnectError> {
    let (first, last) = (model.scenario.start, last_year(model, planning));
    if last < first {
        let reason = format!("the plan's last year is {last}, and the scenario begins in {first}");
        return Err(ConnectError { path: "plan.end".into(), reason });
    }
    let end = f64::from(last) + 1.0;
    let mut periods: Vec<Period> = Vec::new();
    let mut start = f64::from(first);
    while start < end - 1e-9 {
        let year = calendar_year(start);
        let own = years[&year].get_optional(planning.step).map_or(1.0, TimeSpan::in_years);
        let least = lengths.iter().filter(|row| start - f64::from(first) >= row.0 - 1e-9).map(|row| row.1);
        let step = least.fold(own, f64::max);
        if !(step >= STEPS.0 - 1e-9 && step <= STEPS.1 + 1e-9) {
            let reason =
                format!("a period of {} years; between a month and ten years can be planned", show_number(step));
            return Err(ConnectError { path: "plan.step".into(), reason });
        }
        // Twelfths of a year and whole years meet again at each turn of the year.
        let mut next = start + step;
        if (next - next.round()).abs() < 1e-6 {
            next = next.round();
        }
        // What is left over at the end is no period of its own if it is short.
        if end - next < 0.5 * step {
            next = end;
        }
        periods.push(Period { year, start, years: next - start });
        start = next;
    }
    Ok(periods)
}

/// The calendar year of a time in years.
#[expect(clippy::cast_possible_truncation, reason = "a calendar year is a small whole number")]
fn calendar_year(time: f64) -> i32 {
    (time + 1e-9).floor() as i32
}

struct Connecting<'a> {
    model: &'a Model,
    planning: &'a Planning,
    sheets: Sheets<'a>,
    /// Years of the sheets, in order.
    sheet_years: Vec<i32>,
    years: BTreeMap<i32, Values>,
    periods: Vec<Period>,
    commodities: Vec<&'a chain::Commodity>,
    locations: Vec<&'a chain::Location>,
    worlds: Vec<&'a str>,
    experiences: Vec<&'a chain::Experience>,
    markets: Vec<Market>,
    processes: Vec<Process>,
    errors: Vec<ConnectError>,
    notes: Vec<String>,
}

/// An amount by period, and since when it can be had.
struct Amounts {
    values: Vec<f64>,
    /// The first period in which its datasheet does not refuse, and why it refused before.
    begins: Option<(usize, String)>,
    from: String,
}

/// A recipe by period: index of the commodity, and how much.
type Recipe = Vec<(usize, Amounts)>;

impl<'a> Connecting<'a> {
    fn wrong(&mut self, path: impl Into<String>, reason: impl Into<String>) {
        self.errors.push(ConnectError { path: path.into(), reason: reason.into() });
    }

    /// Commodities, locations and experience that the plan reaches, in the order of their names.
    fn find_what_takes_part(&mut self) {
        let (model, planning) = (self.model, self.planning);
        let industries = || planning.industries.iter().map(|name| &model.industries[name]);
        let demands = || planning.demands.iter().map(|name| &model.demands[name]);
        let limits = || planning.limits.iter().map(|name| &model.limits[name]);
        let recipes = industries().flat_map(|industry| [&industry.makes, &industry.uses, &industry.capital]).flatten();
        let commodities: BTreeSet<&String> = recipes
            .map(|line| &line.commodity)
            .chain(demands().map(|demand| &demand.commodity))
            .chain(&planning.target_commodity)
            .collect();
        self.commodities = commodities.into_iter().map(|name| &model.commodities[name]).collect();
        let locations: BTreeSet<&String> = industries()
            .flat_map(|industry| industry.locations.iter().chain(&industry.to))
            .chain(demands().filter_map(|demand| demand.location.as_ref()))
            .chain(limits().filter_map(|limit| limit.location.as_ref()))
            .collect();
        self.locations = locations.into_iter().map(|name| &model.locations[name]).collect();
        for location in &self.locations {
            if !self.worlds.contains(&location.world.as_str()) {
                self.worlds.push(&location.world);
            }
        }
        let experiences: BTreeSet<&String> = industries().filter_map(|industry| industry.experience.as_ref()).collect();
        self.experiences = experiences.into_iter().map(|name| &model.experiences[name]).collect();
    }

    fn location(&self, name: &str) -> usize {
        let found = self.locations.iter().position(|location| location.name == name);
        found.expect("every location of the plan was found")
    }

    fn commodity(&self, name: &str) -> usize {
        let found = self.commodities.iter().position(|commodity| commodity.name == name);
        found.expect("every commodity of the plan was found")
    }

    fn world(&self, location: usize) -> usize {
        let found = self.worlds.iter().position(|world| *world == self.locations[location].world);
        found.expect("every world of the plan was found")
    }

    /// The market of a commodity at a location: there, or of its world.
    fn market(&mut self, commodity: usize, location: usize) -> usize {
        let place = match self.commodities[commodity].market {
            chain::Market::Local => Place::Location(location),
            chain::Market::World => Place::World(self.world(location)),
        };
        let market = Market { commodity, place };
        self.markets.iter().position(|known| *known == market).unwrap_or_else(|| {
            self.markets.push(market);
            self.markets.len() - 1
        })
    }

    /// The numbers of the year in which a period begins.
    fn values(&self, period: &Period) -> &Values {
        &self.years[&period.year]
    }

    /// By period: of the year in which it begins.
    fn at_beginning(&self, read: impl Fn(&Values) -> f64) -> Vec<f64> {
        self.periods.iter().map(|period| read(self.values(period))).collect()
    }

    /// By period: the mean over its calendar years.
    fn mean(&self, read: impl Fn(&Values) -> f64) -> Vec<f64> {
        let mean = |period: &Period| {
            let same = self.parts(period).all(|(values, _)| read(values) == read(self.values(period)));
            if same { read(self.values(period)) } else { self.sum_over(period, &read) / period.years }
        };
        self.periods.iter().map(mean).collect()
    }

    /// The calendar years of a period, and how much of each lies in it.
    fn parts(&self, period: &Period) -> impl Iterator<Item = (&Values, f64)> {
        let (start, end) = (period.start, period.end());
        self.years.iter().filter_map(move |(year, values)| {
            let begins = f64::from(*year);
            let overlap = end.min(begins + 1.0) - start.max(begins);
            (overlap > 1e-9).then_some((values, overlap))
        })
    }

    /// The sum of a yearly number over the calendar years of a period, each by its part in it.
    fn sum_over(&self, period: &Period, read: impl Fn(&Values) -> f64) -> f64 {
        self.parts(period).map(|(values, part)| read(values) * part).sum()
    }

    /// The numbers of the first year.
    fn first_values(&self) -> &Values {
        &self.years[&self.model.scenario.start]
    }

    /// A number that must be the same in every year.
    fn constant<T: Quantity>(&mut self, key: OptionalKey<T>) -> Option<T> {
        let parameter = &self.model.register.parameters()[key.slot()?];
        if let Value::OverTime { points, .. } = &parameter.value
            && points.iter().any(|point| point.1.best != points[0].1.best)
        {
            let path = parameter.path.clone();
            self.wrong(path, "it must be the same in every year: the network knows no change of it");
        }
        self.first_values().get_optional(key)
    }

    fn always<T: Quantity>(&mut self, key: Key<T>) -> T {
        let slot = u32::try_from(key.slot()).expect("fewer than four billion parameters");
        self.constant(OptionalKey::<T>::new(slot)).expect("a number that is not optional is there")
    }

    fn path_of(&self, slot: usize) -> String {
        self.model.register.parameters()[slot].path.clone()
    }

    /// A unit that follows from those of commodities and industries.
    fn unit(&mut self, path: &str, text: &str) -> Option<TemplateUnit> {
        match TemplateUnit::of(text) {
            Ok(unit) => Some(unit),
            Err(_) => {
                self.wrong(path, format!("`{text}` is no unit of measure"));
                None
            }
        }
    }

    fn amounts(&mut self, path: &str, industry: &Industry, amount: &Amount, wanted: &TemplateUnit) -> Option<Amounts> {
        let (line, of, times) = match amount {
            Amount::Number(key) => {
                let values = self.at_beginning(|values| values.get(*key).value());
                return Some(Amounts { values, begins: None, from: self.path_of(key.slot()) });
            }
            Amount::Datasheet { line, of, times } => (line, of, times),
        };
        let Some(name) = of.as_ref().or(industry.option.as_ref()) else {
            let reason =
                format!("whose datasheet has the line `{line}`? Name it as `of`, or as the industry's `option`");
            self.wrong(path, reason);
            return None;
        };
        let found = match self.sheets.read(&OptionName::read(name), line) {
            Ok(found) => found,
            Err(reason) => {
                self.wrong(path, reason.to_string());
                return None;
            }
        };
        let unit = TemplateUnit::of(found.unit).expect("units of lines can be read, as a test sees");
        if unit.dimension != wanted.dimension || unit.counted != wanted.counted {
            let reason = format!("`{line}` of `{name}` is in {}, but {} belongs here", unit.text, wanted.text);
            self.wrong(path, reason);
            return None;
        }
        let factor = if unit.scale == wanted.scale { 1.0 } else { unit.scale / wanted.scale };
        let begins = self.begins(path, &format!("`{line}` of `{name}`"), &found.values)?;
        let mut values = Vec::new();
        for period in &self.periods {
            let at = self.sheet_year(period);
            let value = found.values[at].as_ref().or(found.values[begins].as_ref());
            let times = times.map_or(1.0, |key| self.values(period).get(key).value());
            values.push(value.map_or(0.0, |value| value * factor) * times);
        }
        let first = self.periods.iter().position(|period| self.sheet_year(period) == begins).unwrap_or(0);
        let why = found.values.iter().find_map(|value| value.as_ref().err());
        let begins = why.map(|why| (first, format!("`{line}` of `{name}` cannot be had before: {why}")));
        Some(Amounts { values, begins, from: format!("{name} {line}") })
    }

    fn sheet_year(&self, period: &Period) -> usize {
        self.sheet_years.iter().position(|year| *year == period.year).expect("sheets hold the year of every period")
    }

    /// The first year, by index, in which a line can be had. Later it must not refuse again.
    fn begins(&mut self, path: &str, line: &str, values: &[Result<f64, String>]) -> Option<usize> {
        let Some(begins) = values.iter().position(Result::is_ok) else {
            let why = values[0].as_ref().err().cloned().unwrap_or_default();
            self.wrong(path, format!("{line} cannot be had in any year of the plan: {why}"));
            return None;
        };
        let refused: Vec<usize> = (begins..values.len()).filter(|at| values[*at].is_err()).collect();
        if let Some(first) = refused.first() {
            let years: Vec<String> = refused.iter().map(|at| self.sheet_years[*at].to_string()).collect();
            let why = values[*first].as_ref().err().cloned().unwrap_or_default();
            self.wrong(path, format!("{line} cannot be had in {}: {why}", years.join(", ")));
            return None;
        }
        Some(begins)
    }

    fn recipe(&mut self, industry: &Industry, field: &str, lines: &[RecipeLine], below: &str) -> Recipe {
        let mut recipe = Vec::new();
        for line in lines {
            let path = format!("industry.{}.{field}.{}", industry.name, line.commodity);
            let commodity = self.commodity(&line.commodity);
            let text = format!("({})/{below}", self.commodities[commodity].unit);
            let Some(wanted) = self.unit(&path, &text) else { continue };
            let amounts = self.amounts(&path, industry, &line.amount, &wanted).unwrap_or_else(|| Amounts {
                // A mistake has been told; the market is there all the same.
                values: vec![0.0; self.periods.len()],
                begins: None,
                from: path,
            });
            recipe.push((commodity, amounts));
        }
        recipe
    }

    fn lines(&mut self, recipe: &Recipe, location: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for (commodity, amounts) in recipe {
            let market = self.market(*commodity, location);
            lines.push(Line { market, amount: series(&amounts.values), from: amounts.from.clone() });
        }
        lines
    }

    /// An industry becomes a process at each of its locations.
    fn industry(&mut self, industry: &'a Industry) {
        let path = format!("industry.{}", industry.name);
        let free = industry.capacity == Capacity::Free;
        let activity = format!("({})", industry.unit);
        let capacity = format!("(({})/year)", industry.unit);
        let mut makes = self.recipe(industry, "makes", &industry.makes, &activity);
        let uses = self.recipe(industry, "uses", &industry.uses, &activity);
        let capital = self.recipe(industry, "capital", &industry.capital, &capacity);
        let price_path = format!("{path}.price");
        let price = industry.price.as_ref().and_then(|amount| {
            let wanted = self.unit(&price_path, &format!("USD/{capacity}"))?;
            self.amounts(&price_path, industry, amount, &wanted)
        });
        self.conserve(industry, &makes, &uses);
        let begins = [&makes, &uses, &capital]
            .into_iter()
            .flatten()
            .map(|(_, amounts)| amounts)
            .chain(&price)
            .filter_map(|amounts| amounts.begins.clone())
            .max_by_key(|begins| begins.0);
        let start = f64::from(self.model.scenario.start);
        let mut first = industry.available.map_or(start, f64::from).max(start);
        if let Some((period, why)) = begins.filter(|begins| self.periods[begins.0].start > first) {
            first = self.periods[period].start;
            self.notes.push(format!("{} begin in {}: {why}.", industry.title, self.periods[period].year));
            if free {
                // There is no capacity to wait for: until then it makes nothing, so that nobody runs it.
                makes.iter_mut().for_each(|line| line.1.values[..period].fill(0.0));
            }
        }
        let prices = price.map_or_else(|| vec![0.0; self.periods.len()], |amounts| amounts.values);
        let upkeep =
            self.at_beginning(|values| values.get_optional(industry.upkeep).map_or(0.0, |rate| rate.in_per_year()));
        if industry.price.is_none() && self.first_values().get_optional(industry.upkeep).is_some() {
            self.wrong(
                format!("{path}.upkeep"),
                "it is a share of the price, and there is none: state `price`, or a `fixed_cost` instead",
            );
        }
        let kept = self.at_beginning(|values| values.get_optional(industry.fixed_cost).map_or(0.0, Ratio::value));
        let fixed: Vec<f64> =
            prices.iter().zip(&upkeep).zip(&kept).map(|((price, upkeep), kept)| price * upkeep + kept).collect();
        let running = self.at_beginning(|values| values.get_optional(industry.running_cost).map_or(0.0, Ratio::value));
        let availability =
            self.at_beginning(|values| values.get_optional(industry.availability).map_or(1.0, Ratio::value));
        let lead_time = self.constant(industry.lead_time).map_or(0.0, TimeSpan::in_years);
        let life = self.constant(industry.life).map_or(if free { 1.0 } else { 0.0 }, TimeSpan::in_years);
        let seed = self.constant(industry.seed).map(Ratio::value);
        let growth = self.constant(industry.growth).map_or(0.0, |rate| rate.in_per_year());
        let discount = self.first_values().get(self.planning.discount).in_per_year();
        let wacc = self.constant(industry.wacc).map_or(discount, |rate| rate.in_per_year());
        let margin = self.constant(industry.margin).map_or(0.0, Ratio::value);
        let learning = self.learning(industry);
        let (learns, changes) = match learning {
            Some(Learning::Building(_)) => ("price", !is_constant(&prices)),
            Some(Learning::Running(_)) => ("running_cost", !is_constant(&running)),
            None => ("", false),
        };
        if changes {
            let reason = "it changes over the years by itself, and would fall a second time by `experience`: state it as it is at the start, or leave `experience` out";
            self.wrong(format!("{path}.{learns}"), reason);
        }
        let to = industry.to.as_ref().map(|name| self.location(name));
        for (field, named) in [("standing", &industry.standing), ("coming", &industry.coming), ("most", &industry.most)]
        {
            for (location, _) in named {
                if !industry.locations.contains(location) {
                    let reason = format!("the industry does not stand at `{location}`: `locations` does not name it");
                    self.wrong(format!("{path}.{field}.{location}"), reason);
                }
            }
        }
        for name in &industry.locations {
            let location = self.location(name);
            let arrival = to.unwrap_or(location);
            let of = |named: &[(String, Key<Ratio>)]| named.iter().find(|row| row.0 == *name).map(|row| row.1);
            let standing = of(&industry.standing).map_or(0.0, |key| self.always(key).value());
            let coming = match of(&industry.coming) {
                Some(key) => self.coming(key),
                None => vec![0.0; self.periods.len()],
            };
            let most = of(&industry.most).map(|key| series(&self.mean(|values| values.get(key).value())));
            let process = Process {
                industry: industry.name.clone(),
                title: industry.title.clone(),
                stage: industry.stage.clone(),
                unit: industry.unit.clone(),
                location,
                to,
                free,
                makes: self.lines(&makes, arrival),
                uses: self.lines(&uses, location),
                capital: self.lines(&capital, location),
                price: series(&prices),
                fixed_cost: series(&fixed),
                running_cost: series(&running),
                lead_time,
                life,
                availability: series(&availability),
                seed,
                growth,
                first,
                standing,
                coming,
                most,
                learning,
                wacc,
                margin,
                in_loop: industry.r#loop == chain::Loop::Inside,
            };
            self.processes.push(process);
        }
    }

    /// Capacity under construction, by period in all.
    fn coming(&mut self, key: Key<Ratio>) -> Vec<f64> {
        let (start, end) = (self.model.scenario.start, last_year(self.model, self.planning));
        let parameter = &self.model.register.parameters()[key.slot()];
        let path = parameter.path.clone();
        match &parameter.value {
            Value::OverTime { points, .. } => {
                let outside: Vec<String> = points
                    .iter()
                    .filter(|point| !(start..=end).contains(&point.0) && point.1.best > 0.0)
                    .map(|point| point.0.to_string())
                    .collect();
                if !outside.is_empty() {
                    let reason = format!(
                        "capacity of {} lies outside the plan's years {start} to {end}; what serves before counts as `standing`",
                        outside.join(", ")
                    );
                    self.wrong(path, reason);
                }
            }
            Value::Constant(_) | Value::Absent => {
                self.wrong(path, "say in which years it comes: `over_time`, with an amount for each");
            }
        }
        self.periods.iter().map(|period| self.sum_over(period, |values| values.get(key).value())).collect()
    }

    /// What learns, counted in the unit of its experience.
    fn learning(&mut self, industry: &Industry) -> Option<Learning> {
        let (name, learns) = (industry.experience.as_ref()?, industry.learns?);
        let index = self.experiences.iter().position(|experience| experience.name == *name)?;
        let path = format!("industry.{}.experience", industry.name);
        let counted = match learns {
            Learns::Building => format!("(({})/year)", industry.unit),
            Learns::Running => format!("({})", industry.unit),
        };
        let unit = self.experiences[index].unit.clone();
        let (own, its) = (self.unit(&path, &counted)?, self.unit(&path, &unit)?);
        let same =
            own.dimension == its.dimension && own.counted == its.counted && (own.scale / its.scale - 1.0).abs() < 1e-9;
        if !same {
            let reason =
                format!("`experience.{name}` is counted in {unit}, but this industry would add to it in {counted}");
            self.wrong(path, reason);
        }
        Some(match learns {
            Learns::Building => Learning::Building(index),
            Learns::Running => Learning::Running(index),
        })
    }

    /// Sees that a recipe keeps what it claims to keep.
    fn conserve(&mut self, industry: &Industry, makes: &Recipe, uses: &Recipe) {
        let (what, unit) = match industry.conserves {
            Conserves::Nothing => return,
            Conserves::Mass => ("mass", "t"),
            Conserves::Energy => ("energy", "GW year"),
        };
        let path = format!("industry.{}.conserves", industry.name);
        let mut totals = [vec![0.0; self.periods.len()], vec![0.0; self.periods.len()]];
        let mut counted = 0;
        for (side, recipe) in [makes, uses].into_iter().enumerate() {
            for (commodity, amounts) in recipe {
                let each = match industry.conserves {
                    Conserves::Mass => self.mass(&path, *commodity),
                    _ => self.energy(*commodity),
                };
                let Some(each) = each else { continue };
                counted += 1;
                for ((total, amount), each) in totals[side].iter_mut().zip(&amounts.values).zip(&each) {
                    *total += amount * each;
                }
            }
        }
        let recipe_lines = makes.len() + uses.len();
        if counted == 0 && recipe_lines > 0 {
            self.wrong(&path, format!("nothing in its recipe has {what} that could be kept"));
        }
        let [out, into] = totals;
        let off = |at: &usize| (out[*at] - into[*at]).abs() > CONSERVED * out[*at].max(into[*at]);
        if let Some(at) = (0..self.periods.len()).find(off) {
            let reason = format!(
                "one {} brings in {} {unit} of {what} and takes out {} {unit} (in {}); name what else goes in or out",
                industry.unit,
                show_number(into[at]),
                show_number(out[at]),
                self.periods[at].year
            );
            self.wrong(path, reason);
        }
    }

    /// Mass of one unit of a commodity in tonnes, by period. Energy and time have none.
    fn mass(&mut self, path: &str, commodity: usize) -> Option<Vec<f64>> {
        let commodity = self.commodities[commodity];
        let unit = TemplateUnit::of(&commodity.unit).ok()?;
        if commodity.mass.slot().is_some() && self.first_values().get_optional(commodity.mass).is_some() {
            return Some(self.at_beginning(|values| values.get_optional(commodity.mass).map_or(0.0, Ratio::value)));
        }
        if unit.dimension == Kind::Mass.dimension() && unit.counted.is_empty() {
            return Some(vec![unit.scale / 1e3; self.periods.len()]);
        }
        if unit.dimension != Kind::Energy.dimension() && unit.dimension != Kind::TimeSpan.dimension() {
            let reason =
                format!("`commodity.{}` does not say its `mass`, and is counted in {}", commodity.name, commodity.unit);
            self.wrong(path, reason);
        }
        None
    }

    /// Energy of one unit of a commodity in gigawatt years, by period, if it is energy.
    fn energy(&self, commodity: usize) -> Option<Vec<f64>> {
        let unit = TemplateUnit::of(&self.commodities[commodity].unit).ok()?;
        let year = TemplateUnit::of("GW year").ok()?;
        let is_energy = unit.dimension == year.dimension && unit.counted.is_empty();
        is_energy.then(|| vec![unit.scale / year.scale; self.periods.len()])
    }

    fn demands(&mut self) -> Vec<Demand> {
        let mut demands = Vec::new();
        for name in &self.planning.demands {
            let demand = &self.model.demands[name];
            let commodity = self.commodity(&demand.commodity);
            let market = match (&demand.location, self.commodities[commodity].market) {
                (Some(name), _) => {
                    let location = self.location(name);
                    self.market(commodity, location)
                }
                (None, chain::Market::Local) => {
                    let reason = format!(
                        "`{}` is traded at each location by itself: say where, as `location`",
                        demand.commodity
                    );
                    self.wrong(format!("demand.{name}"), reason);
                    continue;
                }
                (None, chain::Market::World) => {
                    let traded: Vec<usize> =
                        (0..self.markets.len()).filter(|at| self.markets[*at].commodity == commodity).collect();
                    let [market] = traded[..] else {
                        let reason = format!(
                            "`{}` is traded in {} worlds of this plan: say in which, by a `location` there",
                            demand.commodity,
                            traded.len()
                        );
                        self.wrong(format!("demand.{name}"), reason);
                        continue;
                    };
                    market
                }
            };
            let has_price = self.first_values().get_optional(demand.price).is_some();
            let price = has_price.then(|| {
                series(&self.at_beginning(|values| values.get_optional(demand.price).map_or(0.0, Ratio::value)))
            });
            demands.push(Demand {
                name: name.clone(),
                title: demand.title.clone(),
                market,
                amount: series(&self.mean(|values| values.get(demand.amount).value())),
                price,
            });
        }
        demands
    }

    fn limits(&mut self) -> Vec<Limit> {
        let mut limits = Vec::new();
        for name in &self.planning.limits {
            let limit = &self.model.limits[name];
            let location = limit.location.as_ref().map(|name| self.location(name));
            let counted = match limit.counts {
                Counts::Activity => Counted::Activity,
                Counts::Building => Counted::Building,
                Counts::Standing => Counted::Standing,
            };
            let mut takes = Vec::new();
            for (industry, key) in &limit.takes {
                let amount = series(&self.at_beginning(|values| values.get(*key).value()));
                let before = takes.len();
                for (index, process) in self.processes.iter().enumerate() {
                    let there = location.is_none_or(|at| process.location == at || process.to == Some(at));
                    if process.industry == *industry && there {
                        takes.push((index, counted, amount.clone()));
                    }
                }
                let planned = self.planning.industries.contains(industry);
                if let (true, true, Some(at)) = (planned, takes.len() == before, location) {
                    let reason = format!(
                        "the industry stands nowhere at `{}`, where this limit counts",
                        self.locations[at].name
                    );
                    self.wrong(format!("limit.{name}.takes.{industry}"), reason);
                }
            }
            if takes.is_empty() {
                self.notes
                    .push(format!("{} limits nothing here: no industry of the plan counts against it.", limit.title));
                continue;
            }
            limits.push(Limit {
                name: name.clone(),
                title: limit.title.clone(),
                unit: limit.unit.clone(),
                location,
                takes,
                amount: series(&self.mean(|values| values.get(limit.amount).value())),
                span: match limit.span {
                    chain::Span::Year => Span::Year,
                    chain::Span::Ever => Span::Ever,
                },
                beyond_money: limit.beyond_money == chain::BeyondMoney::Yes,
            });
        }
        limits
    }

    fn network(&mut self) -> Network {
        let planning = self.planning;
        let demands = self.demands();
        let limits = self.limits();
        let discount = self.always(planning.discount).in_per_year();
        let commodities = self.commodities.clone();
        let commodities = commodities
            .into_iter()
            .map(|commodity| Commodity {
                name: commodity.name.clone(),
                title: commodity.title.clone(),
                unit: commodity.unit.clone(),
                stage: commodity.stage.clone(),
                decay: self.constant(commodity.decay).map(|rate| rate.in_per_year()),
            })
            .collect();
        let experiences = self.experiences.clone();
        let experiences = experiences
            .into_iter()
            .map(|experience| Experience {
                name: experience.name.clone(),
                title: experience.title.clone(),
                unit: experience.unit.clone(),
                rate: self.always(experience.rate).value(),
                initial: self.always(experience.initial).value(),
                floor: self.always(experience.floor).value(),
            })
            .collect();
        let target = planning.target_commodity.as_ref().map(|name| Target {
            commodity: self.commodity(name),
            amount: self.constant(planning.target_amount).map_or(0.0, Ratio::value),
        });
        let budget = self.first_values().get_optional(planning.budget).is_some();
        let budget = budget.then(|| {
            let spent =
                |values: &Values| values.get_optional(planning.budget).map_or(0.0, |money| money.in_dollars_per_year());
            series(&self.mean(spent))
        });
        let located = |index: usize| {
            let location = self.locations[index];
            Location { name: location.name.clone(), title: location.title.clone(), world: self.world(index) }
        };
        let locations = (0..self.locations.len()).map(located).collect();
        Network {
            name: self.model.name.clone(),
            periods: self.periods.clone(),
            discount,
            notes: std::mem::take(&mut self.notes),
            commodities,
            worlds: self.worlds.iter().map(ToString::to_string).collect(),
            locations,
            markets: std::mem::take(&mut self.markets),
            processes: std::mem::take(&mut self.processes),
            limits,
            demands,
            experiences,
            budget,
            target,
        }
    }
}

/// Whether all numbers are the same.
fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// One number where all are the same.
fn series(values: &[f64]) -> Series {
    if is_constant(values) && !values.is_empty() {
        Series::Constant(values[0])
    } else {
        Series::ByPeriod(values.to_vec())
    }
}
