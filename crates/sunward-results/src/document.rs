//! Documents for programs: the JSON that others rely on.
//!
//! A quantity is `{"value", "unit"}`, a pure number is bare, a series is `{"unit", "years", "values"}`, and what is
//! absent is `null`.

#[cfg(feature = "plan")]
use crate::PlanOutcome;
use crate::written::{Part as Node, Whole, written};
use crate::{Results, VERSION};
use serde_json::{Map, Value as Json, json};
use sunward_economics::{Datasheet, Part, Refusal, Series};
use sunward_model::{Distribution, Model, Parameter, Value};
use sunward_physics::eclipse::OrbitYear;
use sunward_physics::insolation::GROUND_RATING;
use sunward_physics::link::in_decibels;
use sunward_quantity::showing::{in_document_unit, with_money_year};
use sunward_quantity::{DataRatePerPower, Kind, Length, Quantity, TimeSpan};

/// A quantity in the one unit of its kind.
pub fn quantity<T: Quantity>(value: T) -> Json {
    of_kind(T::KIND, value.in_si())
}

/// A number in SI as a quantity of a kind.
pub fn of_kind(kind: Kind, si: f64) -> Json {
    if kind == Kind::Ratio {
        return number(si);
    }
    json!({"value": number(in_document_unit(kind, si)), "unit": with_money_year(kind.unit())})
}

pub(crate) fn in_unit(value: f64, unit: &str) -> Json {
    json!({"value": number(value), "unit": unit})
}

pub(crate) fn number(x: f64) -> Json {
    serde_json::Number::from_f64(x).map_or(Json::Null, Json::Number)
}

pub(crate) fn optional(x: Option<f64>) -> Json {
    x.map_or(Json::Null, number)
}

/// The head that every document starts with.
pub fn head(scenario: &str, seed: u64) -> Map<String, Json> {
    let mut head = Map::new();
    head.insert("sunward".into(), json!(VERSION));
    head.insert("scenario".into(), json!(scenario));
    head.insert("seed".into(), json!(seed));
    head
}

/// A document with head and body.
pub fn document(scenario: &str, seed: u64, body: Json) -> Json {
    let mut all = head(scenario, seed);
    if let Json::Object(body) = body {
        all.extend(body);
    }
    Json::Object(all)
}

/// One orbit over a year.
pub fn orbit(year: &OrbitYear, altitude: Length) -> Json {
    let minutes = |span: sunward_quantity::TimeSpan| in_unit(span.in_minutes(), "min");
    json!({
        "altitude": quantity(altitude),
        "inclination": quantity(year.inclination),
        "period": minutes(year.period),
        "sunlit_fraction": number(year.sunlit_fraction),
        "eclipse_days": year.eclipse_days,
        "umbra_days": year.umbra_days,
        "seasons": year.seasons.iter().map(|s| json!({"first_day": s.first_day, "last_day": s.last_day})).collect::<Vec<_>>(),
        "longest_eclipse": minutes(year.longest_eclipse),
        "longest_umbra": minutes(year.longest_umbra),
        "eclipses_per_year": number(year.eclipses_per_year),
        "beta_min": quantity(year.beta_min),
        "beta_max": quantity(year.beta_max),
        "mean_flux": quantity(year.mean_flux),
        "least_flux": quantity(year.least_flux),
        "greatest_flux": quantity(year.greatest_flux),
    })
}

/// The datasheet of one option in one year.
pub fn datasheet(model: &Model, series: &Series, year: i32, found: &Result<Datasheet, Refusal>) -> Json {
    let mut out = json!({"name": series.name.to_string(), "title": series.title, "year": year});
    let map = out.as_object_mut().expect("an object");
    let sheet = match found {
        Err(refusal) => {
            map.insert("refused".into(), json!(refusal.to_string()));
            return out;
        }
        Ok(sheet) => sheet,
    };
    map.insert("power_it".into(), quantity(sheet.it_power));
    map.insert("chips".into(), number(sheet.chips));
    let mut put = |key: &str, value: Json| {
        map.insert(key.into(), value);
    };
    let flying = sheet.mass.in_kilograms() > 0.0;
    match &sheet.sized {
        Some(s) => {
            put("array_area", quantity(s.array_area));
            put("array_power_bol", quantity(s.array_power_bol));
            put("array_power_eol", quantity(s.array_power_eol));
            put("cell_temperature", quantity(s.cell_temperature));
            put("cell_efficiency", number(s.cell_efficiency));
            put("battery_energy", quantity(s.battery_energy));
            put("battery_depth", number(s.battery_depth));
            put("heat", quantity(s.heat));
            put("radiator_area", quantity(s.radiator_area));
            put("radiator_temperature", quantity(s.radiator_temperature));
            put("radiator_flux_per_panel", quantity(s.radiator_flux_per_panel));
            put("radiator_flux_per_face", quantity(s.radiator_flux_per_face));
            put("closure_residual", number(s.residual));
        }
        None => {
            for key in [
                "array_area",
                "array_power_bol",
                "battery_energy",
                "radiator_area",
                "radiator_temperature",
                "radiator_flux_per_panel",
                "radiator_flux_per_face",
            ] {
                put(key, Json::Null);
            }
        }
    }
    put("mass_total", if flying { quantity(sheet.mass) } else { Json::Null });
    put("specific_mass", if flying { quantity(sheet.mass / sheet.it_power) } else { Json::Null });
    put("power_share", number(sheet.power));
    let n = &sheet.network;
    let carried = |rate: DataRatePerPower| if rate.is_finite() { quantity(rate) } else { Json::Null };
    put("network_own", carried(n.own));
    put("network_global", carried(n.global));
    put("network_downlink", carried(n.downlink));
    if flying {
        put("round_trip", in_unit(n.round_trip.in_seconds() * 1e3, "ms"));
    }
    if let Some(link) = &sheet.link {
        let margin = in_decibels(link.margin());
        put(
            "link",
            json!({"rate": quantity(link.rate()), "beams": number(link.beams), "margin_decibels": number(margin)}),
        );
    }
    put("availability", number(sheet.availability));
    put("dose", if flying { quantity(sheet.dose) } else { Json::Null });
    put("stops_per_chip", quantity(sheet.stops));
    put("silent_errors_per_chip", quantity(sheet.silent));
    let parts: Vec<Json> = Part::ALL
        .iter()
        .map(|part| (part, &sheet.capital[*part as usize]))
        .filter(|(_, c)| c.price.in_dollars() != 0.0 || c.mass.in_kilograms() != 0.0)
        .map(|(part, c)| {
            json!({
                "name": part.key(),
                "mass": quantity(c.mass),
                "cost": quantity(c.price),
                "area": quantity(c.area),
                "life": quantity(c.life),
            })
        })
        .collect();
    put("parts", Json::Array(parts));
    if let Some(ride) = &sheet.launch {
        let price = json!({
            "vehicle": ride.vehicle.and_then(|index| model.satellites.get(&series.name.entry)?.vehicles.get(index)),
            "payload": quantity(ride.payload),
            "flight_price": quantity(ride.flight_price),
            "satellites_per_flight": number(ride.satellites),
            "limited_by": if ride.volume_limited { "volume" } else { "mass" },
            "price_per_mass": quantity(ride.price_per_mass),
        });
        put(
            "launch",
            if ride.vehicle.is_some() { price } else { json!({"price_per_mass": quantity(ride.price_per_mass)}) },
        );
    }
    out
}

/// Levelised cost, crossover, break-evens and the stack of parts.
pub fn cost(results: &Results) -> Json {
    let parts = cost_parts(results).into_iter();
    let part = |part: Node<'_>| serde_json::to_value(part).expect("keys are texts");
    parts.map(|(name, value)| (name.to_string(), part(value))).collect::<Map<_, _>>().into()
}

/// The bytes of the whole document of costs as a command prints it: those of [`cost`] behind a [`document`]'s head, sooner.
pub fn cost_written(results: &Results) -> Vec<u8> {
    let head = head(&results.model.name, results.seed);
    written(&Whole { head, body: cost_parts(results) })
}

fn cost_parts(results: &Results) -> Vec<(&'static str, Node<'_>)> {
    let costs = &results.costs;
    let years = &costs.years;
    let series = |unit: &str, values: Vec<Option<f64>>| Node::Series { unit: with_money_year(unit), years, values };
    let terms: Vec<_> =
        years.iter().map(|year| costs.prepared.terms.read(&results.model.register.values(*year))).collect();
    let mut rows = Vec::new();
    for s in &costs.series {
        for (w, workload) in results.model.workloads.iter().enumerate() {
            let take = |take: &dyn Fn(&sunward_economics::Cost) -> f64| -> Vec<Option<f64>> {
                s.years.iter().map(|year| year.as_ref().ok().map(|found| take(&found.1))).collect()
            };
            let stack: Vec<Node<'_>> = Part::ALL
                .iter()
                .map(|part| {
                    let of = |parts: &dyn Fn(&sunward_economics::Cost) -> f64| {
                        take(&|c| parts(c) * c.workloads[w].compute.in_dollars_per_petaflops_hour())
                    };
                    let values = of(&|c| c.by_part[*part as usize] / c.total);
                    let margins = of(&|c| c.margin_by_part[*part as usize] / c.total);
                    (part, values, margins)
                })
                .filter(|(_, values, _)| values.iter().flatten().any(|v| *v != 0.0))
                .map(|(part, values, margins)| {
                    Node::Fields(vec![
                        ("part", Node::Json(json!(part.key()))),
                        ("series", series("USD/(PFLOP/s h)", values)),
                        ("margin", series("USD/(PFLOP/s h)", margins)),
                    ])
                })
                .collect();
            let refused: Vec<Json> = years
                .iter()
                .zip(&s.years)
                .filter_map(|(year, found)| {
                    found.as_ref().err().map(|why| json!({"year": year, "why": why.to_string()}))
                })
                .collect();
            let most_chips: Vec<Option<f64>> = terms
                .iter()
                .zip(&s.years)
                .map(|(terms, found)| terms.workloads[w].together.most_chips(&found.as_ref().ok()?.0, 0.9).ok())
                .collect();
            rows.push(Node::Fields(vec![
                ("option", Node::Json(json!(s.name.to_string()))),
                ("site", Node::Json(json!(s.site))),
                ("way", Node::Json(json!(s.way))),
                ("workload", Node::Json(json!(workload.name))),
                (
                    "series",
                    series("USD/(PFLOP/s h)", take(&|c| c.workloads[w].compute.in_dollars_per_petaflops_hour())),
                ),
                ("chip_hour", series("USD", take(&|c| c.workloads[w].chip_hour.in_dollars()))),
                ("million_tokens", series("USD", take(&|c| c.workloads[w].million_tokens.in_dollars()))),
                ("it_energy", series("USD/kWh", take(&|c| c.it_energy.in_dollars_per_kilowatt_hour()))),
                ("it_power", series("USD/kW/year", take(&|c| (c.total / c.it_power).in_dollars_per_kilowatt_year()))),
                ("integrated_share", series("1", take(&|c| c.integrated() / c.total))),
                ("network", series("1", take(&|c| c.workloads[w].network))),
                ("running", series("1", take(&|c| c.workloads[w].running))),
                ("chips_at_90_percent", series("1", most_chips)),
                ("network_load", series("1", take(&|c| c.workloads[w].network_load))),
                ("downlink_load", series("1", take(&|c| c.workloads[w].downlink_load))),
                ("stack", Node::Rows(stack)),
                ("refused", Node::Json(json!(refused))),
            ]));
        }
    }
    let name = |index: Option<usize>| index.map_or(json!("cheapest"), |i| json!(costs.series[i].name.to_string()));
    let crossover: Vec<Node<'_>> = costs
        .crossovers
        .iter()
        .map(|c| {
            Node::Fields(vec![
                ("workload", Node::Json(json!(results.model.workloads[c.workload].name))),
                ("challenger", Node::Json(json!(name(c.challenger)))),
                ("against", Node::Json(json!(name(c.against)))),
                ("year", Node::Json(json!(c.year))),
                ("stays", Node::Json(json!(c.stays))),
                ("ratio", series("1", c.ratio.clone())),
            ])
        })
        .collect();
    let break_even: Vec<Json> = costs
        .break_evens
        .iter()
        .map(|b| {
            let kind = b.lever.kind;
            json!({
                "path": b.lever.path,
                "title": b.lever.title,
                "year": b.year,
                "workload": results.model.workloads[b.workload].name,
                "challenger": costs.series[b.challenger].name.to_string(),
                "against": costs.series[b.against].name.to_string(),
                "value": b.value.map_or(Json::Null, |v| of_kind(kind, v)),
                "now": b.now.map_or(Json::Null, |v| of_kind(kind, v)),
            })
        })
        .collect();
    let launch: Vec<Node<'_>> = costs
        .rides
        .iter()
        .map(|rides| {
            let take = |take: &dyn Fn(&sunward_economics::launch::Ride) -> f64| {
                rides.years.iter().map(|ride| ride.as_ref().map(take)).collect()
            };
            Node::Fields(vec![
                ("option", Node::Json(json!(costs.series[rides.option].name.to_string()))),
                ("vehicle", Node::Json(json!(rides.vehicle))),
                ("price_per_mass", series("USD/kg", take(&|r| r.price_per_mass.in_dollars_per_kilogram()))),
                ("flight_price", series("USD", take(&|r| r.flight_price.in_dollars()))),
                ("payload", series("t", take(&|r| r.payload.in_tonnes()))),
                ("satellites_per_flight", series("1", take(&|r| r.satellites))),
            ])
        })
        .collect();
    let insolation: Vec<Json> = costs
        .insolation
        .iter()
        .map(|site| {
            json!({
                "site": site.site,
                "clear_sky_hours": number(site.clear_sky.in_hours()),
                "measured_hours": number(site.measured.in_hours()),
                "level_hours": number(TimeSpan::years(site.level / GROUND_RATING).in_hours()),
                "orbit_over_ground": site.orbit_over_ground,
                "round_the_clock": site.round_the_clock.as_ref().map(|sun| json!({
                    "served": number(sun.served),
                    "panels": number(sun.panels),
                    "storage_hours": number(sun.store.in_hours()),
                    "curtailed": number(sun.curtailed),
                    "orbit_over_ground": sun.orbit_over_ground,
                })),
            })
        })
        .collect();
    vec![
        ("costs", Node::Rows(rows)),
        ("crossover", Node::Rows(crossover)),
        ("break_even", Node::Json(Json::Array(break_even))),
        ("launch", Node::Rows(launch)),
        ("insolation", Node::Json(Json::Array(insolation))),
    ]
}

/// One parameter.
pub fn parameter(p: &Parameter) -> Json {
    let estimate = |e: &sunward_model::Estimate| {
        json!({
            "best": number(p.measure().in_document_unit(e.best)),
            "range": e.range.map(|(low, high)| json!([number(p.measure().in_document_unit(low)), number(p.measure().in_document_unit(high))])),
        })
    };
    let value = match &p.value {
        Value::Absent => Json::Null,
        Value::Constant(e) => estimate(e),
        Value::OverTime { points, .. } => {
            let mut map = Map::new();
            for (year, e) in points {
                map.insert(year.to_string(), estimate(e));
            }
            Json::Object(map)
        }
    };
    json!({
        "path": p.path,
        "meaning": p.meaning.trim(),
        "value": value,
        "unit": p.measure().unit(),
        "interpolation": match &p.value {
            Value::OverTime { interpolation, .. } => Some(interpolation.name()),
            _ => None,
        },
        "distribution": Distribution::NAMES.iter().find(|row| Some(row.1) == p.distribution).map(|row| row.0),
        "source": p.provenance.source,
        "kind": p.provenance.evidence.name(),
        "date": p.provenance.date,
        "note": p.provenance.note,
        "place": p.provenance.place.as_ref().map(|(file, line, column)| format!("{file}:{line}:{column}")),
    })
}

/// Every parameter.
pub fn parameters(model: &Model) -> Json {
    json!({"parameters": model.register.parameters().iter().map(parameter).collect::<Vec<_>>()})
}

/// Scenarios side by side.
pub fn cases(results: &Results) -> Json {
    let rows: Vec<Json> = results
        .cases
        .iter()
        .map(|case| {
            json!({
                "name": case.name,
                "focus": case.focus,
                "launch_price": case.launch_price.map(|x| in_unit(x, &with_money_year("USD/kg"))),
                "specific_mass": case.specific_mass.map(|x| in_unit(x, "kg/kW")),
                "numbers": case.numbers.0,
                "guesses": case.numbers.1,
                "workloads": case.workloads.iter().map(|w| json!({
                    "name": w.name,
                    "crossover": w.crossover,
                    "stays": w.stays,
                    "ratio": optional(w.ratio),
                    "challenger": w.challenger.map(|x| in_unit(x, &with_money_year("USD/(PFLOP/s h)"))),
                    "incumbent": w.incumbent.map(|x| in_unit(x, &with_money_year("USD/(PFLOP/s h)"))),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    Json::Array(rows)
}

#[cfg(feature = "plan")]
fn plan(results: &Results) -> Json {
    match &results.plan {
        Some(PlanOutcome::Planned(planned)) => crate::plan::document::document(planned),
        Some(PlanOutcome::Short(shortage)) => crate::plan::document::shortage(shortage),
        None => Json::Null,
    }
}

/// What is held against the plan: progress, and claims.
#[cfg(feature = "plan")]
fn held_against(results: &Results) -> [Json; 2] {
    let progress = |tracked| crate::track::document::document(tracked, &[]);
    let tracked = results.tracked.as_ref().map_or(Json::Null, progress);
    [tracked, crate::claims::document::document(&results.claims)["claims"].take()]
}

#[cfg(not(feature = "plan"))]
fn plan(_: &Results) -> Json {
    Json::Null
}

#[cfg(not(feature = "plan"))]
fn held_against(_: &Results) -> [Json; 2] {
    [Json::Null, Json::Null]
}

/// Everything: `results.json`.
pub fn results(results: &Results) -> Json {
    let costs = &results.costs;
    let focus = results.model.scenario.focus;
    let at = costs.index_of(focus);
    let sheets: Vec<Json> = costs
        .series
        .iter()
        .map(|s| datasheet(&results.model, s, focus, &s.years[at].as_ref().map(|found| found.0).map_err(|why| *why)))
        .collect();
    let orbits: Vec<Json> = costs
        .prepared
        .surveys
        .iter()
        .map(|(name, year)| {
            let altitude = results.model.register.values(focus).get(results.model.orbits[name].altitude);
            let mut doc = orbit(year, altitude);
            doc["name"] = json!(name);
            doc
        })
        .collect();
    let [track, claims] = held_against(results);
    let ledger = crate::Ledger::of(&results.model);
    let evidence: Map<String, Json> =
        ledger.by_evidence.iter().map(|(kind, count)| (kind.name().to_string(), json!(count))).collect();
    document(
        &results.model.name,
        results.seed,
        json!({
            "question": results.model.scenario.question,
            "cases": cases(results),
            "cost": cost(results),
            "datasheets": sheets,
            "attributions": results.attributions.iter().map(crate::attribution::document).collect::<Vec<_>>(),
            "supply": crate::supply::sheets(results, focus).iter().map(crate::supply::document).collect::<Vec<_>>(),
            "orbits": orbits,
            "trades": crate::trade::document(&results.model, &results.trades),
            "plan": plan(results),
            "explore": results.explored.as_ref().map_or(Json::Null, |findings| {
                crate::explore::document::document(&results.model, findings)
            }),
            "track": track,
            "claims": claims,
            "evidence": evidence,
            "parameters": parameters(&results.model)["parameters"],
        }),
    )
}
