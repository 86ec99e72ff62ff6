//! What the page tells: who is compared with whom, in which year, and what comes out.

use super::words;
use crate::Results;
use sunward_economics::prepare::PreparedOption;
use sunward_economics::satellite::PreparedSatellite;
use sunward_economics::{Cost, Crossover, Datasheet};

/// The results, with what every section asks of them.
#[derive(Debug, Clone)]
pub struct Story<'a> {
    /// Everything.
    pub results: &'a Results,
    /// The year that is looked at closely.
    pub focus: i32,
    /// Its index.
    pub at: usize,
    /// What the challengers are called together: `orbit`.
    pub challenger: String,
    /// What the incumbents are called together: `Earth`.
    pub incumbent: String,
    /// Uses of compute, in words.
    pub workloads: Vec<String>,
}

/// What is said about one use of compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Cheaper in the first year that can be compared.
    Always(i32),
    /// Cheaper from a year on.
    From(i32),
    /// Cheaper in a year, but dearer again later.
    Once(i32),
    /// Never, up to the last year.
    Never(i32),
    /// There is no year in which both can be had.
    Unknown,
}

impl<'a> Story<'a> {
    /// Takes the results.
    pub fn of(results: &'a Results) -> Self {
        let scenario = &results.model.scenario;
        let at = results.costs.index_of(scenario.focus);
        let side = |options: &[sunward_model::OptionName], indices: &[usize], table: &str, place: &str, other: &str| {
            match indices {
                _ if !options.is_empty() && options.iter().all(|o| o.table == table) => place.to_string(),
                [only] => results.costs.series[*only].title.clone(),
                _ => other.to_string(),
            }
        };
        let costs = &results.costs;
        Self {
            results,
            focus: costs.years[at],
            at,
            challenger: side(
                &scenario.challengers,
                &costs.challengers,
                "satellite",
                "orbit",
                "the cheapest challenger",
            ),
            incumbent: side(&scenario.incumbents, &costs.incumbents, "ground", "Earth", "the cheapest incumbent"),
            workloads: results.model.workloads.iter().map(|w| words::name(&w.name)).collect(),
        }
    }

    /// The first year.
    pub fn first(&self) -> i32 {
        self.results.costs.years[0]
    }

    /// The last year.
    pub fn last(&self) -> i32 {
        self.results.costs.years[self.results.costs.years.len() - 1]
    }

    /// Sheet and cost of an option in the focus year.
    pub fn cell(&self, option: usize) -> Option<&'a (Datasheet, Cost)> {
        self.results.costs.series[option].years[self.at].as_ref().ok()
    }

    /// Cheapest challenger and cheapest incumbent in the focus year.
    pub fn best(&self, workload: usize) -> (Option<usize>, Option<usize>) {
        let costs = &self.results.costs;
        (costs.cheapest(&costs.challengers, workload, self.at), costs.cheapest(&costs.incumbents, workload, self.at))
    }

    /// Words for an option.
    pub fn title(&self, option: usize) -> &'a str {
        &self.results.costs.series[option].title
    }

    /// Class of an option's colour: warm for challengers, cool for incumbents.
    pub fn colour(&self, option: usize) -> String {
        let costs = &self.results.costs;
        match costs.challengers.iter().position(|i| *i == option) {
            Some(place) => format!("o{}", place % 4),
            None => format!("e{}", costs.incumbents.iter().position(|i| *i == option).unwrap_or(0) % 8),
        }
    }

    /// All options: challengers, then incumbents.
    pub fn options(&self) -> Vec<usize> {
        let costs = &self.results.costs;
        let mut all = costs.challengers.clone();
        all.extend(costs.incumbents.iter().filter(|i| !costs.challengers.contains(i)));
        all
    }

    /// The satellite that is drawn: the cheapest challenger that flies, else any option that does.
    pub fn satellite(&self) -> Option<(usize, &'a PreparedSatellite)> {
        let costs = &self.results.costs;
        let flying = |i: usize| match &costs.prepared.options[i] {
            PreparedOption::Satellite(satellite) => Some((i, satellite)),
            _ => None,
        };
        let best = costs.cheapest(&costs.challengers, 0, self.at).and_then(flying);
        let had = || self.options().into_iter().filter_map(flying).find(|row| self.cell(row.0).is_some());
        best.or_else(had).or_else(|| self.options().into_iter().find_map(flying))
    }

    /// What is said about a use of compute.
    pub fn verdict(&self, workload: usize) -> Verdict {
        verdict(self.results.costs.headline(workload), &self.results.costs.years)
    }

    /// The verdict after `is cheaper`: `from 2041`, `not by 2060`.
    pub fn when(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Always(year) if year == self.last() && year == self.first() => format!("in {year}"),
            Verdict::Always(year) => format!("from the start in {year}"),
            Verdict::From(year) => format!("in {year}"),
            Verdict::Once(year) => format!("in {year}, though not for good,"),
            Verdict::Never(year) => format!("not by {year}"),
            Verdict::Unknown => "in no year that can be compared".into(),
        }
    }

    /// The reasons for which an option cannot be had, with the years they hold for.
    pub fn refusals(&self, option: usize) -> Vec<(i32, i32, String)> {
        let mut rows: Vec<(i32, i32, String)> = Vec::new();
        let costs = &self.results.costs;
        for (year, cell) in costs.years.iter().zip(&costs.series[option].years) {
            let Err(reason) = cell else { continue };
            let reason = reason.to_string();
            // Reasons with numbers differ from year to year; the first one stands for a run of years.
            let head = |text: &str| text.split([':', '(']).next().unwrap_or("").to_string();
            match rows.last_mut() {
                Some(row) if row.1 + 1 == *year && head(&row.2) == head(&reason) => row.1 = *year,
                _ => rows.push((*year, *year, reason)),
            }
        }
        rows
    }
}

/// What a crossover says.
pub fn verdict(crossover: &Crossover, years: &[i32]) -> Verdict {
    let first = crossover.ratio.iter().position(Option::is_some);
    let last = years[years.len() - 1];
    match (first, crossover.year) {
        (None, _) => Verdict::Unknown,
        (_, None) => Verdict::Never(last),
        (_, Some(year)) if !crossover.stays => Verdict::Once(year),
        (Some(first), Some(year)) if years[first] == year => Verdict::Always(year),
        (_, Some(year)) => Verdict::From(year),
    }
}

/// `2026`, `2026–2029`.
pub fn span(first: i32, last: i32) -> String {
    if first == last { first.to_string() } else { format!("{first}–{last}") }
}
