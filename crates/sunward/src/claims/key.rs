//! The way to a number in a document: `crossover[workload=batch][against=cheapest].ratio`.

use super::expression::Term;
use serde_json::Value as Json;
use sunward_quantity::TemplateUnit;
use sunward_quantity::unit::read_unit;

/// Lists whose rows are of a year, so that a year picks among them.
const OF_A_YEAR: [&str; 4] = ["builds", "runs", "binding", "bottlenecks"];

/// Lists whose rows add up over sites.
const ADDED_UP: [&str; 2] = ["builds", "runs"];

/// A key, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// As it was written.
    pub text: String,
    steps: Vec<Step>,
}

/// A field, and which rows of the list in it.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    field: String,
    rows: Vec<(String, String)>,
}

/// What stands at the end of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A number, and the unit it stands in where it has one.
    Number(Term, Option<TemplateUnit>),
    /// A year that does not come.
    Never,
    /// The document says that there is none: a break-even that no value gives.
    None,
}

impl Key {
    /// Reads a key.
    ///
    /// # Errors
    /// In words.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            let end = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
            let (field, after) = rest.split_at(end);
            if field.trim().is_empty() {
                return Err(format!("a field is missing in the key `{text}`"));
            }
            rest = after;
            let mut rows = Vec::new();
            while let Some(inside) = rest.strip_prefix('[') {
                let quoted = inside.find('=').is_some_and(|at| inside[at + 1..].starts_with('"'));
                let close = if quoted { inside.find("\"]").map(|at| at + 1) } else { inside.find(']') };
                let close = close.ok_or_else(|| format!("`]` is missing in the key `{text}`"))?;
                let (name, value) = inside[..close]
                    .split_once('=')
                    .ok_or_else(|| format!("write rows of the key `{text}` like `[name=value]`"))?;
                rows.push((name.trim().into(), value.trim().trim_matches('"').into()));
                rest = &inside[close + 1..];
            }
            steps.push(Step { field: field.trim().into(), rows });
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None if rest.is_empty() => return Ok(Self { text: text.into(), steps }),
                None => return Err(format!("`{rest}` is not expected in the key `{text}`")),
            }
        }
    }

    /// The industry whose rows a key of a plan adds up.
    pub fn process(&self) -> Option<&str> {
        let first = self.steps.first().filter(|step| ADDED_UP.contains(&step.field.as_str()))?;
        first.rows.iter().find(|row| row.0 == "process").map(|row| row.1.as_str())
    }

    /// Whether a field stands first.
    pub fn starts_with(&self, field: &str) -> bool {
        self.steps.first().is_some_and(|step| step.field == field)
    }

    /// How many rows the key picks.
    ///
    /// # Errors
    /// In words.
    pub fn count(&self, document: &Json, year: Option<i32>) -> Result<Found, String> {
        let mut nodes = vec![document];
        for step in &self.steps {
            nodes = self.step(&nodes, step, year)?;
        }
        Ok(Found::Number(Term::pure(nodes.len() as f64), None))
    }

    /// The number at its end. `unit` is that of a bare number.
    ///
    /// # Errors
    /// In words.
    pub fn find(&self, document: &Json, year: Option<i32>, unit: Option<&str>) -> Result<Found, String> {
        let mut nodes = vec![document];
        let mut rows: Vec<&Json> = Vec::new();
        let mut added = false;
        for step in &self.steps {
            nodes = self.step(&nodes, step, year)?;
            if ADDED_UP.contains(&step.field.as_str()) {
                added = true;
                rows.clone_from(&nodes);
            }
        }
        if added {
            return self.added_up(&rows, &nodes);
        }
        match nodes[..] {
            [node] => self.number(node, year, unit),
            [] => Err(format!("`{}` picks no row", self.text)),
            _ => Err(format!("`{}` picks {} rows; say which", self.text, nodes.len())),
        }
    }

    fn step<'a>(&self, nodes: &[&'a Json], step: &Step, year: Option<i32>) -> Result<Vec<&'a Json>, String> {
        let mut next = Vec::new();
        for node in nodes {
            let found = node.get(&step.field);
            let found = found.ok_or_else(|| format!("the document has no `{}` (`{}`)", step.field, self.text))?;
            match found {
                Json::Array(list) => {
                    let year = year.filter(|_| OF_A_YEAR.contains(&step.field.as_str()));
                    let picked = list.iter().filter(|row| {
                        step.rows.iter().all(|(name, value)| says(row.get(name), value))
                            && year.is_none_or(|year| row.get("year").and_then(Json::as_i64) == Some(year.into()))
                    });
                    next.extend(picked);
                }
                _ if !step.rows.is_empty() => return Err(format!("`{}` is no list (`{}`)", step.field, self.text)),
                other => next.push(other),
            }
        }
        Ok(next)
    }

    fn added_up(&self, rows: &[&Json], nodes: &[&Json]) -> Result<Found, String> {
        let mut sum = Term { si: 0.0, dimension: None };
        let mut shown = None;
        for (row, node) in rows.iter().zip(nodes) {
            let unit = row.get("unit").and_then(Json::as_str);
            if let Found::Number(term, own) = self.number(node, None, unit)? {
                if sum.dimension.is_some() && sum.dimension != term.dimension {
                    return Err(format!("rows of `{}` do not measure the same", self.text));
                }
                sum = Term { si: sum.si + term.si, ..term };
                shown = own;
            }
        }
        Ok(Found::Number(sum, shown))
    }

    fn number(&self, node: &Json, year: Option<i32>, unit: Option<&str>) -> Result<Found, String> {
        let number = |value: &Json, unit: Option<&str>| -> Result<Found, String> {
            if value.is_null() {
                // A year that is not there is one that does not come.
                let year = self.steps.last().is_some_and(|step| step.field == "year" || step.field == "target_year");
                return Ok(if year { Found::Never } else { Found::None });
            }
            let number = value.as_f64().ok_or_else(|| format!("`{}` is no number", self.text))?;
            let Some(unit) = unit.filter(|unit| *unit != "1") else {
                return Ok(Found::Number(Term::pure(number), None));
            };
            let wrong = || format!("`{}` is in `{unit}`, which is no unit", self.text);
            let read = read_unit(unit).map_err(|_| wrong())?;
            let shown = TemplateUnit::of(unit).map_err(|_| wrong())?;
            Ok(Found::Number(Term::new(number * read.scale, read.dimension), Some(shown)))
        };
        let unit_of = |node: &'_ Json| node.get("unit").and_then(Json::as_str).map(str::to_string);
        match (node, year) {
            (Json::Object(map), _) if map.contains_key("value") => number(&map["value"], unit_of(node).as_deref()),
            (Json::Object(map), Some(year)) if map.contains_key("years") => {
                let empty = Vec::new();
                let list = |name: &str| map.get(name).and_then(Json::as_array).unwrap_or(&empty);
                let (years, values) = (list("years"), list("values"));
                let at = |place: usize| values.get(place).unwrap_or(&Json::Null);
                match years.iter().position(|own| own.as_i64() == Some(year.into())) {
                    Some(place) => number(at(place), unit_of(node).as_deref()),
                    // A period of several years is named by its first, and holds until the next.
                    None => {
                        let before = years.iter().rposition(|own| own.as_i64().is_some_and(|own| own < year.into()));
                        match before.filter(|place| place + 1 < years.len()) {
                            Some(place) => number(at(place), unit_of(node).as_deref()),
                            None => Err(format!("{year} is outside the years of `{}`", self.text)),
                        }
                    }
                }
            }
            (Json::Object(map), None) if map.contains_key("years") => {
                Err(format!("`{}` is a series; say which `year`", self.text))
            }
            (value, _) => number(value, unit),
        }
    }
}

/// Whether a field of a row is what is wanted.
fn says(found: Option<&Json>, wanted: &str) -> bool {
    match found {
        Some(Json::String(text)) => text == wanted,
        Some(Json::Bool(yes)) => yes.to_string() == wanted,
        Some(Json::Number(number)) => number.to_string() == wanted,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use sunward_quantity::Kind;

    fn document() -> Json {
        json!({
            "crossover": [
                {"workload": "batch", "against": "cheapest", "year": null, "ratio": {"unit": "1", "years": [2030, 2035], "values": [3.0, null]}},
                {"workload": "training", "against": "cheapest", "year": 2041, "ratio": {"unit": "1", "years": [2030, 2035], "values": [9.0, 5.0]}},
            ],
            "break_even": [{"path": "satellite.d3.price", "value": null, "now": {"value": 3.0, "unit": "USD_2025/W"}}],
            "builds": [
                {"process": "d3", "site": "a", "year": 2030, "value": 1.5, "unit": "GW/year"},
                {"process": "d3", "site": "b", "year": 2030, "value": 0.5, "unit": "GW/year"},
                {"process": "d3", "site": "b", "year": 2031, "value": 9.0, "unit": "GW/year"},
            ],
            "outside": [{"commodity": "Copper, Earth", "factor": 1.04}],
        })
    }

    fn at(text: &str, year: Option<i32>) -> Result<Found, String> {
        Key::read(text)?.find(&document(), year, None)
    }

    #[test]
    fn a_key_finds_rows_series_and_quantities() {
        let batch = "crossover[workload=batch][against=cheapest]";
        assert_eq!(at(&format!("{batch}.ratio"), Some(2030)), Ok(Found::Number(Term::pure(3.0), None)));
        // What stands for a period stands for all of it.
        assert_eq!(at(&format!("{batch}.ratio"), Some(2033)), Ok(Found::Number(Term::pure(3.0), None)));
        assert_eq!(at(&format!("{batch}.ratio"), Some(2035)), Ok(Found::None));
        assert_eq!(at(&format!("{batch}.year"), None), Ok(Found::Never));
        assert_eq!(at("break_even[path=satellite.d3.price].value", None), Ok(Found::None));
        let Ok(Found::Number(price, Some(unit))) = at("break_even[path=satellite.d3.price].now", None) else {
            panic!("a quantity")
        };
        assert_eq!((price.dimension, unit.text.as_str()), (Some(Kind::PricePerPower.dimension()), "USD_2025/W"));
        assert_eq!(at("outside[commodity=\"Copper, Earth\"].factor", None), Ok(Found::Number(Term::pure(1.04), None)));
    }

    #[test]
    fn rows_of_builds_add_up_over_sites_in_their_year() {
        let Ok(Found::Number(sum, _)) = at("builds[process=d3].value", Some(2030)) else { panic!("a sum") };
        assert!((sum.si * sunward_quantity::YEAR - 2e9).abs() < 1.0);
        // A plan leaves zeros out.
        let nothing = Found::Number(Term { si: 0.0, dimension: None }, None);
        assert_eq!(at("builds[process=d3].value", Some(2040)), Ok(nothing));
        assert_eq!(
            Key::read("builds[process=d3]").unwrap().count(&document(), None),
            Ok(Found::Number(Term::pure(3.0), None))
        );
    }

    #[test]
    fn what_a_key_does_not_find_is_said() {
        for (text, part) in [
            ("nowhere.value", "has no `nowhere`"),
            ("crossover.year", "picks 2 rows"),
            ("crossover[workload=none].year", "picks no row"),
            ("crossover[workload=batch].ratio", "say which `year`"),
            ("crossover[workload=batch].workload", "is no number"),
            ("a[b", "`]` is missing"),
            ("a..b", "a field is missing"),
            ("a[b]", "like `[name=value]`"),
            ("a[b=c]d", "is not expected"),
        ] {
            let why = at(text, None).unwrap_err();
            assert!(why.contains(part), "{text}: {why}");
        }
        assert!(at("crossover[workload=batch].ratio", Some(1999)).unwrap_err().contains("outside the years"));
    }
}
