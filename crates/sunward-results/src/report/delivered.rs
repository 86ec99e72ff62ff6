//! From the peak of a chip to compute that somebody uses, and what it costs in every usual unit.

use super::figure::Section;
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::words;
use sunward_economics::{Cost, Datasheet};
use sunward_quantity::Quantity;

/// One option that stands for a side.
struct Side<'a> {
    name: String,
    option: usize,
    sheet: &'a Datasheet,
    cost: &'a Cost,
}

/// What is said of one use and one side: the chain of factors, then the costs.
struct Row {
    title: String,
    why: String,
    cells: Vec<String>,
}

/// Share of its time that a job should keep.
const KEPT: f64 = 0.9;

/// The chain of factors and the cost in five units: one table on a desk, a card for each use on a phone.
pub fn section(story: &Story) -> Section {
    let lead = Html::from(format!(
        "A chip's peak is not what anybody gets. One definition counts on both sides: peak × software × running × network × power × heat × availability × use, of the cheapest option on each side in {}.",
        story.focus
    ));
    let uses: Vec<(usize, Vec<Side>)> =
        (0..story.workloads.len()).map(|w| (w, sides(story, w))).filter(|row| !row.1.is_empty()).collect();
    let body = if uses.is_empty() {
        tag("p", "empty", format!("No option can be had in {}.", story.focus))
    } else {
        let cards = uses.iter().map(|(w, sides)| card(story, *w, sides));
        let names: Vec<Option<usize>> = uses[0].1.iter().map(|side| Some(side.option)).collect();
        let same =
            uses.iter().all(|(_, sides)| sides.iter().map(|side| Some(side.option)).collect::<Vec<_>>() == names);
        let who: Vec<String> =
            uses[0].1.iter().map(|side| format!("{}: {}", side.name, story.title(side.option))).collect();
        let who = if same { tag("p", "note", format!("{}.", who.join(". "))) } else { Html::empty() };
        Html::join([
            tag(
                "div",
                "wide",
                tag("div", "box", Html::join([desk(story, &uses, true, same), desk(story, &uses, false, same), who])),
            ),
            tag("div", "narrow cards", Html::join(cards)),
            tag("p", "note", together(story, &uses)),
        ])
    };
    Section {
        id: "delivered",
        short: "Unit of compute",
        title: "What one unit of compute is, and costs".into(),
        lead,
        body,
    }
}

/// How many chips may wait for each other, by use and side.
fn together(story: &Story, uses: &[(usize, Vec<Side>)]) -> String {
    let terms = story.results.costs.prepared.terms.read(&story.results.model.register.values(story.focus));
    let each = uses.iter().map(|(w, sides)| {
        let counts: Vec<String> = sides
            .iter()
            .map(|side| {
                let most = terms.workloads[*w].together.most_chips(side.sheet, KEPT);
                let most = most.map_or("none".into(), |most| words::digits(most, 2));
                format!("{most} ({})", side.name)
            })
            .collect();
        format!("{}: {}", story.workloads[*w].to_lowercase(), counts.join(", "))
    });
    format!(
        "Chips that may wait for each other and still work nine tenths of their time, with what interrupts them here: {}.",
        each.collect::<Vec<_>>().join("; ")
    )
}

fn sides<'a>(story: &Story<'a>, w: usize) -> Vec<Side<'a>> {
    let best = story.best(w);
    [(best.0, &story.challenger), (best.1, &story.incumbent)]
        .into_iter()
        .filter_map(|(option, name)| {
            let option = option?;
            let (sheet, cost) = story.cell(option)?;
            Some(Side { name: words::capital(name), option, sheet, cost })
        })
        .collect()
}

fn heading(story: &Story, side: &Side) -> Html {
    let title = words::clip(story.title(side.option), 40);
    if title.to_lowercase() == side.name.to_lowercase() {
        return title.into();
    }
    Html(format!("{}<small>{}</small>", escape(&side.name), escape(&title)))
}

/// Factors from peak to delivered compute.
fn chain(story: &Story, w: usize, sides: &[Side]) -> Vec<Row> {
    let values = story.results.model.register.values(story.focus);
    let workload = &story.results.model.workloads[w];
    let (software, utilisation) = (values.get(workload.software).value(), values.get(workload.utilisation).value());
    let row = |title: &str, why: &str, of: &dyn Fn(&Datasheet, &Cost) -> f64| Row {
        title: title.into(),
        why: why.into(),
        cells: sides.iter().map(|side| words::digits(of(side.sheet, side.cost), 3)).collect(),
    };
    vec![
        row("Peak", "PFLOP/s for each kW of chips", &|s, _| s.peak.in_si() * 1e3 / 1e15),
        row("× software", "useful share of the peak", &|_, _| software),
        row("× running", "share that interruptions leave", &|_, c| c.workloads[w].running),
        row("× network", "share that the links allow", &|_, c| c.workloads[w].network),
        row("× power", "mean over the year, eclipses counted", &|s, _| s.power),
        row("× heat", "share that cooling allows", &|s, _| s.thermal),
        row("× availability", "share of its life in service", &|s, _| s.availability),
        row("× use", "share of those hours sold or used", &|_, _| utilisation),
        row("= delivered", "PFLOP/s for each kW of chips", &|_, c| {
            c.workloads[w].delivered.in_si() / c.it_power.in_si() * 1e3 / 1e15
        }),
    ]
}

/// The same cost in five units.
fn prices(story: &Story, w: usize, sides: &[Side]) -> Vec<Row> {
    let values = story.results.model.register.values(story.focus);
    let token = words::value(values.get(story.results.model.workloads[w].operations_per_token));
    let row = |title: &str, why: &str, of: &dyn Fn(&Cost) -> f64| Row {
        title: title.into(),
        why: why.into(),
        cells: sides.iter().map(|side| words::digits(of(side.cost), 3)).collect(),
    };
    vec![
        row("An hour of one PFLOP/s", "delivered", &|c| c.workloads[w].compute.in_dollars_per_petaflops_hour()),
        row("An hour of one chip", "sold or used", &|c| c.workloads[w].chip_hour.in_dollars()),
        row("A million tokens", &format!("at {token} a token"), &|c| c.workloads[w].million_tokens.in_dollars()),
        row("A kilowatt-hour of chips", "into chips in service, all costs", &|c| {
            c.it_energy.in_dollars_per_kilowatt_hour()
        }),
        row("A kilowatt of chips for a year", "installed, working or not", &|c| {
            (c.total / c.it_power).in_dollars_per_kilowatt_year()
        }),
    ]
}

/// One table for all uses.
fn desk(story: &Story, uses: &[(usize, Vec<Side>)], factors: bool, short: bool) -> Html {
    let columns: Vec<Vec<Row>> = uses
        .iter()
        .map(|(w, sides)| if factors { chain(story, *w, sides) } else { prices(story, *w, sides) })
        .collect();
    let caption = if factors {
        "From peak to delivered compute".to_string()
    } else {
        format!("The same cost in five units, {}", words::dollars())
    };
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\"><table class=\"{1}\"><caption>{0}</caption><thead><tr><td></td>",
        escape(&caption),
        if factors { "factors" } else { "prices" }
    );
    for (w, sides) in uses {
        out.push_str(&format!(
            "<th scope=\"colgroup\" class=\"use\" colspan=\"{}\">{}</th>",
            sides.len(),
            escape(&story.workloads[*w])
        ));
    }
    out.push_str("</tr><tr><td></td>");
    for (_, sides) in uses {
        for (i, side) in sides.iter().enumerate() {
            let class = if i == 0 { "n first" } else { "n" };
            out.push_str(&format!(
                "<th scope=\"col\" class=\"{class}\">{}</th>",
                if short { Html::from(&side.name) } else { heading(story, side) }
            ));
        }
    }
    out.push_str("</tr></thead><tbody>");
    for (index, first) in columns[0].iter().enumerate() {
        // Words that differ between uses, such as operations a token, are left to the cards.
        let why = if columns.iter().all(|rows| rows[index].why == first.why) {
            first.why.clone()
        } else {
            "operations a token differ by use".into()
        };
        out.push_str(&format!("<tr><th scope=\"row\">{}<small>{}</small></th>", escape(&first.title), escape(&why)));
        for rows in &columns {
            for (i, cell) in rows[index].cells.iter().enumerate() {
                out.push_str(&format!("<td class=\"{}\">{}</td>", if i == 0 { "n first" } else { "n" }, escape(cell)));
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    Html(out)
}

/// One use.
fn card(story: &Story, w: usize, sides: &[Side]) -> Html {
    let mut head: Vec<Html> = vec!["".into()];
    head.extend(sides.iter().map(|side| heading(story, side)));
    let rows = |rows: Vec<Row>| -> Vec<Vec<Html>> {
        rows.into_iter()
            .map(|row| {
                let title = Html(format!("{}<small>{}</small>", escape(&row.title), escape(&row.why)));
                std::iter::once(title).chain(row.cells.into_iter().map(Html::from)).collect()
            })
            .collect()
    };
    let name = &story.workloads[w];
    let unit = words::dollars();
    let factors = table(&format!("From peak to delivered compute: {name}"), 1, &head, &rows(chain(story, w, sides)));
    let costs = table(&format!("Cost in {unit}: {name}"), 1, &head, &rows(prices(story, w, sides)));
    let inner = [
        tag("h3", "", name),
        tag("div", "chain factors", factors),
        tag("h4", "", format!("Cost, {unit}")),
        tag("div", "chain", costs),
    ];
    tag("article", "card", Html::join(inner))
}
