//! What would have to be true.

use super::figure::Section;
use super::html::{Html, escape, named_table, tag};
use super::story::Story;
use super::words;
use sunward_economics::BreakEven;
use sunward_quantity::Kind;

/// A table for each challenger: a row for each number, a column for each use.
pub fn section(story: &Story) -> Section {
    let all = &story.results.costs.break_evens;
    let lead = Html::from(format!(
        "The value of one number, all others as they are, at which {} and {} cost the same in {}. “None” means that no value of this number alone does it.",
        story.challenger, story.incumbent, story.focus
    ));
    let mut challengers: Vec<usize> = Vec::new();
    for row in all {
        if !challengers.contains(&row.challenger) {
            challengers.push(row.challenger);
        }
    }
    let body = if challengers.is_empty() {
        tag(
            "p",
            "empty",
            format!(
                "There is nothing to solve: in {} the two sides cannot be compared, or no number of theirs can be typed in.",
                story.focus
            ),
        )
    } else {
        Html::join(challengers.into_iter().map(|c| of(story, all, c)))
    };
    Section { id: "break-even", short: "Break-even", title: "What would have to be true".into(), lead, body }
}

fn of(story: &Story, all: &[BreakEven], challenger: usize) -> Html {
    let rows: Vec<&BreakEven> = all.iter().filter(|b| b.challenger == challenger).collect();
    let mut paths: Vec<&str> = Vec::new();
    for row in &rows {
        if !paths.contains(&row.lever.path.as_str()) {
            paths.push(&row.lever.path);
        }
    }
    let mut head: Vec<Html> = vec!["If only this changed".into(), "Now".into()];
    head.extend((0..story.workloads.len()).map(|w| match rows.iter().find(|b| b.workload == w) {
        Some(row) => {
            Html(format!("{}<small>against {}</small>", escape(&story.workloads[w]), escape(story.title(row.against))))
        }
        None => Html::from(&story.workloads[w]),
    }));
    let body: Vec<Vec<Html>> = paths
        .iter()
        .map(|path| {
            let of_path: Vec<&&BreakEven> = rows.iter().filter(|b| b.lever.path == *path).collect();
            let first = of_path[0];
            let mut cells = vec![
                Html(format!("{}<small><code>{}</code></small>", escape(first.lever.title), breakable(path))),
                first.now.map_or("–".into(), |now| shown(first, now)),
            ];
            cells.extend(
                (0..story.workloads.len())
                    .map(|w| of_path.iter().find(|b| b.workload == w).map_or("–".into(), |b| answer(b))),
            );
            cells
        })
        .collect();
    let title = tag("h3", "", format!("{} in {}", story.title(challenger), rows[0].year));
    let names: Vec<String> =
        ["", "Now"].map(str::to_string).into_iter().chain(story.workloads.iter().cloned()).collect();
    let table = named_table("Break-even values", 1, &head, &body, &names);
    tag("div", "break-even", Html::join([title, table]))
}

/// A path that may be broken at its points.
pub fn breakable(path: &str) -> Html {
    Html(escape(path).replace('.', ".<wbr>").replace('_', "_<wbr>"))
}

fn shown(row: &BreakEven, si: f64) -> Html {
    let main = words::quantity(row.lever.kind, si);
    // Specific power is more often said the other way round.
    if row.lever.kind == Kind::SpecificPower && si > 0.0 {
        let mass = words::brief(1e3 / si);
        return Html(format!("{}<small>{mass} kg/kW</small>", escape(&main)));
    }
    main.into()
}

fn answer(row: &BreakEven) -> Html {
    let Some(value) = row.value else {
        let words = if row.already { "none; cheaper already" } else { "none" };
        return tag("span", "none", words);
    };
    let shown = tag("b", if row.already { "good" } else { "" }, shown(row, value));
    let Some(now) = row.now.filter(|now| *now > 0.0 && value > 0.0) else { return shown };
    let factor = value / now;
    let times = if factor >= 1.0 {
        format!("× {}", words::brief(factor))
    } else {
        format!("÷ {}", words::brief(1.0 / factor))
    };
    let why = if row.already { format!("{times}; cheaper already") } else { times };
    Html::join([shown, tag("small", "", why)])
}
