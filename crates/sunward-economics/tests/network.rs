//! The network in a comparison: one rule on both sides, worked out or typed in, and what it refuses.

use sunward_economics::{Cost, Datasheet, Refusal, costs};
use sunward_model::Model;
use sunward_scenario::MemoryFiles;

/// Terawatt's file with something replaced or added.
fn edited(edits: &[(&str, &str)]) -> Model {
    let path = format!("{}/../../scenarios/terawatt.toml", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "terawatt has no {from}");
        text = text.replacen(from, to, 1);
    }
    sunward_scenario::read(&MemoryFiles::new("edited.toml", text)).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn with(changes: &[(&str, &str)]) -> Model {
    let mut model = edited(&[]);
    for (path, value) in changes {
        model.register.set(path, value).unwrap_or_else(|error| panic!("{error}"));
    }
    model
}

fn found(model: &Model, option: &str, year: usize) -> Result<(Datasheet, Cost), Refusal> {
    let costs = costs(model).unwrap_or_else(|errors| panic!("{errors:?}"));
    let series = costs.series.iter().find(|s| s.name.to_string() == option).unwrap();
    series.years[costs.index_of(i32::try_from(year).unwrap())]
}

fn satellite(model: &Model) -> (Datasheet, Cost) {
    found(model, "satellite.d3", 2035).unwrap()
}

fn ground(model: &Model) -> (Datasheet, Cost) {
    found(model, "ground.texas_gas", 2035).unwrap()
}

/// Four terminals of 24 channels of 400 Gbit/s on 100 kW: 384 Gbit/s/kW, by hand.
#[test]
fn the_rate_of_the_links_follows_from_their_optics() {
    let (sheet, _) = satellite(&edited(&[]));
    let own = sheet.network.own.in_bits_per_joule();
    assert!((own / (4.0 * 24.0 * 400e9 / 100e3) - 1.0).abs() < 1e-12, "{own}");
    let budget = sheet.link.unwrap();
    assert!(budget.margin() > 100.0, "near neighbours have light to spare");
    assert!(budget.lost > 0.0 && budget.lost < 0.1, "and hardly any of it misses: {}", budget.lost);
}

/// A link typed in with the rate that another works out costs the same to the last digits: only the light lost differs.
#[test]
fn typed_in_and_worked_out_links_agree() {
    let shared = "power = { best = \"1.2 kW\", source = \"guess\" }\nmass = { best = \"60 kg\", source = \"guess\" }\nprice = { best = \"500000 USD_2025\", source = \"guess\" }\n";
    let typed = format!(
        "[link.by_hand]\nkind = \"typed\"\nrate = {{ best = \"38.4 Tbit/s\", source = \"guess\" }}\n{shared}\n[ground.texas_gas]"
    );
    let typed = edited(&[("link = \"laser_10t\"", "link = \"by_hand\""), ("[ground.texas_gas]", &typed)]);
    let (by_hand, worked_out) = (satellite(&typed).1, satellite(&edited(&[])).1);
    for (a, b) in by_hand.workloads.iter().zip(&worked_out.workloads).take(by_hand.workload_count) {
        assert!((a.network_load / b.network_load - 1.0).abs() < 1e-9);
        assert!((a.compute / b.compute - 1.0).abs() < 1e-5);
    }
}

/// A long link has too little light, a dim laser too; both slow training, and the far one sends its light away.
#[test]
fn far_neighbours_are_bound_by_photons() {
    let base = satellite(&edited(&[]));
    let far = satellite(&with(&[("cluster.suncatcher.distance", "3000 km")]));
    assert!(far.0.network.own < base.0.network.own);
    assert!(far.0.link.unwrap().margin() < 1.0);
    assert!(far.1.workloads[0].compute > base.1.workloads[0].compute);
    let lost = far.0.link.unwrap().lost;
    assert!((lost - 0.8).abs() < 1e-3, "all that the telescope lets out: {lost}");
    // 16 W of light that warm nobody are so much less to shed.
    let heat = |sheet: &Datasheet| sheet.sized.unwrap().heat.in_watts();
    let less = heat(&base.0) - heat(&far.0);
    let sent = 4.0 * 5.0 * (lost - base.0.link.unwrap().lost);
    assert!((less / sent - 1.0).abs() < 0.1, "{less} {sent}");
}

#[test]
fn a_laser_brighter_than_its_power_is_refused() {
    let refusal = found(&with(&[("link.laser_10t.light", "400 W")]), "satellite.d3", 2035).unwrap_err();
    assert_eq!(refusal, Refusal::MoreLightThanPower);
}

/// 81 satellites in a flat torus: each can send 2/9 of its rate to all alike. Here half of the traffic does.
#[test]
fn a_cluster_is_bound_by_its_middle() {
    let base = satellite(&edited(&[]));
    assert!((base.0.network.global / base.0.network.own - 2.0 / 9.0).abs() < 1e-12);
    let everywhere = ("workload.training.global_share", "0.5");
    let load = |model: &Model| satellite(model).1.workloads[0].network_load;
    let base_load = load(&with(&[everywhere]));
    let own = load(&with(&[("workload.training.global_share", "0")]));
    assert!((base_load / own - 0.5 * 9.0 / 2.0).abs() < 1e-9);
    assert!(load(&with(&[everywhere, ("cluster.suncatcher.satellites", "324")])) > base_load);
    let alone = with(&[everywhere, ("cluster.suncatcher.satellites", "1")]);
    assert_eq!(load(&alone), own, "one alone has no other half");
    let meshed = "[cluster.meshed]\nkind = \"typed\"\nsatellites = { best = 81, source = \"guess\" }\ntopology = \"mesh-2d\"\ndistance = { best = \"0.4 km\", source = \"guess\" }\n\n[ground.texas_gas]";
    let mut meshed = edited(&[("cluster = \"suncatcher\"", "cluster = \"meshed\""), ("[ground.texas_gas]", meshed)]);
    meshed.register.set(everywhere.0, everywhere.1).unwrap();
    assert!((load(&meshed) / base_load - 2.0).abs() < 1e-9);
}

/// The ground's tree is under the same rule.
#[test]
fn an_oversubscribed_centre_slows_training_as_a_torus_does() {
    let share = |model: &Model| ground(model).1.workloads[0].network;
    assert_eq!(share(&edited(&[])), 1.0);
    // 2/s = 2/9 of the rate at s = 9, as in the torus of 81.
    let centre = with(&[("centre.hyperscale.oversubscription", "9"), ("workload.training.global_share", "0.5")]);
    let (sheet, cost) = ground(&centre);
    assert!((sheet.network.global / sheet.network.own - 2.0 / 9.0).abs() < 1e-12);
    let bare = ground(&with(&[("workload.training.global_share", "0")])).1.workloads[0].network_load;
    assert!((cost.workloads[0].network_load / bare - 0.5 * 9.0 / 2.0).abs() < 1e-9);
}

/// Work that stays in a satellite does not care how many there are.
#[test]
fn batches_do_not_cross_the_middle() {
    let cost = |model: &Model| satellite(model).1.workloads[1];
    let many = cost(&with(&[("cluster.suncatcher.satellites", "10000")]));
    assert_eq!(many.network, 1.0);
    assert_eq!(many.compute, cost(&edited(&[])).compute);
}

/// Words need hardly any downlink; a use that sends a bit for every thousand million operations is bound by it.
#[test]
fn the_way_to_the_ground_binds_what_talks_much() {
    let words = satellite(&edited(&[])).1.workloads[1];
    assert!(words.downlink_load < 0.01, "{}", words.downlink_load);
    let model = with(&[("workload.batch.user_traffic", "1e-6 bit/FLOP")]);
    let (sheet, cost) = satellite(&model);
    let film = cost.workloads[1];
    assert!(film.downlink_load > 1.0);
    assert!((film.network * film.downlink_load - 1.0).abs() < 1e-12, "delivered is what gets down");
    // 100 Gbit/s × 0.8 × 0.99 × (1 − 0.05⁸) on 100 kW: 356 GB/kWh.
    let ceiling = sheet.network.downlink.in_bits_per_joule() * 3.6e6 / 8e9;
    assert!((ceiling / 356.4 - 1.0).abs() < 1e-4, "{ceiling}");
    assert_eq!(ground(&model).1.workloads[1].network, 1.0, "a centre has its fibre");
}

/// Stations in view carry less than relays, and cloud takes its part.
#[test]
fn a_direct_downlink_waits_for_passes_and_clear_skies() {
    let direct = edited(&[("downlink = \"laser_relay\"", "downlink = \"laser_direct\"")]);
    let down = |model: &Model| satellite(model).0.network.downlink;
    assert!(down(&direct) < down(&edited(&[])));
    let change = |path: &str, value: &str| {
        let mut model = direct.clone();
        model.register.set(path, value).unwrap();
        down(&model)
    };
    assert!(change("downlink.laser_direct.cloud", "0.8") < down(&direct));
    assert!(change("downlink.laser_direct.sites", "30") > down(&direct));
    assert!(change("downlink.laser_direct.latitude", "75 deg") > down(&direct), "polar orbits pass the poles");
    assert!(change("downlink.laser_direct.mask", "5 deg") > down(&direct));
    // Within 14 ms: at 20° the satellite is some 1,400 km away.
    let time = satellite(&direct).0.network.round_trip.in_seconds();
    assert!((8e-3..14e-3).contains(&time), "{time}");
}
