//! What can be wrong with a scenario.

use std::fmt;
use std::ops::Range;

/// Where in which file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Index in [`Mistakes::files`].
    pub file: usize,
    /// Bytes of that file.
    pub span: Range<usize>,
}

/// One thing wrong with a scenario. Plain data; the terminal, the browser and Python each draw it their own way.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// Which kind of mistake.
    pub code: Code,
    /// Where.
    pub at: Place,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// Most mistakes that are kept: a file with more is no scenario, and gathering them all would fill the memory.
pub const MOST_KEPT: usize = 1000;

/// Most characters of a message or a remedy, however long the word is that it quotes.
const LONGEST_TEXT: usize = 600;

/// Adds a mistake, unless there are [`MOST_KEPT`] already.
pub(crate) fn keep(mistakes: &mut Vec<Mistake>, code: Code, at: Place, message: String, help: String) {
    if !is_full(mistakes) {
        mistakes.push(Mistake { code, at, message: clip(&message, LONGEST_TEXT), help: clip(&help, LONGEST_TEXT) });
    }
}

/// Whether looking for more mistakes is of no use.
pub(crate) fn is_full(mistakes: &[Mistake]) -> bool {
    mistakes.len() >= MOST_KEPT
}

/// The text on one line, its middle left out if it is longer than `most` characters.
pub(crate) fn clip(text: &str, most: usize) -> String {
    let readable = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    // A character has at most four bytes: counting them all would be slow for a file in one line.
    if text.len() <= most || text.chars().nth(most).is_none() {
        return text.chars().map(readable).collect();
    }
    let tail: Vec<char> = text.chars().rev().take(most / 4).collect();
    let head = text.chars().take(most - most / 4);
    head.chain(['…']).chain(tail.into_iter().rev()).map(readable).collect()
}

/// A file that was read, for drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// As the user knows it.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// Everything wrong with a scenario, and the files it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistakes {
    /// In the order of files and places; at most [`MOST_KEPT`].
    pub mistakes: Vec<Mistake>,
    /// The files read.
    pub files: Vec<SourceFile>,
}

impl Mistakes {
    /// File name, line and column (both from 1) of a mistake.
    pub fn line_and_column(&self, mistake: &Mistake) -> (&str, usize, usize) {
        let file = &self.files[mistake.at.file];
        let (line, column) = Lines::of(&file.text).line_and_column(mistake.at.span.start);
        (&file.name, line, column)
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::draw(self, crate::Paint::Plain))
    }
}

impl std::error::Error for Mistakes {}

/// Where the lines of a text start, so that many places of a long file are found quickly.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|found| found.0 + 1)).collect();
        Self { text, starts }
    }

    /// Line and column, both from 1, of a byte; the column counts characters.
    pub(crate) fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let before = &self.text.as_bytes()[self.starts[line - 1]..byte];
        (line, before.iter().filter(|b| (**b as i8) >= -0x40).count() + 1)
    }

    /// The byte at which a line (from 1) starts.
    pub(crate) fn start(&self, line: usize) -> usize {
        self.starts[line - 1]
    }

    /// The byte at which a line (from 1) ends, without its line break.
    pub(crate) fn end(&self, line: usize) -> usize {
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        if self.text[..end].ends_with('\r') { end - 1 } else { end }
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $title:literal, $text:literal;)*) => {
        /// Kinds of mistakes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $( #[doc = $title] $name, )* }
        impl Code {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];
            /// `S014`.
            pub const fn code(self) -> &'static str { match self { $(Self::$name => $code),* } }
            /// In a few words.
            pub const fn title(self) -> &'static str { match self { $(Self::$name => $title),* } }
            /// Why it is refused, and what to do.
            pub const fn text(self) -> &'static str { match self { $(Self::$name => $text),* } }
        }
    };
}

codes! {
    Unreadable = "S001", "a file cannot be read", "The file does not exist, or the system does not let it be read.";
    TooLarge = "S002", "a file is too large", "A scenario is text written by a person; a file over 10 MB is refused unread, and so is a scenario of more than 100 files.";
    NotText = "S003", "a file is not text", "Scenarios are UTF-8 text. Save the file as UTF-8.";
    Syntax = "S004", "not TOML", "The file is not written as TOML. The message says what was expected.";
    TooDeep = "S005", "nested too deeply", "No table of a scenario is nested more than nine deep.";
    IncludeLoop = "S006", "files include each other in a circle", "A file may not include itself, directly or through others.";
    IncludeOutside = "S007", "an include leaves the scenario's folder", "A scenario may include the library (`library`) and files in its own folder and below, so that a folder can be sent to somebody else and still runs. Absolute paths, `..` and links that lead outside are refused.";
    UnknownLibrary = "S008", "no such part of the library", "The library that comes with Sunward has a fixed list of parts.";
    UnknownTable = "S009", "no such table", "Tables have fixed names; `sunward explain scenario` lists them.";
    NotAnEntry = "S010", "a table of entries has something else in it", "Tables like `[radiator]` hold named entries: `[radiator.panel]`.";
    UnknownField = "S011", "no such field", "Every field has a fixed name; a misspelt one would be ignored in silence, so it is refused.";
    MissingField = "S012", "a field is missing", "Every field must be given, here or in a file that is included. Nothing is assumed in silence.";
    NoScenario = "S013", "no question is asked", "A scenario needs a table `[scenario]` with the question, the years and the options to compare.";
    WrongDimension = "S014", "a quantity of another kind", "The unit measures something else than the field.";
    UnitMissing = "S015", "a number without its unit", "Write quantities as text with their unit; only pure numbers stand alone.";
    UnknownUnit = "S016", "no such unit", "SI units with prefixes, t, h, days, months, years, °C for a temperature, %, FLOP, bit, USD_YEAR.";
    PriceWithoutYear = "S017", "a price without a year", "Money changes its worth. Say which year's dollars these are: `USD_2024`.";
    UnknownMoneyYear = "S018", "dollars of an unknown year", "Prices are converted with the consumer price index, which is known for past years only. State prices of the future in today's dollars.";
    NotANumber = "S019", "not a number", "A quantity starts with a number: `12`, `-0.5`, `1.2e6`.";
    NotFinite = "S020", "not a finite number", "Infinity and NaN are not quantities.";
    OutOfBounds = "S021", "a number that makes no sense here", "Each parameter has bounds: no negative masses, no efficiencies above one.";
    CelsiusIsNotADifference = "S022", "°C where a difference belongs", "Write temperature differences and compound units in kelvin, `K`.";
    SourceMissing = "S023", "a number without a source", "Every number says who says so: `source = \"key\"`, where the key stands in `data/sources.bib` or in a table `[source.key]`; `source = \"guess\"` is legal and counted.";
    UnknownSource = "S024", "no such source", "The key is neither in `data/sources.bib` nor in a table `[source.key]` of the scenario.";
    UnknownEvidence = "S025", "no such kind of evidence", "`measured`, `filed`, `claimed`, `estimated` or `guess`.";
    EvidenceContradicts = "S026", "a guess that calls itself something else", "A number whose source is `guess` is a guess, and a guess has no other source.";
    UnknownWord = "S027", "not one of the words allowed here", "The field takes one of a few words.";
    UnknownReference = "S028", "no such entry", "The name refers to an entry of another table that does not exist.";
    WrongType = "S029", "something of another type", "Text, number, list or table: the field wants another one.";
    RangeReversed = "S030", "a range that runs backwards", "A range is written low first: `range = [\"0.80\", \"0.88\"]`.";
    RangeMissesBest = "S031", "the best value lies outside its own range", "The range says how far the best value may be off, so it holds the best value.";
    RangeMalformed = "S032", "not a range", "A range is a list of two quantities, low and high.";
    UnknownDistribution = "S033", "no such distribution", "`uniform`, `triangular`, `normal`, `lognormal`, `pert`, `discrete` or `tabulated`.";
    DistributionWithoutRange = "S034", "a distribution without a range", "A distribution needs a range to be spread over, or a table of values; the best value of a normal or lognormal one is its median and lies inside the range, and a lognormal one needs a range above zero.";
    YearsOutOfOrder = "S035", "years out of order", "Values over time are written with the years in order, so that a slip of a digit shows.";
    NotAYear = "S036", "not a year", "A calendar year between 1950 and 2200.";
    UnknownInterpolation = "S037", "no such interpolation", "`linear`, `geometric` or `step`.";
    NotGeometric = "S038", "a value of zero or less in geometric interpolation", "Constant growth from or to zero does not exist; use `linear`.";
    BestAndOverTime = "S039", "both one value and a value over time", "Give `best` or `over_time`, not both, and one of them.";
    ExactlyOne = "S040", "two ways to say the same thing, or none", "Of these fields exactly one must be given: otherwise the same mass would be counted twice, or not at all. A chip needs a price or what it is made of.";
    NeededTogether = "S041", "a field is missing for this choice", "The word chosen needs this field too.";
    EmptyText = "S042", "nothing is written", "The text may not be empty.";
    EmptyList = "S043", "an empty list", "At least one name is needed.";
    YearsReversed = "S044", "the scenario ends before it starts", "`start`, `focus` and `end` must be in this order, with at most a hundred years between.";
    NotADate = "S045", "not a date", "Dates are written `2026`, `2026-05` or `2026-05-20`.";
    SourceIncomplete = "S046", "a source without title, author, year or address", "A reader must be able to find it.";
    BadName = "S047", "a name with odd characters", "Names of entries are small letters, digits and underscores, because they become paths: `radiator.panel_a.emissivity`.";
    TypedTwice = "S048", "a name given twice", "Each name stands once in its list.";
    Inapplicable = "S049", "a field without meaning for this choice", "The word chosen makes this field mean nothing; it would be a dead input.";
    WrongCount = "S050", "something else is counted", "The words of a unit must be those of what it belongs to: tonnes for a wafer are not tonnes for a robot.";
    EmptyRecipe = "S051", "a recipe with nothing in it", "An industry makes something or uses something; a recipe that is written names at least one commodity.";
    WrongDatasheet = "S052", "no line of a datasheet", "`{ datasheet = \"launch_mass\" }` takes a line from the datasheet of what the industry names as its `option`, or from another with `of = \"satellite.d3\"`.";
    NotConserved = "S053", "a recipe does not keep what it claims to keep", "An industry that conserves mass or energy makes as much of it as it uses, in every year that is given, to a millionth.";
    NobodyMakes = "S054", "nobody makes it", "An industry of the plan, or a demand, uses a commodity that no industry of the plan makes where it is used, or carries there.";
    NobodyUses = "S055", "nobody uses it", "No industry of the plan and no demand uses the commodity: what makes it would run for nothing.";
    NoMarket = "S056", "a demand where there is no market", "A demand needs a place at which its commodity is made or to which it is carried.";
    NothingStands = "S057", "a place where nothing stands", "No industry of the plan stands there: what is said of the place would be a dead input.";
    NotItsPlace = "S058", "a place that is not the industry's", "Numbers by location are for the industry's own `locations`.";
    YearNotSaid = "S059", "a number for no stated year", "What is under construction is commissioned in one year: each number needs its year.";
    LimitsNothing = "S060", "a limit that limits nothing", "No industry of the plan takes anything of it: it would be a dead input.";
    BadUnit = "S061", "not a unit to count in", "What a commodity or an activity is counted in is a unit like `t`, `kwafer`, `GW` or `GW year`, without money, of at most 60 characters.";
    TooManyPeriods = "S062", "a plan of too many periods", "A plan has at most a thousand periods, and ends after it starts.";
    TableMalformed = "S063", "a table of values that does not fit together", "A `discrete` number has `values` and `weights`, a `tabulated` one `values` and `shares`, as many of each, at least two and at most a thousand; values rise, weights are more than zero, and shares rise from 0 to 1.";
    QuantilesMalformed = "S064", "quantiles that hold no best value", "`quantiles = [0.1, 0.9]` are the shares of draws below the two ends of a range: one below a half and one above, for the best value is the median.";
    UnknownNumber = "S065", "no number has this path", "Paths are those that `sunward parameters` lists: `chip.b300.power`; `*` stands for any one part of a path.";
    NumberWithoutRange = "S066", "a correlation of a number that is not uncertain", "Only numbers that differ from draw to draw can be correlated: those with a range, or a table of values, that are no decisions.";
    CorrelationOfOne = "S067", "a correlation of fewer than two numbers", "A correlation is between numbers: it names at least two that are uncertain.";
    PairTwice = "S068", "two numbers correlated twice", "Of two numbers one rank correlation is said, once.";
    NotTogether = "S069", "correlations that cannot all hold", "No numbers have these rank correlations together: if A goes with B, and B with C, A cannot go against C. Numbers that are correlated have the same `path` and, unless all years go together, the same years; they are at most 300.";
    TwoGroups = "S070", "a number in two groups", "In sensitivities each number counts once: it is a member of one group at most.";
}
