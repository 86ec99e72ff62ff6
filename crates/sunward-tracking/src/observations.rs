//! A user's own observations: points of files added to them, each with the file and the rows that it comes from.

use crate::date::Day;
use crate::observed::{Counts, Observed, Point, Series, read_observed};
use crate::points::{Found, NotSaid, Said, said, short_enough};
use crate::reading::{Fault, Refusal};
use sunward_quantity::TemplateUnit;
use toml_edit::{Array, DocumentMut, Value};

/// A file by the name that messages and points give it, and its bytes.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// Its name.
    pub name: &'a str,
    /// What stands in it.
    pub bytes: &'a [u8],
}

/// What files say, and the file of observations with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Observing {
    /// Each file, with what became of its points.
    pub files: Vec<(String, Said, Vec<Fate>)>,
    /// The file of observations, as it has to be written; nothing where it stays as it is.
    pub text: Option<String>,
}

/// Why nothing is added: each file that says nothing, by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct NothingAdded(pub Vec<(String, NotSaid)>);

/// Reads what files say, one after the other.
///
/// # Errors
/// [`NothingAdded`] with every file that cannot be read.
pub fn read(files: &[Given<'_>], known: Day, before: &Observed) -> Result<Vec<(String, Said)>, NothingAdded> {
    let (mut read, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        match said(file.bytes, file.name, known, before) {
            Ok(mut said) => {
                let rows = format!("{} rows read, {} left out ({})", said.rows, said.left_out(), said.format.key());
                for found in &mut said.found {
                    // A file of observations tells itself where its points come from.
                    found.point.file.get_or_insert_with(|| shown_name(file.name));
                    found.point.rows.get_or_insert_with(|| rows.clone());
                }
                read.push((shown_name(file.name), said));
            }
            Err(why) => refused.push((shown_name(file.name), why)),
        }
    }
    if refused.is_empty() { Ok(read) } else { Err(NothingAdded(refused)) }
}

/// Adds what files say to a file of observations; `own` is its name and text, empty where there is none yet.
///
/// # Errors
/// [`NothingAdded`] if the file of observations has mistakes, or cannot be added to without changing the rest of it.
pub fn add(read: Vec<(String, Said)>, own: &Given<'_>, before: &Observed) -> Result<Observing, NothingAdded> {
    let refused = |why: NotSaid| NothingAdded(vec![(shown_name(own.name), why)]);
    let is_new = own.bytes.is_empty();
    let text = if is_new {
        HEAD
    } else {
        crate::reading::text(own.bytes).and_then(short_enough).map_err(|why| refused(NotSaid::Refused(why)))?
    };
    let observed = if is_new {
        Observed::default()
    } else {
        read_observed(text, own.name).map_err(|mistakes| refused(NotSaid::Mistakes(mistakes)))?
    };
    let all: Vec<Found> = read.iter().flat_map(|(_, said)| said.found.iter().cloned()).collect();
    let joined = join(observed, &all, before);
    let text = if joined.has_changes() {
        Some(with_changes(text, &joined).map_err(|why| refused(NotSaid::Refused(why)))?)
    } else {
        None
    };
    let mut fates = joined.fates.into_iter();
    let files = read.into_iter().map(|(name, said)| {
        let own = fates.by_ref().take(said.found.len()).collect();
        (name, said, own)
    });
    Ok(Observing { files: files.collect(), text })
}

/// A name as it may stand in a file and on a screen: no control characters, and of a very long one the end.
fn shown_name(name: &str) -> String {
    let plain: Vec<char> = name.chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect();
    let from = plain.len().saturating_sub(300);
    let shown: String = plain[from..].iter().collect();
    if shown.trim().is_empty() { "file".into() } else { shown.trim().to_string() }
}

/// Whether two points say the same: value and last day; rounding in the sixth digit is none of it.
pub fn says_the_same(one: &Point, other: &Point) -> bool {
    is_near(one, other, 1e-5)
}

/// Within a share of the larger value, and up to the same day.
fn is_near(one: &Point, other: &Point, within: f64) -> bool {
    let (a, b) = (one.value, other.value);
    (a - b).abs() <= within * a.abs().max(b.abs()) && one.until == other.until
}

/// A user's observations with points added.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// All that the file then holds.
    pub observed: Observed,
    /// What became of each point, in their order.
    pub fates: Vec<Fate>,
    changes: Vec<Change>,
}

/// A point that came into a series, or took the place of another.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    series: String,
    at: usize,
    replaces: bool,
    point: Point,
}

impl Joined {
    /// Whether the file needs to be written.
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// What became of a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It was added.
    Added,
    /// The same was there already.
    There,
    /// It took the place of one that covered less of its period, or was known before: that one's value, in SI.
    Replaced(f64),
    /// Another value stands for its date, covers more or became known later: that value, in SI.
    Kept(f64),
    /// The tables that come with Sunward say the same.
    Shipped,
    /// The tables that come with Sunward reach further into the same period: up to this day.
    Behind(Day),
    /// The series counts something else in the file.
    Refused(Fault),
}

/// Adds points to a user's observations. A series that counts events may have several points of one date; any other has one.
///
/// `before` are the tables that come with Sunward. What they say already is not added: there each point has the day from which it could
/// be known, which a file that is read today cannot tell, and forecasts of earlier years are tested with it.
pub fn join(mut own: Observed, found: &[Found], before: &Observed) -> Joined {
    let (mut fates, mut changes) = (Vec::new(), Vec::new());
    for Found { series, point } in found {
        let covers = |point: &Point| point.until.unwrap_or(point.date.last);
        let same_date = |other: &Point| other.date.first == point.date.first && other.date.last == point.date.last;
        let shipped = before.find(&series.name).into_iter().flat_map(|series| &series.points);
        let shipped: Vec<&Point> = shipped.filter(|other| same_date(other)).collect();
        let is_own = own.find(&series.name).is_some_and(|series| series.points.iter().any(same_date));
        if !is_own && shipped.iter().any(|other| is_near(other, point, 3e-3)) {
            fates.push(Fate::Shipped);
            continue;
        }
        if let Some(day) = shipped.iter().map(|other| covers(other)).max().filter(|day| *day > covers(point)) {
            fates.push(Fate::Behind(day));
            continue;
        }
        let index = own.series.iter().position(|there| there.name == series.name).unwrap_or_else(|| {
            own.series.push(Series { points: Vec::new(), ..series.clone() });
            own.series.len() - 1
        });
        let there = &mut own.series[index];
        if there.counts != series.counts
            || there.unit.dimension != series.unit.dimension
            || there.unit.counted != series.unit.counted
        {
            fates.push(Fate::Refused(Fault::new(
                format!("`{}` counts {} in {} in this file", series.name, there.counts.name(), there.unit.text),
                "give that series another name",
            )));
            continue;
        }
        if there.points.iter().any(|other| same_date(other) && says_the_same(other, point)) {
            fates.push(Fate::There);
            continue;
        }
        let clash = there.points.iter().position(|other| same_date(other) && there.counts != Counts::Event);
        let mut change = |at: usize, replaces: bool| {
            changes.push(Change { series: series.name.clone(), at, replaces, point: point.clone() });
        };
        fates.push(match clash {
            Some(at) => {
                let other = &there.points[at];
                let value = other.value;
                if (covers(point), point.known) > (covers(other), other.known) {
                    there.points[at] = point.clone();
                    change(at, true);
                    Fate::Replaced(value)
                } else {
                    Fate::Kept(value)
                }
            }
            None => {
                // Behind those of the same day, so that cases of one day stay in the order they came in.
                let when = (point.date.first, point.date.last);
                let at = there.points.partition_point(|other| (other.date.first, other.date.last) <= when);
                there.points.insert(at, point.clone());
                change(at, false);
                Fate::Added
            }
        });
    }
    own.series.retain(|series| !series.points.is_empty());
    Joined { observed: own, fates, changes }
}

/// A file of observations with the points added, and everything else as it was: comments, order, spaces.
///
/// # Errors
/// The text is no file of observations, or is written in a way that cannot be added to without changing the rest; with the remedy.
pub fn with_changes(text: &str, joined: &Joined) -> Result<String, Refusal> {
    let other_way = |what: String| {
        Refusal::new(
            what,
            "write its series as `[series.NAME]` with `points = [ { … }, ]`, or give another file with --into",
        )
    };
    // The parser takes no byte order mark, and keeps neither it nor line ends of two characters.
    let (mark, plain) = text.strip_prefix('\u{feff}').map_or(("", text), |rest| ("\u{feff}", rest));
    let two = plain.contains("\r\n");
    let mut document: DocumentMut = plain
        .parse()
        .map_err(|error: toml_edit::TomlError| other_way(format!("the file is no TOML: {}", error.message())))?;
    let mut new: Vec<&str> = Vec::new();
    for change in &joined.changes {
        let Some(series) = joined.observed.find(&change.series) else { continue };
        // Asked of the table: an item that is asked makes what it does not find.
        let all = document.as_table_mut().get_mut("series").and_then(|all| all.as_table_like_mut());
        let entry = all.and_then(|all| all.get_mut(&change.series));
        let Some(entry) = entry else {
            // Its points are written with it, all at once.
            if !new.contains(&change.series.as_str()) {
                new.push(&change.series);
            }
            continue;
        };
        let points = entry.get_mut("points").and_then(|points| points.as_array_mut());
        let points = points.ok_or_else(|| other_way(format!("the points of `{}` cannot be added to", series.name)))?;
        let item = point_value(series, &change.point)
            .ok_or_else(|| other_way(format!("a point of `{}` cannot be written", series.name)))?;
        put(points, change, item);
    }
    let mut out = document.to_string();
    for name in new {
        if let Some(series) = joined.observed.find(name) {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&series_text(series));
        }
    }
    if two {
        out = out.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    let out = format!("{mark}{out}");
    // What was written must read as what was meant, whatever way the file was written in.
    match read_observed(&out, "") {
        Ok(read) if is_same(&read, &joined.observed) => Ok(out),
        Ok(_) => Err(other_way("the file is written in a way that cannot be added to".into())),
        Err(mistakes) => Err(other_way(format!("the file cannot be added to: {}", mistakes[0].fault.why))),
    }
}

/// Puts a point at its place in the list; a comment at the end of a line stays with the point before it.
fn put(points: &mut Array, change: &Change, mut item: Value) {
    let at = change.at.min(points.len());
    if change.replaces {
        if let Some(before) = points.get(at) {
            *item.decor_mut() = before.decor().clone();
            points.replace_formatted(at, item);
        }
        return;
    }
    let rest_of_line = |text: &str| {
        text.find('\n')
            .map_or((String::new(), text.to_string()), |end| (text[..end].to_string(), text[end..].to_string()))
    };
    let above = match points.get_mut(at) {
        Some(next) => {
            let prefix = next.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_string();
            let (above, own) = rest_of_line(&prefix);
            let own = if own.is_empty() { "\n    ".to_string() } else { own };
            next.decor_mut().set_prefix(own);
            above
        }
        None => {
            let trailing = points.trailing().as_str().unwrap_or_default().to_string();
            let (above, own) = rest_of_line(&trailing);
            points.set_trailing(if own.is_empty() { "\n".to_string() } else { own });
            above
        }
    };
    // Without a comma behind the last point, what stands there belongs to that point.
    points.set_trailing_comma(true);
    let above = if at == 0 && above.trim().is_empty() { String::new() } else { above };
    item.decor_mut().set_prefix(format!("{above}\n    "));
    item.decor_mut().set_suffix("");
    points.insert_formatted(at, item);
}

fn point_value(series: &Series, point: &Point) -> Option<Value> {
    format!("{{ {} }}", point_fields(series, point)).parse().ok()
}

/// Whether two files say the same; numbers pass through decimals on the way, so the last digits may differ.
fn is_same(one: &Observed, other: &Observed) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    let both = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => near(a, b),
        (None, None) => true,
        _ => false,
    };
    let point = |a: &Point, b: &Point| {
        (&a.date, a.until, a.known, a.evidence, &a.source, &a.note, &a.file, &a.rows)
            == (&b.date, b.until, b.known, b.evidence, &b.source, &b.note, &b.file, &b.rows)
            && near(a.value, b.value)
            && both(a.low, b.low)
            && both(a.high, b.high)
    };
    one.series.len() == other.series.len()
        && other.series.iter().all(|series| {
            one.find(&series.name).is_some_and(|read| {
                (read.counts, &read.unit.text, &read.source, &read.title)
                    == (series.counts, &series.unit.text, &series.source, &series.title)
                    && read.points.len() == series.points.len()
                    && read.points.iter().zip(&series.points).all(|(a, b)| point(a, b))
            })
        })
}

/// The beginning of a new file of observations.
pub const HEAD: &str = "# Observations of my own, in the form of data/observed. `sunward observe` adds to them and keeps what else stands here;\n# `sunward track SCENARIO --observed` reads them.\n";

/// A series as a table of a file.
fn series_text(series: &Series) -> String {
    let mut out = format!("\n[series.{}]\n", series.name);
    let mut field = |name: &str, text: &str| out.push_str(&format!("{name} = {}\n", toml_text(text)));
    field("title", &series.title);
    field("counts", series.counts.name());
    field("unit", &series.unit.text);
    field("source", &series.source);
    field("kind", series.evidence.name());
    if let Some(via) = &series.via {
        field("via", via);
    }
    if let Some(note) = &series.note {
        field("note", note);
    }
    out.push_str("points = [\n");
    for point in &series.points {
        out.push_str(&format!("    {{ {} }},\n", point_fields(series, point)));
    }
    out.push_str("]\n");
    out
}

fn point_fields(series: &Series, point: &Point) -> String {
    // A point's own unit may be another size or another year's money; its number is written in it.
    let own = TemplateUnit::of(&point.unit).ok().filter(|_| point.unit != series.unit.text);
    let scale = own.as_ref().map_or(series.unit.scale, |unit| unit.scale);
    let number = |value: f64| format!("{}", rounded_back(value / scale));
    let mut fields =
        vec![format!("date = {}", toml_text(&point.date.text)), format!("value = {}", number(point.value))];
    let mut push = |name: &str, text: Option<String>| fields.extend(text.map(|text| format!("{name} = {text}")));
    push("low", point.low.map(number));
    push("high", point.high.map(number));
    push("known", Some(toml_text(&point.known.to_string())));
    push("until", point.until.map(|until| toml_text(&until.to_string())));
    push("unit", own.map(|_| toml_text(&point.unit)));
    push("kind", (point.evidence != series.evidence).then(|| toml_text(point.evidence.name())));
    push("source", (point.source != series.source).then(|| toml_text(&point.source)));
    push("note", point.note.as_deref().map(toml_text));
    push("file", point.file.as_deref().map(toml_text));
    push("rows", point.rows.as_deref().map(toml_text));
    fields.join(", ")
}

/// Takes back what a division by a unit's size left in the last digits.
fn rounded_back(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

/// A text between quotation marks, as TOML wants it; control characters become spaces.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
