//! Nothing that stands in a file makes the reader panic, overflow its stack or run for long.

#[path = "support/whole.rs"]
mod whole;

use std::time::{Duration, Instant};
use sunward_scenario::{Code, MemoryFiles, Mistakes, read};
use whole::{Random, whole_scenario};

/// Reads and draws within a time that leaves room for a slow machine, on a stack of half the usual size.
fn refused(text: impl Into<Vec<u8>>) -> (Mistakes, String) {
    let text = text.into();
    let reading = move || {
        let start = Instant::now();
        let mistakes = read(&MemoryFiles::new("main.toml", text)).unwrap_err();
        let drawn = mistakes.to_string();
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
        assert!(drawn.len() < 1_000_000, "{} bytes are drawn", drawn.len());
        (mistakes, drawn)
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(reading).unwrap().join().unwrap()
}

fn has(mistakes: &Mistakes, code: Code) -> bool {
    mistakes.mistakes.iter().any(|mistake| mistake.code == code)
}

#[test]
fn five_thousand_brackets_are_refused() {
    for depth in [100, 5_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        assert!(has(&refused(format!("a = {open}{close}")).0, Code::TooDeep));
        assert!(has(&refused(format!("a = {open}")).0, Code::Syntax));
        assert!(has(&refused(format!("[scenario]\nquestion = {open}1{close}")).0, Code::TooDeep));
    }
}

#[test]
fn five_thousand_inline_tables_are_refused() {
    for depth in [100, 5_000] {
        let (open, close) = ("{a=".repeat(depth), "}".repeat(depth));
        assert!(has(&refused(format!("a = {open}1{close}")).0, Code::TooDeep));
        refused(format!("a = {open}"));
    }
}

#[test]
fn a_key_of_five_thousand_parts_is_refused() {
    for depth in [70, 100, 5_000] {
        let key = "a.".repeat(depth) + "a";
        assert!(has(&refused(format!("{key} = 1")).0, Code::TooDeep));
        assert!(has(&refused(format!("[{key}]")).0, Code::TooDeep));
        assert!(has(&refused(format!("[[{key}]]")).0, Code::TooDeep));
    }
    // Each part as deep as the parser lets through.
    let key = "a.".repeat(70) + "a";
    let text = format!("[{key}]\n{key} = {}{{ {key} = 1 }}{}", "[".repeat(70), "]".repeat(70));
    assert!(has(&refused(text).0, Code::TooDeep));
}

#[test]
fn a_megabyte_of_random_bytes_is_not_text() {
    let mut random = Random(1);
    let bytes: Vec<u8> = (0..1 << 20).map(|_| random.bits() as u8).collect();
    assert!(has(&refused(bytes).0, Code::NotText));
}

#[test]
fn a_megabyte_of_random_letters_is_refused() {
    let mut random = Random(2);
    let letters = b"ab=[]{}.,\"'\n #\t0-_:";
    let bytes: Vec<u8> = (0..1_000_000).map(|_| letters[random.below(letters.len())]).collect();
    refused(bytes);
    let words =
        ["[chip.a]\n", "mass = ", "\"6 kg\"", "{ best = ", "}", "\n", "source = \"guess\"", ", ", "[", "]", "2030"];
    let text: String = (0..100_000).map(|_| words[random.below(words.len())]).collect();
    refused(text);
}

#[test]
fn nine_megabytes_of_garbage_lines_draw_two_hundred_mistakes_at_most() {
    for line in ["x\n", "[a\n", "é = \n", "\"\n", "]\n", "'''\n"] {
        // One length on each side of that from which only the first mistake against TOML is kept.
        let lengths: &[usize] = if line == "x\n" { &[900_000, 9_000_000] } else { &[300_000, 1_200_000] };
        for bytes in lengths {
            let (mistakes, drawn) = refused(line.repeat(bytes / line.len()));
            assert!(has(&mistakes, Code::Syntax));
            assert!(drawn.matches("error[").count() <= 200);
        }
    }
}

#[test]
fn megabytes_of_tables_draw_two_hundred_mistakes_at_most() {
    let lines = |line: fn(usize) -> String| (0..150_000).map(line).collect::<String>();
    for text in [
        lines(|i| format!("[x{i}]\n")),
        lines(|i| format!("[chip.c{i}]\n")),
        lines(|i| format!("[chip.C{i}]\n")),
        "[chip.c]\n".to_string() + &lines(|i| format!("x{i} = 1\n")),
        "[chip]\n".to_string() + &lines(|i| format!("x{i} = 1\n")),
        "[source]\n".to_string() + &lines(|i| format!("x{i} = 1\n")),
        "[chip.c.mass]\n".to_string() + &lines(|i| format!("x{i} = 1\n")),
        "[chip.c.mass.over_time]\n".to_string() + &lines(|i| format!("x{i} = 1\n")),
        "[typed.c]\nchip = \"x\"\n[scenario]\nchallengers = [".to_string()
            + &lines(|i| format!("\"typed.x{i}\","))
            + "]\n",
        "[scenario]\nworkloads = [".to_string() + &lines(|_| "\"w\",".into()) + "]\n",
    ] {
        let (_, drawn) = refused(text);
        assert_eq!(drawn.matches("error[").count().min(200), drawn.matches("error[").count());
    }
}

#[test]
fn lines_and_words_of_megabytes_are_drawn_short() {
    let long = "x".repeat(3_000_000);
    for text in [
        format!("{long} = 1"),
        format!("[{long}]"),
        format!("[chip.{long}]"),
        format!("[chip.c]\n{long} = 1"),
        format!("[chip.c]\nmass = {{ best = \"{long}\", source = \"{long}\" }}"),
        format!("[chip.c]\nmass = {{ best = \"6 {long}\", kind = \"{long}\", date = \"{long}\", source = \"guess\" }}"),
        format!("[chip.c]\nmass = {{ best = 1{}, source = \"guess\" }}", "0".repeat(1_000_000)),
        format!(
            "[scenario]\nstart = \"{long}\"\nchallengers = [\"{long}\", \"typed.{long}\"]\nworkloads = [\"{long}\"]"
        ),
        format!("include = [\"{long}\", \"library/{long}\"]"),
        format!("[radiator.r]\nconcept = \"{long}\""),
        format!("[typed.t]\ntitle = {}\"x\"", " ".repeat(3_000_000)),
        "x = [1, ".repeat(400_000),
        format!("[chip.c]\nmass = \"\"\"{}\"\"\"", "é\n".repeat(500_000)),
    ] {
        let (_, drawn) = refused(text);
        assert!(drawn.len() < 100_000, "{}", drawn.len());
    }
}

/// Many places in one long line.
#[test]
fn a_thousand_mistakes_in_one_line_are_drawn_short() {
    let many = "é = { best = true },".repeat(20_000);
    let (_, drawn) = refused(format!("chip.c = {{ {many} z = 1 }}"));
    assert!(drawn.len() < 400_000, "{}", drawn.len());
}

const WORDS: &[&str] = &[
    "\"",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "\r",
    "\0",
    "é",
    "\u{feff}",
    "[[",
    "]]",
    "nan",
    "-inf",
    "1e999",
    "0x1F",
    "2026-05-20",
    "true",
    "-",
    "USD",
    "°C",
    "include = [\"a.toml\"]\n",
    "[scenario]\n",
    "\\u0000",
    "over_time",
    "best",
    "range",
    "values = [1, 2], weights = [1, 2], ",
    "distribution = \"tabulated\", ",
    "shares = [0, 1], ",
    "truncate = [0, 1], ",
    "path = \"5 years\", ",
    "\n[correlation.x]\nbetween = [\"*.*.*\"]\nrank = { best = 0.1, source = \"guess\" }\n",
    "\n[group.x]\ntitle = \"X\"\nmembers = [\"*\"]\n",
    "[]",
    "{}",
    "_",
    "9999999999999999999999",
    "%",
    "/",
    "(((((((((((",
    "^127",
    "\u{10ffff}",
];

fn mutate(text: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..1 + random.below(3) {
        let at = random.below(text.len() + 1);
        if random.chance(40) {
            // Another digit somewhere: often that still reads.
            let digits: Vec<usize> = (0..text.len()).filter(|i| text[*i].is_ascii_digit()).collect();
            if !digits.is_empty() {
                text[digits[random.below(digits.len())]] = b'0' + random.below(10) as u8;
            }
            continue;
        }
        let length = random.below(40).min(text.len() - at);
        match random.below(6) {
            0 if at < text.len() => text[at] = random.bits() as u8,
            1 => drop(text.drain(at..at + length)),
            2 => {
                let copy = text[at..at + length].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, copy);
            }
            3 if at < text.len() => text[at] ^= 1 << random.below(7),
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                text.splice(at..at, word.bytes());
            }
        }
    }
}

/// A few thousand small changes to scenarios that read.
#[test]
fn a_changed_scenario_is_read_or_refused() {
    let mut random = Random(3);
    let base = include_str!("base.toml").to_string();
    let whole = whole_scenario(&mut random).text;
    let mut read_well = 0;
    for (original, times) in [(base, 3000), (whole, 300)] {
        for _ in 0..times {
            let mut text = original.clone().into_bytes();
            mutate(&mut text, &mut random);
            let files = MemoryFiles::new("main.toml", text).with("a.toml", original.clone());
            match read(&files) {
                Ok(model) => {
                    read_well += 1;
                    let locked = sunward_scenario::lock(&model);
                    let again = read(&MemoryFiles::new("main.toml", locked.clone())).unwrap_or_else(|m| panic!("{m}"));
                    assert_eq!(sunward_scenario::lock(&again), locked);
                }
                Err(mistakes) => {
                    assert!(!mistakes.mistakes.is_empty());
                    drop(mistakes.to_string());
                }
            }
        }
    }
    assert!(read_well > 300, "{read_well}");
}

/// Everything that is said of many numbers at once is refused in a moment when it is too much.
#[test]
fn no_list_of_numbers_is_too_long_to_be_refused() {
    let lines = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let base = include_str!("base.toml");
    let correlation = |between: String| {
        format!("{base}\n[correlation.x]\nbetween = [{between}]\nrank = {{ best = 0.5, source = \"guess\" }}\n")
    };
    for text in [
        correlation(lines(100_000, |i| format!("\"chip.c{i}.mass\","))),
        correlation(format!("\"{}\"", "*.".repeat(1_000_000))),
        format!(
            "{base}{}",
            lines(20_000, |i| format!(
                "[correlation.c{i}]\nbetween = [\"*.*.*\"]\nrank = {{ best = 0.5, source = \"guess\" }}\n"
            ))
        ),
        format!("{base}{}", lines(20_000, |i| format!("[group.g{i}]\ntitle = \"G\"\nmembers = [\"*\"]\n"))),
        format!(
            "{base}[chip.c2]\nmass = {{ best = 1, distribution = \"discrete\", values = [{0}], weights = [{0}], source = \"guess\" }}",
            lines(400_000, |i| format!("{i},"))
        ),
    ] {
        refused(text);
    }
}

#[test]
fn at_most_three_hundred_numbers_are_correlated() {
    let base = include_str!("base.toml");
    let chip = base.split("[chip.c1]").nth(1).unwrap().split("[typed.orbit]").next().unwrap();
    let chips: String = (2..303).map(|i| format!("[chip.c{i}]{chip}")).collect();
    let text = format!(
        "{base}\n{chips}\n[correlation.x]\nbetween = [\"chip.*.power\"]\nrank = {{ best = 0.5, source = \"guess\" }}\n"
    );
    assert_eq!(codes(&text), ["S069"]);
    let fewer = text.replace("[chip.c300]", "[cell.c300]").replace("[chip.c301]", "[cell.c301]");
    assert!(!codes(&fewer).contains(&"S069"));
}

/// The small whole chain in one file, so that it can be spoilt.
fn chain() -> String {
    let chain = include_str!("chain.toml").replace("include = [\"base.toml\"]", "");
    format!("{}\n{chain}", include_str!("base.toml"))
}

fn codes(text: &str) -> Vec<&'static str> {
    let (mistakes, _) = refused(text);
    mistakes.mistakes.iter().map(|mistake| mistake.code.code()).collect()
}

#[test]
fn no_recipe_holds_what_is_not_a_finite_number() {
    for text in ["nan", "inf", "-inf", "\"NaN kg/wafer\"", "\"inf kg/wafer\"", "\"1e999 kg/wafer\"", "\"-1 kg/wafer\""]
    {
        let spoilt = chain().replace("2026 = \"0.13 kg/wafer\"", &format!("2026 = {text}"));
        assert!(!codes(&spoilt).is_empty(), "{text}");
        let spoilt = chain().replace("best = \"60 GW\"", &format!("best = {}", text.replace("kg/wafer", "GW")));
        assert!(!codes(&spoilt).is_empty(), "{text}");
    }
    // What overflows only in the unit it is kept in.
    let spoilt = chain().replace("2026 = \"0.13 kg/wafer\"", "2026 = \"1e300 YYt/wafer\"");
    assert_eq!(codes(&spoilt), ["S016"]);
    let spoilt = chain().replace("2026 = \"0.13 kg/wafer\"", "2026 = \"1e300 Yt/wafer\"");
    assert_eq!(codes(&spoilt), ["S020"]);
}

#[test]
fn a_unit_that_is_a_bomb_is_no_unit_to_count_in() {
    let bombs = [
        "Yt6".repeat(40),
        "Yt6 ".repeat(14),
        "nm^6 ".repeat(11),
        "/".repeat(50),
        "(".repeat(20),
        format!("{}t{}", "(".repeat(9), ")".repeat(9)),
        "t)(t".into(),
        "t/".into(),
        "1/(kg/)".into(),
        "x".repeat(100_000),
        "°C".into(),
        "USD_2025".into(),
        "{unit}".into(),
        "t\\nt".into(),
        "k".repeat(59),
        "wafer^99".into(),
    ];
    for bomb in bombs {
        let spoilt = chain().replace("unit = \"t\"", &format!("unit = \"{bomb}\""));
        let found = codes(&spoilt);
        assert!(found.contains(&"S061"), "{bomb:.60}: {found:?}");
    }
}

#[test]
fn units_of_great_powers_are_kept_apart() {
    let unit = "wafer6 wafer6 wafer6 wafer6 wafer6 wafer6 wafer6 wafer6";
    let spoilt = chain().replace("unit = \"kwafer\"", &format!("unit = \"{unit}\""));
    assert!(codes(&spoilt).contains(&"S050"));
    let unit = "m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6 m6";
    let spoilt = chain().replace("unit = \"kwafer\"", &format!("unit = \"{unit}\""));
    assert!(codes(&spoilt).contains(&"S014"));
}

/// Ten thousand industries are read in a moment when they are right, and refused in a moment when they are wrong.
#[test]
fn ten_thousand_industries_are_read_or_refused_in_a_moment() {
    let mut text = chain();
    let mut names = String::new();
    for i in 0..10_000 {
        names.push_str(&format!("\"plant_{i}\", "));
        text.push_str(&format!(
            "[industry.plant_{i}]\ntitle = \"Plant {i}\"\nstage = \"power\"\nunit = \"GW year\"\nlocations = [\"texas\"]\n\
             capacity = \"limited\"\nmakes = {{ electricity = {{ best = 1, source = \"guess\" }} }}\n\
             uses = {{ silicon = {{ best = \"{i} t/(GW year)\", source = \"guess\" }} }}\n\
             life = {{ best = \"25 years\", source = \"guess\" }}\nlead_time = {{ best = \"4 years\", source = \"guess\" }}\n\
             standing = {{ texas = {{ best = \"{i} MW\", source = \"guess\" }} }}\nloop = \"inside\"\nconserves = \"nothing\"\n"
        ));
    }
    let text = text.replace("industries = [\"quarry\"", &format!("industries = [{names} \"quarry\""));
    let start = Instant::now();
    let model = read(&MemoryFiles::new("main.toml", text.as_str())).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(model.industries.len(), 10_007);
    assert_eq!(model.register.find("industry.plant_9999.standing.texas").unwrap().value.at(2026), 9.999);
    assert!(has(&refused(text.replace("t/(GW year)", "t/robot")).0, Code::WrongDimension));
    assert!(has(&refused(text.replace("unit = \"t\"", "unit = \"ton\"")).0, Code::BadUnit));
    assert!(has(&refused(text.replace("silicon = {", "silikon = {")).0, Code::UnknownReference));
}

#[test]
fn a_spoilt_chain_is_read_or_refused() {
    let chain = chain();
    let mut random = Random(9);
    let words = [
        "texas",
        "taiwan",
        "electricity",
        "silicon",
        "GW year",
        "t/t",
        "kwafer",
        "{",
        "}",
        "\"",
        "[",
        "0",
        "plan",
        "industry.",
    ];
    for _ in 0..2_000 {
        let mut text = chain.clone();
        for _ in 0..1 + random.below(3) {
            let from = words[random.below(words.len())];
            let places: Vec<usize> = text.match_indices(from).map(|found| found.0).collect();
            if places.is_empty() {
                continue;
            }
            let at = places[random.below(places.len())];
            text.replace_range(at..at + from.len(), words[random.below(words.len())]);
        }
        if let Err(mistakes) = read(&MemoryFiles::new("main.toml", text.as_str())) {
            assert!(!mistakes.mistakes.is_empty());
            mistakes.to_string();
        }
    }
}
