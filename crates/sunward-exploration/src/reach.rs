//! Which numbers an option can read.

use std::collections::BTreeSet;
use sunward_model::shape::RawAmount;
use sunward_model::world::{Entry, SHAPES};
use sunward_model::{Model, OptionName, Raw, What};

/// Slots of the numbers that an option's cost can rest on: those of its own entry, of every entry that it names, of those that they
/// name in turn, and of the scenario and its uses of compute, which all options share.
///
/// It follows the declarations of the shapes, so that a new reference is followed as soon as it is declared. It may hold more than
/// is read, and never less.
pub fn read_by(model: &Model, option: &OptionName) -> BTreeSet<usize> {
    let mut slots = BTreeSet::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut ahead = vec![(option.table.as_str(), option.entry.as_str())];
    ahead.extend(model.workloads.iter().map(|workload| ("workload", workload.name.as_str())));
    if let Some(scenario) = model.entries.iter().find(|entry| entry.table == "scenario") {
        slots.extend(scenario.found.iter().flat_map(numbers));
    }
    while let Some((table, name)) = ahead.pop() {
        if !seen.insert((table, name)) {
            continue;
        }
        for entry in model.entries.iter().filter(|entry| entry.table == table && entry.name == name) {
            slots.extend(entry.found.iter().flat_map(numbers));
            ahead.extend(named(entry));
        }
    }
    slots
}

/// Slots of the numbers of one field.
fn numbers(found: &Raw) -> Vec<usize> {
    let amount = |amount: &RawAmount| match amount {
        RawAmount::Slot(slot) => Some(*slot),
        RawAmount::Datasheet { times, .. } => *times,
    };
    let all: Vec<u32> = match found {
        Raw::Slot(slot) => vec![*slot],
        Raw::Amount(one) => amount(one).into_iter().collect(),
        Raw::Recipe(lines) => lines.iter().filter_map(|line| amount(&line.1)).collect(),
        Raw::Each(rows) => rows.iter().map(|row| row.1).collect(),
        Raw::Nowhere | Raw::Choice(_) | Raw::Name(_) | Raw::Names(_) | Raw::Year(_) => Vec::new(),
    };
    all.into_iter().map(|slot| slot as usize).collect()
}

/// Table and name of every entry that one refers to.
fn named(entry: &Entry) -> Vec<(&'static str, &str)> {
    let Some(shape) = SHAPES.iter().find(|shape| shape.table == entry.table) else { return Vec::new() };
    let mut all = Vec::new();
    for (field, found) in shape.fields.iter().zip(&entry.found) {
        let table = match field.what {
            What::Reference { table }
            | What::OptionalReference { table }
            | What::References { table }
            | What::OptionalReferences { table }
            | What::Each { table, .. } => table,
            _ => continue,
        };
        match found {
            Raw::Name(Some(name)) => all.push((table, name.as_str())),
            Raw::Names(names) => all.extend(names.iter().map(|name| (table, name.as_str()))),
            Raw::Each(rows) => all.extend(rows.iter().map(|row| (table, row.0.as_str()))),
            _ => {}
        }
    }
    all
}
