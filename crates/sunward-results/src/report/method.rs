//! How it was computed, and what it leaves out.

use super::figure::Section;
use super::html::{Html, escape, tag};
use super::story::Story;
use crate::VERSION;
use sunward_quantity::money::BASE_YEAR;

/// A page of method and limits.
pub fn section(story: &Story) -> Section {
    let name = escape(&story.results.model.name);
    let method = [
        "<b>Satellites</b> are closed by physics: power, heat and mass must balance at the end of life, on the worst day of the year. Orbits are surveyed day by day with penumbra; radiators are sized for the hottest case.".to_string(),
        "<b>Data centres</b> on the ground are built from a site, a way to power and a building, with the same chips, at the same prices, improving at the same pace.".to_string(),
        "<b>Cost</b> is levelised: everything bought, spread over its life at the side’s own cost of capital, with interest during construction, plus what is replaced, insured and run; over compute that is delivered and used. Waiting for power or launch counts as margin not earned.".to_string(),
        "<b>Launch</b> prices follow from cadence, reuse, losses, pads and margin; parts of satellites and factories of rockets get cheaper with cumulative output.".to_string(),
        "<b>Crossover</b> is the first year in which the cheapest challenger costs less than the cheapest incumbent. Equal is not cheaper.".to_string(),
        format!("<b>Money</b> is dollars of {BASE_YEAR}; prices of other years are converted with the consumer price index of the United States."),
    ];
    let limits = [
        if story.results.explored.is_some() {
            "One best value for every number, except under “Uncertainty” and what follows it: there every number is drawn from its range. Ranges are as good as whoever is named."
        } else {
            "One best value for every number: the ranges stand in the list of sources but are not drawn from here."
        },
        "Each year is a purchase at that year’s prices; capacity to build, launch and connect is not limited here.",
        "No taxes, subsidies, tariffs or price changes within a life; no value for lower latency or for being out of reach.",
        "Satellites are sized, not designed: no vibration, no deployment, no packing beyond a volume, no formation.",
        "Numbers past the next ten years are extrapolations by whoever is named, and often by us.",
    ];
    let list = |items: Vec<Html>| tag("ul", "", Html::join(items.into_iter().map(|item| tag("li", "", item))));
    let formula = "<p class=\"formula\">cost of compute = <span class=\"over\"><span>Σ price × capital recovery + replacement + insurance + running</span><span>peak × software × running × network × power × heat × availability × use</span></span></p>";
    let run = format!(
        "<p>Written by Sunward {VERSION} from scenario <code>{name}</code>, seed {}. No clock is read, and what is drawn follows from the seed: the same scenario gives the same page, letter by letter. To see what one number moves, change it: <code>sunward report {name}.toml --set PATH=VALUE --out DIR</code>. All tables come beside this page as CSV files.</p>",
        story.results.seed
    );
    let body = Html::join([
        Html(formula.into()),
        tag("h3", "", "Method"),
        list(method.into_iter().map(Html).collect()),
        tag("h3", "", "Limits"),
        list(limits.into_iter().map(Html::from).collect()),
        tag("h3", "", "Repeat it"),
        Html(run),
    ]);
    Section {
        id: "method",
        short: "Method",
        title: "How it was computed, and what it leaves out".into(),
        lead: Html::empty(),
        body: tag("div", "prose", body),
    }
}
