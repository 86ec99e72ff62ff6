//! Files that were published, to observations of one's own.

use crate::arguments::{Everywhere, Format};
use crate::commands::{Done, Stop, results, say};
use crate::folder::{Held, write_whole};
use crate::screen::{print, print_json};
use serde_json::json;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use sunward::observing;
use sunward::results::observe::{Written, document as observe_document, screen, table};
use sunward::results::{catalogue, document};
use sunward::tracking_room::date::Day;
use sunward::tracking_room::observations::{Given, NothingAdded};
use sunward::tracking_room::points::NotSaid;
use sunward::tracking_room::reading::LARGEST_FILE;

/// What is asked, as it was written.
pub struct Words<'a> {
    pub into: &'a Path,
    pub known: Option<&'a str>,
    pub dry_run: bool,
    pub scenario: Option<&'a Path>,
    pub drag: &'a str,
}

/// Reads files, shows what they say, and adds it to the file of observations.
pub fn observe(files: &[PathBuf], words: &Words, everywhere: &Everywhere) -> Done {
    if !everywhere.set.is_empty() && words.scenario.is_none() {
        return say("sunward observe: --set changes a scenario; give one with --scenario");
    }
    let known = words.known.map_or_else(today, str::to_string);
    let asked = observing::Words { known: &known, drag: words.drag }.read().or_else(say)?;
    let read = all(files, "")?;
    let given: Vec<Given<'_>> = read.iter().map(|(name, bytes)| Given { name, bytes }).collect();
    let mut heard = observing::read(&given, &asked).or_else(refuse)?;
    if let Some(scenario) = words.scenario {
        heard.beside(&results(scenario, everywhere)?);
    }
    let mut propagated = Vec::new();
    let mut start = Instant::now();
    for moved in heard.propagated() {
        propagated.push((moved, Some(start.elapsed().as_secs_f64())));
        start = Instant::now();
    }
    // From here to the end nobody else adds points, so that two commands at once lose none.
    let held = if words.dry_run { None } else { Some(Held::around(words.into)?) };
    let before = match fs::metadata(words.into) {
        Ok(_) => bytes(words.into).or_else(|why| say(format!("{}: {why}", words.into.display())))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return say(format!("{}: {error}", words.into.display())),
    };
    let into = words.into.display().to_string();
    let observing = observing::add(heard.said.clone(), &Given { name: &into, bytes: &before }).or_else(refuse)?;
    let written = match &observing.text {
        _ if words.dry_run => Written::NotAsked,
        None => Written::AsItWas(&into),
        Some(text) => {
            // Whoever knows no locks, an editor, may have written meanwhile.
            if bytes(words.into).unwrap_or_default() != before {
                return say(format!(
                    "{into}: somebody changed it just now; nothing was written, run the command again"
                ));
            }
            write_whole(&real_place(words.into), text.as_bytes())?;
            Written::To(&into)
        }
    };
    drop(held);
    match everywhere.format {
        Format::Json => {
            let mut body = observe_document(&observing, &known, &written);
            if let Some(body) = body.as_object_mut() {
                let catalogues = match heard.catalogues.all.is_empty() {
                    true => json!(null),
                    false => catalogue::document(&heard.catalogues, &propagated),
                };
                body.insert("satellites".into(), catalogues);
            }
            print_json(&document::document("", everywhere.seed, body))?;
        }
        Format::Csv => print(&table(&observing).csv())?,
        Format::Table if everywhere.quiet => {}
        Format::Table => {
            print(&format!(
                "{}{}",
                screen(&observing, &known, &written),
                catalogue::screen(&heard.catalogues, &propagated)
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn refuse<T>(nothing: NothingAdded) -> Result<T, Stop> {
    say(format!("{}\nsunward observe: nothing was written", refusal(&nothing)))
}

/// Every file that cannot be read, with what would be right.
pub fn refusal(nothing: &NothingAdded) -> String {
    let lines: Vec<String> = nothing
        .0
        .iter()
        .map(|(name, why)| match why {
            NotSaid::Refused(refusal) => format!("{name}: {refusal}"),
            // Each says its file and line.
            NotSaid::Mistakes(_) => why.to_string(),
        })
        .collect();
    lines.join("\n")
}

/// Files with their names; all that cannot be read are said at once, each after the option that names it.
pub fn all(paths: &[PathBuf], option: &str) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let mut read = Vec::new();
    let mut unread = Vec::new();
    for path in paths {
        match bytes(path) {
            Ok(bytes) => read.push((name(path), bytes)),
            Err(why) => unread.push(format!("{option}{}: {why}", path.display())),
        }
    }
    if unread.is_empty() { Ok(read) } else { say(unread.join("\n")) }
}

/// A file, up to the largest that is read.
fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let about = fs::metadata(path).map_err(|error| format!("{error}; give the path of a file"))?;
    if about.is_dir() {
        return Err("this is a folder; give the files in it".into());
    }
    let file = fs::File::open(path).map_err(|error| format!("{error}; give a file that can be read"))?;
    let mut bytes = Vec::new();
    // One byte more, so that a file over the limit is seen to be; a pipe says no size beforehand.
    file.take(LARGEST_FILE as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{error}; give a file that can be read"))?;
    Ok(bytes)
}

/// The name of a file without its folders, for points outlive the folders of one machine.
fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Where a link leads, so that the link stays one.
fn real_place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// Today, in UTC.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Day::from_1970(i32::try_from(seconds / 86_400).unwrap_or(0)).to_string()
}
