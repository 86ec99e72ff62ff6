//! Reads the files of `data/claims`: every mistake at once, each with its file, its line and a remedy.

use super::expression::Expression;
use super::key::Key;
use std::ops::Range;
use sunward_model::Evidence;
use sunward_quantity::{Kind, TemplateUnit, read_any};
use sunward_results::claims::{Relation, Side};
use sunward_tracking::entries::{Entry, Reader, Value, members, whole};
use sunward_tracking::observed::Mistake;
use toml::de::DeValue;

/// A quantity as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// As it was written: `10 Mt/year`.
    pub text: String,
    /// Its size in SI.
    pub si: f64,
    /// The unit it was written in.
    pub unit: TemplateUnit,
}

/// A public claim, and what would test it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// By which it is found: `mass_for_a_terawatt`.
    pub id: String,
    /// The file of `data/claims`, without its ending: `plan`.
    pub file: &'static str,
    /// In a few words.
    pub title: String,
    /// Who said it.
    pub who: String,
    /// When: `2026`, `2026-03` or `2026-03-22`.
    pub date: String,
    /// Key of the list of sources.
    pub source: String,
    /// What stands behind it.
    pub evidence: Evidence,
    /// On whose side it stands.
    pub side: Side,
    /// In our words.
    pub statement: String,
    /// The number that was named.
    pub value: Stated,
    /// Its ends, where a range was named.
    pub range: Option<[Stated; 2]>,
    /// What a result must be to it.
    pub relation: Relation,
    /// The factor by which a result may miss.
    pub within: f64,
    /// Whether a greater number speaks for who said it, where that is not plain.
    pub favours_high: bool,
    /// Path of the number of a scenario that is moved.
    pub lever: Option<String>,
    /// When it would hold, in words.
    pub condition: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The first decides.
    pub tests: Vec<Test>,
}

/// A question put to a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The question; none where there is nothing to ask with.
    pub asks: Option<String>,
    /// How it is answered.
    pub answer: Answer,
    /// Whether it asks the same as the first one, under the claim's condition.
    pub conditional: bool,
}

/// How a test is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Not at all, and why.
    Untestable(String),
    /// By a formula.
    Formula {
        /// As it was written.
        text: String,
        /// The same, read.
        expression: Expression,
        /// What goes in, in the order of the file.
        inputs: Vec<(String, Input)>,
        /// The result worked out on paper.
        hand: Option<Stated>,
    },
}

/// What goes into a formula.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A quantity, from the claim itself or from another source.
    Stated {
        /// The quantity.
        value: Stated,
        /// Key of the list of sources, where it is another one.
        source: Option<String>,
    },
    /// A number of the scenario.
    Parameter {
        /// Its path.
        path: String,
        /// The year; the scenario's focus where none is named.
        year: Option<i32>,
        /// What a pure number counts.
        count: Option<TemplateUnit>,
    },
    /// A point of what has been observed.
    Observed {
        /// The series.
        series: String,
        /// The date of the point, as written there.
        date: String,
    },
    /// An outcome: a number of the document of a command.
    Document(Wanted),
}

/// A number of the document of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Which document.
    pub document: Document,
    /// Of a datasheet: of which option.
    pub of: Option<String>,
    /// Where in it.
    pub key: Key,
    /// The year.
    pub year: Option<i32>,
    /// Whether rows are counted.
    pub count: bool,
    /// The unit of a number that stands there without one.
    pub unit: Option<String>,
    /// The name of another scenario: `as_claimed`.
    pub scenario: Option<String>,
}

/// The commands whose documents can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Document {
    /// `sunward cost`
    Cost,
    /// `sunward datasheet`
    Datasheet,
    /// `sunward explore`, by a first look
    Explore,
    /// `sunward plan`
    Plan,
}

impl Document {
    /// Names in files, and of the commands.
    pub const NAMES: &[(&str, Self)] =
        &[("cost", Self::Cost), ("datasheet", Self::Datasheet), ("explore", Self::Explore), ("plan", Self::Plan)];

    /// The command.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

/// The page that says how claims are written.
const PAGE: &str = "data/claims/README.md";

/// Reads a file of claims.
///
/// # Errors
/// Every mistake, in the order of the file.
pub fn read_claims(file: &'static str, text: &str) -> Result<Vec<Claim>, Vec<Mistake>> {
    let path = format!("data/claims/{file}.toml");
    let (root, mut reader) = whole(text, &path, PAGE);
    let mut claims = Vec::new();
    for (key, value) in members(root.get_ref()) {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("claim", DeValue::Table(table)) => {
                for (id, value) in members(table) {
                    claims.extend(claim(&mut reader, file, id.get_ref(), value));
                }
            }
            (other, _) => reader.mistake(&key.span(), format!("unknown table `{other}`"), "write `[claim.some_name]`"),
        }
    }
    if reader.mistakes.is_empty() {
        return Ok(claims);
    }
    reader.mistakes.sort_by_key(|mistake| mistake.place.line);
    Err(reader.mistakes)
}

const FIELDS: &[&str] = &[
    "title",
    "who",
    "date",
    "source",
    "kind",
    "side",
    "statement",
    "value",
    "range",
    "relation",
    "within",
    "favours",
    "lever",
    "condition",
    "note",
    "test",
];
const TEST_FIELDS: &[&str] = &["asks", "formula", "inputs", "hand", "conditional", "untestable"];

/// What may stand behind a ratio.
const TIMES: &str = " times";

fn claim(reader: &mut Reader<'_>, file: &'static str, id: &str, value: &Value<'_>) -> Option<Claim> {
    let entry = reader.entry(format!("claim `{id}`"), value, FIELDS)?;
    let mut needed = |field| reader.needed_text(&entry, field);
    let (title, who, date, source, statement) =
        (needed("title"), needed("who"), needed("date"), needed("source"), needed("statement"));
    let kinds: Vec<(&str, Evidence)> = Evidence::NAMES.to_vec();
    let evidence = reader.one_of(&entry, "kind", &kinds);
    let side = reader.one_of(&entry, "side", Side::NAMES);
    let relation = reader.one_of(&entry, "relation", Relation::NAMES);
    let stated = stated(reader, &entry, "value");
    let range = range(reader, &entry);
    let within = within(reader, &entry);
    let favours =
        entry.members.get("favours").and_then(|_| reader.one_of(&entry, "favours", &[("high", true), ("low", false)]));
    if relation == Some(Relation::Is) && !entry.members.contains_key("favours") {
        reader.mistake(
            &entry.at,
            format!("{} has no `favours`", entry.name),
            "write `favours = \"high\"` or `\"low\"`",
        );
    }
    if let (Some(value), Some([low, high])) = (&stated, &range)
        && !(low.unit.dimension == value.unit.dimension
            && high.unit.dimension == value.unit.dimension
            && low.si <= value.si
            && value.si <= high.si)
    {
        reader.mistake(&entry.at, format!("`range` of {} does not hold its value", entry.name), "write `[low, high]`");
    }
    let mut optional = |field| reader.text(&entry, field);
    let (lever, condition, note) = (optional("lever"), optional("condition"), optional("note"));
    let mut tests = Vec::new();
    match entry.members.get("test").map(|value| (value.get_ref(), value.span())) {
        Some((DeValue::Array(list), _)) if list.iter().next().is_some() => {
            for (place, item) in list.iter().enumerate() {
                tests.push(test(reader, format!("test {} of `{id}`", place + 1), item));
            }
        }
        Some((_, at)) => {
            reader.mistake(&at, format!("`test` of {} is no list", entry.name), format!("write `[[claim.{id}.test]]`"))
        }
        None => {
            let right = format!("add `[[claim.{id}.test]]`, or one that is `untestable` and says why");
            reader.mistake(&entry.at, format!("{} has no test", entry.name), right);
        }
    }
    let tests: Vec<Test> = tests.into_iter().collect::<Option<_>>()?;
    if tests.iter().any(|test| test.conditional) && (condition.is_none() || tests[0].conditional) {
        let why = format!("a test of {} is `conditional`, but is the first or has no condition", entry.name);
        reader.mistake(&entry.at, why, "say in `condition` when it holds, and let the first test ask without it");
    }
    let relation = relation?;
    Some(Claim {
        id: id.into(),
        file,
        title: title?,
        who: who?,
        date: date?,
        source: source?,
        evidence: evidence?,
        side: side?,
        statement: statement?,
        value: stated?,
        range,
        relation,
        within: within?,
        // Who says at least names a great number for his case; who says at most a small one.
        favours_high: favours.unwrap_or(relation == Relation::AtLeast),
        lever,
        condition,
        note,
        tests,
    })
}

fn test(reader: &mut Reader<'_>, name: String, value: &Value<'_>) -> Option<Test> {
    let entry = reader.entry(name, value, TEST_FIELDS)?;
    if entry.members.contains_key("untestable") {
        let why = reader.text(&entry, "untestable")?;
        let asks = reader.text(&entry, "asks");
        return Some(Test { asks, answer: Answer::Untestable(why), conditional: false });
    }
    let (asks, text) = (reader.needed_text(&entry, "asks"), reader.needed_text(&entry, "formula")?);
    let hand = entry.members.get("hand").and_then(|_| stated(reader, &entry, "hand"));
    let expression = match Expression::read(&text) {
        Ok(expression) => expression,
        Err(why) => {
            reader.mistake(&entry.members.get("formula")?.span(), why, "write it like `compute * mass / payload`");
            return None;
        }
    };
    let (mut inputs, mut wrong) = (Vec::new(), Vec::new());
    if let Some(value) = entry.members.get("inputs") {
        let DeValue::Table(given) = value.get_ref() else {
            let why = format!("`inputs` of {} is no table", entry.name);
            reader.mistake(&value.span(), why, format!("write it as `{PAGE}` shows"));
            return None;
        };
        for (key, value) in members(given) {
            let name = key.get_ref().to_string();
            if !expression.inputs().contains(&name.as_str()) {
                let why = format!("`{text}` does not use the input `{name}`");
                reader.mistake(&key.span(), why, "use it or leave it out");
            }
            match input(reader, format!("input `{name}` of {}", entry.name), value) {
                Some(input) => inputs.push((name, input)),
                // Said already; the next one may be wrong too.
                None => wrong.push(name),
            }
        }
    }
    for wanted in expression.inputs() {
        if !inputs.iter().any(|row| row.0 == wanted) && !wrong.iter().any(|name| name == wanted) {
            let why = format!("{} has no input `{wanted}`, which stands in its formula", entry.name);
            reader.mistake(&entry.at, why, format!("add `inputs.{wanted} = …`"));
        }
    }
    let conditional = match entry.members.get("conditional").map(|value| (value.get_ref(), value.span())) {
        None => false,
        Some((DeValue::Boolean(yes), _)) => *yes,
        Some((_, at)) => {
            let why = format!("`conditional` of {} is neither true nor false", entry.name);
            reader.mistake(&at, why, "write `conditional = true`, or leave it out");
            false
        }
    };
    Some(Test { asks: Some(asks?), answer: Answer::Formula { text, expression, inputs, hand }, conditional })
}

fn input(reader: &mut Reader<'_>, name: String, value: &Value<'_>) -> Option<Input> {
    if let DeValue::String(text) = value.get_ref() {
        return Some(Input::Stated { value: quantity(reader, &name, text, &value.span())?, source: None });
    }
    let fields: &[&str] = match value.get_ref() {
        DeValue::Table(table) if table.contains_key("value") => &["value", "source"],
        DeValue::Table(table) if table.contains_key("parameter") => &["parameter", "year", "count"],
        DeValue::Table(table) if table.contains_key("observed") => &["observed", "date"],
        DeValue::Table(table) if table.contains_key("document") => {
            &["document", "of", "key", "year", "count", "unit", "scenario"]
        }
        _ => {
            let right = "write a quantity, or a table with `value`, `parameter`, `observed` or `document`";
            reader.mistake(&value.span(), format!("{name} is none of the kinds of input"), right);
            return None;
        }
    };
    let entry = reader.entry(name, value, fields)?;
    match fields[0] {
        "value" => {
            let (value, source) = (stated(reader, &entry, "value"), reader.needed_text(&entry, "source"));
            Some(Input::Stated { value: value?, source: Some(source?) })
        }
        "parameter" => {
            let path = reader.needed_text(&entry, "parameter");
            let count = match reader.text(&entry, "count") {
                None => None,
                Some(word) => match TemplateUnit::of(&word) {
                    Ok(unit) => Some(unit),
                    Err(_) => {
                        reader.mistake(
                            &entry.at,
                            format!("`{word}` counts nothing"),
                            "name what is counted: `satellites`",
                        );
                        None
                    }
                },
            };
            let year = year(reader, &entry);
            Some(Input::Parameter { path: path?, year, count })
        }
        "observed" => {
            let (series, date) = (reader.needed_text(&entry, "observed"), reader.needed_text(&entry, "date"));
            Some(Input::Observed { series: series?, date: date? })
        }
        _ => wanted(reader, &entry).map(Input::Document),
    }
}

fn wanted(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<Wanted> {
    let document = reader.one_of(entry, "document", Document::NAMES);
    let key = reader.needed_text(entry, "key").and_then(|text| {
        Key::read(&text)
            .map_err(|why| reader.mistake(&entry.at, why, "write it like `crossover[workload=batch].year`"))
            .ok()
    });
    let mut optional = |field| reader.text(entry, field);
    let (of, unit, scenario) = (optional("of"), optional("unit"), optional("scenario"));
    if document == Some(Document::Datasheet) && of.is_none() {
        reader.mistake(&entry.at, format!("{} names no option", entry.name), "add `of = \"satellite.d3\"`");
    }
    let scenario = scenario.map(|text| {
        let name = text.rsplit('/').next().unwrap_or(&text);
        name.strip_suffix(".toml").unwrap_or(name).to_string()
    });
    let count = matches!(entry.members.get("count").map(|value| value.get_ref()), Some(DeValue::Boolean(true)));
    let year = year(reader, entry);
    Some(Wanted { document: document?, of, key: key?, year, count, unit, scenario })
}

fn year(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<i32> {
    let value = entry.members.get("year")?;
    let year = match value.get_ref() {
        DeValue::Integer(year) => year.as_str().parse().ok().filter(|year| (1900..2200).contains(year)),
        _ => None,
    };
    if year.is_none() {
        reader.mistake(&value.span(), format!("`year` of {} is no year", entry.name), "write `year = 2035`");
    }
    year
}

fn within(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<f64> {
    let Some(value) = entry.members.get("within") else { return Some(1.0) };
    let factor = match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
        DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
        _ => None,
    };
    let factor = factor.filter(|factor| (1.0..=100.0).contains(factor));
    if factor.is_none() {
        let why = format!("`within` of {} is no factor of one or more", entry.name);
        reader.mistake(&value.span(), why, "write `within = 1.2`");
    }
    factor
}

fn range(reader: &mut Reader<'_>, entry: &Entry<'_, '_>) -> Option<[Stated; 2]> {
    let value = entry.members.get("range")?;
    let name = format!("`range` of {}", entry.name);
    if let DeValue::Array(list) = value.get_ref() {
        let texts: Vec<&str> = list
            .iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        if let [low, high] = texts[..] {
            let at = value.span();
            let (low, high) = (quantity(reader, &name, low, &at), quantity(reader, &name, high, &at));
            return Some([low?, high?]);
        }
    }
    reader.mistake(&value.span(), format!("{name} is no pair of quantities"), "write `range = [\"1 t\", \"2 t\"]`");
    None
}

fn stated(reader: &mut Reader<'_>, entry: &Entry<'_, '_>, field: &str) -> Option<Stated> {
    let text = reader.needed_text(entry, field)?;
    let at = entry.members.get(field)?.span();
    quantity(reader, &format!("`{field}` of {}", entry.name), &text, &at)
}

fn quantity(reader: &mut Reader<'_>, name: &str, text: &str, at: &Range<usize>) -> Option<Stated> {
    // How many times one holds another: a pure number that a reader wants to see named.
    if let Some(number) = text.strip_suffix(TIMES)
        && let Ok((si, unit)) = read_any(number)
        && unit.is_pure()
    {
        let unit = TemplateUnit { text: TIMES.trim().into(), counted: vec![(TIMES.trim(), 1)], ..unit };
        return Some(Stated { text: text.into(), si, unit });
    }
    match read_any(text) {
        Ok((si, unit)) => Some(Stated { text: text.into(), si, unit }),
        Err(error) => {
            reader.mistake(at, format!("{name}: {error}"), error.remedy(Kind::PricePerMass));
            None
        }
    }
}
