//! What is said of several numbers at once: correlations and groups.

use crate::mistake::{Code, Mistake, Place, clip, is_full, keep};
use crate::numbers::{Number, near};
use crate::reading::{Entries, Found, FoundAmount, Read};
use crate::tree::{Located, Node};
use std::collections::BTreeMap;
use sunward_model::correlation::{MOST_CORRELATED, NotTogether, OverTime, can_hold, is_input, listed, names};
use sunward_model::spread::{is_decided, is_uncertain};
use sunward_model::{Correlation, Group, Parameter, Shaped, Value};

/// Most correlations, and most groups, of one scenario.
const MOST_ENTRIES: usize = 1000;

/// Every number that is described, by path; those that may be absent and are, without a number.
type Numbers<'a> = BTreeMap<String, Option<&'a Number>>;

fn numbers<'a>(read: &'a Read<'a>) -> Numbers<'a> {
    let mut all = Numbers::new();
    for ((table, name), entry) in read {
        for (field, found) in entry.shape.fields.iter().zip(&entry.found) {
            let path = if name.is_empty() {
                format!("{table}.{}", field.name)
            } else {
                format!("{table}.{name}.{}", field.name)
            };
            let mut amount = |path: String, amount: &'a FoundAmount| match amount {
                FoundAmount::Number(number, _) => drop(all.insert(path, Some(number))),
                FoundAmount::Datasheet { times, .. } => {
                    if let Some((number, _)) = times {
                        all.insert(format!("{path}.times"), Some(number));
                    }
                }
            };
            match found {
                Found::Number(number, _) => drop(all.insert(path, Some(number))),
                Found::Absent(_) => drop(all.insert(path, None)),
                Found::Amount(one) => amount(path, one),
                Found::Recipe(lines) => lines.iter().for_each(|line| amount(format!("{path}.{}", line.0), &line.1)),
                Found::Each(lines) => {
                    all.extend(lines.iter().map(|line| (format!("{path}.{}", line.0), Some(&*line.1))));
                }
                Found::Raw(_) | Found::Wrong => {}
            }
        }
    }
    all.retain(|path, _| is_input(path));
    all
}

/// Paths that a pattern names, in order.
fn named<'n>(pattern: &str, all: &'n Numbers<'_>, beginnings: bool) -> Vec<&'n str> {
    // Up to the first part that may be anything, all paths stand together.
    let fixed = pattern.split_once('*').map_or(pattern, |parts| parts.0);
    let from = all.range(fixed.to_string()..).map(|row| row.0.as_str());
    from.take_while(|path| path.starts_with(fixed)).filter(|path| names(pattern, path, beginnings)).collect()
}

/// The texts of a list, with their places.
fn items<'a>(entries: &'a Entries, table: &'static str, name: &str, field: &str) -> Vec<(&'a str, &'a Place)> {
    let Some(Located { node: Node::List(items), .. }) =
        entries.get(&(table, name.to_string())).and_then(|entry| entry.member(field)).map(|member| &member.value)
    else {
        return Vec::new();
    };
    let text =
        |item: &'a Located| if let Node::Text(text) = &item.node { Some((text.as_str(), &item.at)) } else { None };
    items.iter().filter_map(text).collect()
}

/// Entries of a table whose list was read, in order of their names.
fn read_well<'a>(read: &'a Read<'a>, table: &'static str, field: &str) -> Vec<&'a str> {
    let rows = read.iter().filter(|row| row.0.0 == table && !row.1.names(field).is_empty());
    rows.map(|row| row.0.1).collect()
}

/// Whether correlations and groups name what there is, and can hold.
pub(crate) fn check(entries: &Entries, read: &Read<'_>, mistakes: &mut Vec<Mistake>) {
    let (correlation, group) = (Correlation::SHAPE.table, Group::SHAPE.table);
    for table in [correlation, group] {
        let count = read.keys().filter(|key| key.0 == table).count();
        if count > MOST_ENTRIES {
            let last = read.keys().rfind(|key| key.0 == table).expect("there are many");
            let at = entries[&(table, last.1.to_string())].at.clone();
            let message = format!("there are {count} entries of `{table}`, at most {MOST_ENTRIES} are read");
            return keep(mistakes, Code::TooLarge, at, message, "name several numbers in one of them".into());
        }
    }
    let (correlations, groups) = (read_well(read, correlation, "between"), read_well(read, group, "members"));
    if correlations.is_empty() && groups.is_empty() {
        return;
    }
    let numbers = numbers(read);
    check_correlations(&correlations, entries, read, &numbers, mistakes);
    check_groups(&groups, entries, &numbers, mistakes);
}

fn check_correlations(
    correlations: &[&str],
    entries: &Entries,
    read: &Read<'_>,
    numbers: &Numbers<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let table = Correlation::SHAPE.table;
    let uncertain = |path: &str| numbers[path].is_some_and(|number| is_uncertain(&number.value, &number.provenance));
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    // Who says a pair: to say which two do.
    let mut said: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut last = None;
    for name in correlations {
        if is_full(mistakes) {
            return;
        }
        let before = mistakes.len();
        let at = &entries[&(table, name.to_string())].at;
        let rank = rank(name, entries, read, mistakes);
        let mut among: Vec<&str> = Vec::new();
        for (pattern, at) in items(entries, table, name, "between") {
            let found = named(pattern, numbers, false);
            if found.is_empty() {
                unknown(pattern, at, numbers, mistakes);
            } else if !pattern.contains('*') && !uncertain(found[0]) {
                certain(found[0], numbers[found[0]], at, mistakes);
            }
            among.extend(found.into_iter().filter(|path| uncertain(path)));
        }
        among.sort_unstable();
        among.dedup();
        if among.len() < 2 && mistakes.len() == before {
            let message = match among.first() {
                Some(path) => format!("`correlation.{name}` names one uncertain number, `{path}`"),
                None => format!("`correlation.{name}` names no uncertain number"),
            };
            let help = "name two numbers that have a range, at least".to_string();
            keep(mistakes, Code::CorrelationOfOne, at.clone(), message, help);
        }
        if among.len() > MOST_CORRELATED {
            let error = NotTogether::TooMany { numbers: among.len() };
            return keep(mistakes, Code::NotTogether, at.clone(), cannot(&error), remedy(&error));
        }
        let mut twice = false;
        for (index, first) in among.iter().enumerate() {
            for second in &among[index + 1..] {
                if let Some(other) = said.insert((first, second), name)
                    && !twice
                {
                    twice = true;
                    let message = format!(
                        "`{first}` and `{second}` are correlated by `correlation.{other}` and `correlation.{name}`"
                    );
                    let help = "leave the two out of one of them".to_string();
                    keep(mistakes, Code::PairTwice, at.clone(), message, help);
                }
                pairs.extend(rank.map(|rank| (*first, *second, rank)));
            }
        }
        last = Some(at);
        // Each entry may name many: what can be said of too many is said before they fill the memory.
        if pairs.len() > MOST_CORRELATED * MOST_CORRELATED {
            break;
        }
    }
    let over_time = |path: &str| match numbers[path] {
        Some(number) => OverTime::of(number.uncertainty.path, &number.value),
        None => OverTime::default(),
    };
    if let (Err(error), Some(at), true) = (can_hold(&pairs, over_time), last, mistakes.is_empty()) {
        // Drawn where the last word was said of the numbers that do not go together.
        let about = |name: &&&str| match &error {
            NotTogether::Indefinite { numbers, .. } => {
                said.iter().any(|row| *row.1 == **name && numbers.iter().any(|n| n == row.0.0))
            }
            NotTogether::PathsDiffer { first, second } => said.get(&(first.as_str(), second.as_str())) == Some(*name),
            NotTogether::TooMany { .. } => false,
        };
        let at = correlations.iter().rev().find(about).map_or(at, |name| &entries[&(table, name.to_string())].at);
        keep(mistakes, Code::NotTogether, at.clone(), cannot(&error), remedy(&error));
    }
}

/// What is wrong, without its remedy.
fn cannot(error: &NotTogether) -> String {
    match error {
        NotTogether::Indefinite { numbers, .. } => {
            format!("no {} numbers can have the rank correlations said of {}", numbers.len(), listed(numbers))
        }
        NotTogether::PathsDiffer { first, second } => {
            format!(
                "`{first}` and `{second}` are correlated, but their years are not the same or do not hang together in the same way"
            )
        }
        NotTogether::TooMany { numbers } => {
            format!("{numbers} numbers are correlated with others, but at most {MOST_CORRELATED} can be")
        }
    }
}

fn remedy(error: &NotTogether) -> String {
    match error {
        NotTogether::Indefinite { factor, .. } => {
            format!("multiply these ranks by {factor} or less; a pair of which nothing is said has rank 0")
        }
        NotTogether::PathsDiffer { .. } => {
            "write the same `path` and the same years for both, or `together` for both".to_string()
        }
        NotTogether::TooMany { .. } => "name fewer numbers, or narrower patterns".to_string(),
    }
}

/// The rank of a correlation: one number, for how uncertain a correlation is nobody draws.
fn rank(name: &str, entries: &Entries, read: &Read<'_>, mistakes: &mut Vec<Mistake>) -> Option<f64> {
    let table = Correlation::SHAPE.table;
    let Found::Number(number, at) = read.get(&(table, name))?.get("rank") else {
        return None;
    };
    match &number.value {
        Value::Constant(estimate) if estimate.range.is_none() => Some(estimate.best),
        value => {
            let what = if matches!(value, Value::Constant(_)) { "a range" } else { "values over time" };
            let at = entries[&(table, name.to_string())].member("rank").map_or(at, |member| &member.value.at);
            let message = format!("the rank of `correlation.{name}` has {what}, but no draw changes it");
            let help = "write one value: `rank = { best = 0.7, source = \"key\" }`".to_string();
            keep(mistakes, Code::Inapplicable, at.clone(), message, help);
            None
        }
    }
}

fn unknown(pattern: &str, at: &Place, numbers: &Numbers<'_>, mistakes: &mut Vec<Mistake>) {
    if is_full(mistakes) {
        return;
    }
    let help = match near(pattern, numbers.keys().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "write a path like `chip.b300.power`; `sunward parameters` lists them all".to_string(),
    };
    let message = format!("there is no number `{}`", clip(pattern, 60));
    keep(mistakes, Code::UnknownNumber, at.clone(), message, help);
}

fn certain(path: &str, number: Option<&Number>, at: &Place, mistakes: &mut Vec<Mistake>) {
    let (message, help) = match number {
        None => (format!("`{path}` has no value of its own"), "leave it out, or write its value with a range"),
        Some(number) if is_decided(&number.provenance) => (
            format!("`{path}` is a decision, which no draw changes"),
            "leave it out, or name who says so as its `source`",
        ),
        Some(_) => {
            (format!("`{path}` has no range, so that it is the same in every draw"), "add its `range`, or leave it out")
        }
    };
    keep(mistakes, Code::NumberWithoutRange, at.clone(), message, help.into());
}

fn check_groups(groups: &[&str], entries: &Entries, numbers: &Numbers<'_>, mistakes: &mut Vec<Mistake>) {
    let table = Group::SHAPE.table;
    let mut group_of: BTreeMap<&str, &str> = BTreeMap::new();
    for name in groups {
        for (pattern, at) in items(entries, table, name, "members") {
            if is_full(mistakes) {
                return;
            }
            let found = named(pattern, numbers, true);
            if found.is_empty() {
                unknown_beginning(pattern, at, numbers, mistakes);
            }
            // Said once for a pattern, however many numbers it shares with the other group.
            let mut shared = None;
            for path in found {
                let other = *group_of.entry(path).or_insert(name);
                if other != *name {
                    shared = shared.or(Some((path, other)));
                }
            }
            if let Some((path, other)) = shared {
                let message = format!("`{path}` is a member of `group.{other}` and of `group.{name}`");
                let help = "name narrower beginnings, so that each number is in one group".to_string();
                keep(mistakes, Code::TwoGroups, at.clone(), message, help);
            }
        }
    }
}

fn unknown_beginning(pattern: &str, at: &Place, numbers: &Numbers<'_>, mistakes: &mut Vec<Mistake>) {
    // Of a path as many parts as were written.
    let parts = pattern.split('.').count();
    let mut beginnings: Vec<String> =
        numbers.keys().map(|path| path.split('.').take(parts).collect::<Vec<_>>().join(".")).collect();
    beginnings.dedup();
    let help = match near(pattern, beginnings.iter().map(String::as_str)) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            "write the beginning of a path, like `chip` or `chip.b300`; `sunward parameters` lists them all".to_string()
        }
    };
    let message = format!("no number has a path that begins with `{}`", clip(pattern, 60));
    keep(mistakes, Code::UnknownNumber, at.clone(), message, help);
}

/// What of a correlation or a group the model has: names that stand for some of its numbers, if there are enough of them.
pub(crate) fn reached<'a>(table: &str, names_said: &'a [String], parameters: &[Parameter]) -> Option<Vec<&'a String>> {
    let beginnings = table == Group::SHAPE.table;
    let takes = |name: &str, p: &Parameter| {
        is_input(&p.path) && (beginnings || p.is_uncertain()) && names(name, &p.path, beginnings)
    };
    let left: Vec<&String> = names_said.iter().filter(|name| parameters.iter().any(|p| takes(name, p))).collect();
    let wanted = if beginnings { 1 } else { 2 };
    let count = parameters.iter().filter(|p| left.iter().any(|name| takes(name, p))).take(wanted).count();
    (count == wanted).then_some(left)
}
