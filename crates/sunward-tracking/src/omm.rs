//! Orbit Mean-Elements Messages: the same keywords as JSON, CSV, XML and lines.
//!
//! Source: `ccsds_odm` for the keywords and their units, `celestrak_omm` for the forms in which catalogues are published.

use crate::date::Moment;
use crate::elements::ElementSet;
use crate::pieces;
use crate::reading::{Fault, Refusal, Rows, needed, number, quoted};
use crate::table::{self, Column, Shape, wanted, welcome};
use quick_xml::events::Event;
use std::collections::BTreeMap;

pub(crate) const KEYWORDS: &[Column] = &[
    welcome("OBJECT_NAME", &[]),
    welcome("OBJECT_ID", &[]),
    wanted("NORAD_CAT_ID", &[]),
    wanted("EPOCH", &["epoch_utc"]),
    wanted("MEAN_MOTION", &["mean_motion_rev_day"]),
    wanted("ECCENTRICITY", &[]),
    wanted("INCLINATION", &["inclination_deg"]),
    wanted("RA_OF_ASC_NODE", &["raan_deg"]),
    wanted("ARG_OF_PERICENTER", &["arg_perigee_deg"]),
    wanted("MEAN_ANOMALY", &["mean_anomaly_deg"]),
    welcome("BSTAR", &[]),
    welcome("MEAN_MOTION_DOT", &[]),
    welcome("CENTER_NAME", &[]),
    welcome("REF_FRAME", &[]),
    welcome("TIME_SYSTEM", &[]),
    welcome("MEAN_ELEMENT_THEORY", &[]),
];

/// An element set from the values of its keywords.
fn set(value: impl Fn(&str) -> Option<String>) -> Result<ElementSet, Fault> {
    // Elements of another body, frame, clock or theory would be read as numbers all the same, and be wrong.
    for (name, allowed) in [
        ("CENTER_NAME", &["EARTH"][..]),
        ("REF_FRAME", &["TEME"]),
        ("TIME_SYSTEM", &["UTC"]),
        ("MEAN_ELEMENT_THEORY", &["SGP4", "SGP/SGP4", "SGP"]),
    ] {
        if let Some(found) = value(name).filter(|found| !allowed.contains(&found.to_ascii_uppercase().as_str())) {
            return Err(Fault::new(
                format!("{name} is {}", quoted(&found)),
                format!("only {} can be read", allowed.join(", ")),
            ));
        }
    }
    let given = |name: &str| number(name, &value(name).unwrap_or_default());
    let must = |name: &str| given(name).and_then(|found| needed(name, found));
    let written = needed("NORAD_CAT_ID", value("NORAD_CAT_ID"))?;
    let catalogue_number = Some(written.as_str())
        .filter(|text| text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Fault::new(format!("NORAD_CAT_ID is {}", quoted(&written)), "write at most nine digits"))?;
    ElementSet {
        name: value("OBJECT_NAME"),
        catalogue_number,
        designator: value("OBJECT_ID"),
        epoch: Moment::read("EPOCH", &needed("EPOCH", value("EPOCH"))?)?,
        inclination: must("INCLINATION")?,
        ascending_node: must("RA_OF_ASC_NODE")?,
        eccentricity: must("ECCENTRICITY")?,
        argument_of_perigee: must("ARG_OF_PERICENTER")?,
        mean_anomaly: must("MEAN_ANOMALY")?,
        mean_motion: must("MEAN_MOTION")?,
        half_mean_motion_rate: given("MEAN_MOTION_DOT")?,
        drag_term: given("BSTAR")?,
    }
    .checked()
}

pub(crate) fn json(text: &str) -> Rows<ElementSet> {
    pieces::read(text, None, |object| set(|name| pieces::as_text(object.get(name))))
}

pub(crate) fn csv(bytes: &[u8]) -> Result<Rows<ElementSet>, Refusal> {
    let row =
        |fields: &table::Fields<'_>| set(|name| Some(fields.text(name).to_string()).filter(|text| !text.is_empty()));
    table::read(bytes, Shape::Commas, KEYWORDS, row, table::whole)
}

/// Values of one message as they are gathered.
#[derive(Default)]
struct Gathered {
    line: usize,
    values: BTreeMap<String, String>,
    fault: Option<Fault>,
}

impl Gathered {
    fn begun(line: usize) -> Self {
        Self { line, ..Self::default() }
    }

    fn put(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() || !KEYWORDS.iter().any(|keyword| keyword.name == name) {
            return;
        }
        if let Some(before) = self.values.insert(name.to_string(), value.to_string()) {
            let why = format!("{name} stands twice, as {} and {}", quoted(&before), quoted(value));
            self.fault.get_or_insert(Fault::new(why, "give each keyword once in a message"));
        }
    }

    fn finish(self, rows: &mut Rows<ElementSet>) {
        let made = self.fault.map_or_else(|| set(|name| self.values.get(name).cloned()), Err);
        rows.take(self.line, made);
    }
}

/// Messages are the elements `omm`, wherever they stand; a keyword's value is the text between its tags. Entities other than the
/// five of XML and character references are not expanded: none can be defined, so none can be made to grow.
pub(crate) fn xml(text: &str) -> Rows<ElementSet> {
    let mut rows = Rows::none();
    let mut reader = quick_xml::Reader::from_str(text);
    let mut message: Option<Gathered> = None;
    let mut value = String::new();
    let (mut line, mut counted) = (1, 0);
    loop {
        let event = reader.read_event();
        let begins = line;
        let position = usize::try_from(reader.buffer_position()).unwrap_or(text.len()).min(text.len());
        line +=
            text.as_bytes().get(counted..position).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
        counted = position;
        match event {
            Ok(Event::Start(tag)) => {
                if tag.local_name().as_ref() == "omm"
                    && let Some(open) = message.replace(Gathered::begun(begins))
                {
                    rows.take(
                        open.line,
                        Err(Fault::new("a message begins within this one", "end one before the next begins")),
                    );
                }
                value.clear();
            }
            Ok(Event::Text(part)) => value.push_str(&part),
            Ok(Event::CData(part)) => value.push_str(&part),
            Ok(Event::GeneralRef(entity)) => match (&*entity, entity.resolve_char_ref()) {
                (_, Ok(Some(letter))) => value.push(letter),
                ("amp", _) => value.push('&'),
                ("lt", _) => value.push('<'),
                ("gt", _) => value.push('>'),
                ("apos", _) => value.push('\''),
                ("quot", _) => value.push('"'),
                (name, _) => {
                    if let Some(open) = &mut message {
                        let why = format!("the entity {} is not known", quoted(name));
                        open.fault.get_or_insert(Fault::new(why, "write the character itself"));
                    }
                }
            },
            Ok(Event::End(tag)) => {
                let name = tag.local_name();
                if name.as_ref() == "omm" {
                    if let Some(open) = message.take() {
                        open.finish(&mut rows);
                    }
                } else if let Some(open) = &mut message {
                    open.put(name.as_ref(), &value);
                }
                value.clear();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = message.take().map_or(begins, |open| open.line);
                rows.take(
                    at,
                    Err(Fault::new(
                        format!("what follows is no XML: {error}"),
                        "fetch the file again; nothing after this is read",
                    )),
                );
                break;
            }
        }
    }
    if let Some(open) = message {
        rows.take(open.line, Err(Fault::new("the message is cut off", "fetch the file again")));
    }
    rows
}

/// Lines of `KEYWORD = value`; a message begins with `CCSDS_OMM_VERS`. A unit in square brackets behind a value is left out.
pub(crate) fn keywords(text: &str) -> Rows<ElementSet> {
    let mut rows = Rows::none();
    let mut message: Option<Gathered> = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("COMMENT") {
            continue;
        }
        let Some((name, value)) = line.split_once('=') else {
            let fault = Fault::new(format!("{} is no line of a message", quoted(line)), "write `KEYWORD = value`");
            match &mut message {
                Some(open) => {
                    open.fault.get_or_insert(fault);
                }
                None => rows.take(index + 1, Err(fault)),
            }
            continue;
        };
        let name = name.trim();
        if name == "CCSDS_OMM_VERS"
            && let Some(open) = message.replace(Gathered::begun(index + 1))
        {
            open.finish(&mut rows);
        }
        let value = value.split_once('[').map_or(value, |(value, _)| value);
        match &mut message {
            Some(open) => open.put(name, value),
            None => {
                let why = format!("{} stands before any message", quoted(name));
                rows.take(index + 1, Err(Fault::new(why, "begin each message with `CCSDS_OMM_VERS = 2.0`")));
            }
        }
    }
    if let Some(open) = message {
        open.finish(&mut rows);
    }
    rows
}
