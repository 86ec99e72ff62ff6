//! Suncatcher 2025 (`suncatcher2025`), Table 1: a kilowatt launched for a year, and a kilowatt bought for a year.

use crate::prints;

/// Hours of the engine's year: a rate is by Julian years.
const HOURS: f64 = 8766.0;

/// Launch of a satellite over its power and life, USD/kW/year.
fn launched(launch_price: f64, mass: f64, kilowatts: f64, years: f64) -> f64 {
    launch_price * mass / kilowatts / years
}

/// Electricity for a kilowatt, USD/kW/year.
fn bought(price: f64, pue: f64, hours: f64) -> f64 {
    price * pue * hours
}

/// Table 1; the paper rounds its inputs, so that the last printed digit is not met.
#[test]
fn the_published_prices_are_met() {
    for (mass, kilowatts, years, published) in [
        (575.0, 28.0, 5.0, [14_700.0, 810.0]),
        (260.0, 7.0, 5.0, [26_600.0, 1_470.0]),
        (150.0, 0.8, 5.0, [135_800.0, 7_500.0]),
        (860.0, 2.0, 12.5, [124_600.0, 6_900.0]),
    ] {
        for (launch_price, published) in [3_600.0, 200.0].into_iter().zip(published) {
            let found = launched(launch_price, mass, kilowatts, years);
            assert!((found / published - 1.0).abs() < 0.015, "{found} against {published}");
        }
    }
    prints(bought(0.06, 1.09, 8760.0), 570.0, 10.0);
    prints(bought(0.25, 1.4, 8760.0), 3_000.0, 1_000.0);
}

/// Both sides of the table and where they meet, at ten random sets.
#[test]
fn the_scenario_follows_the_formula() {
    use super::harness::{SETS, asked, break_even, factor, meets, scenario, set};
    use sunward::quantity::{PricePerEnergy, PricePerMass, Quantity, Ratio, SpecificPower, TimeSpan};
    let base = scenario("suncatcher");
    let kilowatt_year = |usd: f64| PricePerEnergy::dollars_per_kilowatt_year(usd).in_si();
    for number in 0..SETS {
        let f = |input: u64| factor(number, input);
        let (mass, kilowatts, years, launch_price) = (575.0 * f(0), 28.0 * f(1), 5.0 * f(2), 3_600.0 * f(3));
        let (price, pue) = (0.06 * f(4), 1.09 * f(5).max(1.0));
        let mut model = base.clone();
        let m = &mut model;
        set(m, "satellite.starlink_v2_mini.specific_power", SpecificPower::watts_per_kilogram(kilowatts * 1e3 / mass));
        set(m, "satellite.starlink_v2_mini.life", TimeSpan::years(years));
        set(m, "satellite.starlink_v2_mini.launch_price", PricePerMass::dollars_per_kilogram(launch_price));
        set(m, "typed.electricity.energy_price", PricePerEnergy::dollars_per_kilowatt_hour(price));
        set(m, "typed.electricity.pue", Ratio::of(pue));
        let (up, down) = (launched(launch_price, mass, kilowatts, years), bought(price, pue, HOURS));
        meets(asked(m, "challenger.cost.launch", None, None), kilowatt_year(up), "launched");
        meets(asked(m, "incumbent.cost.energy", None, None), kilowatt_year(down), "bought");
        meets(asked(m, "ratio.it_energy", None, None), up / down, "ratio");
        meets(
            break_even(m, "satellite.starlink_v2_mini.launch_price", m.scenario.focus).unwrap(),
            launch_price * down / up,
            "break-even",
        );
    }
}
