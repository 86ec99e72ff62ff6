//! Everything that can be asked, in one table: what answers it, which fields it takes, and what the description of the interface says of it.

use crate::field::{Field, Holds};

/// What answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Whether the server is well.
    Health,
    /// The description of the interface.
    OpenApi,
    /// The scenarios that have a name.
    Scenarios,
    /// What a page begins with: a scenario, opened.
    Opened,
    /// What its levers mean, and where their numbers come from.
    Details,
    /// The same scenario for the engine that a page loads first.
    Kept,
    /// `sunward check`.
    Check,
    /// `sunward parameters`.
    Parameters,
    /// `sunward cost`.
    Cost,
    /// `sunward datasheet`.
    Datasheet,
    /// `sunward orbit`.
    Orbit,
    /// `sunward plan`.
    Plan,
    /// `sunward explore`.
    Explore,
    /// `sunward threshold`.
    Threshold,
    /// `sunward compare`.
    Compare,
    /// `sunward validate`.
    Validate,
    /// `sunward claims`.
    Claims,
    /// `sunward track`.
    Track,
    /// One table of `sunward run --out`, or of `sunward explore --table`.
    Table,
}

impl Verb {
    /// Whether a page waits for it before it can show anything: it goes out packed.
    pub const fn begins_a_page(self) -> bool {
        matches!(self, Self::Opened | Self::Details | Self::Kept)
    }

    /// Whether it may take minutes, and is told apart from what takes a moment.
    pub const fn is_long(self) -> bool {
        matches!(self, Self::Plan | Self::Explore | Self::Threshold | Self::Claims | Self::Track)
    }
}

/// One thing that can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Where.
    pub path: &'static str,
    /// What answers.
    pub verb: Verb,
    /// In one line.
    pub title: &'static str,
    /// What may be said.
    pub fields: &'static [Field],
}

const fn field(name: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field { name, holds, needed: false, meaning }
}

const fn needed(name: &'static str, holds: Holds, meaning: &'static str) -> Field {
    Field { name, holds, needed: true, meaning }
}

const SCENARIO: Field =
    field("scenario", Holds::Text, "name of a scenario (see /api/scenarios); the first of them if none is named");
const TEXT: Field = field("text", Holds::Text, "a scenario of your own as TOML, in place of one with a name");
const CHANGES: Field = field("changes", Holds::Changes, "numbers to change, as `--set PATH=VALUE` does");
const SEED: Field = field("seed", Holds::Whole, "what all draws follow from; 0 if none is given");
const TIME_LIMIT: Field = field("time_limit", Holds::Text, "longest time of each solve: `60 s`");
const MEMORY_LIMIT: Field = field("memory_limit", Holds::Text, "most memory of each solve: `4 GB`");
const CONTAINING: Field = field("containing", Holds::Text, "only paths that hold this text");

const POST: &str = "POST";
const GET: &str = "GET";

/// Path of the live connection, a WebSocket; described beside the table.
pub const LIVE: &str = "/api/live";

/// Every route.
pub const ROUTES: &[Route] = &[
    Route {
        method: GET,
        path: "/api/health",
        verb: Verb::Health,
        title: "Whether the server is well, what it was built with, and how busy it is",
        fields: &[],
    },
    Route { method: GET, path: "/api/openapi.json", verb: Verb::OpenApi, title: "This description", fields: &[] },
    Route {
        method: GET,
        path: "/api/scenarios",
        verb: Verb::Scenarios,
        title: "The scenarios that can be asked about by name",
        fields: &[],
    },
    Route {
        method: POST,
        path: "/api/opened",
        verb: Verb::Opened,
        title: "A scenario as the page opens it: years, uses, options, and its levers, the one that moves the answer most first",
        fields: &[SCENARIO, TEXT, SEED],
    },
    Route {
        method: POST,
        path: "/api/details",
        verb: Verb::Details,
        title: "Meaning, note, source and units of each lever",
        fields: &[SCENARIO, TEXT, SEED],
    },
    Route {
        method: POST,
        path: "/api/kept",
        verb: Verb::Kept,
        title: "The same scenario for the page's first engine, in bytes of this version",
        fields: &[SCENARIO, TEXT, SEED],
    },
    Route {
        method: GET,
        path: "/api/parameters",
        verb: Verb::Parameters,
        title: "Every parameter: path, value, unit, range, source, kind",
        fields: &[SCENARIO, CONTAINING],
    },
    Route {
        method: POST,
        path: "/api/parameters",
        verb: Verb::Parameters,
        title: "Every parameter, after changes or of a text",
        fields: &[SCENARIO, TEXT, CHANGES, SEED, CONTAINING],
    },
    Route {
        method: POST,
        path: "/api/check",
        verb: Verb::Check,
        title: "Every mistake of a scenario, or the count of its numbers",
        fields: &[SCENARIO, TEXT, CHANGES, SEED],
    },
    Route {
        method: POST,
        path: "/api/cost",
        verb: Verb::Cost,
        title: "Levelised cost of compute by option, use and year; crossover; break-evens; the stack of parts",
        fields: &[SCENARIO, TEXT, CHANGES, SEED],
    },
    Route {
        method: POST,
        path: "/api/datasheet",
        verb: Verb::Datasheet,
        title: "The sized design, or any option's datasheet; or what a design trades",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field("name", Holds::Text, "`satellite.d3`, `chip.frontier` …; the first challenger if none is named"),
            field("year", Holds::Year, "the scenario's focus if none is given"),
            field("trades", Holds::Yes, "what the design of a satellite trades, in the focus year"),
        ],
    },
    Route {
        method: POST,
        path: "/api/orbit",
        verb: Verb::Orbit,
        title: "Beta angle, eclipse seasons, sunlit share, sunlight, drag and dose of one orbit",
        fields: &[
            SEED,
            field("altitude", Holds::Text, "height of the orbit, or of its lowest point; `650 km` if none is given"),
            field("apogee", Holds::Text, "height of the highest point, for an elliptic orbit"),
            field(
                "inclination",
                Holds::Text,
                "`sun-synchronous`, which holds if none is given, or an angle like `53 deg`",
            ),
            field(
                "local_time",
                Holds::Text,
                "local time at which it crosses the equator northward; `06:00` if none is given",
            ),
            field("node", Holds::Text, "right ascension of the ascending node on 1 January, instead of a local time"),
            field("argument_of_perigee", Holds::Text, "angle from the ascending node to the lowest point"),
            field("year", Holds::Year, "2030 if none is given"),
            field("drag", Holds::Text, "drag coefficient times frontal area, by mass; `0.02 m2/kg` if none is given"),
            field("shielding", Holds::Text, "aluminium around the chips; `5 mm` if none is given"),
            field("days", Holds::Yes, "every day of the year"),
        ],
    },
    Route {
        method: POST,
        path: "/api/plan",
        verb: Verb::Plan,
        title: "What to build and run each year, and what binds; or what is short, and why. Takes minutes",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field(
                "objective",
                Holds::Text,
                "`least-cost`, `most-compute` or `earliest`; as the scenario says if none is given",
            ),
            field(
                "foresight",
                Holds::Text,
                "how far ahead the planner sees: `5 years`; as the scenario says if none is given",
            ),
            TIME_LIMIT,
            MEMORY_LIMIT,
        ],
    },
    Route {
        method: POST,
        path: "/api/explore",
        verb: Verb::Explore,
        title: "How sure the answer is: draws of all uncertain numbers. Takes a minute or many",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field("draws", Holds::Whole, "how many; 100,000, or 1,000 with `plan`, if none is given"),
            field(
                "by",
                Holds::Year,
                "year by which orbit should have become cheaper; the scenario's focus if none is given",
            ),
            field("probability", Holds::Number, "with which probability it should; 0.5 if none is given"),
            field("plan", Holds::Yes, "a plan of the whole chain for each draw"),
            field(
                "in_full",
                Holds::Yes,
                "with `plan`: every draw in the scenario's own periods, about ten times as long",
            ),
        ],
    },
    Route {
        method: POST,
        path: "/api/threshold",
        verb: Verb::Threshold,
        title: "The value of one number at which a goal is just met, or none",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            needed("path", Holds::Text, "path of the number"),
            needed("goal", Holds::Text, "`crossover <= 2035`, `P(crossover.batch <= 2035) >= 0.5` …"),
            field("from", Holds::Text, "least value looked at, with its unit; goes with `to`"),
            field("to", Holds::Text, "greatest value looked at, with its unit; goes with `from`"),
            field("and", Holds::Text, "path of a second number: the threshold for each of nine values over its range"),
            field("draws", Holds::Whole, "draws of a goal with a probability; 2,000 if none is given"),
        ],
    },
    Route {
        method: POST,
        path: "/api/compare",
        verb: Verb::Compare,
        title: "Why two scenarios disagree: the difference of a result, shared out among groups of parameters",
        fields: &[
            field(
                "changes",
                Holds::Changes,
                "numbers to change in both scenarios, as `--set PATH=VALUE` does; in whichever of them has the number",
            ),
            field("first_changes", Holds::Changes, "numbers to change in the first scenario alone, after `changes`"),
            SEED,
            field("first", Holds::Scenario, "the first scenario"),
            field("second", Holds::Scenario, "the second"),
            field(
                "outcome",
                Holds::Text,
                "`ratio`, which holds if none is given, `challenger.it_energy`, `incumbent.capital` …",
            ),
            field(
                "workload",
                Holds::Text,
                "the use of compute; the one that both have, nearest to the front, if none is named",
            ),
            field("year", Holds::Year, "the focus of each scenario if none is given"),
            field(
                "studies",
                Holds::Yes,
                "instead of two scenarios: the headlines of all published studies on one boundary",
            ),
        ],
    },
    Route {
        method: POST,
        path: "/api/validate",
        verb: Verb::Validate,
        title: "Published cases: published value, ours, tolerance, verdict",
        fields: &[SEED, field("case", Holds::Text, "only cases whose id or study starts with this")],
    },
    Route {
        method: POST,
        path: "/api/claims",
        verb: Verb::Claims,
        title: "Public claims, each with a verdict, the numbers behind it, and what would change it. Takes minutes",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field("claim", Holds::Text, "one claim alone, by its name in the list"),
            field("side", Holds::Text, "only claims of one side: `plan`, `study` or `critic`"),
            field(
                "verdict",
                Holds::Text,
                "only claims with this verdict: `holds`, `holds-if`, `optimistic`, `contradicted` or `untestable`",
            ),
            TIME_LIMIT,
            MEMORY_LIMIT,
        ],
    },
    Route {
        method: POST,
        path: "/api/track",
        verb: Verb::Track,
        title: "What has been observed, beside what the plan says of the same; forecasts. Takes minutes",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field(
                "as_of",
                Holds::Text,
                "use only what was known on that day: `2024-12-31`; the newest day in the tables if none is given",
            ),
            TIME_LIMIT,
            MEMORY_LIMIT,
        ],
    },
    Route {
        method: POST,
        path: "/api/table",
        verb: Verb::Table,
        title: "One table as a file: the bytes that the command line writes. Tables of a plan, of progress and of claims take minutes",
        fields: &[
            SCENARIO,
            TEXT,
            CHANGES,
            SEED,
            field(
                "of",
                Holds::Text,
                "a table of `sunward run --out` by its name, or `draws` for that of `sunward explore --table`; `costs` if none is named",
            ),
            field("format", Holds::Text, "`csv`, which holds if none is given, or `parquet`; draws are Parquet alone"),
            field("draws", Holds::Whole, "how many `draws`; 1,000 if none is given, 10,000 at most"),
        ],
    },
];
