//! How fast the chain could grow by itself, in words.

use crate::report::words;
use sunward_network::Network;
use sunward_planner::analysis::GrowthAnswer;
use sunward_planner::growth::Pace;

/// Doubling time of the loop and what limits it: `8.5 months, limited by routine labour, Earth`.
pub(crate) fn pace(network: &Network, answer: &GrowthAnswer) -> String {
    let title = |market: usize| words::lower(&network.market_title(market));
    match &answer.pace {
        Pace::Grows(growth) => {
            let time = growth.doubling.map_or("does not grow".to_string(), span);
            growth.limiting().map_or(time.clone(), |market| format!("{time}, limited by {}", title(market)))
        }
        Pace::Unlimited { .. } => "there is no loop, and what comes from outside sets the pace".into(),
        Pace::Impossible { missing } => {
            missing.first().map_or("never".into(), |market| format!("never: {} cannot be made", title(*market)))
        }
    }
}

/// What holds it in the long run: the slowest of what comes from outside, at most `most` of them.
pub(crate) fn from_outside(network: &Network, answer: &GrowthAnswer, most: usize) -> Option<String> {
    let mut told: Vec<String> = Vec::new();
    for outside in answer.outside.iter() {
        let market = &network.markets[outside.market];
        let title = words::lower(&network.commodities[market.commodity].title);
        // One commodity at several places is told once, at its slowest.
        if told.len() < most && !told.iter().any(|earlier| earlier.starts_with(&format!("{title} "))) {
            told.push(match outside.doubling {
                Some(years) => format!("{title} {}", span(years)),
                None => format!("{title} does not grow"),
            });
        }
    }
    (!told.is_empty()).then(|| format!("from outside, doubling in: {}", told.join(", ")))
}

fn span(years: f64) -> String {
    if years < 1.0 {
        format!("{} months", words::digits(years * 12.0, 2))
    } else {
        format!("{} years", words::digits(years, 3))
    }
}
