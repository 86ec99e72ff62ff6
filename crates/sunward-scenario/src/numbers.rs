//! Reads a number with its unit, range, source and years.

use crate::mistake::{Code, Mistake, Place};
use crate::tree::{Located, Member, Node};
use std::collections::BTreeMap;
use sunward_model::{Bounds, Distribution, Estimate, Evidence, Interpolation, Provenance, Source, Value};
use sunward_quantity::unit::UnitError;
use sunward_quantity::{Dimension, Kind, ReadError};

/// A number as read: all of a parameter but its path.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub value: Value,
    pub distribution: Option<Distribution>,
    pub provenance: Provenance,
}

/// What a field wants of its number.
pub(crate) struct Wanted<'a> {
    pub name: &'a str,
    pub kind: Kind,
    pub bounds: Bounds,
    /// A design choice: it may stand without a source.
    pub decision: bool,
}

/// What the reader of numbers needs to know, and where it leaves mistakes.
pub(crate) struct Reader<'a> {
    pub sources: &'a BTreeMap<String, Source>,
    pub mistakes: &'a mut Vec<Mistake>,
}

const KEYS: &[&str] =
    &["best", "range", "over_time", "interpolation", "distribution", "source", "kind", "date", "note"];

impl Reader<'_> {
    pub(crate) fn mistake(&mut self, code: Code, at: &Place, message: String, help: String) {
        self.mistakes.push(Mistake { code, at: at.clone(), message, help });
    }

    /// Reads a field. `None` when anything is wrong; then there is at least one mistake.
    pub(crate) fn number(&mut self, wanted: &Wanted<'_>, found: &Located) -> Option<Number> {
        let before = self.mistakes.len();
        let members = match &found.node {
            Node::Table(members) => members,
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
                return (self.mistakes.len() == before).then_some(Number { value, distribution: None, provenance });
            }
            other => {
                let message = format!("`{}` is {}, but this is {}", wanted.name, wanted.kind.name(), other.describe());
                let help = format!("write it like `\"{}\"`", wanted.kind.example());
                self.mistake(Code::WrongType, &found.at, message, help);
                return None;
            }
        };
        for member in members {
            if !KEYS.contains(&member.key.as_str()) {
                let help = match near(&member.key, KEYS.iter().copied()) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => format!("a number has {}", KEYS.join(", ")),
                };
                self.mistake(Code::UnknownField, &member.key_at, format!("no field `{}` of a number", member.key), help);
            }
        }
        let get = |key: &str| members.iter().find(|member| member.key == key);
        let interpolation = self.word(get("interpolation"), Interpolation::NAMES, Code::UnknownInterpolation);
        let distribution = self.word(get("distribution"), Distribution::NAMES, Code::UnknownDistribution);
        let value = match (get("best"), get("over_time")) {
            (Some(best), None) => {
                let range = get("range").map(|member| &member.value);
                self.estimate(wanted, &best.value, range).map(Value::Constant)
            }
            (None, Some(path)) => {
                if let Some(range) = get("range") {
                    let help = "write it at each year: `2030 = { best = …, range = […] }`".to_string();
                    self.mistake(Code::RangeMalformed, &range.key_at, "a value over time has no single range".into(), help);
                }
                self.over_time(wanted, &path.value, interpolation.unwrap_or(Interpolation::Linear))
            }
            (Some(_), Some(path)) => {
                let message = format!("`{}` has both one value and a value over time", wanted.name);
                self.mistake(Code::BestAndOverTime, &path.key_at, message, "keep one of `best` and `over_time`".into());
                None
            }
            (None, None) => {
                let message = format!("`{}` has no value", wanted.name);
                let help = format!("write `best = \"{}\"`", wanted.kind.example());
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
                let message = if lacks { "a distribution without a range" } else { "a lognormal range must lie above zero" };
                let help = "give `range = [low, high]`".to_string();
                self.mistake(Code::DistributionWithoutRange, &member.value.at, message.into(), help);
            }
        }
        let provenance = self.provenance(wanted, found, &get);
        let complete = self.mistakes.len() == before;
        let (value, provenance) = (value?, provenance?);
        complete.then_some(Number { value, distribution, provenance })
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
                    this.mistake(Code::EmptyText, &member.value.at, format!("`{key}` is empty"), "write it or leave it out".into());
                    None
                }
                Node::Number(number) if key == "date" => Some((number.clone(), member.value.at.clone())),
                Node::Other("a date") if key == "date" => {
                    this.mistake(Code::NotADate, &member.value.at, "a date is written as text".into(), "put it in quotes: `\"2026-05-20\"`".into());
                    None
                }
                other => {
                    let message = format!("`{key}` is a text, but this is {}", other.describe());
                    this.mistake(Code::WrongType, &member.value.at, message, "put it in quotes".into());
                    None
                }
            }
        };
        let note = text(self, "note").map(|found| found.0);
        let date = text(self, "date");
        if let Some((date, at)) = &date
            && !is_date(date)
        {
            self.mistake(Code::NotADate, at, format!("`{date}` is not a date"), "write `2026`, `2026-05` or `2026-05-20`".into());
        }
        let evidence = self.word(get("kind"), Evidence::NAMES, Code::UnknownEvidence);
        let Some((source, source_at)) = text(self, "source") else {
            if get("source").is_none() {
                if wanted.decision {
                    return Some(Provenance { note, date: date.map(|d| d.0), ..decision() });
                }
                let message = format!("`{}` does not say where its value comes from", wanted.name);
                self.mistake(Code::SourceMissing, &found.at, message, "add `source = \"key\"`, or `source = \"guess\"`".into());
            }
            return None;
        };
        let is_guess = source == "guess";
        if !is_guess && source != "decision" && source != "command line" && !self.sources.contains_key(&source) {
            let known = self.sources.keys().map(String::as_str).chain(["guess"]);
            let help = match near(&source, known) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "add it to the list of sources, or a table `[source.key]` to the scenario".into(),
            };
            self.mistake(Code::UnknownSource, &source_at, format!("no source `{source}`"), help);
        }
        if (source == "decision" || source == "command line") && evidence != Some(Evidence::Decision) && !wanted.decision {
            let help = "name who says so, or write `source = \"guess\"`".to_string();
            self.mistake(Code::UnknownSource, &source_at, format!("`{}` is a fact about the world, not a decision", wanted.name), help);
        }
        let contradicts = match evidence {
            Some(Evidence::Guess) => !is_guess,
            Some(_) => is_guess,
            None => false,
        };
        if contradicts {
            let at = get("kind").map_or(&found.at, |member| &member.value.at).clone();
            let help = "leave `kind` out beside `source = \"guess\"`".to_string();
            self.mistake(Code::EvidenceContradicts, &at, "the kind and the source contradict each other".into(), help);
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
            let help = match near(text, words()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("one of {}", words().collect::<Vec<_>>().join(", ")),
            };
            self.mistake(code, &member.value.at, format!("`{text}` is no {}", member.key), help);
        } else {
            let message = format!("`{}` is a word, but this is {}", member.key, member.value.node.describe());
            let help = format!("one of {}", words().collect::<Vec<_>>().join(", "));
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
                if low > high {
                    let help = "write the low value first".to_string();
                    self.mistake(Code::RangeReversed, at, "the range runs backwards".into(), help);
                } else if let Some(value) = value
                    && !(low <= value && value <= high)
                {
                    let show = |x| sunward_quantity::show(wanted.kind, x);
                    let message = format!("{} lies outside the range from {} to {}", show(value), show(low), show(high));
                    self.mistake(Code::RangeMissesBest, at, message, "widen the range or correct the best value".into());
                }
                Some((low, high))
            }
            Some(other) => {
                let help = format!("write it like `range = [\"{0}\", \"{0}\"]`, low first", wanted.kind.example());
                self.mistake(Code::RangeMalformed, &other.at, "a range is a list of two quantities".into(), help);
                return None;
            }
        };
        Some(Estimate { best: value?, range })
    }

    fn over_time(&mut self, wanted: &Wanted<'_>, found: &Located, interpolation: Interpolation) -> Option<Value> {
        let Node::Table(members) = &found.node else {
            let message = format!("a value over time is a table of years, but this is {}", found.node.describe());
            let help = format!("write it like `{{ 2026 = \"{0}\", 2030 = \"{0}\" }}`", wanted.kind.example());
            self.mistake(Code::WrongType, &found.at, message, help);
            return None;
        };
        if members.is_empty() {
            let help = format!("write it like `{{ 2026 = \"{0}\", 2030 = \"{0}\" }}`", wanted.kind.example());
            self.mistake(Code::EmptyList, &found.at, "no year is given".into(), help);
            return None;
        }
        let mut points: Vec<(i32, Estimate)> = Vec::new();
        let mut last = None;
        for member in members {
            let Some(year) = year(&member.key) else {
                let help = "years between 1950 and 2200, like `2030`".to_string();
                self.mistake(Code::NotAYear, &member.key_at, format!("`{}` is not a year", member.key), help);
                continue;
            };
            if last.is_some_and(|last| year <= last) {
                let help = "write the years in order".to_string();
                self.mistake(Code::YearsOutOfOrder, &member.key_at, format!("{year} comes after a later year"), help);
            }
            last = Some(year);
            let estimate = match &member.value.node {
                Node::Table(inner) => {
                    for odd in inner.iter().filter(|m| m.key != "best" && m.key != "range") {
                        let help = "a year has `best` and `range`".to_string();
                        self.mistake(Code::UnknownField, &odd.key_at, format!("no field `{}` of a year", odd.key), help);
                    }
                    let get = |key: &str| inner.iter().find(|m| m.key == key).map(|m| &m.value);
                    match get("best") {
                        Some(best) => self.estimate(wanted, best, get("range")),
                        None => {
                            let help = format!("write `{year} = {{ best = \"{}\" }}`", wanted.kind.example());
                            self.mistake(Code::BestAndOverTime, &member.value.at, format!("{year} has no value"), help);
                            None
                        }
                    }
                }
                _ => self.estimate(wanted, &member.value, None),
            };
            if let Some(estimate) = estimate {
                if interpolation == Interpolation::Geometric && estimate.best <= 0.0 {
                    let help = "use `interpolation = \"linear\"`".to_string();
                    let message = "constant growth cannot pass through zero".to_string();
                    self.mistake(Code::NotGeometric, &member.value.at, message, help);
                }
                points.push((year, estimate));
            }
        }
        (points.len() == members.len()).then_some(Value::OverTime { interpolation, points })
    }

    /// One quantity, in SI, inside its bounds.
    fn quantity(&mut self, wanted: &Wanted<'_>, found: &Located) -> Option<f64> {
        let kind = wanted.kind;
        let read = match &found.node {
            Node::Text(text) => sunward_quantity::read(kind, text),
            Node::Number(number) if kind.dimension() == Dimension::NONE && kind != Kind::Angle => {
                let number = number.replace('_', "");
                match number.parse::<f64>() {
                    Ok(x) if x.is_finite() => Ok(x),
                    Ok(_) => Err(ReadError::NotFinite),
                    Err(_) => Err(ReadError::NotANumber(number)),
                }
            }
            Node::Number(number) if matches!(number.trim_start_matches(['+', '-']), "nan" | "inf") => Err(ReadError::NotFinite),
            Node::Number(_) => Err(ReadError::UnitMissing(kind)),
            other => {
                let message = format!("`{}` is {}, but this is {}", wanted.name, kind.name(), other.describe());
                self.mistake(Code::WrongType, &found.at, message, format!("write it like `\"{}\"`", kind.example()));
                return None;
            }
        };
        match read {
            Ok(value) if wanted.bounds.allow(value) => Some(value),
            Ok(_) => {
                let message = format!("`{}` must be {}", wanted.name, wanted.bounds.describe(kind));
                self.mistake(Code::OutOfBounds, &found.at, message, format!("write it like `\"{}\"`", kind.example()));
                None
            }
            Err(error) => {
                let (code, message) = match &error {
                    ReadError::WrongKind { wanted: kind, found } => {
                        let found = sunward_quantity::reading::describe(*found);
                        (Code::WrongDimension, format!("`{}` is {}, but this is {found}", wanted.name, kind.name()))
                    }
                    ReadError::Empty => (Code::EmptyText, format!("`{}` is empty", wanted.name)),
                    ReadError::NotANumber(_) => (Code::NotANumber, error.to_string()),
                    ReadError::NotFinite => (Code::NotFinite, error.to_string()),
                    ReadError::UnitMissing(_) => (Code::UnitMissing, error.to_string()),
                    ReadError::Unit(UnitError::PriceWithoutYear) => (Code::PriceWithoutYear, error.to_string()),
                    ReadError::Unit(UnitError::UnknownMoneyYear(_)) => (Code::UnknownMoneyYear, error.to_string()),
                    ReadError::Unit(UnitError::CelsiusIsNotADifference) => (Code::CelsiusIsNotADifference, error.to_string()),
                    ReadError::Unit(_) => (Code::UnknownUnit, error.to_string()),
                };
                self.mistake(code, &found.at, message, error.remedy(kind));
                None
            }
        }
    }
}

fn decision() -> Provenance {
    Provenance { source: "decision".into(), evidence: Evidence::Decision, date: None, note: None, place: None }
}

fn plain(found: &Located) -> String {
    match &found.node {
        Node::Text(text) => format!("\"{}\"", text.chars().take(40).collect::<String>()),
        Node::Number(number) => number.chars().take(40).collect(),
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

/// The candidate most like `name`, if one is near.
pub(crate) fn near<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    if name.len() > 100 {
        return None;
    }
    candidates
        .map(|candidate| (strsim::normalized_damerau_levenshtein(name, candidate), candidate))
        .filter(|scored| scored.0 >= 0.55)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|scored| scored.1.to_string())
}
