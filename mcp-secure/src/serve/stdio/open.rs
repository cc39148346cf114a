//! Which requests still wait for their answer.

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

/// The requests that the lane has and has not answered, by the text of their ids.
#[derive(Default)]
pub(super) struct Open(HashSet<Box<str>>);

impl Open {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn sent(&mut self, message: &[u8]) {
        let Ok(outline) = serde_json::from_slice::<Outline<'_>>(message) else { return };
        if let Some(id) = outline.id {
            self.0.insert(id.get().into());
        } else if outline.method.as_deref() == Some("notifications/cancelled")
            && let Some(id) = outline.params.and_then(|params| params.request)
        {
            // A cancelled request is not answered.
            self.0.remove(id.get());
        }
    }

    pub(super) fn answered(&mut self, message: &[u8]) {
        if let Ok(Outline { id: Some(id), method: None, .. }) = serde_json::from_slice(message) {
            self.0.remove(id.get());
        }
    }
}

/// What of a message tells whether it opens or ends a request.
#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    params: Option<Cancelled<'a>>,
}

#[derive(Deserialize)]
struct Cancelled<'a> {
    #[serde(borrow, rename = "requestId")]
    request: Option<&'a RawValue>,
}
