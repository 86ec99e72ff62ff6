//! Answers that took long, kept for whoever asks the same: a plan is worked out once, not once for each page that is open.

use crate::field::Fields;
use crate::routes::Verb;
use serde_json::Value as Json;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Most answers that are kept.
const MOST: usize = 64;

/// Most bytes of JSON, questions included, that are kept.
const LARGEST: usize = 64 << 20;

/// One question and its answer.
#[derive(Debug)]
struct One {
    verb: Verb,
    question: String,
    answer: Arc<Json>,
    bytes: usize,
}

/// Answers, the one asked for last at the end.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Vec<One>>);

impl Kept {
    fn all(&self) -> MutexGuard<'_, Vec<One>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the answer is here.
    pub fn has(&self, verb: Verb, fields: &Fields) -> bool {
        let question = fields.key();
        self.all().iter().any(|one| one.verb == verb && one.question == question)
    }

    /// The answer to the same question of the same verb.
    pub fn find(&self, verb: Verb, fields: &Fields) -> Option<Arc<Json>> {
        let question = fields.key();
        let mut all = self.all();
        let place = all.iter().position(|one| one.verb == verb && one.question == question)?;
        let one = all.remove(place);
        let answer = one.answer.clone();
        all.push(one);
        Some(answer)
    }

    /// Keeps an answer; those that nobody has asked for longest make room. One that is too large by itself is not kept.
    pub fn keep(&self, verb: Verb, fields: &Fields, answer: &Arc<Json>) {
        let question = fields.key();
        let bytes = question.len() + answer.to_string().len();
        if bytes > LARGEST {
            return;
        }
        let mut all = self.all();
        all.retain(|one| one.verb != verb || one.question != question);
        all.push(One { verb, question, answer: answer.clone(), bytes });
        let mut sum: usize = all.iter().map(|one| one.bytes).sum();
        while all.len() > MOST || sum > LARGEST {
            sum -= all.remove(0).bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{Field, Holds};
    use serde_json::json;

    const FIELDS: &[Field] = &[
        Field { name: "scenario", holds: Holds::Text, needed: false, meaning: "which" },
        Field { name: "seed", holds: Holds::Whole, needed: false, meaning: "from what" },
    ];

    fn fields(json: Json) -> Fields {
        Fields::read(json, FIELDS).expect("all is well")
    }

    #[test]
    fn the_same_question_is_the_same_however_it_is_written() {
        let kept = Kept::default();
        kept.keep(Verb::Plan, &fields(json!({"scenario": "a", "seed": 1})), &Arc::new(json!(7)));
        let find = |verb, question| kept.find(verb, &fields(question)).map(|answer| (*answer).clone());
        assert_eq!(find(Verb::Plan, json!({"seed": 1, "scenario": "a"})), Some(json!(7)));
        assert_eq!(find(Verb::Plan, json!({"seed": 2, "scenario": "a"})), None);
        assert_eq!(find(Verb::Explore, json!({"seed": 1, "scenario": "a"})), None);
        kept.keep(Verb::Plan, &fields(json!({"scenario": "b", "seed": null})), &Arc::new(json!(8)));
        assert_eq!(find(Verb::Plan, json!({"scenario": "b"})), Some(json!(8)));
    }

    #[test]
    fn what_is_not_asked_for_makes_room() {
        let kept = Kept::default();
        let question = |seed: usize| fields(json!({"seed": seed}));
        for seed in 0..MOST {
            kept.keep(Verb::Plan, &question(seed), &Arc::new(json!(seed)));
        }
        // The first is asked for, so that the second is the one that has to go.
        assert!(kept.find(Verb::Plan, &question(0)).is_some());
        kept.keep(Verb::Plan, &question(MOST), &Arc::new(json!("new")));
        assert_eq!([0, 1, 2, MOST].map(|seed| kept.has(Verb::Plan, &question(seed))), [true, false, true, true]);
        // Half of all there is room for, three times.
        let large = Arc::new(json!("x".repeat(LARGEST / 2)));
        (0..3).for_each(|seed| kept.keep(Verb::Explore, &question(seed), &large));
        assert_eq!([0, 1, 2].map(|seed| kept.has(Verb::Explore, &question(seed))), [false, false, true]);
        assert!(!kept.has(Verb::Plan, &question(MOST)));
        kept.keep(Verb::Explore, &question(9), &Arc::new(json!("x".repeat(LARGEST))));
        assert!(!kept.has(Verb::Explore, &question(9)) && kept.has(Verb::Explore, &question(2)));
    }
}
