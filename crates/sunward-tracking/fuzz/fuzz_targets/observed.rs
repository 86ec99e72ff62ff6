//! Files of observations.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::observed::read_observed;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = read_observed(text, "fuzz.toml");
    }
});
