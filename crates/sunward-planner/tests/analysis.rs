//! Plans taken apart: what binds, why, what it is worth, who earns, and where a price goes; on networks small enough for a pencil.

use sunward_linear::{Change, Limits, Solver};
use sunward_network::build::{Builder, limit, process};
use sunward_network::{Constraint, Counted, Network, Objective};
use sunward_planner::analysis::{Analysis, Questions, examine};
use sunward_planner::bottlenecks::{Bottleneck, Cause, Subject};
use sunward_planner::price::Component;
use sunward_planner::valuation::Solved;
use sunward_planner::{Built, Question, analyse, plan, program};

/// Longer than anything here lasts.
const FOREVER: f64 = 1e6;

/// Plans at least cost and takes the plan apart.
fn analysed(network: &Network) -> Analysis {
    let Built { layout, program } = program(network);
    let mut solver = Solver::new(program, Limits::default()).expect("the program is sound");
    let solution = solver.solve(Change::Everything).expect("there is a plan");
    let horizon = network.periods.len();
    let solved = Solved { network, layout: &layout, program: solver.program(), solution: &solution, horizon };
    let analysis = examine(&solved, &solver, None, &Questions { growth: Vec::new(), ..Questions::default() })
        .expect("it can be taken apart");
    assert!(analysis.rents.duality.gap < 1e-9, "{:?}", analysis.rents.duality);
    for price in &analysis.prices {
        let sum: f64 = price.parts.iter().map(|part| part.1).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{price:?}");
        assert!(price.share(Component::Rest).abs() < 1e-6, "{price:?}");
    }
    analysis
}

fn index(network: &Network, industry: &str) -> usize {
    network.processes.iter().position(|process| process.industry == industry).expect("it is there")
}

fn close(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within * wanted.abs().max(1.0), "{found} is not {wanted}");
}

fn of(analysis: &Analysis, constraint: Constraint) -> &Bottleneck {
    analysis.bottlenecks.iter().find(|row| row.constraint == constraint).unwrap_or_else(|| panic!("{constraint:?}"))
}

/// Compute from chips and power. Fabs grow by two a year from one, plants by one from three, and the grid allows eight: fabs bind
/// first, then plants, then the grid.
fn relay() -> Network {
    Builder::new("relay", 8)
        .commodity("chip", "GW")
        .commodity("power", "GW year")
        .commodity("compute", "GW year")
        .process(
            process("fab")
                .stage("chips")
                .makes("chip", 1.0)
                .price(1.0)
                .standing(1.0)
                .growth(2.0, 0.0)
                .life(FOREVER)
                .lead_time(1.0),
        )
        .process(
            process("plant")
                .stage("power")
                .makes("power", 1.0)
                .running_cost(0.01)
                .price(1.0)
                .standing(3.3)
                .growth(1.0, 0.0)
                .life(FOREVER)
                .lead_time(1.0),
        )
        .process(process("hall").stage("compute").free().uses("chip", 1.0).uses("power", 1.0).makes("compute", 1.0))
        .limit(limit("grid", 7.7).takes("plant", Counted::Activity, 1.0).beyond_money())
        .priced_demand("compute", "here", 100.0, 1000.0)
        .network()
}

#[test]
fn the_binding_stage_changes_from_year_to_year_and_is_named_each_year() {
    let network = relay();
    let analysis = analysed(&network);
    let (fab, plant) = (index(&network, "fab"), index(&network, "plant"));
    // Fabs: 1, 3, 5, 7 …; plants: 3.3, 4.3, 5.3, 6.3, 7.3, 8.3; the grid: 7.7.
    for (period, made) in [1.0, 3.0, 5.0, 6.3, 7.3, 7.7, 7.7, 7.7].into_iter().enumerate() {
        close(analysis.yardstick.made[period], made, 1e-5);
        let binding = &analysis.binding[period];
        let wanted = match period {
            0 => Constraint::Capacity { process: fab, period },
            1 | 2 => Constraint::Growth { process: fab, period },
            3 | 4 => Constraint::Growth { process: plant, period },
            _ => Constraint::Limit { limit: 0, period },
        };
        assert_eq!(binding.constraint, Some(wanted), "{period}: {:?}", analysis.binding);
        assert!(binding.share > 0.99, "{binding:?}");
        close(binding.unmet, 1.0 - made / 100.0, 1e-6);
        close(analysis.yardstick.price[period], 1000.0, 1e-6);
    }
    // Before anything ordered serves it is the lead time; then growth.
    assert_eq!(of(&analysis, Constraint::Capacity { process: fab, period: 0 }).cause, Cause::LeadTime);
    assert_eq!(of(&analysis, Constraint::Capacity { process: fab, period: 1 }).cause, Cause::Growth);
    let grid = of(&analysis, Constraint::Limit { limit: 0, period: 6 });
    assert!(grid.beyond_money);
    close(grid.allows.unwrap(), 7.7, 1e-6);
    close(grid.gives.unwrap(), 1.0, 1e-3);
    close(grid.rent, 7700.0, 1e-3);
    // In the year in which fabs bind, plants would allow 4.3.
    let allowed = |subject: Subject| &analysis.allowed.iter().find(|row| row.0 == subject).expect("it is used").1;
    close(allowed(Subject::Capacity(plant))[1].unwrap(), 4.3, 1e-5);
    close(allowed(Subject::Growth(plant))[1].unwrap(), 4.3, 1e-5);
    close(allowed(Subject::Capacity(fab))[1].unwrap(), 3.0, 1e-5);
}

/// A tenth more of the grid: 0.77 GW year of compute in each of the last years, as far as plants grow with it.
#[test]
fn relaxing_is_worth_what_planning_anew_gives() {
    let network = relay();
    let analysis = analysed(&network);
    let of = |subject: Subject| {
        analysis.relaxations.iter().find(|row| row.subject == subject).expect("it is among the dearest").relaxation
    };
    // Plants: 8.3, 9.3, 10.3 from the sixth year on, chips 11 and more; the grid would allow 8.47. So 0.6, 0.77 and 0.77 more.
    let grid = of(Subject::Limit(0));
    close(grid.money, 1000.0 * (0.6 + 0.77 + 0.77), 1e-2);
    close(grid.at_one_percent, 1000.0 * 0.077 * 3.0, 1e-2);
    assert!(grid.jointly);
    // Fabs grow by 2.2 a year: 3.2 and 5.3 (plants) in the second and third year.
    let fabs = of(Subject::Growth(index(&network, "fab")));
    close(fabs.money, 1000.0 * (0.2 + 0.3), 1e-2);
    assert_eq!(fabs.months, None);
}

#[test]
fn where_everything_can_be_had_nothing_binds() {
    let network = Builder::new("plenty", 6)
        .discount(0.05)
        .commodity("chip", "GW")
        .commodity("compute", "GW year")
        .process(process("fab").makes("chip", 1.0).price(10.0).running_cost(1.0).life(3.0).wacc(0.08))
        .process(
            process("hall")
                .makes("compute", 1.0)
                .uses("chip", 1.0)
                .capital("chip", 0.5)
                .price(5.0)
                .life(2.0)
                .lead_time(1.0)
                .standing(2.0),
        )
        .demand("compute", "here", sunward_network::Series::ByPeriod(vec![0.5, 1.0, 2.0, 4.0, 8.0, 9.0]))
        .network();
    let analysis = analysed(&network);
    for binding in &analysis.binding {
        assert_eq!(binding.constraint, None, "{binding:?}");
        close(binding.scarcity, 0.0, 1e-9);
    }
    assert!(analysis.relaxations.is_empty(), "{:?}", analysis.relaxations);
    for price in analysis.prices.iter().filter(|price| price.period > 0) {
        let scarce = price.parts.iter().filter(|part| matches!(part.0, Component::Scarcity(_))).count();
        assert_eq!(scarce, 0, "{price:?}");
        assert!(price.share(Component::Running(0)) > 0.0, "{price:?}");
        assert!(price.share(Component::Capital(1)) > 0.0, "{price:?}");
    }
}

/// Fabs are dear because the tools they are built of are, and tools because their maker cannot grow: the maker is named.
#[test]
fn the_root_is_named_rather_than_the_symptom() {
    let network = Builder::new("tools", 8)
        .commodity("tool", "tool")
        .commodity("chip", "GW")
        .process(
            process("toolmaker")
                .stage("tools")
                .makes("tool", 1.0)
                .price(1.0)
                .standing(1.0)
                .growth(0.5, 0.0)
                .life(FOREVER)
                .lead_time(1.0),
        )
        .process(
            process("fab")
                .stage("chips")
                .makes("chip", 1.0)
                .capital("tool", 1.0)
                .price(1.0)
                .standing(1.0)
                .life(FOREVER)
                .lead_time(1.0),
        )
        .priced_demand("chip", "here", 1000.0, 100.0)
        .network();
    let analysis = analysed(&network);
    let (toolmaker, fab) = (index(&network, "toolmaker"), index(&network, "fab"));
    let row = of(&analysis, Constraint::Capacity { process: fab, period: 4 });
    assert_eq!(row.cause, Cause::Upstream, "{row:?}");
    assert!(
        matches!(row.root.constraint, Constraint::Growth { process, .. } | Constraint::Capacity { process, .. } if process == toolmaker),
        "{row:?}"
    );
    assert_eq!(row.root.through, [network.processes[fab].capital[0].market]);
    // Of 100 dollars, what tools and fabs cost to make is less than one.
    assert!(row.root.scarce > 0.9, "{row:?}");
    let price = analysis.prices.iter().find(|price| price.period == 4).unwrap();
    assert!(price.share(Component::Scarcity(toolmaker)) > 0.9, "{price:?}");
    assert!(price.share(Component::Scarcity(fab)) < 1e-6, "{price:?}");
    // Money cannot hasten the maker; more tools can be had for no money in the horizon.
    assert!(
        analysis.relaxations.iter().any(|row| row.subject == Subject::Growth(toolmaker)),
        "{:?}",
        analysis.relaxations
    );
}

/// Steel from steel: each tonne takes half a tonne. One dollar of running per tonne gross is two a tonne net, all of it running.
#[test]
fn a_price_with_a_circle_adds_up_to_one() {
    let network = Builder::new("circle", 1)
        .commodity("steel", "t")
        .commodity("labour", "person year")
        .process(process("hiring").free().makes("labour", 1.0).running_cost(3.0))
        .process(process("mill").free().makes("steel", 1.0).uses("steel", 0.5).uses("labour", 0.1).running_cost(0.7))
        .demand("steel", "here", 10.0)
        .network();
    let analysis = analysed(&network);
    assert_eq!(analysis.prices.len(), 1);
    close(analysis.prices[0].price, 2.0, 1e-9);
    close(analysis.prices[0].share(Component::Running(1)), 0.7, 1e-9);
    close(analysis.prices[0].share(Component::Labour(0)), 0.3, 1e-9);
}

#[test]
fn two_limits_that_hold_together_are_named_together() {
    let network = Builder::new("tie", 2)
        .commodity("compute", "GW year")
        .process(process("one").free().makes("compute", 1.0))
        .process(process("other").free().makes("compute", 1.0))
        .limit(limit("first", 3.0).takes("one", Counted::Activity, 1.0))
        .limit(limit("second", 3.0).takes("other", Counted::Activity, 1.0))
        .priced_demand("compute", "here", 100.0, 10.0)
        .network();
    let analysis = analysed(&network);
    let binding = &analysis.binding[0];
    assert_eq!(binding.constraint, Some(Constraint::Limit { limit: 0, period: 0 }));
    assert_eq!(binding.jointly, [Constraint::Limit { limit: 1, period: 0 }]);
    close(binding.share, 0.5, 1e-9);
    close(binding.scarcity, 60.0, 1e-9);
    close(analysis.rents.limits[0][0], 30.0, 1e-9);
    assert!(!of(&analysis, Constraint::Limit { limit: 0, period: 0 }).beyond_money);
}

/// The same row twice over: whichever takes the price, more of one alone is worth nothing, and that is seen.
#[test]
fn of_two_limits_on_the_same_thing_one_alone_is_worth_nothing() {
    let network = Builder::new("degenerate", 1)
        .commodity("compute", "GW year")
        .process(process("hall").free().makes("compute", 1.0))
        .limit(limit("first", 3.0).takes("hall", Counted::Activity, 1.0))
        .limit(limit("second", 3.0).takes("hall", Counted::Activity, 1.0))
        .priced_demand("compute", "here", 100.0, 10.0)
        .network();
    let analysis = analysed(&network);
    assert!(!analysis.relaxations.is_empty());
    for row in &analysis.relaxations {
        close(row.relaxation.money, 0.0, 1e-9);
    }
}

/// A limit for ever is worth its use in every year.
#[test]
fn a_limit_for_ever_earns_in_the_years_of_its_use() {
    let network = Builder::new("silver", 3)
        .commodity("compute", "GW year")
        .process(process("hall").free().makes("compute", 1.0))
        .limit(limit("silver", 5.0).ever().takes("hall", Counted::Activity, 1.0).beyond_money())
        .priced_demand("compute", "here", 2.0, 10.0)
        .network();
    let analysis = analysed(&network);
    let sum: f64 = analysis.rents.limits[0].iter().sum();
    close(sum, 50.0, 1e-9);
    let rows: Vec<_> = analysis.bottlenecks.iter().collect();
    close(rows.iter().map(|row| row.rent).sum::<f64>(), 50.0, 1e-9);
    assert!(rows.iter().all(|row| row.constraint == Constraint::Limit { limit: 0, period: 2 }));
    let relaxed = &analysis.relaxations[0];
    close(relaxed.relaxation.money, 5.0, 1e-9);
    close(relaxed.relaxation.at_one_percent, 0.5, 1e-9);
    assert!(!relaxed.relaxation.jointly);
}

/// Parts at 100 with a margin of a fifth, assembly for 50 more with a margin of a half: 125, then 350, where one company pays 150.
#[test]
fn margins_add_up_along_the_chain_and_integration_saves_them() {
    let network = Builder::new("margins", 1)
        .commodity("part", "part")
        .commodity("compute", "GW year")
        .process(process("maker").stage("parts").free().makes("part", 1.0).running_cost(100.0).margin(0.2))
        .process(
            process("assembly")
                .stage("assembly")
                .free()
                .uses("part", 1.0)
                .makes("compute", 1.0)
                .running_cost(50.0)
                .margin(0.5),
        )
        .demand("compute", "here", 7.0)
        .network();
    let rents = analysed(&network).rents;
    close(rents.integrated[0].unwrap(), 150.0, 1e-9);
    close(rents.at_arms_length[0].unwrap(), 350.0, 1e-9);
    let saved = |stage: &str| rents.integration.iter().find(|row| row.stage == stage).unwrap().saved[0];
    close(saved("parts"), 50.0, 1e-9);
    close(saved("assembly"), 175.0, 1e-9);
}

/// Accounts close: what a process earns is what it pays and what it keeps.
#[test]
fn every_account_closes() {
    let network = relay();
    let analysis = analysed(&network);
    for accounts in &analysis.rents.accounts {
        for account in accounts {
            let paid = account.inputs + account.running + account.limits + account.recovered + account.scarcity;
            close(paid, account.revenue, 1e-6);
        }
    }
    // Chips earn while fabs bind, power while plants bind.
    let stage = |name: &str, period: usize| analysis.rents.stages.iter().find(|row| row.0 == name).unwrap().1[period];
    assert!(stage("chips", 1) > 2000.0 && stage("power", 1) < 10.0, "{:?}", analysis.rents.stages);
    assert!(stage("chips", 4) < 10.0 && stage("power", 4) > 7000.0, "{:?}", analysis.rents.stages);
}

/// Two a year from nothing: 2, 4, 6, 8 … from the second year on; a target of 7 lies half way between the third and the fourth. At 2.2 a
/// year it is 6.6, 8.8: 7 lies 2/11 of a year after the middle of the year of 6.6.
#[test]
fn months_are_read_off_the_line_between_two_years() {
    let network = Builder::new("months", 6)
        .commodity("compute", "GW year")
        .process(process("hall").makes("compute", 1.0).price(1.0).growth(2.0, 0.0).life(FOREVER).lead_time(1.0))
        .priced_demand("compute", "here", 100.0, 10.0)
        .target("compute", 7.0)
        .network();
    let analysis = analysed(&network);
    let growth = analysis.relaxations.iter().find(|row| row.subject == Subject::Growth(0)).unwrap();
    close(growth.relaxation.months.unwrap(), 12.0 * (0.5 - 0.4 / 2.2), 1e-6);
    // 2 + 4 + 6 + 8 + 10 halls for a year, a tenth more.
    close(growth.relaxation.money, 10.0 * 3.0, 1e-3);
    let target = analysis.steps.iter().find(|step| step.target).unwrap();
    assert_eq!(target.period, 4);
    // Each of the four vintages is needed.
    let chain: Vec<usize> = target.chain.iter().map(|index| analysis.builds[*index].period).collect();
    assert_eq!(chain, [1, 2, 3, 4]);
    assert!(target.chain.iter().all(|index| analysis.builds[*index].critical));
    close(analysis.builds[target.chain[0]].ordered, 2026.0, 1e-12);
}

/// Tools are ordered, then the fab; the fab's young vintage and the tool maker's are the chain, the cheap shell beside it is not.
#[test]
fn the_critical_chain_runs_through_the_slow_supplier() {
    let network = Builder::new("chain", 8)
        .commodity("tool", "tool")
        .commodity("shell", "shell")
        .commodity("chip", "GW")
        .process(
            process("toolmaker")
                .makes("tool", 1.0)
                .price(1.0)
                .standing(0.1)
                .growth(0.5, 0.0)
                .life(FOREVER)
                .lead_time(2.0),
        )
        .process(process("builder").makes("shell", 1.0).price(1.0).life(FOREVER))
        .process(
            process("fab")
                .makes("chip", 1.0)
                .capital("tool", 1.0)
                .capital("shell", 1.0)
                .price(1.0)
                .life(FOREVER)
                .lead_time(1.0),
        )
        .priced_demand("chip", "here", 1000.0, 100.0)
        .target("chip", 2.0)
        .network();
    let analysis = analysed(&network);
    let (toolmaker, builder, fab) = (index(&network, "toolmaker"), index(&network, "builder"), index(&network, "fab"));
    let target = analysis.steps.iter().find(|step| step.target).unwrap();
    let on_chain = |process: usize| target.chain.iter().any(|index| analysis.builds[*index].process == process);
    assert!(on_chain(toolmaker) && on_chain(fab), "{target:?} {:?}", analysis.builds);
    assert!(!on_chain(builder), "{target:?}");
}

#[test]
fn the_budget_is_a_bottleneck_like_any_other() {
    let network = Builder::new("budget", 3)
        .commodity("compute", "GW year")
        .process(process("hall").free().makes("compute", 1.0).running_cost(2.0))
        .priced_demand("compute", "here", 100.0, 10.0)
        .budget(50.0)
        .network();
    let analysis = analysed(&network);
    for period in 0..3 {
        let binding = &analysis.binding[period];
        assert_eq!(binding.constraint, Some(Constraint::Budget { period }));
        let row = of(&analysis, Constraint::Budget { period });
        // A dollar buys half a unit, worth five dollars of doing without, less itself.
        close(row.shadow_price, 4.0, 1e-9);
        close(row.allows.unwrap(), 25.0, 1e-9);
        assert!(!row.beyond_money);
        close(analysis.prices[period].share(Component::Budget), 0.8, 1e-9);
    }
    close(analysis.relaxations[0].relaxation.money, 3.0 * 5.0 * 4.0, 1e-9);
}

/// A plan of any kind, taken apart with everything that can be asked.
fn planned(network: &Network, objective: Objective) -> Analysis {
    let planned = plan(network, &Question::new(objective)).expect("there is a plan");
    let analysis = analyse(&planned, &Questions::default()).expect("it can be taken apart");
    assert!(analysis.rents.duality.gap < 1e-6, "{:?}", analysis.rents.duality);
    for price in &analysis.prices {
        let sum: f64 = price.parts.iter().map(|part| part.1).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{price:?}");
        assert!(price.share(Component::Rest).abs() < 1e-5, "{price:?}");
    }
    analysis
}

#[test]
fn a_finished_plan_is_taken_apart_like_a_program() {
    let network = relay();
    let by_hand = analysed(&network);
    let analysis = planned(&network, Objective::LeastCost);
    assert_eq!(analysis.binding.len(), by_hand.binding.len());
    for (one, other) in analysis.binding.iter().zip(&by_hand.binding) {
        assert_eq!(one.constraint, other.constraint);
    }
    // Fabs and plants take no goods to build, so nothing limits the loop.
    assert_eq!(analysis.growth.len(), 4);
    assert!(!analysis.growth[1].differs, "there are no robots to leave out");
}

/// Most compute: 50 dollars a year at 2 each; a tenth more money is 2.5 more in each of three years.
#[test]
fn most_compute_is_valued_in_what_is_delivered() {
    let network = Builder::new("budget", 3)
        .commodity("compute", "GW year")
        .process(process("hall").free().makes("compute", 1.0).running_cost(2.0))
        .priced_demand("compute", "here", 100.0, 10.0)
        .budget(50.0)
        .network();
    let analysis = planned(&network, Objective::MostCompute);
    for period in 0..3 {
        assert_eq!(analysis.binding[period].constraint, Some(Constraint::Budget { period }));
        close(analysis.yardstick.price[period], 1.0, 1e-6);
        close(of(&analysis, Constraint::Budget { period }).shadow_price, 0.5, 1e-6);
    }
    close(analysis.relaxations[0].relaxation.money, 7.5, 1e-5);
}

/// Two a year from the second year on: the target of 7 is met from the fifth year on, and growth decides it.
fn growing() -> Builder {
    Builder::new("earliest", 7).discount(0.05).commodity("compute", "GW year").process(
        process("hall").makes("compute", 1.0).price(1.0).running_cost(0.1).growth(2.0, 0.0).life(500.0).lead_time(1.0),
    )
}

#[test]
fn a_chain_of_orders_leads_to_the_earliest_year() {
    let analysis = planned(&growing().target("compute", 7.0).network(), Objective::Earliest);
    let target = analysis.steps.iter().find(|step| step.target).unwrap();
    assert_eq!(target.period, 4);
    assert_eq!(target.chain.len(), 4, "{target:?} {:?}", analysis.builds);
}

/// More is wanted than can be made, so that the plan of least cost makes 0, 2, 4, 6, 8 and, relaxed, 0, 2.2, 4.4, 6.6, 8.8.
#[test]
fn the_year_of_the_target_moves_by_months_when_growth_is_relaxed() {
    let network = growing().priced_demand("compute", "here", 100.0, 100.0).target("compute", 7.0).network();
    let analysis = planned(&network, Objective::LeastCost);
    let growth = analysis.relaxations.iter().find(|row| row.subject == Subject::Growth(0)).unwrap();
    close(growth.relaxation.months.unwrap(), 12.0 * (0.5 - 0.4 / 2.2), 1e-6);
    assert!(growth.beyond_money);
}

#[test]
fn a_plan_that_learns_is_taken_apart_too() {
    let network = Builder::new("learning", 8)
        .discount(0.05)
        .commodity("chip", "GW")
        .commodity("compute", "GW year")
        .experience("chips", 0.2, 1.0, 0.1)
        .process(process("fab").makes("chip", 1.0).price(10.0).running_cost(1.0).life(4.0).learns_building("chips"))
        .process(
            process("hall")
                .makes("compute", 1.0)
                .uses("chip", 1.0)
                .price(5.0)
                .life(4.0)
                .growth(1.0, 0.2)
                .lead_time(1.0),
        )
        .priced_demand("compute", "here", 9.0, 100.0)
        .network();
    let analysis = planned(&network, Objective::LeastCost);
    assert!(analysis.binding[3].constraint.is_some());
    assert!(!analysis.relaxations.is_empty());
}

/// Every process of a chain of twenty stages takes part in the price, and taking it apart stays cheap and exact.
#[test]
fn a_long_chain_over_many_years_adds_up() {
    let stages = 20;
    let mut builder = Builder::new("long", 20).discount(0.05);
    for stage in 0..stages {
        builder = builder.commodity(&format!("good {stage}"), "t");
    }
    for stage in 0..stages {
        let mut built = process(&format!("stage {stage}"))
            .stage(&format!("stage {}", stage / 5))
            .makes(&format!("good {stage}"), 1.0)
            .price(2.0)
            .running_cost(0.5)
            .life(7.0)
            .lead_time(f64::from(stage % 3))
            .growth(0.1 + 0.05 * f64::from(stage), 0.1)
            .standing(1.0)
            .margin(0.1);
        if stage > 0 {
            built = built.uses(&format!("good {}", stage - 1), 0.5);
        }
        // What is made early is built with what is made late: circles through time.
        built = built.capital(&format!("good {}", (stage * 7 + 3) % stages), 0.1);
        builder = builder.process(built);
    }
    let network = builder
        .priced_demand(
            "good 19",
            "here",
            sunward_network::Series::ByPeriod((0..20).map(|year| 1.0 + 2.0 * f64::from(year)).collect()),
            500.0,
        )
        .target("good 19", 20.0)
        .network();
    let analysis = planned(&network, Objective::LeastCost);
    assert!(analysis.binding.iter().filter(|row| row.constraint.is_some()).count() > 5, "{:?}", analysis.binding);
    for accounts in &analysis.rents.accounts {
        for account in accounts {
            let paid = account.inputs + account.running + account.limits + account.recovered + account.scarcity;
            assert!((paid - account.revenue).abs() <= 1e-5 * account.revenue.max(1.0), "{account:?}");
        }
    }
    for (period, price) in analysis.rents.integrated.iter().enumerate() {
        if let (Some(at_cost), Some(apart)) = (price, analysis.rents.at_arms_length[period]) {
            assert!(apart > *at_cost, "{period}");
        }
    }
    for row in &analysis.relaxations {
        assert!(row.relaxation.money >= row.relaxation.at_one_percent * (1.0 - 1e-6) - 1e-6, "{row:?}");
    }
}
