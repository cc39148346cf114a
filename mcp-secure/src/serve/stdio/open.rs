//! Which requests still wait for their answer.

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

/// The requests that the lane has and has not answered, by their ids.
#[derive(Default)]
pub(super) struct Open(HashSet<Id>);

impl Open {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes note of a message on its way to the lane. `false`: it is a request with the id of
    /// one that is open.
    pub(super) fn sent(&mut self, message: &[u8]) -> bool {
        let Ok(outline) = serde_json::from_slice::<Outline<'_>>(message) else { return true };
        if let Some(id) = outline.id {
            return self.0.insert(id);
        }
        if outline.method.as_deref() == Some("notifications/cancelled")
            && let Some(id) = outline.params.and_then(|params| params.request)
            && let Ok(id) = serde_json::from_str::<Id>(id.get())
        {
            // A cancelled request is not answered.
            self.0.remove(&id);
        }
        true
    }

    pub(super) fn answered(&mut self, message: &[u8]) {
        if let Ok(Outline { id: Some(id), method: None, .. }) = serde_json::from_slice(message) {
            self.0.remove(&id);
        }
    }
}

/// An id as it is meant, however it is spelled: the SDK answers in its own spelling.
#[derive(Deserialize, PartialEq, Eq, Hash)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(Box<str>),
}

/// What of a message tells whether it opens or ends a request.
#[derive(Deserialize)]
struct Outline<'a> {
    id: Option<Id>,
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    params: Option<Cancelled<'a>>,
}

#[derive(Deserialize)]
struct Cancelled<'a> {
    /// In another message this may be anything.
    #[serde(borrow, rename = "requestId")]
    request: Option<&'a RawValue>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_same_in_every_spelling() {
        let mut open = Open::default();
        assert!(open.sent(br#"{"id":"\u0061","method":"m"}"#));
        assert!(!open.sent(br#"{"id":"a","method":"m"}"#));
        assert!(open.sent(br#"{"id":7,"method":"m"}"#));
        assert!(open.sent(br#"{"id":"7","method":"m","params":{"requestId":[0.5]}}"#));
        for answer in [r#"{"id":"a"}"#, r#"{"id":7}"#, r#"{"id":"\u0037"}"#] {
            assert!(!open.is_empty());
            open.answered(answer.as_bytes());
        }
        assert!(open.is_empty());
    }

    #[test]
    fn a_cancelled_request_is_open_no_more() {
        let mut open = Open::default();
        assert!(open.sent(br#"{"id":"a","method":"m"}"#));
        open.sent(br#"{"method":"notifications/cancelled","params":{"requestId":"\u0061"}}"#);
        assert!(open.is_empty());
    }
}
