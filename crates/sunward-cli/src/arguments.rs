//! What can be asked, word for word as the stages are called.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// An open planning engine for AI compute at terawatt scale, on Earth and in orbit.
#[derive(Debug, Parser)]
#[command(name = "sunward", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
    #[command(flatten)]
    pub everywhere: Everywhere,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Everywhere {
    /// Change a parameter: its path, and its value with the unit (`--set chip.b300.power="1.9 kW"`). Repeatable
    #[arg(long = "set", value_name = "PATH=VALUE", global = true)]
    pub set: Vec<String>,
    /// How tables are written
    #[arg(long, value_enum, default_value_t = Format::Table, global = true)]
    pub format: Format,
    /// Seed of all draws; results carry it
    #[arg(long, default_value_t = 0, global = true)]
    pub seed: u64,
    /// Threads; the results are the same for any number
    #[arg(long, default_value_t = 2, global = true, value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub threads: u64,
    /// No progress, no summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Table,
    /// For a program
    Json,
    /// For a spreadsheet
    Csv,
}

/// How long and how large a solve may be.
#[derive(Debug, Clone, Default, Args)]
pub struct SolverLimits {
    /// Longest time of each solve: `60 s`
    #[arg(long, value_name = "TIME")]
    pub time_limit: Option<String>,
    /// Most memory of each solve: `4 GB`
    #[arg(long, value_name = "SIZE")]
    pub memory_limit: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The main job: check, costs, crossover, break-evens, the plan and the report
    Run {
        /// The scenario file
        scenario: PathBuf,
        #[command(flatten)]
        limits: SolverLimits,
        /// Folder for the results; it is replaced as a whole
        #[arg(long, default_value = "out")]
        out: PathBuf,
    },
    /// Every mistake of a scenario at once, each with place and remedy
    Check {
        /// The scenario file
        scenario: PathBuf,
    },
    /// Every parameter: path, value, unit, range, source, kind
    Parameters {
        /// The scenario file
        scenario: PathBuf,
        /// Show only paths that hold this text
        #[arg(long)]
        containing: Option<String>,
    },
    /// What a parameter, a table or a mistake's code is; where a value comes from and what it moves
    Explain {
        /// A path (`chip.b300.power`), a table (`radiator`) or a code (`S014`)
        what: String,
        /// The scenario file; without one, the terawatt scenario inside the program
        scenario: Option<PathBuf>,
    },
    /// Beta angle, eclipse seasons, sunlit share, sunlight, drag and dose of one orbit; no scenario needed
    Orbit {
        /// Height of the orbit, or of its lowest point
        #[arg(long, default_value = "650 km")]
        altitude: String,
        /// Height of the highest point, for an elliptic orbit
        #[arg(long)]
        apogee: Option<String>,
        /// `sun-synchronous`, or an angle like `53 deg`
        #[arg(long, default_value = "sun-synchronous")]
        inclination: String,
        /// Local time at which it crosses the equator northward [default: 06:00]
        #[arg(long)]
        local_time: Option<String>,
        /// Right ascension of the ascending node on 1 January, instead of a local time
        #[arg(long, conflicts_with = "local_time")]
        node: Option<String>,
        /// Angle from the ascending node to the lowest point
        #[arg(long)]
        argument_of_perigee: Option<String>,
        /// The year
        #[arg(long, default_value_t = 2030)]
        year: i32,
        /// Drag coefficient times frontal area, by mass
        #[arg(long, default_value = "0.02 m2/kg")]
        drag: String,
        /// Aluminium around the chips
        #[arg(long, default_value = "5 mm")]
        shielding: String,
        /// Every day of the year
        #[arg(long)]
        days: bool,
    },
    /// The sized design, or any option's datasheet: parts with mass, area and price
    Datasheet {
        /// The scenario file
        scenario: PathBuf,
        /// The option (`satellite.d3`), or what makers are asked for (`chip.frontier`, `vehicle.starship_v4`, `edge.optimus`)
        /// [default: the first challenger]
        name: Option<String>,
        /// The year [default: the scenario's focus]
        #[arg(long)]
        year: Option<i32>,
        /// What the design of a satellite trades: optimum and reason by decision, in the scenario's focus year
        #[arg(long, conflicts_with = "year")]
        trades: bool,
    },
    /// Levelised cost of compute by option, workload and year; crossover; break-evens; the stack of parts
    Cost {
        /// The scenario file
        scenario: PathBuf,
    },
    /// Why two scenarios disagree: the difference of a result, shared out among groups of parameters
    Compare {
        /// The first scenario file
        #[arg(required_unless_present = "studies")]
        first: Option<PathBuf>,
        /// The second
        #[arg(required_unless_present = "studies")]
        second: Option<PathBuf>,
        /// Instead of two files: the headlines of all published studies on one common boundary, as a page
        #[arg(long, conflicts_with_all = ["first", "second", "outcome", "workload", "year"])]
        studies: bool,
        /// The result: `ratio`, `challenger.it_energy`, `incumbent.capital`, `challenger.capital.launch` …
        #[arg(long, default_value = "ratio")]
        outcome: String,
        /// The use of compute [default: the one that both have, nearest to the front; else the first of each]
        #[arg(long)]
        workload: Option<String>,
        /// The year [default: the focus of each scenario]
        #[arg(long)]
        year: Option<i32>,
        /// Folder for a page with the waterfall, the document and the table; it is replaced as a whole
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// What to build and run each year; what binds and what relaxing it is worth; how fast the loop can grow
    Plan {
        /// The scenario file
        scenario: PathBuf,
        /// What the plan is to be best at: `least-cost`, `most-compute` or `earliest` [default: as the scenario says]
        #[arg(long)]
        objective: Option<String>,
        /// How far ahead the planner sees: `5 years` [default: as the scenario says, else to the end]
        #[arg(long, value_name = "TIME")]
        foresight: Option<String>,
        #[command(flatten)]
        limits: SolverLimits,
        /// Write the program as MPS, so that any other solver can check it
        #[arg(long, value_name = "FILE")]
        mps: Option<PathBuf>,
        /// Folder for a page, the document and the tables; it is replaced as a whole
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// How sure the answer is: many draws of all uncertain numbers; the chance of never; what moves it; what would have to be true
    Explore {
        /// The scenario file
        scenario: PathBuf,
        /// How many draws [default: 100,000; 1,000 with `--plan`]
        #[arg(long)]
        draws: Option<u64>,
        /// A plan of the whole chain for each draw, in longer periods: when a target is met, and what binds, with which probability
        #[arg(long, conflicts_with_all = ["by", "probability", "table"])]
        plan: bool,
        /// With `--plan`: every draw in the scenario's own periods and with all rounds of learning, about ten times as long
        #[arg(long, requires = "plan")]
        in_full: bool,
        /// The year by which orbit should have become cheaper, where it is asked what would have to be true [default: the
        /// scenario's focus]
        #[arg(long, value_name = "YEAR")]
        by: Option<i32>,
        /// With which probability it should
        #[arg(long, default_value_t = 0.5)]
        probability: f64,
        /// Write every draw, inputs and outcomes side by side, as Parquet
        #[arg(long, value_name = "FILE")]
        table: Option<PathBuf>,
        /// Go on with the draws in `--out`, where they were interrupted
        #[arg(long)]
        resume: bool,
        /// Folder for a page, the document and the tables; it is replaced as a whole
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// The value of one number at which a goal is just met, or `none`
    Threshold {
        /// The scenario file
        scenario: PathBuf,
        /// Path of the number; with one of its years at its end only that one moves, else all years are alike
        path: String,
        /// What must be met: `crossover <= 2035`, `crossover.batch <= 2035`, `ratio.training in 2040 <= 1`,
        /// `P(crossover.batch <= 2035) >= 0.5`
        #[arg(long)]
        goal: String,
        /// Least value looked at, with its unit
        #[arg(long, value_name = "VALUE", requires = "to", allow_hyphen_values = true)]
        from: Option<String>,
        /// Greatest value looked at, with its unit
        #[arg(long, value_name = "VALUE", requires = "from", allow_hyphen_values = true)]
        to: Option<String>,
        /// A second number: the threshold for each of nine values over its range
        #[arg(long, value_name = "PATH")]
        and: Option<String>,
        /// Draws of a goal with a probability, the same for every value
        #[arg(long, default_value_t = 2000)]
        draws: u64,
    },
    /// What published files say about what is observed, added to observations of one's own; a satellite catalogue beside the model's air
    Observe {
        /// Files as they are published: launch lists, satellite catalogues, tables of chips, data centres, charts
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The file of observations that new points are added to; it is made where there is none
        #[arg(long, value_name = "FILE", default_value = "observations.toml")]
        into: PathBuf,
        /// From when the files could be known: `2026`, `2026-05` or `2026-05-31` [default: today]
        #[arg(long, value_name = "DATE")]
        known: Option<String>,
        /// Only show what would be written
        #[arg(long)]
        dry_run: bool,
        /// A scenario whose satellites are set beside the ones that fly: drag, fall, life, losses
        #[arg(long, value_name = "SCENARIO")]
        scenario: Option<PathBuf>,
        /// Drag coefficient times area by mass, with which the air's pull on satellites is worked out
        #[arg(long, default_value = sunward::observing::USUAL_DRAG)]
        drag: String,
    },
    /// Observed progress against the plan on the three checkpoints, chips, power and launch; forecasts with a date, and how good earlier
    /// ones were
    Track {
        /// The scenario file
        scenario: PathBuf,
        /// More that is observed: observations of one's own or files as they are published. Repeatable
        #[arg(long, value_name = "FILE", num_args = 1..)]
        observed: Vec<PathBuf>,
        /// Use only what was known on that day: `2024-12-31` [default: the newest day in the tables]
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// From when the published files among them could be known [default: the day whose knowledge is used; of timelines of data centres,
        /// which hold projections, the edition that comes with Sunward]
        #[arg(long, value_name = "DATE")]
        known: Option<String>,
        /// Score forecasts that were kept, `forecasts.toml` of an earlier `--out`, against what is known. Repeatable
        #[arg(long, value_name = "FILE", num_args = 1..)]
        score: Vec<PathBuf>,
        #[command(flatten)]
        limits: SolverLimits,
        /// Folder for a page, the document, the tables and the forecasts; it is replaced as a whole
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Published cases: published value, ours, tolerance, verdict
    Validate {
        /// Only cases whose id or study starts with this
        case: Option<String>,
    },
    /// Public claims about all this, each with a verdict, the numbers behind it, and what would change it
    Claims {
        /// The scenario file
        scenario: PathBuf,
        /// One claim in full, by its name in the list
        id: Option<String>,
        /// Only claims of one side
        #[arg(long, value_parser = ["plan", "study", "critic"])]
        side: Option<String>,
        /// Only claims with this verdict
        #[arg(long, value_parser = ["holds", "holds-if", "optimistic", "contradicted", "untestable"])]
        verdict: Option<String>,
        #[command(flatten)]
        limits: SolverLimits,
    },
    /// The web app, and the same documents over HTTP, on this machine alone
    Serve {
        /// The scenario file that is shown first [default: the terawatt scenario inside the program]
        scenario: Option<PathBuf>,
        /// The port of 127.0.0.1; 0 takes any that is free
        #[arg(long, default_value_t = sunward_server::PORT)]
        port: u16,
    },
    /// One self-contained HTML file and the tables, without the summary
    Report {
        /// The scenario file
        scenario: PathBuf,
        #[command(flatten)]
        limits: SolverLimits,
        /// Folder for the results; it is replaced as a whole
        #[arg(long, default_value = "out")]
        out: PathBuf,
    },
}
