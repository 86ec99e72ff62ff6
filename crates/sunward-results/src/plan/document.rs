//! The plan as a document.

use super::PlanResults;
use super::amounts::per_year;
use super::arithmetic::arithmetic;
use super::build_out::build_out;
use super::tables::{place_name, subject_of};
use super::titles::{component, component_family, money_unit, per, row_unit, worth_unit};
use serde_json::{Map, Value as Json, json};
use sunward_network::{Constraint, Network, Objective, PlanStatus};
use sunward_planner::Shortage;
use sunward_planner::analysis::GrowthAnswer;
use sunward_planner::growth::{Growth, Pace};

fn number(x: f64) -> Json {
    serde_json::Number::from_f64(x).map_or(Json::Null, Json::Number)
}

fn optional(x: Option<f64>) -> Json {
    x.map_or(Json::Null, number)
}

fn quantity(value: f64, unit: &str) -> Json {
    json!({"value": number(value), "unit": unit})
}

fn numbers(values: &[f64]) -> Json {
    values.iter().map(|value| number(*value)).collect()
}

/// The body of the document of a plan.
pub fn document(results: &PlanResults) -> Json {
    let (network, plan, analysis) = (&results.network, &results.plan, &results.analysis);
    let years = results.years();
    let series = |unit: &str, values: &[f64]| json!({"unit": unit, "years": years, "values": numbers(values)});
    let worth = worth_unit(network, plan.objective);
    // As in the exported program where there is one that the plan is the optimum of, so that both can be compared as they stand.
    let (dollars, unit) = (results.exported.dollars, money_unit(results.exported.dollars));
    let objective = match plan.objective {
        Objective::MostCompute => (plan.objective_value, worth.clone()),
        _ if results.foresight.is_some() => (plan.objective_value / dollars, unit.clone()),
        Objective::LeastCost | Objective::Earliest => (results.exported.objective, unit.clone()),
    };
    let out = build_out(network, plan);
    let places: Vec<Json> = out
        .places
        .iter()
        .map(|place| {
            json!({
                "site": place.name,
                "title": place.title,
                "compute": series(&out.unit, &place.delivered),
                "power": series(&out.capacity_unit, &place.standing),
                "built": series(&format!("{}/year", out.capacity_unit), &place.built),
            })
        })
        .collect();
    let toward = out.target.as_ref().map_or(Json::Null, |target| {
        json!({
            "commodity": target.title,
            "wanted": quantity(target.wanted, &target.unit),
            "made": series(&target.unit, &target.made),
        })
    });
    let year_of = |period: usize| network.periods[period].year;
    let rents = &analysis.rents;
    let price_unit = format!("{worth}/{}", per(&analysis.yardstick.priced_unit));
    let by_year = |values: &[Option<f64>]| json!({"unit": price_unit, "years": years, "values": values.iter().map(|value| optional(*value)).collect::<Vec<_>>()});
    json!({
        "objective": plan.objective.name(),
        "objective_value": number(objective.0),
        "objective_unit": objective.1,
        "program": quantity(results.exported.objective, &unit),
        "status": match plan.status {
            PlanStatus::Optimal => "optimal",
            PlanStatus::Unsettled => "unsettled",
        },
        "years": years,
        "compute": series(&out.unit, &out.delivered()),
        "power": series(&out.capacity_unit, &out.standing()),
        "sites": places,
        "target": toward,
        "target_year": plan.target_period.map(year_of),
        "builds": by_process(network, &plan.builds, |_| true),
        "capacities": by_process(network, &plan.capacities, |process| !network.processes[process].free),
        "runs": by_process(network, &plan.runs, |_| true),
        "stocks": stocks(results),
        "flows": flows(results),
        "prices": prices(results, &worth),
        "shortages": shortages(results),
        "bottlenecks": bottlenecks(results, &worth),
        "binding": binding(results, &worth),
        "relaxations": relaxations(results, &worth),
        "growth": growth(results),
        "rents": rents
            .stages
            .iter()
            .map(|(stage, values)| json!({"stage": stage, "series": series(&format!("{worth}/year"), values)}))
            .collect::<Vec<_>>(),
        "price_of_compute": price_of_compute(results, &worth),
        "who_earns": {
            "at_arms_length": by_year(&rents.at_arms_length),
            "integrated": by_year(&rents.integrated),
            "integration": rents
                .integration
                .iter()
                .map(|stage| json!({"stage": stage.stage, "saved": series(&price_unit, &stage.saved)}))
                .collect::<Vec<_>>(),
        },
        "critical_path": critical_path(results),
        "learning": learning(results),
        "earliest": results.earliest.as_ref().map_or(Json::Null, |earliest| json!({
            "year": year_of(earliest.period),
            "short_before": optional(earliest.short_before),
        })),
        "foresight": results.foresight.as_ref().map_or(Json::Null, |foresight| json!({
            "years": number(foresight.years),
            "cost": quantity(foresight.cost, &worth),
            "perfect": quantity(foresight.perfect, &worth),
        })),
        "certificate": results
            .certificate
            .checks
            .iter()
            .map(|check| json!({"rule": check.rule.title(), "worst": number(check.worst), "at": check.at}))
            .collect::<Vec<_>>(),
        "duality": {"objective": number(rents.duality.objective), "sum": number(rents.duality.sum), "gap": number(rents.duality.gap)},
        "arithmetic": arithmetics(results),
    })
}

/// The document of a plan that cannot exist.
pub fn shortage(shortage: &Shortage) -> Json {
    let rows: Vec<Json> = shortage
        .missing
        .iter()
        .map(|missing| {
            json!({
                "year": missing.year,
                "constraint": missing.wanted.family(),
                "what": missing.what,
                "wanted": quantity(missing.amount, &per_year(&missing.unit)),
                "short": quantity(missing.short, &per_year(&missing.unit)),
            })
        })
        .collect();
    json!({
        "status": "short",
        "shortages": rows,
        "reach": shortage.reach.iter().map(|reach| json!(reach.to_string())).collect::<Vec<_>>(),
        "causes": shortage.causes.iter().map(|cause| json!({
            "constraint": cause.constraint.family(),
            "title": cause.what,
            "note": cause.note,
            "first_year": cause.years.0,
            "last_year": cause.years.1,
        })).collect::<Vec<_>>(),
        "sentences": shortage.to_string().lines().collect::<Vec<_>>(),
    })
}

fn by_process(network: &Network, values: &[Vec<f64>], counts: impl Fn(usize) -> bool) -> Json {
    let mut rows = Vec::new();
    for (index, process) in network.processes.iter().enumerate().filter(|row| counts(row.0)) {
        let unit = per_year(&process.unit);
        for (period, value) in values[index].iter().enumerate().filter(|row| row.1.abs() > 1e-12) {
            rows.push(json!({
                "process": process.industry,
                "site": network.locations[process.location].name,
                "year": network.periods[period].year,
                "value": number(*value),
                "unit": unit,
            }));
        }
    }
    Json::Array(rows)
}

fn stocks(results: &PlanResults) -> Json {
    let network = &results.network;
    let mut rows = Vec::new();
    for (market, values) in network.markets.iter().zip(&results.plan.stocks) {
        let commodity = &network.commodities[market.commodity];
        for (period, value) in values.iter().enumerate().filter(|row| row.1.abs() > 1e-12) {
            rows.push(json!({
                "commodity": commodity.name,
                "site": place_name(network, market.place),
                "year": network.periods[period].year,
                "value": number(*value),
                "unit": commodity.unit,
            }));
        }
    }
    Json::Array(rows)
}

fn flows(results: &PlanResults) -> Json {
    let network = &results.network;
    let mut rows = Vec::new();
    for (process, runs) in network.processes.iter().zip(&results.plan.runs) {
        let makes = process.makes.iter().map(|line| (line, 1.0));
        let uses = process.uses.iter().map(|line| (line, -1.0));
        for (line, sign) in makes.chain(uses) {
            let commodity = &network.commodities[network.markets[line.market].commodity];
            for (period, run) in runs.iter().enumerate() {
                let value = sign * run * line.amount.at(period);
                if value.abs() > 1e-12 {
                    rows.push(json!({
                        "process": process.industry,
                        "commodity": commodity.name,
                        "site": network.locations[process.location].name,
                        "year": network.periods[period].year,
                        "value": number(value),
                        "unit": per_year(&commodity.unit),
                    }));
                }
            }
        }
    }
    Json::Array(rows)
}

fn prices(results: &PlanResults, worth: &str) -> Json {
    let network = &results.network;
    let years = results.years();
    let rows = network.markets.iter().zip(&results.plan.prices).map(|(market, values)| {
        let commodity = &network.commodities[market.commodity];
        json!({
            "commodity": commodity.name,
            "site": place_name(network, market.place),
            "series": {"unit": format!("{worth}/{}", per(&commodity.unit)), "years": years, "values": numbers(values)},
        })
    });
    rows.collect()
}

fn shortages(results: &PlanResults) -> Json {
    let network = &results.network;
    let rows = super::unmet::unmet(network, &results.plan).into_iter().map(|unmet| {
        let demand = &network.demands[unmet.demand];
        let market = &network.markets[demand.market];
        let commodity = &network.commodities[market.commodity];
        let unit = per_year(&commodity.unit);
        json!({
            "year": network.periods[unmet.period].year,
            "demand": demand.name,
            "commodity": commodity.name,
            "site": place_name(network, market.place),
            "wanted": quantity(unmet.wanted, &unit),
            "short": quantity(unmet.short, &unit),
            "share": number(unmet.short / unmet.wanted),
        })
    });
    rows.collect()
}

/// Key, name and site of what a row is about.
fn put_subject(map: &mut Map<String, Json>, network: &Network, constraint: Constraint) {
    let key = match constraint {
        Constraint::Capacity { .. } | Constraint::Growth { .. } | Constraint::Most { .. } => "process",
        Constraint::Limit { .. } => "limit",
        Constraint::Balance { .. } | Constraint::Target { .. } | Constraint::Demand { .. } => "commodity",
        Constraint::Budget { .. } => "budget",
    };
    let (name, site) = subject_of(network, constraint);
    map.insert("constraint".into(), json!(constraint.family()));
    map.insert(key.into(), json!(name));
    map.insert("site".into(), if site.is_empty() { Json::Null } else { json!(site) });
    map.insert("title".into(), json!(constraint.title(network)));
}

fn bottlenecks(results: &PlanResults, worth: &str) -> Json {
    let network = &results.network;
    let rows = results.analysis.bottlenecks.iter().map(|found| {
        let mut map = Map::new();
        map.insert("year".into(), json!(network.periods[found.period].year));
        put_subject(&mut map, network, found.constraint);
        let unit = row_unit(network, found.constraint);
        map.insert("shadow_price".into(), quantity(found.shadow_price, &format!("{worth}/{}", per(&unit))));
        let amount_unit = super::titles::amount_unit(network, found.constraint);
        map.insert("amount".into(), quantity(found.amount, &amount_unit));
        map.insert("rent".into(), quantity(found.rent, &format!("{worth}/year")));
        map.insert("scarcity".into(), quantity(found.scarcity, &format!("{worth}/year")));
        map.insert("share".into(), number(found.share));
        let relaxation = found.relaxation.as_ref();
        map.insert("relax_10_percent".into(), relaxation.map_or(Json::Null, |r| quantity(r.money, worth)));
        map.insert("relax_10_percent_months".into(), optional(relaxation.and_then(|r| r.months)));
        map.insert("beyond_money".into(), json!(found.beyond_money));
        let unit = &results.analysis.yardstick.unit;
        map.insert("allows".into(), found.allows.map_or(Json::Null, |allows| quantity(allows, unit)));
        let root = found.root.constraint;
        let mut map_of_root = Map::new();
        put_subject(&mut map_of_root, network, root);
        map_of_root
            .insert("through".into(), found.root.through.iter().map(|m| json!(network.market_title(*m))).collect());
        map.insert("root".into(), Json::Object(map_of_root));
        Json::Object(map)
    });
    rows.collect()
}

fn binding(results: &PlanResults, worth: &str) -> Json {
    let network = &results.network;
    let rows = results.analysis.binding.iter().map(|binding| {
        let mut map = Map::new();
        map.insert("year".into(), json!(network.periods[binding.period].year));
        match binding.constraint {
            Some(constraint) => put_subject(&mut map, network, constraint),
            None => {
                map.insert("constraint".into(), Json::Null);
            }
        }
        map.insert("share".into(), number(binding.share));
        map.insert("scarcity".into(), quantity(binding.scarcity, &format!("{worth}/year")));
        let others = binding.jointly.iter().map(|other| json!(other.title(network)));
        map.insert("jointly_with".into(), others.collect());
        map.insert("unmet_share".into(), number(binding.unmet));
        Json::Object(map)
    });
    rows.collect()
}

fn relaxations(results: &PlanResults, worth: &str) -> Json {
    let network = &results.network;
    let rows = results.analysis.relaxations.iter().map(|relaxed| {
        let mut map = Map::new();
        put_subject(&mut map, network, relaxed.subject.row(0));
        map.insert("means".into(), json!(relaxed.subject.relaxing()));
        let relaxation = &relaxed.relaxation;
        map.insert("money".into(), quantity(relaxation.money, worth));
        map.insert("money_at_one_percent".into(), quantity(relaxation.at_one_percent, worth));
        map.insert("months".into(), optional(relaxation.months));
        map.insert("jointly".into(), json!(relaxation.jointly));
        map.insert("beyond_money".into(), json!(relaxed.beyond_money));
        map.insert("scarcity".into(), quantity(relaxed.scarcity, worth));
        Json::Object(map)
    });
    rows.collect()
}

fn growth(results: &PlanResults) -> Json {
    let network = &results.network;
    let limited = |growth: &Growth| growth.limiting().map_or(Json::Null, |market| json!(network.market_title(market)));
    let answer = |pace: &Pace| match pace {
        Pace::Grows(growth) => json!({
            "doubling_time": growth.doubling.map_or(Json::Null, |years| quantity(years, "years")),
            "factor": number(growth.factor),
            "limited_by": limited(growth),
            "imports": growth.imports.iter().map(|import| json!(network.market_title(import.market))).collect::<Vec<_>>(),
        }),
        Pace::Unlimited { imports } => json!({
            "doubling_time": null,
            "limited_by": null,
            "imports": imports.iter().map(|import| json!(network.market_title(import.market))).collect::<Vec<_>>(),
        }),
        Pace::Impossible { missing } => json!({
            "doubling_time": null,
            "limited_by": missing.first().map(|market| network.market_title(*market)),
            "cannot_be_made": missing.iter().map(|market| network.market_title(*market)).collect::<Vec<_>>(),
        }),
    };
    let answers = &results.analysis.growth;
    let answer = |about: &GrowthAnswer| {
        let mut row = answer(&about.pace);
        row["outside"] = about
            .outside
            .iter()
            .map(|outside| {
                json!({
                    "commodity": network.market_title(outside.market),
                    "factor": number(outside.factor),
                    "doubling_time": outside.doubling.map_or(Json::Null, |years| quantity(years, "years")),
                })
            })
            .collect();
        row
    };
    let mut whole = answers.first().map_or_else(|| json!({"doubling_time": null, "limited_by": null}), answer);
    let variants: Vec<Json> = answers
        .iter()
        .skip(1)
        .filter(|variant| variant.differs)
        .map(|variant| {
            let mut row = answer(variant);
            row["title"] = json!(variant.title);
            row
        })
        .collect();
    whole["variants"] = Json::Array(variants);
    whole
}

fn price_of_compute(results: &PlanResults, worth: &str) -> Json {
    let network = &results.network;
    let yardstick = &results.analysis.yardstick;
    let commodities: Vec<&str> =
        yardstick.priced.iter().map(|commodity| network.commodities[*commodity].name.as_str()).collect();
    let unit = format!("{worth}/{}", per(&yardstick.priced_unit));
    let rows = results.analysis.prices.iter().map(|parts| {
        let of = |(part, share): &(sunward_planner::price::Component, f64)| {
            json!({"kind": component_family(*part), "title": component(network, *part), "share": number(*share)})
        };
        json!({
            "year": network.periods[parts.period].year,
            "commodities": commodities,
            "price": quantity(parts.price, &unit),
            "parts": parts.parts.iter().map(of).collect::<Vec<_>>(),
        })
    });
    rows.collect()
}

fn critical_path(results: &PlanResults) -> Json {
    let (network, analysis) = (&results.network, &results.analysis);
    let rows = analysis.steps.iter().map(|step| {
        let chain = step.chain.iter().filter_map(|index| analysis.builds.get(*index)).map(|build| {
            let process = &network.processes[build.process];
            json!({
                "process": process.industry,
                "site": network.locations[process.location].name,
                "title": network.process_title(build.process),
                "ordered": number(build.ordered),
                "serves": number(build.commissioned),
                "amount": quantity(build.amount, &per_year(&process.unit)),
            })
        });
        json!({
            "amount": quantity(step.amount, &analysis.yardstick.unit),
            "year": network.periods[step.period].year,
            "target": step.target,
            "chain": chain.collect::<Vec<_>>(),
        })
    });
    rows.collect()
}

fn learning(results: &PlanResults) -> Json {
    let (network, learning) = (&results.network, &results.learning);
    let starts: Vec<Json> = learning
        .starts
        .iter()
        .map(|start| {
            let experience: Map<String, Json> = network
                .experiences
                .iter()
                .zip(&start.experience)
                .map(|(group, amount)| (group.name.clone(), quantity(*amount, &group.unit)))
                .collect();
            json!({
                "start": start.start.title(),
                "cost": number(start.cost),
                "rounds": start.rounds,
                "remainder": number(start.remainder),
                "experience": experience,
            })
        })
        .collect();
    json!({
        "kept": learning.starts.get(learning.kept).map(|start| start.start.title()),
        "lock_in": learning.lock_in,
        "settled": learning.settled,
        "remainder": number(learning.remainder()),
        "starts": starts,
    })
}

fn arithmetics(results: &PlanResults) -> Json {
    let rows = arithmetic(&results.network, &results.plan).into_iter().map(|of_world| {
        let rows: Vec<Json> = of_world
            .rows
            .iter()
            .map(|row| {
                json!({
                    "counts": row.counts.name(),
                    "name": row.name,
                    "title": row.title,
                    "takes": quantity(row.amount, &row.unit),
                    "today": row.today.map_or(Json::Null, |today| quantity(today, &row.unit)),
                    "times_today": optional(row.times()),
                    "means": row.means,
                })
            })
            .collect();
        json!({
            "world": of_world.world,
            "process": of_world.process,
            "added": quantity(of_world.added, &format!("{}/year", of_world.unit)),
            "year": of_world.year,
            "rows": rows,
        })
    });
    rows.collect()
}
