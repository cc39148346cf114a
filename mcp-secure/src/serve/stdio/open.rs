//! Which requests still wait for their answer: the end of the input waits for them, and an id
//! names one of them at a time.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, mpsc},
    task::AbortHandle,
};

use super::Handled;

/// The requests that are not answered, by their ids; with what aborts them, where that is not
/// the lane's business.
#[derive(Default)]
pub(crate) struct Open {
    requests: Mutex<HashMap<Id, Option<AbortHandle>>>,
    emptied: Notify,
}

impl Open {
    /// Lets a call go on by itself.
    pub(super) fn run(
        self: &Arc<Self>,
        message: &[u8],
        place: OwnedSemaphorePermit,
        output: mpsc::Sender<Vec<u8>>,
        handling: Pin<Box<impl Future<Output = Handled> + Send + 'static>>,
    ) {
        let Some(id) = Outline::of(message).and_then(|outline| outline.id) else {
            tokio::spawn(async move {
                if let Handled::Here(Some(reply)) = handling.await {
                    let _ = output.send(reply).await;
                }
                drop(place);
            });
            return;
        };
        // The lock keeps the call from ending before it is in the list.
        let mut requests = self.requests();
        let call = tokio::spawn({
            let (open, id) = (Arc::clone(self), id.clone());
            async move {
                if let Handled::Here(reply) = handling.await {
                    // First: whoever has the answer may use the id again.
                    open.end(&id);
                    if let Some(reply) = reply {
                        let _ = output.send(reply).await;
                    }
                }
                drop(place);
            }
        });
        requests.insert(id, Some(call.abort_handle()));
    }

    /// Whether a request of this id, raw JSON text, is open.
    pub(super) fn holds(&self, id: Option<&str>) -> bool {
        let requests = self.requests();
        let id = || serde_json::from_str(id?).ok();
        !requests.is_empty() && id().is_some_and(|id: Id| requests.contains_key(&id))
    }

    /// Takes note of a message on its way to the lane. `false`: it is a request with the id of
    /// one that is open.
    pub(super) fn sent(&self, message: &[u8]) -> bool {
        let Some(outline) = Outline::of(message) else { return true };
        if let Some(id) = outline.id {
            return match self.requests().entry(id) {
                Entry::Occupied(_) => false,
                Entry::Vacant(place) => {
                    place.insert(None);
                    true
                }
            };
        }
        if outline.method.as_deref() == Some("notifications/cancelled")
            && let Some(id) = outline.params.and_then(|params| params.request)
            && let Ok(id) = serde_json::from_str::<Id>(id.get())
            // A cancelled request is not answered.
            && let Some(Some(call)) = self.end(&id)
        {
            call.abort();
        }
        true
    }

    /// The lane has sent this message.
    pub(crate) fn answered(&self, message: &[u8]) {
        if let Some(Outline { id: Some(id), method: None, .. }) = Outline::of(message) {
            self.end(&id);
        }
    }

    pub(super) async fn wait_until_empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.requests().is_empty() {
                return;
            }
            emptied.await;
        }
    }

    fn end(&self, id: &Id) -> Option<Option<AbortHandle>> {
        let mut requests = self.requests();
        let ended = requests.remove(id);
        if requests.is_empty() {
            self.emptied.notify_one();
        }
        ended
    }

    fn requests(&self) -> MutexGuard<'_, HashMap<Id, Option<AbortHandle>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An id as it is meant, however it is spelled: the SDK answers in its own spelling.
#[derive(Clone, Deserialize, PartialEq, Eq, Hash)]
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

impl<'a> Outline<'a> {
    fn of(message: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(message).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_same_in_every_spelling() {
        let open = Open::default();
        assert!(open.sent(br#"{"id":"\u0061","method":"m"}"#));
        assert!(!open.sent(br#"{"id":"a","method":"m"}"#));
        assert!(open.holds(Some(r#""\u0061""#)));
        assert!(open.sent(br#"{"id":7,"method":"m"}"#));
        assert!(open.sent(br#"{"id":"7","method":"m","params":{"requestId":[0.5]}}"#));
        for answer in [r#"{"id":"a"}"#, r#"{"id":7}"#, r#"{"id":"\u0037"}"#] {
            assert!(!open.requests().is_empty());
            open.answered(answer.as_bytes());
        }
        assert!(open.requests().is_empty());
    }

    #[test]
    fn a_cancelled_request_is_open_no_more() {
        let open = Open::default();
        assert!(open.sent(br#"{"id":"a","method":"m"}"#));
        open.sent(br#"{"method":"notifications/cancelled","params":{"requestId":"\u0061"}}"#);
        assert!(open.requests().is_empty());
    }
}
