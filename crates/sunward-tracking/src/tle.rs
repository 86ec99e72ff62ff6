//! Sets of two lines, and of three with a name. Columns: `celestrak_tle`; numbers above 99,999: `spacetrack_alpha5`.

use crate::date::{Day, Moment};
use crate::elements::ElementSet;
use crate::reading::{Fault, Rows, quoted};

/// How long a line is, with its check digit.
const LENGTH: usize = 69;

pub(crate) fn read(text: &str) -> Rows<ElementSet> {
    let mut rows = Rows::none();
    let mut name: Option<(usize, &str)> = None;
    let mut first: Option<(usize, &str)> = None;
    for (index, line) in text.lines().enumerate() {
        let (at, line) = (index + 1, line.trim_end());
        match Kind::of(line) {
            Kind::Nothing => {}
            Kind::First => {
                orphan(&mut rows, first.take());
                first = Some((at, line));
            }
            Kind::Second => match first.take() {
                Some((begins, above)) => {
                    let called = name.take().map(|(_, name)| name.strip_prefix("0 ").unwrap_or(name).trim().to_string());
                    rows.take(name_or(begins, begins), set(called, above, line));
                }
                None => {
                    name = None;
                    rows.take(at, Err(Fault::new("a second line without a first", "put the line that begins with `1` right above it")));
                }
            },
            Kind::Name => {
                orphan(&mut rows, first.take());
                if let Some((at, lost)) = name.replace((at, line)) {
                    rows.take(at, Err(stray(lost)));
                }
            }
        }
    }
    orphan(&mut rows, first);
    if let Some((at, lost)) = name.filter(|_| first.is_none()) {
        rows.take(at, Err(stray(lost)));
    }
    rows
}

fn name_or(line: usize, _: usize) -> usize {
    line
}

fn stray(line: &str) -> Fault {
    Fault::new(
        format!("{} is followed by no element set", quoted(line)),
        "below a name stand two lines of 69 characters that begin with `1` and `2`",
    )
}

fn orphan(rows: &mut Rows<ElementSet>, first: Option<(usize, &str)>) {
    if let Some((at, _)) = first {
        rows.take(at, Err(Fault::new("a first line without a second", "put the line that begins with `2` right below it")));
    }
}
