//! The two tables are consistent, and what is shown can be read again.
use proptest::prelude::*;
use sunward_quantity::template::fill;
use sunward_quantity::unit::UnitError;
use sunward_quantity::{
    Dimension, Kind, Quantity, ReadError, TemplateUnit, YEAR, products, read, read_in, show, showing, unit,
};

#[test]
fn products_keep_their_dimension() {
    for [a, b, c] in products::ALL {
        assert_eq!(a.dimension() * b.dimension(), c.dimension(), "{a:?} * {b:?} = {c:?}");
    }
}

#[test]
fn every_unit_of_the_table_measures_its_kind() {
    for kind in Kind::ALL {
        for name in kind.shown_units().iter().chain([&kind.unit()]) {
            let unit = unit::read_unit(&showing::with_money_year(name)).unwrap_or_else(|e| panic!("{name}: {e:?}"));
            assert_eq!(unit.dimension, kind.dimension(), "{name} for {kind:?}");
        }
        assert!(read(*kind, kind.example()).is_ok(), "{kind:?}: example {:?} does not read", kind.example());
    }
}

#[test]
fn quantities_read_as_written() {
    let cases = [
        (Kind::Energy, "40 MWh", 40e6 * 3600.0),
        (Kind::SpecificPower, "100 kW/t", 100.0),
        (Kind::PowerRate, "1.5 TW/year", 1.5e12 / 31_557_600.0),
        (Kind::Temperature, "25 °C", 298.15),
        (Kind::Temperature, "-40 °C", 233.15),
        (Kind::Ratio, "96.2 %", 0.962),
        (Kind::Ratio, "1_000", 1000.0),
        (Kind::Rate, "5 %/year", 0.05 / 31_557_600.0),
        (Kind::Mass, "10 Mt", 1e10),
        (Kind::Mass, "2 kt", 2e6),
        (Kind::TimeSpan, "30 months", 2.5 * 31_557_600.0),
        (Kind::TimeSpan, "2.5 years", 2.5 * 31_557_600.0),
        (Kind::Flux, "1.361 kW/m²", 1361.0),
        (Kind::PricePerCompute, "3600 USD_2025/(PFLOP/s h)", 1e-15),
        (Kind::PricePerEnergy, "100 USD_2025/kW/year", 0.1 / 31_557_600.0),
        (Kind::DoseRate, "1 krad/year", 10.0 / 31_557_600.0),
        (Kind::Money, "1.5 BUSD_2025", 1.5e9),
    ];
    for (kind, text, si) in cases {
        let found = read(kind, text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert!((found / si - 1.0).abs() < 1e-14, "{text}: {found} is not {si}");
    }
}

/// CPI-U 2024 = 313.689 and 2025 = 321.943 (`bls_cpi_u`).
#[test]
fn money_of_another_year_is_converted() {
    let found = read(Kind::PricePerArea, "2500 USD_2024/m2").unwrap();
    assert!((found - 2500.0 * 321.943 / 313.689).abs() < 1e-9);
}

#[test]
fn refusals_say_why() {
    use ReadError as E;
    let wrong = |kind, text: &str| read(kind, text).unwrap_err();
    assert_eq!(wrong(Kind::PricePerArea, "2500 USD/m2"), E::Unit(UnitError::PriceWithoutYear));
    assert_eq!(wrong(Kind::Money, "5 USD_2050"), E::Unit(UnitError::UnknownMoneyYear("2050".into())));
    assert_eq!(wrong(Kind::Energy, "40 MW"), E::WrongKind { wanted: Kind::Energy, found: Kind::Power.dimension() });
    assert_eq!(wrong(Kind::Power, "40"), E::UnitMissing(Kind::Power));
    assert_eq!(wrong(Kind::TemperatureDifference, "20 °C"), E::Unit(UnitError::CelsiusIsNotADifference));
    assert_eq!(wrong(Kind::PerKelvin, "0.002 /°C"), E::Unit(UnitError::CelsiusIsNotADifference));
    assert_eq!(wrong(Kind::Power, "40 kilowat"), E::Unit(UnitError::Unknown("kilowat".into(), None)));
    assert_eq!(wrong(Kind::Power, "40 KW"), E::Unit(UnitError::Unknown("KW".into(), Some("kW".into()))));
    assert_eq!(wrong(Kind::Power, ""), E::Empty);
    assert_eq!(wrong(Kind::Power, "many kW"), E::NotANumber("many kW".into()));
    assert_eq!(wrong(Kind::Power, "NaN kW"), E::NotANumber("NaN kW".into()));
    assert_eq!(wrong(Kind::Power, "1e999 kW"), E::NotFinite);
    assert_eq!(wrong(Kind::Area, "1 m2)"), E::Unit(UnitError::Malformed(")".into())));
}

#[test]
fn people_are_shown_a_unit_near_one() {
    assert_eq!(show(Kind::Energy, 40e6 * 3600.0), "40 MWh");
    assert_eq!(show(Kind::Power, 1.2e12), "1.2 TW");
    assert_eq!(show(Kind::Mass, 29_390_000.0), "29.39 kt");
    assert_eq!(show(Kind::PricePerMass, 1500.0), "1500 USD_2025/kg");
    assert_eq!(showing::show_number(1234567.0), "1,235,000");
    assert_eq!(showing::show_number(0.00001234), "1.234e-5");
    assert_eq!(showing::show_number(-9999.96), "-10,000");
}

proptest! {
    /// Reading the full-precision text of a value in any unit of its kind gives the value back.
    #[test]
    fn what_is_written_reads_back(index in 0..Kind::ALL.len(), value in -1e12f64..1e12) {
        let kind = Kind::ALL[index];
        prop_assume!(kind != Kind::Temperature);
        let unit = showing::with_money_year(kind.unit());
        let text = format!("{value} {}", if unit == "1" { "" } else { &unit });
        let found = showing::in_document_unit(kind, read(kind, &text).unwrap());
        prop_assert!((found - value).abs() <= 1e-14 * value.abs());
    }

    /// No text makes the reader panic.
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,40}", index in 0..Kind::ALL.len()) {
        let _ = read(Kind::ALL[index], &text);
    }

    #[test]
    fn dimensions_form_a_group(p in proptest::array::uniform7(-9i8..9), q in proptest::array::uniform7(-9i8..9)) {
        let make = |a: [i8; 7]| Dimension::powers(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
        prop_assert_eq!(make(p) * make(q) / make(q), make(p));
    }
}

#[test]
fn typed_constructors_agree_with_the_reader() {
    use sunward_quantity::{Energy, PricePerEnergy, TimeSpan};
    assert_eq!(Energy::kilowatt_hours(40_000.0).in_si(), read(Kind::Energy, "40 MWh").unwrap());
    assert_eq!(TimeSpan::months(30.0).in_si(), read(Kind::TimeSpan, "30 months").unwrap());
    let a = PricePerEnergy::dollars_per_kilowatt_hour(0.06).in_si();
    assert!((a / read(Kind::PricePerEnergy, "0.06 USD_2025/kWh").unwrap() - 1.0).abs() < 1e-15);
}

#[test]
fn counted_words_are_told_with_their_powers() {
    let words = |text: &str| unit::read_unit_and_words(text).unwrap().1;
    assert_eq!(words("t/wafers"), [("wafer", -1)]);
    assert_eq!(words("kperson year/(kwafers/year)"), [("person", 1), ("wafer", -1)]);
    assert_eq!(words("person/person"), []);
    assert_eq!(words("ship^2 dies"), [("die", 1), ("ship", 2)]);
    assert_eq!(words("USD_2024/kg"), []);
    for (text, scale) in [("kwafer", 1e3), ("Mpersons", 1e6), ("Gtoken", 1e9), ("licence", 1.0)] {
        let unit = unit::read_unit(text).unwrap();
        assert_eq!((unit.scale, unit.dimension), (scale, Dimension::NONE), "{text}");
    }
    for text in ["mwafer", "Twafer", "kwafe", "µship"] {
        assert!(matches!(unit::read_unit(text), Err(UnitError::Unknown(..))), "{text}");
    }
}

#[test]
fn a_line_below_which_nothing_stands_is_no_unit() {
    for text in ["kg/", "t/(kg/)", "/"] {
        assert!(matches!(unit::read_unit(text), Err(UnitError::Malformed(_))), "{text}");
    }
}

/// What a template comes to is written as a person would, and measures what it says.
#[test]
fn a_template_is_filled_with_the_units_of_its_entries() {
    let filled = |template: &str, line: &str, own: &str| {
        let unit_of = |word: &str| TemplateUnit::given(if word == "line.unit" { line } else { own }).ok();
        fill(template, unit_of).unwrap().text
    };
    for (template, line, own, text) in [
        ("{line.unit}/{unit}", "t", "wafer", "t/wafer"),
        ("{line.unit}/{unit}", "GW year", "t", "GW year/t"),
        ("{line.unit}/{unit}", "t", "GW year", "t/(GW year)"),
        ("{line.unit}/({unit}/year)", "t", "wafer", "t/(wafer/year)"),
        ("{line.unit}/({unit}/year)", "t", "GW year", "t/GW"),
        ("{unit}/year", "", "person year", "person"),
        ("{unit}/year", "", "GW/t", "GW/t/year"),
        ("({unit}/year)/year", "", "GW year", "GW/year"),
        ("({unit}/year)/year", "", "kwafer", "kwafer/year/year"),
        ("USD/({unit}/year)", "", "wafer", "USD_2025/(wafer/year)"),
        ("{unit}/{line.unit}", "t/m2", "kg", "kg/(t/m2)"),
    ] {
        assert_eq!(filled(template, line, own), text, "{template} with {line} and {own}");
    }
    let wafers_a_year = TemplateUnit::of("wafer/year").unwrap();
    assert_eq!((wafers_a_year.scale, wafers_a_year.counted), (1.0 / YEAR, vec![("wafer", 1)]));
    assert_eq!(fill("{line.unit}/{unit}", |_| None), None);
}

#[test]
fn a_number_in_its_own_unit_is_kept_as_it_is_written() {
    for (unit, text, kept) in [
        ("t/wafer", "0.13 kg/wafer", 0.00013),
        ("t/kwafer", "0.13 kg/wafer", 0.13),
        ("kwafer/year", "1.5 Mwafers/year", 1500.0),
        ("kwafer/year", "3 kwafer/year", 3.0),
        ("GW", "250 MW", 0.25),
        ("USD_2025/GW", "2500 USD_2025/kW", 2.5e9),
        ("kwafer/year", "1200 kwafer/month", 14_400.0),
    ] {
        assert_eq!(read_in(&TemplateUnit::of(unit).unwrap(), text), Ok(kept), "{text}");
    }
    let unit = TemplateUnit::of("t/wafer").unwrap();
    assert!(matches!(read_in(&unit, "1 t"), Err(ReadError::WrongWords { .. })));
    assert!(matches!(read_in(&unit, "1 t/robot"), Err(ReadError::WrongWords { .. })));
    assert!(matches!(read_in(&unit, "1 MJ/wafer"), Err(ReadError::WrongUnit { .. })));
    assert!(matches!(read_in(&unit, "1"), Err(ReadError::TemplateMissing(_))));
    assert_eq!(read_in(&unit, "1e308 Yt/wafer"), Err(ReadError::NotFinite));
    let price = TemplateUnit::of("USD/wafer").unwrap();
    assert_eq!(read_in(&price, "3 USD/wafer"), Err(ReadError::Unit(UnitError::PriceWithoutYear)));
}

#[test]
fn a_quantity_of_any_kind_is_read_with_the_unit_it_was_written_in() {
    use sunward_quantity::read_any;
    let (si, unit) = read_any("20 GW/year").unwrap();
    assert_eq!((unit.text.as_str(), unit.dimension), ("GW/year", Kind::PowerRate.dimension()));
    assert!((si - 20e9 / sunward_quantity::YEAR).abs() < 1e-6);
    // What is counted is a pure number with a word.
    let (si, unit) = read_any("200 flights/day").unwrap();
    assert_eq!((si * 86_400.0, unit.counted.as_slice()), (200.0, &[("flight", 1)][..]));
    let (si, unit) = read_any("20 °C").unwrap();
    assert_eq!((si, unit.text.as_str()), (293.15, "K"));
    assert_eq!(read_any("0.05").map(|read| read.0), Ok(0.05));
    assert_eq!(read_any("2 %").map(|read| read.0), Ok(0.02));
    for wrong in ["", "about 5", "3 parsec", "100 USD/kg", "1e999 kg"] {
        assert!(read_any(wrong).is_err(), "{wrong}");
    }
}
