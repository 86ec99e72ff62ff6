//! A thousand evaluations boiled down to one number: the same on every target, to the last bit.
//!
//! Natively it prints the number. Built for WebAssembly with `SUNWARD_BITS` set to that number, it ends in a trap if its own
//! differs; `.ci/run` does both.

use sunward_economics::Prepared;
use sunward_scenario::MemoryFiles;

const SCENARIO: &str = include_str!("../../../scenarios/terawatt.toml");

fn main() {
    let model = sunward_scenario::read(&MemoryFiles::new("terawatt.toml", SCENARIO)).expect("terawatt reads");
    let prepared = Prepared::new(&model).expect("terawatt can be prepared");
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |x: f64| {
        for byte in x.to_bits().to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    // A small generator of its own: the draws must not depend on anything but this line.
    let mut state: u64 = 42;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    for draw in 0..1000 {
        let year = 2026 + draw % 35;
        let mut values = model.register.values(year);
        for slot in 0..values.as_slice().len() {
            let value = values.as_slice()[slot] * (0.95 + 0.1 * uniform());
            if model.register.parameters()[slot].bounds.allow(value) {
                values.put(slot, value);
            }
        }
        for option in 0..prepared.options.len() {
            match prepared.evaluate(option, &values, year) {
                Ok((sheet, cost)) => {
                    add(sheet.mass.in_kilograms());
                    cost.by_part.iter().for_each(|part| add(part.in_dollars_per_year()));
                    cost.workloads[..cost.workload_count]
                        .iter()
                        .for_each(|w| add(w.compute.in_dollars_per_operation()));
                }
                Err(_) => add(-1.0),
            }
        }
    }
    println!("{hash}");
    if let Some(wanted) = option_env!("SUNWARD_BITS") {
        assert_eq!(hash.to_string(), wanted.trim(), "another target gave other bits");
    }
}
