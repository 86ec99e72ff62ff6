//! Reads a number with its unit, range, source and years.

use crate::mistake::{Code, Mistake, Place, clip, is_full, keep};
use crate::tree::{Located, Member, Node};
use std::collections::{BTreeMap, BTreeSet};
use sunward_model::parameter::{POSITIVE, SHARE};
use sunward_model::spread::is_decided;
use sunward_model::{
    Bounds, Distribution, Estimate, Evidence, Interpolation, Path, Provenance, Source, Table, Uncertainty, Value,
};
use sunward_quantity::unit::UnitError;
use sunward_quantity::{Kind, Measure, Quantity, ReadError, TemplateUnit, TimeSpan};

/// A number as read: all of a parameter but its path.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub value: Value,
    pub distribution: Option<Distribution>,
    pub uncertainty: Uncertainty,
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

/// What a number says of its distribution.
#[derive(Debug, Clone, Copy)]
struct Said {
    distribution: Option<Distribution>,
    /// A word that does not exist has been said already: what it would read is no other mistake.
    misspelt: bool,
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

const KEYS: &[&str] = &[
    "best",
    "range",
    "values",
    "weights",
    "shares",
    "over_time",
    "interpolation",
    "distribution",
    "quantiles",
    "truncate",
    "path",
    "source",
    "kind",
    "date",
    "note",
];

/// What stands in a year of a value over time, and beside the best value of a constant one.
const KEYS_OF_A_YEAR: &[&str] = &["best", "range", "values", "weights", "shares"];

/// What says how a number is drawn: a decision is not.
const KEYS_OF_DRAWS: &[&str] = &["distribution", "values", "weights", "shares", "quantiles", "truncate", "path"];

/// Most values of a table.
const MOST_VALUES: usize = 1000;

/// The same value in two units may differ in the last bit.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-14 * a.abs()
}

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
                    uncertainty: Uncertainty::default(),
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
        let said = Said { distribution, misspelt: get("distribution").is_some() && distribution.is_none() };
        let mut tables = Vec::new();
        let value = match (get("best"), get("over_time")) {
            (Some(best), None) => self.estimate(wanted, &best.value, members, said, &mut tables).map(Value::Constant),
            (None, Some(path)) => {
                if let Some(range) = KEYS_OF_A_YEAR.iter().find_map(|key| get(key)) {
                    let help = format!("write it at each year: `2030 = {{ best = …, {} = […] }}`", range.key);
                    let one = if range.key == "range" { "one range" } else { "one list" };
                    self.mistake(
                        Code::RangeMalformed,
                        &range.key_at,
                        format!("`{}` has values over time, but {one} for all of them", wanted.name),
                        help,
                    );
                }
                let interpolation = match interpolation {
                    _ if wanted.exact_years => Interpolation::Exact,
                    said => said.unwrap_or(Interpolation::Linear),
                };
                self.over_time(wanted, &path.value, interpolation, said, &mut tables)
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
        let uncertainty = self.uncertainty(wanted, &get, value.as_ref(), distribution, tables);
        let provenance = self.provenance(wanted, found, &get);
        if let Some(member) = KEYS_OF_DRAWS.iter().find_map(|key| get(key))
            && provenance.as_ref().is_some_and(is_decided)
        {
            let message = format!("`{}` is a decision, which no draw changes", wanted.name);
            let help = format!("leave `{}` out, or name who says so as `source`", member.key);
            self.mistake(Code::Inapplicable, &member.key_at, message, help);
        }
        let complete = self.mistakes.len() == before;
        let (value, provenance) = (value?, provenance?);
        complete.then_some(Number { value, distribution, uncertainty, provenance, unit: wanted.unit() })
    }

    /// What a number says of its draws beside ranges and tables.
    fn uncertainty<'m>(
        &mut self,
        wanted: &Wanted<'_>,
        get: &impl Fn(&str) -> Option<&'m Member>,
        value: Option<&Value>,
        distribution: Option<Distribution>,
        tables: Vec<Option<Table>>,
    ) -> Uncertainty {
        let quantiles = get("quantiles").and_then(|member| self.quantiles(wanted, member));
        let truncation = get("truncate").and_then(|member| self.truncation(wanted, member));
        let path = get("path").and_then(|member| self.path(wanted, member));
        if let Some(member) = get("quantiles").filter(|_| !distribution.is_some_and(Distribution::has_quantiles)) {
            let message = format!("the ends of the range of `{}` are no quantiles", wanted.name);
            let help = "write `distribution = \"normal\"` or `\"lognormal\"`, or leave `quantiles` out";
            // A word that does not exist has been said already.
            if get("distribution").is_none() || distribution.is_some() {
                self.mistake(Code::Inapplicable, &member.key_at, message, help.into());
            }
        }
        if let Some(member) = get("truncate").filter(|_| distribution.is_some_and(Distribution::has_table)) {
            let message = format!("`{}` takes the values of its table and no others", wanted.name);
            let help = "leave values out of the table, and `truncate` too";
            self.mistake(Code::Inapplicable, &member.key_at, message, help.into());
        }
        if let Some(member) = get("path").filter(|_| matches!(value, Some(Value::Constant(_)))) {
            let message = format!("`{}` is the same in every year, and has no path over time", wanted.name);
            self.mistake(Code::Inapplicable, &member.key_at, message, "leave `path` out".into());
        }
        if let Some(value) = value {
            let estimates = value.estimates();
            if estimates.iter().all(|e| e.1.range.is_none()) {
                self.nothing_to_spread(wanted, get, value, distribution);
            } else {
                self.fits(wanted, get, &estimates, distribution, truncation);
            }
        }
        Uncertainty {
            quantiles,
            truncation,
            path: path.unwrap_or_default(),
            tables: if tables.iter().any(Option::is_some) { tables } else { Vec::new() },
        }
    }

    fn nothing_to_spread<'m>(
        &mut self,
        wanted: &Wanted<'_>,
        get: &impl Fn(&str) -> Option<&'m Member>,
        value: &Value,
        distribution: Option<Distribution>,
    ) {
        for (key, what) in [("distribution", "a distribution"), ("truncate", "`truncate`"), ("path", "a `path`")] {
            let Some(member) = get(key) else {
                continue;
            };
            if key == "path" && matches!(value, Value::Constant(_)) {
                // It would have none with a range either, and has been told so.
                continue;
            }
            let (message, help) = if distribution.is_some_and(Distribution::has_table) {
                let other = if distribution == Some(Distribution::Discrete) { "weights" } else { "shares" };
                let help = format!("add `values = […]` and `{other} = […]`, or leave `{key}` out");
                (format!("`{}` has {what}, but no values to take", wanted.name), help)
            } else {
                let help = format!("add `range = [low, high]`, or leave `{key}` out");
                (format!("`{}` has {what}, but no range to spread it over", wanted.name), help)
            };
            return self.mistake(Code::DistributionWithoutRange, &member.value.at, message, help);
        }
    }

    /// Whether every range can be read as the distribution wants, and the best values lie where draws may.
    fn fits<'m>(
        &mut self,
        wanted: &Wanted<'_>,
        get: &impl Fn(&str) -> Option<&'m Member>,
        estimates: &[(Option<i32>, Estimate)],
        distribution: Option<Distribution>,
        truncation: Option<(f64, f64)>,
    ) {
        let ranged = || estimates.iter().filter_map(|row| row.1.range.map(|range| (row.1.best, range)));
        if let Some(member) = get("distribution")
            && let Some(distribution) = distribution.filter(|said| said.has_quantiles())
        {
            let below = distribution == Distribution::Lognormal && ranged().any(|(_, (low, _))| low <= 0.0);
            let aside = ranged().any(|(best, (low, high))| best <= low || best >= high);
            let name = distribution.name();
            if below {
                let message = format!("`{}` is lognormal, but its range does not lie above zero", wanted.name);
                let help = "put the low end of the range above zero, or choose another distribution";
                self.mistake(Code::DistributionWithoutRange, &member.value.at, message, help.into());
            } else if aside {
                let message =
                    format!("`{}` is {name}, but its best value, the median, is an end of the range", wanted.name);
                let help = "widen the range to both sides, or choose `pert`, whose best value may be an end";
                self.mistake(Code::DistributionWithoutRange, &member.value.at, message, help.into());
            }
        }
        if let (Some(member), Some((low, high))) = (get("truncate"), truncation) {
            let show = |x| wanted.measure.show(x);
            let bounded = !distribution.is_some_and(Distribution::has_quantiles);
            if let Some((best, _)) = ranged().find(|(best, _)| *best < low || *best > high) {
                let message =
                    format!("`{}` is {}, but is cut to {} to {}", wanted.name, show(best), show(low), show(high));
                let help = "let `truncate` hold every best value that has a range, or correct the best value";
                self.mistake(Code::RangeMissesBest, &member.value.at, message, help.into());
            } else if bounded && ranged().any(|(_, range)| range.0 < range.1 && low.max(range.0) >= high.min(range.1)) {
                // The best value is an end of both.
                self.leaves_one_value(wanted, member);
            }
        }
    }

    /// `[0.1, 0.9]`: the shares of draws below the two ends of a range.
    fn quantiles(&mut self, wanted: &Wanted<'_>, member: &Member) -> Option<(f64, f64)> {
        let measure = Kind::Ratio.into();
        let share = Wanted { name: "quantiles", measure, bounds: SHARE, decision: true, exact_years: false };
        let help = || "write it like `quantiles = [0.1, 0.9]`; the best value is the median".to_string();
        let pair = match &member.value.node {
            Node::List(items) if items.len() == 2 => {
                (self.quantity(&share, &items[0])?, self.quantity(&share, &items[1])?)
            }
            _ => {
                let message = format!("`quantiles` of `{}` is a list of two shares", wanted.name);
                self.mistake(Code::QuantilesMalformed, &member.value.at, message, help());
                return None;
            }
        };
        let between = |x: f64, low: f64, high: f64| low < x && x < high;
        if !between(pair.0, 0.0, 0.5) || !between(pair.1, 0.5, 1.0) {
            let message = format!(
                "the ends of a range of `{}` lie on both sides of the best value, but not with shares of {} and {}",
                wanted.name, pair.0, pair.1
            );
            self.mistake(Code::QuantilesMalformed, &member.value.at, message, help());
            return None;
        }
        Some(pair)
    }

    /// `["80 %", "95 %"]`: nothing is drawn outside.
    fn truncation(&mut self, wanted: &Wanted<'_>, member: &Member) -> Option<(f64, f64)> {
        let (low, high) = self.low_and_high(wanted, "truncate", &member.value)?;
        if low == high {
            self.leaves_one_value(wanted, member);
            return None;
        }
        Some((low, high))
    }

    fn leaves_one_value(&mut self, wanted: &Wanted<'_>, member: &Member) {
        let message = format!("`truncate` leaves one value of `{}`", wanted.name);
        let help = "let it hold more of the range, or leave the range out";
        self.mistake(Code::RangeReversed, &member.value.at, message, help.into());
    }

    /// `together`, `independent`, or a span of time.
    fn path(&mut self, wanted: &Wanted<'_>, member: &Member) -> Option<Path> {
        const HELP: &str = "write `together`, `independent`, or the time over which years are alike, like `5 years`";
        let Node::Text(text) = &member.value.node else {
            let message = format!("`path` is a word or a span of time, but this is {}", member.value.node.describe());
            self.mistake(Code::WrongType, &member.value.at, message, HELP.into());
            return None;
        };
        if let Some(row) = Path::NAMES.iter().find(|row| row.0 == text) {
            return Some(row.1);
        }
        if !text.trim_start().starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
            let message = format!("the path of `{}` cannot be `{}`", wanted.name, clip(text, 60));
            self.mistake(Code::UnknownWord, &member.value.at, message, HELP.into());
            return None;
        }
        let measure = Kind::TimeSpan.into();
        let span = Wanted { name: "path", measure, bounds: POSITIVE, decision: true, exact_years: false };
        self.quantity(&span, &member.value).map(|time| Path::Fading(TimeSpan::from_si(time)))
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

    /// A best value with what stands beside it: a range, or a table of values, or nothing.
    fn estimate(
        &mut self,
        wanted: &Wanted<'_>,
        best: &Located,
        beside: &[Member],
        said: Said,
        tables: &mut Vec<Option<Table>>,
    ) -> Option<Estimate> {
        let distribution = said.distribution;
        let get = |key: &str| beside.iter().find(|member| member.key == key);
        let value = self.quantity(wanted, best);
        if let Some(of_table) = ["values", "weights", "shares"].iter().find_map(|key| get(key)) {
            if let Some(range) = get("range") {
                let message = format!("`{}` has both a range and a table of values", wanted.name);
                let help = "keep one of them; the range of a table is that of its values".to_string();
                self.mistake(Code::TableMalformed, &range.key_at, message, help);
                return None;
            }
            let table = self.table(wanted, of_table, &get, said)?;
            let value = value?;
            let (low, high) = (table.values[0], table.values[table.values.len() - 1]);
            let holds = match distribution {
                Some(Distribution::Discrete) => table.values.iter().any(|one| same(value, *one)),
                _ => (low <= value && value <= high) || same(value, low) || same(value, high),
            };
            if !holds {
                let show = |x| wanted.measure.show(x);
                let message = if distribution == Some(Distribution::Discrete) {
                    format!("`{}` is {}, which is none of its values", wanted.name, show(value))
                } else {
                    format!(
                        "`{}` is {}, outside its values from {} to {}",
                        wanted.name,
                        show(value),
                        show(low),
                        show(high)
                    )
                };
                self.mistake(Code::RangeMissesBest, &best.at, message, "add it, or correct the best value".into());
            }
            tables.push(Some(table));
            return Some(Estimate { best: value, range: Some((low.min(value), high.max(value))) });
        }
        tables.push(None);
        let Some(range) = get("range") else {
            return Some(Estimate { best: value?, range: None });
        };
        if let Some(table) = distribution.filter(|said| said.has_table()) {
            let message = format!("`{}` is {}, but has a range and no values", wanted.name, table.name());
            let other = if table == Distribution::Discrete { "weights" } else { "shares" };
            let help = format!("write `values = […]` and `{other} = […]` instead of the range");
            self.mistake(Code::TableMalformed, &range.key_at, message, help);
            return None;
        }
        let (low, high) = self.low_and_high(wanted, "range", &range.value)?;
        let value = value?;
        if !((low <= value && value <= high) || same(value, low) || same(value, high)) {
            let show = |x| wanted.measure.show(x);
            let message =
                format!("`{}` is {}, outside its range from {} to {}", wanted.name, show(value), show(low), show(high));
            let help = "widen the range or correct the best value".to_string();
            self.mistake(Code::RangeMissesBest, &range.value.at, message, help);
        }
        Some(Estimate { best: value, range: Some((low.min(value), high.max(value))) })
    }

    /// A list of two quantities, the low one first.
    fn low_and_high(&mut self, wanted: &Wanted<'_>, key: &str, found: &Located) -> Option<(f64, f64)> {
        let what = |name: &str| match key {
            "range" => format!("the range of `{name}`"),
            _ => format!("`{key}` of `{name}`"),
        };
        let Some([low, high]) = items(found) else {
            let help = format!("write it like `{key} = [{0}, {0}]`, low first", example(wanted.measure, wanted.bounds));
            let said = match &found.node {
                Node::List(items) => format!("a list of {}", items.len()),
                node => node.describe().to_string(),
            };
            let message = format!("{} is a list of two quantities, but this is {said}", what(wanted.name));
            self.mistake(Code::RangeMalformed, &found.at, message, help);
            return None;
        };
        let (low, high) = (self.quantity(wanted, low), self.quantity(wanted, high));
        let (low, high) = (low?, high?);
        if low > high {
            let show = |x| wanted.measure.show(x);
            let message = format!("{} runs from {} down to {}", what(wanted.name), show(low), show(high));
            self.mistake(Code::RangeReversed, &found.at, message, "write the low value first".into());
            return None;
        }
        Some((low, high))
    }

    /// `values` with `weights` or `shares`, whichever the distribution wants.
    fn table<'m>(
        &mut self,
        wanted: &Wanted<'_>,
        first: &Member,
        get: &impl Fn(&str) -> Option<&'m Member>,
        word: Said,
    ) -> Option<Table> {
        let (discrete, beside, other) = match word.distribution {
            Some(Distribution::Discrete) => (true, "weights", "shares"),
            Some(Distribution::Tabulated) => (false, "shares", "weights"),
            None if word.misspelt => return None,
            _ => {
                let message = format!("`{}` has `{}`, but no distribution that takes them", wanted.name, first.key);
                let help = "write `distribution = \"discrete\"` with `values` and `weights`, or `\"tabulated\"` with \
                            `values` and `shares`";
                self.mistake(Code::TableMalformed, &first.key_at, message, help.into());
                return None;
            }
        };
        if let Some(member) = get(other) {
            let message = format!("`{}` has `{other}`, which its distribution does not take", wanted.name);
            let help = format!("write `{beside}`, or choose another `distribution`");
            self.mistake(Code::TableMalformed, &member.key_at, message, help);
            return None;
        }
        let (Some(values), Some(shares)) = (get("values"), get(beside)) else {
            let lacking = if get("values").is_none() { "values" } else { beside };
            let message = format!("`{}` has `{}` without `{lacking}`", wanted.name, first.key);
            let help = format!("write `values = […]` and `{beside} = […]`, as many of each");
            self.mistake(Code::TableMalformed, &first.key_at, message, help);
            return None;
        };
        let measure = Kind::Ratio.into();
        let bounds = if discrete { POSITIVE } else { SHARE };
        let of_shares = Wanted { name: beside, measure, bounds, decision: true, exact_years: false };
        let (said, shares_at) = (self.list(wanted, values), &shares.value.at);
        let shares = self.list(&of_shares, shares);
        let (said, shares) = (said?, shares?);
        let rising = |list: &[f64]| list.windows(2).all(|pair| pair[0] < pair[1]);
        let whole = rising(&shares) && shares.first() == Some(&0.0) && shares.last() == Some(&1.0);
        let (at, message, help) = if said.len() != shares.len() || said.len() < 2 {
            let message = format!("`{}` has {} `values` and {} `{beside}`", wanted.name, said.len(), shares.len());
            (shares_at, message, "write at least two, and as many of each")
        } else if !rising(&said) {
            let message = format!("the `values` of `{}` do not rise", wanted.name);
            (&values.value.at, message, "write each value once, the least first")
        } else if !discrete && !whole {
            let message = format!("the `shares` of `{}` do not rise from 0 to 1", wanted.name);
            (shares_at, message, "write the share of draws below each value: 0 below the least, 1 below the greatest")
        } else {
            return Some(Table { values: said, shares });
        };
        self.mistake(Code::TableMalformed, at, message, help.into());
        None
    }

    /// A list of quantities.
    fn list(&mut self, wanted: &Wanted<'_>, member: &Member) -> Option<Vec<f64>> {
        let Node::List(items) = &member.value.node else {
            let message = format!("`{}` is a list, but this is {}", member.key, member.value.node.describe());
            let help = format!("write it like `{0} = [{1}, {1}]`", member.key, example(wanted.measure, wanted.bounds));
            self.mistake(Code::WrongType, &member.value.at, message, help);
            return None;
        };
        if items.len() > MOST_VALUES {
            let message = format!("`{}` has {} values, at most {MOST_VALUES} are read", member.key, items.len());
            let help = "a table of a few dozen values says as much".to_string();
            self.mistake(Code::TableMalformed, &member.value.at, message, help);
            return None;
        }
        let all: Vec<Option<f64>> = items.iter().map(|item| self.quantity(wanted, item)).collect();
        all.into_iter().collect()
    }

    fn over_time(
        &mut self,
        wanted: &Wanted<'_>,
        found: &Located,
        interpolation: Interpolation,
        said: Said,
        tables: &mut Vec<Option<Table>>,
    ) -> Option<Value> {
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
                    for odd in inner.iter().filter(|m| !KEYS_OF_A_YEAR.contains(&m.key.as_str())) {
                        let message = format!("a year of a value over time has no field `{}`", odd.key);
                        let help = one_of(&odd.key, KEYS_OF_A_YEAR.iter().copied(), "its fields are");
                        self.mistake(Code::UnknownField, &odd.key_at, message, help);
                    }
                    let get = |key: &str| inner.iter().find(|m| m.key == key).map(|m| &m.value);
                    match get("best") {
                        Some(best) => self.estimate(wanted, best, inner, said, tables),
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
                _ => self.estimate(wanted, &member.value, &[], said, tables),
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

/// The items of a list of two.
fn items(found: &Located) -> Option<[&Located; 2]> {
    match &found.node {
        Node::List(items) => match items.as_slice() {
            [low, high] => Some([low, high]),
            _ => None,
        },
        _ => None,
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
