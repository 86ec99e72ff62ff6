//! Any file to points, and the points to a file of observations that is there already.
#![no_main]
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use sunward_tracking::date::Day;
use sunward_tracking::observations::{Given, add, read};
use sunward_tracking::observed::Observed;

static SHIPPED: LazyLock<Observed> = LazyLock::new(Observed::shipped);

fuzz_target!(|bytes: &[u8]| {
    let known = Day::from_1970(20_783);
    // What stands before a zero byte is a file of observations for the rest to be added to.
    let (own, file) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (&[][..], bytes),
    };
    if let Ok(said) = read(&[Given { name: "fuzz", bytes: file }], known, &SHIPPED) {
        let _ = add(said, &Given { name: "observations.toml", bytes: own }, &SHIPPED);
    }
});
