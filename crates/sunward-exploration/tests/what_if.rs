//! Inverse questions: against dense scans that share no code with the search, and refused in words where they say nothing.

#[path = "support/worlds.rs"]
mod support;

use std::cell::{Cell, RefCell};
use sunward_economics::Prepared;
use sunward_exploration::{Asked, Goal, NotAnswered, Question, Span, Watch, frontier, levers, what_would_have_to_be};
use sunward_model::Model;
use sunward_uncertainty::threshold::{Goal as Bound, State, Threshold};
use support::{explorer_of, model, number, ratio, slot};

fn asked(model: &Model, path: &str, goal: &str) -> Question {
    let goal = Goal::read(goal, model).unwrap_or_else(|error| panic!("{error}"));
    Question { slot: slot(model, path), year: None, goal, bounds: None, draws: 200, seed: 3 }
}

/// Every border of the search lies between two neighbours of a dense scan at which the ratio stands on different sides of one, and the
/// scan shows no other.
#[test]
fn a_threshold_is_where_a_dense_scan_changes_sides() {
    let model = model("as_claimed");
    let prepared = Prepared::new(&model).expect("it can be prepared");
    for path in ["cell.silicon_thin.price", "satellite.d3.wacc", "site.texas.wacc"] {
        let answer = what_would_have_to_be(&model, &asked(&model, path, "ratio.batch in 2035 <= 1.0"), &|_, _| true)
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(answer.complete && answer.met_today && answer.within.is_none());
        let batch = model.workloads.iter().position(|workload| workload.name == "batch").expect("a use");
        assert_eq!(answer.outcome_today, ratio(&model, &prepared, batch, 2035));
        let mut tried = model.clone();
        let mut met = |value: f64| {
            tried.register.set_number(slot(&model, path), None, value, path).expect("an allowed value");
            ratio(&tried, &prepared, batch, 2035) <= 1.0
        };
        let today = answer.value_today.expect("it has a value");
        let (low, high) = (today / 20.0, today * 20.0);
        // Steps of 0.3 %.
        let values: Vec<f64> = (0..=2000)
            .map(|step| low * sunward_quantity::elementary::power(high / low, f64::from(step) / 2000.0))
            .collect();
        let sides: Vec<bool> = values.iter().map(|value| met(*value)).collect();
        let changes: Vec<usize> = (1..sides.len()).filter(|step| sides[*step] != sides[step - 1]).collect();
        let Threshold::Borders(borders) = &answer.found else { panic!("{path}: {:?}", answer.found) };
        assert_eq!(borders.len(), changes.len(), "{path}");
        for (border, change) in borders.iter().zip(changes) {
            assert!(values[change - 1] <= border.high && border.low <= values[change], "{path}: {border:?}");
            assert_eq!(border.above == State::Met, sides[change], "{path}");
            // Narrowed to a millionth.
            assert!(border.high - border.low <= 2e-6 * border.high, "{path}: {border:?}");
        }
        let (value, above) = answer.value().expect("a border");
        assert!(met(value), "what is quoted meets the goal");
        assert_eq!(above, path == "site.texas.wacc", "dear money on the ground helps, dear money in orbit does not");
    }
}

#[test]
fn a_lever_is_where_the_share_of_the_same_draws_changes_sides() {
    let model = model("as_claimed");
    let explorer = explorer_of(&model);
    let batch = explorer.outcomes().workloads.iter().position(|name| name == "batch").expect("a use");
    let (draws, by) = (200, 2035);
    let chosen = [number(&explorer, "cell.silicon_thin.price"), number(&explorer, "site.texas.wacc")];
    let mut numbers = vec![Vec::new(); explorer.outcomes().workloads.len()];
    numbers[batch] = chosen.to_vec();
    let mut scratch = explorer.evaluation.scratch();
    let mut found = vec![0.0; explorer.outcomes().all.len()];
    let crossover = explorer.outcomes().crossover(batch);
    let mut share = |set: Option<(usize, f64)>| {
        let crossed = explorer.values(draws).into_iter().filter(|row| {
            let mut row = row.clone();
            if let Some((number, value)) = set {
                row[explorer.uncertain.numbers[number].values.clone()].fill(value);
            }
            explorer.evaluation.evaluate(&row, &mut scratch, &mut found);
            found[crossover] <= f64::from(by)
        });
        crossed.count() as f64 / draws as f64
    };
    let today = share(None);
    // Free cells, and money on the ground at three times its price: as far as half of what these reach.
    let money = model.register.find("site.texas.wacc").expect("a number").value.at(by);
    for (lever, extreme, above) in [(chosen[0], 0.0, false), (chosen[1], 3.0 * money, true)] {
        let reached = share(Some((lever, extreme)));
        assert!(reached > today, "the extreme helps: {reached} after {today}");
        let wanted = today + (reached - today) / 2.0;
        let answers = levers(&model, &explorer, &numbers, by, wanted, draws, &|| true);
        assert_eq!(answers[batch].iter().map(|lever| lever.number).collect::<Vec<_>>(), chosen);
        let answer = answers[batch].iter().find(|answer| answer.number == lever).expect("asked for");
        assert_eq!((answer.today, answer.wanted, answer.above), (today, wanted, above));
        let value = answer.value.expect("more than this is reached");
        assert!(share(Some((lever, value))) >= wanted);
        // The search narrows to half a per cent.
        let beyond = if above { value / 1.006 } else { value * 1.006 };
        assert!(share(Some((lever, beyond))) < wanted, "{answer:?}");
    }
    // What cannot be: no price of cells makes it nearly certain.
    let none = levers(&model, &explorer, &numbers, by, 0.999, draws, &|| true);
    assert!(none[batch].iter().all(|lever| lever.value.is_none() && !lever.above));
    // Nobody waits: what is there is whole.
    assert!(levers(&model, &explorer, &numbers, by, 0.5, draws, &|| false).iter().all(Vec::is_empty));
}

/// Even a launch that costs nothing leaves training dearer in orbit: the price would have to be negative, and there is none.
#[test]
fn a_launch_price_that_would_have_to_be_negative_is_none() {
    let model = model("terawatt");
    let mut question = asked(&model, "satellite.d3.launch_price", "ratio.training <= 1.0");
    let why = what_would_have_to_be(&model, &question, &|_, _| true).expect_err("it has no value to search around");
    assert!(matches!(&why, NotAnswered::Span(reason) if reason.contains("state the bounds")), "{why}");
    question.bounds = Some((0.0, 1e5));
    let answer = what_would_have_to_be(&model, &question, &|_, _| true).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(answer.found, Threshold::Never { refused: 0 });
    assert_eq!((answer.value(), answer.value_today, answer.met_today), (None, None, false));
    let free = answer.points[0].1.clone().expect("a launch may cost nothing");
    assert!(answer.points[0].0 == 0.0 && free > 1.0 && free < answer.outcome_today, "{free}");
    question.bounds = Some((-1000.0, 1000.0));
    let why = what_would_have_to_be(&model, &question, &|_, _| true).expect_err("a price below nought");
    assert!(why.to_string().contains("must be at least 0"), "{why}");
}

/// The orbit's height is what skies rest on: prepared anew at each value. Orbits inside the air are refused, and neither met nor missed.
#[test]
fn a_number_that_skies_rest_on_is_answered_too() {
    let model = model("as_claimed");
    let mut question = asked(&model, "orbit.dawn_dusk_650.altitude", "ratio.batch in 2035 <= 1.0");
    question.bounds = Some((2e5, 1.9e6));
    let answer = what_would_have_to_be(&model, &question, &|_, _| true).unwrap_or_else(|error| panic!("{error}"));
    let Threshold::Borders(borders) = &answer.found else { panic!("{:?}", answer.found) };
    assert_eq!((borders[0].below, answer.met_today), (State::Refused, true));
    let (value, above) = answer.value().expect("a border");
    let mut tried = model.clone();
    let path = "orbit.dawn_dusk_650.altitude";
    let batch = model.workloads.iter().position(|workload| workload.name == "batch").expect("a use");
    for (factor, met) in [(1.0, true), (if above { 0.999 } else { 1.001 }, false)] {
        tried.register.set_number(slot(&model, path), None, value * factor, path).expect("an allowed height");
        let prepared = Prepared::new(&tried).expect("above the air");
        assert_eq!(ratio(&tried, &prepared, batch, 2035) <= 1.0, met, "{value} m, times {factor}");
    }
}

#[test]
fn a_probability_has_an_answer_between_those_that_sampling_allows() {
    let model = model("as_claimed");
    let question = asked(&model, "cell.silicon_thin.price", "P(crossover.batch <= 2035) >= 0.15");
    let answer = what_would_have_to_be(&model, &question, &|_, _| true).unwrap_or_else(|error| panic!("{error}"));
    let (value, above) = answer.value().expect("a border");
    assert!(!above && value > 0.0);
    let Some([easier, harder]) = &answer.within else { panic!("a probability is sampled") };
    let end = |threshold: &Threshold| match threshold {
        Threshold::Borders(borders) => borders.last().expect("a border").low,
        Threshold::Always => f64::INFINITY,
        Threshold::Never { .. } => 0.0,
    };
    assert!(end(harder) <= value && value <= end(easier), "{value}: {harder:?} {easier:?}");
    let wrong = what_would_have_to_be(&model, &Question { draws: 3, ..question }, &|_, _| true);
    assert_eq!(wrong, Err(NotAnswered::Draws(3)));
}

#[test]
fn a_frontier_is_the_threshold_at_each_value_of_the_other() {
    let model = model("as_claimed");
    let question = asked(&model, "cell.silicon_thin.price", "ratio.batch in 2035 <= 1.0");
    let other = slot(&model, "satellite.d3.wacc");
    let today = model.register.find("satellite.d3.wacc").expect("a number").value.at(2035);
    let values = [0.8 * today, today, 1.2 * today];
    let found = frontier(&model, (other, None), &values, &question, &|_, _| true);
    let prices: Vec<f64> =
        found.iter().map(|row| row.1.as_ref().expect("an answer").value().expect("a border").0).collect();
    assert!(prices[0] > prices[1] && prices[1] > prices[2], "dearer money leaves less for cells: {prices:?}");
    let alone = what_would_have_to_be(&model, &question, &|_, _| true).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(prices[1], alone.value().expect("a border").0);
    let wrong = frontier(&model, (other, None), &[-1.0], &question, &|_, _| true);
    assert!(matches!(&wrong[0].1, Err(NotAnswered::Number(_))), "{wrong:?}");
}

#[test]
fn goals_are_read_as_they_are_shown() {
    let model = model("terawatt");
    for (text, full) in [
        ("crossover <= 2035", "crossover.training <= 2035"),
        (" crossover.batch>=2040 ", "crossover.batch >= 2040"),
        ("ratio ≤ 1", "ratio.training in 2035 <= 1"),
        ("ratio.batch in 2040 <= 1.5", "ratio.batch in 2040 <= 1.5"),
        ("P(crossover.training <= 2035) >= 0.5", "P(crossover.training <= 2035) >= 0.5"),
        ("P (ratio.batch in 2040 <= 1) >= 50 %", "P(ratio.batch in 2040 <= 1) >= 0.5"),
    ] {
        let goal = Goal::read(text, &model).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(goal.show(&model), full);
        assert_eq!(Goal::read(full, &model), Ok(goal));
    }
    let goal = Goal::read("P(ratio.batch in 2040 <= 1) <= 0.1", &model).expect("a goal");
    assert_eq!((goal.asked, goal.workload, goal.bound), (Asked::Ratio(2040), 1, Bound::AtMost(1.0)));
    assert_eq!(goal.probability, Some(Bound::AtMost(0.1)));
}

#[test]
fn goals_that_say_nothing_are_refused_in_words() {
    let model = model("terawatt");
    for (text, part) in [
        ("", "nothing is compared"),
        ("crossover", "nothing is compared"),
        ("crossover < 2035", "only `<=` and `>=`"),
        ("crossover = 2035", "only `<=` and `>=`"),
        ("crossover <=", "no number stands after `<=`"),
        ("crossover <= soon", "`soon` is no year"),
        ("crossover <= 2035.5", "no year"),
        ("crossover <= 2150", "runs from 2026 to 2060"),
        ("2030 <= crossover <= 2035", "more than one comparison"),
        ("crossover in 2040 <= 2035", "leave it out"),
        ("crossover.mining <= 2035", "no use of compute `mining`; it has `training`"),
        ("price <= 3", "`crossover` and `ratio` can"),
        ("ratio in 1990 <= 1", "1990 is not among its years"),
        ("ratio of 2040 <= 1", "cannot be read"),
        ("ratio <= 0", "says nothing"),
        ("ratio <= inf", "says nothing"),
        ("ratio <= NaN", "says nothing"),
        ("ratio <= cheap", "no number"),
        ("P(crossover <= 2035", "not closed"),
        ("P(crossover <= 2035)", "nothing is compared"),
        ("P(crossover <= 2035) >= 0", "always or never met"),
        ("P(crossover <= 2035) >= 1.5", "always or never met"),
        ("P(crossover <= 2035) >= NaN", "always or never met"),
        ("P(crossover <= 2035) then >= 0.5", "`then` stands between"),
        ("P(P(crossover <= 2035) >= 0.5) >= 0.5", "no meaning"),
        ("P(crossover <= 2035) >= half", "no share"),
    ] {
        let why = Goal::read(text, &model).expect_err(text).to_string();
        assert!(why.contains(part), "{text}: {why}");
    }
}

#[test]
fn questions_that_have_no_answer_are_refused_in_words() {
    let model = model("terawatt");
    let goal = "crossover <= 2035";
    let say =
        |question: &Question| what_would_have_to_be(&model, question, &|_, _| true).expect_err("no answer").to_string();
    let plan = model.register.paths().find(|path| path.starts_with("industry.")).expect("a number of the plan");
    assert!(say(&asked(&model, plan, goal)).contains("read by plans only"));
    let cells = asked(&model, "cell.silicon_thin.price", goal);
    assert!(say(&Question { year: Some(1999), ..cells.clone() }).contains("1999"));
    assert!(say(&Question { bounds: Some((2.0, 1.0)), ..cells.clone() }).contains("no range"));
    assert!(say(&Question { bounds: Some((f64::NAN, 1.0)), ..cells.clone() }).contains("no range"));
    assert!(say(&Question { slot: usize::MAX, ..cells }).contains("no parameter"));
}

#[test]
fn a_span_is_what_a_number_may_be_and_what_is_worth_searching() {
    let model = model("terawatt");
    let of = |path: &str| Span::of(model.register.find(path).expect("a number"));
    // A share is looked for among all shares; nought itself is not allowed here.
    let share = of("satellite.d3.availability").expect("a span");
    assert_eq!((share.low, share.high, share.ratios_above), (1e-9, 1.0, None));
    // A price: from nought to a hundred times its greatest.
    let parameter = model.register.find("cell.silicon_thin.price").expect("a number");
    let (low, high) = parameter.value.estimates()[0].1.range.expect("a range");
    let price = of("cell.silicon_thin.price").expect("a span");
    assert_eq!((price.low, price.high, price.ratios_above), (0.0, 100.0 * high, Some(low / 100.0)));
    for slot in 0..model.register.parameters().len() {
        let parameter = &model.register.parameters()[slot];
        if let Ok(span) = Span::of(parameter) {
            assert!(span.low < span.high, "{}: {span:?}", parameter.path);
            assert!(parameter.bounds.allow(span.low) && parameter.bounds.allow(span.high), "{}", parameter.path);
        }
    }
}

/// Stopped at any time a search says what is known; from the end of its first scan on it says where to go on, and finds the same border
/// there: both are known to a millionth, so that they overlap.
#[test]
fn a_search_that_was_stopped_goes_on_to_the_same_border() {
    let model = model("as_claimed");
    let question = asked(&model, "satellite.d3.wacc", "ratio.batch in 2035 <= 1.0");
    let ask = |question: &Question, watch: Watch<'_>| what_would_have_to_be(&model, question, watch);
    let told = RefCell::new(Vec::new());
    let whole = ask(&question, &|done, most| {
        told.borrow_mut().push((done, most));
        true
    });
    let whole = whole.unwrap_or_else(|error| panic!("{error}"));
    assert!(whole.complete && whole.goes_on.is_none());
    let Threshold::Borders(borders) = &whole.found else { panic!("{:?}", whole.found) };
    // Told before each value: that of today, then those looked at. What is left never grows once the scan is done.
    let told = told.into_inner();
    assert!(told.iter().map(|row| row.0).eq(0..=whole.points.len() as u64));
    let scanned = told.len() - 15;
    assert!(told[scanned..].windows(2).all(|pair| pair[1].1 <= pair[0].1), "{told:?}");
    assert!(told.iter().all(|row| row.0 < row.1) && told[told.len() - 1].1 - told[told.len() - 1].0 <= 2);
    let (mut on, mut anew) = (0, 0);
    for stop in (1..told.len() as u64).step_by(3) {
        let stopped = ask(&question, &|done, _| done < stop).unwrap_or_else(|error| panic!("{error}"));
        assert!(!stopped.complete && stopped.points.len() as u64 == stop - 1, "{stop}");
        let Some((low, high)) = stopped.goes_on else {
            anew += 1;
            continue;
        };
        on += 1;
        assert!(low <= borders[0].low && borders[borders.len() - 1].high <= high, "{stop}: {low} to {high}");
        let again = ask(&Question { bounds: Some((low, high)), ..question.clone() }, &|_, _| true);
        let again = again.unwrap_or_else(|error| panic!("{error}"));
        let Threshold::Borders(found) = &again.found else { panic!("{stop}: {:?}", again.found) };
        assert_eq!(found.len(), borders.len(), "{stop}");
        for (one, other) in borders.iter().zip(found) {
            assert!(one.low <= other.high && other.low <= one.high, "{stop}: {one:?} and {other:?}");
            assert_eq!((one.below, one.above), (other.below, other.above));
            assert!(other.high - other.low <= 2e-6 * other.high, "{stop}: {other:?}");
        }
        assert!(again.points.len() < whole.points.len() + 10, "going on is no longer than beginning");
    }
    assert!(on > 3 && anew > 5, "{on} and {anew}");
    assert_eq!(ask(&question, &|_, _| false), Err(NotAnswered::Stopped));
}

/// Of a probability each draw at each value is a run, and somebody who stops need not wait for a value to be done.
#[test]
fn a_probability_is_stopped_in_the_middle_of_a_value() {
    let model = model("as_claimed");
    let goal = "P(ratio.batch in 2035 <= 1.0) >= 0.5";
    let question = Question { draws: 1024, ..asked(&model, "satellite.d3.wacc", goal) };
    let last = Cell::new((0, 0));
    let whole = what_would_have_to_be(&model, &question, &|done, most| {
        last.set((done, most));
        true
    });
    let whole = whole.unwrap_or_else(|error| panic!("{error}"));
    let runs = 1024 * (1 + whole.points.len() as u64);
    assert!(last.get().0 < runs && runs <= last.get().0 + 1024 && last.get().1 >= runs, "{last:?} of {runs}");
    let stopped = what_would_have_to_be(&model, &question, &|done, _| done < 3 * 1024 + 300);
    let stopped = stopped.unwrap_or_else(|error| panic!("{error}"));
    assert!(!stopped.complete && stopped.points.len() == 2, "{:?}", stopped.points);
    assert!(stopped.points.iter().all(|point| whole.points.contains(point)), "{:?}", stopped.points);
}

/// Half an answer about a row is none about the frontier: rows that are there are whole.
#[test]
fn a_frontier_that_was_stopped_holds_whole_rows() {
    let model = model("as_claimed");
    let question = asked(&model, "satellite.d3.wacc", "ratio.batch in 2035 <= 1.0");
    let other = slot(&model, "site.texas.wacc");
    let values = [0.06, 0.08, 0.1];
    let whole = frontier(&model, (other, None), &values, &question, &|_, _| true);
    let first = whole[0].1.as_ref().map_or(0, |answer| answer.points.len() as u64);
    let stopped = frontier(&model, (other, None), &values, &question, &|done, most| {
        assert!(done <= most);
        done < first + 20
    });
    assert_eq!(stopped.len(), 1);
    assert_eq!(stopped[..], whole[..1]);
}
