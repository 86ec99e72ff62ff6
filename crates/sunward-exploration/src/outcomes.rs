//! What is counted of each draw, by name.

use sunward_model::{Model, Scenario};
use sunward_uncertainty::ensemble::Measure;

/// What an outcome is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// First year in which the cheapest challenger is cheaper than the cheapest incumbent; already at the start, or never.
    Crossover,
    /// Cost of compute of the cheapest challenger over the cheapest incumbent, in a year.
    Ratio(i32),
    /// Cost of compute of the cheapest challenger in the focus year, by operation.
    Challenger,
    /// Cost of compute of the cheapest incumbent in the focus year, by operation.
    Incumbent,
}

/// One outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// What it is.
    pub kind: Kind,
    /// Index of the use of compute.
    pub workload: usize,
    /// Name in documents: `crossover.training`, `ratio.batch.2035`.
    pub name: String,
    /// Unit in documents.
    pub unit: &'static str,
}

/// All outcomes of a draw, in the order in which an evaluation gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    /// Each.
    pub all: Vec<Outcome>,
    /// The years.
    pub years: Vec<i32>,
    /// Index of the focus year.
    pub focus: usize,
    /// Uses of compute, by name.
    pub workloads: Vec<String>,
}

impl Outcomes {
    /// Those of a model: for each use the crossover, the ratio in each year, and both costs in the focus year.
    pub fn of(model: &Model) -> Self {
        Self::of_scenario(&model.scenario, model.workloads.iter().map(|workload| workload.name.clone()).collect())
    }

    /// The same, of a scenario with these uses of compute.
    pub(crate) fn of_scenario(scenario: &Scenario, workloads: Vec<String>) -> Self {
        let years: Vec<i32> = (scenario.start..=scenario.end).collect();
        let mut all = Vec::new();
        for (workload, name) in workloads.iter().enumerate() {
            let mut add = |kind, name: String, unit| all.push(Outcome { kind, workload, name, unit });
            add(Kind::Crossover, format!("crossover.{name}"), "year");
            for year in &years {
                add(Kind::Ratio(*year), format!("ratio.{name}.{year}"), "1");
            }
            add(Kind::Challenger, format!("challenger.{name}"), "USD/operation");
            add(Kind::Incumbent, format!("incumbent.{name}"), "USD/operation");
        }
        let focus = years.iter().position(|year| *year == scenario.focus).unwrap_or(0);
        Self { all, years, focus, workloads }
    }

    /// How many for each use of compute.
    pub fn each(&self) -> usize {
        self.years.len() + 3
    }

    /// Where the crossover of a use stands.
    pub fn crossover(&self, workload: usize) -> usize {
        workload * self.each()
    }

    /// Where its ratio in a year stands, by index of the year.
    pub fn ratio(&self, workload: usize, year: usize) -> usize {
        workload * self.each() + 1 + year
    }

    /// Where the challenger's cost in the focus year stands; the incumbent's is the next.
    pub fn challenger(&self, workload: usize) -> usize {
        workload * self.each() + 1 + self.years.len()
    }

    /// How each is counted.
    pub fn measures(&self) -> Vec<Measure> {
        let (first, last) = (self.years[0], self.years[self.years.len() - 1]);
        let measure = |outcome: &Outcome| match outcome.kind {
            Kind::Crossover => Measure::Years { first, last },
            _ => Measure::Number { origin: 0.0 },
        };
        self.all.iter().map(measure).collect()
    }
}
