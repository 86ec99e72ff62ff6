//! One input at a time: what its low and its high value do to an outcome, and by how many per cent an outcome moves
//! with one per cent of an input.
//!
//! A tornado says nothing of inputs that act together, and less than nothing where an outcome has its best value inside
//! a range: then both ends lie on one side, and the bar from low to high hides how much the input matters. Such bars
//! are marked ([`Shape::Valley`], [`Shape::Peak`]).

use crate::correlation::Correlation;
use crate::grouping::Grouping;
use crate::normal;
use crate::refusal::{Refusal, count_within, same_length, share_between};
use sunward_quantity::elementary::{exp, ln};

/// Farther out than this an input's normal is nearly determined by the others, and the unit cube has no digits left for
/// it.
const FARTHEST: f64 = 7.0;

/// Which points to evaluate for a tornado.
#[derive(Debug, Clone)]
pub struct TornadoDesign {
    grouping: Grouping,
    /// The base point, then for each group its low and its high point.
    points: Vec<Vec<f64>>,
}

impl TornadoDesign {
    /// Each group's inputs at their quantiles `low` and `high` (0.05 and 0.95 are usual), all others at their best.
    ///
    /// `best` is the quantile at which each input's best value stands in its own law. The points are those of the unit
    /// cube: where inputs go together they are turned back through the correlation, so that the others keep their
    /// values, likely or not.
    ///
    /// # Errors
    /// If a quantile does not lie between 0 and 1, low is not below high, or an input is determined by others and
    /// cannot move alone.
    pub fn new(
        grouping: Grouping,
        correlation: &Correlation,
        best: &[f64],
        (low, high): (f64, f64),
    ) -> Result<Self, Refusal> {
        same_length("inputs with correlations", correlation.len(), grouping.inputs())?;
        same_length("best values", best.len(), grouping.inputs())?;
        share_between("low quantile", low, 0.0, 1.0, "between 0 and 1")?;
        share_between("high quantile", high, low, 1.0, "between the low one and 1")?;
        for &quantile in best {
            share_between("quantile of a best value", quantile, 0.0, 1.0, "between 0 and 1")?;
        }
        let mut points = vec![point_of_quantiles(correlation, best)?];
        for members in grouping.members() {
            for end in [low, high] {
                let mut quantiles = best.to_vec();
                members.iter().for_each(|&input| quantiles[input] = end);
                points.push(point_of_quantiles(correlation, &quantiles)?);
            }
        }
        Ok(Self { grouping, points })
    }

    /// Groups that move.
    pub fn grouping(&self) -> &Grouping {
        &self.grouping
    }

    /// How many: the base, and two for each group.
    pub fn evaluations(&self) -> usize {
        self.points.len()
    }

    /// The point of one evaluation.
    ///
    /// # Panics
    /// If there is no such evaluation, or `out` has not a place for each input.
    pub fn point(&self, evaluation: usize, out: &mut [f64]) {
        out.copy_from_slice(&self.points[evaluation]);
    }
}

/// The point of the unit cube at which each input stands at the given quantile of its own law.
///
/// `u = Φ(L⁻¹ Φ⁻¹(q))` with the factor `L` of the correlations: the way back from linked inputs to independent
/// coordinates. Inputs that go with nothing keep their quantile to the last bit.
///
/// # Errors
/// [`Refusal::Tied`] if the others (nearly) determine an input and its quantile is another one.
pub fn point_of_quantiles(correlation: &Correlation, quantiles: &[f64]) -> Result<Vec<f64>, Refusal> {
    let count = quantiles.len();
    same_length("inputs with correlations", correlation.len(), count)?;
    let factor = correlation.factor();
    let mut independent = vec![0.0; count];
    let mut point = quantiles.to_vec();
    for input in (0..count).filter(|&input| correlation.linked(input)) {
        let row = &factor[input * count..][..=input];
        let known: f64 = row[..input].iter().zip(&independent).map(|(f, e)| f * e).sum();
        let rest = normal::quantile(quantiles[input]) - known;
        let pivot = row[input];
        independent[input] = if pivot > 0.0 { rest / pivot } else { 0.0 };
        let tied = if pivot > 0.0 { independent[input].abs() > FARTHEST } else { rest.abs() > 1e-6 };
        if tied {
            return Err(Refusal::Tied { input });
        }
        point[input] = normal::cdf(independent[input]);
    }
    Ok(point)
}

/// Which way an outcome goes between low, best and high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// No end differs from the base.
    Flat,
    /// Never falls from low over best to high.
    Rising,
    /// Never rises.
    Falling,
    /// Both ends lie above the base: a trap, for the ends alone say little of what the input does.
    Valley,
    /// Both ends lie below the base: a trap too.
    Peak,
}

/// What one group does to one outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// Group, counted from 0.
    pub group: usize,
    /// The outcome with everything at its best.
    pub base: f64,
    /// With the group at its low quantile.
    pub low: f64,
    /// With the group at its high quantile.
    pub high: f64,
}

impl Bar {
    /// Which way the outcome goes.
    pub fn shape(&self) -> Shape {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let side = |end: f64| end.total_cmp(&(self.base + 0.0));
        match (side(self.low + 0.0), side(self.high + 0.0)) {
            (Equal, Equal) => Shape::Flat,
            (Greater, Greater) => Shape::Valley,
            (Less, Less) => Shape::Peak,
            (Less | Equal, Greater | Equal) => Shape::Rising,
            (Greater | Equal, Less | Equal) => Shape::Falling,
        }
    }

    /// From the lowest of the three outcomes to the highest; infinite if one end is and another is not.
    pub fn swing(&self) -> f64 {
        let lowest = self.base.min(self.low).min(self.high);
        let highest = self.base.max(self.low).max(self.high);
        // Equal infinities have no difference.
        if lowest == highest { 0.0 } else { highest - lowest }
    }
}

/// Bars of each outcome, the longest first; bars of one length in the order of groups.
///
/// `outcomes[evaluation][outcome]` in the order of the design. Outcomes may be infinite (a crossover that never comes).
///
/// # Errors
/// If there are not as many as evaluations, rows differ in length, or an outcome is not a number.
pub fn bars<Row: AsRef<[f64]>>(design: &TornadoDesign, outcomes: &[Row]) -> Result<Vec<Vec<Bar>>, Refusal> {
    same_length("evaluations", outcomes.len(), design.evaluations())?;
    let count = outcomes[0].as_ref().len();
    for (evaluation, row) in outcomes.iter().enumerate() {
        same_length("outcomes of an evaluation", row.as_ref().len(), count)?;
        if row.as_ref().iter().any(|value| value.is_nan()) {
            return Err(Refusal::NotANumber { evaluation });
        }
    }
    Ok((0..count)
        .map(|outcome| {
            let at = |evaluation: usize| outcomes[evaluation].as_ref()[outcome];
            let mut bars: Vec<Bar> = (0..design.grouping.len())
                .map(|group| Bar { group, base: at(0), low: at(1 + 2 * group), high: at(2 + 2 * group) })
                .collect();
            bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()));
            bars
        })
        .collect())
}

/// Which values to evaluate for elasticities: each input a small factor below and above its best value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElasticityDesign {
    inputs: usize,
    step: f64,
}

/// Why an outcome has no elasticity in an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoElasticity {
    /// The input is 0: no per cent of it moves anything.
    InputIsZero,
    /// The outcome is 0, infinite, no number, or changes its sign within the step.
    OutcomeWithoutLogarithm,
}

impl std::fmt::Display for NoElasticity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::InputIsZero => "the input is 0, and a per cent of nothing moves nothing; use the tornado",
            Self::OutcomeWithoutLogarithm => {
                "the outcome is 0, infinite or changes its sign within the step; use the tornado"
            }
        })
    }
}

impl std::error::Error for NoElasticity {}

impl ElasticityDesign {
    /// Central differences with factors `e^(−step)` and `e^(+step)`; 0.001 is usual.
    ///
    /// # Errors
    /// If there is no input, or the step is not between `1e-8` (rounding eats it) and 1.
    pub fn new(inputs: usize, step: f64) -> Result<Self, Refusal> {
        count_within("number of inputs", inputs, 1..=usize::MAX, "at least 1")?;
        share_between("step of an elasticity", step, 1e-8, 1.0, "between 1e-8 and 1")?;
        Ok(Self { inputs, step })
    }

    /// How many: two for each input.
    pub fn evaluations(&self) -> usize {
        2 * self.inputs
    }

    /// Values of the inputs (not a point of the unit cube) of one evaluation: the best ones with one moved.
    ///
    /// # Panics
    /// If there is no such evaluation, or `best` and `out` have not a place for each input.
    pub fn values(&self, evaluation: usize, best: &[f64], out: &mut [f64]) {
        assert!(evaluation < self.evaluations() && best.len() == self.inputs, "an evaluation of the design");
        out.copy_from_slice(best);
        out[evaluation / 2] *= exp(if evaluation.is_multiple_of(2) { -self.step } else { self.step });
    }

    /// Elasticity of one outcome in each input, from its values in the order of the design.
    ///
    /// ```text
    /// d ln y / d ln x ≈ (ln y(x e^h) − ln y(x e^−h)) / 2h
    /// ```
    ///
    /// | symbol | is |
    /// |---|---|
    /// | `h` | the step |
    ///
    /// Exact for powers of `x`; otherwise off by `h²/6` times the third derivative of the logarithms. Signs cancel: a
    /// cost counted as negative has the elasticity of its amount.
    ///
    /// # Errors
    /// If there are not as many values as evaluations or inputs; for one input [`NoElasticity`].
    pub fn elasticities(&self, best: &[f64], outcomes: &[f64]) -> Result<Vec<Result<f64, NoElasticity>>, Refusal> {
        same_length("best values", best.len(), self.inputs)?;
        same_length("outcomes", outcomes.len(), self.evaluations())?;
        Ok(best
            .iter()
            .zip(outcomes.chunks_exact(2))
            .map(|(&x, ends)| {
                if x == 0.0 {
                    return Err(NoElasticity::InputIsZero);
                }
                let ratio = ends[1] / ends[0];
                if ratio > 0.0 && ratio.is_finite() {
                    Ok(ln(ratio) / (2.0 * self.step))
                } else {
                    Err(NoElasticity::OutcomeWithoutLogarithm)
                }
            })
            .collect())
    }
}
