//! The scenarios that come with Sunward, inside the program: for doors whose users have no folder of files.

use sunward_model::Model;
use sunward_scenario::{MemoryFiles, Mistakes};

macro_rules! scenarios {
    ($($name:literal)*) => {
        /// Name and text of every scenario in `scenarios/`.
        // Not a constant: that would stand in the program wherever it is used.
        pub static SCENARIOS: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../scenarios/", $name, ".toml")))),*];
    };
}

scenarios! {
    "terawatt" "as_claimed" "sceptic" "first_light" "first_plan" "earth_only" "petawatt" "terawatt_in_2027"
}

/// What stands before the name of a study of `validation/`: `study:suncatcher`.
pub const STUDY: &str = "study:";

/// Every name that [`model`] takes: the scenarios, then the studies that stand as one.
pub fn names() -> Vec<String> {
    let studies = crate::validation::SCENARIOS.iter().map(|row| format!("{STUDY}{}", row.0));
    SCENARIOS.iter().map(|row| row.0.to_string()).chain(studies).collect()
}

/// A text as a scenario; what it includes are the library and the scenarios beside it, by the names of their files.
pub fn files(name: &str, text: &str) -> MemoryFiles {
    let own = MemoryFiles::new(name, text);
    // The text's own name is taken, should it be that of a scenario.
    let others = SCENARIOS.iter().map(|row| (format!("{}.toml", row.0), row.1)).filter(|row| row.0 != name);
    others.fold(own, |files, (name, text)| files.with(&name, text))
}

/// The files of a scenario or a study, named as they are in a checkout; `None` if no such name is shipped.
pub fn of(name: &str) -> Option<MemoryFiles> {
    if let Some(study) = name.strip_prefix(STUDY) {
        let (study, text) = crate::validation::SCENARIOS.iter().find(|row| row.0 == study)?;
        return Some(MemoryFiles::new(&format!("validation/{study}/scenario.toml"), *text));
    }
    let (name, text) = SCENARIOS.iter().find(|row| row.0 == name)?;
    Some(files(&format!("scenarios/{name}.toml"), text))
}

/// A scenario or a study, read; `None` if no such name is shipped.
pub fn model(name: &str) -> Option<Result<Model, Mistakes>> {
    Some(sunward_scenario::read(&of(name)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folder_is_shipped() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("there is a folder of scenarios")
            .flatten()
            .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".toml")?.to_string()))
            .collect();
        let mut shipped: Vec<String> = SCENARIOS.iter().map(|row| row.0.to_string()).collect();
        found.sort();
        shipped.sort();
        assert_eq!(found, shipped);
    }

    #[test]
    fn everything_shipped_can_be_read() {
        for name in names() {
            let read = model(&name).unwrap_or_else(|| panic!("`{name}` is in the list"));
            read.unwrap_or_else(|mistakes| panic!("{name}: {mistakes}"));
        }
        assert!(model("../terawatt").is_none());
        assert!(model("study:nobody").is_none());
    }
}
