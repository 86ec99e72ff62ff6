//! The growth rates and totals of a second reading of the same sources, made with other tools: `derived_figures.csv` of the
//! project's tables. Its ranges are one standard error; values without a range were printed with three digits.

use sunward_model::Evidence;
use sunward_quantity::elementary::power;
use sunward_tracking::observed::{Observed, Series};
use sunward_tracking::trend::{added, growth, past};

fn series(name: &str) -> Series {
    Observed::shipped().find(name).unwrap_or_else(|| panic!("no series {name}")).clone()
}

/// Growth of the points whose years lie between two.
fn grown(series: &Series, from: f64, to: f64) -> sunward_tracking::trend::Growth {
    let points: Vec<(f64, f64)> = past(series).into_iter().filter(|point| (from..=to).contains(&point.0)).collect();
    growth(&points).unwrap_or_else(|| panic!("{}: no growth", series.name))
}

/// Half a step of the third decimal, in which the figures are printed.
const PRINTED: f64 = 0.0005;

#[track_caller]
fn fits(ours: sunward_tracking::trend::Growth, count: usize, value: f64, low: f64, high: f64) {
    assert_eq!(ours.count, count);
    // The dates of points differ by days.
    assert!((ours.value - value).abs() <= PRINTED + 0.1 * (high - low), "{} instead of {value}", ours.value);
    let (least, most) = ours.range.expect("more than two points");
    assert!((least - low).abs() <= PRINTED + 0.2 * (high - low), "{least} instead of {low}");
    assert!((most - high).abs() <= PRINTED + 0.2 * (high - low), "{most} instead of {high}");
}

/// Launches of 2026 are counted for a part of the year and were not in the fit.
#[test]
fn growth_of_launches_is_the_published_one() {
    fits(grown(&series("orbital_launches"), 2017.0, 2026.0), 9, 0.176, 0.159, 0.193);
    fits(grown(&series("falcon_launches"), 2017.0, 2026.0), 9, 0.379, 0.322, 0.438);
    fits(grown(&series("falcon_turnaround"), 2018.0, 2026.0), 8, -0.178, -0.194, -0.161);
}

#[test]
fn growth_of_chips_is_the_published_one() {
    let from = 2024.24;
    fits(grown(&series("ai_compute_sold"), from, 2026.01), 8, 2.36, 2.27, 2.46);
    fits(grown(&added(&series("ai_compute_sold")).unwrap(), from, 2026.0), 7, 1.69, 1.54, 1.85);
    fits(grown(&added(&series("ai_chip_power_sold")).unwrap(), from, 2026.0), 7, 0.849, 0.763, 0.940);
    fits(grown(&series("logic_wafer_capacity"), 2014.0, 2026.01), 6, 0.075, 0.069, 0.081);
}

#[test]
fn growth_of_power_is_the_published_one() {
    fits(grown(&series("frontier_data_centre_power"), 2023.9, 2026.3), 10, 2.91, 2.62, 3.23);
    fits(grown(&series("ge_vernova_gas_backlog"), 2025.5, 2026.6), 4, 1.29, 1.08, 1.51);
    fits(grown(&series("solar_module_price"), 2010.0, 2025.0), 15, -0.132, -0.143, -0.122);
    fits(grown(&series("solar_installed"), 2009.9, 2026.01), 13, 0.319, 0.308, 0.329);
    fits(grown(&series("solar_energy"), 2015.0, 2026.0), 11, 0.261, 0.256, 0.265);
    fits(grown(&series("world_electricity"), 2015.0, 2026.0), 11, 0.028, 0.026, 0.029);
    fits(grown(&series("china_electricity"), 2015.0, 2026.0), 11, 0.062, 0.061, 0.063);
}

/// End points, without a range.
#[test]
fn growth_between_two_points_is_the_published_one() {
    let ends = |name: &str, from, to| {
        let all = past(&series(name));
        let points: Vec<(f64, f64)> = all.into_iter().filter(|point| (from..=to).contains(&point.0)).collect();
        growth(&[points[0], points[points.len() - 1]]).unwrap()
    };
    let battery = ends("battery_pack_price", 2010.0, 2026.0);
    assert!((battery.value - -0.143).abs() < PRINTED && battery.range.is_none(), "{battery:?}");
    assert!((ends("tesla_cars", 2020.0, 2024.0).value - 0.535).abs() < PRINTED);
    // (30.45/19.74)² − 1; half a calendar year here, so the exponent is not quite two.
    assert!((ends("ai_compute_sold", 2025.9, 2026.6).value - 1.38).abs() < 0.03);
}

/// That fit took the plan for 2026 in, which is a claim here, and put the value of 2023 at the beginning of that year, where
/// what stands in a year stands at its end here.
#[test]
fn growth_of_packaging_is_the_published_one_with_its_plan() {
    let packaging = series("advanced_packaging_capacity");
    let mut points: Vec<(f64, f64)> =
        packaging.points.iter().take(4).map(|point| (point.year(packaging.counts), point.value)).collect();
    points[0].0 -= 1.0;
    assert_eq!(packaging.points[3].evidence, Evidence::Claimed);
    fits(growth(&points).unwrap(), 4, 0.73, 0.66, 0.81);
}

#[test]
fn single_values_are_the_published_ones() {
    let value = |name: &str, date: &str| {
        let series = series(name);
        let point = series.points.iter().find(|point| point.date.text == date);
        series.in_unit(point.unwrap_or_else(|| panic!("{name} has no {date}")).value)
    };
    let close = |ours: f64, theirs: f64, half_a_step: f64| {
        assert!((ours - theirs).abs() <= half_a_step * 1.0001, "{ours} instead of {theirs}");
    };
    close(value("ai_chip_power_shipped", "2024"), 3.86, 0.005);
    close(value("ai_chip_power_shipped", "2025"), 7.08, 0.005);
    close(value("ai_chip_power_sold", "2025-12-31"), 12.4, 0.05);
    close(value("ai_compute_sold", "2025-12-31") / 1e6, 19.7, 0.05);
    close(value("ai_chips_shipped", "2025") / 1e6, 8.8, 0.05);
    let watts = |year| 1e9 * value("ai_chip_power_shipped", year) / value("ai_compute_shipped", year);
    close(watts("2024"), 782.0, 0.5);
    close(watts("2025"), 536.0, 0.5);
    close(value("frontier_data_centre_power", "2026-03-31"), 7.925, 0.0005);
    close(value("frontier_data_centre_power", "2027-12-31"), 21.753, 0.0005);
    close(value("data_centre_months_to_power", "2026-05"), 27.3, 0.05);
    close(value("orbital_launches", "2025"), 329.0, 0.0);
    close(value("orbital_launch_successes", "2026"), 303.0, 0.5);
    close(value("falcon_launches", "2026"), 155.0, 0.5);
    close(value("world_mass_to_orbit", "2025"), 2885.0, 0.5);
    close(value("spacex_mass_to_orbit", "2025") / value("world_mass_to_orbit", "2025"), 0.81, 0.005);
    close(value("starship_payload", "2026-09-28"), 44.3, 0.05);
    close(value("satellite_mass", "2026-07-24"), 1705.0, 0.5);
    // One terawatt a year is 141 times what was shipped in 2025.
    close(1000.0 / value("ai_chip_power_shipped", "2025"), 141.0, 0.5);
}

/// Price falls by this share for each doubling of what is installed: `1 − 2^b`, b the slope of one logarithm on the other.
#[test]
fn solar_modules_learn_as_published() {
    let (price, installed) = (series("solar_module_price"), series("solar_installed"));
    let pairs: Vec<(f64, f64)> = price
        .points
        .iter()
        .filter(|point| (2006..=2024).contains(&point.date.first.year()))
        .filter_map(|point| {
            let stood = installed.points.iter().find(|other| other.date.text == point.date.text)?;
            // Growth of the price, not by the year but by the logarithm of what stands.
            Some((sunward_quantity::elementary::ln(installed.in_unit(stood.value)), price.in_unit(point.value)))
        })
        .collect();
    let fit = growth(&pairs).unwrap();
    let rate = 1.0 - power(1.0 + fit.value, std::f64::consts::LN_2);
    assert_eq!(fit.count, 15);
    assert!((0.328..=0.355).contains(&rate) && (rate - 0.342).abs() < 0.001, "{rate}");
}

#[test]
fn what_has_no_growth_has_none() {
    assert_eq!(growth(&[(2025.0, 1.0)]), None);
    assert_eq!(growth(&[(2025.0, 1.0), (2025.0, 2.0)]), None);
    assert_eq!(growth(&[(2024.0, 0.0), (2025.0, 2.0)]), None);
    let doubled = growth(&[(2024.0, 1.0), (2025.0, 2.0), (2026.0, 4.0)]).unwrap();
    assert!((doubled.value - 1.0).abs() < 1e-12 && (doubled.doubling() - 1.0).abs() < 1e-12);
    assert!(added(&series("orbital_launches")).is_none(), "what happens by the year has no differences");
}

#[test]
fn what_was_added_sums_to_the_difference_of_what_stands() {
    let sold = series("ai_chip_power_sold");
    let added = added(&sold).unwrap();
    let year: f64 =
        added.points.iter().filter(|point| point.date.first.year() == 2025).map(|p| added.in_unit(p.value)).sum();
    // Four quarters of a calendar year as rates by the year of 365.25 days: a quarter each, but for a day or so.
    assert!((year / 4.0 / 7.0753 - 1.0).abs() < 0.01, "{year}");
}
