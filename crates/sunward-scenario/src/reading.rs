//! Reads a scenario and all it includes.

use crate::files::{FileError, Files};
use crate::library;
use crate::mistake::{Code, Lines, Mistake, Mistakes, Place, SourceFile, clip, is_full, keep};
use crate::numbers::{self, Number, Reader, Wanted, one_of, year};
use crate::tree::{Located, Member, Node, parse};
use crate::{chain, correlation, lines};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use sunward_model::parameter::NOT_NEGATIVE;
use sunward_model::shape::{Field, Raw, RawAmount, Rule, Shape, Shaped, What};
use sunward_model::world::Entry;
use sunward_model::world::{OPTION_TABLES, SHAPES, SINGLE_TABLES};
use sunward_model::{
    Correlation, Group, Model, OptionName, Parameter, Planning, Provenance, Register, Source, Uncertainty, Value,
    technology, world,
};
use sunward_quantity::{Kind, TemplateUnit};

/// Most files of one scenario.
const MOST_FILES: usize = 100;

/// Most times that files of one scenario name another: each time it must be looked at to know which file it is.
const MOST_INCLUDES: usize = 1000;

/// Most paths of numbers in one list.
const MOST_PATHS: usize = 300;

/// The list of sources, read once.
static SOURCES: LazyLock<BTreeMap<String, Source>> =
    LazyLock::new(|| crate::sources::read_sources(library::SOURCES).expect("a test reads the list of sources"));

/// Reads a scenario.
///
/// # Errors
/// Every mistake, in the order of files and places.
pub fn read(files: &dyn Files) -> Result<Model, Mistakes> {
    let mut gathering = Gathering::default();
    gathering.main(files);
    let Gathering { files: texts, mut mistakes, entries, own_sources, broken_sources, name, .. } = gathering;
    let mut sources = SOURCES.clone();
    sources.extend(own_sources);
    let model = assemble(&name, &entries, sources, &broken_sources, &texts, &mut mistakes);
    match model {
        Some(model) if mistakes.is_empty() => Ok(model),
        _ => {
            // What is not TOML was not read as it was meant: that is mistake enough for its place.
            let unread: Vec<Place> = mistakes.iter().filter(|m| m.code == Code::Syntax).map(|m| m.at.clone()).collect();
            let is_unread = |at: &Place| {
                unread
                    .iter()
                    .any(|not| not.file == at.file && not.span.start <= at.span.start && at.span.end <= not.span.end)
            };
            mistakes.retain(|m| m.code == Code::Syntax || !is_unread(&m.at));
            mistakes.sort_by_key(|m| (m.at.file, m.at.span.start, m.code));
            mistakes.dedup();
            Err(Mistakes { mistakes, files: texts })
        }
    }
}

/// All of an entry's fields, each from the last file that wrote it.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub at: Place,
    pub fields: Vec<Member>,
}

impl Written {
    /// A field as it was written.
    pub(crate) fn member(&self, name: &str) -> Option<&Member> {
        self.fields.iter().find(|member| member.key == name)
    }

    /// A field that was written as a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match &self.member(name)?.value.node {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }
}

pub(crate) type Entries = BTreeMap<(&'static str, String), Written>;

#[derive(Default)]
struct Gathering {
    files: Vec<SourceFile>,
    mistakes: Vec<Mistake>,
    entries: Entries,
    own_sources: BTreeMap<String, Source>,
    name: String,
    /// Files being read, innermost last, and files already read, by the name that identifies them.
    open: Vec<String>,
    read: Vec<String>,
    includes: usize,
    /// Own sources that are incomplete, which is mistake enough.
    broken_sources: BTreeSet<String>,
}

/// The name of the main file among the open ones; no included file has it.
fn file_stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    if stem == "scenario" || stem == "scenario.lock" {
        // A study's folder is a better name than `scenario`.
        let folder = name.rsplit(['/', '\\']).nth(1);
        return folder.filter(|f| !f.is_empty() && *f != ".").unwrap_or(stem).to_string();
    }
    stem.to_string()
}

/// The bytes as text, without the mark that some editors put before it; or why they are no text.
fn as_text(bytes: Vec<u8>) -> Result<String, String> {
    let line = |upto: &[u8]| upto.iter().filter(|b| **b == b'\n').count() + 1;
    if let Some(zero) = bytes.iter().position(|b| *b == 0) {
        return Err(format!("the file is not text: there is a zero byte in line {}", line(&bytes[..zero])));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text)),
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            Err(format!("the file is not UTF-8 text: see line {}", line(good)))
        }
    }
}

impl Gathering {
    fn mistake(&mut self, code: Code, at: Place, message: String, help: &str) {
        keep(&mut self.mistakes, code, at, message, help.to_string());
    }

    fn main(&mut self, files: &dyn Files) {
        let name = files.main_name();
        self.name = file_stem(&name);
        let own = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_string();
        match files.main() {
            Ok(bytes) => {
                self.open.push(own.clone());
                self.file(name, bytes, files);
                self.open.pop();
            }
            Err(error) => {
                self.files.push(SourceFile { name, text: String::new() });
                self.refused(&error, Place { file: 0, span: 0..0 }, "the scenario");
            }
        }
    }

    fn refused(&mut self, error: &FileError, at: Place, what: &str) {
        match error {
            FileError::Unreadable(why) => {
                let help = "check the path: includes are relative to the scenario's folder";
                self.mistake(Code::Unreadable, at, format!("{what} cannot be read: {why}"), help);
            }
            FileError::TooLarge(bytes) => {
                let message = format!("{what} has {:.1} MB; at most 10 MB are read", *bytes as f64 / 1048576.0);
                self.mistake(
                    Code::TooLarge,
                    at,
                    message,
                    "a scenario is text written by a person; is this the right file?",
                );
            }
            FileError::Outside => {
                let message = format!("{what} lies outside the scenario's folder");
                self.mistake(
                    Code::IncludeOutside,
                    at,
                    message,
                    "copy the file into the scenario's folder and name it from there",
                );
            }
        }
    }

    fn file(&mut self, name: String, bytes: Vec<u8>, files: &dyn Files) {
        let index = self.files.len();
        let text = match as_text(bytes) {
            Ok(text) => text,
            Err(message) => {
                let text = String::new();
                self.files.push(SourceFile { name, text });
                let at = Place { file: index, span: 0..0 };
                return self.mistake(Code::NotText, at, message, "save it as UTF-8 text; is this the right file?");
            }
        };
        let members = parse(&text, index, &mut self.mistakes);
        self.files.push(SourceFile { name, text });
        // What is included comes first, so that the file's own words override it wherever they stand.
        for member in members.iter().filter(|member| member.key == "include") {
            self.include(&member.value, files);
        }
        for member in members.into_iter().filter(|member| member.key != "include") {
            if is_full(&self.mistakes) {
                return;
            }
            self.table(member);
        }
    }

    fn include(&mut self, list: &Located, files: &dyn Files) {
        let Node::List(items) = &list.node else {
            let message = format!("`include` is a list of files, but this is {}", list.node.describe());
            let help = match &list.node {
                Node::Text(_) => format!("write it like `include = [{}]`", first_in_list(list)),
                _ => "write it like `include = [\"library\"]`".into(),
            };
            self.mistake(Code::WrongType, list.at.clone(), message, &help);
            return;
        };
        for item in items {
            let Node::Text(path) = &item.node else {
                let message = format!("an include is a text, but this is {}", item.node.describe());
                self.mistake(Code::WrongType, item.at.clone(), message, "write it like `include = [\"library\"]`");
                continue;
            };
            if path == "library" || path.starts_with("library/") {
                self.include_library(path, &item.at, files);
                continue;
            }
            self.includes += 1;
            if self.includes > MOST_INCLUDES {
                let message = format!("more than {MOST_INCLUDES} includes");
                return self.mistake(Code::TooLarge, item.at.clone(), message, "name each file once");
            }
            match files.included(path) {
                Err(error) => self.refused(&error, item.at.clone(), &format!("`{path}`")),
                Ok((name, _)) if self.open.contains(&name) => {
                    let message = format!("`{path}` includes itself: {} → {name}", self.open.join(" → "));
                    self.mistake(Code::IncludeLoop, item.at.clone(), message, "remove one of the includes");
                }
                Ok((name, _)) if self.read.contains(&name) => {}
                Ok(_) if self.files.len() >= MOST_FILES => {
                    let message = format!("more than {MOST_FILES} files");
                    self.mistake(Code::TooLarge, item.at.clone(), message, "put what belongs together into one file");
                    return;
                }
                Ok((name, bytes)) => {
                    self.read.push(name.clone());
                    self.open.push(name.clone());
                    self.file(name, bytes, files);
                    self.open.pop();
                }
            }
        }
    }

    fn include_library(&mut self, path: &str, at: &Place, files: &dyn Files) {
        let part = path.strip_prefix("library").and_then(|p| p.strip_prefix('/')).map(|p| p.trim_end_matches(".toml"));
        let chosen: Vec<_> = library::PARTS.iter().filter(|row| part.is_none_or(|part| part == row.0)).collect();
        if chosen.is_empty() {
            let names: Vec<String> = library::PARTS.iter().map(|row| format!("library/{}", row.0)).collect();
            let help = one_of(path, names.iter().map(String::as_str), "its parts are");
            let message = format!("the library has no part `{}`", part.unwrap_or(""));
            self.mistake(Code::UnknownLibrary, at.clone(), message, &help);
        }
        for (name, text) in chosen {
            let id = format!("library/{name}");
            if !self.read.contains(&id) {
                self.read.push(id.clone());
                self.file(format!("library/{name}.toml"), text.as_bytes().to_vec(), files);
            }
        }
    }

    fn table(&mut self, member: Member) {
        if member.key == "source" {
            return self.own_sources(member);
        }
        let Some(shape) = SHAPES.iter().find(|shape| shape.table == member.key) else {
            let names = SHAPES.iter().map(|shape| shape.table).chain(["source", "include"]);
            let help = one_of(&member.key, names, "a file may have");
            let message = format!("there is no table `{}`", member.key);
            return self.mistake(Code::UnknownTable, member.key_at, message, &help);
        };
        let Node::Table(inner) = member.value.node else {
            let message = format!("`{}` is a table, but this is {}", member.key, member.value.node.describe());
            self.mistake(Code::NotAnEntry, member.key_at, message, &format!("write `[{}.name]`", member.key));
            return;
        };
        if SINGLE_TABLES.contains(&shape.table) {
            self.entry(shape, String::new(), member.key_at, inner);
            return;
        }
        for entry in inner {
            if is_full(&self.mistakes) {
                return;
            }
            let known = |key: &str| shape.fields.iter().any(|field| field.name == key);
            let fields = match entry.value.node {
                // `[radiator.mass]` may be a radiator of that name; with nothing of a radiator inside, it is not.
                Node::Table(fields) if !known(&entry.key) || fields.iter().any(|field| known(&field.key)) => fields,
                node => {
                    let message = if known(&entry.key) {
                        format!("`{}` is a field, but `{}` holds entries", entry.key, shape.table)
                    } else {
                        format!("`{}` is an entry of `{}`, but this is {}", entry.key, shape.table, node.describe())
                    };
                    let help = format!("write `[{}.name]` above the fields", shape.table);
                    // Said once: all fields of the table are in the same place.
                    return self.mistake(Code::NotAnEntry, entry.key_at, message, &help);
                }
            };
            let good = !entry.key.is_empty()
                && entry.key.len() <= 60
                && entry.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !good {
                let message = format!("`{}` cannot be part of a path", clip(&entry.key, 60));
                let help = "use small letters, digits and underscores, at most sixty";
                self.mistake(Code::BadName, entry.key_at.clone(), message, help);
            }
            self.entry(shape, entry.key, entry.key_at, fields);
        }
    }

    fn entry(&mut self, shape: &'static Shape, name: String, at: Place, fields: Vec<Member>) {
        let entry =
            self.entries.entry((shape.table, name)).or_insert_with(|| Written { at: at.clone(), fields: Vec::new() });
        entry.at = at;
        for field in fields {
            if is_full(&self.mistakes) {
                return;
            }
            if !shape.fields.iter().any(|known| known.name == field.key) {
                let names = shape.fields.iter().map(|known| known.name);
                let help = one_of(&field.key, names, "its fields are");
                let message = format!("`{}` has no field `{}`", shape.table, field.key);
                keep(&mut self.mistakes, Code::UnknownField, field.key_at, message, help);
                continue;
            }
            match entry.fields.iter_mut().find(|known| known.key == field.key) {
                Some(known) => *known = field,
                None => entry.fields.push(field),
            }
        }
    }

    fn own_sources(&mut self, member: Member) {
        let Node::Table(entries) = member.value.node else {
            let message = format!("`source` is a table, but this is {}", member.value.node.describe());
            self.mistake(Code::NotAnEntry, member.key_at, message, "write `[source.key]`");
            return;
        };
        for entry in entries {
            if is_full(&self.mistakes) {
                return;
            }
            let fields = if let Node::Table(fields) = &entry.value.node { fields.as_slice() } else { &[] };
            for odd in fields.iter().filter(|field| !SOURCE_FIELDS.contains(&field.key.as_str())) {
                let message = format!("a source has no field `{}`", odd.key);
                let help = one_of(&odd.key, SOURCE_FIELDS.iter().copied(), "its fields are");
                keep(&mut self.mistakes, Code::UnknownField, odd.key_at.clone(), message, help);
            }
            let get = |key: &str| {
                fields.iter().find(|f| f.key == key).and_then(|f| match &f.value.node {
                    Node::Text(text) | Node::Number(text) if !text.trim().is_empty() => Some(text.clone()),
                    _ => None,
                })
            };
            match (get("title"), get("author"), get("year"), get("address")) {
                (Some(title), Some(author), Some(year), Some(address)) => {
                    let source = Source { key: entry.key.clone(), title, author, year, address };
                    self.own_sources.insert(entry.key, source);
                }
                _ => {
                    let lacking = SOURCE_FIELDS.iter().filter(|key| get(key).is_none());
                    let lacking = lacking.map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                    let message = format!("source `{}` lacks {lacking}", entry.key);
                    let help = "write it as text: a reader must be able to find the work";
                    self.mistake(Code::SourceIncomplete, entry.key_at, message, help);
                    self.broken_sources.insert(entry.key);
                }
            }
        }
    }
}

/// What a table `[source.key]` says.
const SOURCE_FIELDS: &[&str] = &["title", "author", "year", "address"];

/// A field as read, before it is known whether its entry takes part.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Number(Box<Number>, Place),
    /// With its unit, where that follows from the entry.
    Absent(Option<TemplateUnit>),
    Raw(Raw),
    Recipe(Vec<(String, FoundAmount)>),
    Amount(FoundAmount),
    Each(Vec<(String, Box<Number>, Place)>),
    /// There is a mistake.
    Wrong,
}

/// An amount as read.
#[derive(Debug, Clone)]
pub(crate) enum FoundAmount {
    Number(Box<Number>, Place),
    Datasheet { line: String, of: Option<String>, times: Option<(Box<Number>, Place)>, at: Place },
}

pub(crate) struct ReadEntry {
    pub shape: &'static Shape,
    pub found: Vec<Found>,
}

impl ReadEntry {
    /// What was found for a field.
    pub(crate) fn get(&self, name: &str) -> &Found {
        &self.found[self.shape.fields.iter().position(|field| field.name == name).expect("a field of the shape")]
    }

    /// The word that a choice field holds.
    pub(crate) fn word(&self, name: &str) -> Option<&'static str> {
        let index = self.shape.fields.iter().position(|field| field.name == name)?;
        match (self.shape.fields[index].what, &self.found[index]) {
            (What::Choice { words } | What::OptionalChoice { words }, Found::Raw(Raw::Choice(i))) => Some(words[*i]),
            _ => None,
        }
    }

    /// The name that a reference holds.
    pub(crate) fn name(&self, field: &str) -> Option<&str> {
        match self.get(field) {
            Found::Raw(Raw::Name(name)) => name.as_deref(),
            _ => None,
        }
    }

    /// The names that a list of references holds.
    pub(crate) fn names(&self, field: &str) -> &[String] {
        match self.get(field) {
            Found::Raw(Raw::Names(names)) => names,
            _ => &[],
        }
    }
}

pub(crate) type Read<'a> = BTreeMap<(&'static str, &'a str), ReadEntry>;

fn assemble(
    name: &str,
    entries: &Entries,
    sources: BTreeMap<String, Source>,
    broken_sources: &BTreeSet<String>,
    files: &[SourceFile],
    mistakes: &mut Vec<Mistake>,
) -> Option<Model> {
    let mut read: Read<'_> = BTreeMap::new();
    let units = lines::units(entries);
    for ((table, entry_name), entry) in entries {
        if is_full(mistakes) {
            return None;
        }
        let shape = SHAPES.iter().find(|shape| shape.table == *table).expect("entries have shapes");
        let mut reader = Reader { sources: &sources, broken_sources, units: &units, mistakes };
        let found = read_entry(shape, entry_name, entry, entries, &mut reader);
        read.insert((table, entry_name), ReadEntry { shape, found });
    }
    if !read.contains_key(&("scenario", "")) {
        // A file that does not parse has said so already.
        if mistakes.is_empty() {
            let help = "write `[scenario]` with `question`, `start`, `end`, `challengers`, `incumbents` and the rest; \
                        `scenarios/first_light.toml` shows how";
            let at = Place { file: 0, span: 0..0 };
            keep(mistakes, Code::NoScenario, at, "there is no table `[scenario]`".into(), help.into());
        }
        return None;
    }
    check_years(entries, &read, mistakes);
    check_question(entries, &read, mistakes);
    check_uses(entries, &read, mistakes);
    chain::check_recipes(entries, &read, &units, mistakes);
    correlation::check(entries, &read, mistakes);
    if mistakes.is_empty() {
        // Of what is missing in a plan nothing can be said while names are wrong.
        chain::check_plan(entries, &read, mistakes);
    }
    if !mistakes.is_empty() {
        return None;
    }
    Some(build(name, &read, entries, sources, files))
}

fn read_entry(
    shape: &'static Shape,
    name: &str,
    entry: &Written,
    entries: &Entries,
    reader: &mut Reader<'_>,
) -> Vec<Found> {
    let address = if name.is_empty() { shape.table.to_string() } else { format!("{}.{name}", shape.table) };
    let mut missing = Vec::new();
    let mut found = Vec::new();
    for field in shape.fields {
        let member = entry.fields.iter().find(|member| member.key == field.name);
        let item = match member {
            Some(member) => read_field(shape, name, field, member, entry, entries, reader),
            None => match field.what {
                What::Optional { .. } => Found::Absent(None),
                What::OptionalReference { .. } => Found::Raw(Raw::Name(None)),
                What::Files | What::OptionalReferences { .. } | What::OptionalOptions => {
                    Found::Raw(Raw::Names(Vec::new()))
                }
                What::Measured { template, optional: true, .. } => {
                    match lines::unit(shape, name, entry, template, None, reader.units) {
                        Some(unit) => Found::Absent(Some(unit)),
                        None => Found::Raw(Raw::Nowhere),
                    }
                }
                What::OptionalChoice { .. } | What::OptionalYear | What::Amount { .. } => Found::Raw(Raw::Nowhere),
                What::Datasheet | What::OptionalText => Found::Raw(Raw::Name(None)),
                What::Recipe { .. } => Found::Raw(Raw::Recipe(Vec::new())),
                What::Each { .. } => Found::Raw(Raw::Each(Vec::new())),
                _ => {
                    missing.push(field);
                    Found::Wrong
                }
            },
        };
        found.push(item);
    }
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().map(|field| format!("`{}`", field.name)).collect();
        let others = if missing.len() > 1 { " and the others" } else { "" };
        let help = format!("add `{} = {}`{others}", missing[0].name, example(missing[0]));
        reader.mistake(Code::MissingField, &entry.at, format!("`{address}` lacks {}", names.join(", ")), help);
    }
    check_rules(shape, &address, entry, &found, reader);
    found
}

/// How a field is written.
fn example(field: &Field) -> String {
    match field.what {
        What::Number { kind, bounds } | What::Optional { kind, bounds } => {
            format!("{{ best = {}, source = \"key\" }}", numbers::example(kind, bounds))
        }
        What::Decision { kind, bounds } => numbers::example(kind, bounds),
        What::Choice { words } => format!("\"{}\"", words[0]),
        What::Reference { table } | What::OptionalReference { table } => format!("\"some_{table}\""),
        What::References { table } | What::OptionalReferences { table } => format!("[\"some_{table}\"]"),
        What::Options | What::OptionalOptions => format!("[\"{}.name\"]", OPTION_TABLES[0]),
        What::Year => "2030".into(),
        What::Text | What::OptionalText => "\"…\"".into(),
        What::Files => "[\"other.toml\"]".into(),
        What::Paths { beginnings: true } => "[\"chip\"]".into(),
        What::Paths { beginnings: false } => "[\"chip.some_chip.power\", \"chip.other_chip.power\"]".into(),
        What::Measured { template, .. } => format!("{{ best = \"12 {}\", source = \"key\" }}", sample(template)),
        What::Recipe { template } => {
            format!("{{ some_commodity = {{ best = \"12 {}\", source = \"key\" }} }}", sample(template))
        }
        What::Amount { template } => format!("{{ best = \"12 {}\", source = \"key\" }}", sample(template)),
        What::Each { table, template, .. } => {
            format!("{{ some_{table} = {{ best = \"12 {}\", source = \"key\" }} }}", sample(template))
        }
        What::OptionalChoice { words } => format!("\"{}\"", words[0]),
        What::OptionalYear => "2030".into(),
        What::Datasheet => format!("\"{}.name\"", sunward_model::chain::DATASHEET_TABLES[0]),
        What::Unit => "\"GW\"".into(),
    }
}

/// What a template may come to.
fn sample(template: sunward_model::shape::Template) -> String {
    let unit_of = |word: &str| TemplateUnit::given(if word == "line.unit" { "t" } else { "GW" }).ok();
    sunward_quantity::template::fill(template.text, unit_of).map_or("GW".into(), |unit| unit.text)
}

fn check_rules(shape: &Shape, address: &str, entry: &Written, found: &[Found], reader: &mut Reader<'_>) {
    let index = |name: &str| shape.fields.iter().position(|field| field.name == name).expect("rules name fields");
    let given = |name: &str| match &found[index(name)] {
        Found::Absent(_) | Found::Raw(Raw::Name(None) | Raw::Nowhere) => false,
        Found::Raw(Raw::Names(names)) => !names.is_empty(),
        Found::Raw(Raw::Recipe(lines)) => !lines.is_empty(),
        Found::Raw(Raw::Each(all)) => !all.is_empty(),
        _ => true,
    };
    for rule in shape.rules {
        match rule {
            Rule::ExactlyOne(names) => {
                let count = names.iter().filter(|name| given(name)).count();
                if count != 1 {
                    let (before, between) = if count == 0 { ("neither", " nor ") } else { ("both", " and ") };
                    let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(between);
                    let message = format!("`{address}` gives {before} {list}");
                    let help = if count == 0 {
                        let field = &shape.fields[index(names[0])];
                        format!("add one of them, like `{} = {}`", field.name, example(field))
                    } else {
                        "remove one of them".to_string()
                    };
                    reader.mistake(Code::ExactlyOne, &entry.at, message, help);
                }
            }
            Rule::AtLeastOne(names) => {
                if !names.iter().any(|name| given(name)) {
                    let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" nor ");
                    let message = format!("`{address}` gives neither {list}");
                    let field = &shape.fields[index(names[0])];
                    let help = format!("add one of them, like `{} = {}`", field.name, example(field));
                    reader.mistake(Code::ExactlyOne, &entry.at, message, help);
                }
            }
            Rule::Only(choice, word, names) => {
                let What::Choice { words } = shape.fields[index(choice)].what else {
                    continue;
                };
                let other = matches!(&found[index(choice)], Found::Raw(Raw::Choice(i)) if words[*i] != *word);
                for name in names.iter().filter(|name| other && given(name)) {
                    let at = entry.fields.iter().find(|member| member.key == *name).map_or(&entry.at, |m| &m.key_at);
                    let message = format!("`{name}` of `{address}` means something only with `{choice} = \"{word}\"`");
                    let help = format!("leave it out, or write `{choice} = \"{word}\"`");
                    reader.mistake(Code::Inapplicable, at, message, help);
                }
            }
            Rule::Uses { .. } => {}
            Rule::Together(names) => {
                let lacking: Vec<_> = names.iter().filter(|name| !given(name)).collect();
                if let Some(first) = lacking.first()
                    && lacking.len() < names.len()
                {
                    let quoted =
                        |names: Vec<&&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                    let there = quoted(names.iter().filter(|name| given(name)).collect());
                    let message = format!("`{address}` gives {there} without {}", quoted(lacking.clone()));
                    let field = &shape.fields[index(first)];
                    let help = format!("add `{first} = {}`, or leave out {there}", example(field));
                    reader.mistake(Code::NeededTogether, &entry.at, message, help);
                }
            }
            Rule::Needs(choice, word, names) => {
                let What::Choice { words } = shape.fields[index(choice)].what else {
                    continue;
                };
                let chosen = matches!(&found[index(choice)], Found::Raw(Raw::Choice(i)) if words[*i] == *word);
                let lacking: Vec<_> = names.iter().filter(|name| chosen && !given(name)).collect();
                if let Some(first) = lacking.first() {
                    let list = lacking.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                    let message = format!("`{address}` with `{choice} = \"{word}\"` needs {list}");
                    let others = if lacking.len() > 1 { " and the others" } else { "" };
                    let field = &shape.fields[index(first)];
                    let help = format!("add `{first} = {}`{others}, or choose another `{choice}`", example(field));
                    reader.mistake(Code::NeededTogether, &entry.at, message, help);
                }
            }
        }
    }
}

fn read_field(
    shape: &'static Shape,
    entry_name: &str,
    field: &Field,
    member: &Member,
    entry: &Written,
    entries: &Entries,
    reader: &mut Reader<'_>,
) -> Found {
    let (name, value) = (field.name, &member.value);
    let own = lines::Own { shape, name: entry_name, entry, entries };
    match field.what {
        What::Measured { template, bounds, .. } => lines::measured(&own, name, template, bounds, value, reader),
        What::Recipe { template } => lines::recipe(&own, name, template, value, reader),
        What::Amount { template } => lines::amount(&own, name, template, None, value, reader),
        What::Each { table, template, exact_years } => {
            lines::each(&own, name, table, template, exact_years, value, reader)
        }
        What::Datasheet => lines::datasheet(name, value, reader),
        What::Unit => lines::given_unit(name, value, reader),
        What::Number { kind, bounds } | What::Optional { kind, bounds } | What::Decision { kind, bounds } => {
            let decision = matches!(field.what, What::Decision { .. });
            let measure = kind.into();
            match reader.number(&Wanted { name, measure, bounds, decision, exact_years: false }, value) {
                Some(number) => Found::Number(Box::new(number), value.at.clone()),
                None => Found::Wrong,
            }
        }
        What::Choice { words } | What::OptionalChoice { words } => {
            let Some(text) = text(name, value, reader) else {
                return Found::Wrong;
            };
            if let Some(index) = words.iter().position(|word| *word == text) {
                return Found::Raw(Raw::Choice(index));
            }
            let help = one_of(&text, words.iter().copied(), "write one of");
            reader.mistake(Code::UnknownWord, &value.at, format!("`{name}` cannot be `{}`", clip(&text, 60)), help);
            Found::Wrong
        }
        What::Reference { table } | What::OptionalReference { table } => {
            let Some(text) = text(name, value, reader) else {
                return Found::Wrong;
            };
            if known(table, &text, &value.at, entries, reader) {
                Found::Raw(Raw::Name(Some(text)))
            } else {
                Found::Wrong
            }
        }
        What::References { table } | What::OptionalReferences { table } => {
            let needed = matches!(field.what, What::References { .. });
            let Some(names) = names(name, value, needed, reader) else {
                return Found::Wrong;
            };
            let mut good = each_once(&names, reader);
            for (text, item) in &names {
                good &= known(table, text, &item.at, entries, reader);
            }
            if good { Found::Raw(Raw::Names(names.into_iter().map(|n| n.0).collect())) } else { Found::Wrong }
        }
        What::Options | What::OptionalOptions => {
            let Some(names) = names(name, value, true, reader) else {
                return Found::Wrong;
            };
            let mut good = each_once(&names, reader);
            for (text, item) in &names {
                let option = OptionName::read(text);
                let table = OPTION_TABLES.iter().find(|table| **table == option.table);
                if !table.is_some_and(|table| entries.contains_key(&(*table, option.entry.clone()))) {
                    let message = match table {
                        Some(table) => format!("no `{table}` is called `{}`", clip(&option.entry, 60)),
                        None => format!("`{}` is not the name of an option", clip(text, 60)),
                    };
                    let help = options_like(text, entries);
                    reader.mistake(Code::UnknownReference, &item.at, message, help);
                    good = false;
                }
            }
            if good { Found::Raw(Raw::Names(names.into_iter().map(|n| n.0).collect())) } else { Found::Wrong }
        }
        What::Files => match names(name, value, false, reader) {
            Some(names) => Found::Raw(Raw::Names(names.into_iter().map(|n| n.0).collect())),
            None => Found::Wrong,
        },
        What::Paths { .. } => {
            let Some(names) = names(name, value, true, reader) else {
                return Found::Wrong;
            };
            if names.len() > MOST_PATHS {
                let message = format!("`{name}` has {} paths, at most {MOST_PATHS} are read", names.len());
                reader.mistake(
                    Code::TooLarge,
                    &value.at,
                    message,
                    "write `*` for a part of a path that may be any".into(),
                );
                return Found::Wrong;
            }
            let good = each_once(&names, reader);
            if good { Found::Raw(Raw::Names(names.into_iter().map(|n| n.0).collect())) } else { Found::Wrong }
        }
        What::Year | What::OptionalYear => match &value.node {
            Node::Number(number) | Node::Text(number) => match year(number) {
                Some(year) => Found::Raw(Raw::Year(year)),
                None => {
                    let message = format!("`{name}` is a year, but this is `{}`", clip(number, 40));
                    let help = "write a year between 1950 and 2200, like `2030`".to_string();
                    reader.mistake(Code::NotAYear, &value.at, message, help);
                    Found::Wrong
                }
            },
            other => {
                let message = format!("`{name}` is a year, but this is {}", other.describe());
                reader.mistake(Code::WrongType, &value.at, message, format!("write it like `{name} = 2030`"));
                Found::Wrong
            }
        },
        What::Text | What::OptionalText => match text(name, value, reader) {
            Some(text) => Found::Raw(Raw::Name(Some(text))),
            None => Found::Wrong,
        },
    }
}

/// Whether no name stands twice in its list.
fn each_once(names: &[(String, &Located)], reader: &mut Reader<'_>) -> bool {
    let mut seen = BTreeSet::new();
    let mut good = true;
    for (text, item) in names {
        if !seen.insert(text) {
            let message = format!("`{}` stands twice in this list", clip(text, 60));
            reader.mistake(Code::TypedTwice, &item.at, message, "keep it once".into());
            good = false;
        }
    }
    good
}

/// What to write instead of an option that has no such name.
fn options_like(text: &str, entries: &Entries) -> String {
    let options = entries.keys().filter(|key| OPTION_TABLES.contains(&key.0));
    let names: Vec<String> = options.map(|key| format!("{}.{}", key.0, key.1)).collect();
    if names.is_empty() {
        let tables = OPTION_TABLES.iter().map(|table| format!("`[{table}.name]`")).collect::<Vec<_>>();
        return format!("describe it in a table {}", tables.join(" or "));
    }
    // The right entry of the wrong table, or of none.
    let entry = text.rsplit('.').next().unwrap_or(text);
    if let Some(same) = names.iter().find(|name| name.split_once('.').is_some_and(|parts| parts.1 == entry)) {
        return format!("did you mean `{same}`?");
    }
    one_of(text, names.iter().map(String::as_str), "the options described are")
}

pub(crate) fn text(name: &str, value: &Located, reader: &mut Reader<'_>) -> Option<String> {
    match &value.node {
        Node::Text(text) if !text.trim().is_empty() => Some(text.clone()),
        Node::Text(_) => {
            reader.mistake(Code::EmptyText, &value.at, format!("`{name}` is empty"), "say it in a few words".into());
            None
        }
        other => {
            let message = format!("`{name}` is a text, but this is {}", other.describe());
            reader.mistake(Code::WrongType, &value.at, message, format!("write it like `{name} = \"…\"`"));
            None
        }
    }
}

/// What the list would hold that this value was meant for.
fn first_in_list(value: &Located) -> String {
    match &value.node {
        Node::Text(text) => format!("\"{}\"", clip(text, 60)),
        _ => "\"…\"".into(),
    }
}

fn names<'a>(
    name: &str,
    value: &'a Located,
    needed: bool,
    reader: &mut Reader<'_>,
) -> Option<Vec<(String, &'a Located)>> {
    let Node::List(items) = &value.node else {
        let message = format!("`{name}` is a list of names, but this is {}", value.node.describe());
        reader.mistake(
            Code::WrongType,
            &value.at,
            message,
            format!("write it like `{name} = [{}]`", first_in_list(value)),
        );
        return None;
    };
    if items.is_empty() && needed {
        reader.mistake(Code::EmptyList, &value.at, format!("`{name}` is empty"), "name at least one".into());
        return None;
    }
    let all: Vec<_> = items.iter().map(|item| text(name, item, reader).map(|text| (text, item))).collect();
    all.into_iter().collect()
}

pub(crate) fn known(table: &'static str, name: &str, at: &Place, entries: &Entries, reader: &mut Reader<'_>) -> bool {
    if entries.contains_key(&(table, name.to_string())) {
        return true;
    }
    if is_full(reader.mistakes) {
        return false;
    }
    let (first, last) = ((table, String::new()), (table, char::MAX.to_string()));
    let mut names = entries.range(first..last).map(|row| row.0.1.as_str()).peekable();
    let help = match names.peek() {
        Some(_) => one_of(name, names, "those described are"),
        None => format!("describe it in a table `[{table}.name]`, or write `include = [\"library\"]`"),
    };
    reader.mistake(Code::UnknownReference, at, format!("no `{table}` is called `{}`", clip(name, 60)), help);
    false
}

/// What the `Uses` rules of an entry make of the entries it refers to.
struct Use<'a> {
    table: &'static str,
    entry: &'a str,
    field: &'static str,
    /// Whether the rule holds: the field takes part.
    needed: bool,
    /// What makes it take part: `way.gas` is `fuel`.
    because: (&'static str, &'a str, &'static str),
}

fn uses<'a>(entry: &'a ReadEntry, read: &'a Read<'a>) -> Vec<Use<'a>> {
    let referred = |field: &str| -> Option<(&'static str, &'a str)> {
        let index = entry.shape.fields.iter().position(|f| f.name == field)?;
        match (entry.shape.fields[index].what, &entry.found[index]) {
            (What::Reference { table }, Found::Raw(Raw::Name(Some(name)))) => Some((table, name.as_str())),
            _ => None,
        }
    };
    let mut all = Vec::new();
    for rule in entry.shape.rules {
        let Rule::Uses { through, choice: (choice, word), unless, of, fields } = rule else {
            continue;
        };
        let (Some(through), Some(of)) = (referred(through), referred(of)) else {
            continue;
        };
        let Some(way) = read.get(&through) else {
            continue;
        };
        let because = (through.0, through.1, *word);
        let found = |name: &str| {
            let index = way.shape.fields.iter().position(|f| f.name == name)?;
            Some((way.shape.fields[index].what, &way.found[index]))
        };
        let chosen =
            matches!(found(choice), Some((What::Choice { words }, Found::Raw(Raw::Choice(i)))) if words[*i] == *word);
        let own = unless.is_some_and(|name| !matches!(found(name), Some((_, Found::Absent(_)))));
        all.extend(fields.iter().map(|field| Use { table: of.0, entry: of.1, field, needed: chosen && !own, because }));
    }
    all
}

fn check_uses(entries: &Entries, read: &Read<'_>, mistakes: &mut Vec<Mistake>) {
    for (key, entry) in read {
        for used in uses(entry, read).iter().filter(|used| used.needed) {
            let Some(target) = read.get(&(used.table, used.entry)) else {
                continue;
            };
            let index = target.shape.fields.iter().position(|f| f.name == used.field).expect("rules name fields");
            if matches!(target.found[index], Found::Absent(_)) {
                let at = entries[&(key.0, key.1.to_string())].at.clone();
                let (table, name, word) = used.because;
                let message = format!(
                    "`{}.{}` with `{table}.{name}` of the kind `{word}` needs `{}` of `{}.{}`",
                    key.0, key.1, used.field, used.table, used.entry
                );
                let field = example(&target.shape.fields[index]);
                let help = format!(
                    "add `{} = {field}` to `[{}.{}]`, or choose another `{table}`",
                    used.field, used.table, used.entry
                );
                keep(mistakes, Code::NeededTogether, at, message, help);
            }
        }
    }
}

fn check_years(entries: &Entries, read: &Read<'_>, mistakes: &mut Vec<Mistake>) {
    let scenario = &read[&("scenario", "")];
    let get = |name: &str| {
        let index = scenario.shape.fields.iter().position(|field| field.name == name)?;
        if let Found::Raw(Raw::Year(year)) = scenario.found[index] { Some(year) } else { None }
    };
    if let (Some(start), Some(focus), Some(end)) = (get("start"), get("focus"), get("end"))
        && !(start <= focus && focus <= end && end - start <= 100)
    {
        let at = entries[&("scenario", String::new())].at.clone();
        let message = format!("`start` is {start}, `focus` is {focus} and `end` is {end}");
        let help = if start <= focus && focus <= end {
            "put at most a hundred years between `start` and `end`"
        } else {
            "write the years so that `start` ≤ `focus` ≤ `end`"
        };
        keep(mistakes, Code::YearsReversed, at, message, help.into());
    }
}

/// Something is asked: who is compared with whom, or what to build.
fn check_question(entries: &Entries, read: &Read<'_>, mistakes: &mut Vec<Mistake>) {
    let written = &entries[&("scenario", String::new())];
    let compares = written.fields.iter().any(|member| member.key == "challengers");
    if !compares && !read.contains_key(&("plan", "")) {
        let message = "`[scenario]` compares nothing, and there is no `[plan]`".to_string();
        let help =
            "add `challengers`, `incumbents`, `workloads`, `number_format` and `delay_margin`, or a table `[plan]`";
        keep(mistakes, Code::MissingField, written.at.clone(), message, help.into());
    }
}

/// Everything is right: keeps what the question reaches.
fn build(
    name: &str,
    read: &Read<'_>,
    entries: &Entries,
    sources: BTreeMap<String, Source>,
    files: &[SourceFile],
) -> Model {
    let reached = reach(read);
    let mut register = Register::default();
    let lines: Vec<Lines<'_>> = files.iter().map(|file| Lines::of(&file.text)).collect();
    let mut raws: BTreeMap<(&'static str, &str), Vec<Raw>> = BTreeMap::new();
    let mut kept = Vec::new();
    // Optional fields that only a rule brings in, and those that one does.
    let (mut ruled, mut needed) = (BTreeSet::new(), BTreeSet::new());
    for key in &reached {
        for used in uses(&read[key], read) {
            ruled.insert((used.table, used.entry, used.field));
            if used.needed {
                needed.insert((used.table, used.entry, used.field));
            }
        }
    }
    let planned = |industry: &str| reached.contains(&("industry", industry));
    for shape in SHAPES {
        let of_numbers = is_of_numbers(shape.table);
        // What is said of numbers takes part where they do.
        for key in read.keys().filter(|key| key.0 == shape.table && (of_numbers || reached.contains(*key))) {
            let entry = &read[key];
            let list = entry.found.iter().find_map(|found| match found {
                Found::Raw(Raw::Names(names)) if of_numbers => Some(names),
                _ => None,
            });
            let left = list.map(|names| correlation::reached(shape.table, names, register.parameters()));
            if left == Some(None) {
                continue;
            }
            let left = left.flatten();
            let own = &entries[&(key.0, key.1.to_string())];
            let mut row = Vec::new();
            for (field, found) in shape.fields.iter().zip(&entry.found) {
                let path = if key.1.is_empty() {
                    format!("{}.{}", key.0, field.name)
                } else {
                    format!("{}.{}.{}", key.0, key.1, field.name)
                };
                let address = (key.0, key.1, field.name);
                let idle = ruled.contains(&address) && !needed.contains(&address);
                let mut add = |path: String, number: &Number, at: &Place| {
                    register.add(parameter(path, field, Some((number, at)), None, own, files, &lines))
                };
                let mut add_amount = |path: String, amount: &FoundAmount| match amount {
                    FoundAmount::Number(number, at) => RawAmount::Slot(add(path, number, at)),
                    FoundAmount::Datasheet { line, of, times, .. } => RawAmount::Datasheet {
                        line: line.clone(),
                        of: of.clone(),
                        times: times.as_ref().map(|(number, at)| add(format!("{path}.times"), number, at)),
                    },
                };
                row.push(match found {
                    Found::Raw(Raw::Names(names)) => Raw::Names(
                        left.as_ref().map_or(names.clone(), |left| left.iter().map(|n| n.to_string()).collect()),
                    ),
                    Found::Raw(raw) => raw.clone(),
                    _ if idle || means_nothing(shape, &entry.found, field.name) => Raw::Nowhere,
                    Found::Number(number, at) => Raw::Slot(add(path, number, at)),
                    Found::Absent(unit) => {
                        Raw::Slot(register.add(parameter(path, field, None, unit.as_ref(), own, files, &lines)))
                    }
                    Found::Amount(amount) => Raw::Amount(add_amount(path, amount)),
                    Found::Recipe(all) => {
                        let line = |(name, amount): &(String, FoundAmount)| {
                            (name.clone(), add_amount(format!("{path}.{name}"), amount))
                        };
                        Raw::Recipe(all.iter().map(line).collect())
                    }
                    Found::Each(all) => {
                        // What industries outside the plan would take of a limit is no part of the model.
                        let taken = !matches!(field.what, What::Each { table: "industry", .. });
                        let kept = all.iter().filter(|line| taken || planned(&line.0));
                        let line = |(name, number, at): &(String, Box<Number>, Place)| {
                            (name.clone(), add(format!("{path}.{name}"), number, at))
                        };
                        Raw::Each(kept.map(line).collect())
                    }
                    Found::Wrong => unreachable!("a wrong field has left a mistake"),
                });
            }
            kept.push(Entry { table: key.0, name: key.1.to_string(), found: row.clone() });
            raws.insert(*key, row);
        }
    }
    fn all<T: Shaped>(raws: &BTreeMap<(&'static str, &str), Vec<Raw>>) -> BTreeMap<String, T> {
        raws.iter()
            .filter(|(key, _)| key.0 == T::SHAPE.table)
            .map(|(key, row)| (key.1.to_string(), T::build(key.1, row.clone())))
            .collect()
    }
    let scenario = world::Scenario::build(name, raws[&("scenario", "")].clone());
    let workloads =
        scenario.workloads.iter().map(|w| world::Workload::build(w, raws[&("workload", w.as_str())].clone())).collect();
    let named: BTreeSet<&str> = register.parameters().iter().map(|p| p.provenance.source.as_str()).collect();
    let sources = sources.into_iter().filter(|row| named.contains(row.0.as_str())).collect();
    Model {
        name: name.to_string(),
        scenario,
        workloads,
        chips: all::<technology::Chip>(&raws),
        cells: all(&raws),
        batteries: all(&raws),
        radiators: all(&raws),
        buses: all(&raws),
        links: all(&raws),
        clusters: all(&raws),
        downlinks: all(&raws),
        vehicles: all(&raws),
        propellants: all(&raws),
        packages: all(&raws),
        processes: all(&raws),
        scanners: all(&raws),
        memories: all(&raws),
        packagings: all(&raws),
        wafers: all(&raws),
        edges: all(&raws),
        learnings: all(&raws),
        ways: all(&raws),
        centres: all(&raws),
        orbits: all(&raws),
        climates: all(&raws),
        sites: all(&raws),
        satellites: all(&raws),
        grounds: all(&raws),
        typed: all(&raws),
        planning: raws.get(&("plan", "")).map(|row| Planning::build("plan", row.clone())),
        commodities: all(&raws),
        industries: all(&raws),
        experiences: all(&raws),
        locations: all(&raws),
        demands: all(&raws),
        limits: all(&raws),
        correlations: all(&raws),
        groups: all(&raws),
        entries: kept,
        sources,
        register,
    }
}

/// Whether the entries of a table say something of numbers that stand elsewhere.
fn is_of_numbers(table: &str) -> bool {
    table == Correlation::SHAPE.table || table == Group::SHAPE.table
}

/// Whether an absent field could not mean anything beside the word that was chosen.
fn means_nothing(shape: &Shape, found: &[Found], field: &str) -> bool {
    shape.rules.iter().any(|rule| {
        let Rule::Only(choice, word, names) = rule else {
            return false;
        };
        let index = shape.fields.iter().position(|f| f.name == *choice).expect("rules name fields");
        let What::Choice { words } = shape.fields[index].what else {
            return false;
        };
        names.contains(&field) && matches!(&found[index], Found::Raw(Raw::Choice(i)) if words[*i] != *word)
    })
}

/// Entries that the question and the plan reach, by table and name.
fn reach<'a>(read: &'a Read<'a>) -> BTreeSet<(&'static str, &'a str)> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<(&'static str, &str)> = SINGLE_TABLES.iter().map(|table| (*table, "")).collect();
    fn of_option<'n>(name: &'n str, next: &mut Vec<(&'static str, &'n str)>) {
        if let Some((table, entry)) = name.split_once('.')
            && let Some(shape) = SHAPES.iter().find(|shape| shape.table == table)
        {
            next.push((shape.table, entry));
        }
    }
    while let Some(key) = next.pop() {
        let Some((key, entry)) = read.get_key_value(&key) else {
            continue;
        };
        if !reached.insert(*key) {
            continue;
        }
        for (field, found) in entry.shape.fields.iter().zip(&entry.found) {
            match (field.what, found) {
                (What::Reference { table } | What::OptionalReference { table }, Found::Raw(Raw::Name(Some(name)))) => {
                    next.push((table, name));
                }
                (What::References { table } | What::OptionalReferences { table }, Found::Raw(Raw::Names(names))) => {
                    next.extend(names.iter().map(|n| (table, n.as_str())))
                }
                (What::Options | What::OptionalOptions, Found::Raw(Raw::Names(names))) => {
                    names.iter().for_each(|name| of_option(name, &mut next));
                }
                (What::Datasheet, Found::Raw(Raw::Name(Some(name)))) => of_option(name, &mut next),
                (_, Found::Recipe(lines)) => {
                    for (commodity, amount) in lines {
                        next.push(("commodity", commodity));
                        if let FoundAmount::Datasheet { of: Some(of), .. } = amount {
                            of_option(of, &mut next);
                        }
                    }
                }
                (_, Found::Amount(FoundAmount::Datasheet { of: Some(of), .. })) => of_option(of, &mut next),
                // A limit does not bring industries into a plan.
                (What::Each { table: "location", .. }, Found::Each(all)) => {
                    next.extend(all.iter().map(|line| ("location", line.0.as_str())));
                }
                _ => {}
            }
        }
    }
    reached
}

fn parameter(
    path: String,
    field: &Field,
    number: Option<(&Number, &Place)>,
    unit: Option<&TemplateUnit>,
    entry: &Written,
    files: &[SourceFile],
    lines: &[Lines<'_>],
) -> Parameter {
    let (kind, bounds) = match field.what {
        What::Number { kind, bounds } | What::Optional { kind, bounds } | What::Decision { kind, bounds } => {
            (kind, bounds)
        }
        What::Measured { bounds, .. } => (Kind::Ratio, bounds),
        What::Recipe { .. } | What::Amount { .. } | What::Each { .. } => (Kind::Ratio, NOT_NEGATIVE),
        _ => unreachable!("only numbers become parameters"),
    };
    let at = number.map_or(&entry.at, |n| n.1);
    let (line, column) = lines[at.file].line_and_column(at.span.start);
    let place = Some((files[at.file].name.clone(), line, column));
    let (value, distribution, uncertainty, provenance) = match number {
        Some((number, _)) => {
            (number.value.clone(), number.distribution, number.uncertainty.clone(), number.provenance.clone())
        }
        None => {
            let provenance = Provenance {
                source: "decision".into(),
                evidence: sunward_model::Evidence::Decision,
                date: None,
                note: None,
                place: None,
            };
            (Value::Absent, None, Uncertainty::default(), provenance)
        }
    };
    Parameter {
        path,
        kind,
        unit: number.map_or(unit, |row| row.0.unit.as_ref()).cloned(),
        meaning: field.meaning,
        bounds,
        optional: matches!(field.what, What::Optional { .. } | What::Measured { optional: true, .. }),
        value,
        distribution,
        uncertainty,
        provenance: Provenance { place, ..provenance },
    }
}
