//! When, if ever, the curves cross.

/// When a challenger becomes cheaper than an incumbent.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossover {
    /// Index of the use of compute.
    pub workload: usize,
    /// Index of the challenger, or `None` for the cheapest of them in each year.
    pub challenger: Option<usize>,
    /// Index of the incumbent, or `None` for the cheapest of them in each year.
    pub against: Option<usize>,
    /// First year in which the challenger is cheaper; `None` is never, within the scenario.
    pub year: Option<i32>,
    /// Whether it stays cheaper from then to the end.
    pub stays: bool,
    /// Challenger over incumbent in each year; `None` where one of them cannot be had.
    pub ratio: Vec<Option<f64>>,
}

/// The first year in which `challenger` is less than `incumbent`, and whether it stays so.
///
/// A year in which either is missing does not count for crossing; equal costs are not a crossing.
pub fn crossing(years: &[i32], ratio: &[Option<f64>]) -> (Option<i32>, bool) {
    let first = ratio.iter().position(|r| r.is_some_and(|r| r < 1.0));
    let stays = first.is_some_and(|first| ratio[first..].iter().flatten().all(|r| *r < 1.0));
    (first.map(|first| years[first]), stays)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_cheaper_year_is_found_and_never_is_an_answer() {
        let years = [2026, 2027, 2028, 2029];
        assert_eq!(crossing(&years, &[Some(2.0), Some(1.0), Some(0.9), Some(0.8)]), (Some(2028), true));
        assert_eq!(crossing(&years, &[Some(2.0), Some(0.9), Some(1.1), Some(0.8)]), (Some(2027), false));
        assert_eq!(crossing(&years, &[Some(2.0), None, Some(1.0), Some(1.2)]), (None, false));
        assert_eq!(crossing(&years, &[None, None, None, Some(0.5)]), (Some(2029), true));
    }
}
