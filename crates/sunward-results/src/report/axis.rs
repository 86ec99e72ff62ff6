//! Scales and their ticks.

use sunward_quantity::elementary::{ln, log10, power};

/// From numbers to places along a line.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    low: f64,
    high: f64,
    start: f64,
    end: f64,
    log: bool,
}

impl Axis {
    /// Equal steps for equal differences. A span of nothing is widened, its number in the middle.
    pub fn linear(low: f64, high: f64, start: f64, end: f64) -> Self {
        let (low, high) = if high > low { (low, high) } else { (low - 0.5, low + 0.5) };
        Self { low, high, start, end, log: false }
    }

    /// Equal steps for equal factors; both ends must be above zero.
    pub fn log(low: f64, high: f64, start: f64, end: f64) -> Self {
        let (low, high) = if high > low { (low, high) } else { (low / 2.0, low * 2.0) };
        Self { low, high, start, end, log: true }
    }

    /// Where `x` lies.
    pub fn at(&self, x: f64) -> f64 {
        let share = if self.log {
            ln(x / self.low) / ln(self.high / self.low)
        } else {
            (x - self.low) / (self.high - self.low)
        };
        self.start + share * (self.end - self.start)
    }

    /// Round numbers along it, about as many as wanted.
    pub fn ticks(&self, wanted: usize) -> Vec<f64> {
        if self.log && self.high / self.low > 3.0 {
            log_ticks(self.low, self.high, wanted)
        } else {
            linear_ticks(self.low, self.high, wanted)
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten between two numbers, about as many as wanted.
pub fn linear_ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let rough = (high - low) / wanted.max(1) as f64;
    if !(rough.is_finite() && rough > 0.0) {
        return vec![low];
    }
    let decade = power(10.0, log10(rough).floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * decade).find(|step| *step >= rough * 0.999).unwrap_or(rough);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last).map(|i| i as f64 * step).collect()
}

fn log_ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let (first, last) = (log10(low).floor() as i32, log10(high).ceil() as i32);
    let with = |multiples: &[f64]| -> Vec<f64> {
        (first..=last)
            .flat_map(|decade| multiples.iter().map(move |m| m * power(10.0, f64::from(decade))))
            .filter(|x| *x >= low * 0.9999 && *x <= high * 1.0001)
            .collect()
    };
    let choices = [
        with(&[1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0]),
        with(&[1.0, 2.0, 3.0, 5.0]),
        with(&[1.0, 2.0, 5.0]),
        with(&[1.0, 3.0]),
        with(&[1.0]),
    ];
    choices.iter().find(|ticks| ticks.len() <= wanted).unwrap_or(&choices[4]).clone()
}

/// Round years, about as many as wanted; a single year is its own tick.
pub fn year_ticks(first: i32, last: i32, wanted: usize) -> Vec<i32> {
    if first == last {
        return vec![first];
    }
    let step =
        [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| ((last - first) / step) as usize <= wanted).unwrap_or(200);
    (first..=last).filter(|year| year.rem_euclid(step) == 0).collect()
}

/// Moves labels apart until none overlap, as little as they need, in their order; gives their new places.
pub fn apart(places: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
    // Blocks of touching labels, each round the mean of where its labels want to be.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for index in &order {
        let mut block = (places[*index], 1);
        while let Some(before) = blocks.last().copied() {
            let half = |count: usize| 0.5 * gap * count as f64;
            if before.0 + half(before.1) <= block.0 - half(block.1) {
                break;
            }
            let (a, b) = (before.1 as f64, block.1 as f64);
            block = ((before.0 * a + block.0 * b) / (a + b), before.1 + block.1);
            blocks.pop();
        }
        let half = 0.5 * gap * block.1 as f64;
        let (least, most) = (low + half, high - half);
        block.0 = if most >= least { block.0.clamp(least, most) } else { 0.5 * (low + high) };
        blocks.push(block);
    }
    let mut sorted: Vec<f64> = Vec::with_capacity(places.len());
    for (middle, count) in blocks {
        let start = middle - 0.5 * gap * count as f64;
        sorted.extend((0..count).map(|i| start + gap * (i as f64 + 0.5)));
    }
    // Clamped blocks may touch again: push on.
    for i in 1..sorted.len() {
        sorted[i] = sorted[i].max(sorted[i - 1] + gap);
    }
    let mut placed = vec![0.0; places.len()];
    for (index, place) in order.into_iter().zip(sorted) {
        placed[index] = place;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_would_overlap_are_moved_apart_and_stay_inside() {
        let placed = apart(&[100.0, 101.0, 99.0, 20.0, 102.0], 15.0, 0.0, 120.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 15.0 - 1e-9), "{placed:?}");
        assert!(sorted[0] >= 7.5 && sorted[4] <= 112.5 + 1e-9, "{placed:?}");
        assert!(placed[2] < placed[0] && placed[0] < placed[1], "order is kept: {placed:?}");
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(linear_ticks(0.0, 21.0, 5), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(year_ticks(2026, 2060, 8), [2030, 2035, 2040, 2045, 2050, 2055, 2060]);
        assert_eq!(year_ticks(2030, 2030, 8), [2030]);
    }

    #[test]
    fn one_number_lies_in_the_middle() {
        assert_eq!(Axis::linear(2030.0, 2030.0, 0.0, 100.0).at(2030.0), 50.0);
        assert!((Axis::log(3.0, 3.0, 0.0, 100.0).at(3.0) - 50.0).abs() < 1e-9);
    }
}
