//! How numbers, units and names are written for a reader.

use sunward_quantity::elementary::{log10, power};
use sunward_quantity::money::BASE_YEAR;
use sunward_quantity::{Kind, Measure, Quantity, show, show_number};

/// `USD₂₀₂₅`: dollars with their year, short enough for an axis.
pub fn dollars() -> String {
    let small = |digit: char| digit.to_digit(10).and_then(|d| char::from_u32(0x2080 + d)).unwrap_or(digit);
    format!("USD{}", BASE_YEAR.to_string().chars().map(small).collect::<String>())
}

/// A unit as a reader writes it: `USD_2025/m2` → `USD₂₀₂₅/m²`.
pub fn unit(text: &str) -> String {
    let code = format!("USD_{BASE_YEAR}");
    let mut text = text.to_string();
    for (short, long) in [("k", "thousand "), ("M", "million "), ("B", "billion "), ("T", "trillion ")] {
        text = text.replace(&format!("{short}{code}"), &format!("{long}{code}"));
    }
    text.replace(&code, &dollars()).replace("m2", "m²").replace("m3", "m³").replace("s2", "s²").replace("deg", "°")
}

/// A quantity for a reader: `29.4 kg/kW`.
pub fn quantity(kind: Kind, si: f64) -> String {
    unit(&show(kind, si))
}

/// Likewise, of a number as it is kept.
pub fn measured(measure: Measure<'_>, kept: f64) -> String {
    unit(&measure.show(kept))
}

/// Likewise, of a typed one.
pub fn value<Q: Quantity>(q: Q) -> String {
    quantity(Q::KIND, q.in_si())
}

/// Likewise, with three significant digits.
pub fn short<Q: Quantity>(q: Q) -> String {
    short_of(Q::KIND, q.in_si())
}

/// Likewise, of a number in SI and its kind.
pub fn short_of(kind: Kind, si: f64) -> String {
    if si == 0.0 || !si.is_finite() {
        return quantity(kind, si);
    }
    let step = power(10.0, log10(si.abs()).floor() - 2.0);
    quantity(kind, (si / step).round() * step)
}

/// Three significant digits.
pub fn brief(x: f64) -> String {
    digits(x, 3)
}

/// So many significant digits (four at most).
pub fn digits(x: f64, count: i32) -> String {
    if x == 0.0 || !x.is_finite() {
        return show_number(x);
    }
    let step = power(10.0, log10(x.abs()).floor() - f64::from(count - 1));
    show_number((x / step).round() * step)
}

/// With every percentage on one line.
pub fn unbroken(text: &str) -> String {
    text.replace(" %", "\u{a0}%")
}

/// A count with its thousands told apart: `20,480`.
pub fn count(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len() > 4 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `23 %`, `1.2 %`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent != 0.0 && percent.abs() < 10.0 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

/// A name of a file entry as words: `starship_v3` → `Starship v3`.
pub fn name(text: &str) -> String {
    capital(&text.replace('_', " "))
}

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// With a small first letter, unless the first word is a name or an abbreviation: those keep theirs.
pub fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(letters).collect()
        }
        _ => text.to_string(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// At most so many letters, with an ellipsis where something is missing.
pub fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A temperature on both scales: `335 K (62 °C)`.
pub fn temperature(t: sunward_quantity::Temperature) -> String {
    format!("{:.0} K ({:.0} °C)", t.in_kelvin(), t.in_kelvin() - 273.15).replace("(-", "(−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_kept() {
        assert_eq!(short_of(Kind::Ratio, 123.456), "123");
        assert_eq!(short_of(Kind::Ratio, 0.0), "0");
    }
}
