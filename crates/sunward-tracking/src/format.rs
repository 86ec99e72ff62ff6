//! Which format a file has, by what stands in it; its name says nothing.

use crate::elements::Form;
use crate::reading::{Refusal, quoted, text};
use crate::table::{self, Column, Shape};
use crate::{counts, elements, epoch, falcon, launch_library, launch_log, omm, our_world};

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `launch.tsv` or `launchlog.tsv` of GCAT.
    LaunchLog,
    /// A comma-separated copy of GCAT's list of launches.
    LaunchLogCopy,
    /// Launches to orbit by month.
    LaunchMonths,
    /// Launches of a year that had reached orbit by a day.
    LaunchesSoFar,
    /// Launches and mass by year and provider.
    LaunchProviders,
    /// An answer of Launch Library 2.
    LaunchLibrary,
    /// A comma-separated copy of launches of Launch Library 2.
    LaunchLibraryCopy,
    /// Flights of Falcon 9's boosters.
    BoosterFlights,
    /// Masses of Falcon 9's payloads.
    FalconPayloads,
    /// Flights of Starship.
    StarshipFlights,
    /// Elements of satellites as lines, messages, or a table.
    Elements(Form),
    /// Epoch AI: sales of chips.
    ChipSales,
    /// Epoch AI: stages of data centres.
    SiteStages,
    /// Epoch AI: data centres.
    Sites,
    /// Epoch AI: clusters.
    Clusters,
    /// Epoch AI: hardware.
    Hardware,
    /// A chart of Our World in Data.
    Chart,
    /// A copy of charts of electricity.
    Electricity,
    /// A copy of charts of solar modules.
    Modules,
    /// A copy of the chart of launch costs.
    LaunchCosts,
    /// Observations in the form of `data/observed`.
    Observations,
}

/// Formats that are a table, with its columns.
const TABLES: &[(Format, &[Column])] = &[
    (Format::LaunchLogCopy, launch_log::COPY),
    (Format::LaunchMonths, counts::MONTHS),
    (Format::LaunchesSoFar, counts::SO_FAR),
    (Format::LaunchProviders, counts::PROVIDERS),
    (Format::LaunchLibraryCopy, launch_library::COPY),
    (Format::BoosterFlights, falcon::BOOSTERS),
    (Format::FalconPayloads, falcon::PAYLOADS),
    (Format::StarshipFlights, falcon::STARSHIPS),
    (Format::Elements(Form::Csv), omm::KEYWORDS),
    (Format::ChipSales, epoch::SALES),
    (Format::SiteStages, epoch::STAGES),
    (Format::Sites, epoch::SITES),
    (Format::Clusters, epoch::CLUSTERS),
    (Format::Hardware, epoch::HARDWARE),
    (Format::Chart, our_world::YEARS),
    (Format::Chart, our_world::DAYS),
    (Format::Electricity, our_world::ELECTRICITY),
    (Format::Modules, our_world::MODULES),
    (Format::LaunchCosts, our_world::LAUNCH_COSTS),
];

impl Format {
    /// All of them; elements in each of their forms.
    pub const ALL: [Self; 25] = [
        Self::LaunchLog,
        Self::LaunchLogCopy,
        Self::LaunchMonths,
        Self::LaunchesSoFar,
        Self::LaunchProviders,
        Self::LaunchLibrary,
        Self::LaunchLibraryCopy,
        Self::BoosterFlights,
        Self::FalconPayloads,
        Self::StarshipFlights,
        Self::Elements(Form::Lines),
        Self::Elements(Form::Json),
        Self::Elements(Form::Csv),
        Self::Elements(Form::Xml),
        Self::Elements(Form::Keywords),
        Self::ChipSales,
        Self::SiteStages,
        Self::Sites,
        Self::Clusters,
        Self::Hardware,
        Self::Chart,
        Self::Electricity,
        Self::Modules,
        Self::LaunchCosts,
        Self::Observations,
    ];

    /// What it is called in documents and in `observations.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::LaunchLog => "gcat_launches",
            Self::LaunchLogCopy => "gcat_launches_csv",
            Self::LaunchMonths => "launches_by_month",
            Self::LaunchesSoFar => "launches_so_far",
            Self::LaunchProviders => "launches_by_provider",
            Self::LaunchLibrary => "launch_library",
            Self::LaunchLibraryCopy => "launch_library_csv",
            Self::BoosterFlights => "booster_flights",
            Self::FalconPayloads => "falcon_payloads",
            Self::StarshipFlights => "starship_flights",
            Self::Elements(Form::Lines) => "tle",
            Self::Elements(Form::Json) => "omm_json",
            Self::Elements(Form::Csv) => "omm_csv",
            Self::Elements(Form::Xml) => "omm_xml",
            Self::Elements(Form::Keywords) => "omm_kvn",
            Self::ChipSales => "epoch_chip_sales",
            Self::SiteStages => "epoch_data_center_timelines",
            Self::Sites => "epoch_data_centers",
            Self::Clusters => "epoch_gpu_clusters",
            Self::Hardware => "epoch_ml_hardware",
            Self::Chart => "owid_chart",
            Self::Electricity => "owid_electricity",
            Self::Modules => "owid_solar_modules",
            Self::LaunchCosts => "owid_launch_costs",
            Self::Observations => "observations",
        }
    }

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::LaunchLog => "GCAT's list or log of launches (TSV)",
            Self::LaunchLogCopy => "a copy of GCAT's list of launches (CSV)",
            Self::LaunchMonths => "launches to orbit by month (CSV)",
            Self::LaunchesSoFar => "launches of a year that had reached orbit by a day (CSV)",
            Self::LaunchProviders => "launches and mass by year and provider (CSV)",
            Self::LaunchLibrary => "an answer of Launch Library 2 (JSON)",
            Self::LaunchLibraryCopy => "a copy of launches of Launch Library 2 (CSV)",
            Self::BoosterFlights => "flights of Falcon 9's boosters (CSV)",
            Self::FalconPayloads => "masses of Falcon 9's payloads (CSV)",
            Self::StarshipFlights => "flights of Starship (CSV)",
            Self::Elements(Form::Lines) => "satellites as two- or three-line sets (TLE)",
            Self::Elements(Form::Json) => "satellites as messages (OMM, JSON)",
            Self::Elements(Form::Csv) => "satellites as messages (OMM, CSV)",
            Self::Elements(Form::Xml) => "satellites as messages (OMM, XML)",
            Self::Elements(Form::Keywords) => "satellites as messages (OMM, keywords)",
            Self::ChipSales => "Epoch AI's sales of AI chips (CSV)",
            Self::SiteStages => "Epoch AI's timelines of data centres (CSV)",
            Self::Sites => "Epoch AI's data centres (CSV)",
            Self::Clusters => "Epoch AI's GPU clusters (CSV)",
            Self::Hardware => "Epoch AI's machine learning hardware (CSV)",
            Self::Chart => "a chart of Our World in Data (CSV)",
            Self::Electricity => "a copy of Our World in Data's charts of electricity (CSV)",
            Self::Modules => "a copy of Our World in Data's charts of solar modules (CSV)",
            Self::LaunchCosts => "a copy of Our World in Data's chart of launch costs (CSV)",
            Self::Observations => "observations as Sunward writes them (TOML)",
        }
    }

    /// Columns that a table of this format must have, each as it is published; none where it is no table.
    pub fn needed_columns(self) -> Vec<&'static str> {
        if self == Self::LaunchLog {
            return table::needed_names(launch_log::COLUMNS);
        }
        TABLES
            .iter()
            .find(|(format, _)| *format == self)
            .map_or_else(Vec::new, |(_, columns)| table::needed_names(columns))
    }
}

/// The format of a file, by its content.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or of no known format; then the refusal names what is nearest, and what is known.
pub fn detect(bytes: &[u8]) -> Result<Format, Refusal> {
    let text = text(bytes)?;
    let start = text.trim_start();
    let beginning = table::beginning(start);
    let first = beginning.lines().next().unwrap_or_default();
    match start.chars().next() {
        Some('<') if ["<ndm", "<omm", ":ndm", ":omm"].iter().any(|tag| beginning.contains(tag)) => {
            return Ok(Format::Elements(Form::Xml));
        }
        Some('<') => {
            return Err(unknown("the file is XML or a web page, and holds no Orbit Mean-Elements Message".to_string()));
        }
        // A TOML table begins with a bracket too, and its line ends with one.
        Some('[') if first.trim_end().ends_with(']') && first.contains("series.") => return Ok(Format::Observations),
        Some('{' | '[') => {
            let named = |key: &str| beginning.contains(key);
            if named("\"NORAD_CAT_ID\"") || named("\"MEAN_MOTION\"") {
                return Ok(Format::Elements(Form::Json));
            }
            if named("\"net\"") || named("\"launch_service_provider\"") || named("\"lsp_name\"") {
                return Ok(Format::LaunchLibrary);
            }
            return Err(unknown(
                "the file is JSON, and holds neither elements of satellites nor launches of Launch Library 2"
                    .to_string(),
            ));
        }
        _ => {}
    }
    if first.split_once('=').is_some_and(|(key, _)| key.trim() == "CCSDS_OMM_VERS") {
        return Ok(Format::Elements(Form::Keywords));
    }
    if beginning.lines().any(|line| line.trim_start().starts_with("[series.")) {
        return Ok(Format::Observations);
    }
    if elements::looks_like_lines(beginning) {
        return Ok(Format::Elements(Form::Lines));
    }
    if first.contains('\t') {
        let lacks = table::lacking(&table::header(beginning, Shape::Tabs)?, launch_log::COLUMNS);
        if lacks.is_empty() {
            return Ok(Format::LaunchLog);
        }
        return Err(unknown(format!(
            "the first line, {}, is divided by tabs, and lacks {} of GCAT's launches",
            quoted(first),
            named(&lacks)
        )));
    }
    of_table(beginning, first)
}

fn named(columns: &[&str]) -> String {
    columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The table that the header names the most columns of, if it names all that it needs.
fn of_table(text: &str, first: &str) -> Result<Format, Refusal> {
    let header = table::header(text, Shape::Commas)?;
    let mut fitting: Option<(usize, Format)> = None;
    let mut nearest: Option<(usize, Format, Vec<&str>)> = None;
    for (format, columns) in TABLES {
        let lacks = table::lacking(&header, columns);
        let found = table::found(&header, columns);
        if lacks.is_empty() {
            if fitting.is_none_or(|(most, _)| found > most) {
                fitting = Some((found, *format));
            }
        } else if found > lacks.len() && nearest.as_ref().is_none_or(|(most, _, _)| found > *most) {
            nearest = Some((found, *format, lacks));
        }
    }
    match (fitting, nearest) {
        (Some((_, format)), _) => Ok(format),
        (None, Some((_, format, lacks))) => Err(Refusal::new(
            format!("the first line looks like that of {}, but names no column {}", format.words(), named(&lacks)),
            "give the file as it is published, with its header on the first line",
        )),
        (None, None) => Err(unknown(format!("the first line, {}, belongs to no known format", quoted(first)))),
    }
}

fn unknown(why: String) -> Refusal {
    let known: Vec<&str> = Format::ALL.iter().map(|format| format.words()).collect();
    Refusal::new(why, format!("known are: {}", known.join("; ")))
}
