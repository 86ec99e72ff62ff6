//! A scenario with entries in every table and numbers in every form, written from the shapes alone.

use std::collections::BTreeMap;
use sunward_model::parameter::{Bounds, NOT_NEGATIVE};
use sunward_model::shape::Template;
use sunward_model::world::{OPTION_TABLES, SHAPES, SINGLE_TABLES};
use sunward_model::{Distribution, Evidence, Interpolation, Rule, Shape, What};
use sunward_quantity::template::fill;
use sunward_quantity::{Kind, Measure, TemplateUnit};
use sunward_scenario::lock::exact;

/// Pseudo-random numbers that are the same in every run (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }
    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Names of the entries of every table.
const NAMES: [&str; 2] = ["a", "b_2"];

/// A scenario and what its numbers are: path and year → bits.
pub struct Whole {
    pub text: String,
    pub numbers: BTreeMap<(String, i32), u64>,
    /// Uncertain numbers, with how they go through the years.
    pub uncertain: Vec<(String, String)>,
}

/// Correlations of pairs, each number in one of them at most, and groups by table.
fn correlations(whole: &mut Whole, random: &mut Random) {
    let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (number, path) in &whole.uncertain {
        by_path.entry(path).or_default().push(number);
    }
    let mut text = String::new();
    for (index, pair) in by_path.values().flat_map(|numbers| numbers.chunks_exact(2)).take(40).enumerate() {
        let rank = 2.0 * random.share() - 1.0;
        text.push_str(&format!(
            "\n[correlation.pair_{index}]\nbetween = {pair:?}\nrank = {{ best = {rank}, source = \"guess\" }}\n"
        ));
    }
    text.push_str("\n[group.places]\ntitle = \"Places\"\nmembers = [\"site\", \"orbit.*.altitude\", \"climate\"]\n");
    text.push_str("\n[group.chips]\ntitle = \"Chips\"\nmembers = [\"chip.*.power\", \"chip.a.price\"]\n");
    whole.text.push_str(&text);
}

pub fn whole_scenario(random: &mut Random) -> Whole {
    let mut whole = Whole { text: String::new(), numbers: BTreeMap::new(), uncertain: Vec::new() };
    // What is said of numbers is written once it is known which of them are uncertain.
    for shape in SHAPES.iter().filter(|shape| !matches!(shape.table, "correlation" | "group")) {
        let names: &[&str] = if SINGLE_TABLES.contains(&shape.table) { &[""] } else { &NAMES };
        for name in names {
            let address = if name.is_empty() { shape.table.to_string() } else { format!("{}.{name}", shape.table) };
            whole.text.push_str(&format!("\n[{address}]\n"));
            fields(&mut whole, shape, &address, name, random);
        }
    }
    correlations(&mut whole, random);
    // Keys that need quotes, and texts that need escapes.
    for key in ["someone2024", "a key: with spaces", "ключ"] {
        let title = r#"title = "On \"chips\" \\ and \t more é""#;
        whole.text.push_str(&format!(
            "\n[source.\"{key}\"]\n{title}\nauthor = \"A\"\nyear = 2024\naddress = \"https://x\"\n"
        ));
    }
    whole
}

/// What the entries count in.
fn unit(table: &str, name: &str) -> &'static str {
    match (table, name) {
        ("industry" | "experience", "a") => "GW year",
        ("industry" | "experience", _) => "kwafer",
        ("limit", "a") => "person year",
        (_, "a") => "GWh",
        _ => "t/(m2 K)",
    }
}

/// The unit of a number of `table.name` in its template, on the line of another entry.
fn filled(template: Template, table: &str, name: &str, line: (&str, &str), chosen: &Chosen) -> TemplateUnit {
    let unit_of = |word: &str| {
        let (table, name) = match word {
            "unit" => (table, name),
            "line.unit" => line,
            _ => ("commodity", chosen[word.strip_suffix(".unit")?].as_str()),
        };
        TemplateUnit::given(unit(table, name)).ok()
    };
    fill(template.chosen(|field| chosen.get(field).map(String::as_str)), unit_of).unwrap()
}

type Chosen = BTreeMap<&'static str, String>;

fn fields(whole: &mut Whole, shape: &'static Shape, address: &str, name_of_entry: &str, random: &mut Random) {
    let mut left_out: Vec<&str> = Vec::new();
    for rule in shape.rules {
        if let Rule::ExactlyOne(names) = rule {
            let kept = random.below(names.len());
            left_out.extend(names.iter().enumerate().filter(|row| row.0 != kept).map(|row| row.1));
        }
    }
    // Other entries may want these of this one, through a `Uses` rule.
    let wanted = SHAPES.iter().flat_map(|other| other.rules.iter().map(move |rule| (other, rule)));
    let wanted: Vec<&str> = wanted
        .flat_map(|(other, rule)| match rule {
            Rule::Uses { of, fields, .. } => {
                let field = other.fields.iter().find(|field| field.name == *of).unwrap();
                let here = field.what == What::Reference { table: shape.table };
                if here { fields.to_vec() } else { Vec::new() }
            }
            _ => Vec::new(),
        })
        .collect();
    let mut chosen: Chosen = BTreeMap::new();
    for field in shape.fields {
        let name = field.name;
        let (mut needed, mut refused) = (wanted.contains(&name), false);
        for rule in shape.rules {
            match rule {
                Rule::ExactlyOne(names) | Rule::AtLeastOne(names) => needed |= names.contains(&name),
                Rule::Needs(choice, word, names) => {
                    needed |= names.contains(&name) && chosen.get(choice).is_some_and(|chosen| chosen == word);
                }
                Rule::Only(choice, word, names) => {
                    refused |= names.contains(&name) && chosen.get(choice).is_some_and(|chosen| chosen != word);
                }
                // All of them, always: none of them is tried by the files of mistakes.
                Rule::Together(names) => needed |= names.contains(&name),
                Rule::Uses { .. } => {}
            }
        }
        let path = format!("{address}.{name}");
        let given = |random: &mut Random| !refused && (needed || random.chance(50));
        let text = match field.what {
            // What follows is as a plan must have it: somebody makes everything everywhere, and there are few periods.
            _ if (shape.table, name) == ("industry", "conserves") => "\"nothing\"".into(),
            _ if (shape.table, name) == ("industry", "locations") => "[\"b_2\", \"a\"]".into(),
            _ if (shape.table, name) == ("plan", "industries") => "[\"a\", \"b_2\"]".into(),
            _ if (shape.table, name) == ("plan", "step") => "{ best = \"0.5 year\", source = \"guess\" }".into(),
            _ if (shape.table, name, name_of_entry) == ("industry", "to", "a") => continue,
            _ if (shape.table, name) == ("industry", "learns") => "\"running\"".into(),
            _ if (shape.table, name) == ("industry", "experience") => format!("\"{name_of_entry}\""),
            _ if left_out.contains(&name) => continue,
            What::Number { kind, bounds } => number(whole, &path, kind.into(), bounds, Form::Fact, random),
            What::Decision { kind, bounds } => number(whole, &path, kind.into(), bounds, Form::Decision, random),
            What::Optional { kind, bounds } => {
                if !given(random) {
                    continue;
                }
                number(whole, &path, kind.into(), bounds, Form::Fact, random)
            }
            What::Measured { template, bounds, optional } => {
                if optional && !given(random) {
                    continue;
                }
                let unit = filled(template, shape.table, name_of_entry, ("", ""), &chosen);
                number(whole, &path, Measure::Unit(&unit), bounds, Form::Fact, random)
            }
            What::Amount { template } => {
                if !given(random) {
                    continue;
                }
                let unit = filled(template, shape.table, name_of_entry, ("", ""), &chosen);
                amount(whole, &path, &unit, random)
            }
            What::Recipe { template } => {
                if !given(random) {
                    continue;
                }
                let line = |line: &&str| {
                    let unit = filled(template, shape.table, name_of_entry, ("commodity", line), &chosen);
                    format!("{line} = {}", amount(whole, &format!("{path}.{line}"), &unit, random))
                };
                format!("{{ {} }}", ["b_2", "a"].iter().map(line).collect::<Vec<_>>().join(", "))
            }
            What::Each { table, template, exact_years } => {
                if refused || (table == "location" && random.chance(50)) {
                    continue;
                }
                let form = if exact_years { Form::ExactYears } else { Form::Fact };
                let line = |line: &&str| {
                    let unit = filled(template, shape.table, name_of_entry, (table, line), &chosen);
                    let path = format!("{path}.{line}");
                    format!("{line} = {}", number(whole, &path, Measure::Unit(&unit), NOT_NEGATIVE, form, random))
                };
                format!("{{ {} }}", ["b_2", "a"].iter().map(line).collect::<Vec<_>>().join(", "))
            }
            What::Unit => format!("{:?}", unit(shape.table, name_of_entry)),
            What::Datasheet => {
                if random.chance(50) {
                    continue;
                }
                "\"satellite.a\"".into()
            }
            What::OptionalYear => {
                if !given(random) {
                    continue;
                }
                "2040".into()
            }
            What::OptionalChoice { words } => {
                if !given(random) {
                    continue;
                }
                format!("{:?}", words[random.below(words.len())])
            }
            What::Choice { words } => {
                let word = words[random.below(words.len())];
                chosen.insert(name, word.into());
                format!("\"{word}\"")
            }
            What::Reference { .. } => {
                chosen.insert(name, NAMES[random.below(2)].into());
                format!("{:?}", chosen[name])
            }
            What::OptionalReference { .. } => {
                // Of what a place is not said, a commodity with one market only could be demanded.
                if !(given(random) || shape.table == "demand" || name == "target_commodity") {
                    continue;
                }
                chosen.insert(name, NAMES[random.below(2)].into());
                format!("{:?}", chosen[name])
            }
            What::References { .. } => format!("{:?}", if random.chance(50) { vec!["b_2", "a"] } else { vec!["a"] }),
            What::OptionalReferences { .. } => {
                if !given(random) {
                    continue;
                }
                format!("{:?}", vec!["a"])
            }
            What::Options | What::OptionalOptions if name == "challengers" => {
                format!("{:?}", ["satellite.a", "satellite.b_2", "typed.a"])
            }
            What::Options | What::OptionalOptions => {
                let names = |table: &&str| NAMES.map(|name| format!("{table}.{name}"));
                format!("{:?}", OPTION_TABLES[1..].iter().flat_map(names).collect::<Vec<_>>())
            }
            What::Year => match name {
                "start" => "2026".into(),
                "end" => "2060".into(),
                _ => "2040".into(),
            },
            What::Text | What::OptionalText => r#""words \"in quotes\", a tab \t, a line\nbreak, \u0001 and ☀""#.into(),
            What::Paths { .. } => unreachable!("written by `correlations`"),
            What::Files => {
                if random.chance(50) {
                    continue;
                }
                "[\"other.toml\"]".into()
            }
        };
        whole.text.push_str(&format!("{name} = {text}\n"));
    }
}

/// A value inside its bounds, over many powers of ten.
fn value(bounds: Bounds, random: &mut Random) -> f64 {
    let drawn = if bounds.low.is_finite() && bounds.high.is_finite() {
        match random.below(6) {
            0 if !bounds.low_open => bounds.low,
            1 if !bounds.high_open => bounds.high,
            _ => bounds.low + (bounds.high - bounds.low) * random.share(),
        }
    } else {
        let size: f64 = format!("{}e{}", 1.0 + 9.0 * random.share(), random.below(40) as i32 - 20).parse().unwrap();
        if bounds.low.is_finite() { bounds.low + size } else { -size }
    };
    if bounds.allow(drawn) { drawn } else { 0.5 }
}

/// A number, or a line of a datasheet.
fn amount(whole: &mut Whole, path: &str, unit: &TemplateUnit, random: &mut Random) -> String {
    if random.chance(70) {
        return number(whole, path, Measure::Unit(unit), NOT_NEGATIVE, Form::Fact, random);
    }
    let mut parts = vec!["datasheet = \"delivered.serving\"".to_string(), "of = \"chip.b_2\"".to_string()];
    if random.chance(50) {
        let path = format!("{path}.times");
        let times = number(whole, &path, Kind::Ratio.into(), NOT_NEGATIVE, Form::Fact, random);
        parts.push(format!("times = {times}"));
    }
    format!("{{ {} }}", parts.join(", "))
}

/// How a number may be written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Fact,
    /// It may stand bare.
    Decision,
    /// By year, each for itself.
    ExactYears,
}

fn number(whole: &mut Whole, path: &str, kind: Measure<'_>, bounds: Bounds, form: Form, random: &mut Random) -> String {
    let sorted = |random: &mut Random| {
        let mut three = [value(bounds, random), value(bounds, random), value(bounds, random)];
        three.sort_by(f64::total_cmp);
        three
    };
    let mut say = |year: i32, best: f64| {
        whole.numbers.insert((path.to_string(), year), best.to_bits());
    };
    let mut parts = Vec::new();
    // Best value, low and high of each range.
    let mut ranges: Vec<[f64; 3]> = Vec::new();
    let mut years = Vec::new();
    let table = random.chance(20).then(|| random.chance(50));
    if form == Form::ExactYears || random.chance(30) {
        let geometric = form != Form::ExactYears && random.chance(40);
        let mut rows = Vec::new();
        for year in [2026, 2031, 2050] {
            let [low, best, high] = sorted(random);
            if geometric && low <= 0.0 {
                continue;
            }
            say(year, best);
            years.push(year);
            let beside = beside(kind, [low, best, high], table, random);
            if let Some(beside) = beside.filter(|_| random.chance(50)) {
                ranges.push([low, best, high]);
                rows.push(format!("{year} = {{ best = {}, {beside} }}", exact(kind, best)));
            } else {
                rows.push(format!("{year} = {}", exact(kind, best)));
            }
        }
        if rows.is_empty() {
            say(2026, 0.5);
            rows.push(format!("2026 = {}", exact(kind, 0.5)));
        }
        parts.push(format!("over_time = {{ {} }}", rows.join(", ")));
        let words: Vec<&str> = Interpolation::NAMES.iter().map(|row| row.0).filter(|w| *w != "geometric").collect();
        if geometric {
            parts.push("interpolation = \"geometric\"".into());
        } else if form != Form::ExactYears && random.chance(50) {
            parts.push(format!("interpolation = \"{}\"", words[random.below(words.len())]));
        }
    } else {
        let [low, best, high] = sorted(random);
        say(2026, best);
        if form == Form::Decision && random.chance(50) {
            return exact(kind, best);
        }
        parts.push(format!("best = {}", exact(kind, best)));
        let beside = beside(kind, [low, best, high], table, random);
        if let Some(beside) = beside.filter(|_| random.chance(50)) {
            parts.push(beside);
            ranges.push([low, best, high]);
        }
    }
    let source = random.below(5);
    let over_time = parts[0].starts_with("over_time");
    // A decision is not drawn.
    let decided = source == 4 && table.is_none();
    let mut together = "together".to_string();
    if !ranges.is_empty() && !decided {
        together = draws(&mut parts, kind, &ranges, table, over_time, random);
    }
    if !decided && ranges.iter().any(|[low, _, high]| low < high) {
        // Years that go together may be others.
        let through = if together == "together" { together } else { format!("{together} {years:?}") };
        whole.uncertain.push((path.to_string(), through));
    }
    if source < 2 {
        parts.push("source = \"guess\"".into());
    } else {
        let key = ["someone2024", "a key: with spaces", "ключ"][random.below(3)];
        parts.push(format!("source = \"{key}\""));
        let kinds = Evidence::NAMES.iter().map(|row| row.0);
        let kinds: Vec<&str> = kinds.filter(|word| !matches!(*word, "guess" | "decision")).collect();
        if decided {
            parts.push("kind = \"decision\"".into());
        } else if random.chance(50) {
            parts.push(format!("kind = \"{}\"", kinds[random.below(kinds.len())]));
        }
    }
    if random.chance(20) {
        parts.push("date = \"2026-05\"".into());
    }
    if random.chance(20) {
        parts.push(r#"note = "as said: \"a\\b\" \u007f ☀""#.into());
    }
    format!("{{ {} }}", parts.join(", "))
}

/// A range, or a table of values whose least and greatest are its ends: discrete (`true`) or tabulated. No table where all are one.
fn beside(kind: Measure<'_>, [low, best, high]: [f64; 3], table: Option<bool>, random: &mut Random) -> Option<String> {
    let list = |all: &[f64]| all.iter().map(|x| exact(kind, *x)).collect::<Vec<_>>().join(", ");
    let Some(discrete) = table else {
        return Some(format!("range = [{}]", list(&[low, high])));
    };
    let mut values = vec![low, best, high];
    values.dedup();
    let share = random.share();
    Some(match (discrete, values.len()) {
        (_, 1) => return None,
        (true, 2) => format!("values = [{}], weights = [{}, 1]", list(&values), share + 0.1),
        (true, _) => format!("values = [{}], weights = [{}, \"30 %\", 2]", list(&values), share + 0.1),
        (false, 2) => format!("values = [{}], shares = [0, \"100 %\"]", list(&values)),
        (false, _) => format!("values = [{}], shares = [0, {}, 1]", list(&values), 0.1 + 0.8 * share),
    })
}

/// Distribution, quantiles, where it is cut, path over time; the last is given back.
fn draws(
    parts: &mut Vec<String>,
    kind: Measure<'_>,
    ranges: &[[f64; 3]],
    table: Option<bool>,
    over_time: bool,
    random: &mut Random,
) -> String {
    let name = match table {
        Some(true) => "discrete",
        Some(false) => "tabulated",
        None if random.chance(50) => Distribution::NAMES[random.below(5)].0,
        None => "",
    };
    let inside = ranges.iter().all(|[low, best, high]| low < best && best < high);
    let above_zero = ranges.iter().all(|[low, ..]| *low > 0.0);
    let fits = match name {
        "" => false,
        "normal" => inside,
        "lognormal" => inside && above_zero,
        _ => true,
    };
    if fits {
        parts.push(format!("distribution = \"{name}\""));
        if matches!(name, "normal" | "lognormal") && random.chance(50) {
            parts.push(format!("quantiles = [{}, \"90 %\"]", 0.01 + 0.4 * random.share()));
        }
    }
    let low = ranges.iter().map(|range| range[1]).fold(f64::INFINITY, f64::min);
    let high = ranges.iter().map(|range| range[1]).fold(f64::NEG_INFINITY, f64::max);
    if table.is_none() && inside && low < high && random.chance(50) {
        parts.push(format!("truncate = [{}, {}]", exact(kind, low), exact(kind, high)));
    }
    if over_time && random.chance(70) {
        let path = ["together", "independent", "5 years", "0.1 years"][random.below(4)];
        parts.push(format!("path = \"{path}\""));
        return path.into();
    }
    "together".into()
}
