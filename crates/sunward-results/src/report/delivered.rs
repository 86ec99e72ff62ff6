//! From the peak of a chip to compute that somebody uses, and what it costs in every usual unit.

use super::figure::Section;
use super::html::{Html, escape, table, tag};
use super::story::Story;
use super::words;
use sunward_economics::{Cost, Datasheet};
use sunward_quantity::Quantity;

/// One card for each use: the chain of factors, and the cost in five units.
pub fn section(story: &Story) -> Section {
    let cards = (0..story.workloads.len()).map(|w| card(story, w));
    let lead = Html::from(format!(
        "A chip's peak is not what anybody gets. One definition counts on both sides: peak × software × network × power × heat × availability × use, of the cheapest option on each side in {}.",
        story.focus
    ));
    Section {
        id: "delivered",
        short: "Unit of compute",
        title: "What one unit of compute is, and costs".into(),
        lead,
        body: tag("div", "cards", Html::join(cards)),
    }
}

fn card(story: &Story, w: usize) -> Html {
    let best = story.best(w);
    let sides: Vec<(String, usize, &(Datasheet, Cost))> = [(best.0, &story.challenger), (best.1, &story.incumbent)]
        .into_iter()
        .filter_map(|(option, name)| {
            let option = option?;
            Some((words::capital(name), option, story.cell(option)?))
        })
        .collect();
    let title = tag("h3", "", &story.workloads[w]);
    if sides.is_empty() {
        let none = tag("p", "empty", format!("No option can be had in {}.", story.focus));
        return tag("article", "card", Html::join([title, none]));
    }
    let values = story.results.model.register.values(story.focus);
    let workload = &story.results.model.workloads[w];
    let (software, utilisation) = (values.get(workload.software).value(), values.get(workload.utilisation).value());
    let unit = words::dollars();
    let mut head: Vec<Html> = vec!["".into()];
    head.extend(sides.iter().map(|side| {
        Html(format!("{}<small>{}</small>", escape(&words::clip(&side.0, 22)), escape(&words::clip(story.title(side.1), 28))))
    }));
    let mut chain = Vec::new();
    let row = |rows: &mut Vec<Vec<Html>>, title: Html, of: &dyn Fn(&Datasheet, &Cost) -> String| {
        let mut cells = vec![title];
        cells.extend(sides.iter().map(|side| Html::from(of(&side.2.0, &side.2.1))));
        rows.push(cells);
    };
    let named = |name: &str, why: &str| Html(format!("{}<small>{}</small>", escape(name), escape(why)));
    let per_kilowatt = |rate: f64| words::digits(rate * 1e3 / 1e15, 3);
    row(&mut chain, named("Peak", "PFLOP/s for each kW of chips"), &|s, _| per_kilowatt(s.peak.in_si()));
    row(&mut chain, named("× software", "useful share of the peak"), &|_, _| words::digits(software, 3));
    row(&mut chain, named("× network", "share that the links allow"), &|_, c| words::digits(c.workloads[w].network, 3));
    row(&mut chain, named("× power", "mean over the year; eclipses"), &|s, _| words::digits(s.power, 3));
    row(&mut chain, named("× heat", "share that cooling allows"), &|s, _| words::digits(s.thermal, 3));
    row(&mut chain, named("× availability", "share of its life in service"), &|s, _| words::digits(s.availability, 3));
    row(&mut chain, named("× use", "share of those hours sold or used"), &|_, _| words::digits(utilisation, 3));
    row(&mut chain, named("= delivered", "PFLOP/s for each kW of chips"), &|_, c| {
        per_kilowatt(c.workloads[w].delivered.in_si() / c.it_power.in_si())
    });
    let mut price = Vec::new();
    row(&mut price, named("An hour of one PFLOP/s", "delivered"), &|_, c| words::digits(c.workloads[w].compute.in_dollars_per_petaflops_hour(), 3));
    row(&mut price, named("An hour of one chip", "sold or used"), &|_, c| words::digits(c.workloads[w].chip_hour.in_dollars(), 3));
    row(&mut price, named("A million tokens", &format!("at {} a token", words::value(values.get(workload.operations_per_token)))), &|_, c| {
        words::digits(c.workloads[w].million_tokens.in_dollars(), 3)
    });
    row(&mut price, named("A kilowatt-hour of chips", "electricity into chips, all costs"), &|_, c| words::digits(c.it_energy.in_dollars_per_kilowatt_hour(), 3));
    row(&mut price, named("A kilowatt of chips for a year", "installed, whether it works or not"), &|_, c| {
        words::digits((c.total / c.it_power).in_dollars_per_kilowatt_year(), 4)
    });
    let chain = tag("div", "chain", table(&format!("From peak to delivered compute: {}", story.workloads[w]), 1, &head, &chain));
    let price = tag("div", "chain", table(&format!("Cost in {unit}: {}", story.workloads[w]), 1, &head, &price));
    tag("article", "card", Html::join([title, chain, tag("h4", "", format!("Cost, {unit}")), price]))
}
