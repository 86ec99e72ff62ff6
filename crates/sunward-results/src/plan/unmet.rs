//! Demand that a plan leaves unmet.

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

/// A sentence for each demand that goes short, those that lose most first: in how many years, and where it is worst.
pub fn sentences(network: &Network, all: &[Unmet]) -> Vec<String> {
    let loss = |of_demand: &[Unmet]| -> f64 {
        let price = |unmet: &Unmet| network.demands[unmet.demand].price.as_ref().map_or(0.0, |p| p.at(unmet.period));
        let weight = |unmet: &Unmet| network.discount_factor(unmet.period) * network.periods[unmet.period].years;
        of_demand.iter().map(|unmet| unmet.short * price(unmet) * weight(unmet)).sum()
    };
    let mut groups: Vec<&[Unmet]> = all.chunk_by(|a, b| a.demand == b.demand).collect();
    groups.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
    groups
        .into_iter()
        .filter_map(|of_demand| {
            let demand = &network.demands[of_demand[0].demand];
            let unit = super::amounts::per_year(&network.commodities[network.markets[demand.market].commodity].unit);
            let worst = of_demand.iter().max_by(|a, b| (a.short / a.wanted).total_cmp(&(b.short / b.wanted)))?;
            let amount = |x: f64| super::amounts::amount(x, &unit);
            let year = |unmet: &Unmet| network.periods[unmet.period].year;
            let (first, last) = (year(&of_demand[0]), year(&of_demand[of_demand.len() - 1]));
            let when = match of_demand.len() {
                1 => format!("in {first}"),
                count if of_demand[count - 1].period - of_demand[0].period == count - 1 => format!("{first}–{last}"),
                count => format!("in {count} periods of {first}–{last}"),
            };
            Some(format!(
                "{} goes short {when}; worst in {}: {} of {} ({})",
                demand.title,
                year(worst),
                amount(worst.short),
                amount(worst.wanted),
                crate::report::words::percent(worst.short / worst.wanted)
            ))
        })
        .collect()
}
