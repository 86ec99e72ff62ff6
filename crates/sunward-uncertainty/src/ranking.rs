//! Draws in the order of their values.

/// Places of a column by rising value, equal values by place. Infinite values have their place in the order; the two
/// zeros are one value.
///
/// At most `2³²` values; none may be no number.
pub(crate) fn rising(column: &[f64]) -> Vec<u32> {
    // Bits of numbers rise with the numbers, once those of negative ones are turned over: whole numbers sort faster.
    let mut keyed: Vec<(u64, u32)> = column
        .iter()
        .zip(0..)
        .map(|(value, place)| {
            let bits = (value + 0.0).to_bits();
            (if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }, place)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn values_rise_and_equal_ones_keep_their_places() {
        let column = [3.0, f64::NEG_INFINITY, -1.0, 0.0, f64::INFINITY, -0.0, -2.0, 3.0, 1e-300];
        assert_eq!(rising(&column), [1, 6, 2, 3, 5, 8, 0, 7, 4]);
    }
}
