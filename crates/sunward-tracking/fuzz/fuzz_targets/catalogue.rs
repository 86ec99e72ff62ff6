//! Elements counted, brought to another moment, and held against themselves.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_quantity::{AreaPerMass, Length};
use sunward_tracking::catalogue::{Assumptions, between, propagated, survey};
use sunward_tracking::date::{Day, Moment};
use sunward_tracking::elements::{self, ElementSet, newest};
use sunward_tracking::shells::STARLINK;

fuzz_target!(|bytes: &[u8]| {
    let Ok(rows) = elements::read(bytes) else { return };
    let sets: Vec<&ElementSet> = newest(&rows.rows).into_values().collect();
    let assumptions =
        Assumptions { drag: AreaPerMass::square_metres_per_kilogram(0.02), still: Length::metres(25.0) };
    let _ = survey(&sets, "STARLINK-", STARLINK, &assumptions);
    let _ = propagated(&sets, Moment { day: Day::from_1970(20_687), seconds: 43_200.0 });
    let _ = between(&sets[..sets.len() / 2], &sets, "STARLINK-", STARLINK, Length::metres(25.0));
});
