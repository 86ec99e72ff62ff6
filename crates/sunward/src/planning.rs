//! What may be asked of a plan, in a user's words, and why planning may end without one.

use crate::pipeline::InputError;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use sunward_linear::{Failure, Limits, SolverError};
use sunward_model::Model;
use sunward_network::{Network, Objective, connect};
use sunward_planner::growth::GrowthError;
use sunward_planner::{AnalysisError, PlanError, Planned, Question, Questions, Shortage};
use sunward_quantity::{Quantity, TimeSpan};

/// What is asked of a plan beside what the scenario says; what is absent is as the scenario has it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What the plan is to be best at.
    pub objective: Option<Objective>,
    /// How far ahead the planner sees, in years.
    pub foresight: Option<f64>,
    /// Time and memory of each solve, and how to stop it.
    pub limits: Limits,
    /// What is asked of the plan once it is there.
    pub questions: Questions,
    /// Whether the program is wanted as MPS.
    pub mps: bool,
    /// Threads of what is drawn beside the plan; one where it says none.
    pub threads: usize,
}

/// A word of the command line that says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedError {
    /// The option: `--foresight`.
    pub option: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl std::fmt::Display for AskedError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.option, self.reason)
    }
}

impl std::error::Error for AskedError {}

impl Asked {
    /// From texts as a user writes them: `earliest`, `5 years`, `60 s`, `4 GB`.
    ///
    /// # Errors
    /// [`AskedError`] of the first that cannot be read.
    pub fn read(
        objective: Option<&str>,
        foresight: Option<&str>,
        time_limit: Option<&str>,
        memory_limit: Option<&str>,
        interrupt: Option<Arc<AtomicBool>>,
    ) -> Result<Self, AskedError> {
        let span = |option: &'static str, text: Option<&str>, example: &str| -> Result<Option<TimeSpan>, AskedError> {
            let wrong = |why: String| AskedError { option, reason: format!("{why}; write it like `{example}`") };
            let Some(text) = text else { return Ok(None) };
            let read = sunward_quantity::read(TimeSpan::KIND, text).map(TimeSpan::from_si);
            let span = read.map_err(|error| wrong(error.to_string()))?;
            if span.in_si() > 0.0 { Ok(Some(span)) } else { Err(wrong(format!("`{text}` is no time to wait"))) }
        };
        let objective = match objective {
            None => None,
            Some(name) => match Objective::NAMES.iter().find(|row| row.0 == name) {
                Some(row) => Some(row.1),
                None => {
                    let names: Vec<&str> = Objective::NAMES.iter().map(|row| row.0).collect();
                    let reason = format!("no objective `{name}`; there is {}", names.join(", "));
                    return Err(AskedError { option: "--objective", reason });
                }
            },
        };
        Ok(Self {
            objective,
            foresight: span("--foresight", foresight, "5 years")?.map(TimeSpan::in_years),
            limits: Limits {
                seconds: span("--time-limit", time_limit, "60 s")?.map(TimeSpan::in_seconds),
                memory: memory_limit.map(bytes).transpose()?,
                interrupt,
            },
            questions: Questions::default(),
            mps: false,
            threads: 1,
        })
    }

    /// The question to the planner: the scenario's own where nothing else is asked.
    pub fn question(&self, model: &Model) -> Question {
        let objective = self.objective.or_else(|| connect::objective(model)).unwrap_or(Objective::LeastCost);
        let mut question = Question::new(objective);
        // What the scenario sees goes with what it asks.
        question.foresight = self.foresight.or(if self.objective.is_none() { connect::foresight(model) } else { None });
        question.beyond = connect::beyond(model);
        question.limits = self.limits.clone();
        question
    }
}

/// `4 GB` → bytes.
fn bytes(text: &str) -> Result<u64, AskedError> {
    let wrong = || AskedError {
        option: "--memory-limit",
        reason: format!("`{text}` is no amount of memory; write it like `4 GB`"),
    };
    let text = text.trim();
    let end = text.find(|letter: char| letter.is_ascii_alphabetic()).ok_or_else(wrong)?;
    let number: f64 = text[..end].trim().parse().map_err(|_| wrong())?;
    let size = match &text[end..] {
        "B" => 1.0,
        "kB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "TB" => 1e12,
        _ => return Err(wrong()),
    };
    let bytes = number * size;
    if (1.0..=1e18).contains(&bytes) { Ok(bytes as u64) } else { Err(wrong()) }
}

/// Why planning ended without an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanStop {
    /// The input is wrong.
    Input(InputError),
    /// The question does not go with the scenario, in words.
    Question(String),
    /// Somebody asked to stop.
    Interrupted,
    /// The time or memory allowed is not enough, in words.
    Limit(String),
    /// The solver failed, or its plan does not pass the check: in words.
    Failed(String),
}

impl std::fmt::Display for PlanStop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Question(text) | Self::Limit(text) | Self::Failed(text) => f.write_str(text),
            Self::Interrupted => f.write_str("stopped on request"),
        }
    }
}

impl std::error::Error for PlanStop {}

impl From<InputError> for PlanStop {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl From<SolverError> for PlanStop {
    fn from(error: SolverError) -> Self {
        match error {
            SolverError::Interrupted => Self::Interrupted,
            SolverError::TooLarge { .. } => Self::Limit(format!("{error}; `--memory-limit` allows more")),
            other => Self::Failed(other.to_string()),
        }
    }
}

/// A finding, or a reason to stop.
pub(crate) fn finding(error: PlanError) -> Result<Shortage, PlanStop> {
    match error {
        PlanError::Shortage(shortage) => Ok(*shortage),
        PlanError::Network(mistakes) => Err(PlanStop::Question(mistakes.join("\n"))),
        PlanError::Question(text) => Err(PlanStop::Question(text)),
        PlanError::Unbounded => Err(PlanStop::Question(PlanError::Unbounded.to_string())),
        PlanError::Interrupted => Err(PlanStop::Interrupted),
        PlanError::TimeLimit => Err(PlanStop::Limit(over_time())),
        PlanError::Solver(error) => Err(error.into()),
        PlanError::Uncertified(_) => Err(PlanStop::Failed(error.to_string())),
    }
}

fn over_time() -> String {
    "the time allowed for a solve is over; `--time-limit` allows more".into()
}

impl From<AnalysisError> for PlanStop {
    fn from(error: AnalysisError) -> Self {
        match error {
            AnalysisError::NothingWanted => Self::Question("the plan of this scenario wants nothing".into()),
            AnalysisError::Relaxation(failure) => match failure {
                Failure::Interrupted => Self::Interrupted,
                Failure::TimeLimit => Self::Limit(over_time()),
                Failure::Solver(error) => error.into(),
                other => Self::Failed(format!("with a constraint relaxed, {other}")),
            },
            AnalysisError::Growth(GrowthError::Stopped) => Self::Interrupted,
            AnalysisError::Growth(GrowthError::Solver(error)) => error.into(),
        }
    }
}

/// The program of a question as MPS, before anything is solved: where there is no plan. The program of a plan is among its results.
///
/// # Panics
/// Never: memory takes what is written.
pub fn unsolved_mps(network: &Network, question: &Question) -> Vec<u8> {
    let mut out = Vec::new();
    sunward_planner::write_mps(network, question, &mut out).expect("memory takes what is written");
    out
}

/// The program that a plan is the optimum of as MPS.
pub(crate) fn solved_mps(planned: &Planned) -> Vec<u8> {
    let mut out = Vec::new();
    planned.write_mps(&mut out).expect("memory takes what is written");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_read_as_users_write_them() {
        let asked =
            Asked::read(Some("earliest"), Some("5 years"), Some("60 s"), Some("1.5 GB"), None).expect("all is well");
        assert_eq!(asked.objective, Some(Objective::Earliest));
        assert!((asked.foresight.expect("given") - 5.0).abs() < 1e-12);
        assert_eq!(asked.limits.seconds, Some(60.0));
        assert_eq!(asked.limits.memory, Some(1_500_000_000));
    }

    #[test]
    fn what_says_nothing_is_refused_with_an_example() {
        let refused = |asked: Result<Asked, AskedError>| asked.expect_err("refused").to_string();
        assert!(refused(Asked::read(Some("best"), None, None, None, None)).contains("least-cost"));
        assert!(refused(Asked::read(None, Some("5 kg"), None, None, None)).contains("5 years"));
        assert!(refused(Asked::read(None, None, Some("-1 s"), None, None)).contains("60 s"));
        assert!(refused(Asked::read(None, None, None, Some("lots"), None)).contains("4 GB"));
    }
}
