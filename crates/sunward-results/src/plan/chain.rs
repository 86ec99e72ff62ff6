//! The chain behind an amount: everything that is made so that it can be had, by the network's own recipes.

use sunward_network::{Network, Plan};

/// What an amount takes, a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Takes {
    /// Made a year, by market.
    pub made: Vec<f64>,
    /// Activity a year, by process.
    pub runs: Vec<f64>,
    /// Capacity that must stand for this activity, by process; zero for what needs none.
    pub standing: Vec<f64>,
}

/// What is wanted, a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted {
    /// So much of what a market trades.
    Market(usize, f64),
    /// So much capacity of a process commissioned.
    Capacity(usize, f64),
    /// So much activity of a process.
    Activity(usize, f64),
}

/// Everything that is made so that `wanted` can be had year after year, in the recipes and with the makers of one period
/// of a plan.
///
/// With `A` the use of each market in making one unit of another, shared among makers as in the plan, what is made is
/// `q = w + A q`, solved as linear equations. Capital that wears out meanwhile is left out, and so is what a process makes
/// beside what is asked of it. `None` where a unit takes more than a unit of itself.
pub fn takes(network: &Network, plan: &Plan, period: usize, wanted: &[Wanted]) -> Option<Takes> {
    let shares = shares(network, plan, period);
    let count = network.markets.len();
    // Rows of `I − A`, with `w` as the last column.
    let mut rows = vec![vec![0.0; count + 1]; count];
    for (market, row) in rows.iter_mut().enumerate() {
        row[market] = 1.0;
    }
    for (market, makers) in shares.iter().enumerate() {
        for (process, share, yields) in makers {
            for line in &network.processes[*process].uses {
                rows[line.market][market] -= share * line.amount.at(period) / yields;
            }
        }
    }
    for want in wanted {
        match *want {
            Wanted::Market(market, amount) => rows[market][count] += amount,
            Wanted::Capacity(process, amount) => {
                for line in &network.processes[process].capital {
                    rows[line.market][count] += amount * line.amount.at(period);
                }
            }
            Wanted::Activity(process, amount) => {
                for line in &network.processes[process].uses {
                    rows[line.market][count] += amount * line.amount.at(period);
                }
            }
        }
    }
    let made = solve(rows)?;
    if made.iter().any(|amount| *amount < -1e-9) {
        return None;
    }
    let mut runs = vec![0.0; network.processes.len()];
    for (market, makers) in shares.iter().enumerate() {
        for (process, share, yields) in makers {
            // A process that makes several things runs as much as the most wanted of them asks.
            runs[*process] = f64::max(runs[*process], share * made[market] / yields);
        }
    }
    for want in wanted {
        if let Wanted::Activity(process, amount) = *want {
            runs[process] += amount;
        }
    }
    let standing = network
        .processes
        .iter()
        .zip(&runs)
        .map(|(process, run)| match process.availability.at(period) {
            available if !process.free && available > 0.0 => run / available,
            _ => 0.0,
        })
        .collect();
    Some(Takes { made, runs, standing })
}

/// Who makes what a market trades: process, share of it, and how much one unit of activity makes.
///
/// As in the plan in that period; where it makes none then, as over the whole plan; where it never does, the first that
/// could.
fn shares(network: &Network, plan: &Plan, period: usize) -> Vec<Vec<(usize, f64, f64)>> {
    (0..network.markets.len())
        .map(|market| {
            let could: Vec<(usize, f64)> = network
                .processes
                .iter()
                .enumerate()
                .filter_map(|(index, process)| {
                    let made: f64 =
                        process.makes.iter().filter(|l| l.market == market).map(|l| l.amount.at(period)).sum();
                    (made > 0.0).then_some((index, made))
                })
                .collect();
            let by = |run: &dyn Fn(usize) -> f64| -> Option<Vec<(usize, f64, f64)>> {
                let made: Vec<f64> = could.iter().map(|(process, yields)| run(*process) * yields).collect();
                let sum: f64 = made.iter().sum();
                let of = could.iter().zip(&made).filter(|row| *row.1 > 0.0);
                (sum > 1e-12).then(|| of.map(|((process, yields), made)| (*process, made / sum, *yields)).collect())
            };
            by(&|process| plan.runs[process][period])
                .or_else(|| by(&|process| plan.runs[process].iter().sum()))
                .unwrap_or_else(|| {
                    could.first().map(|(process, yields)| (*process, 1.0, *yields)).into_iter().collect()
                })
        })
        .collect()
}

/// Gauss's elimination with the largest pivot of each column; the last column is the right-hand side.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let count = rows.len();
    for column in 0..count {
        let pivot = (column..count).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        let (done, rest) = rows.split_at_mut(column + 1);
        let head = &done[column];
        if head[column].abs() < 1e-12 {
            return None;
        }
        for row in rest {
            let factor = row[column] / head[column];
            if factor != 0.0 {
                for (cell, other) in row[column..].iter_mut().zip(&head[column..]) {
                    *cell -= factor * other;
                }
            }
        }
    }
    let mut found = vec![0.0; count];
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|column| rows[row][column] * found[column]).sum();
        found[row] = (rows[row][count] - known) / rows[row][row];
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equations_are_solved_and_singular_ones_refused() {
        let found = solve(vec![vec![0.0, 2.0, 4.0], vec![1.0, -1.0, 0.0]]).expect("two equations");
        assert!((found[0] - 2.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
        assert_eq!(solve(vec![vec![1.0, 1.0, 1.0], vec![2.0, 2.0, 3.0]]), None);
    }
}
