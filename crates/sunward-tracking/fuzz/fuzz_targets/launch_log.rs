//! GCAT's launches and their copy.
#![no_main]
use libfuzzer_sys::fuzz_target;
use sunward_tracking::launch_log;

fuzz_target!(|bytes: &[u8]| {
    let _ = launch_log::updated(bytes);
    let _ = launch_log::read(bytes);
    let _ = launch_log::read_copy(bytes);
});
