//! The plan: what is built, what binds, what is under construction, who earns.

use super::area::{Areas, Layer};
use super::bars::{self, Bar};
use super::figure::{Figure, Section};
use super::html::{Html, escape, table, tag};
use super::sankey::{Node, Ribbon, Sankey};
use super::schedule::Step;
use super::svg::Size;
use super::{build_out, heat, schedule, words};
use crate::plan::amounts::{amount, dollars_of_year};
use crate::plan::arithmetic::{Arithmetic, Counts, Row, arithmetic, foremost};
use crate::plan::build_out::BuildOut;
use crate::plan::flows::{flows, stages};
use crate::plan::pace::{from_outside, pace};
use crate::plan::titles::{component_family, component_stage, months, row, worth_unit};
use crate::plan::unmet::sentences;
use crate::plan::works::works;
use crate::plan::{PlanOutcome, PlanResults};
use sunward_network::{Objective, PlanStatus};
use sunward_planner::Shortage;
use sunward_planner::price::Component;

/// Everything about a plan, in five sections.
pub fn sections(results: &PlanResults) -> Vec<Section> {
    vec![built(results), passes(results), binds(results), under_construction(results), earned(results)]
}

/// One section that says why there is no plan.
pub fn short(shortage: &Shortage) -> Section {
    let lines = shortage.to_string();
    let items = lines.lines().map(|line| tag("li", "", line.trim_start_matches("- ")));
    Section {
        id: "plan",
        short: "Plan",
        title: "What is wanted cannot be had".into(),
        lead: "No plan delivers what this scenario asks for. What is short, and what together causes it:".into(),
        body: tag("div", "prose", tag("ul", "", Html::join(items))),
    }
}

fn worth(results: &PlanResults, value: f64) -> String {
    match results.plan.objective {
        Objective::LeastCost | Objective::Earliest => dollars_of_year(value),
        Objective::MostCompute => amount(value, &worth_unit(&results.network, results.plan.objective)),
    }
}

fn class_of_stage(names: &[String], stage: &str) -> String {
    format!("f{}", names.iter().position(|name| name == stage).unwrap_or(7) % 12)
}

fn built(results: &PlanResults) -> Section {
    let (network, plan) = (&results.network, &results.plan);
    let out = crate::plan::build_out::build_out(network, plan);
    let years = results.years();
    let last = years.len() - 1;
    let standing = out.standing();
    let unit = &out.capacity_unit;
    let title = target_words(results, &out)
        .unwrap_or_else(|| format!("From {} to {}", amount(standing[0], unit), amount(standing[last], unit)));
    let told = sentences(results);
    let alarm = if told.is_empty() {
        Html::empty()
    } else {
        let shown = told.iter().take(4).map(|sentence| tag("li", "", format!("{}.", words::capital(sentence))));
        let more = match told.len().saturating_sub(4) {
            0 => Html::empty(),
            1 => tag("li", "", "One more demand goes short by less."),
            count => tag("li", "", format!("{count} more demands go short by less.")),
        };
        tag("div", "alarm", Html::join([Html("<b>Unmet.</b>".into()), tag("ul", "", Html::join(shown.chain([more])))]))
    };
    let body = Html::join([
        alarm,
        facts(results, &standing, unit),
        build_out::figures(network, &out, results.focus),
        sums(results),
    ]);
    let lead = match plan.objective {
        Objective::LeastCost => "What is built and run where, so that what is wanted costs least.",
        Objective::MostCompute => "What is built and run where, so that most compute is delivered for the money.",
        Objective::Earliest => "What is built and run where, so that the target is met as early as it can be.",
    };
    Section { id: "plan", short: "Plan", title, lead: lead.into(), body }
}

/// What is to be reached, and when it is.
fn target_words(results: &PlanResults, out: &BuildOut) -> Option<String> {
    let target = out.target.as_ref()?;
    let wanted = format!("{} of {}", amount(target.wanted, &target.unit), words::lower(&target.title));
    Some(match results.plan.target_period {
        Some(period) => format!("{wanted}: first in {}", results.network.periods[period].year),
        None => format!("{wanted}: not in any year"),
    })
}

/// What came of planning, in a sentence.
pub fn headline(outcome: &PlanOutcome) -> String {
    match outcome {
        PlanOutcome::Short(_) => "What is wanted cannot be had.".into(),
        PlanOutcome::Planned(results) => {
            let out = crate::plan::build_out::build_out(&results.network, &results.plan);
            let words = target_words(results, &out)
                .unwrap_or_else(|| format!("What is wanted costs {}", worth(results, results.plan.objective_value)));
            format!("{words}.")
        }
    }
}

/// The plan in one card, beside those of the uses of compute.
pub fn card(outcome: &PlanOutcome) -> Html {
    let (class, large, small, now) = match outcome {
        PlanOutcome::Short(shortage) => {
            let first = shortage.to_string().lines().next().unwrap_or_default().to_string();
            ("no", "No plan".to_string(), "What is wanted cannot be had".to_string(), first)
        }
        PlanOutcome::Planned(results) => {
            let (network, plan) = (&results.network, &results.plan);
            let out = crate::plan::build_out::build_out(network, plan);
            let years = results.years();
            let standing = out.standing();
            let last = years.len() - 1;
            let held = results.analysis.binding.iter().find_map(|binding| binding.constraint);
            let now = held.map_or("Nothing is scarce.".to_string(), |constraint| {
                format!("Held back first by {}.", row(network, constraint))
            });
            let wanted = out
                .target
                .as_ref()
                .map(|target| format!("{} of {}", amount(target.wanted, &target.unit), words::lower(&target.title)));
            match (wanted, plan.target_period) {
                (Some(wanted), Some(period)) => {
                    ("yes", years[period].to_string(), format!("First year with {wanted}"), now)
                }
                (Some(wanted), None) => ("no", format!("Not by {}", years[last]), wanted, now),
                (None, _) => {
                    let most = amount(standing[last], &out.capacity_unit);
                    ("yes", most, format!("of chips in service in {}", years[last]), now)
                }
            }
        }
    };
    let inner = Html::join([
        tag("h2", "", "The plan"),
        tag("p", "large", large),
        tag("p", "small", small),
        tag("p", "now", now),
    ]);
    tag("article", class, inner)
}

fn facts(results: &PlanResults, standing: &[f64], unit: &str) -> Html {
    let (network, plan, growth) = (&results.network, &results.plan, &results.analysis.growth);
    let years = results.years();
    let last = years.len() - 1;
    let status = match plan.status {
        PlanStatus::Optimal => format!("optimal; every rule kept to {:.0e}", results.worst().max(1e-16)),
        PlanStatus::Unsettled => "learning was stopped before it settled".into(),
    };
    let value = match plan.objective {
        Objective::MostCompute => format!("{}, discounted", worth(results, plan.objective_value)),
        _ => format!("{}, discounted to {}", worth(results, plan.objective_value), years[0]),
    };
    let mut rows = vec![
        (if plan.objective == Objective::MostCompute { "Delivers" } else { "Costs" }, value),
        (
            "In service",
            format!(
                "{} in {}, {} in {}",
                amount(standing[0], unit),
                years[0],
                amount(standing[last], unit),
                years[last]
            ),
        ),
        ("Doubling time of the loop", growth.first().map_or("–".into(), |answer| pace(network, answer))),
        ("Checked", status),
    ];
    if let Some(foresight) = &results.foresight {
        let more = worth(results, foresight.cost - foresight.perfect);
        rows.push(("Seeing to the end", format!("worth {more} against {} years", words::brief(foresight.years))));
    }
    if results.learning.lock_in {
        rows.push(("Lock-in", "learning rests in different plans from different starts; the cheapest is shown".into()));
    }
    if let Some(held) = growth.first().and_then(|answer| from_outside(network, answer, 4)) {
        rows.push(("In the long run", held));
    }
    for (index, answer) in growth.iter().enumerate().skip(1).filter(|(_, answer)| answer.differs).take(3) {
        if growth[..index].iter().all(|earlier| earlier.pace != answer.pace) {
            rows.push(("Doubling time", format!("{}: {}", answer.title, pace(network, answer))));
        }
    }
    let items = rows.into_iter().map(|(name, says)| Html::join([tag("dt", "", name), tag("dd", "", says)]));
    let items = items.map(|item| tag("div", "", item));
    tag("dl", "facts", Html::join(items))
}

/// The plan's arithmetic, a table for each world.
fn sums(results: &PlanResults) -> Html {
    let all = arithmetic(&results.network, &results.plan);
    if all.is_empty() {
        return Html::empty();
    }
    // Open where something must be carried to: that is what is new; else the last.
    let carried = |of_world: &Arithmetic| of_world.rows.iter().any(|row| row.counts == Counts::Carried);
    let most = |a: &(usize, &Arithmetic), b: &(usize, &Arithmetic)| a.1.built.total_cmp(&b.1.built);
    let open = all.iter().enumerate().filter(|row| carried(row.1)).max_by(most).map_or(all.len() - 1, |row| row.0);
    let boxes = all.iter().enumerate().map(|(index, of_world)| sum_box(of_world, index == open));
    let boxes = Html::join(boxes);
    Html::join([tag("h3", "", "The plan’s arithmetic"), boxes])
}

fn sum_box(of_world: &Arithmetic, open: bool) -> Html {
    let added = amount(of_world.added, &format!("{}/year", of_world.unit));
    let head: Vec<Html> = ["What it takes, and what that means", ""].into_iter().map(Html::from).collect();
    let cells = |row: &Row| -> Vec<Html> {
        let mut says = Html::from(row.means.as_str());
        if row.times().is_some_and(|times| times > 1.0) {
            says = tag("b", "", says);
        }
        let name = Html::join([Html::from(words::capital(&row.title)), tag("small", "", says)]);
        vec![name, amount(row.amount, &row.unit).into()]
    };
    let first = foremost(of_world, 14);
    let rows: Vec<Vec<Html>> = first.iter().map(|row| cells(row)).collect();
    let rest: Vec<Vec<Html>> =
        of_world.rows.iter().filter(|row| !first.iter().any(|shown| std::ptr::eq(*shown, *row))).map(cells).collect();
    let rest = if rest.is_empty() {
        Html::empty()
    } else {
        let all = table("The rest of what it takes", 1, &head, &rest);
        Html(format!("<details class=\"data\"><summary>{} more</summary>{all}</details>", rest.len()))
    };
    let note = format!(
        "Adding {added} of {}, with what serves it, and running it; recipes and makers of {}. Building the makers is left out.",
        words::lower(&of_world.process),
        of_world.year
    );
    Html(format!(
        "<details class=\"maker takes\"{}><summary>{}</summary><p class=\"note\">{}</p>{}{rest}</details>",
        if open { " open" } else { "" },
        escape(&format!("{added}: {}", words::capital(&of_world.world))),
        escape(&note),
        table("What it takes", 1, &head, &rows)
    ))
}

fn passes(results: &PlanResults) -> Section {
    let period = results.focus_period();
    let year = results.network.periods[period].year;
    let found = flows(&results.network, &results.plan, period);
    let least = 0.002 * found.flows.iter().map(|flow| flow.value).sum::<f64>();
    let title = |index: usize| found.stages.get(index).map_or("Those who ask".to_string(), |stage| words::name(stage));
    let unit_size = 1e9;
    let says_of = |flow: &crate::plan::flows::Flow| {
        let mut lines = vec![dollars_of_year(flow.value) + " a year"];
        for (good, value, amount) in flow.goods.iter().take(6) {
            lines.push(format!("{}  {good}: {amount}", dollars_of_year(*value)));
        }
        lines.join("\n")
    };
    let shown: Vec<&crate::plan::flows::Flow> = found.flows.iter().filter(|flow| flow.value >= least).collect();
    let mut members: Vec<usize> = shown.iter().flat_map(|flow| [flow.from, flow.to]).collect();
    members.sort_unstable();
    members.dedup();
    let place = |stage: usize| members.iter().position(|member| *member == stage).unwrap_or(0);
    let class = |stage: usize| {
        if stage < found.stages.len() { class_of_stage(&found.stages, &found.stages[stage]) } else { "q".into() }
    };
    let sankey = Sankey {
        says: format!("What passes from stage to stage in {year}, by value"),
        nodes: members.iter().map(|stage| Node { name: title(*stage), class: class(*stage) }).collect(),
        ribbons: shown
            .iter()
            .map(|flow| Ribbon {
                from: place(flow.from),
                to: place(flow.to),
                value: flow.value / unit_size,
                says: says_of(flow),
            })
            .collect(),
        unit: "billion".into(),
    };
    let bars: Vec<Bar> = shown
        .iter()
        .take(14)
        .map(|flow| {
            let name = format!("{} → {}", title(flow.from), title(flow.to));
            Bar::plain(&name, &class(flow.from), flow.value / unit_size, &words::brief(flow.value / unit_size))
        })
        .collect();
    let head: Vec<Html> = ["From", "To", "Billion a year", "Of it"].into_iter().map(Html::from).collect();
    let rows: Vec<Vec<Html>> = found
        .flows
        .iter()
        .map(|flow| {
            let goods: Vec<String> = flow
                .goods
                .iter()
                .take(3)
                .map(|(good, _, amount)| format!("{}: {amount}", words::lower(good)))
                .collect();
            vec![
                title(flow.from).into(),
                title(flow.to).into(),
                words::digits(flow.value / unit_size, 4).into(),
                goods.join("; ").into(),
            ]
        })
        .collect();
    let dollars = words::dollars();
    let within = words::brief(found.within / unit_size);
    let figure = Figure {
        title: format!("What passes from stage to stage in {year}"),
        measures: format!("Billion {dollars} a year: amounts at the prices of the plan"),
        legend: Html::empty(),
        note: format!(
            "Goods for building count in the year in which they are used. Another {within} billion stay within stages. What is in surplus has no price and no ribbon; where demand goes unmet, prices are those of doing without."
        )
        .into(),
        table: table(&format!("Flows in {year}"), 2, &head, &rows),
    };
    let body = if shown.is_empty() {
        tag("p", "empty", format!("Nothing that has a price passes between stages in {year}."))
    } else {
        figure.with(|size| match size {
            Size::Wide => sankey.draw(),
            Size::Narrow => bars::draw(&sankey.says, &bars, size, 0.0, 14.0),
        })
    };
    Section {
        id: "flows",
        short: "Flows",
        title: format!("Who feeds whom in {year}"),
        lead: "Every stage of the chain, and the value of what it hands on.".into(),
        body,
    }
}

fn binds(results: &PlanResults) -> Section {
    let (network, analysis) = (&results.network, &results.analysis);
    let years = results.years();
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for binding in &analysis.binding {
        let words = binding.constraint.map_or("nothing is scarce".into(), |constraint| row(network, constraint));
        match runs.last_mut() {
            Some(run) if run.2 == words => run.1 = binding.period,
            _ => runs.push((binding.period, binding.period, words)),
        }
    }
    let head: Vec<Html> = ["Years", "What holds it back most"].into_iter().map(Html::from).collect();
    let rows: Vec<Vec<Html>> = runs
        .iter()
        .map(|(first, last, words)| {
            vec![super::story::span(years[*first], years[*last]).into(), words::capital(words).into()]
        })
        .collect();
    let strip = tag("div", "box runs", table("What holds it back, year by year", 2, &head, &rows));
    let title = match runs.len() {
        0 => "Nothing holds it back".to_string(),
        1 => format!("One thing holds it back: {}", runs[0].2),
        count => format!("What holds it back changes {} times", count - 1),
    };
    Section {
        id: "bottlenecks",
        short: "Bottlenecks",
        title,
        lead: "A constraint binds where more of it would be worth something. Most is worth what is scarce by itself, not what is dear because something upstream is.".into(),
        body: Html::join([strip, heat::figure(results), relaxations(results)]),
    }
}

fn relaxations(results: &PlanResults) -> Html {
    let (network, analysis) = (&results.network, &results.analysis);
    if analysis.relaxations.is_empty() {
        return Html::empty();
    }
    let head: Vec<Html> = ["A tenth more of", "is worth", "Target"].into_iter().map(Html::from).collect();
    let rows: Vec<Vec<Html>> = analysis
        .relaxations
        .iter()
        .map(|relaxed| {
            let relaxation = &relaxed.relaxation;
            let earlier = match relaxation.months {
                Some(earlier) if earlier > 0.05 => format!("{} earlier", months(earlier)),
                Some(_) => "no earlier".into(),
                None => "–".into(),
            };
            let mut notes = vec![relaxed.subject.relaxing()];
            if relaxed.beyond_money {
                notes.push("not for money alone");
            }
            if relaxation.jointly {
                notes.push("binds together with others");
            }
            vec![
                Html::join([
                    Html::from(words::capital(&row(network, relaxed.subject.row(0)))),
                    tag("small", "", notes.join("; ")),
                ]),
                worth(results, relaxation.money).into(),
                earlier.into(),
            ]
        })
        .collect();
    let caption = "What a tenth more is worth, planned anew";
    tag("div", "box wrapped", table(caption, 1, &head, &rows))
}

fn under_construction(results: &PlanResults) -> Section {
    let (network, analysis) = (&results.network, &results.analysis);
    let all = works(network, &results.plan, &analysis.builds);
    // The chain behind the target; without one, behind the last step.
    let step = analysis.steps.iter().find(|step| step.target).or(analysis.steps.last());
    let path: Vec<Step> = step.map_or_else(Vec::new, |step| {
        let builds = step.chain.iter().filter_map(|index| analysis.builds.get(*index));
        builds
            .map(|build| Step { process: build.process, ordered: build.ordered, serves: build.commissioned })
            .collect()
    });
    let title = match (step, path.first()) {
        (Some(step), Some(first)) => format!(
            "The chain to {} begins with {}",
            amount(
                step.amount,
                &crate::plan::amounts::per_year(&network.commodities[analysis.yardstick.commodity].unit)
            ),
            words::lower(&network.process_title(first.process))
        ),
        _ => "What is under construction".into(),
    };
    Section {
        id: "schedule",
        short: "Schedule",
        title,
        lead: "What must be ordered long before it serves, and the orders that decide when.".into(),
        body: schedule::figure(&all, &path, &results.years(), network.end()),
    }
}

fn earned(results: &PlanResults) -> Section {
    let analysis = &results.analysis;
    let stages = stages(&results.network);
    let years = results.years();
    let in_dollars = results.plan.objective != Objective::MostCompute;
    let (size, unit) = if in_dollars {
        (1e9, format!("billion {} a year", words::dollars()))
    } else {
        (1.0, format!("{} a year", words::unit(&worth_unit(&results.network, results.plan.objective))))
    };
    let of_year = |period: usize| analysis.rents.stages.iter().map(|row| row.1[period].max(0.0)).sum::<f64>();
    let greatest = (0..years.len()).map(of_year).fold(1e-9 * size, f64::max);
    let layers: Vec<Layer> = analysis
        .rents
        .stages
        .iter()
        .filter(|(_, values)| values.iter().any(|value| *value > 0.003 * greatest))
        .map(|(stage, values)| Layer {
            name: words::name(stage),
            class: class_of_stage(&stages, stage),
            values: values.iter().map(|value| value.max(0.0) / size).collect(),
        })
        .collect();
    let mut body = Vec::new();
    if layers.is_empty() {
        body.push(tag("p", "empty", "Nothing is scarce in this plan: every price is what it costs."));
    } else {
        let areas = Areas {
            says: "What is earned by being scarce, by stage and year".into(),
            years: &years,
            layers,
            unit: unit.clone(),
            level: None,
            focus: Some(results.focus),
            height: 360.0,
        };
        let figure = Figure {
            title: "What is earned by being scarce".into(),
            measures: format!("By stage, {unit}"),
            legend: if areas.layers.len() > 1 { areas.legend() } else { Html::empty() },
            note: "Beyond cost, and beyond what pays back the building. The plan itself pays cost: this is what owners of what is scarce could ask.".into(),
            table: areas.table("What is earned by being scarce, by stage"),
        };
        body.push(figure.with(|size| areas.draw(size)));
    }
    body.push(price(results, &stages));
    body.push(integrated(results));
    Section {
        id: "rents",
        short: "Rents",
        title: "Who earns, and what the price pays for".into(),
        lead: "A price is cost plus scarcity. Taken apart through every stage upstream, it says who is paid for what."
            .into(),
        body: Html::join(body),
    }
}

/// Kinds of parts of a price that are shown together.
fn group(results: &PlanResults, part: Component) -> String {
    let kind = match component_family(part) {
        "scarcity" | "room" => "scarce",
        "running" => "running",
        "building" => "building",
        "labour" => return "Work".into(),
        "limit" => return "Limits".into(),
        "budget" => return "Scarce money".into(),
        "unmet" => return "Doing without".into(),
        _ => return "The rest".into(),
    };
    component_stage(&results.network, part)
        .map_or_else(|| "The rest".into(), |stage| format!("{}: {kind}", words::name(stage)))
}

fn price(results: &PlanResults, stages: &[String]) -> Html {
    let analysis = &results.analysis;
    let yardstick = &analysis.yardstick;
    let titles: Vec<String> =
        yardstick.priced.iter().map(|index| words::lower(&results.network.commodities[*index].title)).collect();
    let priced = words::list(&titles);
    if analysis.prices.is_empty() {
        return Html::empty();
    }
    let years: Vec<i32> = analysis.prices.iter().map(|parts| results.network.periods[parts.period].year).collect();
    let mut groups: Vec<(String, Option<String>, Vec<f64>)> = Vec::new();
    for (index, parts) in analysis.prices.iter().enumerate() {
        for (part, share) in &parts.parts {
            let name = group(results, *part);
            let stage = component_stage(&results.network, *part).map(str::to_string);
            let at = groups.iter().position(|row| row.0 == name).unwrap_or_else(|| {
                groups.push((name, stage, vec![0.0; years.len()]));
                groups.len() - 1
            });
            groups[at].2[index] += 100.0 * share;
        }
    }
    groups.sort_by(|a, b| b.2.iter().sum::<f64>().total_cmp(&a.2.iter().sum::<f64>()).then_with(|| a.0.cmp(&b.0)));
    // The smallest share one colour.
    let most = 10;
    if groups.len() > most {
        let rest = groups.split_off(most - 1);
        let mut sum = vec![0.0; years.len()];
        for group in &rest {
            for (sum, value) in sum.iter_mut().zip(&group.2) {
                *sum += value;
            }
        }
        groups.push(("Everything else".into(), None, sum));
    }
    let _ = stages;
    let layers: Vec<Layer> = groups
        .into_iter()
        .enumerate()
        .map(|(index, (name, _, values))| Layer {
            class: format!("f{index}"),
            name,
            values: values.iter().map(|value| value.max(0.0)).collect(),
        })
        .collect();
    let areas = Areas {
        says: format!("The price of {priced} taken apart, by year"),
        years: &years,
        layers,
        unit: "% of the price".into(),
        level: None,
        focus: None,
        height: 380.0,
    };
    let price_unit = format!("a {}", yardstick.priced_unit);
    let focus = results.focus_period();
    let at_focus = analysis.prices.iter().min_by_key(|parts| parts.period.abs_diff(focus));
    let note = at_focus.map_or(String::new(), |parts| {
        let named: Vec<String> = parts
            .parts
            .iter()
            .take(5)
            .map(|(part, share)| {
                format!("{} {}", crate::plan::titles::component(&results.network, *part), words::percent(*share))
            })
            .collect();
        format!(
            "In {}: {} {price_unit}. {}.",
            results.network.periods[parts.period].year,
            worth(results, parts.price),
            words::capital(&words::list(&named))
        )
    });
    let figure = Figure {
        title: format!("The price of {priced} taken apart"),
        measures: "Share of the price, through all stages upstream".into(),
        legend: areas.legend(),
        note: note.into(),
        table: areas.table("Shares of the price, %"),
    };
    figure.with(|size| areas.draw(size))
}

/// Arm's length against one company.
fn integrated(results: &PlanResults) -> Html {
    let rents = &results.analysis.rents;
    let focus = results.focus_period();
    let at = |values: &[Option<f64>]| values.get(focus).copied().flatten();
    let (Some(apart), Some(together)) = (at(&rents.at_arms_length), at(&rents.integrated)) else {
        return Html::empty();
    };
    let year = results.network.periods[focus].year;
    let unit = &results.analysis.yardstick.priced_unit;
    let head: Vec<Html> = ["", "Price"].into_iter().map(Html::from).collect();
    let mut rows: Vec<Vec<Html>> = vec![
        vec!["Every company adds its margin".into(), worth(results, apart).into()],
        vec!["One company, at cost".into(), worth(results, together).into()],
    ];
    let mut stages: Vec<(&str, f64)> = rents
        .integration
        .iter()
        .filter_map(|stage| Some((stage.stage.as_str(), *stage.saved.get(focus)?)))
        .filter(|row| row.1 > 0.0)
        .collect();
    stages.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (stage, saved) in stages {
        rows.push(vec![
            format!("Saved if {} alone sells at cost", words::name(stage).to_lowercase()).into(),
            worth(results, saved).into(),
        ]);
    }
    tag(
        "div",
        "box",
        table(&format!("Bought at arm’s length, or owned from end to end: a {unit} in {year}"), 1, &head, &rows),
    )
}
