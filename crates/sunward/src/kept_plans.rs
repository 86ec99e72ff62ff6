//! Plans of draws as bytes, to go on with another time: what came of each draw, and of which question.
//!
//! Numbers are kept to the last bit, so that a drawing that was interrupted and gone on with gives the bits of one in one go. Bytes come
//! from a disk and may be anything: what is not exactly such a file, of exactly this question, is refused.

use crate::exploring::{print_of_bytes, print_of_question};
use crate::exploring_plans::PlanDrawing;
use crate::planning::Asked;
use sunward_model::Model;
use sunward_network::{Constraint, Network};
use sunward_planner::ensemble::{Drawn, DrawnPlan};

const MAGIC: &[u8] = b"sunward plans of draws 1\n";

/// Stands for a year, or a constraint, where there is none.
const NONE: u64 = u64::MAX;

/// What came of all draws that are done.
pub fn saved(model: &Model, asked: &Asked, how: &PlanDrawing<'_>, draws: &[Option<Drawn>]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    let done = draws.iter().flatten().count() as u64;
    let mut words = vec![print_of_plans(model, asked, how), u64::from(how.in_full), draws.len() as u64, done];
    for (number, drawn) in draws.iter().enumerate() {
        let Some(drawn) = drawn else { continue };
        words.push(number as u64);
        match drawn {
            Drawn::Planned(plan) => {
                words.push(0);
                put_plan(&mut words, plan);
            }
            Drawn::NoPlan(why) => put_text(&mut words, 1, why),
            Drawn::OverTime => words.push(2),
            Drawn::Failed(why) => put_text(&mut words, 3, why),
        }
    }
    bytes.extend(words.into_iter().flat_map(u64::to_le_bytes));
    let print = print_of_bytes(&bytes);
    bytes.extend(print.to_le_bytes());
    bytes
}

fn print_of_plans(model: &Model, asked: &Asked, how: &PlanDrawing<'_>) -> u64 {
    let question = asked.question(model);
    let counted = format!("plans {:?} {:?} {:?}", question.objective, question.foresight, how.fixed);
    print_of_question(model, how.seed, &counted)
}

fn put_plan(words: &mut Vec<u64>, plan: &DrawnPlan) {
    words.push(plan.target_year.map_or(NONE, |year| i64::from(year).cast_unsigned()));
    words.push(plan.cost.to_bits());
    words.push(plan.made.len() as u64);
    for values in [&plan.made, &plan.in_service, &plan.beyond] {
        words.extend(values.iter().map(|value| value.to_bits()));
    }
    for constraint in &plan.binding {
        let (kind, index) = constraint.map_or((NONE, 0), code);
        words.extend([kind, index as u64]);
    }
}

/// A text in whole words, the last one filled up with nought.
fn put_text(words: &mut Vec<u64>, kind: u64, text: &str) {
    words.extend([kind, text.len() as u64]);
    for part in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        words.push(u64::from_le_bytes(word));
    }
}

/// The family of a constraint without its period, and which of it.
fn code(constraint: Constraint) -> (u64, usize) {
    match constraint {
        Constraint::Balance { market, .. } => (0, market),
        Constraint::Capacity { process, .. } => (1, process),
        Constraint::Growth { process, .. } => (2, process),
        Constraint::Most { process, .. } => (3, process),
        Constraint::Limit { limit, .. } => (4, limit),
        Constraint::Budget { .. } => (5, 0),
        Constraint::Target { .. } => (6, 0),
        Constraint::Demand { demand, .. } => (7, demand),
    }
}

/// The constraint of a [`code`], if the network has it.
fn constraint(network: &Network, kind: u64, index: usize) -> Option<Constraint> {
    let period = 0;
    let process = |it: Constraint| (index < network.processes.len()).then_some(it);
    match kind {
        0 if index < network.markets.len() => Some(Constraint::Balance { market: index, period }),
        1 => process(Constraint::Capacity { process: index, period }),
        2 => process(Constraint::Growth { process: index, period }),
        3 => process(Constraint::Most { process: index, period }),
        4 if index < network.limits.len() => Some(Constraint::Limit { limit: index, period }),
        5 if network.budget.is_some() => Some(Constraint::Budget { period }),
        6 if network.target.is_some() => Some(Constraint::Target { period }),
        7 if index < network.demands.len() => Some(Constraint::Demand { demand: index, period }),
        _ => None,
    }
}

/// The draws that were kept, each by its number, if they are of this question.
pub(crate) fn resumed(
    model: &Model,
    asked: &Asked,
    how: &PlanDrawing<'_>,
    network: &Network,
    years: (i32, i32),
    bytes: &[u8],
) -> Result<Vec<Option<Drawn>>, String> {
    let no = |why: &str| format!("draws cannot be gone on with: {why}; start anew without `--resume`");
    if !bytes.starts_with(MAGIC) {
        return Err(no("this is no file of plans of draws"));
    }
    let damaged = || no("the file was cut off or changed");
    let (body, print) = bytes.split_last_chunk::<8>().ok_or_else(damaged)?;
    if body.len() < MAGIC.len() || u64::from_le_bytes(*print) != print_of_bytes(body) {
        return Err(damaged());
    }
    let (words, rest) = body[MAGIC.len()..].as_chunks::<8>();
    if !rest.is_empty() {
        return Err(damaged());
    }
    let mut words = Words { left: words };
    let head = [words.next(), words.next(), words.next(), words.next()];
    let [Some(print), Some(in_full), Some(of), Some(done)] = head else { return Err(damaged()) };
    if print != print_of_plans(model, asked, how) {
        return Err(no("they are of another scenario, another seed or another version"));
    }
    if in_full != u64::from(how.in_full) {
        let (are, not) = if how.in_full { ("without", "with") } else { ("with", "without") };
        return Err(no(&format!("they were planned {are} `--in-full`, and you ask for draws {not} it")));
    }
    if of != how.draws as u64 {
        return Err(format!(
            "draws cannot be gone on with: these are of {of} draws, and you ask for {}. They are the points of one Latin \
             hypercube, and those of another number of draws are others; ask for `--draws {of}`, or start anew without `--resume`",
            how.draws
        ));
    }
    let mut draws = vec![None; how.draws];
    for _ in 0..done {
        let (number, drawn) = words.draw(network, years).ok_or_else(damaged)?;
        match draws.get_mut(number) {
            Some(place @ None) => *place = Some(drawn),
            _ => return Err(damaged()),
        }
    }
    if words.left.is_empty() { Ok(draws) } else { Err(damaged()) }
}

/// Words that are read one after the other; nothing where there are none, or they mean nothing.
struct Words<'a> {
    left: &'a [[u8; 8]],
}

impl Words<'_> {
    fn next(&mut self) -> Option<u64> {
        let (word, left) = self.left.split_first()?;
        self.left = left;
        Some(u64::from_le_bytes(*word))
    }

    fn index(&mut self) -> Option<usize> {
        usize::try_from(self.next()?).ok()
    }

    fn number(&mut self) -> Option<f64> {
        let value = f64::from_bits(self.next()?);
        value.is_finite().then_some(value)
    }

    fn text(&mut self) -> Option<String> {
        let length = self.index()?;
        let (own, left) = self.left.split_at_checked(length.div_ceil(8))?;
        self.left = left;
        String::from_utf8(own.as_flattened()[..length].to_vec()).ok()
    }

    fn draw(&mut self, network: &Network, years: (i32, i32)) -> Option<(usize, Drawn)> {
        let number = self.index()?;
        let drawn = match self.next()? {
            0 => Drawn::Planned(self.plan(network, years)?),
            1 => Drawn::NoPlan(self.text()?),
            2 => Drawn::OverTime,
            3 => Drawn::Failed(self.text()?),
            _ => return None,
        };
        Some((number, drawn))
    }

    fn plan(&mut self, network: &Network, years: (i32, i32)) -> Option<DrawnPlan> {
        let target_year = match self.next()? {
            NONE => None,
            year => Some(i32::try_from(year.cast_signed()).ok().filter(|year| (years.0..=years.1).contains(year))?),
        };
        let cost = self.number()?;
        let all = (years.0..=years.1).count();
        if self.index()? != all {
            return None;
        }
        let [made, in_service, beyond] =
            [(); 3].map(|()| (0..all).map(|_| self.number()).collect::<Option<Vec<f64>>>());
        let binding = (0..all).map(|_| {
            let (kind, index) = (self.next()?, self.index()?);
            if kind == NONE { Some(None) } else { constraint(network, kind, index).map(Some) }
        });
        let binding = binding.collect::<Option<Vec<_>>>()?;
        Some(DrawnPlan { target_year, made: made?, binding, in_service: in_service?, beyond: beyond?, cost })
    }
}
