//! Which requests still wait for their answer: the end of the input waits for them.

use std::{
    borrow::Cow,
    collections::HashMap,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::{
    sync::{Notify, OwnedSemaphorePermit},
    task::AbortHandle,
};

use super::Handled;

/// The requests that are not answered, by the text of their ids; with what aborts them, where
/// that is not the lane's business.
#[derive(Default)]
pub(crate) struct Open {
    requests: Mutex<HashMap<Box<str>, Option<AbortHandle>>>,
    emptied: Notify,
}

impl Open {
    /// Lets a call go on by itself.
    pub(super) fn run(
        self: &Arc<Self>,
        message: &[u8],
        place: OwnedSemaphorePermit,
        handling: Pin<Box<impl Future<Output = Handled> + Send + 'static>>,
    ) {
        let id = Outline::of(message).and_then(|outline| outline.id).map(|id| Box::from(id.get()));
        let Some(id): Option<Box<str>> = id else {
            tokio::spawn(async move {
                handling.await;
                drop(place);
            });
            return;
        };
        // The lock keeps the call from ending before it is in the list.
        let mut requests = self.requests();
        let call = tokio::spawn({
            let (open, id) = (Arc::clone(self), id.clone());
            async move {
                if matches!(handling.await, Handled::Here) {
                    open.end(&id);
                }
                drop(place);
            }
        });
        requests.insert(id, Some(call.abort_handle()));
    }

    /// The lane gets this message.
    pub(super) fn sent(&self, message: &[u8]) {
        let Some(outline) = Outline::of(message) else { return };
        if let Some(id) = outline.id {
            self.requests().insert(id.get().into(), None);
        } else if outline.method.as_deref() == Some("notifications/cancelled")
            && let Some(id) = outline.params.and_then(|params| params.request)
        {
            // A cancelled request is not answered.
            if let Some(Some(call)) = self.end(id.get()) {
                call.abort();
            }
        }
    }

    /// The lane has sent this message.
    pub(crate) fn answered(&self, message: &[u8]) {
        if let Some(Outline { id: Some(id), method: None, .. }) = Outline::of(message) {
            self.end(id.get());
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

    fn end(&self, id: &str) -> Option<Option<AbortHandle>> {
        let mut requests = self.requests();
        let ended = requests.remove(id);
        if requests.is_empty() {
            self.emptied.notify_one();
        }
        ended
    }

    fn requests(&self) -> MutexGuard<'_, HashMap<Box<str>, Option<AbortHandle>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
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

impl<'a> Outline<'a> {
    fn of(message: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(message).ok()
    }
}
