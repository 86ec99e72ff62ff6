//! One file for each mistake lies in `mistakes/`, named for it, with the drawn message beside it.
//!
//! The first line of a file says which codes it leads to, like `# S014`. To draw all messages again:
//! `UPDATE_EXPECT=1 cargo test -p sunward-scenario --test mistakes`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use sunward_scenario::{Code, MemoryFiles, Mistakes, read};

const BASE: &str = include_str!("base.toml");
const CHAIN: &str = include_str!("chain.toml");

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

/// Name and bytes of every file of mistakes, in order.
fn files() -> Vec<(String, Vec<u8>)> {
    let all = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    all.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    all.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// The codes that the first line names.
fn wanted(bytes: &[u8]) -> Vec<String> {
    let first = bytes.split(|b| *b == b'\n').next().unwrap();
    let first = String::from_utf8(first.to_vec()).unwrap();
    first.trim_start_matches('#').split_whitespace().map(str::to_string).collect()
}

fn mistakes_of(name: &str, bytes: &[u8]) -> Mistakes {
    read(&MemoryFiles::new(name, bytes).with("base.toml", BASE).with("chain.toml", CHAIN)).expect_err(name)
}

#[test]
fn the_base_itself_has_no_mistake() {
    if let Err(mistakes) = read(&MemoryFiles::new("base.toml", BASE)) {
        panic!("{mistakes}");
    }
}

#[test]
fn each_file_has_its_one_mistake_and_no_other() {
    let mut others = String::new();
    for (name, bytes) in files() {
        let mistakes = mistakes_of(&name, &bytes);
        let found: Vec<&str> = mistakes.mistakes.iter().map(|mistake| mistake.code.code()).collect();
        if found != wanted(&bytes) {
            others.push_str(&format!("{name} wants {:?}, but has {found:?}\n{mistakes}\n", wanted(&bytes)));
        }
    }
    assert!(others.is_empty(), "{others}");
}

#[test]
fn each_mistake_is_drawn_as_the_text_beside_it() {
    for (name, bytes) in files() {
        let beside = folder().join(name.replace(".toml", ".txt"));
        expect_test::expect_file![beside].assert_eq(&mistakes_of(&name, &bytes).to_string());
    }
}

#[test]
fn every_drawn_text_belongs_to_a_file() {
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        assert!(path.with_extension("toml").exists(), "{} is left over", path.display());
    }
}

#[test]
fn every_code_has_a_file() {
    // A file of 10 MB does not lie here; see `files.rs`, `a_file_over_ten_megabytes_is_refused`.
    let elsewhere = [Code::TooLarge.code().to_string()];
    let shown: BTreeSet<String> = files().iter().flat_map(|file| wanted(&file.1)).chain(elsewhere).collect();
    let all: BTreeSet<String> = Code::ALL.iter().map(|code| code.code().to_string()).collect();
    assert_eq!(shown, all);
}

#[test]
fn every_message_says_where_what_and_what_to_do() {
    for (name, bytes) in files() {
        for mistake in mistakes_of(&name, &bytes).mistakes {
            for text in [&mistake.message, &mistake.help] {
                assert!(text.len() > 10, "{name}: {text:?}");
                assert!(!text.ends_with('.') && !text.contains("  "), "{name}: {text:?}");
                assert_eq!(text.matches('`').count() % 2, 0, "{name}: {text:?}");
            }
        }
    }
}
