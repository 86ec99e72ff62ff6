//! How files become one scenario.

use sunward_model::Model;
use sunward_scenario::{Code, MemoryFiles, Mistakes, read};

const BASE: &str = include_str!("base.toml");

fn files(text: impl Into<Vec<u8>>) -> MemoryFiles {
    MemoryFiles::new("study/scenario.toml", text).with("base.toml", BASE)
}

fn model(files: &MemoryFiles) -> Model {
    read(files).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn codes(mistakes: &Mistakes) -> Vec<Code> {
    mistakes.mistakes.iter().map(|mistake| mistake.code).collect()
}

fn mass(model: &Model) -> f64 {
    model.register.find("chip.c1.mass").unwrap().value.at(2030)
}

const HEAVIER: &str = "[chip.c1]\nmass = { best = \"8 kg\", source = \"guess\" }\n";

#[test]
fn a_study_is_named_for_its_folder() {
    assert_eq!(model(&files(BASE)).name, "study");
}

#[test]
fn a_scenarios_own_words_override_what_it_includes() {
    assert_eq!(mass(&model(&files("include = [\"base.toml\"]"))), 6.0);
    let model = model(&files(format!("include = [\"base.toml\"]\n{HEAVIER}")));
    assert_eq!(mass(&model), 8.0);
    let place = model.register.find("chip.c1.mass").unwrap().provenance.place.clone().unwrap();
    assert_eq!(place, ("study/scenario.toml".into(), 3, 8));
    // The other fields of the entry stay as included.
    assert_eq!(model.register.find("chip.c1.power").unwrap().value.at(2030), 1200.0);
}

#[test]
fn a_later_include_overrides_an_earlier_one() {
    let lighter = HEAVIER.replace('8', "3");
    let both = |order: &str| files(order).with("heavier.toml", HEAVIER).with("lighter.toml", lighter.clone());
    assert_eq!(mass(&model(&both(r#"include = ["base.toml", "heavier.toml", "lighter.toml"]"#))), 3.0);
    assert_eq!(mass(&model(&both(r#"include = ["base.toml", "lighter.toml", "heavier.toml"]"#))), 8.0);
}

#[test]
fn own_words_override_the_library_too() {
    let text = "include = [\"base.toml\", \"library\"]\n".to_string() + HEAVIER;
    assert_eq!(mass(&model(&files(text))), 8.0);
}

/// Both arms of the diamond include the base, which would undo what the first arm says if it were read twice.
#[test]
fn a_file_included_twice_is_read_once() {
    let files = files("include = [\"left.toml\", \"right.toml\"]")
        .with("left.toml", format!("include = [\"base.toml\"]\n{HEAVIER}"))
        .with("right.toml", "include = [\"./base.toml\", \"x/../base.toml\", \"library/chip\", \"library/chip.toml\"]");
    assert_eq!(mass(&model(&files)), 8.0);
}

#[test]
fn files_that_include_each_other_are_refused() {
    let files = files("include = [\"base.toml\", \"one.toml\"]")
        .with("one.toml", "include = [\"two.toml\"]")
        .with("two.toml", "include = [\"one.toml\"]");
    let mistakes = read(&files).unwrap_err();
    assert_eq!(codes(&mistakes), [Code::IncludeLoop]);
    assert_eq!(mistakes.line_and_column(&mistakes.mistakes[0]), ("two.toml", 1, 12));
}

#[test]
fn a_file_that_includes_the_scenario_is_refused() {
    let files = files("include = [\"base.toml\", \"one.toml\"]").with("one.toml", "include = [\"scenario.toml\"]");
    let files = files.with("scenario.toml", "");
    assert_eq!(codes(&read(&files).unwrap_err()), [Code::IncludeLoop]);
}

/// Fifteen mistakes of fifteen kinds, in two files: all are reported, file by file and line by line.
#[test]
fn all_mistakes_are_reported_at_once_in_the_order_of_their_places() {
    let text = r#"include = ["base.toml", "no.toml", "library/nothing", "more.toml"]

[scenario]
start = 1789
incumbents = ["typed.texas", "typed.texas", "typed.mars"]
workloads = []

[chip.c1]
compute = { best = "4.5 kW", source = "guess" }
power = { best = "1.2", source = "guess" }
price = { best = "30 kUSD", source = "guess" }
margin = { best = 1.4, source = "guess" }
failure = "5 %/year"
life = { best = "5 yeers", source = "nobody1999" }
resale = { best = 0.1, range = [0.3, 0.2], source = "guess" }
colour = "black"

[chips.c2]
"#;
    let more = "[typed.texas]\ntitle = \"\"\nlife = { source = \"guess\" }\nwacc = 5 %\n";
    let mistakes = read(&files(text).with("more.toml", more)).unwrap_err();
    let found: Vec<(&str, usize, &str)> = mistakes
        .mistakes
        .iter()
        .map(|mistake| {
            let (file, line, _) = mistakes.line_and_column(mistake);
            (file, line, mistake.code.code())
        })
        .collect();
    let (main, more) = ("study/scenario.toml", "more.toml");
    let wanted = [
        (main, 1, "S001"),
        (main, 1, "S008"),
        (main, 3, "S041"),
        (main, 4, "S036"),
        (main, 5, "S048"),
        (main, 5, "S028"),
        (main, 9, "S014"),
        (main, 10, "S015"),
        (main, 11, "S017"),
        (main, 12, "S021"),
        (main, 13, "S023"),
        (main, 14, "S016"),
        (main, 14, "S024"),
        (main, 15, "S030"),
        (main, 16, "S011"),
        (main, 18, "S009"),
        (more, 2, "S042"),
        (more, 3, "S039"),
        (more, 4, "S004"),
    ];
    assert_eq!(found, wanted, "{mistakes}");
}

#[test]
fn an_incomplete_source_is_one_mistake_however_many_numbers_name_it() {
    let text =
        "include = [\"base.toml\"]\n[source.x]\ntitle = \"X\"\n[chip.c1]\nmass = { best = \"8 kg\", source = \"x\" }\n";
    assert_eq!(codes(&read(&files(text)).unwrap_err()), [Code::SourceIncomplete]);
}

#[test]
fn a_range_may_hold_the_best_value_in_another_unit() {
    let text = "include = [\"base.toml\"]\n[chip.c1]\n\
                mass = { best = \"0.0093 t\", range = [\"9.3 kg\", \"9300 g\"], source = \"guess\" }\n";
    let model = model(&files(text));
    let range = model.register.find("chip.c1.mass").unwrap().value.estimates()[0].1.range.unwrap();
    assert!(range.0 <= mass(&model) && mass(&model) <= range.1);
}

#[test]
fn windows_line_ends_are_line_ends() {
    assert_eq!(mass(&model(&files(BASE.replace('\n', "\r\n")))), 6.0);
    let broken = BASE.replace("\"6 kg\"", "\"6 kW\"").replace('\n', "\r\n");
    let mistakes = read(&files(broken)).unwrap_err();
    assert!(mistakes.to_string().contains("mass = { best = \"6 kW\", source = \"guess\" }\n"), "{mistakes}");
}

/// Some editors put an invisible mark (`U+FEFF`) before UTF-8 text.
#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(mass(&model(&files(format!("\u{feff}{BASE}")))), 6.0);
    let mistakes = read(&files("\u{feff}chips = 5")).unwrap_err();
    assert_eq!(mistakes.line_and_column(&mistakes.mistakes[0]).1, 1);
    assert_eq!(mistakes.line_and_column(&mistakes.mistakes[0]).2, 1);
}

#[test]
fn an_empty_file_asks_no_question() {
    for empty in ["", "\n", " \r\n", "\u{feff}", "# nothing"] {
        let mistakes = read(&files(empty)).unwrap_err();
        assert_eq!(codes(&mistakes), [Code::NoScenario]);
        assert!(mistakes.to_string().contains("there is no table `[scenario]`"));
    }
}

#[test]
fn a_file_of_sixteen_bits_a_character_is_not_text() {
    let utf16: Vec<u8> = BASE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mistakes = read(&files(utf16)).unwrap_err();
    assert_eq!(codes(&mistakes), [Code::NotText]);
    assert!(mistakes.to_string().contains("zero byte"), "{mistakes}");
}

#[test]
fn colours_change_no_letter() {
    let mistakes = read(&files("include = [\"base.toml\"]\n[chips.c2]\n")).unwrap_err();
    let coloured = sunward_scenario::draw(&mistakes, sunward_scenario::Paint::Coloured);
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\u{1b}') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    plain.push_str(rest);
    assert_ne!(coloured, plain);
    assert_eq!(plain, mistakes.to_string());
}

#[test]
fn every_part_of_the_library_reads_without_a_mistake() {
    if let Err(mistakes) = read(&files("include = [\"base.toml\", \"library\"]")) {
        panic!("{mistakes}");
    }
}

#[test]
fn every_file_of_the_library_is_a_part_of_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/technologies");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    files.sort();
    let parts: Vec<String> = sunward_scenario::library::PARTS.iter().map(|part| format!("{}.toml", part.0)).collect();
    assert_eq!(parts, files);
}

#[test]
fn the_list_of_sources_reads() {
    if let Err(error) = sunward_scenario::sources::read_sources(sunward_scenario::library::SOURCES) {
        panic!("{error}");
    }
}
