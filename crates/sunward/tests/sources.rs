//! No number and no formula without its source: every key that is named is in `data/sources.bib`, and every work there
//! is named somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use sunward::scenario::library::SOURCES;
use sunward::scenario::sources::read_sources;

/// What may stand in place of a source.
const NO_SOURCE: &[&str] = &["guess", "decision", "command line"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files below `folder` whose names end in `ending`: path from the root, and text.
fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            if entry.path().is_dir() {
                if name != "target" && name != "mistakes" && name != "fuzz" {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                let text = fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{path}: {error}"));
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// A key, and where it is named.
type Named = BTreeMap<String, BTreeSet<String>>;

fn note(named: &mut Named, key: &str, path: &str) {
    named.entry(key.to_string()).or_default().insert(path.to_string());
}

/// Whether a word could be a key of the list of sources.
fn looks_like_a_key(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.len() > 3
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether it ends in a year, as most keys do: `turyshev2026`, `iau2015b3`.
fn ends_in_a_year(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    looks_like_a_key(word)
        && digits.len() > 4
        && digits.is_char_boundary(digits.len() - 4)
        && digits[digits.len() - 4..].parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// Words in backticks, each with what stands before it.
fn quoted(text: &str) -> Vec<(&str, &str)> {
    let pieces: Vec<&str> = text.split('`').collect();
    (1..pieces.len()).step_by(2).filter(|i| i + 1 < pieces.len()).map(|i| (pieces[i - 1], pieces[i])).collect()
}

/// Runs of comment lines, each as one text.
fn paragraphs(code: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in code.lines() {
        let line = line.trim_start();
        let comment = line.strip_prefix("///").or(line.strip_prefix("//!")).or(line.strip_prefix("//"));
        match comment.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => {
                let last = all.len() - 1;
                all[last].push_str(text);
                all[last].push(' ');
            }
            None if all[all.len() - 1].is_empty() => {}
            None => all.push(String::new()),
        }
    }
    all
}

/// Keys in the comments of the code: those in a sentence that starts with `Source:`, and whatever ends in a year.
fn keys_in_code() -> Named {
    let mut named = Named::new();
    for (path, code) in files("crates", ".rs") {
        for paragraph in paragraphs(&code) {
            for opening in ["Source: ", "Sources: ", "Source key: "] {
                for after in paragraph.split(opening).skip(1) {
                    let sentence = after.split(". ").next().unwrap_or(after);
                    for (before, word) in quoted(sentence) {
                        if looks_like_a_key(word) && !before.trim_end().ends_with("test") {
                            note(&mut named, word, &path);
                        }
                    }
                }
            }
            for (_, word) in quoted(&paragraph) {
                if ends_in_a_year(word) {
                    note(&mut named, word, &path);
                }
            }
        }
    }
    named
}

/// Keys in data, scenarios and published cases: `source = "key"`, unless the file describes the work itself.
fn keys_in_data() -> Named {
    let mut named = Named::new();
    for folder in ["data", "scenarios", "validation"] {
        for (path, text) in files(folder, ".toml") {
            for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
                for after in line.split("source").skip(1) {
                    let Some(value) = after.trim_start().strip_prefix('=') else { continue };
                    let Some(value) = value.trim_start().strip_prefix('"') else { continue };
                    let key = value.split('"').next().unwrap_or("");
                    let own = text.contains(&format!("[source.{key}]"));
                    if !own && !NO_SOURCE.contains(&key) {
                        note(&mut named, key, &path);
                    }
                }
            }
        }
    }
    named
}

/// Keys that the documentation names in backticks.
fn keys_in_docs(known: &BTreeSet<String>) -> Named {
    let mut named = Named::new();
    for (path, text) in files("docs", ".md") {
        for (_, word) in text.lines().flat_map(quoted) {
            if known.contains(word) || ends_in_a_year(word) {
                note(&mut named, word, &path);
            }
        }
    }
    named
}

fn known() -> BTreeSet<String> {
    read_sources(SOURCES).expect("the list of sources can be read").into_keys().collect()
}

#[test]
fn every_source_that_is_named_is_in_the_list() {
    let known = known();
    let mut missing = Vec::new();
    for named in [keys_in_code(), keys_in_data(), keys_in_docs(&known)] {
        for (key, places) in named {
            if !known.contains(&key) {
                missing.push(format!("{key}: {}", places.into_iter().collect::<Vec<_>>().join(", ")));
            }
        }
    }
    assert!(missing.is_empty(), "not in data/sources.bib:\n{}", missing.join("\n"));
}

#[test]
fn every_work_in_the_list_is_named_somewhere() {
    let known = known();
    let mut named: BTreeSet<String> = BTreeSet::new();
    for keys in [keys_in_code(), keys_in_data(), keys_in_docs(&known)] {
        named.extend(keys.into_keys());
    }
    let unused: Vec<&String> = known.difference(&named).collect();
    assert!(unused.is_empty(), "in data/sources.bib, but named nowhere: {unused:?}");
}

#[test]
fn the_code_names_its_sources() {
    // The reader of comments works at all: these stand in the code for good.
    let named = keys_in_code();
    for key in ["codata2018", "bretagnon1988", "howell_view_factors", "short1995", "wright1936", "montenbruck2000"] {
        assert!(named.contains_key(key), "`{key}` was not found in the comments");
    }
}
