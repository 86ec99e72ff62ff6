//! The library of technologies and places that comes with Sunward, inside the program.

/// Name of a part (as in `include = ["library/chip"]`) and its text.
pub const PARTS: &[(&str, &str)] = &[
    ("battery", include_str!("../../../data/technologies/battery.toml")),
    ("bus", include_str!("../../../data/technologies/bus.toml")),
    ("cell", include_str!("../../../data/technologies/cell.toml")),
    ("centre", include_str!("../../../data/technologies/centre.toml")),
    ("chip", include_str!("../../../data/technologies/chip.toml")),
    ("cluster", include_str!("../../../data/technologies/cluster.toml")),
    ("commodity", include_str!("../../../data/technologies/commodity.toml")),
    ("demand", include_str!("../../../data/technologies/demand.toml")),
    ("downlink", include_str!("../../../data/technologies/downlink.toml")),
    ("edge", include_str!("../../../data/technologies/edge.toml")),
    ("experience", include_str!("../../../data/technologies/experience.toml")),
    ("industry_centres", include_str!("../../../data/technologies/industry_centres.toml")),
    ("industry_chips", include_str!("../../../data/technologies/industry_chips.toml")),
    ("industry_edge", include_str!("../../../data/technologies/industry_edge.toml")),
    ("industry_labour", include_str!("../../../data/technologies/industry_labour.toml")),
    ("industry_materials", include_str!("../../../data/technologies/industry_materials.toml")),
    ("industry_power", include_str!("../../../data/technologies/industry_power.toml")),
    ("industry_space", include_str!("../../../data/technologies/industry_space.toml")),
    ("industry_transport", include_str!("../../../data/technologies/industry_transport.toml")),
    ("learning", include_str!("../../../data/technologies/learning.toml")),
    ("link", include_str!("../../../data/technologies/link.toml")),
    ("location", include_str!("../../../data/technologies/location.toml")),
    ("memory", include_str!("../../../data/technologies/memory.toml")),
    ("orbit", include_str!("../../../data/technologies/orbit.toml")),
    ("package", include_str!("../../../data/technologies/package.toml")),
    ("packaging", include_str!("../../../data/technologies/packaging.toml")),
    ("process", include_str!("../../../data/technologies/process.toml")),
    ("propellant", include_str!("../../../data/technologies/propellant.toml")),
    ("radiator", include_str!("../../../data/technologies/radiator.toml")),
    ("scanner", include_str!("../../../data/technologies/scanner.toml")),
    ("site", include_str!("../../../data/technologies/site.toml")),
    ("vehicle", include_str!("../../../data/technologies/vehicle.toml")),
    ("wafer", include_str!("../../../data/technologies/wafer.toml")),
    ("way", include_str!("../../../data/technologies/way.toml")),
    ("workload", include_str!("../../../data/technologies/workload.toml")),
];

/// The list of sources.
pub const SOURCES: &str = include_str!("../../../data/sources.bib");
