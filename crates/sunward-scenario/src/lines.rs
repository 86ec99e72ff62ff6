//! Reads what is written line by line: recipes, numbers by place, amounts from datasheets; and the units they are kept in.

use crate::mistake::{Code, Place, clip, is_full};
use crate::numbers::{Number, Reader, Wanted, one_of};
use crate::reading::{Entries, Found, FoundAmount, Written, known, text};
use crate::tree::{Located, Member, Node};
use std::collections::BTreeMap;
use sunward_model::Bounds;
use sunward_model::chain::DATASHEET_TABLES;
use sunward_model::parameter::NOT_NEGATIVE;
use sunward_model::shape::{Raw, Shape, Template, What};
use sunward_model::world::SHAPES;
use sunward_quantity::template::fill;
use sunward_quantity::unit::UnitError;
use sunward_quantity::{Measure, ReadError, TemplateUnit};

/// The entry that a line belongs to.
pub(crate) struct Own<'a> {
    pub shape: &'static Shape,
    pub name: &'a str,
    pub entry: &'a Written,
    pub entries: &'a Entries,
}

/// The units that entries give themselves, by table and name; without those that are not units.
pub(crate) fn units(entries: &Entries) -> BTreeMap<(&'static str, &str), TemplateUnit> {
    let mut all = BTreeMap::new();
    for shape in SHAPES {
        let Some(field) = shape.fields.iter().find(|field| field.what == What::Unit) else {
            continue;
        };
        for ((table, name), entry) in entries.range((shape.table, String::new())..) {
            if *table != shape.table {
                break;
            }
            if let Some(unit) = entry.text(field.name).and_then(|text| TemplateUnit::given(text).ok()) {
                all.insert((*table, name.as_str()), unit);
            }
        }
    }
    all
}

/// The unit that a template comes to in an entry; `line` is the entry that a line of it names.
pub(crate) fn unit(
    shape: &Shape,
    name: &str,
    entry: &Written,
    template: Template,
    line: Option<(&'static str, &str)>,
    units: &BTreeMap<(&'static str, &str), TemplateUnit>,
) -> Option<TemplateUnit> {
    let unit_of = |word: &str| match word {
        "unit" => units.get(&(shape.table, name)).cloned(),
        "line.unit" => units.get(&line?).cloned(),
        word => {
            let referring = word.strip_suffix(".unit")?;
            let table = match shape.fields.iter().find(|field| field.name == referring)?.what {
                What::Reference { table } | What::OptionalReference { table } => table,
                _ => return None,
            };
            units.get(&(table, entry.text(referring)?)).cloned()
        }
    };
    fill(template.chosen(|choice| entry.text(choice)), unit_of)
}

impl Own<'_> {
    /// As [`unit`]. Where there is none, something it rests on is missing; that is a mistake already, unless the field may be
    /// left out.
    fn unit(
        &self,
        field: &str,
        template: Template,
        line: Option<(&'static str, &str)>,
        at: &Place,
        reader: &mut Reader<'_>,
    ) -> Option<TemplateUnit> {
        let unit = unit(self.shape, self.name, self.entry, template, line, reader.units);
        if unit.is_none() {
            let rests_on = |other: &&sunward_model::Field| {
                matches!(other.what, What::OptionalReference { .. })
                    && template.text.contains(&format!("{{{}.unit}}", other.name))
                    && self.entry.member(other.name).is_none()
            };
            if let Some(other) = self.shape.fields.iter().find(rests_on) {
                let message = format!("`{field}` is counted in the unit of `{}`, which is not given", other.name);
                let help = format!("add `{}`, or leave `{field}` out", other.name);
                reader.mistake(Code::NeededTogether, at, message, help);
            }
        }
        unit
    }
}

/// A number whose unit follows from the entry.
pub(crate) fn measured(
    own: &Own<'_>,
    field: &str,
    template: Template,
    bounds: Bounds,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Found {
    match number(own, field, field, template, None, bounds, false, value, reader) {
        Some(number) => Found::Number(Box::new(number), value.at.clone()),
        None => Found::Wrong,
    }
}

#[allow(clippy::too_many_arguments)]
fn number(
    own: &Own<'_>,
    field: &str,
    name: &str,
    template: Template,
    line: Option<(&'static str, &str)>,
    bounds: Bounds,
    exact_years: bool,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Option<Number> {
    let unit = own.unit(field, template, line, &value.at, reader)?;
    reader.number(&Wanted { name, measure: Measure::Unit(&unit), bounds, decision: false, exact_years }, value)
}

/// A table of lines, each under the name of an entry of `table`.
fn table<'a>(
    own: &Own<'_>,
    field: &str,
    table: &'static str,
    value: &'a Located,
    reader: &mut Reader<'_>,
) -> Option<&'a [Member]> {
    let Node::Table(members) = &value.node else {
        let message = format!("`{field}` has a line for each `{table}`, but this is {}", value.node.describe());
        let help = format!("write it like `{field} = {{ some_{table} = {{ best = …, source = \"key\" }} }}`");
        reader.mistake(Code::WrongType, &value.at, message, help);
        return None;
    };
    if members.is_empty() {
        let message = format!("`{field}` of `{}.{}` has nothing in it", own.shape.table, own.name);
        let help = format!("name a `{table}` in it, or leave `{field}` out");
        reader.mistake(Code::EmptyRecipe, &value.at, message, help);
        return None;
    }
    Some(members)
}

/// A recipe.
pub(crate) fn recipe(
    own: &Own<'_>,
    field: &str,
    template: Template,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Found {
    let Some(members) = table(own, field, "commodity", value, reader) else {
        return Found::Wrong;
    };
    let mut lines = Vec::new();
    for member in members {
        if is_full(reader.mistakes) {
            return Found::Wrong;
        }
        if !known("commodity", &member.key, &member.key_at, own.entries, reader) {
            continue;
        }
        let name = format!("{field}.{}", member.key);
        let line = Some(("commodity", member.key.as_str()));
        if let Some(amount) = one_amount(own, field, &name, template, line, &member.value, reader) {
            lines.push((member.key.clone(), amount));
        }
    }
    if lines.len() == members.len() { Found::Recipe(lines) } else { Found::Wrong }
}

/// One amount that stands alone.
pub(crate) fn amount(
    own: &Own<'_>,
    field: &str,
    template: Template,
    line: Option<(&'static str, &str)>,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Found {
    match one_amount(own, field, field, template, line, value, reader) {
        Some(amount) => Found::Amount(amount),
        None => Found::Wrong,
    }
}

const DATASHEET_KEYS: &[&str] = &["datasheet", "of", "times"];

fn one_amount(
    own: &Own<'_>,
    field: &str,
    name: &str,
    template: Template,
    line: Option<(&'static str, &str)>,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Option<FoundAmount> {
    let from_datasheet = match &value.node {
        Node::Table(members) => members.iter().find(|member| member.key == "datasheet").map(|row| (members, row)),
        _ => None,
    };
    let Some((members, datasheet)) = from_datasheet else {
        let number = number(own, field, name, template, line, NOT_NEGATIVE, false, value, reader)?;
        return Some(FoundAmount::Number(Box::new(number), value.at.clone()));
    };
    let before = reader.mistakes.len();
    for odd in members.iter().filter(|member| !DATASHEET_KEYS.contains(&member.key.as_str())) {
        let message = format!("a line of a datasheet has no field `{}`", odd.key);
        let help = one_of(&odd.key, DATASHEET_KEYS.iter().copied(), "its fields are");
        reader.mistake(Code::UnknownField, &odd.key_at, message, help);
    }
    let get = |key: &str| members.iter().find(|member| member.key == key).map(|member| &member.value);
    let line = text("datasheet", &datasheet.value, reader)?;
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    if line.len() > 60 || !line.chars().all(good) || line.split('.').any(str::is_empty) {
        let message = format!("`{}` cannot be the name of a line", clip(&line, 60));
        let help = "write it like `launch_mass`, in small letters with points and underscores".to_string();
        reader.mistake(Code::WrongDatasheet, &datasheet.value.at, message, help);
    }
    let of = match get("of") {
        Some(of) => Some(text("of", of, reader).filter(|name| option_name(name, &of.at, reader))?),
        None => None,
    };
    let has_option = || {
        let optional = own.shape.fields.iter().find(|field| field.what == What::Datasheet);
        optional.is_some_and(|field| own.entry.member(field.name).is_some())
    };
    if of.is_none() && !has_option() {
        let message = format!("`{name}` is a line of a datasheet, but `{}.{}` names none", own.shape.table, own.name);
        let help = "add `option = \"satellite.name\"`, or `of = \"satellite.name\"` to the line".to_string();
        reader.mistake(Code::WrongDatasheet, &datasheet.value.at, message, help);
    }
    let times = match get("times") {
        Some(value) => {
            let measure = sunward_quantity::Kind::Ratio.into();
            let name = format!("{name}.times");
            let wanted = Wanted { name: &name, measure, bounds: NOT_NEGATIVE, decision: false, exact_years: false };
            Some((Box::new(reader.number(&wanted, value)?), value.at.clone()))
        }
        None => None,
    };
    (reader.mistakes.len() == before).then(|| FoundAmount::Datasheet { line, of, times, at: value.at.clone() })
}

/// A number for each of several entries of another table.
pub(crate) fn each(
    own: &Own<'_>,
    field: &str,
    of: &'static str,
    template: Template,
    exact_years: bool,
    value: &Located,
    reader: &mut Reader<'_>,
) -> Found {
    let Some(members) = table(own, field, of, value, reader) else {
        return Found::Wrong;
    };
    let mut lines = Vec::new();
    for member in members {
        if is_full(reader.mistakes) {
            return Found::Wrong;
        }
        if !known(of, &member.key, &member.key_at, own.entries, reader) {
            continue;
        }
        let name = format!("{field}.{}", member.key);
        let line = Some((of, member.key.as_str()));
        let found = number(own, field, &name, template, line, NOT_NEGATIVE, exact_years, &member.value, reader);
        if let Some(number) = found {
            lines.push((member.key.clone(), Box::new(number), member.key_at.clone()));
        }
    }
    if lines.len() == members.len() { Found::Each(lines) } else { Found::Wrong }
}

/// The name of what has a datasheet.
pub(crate) fn datasheet(field: &str, value: &Located, reader: &mut Reader<'_>) -> Found {
    match text(field, value, reader).filter(|name| option_name(name, &value.at, reader)) {
        Some(name) => Found::Raw(Raw::Name(Some(name))),
        None => Found::Wrong,
    }
}

/// Whether a name could be that of something with a datasheet. Whether it is described is asked only of what a plan reaches:
/// a library of industries is about satellites that the scenario describes.
fn option_name(name: &str, at: &Place, reader: &mut Reader<'_>) -> bool {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let parts = name.split_once('.');
    if parts.is_some_and(|(table, entry)| DATASHEET_TABLES.contains(&table) && entry.chars().all(good)) {
        return true;
    }
    let tables = DATASHEET_TABLES.iter().map(|table| format!("`{table}.name`")).collect::<Vec<_>>();
    let message = format!("`{}` is not the name of what has a datasheet", clip(name, 60));
    reader.mistake(Code::WrongDatasheet, at, message, format!("write {}", tables.join(" or ")));
    false
}

/// The unit that an entry gives itself.
pub(crate) fn given_unit(field: &str, value: &Located, reader: &mut Reader<'_>) -> Found {
    let Some(text) = text(field, value, reader) else {
        return Found::Wrong;
    };
    match TemplateUnit::given(&text) {
        Ok(_) => Found::Raw(Raw::Name(Some(text))),
        Err(error) => {
            let help = match &error {
                UnitError::Unknown(_, Some(nearest)) => format!("did you mean `{nearest}`?"),
                _ => "write it like `t`, `kwafer`, `GW` or `GW year`".to_string(),
            };
            let message = match &error {
                UnitError::Malformed(_) => format!("`{}` cannot be counted in", clip(&text, 60)),
                _ => clip(&ReadError::Unit(error).to_string(), 120),
            };
            reader.mistake(Code::BadUnit, &value.at, message, help);
            Found::Wrong
        }
    }
}
