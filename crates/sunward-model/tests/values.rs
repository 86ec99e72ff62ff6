//! Values over time, and setting them.

use sunward_model::parameter::{AT_LEAST_ONE, LOSS, NOT_NEGATIVE, POSITIVE};
use sunward_model::{
    Bounds, Distribution, Estimate, Evidence, Interpolation, Key, OptionalKey, Parameter, Provenance, Register,
    SetError, Uncertainty, Value, Values,
};
use sunward_quantity::{Kind, Mass, Money, ReadError, TimeSpan};

fn best(best: f64) -> Estimate {
    Estimate { best, range: None }
}

fn over_time(interpolation: Interpolation, points: &[(i32, f64)]) -> Value {
    Value::OverTime { interpolation, points: points.iter().map(|(year, x)| (*year, best(*x))).collect() }
}

fn parameter(path: &str, kind: Kind, bounds: Bounds, value: Value) -> Parameter {
    Parameter {
        path: path.into(),
        kind,
        unit: None,
        meaning: "",
        bounds,
        optional: value == Value::Absent,
        value,
        distribution: None,
        uncertainty: Uncertainty::default(),
        provenance: Provenance {
            source: "someone2024".into(),
            evidence: Evidence::Measured,
            date: Some("2024".into()),
            note: None,
            place: Some(("scenario.toml".into(), 1, 1)),
        },
    }
}

/// A mass of 6 kg with a range, a price that falls by half in ten years, a share, and a length that is absent.
fn register() -> Register {
    let mut register = Register::default();
    let ranged = Value::Constant(Estimate { best: 6.0, range: Some((5.0, 7.0)) });
    let mut mass = parameter("chip.c1.mass", Kind::Mass, NOT_NEGATIVE, ranged);
    mass.distribution = Some(Distribution::Uniform);
    register.add(mass);
    let falling = over_time(Interpolation::Geometric, &[(2025, 4000.0), (2035, 2000.0)]);
    register.add(parameter("chip.c1.price", Kind::Money, NOT_NEGATIVE, falling));
    register.add(parameter("chip.c1.margin", Kind::Ratio, LOSS, Value::Constant(best(0.7))));
    register.add(parameter("satellite.d3.life", Kind::TimeSpan, POSITIVE, Value::Absent));
    register
}

#[test]
fn a_straight_line_passes_through_its_years() {
    let value = over_time(Interpolation::Linear, &[(2020, 10.0), (2030, 30.0), (2032, 0.0)]);
    for (year, wanted) in [(2020, 10.0), (2025, 20.0), (2030, 30.0), (2031, 15.0), (2032, 0.0)] {
        assert_eq!(value.at(year), wanted, "{year}");
    }
}

#[test]
fn constant_growth_multiplies_by_the_same_factor_each_year() {
    let value = over_time(Interpolation::Geometric, &[(2020, 1.0), (2030, 1024.0)]);
    assert_eq!(value.at(2020), 1.0);
    assert_eq!(value.at(2030), 1024.0);
    for year in 2020..2030 {
        assert!((value.at(year + 1) / value.at(year) - 2.0).abs() < 1e-14, "{year}");
    }
}

#[test]
fn a_step_keeps_the_value_of_the_last_year_given() {
    let value = over_time(Interpolation::Step, &[(2020, 1.0), (2030, 2.0)]);
    for (year, wanted) in [(2020, 1.0), (2029, 1.0), (2030, 2.0), (2031, 2.0)] {
        assert_eq!(value.at(year), wanted, "{year}");
    }
}

#[test]
fn before_the_first_and_after_the_last_year_a_value_is_constant() {
    for interpolation in [Interpolation::Linear, Interpolation::Geometric, Interpolation::Step] {
        let value = over_time(interpolation, &[(2020, 3.0), (2030, 5.0)]);
        assert_eq!([value.at(1950), value.at(2019), value.at(2031), value.at(2200)], [3.0, 3.0, 5.0, 5.0]);
        let one = over_time(interpolation, &[(2026, 7.0)]);
        assert_eq!([one.at(2000), one.at(2026), one.at(2100)], [7.0; 3]);
    }
}

#[test]
fn the_values_of_a_year_are_read_by_key() {
    let register = register();
    let values = register.values(2035);
    assert_eq!(values.get(Key::<Mass>::new(0)), Mass::kilograms(6.0));
    assert_eq!(values.get(Key::<Money>::new(1)), Money::dollars(2000.0));
    assert_eq!(values.get_optional(OptionalKey::<TimeSpan>::new(3)), None);
    let mut again = Values::default();
    register.values_into(2035, &mut again);
    assert_eq!(again.as_slice()[..3], values.as_slice()[..3]);
}

#[test]
fn a_parameter_is_set_by_its_path() {
    for text in ["8 kg", " 8 kg ", "\"8 kg\"", "8000 g", "0.008 t"] {
        let mut register = register();
        register.set("chip.c1.mass", text).unwrap();
        let mass = register.find("chip.c1.mass").unwrap();
        assert_eq!(mass.value, Value::Constant(best(8.0)), "{text}");
        assert_eq!((mass.provenance.source.as_str(), mass.provenance.evidence), ("command line", Evidence::Decision));
        assert_eq!((&mass.provenance.date, &mass.provenance.place), (&None, &None));
        // One value has nothing to be spread over.
        assert_eq!(mass.distribution, None);
    }
}

#[test]
fn a_parameter_set_by_its_path_is_the_same_in_every_year() {
    let mut register = register();
    register.set("chip.c1.price", "1 kUSD_2025").unwrap();
    let price = &register.find("chip.c1.price").unwrap().value;
    assert_eq!([price.at(2025), price.at(2030), price.at(2035)], [1000.0; 3]);
}

#[test]
fn one_year_is_set_by_path_and_year() {
    let mut register = register();
    register.set("chip.c1.price.2035", "1 kUSD_2025").unwrap();
    let price = &register.find("chip.c1.price").unwrap().value;
    assert_eq!([price.at(2025), price.at(2035)], [4000.0, 1000.0]);
    assert!((price.at(2030) - 2000.0).abs() < 1e-9, "the mean of 4000 and 1000 in constant growth is 2000");
}

#[test]
fn an_absent_parameter_is_given_by_setting_it() {
    let mut register = register();
    register.set("satellite.d3.life", "5 years").unwrap();
    let life = register.values(2030).get_optional(OptionalKey::<TimeSpan>::new(3)).unwrap();
    assert_eq!(life, TimeSpan::years(5.0));
}

fn refusal(path: &str, text: &str) -> (SetError, String) {
    let mut register = register();
    let error = register.set(path, text).unwrap_err();
    assert_eq!(register, self::register(), "a refusal changes nothing");
    (error.clone(), error.to_string())
}

#[test]
fn an_unknown_path_is_refused_with_the_nearest_one() {
    assert_eq!(refusal("chip.c1.mas", "8 kg").1, "no parameter `chip.c1.mas`; did you mean `chip.c1.mass`?");
    let far = refusal("weather", "8 kg");
    assert_eq!(far.0, SetError::UnknownPath("weather".into(), None));
    assert_eq!(far.1, "no parameter `weather`; `sunward parameters SCENARIO` lists them all");
    for path in ["", ".", "chip.c1", "chip.c1.mass.", "chip.c1.mass.soon", "chip.c1.price.2035.2035"] {
        assert!(matches!(refusal(path, "8 kg").0, SetError::UnknownPath(..)), "{path}");
    }
    let long = "chip.".repeat(10_000);
    assert_eq!(refusal(&long, "8 kg").0, SetError::UnknownPath(long, None));
}

#[test]
fn a_year_without_a_value_of_its_own_is_refused() {
    let nothing = "has no value of its own for 2030; set `chip.c1.price` to make it the same in every year";
    assert_eq!(refusal("chip.c1.price.2030", "1 kUSD_2025").1, format!("`chip.c1.price` {nothing}"));
    assert_eq!(refusal("chip.c1.mass.2030", "8 kg").0, SetError::NoSuchYear("chip.c1.mass".into(), 2030));
    assert_eq!(refusal("satellite.d3.life.2030", "5 years").0, SetError::NoSuchYear("satellite.d3.life".into(), 2030));
}

#[test]
fn a_number_out_of_bounds_is_refused() {
    let refused = refusal("chip.c1.mass", "-1 kg");
    assert_eq!(refused.0, SetError::OutOfBounds("chip.c1.mass".into(), "at least 0 kg".into(), "-1 kg".into()));
    assert_eq!(refused.1, "`chip.c1.mass` must be at least 0 kg, but this is -1 kg");
    assert_eq!(
        refusal("chip.c1.margin", "100 %").1,
        "`chip.c1.margin` must be at least 0 and less than 1, but this is 1"
    );
    let mut register = register();
    for x in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(matches!(register.set_number(0, None, x, "chip.c1.mass"), Err(SetError::OutOfBounds(..))));
    }
}

#[test]
fn a_wrong_unit_is_refused_with_an_example() {
    let wrong = refusal("chip.c1.mass", "8 kW");
    assert!(matches!(wrong.0, SetError::Unreadable(_, ReadError::WrongKind { wanted: Kind::Mass, .. }, _)));
    assert_eq!(wrong.1, "`chip.c1.mass`: a mass belongs here, but this is a power; write it like `575 kg`");
    assert_eq!(refusal("chip.c1.mass", "8").1, "`chip.c1.mass`: a mass needs its unit; write it like `575 kg`");
    assert_eq!(refusal("chip.c1.mass", "8 KG").1, "`chip.c1.mass`: `KG` is not a unit; did you mean `kg`?");
    assert_eq!(
        refusal("chip.c1.mass", "\"\"").0,
        SetError::Unreadable("chip.c1.mass".into(), ReadError::Empty, "write it like `575 kg`".into())
    );
}

#[test]
fn constant_growth_cannot_be_set_to_pass_through_zero() {
    assert_eq!(refusal("chip.c1.price.2035", "0 USD_2025").0, SetError::NotGeometric("chip.c1.price.2035".into()));
}

#[test]
fn bounds_are_said_in_words() {
    assert_eq!(POSITIVE.describe(Kind::Mass), "more than 0 kg");
    assert_eq!(AT_LEAST_ONE.describe(Kind::Ratio), "at least 1");
    assert_eq!(LOSS.describe(Kind::Ratio), "at least 0 and less than 1");
    assert!(!POSITIVE.allow(0.0) && !NOT_NEGATIVE.allow(-0.1) && NOT_NEGATIVE.allow(0.0) && !LOSS.allow(1.0));
    assert!(!NOT_NEGATIVE.allow(f64::NAN));
}
