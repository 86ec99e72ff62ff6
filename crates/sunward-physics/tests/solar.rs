//! Sunlight hour by hour, and panels with batteries for a constant load, against laws, a slower method and published sizes.

use proptest::prelude::*;
use sunward_physics::insolation::{extraterrestrial, panels_in_orbit};
use sunward_physics::solar_storage::*;
use sunward_physics::solar_year::*;
use sunward_quantity::{Angle, Flux};

const DAYS: [f64; 12] = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];
/// kWh/m² a day: typical years as in the library; Las Vegas (station 723860) from the same source.
const ABU_DHABI: (f64, [f64; 12]) = (24.2, [4.22, 5.32, 5.54, 6.51, 7.63, 7.77, 7.4, 7.22, 6.62, 5.71, 4.56, 3.94]);
const PHOENIX: (f64, [f64; 12]) = (33.4, [3.29, 4.16, 5.34, 7.09, 7.84, 8.32, 7.61, 7.12, 6.34, 4.83, 3.77, 3.07]);
const LAS_VEGAS: (f64, [f64; 12]) = (36.1, [2.92, 3.88, 5.08, 6.92, 7.64, 8.09, 7.85, 7.25, 6.24, 4.57, 3.49, 2.79]);
const STERLING: (f64, [f64; 12]) = (39.0, [1.93, 2.97, 4.04, 5.09, 5.63, 6.09, 5.93, 5.18, 4.34, 3.27, 2.27, 1.91]);
const LULEA: (f64, [f64; 12]) = (65.6, [0.13, 0.65, 1.95, 3.65, 5.0, 5.8, 5.25, 3.8, 2.1, 0.8, 0.2, 0.03]);

fn months(daily: [f64; 12]) -> [Flux; 12] {
    daily.map(|energy| Flux::watts_per_square_metre(energy * 1000.0 / 24.0))
}

fn year(place: (f64, [f64; 12]), mounting: Mounting) -> SolarYear {
    typical_year(Angle::degrees(place.0), &months(place.1), mounting).unwrap()
}

fn best(frontier: &Frontier, panels: f64, store: f64) -> Pair {
    let cost = |pair: &Pair| pair.panels * panels + pair.store * store;
    frontier.pairs(0.85).min_by(|a, b| cost(a).total_cmp(&cost(b))).unwrap()
}

/// What goes in comes out: every month has its light, to rounding.
#[test]
fn the_light_of_every_month_is_conserved() {
    for place in [ABU_DHABI, STERLING, LULEA] {
        let found = year(place, Mounting::Tracking);
        assert_eq!((found.level.len(), found.panel.len()), (HOURS, HOURS));
        let mut from = 0;
        for (days, daily) in DAYS.iter().zip(place.1) {
            let until = from + 24 * *days as usize;
            let sum: f64 = found.level[from..until].iter().sum();
            assert!((sum / (1000.0 * daily * days) - 1.0).abs() < 1e-9, "{} {sum}", place.0);
            from = until;
        }
    }
}

/// The mean profile of hours agrees with the station's own typical year at Abu Dhabi: light of the noon hours and of the hour
/// three hours off, of the year's sum, by clock there and by the Sun here (the clock's noon lies 0.4 hours early, so both
/// sides of noon are averaged). 6 %: a rule for all climates, against one station.
#[test]
fn hours_of_the_day_are_those_of_the_station() {
    let found = year(ABU_DHABI, Mounting::Fixed);
    let hour = |h: usize| (0..365).map(|day| found.level[24 * day + h]).sum::<f64>() / 365.0;
    let total: f64 = (0..24).map(hour).sum();
    // 11:01–13:00 and 8:01–10:00 with 14:01–16:00, mean of the twelve months as printed.
    let station_total = 2204.6 / 0.365;
    let noon = (11..13).map(hour).sum::<f64>() / total;
    assert!((noon / ((831.2 + 855.4) / station_total) - 1.0).abs() < 0.06, "{noon}");
    let off = [8, 9, 14, 15].into_iter().map(hour).sum::<f64>() / total;
    assert!((off / ((375.3 + 573.6 + 696.6 + 523.0) / station_total) - 1.0).abs() < 0.06, "{off}");
}

/// A tracker wins by following the beam, so the more beam the more it wins: a law, with wide bounds on the size.
#[test]
fn trackers_win_most_where_the_sky_is_clear() {
    let gain = |place| {
        let light = |mounting| year(place, mounting).mean_panel().in_watts_per_square_metre();
        light(Mounting::Tracking) / light(Mounting::Fixed)
    };
    let (desert, clouds) = (gain(PHOENIX), gain(STERLING));
    assert!(desert > 1.2 && desert < 1.35, "{desert}");
    assert!(clouds > 1.1 && clouds < desert, "{clouds}");
}

/// An equal place without air: light above the air, day by day, has the closed form of `extraterrestrial`.
#[test]
fn a_month_of_even_clearness_follows_the_closed_form() {
    // So dark that all days are alike (below the darkest day of any mixture).
    let share = 0.04;
    let mut sums = [0.0; 12];
    let mut day = 0;
    for (sum, days) in sums.iter_mut().zip(DAYS) {
        for _ in 0..days as u32 {
            day += 1;
            *sum += extraterrestrial(Angle::degrees(40.0), day).unwrap().in_watts_per_square_metre();
        }
        *sum *= share / days;
    }
    let found = typical_year(Angle::degrees(40.0), &sums.map(Flux::watts_per_square_metre), Mounting::Fixed).unwrap();
    for day in 1..=365u32 {
        let start = 24 * (day as usize - 1);
        let mean = found.level[start..start + 24].iter().sum::<f64>() / 24.0;
        let above = extraterrestrial(Angle::degrees(40.0), day).unwrap().in_watts_per_square_metre();
        assert!((mean / above / share - 1.0).abs() < 1e-9, "{day}");
    }
}

/// The mixture of days, against its density integrated step by step (tenth and nine-tenths of the days of 40 months, each of 30
/// quantiles: 0.03), and one day remembers the last by 0.29 of its departure (ranks within a month take about 0.04 off; 40 months: 0.06).
#[test]
fn clear_and_cloudy_days_are_mixed_as_measured() {
    let above: f64 = (152..182)
        .map(|day| extraterrestrial(Angle::degrees(40.0), day).unwrap().in_watts_per_square_metre())
        .sum::<f64>()
        / 30.0;
    let half = [Flux::watts_per_square_metre(0.0); 12];
    let mut june = half;
    june[5] = Flux::watts_per_square_metre(0.5 * above);
    let (mut all, mut pairs, mut squares) = (Vec::new(), 0.0, 0.0);
    for order in 0..40 {
        let found = year_in_order(Angle::degrees(40.0), &june, Mounting::Fixed, order).unwrap();
        let days: Vec<f64> =
            (151..181).map(|day| found.level[24 * day..24 * day + 24].iter().sum::<f64>() / 24.0 / above).collect();
        let mean = days.iter().sum::<f64>() / 30.0;
        pairs += days.windows(2).map(|two| (two[0] - mean) * (two[1] - mean)).sum::<f64>() / 29.0;
        squares += days.iter().map(|day| (day - mean) * (day - mean)).sum::<f64>() / 30.0;
        all.extend(days);
    }
    all.sort_by(f64::total_cmp);
    let (low, high) = (all[all.len() / 10], all[all.len() * 9 / 10]);
    // Half clear: from 0.05 to 0.6313 + 0.267/2 − 11.9/4⁸, with the slope of the density found by trying.
    let top = 0.6313 + 0.1335 - 11.9 / 65_536.0;
    let grid: Vec<f64> = (0..2000).map(|i| 0.05 + (top - 0.05) * (f64::from(i) + 0.5) / 2000.0).collect();
    let weights =
        |slope: f64| -> Vec<f64> { grid.iter().map(|k| sunward_quantity::elementary::exp(slope * k)).collect() };
    let mean = |w: &[f64]| w.iter().zip(&grid).map(|(w, k)| w * k).sum::<f64>() / w.iter().sum::<f64>();
    let slope = (-2000..2000).map(|i| f64::from(i) * 0.01).find(|slope| mean(&weights(*slope)) >= 0.5).unwrap();
    let w = weights(slope);
    let quantile = |part: f64| {
        let (mut sum, whole) = (0.0, w.iter().sum::<f64>());
        *w.iter()
            .zip(&grid)
            .find(|(w, _)| {
                sum += **w;
                sum >= part * whole
            })
            .unwrap()
            .1
    };
    assert!((low - quantile(0.1)).abs() < 0.03 && (high - quantile(0.9)).abs() < 0.03, "{low} {high}");
    let memory = pairs / squares;
    // Ranks within a month of 30 days take about a thirtieth off.
    assert!((memory - (PERSISTENCE - 0.04)).abs() < 0.06, "{memory}");
}

/// The order of days is a matter of luck; the one that is used asks for about what the middling one asks for.
#[test]
fn the_order_of_days_is_a_middling_one() {
    for (place, factor) in [
        (ABU_DHABI, 0.30),
        (PHOENIX, 0.32),
        (STERLING, 0.22),
        ((32.4, [3.11, 3.89, 5.17, 6.27, 6.86, 7.42, 7.06, 6.39, 5.72, 4.37, 3.38, 2.88]), 0.27),
    ] {
        let cost = |year: SolarYear| {
            let pair = best(&Frontier::new(&year.profile(), 0.995), 1200.0 / factor, 160.0);
            pair.panels * 1200.0 / factor + pair.store * 160.0
        };
        let mut all: Vec<f64> = (0..31)
            .map(|order| {
                cost(year_in_order(Angle::degrees(place.0), &months(place.1), Mounting::Tracking, order).unwrap())
            })
            .collect();
        all.sort_by(f64::total_cmp);
        let typical = cost(year(place, Mounting::Tracking));
        assert!((typical / all[15] - 1.0).abs() < 0.03, "{typical} {all:?}");
        assert!(all[30] / all[0] < 1.4, "luck is worth a third, in cloudy places");
    }
}

/// A short year of blocks of sun: every hour by hand, with a store found by trying.
#[test]
fn the_frontier_is_what_trying_every_store_gives() {
    // Ten days; the fifth and sixth are dark.
    let mut profile = Vec::new();
    for day in 0..10 {
        for hour in 0..24 {
            let bright = (6..18).contains(&hour);
            profile.push(if bright { if day == 4 || day == 5 { 0.2 } else { 2.45 } } else { 0.0 });
        }
    }
    let mean = profile.iter().sum::<f64>() / 240.0;
    for output in &mut profile {
        *output /= mean;
    }
    for (served, round_trip) in [(0.95, 1.0), (0.95, 0.8), (0.99, 0.9), (1.0, 0.7)] {
        let frontier = Frontier::new(&profile, served);
        let mut compared = 0;
        for pair in frontier.pairs(round_trip) {
            let serves =
                |store: f64| dispatch(&profile, pair.panels, store, round_trip).served >= served * 240.0 - 1e-6;
            let least = (0..72_000).map(|step| f64::from(step) * 0.01).find(|store| serves(*store)).unwrap();
            assert!((pair.store - least).abs() < 0.011 + 1e-4 * least, "{served} {round_trip} {pair:?} {least}");
            compared += 1;
        }
        assert!(compared > 10);
    }
}

/// Between the efficiencies that are worked out, a straight line: within 1.5 % of the store worked out for that very efficiency
/// (found by halving on the slow dispatch), and never below it, for the store falls ever more slowly with the efficiency.
#[test]
fn stores_between_known_efficiencies_are_close() {
    let profile = year(STERLING, Mounting::Tracking).profile();
    let frontier = Frontier::new(&profile, 0.99);
    for pair in frontier.pairs(0.875).filter(|pair| pair.store < 100.0) {
        let (mut low, mut high) = (0.0, 200.0);
        for _ in 0..24 {
            let middle = 0.5 * (low + high);
            let enough = dispatch(&profile, pair.panels, middle, 0.875).served >= 0.99 * HOURS as f64;
            if enough { high = middle } else { low = middle }
        }
        assert!(pair.store / high - 1.0 < 0.015 && pair.store / high - 1.0 > -5e-4, "{pair:?} {high}");
    }
}

#[test]
fn more_panels_never_need_more_battery() {
    for place in [ABU_DHABI, STERLING] {
        let frontier = Frontier::new(&year(place, Mounting::Tracking).profile(), 0.995);
        let pairs: Vec<Pair> = frontier.pairs(0.85).collect();
        assert!(pairs.len() > 10);
        assert!(pairs.windows(2).all(|two| two[0].panels < two[1].panels && two[0].store >= two[1].store));
        // A better battery is a smaller one; a greater share served a larger one.
        assert!(frontier.pairs(0.95).zip(&pairs[pairs.len() - 10..]).count() == 10);
        let store = |served: f64, round_trip: f64| {
            Frontier::new(&year(place, Mounting::Tracking).profile(), served).pairs(round_trip).last().unwrap().store
        };
        assert!(store(0.9, 0.85) < store(0.99, 0.85));
        assert!(store(0.99, 0.95) <= store(0.99, 0.7));
    }
}

#[test]
fn constant_sun_needs_no_battery_and_no_spare_panels() {
    let least = Frontier::new(&vec![1.0; HOURS], 1.0).pairs(0.85).next().unwrap();
    assert_eq!((least.panels, least.store), (1.0, 0.0));
    // Half of the load needs half of the panels.
    let half = Frontier::new(&vec![1.0; HOURS], 0.5).pairs(0.85).next().unwrap();
    assert_eq!((half.panels, half.store), (0.5, 0.0));
}

/// Twelve hours of even sun and twelve of night, no loss: twice the load by day, and twelve hours of battery, no more, no less.
#[test]
fn a_world_of_even_days_needs_half_a_day_of_battery() {
    let profile: Vec<f64> = (0..HOURS).map(|hour| if hour % 24 < 12 { 2.0 } else { 0.0 }).collect();
    let least = Frontier::new(&profile, 1.0).pairs(1.0).next().unwrap();
    assert_eq!(least.panels, 1.0);
    assert!((least.store - 12.0).abs() < 2e-3, "{least:?}");
}

#[test]
fn where_the_night_lasts_for_months_nothing_serves() {
    let dark = [0.0, 0.0, 0.6, 2.5, 5.0, 5.8, 5.2, 2.8, 0.9, 0.0, 0.0, 0.0];
    let profile = year((78.0, dark), Mounting::Fixed).profile();
    assert_eq!(Frontier::new(&profile, 0.995).pairs(0.85).count(), 0);
    // No sun at all: nothing serves, and nothing divides by zero.
    let none = year((78.0, [0.0; 12]), Mounting::Fixed).profile();
    assert_eq!(Frontier::new(&none, 0.5).pairs(0.85).count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is lost but what is named: made = served + lost + curtailed + left.
    #[test]
    fn energy_is_conserved(panels in 0.1..8.0f64, store in 0.0..100.0f64, round_trip in 0.5..1.0f64, place in 0usize..3) {
        let place = [ABU_DHABI, STERLING, LULEA][place];
        let profile = year(place, Mounting::Fixed).profile();
        let b = dispatch(&profile, panels, store, round_trip);
        prop_assert!((b.made - b.served - b.lost - b.curtailed - b.left).abs() < 1e-6 * b.made);
        prop_assert!(b.lost >= 0.0 && b.curtailed >= -1e-9 && b.served <= HOURS as f64 + 1e-6);
    }
}

/// Masdar and EWEC build 5.2 GW of panels and 19 GWh for 1 GW round the clock at Abu Dhabi (`masdar2025`), with a capacity factor
/// of 0.30. Here that serves 96 % of the energy of a typical year; from 94 to 99 % passes: the plant may lean on the grid on
/// the worst days, and whether 5.2 GW counts direct or alternating current (a fifth apart) is not said.
#[test]
fn what_masdar_builds_serves_nearly_all_of_a_gigawatt() {
    let profile = year(ABU_DHABI, Mounting::Tracking).profile();
    let served = dispatch(&profile, 5.2 * 0.30, 19.0, 0.85).served / HOURS as f64;
    assert!(served > 0.94 && served < 0.99, "{served}");
}

/// Ember: 6 GW (direct current) and 17 GWh give 1 GW in 97 % of a year's hours at Las Vegas (`ember2025`). Fixed panels with
/// losses of 14 %, as in the usual models; 4 points for hours against energy, and for one site's weather against another's.
#[test]
fn what_ember_sizes_for_las_vegas_serves_as_much_here() {
    let found = year(LAS_VEGAS, Mounting::Fixed);
    let factor = 0.86 * found.mean_panel().in_watts_per_square_metre() / 1000.0;
    let served = dispatch(&found.profile(), 6.0 * factor, 17.0, 0.9).served / HOURS as f64;
    assert!((served - 0.97).abs() < 0.04, "{served}");
}

#[test]
fn orbit_needs_panels_for_its_battery_too() {
    assert_eq!(panels_in_orbit(1.0, 0.9).unwrap(), 1.0);
    assert!((panels_in_orbit(0.6, 0.8).unwrap() - 1.1).abs() < 1e-12);
    assert!(panels_in_orbit(0.0, 0.9).is_err() && panels_in_orbit(0.9, 1.1).is_err());
}

#[test]
fn impossible_climates_are_refused() {
    let bright = months([9.0; 12]);
    assert!(matches!(
        typical_year(Angle::degrees(50.0), &bright, Mounting::Fixed),
        Err(ClimateError::TooBright(1, share)) if share > 0.85
    ));
    assert!(matches!(
        typical_year(Angle::degrees(91.0), &months([1.0; 12]), Mounting::Fixed),
        Err(ClimateError::Ground(_))
    ));
    // Light in the polar night comes from nowhere.
    let why = typical_year(Angle::degrees(85.0), &months([0.1; 12]), Mounting::Fixed).unwrap_err().to_string();
    assert!(why.contains("month 1 has light, but the Sun does not rise"), "{why}");
}
