//! Inputs taken together: a sensitivity index is worked out for a group as for one input.

use crate::correlation::Correlation;
use crate::refusal::Refusal;

/// Which group each input belongs to; every input belongs to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
}

impl Grouping {
    /// Each input is a group of its own.
    pub fn each(inputs: usize) -> Self {
        Self { of: (0..inputs).collect(), members: (0..inputs).map(|input| vec![input]).collect() }
    }

    /// The group of each input, by number.
    ///
    /// # Errors
    /// [`Refusal::EmptyGroup`] if a number below the largest is not used.
    pub fn new(of: Vec<usize>) -> Result<Self, Refusal> {
        // More groups than inputs cannot all be used: the first gap is found without room for a number out of reach.
        let count = of.iter().max().map_or(0, |largest| largest.saturating_add(1)).min(of.len() + 1);
        let mut members = vec![Vec::new(); count];
        for (input, &group) in of.iter().enumerate() {
            if let Some(members) = members.get_mut(group) {
                members.push(input);
            }
        }
        match members.iter().position(Vec::is_empty) {
            Some(group) => Err(Refusal::EmptyGroup { group }),
            None => Ok(Self { of, members }),
        }
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many inputs.
    pub fn inputs(&self) -> usize {
        self.of.len()
    }

    /// Group of each input.
    pub fn of(&self) -> &[usize] {
        &self.of
    }

    /// Inputs of each group, in rising order.
    pub fn members(&self) -> &[Vec<usize>] {
        &self.members
    }

    /// Pairs of inputs that are correlated but stand in different groups: none if each group holds all that its inputs
    /// go with.
    pub fn open_pairs(&self, correlation: &Correlation) -> Vec<(usize, usize)> {
        let linked: Vec<usize> =
            (0..correlation.len().min(self.inputs())).filter(|&input| correlation.linked(input)).collect();
        let mut pairs = Vec::new();
        for (place, &i) in linked.iter().enumerate() {
            for &j in &linked[place + 1..] {
                if self.of[i] != self.of[j] && correlation.get(i, j) != 0.0 {
                    pairs.push((i, j));
                }
            }
        }
        pairs
    }
}
