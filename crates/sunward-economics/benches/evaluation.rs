//! How fast one evaluation is, next to what it contains.
//!
//! `cargo bench -p sunward-economics`. One core, no threads; seven rounds.

use std::hint::black_box;
use std::time::Instant;
use sunward_economics::{Cost, Datasheet, Prepared, PreparedOption};
use sunward_model::{Model, Values};

const ROUNDS: usize = 7;
const EVALUATIONS: u32 = 200_000;

fn model(name: &str) -> Model {
    let path = format!("{}/../../scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).expect("a scenario of the project reads")
}

/// Nanoseconds for one call: in the median round and in the fastest.
fn measure(mut work: impl FnMut(u32)) -> (f64, f64) {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for i in 0..EVALUATIONS {
                work(i);
            }
            start.elapsed().as_secs_f64() * 1e9 / f64::from(EVALUATIONS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    (rounds[ROUNDS / 2], rounds[0])
}

fn main() {
    // `cargo test` builds benches too and runs them with this flag: nothing to time then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let model = model("terawatt");
    let prepared = Prepared::new(&model).expect("terawatt can be prepared");
    let year = model.scenario.focus;
    let values = model.register.values(year);
    let find = |wanted: fn(&PreparedOption) -> bool| {
        prepared.options.iter().position(wanted).expect("terawatt has both sides")
    };
    let satellite = find(|o| matches!(o, PreparedOption::Satellite(_)));
    let ground = find(|o| matches!(o, PreparedOption::Ground(_)));
    // Every evaluation gets another value, so that nothing can be worked out once for all.
    let slot = model.register.slot("radiator.pumped_panel.emissivity").expect("terawatt has a radiator");
    let power = model.register.slot("satellite.d3.it_power").expect("terawatt has a satellite");
    let (emissivity, watts) = (values.as_slice()[slot], values.as_slice()[power]);
    let mut changed = values.clone();
    let mut next = |i: u32, changed: &mut Values| {
        let share = f64::from(i % 1000) / 1000.0;
        changed.put(slot, emissivity * (1.0 - 0.1 * share));
        changed.put(power, watts * (0.9 + 0.2 * share));
    };

    let (mut sheet, mut cost) = (Datasheet::blank(), Cost::blank());
    let mut evaluate = |index: usize, values: &Values| {
        prepared.evaluate_into(index, black_box(values), year, &mut sheet, &mut cost).ok();
        black_box((&sheet, &cost));
    };
    let mut one = |index: usize, next: &mut dyn FnMut(u32, &mut Values), changed: &mut Values| {
        measure(|i| {
            next(i, changed);
            evaluate(index, changed);
        })
    };
    let orbit = one(satellite, &mut next, &mut changed);
    let earth = one(ground, &mut next, &mut changed);
    let both = measure(|i| {
        next(i, &mut changed);
        evaluate(satellite, &changed);
        evaluate(ground, &changed);
    });
    let mut buffer = values.clone();
    let resolve = measure(|i| {
        model.register.values_into(2026 + (i % 35) as i32, &mut buffer);
        black_box(&buffer);
    });

    let vehicles = match &prepared.options[satellite] {
        PreparedOption::Satellite(s) => s.vehicles.iter().filter(|v| v.on_sale(year)).count(),
        _ => 0,
    };
    println!(
        "one evaluation: one satellite and one ground option, one year, {} uses of compute",
        model.workloads.len()
    );
    println!(
        "  orbit: solar cells at their own temperature and end of life, worst-season array of {} corners, battery by",
        sunward_physics::eclipse::CORNERS
    );
    println!(
        "         cycles, radiator heat balance with plate view factors, closed mass loop with drag and propellant,"
    );
    println!(
        "         learning, {vehicles} launch vehicles priced from cadence and carried to the orbit by the rocket equation"
    );
    println!(
        "  both:  levelised cost of {} parts with lives, interest during construction, insurance, replacement, waiting",
        sunward_economics::Part::ALL.len()
    );
    println!(
        "  not in it: the prepared orbit survey and routes; reading {} numbers of a year ({:.0} ns)",
        values.as_slice().len(),
        resolve.0
    );
    println!();
    println!("{:<16}{:>10}{:>18}{:>14}{:>18}", "", "median ns", "evaluations/s", "fastest ns", "evaluations/s");
    for (name, (median, fastest)) in [("orbit alone", orbit), ("ground alone", earth), ("both sides", both)] {
        println!("{name:<16}{median:>10.0}{:>18.0}{fastest:>14.0}{:>18.0}", 1e9 / median, 1e9 / fastest);
    }
}
