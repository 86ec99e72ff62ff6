//! Whatever stands in two files, reading them gives a model or mistakes that can be drawn; a model's lock reads
//! back to the same lock.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sunward_scenario::{MemoryFiles, lock, read};

/// Ends the first file; the rest is the second.
const SPLIT: &[u8] = b"\n#---\n";

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(SPLIT.len()).position(|window| window == SPLIT);
    let (main, other) = at.map_or((bytes, &b""[..]), |at| (&bytes[..at], &bytes[at + SPLIT.len()..]));
    let base = include_str!("../../tests/base.toml");
    let files = MemoryFiles::new("main.toml", main)
        .with("other.toml", other)
        .with("base.toml", base);
    match read(&files) {
        Ok(model) => {
            let locked = lock(&model);
            match read(&MemoryFiles::new("main.toml", locked.clone())) {
                Ok(again) => assert_eq!(lock(&again), locked),
                Err(mistakes) => panic!("a lock does not read back:\n{mistakes}\n{locked}"),
            }
        }
        Err(mistakes) => {
            assert!(!mistakes.mistakes.is_empty());
            drop(mistakes.to_string());
        }
    }
});
