//! Sets of two lines, and of three with a name.
//!
//! Source: `celestrak_tle` for the columns and the check digit, `spacetrack_alpha5` for numbers above 99,999.

use crate::date::{Day, Moment};
use crate::elements::ElementSet;
use crate::reading::{Fault, Rows, quoted};

/// How long a line is, with its check digit.
const LENGTH: usize = 69;

enum Kind {
    Nothing,
    Name,
    First,
    Second,
}

/// What a line seems to be: one that begins like `1 25544U` is a first line, however broken its rest.
fn kind(line: &str) -> Kind {
    let numbered = |mark: &str| {
        line.strip_prefix(mark).and_then(|rest| rest.get(..5)).is_some_and(|number| {
            let mut letters = number.bytes();
            letters.next().is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == b' ')
                && letters.all(|letter| letter.is_ascii_digit() || letter == b' ')
        })
    };
    match line {
        _ if line.trim().is_empty() => Kind::Nothing,
        _ if numbered("1 ") => Kind::First,
        _ if numbered("2 ") => Kind::Second,
        _ => Kind::Name,
    }
}

/// Whether a line is the first or second one of a set. A line of a table of commas may begin like one, so it must not hold any.
pub(crate) fn is_numbered(line: &str) -> bool {
    matches!(kind(line), Kind::First | Kind::Second) && !line.contains(',')
}

pub(crate) fn read(text: &str) -> Rows<ElementSet> {
    let mut rows = Rows::none();
    // What stands above the line at hand and has not found its set: a name, and a first line.
    let mut name: Option<Line<'_>> = None;
    let mut first: Option<Line<'_>> = None;
    for (index, line) in text.lines().enumerate() {
        let (at, line) = (index + 1, line.trim_end());
        match kind(line) {
            Kind::Nothing => {}
            Kind::Name => {
                let above = (name.replace((at, line)), first.take());
                lost(&mut rows, above);
            }
            Kind::First => {
                if first.is_some() {
                    lost(&mut rows, (name.take(), first));
                }
                first = Some((at, line));
            }
            Kind::Second => match first.take() {
                Some((begins, above)) => {
                    let called =
                        name.take().map(|(_, name)| name.strip_prefix("0 ").unwrap_or(name).trim().to_string());
                    rows.take(begins, set(called, above, line));
                }
                None => {
                    lost(&mut rows, (name.take(), None));
                    rows.take(
                        at,
                        Err(Fault::new(
                            "a second line without a first",
                            "put the line that begins with `1` right above it",
                        )),
                    );
                }
            },
        }
    }
    lost(&mut rows, (name, first));
    rows
}

/// A line with its number.
type Line<'a> = (usize, &'a str);

/// Lists a name or a first line that found no set.
fn lost(rows: &mut Rows<ElementSet>, (name, first): (Option<Line<'_>>, Option<Line<'_>>)) {
    match (name, first) {
        (_, Some((at, _))) => {
            rows.take(
                at,
                Err(Fault::new("a first line without a second", "put the line that begins with `2` right below it")),
            );
        }
        (Some((at, name)), None) => {
            let why = format!("{} is followed by no element set", quoted(name));
            rows.take(
                at,
                Err(Fault::new(why, "below a name stand two lines of 69 characters that begin with `1` and `2`")),
            );
        }
        (None, None) => {}
    }
}

/// Whether a line has its length and its check digit: digits added up, each minus sign as one, modulo ten.
fn checked(which: &str, line: &str) -> Result<(), Fault> {
    if !line.is_ascii() {
        return Err(Fault::new(
            format!("the {which} line holds characters that are not ASCII"),
            "fetch the file again",
        ));
    }
    if line.len() != LENGTH {
        return Err(Fault::new(
            format!("the {which} line has {} characters", line.len()),
            format!("it has {LENGTH} with its check digit"),
        ));
    }
    let (body, digit) = line.split_at(LENGTH - 1);
    let sum = body.bytes().fold(0_u32, |sum, byte| match byte {
        b'0'..=b'9' => sum + u32::from(byte - b'0'),
        b'-' => sum + 1,
        _ => sum,
    }) % 10;
    if digit.parse() == Ok(sum) {
        return Ok(());
    }
    Err(Fault::new(
        format!("the {which} line ends with the check digit {}, but its characters give {sum}", quoted(digit)),
        "a character of it was changed; fetch the set again",
    ))
}

/// The text of columns, counted from 1 as the format's description does.
fn columns(line: &str, from: usize, to: usize) -> &str {
    line.get(from - 1..to).unwrap_or_default().trim()
}

fn number(name: &str, text: &str) -> Result<f64, Fault> {
    text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
        Fault::new(
            format!("{name} is {}, which is no number", quoted(text)),
            "the columns of the set are fixed; fetch it again",
        )
    })
}

/// A number with an implied point and an exponent of ten: ` 92924-3` is 0.92924e-3. Empty is nothing.
fn with_exponent(name: &str, text: &str) -> Result<Option<f64>, Fault> {
    let wrong = || Fault::new(format!("{name} is {}", quoted(text)), "it is written like `92924-3`, for 0.92924e-3");
    if text.is_empty() {
        return Ok(None);
    }
    let (sign, rest) =
        text.strip_prefix('-').map_or((1.0, text.strip_prefix('+').unwrap_or(text)), |rest| (-1.0, rest));
    let sign_of_exponent = rest.rfind(['+', '-']).ok_or_else(wrong)?;
    let (digits, exponent) = rest.split_at(sign_of_exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    format!("0.{digits}e{exponent}").parse::<f64>().map(|value| Some(sign * value)).map_err(|_| wrong())
}

/// A catalogue number in five characters: digits, or a letter for the ten thousands from 10 on, without I and O.
///
/// `A0000` is 100,000 and `Z9999` is 339,999. Source: `spacetrack_alpha5`.
fn catalogue_number(text: &str) -> Result<u32, Fault> {
    let wrong = || {
        Fault::new(
            format!("the catalogue number is {}", quoted(text)),
            "write five digits, or a letter but I and O and four digits",
        )
    };
    let digits =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
    match text.bytes().next() {
        Some(letter @ b'A'..=b'Z') if text.len() == 5 && letter != b'I' && letter != b'O' => {
            let skipped = u32::from(letter > b'I') + u32::from(letter > b'O');
            let ten_thousands = 10 + u32::from(letter - b'A') - skipped;
            digits(text.get(1..).unwrap_or_default()).map(|rest| ten_thousands * 10_000 + rest).ok_or_else(wrong)
        }
        _ => digits(text).ok_or_else(wrong),
    }
}

/// `19074B` as `2019-074B`; the catalogue began in 1957.
fn designator(text: &str) -> Option<String> {
    let (year, rest) = (text.get(..2)?, text.get(2..)?);
    let short: u32 = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok())??;
    Some(format!("{}-{rest}", full_year(short)))
}

fn full_year(short: u32) -> u32 {
    if short < 57 { 2000 + short } else { 1900 + short }
}

/// `26233.91677383`: two digits of the year, then days with 1 January at midnight as 1.
fn epoch(text: &str) -> Result<Moment, Fault> {
    let wrong = || {
        Fault::new(format!("the epoch is {}", quoted(text)), "write it like `26233.91677383`: year, day of the year")
    };
    let year =
        text.get(..2).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())).and_then(|year| year.parse().ok());
    let year = full_year(year.ok_or_else(wrong)?) as i32;
    let days = number("the epoch", text.get(2..).unwrap_or_default().trim())?;
    let day = Day::of_year(year, days.floor() as u32).ok_or_else(wrong)?;
    Ok(Moment { day, seconds: (days - days.floor()) * 86_400.0 })
}

fn set(name: Option<String>, first: &str, second: &str) -> Result<ElementSet, Fault> {
    checked("first", first)?;
    checked("second", second)?;
    let (above, below) = (columns(first, 3, 7), columns(second, 3, 7));
    if above != below {
        return Err(Fault::new(
            format!("the first line is of {}, the second of {}", quoted(above), quoted(below)),
            "the two lines of a set stand together; is the file shuffled?",
        ));
    }
    let digits = columns(second, 27, 33);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::new(
            format!("the eccentricity is {}", quoted(digits)),
            "write seven digits, the ones behind the point",
        ));
    }
    ElementSet {
        name: name.filter(|name| !name.is_empty()),
        catalogue_number: catalogue_number(above)?,
        designator: designator(columns(first, 10, 17)),
        epoch: epoch(columns(first, 19, 32))?,
        inclination: number("the inclination", columns(second, 9, 16))?,
        ascending_node: number("the right ascension of the node", columns(second, 18, 25))?,
        eccentricity: number("the eccentricity", &format!("0.{digits}"))?,
        argument_of_perigee: number("the argument of perigee", columns(second, 35, 42))?,
        mean_anomaly: number("the mean anomaly", columns(second, 44, 51))?,
        mean_motion: number("the mean motion", columns(second, 53, 63))?,
        half_mean_motion_rate: Some(number("the rate of the mean motion", columns(first, 34, 43))?),
        drag_term: with_exponent("the drag term", columns(first, 54, 61))?,
    }
    .checked()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples that Space-Track gives for its scheme.
    #[test]
    fn numbers_above_99999_begin_with_a_letter() {
        let published = [
            ("25544", 25_544),
            ("A0000", 100_000),
            ("E8493", 148_493),
            ("J2931", 182_931),
            ("P4018", 234_018),
            ("W1928", 301_928),
            ("Z9999", 339_999),
        ];
        for (text, number) in published {
            assert_eq!(catalogue_number(text), Ok(number), "{text}");
        }
        for text in ["I0000", "O0000", "a0000", "AA000", "A000", "", "1 234"] {
            assert!(catalogue_number(text).is_err(), "{text}");
        }
    }

    #[test]
    fn implied_points_and_exponents() {
        assert_eq!(with_exponent("b", "92924-3"), Ok(Some(0.92924e-3)));
        assert_eq!(with_exponent("b", "-11606-4"), Ok(Some(-0.11606e-4)));
        assert_eq!(with_exponent("b", "00000+0"), Ok(Some(0.0)));
        for text in ["92924", "-", "9a924-3", "12345-", "+-3"] {
            assert!(with_exponent("b", text).is_err(), "{text}");
        }
    }

    #[test]
    fn years_of_two_digits_begin_with_1957() {
        assert_eq!(designator("98067A").as_deref(), Some("1998-067A"));
        assert_eq!(designator("56001A").as_deref(), Some("2056-001A"));
        assert_eq!(designator(""), None);
        let moment = epoch("26233.5").unwrap();
        assert_eq!((moment.day.to_string().as_str(), moment.seconds), ("2026-08-21", 43_200.0));
        assert!(epoch("25366.1").is_err() && epoch("25000.5").is_err() && epoch("25-1").is_err());
    }
}
