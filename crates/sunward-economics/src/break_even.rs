//! What would have to be true: the value of one number at which challenger and incumbent cost the same.

use crate::datasheet::Refusal;
use crate::prepare::{Prepared, PreparedOption};
use sunward_model::{Model, Value, Values};
use sunward_quantity::Kind;

/// A number that may be typed in, and the span over which it is searched.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Its path.
    pub path: String,
    /// What it measures.
    pub kind: Kind,
    /// Its slot.
    pub slot: usize,
    /// In words.
    pub title: &'static str,
    /// Least value searched, in SI.
    pub low: f64,
    /// Greatest value searched, in SI.
    pub high: f64,
}

/// The answer for one lever, one use of compute and one pair.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEven {
    /// The lever.
    pub lever: Lever,
    /// The year.
    pub year: i32,
    /// Index of the use of compute.
    pub workload: usize,
    /// Index of the challenger.
    pub challenger: usize,
    /// Index of the incumbent: the cheapest in that year.
    pub against: usize,
    /// The value at which both cost the same, in SI; `None` if there is none.
    pub value: Option<f64>,
    /// What it is now: the given value, or what is worked out; in SI.
    pub now: Option<f64>,
    /// Whether the challenger is cheaper with the value of now.
    pub already: bool,
}

/// The levers of a pair: numbers of the satellite, the price of energy of the ground option, prices of typed-in ones.
fn levers(model: &Model, prepared: &Prepared, challenger: usize, against: usize) -> Vec<Lever> {
    let mut all = Vec::new();
    let mut add = |path: String, title: &'static str, low: f64, high: f64| {
        if let (Some(slot), Some(parameter)) = (model.register.slot(&path), model.register.find(&path)) {
            all.push(Lever { path, kind: parameter.kind, slot, title, low, high });
        }
    };
    let year = sunward_quantity::YEAR;
    for index in [challenger, against] {
        match &prepared.options[index] {
            PreparedOption::Satellite(s) => {
                let name = &s.satellite.name;
                add(format!("satellite.{name}.launch_price"), "Launch price", 0.0, 1e5);
                add(format!("satellite.{name}.specific_power"), "Specific power of the satellite", 0.1, 1e6);
                add(format!("satellite.{name}.price"), "Price of the satellite without chips", 0.0, 1e3);
                add(format!("satellite.{name}.life"), "Life of the satellite", year / 12.0, 100.0 * year);
            }
            PreparedOption::Ground(g) => {
                add(
                    format!("ground.{}.energy_price", g.ground.name),
                    "Price of energy on the ground",
                    0.0,
                    100.0 / 3.6e6,
                );
            }
            PreparedOption::Typed(t) => {
                let name = &t.typed.name;
                add(format!("typed.{name}.capex"), "Price of infrastructure (typed in)", 0.0, 1e3);
                // Without its mass a price of launch means nothing, and without a share of power one of energy.
                for (field, title, high) in [
                    ("launch_price", "Launch price (typed in)", 1e5),
                    ("energy_price", "Price of energy (typed in)", 100.0 / 3.6e6),
                ] {
                    let path = format!("typed.{name}.{field}");
                    if model.register.find(&path).is_some_and(|p| p.value != Value::Absent) {
                        add(path, title, 0.0, high);
                    }
                }
            }
        }
    }
    all
}

/// What a lever stands at: typed in, or worked out.
fn now(prepared: &Prepared, lever: &Lever, index: usize, values: &Values, year: i32) -> Option<f64> {
    let given = values.as_slice()[lever.slot];
    if !given.is_nan() {
        return Some(given);
    }
    let (sheet, cost) = prepared.evaluate(index, values, year).ok()?;
    let field = lever.path.rsplit('.').next()?;
    use crate::datasheet::Part;
    let chips = sheet.capital[Part::Chips as usize].price + sheet.capital[Part::Servers as usize].price;
    let hardware = sheet.capital_price()
        - chips
        - sheet.capital[Part::Launch as usize].price
        - sheet.capital[Part::Insurance as usize].price;
    match field {
        "launch_price" => sheet.launch.map(|ride| ride.price_per_mass.in_dollars_per_kilogram()),
        "specific_power" => Some(sheet.it_power.in_watts() / sheet.mass.in_kilograms()),
        "price" => Some(hardware.in_dollars() / sheet.it_power.in_watts()),
        "energy_price" => {
            // Plant, storage, energy and their operation, over the energy at the meter.
            let PreparedOption::Ground(ground) = &prepared.options[index] else { return None };
            let parts = [Part::PowerPlant, Part::Storage, Part::Energy];
            let paid: sunward_quantity::MoneyRate = parts.iter().map(|p| cost.by_part[*p as usize]).sum();
            let pue = values.get(ground.site.pue).value();
            Some((paid / (sheet.it_power * pue * sheet.availability)).in_dollars_per_joule())
        }
        _ => None,
    }
}

/// Solves every lever of every challenger against the cheapest incumbent, in the scenario's focus year, from the
/// full cost: nothing is left out, so a negative break-even cannot arise; where none exists the answer is `None`.
pub fn break_evens(model: &Model, prepared: &Prepared, challengers: &[usize], incumbents: &[usize]) -> Vec<BreakEven> {
    let year = model.scenario.focus;
    let values = model.register.values(year);
    let mut all = Vec::new();
    for workload in 0..model.workloads.len() {
        let cost = |index: usize, values: &Values| -> Result<f64, Refusal> {
            prepared.cost(index, values, year).map(|c| c.workloads[workload].compute.in_dollars_per_operation())
        };
        let cheapest = incumbents
            .iter()
            .filter_map(|i| cost(*i, &values).ok().map(|c| (*i, c)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((against, _)) = cheapest else { continue };
        for challenger in challengers.iter().copied().filter(|c| *c != against) {
            for lever in levers(model, prepared, challenger, against) {
                let owner = if lever.path.starts_with(&format!("{}.", prepared.names[challenger])) {
                    challenger
                } else {
                    against
                };
                let mut trial = values.clone();
                // How much dearer the challenger is; infinite where it cannot be had.
                let mut difference = |x: f64| -> f64 {
                    trial.put(lever.slot, x);
                    match (cost(challenger, &trial), cost(against, &trial)) {
                        (Ok(a), Ok(b)) => a / b - 1.0,
                        (Err(_), Ok(_)) => f64::INFINITY,
                        (Ok(_), Err(_)) => f64::NEG_INFINITY,
                        (Err(_), Err(_)) => f64::NAN,
                    }
                };
                let value = root(&mut difference, lever.low, lever.high);
                let now_value = now(prepared, &lever, owner, &values, year);
                let already = matches!((cost(challenger, &values), cost(against, &values)), (Ok(a), Ok(b)) if a < b);
                all.push(BreakEven { lever, year, workload, challenger, against, value, now: now_value, already });
            }
        }
    }
    all
}

/// Where `f` changes sign between `low` and `high`: by bisection, in the logarithm once both are above zero.
///
/// A cost falls or rises with a lever, so there is one change of sign or none. Infinite values have a sign;
/// undefined ones end the search.
pub fn root(f: &mut impl FnMut(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (at_a, at_b) = (f(a), f(b));
    if at_a.is_nan() || at_b.is_nan() {
        return None;
    }
    if at_a == 0.0 {
        return Some(a);
    }
    if at_b == 0.0 {
        return Some(b);
    }
    if (at_a > 0.0) == (at_b > 0.0) {
        return None;
    }
    for _ in 0..200 {
        let middle = if a > 0.0 { (a * b).sqrt() } else { 0.5 * b };
        if middle <= a || middle >= b {
            break;
        }
        let value = f(middle);
        if value.is_nan() {
            return None;
        }
        if value == 0.0 {
            return Some(middle);
        }
        if (value > 0.0) == (at_a > 0.0) {
            a = middle
        } else {
            b = middle
        }
        if b - a <= 1e-13 * b {
            break;
        }
    }
    let middle = 0.5 * (a + b);
    // A jump from dearer to impossible is no break-even.
    if f(a).is_finite() && f(b).is_finite() { Some(middle) } else { None }
}
