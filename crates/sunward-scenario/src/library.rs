//! The library of technologies and places that comes with Sunward, inside the program.

/// Name of a part (as in `include = ["library/chip"]`) and its text.
pub const PARTS: &[(&str, &str)] = &[
    ("battery", include_str!("../../../data/technologies/battery.toml")),
    ("bus", include_str!("../../../data/technologies/bus.toml")),
    ("cell", include_str!("../../../data/technologies/cell.toml")),
    ("centre", include_str!("../../../data/technologies/centre.toml")),
    ("chip", include_str!("../../../data/technologies/chip.toml")),
    ("cluster", include_str!("../../../data/technologies/cluster.toml")),
    ("downlink", include_str!("../../../data/technologies/downlink.toml")),
    ("learning", include_str!("../../../data/technologies/learning.toml")),
    ("link", include_str!("../../../data/technologies/link.toml")),
    ("orbit", include_str!("../../../data/technologies/orbit.toml")),
    ("radiator", include_str!("../../../data/technologies/radiator.toml")),
    ("site", include_str!("../../../data/technologies/site.toml")),
    ("vehicle", include_str!("../../../data/technologies/vehicle.toml")),
    ("way", include_str!("../../../data/technologies/way.toml")),
    ("workload", include_str!("../../../data/technologies/workload.toml")),
];

/// The list of sources.
pub const SOURCES: &str = include_str!("../../../data/sources.bib");
