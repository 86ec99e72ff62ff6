//! What one number would have to be, for a person and for a program.

use crate::table::{Column, Table};
use crate::words;
use serde_json::{Value as Json, json};
use sunward_exploration::{Answer, Asked, Goal, NotAnswered};
use sunward_model::{Model, Parameter};
use sunward_uncertainty::threshold::{Border, Threshold};

/// A question and its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// Path of the number, with the year where only that year moves.
    pub path: String,
    /// Its slot.
    pub slot: usize,
    /// What must be met.
    pub goal: Goal,
    /// The answer.
    pub answer: Answer,
}

/// The frontier between two numbers: the answer for each value of the second.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// Path of the second number.
    pub path: String,
    /// Its slot.
    pub slot: usize,
    /// For how many of its values the answer was asked for.
    pub asked: usize,
    /// For each of them that is done.
    pub answers: Vec<(f64, Result<Answer, NotAnswered>)>,
}

fn parameter(model: &Model, slot: usize) -> &Parameter {
    &model.register.parameters()[slot]
}

/// For a person: the answer first.
pub fn screen(model: &Model, asked: &Answered, frontier: Option<&Frontier>) -> String {
    let number = parameter(model, asked.slot);
    let show = |value: f64| number.measure().show(value);
    let answer = &asked.answer;
    let today = answer.value_today.map_or("worked out today".into(), |value| format!("today {}", show(value)));
    let mut out = format!("{}\n  {}\n  goal: {}\n\n", asked.path, number.meaning.trim(), asked.goal.show(model));
    if answer.complete {
        out.push_str(&format!("  {}  ({today})\n", found(&answer.found, &show)));
    } else {
        out.push_str(&format!(
            "  not known to the end, for the search was stopped: {}  ({today})\n",
            so_far(answer, &show)
        ));
    }
    if let Some([low, high]) = &answer.within
        && answer.complete
    {
        out.push_str(&format!(
            "  drawing only so often, the true answer lies between these: {}; {}\n",
            found(low, &show),
            found(high, &show)
        ));
    }
    out.push_str(&format!(
        "  with today's value {}{}\n",
        outcome(&asked.goal, answer.outcome_today),
        if answer.met_today { ": the goal is met" } else { "" }
    ));
    let refused = answer.points.iter().filter(|point| point.1.is_err()).count();
    out.push_str(&format!(
        "  looked at {} values from {} to {}{}\n",
        answer.points.len(),
        show(answer.span.low),
        show(answer.span.high),
        if refused > 0 { format!("; {refused} of them give a world that cannot be") } else { String::new() }
    ));
    if let Some(frontier) = frontier {
        let other = parameter(model, frontier.slot);
        out.push_str(&format!("\n  {}   {}\n", frontier.path, asked.path));
        for (value, answer) in &frontier.answers {
            let says = match answer {
                Ok(answer) => found(&answer.found, &show),
                Err(why) => why.to_string(),
            };
            out.push_str(&format!(
                "  {:>w$}   {says}\n",
                other.measure().show(*value),
                w = frontier.path.chars().count()
            ));
        }
        if frontier.answers.len() < frontier.asked {
            let (done, asked) = (frontier.answers.len(), frontier.asked);
            out.push_str(&format!("  stopped after {done} of {asked} values of `{}`\n", frontier.path));
        }
    }
    out
}

/// What is known where a search was stopped, in words: between which values each border lies.
fn so_far(answer: &Answer, show: &dyn Fn(f64) -> String) -> String {
    use sunward_uncertainty::threshold::State;
    let values = answer.points.len();
    let borders = match &answer.found {
        Threshold::Always => return format!("met by all {values} values looked at"),
        Threshold::Never { .. } => return format!("met by none of {values} values looked at"),
        Threshold::Borders(borders) => borders,
    };
    let state = |state: State| match state {
        State::Met => "met",
        State::Missed => "missed",
        State::Refused => "a world that cannot be",
    };
    let said = borders.iter().map(|border| {
        format!("{} at {}, {} at {}", state(border.below), show(border.low), state(border.above), show(border.high))
    });
    let said = said.collect::<Vec<String>>().join("; ");
    if answer.goes_on.is_some() { said } else { format!("{said}; there may be more") }
}

/// The bounds between which a search that was stopped goes on, to the last digit and with their unit, as `--from` and `--to` read them.
pub fn goes_on(model: &Model, asked: &Answered) -> Option<[String; 2]> {
    let measure = parameter(model, asked.slot).measure();
    let (low, high) = asked.answer.goes_on?;
    Some([low, high].map(|end| format!("{} {}", measure.in_document_unit(end), measure.unit()).trim_end().to_string()))
}

/// Where the goal is met, in words.
fn found(found: &Threshold, show: &dyn Fn(f64) -> String) -> String {
    match found {
        Threshold::Always => "met by every value".into(),
        Threshold::Never { .. } => "none: no value that it may have meets it".into(),
        Threshold::Borders(borders) => {
            let said: Vec<String> = met(borders)
                .into_iter()
                .map(|(low, high)| match (low, high) {
                    (None, Some(high)) => format!("at most {}", show(high)),
                    (Some(low), None) => format!("at least {}", show(low)),
                    (Some(low), Some(high)) => format!("from {} to {}", show(low), show(high)),
                    (None, None) => "met by every value".into(),
                })
                .collect();
            if said.is_empty() { "none: no value that it may have meets it".into() } else { said.join(", or ") }
        }
    }
}

/// The stretches in which the goal is met, from low to high; open where they reach an end of the search.
fn met(borders: &[Border]) -> Vec<(Option<f64>, Option<f64>)> {
    use sunward_uncertainty::threshold::State;
    let mut stretches = Vec::new();
    let mut low = None;
    let mut inside = borders.first().is_some_and(|border| border.below == State::Met);
    for border in borders {
        if border.above == State::Met && border.below != State::Met {
            (low, inside) = (Some(border.high), true);
        } else if border.below == State::Met && border.above != State::Met {
            stretches.push((low, Some(border.low)));
            inside = false;
        }
    }
    if inside {
        stretches.push((low, None));
    }
    stretches
}

fn outcome(goal: &Goal, value: f64) -> String {
    if goal.probability.is_some() {
        return format!("it is so in {} of draws", words::percent(value));
    }
    match goal.asked {
        Asked::Crossover if value == f64::INFINITY => "orbit never becomes cheaper".into(),
        Asked::Crossover if value == f64::NEG_INFINITY => "orbit is cheaper already".into(),
        Asked::Crossover => format!("orbit becomes cheaper in {value}"),
        Asked::Ratio(_) if value.is_infinite() => "one side cannot be had".into(),
        Asked::Ratio(_) => format!("the ratio is {}", words::digits(value, 4)),
    }
}

/// For a program.
pub fn document(model: &Model, asked: &Answered, frontier: Option<&Frontier>) -> Json {
    let number = parameter(model, asked.slot);
    let mut body = json!({
        "path": asked.path,
        "goal": asked.goal.show(model),
        "answer": answer(number, &asked.answer),
    });
    if let Some(frontier) = frontier {
        let other = parameter(model, frontier.slot);
        let rows = frontier.answers.iter().map(|(value, found)| {
            let value = quantity(other, Some(*value));
            match found {
                Ok(found) => json!({"value": value, "answer": answer(number, found)}),
                Err(why) => json!({"value": value, "answer": null, "why": why.to_string()}),
            }
        });
        body["frontier"] = json!({"path": frontier.path, "asked": frontier.asked, "rows": rows.collect::<Vec<_>>()});
    }
    body
}

fn quantity(number: &Parameter, value: Option<f64>) -> Json {
    let value = value.filter(|value| value.is_finite());
    value.map_or(
        Json::Null,
        |value| json!({"value": number.measure().in_document_unit(value), "unit": number.measure().unit()}),
    )
}

fn answer(number: &Parameter, answer: &Answer) -> Json {
    let kind = |found: &Threshold| match found {
        Threshold::Always => "always",
        Threshold::Never { .. } => "none",
        Threshold::Borders(borders) if met(borders).is_empty() => "none",
        Threshold::Borders(_) => "borders",
    };
    let stretches = |found: &Threshold| match found {
        Threshold::Borders(borders) => met(borders)
            .into_iter()
            .map(|(low, high)| json!({"low": quantity(number, low), "high": quantity(number, high)}))
            .collect(),
        Threshold::Always | Threshold::Never { .. } => Vec::new(),
    };
    let one = answer.value();
    let outcome = answer.outcome_today;
    let says = if outcome == f64::INFINITY {
        json!("never")
    } else if outcome == f64::NEG_INFINITY {
        json!("already")
    } else {
        json!(outcome)
    };
    json!({
        "found": kind(&answer.found),
        "value": quantity(number, one.map(|one| one.0)),
        "met": one.map(|one| if one.1 { "above" } else { "below" }),
        "stretches": stretches(&answer.found),
        "within": answer.within.as_ref().map(|within| within.iter().map(stretches).collect::<Vec<_>>()),
        "today": {"value": quantity(number, answer.value_today), "outcome": says, "met": answer.met_today},
        "searched": {"low": quantity(number, Some(answer.span.low)), "high": quantity(number, Some(answer.span.high)), "values": answer.points.len()},
        "complete": answer.complete,
        "goes_on": answer.goes_on.map(|(low, high)| json!({"low": quantity(number, Some(low)), "high": quantity(number, Some(high))})),
    })
}

/// Every value looked at, with what came out.
pub fn table(model: &Model, asked: &Answered) -> Table {
    let number = parameter(model, asked.slot);
    let points = &asked.answer.points;
    let outcome = |point: &(f64, Result<f64, String>)| point.1.as_ref().ok().copied().filter(|value| value.is_finite());
    let says = |point: &(f64, Result<f64, String>)| match &point.1 {
        Ok(value) if *value == f64::INFINITY => "never".to_string(),
        Ok(value) if *value == f64::NEG_INFINITY => "already".to_string(),
        Ok(_) => String::new(),
        Err(why) => why.clone(),
    };
    Table {
        name: "threshold",
        columns: vec![
            ("path", Column::Text(vec![asked.path.clone(); points.len()])),
            ("unit", Column::Text(vec![number.measure().unit(); points.len()])),
            ("value", Column::Number(points.iter().map(|p| Some(number.measure().in_document_unit(p.0))).collect())),
            ("outcome", Column::Number(points.iter().map(outcome).collect())),
            ("note", Column::Text(points.iter().map(says).collect())),
        ],
    }
}
