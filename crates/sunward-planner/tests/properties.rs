//! Laws that hold for every network, tried on random ones.

use proptest::prelude::*;
use sunward_network::build::{Builder, limit, process};
use sunward_network::{Counted, Network, Series};
use sunward_planner::{Planned, Question, plan, reach};
use sunward_quantity::elementary::power;

/// A random chain: every stage uses what the one before makes, some are built with it, some can be kept; with lead times,
/// growth, stock, a limit, and a way around for the last stage. What is wanted has a price, so that there is always a plan.
#[derive(Debug, Clone)]
struct Chain {
    stages: Vec<Stage>,
    wanted: Vec<f64>,
    price: f64,
    around: f64,
    limit: f64,
    discount: f64,
    /// Lengths of the periods: quarters, years, five years.
    lengths: Vec<f64>,
    /// Rate, experience at the start, floor.
    learning: Option<(f64, f64, f64)>,
}

#[derive(Debug, Clone)]
struct Stage {
    uses: f64,
    capital: f64,
    price: f64,
    running: f64,
    lead: f64,
    life: f64,
    standing: f64,
    seed: f64,
    growth: f64,
    decay: Option<f64>,
    coming: f64,
    kept: f64,
    works: f64,
    wacc: f64,
}

fn stage() -> impl Strategy<Value = Stage> {
    (
        (0.2..3.0_f64, prop_oneof![Just(0.0), 0.1..2.0_f64], 1.0..200.0_f64, 0.0..20.0_f64),
        (0..4_u8, 3.0..20.0_f64, 0.0..20.0_f64, 0.1..5.0_f64, 0.0..1.0_f64),
        prop_oneof![Just(None), (0.0..0.3_f64).prop_map(Some)],
        (prop_oneof![Just(0.0), 0.0..4.0_f64], 0.0..5.0_f64, 0.5..1.0_f64, 0.0..0.15_f64),
    )
        .prop_map(|(recipe, place, decay, (coming, kept, works, wacc))| {
            let ((uses, capital, price, running), (lead, life, standing, seed, growth)) = (recipe, place);
            Stage {
                uses,
                capital,
                price,
                running,
                lead: f64::from(lead),
                life,
                standing,
                seed,
                growth,
                decay,
                coming,
                kept,
                works,
                wacc,
            }
        })
}

fn chain() -> impl Strategy<Value = Chain> {
    (
        prop::collection::vec(stage(), 2..5),
        prop::collection::vec(0.5..30.0_f64, 4..9),
        50.0..2000.0_f64,
        20.0..500.0_f64,
        1.0..40.0_f64,
        0.0..0.12_f64,
        prop::collection::vec(prop_oneof![Just(0.25), Just(0.5), Just(1.0), Just(1.0), Just(2.0), Just(5.0)], 9),
        prop_oneof![Just(None), (0.05..0.3_f64, 1.0..50.0_f64, 0.0..0.5_f64).prop_map(Some)],
    )
        .prop_map(|(stages, wanted, price, around, limit, discount, mut lengths, learning)| {
            lengths.truncate(wanted.len());
            Chain { stages, wanted, price, around, limit, discount, lengths, learning }
        })
}

/// A chain as a network. Amounts of every good are `goods` times those of the chain, dollars `money` times.
fn network(chain: &Chain, goods: f64, money: f64) -> Network {
    let mut builder = Builder::new("chain", chain.wanted.len()).lengths(&chain.lengths).discount(chain.discount);
    if let Some((rate, initial, floor)) = chain.learning {
        builder = builder.experience("makers", rate, initial * goods, floor);
    }
    let good = |stage: usize| format!("good {stage}");
    for (index, stage) in chain.stages.iter().enumerate() {
        builder = match stage.decay {
            Some(decay) => builder.stored(&good(index), "t", decay),
            None => builder.commodity(&good(index), "t"),
        };
        // One unit of activity makes one unit of the good, in whatever unit that is.
        let mut own = process(&format!("stage {index}"))
            .makes(&good(index), 1.0)
            .price(stage.price * money / goods)
            .running_cost(stage.running * money / goods)
            .lead_time(stage.lead)
            .life(stage.life)
            .standing(stage.standing * goods)
            .growth(stage.seed * goods, stage.growth)
            .fixed_cost(stage.kept * money / goods)
            .availability(stage.works)
            .wacc(stage.wacc);
        if stage.coming > 0.0 {
            let mut coming = vec![0.0; chain.wanted.len()];
            coming[1] = stage.coming * goods;
            own = own.coming(&coming);
        }
        if chain.learning.is_some() && index != 1 {
            own = if index % 2 == 0 { own.learns_building("makers") } else { own.learns_running("makers") };
        }
        if index > 0 {
            own = own.uses(&good(index - 1), stage.uses);
            if stage.capital > 0.0 {
                own = own.capital(&good(index - 1), stage.capital);
            }
        }
        builder = builder.process(own);
    }
    let last = good(chain.stages.len() - 1);
    let wanted: Vec<f64> = chain.wanted.iter().map(|amount| amount * goods).collect();
    builder
        .process(process("around").free().makes(&last, 1.0).running_cost(chain.around * money / goods))
        .priced_demand(&last, "here", wanted, chain.price * money / goods)
        .limit(limit("way around", chain.limit * goods).takes("around", Counted::Activity, 1.0))
        .limit(limit("ever", 50.0 * chain.limit * goods).ever().takes("stage 0", Counted::Building, 1.0))
        .limit(limit("land", 9.0 * chain.limit * goods).takes("stage 1", Counted::Standing, 1.0))
        .network()
}

fn planned(network: &Network) -> Planned {
    plan(network, &Question { rounds: 100, ..Question::default() })
        .unwrap_or_else(|error| panic!("{error}\n{network:?}"))
}

/// Something scarce, and more of it.
fn more(network: &Network, which: usize) -> Network {
    let mut network = network.clone();
    // The last process, the way around, has no capacity.
    let process = which % (network.processes.len() - 1);
    match which % 5 {
        // What stands of the second stage takes land.
        0 if process != 1 => network.processes[process].standing += 3.0,
        1 => network.processes[process].seed = network.processes[process].seed.map(|seed| 2.0 * seed),
        2 => network.processes[process].growth += 0.3,
        3 => network.limits[0].amount = Series::Constant(1.5 * network.limits[0].amount.at(0)),
        _ => network.processes[process].availability = Series::Constant(1.0),
    }
    network
}

/// Learning has several resting places, and twice as much of it is another curve.
fn without_learning(chain: Chain) -> Chain {
    Chain { learning: None, ..chain }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// The certificate checks conservation, prices and duality to 1e-6; here that every random network has a certified plan.
    #[test]
    fn every_plan_conserves_and_no_price_is_negative(chain in chain()) {
        let planned = planned(&network(&chain, 1.0, 1.0));
        prop_assert!(planned.certificate.holds(1e-6), "{}", planned.certificate);
        prop_assert!(planned.plan.prices.iter().flatten().all(|price| *price >= 0.0));
        prop_assert!(planned.plan.duals.iter().all(|(_, worth)| *worth >= 0.0));
        // Conservation by hand for the first good: made, less used and built in, less kept, is never less than nothing.
        let (network, plan) = (&planned.network, &planned.plan);
        for period in 0..network.periods.len() {
            let stage = &chain.stages[1];
            let building: f64 = (0..network.periods.len())
                .flat_map(|built| {
                    let build = plan.builds[1][built];
                    network.spread(&network.processes[1], built).into_iter().map(move |(at, share)| (at, share * build))
                })
                .filter(|(at, _)| *at == period)
                .map(|(_, build)| build * stage.capital)
                .sum();
            let years = chain.lengths[period];
            let kept = power(1.0 - network.commodities[0].decay.unwrap_or(1.0), years);
            let before = if period > 0 { plan.stocks[0][period - 1] * kept } else { 0.0 };
            let made = plan.runs[0][period] * years + before;
            let gone = plan.runs[1][period] * stage.uses * years + building + plan.stocks[0][period];
            prop_assert!(gone <= made + 1e-6 * (1.0 + made), "{period}: {gone} of {made}");
        }
    }

    #[test]
    fn more_of_anything_scarce_never_hurts(chain in chain(), which in 0..60_usize) {
        // What stands must be kept, so more of it may cost more: here keeping costs nothing.
        let mut chain = chain;
        chain.stages.iter_mut().for_each(|stage| stage.kept = 0.0);
        let network = network(&without_learning(chain), 1.0, 1.0);
        let (before, after) = (planned(&network), planned(&more(&network, which)));
        let (before, after) = (before.plan.objective_value, after.plan.objective_value);
        prop_assert!(after <= before * (1.0 + 1e-7) + 1e-7, "{before} became {after}");
    }

    /// What a plan delivers is within reach: no lead time, growth or recipe is counted twice before anything is solved.
    #[test]
    fn what_a_plan_delivers_is_within_reach(chain in chain()) {
        let planned = planned(&network(&chain, 1.0, 1.0));
        let mut wanted = planned.network.clone();
        let short = &planned.plan.shorts[0];
        let delivered = short.iter().zip(&chain.wanted).map(|(short, amount)| (amount - short).max(0.0) * (1.0 - 1e-6));
        wanted.demands[0].amount = Series::ByPeriod(delivered.collect());
        wanted.demands[0].price = None;
        let out = reach(&wanted, None);
        prop_assert!(out.is_empty(), "{out:?}");
    }

    /// Seeing less never costs less, and what is carried over from look to look adds up to a plan that keeps every rule.
    #[test]
    fn short_sight_never_saves(chain in chain(), years in 0.5..8.0_f64) {
        let network = network(&without_learning(chain), 1.0, 1.0);
        let question = Question { foresight: Some(years), ..Question::default() };
        let planned = plan(&network, &question).unwrap_or_else(|error| panic!("{error}"));
        let foresight = planned.foresight.expect("it was limited");
        prop_assert!(foresight.cost >= foresight.perfect * (1.0 - 1e-7) - 1e-7, "{foresight:?}");
        prop_assert!(planned.certificate.holds(1e-6), "{}", planned.certificate);
    }

    /// Tonnes or grams, dollars or billions of them: the same plan.
    #[test]
    fn units_of_goods_and_money_change_nothing(chain in chain(), goods in -6..7_i32, money in -9..4_i32) {
        let (goods, money) = (power_of_ten(goods), power_of_ten(money));
        let one = planned(&network(&chain, 1.0, 1.0)).plan.objective_value;
        let other = planned(&network(&chain, goods, money)).plan.objective_value / money;
        prop_assert!((one - other).abs() <= 1e-7 * one.abs() + 1e-9, "{one} became {other}");
    }

    #[test]
    fn twice_the_demand_on_twice_the_capacities_is_twice_the_plan(chain in chain()) {
        let chain = without_learning(chain);
        let one = network(&chain, 1.0, 1.0);
        let mut two = one.clone();
        for process in &mut two.processes {
            process.standing *= 2.0;
            process.seed = process.seed.map(|seed| 2.0 * seed);
            process.coming.iter_mut().for_each(|capacity| *capacity *= 2.0);
        }
        for demand in &mut two.demands {
            let twice = (0..two.periods.len()).map(|period| 2.0 * demand.amount.at(period)).collect();
            demand.amount = Series::ByPeriod(twice);
        }
        for limit in &mut two.limits {
            limit.amount = Series::Constant(2.0 * limit.amount.at(0));
        }
        let (one, two) = (planned(&one).plan.objective_value, planned(&two).plan.objective_value);
        prop_assert!((2.0 * one - two).abs() <= 1e-7 * two.abs() + 1e-9, "{one} and {two}");
    }
}

fn power_of_ten(exponent: i32) -> f64 {
    let size = (0..exponent.abs()).fold(1.0, |product, _| product * 10.0);
    if exponent < 0 { 1.0 / size } else { size }
}
