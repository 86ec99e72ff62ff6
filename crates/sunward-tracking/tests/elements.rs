//! Elements in every form they come in: the same satellite, and what is wrong with broken files.

use sunward_tracking::date::Moment;
use sunward_tracking::elements::{self, ElementSet, Form, newest};
use sunward_tracking::propagation::{NotPropagated, propagate};
use sunward_tracking::reading::Rows;

const NAME: &str = "STARLINK-1008           ";
const FIRST: &str = "1 44714U 19074B   26233.91677383  .00080166  00000+0  92924-3 0  9990";
const SECOND: &str = "2 44714  53.1481 111.5096 0005177  74.5693 285.5893 15.61122730374441";

/// The same set as a message; 0.91677383 of a day are 22:00:09.258912.
const MESSAGE: [(&str, &str); 12] = [
    ("OBJECT_NAME", "STARLINK-1008"),
    ("OBJECT_ID", "2019-074B"),
    ("NORAD_CAT_ID", "44714"),
    ("EPOCH", "2026-08-21T22:00:09.258912"),
    ("MEAN_MOTION", "15.6112273"),
    ("ECCENTRICITY", "0.0005177"),
    ("INCLINATION", "53.1481"),
    ("RA_OF_ASC_NODE", "111.5096"),
    ("ARG_OF_PERICENTER", "74.5693"),
    ("MEAN_ANOMALY", "285.5893"),
    ("BSTAR", "0.92924E-3"),
    ("MEAN_MOTION_DOT", "0.00080166"),
];

fn read(text: &str) -> Rows<ElementSet> {
    elements::read(text.as_bytes()).unwrap()
}

fn changed(name: &str, value: &str) -> Vec<(&'static str, String)> {
    MESSAGE
        .iter()
        .map(|(key, before)| (*key, if *key == name { value.to_string() } else { before.to_string() }))
        .collect()
}

fn json(message: &[(&str, String)]) -> String {
    let fields: Vec<String> = message.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
    format!("{{{}}}", fields.join(","))
}

fn xml(message: &[(&str, String)]) -> String {
    let fields: String = message.iter().map(|(key, value)| format!("<{key}>{value}</{key}>\n")).collect();
    format!(
        "<omm id=\"CCSDS_OMM_VERS\" version=\"2.0\"><body><segment><data>\n{fields}</data></segment></body></omm>\n"
    )
}

fn keywords(message: &[(&str, String)]) -> String {
    let fields: String = message.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("CCSDS_OMM_VERS = 2.0\nCOMMENT made for a test\n{fields}")
}

fn csv(messages: &[Vec<(&str, String)>]) -> String {
    let names: Vec<&str> = MESSAGE.iter().map(|(key, _)| *key).collect();
    let mut lines = vec![names.join(",")];
    lines.extend(
        messages.iter().map(|message| message.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>().join(",")),
    );
    lines.join("\n")
}

fn whole() -> Vec<(&'static str, String)> {
    changed("", "")
}

/// Fails with the bad rows in words.
fn only(rows: Rows<ElementSet>) -> ElementSet {
    assert_eq!((rows.rows.len(), rows.left_out()), (1, 0), "{:?}", rows.bad);
    rows.rows[0].clone()
}

fn fault(text: &str) -> (usize, String) {
    let rows = read(text);
    assert_eq!((rows.rows.len(), rows.bad.len()), (0, 1), "{rows:?}");
    (rows.bad[0].line, rows.bad[0].to_string())
}

#[test]
fn every_form_says_the_same() {
    let lines = only(read(&format!("{NAME}\n{FIRST}\n{SECOND}\n")));
    assert_eq!(lines.name.as_deref(), Some("STARLINK-1008"));
    assert_eq!((lines.catalogue_number, lines.designator.as_deref()), (44_714, Some("2019-074B")));
    assert_eq!(lines.epoch.day.to_string(), "2026-08-21");
    let texts = [
        (Form::Json, format!("[{}]", json(&whole()))),
        (Form::Csv, csv(&[whole()])),
        (Form::Xml, format!("<?xml version=\"1.0\"?>\n<ndm>{}</ndm>", xml(&whole()))),
        (Form::Keywords, keywords(&whole())),
    ];
    for (form, text) in texts {
        assert_eq!(elements::form(text.as_bytes()), Ok(form));
        let message = only(read(&text));
        // The lines print the epoch to 1e-8 of a day, 0.9 ms.
        assert!((message.epoch.seconds - lines.epoch.seconds).abs() < 5e-4, "{form:?}");
        // 0.92924E-3 and 0.92924e-3 with an implied point are the same decimal, so the same number.
        assert_eq!(ElementSet { epoch: lines.epoch, ..message }, lines, "{form:?}");
    }
}

#[test]
fn two_lines_need_no_name_and_a_name_may_begin_with_zero() {
    assert_eq!(only(read(&format!("{FIRST}\n{SECOND}"))).name, None);
    assert_eq!(only(read(&format!("0 STARLINK-1008\n{FIRST}\n{SECOND}"))).name.as_deref(), Some("STARLINK-1008"));
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    let plain = read(&format!("{NAME}\n{FIRST}\n{SECOND}\n"));
    assert_eq!(read(&format!("\u{feff}{NAME}\r\n{FIRST}\r\n{SECOND}\r\n")), plain);
    for text in [csv(&[whole()]), keywords(&whole())] {
        assert_eq!(read(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), read(&text));
    }
}

#[test]
fn numbers_above_99999_are_read_in_both_ways() {
    // A letter counts nothing in the check digit: 44714 adds 20 and A1234 adds 10, so the digit stays.
    let (first, second) = (FIRST.replace("44714", "A1234"), SECOND.replace("44714", "A1234"));
    assert_eq!(only(read(&format!("{first}\n{second}"))).catalogue_number, 101_234);
    assert_eq!(only(read(&json(&changed("NORAD_CAT_ID", "799500000")))).catalogue_number, 799_500_000);
    assert!(fault(&json(&changed("NORAD_CAT_ID", "A1234"))).1.contains("at most nine digits"));
}

#[test]
fn a_changed_character_is_found_by_the_check_digit() {
    let (line, why) = fault(&format!("{NAME}\n{}\n{SECOND}", FIRST.replace(".00080166", ".00080167")));
    assert_eq!(line, 2);
    assert!(why.contains("check digit `0`, but its characters give 1"), "{why}");
}

#[test]
fn lines_out_of_order_and_cut_off_are_listed_with_their_place() {
    assert!(fault(&format!("{FIRST}\n")).1.contains("first line without a second"));
    assert!(fault(&format!("{SECOND}\n")).1.contains("second line without a first"));
    assert!(fault(&format!("{FIRST}\n{}", &SECOND[..60])).1.contains("60 characters"));
    assert!(fault("<html").1.contains("no XML"));
    assert!(fault("Not found").1.contains("followed by no element set"));
    let other = SECOND.replace("44714", "44715").replace("374441", "374442");
    assert!(fault(&format!("{FIRST}\n{other}")).1.contains("shuffled"));
    let reversed = read(&format!("{SECOND}\n{FIRST}\n{NAME}\n"));
    assert_eq!(reversed.rows.len(), 0);
    assert_eq!(reversed.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn good_sets_beside_bad_ones_are_kept() {
    let rows = read(&format!("A\n{FIRST}\n{SECOND}\nB\n{}\n{SECOND}\nC\n", FIRST.replace("44714", "44719")));
    assert_eq!((rows.rows.len(), rows.lines), (1, vec![2]));
    assert_eq!(rows.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [5, 7]);
}

#[test]
fn a_set_that_stands_twice_is_listed() {
    let once = format!("{FIRST}\n{SECOND}\n");
    let rows = read(&format!("{once}{once}"));
    assert_eq!((rows.rows.len(), rows.bad[0].line), (1, 3));
    assert!(rows.bad[0].to_string().contains("repeats that of line 1"));
}

#[test]
fn a_json_list_that_is_cut_off_keeps_its_whole_entries() {
    let later = changed("EPOCH", "2026-08-22T00:00:00");
    let text = format!("[{},\n{}]", json(&whole()), json(&later));
    assert_eq!(read(&text).rows.len(), 2);
    let rows = read(&text[..text.len() - 5]);
    assert_eq!((rows.rows.len(), rows.bad[0].line), (1, 2));
    assert!(rows.bad[0].to_string().contains("cut off"));
}

#[test]
fn xml_that_is_cut_off_or_names_entities_of_its_own_is_listed() {
    let text = format!("<ndm>{}{}</ndm>", xml(&whole()), xml(&changed("EPOCH", "2026-08-22T00:00:00")));
    assert_eq!(read(&text).rows.len(), 2);
    let rows = read(&text[..text.len() - 60]);
    assert_eq!((rows.rows.len(), rows.bad.len()), (1, 1), "{:?}", rows.bad);
    let bomb = "<!DOCTYPE ndm [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>";
    let text = format!("{bomb}<ndm>{}</ndm>", xml(&changed("OBJECT_NAME", "&b;")));
    assert!(fault(&text).1.contains("`b` is not known"));
    let named = only(read(&format!("<ndm>{}</ndm>", xml(&changed("OBJECT_NAME", "A &amp; B &#67;")))));
    assert_eq!(named.name.as_deref(), Some("A & B C"));
}

#[test]
fn elements_of_another_frame_clock_or_theory_are_refused() {
    for (name, value) in
        [("REF_FRAME", "EME2000"), ("TIME_SYSTEM", "TAI"), ("MEAN_ELEMENT_THEORY", "DSST"), ("CENTER_NAME", "MOON")]
    {
        let mut message = whole();
        message.push((name, value.to_string()));
        let (_, why) = fault(&json(&message));
        assert!(why.contains(name) && why.contains(value), "{why}");
    }
}

#[test]
fn numbers_that_no_orbit_has_are_refused() {
    for (name, value) in [
        ("ECCENTRICITY", "1.0"),
        ("ECCENTRICITY", "-0.1"),
        ("INCLINATION", "181"),
        ("MEAN_MOTION", "0"),
        ("MEAN_MOTION", "25"),
        ("MEAN_ANOMALY", "NaN"),
        ("EPOCH", "yesterday"),
        ("EPOCH", ""),
        ("BSTAR", "1e999"),
    ] {
        for text in [
            json(&changed(name, value)),
            xml(&changed(name, value)),
            keywords(&changed(name, value)),
            csv(&[changed(name, value)]),
        ] {
            assert_eq!(read(&text).rows.len(), 0, "{name} = {value}");
        }
    }
}

#[test]
fn a_table_without_a_column_is_refused_and_a_row_of_the_wrong_width_is_listed() {
    let text = csv(&[whole()]);
    let refusal = elements::read(text.replace("INCLINATION", "TILT").as_bytes()).unwrap_err();
    assert!(refusal.to_string().contains("no column `INCLINATION`"), "{refusal}");
    let rows = read(&format!("{text}\n1,2,3\n"));
    assert_eq!((rows.rows.len(), rows.bad[0].line), (1, 3));
    assert!(rows.bad[0].to_string().contains("3 fields") && rows.bad[0].to_string().contains("12"));
    let twice = text.replacen("OBJECT_NAME", "BSTAR", 1);
    assert!(elements::read(twice.as_bytes()).unwrap_err().why.contains("`BSTAR` twice"));
}

#[test]
fn the_newest_set_of_a_satellite_is_found_in_any_order() {
    let older = changed("EPOCH", "2026-08-20T00:00:00");
    for text in [format!("{}{}", json(&whole()), json(&older)), format!("{}{}", json(&older), json(&whole()))] {
        let rows = read(&text).rows;
        let newest = newest(&rows);
        assert_eq!((newest.len(), newest[&44_714].epoch.day.to_string().as_str()), (1, "2026-08-21"));
    }
}

/// The first satellite of the verification of SGP4, at its epoch and six hours later. The published numbers have eight decimals
/// and come from another program in double precision; 1e-6 km leaves room for the order of its sums.
#[test]
fn vanguard_is_where_the_published_verification_has_it() {
    let set = only(read(
        "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n\
         2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n",
    ));
    let published = [
        (0.0, [7_022.465_292_66, -1_400.082_967_55, 0.039_951_55], [1.893_841_015, 6.405_893_759, 4.534_807_250]),
        (
            360.0,
            [-7_154.031_202_02, -3_783.176_825_04, -3_536.194_122_94],
            [4.741_887_409, -4.151_817_765, -2.093_935_425],
        ),
    ];
    for (minutes, position, velocity) in published {
        let state =
            propagate(&set, Moment { day: set.epoch.day, seconds: set.epoch.seconds + 60.0 * minutes }).unwrap();
        for axis in 0..3 {
            assert!((state.position[axis] - position[axis]).abs() < 1e-6, "{:?}", state.position);
            assert!((state.velocity[axis] - velocity[axis]).abs() < 1e-8, "{:?}", state.velocity);
        }
    }
}

#[test]
fn a_set_without_drag_is_not_propagated() {
    let set = ElementSet { drag_term: None, ..only(read(&format!("{FIRST}\n{SECOND}"))) };
    assert_eq!(propagate(&set, set.epoch), Err(NotPropagated::NoDragTerm));
}
