//! Tables of Epoch AI: sales of chips, data centres and how they are built, clusters, and hardware; comma-separated.
//!
//! Source: `epoch_chip_sales`, `epoch_data_centers`, `epoch_gpu_clusters` and `epoch_ml_hardware`. Columns that are not used here are passed over, whatever
//! they are called.

use crate::date::Day;
use crate::reading::{Fault, Refusal, Rows, quoted};
use crate::table::{self, Column, Fields, Shape, wanted, welcome, whole};

/// A median and the bounds around it, 5 and 95 %; each where the table has it, in order of size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Value that 5 % lie below.
    pub low: Option<f64>,
    /// Median.
    pub median: Option<f64>,
    /// Value that 5 % lie above.
    pub high: Option<f64>,
}

/// What a designer sold in a span of time: one quarter in the table of quarters, all since a day in the cumulative one.
#[derive(Debug, Clone, PartialEq)]
pub struct ChipSales {
    /// Who designs the chip.
    pub designer: String,
    /// The chip, or empty where a row is of all chips of the designer.
    pub chip: String,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// Chips.
    pub units: Range,
    /// Chips in equivalents of an H100.
    pub h100_equivalents: Range,
    /// Thermal design power of the chips, megawatts.
    pub megawatts: Range,
    /// Whether the table marks the span as not yet fully counted.
    pub is_incomplete: bool,
}

pub(crate) const SALES: &[Column] = &[
    wanted("Chip manufacturer", &["designer"]),
    welcome("Chip type", &["chip"]),
    wanted("Start date", &["start_date", "since"]),
    wanted("End date", &["end_date"]),
    welcome("Number of Units (5th percentile)", &["units_p5"]),
    welcome("Number of Units (median)", &["Number of Units", "units_median"]),
    welcome("Number of Units (95th percentile)", &["units_p95"]),
    welcome(
        "H100e (5th percentile)",
        &["Compute estimate in H100e (5th percentile)", "H100e compute power (5th percentile)", "h100e_p5"],
    ),
    wanted("Compute estimate in H100e (median)", &["H100e compute power (median)", "h100e_median"]),
    welcome(
        "H100e (95th percentile)",
        &["Compute estimate in H100e (95th percentile)", "H100e compute power (95th percentile)", "h100e_p95"],
    ),
    welcome("Power in MW (5th percentile)", &["power_mw_p5"]),
    welcome("Power in MW (median)", &["power_mw_median"]),
    welcome("Power in MW (95th percentile)", &["power_mw_p95"]),
    welcome("Incomplete", &[]),
];

/// Reads sales of chips, by quarter or cumulative, by designer or by chip.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn chip_sales(bytes: &[u8]) -> Result<Rows<ChipSales>, Refusal> {
    table::read(bytes, Shape::Commas, SALES, sales, whole)
}

fn sales(fields: &Fields<'_>) -> Result<ChipSales, Fault> {
    let range = |names: [&str; 3]| {
        let [low, median, high] = names.map(|name| fields.amount(name));
        let range = Range { low: low?, median: median?, high: high? };
        let known: Vec<f64> = [range.low, range.median, range.high].into_iter().flatten().collect();
        if known.is_sorted() {
            return Ok(range);
        }
        Err(Fault::new(
            format!("{} and its bounds are {known:?}", names[1]),
            "the value for 5 % is the smallest, that for 95 % the largest",
        ))
    };
    let sales = ChipSales {
        designer: fields.needed("Chip manufacturer")?,
        chip: fields.text("Chip type").to_string(),
        start: Day::read("Start date", fields.text("Start date"))?,
        end: Day::read("End date", fields.text("End date"))?,
        units: range([
            "Number of Units (5th percentile)",
            "Number of Units (median)",
            "Number of Units (95th percentile)",
        ])?,
        h100_equivalents: range([
            "H100e (5th percentile)",
            "Compute estimate in H100e (median)",
            "H100e (95th percentile)",
        ])?,
        megawatts: range(["Power in MW (5th percentile)", "Power in MW (median)", "Power in MW (95th percentile)"])?,
        is_incomplete: truth("Incomplete", fields)?,
    };
    if sales.start > sales.end {
        return Err(Fault::new(
            format!("the span goes from {} to {}", sales.start, sales.end),
            "it begins before it ends",
        ));
    }
    Ok(sales)
}

fn truth(name: &str, fields: &Fields<'_>) -> Result<bool, Fault> {
    match fields.text(name).to_ascii_lowercase().as_str() {
        "" | "false" | "no" => Ok(false),
        "true" | "yes" | "checked" => Ok(true),
        other => Err(Fault::new(format!("{name} is {}", quoted(other)), "write `True` or `False`, or nothing")),
    }
}

/// What was in operation at a site from a day on.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteStage {
    /// The site.
    pub site: String,
    /// From when. Days after the edition's are projections.
    pub day: Day,
    /// Power of the whole facility, megawatts; nothing where the field is empty.
    pub megawatts: Option<f64>,
    /// Power of its computers, megawatts.
    pub it_megawatts: Option<f64>,
    /// Chips in equivalents of an H100.
    pub h100_equivalents: Option<f64>,
    /// What was seen, or is expected.
    pub seen: String,
}

pub(crate) const STAGES: &[Column] = &[
    wanted("Date", &[]),
    wanted("Data center", &["Data center name"]),
    wanted("Power (MW)", &["Power capacity (MW)"]),
    welcome("IT power (MW)", &[]),
    welcome("H100 equivalents", &[]),
    welcome("Construction status", &[]),
];

/// Reads how data centres are built, one row for each stage of each site.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn site_stages(bytes: &[u8]) -> Result<Rows<SiteStage>, Refusal> {
    table::read(bytes, Shape::Commas, STAGES, site_stage, whole)
}

fn site_stage(fields: &Fields<'_>) -> Result<SiteStage, Fault> {
    Ok(SiteStage {
        site: fields.needed("Data center")?,
        day: Day::read("Date", fields.text("Date"))?,
        megawatts: fields.amount("Power (MW)")?,
        it_megawatts: fields.amount("IT power (MW)")?,
        h100_equivalents: fields.amount("H100 equivalents")?,
        seen: fields.text("Construction status").to_string(),
    })
}

/// A data centre as it stands at the edition's date.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Name.
    pub name: String,
    /// Owner, or empty.
    pub owner: String,
    /// Country, or empty.
    pub country: String,
    /// Power in operation, megawatts.
    pub megawatts: Option<f64>,
    /// Chips in equivalents of an H100.
    pub h100_equivalents: Option<f64>,
    /// What it has cost, billions of US dollars of the year that the header names.
    pub capital: Option<f64>,
}

pub(crate) const SITES: &[Column] = &[
    wanted("Name", &[]),
    welcome("Owner", &[]),
    welcome("Country", &[]),
    wanted("Current power (MW)", &[]),
    wanted("Current H100 equivalents", &[]),
    welcome("Current total capital cost (2025 USD billions)", &[]),
];

/// Reads data centres as they stand at the edition's date.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn sites(bytes: &[u8]) -> Result<Rows<Site>, Refusal> {
    table::read(bytes, Shape::Commas, SITES, site, |fields| fields.text("Name").to_string())
}

fn site(fields: &Fields<'_>) -> Result<Site, Fault> {
    Ok(Site {
        name: fields.needed("Name")?,
        owner: fields.text("Owner").to_string(),
        country: fields.text("Country").to_string(),
        megawatts: fields.amount("Current power (MW)")?,
        h100_equivalents: fields.amount("Current H100 equivalents")?,
        capital: fields.amount("Current total capital cost (2025 USD billions)")?,
    })
}

/// A cluster of accelerators.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// Name.
    pub name: String,
    /// `Existing`, `Planned` or `Decommissioned`.
    pub status: String,
    /// How sure the table is: `Confirmed`, `Likely` or `Unlikely`.
    pub certainty: String,
    /// Owner, or empty.
    pub owner: String,
    /// Country, or empty.
    pub country: String,
    /// First day of operation.
    pub first_day: Option<Day>,
    /// Chips in equivalents of an H100.
    pub h100_equivalents: Option<f64>,
    /// Power of the cluster, megawatts.
    pub megawatts: Option<f64>,
    /// Cost of the hardware, US dollars.
    pub hardware_cost: Option<f64>,
    /// Most frequent chip, or empty.
    pub chip: String,
    /// How many of it.
    pub chips: Option<f64>,
    /// Whether another row may be the same cluster.
    pub may_be_counted_twice: bool,
}

pub(crate) const CLUSTERS: &[Column] = &[
    wanted("Name", &[]),
    wanted("Status", &[]),
    wanted("Certainty", &[]),
    welcome("Owner", &[]),
    welcome("Country", &[]),
    wanted("First Operational Date", &[]),
    wanted("H100 equivalents", &[]),
    wanted("Power Capacity (MW)", &[]),
    welcome("Hardware Cost", &[]),
    welcome("Chip type (primary)", &[]),
    welcome("Chip quantity (primary)", &[]),
    welcome("Possible Duplicate", &[]),
];

/// Reads clusters.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn clusters(bytes: &[u8]) -> Result<Rows<Cluster>, Refusal> {
    table::read(bytes, Shape::Commas, CLUSTERS, cluster, whole)
}

fn day(name: &str, fields: &Fields<'_>) -> Result<Option<Day>, Fault> {
    let text = fields.text(name);
    if text.is_empty() { Ok(None) } else { Day::read(name, text).map(Some) }
}

fn cluster(fields: &Fields<'_>) -> Result<Cluster, Fault> {
    Ok(Cluster {
        name: fields.needed("Name")?,
        status: fields.needed("Status")?,
        certainty: fields.text("Certainty").to_string(),
        owner: fields.text("Owner").to_string(),
        country: fields.text("Country").to_string(),
        first_day: day("First Operational Date", fields)?,
        h100_equivalents: fields.amount("H100 equivalents")?,
        megawatts: fields.amount("Power Capacity (MW)")?,
        hardware_cost: fields.amount("Hardware Cost")?,
        chip: fields.text("Chip type (primary)").to_string(),
        chips: fields.amount("Chip quantity (primary)")?,
        may_be_counted_twice: truth("Possible Duplicate", fields)?,
    })
}

/// An accelerator as its maker describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Hardware {
    /// Name.
    pub name: String,
    /// Maker.
    pub maker: String,
    /// Day of release.
    pub released: Option<Day>,
    /// Price at release, US dollars of that day.
    pub price: Option<f64>,
    /// Thermal design power, watts.
    pub watts: Option<f64>,
    /// Dense 16-bit operations of the tensor units, a second.
    pub tensor_16_bit: Option<f64>,
    /// Dense 8-bit floating-point operations, a second.
    pub floating_8_bit: Option<f64>,
    /// Memory, bytes.
    pub memory: Option<f64>,
    /// Memory bandwidth, bytes a second.
    pub bandwidth: Option<f64>,
    /// Area of the die, square millimetres.
    pub die_area: Option<f64>,
    /// Process, nanometres as it is called.
    pub process: Option<f64>,
}

pub(crate) const HARDWARE: &[Column] = &[
    wanted("Hardware name", &["Name of the hardware"]),
    wanted("Manufacturer", &[]),
    wanted("Release date", &[]),
    welcome("Release price (USD)", &[]),
    wanted("TDP (W)", &[]),
    welcome("Tensor-FP16/BF16 performance (FLOP/s)", &[]),
    welcome("FP8 performance (FLOP/s)", &[]),
    welcome("Memory (bytes)", &[]),
    welcome("Memory bandwidth (byte/s)", &[]),
    welcome("Die Size (mm^2)", &[]),
    welcome("Process size (nm)", &[]),
];

/// Reads hardware; two rows of one name are one too many.
///
/// # Errors
/// The file is too large, empty, not UTF-8, or its header lacks a column.
pub fn hardware(bytes: &[u8]) -> Result<Rows<Hardware>, Refusal> {
    table::read(bytes, Shape::Commas, HARDWARE, accelerator, |fields| fields.text("Hardware name").to_string())
}

fn accelerator(fields: &Fields<'_>) -> Result<Hardware, Fault> {
    let name = fields.needed("Hardware name")?;
    Ok(Hardware {
        maker: fields.text("Manufacturer").to_string(),
        released: day("Release date", fields)?,
        price: fields.amount("Release price (USD)")?,
        watts: fields.amount("TDP (W)")?,
        tensor_16_bit: fields.amount("Tensor-FP16/BF16 performance (FLOP/s)")?,
        floating_8_bit: fields.amount("FP8 performance (FLOP/s)")?,
        memory: fields.amount("Memory (bytes)")?,
        bandwidth: fields.amount("Memory bandwidth (byte/s)")?,
        die_area: fields.amount("Die Size (mm^2)")?,
        process: fields.amount("Process size (nm)")?,
        name,
    })
}
