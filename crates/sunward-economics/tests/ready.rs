//! A model that is made ready once gives the costs of one that is worked out whole.

use sunward_economics::{Ready, costs};
use sunward_model::Model;
use sunward_scenario::DiskFiles;

fn terawatt() -> Model {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/terawatt.toml");
    sunward_scenario::read(&DiskFiles::new(path)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// Everything that costs hold; each number as the shortest text that reads as its bits.
fn all(found: impl std::fmt::Debug) -> String {
    format!("{found:?}")
}

/// Numbers of orbits, sites, climates and ways are what is worked out once; the others are a few of those that are not.
#[test]
fn costs_after_a_change_are_those_of_a_model_that_was_worked_out_whole() {
    let model = terawatt();
    let ready = Ready::new(&model).unwrap();
    let before = all(costs(&model).unwrap());
    assert_eq!(all(ready.costs(&model).unwrap()), before);
    let rests = ["orbit.", "site.", "climate.", "way.", "vehicle.starship", "satellite.", "chip.frontier", "workload."];
    let parameters = model.register.parameters().iter().enumerate();
    let slots: Vec<usize> =
        parameters.filter(|row| rests.iter().any(|head| row.1.path.starts_with(head))).map(|row| row.0).collect();
    assert!(slots.len() > 100, "{}", slots.len());
    let mut moved = 0;
    for slot in slots {
        let mut changed = model.clone();
        let parameter = &model.register.parameters()[slot];
        let Some((year, estimate)) = parameter.value.estimates().first().copied() else { continue };
        // A share stays one.
        if changed.register.set_number(slot, year, estimate.best * 0.99, &parameter.path).is_err() {
            continue;
        }
        let (ours, whole) = (ready.costs(&changed), costs(&changed));
        match (ours, whole) {
            (Ok(ours), Ok(whole)) => {
                let whole = all(whole);
                moved += u32::from(whole != before);
                assert!(all(ours) == whole, "{}", parameter.path);
            }
            (ours, whole) => assert_eq!(ours.err(), whole.err(), "{}", parameter.path),
        }
    }
    assert!(moved > 60, "{moved} of these numbers move something");
    assert_eq!(all(ready.costs(&model).unwrap()), before);
}

#[test]
fn a_world_that_cannot_be_is_refused_in_the_same_words() {
    let model = terawatt();
    let ready = Ready::new(&model).unwrap();
    let mut below = model.clone();
    below.register.set("orbit.dawn_dusk_650.altitude", "20 km").unwrap();
    let why = ready.costs(&below).unwrap_err();
    assert_eq!(Some(why), costs(&below).err());
}
