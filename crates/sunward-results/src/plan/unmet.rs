//! Demand that a plan leaves unmet.

use super::PlanResults;
use sunward_network::{Network, Plan};

/// One demand that goes short in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmet {
    /// Index of the demand.
    pub demand: usize,
    /// Index of the period.
    pub period: usize,
    /// Wanted a year.
    pub wanted: f64,
    /// Not met a year.
    pub short: f64,
}

/// Everything that goes short by more than a millionth of what is wanted, by demand and period.
pub fn unmet(network: &Network, plan: &Plan) -> Vec<Unmet> {
    let mut found = Vec::new();
    for (demand, about) in network.demands.iter().enumerate() {
        for period in 0..network.periods.len() {
            let (wanted, short) = (about.amount.at(period), plan.shorts[demand][period]);
            if wanted > 0.0 && short > 1e-6 * wanted {
                found.push(Unmet { demand, period, wanted, short });
            }
        }
    }
    found
}

/// What goes short, in sentences: what all is for first, in one, then each other demand, those that lose most first.
///
/// Uses of compute that would pay less than it costs are meant to go unmet: they are the far end of one demand curve, and one
/// sentence says how much of it that is.
pub fn sentences(results: &PlanResults) -> Vec<String> {
    let (network, yardstick) = (&results.network, &results.analysis.yardstick);
    let all = unmet(network, &results.plan);
    let of_compute = |demand: usize| {
        let market = &network.markets[network.demands[demand].market];
        yardstick.priced.contains(&market.commodity)
    };
    let mut told = Vec::new();
    let curve: Vec<usize> = (0..network.demands.len()).filter(|demand| of_compute(*demand)).collect();
    let together = curve.len() > 1;
    if together {
        let sum = |period: usize| -> (f64, f64) {
            let short = |demand: &usize| results.plan.shorts[*demand][period];
            let wanted = |demand: &usize| network.demands[*demand].amount.at(period);
            (curve.iter().map(wanted).sum(), curve.iter().map(short).sum())
        };
        let rows: Vec<(usize, f64, f64)> = (0..results.years().len())
            .map(|period| (period, sum(period)))
            .filter(|(_, (wanted, short))| *short > 1e-6 * *wanted)
            .map(|(period, (wanted, short))| (period, wanted, short))
            .collect();
        let title = "Compute that is worth less than it costs";
        told.extend(sentence(network, title, &yardstick.priced_unit, &rows));
    }
    let loss = |of_demand: &[Unmet]| -> f64 {
        let price = |unmet: &Unmet| network.demands[unmet.demand].price.as_ref().map_or(0.0, |p| p.at(unmet.period));
        let weight = |unmet: &Unmet| network.discount_factor(unmet.period) * network.periods[unmet.period].years;
        of_demand.iter().map(|unmet| unmet.short * price(unmet) * weight(unmet)).sum()
    };
    let alone = |of_demand: &&[Unmet]| !(together && of_compute(of_demand[0].demand));
    let mut groups: Vec<&[Unmet]> = all.chunk_by(|a, b| a.demand == b.demand).filter(alone).collect();
    groups.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
    told.extend(groups.into_iter().filter_map(|of_demand| {
        let demand = &network.demands[of_demand[0].demand];
        let unit = &network.commodities[network.markets[demand.market].commodity].unit;
        let rows: Vec<(usize, f64, f64)> =
            of_demand.iter().map(|unmet| (unmet.period, unmet.wanted, unmet.short)).collect();
        sentence(network, &demand.title, unit, &rows)
    }));
    told
}

/// What goes short in how many years, and where it is worst: rows of period, wanted and short.
fn sentence(network: &Network, title: &str, unit: &str, rows: &[(usize, f64, f64)]) -> Option<String> {
    let unit = super::amounts::per_year(unit);
    let amount = |x: f64| super::amounts::amount(x, &unit);
    let year = |period: usize| network.periods[period].year;
    let (first, last) = (rows.first()?, rows.last()?);
    let worst = rows.iter().max_by(|a, b| (a.2 / a.1).total_cmp(&(b.2 / b.1)))?;
    let when = match rows.len() {
        1 => format!("in {}", year(first.0)),
        count if last.0 - first.0 == count - 1 => format!("{}–{}", year(first.0), year(last.0)),
        count => format!("in {count} periods of {}–{}", year(first.0), year(last.0)),
    };
    Some(format!(
        "{title} goes short {when}, worst in {}: {} of {}",
        year(worst.0),
        crate::report::words::percent(worst.2 / worst.1),
        amount(worst.1),
    ))
}
