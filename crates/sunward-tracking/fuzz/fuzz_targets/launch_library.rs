//! Answers of Launch Library 2 and their copy.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::launch_library;

fuzz_target!(|bytes: &[u8]| {
    let _ = launch_library::page(bytes);
    let _ = launch_library::read(bytes);
    let _ = launch_library::read_copy(bytes);
});
