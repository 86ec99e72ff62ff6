//! Two-line sets and messages in each of their forms.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::elements;

fuzz_target!(|bytes: &[u8]| {
    let _ = elements::form(bytes);
    let _ = elements::read(bytes);
});
