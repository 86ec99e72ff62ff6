//! Files that several tests read.
#![allow(dead_code)]

use std::path::Path;
use sunward_tracking::elements::{self, ElementSet};

/// A file of `shared/data`, in whichever folder above this one it lies.
pub fn published(name: &str) -> Option<Vec<u8>> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find_map(|folder| std::fs::read(folder.join("shared/data").join(name)).ok());
    if found.is_none() {
        println!("{name} is not here: nothing was checked");
    }
    found
}

/// One satellite.
pub fn set() -> ElementSet {
    let text = "STARLINK-1008\n\
        1 44714U 19074B   26233.91677383  .00080166  00000+0  92924-3 0  9990\n\
        2 44714  53.1481 111.5096 0005177  74.5693 285.5893 15.61122730374441\n";
    elements::read(text.as_bytes()).unwrap().rows.remove(0)
}
