//! Charts of Our World in Data and their copies.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::our_world;

fuzz_target!(|bytes: &[u8]| {
    let _ = our_world::read(bytes);
    let _ = our_world::electricity(bytes);
    let _ = our_world::modules(bytes);
    let _ = our_world::launch_costs(bytes);
});
