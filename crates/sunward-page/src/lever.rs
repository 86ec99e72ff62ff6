//! The numbers that can be moved: what each is, how far it goes, named values on the way, and how much it moves the answer.

use crate::fan::side;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use sunward::economics::attribution::group_of;
use sunward::economics::{MOST_WORKLOADS, Prepared};
use sunward::exploration::Live;
use sunward::model_room::{Estimate, Evidence, Model, Parameter, Value, Values};
use sunward::quantity::elementary::ln;
use sunward::quantity::showing::{scale_of, with_money_year};
use sunward::quantity::{Measure, Quantity};

/// Least and greatest share of its best value to which a number without a range is tried.
const TRIED: (f64, f64) = (0.9, 1.1);
/// A range as wide as this, end over end, is shown in equal ratios.
const WIDE: f64 = 4.0;
/// Most named values of one number.
const MOST_ANCHORS: usize = 6;

/// A scenario whose values stand as anchors, by its name.
pub type Beside = (String, Model);

/// Every number that moves the cost of an option, the one that moves the answer most first.
pub fn levers(model: &Model, live: &Live, beside: &[Beside]) -> Vec<Json> {
    let bench = Bench::of(model, live);
    let uncertain = live.uncertain();
    let drawn: BTreeSet<usize> = uncertain.numbers.iter().map(|number| number.slot).collect();
    let read: BTreeSet<usize> = (0..bench.prepared.options.len()).flat_map(|o| live.reads(o).iter().copied()).collect();
    let parameters = model.register.parameters();
    let mut rows: Vec<(f64, Json)> = Vec::new();
    for slot in read {
        let parameter = &parameters[slot];
        if parameter.value == Value::Absent || uncertain.idle.contains(&parameter.path) {
            continue;
        }
        let span = Span::of(parameter, model.scenario.focus);
        // Of what skies and routes rest on, orbits are chosen; latitudes and months of sunshine are as they are.
        let rests = bench.prepared.depends_on().contains(&slot);
        if rests && span.range.is_none() && !parameter.path.starts_with("orbit.") {
            continue;
        }
        let moves = drawn.contains(&slot) || bench.moves(slot, &span);
        if moves && span.best.is_finite() {
            let effect = bench.effect(slot, &span);
            rows.push((effect, lever(model, live, slot, &span, effect, beside)));
        }
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter().map(|row| row.1).collect()
}

/// A number in the focus year, as it is kept.
struct Span {
    best: f64,
    range: Option<(f64, f64)>,
}

impl Span {
    fn of(parameter: &Parameter, year: i32) -> Self {
        let at = |pick: fn(&Estimate) -> f64| match &parameter.value {
            Value::OverTime { interpolation, points } => {
                let points = points.iter().map(|(year, e)| (*year, Estimate { best: pick(e), range: None })).collect();
                Value::OverTime { interpolation: *interpolation, points }.at(year)
            }
            Value::Constant(estimate) => pick(estimate),
            Value::Absent => f64::NAN,
        };
        let best = parameter.value.at(year);
        let low = at(|e| e.range.map_or(e.best, |range| range.0.min(range.1)));
        let high = at(|e| e.range.map_or(e.best, |range| range.0.max(range.1)));
        // Zero has no logarithm to interpolate.
        let known = low.is_finite() && high.is_finite() && low < high;
        Self { best, range: known.then_some((low, high)) }
    }

    /// Where its effect is looked at.
    fn tried(&self) -> (f64, f64) {
        self.range.unwrap_or((self.best * TRIED.0, self.best * TRIED.1))
    }
}

/// Everything that is needed to try a number.
struct Bench<'a> {
    model: &'a Model,
    prepared: &'a Prepared,
    /// Numbers in the first year, the focus year and the last one, and the costs of all options.
    years: [(i32, Values, Costs); 3],
    sides: [Vec<usize>; 2],
}

/// By option; nothing where it cannot be had.
type Costs = Vec<Option<[f64; MOST_WORKLOADS]>>;

fn costs(prepared: &Prepared, values: &Values, year: i32) -> Costs {
    let cost = |option: usize| {
        let cost = prepared.cost(option, values, year).ok()?;
        Some(std::array::from_fn(|workload| cost.workloads[workload].compute.in_si()))
    };
    (0..prepared.options.len()).map(cost).collect()
}

impl<'a> Bench<'a> {
    fn of(model: &'a Model, live: &'a Live) -> Self {
        let prepared = live.prepared();
        let scenario = &model.scenario;
        let years = [scenario.start, scenario.focus, scenario.end].map(|year| {
            let values = model.register.values(year);
            let found = costs(prepared, &values, year);
            (year, values, found)
        });
        let sides = [&scenario.challengers, &scenario.incumbents].map(|names| side(prepared, names));
        Self { model, prepared, years, sides }
    }

    /// Whether the cost of any option changes with the number alone.
    fn moves(&self, slot: usize, span: &Span) -> bool {
        if self.prepared.depends_on().contains(&slot) {
            return true;
        }
        let bounds = &self.model.register.parameters()[slot].bounds;
        let (low, high) = span.tried();
        self.years.iter().any(|(year, values, before)| {
            let mut values = values.clone();
            [low, high, span.best * 0.01, span.best * 100.0, bounds.low, bounds.high]
                .into_iter()
                .filter(|value| value.is_finite() && bounds.allow(*value))
                .any(|value| {
                    values.put(slot, value);
                    costs(self.prepared, &values, *year) != *before
                })
        })
    }

    /// How far the ratio of the first use in the focus year lies apart between both ends, as a logarithm; nothing where one side cannot be had.
    fn effect(&self, slot: usize, span: &Span) -> f64 {
        let (low, high) = span.tried();
        match (self.ratio(slot, low), self.ratio(slot, high)) {
            (Some(low), Some(high)) if low > 0.0 && high > 0.0 => ln(high / low).abs(),
            _ => 0.0,
        }
    }

    fn ratio(&self, slot: usize, value: f64) -> Option<f64> {
        let (year, values, _) = &self.years[1];
        let parameter = &self.model.register.parameters()[slot];
        if !value.is_finite() || !parameter.bounds.allow(value) {
            return None;
        }
        let found = if self.prepared.depends_on().contains(&slot) {
            let mut model = self.model.clone();
            model.register.set_number(slot, None, value, &parameter.path).ok()?;
            costs(&Prepared::new(&model).ok()?, &model.register.values(*year), *year)
        } else {
            let mut values = values.clone();
            values.put(slot, value);
            costs(self.prepared, &values, *year)
        };
        let [ours, theirs] = self.sides.each_ref().map(|among| {
            let cost = |option: &usize| found[*option].map(|cost| cost[0]);
            among.iter().filter_map(cost).min_by(f64::total_cmp)
        });
        Some(ours? / theirs?)
    }
}

fn lever(model: &Model, live: &Live, slot: usize, span: &Span, effect: f64, beside: &[Beside]) -> Json {
    let parameter = &model.register.parameters()[slot];
    let (unit, scale) = unit(parameter.measure(), span);
    let shown = |kept: f64| {
        let shown = kept / scale;
        // What was written as 12 is shown as 12.
        format!("{shown:.12e}").parse().unwrap_or(shown)
    };
    let anchors = anchors(model, parameter, span, beside);
    let (least, most, logarithmic) = ends(parameter, span, &anchors);
    let evidence = parameter.provenance.evidence;
    let anchors: Vec<Json> =
        anchors.into_iter().map(|(value, label)| json!({"value": shown(value), "label": label})).collect();
    json!({
        "path": parameter.path,
        "title": title(model, &parameter.path),
        "group": group(live, slot),
        "unit": unit,
        "best": shown(span.best),
        "low": span.range.map(|range| shown(range.0)),
        "high": span.range.map(|range| shown(range.1)),
        "least": shown(least),
        "most": shown(most),
        "scale": if logarithmic { "logarithmic" } else { "linear" },
        "over_time": matches!(parameter.value, Value::OverTime { .. }),
        "kind": evidence.name(),
        "source": parameter.provenance.source,
        "anchors": anchors,
        // For the length of a bar.
        "effect": format!("{effect:.4}").parse().unwrap_or(effect),
        "decision": evidence == Evidence::Decision,
    })
}

/// What a reader asks of a lever and no slider needs: by path, with the units that it can be shown in.
pub fn details(model: &Model, paths: &[String]) -> Vec<Json> {
    let detail = |path: &String| {
        let parameter = model.register.find(path)?;
        let (unit, scale) = unit(parameter.measure(), &Span::of(parameter, model.scenario.focus));
        let source = model.sources.get(&parameter.provenance.source);
        Some(json!({
            "path": path,
            "meaning": parameter.meaning.trim(),
            "units": units(parameter.measure(), &unit, scale),
            "source_title": source.map_or_else(|| parameter.provenance.source.clone(), |source| source.title.clone()),
            "address": source.map(|source| &source.address),
            "date": parameter.provenance.date,
            "note": parameter.provenance.note,
        }))
    };
    paths.iter().filter_map(detail).collect()
}

/// The unit in which its best value, or where that is nothing the end of its range, is a number near one; and how large it is.
fn unit(measure: Measure<'_>, span: &Span) -> (String, f64) {
    let Measure::Kind(kind) = measure else { return (measure.unit(), 1.0) };
    let size = if span.best == 0.0 { span.range.map_or(0.0, |range| range.1) } else { span.best }.abs();
    let fits = |unit: &&&str| size >= 0.99999 * scale_of(unit);
    let shown = kind.shown_units();
    let chosen = shown.iter().rev().find(fits).or(shown.first()).copied().unwrap_or(kind.unit());
    (with_money_year(chosen), scale_of(chosen))
}

/// Units that it can be shown in, its own first: one of its own is so much in each.
fn units(measure: Measure<'_>, own: &str, scale: f64) -> Vec<Json> {
    let mut units = vec![json!({"unit": own, "factor": 1.0})];
    if let Measure::Kind(kind) = measure {
        let others = kind.shown_units().iter().copied().chain([kind.unit()]);
        let others = others.map(|unit| (with_money_year(unit), scale_of(unit)));
        let mut sizes = vec![scale];
        for (unit, size) in others {
            // `year` and `years` are one.
            if !sizes.contains(&size) {
                sizes.push(size);
                units.push(json!({"unit": unit, "factor": scale / size}));
            }
        }
    }
    units
}

/// The subject it is filed under: a group of the scenario, or what comparisons use.
fn group(live: &Live, slot: usize) -> String {
    let uncertain = live.uncertain();
    if let Some(number) = uncertain.numbers.iter().find(|number| number.slot == slot) {
        return uncertain.groups[number.group].title.clone();
    }
    let mut parts = live.register().parameters()[slot].path.split('.');
    let (table, field) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
    group_of(table, field).title().into()
}

/// `vehicle.starship_v4.booster_flights` → `Booster flights, Starship V4`; an option by its own title.
fn title(model: &Model, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts[..] {
        [table, entry, field, ..] => {
            let name = sunward::model_room::OptionName { table: table.into(), entry: entry.into() };
            let own = model.title(&name);
            let whose = if own == name.to_string() { named(entry) } else { own };
            format!("{}, {whose}", words(field))
        }
        [.., field] => words(field),
        [] => String::new(),
    }
}

/// `booster_flights` → `Booster flights`.
fn words(field: &str) -> String {
    let text = field.replace('_', " ");
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `starship_v4` → `Starship V4`.
fn named(entry: &str) -> String {
    entry.split('_').map(words).collect::<Vec<_>>().join(" ")
}

/// Named values: of the scenarios beside this one, and of other entries of the same table. They are as they are kept.
fn anchors(model: &Model, parameter: &Parameter, span: &Span, beside: &[Beside]) -> Vec<(f64, String)> {
    let year = model.scenario.focus;
    let mut found: Vec<(f64, String)> = Vec::new();
    let mut add = |value: f64, label: String| {
        let near = |own: f64| (value - own).abs() <= 1e-9 * value.abs().max(own.abs());
        let fresh = value.is_finite() && !near(span.best) && parameter.bounds.allow(value);
        if fresh && found.len() < MOST_ANCHORS && !found.iter().any(|row| near(row.0)) {
            found.push((value, label));
        }
    };
    let same = |other: &Parameter| other.kind == parameter.kind && other.unit.is_none() && parameter.unit.is_none();
    for (name, other) in beside {
        if let Some(other) = other.register.find(&parameter.path).filter(|other| same(other)) {
            add(other.value.at(year), name.replace('_', " "));
        }
    }
    let parts: Vec<&str> = parameter.path.split('.').collect();
    if let [table, entry, field] = parts[..]
        // Prices and yields of other places and uses say nothing about this one.
        && !matches!(table, "site" | "climate" | "workload" | "ground" | "satellite" | "typed")
    {
        for other in model.register.parameters().iter().filter(|other| same(other)) {
            let theirs: Vec<&str> = other.path.split('.').collect();
            if let [own_table, own_entry, own_field] = theirs[..]
                && (own_table, own_field) == (table, field)
                && own_entry != entry
            {
                add(other.value.at(year), named(own_entry));
            }
        }
    }
    found
}

/// Both ends of the slider, and whether it goes in equal ratios.
fn ends(parameter: &Parameter, span: &Span, anchors: &[(f64, String)]) -> (f64, f64, bool) {
    let bounds = &parameter.bounds;
    let (low, high) = span.range.unwrap_or((span.best * 0.5, span.best * 1.5));
    let (low, high) = (low.min(high), low.max(high));
    let (low, high) = if low < high { (low, high) } else { (low - 1.0, high + 1.0) };
    let logarithmic = low > 0.0 && high >= WIDE * low && span.best > 0.0;
    let near = anchors.iter().map(|row| row.0).filter(|value| !logarithmic || *value > 0.0);
    // As far as is worth a look: anchors that lie ten ranges away would leave the range itself a dot.
    let reach =
        if logarithmic { (low / 20.0, high * 20.0) } else { (low - 3.0 * (high - low), high + 3.0 * (high - low)) };
    let near: Vec<f64> = near.filter(|value| (reach.0..=reach.1).contains(value)).collect();
    let (low, high) = near.iter().fold((low, high), |(low, high), value| (low.min(*value), high.max(*value)));
    let (least, most) =
        if logarithmic { (low / 2.0, high * 2.0) } else { (low - 0.5 * (high - low), high + 0.5 * (high - low)) };
    // Open ends are no values.
    let step = 0.001 * (high - low);
    let floor = if bounds.low_open { bounds.low + step } else { bounds.low };
    let ceiling = if bounds.high_open { bounds.high - step } else { bounds.high };
    (least.max(floor), most.min(ceiling), logarithmic)
}
