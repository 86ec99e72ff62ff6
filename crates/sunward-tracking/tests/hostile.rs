//! No file makes a reader panic, and every row of a broken file is either kept or listed.

use proptest::prelude::*;
use sunward_tracking::{elements, epoch, launch_library, launch_log, our_world};

/// Good files, from which broken ones are made.
const SEEDS: [&str; 8] = [
    "STARLINK-1008\n1 44714U 19074B   26233.91677383  .00080166  00000+0  92924-3 0  9990\n2 44714  53.1481 111.5096 0005177  74.5693 285.5893 15.61122730374441\n",
    "[{\"NORAD_CAT_ID\":44714,\"EPOCH\":\"2026-08-21T22:00:09\",\"MEAN_MOTION\":15.6,\"ECCENTRICITY\":0.1,\"INCLINATION\":53,\"RA_OF_ASC_NODE\":1,\"ARG_OF_PERICENTER\":2,\"MEAN_ANOMALY\":3}]",
    "NORAD_CAT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY\n44714,2026-08-21T22:00:09,15.6,0.1,53,1,2,3\n",
    "<ndm><omm><NORAD_CAT_ID>44714</NORAD_CAT_ID><EPOCH>2026-08-21T22:00:09</EPOCH><MEAN_MOTION>15.6</MEAN_MOTION></omm></ndm>",
    "CCSDS_OMM_VERS = 2.0\nNORAD_CAT_ID = 44714\nEPOCH = 2026-08-21T22:00:09\nMEAN_MOTION = 15.6 [rev/day]\n",
    "#Launch_Tag\tLaunch_Date\tLV_Type\tLaunch_Code\n2025-001\t2025 Jan  4 0127:30\tFalcon 9\tOS\n",
    "{\"results\":[{\"id\":\"a\",\"name\":\"b\",\"net\":\"2021-11-11T02:03:31Z\",\"status\":{\"id\":3}}]}",
    "Entity,Code,Year,Solar\nChina,CHN,2025,1.5\n",
];

fn read_all(bytes: &[u8]) {
    let _ = elements::form(bytes);
    let _ = elements::read(bytes);
    let _ = launch_log::read(bytes);
    let _ = launch_library::read(bytes);
    let _ = our_world::read(bytes);
    let _ = epoch::chip_sales(bytes);
    let _ = epoch::clusters(bytes);
    let _ = epoch::hardware(bytes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\x00-\\x7fé€😀]{0,300}") {
        read_all(text.as_bytes());
    }

    #[test]
    fn good_files_with_changed_bytes_are_read_or_refused(
        seed in 0..SEEDS.len(),
        changes in proptest::collection::vec((any::<usize>(), any::<u8>()), 0..6),
        cut in any::<usize>(),
    ) {
        let mut bytes = SEEDS[seed].as_bytes().to_vec();
        for (at, byte) in changes {
            let length = bytes.len();
            bytes[at % length] = byte;
        }
        bytes.truncate(cut % (bytes.len() + 1));
        read_all(&bytes);
    }

    /// Whatever stands in the rows of a table, as many are kept or listed as stand there.
    #[test]
    fn every_row_of_a_table_is_kept_or_listed(cells in proptest::collection::vec("[a-z0-9.-]{1,6}", 1..40)) {
        let mut text = "Entity,Code,Year,Solar\n".to_string();
        for row in cells.chunks(4) {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let table = our_world::read(text.as_bytes()).unwrap();
        prop_assert_eq!(table.entries.rows.len() + table.entries.left_out(), cells.chunks(4).count());
    }
}
