//! Sobol's sequence against the published one, and its scrambling against what scrambling promises.

use sunward_quantity::elementary::{ln, power};
use sunward_uncertainty::random::Seed;
use sunward_uncertainty::sobol::{MOST_DIMENSIONS, Sobol, TooManyDimensions};

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
        let ours = bits.map(|x| x as f64 / 18_446_744_073_709_551_616.0);
        assert_eq!(ours, *point, "point {index}");
    }
}

/// All 64 direction numbers of 64 bits in all 1,111 dimensions, hashed (FNV-1a over their bytes, lowest first, by
/// dimension and bit), are those of `scipy.stats.qmc.Sobol(d=1111, scramble=False, bits=64)._sv` of scipy 1.17.1.
#[test]
fn direction_numbers_are_those_of_another_program_to_the_last_dimension() {
    let sequence = Sobol::plain(MOST_DIMENSIONS).unwrap();
    let mut points = vec![vec![0; MOST_DIMENSIONS]; 64];
    for (bit, point) in points.iter_mut().enumerate() {
        // The index whose Gray code is this bit alone.
        sequence.bits(u64::MAX >> (63 - bit), point);
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for dimension in 0..MOST_DIMENSIONS {
        for byte in points.iter().flat_map(|point| point[dimension].to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    assert_eq!(hash, 0x6985_8174_4851_f6d0);
}

#[test]
fn points_in_their_order_are_the_points_by_index() {
    for sequence in
        [Sobol::plain(131).unwrap(), Sobol::scrambled(131, Seed(3)).unwrap(), Sobol::linear(131, Seed(3)).unwrap()]
    {
        for start in [0, 1, 5, (1 << 40) - 3] {
            let mut walk = sequence.from(start);
            let (mut walked, mut asked, mut bits) = ([0.0; 131], [0.0; 131], [0; 131]);
            for index in start..start + 70 {
                assert_eq!(walk.index(), index);
                walk.next_point(&mut walked);
                sequence.point(index, &mut asked);
                sequence.bits(index, &mut bits);
                assert_eq!(walked, asked, "point {index}");
                assert!(bits.iter().zip(asked).all(|(&x, u)| sunward_uncertainty::random::unit(x) == u));
                assert!(asked.iter().all(|u| *u > 0.0 && *u < 1.0));
            }
        }
    }
}

#[test]
fn walking_allocates_nothing() {
    let sequence = Sobol::scrambled(300, Seed(3)).unwrap();
    let (mut walk, mut point) = (sequence.from(0), vec![0.0; 300]);
    let counted = allocation_counter::measure(|| {
        for index in 0..100 {
            walk.next_point(&mut point);
            sequence.point(index, &mut point);
        }
    });
    assert_eq!(counted.count_total, 0);
}

/// All ways to write a whole number as a sum of some.
fn compositions(whole: u32, parts: usize) -> Vec<Vec<u32>> {
    if parts == 1 {
        return vec![vec![whole]];
    }
    let first = 0..=whole;
    first
        .flat_map(|first| {
            compositions(whole - first, parts - 1).into_iter().map(move |rest| [vec![first], rest].concat())
        })
        .collect()
}

/// Whether every box with sides `2^(−cut)` holds as many points as every other.
fn is_even(points: &[Vec<u64>], cuts: &[u32]) -> bool {
    let boxes = 1_usize << cuts.iter().sum::<u32>();
    let mut counts = vec![0; boxes];
    for point in points {
        let at = point.iter().zip(cuts).fold(0, |at, (x, cut)| at << cut | x.checked_shr(64 - cut).unwrap_or(0));
        counts[at as usize] += 1;
    }
    counts.iter().all(|count| *count == points.len() / boxes)
}

/// The least `t` such that all boxes of volume `2^(t − m)` hold `2ᵗ` of the `2ᵐ` points from `block · 2ᵐ` on.
fn quality(sequence: &Sobol, m: u32, block: u64) -> u32 {
    let points: Vec<Vec<u64>> = (block << m..(block + 1) << m)
        .map(|index| {
            let mut bits = vec![0; sequence.dimensions()];
            sequence.bits(index, &mut bits);
            bits
        })
        .collect();
    (0..=m)
        .find(|t| compositions(m - t, sequence.dimensions()).iter().all(|cuts| is_even(&points, cuts)))
        .expect("the whole cube holds all points")
}

/// The notes on this sequence give 0, 0, 1, 2 to 3, 3 and 3 to 4 for one to six dimensions. They are bounded by the sum
/// of the polynomials' degrees less one each: 0, 0, 1, 3, 5, 8.
#[test]
fn the_quality_is_that_of_joe_and_kuo_and_scrambling_keeps_it() {
    for (dimensions, lowest, highest) in [(1, 0, 0), (2, 0, 0), (3, 1, 1), (4, 2, 3), (5, 3, 3), (6, 3, 4)] {
        let plain = Sobol::plain(dimensions).unwrap();
        let nested = [1, 2, 3].map(|seed| plain.replicate(Seed(seed)));
        let scrambled = nested.into_iter().chain([1, 2].map(|seed| plain.linear_replicate(Seed(seed))));
        let scrambled: Vec<Sobol> = scrambled.collect();
        let mut found = Vec::new();
        for m in 6..=9 {
            for block in [0, 5] {
                let t = quality(&plain, m, block);
                for sequence in &scrambled {
                    assert_eq!(quality(sequence, m, block), t, "{dimensions} dimensions, 2^{m} points");
                }
                found.push(t);
            }
        }
        println!("{dimensions} dimensions, 2^6 to 2^9 points: t = {found:?}");
        assert!(found.iter().all(|t| (lowest..=highest).contains(t)), "{dimensions}: {found:?}");
    }
}

/// What scrambling is: coordinates that share their first `k` bits and no more do so afterwards.
#[test]
fn scrambling_keeps_how_many_bits_two_points_share() {
    let plain = Sobol::plain(40).unwrap();
    let (nested, linear) = (plain.replicate(Seed(77)), plain.linear_replicate(Seed(77)));
    let point = |sequence: &Sobol, index: u64| {
        let mut bits = [0; 40];
        sequence.bits(index, &mut bits);
        bits
    };
    // Indices that differ in high bits only share many bits of their coordinates.
    for index in 0..64_u64 {
        for other in [1 << 7, 1 << 13, 1 << 19, 1 << 25, 1 << 31, 1 << 40, 1 << 62].map(|far| index ^ far) {
            let (a, b) = (point(&plain, index), point(&plain, other));
            for scrambled in [&nested, &linear] {
                let (c, d) = (point(scrambled, index), point(scrambled, other));
                for dimension in 0..40 {
                    let (before, after) = (a[dimension] ^ b[dimension], c[dimension] ^ d[dimension]);
                    assert_eq!(before.leading_zeros(), after.leading_zeros(), "{index} {other} in {dimension}");
                }
            }
        }
    }
}

/// Chi-squared of equally likely cells, and five deviations of it.
fn assert_even(counts: &[f64], what: &str) {
    let expected = counts.iter().sum::<f64>() / counts.len() as f64;
    let found: f64 = counts.iter().map(|count| (count - expected) * (count - expected) / expected).sum();
    let freedom = (counts.len() - 1) as f64;
    assert!((found - freedom).abs() < 5.0 * (2.0 * freedom).sqrt(), "{what}: {found} for {freedom}");
}

/// The coins of the first three levels are seven; over 25 600 seeds all 128 outcomes are equally likely. Then the same
/// of coins further down, of the levels where one word ends and the next begins, and of the tail: flips of the two bits
/// behind two prefixes that differ in their last bit.
#[test]
fn the_coins_are_fair_and_know_nothing_of_each_other() {
    let plain = Sobol::plain(1).unwrap();
    let flips = |sequence: &Sobol, index: u64| {
        let (mut before, mut after) = ([0], [0]);
        plain.bits(index, &mut before);
        sequence.bits(index, &mut after);
        (before[0], before[0] ^ after[0])
    };
    let mut top = [0.0; 128];
    let mut deep = vec![[0.0; 64]; 64];
    // The index whose coordinate in the first dimension has these 32 bits first: the sequence is one to one there.
    let mut index_of = std::collections::BTreeMap::new();
    let indices = [0_u64, 1, 2, 3, 4, 5, 6, 7];
    for index in indices {
        index_of.insert(flips(&plain, index).0 >> 61, index);
    }
    for seed in 0..25_600 {
        let scrambled = plain.replicate(Seed(seed));
        let flip = |first: u64, level: u32| flips(&scrambled, index_of[&first]).1 >> (63 - level) & 1;
        // One coin for the first level, two for the second, four for the third.
        let coins = [flip(0, 0), flip(0, 1), flip(4, 1), flip(0, 2), flip(2, 2), flip(4, 2), flip(6, 2)];
        top[coins.iter().fold(0, |cell, coin| cell << 1 | coin) as usize] += 1.0;
        // Points 0 and 2^k part at bit k: three coins of each behind that.
        for level in [1, 4, 5, 6, 7, 8, 12, 13, 14, 18, 19, 20, 30, 40, 60] {
            let (a, b) = (flips(&scrambled, 0).1, flips(&scrambled, u64::MAX >> (63 - level)).1);
            let behind = |x: u64| x >> (64 - (level + 4)) & 7;
            deep[level as usize][(behind(a) << 3 | behind(b)) as usize] += 1.0;
        }
    }
    assert_even(&top, "the first seven coins");
    // Above 20 levels prefixes share no coin that they ought to toss for themselves as long as they part above.
    for level in [1, 4, 5, 6, 7, 8, 12, 13, 14, 18, 19] {
        assert_even(&deep[level], &format!("coins behind level {level}"));
    }
    // Points that part only below have the same tail: known, and stated where it is made.
    for level in [20, 30, 40, 60] {
        let apart: f64 = (0..64).filter(|cell| cell >> 3 != cell & 7).map(|cell| deep[level][cell]).sum();
        assert_eq!(apart, 0.0, "coins behind level {level}");
    }
}

/// Under either scrambling any two of `n` points of one dimension stand in their strata independently, so the mean has
/// the variance `1/12n³`. The tolerance is four standard errors of the mean of 4,000 squares, from their own spread.
/// Under the nested one all points are independent, and the mean is nearly normal: its fourth moment is 3 less `1.2/n`
/// of the squared variance (a sum of uniform numbers), to `√(96/4000)`, here 0.15, four times. A hash that is nested
/// but not uniform fails this; the linear scrambling does, and says so in its description.
#[test]
fn the_mean_of_one_coordinate_has_the_error_of_independent_strata() {
    let plain = Sobol::plain(4).unwrap();
    let seeds = 4000;
    for (dimension, n) in [(0, 4_u64), (1, 16), (2, 64), (3, 256)] {
        let moments = |replicate: &dyn Fn(Seed) -> Sobol| {
            let (mut second, mut fourth) = (0.0, 0.0);
            let mut point = [0.0; 4];
            for seed in 0..seeds {
                let scrambled = replicate(Seed(seed));
                let mut walk = scrambled.from(0);
                let mut mean = 0.0;
                for _ in 0..n {
                    walk.next_point(&mut point);
                    mean += (point[dimension] - 0.5) / n as f64;
                }
                second += mean * mean / seeds as f64;
                fourth += mean * mean * mean * mean / seeds as f64;
            }
            (second * 12.0 * (n * n * n) as f64, fourth / (second * second))
        };
        for (name, (ratio, shape)) in [
            ("nested", moments(&|seed| plain.replicate(seed))),
            ("linear", moments(&|seed| plain.linear_replicate(seed))),
        ] {
            println!("{name}, {n} points: variance {ratio:.3} of that of strata, fourth moment {shape:.2}");
            let error = ((shape - 1.0) / seeds as f64).sqrt();
            assert!((ratio - 1.0).abs() < 4.0 * error, "{name}, {n} points: {ratio}");
            let normal = (shape - (3.0 - 1.2 / n as f64)).abs() < 4.0 * (96.0 / seeds as f64).sqrt();
            assert!(normal || name == "linear", "{n} points: {shape}");
        }
    }
}

/// Root mean square errors over 100 replicates, each known to `1/√200`, 7 %: over a factor 64 in points that moves a
/// slope by 0.024; four of these. A sum of coordinates falls by `n^(−3/2)` exactly; a step across three of them (half
/// the cube, cut askew) by `n^(−2/3)`: between random draws and the sum.
#[test]
fn the_error_of_a_mean_falls_as_promised() {
    let plain = Sobol::plain(3).unwrap();
    let slope = |outcome: &dyn Fn(&[f64]) -> f64| {
        let error = |n: u32| {
            let mut point = [0.0; 3];
            let squares: f64 = (0..100)
                .map(|seed| {
                    let scrambled = plain.replicate(Seed(seed));
                    let mut walk = scrambled.from(0);
                    let sum: f64 = (0..n)
                        .map(|_| {
                            walk.next_point(&mut point);
                            outcome(&point)
                        })
                        .sum();
                    (sum / f64::from(n)) * (sum / f64::from(n))
                })
                .sum();
            (squares / 100.0).sqrt()
        };
        ln(error(4096) / error(64)) / ln(64.0)
    };
    let sum = slope(&|u| u.iter().map(|u| u - 0.5).sum());
    let step = slope(&|u| if u[0] + 0.7 * u[1] + 0.4 * u[2] > 1.05 { 0.5 } else { -0.5 });
    println!("error of a mean falls by n^{sum:.2} for a sum, n^{step:.2} for a step");
    assert!((sum + 1.5).abs() < 4.0 * 0.024, "{sum}");
    assert!(step < -0.55 && step > -0.9, "{step}");
}

/// Hickernell's centred discrepancy (its square).
fn centred_discrepancy(points: &[Vec<f64>]) -> f64 {
    let n = points.len() as f64;
    let d = points[0].len() as f64;
    let off = |u: f64| (u - 0.5).abs();
    let single: f64 =
        points.iter().map(|x| x.iter().map(|&u| 1.0 + 0.5 * off(u) - 0.5 * off(u) * off(u)).product::<f64>()).sum();
    let pair = |x: &[f64], y: &[f64]| -> f64 {
        x.iter().zip(y).map(|(&u, &v)| 1.0 + 0.5 * off(u) + 0.5 * off(v) - 0.5 * (u - v).abs()).product()
    };
    let double: f64 = points.iter().map(|x| points.iter().map(|y| pair(x, y)).sum::<f64>()).sum();
    power(13.0 / 12.0, d) - 2.0 / n * single + double / (n * n)
}

/// The star discrepancy in the mean square.
fn star_discrepancy(points: &[Vec<f64>]) -> f64 {
    let n = points.len() as f64;
    let d = points[0].len() as f64;
    let single: f64 = points.iter().map(|x| x.iter().map(|u| 1.0 - u * u).product::<f64>()).sum();
    let pair = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(u, v)| 1.0 - u.max(*v)).product() };
    let double: f64 = points.iter().map(|x| points.iter().map(|y| pair(x, y)).sum::<f64>()).sum();
    (power(3.0, -d) - power(2.0, 1.0 - d) / n * single + double / (n * n)).sqrt()
}

fn points(sequence: &Sobol, n: u64) -> Vec<Vec<f64>> {
    let point = |index| {
        let mut point = vec![0.0; sequence.dimensions()];
        sequence.point(index, &mut point);
        point
    };
    (0..n).map(point).collect()
}

/// `qmc.discrepancy(qmc.Sobol(d, scramble=False, bits=52).random_base2(m), method)` of scipy 1.17.1, methods CD and
/// L2-star. Sums of some 10⁵ terms near 1 leave `1e-14` of the first, and of the square of the second.
#[test]
fn discrepancies_are_those_of_another_program() {
    for (d, m, centred, star) in [
        (2, 3, 0.013_882_107_204_860_938, 0.104_653_808_840_677_68),
        (2, 10, 1.106_736_388_090_112_7e-6, 0.000_867_928_263_850_228_6),
        (5, 10, 2.525_321_300_206_329e-5, 0.001_521_307_358_498_849_3),
        (10, 8, 0.006_430_070_961_603_196, 0.003_916_136_040_416_4),
    ] {
        let points = points(&Sobol::plain(d).unwrap(), 1 << m);
        assert!((centred_discrepancy(&points) - centred).abs() < 1e-13, "{d} {m}: {}", centred_discrepancy(&points));
        assert!((star_discrepancy(&points) - star).abs() < 1e-13 / star, "{d} {m}: {}", star_discrepancy(&points));
    }
}

/// Under any scrambling whose pairs of points are distributed as Owen's the mean of this square is the same. scipy's (a
/// random matrix and shift) over its seeds 0 to 63 has the mean `6.12300e-3` with a standard error of `6.1e-6` (10
/// dimensions, 256 points); ours has an error like it; five of both together.
#[test]
fn the_discrepancy_of_scrambled_points_is_that_of_another_program() {
    let plain = Sobol::plain(10).unwrap();
    for (name, replicate) in
        [("nested", Sobol::replicate as fn(&Sobol, Seed) -> Sobol), ("linear", Sobol::linear_replicate)]
    {
        let discrepancy = |seed| centred_discrepancy(&points(&replicate(&plain, Seed(seed)), 256));
        let mean = (0..64).map(discrepancy).sum::<f64>() / 64.0;
        println!("centred discrepancy of 256 points in 10 dimensions, {name}: {mean:.5e}");
        assert!((mean - 6.122_997e-3).abs() < 5.0 * 2_f64.sqrt() * 6.1e-6, "{name}: {mean}");
    }
}

#[test]
fn more_dimensions_than_are_tabulated_are_refused() {
    let refused = Sobol::plain(MOST_DIMENSIONS + 1).unwrap_err();
    assert_eq!(refused, TooManyDimensions(1112));
    assert!(refused.to_string().contains("1112") && refused.to_string().contains("1111"));
    assert!(Sobol::scrambled(usize::MAX, Seed(1)).is_err());
    Sobol::plain(0).unwrap().point(5, &mut []);
}
