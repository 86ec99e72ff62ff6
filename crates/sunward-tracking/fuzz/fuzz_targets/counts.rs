//! Launches that others counted, boosters, payloads and Starship.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::{counts, falcon};

fuzz_target!(|bytes: &[u8]| {
    let _ = counts::months(bytes);
    let _ = counts::so_far(bytes);
    let _ = counts::by_provider(bytes);
    let _ = falcon::booster_flights(bytes);
    let _ = falcon::payloads(bytes);
    let _ = falcon::starship_flights(bytes);
});
