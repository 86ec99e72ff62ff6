//! What belongs together in a scenario file.
//!
//! A shape is declared once, as a Rust struct; the declaration is at the same time the schema that the reader of
//! scenarios follows, the documentation that `sunward explain` prints, and the list of what the register holds.

use crate::parameter::Bounds;
use crate::register::Key;
use sunward_quantity::{Kind, Ratio};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// A number with its unit and source.
    Number {
        /// What it measures.
        kind: Kind,
        /// What it must satisfy.
        bounds: Bounds,
    },
    /// A number that is the author's own choice: it may stand bare, without a source.
    Decision {
        /// What it measures.
        kind: Kind,
        /// What it must satisfy.
        bounds: Bounds,
    },
    /// A number that may be absent; then it is worked out.
    Optional {
        /// What it measures.
        kind: Kind,
        /// What it must satisfy.
        bounds: Bounds,
    },
    /// One of a few words.
    Choice {
        /// The words.
        words: &'static [&'static str],
    },
    /// The name of an entry of another table.
    Reference {
        /// That table.
        table: &'static str,
    },
    /// The name of an entry of another table, or nothing.
    OptionalReference {
        /// That table.
        table: &'static str,
    },
    /// Names of entries of another table, at least one.
    References {
        /// That table.
        table: &'static str,
    },
    /// Names of entries of another table, or none: the field may be left out.
    OptionalReferences {
        /// That table.
        table: &'static str,
    },
    /// Names of options (`satellite.d3`, `ground.texas_gas`), at least one.
    Options,
    /// Names of options, or none: the field may be left out.
    OptionalOptions,
    /// Words for the reader, or nothing.
    OptionalText,
    /// A calendar year.
    Year,
    /// Words for the reader.
    Text,
    /// Paths of other scenario files in the same folder, or none.
    Files,
    /// Paths of numbers (`chip.b300.power`), at least one; `*` stands for any one part of a path.
    Paths {
        /// Whether the beginning of a path stands for all numbers below it.
        beginnings: bool,
    },
    /// A number whose unit follows from the entry.
    Measured {
        /// In which unit it is kept and shown.
        template: Template,
        /// What it must satisfy, in that unit.
        bounds: Bounds,
        /// Whether it may be absent.
        optional: bool,
    },
    /// A recipe: so much of each of several commodities, or a line of a datasheet for it; or none.
    Recipe {
        /// Unit of the amount of one commodity.
        template: Template,
    },
    /// One amount as in a recipe, or nothing.
    Amount {
        /// Its unit.
        template: Template,
    },
    /// A number for each of several entries of another table, or none.
    Each {
        /// That table.
        table: &'static str,
        /// Unit of one number.
        template: Template,
        /// Whether a number holds in the years it names and in no other.
        exact_years: bool,
    },
    /// One of a few words, or nothing.
    OptionalChoice {
        /// The words.
        words: &'static [&'static str],
    },
    /// A calendar year, or nothing.
    OptionalYear,
    /// What has a datasheet (`satellite.d3`, `vehicle.starship_v4`), or nothing.
    Datasheet,
    /// A unit of measure.
    Unit,
}

/// A unit of measure that follows from the entry: `{line.unit}/{unit}`.
///
/// In braces stand `unit` (that of the entry itself), `line.unit` (that of the commodity or industry a line names) and
/// `commodity.unit` or `target_commodity.unit` (that of what the field of this name refers to).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Template {
    /// Where a choice field holds a word, this text instead: field, word, text. The first that fits counts.
    pub cases: &'static [(&'static str, &'static str, &'static str)],
    /// Otherwise.
    pub text: &'static str,
}

impl Template {
    /// The same for every choice.
    pub const fn of(text: &'static str) -> Self {
        Self { cases: &[], text }
    }

    /// In words: `{unit}/year`, or which text with which choice.
    pub fn describe(&self) -> String {
        let cases = self.cases.iter().map(|(field, word, text)| format!("`{text}` with `{field} = \"{word}\"`, else "));
        format!("{}`{}`", cases.collect::<String>(), self.text)
    }

    /// The text for the words that were chosen.
    pub fn chosen<'a>(&self, word_of: impl Fn(&str) -> Option<&'a str>) -> &'static str {
        self.cases.iter().find(|case| word_of(case.0) == Some(case.1)).map_or(self.text, |case| case.2)
    }
}

/// One field of a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Its key in the file.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it holds.
    pub what: What,
}

/// A rule between fields of one entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// One of these optional fields must be given, and not two.
    ExactlyOne(&'static [&'static str]),
    /// Of these optional fields all are given or none: one alone would mean nothing.
    Together(&'static [&'static str]),
    /// At least one of these optional fields must be given.
    AtLeastOne(&'static [&'static str]),
    /// If the choice field holds this word, these optional fields must be given.
    Needs(&'static str, &'static str, &'static [&'static str]),
    /// These optional fields mean something only if the choice field holds this word.
    Only(&'static str, &'static str, &'static [&'static str]),
    /// Optional fields of an entry that this one refers to take part only through another reference: the gas price of a
    /// site only where gas is burnt. Needed then; otherwise not part of the model.
    Uses {
        /// The reference that decides.
        through: &'static str,
        /// Its choice field and the word that needs them.
        choice: (&'static str, &'static str),
        /// Unless it has this optional field of its own.
        unless: Option<&'static str>,
        /// The reference whose fields are used.
        of: &'static str,
        /// Those fields.
        fields: &'static [&'static str],
    },
}

/// The schema of one table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// The table's name in the file: `radiator`.
    pub table: &'static str,
    /// What an entry is.
    pub meaning: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Rules between them.
    pub rules: &'static [Rule],
}

/// What the reader found for a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Slot of a number in the register.
    Slot(u32),
    /// An optional number that means nothing here and has no slot.
    Nowhere,
    /// Which of the words.
    Choice(usize),
    /// A name or a text.
    Name(Option<String>),
    /// Several names.
    Names(Vec<String>),
    /// A year.
    Year(i32),
    /// The lines of a recipe, by commodity.
    Recipe(Vec<(String, RawAmount)>),
    /// One amount.
    Amount(RawAmount),
    /// Slots of numbers, by the entry each is for.
    Each(Vec<(String, u32)>),
}

/// What the reader found for an amount.
#[derive(Debug, Clone, PartialEq)]
pub enum RawAmount {
    /// Slot of a number in the register.
    Slot(u32),
    /// A line of a datasheet.
    Datasheet {
        /// Its name there.
        line: String,
        /// Whose datasheet; the entry's own where nothing is said.
        of: Option<String>,
        /// Slot of what it is multiplied with.
        times: Option<u32>,
    },
}

/// How much of something: a number, or a line of a datasheet that is worked out by year.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Amount {
    /// A number of the register.
    Number(Key<Ratio>),
    /// A line of a datasheet.
    Datasheet {
        /// Its name there: `launch_mass`.
        line: String,
        /// Whose datasheet (`satellite.d3`); that of the entry's `option` where nothing is said.
        of: Option<String>,
        /// What it is multiplied with.
        times: Option<Key<Ratio>>,
    },
}

impl Amount {
    pub(crate) fn taken(raw: RawAmount) -> Self {
        match raw {
            RawAmount::Slot(slot) => Self::Number(Key::new(slot)),
            RawAmount::Datasheet { line, of, times } => Self::Datasheet { line, of, times: times.map(Key::new) },
        }
    }

    pub(crate) fn moved(&self, by: usize) -> Self {
        match self {
            Self::Number(key) => Self::Number(key.moved(by)),
            Self::Datasheet { line, of, times } => {
                Self::Datasheet { line: line.clone(), of: of.clone(), times: times.map(|key| key.moved(by)) }
            }
        }
    }
}

/// One line of a recipe.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RecipeLine {
    /// Name of the commodity.
    pub commodity: String,
    /// How much of it.
    pub amount: Amount,
}

/// A struct that is declared as a shape.
pub trait Shaped: Sized {
    /// Its schema.
    const SHAPE: Shape;
    /// From what the reader found, one item a field, in the order of the schema.
    ///
    /// # Panics
    /// If the items do not match the schema; the reader makes them from it.
    fn build(name: &str, found: Vec<Raw>) -> Self;
    /// The same entry, where its numbers stand behind `by` others.
    fn moved(&self, by: usize) -> Self;
    /// This entry, but with those fields of `other` that `take` says.
    fn mixed(&self, other: &Self, take: impl Fn(&'static str) -> bool) -> Self;
}

/// A choice between words.
pub trait Words: Sized + Copy + 'static {
    /// The words in the file.
    const WORDS: &'static [&'static str];
    /// All of them, in the same order.
    const ALL: &'static [Self];
}

/// Declares an enumeration whose variants are words in a file.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $word:literal ),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( $(#[$vdoc])* $variant, )* }
        impl $crate::shape::Words for $name {
            const WORDS: &'static [&'static str] = &[$($word),*];
            const ALL: &'static [Self] = &[$(Self::$variant),*];
        }
    };
}

macro_rules! field_type {
    (number($kind:ident, $bounds:ident)) => { $crate::Key<sunward_quantity::$kind> };
    (decision($kind:ident, $bounds:ident)) => { $crate::Key<sunward_quantity::$kind> };
    (optional($kind:ident, $bounds:ident)) => { $crate::OptionalKey<sunward_quantity::$kind> };
    (choice($name:ident)) => { $name };
    (reference($table:literal)) => { String };
    (optional_reference($table:literal)) => { Option<String> };
    (references($table:literal)) => { Vec<String> };
    (optional_references($table:literal)) => { Vec<String> };
    (options()) => { Vec<$crate::OptionName> };
    (year()) => { i32 };
    (text()) => { String };
    (files()) => { Vec<String> };
    (paths()) => { Vec<String> };
    (beginnings_of_paths()) => { Vec<String> };
    (measured($template:ident, $bounds:ident)) => { $crate::Key<sunward_quantity::Ratio> };
    (optional_measured($template:ident, $bounds:ident)) => { $crate::OptionalKey<sunward_quantity::Ratio> };
    (recipe($template:ident)) => { Vec<$crate::shape::RecipeLine> };
    (optional_amount($template:ident)) => { Option<$crate::shape::Amount> };
    (each($table:literal, $template:ident)) => { Vec<(String, $crate::Key<sunward_quantity::Ratio>)> };
    (each_in_its_years($table:literal, $template:ident)) => { Vec<(String, $crate::Key<sunward_quantity::Ratio>)> };
    (optional_choice($name:ident)) => { Option<$name> };
    (optional_year()) => { Option<i32> };
    (optional_options()) => { Vec<$crate::OptionName> };
    (optional_text()) => { Option<String> };
    (datasheet()) => { Option<String> };
    (unit()) => { String };
}

macro_rules! field_what {
    (number($kind:ident, $bounds:ident)) => {
        $crate::What::Number { kind: sunward_quantity::Kind::$kind, bounds: $crate::parameter::$bounds }
    };
    (decision($kind:ident, $bounds:ident)) => {
        $crate::What::Decision { kind: sunward_quantity::Kind::$kind, bounds: $crate::parameter::$bounds }
    };
    (optional($kind:ident, $bounds:ident)) => {
        $crate::What::Optional { kind: sunward_quantity::Kind::$kind, bounds: $crate::parameter::$bounds }
    };
    (choice($name:ident)) => {
        $crate::What::Choice { words: <$name as $crate::shape::Words>::WORDS }
    };
    (reference($table:literal)) => {
        $crate::What::Reference { table: $table }
    };
    (optional_reference($table:literal)) => {
        $crate::What::OptionalReference { table: $table }
    };
    (references($table:literal)) => {
        $crate::What::References { table: $table }
    };
    (optional_references($table:literal)) => {
        $crate::What::OptionalReferences { table: $table }
    };
    (options()) => {
        $crate::What::Options
    };
    (year()) => {
        $crate::What::Year
    };
    (text()) => {
        $crate::What::Text
    };
    (files()) => {
        $crate::What::Files
    };
    (paths()) => {
        $crate::What::Paths { beginnings: false }
    };
    (beginnings_of_paths()) => {
        $crate::What::Paths { beginnings: true }
    };
    (measured($template:ident, $bounds:ident)) => {
        $crate::What::Measured { template: $template, bounds: $crate::parameter::$bounds, optional: false }
    };
    (optional_measured($template:ident, $bounds:ident)) => {
        $crate::What::Measured { template: $template, bounds: $crate::parameter::$bounds, optional: true }
    };
    (recipe($template:ident)) => {
        $crate::What::Recipe { template: $template }
    };
    (optional_amount($template:ident)) => {
        $crate::What::Amount { template: $template }
    };
    (each($table:literal, $template:ident)) => {
        $crate::What::Each { table: $table, template: $template, exact_years: false }
    };
    (each_in_its_years($table:literal, $template:ident)) => {
        $crate::What::Each { table: $table, template: $template, exact_years: true }
    };
    (optional_choice($name:ident)) => {
        $crate::What::OptionalChoice { words: <$name as $crate::shape::Words>::WORDS }
    };
    (optional_year()) => {
        $crate::What::OptionalYear
    };
    (optional_options()) => {
        $crate::What::OptionalOptions
    };
    (optional_text()) => {
        $crate::What::OptionalText
    };
    (datasheet()) => {
        $crate::What::Datasheet
    };
    (unit()) => {
        $crate::What::Unit
    };
}

macro_rules! field_take {
    ($raw:expr, number($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Slot(s) => $crate::Key::new(s),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, decision($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Slot(s) => $crate::Key::new(s),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Slot(s) => $crate::OptionalKey::new(s),
            $crate::Raw::Nowhere => $crate::OptionalKey::nowhere(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, choice($name:ident)) => {
        match $raw {
            $crate::Raw::Choice(i) => <$name as $crate::shape::Words>::ALL[i],
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, reference($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Name(Some(n)) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_reference($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Name(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, references($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Names(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_references($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Names(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, options()) => {
        match $raw {
            $crate::Raw::Names(n) => n.iter().map(|n| $crate::OptionName::read(n)).collect(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, year()) => {
        match $raw {
            $crate::Raw::Year(y) => y,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, text()) => {
        match $raw {
            $crate::Raw::Name(Some(n)) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, files()) => {
        match $raw {
            $crate::Raw::Names(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, paths()) => {
        match $raw {
            $crate::Raw::Names(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, beginnings_of_paths()) => {
        match $raw {
            $crate::Raw::Names(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, measured($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Slot(s) => $crate::Key::new(s),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_measured($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Slot(s) => $crate::OptionalKey::new(s),
            $crate::Raw::Nowhere => $crate::OptionalKey::nowhere(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, recipe($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Recipe(lines) => lines
                .into_iter()
                .map(|(commodity, amount)| $crate::shape::RecipeLine {
                    commodity,
                    amount: $crate::shape::Amount::taken(amount),
                })
                .collect(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_amount($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Amount(amount) => Some($crate::shape::Amount::taken(amount)),
            $crate::Raw::Nowhere => None,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, each($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Each(all) => all.into_iter().map(|(name, slot)| (name, $crate::Key::new(slot))).collect(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, each_in_its_years($($a:tt)*)) => {
        match $raw {
            $crate::Raw::Each(all) => all.into_iter().map(|(name, slot)| (name, $crate::Key::new(slot))).collect(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_choice($name:ident)) => {
        match $raw {
            $crate::Raw::Choice(i) => Some(<$name as $crate::shape::Words>::ALL[i]),
            $crate::Raw::Nowhere => None,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_year()) => {
        match $raw {
            $crate::Raw::Year(y) => Some(y),
            $crate::Raw::Nowhere => None,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_options()) => {
        match $raw {
            $crate::Raw::Names(n) => n.iter().map(|n| $crate::OptionName::read(n)).collect(),
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, optional_text()) => {
        match $raw {
            $crate::Raw::Name(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, datasheet()) => {
        match $raw {
            $crate::Raw::Name(n) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
    ($raw:expr, unit()) => {
        match $raw {
            $crate::Raw::Name(Some(n)) => n,
            other => $crate::shape::mismatch(&other),
        }
    };
}

macro_rules! field_moved {
    ($value:expr, $by:expr, number($($a:tt)*)) => {
        $value.moved($by)
    };
    ($value:expr, $by:expr, decision($($a:tt)*)) => {
        $value.moved($by)
    };
    ($value:expr, $by:expr, optional($($a:tt)*)) => {
        $value.moved($by)
    };
    ($value:expr, $by:expr, measured($($a:tt)*)) => {
        $value.moved($by)
    };
    ($value:expr, $by:expr, optional_measured($($a:tt)*)) => {
        $value.moved($by)
    };
    ($value:expr, $by:expr, recipe($($a:tt)*)) => {
        $value
            .iter()
            .map(|line| $crate::shape::RecipeLine { commodity: line.commodity.clone(), amount: line.amount.moved($by) })
            .collect()
    };
    ($value:expr, $by:expr, optional_amount($($a:tt)*)) => {
        $value.as_ref().map(|amount| amount.moved($by))
    };
    ($value:expr, $by:expr, each($($a:tt)*)) => {
        $value.iter().map(|(name, key)| (name.clone(), key.moved($by))).collect()
    };
    ($value:expr, $by:expr, each_in_its_years($($a:tt)*)) => {
        $value.iter().map(|(name, key)| (name.clone(), key.moved($by))).collect()
    };
    ($value:expr, $by:expr, $other:ident($($a:tt)*)) => {
        $value.clone()
    };
}

/// Declares a shape: a struct, and its schema.
macro_rules! shape {
    (
        $(#[doc = $doc:literal])*
        $name:ident in $table:literal {
            $( $(#[doc = $fdoc:literal])* $field:ident : $category:ident ( $($arg:tt)* ), )*
        }
        $(rules { $($rule:expr),* $(,)? })?
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            /// The entry's name in the scenario.
            pub name: String,
            $( $(#[doc = $fdoc])* pub $field: $crate::shape::field_type!($category($($arg)*)), )*
        }
        impl $crate::Shaped for $name {
            const SHAPE: $crate::Shape = $crate::Shape {
                table: $table,
                meaning: concat!($($doc, "\n"),*),
                fields: &[$( $crate::Field {
                    name: $crate::shape::plain_name(stringify!($field)),
                    meaning: concat!($($fdoc),*),
                    what: $crate::shape::field_what!($category($($arg)*)),
                }),*],
                rules: &[$($($rule),*)?],
            };
            fn build(name: &str, found: Vec<$crate::Raw>) -> Self {
                let mut found = found.into_iter();
                Self {
                    name: name.to_string(),
                    $( $field: $crate::shape::field_take!(
                        found.next().expect("one item a field"), $category($($arg)*)), )*
                }
            }
            fn moved(&self, by: usize) -> Self {
                // A shape without numbers has nothing to move.
                let _ = by;
                Self {
                    name: self.name.clone(),
                    $( $field: $crate::shape::field_moved!(self.$field, by, $category($($arg)*)), )*
                }
            }
            fn mixed(&self, other: &Self, take: impl Fn(&'static str) -> bool) -> Self {
                Self {
                    name: self.name.clone(),
                    $( $field: if take($crate::shape::plain_name(stringify!($field))) { &other.$field } else { &self.$field }.clone(), )*
                }
            }
        }
    };
}

pub(crate) use {field_moved, field_take, field_type, field_what, shape, words};

/// The name of a field in a file: `loop` for what Rust must write `r#loop`.
pub(crate) const fn plain_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// The reader and the schema disagree: a bug.
#[cold]
pub(crate) fn mismatch<T>(found: &Raw) -> T {
    panic!("the reader found {found:?} where the schema wants something else")
}
