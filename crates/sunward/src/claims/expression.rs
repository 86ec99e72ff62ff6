//! Formulas over quantities: `+ - * / ^ ( )`, numbers, and inputs by name; each step keeps account of what it measures.

use std::fmt;
use sunward_quantity::Dimension;
use sunward_quantity::elementary::power;
use sunward_quantity::reading::describe;

/// Longest formula that is read.
const LONGEST: usize = 400;

/// How deep parentheses, powers and signs may nest.
const DEEPEST: usize = 40;

/// A number in SI, and what it measures. A zero that nobody gave a unit (a plan leaves zeros out) measures whatever it is added to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// Its size in SI; infinite where a year is never reached.
    pub si: f64,
    /// What it measures; `None` for a zero without a unit.
    pub dimension: Option<Dimension>,
}

impl Term {
    /// A number of some dimension.
    pub fn new(si: f64, dimension: Dimension) -> Self {
        Self { si, dimension: Some(dimension) }
    }

    /// A pure number.
    pub fn pure(si: f64) -> Self {
        Self::new(si, Dimension::NONE)
    }

    fn of(self) -> Dimension {
        self.dimension.unwrap_or(Dimension::NONE)
    }
}

/// A formula, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number as it was written.
    Number(f64),
    /// An input, by name.
    Input(String),
    /// The same with the other sign.
    Minus(Box<Expression>),
    /// Two joined by `+`, `-`, `*`, `/` or `^`.
    Joined(Box<Expression>, Sign, Box<Expression>),
}

/// What joins two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `+`
    Plus,
    /// `-`
    Less,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `^`
    ToThe,
}

impl fmt::Display for Sign {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Plus => "+",
            Self::Less => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::ToThe => "^",
        })
    }
}

impl Expression {
    /// Reads a formula. Powers bind most and to the right, then signs, products, sums.
    ///
    /// # Errors
    /// In words, with the place in the formula.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("a formula has at most {LONGEST} letters"));
        }
        let mut reader = Reader { text, at: 0, depth: 0 };
        let found = reader.sum()?;
        match reader.peek() {
            None => Ok(found),
            Some(other) => Err(reader.wrong(&format!("`{other}` is not expected here"))),
        }
    }

    /// The inputs that stand in it, each once, in order.
    pub fn inputs(&self) -> Vec<&str> {
        let mut all = Vec::new();
        self.walk(&mut all);
        all
    }

    fn walk<'a>(&'a self, all: &mut Vec<&'a str>) {
        match self {
            Self::Number(_) => {}
            Self::Input(name) if all.contains(&name.as_str()) => {}
            Self::Input(name) => all.push(name),
            Self::Minus(inner) => inner.walk(all),
            Self::Joined(left, _, right) => {
                left.walk(all);
                right.walk(all);
            }
        }
    }

    /// What comes out, with each input as `input` has it.
    ///
    /// # Errors
    /// In words: sums of what does not measure the same, powers that are none, what is divided by zero, and what `input` refuses.
    pub fn evaluate(&self, input: &dyn Fn(&str) -> Result<Term, String>) -> Result<Term, String> {
        match self {
            Self::Number(number) => Ok(Term::pure(*number)),
            Self::Input(name) => input(name),
            Self::Minus(inner) => inner.evaluate(input).map(|term| Term { si: -term.si, ..term }),
            Self::Joined(left, sign, right) => {
                join(left.evaluate(input)?, *sign, right.evaluate(input)?).map_err(|why| format!("in `{self}`: {why}"))
            }
        }
    }
}

fn join(left: Term, sign: Sign, right: Term) -> Result<Term, String> {
    let found = match sign {
        Sign::Plus | Sign::Less => {
            let dimension = match (left.dimension, right.dimension) {
                (Some(left), Some(right)) if left != right => {
                    return Err(format!("{} and {} cannot be added", describe(left), describe(right)));
                }
                (left, right) => left.or(right),
            };
            let si = if sign == Sign::Plus { left.si + right.si } else { left.si - right.si };
            Term { si, dimension }
        }
        Sign::Times => Term::new(left.si * right.si, left.of() * right.of()),
        Sign::Over if right.si == 0.0 => return Err("it is divided by zero".into()),
        Sign::Over => Term::new(left.si / right.si, left.of() / right.of()),
        Sign::ToThe => {
            if right.of() != Dimension::NONE {
                return Err(format!("an exponent is a pure number, and this is {}", describe(right.of())));
            }
            Term::new(power(left.si, right.si), raised(left.of(), right.si)?)
        }
    };
    if found.si.is_nan() { Err("it has no value".into()) } else { Ok(found) }
}

/// A dimension to a power; roots where they come out whole.
fn raised(of: Dimension, exponent: f64) -> Result<Dimension, String> {
    if of == Dimension::NONE {
        return Ok(of);
    }
    let whole = |power: i8| -> Result<i8, String> {
        let raised = f64::from(power) * exponent;
        let near = raised.round();
        if (raised - near).abs() < 1e-9 && near.abs() <= 100.0 {
            Ok(near as i8)
        } else {
            Err(format!("{} has no power {exponent}", describe(of)))
        }
    };
    Ok(Dimension {
        mass: whole(of.mass)?,
        length: whole(of.length)?,
        time: whole(of.time)?,
        temperature: whole(of.temperature)?,
        money: whole(of.money)?,
        operation: whole(of.operation)?,
        bit: whole(of.bit)?,
    })
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = |expression: &Self| match expression {
            Self::Number(_) | Self::Input(_) => expression.to_string(),
            other => format!("({other})"),
        };
        match self {
            Self::Number(number) => write!(out, "{number}"),
            Self::Input(name) => out.write_str(name),
            Self::Minus(of) => write!(out, "-{}", inner(of)),
            Self::Joined(left, sign, right) => write!(out, "{} {sign} {}", inner(left), inner(right)),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn wrong(&self, why: &str) -> String {
        format!("{why}, at letter {} of `{}`", self.text[..self.at].chars().count() + 1, self.text)
    }

    fn rest(&mut self) -> &str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    fn peek(&mut self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn sum(&mut self) -> Result<Expression, String> {
        let mut all = self.product()?;
        loop {
            let sign = if self.take('+') {
                Sign::Plus
            } else if self.take('-') {
                Sign::Less
            } else {
                return Ok(all);
            };
            all = Expression::Joined(Box::new(all), sign, Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Expression, String> {
        let mut all = self.signed()?;
        loop {
            let sign = if self.take('*') {
                Sign::Times
            } else if self.take('/') {
                Sign::Over
            } else {
                return Ok(all);
            };
            all = Expression::Joined(Box::new(all), sign, Box::new(self.signed()?));
        }
    }

    fn signed(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.wrong("it is nested too deep"));
        }
        let found = if self.take('-') { Expression::Minus(Box::new(self.signed()?)) } else { self.powered()? };
        self.depth -= 1;
        Ok(found)
    }

    fn powered(&mut self) -> Result<Expression, String> {
        let base = self.single()?;
        if self.take('^') {
            return Ok(Expression::Joined(Box::new(base), Sign::ToThe, Box::new(self.signed()?)));
        }
        Ok(base)
    }

    fn single(&mut self) -> Result<Expression, String> {
        let Some(first) = self.peek() else { return Err(self.wrong("a number, an input or `(` is missing")) };
        if self.take('(') {
            let inner = self.sum()?;
            return if self.take(')') { Ok(inner) } else { Err(self.wrong("`)` is missing")) };
        }
        let rest = &self.text[self.at..];
        if first.is_ascii_alphabetic() {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let name = rest[..end].to_string();
            self.at += end;
            return Ok(Expression::Input(name));
        }
        if first.is_ascii_digit() || first == '.' {
            let end = number_end(rest.as_bytes());
            let number = rest[..end].parse::<f64>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| self.wrong(&format!("`{}` is no number", &rest[..end])))?;
            self.at += end;
            return Ok(Expression::Number(number));
        }
        Err(self.wrong(&format!("`{first}` is not expected here")))
    }
}

/// Where a number ends: digits, point, exponent.
fn number_end(bytes: &[u8]) -> usize {
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let mut end = digits(0);
    if bytes.get(end) == Some(&b'.') {
        end = digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let after = digits(end + 1 + sign);
        if after > end + 1 + sign {
            end = after;
        }
    }
    end.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunward_quantity::Kind;

    fn value(text: &str) -> Result<Term, String> {
        let input = |name: &str| match name {
            "power" => Ok(Term::new(700.0, Kind::Power.dimension())),
            "area" => Ok(Term::new(2.0, Kind::Area.dimension())),
            "speed" => Ok(Term::new(3.0, Kind::Speed.dimension())),
            "nothing" => Ok(Term { si: 0.0, dimension: None }),
            "never" => Ok(Term::pure(f64::INFINITY)),
            other => Err(format!("no input `{other}`")),
        };
        Expression::read(text)?.evaluate(&input)
    }

    fn number(text: &str) -> f64 {
        value(text).unwrap_or_else(|why| panic!("{text}: {why}")).si
    }

    #[test]
    fn arithmetic_is_that_of_school() {
        for (text, wanted) in [
            ("1 + 2 * 3", 7.0),
            ("(1 + 2) * 3", 9.0),
            ("2 ^ 3 ^ 2", 512.0),
            ("-2 ^ 2", -4.0),
            ("2 ^ -1", 0.5),
            ("7 - 2 - 1", 4.0),
            ("12 / 3 / 2", 2.0),
            ("12 / (3 / 2)", 8.0),
            ("2 * -3", -6.0),
            ("1.5e3 + .5", 1500.5),
            ("1e-3", 0.001),
            ("--4", 4.0),
        ] {
            assert_eq!(number(text), wanted, "{text}");
        }
    }

    #[test]
    fn every_step_knows_what_it_measures() {
        let flux = value("power / area").unwrap();
        assert_eq!((flux.si, flux.dimension), (350.0, Some(Kind::Flux.dimension())));
        // Roots come out where the powers are whole.
        assert_eq!(value("(speed * speed) ^ (1 / 2)").unwrap().dimension, Some(Kind::Speed.dimension()));
        assert!(value("speed ^ 0.5").unwrap_err().contains("has no power"));
        let why = value("power + area").unwrap_err();
        assert!(why.contains("a power and an area cannot be added"), "{why}");
        assert!(value("2 ^ power").unwrap_err().contains("an exponent is a pure number"));
    }

    #[test]
    fn a_zero_without_a_unit_is_added_to_anything() {
        assert_eq!(value("power + nothing").unwrap(), value("power").unwrap());
        assert_eq!(value("nothing + nothing").unwrap().dimension, None);
    }

    #[test]
    fn never_stays_never_and_what_has_no_value_is_refused() {
        assert_eq!(number("never + 3"), f64::INFINITY);
        assert!(value("never - never").is_err());
        assert!(value("1 / nothing").unwrap_err().contains("divided by zero"));
        assert!(value("(-2) ^ 0.5").is_err());
    }

    #[test]
    fn what_is_no_formula_is_refused_with_its_place() {
        for (text, part) in [
            ("", "missing"),
            ("1 +", "missing"),
            ("(1", "`)` is missing"),
            ("1 2", "`2` is not expected"),
            ("power)", "`)` is not expected"),
            ("µ", "`µ` is not expected"),
            ("1 ** 2", "`*` is not expected"),
        ] {
            let why = Expression::read(text).unwrap_err();
            assert!(why.contains(part) && why.contains("at letter"), "{text}: {why}");
        }
        assert!(Expression::read(&"(".repeat(300)).unwrap_err().contains("too deep"));
        assert!(Expression::read(&"1+".repeat(300)).unwrap_err().contains("at most"));
    }

    #[test]
    fn no_text_makes_the_reader_panic() {
        let pieces = [
            "(", ")", "+", "-", "*", "/", "^", "power", "area", "1", "2.5", "e", "E9", ".", " ", "µ", "🙂", "_", "\"",
            "0",
        ];
        let mut state = 1_u64;
        let mut read = 0;
        for _ in 0..200_000 {
            let mut text = String::new();
            for _ in 0..1 + read % 7 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            // What can be read can be shown, and read again as the same.
            if let Ok(expression) = Expression::read(&text) {
                read += 1;
                let again = Expression::read(&expression.to_string());
                assert_eq!(again.as_ref(), Ok(&expression), "{text} → {expression}");
                let _ = value(&text);
            }
        }
        assert!(read > 1000, "{read}");
    }
}
