//! What could not be shown on this machine: neither passed nor failed.

use std::sync::{Mutex, PoisonError};

use crate::Result;

/// Takes note of a check that this machine does not allow, with what is missing.
pub(crate) fn note(what: &str) {
    println!("NOT SHOWN HERE: {what}");
    NOTED.lock().unwrap_or_else(PoisonError::into_inner).push(what.to_owned());
}

/// What was noted, as a list; `None` if nothing was.
pub(crate) fn list() -> Option<String> {
    let noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    let lines: String = noted.iter().map(|what| format!("- {what}\n")).collect();
    (!lines.is_empty()).then_some(lines)
}

/// A task that was asked for by its name has failed where a part of it was not shown.
pub(crate) fn none() -> Result<()> {
    list().map_or(Ok(()), |list| Err(format!("not shown on this machine:\n{list}")))
}

static NOTED: Mutex<Vec<String>> = Mutex::new(Vec::new());
