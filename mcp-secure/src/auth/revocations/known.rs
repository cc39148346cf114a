//! What is known to be revoked.

use std::{
    collections::HashMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::Value;

use super::Revocation;
use crate::{
    caller::Caller,
    error::{Error, Result},
};

#[derive(Default)]
pub(super) struct Known {
    /// Until when each is of interest.
    tokens: HashMap<String, SystemTime>,
    /// What was issued before is revoked.
    subjects: HashMap<String, SystemTime>,
}

impl Known {
    pub(super) fn add(&mut self, revocation: Revocation, now: SystemTime) -> Result<()> {
        match revocation {
            Revocation::Token { id, until } => {
                check("the name of the token", &id)?;
                if self.tokens.len() >= MOST {
                    self.tokens.retain(|_, until| *until >= now);
                }
                put(&mut self.tokens, id, until)
            }
            Revocation::Subject { subject, before } => {
                check("the subject", &subject)?;
                put(&mut self.subjects, subject, before)
            }
        }
    }

    pub(super) fn revokes(&self, caller: &Caller) -> bool {
        let by_token = || {
            let id = caller.raw_claim("jti").and_then(Value::as_str);
            id.is_some_and(|id| self.tokens.contains_key(id))
        };
        let by_subject =
            || self.subjects.get(caller.subject()).is_some_and(|before| issued(caller) < *before);
        (!self.tokens.is_empty() && by_token()) || (!self.subjects.is_empty() && by_subject())
    }
}

/// When the credential was issued; what does not say so is the oldest of all.
fn issued(caller: &Caller) -> SystemTime {
    caller
        .raw_claim("iat")
        .and_then(Value::as_f64)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .and_then(|since| UNIX_EPOCH.checked_add(since))
        .unwrap_or(UNIX_EPOCH)
}

/// Of two moments the later one, whichever came first.
fn put(moments: &mut HashMap<String, SystemTime>, name: String, moment: SystemTime) -> Result<()> {
    if let Some(known) = moments.get_mut(&name) {
        *known = moment.max(*known);
        return Ok(());
    }
    if moments.len() >= MOST {
        return Err(Error::new("more than 100,000 are revoked; give tokens a shorter life"));
    }
    moments.insert(name, moment);
    Ok(())
}

fn check(what: &str, name: &str) -> Result<()> {
    if name.is_empty() || name.len() > MAX_BYTES {
        return Err(Error::new(format!("{what} is empty or longer than {MAX_BYTES} bytes")));
    }
    Ok(())
}

const MOST: usize = 100_000;
const MAX_BYTES: usize = 256;
