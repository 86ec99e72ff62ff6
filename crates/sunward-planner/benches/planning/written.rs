//! A network as JSON: plain arrays, every number as it is.

use std::fmt::Write as _;
use sunward_network::{Counted, Line, Network, Series, Span};

/// Numbers that read back as the same; what is infinite or absent is `null`.
fn number(value: f64) -> String {
    if value.is_finite() { format!("{value:e}") } else { "null".into() }
}

fn list<T>(items: impl IntoIterator<Item = T>, text: impl Fn(T) -> String) -> String {
    let items: Vec<String> = items.into_iter().map(text).collect();
    format!("[{}]", items.join(","))
}

/// An object of fields that are JSON already.
pub fn object(fields: &[(&str, String)]) -> String {
    let mut text = String::from("{");
    for (at, (name, value)) in fields.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(text, "{comma}\n\"{name}\": {value}").expect("text takes what is written");
    }
    text + "\n}"
}

fn series(network: &Network, series: &Series) -> String {
    list(0..network.periods.len(), |period| number(series.at(period)))
}

/// Lines of recipes as three arrays.
fn recipe<'a>(network: &'a Network, lines: impl Fn(usize) -> &'a [Line]) -> String {
    let all: Vec<(usize, &Line)> =
        (0..network.processes.len()).flat_map(|at| lines(at).iter().map(move |line| (at, line))).collect();
    object(&[
        ("process", list(&all, |row| row.0.to_string())),
        ("market", list(&all, |row| row.1.market.to_string())),
        ("amount", list(&all, |row| series(network, &row.1.amount))),
    ])
}

/// The network, and what its reader should know of us.
pub fn written(network: &Network, ours: &[(&str, f64)]) -> String {
    let by_process = |of: &dyn Fn(usize) -> String| list(0..network.processes.len(), of);
    let all = &network.processes;
    let optional = |value: Option<f64>| value.map_or("null".into(), number);
    let takes: Vec<(usize, &(usize, Counted, Series))> =
        network.limits.iter().enumerate().flat_map(|(at, limit)| limit.takes.iter().map(move |t| (at, t))).collect();
    let counted = |counted: Counted| match counted {
        Counted::Activity => "\"activity\"",
        Counted::Building => "\"building\"",
        Counted::Standing => "\"standing\"",
    };
    let ours: Vec<(&str, String)> = ours.iter().map(|(name, value)| (*name, number(*value))).collect();
    object(&[
        ("ours", object(&ours)),
        ("discount", number(network.discount)),
        ("start", list(&network.periods, |period| number(period.start))),
        ("years", list(&network.periods, |period| number(period.years))),
        ("decay", list(&network.markets, |market| optional(network.commodities[market.commodity].decay))),
        (
            "processes",
            object(&[
                ("free", by_process(&|at| all[at].free.to_string())),
                ("price", by_process(&|at| series(network, &all[at].price))),
                ("fixed_cost", by_process(&|at| series(network, &all[at].fixed_cost))),
                ("running_cost", by_process(&|at| series(network, &all[at].running_cost))),
                ("availability", by_process(&|at| series(network, &all[at].availability))),
                ("lead_time", by_process(&|at| number(all[at].lead_time))),
                ("life", by_process(&|at| number(all[at].life))),
                ("seed", by_process(&|at| optional(all[at].seed))),
                ("growth", by_process(&|at| number(all[at].growth))),
                ("first", by_process(&|at| number(all[at].first))),
                ("standing", by_process(&|at| number(all[at].standing))),
                ("coming", by_process(&|at| list(&all[at].coming, |capacity| number(*capacity)))),
                (
                    "most",
                    by_process(&|at| {
                        let most = all[at].most.as_ref();
                        series(network, most.unwrap_or(&Series::Constant(f64::INFINITY)))
                    }),
                ),
                ("wacc", by_process(&|at| number(all[at].wacc))),
            ]),
        ),
        ("makes", recipe(network, |at| &all[at].makes)),
        ("uses", recipe(network, |at| &all[at].uses)),
        ("capital", recipe(network, |at| &all[at].capital)),
        (
            "demands",
            object(&[
                ("market", list(&network.demands, |demand| demand.market.to_string())),
                ("amount", list(&network.demands, |demand| series(network, &demand.amount))),
                (
                    "price",
                    list(&network.demands, |demand| {
                        demand.price.as_ref().map_or("null".into(), |price| series(network, price))
                    }),
                ),
            ]),
        ),
        (
            "limits",
            object(&[
                ("amount", list(&network.limits, |limit| series(network, &limit.amount))),
                ("ever", list(&network.limits, |limit| (limit.span == Span::Ever).to_string())),
            ]),
        ),
        (
            "takes",
            object(&[
                ("limit", list(&takes, |take| take.0.to_string())),
                ("process", list(&takes, |take| take.1.0.to_string())),
                ("counted", list(&takes, |take| counted(take.1.1).into())),
                ("amount", list(&takes, |take| series(network, &take.1.2))),
            ]),
        ),
        ("budget", network.budget.as_ref().map_or("null".into(), |budget| series(network, budget))),
    ])
}
