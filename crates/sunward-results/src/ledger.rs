//! Who says what: every source with the numbers that rest on it.

use sunward_model::{Evidence, Model, Parameter, Source, Value};

/// Every source with the numbers that rest on it.
#[derive(Debug, Clone)]
pub struct Ledger<'a> {
    /// Sources in the order of their keys; `guess` and `decision` come last.
    pub entries: Vec<LedgerEntry<'a>>,
    /// Numbers by kind of evidence.
    pub by_evidence: Vec<(Evidence, usize)>,
    /// All numbers that are given (and not worked out).
    pub numbers: usize,
}

/// One source.
#[derive(Debug, Clone)]
pub struct LedgerEntry<'a> {
    /// Its key.
    pub key: &'a str,
    /// The work, unless it is a guess or a decision.
    pub source: Option<&'a Source>,
    /// What rests on it.
    pub parameters: Vec<&'a Parameter>,
}

impl<'a> Ledger<'a> {
    /// Groups the numbers of a model by source.
    pub fn of(model: &'a Model) -> Self {
        let given: Vec<&Parameter> = model.register.parameters().iter().filter(|p| p.value != Value::Absent).collect();
        let mut entries: Vec<LedgerEntry<'a>> = Vec::new();
        for parameter in &given {
            let key = parameter.provenance.source.as_str();
            match entries.iter_mut().find(|entry| entry.key == key) {
                Some(entry) => entry.parameters.push(parameter),
                None => entries.push(LedgerEntry { key, source: model.sources.get(key), parameters: vec![parameter] }),
            }
        }
        entries.sort_by_key(|entry| (entry.source.is_none(), entry.key));
        let by_evidence = Evidence::NAMES
            .iter()
            .map(|(_, kind)| (*kind, given.iter().filter(|p| p.provenance.evidence == *kind).count()))
            .collect();
        Self { entries, by_evidence, numbers: given.len() }
    }

    /// How many numbers are guesses.
    pub fn guesses(&self) -> usize {
        self.by_evidence.iter().find(|row| row.0 == Evidence::Guess).map_or(0, |row| row.1)
    }
}
