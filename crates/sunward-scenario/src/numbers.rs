//! Reads a number with its unit, range, source and years.

use crate::mistake::{Code, Mistake, Place, clip, is_full, keep};
use crate::tree::{Located, Member, Node};
use std::collections::{BTreeMap, BTreeSet};
use sunward_model::{Bounds, Distribution, Estimate, Evidence, Interpolation, Provenance, Source, Value};
use sunward_quantity::unit::UnitError;
use sunward_quantity::{Kind, Measure, ReadError, TemplateUnit};

/// A number as read: all of a parameter but its path.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub value: Value,
    pub distribution: Option<Distribution>,
    pub provenance: Provenance,
    /// Its unit, where that follows from the entry.
    pub unit: Option<TemplateUnit>,
}

/// What a field wants of its number.
pub(crate) struct Wanted<'a> {
    pub name: &'a str,
    pub measure: Measure<'a>,
    pub bounds: Bounds,
    /// A design choice: it may stand without a source.
    pub decision: bool,
    /// Each value holds in the year it is given for, and in no other.
    pub exact_years: bool,
}

impl Wanted<'_> {
    fn unit(&self) -> Option<TemplateUnit> {
        match self.measure {
            Measure::Kind(_) => None,
            Measure::Unit(unit) => Some(unit.clone()),
        }
    }
}

/// What the reader of numbers needs to know, and where it leaves mistakes.
pub(crate) struct Reader<'a> {
    pub sources: &'a BTreeMap<String, Source>,
    /// Own sources that are incomplete: naming one is not another mistake.
    pub broken_sources: &'a BTreeSet<String>,
    /// Units of commodities, industries and the like, by table and name.
    pub units: &'a BTreeMap<(&'static str, &'a str), TemplateUnit>,
    pub mistakes: &'a mut Vec<Mistake>,
}

const KEYS: &[&str] =
    &["best", "range", "over_time", "interpolation", "distribution", "source", "kind", "date", "note"];

impl Reader<'_> {
    pub(crate) fn mistake(&mut self, code: Code, at: &Place, message: String, help: String) {
        keep(self.mistakes, code, at.clone(), message, help);
    }

    /// Reads a field. `None` when anything is wrong; then there is at least one mistake.
    pub(crate) fn number(&mut self, wanted: &Wanted<'_>, found: &Located) -> Option<Number> {
        let before = self.mistakes.len();
        let members = match &found.node {
            Node::Table(members) => members,
            Node::Text(_) | Node::Number(_) if wanted.exact_years => return self.year_missing(wanted, &found.at),
            Node::Text(_) | Node::Number(_) => {
                let best = self.quantity(wanted, found);
                if !wanted.decision {
                    self.mistake(
                        Code::SourceMissing,
                        &found.at,
                        format!("`{}` does not say where its value comes from", wanted.name),
                        format!("write `{{ best = {}, source = \"key\" }}`, or `source = \"guess\"`", plain(found)),
                    );
                }
                let provenance = decision();
                let value = Value::Constant(Estimate { best: best?, range: None });
                return (self.mistakes.len() == before).then_some(Number {
                    value,
                    distribution: None,
                    provenance,
                    unit: wanted.unit(),
                });
            }
            other => {
                let message =
                    format!("`{}` is {}, but this is {}", wanted.name, wanted.measure.name(), other.describe());
                let help = format!("write it like `{}`", example(wanted.measure, wanted.bounds));
                self.mistake(Code::WrongType, &found.at, message, help);
                return None;
            }
        };
        for member in members {
            if is_full(self.mistakes) {
                return None;
            }
            if !KEYS.contains(&member.key.as_str()) {
                let help = one_of(&member.key, KEYS.iter().copied(), "its fields are");
                let message = format!("a number has no field `{}`", member.key);
                self.mistake(Code::UnknownField, &member.key_at, message, help);
            }
        }
        let get = |key: &str| members.iter().find(|member| member.key == key);
        let interpolation = self.word(get("interpolation"), Interpolation::NAMES, Code::UnknownInterpolation);
        let distribution = self.word(get("distribution"), Distribution::NAMES, Code::UnknownDistribution);
        if wanted.exact_years {
            // `step` says the same for the year itself; between years there is nothing.
            if let Some(member) = get("interpolation").filter(|_| interpolation != Some(Interpolation::Step)) {
                let message = format!("each value of `{}` holds in its own year, with nothing between", wanted.name);
                self.mistake(Code::Inapplicable, &member.key_at, message, "leave `interpolation` out".into());
            }
            if let Some(member) = get("best") {
                return self.year_missing(wanted, &member.key_at);
            }
        }
        let value = match (get("best"), get("over_time")) {
            (Some(best), None) => {
                let range = get("range").map(|member| &member.value);
                self.estimate(wanted, &best.value, range).map(Value::Constant)
            }
            (None, Some(path)) => {
                if let Some(range) = get("range") {
                    let help = "write it at each year: `2030 = { best = …, range = […] }`".to_string();
                    self.mistake(
                        Code::RangeMalformed,
                        &range.key_at,
                        format!("`{}` has values over time, but one range for all of them", wanted.name),
                        help,
                    );
                }
                let interpolation = match interpolation {
                    _ if wanted.exact_years => Interpolation::Exact,
                    said => said.unwrap_or(Interpolation::Linear),
                };
                self.over_time(wanted, &path.value, interpolation)
            }
            (Some(_), Some(path)) => {
                let message = format!("`{}` has both one value and a value over time", wanted.name);
                self.mistake(Code::BestAndOverTime, &path.key_at, message, "keep one of `best` and `over_time`".into());
                None
            }
            (None, None) => {
                let message = format!("`{}` has no value", wanted.name);
                let help = format!("write `best = {}`", example(wanted.measure, wanted.bounds));
                self.mistake(Code::BestAndOverTime, &found.at, message, help);
                None
            }
        };
        if let (Some(member), Some(value)) = (get("distribution"), &value) {
            let estimates = value.estimates();
            let lacks = estimates.iter().all(|e| e.1.range.is_none());
            let below = distribution == Some(Distribution::Lognormal)
                && estimates.iter().any(|e| e.1.range.is_some_and(|r| r.0 <= 0.0));
            if lacks || below {
                let (message, help) = if lacks {
                    let help = "add `range = [low, high]`, or leave `distribution` out";
                    (format!("`{}` has a distribution, but no range to spread it over", wanted.name), help)
                } else {
                    let help = "put the low end of the range above zero, or choose another distribution";
                    (format!("`{}` is lognormal, but its range does not lie above zero", wanted.name), help)
                };
                self.mistake(Code::DistributionWithoutRange, &member.value.at, message, help.into());
            }
        }
        let provenance = self.provenance(wanted, found, &get);
        let complete = self.mistakes.len() == before;
        let (value, provenance) = (value?, provenance?);
        complete.then_some(Number { value, distribution, provenance, unit: wanted.unit() })
    }

    fn year_missing(&mut self, wanted: &Wanted<'_>, at: &Place) -> Option<Number> {
        let message = format!("`{}` does not say in which year", wanted.name);
        let help = format!("write `over_time = {{ 2028 = {} }}`", example(wanted.measure, wanted.bounds));
        self.mistake(Code::YearNotSaid, at, message, help);
        None
    }

    fn provenance<'m>(
        &mut self,
        wanted: &Wanted<'_>,
        found: &Located,
        get: &impl Fn(&str) -> Option<&'m Member>,
    ) -> Option<Provenance> {
        let text = |this: &mut Self, key: &str| -> Option<(String, Place)> {
            let member = get(key)?;
            match &member.value.node {
                Node::Text(text) if !text.trim().is_empty() => Some((text.clone(), member.value.at.clone())),
                Node::Text(_) => {
                    this.mistake(
                        Code::EmptyText,
                        &member.value.at,
                        format!("`{key}` is empty"),
                        "write it or leave it out".into(),
                    );
                    None
                }
                Node::Number(number) if key == "date" => Some((number.clone(), member.value.at.clone())),
                Node::Other("a date") if key == "date" => {
                    let help = "put it in quotes: `date = \"2026-05-20\"`".to_string();
                    this.mistake(Code::NotADate, &member.value.at, "`date` is written as text".into(), help);
                    None
                }
                other => {
                    let message = format!("`{key}` is a text, but this is {}", other.describe());
                    this.mistake(Code::WrongType, &member.value.at, message, format!("write it like `{key} = \"…\"`"));
                    None
                }
            }
        };
        let note = text(self, "note").map(|found| found.0);
        let date = text(self, "date");
        if let Some((date, at)) = &date
            && !is_date(date)
        {
            let message = format!("`{}` is not a date", clip(date, 40));
            self.mistake(Code::NotADate, at, message, "write `2026`, `2026-05` or `2026-05-20`".into());
        }
        let evidence = self.word(get("kind"), Evidence::NAMES, Code::UnknownEvidence);
        let Some((source, source_at)) = text(self, "source") else {
            if get("source").is_none() {
                if wanted.decision {
                    return Some(Provenance { note, date: date.map(|d| d.0), ..decision() });
                }
                let message = format!("`{}` does not say where its value comes from", wanted.name);
                let help = "add `source = \"key\"`, or `source = \"guess\"`".to_string();
                self.mistake(Code::SourceMissing, &found.at, message, help);
            }
            return None;
        };
        let is_guess = source == "guess";
        let is_decision = source == "decision" || source == "command line";
        let is_known = self.sources.contains_key(&source) || self.broken_sources.contains(&source);
        if !is_guess && !is_decision && !is_known {
            let known = self.sources.keys().map(String::as_str).chain(["guess"]);
            let help = match near(&source, known) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => {
                    let bare = source.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
                    let key = if bare { clip(&source, 60) } else { "key".into() };
                    format!("describe it in a table `[source.{key}]` and name it by its key, or write `\"guess\"`")
                }
            };
            self.mistake(Code::UnknownSource, &source_at, format!("there is no source `{}`", clip(&source, 60)), help);
        }
        if is_decision && evidence != Some(Evidence::Decision) && !wanted.decision {
            let help = "name who says so, or write `source = \"guess\"`".to_string();
            let message = format!("`{}` is a fact about the world, not a decision", wanted.name);
            self.mistake(Code::UnknownSource, &source_at, message, help);
        }
        let contradicts = match evidence {
            Some(Evidence::Guess) => !is_guess,
            Some(_) => is_guess,
            None => false,
        };
        if contradicts {
            let at = get("kind").map_or(&found.at, |member| &member.value.at).clone();
            let (message, help) = if is_guess {
                let message = "a number whose `source` is `guess` is of no other `kind`".to_string();
                (message, "leave `kind` out, or name who says so as `source`")
            } else {
                let message = format!("a guess has no source, but this names `{}`", clip(&source, 60));
                (message, "write another `kind`, or `source = \"guess\"` without a `kind`")
            };
            self.mistake(Code::EvidenceContradicts, &at, message, help.into());
        }
        let evidence = match evidence {
            _ if is_guess => Evidence::Guess,
            Some(evidence) => evidence,
            None if source == "decision" || source == "command line" => Evidence::Decision,
            None => Evidence::Estimated,
        };
        Some(Provenance { source, evidence, date: date.map(|d| d.0), note, place: None })
    }

    /// One of a list of words, if the field is there.
    fn word<T: Copy>(&mut self, member: Option<&Member>, names: &[(&str, T)], code: Code) -> Option<T> {
        let member = member?;
        let words = || names.iter().map(|row| row.0);
        if let Node::Text(text) = &member.value.node {
            if let Some(row) = names.iter().find(|row| row.0 == text) {
                return Some(row.1);
            }
            let help = one_of(text, words(), "write one of");
            self.mistake(code, &member.value.at, format!("`{}` cannot be `{}`", member.key, clip(text, 60)), help);
        } else {
            let message = format!("`{}` is a word, but this is {}", member.key, member.value.node.describe());
            let help = one_of("", words(), "write one of");
            self.mistake(Code::WrongType, &member.value.at, message, help);
        }
        None
    }

    fn estimate(&mut self, wanted: &Wanted<'_>, best: &Located, range: Option<&Located>) -> Option<Estimate> {
        let value = self.quantity(wanted, best);
        let range = match range {
            None => None,
            Some(Located { node: Node::List(items), at }) if items.len() == 2 => {
                let (low, high) = (self.quantity(wanted, &items[0]), self.quantity(wanted, &items[1]));
                let (low, high) = (low?, high?);
                let show = |x| wanted.measure.show(x);
                if low > high {
                    let message =
                        format!("the range of `{}` runs from {} down to {}", wanted.name, show(low), show(high));
                    self.mistake(Code::RangeReversed, at, message, "write the low value first".into());
                    return None;
                }
                // The same value in two units may differ in the last bit.
                let same = |a: f64, b: f64| (a - b).abs() <= 1e-14 * a.abs();
                match value {
                    Some(value) if low <= value && value <= high => Some((low, high)),
                    Some(value) if same(value, low) || same(value, high) => Some((low.min(value), high.max(value))),
                    Some(value) => {
                        let message = format!(
                            "`{}` is {}, outside its range from {} to {}",
                            wanted.name,
                            show(value),
                            show(low),
                            show(high)
                        );
                        let help = "widen the range or correct the best value".to_string();
                        self.mistake(Code::RangeMissesBest, at, message, help);
                        Some((low, high))
                    }
                    None => None,
                }
            }
            Some(other) => {
                let help =
                    format!("write it like `range = [{0}, {0}]`, low first", example(wanted.measure, wanted.bounds));
                let found = match &other.node {
                    Node::List(items) => format!("a list of {}", items.len()),
                    node => node.describe().to_string(),
                };
                let message =
                    format!("the range of `{}` is a list of two quantities, but this is {found}", wanted.name);
                self.mistake(Code::RangeMalformed, &other.at, message, help);
                return None;
            }
        };
        Some(Estimate { best: value?, range })
    }

    fn over_time(&mut self, wanted: &Wanted<'_>, found: &Located, interpolation: Interpolation) -> Option<Value> {
        let Node::Table(members) = &found.node else {
            let message = format!("`over_time` is a table of years, but this is {}", found.node.describe());
            let help = format!("write it like `{{ 2026 = {0}, 2030 = {0} }}`", example(wanted.measure, wanted.bounds));
            self.mistake(Code::WrongType, &found.at, message, help);
            return None;
        };
        if members.is_empty() {
            let help = format!("write it like `{{ 2026 = {0}, 2030 = {0} }}`", example(wanted.measure, wanted.bounds));
            self.mistake(Code::EmptyList, &found.at, "`over_time` has no year".into(), help);
            return None;
        }
        let mut points: Vec<(i32, Estimate)> = Vec::new();
        let mut last = None;
        for member in members {
            if is_full(self.mistakes) {
                return None;
            }
            let Some(year) = year(&member.key) else {
                let help = "write a year between 1950 and 2200, like `2030`".to_string();
                let message = format!("`{}` is not a year", clip(&member.key, 40));
                self.mistake(Code::NotAYear, &member.key_at, message, help);
                continue;
            };
            if let Some(last) = last.filter(|last| year <= *last) {
                let help = "write each year once, in order".to_string();
                self.mistake(Code::YearsOutOfOrder, &member.key_at, format!("{year} stands after {last}"), help);
            }
            last = Some(year);
            let estimate = match &member.value.node {
                Node::Table(inner) => {
                    for odd in inner.iter().filter(|m| m.key != "best" && m.key != "range") {
                        let message = format!("a year of a value over time has no field `{}`", odd.key);
                        let help = one_of(&odd.key, ["best", "range"].into_iter(), "its fields are");
                        self.mistake(Code::UnknownField, &odd.key_at, message, help);
                    }
                    let get = |key: &str| inner.iter().find(|m| m.key == key).map(|m| &m.value);
                    match get("best") {
                        Some(best) => self.estimate(wanted, best, get("range")),
                        None => {
                            let help =
                                format!("write `{year} = {{ best = {} }}`", example(wanted.measure, wanted.bounds));
                            self.mistake(
                                Code::BestAndOverTime,
                                &member.value.at,
                                format!("`{}` has no value for {year}", wanted.name),
                                help,
                            );
                            None
                        }
                    }
                }
                _ => self.estimate(wanted, &member.value, None),
            };
            if let Some(estimate) = estimate {
                let low = estimate.range.map_or(estimate.best, |range| range.0);
                if interpolation == Interpolation::Geometric && low <= 0.0 {
                    let help = "write a value above zero, or `interpolation = \"linear\"`".to_string();
                    let message = format!("`{}` grows at a constant rate, which cannot start from zero", wanted.name);
                    self.mistake(Code::NotGeometric, &member.value.at, message, help);
                }
                points.push((year, estimate));
            }
        }
        (points.len() == members.len()).then_some(Value::OverTime { interpolation, points })
    }

    /// One quantity, in SI, inside its bounds.
    fn quantity(&mut self, wanted: &Wanted<'_>, found: &Located) -> Option<f64> {
        let measure = wanted.measure;
        let read = match &found.node {
            Node::Text(text) => measure.read(text),
            Node::Number(number) if measure.stands_alone() => {
                let number = number.replace('_', "");
                match number.parse::<f64>() {
                    Ok(x) if x.is_finite() => Ok(x),
                    Ok(_) => Err(ReadError::NotFinite),
                    Err(_) => Err(ReadError::NotANumber(number)),
                }
            }
            Node::Number(number) if matches!(number.trim_start_matches(['+', '-']), "nan" | "inf") => {
                Err(ReadError::NotFinite)
            }
            Node::Number(_) => Err(measure.unit_missing()),
            other => {
                let message = format!("`{}` is {}, but this is {}", wanted.name, measure.name(), other.describe());
                self.mistake(
                    Code::WrongType,
                    &found.at,
                    message,
                    format!("write it like `{}`", example(measure, wanted.bounds)),
                );
                return None;
            }
        };
        match read {
            Ok(value) if wanted.bounds.allow(value) => Some(value),
            Ok(value) => {
                let bounds = wanted.bounds.describe(measure);
                let message = format!("`{}` cannot be {}", wanted.name, measure.show(value));
                self.mistake(
                    Code::OutOfBounds,
                    &found.at,
                    message,
                    format!("it must be {bounds}; correct the number or its unit"),
                );
                None
            }
            Err(error) => {
                let (code, message) = match &error {
                    ReadError::WrongKind { found, .. } | ReadError::WrongUnit { found, .. } => {
                        let found = sunward_quantity::reading::describe(*found);
                        (Code::WrongDimension, format!("`{}` is {}, but this is {found}", wanted.name, measure.name()))
                    }
                    ReadError::WrongWords { found, .. } => {
                        let found = clip(found, 60);
                        let message = format!("`{}` is {}, but `{found}` counts", wanted.name, measure.name());
                        (Code::WrongCount, format!("{message} something else"))
                    }
                    ReadError::Empty => (Code::EmptyText, format!("`{}` is empty", wanted.name)),
                    ReadError::NotANumber(_) => (Code::NotANumber, error.to_string()),
                    ReadError::NotFinite => (Code::NotFinite, format!("`{}` is not a finite number", wanted.name)),
                    ReadError::UnitMissing(_) | ReadError::TemplateMissing(_) => {
                        (Code::UnitMissing, format!("`{}` is {}, but its unit is missing", wanted.name, measure.name()))
                    }
                    ReadError::Unit(UnitError::PriceWithoutYear) => {
                        (Code::PriceWithoutYear, format!("`{}` is in dollars of no stated year", wanted.name))
                    }

                    ReadError::Unit(UnitError::UnknownMoneyYear(_)) => (Code::UnknownMoneyYear, error.to_string()),
                    ReadError::Unit(UnitError::CelsiusIsNotADifference) => {
                        (Code::CelsiusIsNotADifference, error.to_string())
                    }
                    ReadError::Unit(_) => (Code::UnknownUnit, error.to_string()),
                };
                // In a file a quantity stands in quotes.
                let quoted = format!("`{}`", example(measure, wanted.bounds));
                let help = error.remedy(measure).replace(&format!("`{}`", measure.example()), &quoted);
                self.mistake(code, &found.at, message, help);
                None
            }
        }
    }
}

fn decision() -> Provenance {
    Provenance { source: "decision".into(), evidence: Evidence::Decision, date: None, note: None, place: None }
}

/// How a number is written in a file.
pub(crate) fn example<'a>(of: impl Into<Measure<'a>>, bounds: Bounds) -> String {
    let of = of.into();
    match of {
        // A pure number stands alone; some must be one or more.
        Measure::Kind(Kind::Ratio) if !bounds.allow(0.85) => "1.2".into(),
        Measure::Kind(Kind::Ratio) => of.example(),
        Measure::Unit(_) if of.stands_alone() => of.example(),
        _ => format!("\"{}\"", of.example()),
    }
}

fn plain(found: &Located) -> String {
    match &found.node {
        Node::Text(text) => format!("\"{}\"", clip(text, 40)),
        Node::Number(number) => clip(number, 40),
        _ => "…".into(),
    }
}

/// A year of this age of the world.
pub(crate) fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| (1950..=2200).contains(year))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize, most: u32| {
        text.len() == digits && text.parse::<u32>().is_ok_and(|n| n >= 1 && n <= most)
    };
    match parts.as_slice() {
        [y] => year(y).is_some(),
        [y, m] => year(y).is_some() && number(m, 2, 12),
        [y, m, d] => year(y).is_some() && number(m, 2, 12) && number(d, 2, 31),
        _ => false,
    }
}

/// The candidate most like `name`, if one is near: at most a third of the letters may differ.
pub(crate) fn near<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > 100 {
        return None;
    }
    candidates
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|scored| scored.0 >= 0.65)
        // Of two that are as near, the first.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|scored| scored.1.to_string())
}

/// What to write instead of `name`: the candidate nearest to it, or else the list of candidates.
pub(crate) fn one_of<'a>(name: &str, candidates: impl Iterator<Item = &'a str> + Clone, all: &str) -> String {
    /// Most candidates that are worth a reader's time.
    const MOST: usize = 40;
    match near(name, candidates.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            let mut list: Vec<String> = candidates.take(MOST + 1).map(|name| format!("`{name}`")).collect();
            if list.len() > MOST {
                list[MOST] = "…".into();
            }
            format!("{all} {}", list.join(", "))
        }
    }
}
