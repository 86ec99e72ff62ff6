//! One scenario in a few numbers, to stand beside others.

use sunward_economics::Costs;
use sunward_model::{Evidence, Model};

/// One scenario in a few numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Its first and last year.
    pub years: (i32, i32),
    /// The year the numbers are of.
    pub focus: i32,
    /// One row for each use of compute.
    pub workloads: Vec<CaseWorkload>,
    /// Launch price of the cheapest challenger's satellite, dollars of the base year per kilogram.
    pub launch_price: Option<f64>,
    /// Its specific mass, kilograms per kilowatt of chips.
    pub specific_mass: Option<f64>,
    /// How many numbers there are, and how many of them are guesses.
    pub numbers: (usize, usize),
}

/// One use of compute of a [`Case`].
#[derive(Debug, Clone, PartialEq)]
pub struct CaseWorkload {
    /// Its name.
    pub name: String,
    /// First year in which the cheapest challenger is cheaper than the cheapest incumbent.
    pub crossover: Option<i32>,
    /// Whether it stays cheaper.
    pub stays: bool,
    /// Challenger over incumbent in the focus year.
    pub ratio: Option<f64>,
    /// Cost of the cheapest challenger in the focus year, dollars of the base year for an hour of a PFLOP/s.
    pub challenger: Option<f64>,
    /// Cost of the cheapest incumbent, likewise.
    pub incumbent: Option<f64>,
}

impl Case {
    /// Takes the few numbers.
    pub fn of(model: &Model, costs: &Costs) -> Self {
        let at = costs.index_of(model.scenario.focus);
        let workloads = model
            .workloads
            .iter()
            .enumerate()
            .map(|(w, workload)| {
                let headline = costs.headline(w);
                let cost = |among: &[usize]| {
                    let best = costs.cheapest(among, w, at)?;
                    let (_, cost) = costs.series[best].years[at].as_ref().ok()?;
                    Some(cost.workloads[w].compute.in_dollars_per_petaflops_hour())
                };
                CaseWorkload {
                    name: workload.name.clone(),
                    crossover: headline.year,
                    stays: headline.stays,
                    ratio: headline.ratio[at],
                    challenger: cost(&costs.challengers),
                    incumbent: cost(&costs.incumbents),
                }
            })
            .collect();
        let sheet = costs
            .cheapest(&costs.challengers, 0, at)
            .and_then(|best| costs.series[best].years[at].as_ref().ok())
            .map(|found| &found.0);
        let given: Vec<_> =
            model.register.parameters().iter().filter(|p| p.value != sunward_model::Value::Absent).collect();
        let guesses = given.iter().filter(|p| p.provenance.evidence == Evidence::Guess).count();
        Self {
            name: model.name.clone(),
            years: (model.scenario.start, model.scenario.end),
            focus: model.scenario.focus,
            workloads,
            launch_price: sheet.and_then(|s| s.launch).map(|ride| ride.price_per_mass.in_dollars_per_kilogram()),
            specific_mass: sheet
                .filter(|s| s.mass.in_kilograms() > 0.0)
                .map(|s| (s.mass / s.it_power).in_kilograms_per_kilowatt()),
            numbers: (given.len(), guesses),
        }
    }
}
