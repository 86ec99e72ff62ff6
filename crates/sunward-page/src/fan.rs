//! What draws say of each use, for a page.

use serde_json::{Map, Value as Json, json};
use sunward::economics::{MOST_WORKLOADS, Part, Prepared};
use sunward::exploration::{Live, SHARES, Shown};
use sunward::model_room::OptionName;
use sunward::quantity::HOUR;
use sunward::quantity::showing::with_money_year;

/// Unit of costs.
const UNIT: &str = "USD/(PFLOP/s h)";
/// Dollars for an operation → dollars for an hour of a petaflop a second.
const SCALE: f64 = 1e15 * HOUR;

/// A number, or nothing where it is not finite.
fn number(x: f64) -> Json {
    serde_json::Number::from_f64(x).map_or(Json::Null, Json::Number)
}

fn line(numbers: &[f64]) -> Json {
    Json::Array(numbers.iter().map(|x| number(*x)).collect())
}

/// Indices of the options of a side.
pub fn side(prepared: &Prepared, names: &[OptionName]) -> Vec<usize> {
    (0..prepared.names.len()).filter(|option| names.contains(&prepared.names[*option])).collect()
}

/// Costs of the single run, by year, option and use.
pub type Best = [Vec<[f64; MOST_WORKLOADS]>];

/// The cheapest of some options in a year.
fn cheapest(best: &Best, year: usize, among: &[usize], workload: usize) -> Option<usize> {
    let cost = |option: &usize| best[year][*option][workload];
    let finite = among.iter().copied().filter(|option| cost(option).is_finite());
    finite.min_by(|a, b| cost(a).total_cmp(&cost(b)))
}

/// Everything about one use.
pub fn document(live: &Live, shown: &Shown, best: &Best) -> Json {
    let (scenario, prepared) = (live.scenario(), live.prepared());
    let workload = shown.workload;
    let outcomes = live.outcomes();
    let sides = [&scenario.challengers, &scenario.incumbents].map(|names| side(prepared, names));
    let by_year = sides.each_ref().map(|among| {
        let cost = |year: usize| cheapest(best, year, among, workload).map_or(f64::NAN, |o| best[year][o][workload]);
        (0..best.len()).map(cost).collect::<Vec<f64>>()
    });
    let [ours, theirs] = &by_year;
    let ratio: Vec<f64> = ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect();
    let [challenger, incumbent] = sides.each_ref().map(|among| {
        cheapest(best, outcomes.focus, among, workload).map_or(Json::Null, |option| stack(live, option, workload))
    });
    let quantiles: Map<String, Json> = SHARES
        .iter()
        .zip(&shown.quantiles)
        .map(|(share, row)| (format!("p{:02}", (share * 100.0).round()), line(row)))
        .collect();
    let draws = live.draws().max(1) as f64;
    let shares: Vec<f64> = shown.crossings.iter().map(|count| *count as f64 / draws).collect();
    let scaled = |row: &[f64]| line(&row.iter().map(|x| x * SCALE).collect::<Vec<f64>>());
    json!({
        "name": outcomes.workloads[workload],
        "sentence": sentence(live, &outcomes.years, &ratio, shown, live.draws() as u64),
        "best": line(&ratio),
        "quantiles": quantiles,
        "crossings": line(&shares),
        "already": shares.first(),
        "never": shown.never as f64 / draws,
        "costs": {"unit": with_money_year(UNIT), "challenger": challenger, "incumbent": incumbent},
        "by_year": {"challenger": scaled(ours), "incumbent": scaled(theirs)},
    })
}

/// What an option's cost is made of in the focus year.
fn stack(live: &Live, option: usize, workload: usize) -> Json {
    let prepared = live.prepared();
    let year = live.scenario().focus;
    let Ok((_, cost)) = prepared.evaluate(option, &live.register().values(year), year) else { return Json::Null };
    let compute = cost.workloads[workload].compute.in_dollars_per_petaflops_hour();
    let parts: Vec<Json> = Part::ALL
        .iter()
        .map(|part| (part, cost.by_part[*part as usize] / cost.total * compute))
        .filter(|(_, value)| *value != 0.0)
        .map(|(part, value)| json!({"part": part.key(), "title": part.title(), "value": number(value)}))
        .collect();
    let name = &prepared.names[option];
    json!({"option": name.to_string(), "title": live.title(option), "total": number(compute), "stack": parts})
}

/// What a side is called in a sentence.
fn called(live: &Live, names: &[OptionName], table: &str, word: &str) -> String {
    let title = |name: &OptionName| {
        live.prepared().names.iter().position(|own| own == name).map(|option| live.title(option).to_string())
    };
    match names {
        names if names.iter().all(|name| name.table == table) => word.into(),
        [name] => title(name).unwrap_or_else(|| name.to_string()),
        names => format!("the cheapest of {}", names.len()),
    }
}

/// The answer in a sentence: the single run, four fifths of the draws, and those that never cross.
fn sentence(live: &Live, years: &[i32], ratio: &[f64], shown: &Shown, draws: u64) -> String {
    let scenario = live.scenario();
    let ours = called(live, &scenario.challengers, "satellite", "orbit");
    let theirs = called(live, &scenario.incumbents, "ground", "the ground");
    let last = scenario.end;
    let mut letters = ours.chars();
    let ours: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    let head = match ratio.iter().position(|ratio| *ratio < 1.0) {
        Some(0) => format!("{ours} is cheaper than {theirs} already"),
        Some(year) => format!("{ours} becomes cheaper than {theirs} in {}", years[year]),
        None => format!("{ours} does not become cheaper than {theirs} before {last}"),
    };
    let counts: Vec<u64> = shown.crossings.iter().copied().chain([shown.never]).collect();
    let at = |share: f64| {
        let wanted = share * draws as f64;
        let mut sum = 0;
        let place = counts.iter().position(|count| {
            sum += count;
            sum as f64 >= wanted && *count > 0
        });
        match place {
            Some(0) => "already".to_string(),
            Some(year) if year < years.len() => years[year].to_string(),
            _ => "never".to_string(),
        }
    };
    let (early, late) = (at(0.1), at(0.9));
    let range = if early == late { early } else { format!("{early}–{late}") };
    let rest = match shown.never {
        0 => format!("it does in every one of {draws} draws by {last}"),
        never if never == draws => format!("it does in none of {draws} draws before {last}"),
        never => format!("in {} of draws it does not before {last}", share_words(never, draws)),
    };
    format!("{head} (80 %: {range}); {rest}")
}

/// `38 %`, of some draws and not of all.
fn share_words(count: u64, draws: u64) -> String {
    match 100.0 * count as f64 / draws as f64 {
        percent if percent < 1.0 => "less than 1 %".into(),
        percent if percent > 99.0 => "more than 99 %".into(),
        // Not as a fraction: whoever formats one carries the tables for it along.
        percent => format!("{} %", percent.round() as u64),
    }
}
