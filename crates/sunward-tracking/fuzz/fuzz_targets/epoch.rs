//! Tables of Epoch AI.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::epoch;

fuzz_target!(|bytes: &[u8]| {
    let _ = epoch::chip_sales(bytes);
    let _ = epoch::site_stages(bytes);
    let _ = epoch::sites(bytes);
    let _ = epoch::clusters(bytes);
    let _ = epoch::hardware(bytes);
});
