//! Lines that are no events: what the file says of itself.

use std::time::SystemTime;

use serde::Serialize;

use crate::{
    audit::{VERSION, event::Kind},
    moment,
};

/// What happened to the file.
#[derive(Serialize)]
pub(super) struct Line {
    version: u32,
    #[serde(serialize_with = "moment::serialize")]
    time: SystemTime,
    event: Kind,
    #[serde(flatten)]
    what: What,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum What {
    /// A server writes from here on. `torn`: the line before did not come to its end.
    Start { torn: bool },
    /// So many events could not be kept.
    Lost { lost: u64 },
}

impl Line {
    pub(super) fn new(what: What) -> Self {
        let event = match what {
            What::Start { .. } => Kind::Start,
            What::Lost { .. } => Kind::Lost,
        };
        Self { version: VERSION, time: SystemTime::now(), event, what }
    }

    /// Its JSON text.
    pub(super) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
