//! How the satellite gets to orbit, and what a kilogram costs.

use super::bars::{self, Bar};
use super::chart::{Curves, Line, Mark};
use super::figure::{Figure, Section};
use super::html::{Html, table, tag};
use super::story::Story;
use super::words;
use sunward_economics::launch::Ride;
use sunward_quantity::Money;

/// The ride of the focus year, its price part by part, and the price over the years.
pub fn section(story: &Story) -> Section {
    let title = "The launch".to_string();
    let Some((option, prepared)) = story.satellite() else {
        let body = tag("p", "empty", "Nothing is launched in this scenario.");
        return Section { id: "launch", short: "Launch", title, lead: Html::empty(), body };
    };
    let vehicle =
        |ride: &Ride| ride.vehicle.and_then(|i| prepared.satellite.vehicles.get(i)).map(|name| words::name(name));
    let ride = story.cell(option).and_then(|cell| cell.0.launch.map(|ride| (ride, cell.0.mass)));
    let focus = match ride {
        Some((ride, mass)) => {
            Html::join([facts(story, &ride, mass, vehicle(&ride)), flight(story, &ride, vehicle(&ride))])
        }
        None => tag("p", "empty", format!("In {} no launch of {} can be bought.", story.focus, story.title(option))),
    };
    let lead = Html::from(
        "The price of a kilogram is worked out from how often vehicles fly, how often they are used again, and how much of their payload the satellite fills; the cheapest vehicle on sale in each year carries it.",
    );
    let body = Html::join([focus, prices(story, option, &vehicle)]);
    Section { id: "launch", short: "Launch", title, lead, body }
}

fn facts(story: &Story, ride: &Ride, mass: sunward_quantity::Mass, vehicle: Option<String>) -> Html {
    let mut rows: Vec<(String, String)> = Vec::new();
    let typed = vehicle.is_none();
    rows.push(("Vehicle".into(), vehicle.unwrap_or("price typed in".into())));
    if !typed {
        rows.push(("Carries to this orbit".into(), words::value(ride.payload)));
        let limit = if ride.volume_limited { "by volume" } else { "by mass" };
        rows.push(("Satellites on a flight, mean".into(), format!("{}, {limit}", words::brief(ride.satellites))));
        rows.push(("Price of a flight".into(), words::value(ride.flight_price)));
    }
    rows.push(("Satellite".into(), words::value(mass)));
    rows.push(("Price for one satellite".into(), words::value(ride.price)));
    rows.push(("Price by mass of satellite".into(), words::value(ride.price_per_mass)));
    let items =
        rows.into_iter().map(|(name, value)| tag("div", "", Html::join([tag("dt", "", name), tag("dd", "", value)])));
    tag(
        "div",
        "box",
        Html::join([tag("h3", "", format!("The ride in {}", story.focus)), tag("dl", "facts", Html::join(items))]),
    )
}

fn flight(story: &Story, ride: &Ride, vehicle: Option<String>) -> Html {
    let Some(cost) = ride.flight_cost else {
        return tag("p", "note", "The price of this launch is typed in, so a flight has no parts to show.");
    };
    let price = cost.price();
    let parts: [(&str, Money, &str); 9] = [
        ("Boosters", cost.boosters, "f2"),
        ("Upper stages", cost.ships, "f2"),
        ("Refurbishment", cost.refurbishment, "f6"),
        ("Propellant", cost.propellant, "f4"),
        ("Range, recovery, crew", cost.operations, "f5"),
        ("Staff and plant", cost.fixed, "f3"),
        ("Pads", cost.pads, "f3"),
        ("Vehicles lost", cost.losses, "f6"),
        ("Seller's margin", cost.margin, "f7"),
    ];
    let bars: Vec<Bar> = parts
        .iter()
        .map(|(name, money, class)| {
            let words = format!("{} ({})", words::brief(money.in_million_dollars()), words::percent(*money / price));
            Bar::plain(name, class, money.in_million_dollars(), &words)
        })
        .collect();
    let rows: Vec<Vec<Html>> = parts
        .iter()
        .chain([&("All", price, "")])
        .map(|(name, money, _)| {
            vec![
                (*name).into(),
                words::digits(money.in_million_dollars(), 4).into(),
                words::percent(*money / price).into(),
            ]
        })
        .collect();
    let unit = format!("million {}", words::dollars());
    let title = format!("What a flight of {} costs in {}", vehicle.unwrap_or("the vehicle".into()), story.focus);
    let figure = Figure {
        title: title.clone(),
        measures: format!("{unit} a flight; {} in all", words::brief(price.in_million_dollars())),
        legend: Html::empty(),
        note: Html::empty(),
        table: table(&format!("{unit} a flight"), 1, &["Part".into(), unit.clone().into(), "Share".into()], &rows),
    };
    figure.with(|size| bars::draw(&title, &bars, size, 190.0, 18.0))
}

fn prices(story: &Story, option: usize, vehicle: &impl Fn(&Ride) -> Option<String>) -> Html {
    let costs = &story.results.costs;
    let rides: Vec<Option<Ride>> =
        costs.series[option].years.iter().map(|year| year.as_ref().ok().and_then(|cell| cell.0.launch)).collect();
    if rides.iter().all(Option::is_none) {
        return Html::empty();
    }
    let values: Vec<Option<f64>> =
        rides.iter().map(|ride| ride.map(|r| r.price_per_mass.in_dollars_per_kilogram())).collect();
    let mut marks = Vec::new();
    let mut before: Option<Option<String>> = None;
    for (at, ride) in rides.iter().enumerate() {
        let Some(ride) = ride else { continue };
        let name = vehicle(ride);
        if before.as_ref() != Some(&name) {
            let words = format!("{}: {}", costs.years[at], name.clone().unwrap_or("price typed in".into()));
            marks.push(Mark { at, class: "q".into(), short: words.clone(), words, value: values[at] });
            before = Some(name);
        }
    }
    let unit = format!("{}/kg of satellite", words::dollars());
    // Every vehicle on sale, and the cheapest of them, which is taken.
    let on_sale: Vec<Line> = costs
        .rides
        .iter()
        .filter(|row| row.option == option && row.years.iter().any(Option::is_some))
        .enumerate()
        .map(|(i, row)| Line {
            name: words::name(&row.vehicle),
            class: format!("e{}", i % 8),
            values: row.years.iter().map(|ride| ride.map(|r| r.price_per_mass.in_dollars_per_kilogram())).collect(),
        })
        .collect();
    let mut lines = vec![Line { name: "cheapest, taken".into(), class: "o0 strong".into(), values: values.clone() }];
    let typed = rides.iter().flatten().all(|ride| ride.vehicle.is_none());
    if on_sale.len() > 1 && !typed {
        lines.extend(on_sale);
    }
    let curves = Curves {
        says: "Launch price by mass of satellite, by year".into(),
        years: &costs.years,
        lines,
        marks,
        focus: Some(story.focus),
        level: None,
        cap: None,
        unit: unit.clone(),
        height: 300.0,
    };
    let rows: Vec<Vec<Html>> = costs
        .years
        .iter()
        .zip(&rides)
        .map(|(year, ride)| {
            let cells = match ride {
                Some(r) => [
                    vehicle(r).unwrap_or("price typed in".into()),
                    words::digits(r.price_per_mass.in_dollars_per_kilogram(), 4),
                    if r.vehicle.is_some() {
                        words::digits(r.flight_price.in_million_dollars(), 4)
                    } else {
                        "–".into()
                    },
                    if r.vehicle.is_some() { words::value(r.payload) } else { "–".into() },
                ],
                None => ["cannot be had".into(), "–".into(), "–".into(), "–".into()],
            };
            std::iter::once(Html::from(year.to_string())).chain(cells.into_iter().map(Html::from)).collect()
        })
        .collect();
    let head: Vec<Html> = vec![
        "Year".into(),
        "Vehicle".into(),
        unit.clone().into(),
        format!("million {} a flight", words::dollars()).into(),
        "Payload".into(),
    ];
    let figure = Figure {
        title: "Launch price over the years".into(),
        measures: format!("{unit} (log scale); marked where another vehicle becomes the cheapest"),
        legend: curves.letters(),
        note: Html::empty(),
        table: table(&unit, 2, &head, &rows),
    };
    figure.with(|size| curves.draw(size))
}
