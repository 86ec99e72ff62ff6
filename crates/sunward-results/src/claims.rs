//! Public claims, judged: what was said, what comes out, and why.

pub mod document;
pub mod screen;
pub mod tables;

use sunward_model::{Evidence, Source};
use sunward_quantity::{Measure, TemplateUnit, show_number};

/// On whose side a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The plan on the table: those who want to build it.
    Plan,
    /// Papers and analysts.
    Study,
    /// Those who speak against it, and what stands against it.
    Critic,
}

impl Side {
    /// Names in files, options and documents.
    pub const NAMES: &[(&str, Self)] = &[("plan", Self::Plan), ("study", Self::Study), ("critic", Self::Critic)];

    /// Its name.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }
}

/// What a result must be to the number that was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same, or within the range.
    Is,
    /// That or more.
    AtLeast,
    /// That or less.
    AtMost,
}

impl Relation {
    /// Names in files and documents.
    pub const NAMES: &[(&str, Self)] = &[("is", Self::Is), ("at_least", Self::AtLeast), ("at_most", Self::AtMost)];

    /// Its name.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }
}

/// What is to be said of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What comes out is what was claimed.
    Holds,
    /// It would be, with another value of one number within its range, or in another scenario.
    HoldsIf,
    /// It misses in the direction that speaks for who said it.
    Optimistic,
    /// A measurement, a law or its own arithmetic says otherwise, or the year never comes.
    Contradicted,
    /// There is nothing to test it with.
    Untestable,
}

impl Verdict {
    /// Names in options and documents, from good to bad for the claim.
    pub const NAMES: &[(&str, Self)] = &[
        ("holds", Self::Holds),
        ("holds-if", Self::HoldsIf),
        ("optimistic", Self::Optimistic),
        ("contradicted", Self::Contradicted),
        ("untestable", Self::Untestable),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        name_of(Self::NAMES, self)
    }
}

fn name_of<T: PartialEq>(names: &'static [(&str, T)], of: T) -> &'static str {
    names.iter().find(|row| row.1 == of).map_or("", |row| row.0)
}

/// A number, in the unit it is to be shown in.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// In SI; infinite for a year that never comes.
    pub si: f64,
    /// The unit.
    pub unit: TemplateUnit,
}

impl Amount {
    /// In its unit.
    pub fn in_unit(&self) -> f64 {
        self.si / self.unit.scale
    }

    /// For a person: `41.5 Mt/year`; `never` for a year that never comes.
    pub fn show(&self) -> String {
        if self.si.is_infinite() {
            return "never".into();
        }
        let number = self.in_unit();
        // A year is no quantity: no comma in it, and no places after it.
        if self.unit.is_pure() && (1900.0..2200.0).contains(&number) && number.fract() == 0.0 {
            return format!("{number}");
        }
        said(&Measure::Unit(&self.unit).show(number))
    }
}

/// A quantity as a person says it: `170 a year` where its unit is `1/year`.
pub fn said(text: &str) -> String {
    text.replace(" 1/year", " a year")
}

/// A claim, judged for a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// By which it is found.
    pub id: String,
    /// The file of `data/claims` it stands in.
    pub file: &'static str,
    /// In a few words.
    pub title: String,
    /// Who said it.
    pub who: String,
    /// When.
    pub date: String,
    /// Where it was published; the key alone where the list of sources lacks it.
    pub source: Work,
    /// What stands behind it.
    pub evidence: Evidence,
    /// On whose side it stands.
    pub side: Side,
    /// In our words.
    pub statement: String,
    /// The number that was named.
    pub claimed: Amount,
    /// The ends, where a range was named.
    pub claimed_range: Option<[Amount; 2]>,
    /// What a result must be to it.
    pub relation: Relation,
    /// The factor by which a result may miss.
    pub within: f64,
    /// What comes out of the first test.
    pub computed: Option<Computed>,
    /// Result over claimed value, where both are numbers above zero.
    pub factor: Option<f64>,
    /// What is to be said.
    pub verdict: Verdict,
    /// Why, in a sentence with its numbers.
    pub why: String,
    /// When it would hold, in words.
    pub condition: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// What would change it.
    pub lever: Option<LeverAnswer>,
    /// The tests; the first decides.
    pub tests: Vec<JudgedTest>,
}

/// A work that is named.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Its key.
    pub key: String,
    /// The work, where the list of sources has it.
    pub work: Option<Source>,
}

/// What comes out of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// With every input at its best value.
    pub best: Amount,
    /// The least and the greatest, with inputs at the ends of their ranges; `None` where none has a range.
    pub range: Option<[Amount; 2]>,
}

impl Computed {
    /// For a person: `41.5 Mt/year (30.1 to 55.0)`.
    pub fn show(&self) -> String {
        match &self.range {
            None => self.best.show(),
            Some([low, high]) => {
                let number = |amount: &Amount| {
                    if amount.si.is_finite() { show_number(amount.in_unit()) } else { "never".into() }
                };
                format!("{} ({} to {})", self.best.show(), number(low), number(high))
            }
        }
    }
}

/// Which value of one number would change a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverAnswer {
    /// Its path.
    pub path: String,
    /// What it means.
    pub meaning: String,
    /// What it is now, with its unit; `None` where it is neither given nor worked out.
    pub now: Option<String>,
    /// The range that the scenario gives it.
    pub range: Option<[String; 2]>,
    /// Who says so.
    pub source: Work,
    /// What was found.
    pub found: LeverFound,
}

/// What moving one number does to a verdict.
#[derive(Debug, Clone, PartialEq)]
pub enum LeverFound {
    /// It holds from one value to another, or from one on: where that lies nearest to today's.
    At {
        /// The least value, with its unit; `None` where it holds down to the end of the search.
        from: Option<String>,
        /// The greatest; `None` where it holds up to the end of the search.
        to: Option<String>,
        /// Whether some of that lies within the range that the scenario gives the number.
        within_range: bool,
    },
    /// No value between these makes a difference.
    Nowhere {
        /// Where it was searched.
        searched: [String; 2],
    },
    /// It was not searched, and why.
    NotAsked(String),
}

impl LeverFound {
    /// Where the claim holds: `91 kW/t or more`, `83 to 120 kW/t`.
    pub fn values(&self) -> Option<String> {
        match self {
            Self::At { from: Some(from), to: Some(to), .. } => Some(format!("{from} to {to}")),
            Self::At { from: Some(from), to: None, .. } => Some(format!("{from} or more")),
            Self::At { from: None, to: Some(to), .. } => Some(format!("{to} or less")),
            _ => None,
        }
    }
}

/// A test, with what came out.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedTest {
    /// The question.
    pub asks: Option<String>,
    /// Whether it asks under the claim's condition.
    pub conditional: bool,
    /// The formula, where there is one.
    pub formula: Option<String>,
    /// What went in.
    pub inputs: Vec<JudgedInput>,
    /// What came out, or why nothing did.
    pub result: Result<Computed, String>,
    /// Whether it has the relation to the claim's value, where both measure the same.
    pub agrees: Option<bool>,
    /// The result worked out on paper.
    pub hand: Option<Amount>,
}

/// One input of a test.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedInput {
    /// Its name in the formula.
    pub name: String,
    /// Its value with its unit, and its range where it has one; or why there is none.
    pub value: Result<Computed, String>,
    /// Where it is from, in words.
    pub from: Origin,
    /// The work it was taken from.
    pub source: Option<Work>,
}

/// Where an input is from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Stated in the test: a number of the claim, or a constant.
    Stated,
    /// From another source.
    Sourced,
    /// A number of the scenario: its path and its year.
    Parameter(String, Option<i32>),
    /// What has been observed: the series, its title and the date.
    Observed(String, String, String),
    /// The document of a command: the words of the command, and the key.
    Document(String, String),
}

impl Origin {
    /// For a person.
    pub fn words(&self) -> String {
        match self {
            Self::Stated => "as stated".into(),
            Self::Sourced => "from another source".into(),
            Self::Parameter(path, Some(year)) => format!("{path} in {year}"),
            Self::Parameter(path, None) => path.clone(),
            Self::Observed(_, title, date) => format!("observed, {date}: {title}"),
            Self::Document(command, key) => format!("{command}: {key}"),
        }
    }
}

/// How many claims have each verdict, in the order of [`Verdict::NAMES`].
pub fn counts(claims: &[Judged]) -> Vec<(Verdict, usize)> {
    let of = |verdict: Verdict| claims.iter().filter(|claim| claim.verdict == verdict).count();
    Verdict::NAMES.iter().map(|row| (row.1, of(row.1))).collect()
}
