use std::time::Instant;
use sunward_exploration::{Live, Work};
fn main() {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let model = sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).unwrap();
    let mut live = Live::new(model, 0, std::env::args().nth(5).map_or(1000, |n| n.parse().unwrap())).unwrap();
    live.work(&[0], true, 1, |w| w.into_iter().for_each(Work::run));
    let (mut best, n) = ([f64::INFINITY; 4], std::env::args().nth(4).map_or(15, |n| n.parse().unwrap()));
    let path: String = std::env::args().nth(1).unwrap_or("way.nuclear.capex".into());
    let unit: String = std::env::args().nth(2).unwrap_or("USD_2025/kW".into());
    let at: f64 = std::env::args().nth(3).unwrap_or("9000".into()).parse().unwrap();
    for i in 0..n {
        let t0 = Instant::now();
        live.set(&[(path.clone(), format!("{} {unit}", at * (1.0 + 0.01 * i as f64)))]).unwrap();
        let t1 = Instant::now();
        let mut t15 = t1;
        live.work(&[0], false, 1, |w| { t15 = Instant::now(); w.into_iter().for_each(Work::run) });
        let t2 = Instant::now();
        live.shown();
        let t3 = Instant::now();
        for (b, d) in best.iter_mut().zip([t1 - t0, t15 - t1, t2 - t15, t3 - t2]) { *b = b.min(d.as_secs_f64() * 1e3); }
    }
    println!("set {:.2} tasks {:.2} run {:.2} shown {:.2}", best[0], best[1], best[2], best[3]);
}
