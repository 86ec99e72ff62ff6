//! The satellite of the focus year, drawn to scale.

use super::budgets;
use super::figure::{Figure, Section};
use super::html::{Html, escape, table, tag};
use super::story::{Story, span};
use super::svg::{Anchor, Drawing, Size, n};
use super::words;
use sunward_economics::Datasheet;
use sunward_model::technology::RadiatorConcept;
use sunward_physics::spacecraft::Sized;
use sunward_quantity::Mass;
use sunward_quantity::elementary::power;

/// A drawing assumption, so that the bus has a size: it changes no result.
const BUS_DENSITY: f64 = 300.0;

/// Drawing and budgets.
pub fn section(story: &Story) -> Section {
    let id = "satellite";
    let short = "Satellite";
    let title = format!("The satellite in {}", story.focus);
    let Some((option, prepared)) = story.satellite() else {
        let body = tag("p", "empty", "No satellite stands in this scenario: what flies is typed in, or nothing flies.");
        return Section { id, short, title, lead: Html::empty(), body };
    };
    let name = story.title(option);
    let Some((sheet, _)) = story.cell(option) else {
        let refusals = story.refusals(option);
        let why = refusals.iter().find(|row| row.0 <= story.focus && story.focus <= row.1);
        let why = why.map_or(String::new(), |row| format!(" ({}: {})", span(row.0, row.1), row.2));
        let body = tag("p", "empty", format!("{name} cannot be had in {}{why}.", story.focus));
        return Section { id, short, title, lead: Html::empty(), body };
    };
    let Some(sized) = &sheet.sized else {
        let body = tag(
            "p",
            "empty",
            format!(
                "Mass and price of {name} are typed in ({} of mass for {} of chips); there is no closed design to draw.",
                words::value(sheet.mass),
                words::value(sheet.it_power)
            ),
        );
        return Section { id, short, title, lead: Html::empty(), body };
    };
    let concept = story.results.model.radiators.get(&prepared.satellite.radiator).map(|r| r.concept);
    let back = concept == Some(RadiatorConcept::BackOfArray);
    let values = story.results.model.register.values(story.focus);
    let design = prepared.design(&values);
    let typed = (sheet.mass - sized.mass_total).in_kilograms().abs() > 1e-6 * sized.mass_total.in_kilograms();
    let lead = Html(format!(
        "<b>{}</b>: {} of chips, {} in all, {} kg for each kilowatt of chips.{}",
        escape(name),
        words::value(sheet.it_power),
        words::short(sheet.mass),
        words::brief((sheet.mass / sheet.it_power).in_kilograms_per_kilowatt()),
        if typed { " Its mass is typed in; the parts below are those of the design that physics closes." } else { "" }
    ));
    let body = Html::join([
        drawing(sheet, sized, back),
        budgets::mass(story, sized),
        budgets::electricity(story, sized, &design),
        budgets::heat(sized, sheet, back),
    ]);
    Section { id, short, title, lead, body }
}

/// Sizes of what is drawn, in metres.
struct Shape {
    wing: (f64, f64),
    panel: Option<(f64, f64)>,
    bus: f64,
    boom: f64,
}

impl Shape {
    fn of(sized: &Sized, back: bool) -> Self {
        let wing = |area: f64, aspect: f64| {
            let width = (area / aspect).sqrt();
            (width * aspect, width)
        };
        let m = &sized.masses;
        let rest = (sized.mass_total - m.array - if back { Mass::ZERO } else { m.radiator }).in_kilograms().max(1.0);
        let bus = power(rest / BUS_DENSITY, 1.0 / 3.0);
        let area = 0.5 * sized.array_area.in_square_metres();
        let radiator = 0.5 * sized.radiator_area.in_square_metres();
        Self {
            wing: wing(area, if area < 8.0 { 2.0 } else { 2.8 }),
            panel: if back || radiator <= 0.0 { None } else { Some(wing(radiator, 1.7)) },
            bus,
            boom: 0.35 * bus + 0.4,
        }
    }

    /// Where the wings begin: clear of the bus and of the radiators beside it.
    fn root(&self) -> f64 {
        let clear = self.panel.map_or(0.0, |panel| 0.5 * panel.1 + 0.45 * self.bus);
        (0.5 * self.bus + self.boom).max(clear)
    }

    /// Half of the span along the wings, and across them.
    fn half(&self) -> (f64, f64) {
        let along = self.wing.0 + self.root();
        let across = self.panel.map_or(0.0, |p| p.0 + self.boom + 0.5 * self.bus);
        (along, across.max(0.5 * self.wing.1).max(0.5 * self.bus))
    }
}

fn drawing(sheet: &Datasheet, sized: &Sized, back: bool) -> Html {
    let shape = Shape::of(sized, back);
    let parts: Vec<Vec<Html>> = vec![
        vec![
            "Solar array (two wings)".into(),
            words::value(sized.array_area).into(),
            format!("{} × {} m each", words::brief(shape.wing.0), words::brief(shape.wing.1)).into(),
        ],
        vec![
            if back {
                "Radiator (back of the array)".into()
            } else {
                "Radiator (two panels, both faces radiate)".into()
            },
            words::value(sized.radiator_area).into(),
            shape
                .panel
                .map_or("as the array".to_string(), |p| format!("{} × {} m each", words::brief(p.0), words::brief(p.1)))
                .into(),
        ],
        vec!["Bus with chips".into(), "–".into(), format!("cube of {} m", words::brief(shape.bus)).into()],
    ];
    let note = if back {
        "Areas are worked out; the outline is ours. The radiator is the array’s own back. The bus is drawn at 300 kg/m³, which changes no result."
    } else {
        "Areas are worked out; the outline is ours. The radiator stands edge-on to the Sun and is drawn turned by a quarter so that it can be seen. The bus is drawn at 300 kg/m³, which changes no result."
    };
    let figure = Figure {
        title: "Drawn to scale".into(),
        measures: "Seen from the Sun; the person is 1.75 m tall".into(),
        legend: Html::empty(),
        note: note.into(),
        table: table("Sizes", 1, &["Part".into(), "Area".into(), "Drawn as".into()], &parts),
    };
    figure.with(|size| to_scale(sheet, sized, &shape, size))
}

fn to_scale(sheet: &Datasheet, sized: &Sized, shape: &Shape, size: Size) -> Html {
    let width = size.width();
    let (along, across) = shape.half();
    let strip = 74.0;
    let (scale, height, centre) = match size {
        Size::Wide => {
            let scale = f64::min((width - 40.0) / (2.0 * along), 420.0 / (2.0 * across));
            let above = f64::max(across * scale, 0.5 * shape.wing.1 * scale + 62.0) + 14.0;
            (scale, 2.0 * above + strip, (width / 2.0, above))
        }
        Size::Narrow => {
            let scale = f64::min((width - 20.0) / (2.0 * across), 520.0 / (2.0 * along));
            let above = along * scale + 12.0;
            (scale, 2.0 * above + strip, (width / 2.0, above))
        }
    };
    let mut d = Drawing::new(width, height);
    // Along the wings is across the page on a desk and up the page on a phone.
    let at = |u: f64, v: f64| {
        size.pick((centre.0 + u * scale, centre.1 + v * scale), (centre.0 + v * scale, centre.1 + u * scale))
    };
    let block = |d: &mut Drawing, class: &str, u: (f64, f64), v: (f64, f64), says: Option<&str>| {
        let (a, b) = (at(u.0, v.0), at(u.1, v.1));
        d.rect(class, (a.0.min(b.0), a.1.min(b.1)), ((b.0 - a.0).abs(), (b.1 - a.1).abs()), says);
    };
    let half = 0.5 * shape.bus;
    let array_says = format!(
        "Solar array: {}, {} new, {} at the end of life",
        words::value(sized.array_area),
        words::value(sized.array_power_bol),
        words::value(sized.array_power_eol)
    );
    let (length, breadth) = shape.wing;
    let root = shape.root();
    d.line("boom", at(-root - 0.3, 0.0), at(root + 0.3, 0.0));
    for side in [-1.0, 1.0] {
        block(
            &mut d,
            "wing",
            (side * root, side * (root + length)),
            (-0.5 * breadth, 0.5 * breadth),
            Some(&array_says),
        );
        let columns = ((length * scale) / 13.0).clamp(3.0, 16.0).round();
        let rows = ((breadth * scale) / 13.0).clamp(2.0, 6.0).round();
        let mut seams = String::new();
        let mut seam =
            |a: (f64, f64), b: (f64, f64)| seams.push_str(&format!("M{},{}L{},{}", n(a.0), n(a.1), n(b.0), n(b.1)));
        for i in 1..columns as usize {
            let u = side * (root + length * i as f64 / columns);
            seam(at(u, -0.5 * breadth), at(u, 0.5 * breadth));
        }
        for i in 1..rows as usize {
            let v = breadth * (i as f64 / rows - 0.5);
            seam(at(side * root, v), at(side * (root + length), v));
        }
        d.path("seams", &seams);
    }
    if let Some((length, breadth)) = shape.panel {
        let says = format!(
            "Radiator: {} of panel at {}, {} of heat",
            words::value(sized.radiator_area),
            words::temperature(sized.radiator_temperature),
            words::value(sized.heat)
        );
        let root = half + shape.boom;
        d.line("boom", at(0.0, -root), at(0.0, root));
        for side in [-1.0, 1.0] {
            block(
                &mut d,
                "radiator",
                (-0.5 * breadth, 0.5 * breadth),
                (side * root, side * (root + length)),
                Some(&says),
            );
            let tubes = ((breadth * scale) / 10.0).clamp(2.0, 12.0).round();
            let mut path = String::new();
            for i in 1..tubes as usize {
                let u = breadth * (i as f64 / tubes - 0.5);
                let (a, b) = (at(u, side * root), at(u, side * (root + length)));
                path.push_str(&format!("M{},{}L{},{}", n(a.0), n(a.1), n(b.0), n(b.1)));
            }
            d.path("tubes", &path);
        }
    }
    let bus_mass =
        sized.mass_total - sized.masses.array - if shape.panel.is_some() { sized.masses.radiator } else { Mass::ZERO };
    let bus_says = format!(
        "Bus with chips: {} of chips; {} with everything but array and radiator",
        words::value(sheet.it_power),
        words::value(bus_mass)
    );
    block(&mut d, "bus", (-half, half), (-half, half), Some(&bus_says));

    labels(&mut d, sheet, sized, shape, size, scale, centre, bus_mass);
    ground(&mut d, size, scale, height);
    d.finish("The satellite to scale: solar array, radiator, bus, and a person for size")
}

/// Words in the four quarters that the cross of wings and radiators leaves free.
#[allow(clippy::too_many_arguments)]
fn labels(
    d: &mut Drawing,
    sheet: &Datasheet,
    sized: &Sized,
    shape: &Shape,
    size: Size,
    scale: f64,
    centre: (f64, f64),
    bus_mass: Mass,
) {
    let mut block = |x: f64, y: f64, anchor: Anchor, lines: [&str; 3]| {
        d.text("part", (x, y), anchor, lines[0]);
        d.text("hint", (x, y + 17.0), anchor, lines[1]);
        d.text("hint", (x, y + 33.0), anchor, lines[2]);
    };
    let array = words::short(sized.array_area);
    let output = format!("{} new", words::short(sized.array_power_bol));
    let each = format!("two wings of {} × {} m", words::brief(shape.wing.0), words::brief(shape.wing.1));
    let radiator = match shape.panel {
        Some(_) => [
            format!("Radiator  {}", words::short(sized.radiator_area)),
            words::temperature(sized.radiator_temperature),
            format!("sheds {}", words::short(sized.heat)),
        ],
        None => [
            "Radiator on the array’s back".to_string(),
            words::temperature(sized.radiator_temperature),
            format!("sheds {}", words::short(sized.heat)),
        ],
    };
    let bus = [
        "Bus with chips".to_string(),
        format!("{} of chips", words::short(sheet.it_power)),
        format!("{} without panels", words::short(bus_mass)),
    ];
    let three = |lines: &[String; 3]| -> [String; 3] { lines.clone() };
    match size {
        Size::Wide => {
            let clear = shape.panel.map_or(0.5 * shape.bus, |p| (0.5 * p.1).max(0.5 * shape.bus)) * scale + 22.0;
            let above = centre.1 - 0.5 * shape.wing.1 * scale - 52.0;
            let below = centre.1 + 0.5 * shape.wing.1 * scale + 24.0;
            let outer = centre.0 - (shape.half().0) * scale;
            block(outer, above, Anchor::Start, [&format!("Solar array  {array}"), &output, &each]);
            let r = three(&radiator);
            block(centre.0 + clear, above, Anchor::Start, [&r[0], &r[1], &r[2]]);
            let b = three(&bus);
            block(centre.0 + clear, below, Anchor::Start, [&b[0], &b[1], &b[2]]);
        }
        Size::Narrow => {
            let clear = shape.panel.map_or(0.5 * shape.bus, |p| (0.5 * p.1).max(0.5 * shape.bus)) * scale + 20.0;
            let beside = 0.5 * shape.wing.1 * scale + 10.0;
            let top = centre.1 - shape.half().0 * scale;
            block(
                centre.0 + beside,
                top + 14.0,
                Anchor::Start,
                [
                    &format!("Array  {array}"),
                    &output,
                    &format!("wings {} × {} m", words::brief(shape.wing.0), words::brief(shape.wing.1)),
                ],
            );
            let r = three(&radiator);
            block(
                centre.0 - beside,
                centre.1 + clear,
                Anchor::End,
                [if shape.panel.is_some() { &r[0] } else { "Radiator: the back" }, &r[1], &r[2]],
            );
            let b = three(&bus);
            block(centre.0 + beside, centre.1 + clear, Anchor::Start, [&b[0], &b[1], &b[2]]);
        }
    }
}

/// A person and a scale bar at the foot.
fn ground(d: &mut Drawing, size: Size, scale: f64, height: f64) {
    let foot = height - 24.0;
    let start = size.pick(20.0, 8.0);
    let tall = 1.75 * scale;
    // Head, trunk and legs, in shares of the height.
    let x = start + 12.0;
    let y = |share: f64| foot - share * tall;
    let w = 0.13 * tall;
    d.circle("person", (x, y(0.925)), 0.07 * tall);
    d.path(
        "person",
        &format!(
            "M{},{}Q{},{} {},{}L{},{}L{},{}L{},{}L{},{}L{},{}L{},{}Q{},{} {},{}Z",
            n(x - w),
            n(y(0.80)),
            n(x),
            n(y(0.87)),
            n(x + w),
            n(y(0.80)),
            n(x + w * 1.05),
            n(y(0.46)),
            n(x + w * 0.62),
            n(y(0.46)),
            n(x + w * 0.62),
            n(y(0.0)),
            n(x - w * 0.62),
            n(y(0.0)),
            n(x - w * 0.62),
            n(y(0.46)),
            n(x - w * 1.05),
            n(y(0.46)),
            n(x - w),
            n(y(0.80)),
            n(x - w),
            n(y(0.80)),
        ),
    );
    if tall < 12.0 {
        d.circle("ring", (x, foot - 0.5 * tall), 11.0);
    }
    let after = x + f64::max(0.2 * tall, if tall < 12.0 { 12.0 } else { 0.0 }) + 10.0;
    d.text("hint", (after, foot - 1.0), Anchor::Start, "a person");
    let bar = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0]
        .into_iter()
        .rfind(|m| m * scale <= size.pick(220.0, 110.0))
        .unwrap_or(0.5);
    let (from, to) = (size.pick(918.0, 352.0) - bar * scale, size.pick(918.0, 352.0));
    d.path("scale", &format!("M{0},{1}V{2}H{3}V{1}", n(from), n(foot - 5.0), n(foot), n(to)));
    d.text("hint", (0.5 * (from + to), foot - 9.0), Anchor::Middle, &format!("{} m", words::brief(bar)));
}
