use sunward_exploration::{Live, Work};
fn main() {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let model = sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)).unwrap();
    let uses = [0, 1, 2];
    let numbers = model.register.parameters().to_vec();
    let mut live = Live::new(model, 0, 200).unwrap();
    let run = |w: Vec<Work<'_>>| w.into_iter().for_each(Work::run);
    live.work(&uses, true, 1, run);
    let drawn = live.explorer().uncertain.numbers.clone();
    let mut worst: Vec<(f64, f64, f64, String)> = Vec::new();
    for n in &drawn {
        let p = &numbers[n.slot];
        let est = p.value.estimates();
        let Some((low, high)) = est.iter().filter_map(|e| e.1.range).next() else { continue };
        for v in [low, high] {
            let show = p.measure().show(v);
            let Ok(_) = live.set(&[(p.path.clone(), show.clone())]) else { println!("cannot {} {show}", p.path); continue };
            live.work(&uses, false, 1, run);
            let a: Vec<Vec<f64>> = (0..3).map(|u| live.ratios(u).unwrap().to_vec()).collect();
            let qa = live.shown();
            live.work(&uses, true, 1, run);
            let qb = live.shown();
            let (mut sum, mut count, mut max) = (0.0, 0.0, 0.0f64);
            for u in 0..3 { for (x, y) in a[u].iter().zip(live.ratios(u).unwrap()) {
                if x.is_finite() && y.is_finite() { let e = (x / y - 1.0).abs(); sum += e; count += 1.0; max = max.max(e); }
                else if x != y { max = f64::INFINITY; } } }
            let mut q: f64 = 0.0;
            for u in 0..3 { for (x, y) in qa[u].quantiles.iter().flatten().zip(qb[u].quantiles.iter().flatten()) { if x.is_finite() && y.is_finite() { q = q.max((x / y - 1.0).abs()) } else if x != y { q = f64::INFINITY } } }
            worst.push((q, sum / count, max, format!("{} {show}", p.path)));
            live.set(&[]).unwrap();
            live.work(&uses, true, 1, run);
        }
    }
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mean = worst.iter().map(|w| w.1).sum::<f64>() / worst.len() as f64;
    println!("{} moves, mean {mean:.2e}; quantile error: worst {:.2e}, 95% {:.2e}, median {:.2e}", worst.len(), worst[0].0, worst[worst.len() / 20].0, worst[worst.len() / 2].0);
    for w in worst.iter().take(12) { println!("  {:.2e} mean {:.2e} max {:.2e} {}", w.0, w.1, w.2, w.3); }
}
