//! The house rules, as tests: the map in `ARCHITECTURE.md` is the territory, arrows point down, nothing lies about,
//! and the pages of `docs/reference` say what the program says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use sunward::model_room::world::{SHAPES, SINGLE_TABLES};
use sunward::model_room::{Rule, Shape, What};
use sunward::quantity::Kind;
use sunward::scenario::Code;

/// Everything that may stand at the root.
const ROOT: &[&str] = &[
    ".ci",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "crates",
    "data",
    "deny.toml",
    "docs",
    "justfile",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "scenarios",
    "validation",
    "web",
];

/// Folders that tools write.
const WRITTEN: &[&str] = &["target", "out", ".git", "node_modules", "dist"];

/// Rooms that compute: they must build for a browser and give the same bits everywhere.
const CORE: &[&str] = &[
    "sunward-quantity",
    "sunward-model",
    "sunward-physics",
    "sunward-uncertainty",
    "sunward-economics",
    "sunward-exploration",
    "sunward-network",
];

/// Parts of the standard library that touch the machine.
const MACHINE: &[&str] = &["thread", "fs", "time", "env", "net", "process"];

/// Names of files where everything lands.
const CELLARS: &[&str] = &["mod.rs", "utils.rs", "util.rs", "common.rs", "types.rs", "helpers.rs", "misc.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder, with their paths from the root; folders that tools write are left out.
fn files_below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_string()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !WRITTEN.contains(&name.as_str()) => folders.push(path),
                Ok(kind) if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// One row of the table of floors.
#[derive(Debug)]
struct Room {
    floor: u32,
    may_use: String,
}

/// The table of floors: `| floor | room (crate) | in one line | may use |`.
fn floors() -> BTreeMap<String, Room> {
    let page = text("ARCHITECTURE.md");
    let mut rooms = BTreeMap::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [floor, room, _, may_use] = cells.as_slice() else { continue };
        let Ok(floor) = floor.parse() else { continue };
        let name = room.trim_matches('`').to_string();
        let twice = rooms.insert(name, Room { floor, may_use: may_use.replace('`', "") });
        assert!(twice.is_none(), "{room} stands twice in the table of floors");
    }
    assert!(!rooms.is_empty(), "ARCHITECTURE.md has no table of floors");
    rooms
}

/// Names of the crates, by their folders.
fn crates() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("crates")).expect("there is a folder of crates");
    entries
        .flatten()
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The rooms that a manifest names in its `[dependencies]`, those for one target included; not those of its tests.
fn dependencies(name: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut counts = false;
    for line in text(format!("crates/{name}/Cargo.toml")).lines().map(str::trim) {
        let room = |text: &str| {
            let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(text.len());
            text[..end].trim_matches('"').to_string()
        };
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end_matches(']');
            counts = section == "dependencies" || section.ends_with(".dependencies");
            // `[dependencies.sunward-model]`
            if let Some((before, of)) = section.rsplit_once("dependencies.")
                && (before.is_empty() || before.ends_with('.'))
                && of.starts_with("sunward")
            {
                found.insert(room(of));
            }
        } else if counts && line.starts_with("sunward") {
            found.insert(room(line));
        }
    }
    found
}

#[test]
fn every_crate_has_a_row_and_every_row_a_crate() {
    let rows: BTreeSet<String> = floors().into_keys().collect();
    assert_eq!(rows, crates(), "left: the table in ARCHITECTURE.md; right: the folder `crates`");
}

#[test]
fn the_map_says_what_the_manifests_say() {
    let floors = floors();
    for (name, room) in &floors {
        let wanted: BTreeSet<String> = match room.may_use.as_str() {
            "–" | "-" => BTreeSet::new(),
            "all below" => {
                floors.iter().filter(|(_, other)| other.floor < room.floor).map(|(name, _)| name.clone()).collect()
            }
            list => list
                .split(',')
                .map(str::trim)
                .map(|short| if short.starts_with("sunward") { short.to_string() } else { format!("sunward-{short}") })
                .collect(),
        };
        // Quantity is open to all, so a row need not name it.
        let open = |set: BTreeSet<String>| -> BTreeSet<String> {
            set.into_iter().filter(|n| n != "sunward-quantity").collect()
        };
        assert_eq!(
            open(wanted),
            open(dependencies(name)),
            "{name}: left is what ARCHITECTURE.md allows, right is what crates/{name}/Cargo.toml uses"
        );
    }
}

#[test]
fn every_arrow_points_to_a_lower_floor() {
    let floors = floors();
    for (name, room) in &floors {
        for used in dependencies(name) {
            let below = floors.get(&used).unwrap_or_else(|| panic!("{name} uses {used}, which is no room"));
            assert!(
                below.floor < room.floor,
                "{name} (floor {}) uses {used} (floor {}): a shared noun moves down a floor instead",
                room.floor,
                below.floor
            );
        }
    }
}

#[test]
fn no_file_is_a_cellar() {
    for path in files_below("crates") {
        let name = path.rsplit('/').next().unwrap_or(&path);
        assert!(
            !CELLARS.contains(&name),
            "{path}: a file is named after its subject; a helper lives beside its only caller"
        );
    }
}

#[test]
fn nothing_lies_about_at_the_root() {
    let root = root();
    if !root.join(".git").exists() {
        return;
    }
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(&root)
        .output();
    let Ok(listed) = listed else { return };
    if !listed.status.success() {
        return;
    }
    for path in String::from_utf8_lossy(&listed.stdout).lines() {
        let first = path.trim_matches('"').split('/').next().unwrap_or(path);
        assert!(
            ROOT.contains(&first),
            "`{first}` may not stand at the root; the list is in crates/sunward/tests/house.rs"
        );
    }
}

#[test]
fn the_core_touches_no_machine() {
    for name in CORE {
        for path in files_below(&format!("crates/{name}/src")) {
            for (number, line) in text(&path).lines().enumerate() {
                let code = line.split("//").next().unwrap_or(line);
                for part in MACHINE {
                    let named = code.contains(&format!("std::{part}::")) || code.contains(&format!("std::{part};"));
                    let in_braces = code.trim_start().starts_with("use std::{")
                        && code.split(['{', '}', ',', ' ', ';', ':']).any(|word| word == *part);
                    assert!(!named && !in_braces, "{path}:{}: the core may not use std::{part}", number + 1);
                }
            }
        }
    }
}

/// There is no second path to a number: only the command line may ask its terminal for its width and colours.
#[test]
fn no_environment_variable_changes_a_result() {
    for path in files_below("crates").iter().filter(|path| path.contains("/src/") && path.ends_with(".rs")) {
        let door = path.starts_with("crates/sunward-cli/");
        for (number, line) in text(path).lines().enumerate() {
            assert!(door || !line.contains("env::var"), "{path}:{}: reads the environment", number + 1);
        }
    }
}

#[test]
fn every_command_has_its_section() {
    let arguments = text("crates/sunward-cli/src/arguments.rs");
    let (_, verbs) = arguments.split_once("pub enum Verb {").expect("the commands stand in `Verb`");
    let page = text("docs/reference/commands.md");
    let mut count = 0;
    for line in verbs.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     ")) {
        let name: String = line.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
        if !name.is_empty() {
            count += 1;
            let heading = format!("## `{}", name.to_ascii_lowercase());
            assert!(
                page.lines().any(|line| line.starts_with(&heading)),
                "docs/reference/commands.md has no `{heading}`"
            );
        }
    }
    assert!(count >= 8, "only {count} commands found");
}

#[test]
fn every_link_leads_somewhere() {
    let pages = files_below("").into_iter().filter(|path| path.ends_with(".md") && !path.starts_with('.'));
    for page in pages {
        let folder = page.rsplit_once('/').map_or("", |split| split.0).to_string();
        for piece in text(&page).split("](").skip(1) {
            let target = piece.split(')').next().unwrap_or("");
            let path = target.split('#').next().unwrap_or("");
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            assert!(root().join(&folder).join(path).exists(), "{page}: `{target}` leads nowhere");
        }
    }
}

/// The part of a page between `<!-- NAME: written by a test -->` and `<!-- end of NAME -->` must be `wanted`. With
/// `UPDATE_EXPECT=1` in the environment it is written.
fn part_of_page(page: &str, name: &str, wanted: &str) {
    let before = text(page);
    let (start, end) = (format!("<!-- {name}: written by a test -->\n"), format!("<!-- end of {name} -->"));
    let from = before.find(&start).unwrap_or_else(|| panic!("{page} lacks `{}`", start.trim())) + start.len();
    let to = from + before[from..].find(&end).unwrap_or_else(|| panic!("{page} lacks `{end}`"));
    if &before[from..to] == wanted {
        return;
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let after = format!("{}{wanted}{}", &before[..from], &before[to..]);
        fs::write(root().join(page), after).expect("the page can be written");
    } else {
        let odd = wanted.lines().zip(before[from..to].lines()).find(|(a, b)| a != b);
        panic!("{page} is not what the program says; the first difference: {odd:?}. UPDATE_EXPECT=1 writes it anew");
    }
}

fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_page_of_mistakes_is_complete() {
    let mut table = String::from("\n| code | what is wrong | why, and what to do |\n|---|---|---|\n");
    for code in Code::ALL {
        table.push_str(&format!("| {} | {} | {} |\n", code.code(), cell(code.title()), cell(code.text())));
    }
    table.push('\n');
    part_of_page("docs/reference/mistakes.md", "mistakes", &table);
}

#[test]
fn codes_are_in_order_and_stand_once() {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.code()).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
}

fn holds(what: &What) -> String {
    match what {
        What::Number { kind, bounds } => format!("{}, {}", kind.name(), bounds.describe(*kind)),
        What::Decision { kind, bounds } => format!("{}, {}; a decision", kind.name(), bounds.describe(*kind)),
        What::Optional { kind, bounds } => format!("{}, {}; may be absent", kind.name(), bounds.describe(*kind)),
        What::Choice { words } => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        What::Reference { table } => format!("an entry of `{table}`"),
        What::OptionalReference { table } => format!("an entry of `{table}`, or nothing"),
        What::References { table } => format!("a list of entries of `{table}`"),
        What::OptionalReferences { table } => format!("a list of entries of `{table}`, or nothing"),
        What::Options => "a list of options".into(),
        What::OptionalOptions => "a list of options, or nothing".into(),
        What::Year => "a year".into(),
        What::Text => "a text".into(),
        What::OptionalText => "a text, or nothing".into(),
        What::Files => "a list of files, or an empty one".into(),
        What::Paths { beginnings: false } => "a list of paths of numbers".into(),
        What::Paths { beginnings: true } => "a list of paths of numbers or their beginnings".into(),
        What::Measured { template, bounds, optional } => {
            let absent = if *optional { "; may be absent" } else { "" };
            format!("a number in {}, {}{absent}", template.describe(), bounds.describe(Kind::Ratio))
        }
        What::Recipe { template } => format!("a recipe, each line in {}, or nothing", template.describe()),
        What::Amount { template } => format!("an amount in {}, or nothing", template.describe()),
        What::Each { table, template, exact_years } => {
            let years = if *exact_years { ", each in years of its own" } else { "" };
            format!("a number in {} for each of several entries of `{table}`{years}, or nothing", template.describe())
        }
        What::OptionalChoice { words } => {
            format!("{}, or nothing", words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
        }
        What::OptionalYear => "a year, or nothing".into(),
        What::Datasheet => "the name of what has a datasheet, or nothing".into(),
        What::Unit => "a unit of measure".into(),
    }
}

fn rules(shape: &Shape) -> String {
    let names = |fields: &[&str]| fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    for rule in shape.rules {
        match rule {
            Rule::ExactlyOne(fields) => out.push_str(&format!("\nExactly one of {} is given.\n", names(fields))),
            Rule::Together(fields) => out.push_str(&format!("\nAll or none of {} are given.\n", names(fields))),
            Rule::AtLeastOne(fields) => out.push_str(&format!("\nAt least one of {} is given.\n", names(fields))),
            Rule::Needs(choice, word, fields) => {
                out.push_str(&format!("\n`{choice} = \"{word}\"` needs {}.\n", names(fields)));
            }
            Rule::Only(choice, word, fields) => {
                out.push_str(&format!("\nOnly with `{choice} = \"{word}\"`: {}.\n", names(fields)));
            }
            Rule::Uses { through, choice: (choice, word), unless, of, fields } => {
                let unless = unless.map_or(String::new(), |own| format!(", unless it has its own `{own}`"));
                out.push_str(&format!(
                    "\nWhere its `{through}` has `{choice} = \"{word}\"`{unless}, its `{of}` must have {}.\n",
                    names(fields)
                ));
            }
        }
    }
    out
}

#[test]
fn the_page_of_tables_is_complete() {
    let mut page = String::from("\n");
    for shape in SHAPES {
        let single = SINGLE_TABLES.contains(&shape.table);
        let head = if single { format!("[{}]", shape.table) } else { format!("[{}.name]", shape.table) };
        page.push_str(&format!(
            "### `{head}`\n\n{}\n\n| field | holds | meaning |\n|---|---|---|\n",
            cell(shape.meaning)
        ));
        for field in shape.fields {
            page.push_str(&format!("| `{}` | {} | {} |\n", field.name, cell(&holds(&field.what)), cell(field.meaning)));
        }
        page.push_str(&rules(shape));
        page.push('\n');
    }
    part_of_page("docs/reference/scenario-files.md", "tables", &page);
}
