//! How fast what a loop takes from outside can grow.
//!
//! A loop may grow as fast as its own recipes let it as long as everything that comes from outside keeps up. In the end it grows no
//! faster than the slowest of that: the growth of a reducible economy is that of the slowest part it rests on (`gale1960`).

use crate::growth::Import;
use sunward_network::{Network, Process};
use sunward_quantity::elementary::{ln, power};

/// A supply from outside that cannot grow at will.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outside {
    /// Index of the market it supplies.
    pub market: usize,
    /// Greatest factor a year by which its supply can grow in the long run.
    pub factor: f64,
    /// Years in which it doubles; `None` where it cannot.
    pub doubling: Option<f64>,
}

/// What is imported and held back in its growth, slowest first; empty where nothing limits any of it.
///
/// Of the processes that make a market's commodity outside the loop the fastest counts. Limits and greatest capacities are left
/// out: they say how much there can be at last, and not how fast.
pub fn supplies(network: &Network, imports: &[Import]) -> Vec<Outside> {
    let supply = |market: usize| {
        let makers = network.processes.iter().filter(|process| {
            !process.in_loop && process.makes.iter().any(|line| line.market == market && !line.amount.is_zero())
        });
        // What nobody makes outside is not held back by its makers.
        makers.map(long_run).reduce(|one, other| Some(one?.max(other?))).flatten()
    };
    let mut held: Vec<Outside> = imports
        .iter()
        .filter_map(|import| {
            let factor = supply(import.market)?;
            let doubling = (factor > 1.0).then(|| ln(2.0) / ln(factor));
            Some(Outside { market: import.market, factor, doubling })
        })
        .collect();
    held.sort_by(|one, other| one.factor.total_cmp(&other.factor).then(one.market.cmp(&other.market)));
    held
}

/// Greatest factor a year by which the capacity of one process can grow, year after year; `None` where nothing limits it.
///
/// Each year `γ` of what stood a year before may be commissioned, and serves for `L` years. The factor `g` at which both hold is the
/// root of `g − 1 = γ·(1 − g^−L)` above one; where `γ·L ≤ 1` what retires is not even replaced.
fn long_run(process: &Process) -> Option<f64> {
    process.seed?;
    let (growth, life) = (process.growth, process.life);
    if growth * life <= 1.0 {
        return Some(1.0);
    }
    // From above the map falls to the root: its slope there is below one.
    let mut factor = 1.0 + growth;
    for _ in 0..1000 {
        let next = 1.0 + growth * (1.0 - power(factor, -life));
        if factor - next <= 1e-12 * factor {
            break;
        }
        factor = next;
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sunward_network::build::{Builder, ProcessBuilder, process};

    /// Capacity by year, with all that may be commissioned commissioned: what the formula is the limit of.
    fn after(growth: f64, life: usize, years: usize) -> f64 {
        let mut built = vec![0.0; years];
        let standing = |built: &[f64], year: usize| -> f64 { built[year.saturating_sub(life - 1)..=year].iter().sum() };
        built[0] = 1.0;
        for year in 1..years {
            built[year] = growth * standing(&built, year - 1);
        }
        standing(&built, years - 1) / standing(&built, years - 2)
    }

    fn people(name: &str, growth: f64, life: f64) -> ProcessBuilder {
        process(name).makes(name, 1.0).life(life).growth(1.0, growth).outside()
    }

    fn network(processes: Vec<ProcessBuilder>) -> Network {
        let kinds =
            Builder::new("people", 5).commodity("engineers", "person year").commodity("builders", "person year");
        processes.into_iter().fold(kinds, Builder::process).unchecked()
    }

    #[test]
    fn a_supply_that_commissions_all_it_may_grows_by_the_root() {
        for (growth, life) in [(0.14, 22.0), (0.18, 20.0), (0.5, 5.0), (2.0, 3.0)] {
            let found = long_run(&network(vec![people("engineers", growth, life)]).processes[0]).unwrap();
            let run = after(growth, life as usize, 2000.min((600.0 / growth) as usize));
            assert!((found / run - 1.0).abs() < 1e-9, "{growth} {life}: {found} against {run}");
        }
    }

    #[test]
    fn what_does_not_replace_itself_does_not_grow() {
        assert_eq!(long_run(&network(vec![people("engineers", 0.04, 20.0)]).processes[0]), Some(1.0));
    }

    #[test]
    fn the_slowest_import_comes_first_and_the_fastest_of_its_makers_counts() {
        let fast = people("engineers", 0.3, 20.0);
        let network = network(vec![people("engineers", 0.1, 20.0), fast, people("builders", 0.2, 20.0)]);
        let market = |name: &str| {
            network.markets.iter().position(|market| network.commodities[market.commodity].name == name).unwrap()
        };
        let imports: Vec<Import> =
            ["engineers", "builders"].map(|name| Import { market: market(name), amount: 1.0 }).into();
        let found: Vec<(usize, f64)> =
            supplies(&network, &imports).iter().map(|outside| (outside.market, outside.factor)).collect();
        let pace = |process: usize| long_run(&network.processes[process]).unwrap();
        assert_eq!(found, [(market("builders"), pace(2)), (market("engineers"), pace(1))]);
        assert_eq!(supplies(&network, &[]), []);
    }
}
