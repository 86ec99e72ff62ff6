//! What many draws say, what moves it, and what would have to be true: for a person, for a program, for the report.
pub mod document;
pub mod screen;
pub mod tables;

use crate::words;
use std::collections::BTreeMap;
use sunward_exploration::{Findings, Outcomes, REPLICATES, Subject, Uncertain, UseFindings};
use sunward_model::{Evidence, Model, OptionName, Parameter};
use sunward_uncertainty::ensemble::{Quantile, Share, Summary};
use sunward_uncertainty::estimate::Estimate;

/// How sure intervals are.
pub const CONFIDENCE: f64 = 0.95;

/// Shares of draws whose outcomes are told, with their names in documents.
pub const SHARES: [(&str, f64); 5] = [("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)];

/// A probability, and between which values it lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Share of the draws.
    pub value: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// Findings beside the model that they are of: what tables and pages ask of both.
#[derive(Debug, Clone)]
pub struct Told<'a> {
    /// The model, with sources of all numbers.
    pub model: &'a Model,
    /// What was found.
    pub findings: &'a Findings,
    /// Short names of the numbers, no two alike.
    labels: Vec<String>,
    ends: Vec<Option<Ends>>,
}

/// 5 % and 95 % quantiles of a number.
#[derive(Debug, Clone, Copy)]
struct Ends {
    /// In SI.
    of: (f64, f64),
    /// Which year they are of, for a number over time.
    year: Option<i32>,
}

/// A number that is drawn, with everything that is told of it.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// The number itself, and who says so.
    pub parameter: &'a Parameter,
    /// A short name.
    pub label: &'a str,
    /// Its best value, in SI.
    pub best: f64,
    /// Its 5 % and 95 % quantiles, in SI.
    pub ends: Option<(f64, f64)>,
    /// Which year best value and quantiles are of, for a number over time.
    pub year: Option<i32>,
}

impl Drawn<'_> {
    /// A value of it for a reader: `1,500 USD₂₀₂₅/kg`.
    pub fn show(&self, si: f64) -> String {
        words::measured(self.parameter.measure(), si)
    }

    /// Likewise, with three significant digits.
    pub fn show_short(&self, si: f64) -> String {
        let text = self.show(si);
        // Rounded in the unit that is shown, which goes with the size of the number.
        let (digits, unit) = text.split_once(' ').map_or((text.as_str(), None), |(digits, unit)| (digits, Some(unit)));
        let Ok(number) = digits.replace(',', "").parse::<f64>() else { return text };
        unit.map_or_else(|| words::brief(number), |unit| format!("{} {unit}", words::brief(number)))
    }

    /// Who says so, and when: `semianalysis2026, 2026-06`.
    pub fn source(&self) -> String {
        let provenance = &self.parameter.provenance;
        provenance.date.as_ref().map_or(provenance.source.clone(), |date| format!("{}, {date}", provenance.source))
    }

    /// Whether nobody but us says so.
    pub fn is_guess(&self) -> bool {
        self.parameter.provenance.evidence == Evidence::Guess
    }
}

impl<'a> Told<'a> {
    /// Puts findings beside their model.
    pub fn of(model: &'a Model, findings: &'a Findings) -> Self {
        let labels = labels(findings.numbers.iter().map(|number| number.path.as_str()));
        // A number's own law does not depend on what it goes together with, so each is read by itself.
        let parameters = model.register.parameters();
        let end = |slot: usize| {
            let parameter = parameters.get(slot)?;
            let alone = Uncertain::these(model, vec![slot], Vec::new()).ok()?;
            let laws = (0..alone.inputs.slots()).map(|place| alone.inputs.law(place));
            let (place, law) = laws.enumerate().find(|(_, law)| !law.is_constant())?;
            let year = parameter.value.estimates().get(place).and_then(|estimate| estimate.0);
            Some(Ends { of: (law.quantile(0.05), law.quantile(0.95)), year })
        };
        let ends = findings.numbers.iter().map(|number| end(number.slot)).collect();
        Self { model, findings, labels, ends }
    }

    /// What is counted.
    pub fn outcomes(&self) -> &'a Outcomes {
        &self.findings.exploration.outcomes
    }

    /// How many draws.
    pub fn draws(&self) -> u64 {
        self.findings.exploration.draws()
    }

    /// Whether all draws were made that were asked for.
    pub fn complete(&self) -> bool {
        self.draws() >= self.findings.asked
    }

    /// The year that is looked at closely.
    pub fn focus(&self) -> i32 {
        self.outcomes().years[self.outcomes().focus]
    }

    /// The last year.
    pub fn last(&self) -> i32 {
        self.outcomes().years[self.outcomes().years.len() - 1]
    }

    /// The focus year, 2040 where it comes later, and the last year.
    pub fn milestones(&self) -> Vec<i32> {
        let (focus, last) = (self.focus(), self.last());
        let mut years = vec![focus];
        years.extend([2040, last].into_iter().filter(|year| *year > focus && *year <= last));
        years.dedup();
        years
    }

    /// What was found for one use of compute, if it was asked for.
    pub fn of_use(&self, workload: usize) -> Option<&'a UseFindings> {
        self.findings.uses.get(workload)
    }

    /// What challengers and incumbents are called: `orbit` and `Earth` where all of a side are there.
    pub fn sides(&self) -> (String, String) {
        let side = |options: &[OptionName], table: &str, place: &str, other: &str| match options {
            some if !some.is_empty() && some.iter().all(|option| option.table == table) => place.to_string(),
            [only] => words::name(&only.entry),
            _ => other.to_string(),
        };
        let scenario = &self.model.scenario;
        (
            side(&scenario.challengers, "satellite", "orbit", "the cheapest challenger"),
            side(&scenario.incumbents, "ground", "Earth", "the cheapest incumbent"),
        )
    }

    /// Name of a use of compute, for a reader.
    pub fn use_name(&self, workload: usize) -> String {
        words::name(&self.outcomes().workloads[workload])
    }

    /// What draws say of the ratio of a use in a year.
    pub fn ratio(&self, workload: usize, year: usize) -> &'a Summary {
        self.findings.exploration.summary(self.outcomes().ratio(workload, year))
    }

    /// The ratio of the single run; `None` where a side cannot be had.
    pub fn best_ratio(&self, workload: usize, year: usize) -> Option<f64> {
        self.best(self.outcomes().ratio(workload, year)).and_then(Quantile::at)
    }

    /// An outcome of the single run, if it is known.
    pub fn best(&self, outcome: usize) -> Option<Quantile> {
        self.findings.best.get(outcome).filter(|value| !value.is_nan()).map(|value| Quantile::of(*value))
    }

    /// A number that is drawn; `None` if the model has none with its slot.
    pub fn number(&self, number: usize) -> Option<Drawn<'_>> {
        let found = self.findings.numbers.get(number)?;
        let parameter = self.model.register.parameters().get(found.slot)?;
        let year = self.ends[number].and_then(|ends| ends.year);
        let best = parameter.value.at(year.unwrap_or(self.model.scenario.start));
        let ends = self.ends[number].map(|ends| ends.of);
        Some(Drawn { parameter, label: &self.labels[number], best, ends, year })
    }

    /// Short name of what an index is of.
    pub fn subject(&self, subject: Subject) -> String {
        match subject {
            Subject::Number(number) => self.labels.get(number).cloned().unwrap_or_default(),
            Subject::Group(group) => self.findings.groups.get(group).map_or_else(String::new, |g| g.title.clone()),
            Subject::Others => "All other numbers together".into(),
        }
    }

    /// How many of the numbers that are drawn are nobody's word but ours.
    pub fn guesses(&self) -> usize {
        (0..self.findings.numbers.len()).filter_map(|number| self.number(number)).filter(Drawn::is_guess).count()
    }

    /// What is said of correlations, in a sentence without its point.
    pub fn together(&self) -> String {
        let drawn = |slot: usize| self.findings.numbers.iter().any(|number| number.slot == slot);
        let pairs = self.model.correlated_pairs();
        match pairs.iter().filter(|pair| drawn(pair.slots.0) && drawn(pair.slots.1)).count() {
            0 => "Every number is drawn independently of every other".into(),
            1 => "Numbers are drawn independently of one another, but for one pair that is correlated".into(),
            pairs => {
                format!("Numbers are drawn independently of one another, but for {pairs} pairs that are correlated")
            }
        }
    }

    /// Probability that a use has crossed already in the first year; `None` without draws.
    pub fn already(&self, workload: usize) -> Option<Chance> {
        let counts = self.findings.exploration.crossings(workload);
        self.chance(&counts, counts[0], self.findings.exploration.already(workload).ok())
    }

    /// Probability that a use never crosses; `None` without draws.
    pub fn never(&self, workload: usize) -> Option<Chance> {
        let counts = self.findings.exploration.crossings(workload);
        self.chance(&counts, counts[counts.len() - 1], self.findings.exploration.never(workload).ok())
    }

    /// Probability that a use has crossed by a year; `None` without draws.
    pub fn crossed_by(&self, workload: usize, year: i32) -> Option<Chance> {
        let counts = self.findings.exploration.crossings(workload);
        let last = self.outcomes().years.iter().take_while(|own| **own <= year).count();
        let estimate = self.findings.exploration.crossed_by(workload, year).ok();
        self.chance(&counts, counts[..last].iter().sum(), estimate)
    }

    /// The share of the draws, with the interval that replicates show. Where fewer draws have it, or lack it, than there are
    /// replicates, most replicates are alike and show too little: Wilson's interval for independent draws is safe there.
    fn chance(&self, counts: &[u64], draws: u64, estimate: Option<Estimate>) -> Option<Chance> {
        let share = Share { draws, of: counts.iter().sum() };
        if share.of == 0 {
            return None;
        }
        let value = share.value();
        let rare = draws.min(share.of - draws) < REPLICATES as u64;
        let (low, high) = match estimate.filter(|_| !rare) {
            Some(estimate) => estimate.interval(CONFIDENCE),
            None => share.interval(CONFIDENCE),
        };
        Some(Chance { value, low: low.clamp(0.0, value), high: high.clamp(value, 1.0) })
    }
}

/// A quantile where `never` means that the challenger cannot be had.
pub fn ratio_words(quantile: Option<Quantile>) -> String {
    match quantile {
        None => "–".into(),
        Some(Quantile::At(value)) => format!("{}×", words::brief(value)),
        Some(Quantile::Never) => "cannot be had".into(),
        Some(Quantile::Already) => "no rival".into(),
    }
}

/// A year of crossing.
pub fn year_words(quantile: Option<Quantile>) -> String {
    match quantile {
        None => "–".into(),
        Some(Quantile::At(year)) => format!("{year:.0}"),
        Some(Quantile::Never) => "never".into(),
        Some(Quantile::Already) => "already".into(),
    }
}

/// A share of draws for a reader. What is not nought is never shown as nought, and what is not all never as all.
pub fn share_words(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.05 {
        "< 0.1 %".into()
    } else if percent > 99.95 && percent < 100.0 {
        "> 99.9 %".into()
    } else if percent == 0.0 || (10.0..90.0).contains(&percent) || percent == 100.0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

/// Both ends of an interval of shares: `0.9–1.5 %`.
pub fn interval_words(low: f64, high: f64) -> String {
    if !(low.is_finite() && high.is_finite()) {
        return "not known".into();
    }
    // As many digits as tell both ends from each other.
    let mut digits = if high - low >= 0.05 { 0 } else { 1 + usize::from(high - low < 0.003) };
    let show = |share: f64, digits: usize| format!("{:.digits$}", 100.0 * share + 0.0);
    // Two ends that look alike say nothing.
    while digits < 4 && show(low, digits) == show(high, digits) {
        digits += 1;
    }
    format!("{}–{} %", show(low, digits), show(high, digits))
}

/// What a region asks of a number: `at least 3 kg`, `from 1 to 3 kg`.
pub fn limit_words(drawn: &Drawn<'_>, low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("from {} to {}", drawn.show(low), drawn.show(high)),
        (Some(low), None) => format!("at least {}", drawn.show(low)),
        (None, Some(high)) => format!("at most {}", drawn.show(high)),
        (None, None) => "anything".into(),
    }
}

/// Short names of paths: `vehicle.starship_v3.refurbishment` → `Starship v3: refurbishment`; where two would be alike, both
/// say their table too.
fn labels<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<String> {
    let parts: Vec<(String, String)> = paths
        .map(|path| {
            let parts: Vec<&str> = path.split('.').collect();
            let words = match parts.as_slice() {
                [_, entry, fields @ ..] if !fields.is_empty() => {
                    format!("{}: {}", words::name(entry), fields.join(" ").replace('_', " "))
                }
                [_, field] => words::name(field),
                _ => words::name(path),
            };
            (words, parts[0].replace('_', " "))
        })
        .collect();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (words, _) in &parts {
        *count.entry(words).or_default() += 1;
    }
    parts
        .iter()
        .map(|(words, table)| if count[words.as_str()] > 1 { format!("{words} ({table})") } else { words.clone() })
        .collect()
}
