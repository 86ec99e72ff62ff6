//! Sobol's sequence against the published one, and its scrambling against what scrambling promises.

use sunward_uncertainty::sobol::Sobol;

/// Points 0 to 9 in three dimensions, from the program and table of Joe and Kuo, as printed on their page.
#[test]
fn the_first_points_are_the_published_ones() {
    let published = [
        [0.0, 0.0, 0.0],
        [0.5, 0.5, 0.5],
        [0.75, 0.25, 0.25],
        [0.25, 0.75, 0.75],
        [0.375, 0.375, 0.625],
        [0.875, 0.875, 0.125],
        [0.625, 0.125, 0.875],
        [0.125, 0.625, 0.375],
        [0.1875, 0.3125, 0.9375],
        [0.6875, 0.8125, 0.4375],
    ];
    let sequence = Sobol::plain(3).unwrap();
    let mut bits = [0; 3];
    for (index, point) in published.iter().enumerate() {
        sequence.bits(index as u64, &mut bits);
        let ours = bits.map(|x| x as f64 / 2f64.powi(64));
        assert_eq!(ours, *point, "point {index}");
    }
}
