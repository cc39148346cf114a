//! The lines of the file.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Deserialize;

use super::{Known, Revocation};
use crate::{auth::watched, moment};

/// Reads the lines: all of them, or what is wrong with the first bad one.
pub(super) fn parse(text: &str) -> Result<Known, String> {
    let mut known = Known::default();
    for (number, line) in watched::lines(text) {
        let at = |why: String| format!("line {number}: {why}");
        let line: Line = serde_json::from_str(line).map_err(|_| at(FORM.into()))?;
        let revocation = line.read().map_err(|why| at(why.into()))?;
        known.add(revocation, SystemTime::now()).map_err(|error| at(error.to_string()))?;
    }
    Ok(known)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    token: Option<String>,
    subject: Option<String>,
    before: Option<String>,
}

impl Line {
    fn read(self) -> Result<Revocation, &'static str> {
        match self {
            Self { token: Some(id), subject: None, before: None } => {
                Ok(Revocation::Token { id, until: UNIX_EPOCH + FOREVER })
            }
            Self { token: None, subject: Some(subject), before: Some(before) } => {
                let before = moment::read(&before)
                    .ok_or("`before` is not a moment as 2026-11-23T17:31:27Z")?;
                Ok(Revocation::Subject { subject, before })
            }
            _ => Err(FORM),
        }
    }
}

const FORM: &str = r#"is not {"token":".."} or {"subject":"..","before":".."}"#;

/// The end of the year 9999: as long as the line is there.
const FOREVER: Duration = Duration::from_secs(253_402_300_799);
