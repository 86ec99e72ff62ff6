//! Amounts of a network in words: its units are those of the scenario, not kinds of quantity.

use crate::report::words;
use sunward_quantity::Money;

/// Unit of so much a year: `wafer` → `wafer/year`, `GW year` → `GW`.
pub fn per_year(unit: &str) -> String {
    unit.strip_suffix(" year").map_or_else(|| format!("{unit}/year"), str::to_string)
}

/// Units that stand for each other, from small to large, with their sizes.
const LADDERS: &[&[(&str, f64)]] = &[
    &[("kg", 1e-3), ("t", 1.0), ("kt", 1e3), ("Mt", 1e6), ("Gt", 1e9)],
    &[("W", 1e-9), ("kW", 1e-6), ("MW", 1e-3), ("GW", 1.0), ("TW", 1e3), ("PW", 1e6)],
];

/// Prefixes of counted words.
const PREFIXES: &[(&str, f64)] = &[("k", 1e3), ("M", 1e6), ("G", 1e9)];

/// Endings of units in which a letter before a whole word is a prefix: `kwafer`, `Mperson`.
const COUNTED: &[&str] = &[
    "wafer",
    "flight",
    "robot",
    "person",
    "tool",
    "scanner",
    "satellite",
    "vehicle",
    "chip",
    "exposure",
    "pad",
    "ship",
    "booster",
    "engine",
    "package",
    "stack",
    "licence",
    "slot",
    "lander",
    "shot",
];

/// A counted word without its prefix, and what the prefix stands for.
pub fn counted(word: &str) -> (&str, f64) {
    for (prefix, size) in PREFIXES {
        if let Some(rest) = word.strip_prefix(prefix)
            && COUNTED.contains(&rest)
        {
            return (rest, *size);
        }
    }
    (word, 1.0)
}

/// An amount in words, in a unit near one: `10 Mt a year`, `1.2 million wafers`, `35 GW`.
pub fn amount(value: f64, unit: &str) -> String {
    let end = unit.find([' ', '/']).unwrap_or(unit.len());
    let (head, tail) = unit.split_at(end);
    let tail = match tail {
        "/year" => " a year".to_string(),
        " year" => " years".to_string(),
        " year/year" => String::new(),
        other => words::unit(other),
    };
    if let Some(ladder) = LADDERS.iter().find(|ladder| ladder.iter().any(|row| row.0 == head)) {
        let base = value * ladder.iter().find(|row| row.0 == head).map_or(1.0, |row| row.1);
        let fits = ladder.iter().rev().find(|row| base.abs() >= row.1 * 0.9995);
        let (name, size) = fits.copied().unwrap_or_else(|| if value == 0.0 { (head, 1.0) } else { ladder[0] });
        return format!("{} {name}{tail}", words::brief(base / size));
    }
    let (word, size) = counted(head);
    if COUNTED.contains(&word) {
        return format!("{} {}{tail}", large(value * size), plural(word, value * size));
    }
    format!("{} {}{tail}", large(value), words::unit(head))
}

/// A number with `thousand`, `million` or `billion` where that is shorter.
pub fn large(value: f64) -> String {
    for (size, name) in [(1e12, "trillion"), (1e9, "billion"), (1e6, "million")] {
        if value.abs() >= size * 0.9995 {
            return format!("{} {name}", words::brief(value / size));
        }
    }
    words::brief(value)
}

fn plural(word: &str, value: f64) -> String {
    match word {
        _ if (value - 1.0).abs() < 1e-12 => word.into(),
        "person" => "people".into(),
        _ => format!("{word}s"),
    }
}

/// Dollars of the base year: `12.3 billion USD`.
pub fn dollars(value: f64) -> String {
    format!("{} USD", large(value))
}

/// Dollars with their year, for the report: `12.3 billion USD₂₀₂₅`.
pub fn dollars_of_year(value: f64) -> String {
    words::short(Money::dollars(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_near_one_in_words() {
        assert_eq!(amount(1e7, "t/year"), "10 Mt a year");
        assert_eq!(amount(1200.0, "kwafer/year"), "1.2 million wafers a year");
        assert_eq!(amount(1.0, "flight/year"), "1 flight a year");
        assert_eq!(amount(12.0, "kperson"), "12,000 people");
        assert_eq!(amount(1000.0, "GW"), "1 TW");
        assert_eq!(amount(2.0, "GW year"), "2 GW years");
        assert_eq!(amount(0.0, "t"), "0 t");
        assert_eq!(amount(35.0, "m2"), "35 m²");
    }

    #[test]
    fn a_year_in_service_a_year_is_what_stands() {
        assert_eq!(per_year("GW year"), "GW");
        assert_eq!(per_year("wafer"), "wafer/year");
    }

    #[test]
    fn large_numbers_are_told_in_words() {
        assert_eq!(dollars(1.234e12), "1.23 trillion USD");
        assert_eq!(dollars(950.0), "950 USD");
    }
}
