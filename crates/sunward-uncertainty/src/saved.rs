//! An ensemble as whole numbers, so that draws can go on where they stopped.

use crate::ensemble::{Counts, Ensemble, Measure, Moments, Summary};
use crate::refusal::Refusal;

/// Numbers of an outcome before its bins: already, never, least, most, three moments, and how many bins.
const HEAD: usize = 8;

impl Ensemble {
    /// Everything that was added, in 64 bits each: [`Ensemble::from_words`] reads it back to the last bit.
    pub fn to_words(&self) -> Vec<u64> {
        let mut words = vec![self.draws(), self.summaries().len() as u64];
        for summary in self.summaries() {
            let Summary { counts, already, never, least, most, moments, .. } = summary;
            let bins: Vec<(i64, u64)> = counts.bins().collect();
            words.extend([*already, *never, least.to_bits(), most.to_bits()]);
            words.extend([moments.count, moments.mean.to_bits(), moments.deviations.to_bits(), bins.len() as u64]);
            words.extend(bins.into_iter().flat_map(|(bin, count)| [bin as u64, count]));
        }
        words
    }

    /// What [`Ensemble::to_words`] wrote, of an ensemble with these measures.
    ///
    /// # Errors
    /// [`Refusal`] if the words do not belong to such an ensemble: their number is another, counts do not add up to the draws, or a
    /// bin lies where none of these measures has one.
    pub fn from_words(measures: &[Measure], words: &[u64]) -> Result<Self, Refusal> {
        let short = |wanted: usize| Refusal::Length { what: "words of an ensemble", found: words.len(), wanted };
        let [draws, outcomes, rest @ ..] = words else { return Err(short(2)) };
        if *outcomes != measures.len() as u64 {
            return Err(Refusal::Length { what: "outcomes", found: *outcomes as usize, wanted: measures.len() });
        }
        let mut rest = rest;
        let mut summaries = Vec::new();
        for measure in measures {
            let mut summary = Summary::new(*measure)?;
            let Some((head, tail)) = rest.split_at_checked(HEAD) else { return Err(short(words.len() + HEAD)) };
            let bins = usize::try_from(head[7]).ok().and_then(|bins| bins.checked_mul(2));
            let Some((bins, tail)) = bins.and_then(|bins| tail.split_at_checked(bins)) else {
                return Err(short(words.len() + 1));
            };
            rest = tail;
            (summary.already, summary.never) = (head[0], head[1]);
            (summary.least, summary.most) = (f64::from_bits(head[2]), f64::from_bits(head[3]));
            let (mean, deviations) = (f64::from_bits(head[5]), f64::from_bits(head[6]));
            summary.moments = Moments { count: head[4], mean, deviations };
            let broken = |what| Refusal::Setting { what, found: f64::NAN, wanted: "what an ensemble wrote" };
            let mut counted: u64 = 0;
            for pair in bins.chunks_exact(2) {
                let bin = pair[0] as i64;
                if !summary.has_bin(bin) {
                    return Err(broken("a bin"));
                }
                summary.counts.add(bin, pair[1]);
                counted = counted.saturating_add(pair[1]);
            }
            let all = counted.saturating_add(summary.already).saturating_add(summary.never);
            if all != *draws || summary.moments.count != counted || !mean.is_finite() || deviations.is_nan() {
                return Err(broken("the number of draws"));
            }
            summaries.push(summary);
        }
        if !rest.is_empty() {
            return Err(short(words.len() - rest.len()));
        }
        Ok(Self::made(summaries, *draws))
    }
}

impl Counts {
    /// Whether anything was counted.
    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.bins().next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEASURES: [Measure; 2] = [Measure::Years { first: 2026, last: 2060 }, Measure::Number { origin: 0.0 }];

    fn some() -> Ensemble {
        let mut ensemble = Ensemble::new(&MEASURES).unwrap();
        for draw in 0..1000 {
            let year = [f64::NEG_INFINITY, 2031.0, 2060.0, f64::INFINITY][draw % 4];
            let cost = if draw % 7 == 0 { f64::INFINITY } else { 1.0 / (1.0 + draw as f64) - 0.25 };
            ensemble.add(&[year, cost]).unwrap();
        }
        ensemble
    }

    #[test]
    fn an_ensemble_is_read_back_to_the_last_bit_and_goes_on() {
        let mut whole = some();
        let mut read = Ensemble::from_words(&MEASURES, &whole.to_words()).unwrap();
        assert_eq!(read, whole);
        for ensemble in [&mut whole, &mut read] {
            ensemble.add(&[2040.0, 3.5]).unwrap();
        }
        assert_eq!(read, whole);
        assert_eq!(read.to_words(), whole.to_words());
        let none = Ensemble::new(&MEASURES).unwrap();
        assert!(none.summaries()[0].counts.is_empty());
        assert_eq!(Ensemble::from_words(&MEASURES, &none.to_words()).unwrap(), none);
    }

    /// A file may be cut, changed or of another ensemble: nothing of it is believed, and nothing panics.
    #[test]
    fn words_that_are_not_of_such_an_ensemble_are_refused() {
        let words = some().to_words();
        assert!(Ensemble::from_words(&MEASURES[..1], &words).is_err());
        for cut in 0..words.len() {
            assert!(Ensemble::from_words(&MEASURES, &words[..cut]).is_err(), "{cut}");
        }
        assert!(Ensemble::from_words(&MEASURES, &[&words[..], &[0]].concat()).is_err());
        for place in 0..words.len() {
            for flip in [1, 1 << 62, u64::MAX] {
                let mut changed = words.clone();
                changed[place] ^= flip;
                let read = Ensemble::from_words(&MEASURES, &changed);
                // Numbers that stand for themselves may be others; whatever counts may not.
                assert!(read.is_err() || read.unwrap() != some(), "{place}");
            }
        }
    }
}
