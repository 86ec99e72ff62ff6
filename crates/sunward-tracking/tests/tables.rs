//! Tables and lists of launches, chips and charts.

use sunward_tracking::launch_library::{self, Status};
use sunward_tracking::launch_log::{self, Outcome, attempts_by_year};
use sunward_tracking::our_world::{self, Time};
use sunward_tracking::{date::Day, epoch};

const LOG: &str = "#Launch_Tag\tLaunch_JD\tLaunch_Date\tLV_Type\tMission\tLaunch_Site\tDest\tOrbPay\tAgency\tLaunch_Code\n\
    # Updated 2025 Dec  1 0108:57\n\
    2025-001\t2460679.56\t2025 Jan  4 0127:30\tFalcon 9\tThuraya \"4\"\tCC\tGTO\t5.00\tSPX\tOS\n\
    2025-F01\t2460700.00\t2025 Mar?\tSpectrum\t-\tAND\tLEO\t-\tISAR\tOF\n\
    2025-E01\t2460701.00\t2025 Mar 4\tKuaizhou\t-\tJQ\t-\t-\tEXP\tOE\n\
    2025-S01\t2460702.00\t2025 Mar 5\tBlack Brant\t-\tWSMR\t-\t-\tNASA\tSS\n";

#[test]
fn the_launch_log_is_read_with_its_comments_and_empty_fields() {
    let rows = launch_log::read(LOG.as_bytes()).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out(), rows.lines.clone()), (4, 0, vec![3, 4, 5, 6]));
    let first = &rows.rows[0];
    assert_eq!(
        (first.vehicle.as_str(), first.mission.as_str(), first.orbital_payload),
        ("Falcon 9", "Thuraya \"4\"", Some(5.0))
    );
    assert_eq!((first.outcome, first.date.seconds), (Outcome::Success, Some(5250.0)));
    let second = &rows.rows[1];
    assert_eq!((second.mission.as_str(), second.orbital_payload, second.date.doubtful), ("", None, true));
    assert_eq!((second.date.first, second.date.last), (Day::new(2025, 3, 1).unwrap(), Day::new(2025, 3, 31).unwrap()));
    // Neither the explosion on the pad nor the sounding rocket is an attempt at an orbit.
    assert_eq!(attempts_by_year(&rows.rows).into_iter().collect::<Vec<_>>(), [(2025, 2)]);
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_change_nothing() {
    let plain = launch_log::read(LOG.as_bytes()).unwrap();
    assert_eq!(launch_log::read(format!("\u{feff}{}", LOG.replace('\n', "\r\n")).as_bytes()), Ok(plain));
}

#[test]
fn what_is_wrong_with_a_launch_is_said() {
    let wrong = |from: &str, to: &str| {
        let rows = launch_log::read(LOG.replace(from, to).as_bytes()).unwrap();
        assert_eq!((rows.rows.len(), rows.bad.len()), (3, 1), "{rows:?}");
        (rows.bad[0].line, rows.bad[0].to_string())
    };
    assert!(wrong("\tOF", "\t?").1.contains("Launch_Code is `?`"));
    assert!(wrong("5.00", "-5").1.contains("OrbPay is -5"));
    assert!(wrong("2025 Mar?", "2025 Foo").1.contains("no date"));
    assert_eq!(wrong("2025-F01", "2025-001"), (4, "line 4: the row repeats line 3; keep one of the two".to_string()));
    assert!(wrong("\tISAR", "").1.contains("9 fields"));
    let cut = launch_log::read(&LOG.as_bytes()[..LOG.len() - 8]).unwrap();
    assert_eq!((cut.rows.len(), cut.bad[0].line), (3, 6));
}

#[test]
fn payloads_of_one_launch_are_one_attempt() {
    let log = "#Launch_Tag\tLaunch_Date\tPiece\tName\tJCAT\tLV_Type\tLVState\tLaunch_Code\n\
        2025-002\t2025 Jan  5\t2025-002A\tOne\tS1\tElectron\tNZ\tOS\n\
        2025-002\t2025 Jan  5\t2025-002B\tTwo\tS2\tElectron\tNZ\tOS\n";
    let rows = launch_log::read(log.as_bytes()).unwrap();
    assert_eq!((rows.rows.len(), rows.rows[1].piece.as_str(), rows.rows[1].state.as_str()), (2, "2025-002B", "NZ"));
    assert_eq!(attempts_by_year(&rows.rows)[&2025], 1);
}

#[test]
fn another_table_and_a_shuffled_one_are_refused_by_their_header() {
    let refusal = launch_log::read(b"#Site\tCode\nCC\tX\n").unwrap_err().to_string();
    assert!(refusal.contains("`Launch_Tag`") && refusal.contains("Site"), "{refusal}");
    let mut lines: Vec<&str> = LOG.lines().collect();
    lines.swap(0, 3);
    assert!(launch_log::read(lines.join("\n").as_bytes()).unwrap_err().right.contains("header on the first line"));
    let again = launch_log::read(format!("{LOG}{LOG}").as_bytes()).unwrap();
    assert_eq!((again.rows.len(), again.bad.len()), (4, 5), "the header and four rows again");
}

const LIBRARY: &str = r#"{"count": 2, "next": null, "results": [
 {"id": "a", "name": "Falcon 9 Block 5 | Crew-3", "net": "2021-11-11T02:03:31Z",
  "status": {"id": 3, "name": "Launch Successful", "abbrev": "Success"},
  "launch_service_provider": {"name": "SpaceX"}, "rocket": {"configuration": {"name": "Falcon 9", "full_name": "Falcon 9 Block 5"}},
  "mission": {"orbit": {"abbrev": "LEO"}}, "pad": {"name": "39A", "location": {"name": "Kennedy"}}},
 {"id": "b", "name": "Vulcan | USSF-87", "net": "2026-07-18T14:00:00Z", "status": {"abbrev": "TBD"}, "mission": null}
]}"#;

#[test]
fn launches_of_the_library_are_read_from_a_page_and_from_a_list() {
    let rows = launch_library::read(LIBRARY.as_bytes()).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out(), rows.lines.clone()), (2, 0, vec![2, 6]));
    let first = &rows.rows[0];
    assert_eq!((first.vehicle.as_str(), first.provider.as_str()), ("Falcon 9 Block 5", "SpaceX"));
    assert_eq!((first.orbit.as_str(), first.place.as_str(), first.status), ("LEO", "Kennedy", Status::Success));
    assert_eq!(rows.rows[1].status, Status::Planned);
    let start = LIBRARY.find('[').unwrap();
    let list = launch_library::read(&LIBRARY.as_bytes()[start..LIBRARY.len() - 1]).unwrap();
    assert_eq!(list.rows, rows.rows);
}

#[test]
fn what_is_wrong_with_a_launch_of_the_library_is_said() {
    let wrong = |from: &str, to: &str| {
        let rows = launch_library::read(LIBRARY.replace(from, to).as_bytes()).unwrap();
        assert_eq!((rows.rows.len(), rows.bad.len()), (1, 1), "{rows:?}");
        rows.bad[0].to_string()
    };
    assert!(wrong("\"TBD\"", "\"Maybe\"").contains("the status is `Maybe`"));
    assert!(wrong("\"id\": \"b\"", "\"id\": \"a\"").starts_with("line 6: the launch repeats that of line 2"));
    assert!(wrong("2026-07-18T14:00:00Z", "soon").contains("net is `soon`"));
    assert!(wrong("\"mission\": null}", "\"mission\" null}").contains("no JSON"));
    let cut = launch_library::read(&LIBRARY.as_bytes()[..LIBRARY.len() - 20]).unwrap();
    assert_eq!((cut.rows.len(), cut.bad[0].line), (1, 6));
    for text in ["{\"results\": []}", "[]", "{\"detail\": \"throttled\"}", "<html>"] {
        assert!(launch_library::read(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn brackets_beyond_all_depth_are_no_danger() {
    let deep = format!("{{\"results\": [{}", "{\"a\":[".repeat(100_000));
    assert_eq!(launch_library::read(deep.as_bytes()).unwrap().bad.len(), 1);
    let closed = format!("{{\"results\": [{}{}]}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(launch_library::read(closed.as_bytes()).unwrap().bad[0].to_string().contains("no JSON"));
}

const SALES: &str = "Name,Chip manufacturer,Start date,End date,Compute estimate in H100e (median),H100e (5th percentile),H100e (95th percentile),Number of Units,Power in MW (median),Incomplete\n\
    Nvidia total,Nvidia,2025-01-01,2025-03-31,200,100,300,150,140.5,\n\
    \"TPU, all\",Google,2025-01-01,2025-03-31,20,,,15,,True\n";

#[test]
fn sales_of_chips_are_read_under_the_names_of_either_table() {
    let rows = epoch::chip_sales(SALES.as_bytes()).unwrap();
    assert_eq!((rows.rows.len(), rows.left_out()), (2, 0), "{:?}", rows.bad);
    let first = &rows.rows[0];
    assert_eq!(
        (first.h100_equivalents.low, first.units.median, first.megawatts.median),
        (Some(100.0), Some(150.0), Some(140.5))
    );
    assert!(rows.rows[1].is_incomplete && !first.is_incomplete);
}

#[test]
fn what_is_wrong_with_sales_is_said() {
    let wrong =
        |from: &str, to: &str| epoch::chip_sales(SALES.replacen(from, to, 1).as_bytes()).unwrap().bad[0].to_string();
    assert!(wrong("200,100,300", "200,250,300").contains("[250.0, 200.0, 300.0]"));
    assert!(wrong("2025-03-31", "2024-03-31").contains("begins before it ends"));
    assert!(wrong("140.5", "140 MW").contains("no number"));
    assert!(wrong("140.5", "-1").contains("lies between 0"));
    assert!(wrong("\"TPU, all\"", "TPU, all").contains("11 fields"));
    assert!(wrong(",True", ",maybe").contains("`maybe`"));
    assert!(wrong("\"TPU, all\"", "\"TPU, all").starts_with("line 3: a quotation mark is opened and never closed"));
}

#[test]
fn charts_are_read_by_year_and_by_day() {
    let table =
        our_world::read(b"Entity,Code,Year,Solar,Wind\nChina,CHN,2025,1.5,\nWorld,OWID_WRL,-5000,2,3\n").unwrap();
    assert_eq!(table.columns, ["Solar", "Wind"]);
    assert_eq!(table.entries.rows[0].values, [Some(1.5), None]);
    assert_eq!(table.entries.rows[1].time, Time::Year(-5000));
    let table = our_world::read(b"entity,code,day,Price\nWorld,,2025-01-04,2\n").unwrap();
    assert_eq!(table.entries.rows[0].time, Time::Day(Day::new(2025, 1, 4).unwrap()));
}

#[test]
fn what_is_wrong_with_a_chart_is_said() {
    let bad = |row: &str| {
        let text = format!("Entity,Code,Year,Solar\nChina,CHN,2025,1.5\n{row}\n");
        let table = our_world::read(text.as_bytes()).unwrap();
        assert_eq!((table.entries.rows.len(), table.entries.bad.len()), (1, 1));
        table.entries.bad[0].to_string()
    };
    assert!(bad("China,CHN,2025,1.6").contains("repeats that of line 2"));
    assert!(bad("China,CHN,2025.5,1").contains("Year is `2025.5`"));
    assert!(bad("China,CHN,2024,much").contains("Solar is `much`"));
    assert!(our_world::read(b"Entity,Code,Year\nA,B,2025\n").unwrap_err().why.contains("no column of values"));
}
