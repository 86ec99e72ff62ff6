//! Goals as a user writes them: `crossover.training <= 2035`, `ratio in 2040 <= 1.0`, `P(crossover <= 2035) >= 0.5`.

use sunward_model::Model;
use sunward_uncertainty::threshold::Goal as Bound;

/// What a goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The year in which a use of compute crosses: before all years where it has crossed already, after all where it never does.
    Crossover,
    /// The ratio of both sides in a year.
    Ratio(i32),
}

/// When somebody is content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Goal {
    /// What is asked about.
    pub asked: Asked,
    /// Index of the use of compute.
    pub workload: usize,
    /// What it must be: in a single run, or in a draw.
    pub bound: Bound,
    /// In what share of draws that must be so; `None` asks about the single run, every number at its best.
    pub probability: Option<Bound>,
}

/// A text that is no goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAGoal {
    /// The text.
    pub text: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl std::fmt::Display for NotAGoal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no goal: {}", self.text, self.reason)
    }
}

impl std::error::Error for NotAGoal {}

impl Goal {
    /// Reads a goal.
    ///
    /// ```text
    /// crossover[.USE] <= YEAR        ratio[.USE] [in YEAR] <= NUMBER        P(either of these) >= SHARE
    /// ```
    ///
    /// with `<=` or `>=`. Without a use the scenario's first is meant, without a year its focus year. Signs of Unicode (`≤`) and
    /// shares in per cent (`50 %`) are read too.
    ///
    /// # Errors
    /// [`NotAGoal`]: what cannot be read, names no use or year of the scenario, or says nothing because it is always or never met.
    pub fn read(text: &str, model: &Model) -> Result<Self, NotAGoal> {
        read(text, model).map_err(|reason| NotAGoal { text: text.trim().into(), reason })
    }

    /// The goal as it would be written in full.
    pub fn show(&self, model: &Model) -> String {
        let workload = model.workloads.get(self.workload).map_or("", |workload| workload.name.as_str());
        let inner = match self.asked {
            Asked::Crossover => format!("crossover.{workload} {}", show(self.bound)),
            Asked::Ratio(year) => format!("ratio.{workload} in {year} {}", show(self.bound)),
        };
        match self.probability {
            Some(share) => format!("P({inner}) {}", show(share)),
            None => inner,
        }
    }
}

fn show(bound: Bound) -> String {
    match bound {
        Bound::AtMost(bound) => format!("<= {bound}"),
        Bound::AtLeast(bound) => format!(">= {bound}"),
    }
}

fn read(text: &str, model: &Model) -> Result<Goal, String> {
    let text = text.replace('≤', "<=").replace('≥', ">=");
    let text = text.trim();
    let inside = text.strip_prefix(['P', 'p']).and_then(|rest| rest.trim_start().strip_prefix('('));
    let Some(inside) = inside else {
        let (asked, workload, bound) = of_one_run(text, model)?;
        return Ok(Goal { asked, workload, bound, probability: None });
    };
    let Some((inner, share)) = inside.split_once(')') else {
        return Err("the bracket after P is not closed; write like `P(crossover <= 2035) >= 0.5`".into());
    };
    if inner.trim_start().starts_with(['P', 'p']) {
        return Err(
            "a probability of a probability has no meaning here; write like `P(crossover <= 2035) >= 0.5`".into()
        );
    }
    let (asked, workload, bound) = of_one_run(inner, model)?;
    let (before, share) = compared(share)?;
    if !before.is_empty() {
        return Err(format!("`{before}` stands between the bracket and the comparison; leave it out"));
    }
    let (number, percent) = match bound_of(share).strip_suffix('%') {
        Some(number) => (number.trim_end(), 0.01),
        None => (bound_of(share), 1.0),
    };
    let probability = number
        .parse::<f64>()
        .map(|number| number * percent)
        .map_err(|_| format!("`{}` is no share; write a number between 0 and 1, like `0.5`", bound_of(share)))?;
    if !(probability > 0.0 && probability < 1.0) {
        return Err(format!(
            "a probability of {probability} says nothing: it is always or never met; take one between 0 and 1, like `0.5`"
        ));
    }
    Ok(Goal { asked, workload, bound, probability: Some(with(share, probability)) })
}

/// A comparison whose number has not been read yet.
#[derive(Clone, Copy)]
enum Unread<'a> {
    AtMost(&'a str),
    AtLeast(&'a str),
}

fn bound_of(unread: Unread<'_>) -> &str {
    let (Unread::AtMost(text) | Unread::AtLeast(text)) = unread;
    text
}

fn with(unread: Unread, bound: f64) -> Bound {
    match unread {
        Unread::AtMost(_) => Bound::AtMost(bound),
        Unread::AtLeast(_) => Bound::AtLeast(bound),
    }
}

/// What stands before the comparison, and the comparison.
fn compared(text: &str) -> Result<(&str, Unread<'_>), String> {
    let signs = ["<=", ">="].into_iter().filter_map(|sign| text.find(sign).map(|place| (place, sign)));
    let Some((place, sign)) = signs.min() else {
        let almost = text.contains(['<', '>', '=']);
        let why = if almost { "only `<=` and `>=` can be asked for" } else { "nothing is compared" };
        return Err(format!("{why}; write like `crossover <= 2035` or `ratio in 2040 <= 1.0`"));
    };
    let (before, bound) = (text[..place].trim(), text[place + sign.len()..].trim());
    if bound.contains(['<', '>', '=']) {
        return Err("there is more than one comparison; ask for one bound at a time".into());
    }
    if bound.is_empty() {
        return Err(format!("no number stands after `{sign}`; write like `crossover <= 2035`"));
    }
    Ok((before, if sign == "<=" { Unread::AtMost(bound) } else { Unread::AtLeast(bound) }))
}

/// A goal for one run or one draw.
fn of_one_run(text: &str, model: &Model) -> Result<(Asked, usize, Bound), String> {
    let (before, bound) = compared(text)?;
    let mut words = before.split_whitespace();
    let named = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let (what, workload) = named.split_once('.').map_or((named, None), |(what, workload)| (what, Some(workload)));
    let is_ratio = match what {
        "crossover" => false,
        "ratio" => true,
        _ => {
            return Err(format!(
                "`{named}` cannot be asked about; `crossover` and `ratio` can, like `crossover.{}`",
                model.workloads.first().map_or("training", |workload| workload.name.as_str())
            ));
        }
    };
    let workload = match workload {
        None => 0,
        Some(name) => model.workloads.iter().position(|own| own.name == name).ok_or_else(|| {
            let names: Vec<String> = model.workloads.iter().map(|own| format!("`{}`", own.name)).collect();
            format!("the scenario has no use of compute `{name}`; it has {}", names.join(", "))
        })?,
    };
    if model.workloads.is_empty() {
        return Err("the scenario has no use of compute; name one in `[scenario]`".into());
    }
    let (start, end) = (model.scenario.start, model.scenario.end);
    let inside = |year: i32| {
        if (start..=end).contains(&year) {
            Ok(year)
        } else {
            Err(format!("the scenario runs from {start} to {end}, and {year} is not among its years"))
        }
    };
    let number = bound_of(bound);
    if !is_ratio {
        if let Some(word) = rest.first() {
            return Err(format!("`{word}` after `{named}` means nothing: a crossover is a year itself; leave it out"));
        }
        let year =
            number.parse::<i32>().map_err(|_| format!("`{number}` is no year; write a whole year, like `{end}`"))?;
        return Ok((Asked::Crossover, workload, with(bound, f64::from(inside(year)?))));
    }
    let year = match rest[..] {
        [] => model.scenario.focus,
        ["in", year] => {
            inside(year.parse().map_err(|_| format!("`{year}` is no year; write like `{what} in {end} <= 1.0`"))?)?
        }
        _ => return Err(format!("`{}` cannot be read; write like `{what} in {end} <= 1.0`", rest.join(" "))),
    };
    let ratio: f64 =
        number.parse().map_err(|_| format!("`{number}` is no number; a ratio is a pure number, like `1.0`"))?;
    if !(ratio > 0.0 && ratio.is_finite()) {
        return Err(format!(
            "a ratio of {ratio} says nothing, for every ratio is more than 0 and finite; take one like `1.0`"
        ));
    }
    Ok((Asked::Ratio(year), workload, with(bound, ratio)))
}
