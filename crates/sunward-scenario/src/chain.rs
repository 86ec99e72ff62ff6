//! What must fit together in a chain: places and their industries, recipes that keep what they claim to keep, commodities
//! that somebody makes and somebody uses.

use crate::mistake::{Code, Mistake, Place, is_full, keep};
use crate::numbers::{near, one_of};
use crate::reading::{Entries, Found, FoundAmount, Read, ReadEntry, Written};
use std::collections::{BTreeMap, BTreeSet};
use sunward_model::Value;
use sunward_model::chain::DATASHEET_TABLES;
use sunward_model::shape::Raw;
use sunward_quantity::{Dimension, Kind, TemplateUnit, show_number};

/// How far what goes in may miss what comes out, against the larger of the two.
const KEPT: f64 = 1e-6;

/// Most periods of a plan.
const MOST_PERIODS: f64 = 1000.0;

type Units<'a> = BTreeMap<(&'static str, &'a str), TemplateUnit>;

/// Checks every industry by itself, whether or not it takes part in a plan.
pub(crate) fn check_recipes(entries: &Entries, read: &Read<'_>, units: &Units<'_>, mistakes: &mut Vec<Mistake>) {
    for ((table, name), entry) in read.range(("industry", "")..) {
        if *table != "industry" || is_full(mistakes) {
            break;
        }
        let written = &entries[&(*table, name.to_string())];
        check_places(name, entry, mistakes);
        check_experience(name, entry, written, units, mistakes);
        check_conservation(name, entry, written, read, units, mistakes);
    }
}

/// Numbers by location are for locations of the industry.
fn check_places(name: &str, entry: &ReadEntry, mistakes: &mut Vec<Mistake>) {
    let places = entry.names("locations");
    if places.is_empty() {
        return;
    }
    for field in ["standing", "coming", "most"] {
        let Found::Each(all) = entry.get(field) else {
            continue;
        };
        for (place, _, at) in all.iter().filter(|line| !places.contains(&line.0)) {
            let message = format!("`{field}` of `industry.{name}` names `{place}`, where it does not stand");
            let help = one_of(place, places.iter().map(String::as_str), "its `locations` are");
            keep(mistakes, Code::NotItsPlace, at.clone(), message, help);
        }
    }
}

/// Experience is counted in what is built or done.
fn check_experience(name: &str, entry: &ReadEntry, written: &Written, units: &Units<'_>, mistakes: &mut Vec<Mistake>) {
    let (Some(experience), Some(learns)) = (entry.name("experience"), entry.word("learns")) else {
        return;
    };
    let (Some(counted), Some(own)) = (units.get(&("experience", experience)), units.get(&("industry", name))) else {
        return;
    };
    let wanted = if learns == "building" { TemplateUnit::of(&own.in_a_year()).ok() } else { Some(own.clone()) };
    let Some(wanted) = wanted else { return };
    if (wanted.dimension, &wanted.counted) != (counted.dimension, &counted.counted) {
        let at = written.member("experience").map_or(&written.at, |member| &member.value.at).clone();
        let message = format!(
            "`experience.{experience}` is counted in `{}`, but `industry.{name}` learns by {learns} `{}`",
            counted.text, wanted.text
        );
        let help = format!("count the experience in `{}`, or let it learn from another", wanted.text);
        keep(mistakes, Code::WrongCount, at, message, help);
    }
}

/// The numbers of a recipe by commodity; `None` if one is known only from a datasheet.
fn lines<'a>(entry: &'a ReadEntry, field: &str) -> Option<Vec<(&'a str, &'a Value)>> {
    match entry.get(field) {
        Found::Recipe(all) => all
            .iter()
            .map(|(commodity, amount)| match amount {
                FoundAmount::Number(number, _) => Some((commodity.as_str(), &number.value)),
                FoundAmount::Datasheet { .. } => None,
            })
            .collect(),
        Found::Wrong => None,
        _ => Some(Vec::new()),
    }
}

fn check_conservation(
    name: &str,
    entry: &ReadEntry,
    written: &Written,
    read: &Read<'_>,
    units: &Units<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let Some(kept @ ("mass" | "energy")) = entry.word("conserves") else {
        return;
    };
    // What comes from a datasheet is worked out later.
    let (Some(uses), Some(makes)) = (lines(entry, "uses"), lines(entry, "makes")) else {
        return;
    };
    let at = written.member("conserves").map_or(&written.at, |member| &member.value.at).clone();
    let kind = if kept == "mass" { Kind::Mass } else { Kind::Energy };
    // Of each commodity, how much a unit of it holds, in kilograms or in joules.
    let mut held: BTreeMap<&str, Held<'_>> = BTreeMap::new();
    for (commodity, _) in uses.iter().chain(&makes) {
        let (Some(unit), Some(of)) = (units.get(&("commodity", *commodity)), read.get(&("commodity", *commodity)))
        else {
            return;
        };
        let itself = unit.dimension == kind.dimension() && unit.counted.is_empty();
        let share = match of.get("mass") {
            _ if itself => Held::Always(unit.scale),
            Found::Number(number, _) if kept == "mass" => Held::Tonnes(&number.value),
            Found::Absent(_) if kept == "mass" && !weighs_nothing(unit) => {
                let message = format!("`industry.{name}` conserves mass, but the mass of `{commodity}` is not known");
                let help = format!("add `mass` to `[commodity.{commodity}]`, or write `conserves = \"nothing\"`");
                keep(mistakes, Code::NotConserved, at, message, help);
                return;
            }
            _ => Held::Always(0.0),
        };
        held.insert(commodity, share);
    }
    let mut years: BTreeSet<i32> = BTreeSet::new();
    let values = uses.iter().chain(&makes).map(|line| line.1);
    let masses = held.values().filter_map(|held| if let Held::Tonnes(value) = held { Some(*value) } else { None });
    for value in values.chain(masses) {
        years.extend(value.estimates().iter().filter_map(|row| row.0));
    }
    // Constants are the same in any year.
    let constant = years.is_empty();
    years.extend(constant.then_some(sunward_quantity::money::BASE_YEAR));
    for year in years {
        let sum = |lines: &[(&str, &Value)]| -> f64 {
            lines.iter().map(|(commodity, value)| value.at(year) * held[commodity].at(year)).sum()
        };
        let (into, out) = (sum(&uses), sum(&makes));
        let most = into.abs().max(out.abs());
        if (into - out).abs() <= KEPT * most && most > 0.0 {
            continue;
        }
        let (into, out) = (sunward_quantity::show(kind, into), sunward_quantity::show(kind, out));
        let when = if constant { String::new() } else { format!(" in {year}") };
        let message = format!("`industry.{name}` conserves {kept}, but uses {into} and makes {out}{when}");
        let help = "add what is lost to what it makes, correct the numbers, or write `conserves = \"nothing\"`";
        keep(mistakes, Code::NotConserved, at, message, help.into());
        return;
    }
}

/// How much mass or energy one unit of a commodity holds.
enum Held<'a> {
    Always(f64),
    Tonnes(&'a Value),
}

impl Held<'_> {
    fn at(&self, year: i32) -> f64 {
        match self {
            Self::Always(value) => *value,
            Self::Tonnes(value) => 1e3 * value.at(year),
        }
    }
}

/// Energy and work weigh nothing; of other things it must be said.
fn weighs_nothing(unit: &TemplateUnit) -> bool {
    let energy = unit.dimension == Kind::Energy.dimension() && unit.counted.is_empty();
    let work = unit.dimension == Kind::TimeSpan.dimension() && unit.counted == [("person", 1)];
    energy || work || unit.dimension == Dimension { bit: 1, ..Dimension::NONE }
}

/// A place in words, and what it is to a market.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Market<'a> {
    Location(&'a str),
    World(&'a str),
}

impl Market<'_> {
    fn words(self) -> String {
        match self {
            Self::Location(name) => format!("at `{name}`"),
            Self::World(name) => format!("on the market of `{name}`"),
        }
    }
}

/// Checks that what the plan names fits together.
pub(crate) fn check_plan<'a>(entries: &Entries, read: &'a Read<'a>, mistakes: &mut Vec<Mistake>) {
    let Some(plan) = read.get(&("plan", "")) else {
        return;
    };
    check_periods(entries, read, plan, mistakes);
    let written = |table: &'static str, name: &str| &entries[&(table, name.to_string())];
    let industries: Vec<(&str, &ReadEntry)> =
        plan.names("industries").iter().map(|name| (name.as_str(), &read[&("industry", name.as_str())])).collect();
    let world_of = |location: &'a str| match read[&("location", location)].get("world") {
        Found::Raw(Raw::Name(Some(world))) => world.as_str(),
        _ => "",
    };
    let is_local = |commodity: &'a str| read[&("commodity", commodity)].word("market") == Some("local");
    let market = |commodity: &'a str, location: &'a str| {
        if is_local(commodity) { Market::Location(location) } else { Market::World(world_of(location)) }
    };

    for (name, industry) in &industries {
        check_datasheets(name, industry, written("industry", name), entries, mistakes);
    }

    // Where what is made, and what is used anywhere.
    let mut made: BTreeSet<(&str, Market<'_>)> = BTreeSet::new();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut stands: BTreeSet<&str> = BTreeSet::new();
    for (_, industry) in &industries {
        let places = industry.names("locations");
        stands.extend(places.iter().map(String::as_str));
        stands.extend(industry.name("to"));
        for (commodity, _) in recipe(industry, "makes") {
            match industry.name("to") {
                Some(to) => drop(made.insert((commodity, market(commodity, to)))),
                None => made.extend(places.iter().map(|place| (commodity, market(commodity, place)))),
            }
        }
        used.extend(recipe(industry, "uses").chain(recipe(industry, "capital")).map(|line| line.0));
    }
    let demands: Vec<(&str, &ReadEntry)> =
        plan.names("demands").iter().map(|name| (name.as_str(), &read[&("demand", name.as_str())])).collect();
    used.extend(demands.iter().filter_map(|row| row.1.name("commodity")));
    used.extend(plan.name("target_commodity"));

    // Each commodity is named once, at its first use.
    let mut told: BTreeSet<(&str, Market<'_>)> = BTreeSet::new();
    for (name, industry) in &industries {
        for field in ["uses", "capital"] {
            for (commodity, at) in recipe(industry, field) {
                for place in industry.names("locations") {
                    let market = market(commodity, place);
                    if made.contains(&(commodity, market)) || !told.insert((commodity, market)) {
                        continue;
                    }
                    let message =
                        format!("`industry.{name}` uses `{commodity}`, which nobody makes {}", market.words());
                    keep(mistakes, Code::NobodyMakes, at.clone(), message, remedy(commodity, &made, entries));
                }
            }
        }
    }
    for (name, industry) in &industries {
        // What is left over is written down where a recipe must keep its mass; nobody need have it.
        let left_over = industry.word("conserves") != Some("nothing")
            && recipe(industry, "makes").any(|line| used.contains(line.0));
        for (commodity, at) in recipe(industry, "makes") {
            if left_over || !used.insert(commodity) {
                continue;
            }
            let message = format!("`industry.{name}` makes `{commodity}`, which nobody in the plan uses");
            let help = "add to `[plan]` an industry or a demand that uses it, or take the line away";
            keep(mistakes, Code::NobodyUses, at.clone(), message, help.into());
        }
    }
    for (name, demand) in &demands {
        check_demand(name, demand, written("demand", name), &made, &is_local, &world_of, mistakes);
    }
    check_limits(entries, read, plan, mistakes);
    let named = [("demand", "demands"), ("limit", "limits")];
    for (table, field) in named {
        for name in plan.names(field) {
            let Some(place) = read[&(table, name.as_str())].name("location") else {
                continue;
            };
            if !stands.contains(place) {
                let own = written(table, name);
                let at = own.member("location").map_or(&own.at, |member| &member.value.at).clone();
                let message = format!("`{table}.{name}` is at `{place}`, where no industry of the plan stands");
                let help = one_of(place, stands.iter().copied(), "industries stand at");
                keep(mistakes, Code::NothingStands, at, message, help);
            }
        }
    }
}

/// What an industry takes datasheet lines from is described in the scenario.
fn check_datasheets(
    name: &str,
    industry: &ReadEntry,
    written: &Written,
    entries: &Entries,
    mistakes: &mut Vec<Mistake>,
) {
    let own = written.member("option").map_or(&written.at, |member| &member.value.at);
    let mut named: Vec<(&str, &Place)> = industry.name("option").map(|option| (option, own)).into_iter().collect();
    let amounts = |field| match industry.get(field) {
        Found::Recipe(all) => all.iter().map(|line| &line.1).collect(),
        Found::Amount(amount) => vec![amount],
        _ => Vec::new(),
    };
    for amount in ["makes", "uses", "capital", "price"].into_iter().flat_map(amounts) {
        if let FoundAmount::Datasheet { of: Some(of), at, .. } = amount {
            named.push((of, at));
        }
    }
    for (option, at) in named.into_iter().filter(|row| !option_described(row.0, entries)) {
        let all = entries.keys().filter(|key| DATASHEET_TABLES.contains(&key.0));
        let all: Vec<String> = all.map(|key| format!("{}.{}", key.0, key.1)).collect();
        let help = match near(option, all.iter().map(String::as_str)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("describe it in a table `[{option}]`, or leave `{name}` out of `[plan]`"),
        };
        let message = format!("`industry.{name}` needs the datasheet of `{option}`, which is not described");
        keep(mistakes, Code::WrongDatasheet, at.clone(), message, help);
    }
}

fn option_described(option: &str, entries: &Entries) -> bool {
    let Some((table, entry)) = option.split_once('.') else {
        return false;
    };
    let table = DATASHEET_TABLES.iter().find(|known| **known == table);
    table.is_some_and(|table| entries.contains_key(&(*table, entry.to_string())))
}

/// The lines of a recipe: commodity, and where its amount stands.
fn recipe<'a>(industry: &'a ReadEntry, field: &str) -> impl Iterator<Item = (&'a str, &'a Place)> {
    let all = match industry.get(field) {
        Found::Recipe(all) => all.as_slice(),
        _ => &[],
    };
    all.iter().map(|(commodity, amount)| match amount {
        FoundAmount::Number(_, at) | FoundAmount::Datasheet { at, .. } => (commodity.as_str(), at),
    })
}

/// Who could make it: industries that are described but left out of the plan, or places where it is made.
fn remedy(commodity: &str, made: &BTreeSet<(&str, Market<'_>)>, entries: &Entries) -> String {
    let elsewhere: Vec<String> = made.iter().filter(|row| row.0 == commodity).map(|row| row.1.words()).collect();
    if let Some(first) = elsewhere.first() {
        return format!("add an industry that makes it there, or one that carries it: it is made {first}");
    }
    let makes = |entry: &Written| match entry.member("makes").map(|member| &member.value.node) {
        Some(crate::tree::Node::Table(lines)) => lines.iter().any(|line| line.key == commodity),
        _ => false,
    };
    match entries.iter().find(|row| row.0.0 == "industry" && makes(row.1)) {
        Some(row) => format!("add `{}` to `industries` of `[plan]`", row.0.1),
        None => "describe an industry that makes it, and name it in `industries` of `[plan]`".into(),
    }
}

fn check_demand<'a>(
    name: &str,
    demand: &'a ReadEntry,
    written: &Written,
    made: &BTreeSet<(&str, Market<'_>)>,
    is_local: &impl Fn(&'a str) -> bool,
    world_of: &impl Fn(&'a str) -> &'a str,
    mistakes: &mut Vec<Mistake>,
) {
    let Some(commodity) = demand.name("commodity") else {
        return;
    };
    let markets: Vec<Market<'_>> = made.iter().filter(|row| row.0 == commodity).map(|row| row.1).collect();
    let (message, help) = match demand.name("location") {
        Some(place) => {
            let market = if is_local(commodity) { Market::Location(place) } else { Market::World(world_of(place)) };
            if markets.contains(&market) {
                return;
            }
            let message = format!("`demand.{name}` wants `{commodity}`, which nobody makes {}", market.words());
            let help = match markets.first() {
                Some(other) => format!("it is made {}: name a place there, or carry it", other.words()),
                None => "name an industry that makes it in `industries` of `[plan]`".into(),
            };
            (message, help)
        }
        None if markets.len() == 1 && !is_local(commodity) => return,
        None if markets.is_empty() => {
            let help = "name an industry that makes it in `industries` of `[plan]`".to_string();
            (format!("`demand.{name}` wants `{commodity}`, which nobody in the plan makes"), help)
        }
        None => {
            let message = format!("`demand.{name}` does not say where it wants `{commodity}`");
            let all: Vec<String> = markets.iter().take(20).map(|market| market.words()).collect();
            (message, format!("add `location`: it is made {}", all.join(", ")))
        }
    };
    let field = if demand.name("location").is_some() { "location" } else { "commodity" };
    let at = written.member(field).map_or(&written.at, |member| &member.value.at).clone();
    keep(mistakes, Code::NoMarket, at, message, help);
}

/// A limit counts something of the plan, in a place where that stands.
fn check_limits(entries: &Entries, read: &Read<'_>, plan: &ReadEntry, mistakes: &mut Vec<Mistake>) {
    let planned: BTreeSet<&str> = plan.names("industries").iter().map(String::as_str).collect();
    for name in plan.names("limits") {
        let limit = &read[&("limit", name.as_str())];
        let place = limit.name("location");
        let counts = |industry: &str| {
            planned.contains(industry)
                && place.is_none_or(|place| {
                    let industry = &read[&("industry", industry)];
                    industry.names("locations").iter().any(|known| known == place)
                })
        };
        let takes = matches!(limit.get("takes"), Found::Each(all) if all.iter().any(|line| counts(&line.0)));
        if !takes {
            let own = &entries[&("limit", name.clone())];
            let at = own.member("takes").map_or(&own.at, |member| &member.value.at).clone();
            let there = place.map_or(String::new(), |place| format!(" at `{place}`"));
            let message = format!("no industry of the plan{there} takes anything of `limit.{name}`");
            let help = "name industries of the plan in `takes`, or leave the limit out of `[plan]`";
            keep(mistakes, Code::LimitsNothing, at, message, help.into());
        }
    }
}

fn check_periods(entries: &Entries, read: &Read<'_>, plan: &ReadEntry, mistakes: &mut Vec<Mistake>) {
    let year = |entry: &ReadEntry, field: &str| match entry.get(field) {
        Found::Raw(Raw::Year(year)) => Some(*year),
        _ => None,
    };
    let scenario = &read[&("scenario", "")];
    let Some(start) = year(scenario, "start") else { return };
    let Some(end) = year(plan, "end").or(year(scenario, "end")) else { return };
    let shortest = match plan.get("step") {
        Found::Number(number, _) => number.value.estimates().iter().map(|row| row.1.best).fold(f64::INFINITY, f64::min),
        _ => sunward_quantity::YEAR,
    };
    let periods = f64::from(end - start + 1) * sunward_quantity::YEAR / shortest;
    if end < start || end - start > 100 || periods > MOST_PERIODS + 0.5 {
        let own = &entries[&("plan", String::new())];
        let field = if end < start || end - start > 100 { "end" } else { "step" };
        let at = own.member(field).map_or(&own.at, |member| &member.value.at).clone();
        let message = if end < start {
            format!("the plan ends in {end}, before the scenario starts in {start}")
        } else {
            format!("a plan from {start} to {end} has {} periods", show_number(periods.ceil()))
        };
        let help = "write an `end` in the hundred years after the start, and a `step` of a few weeks at least";
        keep(mistakes, Code::TooManyPeriods, at, message, help.into());
    }
}
