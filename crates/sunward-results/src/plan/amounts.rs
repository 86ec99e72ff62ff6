//! Amounts of a network in words: its units are those of the scenario, not kinds of quantity.

use crate::report::words;
use sunward_quantity::Money;
use sunward_quantity::unit::counted as counted_word;

/// Unit of so much a year: `wafer` → `wafer/year`, `GW year` → `GW`.
pub fn per_year(unit: &str) -> String {
    unit.strip_suffix(" year").map_or_else(|| format!("{unit}/year"), str::to_string)
}

/// Units that stand for each other, from small to large, with their sizes.
const LADDERS: &[&[(&str, f64)]] = &[
    &[("kg", 1e-3), ("t", 1.0), ("kt", 1e3), ("Mt", 1e6), ("Gt", 1e9)],
    &[("W", 1e-9), ("kW", 1e-6), ("MW", 1e-3), ("GW", 1.0), ("TW", 1e3), ("PW", 1e6)],
];

/// A counted word without its prefix, and what the prefix stands for.
pub fn counted(word: &str) -> (&str, f64) {
    counted_word(word).map_or((word, 1.0), |(size, one, _)| (one, size))
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
    if let Some((size, one, many)) = counted_word(head) {
        let count = value * size;
        let word = match one {
            _ if (count - 1.0).abs() < 1e-12 => one,
            "person" => "people",
            _ => many,
        };
        return format!("{} {word}{tail}", large(count));
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
