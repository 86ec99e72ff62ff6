//! Public claims: every file is read, every verdict follows from its numbers, and a changed scenario changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use sunward::claims::reading::{Answer, Input};
use sunward::claims::{Claim, FILES, Filter, Judging, beside, claims, judge, read_claims};
use sunward::planning::Asked;
use sunward::quantity::elementary::power;
use sunward::results::Results;
use sunward::results::claims::{Judged, LeverFound, Origin, Relation, Side, Verdict, document, screen, tables};
use sunward::scenario::library::SOURCES;
use sunward::scenario::sources::read_sources;
use sunward::{DiskFiles, evaluate, model};

fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(format!("{name}.toml"))
}

fn results(name: &str, changes: &[(&str, &str)]) -> Results {
    let changes: Vec<(String, String)> =
        changes.iter().map(|(path, value)| (path.to_string(), value.to_string())).collect();
    let model = model(&DiskFiles::new(scenario(name)), &changes).unwrap_or_else(|error| panic!("{error}"));
    evaluate(model, Vec::new(), 0).unwrap()
}

fn all() -> Vec<Claim> {
    claims().unwrap_or_else(|mistakes| panic!("{}", mistakes.iter().map(|m| format!("{m}\n")).collect::<String>()))
}

/// Judges some claims without plans and draws, which take long.
fn judged(results: &Results, ids: &[&str]) -> BTreeMap<String, Judged> {
    let wanted: Vec<Claim> = all().into_iter().filter(|claim| ids.contains(&claim.id.as_str())).collect();
    assert_eq!(wanted.len(), ids.len(), "{ids:?}");
    let judging =
        Judging { threads: 2, seed: 0, plans: Asked::default(), folder: None, in_full: false, progress: &|_, _, _| () };
    let found = judge(results, &wanted, &judging).unwrap();
    found.into_iter().map(|claim| (claim.id.clone(), claim)).collect()
}

/// All claims put to `scenarios/terawatt.toml`, without what takes a plan or draws.
static TERAWATT: LazyLock<Vec<Judged>> = LazyLock::new(|| beside(&results("terawatt", &[]), None, 2));

fn of(id: &str) -> &'static Judged {
    TERAWATT.iter().find(|claim| claim.id == id).unwrap_or_else(|| panic!("no claim {id}"))
}

fn number(id: &str) -> f64 {
    of(id).computed.as_ref().unwrap_or_else(|| panic!("{id}: {}", of(id).why)).best.in_unit()
}

#[test]
fn there_are_claims_of_all_sides_each_with_a_name_of_its_own() {
    let all = all();
    let names: BTreeSet<&str> = all.iter().map(|claim| claim.id.as_str()).collect();
    assert!(all.len() >= 40 && names.len() == all.len(), "{} claims, {} names", all.len(), names.len());
    for side in [Side::Plan, Side::Study, Side::Critic] {
        assert!(all.iter().filter(|claim| claim.side == side).count() >= 10, "{side:?}");
    }
}

/// What was asked to be among the claims, line by line.
#[test]
fn every_number_of_the_plan_on_the_table_and_of_both_sides_is_among_the_claims() {
    let wanted = [
        ("20 GW today", "ai_compute_of_today"),
        ("1 TW goal", "terawatt_a_year"),
        ("2 %", "share_of_the_need"),
        ("100 to 200 t a flight", "starship_v3_payload"),
        ("100 to 200 t a flight", "starship_v4_payload"),
        ("10 Mt a year", "mass_for_a_terawatt"),
        ("50,000 to 100,000 flights", "flights_for_ten_megatonnes"),
        ("more than 200 a day", "more_than_200_a_day"),
        ("thousands of times today's mass", "thousands_of_times"),
        ("2,700 dollars a kilogram", "falcon_price"),
        ("under 100 dollars a kilogram", "under_100_a_kilogram"),
        ("five times the solar energy", "five_times_the_sun"),
        ("factories cannot keep up", "factories_cannot_keep_up"),
        ("EUV, know-how, licences, people", "money_alone_cannot"),
        ("cheaper at some point", "cheaper_at_some_point"),
        ("vehicles in chips", "vehicles_chips"),
        ("robots in chips", "billion_robots_chips"),
        ("robots, factories, robots", "robots_make_factories"),
        ("one sixth of gravity, no air", "moon_gravity"),
        ("mass driver", "moon_without_rockets"),
        ("petawatt", "petawatt"),
        ("AI1", "ai1_density"),
        ("AI1", "ai1_radiator_flux"),
        ("AI Sat Mini", "sat_mini"),
        ("D3 runs hotter", "hot_chips"),
        ("100 kW/t", "kilowatts_per_tonne"),
        ("20 to 30 ships for 10,000 flights", "ships_for_ten_thousand"),
        ("36 months", "thirty_six_months"),
        ("Suncatcher's 200 dollars", "suncatcher_price"),
        ("Starcloud's figures", "starcloud_price"),
        ("a million satellites", "million_satellites"),
        ("debris", "room_in_orbit"),
        ("debris", "days_to_collision"),
        ("ozone", "ozone"),
        ("bandwidth", "downlink_ceiling"),
        ("bandwidth", "berkel_training"),
        ("radiators", "radiators_dominate"),
        ("radiators", "three_square_metres"),
    ];
    let all = all();
    for (what, id) in wanted {
        assert!(all.iter().any(|claim| claim.id == id), "{what}: no claim `{id}`");
    }
}

#[test]
fn every_source_of_a_claim_and_of_its_tests_is_in_the_list() {
    let known = read_sources(SOURCES).expect("the list of sources can be read");
    let mut missing = Vec::new();
    for claim in all() {
        let mut keys = vec![claim.source.clone()];
        for test in &claim.tests {
            if let Answer::Formula { inputs, .. } = &test.answer {
                keys.extend(inputs.iter().filter_map(|row| match &row.1 {
                    Input::Stated { source, .. } => source.clone(),
                    _ => None,
                }));
            }
        }
        missing
            .extend(keys.into_iter().filter(|key| !known.contains_key(key)).map(|key| format!("{}: {key}", claim.id)));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn all_five_verdicts_occur_for_the_terawatt_each_with_its_reason() {
    let example = |verdict: Verdict| TERAWATT.iter().filter(|claim| claim.verdict == verdict).count();
    for (name, verdict) in Verdict::NAMES {
        assert!(example(*verdict) >= 3, "{name}: {}", example(*verdict));
    }
    for claim in TERAWATT.iter() {
        assert!(claim.why.ends_with('.') && claim.why.len() > 20, "{}: {}", claim.id, claim.why);
        assert!(!claim.why.contains("NaN") && !claim.why.contains("inf "), "{}: {}", claim.id, claim.why);
        match (&claim.computed, claim.verdict) {
            // The sentence has the number that came out.
            (Some(computed), _) if computed.best.si.is_finite() => {
                assert!(claim.why.contains(&computed.best.show()), "{}: {}", claim.id, claim.why);
            }
            (Some(_), _) => assert!(claim.why.contains("never"), "{}: {}", claim.id, claim.why),
            (None, verdict) => {
                assert!(matches!(verdict, Verdict::Untestable | Verdict::Contradicted), "{}", claim.id);
            }
        }
    }
    // Two of each kind that must stay what they are for stated reasons: own arithmetic, data of others, an engine's result.
    for (id, verdict, says) in [
        ("thousands_of_times", Verdict::Holds, "observed"),
        ("starcloud_launch", Verdict::Contradicted, "The arithmetic gives 50"),
        ("flat_electricity", Verdict::Contradicted, "observed"),
        ("terafab_budget", Verdict::Contradicted, "Another source gives 55"),
        ("kilowatts_per_tonne", Verdict::Optimistic, "times as much"),
        ("abi_ratio", Verdict::Optimistic, "The engine finds"),
        ("thirty_six_months", Verdict::HoldsIf, "`as_claimed`"),
        ("ships_for_ten_thousand", Verdict::HoldsIf, "ship_turnaround"),
        ("ozone", Verdict::Untestable, "no chemistry"),
        ("terawatt_a_year", Verdict::Untestable, "`sunward claims` does"),
    ] {
        let claim = of(id);
        assert_eq!(claim.verdict, verdict, "{id}: {}", claim.why);
        assert!(claim.why.contains(says), "{id}: {}", claim.why);
    }
}

/// By hand, from numbers that stand in the files: what each claim's deciding test must give.
#[test]
fn claims_recomputed_on_paper_come_to_the_same() {
    let year: f64 = 365.25 * 86_400.0;
    let wanted = [
        // Chips of 2025, their growth of 85 % a year, and 1.3 of facility for each watt of chip.
        ("ai_compute_of_today", 7.0753 * 1.85 * 1.3),
        ("share_of_the_need", 7.0753 * 1.85 * 1.3 / 10.0),
        // Ten million tonnes, over the 144 t that the scenario gives the ship; and by the day.
        ("flights_for_ten_megatonnes", 1e7 / 144.0),
        ("more_than_200_a_day", 1e7 / 144.0 / 365.25),
        // Over the 2,885 t of 2025.
        ("thousands_of_times", 1e7 / 2885.0),
        // Terawatt-hours of the world less those of China, 2015 and 2025.
        ("flat_electricity", 100.0 * (power((31_772.3 - 10_583.4) / (24_002.3 - 5814.58), 0.1) - 1.0)),
        // GM/r² of the Moon over the Earth's; √(2GM/r).
        ("moon_gravity", 4.9028e12 / (1737.4e3 * 1737.4e3) / 9.806_65),
        ("moon_without_rockets", (2.0 * 4.9028e12 / 1737.4e3_f64).sqrt()),
        // Half the square of 1,680 m/s for 10.5 Mt a year, at nine tenths, in megawatts.
        ("driver_power", 10.5e9 / year * 1680.0 * 1680.0 / 2.0 / 0.9 / 1e6),
        // Both faces at 293.15 K with an emissivity of 0.92, less 137 W/m².
        ("starcloud_radiator", 2.0 * 0.92 * 5.670_374e-8 * power(293.15, 4.0) - 137.0),
        // One face, 0.86, and the same heat from outside.
        ("three_square_metres", 700.0 / (0.86 * 5.670_374e-8 * power(293.15, 4.0) - 137.0)),
        // 5 GW from 1,361 W/m², 22 % and nine tenths, in square kilometres.
        ("starcloud_array", 5e9 / (1361.0 * 0.22 * 0.9) / 1e6),
        ("starcloud_launch", 5e6 / 100e3),
        // 27.3 months over 64 days.
        ("built_in_64_days", 27.3 / 12.0 * 365.25 / 64.0),
    ];
    for (id, by_hand) in wanted {
        let found = number(id);
        // The inputs stand in the files with three to five digits.
        assert!((found / by_hand - 1.0).abs() < 0.005, "{id}: {found} against {by_hand} by hand");
    }
    // A satellite's mass is the engine's; the arithmetic after it is not.
    let results = results("terawatt", &[]);
    let at = results.costs.index_of(2035);
    let satellite = results.costs.series.iter().find(|series| series.name.to_string() == "satellite.d3").unwrap();
    let sheet = satellite.years[at].as_ref().unwrap().0;
    let kilograms_a_kilowatt = sheet.mass.in_kilograms() / sheet.it_power.in_kilowatts();
    assert!((number("mass_for_a_terawatt") / kilograms_a_kilowatt - 1.0).abs() < 1e-9, "Mt a TW are kg a kW");
    assert!((number("kilowatts_per_tonne") * kilograms_a_kilowatt / 1000.0 - 1.0).abs() < 1e-9);
    assert!((number("alumina") / (kilograms_a_kilowatt * 1e6 * 0.12) - 1.0).abs() < 1e-9);
}

#[test]
fn what_was_worked_out_on_paper_agrees_to_a_part_in_a_hundred() {
    let mut checked = 0;
    for claim in TERAWATT.iter() {
        for test in &claim.tests {
            let Some(hand) = &test.hand else { continue };
            let found = test.result.as_ref().unwrap_or_else(|why| panic!("{}: {why}", claim.id));
            assert_eq!(hand.unit.dimension, found.best.unit.dimension, "{}", claim.id);
            assert!(
                (found.best.si / hand.si - 1.0).abs() < 0.01,
                "{}: {} by hand {}",
                claim.id,
                found.best.show(),
                hand.show()
            );
            checked += 1;
        }
    }
    assert!(checked >= 20, "{checked}");
}

#[test]
fn a_verdict_is_what_its_numbers_say() {
    for claim in TERAWATT.iter() {
        let Some(computed) = &claim.computed else { continue };
        let (found, within) = (computed.best.si, claim.within * (1.0 + 1e-9));
        let (low, high) =
            claim.claimed_range.as_ref().map_or((claim.claimed.si, claim.claimed.si), |[low, high]| (low.si, high.si));
        let agrees = match claim.relation {
            Relation::Is => found >= low / within && found <= high * within,
            Relation::AtLeast => found >= claim.claimed.si / within,
            Relation::AtMost => found <= claim.claimed.si * within,
        };
        assert_eq!(agrees, claim.verdict == Verdict::Holds, "{}: {}", claim.id, claim.why);
    }
}

#[test]
fn a_changed_scenario_changes_verdicts() {
    type Flip<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, Verdict, Verdict)]);
    let lighter = &[("satellite.d3.specific_power", "100 kW/t")];
    let quicker = &[("vehicle.starship_v4.ship_turnaround", "30 hours"), ("vehicle.starship_v4.payload", "120 t")];
    let crowded = &[("limit.orbital_slots.amount", "200 ksatellite")];
    let cheaper = &[
        ("satellite.d3.price", "0.1 USD_2025/W"),
        ("satellite.d3.launch_price", "1 USD_2025/kg"),
        ("satellite.d3.life", "15 years"),
        ("satellite.d3.wacc", "8 %/year"),
        ("satellite.d3.failure", "1 %/year"),
    ];
    use Verdict::{Holds, HoldsIf, Optimistic};
    let flips: [Flip; 4] = [
        (lighter, &[("kilowatts_per_tonne", Optimistic, Holds), ("mass_for_a_terawatt", Optimistic, Holds)]),
        (quicker, &[("ships_for_ten_thousand", HoldsIf, Holds), ("more_than_200_a_day", HoldsIf, Holds)]),
        (crowded, &[("million_satellites", Holds, Optimistic), ("room_in_orbit", HoldsIf, Holds)]),
        // One number alone would not do: satellites, launch, life, money and failures together.
        (cheaper, &[("thirty_six_months", HoldsIf, Holds), ("beals_five_years", Holds, Optimistic)]),
    ];
    for (changes, wanted) in flips {
        let ids: Vec<&str> = wanted.iter().map(|row| row.0).collect();
        let changed = judged(&results("terawatt", changes), &ids);
        for (id, before, after) in wanted {
            assert_eq!(of(id).verdict, *before, "{id}: {}", of(id).why);
            assert_eq!(changed[*id].verdict, *after, "{id} with {changes:?}: {}", changed[*id].why);
        }
    }
}

/// The value at which a claim is said to begin to hold does make it hold, put into the scenario as a user would.
#[test]
fn a_lever_set_to_what_is_said_makes_the_claim_hold() {
    let mut tried = 0;
    for claim in TERAWATT.iter() {
        let Some(lever) = &claim.lever else { continue };
        let LeverFound::At { from, to, .. } = &lever.found else { continue };
        // Numbers are shown with four digits: a hundredth further in is surely inside, where that is not beyond the other end.
        let Some((end, factor)) = from.as_ref().map(|from| (from, 1.01)).or(to.as_ref().map(|to| (to, 0.99))) else {
            panic!("{}: a value", claim.id)
        };
        if tried >= 8 || (from.is_some() && to.is_some()) {
            continue;
        }
        let (number, unit) = end.split_once(' ').unwrap_or((end, ""));
        let value = number.replace(',', "").parse::<f64>().unwrap() * factor;
        let counted = results("terawatt", &[]).model.register.find(&lever.path).unwrap().measure().unit();
        let unit = if unit.is_empty() && counted != "1" { continue } else { unit };
        let changed = judged(&results("terawatt", &[(&lever.path, &format!("{value} {unit}"))]), &[&claim.id]);
        assert_eq!(changed[&claim.id].verdict, Verdict::Holds, "{}: {}", claim.id, changed[&claim.id].why);
        tried += 1;
    }
    assert!(tried >= 6, "{tried}");
}

#[test]
fn a_scenario_without_a_plan_is_judged_for_what_needs_none() {
    let found = beside(&results("first_light", &[]), None, 2);
    assert_eq!(found.len(), all().len());
    let plans = found.iter().find(|claim| claim.id == "terawatt_a_year").unwrap();
    assert_eq!(plans.verdict, Verdict::Untestable);
    let asked =
        Judging { threads: 1, seed: 0, plans: Asked::default(), folder: None, in_full: true, progress: &|_, _, _| () };
    let wanted: Vec<Claim> = all().into_iter().filter(|claim| claim.id == "terawatt_a_year").collect();
    let one = judge(&results("first_light", &[]), &wanted, &asked).unwrap();
    assert!(one[0].why.contains("asks for no plan"), "{}", one[0].why);
    // What rests on observations or arithmetic is the same in every world.
    let same = |id: &str| (found.iter().find(|claim| claim.id == id).unwrap().verdict, of(id).verdict);
    for id in ["thousands_of_times", "moon_gravity", "starcloud_launch", "flat_electricity"] {
        let (here, there) = same(id);
        assert_eq!(here, there, "{id}");
    }
}

#[test]
fn judgement_is_the_same_for_any_number_of_threads() {
    let results = results("terawatt", &[]);
    let ids = ["mass_for_a_terawatt", "thirty_six_months", "suncatcher_price", "hot_chips", "ozone", "abi_ratio"];
    let one = judged(&results, &ids);
    let wanted: Vec<Claim> = all().into_iter().filter(|claim| ids.contains(&claim.id.as_str())).collect();
    let judging =
        Judging { threads: 1, seed: 0, plans: Asked::default(), folder: None, in_full: false, progress: &|_, _, _| () };
    for claim in judge(&results, &wanted, &judging).unwrap() {
        assert_eq!(one[&claim.id], claim);
    }
}

#[test]
fn a_judgement_that_is_stopped_gives_nothing() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    let mut plans = Asked::default();
    plans.limits.interrupt = Some(Arc::new(AtomicBool::new(true)));
    let judging = Judging { threads: 2, seed: 0, plans, folder: None, in_full: true, progress: &|_, _, _| () };
    assert_eq!(judge(&results("terawatt", &[]), &all(), &judging), Err(sunward::PlanStop::Interrupted));
}

#[test]
fn a_claim_says_where_every_number_is_from() {
    for claim in TERAWATT.iter() {
        let page = screen::whole(claim);
        assert!(page.lines().all(|line| line.chars().count() <= 100 || !line.trim().contains(' ')), "{page}");
        assert!(page.contains(&claim.source.key), "{page}");
        assert!(claim.source.work.is_some(), "{}", claim.id);
        for input in claim.tests.iter().flat_map(|test| &test.inputs) {
            if let (Origin::Observed(..) | Origin::Sourced, Ok(_)) = (&input.from, &input.value) {
                assert!(input.source.is_some(), "{}: {}", claim.id, input.name);
            }
        }
    }
    let list = screen::list("terawatt", &TERAWATT);
    assert!(list.lines().all(|line| line.chars().count() <= 100), "{list}");
    assert!(TERAWATT.iter().all(|claim| list.contains(&claim.id)));
}

#[test]
fn the_document_has_the_keys_that_others_read() {
    let body = document::document(&TERAWATT);
    let rows = body["claims"].as_array().unwrap();
    assert_eq!(rows.len(), TERAWATT.len());
    for row in rows {
        for key in ["id", "who", "date", "statement", "verdict", "why"] {
            assert!(row[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {row}");
        }
        assert!(row["claimed"].is_number() || row["claimed"]["value"].is_number(), "{row}");
        assert!(row.get("computed").is_some());
        assert!(Verdict::NAMES.iter().any(|name| row["verdict"] == name.0));
    }
    let table = tables::table(&TERAWATT);
    assert_eq!(table.rows(), TERAWATT.len());
    assert!(!table.csv().contains(",inf,"), "a year that never comes is an empty cell");
}

#[test]
fn a_name_that_no_claim_has_is_refused_with_the_nearest() {
    let filter = |id: &str| Filter { id: Some(id.into()), ..Filter::default() };
    let why = filter("mass_for_a_terrawatt").before(all()).unwrap_err();
    assert!(why.contains("did you mean `mass_for_a_terawatt`?"), "{why}");
    assert!(filter("zzz").before(all()).unwrap_err().contains("lists them all"));
    let study = Filter { side: Some(Side::Study), ..Filter::default() };
    assert!(study.before(all()).unwrap().iter().all(|claim| claim.side == Side::Study));
}

/// Every mistake of a file at once, each with its line.
#[test]
fn mistakes_in_a_file_of_claims_are_listed_with_place_and_remedy() {
    let text = r#"[claim.one]
title = "One"
who = "Nobody"
date = "2026"
source = "guess"
kind = "rumoured"
side = "plan"
statement = "Something."
value = "100 USD/kg"
relation = "is"
colour = "red"

[[claim.one.test]]
asks = "What?"
formula = "a + * b"
inputs.a = "1 t"

[[claim.one.test]]
asks = "And?"
formula = "a * c"
inputs.a = "1 parsec"
inputs.b = { document = "datasheet", key = "mass" }
inputs.d = { wish = true }

[claim.two]
title = "Two"

[other]
"#;
    let mistakes = read_claims("plan", text).unwrap_err();
    let said: String = mistakes.iter().map(|mistake| format!("{mistake}\n")).collect();
    for part in [
        "data/claims/plan.toml:6: `kind` of claim `one` is `rumoured`",
        "plan.toml:9: `value` of claim `one`: a price without a year",
        "plan.toml:11: claim `one` has an unknown field `colour`",
        "plan.toml:15: `*` is not expected here",
        "`parsec` is not a unit",
        "does not use the input `b`",
        "claim `two` has no `who`",
        "claim `two` has no test",
        "unknown table `other`",
    ] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
    assert!(mistakes.windows(2).all(|pair| pair[0].place.line <= pair[1].place.line));
}

#[test]
fn no_file_of_claims_makes_the_reader_panic() {
    for (name, text) in FILES {
        for cut in (0..text.len()).step_by(97).filter(|cut| text.is_char_boundary(*cut)) {
            let _ = read_claims(name, &text[..cut]);
            let doubled = format!("{}{}", &text[cut..], &text[..cut]);
            let _ = read_claims(name, &doubled);
        }
    }
    for hostile in [
        "",
        "\u{feff}",
        "claim = 1",
        "[claim]\nx = 1",
        "[claim.x]\ntest = []",
        "[[claim.x.test]]",
        "\0",
        "[claim.x",
        "claim.x.test = [1, {}, [[]]]",
    ] {
        assert!(read_claims("plan", hostile).is_err() || hostile.trim_matches('\u{feff}').is_empty(), "{hostile:?}");
    }
}
