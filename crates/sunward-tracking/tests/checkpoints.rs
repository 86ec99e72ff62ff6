//! The three checkpoints with what comes with Sunward: figures that can be looked up, and laws.

use sunward_tracking::checkpoints::{BY, CHECKPOINTS, HORIZON, InPlan, PlanLine, Reading, Relation, Tracked, track};
use sunward_tracking::date::Day;
use sunward_tracking::nowcast::Heading;
use sunward_tracking::observed::{Observed, read_observed};

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).unwrap()
}

fn tracked(lines: &[PlanLine]) -> Tracked {
    let observed = Observed::shipped();
    track(&observed, lines, observed.newest_known().unwrap(), 0, &|| true).unwrap()
}

fn reading<'a>(tracked: &'a Tracked, name: &str) -> &'a Reading {
    let mut all = tracked.checkpoints.iter().flat_map(|looked| &looked.readings);
    all.find(|reading| reading.measure.name == name).unwrap_or_else(|| panic!("no measure {name}"))
}

/// 7.08 GW of AI chips in 2025, 141 times below a terawatt a year: `log₂ 141 = 7.14` doublings. 329 launches of 2025, of 73,050 a
/// year at 200 a day. 2,885 t of 2025; a kilogram at 3,277 dollars of 2025.
#[test]
fn the_latest_values_and_what_is_to_go_are_the_published_ones() {
    let tracked = tracked(&[]);
    assert_eq!(tracked.checkpoints.len(), 3);
    let chips = reading(&tracked, "ai_chip_power_shipped");
    let latest = chips.latest.as_ref().unwrap();
    assert_eq!((latest.date.text.as_str(), chips.series.show(latest.value).as_str()), ("2025", "7.075 GW/year"));
    let reach = chips.milestone.as_ref().unwrap();
    assert!((reach.times - 141.3).abs() < 0.1 && (reach.doublings - 7.143).abs() < 0.001, "{reach:?}");
    // The growth of quarters, within the range of the second reading of the source.
    assert!((0.763..=0.940).contains(&chips.growth.unwrap().value));

    let launches = reading(&tracked, "orbital_launches");
    let growth = launches.growth.unwrap();
    assert!((0.159..=0.193).contains(&growth.value) && growth.count == 9, "{growth:?}");
    assert!((launches.milestone.as_ref().unwrap().times - 73_050.0 / 329.0).abs() < 0.01);

    let mass = reading(&tracked, "world_mass_to_orbit");
    assert_eq!(mass.series.show(mass.latest.as_ref().unwrap().value), "2885 t/year");
    assert_eq!(mass.partial.as_ref().unwrap().date.text, "2026", "two months of 2026 stand beside it");

    let power = reading(&tracked, "frontier_data_centre_power");
    assert_eq!(
        power.series.show(power.latest.as_ref().unwrap().value),
        "7.925 GW",
        "the announced 21.8 GW are a claim"
    );
    let price = reading(&tracked, "falcon_price");
    let reach = price.milestone.as_ref().unwrap();
    assert!((reach.times - 32.77).abs() < 0.01 && reach.doublings > 5.0, "{reach:?}");
}

/// Chances grow with the year, and with never make one.
#[test]
fn never_is_told_beside_the_dates() {
    let tracked = tracked(&[]);
    let mut told = 0;
    for reading in tracked.checkpoints.iter().flat_map(|looked| &looked.readings) {
        let Some((by, never)) = reading.milestone.as_ref().and_then(|reach| reach.by.zip(reach.never)) else {
            continue;
        };
        told += 1;
        assert!(by.windows(2).all(|pair| pair[0] <= pair[1]), "{}: {by:?}", reading.measure.name);
        assert_eq!(BY[4], HORIZON);
        assert!((by[4] + never - 1.0).abs() < 1e-12, "{}", reading.measure.name);
        let dates = reading.milestone.as_ref().unwrap().dates.unwrap();
        for (share, date) in [0.05, 0.25, 0.5, 0.75, 0.95].iter().zip(dates) {
            // A date is there where so many have come by the horizon; one draw may stand on the edge.
            assert_eq!(date.is_some(), *share < by[4], "{}: {share} of {by:?}", reading.measure.name);
        }
    }
    assert!(told >= 8, "{told}");
}

#[test]
fn every_measure_names_a_series_and_every_milestone_its_unit() {
    let observed = Observed::shipped();
    for measure in CHECKPOINTS.iter().flat_map(|checkpoint| checkpoint.measures) {
        let series = observed.find(measure.series).unwrap_or_else(|| panic!("no series {}", measure.series));
        if let Some(stands) = measure.differences_of {
            assert!(observed.find(stands).is_some(), "no series {stands}");
        }
        if let Some(milestone) = measure.milestone {
            let unit = sunward_quantity::TemplateUnit::of(milestone.unit).unwrap();
            let year = sunward_quantity::Dimension { time: 1, ..sunward_quantity::Dimension::NONE };
            let fits = unit.dimension == series.unit.dimension || unit.dimension * year == series.unit.dimension;
            assert!(fits, "{}: {}", measure.name, milestone.unit);
        }
        assert_eq!(measure.plan.is_some(), !measure.differs.is_empty(), "{}: say in what it differs", measure.name);
    }
}

fn line(points: &[(f64, f64)]) -> PlanLine {
    PlanLine { measure: "orbital_launches", points: points.to_vec() }
}

/// From 100 to 400 in two years: 200 between, and 50 a year before.
#[test]
fn a_plan_goes_in_equal_ratios_and_is_drawn_out_backwards() {
    let plan = line(&[(2030.5, 100.0), (2032.5, 400.0)]);
    assert!((plan.at(2031.5).unwrap() - 200.0).abs() < 1e-9);
    assert_eq!(
        (plan.at(2030.0), plan.at(2029.9), plan.at(2033.0), plan.at(2033.1)),
        (Some(100.0), None, Some(400.0), None)
    );
    let (year, early) = plan.reaches(200.0, Heading::Rising).unwrap();
    assert!((year - 2031.5).abs() < 1e-9 && !early);
    let (year, early) = plan.reaches(50.0, Heading::Rising).unwrap();
    assert!((year - 2029.5).abs() < 1e-9 && early);
    assert_eq!(plan.reaches(500.0, Heading::Rising), None);
    let falls = line(&[(2030.5, 400.0), (2032.5, 100.0)]);
    assert!((falls.reaches(200.0, Heading::Falling).unwrap().0 - 2031.5).abs() < 1e-9);
    // A plan that stands still cannot be drawn out.
    assert_eq!(line(&[(2030.5, 100.0), (2031.5, 100.0)]).reaches(50.0, Heading::Rising), None);
    // One that begins with nothing comes to a value when it first has it.
    assert_eq!(line(&[(2030.5, 0.0), (2031.5, 100.0)]).reaches(50.0, Heading::Rising), Some((2031.5, false)));
}

#[test]
fn what_is_observed_is_held_against_the_plan_of_the_same_time() {
    let year = 365.25 * 86_400.0;
    let plan = line(&[(2026.5, 740.0 / year), (2027.5, 1480.0 / year)]);
    let tracked = tracked(&[plan]);
    let found = reading(&tracked, "orbital_launches");
    let (nowcast, against) = (found.nowcast.as_ref().unwrap(), found.plan.as_ref().unwrap());
    assert_eq!(nowcast.year, 2026.5);
    let middle = found.series.in_unit(nowcast.now[2]);
    assert!((against.ratio.unwrap()[1] - middle / 740.0).abs() < 1e-9);
    // About half of what is planned, which doubles each year: a year behind.
    let (years, early) = against.ahead.unwrap();
    assert!(early && (years - sunward_quantity::elementary::ln(middle / 740.0) / std::f64::consts::LN_2).abs() < 1e-9);
    assert!(matches!(found.measure.plan, Some(InPlan::Flights)));
}

#[test]
fn nothing_that_became_known_later_is_used() {
    let observed = Observed::shipped();
    let on = day(2021, 12, 31);
    let whole = track(&observed, &[], on, 0, &|| true).unwrap();
    let cut = Observed { series: observed.series.iter().map(|series| series.known_by(on)).collect() };
    let alone = track(&cut, &[], on, 0, &|| true).unwrap();
    assert_eq!(whole.checkpoints, alone.checkpoints);
    let launches = reading(&whole, "orbital_launches");
    assert_eq!(launches.latest.as_ref().unwrap().date.text, "2020");
    assert!(
        whole.checkpoints[0]
            .readings
            .iter()
            .all(|reading| reading.measure.name != "ai_chip_power_shipped" || reading.latest.is_none())
    );
}

#[test]
fn the_seed_moves_only_what_is_drawn_and_other_data_give_another_number() {
    let observed = Observed::shipped();
    let on = observed.newest_known().unwrap();
    let track = |observed: &Observed, seed| track(observed, &[], on, seed, &|| true).unwrap();
    let (one, same, other) = (track(&observed, 1), track(&observed, 1), track(&observed, 2));
    assert_eq!(one, same);
    assert_eq!((one.data, &one.backtest, &one.rolling), (other.data, &other.backtest, &other.rolling));
    assert_ne!(one.checkpoints, other.checkpoints);
    let mut changed = observed.clone();
    changed.series[0].points[0].value *= 1.0 + 1e-12;
    assert_ne!(track(&changed, 1).data, one.data);
}

#[test]
fn who_asks_to_stop_gets_nothing() {
    let observed = Observed::shipped();
    assert!(track(&observed, &[], observed.newest_known().unwrap(), 0, &|| false).is_none());
}

/// Values of a user's own that reach a milestone: it is passed, for certain.
#[test]
fn a_milestone_that_was_observed_is_reached() {
    let own = r#"
[series.orbital_launches]
title = "Launches"
counts = "rate"
unit = "launches/year"
source = "mine"
kind = "measured"
points = [{ date = "2026", value = 80000, known = "2027-01" }]
"#;
    let observed = Observed::shipped().with(read_observed(own, "own.toml").unwrap()).unwrap();
    let tracked = track(&observed, &[], day(2027, 2, 1), 0, &|| true).unwrap();
    let reach = reading(&tracked, "orbital_launches").milestone.clone().unwrap();
    assert!(reach.doublings < 0.0);
    assert_eq!((reach.by.unwrap()[0], reach.never.unwrap()), (1.0, 0.0));
    assert!(Relation::AtMost.holds(1.0, 1.0) && !Relation::AtMost.holds(1.1, 1.0));
}

/// With few points on a day long ago nothing fails.
#[test]
fn a_day_on_which_nothing_was_known_gives_nothing_and_no_panic() {
    let tracked = track(&Observed::shipped(), &[], day(1950, 1, 1), 0, &|| true).unwrap();
    assert!(tracked.checkpoints.iter().flat_map(|looked| &looked.readings).all(|reading| reading.nowcast.is_none()));
    assert!(tracked.backtest.is_none());
}
