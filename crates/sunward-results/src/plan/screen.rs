//! One screen that a planner would want: at most 45 lines of at most 100 letters.

use super::PlanResults;
use super::amounts::{amount, dollars};
use super::arithmetic::{Arithmetic, Counts, arithmetic, foremost, times};
use super::build_out::{BuildOut, build_out};
use super::pace::{from_outside, pace};
use super::titles::{component, months, row, short_row, worth, worth_unit};
use crate::report::words;
use crate::summary::aligned_left;
use sunward_network::{Constraint, Objective, PlanStatus};
use sunward_planner::Shortage;
use sunward_planner::bottlenecks::Binding;

/// Lines of a screen.
const LINES: usize = 45;
/// Letters in a line.
const WIDTH: usize = 100;
/// Letters of the longest bar.
const BAR: usize = 34;
/// What bars are drawn with, by place.
const MARKS: &[char] = &['█', '▓', '▒', '░', '▚', '▞', '▪', '·'];
/// At most so many runs of years.
const RUNS: usize = 8;
/// At most so many lines of arithmetic.
const SUMS: usize = 9;

/// The plan for a person.
pub fn screen(results: &PlanResults) -> String {
    let parts = [head(results), grown(results), relaxed(results), paced_and_priced(results)];
    let taken: usize = parts.iter().map(|part| part.lines().count()).sum();
    // What is left of the screen, less two headings and the line that says where the page is: runs of years first.
    let left = LINES.saturating_sub(taken + 6);
    let runs = left.saturating_sub(4).clamp(5, RUNS);
    let held = held_back(results, runs);
    let sums = sums(results, left.saturating_sub(held.lines().count().saturating_sub(2)).clamp(3, SUMS));
    let [head, grown, relaxed, paced] = parts;
    let out = [head, grown, held, relaxed, paced, sums].concat();
    out.lines().map(|line| format!("{}\n", words::clip(line, WIDTH).trim_end())).collect()
}

/// The plan in a few lines, for a summary of everything.
pub fn lines(results: &PlanResults) -> String {
    let (network, plan) = (&results.network, &results.plan);
    let out = build_out(network, plan);
    let standing = out.standing();
    let years = results.years();
    let last = years.len() - 1;
    let service = |period: usize| format!("{} in {}", amount(standing[period], &out.capacity_unit), years[period]);
    let mut rows = vec![vec!["chips in service".to_string(), format!("{}, {}", service(0), service(last))]];
    let target = target_line(results, &out);
    if let Some((label, says)) = target.trim().split_once(": ") {
        rows.push(vec![label.to_string(), says.to_string()]);
    }
    let mut held: Vec<String> = Vec::new();
    for binding in &results.analysis.binding {
        let words = binding.constraint.map(|constraint| row(network, constraint));
        if let Some(words) = words.filter(|words| !held.contains(words)) {
            held.push(words);
        }
    }
    if !held.is_empty() {
        held.truncate(3);
        rows.push(vec!["held back by".into(), words::clip(&held.join(", then "), WIDTH - 20)]);
    }
    for sentence in super::unmet::sentences(results).into_iter().take(1) {
        rows.push(vec!["UNMET".into(), words::clip(&sentence, WIDTH - 20)]);
    }
    format!("  the plan\n{}", aligned_left(&rows))
}

/// Why there is no plan, for a person.
pub fn shortage(name: &str, shortage: &Shortage) -> String {
    format!("{name}: what is wanted cannot be had\n\n{shortage}\n")
}

fn head(results: &PlanResults) -> String {
    let (network, plan) = (&results.network, &results.plan);
    let what = match plan.objective {
        Objective::LeastCost => "least cost",
        Objective::MostCompute => "most compute",
        Objective::Earliest => "the target earliest",
    };
    let years = results.years();
    let span = format!("{}–{}", years[0], (network.end() - 1e-9).floor());
    let value = match plan.objective {
        Objective::MostCompute => amount(plan.objective_value, &worth_unit(network, plan.objective)),
        _ => dollars(plan.objective_value),
    };
    let status = match plan.status {
        PlanStatus::Optimal => "optimal, certified",
        PlanStatus::Unsettled => "not settled: learning was stopped",
    };
    let mut out = format!("{}, {span}: {what}, {value} discounted ({status})\n", network.name);
    let sentences = super::unmet::sentences(results);
    for sentence in sentences.iter().take(2) {
        out.push_str(&format!("UNMET: {sentence}\n"));
    }
    if sentences.len() > 2 {
        out.push_str(&format!("UNMET: {} more demands go short\n", sentences.len() - 2));
    }
    if let Some(foresight) = &results.foresight {
        let more = worth(network, plan, foresight.cost - foresight.perfect);
        let years = words::brief(foresight.years);
        out.push_str(&format!("seeing {years} years ahead; seeing to the end would be worth {more}\n"));
    }
    if let Some(short) = results.earliest.as_ref().and_then(|earliest| earliest.short_before)
        && let Some(target) = super::build_out::towards_target(network, plan)
    {
        out.push_str(&format!("a period earlier the target would be missed by {}\n", amount(short, &target.unit)));
    }
    if results.learning.lock_in {
        out.push_str(
            "LOCK-IN: learning comes to rest in different plans from different starts; the cheapest is shown\n",
        );
    }
    out
}

/// Rows for the first and last year and those between that end in 0 or 5, at most nine.
fn shown_periods(years: &[i32]) -> Vec<usize> {
    let last = years.len() - 1;
    let step = if years[last] - years[0] > 40 { 10 } else { 5 };
    let round = |index: &usize| years[*index] % step == 0;
    let mut shown: Vec<usize> = (0..years.len()).filter(|i| *i == 0 || *i == last || round(i)).collect();
    if years.len() <= 8 {
        shown = (0..years.len()).collect();
    }
    while shown.len() > 9 {
        let inner: Vec<usize> = shown.iter().copied().skip(1).step_by(2).collect();
        shown.retain(|index| *index == 0 || *index == last || inner.contains(index));
        if shown.len() <= 3 {
            break;
        }
    }
    shown
}

/// Compute by place: a bar and a number each.
fn grown(results: &PlanResults) -> String {
    let out = build_out(&results.network, &results.plan);
    let standing = out.standing();
    let by_capacity = standing.iter().any(|amount| *amount > 0.0);
    let totals = if by_capacity { standing } else { out.delivered() };
    let of = |place: usize, period: usize| {
        let place = &out.places[place];
        if by_capacity { place.standing[period] } else { place.delivered[period] }
    };
    let (what, unit) = if by_capacity { ("chips in service", &out.capacity_unit) } else { ("compute", &out.unit) };
    let most = totals.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return "\n  no compute is made in any year of this plan\n".into();
    }
    let named = out.places.len().min(MARKS.len());
    let mut text = format!("\n  {what}, {unit}:");
    let mut long = text.chars().count() - 1;
    for (mark, place) in MARKS.iter().zip(&out.places) {
        let key = format!("  {mark} {}", words::clip(&place.title, 28));
        if long + key.chars().count() > WIDTH {
            text.push_str("\n   ");
            long = 3;
        }
        long += key.chars().count();
        text.push_str(&key);
    }
    text.push('\n');
    let columns = named.min(4);
    let mut header = format!("  year {:>8}  {:BAR$}", "in all", "");
    for mark in MARKS.iter().take(columns) {
        header.push_str(&format!("{mark:>8}"));
    }
    if let Some(target) = &out.target {
        header.push_str(&format!("  {:>12}", format!("made, {}", target.unit)));
    }
    text.push_str(&format!("{header}\n"));
    for period in shown_periods(&out.years) {
        text.push_str(&bar_row(&out, period, &totals, most, columns, &of));
    }
    text.push_str(&target_line(results, &out));
    text
}

fn bar_row(
    out: &BuildOut,
    period: usize,
    totals: &[f64],
    most: f64,
    columns: usize,
    of: &dyn Fn(usize, usize) -> f64,
) -> String {
    let mut bar = String::new();
    let mut sum = 0.0;
    for place in 0..out.places.len() {
        sum += of(place, period);
        let until = (sum / most * BAR as f64).round() as usize;
        let mark = MARKS[place.min(MARKS.len() - 1)];
        while bar.chars().count() < until.min(BAR) {
            bar.push(mark);
        }
    }
    let mut line = format!("  {} {:>8}  {bar:BAR$}", out.years[period], words::brief(totals[period]));
    for place in 0..columns {
        line.push_str(&format!("{:>8}", words::brief(of(place, period))));
    }
    if let Some(target) = &out.target {
        line.push_str(&format!("  {:>12}", words::brief(target.made[period])));
    }
    line.push('\n');
    line
}

fn target_line(results: &PlanResults, out: &BuildOut) -> String {
    let Some(target) = &out.target else { return String::new() };
    let wanted = amount(target.wanted, &target.unit);
    let title = words::lower(&target.title);
    match results.plan.target_period {
        Some(period) => format!("  target: {wanted} of {title}, first made in {}\n", out.years[period]),
        None => {
            let most = target.made.iter().copied().fold(0.0, f64::max);
            format!("  target: {wanted} of {title}, not made in any year; at most {}\n", amount(most, &target.unit))
        }
    }
}

/// A run of years with the same bottleneck.
struct Run<'a> {
    first: &'a Binding,
    last: usize,
    least: f64,
    most: f64,
}

fn held_back(results: &PlanResults, most: usize) -> String {
    let (network, analysis) = (&results.network, &results.analysis);
    let mut runs: Vec<Run> = Vec::new();
    // The same row in another year is the same bottleneck.
    let same = |a: Option<Constraint>, b: Option<Constraint>| match (a, b) {
        (Some(a), Some(b)) => row(network, a) == row(network, b),
        (None, None) => true,
        _ => false,
    };
    for binding in &analysis.binding {
        match runs.last_mut() {
            Some(run) if same(run.first.constraint, binding.constraint) => {
                run.last = binding.period;
                run.least = run.least.min(binding.share);
                run.most = run.most.max(binding.share);
            }
            _ => runs.push(Run { first: binding, last: binding.period, least: binding.share, most: binding.share }),
        }
    }
    let years = results.years();
    let mut rows = Vec::new();
    for run in runs.iter().take(if runs.len() > most { most - 1 } else { most }) {
        let span = match (years[run.first.period], years[run.last]) {
            (first, last) if first == last => first.to_string(),
            (first, last) => format!("{first}–{last}"),
        };
        let Some(constraint) = run.first.constraint else {
            rows.push(vec![span, "nothing is scarce".into()]);
            continue;
        };
        let share = if run.most - run.least < 0.015 {
            words::percent(run.most)
        } else {
            format!("{}–{}", words::percent(run.least).trim_end_matches(" %"), words::percent(run.most))
        };
        let beyond = analysis.bottlenecks.iter().any(|b| b.constraint == constraint && b.beyond_money);
        let with = match run.first.jointly.first() {
            Some(other) => format!(", jointly with {}", words::lower(&short_row(network, *other))),
            None => String::new(),
        };
        let money = if beyond { " *" } else { "" };
        rows.push(vec![
            span,
            words::clip(&format!("{}{with}", row(network, constraint)), 64),
            format!("{share} of scarcity{money}"),
        ]);
    }
    if runs.len() > most {
        let from = years[runs[most - 1].first.period];
        rows.push(vec![
            format!("{from}–{}", years[years.len() - 1]),
            format!("{} more changes", runs.len() - most + 1),
        ]);
    }
    if rows.is_empty() {
        return String::new();
    }
    let beyond = analysis.bottlenecks.iter().any(|found| found.beyond_money);
    let note = if beyond { "   (* not for money alone)" } else { "" };
    format!("\n  what holds it back{note}\n{}", columns(&rows))
}

/// Rows with their cells lined up to the left.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| -> String {
        let cells = row.iter().enumerate().map(|(c, cell)| format!("{cell:0$}", widths[c]));
        format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

fn relaxed(results: &PlanResults) -> String {
    let (network, plan) = (&results.network, &results.plan);
    let rows: Vec<Vec<String>> = results
        .analysis
        .relaxations
        .iter()
        .filter(|relaxed| relaxed.relaxation.money > 0.0 || relaxed.relaxation.months.is_some_and(|m| m > 0.0))
        .take(5)
        .map(|relaxed| {
            let relaxation = &relaxed.relaxation;
            let mut says = match relaxation.months {
                Some(earlier) if earlier > 0.05 => format!("{} earlier", months(earlier)),
                Some(_) => "no earlier".into(),
                None => String::new(),
            };
            if relaxation.jointly {
                says.push_str(if says.is_empty() { "jointly with others" } else { ", jointly" });
            }
            let title = words::clip(&words::lower(&short_row(network, relaxed.subject.row(0))), 46);
            let title = if relaxed.beyond_money { format!("{title} *") } else { title };
            vec![title, worth(network, plan, relaxation.money), says]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "\n  worth most: a tenth more of (in money, and in months by which the target comes earlier)\n{}",
        columns(&rows)
    )
}

fn paced_and_priced(results: &PlanResults) -> String {
    let (network, analysis) = (&results.network, &results.analysis);
    let mut rows = Vec::new();
    for (index, answer) in analysis.growth.iter().enumerate().filter(|row| row.0 == 0 || row.1.differs).take(3) {
        let (label, of) =
            if index == 0 { ("doubling time", String::new()) } else { ("", format!("{}: ", answer.title)) };
        let line = format!("{of}{}", pace(network, answer));
        // With more left out the answer is told again only if it is another.
        if analysis.growth[..index].iter().any(|earlier| earlier.pace == answer.pace) {
            continue;
        }
        rows.push(vec![label.to_string(), line]);
        if let Some(held) = from_outside(network, answer, 2).filter(|_| index == 0) {
            rows.push(vec![String::new(), held]);
        }
    }
    let focus = results.focus_period();
    if let Some(parts) = analysis.prices.iter().min_by_key(|parts| parts.period.abs_diff(focus)) {
        let yardstick = &analysis.yardstick;
        let unit = &yardstick.priced_unit;
        // One by name; of several, what they are together.
        let sold = match yardstick.priced[..] {
            [only] => words::lower(&network.commodities[only].title),
            _ => "compute".into(),
        };
        let price = worth(network, &results.plan, parts.price);
        let mut shares: Vec<String> = parts
            .parts
            .iter()
            .take(4)
            .filter(|part| part.1 > 0.005)
            .map(|(part, share)| format!("{} {}", component(network, *part), words::percent(*share)))
            .collect();
        // Two lines at most.
        let label = format!("price in {}", network.periods[parts.period].year);
        let unit = if unit == "1" { "unit" } else { unit };
        let mut line =
            format!("{price} a {unit} of {sold}: {}", if shares.is_empty() { String::new() } else { shares.remove(0) });
        let mut lines = Vec::new();
        for share in shares {
            if line.chars().count() + share.chars().count() + 2 > WIDTH - 20 {
                lines.push(std::mem::take(&mut line));
                line = share;
            } else {
                line.push_str(&format!(", {share}"));
            }
        }
        lines.push(line);
        for (index, line) in lines.into_iter().take(2).enumerate() {
            rows.push(vec![if index == 0 { label.clone() } else { String::new() }, line]);
        }
    }
    if rows.is_empty() { String::new() } else { format!("\n{}", aligned_left(&rows)) }
}

/// The plan's arithmetic: world by world.
fn sums(results: &PlanResults, most_rows: usize) -> String {
    let all = arithmetic(&results.network, &results.plan);
    // Where something must be carried to, if there is such a world: that is what is new.
    let carried = |of_world: &&Arithmetic| of_world.rows.iter().any(|row| row.counts == Counts::Carried);
    let most = all.iter().filter(carried).max_by(|a, b| a.built.total_cmp(&b.built));
    let Some(of_world) = most.or(all.last()) else { return String::new() };
    let added = amount(of_world.added, &format!("{}/year", of_world.unit));
    let mut text =
        format!("\n  what {added} takes: {}, with the recipes of {}\n", words::lower(&of_world.process), of_world.year);
    text.push_str(&columns(&sum_rows(of_world, most_rows)));
    text
}

fn sum_rows(of_world: &Arithmetic, most: usize) -> Vec<Vec<String>> {
    let rows = foremost(of_world, most);
    // All of it is a year's.
    let short = |value: f64, unit: &str| amount(value, unit).trim_end_matches(" a year").to_string();
    let amounts: Vec<String> = rows.iter().map(|row| short(row.amount, &row.unit)).collect();
    let wide = amounts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    rows.into_iter()
        .zip(amounts)
        .map(|(row, text)| {
            let says = match row.times() {
                Some(ratio) => {
                    format!("{} today’s {}", times(ratio), short(row.today.unwrap_or(0.0), &row.unit))
                }
                None if matches!(row.counts, Counts::Carried | Counts::Flights) => row.brief.clone(),
                None => "how much there is today is not said".into(),
            };
            vec![words::clip(&words::lower(&row.title), 28), format!("{text:>wide$}"), says]
        })
        .collect()
}
