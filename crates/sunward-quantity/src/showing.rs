//! Shows a quantity to a person: four significant digits, in a unit near one.

use crate::unit::read_unit;
use crate::{Kind, money};

/// A unit written with the base year where it has money: `USD/kg` → `USD_2025/kg`, so that it can be read back.
pub fn with_money_year(unit: &str) -> String {
    if unit.contains("USD_") { unit.into() } else { unit.replace("USD", &format!("USD_{}", money::BASE_YEAR)) }
}

/// How large the unit is in SI.
///
/// # Panics
/// If `unit` is not a unit of the table in [`crate::kinds`]; a test reads every one of them.
pub fn scale_of(unit: &str) -> f64 {
    read_unit(&with_money_year(unit)).expect("units of the table of kinds can be read").scale
}

/// Size in SI units → size in [`Kind::unit`].
pub fn in_document_unit(kind: Kind, si: f64) -> f64 {
    si / scale_of(kind.unit())
}

/// Shows `si` (in SI units) as a quantity of `kind`: `40 MWh`, `29.4 kg/kW`.
pub fn show(kind: Kind, si: f64) -> String {
    if kind == Kind::Ratio {
        return show_number(si);
    }
    let units = kind.shown_units();
    let mut chosen = units[0];
    for unit in units {
        if si.abs() >= scale_of(unit) * 0.99999 {
            chosen = unit;
        }
    }
    if si == 0.0 {
        chosen = kind.unit();
    }
    format!("{} {}", show_number(si / scale_of(chosen)), with_money_year(chosen))
}

/// Four significant digits, no needless zeros, thousands separated by a comma: `12,340`, `0.0618`, `1.2e-7`.
pub fn show_number(x: f64) -> String {
    if x == 0.0 {
        return "0".into();
    }
    if !x.is_finite() {
        return "–".into();
    }
    let magnitude = libm::floor(libm::log10(x.abs())) as i32;
    if !(-4..12).contains(&magnitude) {
        let text = format!("{x:.3e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa = trim_zeros(mantissa);
        return format!("{mantissa}e{exponent}");
    }
    let decimals = (3 - magnitude).max(0) as usize;
    let text = format!("{x:.decimals$}");
    let text = if decimals > 0 { trim_zeros(&text).to_string() } else { round_to_four(x, magnitude) };
    group_thousands(&text)
}

fn round_to_four(x: f64, magnitude: i32) -> String {
    if magnitude <= 3 {
        return format!("{x:.0}");
    }
    let step = libm::pow(10.0, f64::from(magnitude - 3));
    format!("{:.0}", libm::round(x / step) * step)
}

fn trim_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn group_thousands(text: &str) -> String {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = rest.split_once('.').map_or((rest, None), |(w, p)| (w, Some(p)));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() > 4 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match part {
        Some(part) => format!("{sign}{grouped}.{part}"),
        None => format!("{sign}{grouped}"),
    }
}
