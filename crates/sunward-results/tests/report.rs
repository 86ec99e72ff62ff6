//! The report is one safe, whole, self-contained page, whatever the scenario says.

#[path = "support/small_chain.rs"]
mod small_chain;

use std::collections::BTreeSet;
use sunward_economics::{costs, trades};
use sunward_network::Objective;
use sunward_results::report::{plan_page, report, track_page};
use sunward_results::track::plan_lines;
use sunward_results::{Case, PlanOutcome, Results};
use sunward_scenario::{MemoryFiles, Paint, draw, read};
use sunward_tracking::checkpoints::track;
use sunward_tracking::date::Period;
use sunward_tracking::observed::{Observed, read_observed};

const FIRST_LIGHT: &str = include_str!("../../../scenarios/first_light.toml");
const TERAWATT: &str = include_str!("../../../scenarios/terawatt.toml");

/// The report of a scenario that changes some fields of the small one.
fn page_of(changes: &str) -> String {
    report(&results_of("first_light.toml", FIRST_LIGHT, changes))
}

fn results_of(name: &str, text: &str, changes: &str) -> Results {
    let files = MemoryFiles::new("trial.toml", format!("include = [\"{name}\"]\n{changes}")).with(name, text);
    let model = read(&files).unwrap_or_else(|mistakes| panic!("{}", draw(&mistakes, Paint::Plain)));
    let costs = costs(&model).expect("the scenario can be evaluated");
    let results = Results::gather(model, costs, Vec::new(), 7);
    Results { trades: trades(&results.model), ..results }
}

/// Tags of a page in order: name and whether it closes; leaves out what stands in style and script.
fn tags(page: &str) -> Vec<(String, bool, String)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("every tag ends");
        let inside = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if inside.starts_with('!') {
            continue;
        }
        let closes = inside.starts_with('/');
        let name: String = inside.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !closes && (name == "style" || name == "script") {
            let close = rest.find(&format!("</{name}>")).expect("style and script end");
            rest = &rest[close..];
        }
        tags.push((name, closes, inside.to_string()));
    }
    tags
}

/// Every tag that opens closes, in order; ids are unique.
fn assert_well_formed(page: &str) {
    const VOID: &[&str] = &["meta", "input", "wbr", "br"];
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    for (name, closes, inside) in tags(page) {
        if closes {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "</{name}> closes what it opened");
        } else if !inside.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
        if let Some(at) = inside.find(" id=\"") {
            let id: String = inside[at + 5..].chars().take_while(|c| *c != '"').collect();
            assert!(ids.insert(id.clone()), "the id {id} stands once");
        }
        assert_eq!(inside.matches('"').count() % 2, 0, "quotes of <{inside}> are paired");
    }
    assert!(open.is_empty(), "still open: {open:?}");
    for odd in ["NaN", "inf ", "-0\"", "undefined"] {
        let in_shapes = tags(page)
            .iter()
            .any(|tag| ["path", "line", "rect", "circle", "text"].contains(&tag.0.as_str()) && tag.2.contains(odd));
        assert!(!in_shapes, "no shape has {odd} as a place");
    }
}

/// Nothing is loaded from anywhere; only words link to the outside.
fn assert_self_contained(page: &str) {
    for (name, _, inside) in tags(page) {
        assert!(
            !["link", "img", "iframe", "object", "embed", "image", "use", "base", "form", "video", "audio"]
                .contains(&name.as_str()),
            "<{inside}>"
        );
        assert!(!inside.contains(" src=") && !inside.contains("srcset"), "<{inside}> loads something");
        if inside.contains("href=") {
            assert_eq!(name, "a", "only words link: <{inside}>");
            let safe = ["href=\"#", "href=\"https://", "href=\"http://"].iter().any(|start| inside.contains(start));
            assert!(safe, "<{inside}>");
        }
        let names: String = inside.split('"').step_by(2).collect();
        assert!(!names.split_whitespace().any(|word| word.starts_with("on")), "<{inside}> runs something");
    }
    let style = &page[page.find("<style>").unwrap()..page.find("</style>").unwrap()];
    assert!(!style.contains("@import") && !style.contains("http") && !style.contains("@font-face"));
    let script = &page[page.find("<script>").unwrap()..page.find("</script>").unwrap()];
    for odd in ["eval(", "Function(", "innerHTML", "fetch(", "XMLHttpRequest", "import(", "http", "Date", "Math.random"]
    {
        assert!(!script.contains(odd), "the script has {odd}");
    }
}

fn assert_sound(page: &str) {
    assert_well_formed(page);
    assert_self_contained(page);
    for id in [
        "cases",
        "curves",
        "stack",
        "delivered",
        "satellite",
        "trades",
        "launch",
        "eclipses",
        "break-even",
        "ledger",
        "method",
    ] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "there is a section {id}");
        assert!(page.contains(&format!("href=\"#{id}\"")), "and a way to it");
    }
    for figure in page.split("<figure>").skip(1) {
        let figure = figure.split("</figure>").next().unwrap_or("");
        assert!(figure.contains("<details class=\"data\">") && figure.contains("<table>"), "every chart has a table");
        assert!(
            figure.contains("class=\"wide\"") && figure.contains("class=\"narrow\""),
            "and is drawn for both widths"
        );
        assert!(figure.contains("<p class=\"measures\">"), "and says what it measures");
    }
    assert!(page.contains("dollars of 2025"), "money has a year");
}

#[test]
fn the_small_scenario_gives_a_sound_page() {
    let page = page_of("");
    assert_sound(&page);
    assert!(page.contains("Drawn to scale"), "its satellite is drawn");
    assert!(page.contains("class=\"person\""), "with a person for size");
    assert!(page.contains("Minutes of eclipse"), "its eclipses are shown");
}

#[test]
fn the_large_scenario_and_its_companions_give_a_sound_page() {
    let mut results = results_of("terawatt.toml", TERAWATT, "[scenario]\ncompanions = []\n");
    let other = Case { name: "other <b>case</b>".into(), ..results.cases[0].clone() };
    results.cases.push(other);
    let page = report(&results);
    assert_sound(&page);
    assert!(page.contains("Other &lt;b&gt;case&lt;/b&gt;"));
}

#[test]
fn the_same_results_give_the_same_page() {
    assert_eq!(page_of(""), page_of(""));
}

#[test]
fn what_a_scenario_says_is_escaped() {
    let page = page_of(
        r#"
[scenario]
question = "<script>alert('question')</script>"
summary = "<img src=x onerror=alert(1)> & \"quotes\""
number_format = "</style><script>alert(2)</script>"
[satellite.lantern]
title = "<script>alert('title')</script> with \"quotes\" & more"
margin = { best = 0.1, source = "evil", kind = "claimed", note = "</td><script>alert(3)</script>", date = "2025" }
[source.evil]
title = "<svg onload=alert(4)>"
author = "O'Neill \"<b>\""
year = "<i>2025</i>"
address = "javascript:alert(5)"
"#,
    );
    assert_sound(&page);
    assert_eq!(page.matches("<script>").count(), 1, "only the page's own script");
    assert!(!page.contains("<img") && !page.contains("<svg onload") && !page.contains("href=\"javascript"));
    assert!(page.contains("&lt;script&gt;alert(&#39;title&#39;)"), "the title is shown as it was written");
}

#[test]
fn a_scenario_of_one_year_gives_a_sound_page() {
    let page = page_of("[scenario]\nstart = 2030\nend = 2030\nfocus = 2030\n");
    assert_sound(&page);
    assert!(page.contains("class=\"point "), "a curve of one year is a point");
}

#[test]
fn trades_are_drawn_with_their_optimum_their_choice_and_their_gaps() {
    let section = |page: &str| {
        let rest = page.split("<section id=\"trades\"").nth(1).expect("there are trades").to_string();
        rest.split("</section>").next().unwrap_or("").to_string()
    };
    let page = page_of("[satellite.lantern]\nneighbour_gap = { best = \"5 m\", source = \"guess\" }\n");
    assert_sound(&page);
    let trades = section(&page);
    assert!(trades.contains("class=\"gap\"") && trades.contains("Tried, but not to be had"), "gaps are drawn and told");
    assert!(trades.contains("further off"), "with their reason");
    let plain = section(&page_of(""));
    for decision in ["Altitude of the orbit", "Temperature of the chips", "Power of the chips in eclipse", "Shielding"]
    {
        assert!(plain.contains(&format!("<h3>{decision}")), "{decision} has its figure");
    }
    assert!(plain.contains("chosen: 650 km") && plain.contains("Batch is cheapest at"), "choice and reason are told");
    // Without anybody having asked, the section says so.
    let results = results_of("first_light.toml", FIRST_LIGHT, "");
    assert!(section(&report(&Results { trades: Vec::new(), ..results })).contains("nothing to trade"));
}

/// A study typed in, in every field that has to be.
const STUDY: &str = r#"
[typed.study]
title = "A study, as it was made"
site = "somewhere"
way = "somehow"
chip = "b300"
capex = { best = "12000 USD_2025/kW", source = "guess" }
life = { best = "10 years", source = "guess" }
operations = { best = "500 USD_2025/kW/year", source = "guess" }
replacement = { best = "3 %/year", source = "guess" }
power_duty = { best = 0.98, source = "guess" }
availability = { best = 0.97, source = "guess" }
network = { best = "400 Gbit/s/kW", source = "guess" }
lead_time = { best = "12 months", source = "guess" }
construction = { best = "6 months", source = "guess" }
wacc = { best = "9 %/year", source = "guess" }
"#;

#[test]
fn without_a_satellite_the_page_says_so() {
    let page = page_of(&format!("[scenario]\nchallengers = [\"typed.study\"]\n{STUDY}"));
    assert_sound(&page);
    assert!(page.contains("No satellite stands in this scenario"));
    assert!(page.contains("Nothing is launched in this scenario."));
    assert!(page.contains("No orbit was surveyed"));
    assert!(page.contains("A study, as it was made"));
}

#[test]
fn several_challengers_stand_side_by_side() {
    let page = page_of(&format!("[scenario]\nchallengers = [\"satellite.lantern\", \"typed.study\"]\n{STUDY}"));
    assert_sound(&page);
    assert!(page.contains("Every pair: when does each challenger"));
}

#[test]
fn typed_in_mass_price_and_launch_give_a_sound_page() {
    let page = page_of(
        r#"
[satellite.lantern]
specific_power = { best = "100 kW/t", source = "guess" }
price = { best = "5000 USD_2025/kW", source = "guess" }
launch_price = { best = "150 USD_2025/kg", source = "guess" }
"#,
    );
    assert_sound(&page);
    assert!(page.contains("price typed in"));
}

#[test]
fn what_cannot_be_had_is_said_with_its_reason() {
    // A radiator hotter than its chips allow closes in no year.
    let page = page_of("[chip.b300]\ntemperature_limit = { best = \"150 K\", source = \"guess\" }\n");
    assert_sound(&page);
    assert!(page.contains("cannot be had in"), "the years are named");
    assert!(page.contains("does not close"), "and so is the reason");
}

#[test]
fn guesses_stand_out_and_are_counted() {
    let page = page_of("");
    let counted = page.matches("<tr class=\"is-guess\">").count();
    assert!(counted > 0);
    assert!(page.contains(&format!("<mark>{counted} of them")), "the count at the head is the count of the rows");
}

#[test]
fn a_plan_is_drawn_in_five_sections() {
    let planned = small_chain::planned(&small_chain::network(20, 8.0), Objective::LeastCost);
    if let Some(place) = option_env!("CARGO_TARGET_TMPDIR") {
        // To look at.
        std::fs::write(format!("{place}/plan.html"), plan_page("small chain", &planned)).expect("there is room");
    }
    let results = results_of("first_light.toml", FIRST_LIGHT, "");
    let page = report(&Results { plan: Some(PlanOutcome::Planned(Box::new(planned))), ..results });
    assert_sound(&page);
    for id in ["plan", "flows", "bottlenecks", "schedule", "rents"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "there is a section {id}");
    }
    for words in ["Chips in service, by place", "Unmet.", "The plan’s arithmetic", "Under construction", "taken apart"]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_plan_of_one_year_and_one_of_nothing_scarce_give_sound_pages() {
    for (years, wanted) in [(1, 0.0), (6, 0.0)] {
        let planned = small_chain::planned(&small_chain::network(years, wanted), Objective::LeastCost);
        let results = results_of("first_light.toml", FIRST_LIGHT, "");
        assert_sound(&report(&Results { plan: Some(PlanOutcome::Planned(Box::new(planned))), ..results }));
    }
}

/// What a file of observations says is escaped, on the page of progress and in the report of everything.
#[test]
fn progress_is_a_sound_page_whatever_a_file_says() {
    let own = r#"
[series.orbital_launches]
title = "Launches</title><script>alert(1)</script>"
counts = "rate"
unit = "launches/year"
source = "<b onmouseover=alert(2)>"
kind = "measured"
note = "\"><img src=x>"
points = [
    { date = "2026", value = 0.001, low = 0, high = 1e30, known = "2027", note = "<i>" },
    { date = "2027", value = 0, known = "2028" },
]
"#;
    let observed = Observed::shipped().with(read_observed(own, "own.toml").unwrap()).unwrap();
    for on in ["1950", "2021", "2026", "2028"] {
        let on = Period::read(on).unwrap().last;
        let tracked = track(&observed, &[], on, 0, &|| true).unwrap();
        let page = track_page("<name>", &tracked);
        assert_well_formed(&page);
        assert_self_contained(&page);
        assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("<name>"));
        for id in ["progress-chips", "progress-power", "progress-launch", "progress-calibration"] {
            assert!(page.contains(&format!("<section id=\"{id}\"")), "{id}");
        }
        let whole = Results { tracked: Some(tracked), ..results_of("first_light.toml", FIRST_LIGHT, "") };
        assert_sound(&report(&whole));
        assert!(sunward_results::document::results(&whole)["track"]["checkpoints"].as_array().is_some());
        assert!(sunward_results::table::tables(&whole).iter().any(|table| table.name == "milestones"));
    }
}

/// Flights, what they carry and chips in service are those of the plan, at the middle of each period.
#[test]
fn lines_of_a_plan_are_its_own_numbers() {
    let planned = small_chain::planned(&small_chain::network(20, 8.0), Objective::LeastCost);
    let costs = results_of("first_light.toml", FIRST_LIGHT, "").costs;
    let observed = Observed::shipped();
    let lines = plan_lines(&costs, Some((&planned.network, &planned.plan)), &observed);
    let line = |measure: &str| lines.iter().find(|line| line.measure == measure);
    let network = &planned.network;
    let lift = network.processes.iter().position(|process| process.unit == "t" && !process.uses.is_empty());
    let lift = lift.expect("mass is carried");
    let year = 365.25 * 86_400.0;
    let (launches, mass) = (line("orbital_launches").unwrap(), line("world_mass_to_orbit").unwrap());
    let mut carried = 0.0;
    for (period, (launch, tonnes)) in launches.points.iter().zip(&mass.points).enumerate() {
        let run = planned.plan.runs[lift][period];
        assert_eq!(launch.0, network.periods[period].start + 0.5 * network.periods[period].years);
        // A tonne takes a hundredth of a flight.
        assert!((launch.1 * year - 0.01 * run).abs() <= 1e-9 * run, "{period}");
        assert!((tonnes.1 * year / 1000.0 - run).abs() <= 1e-9 * run, "{period}");
        carried += run;
    }
    assert!(carried > 0.0, "the plan flies");
    let out = sunward_results::plan::build_out::build_out(network, &planned.plan);
    let home = out.places.iter().find(|place| place.name == "texas").unwrap();
    let standing = line("frontier_data_centre_power").unwrap();
    for (point, gigawatts) in standing.points.iter().zip(&home.standing) {
        assert!((point.1 / 1e9 - gigawatts).abs() <= 1e-9 * gigawatts.max(1.0), "orbit is left out");
    }
    assert!(line("ai_chip_power_shipped").is_none(), "this chain makes nothing of that name");
    // Without a plan what the costs say is left.
    let alone = plan_lines(&costs, None, &observed);
    assert!(alone.iter().all(|line| line.measure == "falcon_price"));
}
