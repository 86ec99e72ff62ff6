//! What belongs together in a scenario file.
//!
//! A shape is declared once, as a Rust struct; the declaration is at the same time the schema that the reader of
//! scenarios follows, the documentation that `sunward explain` prints, and the list of what the register holds.

use crate::parameter::Bounds;
use sunward_quantity::Kind;

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
    /// A calendar year.
    Year,
    /// Words for the reader.
    Text,
    /// Paths of other scenario files in the same folder, or none.
    Files,
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
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        #[derive(Debug, Clone, PartialEq)]
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
                    name: stringify!($field),
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
                    $( $field: if take(stringify!($field)) { &other.$field } else { &self.$field }.clone(), )*
                }
            }
        }
    };
}

pub(crate) use {field_moved, field_take, field_type, field_what, shape, words};

/// The reader and the schema disagree: a bug.
#[cold]
pub(crate) fn mismatch<T>(found: &Raw) -> T {
    panic!("the reader found {found:?} where the schema wants something else")
}
